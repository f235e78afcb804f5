"""The ladder from wrong type to wrong values, and what is accepted however it is written."""

from types import SimpleNamespace

import numpy as np
import pytest

from chainrule.calling.close import close
from chainrule.calling.kept import Handle, with_origin
from chainrule.checks.known_mistakes import agrees, matching
from chainrule.checks.report import RUNG_OF, Kind
from chainrule.checks.verdict import difference, short
from chainrule.checks.words import sentence

NAN = float("nan")


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (2.0, 2),
        (2.0, np.float32(2)),
        (2.0, np.array(2.0)),
        (2, 2.0),
        ([1.0, 2.0], np.array([1, 2])),
        ([1, 2], np.array([1.0, 2.0])),
        ([0.1], np.array([0.1], np.float32)),
        (True, np.True_),
        ([True], np.array([True])),
        (None, None),
        ("a", "a"),
        ((1.0, [2.0]), (np.float64(1), np.array([2.0]))),
        ((1.0, [2.0]), [1.0, np.array([2.0])]),
        ({"k": 1.0}, {"k": 1}),
        ([NAN], np.array([NAN])),
        ([np.inf], np.array([np.inf])),
        (["a"], np.array(["a"])),
        ([1.0], np.array([1 + 1e-8])),
    ],
)
def test_right_values_are_accepted_however_they_come(expected, got):
    assert difference(expected, got) is None


@pytest.mark.parametrize(
    ("expected", "got", "rung", "words"),
    [
        (2.0, None, "wrong type", "None; expected a number"),
        (2.0, "2", "wrong type", "the text '2'"),
        (2.0, Handle(1, "Yes"), "wrong type", "an object of type Yes"),
        (2.0, np.array([2.0]), "wrong shape", "expected a number"),
        (2.0, True, "wrong dtype", "dtype bool"),
        ([2.0], [2.0], "wrong type", "a list; expected an array of shape (1,). Wrap it"),
        ([2.0], np.array(2.0), "wrong shape", "(0-d)"),
        ([2.0, 3.0], np.array([[2.0, 3.0]]), "wrong shape", "(1, 2)"),
        (True, 1, "wrong dtype", "expected booleans"),
        (
            [1.0, 2.0],
            np.array([1.0, 3.0]),
            "wrong values",
            "1 of 2 values differ, first at index [1]: expected 2.0, got 3.0",
        ),
        ([[1.0], [2.0]], np.array([[1.0], [NAN]]), "not finite", "NaN in 1 of 2 places"),
        ((1.0, 2.0), (1.0,), "wrong type", "a tuple of 1; expected a tuple of 2"),
        ((1.0, 2.0), [1.0], "wrong type", "a list of 1; expected a tuple of 2"),
        ((1.0, 2.0), 1.0, "wrong type", "the number 1.0; expected a tuple"),
        ((1.0, 2.0), (1.0, 3.0), "wrong values", "Item 1 of the tuple: expected 2.0, got 3.0"),
        ({"a": 1}, {"b": 1}, "wrong type", "keys ['b']"),
        (None, 0, "wrong type", "the number 0; expected None"),
        ("a", "b", "wrong values", "'b'"),
        (1e-9, 0.0, "wrong values", "got 0.0"),
    ],
)
def test_wrong_values_stand_on_their_rung(expected, got, rung, words):
    found = difference(expected, got)
    assert RUNG_OF[Kind(found.kind)] == rung and words in sentence(found)


@pytest.mark.parametrize("got", [[[1.0, 2.0], [3.0]], [[1.0, 2.0]], [1.0, 2.0, 3.0]])
def test_a_list_is_to_be_wrapped_only_if_that_would_do(got):
    told = sentence(difference([1.0, 2.0], got))
    assert "expected an array of shape (2,)" in told and "Wrap it" not in told


@pytest.mark.parametrize(
    "args",
    [
        (np.zeros(1, np.float32),),
        (np.float32(2),),
        ([(np.zeros(1, np.float32), 1)],),
        ({"w": np.float32(1)},),
        (np.zeros(1, np.uint8),),
    ],
)
def test_float32_or_bytes_in_what_is_given_loosen_the_tolerance(args):
    off = np.array([1.0 + 3e-5])
    assert difference([1.0], off) is not None
    assert difference([1.0], off, args=(np.zeros(1), 1.0, [1.0], "float32")) is not None
    assert difference([1.0], off, args=args) is None


def test_float32_in_what_is_expected_loosens_the_tolerance():
    off = np.array([1.0 + 3e-5])
    assert difference(np.ones(1, np.float32), off) is None
    assert difference(np.ones(1), off, tol=1e-4) is None
    assert difference((np.ones(1, np.float32), np.ones(1)), (off, off)).values["where"] == [["item", 1]]


def test_float32_in_what_came_back_does_not():
    """A sigmoid whose argument is clipped is refused, in whatever type it comes back."""
    x = np.array([-40.0, 0.5])
    right, clipped = (1 / (1 + np.exp(-z)) for z in (x, np.clip(x, -15, 15)))
    for dtype in (np.float64, np.float32):
        assert difference(right, clipped.astype(dtype), args=(x,)) is not None
    assert difference(right, right.astype(np.float32), args=(x,)) is None  # a float32 has digits enough by itself
    assert difference(3.0, np.float32(3.0001)) is not None
    assert difference({"a": 1.0}, {"a": np.float32(1.00003)}) is not None
    cache = with_origin((np.float32([1.0]),), (None, 0, 0))  # the learner's, which a check hands back
    assert difference(1.0, 1.00003, args=(cache,)) is not None


def test_close_does_not_broadcast():
    assert not close(np.ones(3), 1.0)
    assert not close(np.ones((3, 1)), np.ones(3))
    assert not close("a", 1.0)
    assert not close(NAN, NAN)
    assert close([1, 2], np.array([1.0, 2.0]))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.5, "0.5"),
        (2.0, "2.0"),
        (np.float32(0.1), "0.1"),
        (1e-9, "1e-09"),
        (np.zeros((9, 9)), "<array (9, 9) float64>"),
        (np.array([1.0, 2.5]), "array([1.0, 2.5])"),
        ((1, "a"), "(1, 'a')"),
        (np.random.default_rng(), "rng"),
        (lambda x: x, "f"),
        ("x" * 500, None),
        (list(range(50)), "[0, 1, 2, 3, 4, 5, 6, 7, …]"),
    ],
)
def test_values_are_shown_in_few_characters(value, text):
    shown = short(value)
    assert len(shown) <= 160
    assert text is None or shown == text


@pytest.mark.parametrize(
    "mine, known, same",
    [
        (1.0, 1.004, True),
        (1.0, 1.5, False),
        (5.0, np.inf, False),
        (np.inf, np.inf, True),
        (np.inf, -np.inf, False),
        (np.inf, 5.0, False),
        (NAN, NAN, True),
        (NAN, 5.0, False),
        (5.0, NAN, False),
    ],
)
def test_a_measured_number_agrees_with_a_mistakes_only_if_it_is_the_same(mine, known, same):
    assert agrees({"measured": mine, "tol": 0.01}, {"measured": known, "tol": 0.01}) is same


@pytest.mark.parametrize(
    "mine, known, same",
    [
        (["overflow"], [], True),  # NumPy's warnings were silenced in one of them
        ([], ["overflow"], True),
        (["overflow"], ["overflow"], True),
        (["overflow"], ["invalid value"], False),  # both warn: two ways to the same values
    ],
)
def test_silenced_warnings_never_decide_a_name(mine, known, same):
    one, other = ({"returned": 1.5, "changed": False, "warned": warned} for warned in (mine, known))
    assert agrees(one, other) is same
    assert not agrees({**one, "returned": 1.6}, other)


def test_a_case_of_two_functions_is_explained_by_the_mistake_that_explains_more():
    """`return dout` in a backward function, which is wrong at z = 0 as well, says nothing of a forward function that is right."""
    case = lambda value, functions: SimpleNamespace(
        ok=False, functions=functions, observed={"returned": value, "changed": False, "warned": []}
    )
    both = {"forward", "backward"}
    cases = [case(1.0, both), case(2.0, both)]
    known = [{"returned": 1.0}, {"returned": 2.0}]
    mistake = lambda name, function, observed: {
        "id": name, "function": function, "explanation": "…", "observed": observed
    }  # fmt: skip
    entry = {
        "mistakes": [
            mistake("open at zero", "forward", [known[0], None]),
            mistake("everything passes", "backward", known),
        ]
    }
    assert [one.id for one in matching(entry, cases)] == ["everything passes"]
    alone = [*cases, case(3.0, {"forward"})]
    observed = [{"observed": [*one["observed"], None]} for one in entry["mistakes"]]
    entry = {"mistakes": [one | more for one, more in zip(entry["mistakes"], observed)]}
    assert {one.id for one in matching(entry, alone)} == {"open at zero", "everything passes"}


def test_a_type_that_numpy_would_not_choose_is_shown_with_an_array():
    """Typed in as it stands, the call has to fail as it failed."""
    assert short(np.float32([1e-30])) == "array([1e-30], dtype=float32)"
    assert short(np.uint8([255])) == "array([255], dtype=uint8)"
    for usual, text in (
        (np.array([1.0]), "array([1.0])"),
        (np.array([1]), "array([1])"),
        (np.array([True]), "array([ True])"),
    ):
        assert short(usual) == text
