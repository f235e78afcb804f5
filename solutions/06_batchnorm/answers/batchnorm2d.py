"""Answers to 6.6, batchnorm2d: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import PLACES, _channel, _normalized, batch, eps_last, factors, pictures, shifts, types

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def batchnorm2d_inputs(rng):
    while True:
        kinds, shape = types(rng), pictures(rng)
        x = batch(rng, shape, PLACES, kinds)
        yield x, factors(rng, shape[1], kinds), shifts(rng, shape[1], kinds), *eps_last(rng, x, PLACES)


# -- right, written in other ways ------------------------------------------------------------------


@right
def over_three_axes(x, gamma, beta, eps=1e-5):
    """No axis is moved: the means are taken over three axes at once, and kept as axes of length 1, so that everything
    lines up. No copy of the array in another order is made; but the formula of 6.1 is written once more, and the
    function that was checked there is of no use."""
    mean = x.mean(axis=(0, 2, 3), keepdims=True)
    var = x.var(axis=(0, 2, 3), keepdims=True)
    return gamma.reshape(1, -1, 1, 1) * (x - mean) / np.sqrt(var + eps) + beta.reshape(1, -1, 1, 1)


@right
def channel_by_channel(x, gamma, beta, eps=1e-5):
    out = np.zeros(x.shape)
    for c in range(x.shape[1]):
        channel = x[:, c].astype(float)
        centred = channel - channel.mean()
        out[:, c] = gamma[c] * centred / np.sqrt((centred**2).mean() + eps) + beta[c]
    return out


@right
def channels_first(x, gamma, beta, eps=1e-5):
    N, C, H, W = x.shape
    rows = x.transpose(1, 0, 2, 3).reshape(C, -1)
    centred = rows - rows.mean(1, keepdims=True)
    out = centred / np.sqrt(centred.var(1, keepdims=True) + eps) * gamma[:, None] + beta[:, None]
    return out.reshape(C, N, H, W).transpose(1, 0, 2, 3)


# -- wrong, and told why ---------------------------------------------------------------------------


def _forward(x, gamma, beta, eps, axis):
    return _channel(gamma) * _normalized(x, eps, axis) + _channel(beta)


@wrong
def over_the_pictures_only(x, gamma, beta, eps=1e-5):
    """You average over the pictures only, so every pixel has a mean of its own. A channel's statistics are taken over all positions as
    well."""
    return _forward(x, gamma, beta, eps, (0,))


@wrong
def over_each_picture(x, gamma, beta, eps=1e-5):
    """You normalize each picture by itself, over channels and positions: that is layer norm. Each channel has a mean over all
    pictures."""
    return _forward(x, gamma, beta, eps, (1, 2, 3))


@wrong
def each_picture_and_channel(x, gamma, beta, eps=1e-5):
    """You normalize every channel of every picture by itself, which is called instance norm. In batch norm the pictures of the batch share
    their statistics."""
    return _forward(x, gamma, beta, eps, (2, 3))


@wrong
def over_everything(x, gamma, beta, eps=1e-5):
    """You take one mean and one variance of all channels together. Each channel has its own."""
    return _forward(x, gamma, beta, eps, (0, 1, 2, 3))


@wrong
def reshaped_without_moving(x, gamma, beta, eps=1e-5):
    """You reshape to C columns without moving the channels to the last axis first. The numbers keep their order in memory, so your columns
    are a mixture of channels."""
    rows = np.ascontiguousarray(x).reshape(-1, x.shape[1])
    return (gamma * _normalized(rows, eps) + beta).reshape(x.shape)


@wrong
def not_moved_back(x, gamma, beta, eps=1e-5):
    """On the way back you reshape to the shape of x, but your rows are in the order picture, position, channel. First give them that shape,
    then move the channels."""
    rows = np.moveaxis(x, 1, -1).reshape(-1, x.shape[1])
    return (gamma * _normalized(rows, eps) + beta).reshape(x.shape)


@wrong
def channels_and_positions_only(x, gamma, beta, eps=1e-5):
    """You leave one of the position axes out of the means. Rows and columns of a picture both count."""
    return _forward(x, gamma, beta, eps, (0, 2))


@wrong
def unbiased(x, gamma, beta, eps=1e-5):
    """Your variance is the unbiased one. In training the batch is normalized with the mean of the squares."""
    M = x.size // x.shape[1]
    centred = x - np.mean(x, axis=PLACES, keepdims=True)
    var = np.sum(centred**2, axis=PLACES, keepdims=True) / max(M - 1, 1)
    return _channel(gamma) * centred / np.sqrt(var + eps) + _channel(beta)


@wrong
def divided_by_the_pictures(x, gamma, beta, eps=1e-5):
    """You divide the sum of the squares by the number of pictures. The sum went over all positions too."""
    centred = x - np.mean(x, axis=PLACES, keepdims=True)
    return _channel(gamma) * centred / np.sqrt(np.sum(centred**2, axis=PLACES, keepdims=True) / len(x) + eps) + _channel(beta)  # fmt: skip


@wrong
def no_scale_or_shift(x, gamma, beta, eps=1e-5):
    """γ and β are missing: each channel has one of each."""
    return _normalized(x, eps, PLACES)


@wrong
def fixed_eps(x, gamma, beta, eps=1e-5):
    """You always use 0.00001, also where the caller asks for another `eps`."""
    return _forward(x, gamma, beta, 1e-5, PLACES)


@wrong
def gamma_along_the_width(x, gamma, beta, eps=1e-5):
    """γ and β, of shape (C,), are lined up with the last axis of x, the columns of the picture, or do not fit at all. Which shape lines
    them up with axis 1?"""
    return gamma * _normalized(x, eps, PLACES) + beta


@wrong
def eps_outside(x, gamma, beta, eps=1e-5):
    """You add `eps` to the root. It is added to the variance, under the root, as in 6.1."""
    std = np.std(x, axis=PLACES, keepdims=True)
    return _channel(gamma) * (x - np.mean(x, axis=PLACES, keepdims=True)) / (std + eps) + _channel(beta)


@wrong
def by_the_variance(x, gamma, beta, eps=1e-5):
    """You divide by the variance. What is divided by is its root."""
    var = np.var(x, axis=PLACES, keepdims=True)
    return _channel(gamma) * (x - np.mean(x, axis=PLACES, keepdims=True)) / (var + eps) + _channel(beta)


@wrong
def transposed_pictures(x, gamma, beta, eps=1e-5):
    """Your pictures come back scrambled: on the way to the rows you turn height and width round, and on the way back you do not."""
    rows = x.transpose(0, 3, 2, 1).reshape(-1, x.shape[1])
    out = gamma * _normalized(rows, eps) + beta
    N, C, H, W = x.shape
    return out.reshape(N, H, W, C).transpose(0, 3, 1, 2)


@wrong
def channels_taken_for_last(x, gamma, beta, eps=1e-5):
    """You average over axes 0, 1 and 2, which would be right if the channels came last. Here they are axis 1."""
    return _forward(x, gamma, beta, eps, (0, 1, 2))


@wrong
def variance_inside_pictures(x, gamma, beta, eps=1e-5):
    """Your variance is the mean of the pictures' own variances. It leaves out how far the pictures' means lie apart: the squared distances are those
    from the channel's mean."""
    var = np.mean(np.var(x, axis=(2, 3), keepdims=True), axis=0, keepdims=True)
    return _channel(gamma) * (x - np.mean(x, axis=PLACES, keepdims=True)) / np.sqrt(var + eps) + _channel(beta)


@wrong
def shifted_before_scaled(x, gamma, beta, eps=1e-5):
    """You multiply β by γ as well. First the product, then the sum."""
    return _forward(x, gamma, gamma * beta, eps, PLACES)


@wrong
def default_of_keras(x, gamma, beta, eps=1e-3):
    """Right, but for the default of `eps`: it is 0.00001 where the caller says nothing, not 0.001."""
    return _forward(x, gamma, beta, eps, PLACES)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def integers_stay_integers(x, gamma, beta, eps=1e-5):
    out = np.zeros_like(x)
    out[...] = _forward(x, gamma, beta, eps, PLACES)
    return out
