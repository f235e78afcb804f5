"""A group's comment or score, entered in nbgrader's gradebook for all its members at once: whole or not at all.

It holds the lock that grading holds, so there is one writer. Formgrader and feedback show what is entered here as what a
person entered there, and grading again leaves it as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from chainrule.checks.words import number_text, points_text
from chainrule.notebooks.conventions import answer_name, check_name
from chainrule_staff.errors import StaffError
from chainrule_staff.gradebook_file import troubles
from chainrule_staff.grading.gradebook import course_directory
from chainrule_staff.grading.undisturbed import alone

LONGEST = 5_000  # characters of a comment


@dataclass(frozen=True)
class Place:
    """Which exercise something is entered for."""

    course: Path
    assignment: str
    notebook: str
    exercise: str


def comment(place: Place, learners: Iterable[str], text: str) -> int:
    """Give learners a comment on their answer, below what a person has said of it already.

    Returns
    -------
    int
        How many got it; not those who have it.

    Raises
    ------
    StaffError
        The text is empty or too long, or the gradebook cannot be written. Nothing was entered.
    """
    text = _checked(text)
    return _write(place, learners, lambda book, learner: _comment(book, place, learner, text))


def score(place: Place, learners: Iterable[str], points: float, reason: str) -> int:
    """Give learners points by hand, with the reason as a comment.

    Raises
    ------
    StaffError
        The points are not between 0 and what the exercise is worth, there is no reason, or the gradebook cannot be
        written. Nothing was entered.
    """
    reason = _checked(reason)

    def enter(book: Gradebook, learner: str) -> bool:
        grade = book.find_grade(check_name(place.exercise), place.notebook, place.assignment, learner)
        if not 0 <= points <= float(grade.max_score):
            raise StaffError(
                f"{number_text(points)} is not between 0 and the {points_text(float(grade.max_score))} of this exercise."
            )
        grade.manual_score, grade.needs_manual_grade = points, False
        _comment(book, place, learner, f"{points_text(points)} given by hand: {reason}")
        return True

    return _write(place, learners, enter)


def _checked(text: str) -> str:
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if not text:
        raise StaffError("Say something: the text is empty.")
    if len(text) > LONGEST:
        raise StaffError(f"The text has {len(text)} characters; {LONGEST} are the most.")
    return text


def _comment(book: Gradebook, place: Place, learner: str, text: str) -> bool:
    found = book.find_comment(answer_name(place.exercise), place.notebook, place.assignment, learner)
    said = found.manual_comment or ""
    if text in said.split("\n\n"):
        return False
    found.manual_comment = "\n\n".join(filter(None, [said, text]))
    return True


def _write(place: Place, learners: Iterable[str], enter: Callable[[Gradebook, str], bool]) -> int:
    coursedir = course_directory(place.course)
    with (
        alone(place.course),
        troubles("The gradebook"),
        Gradebook(coursedir.db_url, coursedir.course_id) as book,
    ):
        try:
            count = sum(enter(book, learner) for learner in learners)
            book.db.commit()
        except MissingEntry as error:
            book.db.rollback()
            raise StaffError(
                f"The gradebook lacks an entry ({error}). Nothing was entered; grade again first."
            ) from None
        except BaseException:
            book.db.rollback()
            raise
    return count
