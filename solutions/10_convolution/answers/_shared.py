"""Helpers that the answers to several exercises share."""

import numpy as np


def _padded(x, pad, after=None, **how):
    after = pad if after is None else after
    return np.pad(x, ((0, 0), (0, 0), (pad, after), (pad, after)), **how)


def _correlate(xp, W, stride=1):
    """Sums over channels and windows of an array that is padded already: (N, F, H_out, W_out)."""
    kh, kw = W.shape[2:]
    windows = np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("nchwuv,fcuv->nfhw", windows, W)


def _conv(x, W, b, stride=1, pad=0):
    return _correlate(_padded(x, pad), W, stride) + np.asarray(b)[:, None, None]


def _windows(x, kh, kw, stride=1, pad=0):
    xp = _padded(x, pad)
    return np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))[:, :, ::stride, ::stride]


def _route(dout, x, size, stride, share):
    """Each window's gradient, times what `share` (N, C, size, size) -> (N, C, size, size) says of the window."""
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        window = np.s_[:, :, i * stride : i * stride + size, j * stride : j * stride + size]
        dx[window] += share(x[window]) * dout[:, :, i, j, None, None]
    return dx


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


def pooling(rng):
    """A picture, the size and the stride of a window that fits, and a gradient of the output."""
    N, C, size, stride = (int(n) for n in rng.integers(1, (3, 3, 4, 4)))
    H, width = (int(n) for n in rng.integers(size, size + 4, 2))
    x = values(rng, (N, C, H, width))
    return x, size, stride, values(rng, (N, C, (H - size) // stride + 1, (width - size) // stride + 1))


def _size(n, m, p=0, s=1):
    return (n + 2 * p - m) // s + 1


def _pad(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


def _strided(x, kh, kw, stride):
    return np.lib.stride_tricks.sliding_window_view(x, (kh, kw), axis=(2, 3))[:, :, ::stride, ::stride]
