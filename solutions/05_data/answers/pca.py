"""Answers to 5.3, pca: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe

from ._shared import perpendicular, table

# -- inputs ----------------------------------------------------------------------------------------


@inputs(through="principal")
def pca_inputs(rng):
    """Tables of all kinds, with fewer rows than columns too; now and then points with equal variances, turned anyhow."""
    while True:
        if maybe(rng, 0.75):
            yield (table(rng, rows=(1, 10), small=True),)
            continue
        D = int(rng.integers(2, 5))
        lengths = rng.choice([1.0, 1.0, 2.0, 5.0], D)
        corners = np.concatenate([np.diag(lengths), -np.diag(lengths)]) @ perpendicular(rng, D, D)
        yield (corners + rng.integers(-3, 4, D),)


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_svd(X):
    """The singular value decomposition of the centred data gives the same directions, and the variances as squares of its
    singular values: the covariance is never computed. That keeps twice as many digits of the small variances, and costs
    more time where there are many more rows than columns."""
    mean = X.mean(axis=0)
    _, s, Vt = np.linalg.svd(X - mean, full_matrices=True)
    variances = np.zeros(X.shape[1])
    variances[: len(s)] = s**2 / len(X)
    return mean, Vt, variances


@right
def sorted_by_hand(X):
    A = X.astype(float)
    mean = A.mean(0)
    values, vectors = np.linalg.eigh((A - mean).T @ (A - mean) / len(A))
    order = np.argsort(values)[::-1]
    return mean, vectors[:, order].T, np.clip(values[order], 0, None)


@right
def with_the_other_signs(X):
    mean = np.average(X, axis=0)
    values, vectors = np.linalg.eigh(np.cov(X.astype(float), rowvar=False, bias=True).reshape(X.shape[1], X.shape[1]))
    return mean, -np.flip(vectors.T, axis=0), np.maximum(np.flip(values), 0.0)


@right
def variances_measured(X):
    A = np.asarray(X, dtype=float)
    mean = A.mean(axis=0)
    C = sum(np.outer(row, row) for row in A - mean) / len(A)
    vectors = np.linalg.svd(C)[0].T
    return mean, vectors, np.mean(((A - mean) @ vectors.T) ** 2, axis=0)


@right
def signs_fixed(X):
    A = np.asarray(X, dtype=float)
    C = (A - A.mean(axis=0)).T @ (A - A.mean(axis=0)) / len(A)
    values, vectors = np.linalg.eigh(C)
    rows = [vectors[:, k] * np.sign(vectors[np.abs(vectors[:, k]).argmax(), k]) for k in range(len(C))]
    return A.mean(axis=0), np.array(rows[::-1]), np.abs(values[::-1]) * (values[::-1] > 0)


# -- wrong, and told why ---------------------------------------------------------------------------


def _eigen(X, centre=True):
    A = np.asarray(X, dtype=float)
    mean = A.mean(axis=0)
    A = A - mean if centre else A
    values, vectors = np.linalg.eigh(A.T @ A / len(A))
    return mean, values, vectors


@wrong
def rows_of_the_vectors(X):
    """You take the rows of what `np.linalg.eigh` returns. Its eigenvectors are the columns, and indexing rows raises no error: it gives
    directions with quite other variances. How do columns become rows?"""
    mean, values, vectors = _eigen(X)
    return mean, vectors[::-1], np.maximum(values[::-1], 0)


@wrong
def components_in_columns(X):
    """Your components are right, but they stand in the columns. The contract wants one in each row."""
    mean, values, vectors = _eigen(X)
    return mean, vectors[:, ::-1], np.maximum(values[::-1], 0)


@wrong
def smallest_first(X):
    """Your first component has the smallest variance. `np.linalg.eigh` returns eigenvalues in ascending order: both the variances and the
    components have to be reversed."""
    mean, values, vectors = _eigen(X)
    return mean, vectors.T, np.maximum(values, 0)


@wrong
def only_variances_reversed(X):
    """You sort the variances, but the components stay in the order in which they came. Each variance belongs to one component: both have
    to move together."""
    mean, values, vectors = _eigen(X)
    return mean, vectors.T, np.maximum(values[::-1], 0)


@wrong
def only_components_reversed(X):
    """You reverse the components, but the variances stay ascending. Each variance belongs to one component: both have to move together."""
    mean, values, vectors = _eigen(X)
    return mean, vectors.T[::-1], np.maximum(values, 0)


@wrong
def not_centred(X):
    """Your covariance is made of data that are not centred. Then the farther the mean is from 0, the more the first direction points to it,
    wherever the cloud is long. What has to be subtracted first?"""
    mean, values, vectors = _eigen(X, centre=False)
    return mean, vectors.T[::-1], np.maximum(values[::-1], 0)


@wrong
def one_less(X):
    """Your variances are too large by N / (N − 1): they come from a covariance that divides by N − 1. With a single row that is 0 / 0."""
    A = np.asarray(X, dtype=float)
    mean = A.mean(axis=0)
    with np.errstate(all="ignore"):
        values, vectors = np.linalg.eigh((A - mean).T @ (A - mean) / (len(A) - 1))
    return mean, vectors.T[::-1], np.maximum(values[::-1], 0)


@wrong
def divided_by_columns(X):
    """Your variances are N / D times what they should be: they come from a covariance that divides by the number of columns. It is a mean
    over the rows."""
    mean, values, vectors = _eigen(X)
    return mean, vectors.T[::-1], np.maximum(values[::-1], 0) * len(X) / X.shape[1]


@wrong
def deviations_for_variances(X):
    """You return standard deviations along the components, the roots of their variances."""
    mean, values, vectors = _eigen(X)
    return mean, vectors.T[::-1], np.sqrt(np.maximum(values[::-1], 0))


@wrong
def singular_values(X):
    """You return the singular values of the centred data. What has to be done with them so that they become mean squares?"""
    mean = X.mean(axis=0)
    _, s, Vt = np.linalg.svd(X - mean, full_matrices=True)
    variances = np.zeros(X.shape[1])
    variances[: len(s)] = s
    return mean, Vt, variances


@wrong
def squares_not_divided(X):
    """Your variances are N times too large: they are sums of squares. A variance is a mean of squares."""
    mean = X.mean(axis=0)
    _, s, Vt = np.linalg.svd(X - mean, full_matrices=True)
    variances = np.zeros(X.shape[1])
    variances[: len(s)] = s**2
    return mean, Vt, variances


@wrong
def left_vectors(X):
    """You take the U of the decomposition, not the Vt. U has a row for each row of the data; directions among the columns are in the
    other one."""
    mean = X.mean(axis=0)
    U, s, _ = np.linalg.svd(X - mean, full_matrices=True)
    variances = np.zeros(X.shape[1])
    variances[: len(s)] = s**2 / len(X)
    return mean, U.T, variances


@wrong
def as_many_as_points(X):
    """With fewer rows than columns you return fewer than D components. D are asked for, always: the remaining directions have variance 0."""
    mean = X.mean(axis=0)
    _, s, Vt = np.linalg.svd(X - mean, full_matrices=False)
    return mean, Vt, s**2 / len(X)


@wrong
def below_zero(X):
    """Some of your variances are a tiny bit below 0, by rounding. Whoever takes their root gets NaN. What is the smallest value that a
    variance can have?"""
    mean, values, vectors = _eigen(X)
    values = values[::-1].copy()
    if values[-1] >= 0 and len(X) < X.shape[1]:
        values[-1] = -1e-17  # which direction gets it, and whether any does, is a matter of the machine
    return mean, vectors.T[::-1], values


@wrong
def standardized_first(X):
    """You standardize the columns before you look for directions. That is PCA of the correlations, another method: here, a column with
    a larger spread counts for more."""
    A = np.asarray(X, dtype=float)
    mean, std = A.mean(axis=0), A.std(axis=0)
    Z = (A - mean) / np.where(std > 0, std, 1)
    values, vectors = np.linalg.eigh(Z.T @ Z / len(Z))
    return mean, vectors.T[::-1], np.maximum(values[::-1], 0)


@wrong
def mean_of_zeros(X):
    """Your mean is that of the data after centring, which is 0. The one that was subtracted is asked for: without it nobody can project a
    new point."""
    mean, values, vectors = _eigen(X)
    return np.zeros_like(mean), vectors.T[::-1], np.maximum(values[::-1], 0)


@wrong
def shares(X):
    """Your variances add up to 1: you return the shares that they explain. The variances themselves are asked for."""
    mean, values, vectors = _eigen(X)
    variances = np.maximum(values[::-1], 0)
    return mean, vectors.T[::-1], variances / (np.sum(variances) or 1.0)


@wrong
def entries_reversed(X):
    """You transposed first and reversed the columns afterwards: each component's entries run backwards, and the components still stand
    smallest first. Which axis of the transposed matrix counts the components?"""
    mean, values, vectors = _eigen(X)
    return mean, vectors.T[:, ::-1], np.maximum(values[::-1], 0)


@wrong
def loadings(X):
    """Your components are not of length 1: they have been multiplied by the standard deviations along them."""
    mean, values, vectors = _eigen(X)
    return mean, vectors.T[::-1] * np.sqrt(np.maximum(values[::-1], 0))[:, None], np.maximum(values[::-1], 0)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def mean_of_rows(X):
    mean, values, vectors = _eigen(X)
    return np.asarray(X, dtype=float).mean(axis=1), vectors.T[::-1], np.maximum(values[::-1], 0)


@wrong
def small_is_nothing(X):
    mean, values, vectors = _eigen(X)
    return mean, vectors.T[::-1], np.where(values > 1e-10, values, 0)[::-1]


@wrong
def sizes_of_variances(X):
    mean, values, vectors = _eigen(X)
    return mean, np.abs(vectors.T[::-1]), np.maximum(values[::-1], 0)


@wrong
def along_the_columns(X):
    A = np.asarray(X, dtype=float)
    order = np.argsort(-A.var(axis=0), kind="stable")
    return A.mean(axis=0), np.eye(X.shape[1])[order], A.var(axis=0)[order]


@wrong
def first_two(X):
    mean, values, vectors = _eigen(X)
    return mean, vectors.T[::-1][:2], np.maximum(values[::-1], 0)[:2]


@wrong
def nothing_where_nothing_varies(X):
    mean = X.mean(axis=0)
    _, s, Vt = np.linalg.svd(X - mean, full_matrices=False)
    components, variances = np.zeros((X.shape[1], X.shape[1])), np.zeros(X.shape[1])
    components[: len(s)], variances[: len(s)] = Vt, s**2 / len(X)
    return mean, components, variances


@wrong
def without_the_mean(X):
    mean, values, vectors = _eigen(X)
    return vectors.T[::-1], np.maximum(values[::-1], 0)
