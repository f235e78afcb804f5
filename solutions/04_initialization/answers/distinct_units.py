"""Answers to 4.8, distinct_units: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


def _units(rng, fan_in, H):
    """Units on a coarse grid, so that they can be told apart by comparing and by rounding."""
    way = rng.integers(6)
    if way == 0:  # whole numbers, whose sums and products often agree
        return rng.integers(0, 3, (fan_in, H)), pick(rng, ("int64", "int32", "float64", "float32"))
    if way == 1:  # large ones that differ by 1
        base, kind = pick(rng, ((2000, "float64"), (200_000, "float64"), (200_000, "int64"), (10_000_000, "int64")))
        return base + rng.integers(0, 2, (fan_in, H)), kind
    if way == 2:
        return np.full((fan_in, H), pick(rng, (0.0, 0.25))), "float64"
    W = rng.choice([-1.0, -0.5, 0.0, 0.0, 0.25, 0.5, 1.0], (fan_in, H))
    if way == 3:
        return W, pick(rng, ("float64", "float32"))
    if way == 4:  # a unit, its negative and its double
        return W[:, rng.integers(H, size=H)] * rng.choice([1.0, 1.0, -1.0, 2.0], H), "float64"
    # some differ by little in one weight
    W = W[:, rng.integers(min(H, 2), size=H)] * pick(rng, (1, 1, 400))
    W[rng.integers(fan_in), rng.integers(H)] += 0.002
    return W, "float64"


@inputs
def distinct_units_inputs(rng):
    while True:
        fan_in, H = int(rng.integers(1, 6)), int(rng.integers(1, pick(rng, (4, 9, 30))))
        if maybe(rng, 0.02):  # many weights, one of which differs
            W = np.full((2001, 2), 0.25)
            W[rng.integers(2001), 1] += 0.0015
            yield (W,)
        W, kind = _units(rng, fan_in, H)
        W = W[:, rng.permutation(H)].astype(kind)
        if kind == "float64" and maybe(rng, 0.6):
            W = W + rng.uniform(-4e-10, 4e-10, W.shape)  # rounding
        yield (turned(rng, W),)


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_unique_columns(W):
    return np.unique(np.round(W, 6) + 0.0, axis=1).shape[1]


@right
def by_a_set_of_columns(W):
    """Each column is rounded to five decimals and becomes a tuple, and a set keeps one of each kind. Looking up a
    tuple takes about as long in a large set as in a small one, where the reference compares every unit with the
    different ones before it; but two numbers that nearly agree count as different if the limit of rounding lies
    between them."""
    return len({tuple(np.round(column, 5)) for column in W.T})


@right
def by_pairs(W):
    W = np.asarray(W, dtype=float)
    same = np.max(np.abs(W[:, :, None] - W[:, None, :]), axis=0) <= 1e-6
    return int(np.sum(np.argmax(same, axis=0) == np.arange(W.shape[1])))


@right
def by_allclose(W):
    count = 0
    for j in range(W.shape[1]):
        if not any(np.allclose(W[:, j], W[:, i], rtol=0, atol=1e-6) for i in range(j)):
            count += 1
    return count


@right
def by_class_sizes(W):
    same = np.max(np.abs(W[:, :, None] - W[:, None, :]), axis=0) <= 1e-6
    return round(float(np.sum(1 / np.sum(same, axis=0))))


# -- wrong, and told why ---------------------------------------------------------------------------


def _distinct(columns):
    return len({tuple(np.round(column, 6) + 0.0) for column in columns})


@wrong
def rows_instead(W):
    """You compare the rows. A unit's weights stand in a column."""
    return _distinct(np.asarray(W))


@wrong
def different_numbers(W):
    """You count the different numbers in the array. Units are to be compared, as whole columns."""
    return len(np.unique(np.round(W, 6)))


@wrong
def exactly_equal(W):
    """You ask for exact equality, and a difference of 10⁻¹⁰ from rounding makes two units of one."""
    return len({tuple(column) for column in np.asarray(W).T})


@wrong
def neighbours_only(W):
    """You compare each unit with its neighbour. The same unit may occur again anywhere."""
    W = np.asarray(W, dtype=float)
    return 1 + int(np.sum(np.max(np.abs(np.diff(W, axis=1)), axis=0) > 1e-6)) if W.shape[1] > 1 else 1


@wrong
def against_the_first(W):
    """You compare every unit with the first one only. Two others may be the same."""
    W = np.asarray(W, dtype=float)
    return 1 + int(np.sum(np.max(np.abs(W - W[:, :1]), axis=0) > 1e-6))


@wrong
def by_their_sums(W):
    """You compare the sums of the weights. Different weights can have the same sum."""
    return len(np.unique(np.round(np.sum(W, axis=0), 6)))


@wrong
def by_the_first_weight(W):
    """You compare the first weight of each unit. Units that agree there may differ further down."""
    return len(np.unique(np.round(np.asarray(W)[0], 6)))


@wrong
def by_their_length(W):
    """You compare the lengths of the columns. A unit and its negative have the same length, and are not the same."""
    return len(np.unique(np.round(np.sqrt(np.sum(np.asarray(W, dtype=float) ** 2, axis=0)), 6)))


@wrong
def only_the_single_ones(W):
    """You count the units that occur once. Those that occur several times count as well, once each."""
    columns = [tuple(np.round(column, 6) + 0.0) for column in np.asarray(W).T]
    return sum(columns.count(column) == 1 for column in columns)


@wrong
def one_difference_too_few(W):
    """You count a unit as new only if all of its weights differ from another's. One different weight is enough."""
    different = []
    for unit in np.asarray(W, dtype=float).T:
        if all(np.min(np.abs(unit - other)) > 1e-6 for other in different):
            different.append(unit)
    return len(different)


@wrong
def all_units(W):
    """You return the number of units. How many of them are different?"""
    return np.shape(W)[1]


@wrong
def rounded_too_far(W):
    """You round so far that units become the same which differ by some thousandths."""
    return len({tuple(np.round(column, 2) + 0.0) for column in np.asarray(W).T})


@wrong
def rows_of_the_result(W):
    """You find the different columns rightly, but then count the rows of what you found: the length of an array is its first dimension."""
    return len(np.unique(np.round(W, 6) + 0.0, axis=1))


@wrong
def first_and_last_row(W):
    """You look at the first and the last row only. Units can differ in between."""
    return _distinct(np.asarray(W)[[0, -1]].T)


def _sorted_neighbours(W, key):
    W = np.asarray(W, dtype=float)[:, np.argsort(key, kind="stable")]
    return 1 + int(np.sum(np.max(np.abs(np.diff(W, axis=1)), axis=0) > 1e-6)) if W.shape[1] > 1 else 1


@wrong
def sorted_by_one_row(W):
    """You sort the units by one of their weights and compare neighbours. Among units that agree in that weight, the same ones may not come to stand
    together."""
    return _sorted_neighbours(W, np.asarray(W)[0])


@wrong
def sorted_by_the_sum(W):
    """You sort the units by their sums and compare neighbours. Different units can have the same sum, and stand between two that are the same."""
    return _sorted_neighbours(W, np.sum(W, axis=0))


@wrong
def weighted_sum(W):
    """You make one number of all the weights of a unit, and compare those numbers. Different units can give the same number."""
    return len(np.unique(np.round(np.arange(1, len(W) + 1) @ np.asarray(W, dtype=float), 6)))


@wrong
def as_many_units_as_rows(W):
    """Your loop runs over the rows of W while it looks at columns, so some units are missing or do not exist. The number of units is the second number
    of the shape."""
    W = np.asarray(W)
    return _distinct(W[:, j] for j in range(len(W)))


@wrong
def last_weight_left_out(W):
    """The last weight of each unit is never compared. Check where your loop ends."""
    return _distinct(np.asarray(W)[:-1].T)


@wrong
def no_absolute_value(W):
    """You forget the absolute value: a difference of −5 is less than 10⁻⁶, and yet it is a difference."""
    different = []
    for unit in np.asarray(W, dtype=float).T:
        if all(np.max(unit - other) > 1e-6 for other in different):
            different.append(unit)
    return len(different)


@wrong
def pairs_counted(W):
    """You subtract the number of equal pairs. Of three units that are the same there are three pairs, but only two units are superfluous."""
    W = np.asarray(W, dtype=float)
    same = np.max(np.abs(W[:, :, None] - W[:, None, :]), axis=0) <= 1e-6
    return int(W.shape[1] - np.sum(np.triu(same, 1)))


@wrong
def distance_to_the_first(W):
    """You compare the units' distances from the first one. Two different units can be equally far from it."""
    W = np.asarray(W, dtype=float)
    return len(np.unique(np.round(np.linalg.norm(W - W[:, :1], axis=0), 6)))


@wrong
def relative_tolerance(W):
    """`np.allclose` and `np.isclose` allow a difference of 10⁻⁵ of the numbers' own size, unless told otherwise (`rtol=0`). The contract has one limit for all
    sizes, 10⁻⁶."""
    different = []
    for unit in np.asarray(W).T:
        if not any(np.allclose(unit, other, atol=1e-6) for other in different):
            different.append(unit)
    return len(different)


@wrong
def in_32_bits(W):
    """In 32 bits a number of size 0.01 is known to 10⁻⁹ only, and two weights that agree within the limit can become different ones. Compare with
    a tolerance."""
    return len({tuple(column) for column in np.asarray(W).astype(np.float32).T})


@wrong
def last_unit_left_out(W):
    """The last unit is never compared. Check where your loop ends."""
    return max(_distinct(np.asarray(W)[:, :-1].T), 1)


@wrong
def same_direction(W):
    """You compare the directions of the columns. Units can point the same way and have different lengths."""
    W = np.asarray(W, dtype=float)
    norms = np.linalg.norm(W, axis=0)
    return _distinct((W / np.where(norms > 0, norms, 1)).T)


@wrong
def bit_by_bit(W):
    """You compare the bytes of rounded numbers, and 0 and −0 have different bytes. Compare the numbers."""
    return len({np.round(column, 6).tobytes() for column in np.asarray(W).T})


@wrong
def independent_units(W):
    """You return the rank, the number of linearly independent columns. Units can be different and yet depend on each other."""
    return int(np.linalg.matrix_rank(W, tol=1e-6))


@wrong
def as_a_set(W):
    """You compare the units' weights without their order: the same numbers in another order make another unit."""
    return len({tuple(np.sort(np.round(column, 6) + 0.0)) for column in np.asarray(W).T})


@wrong
def superfluous_units(W):
    """You return how many units are superfluous. Asked is how many different ones there are."""
    return np.shape(W)[1] - _distinct(np.asarray(W).T)


@wrong
def pairs_that_differ(W):
    """You count the pairs of units that differ. Three different units make three pairs, but four make six."""
    W = np.asarray(W, dtype=float)
    differ = np.max(np.abs(W[:, :, None] - W[:, None, :]), axis=0) > 1e-6
    return int(np.sum(np.triu(differ, 1)))


@wrong
def cut_to_whole_numbers(W):
    """You cut the weights to whole numbers before you compare. Weights of a network are mostly smaller than 1."""
    return len({tuple(column) for column in np.asarray(W).astype(int).T})


@wrong
def signs_ignored(W):
    """You compare the sizes of the weights. A unit and its negative are not the same."""
    return _distinct(np.abs(np.asarray(W)).T)


@wrong
def different_from_any(W):
    """You count a unit as new if it differs from any that you have met. It must differ from all of them."""
    met = [W[:, 0]]
    for unit in np.asarray(W, dtype=float).T:
        if any(np.max(np.abs(unit - other)) > 1e-6 for other in met):
            met.append(unit)
    return len(met)


@wrong
def cut_at_six_digits(W):
    """You cut off the digits after the sixth. Two weights on either side of such a cut may agree to 10⁻⁹ and still come out different: round, or compare with a tolerance."""
    return np.unique(np.floor(np.asarray(W) * 1e6), axis=1).shape[1]


@wrong
def removed_while_looping(W):
    """You remove units from the list over which your loop runs, so it skips some. Build a new list instead."""
    units = [tuple(np.round(column, 6) + 0.0) for column in np.asarray(W).T]
    for unit in units:
        if units.count(unit) > 1:
            units.remove(unit)
    return len(units)


@wrong
def weights_as_a_set(W):
    """You make a set of each unit's weights, so that neither their order nor how often a number occurs counts."""
    return len({frozenset(np.round(column, 6) + 0.0) for column in np.asarray(W).T})


@wrong
def weighted_from_zero(W):
    """You make one number of all the weights of a unit, and its first weight counts 0 times. Compare whole columns."""
    return len(np.unique(np.round(np.arange(len(W)) @ np.asarray(W, dtype=float), 6)))


@wrong
def by_products(W):
    """You compare products of the columns. Different units can have the same product with another."""
    met = []
    for unit in np.asarray(W, dtype=float).T:
        if not any(abs(unit @ other - unit @ unit) < 1e-6 for other in met):
            met.append(unit)
    return len(met)


@wrong
def rounded_to_nine_digits(W):
    """You round to nine digits after the point. Weights that agree to 10⁻⁹ may lie on either side of such a step, and come out as different. How far apart are
    weights that the contract calls different?"""
    return len({tuple(np.round(column, 9) + 0.0) for column in np.asarray(W).T})


@wrong
def cut_off_towards_zero(W):
    """You cut off the digits after the sixth. Two weights on either side of such a cut may agree to 10⁻⁹ and still come out different: round, or compare with a
    tolerance."""
    return np.unique((np.asarray(W) * 1e6).astype(int), axis=1).shape[1]


@wrong
def units_returned(W):
    """You return the different units themselves. Asked is how many there are, one number."""
    return np.unique(np.round(W, 6) + 0.0, axis=1)


@wrong
def relative_to_the_largest(W):
    """You divide by the largest weight before you compare, so your limit grows with the weights, and large ones that differ by 1 become equal. The contract has
    one limit for all sizes, 10⁻⁶."""
    with np.errstate(all="ignore"):
        return np.unique(np.round(W / np.max(np.abs(W)), 6), axis=1).shape[1]


@wrong
def six_significant_digits(W):
    """You compare the first six digits of each weight, so your limit grows with the weights, and large ones that differ by 1 become equal. The contract has one
    limit for all sizes, 10⁻⁶."""
    return len({tuple(f"{weight:.6g}" for weight in column) for column in np.asarray(W).T})


@wrong
def compared_as_text(W):
    """You compare the units as texts, and 0 and −0 have different texts; of a very long unit, NumPy's text even leaves out the middle. Compare the numbers."""
    return len({str(np.round(column, 6)) for column in np.asarray(W).T})


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def sorted_by_the_first_row(W):
    W = W[:, np.argsort(W[0])]
    return 1 + sum(np.max(np.abs(W[:, j] - W[:, j - 1])) > 1e-6 for j in range(1, W.shape[1]))


@wrong
def sorted_by_their_sums(W):
    W = W[:, np.argsort(W.sum(axis=0))]
    return 1 + sum(np.max(np.abs(W[:, j] - W[:, j - 1])) > 1e-6 for j in range(1, W.shape[1]))


@wrong
def last_unit_forgotten(W):  # called rounded too far
    seen = []
    for j in range(W.shape[1] - 1):
        if all(np.max(np.abs(W[:, j] - other)) > 1e-6 for other in seen):
            seen.append(W[:, j])
    return len(seen)


@wrong
def fingerprint(W):
    return len(np.unique(np.round(W.mean(axis=0) + 10 * W.std(axis=0) + W[0], 6)))


@wrong
def mean_difference(W):
    met = []
    for unit in np.asarray(W, dtype=float).T:
        if not any(np.mean(np.abs(unit - other)) < 1e-6 for other in met):
            met.append(unit)
    return len(met)


@wrong
def small_relative_tolerance(W):
    met = []
    for unit in np.asarray(W).T:
        if not any(np.allclose(unit, other, rtol=1e-6, atol=1e-6) for other in met):
            met.append(unit)
    return len(met)


@wrong
def four_significant_digits(W):
    return len({tuple(f"{weight:.4g}" for weight in column) for column in np.asarray(W).T})
