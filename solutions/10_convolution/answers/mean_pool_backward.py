"""Answers to 10.12, mean_pool_backward: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import ALL

from ._shared import _route, array, pooled, pooling, settings

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def mean_pool_backward_inputs(rng):
    while True:
        shape, size, stride = pooling(rng)
        yield array(rng, pooled(shape, size, stride), ALL), shape, *settings(rng, size, stride)


# -- right, written in other ways ------------------------------------------------------------------


@right
def mean_backward_by_loops(dout, shape, size=2, stride=2):
    dx = np.zeros(shape)
    for n, c, i, j in np.ndindex(dout.shape):
        dx[n, c, i * stride : i * stride + size, j * stride : j * stride + size] += dout[n, c, i, j] / size**2
    return dx


@right
def mean_backward_by_shifts(dout, shape, size=2, stride=2):
    """The loop runs over the size² places within a window, not over the windows: each turn adds all of dout to the
    pixels that stand at this place of their windows, and at the end all is divided by size². For windows of 2 × 2
    that is four turns however large the picture is, but you have to see that within a turn no pixel occurs twice."""
    dx, (H_out, W_out) = np.zeros(shape), dout.shape[2:]
    for u, v in np.ndindex(size, size):
        rows = slice(u, u + stride * (H_out - 1) + 1, stride)
        columns = slice(v, v + stride * (W_out - 1) + 1, stride)
        dx[:, :, rows, columns] += dout
    return dx / size**2


@right
def mean_backward_by_pixels(dout, shape, size=2, stride=2):
    dx = np.zeros(shape)
    for n, c, row, column in np.ndindex(*shape):
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                if 0 <= row - i * stride < size and 0 <= column - j * stride < size:
                    dx[n, c, row, column] += dout[n, c, i, j] / (size * size)
    return dx


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def undivided(dout, shape, size=2, stride=2):
    """Every pixel receives the whole gradient. In a mean it takes part with a weight below 1."""
    return _route(dout, np.zeros(shape), size, stride, lambda window: np.ones(window.shape))


@wrong
def divided_by_side(dout, shape, size=2, stride=2):
    """You divide by the window's side. How many numbers are in it?"""
    return _route(dout, np.zeros(shape), size, stride, lambda window: np.full(window.shape, 1 / size))


@wrong
def means_overwritten(dout, shape, size=2, stride=2):
    """Where windows overlap, you overwrite what stood in dx: add up."""
    dx = np.zeros(shape)
    for i, j in np.ndindex(dout.shape[2:]):
        dx[:, :, i * stride : i * stride + size, j * stride : j * stride + size] = (
            dout[:, :, i, j, None, None] / size**2
        )
    return dx


@wrong
def always_quarters(dout, shape, size=2, stride=2):
    """You divide by 4 whatever the size: how many numbers are in a window?"""
    return _route(dout, np.zeros(shape), size, stride, lambda window: np.full(window.shape, 0.25))


@wrong
def divided_by_the_squared_stride(dout, shape, size=2, stride=2):
    """You divide by the square of the stride. How many numbers are in a window?"""
    return _route(dout, np.zeros(shape), size, stride, lambda window: np.full(window.shape, 1 / stride**2))


@wrong
def floor_division(dout, shape, size=2, stride=2):
    """Your shares are cut off to whole numbers: a gradient of 1, shared among four, is 0.25."""
    return _route(dout // size**2, np.zeros(shape), size, stride, lambda window: np.ones(window.shape))


@wrong
def rows_by_size_backward(dout, shape, size=2, stride=2):
    """Your windows move by `stride` to the right, but down they move by their own size."""
    dx = np.zeros(shape)
    for i, j in np.ndindex(dout.shape[2:]):
        dx[:, :, i * size : i * size + size, j * stride : j * stride + size] += dout[:, :, i, j, None, None] / size**2
    return dx


def _shared_out(dout, shape, size=2, stride=2):
    return _route(dout / size**2, np.zeros(shape), size, stride, lambda window: np.ones(window.shape))


@wrong
def mean_columns_move_by_one(dout, shape, size=2, stride=2):
    """Your windows move down by `stride`, but to the right by 1."""
    dx = np.zeros(shape)
    for i, j in np.ndindex(dout.shape[2:]):
        dx[:, :, i * stride : i * stride + size, j : j + size] += dout[:, :, i, j, None, None] / size**2
    return dx


@wrong
def columns_by_size_backward(dout, shape, size=2, stride=2):
    """Your windows move down by `stride`, but to the right by their own size."""
    dx = np.zeros(shape)
    for i, j in np.ndindex(dout.shape[2:]):
        dx[:, :, i * stride : i * stride + size, j * size : j * size + size] += dout[:, :, i, j, None, None] / size**2
    return dx


@wrong
def divided_by_size_and_stride(dout, shape, size=2, stride=2):
    """You divide by size times stride. How many numbers are in a window?"""
    return _shared_out(dout, shape, size, stride) * size / stride


@wrong
def divided_by_twice_the_size(dout, shape, size=2, stride=2):
    """You divide by twice the size. How many numbers are in a window?"""
    return _shared_out(dout, shape, size, stride) * size / 2


@wrong
def shares_cut_off(dout, shape, size=2, stride=2):
    """dx holds integers, and `+=` cannot put fractions into it: NumPy refuses to cast. Make an array of floats."""
    dx = np.zeros(shape, dtype=int)
    for i, j in np.ndindex(dout.shape[2:]):
        window = np.s_[:, :, i * stride : i * stride + size, j * stride : j * stride + size]
        dx[window] += dout[:, :, i, j, None, None] / size**2
    return dx


@wrong
def covered_part(dout, shape, size=2, stride=2):
    """Your dx ends where the last window ends. It has the shape that is asked for; what no window covers gets 0."""
    H, width = ((n - 1) * stride + size for n in dout.shape[2:])
    return _shared_out(dout, shape, size, stride)[:, :, :H, :width]


@wrong
def divided_by_the_outputs(dout, shape, size=2, stride=2):
    """You divide by the number of windows. How many numbers are in one of them?"""
    return _shared_out(dout, shape, size, stride) * size**2 / dout[0, 0].size


@wrong
def overlaps_averaged(dout, shape, size=2, stride=2):
    """Where windows overlap, you average. A pixel that is used several times receives the sum."""
    return _shared_out(dout, shape, size, stride) * min(stride / size, 1)


@wrong
def mean_size_three_by_default(dout, shape, size=3, stride=2):
    """Where the caller says nothing of a size, yours is 3. It is 2."""
    return _shared_out(dout, shape, size, stride)


@wrong
def mean_stride_one_by_default(dout, shape, size=2, stride=1):
    """Where the caller says nothing of a stride, yours is 1. It is 2."""
    return _shared_out(dout, shape, size, stride)


@wrong
def blocks_side_by_side(dout, shape, size=2, stride=2):
    """You lay blocks side by side, as if the stride were the size. Windows may overlap, or leave pixels between them."""
    blocks = np.kron(dout, np.ones((size, size))) / size**2
    dx = np.zeros(shape)
    H, width = min(shape[2], blocks.shape[2]), min(shape[3], blocks.shape[3])
    dx[:, :, :H, :width] = blocks[:, :, :H, :width]
    return dx


@wrong
def first_channels_share(dout, shape, size=2, stride=2):
    """All channels receive the gradients of the first one."""
    return _shared_out(np.repeat(dout[:, :1], dout.shape[1], axis=1), shape, size, stride)


@wrong
def shares_in_float32(dout, shape, size=2, stride=2):
    """Your result is kept in float32: that has seven digits, and what is larger than 3.4 · 10³⁸ becomes infinite. Keep NumPy's own float64."""
    return _shared_out(dout, shape, size, stride).astype(np.float32)


@wrong
def enlarged_by_repeating(dout, shape, size=2, stride=2):
    """You repeat each gradient size × size times. That has the right shape only where windows stand side by side and nothing is left over. They move by
    `stride`, and the result has the shape that is asked for."""
    return np.repeat(np.repeat(dout, size, axis=2), size, axis=3) / size**2


@wrong
def divided_by_the_windows_over_it(dout, shape, size=2, stride=2):
    """Where windows overlap, you divide by how many of them cover a pixel. What is used several times receives the sum, not the mean."""
    windows = _shared_out(np.ones(dout.shape), shape, size, stride) * size**2
    return _shared_out(dout, shape, size, stride) / np.maximum(windows, 1)


@wrong
def upper_left_alone(dout, shape, size=2, stride=2):
    """Only the upper left pixel of each window receives its share. All of them take part in the mean."""
    dx = np.zeros(shape)
    for i, j in np.ndindex(dout.shape[2:]):
        dx[:, :, i * stride, j * stride] += dout[:, :, i, j] / size**2
    return dx


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def shares_like_dout(dout, shape, size=2, stride=2):
    return _shared_out(dout, shape, size, stride).astype(dout.dtype)
