"""Answers to *Further* 5.8, resize: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import pictures

# -- inputs ----------------------------------------------------------------------------------------


def _old(length, size):
    return (2 * np.arange(size) + 1) * length // (2 * size)


def _any_rounding(length, size):
    """Whether the old pixels are the same in whichever order one multiplies and divides."""
    i = np.arange(size) + 0.5
    ways = (i * length / size, i * (length / size), i / size * length, i / (size / length))
    return all(np.array_equal(np.floor(way), _old(length, size)) for way in ways)


@inputs
def resize_inputs(rng):
    while True:
        X = pictures(rng, most=9)
        size = int(rng.integers(1, 11))
        if _any_rounding(X.shape[1], size) and _any_rounding(X.shape[2], size):
            yield X, size


# -- right, written in other ways ------------------------------------------------------------------


@right
def floor_of_floats(X, size):
    N, H, W = X.shape[:3]
    rows = np.floor((np.arange(size) + 0.5) * H / size).astype(int)
    columns = np.floor((np.arange(size) + 0.5) * W / size).astype(int)
    return X[:, rows[:, None], columns]


@right
def pixel_by_pixel(X, size):
    N, H, W = X.shape[:3]
    out = np.zeros((N, size, size, *X.shape[3:]), dtype=X.dtype)
    for i in range(size):
        for j in range(size):
            out[:, i, j] = X[:, int((i + 0.5) * H / size), int((j + 0.5) * W / size)]
    return out


@right
def by_take(X, size):
    for axis in (1, 2):
        index = ((np.arange(size) + 0.5) * X.shape[axis] / size).astype(int)
        X = np.take(X, index, axis=axis)
    return X


@right
def nearest_middle(X, size):
    """It compares the middles of all new pixels with those of all old ones, and takes the nearest; on a tie, the later
    one. That is what the name says, word for word, and needs size · H comparisons where the reference has one division."""

    def nearest(length):
        new = (2 * np.arange(size) + 1) * length  # both in units of 1 / (2 · size · length) of the picture
        old = (2 * np.arange(length) + 1) * size
        apart = np.abs(new[:, None] - old)
        return length - 1 - np.argmin(apart[:, ::-1], axis=1)

    return X[:, nearest(X.shape[1])][:, :, nearest(X.shape[2])]


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def from_the_corner(X, size):
    """You look at each new pixel's upper left corner, not at its middle: the whole picture moves by half a pixel. For a row of four made
    into two, which two does the contract ask for?"""
    rows, columns = (np.arange(size) * length // size for length in X.shape[1:3])
    return X[:, rows][:, :, columns]


@wrong
def ends_aligned(X, size):
    """You spread the new pixels evenly from the first old one to the last. So the outermost pixels keep their places and the others do not
    look at the same share of the picture: that is another convention."""
    rows, columns = (np.round(np.linspace(0, length - 1, size)).astype(int) for length in X.shape[1:3])
    return X[:, rows][:, :, columns]


@wrong
def height_for_both(X, size):
    """You compute the columns from the picture's height. In a picture that is not square, the width is another number."""
    rows = _old(X.shape[1], size)
    return X[:, rows][:, :, rows]


@wrong
def upside_the_ratio(X, size):
    """You divide where you should multiply: your old pixels are those of scaling the other way. A large picture made small takes large
    steps."""
    rows, columns = (
        np.minimum((2 * np.arange(size) + 1) * size // (2 * length), length - 1) for length in X.shape[1:3]
    )
    return X[:, rows][:, :, columns]


@wrong
def rows_only(X, size):
    """You scale the height only, and cut or repeat the columns. The width changes too."""
    columns = np.minimum(np.arange(size), X.shape[2] - 1)
    return X[:, _old(X.shape[1], size)][:, :, columns]


@wrong
def cut_out(X, size):
    """You cut the first pixels out, or repeat the last ones, and do not scale. The new picture is to show the whole old one."""
    rows, columns = (np.minimum(np.arange(size), length - 1) for length in X.shape[1:3])
    return X[:, rows][:, :, columns]


@wrong
def whole_factor(X, size):
    """Your steps are whole pixels. From 3 to 2 the step is one and a half: round at the end, not before."""
    rows, columns = (
        np.minimum(np.arange(size) * max(length // size, 1) + length // size // 2, length - 1)
        for length in X.shape[1:3]
    )
    return X[:, rows][:, :, columns]


@wrong
def rounded_up(X, size):
    """You round to the next whole number instead of down: pixel 1 is what lies between 1 and 2."""
    rows, columns = (
        np.minimum(np.ceil((np.arange(size) + 0.5) * length / size).astype(int), length - 1) for length in X.shape[1:3]
    )
    return X[:, rows][:, :, columns]


@wrong
def averaged(X, size):
    """You mix neighbouring pixels. That makes smoother pictures; the contract asks for values that occur in `X`, one pixel for each."""
    for axis in (1, 2):
        length = X.shape[axis]
        place = np.clip((np.arange(size) + 0.5) * length / size - 0.5, 0, length - 1)
        low = np.floor(place).astype(int)
        share = (place - low).reshape([-1 if k == axis else 1 for k in range(X.ndim)])
        X = np.take(X, low, axis) * (1 - share) + np.take(X, np.minimum(low + 1, length - 1), axis) * share
    return X


@wrong
def rounded_to_the_nearest(X, size):
    """You round to the nearest whole number. Pixel 1 is everything between 1 and 2, so a middle at 1.9 still lies in it."""
    rows, columns = (
        np.minimum(np.round((np.arange(size) + 0.5) * length / size).astype(int), length - 1) for length in X.shape[1:3]
    )
    return X[:, rows][:, :, columns]


@wrong
def half_added_last(X, size):
    """You add the half after scaling. It is half a pixel of the new picture: it has to be scaled like the rest."""
    rows, columns = (
        np.minimum(np.floor(np.arange(size) * length / size + 0.5).astype(int), length - 1) for length in X.shape[1:3]
    )
    return X[:, rows][:, :, columns]


@wrong
def line_to_the_earlier(X, size):
    """Where a middle falls on the line between two old pixels, you take the earlier one. The contract gives it to the later."""
    rows, columns = (np.ceil((np.arange(size) + 0.5) * length / size).astype(int) - 1 for length in X.shape[1:3])
    return X[:, rows][:, :, columns]


@wrong
def repeated_and_cut(X, size):
    """You repeat each pixel a whole number of times and cut off what is too much. The new picture is to show the whole old one."""
    H, W = X.shape[1:3]
    return np.repeat(np.repeat(X, -(-size // H), axis=1), -(-size // W), axis=2)[:, :size, :size]


@wrong
def in_reading_order(X, size):
    """You fill the new shape with the old values in reading order, so rows break off in the middle. Each new pixel has a place in the old
    picture."""
    return np.resize(X, (len(X), size, size, *X.shape[3:]))


@wrong
def pairs_of_indices(X, size):
    """You hand over rows and columns together: then NumPy takes pairs, the first row with the first column, and returns a line. Each row is
    to be met by each column."""
    rows, columns = (_old(length, size) for length in X.shape[1:3])
    return X[:, rows, columns]


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def rounded(X, size):
    rows, columns = (
        np.minimum(np.round(np.arange(size) * length / size).astype(int), length - 1) for length in X.shape[1:3]
    )
    return X[:, rows][:, :, columns]


@wrong
def half_too_low(X, size):
    rows, columns = (
        np.maximum(np.floor((np.arange(size) - 0.5) * length / size).astype(int), 0) for length in X.shape[1:3]
    )
    return X[:, rows][:, :, columns]


@wrong
def last_axes(X, size):
    rows = _old(X.shape[1], size)
    columns = _old(X.shape[-1], size)
    return np.take(X[:, rows], columns, axis=-1)


@wrong
def exchanged(X, size):
    rows, columns = (_old(length, size) for length in X.shape[1:3])
    return np.swapaxes(X[:, rows][:, :, columns], 1, 2)


@wrong
def padded(X, size):
    H, W = X.shape[1:3]
    out = np.zeros((len(X), size, size, *X.shape[3:]), X.dtype)
    out[:, : min(H, size), : min(W, size)] = X[:, :size, :size]
    return out


@wrong
def length_of_the_shorter(X, size):
    index = _old(min(X.shape[1:3]), size)
    return X[:, index][:, :, index]
