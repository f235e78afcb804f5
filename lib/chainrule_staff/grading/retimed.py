"""A graded submission that counts as handed in at another time now: nothing of it is run again. Used by :mod:`.class_run`.

A due date that is set later makes times matter; ``timestamp.txt`` is put right; Moodle's worksheet comes after the archive.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from chainrule.notebooks.errors import NotebookError
from chainrule.notebooks.notebook import parse
from chainrule_staff.grading.assignment import Assignment
from chainrule_staff.grading.graded import Graded, autograded
from chainrule_staff.grading.kinds import TIME_OF_FILE, Kind
from chainrule_staff.grading.record import FOR_THE_GRADER, Record
from chainrule_staff.grading.submissions import Submission


def retimed(assignment: Assignment, before: Record, submission: Submission, notebook: Path) -> Graded | None:
    """What was graded, with the time of a submission; ``None`` where the autograded notebook cannot be read any more."""
    try:
        cells = parse(notebook.read_bytes())["cells"]
    except (OSError, NotebookError):
        return None
    look = [
        *(one for one in submission.look if one.kind in TIME_OF_FILE),
        *(one for one in before.look if one.kind not in TIME_OF_FILE),
    ]
    notes = [
        *(one for one in submission.notes if one.kind == Kind.TIME_ASSUMED),
        *(one for one in before.notes if one.kind != Kind.TIME_ASSUMED),
    ]
    record = replace(before, submitted=submission.submitted, submission=submission.digest, look=look, notes=notes)
    return Graded(record, autograded(assignment, record, [cell for cell in cells if cell.id != FOR_THE_GRADER]))
