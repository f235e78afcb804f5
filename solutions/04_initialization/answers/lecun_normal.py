"""Answers to 4.2, lecun_normal: right and wrong ones, and inputs to compare functions on."""

import copy
import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, probes, right, wrong

from ._shared import (
    KERAS,
    _draw_inputs,
    _fans,
    _fans_of,
    _normal,
    _numbers,
    _one_column,
    _one_row,
    _one_side,
    _own,
    _redrawn,
    _rows,
    _spread_probes,
    _uniform,
    _window,
)

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def lecun_normal_inputs(rng):
    yield from _draw_inputs(rng)


@inputs(of="lecun_uniform")
def lecun_uniform_inputs(rng):
    yield from _draw_inputs(rng)


@probes(through="spread")
def lecun_normal_probes(rng):
    yield from _spread_probes(rng)


@probes(of="lecun_uniform", through="spread")
def lecun_uniform_probes(rng):
    yield from _spread_probes(rng)


# -- right, written in other ways ------------------------------------------------------------------


@right
def lecun_scaled(shape, rng):
    return rng.standard_normal(shape) / np.sqrt(_fans_of(shape)[0])


@right
def lecun_by_rows(shape, rng):
    return _rows(lambda size: rng.normal(0.0, _fans_of(shape)[0] ** -0.5, size), shape)


@right
def lecun_by_box_muller(shape, rng):
    """It makes normal numbers out of uniform ones itself, by the method of Box and Muller (1958): a random radius and
    a random angle give a point of the two-dimensional normal distribution, and its first coordinate is kept. All that
    it needs is uniform numbers, but it draws two for each weight, and the logarithm, root and cosine make it slower
    than rng.normal."""
    fan_in = shape[0] if len(shape) == 2 else math.prod(shape[1:])
    radius = np.sqrt(-2 * np.log(1 - rng.random(shape)))  # 1 - random is never 0
    angle = 2 * np.pi * rng.random(shape)
    return radius * np.cos(angle) / np.sqrt(fan_in)


@right
def lecun_float32(shape, rng):
    return rng.standard_normal(shape, dtype=np.float32) * np.float32(_fans_of(shape)[0] ** -0.5)


@right
def lecun_number_by_number(shape, rng):
    std = 1 / math.sqrt(_fans_of(shape)[0])
    return _numbers(lambda: rng.normal(0, std), shape)


@right
def lecun_reshaped(shape, rng):
    return (rng.normal(size=math.prod(shape)) * math.sqrt(1 / _fans_of(shape)[0])).reshape(shape)


@right(of="lecun_uniform")
def lecun_uniform_stretched(shape, rng):
    return (2 * rng.random(shape) - 1) * np.sqrt(3 / _fans_of(shape)[0])


@right(of="lecun_uniform")
def lecun_uniform_by_sign(shape, rng):
    return np.sqrt(3 / _fans_of(shape)[0]) * rng.random(shape) * rng.choice([-1, 1], shape)


@right(of="lecun_uniform")
def lecun_uniform_by_rows(shape, rng):
    limit = np.sqrt(3) / np.sqrt(_fans_of(shape)[0])
    return _rows(lambda size: rng.uniform(low=-limit, high=limit, size=size), shape)


@right(of="lecun_uniform")
def lecun_uniform_float32(shape, rng):
    limit = np.float32(np.sqrt(3 / _fans_of(shape)[0]))
    return limit - 2 * limit * rng.random(shape, dtype=np.float32)


@right(of="lecun_uniform")
def lecun_uniform_number_by_number(shape, rng):
    limit = math.sqrt(3 / _fans_of(shape)[0])
    return _numbers(lambda: rng.uniform(-limit, limit), shape)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def lecun_variance_as_std(shape, rng):
    """You hand over the variance, where a standard deviation is asked for. What lies between the two?"""
    return _normal(1 / _fans(shape)[0], shape, rng)


@wrong
def lecun_root_of_the_root(shape, rng):
    """Your standard deviation is the root of the right one. The root of the variance is taken once."""
    return _normal(_fans(shape)[0] ** -0.25, shape, rng)


@wrong
def lecun_fan_out(shape, rng):
    """You use fan_out. A sum has as many terms as the unit has inputs."""
    return _normal(_fans(shape)[1] ** -0.5, shape, rng)


@wrong
def lecun_first_of_the_shape(shape, rng):
    """Dense layers are right. For a convolution you take the first number of the shape, which counts its output channels. You
    have a function that finds the fan-in of both kinds."""
    return _normal(shape[0] ** -0.5, shape, rng)


@wrong
def lecun_channels_only(shape, rng):
    """Dense layers are right. For a convolution you count the input channels, and forget the window."""
    return _normal((shape[0] if len(shape) == 2 else shape[1]) ** -0.5, shape, rng)


@wrong
def lecun_is_xavier(shape, rng):
    """Your variance is 2 / (fan_in + fan_out), which is another rule, and comes later. LeCun's looks at the inputs only."""
    return _normal((2 / sum(_fans(shape))) ** 0.5, shape, rng)


@wrong
def lecun_is_he(shape, rng):
    """Your variance is twice too large: 2 / fan_in is another rule, and comes later."""
    return _normal((2 / _fans(shape)[0]) ** 0.5, shape, rng)


@wrong
def lecun_standard_normal(shape, rng):
    """Your weights have standard deviation 1, whatever the shape. How large would a sum of fan_in such terms be?"""
    return rng.standard_normal(shape)


@wrong
def lecun_normal_is_uniform(shape, rng):
    """Your weights have the right variance but come from a uniform distribution: none is larger than √3 standard deviations. A
    normal distribution is asked for here."""
    return _uniform((3 / _fans(shape)[0]) ** 0.5, shape, rng)


@wrong
def lecun_own_seed(shape, rng):
    """Every call gives the same weights: you make a generator of your own with a fixed seed. Draw from the generator that you
    are given."""
    return _normal(_fans(shape)[0] ** -0.5, shape, np.random.default_rng(0))


@wrong
def lecun_another_generator(shape, rng):
    """Two generators in the same state give you different weights, so your numbers come from somewhere else (`np.random`, or a
    generator of your own). Draw from the one that you are given: only then can an experiment be repeated."""
    return _normal(_fans(shape)[0] ** -0.5, shape, _own)


@wrong
def lecun_transposed(shape, rng):
    """Your array is (fan_out, fan_in). The contract asks for exactly the given shape."""
    return _normal(_fans(shape)[0] ** -0.5, shape[::-1], rng)


@wrong
def lecun_mean_one(shape, rng):
    """Your weights have mean 1. The first argument of the normal distribution is its mean; which mean does the contract ask
    for?"""
    return rng.normal(1, _fans(shape)[0] ** -0.5, shape)


@wrong
def lecun_root_upside_down(shape, rng):
    """You multiply by the root of fan_in where you should divide: more inputs need smaller weights."""
    return _normal(_fans(shape)[0] ** 0.5, shape, rng)


@wrong
def lecun_arguments_slipped(shape, rng):
    """You hand your arguments over one place too early: `rng.normal` takes the mean, then the standard deviation, then the shape. Here the standard
    deviation became the mean, and the shape the standard deviation."""
    return rng.normal(_fans(shape)[0] ** -0.5, shape)


@wrong
def lecun_cut_off(shape, rng):
    """You cut the normal distribution off at two standard deviations by drawing again, so the tails are missing, and with them a part of
    the variance."""
    std = _fans(shape)[0] ** -0.5
    W = _normal(std, shape, rng)
    while np.any(far := np.abs(W) > 2 * std):
        W[far] = _normal(std, int(far.sum()), rng)
    return W


@wrong
def lecun_clipped(shape, rng):
    """You clip the weights at two standard deviations. A normal distribution goes on beyond that: one weight in 22 lies there."""
    std = _fans(shape)[0] ** -0.5
    return np.clip(_normal(std, shape, rng), -2 * std, 2 * std)


@wrong
def lecun_clipped_at_three(shape, rng):
    """You clip the weights at three standard deviations. The contract asks for a normal distribution that is not cut off."""
    std = _fans(shape)[0] ** -0.5
    return np.clip(_normal(std, shape, rng), -3 * std, 3 * std)


@wrong
def lecun_fixed_small(shape, rng):
    """Your weights have the same small standard deviation for every shape. It has to depend on how many terms a sum has."""
    return _normal(0.01, shape, rng)


@wrong
def lecun_last_row_missing(shape, rng):
    """The last row (or output channel) of your weights is all zero, or one number. Check where your loop ends."""
    W = _normal(_fans(shape)[0] ** -0.5, shape, rng)
    W[-1] = 0
    return W


@wrong
def lecun_last_column_missing(shape, rng):
    """The last column (or input channel) of your weights is all zero, or one number. Check where your loop ends."""
    W = _normal(_fans(shape)[0] ** -0.5, shape, rng)
    W[:, -1] = 0
    return W


@wrong
def lecun_two_below(shape, rng):
    """Your variance is half of the right one. Nothing is halved or doubled in LeCun's rule."""
    return _normal((2 * _fans(shape)[0]) ** -0.5, shape, rng)


@wrong
def lecun_one_more(shape, rng):
    """You count one input more than there is. The bias is no random term of the sum."""
    return _normal((_fans(shape)[0] + 1) ** -0.5, shape, rng)


@wrong
def lecun_half_normal(shape, rng):
    """All your weights have the same sign. They must scatter around 0."""
    return np.abs(_normal(_fans(shape)[0] ** -0.5, shape, rng))


@wrong(of="lecun_uniform")
def lecun_limit_is_std(shape, rng):
    """You use the standard deviation as the limit. A uniform distribution is narrower than its limit: its variance is
    limit²/3."""
    return _uniform(_fans(shape)[0] ** -0.5, shape, rng)


@wrong(of="lecun_uniform")
def lecun_limit_times_three(shape, rng):
    """Your limit is three standard deviations. The factor 3 belongs to the variance; what is it for the limit?"""
    return _uniform(3 * _fans(shape)[0] ** -0.5, shape, rng)


@wrong(of="lecun_uniform")
def lecun_limit_without_root(shape, rng):
    """You forgot the root in the limit: limit² / 3 is the variance."""
    return _uniform(3 / _fans(shape)[0], shape, rng)


@wrong(of="lecun_uniform")
def lecun_limit_root_of_three_only(shape, rng):
    """You take the root of the 3 only. Both numbers of the fraction stand under it."""
    return _uniform(3**0.5 / _fans(shape)[0], shape, rng)


@wrong(of="lecun_uniform")
def lecun_limit_variance(shape, rng):
    """You use the variance as the limit. First comes the root, then the factor for a uniform distribution."""
    return _uniform(1 / _fans(shape)[0], shape, rng)


@wrong(of="lecun_uniform")
def lecun_limit_of_xavier(shape, rng):
    """√(6 / (fan_in + fan_out)) is another rule's limit, and comes later. LeCun's looks at the inputs only."""
    return _uniform((6 / sum(_fans(shape))) ** 0.5, shape, rng)


@wrong(of="lecun_uniform")
def lecun_limit_six(shape, rng):
    """Your variance is twice too large. Which number stands under the root, if limit² / 3 is to be 1 / fan_in?"""
    return _uniform((6 / _fans(shape)[0]) ** 0.5, shape, rng)


@wrong(of="lecun_uniform")
def lecun_limit_twelve(shape, rng):
    """12 is the number for the width of a uniform distribution, from end to end. The limit is half of the width."""
    return _uniform((12 / _fans(shape)[0]) ** 0.5, shape, rng)


@wrong(of="lecun_uniform")
def lecun_uniform_fan_out(shape, rng):
    """You use fan_out. A sum has as many terms as the unit has inputs."""
    return _uniform((3 / _fans(shape)[1]) ** 0.5, shape, rng)


@wrong(of="lecun_uniform")
def lecun_uniform_first(shape, rng):
    """Dense layers are right. For a convolution you take the first number of the shape, which counts its output channels. You
    have a function that finds the fan-in of both kinds."""
    return _uniform((3 / shape[0]) ** 0.5, shape, rng)


@wrong(of="lecun_uniform")
def lecun_uniform_from_zero(shape, rng):
    """Your weights lie between 0 and the limit: none is negative, so their mean is not 0. (`rng.uniform` asks for two ends;
    `rng.random` gives 0 to 1.)"""
    return (3 / _fans(shape)[0]) ** 0.5 * rng.random(shape)


@wrong(of="lecun_uniform")
def lecun_uniform_is_normal(shape, rng):
    """Your weights have the right variance but come from a normal distribution: a few lie far beyond the limit. A uniform one
    is asked for here."""
    return _normal(_fans(shape)[0] ** -0.5, shape, rng)


@wrong(of="lecun_uniform")
def lecun_uniform_half(shape, rng):
    """You divide the limit by √3 instead of multiplying: a uniform distribution reaches further than its standard deviation."""
    return _uniform((3 * _fans(shape)[0]) ** -0.5, shape, rng)


@wrong(of="lecun_uniform")
def lecun_uniform_not_drawn(shape, rng):
    """Your weights are evenly spaced, in order: nothing is drawn. All units of a layer would start nearly alike. Ask the generator for
    the numbers."""
    limit = (3 / _fans(shape)[0]) ** 0.5
    return np.linspace(-limit, limit, math.prod(shape)).reshape(shape)


@wrong(of="lecun_uniform")
def lecun_uniform_own_seed(shape, rng):
    """Every call gives the same weights: you make a generator of your own with a fixed seed. Draw from the generator that you
    are given."""
    return _uniform((3 / _fans(shape)[0]) ** 0.5, shape, np.random.default_rng(0))


@wrong(of="lecun_uniform")
def lecun_uniform_another_generator(shape, rng):
    """Two generators in the same state give you different weights, so your numbers come from somewhere else (`np.random`, or a
    generator of your own). Draw from the one that you are given: only then can an experiment be repeated."""
    return _uniform((3 / _fans(shape)[0]) ** 0.5, shape, _own)


@wrong(of="lecun_uniform")
def lecun_uniform_transposed(shape, rng):
    """Your array is (fan_out, fan_in). The contract asks for exactly the given shape."""
    return _uniform((3 / _fans(shape)[0]) ** 0.5, shape[::-1], rng)


@wrong
def lecun_one_number(shape, rng):
    """All your weights are one and the same number. Hand the shape to the generator: every weight is a draw of its own."""
    return np.ones(shape) * _normal(_fans(shape)[0] ** -0.5, (), rng)


@wrong
def lecun_one_row(shape, rng):
    """All rows of your array (or output channels) are alike: you draw one and repeat it. Every weight is a draw of its own."""
    return _one_row(lambda size: _normal(_fans(shape)[0] ** -0.5, size, rng), shape)


@wrong
def lecun_one_column(shape, rng):
    """Along its last axis your array repeats one number, so the units of a layer are all alike. Every weight is a draw of its own."""
    return _one_column(lambda size: _normal(_fans(shape)[0] ** -0.5, size, rng), shape)


@wrong
def lecun_whole_numbers(shape, rng):
    """Your weights are whole numbers, nearly all of them 0: what stands behind the point is cut off."""
    return _normal(_fans(shape)[0] ** -0.5, shape, rng).astype(int)


@wrong
def lecun_rounded(shape, rng):
    """Your weights are rounded to two digits, so that many are equal. Return them as they were drawn."""
    return np.round(_normal(_fans(shape)[0] ** -0.5, shape, rng), 2)


@wrong
def lecun_flat(shape, rng):
    """Your weights are right in number and size, but lie in one long row. The contract asks for the given shape."""
    return _normal(_fans(shape)[0] ** -0.5, math.prod(shape), rng)


@wrong
def lecun_window_only(shape, rng):
    """Dense layers are right. For a convolution you count the pixels of the window and forget the channels: a sum has a term for each pixel of each input channel."""
    return _normal(_window(shape) ** -0.5, shape, rng)


@wrong
def lecun_one_side(shape, rng):
    """Dense layers are right. For a convolution you count one side of the window. How many pixels does it cover?"""
    return _normal(_one_side(shape) ** -0.5, shape, rng)


@wrong
def lecun_cut_and_corrected(shape, rng):
    """Your variance is right, but the tails are missing: no weight is much larger than two standard deviations. That is so where a normal distribution is
    cut off and widened to make up for it (as Keras does), or where uniform numbers are added up. The contract asks for a normal distribution that is not cut
    off."""
    return _redrawn(_fans(shape)[0] ** -0.5 / KERAS, 2, shape, rng)


@wrong
def lecun_cut_off_at_three(shape, rng):
    """You draw again what lies beyond three standard deviations. The contract asks for a normal distribution that is not cut off."""
    return _redrawn(_fans(shape)[0] ** -0.5, 3, shape, rng)


@wrong
def lecun_clipped_at_one(shape, rng):
    """You clip the weights at −1 and 1. With few inputs the standard deviation is large, and many weights lie beyond."""
    return np.clip(_normal(_fans(shape)[0] ** -0.5, shape, rng), -1, 1)


@wrong
def lecun_signs(shape, rng):
    """Every weight has the same size, and only its sign is drawn. The variance is right; a normal distribution is something else."""
    return rng.choice([-1.0, 1.0], shape) * _fans(shape)[0] ** -0.5


@wrong
def lecun_mean_not_zero(shape, rng):
    """The mean of your weights is 1 / fan_in. The first argument of the normal distribution is its mean; which one does the contract ask for?"""
    return rng.normal(1 / _fans(shape)[0], _fans(shape)[0] ** -0.5, shape)


@wrong
def lecun_shape_of_the_fans(shape, rng):
    """For a convolution your array has the shape (fan_in, fan_out). The contract asks for exactly the given shape."""
    return _normal(_fans(shape)[0] ** -0.5, _fans(shape), rng)


@wrong
def lecun_one_window(shape, rng):
    """For a convolution all input channels get one and the same window. Every weight is a draw of its own."""
    if len(shape) == 2:
        return _normal(shape[0] ** -0.5, shape, rng)
    window = _normal(_fans(shape)[0] ** -0.5, (shape[0], 1, *shape[2:]), rng)
    return np.repeat(window, shape[1], axis=1)


@wrong(of="lecun_uniform")
def lecun_uniform_one_number(shape, rng):
    """All your weights are one and the same number. Hand the shape to the generator: every weight is a draw of its own."""
    return np.ones(shape) * _uniform((3 / _fans(shape)[0]) ** 0.5, (), rng)


@wrong(of="lecun_uniform")
def lecun_uniform_one_row(shape, rng):
    """All rows of your array (or output channels) are alike: you draw one and repeat it. Every weight is a draw of its own."""
    return _one_row(lambda size: _uniform((3 / _fans(shape)[0]) ** 0.5, size, rng), shape)


@wrong(of="lecun_uniform")
def lecun_uniform_one_column(shape, rng):
    """Along its last axis your array repeats one number, so the units of a layer are all alike. Every weight is a draw of its own."""
    return _one_column(lambda size: _uniform((3 / _fans(shape)[0]) ** 0.5, size, rng), shape)


@wrong(of="lecun_uniform")
def lecun_uniform_whole_numbers(shape, rng):
    """Your weights are whole numbers, nearly all of them 0: what stands behind the point is cut off."""
    return _uniform((3 / _fans(shape)[0]) ** 0.5, shape, rng).astype(int)


@wrong(of="lecun_uniform")
def lecun_uniform_rounded(shape, rng):
    """Your weights are rounded to two digits, so that many are equal. Return them as they were drawn."""
    return np.round(_uniform((3 / _fans(shape)[0]) ** 0.5, shape, rng), 2)


@wrong(of="lecun_uniform")
def lecun_uniform_flat(shape, rng):
    """Your weights are right in number and size, but lie in one long row. The contract asks for the given shape."""
    return _uniform((3 / _fans(shape)[0]) ** 0.5, math.prod(shape), rng)


@wrong(of="lecun_uniform")
def lecun_uniform_channels(shape, rng):
    """Dense layers are right. For a convolution you count the input channels, and forget the window."""
    return _uniform((3 / (shape[0] if len(shape) == 2 else shape[1])) ** 0.5, shape, rng)


@wrong(of="lecun_uniform")
def lecun_uniform_window(shape, rng):
    """Dense layers are right. For a convolution you count the pixels of the window and forget the channels: a sum has a term for each pixel of each input channel."""
    return _uniform((3 / _window(shape)) ** 0.5, shape, rng)


@wrong(of="lecun_uniform")
def lecun_uniform_half_as_wide(shape, rng):
    """Your weights reach to half of the limit only: from −½ to ½ is a width of 1, and the limit is meant on both sides."""
    return (rng.random(shape) - 0.5) * (3 / _fans(shape)[0]) ** 0.5


@wrong(of="lecun_uniform")
def lecun_uniform_to_two_limits(shape, rng):
    """Your weights lie between 0 and twice the limit. The width is right, but their mean is not 0."""
    return 2 * rng.random(shape) * (3 / _fans(shape)[0]) ** 0.5


@wrong(of="lecun_uniform")
def lecun_uniform_root_upside_down(shape, rng):
    """You multiply by fan_in under the root where you should divide: more inputs need smaller weights."""
    return _uniform((3 * _fans(shape)[0]) ** 0.5, shape, rng)


@wrong(of="lecun_uniform")
def lecun_uniform_clipped(shape, rng):
    """You clip a normal distribution at the limit, so that many weights lie exactly there. A uniform distribution has as many weights in the middle as outside."""
    return np.clip(
        _normal(_fans(shape)[0] ** -0.5, shape, rng), -((3 / _fans(shape)[0]) ** 0.5), (3 / _fans(shape)[0]) ** 0.5
    )


@wrong(of="lecun_uniform")
def lecun_uniform_in_steps(shape, rng):
    """Your weights are multiples of a hundredth of the limit, so that many are equal. Draw from the whole interval."""
    return rng.integers(-100, 101, shape) / 100 * (3 / _fans(shape)[0]) ** 0.5


@wrong
def lecun_constant(shape, rng):
    """Your weights are one constant, the standard deviation itself: nothing is drawn. (`rng.normal` takes the mean first and the standard
    deviation second.)"""
    return np.full(shape, _fans(shape)[0] ** -0.5)


@wrong
def lecun_std_as_mean(shape, rng):
    """What should be the standard deviation is the mean of your weights, and their standard deviation is 1. `rng.normal` takes the mean
    first."""
    return rng.normal(_fans(shape)[0] ** -0.5, 1, shape)


@wrong
def lecun_shape_as_mean(shape, rng):
    """You hand over the shape as the mean: `rng.normal` takes the mean, then the standard deviation, then the shape. So you get as many numbers as the shape has,
    each near one of its entries."""
    return rng.normal(shape) * _fans(shape)[0] ** -0.5


@wrong
def lecun_generator_left_behind(shape, rng):
    """After your call the generator stands where it stood before, so the next call draws the same weights again: do you draw from a copy of it, or set it back?
    Draw from the generator itself."""
    return _normal(_fans(shape)[0] ** -0.5, shape, copy.deepcopy(rng))


@wrong(of="lecun_uniform")
def lecun_uniform_generator_left_behind(shape, rng):
    """After your call the generator stands where it stood before, so the next call draws the same weights again: do you draw from a copy of it, or set it back?
    Draw from the generator itself."""
    return _uniform((3 / _fans(shape)[0]) ** 0.5, shape, copy.deepcopy(rng))


@wrong(of="lecun_uniform")
def lecun_uniform_last_axis_only(shape, rng):
    """You draw as many numbers as the last axis is long and repeat them along all the others. Every weight is a draw of its own."""
    return np.ones(shape) * _uniform((3 / _fans(shape)[0]) ** 0.5, shape[-1], rng)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def twelve_uniform_numbers(shape, rng):
    return (rng.random((*shape, 12)).sum(axis=-1) - 6) * _fans(shape)[0] ** -0.5


@wrong
def logistic(shape, rng):
    return rng.logistic(0, 3**0.5 / np.pi * _fans(shape)[0] ** -0.5, shape)


@wrong
def one_of_a_hundred_seeds(shape, rng):
    return _normal(_fans(shape)[0] ** -0.5, shape, np.random.default_rng(rng.integers(100)))


@wrong
def same_numbers_shuffled(shape, rng):
    W = np.random.default_rng(7).normal(0, _fans(shape)[0] ** -0.5, math.prod(shape))
    return rng.permutation(W).reshape(shape)


@wrong(of="lecun_uniform")
def even_steps_shuffled(shape, rng):
    limit = (3 / _fans(shape)[0]) ** 0.5
    return rng.permutation(np.linspace(-limit, limit, math.prod(shape))).reshape(shape)


@wrong
def lecun_triangular(shape, rng):
    return (rng.random(shape) - rng.random(shape)) * (6 / _fans(shape)[0]) ** 0.5
