"""Answers to 1.2, softmax: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _scores, _softmax

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def softmax_inputs(rng):
    while True:
        yield (_scores(rng, far=300),)  # what is farther out has a part of its own in the check


# -- right, written in other ways ------------------------------------------------------------------


@right
def softmax_by_rows(scores):
    out = np.zeros(scores.shape)
    for n, row in enumerate(scores):
        e = [math.exp(value - max(row)) for value in row]
        out[n] = [value / sum(e) for value in e]
    return out


@right
def softmax_transposed(scores):
    e = np.exp(scores.T - scores.max(axis=1))
    return (e / e.sum(axis=0)).T


@right
def softmax_by_logarithm(scores):
    """It takes the logarithm of the sum of exponentials from each score and exponentiates the difference, which is
    log p, where the reference divides exponentials by their sum. np.logaddexp is safe for large scores without a
    maximum subtracted by hand, but as it adds up two numbers at a time, through a logarithm each, it is slower."""
    scores = np.asarray(scores, dtype=float)
    log_sum = np.logaddexp.reduce(scores, axis=1)[:, None]
    return np.exp(scores - log_sum)


@right
def softmax_in_place_of_a_copy(scores):
    e = np.array(scores, dtype=np.float64)
    e -= e.max(axis=1)[:, np.newaxis]
    np.exp(e, out=e)
    e /= e.sum(axis=1)[:, np.newaxis]
    return e


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def straight_from_the_formula(scores):
    """For scores of 1000 you divide infinity by infinity, which is NaN; and for rows where all scores are around −1000, 0 by 0. What may be
    added to a row without changing its softmax?"""
    e = np.exp(scores)
    return e / np.sum(e, axis=1, keepdims=True)


@wrong
def largest_of_the_whole_array(scores):
    """You subtract the largest score of the whole array. In a row that is far below it every exponential is 0, and 0 / 0 is NaN. Each row
    has its own largest score."""
    e = np.exp(scores - np.max(scores))
    return e / np.sum(e, axis=1, keepdims=True)


@wrong
def columns_sum_to_one(scores):
    """Your columns sum to 1. An example's scores stand in a row, so it is the rows that should."""
    e = np.exp(scores - np.max(scores, axis=0))
    return e / np.sum(e, axis=0)


@wrong
def everything_sums_to_one(scores):
    """You divide by the sum over the whole array, so that all rows together sum to 1. Each row is a distribution of its own."""
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e)


@wrong
def clipped(scores):
    """Clipping keeps the exponentials finite, but scores beyond the limit come out as if they were equal: in the row −1000, −1001, −1002
    all three become 1/3. Subtracting keeps the differences; clipping does not."""
    e = np.exp(np.clip(scores, -500, 500))
    return e / np.sum(e, axis=1, keepdims=True)


@wrong
def maximum_without_axis(scores):
    """The maximum along axis 1 has shape (N,), which does not fit (N, C): NumPy lines shapes up from the right. How do you keep the
    axis, with length 1?"""
    e = np.exp(scores - np.max(scores, axis=1))
    return e / np.sum(e, axis=1)


@wrong
def no_exponential(scores):
    """You divide the scores by their sum. Scores may be negative, and their sum 0: they have to be made positive first."""
    return scores / np.sum(scores, axis=1, keepdims=True)


@wrong
def centred_on_the_mean(scores):
    """You subtract the mean of the row. The largest score may be far above it, and its exponential still overflows. Which number of the row
    is never exceeded?"""
    e = np.exp(scores - np.mean(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


@wrong
def cut_off_below(scores):
    """Your exponents are cut off below, so a score far below the largest gets more than its share. A negative exponent is never a danger: at
    worst its exponential rounds to 0."""
    e = np.exp(np.maximum(scores - np.max(scores, axis=1, keepdims=True), -50))
    return e / np.sum(e, axis=1, keepdims=True)


@wrong
def smallest_subtracted(scores):
    """You subtract the smallest score of the row. Then the largest exponent may still be 2000. Which number makes every exponent negative, or 0?"""
    e = np.exp(scores - np.min(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


@wrong
def nan_replaced_by_0(scores):
    """You replace NaN afterwards. The row's probabilities are lost by then: it no longer sums to 1."""
    e = np.exp(scores)
    return np.nan_to_num(e / np.sum(e, axis=1, keepdims=True))


@wrong
def powers_of_two(scores):
    """You take powers of 2. Softmax takes powers of e: a lead of 1 makes a probability 2.718 times as large."""
    e = 2.0 ** (scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


@wrong
def integers_kept(scores):
    """The array that you fill has the dtype of the scores. If they are integers, every probability below 1 is cut off to 0."""
    out = np.zeros_like(scores)
    out[:] = _softmax(scores)
    return out


@wrong
def not_the_largest_where_all_are_negative(scores):
    """In a row of negative scores you do not subtract the largest of them, and every exponential becomes 0. Does your search start at 0, or do you take
    sizes without signs?"""
    e = np.exp(scores - np.maximum(np.max(scores, axis=1, keepdims=True), 0))
    return e / np.sum(e, axis=1, keepdims=True)


@wrong
def first_score_subtracted(scores):
    """You subtract the first score of the row. Another may be far above it, and its exponential overflows."""
    e = np.exp(scores - scores[:, :1])
    return e / np.sum(e, axis=1, keepdims=True)


@wrong
def subtracted_in_place(scores):
    """You write into the array that you were given, so the caller's scores are changed. Make a new array."""
    if scores.dtype.kind == "f":
        scores -= np.max(scores, axis=1, keepdims=True)
    return _softmax(scores)


@wrong
def absolute_scores(scores):
    """You use the size of the scores without their sign, so that a score of −3 counts as much as one of 3."""
    return _softmax(np.abs(scores))


@wrong
def sign_turned(scores):
    """Your largest probability belongs to the lowest score: the sign of the exponent is turned around."""
    return _softmax(-np.asarray(scores))


@wrong
def shifted_only_where_large(scores):
    """You subtract the largest score only where one is above some limit. Two dangers are left: in float32 an exponential overflows from 89 on, and in a row of
    scores far below 0 all of them become 0. What speaks against subtracting it always?"""
    largest = np.max(scores, axis=1, keepdims=True) if np.max(scores) > 700 else 0
    e = np.exp(scores - largest)
    return e / np.sum(e, axis=1, keepdims=True)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def largest_size(scores):
    e = np.exp(scores - np.abs(scores).max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@wrong
def exponents_from_minus_30(scores):
    e = np.exp(np.clip(scores - scores.max(axis=1, keepdims=True), -30, 0))
    return e / e.sum(axis=1, keepdims=True)


@wrong
def shifted_above_100_only(scores):
    shift = scores.max(axis=1, keepdims=True) if np.abs(scores).max() > 100 else 0
    e = np.exp(scores - shift)
    return e / e.sum(axis=1, keepdims=True)
