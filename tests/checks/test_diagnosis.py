"""Each relation is told when it holds for every case, and not told when it does not."""

import numpy as np
import pytest

from chainrule.checks.diagnosis import Sample, diagnose
from chainrule.checks.fingerprint import alike, fingerprint
from chainrule.checks.report import Kind
from chainrule.checks.verdict import difference

RNG = np.random.default_rng(0)
MATRICES = [RNG.normal(size=shape) for shape in ((2, 3), (4, 3), (3, 5), (1, 4), (5, 2))]
VECTORS = [RNG.normal(size=size) for size in (3, 5, 4, 7)]
WHOLE = [np.round(10 * x).astype(int) for x in MATRICES]


def told(right, wrong, arguments, parameters=("x",), rivals=None):
    """What is told of an answer `wrong` where `right` is asked for."""
    samples = []
    for args in arguments:
        args = args if isinstance(args, tuple) else (args,)
        expected, got = right(*args), wrong(*args)
        ok = difference(expected, got) is None
        samples.append(Sample(args, parameters, expected, got, ok, rivals=rivals(*args) if rivals else {}))
    found = diagnose("f", samples)
    return (Kind(found[0].kind), found[0].values) if found else (None, {})


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
