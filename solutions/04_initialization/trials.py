"""Wrong answers that learners gave in trials of 04_initialization; `named`: the panel of that day named them rightly."""

import numpy as np

from chainrule_staff.authoring.alternatives import trial


def _fan_in(shape):
    return shape[0] if len(shape) == 2 else int(np.prod(shape[1:]))


# -- 4.2 lecun_normal --------------------------------------------------------------------------


@trial("lecun_normal", named=False)
def clipped_at_three_std(shape, rng):
    s = _fan_in(shape) ** -0.5
    return np.clip(rng.normal(0, s, shape), -3 * s, 3 * s)


@trial("lecun_normal", named=False)
def clipped_at_two_std(shape, rng):  # called uniform
    s = _fan_in(shape) ** -0.5
    return np.clip(rng.normal(0, s, shape), -2 * s, 2 * s)


@trial("lecun_normal", named=False)
def mean_in_the_place_of_std(shape, rng):
    return rng.normal(_fan_in(shape) ** -0.5, shape)


@trial("lecun_normal", named=False)
def bias_counted_as_an_input(shape, rng):
    return rng.normal(0, 1 / np.sqrt(_fan_in(shape) + 1), shape)


@trial("lecun_normal", named=False)
def two_in_the_denominator(shape, rng):  # called uniform
    return rng.normal(0, 1 / np.sqrt(2 * _fan_in(shape)), shape)


@trial("lecun_normal", named=False)
def loop_ends_one_row_early(shape, rng):
    W = np.zeros(shape)
    for i in range(shape[0] - 1):
        W[i] = rng.normal(0, 1 / np.sqrt(_fan_in(shape)), shape[1:])
    return W


@trial("lecun_normal", named=False)
def small_numbers(shape, rng):  # called uniform
    return rng.normal(0, 0.01, shape)


# -- 4.3 activation_stds -----------------------------------------------------------------------


@trial("activation_stds", named=False)
def cut_to_integers(x, weights, f):
    out = []
    for W in weights:
        x = f(x @ W).astype(int) if x.dtype == int else f(x @ W)
        out.append(np.std(x))
    return np.array(out)


@trial("activation_stds", named=False)
def tanh_for_every_f(x, weights, f):
    out = []
    for W in weights:
        x = np.tanh(x @ W)
        out.append(np.std(x))
    return np.array(out)


# -- 4.4 diagnose ------------------------------------------------------------------------------


@trial("diagnose", named=False)
def not_finite_before_saturated(stds, saturated=0.0, factor=10.0):
    change = stds[-1] / stds[0]
    if not np.isfinite(change):
        return "exploding", change
    if saturated > 0.5:
        return "saturated", change
    if change > factor:
        return "exploding", change
    if change < 1 / factor:
        return "vanishing", change
    return "healthy", change


@trial("diagnose", named=False)
def any_entry_not_finite(stds, saturated=0.0, factor=10.0):
    change = stds[-1] / stds[0]
    if saturated > 0.5:
        return "saturated", change
    if not np.isfinite(stds).all() or change > factor:
        return "exploding", change
    if change < 1 / factor:
        return "vanishing", change
    return "healthy", change


@trial("diagnose", named=False)
def rounded_to_two_digits(stds, saturated=0.0, factor=10.0):
    change = round(float(stds[-1] / stds[0]), 2)
    if saturated > 0.5:
        return "saturated", change
    if not change <= factor:
        return "exploding", change
    if change < 1 / factor:
        return "vanishing", change
    return "healthy", change


# -- 4.7 he_normal -----------------------------------------------------------------------------


@trial("he_normal", named=False)
def root_two_times_xavier(shape, rng):  # called uniform
    fan_out = shape[1] if len(shape) == 2 else shape[0] * shape[2] * shape[3]
    return np.sqrt(2) * rng.normal(0, np.sqrt(2 / (_fan_in(shape) + fan_out)), shape)


@trial("he_normal", named=False)
def root_of_the_two_only(shape, rng):  # called uniform
    return rng.normal(0, np.sqrt(2) / _fan_in(shape), shape)


@trial("he_normal", named=False)
def loop_ends_one_column_early(shape, rng):
    W = np.zeros(shape)
    for i in range(shape[0]):
        for j in range(shape[1] - 1):
            W[i, j] = rng.normal(0, np.sqrt(2 / _fan_in(shape)), shape[2:] or None)
    return W


@trial("he_normal", named=False)
def integer_half(shape, rng):
    return rng.normal(0, (_fan_in(shape) // 2) ** -0.5, shape)


# -- 4.8 distinct_units ------------------------------------------------------------------------


@trial("distinct_units", named=False)
def length_of_the_unique_columns(W):  # called rows
    return len(np.unique(np.round(W, 6), axis=1))


@trial("distinct_units", named=False)
def first_and_last_rows(W):
    return len(np.unique(np.round(W[[0, -1]], 6), axis=1).T)


@trial("distinct_units", named=False)
def sorted_by_the_first_row(W):
    W = W[:, np.argsort(W[0])]
    return 1 + sum(np.max(np.abs(W[:, j] - W[:, j - 1])) > 1e-6 for j in range(1, W.shape[1]))


@trial("distinct_units", named=False)
def sorted_by_their_sums(W):
    W = W[:, np.argsort(W.sum(axis=0))]
    return 1 + sum(np.max(np.abs(W[:, j] - W[:, j - 1])) > 1e-6 for j in range(1, W.shape[1]))


@trial("distinct_units", named=False)
def numbered_sum(W):
    return len(np.unique(np.round(np.arange(1, len(W) + 1) @ W, 6)))


@trial("distinct_units", named=False)
def last_unit_forgotten(W):  # called rounded too far
    seen = []
    for j in range(W.shape[1] - 1):
        if all(np.max(np.abs(W[:, j] - other)) > 1e-6 for other in seen):
            seen.append(W[:, j])
    return len(seen)


@trial("distinct_units", named=False)
def loop_over_the_rows(W):  # called sums
    return len({tuple(np.round(W[:, j], 6)) for j in range(len(W))})


@trial("distinct_units", named=False)
def distances_to_unit_zero(W):
    return len(np.unique(np.linalg.norm(W - W[:, :1], axis=0).round(6)))


@trial("distinct_units", named=False)
def allclose_with_its_rtol(W):
    seen = []
    for u in W.T:
        if not any(np.allclose(u, v, atol=1e-6) for v in seen):
            seen.append(u)
    return len(seen)


@trial("distinct_units", named=False)
def columns_in_float32(W):
    return np.unique(W.astype(np.float32), axis=1).shape[1]


@trial("distinct_units", named=False)
def bytes_of_the_columns(W):
    return len({c.round(6).tobytes() for c in W.T})


@trial("distinct_units", named=False)
def fingerprint(W):
    return len(np.unique(np.round(W.mean(axis=0) + 10 * W.std(axis=0) + W[0], 6)))


# -- 4.9 orthogonal ----------------------------------------------------------------------------


@trial("orthogonal", named=False)
def singular_vectors(shape, rng):
    U, _, V = np.linalg.svd(rng.normal(size=shape), full_matrices=False)
    return U if shape[0] >= shape[1] else V


@trial("orthogonal", named=False)
def no_signs_for_squares(shape, rng):
    a, b = shape
    Q, R = np.linalg.qr(rng.normal(size=(max(a, b), min(a, b))))
    if a == b:
        return Q
    Q = Q * np.sign(np.diag(R))
    return Q if a > b else Q.T
