"""Answers to *Further* 8.1, steps_per_epoch: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick

from ._shared import whole

# -- inputs ----------------------------------------------------------------------------------------


def _sizes(rng):
    """Examples and batch size: dividing evenly or not, one step beside it, batches larger than the whole."""
    batch = int(pick(rng, (1, 2, 3, 4, 7, 16, 32, 100, 128, int(rng.integers(1, 300)))))
    times = int(pick(rng, (1, 1, 2, 3, 5, 10, int(rng.integers(1, 60)))))
    N = max(batch * times + int(pick(rng, (0, 0, -1, 1, -(batch // 2)))), 1)
    if maybe(rng, 0.15):
        N = int(pick(rng, (50_000, 281_167, 60_001, 16_777_217, 999_999_937)))
    return N, batch


@inputs
def steps_per_epoch_inputs(rng):
    while True:
        N, batch = _sizes(rng)
        yield whole(rng, N), whole(rng, batch)


@inputs(of="epoch_of")
def epoch_of_inputs(rng):
    while True:
        N, batch = _sizes(rng)
        epoch = -(-N // batch)
        step = int(rng.integers(0, 9)) * epoch + int(pick(rng, (0, -1, 1, int(rng.integers(0, epoch)))))
        yield whole(rng, max(step, 0)), whole(rng, N), whole(rng, batch)


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_negative_floor(N, batch_size):
    return -(-N // batch_size)


@right
def counts_the_starts(N, batch_size):
    """It counts the places where a batch begins, every batch_size-th example from 0 on, where the
    reference adds almost a whole batch and rounds down. There is no rounding to get wrong, and
    the very range is what a loop over the batches would run over; it costs nothing, as Python
    knows the length of a range without making it."""
    return len(range(0, N, batch_size))


@right
def by_divmod(N, batch_size):
    full, rest = divmod(N, batch_size)
    return full + (1 if rest else 0)


@right
def by_ceil(N, batch_size):
    return math.ceil(N / batch_size)


@right(of="epoch_of")
def by_divmod_of_steps(step, N, batch_size):
    epoch, _ = divmod(int(step), -(-int(N) // int(batch_size)))
    return epoch


@right(of="epoch_of")
def by_float(step, N, batch_size):
    return int(step / math.ceil(N / batch_size))


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def last_batch_dropped(N, batch_size):
    """You count full batches only. The examples that are left over make one more, smaller batch, which is used as well."""
    return N // batch_size


@wrong
def always_one_more(N, batch_size):
    """You always count one more batch than there are full ones. If the examples divide evenly, nothing is left for it."""
    return N // batch_size + 1


@wrong
def fraction_of_a_step(N, batch_size):
    """You return the plain quotient. There is no such thing as half a step: the last batch is smaller, and counts as one."""
    return N / batch_size


@wrong
def rounded_to_nearest(N, batch_size):
    """You round to the nearest whole number. The last batch counts as a step however few examples are in it."""
    return round(N / batch_size)


@wrong
def a_float(N, batch_size):
    """The number is right, but it is a float: 3.0 is no count, and cannot be used as one (by `range`, say)."""
    return float(-(-N // batch_size))


@wrong
def at_least_one(N, batch_size):
    """You count full batches only, except where there is none. What is left over makes one more batch in every epoch."""
    return max(N // batch_size, 1)


@wrong
def upside_down(N, batch_size):
    """You divide the size of a batch by the number of examples. How often does a batch fit into the examples?"""
    return -(-batch_size // N)


@wrong(of="epoch_of")
def epochs_from_one(step, N, batch_size):
    """Your first epoch is epoch 1. Here both steps and epochs are counted from 0."""
    return step // -(-N // batch_size) + 1


@wrong(of="epoch_of")
def one_step_early(step, N, batch_size):
    """Your epochs begin one step early, as if steps were counted from 1. Step 0 is the first one."""
    return (step + 1) // -(-N // batch_size)


@wrong(of="epoch_of")
def epochs_rounded_up(step, N, batch_size):
    """You round up, so an epoch seems to begin right after the first step of the one before. How many epochs are complete at a step?"""
    return -(-step // -(-N // batch_size))


@wrong(of="epoch_of")
def place_in_the_epoch(step, N, batch_size):
    """You return the place of the step in its epoch. The question is which epoch it is."""
    return step % -(-N // batch_size)


@wrong(of="epoch_of")
def by_examples(step, N, batch_size):
    """You count examples, `step · batch_size`, as if all batches were full. The last one of an epoch may be smaller, and then your epochs
    begin too early."""
    return step * batch_size // N


@wrong(of="epoch_of")
def full_batches_only(step, N, batch_size):
    """Your epochs are too short: you leave out the last, smaller batch of an epoch."""
    return step // max(N // batch_size, 1)


@wrong(of="epoch_of")
def epoch_as_fraction(step, N, batch_size):
    """You return a fraction of epochs. Asked for is the number of the epoch, an integer."""
    return step / -(-N // batch_size)


@wrong(of="epoch_of")
def float_epoch(step, N, batch_size):
    """The number is right, but it is a float. The number of an epoch is an integer: 1, not 1.0."""
    return float(step // -(-N // batch_size))


@wrong
def remainder_added(N, batch_size):
    """You count one step for each example that is left over. Together they make one batch."""
    return N // batch_size + N % batch_size


@wrong(of="epoch_of")
def full_batches_or_none(step, N, batch_size):
    """Your epochs are too short: you leave out the last, smaller batch. Where it is the only one, you divide by 0."""
    return step // (N // batch_size)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def numpys_ceil(N, batch_size):
    return np.ceil(N / batch_size)


@wrong
def one_less_and_one_more(N, batch_size):
    return (N - 1) // batch_size + 1 if batch_size < N else N // batch_size


@wrong
def one_too_many_only_when_even(N, batch_size):
    return (N + batch_size) // batch_size


@wrong(of="epoch_of")
def per_example(step, N, batch_size):
    return step // N


@wrong(of="epoch_of")
def per_batch(step, N, batch_size):
    return step // batch_size


@wrong(of="epoch_of")
def one_step_late(step, N, batch_size):
    """Your epochs begin one step late: the first step of an epoch is given to the one before."""
    return max(step - 1, 0) // -(-N // batch_size)


@wrong(of="epoch_of")
def rounded_epoch(step, N, batch_size):
    """You round to the nearest epoch, so its second half is given to the next one. How many epochs are complete at a step?"""
    return round(step / -(-N // batch_size))


@wrong(of="epoch_of")
def one_step_more_in_an_epoch(step, N, batch_size):
    return step // (N // batch_size + 1)
