"""Wrong answers that learners gave in trials of 10_convolution; `named`: the panel of that day named them rightly."""

import numpy as np

from chainrule_staff.authoring.alternatives import trial


def _size(n, m, p=0, s=1):
    return (n + 2 * p - m) // s + 1


def _full(x, w):
    return np.array([np.sum(np.pad(x, len(w) - 1)[i : i + len(w)] * w[::-1]) for i in range(len(x) + len(w) - 1)])


def _pad(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


def _windows(x, kh, kw, stride):
    return np.lib.stride_tricks.sliding_window_view(x, (kh, kw), axis=(2, 3))[:, :, ::stride, ::stride]


# -- 10.1 cross_correlate1d, convolve1d ------------------------------------------------------


@trial("cross_correlate1d", of="convolve1d", named=False)
def slices_that_end_at_minus_zero(x, w, mode="full"):
    m = len(w)
    full = _full(x, w)
    if mode == "same":
        return full[(m - 1) // 2 : -(m // 2)]
    if mode == "valid":
        return full[m - 1 : -(m - 1)]
    return full


@trial("cross_correlate1d", named=False)
def zeros_with_the_dtype_of_w(x, w):
    n, m = len(x), len(w)
    y = np.zeros(n - m + 1, dtype=w.dtype)
    for i in range(n - m + 1):
        y[i] = np.sum(x[i : i + m] * w)
    return y


@trial("cross_correlate1d", named=False)
def zeros_like_w(x, w):
    n, m = len(x), len(w)
    y = np.zeros_like(w, shape=n - m + 1)
    for i in range(n - m + 1):
        for k in range(m):
            y[i] += x[i + k] * w[k]
    return y


@trial("cross_correlate1d", named=False)
def loop_ends_early(x, w):
    n, m = len(x), len(w)
    y = np.zeros(n - m + 1)
    for i in range(n - m):
        y[i] = np.dot(x[i : i + m], w)
    return y


@trial("cross_correlate1d", of="convolve1d", named=False)
def padded_with_the_dtype_of_w(x, w, mode="full"):
    n, m = len(x), len(w)
    xp = np.zeros(n + 2 * (m - 1), dtype=w.dtype)
    xp[m - 1 : m - 1 + n] = x
    full = np.lib.stride_tricks.sliding_window_view(xp, m) @ w[::-1]
    return {"full": full, "same": full[(m - 1) // 2 :][:n], "valid": full[m - 1 : n]}[mode]


@trial("cross_correlate1d", of="convolve1d", named=False)
def starts_at_a_rounded_half(x, w, mode="full"):
    n, m = len(x), len(w)
    k = {"full": 0, "same": round((m - 1) / 2), "valid": m - 1}[mode]
    return _full(x, w)[k : k + {"full": n + m - 1, "same": n, "valid": n - m + 1}[mode]]


@trial("cross_correlate1d", of="convolve1d", named=False)
def valid_cuts_twice_as_much_as_same(x, w, mode="full"):
    n, full = len(x), _full(x, w)
    k = (len(full) - n) // 2
    return {"full": full, "same": full[k : k + n], "valid": full[2 * k : len(full) - 2 * k]}[mode]


@trial("cross_correlate1d", of="convolve1d", named=False)
def the_same_padding_on_both_sides(x, w, mode="full"):
    m = len(w)
    p = {"full": m - 1, "same": (m - 1) // 2, "valid": 0}[mode]
    xp = np.pad(x, p)
    return np.array([np.sum(xp[i : i + m] * w[::-1]) for i in range(len(xp) - m + 1)])


# -- 10.2 conv_output_size, same_padding -----------------------------------------------------


@trial("conv_output_size", named=False)
def floor_gives_a_float(n, m, p=0, s=1):
    if m > n + 2 * p:
        raise ValueError("window too large")
    return np.floor((n + 2 * p - m) / s) + 1


@trial("conv_output_size", named=False)
def refuses_a_stride_larger_than_the_input(n, m, p=0, s=1):
    if m > n + 2 * p or s > n:
        raise ValueError("window does not fit")
    return (n + 2 * p - m) // s + 1


@trial("conv_output_size", named=False)
def asks_the_result(n, m, p=0, s=1):
    o = int((n + 2 * p - m) / s) + 1
    if o < 1:
        raise ValueError("does not fit")
    return o


@trial("conv_output_size", named=False)
def asserts(n, m, p=0, s=1):
    assert n + 2 * p >= m
    return (n + 2 * p - m) // s + 1


@trial("conv_output_size", named=False)
def refuses_by_the_bare_input(n, m, p=0, s=1):
    if m > n:
        raise ValueError("window does not fit")
    return (n + 2 * p - m) // s + 1


@trial("conv_output_size", of="same_padding", named=False)
def floats_of_zeros(m):
    return np.floor((m - 1) / 2), np.ceil((m - 1) / 2)


@trial("conv_output_size", of="same_padding", named=False)
def rounded_half(m):
    before = round((m - 1) / 2)
    return before, m - 1 - before


# -- 10.3 conv2d_forward ---------------------------------------------------------------------


def _loops(x, W, b, stride, pad, xp=None, dtype=float, step_down=None):
    xp = _pad(x, pad) if xp is None else xp
    kh, kw = W.shape[2:]
    down = stride if step_down is None else step_down
    out = np.zeros((len(x), len(W), _size(x.shape[2], kh, pad, stride), _size(x.shape[3], kw, pad, stride)), dtype)
    for n, f, i, j in np.ndindex(out.shape):
        r, q = i * down, j * stride
        out[n, f, i, j] = np.sum(xp[n, :, r : r + kh, q : q + kw] * W[f]) + b[f]
    return out


@trial("conv2d_forward", named=False)
def padded_picture_of_ws_dtype(x, W, b, stride=1, pad=0):
    return _loops(x, W, b, stride, pad, xp=_pad(x, pad).astype(W.dtype))


@trial("conv2d_forward", named=False)
def results_of_ws_dtype(x, W, b, stride=1, pad=0):
    return _loops(x, W, b, stride, pad, dtype=W.dtype)


@trial("conv2d_forward", named=False)
def one_zero_whatever_pad_says(x, W, b, stride=1, pad=0):
    return np.einsum("ncijuv,fcuv->nfij", _windows(_pad(x, int(pad > 0)), *W.shape[2:], stride), W) + b[:, None, None]


@trial("conv2d_forward", named=False)
def pad_squared(x, W, b, stride=1, pad=0):
    return np.einsum("ncijuv,fcuv->nfij", _windows(_pad(x, pad**2), *W.shape[2:], stride), W) + b[:, None, None]


@trial("conv2d_forward", named=False)
def stride_two_at_most(x, W, b, stride=1, pad=0):
    return np.einsum("ncijuv,fcuv->nfij", _windows(_pad(x, pad), *W.shape[2:], min(stride, 2)), W) + b[:, None, None]


@trial("conv2d_forward", named=False)
def stride_on_the_columns_only(x, W, b, stride=1, pad=0):
    return _loops(x, W, b, stride, pad, step_down=1)


@trial("conv2d_forward", named=False)
def channel_zero_for_all(x, W, b, stride=1, pad=0):
    return _loops(x, W, b, stride, pad, xp=np.repeat(_pad(x, pad)[:, :1], x.shape[1], axis=1))


@trial("conv2d_forward", named=False)
def pictures_summed_too(x, W, b, stride=1, pad=0):
    out = np.einsum("ncijuv,fcuv->fij", _windows(_pad(x, pad), *W.shape[2:], stride), W)
    return out[None].repeat(len(x), 0) + b[:, None, None]


@trial("conv2d_forward", named=False)
def plus_b(x, W, b, stride=1, pad=0):
    return np.einsum("ncijuv,fcuv->nfij", _windows(_pad(x, pad), *W.shape[2:], stride), W) + b


# -- 10.4 conv_parameters --------------------------------------------------------------------


@trial("conv_parameters", named=True)
def bias_counts_one(C, F, k, bias=True):
    return F * C * k * k + bias


@trial("conv_parameters", of="conv_multiply_adds", named=True)
def products_and_sums(C, F, k, H_out, W_out):
    return 2 * F * C * k * k * H_out * W_out


# -- 10.5 im2col, conv2d_fast ----------------------------------------------------------------


@trial("im2col", named=False)
def kernel_rows_before_channels(x, kh, kw, stride=1, pad=0):
    win = _windows(_pad(x, pad), kh, kw, stride).transpose(0, 2, 3, 4, 1, 5)
    return win.reshape(*win.shape[:3], -1)


@trial("im2col", of="conv2d_fast", named=False)
def plus_equals_b(x, W, b, stride=1, pad=0):
    out = np.einsum("ncijuv,fcuv->nijf", _windows(_pad(x, pad), *W.shape[2:], stride), W)
    out += b
    return out.transpose(0, 3, 1, 2)


@trial("im2col", of="conv2d_fast", named=False)
def rows_and_columns_exchanged(x, W, b, stride=1, pad=0):
    return (np.einsum("ncijuv,fcuv->nijf", _windows(_pad(x, pad), *W.shape[2:], stride), W) + b).transpose(0, 3, 2, 1)


@trial("im2col", named=False)
def pads_one(x, kh, kw, stride=1, pad=0):
    win = _windows(_pad(x, min(pad, 1)), kh, kw, stride).transpose(0, 2, 3, 1, 4, 5)
    return win.reshape(*win.shape[:3], -1)


# -- 10.6 conv2d_backward --------------------------------------------------------------------


def _back(dout, x, W, stride, pad, dtype=float):
    xp, (kh, kw) = _pad(x, pad), W.shape[2:]
    dxp, dW = np.zeros(xp.shape, dtype), np.zeros(W.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        here = np.s_[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
        dxp[here] += np.tensordot(dout[:, :, i, j], W, 1)
        dW += np.tensordot(dout[:, :, i, j].T, xp[here], 1)
    return dxp, dW, dout.sum(axis=(0, 2, 3))


@trial("conv2d_backward", named=False)
def crop_of_one(dout, x, W, stride=1, pad=0):
    dxp, dW, db = _back(dout, x, W, stride, pad)
    return dxp[:, :, 1:-1, 1:-1] if pad else dxp, dW, db


@trial("conv2d_backward", named=False)
def crop_with_h_for_both(dout, x, W, stride=1, pad=0):
    dxp, dW, db = _back(dout, x, W, stride, pad)
    H = x.shape[2]
    return dxp[:, :, pad : H + pad, pad : H + pad] if pad else dxp, dW, db


@trial("conv2d_backward", named=False)
def dxp_with_the_dtype_of_dout(dout, x, W, stride=1, pad=0):
    dxp, dW, db = _back(dout, x, W, stride, pad, dtype=dout.dtype)
    return dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dW, db


@trial("conv2d_backward", named=False)
def columns_in_another_order(dout, x, W, stride=1, pad=0):
    dxp, _, db = _back(dout, x, W, stride, pad)
    cols = _windows(_pad(x, pad), *W.shape[2:], stride).transpose(0, 2, 3, 4, 1, 5).reshape(-1, W[0].size)
    dW = (dout.transpose(1, 0, 2, 3).reshape(len(W), -1) @ cols).reshape(W.shape)
    return dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dW, db


@trial("conv2d_backward", named=False)
def rows_left_over_forgotten(dout, x, W, stride=1, pad=0):
    dxp, dW, db = _back(dout, x, W, stride, pad)
    seen = (dout.shape[2] - 1) * stride + W.shape[2]  # a full convolution makes no rows for what no window covers
    return dxp[:, :, :seen][:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dW, db


@trial("conv2d_backward", named=False)
def dw_from_the_bare_x(dout, x, W, stride=1, pad=0):
    dxp, _, db = _back(dout, x, W, stride, pad)
    dW = np.zeros(W.shape)
    for n, f, i, j in np.ndindex(dout.shape):
        r, q = i * stride, j * stride
        dW[f] += dout[n, f, i, j] * x[n, :, r : r + W.shape[2], q : q + W.shape[3]]
    return dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dW, db


@trial("conv2d_backward", named=False)
def db_mean_over_pictures(dout, x, W, stride=1, pad=0):
    dxp, dW, db = _back(dout, x, W, stride, pad)
    return dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dW, db / len(x)


@trial("conv2d_backward", named=False)
def zeros_like_everywhere(dout, x, W, stride=1, pad=0):
    xp, (kh, kw) = _pad(x, pad), W.shape[2:]
    dxp, dW, db = np.zeros_like(xp), np.zeros_like(W), dout.sum(axis=(0, 2, 3))
    for i, j in np.ndindex(dout.shape[2:]):
        here = np.s_[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
        dxp[here] += np.tensordot(dout[:, :, i, j], W, 1)
        dW += np.tensordot(dout[:, :, i, j].T, xp[here], 1)
    return dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dW, db


# -- 10.7 max_pool, mean_pool ----------------------------------------------------------------


def _pool(x, size, stride, f, down, Ho=None, Wo=None):
    Ho, Wo = Ho or _size(x.shape[2], size, 0, stride), Wo or _size(x.shape[3], size, 0, stride)
    out = np.zeros((*x.shape[:2], Ho, Wo))
    for i, j in np.ndindex(Ho, Wo):
        out[:, :, i, j] = f(x[:, :, i * down : i * down + size, j * stride : j * stride + size], axis=(2, 3))
    return out


@trial("max_pool", named=False)
def rows_start_at_size(x, size=2, stride=2):
    return _pool(x, size, stride, np.max, size)


@trial("max_pool", of="mean_pool", named=False)
def mean_rows_start_at_size(x, size=2, stride=2):
    return _pool(x, size, stride, np.mean, size)


@trial("max_pool", of="mean_pool", named=False)
def mean_rows_do_not_step(x, size=2, stride=2):
    return _pool(x, size, stride, np.mean, 1)


@trial("max_pool", named=False)
def rows_hard_wired_to_two(x, size=2, stride=2):
    return _pool(x, size, stride, np.max, 2)


@trial("max_pool", named=False)
def as_many_rows_as_fit_side_by_side(x, size=2, stride=2):
    return _pool(x, size, stride, np.max, stride, Ho=x.shape[2] // size)


@trial("max_pool", named=False)
def every_size_th_row(x, size=2, stride=2):
    return np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))[:, :, ::size, ::stride].max(axis=(4, 5))


@trial("max_pool", named=False)
def columns_counted_by_the_height(x, size=2, stride=2):
    return _pool(x, size, stride, np.max, stride, Wo=_size(x.shape[2], size, 0, stride))


@trial("max_pool", named=False)
def channels_pooled_too(x, size=2, stride=2):
    return _pool(x, size, stride, np.max, stride).max(axis=1, keepdims=True)


@trial("max_pool", of="mean_pool", named=False)
def divided_by_stride_squared(x, size=2, stride=2):
    return _pool(x, size, stride, np.sum, stride) / stride**2


# -- 10.8 max_pool_backward ------------------------------------------------------------------


def _route(dout, x, size, stride, dx, down=None, search=np.argmax):
    down = stride if down is None else down
    for (n, c, i, j), d in np.ndenumerate(dout):
        r, s = i * down, j * stride
        u, v = divmod(search(x[n, c, r : r + size, s : s + size]), size)
        dx[n, c, r + u, s + v] += d
    return dx


@trial("max_pool_backward", named=False)
def zeros_like_x(dout, x, size=2, stride=2):
    return _route(dout, x, size, stride, np.zeros_like(x))


@trial("max_pool_backward", named=False)
def x_times_zero(dout, x, size=2, stride=2):
    return _route(dout, x, size, stride, x * 0)


@trial("max_pool_backward", named=False)
def rows_stepped_by_two(dout, x, size=2, stride=2):
    return _route(dout, x, size, stride, np.zeros(x.shape), down=2)


@trial("max_pool_backward", named=False)
def best_starts_at_zero(dout, x, size=2, stride=2):
    return _route(dout, x, size, stride, np.zeros(x.shape), search=lambda window: np.argmax(np.maximum(window, 0)))


@trial("max_pool_backward", named=False)
def divmod_by_the_stride(dout, x, size=2, stride=2):
    dx = np.zeros(x.shape)
    for (n, c, i, j), d in np.ndenumerate(dout):
        r, s = i * stride, j * stride
        u, v = divmod(np.argmax(x[n, c, r : r + size, s : s + size]), stride)
        dx[n, c, r + u, s + v] += d
    return dx


@trial("max_pool_backward", named=True)
def fancy_indices(dout, x, size=2, stride=2):
    windows = _windows(x, size, size, stride)
    where = windows.reshape(*windows.shape[:4], -1).argmax(axis=-1)
    n, c, i, j = np.indices(dout.shape)
    dx = np.zeros(x.shape)
    dx[n, c, i * stride + where // size, j * stride + where % size] += dout
    return dx


# -- 10.9 receptive_field --------------------------------------------------------------------


@trial("receptive_field", named=False)
def k_for_k_minus_one(layers):
    side = jump = 1
    for k, s in layers:
        side += k * jump
        jump *= s
    return side


@trial("receptive_field", named=False)
def upward_rule_downward(layers):
    r = 1
    for k, s in layers:
        r = (r - 1) * s + k
    return r


@trial("receptive_field", named=False)
def strides_of_three_at_most(layers):
    side = jump = 1
    for k, s in layers:
        side += (k - 1) * jump
        jump *= min(s, 3)
    return side


# -- further ---------------------------------------------------------------------------------


@trial("dilated_output_size", of="transposed_output_size", named=False)
def largest_n(o, m, p=0, s=1):
    return (o - 1) * s + m - 2 * p + s - 1


@trial("conv1x1", named=False)
def cast_like_x(x, W, b):
    return (np.einsum("fc,nchw->nfhw", W, x) + b[:, None, None]).astype(x.dtype)


@trial("conv1x1", named=False)
def bias_added_in_place(x, W, b):
    out = np.einsum("nchw,fc->nfhw", x, W)
    out += b[:, None, None]
    return out


@trial("conv1x1", named=False)
def rows_for_columns(x, W, b):
    out = x.transpose(0, 3, 2, 1) @ W.T + b
    return out.transpose(0, 3, 1, 2).reshape(len(x), len(W), *x.shape[2:])


@trial("mean_pool_backward", named=False)
def whole_shares(dout, shape, size=2, stride=2):
    dx = np.zeros(shape)
    for i, j in np.ndindex(dout.shape[2:]):
        r, q = i * stride, j * stride
        dx[:, :, r : r + size, q : q + size] += dout[:, :, i : i + 1, j : j + 1] // size**2
    return dx


@trial("mean_pool_backward", named=False)
def rows_stepped_by_size(dout, shape, size=2, stride=2):
    dx = np.zeros(shape)
    for i, j in np.ndindex(dout.shape[2:]):
        dx[:, :, i * size : i * size + size, j * stride : j * stride + size] += dout[:, :, i : i + 1, j : j + 1] / size**2
    return dx
