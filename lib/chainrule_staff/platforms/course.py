"""What collecting and feedback need to know of a course: folders, notebooks, and what the gradebook has. Reads only."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from chainrule_staff.command import assignment_names
from chainrule_staff.gradebook_file import opened
from chainrule_staff.grading.spelling import speller
from chainrule_staff.platforms.feedback_notebook import Points
from chainrule_staff.platforms.learners import Person
from chainrule_staff.roster import Roster, read
from chainrule_staff.settings import settings


@dataclass(frozen=True)
class Roll:
    """Whom gradebook and roster know, and when an assignment is due: for all, and for those with an extension."""

    people: tuple[Person, ...] = ()
    due: datetime.datetime | None = None
    extended: dict[str, datetime.datetime] = field(default_factory=dict)

    def due_for(self, learner: str) -> datetime.datetime | None:
        """When it is due for a learner; UTC without a zone."""
        return self.extended.get(learner, self.due)


def folder(course: Path, step: str) -> Path:
    """nbgrader's folder of a step, such as ``"submitted"``, as the course's settings say."""
    return course / settings(course).CourseDirectory.get(f"{step}_directory", step)


def notebooks(course: Path) -> dict[str, str]:
    """Each assignment's notebook: the folder's name without its number."""
    return {name: name.partition("_")[2] for name in assignment_names(course)}


def roll(course: Path, assignment: str) -> Roll:
    """What gradebook and roster know; where there is no gradebook yet, the roster alone.

    Raises
    ------
    StaffError
        It cannot be read.
    """
    url = settings(course).CourseDirectory.get("db_url") or ""
    roster = read(course)
    if not url and not (course / "gradebook.db").is_file():
        return Roll(_listed((), roster))
    from nbgrader.api import Assignment, Student, SubmittedAssignment

    with opened(url or course / "gradebook.db") as book:
        people = tuple(
            Person(learner, first or "", last or "", platform_id or "", email or "")
            for learner, first, last, platform_id, email in book.db.query(
                Student.id, Student.first_name, Student.last_name, Student.lms_user_id, Student.email
            )
        )
        due = book.db.query(Assignment.duedate).filter(Assignment.name == assignment).scalar()
        extensions = (
            book.db.query(SubmittedAssignment.student_id, SubmittedAssignment.extension)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .filter(Assignment.name == assignment)
            .all()
        )
    more = {learner: extension for learner, extension in extensions if extension}
    people = _listed(people, roster)
    more |= {
        one.learner: extension for one in people if (extension := roster.extension(assignment, one.learner)) is not None
    }
    return Roll(people, due, {learner: due + extension for learner, extension in more.items() if due})


def _listed(people: Iterable[Person], roster: Roster) -> tuple[Person, ...]:
    """Everyone, with what the roster says of them."""
    known = {person.learner: person for person in people}
    spell = speller(known)
    for entry in roster.entries.values():
        learner = spell(entry.learner)
        there = known.get(learner) or Person(learner)
        known[learner] = Person(
            learner,
            entry.first_name or there.first_name,
            entry.last_name or there.last_name,
            entry.canvas_id or there.platform_id,
            entry.email or there.email,
            entry.moodle_participants,
            entry.moodle_username,
        )
    return tuple(known.values())


def points(course: Path, assignment: str) -> dict[str, Points]:
    """What the gradebook has of each learner: the scores that reports and exports show, points in parts, and comments."""
    from nbgrader.api import Assignment, Comment, Grade, SubmittedAssignment, SubmittedNotebook

    from chainrule_staff.reporting.grades import results

    url = settings(course).CourseDirectory.get("db_url") or ""
    parts: dict[str, dict[str, float]] = {}
    comments: dict[str, dict[str, str]] = {}
    with opened(url or course / "gradebook.db") as book:
        found = results(book, assignment, folder(course, "submitted"), folder(course, "autograded"))
        notebooks = (
            book.db.query(SubmittedNotebook, SubmittedAssignment.student_id)
            .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .filter(Assignment.name == assignment)
            .all()
        )
        of = {notebook.id: learner for notebook, learner in notebooks}
        for one in book.db.query(Grade).filter(Grade.notebook_id.in_(of)):
            parts.setdefault(of[one.notebook_id], {})[one.name] = one.score
        for one in book.db.query(Comment).filter(Comment.notebook_id.in_(of)):
            if one.comment:
                comments.setdefault(of[one.notebook_id], {})[one.name] = one.comment
    return {
        grade.learner: Points(
            grade.score,
            grade.max_points,
            grade.penalty or 0.0,
            parts.get(grade.learner, {}),
            comments.get(grade.learner, {}),
        )
        for grade in found.grades
    }
