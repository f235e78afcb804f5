"""Answers to 1.6, bce_with_logits: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import addends, maybe, pick

# -- inputs ----------------------------------------------------------------------------------------


@inputs(of="log_loss")
def log_loss_inputs(rng):
    edges = [0.0, 1.0, 0.5, 1e-9, 1e-200, np.nextafter(1.0, 0.0), 1 - 1e-9]
    while True:
        N = int(rng.integers(1, pick(rng, (4, 30))))
        p = np.where(rng.random(N) < pick(rng, (0.0, 0.2, 1.0)), rng.choice(edges, N), rng.uniform(0.001, 0.999, N))
        y = rng.integers(0, 2, N)
        y = np.where((p == 0) | (p == 1), p, y) if maybe(rng, 0.5) else y  # certain, and right
        p = p.astype(np.float32) if maybe(rng, 0.2) else p
        yield p, y.astype(pick(rng, ("int64", "float64")))


@inputs
def bce_with_logits_inputs(rng):
    while True:
        N = int(rng.integers(1, pick(rng, (4, 30))))
        z = addends(rng, (N,), special=(0.0, 1000.0, -1000.0, 800.0, 40.0, -40.0), limit=1000)
        y = rng.integers(0, 2, N)
        yield z, y * 1.0 if maybe(rng, 0.3) else y


# -- right, written in other ways ------------------------------------------------------------------


@right
def bce_by_logaddexp(z, y):
    z = np.asarray(z, dtype=float)
    p = np.exp(-np.logaddexp(0, -z))
    return np.mean(np.logaddexp(0, z) - y * z), (p - y) / z.size


@right
def bce_by_loop(z, y):
    total, dz = 0.0, np.zeros(len(z))
    for n in range(len(z)):
        s = math.exp(-abs(z[n]))
        p = 1 / (1 + s) if z[n] >= 0 else s / (1 + s)
        total += max(z[n], 0) - z[n] * y[n] + math.log1p(s)
        dz[n] = (p - y[n]) / len(z)
    return total / len(z), dz


@right
def bce_by_signs(z, y):
    """The label becomes a sign: the margin is z for a yes and −z for a no, and one loss, log(1 + exp(−margin)), holds
    for both, where the reference carries z · y through its formula. A sure and right answer with margin 40 keeps its
    loss of 4 · 10⁻¹⁸ thanks to np.log1p, while the reference adds s to 1, where it is lost, and gets 0."""
    margin = np.where(y == 1, z, -z)  # large is good
    loss = np.mean(np.maximum(-margin, 0) + np.log1p(np.exp(-np.abs(margin))))
    p = 0.5 * (1 + np.tanh(z / 2))  # the sigmoid of z
    return loss, (p - y) / len(y)


@right(of="log_loss")
def log_loss_by_loop(p, y):
    losses = []
    for one, yes in zip(p.tolist(), y.tolist()):
        given = one if yes == 1 else 1 - one
        losses.append(math.inf if given == 0 else -math.log(given))
    return sum(losses) / len(losses)


@right(of="log_loss")
def log_loss_by_masks(p, y):
    with np.errstate(divide="ignore"):
        return -(np.log(p[y == 1]).sum() + np.log(1 - p[y == 0]).sum()) / len(p)


@right(of="log_loss")
def log_loss_by_absolute(p, y):
    return np.mean(-np.log(np.abs(p - (1 - y))))


# -- wrong, and told why ---------------------------------------------------------------------------


def _bce(z, y):
    s = np.exp(-np.abs(z))
    p = np.where(np.asarray(z) >= 0, 1, s) / (1 + s)
    return np.maximum(z, 0) - z * y + np.log(1 + s), p


@wrong
def through_the_probability(z, y):
    """You compute p first and take its logarithm. At a logit of ±1000 p has been rounded to 0 or 1, and the loss becomes infinite or NaN. The
    text gives the loss from z itself."""
    _, p = _bce(z, y)
    with np.errstate(all="ignore"):
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)), (p - y) / len(z)


@wrong
def chosen_probability(z, y):
    """You choose the probability of what happened and take its logarithm. At a logit of ±1000 it has been rounded to 0, and the loss is
    infinite instead of 1000. The text gives the loss from z itself."""
    _, p = _bce(z, y)
    with np.errstate(all="ignore"):
        return -np.mean(np.log(np.where(y == 1, p, 1 - p))), (p - y) / len(z)


@wrong
def kept_from_zero(z, y):
    """You keep the probability away from 0 and 1. Then a logit of 1000 on the wrong side costs about 28 instead of 1000."""
    _, p = _bce(z, y)
    q = np.clip(p, 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(q) + (1 - y) * np.log(1 - q)), (p - y) / len(z)


@wrong
def kept_from_zero_15(z, y):
    """You keep the probability away from 0 and 1. Then a logit of 1000 on the wrong side costs about 35 instead of 1000."""
    _, p = _bce(z, y)
    q = np.clip(p, 1e-15, 1 - 1e-15)
    return -np.mean(y * np.log(q) + (1 - y) * np.log(1 - q)), (p - y) / len(z)


@wrong
def kept_from_zero_7(z, y):
    """You keep the probability away from 0 and 1. Then a logit of 1000 on the wrong side costs about 16 instead of 1000."""
    _, p = _bce(z, y)
    q = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(q) + (1 - y) * np.log(1 - q)), (p - y) / len(z)


@wrong
def logits_clipped(z, y):
    """You clip the logits. What lies beyond the limit comes out as if it were at the limit: a logit of 1000 on the wrong side costs less than 1000."""
    losses, p = _bce(np.clip(z, -500, 500), y)
    return np.mean(losses), (p - y) / len(z)


@wrong
def kept_from_zero_300(z, y):
    """You keep the logarithm away from 0 by something tiny. Then a logit of 1000 on the wrong side costs about 691 instead of 1000."""
    _, p = _bce(z, y)
    return -np.mean(y * np.log(p + 1e-300) + (1 - y) * np.log(1 - p + 1e-300)), (p - y) / len(z)


@wrong
def overflowing(z, y):
    """log(1 + eᶻ) overflows for z = 1000: the exponential becomes infinity. The form with max(z, 0) has an exponential that is never
    large."""
    _, p = _bce(z, y)
    return np.mean(np.log(1 + np.exp(z)) - z * y), (p - y) / len(z)


@wrong
def whole_numbers_in_dz(z, y):
    """The array that you fill has the dtype of z. If that holds integers, the fractions of your gradient are cut off."""
    losses, p = _bce(z, y)
    dz = np.zeros_like(z)
    dz[:] = (p - y) / len(z)
    return np.mean(losses), dz


@wrong
def summed(z, y):
    """You sum over the examples; the contract asks for the mean, and for the gradient of the mean."""
    losses, p = _bce(z, y)
    return np.sum(losses), p - y


@wrong
def gradient_of_a_sum(z, y):
    """Your loss is a mean, but your gradient is N times too large."""
    losses, p = _bce(z, y)
    return np.mean(losses), p - y


@wrong
def slope_turned(z, y):
    """Your gradient has the wrong sign: if the answer is yes, a larger z must lower the loss."""
    losses, p = _bce(z, y)
    return np.mean(losses), (y - p) / len(z)


@wrong
def chain_rule_twice(z, y):
    """You multiply by p (1 − p). In p − y that factor has cancelled already: it belongs to the gradient of the squared error."""
    losses, p = _bce(z, y)
    return np.mean(losses), (p - y) * p * (1 - p) / len(z)


@wrong
def logit_minus_label(z, y):
    """Your gradient takes the logit for the probability. It is the sigmoid of z from which y is subtracted."""
    losses, _ = _bce(z, y)
    return np.mean(losses), (z - y) / len(z)


@wrong
def no_and_yes_exchanged(z, y):
    """Yes and no are exchanged: with y = 1 a large z should cost nothing."""
    losses, p = _bce(z, 1 - np.asarray(y))
    return np.mean(losses), (p - (1 - np.asarray(y))) / len(z)


@wrong
def as_if_always_no(z, y):
    """Your loss is right where the answer is no. Where it is yes, z has to be subtracted."""
    _, p = _bce(z, y)
    return np.mean(_bce(z, 0 * np.asarray(y))[0]), (p - y) / len(z)


@wrong
def unsafe_sigmoid(z, y):
    """Your values are right, but the exponential in your sigmoid overflows on one side, and NumPy warns. Which exponent is never
    positive?"""
    losses, _ = _bce(z, y)
    return np.mean(losses), (1 / (1 + np.exp(-np.asarray(z))) - y) / len(z)


@wrong(of="log_loss")
def zero_times_infinity(p, y):
    """Both logarithms are computed, also the one that is then multiplied by 0; and 0 · (−∞) is NaN. Choose first, then take one
    logarithm."""
    with np.errstate(all="ignore"):
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@wrong(of="log_loss")
def clipped_at_15(p, y):
    """You keep p away from 0 and 1, so that a wrong answer of which the model was certain costs 35. Here the contract asks for the truth: what was
    excluded and happened costs infinitely much."""
    p = np.clip(p, 1e-15, 1 - 1e-15)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@wrong(of="log_loss")
def clipped_at_12(p, y):
    """You keep p away from 0 and 1, so that a wrong answer of which the model was certain costs 28. Here the contract asks for the truth: what was
    excluded and happened costs infinitely much."""
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@wrong(of="log_loss")
def clipped_at_7(p, y):
    """You keep p away from 0 and 1, so that a wrong answer of which the model was certain costs 16. Here the contract asks for the truth: what was
    excluded and happened costs infinitely much."""
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@wrong(of="log_loss")
def clipped_at_8(p, y):
    """You keep p away from 0 and 1, so that a wrong answer of which the model was certain costs 18. Here the contract asks for the truth: what was
    excluded and happened costs infinitely much."""
    p = np.clip(p, 1e-8, 1 - 1e-8)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@wrong(of="log_loss")
def clipped_at_10(p, y):
    """You keep p away from 0 and 1, so that a wrong answer of which the model was certain costs 23. Here the contract asks for the truth: what was
    excluded and happened costs infinitely much."""
    p = np.clip(p, 1e-10, 1 - 1e-10)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@wrong(of="log_loss")
def added_next_to_nothing(p, y):
    """You add something tiny inside the logarithm, so that a wrong answer of which the model was certain costs 691. Here the contract asks for the truth:
    what was excluded and happened costs infinitely much."""
    return -np.mean(y * np.log(p + 1e-300) + (1 - y) * np.log(1 - p + 1e-300))


@wrong(of="log_loss")
def label_ignored(p, y):
    """Your loss does not depend on y: you take the larger of p and 1 − p. What counts is the probability that was given to what happened."""
    with np.errstate(all="ignore"):
        return -np.mean(np.log(np.where(p > 0.5, p, 1 - p)))


@wrong(of="log_loss")
def infinite_at_every_end(p, y):
    """You return infinity wherever a probability is exactly 0 or 1. It is infinite only for who was certain and wrong; who was certain and right pays
    nothing."""
    if np.any((p == 0) | (p == 1)):
        return np.inf
    return -np.mean(np.log(np.where(np.asarray(y) == 1, p, 1 - p)))


@wrong(of="log_loss")
def to_base_2(p, y):
    """You take the logarithm to base 2. The natural logarithm is meant: a probability of 0.5 costs 0.693."""
    with np.errstate(all="ignore"):
        return -np.mean(np.log2(np.where(np.asarray(y) == 1, p, 1 - np.asarray(p))))


@wrong(of="log_loss")
def nan_taken_for_zero(p, y):
    """You replace what is not finite afterwards. With it goes the infinity that is right: what was excluded and happened costs infinitely
    much."""
    with np.errstate(all="ignore"):
        return -np.mean(np.nan_to_num(y * np.log(p) + (1 - y) * np.log(1 - p), nan=0.0, neginf=0.0))


@wrong(of="log_loss")
def finite_infinity(p, y):
    """You replace what is not finite afterwards, and with it the infinity that is right: `nan_to_num` makes the largest float of it, unless it is
    told otherwise."""
    with np.errstate(all="ignore"):
        return -np.mean(np.nan_to_num(y * np.log(p) + (1 - y) * np.log(1 - p)))


@wrong(of="log_loss")
def only_yes_counts(p, y):
    """Only the examples whose answer is yes cost something. For a no, the probability that was given to what happened is 1 − p."""
    with np.errstate(all="ignore"):
        return np.mean(np.where(np.asarray(y) == 1, -np.log(p), 0.0))


@wrong(of="log_loss")
def total_loss(p, y):
    """You sum over the examples; the contract asks for the mean."""
    with np.errstate(all="ignore"):
        return -np.sum(np.log(np.where(np.asarray(y) == 1, p, 1 - np.asarray(p))))


@wrong(of="log_loss")
def negative_loss(p, y):
    """Your loss is negative: the logarithm of a number below 1 is."""
    with np.errstate(all="ignore"):
        return np.mean(np.log(np.where(np.asarray(y) == 1, p, 1 - np.asarray(p))))


@wrong(of="log_loss")
def other_probability(p, y):
    """You take the probability that was given to what did not happen."""
    with np.errstate(all="ignore"):
        return -np.mean(np.log(np.where(np.asarray(y) == 1, 1 - np.asarray(p), p)))


@wrong(of="log_loss")
def certain_answers_left_out(p, y):
    """You leave out the examples whose p is exactly 0 or 1, in the sum and in the count. Who is certain and right lowers the mean by adding 0 to it,
    and who is certain and wrong makes it infinite. Which number was given to what happened there?"""
    open_ones = (p > 0) & (p < 1)
    if not np.any(open_ones):
        return 0.0
    return np.mean(-np.log(np.where(np.asarray(y) == 1, p, 1 - p)[open_ones]))


@wrong(of="log_loss")
def yes_and_no_averaged_apart(p, y):
    """You average the yes examples and the no examples by themselves, and then the two means: the rarer answer counts for more, and where one of the two is
    missing there is no mean. All N examples count alike."""
    with np.errstate(all="ignore"):
        yes, no = p[np.asarray(y) == 1], 1 - p[np.asarray(y) == 0]
        return -(np.log(yes).sum() / np.float64(len(yes)) + np.log(no).sum() / np.float64(len(no))) / 2


@wrong
def both_branches_of_the_sigmoid(z, y):
    """Your values are right, but on the way an exponential overflows and infinity is divided by infinity, and NumPy warns, though you throw those results
    away. (`np.where` computes both of its branches for every entry.) Which exponential is never large, on either side?"""
    losses, _ = _bce(z, y)
    p = np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
    return np.mean(losses), (p - y) / len(z)


def _chosen_above(z, y, least):
    """The loss from the probability of what happened, kept above something tiny."""
    _, p = _bce(z, y)
    return -np.mean(np.log(np.clip(np.where(y == 1, p, 1 - p), least, 1))), (p - y) / len(z)


@wrong
def chosen_and_kept_from_zero_7(z, y):
    """You choose the probability of what happened and keep it away from 0. Then a logit of 1000 on the wrong side costs about 16 instead of 1000. The text
    gives the loss from z itself."""
    return _chosen_above(z, y, 1e-7)


@wrong
def chosen_and_kept_from_zero_12(z, y):
    """You choose the probability of what happened and keep it away from 0. Then a logit of 1000 on the wrong side costs about 28 instead of 1000. The text
    gives the loss from z itself."""
    return _chosen_above(z, y, 1e-12)


@wrong
def chosen_and_kept_from_zero_15(z, y):
    """You choose the probability of what happened and keep it away from 0. Then a logit of 1000 on the wrong side costs about 35 instead of 1000. The text
    gives the loss from z itself."""
    return _chosen_above(z, y, 1e-15)


@wrong
def sigmoid_below_a_half(z, y):
    """Your probability is never above 0.5: for z and for −z it is the same. An exponential of −|z| is safe, but the formula must still tell the two sides
    apart. What is the sigmoid of z, if you know that of −z?"""
    losses, _ = _bce(z, y)
    s = np.exp(-np.abs(z))
    return np.mean(losses), (s / (1 + s) - y) / len(z)
