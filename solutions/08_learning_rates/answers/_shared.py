"""Helpers that the answers to several exercises share."""

import numpy as np

from chainrule_staff.authoring.vocabulary import maybe, pick

_kept = {}  # what answers remember that keep a memory


def whole(rng, n):
    """A whole number, as Python has it, or as NumPy does now and then."""
    return np.int64(n) if maybe(rng, 0.2) else int(n)


def rate(rng, choices=(0.1, 0.3, 0.8, 0.001, 1e-6, 2.5, 1, 2, 30.0)):
    """A learning rate: a float, or a whole number."""
    value = pick(rng, choices) if maybe(rng, 0.6) else float(np.exp(rng.uniform(-7, 2)))
    return np.float64(value) if maybe(rng, 0.1) else value


def lowest(rng, peak):
    """The rate at the end: 0, the peak itself, or something between."""
    return pick(rng, (0.0, 0, 0.1 * float(peak), float(peak), 0.5 * float(peak), float(peak) * float(rng.random())))


def moment(rng, *marks):
    """A step: beside one of the marks, between them, or later; 0 or more."""
    mark = int(pick(rng, (0, *marks)))
    near = mark + int(rng.integers(-2, 3))
    anywhere = int(rng.integers(0, max(int(max(marks, default=1)), 1) + 3))
    later = int(max(marks, default=1)) + int(pick(rng, (1, 2, 7, 50, 1000)))
    return max(pick(rng, (near, near, anywhere, anywhere, later)), 0)


def length(rng, least=1):
    """The number of steps of a training or of a part of it."""
    return int(pick(rng, (least, least + 1, 2, 3, 4, 5, 7, 10, 30, 100, 1001, 90_000)))
