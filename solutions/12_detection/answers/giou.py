"""Answers to 12.10, giou: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import as_kind, boxes, maybe, near, pick

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def giou_inputs(rng):
    while True:
        a = boxes(rng, 1, degenerate=False)[0]
        if maybe(rng, 0.6):
            a = np.round(a)
            b = near(rng, a)
        else:
            b = boxes(rng, 1, degenerate=False)[0]
        a, b = as_kind(rng, a), as_kind(rng, b)
        if a.dtype == b.dtype == np.float64 and maybe(rng, 0.2):
            factor = float(pick(rng, (1e-4, 1e4)))
            a, b = a * factor, b * factor
        if np.all(a[2:] > a[:2]) and np.all(b[2:] > b[:2]):
            yield (a, b) if maybe(rng, 0.5) else (b, a)


# -- right, written in other ways ------------------------------------------------------------------


def _parts(a, b):
    """Intersection, union and hull."""
    w, h = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    shared = max(w, 0) * max(h, 0)
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    return shared, union, (max(a[2], b[2]) - min(a[0], b[0])) * (max(a[3], b[3]) - min(a[1], b[1]))


@right
def two_ratios(a, b):
    """GIoU is IoU + union / hull − 1: two ratios, each at most 1. Written so one sees its bounds at
    once: 1 where both ratios are 1, and towards −1 where the boxes are tiny within their hull."""
    shared, union, hull = _parts(a, b)
    return shared / union + union / hull - 1


@right
def with_both_stacked(a, b):
    both = np.stack([a, b]).astype(float)
    shared = np.prod(np.clip(both[:, 2:].min(axis=0) - both[:, :2].max(axis=0), 0, None))
    union = np.prod(both[:, 2:] - both[:, :2], axis=1).sum() - shared
    hull = np.prod(both[:, 2:].max(axis=0) - both[:, :2].min(axis=0))
    return shared / union - 1 + union / hull


@right
def by_cases(a, b):
    shared, union, hull = _parts([float(v) for v in a], [float(v) for v in b])
    empty = (hull - union) / hull
    return -empty if shared == 0 else shared / union - empty


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def plain_iou(a, b):
    """You return the IoU. The share of the hull that belongs to neither box is still to be subtracted."""
    shared, union, _ = _parts(a, b)
    return shared / union


@wrong
def added(a, b):
    """You add the empty share of the hull. It is subtracted: boxes that are further apart should have less."""
    shared, union, hull = _parts(a, b)
    return shared / union + (hull - union) / hull


@wrong
def empty_over_the_union(a, b):
    """You divide the empty part by the union. It is divided by the hull."""
    shared, union, hull = _parts(a, b)
    return shared / union - (hull - union) / union


@wrong
def not_limited(a, b):
    """You do not limit the sides of the intersection to 0: boxes that are apart get an intersection all the same."""
    shared = (min(a[2], b[2]) - max(a[0], b[0])) * (min(a[3], b[3]) - max(a[1], b[1]))
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    hull = _parts(a, b)[2]
    with np.errstate(all="ignore"):
        return np.float64(shared) / union - (hull - union) / hull


@wrong
def union_counts_twice(a, b):
    """In your union what both boxes have is counted twice."""
    shared, union, hull = _parts(a, b)
    union = union + shared
    return shared / union - (hull - union) / hull


@wrong
def share_of_the_union(a, b):
    """You subtract union / hull. It is the rest of the hull that is subtracted, the part that belongs to neither."""
    shared, union, hull = _parts(a, b)
    return shared / union - union / hull


@wrong
def intersection_over_hull(a, b):
    """You return the intersection by the hull. Boxes that are apart then all have 0."""
    shared, _, hull = _parts(a, b)
    return shared / hull


@wrong
def empty_without_shared(a, b):
    """You subtract from the hull only what both boxes share. What one of them holds is not empty either."""
    shared, union, hull = _parts(a, b)
    return shared / union - (hull - shared) / hull


@wrong
def never_negative(a, b):
    """You limit the result to 0. The negative numbers are what GIoU is for."""
    shared, union, hull = _parts(a, b)
    return max(shared / union - (hull - union) / hull, 0)


@wrong
def loss(a, b):
    """You return 1 − GIoU, the loss that is made of it."""
    shared, union, hull = _parts(a, b)
    return 1 - shared / union + (hull - union) / hull


@wrong
def one_more_pixel(a, b):
    """You add 1 to the sides. Boxes are half-open: x2 − x1 is the width."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    return two_ratios(a + np.array([0, 0, 1, 1]), b + np.array([0, 0, 1, 1]))


@wrong
def hull_of_the_first(a, b):
    """Your hull is the first box. It has to hold both."""
    shared, union, _ = _parts(a, b)
    hull = (a[2] - a[0]) * (a[3] - a[1])
    return shared / union - (hull - union) / hull


@wrong
def touching_is_apart(a, b):
    shared, union, hull = _parts(a, b)
    return -1.0 if shared == 0 else shared / union - (hull - union) / hull


@wrong
def small_number(a, b):
    shared, union, hull = _parts(a, b)
    return shared / (union + 1e-6) - (hull - union) / (hull + 1e-6)
