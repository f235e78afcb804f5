"""Points that a lecture's text tells: they must be those of its checks. Called by :func:`chainrule_staff.authoring.source.read`.

An exercise's own heading is compared where it is read. Here is everything else: the overview ("exercises 3.1 to 3.9 (14 points) and four
predictions (4 points)"), a sentence about the whole ("21 points can be earned"), a table with a column of points, and what parts of a check
are worth. "Points" are also points of a plane, and of a hundred; so only those are read that stand in brackets, or in one of
these phrases. Points in brackets that are none of these are refused: nobody could keep them true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chainrule.checks.words import number_text, points_text
from chainrule.notebooks.conventions import HEADING

NEARLY = 1e-9
WORDS = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
_NUMBER = rf"(?:\d+(?:\.\d+)?|{'|'.join(WORDS)}|an?)"
_OWN = r"\d+\.(?:\d+|[a-z])"  # an exercise's number
_LIST = rf"{_OWN}(?:(?:, and | and |, | to |–| – ){_OWN})*"
_LINE_END = re.compile(r"(?<![|\n])\n(?!\s*[|\n])")  # within a paragraph; rows of tables keep theirs
_AMOUNT = r"\((\d+(?:\.\d+)?) points?\)"
IN_BRACKETS = re.compile(_AMOUNT)
OF_EXERCISES = re.compile(rf"(?i)\bexercises? ({_LIST}) {_AMOUNT}")
OF_PREDICTIONS = re.compile(rf"(?i)\b({_NUMBER}) predictions? {_AMOUNT}")
NAMED = re.compile(rf"(?i)\b(?:exercise|prediction) ({_OWN})(?: — [^()\n]+?)? {_AMOUNT}")
OF_ALL = re.compile(r"(?i)\b(\d+(?:\.\d+)?) points? can be earned\b")
PARTS = re.compile(rf"(?i)\b({_NUMBER}) parts? of ({_NUMBER}) points?\b")
EACH = re.compile(
    rf"(?i)\beach(?: of the ({_NUMBER}))?\b[^.|\n]{{0,40}}? (?:counts|brings|earns|is worth) ({_NUMBER}) points?\b"
)


@dataclass(frozen=True)
class Worth:
    """An exercise, or a prediction, and its points; 0 for one that goes beyond."""

    number: str
    points: float
    prediction: bool


def untrue(text: str, lecture: Sequence[Worth], own: Worth | None = None, overview: bool = False) -> Iterator[str]:
    """What a text tells of points that is not so, each as a sentence with both numbers.

    Parameters
    ----------
    text : str
        A text cell.
    lecture : sequence of Worth
        All exercises and predictions, in the lecture's order.
    own : Worth, optional
        The exercise whose task the text is.
    overview : bool
        Whether it is the lecture's first text: if that tells of exercises with their points, it tells of all that have any.

    Examples
    --------
    >>> there = [Worth("3.1", 2.0, False), Worth("3.2", 3.0, False), Worth("3.a", 1.0, True)]
    >>> list(untrue("Exercises 3.1 to 3.2 (5 points) and one prediction (1 point).", there))
    []
    >>> list(untrue("Exercises 3.1 and 3.2 (4 points).", there))
    ["'Exercises 3.1 and 3.2 (4 points)' tells of 4 points, and their checks give 5"]
    """
    plain = _LINE_END.sub(" ", HEADING.sub("", text))
    understood: list[tuple[int, int]] = []
    listed: set[str] = set()
    for found in OF_EXERCISES.finditer(plain):
        understood.append(found.span())
        listed.update(_listed(found[1], [one.number for one in lecture]))
        yield from _of_exercises(found, lecture)
    left_out = [one for one in lecture if one.points and not one.prediction and one.number not in listed]
    if overview and listed and left_out:
        yield f"the overview leaves out {left_out[0].number}, which is worth {points_text(left_out[0].points)}"
    for found in OF_PREDICTIONS.finditer(plain):
        understood.append(found.span())
        yield from _of_predictions(found, lecture)
    for found in NAMED.finditer(plain):
        understood.append(found.span())
        if not OF_EXERCISES.fullmatch(found[0]):
            yield from _compared(found, _sum(lecture, [found[1]]), float(found[2]), "its check gives")
    for found in OF_ALL.finditer(plain):
        yield from _compared(found, sum(one.points for one in lecture), float(found[1]), "the checks give")
    yield from _of_tables(plain, lecture)
    if own is not None:
        yield from _of_parts(plain, own)
    for found in IN_BRACKETS.finditer(plain):
        if not any(start <= found.start() < end for start, end in understood) and not _in_table(plain, found.start()):
            yield (
                f"what {found[0]!r} is told of is not understood. Write it as 'exercises 3.1 to 3.9 (14 points)', 'four predictions (4 "
                "points)' or 'exercise 3.2 (2 points)', so that the build can compare it with the checks"
            )


def _of_exercises(found: re.Match, lecture: Sequence[Worth]) -> Iterator[str]:
    listed = _listed(found[1], [one.number for one in lecture])
    known = {one.number for one in lecture}
    if strangers := [number for number in listed if number not in known]:
        yield f"{found[0]!r} names {strangers[0]}, and there is no such exercise"
        return
    yield from _compared(found, _sum(lecture, listed), float(found[2]), "their checks give")


def _of_predictions(found: re.Match, lecture: Sequence[Worth]) -> Iterator[str]:
    predictions = [one for one in lecture if one.prediction]
    if _value(found[1]) != len(predictions):
        yield f"{found[0]!r} tells of {found[1]}, and there are {len(predictions)} predictions"
    yield from _compared(found, sum(one.points for one in predictions), float(found[2]), "their checks give")


def _of_tables(text: str, lecture: Sequence[Worth]) -> Iterator[str]:
    """Rows that begin with an exercise's number, in a table with a column of points."""
    column = None
    for line in text.splitlines():
        cells = (
            [cell.strip(" *`") for cell in line.strip().strip("|").split("|")] if line.lstrip().startswith("|") else []
        )
        if not cells:
            column = None
        elif column is None:
            column = next((place for place, cell in enumerate(cells) if cell.lower() == "points"), -1)
        elif 0 <= column < len(cells) and (number := re.match(rf"{_OWN}(?![\w.])", cells[0])):
            told = re.fullmatch(r"(\d+(?:\.\d+)?)(?: points?)?", cells[column])
            right = _sum(lecture, [number[0]])
            if told and abs(float(told[1]) - right) > NEARLY:
                yield f"the table's row {line.strip()!r} tells of {points_text(float(told[1]))}, and its check gives {number_text(right)}"


def _of_parts(text: str, own: Worth) -> Iterator[str]:
    for found in PARTS.finditer(text):
        told = _value(found[1]) * _value(found[2])
        yield from _compared(found, own.points, told, "the exercise is worth")
    for found in EACH.finditer(text):
        each = _value(found[2])
        count = _value(found[1]) if found[1] else own.points / each
        if abs(each * count - own.points) > NEARLY or abs(count - round(count)) > NEARLY:
            yield f"{found[0]!r} does not add up to the {points_text(own.points)} that the exercise is worth"


def _compared(found: re.Match, right: float, told: float, who: str) -> Iterator[str]:
    if abs(right - told) > NEARLY:
        yield f"{' '.join(found[0].split())!r} tells of {points_text(told)}, and {who} {number_text(right)}"


def _sum(lecture: Sequence[Worth], numbers: Iterable[str]) -> float:
    wanted = set(numbers)
    return sum(one.points for one in lecture if one.number in wanted)


def _listed(text: str, known: Sequence[str]) -> list[str]:
    """The numbers of a list; of a range, all that the lecture has between its ends."""
    found: list[str] = []
    for piece in re.split(r", and | and |, ", text):
        first, *last = re.split(r" to |–| – ", piece)
        if last and first in known and last[-1] in known:
            whole = {number.partition(".")[0] for number in (first, last[-1])}
            ends = _place(first), _place(last[-1])
            found += [one for one in known if one.partition(".")[0] in whole and ends[0] <= _place(one) <= ends[1]]
        else:
            found += [first, *last]
    return found


def _place(number: str) -> tuple[bool, int, str]:
    """What sorts exercises: 3.2 before 3.10, and letters behind."""
    rest = number.partition(".")[2]
    return (not rest.isdigit(), int(rest) if rest.isdigit() else 0, rest)


def _in_table(text: str, at: int) -> bool:
    return text[text.rfind("\n", 0, at) + 1 :].lstrip().startswith("|")


def _value(word: str) -> float:
    word = word.lower()
    return 1.0 if word in ("a", "an") else float(WORDS.get(word, 0) or word)
