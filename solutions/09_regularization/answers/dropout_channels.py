"""Answers to 9.11, dropout_channels: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import Numbers, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def dropout_channels_inputs(rng):
    while True:
        N, C, H, width = (int(n) for n in rng.integers(1, 4, 4))
        if rng.random() < 0.3:
            N = C = H = width = 2  # any mask would fit anywhere
        x = Numbers(tiny=False).draw(rng, (N, C, H, width))
        mask = turned(rng, rng.random((N, C)) < pick(rng, (0.5, 0.5, 0.8, 0.2)))
        yield x, mask, pick(rng, (0.0, 0.1, 0.25, 0.5, 0.8, 0.9))


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_reshape(x, mask, p):
    N, C = mask.shape
    return x * (mask.reshape(N, C, 1, 1) / (1 - p))


@right
def by_einsum(x, mask, p):
    """It names the axes, `einsum("nchw,nc->nchw")`, where the reference gives the mask two axes of length 1. The text says which axes belong together, so nothing can be
    lined up wrongly; for a mere product it is more than is needed."""
    return np.einsum("nchw,nc->nchw", x.astype(float), mask / (1 - p))


@right
def by_index(x, mask, p):
    out = x / (1 - p)
    out[~mask] = 0
    return out


@right
def channel_by_channel(x, mask, p):
    out = np.zeros(x.shape)
    for n, c in zip(*np.nonzero(mask)):
        out[n, c] = np.asarray(x[n, c], dtype=float) / (1 - p)
    return out


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def along_the_last_axes(x, mask, p):
    """You let the mask lie along the last two axes: it drops pixels. Its axes are pictures and channels, the first two."""
    return x * np.resize(mask, x.shape[2:]) / (1 - p)


@wrong
def not_scaled(x, mask, p):
    """You do not scale what is kept. The inverted convention divides by 1 − p."""
    return x * mask[:, :, None, None]


@wrong
def multiplied(x, mask, p):
    """You multiply what is kept by 1 − p. It has to become larger."""
    return x * mask[:, :, None, None] * (1 - p)


@wrong
def divided_by_p(x, mask, p):
    """You divide by p, the share that is dropped."""
    return x * mask[:, :, None, None] / (p or 1.0)


@wrong
def mask_turned(x, mask, p):
    """You drop what should be kept: the mask is true where a channel stays."""
    return x * ~mask[:, :, None, None] / (1 - p)


@wrong
def one_mask_for_all(x, mask, p):
    """All pictures get the mask of the first one. Each has a mask of its own."""
    return x * mask[:1, :, None, None] / (1 - p)


@wrong
def whole_pictures(x, mask, p):
    """You drop whole pictures, by the mask of their first channel."""
    return x * mask[:, :1, None, None] / (1 - p)


@wrong
def by_what_is_kept(x, mask, p):
    """You divide by the share that this mask keeps. The contract says 1 − p."""
    return x * mask[:, :, None, None] / max(float(np.mean(mask)), 1e-9)


@wrong
def channels_and_rows(x, mask, p):
    """You let the mask lie along channels and rows. Its axes are pictures and channels."""
    return x * np.resize(mask, x.shape[1:3])[None, :, :, None] / (1 - p)


@wrong
def mask_transposed(x, mask, p):
    """You transpose the mask: rows are pictures, columns are channels, as in x."""
    return x * np.resize(mask.T, mask.shape)[:, :, None, None] / (1 - p)


@wrong
def cut_off(x, mask, p):
    """Your result has the integer type of x, and loses what stands behind the point."""
    return (x * mask[:, :, None, None] / (1 - p)).astype(x.dtype)


@wrong
def dropped_are_left_out(x, mask, p):
    """You take the dropped channels out. They become 0 and stay in their places."""
    return x[mask] / (1 - p)


@wrong
def nothing_dropped(x, mask, p):
    return x / (1 - p)


@wrong
def twice_as_large(x, mask, p):
    return x * mask[:, :, None, None] * 2


@wrong
def scaled_by_the_root(x, mask, p):
    return x * mask[:, :, None, None] / np.sqrt(1 - p)


@wrong
def first_pixel_only(x, mask, p):
    out = x / (1 - p)
    out[:, :, 0, 0] *= mask
    return out
