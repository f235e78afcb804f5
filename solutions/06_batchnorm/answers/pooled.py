"""Answers to 6.10, pooled: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import addends, kinds_of, maybe

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def pooled_inputs(rng):
    while True:
        B, D = int(rng.integers(1, 6)), int(rng.integers(1, 4))
        counts = rng.integers(1, 9, B)
        if maybe(rng, 0.15):
            counts = np.full(B, int(rng.integers(1, 5)))
        kinds = kinds_of(rng)
        means = addends(rng, (B, D), kinds, limit=50.0, tiny=False)
        variances = np.abs(addends(rng, (B, D), kinds, limit=50.0, tiny=False))
        if "float32" in kinds and len(kinds) == 1:  # far from 0, so that no digits cancel
            means = means + np.float32(16)
        elif np.float32 in (means.dtype, variances.dtype):
            continue
        yield counts, means, variances


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_the_squares(counts, means, variances):
    N = counts.sum()
    mean = counts @ means / N
    squares = counts @ (variances + np.asarray(means, dtype=float) ** 2) / N
    return mean, squares - mean**2


@right
def batch_after_batch(counts, means, variances):
    """One batch after the other is merged into what is known so far: a total count, a mean and a sum of squares. No batch
    has to be kept, so it works on a stream without an end; the reference needs all of them at once, and is shorter."""
    total, mean, squares = 0, 0.0, 0.0
    for n, batch_mean, batch_var in zip(counts, means, variances):
        apart = batch_mean - mean
        squares = squares + n * batch_var + apart**2 * total * n / (total + n)
        mean = mean + apart * n / (total + n)
        total = total + n
    return mean, squares / total


@right
def by_average(counts, means, variances):
    mean = np.average(means, axis=0, weights=counts)
    between = np.average((means - mean) ** 2, axis=0, weights=counts)
    return mean, np.average(variances, axis=0, weights=counts) + between


@right
def unit_by_unit(counts, means, variances):
    N, found = sum(int(n) for n in counts), []
    for m, v in zip(np.asarray(means, float).T, np.asarray(variances, float).T):
        mean = sum(n * one for n, one in zip(counts, m)) / N
        found.append((mean, sum(n * (own + (one - mean) ** 2) for n, one, own in zip(counts, m, v)) / N))
    return np.array([mean for mean, _ in found]), np.array([var for _, var in found])


# -- wrong, and told why ---------------------------------------------------------------------------


def _mean(counts, means):
    return counts @ means / np.sum(counts)


@wrong
def only_within(counts, means, variances):
    """You average the batches' variances. That leaves out how far the batches' means lie apart: two batches without any spread, one at 0
    and one at 10, are not without spread together."""
    return _mean(counts, means), _mean(counts, variances)


@wrong
def all_batches_alike(counts, means, variances):
    """Your batches do not count by their sizes. A batch of nine examples counts nine times as much as a batch of one."""
    mean = np.mean(means, axis=0)
    return mean, np.mean(variances + (means - mean) ** 2, axis=0)


@wrong
def only_between(counts, means, variances):
    """Your variance is that of the batches' means. What is the spread inside the batches?"""
    mean = _mean(counts, means)
    return mean, _mean(counts, (means - mean) ** 2)


@wrong
def unbiased(counts, means, variances):
    """You divide by one less than the number of all examples. Here it is ÷ the number of all of them."""
    mean, N = _mean(counts, means), np.sum(counts)
    return mean, _mean(counts, variances + (means - mean) ** 2) * N / max(N - 1, 1)


@wrong
def divided_by_the_batches(counts, means, variances):
    """You divide by the number of batches. The sums went over examples."""
    mean = counts @ means / len(counts)
    return mean, counts @ (variances + (means - mean) ** 2) / len(counts)


@wrong
def standard_deviation(counts, means, variances):
    """You return the root of the variance."""
    mean = _mean(counts, means)
    return mean, np.sqrt(_mean(counts, variances + (means - mean) ** 2))


@wrong
def distances_not_squared(counts, means, variances):
    """You add the distance of the means where its square belongs: variances are squares."""
    mean = _mean(counts, means)
    return mean, _mean(counts, variances + np.abs(means - mean))


@wrong
def weighted_mean_only(counts, means, variances):
    """Your mean weights the batches by their sizes, your variance does not."""
    mean = _mean(counts, means)
    return mean, np.mean(variances + (means - mean) ** 2, axis=0)


@wrong
def exchanged(counts, means, variances):
    """Mean and variance come back in the wrong order."""
    mean = _mean(counts, means)
    return _mean(counts, variances + (means - mean) ** 2), mean


@wrong
def between_the_plain_mean(counts, means, variances):
    """Your distances are those from the plain mean of the means. They are taken from the mean of all examples, which you return."""
    mean = _mean(counts, means)
    return mean, _mean(counts, variances + (means - np.mean(means, axis=0)) ** 2)


@wrong
def squares_added(counts, means, variances):
    """You add the squares of the means. That is the mean square distance from 0; from which point is it asked for?"""
    return _mean(counts, means), _mean(counts, variances + np.asarray(means, float) ** 2)


@wrong
def between_not_weighted(counts, means, variances):
    """The distances between the batches' means count alike in your variance, however many examples a batch has."""
    return _mean(counts, means), _mean(counts, variances) + np.var(means, axis=0)


@wrong
def mean_not_weighted(counts, means, variances):
    """Your mean is the plain mean of the means. A batch of nine examples counts nine times as much as a batch of one."""
    mean = np.mean(means, axis=0)
    return mean, _mean(counts, variances + (means - mean) ** 2)


@wrong
def of_unbiased_variances(counts, means, variances):
    """You multiply the batches' variances by one less than their sizes. They were made with ÷ N: what is the sum of the squares then?"""
    mean = _mean(counts, means)
    return mean, ((counts - 1) @ variances + counts @ (means - mean) ** 2) / np.sum(counts)


@wrong
def freedom_pooled(counts, means, variances):
    """You average the variances with the weights n − 1. That leaves out how far the batches' means lie apart, and the variances were made
    with ÷ n."""
    return _mean(counts, means), (counts - 1) @ variances / max(np.sum(counts) - len(counts), 1)


@wrong
def batches_of_one_skipped(counts, means, variances):
    """You leave out batches of one. They have no spread of their own, but they are part of the whole."""
    keep = counts > 1 if np.any(counts > 1) else counts > 0
    mean = _mean(counts[keep], means[keep])
    return mean, _mean(counts[keep], variances[keep] + (means[keep] - mean) ** 2)


@wrong
def one_centre_for_all_units(counts, means, variances):
    """Your distances are taken from one number for all units. Each unit has its own mean."""
    mean = _mean(counts, means)
    return mean, _mean(counts, variances + (means - np.mean(mean)) ** 2)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def the_last_batch(counts, means, variances):
    return means[-1] * 1.0, variances[-1] * 1.0


@wrong
def one_unit(counts, means, variances):
    mean = np.mean(_mean(counts, means))
    return np.full(means.shape[1], mean), _mean(counts, variances + (means - mean) ** 2)


@wrong
def whole_numbers(counts, means, variances):
    mean = _mean(counts, means)
    both = mean, _mean(counts, variances + (means - mean) ** 2)
    return tuple(array.astype(means.dtype) for array in both)


@wrong
def weighted_by_counts_squared(counts, means, variances):
    counts = counts.astype(float) ** 2
    mean = _mean(counts, means)
    return mean, _mean(counts, variances + (means - mean) ** 2)
