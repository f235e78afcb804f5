"""What to run of a learner's notebook, in which order: the course's checks, the learner's answers."""

from __future__ import annotations

import functools
import io
import tokenize
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chainrule.notebooks.cell import Cell
from chainrule.notebooks.conventions import Role, exercise_name
from chainrule.notebooks.matching import Origin, match

_SPACING = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}


@dataclass(frozen=True)
class Step:
    """One cell to run.

    Parameters
    ----------
    role : Role
        Setup and checks are the course's; a solution or an extra cell is the learner's.
    name : str
        What messages call it.
    source : str
        The code.
    exercise : str
        Whose answer it is, of a solution.
    stub : bool or None
        Whether it is an answer that says no more than the released stub; ``None`` where that is not known.
    """

    role: Role
    name: str
    source: str
    exercise: str = ""
    stub: bool | None = None


def exercises_of(release: Sequence[Cell]) -> dict[int | None, str]:
    """The exercise of each answer cell, by its place in the release: that of the check that follows."""
    found: dict[int | None, str] = {}
    waiting: list[int | None] = []
    for place, cell in enumerate(release):
        if cell.role is Role.SOLUTION:
            waiting.append(place)
        elif cell.role is Role.CHECK:
            found.update(dict.fromkeys(waiting, exercise_name(cell.grade_id or "")))
            waiting = []
    return found


def normal(source: str) -> str:
    """A source without comments, blank lines and spacing.

    >>> normal("def f( x ):  # here\\n\\n    return x") == normal("def f(x):\\n  return x")
    True
    """
    if len(source) > 20_000:  # the tokenizer takes long over what never ends
        return " ".join(source.split())
    return _words(source)


@functools.lru_cache(maxsize=256)  # of one notebook, and of its release
def _words(source: str) -> str:
    try:
        words = [
            token.string
            for token in tokenize.generate_tokens(io.StringIO(source).readline)
            if token.type not in _SPACING
        ]
        return " ".join(words).strip()
    except (tokenize.TokenError, SyntaxError, ValueError):
        return " ".join(source.split())


def _of_another_release(checks: Sequence[str]) -> str:
    """What to say of a notebook whose checks are as they were handed out, but not as they are now."""
    if len(checks) == 1:
        return f"The notebook is of another release, in which {checks[0]} was another; the present one was run."
    return f"The notebook is of another release, in which {len(checks)} checks were others; the present ones were run."


def plan(
    release: Sequence[Cell], mine: Sequence[Cell], checks: Mapping[str, str] | None = None
) -> tuple[list[Step], list[str]]:
    """What to run, in the order of the learner's notebook, and notes on what is not as released.

    Parameters
    ----------
    release, mine : sequence of Cell
        The cells of the release and of the learner's notebook.
    checks : mapping, optional
        The sources of the check cells by grade_id, where not the released ones are to run.

    Returns
    -------
    steps : list of Step
        Setup and check cells are the course's. A check runs where it stands, but not before its answer, nor before
        a check that the release has above it; one that the learner deleted runs right after its answer.
        In another order a function that one check hands over could be the answer to an exercise above it.
    notes : list of str
    """
    numbers = match([Origin(cell, cell) for cell in release], mine)
    places = {number: place for place, number in enumerate(numbers) if number is not None}
    steps = [Step(Role.SETUP, cell.label, cell.source) for cell in release if cell.role is Role.SETUP]
    notes: list[str] = []
    due: dict[int, list[Step]] = {}  # by place in the learner's notebook: the checks that run after that cell
    older: list[str] = []  # checks as another release had them
    answers: list[int] = []
    last = -1  # where the check above runs
    for number, cell in enumerate(release):
        if cell.role is Role.SOLUTION:
            answers.append(number)
        if cell.role is not Role.CHECK:
            continue
        after = max((places[answer] for answer in answers if answer in places), default=-1)
        place = places.get(number, after if after >= 0 else len(mine) - 1)
        if number not in places:
            notes.append(f"{cell.label} is not in your notebook; the released one was run.")
        elif place < after:
            notes.append(f"{cell.label} stood above its answer; it was run below it.")
        if number in places and max(place, after) < last:
            notes.append(f"{cell.label} stood above a check that comes before it; it was run below that.")
        source = (checks or {}).get(cell.grade_id or "", cell.source)
        last = max(place, after, last)
        due.setdefault(last, []).append(Step(Role.CHECK, cell.label, source))
        answers = []
    steps += due.pop(-1, [])  # an empty notebook
    answers_of = exercises_of(release)
    for place, (origin, cell) in enumerate(zip(numbers, mine)):
        released = release[origin] if origin is not None else None
        if released is None:
            steps += [Step(Role.EXTRA, cell.label, cell.source)] if cell.is_code else []
        elif released.role is Role.SOLUTION:
            stub = normal(cell.source) in ("", normal(released.source))
            steps.append(Step(Role.SOLUTION, released.label, cell.source, answers_of.get(origin, ""), stub))
            if not cell.is_code:
                notes.append(f"{released.label} had become a {cell.kind} cell; it was run as code.")
        elif released.role is Role.CHECK and cell.text != released.text:
            if cell.edited:
                notes.append(f"You edited {released.label}; the released one was run.")
            elif cell.edited is None:
                notes.append(f"{released.label} is not as it was released; the released one was run.")
            else:
                older.append(released.label)
        steps += due.get(place, [])
    if older:
        notes.append(_of_another_release(older))
    return steps, notes
