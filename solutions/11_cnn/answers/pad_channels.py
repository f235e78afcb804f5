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


@wrong
def both_sides(x, F, stride):
    """Your zeros stand on both sides of the channels. They all belong behind them."""
    more = F - x.shape[1]
    return _padded(x[:, :, ::stride, ::stride], more // 2, more - more // 2)


@wrong
def pictures_padded(x, F, stride):
    """You add pictures of zeros. It is channels that are missing."""
    thin = x[:, :, ::stride, ::stride]
    return np.pad(thin, ((0, F - x.shape[1]), (0, 0), (0, 0), (0, 0)))


@wrong
def last_channel_repeated(x, F, stride):
    """The further channels hold the last one again. They are to be zeros."""
    return x[:, np.minimum(np.arange(F), x.shape[1] - 1), ::stride, ::stride]


@wrong
def doubled(x, F, stride):
    """Where channels are added, you add as many as there are. F says how many there are in the end, and it need not be twice C."""
    return _padded(x[:, :, ::stride, ::stride], 0, x.shape[1] if F > x.shape[1] else 0)


@wrong
def nothing_to_add(x, F, stride):
    """Where no channels are added, all pixels come back. The stride holds there, too."""
    return x.copy() if F == x.shape[1] else _padded(x[:, :, ::stride, ::stride], 0, F - x.shape[1])


@wrong
def every_axis_padded(x, F, stride):
    """You add zeros along every axis, and at both ends. It is channels alone that are missing, and they belong behind the others."""
    return np.pad(x[:, :, ::stride, ::stride], F - x.shape[1])


@wrong
def every_axis_padded_behind(x, F, stride):
    """You add zeros along every axis. It is channels alone that are missing."""
    more = F - x.shape[1]
    return np.pad(x[:, :, ::stride, ::stride], [(0, more)] * 4)


@wrong
def stride_left_out_between(x, F, stride):
    """Your steps are one pixel too long. The stride is the distance from one pixel to the next, not how many are left out between them."""
    return _padded(x[:, :, :: stride + 1, :: stride + 1], 0, F - x.shape[1])


@wrong
def always_two(x, F, stride):
    """You use every second pixel, whatever the stride is."""
    return _padded(x[:, :, ::2, ::2], 0, F - x.shape[1])


@wrong
def two_or_all(x, F, stride):
    """You use every second pixel wherever the stride is not 1. A stride may be larger than 2."""
    return _padded(x[:, :, :: min(stride, 2), :: min(stride, 2)], 0, F - x.shape[1])


@wrong
def columns_only(x, F, stride):
    """You thin out the columns, and keep all rows. The stride holds for both."""
    return _padded(x[:, :, :, ::stride], 0, F - x.shape[1])


@wrong
def mean_of_the_window(x, F, stride):
    """You take the mean of stride × stride pixels. One pixel of them is used, the first, and the others are not."""
    N, C, H, width = x.shape
    out = np.zeros((N, F, -(-H // stride), -(-width // stride)))
    for i, j in np.ndindex(out.shape[2:]):
        window = x[:, :, i * stride : (i + 1) * stride, j * stride : (j + 1) * stride]
        out[:, :C, i, j] = np.mean(window, axis=(2, 3))
    return out


@wrong
def others_set_to_zero(x, F, stride):
    """The pixels that are not used come back as zeros. They are left out, so that a smaller picture is left."""
    out = np.zeros((len(x), F, *x.shape[2:]), x.dtype)
    out[:, : x.shape[1], ::stride, ::stride] = x[:, :, ::stride, ::stride]
    return out


@wrong
def behind_the_whole_batch(x, F, stride):
    """All your zeros stand behind the last picture. Each picture has its own, behind its channels."""
    thin = x[:, :, ::stride, ::stride]
    N, C, H, width = thin.shape
    return np.pad(thin.reshape(-1), (0, N * (F - C) * H * width)).reshape(N, F, H, width)


@wrong
def not_padded(x, F, stride):
    """The channels of zeros are missing."""
    return x[:, :, ::stride, ::stride]


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def rectified(x, F, stride):
    return np.maximum(_padded(x[:, :, ::stride, ::stride], 0, F - x.shape[1]), 0)
