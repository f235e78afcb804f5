"""Answers to 6.2, update_running: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import ALL, by_place_or_name, maybe, pick

from ._shared import batch, rows, statistics

# -- inputs ----------------------------------------------------------------------------------------


@inputs(without=("x: N = 1",))  # one example has no variance
def update_running_inputs(rng):
    while True:
        N, D = rows(rng, 2)
        kind = pick(rng, ALL) if maybe(rng, 0.5) else "float64"
        x = batch(rng, (N, D), kinds=(kind,) if kind == "float32" else ("float64", "int64"))
        mean, var = statistics(rng, D, kind)
        if maybe(rng, 0.2):
            mean, var = np.zeros(D), np.ones(D)
        momentum = pick(rng, (0.1, 0.1, 0.01, 0.5, 0.75, 0.9, 0.0, 1.0))
        yield mean, var, x, *by_place_or_name(rng, momentum=(momentum, 0.1))


# -- right, written in other ways ------------------------------------------------------------------


@right
def a_step_towards_it(running_mean, running_var, x, momentum=0.1):
    """The old value takes a step towards the batch's, as far as momentum says, instead of a weighted sum of the two. One
    product less, and you see that nothing happens where they agree; in floats it can miss the batch's value by a last
    digit for momentum 1, where the weighted sum hits it."""
    mean = running_mean + momentum * (np.mean(x, axis=0) - running_mean)
    var = running_var + momentum * (np.var(x, axis=0, ddof=1) - running_var)
    return mean, var


@right
def with_a_factor(running_mean, running_var, x, momentum=0.1):
    N = x.shape[0]
    keep = 1 - momentum
    return keep * running_mean + momentum * x.mean(0), keep * running_var + momentum * x.var(0) * N / (N - 1)


@right
def column_by_column(running_mean, running_var, x, momentum=0.1):
    means, variances = [], []
    for j in range(x.shape[1]):
        column = [float(number) for number in x[:, j]]
        mean = sum(column) / len(column)
        variance = sum((number - mean) ** 2 for number in column) / (len(column) - 1)
        means.append(float(running_mean[j]) * (1 - momentum) + momentum * mean)
        variances.append(float(running_var[j]) * (1 - momentum) + momentum * variance)
    return np.array(means), np.array(variances)


@right
def by_the_covariance(running_mean, running_var, x, momentum=0.1):
    var = np.diag(np.atleast_2d(np.cov(x.T)))
    return np.average(np.stack([running_mean, x.mean(axis=0)]), axis=0, weights=[1 - momentum, momentum]), (
        running_var - momentum * running_var + momentum * var
    )


@right
def both_at_once(running_mean, running_var, x, momentum=0.1):
    old = np.stack([running_mean, running_var])
    new = np.stack([np.mean(x, axis=0), np.sum((x - np.mean(x, axis=0)) ** 2, axis=0) / (len(x) - 1)])
    return tuple((1 - momentum) * old + momentum * new)


# -- wrong, and told why ---------------------------------------------------------------------------


def _moved(running_mean, running_var, mean, var, momentum):
    return (1 - momentum) * running_mean + momentum * mean, (1 - momentum) * running_var + momentum * var


@wrong
def the_other_end(running_mean, running_var, x, momentum=0.1):
    """Your `momentum` is the weight of the old value, as in Keras. Here it is the weight of the batch, as in PyTorch: with 0.1 nine
    tenths stay."""
    return _moved(running_mean, running_var, np.mean(x, axis=0), np.var(x, axis=0, ddof=1), 1 - momentum)


@wrong
def biased(running_mean, running_var, x, momentum=0.1):
    """You average the squares over N. The running variance takes the unbiased one: what is their sum divided by?"""
    return _moved(running_mean, running_var, np.mean(x, axis=0), np.var(x, axis=0), momentum)


@wrong
def standard_deviations(running_mean, running_var, x, momentum=0.1):
    """You put the batch's standard deviation into the average. It is variances that are averaged; the root comes when they are used."""
    return _moved(running_mean, running_var, np.mean(x, axis=0), np.std(x, axis=0, ddof=1), momentum)


@wrong
def only_the_batch(running_mean, running_var, x, momentum=0.1):
    """You return the batch's own statistics. What was there before counts, with the weight 1 − momentum."""
    return np.mean(x, axis=0), np.var(x, axis=0, ddof=1)


@wrong
def added_whole(running_mean, running_var, x, momentum=0.1):
    """You keep all of the old value and add to it. The two weights add up to 1."""
    return running_mean + momentum * np.mean(x, axis=0), running_var + momentum * np.var(x, axis=0, ddof=1)


@wrong
def nothing_moves(running_mean, running_var, x, momentum=0.1):
    """You return the old statistics. How much of the batch's comes in?"""
    return running_mean * 1.0, running_var * 1.0


@wrong
def momentum_fixed(running_mean, running_var, x, momentum=0.1):
    """You always use 0.1, also where the caller asks for another momentum."""
    return _moved(running_mean, running_var, np.mean(x, axis=0), np.var(x, axis=0, ddof=1), 0.1)


@wrong
def zero_means_default(running_mean, running_var, x, momentum=0.1):
    """A momentum of 0 is replaced by the default: `momentum or 0.1` takes 0 for "not given". With 0 nothing changes."""
    return _moved(running_mean, running_var, np.mean(x, axis=0), np.var(x, axis=0, ddof=1), momentum or 0.1)


@wrong
def around_the_running_mean(running_mean, running_var, x, momentum=0.1):
    """Your squared distances are those from the running mean. The batch's variance is taken around the batch's own mean."""
    var = np.sum((x - running_mean) ** 2, axis=0) / (len(x) - 1)
    return _moved(running_mean, running_var, np.mean(x, axis=0), var, momentum)


@wrong
def over_the_units(running_mean, running_var, x, momentum=0.1):
    """You take mean and variance over the units of one example. Which axis counts the examples?"""
    with np.errstate(all="ignore"):
        mean, var = np.mean(x, axis=1), np.var(x, axis=1) * x.shape[1] / max(x.shape[1] - 1, 1)
    return _moved(running_mean, running_var, mean[: x.shape[1]], var[: x.shape[1]], momentum)


@wrong
def one_number_for_all(running_mean, running_var, x, momentum=0.1):
    """You take one mean and one variance of the whole batch. Each unit, a column, has its own."""
    return _moved(running_mean, running_var, np.mean(x), np.var(x, ddof=1), momentum)


@wrong
def exchanged(running_mean, running_var, x, momentum=0.1):
    """Mean and variance come back in the wrong order."""
    return _moved(running_mean, running_var, np.mean(x, axis=0), np.var(x, axis=0, ddof=1), momentum)[::-1]


@wrong
def the_wrong_way_unbiased(running_mean, running_var, x, momentum=0.1):
    """You multiply by (N − 1)/N, which makes the variance smaller still. Dividing by N makes it too small; what makes up for that?"""
    N = len(x)
    return _moved(running_mean, running_var, np.mean(x, axis=0), np.var(x, axis=0) * (N - 1) / N, momentum)


@wrong
def mean_unbiased_too(running_mean, running_var, x, momentum=0.1):
    """You divide the sum for the mean by N − 1 as well. The mean of N numbers is right as it is; only the variance, which used that
    mean, comes out too small."""
    mean = np.sum(x, axis=0) / (len(x) - 1)
    return _moved(running_mean, running_var, mean, np.var(x, axis=0, ddof=1), momentum)


@wrong
def only_the_mean(running_mean, running_var, x, momentum=0.1):
    """Your running variance stays as it was. Both statistics move."""
    return _moved(running_mean, running_var, np.mean(x, axis=0), running_var, momentum)


@wrong
def difference_of_squares(running_mean, running_var, x, momentum=0.1):
    """You compute the variance as the mean of the squares minus the square of the mean. On paper that is the same; far from 0 it is a
    small difference of two huge numbers, and their last digits are rounded off."""
    x, N = np.asarray(x, dtype=float), len(x)
    var = (np.sum(x**2, axis=0) - N * np.mean(x, axis=0) ** 2) / (N - 1)
    return _moved(running_mean, running_var, np.mean(x, axis=0), var, momentum)


@wrong
def unbiased_afterwards(running_mean, running_var, x, momentum=0.1):
    """Your factor N/(N − 1) multiplies the old variance, too. Only the batch's needs it."""
    mean, var = _moved(running_mean, running_var, np.mean(x, axis=0), np.var(x, axis=0), momentum)
    return mean, var * len(x) / (len(x) - 1)


@wrong
def deviations_averaged(running_mean, running_var, x, momentum=0.1):
    """You average standard deviations, and square the result. It is the variances themselves that are averaged."""
    mean, std = np.mean(x, axis=0), np.std(x, axis=0, ddof=1)
    new_mean, new_std = _moved(running_mean, np.sqrt(running_var), mean, std, momentum)
    return new_mean, new_std**2


@wrong
def corrected_twice(running_mean, running_var, x, momentum=0.1):
    """The correction comes in twice: divided by N − 1, and N/(N − 1) on top. One of them is enough."""
    N = len(x)
    return _moved(running_mean, running_var, np.mean(x, axis=0), np.var(x, axis=0, ddof=1) * N / (N - 1), momentum)


@wrong
def around_the_new_running_mean(running_mean, running_var, x, momentum=0.1):
    """Your squared distances are those from the new running mean. The batch's variance is taken around the batch's own mean."""
    mean = (1 - momentum) * running_mean + momentum * np.mean(x, axis=0)
    var = np.sum((x - mean) ** 2, axis=0) / (len(x) - 1)
    return mean, (1 - momentum) * running_var + momentum * var


@wrong
def with_the_move_of_the_mean(running_mean, running_var, x, momentum=0.1):
    """Your variance grows with the distance between the batch's mean and the running one, as the variance of all data together would. Here it
    is a plain average of variances."""
    apart = np.mean(x, axis=0) - running_mean
    mean, var = _moved(running_mean, running_var, np.mean(x, axis=0), np.var(x, axis=0, ddof=1), momentum)
    return mean, var + momentum * (1 - momentum) * apart**2


@wrong
def one_less_of_all_numbers(running_mean, running_var, x, momentum=0.1):
    """You divide by one less than the number of all entries of the batch. Each unit has N of them."""
    var = np.sum((x - np.mean(x, axis=0)) ** 2, axis=0) / (x.size - 1)
    return _moved(running_mean, running_var, np.mean(x, axis=0), var, momentum)


@wrong
def variance_at_a_tenth(running_mean, running_var, x, momentum=0.1):
    """Your running variance always moves by a tenth, also where the caller asks for another momentum."""
    mean, _ = _moved(running_mean, running_var, np.mean(x, axis=0), running_var, momentum)
    return mean, 0.9 * running_var + 0.1 * np.var(x, axis=0, ddof=1)


@wrong
def default_of_the_other_end(running_mean, running_var, x, momentum=0.9):
    """Right, but for the default: where the caller says nothing, the new batch weighs 0.1."""
    return _moved(running_mean, running_var, np.mean(x, axis=0), np.var(x, axis=0, ddof=1), momentum)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def changed_in_place(running_mean, running_var, x, momentum=0.1):
    running_mean[...] = (1 - momentum) * running_mean + momentum * np.mean(x, axis=0)
    running_var[...] = (1 - momentum) * running_var + momentum * np.var(x, axis=0, ddof=1)
    return running_mean, running_var


@wrong
def other_end_for_the_variance(running_mean, running_var, x, momentum=0.1):
    """Your running mean moves as it should, and in your running variance the two weights are exchanged: the batch weighs 1 − momentum there.
    Both statistics move by the same rule."""
    mean = (1 - momentum) * running_mean + momentum * np.mean(x, axis=0)
    return mean, momentum * running_var + (1 - momentum) * np.var(x, axis=0, ddof=1)


@wrong
def mean_stays_an_integer(running_mean, running_var, x, momentum=0.1):
    mean, var = np.zeros_like(running_mean), np.zeros_like(running_var)
    mean[...], var[...] = _moved(running_mean, running_var, np.mean(x, axis=0), np.var(x, axis=0, ddof=1), momentum)
    return mean, var


@wrong
def at_least_one_example_more(running_mean, running_var, x, momentum=0.1):
    return _moved(
        running_mean, running_var, np.mean(x, axis=0), np.var(x, axis=0) * len(x) / max(len(x) - 1, 2), momentum
    )


@wrong
def variance_of_the_mean(running_mean, running_var, x, momentum=0.1):
    return _moved(running_mean, running_var, np.mean(x, axis=0), np.var(x, axis=0, ddof=1) / len(x), momentum)


@wrong
def squares_not_centred(running_mean, running_var, x, momentum=0.1):
    var = np.sum(x.astype(float) ** 2, axis=0) / (len(x) - 1)
    return _moved(running_mean, running_var, np.mean(x, axis=0), var, momentum)


@wrong
def half_of_both(running_mean, running_var, x, momentum=0.1):
    return _moved(running_mean, running_var, np.mean(x, axis=0), np.var(x, axis=0, ddof=1), 0.5)


@wrong
def eps_added(running_mean, running_var, x, momentum=0.1):
    return _moved(running_mean, running_var, np.mean(x, axis=0), np.var(x, axis=0, ddof=1) + 1e-5, momentum)
