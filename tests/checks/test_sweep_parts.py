"""The parts of a sweep: the items of a tuple judged one by one, or each input in the part that its arguments name."""

import numpy as np
import pytest

from chainrule import Check
from chainrule.calling.transport import Direct
from chainrule.checks import sweep, words
from chainrule.checks.session import Session, using
from chainrule.checks.sweep import Input
from chainrule_staff.authoring import evidence

INPUTS = [Input((np.full(n, 2.0), 3.0), {}, (np.full(n, 3.0), 2.0 * n)) for n in (3, 1, 2)]


def slopes(x, a):
    """Of a · Σ x with respect to x and to a."""
    return np.full(len(x), a), float(np.sum(x))


def checked(function, **items):
    """The report of a check of `slopes` worth two points that only sweeps."""
    stored = {"test": {"slopes": {"slopes": sweep.pack(INPUTS)}}}
    with using(Session(Direct({"slopes": function}), sweeps=stored, catalogues={"test": {}})):
        c = Check("test.slopes", points=2)
        c.sweep(**items)
        return c.score().report


def by_part(function):
    return {part.name: part.points for part in checked(function, slopes=("dx", "da")).parts}


def changes_x(x, a):
    found = slopes(x.copy(), a)
    x[0] = 0
    return found


@pytest.mark.parametrize(
    ("function", "points"),
    [
        (slopes, {"dx": 1, "da": 1}),
        (lambda x, a: list(slopes(x, a)), {"dx": 1, "da": 1}),
        (lambda x, a: (slopes(x, a)[0] + (len(x) == 2), slopes(x, a)[1]), {"dx": 0, "da": 1}),
        (lambda x, a: (slopes(x, a)[0], 2.0), {"dx": 1, "da": 0}),
        (lambda x, a: (slopes(x, a)[1], slopes(x, a)[0]), {"dx": 0, "da": 0}),
        (lambda x, a: (*slopes(x, a), 1.0), {"dx": 0, "da": 0}),
        (lambda x, a: slopes(x, a)[0], {"dx": 0, "da": 0}),
        (lambda x, a: 1 / 0, {"dx": 0, "da": 0}),
        (changes_x, {"dx": 0, "da": 0}),
    ],
)
def test_each_item_of_a_result_earns_its_own_part(function, points):
    assert by_part(function) == points


def test_a_part_says_how_many_inputs_its_item_is_wrong_for_and_shows_the_smallest():
    report = checked(lambda x, a: (slopes(x, a)[0] + (len(x) > 1), 2.0), slopes=("dx", "da"))
    first, second = (part.cases[0] for part in report.parts)
    assert first.further == second.further == (2, 3)
    assert first.label == second.label == "slopes(array([2.0, 2.0]), 3.0)"
    assert [case.finding.values["where"] for case in (first, second)] == [[["item", 0]], [["item", 1]]]


def test_without_names_of_items_the_whole_tuple_is_one_case():
    report = checked(lambda x, a: (slopes(x, a)[0], 2.0))
    assert [(part.name, part.points, len(part.cases)) for part in report.parts] == [("slopes", 0.0, 1)]


def test_inputs_count_for_the_part_that_their_arguments_name():
    def long_or_short(x, a):
        return "long" if len(x) > 1 else "short"

    report = checked(lambda x, a: (slopes(x, a)[0], 2.0), slopes=long_or_short)
    assert {part.name: (part.points, part.cases[0].further) for part in report.parts} == {
        "short": (1.0, None),
        "long": (0.0, (2, 2)),
    }


# -- what may be right in many ways ----------------------------------------------------------------


def first_entry(function, x):
    """A judge: whether a function, whatever else it returns, has a positive first entry."""
    return "positive" if np.ravel(function(x))[0] > 0 else "not positive"


@pytest.mark.parametrize(
    ("function", "right"), [(lambda x: x + 1, True), (lambda x: x * 7, True), (lambda x: -x, False)]
)
def test_a_judged_input_asks_what_the_judge_says_of_the_function(function, right):
    given = Input((first_entry, np.ones(2)), {}, "positive", "judged")
    assert (sweep.result_of({"f": function}, "f", given) == given.expected) is right


def test_items_that_are_answered_one_by_one_have_parts_that_a_mistake_may_keep():
    def named(function, patient):
        return "confirmed" if function()[patient] == "ill" else "not confirmed"

    with using(Session(Direct({"names": lambda: {"A": "ill", "B": "well"}}), catalogues={"test": {}})):
        c = Check("test.names", points=4, by_item=True)
        for patient in "AB":
            c.equal("confirmed", patient, through=named, part=patient)
        report = c.score().report
    assert [part.points for part in report.parts] == [2, 0]
    (found,) = [case.found for case in c.cases if case.found]
    assert words.sentence(found) == "It is judged “not confirmed”, and should be “confirmed”."
    assert report.diagnoses == ()  # the verdict is not taken for what the function returns
    assert evidence.kept_at_most(c) == 0.5
