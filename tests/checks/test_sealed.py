"""Another way of solving an exercise opens to right answers, however they round, and to nothing else."""

import numpy as np
import pytest
from lectures import LECTURES, REAL, each_lecture

from chainrule.calling.transport import Direct
from chainrule.checks import sealed, session
from chainrule.checks.calls import Calls
from chainrule.checks.check import Check
from chainrule.checks.panel import render_html
from chainrule.checks.sweep import Input
from chainrule_staff.authoring import sealing
from chainrule_staff.authoring.alternatives import INPUTS, RIGHT
from chainrule_staff.authoring.bench import Bench
from chainrule_staff.authoring.headers import SourceError

pytestmark = pytest.mark.spread

WAY = sealed.Way("def f(x):\n    return x < 1\n", "f = lambda x: not x >= 1", "The second says it backwards.")
MOULD = LECTURES["01_mould"]


def test_what_was_sealed_opens_with_its_key_alone():
    key = sealed.key_of("f", [[1, 2], [3]])
    shut = sealed.seal(WAY, key)
    assert sealed.unseal(shut, key) == WAY
    assert "return" not in shut["text"]
    for other in (
        sealed.key_of("f", [[1, 2], [4]]),
        sealed.key_of("g", [[1, 2], [3]]),
        sealed.key_of("f", [[1, 2, 3]]),
    ):
        assert sealed.unseal(shut, other) is None


def test_numbers_are_counted_whatever_they_are_kept_in():
    array = np.array([[1.5, 2.0]])
    for same in ([[1.5, 2.0]], (1.5, 2), {"a": 1.5, "b": np.float32(2)}, array.astype(np.float32)):
        assert sealed.numbers_of(same).tolist() == [1.5, 2.0]
    assert sealed.numbers_of(["x", "y"]).tolist() == sealed.numbers_of(np.array(["x", "y"])).tolist()
    assert sealed.numbers_of(object()).size == 0


def test_digits_do_not_depend_on_rounding():
    probe = sealed.Probe("f", Input((), {}, None), (0, 2), 0.5)
    assert probe.digits(np.array([1.1, np.nan, -2.0])) == probe.digits(np.float32([0.9, 7, -2.1])) == [2, -4]
    assert probe.digits(np.array([1.3, 0, -2.0])) == [3, -4]
    assert probe.digits(np.array([1.1, 2])) is None and probe.digits(np.array([np.nan, 0, 0])) is None


def entries(lecture):
    return sealing.of_lecture(lecture)


def opened(entry, exercise, functions):
    return sealed.open_with(entry, exercise, Calls(Direct(functions), tuple(functions)))


@pytest.mark.parametrize("name", each_lecture())
def test_every_right_answer_opens_and_few_wrong_ones_do(name):
    """A wrong answer that opens differs from the right one in types, ties or last digits: its check refuses it before."""
    lecture = LECTURES[name]
    sealed_here = entries(lecture) if lecture is MOULD else sealed.load(lecture.name)
    namespace = Bench(lecture).namespace()
    shut, open_to_wrong, wrong = [], 0, 0
    for item in lecture.alternatives("right", "mistake"):
        exercise = lecture.exercises[item.exercise]
        if item.exercise not in sealed_here:
            continue
        functions = {name: namespace[name] for name in exercise.functions} | {item.function: item.code}
        way = opened(sealed_here[item.exercise], item.exercise, functions)
        if item.kind == RIGHT and way is None:
            shut.append((item.exercise, item.name))
        if item.kind != RIGHT:
            wrong, open_to_wrong = wrong + 1, open_to_wrong + (way is not None)
    assert shut == []
    assert open_to_wrong <= 0.25 * wrong


@pytest.mark.parametrize("name", REAL)
def test_every_exercise_with_points_to_think_about_offers_another_way(name):
    lecture = REAL[name]
    judged = {
        item.exercise for item in lecture.alternatives(INPUTS) if item.through == "judged"
    }  # one word for all: no key
    offered = {item.exercise for item in lecture.alternatives(RIGHT)} - judged
    assert set(sealed.load(lecture.name)) == offered


def test_lazy_answers_and_stubs_open_nothing():
    found = entries(MOULD)["sigmoid"]
    for lazy in (np.zeros_like, np.ones_like, np.asarray, lambda x: None, lambda x: 1 / 0):
        assert opened(found, "sigmoid", {"sigmoid": lazy, "sigmoid_grad": lazy}) is None


def test_a_passed_exercise_shows_it_folded_and_a_failed_one_does_not(monkeypatch):
    monkeypatch.setattr(session, "in_kernel", lambda: True)
    monkeypatch.setenv("CHAINRULE_PROGRESS", "off")
    monkeypatch.setattr(sealed, "load", lambda notebook: entries(MOULD))
    monkeypatch.setattr(Check, "sweep", lambda self, **parts: None)
    names = Bench(MOULD).namespace()
    code = compile(MOULD.exercises["sigmoid"].visible, "check", "exec")

    def panel(functions):
        shown = {**names, **functions}
        exec(code, shown)
        return Check.score.__globals__["session"].current().records[-1]

    assert panel({}) is not None
    c = panel({})
    score = c.score()
    assert score.way is not None and "<details" in score._repr_html_()
    wrong = panel({"sigmoid": lambda x: np.asarray(x) * 0})
    assert wrong.score().way is None


def test_learners_text_and_code_are_escaped():
    lecture_report = Bench(MOULD).check(MOULD.exercises["sigmoid"], "visible").reports[0]
    shown = render_html(lecture_report, WAY)
    assert "x &lt; 1" in shown and "x < 1" not in shown
    assert "<details" not in render_html(lecture_report)


def test_both_ways_are_shown_with_their_helpers_and_without_their_docstrings():
    way = sealing.way_of(MOULD.exercises["sigmoid"], MOULD.alternatives())
    assert way.reference.startswith("def sigmoid(") and "BEGIN SOLUTION" not in way.reference
    assert '"""' not in way.reference  # the learner has read it in the stub
    assert "def sigmoid" in way.variant and '"""' not in way.variant
    assert len(way.says.split(". ")) == 2


def test_two_offers_in_one_file_are_refused():
    own = [item for item in MOULD.alternatives(RIGHT) if item.exercise == "sigmoid"]
    offered = [item for item in own if item.explanation]
    with pytest.raises(SourceError, match="both have a docstring"):
        sealing.way_of(MOULD.exercises["sigmoid"], [*own, *offered])


def test_a_key_that_is_soon_guessed_is_refused(monkeypatch):
    monkeypatch.setattr(sealing, "LEAST_BITS", 10_000)
    with pytest.raises(SourceError, match="soon"):
        sealing.choose(MOULD.exercises["sigmoid"], MOULD.alternatives(), Bench(MOULD).namespace)
