"""Answers to 3.7, dead_units: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import ALL, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def dead_units_inputs(rng):
    while True:
        N = int(rng.integers(1, 7)) if rng.random() < 0.85 else int(rng.integers(101, 240))
        A = np.maximum(rng.normal(-0.5, 1, (N, int(rng.integers(1, 6)))), 0)
        for h in range(A.shape[1]):
            if rng.random() < 0.7:  # dead, or all but dead: it fires once, often by very little
                A[:, h] = pick(rng, (0.0, -0.0))
                if rng.random() < 0.6:
                    A[rng.integers(N), h] = pick(rng, (1e-200, 1e-30, 1e-9, 1e-3, 0.5, 2.0, 1e6))
        if rng.random() < 0.15:
            A = np.full_like(A, A[0, 0])  # the same output for every example
        kind = pick(rng, ALL)
        yield (turned(rng, np.minimum(np.ceil(A), 9).astype(kind) if kind == "int64" else A.astype(kind)),)


# -- right, written in other ways ------------------------------------------------------------------


@right
def dead_by_maximum(A):
    """A unit is dead if its largest output is 0, which suffices because ReLU never puts out less; the reference
    compares every output with 0. No array of N · H truth values is made, and the maxima would also tell how strongly
    the other units respond, but for a function with negative outputs, such as leaky ReLU, only the reference would be
    right."""
    largest = A.max(axis=0)
    return largest == 0


@right
def dead_by_any(A):
    return ~np.any(A, axis=0)


@right
def dead_by_sum(A):
    return np.sum(A, axis=0) == 0


@right
def dead_by_loop(A):
    N, H = A.shape
    return np.array([all(A[n, h] <= 0 for n in range(N)) for h in range(H)])


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def silent_once(A):
    """You call a unit dead if it is silent on any one example. A healthy ReLU is silent on about half of them. What
    must hold for all examples?"""
    return np.any(A == 0, axis=0)


@wrong
def examples_instead(A):
    """You return one answer for each example. Asked is one for each unit: the examples, along axis 0, are what is combined."""
    return np.all(A == 0, axis=1)


@wrong
def alive(A):
    """You return which units are alive. True should stand for the dead ones."""
    return np.any(A != 0, axis=0)


@wrong
def nearly_silent(A):
    """You call a unit dead whose outputs are merely tiny. As long as its output is above 0, its slope is 1, and it
    learns."""
    return np.all(np.isclose(A, 0, atol=1e-3), axis=0)


@wrong
def silent_share(A):
    """You return, for each unit, the share of the examples on which it is silent. Dead is: silent on all of them, yes
    or no."""
    return np.mean(A == 0, axis=0)


@wrong
def how_many_are_dead(A):
    """You return how many units are dead. Asked is which: one truth value for each unit."""
    return np.sum(np.all(A == 0, axis=0))


@wrong
def cut_to_integers(A):
    """Outputs below 1 count as 0 for you, as if they were turned into integers first: 0.5 becomes 0, and a unit that
    fires looks dead."""
    return A.astype(int).sum(axis=0) == 0


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def sum_below_a_tolerance(A):
    return A.sum(axis=0) < 1e-8


@wrong
def below_the_tiniest_tolerance(A):
    return A.max(axis=0) < 1e-40


@wrong
def squares_underflow(A):
    """A unit that fires by very little, such as 1e-200, looks dead to you. Squares of such numbers, and norms, are 0 in
    floating point, and every tolerance is too coarse for some. Ask the outputs themselves whether they are 0."""
    return np.sum(A**2, axis=0) == 0


@wrong
def mostly_silent(A):
    """You call a unit dead that is silent on nearly all examples. On a large batch a unit may fire for one example in a hundred,
    and it lives by that one."""
    return np.mean(A == 0, axis=0) > 0.9


@wrong
def silent_on_most(A):
    """You call a unit dead that is silent on most examples. One example on which it fires is enough to keep it alive."""
    return np.mean(A == 0, axis=0) > 0.5


@wrong
def first_example_only(A):
    """You look at the first example only. Dead is: silent on all of them."""
    return A[0] == 0


@wrong
def last_example_only(A):
    """You look at the last example only. Dead is: silent on all of them. (In a loop, does each example overwrite what
    the one before it found?)"""
    return A[-1] == 0


@wrong
def no_variance(A):
    """You call a unit dead whose output is the same for all examples. It may be the same and not 0."""
    return A.std(axis=0) == 0


@wrong
def entry_by_entry(A):
    """You answer for every entry. Asked is one answer for each unit: how do you combine those of its examples?"""
    return A == 0


@wrong
def numbers_for_truth_values(A):
    """The numbers 0 and 1 are right, but the contract asks for truth values, True and False: others will use them as a mask."""
    return np.all(A == 0, axis=0) * 1.0


@wrong
def indices_of_the_dead(A):
    """You return the positions of the dead units. Asked is one truth value for each unit."""
    return np.flatnonzero(np.all(A == 0, axis=0))
