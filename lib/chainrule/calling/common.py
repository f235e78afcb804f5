"""Functions that checks hand over and that answer no exercise: a learner's side has them, too, and calls them there.

A numerical gradient calls its function twice for each weight: across a pipe that is most of a check's time. What may be
an exercise's answer must not be here, since whoever looks for it on the learner's side finds it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

COMMON: dict[str, Callable] = {}
MOST = 10_000  # entries of an argument: larger ones cross, where their size is looked at


def common(function: Callable) -> Callable:
    """Enter a function under its name."""
    COMMON[function.__name__] = function
    return function


def here(name: str, args: tuple, kwargs: dict, elsewhere: Callable[[], Any]) -> Any:
    """What a function makes of copies of its arguments, as if they had crossed; ``elsewhere()`` where they are anything special.

    Where it hands an argument back, as the gradient of a bowl is its weights, the caller gets the very array, as in a notebook.
    """
    if kwargs or not all(_is_plain(arg) for arg in args):
        return elsewhere()
    copies = [_copy(arg) if type(arg) is np.ndarray else arg for arg in args]
    try:
        with np.errstate(all="ignore"):
            return _with_originals(COMMON[name](*copies), copies, args)
    except Exception:  # the check's side says what is wrong, in its own words
        return elsewhere()


def _with_originals(result: Any, copies: list, args: tuple) -> Any:
    if type(result) is tuple:
        return tuple(_with_originals(item, copies, args) for item in result)
    return next((own for copy, own in zip(copies, args) if copy is result), result)


def _is_plain(value: Any) -> bool:
    if type(value) is np.ndarray:
        return value.size <= MOST and value.dtype.kind in "biuf"
    return type(value) in (float, int, np.float64)


def _copy(array: np.ndarray) -> np.ndarray:
    return np.array(array, order="F" if array.flags.fnc else "C")


@common
def total(x):
    """The sum of all entries."""
    return np.sum(x)


@common
def sum_of_squares(x):
    """The sum of all squares."""
    return np.sum(np.asarray(x) ** 2)


@common
def sum_of_cubes(x):
    """The sum of all third powers."""
    return np.sum(np.asarray(x) ** 3)


@common
def weighted_sum(x):
    """The sum of all entries, each times its place from 1 on: no two entries are exchangeable."""
    x = np.asarray(x)
    return np.sum(x * np.arange(1, x.size + 1).reshape(x.shape))


@common
def sum_of_sines(x):
    """The sum of all sines."""
    return np.sum(np.sin(x))


@common
def product(x):
    """The product of all entries."""
    return np.prod(x)


@common
def identity(x):
    """Its argument itself, not a copy."""
    return x


@common
def square(x):
    """The square of its argument; whole numbers stay whole."""
    return np.square(x)


@common
def sine(x):
    """The sine of its argument."""
    return np.sin(x)


@common
def absolute(x):
    """The size of its argument."""
    return np.maximum(x, -np.asarray(x))


@common
def one_more(x):
    """Its argument plus 1."""
    return np.asarray(x) + 1


@common
def half(x):
    """Half of its argument."""
    return 0.5 * np.asarray(x)


@common
def downhill(w):
    """The gradient of half the squared length: the weights themselves, a view."""
    return w


@common
def ravine(w):
    """The gradient of a ravine ten times as steep along every second weight."""
    w = np.asarray(w, dtype=float)
    return w * np.where(np.arange(w.size).reshape(w.shape) % 2, 10.0, 1.0)


@common
def constant_slope(w):
    """A gradient of ones."""
    return np.ones_like(np.asarray(w, dtype=float))


@common
def sum_of_exponentials(x):
    """The sum of e to the power of all entries."""
    return np.sum(np.exp(x))


@common
def bumpy(w):
    """A loss in eighths that goes up and down, with ties, as the first weight passes whole numbers."""
    k = int(np.floor(float(np.ravel(w)[0]) + 0.5))
    return (k**3 % 31 % 13) / 8


@common
def bumpy_valley(w):
    """A loss in eighths that falls to where the first weight is 0 and rises again, with bumps and ties."""
    k = int(np.floor(float(np.ravel(w)[0]) + 0.5))
    return (abs(k) + 3 * (k**2 % 7)) / 8


@common
def five(x):
    """5, wherever: all slopes are 0."""
    return 5.0


@common
def bowl(w):
    """Loss and gradient of half the squared length; the gradient is the weights themselves, a view."""
    return 0.5 * np.sum(np.asarray(w) ** 2), w


@common
def steep_bowl(w):
    """Loss and gradient of a ravine, 9 times as steep along every second weight, with a floor of 0.25."""
    w = np.asarray(w, dtype=float)
    h = np.where(np.arange(w.size).reshape(w.shape) % 2, 9.0, 1.0)
    return 0.25 + 0.5 * np.sum(h * w**2), h * w


@common
def cliff(w):
    """Loss and gradient of a bowl that is not a number where a weight is larger than 3."""
    w = np.asarray(w, dtype=float)
    return (np.nan if np.any(np.abs(w) > 3) else 1 + 0.5 * np.sum(w**2)), 2 * w


@common
def plateau(w):
    """A loss of exactly 0, a Python float, until a weight is larger than 2; what is handed back as its gradient leads there."""
    w = np.asarray(w, dtype=float)
    return (float(np.sum(np.abs(w))) if np.any(np.abs(w) > 2) else 0.0), -w


@common
def sums_of_rows(w):
    """Loss and gradient of half the squared sums along the last axis: the shape of the weights counts."""
    sums = np.sum(np.asarray(w, dtype=float), axis=-1, keepdims=True)
    return 0.5 * float(np.sum(sums**2)), np.broadcast_to(sums, np.shape(w)).copy()


@common
def arctan_slope(x):
    """The derivative of the arctangent: flat far from 0, like a sigmoid's."""
    return 1 / (1 + np.asarray(x, dtype=float) ** 2)


@common
def gate(x):
    """2.0 where its argument is larger than a half, else 0.0."""
    return (np.asarray(x) > 0.5) * 2.0
