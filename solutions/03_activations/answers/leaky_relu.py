"""Answers to 3.8, leaky_relu: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _with_parameter, elementwise

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def leaky_relu_inputs(rng):
    yield from _with_parameter(rng, 0.01, [0.1, 0.25, 0.9, 0.0, 1.0])


@inputs(of="leaky_relu_grad")
def leaky_relu_grad_inputs(rng):
    yield from _with_parameter(rng, 0.01, [0.1, 0.25, 0.9, 0.0, 1.0])


# -- right, written in other ways ------------------------------------------------------------------


@right
def leaky_by_maximum(x, slope=0.01):
    """It takes the larger of the two lines x and slope · x, where the reference asks on which side of 0 each x lies.
    That works because the slope lies between 0 and 1: the steeper line is above on the right and below on the left;
    with a slope above 1 it would return the wrong line on both sides."""
    return np.maximum(x, slope * np.asarray(x))


@right
def leaky_by_two_parts(x, slope=0.01):
    return np.maximum(x, 0) + slope * np.minimum(x, 0)


@right
def leaky_by_mask(x, slope=0.01):
    out = np.array(x, dtype=float)
    out[out < 0] *= slope
    return out


@right
def leaky_by_loop(x, slope=0.01):
    return elementwise(lambda value: value if value > 0 else slope * value, x)


@right(of="leaky_relu_grad")
def leaky_grad_by_mask(x, slope=0.01):
    out = np.ones_like(x, dtype=float)
    out[np.asarray(x) <= 0] = slope
    return out


@right(of="leaky_relu_grad")
def leaky_grad_by_arithmetic(x, slope=0.01):
    positive = (np.asarray(x) > 0) * 1.0
    return positive + slope * (1 - positive)


@right(of="leaky_relu_grad")
def leaky_grad_by_loop(x, slope=0.01):
    return elementwise(lambda value: 1.0 if value > 0 else slope, x)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def slope_built_in(x, slope=0.01):
    """Your result does not depend on `slope`: 0.01 is built in. The caller may pass another one."""
    return np.where(np.asarray(x) > 0, x, 0.01 * np.asarray(x))


@wrong
def wrong_way_down(x, slope=0.01):
    """On the negative side your outputs are positive, so the curve rises to the left. A negative x times a positive slope
    is negative."""
    return np.where(np.asarray(x) > 0, x, -slope * np.asarray(x))


@wrong
def plain_relu(x, slope=0.01):
    """Negative inputs give 0: that is ReLU. Here they keep a little of themselves."""
    return np.maximum(x, 0.0)


@wrong
def constant_below(x, slope=0.01):
    """All negative inputs give the same output. They should lie on a line that goes down with x."""
    return np.where(np.asarray(x) > 0, x, -slope)


@wrong(of="leaky_relu_grad")
def grad_times_x(x, slope=0.01):
    """On the negative side you return slope · x: that is the function. Its derivative there does not depend on x."""
    return np.where(np.asarray(x) > 0, 1.0, slope * np.asarray(x))


@wrong(of="leaky_relu_grad")
def grad_built_in(x, slope=0.01):
    """Your derivative does not depend on `slope`: 0.01 is built in. The caller may pass another one."""
    return np.where(np.asarray(x) > 0, 1.0, 0.01)


@wrong(of="leaky_relu_grad")
def grad_of_relu(x, slope=0.01):
    """On the negative side your derivative is 0: that is ReLU's. The whole point of the leak is that it is not."""
    return np.where(np.asarray(x) > 0, 1.0, 0.0)


@wrong(of="leaky_relu_grad")
def grad_one_at_zero(x, slope=0.01):
    """At x = 0 you return 1. The contract says: there it takes the slope of the negative side."""
    return np.where(np.asarray(x) >= 0, 1.0, slope)


@wrong
def leak_on_both_sides(x, slope=0.01):
    """You add the leak on the positive side as well: for a slope above 0, 3 comes out as more than 3. Which part of x
    should the slope multiply?"""
    return np.maximum(x, 0) + slope * x


@wrong
def leaky_integers_stay(x, slope=0.01):
    """Your result gets the dtype of x, as an array does that is made like x and then filled. If x holds integers, the
    decimals of the leak are cut off. What must you say when you make that array?"""
    x = np.asarray(x)
    out = np.zeros_like(x)
    out[x > 0] = x[x > 0]
    out[x <= 0] = slope * x[x <= 0]
    return out


@wrong
def leak_into_integers(x, slope=0.01):
    """You multiply entries in place. If the array holds integers, NumPy refuses to write the leak into it: of what
    dtype must the array be that you change?"""
    out = np.asarray(x).copy()
    out[out < 0] *= slope
    return out


@wrong(of="leaky_relu_grad")
def leaky_grad_integers_stay(x, slope=0.01):
    """Your result gets the dtype of x, as an array does that is made like x and then filled. If x holds integers, a
    slope below 1 is cut off to 0. What must you say when you make that array?"""
    out = np.ones_like(x)
    out[x <= 0] = slope
    return out


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong(of="leaky_relu_grad")
def leaky_grad_loop_over_a_row(x, slope=0.01):
    out = np.zeros(x.shape)
    for index, value in np.ndenumerate(x):
        out[index] = 1 if value > 0 else slope
    return out


@wrong
def another_default(x, slope=0.1):
    """Your default is 0.1. The contract says 0.01."""
    return np.where(np.asarray(x) > 0, x, slope * np.asarray(x))


@wrong(of="leaky_relu_grad")
def grad_another_default(x, slope=0.1):
    """Your default is 0.1. The contract says 0.01."""
    return np.where(np.asarray(x) > 0, 1.0, slope)


@wrong
def smaller_of_the_two(x, slope=0.01):
    """You take the smaller of x and slope · x. That is the other branch on either side: 3 should pass whole."""
    return np.minimum(x, slope * np.asarray(x))


@wrong
def minus_for_times(x, slope=0.01):
    """On the negative side you subtract the slope from x. A slope is a factor."""
    return np.where(np.asarray(x) > 0, x, np.asarray(x) - slope)


@wrong
def floor_at_the_slope(x, slope=0.01):
    """You let nothing fall below −slope. The negative side is a line that goes down without end, not a floor."""
    return np.maximum(x, -slope)


@wrong
def larger_of_x_and_the_slope(x, slope=0.01):
    """You compare x with the slope itself, so nothing falls below it. The slope is a factor of x."""
    return np.maximum(x, slope)


@wrong
def divided(x, slope=0.01):
    """On the negative side you divide by the slope, so the leak becomes a flood. A slope is a factor."""
    with np.errstate(all="ignore"):
        return np.where(np.asarray(x) > 0, x, np.asarray(x) / np.float64(slope))


@wrong(of="leaky_relu_grad")
def grad_halfway_at_zero(x, slope=0.01):
    """At x = 0 you return the mean of the two slopes. That is a possible choice, but the contract asks for the slope of
    the negative side."""
    return np.where(np.asarray(x) > 0, 1.0, np.where(np.asarray(x) == 0, (1 + slope) / 2, slope))


@wrong(of="leaky_relu_grad")
def grad_zero_at_zero(x, slope=0.01):
    """At x = 0 you return 0. The contract says: there it takes the slope of the negative side."""
    return np.where(np.asarray(x) > 0, 1.0, np.where(np.asarray(x) == 0, 0.0, slope))


@wrong(of="leaky_relu_grad")
def grad_leak_on_both_sides(x, slope=0.01):
    """You add the leak to the slope of the positive side. There x passes as it is, with slope 1."""
    return (np.asarray(x) > 0) * 1.0 + slope


@wrong(of="leaky_relu_grad")
def grad_nearly_zero(x, slope=0.01):
    """You treat inputs that are nearly 0 as 0. However small a positive x is, the slope there is 1."""
    return np.where((np.asarray(x) > 0) & ~np.isclose(x, 0), 1.0, slope)


@wrong(of="leaky_relu_grad")
def output_by_input(x, slope=0.01):
    """At x = 0 you return NaN, on both sides you are right. If you divide the output by x, for instance, that is 0/0 at
    0: what does the contract ask for there?"""
    with np.errstate(all="ignore"):
        return np.where(np.asarray(x) > 0, x, slope * np.asarray(x)) / np.asarray(x)


@wrong
def leaky_relu_by_if(x, slope=0.01):
    """`if` and Python's `max` need one yes or no, but the comparison of an array gives one for each entry. Which NumPy
    function decides entry by entry?"""
    return x if x > 0 else slope * x
