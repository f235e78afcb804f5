"""Answers to 10.8, max_pool_backward: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import ALL, Numbers, beside, maybe

from ._shared import _route, array, pooled, pooling, settings

# -- inputs ----------------------------------------------------------------------------------------


# Neighbours of 0 and of 1, and two zeros, which tie.
NEAR = (*beside((0.0, 1.0)), -0.0, 0.0, 1e-200, -1e-200)


def _pictures(rng, shape):
    """Pictures whose windows tie, nearly tie, or do neither; of either sign, and seldom far below 0."""
    x = Numbers(special=NEAR if maybe(rng, 0.5) else (), limit=1e6).draw(rng, shape)
    if maybe(rng, 0.3):
        x = np.round(np.clip(x, -2, 2))
    if maybe(rng, 0.15):
        x = x - np.max(np.abs(x)) - 2000
    return x * 1e30 if x.dtype == np.float64 and maybe(rng, 0.2) else x


@inputs
def max_pool_backward_inputs(rng):
    while True:
        shape, size, stride = pooling(rng)
        yield array(rng, pooled(shape, size, stride), ALL), _pictures(rng, shape), *settings(rng, size, stride)


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_strict_comparison(dout, x, size=2, stride=2):
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        best = None
        for u in range(i * stride, i * stride + size):
            for v in range(j * stride, j * stride + size):
                if best is None or x[n, c, u, v] > x[n, c, best[0], best[1]]:
                    best = u, v
        dx[n, c, best[0], best[1]] += dout[n, c, i, j]
    return dx


@right
def by_unravel(dout, x, size=2, stride=2):
    dx = np.zeros_like(x, dtype=float)
    for n, c, i, j in np.ndindex(dout.shape):
        window = x[n, c, i * stride : i * stride + size, j * stride : j * stride + size]
        u, v = np.unravel_index(np.argmax(window), window.shape)
        dx[n, c, i * stride + u, j * stride + v] += dout[n, c, i, j]
    return dx


@right
def by_add_at(dout, x, size=2, stride=2):
    """It finds the winners of all windows at once, works out their rows and columns, and np.add.at sends every
    gradient to its pixel, without a loop in Python, which makes it much faster where there are many windows. An
    ordinary += would not do: where windows overlap, one pixel may win twice, and of several gradients for one place
    += keeps only the last."""
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    winner = windows.reshape(*dout.shape, -1).argmax(axis=-1)  # its number within the window
    n, c, i, j = np.indices(dout.shape)
    dx = np.zeros(x.shape)
    np.add.at(dx, (n, c, i * stride + winner // size, j * stride + winner % size), dout)
    return dx


@right
def search_from_minus_infinity(dout, x, size=2, stride=2):
    dx = np.zeros(x.shape, dtype=dout.dtype)
    for (n, c, i, j), d in np.ndenumerate(dout):
        best, place = -np.inf, None
        for u in range(i * stride, i * stride + size):
            for v in range(j * stride, j * stride + size):
                if x[n, c, u, v] > best:
                    best, place = x[n, c, u, v], (u, v)
        dx[n, c, place[0], place[1]] += d
    return dx


# -- wrong, and told why ---------------------------------------------------------------------------


def _is_max(window):
    return window == window.max(axis=(2, 3), keepdims=True)


@wrong
def all_ties(dout, x, size=2, stride=2):
    """Of several equal maxima each receives the whole gradient, so more comes out than went in. The first receives it
    all."""
    return _route(dout, x, size, stride, _is_max)


@wrong
def ties_share(dout, x, size=2, stride=2):
    """Of several equal maxima each receives a share. That is a possible convention, but not this one: the first receives it
    all."""
    return _route(
        dout, x, size, stride, lambda window: _is_max(window) / _is_max(window).sum(axis=(2, 3), keepdims=True)
    )


def _first(window):
    flat = window.reshape(*window.shape[:2], -1)
    return (np.arange(flat.shape[2]) == flat.argmax(axis=2)[..., None]).reshape(window.shape)


@wrong
def last_of_ties(dout, x, size=2, stride=2):
    """Of several equal maxima the last receives the gradient. Is there a ≥ in your comparison, or do you run through the
    window backwards?"""
    return _route(dout, x, size, stride, lambda window: _first(window[:, :, ::-1, ::-1])[:, :, ::-1, ::-1])


@wrong
def first_by_columns(dout, x, size=2, stride=2):
    """Of several equal maxima you choose the one in the leftmost column. The contract goes row after row: the uppermost
    comes first."""
    return _route(dout, x, size, stride, lambda window: _first(window.swapaxes(2, 3)).swapaxes(2, 3))


@wrong
def gradients_cut_off(dout, x, size=2, stride=2):
    """dx has the dtype of x. If x holds integers, the fractions of the gradients are cut off."""
    dx = _route(dout, x, size, stride, _first)
    return np.trunc(dx) if np.asarray(x).dtype.kind in "iu" else dx


@wrong
def windows_overwrite(dout, x, size=2, stride=2):
    """Where windows overlap, you overwrite what stood in dx. A pixel that is the maximum of two windows receives both
    gradients."""
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        top, left = i * stride, j * stride
        row, column = divmod(np.argmax(x[n, c, top : top + size, left : left + size]), size)
        dx[n, c, top + row, left + column] = dout[n, c, i, j]
    return dx


@wrong
def whole_window(dout, x, size=2, stride=2):
    """Every pixel of the window receives the gradient. Those that are not the maximum do not change the output."""
    return _route(dout, x, size, stride, lambda window: np.ones(window.shape))


@wrong
def mean_like(dout, x, size=2, stride=2):
    """You share the gradient among all pixels of the window: that is the gradient of mean pooling."""
    return _route(dout, x, size, stride, lambda window: np.full(window.shape, 1 / size**2))


@wrong
def times_the_pixel(dout, x, size=2, stride=2):
    """You multiply by the maximum itself. The output is that pixel, so its derivative is 1."""
    return _route(dout, x, size, stride, lambda window: _first(window) * window)


@wrong
def by_size(dout, x, size=2, stride=2):
    """Your windows move by their own size, and leave the picture. They move by `stride`, as in the forward pass."""
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        top, left = i * size, j * size
        row, column = divmod(np.argmax(x[n, c, top : top + size, left : left + size]), size)
        dx[n, c, top + row, left + column] += dout[n, c, i, j]
    return dx


@wrong
def always_by_two(dout, x, size=2, stride=2):
    """Your windows are 2 × 2 and move by 2, whatever the caller says."""
    padded = np.pad(x.astype(float), ((0, 0), (0, 0), (0, 30), (0, 30)), constant_values=-np.inf)
    return _route(dout, padded, 2, 2, _first)[:, :, : x.shape[2], : x.shape[3]]


@wrong
def corner_gets_it(dout, x, size=2, stride=2):
    """The window's upper left pixel receives the gradient. Add the place of the maximum within the window to its corner."""
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        dx[:, :, i * stride, j * stride] += dout[:, :, i, j]
    return dx


@wrong
def rows_and_columns_swapped(dout, x, size=2, stride=2):
    """Within the window, row and column of the maximum are swapped. The number that `argmax` gives counts row after row."""
    return _route(dout, x, size, stride, lambda window: _first(window).swapaxes(2, 3))


@wrong
def search_begins_at_zero(dout, x, size=2, stride=2):
    """Among negative numbers you find no maximum, since your search begins at 0, and the upper left pixel gets the gradient.
    What is smaller than every number?"""
    return _route(dout, x, size, stride, lambda window: _first(np.maximum(window, 0)))


@wrong
def largest_in_size_gets_it(dout, x, size=2, stride=2):
    """You look for the number that is largest in size. Of −9 and 4 the maximum is 4."""
    return _route(dout, x, size, stride, lambda window: _first(np.abs(window)))


@wrong
def divided_by_the_stride(dout, x, size=2, stride=2):
    """You turn the number of the maximum into a row and a column by dividing by the stride. How many columns has the
    window?"""
    dx = np.zeros((*x.shape[:2], x.shape[2] + 30, x.shape[3] + 30))
    for n, c, i, j in np.ndindex(dout.shape):
        top, left = i * stride, j * stride
        row, column = divmod(np.argmax(x[n, c, top : top + size, left : left + size]), stride)
        if top + row >= x.shape[2] or left + column >= x.shape[3]:
            raise IndexError(f"index {top + row} is out of bounds for axis 2 with size {x.shape[2]}")
        dx[n, c, top + row, left + column] += dout[n, c, i, j]
    return dx[:, :, : x.shape[2], : x.shape[3]]


@wrong
def looks_at_a_part(dout, x, size=2, stride=2):
    """You look for the maximum in a window as large as the stride. It is size × size, whatever the stride."""
    return _route(dout, x, stride, stride, _first)


@wrong
def rows_move_by_size(dout, x, size=2, stride=2):
    """Your windows move by `stride` to the right, but down they move by their own size."""
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        window = x[n, c, i * size : i * size + size, j * stride : j * stride + size]
        row, column = divmod(np.argmax(window), size)
        dx[n, c, i * size + row, j * stride + column] += dout[n, c, i, j]
    return dx


@wrong
def rows_by_two(dout, x, size=2, stride=2):
    """Your windows move down by 2, whatever the stride is."""
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        window = x[n, c, i * 2 : i * 2 + size, j * stride : j * stride + size]
        row, column = divmod(np.argmax(window), size)
        dx[n, c, i * 2 + row, j * stride + column] += dout[n, c, i, j]
    return dx


@wrong
def first_channels_maximum(dout, x, size=2, stride=2):
    """You look for the maximum in channel 0 only, and use its place in all channels. Each channel is pooled by itself."""
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        top, left = i * stride, j * stride
        row, column = divmod(np.argmax(x[n, 0, top : top + size, left : left + size]), size)
        dx[n, c, top + row, left + column] += dout[n, c, i, j]
    return dx


@wrong
def winners_only(dout, x, size=2, stride=2):
    """Every pixel whose value equals the output gets the gradient, also in other windows' places. Look at each window by
    itself, and at one place in it."""
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        window = x[:, :, i * stride : i * stride + size, j * stride : j * stride + size]
        dx += (x == window.max(axis=(2, 3), keepdims=True)) * dout[:, :, i, j, None, None]
    return dx


def _right(dout, x, size, stride):
    return _route(dout, x, size, stride, _first)


def _set(dout, x, size, stride, share):
    """As `_route`, but where windows overlap the last one overwrites those before it."""
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        window = np.s_[:, :, i * stride : i * stride + size, j * stride : j * stride + size]
        dx[window] = share(x[window]) * dout[:, :, i, j, None, None]
    return dx


@wrong
def smallest_gets_it(dout, x, size=2, stride=2):
    """The smallest number of each window receives the gradient. The output is the largest."""
    return _route(dout, -x, size, stride, _first)


@wrong
def nearly_equal_ties(dout, x, size=2, stride=2):
    """You take numbers for equal that are only close to each other. The maximum is the larger of them, be it by a hair: is there an
    `isclose`, or a float32?"""
    return _route(
        dout, x, size, stride, lambda w: _first(np.isclose(w, w.max(axis=(2, 3), keepdims=True)).astype(float))
    )


@wrong
def all_ties_and_overwritten(dout, x, size=2, stride=2):
    """Two things are wrong: of several equal maxima each receives the whole gradient, where the first receives it all; and where windows
    overlap, you overwrite what stood in dx."""
    return _set(dout, x, size, stride, _is_max)


@wrong
def shared_ties_and_overwritten(dout, x, size=2, stride=2):
    """Two things are wrong: of several equal maxima each receives a share, where the first receives it all; and where windows
    overlap, you overwrite what stood in dx."""
    return _set(dout, x, size, stride, lambda w: _is_max(w) / _is_max(w).sum(axis=(2, 3), keepdims=True))


@wrong
def last_tie_and_overwritten(dout, x, size=2, stride=2):
    """Two things are wrong: of several equal maxima the last receives the gradient, where it should be the first; and where windows
    overlap, you overwrite what stood in dx."""
    dx = np.zeros(x.shape)
    for (n, c, i, j), d in np.ndenumerate(dout):
        top, left = i * stride, j * stride
        window = x[n, c, top : top + size, left : left + size]
        row, column = np.argwhere(window == window.max())[-1]
        dx[n, c, top + row, left + column] = d
    return dx


@wrong
def windows_set_to_zero(dout, x, size=2, stride=2):
    """Where windows overlap, you overwrite what stood in dx, and with zeros, too: you set the whole window. Add to it."""
    return _set(dout, x, size, stride, _first)


@wrong
def whole_numbers_compared(dout, x, size=2, stride=2):
    """You compare the pixels without their fractions. 0.75 is larger than 0.5."""
    return _route(dout, x, size, stride, lambda w: _first(w.astype(int)))


@wrong
def whole_gradients(dout, x, size=2, stride=2):
    """dx holds integers, so the fractions of the gradients are cut off. Make an array of floats."""
    dx = np.zeros(x.shape, dtype=int)
    for (n, c, i, j), d in np.ndenumerate(dout):
        top, left = i * stride, j * stride
        row, column = divmod(np.argmax(x[n, c, top : top + size, left : left + size]), size)
        dx[n, c, top + row, left + column] += d
    return dx


@wrong
def no_negative_gradients(dout, x, size=2, stride=2):
    """You drop gradients below 0. They are handed on as they are."""
    return _route(np.maximum(dout, 0), x, size, stride, _first)


@wrong
def sum_for_each_maximum(dout, x, size=2, stride=2):
    """Each maximum receives the sum of all gradients of its channel. It receives that of its own window."""
    return _right(np.zeros(dout.shape) + dout.sum(axis=(2, 3), keepdims=True), x, size, stride)


@wrong
def ones_routed(dout, x, size=2, stride=2):
    """You count how often a pixel is a maximum. 1 is the local gradient: the chain rule multiplies it by what arrives."""
    return _right(np.ones(dout.shape), x, size, stride)


@wrong
def place_within_the_window(dout, x, size=2, stride=2):
    """Everything lands in the upper left of dx: row and column of the maximum count from the corner of its window. Add that."""
    dx = np.zeros(x.shape)
    for (n, c, i, j), d in np.ndenumerate(dout):
        window = x[n, c, i * stride : i * stride + size, j * stride : j * stride + size]
        row, column = divmod(np.argmax(window), size)
        dx[n, c, row, column] += d
    return dx


@wrong
def what_windows_cover(dout, x, size=2, stride=2):
    """Your dx ends where the last window ends. It has the shape of x; what no window covers gets 0."""
    H, width = ((n - 1) * stride + size for n in dout.shape[2:])
    return _right(dout, x, size, stride)[:, :, :H, :width]


@wrong
def size_three_by_default(dout, x, size=3, stride=2):
    """Where the caller says nothing of a size, yours is 3. It is 2."""
    return _right(dout, x, size, stride)


@wrong
def columns_move_by_one(dout, x, size=2, stride=2):
    """Your windows move down by `stride`, but to the right by 1."""
    dx = np.zeros(x.shape)
    for (n, c, i, j), d in np.ndenumerate(dout):
        top = i * stride
        row, column = divmod(np.argmax(x[n, c, top : top + size, j : j + size]), size)
        dx[n, c, top + row, j + column] += d
    return dx


@wrong
def first_channels_gradient(dout, x, size=2, stride=2):
    """All channels receive the gradients of the first one."""
    return _right(np.repeat(dout[:, :1], dout.shape[1], axis=1), x, size, stride)


@wrong
def nothing_for_zeros(dout, x, size=2, stride=2):
    """A maximum of 0 receives nothing. It is a maximum like any other."""
    return _route(dout, x, size, stride, lambda w: _first(w) * (w != 0))


@wrong
def gradients_in_float32(dout, x, size=2, stride=2):
    """Your result is kept in float32: that has seven digits, and what is larger than 3.4 · 10³⁸ becomes infinite. Keep NumPy's own float64."""
    return _right(dout, x, size, stride).astype(np.float32)


@wrong
def search_from_minus_a_billion(dout, x, size=2, stride=2):
    """Your search for the maximum begins at a number that is not small enough: in a window far below 0 it finds nothing. What is
    smaller than every number?"""
    return _route(dout, x, size, stride, lambda w: _first(np.maximum(w, -1e9)))


@wrong
def nothing_for_negatives(dout, x, size=2, stride=2):
    """A maximum of 0 or below receives nothing. It is a maximum like any other: pooling lets it through, and so its gradient. (What stops at 0 is a ReLU.)"""
    return _route(dout, x, size, stride, lambda w: _first(w) * (w > 0))


# -- wrong, refused without a name -----------------------------------------------------------------


def _route_by_search(dout, x, size, stride, dx, down=None, search=np.argmax):
    down = stride if down is None else down
    for (n, c, i, j), d in np.ndenumerate(dout):
        r, s = i * down, j * stride
        u, v = divmod(search(x[n, c, r : r + size, s : s + size]), size)
        dx[n, c, r + u, s + v] += d
    return dx


@wrong
def zeros_like_x(dout, x, size=2, stride=2):
    """dx has the dtype of x. If x holds integers, each gradient that you add is cut off to a whole number. What must you say when you make that array?"""
    return _route_by_search(dout, x, size, stride, np.zeros_like(x))


@wrong
def x_times_zero(dout, x, size=2, stride=2):
    return _route_by_search(dout, x, size, stride, x * 0)


@wrong
def divmod_by_the_stride(dout, x, size=2, stride=2):
    dx = np.zeros(x.shape)
    for (n, c, i, j), d in np.ndenumerate(dout):
        r, s = i * stride, j * stride
        u, v = divmod(np.argmax(x[n, c, r : r + size, s : s + size]), stride)
        dx[n, c, r + u, s + v] += d
    return dx


@wrong
def compared_in_float32(dout, x, size=2, stride=2):
    return _right(dout, x.astype(np.float32), size, stride)
