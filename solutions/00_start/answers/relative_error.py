"""Answers to 0.7, relative_error: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import Numbers, maybe, pick, shape, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def error_inputs(rng):
    """Pairs that are nearly equal, so that one entry of moderate error decides; of every size, with zeros and signs."""
    while True:
        sides = shape(rng)
        a = Numbers(scale=2.0, limit=1e6).draw(rng, sides)
        scale = pick(rng, (1.0, 1.0, 1.0, 1e-12, 1e-9, 3e-9, 1e-200, 1e100))
        if a.dtype == np.float64:
            a = a * scale
        b = a * (1 + rng.choice([0.0, 1e-7, 1e-4, 0.01, 0.1, 0.5, -0.3], sides))
        way = rng.random()
        if way < 0.25:
            b = np.where(rng.random(sides) < 0.3, Numbers(("float64",), scale=2.0).draw(rng, sides), b)
        elif way < 0.4:
            b = np.where(rng.random(sides) < 0.3, 0.0, b)
        kind = pick(rng, ("float64", "float64", "float32", "int64")) if scale == 1.0 else "float64"
        b = np.asarray(np.round(b) if kind == "int64" else b).astype(kind)
        a, b = (a, b) if maybe(rng, 0.5) else (b, a)
        yield (turned(rng, a), turned(rng, b)) if sides else (a.item(), b.item())


# -- right, written in other ways ------------------------------------------------------------------


@right
def entry_by_entry(a, b):
    worst = 0.0
    for p, q in zip(np.ravel(a).tolist(), np.ravel(b).tolist()):
        worst = max(worst, abs(p - q) / max(abs(p) + abs(q), 1e-8))
    return worst


@right
def by_where(a, b):
    total = abs(a) + abs(b)
    return (abs(a - b) / np.where(total < 1e-8, 1e-8, total)).max()


@right
def clipped(a, b):
    a, b = np.asarray(a), np.asarray(b)
    return float(np.amax(np.abs(np.subtract(a, b)) / np.clip(np.abs(a) + np.abs(b), 1e-8, None)))


@right
def by_sum_and_difference(a, b):
    """|a| + |b| is the larger of |a − b| and |a + b|, so the difference itself can serve as the size that it is
    compared with. You see in the code why the error is never above 1, and why it is 1 for opposite signs: then the
    size is the difference, unless that is below 10⁻⁸."""
    difference = np.abs(a - b)
    size = np.maximum(difference, np.abs(a + b))
    return np.max(difference / np.maximum(size, 1e-8))


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def only_the_second_size(a, b):
    """You divide by the size of one of the two numbers. Then the result depends on which comes first, and becomes huge
    where that one is near 0: both sizes belong into the sum."""
    return np.max(np.abs(a - b) / np.maximum(np.abs(b), 1e-8))


@wrong
def larger_size(a, b):
    """You divide by the larger of the two sizes. That is another usual definition; asked for is their sum."""
    return np.max(np.abs(a - b) / np.maximum(np.maximum(np.abs(a), np.abs(b)), 1e-8))


@wrong
def sum_without_sizes(a, b):
    """You add the numbers, not their sizes: for −1 and 4 the sum is 3, though they are 1 and 4 large, and for opposite numbers it is 0."""
    return np.max(np.abs(a - b) / np.maximum(np.abs(a + b), 1e-8))


@wrong
def averaged_error(a, b):
    """You average over the entries. One wrong entry among a thousand right ones then hides; the largest error shows it."""
    return np.mean(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-8))


@wrong
def zeros_forgotten(a, b):
    """Nothing keeps your divisor from being tiny or 0: 0 divided by 0 is NaN, which spreads into the maximum, and of
    two tiny numbers the error comes out too large. The contract says what a tiny sum counts as."""
    return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b)))


@wrong
def floor_added(a, b):
    """You add the small number to every denominator. The contract uses it only in place of sums that are smaller; tiny numbers tell the difference."""
    return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b) + 1e-8))


@wrong
def of_the_largest_difference(a, b):
    """You find the entry with the largest difference and return its relative error. Another entry, with a small difference of much smaller numbers, may have a larger one: first divide everywhere, then look for the largest."""
    gap = np.ravel(np.abs(a - b))
    size = np.ravel(np.maximum(np.abs(a) + np.abs(b), 1e-8))
    return (gap / size)[np.argmax(gap)]


@wrong
def maximum_by_maximum(a, b):
    """You divide the largest difference by the largest sum, which may stand at another entry. Divide entry by entry; the largest comes last."""
    return np.max(np.abs(a - b)) / np.maximum(np.max(np.abs(a) + np.abs(b)), 1e-8)


@wrong
def of_the_whole(a, b):
    """You compare the lengths of whole vectors: one number for the difference, divided by one for the size. Small
    entries beside large ones then hardly count, and asked for is the worst single entry."""
    return np.linalg.norm(a - b) / np.maximum(np.linalg.norm(a) + np.linalg.norm(b), 1e-8)


@wrong
def brackets_missing(a, b):
    """Division comes before addition: without brackets only the first size divides, and the second is added to the result."""
    return np.max(np.abs(a - b) / np.abs(a) + np.abs(b))


@wrong
def brackets_missing_with_floor(a, b):
    """Division comes before addition: without brackets only a part of the denominator divides, and the rest is added to the result."""
    return np.max(np.abs(a - b) / np.maximum(np.abs(a), 1e-8) + np.abs(b))


@wrong
def one_array_only(a, b):
    """`np.max` finds the largest entry of one array, and takes a second argument for the number of an axis; hence the TypeError. There is another function that compares two arrays, or an array and a number, entry by entry."""
    return np.max(np.abs(a - b) / np.max(np.abs(a) + np.abs(b), 1e-8))


@wrong
def tiny_sums_skipped(a, b):
    """You leave out the entries whose sum is tiny, or count them as 0. The contract counts their sum as 10⁻⁸; the difference may still be worth showing."""
    size = np.abs(a) + np.abs(b)
    return np.max(np.where(size < 1e-8, 0.0, np.abs(a - b) / np.where(size < 1e-8, 1.0, size)))


@wrong
def no_maximum(a, b):
    """You return a relative error for every entry. Asked for is one number: the largest of them."""
    return np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-8)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def infinity_norm(a, b):
    ratio = np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-8)
    return np.linalg.norm(np.atleast_1d(ratio), np.inf)


@wrong
def precedence(a, b):
    return np.max(abs(a - b) / abs(a) + abs(b))
