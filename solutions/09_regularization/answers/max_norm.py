"""Answers to 9.9, max_norm: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import Numbers, maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def max_norm_inputs(rng):
    while True:
        sides = int(rng.integers(1, 6)), int(rng.integers(1, 6))
        W = Numbers(tiny=False, limit=1e4).draw(rng, sides)
        limit = pick(rng, (1.0, 2, 3.0, 5.0, 0.5, 0.01, 100.0))
        if maybe(rng, 0.25):  # columns whose length is exactly at the wall, or 0
            columns = np.array([[3, 4], [4, -3], [-5, 0], [0, 5], [0, 0], [6, 8], [1, 2]])
            W = turned(rng, columns[rng.integers(0, 7, sides[1])].T * pick(rng, (1, 1.0)))
            limit = pick(rng, (5.0, 5, 10.0, 2.5))
        yield W, limit


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_columns(W, limit):
    out = W.astype(float)
    for j in range(W.shape[1]):
        length = np.linalg.norm(out[:, j])
        if length > limit:
            out[:, j] *= limit / length
    return out


@right
def by_minimum(W, limit):
    """It takes the smaller of 1 and limit/length as the factor, where the reference replaces the length by the limit. The formula says plainly that nothing grows, and has
    to avoid the division by 0 for a column of zeros by hand."""
    length = np.linalg.norm(W, axis=0, keepdims=True)
    factor = np.minimum(1.0, limit / np.where(length > 0, length, 1.0))
    return np.where(length > 0, W * factor, W)


@right
def by_a_mask(W, limit):
    length = np.sqrt((W.astype(float) ** 2).sum(0))
    out = np.array(W, dtype=float)
    long = length > limit
    out[:, long] = out[:, long] / length[long] * limit
    return out


@right
def by_rows_of_the_transpose(W, limit):
    rows = []
    for row in np.asarray(W, dtype=float).T:
        length = float(np.sqrt(row @ row))
        rows.append(row * (limit / length) if length > limit else row)
    return np.array(rows).T


# -- wrong, and told why ---------------------------------------------------------------------------


def _lengths(W, axis=0):
    return np.sqrt(np.sum(np.square(W, dtype=float), axis=axis, keepdims=True))


@wrong
def rows_shortened(W, limit):
    """You shorten rows. The weights of one unit are a column."""
    return W * (limit / np.maximum(_lengths(W, 1), limit))


@wrong
def one_length_for_all(W, limit):
    """You take one length for the whole array. Each unit has a length of its own."""
    return W * (limit / max(float(np.sqrt(np.sum(np.square(W, dtype=float)))), limit))


@wrong
def all_to_the_limit(W, limit):
    """You bring every column to the length `limit`, the short ones, too. Those stay as they were."""
    length = _lengths(W)
    return W * (limit / np.where(length == 0, 1, length))


@wrong
def each_weight_clipped(W, limit):
    """You cut each single weight off at the limit. Then a column changes its direction: it is to be shortened as a whole."""
    return np.clip(W * 1.0, -limit, limit)


@wrong
def squared_lengths(W, limit):
    """You compare the square of the length with the limit. What turns it into a length?"""
    return W * (limit / np.maximum(_lengths(W) ** 2, limit))


@wrong
def divided_only(W, limit):
    """Long columns come out with length 1. They should end at the limit."""
    length = _lengths(W)
    return np.where(length > limit, W / np.where(length == 0, 1, length), W)


@wrong
def sizes_added(W, limit):
    """You add up the sizes of the weights. The length is the root of the sum of their squares."""
    return W * (limit / np.maximum(np.sum(np.abs(W), axis=0, keepdims=True), limit))


@wrong
def largest_weight(W, limit):
    """You take the largest weight of a column for its length. All of its weights count."""
    return W * (limit / np.maximum(np.max(np.abs(W), axis=0, keepdims=True), limit))


@wrong
def short_ones_grow(W, limit):
    """You treat the columns that are below the limit. The long ones are to be shortened."""
    length = _lengths(W)
    return np.where(length < limit, W * (limit / np.where(length == 0, 1, length)), W)


@wrong
def long_ones_removed(W, limit):
    """You set long columns to 0. They keep their direction, and lose only the length that is too much."""
    return np.where(_lengths(W) > limit, 0.0, W)


@wrong
def nan_for_zeros(W, limit):
    """A column of zeros becomes NaN: you divide by its length."""
    with np.errstate(all="ignore"):
        length = _lengths(W)
        return W / length * np.minimum(length, limit)


@wrong
def whole_numbers_kept(W, limit):
    """Your result has the integer type of W and loses what stands behind the point."""
    return (W * (limit / np.maximum(_lengths(W), limit))).astype(W.dtype)


@wrong
def mean_of_squares(W, limit):
    """You take the root of the mean of the squares. The length is the root of their sum."""
    return W * (limit / np.maximum(np.sqrt(np.mean(np.square(W, dtype=float), axis=0)), limit))


@wrong
def limit_of_one(W, limit):
    return W * (1 / np.maximum(_lengths(W), 1))


@wrong
def positive_only(W, limit):
    return np.abs(W) * (limit / np.maximum(_lengths(W), limit))


@wrong
def first_column(W, limit):
    out = np.array(W, dtype=float)
    out[:, :1] *= limit / np.maximum(_lengths(W)[:, :1], limit)
    return out


@wrong
def a_little_shorter(W, limit):
    return W * (limit / np.maximum(_lengths(W) + 1e-3, limit))


@wrong
def transposed(W, limit):
    return (W * (limit / np.maximum(_lengths(W), limit))).T
