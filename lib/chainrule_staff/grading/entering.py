"""Put what grading found into rows of nbgrader's gradebook; what a person entered there stays.

Used by the class run, through :mod:`.gradebook`, and by nbgrader's *Autograde*, through :mod:`.preprocessors`.
"""

from __future__ import annotations

from datetime import datetime

from nbgrader.api import SubmittedAssignment, SubmittedNotebook

from chainrule.notebooks.conventions import answer_name, check_name
from chainrule_staff.grading.kinds import TIME_OF_FILE
from chainrule_staff.grading.record import Record
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


def enter(record: Record, notebook: SubmittedNotebook) -> None:
    """Put a record's points, comments and need of a look into a row of the gradebook; what a person entered stays."""
    scores = {check_name(report["exercise"]): report["points"] for report in record.exercises}
    untouched = {answer_name(report["exercise"]) for report in record.exercises if not report["touched"]}
    for grade in notebook.grades:
        grade.auto_score = float(scores.get(grade.name, 0.0))
        # What a person has scored, and what a person should look at, waits for one in the formgrader.
        grade.needs_manual_grade = grade.manual_score is not None or bool(record.look)
    for comment in notebook.comments:
        comment.auto_comment = "No response." if comment.name in untouched else None
