"""Answers to *Further* 5.10, pca_svd: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import table

# -- inputs ----------------------------------------------------------------------------------------


@inputs(through="principal")
def pca_svd_inputs(rng):
    while True:
        yield (table(rng, rows=(1, 10), small=True),)


# -- right, written in other ways ------------------------------------------------------------------


@right
def rows_cut(X):
    mean = np.mean(X, axis=0)
    U, s, Vt = np.linalg.svd((X - mean) / np.sqrt(len(X)))
    return mean, Vt[: len(s)], s**2


@right
def by_qr_first(X):
    """A QR decomposition first makes a small square matrix of the tall one, and the singular value decomposition then works
    on that: both have the same singular values and the same Vt. With a million rows and a hundred columns that saves the
    large U, which nobody needs."""
    mean = np.mean(X, axis=0)
    R = np.linalg.qr(X - mean, mode="r")
    _, s, Vt = np.linalg.svd(R, full_matrices=False)
    return mean, Vt, s**2 / len(X)


@right
def of_the_transposed(X):
    mean = np.asarray(X, dtype=float).mean(axis=0)
    U, s, _ = np.linalg.svd((X - mean).T, full_matrices=False)
    return mean, U.T, np.square(s) / X.shape[0]


@right
def other_signs(X):
    A = X.astype(float)
    mean = A.mean(0)
    A -= mean
    s, Vt = np.linalg.svd(A, full_matrices=False)[1:]
    return mean, -Vt, np.array([value * value / len(A) for value in s])


# -- wrong, and told why ---------------------------------------------------------------------------


def _svd(X):
    mean = np.mean(X, axis=0)
    return mean, *np.linalg.svd(X - mean, full_matrices=False)


@wrong
def by_the_covariance(X):
    """The small direction is lost. Either the covariance was computed after all, whose squares lose it before any eigenvalue is looked for, or
    a small singular value was taken for rounding."""
    mean = np.mean(X, axis=0)
    A = X - mean
    values, vectors = np.linalg.eigh(A.T @ A / len(A))
    K = min(X.shape)
    return mean, vectors.T[::-1][:K], np.maximum(values[::-1], 0)[:K]


@wrong
def singular_values(X):
    """You return the singular values themselves. Which power of them is a variance, and what divides it?"""
    mean, _, s, Vt = _svd(X)
    return mean, Vt, s


@wrong
def not_divided(X):
    """You square the singular values, and do not divide by the number of rows."""
    mean, _, s, Vt = _svd(X)
    return mean, Vt, s**2


@wrong
def one_less(X):
    """You divide by N − 1. This course divides by N."""
    mean, _, s, Vt = _svd(X)
    return mean, Vt, s**2 / max(len(X) - 1, 1)


@wrong
def square_after_dividing(X):
    """You divide the singular values by N and square afterwards, so that N counts twice."""
    mean, _, s, Vt = _svd(X)
    return mean, Vt, (s / len(X)) ** 2


@wrong
def not_centred(X):
    """You decompose data that are not centred: the farther their mean is from 0, the more the first direction points to it."""
    mean = np.mean(X, axis=0)
    _, s, Vt = np.linalg.svd(np.asarray(X, dtype=float), full_matrices=False)
    return mean, Vt, s**2 / len(X)


@wrong
def columns_of_vt(X):
    """You take the columns of Vt. `np.linalg.svd` returns V transposed: its components are rows already."""
    mean, _, s, Vt = _svd(X)
    return mean, Vt.T if Vt.shape[0] == Vt.shape[1] else -2.0 * Vt, s**2 / len(X)


@wrong
def all_directions(X):
    """You return D components. Here K = min(N, D) are asked for: leave out those along which no row can differ from the mean."""
    mean = np.mean(X, axis=0)
    _, s, Vt = np.linalg.svd(X - mean, full_matrices=True)
    variances = np.zeros(X.shape[1])
    variances[: len(s)] = s**2 / len(X)
    return mean, Vt, variances


@wrong
def divided_by_columns(X):
    """You divide by the number of columns. A variance along a direction is a mean over the rows."""
    mean, _, s, Vt = _svd(X)
    return mean, Vt, s**2 / X.shape[1]


@wrong
def standardized_first(X):
    """You standardize the columns first. That is PCA of the correlations, another method: here, a column with a larger spread counts for
    more."""
    mean, std = np.mean(X, axis=0), np.std(X, axis=0)
    _, s, Vt = np.linalg.svd((X - mean) / np.where(std > 0, std, 1), full_matrices=False)
    return mean, Vt, s**2 / len(X)


@wrong
def last_direction_dropped(X):
    """Where there are no more rows than columns, you leave the last component out, since its variance is 0. K = min(N, D) are asked for,
    always."""
    mean, _, s, Vt = _svd(X)
    K = min(len(X) - 1, X.shape[1])
    return mean, Vt[:K], s[:K] ** 2 / len(X)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def deviations(X):
    """You return standard deviations along the components. What is their square?"""
    mean, _, s, Vt = _svd(X)
    return mean, Vt, s / np.sqrt(len(X))


@wrong
def reversed_variances(X):
    mean, _, s, Vt = _svd(X)
    return mean, Vt, s[::-1] ** 2 / len(X)


@wrong
def smallest_first(X):
    """Your first component has the smallest variance. `np.linalg.svd` returns the largest first, unlike `eigh`: nothing has to be reversed."""
    mean, _, s, Vt = _svd(X)
    return mean, Vt[::-1], s[::-1] ** 2 / len(X)


@wrong
def left(X):
    mean, U, s, _ = _svd(X)
    return mean, U.T, s**2 / len(X)


@wrong
def one_mean(X):
    mean = np.mean(X)
    _, s, Vt = np.linalg.svd(X - mean, full_matrices=False)
    return np.full(X.shape[1], mean), Vt, s**2 / len(X)


@wrong
def scaled_rows(X):
    """Your components are not of length 1: they have been multiplied by the singular values."""
    mean, _, s, Vt = _svd(X)
    return mean, Vt * s[:, None], s**2 / len(X)


@wrong
def shares(X):
    mean, _, s, Vt = _svd(X)
    return mean, Vt, s**2 / max(np.sum(s**2), 1e-300)


@wrong
def mean_zero(X):
    mean, _, s, Vt = _svd(X)
    return np.zeros_like(mean), Vt, s**2 / len(X)
