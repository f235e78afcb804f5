"""Answers to 7.9, best_learning_rate: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


def _losses(rng, n, k):
    """Final losses whose means are exact, so that a tie is a tie in any order of summation."""
    way = rng.integers(4)
    if way == 0:  # one try each; one step of a float makes a difference
        return rng.choice([0.5, np.nextafter(0.5, 0), np.nextafter(0.5, 1), 0.5 + 1e-9, 0.7], (n, 1))
    if way == 1:  # all alike but for 1e-9
        return 0.5 + 1e-9 * rng.integers(0, 3, (n, 1)) * np.ones(k)
    if way == 2:
        return rng.uniform(0.1, 3, (n, k))
    return rng.integers(0, 5, (n, k)) / 4


@inputs
def best_learning_rate_inputs(rng):
    rates = [1e-6, 0.001, 0.004, 0.01, 0.1, 0.3, 1.0, 3.0, 50.0, 2e3]
    while True:
        n, k = int(rng.integers(1, 9)), int(rng.integers(1, 7))
        losses = _losses(rng, n, k) * pick(rng, (1, 1, 1, 2.0**-40, 2.0**14, 2.0**30, 2.0**100))
        kind = pick(rng, ("float64", "float64", "float64", "float32", "int64"))
        if kind == "int64":
            losses = rng.integers(0, 4, (n, k))
        else:
            out = rng.random(n) < pick(rng, (0.0, 0.3, 0.8))
            out[rng.integers(n)] = False
            for row in np.flatnonzero(out):
                losses[row, rng.integers(losses.shape[1])] = pick(rng, (np.nan, np.inf, -np.inf))
            if kind == "float32":
                losses = np.round(losses * 4) / 4
        lrs = rng.choice([1, 2, 3, 4, 5, 6, 7, 8] if maybe(rng, 0.1) else rates, n, replace=False)
        yield lrs, turned(rng, losses.astype(kind))


# -- right, written in other ways ------------------------------------------------------------------


@right
def best_by_loop(lrs, losses):
    best, least = None, float("inf")
    for lr, row in zip(lrs, losses):
        if not np.all(np.isfinite(row)):
            continue
        mean = sum(float(loss) for loss in row) / len(row)
        if best is None or mean < least or (mean == least and lr < best):
            best, least = lr, mean
    return float(best)


@right
def best_by_sorting(lrs, losses):
    order = np.argsort(lrs)
    mean = losses[order].mean(axis=1)
    mean[~np.isfinite(mean)] = np.inf
    return lrs[order][np.argmin(mean)]


@right
def best_by_min_of_pairs(lrs, losses):
    """It makes pairs (mean, rate) of all rows without NaN or infinity and takes their minimum: Python compares pairs
    by the first item and, if that is equal, by the second. So min itself decides ties for the smallest rate, and no
    infinity stands in for a try that diverged; but it is a loop in Python, which only matters for very many rates."""
    pairs = [(np.mean(row), lr) for lr, row in zip(lrs, losses) if np.all(np.isfinite(row))]
    least_mean, best = min(pairs)
    return best


@right
def best_by_lexsort(lrs, losses):
    ok = np.isfinite(losses).all(axis=1)
    kept, means = lrs[ok], losses[ok].mean(axis=1)
    return kept[np.lexsort((kept, means))[0]]


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def nan_wins(lrs, losses):
    """You take the `argmin` of the means as they are. There a NaN wins, and so does −∞, and of equal means the first in the list:
    put rates that diverged out of the race, and choose the smallest of the tied."""
    return lrs[np.argmin(np.mean(losses, axis=1))]


@wrong
def nan_ignored(lrs, losses):
    """You leave out the tries that diverged and judge the rate by the others, but a rate that sometimes diverges is out altogether.
    And of equally good rates you return the first in the list, where the smallest is asked for."""
    with np.errstate(all="ignore"):
        mean = [np.mean(row[np.isfinite(row)]) if np.any(np.isfinite(row)) else np.inf for row in losses]
    return lrs[int(np.argmin(mean))]


@wrong
def index_returned(lrs, losses):
    """You return the position of the best rate. The caller wants the rate itself."""
    mean = np.mean(losses, axis=1)
    return int(np.argmin(np.where(np.isfinite(mean), mean, np.inf)))


@wrong
def best_single_try(lrs, losses):
    """You take the rate with the best single try. One lucky try says little: it is the mean over the tries that counts."""
    finite = np.all(np.isfinite(losses), axis=1)
    best = np.where(finite, np.min(losses, axis=1), np.inf)
    return np.min(lrs[best == np.min(best)])


@wrong
def first_of_the_tied(lrs, losses):
    """Of several equally good rates you return the first in the list. The contract asks for the smallest rate."""
    mean = np.mean(losses, axis=1)
    return lrs[np.argmin(np.where(np.isfinite(mean), mean, np.inf))]


@wrong
def worst_rate(lrs, losses):
    """You look for the largest mean. These are losses: small is good."""
    mean = np.mean(losses, axis=1)
    mean = np.where(np.isfinite(mean), mean, -np.inf)
    return np.min(lrs[mean == np.max(mean)])


@wrong
def median_of_tries(lrs, losses):
    """You judge by the median of the tries. The contract asks for the mean, in which a bad try counts."""
    finite = np.all(np.isfinite(losses), axis=1)
    median = np.where(finite, np.median(losses, axis=1), np.inf)
    return np.min(lrs[median == np.min(median)])


@wrong
def minus_infinity_wins(lrs, losses):
    """A try whose loss became −infinity wins with you. It is not a number to be proud of: whatever is not finite has diverged."""
    mean = np.mean(losses, axis=1)
    mean = np.where(np.isnan(mean), np.inf, mean)
    return np.min(lrs[mean == np.min(mean)])


@wrong
def rates_in_columns(lrs, losses):
    """You average over the wrong axis: row i holds the tries with rate i, so the mean runs along a row."""
    mean = np.mean(losses, axis=0)[: len(lrs)]
    mean = np.where(np.isfinite(mean), mean, np.inf)
    return lrs[np.argmin(mean)]


@wrong
def infinity_forgotten(lrs, losses):
    """You put rates with a NaN out, but of a rate with an infinite try you leave out that try alone. Both have diverged."""
    finite = ~np.any(np.isnan(losses), axis=1)
    mean = np.array([np.mean(row[np.isfinite(row)]) if ok else np.inf for ok, row in zip(finite, losses)])
    return np.min(lrs[mean == np.min(mean)])


@wrong
def last_of_the_tied(lrs, losses):
    """Of several equally good rates you return the last in the list. The contract asks for the smallest rate."""
    best, least = None, np.inf
    for lr, row in zip(lrs, losses):
        if np.all(np.isfinite(row)) and np.mean(row) <= least:
            best, least = lr, np.mean(row)
    return best


@wrong
def nan_in_front(lrs, losses):
    """You put rates with an infinite try out, but not those with NaN. A comparison with NaN is never true, so a NaN that comes first is never
    beaten. Both have diverged."""
    pairs = [(np.mean(row), lr) for lr, row in zip(lrs, losses) if not np.any(np.isinf(row))]
    return min(pairs)[1]


@wrong
def a_large_number_for_nan(lrs, losses):
    """You put a large number where a try has diverged. A real loss may be larger than that number; what is larger than any?"""
    mean = np.mean(np.where(np.isfinite(losses), losses, 999.0), axis=1)
    return np.min(lrs[mean == np.min(mean)])


@wrong
def nearly_tied(lrs, losses):
    """You treat means that are nearly the same as a tie, or round them. Only means that are exactly the same are a tie."""
    mean = np.where(np.isfinite(losses).all(axis=1), np.mean(losses, axis=1), np.inf)
    mean = np.round(mean, 2)
    return np.min(lrs[mean == np.min(mean)])


@wrong
def nanmean_only(lrs, losses):
    """You leave NaN out of the mean, as `nanmean` does, so a rate is judged by the tries that went well, and one with a try of −∞
    wins. A rate that sometimes diverges is out altogether."""
    mean = np.nanmean(np.where(np.all(np.isnan(losses), axis=1, keepdims=True), np.inf, losses), axis=1)
    return np.min(lrs[mean == np.min(mean)])


@wrong
def tries_in_rows(lrs, losses):
    """You average over the wrong axis: row i holds the tries with rate i, so the mean runs along a row."""
    return lrs[np.argmin(np.mean(losses, axis=0)) % len(lrs)]


@wrong
def sorted_alone(lrs, losses):
    """You sort the rates, but not the losses with them, so the rows no longer belong to the rates."""
    mean = np.mean(losses, axis=1)
    return np.sort(lrs)[np.argmin(np.where(np.isfinite(mean), mean, np.inf))]


@wrong
def index_shifted(lrs, losses):
    """You leave the rows out that diverged, and then use the position among the remaining rows in the whole list of rates: leave
    their rates out as well. And of equal means you take the first in the list, where the smallest rate is asked for."""
    kept = losses[np.isfinite(losses).all(axis=1)]
    return lrs[np.argmin(kept.mean(axis=1))]


@wrong
def nanargmin_of_means(lrs, losses):
    """`nanargmin` passes over NaN, but not over −infinity, and of tied means it takes the first in the list. The contract has something to
    say about both."""
    return lrs[np.nanargmin(np.mean(losses, axis=1))]


@wrong
def largest_of_the_tied(lrs, losses):
    """Of several equally good rates you return the largest. The contract asks for the smallest."""
    mean = np.mean(losses, axis=1)
    mean = np.where(np.isfinite(mean), mean, np.inf)
    return np.max(lrs[mean == np.min(mean)])


@wrong
def as_bad_as_the_worst(lrs, losses):
    """You give a rate that diverged the mean of the worst rate that did not. If no mean is smaller than that one, they tie. What is
    larger than any mean?"""
    mean = np.mean(losses, axis=1)
    mean = np.where(np.isfinite(mean), mean, np.max(mean[np.isfinite(mean)]))
    return np.min(lrs[mean == np.min(mean)])


@wrong
def isclose_for_ties(lrs, losses):
    """You take means that are close for tied, as `isclose` does: for it two tiny numbers are the same even if one is five times the
    other. Only means that are exactly the same are a tie."""
    mean = np.where(np.isfinite(losses).all(axis=1), np.mean(losses, axis=1), np.inf)
    return np.min(lrs[np.isclose(mean, np.min(mean))])


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def at_most_a_hundred(lrs, losses):
    best, low = None, 100
    for i in np.argsort(lrs):
        mean = losses[i].mean()
        if mean < low and np.all(np.isfinite(losses[i])):
            best, low = lrs[i], mean
    return best


@wrong
def close_means_tie(lrs, losses):
    mean = np.where(np.isfinite(losses).all(axis=1), losses.mean(axis=1), np.inf)
    return lrs[np.isclose(mean, mean.min(), atol=0.05)].min()


@wrong
def mean_over_axis_0(lrs, losses):
    return lrs[np.argmin(np.mean(losses, axis=0))]


@wrong
def nan_out_of_the_mean(lrs, losses):
    m = np.nanmean(losses, axis=1)
    return lrs[m == m.min()].min()
