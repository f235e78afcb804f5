"""Answers to 10.5, im2col: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _conv, _windows, layer
from .conv2d_forward import conv2d_forward_inputs, per_position

# -- inputs ----------------------------------------------------------------------------------------


@inputs(of="conv2d_fast")
def conv2d_fast_inputs(rng):
    yield from conv2d_forward_inputs(rng)


@inputs
def im2col_inputs(rng):
    while True:
        x, W, _, rest, *_ = layer(rng)
        yield x, *W.shape[2:], *rest


# -- right, written in other ways ------------------------------------------------------------------


@right
def loop_and_ravel(x, kh, kw, stride=1, pad=0):
    N, C, H, width = x.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows, columns = (H + 2 * pad - kh) // stride + 1, (width + 2 * pad - kw) // stride + 1
    out = np.zeros((N, rows, columns, C * kh * kw))
    for n, i, j in np.ndindex(N, rows, columns):
        out[n, i, j] = xp[n, :, i * stride : i * stride + kh, j * stride : j * stride + kw].ravel()
    return out


@right
def by_moveaxis(x, kh, kw, stride=1, pad=0):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))
    windows = np.moveaxis(windows, 1, 3)[:, ::stride, ::stride]
    return windows.reshape(windows.shape[0], windows.shape[1], windows.shape[2], -1)


@right
def by_indices(x, kh, kw, stride=1, pad=0):
    """Two arrays of indices say which row and which column of the padded picture stands at each place of each window,
    and one indexing fetches them all, where the reference rearranges a view of windows. With np.add.at the same two
    arrays would send gradients back to their pixels, but fetching by indices is usually slower than copying out of a
    view."""
    N, C, H, width = x.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H_out, W_out = (H + 2 * pad - kh) // stride + 1, (width + 2 * pad - kw) // stride + 1
    i = stride * np.arange(H_out)[:, None, None, None] + np.arange(kh)[None, None, :, None]
    j = stride * np.arange(W_out)[None, :, None, None] + np.arange(kw)[None, None, None, :]
    windows = xp[:, :, i, j]  # (N, C, H_out, W_out, kh, kw)
    return np.moveaxis(windows, 1, 3).reshape(N, H_out, W_out, C * kh * kw)


@right(of="conv2d_fast")
def by_einsum(x, W, b, stride=1, pad=0):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(xp, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("ncijuv,fcuv->nfij", windows, W, optimize=True) + b[:, None, None]


@right(of="conv2d_fast")
def by_tensordot(x, W, b, stride=1, pad=0):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(xp, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.moveaxis(np.tensordot(windows, W, axes=((1, 4, 5), (1, 2, 3))), 3, 1) + b.reshape(-1, 1, 1)


@right(of="conv2d_fast")
def by_loops_after_all(x, W, b, stride=1, pad=0):
    return per_position(x, W, b, stride, pad)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def reshaped_only(x, kh, kw, stride=1, pad=0):
    """The shape is right, but `reshape` alone takes the numbers in the order in which they stand: channels first. So windows
    of different positions are mixed. Put the axes into the right order before."""
    windows = _windows(x, kh, kw, stride, pad)
    return windows.reshape(len(x), windows.shape[2], windows.shape[3], -1)


@wrong
def channels_last(x, kh, kw, stride=1, pad=0):
    """In your rows the channel changes fastest: pixel after pixel, with all its channels. The contract wants channel after
    channel, as the kernels' weights stand in W."""
    windows = _windows(x, kh, kw, stride, pad).transpose(0, 2, 3, 4, 5, 1)
    return windows.reshape(*windows.shape[:3], -1)


@wrong
def column_after_column(x, kh, kw, stride=1, pad=0):
    """You write each window column after column. The contract wants it row after row."""
    windows = _windows(x, kh, kw, stride, pad).transpose(0, 2, 3, 1, 5, 4)
    return windows.reshape(*windows.shape[:3], -1)


def _rows(x, kh, kw, stride=1, pad=0):
    windows = _windows(x, kh, kw, stride, pad).transpose(0, 2, 3, 1, 4, 5)
    return windows.reshape(*windows.shape[:3], -1)


@wrong
def no_stride(x, kh, kw, stride=1, pad=0):
    """Your result does not depend on the stride: it has a row for every position."""
    return _rows(x, kh, kw, 1, pad)


@wrong
def no_padding(x, kh, kw, stride=1, pad=0):
    """Your result does not depend on `pad`: put zeros on all four sides before you look at windows."""
    return _rows(x, kh, kw, stride, 0)


@wrong
def one_row_of_padding(x, kh, kw, stride=1, pad=0):
    """You put one row of zeros around the picture whenever there is padding. `pad` says how many."""
    return _rows(x, kh, kw, stride, min(pad, 1))


@wrong
def stride_in_the_window(x, kh, kw, stride=1, pad=0):
    """You apply the stride to the wrong axes, those inside the window: it loses pixels, and there are too many positions."""
    windows = _windows(x, kh, kw, 1, pad)[..., ::stride, ::stride].transpose(0, 2, 3, 1, 4, 5)
    return windows.reshape(*windows.shape[:3], -1)


@wrong
def rows_along_rows(x, kh, kw, stride=1, pad=0):
    """Your positions run down first and then to the right: the two axes of the positions are swapped."""
    return _rows(x, kh, kw, stride, pad).transpose(0, 2, 1, 3)


@wrong
def one_long_list(x, kh, kw, stride=1, pad=0):
    """Your rows are right, but they stand in one list. The contract keeps pictures, rows and columns as axes of their
    own."""
    rows = _rows(x, kh, kw, stride, pad)
    return rows.reshape(-1, rows.shape[3])


@wrong
def rows_then_channels(x, kh, kw, stride=1, pad=0):
    """You take the first row of the window in all channels, then the second row in all channels. The contract wants the
    whole window of one channel, then that of the next: look at the order of the axes again."""
    windows = _windows(x, kh, kw, stride, pad).transpose(0, 2, 3, 4, 1, 5)
    return windows.reshape(*windows.shape[:3], -1)


@wrong
def stride_down_only(x, kh, kw, stride=1, pad=0):
    """The stride moves your window down, but to the right it moves by 1. It applies to both directions."""
    return _rows(x, kh, kw, 1, pad)[:, ::stride]


@wrong(of="conv2d_fast")
def bias_in_place(x, W, b, stride=1, pad=0):
    """`+=` writes into the array that is there, and if x and W hold integers, that array cannot hold the fractions of b. An
    ordinary + makes a new one."""
    out = _conv(x, W, 0 * b.astype(int), stride, pad)
    out += b[:, None, None]
    return out


@wrong(of="conv2d_fast")
def maps_last(x, W, b, stride=1, pad=0):
    """The numbers are right, but the F results stand on the last axis. The maps belong behind the pictures: (N, F, H_out,
    W_out)."""
    return _conv(x, W, b, stride, pad).transpose(0, 2, 3, 1)


@wrong(of="conv2d_fast")
def rows_become_columns(x, W, b, stride=1, pad=0):
    """The maps stand where they should, but rows and columns are swapped: the axes (N, H_out, W_out, F) are to become (N, F,
    H_out, W_out)."""
    return _conv(x, W, b, stride, pad).transpose(0, 1, 3, 2)


@wrong(of="conv2d_fast")
def reshaped_back(x, W, b, stride=1, pad=0):
    """The shape is right, but `reshape` moves no axis: it takes the numbers as they stand, position after position, and so
    mixes maps and positions. An axis is moved by transposing."""
    out = _conv(x, W, b, stride, pad)
    return out.transpose(0, 2, 3, 1).reshape(out.shape)


@wrong(of="conv2d_fast")
def kernels_mixed(x, W, b, stride=1, pad=0):
    """You reshape W to (C · kh · kw, F). That mixes the kernels: their numbers stand one kernel after the other in W, so
    make rows of them first, and turn those into columns."""
    out = _rows(x, *W.shape[2:], stride, pad) @ W.reshape(-1, len(W)) + b
    return out.transpose(0, 3, 1, 2)


@wrong(of="conv2d_fast")
def fast_without_bias(x, W, b, stride=1, pad=0):
    """The products are right, but the bias is missing: each map f gets b[f]."""
    return _conv(x, W, 0 * b, stride, pad)


@wrong(of="conv2d_fast")
def fast_flipped(x, W, b, stride=1, pad=0):
    """You rotate the kernel. This layer slides it as it is, as in 10.3."""
    return _conv(x, W[:, :, ::-1, ::-1], b, stride, pad)


@wrong(of="conv2d_fast")
def fast_without_stride(x, W, b, stride=1, pad=0):
    """Your result does not depend on the stride. Do you hand it on to `im2col`?"""
    return _conv(x, W, b, 1, pad)


@wrong(of="conv2d_fast")
def fast_without_padding(x, W, b, stride=1, pad=0):
    """Your result does not depend on `pad`. Do you hand it on to `im2col`?"""
    return _conv(x, W, b, stride, 0)


@wrong
def all_axes_padded_2(x, kh, kw, stride=1, pad=0):
    """You pad the axes of pictures and channels as well. `np.pad` takes a pair (before, after) for each axis."""
    return _rows(np.pad(x, ((pad, pad), (pad, pad), (0, 0), (0, 0))), kh, kw, stride, pad)


@wrong
def window_turned(x, kh, kw, stride=1, pad=0):
    """Your window is kw high and kh wide. Its height comes first."""
    return _rows(x, kw, kh, stride, pad)


@wrong
def channels_kept_apart(x, kh, kw, stride=1, pad=0):
    """The channels still have an axis of their own. The row of a position holds all of them, one after the other."""
    rows = _rows(x, kh, kw, stride, pad)
    return rows.reshape(*rows.shape[:3], x.shape[1], -1)


@wrong
def windows_as_columns(x, kh, kw, stride=1, pad=0):
    """Each window is a column of yours, and the positions stand in one list. Here each is a row, behind the axes of pictures, rows and
    columns."""
    rows = _rows(x, kh, kw, stride, pad)
    return rows.reshape(-1, rows.shape[3]).T


@wrong
def cut_to_integers(x, kh, kw, stride=1, pad=0):
    """You cut off the fractions of the pixels: is there an array of integers that you fill?"""
    return _rows(x, kh, kw, stride, pad).astype(int)


@wrong
def stride_right_only(x, kh, kw, stride=1, pad=0):
    """The stride moves your window to the right, but down it moves by 1. It applies to both directions."""
    return _rows(x, kh, kw, 1, pad)[:, :, ::stride]


@wrong
def windows_rotated(x, kh, kw, stride=1, pad=0):
    """You rotate each window by 180°. Its numbers stand in their order: nothing is flipped."""
    windows = _windows(x, kh, kw, stride, pad)[..., ::-1, ::-1].transpose(0, 2, 3, 1, 4, 5)
    return windows.reshape(*windows.shape[:3], -1)


@wrong
def zeros_behind_only(x, kh, kw, stride=1, pad=0):
    """All the zeros stand below and on the right. They stand on all four sides."""
    return _rows(np.pad(x, ((0, 0), (0, 0), (0, 2 * pad), (0, 2 * pad))), kh, kw, stride)


@wrong
def padded_at_stride_one_only(x, kh, kw, stride=1, pad=0):
    """You pad only where the stride is 1. The two have nothing to do with each other."""
    return _rows(x, kh, kw, stride, pad if stride == 1 else 0)


@wrong(of="conv2d_fast")
def fast_bias_subtracted(x, W, b, stride=1, pad=0):
    """You subtract the bias. It is added."""
    return _conv(x, W, -b, stride, pad)


@wrong(of="conv2d_fast")
def bias_added_last(x, W, b, stride=1, pad=0):
    """You add b after you have moved the maps behind the pictures. NumPy lays it along the last axis, where the maps no longer
    stand."""
    return _conv(x, W, 0 * b, stride, pad) + b


@wrong(of="conv2d_fast")
def square_windows(x, W, b, stride=1, pad=0):
    """You take the kernels for square. `im2col` wants both their height and their width."""
    F, _, k, _ = W.shape
    return (_rows(x, k, k, stride, pad) @ W.reshape(F, -1).T + b).transpose(0, 3, 1, 2)


@wrong(of="conv2d_fast")
def stride_for_pad(x, W, b, stride=1, pad=0):
    """You hand stride and pad on in the wrong order: `im2col(x, kh, kw, stride, pad)`."""
    return _conv(x, W, b, max(pad, 1), stride)


@wrong(of="conv2d_fast")
def weights_in_another_order(x, W, b, stride=1, pad=0):
    """The numbers of your kernels stand in another order than those of a row of `im2col`: channel after channel, row after row."""
    F, _, kh, kw = W.shape
    out = _rows(x, kh, kw, stride, pad) @ W.transpose(0, 2, 3, 1).reshape(F, -1).T + b
    return out.transpose(0, 3, 1, 2)


@wrong(of="conv2d_fast")
def transposed_before_reshaping(x, W, b, stride=1, pad=0):
    """`W.T` turns all four axes round, so that columns come first. Make rows of the kernels, and transpose then."""
    F, _, kh, kw = W.shape
    return (_rows(x, kh, kw, stride, pad) @ W.T.reshape(-1, F) + b).transpose(0, 3, 1, 2)


@wrong(of="conv2d_fast")
def maps_added_up(x, W, b, stride=1, pad=0):
    """You add the maps up. Each kernel has a map of its own."""
    return _conv(x, W, b, stride, pad).sum(axis=1, keepdims=True)


@wrong
def rows_in_float32(x, kh, kw, stride=1, pad=0):
    """Your result is kept in float32: that has seven digits, and what is larger than 3.4 · 10³⁸ becomes infinite. Keep NumPy's own float64."""
    return _rows(x, kh, kw, stride, pad).astype(np.float32)


@wrong(of="conv2d_fast")
def fast_in_float32(x, W, b, stride=1, pad=0):
    """Your result is kept in float32: that has seven digits, and what is larger than 3.4 · 10³⁸ becomes infinite. Keep NumPy's own float64."""
    return _conv(x, W, b, stride, pad).astype(np.float32)


@wrong(of="conv2d_fast")
def fast_without_either(x, W, b, stride=1, pad=0):
    """Your `conv2d_fast` does not depend on stride and pad. Do you hand them on to `im2col`?"""
    windows = np.lib.stride_tricks.sliding_window_view(x, W.shape[2:], axis=(2, 3))
    return np.einsum("nchwuv,fcuv->nfhw", windows, W) + b[:, None, None]
