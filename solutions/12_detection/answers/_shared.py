"""Helpers that the answers to several exercises share."""

import numpy as np

from chainrule_staff.authoring.vocabulary import ALL, maybe, pick, turned


def _sides(boxes):
    return np.maximum(boxes[..., 2:] - boxes[..., :2], 0)


def _areas(boxes):
    return _sides(boxes)[..., 0] * _sides(boxes)[..., 1]


def _meet(A, B):
    """The intersections of all pairs, as boxes (N, M, 4)."""
    return np.concatenate([np.maximum(A[:, None, :2], B[:, :2]), np.minimum(A[:, None, 2:], B[:, 2:])], axis=2)


def _ious(A, B):
    shared = _areas(_meet(A, B))
    union = _areas(A)[:, None] + _areas(B) - shared
    return shared / np.where(union > 0, union, 1)


def _centre(boxes):
    return np.concatenate([(boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, 2:] - boxes[:, :2]], axis=1)


def _corners(boxes):
    return np.concatenate([boxes[:, :2] - boxes[:, 2:] / 2, boxes[:, :2] + boxes[:, 2:] / 2], axis=1)


def as_kind(rng, x, kinds=ALL):
    """Of one of the dtypes. Those of float32 are eighths, so that sums and products of them are exact."""
    kind = pick(rng, kinds)
    if kind == "int64":
        return np.round(x).astype(kind)
    return (np.round(x * 8) / 8).astype(kind) if kind == "float32" else np.asarray(x, float)


def boxes(rng, N, span=20.0, whole=None, degenerate=True):
    """Boxes (N, 4) in float64, many of which overlap; with `degenerate` some that hold nothing."""
    corner = rng.uniform(-span / 4, span / 2, (N, 2))
    size = rng.uniform(span / 20, span / 2, (N, 2))
    if whole if whole is not None else maybe(rng, 0.5):
        corner, size = np.round(corner), np.ceil(size)
    if degenerate:
        size = np.where(rng.random((N, 2)) < 0.06, 0, size)
        size = np.where(rng.random((N, 2)) < 0.06, -size, size)
    return np.concatenate([corner, corner + size], axis=1)


def near(rng, box):
    """Another box for one, in a certain position to it: apart on one axis or both, touching, inside, the same, or moved a little."""
    corner, size = box[:2], box[2:] - box[:2]
    way, axis = int(rng.integers(9)), int(rng.integers(2))
    other = np.maximum(np.round(np.abs(size) * rng.uniform(0.3, 1.5, 2)), 1)
    move = np.round(size * rng.uniform(-0.6, 0.6, 2))
    gap = float(rng.integers(1, 6))
    if way == 0:
        return box.copy()
    if way == 1:  # touches at an edge
        move[axis] = size[axis]
    elif way == 2:  # touches at a corner
        move = size.copy()
    elif way == 3:  # apart on one axis
        move[axis] = size[axis] + gap
    elif way == 4:  # apart on both
        move = size + gap
    elif way == 5:  # before it, on both axes
        move = -other - gap
    elif way == 6:  # inside
        other, move = size / 2, size / 4
    elif way == 7:  # before it, on one axis
        move[axis] = -other[axis] - gap
    return np.concatenate([corner + move, corner + move + other])


def crowd(rng, N):
    """Boxes that overlap much, with scores of which some are equal, and a threshold that no IoU is just beside."""
    while True:
        found = boxes(rng, N, span=16.0, whole=True, degenerate=maybe(rng, 0.15))
        if N > 1 and maybe(rng, 0.3):
            found[int(rng.integers(N))] = found[int(rng.integers(N))]
        if N > 1 and maybe(rng, 0.3):  # a pair with an IoU of exactly 1/2 or 1/4
            a, b = rng.choice(N, 2, replace=False)
            found[a], found[b] = [2, 2, 10, 6], [2, 2, 6, 2 + float(pick(rng, (4, 2)))]
        scores = rng.choice([0.25, 0.5, 0.75, 0.125], N) if maybe(rng, 0.4) else rng.permutation(N) / 8 + 0.1
        scores = as_kind(rng, scores * 8 if maybe(rng, 0.2) else scores, ("float64", "float64", "float32"))
        if maybe(rng, 0.2):
            scores = rng.integers(-3, 4, N)
        found = as_kind(rng, found)
        threshold = float(pick(rng, (0.0, 0.1, 0.25, 0.3, 0.45, 0.5, 0.5, 0.75, 0.8)))
        overlaps = _ious(found.astype(float), found.astype(float))
        if np.all((np.abs(overlaps - threshold) > 1e-6) | (overlaps == threshold)):
            return found, scores, threshold


__all__ = ["as_kind", "boxes", "crowd", "maybe", "near", "pick", "turned"]
