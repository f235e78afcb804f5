"""Answers to 1.10, products: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import addends

from ._shared import _shape

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def products_inputs(rng):
    while True:
        yield (addends(rng, _shape(rng, 2)),)


# -- right, written in other ways ------------------------------------------------------------------


@right
def products_by_loops(X):
    columns = list(X.T)
    for i in range(X.shape[1]):
        for j in range(i, X.shape[1]):
            columns.append(X[:, i] * X[:, j])
    return np.stack(columns, axis=1)


@right
def products_row_by_row(X):
    D = X.shape[1]
    return np.array([list(x) + [x[i] * x[j] for i in range(D) for j in range(i, D)] for x in X])


@right
def products_of_blocks(X):
    """Each column i is multiplied at once with itself and all columns to its right, X[:, i:], in a loop of D turns;
    the reference picks both factors of every product by index arrays. A slice is a view, so the two arrays of picked
    columns, each as large as all the products, are never made."""
    blocks = [X[:, i : i + 1] * X[:, i:] for i in range(X.shape[1])]
    return np.hstack([X, *blocks])


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def products_only(X):
    """The columns of X themselves are missing: they come first."""
    i, j = np.triu_indices(X.shape[1])
    return X[:, i] * X[:, j]


@wrong
def no_squares(X):
    """The squares are missing: a column is also multiplied by itself."""
    i, j = np.triu_indices(X.shape[1], k=1)
    return np.concatenate([X, X[:, i] * X[:, j]], axis=1)


@wrong
def every_pair_twice(X):
    """Each product of two different columns comes twice, as (i, j) and as (j, i). Pairs with i ≤ j are enough."""
    return np.concatenate([X, (X[:, :, None] * X[:, None]).reshape(len(X), -1)], axis=1)


@wrong
def squares_only(X):
    """You have the squares, but not the products of different columns. XOR needs one of those."""
    return np.concatenate([X, X**2], axis=1)


@wrong
def ones_in_front(X):
    """You put a column of ones in front. The constant is the business of the bias; the contract begins with the columns of X."""
    i, j = np.triu_indices(X.shape[1])
    return np.concatenate([np.ones((len(X), 1)), X, X[:, i] * X[:, j]], axis=1)


@wrong
def three_columns_taken_for_granted(X):
    """You write down the pairs of three columns. X may have fewer, which your numbers reach beyond, or more, whose products are missing. How do i and j run for
    any number of columns?"""
    pairs = [X[:, i] * X[:, j] for i, j in ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))]
    return np.column_stack([X, *pairs])
