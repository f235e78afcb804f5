"""Submissions of the mould lecture, nbgrader's commands, and what a gradebook says; used by the tests of grading."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from chainrule.staff.grading.record import read_records
from chainrule.staff.source import read
from throwaway import course_environment

ASSIGNMENT, NOTEBOOK = "01_mould", "mould"
EXERCISES = ("sigmoid", "numerical_gradient", "he_normal")
STAFF_GRADE = [sys.executable, "-m", "chainrule.course.cli", "staff", "grade", ASSIGNMENT]
HALF_RIGHT = """
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -700, 700)))

def sigmoid_grad(x):
    return sigmoid(x)
"""  # one of the exercise's two points


def run(command: list[str], course: Path, **environment: str) -> subprocess.CompletedProcess:
    """Run a command in the course's root; its output and its errors as one text."""
    return subprocess.run(command, cwd=course, env=course_environment(course) | environment, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=300)


def nbgrader(course: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Run an nbgrader command."""
    return run([sys.executable, "-m", "nbgrader", *arguments], course, **environment)


def staff_grade(course: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Run ``chainrule staff grade``."""
    return run([*STAFF_GRADE, *arguments], course, **environment)


def copy_of(course: Path, target: Path) -> Path:
    """A copy of a course."""
    return Path(shutil.copytree(course, target, symlinks=True))


def solutions(course: Path) -> dict[str, str]:
    """The source of each solution, without its markers."""
    exercises = read(course / "solutions" / ASSIGNMENT).exercises
    return {name: "\n".join(line for line in exercises[name].solution.splitlines() if " SOLUTION" not in line)
            for name in EXERCISES}


def notebook_with(course: Path, answers: dict[str, str | None]) -> dict:
    """The release as a learner saves it, with ``answers`` in their places; ``None`` leaves the stub."""
    notebook = json.loads((course / "notebooks" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").read_text("utf-8"))
    for cell in notebook["cells"]:
        answer = answers.get(cell["id"].removeprefix("ex-")) if cell["id"].startswith("ex-") else None
        if answer is not None:
            cell["source"] = answer.strip()
    return notebook


def submit(course: Path, learner: str, notebook: dict | bytes, timestamp: str = "") -> Path:
    """Put a notebook where nbgrader collects it; its path."""
    target = course / "submitted" / learner / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode())
    if timestamp:
        target.with_name("timestamp.txt").write_text(timestamp, "utf-8")
    return target


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
                "timestamp": submission.timestamp, "score": notebook.score, "penalty": notebook.late_submission_penalty,
                "waits": notebook.needs_manual_grade,
                "grades": {grade.name: (grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade)
                           for grade in notebook.grades},
                "comments": {comment.name: (comment.auto_comment, comment.manual_comment) for comment in notebook.comments}}
    return found


def scores(course: Path) -> dict[str, tuple]:
    """The points of each exercise, by learner; ``None`` for what has not been graded."""
    return {learner: tuple(row["grades"][f"check-{exercise}"][0] for exercise in EXERCISES)
            for learner, row in rows(course).items()}


def records(course: Path) -> dict[str, dict]:
    """The records in the autograded notebooks, without the time that grading took."""
    return {record.learner: record.to_dict() | {"seconds": 0.0} for record in read_records(course / "autograded", ASSIGNMENT)}
