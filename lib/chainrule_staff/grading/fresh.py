"""Fresh inputs for a class: made in the trusted process, from the lecture's own generators and solution."""

from __future__ import annotations

import tempfile
from pathlib import Path

from chainrule.checks.runner import CheckError, DirectRunner
from chainrule.notebooks.conventions import Role
from chainrule_staff.authoring.alternatives import load
from chainrule_staff.authoring.headers import check_call
from chainrule_staff.authoring.sweeps import Fresh
from chainrule_staff.grading.assignment import Assignment


def fresh_inputs(assignment: Assignment) -> Fresh:
    """What gives further inputs of an assignment's exercises.

    The course's setup and solution cells run here once: they are the course's own, nothing of a learner's is in them.

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
    return Fresh({call.exercise: call.functions for call in calls}, alternatives, runner.endpoint.namespace)
