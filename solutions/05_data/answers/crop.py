"""Answers to 5.7, crop and random_corners: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import turned

from ._shared import pictures

_own = np.random.default_rng(20_262)

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def crop_inputs(rng):
    while True:
        X = pictures(rng, most=7)
        N, H, W = X.shape[:3]
        size = int(rng.integers(1, min(H, W) + 1))
        yield X, turned(rng, rng.integers(0, (H - size + 1, W - size + 1), (N, 2))), size


@inputs(of="random_corners", sweep=False)
def random_corners_inputs(rng):
    while True:
        N, H, W = (int(n) for n in rng.integers(1, 9, 3))
        size = int(rng.integers(1, min(H, W) + 1))
        yield N, H, W, size, np.random.default_rng(int(rng.integers(10**6)))


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


@right(of="random_corners")
def two_draws(N, H, W, size, rng):
    rows = rng.integers(0, H - size + 1, N)
    columns = rng.integers(0, W - size, N, endpoint=True)
    return np.stack([rows, columns], axis=1)


@right(of="random_corners")
def numbered_places(N, H, W, size, rng):
    across = W - size + 1
    place = rng.integers((H - size + 1) * across, size=N)
    return np.column_stack([place // across, place % across])


@right(of="random_corners")
def floored(N, H, W, size, rng):
    return np.floor(rng.random((N, 2)) * np.array([H - size + 1, W - size + 1])).astype(int)


@right(of="random_corners")
def by_choice(N, H, W, size, rng):
    return np.array([[rng.choice(H - size + 1), rng.choice(W - size + 1)] for _ in range(N)])


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


@wrong(of="random_corners")
def last_place_missing(N, H, W, size, rng):
    """The last place never comes up: the number that you hand to `rng.integers` as an end is itself not drawn. How many places are there
    for a window as large as the picture?"""
    return np.stack([rng.integers(0, max(H - size, 1), N), rng.integers(0, max(W - size, 1), N)], axis=1)


@wrong(of="random_corners")
def one_place_too_many(N, H, W, size, rng):
    """One place too many comes up: there the window hangs over the picture's edge by a pixel. What is the last row at which it may begin?"""
    return rng.integers(0, (H - size + 2, W - size + 2), (N, 2))


@wrong(of="random_corners")
def anywhere(N, H, W, size, rng):
    """Your corners may be any pixel of the picture: windows hang over its edge. How much room does a window need to the right, and below?"""
    return rng.integers(0, (H, W), (N, 2))


@wrong(of="random_corners")
def sides_exchanged(N, H, W, size, rng):
    """You draw rows from the width and columns from the height. For square pictures nobody notices."""
    return rng.integers(0, (W - size + 1, H - size + 1), (N, 2))


@wrong(of="random_corners")
def one_for_all(N, H, W, size, rng):
    """You draw one corner, and give it to all pictures. Each is to have its own."""
    return np.tile(rng.integers(0, (H - size + 1, W - size + 1)), (N, 1))


@wrong(of="random_corners")
def only_the_height(N, H, W, size, rng):
    """Rows and columns are both drawn from the height's places. A wide picture has more places from left to right."""
    return rng.integers(0, H - size + 1, (N, 2))


@wrong(of="random_corners")
def on_the_diagonal(N, H, W, size, rng):
    """The row decides the column in your corners: they lie on a line. The two are to be drawn independently of each other."""
    u = rng.random(N)
    return np.stack([np.floor(u * (H - size + 1)), np.floor(u * (W - size + 1))], axis=1).astype(int)


@wrong(of="random_corners")
def ends_are_rare(N, H, W, size, rng):
    """The first and the last place come up only half as often as the others: that is what rounding does to numbers drawn evenly between
    them."""
    return np.round(rng.random((N, 2)) * np.array([H - size, W - size])).astype(int)


@wrong(of="random_corners")
def own_draws(N, H, W, size, rng):
    """Two generators of one seed give different corners: your randomness does not come from the `rng` that you are handed."""
    return _own.integers(0, (H - size + 1, W - size + 1), (N, 2))


@wrong(of="random_corners")
def same_every_time(N, H, W, size, rng):
    """Every call gives the same corners: either nothing is drawn, or the draws begin anew each time. Then each epoch would see the same crops."""
    return np.random.default_rng(1).integers(0, (H - size + 1, W - size + 1), (N, 2))


@wrong(of="random_corners")
def dealt_like_cards(N, H, W, size, rng):
    """Each place comes up equally often in every call, to within one: you deal the places out like cards. Then what a picture gets depends on
    what the others got; each is to be drawn by itself."""
    across = W - size + 1
    places = rng.permutation(np.arange(N) % ((H - size + 1) * across))
    return np.column_stack([places // across, places % across])


@wrong(of="random_corners")
def always_the_middle(N, H, W, size, rng):
    """Nothing is drawn: all your windows lie in the middle."""
    return np.tile([(H - size) // 2, (W - size) // 2], (N, 1))


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


@wrong(of="random_corners")
def one_row_for_all(N, H, W, size, rng):
    """Your columns differ, but all pictures get the same row: it is drawn once. Each picture's row is to be drawn, too."""
    return np.column_stack([np.full(N, rng.integers(0, H - size + 1)), rng.integers(0, W - size + 1, N)])


@wrong(of="random_corners")
def one_number_for_both(N, H, W, size, rng):
    """Row and column are always the same number in your corners. The two are to be drawn independently of each other."""
    place = rng.integers(0, min(H, W) - size + 1, N)
    return np.column_stack([place, place])


@wrong(of="random_corners")
def none_twice(N, H, W, size, rng):
    """No place comes up twice as long as there are others. Then what a picture gets depends on what the others got; each is to be drawn by
    itself."""
    across = W - size + 1
    places = (H - size + 1) * across
    place = rng.choice(places, N, replace=N > places)
    return np.column_stack([place // across, place % across])


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


@wrong(of="random_corners")
def decimals(N, H, W, size, rng):
    return rng.uniform(0, (H - size, W - size), (N, 2))


@wrong(of="random_corners")
def whole_decimals(N, H, W, size, rng):
    return rng.integers(0, (H - size + 1, W - size + 1), (N, 2)).astype(float)


@wrong(of="random_corners")
def mostly_in_the_middle(N, H, W, size, rng):
    both = rng.integers(0, (H - size + 1, W - size + 1), (2, N, 2))
    return (both[0] + both[1]) // 2


@wrong(of="random_corners")
def columns_first(N, H, W, size, rng):
    return rng.integers(0, (H - size + 1, W - size + 1), (N, 2))[:, ::-1]


@wrong(of="random_corners")
def in_order(N, H, W, size, rng):
    across = W - size + 1
    places = (np.arange(N) + rng.integers(10**6)) % ((H - size + 1) * across)
    return np.column_stack([places // across, places % across])


@wrong(of="random_corners")
def two_rows(N, H, W, size, rng):
    return rng.integers(0, (H - size + 1, W - size + 1), (N, 2)).T


@wrong(of="random_corners")
def first_place_missing(N, H, W, size, rng):
    return np.stack([rng.integers(min(1, H - size), H - size + 1, N), rng.integers(0, W - size + 1, N)], axis=1)


@wrong(of="random_corners")
def neighbours_alike(N, H, W, size, rng):
    return np.repeat(rng.integers(0, (H - size + 1, W - size + 1), (-(-N // 4), 2)), 4, axis=0)[:N]
