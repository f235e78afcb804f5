"""Answers to 10.2, conv_output_size: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import by_place_or_name, maybe, pick

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def conv_output_size_inputs(rng):
    while True:
        n, m, p, s = (int(n) for n in rng.integers((1, 1, 0, 1), (20, 12, 5, 8)))
        if maybe(rng, 0.2):
            n, s = int(rng.integers(100, 10_000)), int(rng.integers(1, 100))
        if maybe(rng, 0.15):
            m = n + 2 * p - int(rng.integers(2))  # it just fits
        if m <= n + 2 * p:
            yield n, max(m, 1), *by_place_or_name(rng, p=(p, 0), s=(s, 1))


@inputs(of="same_padding")
def same_padding_inputs(rng):
    while True:
        yield (int(rng.integers(1, pick(rng, (12, 100, 10_000)))),)


# -- right, written in other ways ------------------------------------------------------------------


@right
def counts_positions(n, m, p=0, s=1):
    """It writes down where the window can start, every s-th place from 0 to n + 2p − m, and counts these places,
    where the reference has a formula with a floor and a + 1. There is nothing to be off by one in except the end of
    the range, and it costs nothing, since Python knows the length of a range without making it."""
    starts = range(0, n + 2 * p - m + 1, s)
    if len(starts) == 0:
        raise ValueError("the window does not fit")
    return len(starts)


@right
def by_math_floor(n, m, p=0, s=1):
    room = n + 2 * p - m
    if room < 0:
        raise ValueError
    return math.floor(room / s) + 1


@right
def slides_it(n, m, p=0, s=1):
    start, count = 0, 0
    while start + m <= n + 2 * p:
        start, count = start + s, count + 1
    if not count:
        raise ValueError(f"kernel {m} > padded input {n + 2 * p}")
    return count


@right
def numpy_floor(n, m, p=0, s=1):
    if n + 2 * p < m:
        raise ValueError("too large")
    return int(np.floor((n + 2 * p - m) / s)) + 1


@right
def numpy_integer(n, m, p=0, s=1):
    room = n + 2 * p - m
    if room // s + 1 < 1:
        raise ValueError("window does not fit")
    return np.int64(room // s + 1)


@right(of="same_padding")
def total_first(m):
    total = m - 1
    before = total // 2
    return before, total - before


@right(of="same_padding")
def odd_and_even(m):
    if m % 2 == 1:
        return ((m - 1) // 2, (m - 1) // 2)
    return (m // 2 - 1, m // 2)


@right(of="same_padding")
def floor_and_ceil(m):
    return math.floor((m - 1) / 2), math.ceil((m - 1) / 2)


# -- wrong, and told why ---------------------------------------------------------------------------


def _fits(n, m, p):
    if m > n + 2 * p:
        raise ValueError("the window does not fit")


@wrong
def rounds_up(n, m, p=0, s=1):
    """You round up. A window that would stick out at the end is not there: the floor drops the rest."""
    _fits(n, m, p)
    return -(-(n + 2 * p - m) // s) + 1


@wrong
def rounds_to_nearest(n, m, p=0, s=1):
    """You round to the nearest integer. The floor always goes down, also from 3.67."""
    _fits(n, m, p)
    return int(np.floor((n + 2 * p - m) / s + 0.5)) + 1


@wrong
def python_rounds(n, m, p=0, s=1):
    """`round` goes to the nearest integer, and from a half to the even one. The floor always goes down, also from 3.67."""
    _fits(n, m, p)
    return round((n + 2 * p - m) / s) + 1


@wrong
def forgot_the_first(n, m, p=0, s=1):
    """You count the steps of the window. Before its first step it stands somewhere already."""
    _fits(n, m, p)
    return (n + 2 * p - m) // s


@wrong
def padding_once(n, m, p=0, s=1):
    """You add p once. The zeros stand on each of the two sides."""
    _fits(n, m, p)
    return (n + p - m) // s + 1


@wrong
def padding_forgotten(n, m, p=0, s=1):
    """Your result does not depend on p: how long is the padded input?"""
    _fits(n, m, p)
    return (n - m) // s + 1


@wrong
def stride_forgotten(n, m, p=0, s=1):
    """Your result does not depend on the stride: you count the positions of a window that moves by one."""
    _fits(n, m, p)
    return n + 2 * p - m + 1


@wrong
def divided_apart(n, m, p=0, s=1):
    """You round n − m and the padding down one by one, and lose a position where the two rests together make a step. Add
    first, then divide once."""
    _fits(n, m, p)
    return (n - m) // s + 2 * p // s + 1


@wrong
def one_before_dividing(n, m, p=0, s=1):
    """You add the one before you divide. It stands for the first position, which costs no step, so it is not divided."""
    _fits(n, m, p)
    return (n + 2 * p - m + 1) // s


@wrong
def no_error(n, m, p=0, s=1):
    """Your sizes are right where the window fits. Where it does not, the formula goes on and gives 0 or less, which would
    break something far away from here: raise a ValueError instead."""
    return (n + 2 * p - m) // s + 1


@wrong
def zero_instead_of_an_error(n, m, p=0, s=1):
    """Your sizes are right where the window fits. Where it does not, you return 0; a layer without outputs is a mistake of
    whoever built it, and should be told so: raise a ValueError."""
    return max(0, (n + 2 * p - m) // s + 1)


@wrong
def none_instead_of_an_error(n, m, p=0, s=1):
    """Where the window does not fit, you return None (perhaps after a print). Raise a ValueError: an exception stops the
    caller, a None goes on."""
    return None if m > n + 2 * p else (n + 2 * p - m) // s + 1


@wrong
def towards_zero(n, m, p=0, s=1):
    """`int` cuts off towards 0, so a window that is a little too large gets a size of 1. Ask whether it fits before you
    divide, and raise a ValueError if not."""
    return int((n + 2 * p - m) / s) + 1


@wrong
def size_after_the_fact(n, m, p=0, s=1):
    """You cut off towards 0, and raise an error only if the result is below 1. A window that is one too large gets a size
    of 1 with a large stride: ask before you divide."""
    size = int((n + 2 * p - m) / s) + 1
    if size < 1:
        raise ValueError("no position")
    return size


@wrong
def not_rounded(n, m, p=0, s=1):
    """A window has no half positions: you divide without rounding down."""
    _fits(n, m, p)
    return (n + 2 * p - m) / s + 1


@wrong
def floor_gives_a_float(n, m, p=0, s=1):
    """The sizes are right, but floats: `np.floor` and / give 3.0, and no array has 3.0 rows. Which division of Python stays
    with integers?"""
    _fits(n, m, p)
    return np.floor((n + 2 * p - m) / s) + 1


@wrong(of="same_padding")
def floats_of_zeros(m):
    """The numbers are right, but floats, and nobody can put 1.0 zeros anywhere. Which division of Python stays with integers?"""
    return np.floor((m - 1) / 2), np.ceil((m - 1) / 2)


@wrong(of="same_padding")
def extra_zero_first(m):
    """For even windows you put the additional zero in front. The contract puts it after, as PyTorch and TensorFlow do."""
    return m // 2, (m - 1) // 2


@wrong(of="same_padding")
def half_on_both_sides(m):
    """That is right for odd windows. For an even one it is one zero too many, and the output is larger than the input: how
    many zeros are needed altogether?"""
    return m // 2, m // 2


@wrong(of="same_padding")
def too_few_for_even(m):
    """That is right for odd windows. For an even one there is one zero too few, and the output is smaller than the input:
    how many zeros are needed altogether?"""
    return (m - 1) // 2, (m - 1) // 2


@wrong(of="same_padding")
def all_on_each_side(m):
    """You put m − 1 zeros on each side: that is full. "Same" needs m − 1 altogether."""
    return m - 1, m - 1


@wrong(of="same_padding")
def m_altogether(m):
    """Your zeros add up to m, one too many: a window of 1 needs none, since it loses nothing at the ends."""
    return m // 2, m - m // 2


@wrong(of="same_padding")
def one_number(m):
    """You return one number. The contract asks for a tuple of two, since for even windows they differ."""
    return (m - 1) // 2


@wrong(of="same_padding")
def not_whole(m):
    """Half a zero cannot be put anywhere: for an even window the two numbers differ by one."""
    return (m - 1) / 2, (m - 1) / 2


@wrong
def padding_subtracted(n, m, p=0, s=1):
    """You subtract the padding. It makes the input longer, on both sides."""
    _fits(n, m, p)
    return (n - 2 * p - m) // s + 1


@wrong
def window_taken_off_last(n, m, p=0, s=1):
    """You divide the padded size by the stride first, and take the window off afterwards. The window takes its room before the
    steps are counted."""
    _fits(n, m, p)
    return (n + 2 * p) // s - m + 1


@wrong
def refuses_what_does_not_divide(n, m, p=0, s=1):
    """You raise an error where the stride does not divide. The floor drops the rest: such a layer exists."""
    _fits(n, m, p)
    if (n + 2 * p - m) % s:
        raise ValueError("does not divide")
    return (n + 2 * p - m) // s + 1


@wrong
def refuses_what_just_fits(n, m, p=0, s=1):
    """You refuse a window that is as large as the padded input. It fits, at one position."""
    if m >= n + 2 * p:
        raise ValueError("does not fit")
    return (n + 2 * p - m) // s + 1


@wrong
def stride_two_by_default(n, m, p=0, s=2):
    """Where the caller says nothing of a stride, yours is 2. It is 1."""
    _fits(n, m, p)
    return (n + 2 * p - m) // s + 1


@wrong
def padding_one_by_default(n, m, p=1, s=1):
    """Where the caller says nothing of padding, you add some. There is none, p = 0."""
    _fits(n, m, p)
    return (n + 2 * p - m) // s + 1


@wrong
def one_at_least(n, m, p=0, s=1):
    """Where the window does not fit, you return 1. There is no position at all: raise a ValueError."""
    return max(1, (n + 2 * p - m) // s + 1)


@wrong
def a_size_for_each_axis(n, m, p=0, s=1):
    """You return two numbers. One axis is asked for, so one number."""
    _fits(n, m, p)
    return ((n + 2 * p - m) // s + 1,) * 2


@wrong
def window_halved(n, m, p=0, s=1):
    """You take twice half the window off, rounded down: for an even window that is m, for an odd one m − 1. Count the places to
    move over from the formula above."""
    _fits(n, m, p)
    return (n + 2 * p - 2 * (m // 2)) // s


@wrong
def window_divided_apart(n, m, p=0, s=1):
    """You divide the padded size and the window by the stride one by one, and round both. Subtract first, then divide once."""
    _fits(n, m, p)
    return (n + 2 * p) // s - m // s + 1


@wrong
def stride_and_padding_exchanged(n, m, p=0, s=1):
    """p and s have changed places: the zeros are added, and the stride divides."""
    _fits(n, m, p)
    return (n + 2 * s - m) // max(p, 1) + 1


@wrong
def padding_counted_once_for_the_error(n, m, p=0, s=1):
    """You ask whether the window fits into n + p. The padded input has n + 2p numbers."""
    if m > n + p:
        raise ValueError("does not fit")
    return (n + 2 * p - m) // s + 1


@wrong
def fits_without_padding_only(n, m, p=0, s=1):
    """You ask whether the window fits into the bare input. Padding makes room for larger ones."""
    if m > n:
        raise ValueError("does not fit")
    return (n + 2 * p - m) // s + 1


@wrong
def another_error(n, m, p=0, s=1):
    """Your sizes are right, and you raise an error where the window does not fit, but not a ValueError."""
    if m > n + 2 * p:
        raise TypeError("window too large")
    return (n + 2 * p - m) // s + 1


@wrong(of="same_padding")
def half_less_one(m):
    """That is right for even windows. For an odd one there is one zero too few: how many are needed altogether?"""
    return m // 2 - 1, m // 2


@wrong(of="same_padding")
def odd_ones_only(m):
    """You refuse even windows. They need an odd number of zeros, so one side gets one more."""
    assert m % 2 == 1
    return (m - 1) // 2, (m - 1) // 2


@wrong(of="same_padding")
def one_more_after(m):
    """That is right for odd windows. For an even one your zeros add up to m + 1: how many are needed altogether?"""
    return m // 2, m // 2 + (m % 2 == 0)


@wrong(of="same_padding")
def all_after(m):
    """All your zeros stand after the input. Share them out: half before, half after."""
    return 0, m - 1


@wrong(of="same_padding")
def how_many_altogether(m):
    """That is how many zeros are needed altogether. Return two numbers: how many before, and how many after."""
    return m - 1


@wrong
def padding_once_throughout(n, m, p=0, s=1):
    """You add p once, in the size and where you ask whether the window fits. The zeros stand on each of the two sides: how long is the padded input?"""
    if m > n + p:
        raise ValueError("the window does not fit")
    return (n + p - m) // s + 1


@wrong
def error_below_zero_only(n, m, p=0, s=1):
    """You raise the error only where the size would be negative. A window that is a little too large gets the size 0, which is no layer either. Ask whether it
    fits before you divide."""
    size = (n + 2 * p - m) // s + 1
    if size < 0:
        raise ValueError("no position")
    return size


@wrong
def parameters_in_another_order(n, m, s=1, p=0):
    """Your parameters stand in the order n, m, s, p. A caller who gives them by place hands over p third and s fourth."""
    _fits(n, m, p)
    return (n + 2 * p - m) // s + 1


@wrong(of="same_padding")
def half_rounded_to_even(m):
    """For m = 2, 6, 10, … one zero is missing: `round` makes of 0.5, 2.5, 4.5 the even number below. How many zeros are needed altogether, and how many stand
    before?"""
    return (m - 1) // 2, round((m - 1) / 2)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def refuses_a_stride_larger_than_the_input(n, m, p=0, s=1):
    if m > n + 2 * p or s > n:
        raise ValueError("window does not fit")
    return (n + 2 * p - m) // s + 1


@wrong
def asks_the_result(n, m, p=0, s=1):
    o = int((n + 2 * p - m) / s) + 1
    if o < 1:
        raise ValueError("does not fit")
    return o


@wrong
def asserts(n, m, p=0, s=1):
    """Your sizes are right, and you raise an error where the window does not fit, but not a ValueError. An `assert` raises an
    AssertionError, and only while nobody switches it off."""
    assert n + 2 * p >= m
    return (n + 2 * p - m) // s + 1


@wrong(of="same_padding")
def rounded_half(m):
    before = round((m - 1) / 2)
    return before, m - 1 - before
