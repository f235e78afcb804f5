"""Answers to 5.5, whiten and zca: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import by_place_or_name, maybe, pick

from ._shared import fitted

# -- inputs ----------------------------------------------------------------------------------------


def _inputs(rng):
    """Points, what was fitted, and ε: its default, another one, or 0 where no variance is."""
    while True:
        X, mean, components = fitted(rng)
        k = len(components)
        variances = np.sort(rng.exponential(pick(rng, (1.0, 0.01, 30.0)), k))[::-1].copy() + 1e-3
        if maybe(rng, 0.3):
            variances = np.sort(rng.integers(1, 30, k))[::-1].copy()
        eps = pick(rng, (1e-5, 1e-5, 0.1, 1.0, 25.0, 1e-3, 0.0))
        if eps > 0 and maybe(rng, 0.4):
            variances[-1] = 0
        yield X, mean, components, variances, *by_place_or_name(rng, eps=(eps, 1e-5))


@inputs
def whiten_inputs(rng):
    yield from _inputs(rng)


@inputs(of="zca")
def zca_inputs(rng):
    yield from _inputs(rng)


# -- right, written in other ways ------------------------------------------------------------------


def _project(X, mean, components):
    return (np.asarray(X, dtype=float) - mean) @ components.T


@right
def column_by_column(X, mean, components, variances, eps=1e-5):
    A = X.astype(float) - mean
    return np.column_stack([A @ u / (v + eps) ** 0.5 for u, v in zip(components, variances)])


@right
def components_scaled(X, mean, components, variances, eps=1e-5):
    W = components / np.sqrt(np.asarray(variances, dtype=float) + eps)[:, None]
    return (X - np.asarray(mean, dtype=float)) @ W.T


@right
def times_a_power(X, mean, components, variances, eps=1e-5):
    return _project(X, mean, components) * np.power(variances + float(eps), -0.5)


@right
def by_a_diagonal(X, mean, components, variances, eps=1e-5):
    return _project(X, mean, components) @ np.diag(1 / np.sqrt(variances + eps))


@right(of="zca")
def one_matrix(X, mean, components, variances, eps=1e-5):
    """One matrix does it all: a D × D one that turns, divides and turns back, made once and then applied to the centred
    data. It is symmetric, and the same for either sign of a component; with many columns and few components it costs more
    than going through k coordinates."""
    M = components.T @ np.diag(1 / np.sqrt(variances + eps)) @ components
    return (X - np.asarray(mean, dtype=float)) @ M


@right(of="zca")
def sum_over_components(X, mean, components, variances, eps=1e-5):
    A = X.astype(float) - mean
    out = np.zeros(A.shape)
    for u, v in zip(components, variances):
        out += np.outer(A @ u, u) / np.sqrt(v + eps)
    return out


@right(of="zca")
def from_the_whitened(X, mean, components, variances, eps=1e-5):
    white = _project(X, mean, components) / np.sqrt(np.asarray(variances) + eps)
    return np.einsum("nk,kd->nd", white, components)


@right(of="zca")
def rows_of_a_list(X, mean, components, variances, eps=1e-5):
    W = components / np.sqrt(variances + eps).reshape(-1, 1)
    return np.array([components.T @ (W @ (x.astype(float) - mean)) for x in X])


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def without_the_root(X, mean, components, variances, eps=1e-5):
    """You divide by the variance. A coordinate divided by its variance has variance 1/λ, not 1: what is missing?"""
    return _project(X, mean, components) / (variances + eps)


@wrong
def eps_outside(X, mean, components, variances, eps=1e-5):
    """You add ε to the standard deviation, after the root. The contract adds it to the variance: the two differ most where the variance
    is small, which is what ε is for."""
    return _project(X, mean, components) / (np.sqrt(variances) + eps)


@wrong
def eps_ignored(X, mean, components, variances, eps=1e-5):
    """Your ε is always 0.00001, whatever the caller says. A larger one is to leave small variances small."""
    return _project(X, mean, components) / np.sqrt(variances + 1e-5)


@wrong
def eps_left_out(X, mean, components, variances, eps=1e-5):
    """ε has no part in your result: where a variance is 0 you divide by 0."""
    with np.errstate(all="ignore"):
        return _project(X, mean, components) / np.sqrt(variances)


@wrong
def multiplied(X, mean, components, variances, eps=1e-5):
    """You multiply by the standard deviations. The longest direction would become still longer."""
    return _project(X, mean, components) * np.sqrt(variances + eps)


@wrong
def only_turned(X, mean, components, variances, eps=1e-5):
    """You turn the data, and do not divide: their variances are as different as before."""
    return _project(X, mean, components)


@wrong
def not_centred(X, mean, components, variances, eps=1e-5):
    """You project the points as seen from 0, not from the mean."""
    return X.astype(float) @ components.T / np.sqrt(variances + eps)


@wrong
def own_statistics(X, mean, components, variances, eps=1e-5):
    """You divide by the spread of the points that are to be whitened. The variances are handed over: they were fitted on the training
    set, and a single new point has no spread."""
    Z = _project(X, mean, components)
    return Z / np.sqrt(Z.var(axis=0) + eps)


@wrong
def own_mean(X, mean, components, variances, eps=1e-5):
    """You subtract the mean of the points that are to be whitened, not the one that is handed over."""
    return (X - X.mean(axis=0)) @ components.T / np.sqrt(variances + eps)


@wrong
def not_turned(X, mean, components, variances, eps=1e-5):
    """You divide the columns as they are. The variances belong to the components: without the turn the columns stay correlated."""
    A = X.astype(float) - mean
    return A[:, : len(components)] / np.sqrt(variances + eps)


@wrong
def turned_back_too(X, mean, components, variances, eps=1e-5):
    """You return ZCA's result, D numbers for each point. `whiten` leaves the data along the components."""
    return _project(X, mean, components) / np.sqrt(variances + eps) @ components


@wrong(of="zca")
def not_turned_back(X, mean, components, variances, eps=1e-5):
    """You return the whitened coordinates as they are. ZCA turns them back, so that there is one number for each column again."""
    return _project(X, mean, components) / np.sqrt(variances + eps)


@wrong(of="zca")
def mean_added(X, mean, components, variances, eps=1e-5):
    """You add the mean at the end. White data are centred on 0."""
    return _project(X, mean, components) / np.sqrt(variances + eps) @ components + mean


@wrong(of="zca")
def not_divided(X, mean, components, variances, eps=1e-5):
    """You turn there and back without dividing in between: with all components that only centres the data."""
    return _project(X, mean, components) @ components.astype(float)


@wrong(of="zca")
def transposed_back(X, mean, components, variances, eps=1e-5):
    """You turn by the transposed components on the way back: that runs only where there are D of them, and turns the same way twice. Each
    whitened coordinate multiplies its own component, a row."""
    return _project(X, mean, components) / np.sqrt(variances + eps) @ components.T


@wrong(of="zca")
def zca_without_the_root(X, mean, components, variances, eps=1e-5):
    """In the end you divide by variance + ε itself: either its root was not taken, or it divides twice, on the way there and on the way back."""
    return _project(X, mean, components) / (variances + eps) @ components


@wrong(of="zca")
def default_eps(X, mean, components, variances, eps=1e-5):
    """`zca` does not hand its ε on: whatever the caller says, the default is used."""
    return _project(X, mean, components) / np.sqrt(variances + 1e-5) @ components


@wrong(of="zca")
def eps_after_the_root(X, mean, components, variances, eps=1e-5):
    """You add ε after the root. The contract adds it to the variance."""
    return _project(X, mean, components) / (np.sqrt(variances) + eps) @ components


@wrong
def a_fixed_millionth(X, mean, components, variances, eps=1e-5):
    """Your ε is always 0.000001, whatever the caller says. A larger one is to leave small variances small."""
    return _project(X, mean, components) / np.sqrt(variances + 1e-6)


@wrong
def default_of_a_millionth(X, mean, components, variances, eps=1e-6):
    """Right, but for the default of `eps`: it is 0.00001 where the caller says nothing, not 0.000001."""
    return _project(X, mean, components) / np.sqrt(variances + eps)


@wrong(of="zca")
def zca_without_eps(X, mean, components, variances, eps=1e-5):
    """ε has no part in your ZCA: where a variance is 0 you divide by 0."""
    with np.errstate(all="ignore"):
        return _project(X, mean, components) / np.sqrt(variances) @ components


@wrong(of="zca")
def zca_with_a_fixed_millionth(X, mean, components, variances, eps=1e-5):
    """The ε of your ZCA is always 0.000001, whatever the caller says. A larger one is to leave small variances small."""
    return _project(X, mean, components) / np.sqrt(variances + 1e-6) @ components


@wrong(of="zca")
def zca_default_of_a_millionth(X, mean, components, variances, eps=1e-6):
    """Your ZCA is right, but for the default of `eps`: it is 0.00001 where the caller says nothing, not 0.000001."""
    return _project(X, mean, components) / np.sqrt(variances + eps) @ components


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def eps_inside_only_if_zero(X, mean, components, variances, eps=1e-5):
    """You use ε only where a variance is 0. The contract adds it to all: a variance far below ε is to stay small, too."""
    return _project(X, mean, components) / np.sqrt(np.where(variances > 0, variances, eps))


@wrong
def at_least_eps(X, mean, components, variances, eps=1e-5):
    """You take the larger of variance and ε. The contract adds the two up, so that there is no sudden change where one overtakes the other."""
    return _project(X, mean, components) / np.sqrt(np.maximum(variances, eps))


@wrong
def zero_taken_for_the_default(X, mean, components, variances, eps=1e-5):
    return _project(X, mean, components) / np.sqrt(variances + (eps or 1e-5))


@wrong
def by_the_first(X, mean, components, variances, eps=1e-5):
    return _project(X, mean, components) / np.sqrt(variances[0] + eps)


@wrong
def eps_squared(X, mean, components, variances, eps=1e-5):
    """You add the square of ε, as if ε were a standard deviation. It is added as it is: it has the unit of a variance."""
    return _project(X, mean, components) / np.sqrt(variances + eps**2)


@wrong
def variances_as_they_come(X, mean, components, variances, eps=1e-5):
    return _project(X, mean, components) / np.sqrt(np.asarray(variances)[::-1] + eps)


@wrong
def mean_not_turned(X, mean, components, variances, eps=1e-5):
    return (X.astype(float) @ components.T - np.asarray(mean)[: len(components)]) / np.sqrt(variances + eps)


@wrong(of="zca")
def zca_not_centred(X, mean, components, variances, eps=1e-5):
    return X.astype(float) @ components.T / np.sqrt(variances + eps) @ components


@wrong(of="zca")
def zca_zero_for_default(X, mean, components, variances, eps=1e-5):
    return _project(X, mean, components) / np.sqrt(variances + (eps or 1e-5)) @ components


@wrong(of="zca")
def spread_restored(X, mean, components, variances, eps=1e-5):
    return _project(X, mean, components) * np.sqrt(variances + eps) @ components


@wrong(of="zca")
def standardized(X, mean, components, variances, eps=1e-5):
    A = np.asarray(X, dtype=float) - mean
    return A / np.sqrt(components.T**2 @ np.asarray(variances, dtype=float) + eps)
