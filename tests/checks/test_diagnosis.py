"""Each relation is told when it holds for every case, and not told when it does not."""

from pathlib import Path

import numpy as np
import pytest

from chainrule.checks import check as checks
from chainrule.checks import diagnosis, parting
from chainrule.checks.diagnosis import Sample, diagnose, of_check
from chainrule.checks.fingerprint import alike, fingerprint
from chainrule.checks.report import Kind, failures, finding
from chainrule.checks.runner import CheckError, DirectRunner, run
from chainrule.checks.session import Session
from chainrule.checks.verdict import difference
from chainrule.checks.words import sentence
from chainrule.notebooks.conventions import Role
from chainrule.notebooks.plan import Step

RNG = np.random.default_rng(0)
MATRICES = [RNG.normal(size=shape) for shape in ((2, 3), (4, 3), (3, 5), (1, 4), (5, 2))]
VECTORS = [RNG.normal(size=size) for size in (3, 5, 4, 7)]
WHOLE = [np.round(10 * x).astype(int) for x in MATRICES]


def told(right, wrong, arguments, parameters=("x",), rivals=None):
    """What is told of an answer `wrong` where `right` is asked for."""
    found = diagnose("f", samples_of(right, wrong, arguments, parameters, rivals))
    return (Kind(found[0].kind), found[0].values) if found else (None, {})


def samples_of(right, wrong, arguments, parameters=("x",), rivals=None):
    """As a check makes them: what is raised is a finding."""
    samples = []
    for args in arguments:
        args = args if isinstance(args, tuple) else (args,)
        expected, got = right(*args), None
        try:
            got = wrong(*args)
            found = difference(expected, got)
        except ArithmeticError as error:
            found = finding(Kind.RAISED, error=type(error).__name__, message=str(error))
        by_value = found is None or found.kind not in (Kind.RAISED, Kind.WRONG_TYPE, Kind.WRONG_COUNT)
        marks = rivals(*args) if rivals else {}
        samples.append(Sample(args, parameters, expected, got, found is None, by_value, marks, found))
    return samples


def double(x):
    return 2.0 * x + 1


def loss(x):
    return np.mean(np.sum(x**2, axis=1))


# (kind, what is asked for, an answer of which it is true, one of which it is nearly true, inputs)
TRUE_AND_NEARLY = [
    (Kind.SIGN, double, lambda x: -double(x), lambda x: -double(x) + (x > 1), MATRICES),
    (Kind.FACTOR, double, lambda x: 0.5 * double(x), lambda x: 0.5 * double(x) ** 2, MATRICES),
    (Kind.TIMES_SIZE, loss, lambda x: np.sum(x**2), lambda x: np.sum(x**2) + 0.1, MATRICES),
    (Kind.OVER_SIZE, lambda x: x.sum(axis=0), lambda x: x.mean(axis=0), lambda x: x.max(axis=0), MATRICES),
    (Kind.OFFSET, double, lambda x: double(x) + 0.25, lambda x: double(x) + 0.25 * x, MATRICES),
    (Kind.CUT, double, lambda x: np.trunc(double(x)), lambda x: np.trunc(double(x)) + 0.1 * x, MATRICES),
    (Kind.ROUNDED, double, lambda x: np.round(double(x)), lambda x: np.round(double(x), 1) + x, MATRICES),
    (Kind.ROUGH, double, lambda x: double(x) * (1 + 1e-4 * np.sin(x)), lambda x: double(x) * (1 + np.sin(x)), MATRICES),
    (Kind.CLIPPED, double, lambda x: np.clip(double(x), 0, 2), lambda x: np.clip(double(x), 0, 2) + 0.1 * x, MATRICES),
    (Kind.TRANSPOSED, double, lambda x: double(x).T, lambda x: double(x).T + 1e-3 * x.T**2, MATRICES),
    (Kind.REVERSED, np.cumsum, lambda x: np.cumsum(x)[::-1], lambda x: np.cumsum(x[::-1]) + x, VECTORS),
    (
        Kind.EARLY,
        np.cumsum,
        lambda x: np.append(np.cumsum(x)[1:], 9.0),
        lambda x: np.append(np.cumsum(x)[1:], 9.0) + x,
        VECTORS,
    ),
    (
        Kind.LATE,
        np.cumsum,
        lambda x: np.insert(np.cumsum(x)[:-1], 0, 9.0),
        lambda x: np.insert(np.cumsum(x)[:-1], 0, 9.0) + x,
        VECTORS,
    ),
    (Kind.IS_INPUT, double, lambda x: x, lambda x: x + 1e-3 * x**2, MATRICES),
    (
        Kind.TIMES_ROOT,
        lambda x: 1 / np.sqrt(np.mean(x**2)),
        lambda x: np.sqrt(x.size) / np.sqrt(np.mean(x**2)),
        lambda x: np.sqrt(x.size + 0.5) / np.sqrt(np.mean(x**2)),
        MATRICES,
    ),
    (
        Kind.OVER_ROOT,
        np.linalg.norm,
        lambda x: np.sqrt(np.mean(x**2)),
        lambda x: np.sqrt(np.mean(x**2)) + 0.01,
        MATRICES,
    ),
    (Kind.ONE_LESS, np.var, lambda x: np.var(x, ddof=1), lambda x: np.var(x, ddof=0.5), MATRICES),
    (Kind.FUNCTION_OF, lambda x: np.abs(x) + 0.5, lambda x: (np.abs(x) + 0.5) ** 2, lambda x: np.abs(x) ** 2, MATRICES),
    (Kind.CONSTANT, lambda x: np.sum(x), lambda x: 0.0, lambda x: 0.0 if len(x) > 1 else 1.0, MATRICES),
    (Kind.DIGITS, double, lambda x: np.round(double(x), 3), lambda x: np.round(double(x), 3) + 1e-4 * x, MATRICES),
    (
        Kind.RESHAPED,
        lambda x: x.sum(axis=0),
        lambda x: x.sum(axis=0, keepdims=True),
        lambda x: x.max(axis=0, keepdims=True),
        MATRICES,
    ),
    (Kind.MISSING_END, np.cumsum, lambda x: np.cumsum(x)[:-1], lambda x: np.cumsum(x)[:-1] + 1, VECTORS),
    (Kind.ORDER, np.cumsum, lambda x: np.sort(np.cumsum(x)), lambda x: np.sort(np.cumsum(x)) + 1e-3, VECTORS),
    (
        Kind.FROM_STEP,
        np.cumsum,
        lambda x: np.append(np.cumsum(x)[:1], 3 * x[1:]),
        lambda x: np.append(np.cumsum(x)[:1] + 0.1, 3 * x[1:]),
        VECTORS,
    ),
    (Kind.REDUCED, lambda x: x.sum(axis=0), np.sum, lambda x: np.sum(x) + 0.1, MATRICES),
    (Kind.UNREDUCED, lambda x: np.max(2 * x), lambda x: 2 * x, lambda x: 2 * x + 0.1, MATRICES),
    (
        Kind.CONFUSED,
        lambda x: "up" if x.sum() > 0 else "down",
        lambda x: "up",
        lambda x: "up" if len(x) > 1 else "aside",
        [np.abs(x) for x in MATRICES] + [-np.abs(x) for x in MATRICES],
    ),
    (
        Kind.CONFUSED_ENTRIES,
        lambda x: np.digitize(x, (-0.5, 0.5)),
        lambda x: np.array([1, 0, 2])[np.digitize(x, (-0.5, 0.5))],
        lambda x: np.array([1, 2, 0])[np.digitize(x, (-0.5, 0.5))],
        MATRICES,
    ),
    (
        Kind.CONFUSED_ENTRIES,
        lambda x: x > 0,
        lambda x: x > 1,
        lambda x: np.sin(9 * x) > 0,
        MATRICES + [2 * x for x in MATRICES],
    ),
    (
        Kind.CONSTANT_ENTRIES,
        double,
        lambda x: np.where(np.sin(9 * x) > 0, 0, double(x)),
        lambda x: np.where(np.sin(9 * x) > 0, 1e-3 * x, double(x)),
        MATRICES,
    ),
    (
        Kind.COLUMNS,
        lambda x: x[:, :3] ** 3,
        lambda x: x[:, :3] ** 3 + [0, np.cos(x[0, 0]), 0],
        lambda x: x[:, :3] ** 3 + [0, np.cos(x[0, 0]), 1e-3 * (len(x) == 5) * x[0, 0]],
        [np.pad(x, ((0, 0), (1, 1)), mode="reflect") for x in MATRICES],
    ),
    (Kind.DIAGONAL, lambda x: x @ x.T, lambda x: np.sum(x**2, axis=1), lambda x: np.sum(x**3, axis=1), MATRICES),
    (
        Kind.INDICES,
        lambda x: x > 0,
        lambda x: np.flatnonzero(x > 0),
        lambda x: np.flatnonzero(x < 0),
        [x - 3 for x in VECTORS] + VECTORS,
    ),
    (
        Kind.CHOSEN,
        lambda x: np.flatnonzero(x > 1),
        lambda x: np.flatnonzero(x > 0),
        lambda x: np.flatnonzero(x < 0),
        [np.append(x, 0.5 + np.arange(len(x) % 3 + 1) / 9) for x in VECTORS],
    ),
    (
        Kind.CHOSEN,
        lambda x: np.flatnonzero(x > -1),
        lambda x: np.flatnonzero(x > 0.6),
        lambda x: np.flatnonzero(x < 0.6),
        [np.append(x, 0.5 + np.arange(len(x) % 3 + 1) / 9) for x in VECTORS],
    ),
    (Kind.LOOKED_UP, np.argsort, np.sort, lambda x: np.sort(x) + 1e-3, VECTORS),
    (Kind.LOOKED_UP, np.max, np.argmax, np.argmin, VECTORS),
    (
        Kind.INDICES,
        lambda x: np.argsort(x)[:2],
        lambda x: np.argsort(np.argsort(x)) < 2,
        lambda x: np.argsort(np.argsort(x)) < 1,
        VECTORS,
    ),
    (
        Kind.ENTRIES,
        double,
        lambda x: np.where(x < 0, x**2, double(x)),
        lambda x: np.where(np.sin(100 * x) < 0, x**2, double(x)),
        MATRICES,
    ),
    (
        Kind.ONLY_ITEMS,
        lambda x: (x, np.sum(x)),
        lambda x: (x, np.sum(x) + np.sin(x[0, 0])),
        lambda x: (x + 1e-3 * np.cos(x), np.sum(x) + np.sin(x[0, 0])),
        MATRICES,
    ),
    (Kind.WRAPPED, np.cumsum, lambda x: np.cumsum(x).tolist(), lambda x: (2 * np.cumsum(x)).tolist(), VECTORS),
    (
        Kind.PERMUTED,
        lambda x: (x, x**2, x**3),
        lambda x: (x**3, x, x**2),
        lambda x: (x**3, x, x**2 + 1e-3),
        MATRICES,
    ),
    (Kind.EXCHANGED, lambda x: (x, x**2), lambda x: (x**2, x), lambda x: (x**2, x**3), MATRICES),
]


@pytest.mark.parametrize("kind, right, wrong, nearly, inputs", TRUE_AND_NEARLY, ids=[row[0] for row in TRUE_AND_NEARLY])
def test_a_relation_is_told_when_it_is_true_and_silent_when_not(kind, right, wrong, nearly, inputs):
    assert told(right, wrong, inputs)[0] == kind
    assert told(right, nearly, inputs)[0] != kind


def test_a_relation_that_one_right_case_contradicts_is_not_told():
    wrong = lambda x: -double(x) if len(x) > 1 else double(x)
    assert told(double, wrong, MATRICES)[0] != Kind.SIGN


def test_the_one_item_that_is_wrong_is_named():
    kind, values = told(lambda x: (x, x.sum(axis=0)), lambda x: (x, x.mean(axis=0)), MATRICES)
    assert (kind, values["item"]) == (Kind.OVER_SIZE, 1)


def test_an_ignored_argument_is_told_by_the_mark_of_its_default():
    right = lambda x, a=0.1: np.where(x > 0, x, a * x)
    inputs = [(x, a) for x, a in zip(MATRICES, (0.2, 0.3, 0.5, 0.1, 0.7))]

    def rivals(x, a):
        return {"is g": fingerprint(x > 0), **({} if a == 0.1 else {"ignores a": fingerprint(right(x))})}

    kind, values = told(right, lambda x, a: right(x), inputs, ("x", "a"), rivals)
    assert (kind, values["parameter"]) == (Kind.IGNORES, "a")
    assert told(right, lambda x, a: x > 0, inputs, ("x", "a"), rivals)[0] == Kind.IS_OTHER
    kind, values = told(right, lambda x, a: right(x, 2 * a), inputs, ("x", "a"), rivals)
    assert (kind, values["where"]) == (Kind.ENTRIES, "is negative")


def test_exchanged_arguments_are_told_by_the_mark_of_the_exchange():
    right = lambda p, s: 3.0 * p - s**2
    inputs = [(1, 2), (3, 1), (5, 2), (2, 2), (4, 7)]
    rivals = lambda p, s: {} if p == s else {"exchanges p s": fingerprint(right(s, p))}
    kind, values = told(right, lambda p, s: right(s, p), inputs, ("p", "s"), rivals)
    assert (kind, values["one"], values["other"]) == (Kind.EXCHANGES, "p", "s")
    assert told(right, lambda p, s: right(s, p) + p, inputs, ("p", "s"), rivals)[0] != Kind.EXCHANGES
    sometimes = lambda p, s: right(s, p) if p > 2 else right(p, s)
    assert told(right, sometimes, inputs, ("p", "s"), rivals)[0] != Kind.EXCHANGES


def test_a_slip_is_not_told_of_results_that_are_all_the_same():
    """A share without a floor is 1 wherever one of the two is 0, and so is that of the two exchanged."""
    right = lambda p, s: 2.0 * p - s
    inputs = [(1, 2), (3, 5), (5, 2), (4, 7)]
    rivals = lambda p, s: {"exchanges p s": fingerprint(1.0)}
    found = told(right, lambda p, s: 1.0, inputs, ("p", "s"), rivals)
    assert found is None or found[0] != Kind.EXCHANGES


@pytest.mark.parametrize(
    "wrong, key, words",
    [
        (lambda x: double(x) + (x.dtype.kind == "i") * x**2, "wrong", "integers"),
        (lambda x: double(x) + (x.dtype.kind == "f") * x**2, "right", "integers"),
    ],
)
def test_where_an_answer_is_right_is_told(wrong, key, words):
    kind, values = told(double, wrong, [*MATRICES, *WHOLE])
    assert kind == Kind.RIGHT_WHERE and values[key] == words


def test_lists_inside_of_a_tuple_stand_for_arrays():
    """As in `c.equal(([1.0, 2.0], 3.0), …)`: without, no item of a readable case could be compared."""
    cell = """from chainrule import Check
c = Check("demo.f", points=1)
c.equal(([1.0, 2.0], 3.0), 1)
c.equal(([2.0, 4.0], 3.0), 2)
c.score()"""
    answer = "import numpy as np\ndef f(x):\n    return -x * np.array([1.0, 2.0]), 3.0"
    cells = [Step(Role.SOLUTION, "ex-f", answer), Step(Role.CHECK, "check-f", cell)]
    (report,) = run(cells, DirectRunner()).reports
    (found,) = report.diagnoses
    assert (found.kind, found.values["item"]) == (Kind.SIGN, 0)


def test_the_largest_number_of_one_argument_may_part_right_from_wrong():
    inputs = [(RNG.normal(size=3), 9 * RNG.normal(size=3)) for _ in range(30)]
    wrong = lambda x, y: np.minimum(x, 0.8) + y
    kind, values = told(lambda x, y: x + y, wrong, inputs, ("x", "y"))
    assert kind in (Kind.RIGHT_WHERE, Kind.ENTRIES)
    wrong = lambda x, y: np.sum(x) * (np.max(x) < 0.8) + y
    kind, values = told(lambda x, y: np.sum(x) + y, wrong, inputs, ("x", "y"))
    assert kind == Kind.RIGHT_WHERE and values["wrong"].startswith("a largest number in `x` of more than 0.")


JUDGE = """from chainrule import Check
from chainrule.checks.judgement import Judgement
def judge(f, x):
    if f(x) > x:
        return "good"
    return Judgement("bad", lambda: ("too small", f"It is {f(x)}.") if x != 9 else 1 / 0)
c = Check("demo.f", points=1, by_item=True)
for x in (1, 2, 3):
    c.equal("good", x, through=judge, part=f"number {x}")
c.score()"""


def judged(answer, check=JUDGE, **session):
    cells = [Step(Role.SOLUTION, "ex-f", answer), Step(Role.CHECK, "check-f", check)]
    (report,) = run(cells, DirectRunner(), session=Session(**session)).reports
    return report


def test_a_judges_reasons_are_told_with_the_verdict_and_summed_up():
    report = judged("def f(x): return x if x > 1 else 7")
    (found,) = report.diagnoses
    assert (found.kind, found.values["ways"]) == (Kind.JUDGED_SO, [["too small", ["number 2", "number 3"]]])
    assert sentence(found).endswith("2 times of 3: too small (number 2, number 3).")
    case = failures(report.parts)[0]
    assert sentence(case.finding) == "It is judged “bad”, and should be “good”. It is 2."


def test_a_judge_that_finds_no_reason_costs_nobody_the_verdict():
    check = JUDGE.replace("(1, 2, 3)", "(9,)")
    assert judged("def f(x): return 0", check).diagnoses == ()
    with pytest.raises(CheckError, match="division by zero"):
        judged("def f(x): return 0", check, strict=True)


def test_what_raises_in_the_one_call_of_a_judge_is_told():
    (found,) = judged("def f(x): return {}['a']", JUDGE.replace("(1, 2, 3)", "(1,)")).diagnoses
    assert (found.kind, found.values["error"]) == (Kind.ALWAYS_RAISES, "KeyError")
    assert "when it is called" in sentence(found)


def test_nothing_but_0_is_nearly_0():
    samples = [Sample((x,), ("x",), 0.0 * np.sum(x), np.sum(x), False) for x in MATRICES]
    samples += [Sample((x,), ("x",), np.sum(x), np.sum(x) * (1 + 1e-8), True) for x in MATRICES]
    assert Kind.ROUGH not in [found.kind for found in diagnose("f", samples)]


def test_an_answer_that_is_right_and_warns_is_told_so():
    warned = finding(Kind.WARNS, warning="RuntimeWarning: divide by zero")
    samples = [Sample((x,), ("x",), double(x), double(x), True) for x in MATRICES]
    holed = [x * (x != x.max()) for x in MATRICES]
    samples += [Sample((x,), ("x",), double(x), double(x), False, False, {}, warned) for x in holed]
    (found,) = diagnose("f", samples)
    assert (found.kind, found.values["wrong"], found.values["count"]) == (Kind.ONLY_WARNS, "a zero", 5)
    assert diagnose("f", samples[:6]) == []


def test_one_failing_case_is_too_little_to_tell_anything():
    assert told(double, lambda x: -double(x), MATRICES[:1]) == (None, {})


def test_an_answer_that_only_changes_its_input_is_told_nothing_about_numbers():
    samples = [Sample((x,), ("x",), double(x), double(x) * (1 + 1e-7), False, by_value=False) for x in MATRICES]
    assert diagnose("f", samples) == []


def test_what_is_tiny_and_lost_is_not_called_cut_off():
    samples = [Sample((x,), ("x",), np.abs(x) * 1e-18, np.zeros_like(x), False) for x in MATRICES]
    assert all(found.kind != Kind.CUT for found in diagnose("f", samples))


def test_what_raises_has_no_relation_of_numbers():
    samples = [Sample((x,), ("x",), double(x), None, False) for x in MATRICES]
    assert diagnose("f", samples) == []


@pytest.mark.parametrize(
    "one, other, same",
    [
        (np.array([1.0, 2.0]), np.array([1.0, 2.0 + 1e-9]), True),
        (np.array([1.0, 2.0]), np.array([2.0, 1.0]), False),
        (np.array([1, 2]), np.array([1.0, 2.0]), True),
        (np.array([1.0, 2.0]), np.array([[1.0, 2.0]]), False),
        (np.array([1.0, np.nan]), np.array([np.nan, 1.0]), False),
        (np.array([np.inf]), np.array([-np.inf]), False),
        ((1.0, "a"), (1.0, "b"), False),
        ({"a": 1.0, "b": 2.0}, {"b": 2.0, "a": 1.0}, True),
        (True, 1, False),
        (None, 0.0, False),
    ],
)
def test_fingerprints_are_alike_for_equal_results_only(one, other, same):
    assert alike(fingerprint(one), fingerprint(other)) is same


@pytest.mark.parametrize("wrong", [lambda x: (0.0, {"W": 0 * x}), lambda x: (0.0, {"b": x}), lambda x: (0.0, [x, "a"])])
def test_results_that_hold_dicts_of_arrays_can_be_compared(wrong):
    """As those of a network's gradients: no comparison of arrays may decide by its truth value."""
    assert told(lambda x: (np.sum(x), {"W": 2 * x}), wrong, MATRICES)[0] in (None, Kind.CONSTANT)


def nothing(x):
    raise ZeroDivisionError("by zero")


def test_what_raises_in_every_call_is_told_once():
    kind, values = told(double, nothing, MATRICES)
    assert (kind, values["error"], values["message"]) == (Kind.ALWAYS_RAISES, "ZeroDivisionError", "by zero")


def test_for_which_inputs_something_is_raised_is_told():
    kind, values = told(double, lambda x: nothing(x) if x.dtype.kind == "i" else double(x), [*MATRICES, *WHOLE])
    assert (kind, values["wrong"]) == (Kind.RAISES_WHERE, "integers")
    calls = iter(range(10))
    assert told(double, lambda x: nothing(x) if next(calls) % 3 else double(x), MATRICES)[0] is None


def test_each_way_of_failing_is_told_if_all_have_an_explanation():
    inputs = [*MATRICES, *WHOLE, *[x[:1] for x in MATRICES]]

    def several(x):
        if x.dtype.kind == "i":
            return double(x) * 2
        return nothing(x) if len(x) == 1 else double(x)

    told_of = {one.kind: one.values for one in diagnose("f", samples_of(double, several, inputs))}
    assert told_of[Kind.RIGHT_WHERE]["wrong"] == "integers"
    assert told_of[Kind.RAISES_WHERE]["right"] == "more than one entry along the first axis"


def test_of_several_ways_of_failing_those_are_told_that_have_an_explanation():
    inputs = [*MATRICES, *WHOLE]
    calls = iter(range(20))
    wrong = lambda x: nothing(x) if x.dtype.kind == "i" else double(x) + (next(calls) % 2) * x**2
    (found,) = diagnose("f", samples_of(double, wrong, inputs))
    assert (found.kind, found.values["wrong"]) == (Kind.RAISES_WHERE, "integers")
    assert sentence(found).startswith("Apart from inputs that fail in another way: ")


def test_a_default_that_is_another_one_is_told_even_where_some_results_are_right_by_luck():
    inputs = [(x,) if k % 2 else (x, 0.5) for k, x in enumerate(8 * MATRICES)] + [(x / 9,) for x in MATRICES[:2]]
    wrong = lambda x, limit=0.9: np.mean(np.abs(x) > limit)
    right = lambda x, limit=0.97: np.mean(np.abs(x) > limit)
    kind, values = told(right, lambda x, limit=0.3: wrong(x, limit), inputs, ("x", "limit"))
    assert kind == Kind.RIGHT_WHERE and values["among"] == "`limit` left at its default"


def test_what_is_counted_of_one_way_of_failing_says_that_there_is_another():
    changed = finding(Kind.CHANGES_INPUT)
    samples = samples_of(double, lambda x: double(x) + (x < 0), MATRICES)
    samples += [Sample((x,), ("x",), double(x), double(x), False, False, {}, changed) for x in MATRICES]
    told_of = {one.kind: sentence(one) for one in diagnose("f", samples)}
    assert set(told_of) == {Kind.IN_PLACE, Kind.ENTRIES}
    assert told_of[Kind.ENTRIES].startswith("Apart from inputs that fail in another way: ")
    assert not told_of[Kind.IN_PLACE].startswith("Apart")


def test_a_result_of_the_wrong_type_in_every_call_is_told_once():
    assert told(lambda x: (x, x**2), lambda x: None, MATRICES)[0] == Kind.ALWAYS
    calls = iter(range(10))
    mixed = lambda x: None if next(calls) % 2 else (x, 1 + x**2)
    (found,) = diagnose("f", samples_of(lambda x: (x, x**2), mixed, MATRICES))
    assert (found.kind, found.values["item"], found.values["apart"]) == (Kind.OFFSET, 1, True)


@pytest.mark.parametrize("kind, only", [(Kind.CHANGES_INPUT, True), (Kind.CALL_CHANGES_INPUT, False)])
def test_working_in_place_is_told_and_right_values_only_where_they_were_compared(kind, only):
    changed = finding(kind, **({} if only else {"call": "f(x)"}))
    samples = [Sample((x,), ("x",), x, x if only else None, False, False, {}, changed) for x in MATRICES]
    (found,) = diagnose("f", samples)
    assert (found.kind, found.values["only"]) == (Kind.IN_PLACE, only)
    assert ("What it returns is right" in sentence(found)) is only


def test_a_property_of_all_that_is_wrong_and_of_few_others_is_told_with_its_numbers():
    inputs = [RNG.normal(size=(3, 2)) for _ in range(20)] + [RNG.normal(size=(3, 2)).T for _ in range(12)]
    calls = iter(range(32))

    def wrong(x):
        return double(x) + (x.flags.fnc and next(calls) % 4 > 0) * x**2

    kind, values = told(double, wrong, inputs)
    assert (kind, values["among"], values["wrong_count"], values["also_right"]) == (
        Kind.RIGHT_WHERE,
        "a transposed `x`",
        9,
        3,
    )


def test_a_threshold_is_told_when_it_parts_enough_cases():
    inputs = [RNG.normal(size=n) for n in (3, 4, 5, 6, 7, 8, 9, 12, 13, 14, 15, 16, 17, 18)]
    wrong = lambda x: np.sum(x[:10]) ** 2 if len(x) > 10 else np.sum(x)
    kind, values = told(np.sum, wrong, inputs)
    assert (kind, values["wrong"]) == (Kind.RIGHT_WHERE, "more than 9 entries in its largest array")
    assert told(np.sum, wrong, inputs[:2] + inputs[-2:])[0] is None  # too few: it could be anything
    assert parting._counted("{} entries in `x`", "more than 1") == "more than 1 entry in `x`"


def test_measured_numbers_are_told_their_factor_where_it_is_one_and_all_else_is_right():
    def check_of(std, mean=0.0):
        c = checks.Check("lecture.draw", points=1)
        for n in (4000, 5000, 6000, 7000, 8000, 9000):
            rng = np.random.default_rng(n)
            for label, expected, compute in (
                ("… mean", 0.0, np.mean),
                ("… spread", 1.0, np.std),
                ("… smallest number of entries", n, len),
            ):
                x = mean + std(n) * rng.normal(size=n)
                c._open("draw", label)
                value = float(compute(x))
                right = abs(value - expected) < 0.1
                c._case.expected, c._case.value = expected, value
                c._case.functions |= {"draw"}
                c._close(None if right else finding(Kind.OTHER_NUMBER, got="", expected=""))
        return of_check(("draw",), c.cases, {}, set())

    (found,) = check_of(lambda n: 0.5)
    assert (found.kind, found.values["label"]) == (Kind.MEASURED_FACTOR, "… spread")
    assert float(found.values["factor"]) == pytest.approx(0.5, abs=0.02)
    (found,) = check_of(lambda n: 1.0 if n == 4000 else 0.5)
    assert (found.kind, found.values["wrong"]) == (Kind.ONLY_PROPERTY, 5)
    assert check_of(lambda n: 0.5, mean=1.0) == []


EVERY_DIAGNOSIS = [kind for kind in Kind if list(Kind).index(Kind.EXCHANGED) <= list(Kind).index(kind)
                   < list(Kind).index(Kind.NAME_PUT_BACK)]  # fmt: skip


def test_the_catalogue_in_the_docs_names_every_diagnosis():
    text = (Path(__file__).parents[2] / "docs" / "how-checks-work.md").read_text("utf-8")
    missing = [kind for kind in EVERY_DIAGNOSIS if f"`{kind.value}`" not in text]
    assert not missing


def test_what_is_tiny_and_wrong_is_not_called_rounded():
    samples = [Sample((x,), ("x",), 1e-18 * np.abs(x), np.full_like(x, 2e-9), False) for x in MATRICES]
    assert all(found.kind != Kind.DIGITS for found in diagnose("f", samples))


def test_zeros_up_to_rounding_do_not_hide_a_relation():
    rounding = [1.0, 3.0, 0.0, 4.0]
    pairs = zip((0.5, 0.25, 0.0, 0.125), rounding)
    samples = [
        Sample((x,), ("x",), right, 2 * right + 1e-11 * off, right == 0) for x, (right, off) in zip(VECTORS, pairs)
    ]
    assert [one.kind for one in diagnose("f", samples)] == [Kind.FACTOR]
    arrays = [Sample((x,), ("x",), 0.0 * k, np.full(2, k * 1e-11), False) for k, x in enumerate(VECTORS)]
    assert [one.kind for one in diagnose("f", arrays)] == [Kind.UNREDUCED]


def test_a_diagnosis_that_raises_breaks_no_learners_check(monkeypatch):
    def raising(*_):
        raise TypeError("of a form that nobody thought of")

    monkeypatch.setattr(diagnosis, "of_check", raising)
    cells = [Step(Role.SOLUTION, "ex-f", "def f(x): return 1"), Step(Role.CHECK, "check-f", CHECK_OF_F)]
    (report,) = run(cells, DirectRunner()).reports
    assert report.state == "failed" and report.diagnoses == ()
    with pytest.raises(CheckError, match="nobody thought of"):
        run(cells, DirectRunner(), session=Session(strict=True))


CHECK_OF_F = """from chainrule import Check
c = Check("demo.f", points=1)
c.equal(2.0, 1.0)
c.score()"""
