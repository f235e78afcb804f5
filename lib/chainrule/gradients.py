"""Numerical derivatives: the independent witness against which every hand-written gradient is checked.

Notebooks and tests call these on plain NumPy functions.

On the step h. The central difference (f(x + h) − f(x − h)) / 2h has two errors: cutting off the Taylor series
leaves about h²·|f'''|/6, and rounding f to float64 leaves about ε·|f|/h with ε = 2.2e-16. Their sum is smallest near
h = ε^(1/3) = 6e-6, for a function whose values and derivatives are of size one. Hence the default of 1e-5, which
gives about ten correct digits; a smaller h is worse. (Nocedal and Wright, "Numerical Optimization", 2nd ed. 2006,
section 8.1.) In float32 the same formula would leave only four digits, so all of it happens in float64.
"""

from collections.abc import Callable

import numpy as np


def numerical_gradient(f: Callable[[np.ndarray], float], x, h: float = 1e-5) -> np.ndarray:
    """Gradient of a scalar function by central differences, one element of `x` at a time.

    Parameters
    ----------
    f : callable
        From a float64 array of the shape of `x` to one number. It gets a fresh copy at every call.
    x : array_like
        Where to take the gradient, of any shape. It is not changed.
    h : float
        Step, in units of `x`. The module's docstring says why 1e-5; scale it with `x` if `x` is far from size one.

    Returns
    -------
    ndarray
        float64, of the shape of `x`. It costs two calls of `f` per element.

    Raises
    ------
    ValueError
        If `f` returns more than one number.

    Examples
    --------
    >>> numerical_gradient(lambda x: (x**2).sum(), np.array([1.0, -3.0])).round(6)
    array([ 2., -6.])
    """
    x = np.array(x, dtype=np.float64)
    gradient = np.empty_like(x)

    def f_with(index, value):
        moved = x.copy()
        moved[index] = value
        result = np.asarray(f(moved), dtype=np.float64)
        if result.size != 1:
            raise ValueError(f"the gradient needs a function that returns one number; f returned shape {result.shape}")
        return result.item()

    for index in np.ndindex(x.shape):
        right, left = x[index] + h, x[index] - h
        # right − left, not 2h: x ± h is rounded to a representable number, and this is the step really taken.
        gradient[index] = (f_with(index, right) - f_with(index, left)) / (right - left)
    return gradient


def numerical_derivative(f: Callable[[np.ndarray], np.ndarray], x, h: float = 1e-5) -> np.ndarray:
    """Derivative of an elementwise function at every element of `x`, by central differences.

    Parameters
    ----------
    f : callable
        Elementwise: from a float64 array to an array of the same shape, element by element.
    x : array_like
        Points, of any shape. They are not changed.
    h : float
        Step, in units of `x`; see the module's docstring. Within h of a kink (ReLU at 0) the result is a
        mean of the two slopes.

    Returns
    -------
    ndarray
        float64, of the shape of `x`.

    Examples
    --------
    >>> numerical_derivative(np.tanh, [0.0, 100.0]).round(6)
    array([1., 0.])
    """
    x = np.array(x, dtype=np.float64)
    right, left = x + h, x - h
    step = right - left  # before the calls, which may change their arguments
    return np.asarray((np.asarray(f(right), dtype=np.float64) - np.asarray(f(left), dtype=np.float64)) / step)


def relative_error(a, b) -> float:
    """Largest elementwise |a − b| / (|a| + |b|): 0 for equal arrays, 1 for opposite signs.

    Below 1e-7 two float64 gradients agree; above 1e-2 one of them is wrong; in between, look for kinks.
    (CS231n, "Gradient checks".) Sums |a| + |b| below 1e-8 count as 1e-8, so that two tiny numbers do not disagree.

    Parameters
    ----------
    a, b : array_like
        Of shapes that broadcast against each other.

    Examples
    --------
    >>> relative_error([1.0, 2.0], [1.0, 6.0])
    0.5
    """
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)), initial=0.0))
