"""Answers to 3.1, sigmoid: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _elementwise_inputs, _sigmoid, _stable_sigmoid, elementwise

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def sigmoid_inputs(rng):
    yield from _elementwise_inputs(rng)


@inputs(of="sigmoid_grad")
def sigmoid_grad_inputs(rng):
    yield from _elementwise_inputs(rng)


# -- right, written in other ways ------------------------------------------------------------------


@right
def sigmoid_by_masks(x):
    x = np.asarray(x, dtype=float)
    out = np.empty_like(x)
    right = x >= 0
    out[right] = 1 / (1 + np.exp(-x[right]))
    e = np.exp(x[~right])
    out[~right] = e / (1 + e)
    return out


def _sigmoid_of_one(x):
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


@right
def sigmoid_by_loop(x):
    return elementwise(_sigmoid_of_one, x)


@right
def sigmoid_clipped_far_out(x):
    return 1 / (1 + np.exp(-np.clip(x, -87, 87)))


@right
def sigmoid_by_logaddexp(x):
    return np.exp(-np.logaddexp(0, -np.asarray(x)))


@right
def sigmoid_single(x):
    with np.errstate(over="ignore"):
        return np.float32(1) / (1 + np.exp(-np.asarray(x, dtype=np.float32)))


@right(of="sigmoid_grad")
def sigmoid_grad_by_cosh(x):
    return 0.25 / np.cosh(np.clip(x, -200, 200) / 2) ** 2


@right(of="sigmoid_grad")
def sigmoid_grad_by_one_exponential(x):
    """The derivative is written with s = exp(−|x|) itself, so nothing is subtracted, and you see that it is the same
    for x and −x. At x = 40 it gives 4.2 · 10⁻¹⁸, where the reference gets 0, because σ(40) is rounded to 1; but the
    stable form of the sigmoid, which the reference calls, is worked out a second time."""
    s = np.exp(-np.abs(x))  # at most 1
    return s / (1 + s) ** 2


@right(of="sigmoid_grad")
def sigmoid_grad_by_difference_of_squares(x):
    a = (np.tanh(np.asarray(x) / 2) + 1) / 2
    return a - a**2


@right(of="sigmoid_grad")
def sigmoid_grad_by_loop(x):
    return elementwise(lambda value: _sigmoid_of_one(value) * _sigmoid_of_one(-value), x)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def straight_from_the_formula(x):
    """Your values are right, but an exponential overflows on the way: for one of ±1000 it becomes infinity, and NumPy
    warns. You are saved by 1 / ∞ = 0. What must be true of an exponent, for its exponential never to be large?"""
    return 1 / (1 + np.exp(-x))


@wrong
def infinity_by_infinity(x):
    """For large positive x you divide infinity by infinity, which is NaN. Each of the two usual forms of the sigmoid is
    safe on one side only. Which form is safe where?"""
    return np.exp(x) / (1 + np.exp(x))


@wrong
def both_branches(x):
    """Your values are right, but on the way infinity is divided by infinity, and NumPy warns, though you throw that
    result away. (`np.where` computes both of its branches for every entry.) Which exponential is never large, on either
    side?"""
    return np.where(np.asarray(x) >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))


@wrong
def falling(x):
    """Your curve falls from 1 to 0, where the sigmoid rises from 0 to 1. What is the sign of the exponent?"""
    return _sigmoid(-np.asarray(x))


@wrong
def clipped_early(x):
    """Clipping x keeps the exponential small, but where you clip, the result is visibly not 0 or 1 yet. How far out does a
    float64 still tell the difference?"""
    return 1 / (1 + np.exp(-np.clip(x, -10, 10)))


@wrong(of="sigmoid_grad")
def takes_an_output(x):
    """This takes x for the sigmoid's output. The contract says: x is what goes into the sigmoid. So what has to happen
    to x first?"""
    return x * (1 - x)


@wrong(of="sigmoid_grad")
def only_the_complement(x):
    """You return one of the two factors of the derivative. At 0 it should be 0.25, the product of both."""
    return 1 - _sigmoid(x)


@wrong(of="sigmoid_grad")
def forgot_the_inner_minus(x):
    """The derivative has the wrong sign, so the sigmoid would fall. By the chain rule the exponent −x brings a factor −1,
    and the power −1 of the fraction brings another."""
    return -_sigmoid(x) * (1 - _sigmoid(x))


@wrong(of="sigmoid_grad")
def tanh_rule(x):
    """That is the rule for another curve: one minus the square of the output belongs to tanh. At 0 a sigmoid's slope is
    0.25."""
    return 1 - _sigmoid(x) ** 2


@wrong
def integers_stay_integers(x):
    """Your result gets the dtype of x, as an array does that is made like x and then filled. If x holds integers,
    everything between 0 and 1 is cut off to 0. What must you say when you make that array?"""
    x = np.asarray(x)
    out = np.zeros_like(x)
    out[x >= 0] = 1 / (1 + np.exp(-x[x >= 0]))
    out[x < 0] = np.exp(x[x < 0]) / (1 + np.exp(x[x < 0]))
    return out


@wrong
def small_ones_lost(x):
    """Far below 0 you return exactly 0. If a number near 1 or −1 comes first, and 1 is subtracted or added, float64
    loses what is smaller than about 1e-16 beside 1. A formula in which nothing near 1 is subtracted from 1 keeps it."""
    return (1 + np.tanh(np.asarray(x) / 2)) / 2


@wrong
def clipped_for_float64(x):
    """Clipping at some hundreds keeps the exponential finite in float64, but not in float32, whose largest number is
    about e⁸⁸: there it still overflows, and NumPy warns."""
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


@wrong
def clipped_at_thirty(x):
    """You clip x, so everything beyond the limit comes out alike: σ(−40) is what σ is at the limit, and at −30 that is
    22,000 times as large. Look for a form that needs no clipping."""
    return 1 / (1 + np.exp(-np.clip(x, -30, 30)))


@wrong(of="sigmoid_grad")
def grad_of_infinities(x):
    """For large negative x you divide infinity by infinity, which is NaN. Your sigmoid is safe there: can the derivative be
    written with it?"""
    return np.exp(-x) / (1 + np.exp(-x)) ** 2


@wrong(of="sigmoid_grad")
def square_forgotten(x):
    """At 0 you return 0.5, where the derivative is 0.25. If you differentiate the fraction, its denominator is squared;
    written with the output, the derivative has two factors."""
    return np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x)))


@wrong(of="sigmoid_grad")
def complement_of_the_input(x):
    """The second factor is one minus the output; you take one minus the input."""
    return _sigmoid(x) * (1 - x)


@wrong
def one_number_at_a_time(x):
    """`if` and Python's `max` need one yes or no, but the comparison of an array gives one for each entry. Decide entry
    by entry: with `np.where`, or with a formula that is the same for both signs."""
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong(of="sigmoid_grad")
def times_one_minus_x(x):
    return _stable_sigmoid(x) * (1 - x)


@wrong
def twice_as_steep(x):
    """Your curve is twice as steep as the sigmoid: it is that of 2x. If you use tanh, what must stand inside it, so that the
    slope at 0 is 0.25?"""
    return _sigmoid(2 * np.asarray(x))


@wrong
def same_on_both_sides(x):
    """For −x you return what you return for x, so nothing lies below 0.5. An exponential of −|x| is safe, but the formula must
    still tell the two sides apart."""
    return 1 / (1 + np.exp(-np.abs(x)))


@wrong(of="sigmoid_grad")
def plus_in_the_second_factor(x):
    """At 0 you return 0.75. The second factor is what is missing from the output to 1, not the output and 1 together."""
    return _sigmoid(x) * (1 + _sigmoid(x))


@wrong(of="sigmoid_grad")
def applied_twice(x):
    """You apply the sigmoid to x and then once more. The derivative is made of the output itself; the function that takes an input
    must get x."""
    a = _sigmoid(_sigmoid(x))
    return a * (1 - a)


@wrong(of="sigmoid_grad")
def grad_safe_in_float64_only(x):
    """Clipping at some hundreds keeps the exponential finite in float64, but not in float32: there it overflows from 89 on, and
    infinity divided by infinity is NaN. Your sigmoid is safe: can the derivative be written with it?"""
    e = np.exp(-np.clip(x, -300, 300))
    return e / (1 + e) ** 2
