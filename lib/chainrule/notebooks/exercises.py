"""What a released notebook asks of the learner, read from its cells: for `reset`, `progress` and the reports."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field

from chainrule.notebooks.errors import CourseError
from chainrule.notebooks.matching import defined
from chainrule.notebooks.notebook import Cell, Notebook, grade_id, nbgrader_of, role

HEADING = re.compile(
    r"^#{1,6}[^\S\n]+(?:\w+[^\S\n]+)?(\d+\.(?:\d+|[a-z]\b))[^\S\n]*[-—–:.]?[^\S\n]*(.*)$", re.MULTILINE
)


@dataclass
class Exercise:
    """One graded exercise of a release.

    Parameters
    ----------
    id : str
        What its check is called without ``check-``: the id under which progress is kept.
    number : str
        ``3.1``; empty when no heading above it has a number.
    title : str
        The heading without number and points.
    points : float
        The points of its check cells.
    answers : list of dict
        Its solution cells, as released: the stubs.
    """

    id: str
    number: str = ""
    title: str = ""
    points: float = 0.0
    answers: list[Cell] = field(default_factory=list)

    def names(self) -> set[str]:
        """Every word by which a learner may call it."""
        answers = {name for cell in self.answers for name in (grade_id(cell) or "", *defined(cell))}
        keys = {exercise_key(name) for name in answers}
        return {name.lower() for name in {self.id, self.number, *answers, *keys} if name}


def exercise_key(name: str) -> str:
    """Return the exercise that a grade_id belongs to.

    Examples
    --------
    >>> exercise_key("check-sigmoid"), exercise_key("ex-sigmoid"), exercise_key("predict-depth")
    ('sigmoid', 'sigmoid', 'predict-depth')
    """
    return re.sub(r"\A(?:check|ex)-", "", name)


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
        heading = HEADING.search(cell["source"]) if cell["cell_type"] == "markdown" else None
        if heading:
            if waiting:  # an answer without a check: it can be reset, and gives no points
                close(exercise_key(grade_id(waiting[0]) or number), 0.0)
            number, title = heading[1], re.sub(r"\s*\([^()]*\bpoints?\)\s*\Z", "", heading[2]).strip()
        if role(cell) == "solution":
            waiting.append(cell)
        if nbgrader_of(cell).get("grade"):
            points = nbgrader_of(cell).get("points")
            close(exercise_key(grade_id(cell) or number), float(points) if isinstance(points, (int, float)) else 0.0)
    if waiting:
        close(exercise_key(grade_id(waiting[0]) or number), 0.0)
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
    list of dict
        The solution cells as released: one for a grade_id or a function, all of the exercise for its number.

    Raises
    ------
    CourseError
        When there is no such exercise; the message lists them and suggests the nearest.
    """
    wanted = word.strip().lower().removesuffix("()").removeprefix("check-")
    known = [exercise for exercise in exercises(release) if exercise.answers]
    for exercise in known:
        for cell in exercise.answers:
            own = {(grade_id(cell) or "").lower(), *(name.lower() for name in defined(cell))}
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
