"""Answers to 10.7, max_pool: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import ALL

from ._shared import _size, _windows, array, pooling, settings
from .conv2d_forward import per_position

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def max_pool_inputs(rng):
    while True:
        shape, size, stride = pooling(rng)
        yield array(rng, shape, ALL), *settings(rng, size, stride)


@inputs(of="mean_pool")
def mean_pool_inputs(rng):
    yield from max_pool_inputs(rng)


# -- right, written in other ways ------------------------------------------------------------------


@right
def pool_by_loops(x, size=2, stride=2):
    N, C, H, width = x.shape
    out = np.zeros((N, C, (H - size) // stride + 1, (width - size) // stride + 1))
    for n, c, i, j in np.ndindex(out.shape):
        out[n, c, i, j] = x[n, c, i * stride : i * stride + size, j * stride : j * stride + size].max()
    return out


@right
def pool_single_numbers(x, size=2, stride=2):
    N, C, H, width = x.shape
    out = np.full((N, C, (H - size) // stride + 1, (width - size) // stride + 1), -np.inf)
    for n, c, i, j in np.ndindex(out.shape):
        for u in range(size):
            for v in range(size):
                if x[n, c, i * stride + u, j * stride + v] > out[n, c, i, j]:
                    out[n, c, i, j] = x[n, c, i * stride + u, j * stride + v]
    return out


@right
def pool_in_xs_dtype(x, size=2, stride=2):
    H, width = (x.shape[2] - size) // stride + 1, (x.shape[3] - size) // stride + 1
    out = np.empty((*x.shape[:2], H, width), dtype=x.dtype)
    for i in range(H):
        for j in range(width):
            out[:, :, i, j] = np.max(
                x[:, :, i * stride : i * stride + size, j * stride : j * stride + size], axis=(2, 3)
            )
    return out


@right(of="mean_pool")
def mean_by_loops(x, size=2, stride=2):
    N, C, H, width = x.shape
    out = np.zeros((N, C, (H - size) // stride + 1, (width - size) // stride + 1))
    for n, c, i, j in np.ndindex(out.shape):
        out[n, c, i, j] = x[n, c, i * stride : i * stride + size, j * stride : j * stride + size].mean()
    return out


@right(of="mean_pool")
def mean_as_a_convolution(x, size=2, stride=2):
    N, C, H, width = x.shape
    kernel = np.full((1, 1, size, size), 1 / size**2)
    out = per_position(x.reshape(N * C, 1, H, width), kernel, np.zeros(1), stride)
    return out.reshape(N, C, out.shape[2], out.shape[3])


@right(of="mean_pool")
def mean_by_shifts(x, size=2, stride=2):
    H, width = (x.shape[2] - size) // stride + 1, (x.shape[3] - size) // stride + 1
    total = np.zeros((x.shape[0], x.shape[1], H, width))
    for u in range(size):
        for v in range(size):
            total += x[:, :, u : u + stride * (H - 1) + 1 : stride, v : v + stride * (width - 1) + 1 : stride]
    return total / (size * size)


@right
def down_then_across(x, size=2, stride=2):
    """It takes the maximum down the columns of the windows first and then across these maxima, since the largest
    number of a square is the largest of its columns' largest. Where windows overlap they share columns: with stride 1
    a window costs about 2 · size comparisons instead of size², but without overlap nothing is saved."""
    sliding = np.lib.stride_tricks.sliding_window_view
    tall = np.max(sliding(x, size, axis=2)[:, :, ::stride], axis=-1)  # (N, C, H_out, width)
    return np.max(sliding(tall, size, axis=3)[:, :, :, ::stride], axis=-1)


# -- wrong, and told why ---------------------------------------------------------------------------


def _pool_windows(x, size, stride):
    return _windows(x, size, size, stride)


@wrong
def minimum(x, size=2, stride=2):
    """You take the smallest number of each window, or the largest in size but not in value."""
    return _pool_windows(x, size, stride).min(axis=(4, 5))


@wrong
def largest_in_size(x, size=2, stride=2):
    """You compare sizes: of −9 and 4 the maximum is 4."""
    return np.abs(_pool_windows(x, size, stride)).max(axis=(4, 5))


def _max(x, size, stride):
    return _pool_windows(x, size, stride).max(axis=(4, 5))


@wrong
def starts_at_zero(x, size=2, stride=2):
    """A window of negative numbers gives 0: your search for the maximum begins at 0, or the picture is padded with it. The
    maximum of negative numbers is negative."""
    return np.maximum(_max(x, size, stride), 0)


def _mean(x, size, stride):
    return _pool_windows(x, size, stride).mean(axis=(4, 5))


@wrong
def mean_instead(x, size=2, stride=2):
    """That is mean pooling. Max pooling keeps one number of each window, as it is."""
    return _mean(x, size, stride)


def _sticking_out(x, size, stride, fill):
    """Windows that may stick out over the end, where `fill` stands."""
    H, width = (-(-(n - size) // stride) * stride + size for n in x.shape[2:])
    xp = np.full((*x.shape[:2], max(H, x.shape[2]), max(width, x.shape[3])), fill)
    xp[:, :, : x.shape[2], : x.shape[3]] = x
    return _pool_windows(xp, size, stride)


@wrong
def windows_sticking_out(x, size=2, stride=2):
    """If the stride does not divide, you keep the windows that stick out at the end. `conv_output_size` rounds down: they
    are left out."""
    return _sticking_out(x.astype(float), size, stride, -np.inf).max(axis=(4, 5))


@wrong
def filled_up_with_zeros(x, size=2, stride=2):
    """If the stride does not divide, you fill the picture up with zeros, so that the last windows fit. They are left out;
    and among negative numbers a 0 would be the maximum."""
    return _sticking_out(x.astype(float), size, stride, 0.0).max(axis=(4, 5))


@wrong
def channels_mixed(x, size=2, stride=2):
    """You take the maximum over the channels as well. Each channel is pooled by itself."""
    out = _max(x, size, stride)
    return np.broadcast_to(out.max(axis=1, keepdims=True), out.shape).copy()


@wrong
def channels_gone(x, size=2, stride=2):
    """The channels are gone from the shape: each channel is pooled by itself, so the result has as many."""
    return _max(x, size, stride).max(axis=1)


def _pool_from(x, size, stride, step, function, step_down=None, side=None):
    """As many windows as there should be, but each begins at i · step_down, j · step; windows are cut off at the border."""
    step_down, side = step if step_down is None else step_down, side or size
    H, width = ((n - size) // stride + 1 for n in x.shape[2:])
    out = np.zeros((*x.shape[:2], H, width))
    for i, j in np.ndindex(H, width):
        window = x[:, :, i * step_down : i * step_down + side, j * step : j * step + side]
        out[:, :, i, j] = function(window, axis=(2, 3))
    return out


@wrong
def strides_by_size(x, size=2, stride=2):
    """In `max_pool` your windows move by their own size. They move by `stride`, and may overlap."""
    return _pool_from(x, size, stride, size, np.max)


@wrong
def rows_by_size(x, size=2, stride=2):
    """In `max_pool` your windows move by `stride` to the right, but down they move by their own size."""
    return _pool_from(x, size, stride, stride, np.max, step_down=size)


@wrong
def fewer_windows(x, size=2, stride=2):
    """`max_pool` returns too few numbers: it has as many windows as fit side by side. They may overlap; `conv_output_size`
    says how many there are."""
    return _max(x, size, size)


def _square(x, size, stride, function):
    """Pooling that takes the number of rows for that of the columns as well."""
    H = (x.shape[2] - size) // stride + 1
    out = np.zeros((*x.shape[:2], H, H))
    for i, j in np.ndindex(H, H):
        out[:, :, i, j] = function(x[:, :, i * stride : i * stride + size, j * stride : j * stride + size], axis=(2, 3))
    return out


@wrong
def square_outputs(x, size=2, stride=2):
    """`max_pool` has as many columns as rows: you compute both sizes from the height. The picture's width may be another."""
    return _square(x, size, stride, np.max)


@wrong
def rows_move_by_two(x, size=2, stride=2):
    """In `max_pool` your windows move down by 2, whatever the stride is."""
    return _pool_from(x, size, stride, stride, np.max, step_down=2)


@wrong
def one_channel_is_left(x, size=2, stride=2):
    """You take the maximum over the channels as well, so one channel is left. Each channel is pooled by itself."""
    return _max(x, size, stride).max(axis=1, keepdims=True)


@wrong
def window_by_stride(x, size=2, stride=2):
    """In `max_pool` your windows are as large as the stride. They are size × size, whatever the stride."""
    return _pool_from(x, size, stride, stride, np.max, side=stride)


@wrong
def one_maximum_for_all_channels(x, size=2, stride=2):
    """You take one maximum over all channels of a picture, and NumPy spreads it over the wrong axis. Each channel is pooled
    by itself: over which axes of the window do you take the maximum?"""
    out = _max(x, size, stride).max(axis=1)  # (N, H_out, W_out), set into (N, C): the last axis is matched
    if out.shape[0] not in (1, x.shape[1]):
        raise ValueError("could not broadcast")
    return (
        np.broadcast_to(np.moveaxis(out, 0, -1), (x.shape[0], *out.shape[1:], x.shape[1])).transpose(0, 3, 1, 2).copy()
    )


@wrong
def always_two(x, size=2, stride=2):
    """In `max_pool` your windows are 2 × 2 and move by 2, whatever the caller says."""
    return _max(x, 2, 2)


@wrong(of="mean_pool")
def sum_of_the_window(x, size=2, stride=2):
    """You add up where the mean is asked for: divide by how many numbers a window has."""
    return _pool_windows(x, size, stride).sum(axis=(4, 5))


@wrong(of="mean_pool")
def divided_by_the_side(x, size=2, stride=2):
    """You divide by the window's side. How many numbers are in it?"""
    return _pool_windows(x, size, stride).sum(axis=(4, 5)) / size


@wrong(of="mean_pool")
def divided_by_four(x, size=2, stride=2):
    """You divide by 4 whatever the size: how many numbers are in a window?"""
    return _pool_windows(x, size, stride).sum(axis=(4, 5)) / 4


@wrong(of="mean_pool")
def whole_means(x, size=2, stride=2):
    """Your means are cut off to whole numbers when x holds integers. Which dtype does the array have that you fill?"""
    out = _mean(x, size, stride)
    return np.trunc(out) if np.asarray(x).dtype.kind in "iu" else out


@wrong(of="mean_pool")
def maximum_instead(x, size=2, stride=2):
    """That is max pooling. Here the mean of each window is asked for."""
    return _max(x, size, stride)


@wrong(of="mean_pool")
def means_sticking_out(x, size=2, stride=2):
    """If the stride does not divide, you keep the windows that stick out at the end. `conv_output_size` rounds down: they
    are left out."""
    return _sticking_out(x.astype(float), size, stride, 0.0).mean(axis=(4, 5))


@wrong(of="mean_pool")
def means_by_size(x, size=2, stride=2):
    """In `mean_pool` your windows move by their own size. They move by `stride`, and may overlap."""
    return _pool_from(x, size, stride, size, np.mean)


@wrong(of="mean_pool")
def mean_rows_by_size(x, size=2, stride=2):
    """In `mean_pool` your windows move by `stride` to the right, but down they move by their own size."""
    return _pool_from(x, size, stride, stride, np.mean, step_down=size)


@wrong(of="mean_pool")
def fewer_means(x, size=2, stride=2):
    """`mean_pool` returns too few numbers: it has as many windows as fit side by side. They may overlap; `conv_output_size`
    says how many there are."""
    return _mean(x, size, size)


@wrong(of="mean_pool")
def square_means(x, size=2, stride=2):
    """`mean_pool` has as many columns as rows: you compute both sizes from the height. The picture's width may be
    another."""
    return _square(x, size, stride, np.mean)


@wrong(of="mean_pool")
def mean_rows_move_by_two(x, size=2, stride=2):
    """In `mean_pool` your windows move down by 2, whatever the stride is."""
    return _pool_from(x, size, stride, stride, np.mean, step_down=2)


@wrong(of="mean_pool")
def mean_rows_move_by_one(x, size=2, stride=2):
    """In `mean_pool` your windows move down by 1, whatever the stride is."""
    return _pool_from(x, size, stride, stride, np.mean, step_down=1)


@wrong(of="mean_pool")
def mean_by_stride(x, size=2, stride=2):
    """You divide by the square of the stride. How many numbers are in a window?"""
    return _mean(x, size, stride) * size**2 / stride**2


@wrong(of="mean_pool")
def means_of_maxima(x, size=2, stride=2):
    """You take a maximum along one axis, and the mean of these. The mean is over the whole window."""
    return _pool_windows(x, size, stride).max(axis=4).mean(axis=4)


@wrong(of="mean_pool")
def means_always_two(x, size=2, stride=2):
    """In `mean_pool` your windows are 2 × 2 and move by 2, whatever the caller says."""
    return _mean(x, 2, 2)


@wrong(of="mean_pool")
def median_instead(x, size=2, stride=2):
    """That is the median. The mean is the sum of the window divided by how many numbers it has."""
    return np.median(_pool_windows(x, size, stride), axis=(4, 5))


@wrong(of="mean_pool")
def channel_means(x, size=2, stride=2):
    """You average over the channels as well. Each channel is pooled by itself."""
    out = _mean(x, size, stride)
    return np.broadcast_to(out.mean(axis=1, keepdims=True), out.shape).copy()


def _grid(x, size, stride, function, columns=None, high=None, shape=None):
    """As many windows as `shape` says, of `high` rows, `stride` and `columns` apart; some may be cut off or empty."""
    out = np.zeros((*x.shape[:2], *(shape or ((n - size) // stride + 1 for n in x.shape[2:]))))
    for i, j in np.ndindex(out.shape[2:]):
        left = j * (columns or stride)
        window = x[:, :, i * stride : i * stride + (high or size), left : left + size]
        out[:, :, i, j] = function(window, axis=(2, 3))
    return out


@wrong
def max_channels_last(x, size=2, stride=2):
    """The numbers are right, but the channels stand on the last axis. The order is (N, C, H_out, W_out)."""
    return _max(x, size, stride).transpose(0, 2, 3, 1)


@wrong
def max_turned(x, size=2, stride=2):
    """Rows and columns of what comes out are exchanged."""
    return _max(x, size, stride).swapaxes(2, 3)


@wrong
def max_of_one_picture(x, size=2, stride=2):
    """All pictures come out like the first."""
    return _max(np.repeat(x[:1], len(x), axis=0), size, stride)


@wrong
def max_of_one_channel(x, size=2, stride=2):
    """All channels come out like the last one. Each is pooled by itself."""
    return _max(np.repeat(x[:, -1:], x.shape[1], axis=1), size, stride)


@wrong
def max_size_three_by_default(x, size=3, stride=2):
    """Where the caller says nothing of a size, yours is 3. It is 2."""
    return _grid(x, size, stride, np.max)


@wrong
def max_stride_one_by_default(x, size=2, stride=1):
    """Where the caller says nothing of a stride, yours is 1. It is 2."""
    return _grid(x, size, stride, np.max)


@wrong
def max_stride_like_size_by_default(x, size=2, stride=2):
    """Where the stride is 2 you move by the size. The default of the stride is 2, whatever the size is."""
    return _max(x, size, size if stride == 2 else stride)


@wrong
def max_columns_by_size(x, size=2, stride=2):
    """Your windows move down by `stride`, but to the right by their own size."""
    return _grid(x, size, stride, np.max, columns=size)


@wrong
def max_window_too_low(x, size=2, stride=2):
    """The last row of each window is left out: it is size × size."""
    return _grid(x, size, stride, np.max, high=max(size - 1, 1))


@wrong
def max_as_many_as_fit_side_by_side(x, size=2, stride=2):
    """You return H // size rows, as many windows as stand side by side. `conv_output_size` says how many there are."""
    return _grid(x, size, stride, np.max, shape=[n // size for n in x.shape[2:]])


@wrong
def max_as_many_as_steps(x, size=2, stride=2):
    """You return H // stride rows. That leaves the size of the window out: `conv_output_size` says how many there are."""
    return _grid(x, size, stride, np.max, shape=[n // stride for n in x.shape[2:]])


@wrong
def max_cut_at_the_border(x, size=2, stride=2):
    """If the stride does not divide, you keep a last window that is cut off at the border. Windows that stick out are left out."""
    return _grid(x, size, stride, np.max, shape=[-(-(n - size) // stride) + 1 for n in x.shape[2:]])


@wrong
def max_first_pixel(x, size=2, stride=2):
    """You return the upper left pixel of each window."""
    return _pool_windows(x, size, stride)[..., 0, 0]


@wrong
def max_cut_to_integers(x, size=2, stride=2):
    """You cut off fractions: is there an array of integers that you fill?"""
    return _max(x, size, stride).astype(int)


@wrong
def max_without_sign(x, size=2, stride=2):
    """You lose the sign: numbers below 0 come out as if they were above."""
    return np.abs(_max(x, size, stride))


@wrong
def max_rounded(x, size=2, stride=2):
    """You round to whole numbers. Return them as they are."""
    return np.round(_max(x, size, stride))


@wrong
def max_with_the_corner(x, size=2, stride=2):
    """You compare with the corner of the whole picture as well: your search for the maximum begins at another pixel than the
    window's first."""
    return np.maximum(_max(x, size, stride), x[:, :, :1, :1])


@wrong(of="mean_pool")
def mean_channels_last(x, size=2, stride=2):
    """The numbers are right, but the channels stand on the last axis. The order is (N, C, H_out, W_out)."""
    return _mean(x, size, stride).transpose(0, 2, 3, 1)


@wrong(of="mean_pool")
def mean_turned(x, size=2, stride=2):
    """Rows and columns of what comes out are exchanged."""
    return _mean(x, size, stride).swapaxes(2, 3)


@wrong(of="mean_pool")
def mean_of_one_picture(x, size=2, stride=2):
    """All pictures come out like the first."""
    return _mean(np.repeat(x[:1], len(x), axis=0), size, stride)


@wrong(of="mean_pool")
def mean_of_one_channel(x, size=2, stride=2):
    """All channels come out like the last one. Each is pooled by itself."""
    return _mean(np.repeat(x[:, -1:], x.shape[1], axis=1), size, stride)


@wrong(of="mean_pool")
def mean_size_three_by_default(x, size=3, stride=2):
    """Where the caller says nothing of a size, yours is 3. It is 2."""
    return _grid(x, size, stride, np.mean)


@wrong(of="mean_pool")
def mean_stride_one_by_default(x, size=2, stride=1):
    """Where the caller says nothing of a stride, yours is 1. It is 2."""
    return _grid(x, size, stride, np.mean)


@wrong(of="mean_pool")
def mean_stride_like_size_by_default(x, size=2, stride=2):
    """Where the stride is 2 you move by the size. The default of the stride is 2, whatever the size is."""
    return _mean(x, size, size if stride == 2 else stride)


@wrong(of="mean_pool")
def mean_columns_by_size(x, size=2, stride=2):
    """Your windows move down by `stride`, but to the right by their own size."""
    return _grid(x, size, stride, np.mean, columns=size)


@wrong(of="mean_pool")
def mean_window_too_low(x, size=2, stride=2):
    """The last row of each window is left out: it is size × size."""
    return _grid(x, size, stride, np.mean, high=max(size - 1, 1))


@wrong(of="mean_pool")
def mean_as_many_as_fit_side_by_side(x, size=2, stride=2):
    """You return H // size rows, as many windows as stand side by side. `conv_output_size` says how many there are."""
    return _grid(x, size, stride, np.mean, shape=[n // size for n in x.shape[2:]])


@wrong(of="mean_pool")
def mean_as_many_as_steps(x, size=2, stride=2):
    """You return H // stride rows. That leaves the size of the window out: `conv_output_size` says how many there are."""
    return _grid(x, size, stride, np.mean, shape=[n // stride for n in x.shape[2:]])


@wrong(of="mean_pool")
def mean_cut_at_the_border(x, size=2, stride=2):
    """If the stride does not divide, you keep a last window that is cut off at the border. Windows that stick out are left out."""
    return _grid(x, size, stride, np.mean, shape=[-(-(n - size) // stride) + 1 for n in x.shape[2:]])


@wrong(of="mean_pool")
def mean_first_pixel(x, size=2, stride=2):
    """You return the upper left pixel of each window."""
    return _pool_windows(x, size, stride)[..., 0, 0]


@wrong(of="mean_pool")
def mean_cut_to_integers(x, size=2, stride=2):
    """You cut off fractions: is there an array of integers that you fill?"""
    return _mean(x, size, stride).astype(int)


@wrong(of="mean_pool")
def mean_without_sign(x, size=2, stride=2):
    """You lose the sign: numbers below 0 come out as if they were above."""
    return np.abs(_mean(x, size, stride))


@wrong(of="mean_pool")
def mean_rounded(x, size=2, stride=2):
    """You round to whole numbers. Return them as they are."""
    return np.round(_mean(x, size, stride))


@wrong
def max_in_float32(x, size=2, stride=2):
    """Your result is kept in float32: that has seven digits, and what is larger than 3.4 · 10³⁸ becomes infinite. Keep NumPy's own float64."""
    return _max(x, size, stride).astype(np.float32)


@wrong(of="mean_pool")
def mean_in_float32(x, size=2, stride=2):
    """Your result is kept in float32: that has seven digits, and what is larger than 3.4 · 10³⁸ becomes infinite. Keep NumPy's own float64."""
    return _mean(x, size, stride).astype(np.float32)


@wrong
def from_minus_a_thousand(x, size=2, stride=2):
    """Your search for the maximum begins at a number that is not small enough, and returns it for a window far below 0. What is
    smaller than every number?"""
    return np.maximum(_max(x, size, stride), -1000)


@wrong
def one_maximum_for_everything(x, size=2, stride=2):
    """At each position you take one maximum over all pictures and channels. Each channel of each picture is pooled by itself: over which axes of the window do
    you take the maximum?"""
    out = _max(x, size, stride)
    return np.zeros(out.shape) + out.max(axis=(0, 1))


# -- wrong, refused without a name -----------------------------------------------------------------


def _pool(x, size, stride, f, down, Ho=None, Wo=None):
    Ho, Wo = Ho or _size(x.shape[2], size, 0, stride), Wo or _size(x.shape[3], size, 0, stride)
    out = np.zeros((*x.shape[:2], Ho, Wo))
    for i, j in np.ndindex(Ho, Wo):
        out[:, :, i, j] = f(x[:, :, i * down : i * down + size, j * stride : j * stride + size], axis=(2, 3))
    return out


@wrong
def as_many_rows_as_fit_side_by_side(x, size=2, stride=2):
    return _pool(x, size, stride, np.max, stride, Ho=x.shape[2] // size)


@wrong
def every_size_th_row(x, size=2, stride=2):
    return np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))[:, :, ::size, ::stride].max(
        axis=(4, 5)
    )


@wrong(of="mean_pool")
def divided_by_stride_squared(x, size=2, stride=2):
    return _pool(x, size, stride, np.sum, stride) / stride**2


@wrong
def in_bytes(x, size=2, stride=2):
    return _max(x, size, stride).astype(np.uint8)


@wrong(of="mean_pool")
def means_in_bytes(x, size=2, stride=2):
    return _mean(x, size, stride).astype(np.uint8)


@wrong
def from_minus_a_billion(x, size=2, stride=2):
    return np.maximum(_max(x, size, stride), -1e9)
