"""Answers to 11.2, seen: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import ALL, maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def seen_inputs(rng):
    while True:
        C, H, width = int(rng.integers(1, 4)), int(rng.integers(1, 8)), int(rng.integers(1, 8))
        dx = np.zeros((C, H, width))
        for _ in range(int(pick(rng, (0, 1, 1, 2, 2, 3, 6)))):
            c, i, j = (int(rng.integers(n)) for n in dx.shape)
            dx[c, i, j] = pick(rng, (1.0, -1.0, 2.0, -3.0, 1.0, 7.0, 1e-6))
            if C > 1 and maybe(rng, 0.3):  # what the channels say of a pixel adds up to 0
                dx[(c + 1) % C, i, j] = -dx[c, i, j]
        if maybe(rng, 0.2):
            dx = np.where(dx != 0, dx * float(pick(rng, (1e-9, 1e-30, 1e30))), 0.0)
        elif maybe(rng, 0.1):
            dx = -np.abs(dx)
        kind = pick(rng, ALL)
        if kind == "int64" and not np.all(dx == np.round(dx)) or kind != "float64" and np.any(np.abs(dx) > 100):
            kind = "float64"
        yield (turned(rng, dx.astype(kind)),)


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_profiles(dx):
    """It asks for each row, and for each column, whether anything in it is not 0, and measures
    from the first yes to the last. No list of pixels is made, which is shorter for large
    pictures; but each side needs lines of its own."""
    sides = []
    for others in ((0, 2), (0, 1)):
        some = np.flatnonzero(np.any(dx != 0, axis=others))
        sides.append(int(some[-1] - some[0] + 1) if some.size else 0)
    return tuple(sides)


@right
def by_trimming(dx):
    m = (dx != 0).any(axis=0)
    if not m.any():
        return (0, 0)
    while not m[0].any():
        m = m[1:]
    while not m[-1].any():
        m = m[:-1]
    while not m[:, 0].any():
        m = m[:, 1:]
    while not m[:, -1].any():
        m = m[:, :-1]
    return m.shape


@right
def by_loops(dx):
    rows, columns = [], []
    for channel in dx:
        for i, row in enumerate(channel):
            for j, value in enumerate(row):
                if value != 0:
                    rows.append(i)
                    columns.append(j)
    if not rows:
        return [0, 0]
    return [max(rows) - min(rows) + 1, max(columns) - min(columns) + 1]


@right
def by_argwhere(dx):
    places = np.argwhere(np.abs(dx).max(axis=0) > 0)
    if not len(places):
        return 0, 0
    height, width = np.ptp(places, axis=0) + 1
    return height, width


# -- wrong, and told why ---------------------------------------------------------------------------


def _box(mask):
    rows, columns = np.nonzero(mask)
    if not len(rows):
        return 0, 0
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


@wrong
def one_too_few(dx):
    """Each side is one too short: from row 2 to row 5 there are four rows, and the difference is 3."""
    height, width = _box(np.any(dx != 0, axis=0))
    return max(height - 1, 0), max(width - 1, 0)


@wrong
def channels_added_first(dx):
    """You add up the channels before you look. What two of them say of one pixel can then cancel out."""
    return _box(dx.sum(axis=0) != 0)


@wrong
def first_channel(dx):
    """You look at the first channel only. A pixel counts if it is not 0 in some channel."""
    return _box(dx[0] != 0)


@wrong
def all_channels(dx):
    """You count a pixel only where every channel is not 0. One channel is enough."""
    return _box(np.all(dx != 0, axis=0))


@wrong
def positive_only(dx):
    """You see positive gradients only. A negative one says just as much that the pixel counts."""
    return _box(np.any(dx > 0, axis=0))


@wrong
def rows_that_have_some(dx):
    """You count the rows and columns that hold something. Those between them that hold nothing lie in the rectangle as well."""
    mask = np.any(dx != 0, axis=0)
    return int(mask.any(axis=1).sum()), int(mask.any(axis=0).sum())


@wrong
def sides_exchanged(dx):
    """Height and width stand in each other's place: rows come first."""
    return _box(np.any(dx != 0, axis=0))[::-1]


@wrong
def from_the_corner(dx):
    """You measure from the picture's upper left corner. The rectangle begins at the first row, and the first column, that holds something."""
    rows, columns = np.nonzero(np.any(dx != 0, axis=0))
    return (int(rows.max()) + 1, int(columns.max()) + 1) if len(rows) else (0, 0)


@wrong
def whole_picture(dx):
    """You return the size of the picture, whatever its pixels hold."""
    return dx.shape[1:]


@wrong
def threshold(dx):
    """A gradient that is small counts as none. Outside of the receptive field it is exactly 0, and inside it may be tiny."""
    return _box(np.any(np.abs(dx) > 1e-8, axis=0))


@wrong
def nothing_is_one(dx):
    """Where all of `dx` is 0, nothing is seen, and you return a pixel."""
    height, width = _box(np.any(dx != 0, axis=0))
    return max(height, 1), max(width, 1)


@wrong
def number_of_pixels(dx):
    """You return how many pixels hold something, where the sides of a rectangle are asked for."""
    n = int(np.count_nonzero(np.any(dx != 0, axis=0)))
    return n, n


@wrong
def rows_of_all_channels(dx):
    """You take channels for rows: the first axis of `dx` counts the channels."""
    places = np.argwhere(dx != 0)
    return (int(np.ptp(places[:, 0])) + 1, int(np.ptp(places[:, 1])) + 1) if len(places) else (0, 0)


@wrong
def one_too_many(dx):
    """Each side is one too long."""
    height, width = _box(np.any(dx != 0, axis=0))
    return (height + 1, width + 1) if height else (0, 0)


@wrong
def as_a_square(dx):
    """Both sides come back as long as the longer one. Each side has a length of its own: what is seen need not be a square."""
    side = max(_box(np.any(dx != 0, axis=0)))
    return side, side


@wrong
def channel_by_channel(dx):
    """You measure each channel by itself, and keep the longest sides. One rectangle has to hold the pixels of all channels."""
    return tuple(max(sides) for sides in zip(*(_box(channel != 0) for channel in dx)))


@wrong
def around_the_middle(dx):
    """Your rectangle has the middle of the picture in its centre. The smallest one lies where the pixels are."""
    places = np.argwhere(np.any(dx != 0, axis=0))
    if not len(places):
        return 0, 0
    height, width = 2 * np.max(np.abs(places - np.array(dx.shape[1:]) // 2), axis=0) + 1
    return int(height), int(width)


@wrong
def one_is_nothing(dx):
    """A single pixel counts as none: (0, 0) comes back. Its rectangle is 1 × 1."""
    height, width = _box(np.any(dx != 0, axis=0))
    return (0, 0) if height * width == 1 else (height, width)


@wrong
def first_and_last_found(dx):
    """Your width reaches from the pixel found first to the one found last. They are found row by row, so the columns of these two need not be
    the outermost."""
    rows, columns = np.nonzero(np.any(dx != 0, axis=0))
    return (int(rows[-1] - rows[0]) + 1, abs(int(columns[-1] - columns[0])) + 1) if len(rows) else (0, 0)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def last_channel(dx):
    return _box(dx[-1] != 0)


@wrong
def largest_run(dx):
    mask = np.any(dx != 0, axis=0)
    return int(mask.sum(axis=0).max()), int(mask.sum(axis=1).max())


@wrong
def fails_on_nothing(dx):
    rows, columns = np.nonzero(np.any(dx != 0, axis=0))
    return int(rows.max() - rows.min()) + 1, int(columns.max() - columns.min()) + 1


@wrong
def inclusive_corners(dx):
    rows, columns = np.nonzero(np.any(dx != 0, axis=0))
    return (int(rows.min()), int(rows.max())) if len(rows) else (0, 0)


@wrong
def rounded_first(dx):
    return _box(np.any(np.round(dx) != 0, axis=0))
