"""Answers to 3.4, tanh: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _elementwise_inputs, _sigmoid, _stable_sigmoid, elementwise

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def tanh_inputs(rng):
    yield from _elementwise_inputs(rng)


@inputs(of="tanh_grad")
def tanh_grad_inputs(rng):
    yield from _elementwise_inputs(rng)


# -- right, written in other ways ------------------------------------------------------------------


@right
def tanh_of_numpy(x):
    return np.tanh(x)


@right
def tanh_by_loop(x):
    return elementwise(math.tanh, x)


@right
def tanh_by_one_exponential(x):
    s = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 - s) / (1 + s)


@right
def tanh_with_a_warning(x):
    return 2 / (1 + np.exp(-2 * np.asarray(x))) - 1


@right
def tanh_single(x):
    return np.tanh(np.asarray(x, dtype=np.float32))


@right(of="tanh_grad")
def tanh_grad_by_cosh(x):
    return 1 / np.cosh(np.clip(x, -300, 300)) ** 2


@right(of="tanh_grad")
def tanh_grad_by_factors(x):
    t = np.tanh(x)
    return (1 - t) * (1 + t)


@right(of="tanh_grad")
def tanh_grad_by_sigmoid(x):
    a = 0.5 * (1 + np.tanh(x))
    return 4 * a * (1 - a)


@right(of="tanh_grad")
def tanh_grad_by_loop(x):
    return elementwise(lambda value: 1 - math.tanh(value) ** 2, x)


@right
def tanh_by_expm1(x):
    """It uses np.expm1, which computes exp(−2|x|) − 1 in one piece, where the reference subtracts 1 from 2σ(2x), two
    numbers that nearly agree when x is near 0. At x = 10⁻¹⁷ it returns 10⁻¹⁷ and the reference 0, but it needs the
    sign of x as a factor, and no longer shows that tanh is a stretched sigmoid."""
    e = np.expm1(-2 * np.abs(x))  # from −1 to 0
    return np.sign(x) * -e / (2 + e)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def not_steeper(x):
    """Range and centre are right, but your curve is too flat: its slope at 0 is 0.5 instead of 1. There are two twos in
    the formula; one of them stands inside."""
    return 2 * _sigmoid(x) - 1


@wrong
def not_moved(x):
    """Your curve runs from 0 to 2; tanh runs from −1 to 1, through 0. What is missing at the end?"""
    return 2 * _sigmoid(2 * np.asarray(x))


@wrong
def two_exponentials(x):
    """At ±1000 an exponential of the formula overflows, and infinity divided by infinity is NaN. Your sigmoid is safe
    there: can you use it?"""
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


@wrong
def upside_down(x):
    """Your curve falls; tanh rises, from −1 on the left to 1 on the right."""
    return -np.tanh(x)


@wrong(of="tanh_grad")
def not_squared(x):
    """One minus the output: on the left that exceeds 1. It is the square of the output that the derivative needs."""
    return 1 - np.tanh(x)


@wrong(of="tanh_grad")
def of_an_output(x):
    """This takes x for the output of tanh. Here x is what goes into tanh."""
    return 1 - np.asarray(x) ** 2


@wrong(of="tanh_grad")
def one_factor_of_two(x):
    """Your derivative is half of what it should be. In 2σ(2x) − 1 there are two twos, and each brings a factor to the
    derivative: the inner one by the chain rule."""
    return 2 * _sigmoid(2 * np.asarray(x)) * (1 - _sigmoid(2 * np.asarray(x)))


@wrong(of="tanh_grad")
def sigmoid_rule(x):
    """That is the sigmoid's rule, output times one minus output, with the output of tanh. It is 0 at 0, where tanh is
    steepest."""
    return np.tanh(x) * (1 - np.tanh(x))


@wrong(of="tanh_grad")
def square_of_the_difference(x):
    """You square the whole difference. It is the output alone that is squared, and then taken from 1."""
    return (1 - np.tanh(x)) ** 2


@wrong(of="tanh_grad")
def plus_for_minus(x):
    """Your slope grows away from 0, up to 2. Tanh becomes flat there. Which sign stands before the square?"""
    return 1 + np.tanh(x) ** 2


@wrong(of="tanh_grad")
def one_minus_the_size(x):
    """You subtract the size of the output from 1. It is the square of the output that is subtracted."""
    return 1 - np.abs(np.tanh(x))


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def sign_far_out(x):
    return np.where(np.abs(x) > 5, np.sign(x), np.tanh(x))


@wrong(of="tanh_grad")
def twice_the_sigmoid_grad(x):
    a = _stable_sigmoid(2 * x)
    return 2 * a * (1 - a)


@wrong
def tanh_by_if(x):
    if x >= 0:
        return 2 * _stable_sigmoid(2 * x) - 1
    return -(2 * _stable_sigmoid(-2 * x) - 1)


@wrong
def not_stretched(x):
    """Your curve runs from −1 to 0. There are two twos in the formula: one makes the curve steeper, the other taller."""
    return _sigmoid(2 * np.asarray(x)) - 1


@wrong
def one_exponential(x):
    """For large negative x you divide infinity by infinity, which is NaN. With the other sign in the exponent it would be the other
    side. Your sigmoid is safe on both."""
    e = np.exp(-2 * np.asarray(x))
    return (1 - e) / (1 + e)


@wrong
def other_exponential(x):
    """For large x you divide infinity by infinity, which is NaN. With the other sign in the exponent it would be the other side.
    Your sigmoid is safe on both."""
    e = np.exp(2 * np.asarray(x))
    return (e - 1) / (e + 1)


@wrong
def same_on_both_sides(x):
    """For −x you return what you return for x, so nothing is negative. tanh(−x) is −tanh(x)."""
    return np.tanh(np.abs(x))


@wrong
def clipped_for_float64(x):
    """Clipping at some hundreds keeps the exponentials finite in float64, but not in float32: there they overflow from 89 on, and
    infinity divided by infinity is NaN."""
    x = np.clip(x, -300, 300)
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


@wrong(of="tanh_grad")
def grad_clipped_for_float64(x):
    """Clipping at some hundreds keeps the exponentials finite in float64, but not in float32: there they overflow, and infinity
    divided by infinity is NaN. What does the derivative look like, written with the output?"""
    e = np.exp(2 * np.clip(x, -300, 300))
    return 4 * e / (e + 1) ** 2


@wrong(of="tanh_grad")
def root_of_the_difference(x):
    """You take the square root of 1 − tanh². That is one over cosh; the derivative has no root."""
    return np.sqrt(1 - np.tanh(x) ** 2)


@wrong(of="tanh_grad")
def sigmoid_rule_of_the_size(x):
    """That is the sigmoid's rule, applied to the size of tanh. It is 0 at 0, where tanh is steepest."""
    return np.abs(np.tanh(x)) * (1 - np.abs(np.tanh(x)))
