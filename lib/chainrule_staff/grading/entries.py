"""What a record says of each exercise: of one whose check has run, and of one whose check could not.

Used by :mod:`.engine`, and by :mod:`.concluding` where grading had to be ended.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from chainrule.checks import known_mistakes
from chainrule.checks.report import RUNG_OF, Kind, State
from chainrule.checks.session import Session
from chainrule.notebooks.conventions import check_name, exercise_name
from chainrule_staff.grading.assignment import Assignment
from chainrule_staff.grading.graded import attach_scores, zero_report
from chainrule_staff.grading.record import GRADED, Record
from chainrule_staff.grading.repair import Repaired

ANSWER_SHOWN = 4000


def enter(assignment: Assignment, repaired: Repaired, record: Record, entries: dict[str, dict[str, Any]]) -> None:
    """Put what became of each exercise into the record, and the scores into the notebook's cells."""
    record.exercises = [entries[exercise_name(name)] for name in assignment.points]
    record.points = sum(report["points"] for report in record.exercises)
    record.state = GRADED
    attach_scores(repaired.cells, record)


def finished(assignment: Assignment, repaired: Repaired, session: Session, exercise: str) -> dict[str, Any]:
    """What a record says of an exercise whose check has run to its end."""
    report = session.reports[assignment.notebook, exercise]
    check = next(one for one in reversed(session.records) if one.exercise == exercise)
    solved = report.state in (State.PASSED, State.NOT_ATTEMPTED)
    return {
        **report.to_dict(),
        "results": _results(check, assignment.visible.get(exercise, 0)),
        "answer": "" if solved else repaired.answers.get(exercise, "")[:ANSWER_SHOWN],
        "touched": exercise in repaired.touched,
    }


def unfinished(assignment: Assignment, repaired: Repaired, exercise: str, why: str) -> dict[str, Any]:
    """What a record says of an exercise whose check has not."""
    points = assignment.points[check_name(exercise)]
    return {
        **zero_report(assignment, exercise, points, why).to_dict(),
        "results": "",
        "answer": repaired.answers.get(exercise, "")[:ANSWER_SHOWN],
        "touched": exercise in repaired.touched,
    }


def _results(check, visible: int) -> str:
    """Identifies what the functions returned on the visible cases; empty where those passed."""
    cases = check.cases[:visible]
    if not any(case.found for case in cases):
        return ""
    seen = []
    for case in cases:
        observed = case.observed
        if observed and "measured" in observed:
            observed = {"measured": float(f"{observed['measured']:.3g}")}
        elif observed:
            try:
                observed = known_mistakes.pack(observed)
            except Exception:  # a value that cannot be written is told by its rung
                observed = None
        seen.append([RUNG_OF[Kind(case.found.kind)] if case.found else "", observed])
    return hashlib.sha256(json.dumps(seen, sort_keys=True, default=str).encode()).hexdigest()[:16]
