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
    return A.max(axis=0) == 0


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
    """You call a unit dead if it is silent on one example. A healthy ReLU is silent on about half of them. What must hold
    for all examples?"""
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
    """You turn the outputs into integers first: 0.5 becomes 0, and a unit that fires looks dead."""
    return A.astype(int).sum(axis=0) == 0


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def sum_below_a_tolerance(A):
    return A.sum(0) < 1e-8
