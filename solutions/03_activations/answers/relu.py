"""Answers to 3.6, relu: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _elementwise_inputs, elementwise

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def relu_inputs(rng):
    yield from _elementwise_inputs(rng)


@inputs(of="relu_grad")
def relu_grad_inputs(rng):
    yield from _elementwise_inputs(rng)


# -- right, written in other ways ------------------------------------------------------------------


@right
def relu_by_mask(x):
    return x * (np.asarray(x) > 0)


@right
def relu_by_where(x):
    return np.where(np.asarray(x) > 0, x, 0)


@right
def relu_by_absolute(x):
    """x + |x| is 2x on the right of 0 and 0 on the left, so half of it is ReLU, without any comparison. You see that
    ReLU is a straight line plus an absolute value, halved, and that only the second bends; but it takes three
    operations instead of one, and above half of the largest float the sum overflows."""
    return (x + np.abs(x)) / 2


@right
def relu_by_copy(x):
    out = np.array(x, dtype=float)
    out[out < 0] = 0
    return out


@right
def relu_by_loop(x):
    return elementwise(lambda value: max(value, 0.0), x)


@right(of="relu_grad")
def relu_grad_as_integers(x):
    return (np.asarray(x) > 0).astype(int)


@right(of="relu_grad")
def relu_grad_by_heaviside(x):
    return np.heaviside(x, 0)


@right(of="relu_grad")
def relu_grad_by_sign(x):
    return np.maximum(np.sign(x), 0)


@right(of="relu_grad")
def relu_grad_by_loop(x):
    return elementwise(lambda value: 1.0 if value > 0 else 0.0, x)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def absolute(x):
    """You turn negative numbers into positive ones. ReLU stops them: it returns 0."""
    return np.abs(x)


@wrong
def smaller_of_the_two(x):
    """You keep the negative side and stop the positive one. Which of x and 0 should pass, the smaller or the larger?"""
    return np.minimum(x, 0)


@wrong
def in_place(x):
    """The values are right, but you wrote them into the array that you were given: the caller's x is gone. Make a new
    array."""
    if isinstance(x, np.ndarray):
        x[x < 0] = 0
        return x
    return max(x, 0)


@wrong
def one_number(x):
    """You return a single number: the largest of all entries, or 0 if none is above it. ReLU decides for each entry by itself."""
    return max(np.max(x), 0)


@wrong(of="relu_grad")
def one_at_zero(x):
    """At x = 0 you return 1. There the curve has a kink, and the contract decides: 0. Which comparison leaves 0 out?"""
    return np.where(np.asarray(x) >= 0, 1.0, 0.0)


@wrong(of="relu_grad")
def half_at_zero(x):
    """At x = 0 you return the mean of the two slopes. That is a possible choice, but the contract asks for 0."""
    return np.heaviside(x, 0.5)


@wrong(of="relu_grad")
def the_value(x):
    """You return x where x is positive: that is ReLU itself. Its slope there is the same for all x. Which number?"""
    return np.maximum(x, 0.0)


@wrong(of="relu_grad")
def truth_values(x):
    """You return truth values, True and False. Others will multiply with your result and average it: return numbers."""
    return np.asarray(x) > 0


@wrong
def largest_along_an_axis(x):
    """You return the largest entries along the first axis, as `np.max` does with 0 as its second argument: 0 is read as
    the axis, not as a number to compare with. A function with a similar name compares two values, entry by entry."""
    return np.max(x, 0)


@wrong(of="relu_grad")
def arrays_only(x):
    """For a plain number the comparison gives a plain True or False, which has no `astype`. The contract promises numbers
    as well as arrays: what makes an array of either?"""
    return (x > 0).astype(float)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong(of="relu_grad")
def nearly_zero_is_zero(x):
    """You treat inputs that are nearly 0 as 0. However small a positive x is, the slope there is 1."""
    return np.where(np.isclose(x, 0), 0.0, np.asarray(x) > 0) * 1.0


@wrong(of="relu_grad")
def above_a_thousandth(x):
    """You let the slope be 1 only from some small number on. However small a positive x is, the slope there is 1."""
    return np.where(np.asarray(x) > 1e-3, 1.0, 0.0)


@wrong(of="relu_grad")
def above_a_tiny_number(x):
    return np.where(np.asarray(x) > 1e-7, 1.0, 0.0)


@wrong(of="relu_grad")
def grad_upside_down(x):
    """You return 1 on the negative side. There ReLU is flat: its slope is 1 where x passes."""
    return np.where(np.asarray(x) < 0, 1.0, 0.0)


@wrong(of="relu_grad")
def sign_of_the_input(x):
    """You return −1 on the negative side. There ReLU is flat: its slope is 0."""
    return np.sign(x)


@wrong
def relu_by_if(x):
    """`if` and Python's `max` need one yes or no, but the comparison of an array gives one for each entry. Which NumPy
    function compares entry by entry?"""
    return x if x >= 0 else 0
