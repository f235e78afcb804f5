"""Helpers that the answers to several exercises share."""

import numpy as np

from chainrule_staff.authoring.vocabulary import addends, kinds_of, maybe, pick, turned


def _relu(z):
    return np.maximum(z, 0)


def array(rng, shape, kinds, **more):
    """Numbers to be multiplied and added up: none tiny or large, so that sums are alike in every order."""
    return addends(rng, shape, kinds, **{"tiny": False, "large": False, **more})


def block(rng):
    """x, W1, W2 of a residual block; exact zeros before both ReLUs now and then, at times a branch of nothing but zeros."""
    N, D, M = (int(n) for n in rng.integers(1, 6, 3))
    kinds = kinds_of(rng)
    x, W1, W2 = (array(rng, shape, kinds, limit=20.0) for shape in ((N, D), (D, M), (M, D)))
    way = rng.random()
    if way < 0.25:  # whole numbers, of which many sums are exactly 0
        x, W1, W2 = (np.clip(np.round(a), -2, 2).astype(a.dtype) for a in (x, W1, W2))
    elif way < 0.35:
        W2 = np.zeros_like(W2)
    elif way < 0.45 and x.dtype == W1.dtype == W2.dtype == np.float64:
        x, W1, W2 = x * 1e-9, W1, W2
    return x, W1, W2


def decided(x, W1, W2):
    """Whether rounding decides no ReLU of a block: no sum but of whole numbers, or of nothing, is almost 0."""
    if all(np.array_equal(a, np.round(a)) for a in (x, W1, W2)):
        return True
    x, W1, W2 = (a.astype(float) for a in (x, W1, W2))
    z = x @ W1
    h = np.maximum(z, 0)
    sums = (z, np.abs(x) @ np.abs(W1)), (h @ W2 + x, h @ np.abs(W2) + np.abs(x))
    return all(np.all((terms == 0) | (np.abs(total) > 1e-5 * terms)) for total, terms in sums)


def pictures(rng, kinds, most=7, even=False):
    """Pictures (N, C, H, width), seldom square."""
    N, C = (int(n) for n in rng.integers(1, 4, 2))
    H, width = (int(n) for n in rng.integers(1, most, 2))
    if even:
        H, width = 2 * -(-H // 2), 2 * -(-width // 2)
    return turned(rng, array(rng, (N, C, H, width), kinds))


def some_kinds(rng):
    """As ``kinds_of``."""
    return kinds_of(rng)


__all__ = ["array", "block", "decided", "maybe", "pick", "pictures", "some_kinds"]
