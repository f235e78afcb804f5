"""What a released notebook asks of the learner, read from its cells: for `reset`, `progress` and the reports."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field

from chainrule.notebooks.cell import Cell
from chainrule.notebooks.conventions import CHECK, Role, exercise_name, headings
from chainrule.notebooks.errors import CourseError
from chainrule.notebooks.notebook import Notebook


@dataclass
class Exercise:
    """One graded exercise of a release.

    Parameters
    ----------
    id : str
        What `exercise_name` makes of its check's grade_id: the id under which progress is kept.
    number : str
        ``3.1``; empty when no heading above it has a number.
    title : str
        The heading without number and points.
    points : float
        The points of its check cells.
    answers : list of Cell
        Its solution cells, as released: the stubs.
    """

    id: str
    number: str = ""
    title: str = ""
    points: float = 0.0
    answers: list[Cell] = field(default_factory=list)

    def names(self) -> set[str]:
        """Every word by which a learner may call it."""
        answers = {name for cell in self.answers for name in (cell.grade_id or "", *cell.defined)}
        keys = {exercise_name(name) for name in answers}
        return {name.lower() for name in {self.id, self.number, *answers, *keys} if name}


def exercises(release: Notebook) -> list[Exercise]:
    """List the graded exercises of a release, in order.

    Parameters
    ----------
    release : dict
        The released notebook.

    Returns
    -------
    list of Exercise
        One for each check cell; check cells of one name count together. Answers belong to the check that follows.
    """
    found: dict[str, Exercise] = {}
    number = title = ""
    waiting: list[Cell] = []

    def close(key: str, points: float) -> None:
        exercise = found.setdefault(key, Exercise(key, number, title))
        exercise.points += points
        exercise.answers += waiting
        waiting.clear()

    for cell in release["cells"]:
        for heading in headings(cell.source) if cell.kind == "markdown" else ():
            if waiting:  # an answer without a check: it can be reset, and gives no points
                close(exercise_name(waiting[0].grade_id or number), 0.0)
            number, title = heading.number, heading.title
        if cell.role is Role.SOLUTION:
            waiting.append(cell)
        if cell.nbgrader.get("grade"):
            points = cell.nbgrader.get("points")
            close(exercise_name(cell.grade_id or number), float(points) if isinstance(points, (int, float)) else 0.0)
    if waiting:
        close(exercise_name(waiting[0].grade_id or number), 0.0)
    return list(found.values())


def find_exercise(release: Notebook, word: str, lecture: str) -> list[Cell]:
    """Find the stubs that a learner means.

    Parameters
    ----------
    release : dict
        The released notebook.
    word : str
        A grade_id (``ex-sigmoid``), a function's name (``sigmoid``), or a number (``3.1``).
    lecture : str
        The lecture's id, for the message.

    Returns
    -------
    list of Cell
        The solution cells as released: one for a grade_id or a function, all of the exercise for its number.

    Raises
    ------
    CourseError
        When there is no such exercise; the message lists them and suggests the nearest.
    """
    wanted = word.strip().lower().removesuffix("()").removeprefix(CHECK)
    known = [exercise for exercise in exercises(release) if exercise.answers]
    for exercise in known:
        for cell in exercise.answers:
            own = {(cell.grade_id or "").lower(), *(name.lower() for name in cell.defined)}
            if wanted in own:
                return [cell]
    for exercise in known:
        if wanted in exercise.names():
            return exercise.answers
    words = sorted(set().union(*(exercise.names() for exercise in known)) if known else set())
    near = difflib.get_close_matches(wanted, words, 1)
    hint = f" Did you mean {near[0]}?" if near else ""
    listed = ", ".join(f"{exercise.number} {exercise.id}".strip() for exercise in known) or "none"
    raise CourseError(f"{lecture} has no exercise {word!r}.{hint} Its exercises are: {listed}")
