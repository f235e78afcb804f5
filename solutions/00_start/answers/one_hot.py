"""Answers to 0.3, one_hot: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def one_hot_inputs(rng):
    while True:
        C = int(rng.integers(1, 13))
        seen = int(rng.integers(1, C + 1))  # the last classes may not occur
        y = rng.integers(0, seen, int(rng.integers(1, 10))).astype(pick(rng, ("int64", "int64", "uint8", "int32")))
        yield (np.sort(y) if maybe(rng, 0.1) else y), C


# -- right, written in other ways ------------------------------------------------------------------


@right
def rows_of_the_identity(y, C):
    """Row k of the identity matrix is the one-hot row of label k, so indexing the identity with all labels fetches
    all rows at once. It is a single expression, and for many classes a wasteful one: the C × C identity is made
    first, whatever the number of labels."""
    return np.eye(C)[y]


@right
def compared(y, C):
    return (y[:, None] == np.arange(C)).astype(np.float32)


@right
def looped(y, C):
    out = np.zeros((y.shape[0], C), dtype=int)
    for n, label in enumerate(y):
        out[n, label] += 1
    return out


@right
def from_lists(y, C):
    return np.array([[1.0 if k == label else 0.0 for k in range(C)] for label in y])


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def as_many_columns_as_seen(y, C):
    """You make as many columns as the labels at hand need. In a small batch the last classes may be missing, and then the width changes from batch to batch: the number of classes is handed to you."""
    return np.eye(int(y.max()) + 1)[y]


@wrong
def columns_filled(y, C):
    """Every row has got the 1s of all labels. With `[:, y]` the colon means every row; with `[[0] * C] * N` all N rows are one and the same list. Row n should have its 1 in its own column only."""
    rows = np.zeros((len(y), C))
    rows[:, y] = 1
    return rows


@wrong
def classes_in_rows(y, C):
    """Your classes stand in rows and your samples in columns. In this course samples are always rows."""
    return np.eye(C)[:, y]


@wrong
def counted_from_one(y, C):
    """Your 1 stands one column too far to the left, and that of label 0 in the last column: the labels count from 0, as
    columns do."""
    rows = np.zeros((len(y), C))
    rows[np.arange(len(y)), y - 1] = 1
    return rows


@wrong
def the_label_itself(y, C):
    """You put the label's own number into its place. A row must say which class, without making class 3 three times as large as class 1."""
    rows = np.zeros((len(y), C))
    rows[np.arange(len(y)), y] = y
    return rows


@wrong
def flat_positions(y, C):
    """All your 1s are in the first row, as if labels were positions in the whole array, read as one long row. Each 1
    needs a row number and a column number."""
    rows = np.zeros((len(y), C))
    np.put(rows, y, 1)
    return rows
