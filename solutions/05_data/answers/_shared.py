"""Helpers that the answers to several exercises share."""

import numpy as np

from chainrule_staff.authoring.vocabulary import maybe, pick, turned

KINDS = ("float64", "float64", "float32", "int64", "uint8")


def table(rng, rows=(1, 9), columns=(1, 6), small=False):
    """Rows and columns of ordinary size, of one type; sometimes with a constant column or with equal rows.

    ``small`` keeps numbers below 25, so that the rounding of an eigenvalue that is 0 stays below a check's tolerance.
    """
    N, D = int(rng.integers(*rows)), int(rng.integers(*columns))
    kind = pick(rng, KINDS)
    if kind == "uint8":
        X = rng.integers(0, 25 if small else 256, (N, D))
    elif kind == "int64":
        X = rng.integers(-9, 10, (N, D)) * int(pick(rng, (1, 1, 1 if small else 30)))
    else:
        # In float32 sums of products of larger numbers would differ from way to way by more than the tolerance.
        X = rng.normal(0, 1, (N, D)) * (
            0.25 if kind == "float32" else pick(rng, (1.0, 1.0, 0.01, 5.0 if small else 20.0))
        )
        X = np.round(2 * X) / 2 if maybe(rng, 0.3) else X
        X = X + rng.integers(-2, 3, D)
        if kind == "float64" and maybe(rng, 0.15):  # far from 0, where float32 would lose the digits that count
            X = X + 10_000 * rng.integers(-2, 3, D)
    if maybe(rng, 0.2):
        X[:, int(rng.integers(D))] = int(rng.integers(0, 9))
    if maybe(rng, 0.1):
        X[int(rng.integers(N))] = X[0]
    return turned(rng, X.astype(kind))


def perpendicular(rng, k, D):
    """k rows of length 1 in D dimensions, perpendicular to each other: turned anyhow, or along the axes (whole numbers)."""
    if maybe(rng, 0.2):
        rows = np.eye(D, dtype=int)[rng.permutation(D)[:k]]
        return rows * rng.choice([-1, 1], (k, 1))
    Q, _ = np.linalg.qr(rng.normal(size=(D, D)))
    return turned(rng, Q[:k])


def fitted(rng):
    """Points, a mean and components, which were fitted on other data."""
    X = table(rng)
    D = X.shape[1]
    k = D if maybe(rng, 0.4) else int(rng.integers(1, D + 1))
    mean = rng.integers(-5, 30, D) if maybe(rng, 0.3) else rng.normal(1, 4, D)
    if X.dtype == np.float64 and maybe(rng, 0.2):  # all lies far from 0, and nothing far apart
        far = 100_000.0 * rng.integers(1, 9, D)
        X, mean = X + far, mean + far
    return X, mean, perpendicular(rng, k, D)


def pictures(rng, most=6, kinds=("float64", "float32", "int64", "uint8"), colours=True):
    """A few small pictures, seldom square, grey or in colour, of one type."""
    N, H, W = (int(n) for n in rng.integers(1, (5, most + 1, most + 1)))
    shape = (N, H, W)
    if colours and maybe(rng, 0.5):
        shape += (int(pick(rng, (1, 2, 3, 3, 4))),)
    kind = pick(rng, kinds)
    if kind == "uint8":
        return rng.integers(0, 256, shape).astype(kind)
    if kind == "int64":
        return turned(rng, rng.integers(-50, 300, shape))
    return turned(rng, rng.uniform(-1, 2, shape).astype(kind))
