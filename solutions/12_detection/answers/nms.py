"""Answers to 12.8, nms: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, probes, right, wrong

from ._shared import _areas, _ious, _meet, crowd, maybe, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def nms_inputs(rng):
    while True:
        boxes, scores, threshold = crowd(rng, int(rng.integers(1, 9) if maybe(rng, 0.93) else rng.integers(31, 45)))
        if boxes.dtype != np.float32 and threshold and maybe(rng, 0.15):
            threshold -= 1e-7  # nearly equal is more
        yield turned(rng, boxes), scores, threshold


@probes
def nms_probes(rng):
    """Many boxes, of which many stay: the order of a few is soon guessed."""
    while True:
        corner = np.round(rng.uniform(0, 60, (24, 2)))
        boxes = np.concatenate([corner, corner + np.round(rng.uniform(6, 20, (24, 2)))], axis=1)
        yield boxes, rng.permutation(24).astype(float), 0.3


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_what_is_left(boxes, scores, threshold):
    """It takes the best box of those that are left, and strikes out all that overlap too much
    with it, in one step without a loop. There are as many rounds as boxes that are kept, not as
    many as boxes: with thousands of boxes and a few objects that is much faster."""
    left = np.argsort(-scores, kind="stable")
    kept = []
    while len(left):
        best, left = left[0], left[1:]
        kept.append(best)
        low, high = np.maximum(boxes[best, :2], boxes[left, :2]), np.minimum(boxes[best, 2:], boxes[left, 2:])
        shared = np.prod(np.maximum(high - low, 0), axis=1)
        size = np.prod(np.maximum(boxes[:, 2:] - boxes[:, :2], 0), axis=1)
        union = size[best] + size[left] - shared
        left = left[shared / np.where(union > 0, union, 1) <= threshold]
    return np.array(kept)


@right
def by_a_mask(boxes, scores, threshold):
    order = sorted(range(len(boxes)), key=lambda n: (-scores[n], n))
    overlaps = _ious(boxes, boxes)
    alive = np.ones(len(boxes), dtype=bool)
    kept = []
    for n in order:
        if alive[n]:
            kept.append(n)
            alive &= ~(overlaps[n] > threshold)
    return np.array(kept, dtype=int)


@right
def by_sorting_everything(boxes, scores, threshold):
    order = np.lexsort((np.arange(len(scores)), -np.asarray(scores, float)))
    overlaps = _ious(boxes[order], boxes[order])
    keep = np.zeros(len(order), dtype=bool)
    for n in range(len(order)):
        keep[n] = not np.any(overlaps[n, :n][keep[:n]] > threshold)
    return order[keep]


# -- wrong, and told why ---------------------------------------------------------------------------


def _nms(order, dropped, boxes, threshold):
    kept = []
    for n in order:
        if not any(dropped(n, k) for k in kept):
            kept.append(int(n))
    return np.array(kept, dtype=int)


def _order(scores):
    return np.argsort(-scores, kind="stable")


def _usual(boxes, scores, threshold, order=None, overlaps=None):
    overlaps = _ious(boxes, boxes) if overlaps is None else overlaps
    order = _order(scores) if order is None else order
    return _nms(order, lambda n, k: overlaps[n, k] > threshold, boxes, threshold)


@wrong
def not_sorted(boxes, scores, threshold):
    """You go through the boxes as they stand in the array. The one with the highest score comes first."""
    return _usual(boxes, scores, threshold, order=range(len(boxes)))


@wrong
def lowest_first(boxes, scores, threshold):
    """You begin with the lowest score: np.argsort goes upwards."""
    return _usual(boxes, scores, threshold, order=np.argsort(scores, kind="stable"))


@wrong
def places_in_the_sorted_order(boxes, scores, threshold):
    """You return places in the sorted order: the best box is 0 for you, wherever it stands. Indices into the arrays that were given are asked for."""
    order = _order(scores)
    return _usual(boxes[order], scores[order], threshold)


@wrong
def against_all(boxes, scores, threshold):
    """You drop a box that overlaps too much with any better box, kept or not. A box that was dropped has no say any more."""
    overlaps, order = _ious(boxes, boxes), list(_order(scores))
    kept = [n for place, n in enumerate(order) if not np.any(overlaps[n, order[:place]] > threshold)]
    return np.array(kept, dtype=int)


@wrong
def against_the_last_kept(boxes, scores, threshold):
    """You compare a box with the last one that was kept. It may overlap with an earlier one."""
    overlaps, kept = _ious(boxes, boxes), []
    for n in _order(scores):
        if not kept or overlaps[n, kept[-1]] <= threshold:
            kept.append(n)
    return np.array(kept)


@wrong
def against_the_best(boxes, scores, threshold):
    """You compare all boxes with the best one only. Each box that is kept drops its own neighbours."""
    overlaps, order = _ious(boxes, boxes), _order(scores)
    return np.array([n for n in order if n == order[0] or overlaps[n, order[0]] <= threshold])


@wrong
def equality_drops(boxes, scores, threshold):
    """You drop a box whose IoU with a kept one is exactly the threshold. It has to be more."""
    overlaps = _ious(boxes, boxes)
    return _nms(_order(scores), lambda n, k: overlaps[n, k] >= threshold, boxes, threshold)


@wrong
def dropped_where_little_is_shared(boxes, scores, threshold):
    """You drop the boxes that overlap little with the kept ones, and keep those that overlap much. It is the other way round."""
    overlaps = _ious(boxes, boxes)
    return _nms(_order(scores), lambda n, k: overlaps[n, k] < threshold, boxes, threshold)


@wrong
def later_of_equals_first(boxes, scores, threshold):
    """Of boxes with equal scores you take the later one first, as turning round an order that goes upwards does. The earlier one comes first."""
    return _usual(boxes, scores, threshold, order=np.argsort(scores, kind="stable")[::-1])


@wrong
def in_the_order_of_the_array(boxes, scores, threshold):
    """You return the right boxes in the order of the array. The one with the highest score comes first."""
    return np.sort(_usual(boxes, scores, threshold))


@wrong
def worst_first(boxes, scores, threshold):
    """You return the right boxes, the one with the lowest score first. The highest comes first."""
    return _usual(boxes, scores, threshold)[::-1]


@wrong
def dropped_ones(boxes, scores, threshold):
    """You return the boxes that are dropped. Asked for are those that are kept."""
    kept = _usual(boxes, scores, threshold)
    return np.array([n for n in _order(scores) if n not in kept], dtype=int)


@wrong
def all_in_order(boxes, scores, threshold):
    """You return all boxes, sorted by score. None is dropped."""
    return _order(scores)


@wrong
def best_only(boxes, scores, threshold):
    """You return the best box only. Boxes that do not overlap with it stay as well."""
    return _order(scores)[:1]


@wrong
def truth_values(boxes, scores, threshold):
    """You return a truth value for each box. Asked for are the indices of the kept ones."""
    return np.isin(np.arange(len(boxes)), _usual(boxes, scores, threshold))


@wrong
def the_boxes(boxes, scores, threshold):
    """You return the kept boxes themselves. Asked for are their indices."""
    return boxes[_usual(boxes, scores, threshold)]


@wrong
def over_the_smaller(boxes, scores, threshold):
    """You compare the share of the smaller box with the threshold, and not the IoU."""
    small = np.minimum(_areas(boxes)[:, None], _areas(boxes))
    shared = _areas(_meet(boxes, boxes))
    return _usual(boxes, scores, threshold, overlaps=shared / np.where(small > 0, small, 1))


def _own(boxes, least, more):
    """IoUs of which the boxes' sides are not limited, and those of the intersections to `least`."""
    meet = _meet(boxes, boxes)
    shared = np.prod(np.maximum(meet[..., 2:] - meet[..., :2] + more, least), axis=2)
    areas = np.prod(boxes[:, 2:] - boxes[:, :2] + more, axis=1)
    union = areas[:, None] + areas - shared
    return shared / np.where(union != 0, union, 1)


@wrong
def one_more_pixel(boxes, scores, threshold):
    """You work the IoU out with 1 added to every side. Boxes are half-open: x2 − x1 is the width, and the IoU is that of 12.2."""
    return _usual(boxes, scores, threshold, overlaps=_own(boxes, 0, 1))


@wrong
def no_side_limited(boxes, scores, threshold):
    """You work the IoU out without limiting a side to 0. Boxes that are apart on both axes then share something, and inverted ones can have an area."""
    return _usual(boxes, scores, threshold, overlaps=_own(boxes, -np.inf, 0))


@wrong
def threshold_of_one_half(boxes, scores, threshold):
    """Your threshold is 0.5, whatever is asked for."""
    return _usual(boxes, scores, 0.5)


@wrong
def thirty_best(boxes, scores, threshold):
    """You look at the thirty best boxes only. All of them count, however many there are."""
    return _usual(boxes, scores, threshold, order=_order(scores)[:30])


@wrong
def low_scores_left_out(boxes, scores, threshold):
    """You drop boxes whose score is no more than `threshold`. It is held against the IoU, and not against scores."""
    return _usual(
        boxes, scores, threshold, order=[n for k, n in enumerate(_order(scores)) if k == 0 or scores[n] > threshold]
    )


@wrong
def as_floats(boxes, scores, threshold):
    return _usual(boxes, scores, threshold).astype(float)


@wrong
def nearly_equal(boxes, scores, threshold):
    overlaps = _ious(boxes, boxes)
    return _nms(_order(scores), lambda n, k: overlaps[n, k] > threshold + 1e-5 * threshold, boxes, threshold)


@wrong
def the_other_threshold(boxes, scores, threshold):
    """You drop a box whose IoU is more than 1 − `threshold`. It is compared with the threshold itself."""
    return _usual(boxes, scores, 1 - threshold)


@wrong
def against_the_next(boxes, scores, threshold):
    overlaps, order = _ious(boxes, boxes), list(_order(scores))
    return np.array([n for place, n in enumerate(order) if place == 0 or overlaps[n, order[place - 1]] <= threshold])


@wrong
def unstable(boxes, scores, threshold):
    jitter = np.arange(len(scores)) * 1e-7 * (1 + np.max(np.abs(scores)))
    return _usual(boxes, scores, threshold, order=np.argsort(-(scores + jitter), kind="stable"))


@wrong
def a_little_more(boxes, scores, threshold):
    return _usual(boxes, scores, threshold + 0.05)


@wrong
def skipping_after_a_drop(boxes, scores, threshold):
    """You take boxes out of a list while a loop runs over it: the loop skips the box after each one that is taken out. Make a new list of those
    that stay."""
    overlaps, left, kept = _ious(boxes, boxes), list(_order(scores)), []
    while left:
        best = left.pop(0)
        kept.append(best)
        for n in left:  # the list is changed while the loop runs over it
            if overlaps[n, best] > threshold:
                left.remove(n)
    return np.array(kept)
