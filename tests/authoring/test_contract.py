"""The build sees what a docstring promises of arguments and no generator of inputs yields."""

import numpy as np
import pytest
from lectures import LECTURES

from chainrule.checks.sweep import Input
from chainrule_staff.authoring import contract, sweeps
from chainrule_staff.authoring.alternatives import INPUTS, Alternative
from chainrule_staff.authoring.bench import Bench
from chainrule_staff.authoring.headers import SourceError

pytestmark = pytest.mark.spread


def scale(x, A, kind, lr=0.1, size=2, axis=None):
    """Scale something.

    Parameters
    ----------
    x : number or ndarray of any shape, floats or integers
    A : ndarray (N, 3)
    kind : "rows" or "columns"
    lr : float, 0 to 1
    size : int
    axis : None, or what the last call returned
    """


ARRAY = np.ones((2, 3))
WHOLE = [
    ((2.0, ARRAY, "rows", 0.0), {}),
    ((np.arange(3), np.asfortranarray(ARRAY), "columns", 1.0), {"size": 3}),
    ((np.ones((1, 3)), np.ones((1, 3)), "rows"), {}),
    ((np.asfortranarray(np.ones((2, 3, 2))), ARRAY, "rows"), {}),
]


def broken(rows, excused=()):
    inputs = [Input(args, kwargs, None) for args, kwargs in rows]
    return contract.broken(scale, inputs, lambda given: ("x", "A", "kind", "lr", "size", "axis"), excused)


def test_inputs_that_keep_every_promise_are_enough():
    assert broken(WHOLE) == []


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [
        (0, {"x: a single number", "lr: 0"}),
        (1, {"x: integers", "x: an array of 1 axis", "A: an array that lies transposed in memory", 'kind: "columns"'}),
        (2, {"x: an array of 2 axes", "A: N = 1"}),
        (3, {"x: an array of 3 axes", "x: an array that lies transposed in memory"}),
    ],
)
def test_what_is_never_yielded_is_said(left_out, missing):
    assert missing <= set(broken([row for place, row in enumerate(WHOLE) if place != left_out]))


def test_what_is_said_not_to_come_is_excused():
    rows = [row for place, row in enumerate(WHOLE) if place != 2]
    assert broken(rows, ("x: an array of 2 axes", "A: N = 1")) == []


def test_a_default_has_to_be_left_now_and_then():
    assert "size: other than 2" in broken([(args, {}) for args, _ in WHOLE])


def test_the_build_refuses_a_generator_that_leaves_out_what_the_contract_allows():
    lecture = LECTURES["00_start"]
    own = lecture.alternatives()

    def always_three(rng):
        while True:
            yield rng.integers(0, 4, 3), 4

    changed = [item for item in own if not (item.kind == INPUTS and item.function == "one_hot")]
    changed.append(Alternative(INPUTS, "one_hot", "one_hot", own[0].file, always_three))
    with pytest.raises(SourceError, match="never yield y: N = 1"):
        sweeps.of_exercise(lecture.exercises["one_hot"], changed, Bench(lecture).namespace)
