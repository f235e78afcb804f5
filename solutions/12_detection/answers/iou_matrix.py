"""Answers to 12.3, iou_matrix: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _areas, _ious, _meet, _sides, as_kind, boxes, maybe, near, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def iou_matrix_inputs(rng):
    while True:
        N, M = int(rng.integers(1, 6)), int(rng.integers(1, 6))
        A, B = boxes(rng, N), boxes(rng, M)
        for j in range(M):
            if maybe(rng, 0.4):
                A = np.round(A)
                B[j] = near(rng, A[int(rng.integers(N))])
        A, B = as_kind(rng, A), as_kind(rng, B)
        if A.dtype == B.dtype == np.float64 and maybe(rng, 0.15):
            A, B = A * 1e-4, B * 1e-4
        yield turned(rng, A), turned(rng, B)


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_two_loops(A, B):
    out = np.zeros((len(A), len(B)))
    for i, a in enumerate(A):
        for j, b in enumerate(B):
            w, h = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
            if w > 0 and h > 0 and min(a[2] - a[0], a[3] - a[1], b[2] - b[0], b[3] - b[1]) > 0:
                out[i, j] = w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h)
    return out


@right
def one_row_at_a_time(A, B):
    """A loop over the boxes of A, each against all of B at once. It needs memory for one row of
    pairs in the place of all of them, which matters for tens of thousands of boxes."""
    size = np.prod(np.maximum(B[:, 2:] - B[:, :2], 0), axis=1)
    rows = []
    for a in A:
        side = np.minimum(a[2:], B[:, 2:]) - np.maximum(a[:2], B[:, :2])
        shared = np.prod(np.maximum(side, 0), axis=1)
        union = np.prod(np.maximum(a[2:] - a[:2], 0)) + size - shared
        rows.append(np.divide(shared, union, out=np.zeros(len(B)), where=union > 0))
    return np.array(rows)


@right
def by_columns(A, B):
    ax1, ay1, ax2, ay2 = np.asarray(A, float).T[:, :, None]
    bx1, by1, bx2, by2 = np.asarray(B, float).T[:, None, :]
    w = np.clip(np.minimum(ax2, bx2) - np.maximum(ax1, bx1), 0, None)
    h = np.clip(np.minimum(ay2, by2) - np.maximum(ay1, by1), 0, None)
    area_a = np.where((ax2 > ax1) & (ay2 > ay1), (ax2 - ax1) * (ay2 - ay1), 0)
    area_b = np.where((bx2 > bx1) & (by2 > by1), (bx2 - bx1) * (by2 - by1), 0)
    union = area_a + area_b - w * h
    return np.where(union == 0, 0, w * h / np.where(union == 0, 1, union))


@right
def by_broadcasting_whole_boxes(A, B):
    both = np.broadcast_arrays(A[:, None], B[None])
    low = np.maximum(both[0][..., :2], both[1][..., :2])
    high = np.minimum(both[0][..., 2:], both[1][..., 2:])
    shared = (high - low).clip(0).prod(-1)
    sizes = [(x[..., 2:] - x[..., :2]).clip(0).prod(-1) for x in both]
    with np.errstate(all="ignore"):
        ratio = shared / (sizes[0] + sizes[1] - shared)
    return np.nan_to_num(ratio)


# -- wrong, and told why ---------------------------------------------------------------------------


def _over(shared, union):
    return shared / np.where(union != 0, union, 1)


def _raw(A, B):
    """Sides of the intersections, not limited."""
    meet = _meet(A, B)
    return meet[..., 2:] - meet[..., :2]


def _sizes(A, B, more=0):
    size = [np.where(_areas(X) > 0, np.prod(X[:, 2:] - X[:, :2] + more, axis=1), 0) for X in (A, B)]
    return size[0][:, None] + size[1]


def _plain(A, B, more=0):
    """Sums of two areas of which no side is limited."""
    size = [np.prod(X[:, 2:] - X[:, :2] + more, axis=1) for X in (A, B)]
    return size[0][:, None] + size[1]


@wrong
def columns_and_rows(A, B):
    """Rows and columns stand in each other's place: there should be a row for each box of A."""
    return _ious(A, B).T


@wrong
def not_limited(A, B):
    """You do not limit the sides of the intersections to 0. Apart on one axis, boxes get less than 0; apart on both, two negative sides make a positive area."""
    shared = np.prod(_raw(A, B), axis=2)
    return _over(shared, _sizes(A, B) - shared)


@wrong
def no_side_limited(A, B):
    """You limit no side to 0, neither of the intersections nor of the boxes: with inverted boxes, or with boxes that are apart, negative lengths come into your areas."""
    shared = np.prod(_raw(A, B), axis=2)
    return _over(shared, _plain(A, B) - shared)


@wrong
def product_limited(A, B):
    """You limit the areas of the intersections to 0, not their sides. Apart on both axes, two negative sides make a positive area."""
    shared = np.maximum(np.prod(_raw(A, B), axis=2), 0)
    return _over(shared, _sizes(A, B) - shared)


@wrong
def product_limited_and_no_side(A, B):
    """You limit the products to 0, and no side, neither of an intersection nor of a box: two negative sides still make a positive area, and the area of an inverted box can be less than 0."""
    shared = np.maximum(np.prod(_raw(A, B), axis=2), 0)
    return _over(shared, _plain(A, B) - shared)


@wrong
def apart_on_both_only(A, B):
    """You put 0 where two boxes are apart on both axes. They share nothing as soon as they are apart on one."""
    side = _raw(A, B)
    shared = np.where(np.all(side < 0, axis=2), 0, np.prod(side, axis=2))
    return _over(shared, _sizes(A, B) - shared)


@wrong
def nothing_subtracted(A, B):
    """You divide by the sums of two areas. What both boxes have is counted twice in it."""
    return _over(_areas(_meet(A, B)), _sizes(A, B))


@wrong
def one_more_pixel(A, B):
    """You add 1 to every side. Here boxes are half-open: x2 − x1 is the width."""
    shared = np.prod(np.maximum(_raw(A, B) + 1, 0), axis=2)
    return _over(shared, _sizes(A, B, 1) - shared)


@wrong
def one_more_pixel_for_empty_boxes_too(A, B):
    """You add 1 to every side, so that a box without width holds a column, and boxes that touch share one. Here boxes are half-open: x2 − x1 is the width."""
    shared = np.prod(np.maximum(_raw(A, B) + 1, 0), axis=2)
    return _over(shared, _plain(A, B, 1) - shared)


@wrong
def one_more_pixel_in_the_areas(A, B):
    """You add 1 to the sides of the boxes, and not to those of the intersections. A box then has less than 1 with itself."""
    shared = _areas(_meet(A, B))
    return _over(shared, _sizes(A, B, 1) - shared)


@wrong
def areas_of_A_twice(A, B):
    """In the union you count the area of A's box twice, and that of B's box not at all."""
    shared = _areas(_meet(A, B))
    return _over(shared, 2 * _areas(A)[:, None] - shared)


@wrong
def areas_of_B_twice(A, B):
    """In the union you count the area of B's box twice, and that of A's box not at all."""
    shared = _areas(_meet(A, B))
    return _over(shared, 2 * _areas(B) - shared)


@wrong
def over_A_alone(A, B):
    """You divide by the areas of A's boxes. The union is asked for."""
    return _over(_areas(_meet(A, B)), _areas(A)[:, None])


@wrong
def nothing_by_nothing(A, B):
    """You divide 0 by 0 where neither box holds anything. The contract asks for 0 there."""
    shared = _areas(_meet(A, B))
    with np.errstate(all="ignore"):
        return shared / (_areas(A)[:, None] + _areas(B) - shared)


@wrong
def small_number_added(A, B):
    """You add a small number to the unions. For tiny boxes it is not small: a box then has less than 1 with itself. Ask whether a union is 0."""
    shared = _areas(_meet(A, B))
    return shared / (_areas(A)[:, None] + _areas(B) - shared + 1e-6)


@wrong
def smaller_number_added(A, B):
    """You add a small number (1e-9, it seems) to the unions. For boxes of which the sides are small fractions it is not small enough: a box then has less than 1 with itself. Ask whether a union is 0."""
    shared = _areas(_meet(A, B))
    return shared / (_areas(A)[:, None] + _areas(B) - shared + 1e-9)


@wrong
def first_of_B(A, B):
    """Every column is like the first: you compare with the first box of B only."""
    return np.repeat(_ious(A, B[:1]), len(B), axis=1)


@wrong
def first_of_A(A, B):
    """Every row is like the first: you compare the first box of A only."""
    return np.repeat(_ious(A[:1], B), len(A), axis=0)


@wrong
def row_by_row(A, B):
    """You compare the first box with the first, the second with the second, and leave the other pairs at 0. All pairs are asked for."""
    out = np.zeros((len(A), len(B)))
    for k in range(min(out.shape)):
        out[k, k] = _ious(A[k : k + 1], B[k : k + 1])[0, 0]
    return out


@wrong
def whole_numbers(A, B):
    """Your result is an array of whole numbers, so that whatever is less than 1 becomes 0."""
    return _ious(A, B).astype(int)


@wrong
def corner_and_size_read(A, B):
    """You read the last two numbers of a box as its width and height. They are x2 and y2."""
    return _ious(*(np.concatenate([X[:, :2], X[:, :2] + X[:, 2:]], axis=1) for X in (A, B)))


@wrong
def dice(A, B):
    """You return twice the intersections over the sums of the areas: the Dice coefficient, another measure of overlap."""
    return _over(2 * _areas(_meet(A, B)), _sizes(A, B))


@wrong
def flat(A, B):
    return _ious(A, B).ravel()


@wrong
def one_axis_only(A, B):
    side = _sides(_meet(A, B))[..., 0]
    return _over(side, _sides(A)[:, None, 0] + _sides(B)[:, 0] - side)


@wrong
def in_the_type_of_A(A, B):
    return _ious(A, B).astype(A.dtype)
