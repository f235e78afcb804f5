"""Answers to 6.1, normalize: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _normalized, batch, eps_last, rows

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def normalize_inputs(rng):
    while True:
        x = batch(rng, rows(rng))
        yield x, *eps_last(rng, x)


# -- right, written in other ways ------------------------------------------------------------------


@right
def with_numpys_variance(x, eps=1e-5):
    return (x - x.mean(0)) / (x.var(0) + eps) ** 0.5


@right
def column_by_column(x, eps=1e-5):
    out = np.empty(x.shape)
    for j in range(x.shape[1]):
        column = [float(number) for number in x[:, j]]
        mean = sum(column) / len(column)
        variance = sum((number - mean) ** 2 for number in column) / len(column)
        out[:, j] = [(number - mean) / (variance + eps) ** 0.5 for number in column]
    return out


@right
def as_a_matrix(x, eps=1e-5):
    """Taking the mean away is written as a product with the matrix I − 1/N, which is the same for every column. One sees
    at once that it is linear, and applied twice changes nothing; but a matrix of N × N numbers does what one
    subtraction does, so nobody computes it like this."""
    N = len(x)
    centred = (np.eye(N) - np.ones((N, N)) / N) @ (x - x[0])
    return centred / np.sqrt(np.sum(centred**2, axis=0) / N + eps)


@right
def transposed(x, eps=1e-5):
    rows = x.T - np.average(x.T, axis=1)[:, None]
    return (rows / np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + eps)[:, None]).T


@right
def by_the_standard_deviation(x, eps=1e-5):
    centred = x - np.mean(x, axis=0, keepdims=True)
    return centred / np.sqrt(np.std(x, axis=0, keepdims=True) ** 2 + eps)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def by_the_variance(x, eps=1e-5):
    """You divide by the variance. What has the unit of x, the variance or its root?"""
    return (x - np.mean(x, axis=0)) / (np.var(x, axis=0) + eps)


@wrong
def eps_outside(x, eps=1e-5):
    """You add `eps` to the root. In this contract it is added to the variance, before the root is taken: where the variance is
    small, that is another number."""
    return (x - np.mean(x, axis=0)) / (np.std(x, axis=0) + eps)


@wrong
def over_the_units(x, eps=1e-5):
    """You normalize every row: one example over all its units. That is layer norm. Here each unit, a column, has a mean over the
    examples."""
    return _normalized(x, eps, axis=1)


@wrong
def over_everything(x, eps=1e-5):
    """You take one mean and one variance of the whole array. Each unit, a column, has its own."""
    return _normalized(x, eps, axis=(0, 1))


@wrong
def unbiased(x, eps=1e-5):
    """You divide the squares by N − 1. Here v is the mean of the squares: N of them, divided by N. (The other one comes in 6.2, for
    another purpose.)"""
    centred = x - np.mean(x, axis=0)
    with np.errstate(all="ignore"):  # of one example: 0/0
        return centred / np.sqrt(np.sum(centred**2, axis=0) / np.float64(len(x) - 1) + eps)


@wrong
def not_centred(x, eps=1e-5):
    """Your columns are scaled, but their mean is not 0: what is subtracted from x?"""
    return x / np.sqrt(np.var(x, axis=0) + eps)


@wrong
def only_centred(x, eps=1e-5):
    """Your columns have mean 0, but they are as wide as before. What are they divided by?"""
    return x - np.mean(x, axis=0)


@wrong
def no_eps(x, eps=1e-5):
    """You leave `eps` out: a constant column is divided by 0, and a narrow one comes out too wide."""
    with np.errstate(all="ignore"):
        return (x - np.mean(x, axis=0)) / np.std(x, axis=0)


@wrong
def fixed_eps(x, eps=1e-5):
    """You always add 0.00001, also where the caller asks for another `eps`."""
    return _normalized(x, 1e-5)


@wrong
def difference_of_squares(x, eps=1e-5):
    """You compute the variance as the mean of the squares minus the square of the mean. On paper that is the same; far from 0 it is a
    small difference of two huge numbers, and their last digits are rounded off. Which numbers could you square instead?"""
    x = x.astype(float)
    with np.errstate(all="ignore"):
        return (x - np.mean(x, axis=0)) / np.sqrt(np.mean(x**2, axis=0) - np.mean(x, axis=0) ** 2 + eps)


@wrong
def sum_of_squares(x, eps=1e-5):
    """You divide by the root of the sum of the squares. The variance is their mean."""
    centred = x - np.mean(x, axis=0)
    return centred / np.sqrt(np.sum(centred**2, axis=0) + eps)


@wrong
def squares_of_x(x, eps=1e-5):
    """Your variance is the mean of x². The distances from the mean are what is squared."""
    return (x - np.mean(x, axis=0)) / np.sqrt(np.mean(x.astype(float) ** 2, axis=0) + eps)


@wrong
def eps_squared_away(x, eps=1e-5):
    """`eps` comes in squared. It is added to the variance as it is."""
    return (x - np.mean(x, axis=0)) / np.sqrt(np.var(x, axis=0) + eps**2)


@wrong
def mean_distance(x, eps=1e-5):
    """You divide by the mean distance from the mean, |x − μ|. The variance is the mean of the squared distances."""
    centred = x - np.mean(x, axis=0)
    return centred / np.sqrt(np.mean(np.abs(centred), axis=0) ** 2 + eps)


@wrong
def to_zero_and_one(x, eps=1e-5):
    """You stretch each column to the range from 0 to 1. Here its mean becomes 0 and its variance 1."""
    low, high = np.min(x, axis=0), np.max(x, axis=0)
    return (x - low) / (high - low + eps)


@wrong
def the_median(x, eps=1e-5):
    return (x - np.median(x, axis=0)) / np.sqrt(np.var(x, axis=0) + eps)


@wrong
def one_variance_for_all(x, eps=1e-5):
    """You take one variance for the whole array. Each unit, a column, has its own, as it has its own mean."""
    centred = x - np.mean(x, axis=0)
    return centred / np.sqrt(np.mean(centred**2) + eps)


@wrong
def eps_only_where_needed(x, eps=1e-5):
    """`eps` comes in only where the variance is smaller. Here it is added to every variance."""
    var = np.var(x, axis=0)
    return (x - np.mean(x, axis=0)) / np.sqrt(np.where(var < eps, eps, var))


@wrong
def in_single_precision(x, eps=1e-5):
    """You compute in 32 bits, which keep seven digits: at 10⁸ a difference of 3 is gone."""
    return _normalized(x.astype(np.float32), eps)


@wrong
def zero_eps_is_the_default(x, eps=1e-5):
    """An `eps` of 0 is replaced by the default. Where the caller asks for 0, nothing is added."""
    return _normalized(x, eps or 1e-5)


@wrong
def mean_in_single_precision(x, eps=1e-5):
    """Your mean is taken in 32 bits, which keep seven digits: at 10⁸ it is off by several units."""
    centred = x - np.mean(x, axis=0, dtype=np.float32)
    return centred / np.sqrt(np.mean(centred**2, axis=0) + eps)


@wrong
def root_of_the_deviation(x, eps=1e-5):
    """You take the root twice: the standard deviation is the root of the variance already."""
    return (x - np.mean(x, axis=0)) / np.sqrt(np.std(x, axis=0) + eps)


@wrong
def whole_mean(x, eps=1e-5):
    """The mean that you take away is a whole number: was it rounded down?"""
    centred = x - np.sum(x, axis=0) // len(x)
    return centred / np.sqrt(np.mean(centred**2, axis=0) + eps)


@wrong
def by_the_mean_distance(x, eps=1e-5):
    """You divide by the mean distance from the mean, |x − μ|, and `eps`. What is asked for is the root of the mean squared distance."""
    centred = x - np.mean(x, axis=0)
    return centred / (np.mean(np.abs(centred), axis=0) + eps)


@wrong
def another_default(x, eps=1e-8):
    """Right, but for the default of `eps`: it is 0.00001 where the caller says nothing."""
    return _normalized(x, eps)


@wrong
def default_of_keras(x, eps=1e-3):
    """Right, but for the default of `eps`: it is 0.00001 where the caller says nothing, not 0.001."""
    return _normalized(x, eps)


@wrong
def alone_as_it_was(x, eps=1e-5):
    """A batch of one comes back as it was. Its mean is the example itself: what is left?"""
    return x * 1.0 if len(x) == 1 else _normalized(x, eps)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def integers_stay_integers(x, eps=1e-5):
    out = np.zeros_like(x)
    out[...] = _normalized(x, eps)
    return out


@wrong
def ones_for_a_batch_of_one(x, eps=1e-5):
    return np.ones(x.shape) if len(x) == 1 else _normalized(x, eps)


@wrong
def clipped_at_three(x, eps=1e-5):
    return np.clip(_normalized(x, eps), -3, 3)


@wrong
def eps_in_the_numerator(x, eps=1e-5):
    return (x - np.mean(x, axis=0) + eps) / np.sqrt(np.var(x, axis=0) + eps)


@wrong
def in_place(x, eps=1e-5):
    x -= np.mean(x, axis=0).astype(x.dtype)
    return _normalized(x, eps)


@wrong
def normalized_twice(x, eps=1e-5):
    return _normalized(_normalized(x, eps), eps)
