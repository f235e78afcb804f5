"""Answers to 3.9, elu: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _with_parameter, elementwise

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def elu_inputs(rng):
    yield from _with_parameter(rng, 1.0, [0.5, 2.0, 0.1, 1.6733, 30.0])


@inputs(of="elu_grad")
def elu_grad_inputs(rng):
    for x, *alpha in _with_parameter(rng, 1.0, [0.5, 2.0, 0.1, 1.6733, 30.0]):
        if alpha != [30.0] or getattr(x, "dtype", None) != np.float32:  # the output plus 30 has five digits in float32
            yield x, *alpha


# -- right, written in other ways ------------------------------------------------------------------


@right
def elu_by_two_parts(x, alpha=1.0):
    return np.maximum(x, 0) + alpha * (np.exp(np.minimum(x, 0)) - 1)


@right
def elu_by_mask(x, alpha=1.0):
    out = np.array(x, dtype=float)
    low = out < 0
    out[low] = alpha * (np.exp(out[low]) - 1)
    return out


@right
def elu_by_loop(x, alpha=1.0):
    return elementwise(lambda value: value if value > 0 else alpha * (math.exp(value) - 1), x)


@right
def elu_with_the_warning_off(x, alpha=1.0):
    with np.errstate(over="ignore"):
        return np.where(np.asarray(x) > 0, x, alpha * (np.exp(x) - 1))


@right(of="elu_grad")
def elu_grad_from_the_output(x, alpha=1.0):
    """On the left the slope alpha · eˣ is the output alpha · (eˣ − 1) plus alpha, so it is read off what ELU puts
    out. A layer that has kept its output, which is computed anew here, needs no second exponential for its gradient;
    but the sum loses digits far left, and for x = −40 and alpha = 1 it is 0 instead of 4.2 · 10⁻¹⁸."""
    x = np.asarray(x)
    output = np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
    return np.where(x > 0, 1.0, output + alpha)


@right(of="elu_grad")
def elu_grad_by_mask(x, alpha=1.0):
    x = np.asarray(x)
    out = np.ones(x.shape)
    low = x <= 0
    out[low] = alpha * np.exp(x[low])
    return out


@right(of="elu_grad")
def elu_grad_by_loop(x, alpha=1.0):
    return elementwise(lambda value: 1.0 if value > 0 else alpha * math.exp(value), x)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def where_overflows(x, alpha=1.0):
    """Your values are right, but you take the exponential of x = 1000 too, in a branch or a term whose result is thrown away:
    it overflows, and NumPy warns. Which inputs may the exponential get to see?"""
    return np.where(np.asarray(x) > 0, x, alpha * (np.exp(x) - 1))


@wrong
def alpha_forgotten(x, alpha=1.0):
    """Your result does not depend on `alpha`. The floor of the curve is at −α, not always at −1."""
    return np.where(np.asarray(x) > 0, x, np.expm1(np.minimum(x, 0)))


@wrong
def not_lowered(x, alpha=1.0):
    """On the negative side your curve lies above 0, and it jumps at 0. What has to be subtracted, so that it meets the
    positive side there?"""
    return np.where(np.asarray(x) > 0, x, alpha * np.exp(np.minimum(x, 0)))


@wrong
def alpha_outside(x, alpha=1.0):
    """You subtract 1 after multiplying by α. With α = 1 that is the same; with any other α the curve jumps at 0. What does α
    multiply?"""
    return np.where(np.asarray(x) > 0, x, alpha * np.exp(np.minimum(x, 0)) - 1)


@wrong
def scaled_on_both_sides(x, alpha=1.0):
    """You multiply the positive side by α as well. There the output is x itself."""
    return alpha * np.where(np.asarray(x) > 0, x, np.expm1(np.minimum(x, 0)))


@wrong(of="elu_grad")
def grad_where_overflows(x, alpha=1.0):
    """Your slopes are right, but you take the exponential of x = 1000 too, in a branch or a term whose result is thrown away:
    it overflows, and NumPy warns."""
    return np.where(np.asarray(x) > 0, 1.0, alpha * np.exp(x))


@wrong(of="elu_grad")
def grad_alpha_forgotten(x, alpha=1.0):
    """Your derivative does not depend on `alpha`. On the negative side α is a factor of the function, so it is a factor
    of the derivative."""
    return np.where(np.asarray(x) > 0, 1.0, np.exp(np.minimum(x, 0)))


@wrong(of="elu_grad")
def output_plus_one(x, alpha=1.0):
    """On the negative side you return the output plus 1. That is the derivative for α = 1. For other α, how far is the
    output from the floor?"""
    return np.where(np.asarray(x) > 0, 1.0, alpha * np.expm1(np.minimum(x, 0)) + 1)


@wrong(of="elu_grad")
def grad_is_the_value(x, alpha=1.0):
    """On the negative side you return the function's value. The derivative is positive there: the curve rises."""
    return np.where(np.asarray(x) > 0, 1.0, alpha * np.expm1(np.minimum(x, 0)))


@wrong(of="elu_grad")
def grad_one_at_zero_for_elu(x, alpha=1.0):
    """At x = 0 you return 1 whatever α is. The contract asks for the slope of the negative side there."""
    return np.where(np.asarray(x) >= 0, 1.0, alpha * np.exp(np.minimum(x, 0)))


@wrong
def larger_of_the_branches(x, alpha=1.0):
    """You take the larger of the two branches. For α = 1 the curve is never below x, so that works; for α = 2 it is, between
    −1.6 and 0. What decides between the branches?"""
    return np.maximum(x, alpha * np.expm1(np.minimum(x, 0)))


@wrong
def elu_integers_stay(x, alpha=1.0):
    """Your result gets the dtype of x, as an array does that is made like x and then filled. If x holds integers,
    decimals are cut off, and −0.63 becomes 0. What must you say when you make that array?"""
    x = np.asarray(x)
    out = np.zeros_like(x)
    out[x > 0] = x[x > 0]
    out[x <= 0] = alpha * np.expm1(x[x <= 0])
    return out


@wrong
def exponent_of_the_size(x, alpha=1.0):
    """Your exponent is positive on the negative side, so the curve shoots up to the left. There it should fall towards −α: what
    must the exponential do as x goes down?"""
    return np.where(np.asarray(x) > 0, x, alpha * (np.exp(np.abs(x)) - 1))


@wrong(of="elu_grad")
def alpha_on_both_sides(x, alpha=1.0):
    """On the positive side you return α. The slope there is 1, whatever α is: α belongs to the exponential's side."""
    return alpha * np.exp(np.minimum(x, 0))


@wrong(of="elu_grad")
def elu_without_its_alpha(x, alpha=1.0):
    """You use ELU's output, but of the curve for α = 1. Which α does `elu` take when nobody tells it?"""
    return np.where(np.asarray(x) > 0, 1.0, np.expm1(np.minimum(x, 0)) + alpha)


@wrong(of="elu_grad")
def elu_grad_integers_stay(x, alpha=1.0):
    """Your result gets the dtype of x, as an array does that is made like x and then filled. If x holds integers,
    decimals are cut off, and a slope of 0.37 becomes 0. What must you say when you make that array?"""
    x = np.asarray(x)
    out = np.ones_like(x)
    out[x <= 0] = alpha * np.exp(x[x <= 0])
    return out


@wrong(of="elu_grad")
def capped_at_one(x, alpha=1.0):
    """You take the smaller of 1 and the slope of the exponential's side. With α = 2 the slope exceeds 1 just left of 0,
    and with α = 0.5 you return 0.5 on the right, where it is 1. What decides between the two cases?"""
    return np.minimum(1.0, alpha * np.exp(np.minimum(x, 0)))


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def elu_by_if(x, alpha=1.0):
    """`if` and Python's `max` need one yes or no, but the comparison of an array gives one for each entry. Which NumPy
    function decides entry by entry?"""
    return x if x > 0 else alpha * (np.exp(x) - 1)


@wrong
def sides_exchanged(x, alpha=1.0):
    """You bend the positive side and let the negative one pass. It is the other way round."""
    return np.where(np.asarray(x) > 0, alpha * np.expm1(np.minimum(x, 700)), x)


@wrong
def bends_everywhere(x, alpha=1.0):
    """On the positive side you return 0, which is what the exponential's side gives if its input is cut off at 0. There
    the output is x."""
    return alpha * np.expm1(np.minimum(x, 0))


@wrong
def alpha_in_the_exponent(x, alpha=1.0):
    """You multiply α with x, inside the exponent. It stands before the bracket: the floor is at −α."""
    return np.where(np.asarray(x) > 0, x, np.expm1(alpha * np.minimum(x, 0)))


@wrong
def another_default(x, alpha=0.01):
    """Your default is 0.01, the slope of a leaky ReLU. The contract says 1."""
    return np.where(np.asarray(x) > 0, x, alpha * np.expm1(np.minimum(x, 0)))


@wrong
def clipped_for_float64(x, alpha=1.0):
    """Clipping at some hundreds keeps the exponential finite in float64, but not in float32, whose largest number is
    about e⁸⁸: there it overflows, and NumPy warns. Which inputs need the exponential at all?"""
    return np.where(np.asarray(x) > 0, x, alpha * (np.exp(np.clip(x, -500, 500)) - 1))


@wrong(of="elu_grad")
def grad_clipped_for_float64(x, alpha=1.0):
    """Clipping at some hundreds keeps the exponential finite in float64, but not in float32, whose largest number is
    about e⁸⁸: there it overflows, and NumPy warns. Which inputs need the exponential at all?"""
    return np.where(np.asarray(x) > 0, 1.0, alpha * np.exp(np.clip(x, -500, 500)))


@wrong(of="elu_grad")
def output_plus_alpha_everywhere(x, alpha=1.0):
    """You return the output plus α on both sides. That is the slope on the negative side; on the positive one it is 1."""
    return np.where(np.asarray(x) > 0, x, alpha * np.expm1(np.minimum(x, 0))) + alpha


@wrong(of="elu_grad")
def grad_average_at_zero(x, alpha=1.0):
    """At x = 0 you return the mean of 1 and α. That is a possible choice, but the contract asks for α."""
    below = alpha * np.exp(np.minimum(x, 0))
    return np.where(np.asarray(x) > 0, 1.0, np.where(np.asarray(x) == 0, (1 + alpha) / 2, below))


@wrong(of="elu_grad")
def grad_nearly_zero(x, alpha=1.0):
    """You treat small positive inputs as 0. However small a positive x is, the slope there is 1, not α."""
    return np.where(np.asarray(x) > 1e-6, 1.0, alpha * np.exp(np.minimum(x, 0)))


@wrong(of="elu_grad")
def grad_exponent_of_the_size(x, alpha=1.0):
    """Your slope grows to the left without end. There the curve becomes flat: what must the exponential do as x goes down?"""
    return np.where(np.asarray(x) > 0, 1.0, alpha * np.exp(np.minimum(np.abs(x), 700)))
