"""Answers to 6.6, batchnorm2d and its backward: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import addends, maybe, turned

from ._shared import _backward, _channel, _normalized, batch, cancels, eps_last, factors, shifts, types

PLACES = (0, 2, 3)

# -- inputs ----------------------------------------------------------------------------------------


def _shape(rng, most=5):
    while True:
        N, C, H, width = (int(n) for n in rng.integers(1, (4, 5, most, most)))
        if N * H * width > 1 or maybe(rng, 0.3):
            return N, C, H, width


@inputs
def batchnorm2d_inputs(rng):
    while True:
        kinds, shape = types(rng), _shape(rng)
        x = batch(rng, shape, PLACES, kinds)
        yield x, factors(rng, shape[1], kinds), shifts(rng, shape[1], kinds), *eps_last(rng, x, PLACES)


@inputs(of="batchnorm2d_backward")
def batchnorm2d_backward_inputs(rng):
    while True:
        kinds = types(rng)
        shape = _shape(rng, 3 if "float32" in kinds else 5)
        x, gamma = batch(rng, shape, PLACES, kinds), factors(rng, shape[1], kinds)
        dout = addends(rng, shape, kinds, limit=20.0, large=False, tiny=False)
        if "float32" in kinds:
            dout = turned(rng, np.clip(dout, -2, 2))
            exact = dout.astype(float), x.astype(float)
            if cancels(_backward(exact[0] * _channel(gamma), exact[1], axis=PLACES)) or cancels(
                np.sum(exact[0] * _normalized(exact[1], axis=PLACES), axis=PLACES)
            ):
                continue
        yield dout, x, gamma, *eps_last(rng, x, PLACES)


# -- right, written in other ways ------------------------------------------------------------------


@right
def over_three_axes(x, gamma, beta, eps=1e-5):
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


@right(of="batchnorm2d_backward")
def backward_over_three_axes(dout, x, gamma, eps=1e-5):
    """No axis is moved: the means are taken over three axes at once, and kept as axes of length 1, so that everything
    lines up. No copy of the array in another order is made, which is what libraries care about; but the formula of 6.5
    has to be written once more, and the functions that were checked there are of no use."""
    places = (0, 2, 3)
    s = np.sqrt(np.var(x, axis=places, keepdims=True) + eps)
    x_hat = (x - np.mean(x, axis=places, keepdims=True)) / s
    dgamma, dbeta = np.sum(dout * x_hat, axis=places), np.sum(dout, axis=places)
    d = dout * gamma[:, None, None]
    along = np.mean(d * x_hat, axis=places, keepdims=True)
    return (d - np.mean(d, axis=places, keepdims=True) - x_hat * along) / s, dgamma, dbeta


@right(of="batchnorm2d_backward")
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


@right(of="batchnorm2d_backward")
def backward_by_columns(dout, x, gamma, eps=1e-5):
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


def _forward(x, gamma, beta, eps, axis):
    return _channel(gamma) * _normalized(x, eps, axis) + _channel(beta)


def _back(dout, x, gamma, eps, axis=PLACES):
    x_hat = _normalized(x, eps, axis)
    dx = _backward(dout * _channel(gamma), x, eps, axis)
    return dx, np.sum(dout * x_hat, axis=PLACES), np.sum(dout, axis=PLACES)


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


@wrong(of="batchnorm2d_backward")
def backward_over_the_pictures_only(dout, x, gamma, eps=1e-5):
    """On the way back your means are taken over the pictures only. Every position of the channel took part in its mean and its
    variance."""
    return _back(dout, x, gamma, eps, (0,))


@wrong(of="batchnorm2d_backward")
def parameters_summed_over_pictures_only(dout, x, gamma, eps=1e-5):
    """`dgamma` and `dbeta` are summed over the pictures, but not over the positions. One γ serves every position of its channel."""
    dx, _, _ = _back(dout, x, gamma, eps)
    return dx, np.sum(dout * _normalized(x, eps, PLACES), axis=0), np.sum(dout, axis=0)


@wrong(of="batchnorm2d_backward")
def parameters_averaged(dout, x, gamma, eps=1e-5):
    """`dgamma` and `dbeta` are means over pictures and positions. What is used many times receives the sum."""
    dx, dgamma, dbeta = _back(dout, x, gamma, eps)
    M = x.size // x.shape[1]
    return dx, dgamma / M, dbeta / M


@wrong(of="batchnorm2d_backward")
def parameters_averaged_over_positions(dout, x, gamma, eps=1e-5):
    """`dgamma` and `dbeta` are summed over the pictures and averaged over the positions. They are sums over both."""
    dx, dgamma, dbeta = _back(dout, x, gamma, eps)
    places = x.shape[2] * x.shape[3]
    return dx, dgamma / places, dbeta / places


@wrong(of="batchnorm2d_backward")
def backward_by_n_pictures(dout, x, gamma, eps=1e-5):
    """In `dx` you divide by the number of pictures. The mean went over N · H · width numbers, and each has that share in it."""
    N, s = len(x), np.sqrt(np.var(x, axis=PLACES, keepdims=True) + eps)
    x_hat, d = _normalized(x, eps, PLACES), dout * _channel(gamma)
    along = np.sum(d * x_hat, axis=PLACES, keepdims=True)
    _, dgamma, dbeta = _back(dout, x, gamma, eps)
    return (d - np.sum(d, axis=PLACES, keepdims=True) / N - x_hat * along / N) / s, dgamma, dbeta


@wrong(of="batchnorm2d_backward")
def backward_with_constants(dout, x, gamma, eps=1e-5):
    """In `dx` the channel's mean and root are treated as constants. They depend on every number of the channel."""
    _, dgamma, dbeta = _back(dout, x, gamma, eps)
    return dout * _channel(gamma) / np.sqrt(np.var(x, axis=PLACES, keepdims=True) + eps), dgamma, dbeta


@wrong(of="batchnorm2d_backward")
def backward_without_gamma(dout, x, gamma, eps=1e-5):
    """γ is missing from `dx`: what comes back to x̂ is `dout` times γ."""
    return _back(dout, x, np.ones(len(gamma)), eps)


@wrong(of="batchnorm2d_backward")
def backward_reshaped_without_moving(dout, x, gamma, eps=1e-5):
    """On the way back you reshape to C columns without moving the channels to the last axis first: your columns are a mixture of
    channels."""
    C = x.shape[1]
    d, rows = np.ascontiguousarray(dout).reshape(-1, C), np.ascontiguousarray(x).reshape(-1, C)
    dx = _backward(d * gamma, rows, eps)
    return dx.reshape(x.shape), np.sum(d * _normalized(rows, eps), axis=0), np.sum(d, axis=0)


@wrong(of="batchnorm2d_backward")
def backward_not_moved_back(dout, x, gamma, eps=1e-5):
    """Your `dx` has the right numbers in the wrong places: the rows are in the order picture, position, channel. First give them that
    shape, then move the channels."""
    dx, dgamma, dbeta = _back(dout, x, gamma, eps)
    return np.moveaxis(dx, 1, -1).reshape(x.shape), dgamma, dbeta


@wrong(of="batchnorm2d_backward")
def backward_fixed_eps(dout, x, gamma, eps=1e-5):
    """In the backward pass you always use 0.00001, also where the caller asks for another `eps`."""
    return _back(dout, x, gamma, 1e-5)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def eps_outside(x, gamma, beta, eps=1e-5):
    std = np.std(x, axis=PLACES, keepdims=True)
    return _channel(gamma) * (x - np.mean(x, axis=PLACES, keepdims=True)) / (std + eps) + _channel(beta)


@wrong
def by_the_variance(x, gamma, beta, eps=1e-5):
    var = np.var(x, axis=PLACES, keepdims=True)
    return _channel(gamma) * (x - np.mean(x, axis=PLACES, keepdims=True)) / (var + eps) + _channel(beta)


@wrong
def transposed_pictures(x, gamma, beta, eps=1e-5):
    rows = x.transpose(0, 3, 2, 1).reshape(-1, x.shape[1])
    out = gamma * _normalized(rows, eps) + beta
    N, C, H, W = x.shape
    return out.reshape(N, H, W, C).transpose(0, 3, 1, 2)


@wrong
def integers_stay_integers(x, gamma, beta, eps=1e-5):
    out = np.zeros_like(x)
    out[...] = _forward(x, gamma, beta, eps, PLACES)
    return out


@wrong(of="batchnorm2d_backward")
def dbeta_averaged(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = _back(dout, x, gamma, eps)
    return dx, dgamma, dbeta / len(x)


@wrong(of="batchnorm2d_backward")
def parameters_exchanged(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = _back(dout, x, gamma, eps)
    return dx, dbeta, dgamma


@wrong(of="batchnorm2d_backward")
def x_for_x_hat(dout, x, gamma, eps=1e-5):
    dx, _, dbeta = _back(dout, x, gamma, eps)
    return dx, np.sum(dout * x, axis=PLACES), dbeta


@wrong(of="batchnorm2d_backward")
def gamma_applied_late(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = _back(dout, x, gamma, eps)
    return dx, dgamma * gamma, dbeta
