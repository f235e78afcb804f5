"""What is run of a learner's notebook, in which order: answers in the learner's, checks in the release's."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainrule.calling.pipe import Pipe
from chainrule.checks.runner import run
from chainrule.notebooks.cell import Cell
from chainrule.notebooks.conventions import Role
from chainrule.notebooks.plan import plan


def cell(name: str, source: str, **kind: bool) -> Cell:
    """A cell of the course."""
    metadata = {"grade_id": name, "schema_version": 3, "grade": False, "solution": False, "locked": False, **kind}
    return Cell(cell_type="code", id=name, metadata={"nbgrader": metadata}, source=source)


def answer(name: str, source: str) -> Cell:
    return cell(f"ex-{name}", source, solution=True)


def check(name: str, source: str) -> Cell:
    return cell(f"check-{name}", source, grade=True, locked=True)


SETUP = Cell(
    cell_type="code", id="setup", metadata={"tags": ["setup"]}, source="import numpy as np\nfrom chainrule import Check"
)
# The second check hands over what the first exercise asks for.
RELEASE = [
    SETUP,
    answer("double", "def double(x):\n    raise NotImplementedError"),
    check("double", "c = Check('plan.double', points=1)\nc.equal([2, -6], np.array([1, -3]))\nc.score()"),
    answer("apply", "def apply(f, x):\n    raise NotImplementedError"),
    check("apply", "c = Check('plan.apply', points=1)\nc.equal([4, 2], lambda x: 2 * x, np.array([2, 1]))\nc.score()"),
]
THIEF = """
def apply(f, x):
    global double
    table = f(np.arange(-9, 10))
    double = lambda x: table[x + 9]
    return f(x)
"""


def points(cells: list[Cell]) -> dict[str, float]:
    steps, _ = plan(RELEASE, cells)
    with Pipe() as pipe:
        return {report.exercise: report.points for report in run(steps, pipe).reports}


def test_a_function_that_a_check_hands_over_answers_no_exercise_above_it():
    setup, double, check_double, apply, check_apply = RELEASE
    thief = apply.but(source=THIEF)
    assert points([setup, double, check_double, thief, check_apply]) == {"double": 0, "apply": 1}
    assert points([setup, thief, check_apply, double, check_double]) == {"double": 0, "apply": 1}
    assert points([setup, thief, check_apply, check_double]) == {"double": 0, "apply": 1}


def test_a_moved_check_is_told_of():
    setup, double, check_double, apply, check_apply = RELEASE
    _, notes = plan(RELEASE, [setup, apply, check_apply, double, check_double])
    assert notes == ["check-apply stood above a check that comes before it; it was run below that."]
    assert plan(RELEASE, RELEASE)[1] == []


@given(st.permutations(RELEASE[1:]), st.sets(st.sampled_from([one.id for one in RELEASE[1:]])))
def test_checks_run_in_the_order_of_the_release_and_after_their_answers(cells, deleted):
    mine = [SETUP, *(one for one in cells if one.id not in deleted)]
    steps, _ = plan(RELEASE, mine)
    names = [step.name for step in steps]
    assert [step.name for step in steps if step.role is Role.CHECK] == ["check-double", "check-apply"]
    assert [step.name for step in steps if step.role is Role.SOLUTION] == [
        one.id for one in mine if one.id.startswith("ex-")
    ]
    for name in ("double", "apply"):
        if f"ex-{name}" in names:
            assert names.index(f"ex-{name}") < names.index(f"check-{name}")


@pytest.mark.parametrize("seed", range(3))
def test_a_right_notebook_is_right_in_any_order(seed):
    right = {"ex-double": "def double(x):\n    return 2 * x", "ex-apply": "def apply(f, x):\n    return f(x)"}
    cells = [one.but(source=right.get(one.id, one.source)) for one in RELEASE[1:]]
    random.Random(seed).shuffle(cells)
    assert points([SETUP, *cells]) == {"double": 1, "apply": 1}
