"""What comes of grading a submission: the record, and the autograded notebook in which it is kept.

Used by :mod:`.engine` for what was graded, and by the class run and nbgrader's preprocessors for what could not be read.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from chainrule.checks.panel import Score
from chainrule.checks.report import CaseResult, CheckReport, Finding, Kind, Part, State, finding
from chainrule.notebooks.cell import Cell
from chainrule.notebooks.conventions import check_name, exercise_name
from chainrule.notebooks.notebook import dump
from chainrule.plain_text import plain_text
from chainrule_staff.grading import words
from chainrule_staff.grading.assignment import Assignment
from chainrule_staff.grading.kinds import Kind as StaffKind
from chainrule_staff.grading.record import FOR_THE_GRADER, KEY, UNREADABLE, Record
from chainrule_staff.grading.repair import escaped, repair

UNREADABLE_CELL = "chainrule-unreadable"  # the id of the cell that tells a learner why


@dataclass
class Graded:
    """What a worker sends back: the record, and the bytes of the autograded notebook."""

    record: Record
    notebook: bytes = field(repr=False)


def zero_report(assignment: Assignment, exercise: str, points: float, why: str) -> CheckReport:
    """The report of a check that could not be finished: no points, and the reason."""
    entry = assignment.catalogue.get(exercise, {})
    unfinished = CaseResult(exercise, finding(Kind.CHECK_UNFINISHED, why=why[:300]))
    return CheckReport(
        notebook=assignment.notebook,
        exercise=exercise,
        functions=(exercise,),
        number=entry.get("number", ""),
        title=entry.get("title", exercise),
        points=0.0,
        max_points=points,
        fraction=0.0,
        state=State.FAILED,
        parts=(Part(exercise, 0.0, points, (unfinished,)),),
    )


def attach_scores(cells: list[Cell], record: Record) -> None:
    """Give the check cells the outputs that they would have had: a number, drawn as a panel."""
    by_name = {check_name(report["exercise"]): report for report in record.exercises}
    count = 0
    for cell in cells:
        if cell.is_code and cell.grade_id in by_name and cell.nbgrader.get("grade"):
            count += 1
            score = Score(CheckReport.from_dict(by_name[cell.grade_id]))
            cell["execution_count"] = count
            cell["outputs"] = [
                {
                    "output_type": "execute_result",
                    "execution_count": count,
                    "metadata": {},
                    "data": {"text/plain": repr(float(score)), "text/html": score._repr_html_()},
                }
            ]


def unreadable(assignment: Assignment, record: Record, why: Finding) -> Graded:
    """Return the result for an unreadable submission: the released notebook, zero points, the reason in its first cell."""
    record.state = UNREADABLE
    why = _fit(why)
    record.look.append(finding(StaffKind.UNREADABLE, why=why.to_dict()))
    for name, points in assignment.points.items():
        exercise = exercise_name(name)
        record.exercises.append(
            {
                **zero_report(assignment, exercise, points, "the notebook could not be read").to_dict(),
                "results": "",
                "answer": "",
                "touched": False,
            }
        )
    empty = repair({"cells": [], "metadata": {}}, assignment)
    reason = Cell(
        cell_type="markdown",
        id=UNREADABLE_CELL,
        metadata={},
        source=f"**What was handed in could not be read: {escaped(words.sentence(why))}.** Hand in the notebook again: in JupyterLab, "
        "*File → Save*, then look that the file opens.",
    )
    attach_scores(empty.cells, record)
    return Graded(record, autograded(assignment, record, [reason, *empty.cells]))


def _fit(found: Finding) -> Finding:
    """A finding whose texts can be shown anywhere: names of cells and files are a learner's words."""

    def fit(value):
        if isinstance(value, str):
            return plain_text(value)
        if isinstance(value, list):
            return [fit(item) for item in value]
        return {key: fit(item) for key, item in value.items()} if isinstance(value, dict) else value

    return Finding(found.kind, fit(found.values))


def autograded(assignment: Assignment, record: Record, cells: list[Cell]) -> bytes:
    """The autograded notebook: the cells, a note for the grader on top where one is needed, the record in its metadata."""
    record.notes, record.look = [*map(_fit, record.notes)], [*map(_fit, record.look)]
    if record.look:  # for the formgrader, which says that something waits but not why; feedback leaves it out
        said = "\n".join(f"- {escaped(words.sentence(one))}" for one in record.look)
        cells = [
            Cell(cell_type="markdown", id=FOR_THE_GRADER, metadata={}, source=f"**Needs a look:**\n\n{said}"),
            *cells,
        ]
    metadata = {key: assignment.metadata[key] for key in ("kernelspec", "language_info") if key in assignment.metadata}
    return dump({"nbformat": 4, "nbformat_minor": 5, "metadata": {**metadata, KEY: record.to_dict()}, "cells": cells})
