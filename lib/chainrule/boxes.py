"""Which boxes of a picture hit an object, for average precision. Demonstrations of notebook 12 call it."""

from __future__ import annotations

import numpy as np


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
