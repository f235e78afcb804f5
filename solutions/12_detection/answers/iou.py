"""Answers to 12.2, iou: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, probes, right, wrong

from ._shared import as_kind, boxes, maybe, near, pick

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def iou_inputs(rng):
    while True:
        a = boxes(rng, 1)[0]
        if maybe(rng, 0.6):
            a, b = np.round(a), near(rng, np.round(a))
        else:
            b = boxes(rng, 1)[0]
        if maybe(rng, 0.08):  # inverted on one axis: its product of the sides is that of the other box, with a minus
            a = np.round(a)
            b = a[[2, 1, 0, 3]] + np.round(rng.uniform(-3, 3)) * np.array([1, 0, 1, 0])
        if maybe(
            rng, 0.08
        ):  # small, and far from the origin: in steps of a power of two, which the sides of a box keep
            far = np.tile(rng.choice([-10_000.0, 10_000.0], 2), 2)
            yield np.round(4 * a) / 2**16 + far, np.round(4 * b) / 2**16 + far
            continue
        a, b = as_kind(rng, a), as_kind(rng, b)
        if a.dtype == b.dtype == np.float64 and maybe(rng, 0.5):
            factor = float(pick(rng, (1e-4, 1e-6, 1e4, 1.0 / 32)))
            a, b = a * factor, b * factor
        yield (a, b) if maybe(rng, 0.5) else (b, a)


@probes
def iou_probes(rng):
    """Boxes that share some part: an IoU of 0 or 1 is soon guessed."""
    while True:
        a = boxes(rng, 1, whole=False, degenerate=False)[0]
        b = a + rng.uniform(-0.3, 0.3, 4) * np.tile(a[2:] - a[:2], 2)
        yield np.round(a, 2), np.round(b, 2)


# -- right, written in other ways ------------------------------------------------------------------


@right
def with_names(a, b):
    def size(x1, y1, x2, y2):
        return max(x2 - x1, 0) * max(y2 - y1, 0)

    shared = size(max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))
    whole = size(*a) + size(*b) - shared
    return 0 if whole == 0 else shared / whole


@right
def by_cases(a, b):
    """It asks first whether the boxes hold anything and whether they meet, and returns 0 at once
    if they do not. After that no side can be negative, and the formula needs no care. In a loop
    over many boxes that saves time; for whole arrays there is no `return`."""
    ax1, ay1, ax2, ay2 = (float(v) for v in a)
    bx1, by1, bx2, by2 = (float(v) for v in b)
    if ax2 <= ax1 or ay2 <= ay1 or bx2 <= bx1 or by2 <= by1:
        return 0.0
    if ax2 <= bx1 or bx2 <= ax1 or ay2 <= by1 or by2 <= ay1:
        return 0.0
    shared = (min(ax2, bx2) - max(ax1, bx1)) * (min(ay2, by2) - max(ay1, by1))
    return shared / ((ax2 - ax1) * (ay2 - ay1) + (bx2 - bx1) * (by2 - by1) - shared)


@right
def by_stacking(a, b):
    both = np.stack([a, b]).astype(float)
    corners = np.stack([both[:, :2].max(axis=0), both[:, 2:].min(axis=0)])
    shared = np.clip(corners[1] - corners[0], 0, None).prod()
    areas = np.clip(both[:, 2:] - both[:, :2], 0, None).prod(axis=1)
    with np.errstate(all="ignore"):
        return np.nan_to_num(shared / (areas.sum() - shared))


@right
def by_sorted_edges(a, b):
    shared, area_a, area_b = 1.0, 1.0, 1.0
    for low, high in ((0, 2), (1, 3)):
        side_a, side_b = max(a[high] - a[low], 0), max(b[high] - b[low], 0)
        area_a, area_b = area_a * side_a, area_b * side_b
        shared *= max(min(a[high], b[high]) - max(a[low], b[low]), 0)
    union = area_a + area_b - shared
    return np.float64(shared / union) if union else np.float64(0)


# -- wrong, and told why ---------------------------------------------------------------------------


def _box(a, b):
    """Width and height of the intersection, not limited."""
    return min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])


def _area(a, more=0):
    return (a[2] - a[0] + more) * (a[3] - a[1] + more) if a[2] > a[0] and a[3] > a[1] else 0


def _shared(a, b):
    w, h = _box(a, b)
    return max(w, 0) * max(h, 0)


def _plain(a, more=0):
    """An area of which no side is limited."""
    return (a[2] - a[0] + more) * (a[3] - a[1] + more)


def _over(shared, union):
    return shared / union if union else 0.0


@wrong
def not_limited(a, b):
    """You do not limit the sides of the intersection to 0. Boxes that are apart on one axis get less than 0, and apart on both axes two negative sides make a positive area."""
    w, h = _box(a, b)
    return _over(w * h, _area(a) + _area(b) - w * h)


@wrong
def no_side_limited(a, b):
    """You limit no side to 0, neither of the intersection nor of the boxes: with an inverted box, or with boxes that are apart, negative lengths come into your areas."""
    w, h = _box(a, b)
    return _over(w * h, _plain(a) + _plain(b) - w * h)


@wrong
def apart_on_both_only(a, b):
    """You return 0 if the boxes are apart on both axes. They share nothing as soon as they are apart on one."""
    w, h = _box(a, b)
    shared = 0 if w < 0 and h < 0 else w * h
    return _over(shared, _area(a) + _area(b) - shared)


@wrong
def product_limited(a, b):
    """You limit the area of the intersection to 0, not its sides. Apart on both axes, two negative sides make a positive area."""
    w, h = _box(a, b)
    shared = max(w * h, 0)
    return _over(shared, _area(a) + _area(b) - shared)


@wrong
def product_limited_and_no_side(a, b):
    """You limit the product to 0, and no side, neither of the intersection nor of a box: two negative sides still make a positive area, and the area of an inverted box can be less than 0."""
    w, h = _box(a, b)
    shared = max(w * h, 0)
    return _over(shared, _plain(a) + _plain(b) - shared)


@wrong
def one_more_pixel_everywhere(a, b):
    """You add 1 to every side, as for boxes whose x2 and y2 are their last column and row. Here boxes are half-open: x2 − x1 is the width."""
    w, h = _box(a, b)
    shared = max(w + 1, 0) * max(h + 1, 0)
    return _over(shared, _area(a, 1) + _area(b, 1) - shared)


@wrong
def one_more_pixel_for_empty_boxes_too(a, b):
    """You add 1 to every side, so that a box without width holds a column, and boxes that touch share one. Here boxes are half-open: x2 − x1 is the width."""
    w, h = _box(a, b)
    shared = max(w + 1, 0) * max(h + 1, 0)
    return _over(shared, _plain(a, 1) + _plain(b, 1) - shared)


@wrong
def one_more_pixel_in_the_areas(a, b):
    """You add 1 to the sides of the two boxes, and not to those of their intersection. A box then has less than 1 with itself. Half-open boxes need no + 1 anywhere."""
    shared = _shared(a, b)
    return _over(shared, _area(a, 1) + _area(b, 1) - shared)


@wrong
def one_more_pixel_in_the_intersection(a, b):
    """You add 1 to the sides of the intersection. Boxes that touch then share something. Half-open boxes need no + 1 anywhere."""
    w, h = _box(a, b)
    shared = max(w + 1, 0) * max(h + 1, 0)
    return _over(shared, _area(a) + _area(b) - shared)


@wrong
def nothing_subtracted(a, b):
    """You divide by the sum of the two areas. What both have is counted twice in it."""
    return _over(_shared(a, b), _area(a) + _area(b))


@wrong
def twice_over_the_sum(a, b):
    """You return twice the intersection over the sum of the areas. That is the Dice coefficient, another measure of overlap."""
    return _over(2 * _shared(a, b), _area(a) + _area(b))


@wrong
def over_the_first(a, b):
    """You divide by the area of the first box. The union is asked for, and IoU is the same for (a, b) and (b, a)."""
    return _over(_shared(a, b), _area(a))


@wrong
def over_the_smaller(a, b):
    """You divide by the smaller of the two areas. A box inside another one then gets 1, whatever their sizes are."""
    return _over(_shared(a, b), min(_area(a), _area(b)))


@wrong
def over_the_larger(a, b):
    """You divide by the larger of the two areas. The union is larger than that, unless one box lies in the other."""
    return _over(_shared(a, b), max(_area(a), _area(b)))


@wrong
def over_the_hull(a, b):
    """You divide by the area of the rectangle around both boxes. That holds corners that belong to neither."""
    return _over(_shared(a, b), (max(a[2], b[2]) - min(a[0], b[0])) * (max(a[3], b[3]) - min(a[1], b[1])))


@wrong
def turned_round(a, b):
    """You turn inverted boxes round, and count them. The contract says that they hold nothing."""
    a, b = (np.array([min(c[0], c[2]), min(c[1], c[3]), max(c[0], c[2]), max(c[1], c[3])]) for c in (a, b))
    shared = _shared(a, b)
    return _over(shared, _area(a) + _area(b) - shared)


@wrong
def nothing_by_nothing(a, b):
    """You divide 0 by 0 where neither box holds anything. The contract asks for 0 there."""
    shared = _shared(a, b)
    with np.errstate(all="ignore"):
        return np.float64(shared) / np.float64(_area(a) + _area(b) - shared)


@wrong
def nothing_is_all(a, b):
    """You return 1 where neither box holds anything. The contract asks for 0 there."""
    shared = _shared(a, b)
    union = _area(a) + _area(b) - shared
    return shared / union if union else 1.0


@wrong
def small_number_added(a, b):
    """You add a small number to the union, to avoid a division by 0. For tiny boxes it is not small: a box then has less than 1 with itself. Ask whether the union is 0."""
    shared = _shared(a, b)
    return shared / (_area(a) + _area(b) - shared + 1e-6)


@wrong
def smaller_number_added(a, b):
    """You add a small number (1e-9, it seems) to the union. For boxes of which the sides are small fractions it is not small enough: a box then has less than 1 with itself. Ask whether the union is 0."""
    shared = _shared(a, b)
    return shared / (_area(a) + _area(b) - shared + 1e-9)


@wrong
def another_small_number_added(a, b):
    """You add a small number (1e-8, it seems) to the union. For boxes of which the sides are small fractions it is not small enough: a box then has less than 1 with itself. Ask whether the union is 0."""
    shared = _shared(a, b)
    return shared / (_area(a) + _area(b) - shared + 1e-8)


@wrong
def at_least_one_pixel(a, b):
    """You divide by 1 where the union is less than 1. Boxes need not be counted in pixels, and a union may be any number above 0."""
    shared = _shared(a, b)
    return shared / max(_area(a) + _area(b) - shared, 1)


@wrong
def one_side_only(a, b):
    """You compare the boxes along x alone. The height counts as well."""
    w = max(_box(a, b)[0], 0) if _shared(a, b) or _box(a, b)[1] > 0 else 0
    return _over(w, max(a[2] - a[0], 0) + max(b[2] - b[0], 0) - w)


@wrong
def corner_and_size_read(a, b):
    """You read the last two numbers of a box as its width and height. They are x2 and y2."""
    a, b = (np.concatenate([c[:2], c[:2] + c[2:]]) for c in (a, b))
    shared = _shared(a, b)
    return _over(shared, _area(a) + _area(b) - shared)


@wrong
def centre_and_size_read(a, b):
    """You read a box as its centre and its size. Here it is given by two corners."""
    a, b = (np.concatenate([c[:2] - c[2:] / 2, c[:2] + c[2:] / 2]) for c in (a, b))
    shared = _shared(a, b)
    return _over(shared, _area(a) + _area(b) - shared)


@wrong
def no_side_limited_and_less_than_nothing_is_none(a, b):
    """You limit no side to 0, neither of the intersection nor of the boxes, and return 0 where the union comes out as less than 0. With an inverted box, or with boxes that are apart, negative lengths still come into your areas."""
    w, h = _box(a, b)
    union = _plain(a) + _plain(b) - w * h
    return w * h / union if union > 0 else 0.0


@wrong
def products_limited(a, b):
    """You limit products of sides to 0, not the sides: two negative ones make a positive area, for boxes that are apart on both axes."""
    w, h = _box(a, b)
    shared = max(w * h, 0)
    union = max(_plain(a), 0) + max(_plain(b), 0) - shared
    return shared / union if union > 0 else 0.0


@wrong
def tiny_union_taken_for_none(a, b):
    """Where the union is tiny (below 1e-9, it seems), you return 0. Small boxes are boxes: ask whether the union is exactly 0."""
    shared = _shared(a, b)
    union = _area(a) + _area(b) - shared
    return shared / union if union > 1e-9 else 0.0


@wrong
def coordinates_multiplied(a, b):
    """You multiply coordinates first, and take the differences afterwards. On paper that is the same area; far from the origin the products are huge, and
    their last digits, which are rounded off, are larger than a small box. Take the sides first."""
    shared = _shared(a, b)
    areas = [
        c[2] * c[3] - c[0] * c[3] - c[2] * c[1] + c[0] * c[1] if c[2] > c[0] and c[3] > c[1] else 0.0
        for c in (np.asarray(a, float), np.asarray(b, float))
    ]
    return _over(shared, sum(areas) - shared)


@wrong
def distance(a, b):
    """You return 1 − IoU, which is a distance. IoU is 1 for equal boxes."""
    shared = _shared(a, b)
    return 1 - _over(shared, _area(a) + _area(b) - shared)


@wrong
def shared_area(a, b):
    """You return the area of the intersection. It is still to be divided by that of the union."""
    return float(_shared(a, b))


@wrong
def outermost_edges(a, b):
    w, h = max(a[2], b[2]) - min(a[0], b[0]), max(a[3], b[3]) - min(a[1], b[1])
    shared = max(w, 0) * max(h, 0)
    return _over(shared, _area(a) + _area(b) - shared)


@wrong
def larger_small_number(a, b):
    shared = _shared(a, b)
    return shared / max(_area(a) + _area(b) - shared, 1e-8)


@wrong
def in_32_bits(a, b):
    a, b = np.asarray(a, np.float32), np.asarray(b, np.float32)
    shared = _shared(a, b)
    return float(_over(shared, _area(a) + _area(b) - shared))


@wrong
def whole_pixels(a, b):
    a, b = np.floor(a), np.floor(b)
    shared = _shared(a, b)
    return _over(shared, _area(a) + _area(b) - shared)


@wrong
def four_digits(a, b):
    shared = _shared(a, b)
    return round(float(_over(shared, _area(a) + _area(b) - shared)), 4)
