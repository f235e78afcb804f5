"""Answers to 8.6, warmup_cosine: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import by_place_or_name, pick

from ._shared import length, lowest, moment, rate, whole

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def warmup_cosine_inputs(rng):
    while True:
        total, peak = length(rng), rate(rng)
        warmup = int(pick(rng, (0, 0, 1, total // 10, total // 3, total // 2, total - 1, total, total)))
        step = moment(rng, total, warmup, (total + warmup) // 2)
        more = by_place_or_name(rng, end=(lowest(rng, peak), 0.0))
        yield whole(rng, step), peak, whole(rng, total), whole(rng, warmup), *more


# -- right, written in other ways ------------------------------------------------------------------


@right
def in_one_piece(step, peak, total, warmup, end=0.0):
    if step < warmup:
        return peak * (step + 1) / warmup
    p = min((step - warmup) / max(total - warmup, 1), 1) if step < total else 1
    return end + (peak - end) * (1 + math.cos(math.pi * p)) / 2


@right
def from_a_table(step, peak, total, warmup, end=0.0):
    """It writes down the rates of all steps, the climb and then the wave, and looks the step up,
    where the reference computes one rate. A table can be looked at and drawn before a training
    begins, but it must be made only once, not at each call: else every step costs as much as all
    of them."""
    climb = peak * np.arange(1, warmup + 1) / max(warmup, 1)
    left = total - warmup
    wave = end + (peak - end) * (1 + np.cos(np.pi * np.arange(left) / max(left, 1))) / 2
    table = np.concatenate([climb, wave, [end]])
    return table[min(step, total)]


@right
def by_cases_from_behind(step, peak, total, warmup, end=0.0):
    left = total - step
    if left <= 0:
        return float(end)
    if left <= total - warmup:
        return float(end + (peak - end) * math.sin(math.pi / 2 * left / (total - warmup)) ** 2)
    return float(peak) * (total - left + 1) / warmup


@right
def by_two_factors(step, peak, total, warmup, end=0.0):
    climb = min(1.0, (step + 1) / max(warmup, 1))
    made = min(max(step - warmup, 0), total - warmup)
    p = made / (total - warmup) if total > warmup else float(step >= total)
    return climb * (end + (peak - end) * 0.5 * (1 + np.cos(np.pi * p))) if step < total else end


# -- wrong, and told why ---------------------------------------------------------------------------


def _cosine(p, peak, end):
    return end + (peak - end) * (1 + np.cos(np.pi * min(max(p, 0), 1))) / 2


def _climb(step, peak, warmup):
    return peak * (step + 1) / warmup


@wrong
def not_shifted(step, peak, total, warmup, end=0.0):
    """Your rate jumps down at the joint: the cosine counts its steps from the start of the training. When the warm-up is over, the cosine should be at
    its own beginning."""
    return _climb(step, peak, warmup) if step < warmup else _cosine(step / total, peak, end)


@wrong
def too_long(step, peak, total, warmup, end=0.0):
    """Your cosine is too long: it lasts `total` steps after the warm-up, so at step `total` it has not come down. How many steps are left for it?"""
    return _climb(step, peak, warmup) if step < warmup else _cosine((step - warmup) / total, peak, end)


@wrong
def from_zero(step, peak, total, warmup, end=0.0):
    """Your first update has the rate 0, and does nothing. The warm-up is that of 8.5."""
    if step >= total:
        return end
    return peak * step / warmup if step < warmup else _cosine((step - warmup) / (total - warmup), peak, end)


@wrong
def rises_again(step, peak, total, warmup, end=0.0):
    """After `total` steps your rate climbs again. It stays at `end`."""
    if step < warmup:
        return _climb(step, peak, warmup)
    if step == total or total == warmup:
        return end
    return end + (peak - end) * (1 + np.cos(np.pi * (step - warmup) / (total - warmup))) / 2


@wrong
def divides_by_zero(step, peak, total, warmup, end=0.0):
    """If all steps belong to the warm-up, none is left for the cosine, and you divide by 0. What is the rate at step `total`, whatever came before?"""
    return (
        _climb(step, peak, warmup) if step < warmup else _cosine((float(step) - warmup) / (total - warmup), peak, end)
    )


@wrong
def warmup_from_the_end(step, peak, total, warmup, end=0.0):
    """Your warm-up climbs from `end` to `peak`. It is that of 8.5, which begins with 1/`warmup` of the peak and knows nothing of `end`."""
    if step >= total:
        return end
    if step < warmup:
        return end + (peak - end) * (step + 1) / warmup
    return _cosine((step - warmup) / (total - warmup), peak, end)


@wrong
def a_product(step, peak, total, warmup, end=0.0):
    """You multiply the climb by a cosine that has begun with the training. During the warm-up there is no decay yet, and after it the cosine
    begins at its own start."""
    return _cosine(step / total, peak, end) * min((step + 1) / max(warmup, 1), 1)


@wrong
def end_ignored(step, peak, total, warmup, end=0.0):
    """Your rate goes down to 0, whatever `end` is."""
    if step >= total:
        return 0.0
    return _climb(step, peak, warmup) if step < warmup else _cosine((step - warmup) / (total - warmup), peak, 0.0)


@wrong
def one_step_ahead(step, peak, total, warmup, end=0.0):
    """Your cosine is one step ahead: right after the warm-up it has come down a little already. Its first step, step `warmup`, has the peak."""
    if step >= total:
        return end
    return _climb(step, peak, warmup) if step < warmup else _cosine((step - warmup + 1) / (total - warmup), peak, end)


@wrong
def one_step_behind(step, peak, total, warmup, end=0.0):
    """Your peak lasts one step too long: the cosine is one step behind. It begins with step `warmup`."""
    if step >= total:
        return end
    if step < warmup:
        return _climb(step, peak, warmup)
    return _cosine((step - warmup - 1) / (total - warmup), peak, end)


@wrong
def end_at_the_last_update(step, peak, total, warmup, end=0.0):
    """Your rate is at `end` one step too early, with the last of the `total` updates. Here `end` is reached at step `total`."""
    if step >= total:
        return end
    if step < warmup:
        return _climb(step, peak, warmup)
    return _cosine((step - warmup) / max(total - warmup - 1, 1), peak, end)


@wrong
def starts_over(step, peak, total, warmup, end=0.0):
    """After `total` steps your schedule begins anew. It stays at `end`."""
    step = step % total
    return _climb(step, peak, warmup) if step < warmup else _cosine((step - warmup) / (total - warmup), peak, end)


@wrong
def straight_down(step, peak, total, warmup, end=0.0):
    """After the warm-up your rate comes down in a straight line. It should follow half a wave of the cosine."""
    if step >= total:
        return end
    if step < warmup:
        return _climb(step, peak, warmup)
    return end + (peak - end) * (1 - (step - warmup) / (total - warmup))


@wrong
def no_warmup(step, peak, total, warmup, end=0.0):
    """Your rate begins at the peak. The first `warmup` updates should climb to it."""
    return _cosine((step - warmup) / max(total - warmup, 1), peak, end) if step < total else end


@wrong
def end_as_a_fraction(step, peak, total, warmup, end=0.0):
    """You take `end` for a fraction of the peak. It is a rate, as `peak` is."""
    if step >= total:
        return end
    if step < warmup:
        return _climb(step, peak, warmup)
    return peak * _cosine((step - warmup) / (total - warmup), 1.0, end)


@wrong
def cut_off(step, peak, total, warmup, end=0.0):
    """Your cosine is too long: it would last `total` steps after the warm-up, and is cut off at step `total`, above `end`. How many steps are left for it?"""
    if step >= total:
        return end
    return _climb(step, peak, warmup) if step < warmup else _cosine((step - warmup) / total, peak, end)


@wrong
def above_the_peak(step, peak, total, warmup, end=0.0):
    """At step `warmup` your rate is above the peak: the climb goes on for one step too many. Its steps are 0 to `warmup` − 1."""
    if warmup > 0 and step <= warmup:
        return _climb(step, peak, warmup)
    return in_one_piece(step, peak, total, warmup, end)


@wrong
def zero_in_the_end(step, peak, total, warmup, end=0.0):
    """From step `total` on your rate is 0. It stays at `end`."""
    return in_one_piece(step, peak, total, warmup, end) if step < total else 0.0


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def zero_after_the_end(step, peak, total, warmup, end=0.0):
    if step > total:
        return 0.0
    return end if step == total else in_one_piece(step, peak, total, warmup, end)


@wrong
def border_on_the_other_side(step, peak, total, warmup, end=0.0):
    if step >= total:
        return end
    if step <= warmup and warmup:
        return peak * (step + 1) / (warmup + 1)
    return _cosine((step - warmup) / (total - warmup), peak, end)


@wrong
def peak_kept_when_all_is_warmup(step, peak, total, warmup, end=0.0):
    return peak if warmup == total and step >= total else in_one_piece(step, peak, total, warmup, end)


@wrong
def one_more_step(step, peak, total, warmup, end=0.0):
    if step < warmup:
        return _climb(step, peak, warmup)
    return _cosine((step - warmup) / (total - warmup + 1), peak, end)


@wrong
def warmup_at_least_one(step, peak, total, warmup, end=0.0):
    warmup = max(warmup, 1)
    if step >= total:
        return end
    return _climb(step, peak, warmup) if step < warmup else _cosine((step - warmup) / (total - warmup), peak, end)


@wrong
def ten_percent(step, peak, total, warmup, end=0.0):
    return in_one_piece(step, peak, total, total // 10, end)


@wrong
def end_as_a_floor(step, peak, total, warmup, end=0.0):
    return max(in_one_piece(step, peak, total, warmup, 0.0), end)
