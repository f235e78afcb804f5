"""Answers to 12.9, average_precision: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, probes, right, wrong

from ._shared import as_kind, maybe, pick

# -- inputs ----------------------------------------------------------------------------------------


@inputs
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


@probes
def average_precision_probes(rng):
    """Longer lists, of which the precision has many values."""
    while True:
        hit = rng.random(25) < 0.5
        yield rng.permutation(25) / 32, hit, int(hit.sum()) + 3


# -- right, written in other ways ------------------------------------------------------------------


@right
def step_by_step(scores, hit, total):
    order = sorted(range(len(scores)), key=lambda n: -scores[n])
    precision, right_ones = [], 0
    for place, n in enumerate(order, start=1):
        right_ones += bool(hit[n])
        precision.append(right_ones / place)
    return sum(max(precision[place:]) for place, n in enumerate(order) if hit[n]) / total


@right
def area_of_the_curve(scores, hit, total):
    hit = hit[np.argsort(-scores, kind="stable")]
    found = np.cumsum(hit)
    recall = np.concatenate([[0.0], found / total, [1.0]])
    precision = np.concatenate([[0.0], found / (np.arange(len(hit)) + 1), [0.0]])
    for k in range(len(precision) - 2, -1, -1):
        precision[k] = max(precision[k], precision[k + 1])
    return np.sum((recall[1:] - recall[:-1]) * precision[1:])


@right
def at_the_hits(scores, hit, total):
    """It looks at the hits alone: the k-th of them, at place n of the list, has a precision of
    k / n. Between two hits the precision only falls, so the best one still to come is that of a
    hit, and boxes that hit nothing need no entry of their own."""
    ranked = np.flatnonzero(hit[np.argsort(-scores, kind="stable")])
    precision = np.arange(1, len(ranked) + 1) / (ranked + 1)
    return float(np.maximum.accumulate(precision[::-1]).sum() / total)


# -- wrong, and told why ---------------------------------------------------------------------------


def _order(scores):
    return np.argsort(-scores, kind="stable")


def _precision(scores, hit, order=None):
    ranked = hit[_order(scores) if order is None else order]
    return ranked, np.cumsum(ranked) / np.arange(1, len(ranked) + 1)


def _to_come(precision):
    return np.maximum.accumulate(precision[::-1])[::-1]


@wrong
def not_sorted(scores, hit, total):
    """You go down the list as it stands. The highest score comes first."""
    ranked, precision = _precision(scores, hit, np.arange(len(scores)))
    return _to_come(precision)[ranked].sum() / total


@wrong
def upwards(scores, hit, total):
    """You begin with the lowest score."""
    ranked, precision = _precision(scores, hit, np.argsort(scores, kind="stable"))
    return _to_come(precision)[ranked].sum() / total


@wrong
def equal_scores_turned_round(scores, hit, total):
    """Of equal scores the later one comes first for you. The earlier one should."""
    ranked, precision = _precision(scores, hit, np.argsort(scores, kind="stable")[::-1])
    return _to_come(precision)[ranked].sum() / total


@wrong
def hits_of_equals_first(scores, hit, total):
    """Among equal scores you put the hits first. That is the kindest order, and not the one asked for: they stay as they stand."""
    ranked, precision = _precision(scores, hit, np.lexsort((~hit, -scores)))
    return _to_come(precision)[ranked].sum() / total


@wrong
def not_smoothed(scores, hit, total):
    """You average the precision at each hit as it is. In its place stands the best one still to come."""
    ranked, precision = _precision(scores, hit)
    return precision[ranked].sum() / total


@wrong
def best_so_far(scores, hit, total):
    """You take the best precision so far, a running maximum from the beginning. Asked for is the best still to come."""
    ranked, precision = _precision(scores, hit)
    return np.maximum.accumulate(precision)[ranked].sum() / total


@wrong
def over_the_hits(scores, hit, total):
    """You divide by the number of hits. Objects that were never found count as well: divide by their number."""
    ranked, precision = _precision(scores, hit)
    return _to_come(precision)[ranked].sum() / max(1, ranked.sum())


@wrong
def over_all_boxes(scores, hit, total):
    """You average over all boxes. The recall grows at hits only: add up the precisions there, and divide by the number of objects."""
    _, precision = _precision(scores, hit)
    return _to_come(precision).mean()


@wrong
def wrong_ones_added_too(scores, hit, total):
    """You add up the precisions at all boxes. Only at a hit does the recall grow."""
    _, precision = _precision(scores, hit)
    return _to_come(precision).sum() / total


@wrong
def precision_at_the_end(scores, hit, total):
    """You return the share of all boxes that are hits. That is the precision at the end of the list, and no average."""
    return hit.mean()


@wrong
def recall_at_the_end(scores, hit, total):
    """You return the share of the objects that were found. That is the recall, and leaves the order aside."""
    return hit.sum() / total


@wrong
def counted_from_zero(scores, hit, total):
    """The precision after the first box is divided by 0, after the second by 1, and so on: the places are counted from 1."""
    ranked = hit[_order(scores)]
    with np.errstate(all="ignore"):
        precision = np.cumsum(ranked) / np.arange(len(ranked))
    return _to_come(precision)[ranked].sum() / total


@wrong
def counted_from_zero_but_once(scores, hit, total):
    """The precision after the second box is divided by 1, after the third by 2, and so on: the places are counted from 1."""
    ranked = hit[_order(scores)]
    precision = np.cumsum(ranked) / np.maximum(np.arange(len(ranked)), 1)
    return _to_come(precision)[ranked].sum() / total


@wrong
def eleven_points(scores, hit, total):
    """You take the mean of the best precision at eleven recalls, 0, 0.1, … 1, as the first VOC challenges did. Here every hit counts."""
    ranked, precision = _precision(scores, hit)
    recall = np.cumsum(ranked) / total
    return np.mean(
        [precision[recall >= r - 1e-12].max() if np.any(recall >= r - 1e-12) else 0 for r in np.arange(11) / 10]
    )


@wrong
def first_hit_lost(scores, hit, total):
    """The first box of the list adds nothing for you, even if it is a hit. Recall is 0 before it."""
    ranked, precision = _precision(scores, hit)
    return _to_come(precision)[1:][ranked[1:]].sum() / total


@wrong
def trapezoids(scores, hit, total):
    """You join the points of the curve by straight lines. Here each hit counts with the best precision still to come."""
    ranked, precision = _precision(scores, hit)
    recall = np.concatenate([[0], np.cumsum(ranked) / total])
    height = np.concatenate([[1], precision])
    return np.sum(np.diff(recall) * (height[1:] + height[:-1]) / 2)


@wrong
def hits_among_hits(scores, hit, total):
    ranked = np.flatnonzero(hit[_order(scores)])
    return np.sum(np.arange(1, len(ranked) + 1) / total) / total


@wrong
def harmonic(scores, hit, total):
    p, r = hit.mean(), hit.sum() / total
    return 2 * p * r / (p + r) if p + r else 0.0


@wrong
def limited(scores, hit, total):
    ranked, precision = _precision(scores, hit)
    return _to_come(precision)[ranked][:5].sum() / total
