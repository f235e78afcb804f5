"""Helpers that the answers to several exercises share."""

import numpy as np

from chainrule_staff.authoring.vocabulary import ALL, addends, by_place_or_name, maybe, pick, turned


def _normalized(x, eps=1e-5, axis=0):
    centred = x - np.mean(x, axis=axis, keepdims=True)
    return centred / np.sqrt(np.mean(centred**2, axis=axis, keepdims=True) + eps)


def _backward(dx_hat, x, eps=1e-5, axis=0):
    x_hat = _normalized(x, eps, axis)
    root = np.sqrt(np.var(x, axis=axis, keepdims=True) + eps)
    along = x_hat * np.mean(dx_hat * x_hat, axis=axis, keepdims=True)
    return (dx_hat - np.mean(dx_hat, axis=axis, keepdims=True) - along) / root


def _channel(vector):
    return np.reshape(vector, (1, -1, 1, 1))


PLACES = (0, 2, 3)  # the axes of pictures that share a mean


# -- inputs: what a batch may hold -----------------------------------------------------------------


def _float32_batch(rng, shape, axes):
    """Eighths, whose sums are exact in every order; columns are constant, or spread enough for seven digits to do."""
    x = np.round(np.clip(rng.normal(0, 2, shape), -4, 4) * 8) / 8
    for _ in range(20):
        spread = np.var(x, axis=axes, keepdims=True)
        if np.all((spread == 0) | (spread > 0.5)):
            return x.astype("float32")
        x = np.round(np.clip(1.5 * x, -6, 6) * 8) / 8 + np.round(rng.normal(0, 1, shape))
    return np.zeros(shape, "float32")


def batch(rng, shape, axes=(0,), kinds=ALL, far=True):
    """Numbers to be normalized over some axes.

    Among them columns that are constant, tiny, large, or far from 0: these hold whole numbers whose mean is exact, so
    that the digits that are lost are those of a wrong formula.
    """
    kind = pick(rng, kinds)
    many = int(np.prod([shape[axis] for axis in axes]))
    if kind == "float32":
        return turned(rng, _float32_batch(rng, shape, axes))
    if kind == "int64":
        x = np.round(rng.normal(0, 4, shape)).astype(int)
        return turned(rng, x * 1000 if maybe(rng, 0.1) else x)
    one = tuple(1 if axis in axes else side for axis, side in enumerate(shape))  # a number for each column
    x = rng.normal(0, rng.choice([1.0, 3.0, 3.0, 1e-2, 3e-3, 1e6], one), shape) + rng.choice(
        [0.0, 0.0, 5.0, -20.0], one
    )
    if far and many in (2, 4, 8) and maybe(rng, 0.3):
        x = np.round(rng.normal(0, 3, shape)) + 1e8
    elif maybe(rng, 0.2):
        x = np.round(x)
    if maybe(rng, 0.15):
        x = np.where(rng.random(one) < 0.5, np.round(rng.normal(0, 3, one)), x)
    if maybe(rng, 0.03):
        x = np.where(rng.random(one) < 0.5, rng.choice([1e-200, -1e-200], shape), x)
    return turned(rng, x)


def rows(rng, least=1):
    """The shape of a batch: few rows as a rule, now and then many; one unit or some."""
    N = int(rng.integers(30, 80)) if maybe(rng, 0.06) else int(rng.integers(least, 9))
    return N, int(rng.integers(1, 5))


def epsilon(rng, x=None, axes=(0,)):
    """An eps; 0 only where no column of x is constant."""
    eps = pick(rng, (1e-5, 1e-5, 1e-5, 1e-3, 0.1, 1.0, 3.0, 0.0))
    if eps == 0 and (x is None or np.min(np.var(x.astype(float), axis=axes)) < 1e-12):
        return 0.5
    return eps


def eps_last(rng, x, axes=(0,)):
    """The eps as the last argument."""
    return by_place_or_name(rng, eps=(epsilon(rng, x, axes), 1e-5))


def factors(rng, size, kinds=ALL):
    """γ: of any sign, 0 now and then."""
    return addends(rng, (size,), kinds, scale=1.5, limit=3.0, large=False, tiny=False)


def shifts(rng, size, kinds=ALL):
    """β, or another sum: in float32 0 or far from what it is added to, so that no digits cancel."""
    if "float32" in kinds:
        return rng.choice([0.0, 40.0, -80.0], size).astype(pick(rng, kinds))
    return addends(rng, (size,), kinds, large=False, tiny=False)


def statistics(rng, size, kind, eps=1e-5):
    """A pair of running statistics; a variance is 0 now and then where eps is not."""
    mean = rng.normal(0, 3, size)
    var = np.abs(rng.normal(0, 2, size)) + 0.3
    if kind == "int64":
        return np.round(mean).astype(int), np.round(var).astype(int) + 1
    if kind == "float32":
        return (np.round(mean * 8) / 8).astype("float32"), (np.ceil(var * 8) / 8).astype("float32")
    if maybe(rng, 0.2):
        var = np.where(rng.random(size) < 0.5, rng.choice([1e-4, 1e-6, 1e6], size), var)
    if eps > 0 and maybe(rng, 0.1):
        var = np.where(rng.random(size) < 0.5, 0.0, var)
    return mean, var


def cancels(*arrays):
    """Whether some entry is so near 0 that seven digits of its terms leave nothing of it."""
    return any(np.any((np.abs(array) < 0.03) & (np.abs(array) > 1e-12)) for array in arrays)


def steady(dx_hat, x, axis=0):
    """Whether digits are left of the backward pass, whatever its formula: a column that hardly varies far from 0 loses them.

    Of whole numbers the mean, and so the distance to it, is exact to the last digit but one.
    """
    dx_hat, x = dx_hat.astype(float), x.astype(float)
    whole = np.all(x == np.round(x), axis=axis, keepdims=True)
    lost = np.where(whole, 0, np.spacing(np.max(np.abs(x), axis=axis, keepdims=True)))
    with np.errstate(all="ignore"):
        for eps in (0.0, 1e-5):
            slope = np.max(np.abs(dx_hat), axis=axis, keepdims=True)
            noise = 2 * slope * lost / (np.var(x, axis=axis, keepdims=True) + eps)
            if np.any(noise > 2e-11 + 2e-7 * np.abs(_backward(dx_hat, x, eps, axis))):  # a fifth of the tolerance
                return False
    return True


def types(rng):
    """What the arrays of one input are made of: one type for all, or each its own without float32."""
    if maybe(rng, 0.5):
        return ("float64", "int64")
    return (pick(rng, ALL),)


def pictures(rng, most=5):
    """The shape (N, C, H, width) of a batch of pictures; now and then a channel has one number."""
    while True:
        N, C, H, width = (int(n) for n in rng.integers(1, (4, 5, most, most)))
        if N * H * width > 1 or maybe(rng, 0.3):
            return N, C, H, width
