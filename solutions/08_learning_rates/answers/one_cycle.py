"""Answers to 8.11, one_cycle: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import pick

from ._shared import lowest, moment, rate, whole

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def one_cycle_inputs(rng):
    while True:
        total, peak = int(pick(rng, (3, 4, 5, 7, 10, 31, 100, 1000))), rate(rng)
        top = int(pick(rng, (1, max(total * 3 // 10, 1), total - 2, int(rng.integers(1, total - 1)))))
        step = moment(rng, total - 1, top, top // 2, (top + total) // 2)
        yield whole(rng, step), peak, whole(rng, total), whole(rng, top), lowest(rng, peak), lowest(rng, peak)


# -- right, written in other ways ------------------------------------------------------------------


def _half(p, first, last):
    return last + (first - last) * (1 + math.cos(math.pi * p)) / 2


@right
def in_two_pieces(step, peak, total, top, start, end):
    if step >= total - 1:
        return end
    return _half(step / top, start, peak) if step <= top else _half((step - top) / (total - 1 - top), peak, end)


@right
def by_one_wave(step, peak, total, top, start, end):
    """One progress from −1 over 0, the peak, to 1 is interpolated, and one cosine is used for
    both sides, where the reference makes two calls. What is left to choose is only the rate at
    the foot, `start` or `end`, so that both halves are sure to be of one kind."""
    progress = np.interp(step, [0, top, total - 1], [-1.0, 0.0, 1.0])
    foot = start if progress < 0 else end
    return foot + (peak - foot) * (1 + np.cos(np.pi * progress)) / 2


@right
def from_a_table(step, peak, total, top, start, end):
    up = (1 - np.cos(np.linspace(0, np.pi, top + 1))) / 2
    down = (1 + np.cos(np.linspace(0, np.pi, total - top))) / 2
    table = np.concatenate([start + (peak - start) * up, (end + (peak - end) * down)[1:]])
    return table[min(step, total - 1)]


@right
def by_squares(step, peak, total, top, start, end):
    if step < top:
        return start + (peak - start) * math.sin(math.pi * step / top / 2) ** 2
    p = min((step - top) / (total - 1 - top), 1)
    return peak + (end - peak) * math.sin(math.pi * p / 2) ** 2


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def end_at_total(step, peak, total, top, start, end):
    """Your rate is at `end` at step `total`. Here, other than in 8.4, the last update, step `total − 1`, has it."""
    return _half(step / top, start, peak) if step < top else _half(min((step - top) / (total - top), 1), peak, end)


@wrong
def straight_lines(step, peak, total, top, start, end):
    """You go up and down in straight lines. Both ways should be half waves of the cosine."""
    return float(np.interp(step, [0, top, total - 1], [start, peak, end]))


@wrong
def straight_up(step, peak, total, top, start, end):
    """You climb in a straight line. Both ways should be half waves of the cosine."""
    return start + (peak - start) * step / top if step < top else in_two_pieces(step, peak, total, top, start, end)


@wrong
def back_to_the_start(step, peak, total, top, start, end):
    """You come down to `start`. The second half goes down to `end`."""
    return in_two_pieces(step, peak, total, top, start, start)


@wrong
def up_from_the_end(step, peak, total, top, start, end):
    """You begin at `end`. The climb begins at `start`."""
    return in_two_pieces(step, peak, total, top, end, end)


@wrong
def symmetric(step, peak, total, top, start, end):
    """Your way down is as long as your way up. It has all the steps that are left after `top`."""
    return _half(step / top, start, peak) if step < top else _half(min((step - top) / top, 1), peak, end)


@wrong
def climbs_again(step, peak, total, top, start, end):
    """After the last update your rate climbs again. It stays at `end`."""
    return _half(step / top, start, peak) if step < top else _half((step - top) / (total - 1 - top), peak, end)


@wrong
def not_shifted(step, peak, total, top, start, end):
    """Your rate jumps at the peak: the way down counts its steps from the start of the training, and not from `top`."""
    return _half(step / top, start, peak) if step < top else _half(min(step / (total - 1), 1), peak, end)


@wrong
def down_first(step, peak, total, top, start, end):
    """You come down first and climb afterwards. One cycle goes up from `start` to `peak`, and then down."""
    return _half(step / top, peak, start) if step < top else _half(min((step - top) / (total - 1 - top), 1), end, peak)


@wrong
def straight_down(step, peak, total, top, start, end):
    """You come down in a straight line. Both ways should be half waves of the cosine."""
    if step <= top:
        return _half(step / top, start, peak)
    return end + (peak - end) * (1 - min((step - top) / (total - 1 - top), 1))


@wrong
def up_from_zero(step, peak, total, top, start, end):
    """You begin at 0. The climb begins at `start`."""
    return in_two_pieces(step, peak, total, top, 0.0, end)


@wrong
def jumps_after_the_peak(step, peak, total, top, start, end):
    """Your rate jumps right after the peak: the way down counts its steps from the start of the training, and not from `top`."""
    return _half(step / top, start, peak) if step <= top else _half(min(step / (total - 1), 1), peak, end)


@wrong
def up_is_down(step, peak, total, top, start, end):
    """Your way up goes down, from the peak to `start`. It should begin at `start`."""
    if step <= top:
        return _half(step / top, peak, start)
    return in_two_pieces(step, peak, total, top, start, end)


@wrong
def quarter_waves(step, peak, total, top, start, end):
    """You use quarters of a wave, which are steep at `start` and at `end`. Half a wave is level at both of its ends."""
    if step <= top:
        return start + (peak - start) * math.sin(math.pi / 2 * step / top)
    return end + (peak - end) * math.cos(math.pi / 2 * min((step - top) / (total - 1 - top), 1))


@wrong
def end_as_a_floor(step, peak, total, top, start, end):
    """Your way down goes towards 0 and is cut off at `end`. The whole half wave should lie between `peak` and `end`."""
    return (
        in_two_pieces(step, peak, total, top, start, 0.0)
        if step <= top
        else max(in_two_pieces(step, peak, total, top, start, 0.0), end)
    )


@wrong
def warmup_as_in_8_5(step, peak, total, top, start, end):
    """Your climb is one step ahead: step 0 is above `start` already. In this schedule the rate at step 0 is `start` itself."""
    if step < top:
        return _half((step + 1) / top, start, peak)
    return in_two_pieces(step, peak, total, top, start, end)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def peak_one_late(step, peak, total, top, start, end):
    return (
        _half(step / (top + 1), start, peak)
        if step <= top
        else _half(min((step - top) / (total - 1 - top), 1), peak, end)
    )


@wrong
def one_step_ahead(step, peak, total, top, start, end):
    """Your schedule is one step ahead: step 0 is above `start` already. At step 0 the rate is `start`."""
    return in_two_pieces(step + 1, peak, total, top, start, end)


@wrong
def zero_afterwards(step, peak, total, top, start, end):
    return in_two_pieces(step, peak, total, top, start, end) if step < total else 0.0


@wrong
def end_zero(step, peak, total, top, start, end):
    return in_two_pieces(step, peak, total, top, start, 0.0)


@wrong
def thirty_percent(step, peak, total, top, start, end):
    return in_two_pieces(step, peak, total, max(total * 3 // 10, 1), start, end)
