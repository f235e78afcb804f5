"""Wrong answers that people really give in 03_activations; the docstrings are told to the learner."""

import numpy as np

from chainrule_staff.authoring.alternatives import mistake


def _sigmoid(x):
    return 0.5 * (1 + np.tanh(np.asarray(x) / 2))


# -- 3.1 sigmoid ------------------------------------------------------------------------------


@mistake("sigmoid")
def straight_from_the_formula(x):
    """Your values are right, but an exponential overflows on the way: for one of ±1000 it becomes infinity, and NumPy
    warns. You are saved by 1 / ∞ = 0. What must be true of an exponent, for its exponential never to be large?"""
    return 1 / (1 + np.exp(-x))


@mistake("sigmoid")
def infinity_by_infinity(x):
    """For large positive x you divide infinity by infinity, which is NaN. Each way of writing the sigmoid is safe on one
    side only. Which way is safe where?"""
    return np.exp(x) / (1 + np.exp(x))


@mistake("sigmoid")
def both_branches(x):
    """Your values are right, but on the way infinity is divided by infinity, and NumPy warns, though you throw that result
    away or replace it afterwards. (`np.where` computes both of its branches for every entry.) Which exponential is
    never large, on either side?"""
    return np.where(np.asarray(x) >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))


@mistake("sigmoid")
def falling(x):
    """Your curve falls from 1 to 0, where the sigmoid rises from 0 to 1. What is the sign of the exponent?"""
    return _sigmoid(-np.asarray(x))


@mistake("sigmoid")
def clipped_early(x):
    """Clipping x keeps the exponential small, but where you clip, the result is visibly not 0 or 1 yet. How far out does a
    float64 still tell the difference?"""
    return 1 / (1 + np.exp(-np.clip(x, -10, 10)))


@mistake("sigmoid", of="sigmoid_grad")
def takes_an_output(x):
    """This takes x for the sigmoid's output. The contract says: x is what goes into the sigmoid. So what has to happen
    to x first?"""
    return x * (1 - x)


@mistake("sigmoid", of="sigmoid_grad")
def only_the_complement(x):
    """You return one of the two factors of the derivative. At 0 it should be 0.25, the product of both."""
    return 1 - _sigmoid(x)


@mistake("sigmoid", of="sigmoid_grad")
def forgot_the_inner_minus(x):
    """The derivative has the wrong sign, so the sigmoid would fall. By the chain rule the exponent −x brings a factor −1,
    and the power −1 of the fraction brings another."""
    return -_sigmoid(x) * (1 - _sigmoid(x))


@mistake("sigmoid", of="sigmoid_grad")
def tanh_rule(x):
    """That is the rule for another curve: one minus the square of the output belongs to tanh. At 0 a sigmoid's slope is
    0.25."""
    return 1 - _sigmoid(x) ** 2


@mistake("sigmoid")
def integers_stay_integers(x):
    """The array that you fill has the dtype of x. If x holds integers, so does your result, and everything between 0 and 1
    is cut off to 0. What must you say when you make that array?"""
    x = np.asarray(x)
    out = np.zeros_like(x)
    out[x >= 0] = 1 / (1 + np.exp(-x[x >= 0]))
    out[x < 0] = np.exp(x[x < 0]) / (1 + np.exp(x[x < 0]))
    return out


@mistake("sigmoid")
def small_ones_lost(x):
    """Far below 0 you return exactly 0: you compute a number near 1 or −1 first and subtract, and float64 loses what is
    smaller than about 1e-16 beside 1. The formula with one exponential keeps it."""
    return (1 + np.tanh(np.asarray(x) / 2)) / 2


@mistake("sigmoid")
def clipped_for_float64(x):
    """Clipping at some hundreds keeps e^x finite in float64, but not in float32, whose largest number is about e⁸⁸: there the
    exponential still overflows, and NumPy warns."""
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


@mistake("sigmoid")
def clipped_at_thirty(x):
    """You clip x, so everything beyond the limit comes out alike: σ(−40) is what σ is at the limit, thousands of times too
    large. Look for a form that needs no clipping."""
    return 1 / (1 + np.exp(-np.clip(x, -30, 30)))


@mistake("sigmoid", of="sigmoid_grad")
def grad_of_infinities(x):
    """For large negative x you divide infinity by infinity, which is NaN. Your sigmoid is safe there: can the derivative be
    written with it?"""
    return np.exp(-x) / (1 + np.exp(-x)) ** 2


@mistake("sigmoid", of="sigmoid_grad")
def square_forgotten(x):
    """At 0 you return 0.5, where the derivative is 0.25: the denominator of the fraction is squared when you differentiate it."""
    return np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x)))


@mistake("sigmoid", of="sigmoid_grad")
def complement_of_the_input(x):
    """The second factor is one minus the output; you take one minus the input."""
    return _sigmoid(x) * (1 - x)


@mistake("sigmoid")
def one_number_at_a_time(x):
    """`if` needs one yes or no, but the comparison of an array gives one for each entry. Decide entry by entry: with
    `np.where`, or with a formula that is the same for both signs."""
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


# -- 3.2 saturated_fraction -------------------------------------------------------------------


@mistake("saturated_fraction")
def compares_the_input(df, z, threshold=0.01):
    """You compare the pre-activations with the threshold. Saturation is a matter of the slope there: what is `df` for?"""
    return np.mean(np.asarray(z) < threshold)


@mistake("saturated_fraction")
def counts(df, z, threshold=0.01):
    """You return how many units are saturated. The share is that number divided by something."""
    return np.sum(np.abs(df(z)) < threshold)


@mistake("saturated_fraction")
def not_saturated(df, z, threshold=0.01):
    """You return the share of the units that still learn. Saturated are the others: those whose slope is small."""
    return np.mean(np.abs(df(z)) >= threshold)


@mistake("saturated_fraction")
def threshold_ignored(df, z, threshold=0.01):
    """Your result does not depend on `threshold`: the default is built in. The caller may pass another one."""
    return np.mean(np.abs(df(z)) < 0.01)


@mistake("saturated_fraction")
def sign_of_the_slope(df, z, threshold=0.01):
    """A slope of −0.5 is a steep one, but you count it as saturated. What should be compared is the slope's size."""
    return np.mean(df(z) < threshold)


@mistake("saturated_fraction")
def one_tail(df, z, threshold=0.01):
    """You count the flat part on the right only. The curve is flat on the left as well: large negative pre-activations
    are just as saturated."""
    return np.mean((np.abs(df(z)) < threshold) & (np.asarray(z) > 0))


@mistake("saturated_fraction")
def length_of_where(df, z, threshold=0.01):
    """You take the length of what `np.where` returns. That is a tuple with one array of indices for each axis, so its
    length is the number of axes, however many entries are small. How do you count the True in a mask?"""
    return len(np.where(np.abs(df(z)) < threshold)) / z.size


@mistake("saturated_fraction")
def mean_of_where(df, z, threshold=0.01):
    """`np.where` with a condition alone returns where it holds: indices. You average those. The mask itself, of True and
    False, is what you need."""
    return np.mean(np.where(np.abs(df(z)) < threshold))


@mistake("saturated_fraction")
def divided_by_the_rows(df, z, threshold=0.01):
    """You count all entries that are small, but divide by the length of the array, which is its number of rows. How many
    entries are there altogether?"""
    slopes = np.abs(df(z))
    return len(slopes[slopes < threshold]) / len(slopes)


@mistake("saturated_fraction")
def size_of_the_input(df, z, threshold=0.01):
    """You take the size of z before you ask for the slope. That is harmless only if the slope is the same at z and at −z.
    Of which number does the contract want the size?"""
    return np.mean(df(np.abs(z)) < threshold)


@mistake("saturated_fraction")
def rounded(df, z, threshold=0.01):
    """You round the share. Return it with all its digits; rounding is for printing."""
    return round(float(np.mean(np.abs(df(z)) < threshold)), 2)


# -- 3.3 gradient_factor ----------------------------------------------------------------------


@mistake("gradient_factor")
def adds(df, z):
    """You add the slopes of the layers. On the way back through the network, does each layer add its slope to the gradient,
    or does it scale the gradient by it?"""
    return np.sum(df(z), axis=0)


@mistake("gradient_factor")
def slope_of_the_product(df, z):
    """You multiply the pre-activations and take one slope at the end. Each layer has a slope of its own, at its own
    pre-activation; then the slopes are multiplied."""
    return df(np.prod(z, axis=0))


@mistake("gradient_factor")
def all_paths_together(df, z):
    """You multiply the slopes of all paths into one number. Two paths do not meet: each has its own factor. Which axis
    runs along a path?"""
    return np.prod(df(z))


@mistake("gradient_factor")
def along_the_last_axis(df, z):
    """You multiply along the last axis. With more than one path that multiplies slopes of one layer. The layers lie along
    the first axis."""
    return np.prod(df(z), axis=-1)


@mistake("gradient_factor")
def power_of_the_first(df, z):
    """You take the first layer's slope for all layers. That is right only when every layer has the same
    pre-activation."""
    return df(z[0]) ** len(z)


@mistake("gradient_factor")
def the_bound(df, z):
    """That is the bound, the best that sigmoid layers could leave. Asked is what these layers leave, with these slopes."""
    return 0.25 ** len(z) * np.ones(np.shape(z)[1:])


# -- 3.4 tanh ---------------------------------------------------------------------------------


@mistake("tanh")
def not_steeper(x):
    """Range and centre are right, but your curve is too flat: its slope at 0 is 0.5 instead of 1. There are two twos in
    the formula; one of them stands inside."""
    return 2 * _sigmoid(x) - 1


@mistake("tanh")
def not_moved(x):
    """Your curve runs from 0 to 1 or from 0 to 2; tanh runs from −1 to 1, through 0. What is missing at the end?"""
    return 2 * _sigmoid(2 * np.asarray(x))


@mistake("tanh")
def two_exponentials(x):
    """At ±1000 both exponentials of the formula, or one of them, overflow, and infinity divided by infinity is NaN. Your
    sigmoid is safe there: can you use it?"""
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


@mistake("tanh")
def upside_down(x):
    """Your curve falls; tanh rises, from −1 on the left to 1 on the right."""
    return -np.tanh(x)


@mistake("tanh", of="tanh_grad")
def not_squared(x):
    """One minus the output: on the left that exceeds 1. It is the square of the output that the derivative needs."""
    return 1 - np.tanh(x)


@mistake("tanh", of="tanh_grad")
def of_an_output(x):
    """This takes x for the output of tanh. Here x is what goes into tanh."""
    return 1 - np.asarray(x) ** 2


@mistake("tanh", of="tanh_grad")
def one_factor_of_two(x):
    """Your derivative is half of what it should be. In 2σ(2x) − 1 there are two twos, and each brings a factor to the
    derivative: the inner one by the chain rule."""
    return 2 * _sigmoid(2 * np.asarray(x)) * (1 - _sigmoid(2 * np.asarray(x)))


@mistake("tanh", of="tanh_grad")
def sigmoid_rule(x):
    """That is the sigmoid's rule, output times one minus output, with the output of tanh. It is 0 at 0, where tanh is
    steepest."""
    return np.tanh(x) * (1 - np.tanh(x))


@mistake("tanh", of="tanh_grad")
def square_of_the_difference(x):
    """You square the whole difference. It is the output alone that is squared, and then taken from 1."""
    return (1 - np.tanh(x)) ** 2


@mistake("tanh", of="tanh_grad")
def plus_for_minus(x):
    """Your slope grows away from 0, up to 2. Tanh becomes flat there. Which sign stands before the square?"""
    return 1 + np.tanh(x) ** 2


# -- 3.5 sign_agreement -----------------------------------------------------------------------


@mistake("sign_agreement")
def all_positive(dW):
    """You count only the rows that are positive throughout. A row of negative entries agrees just as well: all weights
    move the same way, the other one."""
    return np.mean(np.all(dW > 0, axis=1))


@mistake("sign_agreement")
def zeros_count_as_positive(dW):
    """You count the rows that have no negative entry. What about a row of negative entries: do its weights not all move
    the same way?"""
    return np.mean(np.all(dW >= 0, axis=1))


@mistake("sign_agreement")
def zero_is_a_sign(dW):
    """You treat 0 as a third sign, so that a row such as (0, 4, 5) disagrees. A weight whose gradient is 0 does not
    move either way."""
    signs = np.sign(dW)
    return np.mean(np.all(signs == signs[:, :1], axis=1))


@mistake("sign_agreement")
def down_the_columns(dW):
    """You compare the examples of one weight. Asked is about the weights of one example: they lie along a row."""
    return np.mean(~(np.any(dW > 0, axis=0) & np.any(dW < 0, axis=0)))


@mistake("sign_agreement")
def how_many(dW):
    """You return how many examples agree; asked is their share."""
    return np.sum(~(np.any(dW > 0, axis=1) & np.any(dW < 0, axis=1)))


@mistake("sign_agreement")
def disagreement(dW):
    """You return the share of the examples that disagree. Asked are the others."""
    return np.mean(np.any(dW > 0, axis=1) & np.any(dW < 0, axis=1))


@mistake("sign_agreement")
def majority(dW):
    """You average how large the majority is in each row. An example either agrees or does not: one entry against the
    others is enough."""
    return np.mean(np.maximum(np.mean(dW > 0, axis=1), np.mean(dW < 0, axis=1)))


@mistake("sign_agreement")
def zeros_disagree(dW):
    """You ask for entries above 0 throughout, or below 0 throughout, so a row with a 0 in it never agrees. A weight whose
    gradient is 0 does not move either way: it should not count against the row."""
    return np.mean(np.all(dW > 0, axis=1) | np.all(dW < 0, axis=1))


@mistake("sign_agreement")
def product_of_the_signs(dW):
    """You multiply the signs of a row. The product of two minus signs is plus, of three it is minus, and one 0 makes it 0: it
    does not tell whether the signs are equal."""
    return np.mean(np.prod(np.sign(dW), axis=1) >= 0)


@mistake("sign_agreement")
def compares_with_the_first(dW):
    """You compare every entry with the first one of its row. If the first is 0, every entry agrees with it, and the others
    are never compared with each other."""
    return np.mean(np.all(dW * dW[:, :1] >= 0, axis=1))


@mistake("sign_agreement")
def tiny_ones_ignored(dW):
    """You treat tiny entries as 0. A tiny gradient still has a sign; only an exact 0 has none."""
    return np.mean(np.isclose(np.abs(dW.sum(axis=1)), np.abs(dW).sum(axis=1)))


@mistake("sign_agreement")
def compares_with_the_last(dW):
    """You compare every entry with the last one of its row. If the last is 0, every entry agrees with it, and the others
    are never compared with each other."""
    return np.mean(np.all(dW * dW[:, -1:] >= 0, axis=1))


@mistake("sign_agreement")
def zero_is_negative(dW):
    """You ask of each entry only whether it is above 0, so that a 0 counts with the negative ones, and a row such as (0, 4, 5)
    disagrees. A weight whose gradient is 0 does not move either way."""
    return np.mean(np.all((dW > 0) == (dW[:, :1] > 0), axis=1))


# -- 3.6 relu ---------------------------------------------------------------------------------


@mistake("relu")
def absolute(x):
    """You turn negative numbers into positive ones. ReLU stops them: it returns 0."""
    return np.abs(x)


@mistake("relu")
def smaller_of_the_two(x):
    """You keep the negative side and stop the positive one. Which of x and 0 should pass, the smaller or the larger?"""
    return np.minimum(x, 0)


@mistake("relu")
def in_place(x):
    """The values are right, but you wrote them into the array that you were given: the caller's x is gone. Make a new
    array."""
    if isinstance(x, np.ndarray):
        x[x < 0] = 0
        return x
    return max(x, 0)


@mistake("relu")
def one_number(x):
    """You return a single number: the largest of all entries, or the smallest. ReLU decides for each entry by itself."""
    return max(np.max(x), 0)


@mistake("relu", of="relu_grad")
def one_at_zero(x):
    """At x = 0 you return 1. There the curve has a kink, and the contract decides: 0. Which comparison leaves 0 out?"""
    return np.where(np.asarray(x) >= 0, 1.0, 0.0)


@mistake("relu", of="relu_grad")
def half_at_zero(x):
    """At x = 0 you return the mean of the two slopes. That is a possible choice, but the contract asks for 0."""
    return np.heaviside(x, 0.5)


@mistake("relu", of="relu_grad")
def the_value(x):
    """You return x where x is positive: that is ReLU itself. Its slope there is the same for all x. Which number?"""
    return np.maximum(x, 0.0)


@mistake("relu", of="relu_grad")
def truth_values(x):
    """You return truth values, True and False. Others will multiply with your result and average it: return numbers."""
    return np.asarray(x) > 0


@mistake("relu")
def largest_along_an_axis(x):
    """`np.max` with a second argument takes the largest entry along that axis; 0 is read as the axis, not as a number to
    compare with. A function with a similar name compares two values, entry by entry."""
    return np.max(x, 0)


@mistake("relu", of="relu_grad")
def arrays_only(x):
    """For a plain number the comparison gives a plain True or False, which has no `astype`. The contract promises numbers
    as well as arrays: what makes an array of either?"""
    return (x > 0).astype(float)


# -- 3.7 dead_units ---------------------------------------------------------------------------


@mistake("dead_units")
def silent_once(A):
    """You call a unit dead if it is silent on one example. A healthy ReLU is silent on about half of them. What must hold
    for all examples?"""
    return np.any(A == 0, axis=0)


@mistake("dead_units")
def examples_instead(A):
    """You return one answer for each example. Asked is one for each unit: the examples, along axis 0, are what is combined."""
    return np.all(A == 0, axis=1)


@mistake("dead_units")
def alive(A):
    """You return which units are alive. True should stand for the dead ones."""
    return np.any(A != 0, axis=0)


@mistake("dead_units")
def nearly_silent(A):
    """You call a unit dead whose outputs are merely tiny. As long as its output is above 0, its slope is 1, and it
    learns."""
    return np.all(np.isclose(A, 0, atol=1e-3), axis=0)


@mistake("dead_units")
def silent_share(A):
    """You return, for each unit, the share of the examples on which it is silent. Dead is: silent on all of them, yes
    or no."""
    return np.mean(A == 0, axis=0)


@mistake("dead_units")
def how_many_are_dead(A):
    """You return how many units are dead. Asked is which: one truth value for each unit."""
    return np.sum(np.all(A == 0, axis=0))


@mistake("dead_units")
def cut_to_integers(A):
    """You turn the outputs into integers first: 0.5 becomes 0, and a unit that fires looks dead."""
    return A.astype(int).sum(axis=0) == 0


# -- 3.8 leaky_relu ---------------------------------------------------------------------------


@mistake("leaky_relu")
def slope_built_in(x, slope=0.01):
    """Your result does not depend on `slope`: 0.01 is built in. The caller may pass another one."""
    return np.where(np.asarray(x) > 0, x, 0.01 * np.asarray(x))


@mistake("leaky_relu")
def wrong_way_down(x, slope=0.01):
    """On the negative side your outputs are positive, so the curve rises to the left. A negative x times a positive slope
    is negative."""
    return np.where(np.asarray(x) > 0, x, -slope * np.asarray(x))


@mistake("leaky_relu")
def plain_relu(x, slope=0.01):
    """Negative inputs give 0: that is ReLU. Here they keep a little of themselves."""
    return np.maximum(x, 0.0)


@mistake("leaky_relu")
def constant_below(x, slope=0.01):
    """All negative inputs give the same output. They should lie on a line that goes down with x."""
    return np.where(np.asarray(x) > 0, x, -slope)


@mistake("leaky_relu", of="leaky_relu_grad")
def grad_times_x(x, slope=0.01):
    """On the negative side you return slope · x: that is the function. Its derivative there does not depend on x."""
    return np.where(np.asarray(x) > 0, 1.0, slope * np.asarray(x))


@mistake("leaky_relu", of="leaky_relu_grad")
def grad_built_in(x, slope=0.01):
    """The derivative does not depend on `slope`: 0.01 is built in."""
    return np.where(np.asarray(x) > 0, 1.0, 0.01)


@mistake("leaky_relu", of="leaky_relu_grad")
def grad_of_relu(x, slope=0.01):
    """On the negative side your derivative is 0: that is ReLU's. The whole point of the leak is that it is not."""
    return np.where(np.asarray(x) > 0, 1.0, 0.0)


@mistake("leaky_relu", of="leaky_relu_grad")
def grad_one_at_zero(x, slope=0.01):
    """At x = 0 you return 1. The contract says: there it takes the slope of the negative side."""
    return np.where(np.asarray(x) >= 0, 1.0, slope)


@mistake("leaky_relu")
def leak_on_both_sides(x, slope=0.01):
    """You add the leak on the positive side as well: 3 comes out as more than 3. Which part of x should the slope multiply?"""
    return np.maximum(x, 0) + slope * x


@mistake("leaky_relu")
def leaky_integers_stay(x, slope=0.01):
    """The array that you fill has the dtype of x. If x holds integers, so does your result, and the leak is cut off. What must
    you say when you make that array?"""
    x = np.asarray(x)
    out = np.zeros_like(x)
    out[x > 0] = x[x > 0]
    out[x <= 0] = slope * x[x <= 0]
    return out


@mistake("leaky_relu")
def leak_into_integers(x, slope=0.01):
    """You copy x and multiply the negative entries in place. If x holds integers, so does its copy, and NumPy refuses to write
    the leak into it. Of what dtype must the copy be?"""
    out = np.asarray(x).copy()
    out[out < 0] *= slope
    return out


@mistake("leaky_relu", of="leaky_relu_grad")
def leaky_grad_integers_stay(x, slope=0.01):
    """The array that you fill has the dtype of x. If x holds integers, so does your result, and the slope is cut off to 0.
    What must you say when you make that array?"""
    out = np.ones_like(x)
    out[x <= 0] = slope
    return out


# -- 3.9 elu ----------------------------------------------------------------------------------


@mistake("elu")
def where_overflows(x, alpha=1.0):
    """Your values are right, but you take the exponential of x = 1000 too, in a branch or a term whose result is thrown away:
    it overflows, and NumPy warns. Which inputs may the exponential get to see?"""
    return np.where(np.asarray(x) > 0, x, alpha * (np.exp(x) - 1))


@mistake("elu")
def alpha_forgotten(x, alpha=1.0):
    """Your result does not depend on `alpha`. The floor of the curve is at −α, not always at −1."""
    return np.where(np.asarray(x) > 0, x, np.expm1(np.minimum(x, 0)))


@mistake("elu")
def not_lowered(x, alpha=1.0):
    """On the negative side your curve lies above 0, and it jumps at 0. What has to be subtracted, so that it meets the
    positive side there?"""
    return np.where(np.asarray(x) > 0, x, alpha * np.exp(np.minimum(x, 0)))


@mistake("elu")
def alpha_outside(x, alpha=1.0):
    """You subtract 1 after multiplying by α. With α = 1 that is the same; with any other α the curve jumps at 0. What does α
    multiply?"""
    return np.where(np.asarray(x) > 0, x, alpha * np.exp(np.minimum(x, 0)) - 1)


@mistake("elu")
def scaled_on_both_sides(x, alpha=1.0):
    """You multiply the positive side by α as well. There the output is x itself."""
    return alpha * np.where(np.asarray(x) > 0, x, np.expm1(np.minimum(x, 0)))


@mistake("elu", of="elu_grad")
def grad_where_overflows(x, alpha=1.0):
    """Your slopes are right, but you take the exponential of x = 1000 too, in a branch or a term whose result is thrown away:
    it overflows, and NumPy warns."""
    return np.where(np.asarray(x) > 0, 1.0, alpha * np.exp(x))


@mistake("elu", of="elu_grad")
def grad_alpha_forgotten(x, alpha=1.0):
    """The derivative does not depend on `alpha`. On the negative side α is a factor of the function, so it is a factor
    of the derivative."""
    return np.where(np.asarray(x) > 0, 1.0, np.exp(np.minimum(x, 0)))


@mistake("elu", of="elu_grad")
def output_plus_one(x, alpha=1.0):
    """On the negative side you return the output plus 1. That is the derivative for α = 1. For other α, how far is the
    output from the floor?"""
    return np.where(np.asarray(x) > 0, 1.0, alpha * np.expm1(np.minimum(x, 0)) + 1)


@mistake("elu", of="elu_grad")
def grad_is_the_value(x, alpha=1.0):
    """On the negative side you return the function's value. The derivative is positive there: the curve rises."""
    return np.where(np.asarray(x) > 0, 1.0, alpha * np.expm1(np.minimum(x, 0)))


@mistake("elu", of="elu_grad")
def grad_one_at_zero_for_elu(x, alpha=1.0):
    """At x = 0 you return 1 whatever α is. The contract asks for the slope of the negative side there."""
    return np.where(np.asarray(x) >= 0, 1.0, alpha * np.exp(np.minimum(x, 0)))


@mistake("elu")
def larger_of_the_branches(x, alpha=1.0):
    """You take the larger of the two branches. For α = 1 the curve is never below x, so that works; for α = 2 it is, between
    −1.6 and 0. What decides between the branches?"""
    return np.maximum(x, alpha * np.expm1(np.minimum(x, 0)))


@mistake("elu")
def elu_integers_stay(x, alpha=1.0):
    """The array that you fill has the dtype of x. If x holds integers, so does your result, and what lies between −1 and 0
    is cut off to 0. What must you say when you make that array?"""
    x = np.asarray(x)
    out = np.zeros_like(x)
    out[x > 0] = x[x > 0]
    out[x <= 0] = alpha * np.expm1(x[x <= 0])
    return out


@mistake("elu")
def exponent_of_the_size(x, alpha=1.0):
    """Your exponent is positive on the negative side, so the curve shoots up to the left. There it should fall towards −α: what
    must the exponential do as x goes down?"""
    return np.where(np.asarray(x) > 0, x, alpha * (np.exp(np.abs(x)) - 1))


@mistake("elu", of="elu_grad")
def alpha_on_both_sides(x, alpha=1.0):
    """On the positive side you return α. The slope there is 1, whatever α is: α belongs to the exponential's side."""
    return alpha * np.exp(np.minimum(x, 0))


@mistake("elu", of="elu_grad")
def elu_without_its_alpha(x, alpha=1.0):
    """You use ELU's output, but of the curve for α = 1. Which α does `elu` take when nobody tells it?"""
    return np.where(np.asarray(x) > 0, 1.0, np.expm1(np.minimum(x, 0)) + alpha)


@mistake("elu", of="elu_grad")
def elu_grad_integers_stay(x, alpha=1.0):
    """The array that you fill has the dtype of x. If x holds integers, so does your result, and slopes below 1 are cut off
    to 0. What must you say when you make that array?"""
    x = np.asarray(x)
    out = np.ones_like(x)
    out[x <= 0] = alpha * np.exp(x[x <= 0])
    return out


@mistake("elu", of="elu_grad")
def capped_at_one(x, alpha=1.0):
    """You never let the slope exceed 1. With α = 2 it does, just left of 0. What decides between the two cases?"""
    return np.minimum(1.0, alpha * np.exp(np.minimum(x, 0)))


# -- Further 3.10 prelu_backward --------------------------------------------------------------


@mistake("prelu_backward")
def summed_over_everything(dout, x, slope):
    """You sum the gradient of the slopes over all entries. Each column has a slope of its own; only its own entries use it."""
    return dout * np.where(x > 0, 1.0, slope), np.sum(dout * np.minimum(x, 0))


@mistake("prelu_backward")
def not_summed(dout, x, slope):
    """You return one gradient of the slope for each example. All examples use the same slope: what happens to the
    gradients of something that is used several times?"""
    return dout * np.where(x > 0, 1.0, slope), dout * np.minimum(x, 0)


@mistake("prelu_backward")
def averaged(dout, x, slope):
    """You average over the examples. What is used several times receives the sum; if the loss is a mean, the division by N
    is in `dout` already."""
    return dout * np.where(x > 0, 1.0, slope), np.mean(dout * np.minimum(x, 0), axis=0)


@mistake("prelu_backward")
def positive_side_too(dout, x, slope):
    """You let positive inputs take part in the gradient of the slope. On the positive side the slope is not used at all."""
    return dout * np.where(x > 0, 1.0, slope), np.sum(dout * x, axis=0)


@mistake("prelu_backward")
def incoming_forgotten(dout, x, slope):
    """You return the local derivatives. The chain rule multiplies them by what comes from above."""
    return np.where(x > 0, 1.0, slope) * np.ones_like(dout), np.sum(np.minimum(x, 0), axis=0)


@mistake("prelu_backward")
def prelu_one_at_zero(dout, x, slope):
    """At x = 0 you let the whole gradient pass. The contract says: there the derivative is that of the negative side."""
    return dout * np.where(x >= 0, 1.0, slope), np.sum(dout * np.minimum(x, 0), axis=0)


@mistake("prelu_backward")
def overwritten(dout, x, slope):
    """Each example overwrites what the one before it left in `dslope`, so only the last counts. What happens to the gradients of
    something that is used several times?"""
    dx, dslope = np.zeros(x.shape), np.zeros(len(slope))
    for n, h in np.ndindex(x.shape):
        dx[n, h] = dout[n, h] * (1 if x[n, h] > 0 else slope[h])
        if x[n, h] <= 0:
            dslope[h] = dout[n, h] * x[n, h]
    return dx, dslope


# -- Further 3.11 maxout ----------------------------------------------------------------------


@mistake("maxout")
def over_the_units(Z):
    """You take the largest over the wrong axis. The k sums that compete lie along axis 0."""
    return np.max(Z, axis=-1)


@mistake("maxout")
def smallest(Z):
    """You pass on the smallest of the sums."""
    return np.min(Z, axis=0)


@mistake("maxout")
def largest_in_size(Z):
    """You pass on the sum that is largest in size. Of −3 and −2, the larger is −2."""
    return np.take_along_axis(Z, np.argmax(np.abs(Z), axis=0)[None], axis=0)[0]


@mistake("maxout", of="maxout_backward")
def to_all_winners(dout, Z):
    """Where two sums are equally large, you send the gradient to both. The contract gives it to the first alone."""
    return np.where(Z == np.max(Z, axis=0), dout, 0.0)


@mistake("maxout", of="maxout_backward")
def to_everyone(dout, Z):
    """You send the gradient to all k sums. A sum that is not the largest does not reach the output: it gets nothing."""
    return np.broadcast_to(dout, Z.shape) * 1.0


@mistake("maxout", of="maxout_backward")
def to_the_last_winner(dout, Z):
    """Where two sums are equally large, you send the gradient to the last of them. The contract says: to the first."""
    index = np.arange(len(Z))[:, None, None]
    return np.where(index == len(Z) - 1 - np.argmax(Z[::-1], axis=0), dout, 0.0)


@mistake("maxout", of="maxout_backward")
def shared_between_winners(dout, Z):
    """Where two sums are equally large, you share the gradient between them. That is a possible choice, but the contract
    gives it to the first alone."""
    won = Z == np.max(Z, axis=0)
    return won * dout / np.sum(won, axis=0)


@mistake("maxout")
def first_two_sums(Z):
    """You compare the first two sums only. There are k of them, and k may be 3 or more."""
    return np.maximum(Z[0], Z[1])


@mistake("maxout", of="maxout_backward")
def backward_to_the_first_two(dout, Z):
    """You share the gradient out among the first two sums only. There are k of them, and any of them may be the largest."""
    first = Z[0] >= Z[1:].max(axis=0)
    dZ = np.zeros(Z.shape)
    dZ[0] = np.where(first, dout, 0)
    dZ[1] = np.where(first, 0, dout)
    return dZ


@mistake("maxout", of="maxout_backward")
def backward_integers_stay(dout, Z):
    """The array that you fill has the dtype of `Z`. If `Z` holds integers, so does your result, and a gradient of 0.5 is cut
    off to 0. Of what dtype is a gradient?"""
    dZ = np.zeros_like(Z)
    np.put_along_axis(dZ, np.argmax(Z, axis=0)[None], dout[None], axis=0)
    return dZ
