"""Grade a learner's own notebook in a fresh process: for ``chainrule check``.

The checks are the released ones, whatever the copy holds. The learner's answers and extra cells run
in another process, in the notebook's order; the course's demonstrations do not run.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chainrule.calling.pipe import Pipe, plain_process
from chainrule.checks import surroundings, words
from chainrule.checks.report import CheckReport
from chainrule.checks.runner import run
from chainrule.checks.session import Session
from chainrule.course.layout import ReleasedLecture
from chainrule.notebooks.conventions import Role
from chainrule.notebooks.errors import NotebookError, Problem
from chainrule.notebooks.names import offers
from chainrule.notebooks.notebook import read
from chainrule.notebooks.plan import plan


def check_notebook(
    path: Path, lecture: ReleasedLecture, on_progress: Callable[[int, int], None] | None = None
) -> dict[str, Any]:
    """Run a lecture's checks on a learner's notebook.

    Parameters
    ----------
    path : Path
        The learner's notebook.
    lecture : ReleasedLecture
        The lecture that it is a copy of.
    on_progress : callable(done, total), optional
        Told after each check.

    Returns
    -------
    dict
        Plain data for a table or JSON: notebook, path, title, points, max_points, notes, and exercises with id,
        number, title, points, max_points, state, failures, mistake and notes.

    Raises
    ------
    NotebookError
        When one of the two notebooks can't be read.
    """
    release, mine = read(lecture.notebook)["cells"], read(path)["cells"]
    steps, notes = plan(release, mine)
    total = sum(step.role is Role.CHECK for step in steps)
    if not total:
        raise NotebookError(Problem.NO_CHECKS, lecture.notebook)
    tell = (lambda done: on_progress(done, total)) if on_progress else None
    offered = offers(cell.source for cell in release if cell.role is Role.SETUP)
    session = Session(cells={lecture.name: surroundings.describe(release)})
    with Pipe(functools.partial(plain_process, path.parent, offered)) as pipe:
        found = run(steps, pipe, session=session, on_check=tell)
    exercises = [_exercise(report) for report in found.reports]
    return {
        "notebook": lecture.name,
        "path": str(path),
        "title": lecture.title,
        "points": sum(exercise["points"] for exercise in exercises),
        "max_points": sum(exercise["max_points"] for exercise in exercises),
        "exercises": exercises,
        "notes": notes + found.notes,
    }


def _exercise(report: CheckReport) -> dict[str, Any]:
    """What the command line shows of one check, in words."""
    return {
        "id": report.exercise,
        "number": report.number,
        "title": report.title,
        "points": report.points,
        "max_points": report.max_points,
        "state": str(report.state),
        "failures": [words.sentence(one) for one in report.about_all()]
        or [f"{'; '.join(one.labels)}: {words.sentence(one.finding)}" for one in report.failures()],
        "mistake": "\n".join(map(words.mistake_text, report.mistakes)) or None,
        "diagnoses": [words.sentence(one) for one in report.diagnoses],
        "notes": [words.sentence(note) for note in report.notes],
    }
