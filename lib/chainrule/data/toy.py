"""Two-dimensional toy sets, drawn on demand: what a classifier can and cannot separate, seen at a glance.

Notebooks call these. All return ``X`` (N, 2), float64, with coordinates of size about one, and ``y`` (N,), integers.
The labels run 0, 1, ..., 0, 1, ...: balanced to within one point for every N.
"""

import numpy as np


def _labels(N: int, classes: int) -> np.ndarray:
    if N < 1 or classes < 2:
        raise ValueError(f"a toy set needs at least one point and two classes, not N={N}, classes={classes}")
    return np.arange(N) % classes


def _polar(radius: np.ndarray, angle: np.ndarray) -> np.ndarray:
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def spirals(N: int, rng: np.random.Generator, *, classes: int = 3, noise: float = 0.2):
    """Interleaved spiral arms, one per class. Source: CS231n, "Putting it together: minimal neural network case study".

    Parameters
    ----------
    N : int
        Points in all.
    rng : numpy.random.Generator
        Source of the random numbers.
    classes : int
        Number of arms. Each starts at the centre and turns by 4 radians until radius 1.
    noise : float
        Standard deviation of a point's angle, in radians.

    Returns
    -------
    X : ndarray (N, 2)
    y : ndarray (N,)
    """
    y = _labels(N, classes)
    radius = np.sqrt(rng.uniform(size=N))  # the root spreads the points evenly over the disc
    angle = 2 * np.pi * y / classes + 4 * radius + rng.normal(0, noise, N)
    return _polar(radius, angle), y


def rings(N: int, rng: np.random.Generator, *, classes: int = 2, noise: float = 0.05):
    """Concentric rings, the innermost of class 0: no straight line separates them, but the radius does.

    Parameters
    ----------
    N : int
        Points in all.
    rng : numpy.random.Generator
        Source of the random numbers.
    classes : int
        Number of rings, at radii 1/classes, 2/classes, ..., 1.
    noise : float
        Standard deviation of a point's radius.

    Returns
    -------
    X : ndarray (N, 2)
    y : ndarray (N,)
    """
    y = _labels(N, classes)
    radius = (y + 1) / classes + rng.normal(0, noise, N)
    return _polar(radius, rng.uniform(0, 2 * np.pi, N)), y


def xor(N: int, rng: np.random.Generator, *, noise: float = 0.2):
    """Four clusters at (±1, ±1), of class 1 where the coordinates' signs differ. One line cannot separate them.

    Parameters
    ----------
    N : int
        Points in all.
    rng : numpy.random.Generator
        Source of the random numbers.
    noise : float
        Standard deviation of both coordinates. A point keeps the label of the corner that it was drawn around.

    Returns
    -------
    X : ndarray (N, 2)
    y : ndarray (N,)
        0 or 1.
    """
    y = _labels(N, 2)
    first = rng.choice([-1.0, 1.0], size=N)
    corners = np.stack([first, np.where(y == 1, -first, first)], axis=1)
    return corners + rng.normal(0, noise, (N, 2)), y


def blobs(N: int, rng: np.random.Generator, *, classes: int = 3, noise: float = 0.2):
    """One round cluster per class, their centres evenly spaced on the unit circle. Straight lines separate them.

    Parameters
    ----------
    N : int
        Points in all.
    rng : numpy.random.Generator
        Source of the random numbers.
    classes : int
        Number of clusters; that of class 0 is centred at (1, 0).
    noise : float
        Standard deviation of both coordinates.

    Returns
    -------
    X : ndarray (N, 2)
    y : ndarray (N,)
    """
    y = _labels(N, classes)
    return _polar(np.ones(N), 2 * np.pi * y / classes) + rng.normal(0, noise, (N, 2)), y
