"""What names, roles and headings the course's notebooks use: every reader and writer of a notebook asks here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

ANSWER, CHECK, PREDICTION = "ex-", "check-", "predict-"
PREDICTED = "predict_"  # how the exercise of a prediction begins
HEADING = re.compile(
    r"^#{1,6} (?P<kind>Exercise|Prediction|Further) (?P<number>\d+\.(?:\d+|[a-z])) — (?P<title>.+?)"
    r"(?: \((?P<points>\d+(?:\.\d+)?) points?\))?\s*$",
    re.MULTILINE,
)


class Role(StrEnum):
    """What a cell is for."""

    SETUP = "setup"  # imports; tagged so
    SOLUTION = "solution"  # the learner answers in it
    CHECK = "check"  # gives points
    LECTURE = "lecture"  # text, and code that is locked
    DEMONSTRATION = "demonstration"  # code to play with
    EXTRA = "extra"  # a cell that the learner added


@dataclass(frozen=True)
class Heading:
    """The heading above an exercise; `points` is None where it names none."""

    kind: str
    number: str
    title: str
    points: float | None


def headings(markdown: str) -> Iterator[Heading]:
    """Find the exercises' headings in a text cell.

    Examples
    --------
    >>> list(headings("### Exercise 3.1 — Sigmoid (2 points)"))
    [Heading(kind='Exercise', number='3.1', title='Sigmoid', points=2.0)]
    >>> [heading.number for heading in headings("### Prediction 3.a — Which dies first? (1 point)")]
    ['3.a']
    >>> list(headings("## 3.1 is not a heading of an exercise"))
    []
    """
    for found in HEADING.finditer(markdown):
        points = found["points"]
        yield Heading(found["kind"], found["number"], found["title"], None if points is None else float(points))


def answer_name(exercise: str) -> str:
    """Return the grade_id of an exercise's answer.

    Examples
    --------
    >>> answer_name("sigmoid"), answer_name("predict_depth")
    ('ex-sigmoid', 'predict-depth')
    """
    if exercise.startswith(PREDICTED):
        return PREDICTION + exercise.removeprefix(PREDICTED)
    return ANSWER + exercise


def check_name(exercise: str) -> str:
    """Return the grade_id of an exercise's check.

    Examples
    --------
    >>> check_name("sigmoid"), check_name("predict_depth")
    ('check-sigmoid', 'check-predict_depth')
    """
    return CHECK + exercise


def exercise_name(grade_id: str) -> str:
    """Return the exercise that the cell of a grade_id belongs to; the way back from `answer_name` and `check_name`.

    Examples
    --------
    >>> exercise_name("ex-sigmoid"), exercise_name("check-sigmoid"), exercise_name("predict-depth")
    ('sigmoid', 'sigmoid', 'predict_depth')
    """
    if grade_id.startswith(PREDICTION):
        return PREDICTED + grade_id.removeprefix(PREDICTION)
    return grade_id.removeprefix(ANSWER if grade_id.startswith(ANSWER) else CHECK)
