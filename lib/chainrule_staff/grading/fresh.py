"""Fresh inputs and reference functions for a class: of the trusted process, from the lecture's own answers and solution."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chainrule.checks.runner import DirectRunner
from chainrule.notebooks.conventions import Role
from chainrule.notebooks.errors import CheckError
from chainrule_staff.authoring.alternatives import load
from chainrule_staff.authoring.headers import check_call
from chainrule_staff.authoring.sweeps import Fresh
from chainrule_staff.grading.assignment import Assignment


@dataclass
class Solved:
    """An assignment solved by the course: what gives further inputs, and the functions of the solution."""

    fresh: Fresh
    namespace: dict[str, Any]


def solve(assignment: Assignment) -> Solved:
    """Run the course's setup and solution cells: they are the course's own, nothing of a learner's is in them.

    Raises
    ------
    CheckError
        A cell of the course raises.
    """
    runner = DirectRunner()
    for cell in assignment.source:
        if cell.role in (Role.SETUP, Role.SOLUTION):
            error = runner.run_cell(cell.label, cell.source)
            if error:
                raise CheckError(f"The cell {cell.label} of the course raised {error['error']}: {error['message']}")
    calls = [check_call(cell.source, name) for name, cell in assignment.checks.items()]
    with tempfile.TemporaryDirectory() as folder:  # a worker on another machine has no file of the course
        answers = Path(folder, "lecture", "answers")
        answers.mkdir(parents=True)
        for name, text in assignment.answers:
            (answers / name).write_text(text, "utf-8")
        alternatives = load(answers)
    namespace = runner.endpoint.namespace
    return Solved(Fresh({call.exercise: call.functions for call in calls}, alternatives, namespace), namespace)
