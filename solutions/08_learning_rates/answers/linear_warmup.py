"""Answers to 8.5, linear_warmup: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import length, moment, rate, whole

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def linear_warmup_inputs(rng):
    while True:
        warmup = length(rng, least=0)
        yield whole(rng, moment(rng, warmup, warmup // 2)), rate(rng), whole(rng, warmup)


# -- right, written in other ways ------------------------------------------------------------------


@right
def lower_of_two(step, peak, warmup):
    """The rate is the lower one of two lines, the climb and the level, where the reference asks
    in which part the step lies. There is no border to put on the wrong side; a warm-up of 0 must
    then be taken for one of 1, which is the same schedule."""
    return peak * min((step + 1) / max(warmup, 1), 1.0)


@right
def by_the_steps_made(step, peak, warmup):
    n = step + 1
    if warmup == 0 or n > warmup:
        return float(peak)
    return n * float(peak) / warmup


@right
def by_interpolation(step, peak, warmup):
    return float(np.interp(step + 1, [0, max(warmup, 1)], [0.0, peak]))


@right
def from_a_table(step, peak, warmup):
    if step < warmup:
        return np.linspace(peak / warmup, peak, int(warmup))[step]
    return peak


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def from_zero(step, peak, warmup):
    """Your first update has the rate 0, and does nothing. Step 0 is the first of `warmup` updates: which fraction belongs to it?"""
    return peak * min(step / warmup, 1) if warmup else peak


@wrong
def climbs_on(step, peak, warmup):
    """Your rate goes on climbing after the warm-up. From then on it is `peak`."""
    return peak * (step + 1) / warmup if warmup else peak


@wrong
def divides_by_zero(step, peak, warmup):
    """With a warm-up of 0 steps you divide by 0. Then there is no climb at all: the rate is `peak` from the start."""
    return peak * min((step + 1) / warmup, 1.0)


@wrong
def one_step_more(step, peak, warmup):
    """Your climb takes one step too many: the last update of the warm-up is still below the peak."""
    return peak * min((step + 1) / (warmup + 1), 1)


@wrong
def from_zero_to_the_peak(step, peak, warmup):
    """Your climb ends in time, but it begins at 0: it has one interval too few. Step 0 gets the first fraction of the peak, not none of it."""
    return peak * min(step / (warmup - 1), 1) if warmup > 1 else peak


@wrong
def zero_without_warmup(step, peak, warmup):
    """With a warm-up of 0 steps your rate is 0. It should be `peak` from the start."""
    return peak * min((step + 1) / warmup, 1) if warmup else 0.0


@wrong
def nothing_after_it(step, peak, warmup):
    """After the warm-up your rate is 0. It stays at `peak`."""
    return peak * (step + 1) / warmup if step < warmup else 0.0


@wrong
def a_fraction_only(step, peak, warmup):
    """You return a fraction between 0 and 1. The rate is that fraction of `peak`."""
    return min((step + 1) / max(warmup, 1), 1.0)


@wrong
def climbs_down(step, peak, warmup):
    """Your rate falls during the warm-up. It should begin low and climb to the peak."""
    return peak * (warmup - step) / warmup if step < warmup else peak


@wrong
def whole_fractions(step, peak, warmup):
    """Your rate is 0 until the last update of the warm-up: the fraction of the peak is rounded down. Where?"""
    return peak * min((step + 1) // max(warmup, 1), 1)


@wrong
def a_tiny_first_step(step, peak, warmup):
    """Your first rate is tiny, and the others are those of a climb from 0: shifted by one step. Step 0 gets 1/`warmup` of the peak, step 1 twice as
    much."""
    return peak * min(max(step, 1e-8) / warmup, 1) if warmup else peak


@wrong
def two_steps_alike(step, peak, warmup):
    """Your steps 0 and 1 have the same rate, and all are one step late. Step 0 gets 1/`warmup` of the peak, step 1 twice as much."""
    return peak * min(max(step, 1) / warmup, 1) if warmup else peak


@wrong
def cut_off_at_one(step, peak, warmup):
    """Your rate is cut off at 1, and not at the peak. What is 1 at most is the fraction of the peak."""
    return min(peak * (step + 1) / warmup, 1.0) if warmup else peak


@wrong
def linspace_from_zero(step, peak, warmup):
    """Your climb ends in time, but it begins at 0: it has one interval too few, and a warm-up of 1 has none. Step 0 gets the first fraction of the peak."""
    return np.linspace(0, peak, int(warmup))[step] if step < warmup else peak


@wrong
def above_the_peak(step, peak, warmup):
    """At step `warmup` your rate is above the peak: the climb goes on for one step too many. Its steps are 0 to `warmup` − 1."""
    return peak * (step + 1) / warmup if warmup > 0 and step <= warmup else peak


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def one_late_by_the_border(step, peak, warmup):
    return peak * step / warmup if 0 < step < warmup else peak


@wrong
def counts_from_one(step, peak, warmup):
    return peak * min((step + 2) / max(warmup, 1), 1.0)


@wrong
def ten_percent(step, peak, warmup):
    return peak * min(0.1 + 0.9 * step / max(warmup - 1, 1), 1.0) if warmup else peak


@wrong
def wave(step, peak, warmup):
    return peak * (1 - np.cos(np.pi * (step + 1) / warmup)) / 2 if step < warmup else peak


@wrong
def quadratic(step, peak, warmup):
    return peak * min((step + 1) / max(warmup, 1), 1.0) ** 2


@wrong
def rounded_down(step, peak, warmup):
    return peak * int(100 * min((step + 1) / max(warmup, 1), 1.0)) / 100


@wrong
def no_warmup_of_one(step, peak, warmup):
    return peak * min((step + 1) / warmup, 1) if warmup > 1 else peak * (step > 0 or warmup == 0)
