"""Answers to 4.6, gain: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule.checks.callables import absolute, one_more
from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import Numbers, maybe, pick, shape

from ._shared import FUNCTIONS

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def gain_inputs(rng):
    samples = Numbers(scale=2.0, special=(0.0, -1.0, 1.0, -2.0))
    while True:
        z, f = samples.draw(rng, shape(rng, dims=(1, 2, 3))), pick(rng, (*FUNCTIONS, one_more, absolute))
        if z.dtype.kind == "f" and maybe(rng, 0.15):
            z = z * z.dtype.type(1e-5)
        if np.mean(np.asarray(f(z), dtype=float) ** 2) > 1e-11:  # squares of smaller ones get lost
            yield f, z


@inputs(of="leaky_relu_gain")
def leaky_relu_gain_inputs(rng):
    while True:
        yield (pick(rng, (0.0, 1.0, 0, 1, 0.01, 0.1, 0.2, 0.5, 1e-9, *rng.random(4).tolist())),)


# -- right, written in other ways ------------------------------------------------------------------


@right
def gain_by_norm(f, z):
    a = np.asarray(f(z), dtype=float)
    return math.sqrt(a.size) / np.linalg.norm(a.ravel())


@right
def gain_by_python(f, z):
    squares = [float(a) ** 2 for a in np.ravel(f(z))]
    return (sum(squares) / len(squares)) ** -0.5


@right
def gain_by_power(f, z):
    return np.mean(np.square(f(z))) ** -0.5


@right(of="leaky_relu_gain")
def leaky_by_halves(slope):
    """It spells out where the formula of the reference comes from: z² has mean 1 on either side of 0, and on the left
    it is multiplied by slope². The number is the same, but for another pair of slopes, or another share of positive
    inputs, you see what would have to change."""
    positive_half, negative_half = 0.5 * 1, 0.5 * slope**2
    return 1 / math.sqrt(positive_half + negative_half)


@right(of="leaky_relu_gain")
def leaky_by_power(slope):
    return ((1 + slope**2) / 2) ** -0.5


@right(of="leaky_relu_gain")
def leaky_by_hypot(slope):
    return np.sqrt(2) / np.hypot(1, slope)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def gain_from_the_std(f, z):
    """You use the standard deviation of f(z). The next layer feels the mean square, and nothing is subtracted from that."""
    with np.errstate(all="ignore"):
        return 1 / np.std(f(z))


@wrong
def gain_without_the_root(f, z):
    """You forgot the root. The gain belongs to the standard deviation of the weights."""
    return 1 / np.mean(f(z) ** 2)


@wrong
def gain_upside_down(f, z):
    """This is what f leaves of the signal. The gain has to make up for it."""
    return np.sqrt(np.mean(f(z) ** 2))


@wrong
def gain_from_mean_sizes(f, z):
    """You average the sizes of f(z). First square, then average, then take the root."""
    return 1 / np.mean(np.abs(f(z)))


@wrong
def gain_relative_to_z(f, z):
    """You divide by the mean square of z as well. The contract takes the samples as they are."""
    return np.sqrt(np.mean(np.asarray(z) ** 2) / np.mean(f(z) ** 2))


@wrong
def gain_f_of_the_square(f, z):
    """You square z before f sees it. It is f(z) that is squared."""
    with np.errstate(all="ignore"):
        return 1 / np.sqrt(np.mean(f(np.asarray(z) ** 2)))


@wrong
def gain_square_of_the_mean(f, z):
    """You square the mean. The mean of the squares is asked for: square first."""
    with np.errstate(all="ignore"):
        return 1 / np.abs(np.mean(f(z)))


@wrong
def gain_of_the_sum(f, z):
    """You add up the squares without dividing by their number: the gain must not depend on how many samples there are."""
    return 1 / np.sqrt(np.sum(f(z) ** 2))


@wrong
def gain_by_the_rows(f, z):
    """You divide by the length of z, which is the number of its rows. The mean is taken over all samples."""
    return np.sqrt(len(z) / np.sum(f(z) ** 2))


@wrong(of="leaky_relu_gain")
def slope_not_squared(slope):
    """The slope is not squared. A value times slope has slope² times the square."""
    return np.sqrt(2 / (1 + slope))


@wrong(of="leaky_relu_gain")
def variance_gain(slope):
    """You forgot the root: this is the gain for the variance."""
    return 2 / (1 + slope**2)


@wrong(of="leaky_relu_gain")
def slope_outside(slope):
    """At slope 0 you are right, at slope 1 not: which share of the mean square does the negative half keep?"""
    return np.sqrt(2) / (1 + slope**2)


@wrong(of="leaky_relu_gain")
def always_relu(slope):
    """You ignore the slope. What gain does a function need that passes everything (slope 1)?"""
    return np.sqrt(2)


@wrong(of="leaky_relu_gain")
def leaky_upside_down(slope):
    """This is what the leaky ReLU leaves of the signal. The gain has to make up for it."""
    return np.sqrt((1 + slope**2) / 2)


@wrong(of="leaky_relu_gain")
def without_two(slope):
    """The two halves each count for one half: a factor of 2 is missing. Test your formula on slope 1."""
    return np.sqrt(1 / (1 + slope**2))


@wrong
def gain_of_the_stds(f, z):
    """You divide the standard deviation of z by that of f(z). The contract takes the mean of f(z)², and nothing of z."""
    with np.errstate(all="ignore"):
        return np.std(z) / np.std(f(z))


@wrong
def gain_not_squared(f, z):
    """You average f(z) as it is. Square first: values below 0 must not cancel those above."""
    with np.errstate(all="ignore"):
        return 1 / np.sqrt(np.mean(f(z)))


@wrong
def gain_mean_of_reciprocals(f, z):
    """You take the mean of 1 / |f(z)|. First the mean of the squares, then the root, and 1 divided by that at the end."""
    with np.errstate(all="ignore"):
        return np.mean(1 / np.abs(f(z)))


@wrong
def gain_without_the_zeros(f, z):
    """You leave out where f(z) is 0. Zeros count as samples: for ReLU they are half of all."""
    with np.errstate(all="ignore"):
        return 1 / np.sqrt(np.mean(f(z)[f(z) != 0] ** 2))


@wrong
def gain_of_the_positive(f, z):
    """You take only positive f(z). All samples count."""
    with np.errstate(all="ignore"):
        return 1 / np.sqrt(np.mean(f(z)[f(z) > 0] ** 2))


@wrong
def gain_of_standardised_samples(f, z):
    """You shift and scale z to mean 0 and variance 1 before f sees it. The contract takes the samples as they are."""
    with np.errstate(all="ignore"):
        return 1 / np.sqrt(np.mean(f((z - np.mean(z)) / np.std(z)) ** 2))


@wrong
def gain_of_scaled_samples(f, z):
    """You scale z to variance 1 before f sees it. The contract takes the samples as they are."""
    with np.errstate(all="ignore"):
        return 1 / np.sqrt(np.mean(f(z / np.std(z)) ** 2))


@wrong
def gain_from_the_std_of_one_less(f, z):
    """You use the standard deviation of f(z), with n − 1. The next layer feels the mean square, and nothing is subtracted from that."""
    with np.errstate(all="ignore"):
        return 1 / np.std(f(z), ddof=1)


@wrong
def gain_of_own_samples(f, z):
    """You do not use `z` but samples of your own. The caller decides about which samples to average."""
    with np.errstate(all="ignore"):
        return 1 / np.sqrt(np.mean(f(np.random.default_rng(0).normal(size=100_000)) ** 2))


@wrong(of="leaky_relu_gain")
def slope_subtracted(slope):
    """Both halves add to the mean square: nothing is subtracted. At slope 1 your denominator is 0."""
    return np.sqrt(2 / (1 - np.float64(slope) ** 2)) if slope != 1 else np.inf


@wrong(of="leaky_relu_gain")
def square_of_the_sum(slope):
    """You square the sum of 1 and the slope. Only the slope is squared: the two halves are averaged, they do not mix."""
    return np.sqrt(2 / (1 + slope) ** 2)


@wrong(of="leaky_relu_gain")
def slope_twice(slope):
    """The half belongs to both terms: each half of the values gives half of the mean square. At slope 1 your gain is not 1."""
    return np.sqrt(1 / (0.5 + slope**2))


@wrong(of="leaky_relu_gain")
def straight_line(slope):
    """You draw a straight line between the gains at slope 0 and 1. The formula bends."""
    return np.sqrt(2) + slope * (1 - np.sqrt(2))


@wrong(of="leaky_relu_gain")
def variance_of_the_outputs(slope):
    """You use the variance of what comes out. The next layer feels the mean square: the mean is not subtracted."""
    return 1 / np.sqrt((1 + slope**2) / 2 - (1 - slope) ** 2 / (2 * np.pi))


@wrong
def samples_overwritten(f, z):
    """You write f(z) into z itself, so the caller's samples are gone (and integers would lose the fractions). Give what comes back from f a name of its own."""
    z[...] = f(z)
    return 1 / np.sqrt(np.mean(z**2))


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def small_number_inside(f, z):
    return 1 / np.sqrt(np.mean(f(z) ** 2) + 1e-12)


@wrong
def type_of_the_samples(f, z):
    with np.errstate(all="ignore"):
        return 1 / np.sqrt(np.mean(f(z).astype(z.dtype) ** 2))
