"""An exercise that builds on one that has not passed: what is told, and how it is checked on the course's own functions."""

import numpy as np
import pytest

from chainrule.calling.endpoint import global_names
from chainrule.calling.pipe import Pipe
from chainrule.checks.runner import DirectRunner, run, run_again
from chainrule.checks.session import Session
from chainrule.checks.words import sentence
from chainrule.notebooks.conventions import Role
from chainrule.notebooks.plan import Step

SETUP = "import numpy as np\nfrom chainrule import Check, close"
CHECK_F = 'c = Check("stack.f", "df", points=1)\nc.equal(3.0, 1.0)\nc.score()'
CHECK_G = 'c = Check("stack.g", points=2)\nc.equal(6.0, 1.0, part="one")\nc.equal([6.0], np.array([1.0]), part="two")\nc.score()'
CHECK_H = 'c = Check("stack.h", points=1)\nc.equal(1.0, 1.0)\nc.score()'
KNOWN = {"stack": {"functions": {"f": ["f", "df"], "g": ["g"], "h": ["h"]}}}


def steps(f, g, h="def h(x): return x"):
    return [
        Step(Role.SETUP, "setup", SETUP),
        Step(Role.SOLUTION, "ex-f", f),
        Step(Role.CHECK, "check-f", CHECK_F),
        Step(Role.SOLUTION, "ex-g", g),
        Step(Role.CHECK, "check-g", CHECK_G),
        Step(Role.SOLUTION, "ex-h", h),
        Step(Role.CHECK, "check-h", CHECK_H),
    ]


def reference(x):
    return 3.0 * x


def both(cells, check="check-g", functions=None):
    """The reports before and after a check ran once more, the same in this process and through a pipe."""
    found = []
    step = next(step for step in cells if step.name == check)
    with Pipe() as pipe:
        for transport in (DirectRunner(), pipe):
            done = run(cells, transport, session=Session(cells=KNOWN))
            before = {report.exercise: report for report in done.reports}
            better = run_again(done, step, transport, functions or {"f": reference})
            after = {key[1]: report for key, report in done.session.reports.items()}
            last = run(
                [step for step in cells if step.role in (Role.SETUP, Role.CHECK)],
                transport,
                session=Session(cells=KNOWN),
            )
            found.append((before, better, after, [record.report() for record in done.session.records], last.reports))
    assert found[0] == found[1]
    return found[0]


ON_F = "def g(x): return 2 * f(x)"
WRONG_F = "def f(x): return 2.0 * x"


def test_a_right_answer_on_a_wrong_one_is_right_on_the_references():
    before, better, after, records, last = both(steps(WRONG_F, ON_F))
    assert (before["g"].points, better, after["g"].points) == (0, True, 2)
    assert [sentence(note) for note in before["g"].notes] == [
        "`f` has not passed: mend it first. What you wrote here is checked on top of it."
    ]
    assert after["f"] == before["f"] and after["h"] == before["h"]
    assert [report.exercise for report in records] == ["f", "g", "h"] and records[1].points == 2
    assert [report.points for report in last] == [0, 0, 1]  # the learner's own is in its place again


def test_a_wrong_answer_stays_wrong_and_its_first_report_is_kept():
    before, better, after, _, _ = both(steps(WRONG_F, "def g(x): return 5 * f(x)"))
    assert not better and after == before and before["g"].points == 0


def test_a_score_can_only_rise():
    """Right on its own wrong helper, wrong on the right one."""
    before, better, after, _, _ = both(steps(WRONG_F, "def g(x): return 3 * f(x)"))
    assert not better and after == before and before["g"].points == 2


@pytest.mark.parametrize("f", ["", "def f(x): raise NotImplementedError", "f = 3", "def f(x):\n    raise ValueError"])
def test_a_foundation_may_be_missing(f):
    before, better, after, _, last = both(steps(f, ON_F))
    assert (before["g"].points, better, after["g"].points) == (0, True, 2)
    assert last[0].points == 0


def test_the_references_take_keywords_and_cannot_be_changed():
    g = "def g(x):\n    y = np.array([1.0])\n    f(x=y)\n    assert y == 1\n    return f(x=x) + f(x)"
    _, better, after, _, _ = both(steps(WRONG_F, g))
    assert better and after["g"].points == 2


def test_a_reference_that_was_kept_calls_in_vain_afterwards():
    g = "kept = []\ndef g(x):\n    kept.append(f)\n    return 2 * f(x)"
    h = "def h(x): return kept[-1](x) / 3"
    cells = steps(WRONG_F, g, h)
    with Pipe() as pipe:
        for transport in (DirectRunner(), pipe):
            done = run(cells, transport, session=Session(cells=KNOWN))
            assert run_again(done, cells[4], transport, {"f": reference})
            again = run([cells[0], cells[6]], transport, session=Session(cells=KNOWN))
            assert again.reports[0].points == 0
            said = sentence(again.reports[0].failures()[0].finding)
            assert said.startswith("The function that it was given failed") and "is kept here any more" in said
            # nor while another one of this name is in place
            assert not run_again(done, cells[6], transport, {"f": lambda x: 3.0 * x})


def test_a_process_that_ends_on_the_references_leaves_the_first_report():
    g = "import os\ndef g(x):\n    if f(1.0) == 3: os._exit(0)\n    return 2 * f(x)"
    cells = steps(WRONG_F, g)
    with Pipe() as pipe:
        done = run(cells, pipe, session=Session(cells=KNOWN))
        before = list(done.session.reports.values())
        assert not run_again(done, cells[4], pipe, {"f": reference})
        assert list(done.session.reports.values()) == before
        assert run([cells[0], cells[6]], pipe).reports[0].points == 1


def test_a_process_that_is_started_anew_has_the_references_too():
    g = "import os\ndef g(x):\n    if np.ndim(x) == 0 and f(1.0) == 3: os._exit(0)\n    return 2 * f(x)"
    check = CHECK_G.replace(
        'c.equal([6.0], np.array([1.0]), part="two")', 'c.equal([6.0], np.array([1.0]), part="two", of="more")'
    )
    check = check.replace('"stack.g",', '"stack.g", "more",')
    cells = steps(WRONG_F, g + "\ndef more(x): return 2 * f(x)")
    cells[4] = Step(Role.CHECK, "check-g", check)
    with Pipe() as pipe:
        done = run(cells, pipe, session=Session(cells=KNOWN))
        assert done.session.reports["stack", "g"].points == 0
        assert run_again(done, cells[4], pipe, {"f": reference})
        assert done.session.reports["stack", "g"].points == 1


def test_nothing_is_said_where_the_foundation_is_right_or_is_not_used():
    for f, g in (("def f(x): return 3.0 * x", "def g(x): return 5 * f(x)"), (WRONG_F, "def g(x): return np.sin(x)")):
        report = run(steps(f, g), DirectRunner(), session=Session(cells=KNOWN)).session.reports["stack", "g"]
        assert report.points == 0 and report.notes == ()


def test_names_are_found_through_helpers_and_closures_and_not_in_attributes():
    namespace = {"np": np}
    exec(
        "def helper(x): return deep(x)\ndef deep(x): return base(x)\n"
        "def wrap(function):\n    def inner(x): return function(x) + np.attribute\n    return inner\n"
        "@wrap\ndef g(x): return [helper(v) for v in x]\ndef loop(x): return loop(x)",
        namespace,
    )
    assert global_names(namespace["g"], namespace) == ["base", "deep", "helper", "np"]
    assert global_names(namespace["loop"], namespace) == ["loop"]
    assert global_names(3, namespace) == [] and global_names(np.sum, namespace) == []
