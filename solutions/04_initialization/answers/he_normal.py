"""Answers to 4.7, he_normal: right and wrong ones, and inputs to compare functions on."""

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
def he_normal_inputs(rng):
    yield from _draw_inputs(rng)


@probes(through="spread")
def he_normal_probes(rng):
    yield from _spread_probes(rng)


# -- right, written in other ways ------------------------------------------------------------------


@right
def he_scaled(shape, rng):
    return rng.standard_normal(shape) * np.sqrt(2 / _fans_of(shape)[0])


@right
def he_from_lecun(shape, rng):
    """It draws LeCun's weights and multiplies them by √2, the gain of ReLU from exercise 4.6, where the reference has
    the 2 inside its standard deviation. For another activation function only the gain would have to change, but the
    multiplication goes through all the weights once more."""
    fan_in = shape[0] if len(shape) == 2 else math.prod(shape[1:])
    lecun = rng.normal(0, np.sqrt(1 / fan_in), shape)
    return np.sqrt(2) * lecun


@right
def he_by_variance(shape, rng):
    return rng.normal(loc=0.0, scale=np.sqrt(2.0 / _fans_of(shape)[0]), size=np.array(shape))


@right
def he_by_rows(shape, rng):
    return _rows(lambda size: rng.normal(0, math.sqrt(2 / _fans_of(shape)[0]), size), shape)


@right
def he_by_box_muller(shape, rng):
    return _box_muller(math.sqrt(2 / _fans_of(shape)[0]), shape, rng)


@right
def he_float32(shape, rng):
    return (rng.standard_normal(shape) * math.sqrt(2 / _fans_of(shape)[0])).astype(np.float32)


@right
def he_number_by_number(shape, rng):
    std = math.sqrt(2 / _fans_of(shape)[0])
    return _numbers(lambda: rng.normal(0, std), shape)


@right
def he_by_spawned_generators(shape, rng):
    seeds = rng.integers(2**63, size=shape[0])
    return np.stack(
        [np.random.default_rng(seed).normal(0, math.sqrt(2 / _fans_of(shape)[0]), shape[1:]) for seed in seeds]
    )


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def he_variance_as_std(shape, rng):
    """You hand over the variance, where a standard deviation is asked for. What lies between the two?"""
    return _normal(2 / _fans(shape)[0], shape, rng)


@wrong
def he_without_two(shape, rng):
    """Your variance is 1 / fan_in, LeCun's. ReLU takes half of the mean square away. Who pays it back?"""
    return _normal(_fans(shape)[0] ** -0.5, shape, rng)


@wrong
def he_root_of_two_only(shape, rng):
    """You take the root of the 2 only. Both numbers of the fraction stand under it."""
    return _normal(2**0.5 / _fans(shape)[0], shape, rng)


@wrong
def he_root_upside_down(shape, rng):
    """You multiply by the root of fan_in where you should divide: more inputs need smaller weights."""
    return _normal((2 * _fans(shape)[0]) ** 0.5, shape, rng)


@wrong
def he_rounded_half(shape, rng):
    """You divide fan_in by 2 and drop the remainder, so an odd fan_in gives weights that are too large."""
    return _normal(max(_fans(shape)[0] // 2, 1) ** -0.5, shape, rng)


@wrong
def he_two_outside(shape, rng):
    """You double the standard deviation. It is the variance that has to be doubled."""
    return _normal(2 * _fans(shape)[0] ** -0.5, shape, rng)


@wrong
def he_denominator(shape, rng):
    """Your variance is half of LeCun's, as if the 2 stood in the denominator. ReLU takes half of the mean square away:
    do the weights have to be larger or smaller for that?"""
    return _normal((2 * _fans(shape)[0]) ** -0.5, shape, rng)


@wrong
def he_fan_out(shape, rng):
    """You use fan_out, the mode that keeps the gradient's size. The contract asks for the signal's: fan_in."""
    return _normal((2 / _fans(shape)[1]) ** 0.5, shape, rng)


@wrong
def he_is_xavier(shape, rng):
    """Your variance is 2 / (fan_in + fan_out), Xavier's. ReLU needs more."""
    return _normal((2 / sum(_fans(shape))) ** 0.5, shape, rng)


@wrong
def he_first_of_the_shape(shape, rng):
    """Dense layers are right. For a convolution you take the first number of the shape, which counts its output channels. You
    have a function that finds the fan-in of both kinds."""
    return _normal((2 / shape[0]) ** 0.5, shape, rng)


@wrong
def he_channels_only(shape, rng):
    """Dense layers are right. For a convolution you count the input channels, and forget the window."""
    return _normal((2 / (shape[0] if len(shape) == 2 else shape[1])) ** 0.5, shape, rng)


@wrong
def he_uniform(shape, rng):
    """Your weights have the right variance but come from a uniform distribution: none is larger than √3 standard deviations. A
    normal distribution is asked for here."""
    return _uniform((6 / _fans(shape)[0]) ** 0.5, shape, rng)


@wrong
def he_limit_as_std(shape, rng):
    """You hand √(6 / fan_in), the limit of a uniform distribution, to the normal one."""
    return _normal((6 / _fans(shape)[0]) ** 0.5, shape, rng)


@wrong
def he_own_seed(shape, rng):
    """Every call gives the same weights, whatever generator it is handed: as if you made one of your own with a fixed
    seed, for instance. Draw from the generator that you are given."""
    return _normal((2 / _fans(shape)[0]) ** 0.5, shape, np.random.default_rng(0))


@wrong
def he_another_generator(shape, rng):
    """Two generators in the same state give you different weights, so your numbers come from somewhere else (`np.random`, or a
    generator of your own). Draw from the one that you are given: only then can an experiment be repeated."""
    return _normal((2 / _fans(shape)[0]) ** 0.5, shape, _own)


@wrong
def he_arguments_slipped(shape, rng):
    """You hand your arguments over one place too early: `rng.normal` takes the mean, then the standard deviation, then the shape. Here the standard
    deviation became the mean, and the shape the standard deviation."""
    return rng.normal((2 / _fans(shape)[0]) ** 0.5, shape)


@wrong
def he_fixed_small(shape, rng):
    """Your weights have the same small standard deviation for every shape. It has to depend on how many terms a sum has."""
    return _normal(0.01, shape, rng)


@wrong
def he_last_row_missing(shape, rng):
    """One row (or output channel) of your weights is all zero, or one number: the last one, or perhaps the first. Check
    where your loop begins and ends."""
    W = _normal((2 / _fans(shape)[0]) ** 0.5, shape, rng)
    W[-1] = 0
    return W


@wrong
def he_last_column_missing(shape, rng):
    """One column (or input channel) of your weights is all zero, or one number: the last one, or perhaps the first.
    Check where your loop begins and ends."""
    W = _normal((2 / _fans(shape)[0]) ** 0.5, shape, rng)
    W[:, -1] = 0
    return W


@wrong
def he_transposed(shape, rng):
    """The axes of your array stand in reverse order: a dense layer's comes out as (fan_out, fan_in). The contract asks
    for exactly the given shape."""
    return _normal((2 / _fans(shape)[0]) ** 0.5, shape[::-1], rng)


@wrong
def he_relu_applied(shape, rng):
    """You cut the weights off at 0. ReLU is applied to the sums z, not to the weights."""
    return np.maximum(_normal((2 / _fans(shape)[0]) ** 0.5, shape, rng), 0)


@wrong
def he_from_xavier(shape, rng):
    """Your variance is twice Xavier's, 4 / (fan_in + fan_out). That is He's rule only where fan_in equals fan_out."""
    return _normal((4 / sum(_fans(shape))) ** 0.5, shape, rng)


@wrong
def he_all_but_the_first(shape, rng):
    """Convolutions are right. In a dense layer fan_in is the first number of the shape. You have a function that finds the fan-in of both
    kinds."""
    return _normal((2 / np.prod(shape[1:])) ** 0.5, shape, rng)


@wrong
def he_clipped(shape, rng):
    """You clip the weights at two standard deviations. A normal distribution goes on beyond that: one weight in 22 lies there."""
    std = (2 / _fans(shape)[0]) ** 0.5
    return np.clip(_normal(std, shape, rng), -2 * std, 2 * std)


@wrong
def he_cut_off(shape, rng):
    """Your normal distribution is cut off at two standard deviations, so the tails are missing, and with them a part of
    the variance. The contract asks for one that is not cut off."""
    std = (2 / _fans(shape)[0]) ** 0.5
    W = _normal(std, shape, rng)
    while np.any(far := np.abs(W) > 2 * std):
        W[far] = _normal(std, int(far.sum()), rng)
    return W


@wrong
def he_one_number(shape, rng):
    """All your weights are one and the same number. Hand the shape to the generator: every weight is a draw of its own."""
    return np.ones(shape) * _normal((2 / _fans(shape)[0]) ** 0.5, (), rng)


@wrong
def he_one_row(shape, rng):
    """All rows of your array (or output channels) are alike: you draw one and repeat it. Every weight is a draw of its own."""
    return _one_row(lambda size: _normal((2 / _fans(shape)[0]) ** 0.5, size, rng), shape)


@wrong
def he_one_column(shape, rng):
    """Along its last axis your array repeats one number, so the units of a dense layer are all alike. Every weight is a
    draw of its own."""
    return _one_column(lambda size: _normal((2 / _fans(shape)[0]) ** 0.5, size, rng), shape)


@wrong
def he_whole_numbers(shape, rng):
    """Your weights are whole numbers, most of them 0: what stands behind the point is cut off."""
    return _normal((2 / _fans(shape)[0]) ** 0.5, shape, rng).astype(int)


@wrong
def he_rounded(shape, rng):
    """Your weights are rounded to two digits, so that many are equal. Return them as they were drawn."""
    return np.round(_normal((2 / _fans(shape)[0]) ** 0.5, shape, rng), 2)


@wrong
def he_flat(shape, rng):
    """Your weights are right in number and size, but lie in one long row. The contract asks for the given shape."""
    return _normal((2 / _fans(shape)[0]) ** 0.5, math.prod(shape), rng)


@wrong
def he_window_only(shape, rng):
    """Dense layers are right. For a convolution you count the pixels of the window and forget the channels: a sum has a term for each pixel of each input channel."""
    return _normal((2 / _window(shape)) ** 0.5, shape, rng)


@wrong
def he_one_side(shape, rng):
    """Dense layers are right. For a convolution you count the height of the window only. How many pixels does a window
    cover?"""
    return _normal((2 / _one_side(shape)) ** 0.5, shape, rng)


@wrong
def he_square_window(shape, rng):
    """Dense layers are right. For a convolution you use one side of the window twice. A window need not be square."""
    n = shape[0] if len(shape) == 2 else shape[1] * shape[2] ** 2
    return _normal((2 / n) ** 0.5, shape, rng)


@wrong
def he_output_channels(shape, rng):
    """Dense layers are right. For a convolution you count the output channels: that is fan_out. Its sums run over the input channels."""
    n = shape[0] if len(shape) == 2 else shape[0] * shape[2] * shape[3]
    return _normal((2 / n) ** 0.5, shape, rng)


@wrong
def he_cut_and_corrected(shape, rng):
    """Your variance is right, but the tails are missing: no weight is much larger than two standard deviations. That is so where a normal distribution is
    cut off and widened to make up for it (as Keras does), or where uniform numbers are added up. The contract asks for a normal distribution that is not cut
    off."""
    return _redrawn((2 / _fans(shape)[0]) ** 0.5 / KERAS, 2, shape, rng)


@wrong
def he_half_of_them_zero(shape, rng):
    """Half of your weights are 0. ReLU lets half of the sums z through; it does nothing to the weights."""
    return _normal(2 * _fans(shape)[0] ** -0.5, shape, rng) * (rng.random(shape) < 0.5)


@wrong
def he_sizes(shape, rng):
    """All your weights have the same sign. They must scatter around 0."""
    return np.abs(_normal((2 / _fans(shape)[0]) ** 0.5, shape, rng))


@wrong
def he_fixed_by_the_example(shape, rng):
    """Your weights have standard deviation 0.2 for every shape. That is the number for fan_in = 50; it has to depend on how many terms a sum has."""
    return _normal(0.2, shape, rng)


@wrong
def he_std_as_mean(shape, rng):
    """What should be the standard deviation is the mean of your weights, and their standard deviation is 1. `rng.normal` takes the mean first."""
    return rng.normal((2 / _fans(shape)[0]) ** 0.5, 1, shape)


@wrong
def he_one_more(shape, rng):
    """You count one input more than there is. The bias is no random term of the sum."""
    return _normal((2 / (_fans(shape)[0] + 1)) ** 0.5, shape, rng)


@wrong
def he_one_column_dense(shape, rng):
    """In a dense layer all units get the same weights: you draw one column and repeat it. Every weight is a draw of its own."""
    if len(shape) == 4:
        return _normal((2 / _fans(shape)[0]) ** 0.5, shape, rng)
    return _one_column(lambda size: _normal((2 / _fans(shape)[0]) ** 0.5, size, rng), shape)


@wrong
def he_constant(shape, rng):
    """Your weights are one constant: nothing is drawn. If you call `rng.normal`, look at the order of its arguments:
    the mean comes first, the standard deviation second."""
    return np.full(shape, (2 / _fans(shape)[0]) ** 0.5)


# -- wrong, refused without a name -----------------------------------------------------------------


def _fan_in(shape):
    return shape[0] if len(shape) == 2 else int(np.prod(shape[1:]))


@wrong
def loop_ends_one_column_early(shape, rng):
    W = np.zeros(shape)
    for i in range(shape[0]):
        for j in range(shape[1] - 1):
            W[i, j] = rng.normal(0, np.sqrt(2 / _fan_in(shape)), shape[2:] or None)
    return W


@wrong
def integer_half(shape, rng):
    return rng.normal(0, (_fan_in(shape) // 2) ** -0.5, shape)


@wrong
def a_little_too_small(shape, rng):
    return _normal(1.4 * _fans(shape)[0] ** -0.5, shape, rng)
