"""Answers to 0.2, standardize: right and wrong ones, and inputs to compare functions on."""

import math
import statistics

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def standardize_inputs(rng):
    """Constant columns hold whole numbers or halves, whose standard deviation is exactly 0."""
    while True:
        N, D = int(rng.integers(1, 10)), int(rng.integers(1, 5))
        kind = pick(rng, ("float64", "float64", "float64", "float32", "int64", "uint8"))
        X = rng.integers(0, 9, (N, D)) if kind == "uint8" else rng.integers(-4, 5, (N, D))
        if kind in ("int64", "uint8"):
            X = X * pick(rng, (1, 1, 7, 28))
        elif maybe(rng, 0.4):
            X = rng.normal(0, 1, (N, D)) + rng.integers(-2, 3, D)
        constant = (rng.random(D) < 0.3) | (np.ptp(X, axis=0) == 0)
        if kind.startswith("float"):
            units = (
                (1.0, 0.5, 100.0, 1e-3) if kind == "float32" else (1.0, 0.5, 1e-3, 1e-6, 1e-9, 1e-12, 1e-30, 1e6, 1e12)
            )
            X = X * rng.choice(units, D)
        X = np.where(constant, rng.integers(0, 9, D), X)
        yield (turned(rng, X.astype(kind)),)


# -- right, written in other ways ------------------------------------------------------------------


@right
def column_by_column(X):
    out = np.zeros(X.shape)
    for d in range(X.shape[1]):
        column = [float(x) for x in X[:, d]]
        mean = sum(column) / len(column)
        std = math.sqrt(sum((x - mean) ** 2 for x in column) / len(column))
        if std > 0:
            out[:, d] = [(x - mean) / std for x in column]
    return out


@right
def by_a_mask(X):
    Z = X - np.mean(X, 0)
    std = np.std(X, 0)
    Z[:, std != 0] /= std[std != 0]
    return Z


@right
def nan_to_zero(X):
    with np.errstate(all="ignore"):
        return np.nan_to_num((X - X.mean(0)) / X.std(0), nan=0.0)


@right
def constant_by_comparison(X):
    """A constant column is recognised by comparing every row with the first one, not by its standard deviation. So a
    column of 0.1s becomes exact zeros as well, where rounding may leave a standard deviation of 10⁻¹⁷ and the
    reference then divides by that; the comparison is one more pass over X."""
    constant = np.all(X == X[0], axis=0)
    std = X.std(axis=0) + constant  # True counts as 1, so that nothing is divided by 0
    return np.where(constant, 0.0, (X - X.mean(axis=0)) / std)


@right
def dtype_kept(X):
    X = X if X.dtype.kind == "f" else X.astype(np.float32)
    centred = X - X.mean(axis=0, dtype=X.dtype)
    std = np.sqrt((centred**2).mean(axis=0, dtype=X.dtype))
    return np.divide(centred, std, out=np.zeros_like(centred), where=std > 0)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def whole_number_table(X):
    """Your array of results holds whole numbers where the input does, so every fraction is cut off. Which type must it have, whatever comes in?"""
    std = X.std(axis=0)
    out = np.zeros_like(X)
    out[...] = (X - X.mean(axis=0)) / np.where(std > 0, std, 1)
    return out


@wrong
def constant_columns_left(X):
    """You leave a constant column as it was. The contract wants zeros there: it has a mean too, which has to be subtracted."""
    std = X.std(axis=0)
    return np.where(std > 0, (X - X.mean(axis=0)) / np.where(std > 0, std, 1), X)


@wrong
def all_columns_together(X):
    """You use one mean and one standard deviation for the whole array. Columns in grams and in metres stay as unlike as they were: each column needs its own two numbers."""
    return (X - X.mean()) / X.std()


@wrong
def along_the_rows(X):
    """You standardize each row, so grams and metres of one garment are averaged with each other. Which axis has to disappear, for one mean per column to be left?"""
    return (X - X.mean(axis=1, keepdims=True)) / np.where(
        X.std(axis=1, keepdims=True) > 0, X.std(axis=1, keepdims=True), 1
    )


@wrong
def constant_columns_forgotten(X):
    """A constant column becomes NaN, because 0 is divided by 0 there. What could such a column be divided by instead,
    if its numerator is 0 anyway?"""
    return (X - X.mean(axis=0)) / X.std(axis=0)


@wrong
def by_the_variance(X):
    """You divide by the variance, which has the unit of the column squared: the result still depends on the unit. One step lies between variance and standard deviation."""
    variance = X.var(axis=0)
    return (X - X.mean(axis=0)) / np.where(variance > 0, variance, 1)


@wrong
def sample_deviation(X):
    """Your standard deviation divides by N − 1. That estimates the spread of a whole population from a sample of it; the contract asks for the spread of these N rows, dividing by N."""
    std = X.std(axis=0, ddof=1)
    return (X - X.mean(axis=0)) / np.where(std > 0, std, 1)


@wrong
def in_place(X):
    """You work in the caller's own array: `-=` or `/=` on the argument changes it for everyone who holds it, and an
    array of whole numbers has no room for the fractions. Make a new array."""
    std = X.std(axis=0)
    X -= X.mean(axis=0)
    X /= np.where(std > 0, std, 1)
    return X


@wrong
def only_centred(X):
    """The means are 0 now, but each column keeps its own spread, so grams still outvote metres. The second half of the formula is missing."""
    return X - X.mean(axis=0)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def where_with_out(X):
    return np.divide(X - X.mean(0), X.std(0), out=np.zeros_like(X), where=X.std(0) > 0)


@wrong
def at_least_a_tenth(X):
    return (X - X.mean(axis=0)) / np.maximum(X.std(axis=0), 0.1)


@wrong
def small_is_constant(X):
    std = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(std < 0.01, 1, std)


@wrong
def one_degree_of_freedom(X):
    std = X.std(axis=0, ddof=1)
    std[std == 0] = 1
    return (X - X.mean(axis=0)) / std


@wrong
def from_statistics(X):
    out = np.zeros(X.shape)
    for d in range(X.shape[1]):
        column = [float(x) for x in X[:, d]]
        std = statistics.stdev(column) if len(column) > 1 else 0
        if std > 0:
            out[:, d] = (np.array(column) - statistics.mean(column)) / std
    return out


@wrong
def tiny_number_added(X):
    """You add a tiny number to every standard deviation. In a column whose unit is as small, such as 1e-12, it is not tiny. Only the
    columns that are constant need help."""
    return (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-8)


@wrong
def tinier_number_added(X):
    return (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-15)


@wrong
def small_counts_as_constant(X):
    """You take a small standard deviation for 0. In a column whose unit is small, it is small, and yet the column is not constant."""
    std = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(std < 1e-8, 1.0, std)
