"""Every solution and answers of every sort give the same panel in this process and through a pipe."""

import pytest
from lectures import LECTURES, each_lecture

from chainrule.calling.pipe import Pipe
from chainrule.checks.panel import render_html
from chainrule.checks.runner import DirectRunner, run
from chainrule.notebooks.conventions import Role, answer_name
from chainrule_staff.authoring.bench import replacement, solved

pytestmark = pytest.mark.spread


def alternatives(lecture):
    """Every tenth: the way between the processes is the same for all."""
    return lecture.alternatives("mistake", "unnamed", "right")[::10]


@pytest.mark.parametrize("name", each_lecture())
def test_panels_and_scores_are_identical_through_a_pipe(name):
    lecture = LECTURES[name]
    checks = {exercise.id: exercise.check("whole") for exercise in lecture.exercises.values()}
    cells = [*solved(lecture), *checks.values()]
    answers = {step.name: step for step in lecture.steps(Role.SOLUTION)}
    for item in alternatives(lecture):  # its exercise's answer puts the function back
        cells += [replacement(item), checks[item.exercise], answers[answer_name(item.exercise)]]
    direct = run(cells, DirectRunner()).session.records
    with Pipe() as pipe:
        piped = run(cells, pipe).session.records
    assert len(direct) == len(piped) == len(checks) + len(alternatives(lecture))
    for one, other in zip(direct, piped):
        assert one.report() == other.report()
        assert render_html(one.report()) == render_html(other.report())


@pytest.mark.parametrize("name", LECTURES)
def test_setup_solutions_and_checks_alone_give_full_points(name):
    lecture = LECTURES[name]
    with Pipe() as pipe:
        found = run([*solved(lecture), *(exercise.check("whole") for exercise in lecture.exercises.values())], pipe)
    assert found.notes == []
    assert {report.exercise: report.state for report in found.reports} == dict.fromkeys(lecture.exercises, "passed")
