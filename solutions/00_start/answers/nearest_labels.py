"""Answers to 0.5, nearest_labels: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def nearest_inputs(rng):
    while True:
        N, M = int(rng.integers(1, 7)), int(rng.integers(1, 8)) if maybe(rng, 0.85) else int(rng.integers(17, 60))
        scale = pick(rng, (0.5, 0.5, 1e-200, 1e-9, 1e6, 1e30))
        dist = rng.integers(0, 4, (N, M)) * scale
        if maybe(rng, 0.3):  # nearly equal
            dist = np.nextafter(dist, np.where(rng.random((N, M)) < 0.5, 0, np.inf))
        if maybe(rng, 0.2):  # none asks itself
            dist[rng.random((N, M)) < 0.3] = np.inf
        elif maybe(rng, 0.3):
            dist = np.round(dist / scale).astype(pick(rng, ("int64", "float32")))
        y = rng.integers(-3, 60, M) if maybe(rng, 0.3) else rng.permutation(M)
        yield turned(rng, dist), y.astype("uint8") if y.min() >= 0 and maybe(rng, 0.3) else y


# -- right, written in other ways ------------------------------------------------------------------


@right
def row_by_row(dist, y):
    return np.array([y[row.argmin()] for row in dist])


@right
def sorted_first(dist, y):
    """It sorts the distances of each row (stably, so that of equal ones the first stays first) and takes the first
    place, where the reference only looks for the smallest. Sorting costs more than one search, but the first k
    columns of `order` would be the k nearest samples, whose labels could vote."""
    order = np.argsort(dist, axis=1, kind="stable")
    return y[order[:, 0]]


@right
def plain_python(dist, y):
    out = []
    for row in dist.tolist():
        best = 0
        for j in range(1, len(row)):
            if row[j] < row[best]:
                best = j
        out.append(int(y[best]))
    return np.array(out)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def the_farthest(dist, y):
    """You take the largest distance: that is the least similar sample."""
    return y[np.argmax(dist, axis=1)]


@wrong
def positions(dist, y):
    """These are positions among the M known samples, not labels. Which label stands at each of those positions?"""
    return np.argmin(dist, axis=1)


@wrong
def smallest_distances(dist, y):
    """You return how far the nearest is. Needed is where it stands, and then its label."""
    return np.min(dist, axis=1)


@wrong
def nearest_to_the_known(dist, y):
    """You look down the columns, so each known sample seeks its nearest among the unknown. Rows are the samples that ask: which axis has to disappear?"""
    return y[np.argmin(dist, axis=0) % len(y)]


@wrong
def last_of_equals(dist, y):
    """Where two distances are equal you take the last one; the contract says the first."""
    return y[dist.shape[1] - 1 - np.argmin(dist[:, ::-1], axis=1)]


@wrong
def smallest_label_of_equals(dist, y):
    """Where two distances are equal you take the smaller label; the contract says that the first one counts, whatever its label is."""
    return np.array([min(zip(row, y))[1] for row in dist])


@wrong
def one_for_each_tie(dist, y):
    """Where several are equally near you return a label for each of them, and the result is longer than N. One label for each row: the first one's."""
    return y[np.where(dist == dist.min(axis=1, keepdims=True))[1]]


@wrong
def one_further(dist, y):
    """You take the label one place further, and beyond the last one there is none. The positions count from 0, and so does an index."""
    return y[np.argmin(dist, axis=1) + 1]


@wrong
def chosen_from_few(dist, y):
    """`np.choose` is made for a few alternatives, 64 at most; here there may be thousands of known samples. An array of positions can index an array directly."""
    return np.choose(np.argmin(dist, axis=1), y)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def argsorted(dist, y):
    """You sort the distances. `np.argsort` may exchange equal ones in a long row, unless it is told not to; and you need the
    place of the smallest alone."""
    return y[np.argsort(dist, axis=1)[:, 0]]


@wrong
def argpartitioned(dist, y):
    return y[np.argpartition(dist, 0, axis=1)[:, 0]]


@wrong
def nearly_equal_is_equal(dist, y):
    """You take distances that are nearly equal for equal, and then the first of them. Only what is equal is equal: the nearer one
    counts, however little nearer it is."""
    return y[np.argmax(np.isclose(dist, dist.min(axis=1, keepdims=True)), axis=1)]


@wrong
def starts_from_a_thousand(dist, y):
    """You start the search with a number that stands for "far", but distances may be larger. Which distance of the row can be the
    first one to compare with?"""
    out = []
    for row in dist:
        best, label = 1000, y[0]
        for d, one in zip(row, y):
            if d < best:
                best, label = d, one
        out.append(label)
    return np.array(out)


@wrong
def starts_from_a_billion(dist, y):
    out = []
    for row in dist:
        best, label = 1e9, y[0]
        for d, one in zip(row, y):
            if d < best:
                best, label = d, one
        out.append(label)
    return np.array(out)
