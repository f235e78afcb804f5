"""Dossiers kept on disk by what they follow from, so that a second look at the course takes seconds.

The first takes minutes: each exercise is one task of a pool of processes.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

import chainrule
from chainrule.checks import known_mistakes
from chainrule.checks.runner import CheckError
from chainrule.disk import atomic_write
from chainrule.notebooks.conventions import Role
from chainrule_staff.authoring.alternatives import Alternative, load
from chainrule_staff.authoring.answers_file import read_answers
from chainrule_staff.authoring.evidence import INPUTS, Examiner, is_built
from chainrule_staff.authoring.headers import SourceError
from chainrule_staff.authoring.source import Exercise, Lecture, read
from chainrule_staff.review.dossier import Answer, Dossier, dossier, trial, untried
from chainrule_staff.simulation.answers import Answers

FOLDER = Path(".chainrule", "review")


def dossiers(
    root: Path,
    lectures: list[Lecture],
    *,
    workers: int | None = None,
    inputs: int = INPUTS,
    on_start: Callable[[int], object] = lambda count: None,
    on_done: Callable[[str], object] = lambda name: None,
) -> dict[tuple[str, str], Dossier]:
    """All exercises' dossiers, by assignment and exercise: kept ones where they still hold, else made afresh.

    Parameters
    ----------
    root : Path
        The course.
    lectures : list of Lecture
    workers : int, optional
        Processes; as many as processors unless given.
    inputs : int
        On how many inputs a mutant that passes must agree with the reference, to be called equivalent.
    on_start, on_done : callable
        Told how many have to be made, and of each that is.
    """
    kept, missing = {}, []
    for lecture in lectures:
        for exercise in lecture.exercises.values():
            key, path = (lecture.assignment, exercise.id), _path(root, lecture, exercise, inputs)
            found = _kept(path)
            if found is None:
                missing.append((key, path, lecture.folder))
            else:
                kept[key] = found
    on_start(len(missing))
    with ProcessPoolExecutor(min(workers or os.cpu_count() or 1, len(missing) or 1)) as pool:
        made = pool.map(_make, *zip(*((folder, key[1], inputs) for key, _, folder in missing))) if missing else ()
        for (key, path, _), data in zip(missing, made):
            _keep(path, data)
            kept[key] = Dossier.from_dict(data)
            on_done(f"{key[0]}.{key[1]}")
    return {
        key: kept[key]
        for lecture in lectures
        for exercise in lecture.exercises
        for key in [(lecture.assignment, exercise)]
    }


def trials(lecture: Lecture, file: Path) -> dict[str, list[Answer]]:
    """The answers of a file, tried on a lecture's checks, by exercise; those to exercises of other lectures are left out."""
    items = [item for item in read_answers(file) if item["exercise"] in lecture.exercises]
    examiner = _examiner(lecture.folder)
    found: dict[str, list[Answer]] = {}
    for item in items:
        found.setdefault(item["exercise"], []).append(trial(examiner, lecture.exercises[item["exercise"]], item))
    return found


@functools.lru_cache(maxsize=1)
def _lecture(folder: Path) -> Lecture:
    return read(folder)


@functools.lru_cache(maxsize=1)
def _examiner(folder: Path, inputs: int = INPUTS) -> Examiner:
    return Examiner(_lecture(folder), inputs)


class _Alone(Lecture):
    """A lecture of which one exercise is looked at, so that no other can keep it from being tried."""

    def alternatives(self, *kinds: str) -> list[Alternative]:
        """Those of this exercise."""
        found = load(self.folder / "answers")
        return [item for item in found if item.exercise in self.exercises and (not kinds or item.kind in kinds)]


def _make(folder: Path, name: str, inputs: int) -> dict:
    """One dossier, in a process of the pool, which keeps the lecture that it has read."""
    lecture = _lecture(folder)
    exercise = lecture.exercises[name]
    try:
        if is_built(lecture):
            examiner = _examiner(folder, inputs)
        else:  # what was built is of no use then, and what an exercise needs is made for it alone
            examiner = Examiner(_Alone(lecture.folder, lecture.notebook, {name: exercise}), inputs)
        return dossier(examiner, Answers(lecture), exercise).to_dict()
    except (SourceError, CheckError, RuntimeError) as error:
        return untried(lecture, exercise, str(error).replace(f"{folder.parents[1]}/", "")).to_dict()


def _kept(path: Path) -> Dossier | None:
    try:
        return Dossier.from_dict(json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(path: Path, data: dict) -> None:
    """Write a dossier down, in the place of those of former states of the exercise."""
    for old in path.parent.glob(f"{path.name.split('.')[0]}.*.json"):
        old.unlink(missing_ok=True)
    atomic_write(path, json.dumps(data, ensure_ascii=False).encode())


def _path(root: Path, lecture: Lecture, exercise: Exercise, inputs: int) -> Path:
    return root / FOLDER / lecture.assignment / f"{exercise.id}.{digest(lecture, exercise, inputs)}.json"


def digest(lecture: Lecture, exercise: Exercise, inputs: int) -> str:
    """What a dossier follows from: the lecture's code, the exercise's check and answers, what was built, the library."""
    cells = [step.source for role in (Role.SETUP, Role.SOLUTION) for step in lecture.steps(role)]
    answers = [
        path.read_text("utf-8")
        for path in (lecture.folder / "answers" / f"{name}.py" for name in ("_shared", exercise.id))
        if path.is_file()
    ]
    built = []
    for name in ("catalogue.json", "sweep.json"):
        try:
            data = json.loads(known_mistakes.lecture_file(lecture.name, name).read_text("utf-8"))
            built.append(data.get("exercises", data).get(exercise.id))
        except (OSError, ValueError, AttributeError):
            built.append(None)
    head = [exercise.number, exercise.title, exercise.points, exercise.whole]
    what = [_code(), np.__version__, inputs, lecture.assignment, head, cells, answers, built]
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()[:16]


@functools.cache
def _code() -> str:
    """The library's own code, the checks' and the evidence's; not that of figures and pages."""
    digest = hashlib.sha256()
    library, here = Path(chainrule.__file__).parent, Path(__file__).parent
    checking = [path for path in library.rglob("*.py") if not {"figures", "course"} & {*path.parts}]
    collecting = [here / f"{name}.py" for name in ("dossier", "coverage", "arguments", "slips")]
    collecting.append(here.parent / "simulation" / "answers.py")
    for path in sorted([*checking, *(here.parent / "authoring").glob("*.py"), *collecting]):
        digest.update(path.read_bytes())
    return digest.hexdigest()
