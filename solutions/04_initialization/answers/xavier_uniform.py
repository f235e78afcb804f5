"""Answers to 4.5, xavier_uniform: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, probes, right, wrong

from ._shared import (
    KERAS,
    _box_muller,
    _draw_inputs,
    _fans,
    _fans_of,
    _normal,
    _numbers,
    _one_column,
    _one_row,
    _own,
    _redrawn,
    _rows,
    _spread_probes,
    _uniform,
)

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def xavier_uniform_inputs(rng):
    yield from _draw_inputs(rng)


@inputs(of="xavier_normal")
def xavier_normal_inputs(rng):
    yield from _draw_inputs(rng)


@probes(through="spread")
def xavier_uniform_probes(rng):
    yield from _spread_probes(rng)


@probes(of="xavier_normal", through="spread")
def xavier_normal_probes(rng):
    yield from _spread_probes(rng)


# -- right, written in other ways ------------------------------------------------------------------


@right
def xavier_uniform_stretched(shape, rng):
    return (rng.random(shape) - 0.5) * 2 * np.sqrt(6 / sum(_fans_of(shape)))


@right
def xavier_uniform_by_the_mean(shape, rng):
    """The limit √(6 / (fan_in + fan_out)) of the reference is √(3 / mean), which is LeCun's with the mean of the two
    fans in the place of fan_in. So you see in the code that Xavier's rule is a compromise between the way forward,
    which asks for fan_in, and the way back, which asks for fan_out."""
    limit = np.sqrt(3 / np.mean(_fans_of(shape)))
    return rng.uniform(-limit, limit, shape)


@right
def xavier_uniform_by_rows(shape, rng):
    limit = math.sqrt(6) / math.sqrt(sum(_fans_of(shape)))
    return _rows(lambda size: rng.uniform(-limit, limit, size), shape)


@right(of="xavier_normal")
def xavier_normal_scaled(shape, rng):
    return rng.standard_normal(shape) * np.sqrt(2 / sum(_fans_of(shape)))


@right(of="xavier_normal")
def xavier_normal_by_the_mean(shape, rng):
    return rng.normal(scale=np.mean(_fans_of(shape)) ** -0.5, size=shape)


@right(of="xavier_normal")
def xavier_normal_by_box_muller(shape, rng):
    return _box_muller(math.sqrt(2 / sum(_fans_of(shape))), shape, rng).astype(np.float32)


@right(of="xavier_normal")
def xavier_normal_number_by_number(shape, rng):
    std = math.sqrt(2 / sum(_fans_of(shape)))
    return _numbers(lambda: std * rng.standard_normal(), shape)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def xavier_limit_is_std(shape, rng):
    """You use the standard deviation as the limit. A uniform distribution is narrower than its limit: its variance is
    limit²/3."""
    return _uniform((2 / sum(_fans(shape))) ** 0.5, shape, rng)


@wrong
def xavier_limit_three(shape, rng):
    """Your variance is twice too small. Put 2 / (fan_in + fan_out) into limit² / 3, and mind the 2."""
    return _uniform((3 / sum(_fans(shape))) ** 0.5, shape, rng)


@wrong
def xavier_limit_without_root(shape, rng):
    """You forgot the root in the limit: limit² / 3 is the variance."""
    return _uniform(6 / sum(_fans(shape)), shape, rng)


@wrong
def xavier_six_by_the_mean(shape, rng):
    """You divide by the mean of the two fans. With the 6 belongs their sum."""
    return _uniform((12 / sum(_fans(shape))) ** 0.5, shape, rng)


@wrong
def xavier_limit_fan_in(shape, rng):
    """You use fan_in only. Xavier's rule lies in the middle between fan_in and fan_out."""
    return _uniform((3 / _fans(shape)[0]) ** 0.5, shape, rng)


@wrong
def xavier_six_by_fan_in(shape, rng):
    """√(6 / fan_in) is another rule's limit. Xavier's lies in the middle between fan_in and fan_out."""
    return _uniform((6 / _fans(shape)[0]) ** 0.5, shape, rng)


@wrong
def xavier_limit_fan_out(shape, rng):
    """You use fan_out only. Xavier's rule lies in the middle between fan_in and fan_out."""
    return _uniform((3 / _fans(shape)[1]) ** 0.5, shape, rng)


@wrong
def xavier_channels_only(shape, rng):
    """Dense layers are right. For a convolution you add up the channels, and forget the window."""
    return _uniform((6 / (shape[0] + shape[1])) ** 0.5, shape, rng)


@wrong
def xavier_uniform_is_normal(shape, rng):
    """Your weights have the right variance but come from a normal distribution: a few lie far beyond the limit. A uniform one
    is asked for here."""
    return _normal((2 / sum(_fans(shape))) ** 0.5, shape, rng)


@wrong
def xavier_uniform_from_zero(shape, rng):
    """Your weights lie between 0 and the limit: none is negative, so their mean is not 0."""
    return (6 / sum(_fans(shape))) ** 0.5 * rng.random(shape)


@wrong
def xavier_uniform_own_seed(shape, rng):
    """Every call gives the same weights: you make a generator of your own with a fixed seed. Draw from the generator that you
    are given."""
    return _uniform((6 / sum(_fans(shape))) ** 0.5, shape, np.random.default_rng(0))


@wrong
def xavier_uniform_transposed(shape, rng):
    """Your array is (fan_out, fan_in). The contract asks for exactly the given shape."""
    return _uniform((6 / sum(_fans(shape))) ** 0.5, shape[::-1], rng)


@wrong(of="xavier_normal")
def xavier_variance_as_std(shape, rng):
    """You hand over the variance, where a standard deviation is asked for. What lies between the two?"""
    return _normal(2 / sum(_fans(shape)), shape, rng)


@wrong(of="xavier_normal")
def xavier_limit_as_std(shape, rng):
    """You hand the limit of the uniform distribution to the normal one. Their variances would differ by a factor of 3."""
    return _normal((6 / sum(_fans(shape))) ** 0.5, shape, rng)


@wrong(of="xavier_normal")
def xavier_one_by_the_sum(shape, rng):
    """Your variance is twice too small: it is one over the mean of the two fans, not over their sum."""
    return _normal(sum(_fans(shape)) ** -0.5, shape, rng)


@wrong(of="xavier_normal")
def xavier_two_by_the_mean(shape, rng):
    """Your variance is twice too large: either 1 over the mean of the two fans, or 2 over their sum."""
    return _normal((4 / sum(_fans(shape))) ** 0.5, shape, rng)


@wrong(of="xavier_normal")
def xavier_is_he(shape, rng):
    """You use fan_in only: 2 / fan_in is another rule. Xavier's lies in the middle between fan_in and fan_out."""
    return _normal((2 / _fans(shape)[0]) ** 0.5, shape, rng)


@wrong(of="xavier_normal")
def xavier_is_lecun(shape, rng):
    """You use fan_in only: 1 / fan_in is LeCun's rule. Xavier's lies in the middle between fan_in and fan_out."""
    return _normal(_fans(shape)[0] ** -0.5, shape, rng)


@wrong(of="xavier_normal")
def xavier_fan_out_only(shape, rng):
    """You use fan_out only. Xavier's rule lies in the middle between fan_in and fan_out."""
    return _normal(_fans(shape)[1] ** -0.5, shape, rng)


@wrong(of="xavier_normal")
def xavier_fan_out_is_channels(shape, rng):
    """Dense layers are right. For a convolution your fan_out is the number of output channels alone, without the window."""
    fan_in, fan_out = _fans(shape)
    return _normal((2 / (fan_in + (fan_out if len(shape) == 2 else shape[0]))) ** 0.5, shape, rng)


@wrong(of="xavier_normal")
def xavier_sum_of_the_shape(shape, rng):
    """Dense layers are right. For a convolution you add up the four numbers of the shape, which is not fan_in plus fan_out."""
    return _normal((2 / sum(shape)) ** 0.5, shape, rng)


@wrong(of="xavier_normal")
def xavier_roots_averaged(shape, rng):
    """You take the mean of the two standard deviations. It is the fans whose mean is taken."""
    n, m = _fans(shape)
    return _normal((n**-0.5 + m**-0.5) / 2, shape, rng)


@wrong(of="xavier_normal")
def xavier_normal_channels(shape, rng):
    """Dense layers are right. For a convolution you add up the channels, and forget the window."""
    return _normal((2 / (shape[0] + shape[1])) ** 0.5, shape, rng)


@wrong(of="xavier_normal")
def xavier_normal_is_uniform(shape, rng):
    """Your weights have the right variance but come from a uniform distribution: none is larger than √3 standard deviations. A
    normal distribution is asked for here."""
    return _uniform((6 / sum(_fans(shape))) ** 0.5, shape, rng)


@wrong(of="xavier_normal")
def xavier_another_generator(shape, rng):
    """Two generators in the same state give you different weights, so your numbers come from somewhere else (`np.random`, or a
    generator of your own). Draw from the one that you are given: only then can an experiment be repeated."""
    return _normal((2 / sum(_fans(shape))) ** 0.5, shape, _own)


@wrong(of="xavier_normal")
def xavier_arguments_slipped(shape, rng):
    """You hand your arguments over one place too early: `rng.normal` takes the mean, then the standard deviation, then the shape. Here the standard
    deviation became the mean, and the shape the standard deviation."""
    return rng.normal((2 / sum(_fans(shape))) ** 0.5, shape)


@wrong(of="xavier_normal")
def xavier_fixed_small(shape, rng):
    """Your weights have the same small standard deviation for every shape. It has to depend on how many terms a sum has."""
    return _normal(0.01, shape, rng)


@wrong(of="xavier_normal")
def xavier_last_row_missing(shape, rng):
    """The last row (or output channel) of your weights is all zero, or one number. Check where your loop ends."""
    W = _normal((2 / sum(_fans(shape))) ** 0.5, shape, rng)
    W[-1] = 0
    return W


@wrong(of="xavier_normal")
def xavier_last_column_missing(shape, rng):
    """The last column (or input channel) of your weights is all zero, or one number. Check where your loop ends."""
    W = _normal((2 / sum(_fans(shape))) ** 0.5, shape, rng)
    W[:, -1] = 0
    return W


@wrong(of="xavier_normal")
def xavier_normal_transposed(shape, rng):
    """Your array is (fan_out, fan_in). The contract asks for exactly the given shape."""
    return _normal((2 / sum(_fans(shape))) ** 0.5, shape[::-1], rng)


@wrong
def xavier_uniform_one_number(shape, rng):
    """All your weights are one and the same number. Hand the shape to the generator: every weight is a draw of its own."""
    return np.ones(shape) * _uniform((6 / sum(_fans(shape))) ** 0.5, (), rng)


@wrong
def xavier_uniform_one_row(shape, rng):
    """All rows of your array (or output channels) are alike: you draw one and repeat it. Every weight is a draw of its own."""
    return _one_row(lambda size: _uniform((6 / sum(_fans(shape))) ** 0.5, size, rng), shape)


@wrong
def xavier_uniform_one_column(shape, rng):
    """Along its last axis your array repeats one number, so the units of a layer are all alike. Every weight is a draw of its own."""
    return _one_column(lambda size: _uniform((6 / sum(_fans(shape))) ** 0.5, size, rng), shape)


@wrong
def xavier_uniform_whole_numbers(shape, rng):
    """Your weights are whole numbers, nearly all of them 0: what stands behind the point is cut off."""
    return _uniform((6 / sum(_fans(shape))) ** 0.5, shape, rng).astype(int)


@wrong
def xavier_uniform_rounded(shape, rng):
    """Your weights are rounded to two digits, so that many are equal. Return them as they were drawn."""
    return np.round(_uniform((6 / sum(_fans(shape))) ** 0.5, shape, rng), 2)


@wrong
def xavier_uniform_flat(shape, rng):
    """Your weights are right in number and size, but lie in one long row. The contract asks for the given shape."""
    return _uniform((6 / sum(_fans(shape))) ** 0.5, math.prod(shape), rng)


@wrong
def xavier_limit_root_of_six_only(shape, rng):
    """You take the root of the 6 only. Both numbers of the fraction stand under it."""
    return _uniform(6**0.5 / sum(_fans(shape)), shape, rng)


@wrong
def xavier_limit_missing_bracket(shape, rng):
    """6 / fan_in + fan_out is divided first and added then. The sum needs brackets."""
    fan_in, fan_out = _fans(shape)
    return _uniform((6 / fan_in + fan_out) ** 0.5, shape, rng)


@wrong
def xavier_limit_sum_of_the_shape(shape, rng):
    """Dense layers are right. For a convolution you add up the four numbers of the shape, which is not fan_in plus fan_out."""
    return _uniform((6 / sum(shape)) ** 0.5, shape, rng)


@wrong
def xavier_limit_fan_out_is_channels(shape, rng):
    """Dense layers are right. For a convolution your fan_out is the number of output channels alone, without the window."""
    fan_out = shape[1] if len(shape) == 2 else shape[0]
    return _uniform((6 / (_fans(shape)[0] + fan_out)) ** 0.5, shape, rng)


@wrong
def xavier_limit_geometric(shape, rng):
    """You take the root of the product of the two fans, where Xavier takes their mean. The two agree where the fans are equal."""
    fan_in, fan_out = _fans(shape)
    return _uniform((3 / (fan_in * fan_out) ** 0.5) ** 0.5, shape, rng)


@wrong(of="xavier_normal")
def xavier_normal_one_number(shape, rng):
    """All your weights are one and the same number. Hand the shape to the generator: every weight is a draw of its own."""
    return np.ones(shape) * _normal((2 / sum(_fans(shape))) ** 0.5, (), rng)


@wrong(of="xavier_normal")
def xavier_normal_one_row(shape, rng):
    """All rows of your array (or output channels) are alike: you draw one and repeat it. Every weight is a draw of its own."""
    return _one_row(lambda size: _normal((2 / sum(_fans(shape))) ** 0.5, size, rng), shape)


@wrong(of="xavier_normal")
def xavier_normal_one_column(shape, rng):
    """Along its last axis your array repeats one number, so the units of a layer are all alike. Every weight is a draw of its own."""
    return _one_column(lambda size: _normal((2 / sum(_fans(shape))) ** 0.5, size, rng), shape)


@wrong(of="xavier_normal")
def xavier_normal_whole_numbers(shape, rng):
    """Your weights are whole numbers, nearly all of them 0: what stands behind the point is cut off."""
    return _normal((2 / sum(_fans(shape))) ** 0.5, shape, rng).astype(int)


@wrong(of="xavier_normal")
def xavier_normal_rounded(shape, rng):
    """Your weights are rounded to two digits, so that many are equal. Return them as they were drawn."""
    return np.round(_normal((2 / sum(_fans(shape))) ** 0.5, shape, rng), 2)


@wrong(of="xavier_normal")
def xavier_normal_flat(shape, rng):
    """Your weights are right in number and size, but lie in one long row. The contract asks for the given shape."""
    return _normal((2 / sum(_fans(shape))) ** 0.5, math.prod(shape), rng)


@wrong(of="xavier_normal")
def xavier_std_root_of_two_only(shape, rng):
    """You take the root of the 2 only. Both numbers of the fraction stand under it."""
    return _normal(2**0.5 / sum(_fans(shape)), shape, rng)


@wrong(of="xavier_normal")
def xavier_variances_averaged(shape, rng):
    """You take the mean of the two variances, 1 / fan_in and 1 / fan_out. It is the fans whose mean is taken."""
    fan_in, fan_out = _fans(shape)
    return _normal(((1 / fan_in + 1 / fan_out) / 2) ** 0.5, shape, rng)


@wrong(of="xavier_normal")
def xavier_product_of_the_fans(shape, rng):
    """You multiply the two fans. Xavier adds them."""
    fan_in, fan_out = _fans(shape)
    return _normal((2 / (fan_in * fan_out)) ** 0.5, shape, rng)


@wrong(of="xavier_normal")
def xavier_cut_off(shape, rng):
    """You draw again what lies beyond two standard deviations, so the tails are missing, and with them a part of the variance."""
    return _redrawn((2 / sum(_fans(shape))) ** 0.5, 2, shape, rng)


@wrong(of="xavier_normal")
def xavier_cut_and_corrected(shape, rng):
    """Your variance is right, but the tails are missing: no weight is much larger than two standard deviations. That is so where a normal distribution is
    cut off and widened to make up for it (as Keras does), or where uniform numbers are added up. The contract asks for a normal distribution that is not cut
    off."""
    return _redrawn((2 / sum(_fans(shape))) ** 0.5 / KERAS, 2, shape, rng)


@wrong(of="xavier_normal")
def xavier_one_side(shape, rng):
    """Dense layers are right. For a convolution you count one side of the window, in fan_in and in fan_out. How many pixels does it cover?"""
    n = sum(shape) if len(shape) == 2 else (shape[0] + shape[1]) * shape[2]
    return _normal((2 / n) ** 0.5, shape, rng)


@wrong
def xavier_limit_one(shape, rng):
    """Your limit is √(1 / (fan_in + fan_out)), which is even smaller than the standard deviation. A uniform distribution is narrower than its limit: its variance
    is limit²/3, and it should be one over the mean of the two fans."""
    return _uniform(sum(_fans(shape)) ** -0.5, shape, rng)


@wrong
def xavier_with_a_gain(shape, rng):
    """Your weights are 5/3 times too large. That is the gain which some libraries apply for tanh; Xavier's rule, as the contract has it, is without."""
    return _uniform(5 / 3 * (6 / sum(_fans(shape))) ** 0.5, shape, rng)


@wrong(of="xavier_normal")
def xavier_normal_own_seed(shape, rng):
    """Every call gives the same weights: you make a generator of your own with a fixed seed. Draw from the generator that you are given."""
    return _normal((2 / sum(_fans(shape))) ** 0.5, shape, np.random.default_rng(0))


@wrong(of="xavier_normal")
def xavier_normal_own_seed_1(shape, rng):
    """Every call gives the same weights: you make a generator of your own with a fixed seed. Draw from the generator that you are given."""
    return _normal((2 / sum(_fans(shape))) ** 0.5, shape, np.random.default_rng(1))
