"""Answers to 5.7, crop: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import turned

from ._shared import pictures

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def crop_inputs(rng):
    while True:
        X = pictures(rng, most=7)
        N, H, W = X.shape[:3]
        size = int(rng.integers(1, min(H, W) + 1))
        yield X, turned(rng, rng.integers(0, (H - size + 1, W - size + 1), (N, 2))), size


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_indices(X, corners, size):
    """Arrays of row and column numbers pick all windows at once, where the reference cuts one picture after the other.
    The three index arrays are lined up by broadcasting: picture, row within the window, column within the window. In
    large batches of small pictures that is faster."""
    steps = np.arange(size)
    rows = corners[:, 0, None, None] + steps[:, None]
    columns = corners[:, 1, None, None] + steps
    return X[np.arange(len(X))[:, None, None], rows, columns]


@right
def into_an_array(X, corners, size):
    out = np.empty((len(X), size, size, *X.shape[3:]), dtype=X.dtype)
    for n in range(len(X)):
        i, j = int(corners[n, 0]), int(corners[n, 1])
        out[n] = X[n, i : i + size, j : j + size]
    return out


@right
def by_windows(X, corners, size):
    windows = np.lib.stride_tricks.sliding_window_view(X, (size, size), axis=(1, 2))
    chosen = windows[np.arange(len(X)), corners[:, 0], corners[:, 1]]
    return np.moveaxis(chosen, 1, -1).copy() if X.ndim == 4 else chosen.copy()


@right
def row_by_row(X, corners, size):
    out = []
    for n, (i, j) in enumerate(corners):
        out.append([X[n, i + k, j : j + size] for k in range(size)])
    return np.array(out)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def one_corner_for_all(X, corners, size):
    """You cut all pictures at the first picture's corner. Each has its own: with one for all, a batch moves as a whole."""
    i, j = corners[0]
    return X[:, i : i + size, j : j + size].copy()


@wrong
def corner_exchanged(X, corners, size):
    """You read a corner as (column, row). The contract, like an array's index, has the row first."""
    return np.array([picture[j : j + size, i : i + size] for picture, (i, j) in zip(X, corners)])


@wrong
def from_the_upper_left(X, corners, size):
    """Your windows begin in the upper left of the picture, whatever the corners say."""
    return X[:, :size, :size].copy()


@wrong
def from_the_middle(X, corners, size):
    """You cut the middle out of each picture. That is what one does at test time; here the corners say where."""
    i, j = (X.shape[1] - size) // 2, (X.shape[2] - size) // 2
    return X[:, i : i + size, j : j + size].copy()


@wrong
def same_for_both(X, corners, size):
    """You use the row for the column as well. A corner has two numbers."""
    return np.array([picture[i : i + size, i : i + size] for picture, (i, _) in zip(X, corners)])


@wrong
def counted_from_the_end(X, corners, size):
    """You count the corners from the lower right. [0, 0] is the upper left."""
    H, W = X.shape[1:3]
    return np.stack([p[H - size - i : H - i, W - size - j : W - j] for p, (i, j) in zip(X, corners)])


@wrong
def zeros_elsewhere(X, corners, size):
    """You keep the pictures at their old size and blacken what is outside the window. The windows themselves are asked for."""
    out = np.zeros_like(X)
    for n, (i, j) in enumerate(corners):
        out[n, i : i + size, j : j + size] = X[n, i : i + size, j : j + size]
    return out


@wrong
def one_smaller(X, corners, size):
    """Your windows are one pixel too small: a slice that ends at n does not contain n."""
    return np.stack([p[i : i + size - 1, j : j + size - 1] for p, (i, j) in zip(X, corners)])


@wrong
def rolled(X, corners, size):
    """You move the picture by the corner in the wrong direction before you cut: what leaves on one side comes in on the other. Where does
    the pixel at the corner have to end up?"""
    return np.stack([np.roll(p, (i, j), axis=(0, 1))[:size, :size] for p, (i, j) in zip(X, corners)])


@wrong
def size_as_an_end(X, corners, size):
    """Your slices end at `size`, wherever they begin. A window that begins at i is over at i + size."""
    return np.array([picture[i:size, j:size] for picture, (i, j) in zip(X, corners)])


@wrong
def one_larger(X, corners, size):
    """Your windows are one pixel too large: a slice already contains its beginning, and ends before its end."""
    return np.array([picture[i : i + size + 1, j : j + size + 1] for picture, (i, j) in zip(X, corners)])


@wrong
def row_from_below(X, corners, size):
    """You count the rows from the lower edge. [0, 0] is the upper left, as in an array."""
    H = X.shape[1]
    return np.array([p[H - size - i : H - i, j : j + size] for p, (i, j) in zip(X, corners)])


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def always_floats(X, corners, size):
    cut = np.stack([p[i : i + size, j : j + size] for p, (i, j) in zip(X, corners)])
    return np.round(cut.astype(float) / 255, 2) * 255


@wrong
def grey_only(X, corners, size):
    cut = np.stack([p[i : i + size, j : j + size] for p, (i, j) in zip(X, corners)])
    return cut[..., 0] if X.ndim == 4 else cut


@wrong
def one_further(X, corners, size):
    return np.stack(
        [
            np.resize(p[i + 1 : i + 1 + size, j + 1 : j + 1 + size], (size, size, *X.shape[3:]))
            if p[i + 1 : i + 1 + size, j + 1 : j + 1 + size].size
            else np.zeros((size, size, *X.shape[3:]))
            for p, (i, j) in zip(X, corners)
        ]
    )


@wrong
def transposed_windows(X, corners, size):
    return np.stack([np.swapaxes(p[i : i + size, j : j + size], 0, 1) for p, (i, j) in zip(X, corners)])
