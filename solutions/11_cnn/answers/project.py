"""Answers to 11.5, project: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import by_place_or_name, kinds_of, pick

from ._shared import _relu, array, pictures

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def project_inputs(rng):
    while True:
        kinds = kinds_of(rng)
        x = pictures(rng, kinds, most=8)
        P = array(rng, (int(rng.integers(1, 5)), x.shape[1]), kinds)
        yield x, P, *by_place_or_name(rng, stride=(int(pick(rng, (1, 2, 2, 3, 4))), 0))


# -- right, written in other ways ------------------------------------------------------------------


@right
def as_a_product(x, P, stride):
    """The channels are moved to the last axis, where a matrix product with Pᵀ does for all pixels
    at once what einsum was told by letters; then they are moved back. Which is easier to read is
    a matter of taste; forget the way back, and shapes of square pictures with as many channels
    hide it."""
    pixels = np.moveaxis(x[:, :, ::stride, ::stride], 1, -1)
    return np.moveaxis(pixels @ P.T, -1, 1)


@right
def flat_pixels(x, P, stride):
    x = x[..., ::stride, ::stride]
    N, C, H, width = x.shape
    return (P @ x.reshape(N, C, H * width)).reshape(N, len(P), H, width)


@right
def by_loops(x, P, stride):
    N, C, H, width = x.shape
    rows, columns = range(0, H, stride), range(0, width, stride)
    out = np.zeros((N, len(P), len(rows), len(columns)))
    for i, r in enumerate(rows):
        for j, s in enumerate(columns):
            out[:, :, i, j] = x[:, :, r, s] @ P.T
    return out


@right
def channel_by_channel(x, P, stride):
    out = [sum(p * channel for p, channel in zip(row, np.moveaxis(x, 1, 0))) for row in P]
    return np.stack(out, axis=1)[:, :, ::stride, ::stride]


# -- wrong, and told why ---------------------------------------------------------------------------


def _mixed(x, P):
    return np.einsum("nchw,fc->nfhw", x, P)


@wrong
def no_stride(x, P, stride):
    """The channels are right, but every pixel is used, whatever the stride is."""
    return _mixed(x, P)


@wrong
def rows_only(x, P, stride):
    """You thin out the rows, and keep all columns. The stride holds for both."""
    return _mixed(x[:, :, ::stride], P)


@wrong
def columns_only(x, P, stride):
    """You thin out the columns, and keep all rows. The stride holds for both."""
    return _mixed(x[:, :, :, ::stride], P)


@wrong
def begins_late(x, P, stride):
    """You begin at pixel stride − 1. The first pixel that is used is pixel 0."""
    return _mixed(x[:, :, stride - 1 :: stride, stride - 1 :: stride], P)


@wrong
def mean_of_the_window(x, P, stride):
    """You take the mean of stride × stride pixels. One pixel of them is used, the first, and the others are not."""
    N, C, H, width = x.shape
    out = np.zeros((N, C, -(-H // stride), -(-width // stride)))
    for i, j in np.ndindex(out.shape[2:]):
        out[:, :, i, j] = x[:, :, i * stride : (i + 1) * stride, j * stride : (j + 1) * stride].mean(axis=(2, 3))
    return _mixed(out, P)


@wrong
def largest_of_the_window(x, P, stride):
    """You take the largest of stride × stride pixels. One pixel of them is used, the first, and the others are not."""
    N, C, H, width = x.shape
    out = np.zeros((N, C, -(-H // stride), -(-width // stride)), x.dtype)
    for i, j in np.ndindex(out.shape[2:]):
        out[:, :, i, j] = x[:, :, i * stride : (i + 1) * stride, j * stride : (j + 1) * stride].max(axis=(2, 3))
    return _mixed(out, P)


@wrong
def whole_windows_only(x, P, stride):
    """Pixels of a last window that is cut off by the border are missing. Pixel 0, stride, 2 · stride … are used as long as there is one."""
    N, C, H, width = x.shape
    return _mixed(x[:, :, ::stride, ::stride][:, :, : H // stride, : width // stride], P)


@wrong
def rectified(x, P, stride):
    """Your shortcut is cut off at 0. There is no ReLU in it."""
    return _relu(_mixed(x[:, :, ::stride, ::stride], P))


@wrong
def channels_left_last(x, P, stride):
    """The numbers are right, but the channels have stayed on the last axis."""
    return np.moveaxis(x[:, :, ::stride, ::stride], 1, -1) @ P.T


@wrong
def stride_of_the_channels(x, P, stride):
    """The stride thins out the output channels as well. It holds for rows and columns."""
    return _mixed(x[:, :, ::stride, ::stride], P)[:, ::stride]


@wrong
def stride_squared(x, P, stride):
    """You thin out twice: every stride²-th pixel is left."""
    return _mixed(x[:, :, ::stride, ::stride][:, :, ::stride, ::stride], P)


@wrong
def first_pixels(x, P, stride):
    """You keep a corner of the picture, as large as the result has to be. The pixels that are used lie all over the picture."""
    H, width = -(-x.shape[2] // stride), -(-x.shape[3] // stride)
    return _mixed(x[:, :, :H, :width], P)


@wrong
def not_projected(x, P, stride):
    """The pixels are right, but P has no influence on them."""
    return x[:, :, ::stride, ::stride]


@wrong
def added_to_the_input(x, P, stride):
    """You add the projection to the pixels. It takes their place."""
    if P.shape[0] != P.shape[1]:
        return _mixed(x[:, :, ::stride, ::stride], P)
    return x[:, :, ::stride, ::stride] + _mixed(x[:, :, ::stride, ::stride], P)


@wrong
def rows_for_columns(x, P, stride):
    """Rows and columns of your pictures are exchanged."""
    return _mixed(x[:, :, ::stride, ::stride], P).swapaxes(2, 3)


@wrong
def mixed_pixels(x, P, stride):
    """Pixels and channels are mixed up. A new shape alone leaves all numbers in their order; it does not make one axis change places with another."""
    x = x[:, :, ::stride, ::stride]
    N, C, H, width = x.shape
    return (x.reshape(N, -1, C) @ P.T).reshape(N, len(P), H, width)


@wrong
def mixed_on_the_way_back(x, P, stride):
    """The sums are right, and stand at wrong places. A new shape alone does not bring the channels back in front of the pixels: it leaves all
    numbers in their order."""
    out = channels_left_last(x, P, stride)
    N, H, width, F = out.shape
    return out.reshape(N, F, H, width)


@wrong
def as_wide_as_high(x, P, stride):
    """You make the result as wide as it is high. Pictures need not be square: columns are counted by themselves."""
    side = -(-x.shape[2] // stride)
    out = np.zeros((len(x), len(P), side, side))
    for i, j in np.ndindex(side, side):
        out[:, :, i, j] = x[:, :, i * stride, j * stride] @ P.T
    return out


@wrong
def channels_before_pictures(x, P, stride):
    """The numbers are right, but the output channels are the first axis and the pictures the second. Pictures come first."""
    return _mixed(x[:, :, ::stride, ::stride], P).swapaxes(0, 1)


@wrong
def identity_where_it_fits(x, P, stride):
    """Where neither the size nor the number of channels changes, you hand x on as it is. P holds there, too."""
    return x.copy() if stride == 1 and len(P) == x.shape[1] else _mixed(x[:, :, ::stride, ::stride], P)


@wrong
def projected_where_the_channels_change(x, P, stride):
    """Where P has as many rows as columns you leave it out. It holds there, too: a number of channels that stays the same does not make P the identity."""
    x = x[:, :, ::stride, ::stride]
    return x.copy() if len(P) == x.shape[1] else _mixed(x, P)


@wrong
def whole_where_the_channels_stay(x, P, stride):
    """Where P has as many rows as columns you hand x on whole, without P and without the stride. Both hold there, too."""
    return x.copy() if len(P) == x.shape[1] else _mixed(x[:, :, ::stride, ::stride], P)


@wrong
def stride_left_out_between(x, P, stride):
    """Your steps are one pixel too long. The stride is the distance from one pixel to the next, not how many are left out between them."""
    return _mixed(x[:, :, :: stride + 1, :: stride + 1], P)


@wrong
def always_two(x, P, stride):
    """You use every second pixel, whatever the stride is."""
    return _mixed(x[:, :, ::2, ::2], P)


@wrong
def two_or_all(x, P, stride):
    """You use every second pixel wherever the stride is not 1. A stride may be larger than 2."""
    return _mixed(x[:, :, :: min(stride, 2), :: min(stride, 2)], P)


@wrong
def axes_of_the_weights_exchanged(x, P, stride):
    """You read P as (C, F). Its rows belong to the output channels, and its columns to the channels of x."""
    return np.einsum("cf,nchw->nfhw", P, x[:, :, ::stride, ::stride])


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def transposed_projection(x, P, stride):
    return _mixed(x[:, :, ::stride, ::stride], P.T if P.shape[0] == P.shape[1] else P)


@wrong
def single(x, P, stride):
    return _mixed(x[:, :, ::stride, ::stride].astype("float32"), P.astype("float32"))


@wrong
def shares(x, P, stride):
    return _mixed(x[:, :, ::stride, ::stride], P) / x.shape[1]


@wrong
def first_picture(x, P, stride):
    return np.repeat(_mixed(x[:1, :, ::stride, ::stride], P), len(x), axis=0)
