"""A class of attackers and a few honest learners: handed in, graded in one run, and looked at before and after."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from corpus import ASSIGNMENT, EXERCISES, NOTEBOOK, RIGHT, STUB, WRONG, Attack
from throwaway import course_environment

from chainrule_staff.authoring.source import read
from chainrule_staff.grading.record import Record

HERE = Path(__file__).parent
HONEST = {
    "all_right": Attack("all_right", "", answers=dict.fromkeys(EXERCISES, RIGHT), honest=dict.fromkeys(EXERCISES, 2)),
    "half_right": Attack(
        "half_right",
        "",
        honest={"sigmoid": 1, "he_normal": 2},
        answers={
            "sigmoid": "def sigmoid(x):\n    return 1 / (1 + np.exp(-np.clip(x, -700, 700)))\n\n\ndef sigmoid_grad(x):\n    return sigmoid(x)"
        },
    ),
    "untouched": Attack("untouched", "", answers=dict.fromkeys(EXERCISES, STUB), honest={}),
    "all_wrong": Attack("all_wrong", "", answers=WRONG, honest={}),
    "z_last_one": Attack("z_last_one", "", answers=dict.fromkeys(EXERCISES, RIGHT), honest=dict.fromkeys(EXERCISES, 2)),
}


@dataclass
class School:
    """What came of the class."""

    course: Path
    records: dict[str, Record]
    told: dict  # what watched.py told
    log: str
    before: dict[str, str]
    after: dict[str, str]
    tables: tuple[dict, dict]
    temporary: Path
    strays: list[str]

    def scores(self, learner: str) -> dict[str, float] | None:
        """Points of each exercise in the gradebook, everything counted; ``None`` where it has no such submission."""
        from nbgrader.api import Gradebook, MissingEntry

        with Gradebook(f"sqlite:///{self.course / 'gradebook.db'}") as gradebook:
            try:
                book = gradebook.find_submission_notebook("mould", ASSIGNMENT, learner)
            except MissingEntry:
                return None
            return {grade.name.removeprefix("check-"): grade.score for grade in book.grades}


def hand_in(course: Path, attacks: list[Attack]) -> None:
    """Write submissions; stray links that they need to the honest ones come first."""
    release = json.loads((course / "notebooks" / ASSIGNMENT / NOTEBOOK).read_bytes())
    solutions = {
        name: "".join(line for line in exercise.solution.splitlines(keepends=True) if "### " not in line)
        for name, exercise in read(course / "solutions" / ASSIGNMENT).exercises.items()
    }
    for attack in attacks:
        attack.write(course / "submitted", release, solutions)


def nbgrader(course: Path, *arguments: str, **more) -> subprocess.CompletedProcess:
    """An nbgrader command in the course's root."""
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course,
        env=course_environment(course),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=1800,
        **more,
    )


def listing(root: Path) -> dict[str, str]:
    """What lies below a folder, links not followed: path to kind, size and digest."""
    found = {}
    for folder, folders, files in os.walk(root):
        for name in [*folders, *files]:
            path = os.path.join(folder, name)
            with contextlib.suppress(OSError):
                mode = os.lstat(path)
                what = stat.filemode(mode.st_mode)
                if stat.S_ISLNK(mode.st_mode):
                    what += os.readlink(path)
                elif stat.S_ISREG(mode.st_mode):
                    with open(path, "rb") as file:
                        what += f" {mode.st_size} {hashlib.sha256(file.read(2**20)).hexdigest()}"
                found[os.path.relpath(path, root)] = what
    return found


def tables(course: Path) -> dict[str, list]:
    """The gradebook's rows on the assignment itself, which no submission may change."""
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as base:
        names = [row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(map(repr, base.execute(f"SELECT * FROM {name}")))
            for name in names
            if not name.startswith(("submitted", "grade", "comment", "student", "alembic")) or name == "grade_cells"
        }


def strays() -> set[str]:
    """Files that carry the attackers' mark, where an attack may have reached."""
    places = [Path(place) for place in ("/tmp", "/var/tmp", "/dev/shm", "/run", "/", Path.home(), Path.cwd(), HERE)]
    return {str(path) for place in places if place.is_dir() for path in place.glob("OWNED*")}


def grade(course: Path, folder: Path) -> School:
    """Grade everything that was handed in, in one run."""
    temporary, answer, records = folder / "tmp", folder / "told.json", folder / "records.json"
    temporary.mkdir()
    environment = {**course_environment(course), "TMPDIR": str(temporary)}
    before, rows, there = listing(course), tables(course), strays()
    done = subprocess.run(
        [sys.executable, HERE / "watched.py", answer, sys.executable, HERE / "grade.py", records],
        cwd=course,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    found = [Record.from_dict(data) for data in json.loads(records.read_text())] if records.exists() else []
    return School(
        course,
        {record.learner: record for record in found},
        json.loads(answer.read_text()),
        done.stdout,
        before,
        listing(course),
        (rows, tables(course)),
        temporary,
        sorted(strays() - there),
    )


def found_school(mould_built: Path, folder: Path, attacks: list[Attack]) -> School:
    """Copy the course, release the assignment, hand everything in, grade it."""
    course = Path(shutil.copytree(mould_built, folder / "course"))
    done = nbgrader(course, "generate_assignment", ASSIGNMENT)
    assert done.returncode == 0, done.stdout
    hand_in(course, [*HONEST.values(), *attacks])
    return grade(course, folder)
