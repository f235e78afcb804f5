"""Answers to 9.10, dropout_regression: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import pick, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def dropout_regression_inputs(rng):
    while True:
        D = int(rng.integers(1, 5))
        N = D + int(rng.integers(0, 6))
        X = rng.normal(0, 1, (N, D)) * rng.choice([1.0, 1.0, 3.0, 0.5], D) + pick(rng, (0, 0, 2))
        y = rng.normal(0, 2, N)
        if rng.random() < 0.3:
            X = np.round(2 * X).astype(int)
        if rng.random() < 0.3:
            y = np.round(y).astype(int)
        G = X.T @ X
        if np.linalg.matrix_rank(G) < D or np.linalg.cond(G) > 1e4:
            continue
        yield turned(rng, X), y, pick(rng, (0.0, 0.1, 0.25, 0.5, 0.5, 0.8, 0.95))


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_more_rows(X, y, p):
    """It adds one row for each weight below X, with the answer 0, and leaves the rest to least squares, where the reference solves the equations. So the price becomes a set of
    made-up examples that ask for small weights, and no XᵀX has to be formed, which would square its condition number."""
    D = X.shape[1]
    rows = np.diag(np.sqrt(p / (1 - p) * np.sum(X.astype(float) ** 2, axis=0)))
    return np.linalg.lstsq(np.vstack([X, rows]), np.concatenate([y, np.zeros(D)]), rcond=None)[0]


@right
def by_the_inverse(X, y, p):
    G = X.T @ X
    price = p / (1.0 - p) * np.eye(X.shape[1]) * np.diag(G)
    return np.linalg.inv(G + price) @ (X.T @ y)


@right
def off_the_diagonal(X, y, p):
    G = (X.T @ X).astype(float)
    shrunk = (1 - p) * G + p * np.diag(np.diag(G))
    return np.linalg.solve(shrunk, (1 - p) * (X.T @ y))


@right
def entry_by_entry(X, y, p):
    N, D = X.shape
    G, h = np.zeros((D, D)), np.zeros(D)
    for n in range(N):
        for i in range(D):
            h[i] += X[n, i] * y[n]
            for j in range(D):
                G[i, j] += X[n, i] * X[n, j] / (1 - p if i == j else 1)
    return np.linalg.solve(G, h)


# -- wrong, and told why ---------------------------------------------------------------------------


def _solve(X, y, price):
    return np.linalg.solve(X.T @ X + price, X.T @ y)


@wrong
def least_squares(X, y, p):
    """You forget the price: this is least squares without dropout."""
    return _solve(X, y, 0)


@wrong
def kept_and_dropped(X, y, p):
    """You have (1 − p)/p for p/(1 − p): p is the share that is dropped, and more dropout is a higher price."""
    return _solve(X, y, (1 - p) / p * np.diag(np.sum(X**2, axis=0)) if p else 0)


@wrong
def one_price_for_all(X, y, p):
    """All your weights have the same price, p/(1 − p). With dropout an input that is large makes its weight dearer."""
    return _solve(X, y, p / (1 - p) * np.eye(X.shape[1]))


@wrong
def price_of_p(X, y, p):
    """Your price is p. What is kept is divided by 1 − p, so the noise is larger than that."""
    return _solve(X, y, p * np.diag(np.sum(X**2, axis=0)))


@wrong
def price_of_p_times_q(X, y, p):
    """Your price is p (1 − p), the variance of a coin. The coin is divided by 1 − p, its variance by the square of that."""
    return _solve(X, y, p * (1 - p) * np.diag(np.sum(X**2, axis=0)))


@wrong
def everywhere(X, y, p):
    """You add the price to all of XᵀX, not to its diagonal. Each weight is priced by itself."""
    return _solve(X, y, p / (1 - p) * (X.T @ X))


@wrong
def mean_price(X, y, p):
    """Your price is a mean over the examples, and the squared errors are a sum. Both have to be of one kind."""
    return _solve(X, y, p / (1 - p) * np.diag(np.mean(X**2, axis=0)))


@wrong
def unsquared(X, y, p):
    """Your price has the sizes of the inputs, not their squares."""
    return _solve(X, y, p / (1 - p) * np.diag(np.sum(np.abs(X), axis=0)))


@wrong
def price_halved(X, y, p):
    """Your price has a ½ that the squared error lacks."""
    return _solve(X, y, 0.5 * p / (1 - p) * np.diag(np.sum(X**2, axis=0)))


@wrong
def price_doubled(X, y, p):
    """Your price has a 2 that comes from its derivative. The derivative of the squared error has one, too, and they cancel."""
    return _solve(X, y, 2 * p / (1 - p) * np.diag(np.sum(X**2, axis=0)))


@wrong
def scaled_once_more(X, y, p):
    """You divide the weights by 1 − p at the end. What is kept was divided already: inverted dropout leaves the test alone."""
    return _solve(X, y, p / (1 - p) * np.diag(np.sum(X**2, axis=0))) / (1 - p)


@wrong
def scaled_down(X, y, p):
    """You multiply the weights by 1 − p at the end, as classic dropout would at test time. Here training is inverted."""
    return (1 - p) * _solve(X, y, p / (1 - p) * np.diag(np.sum(X**2, axis=0)))


@wrong
def negative_price(X, y, p):
    """You subtract the price."""
    return _solve(X, y, -0.5 * p / (1 - p) * np.diag(np.sum(X**2, axis=0)) * 0.9)


@wrong
def variances(X, y, p):
    """You take the variances of the inputs. A number that is dropped becomes 0, not the mean: its whole square counts."""
    return _solve(X, y, p / (1 - p) * np.diag(np.sum((X - X.mean(axis=0)) ** 2, axis=0)))


@wrong
def only_some_examples(X, y, p):
    return _solve(X, y, p / (1 - p) * np.diag(X[0].astype(float) ** 2))


@wrong
def mean_of_the_prices(X, y, p):
    return _solve(X, y, p / (1 - p) * np.mean(np.sum(X**2, axis=0)) * np.eye(X.shape[1]))


@wrong
def classic_price(X, y, p):
    return _solve(X, y, p / (1 - p) ** 2 * np.diag(np.sum(X**2, axis=0)))


@wrong
def as_predictions(X, y, p):
    return X @ _solve(X, y, p / (1 - p) * np.diag(np.sum(X**2, axis=0)))
