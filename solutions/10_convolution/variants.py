"""Correct answers to 10_convolution, written from the contracts alone, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, variant

# -- inputs -----------------------------------------------------------------------------------


def values(rng, shape, kinds=3):
    """An array of floats, of float32, or of small integers, which tie."""
    kind = rng.integers(kinds)
    if kind == 0:
        return rng.integers(-3, 4, shape)
    return rng.normal(size=shape) if kind == 1 else rng.normal(size=shape).astype(np.float32)


def geometry(rng):
    """Shapes and settings of a small layer whose windows fit: N, C, F, H, width, kh, kw, stride, pad."""
    while True:
        N, C, F, H, width, kh, kw, stride = (int(n) for n in rng.integers(1, (3, 3, 3, 6, 6, 4, 4, 4)))
        pad = int(rng.integers(0, 3))
        if kh <= H + 2 * pad and kw <= width + 2 * pad:
            return N, C, F, H, width, kh, kw, stride, pad



@inputs("cross_correlate1d")
def cross_correlate1d_inputs(rng):
    while True:
        n, m = sorted(int(n) for n in rng.integers(1, 8, 2))[::-1]
        yield values(rng, n), values(rng, m)


@inputs("convolve1d")
def convolve1d_inputs(rng):
    while True:
        n, m = (int(n) for n in rng.integers(1, 8, 2))
        mode = ["full", "same", "valid"][rng.integers(3 if n >= m else 2)]
        x, w = values(rng, n), values(rng, m)
        yield (x, w, mode) if mode != "full" or rng.random() < 0.5 else (x, w)


@inputs("conv_output_size")
def conv_output_size_inputs(rng):
    while True:
        n, m, p, s = (int(n) for n in rng.integers((1, 1, 0, 1), (20, 12, 5, 6)))
        yield [(n, m, p, s), (n, m, p), (n, m)][rng.integers(3)]


@inputs("same_padding")
def same_padding_inputs(rng):
    while True:
        yield (int(rng.integers(1, 30)),)


@inputs("conv2d_forward")
def conv2d_forward_inputs(rng):
    while True:
        N, C, F, H, width, kh, kw, stride, pad = geometry(rng)
        yield values(rng, (N, C, H, width)), values(rng, (F, C, kh, kw)), values(rng, F), stride, pad


@inputs("conv2d_fast")
def conv2d_fast_inputs(rng):
    yield from conv2d_forward_inputs(rng)


@inputs("im2col")
def im2col_inputs(rng):
    while True:
        N, C, _, H, width, kh, kw, stride, pad = geometry(rng)
        yield values(rng, (N, C, H, width)), kh, kw, stride, pad


@inputs("conv_parameters")
def conv_parameters_inputs(rng):
    while True:
        C, F, k = (int(n) for n in rng.integers(1, 20, 3))
        yield (C, F, k) if rng.random() < 0.5 else (C, F, k, bool(rng.integers(2)))


@inputs("conv_multiply_adds")
def conv_multiply_adds_inputs(rng):
    while True:
        yield tuple(int(n) for n in rng.integers(1, 20, 5))


@inputs("conv2d_backward")
def conv2d_backward_inputs(rng):
    while True:
        N, C, F, H, width, kh, kw, stride, pad = geometry(rng)
        size = ((H + 2 * pad - kh) // stride + 1, (width + 2 * pad - kw) // stride + 1)
        yield values(rng, (N, F, *size)), values(rng, (N, C, H, width)), values(rng, (F, C, kh, kw)), stride, pad


def pooling(rng):
    """A picture, the size and the stride of a window that fits, and a gradient of the output."""
    N, C, size, stride = (int(n) for n in rng.integers(1, (3, 3, 4, 4)))
    H, width = (int(n) for n in rng.integers(size, size + 4, 2))
    x = values(rng, (N, C, H, width))
    return x, size, stride, values(rng, (N, C, (H - size) // stride + 1, (width - size) // stride + 1))


@inputs("max_pool")
def max_pool_inputs(rng):
    while True:
        yield pooling(rng)[:3]


@inputs("mean_pool")
def mean_pool_inputs(rng):
    while True:
        yield pooling(rng)[:3]


@inputs("max_pool_backward")
def max_pool_backward_inputs(rng):
    while True:
        x, size, stride, dout = pooling(rng)
        yield dout, x, size, stride


@inputs("mean_pool_backward")
def mean_pool_backward_inputs(rng):
    while True:
        x, size, stride, dout = pooling(rng)
        yield dout, x.shape, size, stride


@inputs("receptive_field")
def receptive_field_inputs(rng):
    while True:
        yield ([(int(k), int(s)) for k, s in rng.integers(1, 6, (int(rng.integers(0, 6)), 2))],)


@inputs("dilated_output_size")
def dilated_output_size_inputs(rng):
    while True:
        n, m, p, s, d = (int(n) for n in rng.integers((20, 1, 0, 1, 1), (40, 6, 5, 6, 5)))
        yield [(n, m, p, s, d), (n, m, p, s), (n, m)][rng.integers(3)]


@inputs("transposed_output_size")
def transposed_output_size_inputs(rng):
    while True:
        o, m, p, s = (int(n) for n in rng.integers((8, 1, 0, 1), (20, 6, 4, 6)))
        yield [(o, m, p, s), (o, m, p), (o, m)][rng.integers(3)]


@inputs("conv1x1")
def conv1x1_inputs(rng):
    while True:
        N, C, F, H, width = (int(n) for n in rng.integers(1, 4, 5))
        yield values(rng, (N, C, H, width)), values(rng, (F, C)), values(rng, F)


# -- 10.1 -------------------------------------------------------------------------------------


@variant("cross_correlate1d")
def loops_over_both(x, w):
    y = np.zeros(len(x) - len(w) + 1)
    for i in range(len(y)):
        for k in range(len(w)):
            y[i] += x[i + k] * w[k]
    return y


@variant("cross_correlate1d")
def shifted_sums(x, w):
    size = len(x) - len(w) + 1
    return sum(x[k : k + size] * w[k] for k in range(len(w)))


@variant("cross_correlate1d")
def windows_times_kernel(x, w):
    return np.lib.stride_tricks.sliding_window_view(x, len(w)) @ w


@variant("cross_correlate1d")
def list_of_dots(x, w):
    return np.array([float(np.dot(x[i : i + len(w)], w)) for i in range(len(x) - len(w) + 1)])


@variant("cross_correlate1d", of="convolve1d")
def by_the_definition(x, w, mode="full"):
    n, m = len(x), len(w)
    y = np.zeros(n + m - 1)
    for i in range(n + m - 1):
        for k in range(m):
            if 0 <= i - k < n:
                y[i] += x[i - k] * w[k]
    if mode == "same":
        y = y[(m - 1) // 2 : n + m - 1 - m // 2]
    if mode == "valid":
        y = y[m - 1 : n]
    return y


@variant("cross_correlate1d", of="convolve1d")
def padding_by_mode(x, w, mode="full"):
    m = len(w)
    before, after = {"full": (m - 1, m - 1), "same": (m - 1 - (m - 1) // 2, m - 1 - m // 2), "valid": (0, 0)}[mode]
    xp = np.concatenate([np.zeros(before), x, np.zeros(after)])
    flipped = np.flip(w)
    return np.array([np.sum(xp[i : i + m] * flipped) for i in range(len(xp) - m + 1)])


@variant("cross_correlate1d", of="convolve1d")
def spread_out(x, w, mode="full"):
    n, m = len(x), len(w)
    y = np.zeros(n + m - 1)
    for i, value in enumerate(x):
        y[i : i + m] += value * w
    start = {"full": 0, "same": (m - 1) // 2, "valid": m - 1}[mode]
    end = {"full": n + m - 1, "same": (m - 1) // 2 + n, "valid": n}[mode]
    return y[start:end]


# -- 10.2 -------------------------------------------------------------------------------------


@variant("conv_output_size")
def counts_positions(n, m, p=0, s=1):
    count = len(range(0, n + 2 * p - m + 1, s))
    if count == 0:
        raise ValueError("window too large")
    return count


@variant("conv_output_size")
def by_math_floor(n, m, p=0, s=1):
    room = n + 2 * p - m
    if room < 0:
        raise ValueError
    return math.floor(room / s) + 1


@variant("conv_output_size")
def slides_it(n, m, p=0, s=1):
    start, count = 0, 0
    while start + m <= n + 2 * p:
        start, count = start + s, count + 1
    if not count:
        raise ValueError(f"kernel {m} > padded input {n + 2 * p}")
    return count


@variant("conv_output_size")
def numpy_floor(n, m, p=0, s=1):
    if n + 2 * p < m:
        raise ValueError("too large")
    return int(np.floor((n + 2 * p - m) / s)) + 1


@variant("conv_output_size")
def numpy_integer(n, m, p=0, s=1):
    room = n + 2 * p - m
    if room // s + 1 < 1:
        raise ValueError("window does not fit")
    return np.int64(room // s + 1)


@variant("conv_output_size", of="same_padding")
def total_first(m):
    total = m - 1
    before = total // 2
    return before, total - before


@variant("conv_output_size", of="same_padding")
def odd_and_even(m):
    if m % 2 == 1:
        return ((m - 1) // 2, (m - 1) // 2)
    return (m // 2 - 1, m // 2)


@variant("conv_output_size", of="same_padding")
def floor_and_ceil(m):
    return math.floor((m - 1) / 2), math.ceil((m - 1) / 2)


# -- 10.3 -------------------------------------------------------------------------------------


@variant("conv2d_forward")
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


@variant("conv2d_forward")
def per_position(x, W, b, stride=1, pad=0):
    xp = np.zeros((x.shape[0], x.shape[1], x.shape[2] + 2 * pad, x.shape[3] + 2 * pad), dtype=np.result_type(x, np.float32))
    xp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]] = x
    kh, kw = W.shape[2], W.shape[3]
    rows = []
    for top in range(0, xp.shape[2] - kh + 1, stride):
        row = []
        for left in range(0, xp.shape[3] - kw + 1, stride):
            row.append(np.tensordot(xp[:, :, top : top + kh, left : left + kw], W, axes=([1, 2, 3], [1, 2, 3])) + b)
        rows.append(np.stack(row, axis=-1))
    return np.stack(rows, axis=-2)


@variant("conv2d_forward")
def per_weight(x, W, b, stride=1, pad=0):
    xp = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    kh, kw = W.shape[2:]
    H, width = (xp.shape[2] - kh) // stride + 1, (xp.shape[3] - kw) // stride + 1
    out = np.zeros((len(x), len(W), H, width)) + b.reshape(1, -1, 1, 1)
    for u in range(kh):
        for v in range(kw):
            piece = xp[:, :, u : u + stride * (H - 1) + 1 : stride, v : v + stride * (width - 1) + 1 : stride]
            out += np.einsum("ncij,fc->nfij", piece, W[:, :, u, v])
    return out


@variant("conv2d_forward")
def all_then_every_second(x, W, b, stride=1, pad=0):
    xp = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    windows = np.lib.stride_tricks.sliding_window_view(xp, W.shape[2:], axis=(2, 3))
    return (np.einsum("ncijuv,fcuv->nfij", windows, W) + b[None, :, None, None])[:, :, ::stride, ::stride]


# -- 10.4 -------------------------------------------------------------------------------------


@variant("conv_parameters")
def weights_and_biases(C, F, k, bias=True):
    weights = C * F * k**2
    return weights + F if bias else weights


@variant("conv_parameters")
def by_an_array(C, F, k, bias=True):
    return np.zeros((F, C, k, k)).size + (F if bias else 0)


@variant("conv_parameters")
def product_of_a_shape(C, F, k, bias=True):
    return np.prod([F, C, k, k]) + F * int(bias)


@variant("conv_parameters", of="conv_multiply_adds")
def positions_times_weights(C, F, k, H_out, W_out):
    return (H_out * W_out) * (F * C * k**2)


@variant("conv_parameters", of="conv_multiply_adds")
def in_floats(C, F, k, H_out, W_out):
    return float(C) * F * k * k * H_out * W_out


@variant("conv_parameters", of="conv_multiply_adds")
def by_prod(C, F, k, H_out, W_out):
    return math.prod((C, F, k, k, H_out, W_out))


# -- 10.5 -------------------------------------------------------------------------------------


@variant("im2col")
def loop_and_ravel(x, kh, kw, stride=1, pad=0):
    N, C, H, width = x.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows, columns = (H + 2 * pad - kh) // stride + 1, (width + 2 * pad - kw) // stride + 1
    out = np.zeros((N, rows, columns, C * kh * kw))
    for n, i, j in np.ndindex(N, rows, columns):
        out[n, i, j] = xp[n, :, i * stride : i * stride + kh, j * stride : j * stride + kw].ravel()
    return out


@variant("im2col")
def by_moveaxis(x, kh, kw, stride=1, pad=0):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))
    windows = np.moveaxis(windows, 1, 3)[:, ::stride, ::stride]
    return windows.reshape(windows.shape[0], windows.shape[1], windows.shape[2], -1)


@variant("im2col")
def by_indices(x, kh, kw, stride=1, pad=0):
    N, C, H, width = x.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows, columns = (H + 2 * pad - kh) // stride + 1, (width + 2 * pad - kw) // stride + 1
    i = stride * np.arange(rows)[:, None, None, None] + np.arange(kh)[None, None, :, None]
    j = stride * np.arange(columns)[None, :, None, None] + np.arange(kw)[None, None, None, :]
    return np.moveaxis(xp[:, :, i, j], 1, 3).reshape(N, rows, columns, C * kh * kw)


@variant("im2col", of="conv2d_fast")
def by_einsum(x, W, b, stride=1, pad=0):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(xp, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("ncijuv,fcuv->nfij", windows, W, optimize=True) + b[:, None, None]


@variant("im2col", of="conv2d_fast")
def by_tensordot(x, W, b, stride=1, pad=0):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(xp, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.moveaxis(np.tensordot(windows, W, axes=((1, 4, 5), (1, 2, 3))), 3, 1) + b.reshape(-1, 1, 1)


@variant("im2col", of="conv2d_fast")
def by_loops_after_all(x, W, b, stride=1, pad=0):
    return per_position(x, W, b, stride, pad)


# -- 10.6 -------------------------------------------------------------------------------------


@variant("conv2d_backward")
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


@variant("conv2d_backward")
def by_single_products(dout, x, W, stride=1, pad=0):
    (N, C, H, width), (F, _, kh, kw) = x.shape, W.shape
    dx, dW, db = np.zeros(x.shape), np.zeros(W.shape), np.zeros(F)
    for n, f, i, j in np.ndindex(dout.shape):
        db[f] += dout[n, f, i, j]
        for c, u, v in np.ndindex(C, kh, kw):
            row, column = i * stride + u - pad, j * stride + v - pad
            if 0 <= row < H and 0 <= column < width:
                dx[n, c, row, column] += dout[n, f, i, j] * W[f, c, u, v]
                dW[f, c, u, v] += dout[n, f, i, j] * x[n, c, row, column]
    return dx, dW, db


@variant("conv2d_backward")
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


@variant("conv2d_backward")
def as_a_full_convolution(dout, x, W, stride=1, pad=0):
    N, F, H, width = dout.shape
    kh, kw = W.shape[2:]
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    spread = np.zeros((N, F, xp.shape[2] - kh + 1, xp.shape[3] - kw + 1))  # zeros between the gradients undo the stride
    spread[:, :, ::stride, ::stride] = dout
    around = np.pad(spread, ((0, 0), (0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1)))
    windows = np.lib.stride_tricks.sliding_window_view(around, (kh, kw), axis=(2, 3))
    dxp = np.einsum("nfijuv,fcuv->ncij", windows, W[:, :, ::-1, ::-1])
    seen = np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))
    dW = np.einsum("nfij,ncijuv->fcuv", spread, seen)
    return dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dW, spread.sum(axis=(0, 2, 3))


@variant("conv2d_backward")
def in_float32(dout, x, W, stride=1, pad=0):
    single = all(array.dtype == np.float32 for array in (dout, x, W))
    results = by_single_outputs(dout, x, W, stride, pad)
    return tuple(result.astype(np.float32) for result in results) if single else results


# -- 10.7 -------------------------------------------------------------------------------------


@variant("max_pool")
def pool_by_loops(x, size=2, stride=2):
    N, C, H, width = x.shape
    out = np.zeros((N, C, (H - size) // stride + 1, (width - size) // stride + 1))
    for n, c, i, j in np.ndindex(out.shape):
        out[n, c, i, j] = x[n, c, i * stride : i * stride + size, j * stride : j * stride + size].max()
    return out


@variant("max_pool")
def pool_single_numbers(x, size=2, stride=2):
    N, C, H, width = x.shape
    out = np.full((N, C, (H - size) // stride + 1, (width - size) // stride + 1), -np.inf)
    for n, c, i, j in np.ndindex(out.shape):
        for u in range(size):
            for v in range(size):
                if x[n, c, i * stride + u, j * stride + v] > out[n, c, i, j]:
                    out[n, c, i, j] = x[n, c, i * stride + u, j * stride + v]
    return out


@variant("max_pool")
def pool_in_xs_dtype(x, size=2, stride=2):
    H, width = (x.shape[2] - size) // stride + 1, (x.shape[3] - size) // stride + 1
    out = np.empty((*x.shape[:2], H, width), dtype=x.dtype)
    for i in range(H):
        for j in range(width):
            out[:, :, i, j] = np.max(x[:, :, i * stride : i * stride + size, j * stride : j * stride + size], axis=(2, 3))
    return out


@variant("max_pool", of="mean_pool")
def mean_by_loops(x, size=2, stride=2):
    N, C, H, width = x.shape
    out = np.zeros((N, C, (H - size) // stride + 1, (width - size) // stride + 1))
    for n, c, i, j in np.ndindex(out.shape):
        out[n, c, i, j] = x[n, c, i * stride : i * stride + size, j * stride : j * stride + size].mean()
    return out


@variant("max_pool", of="mean_pool")
def mean_as_a_convolution(x, size=2, stride=2):
    N, C, H, width = x.shape
    kernel = np.full((1, 1, size, size), 1 / size**2)
    out = per_position(x.reshape(N * C, 1, H, width), kernel, np.zeros(1), stride)
    return out.reshape(N, C, out.shape[2], out.shape[3])


@variant("max_pool", of="mean_pool")
def mean_by_shifts(x, size=2, stride=2):
    H, width = (x.shape[2] - size) // stride + 1, (x.shape[3] - size) // stride + 1
    total = np.zeros((x.shape[0], x.shape[1], H, width))
    for u in range(size):
        for v in range(size):
            total += x[:, :, u : u + stride * (H - 1) + 1 : stride, v : v + stride * (width - 1) + 1 : stride]
    return total / (size * size)


# -- 10.8 -------------------------------------------------------------------------------------


@variant("max_pool_backward")
def by_strict_comparison(dout, x, size=2, stride=2):
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        best = None
        for u in range(i * stride, i * stride + size):
            for v in range(j * stride, j * stride + size):
                if best is None or x[n, c, u, v] > x[n, c, best[0], best[1]]:
                    best = u, v
        dx[n, c, best[0], best[1]] += dout[n, c, i, j]
    return dx


@variant("max_pool_backward")
def by_unravel(dout, x, size=2, stride=2):
    dx = np.zeros_like(x, dtype=float)
    for n, c, i, j in np.ndindex(dout.shape):
        window = x[n, c, i * stride : i * stride + size, j * stride : j * stride + size]
        u, v = np.unravel_index(np.argmax(window), window.shape)
        dx[n, c, i * stride + u, j * stride + v] += dout[n, c, i, j]
    return dx


@variant("max_pool_backward")
def by_add_at(dout, x, size=2, stride=2):
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))[:, :, ::stride, ::stride]
    where = windows.reshape(*windows.shape[:4], -1).argmax(axis=-1)
    n, c, i, j = np.indices(dout.shape)
    dx = np.zeros(x.shape)
    np.add.at(dx, (n, c, i * stride + where // size, j * stride + where % size), dout)
    return dx


# -- 10.9 -------------------------------------------------------------------------------------


@variant("receptive_field")
def from_the_top(layers):
    side = 1
    for k, s in layers[::-1]:
        side = (side - 1) * s + k
    return side


@variant("receptive_field")
def by_products(layers):
    return 1 + sum((layers[i][0] - 1) * math.prod(s for _, s in layers[:i]) for i in range(len(layers)))


@variant("receptive_field")
def recursively(layers):
    if not layers:
        return 1
    (k, s), rest = layers[0], layers[1:]
    return k + s * (recursively(rest) - 1)


@variant("receptive_field")
def by_cumprod(layers):
    if len(layers) == 0:
        return 1
    k, s = np.array(layers).T
    return 1 + np.sum((k - 1) * np.concatenate([[1], np.cumprod(s)[:-1]]))


# -- 10.10 to 10.12 ---------------------------------------------------------------------------


@variant("dilated_output_size")
def spelled_out(n, m, p=0, s=1, d=1):
    return (n + 2 * p - d * (m - 1) - 1) // s + 1


@variant("dilated_output_size")
def gaps(n, m, p=0, s=1, d=1):
    span = m + (m - 1) * (d - 1)
    return math.floor((n + 2 * p - span) / s + 1)


@variant("dilated_output_size", of="transposed_output_size")
def as_pytorch_says(o, m, p=0, s=1):
    return (o - 1) * s - 2 * p + (m - 1) + 1


@variant("conv1x1")
def by_einsum_1x1(x, W, b):
    return np.einsum("nchw,fc->nfhw", x, W) + b[:, None, None]


@variant("conv1x1")
def flat_pixels(x, W, b):
    N, C, H, width = x.shape
    return (W @ x.reshape(N, C, H * width) + b[:, None]).reshape(N, len(W), H, width)


@variant("conv1x1")
def by_tensordot_1x1(x, W, b):
    return np.tensordot(x, W, axes=(1, 1)).transpose(0, 3, 1, 2) + b.reshape(1, -1, 1, 1)


@variant("mean_pool_backward")
def mean_backward_by_loops(dout, shape, size=2, stride=2):
    dx = np.zeros(shape)
    for n, c, i, j in np.ndindex(dout.shape):
        dx[n, c, i * stride : i * stride + size, j * stride : j * stride + size] += dout[n, c, i, j] / size**2
    return dx


@variant("mean_pool_backward")
def mean_backward_by_shifts(dout, shape, size=2, stride=2):
    dx, (H, width) = np.zeros(shape), dout.shape[2:]
    for u in range(size):
        for v in range(size):
            dx[:, :, u : u + stride * (H - 1) + 1 : stride, v : v + stride * (width - 1) + 1 : stride] += dout
    return dx / (size * size)


@variant("mean_pool_backward")
def mean_backward_by_pixels(dout, shape, size=2, stride=2):
    dx = np.zeros(shape)
    for n, c, row, column in np.ndindex(*shape):
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                if 0 <= row - i * stride < size and 0 <= column - j * stride < size:
                    dx[n, c, row, column] += dout[n, c, i, j] / (size * size)
    return dx


# -- answers of learners, right in another way ------------------------------------------------


@variant("cross_correlate1d")
def by_indices_1d(x, w):
    i = np.arange(len(x) - len(w) + 1)[:, None] + np.arange(len(w))
    return (x[i] * w).sum(1)


@variant("conv2d_forward")
def by_slices_that_end_exactly(x, W, b, stride=1, pad=0):
    kh, kw = W.shape[2:]
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    down, right = (xp.shape[2] - kh) // stride * stride + 1, (xp.shape[3] - kw) // stride * stride + 1
    windows = np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))[:, :, :down:stride, :right:stride]
    return np.einsum("ncijuv,fcuv->nfij", windows, W) + b[:, None, None]


@variant("conv2d_backward")
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


@variant("max_pool_backward")
def search_from_minus_infinity(dout, x, size=2, stride=2):
    dx = np.zeros(x.shape, dtype=dout.dtype)
    for (n, c, i, j), d in np.ndenumerate(dout):
        best, place = -np.inf, None
        for u in range(i * stride, i * stride + size):
            for v in range(j * stride, j * stride + size):
                if x[n, c, u, v] > best:
                    best, place = x[n, c, u, v], (u, v)
        dx[n, c, place[0], place[1]] += d
    return dx
