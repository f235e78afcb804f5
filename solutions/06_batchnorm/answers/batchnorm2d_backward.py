"""Answers to 6.8, batchnorm2d_backward: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import addends, turned

from ._shared import (
    PLACES,
    _backward,
    _channel,
    _normalized,
    batch,
    cancels,
    eps_last,
    factors,
    pictures,
    steady,
    types,
)

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def batchnorm2d_backward_inputs(rng):
    while True:
        kinds = types(rng)
        shape = pictures(rng, 3 if "float32" in kinds else 5)
        x, gamma = batch(rng, shape, PLACES, kinds), factors(rng, shape[1], kinds)
        dout = addends(rng, shape, kinds, limit=20.0, large=False, tiny=False)
        if "float32" in kinds:
            dout = turned(rng, np.clip(dout, -2, 2))
            exact = dout.astype(float), x.astype(float)
            if cancels(_backward(exact[0] * _channel(gamma), exact[1], axis=PLACES)) or cancels(
                np.sum(exact[0] * _normalized(exact[1], axis=PLACES), axis=PLACES)
            ):
                continue
        if steady(dout * _channel(gamma), x, PLACES):
            yield dout, x, gamma, *eps_last(rng, x, PLACES)


# -- right, written in other ways ------------------------------------------------------------------


@right
def backward_over_three_axes(dout, x, gamma, eps=1e-5):
    places = (0, 2, 3)
    s = np.sqrt(np.var(x, axis=places, keepdims=True) + eps)
    x_hat = (x - np.mean(x, axis=places, keepdims=True)) / s
    dgamma, dbeta = np.sum(dout * x_hat, axis=places), np.sum(dout, axis=places)
    d = dout * gamma[:, None, None]
    along = np.mean(d * x_hat, axis=places, keepdims=True)
    return (d - np.mean(d, axis=places, keepdims=True) - x_hat * along) / s, dgamma, dbeta


@right
def backward_channel_by_channel(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = np.zeros(x.shape), [], []
    for c in range(x.shape[1]):
        d, channel = dout[:, c].astype(float), x[:, c].astype(float)
        s = np.sqrt(channel.var() + eps)
        x_hat = (channel - channel.mean()) / s
        dgamma.append((d * x_hat).sum())
        dbeta.append(d.sum())
        dx[:, c] = gamma[c] / s * (d - d.mean() - x_hat * (d * x_hat).mean())
    return dx, np.array(dgamma), np.array(dbeta)


@right
def backward_by_columns(dout, x, gamma, eps=1e-5):
    """`dgamma` and `dbeta` come first, and `dx` is made with them: they are the two sums that have to be taken away. One
    function instead of 6.4 and 6.5 one after the other, and fewer passes over the pictures; but it shows no longer which
    term came by which way."""
    C = x.shape[1]
    as_rows = lambda array: array.transpose(0, 2, 3, 1).reshape(-1, C)
    d, rows = as_rows(dout), as_rows(x)
    N, c = len(rows), rows - rows.mean(axis=0)
    s = np.sqrt((c**2).sum(axis=0) / N + eps)
    dgamma, dbeta = (d * c / s).sum(axis=0), d.sum(axis=0)
    dx = gamma / (N * s) * (N * d - dbeta - c / s * dgamma)
    N, _, H, W = x.shape
    return dx.reshape(N, H, W, C).transpose(0, 3, 1, 2), dgamma, dbeta


# -- wrong, and told why ---------------------------------------------------------------------------


def _back(dout, x, gamma, eps, axis=PLACES):
    x_hat = _normalized(x, eps, axis)
    dx = _backward(dout * _channel(gamma), x, eps, axis)
    return dx, np.sum(dout * x_hat, axis=PLACES), np.sum(dout, axis=PLACES)


@wrong
def backward_over_the_pictures_only(dout, x, gamma, eps=1e-5):
    """On the way back your means are taken over the pictures only. Every position of the channel took part in its mean and its
    variance."""
    return _back(dout, x, gamma, eps, (0,))


@wrong
def parameters_summed_over_pictures_only(dout, x, gamma, eps=1e-5):
    """`dgamma` and `dbeta` are summed over the pictures, but not over the positions. One γ serves every position of its channel."""
    dx, _, _ = _back(dout, x, gamma, eps)
    return dx, np.sum(dout * _normalized(x, eps, PLACES), axis=0), np.sum(dout, axis=0)


@wrong
def parameters_averaged(dout, x, gamma, eps=1e-5):
    """`dgamma` and `dbeta` are means over pictures and positions. What is used many times receives the sum."""
    dx, dgamma, dbeta = _back(dout, x, gamma, eps)
    M = x.size // x.shape[1]
    return dx, dgamma / M, dbeta / M


@wrong
def parameters_averaged_over_positions(dout, x, gamma, eps=1e-5):
    """`dgamma` and `dbeta` are summed over the pictures and averaged over the positions. They are sums over both."""
    dx, dgamma, dbeta = _back(dout, x, gamma, eps)
    places = x.shape[2] * x.shape[3]
    return dx, dgamma / places, dbeta / places


@wrong
def backward_by_n_pictures(dout, x, gamma, eps=1e-5):
    """In `dx` you divide by the number of pictures. The mean went over N · H · width numbers, and each has that share in it."""
    N, s = len(x), np.sqrt(np.var(x, axis=PLACES, keepdims=True) + eps)
    x_hat, d = _normalized(x, eps, PLACES), dout * _channel(gamma)
    along = np.sum(d * x_hat, axis=PLACES, keepdims=True)
    _, dgamma, dbeta = _back(dout, x, gamma, eps)
    return (d - np.sum(d, axis=PLACES, keepdims=True) / N - x_hat * along / N) / s, dgamma, dbeta


@wrong
def backward_with_constants(dout, x, gamma, eps=1e-5):
    """In `dx` the channel's mean and root are treated as constants. They depend on every number of the channel."""
    _, dgamma, dbeta = _back(dout, x, gamma, eps)
    return dout * _channel(gamma) / np.sqrt(np.var(x, axis=PLACES, keepdims=True) + eps), dgamma, dbeta


@wrong
def backward_without_gamma(dout, x, gamma, eps=1e-5):
    """γ is missing from `dx`: what comes back to x̂ is `dout` times γ."""
    return _back(dout, x, np.ones(len(gamma)), eps)


@wrong
def backward_reshaped_without_moving(dout, x, gamma, eps=1e-5):
    """On the way back you reshape to C columns without moving the channels to the last axis first: your columns are a mixture of
    channels."""
    C = x.shape[1]
    d, rows = np.ascontiguousarray(dout).reshape(-1, C), np.ascontiguousarray(x).reshape(-1, C)
    dx = _backward(d * gamma, rows, eps)
    return dx.reshape(x.shape), np.sum(d * _normalized(rows, eps), axis=0), np.sum(d, axis=0)


@wrong
def backward_not_moved_back(dout, x, gamma, eps=1e-5):
    """Your `dx` has the right numbers in the wrong places: the rows are in the order picture, position, channel. First give them that
    shape, then move the channels."""
    dx, dgamma, dbeta = _back(dout, x, gamma, eps)
    return np.moveaxis(dx, 1, -1).reshape(x.shape), dgamma, dbeta


@wrong
def backward_fixed_eps(dout, x, gamma, eps=1e-5):
    """In the backward pass you always use 0.00001, also where the caller asks for another `eps`."""
    return _back(dout, x, gamma, 1e-5)


@wrong
def x_for_x_hat(dout, x, gamma, eps=1e-5):
    """Your `dgamma` is made with x. What does γ multiply?"""
    dx, _, dbeta = _back(dout, x, gamma, eps)
    return dx, np.sum(dout * x, axis=PLACES), dbeta


@wrong
def parameters_exchanged(dout, x, gamma, eps=1e-5):
    """`dgamma` and `dbeta` come back in the wrong order."""
    dx, dgamma, dbeta = _back(dout, x, gamma, eps)
    return dx, dbeta, dgamma


@wrong
def gamma_applied_late(dout, x, gamma, eps=1e-5):
    """There is a γ in your `dgamma`: it is made with γ · x̂. What is the output's slope with respect to γ?"""
    dx, dgamma, dbeta = _back(dout, x, gamma, eps)
    return dx, dgamma * gamma, dbeta


@wrong
def mean_constant(dout, x, gamma, eps=1e-5):
    """Your `dx` does not sum to 0 in a channel: you treat its mean as a constant. It moves with every number of the channel."""
    x_hat, d = _normalized(x, eps, PLACES), dout * _channel(gamma)
    along = x_hat * np.mean(d * x_hat, axis=PLACES, keepdims=True)
    return (d - along) / np.sqrt(np.var(x, axis=PLACES, keepdims=True) + eps), *_back(dout, x, gamma, eps)[1:]


@wrong
def deviation_constant(dout, x, gamma, eps=1e-5):
    """Your `dx` sums to 0, but it still asks for a stretch: Σ dx · x̂ is not 0. You treat the channel's root as a constant."""
    d = dout * _channel(gamma)
    dx = (d - np.mean(d, axis=PLACES, keepdims=True)) / np.sqrt(np.var(x, axis=PLACES, keepdims=True) + eps)
    return dx, *_back(dout, x, gamma, eps)[1:]


@wrong
def centred_for_x_hat(dout, x, gamma, eps=1e-5):
    """Your `dgamma` is made with x − μ, which is not divided by the root. γ multiplies x̂."""
    dx, _, dbeta = _back(dout, x, gamma, eps)
    return dx, np.sum(dout * (x - np.mean(x, axis=PLACES, keepdims=True)), axis=PLACES), dbeta


@wrong
def kept_as_four_axes(dout, x, gamma, eps=1e-5):
    """`dgamma` and `dbeta` have the shape (1, C, 1, 1). They have the shape of γ and β, (C,)."""
    dx, dgamma, dbeta = _back(dout, x, gamma, eps)
    return dx, _channel(dgamma), _channel(dbeta)


@wrong
def means_inside_pictures(dout, x, gamma, eps=1e-5):
    """On the way back your means are those of each picture alone. The batch's pictures share one mean and one variance, so all of them receive a part."""
    x_hat, d = _normalized(x, eps, PLACES), dout * _channel(gamma)
    dx = d - np.mean(d, axis=(2, 3), keepdims=True) - x_hat * np.mean(d * x_hat, axis=(2, 3), keepdims=True)
    return dx / np.sqrt(np.var(x, axis=PLACES, keepdims=True) + eps), *_back(dout, x, gamma, eps)[1:]


@wrong
def scrambled_by_height_and_width(dout, x, gamma, eps=1e-5):
    """Your `dx` has the right numbers in the wrong places: on the way to the rows you turn height and width round, and on the way back you do not."""
    dx, dgamma, dbeta = _back(dout, x, gamma, eps)
    N, C, H, width = x.shape
    return dx.transpose(0, 3, 2, 1).reshape(N, H, width, C).transpose(0, 3, 1, 2), dgamma, dbeta


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def dbeta_averaged(dout, x, gamma, eps=1e-5):
    """Your `dbeta` is divided by the number of pictures. β is added in every picture: it receives the sum, as γ does."""
    dx, dgamma, dbeta = _back(dout, x, gamma, eps)
    return dx, dgamma, dbeta / len(x)
