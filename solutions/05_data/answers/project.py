"""Answers to 5.4, project and reconstruct: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, turned

from ._shared import fitted

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def project_inputs(rng):
    while True:
        yield fitted(rng)


@inputs(of="reconstruct")
def reconstruct_inputs(rng):
    while True:
        X, mean, components = fitted(rng)
        Z = rng.normal(0, 3, (len(X), len(components)))
        yield turned(rng, np.round(Z).astype(int) if maybe(rng, 0.2) else Z), mean, components


# -- right, written in other ways ------------------------------------------------------------------


@right
def point_by_point(X, mean, components):
    return np.array([[np.sum((x.astype(float) - mean) * u) for u in components] for x in X])


@right
def mean_projected(X, mean, components):
    """The mean is projected by itself and subtracted afterwards, where the reference moves all points first. For many
    points that saves a copy of the data, and bytes need no care; but where the points lie far from 0 and close together,
    the difference of two large numbers loses digits."""
    return X @ components.T - components @ mean


@right
def by_dot(X, mean, components):
    A = np.array(X, dtype=float)
    A -= mean
    return A.dot(np.transpose(components))


@right
def by_einsum(X, mean, components):
    return np.einsum("nd,kd->nk", X.astype(np.float64) - mean, components)


@right(of="reconstruct")
def mixture(Z, mean, components):
    out = np.tile(np.asarray(mean, dtype=float), (len(Z), 1))
    for k, u in enumerate(components):
        out += Z[:, [k]] * u
    return out


@right(of="reconstruct")
def rows(Z, mean, components):
    return np.array([mean + z @ components for z in Z])


@right(of="reconstruct")
def transposed_twice(Z, mean, components):
    return (components.T @ Z.T).T + np.asarray(mean)[None, :]


@right(of="reconstruct")
def mean_as_a_component(Z, mean, components):
    return np.column_stack([Z, np.ones(len(Z))]) @ np.vstack([components, mean])


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def not_centred(X, mean, components):
    """You project the points as seen from 0. The coordinates are to be counted from the mean."""
    return X.astype(float) @ components.T


@wrong
def own_mean(X, mean, components):
    """You subtract the mean of the points that are to be projected. Components and mean were fitted together, perhaps on other data: a
    single new point would always get zeros."""
    return (X - X.mean(axis=0)) @ components.T


@wrong
def not_transposed(X, mean, components):
    """You multiply by the components as they stand. That runs only where there are D of them, and then mixes them up: one component is a
    row, and each point needs its product with every row."""
    return (X.astype(float) - mean) @ components


@wrong
def bytes_wrap(X, mean, components):
    """You subtract from bytes as they are: what should be negative starts again at 255."""
    mean = np.asarray(mean).astype(X.dtype) if X.dtype == np.uint8 else mean
    return (X - mean) @ components.T


@wrong
def mean_added(X, mean, components):
    """You add the mean on the way there. It is subtracted there, and added on the way back."""
    return (X.astype(float) + mean) @ components.T


@wrong
def lengths(X, mean, components):
    """Your coordinates are never negative. A point may lie on either side of the mean."""
    return np.abs((X.astype(float) - mean) @ components.T)


@wrong
def copy_returned(X, mean, components):
    """You go there and back: what you return has D numbers for each point, the copy in the old coordinates. The k coordinates along the
    components are asked for."""
    return (X.astype(float) - mean) @ components.T @ components + mean


@wrong(of="reconstruct")
def mean_forgotten(Z, mean, components):
    """Your points lie around 0. Where did the projection begin to count?"""
    return Z @ components.astype(float)


@wrong(of="reconstruct")
def mean_subtracted(Z, mean, components):
    """You subtract the mean on the way back. It was subtracted on the way there."""
    return Z @ components - np.asarray(mean, dtype=float)


@wrong(of="reconstruct")
def back_not_transposed(Z, mean, components):
    """You multiply by the transposed components. That runs only where there are D of them. On the way back each coordinate multiplies its
    own component, a row."""
    return Z @ components.T + mean


@wrong(of="reconstruct")
def mean_first(Z, mean, components):
    """You add the mean before you multiply. It has D entries, and belongs to the points, not to their k coordinates."""
    k = len(components)
    return (Z + np.asarray(mean)[:k]) @ components.astype(float)


@wrong(of="reconstruct")
def averaged(Z, mean, components):
    """You divide by the number of components. The parts along the components are added up, not averaged."""
    return Z @ components / len(components) + mean


@wrong(of="reconstruct")
def first_component(Z, mean, components):
    """You use the first component alone. Each coordinate has its own."""
    return Z[:, :1] @ components[:1] + mean


@wrong
def mean_not_projected(X, mean, components):
    """You project first, and then subtract the mean as it is. It has D entries, a coordinate has k: which of the two is to be done first?"""
    return X.astype(float) @ components.T - mean


@wrong
def over_columns(X, mean, components):
    """Your coordinates are D times too small: a dot product is the sum over the columns, not their mean."""
    return (X.astype(float) - mean) @ components.T / X.shape[1]


@wrong(of="reconstruct")
def mean_for_each_component(Z, mean, components):
    """You add the mean once for each component. It is the one point from which all of them begin."""
    return Z @ components + len(components) * np.asarray(mean)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def whole_coordinates(X, mean, components):
    return np.trunc((X.astype(float) - mean) @ components.T)


@wrong
def standardized(X, mean, components):
    Z = (X.astype(float) - mean) @ components.T
    return Z / np.where(Z.std(axis=0) > 0, Z.std(axis=0), 1)


@wrong
def rounded_mean(X, mean, components):
    return (X.astype(float) - np.round(mean)) @ components.T


@wrong
def first_only(X, mean, components):
    return (X.astype(float) - mean) @ components[:1].T


@wrong
def reversed_order(X, mean, components):
    return ((X.astype(float) - mean) @ components.T)[:, ::-1]


@wrong
def mean_of_the_mean(X, mean, components):
    return (X.astype(float) - np.mean(mean)) @ components.T


@wrong(of="reconstruct")
def mean_of_a_mean(Z, mean, components):
    return Z @ components + np.mean(mean)


@wrong(of="reconstruct")
def clipped_to_bytes(Z, mean, components):
    return np.clip(Z @ components + mean, 0, 255)


@wrong(of="reconstruct")
def sizes_of_coordinates(Z, mean, components):
    return np.abs(Z) @ components + mean


@wrong(of="reconstruct")
def only_the_mean(Z, mean, components):
    return np.tile(np.asarray(mean, dtype=float), (len(Z), 1))


@wrong(of="reconstruct")
def coordinates_rounded(Z, mean, components):
    return np.round(Z) @ components + mean
