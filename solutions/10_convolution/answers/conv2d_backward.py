"""Answers to 10.6, conv2d_backward: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import addends, kinds_of

from ._shared import _pad, _padded, _size, _strided, layer

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def conv2d_backward_inputs(rng):
    while True:
        x, W, _, rest, stride, pad = layer(rng)
        size = (_size(n, k, pad, stride) for n, k in zip(x.shape[2:], W.shape[2:]))
        yield addends(rng, (len(x), len(W), *size), kinds_of(rng)), x, W, *rest


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_single_outputs(dout, x, W, stride=1, pad=0):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    kh, kw = W.shape[2:]
    dxp, dW, db = np.zeros(xp.shape), np.zeros(W.shape), np.zeros(len(W))
    for n, f, i, j in np.ndindex(dout.shape):
        d, top, left = dout[n, f, i, j], i * stride, j * stride
        dxp[n, :, top : top + kh, left : left + kw] += d * W[f]
        dW[f] += d * xp[n, :, top : top + kh, left : left + kw]
        db[f] += d
    dx = dxp[:, :, pad:-pad, pad:-pad] if pad else dxp
    return dx, dW, db


@right
def by_single_products(dout, x, W, stride=1, pad=0):
    (_, C, H, width), (F, _, kh, kw) = x.shape, W.shape
    dx, dW, db = np.zeros(x.shape), np.zeros(W.shape), np.zeros(F)
    for n, f, i, j in np.ndindex(dout.shape):
        db[f] += dout[n, f, i, j]
        for c, u, v in np.ndindex(C, kh, kw):
            row, column = i * stride + u - pad, j * stride + v - pad
            if 0 <= row < H and 0 <= column < width:
                dx[n, c, row, column] += dout[n, f, i, j] * W[f, c, u, v]
                dW[f, c, u, v] += dout[n, f, i, j] * x[n, c, row, column]
    return dx, dW, db


@right
def by_weights(dout, x, W, stride=1, pad=0):
    xp = np.pad(x.astype(float), ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dxp, dW = np.zeros_like(xp), np.zeros_like(W, dtype=float)
    H, width = dout.shape[2:]
    for u in range(W.shape[2]):
        for v in range(W.shape[3]):
            met = np.s_[:, :, u : u + stride * (H - 1) + 1 : stride, v : v + stride * (width - 1) + 1 : stride]
            dW[:, :, u, v] = np.einsum("nfij,ncij->fc", dout, xp[met])
            dxp[met] += np.einsum("nfij,fc->ncij", dout, W[:, :, u, v])
    end = (pad + x.shape[2], pad + x.shape[3])
    return dxp[:, :, pad : end[0], pad : end[1]], dW, dout.sum((0, 2, 3))


@right
def as_a_full_convolution(dout, x, W, stride=1, pad=0):
    """Both gradients are convolutions themselves: dx slides the flipped kernels over dout with zeros all around, and
    dW slides dout over the padded picture; zeros between the gradients undo the stride. So the way back needs no
    other operation than the way forward, and no loop over positions, but with a stride above 1 most of its products
    are with those zeros."""
    N, F = dout.shape[:2]
    kh, kw = W.shape[2:]
    sliding = np.lib.stride_tricks.sliding_window_view
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    spread = np.zeros((N, F, xp.shape[2] - kh + 1, xp.shape[3] - kw + 1))
    spread[:, :, ::stride, ::stride] = dout
    around = np.pad(spread, ((0, 0), (0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1)))
    windows = sliding(around, (kh, kw), axis=(2, 3))
    dxp = np.einsum("nfijuv,fcuv->ncij", windows, W[:, :, ::-1, ::-1])
    dx = dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]
    dW = np.einsum("nfij,ncijuv->fcuv", spread, sliding(xp, (kh, kw), axis=(2, 3)))
    return dx, dW, np.sum(dout, axis=(0, 2, 3))


@right
def in_float32(dout, x, W, stride=1, pad=0):
    single = all(array.dtype == np.float32 for array in (dout, x, W))
    results = by_single_outputs(dout, x, W, stride, pad)
    return tuple(result.astype(np.float32) for result in results) if single else results


@right
def halfway_vectorised(dout, x, W, stride=1, pad=0):
    (H, width), (kh, kw), (Ho, Wo) = x.shape[2:], W.shape[2:], dout.shape[2:]
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))[:, :, ::stride, ::stride]
    dxp = np.zeros(xp.shape)
    for u in range(kh):
        for v in range(kw):
            rows, columns = slice(u, u + stride * (Ho - 1) + 1, stride), slice(v, v + stride * (Wo - 1) + 1, stride)
            dxp[:, :, rows, columns] += np.einsum("nfij,fc->ncij", dout, W[:, :, u, v])
    dW = np.einsum("nfij,ncijuv->fcuv", dout, windows)
    return dxp[:, :, pad : pad + H, pad : pad + width], dW, dout.sum((0, 2, 3))


# -- wrong, and told why ---------------------------------------------------------------------------


def _backward(dout, xp, W, stride):
    """dxp and dW for an array that is padded already."""
    dxp, dW = np.zeros(xp.shape), np.zeros(W.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        window = np.s_[:, :, i * stride : i * stride + W.shape[2], j * stride : j * stride + W.shape[3]]
        dxp[window] += np.tensordot(dout[:, :, i, j], W, axes=1)
        dW += np.tensordot(dout[:, :, i, j].T, xp[window], axes=1)
    return dxp, dW


def _crop(dxp, x, pad):
    return dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]


@wrong
def overwritten(dout, x, W, stride=1, pad=0):
    """Where windows overlap, you overwrite what stood in dx. What is used several times receives the sum of all
    gradients."""
    xp = _padded(x, pad)
    dxp, dW = np.zeros(xp.shape), _backward(dout, xp, W, stride)[1]
    for i, j in np.ndindex(dout.shape[2:]):
        rows, columns = slice(i * stride, i * stride + W.shape[2]), slice(j * stride, j * stride + W.shape[3])
        dxp[:, :, rows, columns] = np.tensordot(dout[:, :, i, j], W, axes=1)
    return _crop(dxp, x, pad), dW, dout.sum(axis=(0, 2, 3))


@wrong
def weights_overwritten(dout, x, W, stride=1, pad=0):
    """dW holds the contribution of the last position only. A weight is used at every position: add up."""
    xp = _padded(x, pad)
    i, j = dout.shape[2] - 1, dout.shape[3] - 1
    window = xp[:, :, i * stride : i * stride + W.shape[2], j * stride : j * stride + W.shape[3]]
    dW = np.tensordot(dout[:, :, i, j].T, window, axes=1)
    return _crop(_backward(dout, xp, W, stride)[0], x, pad), dW, dout.sum(axis=(0, 2, 3))


@wrong
def averaged_over_pictures(dout, x, W, stride=1, pad=0):
    """You divide dW and db by the number of pictures. If the loss is a mean, `dout` has that factor already: here
    everything is summed."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW / len(x), dout.sum(axis=(0, 2, 3)) / len(x)


@wrong
def averaged_over_positions(dout, x, W, stride=1, pad=0):
    """You average dW over the positions. A weight receives the sum of what comes from all of them."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW / dout[0, 0].size, dout.sum(axis=(0, 2, 3))


@wrong
def bias_gradient_mean(dout, x, W, stride=1, pad=0):
    """dx and dW are right, but db is a mean. A bias is added to every output of its map, so it receives the sum."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW, dout.mean(axis=(0, 2, 3))


@wrong
def bias_summed_over_maps(dout, x, W, stride=1, pad=0):
    """dx and dW are right, but every entry of db is the sum over all maps. b[f] takes part in map f only."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW, np.full(len(W), dout.sum())


@wrong
def not_cropped(dout, x, W, stride=1, pad=0):
    """Your dx still has its padding: it should have the shape of x."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return dxp, dW, dout.sum(axis=(0, 2, 3))


@wrong
def cropped_at_one_end(dout, x, W, stride=1, pad=0):
    """Your dx has the right shape, but you cut the padding off at the far end only, so everything is moved. It stands on all
    four sides."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return dxp[:, :, : x.shape[2], : x.shape[3]], dW, dout.sum(axis=(0, 2, 3))


@wrong
def empty_slice(dout, x, W, stride=1, pad=0):
    """With pad = 0 your dx is empty: `[pad:-pad]` is `[0:-0]`, which ends before it begins. Say where the picture ends by
    its size."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return dxp[:, :, pad:-pad, pad:-pad], dW, dout.sum(axis=(0, 2, 3))


@wrong
def kernel_turned(dout, x, W, stride=1, pad=0):
    """In dx you rotate the kernel within the window. A rotated kernel belongs to another way of writing this, a full
    convolution of dout; here each pixel of the window receives the weight that it met."""
    dxp, dW = _backward(dout, _padded(x, pad), W[:, :, ::-1, ::-1], stride)
    return _crop(dxp, x, pad), dW, dout.sum(axis=(0, 2, 3))


@wrong
def weight_gradient_turned(dout, x, W, stride=1, pad=0):
    """dx and db are right, but dW is rotated by 180°. Nothing is flipped here: W[f, c, 0, 0] met the first pixel of each
    window."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW[:, :, ::-1, ::-1], dout.sum(axis=(0, 2, 3))


@wrong
def gradients_swapped(dout, x, W, stride=1, pad=0):
    """You return the same numbers in another order: dx comes first, then dW."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return dW, _crop(dxp, x, pad), dout.sum(axis=(0, 2, 3))


@wrong
def stride_lost(dout, x, W, stride=1, pad=0):
    """Your windows move by 1 on the way back. Those of the forward pass moved by the stride."""
    dxp, dW = _backward(dout, _padded(x, pad), W, 1)
    return _crop(dxp, x, pad), dW, dout.sum(axis=(0, 2, 3))


@wrong
def last_kernel_only(dout, x, W, stride=1, pad=0):
    """dx holds the contribution of the last kernel only. A pixel is used by all kernels: add up over them."""
    xp = _padded(x, pad)
    dxp = _backward(dout[:, -1:], xp, W[-1:], stride)[0]
    return _crop(dxp, x, pad), _backward(dout, xp, W, stride)[1], dout.sum(axis=(0, 2, 3))


@wrong
def last_picture_only(dout, x, W, stride=1, pad=0):
    """dW holds the contribution of the last picture only. A weight is used in all of them: add up."""
    xp = _padded(x, pad)
    dW = _backward(dout[-1:], xp[-1:], W, stride)[1]
    return _crop(_backward(dout, xp, W, stride)[0], x, pad), dW, dout.sum(axis=(0, 2, 3))


@wrong
def whole_number_gradients(dout, x, W, stride=1, pad=0):
    """Your arrays take their dtype from x or W. If those hold integers, the fractions of the gradients are cut off. What
    must you say when you make the arrays?"""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    dx = _crop(dxp, x, pad)
    dx = np.trunc(dx) if np.asarray(x).dtype.kind in "iu" else dx
    return dx, np.trunc(dW) if np.asarray(W).dtype.kind in "iu" else dW, dout.sum(axis=(0, 2, 3))


@wrong
def weights_met_the_bare_picture(dout, x, W, stride=1, pad=0):
    """For dW you read windows of x; near the border they are even too small. In the forward pass the weights met the padded
    picture."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)[0], np.zeros(W.shape)
    for n, f, i, j in np.ndindex(dout.shape):
        top, left = i * stride, j * stride
        dW[f] += dout[n, f, i, j] * x[n, :, top : top + W.shape[2], left : left + W.shape[3]]
    return _crop(dxp, x, pad), dW, dout.sum(axis=(0, 2, 3))


@wrong
def all_maps_and_pictures_mixed(dout, x, W, stride=1, pad=0):
    """With several pictures your dW and db are wrong: reshaping dout from (N, F, …) to (F, …) mixes pictures and maps. Bring
    the axis of the maps to the front first."""
    xp, (kh, kw) = _padded(x, pad), W.shape[2:]
    windows = np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))[:, :, ::stride, ::stride]
    rows = windows.transpose(0, 2, 3, 1, 4, 5).reshape(-1, W[0].size)
    d = dout.reshape(len(W), -1)
    return _crop(_backward(dout, xp, W, stride)[0], x, pad), (d @ rows).reshape(W.shape), d.sum(axis=1)


@wrong
def db_averaged_over_pictures(dout, x, W, stride=1, pad=0):
    """dx and dW are right, but you divide db by the number of pictures. If the loss is a mean, `dout` has that factor
    already."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW, dout.sum(axis=(2, 3)).mean(axis=0)


@wrong
def dW_averaged_over_pictures(dout, x, W, stride=1, pad=0):
    """dx and db are right, but you divide dW by the number of pictures. If the loss is a mean, `dout` has that factor
    already."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW / len(x), dout.sum(axis=(0, 2, 3))


@wrong
def bias_of_one_position(dout, x, W, stride=1, pad=0):
    """dx and dW are right, but db holds what comes from the last position only. A bias is added at every position: add
    up."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW, dout[:, :, -1, -1].sum(axis=0)


@wrong
def pictures_and_maps_mixed(dout, x, W, stride=1, pad=0):
    """db is wrong as soon as there are several pictures: reshaping (N, F, …) to (F, …) mixes pictures and maps. Sum over
    the axes of pictures and positions instead."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW, dout.reshape(len(W), -1).sum(axis=1)


@wrong
def sums_into_integers(dout, x, W, stride=1, pad=0):
    """An array made like x or W holds integers if they do, and `+=` cannot put fractions into it: NumPy refuses to cast. Say
    that you want floats when you make the arrays."""
    xp = _padded(x, pad)
    dxp, dW = np.zeros_like(xp), np.zeros_like(W)
    for i, j in np.ndindex(dout.shape[2:]):
        window = np.s_[:, :, i * stride : i * stride + W.shape[2], j * stride : j * stride + W.shape[3]]
        dxp[window] += np.tensordot(dout[:, :, i, j], W, axes=1)
        dW += np.tensordot(dout[:, :, i, j].T, xp[window], axes=1)
    return _crop(dxp, x, pad), dW, dout.sum(axis=(0, 2, 3))


@wrong
def made_like_dout(dout, x, W, stride=1, pad=0):
    """Your arrays have the dtype of dout. If that holds integers, they cannot take the fractions of W or x: say that you
    want floats."""
    xp = _padded(x, pad)
    dxp, dW = np.zeros(xp.shape, dtype=dout.dtype), np.zeros(W.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        window = np.s_[:, :, i * stride : i * stride + W.shape[2], j * stride : j * stride + W.shape[3]]
        dxp[window] += np.tensordot(dout[:, :, i, j], W, axes=1)
        dW += np.tensordot(dout[:, :, i, j].T, xp[window], axes=1)
    return _crop(dxp, x, pad), dW, dout.sum(axis=(0, 2, 3))


@wrong
def all_made_like_dout(dout, x, W, stride=1, pad=0):
    """Your arrays have the dtype of dout. If that holds integers, they cannot take the fractions of W or x: say that you
    want floats."""
    dxp, dW = np.zeros(_padded(x, pad).shape, dout.dtype), np.zeros(W.shape, dout.dtype)
    xp, db = _padded(x, pad), np.zeros(len(W), dout.dtype)
    for (n, f, i, j), d in np.ndenumerate(dout):
        window = np.s_[n, :, i * stride : i * stride + W.shape[2], j * stride : j * stride + W.shape[3]]
        dxp[window] += d * W[f]
        dW[f] += d * xp[window]
        db[f] += d
    return _crop(dxp, x, pad), dW, db


@wrong
def cropped_by_one(dout, x, W, stride=1, pad=0):
    """Whenever there is padding you cut off one row and column on each side. `pad` says how many there are."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return dxp[:, :, 1:-1, 1:-1] if pad else dxp, dW, dout.sum(axis=(0, 2, 3))


@wrong
def cropped_to_a_square(dout, x, W, stride=1, pad=0):
    """You cut both axes of dx by the height of the picture. Its width may be another."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    dx = dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[2]] if pad else dxp
    return dx, dW, dout.sum(axis=(0, 2, 3))


@wrong
def rows_before_channels(dout, x, W, stride=1, pad=0):
    """dx and db are right, but in dW channels and rows of the kernel are mixed: the columns of your matrix run through the
    window in another order than W does."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW.transpose(0, 2, 1, 3).reshape(W.shape), dout.sum(axis=(0, 2, 3))


def _three(dout, x, W, stride, pad):
    """dx, dW and db as they should be."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return _crop(dxp, x, pad), dW, dout.sum(axis=(0, 2, 3))


@wrong
def db_for_each_picture(dout, x, W, stride=1, pad=0):
    """Your db still has an axis of pictures. A bias takes part in all of them: add over them, too."""
    return *_three(dout, x, W, stride, pad)[:2], dout.sum(axis=(2, 3))


@wrong
def db_of_three_axes(dout, x, W, stride=1, pad=0):
    """Your db has the right numbers and the shape (F, 1, 1). It should have that of b, (F,)."""
    dx, dW, db = _three(dout, x, W, stride, pad)
    return dx, dW, db[:, None, None]


@wrong
def db_over_pictures_only(dout, x, W, stride=1, pad=0):
    """You add over the pictures only: db still has a number for each position. A bias is added at all of them."""
    return *_three(dout, x, W, stride, pad)[:2], dout.sum(axis=0)


@wrong
def db_a_single_number(dout, x, W, stride=1, pad=0):
    """Your db is one number. Each map has its bias, and each bias its gradient."""
    return *_three(dout, x, W, stride, pad)[:2], dout.sum()


@wrong
def db_counts(dout, x, W, stride=1, pad=0):
    """Your db counts outputs. A bias passes on what arrives from above, so dout itself is added up."""
    return *_three(dout, x, W, stride, pad)[:2], np.full(len(W), dout[:, 0].size)


@wrong
def db_of_the_last_output(dout, x, W, stride=1, pad=0):
    """Your db is overwritten by each output: only the last is left. Add up."""
    return *_three(dout, x, W, stride, pad)[:2], dout[-1, :, -1, -1]


@wrong
def db_of_the_first_picture(dout, x, W, stride=1, pad=0):
    """Your db hears only the first picture. A bias takes part in all of them."""
    return *_three(dout, x, W, stride, pad)[:2], dout[0].sum(axis=(1, 2))


@wrong
def dx_upside_down(dout, x, W, stride=1, pad=0):
    """In dx the kernel is upside down within the window. Each pixel receives the weight that it met."""
    return _three(dout, x, W[:, :, ::-1], stride, pad)[0], *_three(dout, x, W, stride, pad)[1:]


@wrong
def first_kernel_for_all(dout, x, W, stride=1, pad=0):
    """For dx you use the first kernel with every map. Map f was made by kernel f."""
    return _three(dout, x, np.repeat(W[:1], len(W), axis=0), stride, pad)[0], *_three(dout, x, W, stride, pad)[1:]


@wrong
def dx_without_dout(dout, x, W, stride=1, pad=0):
    """Your dx does not depend on dout. The weight alone is the local gradient: the chain rule multiplies it by what arrives."""
    return _three(np.ones(dout.shape), x, W, stride, pad)[0], *_three(dout, x, W, stride, pad)[1:]


@wrong
def dW_without_dout(dout, x, W, stride=1, pad=0):
    """Your dW does not depend on dout. The pixel alone is the local gradient: the chain rule multiplies it by what arrives."""
    dx, _, db = _three(dout, x, W, stride, pad)
    return dx, _three(np.ones(dout.shape), x, W, stride, pad)[1], db


@wrong
def dW_and_db_exchanged(dout, x, W, stride=1, pad=0):
    """You return db second and dW third. The order is dx, dW, db."""
    dx, dW, db = _three(dout, x, W, stride, pad)
    return dx, db, dW


@wrong
def downhill_already(dout, x, W, stride=1, pad=0):
    """The signs of dx and dW are wrong: these are gradients, and no steps downhill yet."""
    dx, dW, db = _three(dout, x, W, stride, pad)
    return -dx, -dW, db


@wrong
def always_cropped(dout, x, W, stride=1, pad=0):
    """You cut off one row and one column on each side, whatever `pad` says: it may be 0, or more."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return dxp[:, :, 1:-1, 1:-1], dW, dout.sum(axis=(0, 2, 3))


@wrong
def stride_down_only_backward(dout, x, W, stride=1, pad=0):
    """Your windows move down by the stride, but to the right by 1."""
    return _moved(dout, x, W, (stride, 1), pad)


@wrong
def stride_right_only_backward(dout, x, W, stride=1, pad=0):
    """Your windows move to the right by the stride, but down by 1."""
    return _moved(dout, x, W, (1, stride), pad)


def _moved(dout, x, W, steps, pad):
    xp = _padded(x, pad)
    dxp, dW = np.zeros(xp.shape), np.zeros(W.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        top, left = i * steps[0], j * steps[1]
        window = np.s_[:, :, top : top + W.shape[2], left : left + W.shape[3]]
        dxp[window] += np.tensordot(dout[:, :, i, j], W, axes=1)
        dW += np.tensordot(dout[:, :, i, j].T, xp[window], axes=1)
    return _crop(dxp, x, pad), dW, dout.sum(axis=(0, 2, 3))


@wrong
def dW_without_the_stride(dout, x, W, stride=1, pad=0):
    """For dW your windows move by 1. In the forward pass they moved by the stride."""
    dx, _, db = _three(dout, x, W, stride, pad)
    return dx, _backward(dout, _padded(x, pad), W, 1)[1], db


@wrong
def dx_without_the_stride(dout, x, W, stride=1, pad=0):
    """For dx your windows move by 1. In the forward pass they moved by the stride."""
    return _crop(_backward(dout, _padded(x, pad), W, 1)[0], x, pad), *_three(dout, x, W, stride, pad)[1:]


@wrong
def mean_over_all(dout, x, W, stride=1, pad=0):
    """You divide dW and db by the number of all outputs. Everything is summed."""
    dx, dW, db = _three(dout, x, W, stride, pad)
    return dx, dW / dout.size, db / dout.size


@wrong
def kernels_averaged(dout, x, W, stride=1, pad=0):
    """You average dx over the kernels. A pixel receives the sum of what comes from all of them."""
    dx, dW, db = _three(dout, x, W, stride, pad)
    return dx / len(W), dW, db


@wrong
def everything_overwritten(dout, x, W, stride=1, pad=0):
    """You overwrite where you should add, in dx and in db: what is used several times receives the sum of all gradients."""
    return _each_overwrites(dout, x, W, stride, pad), _three(dout, x, W, stride, pad)[1], dout[-1, :, -1, -1]


@wrong
def overwritten_and_averaged(dout, x, W, stride=1, pad=0):
    """Two things are wrong: where windows overlap, you overwrite what stood in dx; and your db is divided by the number of
    pictures. In both places everything is added up."""
    _, dW, db = _three(dout, x, W, stride, pad)
    return _each_overwrites(dout, x, W, stride, pad), dW, db / len(x)


@wrong
def each_output_overwrites(dout, x, W, stride=1, pad=0):
    """In dx each output overwrites what the one before passed back. What is used several times receives the sum of all gradients."""
    return _each_overwrites(dout, x, W, stride, pad), *_three(dout, x, W, stride, pad)[1:]


def _each_overwrites(dout, x, W, stride, pad):
    dxp, (kh, kw) = np.zeros(_padded(x, pad).shape), W.shape[2:]
    for (n, f, i, j), d in np.ndenumerate(dout):
        dxp[n, :, i * stride : i * stride + kh, j * stride : j * stride + kw] = d * W[f]
    return _crop(dxp, x, pad)


@wrong
def cropped_by_the_height(dout, x, W, stride=1, pad=0):
    """You cut both axes of dx by the height of the picture, also where there is no padding. Its width may be another."""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    return dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[2]], dW, dout.sum(axis=(0, 2, 3))


@wrong
def first_picture_alone(dout, x, W, stride=1, pad=0):
    """Only the first picture is passed through. To which number does your loop over pictures run?"""
    dx = np.zeros(x.shape)
    dx[:1], dW, db = _three(dout[:1], x[:1], W, stride, pad)
    return dx, dW, db


@wrong
def last_row_of_outputs_left_out(dout, x, W, stride=1, pad=0):
    """The last row of outputs passes nothing back. To which number does your loop over rows run?"""
    d = dout.copy()
    if d.shape[2] > 1:
        d[:, :, -1] = 0
    return _three(d, x, W, stride, pad)


@wrong
def one_channel_for_dW(dout, x, W, stride=1, pad=0):
    """In dW all channels come out like the first. The weights of channel c met the pixels of channel c."""
    dx, dW, db = _three(dout, x, W, stride, pad)
    return dx, np.repeat(dW[:, :1], dW.shape[1], axis=1), db


@wrong
def gradients_by_name(dout, x, W, stride=1, pad=0):
    """You return a dict. The contract asks for a tuple (dx, dW, db)."""
    return dict(zip(("dx", "dW", "db"), _three(dout, x, W, stride, pad)))


@wrong
def dx_alone(dout, x, W, stride=1, pad=0):
    """You return dx alone. The contract asks for a tuple (dx, dW, db)."""
    return _three(dout, x, W, stride, pad)[0]


@wrong
def square_kernels_backward(dout, x, W, stride=1, pad=0):
    """You take the kernels for square, and their height for their width."""
    xp, k = _padded(x, pad), W.shape[2]
    dxp, dW = np.zeros(xp.shape), np.zeros(W.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        window = np.s_[:, :, i * stride : i * stride + k, j * stride : j * stride + k]
        dxp[window] += np.tensordot(dout[:, :, i, j], W, axes=1)
        dW += np.tensordot(dout[:, :, i, j].T, xp[window], axes=1)
    return _crop(dxp, x, pad), dW, dout.sum(axis=(0, 2, 3))


@wrong
def db_like_the_kernels(dout, x, W, stride=1, pad=0):
    """Your db has the dtype of W. If W holds integers, its fractions are cut off."""
    dx, dW, db = _three(dout, x, W, stride, pad)
    summed = np.zeros(len(W), W.dtype)
    for n, i, j in np.ndindex(len(x), *dout.shape[2:]):
        for f in range(len(W)):
            summed[f] += dout[n, f, i, j]
    return dx, dW, summed


@wrong
def all_in_float32(dout, x, W, stride=1, pad=0):
    """Your result is kept in float32: that has seven digits, and what is larger than 3.4 · 10³⁸ becomes infinite. Keep NumPy's own float64."""
    return tuple(gradient.astype(np.float32) for gradient in _three(dout, x, W, stride, pad))


@wrong
def dW_like_the_kernels(dout, x, W, stride=1, pad=0):
    """dx and db are right, but your dW has the dtype of W. If W holds integers, the fractions of its gradient are cut off. What must you say when you make that
    array?"""
    dx, dW, db = _three(dout, x, W, stride, pad)
    return dx, dW.astype(W.dtype), db


@wrong
def dx_like_the_pictures(dout, x, W, stride=1, pad=0):
    """dW and db are right, but your dx has the dtype of x. If x holds integers, the fractions of its gradient are cut off. What must you say when you make that
    array?"""
    dx, dW, db = _three(dout, x, W, stride, pad)
    return dx.astype(x.dtype), dW, db


@wrong
def dx_as_far_as_windows_reach(dout, x, W, stride=1, pad=0):
    """Where the stride leaves a rest, your dx ends with the last window, and is smaller than x. It has the shape of x: what is the gradient of a pixel that no
    window covers?"""
    dxp, dW = _backward(dout, _padded(x, pad), W, stride)
    down, right = ((n - 1) * stride + k for n, k in zip(dout.shape[2:], W.shape[2:]))
    return _crop(dxp[:, :, :down, :right], x, pad), dW, dout.sum(axis=(0, 2, 3))


@wrong
def db_of_four_axes(dout, x, W, stride=1, pad=0):
    """Your db has the right numbers and the shape (1, F, 1, 1). It should have that of b, (F,)."""
    return *_three(dout, x, W, stride, pad)[:2], dout.sum(axis=(0, 2, 3), keepdims=True)


@wrong
def db_averaged_over_positions(dout, x, W, stride=1, pad=0):
    """dx and dW are right, but in db you average over the positions. A bias is added at each of them: what is used several times receives the sum."""
    return *_three(dout, x, W, stride, pad)[:2], dout.mean(axis=(2, 3)).sum(axis=0)


# -- wrong, refused without a name -----------------------------------------------------------------


def _back(dout, x, W, stride, pad, dtype=float):
    xp, (kh, kw) = _pad(x, pad), W.shape[2:]
    dxp, dW = np.zeros(xp.shape, dtype), np.zeros(W.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        here = np.s_[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
        dxp[here] += np.tensordot(dout[:, :, i, j], W, 1)
        dW += np.tensordot(dout[:, :, i, j].T, xp[here], 1)
    return dxp, dW, dout.sum(axis=(0, 2, 3))


@wrong
def columns_in_another_order(dout, x, W, stride=1, pad=0):
    dxp, _, db = _back(dout, x, W, stride, pad)
    cols = _strided(_pad(x, pad), *W.shape[2:], stride).transpose(0, 2, 3, 4, 1, 5).reshape(-1, W[0].size)
    dW = (dout.transpose(1, 0, 2, 3).reshape(len(W), -1) @ cols).reshape(W.shape)
    return dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dW, db


@wrong
def rows_left_over_forgotten(dout, x, W, stride=1, pad=0):
    dxp, dW, db = _back(dout, x, W, stride, pad)
    seen = (dout.shape[2] - 1) * stride + W.shape[2]  # a full convolution makes no rows for what no window covers
    return dxp[:, :, :seen][:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dW, db


@wrong
def db_mean_over_pictures(dout, x, W, stride=1, pad=0):
    dxp, dW, db = _back(dout, x, W, stride, pad)
    return dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dW, db / len(x)
