"""Answers to 8.12, trapezoid: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick

from ._shared import length, moment, rate, whole

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def trapezoid_inputs(rng):
    while True:
        total = length(rng)
        warmup = int(pick(rng, (0, 1, total // 10, total // 3, total)))
        warmup = min(warmup, total)
        cooldown = int(pick(rng, (0, 1, (total - warmup) // 2, total - warmup)))
        cooldown = min(cooldown, total - warmup)
        step = moment(rng, total, warmup, total - cooldown, total - cooldown // 2)
        if maybe(rng, 0.1):
            step = total
        yield whole(rng, step), rate(rng), whole(rng, total), whole(rng, warmup), whole(rng, cooldown)


# -- right, written in other ways ------------------------------------------------------------------


@right
def lowest_of_three(step, peak, total, warmup, cooldown):
    """The rate is the lowest of three lines, the climb, the level and the fall, and never below
    0, where the reference asks in which part a step lies. No border can be on the wrong side;
    lengths of 0 must be taken for 1, which changes nothing."""
    climb = (step + 1) / max(warmup, 1)
    fall = (total - step) / max(cooldown, 1)
    return peak * max(min(climb, 1.0, fall), 0.0)


@right
def by_interpolation(step, peak, total, warmup, cooldown):
    if step < warmup:
        return peak * (step + 1) / warmup
    if step < total - cooldown:
        return peak
    return float(np.interp(step, [total - cooldown, total], [peak, 0])) if step < total else 0.0


@right
def from_a_table(step, peak, total, warmup, cooldown):
    table = np.full(total + 1, float(peak))
    table[:warmup] = peak * np.arange(1, warmup + 1) / max(warmup, 1)
    table[total - cooldown :] = peak * np.arange(cooldown, -1, -1) / max(cooldown, 1)
    return table[step] if step < total else 0.0


@right
def from_behind(step, peak, total, warmup, cooldown):
    left = max(total - step, 0)
    if left <= cooldown:
        return peak * left / cooldown if cooldown else 0.0
    return min(peak, peak * (step + 1) / warmup) if warmup else peak


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def never_comes_down(step, peak, total, warmup, cooldown):
    """Your rate stays at the peak. In the last `cooldown` steps it falls to 0."""
    return peak * min((step + 1) / max(warmup, 1), 1)


@wrong
def below_zero(step, peak, total, warmup, cooldown):
    """After `total` steps your rate is negative. It stays at 0."""
    return peak * min((step + 1) / max(warmup, 1), 1, (total - step) / max(cooldown, 1))


@wrong
def from_zero(step, peak, total, warmup, cooldown):
    """Your first update has the rate 0, and does nothing. The warm-up is that of 8.5."""
    climb = step / warmup if warmup else 1
    return peak * max(min(climb, 1, (total - step) / max(cooldown, 1)), 0)


@wrong
def down_at_the_last_update(step, peak, total, warmup, cooldown):
    """Your rate is 0 with the last update already. It is 0 at step `total`, after the last one."""
    if step >= total - cooldown:
        return peak * max(total - 1 - step, 0) / max(cooldown, 1)
    return peak * min((step + 1) / max(warmup, 1), 1)


@wrong
def no_plateau(step, peak, total, warmup, cooldown):
    """Your rate falls from the end of the warm-up on. It falls in the last `cooldown` steps only, and stays at the peak until then."""
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * max(total - step, 0) / max(total - warmup, 1)


@wrong
def cooldown_after_the_end(step, peak, total, warmup, cooldown):
    """Your cool-down begins at step `total`. It is part of the training: there it ends."""
    return peak * max(min((step + 1) / max(warmup, 1), 1, (total + cooldown - step) / max(cooldown, 1)), 0)


@wrong
def divides_by_zero(step, peak, total, warmup, cooldown):
    """Without a cool-down you divide by 0. Then the rate is the peak up to the last update, and 0 from step `total` on."""
    return peak * max(min((step + 1) / max(warmup, 1), 1, (total - step) / cooldown), 0)


@wrong
def peak_after_the_end(step, peak, total, warmup, cooldown):
    """After the end your rate is the peak again. From step `total` on it is 0."""
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (total - step) / cooldown if total - cooldown <= step <= total and cooldown else peak


@wrong
def one_interval_too_few(step, peak, total, warmup, cooldown):
    """Your cool-down begins right and is steeper than it should be: it is at 0 with the last update already. It has an interval for each of its steps."""
    if step >= total - cooldown and step < total:
        return np.linspace(peak, 0, int(cooldown))[step - (total - cooldown)]
    return lowest_of_three(step, peak, total, warmup, cooldown)


@wrong
def total_without_warmup(step, peak, total, warmup, cooldown):
    """Your rate comes down `warmup` steps late: `total` counts all steps, those of the warm-up, too."""
    return lowest_of_three(step, peak, total + warmup, warmup, cooldown)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def one_step_less(step, peak, total, warmup, cooldown):
    """The first step of your cool-down is below the peak already. At step `total − cooldown` the rate is still `peak`."""
    return peak * max(min((step + 1) / max(warmup, 1), 1, (total - step) / (cooldown + 1)), 0)


@wrong
def cosine_down(step, peak, total, warmup, cooldown):
    """Your cool-down follows a wave. It should be a straight line."""
    share = lowest_of_three(step, 1.0, total, warmup, cooldown)
    return peak * (share if step < warmup else np.sin(np.pi * share / 2) ** 2)


@wrong
def plateau_to_the_end_without_cooldown(step, peak, total, warmup, cooldown):
    return (
        lowest_of_three(step, peak, total, warmup, cooldown)
        if cooldown
        else never_comes_down(step, peak, total, warmup, 1)
    )


@wrong
def warmup_on_both_sides(step, peak, total, warmup, cooldown):
    return lowest_of_three(step, peak, total, warmup, warmup)


@wrong
def cooldown_on_both_sides(step, peak, total, warmup, cooldown):
    return lowest_of_three(step, peak, total, cooldown, cooldown)
