"""Answers to 7.12, critical_rate: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import ALL, maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def critical_rate_inputs(rng):
    while True:
        n = int(rng.integers(1, 7))
        kind = pick(rng, (*ALL, "float64"))
        if maybe(rng, 0.3):
            H = np.diag(rng.choice([0.0, 1.0, 2.0, 5.0], n))
        else:
            A = rng.normal(0, 1, (n, int(rng.integers(1, n + 1))))  # of full rank or less
            A = np.round(2 * A) if kind == "int64" else A
            H = A @ A.T
            H = (H + H.T) / 2
        if kind == "float64":
            H = H * pick(rng, (1.0, 1.0, 1e-6, 1e6))
        values = np.linalg.eigvalsh(H)
        near = values[values < values[-1] * (1 - 1e-9)]
        if values[-1] > 1e-7 and np.all(near < 0.99 * values[-1]):  # or no iteration would come to an end
            yield (turned(rng, H.astype(kind)),)


# -- right, written in other ways ------------------------------------------------------------------


@right
def critical_by_power_iteration(H):
    """It multiplies a vector by H and makes its length 1 again, over and over, until it lies along the eigenvector of
    the largest eigenvalue, and reads the eigenvalue off: this is power iteration. Only products H @ v are needed,
    which can be had for a network whose H is too large to write down, but it takes many rounds where a second
    eigenvalue is nearly as large as the first."""
    v = np.sqrt(np.arange(2.0, len(H) + 2))  # any start that is not orthogonal to it
    for _ in range(4000):
        Hv = H @ v
        v = Hv / np.linalg.norm(Hv)
    return 2 / (v @ H @ v)


@right
def critical_by_norm(H):
    return 2 / np.linalg.norm(H, 2)


@right
def critical_by_eig(H):
    return 2.0 / max(np.linalg.eig(np.asarray(H, dtype=float))[0].real)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def smallest_eigenvalue(H):
    """You took the smallest eigenvalue. The steepest direction is the first in which the steps grow."""
    return 2 / np.min(np.linalg.eigvalsh(H)[np.linalg.eigvalsh(H) > 1e-9])


@wrong
def one_over(H):
    """With 1/λ the steepest direction is solved in one step: the factor 1 − lr λ is 0. It grows only beyond a factor of −1."""
    return 1 / np.linalg.eigvalsh(H)[-1]


@wrong
def trace_instead(H):
    """You took the trace, the sum of all eigenvalues. It is the largest single one that decides."""
    return 2 / np.trace(H)


@wrong
def largest_entry(H):
    """You took the largest entry. Where H is not diagonal, some direction between the axes is steeper: the
    eigenvalues tell."""
    return 2 / np.max(np.diag(H))


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def two_by_two_only(H):
    if H.shape == (1, 1):
        return 2 / H[0, 0]
    if H.shape[0] > 2:
        return 2 / np.max(np.diag(H))
    a, b, d = H[0, 0], H[0, 1], H[1, 1]
    return 2 / ((a + d) / 2 + np.sqrt(((a - d) / 2) ** 2 + b**2))
