"""Answers to 10.11, conv1x1: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import addends, kinds_of

from ._shared import array

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def conv1x1_inputs(rng):
    while True:
        N, C, F, H, width = (int(n) for n in rng.integers(1, 5, 5))
        kinds = kinds_of(rng)
        yield array(rng, (N, C, H, width), kinds), addends(rng, (F, C), kinds), addends(rng, (F,), kinds)


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_einsum_1x1(x, W, b):
    return np.einsum("nchw,fc->nfhw", x, W) + b[:, None, None]


@right
def flat_pixels(x, W, b):
    """It leaves the channels where they are and lays the pixels of each picture in one row, so that W times this
    array of C rows mixes the channels, where the reference moves the channels to the end and back. Reshaping an
    ordinary array copies nothing, and the result lies in memory in the order of its axes, but one has to see that the
    product acts on each picture by itself."""
    N, C, H, width = x.shape
    pixels = x.reshape(N, C, H * width)
    return (W @ pixels + b[:, None]).reshape(N, len(W), H, width)


@right
def by_tensordot_1x1(x, W, b):
    return np.tensordot(x, W, axes=(1, 1)).transpose(0, 3, 1, 2) + b.reshape(1, -1, 1, 1)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def weights_the_other_way(x, W, b):
    """You multiply by W as if it were its own transpose, or mix its numbers by reshaping: row f of W belongs to map f."""
    return np.einsum("nchw,cf->nfhw", x, W.reshape(W.shape[1], W.shape[0])) + b[:, None, None]


@wrong
def bias_missing(x, W, b):
    """The bias is missing: each map f gets b[f]."""
    return np.einsum("nchw,fc->nfhw", x, W)


@wrong
def maps_at_the_end(x, W, b):
    """The numbers are right, but the maps stand on the last axis. They belong behind the pictures."""
    return np.einsum("nchw,fc->nhwf", x, W) + b


@wrong
def bias_along_the_last_axis(x, W, b):
    """You add b along the last axis, that of the columns. Map f gets b[f], so it must lie along axis 1."""
    return np.einsum("nchw,fc->nfhw", x, W) + b


@wrong
def integers_forever(x, W, b):
    """Your result has the dtype of x. If x holds integers, its fractions are cut off."""
    return (np.einsum("nchw,fc->nfhw", x, W) + b[:, None, None]).astype(x.dtype)


@wrong
def pixels_mixed(x, W, b):
    """`reshape` moves no axis: it takes the numbers as they stand, and so mixes maps and pixels. An axis is moved by
    transposing."""
    out = np.einsum("nchw,fc->nhwf", x, W) + b
    return out.reshape(len(x), len(W), *x.shape[2:])


def _mixed(x, W, b):
    return np.einsum("nchw,fc->nfhw", x, W) + b[:, None, None]


@wrong
def bias_taken_off(x, W, b):
    """You subtract the bias. It is added."""
    return np.einsum("nchw,fc->nfhw", x, W) - b[:, None, None]


@wrong
def height_and_width_exchanged(x, W, b):
    """The numbers are right, but rows and columns are exchanged."""
    return _mixed(x, W, b).swapaxes(2, 3)


@wrong
def channels_averaged(x, W, b):
    """You average over the channels. Their products are added up."""
    return np.einsum("nchw,fc->nfhw", x, W) / x.shape[1] + b[:, None, None]


@wrong
def all_biases_together(x, W, b):
    """You add the sum of all biases to each map. Map f gets b[f] only."""
    return np.einsum("nchw,fc->nfhw", x, W) + np.sum(b)


@wrong
def one_channel_read(x, W, b):
    """Only the first channel takes part. Each output adds up the products of all of them."""
    return _mixed(x[:, :1], W[:, :1], b)


@wrong
def bias_times_channels(x, W, b):
    """You add the bias once for every input channel. It belongs to the output, once."""
    return _mixed(x, W, x.shape[1] * b)


@wrong
def one_picture_for_all(x, W, b):
    """All pictures come out like the first."""
    return np.repeat(_mixed(x[:1], W, b), len(x), axis=0)


@wrong
def one_pixel_for_all(x, W, b):
    """All pixels come out like the first. Each is mixed by itself."""
    return _mixed(x[:, :, :1, :1], W, b) + np.zeros(x[:, :1].shape)


@wrong
def pictures_and_channels_mixed(x, W, b):
    """With several pictures your result is mixed up: reshaping (N, C, …) to (C, …) keeps the numbers in their order, and so mixes
    pictures and channels."""
    out = W @ x.reshape(x.shape[1], -1) + b[:, None]
    return out.reshape(len(x), len(W), *x.shape[2:])


@wrong
def kernels_like_integers(x, W, b):
    """Your result has the dtype of W. If W holds integers, its fractions are cut off."""
    return _mixed(x, W, b).astype(W.dtype)


@wrong
def square_weights_turned(x, W, b):
    """Where there are as many maps as channels, you multiply by W on its side: row f of W belongs to map f."""
    return _mixed(x, W.T if len(W) == x.shape[1] else W, b)


@wrong
def mixed_in_float32(x, W, b):
    """Your result is kept in float32: that has seven digits, and what is larger than 3.4 · 10³⁸ becomes infinite. Keep NumPy's own float64."""
    return _mixed(x, W, b).astype(np.float32)


@wrong
def maps_before_pictures(x, W, b):
    """The numbers are right, but the maps stand in front of the pictures: (F, N, H, width). Which axis belongs first?"""
    return np.tensordot(W, x, axes=(1, 1)) + b[:, None, None, None]


@wrong
def height_for_the_width(x, W, b):
    """You give the result the height of the pictures for its width, too, and NumPy cannot reshape it where the two differ. Pictures need not be square."""
    N, C, H, width = x.shape
    out = W @ x.reshape(N, C, H * width) + b[:, None]
    return out.reshape(N, len(W), H, H)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def bias_added_in_place(x, W, b):
    out = np.einsum("nchw,fc->nfhw", x, W)
    out += b[:, None, None]
    return out


@wrong
def rows_for_columns(x, W, b):
    out = x.transpose(0, 3, 2, 1) @ W.T + b
    return out.transpose(0, 3, 1, 2).reshape(len(x), len(W), *x.shape[2:])
