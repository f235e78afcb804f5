"""Answers to 13.1, surprise: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import kinds_of, maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


# one class alone is excluded by the contract: log 1 = 0
@inputs(without=("scores: C = 1",))
def surprise_inputs(rng):
    while True:
        N, C = int(rng.integers(1, 6)), int(rng.integers(2, 7))
        kind = pick(rng, kinds_of(rng))
        scores = rng.normal(0, pick(rng, (0.5, 2.0, 3.0)), (N, C))
        if maybe(rng, 0.25):
            scores = np.clip(scores * 400, -1000, 1000)
        if maybe(rng, 0.15):
            scores = np.ones((N, C)) * pick(rng, (0.0, 3.0, -700.0))
        if maybe(rng, 0.1):
            scores = scores - 900
        scores = (np.round(scores) if "int" in kind else np.round(scores * 8) / 8).astype(kind)
        yield turned(rng, scores), rng.integers(0, C, N)


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_logaddexp(scores, y):
    """It lets `np.logaddexp.reduce` sum the exponentials of a row: that function works with logarithms
    throughout, and so subtracts no maximum. It is slower for many classes, and there is nothing to forget."""
    totals = np.logaddexp.reduce(np.asarray(scores, float), axis=1)
    return np.mean(totals - scores[np.arange(len(y)), y]) / np.log(scores.shape[1])


@right
def in_loops(scores, y):
    total = 0.0
    for row, label in zip(scores, y):
        row = [float(s) for s in row]
        most = max(row)
        total += math.log(sum(math.exp(s - most) for s in row)) + most - row[label]
    return total / len(y) / math.log(len(scores[0]))


@right
def by_a_table(scores, y):
    z = scores - scores.max(axis=1)[:, None]
    logs = z - np.log(np.exp(z).sum(axis=1))[:, None]
    return -np.sum(logs * (np.arange(z.shape[1]) == y[:, None])) / (len(y) * np.log(z.shape[1]))


# -- wrong, and told why ---------------------------------------------------------------------------


def _losses(scores, y, axis=1):
    z = scores - np.max(scores, axis=axis, keepdims=True)
    return np.log(np.sum(np.exp(z), axis=axis, keepdims=True)) - z


def _of_labels(losses, y):
    return losses[np.arange(len(y)), y]


@wrong
def not_divided(scores, y):
    """You return the loss itself. It is asked for as a multiple of log C."""
    return np.mean(_of_labels(_losses(scores, y), y))


@wrong
def over_the_pictures(scores, y):
    """Your softmax adds up the pictures of the batch. The C scores of one picture are what becomes its probabilities."""
    return np.mean(_of_labels(_losses(scores, y, axis=0), y)) / np.log(scores.shape[1])


@wrong
def over_everything(scores, y):
    """Your softmax adds up all scores of the batch. Each row has probabilities of its own."""
    z = scores - np.max(scores)
    return np.mean(_of_labels(np.log(np.sum(np.exp(z))) - z, y)) / np.log(scores.shape[1])


@wrong
def summed(scores, y):
    """You add up the losses of the pictures. It is their mean that is compared with log C."""
    return np.sum(_of_labels(_losses(scores, y), y)) / np.log(scores.shape[1])


@wrong
def divided_by_the_classes(scores, y):
    """You divide by the number of classes, C. The loss of a network that knows nothing is its logarithm."""
    return np.mean(_of_labels(_losses(scores, y), y)) / scores.shape[1]


@wrong
def logarithm_of_the_pictures(scores, y):
    """You divide by the logarithm of the number of pictures. The number of classes is what counts."""
    return np.mean(_of_labels(_losses(scores, y), y)) / np.log(len(scores) + 1e-300)


@wrong
def of_ten(scores, y):
    """You divide by log 10, whatever the number of classes."""
    return np.mean(_of_labels(_losses(scores, y), y)) / np.log(10)


@wrong
def less_log_c(scores, y):
    """You subtract log C. A multiple is a quotient."""
    return np.mean(_of_labels(_losses(scores, y), y)) - np.log(scores.shape[1])


@wrong
def overflows(scores, y):
    """Your exponentials overflow, or all round to 0, where scores are large in size. Softmax stays as it is if the
    row's largest score is subtracted first."""
    with np.errstate(all="ignore"):
        p = np.exp(np.asarray(scores, float))
        p = p / p.sum(axis=1, keepdims=True)
        return np.mean(-np.log(_of_labels(p, y))) / np.log(scores.shape[1])


@wrong
def log_of_a_zero(scores, y):
    """You take the logarithm of a probability that was rounded to 0. The logarithm of p is a score minus the
    logarithm of a sum: compute it as such."""
    with np.errstate(all="ignore"):
        z = scores - np.max(scores, axis=1, keepdims=True)
        p = np.exp(z) / np.sum(np.exp(z), axis=1, keepdims=True)
        return np.mean(-np.log(_of_labels(p, y))) / np.log(scores.shape[1])


@wrong
def softmax_twice(scores, y):
    """You take a softmax of probabilities: a second one, which makes every network look unsure."""
    p = np.exp(-_losses(scores, y))
    return np.mean(_of_labels(_losses(p, y), y)) / np.log(scores.shape[1])


@wrong
def every_label_for_every_picture(scores, y):
    """You take, for every picture, the scores of all the labels of the batch: `scores[:, y]` has N numbers in each of its N rows. Each picture has
    one label."""
    return np.mean(_losses(scores, y)[:, y]) / np.log(scores.shape[1])


@wrong
def of_the_largest(scores, y):
    """You take the loss of the class with the largest score, whatever the label says."""
    return np.mean(np.min(_losses(scores, y), axis=1)) / np.log(scores.shape[1])


@wrong
def of_the_first(scores, y):
    """You take the loss of the first picture only."""
    return _of_labels(_losses(scores, y), y)[0] / np.log(scores.shape[1])


@wrong
def upside_down(scores, y):
    """You have divided log C by the loss: your number falls where the network is surprised more."""
    with np.errstate(all="ignore"):
        return np.log(scores.shape[1]) / np.mean(_of_labels(_losses(scores, y), y))


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def clipped(scores, y):
    return min(np.mean(_of_labels(_losses(scores, y), y)) / np.log(scores.shape[1]), 100.0)


@wrong
def with_an_epsilon(scores, y):
    z = scores - np.max(scores, axis=1, keepdims=True)
    p = np.exp(z) / np.sum(np.exp(z), axis=1, keepdims=True)
    return np.mean(-np.log(_of_labels(p, y) + 1e-8)) / np.log(scores.shape[1])


@wrong
def median(scores, y):
    return np.median(_of_labels(_losses(scores, y), y)) / np.log(scores.shape[1])
