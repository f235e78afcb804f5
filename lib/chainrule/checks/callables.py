"""Functions that checks hand to a learner's function: for numerical gradients, gains and walks.

They have names, so that stored inputs can mention them. Each takes its argument as the contract promises it, and
several misbehave in ways that a contract allows: they return a view, an integer, or remember nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

NAMED: dict[str, Callable] = {}


def named(function: Callable) -> Callable:
    """Enter a function under its name."""
    NAMED[function.__name__] = function
    return function


@named
def total(x):
    """The sum of all entries."""
    return np.sum(x)


@named
def sum_of_squares(x):
    """The sum of all squares."""
    return np.sum(np.asarray(x) ** 2)


@named
def sum_of_cubes(x):
    """The sum of all third powers."""
    return np.sum(np.asarray(x) ** 3)


@named
def weighted_sum(x):
    """The sum of all entries, each times its place from 1 on: no two entries are exchangeable."""
    x = np.asarray(x)
    return np.sum(x * np.arange(1, x.size + 1).reshape(x.shape))


@named
def sum_of_sines(x):
    """The sum of all sines."""
    return np.sum(np.sin(x))


@named
def product(x):
    """The product of all entries."""
    return np.prod(x)


@named
def identity(x):
    """Its argument itself, not a copy."""
    return x


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
def square(x):
    """The square of its argument; whole numbers stay whole."""
    return np.square(x)


@named
def sine(x):
    """The sine of its argument."""
    return np.sin(x)


@named
def absolute(x):
    """The size of its argument."""
    return np.maximum(x, -np.asarray(x))


@named
def one_more(x):
    """Its argument plus 1."""
    return np.asarray(x) + 1


@named
def step(x):
    """1.0 where its argument is positive, else 0.0."""
    return (np.asarray(x) > 0) * 1.0


@named
def half(x):
    """Half of its argument."""
    return 0.5 * np.asarray(x)


@named
def downhill(w):
    """The gradient of half the squared length: the weights themselves, a view."""
    return w


@named
def ravine(w):
    """The gradient of a ravine ten times as steep along every second weight."""
    w = np.asarray(w, dtype=float)
    return w * np.where(np.arange(w.size).reshape(w.shape) % 2, 10.0, 1.0)


@named
def constant_slope(w):
    """A gradient of ones."""
    return np.ones_like(np.asarray(w, dtype=float))


@named
def sum_of_exponentials(x):
    """The sum of e to the power of all entries."""
    return np.sum(np.exp(x))


@named
def bumpy(w):
    """A loss in eighths that goes up and down, with ties, as the first weight passes whole numbers."""
    k = int(np.floor(float(np.ravel(w)[0]) + 0.5))
    return (k**3 % 31 % 13) / 8


@named
def bumpy_valley(w):
    """A loss in eighths that falls to where the first weight is 0 and rises again, with bumps and ties."""
    k = int(np.floor(float(np.ravel(w)[0]) + 0.5))
    return (abs(k) + 3 * (k**2 % 7)) / 8


@named
def rolled_in_training(X, training):
    """Scores that are its argument; in training the classes change places, as noise might change them."""
    return np.roll(X, 1, axis=1) if training else X


@named
def reversed_in_training(X, training):
    """Scores of which the last class comes first; in training they are its argument."""
    return X if training else X[:, ::-1]


@named
def five(x):
    """5, wherever: all slopes are 0."""
    return 5.0


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


@named
def bowl(w):
    """Loss and gradient of half the squared length; the gradient is the weights themselves, a view."""
    return 0.5 * np.sum(np.asarray(w) ** 2), w


@named
def steep_bowl(w):
    """Loss and gradient of a ravine, 9 times as steep along every second weight, with a floor of 0.25."""
    w = np.asarray(w, dtype=float)
    h = np.where(np.arange(w.size).reshape(w.shape) % 2, 9.0, 1.0)
    return 0.25 + 0.5 * np.sum(h * w**2), h * w


@named
def cliff(w):
    """Loss and gradient of a bowl that is not a number where a weight is larger than 3."""
    w = np.asarray(w, dtype=float)
    return (np.nan if np.any(np.abs(w) > 3) else 1 + 0.5 * np.sum(w**2)), 2 * w


@named
def plateau(w):
    """A loss of exactly 0, a Python float, until a weight is larger than 2; what is handed back as its gradient leads there."""
    w = np.asarray(w, dtype=float)
    return (float(np.sum(np.abs(w))) if np.any(np.abs(w) > 2) else 0.0), -w


@named
def sums_of_rows(w):
    """Loss and gradient of half the squared sums along the last axis: the shape of the weights counts."""
    sums = np.sum(np.asarray(w, dtype=float), axis=-1, keepdims=True)
    return 0.5 * float(np.sum(sums**2)), np.broadcast_to(sums, np.shape(w)).copy()
