"""Answers to 3.2, saturated_fraction: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule.checks.callables import arctan_slope, gate, half, identity, sigmoid_slope
from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import Numbers, beside, parameter, pick, shape

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def saturated_fraction_inputs(rng):
    while True:
        given = parameter(rng, 0.01, (0.05, 0.2, 0.5, 1.0, 0.0))
        limit = given[0] if given else 0.01
        sides = shape(rng, (1, 2, 3))
        if rng.random() < 0.4:  # slopes that are equal to the threshold, in size, or one step of a float beside it
            z = Numbers(("float64",), scale=limit + 0.1, special=beside([limit, -limit]), tiny=False).draw(rng, sides)
            yield identity, z, *given
        else:
            z = Numbers(scale=4.0, special=(0.0, 4.6, -4.6, 6.0, -6.0), limit=1e6).draw(rng, sides)
            yield pick(rng, (arctan_slope, arctan_slope, sigmoid_slope, gate, half, identity)), z, *given


# -- right, written in other ways ------------------------------------------------------------------


@right
def fraction_by_loop(df, z, threshold=0.01):
    slopes = df(z).ravel().tolist()
    return sum(1 for slope in slopes if -threshold < slope < threshold) / len(slopes)


@right
def fraction_by_count(df, z, threshold=0.01):
    small = abs(df(z)) < threshold
    return np.count_nonzero(small) / small.size


@right
def fraction_by_where(df, z, threshold=0.01):
    return float(np.where(np.abs(df(np.asarray(z, dtype=float))) < threshold, 1.0, 0.0).sum() / np.size(z))


@right
def fraction_one_at_a_time(df, z, threshold=0.01):
    flat = np.asarray(z).ravel()
    return np.mean([bool(abs(df(flat[i : i + 1])[0]) < threshold) for i in range(flat.size)])


@right
def fraction_by_sorted_slopes(df, z, threshold=0.01):
    """It sorts the slopes by size and finds by bisection how many stand before the threshold, where the reference
    compares each of them with it. For one threshold, sorting takes longer, but each further one then costs a few
    steps only: np.searchsorted would accept a whole array of thresholds and return the fraction for each."""
    sizes = np.sort(np.abs(df(z)), axis=None)  # of all entries, in one row
    return np.searchsorted(sizes, threshold) / sizes.size


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def compares_the_input(df, z, threshold=0.01):
    """You compare the pre-activations with the threshold. Saturation is a matter of the slope there: what is `df` for?"""
    return np.mean(np.asarray(z) < threshold)


@wrong
def counts(df, z, threshold=0.01):
    """You return how many units are saturated. The share is that number divided by something."""
    return np.sum(np.abs(df(z)) < threshold)


@wrong
def not_saturated(df, z, threshold=0.01):
    """You return the share of the units that still learn. Saturated are the others: those whose slope is small."""
    return np.mean(np.abs(df(z)) >= threshold)


@wrong
def threshold_ignored(df, z, threshold=0.01):
    """Your result does not depend on `threshold`: the default is built in. The caller may pass another one."""
    return np.mean(np.abs(df(z)) < 0.01)


@wrong
def sign_of_the_slope(df, z, threshold=0.01):
    """A slope of −0.5 is a steep one, but you count it as saturated. What should be compared is the slope's size."""
    return np.mean(df(z) < threshold)


@wrong
def one_tail(df, z, threshold=0.01):
    """You count flat places on the right of 0 only. A curve may be flat on the left as well: a sigmoid is, for large
    negative pre-activations."""
    return np.mean((np.abs(df(z)) < threshold) & (np.asarray(z) > 0))


@wrong
def length_of_where(df, z, threshold=0.01):
    """You take the length of what `np.where` returns. That is a tuple with one array of indices for each axis, so its
    length is the number of axes, however many entries are small. How do you count the True in a mask?"""
    return len(np.where(np.abs(df(z)) < threshold)) / z.size


@wrong
def mean_of_where(df, z, threshold=0.01):
    """`np.where` with a condition alone returns where it holds: indices. You average those. The mask itself, of True and
    False, is what you need."""
    return np.mean(np.where(np.abs(df(z)) < threshold))


@wrong
def divided_by_the_rows(df, z, threshold=0.01):
    """You count all entries that are small, but divide by the length of the array, which counts its first axis only.
    How many entries are there altogether?"""
    slopes = np.abs(df(z))
    return len(slopes[slopes < threshold]) / len(slopes)


@wrong
def size_of_the_input(df, z, threshold=0.01):
    """You take the size of z before you ask for the slope. That is harmless only if the slope is the same at z and at −z.
    Of which number does the contract want the size?"""
    return np.mean(df(np.abs(z)) < threshold)


@wrong
def rounded(df, z, threshold=0.01):
    """You round the share. Return it with all its digits; rounding is for printing."""
    return round(float(np.mean(np.abs(df(z)) < threshold)), 2)


@wrong
def equal_counts(df, z, threshold=0.01):
    """You count slopes that are equal to the threshold. The contract says: below it."""
    return np.mean(np.abs(df(z)) <= threshold)


@wrong
def equal_counts_below_zero(df, z, threshold=0.01):
    """A slope of minus the threshold has the threshold's size, so it does not count; yours does. On the other side you
    are right."""
    slopes = df(z)
    return np.mean((slopes >= -threshold) & (slopes < threshold))


@wrong
def steep_share(df, z, threshold=0.01):
    """You return the share of the steep slopes. Saturated are those whose slope is small."""
    return np.mean(np.abs(df(z)) > threshold)


@wrong
def compares_the_size_of_the_input(df, z, threshold=0.01):
    """You compare the size of the pre-activations with the threshold. Saturation is a matter of the slope there: what
    is `df` for?"""
    return np.mean(np.abs(z) < threshold)


@wrong
def another_threshold(df, z, threshold=0.1):
    """Your default is 0.1. The contract says 0.01."""
    return np.mean(np.abs(df(z)) < threshold)


@wrong
def built_in_slope(df, z, threshold=0.01):
    """You take the slope of the sigmoid whatever `df` is. Others will hand over the slope of another function."""
    return np.mean(0.25 / np.cosh(np.clip(z, -300, 300) / 2) ** 2 < threshold)


@wrong
def only_zeros(df, z, threshold=0.01):
    """You count slopes of exactly 0. Small ones count as well: what is the threshold for?"""
    return np.mean(df(z) == 0)


@wrong
def of_the_mean_slope(df, z, threshold=0.01):
    """You compare the mean of all slopes with the threshold. Each entry is asked by itself, and then the answers are averaged."""
    return float(np.mean(np.abs(df(z))) < threshold)


@wrong
def nearly_below(df, z, threshold=0.01):
    """You let slopes count that are a little above the threshold. Below is below."""
    return np.mean(np.abs(df(z)) < threshold + 1e-9)


@wrong
def slopes_rounded(df, z, threshold=0.01):
    """You round the slopes before you compare them, so that one of 0.006 becomes 0.01. Compare them as they are."""
    return np.mean(np.round(np.abs(df(z)), 2) < threshold)


@wrong
def means_of_the_columns(df, z, threshold=0.01):
    """You average the slopes of each column first, and compare the averages. Each slope counts by itself: a steep one
    does not make up for a flat one."""
    return np.mean(np.abs(np.mean(np.atleast_2d(df(z)), axis=0)) < threshold)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def in_32_bits(df, z, threshold=0.01):
    return np.mean(np.abs(df(np.asarray(z).astype(np.float32))) < threshold)
