"""Answers to 5.13, random_corners: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, probes, right, wrong

_own = np.random.default_rng(20_262)

# -- inputs ----------------------------------------------------------------------------------------


@inputs(sweep=False)
def random_corners_inputs(rng):
    while True:
        N, H, W = (int(n) for n in rng.integers(1, 9, 3))
        size = int(rng.integers(1, min(H, W) + 1))
        yield N, H, W, size, np.random.default_rng(int(rng.integers(10**6)))


@probes(through="spread")
def random_corners_probes(rng):
    """Some ten thousand places, whose spread tells how far the last one is."""
    while True:
        H, W, size = int(rng.integers(30, 300)), int(rng.integers(30, 300)), int(rng.integers(1, 30))
        yield int(rng.integers(9_000, 12_000)), H, W, size, np.random.default_rng(int(rng.integers(10**6)))


# -- right, written in other ways ------------------------------------------------------------------


@right
def two_draws(N, H, W, size, rng):
    rows = rng.integers(0, H - size + 1, N)
    columns = rng.integers(0, W - size, N, endpoint=True)
    return np.stack([rows, columns], axis=1)


@right
def numbered_places(N, H, W, size, rng):
    """It numbers the places, row after row, draws one number for each picture, and takes row and
    column out of it by a division with a remainder. That is one draw for each picture instead of
    two, and it works for places of any form, such as only those in the upper half."""
    across = W - size + 1
    place = rng.integers((H - size + 1) * across, size=N)
    return np.column_stack([place // across, place % across])


@right
def floored(N, H, W, size, rng):
    return np.floor(rng.random((N, 2)) * np.array([H - size + 1, W - size + 1])).astype(int)


@right
def by_choice(N, H, W, size, rng):
    return np.array([[rng.choice(H - size + 1), rng.choice(W - size + 1)] for _ in range(N)])


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def last_place_missing(N, H, W, size, rng):
    """The last place never comes up: the number that you hand to `rng.integers` as an end is itself not drawn. How many places are there
    for a window as large as the picture?"""
    return np.stack([rng.integers(0, max(H - size, 1), N), rng.integers(0, max(W - size, 1), N)], axis=1)


@wrong
def one_place_too_many(N, H, W, size, rng):
    """One place too many comes up: there the window hangs over the picture's edge by a pixel. What is the last row at which it may begin?"""
    return rng.integers(0, (H - size + 2, W - size + 2), (N, 2))


@wrong
def anywhere(N, H, W, size, rng):
    """Your corners may be any pixel of the picture: windows hang over its edge. How much room does a window need to the right, and below?"""
    return rng.integers(0, (H, W), (N, 2))


@wrong
def sides_exchanged(N, H, W, size, rng):
    """You draw rows from the width and columns from the height. For square pictures nobody notices."""
    return rng.integers(0, (W - size + 1, H - size + 1), (N, 2))


@wrong
def one_for_all(N, H, W, size, rng):
    """You draw one corner, and give it to all pictures. Each is to have its own."""
    return np.tile(rng.integers(0, (H - size + 1, W - size + 1)), (N, 1))


@wrong
def only_the_height(N, H, W, size, rng):
    """Rows and columns are both drawn from the height's places. A wide picture has more places from left to right."""
    return rng.integers(0, H - size + 1, (N, 2))


@wrong
def on_the_diagonal(N, H, W, size, rng):
    """The row decides the column in your corners: they lie on a line. The two are to be drawn independently of each other."""
    u = rng.random(N)
    return np.stack([np.floor(u * (H - size + 1)), np.floor(u * (W - size + 1))], axis=1).astype(int)


@wrong
def ends_are_rare(N, H, W, size, rng):
    """The first and the last place come up only half as often as the others: that is what rounding does to numbers drawn evenly between
    them."""
    return np.round(rng.random((N, 2)) * np.array([H - size, W - size])).astype(int)


@wrong
def own_draws(N, H, W, size, rng):
    """Two generators of one seed give different corners: your randomness does not come from the `rng` that you are handed."""
    return _own.integers(0, (H - size + 1, W - size + 1), (N, 2))


@wrong
def same_every_time(N, H, W, size, rng):
    """Every call gives the same corners: either nothing is drawn, or the draws begin anew each time. Then each epoch would see the same crops."""
    return np.random.default_rng(1).integers(0, (H - size + 1, W - size + 1), (N, 2))


@wrong
def dealt_like_cards(N, H, W, size, rng):
    """Each place comes up equally often in every call, to within one: you deal the places out like cards. Then what a picture gets depends on
    what the others got; each is to be drawn by itself."""
    across = W - size + 1
    places = rng.permutation(np.arange(N) % ((H - size + 1) * across))
    return np.column_stack([places // across, places % across])


@wrong
def always_the_middle(N, H, W, size, rng):
    """Nothing is drawn: all your windows lie in the middle."""
    return np.tile([(H - size) // 2, (W - size) // 2], (N, 1))


@wrong
def one_row_for_all(N, H, W, size, rng):
    """Your columns differ, but all pictures get the same row: it is drawn once. Each picture's row is to be drawn, too."""
    return np.column_stack([np.full(N, rng.integers(0, H - size + 1)), rng.integers(0, W - size + 1, N)])


@wrong
def one_number_for_both(N, H, W, size, rng):
    """Row and column are always the same number in your corners. The two are to be drawn independently of each other."""
    place = rng.integers(0, min(H, W) - size + 1, N)
    return np.column_stack([place, place])


@wrong
def none_twice(N, H, W, size, rng):
    """No place comes up twice as long as there are others. Then what a picture gets depends on what the others got; each is to be drawn by
    itself."""
    across = W - size + 1
    places = (H - size + 1) * across
    place = rng.choice(places, N, replace=N > places)
    return np.column_stack([place // across, place % across])


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def decimals(N, H, W, size, rng):
    return rng.uniform(0, (H - size, W - size), (N, 2))


@wrong
def whole_decimals(N, H, W, size, rng):
    return rng.integers(0, (H - size + 1, W - size + 1), (N, 2)).astype(float)


@wrong
def mostly_in_the_middle(N, H, W, size, rng):
    both = rng.integers(0, (H - size + 1, W - size + 1), (2, N, 2))
    return (both[0] + both[1]) // 2


@wrong
def columns_first(N, H, W, size, rng):
    return rng.integers(0, (H - size + 1, W - size + 1), (N, 2))[:, ::-1]


@wrong
def in_order(N, H, W, size, rng):
    across = W - size + 1
    places = (np.arange(N) + rng.integers(10**6)) % ((H - size + 1) * across)
    return np.column_stack([places // across, places % across])


@wrong
def two_rows(N, H, W, size, rng):
    return rng.integers(0, (H - size + 1, W - size + 1), (N, 2)).T


@wrong
def first_place_missing(N, H, W, size, rng):
    return np.stack([rng.integers(min(1, H - size), H - size + 1, N), rng.integers(0, W - size + 1, N)], axis=1)


@wrong
def neighbours_alike(N, H, W, size, rng):
    return np.repeat(rng.integers(0, (H - size + 1, W - size + 1), (-(-N // 4), 2)), 4, axis=0)[:N]
