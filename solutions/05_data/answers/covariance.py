"""Answers to 5.2, covariance: right and wrong ones, and inputs to compare functions on."""

import itertools

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import table

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def covariance_inputs(rng):
    while True:
        yield (table(rng),)


# -- right, written in other ways ------------------------------------------------------------------


@right
def pair_by_pair(X):
    D = X.shape[1]
    above = X.astype(float) - X.mean(axis=0)
    C = np.empty((D, D))
    for i, j in itertools.product(range(D), repeat=2):
        C[i, j] = np.mean(above[:, i] * above[:, j])
    return C


@right
def sum_of_outer_products(X):
    """It adds one D × D matrix for each row, the row's outer product with itself, where the reference has one product of two
    matrices. So the data may arrive row by row and never be in memory together, if the mean is known; but N additions in a
    Python loop take far longer than one product."""
    mean = np.mean(X, axis=0)
    C = np.zeros((X.shape[1], X.shape[1]))
    for row in X:
        C += np.outer(row - mean, row - mean)
    return C / len(X)


@right
def by_numpy(X):
    return np.cov(np.asarray(X, dtype=float), rowvar=False, bias=True).reshape(X.shape[1], X.shape[1])


@right
def by_einsum(X):
    A = X.astype(np.float64)
    A -= A.mean(axis=0, keepdims=True)
    return np.einsum("ni,nj->ij", A, A) / A.shape[0]


@right
def half_of_the_pairs(X):
    A = np.asarray(X, dtype=float)
    apart = A[:, None] - A  # of all pairs of rows: no mean is needed
    return np.einsum("mni,mnj->ij", apart, apart) / (2 * len(A) ** 2)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def not_centred(X):
    """You multiply the columns as they are, without taking their means away. Then two columns that are merely large seem to go together.
    What is a covariance the mean product of?"""
    A = np.asarray(X, dtype=float)
    return A.T @ A / len(A)


@wrong
def over_samples(X):
    """Your matrix has a row for each row of X: it says how pictures go together. Asked for is how columns do, D × D. Which of the two
    is to be transposed?"""
    A = X - np.mean(X, axis=0)
    return A @ A.T / len(X)


@wrong
def divided_by_one_less(X):
    """You divide by N − 1. That is common too, and NumPy's default for `np.cov`; this course divides by N. (And what is 0 divided by 0, if
    there is one row?)"""
    A = X - np.mean(X, axis=0)
    with np.errstate(all="ignore"):
        return A.T @ A / (len(X) - 1)


@wrong
def one_less_but_not_zero(X):
    """Wherever there are two rows or more, you divide by N − 1. That is common too, and NumPy's default for `np.cov`; this course divides by N."""
    A = X - np.mean(X, axis=0)
    return A.T @ A / max(len(X) - 1, 1)


@wrong
def divided_by_columns(X):
    """You divide by the number of columns. A covariance is a mean over the rows: how many products are added up for one entry?"""
    A = X - np.mean(X, axis=0)
    return A.T @ A / X.shape[1]


@wrong
def not_divided(X):
    """You add the products up, and do not divide. Twice as many rows would give twice the covariance: what makes a mean of a sum?"""
    A = X - np.mean(X, axis=0)
    return A.T @ A


@wrong
def one_mean(X):
    """You subtract one mean of all entries. Each column has its own."""
    A = X - np.mean(X)
    return A.T @ A / len(X)


@wrong
def rows_centred(X):
    """You subtract from each row its own mean. What has to vanish is the mean of each column."""
    A = X - np.mean(X, axis=1, keepdims=True)
    return A.T @ A / len(X)


@wrong
def correlations(X):
    """You divide by the standard deviations as well: those are correlations, with ones on the diagonal. A covariance keeps the units."""
    A = X - np.mean(X, axis=0)
    std = np.std(X, axis=0)
    std = np.where(std > 0, std, 1)
    return (A / std).T @ (A / std) / len(X)


@wrong
def diagonal_only(X):
    """Off the diagonal you have zeros. The variances are right, but how two different columns go together is what the rest is for."""
    return np.diag(np.var(X, axis=0))


@wrong
def sizes(X):
    """You lose the signs. Two columns of which one falls as the other rises have a negative covariance."""
    A = X - np.mean(X, axis=0)
    return np.abs(A.T @ A) / len(X)


@wrong
def cov_of_rows(X):
    """Your matrix tells how the rows go together, N × N: `np.cov` takes each row for a variable unless it is told otherwise. Here the
    variables are the columns."""
    return np.cov(X, bias=True)


@wrong
def one_triangle(X):
    """Below the diagonal you have zeros. How column 2 goes with column 1 is how column 1 goes with column 2."""
    A = X - np.mean(X, axis=0)
    return np.triu(A.T @ A / len(X))


@wrong
def no_variances(X):
    """Your diagonal is 0. How a column goes together with itself is its variance."""
    A = X - np.mean(X, axis=0)
    C = A.T @ A / len(X)
    return C - np.diag(np.diag(C))


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def mean_of_products(X):
    A = np.asarray(X, dtype=float)
    mean = A.mean(0)
    return A.T @ A / len(A) - np.outer(mean, mean)


@wrong
def rows_for_columns(X):
    A = (X - np.mean(X, axis=0)).T
    return A.T @ A / len(A)


@wrong
def divided_by_all(X):
    A = X - np.mean(X, axis=0)
    return A.T @ A / X.size


@wrong
def roots(X):
    A = X - np.mean(X, axis=0)
    C = A.T @ A / len(X)
    return np.sign(C) * np.sqrt(np.abs(C))


@wrong
def cov_of_rows_in_two_axes(X):
    return np.atleast_2d(np.cov(np.asarray(X, dtype=float), bias=True))


@wrong
def numpy_default(X):
    with np.errstate(all="ignore"):
        return np.atleast_2d(np.cov(np.asarray(X, dtype=float), rowvar=False))


@wrong
def in_bytes(X):
    A = X - np.mean(X, axis=0).astype(X.dtype)
    return A.T @ A / len(X)


@wrong
def one_side_centred(X):
    A = np.asarray(X, dtype=float)
    C = (A - A.mean(axis=0)).T @ A / len(A)
    return np.triu(C) + np.triu(C, 1).T + 1e-3 * np.eye(X.shape[1])


@wrong
def medians(X):
    A = X - np.median(X, axis=0)
    return A.T @ A / len(X)


@wrong
def scaled_by_largest(X):
    A = X - np.mean(X, axis=0)
    return A.T @ A / len(X) / max(1.0, float(np.max(np.abs(A))))
