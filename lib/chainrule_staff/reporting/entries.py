"""What nbgrader's gradebook has of people and of an assignment. Reads only; :mod:`.grades` joins it with the records."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from chainrule_staff.grading.spelling import speller
from chainrule_staff.roster import Roster

if TYPE_CHECKING:  # importing nbgrader takes two seconds
    from nbgrader.api import Gradebook


def people_of(gradebook: Gradebook, roster: Roster) -> dict[str, dict]:
    """Everyone whom gradebook or roster know, as :func:`chainrule_staff.reporting.grades.combine` takes them."""
    from nbgrader.api import Student

    rows = gradebook.db.query(Student.id, Student.last_name, Student.first_name, Student.email, Student.lms_user_id)
    found = {
        learner: {"last_name": last or "", "first_name": first or "", "email": email or "", "lms_id": lms or ""}
        for learner, last, first, email, lms in rows
    }
    spell = speller(found)
    for entry in roster.entries.values():
        said = {
            "last_name": entry.last_name,
            "first_name": entry.first_name,
            "email": entry.email,
            "lms_id": entry.canvas_id,
            "moodle_username": entry.moodle_username,
        }
        found.setdefault(spell(entry.learner), {}).update({name: value for name, value in said.items() if value})
    return found


def entries_of(gradebook: Gradebook, assignment: str) -> dict[str, dict]:
    """What the gradebook has of an assignment, in three queries however large the class is."""
    from nbgrader.api import Assignment, SubmittedAssignment, SubmittedNotebook
    from nbgrader.api import Grade as Part
    from sqlalchemy import func

    submissions = (
        gradebook.db.query(
            SubmittedAssignment.id,
            SubmittedAssignment.student_id,
            SubmittedAssignment.timestamp,
            SubmittedAssignment.extension,
            Assignment.duedate,
        )
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .filter(Assignment.name == assignment)
        .all()
    )
    mine = SubmittedNotebook.assignment_id
    parts = {
        key: row
        for key, *row in gradebook.db.query(
            mine,
            func.sum(Part.score),
            func.sum(Part.auto_score),
            func.sum(Part.manual_score),
            func.max(Part.needs_manual_grade),
            func.count(Part.auto_score) + func.count(Part.manual_score),
            func.count(Part.id),
        )
        .join(Part, Part.notebook_id == SubmittedNotebook.id)
        .group_by(mine)
    }
    penalties = dict(gradebook.db.query(mine, func.sum(SubmittedNotebook.late_submission_penalty)).group_by(mine).all())
    found = {}
    for key, learner, timestamp, extension, due in submissions:
        points, auto, manual, waiting, scored, count = parts.get(key, (0.0, None, None, False, 0, 0))
        if due is not None and extension is not None:
            due += extension
        late = max(0.0, (timestamp - due).total_seconds()) if timestamp and due else 0.0
        found[learner] = {
            "submitted": iso(timestamp),
            "seconds_late": late,
            "auto_points": auto,
            "manual_points": manual,
            "points": points,
            "penalty": penalties.get(key) or 0.0,
            "needs_manual_grade": bool(waiting),
            "graded": bool(scored or not count),
            "extension": extension or datetime.timedelta(),
        }
    return found


def iso(timestamp: datetime.datetime | None) -> str | None:
    """nbgrader's naive UTC time as ISO 8601."""
    return f"{timestamp.replace(microsecond=0, tzinfo=None).isoformat()}Z" if timestamp else None
