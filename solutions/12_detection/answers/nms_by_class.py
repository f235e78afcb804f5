"""Answers to 12.11, nms_by_class: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, probes, right, wrong

from ._shared import _ious, crowd, maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def nms_by_class_inputs(rng):
    while True:
        N = int(rng.integers(1, 9)) if maybe(rng, 0.95) else 30
        boxes, scores, threshold = crowd(rng, N)
        labels = rng.choice(pick(rng, ((0, 1), (0, 1, 2), (7, -1), (5,), (1000, 3, 4))), N)
        if maybe(rng, 0.1):  # moved apart by the largest coordinate alone, they would meet
            boxes = np.array([[5, 5, 9, 9], [-5, -5, -1, -1]]) + np.array([0, 0, *pick(rng, ((0, 0), (0, 1), (1, 0)))])
            scores, labels, threshold = rng.permutation([0.25, 0.5]), np.array([0, 1]), 0.5
        elif maybe(rng, 0.15):  # a large picture: moved by some thousand pixels, the classes still meet
            boxes = np.asarray(boxes, float) * 2.0**14
        yield turned(rng, boxes), scores, labels, threshold


@probes
def nms_by_class_probes(rng):
    """Many boxes, of which many stay."""
    while True:
        corner = np.round(rng.uniform(0, 40, (24, 2)))
        boxes = np.concatenate([corner, corner + np.round(rng.uniform(6, 20, (24, 2)))], axis=1)
        yield boxes, rng.permutation(24).astype(float), rng.integers(0, 3, 24), 0.3


# -- right, written in other ways ------------------------------------------------------------------


def _order(scores):
    return np.argsort(-scores, kind="stable")


def _greedy(order, overlaps, threshold):
    kept = []
    for n in order:
        if not any(overlaps[n, k] > threshold for k in kept):
            kept.append(int(n))
    return np.array(kept, dtype=int)


@right
def moved_apart(boxes, scores, labels, threshold):
    """The boxes of each class are moved so far to the right that they cannot meet those of another
    class. After that one plain NMS does all classes at once. In 32 bits, large moves cost digits of
    the coordinates, so that it is done in 64."""
    boxes = np.asarray(boxes, float)
    place = np.unique(labels, return_inverse=True)[1].reshape(-1)
    width = np.max(boxes) - np.min(boxes) + 1
    moved = boxes + (place * width)[:, None] * np.array([1, 0, 1, 0])
    return _greedy(_order(scores), _ious(moved, moved), threshold)


@right
def one_pass(boxes, scores, labels, threshold):
    overlaps = np.where(labels[:, None] == labels, _ious(boxes, boxes), -1.0)
    return _greedy(_order(scores), overlaps, threshold)


@right
def class_by_class(boxes, scores, labels, threshold):
    kept = []
    for label in set(labels.tolist()):
        mine = np.flatnonzero(labels == label)
        kept += mine[_greedy(_order(scores[mine]), _ious(boxes[mine], boxes[mine]), threshold)].tolist()
    return np.array(sorted(kept, key=lambda n: (-scores[n], n)))


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def across_classes(boxes, scores, labels, threshold):
    """Boxes of other classes are dropped, too. Only a kept box of its own class may drop a box."""
    return _greedy(_order(scores), _ious(boxes, boxes), threshold)


@wrong
def only_other_classes(boxes, scores, labels, threshold):
    """You drop boxes that overlap with a box of another class. It is those of the same class that are dropped."""
    return _greedy(_order(scores), np.where(labels[:, None] != labels, _ious(boxes, boxes), -1.0), threshold)


@wrong
def class_after_class(boxes, scores, labels, threshold):
    """You return the boxes class after class. They should come together, the highest score first."""
    kept = []
    for label in np.unique(labels):
        mine = np.flatnonzero(labels == label)
        kept += mine[_greedy(_order(scores[mine]), _ious(boxes[mine], boxes[mine]), threshold)].tolist()
    return np.array(kept)


@wrong
def places_within_the_class(boxes, scores, labels, threshold):
    """Your indices count within each class. They should point into the arrays that were given."""
    kept = []
    for label in np.unique(labels):
        mine = np.flatnonzero(labels == label)
        kept += [
            (-scores[mine[n]], mine[n], n)
            for n in _greedy(_order(scores[mine]), _ious(boxes[mine], boxes[mine]), threshold)
        ]
    return np.array([n for _, _, n in sorted(kept)])


@wrong
def best_of_each_class(boxes, scores, labels, threshold):
    """You keep one box of each class. There may be several objects of one kind."""
    order = _order(scores)
    return np.array([n for place, n in enumerate(order) if labels[n] not in labels[order[:place]]])


@wrong
def in_the_order_of_the_array(boxes, scores, labels, threshold):
    """The right boxes, in the order of the array. The highest score comes first."""
    return np.sort(one_pass(boxes, scores, labels, threshold))


@wrong
def lowest_score_first(boxes, scores, labels, threshold):
    """The right boxes, the lowest score first. The highest comes first."""
    return one_pass(boxes, scores, labels, threshold)[::-1]


@wrong
def not_sorted(boxes, scores, labels, threshold):
    """You go through the boxes as they stand. The one with the highest score comes first."""
    return _greedy(range(len(boxes)), np.where(labels[:, None] == labels, _ious(boxes, boxes), -1.0), threshold)


@wrong
def nothing_dropped(boxes, scores, labels, threshold):
    """You return all boxes. Within a class those that overlap too much with a better one are dropped."""
    return _order(scores)


@wrong
def first_class_only(boxes, scores, labels, threshold):
    """You return boxes of one class only."""
    mine = np.flatnonzero(labels == labels[0])
    return mine[_greedy(_order(scores[mine]), _ious(boxes[mine], boxes[mine]), threshold)]


@wrong
def equality_drops(boxes, scores, labels, threshold):
    """You drop a box whose IoU with a kept one of its class is exactly the threshold. It has to be more."""
    overlaps, kept = np.where(labels[:, None] == labels, _ious(boxes, boxes), -1.0), []
    for n in _order(scores):
        if all(overlaps[n, k] < threshold for k in kept):
            kept.append(n)
    return np.array(kept)


@wrong
def moved_by_some_thousand_pixels(boxes, scores, labels, threshold):
    """You move the classes apart by a distance that does not depend on the boxes. In a large picture boxes of two classes meet all the same: how far
    do the boxes reach?"""
    moved = np.asarray(boxes, float) + 4096.0 * labels[:, None]
    return _greedy(_order(scores), _ious(moved, moved), threshold)


@wrong
def moved_by_the_label(boxes, scores, labels, threshold):
    moved = boxes + labels[:, None]  # a pixel to the right and down is not far enough
    return _greedy(_order(scores), _ious(moved, moved), threshold)


@wrong
def against_all(boxes, scores, labels, threshold):
    """You drop a box that overlaps too much with any better box of its class, kept or not. A box that was dropped has no say any more."""
    overlaps, order = np.where(labels[:, None] == labels, _ious(boxes, boxes), -1.0), list(_order(scores))
    return np.array([n for place, n in enumerate(order) if not np.any(overlaps[n, order[:place]] > threshold)])
