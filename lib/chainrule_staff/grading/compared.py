"""Grade a class and tell who gains or loses what by it: in earnest, or as a rehearsal. Used by ``chainrule staff grade``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from chainrule_staff.errors import StaffError
from chainrule_staff.grading.gradebook import course_directory, folder
from chainrule_staff.grading.record import Record
from chainrule_staff.grading.rehearsal import back_up, rehearsal
from chainrule_staff.reporting.before_after import Row, Standing, compare, standing

Run = Callable[..., list[Record]]  # grade_class, which wants to know ``coursedir`` and ``accept_changes`` only


def compared(course: Path, assignment: str, run: Run, *, dry_run: bool) -> tuple[list[Record], list[Row], Path | None]:
    """Grade by what an assignment is now.

    Returns
    -------
    list of Record
        As :func:`chainrule_staff.grading.class_run.grade_class`.
    list of Row
        Before and after, by learner.
    Path or None
        The copy of the gradebook as it was; a dry run needs none.

    Raises
    ------
    StaffError
        It cannot begin, or cannot go on.
    """
    coursedir = course_directory(course)
    before = _standing(coursedir, assignment)
    if dry_run:
        with rehearsal(course, assignment) as view:
            records = run(coursedir=view, accept_changes=True)
            return records, compare(before, _standing(view, assignment)), None
    copy = back_up(course)
    records = run(coursedir=coursedir, accept_changes=True)
    return records, compare(before, _standing(coursedir, assignment)), copy


def _standing(coursedir: CourseDirectory, assignment: str) -> Standing:
    try:
        return standing(coursedir.db_url, assignment, folder(coursedir, "submitted"), folder(coursedir, "autograded"))
    except StaffError:
        return Standing()  # grading, which opens the gradebook next, says what is wrong with it
