"""Answers to 1.3, softmax_cross_entropy: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _dscores, _losses, _scores, _softmax

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def softmax_cross_entropy_inputs(rng):
    while True:
        scores = _scores(rng, far=1000)
        yield scores, rng.integers(0, scores.shape[1], len(scores))


# -- right, written in other ways ------------------------------------------------------------------


@right
def cross_entropy_by_rows(scores, y):
    losses, gradients = [], []
    for row, k in zip(scores, y):
        m = max(row)
        e = [math.exp(value - m) for value in row]
        losses.append(m - row[k] + math.log(sum(e)))
        gradients.append([value / sum(e) - (j == k) for j, value in enumerate(e)])
    return sum(losses) / len(y), np.array(gradients) / len(y)


@right
def cross_entropy_by_one_hot(scores, y):
    """Both results come from the array log p: the loss by a product with the one-hot array, which leaves the entries
    of the true classes, and the gradient as exp(log p) minus the one-hot array; the reference indexes the true
    classes and calls softmax. The formula p − y stands in the code as it stands on paper, and would serve for targets
    that are probabilities as well, but N · C numbers are multiplied to pick out N."""
    one_hot = np.eye(scores.shape[1])[y]
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.sum(one_hot * log_p) / len(scores), (np.exp(log_p) - one_hot) / len(scores)


@right
def cross_entropy_by_logaddexp(scores, y):
    scores = np.asarray(scores, dtype=np.float64)
    total = np.logaddexp.reduce(scores, axis=1)
    rows = np.arange(scores.shape[0])
    loss = float(np.mean(total - scores[rows, y]))
    dscores = np.exp(scores - total[:, None])
    dscores[rows, y] -= 1.0
    dscores /= scores.shape[0]
    return loss, dscores


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def sum_over_the_batch(scores, y):
    """You sum over the rows, where the contract asks for the mean. With a sum, a batch twice as large makes steps twice as long."""
    return np.sum(_losses(scores, y)), _dscores(scores, y) * len(y)


@wrong
def gradient_not_divided(scores, y):
    """Your loss is a mean, but your gradient is that of the sum: it is N times too large. The gradient has to follow the loss."""
    return np.mean(_losses(scores, y)), _dscores(scores, y) * len(y)


@wrong
def loss_not_divided(scores, y):
    """Your gradient is that of the mean, but your loss is the sum over the rows."""
    return np.sum(_losses(scores, y)), _dscores(scores, y)


@wrong
def log_of_the_probability(scores, y):
    """You take the logarithm of the probability. For a score 1000 below the best that probability has been rounded to 0, and its logarithm is
    −∞. The last formula of the text needs no probability."""
    with np.errstate(all="ignore"):
        loss = -np.mean(np.log(_softmax(scores)[np.arange(len(y)), y]))
    return loss, _dscores(scores, y)


@wrong
def nothing_is_impossible(scores, y):
    """You keep the probability away from 0, by adding something tiny or by clipping. Then a score that is 1000 too low costs about 28
    instead of 1000. The last formula of the text needs no probability."""
    return -np.mean(np.log(_softmax(scores)[np.arange(len(y)), y] + 1e-12)), _dscores(scores, y)


@wrong
def nothing_is_impossible_15(scores, y):
    """You keep the probability away from 0, by adding something tiny or by clipping. Then a score that is 1000 too low costs about 35
    instead of 1000. The last formula of the text needs no probability."""
    return -np.mean(np.log(np.maximum(_softmax(scores)[np.arange(len(y)), y], 1e-15))), _dscores(scores, y)


@wrong
def nothing_is_impossible_8(scores, y):
    """You keep the probability away from 0, by adding something tiny or by clipping. Then a score that is 1000 too low costs about 18
    instead of 1000. The last formula of the text needs no probability."""
    return -np.mean(np.log(_softmax(scores)[np.arange(len(y)), y] + 1e-8)), _dscores(scores, y)


@wrong
def nothing_is_impossible_10(scores, y):
    """You keep the probability away from 0, by adding something tiny or by clipping. Then a score that is 1000 too low costs about 23
    instead of 1000. The last formula of the text needs no probability."""
    return -np.mean(np.log(_softmax(scores)[np.arange(len(y)), y] + 1e-10)), _dscores(scores, y)


@wrong
def nothing_is_impossible_300(scores, y):
    """You keep the probability away from 0 by something tiny. Then a score that is 1000 too low costs about 691 instead of 1000: even the smallest
    number has its logarithm. The last formula of the text needs no probability."""
    return -np.mean(np.log(_softmax(scores)[np.arange(len(y)), y] + 1e-300)), _dscores(scores, y)


@wrong
def maximum_of_everything(scores, y):
    """You subtract the largest score of the whole array. In a row far below it every exponential is 0, and the logarithm of their sum −∞. Each row has
    its own largest score."""
    e = np.exp(scores - np.max(scores))
    with np.errstate(all="ignore"):
        loss = np.mean(np.log(np.sum(e, axis=1)) - (scores - np.max(scores))[np.arange(len(y)), y])
        loss = np.inf if not np.isfinite(loss) else loss
        return loss, (e / np.sum(e, axis=1, keepdims=True) - np.eye(scores.shape[1])[y]) / len(y)


@wrong
def bits_of_the_probability(scores, y):
    """You take the logarithm of the probability, to base 2. The natural logarithm is meant; and a probability that has been rounded to 0 makes the loss
    infinite. The last formula of the text needs no probability."""
    with np.errstate(all="ignore"):
        return -np.mean(np.log2(_softmax(scores)[np.arange(len(y)), y])), _dscores(scores, y)


@wrong
def scores_clipped(scores, y):
    """You clip the scores before you use them. What lies beyond the limit comes out as if it were at the limit: a score that is 1000 too low costs less than
    1000. Subtracting a number keeps the differences; clipping does not."""
    scores = np.clip(scores, -500, 500)
    return np.mean(_losses(scores, y)), _dscores(scores, y)


@wrong
def only_probabilities(scores, y):
    """What you return as gradient are the probabilities, divided by N. Something is to be subtracted in the places of the true classes."""
    return np.mean(_losses(scores, y)), _softmax(scores) / len(y)


@wrong
def gradient_turned(scores, y):
    """Your gradient has the wrong sign. If the score of the true class rises, does the loss rise or fall?"""
    return np.mean(_losses(scores, y)), -_dscores(scores, y)


@wrong
def loss_turned(scores, y):
    """Your loss is negative. The logarithm of a number below 1 is negative: what turns it around?"""
    return -np.mean(_losses(scores, y)), _dscores(scores, y)


@wrong
def all_columns(scores, y):
    """With `p[:, y]` you pick whole columns, one for each entry of y, and so N × N entries. You want one entry from each row."""
    return -np.mean(np.log(_softmax(scores)[:, y] + 1e-300)), _dscores(scores, y)


@wrong
def in_bits(scores, y):
    """You take a logarithm to another base. The gradient in the text is that of the natural logarithm."""
    return np.mean(_losses(scores, y)) / np.log(2), _dscores(scores, y)


@wrong
def divided_by_every_entry(scores, y):
    """You divide the gradient by the number of entries, N · C. The loss is a mean over N rows."""
    return np.mean(_losses(scores, y)), _dscores(scores, y) / scores.shape[1]


@wrong
def one_subtracted_everywhere(scores, y):
    """You subtract 1 in whole columns, not in one entry of each row. NumPy needs a row number for every class number."""
    dscores = _softmax(scores)
    dscores[:, y] -= 1
    return np.mean(_losses(scores, y)), dscores / len(y)


@wrong
def subtracted_after_dividing(scores, y):
    """You divide by N first and subtract 1 afterwards, so the 1 is not divided. Both terms belong into the mean."""
    return np.mean(_losses(scores, y)), _softmax(scores) / len(y) - np.eye(scores.shape[1])[y]


@wrong
def one_maximum_for_all_rows(scores, y):
    """You subtract the largest score of the whole array. In a row far below it every exponential is 0, and the logarithm of their sum −∞. Each row has
    its own largest score."""
    shifted = scores - np.max(scores)
    e = np.exp(shifted)
    with np.errstate(all="ignore"):
        loss = np.mean(np.log(np.sum(e, axis=1)) - shifted[np.arange(len(y)), y])
        return loss, (e / np.sum(e, axis=1, keepdims=True) - np.eye(scores.shape[1])[y]) / len(y)


@wrong
def logarithm_cut_at_minus_100(scores, y):
    """You let no row cost more than 100. A score that is 1000 too low costs 1000: the last formula of the text is safe for any score, so nothing has to be cut
    off."""
    return np.mean(np.minimum(_losses(scores, y), 100)), _dscores(scores, y)


@wrong
def shifted_on_one_side(scores, y):
    """You subtract the row's largest score inside the logarithm, but not from the score of the true class. A number subtracted in one place only does change
    the loss: where must it be given back?"""
    return np.mean(_losses(scores, y) - np.max(scores, axis=1)), _dscores(scores, y)


@wrong
def classes_that_occur(scores, y):
    """Your one-hot array is only as wide as the largest class of the batch makes it. The last classes may be missing from a batch, and still have scores. Which
    array knows how many classes there are?"""
    return np.mean(_losses(scores, y)), (_softmax(scores) - np.eye(np.max(y) + 1)[y]) / len(y)


# -- wrong, refused without a name -----------------------------------------------------------------


def _repaired(scores, y, lead):
    N, p = len(y), _softmax(scores)
    q = p[np.arange(N), y]
    loss = np.mean(np.where(q > 0, -np.log(np.where(q > 0, q, 1)), lead))
    d = p.copy()
    d[np.arange(N), y] -= 1
    return loss, d / N


@wrong
def lead_without_the_logarithm(scores, y):
    return _repaired(scores, y, scores.max(axis=1) - scores[np.arange(len(y)), y])


@wrong
def a_thousand_where_p_is_0(scores, y):
    return _repaired(scores, y, 1000)
