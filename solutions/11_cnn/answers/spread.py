"""Answers to 11.11, spread: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import ALL, maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def spread_inputs(rng):
    while True:
        H, width = int(rng.integers(1, 8)), int(rng.integers(1, 8))
        g = rng.integers(0, 9, (H, width)).astype(float)
        if maybe(rng, 0.5):
            g = np.where(rng.random(g.shape) < 0.6, 0.0, g)
        kind = pick(rng, ALL)
        if kind == "float64" and maybe(rng, 0.6):
            g = g * rng.random(g.shape) * float(pick(rng, (1.0, 1e-9, 1e9)))
        if np.sum(g) > 0 and np.count_nonzero(g) > (1 if maybe(rng, 0.9) else 0):
            yield (turned(rng, g.astype(kind)),)


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_margins(g):
    """It adds up the rows and the columns first. Rows and columns of the distance are apart
    anyway, so two lists of numbers are enough, and no table of places is made."""
    g = g / g.sum()
    total = 0.0
    for axis in (0, 1):
        margin = g.sum(axis=1 - axis)
        places = np.arange(len(margin))
        total += margin @ (places - margin @ places) ** 2
    return total**0.5


@right
def by_average(g):
    rows, columns = np.indices(g.shape)
    i, j = np.average(rows, weights=g), np.average(columns, weights=g)
    return float(np.sqrt(np.average((rows - i) ** 2 + (columns - j) ** 2, weights=g)))


@right
def by_loops(g):
    total = float(np.sum(g, dtype=float))
    i = sum(r * float(v) for r, row in enumerate(g) for v in row) / total
    j = sum(s * float(v) for row in g for s, v in enumerate(row)) / total
    return (
        sum(float(v) * ((r - i) ** 2 + (s - j) ** 2) for r, row in enumerate(g) for s, v in enumerate(row)) / total
    ) ** 0.5


# -- wrong, and told why ---------------------------------------------------------------------------


def _square(g, row=None, column=None, share=None):
    share = g / np.sum(g) if share is None else share
    rows, columns = np.indices(g.shape)
    row = np.sum(share * rows) if row is None else row
    column = np.sum(share * columns) if column is None else column
    return np.sum(share * ((rows - row) ** 2 + (columns - column) ** 2))


@wrong
def not_rooted(g):
    """You return the mean squared distance. What is its root?"""
    return _square(g)


@wrong
def middle_of_the_picture(g):
    """You measure from the middle of the picture. The centre is where the gradient has its weighted mean."""
    return np.sqrt(_square(g, (g.shape[0] - 1) / 2, (g.shape[1] - 1) / 2))


@wrong
def from_the_corner(g):
    """You measure from pixel (0, 0). The centre is where the gradient has its weighted mean."""
    return np.sqrt(_square(g, 0, 0))


@wrong
def not_divided(g):
    """Your weights do not add up to 1, so a gradient twice as large has another spread."""
    rows, columns = np.indices(g.shape)
    row, column = np.sum(g * rows) / np.sum(g), np.sum(g * columns) / np.sum(g)
    return np.sqrt(np.sum(g * ((rows - row) ** 2 + (columns - column) ** 2)))


@wrong
def rows_only(g):
    """Only the rows count in your distance. A distance has rows and columns."""
    share = g / np.sum(g)
    rows = np.indices(g.shape)[0]
    return np.sqrt(np.sum(share * (rows - np.sum(share * rows)) ** 2))


@wrong
def columns_only(g):
    """Only the columns count in your distance. A distance has rows and columns."""
    share = g / np.sum(g)
    columns = np.indices(g.shape)[1]
    return np.sqrt(np.sum(share * (columns - np.sum(share * columns)) ** 2))


@wrong
def mean_distance(g):
    """You take the mean of the distances. It is the root of the mean of their squares that is asked for."""
    share = g / np.sum(g)
    rows, columns = np.indices(g.shape)
    row, column = np.sum(share * rows), np.sum(share * columns)
    return np.sum(share * np.sqrt((rows - row) ** 2 + (columns - column) ** 2))


@wrong
def every_pixel_alike(g):
    """Every pixel with a gradient counts as much as any other. Each counts as much as its gradient is large."""
    return np.sqrt(_square(np.where(g > 0, 1.0, 0.0)))


@wrong
def squared_weights(g):
    """Your weights are the squares of the gradient."""
    return np.sqrt(_square((g / np.max(g)) ** 2))


@wrong
def largest_is_the_centre(g):
    """You measure from the largest number. The centre is the weighted mean of all places."""
    row, column = np.unravel_index(np.argmax(g), g.shape)
    return np.sqrt(_square(g, row, column))


@wrong
def halved(g):
    """You take the mean of rows² and columns². A squared distance is their sum."""
    return np.sqrt(_square(g) / 2)


@wrong
def divided_by_the_pixels(g):
    """You divide by the number of pixels. A weighted mean is divided by the sum of the weights."""
    return np.sqrt(_square(g) * np.sum(g) / g.size)


@wrong
def whole_centre(g):
    """Your centre is rounded to a whole pixel. A mean may lie between two."""
    share = g / np.sum(g)
    rows, columns = np.indices(g.shape)
    return np.sqrt(_square(g, round(float(np.sum(share * rows))), round(float(np.sum(share * columns)))))


@wrong
def centre_cut_off(g):
    """Your centre is a whole pixel: what stands behind the point is cut off. A mean may lie between two."""
    share = g / np.sum(g)
    return np.sqrt(_square(g, *(np.floor(np.sum(share * places)) for places in np.indices(g.shape))))


@wrong
def unweighted_centre(g):
    """In your centre every pixel with a gradient counts alike. There, too, each counts as much as its gradient is large."""
    row, column = np.mean(np.argwhere(g > 0), axis=0)
    return np.sqrt(_square(g, row, column))


@wrong
def weights_minus_one(g):
    """You divide by the sum of the weights minus 1, as if they counted a sample. A weighted mean is divided by their sum."""
    total = np.sum(g, dtype=float)
    with np.errstate(all="ignore"):
        return np.sqrt(_square(g) * total / (total - 1))


@wrong
def half_the_diagonal(g):
    """You return half the diagonal of the rectangle that holds all gradients. How large they are has no influence on it."""
    places = np.argwhere(g > 0)
    return np.linalg.norm(np.ptp(places, axis=0)) / 2


@wrong
def roots_added(g):
    """You add the spread of the rows and the spread of the columns. It is their squares that add up, before the root."""
    return rows_only(g) + columns_only(g)


@wrong
def city_blocks(g):
    """You take the mean of the distances along rows and columns, as one walks round the blocks of a city. Asked for is the root of the mean of
    rows² + columns²."""
    share = g / np.sum(g)
    rows, columns = np.indices(g.shape)
    row, column = np.sum(share * rows), np.sum(share * columns)
    return np.sum(share * (np.abs(rows - row) + np.abs(columns - column)))


@wrong
def street_distances(g):
    """Your distance is that along rows and columns, as one walks round the blocks of a city. On a map its square is rows² + columns²."""
    share = g / np.sum(g)
    places = np.indices(g.shape)
    away = sum(np.abs(one - np.sum(share * one)) for one in places)
    return np.sqrt(np.sum(share * away**2))


@wrong
def weights_minus_one_if_more(g):
    """You divide by the sum of the weights minus 1 where they add up to more than 1. A weighted mean is divided by their sum."""
    total = float(np.sum(g, dtype=float))
    return np.sqrt(_square(g) * total / (total - 1)) if total > 1 else np.sqrt(_square(g))


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def unbiased(g):
    return np.sqrt(_square(g) * g.size / max(g.size - 1, 1))


@wrong
def with_a_floor(g):
    return np.sqrt(_square(np.where(g > 1e-6, g, 0.0) if np.any(g > 1e-6) else g + 1.0))
