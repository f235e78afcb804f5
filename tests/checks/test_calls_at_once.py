"""Several calls are under way at once behind a pipe; what becomes of each is told as if they were made one by one."""

import numpy as np
import pytest

from chainrule.calling.pipe import Limits, Pipe
from chainrule.calling.transport import AT_ONCE, Direct

FUNCTIONS = """
import os, time
def double(x):
    return 2 * x
def stops(x):
    while x == 7:
        pass
    return x
def ends(x):
    if x == 7:
        os._exit(1)
    return x
def fails(x):
    return 1 // (x - 7)
def applies(f, x):
    return f(x) + f(2 * x)
def slow(x):
    time.sleep(0.02)
    return x
def changes(x):
    x[:] = 0
    return x
def buries(x, depth):
    for _ in range(depth):
        x.append([x.pop()] if x else [])
    return 1.0
"""


def transports():
    namespace: dict = {}
    exec(FUNCTIONS, namespace)
    return {"direct": lambda: Direct(namespace), "pipe": lambda: Pipe(limits=Limits(call=1, check=30, cell=30))}


@pytest.fixture(params=["direct", "pipe"])
def transport(request):
    made = transports()[request.param]()
    if isinstance(made, Pipe):
        assert made.run_cell("functions", FUNCTIONS) is None
    made.begin()
    yield made
    if isinstance(made, Pipe):
        made.close()


def each(transport, name, values):
    return transport.call_each(name, [((value,), {}, value) for value in values])


def test_outcomes_come_in_the_order_of_the_calls(transport):
    many = range(3 * AT_ONCE + 5)
    assert [outcome.value for outcome in each(transport, "double", many)] == [2 * x for x in many]


def test_one_that_raises_is_that_one(transport):
    found = [outcome.status for outcome in each(transport, "fails", range(40))]
    assert found == ["raised" if x == 7 else "returned" for x in range(40)]


def test_functions_of_the_check_are_called_meanwhile(transport):
    seen = []

    def half(x):
        seen.append(x)
        return x / 2

    outcomes = list(transport.call_each("applies", [((half, float(x)), {}, None) for x in range(10)]))
    assert [outcome.value for outcome in outcomes] == [1.5 * x for x in range(10)]
    assert seen == [float(factor * x) for x in range(10) for factor in (1, 2)]


def test_a_call_whose_arguments_cannot_cross_costs_no_other_one(transport):
    outcomes = list(each(transport, "double", [1, 2**5000, 3]))
    assert [outcome.status for outcome in outcomes] == ["returned", "unusable", "returned"]
    assert outcomes[2].value == 6


def test_calls_that_nobody_waits_for_are_no_answer_to_the_next_ones(transport):
    assert next(each(transport, "double", range(20))).value == 0
    assert next(each(transport, "fails", [8, 9, 10])).value == 1
    assert transport.call("double", (50,), {}).value == 100


def test_other_calls_may_come_between(transport):
    outcomes = each(transport, "double", range(20))
    assert [next(outcomes).value for _ in range(3)] == [0, 2, 4]
    assert transport.call("double", (50,), {}).value == 100
    assert [outcome.value for outcome in outcomes] == [2 * x for x in range(3, 20)]


def test_arguments_that_were_changed_are_told_of_each(transport):
    outcomes = each(transport, "changes", [np.ones(3), np.zeros(3), np.ones(2)])
    assert [outcome.changed_input for outcome in outcomes] == [True, False, True]


@pytest.mark.parametrize("name, status", [("stops", "timed out"), ("ends", "died")])
def test_one_that_ends_the_process_is_that_one_and_the_others_are_made_in_another(name, status):
    with Pipe(limits=Limits(call=1, check=30, cell=30)) as pipe:
        pipe.run_cell("functions", FUNCTIONS)
        pipe.begin()
        outcomes = list(each(pipe, name, range(40)))
        assert [outcome.status for outcome in outcomes] == [status if x == 7 else "returned" for x in range(40)]
        assert [outcome.value for outcome in outcomes] == [None if x == 7 else x for x in range(40)]
        assert len(pipe.failures) == 1


def test_the_limit_of_a_call_is_not_that_of_all_that_were_sent_with_it():
    """A process that waits has ten times the limit on the clock: 40 calls of 0.02 s are longer than that, one is not."""
    with Pipe(limits=Limits(call=0.05, check=30, cell=30)) as pipe:
        pipe.run_cell("functions", FUNCTIONS)
        pipe.begin()
        assert [outcome.status for outcome in each(pipe, "slow", range(40))] == ["returned"] * 40


def test_large_arguments_are_not_all_sent_at_once():
    with Pipe() as pipe:
        pipe.run_cell("functions", FUNCTIONS)
        pipe.begin()
        large = [np.full(200_000, float(number)) for number in range(12)]
        for number, outcome in enumerate(pipe.call_each("double", [((array,), {}, 2 * array) for array in large])):
            assert np.all(outcome.value == 2 * number)


@pytest.mark.parametrize("depth", [1, 40])
def test_a_change_after_which_an_argument_cannot_be_compared_any_more_is_a_change(transport, depth):
    assert transport.call("buries", ([], depth), {}).changed_input
