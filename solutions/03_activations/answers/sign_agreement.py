"""Answers to 3.5, sign_agreement: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, probes, right, wrong
from chainrule_staff.authoring.vocabulary import ALL, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


SIZES = (1e-200, 1e-30, 1e-17, 1e-9, 1e-3, 1.0, 1.0, 3.0, 1e6)


@inputs
def sign_agreement_inputs(rng):
    while True:
        N, D = int(rng.integers(1, 8)), int(rng.integers(1, 6))
        dW = rng.choice(SIZES, (N, D)) if rng.random() < 0.6 else np.abs(rng.normal(0, 2, (N, D)))
        dW = dW * rng.choice([-1.0, 1.0], (N, 1))  # so far every example agrees
        odd = rng.random(N) < 0.5
        dW[odd, rng.integers(0, D, np.count_nonzero(odd))] *= -1  # one entry against the others
        dW[rng.random((N, D)) < pick(rng, (0.0, 0.3, 0.7))] = pick(rng, (0.0, -0.0))
        kind = pick(rng, ALL)
        yield (turned(rng, dW.astype(kind) if kind != "int64" else np.round(np.clip(dW, -9, 9)).astype(kind)),)


@probes
def shares_of_many(rng):
    """Of up to 150 examples any share may agree; of seven there are eight answers."""
    while True:
        N, one_sided = int(rng.integers(60, 150)), rng.random()
        dW = np.abs(rng.normal(0, 2, (N, 3))) * rng.choice([-1.0, 1.0], (N, 1))
        dW[rng.random(N) > one_sided, 1] *= -1
        yield (np.round(dW, 2),)


# -- right, written in other ways ------------------------------------------------------------------


@right
def agreement_by_loop(dW):
    agreeing = 0
    for row in dW:
        signs = {np.sign(value) for value in row if value != 0}
        agreeing += len(signs) <= 1
    return agreeing / len(dW)


@right
def agreement_by_sums(dW):
    """The signs −1, 0 and 1 of a row have a sum whose size equals the sum of their sizes exactly if no two of them
    are opposed; the reference asks for entries above 0 and for entries below 0. Zeros need no rule of their own, and
    since signs are added instead of gradients, a tiny entry counts as much as a large one; but N · D signs take more
    memory than truth values."""
    signs = np.sign(dW)
    return np.mean(np.abs(signs.sum(axis=1)) == np.abs(signs).sum(axis=1))


@right
def agreement_by_extremes(dW):
    return float(np.mean((dW.min(axis=1) >= 0) | (dW.max(axis=1) <= 0)))


@right
def agreement_by_all(dW):
    return np.mean(np.all(dW >= 0, axis=1) | np.all(dW <= 0, axis=1))


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def all_positive(dW):
    """You count only the rows that are positive throughout. A row of negative entries agrees just as well: all weights
    move the same way, the other one."""
    return np.mean(np.all(dW > 0, axis=1))


@wrong
def zeros_count_as_positive(dW):
    """You count the rows that have no negative entry. What about a row of negative entries: do its weights not all move
    the same way?"""
    return np.mean(np.all(dW >= 0, axis=1))


@wrong
def zero_is_a_sign(dW):
    """You treat 0 as a third sign, so that a row such as (0, 4, 5) disagrees. A weight whose gradient is 0 does not
    move either way."""
    signs = np.sign(dW)
    return np.mean(np.all(signs == signs[:, :1], axis=1))


@wrong
def down_the_columns(dW):
    """You compare the examples of one weight. Asked is about the weights of one example: they lie along a row."""
    return np.mean(~(np.any(dW > 0, axis=0) & np.any(dW < 0, axis=0)))


@wrong
def how_many(dW):
    """You return how many examples agree; asked is their share."""
    return np.sum(~(np.any(dW > 0, axis=1) & np.any(dW < 0, axis=1)))


@wrong
def disagreement(dW):
    """You return the share of the examples that disagree. Asked are the others."""
    return np.mean(np.any(dW > 0, axis=1) & np.any(dW < 0, axis=1))


@wrong
def majority(dW):
    """You average how large the majority is in each row. An example either agrees or does not: one entry against the
    others is enough."""
    return np.mean(np.maximum(np.mean(dW > 0, axis=1), np.mean(dW < 0, axis=1)))


@wrong
def zeros_disagree(dW):
    """You ask for entries above 0 throughout, or below 0 throughout, so a row with a 0 in it never agrees. A weight whose
    gradient is 0 does not move either way: it should not count against the row."""
    return np.mean(np.all(dW > 0, axis=1) | np.all(dW < 0, axis=1))


@wrong
def product_of_the_signs(dW):
    """You multiply the signs of a row. The product of two minus signs is plus, of three it is minus, and one 0 makes it 0: it
    does not tell whether the signs are equal."""
    return np.mean(np.prod(np.sign(dW), axis=1) >= 0)


@wrong
def compares_with_the_first(dW):
    """You compare every entry with the first one of its row. If the first is 0, every entry agrees with it, and the
    others are never compared with each other. (If you multiply entries: the product of two tiny ones is 0 as well.)"""
    return np.mean(np.all(dW * dW[:, :1] >= 0, axis=1))


@wrong
def tiny_ones_ignored(dW):
    """You overlook entries that are tiny, by themselves or beside the others of their row. A tiny gradient still has a
    sign; only an exact 0 has none."""
    return np.mean(np.isclose(np.abs(dW.sum(axis=1)), np.abs(dW).sum(axis=1)))


@wrong
def compares_with_the_last(dW):
    """You compare every entry with the last one of its row. If the last is 0, every entry agrees with it, and the
    others are never compared with each other. (If you multiply entries: the product of two tiny ones is 0 as well.)"""
    return np.mean(np.all(dW * dW[:, -1:] >= 0, axis=1))


@wrong
def zero_is_negative(dW):
    """You ask of each entry only whether it is above 0, so that a 0 counts with the negative ones, and a row such as (0, 4, 5)
    disagrees. A weight whose gradient is 0 does not move either way."""
    return np.mean(np.all((dW > 0) == (dW[:, :1] > 0), axis=1))


@wrong
def extremes_multiplied(dW):
    """The product of the smallest and the largest entry is negative where a row disagrees, but not in floating point: 1e-200
    times −1e-200 is 0. Compare the two with 0, not their product."""
    return np.mean(dW.min(axis=1) * dW.max(axis=1) >= 0)


@wrong
def sums_compared(dW):
    """An entry that is small beside the others is lost to you: in (1, −1e-17) the signs differ. (A row's sum, held against the sum
    of the sizes, does not show it: 1 − 1e-17 is 1 in floating point.) Look at the signs alone."""
    return np.mean(np.abs(np.sum(dW, axis=1)) == np.sum(np.abs(dW), axis=1))


@wrong
def neighbours_multiplied(dW):
    """You compare each entry with its neighbour. A 0 between the two hides that (1, 0, −1) disagrees: whether a row
    agrees is a question to all of its entries at once. (If you multiply entries: the product of two tiny ones is 0 as
    well.)"""
    return np.mean(np.all(dW[:, :-1] * dW[:, 1:] >= 0, axis=1))


@wrong
def rows_of_zeros_disagree(dW):
    """You let a row of zeros disagree. Nothing in it differs, so the contract counts it among those that agree."""
    return np.mean(np.any(dW, axis=1) & ~(np.any(dW > 0, axis=1) & np.any(dW < 0, axis=1)))


@wrong
def first_or_zero(dW):
    """You ask whether every entry is 0 or has the sign of the first one. If the first is 0, a row such as (0, 4, 5)
    disagrees, though its non-zero entries have one sign."""
    signs = np.sign(dW)
    return np.mean(np.all((signs == signs[:, :1]) | (signs == 0), axis=1))


@wrong
def rows_of_zeros_left_out(dW):
    """You leave rows of zeros out of the count. They agree, since nothing in them differs, and they are examples like
    the others."""
    some = dW[np.any(dW, axis=1)]
    return np.mean(~(np.any(some > 0, axis=1) & np.any(some < 0, axis=1))) if len(some) else 1.0


@wrong
def most_rows(dW):
    """You let a row agree if more than half of its entries have one sign. One entry against the others is enough to
    disagree, and zeros never count against a row."""
    up, down = np.sum(dW > 0, axis=1), np.sum(dW < 0, axis=1)
    return np.mean(np.maximum(up, down) > dW.shape[1] / 2)


@wrong
def first_two_columns(dW):
    """You compare the first two entries of each row only. All of them count, and there may be one alone."""
    return np.mean(dW[:, 0] * dW[:, 1] >= 0)


@wrong
def product_of_extremes_is_positive(dW):
    """You ask that the smallest entry times the largest be above 0. A 0 among them makes it 0, as tiny entries do in
    floating point, and the row disagrees, though a 0 does not move either way."""
    return np.mean(dW.min(axis=1) * dW.max(axis=1) > 0)


@wrong
def below_a_tolerance(dW):
    """You treat gradients below some tolerance as 0. A tiny gradient still has a sign; only an exact 0 has none."""
    return np.mean(~(np.any(dW > 1e-15, axis=1) & np.any(dW < -1e-15, axis=1)))


@wrong
def small_beside_the_largest(dW):
    limit = 1e-6 * np.max(np.abs(dW), axis=1, keepdims=True)
    return np.mean(~(np.any(dW > limit, axis=1) & np.any(dW < -limit, axis=1)))


@wrong
def whole_numbers_only(dW):
    """You turn the gradients into integers first: 0.5 becomes 0 and loses its sign."""
    dW = np.clip(dW, -1e9, 1e9).astype(int)
    return np.mean(~(np.any(dW > 0, axis=1) & np.any(dW < 0, axis=1)))


@wrong
def mean_of_the_signs(dW):
    """You average how much the signs of a row lean to one side. A row agrees or it does not: count the rows that agree."""
    return np.mean(np.abs(np.mean(np.sign(dW), axis=1)))


@wrong
def rows_of_zeros_uncounted(dW):
    """You leave rows of zeros out, above and below the fraction line. They count as rows, and nothing in them disagrees."""
    rows = np.any(dW != 0, axis=1)
    mixed = np.any(dW > 0, axis=1) & np.any(dW < 0, axis=1)
    return np.sum(rows & ~mixed) / max(np.sum(rows), 1)
