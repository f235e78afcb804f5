"""Functions that checks hand to a learner's function: for numerical gradients, gains and walks.

They have names, so that stored inputs can mention them. Each takes its argument as the contract promises it, and
several misbehave in ways that a contract allows: they return a view, an integer, or remember nothing. Here are those
that might answer an exercise, and all others by their names.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from chainrule.calling.common import (
    COMMON,
    absolute,
    arctan_slope,
    bowl,
    bumpy,
    bumpy_valley,
    cliff,
    constant_slope,
    downhill,
    five,
    gate,
    half,
    identity,
    one_more,
    plateau,
    product,
    ravine,
    sine,
    square,
    steep_bowl,
    sum_of_cubes,
    sum_of_exponentials,
    sum_of_sines,
    sum_of_squares,
    sums_of_rows,
    total,
    weighted_sum,
)

__all__ = [
    "NAMED",
    "absolute",
    "arctan_slope",
    "bowl",
    "bumpy",
    "bumpy_valley",
    "cliff",
    "constant_slope",
    "downhill",
    "five",
    "gate",
    "half",
    "hurrying",
    "identity",
    "leaky",
    "one_more",
    "plain",
    "plateau",
    "product",
    "ravine",
    "relu",
    "reversed_in_training",
    "rolled_in_training",
    "rolling",
    "sigmoid",
    "sigmoid_slope",
    "sine",
    "square",
    "steep_bowl",
    "step",
    "sum_of_cubes",
    "sum_of_exponentials",
    "sum_of_sines",
    "sum_of_squares",
    "sums_of_rows",
    "tanh",
    "total",
    "weighted_sum",
]

NAMED: dict[str, Callable] = dict(COMMON)


def named(function: Callable) -> Callable:
    """Enter a function under its name."""
    NAMED[function.__name__] = function
    return function


@named
def tanh(x):
    """The hyperbolic tangent."""
    return np.tanh(x)


@named
def relu(x):
    """The rectifier, max(x, 0)."""
    return np.maximum(x, 0)


@named
def sigmoid(x):
    """The logistic sigmoid."""
    return 0.5 * (1 + np.tanh(np.asarray(x) / 2))


@named
def leaky(x):
    """A leaky rectifier with slope 0.1."""
    return np.where(np.asarray(x) > 0, x, 0.1 * np.asarray(x))


@named
def sigmoid_slope(x):
    """The derivative of the sigmoid."""
    return 0.25 / np.cosh(np.clip(x, -300, 300) / 2) ** 2


@named
def step(x):
    """1.0 where its argument is positive, else 0.0."""
    return (np.asarray(x) > 0) * 1.0


@named
def rolled_in_training(X, training):
    """Scores that are its argument; in training the classes change places, as noise might change them."""
    return np.roll(X, 1, axis=1) if training else X


@named
def reversed_in_training(X, training):
    """Scores of which the last class comes first; in training they are its argument."""
    return X if training else X[:, ::-1]


@named
def plain(w, dw, state, lr):
    """One step of gradient descent: an optimizer that remembers nothing."""
    return w - lr * dw, None


@named
def hurrying(w, dw, state, lr):
    """Step 1, 2, 3, … times as long: an optimizer whose state counts the steps."""
    count = (0 if state is None else state[0]) + 1
    return w - lr * count * dw, (count, "steps")


@named
def rolling(w, dw, state, lr):
    """Half of the step before is made once more: an optimizer whose state is a dict."""
    v = dw if state is None else 0.5 * state["v"] + dw
    return w - lr * v, {"v": v}
