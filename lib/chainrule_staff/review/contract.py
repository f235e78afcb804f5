"""An exercise as learners read it: the text above its answer cell, and the stub."""

from __future__ import annotations

from dataclasses import dataclass

from chainrule.notebooks.cell import Cell
from chainrule.notebooks.conventions import HEADING, Role, answer_name, check_name
from chainrule_staff.authoring.source import Exercise


@dataclass(frozen=True)
class Contract:
    """The text, as Markdown, and the stub's code."""

    text: str
    stub: str


def contract(cells: list[Cell], exercise: Exercise) -> Contract:
    """The contract in a release's cells; empty where they do not have the exercise."""
    text: list[str] = []
    for cell in cells:
        if cell.grade_id == answer_name(exercise.id):
            return Contract("\n\n".join(text), cell.source)
        if cell.is_code or cell.role is Role.CHECK or cell.grade_id == check_name(exercise.id):
            continue
        begin = next((one.start() for one in HEADING.finditer(cell.source) if one["number"] == exercise.number), None)
        if begin is not None:
            text = [cell.source[begin:]]
        elif text:
            text.append(cell.source)
    return Contract("", "")
