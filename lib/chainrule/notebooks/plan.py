"""What to run of a learner's notebook, in which order: the course's checks, the learner's answers."""

from __future__ import annotations

from chainrule.checks.runner import CHECK, LEARNER, SETUP, Cell
from chainrule.notebooks.matching import Origin, match
from chainrule.notebooks.notebook import grade_id, label, role, text


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
