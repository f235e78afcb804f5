"""Answers to 1.3, he_normal: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def he_normal_inputs(rng):
    while True:
        yield (tuple(int(n) for n in rng.integers(1, 9, 2)), np.random.default_rng(rng.integers(1000)))


# -- right, written in other ways ------------------------------------------------------------------


@right
def scaled(shape, rng):
    return rng.standard_normal(shape) * math.sqrt(2.0 / shape[0])


@right
def single(shape, rng):
    return rng.standard_normal(size=shape, dtype=np.float32) * np.float32((2 / shape[0]) ** 0.5)


@right
def looped(shape, rng):
    return np.array([[rng.normal() * (2 / shape[0]) ** 0.5 for _ in range(shape[1])] for _ in range(shape[0])])


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def uniform(shape, rng):
    """The numbers are uniform in an interval, not normal: their standard deviation is smaller."""
    return rng.uniform(-1, 1, shape) * np.sqrt(2 / shape[0])


@wrong
def xavier(shape, rng):
    """That is the scale for a layer whose inputs all pass: half of a ReLU's do not."""
    return rng.normal(0, np.sqrt(1 / shape[0]), shape)


@wrong
def variance_as_deviation(shape, rng):
    """The generator wants a standard deviation; this is the variance."""
    return rng.normal(0, 2 / shape[0], shape)
