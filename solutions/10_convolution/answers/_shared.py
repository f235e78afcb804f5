"""Helpers that the answers to several exercises share."""

import numpy as np

from chainrule_staff.authoring.vocabulary import addends, by_place_or_name, kinds_of, maybe, pick


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


def array(rng, shape, kinds, most=300.0):
    """An array to be multiplied and added up; seldom one too large for float32, or with nothing but numbers below −1000.

    What is so large has no two entries of one size and no whole numbers: sums of those could be 0 in one order of adding,
    and 1e44 in another.
    """
    x = addends(rng, shape, kinds, limit=most)
    plain = len(np.unique(np.abs(x))) == x.size and not np.any(x == np.round(x))
    if x.dtype == np.float64 and maybe(rng, 0.25) and plain:
        return x * 2.0**200
    return x - 3000 if x.dtype != np.float32 and maybe(rng, 0.05) else x


def geometry(rng):
    """Shapes and settings of a small layer whose windows fit: N, C, F, H, width, kh, kw, stride, pad."""
    plain = maybe(rng, 0.3)
    while True:
        N, C, F, H, width, kh, kw = (int(n) for n in rng.integers(1, (4, 4, 5, 7, 7, 5, 5)))
        stride, pad = (1, 0) if plain else (int(n) for n in rng.integers((1, 0), (5, 4)))
        if kh <= H + 2 * pad and kw <= width + 2 * pad:
            return N, C, F, H, width, kh, kw, stride, pad


def layer(rng):
    """Pictures, kernels, biases, and stride and padding as the last arguments; then the two by themselves."""
    N, C, F, H, width, kh, kw, stride, pad = geometry(rng)
    kinds = kinds_of(rng)
    arrays = array(rng, (N, C, H, width), kinds), addends(rng, (F, C, kh, kw), kinds), addends(rng, (F,), kinds)
    if maybe(rng, 0.15):
        arrays = _wider_bias(rng, (N, C, H, width), (F, C, kh, kw))
    return *arrays, by_place_or_name(rng, stride=(stride, 1), pad=(pad, 0)), stride, pad


def _wider_bias(rng, *shapes):
    """Pictures and kernels of integers (or float32), and biases of float64, which need more than those have."""
    kinds = (pick(rng, ("int64", "int64", "float32")),)
    x, W = array(rng, shapes[0], kinds), addends(rng, shapes[1], kinds)
    return x, W, addends(rng, (len(W),), ("float64",))


def pooling(rng):
    """The shape of pictures, and size and stride of a window that fits; both of them are 2 in every third case."""
    N, C = (int(n) for n in rng.integers(1, (4, 4)))
    size, stride = (2, 2) if maybe(rng, 0.3) else (int(n) for n in rng.integers(1, 5, 2))
    H, width = (int(n) for n in rng.integers(size, size + 5, 2))
    return (N, C, H, width), size, stride


def pooled(shape, size, stride):
    """The shape of what comes out of pooling."""
    return (*shape[:2], *((n - size) // stride + 1 for n in shape[2:]))


def settings(rng, size, stride):
    """Size and stride as the last arguments."""
    return by_place_or_name(rng, size=(size, 2), stride=(stride, 2))


def _size(n, m, p=0, s=1):
    return (n + 2 * p - m) // s + 1


def _pad(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


def _strided(x, kh, kw, stride):
    return np.lib.stride_tricks.sliding_window_view(x, (kh, kw), axis=(2, 3))[:, :, ::stride, ::stride]
