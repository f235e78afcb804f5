"""A made-up course with a real gradebook, for the tests that read one."""

import json
import shutil
from pathlib import Path

import pytest
from made_up import ASSIGNMENT, EXERCISES, exercises, record
from throwaway import ROOT

PEOPLE = {  # the gradebook's; "guest" handed in and is not among them until graded
    "ada": ("Lovelace, Countess", 'Ada "the first"', "ada@uni.example"),
    "seoyeon": ("김", "서연", "seoyeon@uni.example"),
    "grace": ("Hopper", "Grace", "grace@uni.example"),
    "absent": ("Nobody", "Never", "absent@uni.example"),
    "broken": ("File", "Broken", "broken@uni.example"),
    "new": ("Comer", "New", "new@uni.example"),
}


class MadeUpCourse:
    """A course folder in which things can be handed in and graded, without any grader."""

    def __init__(self, folder: Path):
        self.folder, self.database = folder, folder / "gradebook.db"
        for name in (ASSIGNMENT, "02_later"):
            (folder / "solutions" / name).mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "nbgrader_config.py", folder)

    def gradebook(self):
        from nbgrader.api import Gradebook

        return Gradebook(f"sqlite:///{self.database}", course_id="chainrule")

    def found(self, people=PEOPLE):
        """Make the gradebook, with the assignment and the class."""
        with self.gradebook() as book:
            book.add_assignment(ASSIGNMENT, duedate="2026-11-20 12:00:00 UTC")
            book.add_notebook("mould", ASSIGNMENT)
            for name, *_ in EXERCISES:
                book.add_grade_cell(f"check-{name}", "mould", ASSIGNMENT, max_score=2, cell_type="code")
            for learner, (last, first, email) in people.items():
                book.add_student(learner, last_name=last, first_name=first, email=email)
        return self

    def hand_in(self, learner):
        folder = self.folder / "submitted" / learner / ASSIGNMENT
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "mould.ipynb").write_text("{}")

    def enter(
        self,
        learner,
        points=(2, 2, 2),
        *,
        timestamp="2026-11-20 09:00:00 UTC",
        penalty=None,
        manual=None,
        waiting=False,
        extension=None,
    ):
        """Enter points in the gradebook, as grading does."""
        self.hand_in(learner)
        with self.gradebook() as book:
            book.update_or_create_student(learner)
            book.add_submission(ASSIGNMENT, learner, timestamp=timestamp)
            for (name, *_), value in zip(EXERCISES, points):
                part = book.find_grade(f"check-{name}", "mould", ASSIGNMENT, learner)
                part.auto_score, part.needs_manual_grade = value, False
            part.manual_score, part.needs_manual_grade = manual, waiting
            book.find_submission_notebook("mould", ASSIGNMENT, learner).late_submission_penalty = penalty
            book.db.commit()
            if extension:
                book.grant_extension(ASSIGNMENT, learner, hours=extension)

    def keep(self, one):
        """Keep a record, as grading does."""
        folder = self.folder / "autograded" / one.learner / ASSIGNMENT
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "mould.ipynb").write_text(json.dumps({"metadata": {"chainrule": one.to_dict()}, "cells": []}))

    def grade(self, learner, *states, **more):
        """Hand in, grade and record; ``states`` of the three exercises."""
        answers = exercises(*states)
        self.enter(learner, [one["points"] for one in answers], **more)
        self.keep(record(learner, *answers))


@pytest.fixture(scope="session")
def gradebooks(tmp_path_factory) -> tuple[Path, Path]:
    """A course with a gradebook, and one with a graded class; made once, for the fixtures below to copy."""
    bare = MadeUpCourse(tmp_path_factory.mktemp("gradebook") / "bare").found()
    made = MadeUpCourse(Path(shutil.copytree(bare.folder, bare.folder.with_name("graded"))))
    made.grade("ada", "passed", "passed", "passed")
    made.grade("seoyeon", "partial", "failed", "not attempted", timestamp="2026-11-20 13:00:00 UTC", penalty=0.25)
    made.grade("grace", "passed", "partial", "failed", waiting=True)
    made.keep(record("grace", *exercises("passed", "partial", "failed"), look=["It opened a socket."]))
    made.enter("broken", (0, 0, 0))
    made.keep(record("broken", state="unreadable", look=["mould.ipynb ends in the middle."]))
    made.hand_in("new")
    return bare.folder, made.folder


@pytest.fixture
def ungraded(tmp_path, monkeypatch) -> MadeUpCourse:
    """A course without a gradebook, in which the test stands."""
    return _stand_in(MadeUpCourse(tmp_path / "the course"), monkeypatch)


@pytest.fixture
def course(gradebooks, tmp_path, monkeypatch) -> MadeUpCourse:
    """A course with a gradebook of a class that has handed in nothing, in which the test stands."""
    return _stand_in(MadeUpCourse(Path(shutil.copytree(gradebooks[0], tmp_path / "the course"))), monkeypatch)


@pytest.fixture
def graded(gradebooks, tmp_path, monkeypatch) -> MadeUpCourse:
    """A class with everything that can happen to a submission, in whose course the test stands."""
    return _stand_in(MadeUpCourse(Path(shutil.copytree(gradebooks[1], tmp_path / "the course"))), monkeypatch)


def _stand_in(made, monkeypatch):
    monkeypatch.chdir(made.folder)
    return made
