"""The recorder: parts and points, generators, callables, caches, properties, predictions."""

import numpy as np
import pytest

from chainrule import Check, close
from chainrule.calling.transport import Direct
from chainrule.checks import session
from chainrule.checks.panel import Score, code_words
from chainrule.checks.report import State
from chainrule.checks.session import Session, using
from chainrule.checks.words import number_text, sentence


def checked(cases, points=2, more=(), seed=0, **functions):
    """The score of a check whose functions are the keyword arguments."""
    with using(Session(Direct(functions), seed)):
        c = Check(f"test.{next(iter(functions))}", *more, points=points)
        cases(c)
        return c.score()


def sentences(score):
    return [sentence(case.finding) for part in score.report.parts for case in part.cases if case.finding]


def test_a_parts_points_need_all_its_cases():
    def cases(c):
        c.equal(1.0, 1.0)
        c.equal(4.0, 2.0)
        c.equal(3.0, 3.0, of="g")

    score = checked(cases, points=3, more=("g",), f=lambda x: x, g=lambda x: x)
    assert score == 1.5 and score.report.state == "partial"


def test_points_of_three_parts_add_up_exactly():
    def cases(c):
        for part in "abc":
            c.equal(1.0, 1.0, part=part)

    assert checked(cases, points=1, f=lambda x: x) == 1.0


def test_a_check_without_cases_gives_nothing():
    assert checked(lambda c: None, f=lambda x: x) == 0.0


def test_the_score_reads_as_a_number_for_nbgrader():
    score = checked(lambda c: c.equal(1.0, 1.0), points=2, f=lambda x: x)
    assert isinstance(score, float) and repr(score) == "2.0" and score._repr_html_().startswith("<div")


def test_all_cases_are_evaluated_after_a_failure():
    score = checked(lambda c: [c.equal(0.0, 1.0), c.equal(2.0, 2.0)], f=lambda x: x)
    assert [case.ok for case in score.report.parts[0].cases] == [False, True]


def test_an_in_place_change_cannot_spoil_the_check():
    x = np.array([1.0, 2.0])

    def f(x):
        x[:] = 0
        return np.array([1.0, 2.0])

    score = checked(lambda c: [c.equal([1.0, 2.0], x), c.equal([1.0, 2.0], x)], f=f)
    assert x.tolist() == [1, 2] and all("changed what it was given" in text for text in sentences(score))


@pytest.mark.parametrize(
    "change, given",
    [
        (lambda items: items.reverse(), [(3, 1), (2, 2)]),
        (lambda items: items.__setitem__(0, 5), [4, 5]),
        (lambda items: items.append(1), [4.0]),
        (lambda items: items.update(a=None), {"a": "b"}),
        (lambda items: items[0].fill(0), [np.ones(2)]),
    ],
)
def test_every_change_of_what_was_given_is_seen(change, given):
    score = checked(lambda c: c.equal(0, given), f=lambda items: change(items) or 0)
    assert "changed what it was given" in sentences(score)[0]


def test_what_stays_as_it_was_is_no_change_not_even_nan():
    given = [float("nan"), np.float32(1.5), (1, "a", None, True), {"k": [2.0, np.array([np.nan])]}]
    assert checked(lambda c: c.equal(0, given), f=lambda items: 0) == 2
    rng = np.random.default_rng(0)  # which changes, so that all is compared
    assert checked(lambda c: c.equal(0, given, rng), f=lambda items, rng: 0 * rng.random()) == 2


def test_of_several_results_the_panel_says_which_is_wrong():
    score = checked(
        lambda c: [c.equal((20.0, 4.0, [1.0, 2.0]), 0), c.equal({"W1": [1.0], "b1": 2.0}, 1)],
        f=lambda n: {"W1": np.array([1.0]), "b1": 3.0} if n else (20.0, 5.0, np.array([1.0, 3.0])),
    )
    first, second = sentences(score)
    assert first == "Item 1 of the tuple: expected 4.0, got 5.0."
    assert second == "The value of 'b1': expected 2.0, got 3.0."
    score = checked(lambda c: c.equal((20.0, [1.0, 2.0]), 0), f=lambda n: (20.0, np.array([1.0, 3.0])))
    assert sentences(score) == ["Item 1 of the tuple: 1 of 2 values differ, first at index [1]: expected 2.0, got 3.0."]


def test_a_generator_comes_back_advanced():
    rng, same = np.random.default_rng(1), np.random.default_rng(1)
    first, second = same.random(), same.random()
    assert checked(lambda c: [c.equal(first, rng), c.equal(second, rng)], f=lambda rng: rng.random()) == 2.0
    assert rng.random() == same.random()


def test_a_callable_is_called_with_the_learners_arrays():
    seen = []

    def square(x):
        seen.append(x.tolist())
        return np.sum(x**2)

    def f(g, x):
        x = x.copy()
        values = []
        for _ in range(2):
            values.append(g(x))
            x += 1
        return np.array(values)

    assert checked(lambda c: c.equal([5.0, 13.0], square, np.array([1.0, 2.0])), f=f) == 2.0
    assert seen == [[1, 2], [2, 3]]


def test_a_callable_given_nonsense_raises_in_the_learners_code():
    score = checked(lambda c: c.equal(1.0, lambda x: x[5], np.zeros(2)), f=lambda g, x: g(x))
    said = sentences(score)[0]
    assert said.startswith("The function that it was given failed when it was called") and "IndexError" in said


def test_a_cache_of_any_kind_goes_from_forward_to_backward():
    class Cache:
        pass

    def forward(x):
        cache = Cache()
        cache.x = x
        return 2 * x, cache

    def backward(dout, cache):
        return dout * 2 + 0 * cache.x

    def cases(c):
        c.holds("slope", lambda f, b: close(b(1.0, f(3.0)[1]), 2.0))

    assert checked(cases, more=("backward",), forward=forward, backward=backward) == 2.0


def test_a_property_that_fails_shows_the_calls_it_was_made_of():
    score = checked(lambda c: c.holds("odd", lambda f: f(-1.0) == -f(1.0)), f=abs)
    assert sentences(score) == ["This does not hold. `f(-1.0)` returned 1.0. `f(1.0)` returned 1.0."]


def test_a_property_of_nonsense_names_the_nonsense():
    score = checked(lambda c: c.holds("sum", lambda f: f(1.0) + 1 > 0), f=lambda x: [x])
    assert "`f(1.0)` returned a list, with which this cannot be computed (TypeError: can" in sentences(score)[0]


def test_a_property_of_an_object_names_its_type_and_nothing_of_the_machinery():
    score = checked(lambda c: c.holds("three batches", lambda f: len(f()) == 3), f=lambda: (i for i in range(3)))
    assert sentences(score) == ["`f()` returned an object of type generator, with which this cannot be computed."]


def test_a_warning_costs_something_only_where_the_contract_forbids_it():
    def f(x):
        return 1 / (1 + np.exp(-x))

    far = np.array([-1000.0, 1000.0])
    assert checked(lambda c: c.equal([0.0, 1.0], far), f=f) == 2.0
    score = checked(lambda c: c.equal([0.0, 1.0], far, quiet=True), f=f)
    assert (
        score == 0.0
        and "The values are right, but on the way there was a RuntimeWarning: overflow" in sentences(score)[0]
    )
    assert checked(lambda c: c.equal([0.0, 1.0], far, quiet=True), f=lambda x: (np.tanh(x / 2) + 1) / 2) == 2.0


def size_or_error(n):
    if n < 0:
        raise ValueError("no such size")
    return n


def numpy_refuses(n):
    return np.zeros(n).size  # NumPy's own ValueError, "negative dimensions", is as good as any


def test_a_contract_may_ask_for_an_exception_in_whatever_words():
    for f in (size_or_error, numpy_refuses):
        assert checked(lambda c: [c.raises(ValueError, -1), c.equal(3, 3)], f=f) == 2


@pytest.mark.parametrize(
    "f, said",
    [
        (lambda n: n, "It returned -1; expected a ValueError."),
        (lambda n: {}[n], "KeyError"),
        (lambda n: None, "It returned None; expected a ValueError."),
    ],
)
def test_what_does_not_raise_the_exception_asked_for_fails(f, said):
    score = checked(lambda c: [c.raises(ValueError, -1, part="refuses"), c.equal(3, 3, part="not")], f=f)
    assert score.report.parts[0].earned is False
    if "KeyError" in said:
        assert "It raised KeyError" in sentences(score)[0] and sentences(score)[0].endswith("Expected a ValueError.")
    else:
        assert sentences(score)[0] == said


def test_an_exception_asked_for_does_not_count_as_attempted_by_a_stub():
    def f(n):
        raise NotImplementedError

    assert checked(lambda c: c.raises(ValueError, -1), f=f).report.state == "not attempted"


def test_a_more_special_exception_is_one_too():
    def f(n):
        return "ä".encode("ascii")  # a UnicodeEncodeError, which is a ValueError

    assert checked(lambda c: c.raises(ValueError, -1), f=f) == 2


def test_a_measure_compares_a_statistic():
    def cases(c):
        rng = np.random.default_rng(0)
        c.measure("deviation", 2.0, lambda f: np.std(f(10_000, rng)), tol=0.1)

    assert checked(cases, f=lambda n, rng: 2 * rng.normal(size=n)) == 2.0
    score = checked(cases, f=lambda n, rng: rng.normal(size=n))
    assert score == 0 and "expected 2.0 ± 0.1" in sentences(score)[0]


@pytest.mark.parametrize(
    "value, what",
    [
        ({"loss": 2.0}, "a dict"),
        (np.full(1, 2.0), "an array of shape (1,) and dtype float64"),
        ("2.0", "the text '2.0'"),
        (None, "None"),
        ([2.0], "a list"),
        (2j, "the number 2j"),
    ],
)
def test_a_measure_of_something_else_than_a_number_fails_in_words(value, what):
    score = checked(lambda c: c.measure("loss", 2.0, lambda f: f(), tol=0.1), f=lambda: value)
    assert score == 0 and sentences(score) == [f"Here is {what}; expected a number."]


@pytest.mark.parametrize("value", [2, 2.0, np.float32(2), np.array(2.0), np.int64(2)])
def test_a_measure_takes_every_kind_of_number(value):
    assert checked(lambda c: c.measure("loss", 2.0, lambda f: f(), tol=0.1), f=lambda: value) == 2


def test_a_prediction_gives_its_point_for_committing():
    cases = lambda c: c.one_of("a", "b")
    assert checked(cases, points=1, f=lambda: "a") == checked(cases, points=1, f=lambda: "b") == 1.0
    assert checked(cases, points=1, f=lambda: "(b)") == 1.0  # as the text sets it
    assert checked(cases, points=1, f=lambda: "z") == checked(cases, points=1, f=lambda: np.array("a")) == 0.0


def test_random_inputs_follow_the_seed_and_the_exercise():
    drawn = {}
    for seed in (0, 0, 1):
        checked(lambda c: drawn.setdefault(seed, []).append(c.rng.random()), seed=seed, f=abs)
    assert drawn[0][0] == drawn[0][1] != drawn[1][0]


def test_an_interrupt_stops_the_check_and_still_shows_a_panel():
    def f(x):
        raise KeyboardInterrupt

    score = checked(lambda c: [c.equal(1.0, 1.0), c.equal(1.0, 2.0)], f=f)
    assert sentences(score) == ["Not evaluated: the check was interrupted."] * 2


def test_a_further_exercise_has_no_points_but_a_verdict():
    score = checked(lambda c: c.equal(1.0, 1.0), points=0, f=lambda x: x)
    assert score == 0.0 and score.report.state == "passed" and "right" in score._repr_html_()


def test_checks_do_not_touch_the_kernels_session():
    before = len(session._kernel_session.records)
    checked(lambda c: c.equal(1.0, 1.0), f=lambda x: x)
    assert len(session._kernel_session.records) == before


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`a` & <b>", "<code>a</code> &amp; &lt;b&gt;"),
        ("one ` only", "one ` only"),
        ("`<i>`", "<code>&lt;i&gt;</code>"),
    ],
)
def test_panels_escape_everything(text, html):
    assert code_words(text) == html


def test_points_are_written_without_needless_digits():
    assert [number_text(value) for value in (2.0, 0.25, 1 / 3, 0)] == ["2", "0.25", "0.33", "0"]


def test_a_score_can_be_copied():
    import copy

    score = checked(lambda c: c.equal(1.0, 1.0), f=lambda x: x)
    assert isinstance(copy.deepcopy(score), Score)


def test_of_many_failures_of_a_part_three_are_open_and_the_others_a_click_away():
    def panel(count):
        score = checked(lambda c: [c.equal(0.5 * n, float(n)) for n in range(1, count + 1)], f=lambda x: x + 1.0 / x)
        return score._repr_html_().partition("<details")

    shown, _, folded = panel(9)
    assert [shown.count("<code>f("), folded.count("<code>f(")] == [3, 3]
    assert "… and 6 more</summary>" in folded and "… and 3 more." in folded
    shown, found, _ = panel(4)  # to fold one away would save nothing
    assert shown.count("<code>f(") == 4 and not found


def test_lines_that_are_given_and_right_about_a_case_are_no_attempt():
    """A part that is whole is one, and so is a wrong value."""

    def f(x):
        if x == 0:
            return 0.0
        raise NotImplementedError

    def states(g):
        namespace = {"f": f, "g": g}
        with using(Session(Direct(namespace), catalogues={"test": {}}, strict=True)):
            c = Check("test.f", "g", points=2)
            c.equal(0.0, 0.0)
            c.equal(2.0, 1.0)
            c.equal(1.0, 1.0, of="g")
            return c.score().report.state

    def stub(x):
        raise NotImplementedError

    assert states(stub) == State.NOT_ATTEMPTED
    assert states(lambda x: x) == State.PARTIAL
    assert states(lambda x: -x) == State.FAILED
