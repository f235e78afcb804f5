"""New pictures out of old ones: coins for flips, places for windows, other sizes, another light. Demonstrations of notebook 05 call it."""

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


def scale_to(X: np.ndarray, size: int) -> np.ndarray:
    """Pictures of size x size pixels: each new pixel is the old one in which its middle lies, the later one of two.

    Parameters
    ----------
    X : ndarray (N, H, W) or (N, H, W, C)
    size : int
        At least 1; smaller or larger than H and W.

    Returns
    -------
    ndarray (N, size, size) or (N, size, size, C)

    Examples
    --------
    >>> scale_to(np.array([[[1, 2, 3, 4], [5, 6, 7, 8]]]), 2).tolist()
    [[[2, 4], [6, 8]]]
    """
    rows, columns = ((2 * np.arange(size) + 1) * old // (2 * size) for old in X.shape[1:3])
    return X[:, rows[:, np.newaxis], columns]


def relight(X: np.ndarray, gain: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """Pictures in another light: colours times `gain`, the whole moved by `shift`, then clipped to 0-1.

    Parameters
    ----------
    X : ndarray (N, H, W, 3)
        From 0 to 1.
    gain : ndarray (N, 3)
        A factor for each picture and colour.
    shift : ndarray (N,)

    Returns
    -------
    ndarray (N, H, W, 3)
        From 0 to 1.

    Examples
    --------
    >>> relight(np.full((1, 1, 1, 3), 0.5), np.array([[1.0, 0.5, 3.0]]), np.array([-0.25])).tolist()
    [[[[0.25, 0.0, 1.0]]]]
    """
    return np.clip(X * gain.reshape(-1, 1, 1, 3) + shift.reshape(-1, 1, 1, 1), 0, 1)
