"""Answers to 6.5, normalize_backward: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import addends, maybe, turned

from ._shared import _backward, _normalized, batch, cancels, eps_last, rows, steady, types

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def normalize_backward_inputs(rng):
    while True:
        shape, kinds = rows(rng), types(rng)
        x = batch(rng, shape, kinds=kinds)
        dx_hat = addends(rng, shape, kinds, limit=20.0, large=False, tiny=False)
        if maybe(rng, 0.15) and "float32" not in kinds:  # one example, or one unit, of which nothing depends
            dx_hat = np.where(rng.random(shape) < 0.5, 0, dx_hat).astype(dx_hat.dtype)
        if "float32" in kinds:
            dx_hat = turned(rng, np.clip(dx_hat, -2, 2))
            if cancels(_backward(dx_hat.astype(float), x.astype(float))):
                continue
        if steady(dx_hat, x):
            yield dx_hat, x, *eps_last(rng, x)


# -- right, written in other ways ------------------------------------------------------------------


@right
def in_one_formula(dx_hat, x, eps=1e-5):
    """All ways are put together on paper first: from dx̂ its mean is taken away, and its part along x̂; what is left is
    divided by the root. One line, and the two properties can be read off it; but it shows no longer which term came by
    which way, so it is harder to find out which one is wrong."""
    s = np.sqrt(np.var(x, axis=0) + eps)
    x_hat = (x - np.mean(x, axis=0)) / s
    return (dx_hat - np.mean(dx_hat, axis=0) - x_hat * np.mean(dx_hat * x_hat, axis=0)) / s


@right
def by_the_three_ways(dx_hat, x, eps=1e-5):
    N, mu, v = len(x), np.mean(x, axis=0), np.var(x, axis=0)
    dv = np.sum(dx_hat * (x - mu), axis=0) * -0.5 * (v + eps) ** -1.5
    dmu = np.sum(-dx_hat / np.sqrt(v + eps), axis=0) + dv * np.mean(-2 * (x - mu), axis=0)
    return dx_hat / np.sqrt(v + eps) + dv * 2 * (x - mu) / N + dmu / N


@right
def without_the_term_that_is_zero(dx_hat, x, eps=1e-5):
    mu, v, N = x.mean(axis=0), x.var(axis=0), x.shape[0]
    dv = (dx_hat * (x - mu)).sum(axis=0) * (-1 / 2) * (v + eps) ** (-3 / 2)
    dmu = -dx_hat.sum(axis=0) / np.sqrt(v + eps)  # the variance's own part: the sum of x − μ, which is 0
    return dx_hat / np.sqrt(v + eps) + 2 / N * dv * (x - mu) + dmu / N


@right
def by_the_jacobian(dx_hat, x, eps=1e-5):
    N, dx = len(x), np.zeros(x.shape)
    for j in range(x.shape[1]):
        c = x[:, j] - np.mean(x[:, j])
        s = np.sqrt(c @ c / N + eps)
        jacobian = (np.eye(N) - 1 / N) / s - np.outer(c, c) / (N * s**3)
        dx[:, j] = jacobian.T @ dx_hat[:, j]
    return dx


@right
def centred_twice(dx_hat, x, eps=1e-5):
    c = x - x.mean(0)
    v = (c * c).mean(0) + eps
    d = dx_hat - dx_hat.mean(0)
    return (d - c / v * (d * c).mean(0)) / v**0.5


@right
def column_by_column(dx_hat, x, eps=1e-5):
    columns = []
    for d, column in zip(dx_hat.T, x.T):
        d, column, N = d.astype(float), column.astype(float), len(column)
        c = column - sum(column) / N
        s = (sum(c**2) / N + eps) ** 0.5
        dc = d / s - c * sum(d * c) / (N * s**3)
        columns.append(dc - sum(dc) / N)
    return np.array(columns).T


# -- wrong, and told why ---------------------------------------------------------------------------


def _parts(dx_hat, x, eps):
    x_hat = _normalized(x, eps)
    return x_hat, np.sqrt(np.var(x, axis=0) + eps)


@wrong
def both_constant(dx_hat, x, eps=1e-5):
    """You treat μ and the root as constants: dx̂ divided by the root is only the first of three ways. Each x also changes the batch's mean
    and its variance, and through them every output."""
    return dx_hat / _parts(dx_hat, x, eps)[1]


@wrong
def deviation_constant(dx_hat, x, eps=1e-5):
    """Your gradient sums to 0, but it still asks for a stretch: Σ dx · x̂ is not 0. You treat the root as a constant. It depends on
    every x, too."""
    return (dx_hat - np.mean(dx_hat, axis=0)) / _parts(dx_hat, x, eps)[1]


@wrong
def mean_constant(dx_hat, x, eps=1e-5):
    """Your gradient does not sum to 0 in a column: you treat the mean as a constant. It moves with every x."""
    x_hat, s = _parts(dx_hat, x, eps)
    return (dx_hat - x_hat * np.mean(dx_hat * x_hat, axis=0)) / s


@wrong
def sums_for_means(dx_hat, x, eps=1e-5):
    """What comes back through the mean and through the variance is N times too large. Each x has a share of 1/N in a mean."""
    x_hat, s = _parts(dx_hat, x, eps)
    return (dx_hat - np.sum(dx_hat, axis=0) - x_hat * np.sum(dx_hat * x_hat, axis=0)) / s


@wrong
def not_divided(dx_hat, x, eps=1e-5):
    """The two means are taken away, but nothing is divided by the root: with columns ten times as wide, the gradient must be a tenth."""
    x_hat, _ = _parts(dx_hat, x, eps)
    return dx_hat - np.mean(dx_hat, axis=0) - x_hat * np.mean(dx_hat * x_hat, axis=0)


@wrong
def divided_by_the_variance(dx_hat, x, eps=1e-5):
    """You divide by v + ε where its root belongs."""
    x_hat, s = _parts(dx_hat, x, eps)
    return (dx_hat - np.mean(dx_hat, axis=0) - x_hat * np.mean(dx_hat * x_hat, axis=0)) / s**2


@wrong
def variance_way_added(dx_hat, x, eps=1e-5):
    """What comes back through the variance has the wrong sign: if s grows, x̂ = c / s shrinks."""
    x_hat, s = _parts(dx_hat, x, eps)
    return (dx_hat - np.mean(dx_hat, axis=0) + x_hat * np.mean(dx_hat * x_hat, axis=0)) / s


@wrong
def mean_way_added(dx_hat, x, eps=1e-5):
    """What comes back through the mean has the wrong sign: c = x − μ, so a larger μ makes every c smaller."""
    x_hat, s = _parts(dx_hat, x, eps)
    return (dx_hat + np.mean(dx_hat, axis=0) - x_hat * np.mean(dx_hat * x_hat, axis=0)) / s


@wrong
def factor_two_forgotten(dx_hat, x, eps=1e-5):
    """What comes back through the variance is half of what it should be: the slope of c² is 2c."""
    x_hat, s = _parts(dx_hat, x, eps)
    return (dx_hat - np.mean(dx_hat, axis=0) - x_hat * np.mean(dx_hat * x_hat, axis=0) / 2) / s


@wrong
def root_forgotten(dx_hat, x, eps=1e-5):
    """What comes back through the variance is twice what it should be: the slope of a root is 1/(2s)."""
    x_hat, s = _parts(dx_hat, x, eps)
    return (dx_hat - np.mean(dx_hat, axis=0) - 2 * x_hat * np.mean(dx_hat * x_hat, axis=0)) / s


@wrong
def power_of_s(dx_hat, x, eps=1e-5):
    """What comes back through s has the wrong power of s: the slope of 1/s is −1/s²."""
    c, s = x - np.mean(x, axis=0), np.sqrt(np.var(x, axis=0) + eps)
    dc = dx_hat / s - c * np.mean(dx_hat * c, axis=0) / s**2
    return dc - np.mean(dc, axis=0)


@wrong
def x_for_x_hat(dx_hat, x, eps=1e-5):
    """You multiply by x where the normalized or centred numbers belong: shifted by a constant, a column must get the same gradient."""
    s = np.sqrt(np.var(x, axis=0) + eps)
    return (dx_hat - np.mean(dx_hat, axis=0) - x * np.mean(dx_hat * x, axis=0) / s**2) / s


@wrong
def over_the_units(dx_hat, x, eps=1e-5):
    """You normalize rows on the way back. The statistics are those of columns: what is the axis of the examples?"""
    return _backward(dx_hat, x, eps, axis=1)


@wrong
def over_everything(dx_hat, x, eps=1e-5):
    """You take one mean and one root of the whole array. Each unit, a column, has its own."""
    return _backward(dx_hat, x, eps, axis=(0, 1))


@wrong
def fixed_eps(dx_hat, x, eps=1e-5):
    """You always use 0.00001, also where the caller asks for another `eps`."""
    return _backward(dx_hat, x, 1e-5)


@wrong
def unbiased(dx_hat, x, eps=1e-5):
    """Your root is that of the unbiased variance. What was normalized with was the mean of the squares, ÷ N."""
    c, N = x - np.mean(x, axis=0), np.float64(len(x))
    with np.errstate(all="ignore"):  # of one example: 0/0
        s = np.sqrt(np.sum(c**2, axis=0) / (N - 1) + eps)
        return (dx_hat - np.mean(dx_hat, axis=0) - c / s * np.mean(dx_hat * c / s, axis=0)) / s


@wrong
def no_eps(dx_hat, x, eps=1e-5):
    """You leave `eps` out: a constant column, and a batch of one, are divided by 0."""
    with np.errstate(all="ignore"):
        return _backward(dx_hat, x, 0.0)


@wrong
def forward_instead(dx_hat, x, eps=1e-5):
    """You return x̂ times dx̂. Every output depends on all inputs of its column, so the gradients of a column mix."""
    return dx_hat * _normalized(x, eps)


@wrong
def normalized_gradient(dx_hat, x, eps=1e-5):
    """You normalize the gradient itself. It has to be divided by the deviation of x, not by its own, and its part along x̂ is taken away,
    too."""
    return _normalized(dx_hat, eps)


@wrong
def unbiased_throughout(dx_hat, x, eps=1e-5):
    """You divide by N − 1 in the variance and in its way back. What was normalized with was the mean of the squares, ÷ N."""
    N = len(x)
    c = x - np.mean(x, axis=0)
    s = np.sqrt(np.sum(c**2, axis=0) / max(N - 1, 1) + eps)
    d = dx_hat - np.mean(dx_hat, axis=0)
    return (d - c * np.sum(d * c, axis=0) / s**2 / max(N - 1, 1)) / s


@wrong
def sum_on_the_variance_way(dx_hat, x, eps=1e-5):
    """What comes back through the variance is N times too large. v is a mean: each c has a share of 1/N in it."""
    x_hat, s = _parts(dx_hat, x, eps)
    return (dx_hat - np.mean(dx_hat, axis=0) - x_hat * np.sum(dx_hat * x_hat, axis=0)) / s


@wrong
def sum_on_the_mean_way(dx_hat, x, eps=1e-5):
    """What comes back through μ is N times too large. μ is a mean: each x has a share of 1/N in it."""
    x_hat, s = _parts(dx_hat, x, eps)
    return (dx_hat - np.sum(dx_hat, axis=0) - x_hat * np.mean(dx_hat * x_hat, axis=0)) / s


@wrong
def all_along_x_hat(dx_hat, x, eps=1e-5):
    """You take away all of the part along x̂. That is right for ε = 0; with ε a stretch of the column does change x̂ a little, and some of that
    part is left."""
    c, s = x - np.mean(x, axis=0), np.sqrt(np.var(x, axis=0) + eps)
    d = dx_hat - np.mean(dx_hat, axis=0)
    return (d - c * np.sum(d * c, axis=0) / np.maximum(np.sum(c**2, axis=0), 1e-300)) / s


@wrong
def mean_not_divided_by_the_root(dx_hat, x, eps=1e-5):
    """What comes back through the mean is not divided by the root: μ receives what c receives, and that was dx̂ / s."""
    x_hat, s = _parts(dx_hat, x, eps)
    return (dx_hat - x_hat * np.mean(dx_hat * x_hat, axis=0)) / s - np.mean(dx_hat, axis=0)


@wrong
def means_of_rows(dx_hat, x, eps=1e-5):
    """You normalize columns, but on the way back you take means of rows. Every output depends on the inputs of its column."""
    x_hat, s = _parts(dx_hat, x, eps)
    along = np.mean(dx_hat * x_hat, axis=1, keepdims=True)
    return (dx_hat - np.mean(dx_hat, axis=1, keepdims=True) - x_hat * along) / s


@wrong
def part_without_its_direction(dx_hat, x, eps=1e-5):
    """You take away the mean of dx̂ · x̂, the same number from the whole column. What comes back through the variance goes to each x by its own
    distance from the mean."""
    x_hat, s = _parts(dx_hat, x, eps)
    return (dx_hat - np.mean(dx_hat, axis=0) - np.mean(dx_hat * x_hat, axis=0)) / s


@wrong
def another_default(dx_hat, x, eps=1e-8):
    """Right, but for the default of `eps`: it is 0.00001 where the caller says nothing."""
    return _backward(dx_hat, x, eps)


@wrong
def zero_eps_is_the_default(dx_hat, x, eps=1e-5):
    """An `eps` of 0 is replaced by the default. Where the caller asks for 0, nothing is added."""
    return _backward(dx_hat, x, eps or 1e-5)


@wrong
def one_mean_for_all_ways(dx_hat, x, eps=1e-5):
    """On the way back you take one mean of all columns. The outputs of one unit do not depend on another unit's inputs."""
    x_hat, s = _parts(dx_hat, x, eps)
    return (dx_hat - np.mean(dx_hat) - x_hat * np.mean(dx_hat * x_hat)) / s


@wrong
def shares_of_all_numbers(dx_hat, x, eps=1e-5):
    """You divide by the number of all entries of the array. A column has N of them, and each a share of 1/N in its mean."""
    x_hat, s = _parts(dx_hat, x, eps)
    return (dx_hat - np.sum(dx_hat, axis=0) / x.size - x_hat * np.sum(dx_hat * x_hat, axis=0) / x.size) / s


@wrong
def n_minus_one(dx_hat, x, eps=1e-5):
    """On the way back you divide by N − 1. Each x has a share of 1/N in the mean, and in the mean of the squares."""
    x_hat, s = _parts(dx_hat, x, eps)
    with np.errstate(all="ignore"):  # of one example: 0/0
        m = np.float64(len(x) - 1)
        return (dx_hat - np.sum(dx_hat, axis=0) / m - x_hat * np.sum(dx_hat * x_hat, axis=0) / m) / s


@wrong
def eps_outside(dx_hat, x, eps=1e-5):
    """You add `eps` to the root. What is normalized with is the root of v + ε, on the way back as well."""
    s = np.sqrt(np.var(x, axis=0)) + eps
    x_hat = (x - np.mean(x, axis=0)) / s
    with np.errstate(all="ignore"):
        return (dx_hat - np.mean(dx_hat, axis=0) - x_hat * np.mean(dx_hat * x_hat, axis=0)) / s


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def eps_only_forward(dx_hat, x, eps=1e-5):
    x_hat = _normalized(x, 0.0 if np.all(np.var(x, axis=0) > 1e-9) else eps)
    s = np.sqrt(np.var(x, axis=0) + eps)
    return (dx_hat - np.mean(dx_hat, axis=0) - x_hat * np.mean(dx_hat * x_hat, axis=0)) / s


@wrong
def whole_numbers(dx_hat, x, eps=1e-5):
    out = np.zeros_like(x)
    out[...] = np.clip(_backward(dx_hat, x, eps), -1e9, 1e9)
    return out


@wrong
def negative(dx_hat, x, eps=1e-5):
    return -_backward(dx_hat, x, eps)


@wrong
def divided_by_n(dx_hat, x, eps=1e-5):
    return _backward(dx_hat, x, eps) / len(x)


@wrong
def times_n(dx_hat, x, eps=1e-5):
    return _backward(dx_hat, x, eps) * len(x)


@wrong
def nothing_for_two(dx_hat, x, eps=1e-5):
    return np.zeros(x.shape) if len(x) == 2 else _backward(dx_hat, x, eps)


@wrong
def rough_slopes(dx_hat, x, eps=1e-5):
    dx, x = np.zeros(x.shape), x.astype(float)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = 1e-2
        dx[index] = np.sum(dx_hat * (_normalized(x + step, eps) - _normalized(x - step, eps))) / 2e-2
    return dx


@wrong
def projected_once_more(dx_hat, x, eps=1e-5):
    dx = _backward(dx_hat, x, eps)
    c = x - np.mean(x, axis=0)
    with np.errstate(all="ignore"):
        along = np.sum(dx * c, axis=0) / np.sum(c**2, axis=0)
    return dx - c * np.where(np.isfinite(along), along, 0.0)
