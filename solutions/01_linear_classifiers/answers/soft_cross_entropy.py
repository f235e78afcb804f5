"""Answers to 1.11, soft_cross_entropy: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick, turned

from ._shared import _dscores, _losses, _scores, _softmax

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def soft_cross_entropy_inputs(rng):
    while True:
        scores = _scores(rng, far=1000)
        N, C = scores.shape
        targets = np.eye(C, dtype=pick(rng, ("float64", "int64")))[rng.integers(0, C, N)]
        yield scores, turned(rng, targets if maybe(rng, 0.3) else rng.dirichlet(np.ones(C), N))


# -- right, written in other ways ------------------------------------------------------------------


@right
def soft_by_rows(scores, targets):
    total, gradient = 0.0, np.zeros(scores.shape)
    for n, (row, target) in enumerate(zip(scores, targets)):
        log_sum = max(row) + math.log(sum(math.exp(value - max(row)) for value in row))
        total += sum(t * (log_sum - value) for t, value in zip(target, row))
        gradient[n] = [math.exp(value - log_sum) - t for t, value in zip(target, row)]
    return total / len(scores), gradient / len(scores)


@right
def soft_by_logaddexp(scores, targets):
    log_p = scores - np.logaddexp.reduce(np.asarray(scores, float), axis=1, keepdims=True)
    return -np.mean(np.sum(targets * log_p, axis=1)), (np.exp(log_p) - targets) / scores.shape[0]


@right
def soft_by_mean_score(scores, targets):
    """Because the targets of a row sum to 1, −Σ target · log p is log Σ eˢ − Σ target · s: the logarithm of the sum,
    minus the scores' mean, weighed by the targets. So log p is never made, and one array of exponentials serves loss
    and gradient, where the reference computes a second one; but the loss is wrong for targets that do not sum to 1,
    as the gradient is in both."""
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    e = np.exp(shifted)
    total = np.sum(e, axis=1, keepdims=True)
    loss = np.mean(np.log(total[:, 0]) - np.sum(targets * shifted, axis=1))
    return loss, (e / total - targets) / len(scores)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def target_sum(scores, targets):
    """You sum over the rows. The contract asks for the mean."""
    p = _softmax(scores)
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    return -np.sum(targets * (shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True)))), p - targets


@wrong
def mean_of_all_entries(scores, targets):
    """You take the mean over all N · C entries. The terms of a row are summed; the mean goes over the rows."""
    p = _softmax(scores)
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    log_p = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.mean(targets * log_p), (p - targets) / targets.size


@wrong
def zero_probability(scores, targets):
    """You take the logarithm of a probability that has been rounded to 0."""
    p = _softmax(scores)
    with np.errstate(all="ignore"):
        return -np.sum(targets * np.log(p)) / len(p), (p - targets) / len(p)


@wrong
def hardened(scores, targets):
    """You use only the largest entry of each target, as if the label were certain."""
    k = np.argmax(targets, axis=1)
    return np.mean(_losses(scores, k)), _dscores(scores, k)


def _shifted(scores, largest):
    """The scores without the largest, and the logarithm of the sum of their exponentials."""
    shifted = scores - largest
    with np.errstate(all="ignore"):
        return shifted, np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))


def _from_probabilities(scores, targets, log):
    p = _softmax(scores)
    with np.errstate(all="ignore"):
        return -np.sum(log(p)) / len(p), (p - targets) / len(p)


@wrong
def probability_kept_from_zero_12(scores, targets):
    """You keep the probability away from 0 by something tiny. Then a class that was wanted and got nothing costs about 28 times its share, however far behind
    it is. The formula with the scores needs no probability."""
    return _from_probabilities(scores, targets, lambda p: targets * np.log(p + 1e-12))


@wrong
def probability_kept_from_zero_15(scores, targets):
    """You keep the probability away from 0 by something tiny. Then a class that was wanted and got nothing costs about 35 times its share, however far behind
    it is. The formula with the scores needs no probability."""
    return _from_probabilities(scores, targets, lambda p: targets * np.log(p + 1e-15))


@wrong
def impossible_classes_left_out(scores, targets):
    """You leave out the classes whose probability has been rounded to 0. Then what was wanted and held for impossible costs nothing, where it should cost most.
    The formula with the scores needs no probability."""
    return _from_probabilities(scores, targets, lambda p: targets * np.log(np.where(p > 0, p, 1)))


@wrong
def each_class_a_question(scores, targets):
    """You ask of each class whether it is the one, yes or no, and add what the noes cost: that is the loss of exercise 1.6. Here the classes share one
    probability, and only −target · log p is added up."""
    return _from_probabilities(scores, targets, lambda p: targets * np.log(p) + (1 - targets) * np.log(1 - p))


@wrong
def largest_of_the_whole_array(scores, targets):
    """You subtract the largest score of the whole array. In a row far below it every exponential is 0, and the logarithm of their sum −∞. Each row has its own
    largest score."""
    shifted, log_sum = _shifted(scores, np.max(scores))
    with np.errstate(all="ignore"):
        log_p = shifted - log_sum
        return -np.sum(targets * log_p) / len(scores), (np.exp(log_p) - targets) / len(scores)


@wrong
def shifted_on_one_side(scores, targets):
    """You subtract the row's largest score inside the logarithm, but not from the scores outside. A number subtracted in one place only does change the loss:
    where must it be given back?"""
    _, log_sum = _shifted(scores, np.max(scores, axis=1, keepdims=True))
    loss = np.mean(log_sum[:, 0] - np.sum(targets * scores, axis=1))
    return loss, (_softmax(scores) - targets) / len(scores)
