"""Answers to 0.5, nearest_labels: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def nearest_inputs(rng):
    while True:
        N, M = (int(n) for n in rng.integers(1, 5, 2))
        yield (rng.integers(0, 4, (N, M)) / 2, rng.integers(0, 10, M))


# -- right, written in other ways ------------------------------------------------------------------


@right
def row_by_row(dist, y):
    return np.array([y[row.argmin()] for row in dist])


@right
def sorted_first(dist, y):
    return np.take(y, np.argsort(dist, axis=1, kind="stable")[:, 0])


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
    return y[np.argsort(dist, axis=1)[:, 0]]


@wrong
def argpartitioned(dist, y):
    return y[np.argpartition(dist, 0, axis=1)[:, 0]]
