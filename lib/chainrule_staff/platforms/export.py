"""What exports take from collecting: Canvas's ids and column names, and Moodle's grading worksheet filled in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from chainrule.disk import atomic_write
from chainrule_staff.errors import StaffError
from chainrule_staff.grading.spelling import composed
from chainrule_staff.platforms.memory import known_ids, recall
from chainrule_staff.platforms.names import CANVAS, MOODLE
from chainrule_staff.platforms.worksheet import MAXIMUM, NAME, Worksheet
from chainrule_staff.reporting.forms import listed, number
from chainrule_staff.reporting.grades import Grade
from chainrule_staff.roster import Roster

COLUMNS = Path(".chainrule") / "canvas-columns.json"


def with_canvas_ids(grades: Iterable[Grade], submitted: Path) -> list[Grade]:
    """The grades with Canvas's own ids, where the gradebook has none and Canvas's archive did."""
    grades = list(grades)
    ids = {
        learner: id
        for assignment in dict.fromkeys(grade.assignment for grade in grades)
        for id, learner in known_ids(submitted, assignment, CANVAS).items()
    }
    return [grade if grade.lms_id else replace(grade, lms_id=ids.get(grade.learner, "")) for grade in grades]


def canvas_columns(course: Path) -> dict[str, str]:
    """What Canvas calls the column of each assignment, as far as it was ever said.

    Raises
    ------
    StaffError
        The file is there, and cannot be read.
    """
    path = course / COLUMNS
    try:
        return {str(name): str(title) for name, title in json.loads(path.read_text("utf-8")).items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError) as error:
        raise StaffError(f"{path} cannot be read ({error}). Remove it, and give --column again.") from None


def remember_column(course: Path, assignment: str, title: str) -> None:
    """Keep a column's name for the next export."""
    known = {**canvas_columns(course), assignment: title}
    atomic_write(course / COLUMNS, (json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())


def fill_worksheet(
    worksheet: Worksheet, grades: Sequence[Grade], submitted: Path, roster: Roster = Roster(), names: bool = False
) -> tuple[bytes, int, list[str]]:
    """One assignment's grades in Moodle's worksheet, how many these are, and what to know of it, in sentences.

    Who was collected from Moodle is found by the participant id of that assignment, and who has it in the roster. Nobody is
    found by name: two may have it. ``names`` is whether the sentences name everyone, however many.
    """
    assignment = grades[0].assignment
    there = worksheet.column(NAME, "Identifier")
    in_roster = {
        grade.learner: id
        for grade in grades
        if (entry := roster.entries.get(composed(grade.learner)))
        for id in entry.moodle_participants
        if id in there
    }
    ids = in_roster | {
        learner: one.id for learner, one in recall(submitted, assignment).items() if one.platform == MOODLE
    }
    scores = {
        ids[grade.learner]: number(grade.score)
        for grade in grades
        if grade.score is not None and ids.get(grade.learner) in there
    }
    said = []
    strangers = [grade.learner for grade in grades if grade.score is not None and ids.get(grade.learner) not in there]
    if strangers:
        said.append(
            f"Not in the worksheet, so not handed on: {listed(strangers, names)}. Only who was collected from Moodle, or has one in "
            "roster.csv, has a participant id."
        )
    most = grades[0].max_points
    others = {cell for cell in worksheet.column(*MAXIMUM).values() if cell and not _equals(cell, most)}
    if others:
        said.append(
            f"Moodle's maximum grade is {', '.join(sorted(others))}, that of {assignment} is {number(most)}. Moodle scales "
            f"nothing, and passes over a grade above its maximum in silence: set it to {number(most)} there."
        )
    return worksheet.filled(scores), len(scores), said


def _equals(cell: str, value: float) -> bool:
    try:
        return abs(float(cell.replace(",", ".")) - value) < 1e-9
    except ValueError:
        return False
