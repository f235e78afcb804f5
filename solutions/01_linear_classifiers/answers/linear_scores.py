"""Answers to 1.1, linear_scores: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import Numbers, addends, beside, kinds_of, maybe, pick

from ._shared import _shape

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def linear_scores_inputs(rng):
    while True:
        N, D, C = _shape(rng, 3)
        kinds = kinds_of(rng)
        yield addends(rng, (N, D), kinds), addends(rng, (D, C), kinds), addends(rng, (C,), kinds)


@inputs(of="accuracy")
def accuracy_inputs(rng):
    while True:
        N, C = int(rng.integers(1, pick(rng, (5, 40)))), int(rng.integers(1, 7))
        scores = Numbers(special=(*beside([0.0, 1.0]), -0.0, 2.0)).draw(rng, (N, C))
        if scores.dtype != np.float32 and maybe(rng, 0.25):  # rows far from 0, on either side
            scores = scores * 2.0**100 if scores.dtype == np.float64 and maybe(rng, 0.3) else np.round(scores) - 5000
        best = np.argmax(scores, axis=1)
        yield scores, np.where(rng.random(N) < 0.5, best, rng.integers(0, C, N))


# -- right, written in other ways ------------------------------------------------------------------


@right
def scores_by_loops(X, W, b):
    scores = np.zeros((len(X), W.shape[1]))
    for n in range(len(X)):
        for k in range(W.shape[1]):
            scores[n, k] = b[k] + sum(X[n, d] * W[d, k] for d in range(X.shape[1]))
    return scores


@right
def scores_by_dot(X, W, b):
    return np.array([np.dot(x, W) + b for x in X])


@right
def scores_with_a_column_of_ones(X, W, b):
    """The bias becomes one more row of W, for an input that is always 1: this is known as the bias trick. There is
    then a single array of parameters to train and one product to compute, at the price of copies of X and W that are
    one column and one row larger."""
    ones = np.ones((len(X), 1))
    return np.hstack([X, ones]) @ np.vstack([W, b])


@right(of="accuracy")
def accuracy_by_loop(scores, y):
    right = 0
    for row, k in zip(scores, y):
        best = 0
        for j in range(len(row)):
            if row[j] > row[best]:
                best = j
        right += best == k
    return right / len(y)


@right(of="accuracy")
def accuracy_by_count(scores, y):
    return np.count_nonzero(scores.argmax(-1) == y) / y.size


@right(of="accuracy")
def accuracy_as_float(scores, y):
    return float((np.argmax(scores, 1) == y).astype(float).sum() / len(scores))


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def without_bias(X, W, b):
    """Your scores lack the biases: the differences to the expected values are the same in every row."""
    return X @ W


@wrong
def subtracts_the_bias(X, W, b):
    """You take the biases away instead of adding them."""
    return X @ W - b


@wrong
def elementwise_product(X, W, b):
    """The `*` of NumPy multiplies entry by entry, and these shapes do not fit each other. You need the product that sums over
    the features."""
    return X * W + b


@wrong
def wrong_order(X, W, b):
    """The shapes (D, C) and (N, D) do not fit in this order: the two axes that are summed over must stand next to each other."""
    return W @ X + b


@wrong
def one_column(X, W, b):
    """You return one number for each example. There should be one for each example and class."""
    return np.sum(X @ W + b, axis=1)


@wrong
def integers_stay_integers(X, W, b):
    """The array that you fill has the dtype of X. If X holds integers, the fractions of the scores are cut off."""
    out = np.zeros((len(X), W.shape[1]), dtype=X.dtype)
    out[:] = X @ W + b
    return out


@wrong
def first_bias_for_all(X, W, b):
    """You add the same bias to every class. Each class has its own."""
    return X @ W + b[0]


@wrong
def bias_into_integers(X, W, b):
    """You add the biases inside an array of whole numbers, which cannot take fractions. Make a new array instead."""
    scores = X @ W
    scores += b
    return scores


@wrong(of="accuracy")
def error_rate(scores, y):
    """You return the share of wrong answers: that and the accuracy make 1 together."""
    return np.mean(np.argmax(scores, axis=1) != y)


@wrong(of="accuracy")
def counts_the_right_ones(scores, y):
    """You return how many are right. A share is that number divided by something."""
    return np.sum(np.argmax(scores, axis=1) == y)


@wrong(of="accuracy")
def divided_by_the_classes(scores, y):
    """You divide by the number of classes. The share is of the examples."""
    return np.sum(np.argmax(scores, axis=1) == y) / scores.shape[1]


@wrong(of="accuracy")
def search_from_zero(scores, y):
    """Your search for the largest score starts at 0, so in a row of negative scores nobody wins but the first. Start at the row's first score."""
    right = 0
    for row, k in zip(scores, y):
        best, place = 0, 0
        for j, value in enumerate(row):
            if value > best:
                best, place = value, j
        right += place == k
    return right / len(y)


@wrong(of="accuracy")
def fractions_cut_off(scores, y):
    """You turn the scores into whole numbers, so that 0.2 and 0.7 become equal."""
    return np.mean(np.argmax(np.asarray(scores).astype(int), axis=1) == y)


@wrong(of="accuracy")
def in_percent(scores, y):
    """You return a percentage. The contract asks for a number from 0 to 1."""
    return 100 * np.mean(np.argmax(scores, axis=1) == y)


@wrong(of="accuracy")
def lowest_score_wins(scores, y):
    """You choose the class with the smallest score. A high score speaks for its class."""
    return np.mean(np.argmin(scores, axis=1) == y)


@wrong(of="accuracy")
def winner_of_each_class(scores, y):
    """You look for the largest score in each column, that is, the best example of each class. Which axis holds the classes?"""
    return np.mean(np.argmax(scores, axis=0) == y)


@wrong(of="accuracy")
def value_instead_of_place(scores, y):
    """You compare the largest score with the class number. What you need is the place at which the largest score stands."""
    return np.mean(np.max(scores, axis=1) == y)


@wrong(of="accuracy")
def every_tie_is_right(scores, y):
    """Where two scores share the first place you count the answer as right if the true class is one of them. A classifier has to
    decide: here, the first of them wins."""
    return np.mean(scores[np.arange(len(y)), y] == np.max(scores, axis=1))


@wrong(of="accuracy")
def last_of_equals(scores, y):
    """Of equal scores you take the last; the contract says that the first wins. (NumPy's search for the place of the largest
    entry names the first by itself.)"""
    return np.mean(scores.shape[1] - 1 - np.argmax(np.asarray(scores)[:, ::-1], axis=1) == y)


@wrong(of="accuracy")
def search_from_minus_a_thousand(scores, y):
    """Your search for the largest score starts at a fixed number, so in a row that lies below it nobody wins but the first. Start at the row's first score."""
    right = 0
    for row, k in zip(scores, y):
        best, place = -1000, 0
        for j, value in enumerate(row):
            if value > best:
                best, place = value, j
        right += place == k
    return right / len(y)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def filled_like_x(X, W, b):
    scores = np.zeros((len(X), W.shape[1]), dtype=X.dtype)
    for n in range(len(X)):
        scores[n] = X[n] @ W + b
    return scores


@wrong(of="accuracy")
def nearly_equal_is_equal(scores, y):
    ties = np.isclose(scores, np.max(scores, axis=1, keepdims=True))
    return np.mean(np.argmax(ties, axis=1) == y)
