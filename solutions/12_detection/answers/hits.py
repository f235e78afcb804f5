"""Answers to 12.12, hits: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, probes, right, wrong

from ._shared import _ious, as_kind, crowd, maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def hits_inputs(rng):
    while True:
        boxes, scores, threshold = crowd(rng, int(rng.integers(1, 8)))
        M = int(pick(rng, (0, 1, 1, 2, 2, 3)))
        if maybe(
            rng, 0.08
        ):  # a crowd, every box of it several times: few sorts leave so many equal scores as they stand
            boxes, scores, M = np.tile(boxes, (40 // len(boxes), 1)), np.tile(scores, 40 // len(boxes)), 3
        truth = np.zeros((M, 4))
        for m in range(M):  # near some box, so that several boxes want one object
            box = boxes[int(rng.integers(len(boxes)))].astype(float)
            move = np.round(rng.uniform(-2, 2, 4)) * maybe(rng, 0.7)
            truth[m] = np.concatenate([box[:2], np.maximum(box[2:], box[:2] + 1)]) + move
            truth[m, 2:] = np.maximum(truth[m, 2:], truth[m, :2] + 1)
        if M > 1 and maybe(rng, 0.15):
            truth[0] = truth[1]
        threshold = threshold if threshold else 0.5
        overlaps = _ious(boxes.astype(float), truth)
        if np.all((np.abs(overlaps - threshold) > 1e-6) | (overlaps == threshold)):
            yield turned(rng, boxes), scores, turned(rng, as_kind(rng, truth)), threshold


@probes
def hits_probes(rng):
    """Forty boxes around eight objects."""
    while True:
        corner = np.round(rng.uniform(0, 60, (8, 2)))
        truth = np.concatenate([corner, corner + np.round(rng.uniform(8, 20, (8, 2)))], axis=1)
        yield (
            truth[rng.integers(0, 8, 40)] + np.round(rng.uniform(-2, 2, (40, 4))),
            rng.permutation(40) / 64,
            truth,
            0.51,
        )


# -- right, written in other ways ------------------------------------------------------------------


@right
def with_a_set(boxes, scores, truth, threshold):
    """The boxes that want an object are no concern of other objects: what counts is the first one
    in the order of scores that reaches each object. A set of objects that are taken says so, and
    Python's own sort is stable, so that equal scores stay as they are."""
    out, taken = [False] * len(boxes), set()
    for n in sorted(range(len(boxes)), key=lambda n: -scores[n]):
        if len(truth):
            overlaps = _one_row(boxes[n], truth)
            k = int(np.argmax(overlaps))
            if overlaps[k] >= threshold and k not in taken:
                taken.add(k)
                out[n] = True
    return np.array(out, dtype=bool)


def _one_row(box, truth):
    side = np.maximum(np.minimum(box[2:], truth[:, 2:]) - np.maximum(box[:2], truth[:, :2]), 0)
    shared = side[:, 0] * side[:, 1]
    size = np.prod(np.maximum(truth[:, 2:] - truth[:, :2], 0), axis=1)
    union = np.prod(np.maximum(box[2:] - box[:2], 0)) + size - shared
    return shared / np.where(union > 0, union, 1)


@right
def object_by_object(boxes, scores, truth, threshold):
    hit = np.zeros(len(boxes), dtype=bool)
    if len(truth):
        overlaps = _ious(boxes, truth)
        wanted = np.where(overlaps.max(axis=1) >= threshold, overlaps.argmax(axis=1), -1)
        for k in range(len(truth)):
            those = np.flatnonzero(wanted == k)
            if len(those):
                hit[those[np.argmax(scores[those])]] = True
    return hit


@right
def in_sorted_order(boxes, scores, truth, threshold):
    order = np.argsort(-np.asarray(scores, float), kind="stable")
    sorted_hits = []
    taken = [False] * len(truth)
    for box in boxes[order]:
        values = list(_one_row(box, truth)) if len(truth) else []
        good = False
        if values and max(values) >= threshold:
            k = values.index(max(values))
            good, taken[k] = not taken[k], True
        sorted_hits.append(good)
    out = np.empty(len(boxes), dtype=bool)
    out[order] = sorted_hits
    return out


# -- wrong, and told why ---------------------------------------------------------------------------


def _order(scores):
    return np.argsort(-scores, kind="stable")


def _hits(boxes, scores, truth, threshold, order=None, once=True, overlaps=None):
    hit = np.zeros(len(boxes), dtype=bool)
    if len(truth) == 0:
        return hit
    overlaps = _ious(boxes, truth) if overlaps is None else overlaps
    free = np.ones(len(truth), dtype=bool)
    for n in _order(scores) if order is None else order:
        k = overlaps[n].argmax()
        if overlaps[n, k] >= threshold and (free[k] or not once):
            hit[n], free[k] = True, False
    return hit


@wrong
def second_hits_counted(boxes, scores, truth, threshold):
    """The second box on an object is a hit for you, too. It is a wrong one: the object has been found."""
    return _hits(boxes, scores, truth, threshold, once=False)


@wrong
def in_the_given_order(boxes, scores, truth, threshold):
    """Your boxes choose in the order in which they stand. The one with the highest score chooses first."""
    return _hits(boxes, scores, truth, threshold, order=range(len(boxes)))


@wrong
def lowest_first(boxes, scores, truth, threshold):
    """Your boxes choose from the lowest score to the highest. np.argsort goes upwards."""
    return _hits(boxes, scores, truth, threshold, order=np.argsort(scores, kind="stable"))


@wrong
def later_of_equals_first(boxes, scores, truth, threshold):
    """Of boxes with equal scores the later one chooses first for you. The earlier one should."""
    return _hits(boxes, scores, truth, threshold, order=np.argsort(scores, kind="stable")[::-1])


@wrong
def told_in_sorted_order(boxes, scores, truth, threshold):
    """Your truth values stand in the order of the scores. They belong in the order of `boxes`."""
    return _hits(boxes, scores, truth, threshold)[_order(scores)]


@wrong
def more_than_the_threshold(boxes, scores, truth, threshold):
    """An IoU of exactly the threshold is no hit for you. Equality is included."""
    if len(truth) == 0:
        return np.zeros(len(boxes), dtype=bool)
    overlaps = _ious(boxes, truth)
    return _hits(boxes, scores, truth, threshold, overlaps=np.where(overlaps == threshold, 0, overlaps))


@wrong
def next_best_object(boxes, scores, truth, threshold):
    """A box whose object is taken looks for another one for you. The contract has it look at its best object only."""
    hit = np.zeros(len(boxes), dtype=bool)
    if len(truth) == 0:
        return hit
    overlaps = _ious(boxes, truth)
    for n in _order(scores):
        k = overlaps[n].argmax()
        if overlaps[n, k] >= threshold:
            hit[n], overlaps[:, k] = True, -1
    return hit


@wrong
def best_box_of_each_object(boxes, scores, truth, threshold):
    """For each object you take the box with the largest IoU. The one with the highest score, among those that reach the threshold, is the hit."""
    hit = np.zeros(len(boxes), dtype=bool)
    if len(truth):
        overlaps = _ious(boxes, truth)
        for k in range(len(truth)):
            n = overlaps[:, k].argmax()
            hit[n] |= overlaps[n, k] >= threshold
    return hit


@wrong
def taken_without_a_hit(boxes, scores, truth, threshold):
    """An object is taken for you as soon as a box looks at it, even if their IoU is below the threshold. Only a hit takes it."""
    hit = np.zeros(len(boxes), dtype=bool)
    if len(truth) == 0:
        return hit
    overlaps, free = _ious(boxes, truth), np.ones(len(truth), dtype=bool)
    for n in _order(scores):
        k = overlaps[n].argmax()
        hit[n], free[k] = free[k] and overlaps[n, k] >= threshold, False
    return hit


@wrong
def no_pictures_without_objects(boxes, scores, truth, threshold):
    """Your function ends with an error, or finds a hit, where there are no objects. No box is a hit there."""
    if len(truth) == 0:
        return np.ones(len(boxes), dtype=bool)
    return _hits(boxes, scores, truth, threshold)


@wrong
def left_out_without_objects(boxes, scores, truth, threshold):
    """Where there are no objects you return nothing. The boxes of that picture are wrong ones, and each needs its truth value: or average precision never hears of them."""
    return _hits(boxes, scores, truth, threshold) if len(truth) else np.zeros(0, dtype=bool)


@wrong
def threshold_of_one_half(boxes, scores, truth, threshold):
    """A hit needs an IoU of 0.5 for you, whatever the threshold is."""
    return _hits(boxes, scores, truth, 0.5)


@wrong
def which_object(boxes, scores, truth, threshold):
    """You return numbers. A truth value for each box is asked for: is it a hit?"""
    return _hits(boxes, scores, truth, threshold).astype(int)


@wrong
def wrong_ones(boxes, scores, truth, threshold):
    """You return what is no hit."""
    return ~_hits(boxes, scores, truth, threshold)


@wrong
def one_hit_only(boxes, scores, truth, threshold):
    """No box is a hit for you after the first one. Each object can be hit once."""
    hit = _hits(boxes, scores, truth, threshold)
    ranked = _order(scores)
    out = np.zeros(len(boxes), dtype=bool)
    out[ranked[np.argmax(hit[ranked])]] = hit.any()
    return out


@wrong
def any_object(boxes, scores, truth, threshold):
    hit = np.zeros(len(boxes), dtype=bool)
    if len(truth):
        hit[_order(scores)[: len(truth)]] = True
    return hit


@wrong
def found_objects(boxes, scores, truth, threshold):
    return _hits(boxes, scores, truth, threshold).sum()
