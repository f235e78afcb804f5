"""Answers to 8.4, cosine_decay and linear_decay: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import by_place_or_name

from ._shared import length, lowest, moment, rate, whole

# -- inputs ----------------------------------------------------------------------------------------


def _decays(rng):
    while True:
        total, peak = length(rng), rate(rng)
        step = moment(rng, total, total // 2, total // 4)
        yield whole(rng, step), peak, whole(rng, total), *by_place_or_name(rng, end=(lowest(rng, peak), 0.0))


@inputs
def cosine_inputs(rng):
    yield from _decays(rng)


@inputs(of="linear_decay")
def linear_inputs(rng):
    yield from _decays(rng)


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_math(step, peak, total, end=0.0):
    if step >= total:
        return end
    return end + 0.5 * (peak - end) * (1 + math.cos(math.pi * step / total))


@right
def by_the_half_angle(step, peak, total, end=0.0):
    """It squares the cosine of half the angle, which is (1 + cos)/2 by the double-angle formula,
    where the reference writes the sum. A square cannot become negative by rounding, so the rate
    never falls below its end, not even by the last digit."""
    p = np.clip(step / total, 0, 1)
    return end + (peak - end) * np.cos(np.pi * p / 2) ** 2


@right
def by_a_mean_and_a_wave(step, peak, total, end=0.0):
    return (peak + end) / 2 + (peak - end) / 2 * np.cos(np.pi * np.minimum(step, total) / total)


@right
def by_interpolation(step, peak, total, end=0.0):
    share = 0.5 - 0.5 * math.cos(math.pi * min(step, total) / total)
    return float(np.interp(share, [0, 1], [peak, end]))


@right(of="linear_decay")
def linear_by_interpolation(step, peak, total, end=0.0):
    return np.interp(step, [0, total], [peak, end])


@right(of="linear_decay")
def linear_by_steps_left(step, peak, total, end=0.0):
    left = max(total - step, 0)
    return (peak * left + end * (total - left)) / total


@right(of="linear_decay")
def linear_by_question(step, peak, total, end=0.0):
    return peak + (end - peak) * step / total if step < total else end


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def rises_again(step, peak, total, end=0.0):
    """After `total` steps your rate climbs again: the cosine goes on. What do you make of the steps after the end?"""
    return end + (peak - end) * (1 + np.cos(np.pi * step / total)) / 2


@wrong
def whole_wave(step, peak, total, end=0.0):
    """You go through a whole wave: your rate is at its lowest in the middle, and back at the peak in the end. Half a wave ends at π."""
    return end + (peak - end) * (1 + np.cos(2 * np.pi * min(step / total, 1))) / 2


@wrong
def without_the_half(step, peak, total, end=0.0):
    """Your rate begins above the peak. 1 + cos goes from 2 to 0, and it must go from 1 to 0."""
    return end + (peak - end) * (1 + np.cos(np.pi * min(step / total, 1)))


@wrong
def without_the_one(step, peak, total, end=0.0):
    """In the second half your rate is below `end`: the cosine itself goes from 1 to −1. It must be lifted and halved."""
    return end + (peak - end) * np.cos(np.pi * min(step / total, 1))


@wrong
def quarter_wave(step, peak, total, end=0.0):
    """You use a quarter of a wave, which comes down steeply at the end. Half a wave is level at both ends: it goes to π."""
    return end + (peak - end) * np.cos(np.pi * min(step / total, 1) / 2)


@wrong
def end_at_the_last_update(step, peak, total, end=0.0):
    """Your rate is at `end` one step too early, with the last of the `total` updates. Here `end` is reached at step `total`."""
    return end + (peak - end) * (1 + np.cos(np.pi * min(step / max(total - 1, 1), 1))) / 2


@wrong
def from_the_next_step(step, peak, total, end=0.0):
    """Your schedule is one step ahead: step 0 has already less than the peak. How much progress has been made before the first update?"""
    return end + (peak - end) * (1 + np.cos(np.pi * min((step + 1) / total, 1))) / 2


@wrong
def end_on_top(step, peak, total, end=0.0):
    """You add `end` to a decay from the whole `peak`, so the first rate is too high. Only the part of the peak above `end` decays."""
    return end + peak * (1 + np.cos(np.pi * min(step / total, 1))) / 2


@wrong
def end_ignored(step, peak, total, end=0.0):
    """Your rate goes down to 0, whatever `end` is."""
    return peak * (1 + np.cos(np.pi * min(step / total, 1))) / 2


@wrong
def end_as_a_floor(step, peak, total, end=0.0):
    """Your rate goes towards 0 and is cut off at `end`. The whole wave should lie between `peak` and `end`."""
    return max(peak * (1 + np.cos(np.pi * min(step / total, 1))) / 2, end)


@wrong
def zero_after_the_end(step, peak, total, end=0.0):
    """From step `total` on your rate is 0. It stays at `end`."""
    return end + (peak - end) * (1 + np.cos(np.pi * step / total)) / 2 if step < total else 0.0


@wrong
def peak_after_the_end(step, peak, total, end=0.0):
    """At step `total` your rate jumps back to the peak. From then on it stays at `end`."""
    return end + (peak - end) * (1 + np.cos(np.pi * (step % total) / total)) / 2


@wrong
def a_straight_line(step, peak, total, end=0.0):
    """This is a straight line. It agrees with the cosine at the start, in the middle and from the end on, and nowhere else."""
    return end + (peak - end) * (1 - min(step / total, 1))


@wrong
def climbs(step, peak, total, end=0.0):
    """Your rate climbs from `end` to `peak`. It should come down."""
    return end + (peak - end) * (1 - np.cos(np.pi * min(step / total, 1))) / 2


@wrong(of="linear_decay")
def below_the_end(step, peak, total, end=0.0):
    """After `total` steps your line goes on falling, below `end`; with a rate below 0, weights go up the gradient. It stays at `end`."""
    return end + (peak - end) * (1 - step / total)


@wrong(of="linear_decay")
def line_to_the_last_update(step, peak, total, end=0.0):
    """Your line is at `end` one step too early, with the last of the `total` updates. Here `end` is reached at step `total`."""
    return end + (peak - end) * (1 - min(step / max(total - 1, 1), 1))


@wrong(of="linear_decay")
def line_from_the_next_step(step, peak, total, end=0.0):
    """Your line is one step ahead: step 0 has already less than the peak. How much progress has been made before the first update?"""
    return end + (peak - end) * (1 - min((step + 1) / total, 1))


@wrong(of="linear_decay")
def line_with_end_on_top(step, peak, total, end=0.0):
    """You add `end` to a decay from the whole `peak`, so the first rate is too high. Only the part of the peak above `end` decays."""
    return end + peak * (1 - min(step / total, 1))


@wrong(of="linear_decay")
def line_cut_off(step, peak, total, end=0.0):
    """Your line goes towards 0 and is cut off at `end`. It should go straight from `peak` to `end`, and get there at step `total`."""
    return max(peak * (1 - step / total), end)


@wrong(of="linear_decay")
def line_to_zero(step, peak, total, end=0.0):
    """Your line goes down to 0, whatever `end` is."""
    return peak * (1 - min(step / total, 1))


@wrong(of="linear_decay")
def line_that_climbs(step, peak, total, end=0.0):
    """Your line climbs from `end` to `peak`. It should come down."""
    return end + (peak - end) * min(step / total, 1)


@wrong(of="linear_decay")
def line_of_whole_numbers(step, peak, total, end=0.0):
    """Your rate stays at the peak until the end. The progress is a fraction: where does yours become a whole number?"""
    return end + (peak - end) * (1 - min(step // total, 1))


@wrong
def end_as_a_fraction(step, peak, total, end=0.0):
    """You take `end` for a fraction of the peak. It is a rate, as `peak` is."""
    return peak * (end + (1 - end) * (1 + np.cos(np.pi * min(step / total, 1))) / 2)


@wrong(of="linear_decay")
def line_end_as_a_fraction(step, peak, total, end=0.0):
    """You take `end` for a fraction of the peak. It is a rate, as `peak` is."""
    return peak * (end + (1 - end) * (1 - min(step / total, 1)))


@wrong
def end_only_in_the_end(step, peak, total, end=0.0):
    """Before step `total` your wave goes down to 0, whatever `end` is, and then jumps up to it. The whole wave lies between `peak` and `end`."""
    return end if step >= total else peak * (1 + np.cos(np.pi * step / total)) / 2


@wrong
def last_update_at_the_end(step, peak, total, end=0.0):
    """The last of the `total` updates has `end` in your schedule. It is still on the wave: `end` comes with step `total`."""
    return end if step >= total - 1 else end + (peak - end) * (1 + np.cos(np.pi * step / total)) / 2


@wrong(of="linear_decay")
def line_last_update_at_the_end(step, peak, total, end=0.0):
    """The last of the `total` updates has `end` in your schedule. It is still on the line: `end` comes with step `total`."""
    return end if step >= total - 1 else end + (peak - end) * (1 - step / total)


@wrong(of="linear_decay")
def line_not_lifted(step, peak, total, end=0.0):
    """Before step `total` your line goes from peak − end down to 0, and then jumps up to `end`. What is missing that lifts it?"""
    return end if step >= total else (peak - end) * (1 - step / total)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def smooth_step(step, peak, total, end=0.0):
    p = min(step / total, 1)
    return end + (peak - end) * (1 - p * p * (3 - 2 * p))


@wrong
def whole_progress(step, peak, total, end=0.0):
    """Your rate stays at the peak until the end. The progress is a fraction: where does yours become a whole number?"""
    return end + (peak - end) * (1 + np.cos(np.pi * min(step // total, 1))) / 2


@wrong
def in_degrees(step, peak, total, end=0.0):
    """Your angle is in degrees, it seems. `np.cos` takes radians: half a wave ends at π."""
    return end + (peak - end) * (1 + np.cos(180 * min(step / total, 1))) / 2


@wrong
def rounded_pi(step, peak, total, end=0.0):
    return end + (peak - end) * (1 + np.cos(3.14 * min(step / total, 1))) / 2


@wrong
def zero_after_one_more_step(step, peak, total, end=0.0):
    return end + (peak - end) * (1 + np.cos(np.pi * step / total)) / 2 if step <= total else 0.0


@wrong
def end_if_given(step, peak, total, end=0.0):
    end = end or 1e-6
    return end + (peak - end) * (1 + np.cos(np.pi * min(step / total, 1))) / 2


@wrong
def last_step_misses(step, peak, total, end=0.0):
    """After the last update your rate stays where that one left it, and `end` is never reached. It comes with step `total`."""
    return end + (peak - end) * (1 + np.cos(np.pi * min(step, total - 1) / total)) / 2


@wrong
def geometric(step, peak, total, end=0.0):
    low = max(float(end), 1e-8)
    return peak * (low / peak) ** min(step / total, 1)


@wrong(of="linear_decay")
def line_last_misses(step, peak, total, end=0.0):
    """After the last update your rate stays where that one left it, and `end` is never reached. It comes with step `total`."""
    return end + (peak - end) * (1 - min(step, total - 1) / total)


@wrong(of="linear_decay")
def line_through_a_wave(step, peak, total, end=0.0):
    return end + (peak - end) * (1 + np.cos(np.pi * min(step / total, 1))) / 2


@wrong(of="linear_decay")
def line_not_below_zero(step, peak, total, end=0.0):
    """After `total` steps your line goes on falling, down to 0. It stays at `end`."""
    return max(end + (peak - end) * (1 - step / total), 0)


@wrong(of="linear_decay")
def line_zero_after(step, peak, total, end=0.0):
    return end + (peak - end) * (1 - step / total) if step <= total else 0.0
