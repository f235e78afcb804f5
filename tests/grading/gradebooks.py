"""Commands that grade, and what they leave in a course: for the tests that compare."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from handing_in import ASSIGNMENT, EXERCISES
from throwaway import course_environment

from chainrule_staff.grading.record import read_records

STAFF_GRADE = [sys.executable, "-m", "chainrule.course.cli", "staff", "grade", ASSIGNMENT]
AUTOGRADE = [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT]
UNTOUCHED = dict.fromkeys(EXERCISES)
HALF_RIGHT = {
    **UNTOUCHED,
    "sigmoid": """
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -700, 700)))

def sigmoid_grad(x):
    return sigmoid(x)
""",
}  # one point of the exercise's two, and of six


def run(command: list[str], course: Path, **environment: str) -> subprocess.CompletedProcess:
    """Run a command in the course's root; its output and its errors as one text."""
    return subprocess.run(
        command,
        cwd=course,
        env=course_environment(course) | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=900,
    )


def copy_of(course: Path, target: Path) -> Path:
    """A copy of a course."""
    return Path(shutil.copytree(course, target, symlinks=True))


def gradebook(course: Path):
    """nbgrader's own view of the gradebook."""
    from nbgrader.api import Gradebook

    return Gradebook(f"sqlite:///{course / 'gradebook.db'}")


def rows(course: Path) -> dict[str, dict]:
    """Everything that the gradebook holds of each learner's submission."""
    found = {}
    with gradebook(course) as book:
        for submission in book.assignment_submissions(ASSIGNMENT):
            (notebook,) = submission.notebooks
            found[submission.student_id] = {
                "timestamp": submission.timestamp,
                "score": notebook.score,
                "penalty": notebook.late_submission_penalty,
                "waits": notebook.needs_manual_grade,
                "grades": {
                    grade.name: (grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade)
                    for grade in notebook.grades
                },
                "comments": {
                    comment.name: (comment.auto_comment, comment.manual_comment) for comment in notebook.comments
                },
            }
    return found


def scores(course: Path) -> dict[str, tuple]:
    """The points of each exercise, by learner; ``None`` for what has not been graded."""
    return {
        learner: tuple(row["grades"][f"check-{exercise}"][0] for exercise in EXERCISES)
        for learner, row in rows(course).items()
    }


def records(course: Path) -> dict[str, dict]:
    """The records in the autograded notebooks, without the time that grading took."""
    return {
        record.learner: record.to_dict() | {"seconds": 0.0}
        for record in read_records(course / "autograded", ASSIGNMENT)
    }
