"""Put what grading found into rows of nbgrader's gradebook; what a person entered there stays.

Used by the class run, through :mod:`.gradebook`, and by nbgrader's *Autograde*, through :mod:`.preprocessors`.
"""

from __future__ import annotations

from datetime import datetime

from nbgrader.api import Student, SubmittedAssignment, SubmittedNotebook

from chainrule.notebooks.conventions import answer_name, check_name
from chainrule_staff.grading.kinds import TIME_OF_FILE
from chainrule_staff.grading.record import Record
from chainrule_staff.platforms.memory import HandIn
from chainrule_staff.roster import Roster


def enter_time(record: Record, submission: SubmittedAssignment) -> None:
    """Put the time at which something was handed in into a row of the gradebook.

    A file's own time is put there only where it is too late. Elsewhere it changes nothing but formgrader's mind: that
    takes a submission for one that is not graded where the gradebook's time is not its ``timestamp.txt``'s.
    """
    if record.submitted is None:
        return
    time = datetime.fromisoformat(record.submitted)
    guessed = any(one.kind in TIME_OF_FILE for one in record.look)
    if not guessed or submission.duedate is not None and time > submission.duedate:
        submission.timestamp = time


def enter_extension(roster: Roster, submission: SubmittedAssignment) -> None:
    """Put the roster's extension into a row of the gradebook, if it says one; zero takes one back."""
    extension = roster.extension(submission.name, submission.student_id)
    if extension is not None:
        submission.extension = extension or None


def enter_name(student: Student, hand_in: HandIn | None) -> None:
    """Give a student the name and the address that the platform has, where the gradebook has none."""
    if hand_in is None:
        return
    if not student.first_name and not student.last_name and hand_in.full_name:
        # Which part is the family's name is not known. First and last name together are what the platform shows.
        student.first_name, _, student.last_name = hand_in.full_name.rpartition(" ")
    if not student.email and "@" in hand_in.email:
        student.email = hand_in.email


def enter(record: Record, notebook: SubmittedNotebook, before: Record | None = None) -> None:
    """Put a record's points, comments and need of a look into a row of the gradebook; what a person entered stays.

    Parameters
    ----------
    before : Record, optional
        What the row was entered from. If that was the same file, with nothing to look at that is new, what a person has looked
        at since does not wait again, unless the check has come to other points than those that the person saw.
    """
    scores = {check_name(report["exercise"]): report["points"] for report in record.exercises}
    untouched = {answer_name(report["exercise"]) for report in record.exercises if not report["touched"]}
    concerned = to_look_at(record)
    same = before is not None and before.content == record.content and not _new(record, before)
    for grade in notebook.grades:
        points = float(scores.get(grade.name, 0.0))
        by_hand = grade.manual_score is not None
        waited = not same or (grade.needs_manual_grade or by_hand and points != grade.auto_score)
        # What a person has scored, and what a person should look at, waits for one in the formgrader.
        grade.needs_manual_grade = (by_hand or grade.name in concerned) and waited
        grade.auto_score = points
    for comment in notebook.comments:
        comment.auto_comment = "No response." if comment.name in untouched else None


def _new(record: Record, before: Record) -> bool:
    known = [one.to_dict() for one in before.look]
    return any(one.to_dict() not in known for one in record.look)


def to_look_at(record: Record) -> set[str]:
    """The checks whose grades wait in the formgrader: of the exercises that are concerned, or the first one for all else.

    Not of all exercises: formgrader counts a submission as looked at when none of its grades waits any more.
    """
    checks = [check_name(report["exercise"]) for report in record.exercises]
    found = set()
    for one in record.look:
        exercise = str(one.values.get("cell") or one.values.get("check") or "").partition("-")[2]
        name = check_name(exercise)
        found |= {name} if name in checks else {*checks[:1]}
    return found
