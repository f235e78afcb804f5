"""Evidence that somebody made weaker is seen: on the overview in a few words, on the exercise's page in a sentence."""

import dataclasses
import html
import re

import numpy as np
import pytest

from chainrule_staff.authoring.evidence import Evidence, Examiner
from chainrule_staff.authoring.mutants import mutants
from chainrule_staff.authoring.source import read
from chainrule_staff.review.arguments import arguments
from chainrule_staff.review.bar import below
from chainrule_staff.review.check_source import kinds, tolerances
from chainrule_staff.review.contract import Contract
from chainrule_staff.review.coverage import Coverage, coverage
from chainrule_staff.review.dossier import NAMED, Answer, Dossier
from chainrule_staff.review.pages import Row, exercise, overview
from chainrule_staff.review.slips import Slips, slips

CHECK = "c = Check('m.f', points=2)\nc.equal(1, 2)\nc.equal(1, 3)\nc.equal(1, 4)\nc.sweep()\nc.score()"
LOOP = "def f(x):\n    return [v for v in x]"


def wrong(name, function="f", lost=("f",)):
    return Answer(name, function, "mistake", "", panel="<p></p>", outcome=NAMED, called=[name], lost=list(lost))


def sound() -> Dossier:
    """An exercise with nothing below the bar."""
    found = Evidence("f", "visible", wrong=8, named=8, variants=4, mutants=20, equivalent=2, costs=[0.5] * 8)
    return Dossier(
        assignment="01_m",
        notebook="m",
        exercise="f",
        number="1.1",
        title="F",
        points=2.0,
        functions=["f"],
        prediction=False,
        solution="def f(x):\n    return x",
        visible=CHECK,
        whole=CHECK,
        panel="<p></p>",
        parts=[("f", 2.0)],
        cases={"visible": 4, "whole": 4},
        seconds={"visible": 0.1, "whole": 0.1},
        right=[Answer(f"right{n}", "f", "right", LOOP) for n in range(4)],
        mistakes=[wrong(f"wrong{n}") for n in range(8)],
        sweeps=[Coverage("f", True, 30, 100, distinct=300, promises=[("x: N = 1", 40, False)])],
        evidence={"visible": found, "whole": dataclasses.replace(found, half="whole")},
        slips=Slips(tried=12, named=6, diagnosed=4, untold=["a", "b"], same=[("line 1: x", "")] * 2),
    )


def sweep_with(**changes):
    return {"sweeps": [dataclasses.replace(sound().sweeps[0], **changes)]}


def evidence_with(**changes):
    return {"evidence": {half: dataclasses.replace(one, **changes) for half, one in sound().evidence.items()}}


def check_with(old, new):
    return {half: CHECK.replace(old, new) for half in ("visible", "whole")}


NARROW = arguments([{"slope": 0.1}] * 50)
WEAKER = {
    "right answers deleted": ({"right": [Answer("a", "f", "right", LOOP)]}, "few right answers"),
    "the one with a loop deleted": (
        {"right": [Answer(f"a{n}", "f", "right", "def f(x):\n    return x") for n in range(3)]},
        "no right answer with a loop",
    ),
    "a generator of few inputs": (sweep_with(distinct=12), "few different inputs: 12"),
    "a generator of one value": (sweep_with(arguments=NARROW), "hardly varied: <code>slope</code>, only 1 value"),
    "a dimension excused": (
        sweep_with(promises=[("x: N = 1", 0, True)], excuses=[("x: N = 1", "it has no variance")]),
        "excused promise: x: N = 1",
    ),
    "a dimension excused for nothing": (
        sweep_with(promises=[("x: N = 1", 0, True)], excuses=[("x: N = 1", "")]),
        "excused promise without a reason",
    ),
    "a dimension untried": (sweep_with(promises=[("x: N = 1", 0, False)]), "untried promise: x: N = 1"),
    "known mistakes removed": (evidence_with(wrong=4, named=4), "few wrong answers"),
    "mistakes without names": (evidence_with(wrong=8, named=2), "few are named"),
    "mistakes removed, so that slips are told nothing": (
        {"slips": Slips(tried=12, named=1, diagnosed=1, untold=["a"] * 10)},
        "slips are told little",
    ),
    "a case removed": (evidence_with(swept=5), "cases see little"),
    "points moved to what everybody has": (
        {"parts": [("f", 1.0), ("shape", 1.0)]},
        "a part that nobody loses: <code>shape</code>",
    ),
    "points moved away": (evidence_with(costs=[0.25] * 8), "a slip costs little: 25%"),
    "a tolerance widened": (check_with("(1, 2)", "(1, 2, tol=0.2)"), "tolerance: 0.2"),
    "a tolerance behind a name": (check_with("c.equal(1, 2)", "t = 0.2\nc.equal(1, 2, tol=t)"), "tolerance: 0.2"),
    "a tolerance somewhere else": ({"slips": Slips(tolerated=0.2)}, "too large passes: 20%"),
    "a mutant let live": (
        {"slips": Slips(same=[("line 1: a", "`f` differs where x is negated")])},
        "survivors differ elsewhere: 1",
    ),
    "many mutants alive": (evidence_with(equivalent=9), "many mutants survive"),
    "no sweep": (check_with("c.sweep()\n", ""), "no sweep, nothing hidden"),
}


def test_a_sound_exercise_has_nothing_below_the_bar():
    assert below(sound()) == []


@pytest.mark.parametrize("name", WEAKER)
def test_what_is_weaker_is_on_the_overview_and_in_a_sentence_on_its_page(name):
    changes, chip = WEAKER[name]
    changed = dataclasses.replace(sound(), **changes)
    row = Row(changed, Contract("", ""), below(changed))
    assert chip in overview([row])
    (remark,) = row.remarks
    assert remark.text.replace("`", "") in html.unescape(re.sub(r"<[^>]*>", "", exercise([row], 0)))


def test_of_several_functions_each_needs_answers_of_its_own():
    changed = dataclasses.replace(
        sound(),
        functions=["f", "g"],
        right=[*sound().right, Answer("one", "g", "right", LOOP)],
        mistakes=[*sound().mistakes, wrong("other", "g")],
    )
    assert {(one.short, one.detail) for one in below(changed)} == {
        ("few right answers", "`g`"),
        ("few wrong answers", "`g`"),
    }


@pytest.mark.parametrize(
    "case, found",
    [
        ("c.equal(1, 2, tol=0.5)", [("equal", 0.5)]),
        ("c.holds('a', lambda f: close(f(1), 2, 0.5))", [("holds", 0.5)]),
        ("c.holds('a', lambda f: np.allclose(f(1), 2, atol=0.5))", [("holds", 0.5)]),
        ("c.holds('a', lambda f: np.allclose(f(1), 2, 0.1, 0.5))", [("holds", 0.1), ("holds", 0.5)]),
        ("c.holds('a', lambda f: np.max(np.abs(f(1) - 2)) < 0.5)", [("holds", 0.5)]),
        ("c.holds('a', lambda f: f(1) < 0.5)", []),
        ("loose = 0.5\nc.equal(1, 2, tol=loose)", [("equal", 0.5)]),
        ("c.equal(1, 2, tol=0.1 * np.pi)", [("equal", None)]),
        ("c.measure('m', 0.2, lambda f: f(), tol=0.008)", [("measure", 0.008)]),
        ("c.equal(1, 2)", []),
        ("other(tol=3)", []),
    ],
)
def test_tolerances_are_read_from_a_checks_code(case, found):
    assert [(one.method, one.value) for one in tolerances(case)] == found


def test_kinds_of_evidence_are_counted():
    assert kinds(CHECK.replace("c.equal(1, 4)", "c.holds('a', lambda f: True)\nc.equal(1, 4, through=walk)")) == {
        "values": 2,
        "properties": 1,
        "walks and judges": 1,
        "further inputs": 1,
    }


def test_arguments_are_told_by_type_shape_and_value():
    rng = np.random.default_rng(0)
    rows = [{"x": rng.normal(size=(n % 7 + 1, 3)).astype(np.float32), "k": n, "mode": "same"} for n in range(40)]
    rows += [{"x": np.array([[0, 0]], dtype=np.int64).T, "k": 2}]
    x, k, mode = arguments(rows)
    assert x.types == "float32 40, int64 1" and x.shapes == "8 shapes, 2 axes, sides 1 to 7"
    assert x.values.endswith("with a zero 1, equal entries 1") and x.narrow == ""
    assert k.values == "40 values, 0 to 39, with a zero 1" and k.narrow == ""
    assert mode.values == "'same'" and mode.narrow == ""
    (narrow,) = arguments([{"x": np.ones((2, 2))}] * 40)
    assert narrow.narrow == "only 1 shape"


@pytest.fixture
def changed_mould(mould_copy):
    """A function that changes a file of the mould's source, and looks at it anew."""

    def change(old=None, new=None, file="mould.py"):
        path = mould_copy / "solutions" / "01_mould" / file
        if old:
            assert old in path.read_text()
            path.write_text(path.read_text().replace(old, new))
        return Examiner(read(mould_copy / "solutions" / "01_mould"))

    return change


def looked_at(examiner, name, same=()):
    lecture_exercise = examiner.lecture.exercises[name]
    return slips(examiner, lecture_exercise, Evidence(name, "whole", same=list(same)))


def test_slips_are_looked_at_as_learners_get_them_and_a_widened_tolerance_lets_more_pass(changed_mould):
    before = looked_at(changed_mould(), "he_normal")
    assert before.tried == before.named + before.diagnosed + len(before.untold) and before.named
    assert 0 < before.tolerated <= 0.02  # what is drawn has a tolerance: four in a hundred
    # As wide as a build lets them be: every known mistake still has a wrong value.
    wide = (
        ("tol=0.008)", "tol=0.04)"),
        ("tol=0.003)", "tol=0.015)"),
        ("tol=0.02)", "tol=0.12)"),
        ("tol=0.03 *", "tol=0.3 *"),
    )
    for old, new in wide:
        examiner = changed_mould(old, new)
    assert looked_at(examiner, "he_normal").tolerated >= 0.1


def test_a_thousandth_too_large_is_refused_where_values_are_compared(changed_mould):
    assert looked_at(changed_mould(), "sigmoid").tolerated == 0


def test_a_mutant_that_only_a_narrow_generator_lets_live_is_found_to_differ(changed_mould):
    examiner = changed_mould("1000.0, -1000.0, rng.normal(0, 5)]", "3.0, abs(rng.normal(0, 5))]", "answers/sigmoid.py")
    assert looked_at(examiner, "sigmoid").same == []
    solution = examiner.lecture.exercises["sigmoid"].solution
    words = [f"line {one.line}: {one.change}" for one in mutants(solution)]
    survivors = [one for one in words if "abs" in one and "dropped" in one or "float" in one]
    found = dict(looked_at(examiner, "sigmoid", survivors).same)
    assert any("negated" in where for one, where in found.items() if "abs" in one)


def test_the_reason_for_an_excuse_is_the_comment_beside_it(changed_mould):
    examiner = changed_mould(
        "@inputs\ndef sigmoid_inputs",
        '@inputs(without=("x: N = 1",))  # nobody asks\ndef sigmoid_inputs',
        "answers/sigmoid.py",
    )
    first, second = coverage(examiner, examiner.lecture.exercises["sigmoid"])
    assert first.excuses == [("x: N = 1", "nobody asks")] and second.excuses == []
    assert 60 < first.distinct <= 400 and [one.name for one in first.arguments] == ["x"]
