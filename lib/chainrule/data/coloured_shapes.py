"""Small colour pictures of shapes, drawn on demand, with the box around each: for colour, augmentation and detection.

Notebooks call `shapes` (one shape in each picture) and `scenes` (several). Nothing is read from a file: the pictures
follow from the random generator alone. The edges are antialiased: a pixel that the edge crosses is a mixture.

Everything is in pixels, as a picture lies in its array: x runs to the right, y down, (0, 0) is the top-left corner of
the picture, and the centre of pixel ``X[n, i, j]`` is at x = j + 1/2, y = i + 1/2.
"""

import numpy as np

SHAPE_NAMES = ("circle", "square", "triangle", "cross", "arrow_left", "arrow_right")
COLOUR_NAMES = ("red", "yellow", "green", "blue", "pink")

# Told apart in every kind of colour blindness; yellow, green and red are near those of Okabe and Ito, "Color universal
# design" (2008). Five colours and six shapes have no common divisor, which `_balanced` needs.
_COLOURS = np.array([[220, 70, 20], [240, 228, 66], [0, 158, 115], [35, 95, 215], [240, 150, 200]]) / 255

_ARROW = np.array([[-1, -0.32], [0, -0.32], [0, -0.9], [1, 0], [0, 0.9], [0, 0.32], [-1, 0.32]])
_CROSS = [[a, b] for a, b in [(-0.34, -1), (0.34, -1), (0.34, -0.34), (1, -0.34), (1, 0.34), (0.34, 0.34)]]
# Corners, for a shape of radius 1 around (0, 0). None is the circle.
_CORNERS = (
    None,
    0.85 * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]),
    np.array([[0, -0.9], [1, 0.8], [-1, 0.8]]),
    np.concatenate([_CROSS, -np.array(_CROSS)]),
    _ARROW * [-1, 1],
    _ARROW,
)

_TILT = 0.2  # radians; either way, at most
_MARGIN = 1  # pixels of background between a shape and the picture's edge
_SMALLEST = 8  # pixels from side to side: with fewer, a square and a circle look alike
_OVERLAP = 0.1  # of the smaller box, at most
_CHUNK = 512  # shapes that are drawn at a time, so that memory does not grow with their number


def shapes(N: int, rng: np.random.Generator, *, size: int = 32, noise: float = 0.05):
    """Draw `N` pictures with one coloured shape each, at a random place, of random size and slightly tilted.

    The shapes run 0, 1, ..., 5, 0, ... and the colours 0, 1, ..., 4, 0, ...: shapes, colours and their 30 combinations
    are each balanced to within one picture, so that the colour tells nothing about the shape. A left-right flip turns
    ``arrow_left`` into ``arrow_right``; the other shapes keep their names.

    Parameters
    ----------
    N : int
        Pictures in all.
    rng : numpy.random.Generator
        Source of the random numbers.
    size : int
        Height and width of a picture in pixels, at least 20.
    noise : float
        Standard deviation of the noise that is added to every value, before they are limited to 0–1. Without noise
        (0) the same generator draws the same shapes.

    Returns
    -------
    X : ndarray (N, size, size, 3)
        Red, green and blue, float32, from 0 to 1.
    y : ndarray (N,)
        The shape, an index into `SHAPE_NAMES`.
    colour : ndarray (N,)
        The colour, an index into `COLOUR_NAMES`.
    boxes : ndarray (N, 4)
        The smallest upright box around the shape, float64: x and y of its top-left corner, width, height, in pixels.

    Raises
    ------
    ValueError
        If `N`, `size` or `noise` is too small.

    Examples
    --------
    >>> X, y, colour, boxes = shapes(100, np.random.default_rng(0))
    >>> X.shape, COLOUR_NAMES[colour[8]], SHAPE_NAMES[y[8]]
    ((100, 32, 32, 3), 'blue', 'triangle')
    """
    _require(N, size, noise, smallest_size=20)
    y, colour = _balanced(N)
    radius = rng.uniform(0.22, 0.4, N) * size
    angle = rng.uniform(-_TILT, _TILT, N)
    extents = _extents(y, radius, angle)
    centres = _anywhere(extents, rng.uniform(size=(N, 2)), size)
    X = _backgrounds(N, size, rng)
    _draw(X, np.arange(N), y, _paint(colour, rng), radius, angle, centres)
    return _with_noise(X, noise, rng), y, colour, _boxes(extents, centres)


def scenes(N: int, rng: np.random.Generator, *, size: int = 64, least: int = 1, most: int = 4, noise: float = 0.05):
    """Draw `N` pictures with several coloured shapes each. Boxes overlap by at most a tenth of the smaller one's area.

    The number of shapes is uniform from `least` to `most`. Over all pictures together, shapes and colours are balanced
    to within one; which come together is random. With more than four shapes to a picture, all become smaller.

    Parameters
    ----------
    N : int
        Pictures in all.
    rng : numpy.random.Generator
        Source of the random numbers.
    size : int
        Height and width of a picture in pixels, at least 40.
    least, most : int
        Fewest and most shapes in a picture.
    noise : float
        As for `shapes`.

    Returns
    -------
    X : ndarray (N, size, size, 3)
        As from `shapes`.
    y : list of N ndarrays (K,)
        The picture's shapes; K is another number for every picture. A later one lies on top of an earlier one.
    colour : list of N ndarrays (K,)
    boxes : list of N ndarrays (K, 4)
        As from `shapes`. A box surrounds its whole shape, also what another shape hides of it.

    Raises
    ------
    ValueError
        If `N`, `size`, `least` or `noise` is too small, or `most` is less than `least` or has no room.
    """
    _require(N, size, noise, smallest_size=40)
    shrink = min(1.0, (4 / max(most, 1)) ** 0.5)
    smallest, largest = 0.1 * size * shrink, 0.18 * size * shrink
    if not 1 <= least <= most:
        raise ValueError(f"a scene needs at least one shape, and least ≤ most, not least={least}, most={most}")
    if 2 * smallest < _SMALLEST:
        room = int(4 * (0.2 * size / _SMALLEST) ** 2)
        raise ValueError(f"a picture of {size} pixels has room for {room} shapes, not most={most}; use a larger size")
    counts = rng.integers(least, most, N, endpoint=True)
    ends = np.cumsum(counts)
    y, colour = (rng.permutation(labels) for labels in _balanced(ends[-1]))
    radius, angle, extents, centres = _arrange(y, counts, rng, size, smallest, largest)
    X = _backgrounds(N, size, rng)
    paint, pictures, slots = _paint(colour, rng), np.repeat(np.arange(N), counts), _slots(counts)
    for slot in range(most):
        s = slots == slot
        _draw(X, pictures[s], y[s], paint[s], radius[s], angle[s], centres[s])
    per_picture = [np.split(values, ends[:-1]) for values in (y, colour, _boxes(extents, centres))]
    return _with_noise(X, noise, rng), *per_picture


def _require(N: int, size: int, noise: float, smallest_size: int) -> None:
    if N < 1:
        raise ValueError(f"at least one picture is needed, not N={N}")
    if size < smallest_size:
        raise ValueError(f"a picture needs at least {smallest_size} pixels each way, not size={size}")
    if not noise >= 0:
        raise ValueError(f"noise is a standard deviation, 0 or more, not {noise}")


def _balanced(N: int):
    """Shapes and colours (N,), each balanced to within one; so are their combinations (Chinese remainder theorem)."""
    return np.arange(N) % len(SHAPE_NAMES), np.arange(N) % len(COLOUR_NAMES)


def _slots(counts: np.ndarray) -> np.ndarray:
    """0, 1, ..., K - 1 for every picture of K shapes, one after the other."""
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)


# --- where ---


def _extents(y: np.ndarray, radius: np.ndarray, angle: np.ndarray) -> np.ndarray:
    """How far every shape reaches to the left, up, right and down of its centre: signed, in pixels, (N, 4)."""
    extents = np.empty((len(y), 4))
    for label, corners in enumerate(_CORNERS):
        chosen = y == label
        if corners is None:
            extents[chosen] = [-1, -1, 1, 1]
        else:
            cos, sin = np.cos(angle[chosen])[:, None], np.sin(angle[chosen])[:, None]
            at_x, at_y = cos * corners[:, 0] - sin * corners[:, 1], sin * corners[:, 0] + cos * corners[:, 1]
            extents[chosen] = np.stack([at_x.min(1), at_y.min(1), at_x.max(1), at_y.max(1)], axis=1)
    return extents * radius[:, None]


def _anywhere(extents: np.ndarray, where: np.ndarray, size: int) -> np.ndarray:
    """Centres (..., 2) that keep a shape in the picture; `where` from 0 to 1 says where between the edges."""
    low = _MARGIN - extents[..., :2]
    return low + where * (size - _MARGIN - extents[..., 2:] - low)


def _boxes(extents: np.ndarray, centres: np.ndarray) -> np.ndarray:
    return np.concatenate([centres + extents[..., :2], extents[..., 2:] - extents[..., :2]], axis=-1)


def _heavily_overlap(box: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Do they share more than `_OVERLAP` of the smaller one's area? Boxes (..., 4) that broadcast."""
    start = np.maximum(box[..., :2], other[..., :2])
    end = np.minimum(box[..., :2] + box[..., 2:], other[..., :2] + other[..., 2:])
    shared = np.prod(np.maximum(end - start, 0), axis=-1)
    return shared > _OVERLAP * np.minimum(np.prod(box[..., 2:], axis=-1), np.prod(other[..., 2:], axis=-1))


def _arrange(y, counts, rng, size, smallest, largest, tries=16):
    """Radii, angles, extents and centres of all scenes' shapes.

    One shape after the other, in all scenes at once, takes the first of some random places that is free enough. A
    scene in which a shape finds none starts again, with other sizes.
    """
    slots, first = _slots(counts), np.cumsum(counts) - counts
    radius, angle = np.empty(len(y)), np.empty(len(y))
    extents, centres = np.empty((len(y), 4)), np.empty((len(y), 2))
    waiting = np.arange(len(counts))
    while len(waiting):
        s = np.isin(np.repeat(np.arange(len(counts)), counts), waiting)
        radius[s], angle[s] = rng.uniform(smallest, largest, s.sum()), rng.uniform(-_TILT, _TILT, s.sum())
        extents[s] = _extents(y[s], radius[s], angle[s])
        failed = []
        for slot in range(slots.max() + 1):
            waiting = waiting[counts[waiting] > slot]
            mine = first[waiting] + slot
            reach = np.repeat(extents[mine][:, None], tries, axis=1)
            places = _anywhere(reach, rng.uniform(size=(len(mine), tries, 2)), size)
            candidates = _boxes(reach, places)
            free = np.ones((len(mine), tries), dtype=bool)
            for earlier in range(slot):
                other = first[waiting] + earlier
                free &= ~_heavily_overlap(candidates, _boxes(extents[other], centres[other])[:, None])
            centres[mine] = places[np.arange(len(mine)), free.argmax(axis=1)]
            failed.append(waiting[~free.any(axis=1)])
            waiting = waiting[free.any(axis=1)]
        waiting = np.sort(np.concatenate(failed))
    return radius, angle, extents, centres


# --- what it looks like ---


def _backgrounds(N: int, size: int, rng: np.random.Generator) -> np.ndarray:
    """Dark, slightly tinted, a little lighter towards a random side: (N, size, size, 3)."""
    tint = rng.uniform(0.08, 0.2, (N, 1)) + rng.uniform(-0.02, 0.02, (N, 3))
    slope, direction = rng.uniform(0, 0.08, N), rng.uniform(0, 2 * np.pi, N)
    along = np.linspace(-0.5, 0.5, size, dtype=np.float32)
    across_x = (slope * np.cos(direction)).astype(np.float32)[:, None] * along
    across_y = (slope * np.sin(direction)).astype(np.float32)[:, None] * along
    light = across_x[:, None, :] + across_y[:, :, None]
    return light[..., None] + tint.astype(np.float32)[:, None, None, :]


def _paint(colour: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Each shape's own red, green and blue (N, 3): its colour, a little brighter or darker, and a little off."""
    brightness, off = rng.uniform(0.88, 1.06, (len(colour), 1)), rng.uniform(-0.03, 0.03, (len(colour), 3))
    return np.clip(_COLOURS[colour] * brightness + off, 0, 1).astype(np.float32)


def _draw(X, pictures, y, paint, radius, angle, centres) -> None:
    """Lay shape k over picture ``X[pictures[k]]``, in place. No picture twice in one call."""
    size = X.shape[1]
    for label, corners in enumerate(_CORNERS):
        mine = np.flatnonzero(y == label)
        for start in range(0, len(mine), _CHUNK):
            k = mine[start : start + _CHUNK]
            # Only a window around the shape is computed. No corner is further from the centre than 1.29 radii.
            side = min(size, int(np.ceil(2 * 1.29 * radius[k].max())) + 4)
            corner = np.clip(np.floor(centres[k] - side / 2).astype(int), 0, size - side)
            columns, rows = corner[:, :1] + np.arange(side), corner[:, 1:] + np.arange(side)
            right = (columns + 0.5 - centres[k, :1]).astype(np.float32)[:, None, :]
            down = (rows + 0.5 - centres[k, 1:]).astype(np.float32)[:, :, None]
            cover = _coverage(corners, right, down, radius[k], angle[k])[..., None]
            for n, i, j, alpha, rgb in zip(pictures[k], corner[:, 1], corner[:, 0], cover, paint[k]):
                window = X[n, i : i + side, j : j + side]
                window += alpha * (rgb - window)


def _coverage(corners, right, down, radius, angle) -> np.ndarray:
    """How much of each pixel the shape covers, 0–1, from the distance between the pixel's centre and the edge."""
    radius = radius.astype(np.float32)[:, None, None]
    if corners is None:
        return np.clip(0.5 + radius - np.hypot(right, down), 0, 1)
    cos, sin = (f(angle).astype(np.float32)[:, None, None] / radius for f in (np.cos, np.sin))
    inside, distance = _polygon(corners.astype(np.float32), cos * right + sin * down, cos * down - sin * right)
    distance *= radius
    return np.clip(0.5 + np.where(inside, distance, -distance), 0, 1)


def _polygon(corners, x, y):
    """For points (x, y): are they in the polygon, by the even-odd rule, and how far are they from its outline?

    Source: I. Quilez, "2D distance functions", https://iquilezles.org/articles/distfunctions2d/ (polygon).
    """
    inside, squared = np.zeros(x.shape, dtype=bool), np.full(x.shape, np.inf, dtype=x.dtype)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0)):
        dx, dy = x1 - x0, y1 - y0
        px, py = x - x0, y - y0
        along = np.clip((px * dx + py * dy) / (dx * dx + dy * dy), 0, 1)
        np.minimum(squared, (px - along * dx) ** 2 + (py - along * dy) ** 2, out=squared)
        if dy:
            inside ^= ((py < 0) != (y < y1)) & (px < py * (dx / dy))
    return inside, np.sqrt(squared)


def _with_noise(X: np.ndarray, noise: float, rng: np.random.Generator) -> np.ndarray:
    for start in range(0, len(X), _CHUNK):
        part = X[start : start + _CHUNK]
        if noise:
            part += np.float32(noise) * rng.standard_normal(part.shape, dtype=np.float32)
        np.clip(part, 0, 1, out=part)
    return X
