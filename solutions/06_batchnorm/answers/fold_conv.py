"""Answers to 6.9, fold_conv: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import addends, by_place_or_name, pick

from ._shared import epsilon, factors, shifts, statistics, types

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def fold_conv_inputs(rng):
    while True:
        kinds = types(rng)
        F, C, kh, kw = (int(n) for n in rng.integers(1, (5, 4, 4, 4)))
        eps = max(epsilon(rng), 1e-5)
        running = statistics(rng, F, "float32" if "float32" in kinds else pick(rng, kinds), eps)
        W = addends(rng, (F, C, kh, kw), kinds)
        b = addends(rng, (F,), kinds, large=False, tiny=False)
        rest = by_place_or_name(rng, eps=(eps, 1e-5))
        yield W, b, factors(rng, F, kinds), shifts(rng, F, kinds), running, *rest


# -- right, written in other ways ------------------------------------------------------------------


@right
def kernel_by_kernel(W, b, gamma, beta, running, eps=1e-5):
    factor = gamma / np.sqrt(running[1] + eps)
    kernels = [kernel * f for kernel, f in zip(W, factor)]
    return np.array(kernels), (b - running[0]) * factor + beta


@right
def by_einsum(W, b, gamma, beta, running, eps=1e-5):
    factor = gamma / np.sqrt(running[1] + eps)
    return np.einsum("fcuv,f->fcuv", W, factor), factor * b - factor * running[0] + beta


@right
def as_a_dense_layer(W, b, gamma, beta, running, eps=1e-5):
    """Each kernel is laid out as one row of a matrix with F rows, so the factors need one axis more instead of three. One
    sees that a convolution is a dense layer behind a window, and the same lines fold both; the price is two reshapes,
    which must keep each kernel together."""
    factor = gamma / np.sqrt(running[1] + eps)
    rows = W.reshape(len(W), -1) * factor[:, None]
    return rows.reshape(W.shape), (b - running[0]) * factor + beta


@right
def axes_turned(W, b, gamma, beta, running, eps=1e-5):
    factor = gamma / (running[1] + eps) ** 0.5
    return (W.T * factor).T, (b - running[0]) * factor + beta


# -- wrong, and told why ---------------------------------------------------------------------------


def _factor(gamma, running, eps):
    return gamma / np.sqrt(running[1] + eps)


def _bias(b, beta, running, factor):
    return (b - running[0]) * factor + beta


@wrong
def along_the_channels(W, b, gamma, beta, running, eps=1e-5):
    """Your factors lie along axis 1 of W, the channels that come in, or do not fit there. A kernel makes one channel that goes out."""
    factor = _factor(gamma, running, eps)
    return W * factor[:, None, None], _bias(b, beta, running, factor)


@wrong
def along_the_width(W, b, gamma, beta, running, eps=1e-5):
    """Your factors are lined up with the last axis of W, the columns of the window, or do not fit there. Which axis numbers the kernels?"""
    factor = _factor(gamma, running, eps)
    return W * factor, _bias(b, beta, running, factor)


@wrong
def along_the_height(W, b, gamma, beta, running, eps=1e-5):
    """Your factors are lined up with the rows of the window, or do not fit there. Which axis numbers the kernels?"""
    factor = _factor(gamma, running, eps)
    return W * factor[:, None], _bias(b, beta, running, factor)


@wrong
def kernels_as_they_were(W, b, gamma, beta, running, eps=1e-5):
    """W comes back as it was. What is the picture multiplied by, in the end?"""
    return W * 1.0, _bias(b, beta, running, _factor(gamma, running, eps))


@wrong
def bias_scaled_by_the_window(W, b, gamma, beta, running, eps=1e-5):
    """Your new bias depends on the size of the window. A bias is added once at each position, whatever the window."""
    factor = _factor(gamma, running, eps)
    return W * factor[:, None, None, None], _bias(b * W[0].size, beta, running, factor)


@wrong
def old_bias_lost(W, b, gamma, beta, running, eps=1e-5):
    """The old bias is gone. It is part of what batch norm was given."""
    factor = _factor(gamma, running, eps)
    return W * factor[:, None, None, None], _bias(0 * b, beta, running, factor)


@wrong
def mean_not_scaled(W, b, gamma, beta, running, eps=1e-5):
    """You subtract the mean as it is. It was subtracted before the division and before γ."""
    factor = _factor(gamma, running, eps)
    return W * factor[:, None, None, None], b * factor - running[0] + beta


@wrong
def fixed_eps(W, b, gamma, beta, running, eps=1e-5):
    """You always use 0.00001, also where the caller asks for another `eps`."""
    factor = _factor(gamma, running, 1e-5)
    return W * factor[:, None, None, None], _bias(b, beta, running, factor)


@wrong
def by_the_variance(W, b, gamma, beta, running, eps=1e-5):
    """You divide by the variance. Batch norm divides by its root."""
    factor = gamma / (running[1] + eps)
    return W * factor[:, None, None, None], _bias(b, beta, running, factor)


@wrong
def shift_scaled(W, b, gamma, beta, running, eps=1e-5):
    """You scale β along with the rest. It is added after the division and after γ."""
    factor = _factor(gamma, running, eps)
    return W * factor[:, None, None, None], (b - running[0] + beta) * factor


@wrong
def flipped(W, b, gamma, beta, running, eps=1e-5):
    """Your kernels come back turned round. Folding changes their size, not their order."""
    factor = _factor(gamma, running, eps)
    return W[:, :, ::-1, ::-1] * factor[:, None, None, None], _bias(b, beta, running, factor)


@wrong
def gamma_forgotten(W, b, gamma, beta, running, eps=1e-5):
    """γ is missing: the factor of a channel is γ divided by the root."""
    factor = 1 / np.sqrt(running[1] + eps)
    return W * factor[:, None, None, None], _bias(b, beta, running, factor)


@wrong
def in_the_type_of_w(W, b, gamma, beta, running, eps=1e-5):
    """Where W holds integers, your new W has lost what stands behind the point: in what was it stored?"""
    factor = _factor(gamma, running, eps)
    with np.errstate(all="ignore"):
        return (W * factor[:, None, None, None]).astype(W.dtype), _bias(b, beta, running, factor)


@wrong
def mean_through_the_kernels(W, b, gamma, beta, running, eps=1e-5):
    """You send the running mean through the kernel. It is the mean of the sums, behind W, and not of what goes in."""
    factor = _factor(gamma, running, eps)
    rest = (b - running[0] * np.sum(W, axis=(1, 2, 3))) * factor + beta
    return W * factor[:, None, None, None], rest


@wrong
def mean_for_every_place(W, b, gamma, beta, running, eps=1e-5):
    """You take the mean away once for every place of the window. It belongs to the sum: once."""
    factor = _factor(gamma, running, eps)
    return W * factor[:, None, None, None], (b - running[0] * W[0, 0].size) * factor + beta


@wrong
def bias_not_scaled(W, b, gamma, beta, running, eps=1e-5):
    """The new bias is b − mean + β: what came in before the division has to be multiplied by the factor, too."""
    factor = _factor(gamma, running, eps)
    return W * factor[:, None, None, None], b - running[0] + beta


@wrong
def eps_outside(W, b, gamma, beta, running, eps=1e-5):
    """You add `eps` to the root. The layer that is folded had it under the root."""
    factor = gamma / (np.sqrt(running[1]) + eps)
    return W * factor[:, None, None, None], _bias(b, beta, running, factor)


@wrong
def eps_as_a_floor(W, b, gamma, beta, running, eps=1e-5):
    """`eps` comes in only where the variance is smaller. The layer that is folded adds it to every variance."""
    factor = gamma / np.sqrt(np.maximum(running[1], eps))
    return W * factor[:, None, None, None], _bias(b, beta, running, factor)


@wrong
def statistics_exchanged(W, b, gamma, beta, running, eps=1e-5):
    """You take the variance for the mean and the mean for the variance. In `running` the mean comes first."""
    with np.errstate(all="ignore"):
        factor = gamma / np.sqrt(running[0] + eps)
        return W * factor[:, None, None, None], (b - running[1]) * factor + beta


@wrong
def default_of_keras(W, b, gamma, beta, running, eps=1e-3):
    """Right, but for the default of `eps`: it is 0.00001 where the caller says nothing, not 0.001."""
    factor = _factor(gamma, running, eps)
    return W * factor[:, None, None, None], _bias(b, beta, running, factor)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def bias_as_four_axes(W, b, gamma, beta, running, eps=1e-5):
    factor = _factor(gamma, running, eps)
    return W * factor[:, None, None, None], _bias(b, beta, running, factor)[:, None, None, None]


@wrong
def first_factor_for_all(W, b, gamma, beta, running, eps=1e-5):
    factor = _factor(gamma, running, eps)
    return W * factor[0], _bias(b, beta, running, factor)
