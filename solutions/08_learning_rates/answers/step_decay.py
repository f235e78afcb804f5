"""Answers to 8.3, step_decay: right and wrong ones, and inputs to compare functions on."""

import bisect

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import by_place_or_name, maybe, pick

from ._shared import _kept, moment, rate, whole

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def step_decay_inputs(rng):
    while True:
        far = int(pick(rng, (4, 10, 100, 5000)))
        count = min(int(pick(rng, (0, 1, 2, 2, 3, 5))), far)
        milestones = sorted(int(m) for m in rng.choice(far, count, replace=False))
        if milestones and maybe(rng, 0.1):
            milestones[0] = 0
        n = int(pick(rng, (1, 2, 3, 10, 250)))
        factor = pick(rng, (0.1, 0.5, 0.2, 1, 0.9, 2.0, float(rng.uniform(0.05, 0.95))))
        epoch = moment(rng, *milestones)
        step = epoch * n + int(pick(rng, (0, 0, 1, n - 1, n // 2)))
        if maybe(rng, 0.2):
            step = moment(rng, *milestones)  # reached, if they were steps
        given = tuple(milestones) if maybe(rng, 0.3) else milestones
        more = by_place_or_name(rng, factor=(factor, 0.1), steps_per_epoch=(n, 1))
        yield whole(rng, step), rate(rng), given, *more


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_multiplying(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    for milestone in milestones:
        if step // steps_per_epoch >= milestone:
            lr = lr * factor
    return lr


@right
def by_bisection(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    """The milestones are in order, so a bisection finds how many have been reached, where the
    reference compares the epoch with every one. With two or three milestones it is no faster, but
    it says in one word what is asked for: where the epoch would stand in the list, to the right
    of those equal to it."""
    reached = bisect.bisect_right(milestones, step // steps_per_epoch)
    return lr * factor**reached


@right
def in_steps(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    edges = np.array(milestones, dtype=int) * steps_per_epoch
    return float(lr * float(factor) ** np.count_nonzero(edges <= step))


@right
def by_fractions_of_epochs(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    count = 0
    while count < len(milestones) and step / steps_per_epoch >= milestones[count]:
        count += 1
    return lr * np.prod([1.0] + [factor] * count)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def one_epoch_late(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    """Your rate drops too late: at the milestone itself it is still the old one. A milestone is reached with the first step of its epoch."""
    epoch = step // steps_per_epoch
    return lr * factor ** sum(epoch > m for m in milestones)


@wrong
def steps_for_epochs(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    """You compare steps with epochs. Which epoch does the step belong to, if an epoch has `steps_per_epoch` steps?"""
    return lr * factor ** sum(step >= m for m in milestones)


@wrong
def one_drop_only(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    """Your rate drops once, at the first milestone, and then stays. Every milestone multiplies it once more."""
    epoch = step // steps_per_epoch
    return lr * factor if any(epoch >= m for m in milestones) else lr


@wrong
def factor_twice(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    """Each milestone lowers your rate twice: by `factor` times `factor`. Once is enough."""
    epoch = step // steps_per_epoch
    return lr * factor ** (2 * sum(epoch >= m for m in milestones))


@wrong
def rises(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    """At each milestone your rate is divided by `factor`, so that it rises with a factor below 1. It should be multiplied."""
    epoch = step // steps_per_epoch
    return lr / factor ** sum(epoch >= m for m in milestones)


@wrong
def factor_fixed(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    """You always multiply by 0.1. That is only the default: the caller may ask for another `factor`."""
    epoch = step // steps_per_epoch
    return lr * 0.1 ** sum(epoch >= m for m in milestones)


@wrong
def times_the_count(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    """You multiply by `factor` and by the number of milestones. Multiplied again and again, a factor gets an exponent."""
    count = sum(step // steps_per_epoch >= m for m in milestones)
    return lr * factor * count if count else lr


@wrong
def in_even_steps_down(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    """You take the same amount off the first rate at each milestone. The rate that there is gets multiplied."""
    count = sum(step // steps_per_epoch >= m for m in milestones)
    return lr * (1 - (1 - factor) * count)


@wrong
def only_in_that_epoch(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    """Your rate is low in the epoch of the milestone, and high again after it. A drop is for ever."""
    return lr * factor if step // steps_per_epoch in milestones else lr


@wrong
def epochs_from_one(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    """Your rate drops one epoch early, as if the first epoch were number 1. Here it is number 0."""
    epoch = step // steps_per_epoch + 1
    return lr * factor ** sum(epoch >= m for m in milestones)


@wrong
def epochs_rounded_up(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    """You round the epoch up, so that your rate drops in the epoch before the milestone, at its second step. An epoch is reached when all steps of the
    earlier ones have been made."""
    epoch = -(-step // steps_per_epoch)
    return lr * factor ** sum(epoch >= m for m in milestones)


@wrong
def epochs_the_wrong_way(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    """You multiply by the number of steps in an epoch where you should divide. There are fewer epochs than steps."""
    return lr * factor ** sum(step * steps_per_epoch >= m for m in milestones)


@wrong
def remembers(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    """Your rate depends on how often it was asked for: something is kept from one call to the next, and multiplied again. From `step` alone it must
    be clear how many milestones have been reached."""
    key = (lr, tuple(milestones), factor)
    if step // steps_per_epoch in milestones or key not in _kept:
        _kept[key] = _kept.get(key, lr) * (factor if any(step // steps_per_epoch >= m for m in milestones) else 1)
    return _kept[key]


@wrong
def last_milestone_only(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    """You look at the last milestone only, and drop the rate there. Each of them has its own drop."""
    return lr * factor if len(milestones) and step // steps_per_epoch >= milestones[-1] else lr


@wrong
def rounded_to_an_epoch(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    """You round to the nearest epoch, so your rate drops in the middle of the epoch before the milestone."""
    return lr * factor ** sum(round(step / steps_per_epoch) >= m for m in milestones)


@wrong
def from_one_to_the_next(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    """You count each milestone from the one before it. All of them are counted from the start of the training."""
    return lr * factor ** int(np.sum(step // steps_per_epoch >= np.cumsum(milestones)))


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def exactly_two(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    epoch = step // steps_per_epoch
    reached = [epoch >= m for m in list(milestones)[:2]]
    return lr * factor ** sum(reached)


@wrong
def no_drop_at_zero(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    return lr * factor ** sum(step // steps_per_epoch >= m for m in milestones if m)


@wrong
def never_below(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    return max(lr * factor ** sum(step // steps_per_epoch >= m for m in milestones), 1e-4)


@wrong
def one_step_late(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    """At the first step of a milestone's epoch your rate is still the old one. With this step the milestone is reached."""
    return lr * factor ** sum(step > m * steps_per_epoch for m in milestones)


@wrong
def one_step_early(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    """Your rate drops one step early, with the last step of the epoch before the milestone."""
    return lr * factor ** sum((step + 1) // steps_per_epoch >= m for m in milestones)


@wrong
def every_milestones_length(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    return lr * factor ** (step // steps_per_epoch // milestones[0]) if len(milestones) and milestones[0] else lr


@wrong
def rounded_rate(step, lr, milestones, factor=0.1, steps_per_epoch=1):
    return round(lr * factor ** sum(step // steps_per_epoch >= m for m in milestones), 6)
