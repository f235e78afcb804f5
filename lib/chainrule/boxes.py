"""Boxes of many pictures: their corners, the overlaps of all pairs, and which of them hit an object. Demonstrations of notebook 12 call it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def corners_of(boxes: np.ndarray) -> np.ndarray:
    """Boxes of `shapes` and `scenes`, which are x, y, width, height, by two corners: x1, y1, x2, y2 in each row.

    Examples
    --------
    >>> corners_of(np.array([[2, 1, 5, 3]])).tolist()
    [[2, 1, 7, 4]]
    """
    return np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]], axis=1)


def pairwise_iou(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """Intersection over union of every box in A with every box in B.

    Parameters
    ----------
    A : ndarray (N, 4)
    B : ndarray (M, 4)
        x1, y1, x2, y2 in each row, half-open; boxes that are inverted hold nothing.

    Returns
    -------
    ndarray (N, M)
        0 where neither box holds anything.

    Examples
    --------
    >>> pairwise_iou(np.array([[0, 0, 4, 2]]), np.array([[0, 0, 4, 4], [4, 0, 6, 2], [3, 3, 3, 1]])).tolist()
    [[0.5, 0.0, 0.0]]
    """
    area_A, area_B = (np.prod(np.maximum(boxes[:, 2:] - boxes[:, :2], 0), axis=1) for boxes in (A, B))
    low, high = np.maximum(A[:, None, :2], B[:, :2]), np.minimum(A[:, None, 2:], B[:, 2:])
    shared = np.prod(np.maximum(high - low, 0), axis=2)
    union = area_A[:, None] + area_B - shared
    return shared / np.where(union > 0, union, 1)


def hits_by_overlap(overlaps: np.ndarray, scores: np.ndarray, threshold: float) -> np.ndarray:
    """Which boxes hit an object that no better box has hit.

    Each box, the highest score first (of equal scores the earlier one), looks at the object with which it overlaps most.

    Parameters
    ----------
    overlaps : ndarray (N, M)
        IoU of N boxes and M objects, M at least 1.
    scores : ndarray (N,)
    threshold : float
        From this IoU on, equality included, a box hits.

    Returns
    -------
    ndarray (N,) of bool

    Examples
    --------
    >>> hits_by_overlap(np.array([[0.9, 0.0], [1.0, 0.0], [0.0, 0.6]]), np.array([3, 2, 1]), 0.5).tolist()
    [True, False, True]
    """
    best, hit = np.argmax(overlaps, axis=1), np.zeros(len(scores), dtype=bool)
    found: set[int] = set()
    for n in np.argsort(-np.asarray(scores, float), kind="stable"):
        hit[n] = overlaps[n, best[n]] >= threshold and int(best[n]) not in found
        if hit[n]:
            found.add(int(best[n]))
    return hit


def judged(
    found: Sequence[tuple[np.ndarray, np.ndarray]], truth: Sequence[np.ndarray], threshold: float = 0.7
) -> tuple[np.ndarray, np.ndarray]:
    """Scores of all boxes of all pictures, and whether they hit: what average precision is made of.

    Parameters
    ----------
    found : sequence of (boxes, scores)
        Of each picture: boxes (N, 4) and scores (N,); N may be 0.
    truth : sequence of ndarray (M, 4)
        The true boxes of each picture; M may be 0.
    threshold : float
        The IoU from which on a box hits.

    Returns
    -------
    scores : ndarray
    hit : ndarray of bool

    Examples
    --------
    >>> box = np.array([[0, 0, 4, 4]])
    >>> scores, hit = judged([(box, np.array([0.9])), (box, np.array([0.8]))], [box, np.zeros((0, 4))])
    >>> scores.tolist(), hit.tolist()
    ([0.9, 0.8], [True, False])
    """
    hits = [
        hits_by_overlap(pairwise_iou(boxes, true), scores, threshold)
        if len(boxes) and len(true)
        else np.zeros(len(boxes), bool)
        for (boxes, scores), true in zip(found, truth)
    ]
    return np.concatenate([scores for _, scores in found]), np.concatenate(hits)
