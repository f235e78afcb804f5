"""What is known of one learner besides the answers: comments in the gradebook, and attempts over time."""

from __future__ import annotations

from pathlib import Path

from chainrule.checks.progress_log import FILE, Progress
from chainrule.checks.words import number_text
from chainrule.notebooks.conventions import exercise_name
from chainrule_staff.authoring.source import Lecture
from chainrule_staff.gradebook_file import opened
from chainrule_staff.grading.gradebook import course_directory, folder
from chainrule_staff.review.class_answers import ClassAnswers

MAX_LOG = 5_000_000  # bytes of a progress log that are read


def comments_of(course: Path, found: ClassAnswers, learner: str) -> dict[str, str]:
    """What a person said of a learner's answers, by exercise."""
    from nbgrader.api import MissingEntry

    with opened(course_directory(course).db_url) as book:
        try:
            notebook = book.find_submission_notebook(found.records[learner].notebook, found.assignment, learner)
        except MissingEntry:
            return {}
        return {exercise_name(one.name): one.manual_comment for one in notebook.comments if one.manual_comment}


def attempts_of(course: Path, lecture: Lecture, learner: str) -> dict[str, str]:
    """A learner's attempts in words, by exercise; nothing where the progress log was not handed in with the notebook."""
    submitted = folder(course_directory(course), "submitted") / learner / lecture.assignment
    path = submitted / ".chainrule" / FILE
    try:
        if path.is_symlink() or path.parent.is_symlink() or not path.is_file() or path.stat().st_size > MAX_LOG:
            return {}
    except OSError:
        return {}
    entries = Progress(path).load()["notebooks"].get(lecture.name, {})
    return {name: _told(entry) for name, entry in entries.items() if name in lecture.exercises}


def _told(entry: dict) -> str:
    """One exercise's attempts: how many, from when to when, and which mistakes on the way."""
    said = [f"{entry['attempts']} attempt{'' if entry['attempts'] == 1 else 's'}"]
    if entry.get("first") and entry.get("last"):
        said.append(f"from {str(entry['first'])[:16]} to {str(entry['last'])[:16]}")
    said.append(f"best {number_text(entry['best'])} of {number_text(entry['max_points'])}")
    mistakes = [f"{name.replace('_', ' ')} ({count} ×)" for name, count in entry.get("mistakes", {}).items()]
    return ", ".join(said) + (f"; on the way: {', '.join(mistakes)}" if mistakes else "")
