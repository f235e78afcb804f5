"""What a class wrote, read from the autograded notebooks: records with the sources of all answers."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chainrule.notebooks.conventions import answer_name
from chainrule.notebooks.notebook import joined
from chainrule_staff.errors import StaffError
from chainrule_staff.grading.gradebook import course_directory, folder
from chainrule_staff.grading.record import GRADED, KEY, Record
from chainrule_staff.reporting.grades import Grade, read_course
from chainrule_staff.review.grouping import Given


@dataclass
class ClassAnswers:
    """One assignment's answers.

    Parameters
    ----------
    records : dict
        By learner, of those whose notebook could be graded.
    sources : dict
        By learner, the answer cells' sources by their grade_id.
    grades : dict
        By learner, what the gradebook has.
    """

    assignment: str
    records: dict[str, Record] = field(default_factory=dict)
    sources: dict[str, dict[str, str]] = field(default_factory=dict)
    grades: dict[str, Grade] = field(default_factory=dict)

    def given(self, exercise: str) -> list[Given]:
        """The answers to one exercise."""
        return [
            Given(learner, self.sources[learner].get(answer_name(exercise), ""), report)
            for learner, record in self.records.items()
            if (report := self.report(record, exercise)) is not None
        ]

    @staticmethod
    def report(record: Record, exercise: str) -> dict[str, Any] | None:
        """A record's report on one exercise."""
        return next((one for one in record.exercises if one["exercise"] == exercise), None)

    def name(self, learner: str) -> str:
        """A learner's name; the id where the gradebook has none."""
        grade = self.grades.get(learner)
        return f"{grade.name} ({learner})" if grade and grade.name else learner


def read_answers(course: Path, assignment: str) -> ClassAnswers:
    """Read what is graded of an assignment.

    Raises
    ------
    StaffError
        Nothing is graded yet, or the gradebook cannot be read.
    """
    found = ClassAnswers(assignment)
    for path in sorted(folder(course_directory(course), "autograded").glob(f"*/{assignment}/*.ipynb")):
        try:
            status = path.stat()
            record, answers = _read(path, status.st_mtime_ns, status.st_size)
        except (OSError, ValueError, KeyError, TypeError):
            continue  # of another program, or damaged: the class report counts it
        if record.state == GRADED:
            found.records[record.learner] = record
            found.sources[record.learner] = answers
    with read_course(course) as reader:
        if assignment in reader.assignments():
            grades = reader.results(assignment, [*found.records.values()]).grades
            found.grades = {grade.learner: grade for grade in grades}
    if not found.records:
        raise StaffError(f"Nothing of {assignment} is graded yet. Grade it first: chainrule staff grade {assignment}.")
    return found


@functools.lru_cache(maxsize=2000)
def _read(path: Path, changed: int, size: int) -> tuple[Record, dict[str, str]]:
    """A notebook's record and answers; read once as long as it stays as it is, since each page asks for the whole class."""
    notebook = json.loads(path.read_bytes())
    return Record.from_dict(notebook["metadata"][KEY]), _answers(notebook["cells"])


def _answers(cells: list[dict[str, Any]]) -> dict[str, str]:
    found = {}
    for cell in cells:
        marks = cell.get("metadata", {}).get("nbgrader", {})
        if marks.get("solution") and marks.get("grade_id"):
            found[marks["grade_id"]] = joined(cell.get("source", ""))
    return found
