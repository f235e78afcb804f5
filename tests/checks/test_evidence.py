"""The checks are right: nothing wrong passes, nothing right fails, every known mistake is named."""

import ast
import dataclasses
import time

import numpy as np
import pytest
from lectures import LECTURES, QUICK

from chainrule import Check
from chainrule.calling.transport import Direct
from chainrule.checks.session import Session, using
from chainrule_staff.authoring import bench, evidence
from chainrule_staff.authoring.mutants import mutants
from chainrule_staff.authoring.source import SourceError

pytestmark = pytest.mark.spread


@pytest.mark.parametrize(
    ("name", "exercise"),
    [
        pytest.param(name, exercise, marks=[] if name in QUICK else [pytest.mark.thorough])
        for name, lecture in LECTURES.items()
        for exercise in lecture.exercises
    ],
)
def test_a_check_accepts_nothing_wrong_and_rejects_nothing_right(name, exercise):
    """Mutants are compared on a tenth of the inputs on which `chainrule staff evidence` compares them."""
    rows = evidence.examine(LECTURES[name], count=evidence.INPUTS // 10, only=exercise)
    assert [row.half for row in rows] == list(evidence.HALVES)
    assert [(row.half, row.accepts, row.rejects) for row in rows if not row.clean] == []
    words_alone = f"def {exercise}():" in LECTURES[name].exercises[exercise].solution  # such as names for patients
    assert words_alone or LECTURES[name].exercises[exercise].is_prediction or all(row.mutants > 0 for row in rows)


def weakened(monkeypatch, exercise="sigmoid", **texts):
    """The mould's evidence on one exercise whose check was changed: old text to new, or a half's whole text."""
    lecture = LECTURES["01_mould"]
    found = lecture.exercises[exercise]
    changed = dataclasses.replace(found, **texts)
    assert changed != found
    monkeypatch.setitem(lecture.exercises, exercise, changed)
    examiner = evidence.Examiner(lecture)
    return [examiner.examine(changed, half) for half in evidence.HALVES]


def without(exercise, line, instead="pass"):
    found = LECTURES["01_mould"].exercises[exercise]
    assert line in found.whole
    return {half: getattr(found, half).replace(line, instead) for half in evidence.HALVES}


def test_a_check_that_lost_its_teeth_is_found(monkeypatch):
    line = 'c.equal(0.25 / np.cosh(z / 2) ** 2, z, of="sigmoid_grad")'
    visible, whole = weakened(monkeypatch, **without("sigmoid", line))
    assert visible.clean
    assert whole.accepts == ["lazy answer: the visible expected values earns sigmoid_grad"]


def test_a_check_that_asks_too_much_is_found(monkeypatch):
    line = "c.holds('float64', lambda f, df: f(np.float32([1])).dtype == np.float64)"
    _, whole = weakened(monkeypatch, **without("sigmoid", "c.equal(0.5, 0.0)", line))
    assert [line.partition(":")[0] for line in whole.rejects] == ["variant by_tanh", "variant by_masks"]


def test_a_mutant_that_survives_is_found(monkeypatch):
    text = (
        'c = Check("mould.sigmoid", "sigmoid_grad", points=2)\nc.equal(0.5, 0.0)\n'
        'c.equal(0.25, 0.0, of="sigmoid_grad")\nc.score()'
    )
    _, whole = weakened(monkeypatch, whole=text)
    survivors = [line for line in whole.accepts if line.startswith("mutant")]
    assert any("-np.abs(x): sign or negation dropped (sigmoid differs)" in line for line in survivors)


def test_a_mistake_that_keeps_its_points_or_its_name_hidden_is_found(monkeypatch):
    gifts = 'c.equal(0.5, 0.0, part="easy")\nc.equal(0.5, 0.0, part="easier")'
    visible, _ = weakened(monkeypatch, **without("sigmoid", "c.equal(0.5, 0.0)", gifts))
    assert "mistake overflows keeps 75% of the points" in visible.accepts
    with pytest.raises(SourceError, match="overflows gives no wrong value"):
        weakened(monkeypatch, **without("sigmoid", "c.equal([0.0, 1.0], np.array([-1000.0, 1000.0]))"))


def test_a_mistake_may_keep_half_or_the_other_items_of_a_tuple():
    def kept(parts, **items):
        with using(Session(Direct({"f": lambda x: x}), sweeps={}, catalogues={"test": {}})):
            c = Check("test.f", points=1)
            for part in parts:
                c.equal(1.0, 1.0, part=part)
            c.sweep(**items)
        return evidence.kept_at_most(c)

    assert kept("ab") == kept("abc") == kept("abc", f=lambda x: "a") == 0.5
    assert kept("abc", f=("a", "b", "c")) == pytest.approx(2 / 3)


def test_mutants_are_single_changes_that_parse():
    found = list(mutants("def f(x, a=0.1):\n    '''Doc.'''\n    return np.where(x > 0, x, a * x) - 1"))
    assert len({mutant.source for mutant in found}) == len(found) >= 12
    for mutant in found:
        assert "Doc." in mutant.source
        ast.parse(mutant.source)
    assert any("x >= 0" in mutant.source for mutant in found)
    assert any("a=0.2" in mutant.source for mutant in found)


def test_an_answer_that_does_not_end_is_given_up(monkeypatch):
    monkeypatch.setattr(bench, "SECONDS", 0.3)

    def lasts(x):
        """Ends, though long after the limit: a limit that does not hold fails this test and does not hang it."""
        for _ in range(10**9):
            if time.process_time() > began + 20:
                return 1 / (1 + np.exp(-np.asarray(x, float)))

    lecture = LECTURES["01_mould"]
    began = time.process_time()
    found = bench.Bench(lecture).check(lecture.exercises["sigmoid"], "visible", {"sigmoid": lasts})
    assert time.process_time() < began + 20
    assert found is None or found.reports[0].points < 2


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (np.array([1.0]), np.array([1.0 + 1e-9]), True),
        (np.array([1.0]), 1.0, False),
        ((1, 2.0), [1, 2], True),
        (True, 1, False),
        (np.nan, np.nan, True),
        ("raised", "raised", True),
        ({"a": 1}, {"a": 2}, False),
    ],
)
def test_equivalence_compares_as_a_check_does(one, other, expected):
    assert evidence.same(one, other) is expected


def test_the_evidence_says_what_a_slip_costs(monkeypatch):
    visible, _ = weakened(monkeypatch, **without("sigmoid", "c.equal(0.5, 0.0)", 'c.equal(0.5, 0.0, part="easy")'))
    assert 0 < visible.typical_cost < 1 and visible.typical_cost == sorted(visible.costs)[len(visible.costs) // 2]
    assert evidence.Evidence("f", "whole").typical_cost is None


def test_no_two_mutants_have_the_same_words():
    found = list(mutants("def f(x):\n    return np.where(x > 0, x, 0 * x)\n"))
    assert [one.change for one in found if one.change.startswith("0: constant to 1")] == [
        "0: constant to 1",
        "0: constant to 1 (number 2 on this line)",
    ]
    assert len({(one.line, one.change) for one in found}) == len(found)
