"""Answers to 6.7, fold: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import addends, by_place_or_name, pick

from ._shared import epsilon, factors, shifts, statistics, types

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def fold_inputs(rng):
    while True:
        kinds = types(rng)
        fan_in, D = (int(n) for n in rng.integers(1, 5, 2))
        eps = max(epsilon(rng), 1e-5)
        running = statistics(rng, D, "float32" if "float32" in kinds else pick(rng, kinds), eps)
        W = addends(rng, (fan_in, D), kinds)
        b = addends(rng, (D,), kinds, large=False, tiny=False)
        rest = by_place_or_name(rng, eps=(eps, 1e-5))
        yield W, b, factors(rng, D, kinds), shifts(rng, D, kinds), running, *rest


# -- right, written in other ways ------------------------------------------------------------------


@right
def asked_by_examples(W, b, gamma, beta, running, eps=1e-5):
    """The two layers are asked what they make of 0 and of each unit vector: an affine function is known from that. It needs
    no formula and folds whatever is affine, a chain of ten layers too; but a difference of two outputs loses digits where
    the bias is large."""
    mean, var = running
    inputs = np.vstack([np.zeros(len(W)), np.eye(len(W))])
    out = gamma * (inputs @ W + b - mean) / np.sqrt(var + eps) + beta
    return out[1:] - out[0], out[0]


@right
def with_a_diagonal(W, b, gamma, beta, running, eps=1e-5):
    scale = np.diag(gamma / np.sqrt(running[1] + eps))
    return W @ scale, (b - running[0]) @ scale + beta


@right
def unit_by_unit(W, b, gamma, beta, running, eps=1e-5):
    W_folded, b_folded = np.zeros(W.shape), np.zeros(len(b))
    for j in range(len(b)):
        factor = float(gamma[j]) / (float(running[1][j]) + eps) ** 0.5
        W_folded[:, j] = W[:, j] * factor
        b_folded[j] = (float(b[j]) - float(running[0][j])) * factor + float(beta[j])
    return W_folded, b_folded


@right
def multiplied_out(W, b, gamma, beta, running, eps=1e-5):
    mean, var = running
    s = (var + eps) ** 0.5
    return W * gamma / s, beta + gamma * b / s - gamma * mean / s


@right
def biases_as_a_row(W, b, gamma, beta, running, eps=1e-5):
    both = np.vstack([W, b - running[0]]) * (gamma / np.sqrt(running[1] + eps))
    return both[:-1], both[-1] + beta


# -- wrong, and told why ---------------------------------------------------------------------------


def _fold(W, b, gamma, beta, mean, var, eps):
    factor = gamma / np.sqrt(var + eps)
    return W * factor, (b - mean) * factor + beta


@wrong
def old_bias_lost(W, b, gamma, beta, running, eps=1e-5):
    """The old bias is gone. It is part of what batch norm was given, so it is scaled along with the rest."""
    return _fold(W, 0 * b, gamma, beta, *running, eps)


@wrong
def old_bias_not_scaled(W, b, gamma, beta, running, eps=1e-5):
    """You add the old bias as it was. It came in before the division, like x @ W: what happens to it?"""
    W_folded, rest = _fold(W, 0 * b, gamma, beta, *running, eps)
    return W_folded, rest + b


@wrong
def mean_not_scaled(W, b, gamma, beta, running, eps=1e-5):
    """You subtract the mean as it is. It was subtracted before the division and before γ."""
    mean, var = running
    W_folded, rest = _fold(W, b, gamma, beta, 0 * mean, var, eps)
    return W_folded, rest - mean


@wrong
def mean_forgotten(W, b, gamma, beta, running, eps=1e-5):
    """The running mean is missing from the new bias."""
    return _fold(W, b, gamma, beta, 0 * running[0], running[1], eps)


@wrong
def mean_added(W, b, gamma, beta, running, eps=1e-5):
    """You add the running mean, where batch norm takes it away."""
    return _fold(W, b, gamma, beta, -running[0], running[1], eps)


@wrong
def shift_forgotten(W, b, gamma, beta, running, eps=1e-5):
    """β is missing: it is added at the very end."""
    return _fold(W, b, gamma, 0 * beta, *running, eps)


@wrong
def shift_scaled(W, b, gamma, beta, running, eps=1e-5):
    """You scale β along with the rest. It is added after the division and after γ."""
    factor = gamma / np.sqrt(running[1] + eps)
    return W * factor, (b - running[0] + beta) * factor


@wrong
def rows_scaled(W, b, gamma, beta, running, eps=1e-5):
    """You scale the rows of W, or your factors do not fit its rows at all. A row belongs to one input; which belongs to one unit?"""
    factor = gamma / np.sqrt(running[1] + eps)
    return W * factor[:, None], (b - running[0]) * factor + beta


@wrong
def weights_not_folded(W, b, gamma, beta, running, eps=1e-5):
    """W comes back as it was. What is x multiplied by, in the end?"""
    return W * 1.0, _fold(W, b, gamma, beta, *running, eps)[1]


@wrong
def gamma_forgotten(W, b, gamma, beta, running, eps=1e-5):
    """γ is missing: the factor of a unit is γ divided by the root."""
    return _fold(W, b, np.ones(len(gamma)), beta, *running, eps)


@wrong
def by_the_variance(W, b, gamma, beta, running, eps=1e-5):
    """You divide by the variance. Batch norm divides by its root."""
    mean, var = running
    factor = gamma / (var + eps)
    return W * factor, (b - mean) * factor + beta


@wrong
def no_eps(W, b, gamma, beta, running, eps=1e-5):
    """You leave `eps` out. The layer that is folded had it under the root."""
    with np.errstate(all="ignore"):
        return _fold(W, b, gamma, beta, *running, 0.0)


@wrong
def eps_outside(W, b, gamma, beta, running, eps=1e-5):
    """You add `eps` to the root. The layer that is folded had it under the root."""
    mean, var = running
    factor = gamma / (np.sqrt(var) + eps)
    return W * factor, (b - mean) * factor + beta


@wrong
def multiplied_by_the_root(W, b, gamma, beta, running, eps=1e-5):
    """You multiply by the root, where batch norm divides by it."""
    mean, var = running
    factor = gamma * np.sqrt(var + eps)
    return W * factor, (b - mean) * factor + beta


@wrong
def fixed_eps(W, b, gamma, beta, running, eps=1e-5):
    """You always use 0.00001, also where the caller asks for another `eps`."""
    return _fold(W, b, gamma, beta, *running, 1e-5)


@wrong
def statistics_exchanged(W, b, gamma, beta, running, eps=1e-5):
    """You take the variance for the mean and the mean for the variance. In `running` the mean comes first."""
    with np.errstate(all="ignore"):
        return _fold(W, b, gamma, beta, running[1], running[0], eps)


@wrong
def gamma_not_in_the_bias(W, b, gamma, beta, running, eps=1e-5):
    """γ is missing from the new bias: what is left of the old one is multiplied by γ as well."""
    W_folded, _ = _fold(W, b, gamma, beta, *running, eps)
    return W_folded, (b - running[0]) / np.sqrt(running[1] + eps) + beta


@wrong
def gamma_not_at_the_mean(W, b, gamma, beta, running, eps=1e-5):
    """In the new bias the mean is divided by the root, but not multiplied by γ."""
    W_folded, rest = _fold(W, b, gamma, beta, 0 * running[0], running[1], eps)
    return W_folded, rest - running[0] / np.sqrt(running[1] + eps)


@wrong
def bias_as_a_row(W, b, gamma, beta, running, eps=1e-5):
    """Your new bias has the shape (1, D). It has the shape of the old one, (D,)."""
    W_folded, b_folded = _fold(W, b, gamma, beta, *running, eps)
    return W_folded, b_folded[None]


@wrong
def eps_as_a_floor(W, b, gamma, beta, running, eps=1e-5):
    """`eps` comes in only where the variance is smaller. The layer that is folded adds it to every variance."""
    return _fold(W, b, gamma, beta, running[0], np.maximum(running[1], eps), 0.0)


@wrong
def mean_through_the_weights(W, b, gamma, beta, running, eps=1e-5):
    """You send the running mean through W. It is the mean of the sums, behind W, and not of what goes in."""
    return _fold(W, b, gamma, beta, running[0] * np.sum(W, axis=0), running[1], eps)


@wrong
def default_of_keras(W, b, gamma, beta, running, eps=1e-3):
    """Right, but for the default of `eps`: it is 0.00001 where the caller says nothing, not 0.001."""
    return _fold(W, b, gamma, beta, *running, eps)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def folded_twice(W, b, gamma, beta, running, eps=1e-5):
    return _fold(*_fold(W, b, gamma, beta, *running, eps), gamma, beta, *running, eps)


@wrong
def in_the_type_of_w(W, b, gamma, beta, running, eps=1e-5):
    with np.errstate(all="ignore"):
        return tuple(array.astype(W.dtype) for array in _fold(W, b, gamma, beta, *running, eps))


@wrong
def bias_in_its_own_type(W, b, gamma, beta, running, eps=1e-5):
    W_folded, b_folded = _fold(W, b, gamma, beta, *running, eps)
    with np.errstate(all="ignore"):
        return W_folded, b_folded.astype(b.dtype)


@wrong
def transposed(W, b, gamma, beta, running, eps=1e-5):
    W_folded, b_folded = _fold(W, b, gamma, beta, *running, eps)
    return W_folded.T, b_folded


@wrong
def one_factor_for_all(W, b, gamma, beta, running, eps=1e-5):
    factor = np.mean(gamma / np.sqrt(running[1] + eps))
    return W * factor, (b - running[0]) * factor + beta


@wrong
def absolute_scale(W, b, gamma, beta, running, eps=1e-5):
    return _fold(W, b, np.abs(gamma), beta, *running, eps)


@wrong
def negative_mean_scaled_twice(W, b, gamma, beta, running, eps=1e-5):
    factor = gamma / np.sqrt(running[1] + eps)
    return W * factor, (b - running[0] * factor) * factor + beta
