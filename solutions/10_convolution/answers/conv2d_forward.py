"""Answers to 10.3, conv2d_forward: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _conv, _correlate, _pad, _padded, _size, _strided, layer

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def conv2d_forward_inputs(rng):
    while True:
        x, W, b, rest, *_ = layer(rng)
        yield x, W, b, *rest


# -- right, written in other ways ------------------------------------------------------------------


@right
def seven_loops(x, W, b, stride=1, pad=0):
    N, C, H, width = x.shape
    F, _, kh, kw = W.shape
    out = np.zeros((N, F, (H + 2 * pad - kh) // stride + 1, (width + 2 * pad - kw) // stride + 1))
    for n, f, i, j in np.ndindex(out.shape):
        total = float(b[f])
        for c in range(C):
            for u in range(kh):
                for v in range(kw):
                    row, column = i * stride + u - pad, j * stride + v - pad
                    if 0 <= row < H and 0 <= column < width:
                        total += x[n, c, row, column] * W[f, c, u, v]
        out[n, f, i, j] = total
    return out


@right
def per_position(x, W, b, stride=1, pad=0):
    xp = np.zeros(
        (x.shape[0], x.shape[1], x.shape[2] + 2 * pad, x.shape[3] + 2 * pad), dtype=np.result_type(x, np.float32)
    )
    xp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]] = x
    kh, kw = W.shape[2], W.shape[3]
    rows = []
    for top in range(0, xp.shape[2] - kh + 1, stride):
        row = []
        for left in range(0, xp.shape[3] - kw + 1, stride):
            row.append(np.tensordot(xp[:, :, top : top + kh, left : left + kw], W, axes=([1, 2, 3], [1, 2, 3])) + b)
        rows.append(np.stack(row, axis=-1))
    return np.stack(rows, axis=-2)


@right
def per_weight(x, W, b, stride=1, pad=0):
    """The loop runs over the kh · kw places of the kernel, not over all outputs: each turn takes what one place meets
    at all positions, mixes the channels by its weights, and adds the result to all outputs at once. For a 3 × 3
    kernel that is nine turns, whatever the size of the pictures, so on large ones it is much faster; but the slices
    must be cut so that each has H_out rows and W_out columns."""
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    kh, kw = W.shape[2:]
    H_out, W_out = (xp.shape[2] - kh) // stride + 1, (xp.shape[3] - kw) // stride + 1
    out = np.zeros((len(x), len(W), H_out, W_out)) + b.reshape(1, -1, 1, 1)
    for u, v in np.ndindex(kh, kw):
        rows = slice(u, u + stride * (H_out - 1) + 1, stride)
        columns = slice(v, v + stride * (W_out - 1) + 1, stride)
        out += np.einsum("ncij,fc->nfij", xp[:, :, rows, columns], W[:, :, u, v])
    return out


@right
def all_then_every_second(x, W, b, stride=1, pad=0):
    xp = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    windows = np.lib.stride_tricks.sliding_window_view(xp, W.shape[2:], axis=(2, 3))
    return (np.einsum("ncijuv,fcuv->nfij", windows, W) + b[None, :, None, None])[:, :, ::stride, ::stride]


@right
def by_slices_that_end_exactly(x, W, b, stride=1, pad=0):
    kh, kw = W.shape[2:]
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    down, right = (xp.shape[2] - kh) // stride * stride + 1, (xp.shape[3] - kw) // stride * stride + 1
    windows = np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))[:, :, :down:stride, :right:stride]
    return np.einsum("ncijuv,fcuv->nfij", windows, W) + b[:, None, None]


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def kernel_flipped(x, W, b, stride=1, pad=0):
    """You rotate the kernel: that is a convolution as in 10.1. This layer, like all libraries, slides it as it is."""
    return _conv(x, W[:, :, ::-1, ::-1], b, stride, pad)


@wrong
def no_bias(x, W, b, stride=1, pad=0):
    """The sums are right, but the bias is missing: each map f gets b[f]."""
    return _conv(x, W, 0 * b, stride, pad)


@wrong
def bias_for_each_channel(x, W, b, stride=1, pad=0):
    """You add the bias once for every input channel. It belongs to the output, once."""
    return _conv(x, W, b * x.shape[1], stride, pad)


@wrong
def bias_for_each_product(x, W, b, stride=1, pad=0):
    """The bias is inside the sum, so it is added once for every product. It belongs to the output, once."""
    return _conv(x, W, b * W[0].size, stride, pad)


@wrong
def one_bias_for_all(x, W, b, stride=1, pad=0):
    """All maps get the first bias. Each kernel has its own."""
    return _conv(x, W, np.full(len(W), b[0]), stride, pad)


@wrong
def biases_added_up(x, W, b, stride=1, pad=0):
    """You add all the biases to each map. Map f gets b[f] only."""
    return _conv(x, W, np.full(len(W), np.sum(b)), stride, pad)


@wrong
def mean_of_channels(x, W, b, stride=1, pad=0):
    """You average over the channels where their products should be added up."""
    return _correlate(_padded(x, pad), W, stride) / x.shape[1] + b[:, None, None]


@wrong
def first_channel_only(x, W, b, stride=1, pad=0):
    """Only the first channel takes part. The window covers all channels at once."""
    return _conv(x[:, :1], W[:, :1], b, stride, pad)


@wrong
def last_channel_only(x, W, b, stride=1, pad=0):
    """Only the last channel is left in the sum: inside the loop over channels, you set the result instead of adding to
    it."""
    return _conv(x[:, -1:], W[:, -1:], b, stride, pad)


@wrong
def first_picture_only(x, W, b, stride=1, pad=0):
    """All pictures come out like the first one: where does n enter your sums?"""
    return np.repeat(_conv(x[:1], W, b, stride, pad), len(x), axis=0)


@wrong
def truncated(x, W, b, stride=1, pad=0):
    """The array that you fill has the dtype of x. If x holds integers, the fractions of your sums are cut off. What must you
    say when you make that array?"""
    return np.trunc(_conv(x, W, b, stride, pad)) if np.asarray(x).dtype.kind in "iu" else _conv(x, W, b, stride, pad)


@wrong
def windows_not_moved(x, W, b, stride=1, pad=0):
    """The number of outputs is right, but your windows move by 1: the window of output row i begins at row i · stride."""
    out = _conv(x, W, b, 1, pad)
    H, width = _conv(x, W, b, stride, pad).shape[2:]
    return out[:, :, :H, :width]


@wrong
def stride_forgotten_2d(x, W, b, stride=1, pad=0):
    """Your result does not depend on the stride: it has an output for every position."""
    return _conv(x, W, b, 1, pad)


@wrong
def stride_inside_the_window(x, W, b, stride=1, pad=0):
    """You apply the stride inside the window, so it reads every second pixel, say. The window itself is dense; it is its
    corner that moves by the stride."""
    xp, kh, kw = _padded(x, pad), W.shape[2], W.shape[3]
    H, width = _conv(x, W, b, stride, pad).shape[2:]
    xp = np.pad(xp, ((0, 0), (0, 0), (0, stride * kh), (0, stride * kw)))
    out = np.zeros((len(x), len(W), H, width))
    for i, j in np.ndindex(H, width):
        window = xp[
            :, :, i * stride : i * stride + kh * stride : stride, j * stride : j * stride + kw * stride : stride
        ]
        out[:, :, i, j] = np.tensordot(window, W, axes=((1, 2, 3), (1, 2, 3))) + b
    return out


@wrong
def padding_in_front_only(x, W, b, stride=1, pad=0):
    """You pad above and on the left only. The zeros stand on all four sides."""
    return _correlate(_padded(x, pad, 0), W, stride) + b[:, None, None]


@wrong
def padding_all_in_front(x, W, b, stride=1, pad=0):
    """Your picture grows by 2 · pad, but all of it above and on the left. The zeros stand on all four sides."""
    return _correlate(_padded(x, 2 * pad, 0), W, stride) + b[:, None, None]


@wrong
def padding_forgotten_2d(x, W, b, stride=1, pad=0):
    """Your windows read the picture without its padding: with pad = 1 a row of zeros stands above it, and so on all four
    sides."""
    if min(x.shape[2] - W.shape[2], x.shape[3] - W.shape[3]) < 0:
        raise ValueError("a kernel larger than the input")
    return _conv(x, W, b, stride, 0)


@wrong
def edges_repeated(x, W, b, stride=1, pad=0):
    """You continue the picture by repeating its border. Here the padding is zeros."""
    return _correlate(_padded(x, pad, mode="edge"), W, stride) + b[:, None, None]


@wrong
def stride_along_rows_only(x, W, b, stride=1, pad=0):
    """The stride moves your window down, but to the right it moves by 1. It applies to both directions."""
    return _conv(x, W, b, 1, pad)[:, :, ::stride]


@wrong
def no_negatives(x, W, b, stride=1, pad=0):
    """Your negative outputs are 0: that is a convolution with a ReLU behind it. The layer itself only adds up."""
    return np.maximum(_conv(x, W, b, stride, pad), 0)


@wrong
def stride_to_the_right_only(x, W, b, stride=1, pad=0):
    """The stride moves your window to the right, but down it moves by 1. It applies to both directions."""
    return _conv(x, W, b, 1, pad)[:, :, :, ::stride]


@wrong
def padding_is_a_switch(x, W, b, stride=1, pad=0):
    """You put one row of zeros around the picture whenever there is padding. `pad` says how many."""
    return _conv(x, W, b, stride, min(pad, 1))


@wrong
def padding_behind_only(x, W, b, stride=1, pad=0):
    """Your picture grows by 2 · pad, but all of it below and on the right. The zeros stand on all four sides."""
    return _correlate(_padded(x, 0, 2 * pad), W, stride) + b[:, None, None]


@wrong
def pictures_added_up(x, W, b, stride=1, pad=0):
    """You add over the pictures, too, so they all come out alike. Each picture has its own maps."""
    out = _conv(x, W, 0 * b, stride, pad)
    return np.zeros(out.shape) + out.sum(axis=0) + b[:, None, None]


@wrong
def averages_2d(x, W, b, stride=1, pad=0):
    """You average the products under the window where they should be added up."""
    return _correlate(_padded(x, pad), W, stride) / W[0].size + b[:, None, None]


@wrong
def padded_like_the_kernels(x, W, b, stride=1, pad=0):
    """Your padded picture has the dtype of W. If W holds integers, the fractions of x are cut off. What must you say when
    you make that array?"""
    return _conv(x.astype(W.dtype), W, b, stride, pad)


@wrong
def results_like_the_kernels(x, W, b, stride=1, pad=0):
    """The array that you fill has the dtype of W. If W holds integers, the fractions of your sums are cut off. What must you
    say when you make that array?"""
    return _conv(x, W, b, stride, pad).astype(W.dtype)


@wrong
def stride_not_downwards(x, W, b, stride=1, pad=0):
    """The number of outputs is right, but the window of output row i begins at row i instead of i · stride."""
    rows = _conv(x, W, b, stride, pad).shape[2]
    return _conv(x, W, b, 1, pad)[:, :, :rows, ::stride]


@wrong
def one_channel_against_all(x, W, b, stride=1, pad=0):
    """You multiply one channel of the picture by the kernel's numbers for all channels. Channel c of the picture meets
    channel c of the kernel."""
    return _conv(np.repeat(x[:, :1], x.shape[1], axis=1), W, b, stride, pad)


@wrong
def kernel_numbers_in_another_order(x, W, b, stride=1, pad=0):
    """Pictures and kernels are flattened in different orders: yours has the channels last in one of them and first in the
    other. W runs channel after channel."""
    windows = np.lib.stride_tricks.sliding_window_view(_padded(x, pad), W.shape[2:], axis=(2, 3))[
        :, :, ::stride, ::stride
    ]
    rows = windows.transpose(0, 2, 3, 4, 5, 1).reshape(len(x), *windows.shape[2:4], -1)
    return (rows @ W.reshape(len(W), -1).T + b).transpose(0, 3, 1, 2)


@wrong
def bias_along_the_width(x, W, b, stride=1, pad=0):
    """NumPy lays b along the last axis, that of the columns, where it does not fit. Map f gets b[f]: reshape b to (F, 1, 1),
    so that its numbers lie along axis 1."""
    return _correlate(_padded(x, pad), W, stride) + b


def _slow(x, W, b, stride, pad, window, shape=None):
    """Output (i, j) from the block that `window(xp, i, j, kh, kw)` picks out of padded pictures; `shape` is (H_out, W_out)."""
    kh, kw = W.shape[2:]
    xp = _padded(x, pad)
    H, width = shape or (_size(x.shape[2], kh, pad, stride), _size(x.shape[3], kw, pad, stride))
    out = np.zeros((len(x), len(W), H, width))
    for i, j in np.ndindex(H, width):
        out[:, :, i, j] = np.einsum("ncuv,fcuv->nf", window(xp, i, j, kh, kw), W) + b
    return out


@wrong
def width_from_the_height(x, W, b, stride=1, pad=0):
    """You compute the number of columns from the height of the picture. Its width may be another, and the kernel's, too."""
    rows = _size(x.shape[2], W.shape[2], pad, stride)
    return _slow(
        x,
        W,
        b,
        stride,
        pad,
        lambda xp, i, j, kh, kw: xp[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw],
        (rows, rows),
    )


@wrong
def padding_of_one(x, W, b, stride=1, pad=0):
    """You put one row of zeros around the picture, whatever `pad` says. It may be 0, or more."""
    H, width = (_size(n, k, pad, stride) for n, k in zip(x.shape[2:], W.shape[2:]))
    found = _slow(
        x,
        W,
        b,
        stride,
        1,
        lambda xp, i, j, kh, kw: xp[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw],
        (H, width),
    )
    return found


def _by_products(xp, W, b, stride, shape, k):
    """Outputs of `shape` (N, F, H_out, W_out): blocks of k[0] × k[1] numbers times kernels, as far as NumPy broadcasts them."""
    out = np.zeros(shape)
    for n, f, i, j in np.ndindex(shape):
        block = xp[n, :, i * stride : i * stride + k[0], j * stride : j * stride + k[1]]
        out[n, f, i, j] = np.sum(block * W[f]) + b[f]
    return out


@wrong
def square_kernels(x, W, b, stride=1, pad=0):
    """You take the kernels for square, and their height for their width."""
    k = W.shape[2]
    shape = (len(x), len(W), *(_size(n, k, pad, stride) for n in x.shape[2:]))
    return _by_products(_padded(x, pad), W, b, stride, shape, (k, k))


@wrong
def all_axes_padded(x, W, b, stride=1, pad=0):
    """You pad the axes of pictures and channels as well, so whole pictures of zeros come in. `np.pad` takes a pair for each axis."""
    shape = (len(x), len(W), *(_size(n, k, pad, stride) for n, k in zip(x.shape[2:], W.shape[2:])))
    return _by_products(np.pad(x, pad), W, b, stride, shape, W.shape[2:])


@wrong
def output_padded(x, W, b, stride=1, pad=0):
    """You put the zeros around the output. They belong around the picture, before the kernel meets it."""
    return _padded(_conv(x, W, b, stride, 0), pad)


@wrong
def bias_subtracted(x, W, b, stride=1, pad=0):
    """You subtract the bias. It is added."""
    return _conv(x, W, -b, stride, pad)


@wrong
def no_bias_on_zeros(x, W, b, stride=1, pad=0):
    """Where the products add up to 0 you leave the bias out. It is added everywhere."""
    out = _conv(x, W, 0 * b, stride, pad)
    return np.where(out == 0, 0, out + b[:, None, None])


@wrong
def bias_divided(x, W, b, stride=1, pad=0):
    """You divide the bias by the number of channels. It belongs to the output as a whole, once."""
    return _conv(x, W, b / x.shape[1], stride, pad)


@wrong
def maps_turned(x, W, b, stride=1, pad=0):
    """Rows and columns of your maps are exchanged: (N, F, H_out, W_out) is asked for."""
    return _conv(x, W, b, stride, pad).swapaxes(2, 3)


@wrong
def maps_on_the_last_axis(x, W, b, stride=1, pad=0):
    """The numbers are right, but the maps stand on the last axis. They belong behind the pictures: (N, F, H_out, W_out)."""
    return _conv(x, W, b, stride, pad).transpose(0, 2, 3, 1)


@wrong
def window_ends_without_the_stride(x, W, b, stride=1, pad=0):
    """The window of output row i begins at i · stride, but yours ends at i + kh. It is kh long: add kh to where it begins."""
    return _slow(x, W, b, stride, pad, lambda xp, i, j, kh, kw: xp[:, :, i * stride : i + kh, j * stride : j + kw])


@wrong
def every_second_output_left_out(x, W, b, stride=1, pad=0):
    """You take the stride in the loop over outputs, so some of them stay 0. Every output is computed; it is the windows in the
    picture that lie a stride apart."""
    right, found = _conv(x, W, b, 1, pad), np.zeros(_conv(x, W, b, stride, pad).shape)
    H, width = found.shape[2:]
    found[:, :, ::stride, ::stride] = right[:, :, :H:stride, :width:stride]
    return found


@wrong
def kernel_transposed(x, W, b, stride=1, pad=0):
    """Rows and columns of the kernel are exchanged."""
    turned = W.swapaxes(2, 3).reshape(W.shape)
    return _conv(x, turned, b, stride, pad)


@wrong
def kernel_upside_down(x, W, b, stride=1, pad=0):
    """You turn the kernel upside down. It slides as it is."""
    return _conv(x, W[:, :, ::-1], b, stride, pad)


@wrong
def channels_multiplied(x, W, b, stride=1, pad=0):
    """You multiply what the channels give. It is added up."""
    xp = _padded(x, pad)
    pieces = [_correlate(xp[:, c : c + 1], W[:, c : c + 1], stride) for c in range(x.shape[1])]
    return np.prod(pieces, axis=0) + b[:, None, None]


@wrong
def ones_around(x, W, b, stride=1, pad=0):
    """You put ones around the picture. The padding is zeros."""
    return _correlate(_padded(x, pad, constant_values=1), W, stride) + b[:, None, None]


@wrong
def kept_in_float32(x, W, b, stride=1, pad=0):
    """Your result is kept in float32: that has seven digits, and what is larger than 3.4 · 10³⁸ becomes infinite. Keep NumPy's own float64."""
    return _conv(x, W, b, stride, pad).astype(np.float32)


@wrong
def kernel_on_its_side(x, W, b, stride=1, pad=0):
    """Rows and columns of the kernel are exchanged, and a kernel that is not square does not fit its window then. W[f, c, u, v] meets row u and column v of the
    window."""
    return _slid(x, W, b, stride, pad, lambda window, kernel: window * kernel.swapaxes(1, 2))


@wrong
def results_like_pictures_and_kernels(x, W, b, stride=1, pad=0):
    """The array that you fill has the dtype in which products of x and W come out. The bias may need more: if x and W hold integers, the fractions of b are cut
    off, and float32 has fewer digits than b may have. What must you say when you make that array?"""
    return _conv(x, W, b, stride, pad).astype(np.result_type(x, W))


def _slid(x, W, b, stride, pad, products):
    """The layer, window by window; `products` says what is added up of a window and a kernel."""
    xp, (kh, kw) = _padded(x, pad), W.shape[2:]
    out = np.zeros((len(x), len(W), *(_size(n, k, pad, stride) for n, k in zip(x.shape[2:], (kh, kw)))))
    for n, f, i, j in np.ndindex(out.shape):
        window = xp[n, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
        out[n, f, i, j] = np.sum(products(window, W[f])) + b[f]
    return out


# -- wrong, refused without a name -----------------------------------------------------------------


def _loops(x, W, b, stride, pad, xp=None, dtype=float, step_down=None):
    xp = _pad(x, pad) if xp is None else xp
    kh, kw = W.shape[2:]
    down = stride if step_down is None else step_down
    out = np.zeros((len(x), len(W), _size(x.shape[2], kh, pad, stride), _size(x.shape[3], kw, pad, stride)), dtype)
    for n, f, i, j in np.ndindex(out.shape):
        r, q = i * down, j * stride
        out[n, f, i, j] = np.sum(xp[n, :, r : r + kh, q : q + kw] * W[f]) + b[f]
    return out


@wrong
def padded_picture_of_ws_dtype(x, W, b, stride=1, pad=0):
    return _loops(x, W, b, stride, pad, xp=_pad(x, pad).astype(W.dtype))


@wrong
def results_of_ws_dtype(x, W, b, stride=1, pad=0):
    return _loops(x, W, b, stride, pad, dtype=W.dtype)


@wrong
def pad_squared(x, W, b, stride=1, pad=0):
    return np.einsum("ncijuv,fcuv->nfij", _strided(_pad(x, pad**2), *W.shape[2:], stride), W) + b[:, None, None]


@wrong
def stride_two_at_most(x, W, b, stride=1, pad=0):
    return np.einsum("ncijuv,fcuv->nfij", _strided(_pad(x, pad), *W.shape[2:], min(stride, 2)), W) + b[:, None, None]


@wrong
def stride_on_the_columns_only(x, W, b, stride=1, pad=0):
    return _loops(x, W, b, stride, pad, step_down=1)


@wrong
def channel_zero_for_all(x, W, b, stride=1, pad=0):
    return _loops(x, W, b, stride, pad, xp=np.repeat(_pad(x, pad)[:, :1], x.shape[1], axis=1))


@wrong
def pictures_summed_too(x, W, b, stride=1, pad=0):
    out = np.einsum("ncijuv,fcuv->fij", _strided(_pad(x, pad), *W.shape[2:], stride), W)
    return out[None].repeat(len(x), 0) + b[:, None, None]
