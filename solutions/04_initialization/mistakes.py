"""Wrong answers that people really give in 04_initialization; the docstrings are told to the learner."""

import numpy as np

from chainrule_staff.authoring.alternatives import mistake

_own = np.random.default_rng(20_260)


def _fans(shape):
    if len(shape) == 2:
        return shape
    return shape[1] * shape[2] * shape[3], shape[0] * shape[2] * shape[3]


def _normal(std, shape, rng):
    return rng.normal(0, std, shape)


def _uniform(limit, shape, rng):
    return rng.uniform(-limit, limit, shape)


# -- 4.1 fan_in_fan_out ------------------------------------------------------------------------


@mistake("fan_in_fan_out")
def window_forgotten(shape):
    """You count the channels and leave out the window: one output of a convolution adds up a whole patch of pixels in every channel."""
    return (shape[0], shape[1]) if len(shape) == 2 else (shape[1], shape[0])


@mistake("fan_in_fan_out")
def order_of_the_dense_layer(shape):
    """You read the shape of a convolution in the order of a dense layer. Here the output channels stand first."""
    area = int(np.prod(shape[2:]))
    return shape[0] * area, shape[1] * area


@mistake("fan_in_fan_out")
def the_wrong_way_round(shape):
    """Your two numbers are in the wrong order: fan_in comes first."""
    return tuple(_fans(shape))[::-1]


@mistake("fan_in_fan_out")
def fan_out_without_the_window(shape):
    """Your fan_in is right. But fan_out of a convolution is not the number of output channels alone: under how many positions of the window does one
    input pixel lie?"""
    return (shape[0], shape[1]) if len(shape) == 2 else (_fans(shape)[0], shape[0])


@mistake("fan_in_fan_out")
def always_square(shape):
    """You use only one side of the window, twice. A window need not be square."""
    return (shape[0], shape[1]) if len(shape) == 2 else (shape[1] * shape[2] ** 2, shape[0] * shape[2] ** 2)


@mistake("fan_in_fan_out")
def always_square_by_width(shape):
    """You use only the width of the window, twice. A window need not be square."""
    return (shape[0], shape[1]) if len(shape) == 2 else (shape[1] * shape[3] ** 2, shape[0] * shape[3] ** 2)


@mistake("fan_in_fan_out")
def one_side_of_the_window(shape):
    """You count one side of the window. How many pixels does it cover?"""
    return (shape[0], shape[1]) if len(shape) == 2 else (shape[1] * shape[2], shape[0] * shape[2])


@mistake("fan_in_fan_out")
def sides_added(shape):
    """You add the sides of the window. How many pixels does a window of 5 by 5 cover?"""
    return (shape[0], shape[1]) if len(shape) == 2 else (shape[1] * (shape[2] + shape[3]), shape[0] * (shape[2] + shape[3]))


@mistake("fan_in_fan_out")
def layout_of_keras(shape):
    """You read the shape as (kh, kw, in_channels, out_channels), the order of another library. The contract has the output channels first."""
    return (shape[0], shape[1]) if len(shape) == 2 else (shape[0] * shape[1] * shape[2], shape[0] * shape[1] * shape[3])


@mistake("fan_in_fan_out")
def all_weights(shape):
    """You return the number of all weights of the convolution. One output uses the weights of its own channel only."""
    return (shape[0], shape[1]) if len(shape) == 2 else (int(np.prod(shape)), int(np.prod(shape)))


@mistake("fan_in_fan_out")
def only_convolutions(shape):
    """You treat a dense layer as if its outputs stood first. In this course a dense layer's weights have the shape (fan_in, fan_out)."""
    return (shape[1], shape[0]) if len(shape) == 2 else _fans(shape)


# -- the initializers --------------------------------------------------------------------------


# -- 4.2 lecun_normal, lecun_uniform


@mistake("lecun_normal")
def lecun_variance_as_std(shape, rng):
    """You hand over the variance, where a standard deviation is asked for. What lies between the two?"""
    return _normal(1 / _fans(shape)[0], shape, rng)


@mistake("lecun_normal")
def lecun_root_of_the_root(shape, rng):
    """Your standard deviation is the root of the right one. The root of the variance is taken once."""
    return _normal(_fans(shape)[0] ** -0.25, shape, rng)


@mistake("lecun_normal")
def lecun_fan_out(shape, rng):
    """You use fan_out. A sum has as many terms as the unit has inputs."""
    return _normal(_fans(shape)[1] ** -0.5, shape, rng)


@mistake("lecun_normal")
def lecun_first_of_the_shape(shape, rng):
    """Dense layers are right. For a convolution you take the first number of the shape, which counts its output channels. You
    have a function that finds the fan-in of both kinds."""
    return _normal(shape[0] ** -0.5, shape, rng)


@mistake("lecun_normal")
def lecun_channels_only(shape, rng):
    """Dense layers are right. For a convolution you count the input channels, and forget the window."""
    return _normal((shape[0] if len(shape) == 2 else shape[1]) ** -0.5, shape, rng)


@mistake("lecun_normal")
def lecun_is_xavier(shape, rng):
    """Your variance is 2 / (fan_in + fan_out), which is another rule, and comes later. LeCun's looks at the inputs only."""
    return _normal((2 / sum(_fans(shape))) ** 0.5, shape, rng)


@mistake("lecun_normal")
def lecun_is_he(shape, rng):
    """Your variance is twice too large: 2 / fan_in is another rule, and comes later."""
    return _normal((2 / _fans(shape)[0]) ** 0.5, shape, rng)


@mistake("lecun_normal")
def lecun_standard_normal(shape, rng):
    """Your weights have standard deviation 1, whatever the shape. How large would a sum of fan_in such terms be?"""
    return rng.standard_normal(shape)


@mistake("lecun_normal")
def lecun_normal_is_uniform(shape, rng):
    """Your weights have the right variance but come from a uniform distribution: none is larger than √3 standard deviations. A
    normal distribution is asked for here."""
    return _uniform((3 / _fans(shape)[0]) ** 0.5, shape, rng)


@mistake("lecun_normal")
def lecun_own_seed(shape, rng):
    """Every call gives the same weights: you make a generator of your own with a fixed seed. Draw from the generator that you
    are given."""
    return _normal(_fans(shape)[0] ** -0.5, shape, np.random.default_rng(0))


@mistake("lecun_normal")
def lecun_another_generator(shape, rng):
    """Two generators in the same state give you different weights, so your numbers come from somewhere else (`np.random`, or a
    generator of your own). Draw from the one that you are given: only then can an experiment be repeated."""
    return _normal(_fans(shape)[0] ** -0.5, shape, _own)


@mistake("lecun_normal")
def lecun_transposed(shape, rng):
    """Your array is (fan_out, fan_in). The contract asks for exactly the given shape."""
    return _normal(_fans(shape)[0] ** -0.5, shape[::-1], rng)


@mistake("lecun_normal")
def lecun_mean_one(shape, rng):
    """Your weights have mean 1. The first argument of the normal distribution is its mean; which mean does the contract ask
    for?"""
    return rng.normal(1, _fans(shape)[0] ** -0.5, shape)


@mistake("lecun_normal")
def lecun_root_upside_down(shape, rng):
    """You multiply by the root of fan_in where you should divide: more inputs need smaller weights."""
    return _normal(_fans(shape)[0] ** 0.5, shape, rng)


@mistake("lecun_normal")
def lecun_arguments_slipped(shape, rng):
    """You hand your arguments over one place too early: `rng.normal` takes the mean, then the standard deviation, then the shape. Here the standard
    deviation became the mean, and the shape the standard deviation."""
    return rng.normal(_fans(shape)[0] ** -0.5, shape)


@mistake("lecun_normal")
def lecun_cut_off(shape, rng):
    """You cut the normal distribution off at two standard deviations by drawing again, so the tails are missing, and with them a part of
    the variance."""
    std = _fans(shape)[0] ** -0.5
    W = _normal(std, shape, rng)
    while np.any(far := np.abs(W) > 2 * std):
        W[far] = _normal(std, int(far.sum()), rng)
    return W


@mistake("lecun_normal")
def lecun_clipped(shape, rng):
    """You clip the weights at two standard deviations. A normal distribution goes on beyond that: one weight in 22 lies there."""
    std = _fans(shape)[0] ** -0.5
    return np.clip(_normal(std, shape, rng), -2 * std, 2 * std)


@mistake("lecun_normal")
def lecun_clipped_at_three(shape, rng):
    """You clip the weights at three standard deviations. The contract asks for a normal distribution that is not cut off."""
    std = _fans(shape)[0] ** -0.5
    return np.clip(_normal(std, shape, rng), -3 * std, 3 * std)


@mistake("lecun_normal")
def lecun_fixed_small(shape, rng):
    """Your weights have the same small standard deviation for every shape. It has to depend on how many terms a sum has."""
    return _normal(0.01, shape, rng)


@mistake("lecun_normal")
def lecun_last_row_missing(shape, rng):
    """The last row (or output channel) of your weights is all zero, or one number. Check where your loop ends."""
    W = _normal(_fans(shape)[0] ** -0.5, shape, rng)
    W[-1] = 0
    return W


@mistake("lecun_normal")
def lecun_last_column_missing(shape, rng):
    """The last column (or input channel) of your weights is all zero, or one number. Check where your loop ends."""
    W = _normal(_fans(shape)[0] ** -0.5, shape, rng)
    W[:, -1] = 0
    return W


@mistake("lecun_normal")
def lecun_two_below(shape, rng):
    """Your variance is half of the right one. Nothing is halved or doubled in LeCun's rule."""
    return _normal((2 * _fans(shape)[0]) ** -0.5, shape, rng)


@mistake("lecun_normal")
def lecun_one_more(shape, rng):
    """You count one input more than there is. The bias is no random term of the sum."""
    return _normal((_fans(shape)[0] + 1) ** -0.5, shape, rng)


@mistake("lecun_normal")
def lecun_half_normal(shape, rng):
    """All your weights have the same sign. They must scatter around 0."""
    return np.abs(_normal(_fans(shape)[0] ** -0.5, shape, rng))


@mistake("lecun_normal", of="lecun_uniform")
def lecun_limit_is_std(shape, rng):
    """You use the standard deviation as the limit. A uniform distribution is narrower than its limit: its variance is
    limit²/3."""
    return _uniform(_fans(shape)[0] ** -0.5, shape, rng)


@mistake("lecun_normal", of="lecun_uniform")
def lecun_limit_times_three(shape, rng):
    """Your limit is three standard deviations. The factor 3 belongs to the variance; what is it for the limit?"""
    return _uniform(3 * _fans(shape)[0] ** -0.5, shape, rng)


@mistake("lecun_normal", of="lecun_uniform")
def lecun_limit_without_root(shape, rng):
    """You forgot the root in the limit: limit² / 3 is the variance."""
    return _uniform(3 / _fans(shape)[0], shape, rng)


@mistake("lecun_normal", of="lecun_uniform")
def lecun_limit_root_of_three_only(shape, rng):
    """You take the root of the 3 only. Both numbers of the fraction stand under it."""
    return _uniform(3**0.5 / _fans(shape)[0], shape, rng)


@mistake("lecun_normal", of="lecun_uniform")
def lecun_limit_variance(shape, rng):
    """You use the variance as the limit. First comes the root, then the factor for a uniform distribution."""
    return _uniform(1 / _fans(shape)[0], shape, rng)


@mistake("lecun_normal", of="lecun_uniform")
def lecun_limit_of_xavier(shape, rng):
    """√(6 / (fan_in + fan_out)) is another rule's limit, and comes later. LeCun's looks at the inputs only."""
    return _uniform((6 / sum(_fans(shape))) ** 0.5, shape, rng)


@mistake("lecun_normal", of="lecun_uniform")
def lecun_limit_six(shape, rng):
    """Your variance is twice too large. Which number stands under the root, if limit² / 3 is to be 1 / fan_in?"""
    return _uniform((6 / _fans(shape)[0]) ** 0.5, shape, rng)


@mistake("lecun_normal", of="lecun_uniform")
def lecun_limit_twelve(shape, rng):
    """12 is the number for the width of a uniform distribution, from end to end. The limit is half of the width."""
    return _uniform((12 / _fans(shape)[0]) ** 0.5, shape, rng)


@mistake("lecun_normal", of="lecun_uniform")
def lecun_uniform_fan_out(shape, rng):
    """You use fan_out. A sum has as many terms as the unit has inputs."""
    return _uniform((3 / _fans(shape)[1]) ** 0.5, shape, rng)


@mistake("lecun_normal", of="lecun_uniform")
def lecun_uniform_first(shape, rng):
    """Dense layers are right. For a convolution you take the first number of the shape, which counts its output channels. You
    have a function that finds the fan-in of both kinds."""
    return _uniform((3 / shape[0]) ** 0.5, shape, rng)


@mistake("lecun_normal", of="lecun_uniform")
def lecun_uniform_from_zero(shape, rng):
    """Your weights lie between 0 and the limit: none is negative, so their mean is not 0. (`rng.uniform` asks for two ends;
    `rng.random` gives 0 to 1.)"""
    return (3 / _fans(shape)[0]) ** 0.5 * rng.random(shape)


@mistake("lecun_normal", of="lecun_uniform")
def lecun_uniform_is_normal(shape, rng):
    """Your weights have the right variance but come from a normal distribution: a few lie far beyond the limit. A uniform one
    is asked for here."""
    return _normal(_fans(shape)[0] ** -0.5, shape, rng)


@mistake("lecun_normal", of="lecun_uniform")
def lecun_uniform_half(shape, rng):
    """You divide the limit by √3 instead of multiplying: a uniform distribution reaches further than its standard deviation."""
    return _uniform((3 * _fans(shape)[0]) ** -0.5, shape, rng)


@mistake("lecun_normal", of="lecun_uniform")
def lecun_uniform_own_seed(shape, rng):
    """Every call gives the same weights: you make a generator of your own with a fixed seed. Draw from the generator that you
    are given."""
    return _uniform((3 / _fans(shape)[0]) ** 0.5, shape, np.random.default_rng(0))


@mistake("lecun_normal", of="lecun_uniform")
def lecun_uniform_another_generator(shape, rng):
    """Two generators in the same state give you different weights, so your numbers come from somewhere else (`np.random`, or a
    generator of your own). Draw from the one that you are given: only then can an experiment be repeated."""
    return _uniform((3 / _fans(shape)[0]) ** 0.5, shape, _own)


@mistake("lecun_normal", of="lecun_uniform")
def lecun_uniform_transposed(shape, rng):
    """Your array is (fan_out, fan_in). The contract asks for exactly the given shape."""
    return _uniform((3 / _fans(shape)[0]) ** 0.5, shape[::-1], rng)


# -- 4.5 xavier_uniform, xavier_normal


@mistake("xavier_uniform")
def xavier_limit_is_std(shape, rng):
    """You use the standard deviation as the limit. A uniform distribution is narrower than its limit: its variance is
    limit²/3."""
    return _uniform((2 / sum(_fans(shape))) ** 0.5, shape, rng)


@mistake("xavier_uniform")
def xavier_limit_three(shape, rng):
    """Your variance is twice too small. Put 2 / (fan_in + fan_out) into limit² / 3, and mind the 2."""
    return _uniform((3 / sum(_fans(shape))) ** 0.5, shape, rng)


@mistake("xavier_uniform")
def xavier_limit_without_root(shape, rng):
    """You forgot the root in the limit: limit² / 3 is the variance."""
    return _uniform(6 / sum(_fans(shape)), shape, rng)


@mistake("xavier_uniform")
def xavier_six_by_the_mean(shape, rng):
    """You divide by the mean of the two fans. With the 6 belongs their sum."""
    return _uniform((12 / sum(_fans(shape))) ** 0.5, shape, rng)


@mistake("xavier_uniform")
def xavier_limit_fan_in(shape, rng):
    """You use fan_in only. Xavier's rule lies in the middle between fan_in and fan_out."""
    return _uniform((3 / _fans(shape)[0]) ** 0.5, shape, rng)


@mistake("xavier_uniform")
def xavier_six_by_fan_in(shape, rng):
    """√(6 / fan_in) is another rule's limit. Xavier's lies in the middle between fan_in and fan_out."""
    return _uniform((6 / _fans(shape)[0]) ** 0.5, shape, rng)


@mistake("xavier_uniform")
def xavier_limit_fan_out(shape, rng):
    """You use fan_out only. Xavier's rule lies in the middle between fan_in and fan_out."""
    return _uniform((3 / _fans(shape)[1]) ** 0.5, shape, rng)


@mistake("xavier_uniform")
def xavier_channels_only(shape, rng):
    """Dense layers are right. For a convolution you add up the channels, and forget the window."""
    return _uniform((6 / (shape[0] + shape[1])) ** 0.5, shape, rng)


@mistake("xavier_uniform")
def xavier_uniform_is_normal(shape, rng):
    """Your weights have the right variance but come from a normal distribution: a few lie far beyond the limit. A uniform one
    is asked for here."""
    return _normal((2 / sum(_fans(shape))) ** 0.5, shape, rng)


@mistake("xavier_uniform")
def xavier_uniform_from_zero(shape, rng):
    """Your weights lie between 0 and the limit: none is negative, so their mean is not 0."""
    return (6 / sum(_fans(shape))) ** 0.5 * rng.random(shape)


@mistake("xavier_uniform")
def xavier_uniform_own_seed(shape, rng):
    """Every call gives the same weights: you make a generator of your own with a fixed seed. Draw from the generator that you
    are given."""
    return _uniform((6 / sum(_fans(shape))) ** 0.5, shape, np.random.default_rng(0))


@mistake("xavier_uniform")
def xavier_uniform_transposed(shape, rng):
    """Your array is (fan_out, fan_in). The contract asks for exactly the given shape."""
    return _uniform((6 / sum(_fans(shape))) ** 0.5, shape[::-1], rng)


@mistake("xavier_uniform", of="xavier_normal")
def xavier_variance_as_std(shape, rng):
    """You hand over the variance, where a standard deviation is asked for. What lies between the two?"""
    return _normal(2 / sum(_fans(shape)), shape, rng)


@mistake("xavier_uniform", of="xavier_normal")
def xavier_limit_as_std(shape, rng):
    """You hand the limit of the uniform distribution to the normal one. Their variances would differ by a factor of 3."""
    return _normal((6 / sum(_fans(shape))) ** 0.5, shape, rng)


@mistake("xavier_uniform", of="xavier_normal")
def xavier_one_by_the_sum(shape, rng):
    """Your variance is twice too small: it is one over the mean of the two fans, not over their sum."""
    return _normal(sum(_fans(shape)) ** -0.5, shape, rng)


@mistake("xavier_uniform", of="xavier_normal")
def xavier_two_by_the_mean(shape, rng):
    """Your variance is twice too large: either 1 over the mean of the two fans, or 2 over their sum."""
    return _normal((4 / sum(_fans(shape))) ** 0.5, shape, rng)


@mistake("xavier_uniform", of="xavier_normal")
def xavier_is_he(shape, rng):
    """You use fan_in only: 2 / fan_in is another rule. Xavier's lies in the middle between fan_in and fan_out."""
    return _normal((2 / _fans(shape)[0]) ** 0.5, shape, rng)


@mistake("xavier_uniform", of="xavier_normal")
def xavier_is_lecun(shape, rng):
    """You use fan_in only: 1 / fan_in is LeCun's rule. Xavier's lies in the middle between fan_in and fan_out."""
    return _normal(_fans(shape)[0] ** -0.5, shape, rng)


@mistake("xavier_uniform", of="xavier_normal")
def xavier_fan_out_only(shape, rng):
    """You use fan_out only. Xavier's rule lies in the middle between fan_in and fan_out."""
    return _normal(_fans(shape)[1] ** -0.5, shape, rng)


@mistake("xavier_uniform", of="xavier_normal")
def xavier_fan_out_is_channels(shape, rng):
    """Dense layers are right. For a convolution your fan_out is the number of output channels alone, without the window."""
    fan_in, fan_out = _fans(shape)
    return _normal((2 / (fan_in + (fan_out if len(shape) == 2 else shape[0]))) ** 0.5, shape, rng)


@mistake("xavier_uniform", of="xavier_normal")
def xavier_sum_of_the_shape(shape, rng):
    """Dense layers are right. For a convolution you add up the four numbers of the shape, which is not fan_in plus fan_out."""
    return _normal((2 / sum(shape)) ** 0.5, shape, rng)


@mistake("xavier_uniform", of="xavier_normal")
def xavier_roots_averaged(shape, rng):
    """You take the mean of the two standard deviations. It is the fans whose mean is taken."""
    n, m = _fans(shape)
    return _normal((n**-0.5 + m**-0.5) / 2, shape, rng)


@mistake("xavier_uniform", of="xavier_normal")
def xavier_normal_channels(shape, rng):
    """Dense layers are right. For a convolution you add up the channels, and forget the window."""
    return _normal((2 / (shape[0] + shape[1])) ** 0.5, shape, rng)


@mistake("xavier_uniform", of="xavier_normal")
def xavier_normal_is_uniform(shape, rng):
    """Your weights have the right variance but come from a uniform distribution: none is larger than √3 standard deviations. A
    normal distribution is asked for here."""
    return _uniform((6 / sum(_fans(shape))) ** 0.5, shape, rng)


@mistake("xavier_uniform", of="xavier_normal")
def xavier_another_generator(shape, rng):
    """Two generators in the same state give you different weights, so your numbers come from somewhere else (`np.random`, or a
    generator of your own). Draw from the one that you are given: only then can an experiment be repeated."""
    return _normal((2 / sum(_fans(shape))) ** 0.5, shape, _own)


@mistake("xavier_uniform", of="xavier_normal")
def xavier_arguments_slipped(shape, rng):
    """You hand your arguments over one place too early: `rng.normal` takes the mean, then the standard deviation, then the shape. Here the standard
    deviation became the mean, and the shape the standard deviation."""
    return rng.normal((2 / sum(_fans(shape))) ** 0.5, shape)


@mistake("xavier_uniform", of="xavier_normal")
def xavier_fixed_small(shape, rng):
    """Your weights have the same small standard deviation for every shape. It has to depend on how many terms a sum has."""
    return _normal(0.01, shape, rng)


@mistake("xavier_uniform", of="xavier_normal")
def xavier_last_row_missing(shape, rng):
    """The last row (or output channel) of your weights is all zero, or one number. Check where your loop ends."""
    W = _normal((2 / sum(_fans(shape))) ** 0.5, shape, rng)
    W[-1] = 0
    return W


@mistake("xavier_uniform", of="xavier_normal")
def xavier_last_column_missing(shape, rng):
    """The last column (or input channel) of your weights is all zero, or one number. Check where your loop ends."""
    W = _normal((2 / sum(_fans(shape))) ** 0.5, shape, rng)
    W[:, -1] = 0
    return W


@mistake("xavier_uniform", of="xavier_normal")
def xavier_normal_transposed(shape, rng):
    """Your array is (fan_out, fan_in). The contract asks for exactly the given shape."""
    return _normal((2 / sum(_fans(shape))) ** 0.5, shape[::-1], rng)


# -- 4.7 he_normal


@mistake("he_normal")
def he_variance_as_std(shape, rng):
    """You hand over the variance, where a standard deviation is asked for. What lies between the two?"""
    return _normal(2 / _fans(shape)[0], shape, rng)


@mistake("he_normal")
def he_without_two(shape, rng):
    """Your variance is 1 / fan_in, LeCun's. ReLU takes half of the mean square away. Who pays it back?"""
    return _normal(_fans(shape)[0] ** -0.5, shape, rng)


@mistake("he_normal")
def he_root_of_two_only(shape, rng):
    """You take the root of the 2 only. Both numbers of the fraction stand under it."""
    return _normal(2**0.5 / _fans(shape)[0], shape, rng)


@mistake("he_normal")
def he_root_upside_down(shape, rng):
    """You multiply by the root of fan_in where you should divide: more inputs need smaller weights."""
    return _normal((2 * _fans(shape)[0]) ** 0.5, shape, rng)


@mistake("he_normal")
def he_rounded_half(shape, rng):
    """You divide fan_in by 2 and drop the remainder, so an odd fan_in gives weights that are too large."""
    return _normal(max(_fans(shape)[0] // 2, 1) ** -0.5, shape, rng)


@mistake("he_normal")
def he_two_outside(shape, rng):
    """You double the standard deviation. It is the variance that has to be doubled."""
    return _normal(2 * _fans(shape)[0] ** -0.5, shape, rng)


@mistake("he_normal")
def he_denominator(shape, rng):
    """You put the 2 into the denominator. Then the variance is halved, where it should be doubled."""
    return _normal((2 * _fans(shape)[0]) ** -0.5, shape, rng)


@mistake("he_normal")
def he_fan_out(shape, rng):
    """You use fan_out, the mode that keeps the gradient's size. The contract asks for the signal's: fan_in."""
    return _normal((2 / _fans(shape)[1]) ** 0.5, shape, rng)


@mistake("he_normal")
def he_is_xavier(shape, rng):
    """Your variance is 2 / (fan_in + fan_out), Xavier's. ReLU needs more."""
    return _normal((2 / sum(_fans(shape))) ** 0.5, shape, rng)


@mistake("he_normal")
def he_first_of_the_shape(shape, rng):
    """Dense layers are right. For a convolution you take the first number of the shape, which counts its output channels. You
    have a function that finds the fan-in of both kinds."""
    return _normal((2 / shape[0]) ** 0.5, shape, rng)


@mistake("he_normal")
def he_channels_only(shape, rng):
    """Dense layers are right. For a convolution you count the input channels, and forget the window."""
    return _normal((2 / (shape[0] if len(shape) == 2 else shape[1])) ** 0.5, shape, rng)


@mistake("he_normal")
def he_uniform(shape, rng):
    """Your weights have the right variance but come from a uniform distribution: none is larger than √3 standard deviations. A
    normal distribution is asked for here."""
    return _uniform((6 / _fans(shape)[0]) ** 0.5, shape, rng)


@mistake("he_normal")
def he_limit_as_std(shape, rng):
    """You hand √(6 / fan_in), the limit of a uniform distribution, to the normal one."""
    return _normal((6 / _fans(shape)[0]) ** 0.5, shape, rng)


@mistake("he_normal")
def he_own_seed(shape, rng):
    """Every call gives the same weights: you make a generator of your own with a fixed seed. Draw from the generator that you
    are given."""
    return _normal((2 / _fans(shape)[0]) ** 0.5, shape, np.random.default_rng(0))


@mistake("he_normal")
def he_another_generator(shape, rng):
    """Two generators in the same state give you different weights, so your numbers come from somewhere else (`np.random`, or a
    generator of your own). Draw from the one that you are given: only then can an experiment be repeated."""
    return _normal((2 / _fans(shape)[0]) ** 0.5, shape, _own)


@mistake("he_normal")
def he_arguments_slipped(shape, rng):
    """You hand your arguments over one place too early: `rng.normal` takes the mean, then the standard deviation, then the shape. Here the standard
    deviation became the mean, and the shape the standard deviation."""
    return rng.normal((2 / _fans(shape)[0]) ** 0.5, shape)


@mistake("he_normal")
def he_fixed_small(shape, rng):
    """Your weights have the same small standard deviation for every shape. It has to depend on how many terms a sum has."""
    return _normal(0.01, shape, rng)


@mistake("he_normal")
def he_last_row_missing(shape, rng):
    """The last row (or output channel) of your weights is all zero, or one number. Check where your loop ends."""
    W = _normal((2 / _fans(shape)[0]) ** 0.5, shape, rng)
    W[-1] = 0
    return W


@mistake("he_normal")
def he_last_column_missing(shape, rng):
    """The last column (or input channel) of your weights is all zero, or one number. Check where your loop ends."""
    W = _normal((2 / _fans(shape)[0]) ** 0.5, shape, rng)
    W[:, -1] = 0
    return W


@mistake("he_normal")
def he_transposed(shape, rng):
    """Your array is (fan_out, fan_in). The contract asks for exactly the given shape."""
    return _normal((2 / _fans(shape)[0]) ** 0.5, shape[::-1], rng)


@mistake("he_normal")
def he_relu_applied(shape, rng):
    """You cut the weights off at 0. ReLU is applied to the sums z, not to the weights."""
    return np.maximum(_normal((2 / _fans(shape)[0]) ** 0.5, shape, rng), 0)


@mistake("he_normal")
def he_from_xavier(shape, rng):
    """You multiply Xavier's weights by √2. That is He's rule only where fan_in equals fan_out."""
    return _normal((4 / sum(_fans(shape))) ** 0.5, shape, rng)


@mistake("he_normal")
def he_all_but_the_first(shape, rng):
    """Convolutions are right. In a dense layer fan_in is the first number of the shape. You have a function that finds the fan-in of both
    kinds."""
    return _normal((2 / np.prod(shape[1:])) ** 0.5, shape, rng)


@mistake("he_normal")
def he_clipped(shape, rng):
    """You clip the weights at two standard deviations. A normal distribution goes on beyond that: one weight in 22 lies there."""
    std = (2 / _fans(shape)[0]) ** 0.5
    return np.clip(_normal(std, shape, rng), -2 * std, 2 * std)


@mistake("he_normal")
def he_cut_off(shape, rng):
    """You cut the normal distribution off at two standard deviations, so the tails are missing, and with them a part of the
    variance."""
    std = (2 / _fans(shape)[0]) ** 0.5
    W = _normal(std, shape, rng)
    while np.any(far := np.abs(W) > 2 * std):
        W[far] = _normal(std, int(far.sum()), rng)
    return W


# -- 4.3 activation_stds -----------------------------------------------------------------------


def _stds(x, weights, f, measure=np.std):
    found = []
    for W in weights:
        x = f(x @ W)
        found.append(measure(x))
    return np.array(found)


@mistake("activation_stds")
def before_the_function(x, weights, f):
    """You measure the sums z, before the activation function. The activations are what comes out of it."""
    found = []
    for W in weights:
        z = x @ W
        found.append(np.std(z))
        x = f(z)
    return np.array(found)


@mistake("activation_stds")
def function_forgotten(x, weights, f):
    """You never call f, so every layer is linear."""
    return _stds(x, weights, lambda z: z)


@mistake("activation_stds")
def sums_passed_on(x, weights, f):
    """Layer 1 is right, but you hand the sums to the next layer instead of the activations."""
    found = []
    for W in weights:
        x = x @ W
        found.append(np.std(f(x)))
    return np.array(found)


@mistake("activation_stds")
def input_counted(x, weights, f):
    """Your first number is that of the input x, which is no layer's activation: you have one number too many."""
    return np.array([np.std(x), *_stds(x, weights, f)])


@mistake("activation_stds")
def inputs_of_the_layers(x, weights, f):
    """You measure what goes into each layer, not what comes out: your numbers are one layer late."""
    found = []
    for W in weights:
        found.append(np.std(x))
        x = f(x @ W)
    return np.array(found)


@mistake("activation_stds")
def variances(x, weights, f):
    """You return variances. The standard deviation is the root."""
    return _stds(x, weights, f, np.var)


@mistake("activation_stds")
def root_mean_square(x, weights, f):
    """You return the root of the mean square. A standard deviation is measured around the mean: what happens to the mean?"""
    return _stds(x, weights, f, lambda a: np.sqrt(np.mean(a**2)))


@mistake("activation_stds")
def mean_of_the_units(x, weights, f):
    """You take the standard deviation of each unit, and average those. All activations of a layer are to be taken together."""
    return _stds(x, weights, f, lambda a: np.mean(np.std(a, axis=0)))


@mistake("activation_stds")
def mean_of_the_examples(x, weights, f):
    """You take the standard deviation of each example, and average those. All activations of a layer are to be taken together."""
    return _stds(x, weights, f, lambda a: np.mean(np.std(a, axis=1)))


@mistake("activation_stds")
def divided_by_one_less(x, weights, f):
    """You divide by the number of activations less one. The contract asks for what `np.std` computes by itself."""
    return _stds(x, weights, f, lambda a: np.std(a, ddof=1))


@mistake("activation_stds")
def the_last_layer_only(x, weights, f):
    """You return one number, the last layer's. Each layer's is wanted."""
    return _stds(x, weights, f)[-1]


@mistake("activation_stds")
def f_once_more(x, weights, f):
    """You call f twice in each layer: once for the measurement, and once more on what is passed on."""
    found = []
    for W in weights:
        x = f(x @ W)
        found.append(np.std(x))
        x = f(x)
    return np.array(found)


@mistake("activation_stds")
def mean_sizes(x, weights, f):
    """You return the mean of the activations' sizes. The standard deviation is another measure of how large they are."""
    return _stds(x, weights, f, lambda a: np.mean(np.abs(a)))


@mistake("activation_stds")
def function_before_the_sums(x, weights, f):
    """You apply f to what goes into a layer, and measure the sums. First the sums, then f, then the measurement."""
    found = []
    for W in weights:
        x = f(x) @ W
        found.append(np.std(x))
    return np.array(found)


@mistake("activation_stds")
def always_tanh(x, weights, f):
    """You call tanh, whatever f is. Call the function that you are given."""
    return _stds(x, weights, np.tanh)


@mistake("activation_stds")
def last_layer_without_f(x, weights, f):
    """You leave out the activation function in the last layer. Here all layers have it."""
    found = []
    for layer, W in enumerate(weights, start=1):
        x = f(x @ W) if layer < len(weights) else x @ W
        found.append(np.std(x))
    return np.array(found)


@mistake("activation_stds")
def integers_cut(x, weights, f):
    """If x holds integers, you write the activations into integers too, and cut off their fractions."""
    x = np.asarray(x)
    return _stds(x, weights, (lambda z: np.asarray(f(z)).astype(x.dtype)) if x.dtype.kind == "i" else f)


# -- 4.4 diagnose ------------------------------------------------------------------------------


def _diagnose(change, saturated, factor):
    if saturated > 0.5:
        return "saturated", change
    if not np.isfinite(change) or change > factor:
        return "exploding", change
    if change < 1 / factor:
        return "vanishing", change
    return "healthy", change


@mistake("diagnose")
def ignores_the_factor(stds, saturated=0.0, factor=10.0):
    """You always compare with a factor of 10. The caller may ask for another."""
    return _diagnose(stds[-1] / stds[0], saturated, 10.0)


@mistake("diagnose")
def ignores_saturation(stds, saturated=0.0, factor=10.0):
    """You never answer "saturated". The share of saturated outputs is handed to you."""
    return _diagnose(stds[-1] / stds[0], 0.0, factor)


@mistake("diagnose")
def saturation_last(stds, saturated=0.0, factor=10.0):
    """You look at the saturation only if nothing else is found. The rules have an order: it comes first."""
    found, change = _diagnose(stds[-1] / stds[0], 0.0, factor)
    return ("saturated" if found == "healthy" and saturated > 0.5 else found), change


@mistake("diagnose")
def half_counts(stds, saturated=0.0, factor=10.0):
    """A share of exactly one half is not more than 0.5."""
    return _diagnose(stds[-1] / stds[0], saturated + 1e-9, factor)


@mistake("diagnose")
def smallest_and_largest(stds, saturated=0.0, factor=10.0):
    """You compare the largest number with the smallest. The contract compares the last layer with the first."""
    return _diagnose(np.max(stds) / np.min(stds) if np.min(stds) > 0 else np.inf, saturated, factor)


@mistake("diagnose")
def against_one(stds, saturated=0.0, factor=10.0):
    """You judge by the last number alone. It has to be compared with the first."""
    return _diagnose(stds[-1], saturated, factor)[0], stds[-1] / stds[0]


@mistake("diagnose")
def nan_is_healthy(stds, saturated=0.0, factor=10.0):
    """NaN is neither larger nor smaller than any number, so it passes all of your comparisons. What does the second rule say about it?"""
    change = stds[-1] / stds[0]
    return ("healthy", change) if saturated <= 0.5 and np.isnan(change) else _diagnose(change, saturated, factor)


@mistake("diagnose")
def non_finite_first(stds, saturated=0.0, factor=10.0):
    """You ask for NaN and infinity before you ask for saturation. The rules have an order: saturation comes first, whatever `change` is."""
    change = stds[-1] / stds[0]
    return _diagnose(change, saturated if np.isfinite(change) else 0.0, factor)


@mistake("diagnose")
def non_finite_anywhere(stds, saturated=0.0, factor=10.0):
    """You look for NaN and infinity in all entries. Only the first and the last count, by their `change`."""
    change = stds[-1] / stds[0]
    return ("exploding", change) if saturated <= 0.5 and not np.all(np.isfinite(stds)) else _diagnose(change, saturated, factor)


@mistake("diagnose")
def rounded(stds, saturated=0.0, factor=10.0):
    """You round `change`. Return it as it is."""
    change = stds[-1] / stds[0]
    return _diagnose(change, saturated, factor)[0], np.round(change, 2)


@mistake("diagnose")
def any_saturation(stds, saturated=0.0, factor=10.0):
    """You answer "saturated" as soon as the share is not 0. It must be more than 0.5."""
    return _diagnose(stds[-1] / stds[0], 1.0 if saturated else 0.0, factor)


@mistake("diagnose")
def the_wrong_way(stds, saturated=0.0, factor=10.0):
    """Your `change` is upside down: how many times as large as the first is the last? So growing and shrinking change places, too."""
    with np.errstate(all="ignore"):
        return _diagnose(np.float64(stds[0]) / stds[-1], saturated, factor)


@mistake("diagnose")
def first_by_last(stds, saturated=0.0, factor=10.0):
    """Your word is right, but the number is upside down: how many times as large as the first is the last?"""
    with np.errstate(all="ignore"):
        return _diagnose(stds[-1] / stds[0], saturated, factor)[0], np.float64(stds[0]) / stds[-1]


@mistake("diagnose")
def largest_for_last(stds, saturated=0.0, factor=10.0):
    """You take the largest entry where the contract takes the last."""
    return _diagnose(np.max(stds) / stds[0], saturated, factor)


@mistake("diagnose")
def number_first(stds, saturated=0.0, factor=10.0):
    """Your pair is the wrong way round: the word comes first."""
    return _diagnose(stds[-1] / stds[0], saturated, factor)[::-1]


@mistake("diagnose")
def words_exchanged(stds, saturated=0.0, factor=10.0):
    """`change` is right, but you mix up the words: a signal that grows is exploding, one that shrinks is vanishing."""
    found, change = _diagnose(stds[-1] / stds[0], saturated, factor)
    return {"vanishing": "exploding", "exploding": "vanishing"}.get(found, found), change


@mistake("diagnose")
def equal_counts(stds, saturated=0.0, factor=10.0):
    """Ten times as much is not more than ten times as much. A change exactly at the limit is healthy."""
    change = stds[-1] / stds[0]
    return _diagnose(change * (1 + 1e-9 * np.sign(change - 1)), saturated, factor)


@mistake("diagnose")
def in_capitals(stds, saturated=0.0, factor=10.0):
    """The words are right, but not letter by letter: the contract writes them in small letters."""
    found, change = _diagnose(stds[-1] / stds[0], saturated, factor)
    return found.capitalize(), change


@mistake("diagnose")
def neighbours(stds, saturated=0.0, factor=10.0):
    """You compare the last two numbers. A slow decay looks harmless from one layer to the next: compare the last with the first."""
    return _diagnose(stds[-1] / stds[-2], saturated, factor) if len(stds) > 1 else ("healthy", 1.0)


@mistake("diagnose")
def the_difference(stds, saturated=0.0, factor=10.0):
    """Your `change` is a difference. How many times as large is the last?"""
    return _diagnose(stds[-1] / stds[0], saturated, factor)[0], stds[-1] - stds[0]


@mistake("diagnose")
def only_the_word(stds, saturated=0.0, factor=10.0):
    """Your word is right, but the contract asks for a pair: the word, and the number it rests on."""
    return _diagnose(stds[-1] / stds[0], saturated, factor)[0]


@mistake("diagnose")
def vanishing_below_the_factor(stds, saturated=0.0, factor=10.0):
    """You compare with `factor` itself on the lower side, too. Ten times smaller is a change of less than 1 / 10."""
    found, change = _diagnose(stds[-1] / stds[0], saturated, factor)
    return ("vanishing" if found == "healthy" and change < factor else found), change


# -- 4.6 gain ----------------------------------------------------------------------------------


@mistake("gain")
def gain_from_the_std(f, z):
    """You use the standard deviation of f(z). The next layer feels the mean square, and nothing is subtracted from that."""
    with np.errstate(all="ignore"):
        return 1 / np.std(f(z))


@mistake("gain")
def gain_without_the_root(f, z):
    """You forgot the root. The gain belongs to the standard deviation of the weights."""
    return 1 / np.mean(f(z) ** 2)


@mistake("gain")
def gain_upside_down(f, z):
    """This is what f leaves of the signal. The gain has to make up for it."""
    return np.sqrt(np.mean(f(z) ** 2))


@mistake("gain")
def gain_from_mean_sizes(f, z):
    """You average the sizes of f(z). First square, then average, then take the root."""
    return 1 / np.mean(np.abs(f(z)))


@mistake("gain")
def gain_relative_to_z(f, z):
    """You divide by the mean square of z as well. The contract takes the samples as they are."""
    return np.sqrt(np.mean(np.asarray(z) ** 2) / np.mean(f(z) ** 2))


@mistake("gain")
def gain_f_of_the_square(f, z):
    """You square z before f sees it. It is f(z) that is squared."""
    with np.errstate(all="ignore"):
        return 1 / np.sqrt(np.mean(f(np.asarray(z) ** 2)))


@mistake("gain")
def gain_square_of_the_mean(f, z):
    """You square the mean. The mean of the squares is asked for: square first."""
    with np.errstate(all="ignore"):
        return 1 / np.abs(np.mean(f(z)))


@mistake("gain")
def gain_of_the_sum(f, z):
    """You add up the squares without dividing by their number: the gain must not depend on how many samples there are."""
    return 1 / np.sqrt(np.sum(f(z) ** 2))


@mistake("gain")
def gain_by_the_rows(f, z):
    """You divide by the length of z, which is the number of its rows. The mean is taken over all samples."""
    return np.sqrt(len(z) / np.sum(f(z) ** 2))


@mistake("gain", of="leaky_relu_gain")
def slope_not_squared(slope):
    """The slope is not squared. A value times slope has slope² times the square."""
    return np.sqrt(2 / (1 + slope))


@mistake("gain", of="leaky_relu_gain")
def variance_gain(slope):
    """You forgot the root: this is the gain for the variance."""
    return 2 / (1 + slope**2)


@mistake("gain", of="leaky_relu_gain")
def slope_outside(slope):
    """At slope 0 you are right, at slope 1 not: which share of the mean square does the negative half keep?"""
    return np.sqrt(2) / (1 + slope**2)


@mistake("gain", of="leaky_relu_gain")
def always_relu(slope):
    """You ignore the slope. What gain does a function need that passes everything (slope 1)?"""
    return np.sqrt(2)


@mistake("gain", of="leaky_relu_gain")
def leaky_upside_down(slope):
    """This is what the leaky ReLU leaves of the signal. The gain has to make up for it."""
    return np.sqrt((1 + slope**2) / 2)


@mistake("gain", of="leaky_relu_gain")
def without_two(slope):
    """The two halves each count for one half: a factor of 2 is missing. Test your formula on slope 1."""
    return np.sqrt(1 / (1 + slope**2))


# -- 4.8 distinct_units ------------------------------------------------------------------------


def _distinct(columns):
    return len({tuple(np.round(column, 6) + 0.0) for column in columns})


@mistake("distinct_units")
def rows_instead(W):
    """You compare the rows. A unit's weights stand in a column."""
    return _distinct(np.asarray(W))


@mistake("distinct_units")
def different_numbers(W):
    """You count the different numbers in the array. Units are to be compared, as whole columns."""
    return len(np.unique(np.round(W, 6)))


@mistake("distinct_units")
def exactly_equal(W):
    """You ask for exact equality, and a difference of 10⁻¹⁰ from rounding makes two units of one."""
    return len({tuple(column) for column in np.asarray(W).T})


@mistake("distinct_units")
def neighbours_only(W):
    """You compare each unit with its neighbour. The same unit may occur again anywhere."""
    W = np.asarray(W, dtype=float)
    return 1 + int(np.sum(np.max(np.abs(np.diff(W, axis=1)), axis=0) > 1e-6)) if W.shape[1] > 1 else 1


@mistake("distinct_units")
def against_the_first(W):
    """You compare every unit with the first one only. Two others may be the same."""
    W = np.asarray(W, dtype=float)
    return 1 + int(np.sum(np.max(np.abs(W - W[:, :1]), axis=0) > 1e-6))


@mistake("distinct_units")
def by_their_sums(W):
    """You compare the sums of the weights. Different weights can have the same sum."""
    return len(np.unique(np.round(np.sum(W, axis=0), 6)))


@mistake("distinct_units")
def by_the_first_weight(W):
    """You compare the first weight of each unit. Units that agree there may differ further down."""
    return len(np.unique(np.round(np.asarray(W)[0], 6)))


@mistake("distinct_units")
def by_their_length(W):
    """You compare the lengths of the columns. A unit and its negative have the same length, and are not the same."""
    return len(np.unique(np.round(np.sqrt(np.sum(np.asarray(W, dtype=float) ** 2, axis=0)), 6)))


@mistake("distinct_units")
def only_the_single_ones(W):
    """You count the units that occur once. Those that occur several times count as well, once each."""
    columns = [tuple(np.round(column, 6) + 0.0) for column in np.asarray(W).T]
    return sum(columns.count(column) == 1 for column in columns)


@mistake("distinct_units")
def one_difference_too_few(W):
    """You count a unit as new only if all of its weights differ from another's. One different weight is enough."""
    different = []
    for unit in np.asarray(W, dtype=float).T:
        if all(np.min(np.abs(unit - other)) > 1e-6 for other in different):
            different.append(unit)
    return len(different)


@mistake("distinct_units")
def all_units(W):
    """You return the number of units. How many of them are different?"""
    return np.shape(W)[1]


@mistake("distinct_units")
def rounded_too_far(W):
    """You round so far that units become the same which differ by some thousandths."""
    return len({tuple(np.round(column, 2) + 0.0) for column in np.asarray(W).T})


@mistake("distinct_units")
def rows_of_the_result(W):
    """You find the different columns rightly, but then count the rows of what you found: the length of an array is its first dimension."""
    return len(np.unique(np.round(W, 6) + 0.0, axis=1))


@mistake("distinct_units")
def first_and_last_row(W):
    """You look at the first and the last row only. Units can differ in between."""
    return _distinct(np.asarray(W)[[0, -1]].T)


def _sorted_neighbours(W, key):
    W = np.asarray(W, dtype=float)[:, np.argsort(key, kind="stable")]
    return 1 + int(np.sum(np.max(np.abs(np.diff(W, axis=1)), axis=0) > 1e-6)) if W.shape[1] > 1 else 1


@mistake("distinct_units")
def sorted_by_one_row(W):
    """You sort the units by one of their weights and compare neighbours. Among units that agree in that weight, the same ones may not come to stand
    together."""
    return _sorted_neighbours(W, np.asarray(W)[0])


@mistake("distinct_units")
def sorted_by_the_sum(W):
    """You sort the units by their sums and compare neighbours. Different units can have the same sum, and stand between two that are the same."""
    return _sorted_neighbours(W, np.sum(W, axis=0))


@mistake("distinct_units")
def weighted_sum(W):
    """You make one number of all the weights of a unit, and compare those numbers. Different units can give the same number."""
    return len(np.unique(np.round(np.arange(1, len(W) + 1) @ np.asarray(W, dtype=float), 6)))


@mistake("distinct_units")
def as_many_units_as_rows(W):
    """Your loop runs over the rows of W while it looks at columns, so some units are missing or do not exist. The number of units is the second number
    of the shape."""
    W = np.asarray(W)
    return _distinct(W[:, j] for j in range(len(W)))


@mistake("distinct_units")
def last_weight_left_out(W):
    """The last weight of each unit is never compared. Check where your loop ends."""
    return _distinct(np.asarray(W)[:-1].T)


@mistake("distinct_units")
def no_absolute_value(W):
    """You forget the absolute value: a difference of −5 is less than 10⁻⁶, and yet it is a difference."""
    different = []
    for unit in np.asarray(W, dtype=float).T:
        if all(np.max(unit - other) > 1e-6 for other in different):
            different.append(unit)
    return len(different)


@mistake("distinct_units")
def pairs_counted(W):
    """You subtract the number of equal pairs. Of three units that are the same there are three pairs, but only two units are superfluous."""
    W = np.asarray(W, dtype=float)
    same = np.max(np.abs(W[:, :, None] - W[:, None, :]), axis=0) <= 1e-6
    return int(W.shape[1] - np.sum(np.triu(same, 1)))


@mistake("distinct_units")
def distance_to_the_first(W):
    """You compare the units' distances from the first one. Two different units can be equally far from it."""
    W = np.asarray(W, dtype=float)
    return len(np.unique(np.round(np.linalg.norm(W - W[:, :1], axis=0), 6)))


@mistake("distinct_units")
def relative_tolerance(W):
    """`np.allclose` and `np.isclose` allow a difference of 10⁻⁵ of the numbers' own size, unless told otherwise (`rtol=0`). The contract has one limit for all
    sizes, 10⁻⁶."""
    different = []
    for unit in np.asarray(W).T:
        if not any(np.allclose(unit, other, atol=1e-6) for other in different):
            different.append(unit)
    return len(different)


@mistake("distinct_units")
def in_32_bits(W):
    """In 32 bits a number of size 0.01 is known to 10⁻⁹ only, and two weights that agree within the limit can become different ones. Compare with
    a tolerance."""
    return len({tuple(column) for column in np.asarray(W).astype(np.float32).T})


@mistake("distinct_units")
def last_unit_left_out(W):
    """The last unit is never compared. Check where your loop ends."""
    return max(_distinct(np.asarray(W)[:, :-1].T), 1)


@mistake("distinct_units")
def same_direction(W):
    """You compare the directions of the columns. Units can point the same way and have different lengths."""
    W = np.asarray(W, dtype=float)
    norms = np.linalg.norm(W, axis=0)
    return _distinct((W / np.where(norms > 0, norms, 1)).T)


@mistake("distinct_units")
def bit_by_bit(W):
    """You compare the bytes of rounded numbers, and 0 and −0 have different bytes. Compare the numbers."""
    return len({np.round(column, 6).tobytes() for column in np.asarray(W).T})


@mistake("distinct_units")
def independent_units(W):
    """You return the rank, the number of linearly independent columns. Units can be different and yet depend on each other."""
    return int(np.linalg.matrix_rank(W, tol=1e-6))


@mistake("distinct_units")
def as_a_set(W):
    """You compare the units' weights without their order: the same numbers in another order make another unit."""
    return len({tuple(np.sort(np.round(column, 6) + 0.0)) for column in np.asarray(W).T})


# -- Further 4.9 orthogonal --------------------------------------------------------------------


def _orthonormal(shape, rng):
    q, r = np.linalg.qr(rng.normal(0, 1, (max(shape), min(shape))))
    q = q * np.sign(np.diag(r))
    return q if shape[0] >= shape[1] else q.T


@mistake("orthogonal")
def signs_of_the_routine(shape, rng):
    """Your matrix is orthogonal, but the routine chose the signs: the diagonal is negative on average, so some directions are preferred."""
    q, _ = np.linalg.qr(rng.normal(0, 1, (max(shape), min(shape))))
    return q if shape[0] >= shape[1] else q.T


@mistake("orthogonal")
def svd_without_signs(shape, rng):
    """Your matrix is orthogonal, but the routine chose the signs of the singular vectors, so one sign is preferred for some entries. Averaged over many draws
    they are not 0."""
    u, _, vt = np.linalg.svd(rng.normal(0, 1, shape), full_matrices=False)
    return u if shape[0] >= shape[1] else vt


@mistake("orthogonal")
def squares_without_signs(shape, rng):
    """Tall and wide shapes are right; for square ones you forget the signs."""
    q, r = np.linalg.qr(rng.normal(0, 1, (max(shape), min(shape))))
    q = q if shape[0] == shape[1] else q * np.sign(np.diag(r))
    return q if shape[0] >= shape[1] else q.T


@mistake("orthogonal")
def small_for_wide_shapes(shape, rng):
    """Tall shapes are right. Of a wide matrix the decomposition gives only a small square Q; the contract asks for the whole shape."""
    q, r = np.linalg.qr(rng.normal(0, 1, shape))
    return q * np.sign(np.diag(r))


@mistake("orthogonal")
def scaled_normal(shape, rng):
    """Your columns have length 1 on average, and are orthogonal on average. Exactly is another matter."""
    return rng.normal(0, max(shape) ** -0.5, shape)


@mistake("orthogonal")
def unit_columns(shape, rng):
    """Your columns have length 1, but they are not orthogonal to each other."""
    W = rng.normal(0, 1, shape)
    return W / np.linalg.norm(W, axis=0)


@mistake("orthogonal")
def always_tall(shape, rng):
    """For a wide shape your array is transposed."""
    return _orthonormal((max(shape), min(shape)), rng)


# -- Further 4.10 layer_scales -----------------------------------------------------------------


def _scales(x, weights, f, measure=np.std):
    found = []
    for W in weights:
        z = x @ W
        found.append(1 / measure(z))
        x = f(z * found[-1])
    return np.array(found)


@mistake("layer_scales")
def not_passed_on(x, weights, f):
    """The first factor is right. But the next layer must receive what the corrected layer puts out."""
    found = []
    for W in weights:
        z = x @ W
        found.append(1 / np.std(z))
        x = f(z)
    return np.array(found)


@mistake("layer_scales")
def stds_instead(x, weights, f):
    """You return the standard deviations themselves. By what must a number be multiplied to become 1?"""
    return 1 / _scales(x, weights, f)


@mistake("layer_scales")
def activations_scaled(x, weights, f):
    """You scale the activations, after f. The pre-activations z are to have standard deviation 1."""
    found = []
    for W in weights:
        z = x @ W
        with np.errstate(all="ignore"):
            found.append(1 / np.std(f(z)))
        x = f(z) * found[-1]
    return np.array(found)


@mistake("layer_scales")
def corrected_after_f(x, weights, f):
    """You apply the factor behind f. It belongs to the weights, so f must see the corrected z. (For ReLU there is no difference.)"""
    found = []
    for W in weights:
        z = x @ W
        found.append(1 / np.std(z))
        x = f(z) * found[-1]
    return np.array(found)


@mistake("layer_scales")
def by_variances(x, weights, f):
    """You divide by the variance. Then z has the wrong size unless its variance was 1 already."""
    return _scales(x, weights, f, np.var)


@mistake("layer_scales")
def by_mean_squares(x, weights, f):
    """You use the root of the mean square, where the contract asks for the standard deviation, around the mean."""
    return _scales(x, weights, f, lambda z: np.sqrt(np.mean(z**2)))
