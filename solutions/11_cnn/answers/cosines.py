"""Answers to 11.7, cosines: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import ALL, by_place_or_name, maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs(without=("G: K = 1",))
def cosines_inputs(rng):
    while True:
        K, D = int(rng.integers(2, 9)), int(rng.integers(1, 6))
        kind = pick(rng, ALL)
        G = rng.normal(0, 1, (K, D))
        if kind == "int64" or maybe(rng, 0.3):
            G = np.round(3 * G)
        elif kind == "float64" and maybe(rng, 0.4):  # gradients that shrink or grow along the way
            G = G * rng.choice([1e-9, 1e-30, 1.0, 50.0, 1e9], (K, 1))
        if kind == "float32":
            G = np.round(8 * G) / 8
        if maybe(rng, 0.4):
            G[rng.random(K) < 0.4] = 0
        if maybe(rng, 0.2):  # the same direction, or the opposite one
            G[1:] = G[:1] * rng.integers(-2, 3, (K - 1, 1))
        lag = int(rng.integers(1, K)) if maybe(rng, 0.7) else 1
        yield turned(rng, G.astype(kind)), *by_place_or_name(rng, lag=(lag, 1))


# -- right, written in other ways ------------------------------------------------------------------


@right
def made_unit_first(G, lag=1):
    """Every row is brought to length 1 first, once, and the products of those are the cosines
    already. The lengths are used in one place only; and numbers far from 1 are gone before
    anything is multiplied, so nothing overflows on the way."""
    lengths = np.sqrt(np.sum(G.astype(float) ** 2, axis=1, keepdims=True))
    unit = G / np.where(lengths == 0, 1.0, lengths)
    return np.einsum("kd,kd->k", unit[:-lag], unit[lag:])


@right
def by_loop(G, lag=1):
    out = []
    for k in range(len(G) - lag):
        a, b = G[k].astype(float), G[k + lag].astype(float)
        if not a.any() or not b.any():
            out.append(0.0)
        else:
            out.append(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))
    return np.array(out)


@right
def from_all_pairs(G, lag=1):
    G = np.asarray(G, float)
    n = np.linalg.norm(G, axis=1)
    n[n == 0] = np.inf
    C = (G / n[:, None]) @ (G / n[:, None]).T
    return np.diagonal(C, lag).copy()


@right
def divided_where_possible(G, lag=1):
    a, b = G[: len(G) - lag].astype(float), G[lag:].astype(float)
    length = np.sqrt((a * a).sum(axis=1)) * np.sqrt((b * b).sum(axis=1))
    return np.divide((a * b).sum(axis=1), length, out=np.zeros(len(a)), where=length > 0)


# -- wrong, and told why ---------------------------------------------------------------------------


def _cosines(G, lag=1):
    G = np.asarray(G, float)
    n = np.linalg.norm(G, axis=1)
    size = n[:-lag] * n[lag:]
    return np.sum(G[:-lag] * G[lag:], axis=1) / np.where(size > 0, size, 1.0)


@wrong
def products_only(G, lag=1):
    """You return the products of the rows. For a cosine they are divided by both lengths."""
    return np.sum(G[:-lag] * G[lag:], axis=1)


@wrong
def not_a_number(G, lag=1):
    """Where a row is 0 throughout, you divide 0 by 0, and NaN comes back in the place of 0."""
    with np.errstate(all="ignore"):
        n = np.linalg.norm(G, axis=1)
        return np.sum(G[:-lag] * G[lag:], axis=1) / (n[:-lag] * n[lag:])


@wrong
def lag_ignored(G, lag=1):
    """You always compare with the next row, also where the caller asks for another `lag`."""
    return _cosines(G, 1)


@wrong
def with_the_first(G, lag=1):
    """You compare every row with the first one. Each is to be compared with the row `lag` further on."""
    G = np.asarray(G, float)
    n = np.linalg.norm(G, axis=1)
    size = n[0] * n[lag:]
    return G[lag:] @ G[0] / np.where(size > 0, size, 1.0)


@wrong
def round_the_end(G, lag=1):
    """Behind the last row you begin again at the first: K numbers come back. The walk does not close, so there are K − lag pairs."""
    G = np.asarray(G, float)
    n = np.linalg.norm(G, axis=1)
    size = n * np.roll(n, -lag)
    return np.sum(G * np.roll(G, -lag, axis=0), axis=1) / np.where(size > 0, size, 1.0)


@wrong
def sizes_of_the_cosines(G, lag=1):
    """Your cosines have lost their sign. Gradients that point in opposite directions have −1."""
    return np.abs(_cosines(G, lag))


@wrong
def squared(G, lag=1):
    """You divide by the squared lengths."""
    G = np.asarray(G, float)
    n = np.sum(G**2, axis=1)
    size = n[:-lag] * n[lag:]
    return np.sum(G[:-lag] * G[lag:], axis=1) / np.where(size > 0, size, 1.0)


@wrong
def one_length(G, lag=1):
    """You divide by the length of one row, twice. Each of the two rows has a length of its own."""
    G = np.asarray(G, float)
    size = np.sum(G[:-lag] ** 2, axis=1)
    return np.sum(G[:-lag] * G[lag:], axis=1) / np.where(size > 0, size, 1.0)


@wrong
def along_the_columns(G, lag=1):
    """You compare columns. A gradient is a row."""
    G = np.asarray(G, float).T
    return _cosines(G, min(lag, len(G) - 1)) if len(G) > 1 else np.zeros(0)


@wrong
def mean_of_them(G, lag=1):
    """You return the mean of the cosines. One for each pair is asked for."""
    return np.mean(_cosines(G, lag))


@wrong
def centred(G, lag=1):
    """You take the mean of each row away first: that is a correlation. The angle is the one between the gradients themselves."""
    G = np.asarray(G, float)
    return _cosines(G - G.mean(axis=1, keepdims=True), lag)


@wrong
def zero_agrees(G, lag=1):
    """Where one of the rows is 0 throughout, 1 comes back. 0 is asked for: such a gradient agrees with nothing."""
    G = np.asarray(G, float)
    some = np.any(G != 0, axis=1)
    return np.where(some[:-lag] & some[lag:], _cosines(G, lag), 1.0)


@wrong
def angles(G, lag=1):
    """You return the angles. Their cosines are asked for."""
    return np.arccos(np.clip(_cosines(G, lag), -1, 1))


@wrong
def something_added(G, lag=1):
    """You add a small number to the lengths, so that nothing is divided by 0. Gradients may be tiny, and then it is the largest thing there."""
    G = np.asarray(G, float)
    n = np.linalg.norm(G, axis=1)
    return np.sum(G[:-lag] * G[lag:], axis=1) / (n[:-lag] * n[lag:] + 1e-8)


@wrong
def one_more_step(G, lag=1):
    """You go one row too far: `lag` counts the steps from one row to the other."""
    G = np.asarray(G, float)
    return _cosines(G, lag + 1) if lag + 1 < len(G) else np.zeros(0)


@wrong
def backwards(G, lag=1):
    """Your cosines come in reverse order."""
    return _cosines(G, lag)[::-1]


@wrong
def first_lag_rows(G, lag=1):
    """As the first rows of the pairs you take `lag` of them, from the start. All rows but the last `lag` have one to be compared with."""
    G = np.asarray(G, float)
    n = np.linalg.norm(G, axis=1)
    size = n[:lag] * n[lag:]
    return np.sum(G[:lag] * G[lag:], axis=1) / np.where(size > 0, size, 1.0)


@wrong
def two_zeros_agree(G, lag=1):
    """Where both rows are 0 throughout, 1 comes back. 0 is asked for: such gradients agree with nothing."""
    none = np.all(np.asarray(G) == 0, axis=1)
    return np.where(none[:-lag] & none[lag:], 1.0, _cosines(G, lag))


@wrong
def lengths_of_the_columns(G, lag=1):
    """You divide by the lengths of the columns. A gradient is a row, and it is its own length that goes out."""
    n = np.linalg.norm(G, axis=0)
    U = G / np.where(n > 0, n, 1.0)
    return np.einsum("kd,kd->k", U[:-lag], U[lag:])


@wrong
def all_pairs(G, lag=1):
    """You return a table of every row with every other. Each row has one partner, so one number for each is asked for."""
    G = np.asarray(G, float)
    n = np.linalg.norm(G, axis=1, keepdims=True)
    U = G / np.where(n > 0, n, 1.0)
    return U[:-lag] @ U[lag:].T


@wrong
def zero_pairs_left_out(G, lag=1):
    """Pairs with a row that is 0 throughout are missing in what comes back. They have a place, too: 0 stands there."""
    some = np.any(G != 0, axis=1)
    return _cosines(G, lag)[some[:-lag] & some[lag:]]


@wrong
def first_row_looked_at(G, lag=1):
    """A row of zeros is noticed where it is the first of a pair. Where it is the second, 0 is divided by 0, and NaN comes back."""
    some = np.any(G != 0, axis=1)
    with np.errstate(all="ignore"):
        return np.where(some[:-lag], not_a_number(G, lag), 0.0)


@wrong
def whole_cosines(G, lag=1):
    """From whole numbers you make whole cosines: what stands behind the point is cut off. A cosine of such gradients is a fraction, too."""
    return _cosines(G, lag).astype(G.dtype)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def blocks(G, lag=1):
    return _cosines(G[::lag], 1) if len(G[::lag]) > 1 else np.zeros(0)


@wrong
def one_minus(G, lag=1):
    return 1 - _cosines(G, lag)


@wrong
def signs(G, lag=1):
    return np.mean(np.sign(G[:-lag]) * np.sign(G[lag:]), axis=1)


@wrong
def small_is_zero(G, lag=1):
    G = np.where(np.abs(G) < 1e-8, 0, G)
    return _cosines(G, lag)


@wrong
def largest_entry(G, lag=1):
    G = np.asarray(G, float)
    n = np.max(np.abs(G), axis=1)
    size = n[:-lag] * n[lag:]
    return np.sum(G[:-lag] * G[lag:], axis=1) / np.where(size > 0, size, 1.0)


@wrong
def positive_part(G, lag=1):
    return np.maximum(_cosines(G, lag), 0)
