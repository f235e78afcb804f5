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
    N, C, H, width = x.shape
    return (W @ x.reshape(N, C, H * width) + b[:, None]).reshape(N, len(W), H, width)


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
