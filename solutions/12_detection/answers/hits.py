"""Answers to 12.9, hits and average_precision: right and wrong ones, and inputs to compare functions on."""

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


@inputs(of="average_precision")
def average_precision_inputs(rng):
    while True:
        N = int(rng.integers(1, 12)) if maybe(rng, 0.93) else 40
        scores = rng.permutation(N) / 16 if maybe(rng, 0.6) else rng.choice([0.25, 0.5, 0.75], N)
        hit = rng.random(N) < pick(rng, (0.2, 0.5, 0.8))
        if maybe(rng, 0.1):
            hit[:] = maybe(rng, 0.5)
        if maybe(rng, 0.2):
            scores = np.round(scores * 16).astype(int) - 5
        else:
            scores = as_kind(rng, scores, ("float64", "float64", "float32"))
        yield scores, hit, max(1, int(hit.sum()) + int(pick(rng, (0, 0, 1, 2, 5))))


@probes(of="average_precision")
def average_precision_probes(rng):
    """Longer lists, of which the precision has many values."""
    while True:
        hit = rng.random(25) < 0.5
        yield rng.permutation(25) / 32, hit, int(hit.sum()) + 3


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


@right(of="average_precision")
def step_by_step(scores, hit, total):
    order = sorted(range(len(scores)), key=lambda n: -scores[n])
    precision, right_ones = [], 0
    for place, n in enumerate(order, start=1):
        right_ones += bool(hit[n])
        precision.append(right_ones / place)
    return sum(max(precision[place:]) for place, n in enumerate(order) if hit[n]) / total


@right(of="average_precision")
def area_of_the_curve(scores, hit, total):
    hit = hit[np.argsort(-scores, kind="stable")]
    found = np.cumsum(hit)
    recall = np.concatenate([[0.0], found / total, [1.0]])
    precision = np.concatenate([[0.0], found / (np.arange(len(hit)) + 1), [0.0]])
    for k in range(len(precision) - 2, -1, -1):
        precision[k] = max(precision[k], precision[k + 1])
    return np.sum((recall[1:] - recall[:-1]) * precision[1:])


@right(of="average_precision")
def at_the_hits(scores, hit, total):
    ranked = np.flatnonzero(hit[np.argsort(-scores, kind="stable")])
    precision = np.arange(1, len(ranked) + 1) / (ranked + 1)
    return float(np.maximum.accumulate(precision[::-1]).sum() / total)


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


def _precision(scores, hit, order=None):
    ranked = hit[_order(scores) if order is None else order]
    return ranked, np.cumsum(ranked) / np.arange(1, len(ranked) + 1)


def _to_come(precision):
    return np.maximum.accumulate(precision[::-1])[::-1]


@wrong(of="average_precision")
def not_sorted(scores, hit, total):
    """You go down the list as it stands. The highest score comes first."""
    ranked, precision = _precision(scores, hit, np.arange(len(scores)))
    return _to_come(precision)[ranked].sum() / total


@wrong(of="average_precision")
def upwards(scores, hit, total):
    """You begin with the lowest score."""
    ranked, precision = _precision(scores, hit, np.argsort(scores, kind="stable"))
    return _to_come(precision)[ranked].sum() / total


@wrong(of="average_precision")
def equal_scores_turned_round(scores, hit, total):
    """Of equal scores the later one comes first for you. The earlier one should."""
    ranked, precision = _precision(scores, hit, np.argsort(scores, kind="stable")[::-1])
    return _to_come(precision)[ranked].sum() / total


@wrong(of="average_precision")
def hits_of_equals_first(scores, hit, total):
    """Among equal scores you put the hits first. That is the kindest order, and not the one asked for: they stay as they stand."""
    ranked, precision = _precision(scores, hit, np.lexsort((~hit, -scores)))
    return _to_come(precision)[ranked].sum() / total


@wrong(of="average_precision")
def not_smoothed(scores, hit, total):
    """You average the precision at each hit as it is. In its place stands the best one still to come."""
    ranked, precision = _precision(scores, hit)
    return precision[ranked].sum() / total


@wrong(of="average_precision")
def best_so_far(scores, hit, total):
    """You take the best precision so far, a running maximum from the beginning. Asked for is the best still to come."""
    ranked, precision = _precision(scores, hit)
    return np.maximum.accumulate(precision)[ranked].sum() / total


@wrong(of="average_precision")
def over_the_hits(scores, hit, total):
    """You divide by the number of hits. Objects that were never found count as well: divide by their number."""
    ranked, precision = _precision(scores, hit)
    return _to_come(precision)[ranked].sum() / max(1, ranked.sum())


@wrong(of="average_precision")
def over_all_boxes(scores, hit, total):
    """You average over all boxes. The recall grows at hits only: add up the precisions there, and divide by the number of objects."""
    _, precision = _precision(scores, hit)
    return _to_come(precision).mean()


@wrong(of="average_precision")
def wrong_ones_added_too(scores, hit, total):
    """You add up the precisions at all boxes. Only at a hit does the recall grow."""
    _, precision = _precision(scores, hit)
    return _to_come(precision).sum() / total


@wrong(of="average_precision")
def precision_at_the_end(scores, hit, total):
    """You return the share of all boxes that are hits. That is the precision at the end of the list, and no average."""
    return hit.mean()


@wrong(of="average_precision")
def recall_at_the_end(scores, hit, total):
    """You return the share of the objects that were found. That is the recall, and leaves the order aside."""
    return hit.sum() / total


@wrong(of="average_precision")
def counted_from_zero(scores, hit, total):
    """The precision after the first box is divided by 0, after the second by 1, and so on: the places are counted from 1."""
    ranked = hit[_order(scores)]
    with np.errstate(all="ignore"):
        precision = np.cumsum(ranked) / np.arange(len(ranked))
    return _to_come(precision)[ranked].sum() / total


@wrong(of="average_precision")
def counted_from_zero_but_once(scores, hit, total):
    """The precision after the second box is divided by 1, after the third by 2, and so on: the places are counted from 1."""
    ranked = hit[_order(scores)]
    precision = np.cumsum(ranked) / np.maximum(np.arange(len(ranked)), 1)
    return _to_come(precision)[ranked].sum() / total


@wrong(of="average_precision")
def eleven_points(scores, hit, total):
    """You take the mean of the best precision at eleven recalls, 0, 0.1, … 1, as the first VOC challenges did. Here every hit counts."""
    ranked, precision = _precision(scores, hit)
    recall = np.cumsum(ranked) / total
    return np.mean(
        [precision[recall >= r - 1e-12].max() if np.any(recall >= r - 1e-12) else 0 for r in np.arange(11) / 10]
    )


@wrong(of="average_precision")
def first_hit_lost(scores, hit, total):
    """The first box of the list adds nothing for you, even if it is a hit. Recall is 0 before it."""
    ranked, precision = _precision(scores, hit)
    return _to_come(precision)[1:][ranked[1:]].sum() / total


@wrong(of="average_precision")
def trapezoids(scores, hit, total):
    """You join the points of the curve by straight lines. Here each hit counts with the best precision still to come."""
    ranked, precision = _precision(scores, hit)
    recall = np.concatenate([[0], np.cumsum(ranked) / total])
    height = np.concatenate([[1], precision])
    return np.sum(np.diff(recall) * (height[1:] + height[:-1]) / 2)


@wrong(of="average_precision")
def hits_among_hits(scores, hit, total):
    ranked = np.flatnonzero(hit[_order(scores)])
    return np.sum(np.arange(1, len(ranked) + 1) / total) / total


@wrong(of="average_precision")
def harmonic(scores, hit, total):
    p, r = hit.mean(), hit.sum() / total
    return 2 * p * r / (p + r) if p + r else 0.0


@wrong(of="average_precision")
def limited(scores, hit, total):
    ranked, precision = _precision(scores, hit)
    return _to_come(precision)[ranked][:5].sum() / total
