"""What is known of one learner besides the answers: comments in the gradebook, and attempts over time."""

from __future__ import annotations

from pathlib import Path

from chainrule.notebooks.conventions import exercise_name
from chainrule_staff.authoring.source import Lecture
from chainrule_staff.gradebook_file import opened
from chainrule_staff.grading.gradebook import course_directory, folder
from chainrule_staff.review.attempts import Attempts, read_attempts
from chainrule_staff.review.class_answers import ClassAnswers


def comments_of(course: Path, found: ClassAnswers, learner: str) -> dict[str, str]:
    """What a person said of a learner's answers, by exercise."""
    from nbgrader.api import MissingEntry

    with opened(course_directory(course).db_url) as book:
        try:
            notebook = book.find_submission_notebook(found.records[learner].notebook, found.assignment, learner)
        except MissingEntry:
            return {}
        return {exercise_name(one.name): one.manual_comment for one in notebook.comments if one.manual_comment}


def attempts_of(course: Path, lecture: Lecture, learner: str) -> dict[str, Attempts]:
    """A learner's attempts by exercise; none where nothing that tells of them was handed in."""
    submitted = folder(course_directory(course), "submitted") / learner / lecture.assignment
    found = read_attempts(submitted, lecture.name)
    return {name: attempts for name, attempts in found.items() if name in lecture.exercises}
