"""Answers to 10.1, cross_correlate1d: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import addends, by_place_or_name, kinds_of, pick

from ._shared import array

# -- inputs ----------------------------------------------------------------------------------------


def _signals(rng, n, m):
    kinds = kinds_of(rng)
    return array(rng, (n,), kinds), addends(rng, (m,), kinds)


@inputs
def cross_correlate1d_inputs(rng):
    while True:
        m, n = sorted(int(n) for n in rng.integers(1, 11, 2))
        yield _signals(rng, n, m)


@inputs(of="convolve1d")
def convolve1d_inputs(rng):
    while True:
        n, m = (int(n) for n in rng.integers(1, 11, 2))
        mode = pick(rng, ("full", "same", "valid") if n >= m else ("full", "same"))
        yield *_signals(rng, n, m), *by_place_or_name(rng, mode=(mode, "full"))


# -- right, written in other ways ------------------------------------------------------------------


@right
def loops_over_both(x, w):
    y = np.zeros(len(x) - len(w) + 1)
    for i in range(len(y)):
        for k in range(len(w)):
            y[i] += x[i + k] * w[k]
    return y


@right
def shifted_sums(x, w):
    size = len(x) - len(w) + 1
    return sum(x[k : k + size] * w[k] for k in range(len(w)))


@right
def windows_times_kernel(x, w):
    return np.lib.stride_tricks.sliding_window_view(x, len(w)) @ w


@right
def list_of_dots(x, w):
    return np.array([float(np.dot(x[i : i + len(w)], w)) for i in range(len(x) - len(w) + 1)])


@right
def numpys_own(x, w):
    return np.correlate(x, w, "valid")


@right(of="convolve1d")
def pieces_of_numpys(x, w, mode="full"):
    full, m = np.convolve(x, w), len(w)
    return {"full": full, "same": full[(m - 1) // 2 :][: len(x)], "valid": full[m - 1 : len(x)]}[mode]


@right(of="convolve1d")
def by_the_definition(x, w, mode="full"):
    n, m = len(x), len(w)
    y = np.zeros(n + m - 1)
    for i in range(n + m - 1):
        for k in range(m):
            if 0 <= i - k < n:
                y[i] += x[i - k] * w[k]
    if mode == "same":
        y = y[(m - 1) // 2 : n + m - 1 - m // 2]
    if mode == "valid":
        y = y[m - 1 : n]
    return y


@right(of="convolve1d")
def padding_by_mode(x, w, mode="full"):
    m = len(w)
    before, after = {"full": (m - 1, m - 1), "same": (m - 1 - (m - 1) // 2, m - 1 - m // 2), "valid": (0, 0)}[mode]
    xp = np.concatenate([np.zeros(before), x, np.zeros(after)])
    flipped = np.flip(w)
    return np.array([np.sum(xp[i : i + m] * flipped) for i in range(len(xp) - m + 1)])


@right(of="convolve1d")
def spread_out(x, w, mode="full"):
    """Each entry of x adds a copy of the kernel, multiplied by it, to the result, where the reference collects for
    each place of the result what lies under the flipped kernel. Nothing has to be flipped or padded, and this is how
    the way back through a cross-correlation works, where each gradient spreads over its window; the loop runs over x,
    which is slow if x is long."""
    n, m = len(x), len(w)
    full = np.zeros(n + m - 1)
    for i, value in enumerate(x):
        full[i : i + m] += value * w
    start = {"full": 0, "same": (m - 1) // 2, "valid": m - 1}[mode]
    end = {"full": n + m - 1, "same": start + n, "valid": n}[mode]
    return full[start:end]


@right
def by_indices_1d(x, w):
    i = np.arange(len(x) - len(w) + 1)[:, None] + np.arange(len(w))
    return (x[i] * w).sum(1)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def flipped(x, w):
    """You flip the kernel: this is the convolution. The cross-correlation multiplies the first number under the window by
    the first of the kernel."""
    return np.convolve(x, w, "valid")


@wrong
def one_window_too_few(x, w):
    """The last window is missing. It begins at n − m: does your range reach that number?"""
    m = len(w)
    return np.array([np.sum(x[i : i + m] * w) for i in range(len(x) - m)])


@wrong
def one_for_each_number(x, w):
    """You return n numbers, and let the last windows stick out over the end. Only those that lie wholly inside are asked
    for. How many are there?"""
    m = len(w)
    padded = np.append(x, np.zeros(m - 1))
    return np.array([np.sum(padded[i : i + m] * w) for i in range(len(x))])


@wrong
def round_the_corner(x, w):
    """Behind the end you go on at the beginning, as if the signal were a ring. Only windows that lie wholly inside are
    asked for."""
    return np.array([np.sum(np.roll(x, -i)[: len(w)] * w) for i in range(len(x))])


@wrong
def side_by_side(x, w):
    """Your windows stand side by side: each begins where the one before ended. The window moves by one number at a time."""
    m = len(w)
    return np.array([np.sum(x[i : i + m] * w) for i in range(0, len(x) - m + 1, m)])


@wrong
def averages(x, w):
    """You average the products where they should be added up."""
    m = len(w)
    return np.array([np.mean(x[i : i + m] * w) for i in range(len(x) - m + 1)])


@wrong
def whole_numbers(x, w):
    """The array that you fill has the dtype of x. If x holds integers, the fractions of your sums are cut off. What must you
    say when you make that array?"""
    m = len(w)
    y = np.zeros(len(x) - m + 1, dtype=x.dtype)
    for i in range(len(y)):
        y[i] = np.sum(x[i : i + m] * w)
    return y


@wrong
def last_window_left_at_zero(x, w):
    """The last number is still 0: your array is long enough, but the loop ends one window too early. The last one begins at
    n − m: does your range reach that number?"""
    return np.append(np.array([np.sum(x[i : i + len(w)] * w) for i in range(len(x) - len(w))]), 0.0)


@wrong
def dtype_of_the_kernel(x, w):
    """An array that you make has the dtype of w. If w holds integers, the fractions of your sums are cut off. What must you
    say when you make it?"""
    return np.array([np.sum(x[i : i + len(w)] * w) for i in range(len(x) - len(w) + 1)]).astype(w.dtype)


def _cut(n, m, mode):
    start = {"full": 0, "same": (m - 1) // 2, "valid": m - 1}[mode]
    return slice(start, start + {"full": n + m - 1, "same": n, "valid": max(n - m + 1, 0)}[mode])


@wrong(of="convolve1d")
def not_flipped(x, w, mode="full"):
    """Your padding is right, but you slide the kernel as it is. A convolution flips it: in x[i − k] w[k], the larger k, the
    earlier the number of x."""
    return np.convolve(x, w[::-1], "full")[_cut(len(x), len(w), mode)]


@wrong(of="convolve1d")
def signal_flipped(x, w, mode="full"):
    """You flip the signal instead of the kernel, so everything comes out back to front."""
    return np.convolve(x, w, "full")[::-1][_cut(len(x), len(w), mode)]


@wrong(of="convolve1d")
def mode_ignored(x, w, mode="full"):
    """Your result is the full one whatever `mode` says. The others are pieces of it."""
    return np.convolve(x, w, "full")


@wrong(of="convolve1d")
def always_valid(x, w, mode="full"):
    """Your result is the valid one whatever `mode` says: where are the zeros around the signal?"""
    return np.convolve(x, w, "full")[_cut(len(x), len(w), "valid")]


@wrong(of="convolve1d")
def same_starts_late(x, w, mode="full"):
    """For an even kernel the middle cannot be met exactly, and your "same" cuts off one number too many in front. The
    contract says how many go at either end."""
    full = np.convolve(x, w, "full")
    return full[len(w) // 2 :][: len(x)] if mode == "same" else full[_cut(len(x), len(w), mode)]


@wrong(of="convolve1d")
def as_long_as_the_longer(x, w, mode="full"):
    """If the kernel is longer than x, your same returns as many numbers as the kernel has, as NumPy does. Here it always
    returns as many as x has."""
    if mode == "same":
        return np.convolve(x, w, "same")
    return np.convolve(x, w, "full")[_cut(len(x), len(w), mode)]


@wrong(of="convolve1d")
def same_is_the_beginning(x, w, mode="full"):
    """Your same is the beginning of the full result. It should be its middle: some numbers are cut off on both sides."""
    full = np.convolve(x, w, "full")
    return full[: len(x)] if mode == "same" else full[_cut(len(x), len(w), mode)]


@wrong(of="convolve1d")
def valid_cut_by_halves(x, w, mode="full"):
    """Your valid is what same should be: it still contains windows that stick out over the ends."""
    return np.convolve(x, w, "full")[_cut(len(x), len(w), "same" if mode == "valid" else mode)]


@wrong(of="convolve1d")
def m_zeros(x, w, mode="full"):
    """Your full result begins and ends with a number too many: with m zeros on each side, the first window does not touch
    the signal at all."""
    full = np.convolve(x, w, "full")
    return np.pad(full, 1) if mode == "full" else full[_cut(len(x), len(w), mode)]


@wrong(of="convolve1d")
def same_cut_alike(x, w, mode="full"):
    """Your same cuts off equally many on both sides, so for an even kernel it has one number too many. Full has m − 1 more
    than x: (m − 1) // 2 go in front, the others at the end."""
    full, p = np.convolve(x, w, "full"), (len(w) - 1) // 2
    return full[p : len(full) - p] if mode == "same" else full[_cut(len(x), len(w), mode)]


@wrong(of="convolve1d")
def same_one_too_few(x, w, mode="full"):
    """Your "same" has one number too few for an even kernel, as if you had put (m − 1) // 2 zeros on both sides. The kernel
    costs m − 1 numbers altogether."""
    n, m, full = len(x), len(w), np.convolve(x, w, "full")
    return full[m // 2 :][: n + 2 * ((m - 1) // 2) - m + 1] if mode == "same" else full[_cut(n, m, mode)]


@wrong(of="convolve1d")
def same_start_rounded(x, w, mode="full"):
    """Your "same" begins at (m − 1) / 2, rounded to the nearest, which for m = 4 is one too late. The contract rounds
    down."""
    full = np.convolve(x, w, "full")
    return full[round((len(w) - 1) / 2) :][: len(x)] if mode == "same" else full[_cut(len(x), len(w), mode)]


@wrong(of="convolve1d")
def valid_is_twice_same(x, w, mode="full"):
    """Your "valid" cuts off on each side twice what "same" cuts off in front. That is m − 1 for odd kernels only."""
    full, cut = np.convolve(x, w, "full"), 2 * ((len(w) - 1) // 2)
    return full[cut : len(full) - cut] if mode == "valid" else full[_cut(len(x), len(w), mode)]


@wrong(of="convolve1d")
def padded_like_the_kernel(x, w, mode="full"):
    """Your padded signal has the dtype of w. If w holds integers, the fractions of x are cut off."""
    return np.convolve(x.astype(w.dtype), w, "full")[_cut(len(x), len(w), mode)]


@wrong(of="convolve1d")
def ends_at_minus_nothing(x, w, mode="full"):
    """With a kernel of one entry nothing is cut off, and a slice that ends at −0 ends at 0: it is empty. Say where it ends
    by counting from the front."""
    full, m = np.convolve(x, w, "full"), len(w)
    return full[(m - 1) // 2 : -(m // 2)] if mode == "same" else full[_cut(len(x), m, mode)]


@wrong(of="convolve1d")
def whole_numbers_convolved(x, w, mode="full"):
    """An array that you make has the dtype of x. If x holds integers, the fractions of your sums are cut off."""
    return np.convolve(x, w, "full")[_cut(len(x), len(w), mode)].astype(x.dtype)


@wrong(of="convolve1d")
def valid_by_default(x, w, mode="valid"):
    """Without a `mode` the result should be the full one."""
    return np.convolve(x, w, "full")[_cut(len(x), len(w), mode)]


def _correlated(x, w):
    return np.correlate(x, w, "valid")


@wrong
def total_kept(x, w):
    """Each result has those before it in it: the sum has to begin at 0 again for every window."""
    return np.cumsum(_correlated(x, w))


@wrong
def first_window_missing(x, w):
    """The first window is missing: it begins at 0."""
    return _correlated(x, w)[1:]


@wrong
def a_list_of_sums(x, w):
    """The numbers are right, but they stand in a list. Make an array of it."""
    return _correlated(x, w).tolist()


@wrong
def divided_by_the_kernels_sum(x, w):
    """You divide by the sum of the kernel, as for a weighted mean. Only the products are added up."""
    return _correlated(x, w) / np.sum(w)


@wrong
def every_sum_cut_off(x, w):
    """You cut off the fractions of your sums: is there an `int`, or an array of integers that you fill?"""
    return np.trunc(_correlated(x, w))


@wrong
def correlated_in_mode_same(x, w):
    """You return a result for each number of the longer one, with windows that stick out over the ends. Only windows that lie wholly
    inside are asked for."""
    return np.correlate(x, w, "same")


@wrong
def correlated_in_mode_full(x, w):
    """You return every window that touches x at all. Only those that lie wholly inside are asked for."""
    return np.correlate(x, w, "full")


@wrong
def first_window_again(x, w):
    """You multiply the beginning of x each time: where does the position i enter the window?"""
    return np.full(len(x) - len(w) + 1, np.sum(x[: len(w)] * w))


@wrong
def last_weight_left_out(x, w):
    """The last entry of the kernel takes no part. To which number does your loop over the kernel run?"""
    return np.array([np.sum((x[i : i + len(w)] * w)[:-1]) for i in range(len(x) - len(w) + 1)])


@wrong
def largest_product(x, w):
    """You return the largest product of each window. They are to be added up."""
    return np.array([np.max(x[i : i + len(w)] * w) for i in range(len(x) - len(w) + 1)])


@wrong
def distances(x, w):
    """You compute how far window and kernel are apart, the sum of squared differences. Multiply entry by entry, and add."""
    return np.array([np.sum((x[i : i + len(w)] - w) ** 2) for i in range(len(x) - len(w) + 1)])


@wrong(of="convolve1d")
def padded_behind_only(x, w, mode="full"):
    """All your zeros stand behind x. Full begins with windows that stick out in front: m − 1 zeros belong there, too."""
    full = np.correlate(np.pad(x, (0, 2 * (len(w) - 1))), w[::-1], "valid")
    return full[_cut(len(x), len(w), mode)]


@wrong(of="convolve1d")
def padded_in_front_only(x, w, mode="full"):
    """Your full has n numbers, not n + m − 1: there are no zeros behind x."""
    full = np.correlate(np.pad(x, (len(w) - 1, 0)), w[::-1], "valid")
    return full[_cut(len(x), len(w), mode)]


@wrong(of="convolve1d")
def result_reversed(x, w, mode="full"):
    """You slide the kernel unflipped and reverse what comes out. That reverses the signal as well; reverse the kernel instead."""
    full = np.correlate(np.pad(x, len(w) - 1), w, "valid")[::-1]
    return full[_cut(len(x), len(w), mode)]


@wrong(of="convolve1d")
def valid_ends_early(x, w, mode="full"):
    """The last number of your "valid" is missing. It has n − m + 1 numbers."""
    found = np.convolve(x, w)[_cut(len(x), len(w), mode)]
    return found[:-1] if mode == "valid" else found


@wrong(of="convolve1d")
def valid_starts_late(x, w, mode="full"):
    """The first number of your "valid" is missing: it is number m − 1 of full, counted from 0."""
    found = np.convolve(x, w)[_cut(len(x), len(w), mode)]
    return found[1:] if mode == "valid" else found


@wrong(of="convolve1d")
def same_and_valid_exchanged(x, w, mode="full"):
    """Your "same" and "valid" are exchanged: same has as many numbers as x, valid fewer."""
    other = {"same": "valid", "valid": "same"}.get(mode, mode)
    return np.convolve(x, w)[_cut(len(x), len(w), other)]


@wrong(of="convolve1d")
def edges_continued(x, w, mode="full"):
    """You continue x with its first and last number. What lies beyond the ends counts as 0."""
    full = np.convolve(np.pad(x, len(w) - 1, mode="edge"), w, "valid")
    return full[_cut(len(x), len(w), mode)]


@wrong(of="convolve1d")
def same_by_default(x, w, mode="same"):
    """Without a `mode` the result should be the full one."""
    return np.convolve(x, w)[_cut(len(x), len(w), mode)]


@wrong(of="convolve1d")
def flipped_in_place(x, w, mode="full"):
    """You flip w itself, in place, and whoever handed it over has another kernel afterwards. A slice like w[::-1] leaves it as
    it is."""
    found = np.convolve(x, w)[_cut(len(x), len(w), mode)]
    w[:] = w[::-1].copy()
    return found


@wrong(of="convolve1d")
def same_as_long_as_both(x, w, mode="full"):
    """With a kernel longer than x your "same" has too many numbers. It has as many as x, whichever of the two is longer."""
    full, m = np.convolve(x, w), len(w)
    return full[(m - 1) // 2 :][: max(len(x), m)] if mode == "same" else full[_cut(len(x), m, mode)]


@wrong
def in_float32(x, w):
    """Your result is kept in float32: that has seven digits, and what is larger than 3.4 · 10³⁸ becomes infinite. Keep NumPy's own float64."""
    return np.correlate(x, w, "valid").astype(np.float32)


@wrong(of="convolve1d")
def convolved_in_float32(x, w, mode="full"):
    """Your result is kept in float32: that has seven digits, and what is larger than 3.4 · 10³⁸ becomes infinite. Keep NumPy's own float64."""
    return np.convolve(x, w).astype(np.float32)[_cut(len(x), len(w), mode)]


@wrong(of="convolve1d")
def valid_ends_at_minus_nothing(x, w, mode="full"):
    """With a kernel of one entry "valid" cuts nothing off, and a slice that ends at −0 ends at 0: it is empty. Say where it ends by counting from the front."""
    full, m = np.convolve(x, w, "full"), len(w)
    return full[m - 1 : -(m - 1)] if mode == "valid" else full[_cut(len(x), m, mode)]


# -- wrong, refused without a name -----------------------------------------------------------------


def _full(x, w):
    return np.array([np.sum(np.pad(x, len(w) - 1)[i : i + len(w)] * w[::-1]) for i in range(len(x) + len(w) - 1)])


@wrong(of="convolve1d")
def slices_that_end_at_minus_zero(x, w, mode="full"):
    m = len(w)
    full = _full(x, w)
    if mode == "same":
        return full[(m - 1) // 2 : -(m // 2)]
    if mode == "valid":
        return full[m - 1 : -(m - 1)]
    return full


@wrong
def zeros_like_w(x, w):
    n, m = len(x), len(w)
    y = np.zeros_like(w, shape=n - m + 1)
    for i in range(n - m + 1):
        for k in range(m):
            y[i] += x[i + k] * w[k]
    return y


@wrong
def loop_ends_early(x, w):
    n, m = len(x), len(w)
    y = np.zeros(n - m + 1)
    for i in range(n - m):
        y[i] = np.dot(x[i : i + m], w)
    return y


@wrong(of="convolve1d")
def padded_with_the_dtype_of_w(x, w, mode="full"):
    n, m = len(x), len(w)
    xp = np.zeros(n + 2 * (m - 1), dtype=w.dtype)
    xp[m - 1 : m - 1 + n] = x
    full = np.lib.stride_tricks.sliding_window_view(xp, m) @ w[::-1]
    return {"full": full, "same": full[(m - 1) // 2 :][:n], "valid": full[m - 1 : n]}[mode]


@wrong(of="convolve1d")
def starts_at_a_rounded_half(x, w, mode="full"):
    n, m = len(x), len(w)
    k = {"full": 0, "same": round((m - 1) / 2), "valid": m - 1}[mode]
    return _full(x, w)[k : k + {"full": n + m - 1, "same": n, "valid": n - m + 1}[mode]]


@wrong(of="convolve1d")
def valid_cuts_twice_as_much_as_same(x, w, mode="full"):
    n, full = len(x), _full(x, w)
    k = (len(full) - n) // 2
    return {"full": full, "same": full[k : k + n], "valid": full[2 * k : len(full) - 2 * k]}[mode]


@wrong(of="convolve1d")
def the_same_padding_on_both_sides(x, w, mode="full"):
    m = len(w)
    p = {"full": m - 1, "same": (m - 1) // 2, "valid": 0}[mode]
    xp = np.pad(x, p)
    return np.array([np.sum(xp[i : i + m] * w[::-1]) for i in range(len(xp) - m + 1)])


@wrong
def only_for_three(x, w):
    return np.array([x[i] * w[0] + x[i + 1] * w[1] + x[i + 2] * w[2] for i in range(len(x) - 2)])


@wrong
def rounded_to_four_digits(x, w):
    return np.round(_correlated(x, w), 4)
