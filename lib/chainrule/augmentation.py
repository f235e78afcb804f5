"""Chance in data augmentation: which pictures are flipped, and where windows are cut. Demonstrations of notebook 05 call it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def flip_some(
    X: np.ndarray, p: float, rng: np.random.Generator, flip: Callable[[np.ndarray, np.ndarray], tuple]
) -> tuple[np.ndarray, np.ndarray]:
    """Pictures of which each is flipped with probability p, by a coin of its own.

    Parameters
    ----------
    X : ndarray (N, H, W) or (N, H, W, C)
    p : float
        From 0 to 1.
    rng : numpy.random.Generator
    flip : callable
        Flips all pictures and their boxes, as that of exercise 5.6.

    Returns
    -------
    X_new : ndarray of X's shape
    flipped : ndarray (N,) of bool

    Examples
    --------
    >>> mirror = lambda X, boxes: (X[:, :, ::-1], boxes)
    >>> flip_some(np.array([[[1, 2]], [[3, 4]]]), 0.5, np.random.default_rng(1), mirror)[1]
    array([False, False])
    """
    flipped = rng.random(len(X)) < p
    mirrored, _ = flip(X, np.zeros((len(X), 4)))
    return np.where(flipped.reshape(-1, *[1] * (X.ndim - 1)), mirrored, X), flipped


def places(N: int, H: int, W: int, size: int, rng: np.random.Generator) -> np.ndarray:
    """Where to cut N windows out of pictures: row and column of each upper left pixel (N, 2), all places equally likely.

    Examples
    --------
    >>> places(3, 5, 5, 5, np.random.default_rng(0)).tolist()
    [[0, 0], [0, 0], [0, 0]]
    """
    return rng.integers(0, (H - size + 1, W - size + 1), (N, 2))
