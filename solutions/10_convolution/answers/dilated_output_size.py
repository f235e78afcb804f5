"""Answers to 10.10, dilated_output_size: right and wrong ones, and inputs to compare functions on."""

import math

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import by_place_or_name, maybe

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def dilated_output_size_inputs(rng):
    while True:
        n, m, p, s, d = (int(n) for n in rng.integers((1, 1, 0, 1, 1), (40, 6, 5, 6, 6)))
        if d * (m - 1) + 1 <= n + 2 * p:
            yield n, m, *by_place_or_name(rng, p=(p, 0), s=(s, 1), d=(d, 1))


@inputs(of="transposed_output_size")
def transposed_output_size_inputs(rng):
    while True:
        o, m, p, s = (int(n) for n in rng.integers((1, 1, 0, 1), (20, 8, 4, 6)))
        if maybe(rng, 0.2):  # windows that leave pixels between them
            m, s = (int(n) for n in rng.integers((1, 5), (5, 10)))
        if (o - 1) * s + m - 2 * p >= 1:
            yield o, m, *by_place_or_name(rng, p=(p, 0), s=(s, 1))


# -- right, written in other ways ------------------------------------------------------------------


@right
def spelled_out(n, m, p=0, s=1, d=1):
    return (n + 2 * p - d * (m - 1) - 1) // s + 1


@right
def gaps(n, m, p=0, s=1, d=1):
    span = m + (m - 1) * (d - 1)
    return math.floor((n + 2 * p - span) / s + 1)


@right(of="transposed_output_size")
def as_pytorch_says(o, m, p=0, s=1):
    return (o - 1) * s - 2 * p + (m - 1) + 1


@right(of="transposed_output_size")
def smallest_that_fits(o, m, p=0, s=1):
    """It is the definition as code: it tries one size after the other, until a convolution turns it into o. No
    formula has to be solved for n, which makes it a good test of the one in the reference, but it takes as many steps
    as the result is large."""
    n = 1
    while (n + 2 * p - m) // s + 1 < o:
        n += 1
    return n


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def d_times_m(n, m, p=0, s=1, d=1):
    """Your window spans d · m. After its last entry there is no gap: m entries have m − 1 gaps between them."""
    return (n + 2 * p - d * m) // s + 1


@wrong
def dilation_ignored(n, m, p=0, s=1, d=1):
    """Your result does not depend on the dilation. How many pixels does the window span?"""
    return (n + 2 * p - m) // s + 1


@wrong
def dilation_in_the_stride(n, m, p=0, s=1, d=1):
    """You treat the dilation like a stride. It widens the window; the steps stay as they are."""
    return (n + 2 * p - m) // (s * d) + 1


@wrong
def dilated_floats(n, m, p=0, s=1, d=1):
    """The sizes are right, but floats: no array has 3.0 rows. Which division of Python stays with integers?"""
    return float((n + 2 * p - d * (m - 1) - 1) // s + 1)


@wrong(of="transposed_output_size")
def transposed_floats(o, m, p=0, s=1):
    """The sizes are right, but floats: no array has 7.0 rows."""
    return float((o - 1) * s + m - 2 * p)


@wrong(of="transposed_output_size")
def forwards_again(o, m, p=0, s=1):
    """That is the size that a convolution makes. Here the way goes back, from o to n."""
    return (o + 2 * p - m) // s + 1


@wrong(of="transposed_output_size")
def padding_added(o, m, p=0, s=1):
    """You add the padding. In the formula for o it stands on the side of n, so on the other side it is subtracted."""
    return (o - 1) * s + m + 2 * p


@wrong(of="transposed_output_size")
def times_the_stride(o, m, p=0, s=1):
    """You multiply o by the stride. The o positions have o − 1 steps between them."""
    return o * s + m - 2 * p


@wrong(of="transposed_output_size")
def the_largest_of_them(o, m, p=0, s=1):
    """You return the largest n that a convolution turns into o. The smallest is asked for."""
    return (o - 1) * s + m - 2 * p + s - 1


@wrong(of="transposed_output_size")
def padding_back_once(o, m, p=0, s=1):
    """You take p off once. The zeros stood on each of the two sides."""
    return (o - 1) * s + m - p


@wrong
def one_gap_only(n, m, p=0, s=1, d=1):
    """Your window spans m + d − 1, as if it had one gap. There is a gap between any two of its m entries."""
    return (n + 2 * p - (m + d - 1)) // s + 1


@wrong
def one_too_short(n, m, p=0, s=1, d=1):
    """Your window spans one pixel too few: from the first to the last entry there are d · (m − 1) steps, and the first pixel counts."""
    return (n + 2 * p - d * (m - 1)) // s + 1


@wrong
def input_thinned_out(n, m, p=0, s=1, d=1):
    """You take every d-th number of the input. A dilated window reads every d-th, but it may begin at any."""
    return (n // d + 2 * p - m) // s + 1


@wrong
def padding_dilated(n, m, p=0, s=1, d=1):
    """You multiply the padding by the dilation. p zeros stand on each side, whatever d is."""
    return (n + 2 * p * d - d * (m - 1) - 1) // s + 1


@wrong
def dilated_rounded_up(n, m, p=0, s=1, d=1):
    """You round up. A window that would stick out is left out."""
    return -(-(n + 2 * p - d * (m - 1) - 1) // s) + 1


@wrong
def dilated_by_default(n, m, p=0, s=1, d=2):
    """Where the caller says nothing of a dilation, yours is 2. It is 1."""
    return (n + 2 * p - d * (m - 1) - 1) // s + 1


@wrong
def dilated_padding_once(n, m, p=0, s=1, d=1):
    """You add p once. The zeros stand on each of the two sides."""
    return (n + p - d * (m - 1) - 1) // s + 1


@wrong(of="transposed_output_size")
def window_forgotten(o, m, p=0, s=1):
    """You end where the last window begins. It is m wide."""
    return (o - 1) * s + 1 - 2 * p


@wrong(of="transposed_output_size")
def one_off_the_stride(o, m, p=0, s=1):
    """You take 1 off the stride. It is the positions that have one step fewer between them."""
    return o * (s - 1) + m - 2 * p


@wrong(of="transposed_output_size")
def padding_times_the_stride(o, m, p=0, s=1):
    """You multiply the padding by the stride. p zeros stand on each side, whatever s is."""
    return (o - 1) * s + m - 2 * p * s


@wrong
def dilated_padding_forgotten(n, m, p=0, s=1, d=1):
    """Your result does not depend on p: how long is the padded input?"""
    return (n - d * (m - 1) - 1) // s + 1


@wrong
def dilation_before_stride(n, m, p=0, d=1, s=1):
    """Your parameters stand in the order n, m, p, d, s. A caller who gives them by place hands over s fourth and d fifth."""
    return (n + 2 * p - d * (m - 1) - 1) // s + 1


@wrong(of="transposed_output_size")
def output_times_stride(o, m, p=0, s=1):
    """You multiply o by the stride, and neither window nor padding enters. That is right only where m − 2p is s. How far apart are the first and the last
    window, and how wide is a window?"""
    return o * s


@wrong(of="transposed_output_size")
def at_least_the_stride(o, m, p=0, s=1):
    """Where the stride is larger than the window, you let the last window be as wide as the stride. It is m wide, whatever the stride: what lies beyond it is
    not needed."""
    return (o - 1) * s + max(m, s) - 2 * p
