"""Answers to 11.10, pad_channels: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import kinds_of, pick

from ._shared import pictures

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def pad_channels_inputs(rng):
    while True:
        x = pictures(rng, kinds_of(rng), most=8)
        yield x, x.shape[1] + int(pick(rng, (0, 1, 2, 3, x.shape[1]))), int(pick(rng, (1, 2, 2, 3, 4)))


# -- right, written in other ways ------------------------------------------------------------------


@right
def into_zeros(x, F, stride):
    """It makes the zeros first and writes the pixels into the first channels. The array must be
    told the type of x, or integers would become floats: no harm here, but a surprise in memory
    for large ones."""
    thin = x[:, :, ::stride, ::stride]
    out = np.zeros((len(x), F, *thin.shape[2:]), x.dtype)
    out[:, : x.shape[1]] = thin
    return out


@right
def by_concatenation(x, F, stride):
    thin = x[..., ::stride, ::stride]
    N, C, H, width = thin.shape
    return np.concatenate([thin, np.zeros((N, F - C, H, width), x.dtype)], axis=1)


@right
def by_a_projection(x, F, stride):
    return np.einsum("nchw,fc->nfhw", x[:, :, ::stride, ::stride], np.eye(F, x.shape[1], dtype=x.dtype))


# -- wrong, and told why ---------------------------------------------------------------------------


def _padded(x, before, behind):
    return np.pad(x, ((0, 0), (before, behind), (0, 0), (0, 0)))


@wrong
def zeros_first(x, F, stride):
    """Your zeros come before the channels. They belong behind them."""
    return _padded(x[:, :, ::stride, ::stride], F - x.shape[1], 0)


@wrong
def no_stride(x, F, stride):
    """The channels are right, but every pixel is used, whatever the stride is."""
    return _padded(x, 0, F - x.shape[1])


@wrong
def repeated_channels(x, F, stride):
    """The further channels hold the first ones again. They are to be zeros."""
    return x[:, np.arange(F) % x.shape[1], ::stride, ::stride]


@wrong
def f_more(x, F, stride):
    """You add F channels. F is how many there are in the end."""
    return _padded(x[:, :, ::stride, ::stride], 0, F)


@wrong
def rows_only(x, F, stride):
    """You thin out the rows, and keep all columns. The stride holds for both."""
    return _padded(x[:, :, ::stride], 0, F - x.shape[1])


@wrong
def begins_late(x, F, stride):
    """You begin at pixel stride − 1. The first pixel that is used is pixel 0."""
    return _padded(x[:, :, stride - 1 :: stride, stride - 1 :: stride], 0, F - x.shape[1])


@wrong
def channels_thinned_out(x, F, stride):
    """The stride thins out the channels as well. It holds for rows and columns."""
    thin = x[:, ::stride, ::stride, ::stride]
    return _padded(thin, 0, F - thin.shape[1])


@wrong
def ones_behind(x, F, stride):
    """The further channels hold ones. They are to be zeros."""
    return np.pad(x[:, :, ::stride, ::stride], ((0, 0), (0, F - x.shape[1]), (0, 0), (0, 0)), constant_values=1)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def both_sides(x, F, stride):
    more = F - x.shape[1]
    return _padded(x[:, :, ::stride, ::stride], more // 2, more - more // 2)


@wrong
def not_padded(x, F, stride):
    return x[:, :, ::stride, ::stride]


@wrong
def pictures_padded(x, F, stride):
    thin = x[:, :, ::stride, ::stride]
    return np.pad(thin, ((0, F - x.shape[1]), (0, 0), (0, 0), (0, 0)))


@wrong
def always_two(x, F, stride):
    return _padded(x[:, :, ::2, ::2], 0, F - x.shape[1])


@wrong
def rectified(x, F, stride):
    return np.maximum(_padded(x[:, :, ::stride, ::stride], 0, F - x.shape[1]), 0)
