"""Answers to 3.2, saturated_fraction: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _slopes

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def saturated_fraction_inputs(rng):
    while True:
        z = np.where(
            rng.random((2, 3)) < 0.3, rng.choice([0.0, 0.02, -0.02, 1.0, -6.0, 6.0], (2, 3)), rng.normal(0, 4, (2, 3))
        )
        z = z[0] if rng.random() < 0.3 else z
        yield (_slopes(rng), z) if rng.random() < 0.5 else (_slopes(rng), z, float(rng.choice([0.01, 0.05, 0.2, 0.5])))


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
    """You count the flat part on the right only. The curve is flat on the left as well: large negative pre-activations
    are just as saturated."""
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
    """You count all entries that are small, but divide by the length of the array, which is its number of rows. How many
    entries are there altogether?"""
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
