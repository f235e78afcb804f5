"""Answers to 8.10, cosine_restarts: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import by_place_or_name, pick

from ._shared import lowest, rate, whole

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def cosine_restarts_inputs(rng):
    while True:
        period, growth = int(pick(rng, (1, 2, 3, 4, 7, 10, 100))), int(pick(rng, (1, 1, 2, 2, 3, 5)))
        waves = int(rng.integers(0, 16 if growth == 1 else 9))
        start = sum(period * growth**k for k in range(waves))
        step = max(start + int(pick(rng, (0, 0, -1, 1, period // 2, int(rng.integers(0, 4 * period))))), 0)
        peak = rate(rng)
        more = by_place_or_name(rng, growth=(whole(rng, growth), 1), end=(lowest(rng, peak), 0.0))
        yield whole(rng, step), peak, whole(rng, period), *more


# -- right, written in other ways ------------------------------------------------------------------


def _wave(k, n, peak, end):
    return end + (peak - end) * (1 + math.cos(math.pi * k / n)) / 2


@right
def by_remainder_or_loop(step, peak, period, growth=1, end=0.0):
    if growth == 1:
        return _wave(step % period, period, peak, end)
    start, n = 0, period
    while start + n <= step:
        start += n
        n *= growth
    return _wave(step - start, n, peak, end)


@right
def by_logarithm(step, peak, period, growth=1, end=0.0):
    """The number of the wave is computed from the formula for the sum of a geometric series, by
    counting the powers that fit, where the reference takes off one wave after the other. It needs
    a case of its own for waves of one length, for which that formula divides by 0."""
    if growth == 1:
        return _wave(step % period, period, peak, end)
    number = 0
    while period * (growth ** (number + 1) - 1) // (growth - 1) <= step:
        number += 1
    start = period * (growth**number - 1) // (growth - 1)
    return _wave(step - start, period * growth**number, peak, end)


@right
def from_a_list_of_waves(step, peak, period, growth=1, end=0.0):
    starts, lengths = [0], [int(period)]
    while starts[-1] + lengths[-1] <= step:
        starts.append(starts[-1] + lengths[-1])
        lengths.append(lengths[-1] * int(growth))
    share = np.cos(np.pi / 2 * (step - starts[-1]) / lengths[-1]) ** 2
    return share * peak + (1 - share) * end


@right
def by_recursion(step, peak, period, growth=1, end=0.0):
    if growth == 1:
        step = step % period
    if step < period:
        return _wave(step, period, peak, end)
    return by_recursion(step - period, peak, period * growth, growth, end)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def one_wave_only(step, peak, period, growth=1, end=0.0):
    """Your rate stays at the end after the first wave. There the next one begins, at the peak."""
    return _wave(min(step, period), period, peak, end)


@wrong
def growth_ignored(step, peak, period, growth=1, end=0.0):
    """All your waves have the same length. Each is `growth` times as long as the one before."""
    return _wave(step % period, period, peak, end)


@wrong
def to_and_fro(step, peak, period, growth=1, end=0.0):
    """Your rate climbs back along the cosine. It jumps back to the peak, and comes down again."""
    return end + (peak - end) * (1 + np.cos(np.pi * step / period)) / 2


@wrong
def restarts_late(step, peak, period, growth=1, end=0.0):
    """Your restarts come one step late: the first step of a new wave has `end` still, and the peak is left out. With the step after the n steps of a wave the
    next one begins, at `peak`."""
    n = period
    while step > n:
        step, n = step - n, n * growth
    return _wave(step, n, peak, end)


@wrong
def grows_by_adding(step, peak, period, growth=1, end=0.0):
    """Your second wave is right, and from the third on they are too short: they grow by the same amount. Each is a multiple of the one before."""
    n, by = period, period * (growth - 1)
    while step >= n:
        step, n = step - n, n + by
    return _wave(step, n, peak, end)


@wrong
def old_length_in_the_wave(step, peak, period, growth=1, end=0.0):
    """Your waves begin at the right steps, but each goes as fast as the first one. A longer wave comes down more slowly."""
    n = period
    while step >= n:
        step, n = step - n, n * growth
    return _wave(min(step, period), period, peak, end)


@wrong
def end_ignored(step, peak, period, growth=1, end=0.0):
    """Your waves go down to 0, whatever `end` is."""
    return by_remainder_or_loop(step, peak, period, growth, 0.0)


@wrong
def lower_peaks(step, peak, period, growth=1, end=0.0):
    """Your peaks get lower from wave to wave. Each wave begins at `peak`."""
    n, height = period, peak
    while step >= n:
        step, n, height = step - n, n * growth, height / 2
    return _wave(step, n, height, end)


@wrong
def wave_one_step_ahead(step, peak, period, growth=1, end=0.0):
    """No wave of yours begins at the peak: each is one step ahead. Step 0 of a wave has the peak."""
    n = period
    while step >= n:
        step, n = step - n, n * growth
    return _wave(step + 1, n, peak, end)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def two_waves_only(step, peak, period, growth=1, end=0.0):
    """Your rate restarts once, and then stays at the end. There is no last wave."""
    if step < period:
        return _wave(step, period, peak, end)
    return _wave(min(step - period, period * growth), period * growth, peak, end)


@wrong
def last_step_at_the_end(step, peak, period, growth=1, end=0.0):
    """The last step of each wave has `end` in your schedule. A wave of n steps is cut before it gets there: `end` would come with its step n."""
    n = period
    while step >= n:
        step, n = step - n, n * growth
    return _wave(step, max(n - 1, 1), peak, end)


@wrong
def straight(step, peak, period, growth=1, end=0.0):
    """Your waves are straight lines. Each follows half a wave of the cosine."""
    n = period
    while step >= n:
        step, n = step - n, n * growth
    return end + (peak - end) * (1 - step / n)


@wrong
def end_once(step, peak, period, growth=1, end=0.0):
    n = period
    while step >= n:
        step, n, end = step - n, n * growth, 0.0
    return _wave(step, n, peak, end)


@wrong
def doubles(step, peak, period, growth=1, end=0.0):
    return by_remainder_or_loop(step, peak, period, 2 if growth > 1 else 1, end)


@wrong
def by_floats(step, peak, period, growth=1, end=0.0):
    if growth == 1:
        return _wave(step % period, period, peak, end)
    number = int(np.log(step / period * (growth - 1) + 1) / np.log(growth))
    start = period * (growth**number - 1) // (growth - 1)
    return _wave(step - start, period * growth**number, peak, end)


@wrong
def ten_waves(step, peak, period, growth=1, end=0.0):
    for _ in range(10):
        if step >= period:
            step, period = step - period, period * growth
    return _wave(min(step, period), period, peak, end)
