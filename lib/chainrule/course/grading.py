"""Grade a learner's own notebook in a fresh process: for ``chainrule check``.

The checks are the released ones, whatever the copy holds. The learner's answers and extra cells run
in another process, in the notebook's order; the course's demonstrations do not run.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, Callable

from chainrule.checks.pipe import Pipe, plain_process
from chainrule.checks.runner import CHECK, LEARNER, SETUP, Cell, run

from .layout import Lecture
from .matching import Origin, match
from .notebook import NotebookError, grade_id, label, read, role, text


def check_notebook(path: Path, lecture: Lecture, on_progress: Callable[[int, int], None] | None = None) -> dict[str, Any]:
    """Run a lecture's checks on a learner's notebook.

    Parameters
    ----------
    path : Path
        The learner's notebook.
    lecture : Lecture
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
    cells, notes = plan(release, mine)
    total = sum(cell.role == CHECK for cell in cells)
    if not total:
        raise NotebookError(lecture.notebook, "it has no checks", "This lecture gives no points: there is nothing to do.")
    tell = (lambda done: on_progress(done, total)) if on_progress else None
    with Pipe(functools.partial(plain_process, path.parent)) as pipe:
        found = run(cells, pipe, on_check=tell)
    exercises = [_exercise(report) for report in found.reports]
    return {
        "notebook": lecture.name, "path": str(path), "title": lecture.title,
        "points": sum(exercise["points"] for exercise in exercises),
        "max_points": sum(exercise["max_points"] for exercise in exercises),
        "exercises": exercises, "notes": notes + found.notes,
    }


def plan(release: list[dict], mine: list[dict], checks: dict[str, str] | None = None) -> tuple[list[Cell], list[str]]:
    """What to run, in the order of the learner's notebook, and notes on what is not as released.

    Parameters
    ----------
    release, mine : list of dict
        The cells of the release and of the learner's notebook.
    checks : dict, optional
        The sources of the check cells by grade_id, where not the released ones are to run.

    Returns
    -------
    cells : list of Cell
        Setup and check cells are the course's. A check runs where it stands, but not before its answer;
        one that the learner deleted runs right after its answer.
    notes : list of str
    """
    numbers = match([Origin(cell, cell) for cell in release], mine)
    places = {number: place for place, number in enumerate(numbers) if number is not None}
    cells = [Cell(SETUP, label(cell), cell["source"]) for cell in release if role(cell) == "setup"]
    notes: list[str] = []
    due: dict[int, list[Cell]] = {}  # by place in the learner's notebook: the checks that run after that cell
    answers: list[int] = []
    for number, cell in enumerate(release):
        if role(cell) == "solution":
            answers.append(number)
        if role(cell) != "check":
            continue
        after = max((places[answer] for answer in answers if answer in places), default=-1)
        place = places.get(number)
        if place is None:
            notes.append(f"{label(cell)} is not in your notebook; the released one was run.")
            place = after if after >= 0 else len(mine) - 1
        elif place < after:
            notes.append(f"{label(cell)} stood above its answer; it was run below it.")
        source = (checks or {}).get(grade_id(cell) or "", cell["source"])
        due.setdefault(max(place, after), []).append(Cell(CHECK, label(cell), source))
        answers = []
    cells += due.pop(-1, [])  # an empty notebook
    for place, (number, cell) in enumerate(zip(numbers, mine)):
        released = release[number] if number is not None else None
        kind = role(released) if released else "extra"
        if kind == "check" and text(cell) != text(released):
            notes.append(f"You edited {label(released)}; the released one was run.")
        elif kind == "solution" and cell["cell_type"] != "code":
            notes.append(f"{label(released)} had become a {cell['cell_type']} cell; it was run as code.")
        if kind == "solution" or kind == "extra" and cell["cell_type"] == "code":
            cells.append(Cell(LEARNER, label(released or cell), cell["source"]))
        cells += due.get(place, [])
    return cells, notes


def _exercise(report: dict) -> dict[str, Any]:
    said: dict[str, list[str]] = {}  # a sentence once, with all the calls that it is true of
    for part in report["parts"]:
        for case in part["cases"]:
            if not case["ok"] and report["state"] != "not attempted":
                said.setdefault(case["sentence"], []).append(case["label"])
    failures = [f"{'; '.join(labels)}: {sentence}" for sentence, labels in said.items()]
    return {
        "id": report["exercise"], "number": report["number"], "title": report["title"],
        "points": report["points"], "max_points": report["max_points"], "state": report["state"],
        "failures": failures, "mistake": "\n".join(mistake["explanation"] for mistake in report["mistakes"]) or None,
        "notes": report["notes"],
    }
