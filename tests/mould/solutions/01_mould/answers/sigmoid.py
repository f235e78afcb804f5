"""Answers to 1.1, sigmoid: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def sigmoid_inputs(rng):
    while True:
        yield (rng.choice([0.0, 1.0, -1.0, 1000.0, -1000.0, rng.normal(0, 5)], size=rng.integers(1, 5)),)


@inputs(of="sigmoid_grad")
def sigmoid_grad_inputs(rng):
    yield from sigmoid_inputs(rng)


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_tanh(x):
    """The sigmoid is half of a tanh that was shifted up and stretched to twice its width, so NumPy's tanh does all the work
    and no exponential can overflow. Far below 0 it pays with digits, since 1 is added to a number close to −1."""
    return (np.tanh(np.asarray(x) / 2) + 1) / 2


@right
def by_masks(x):
    x = np.asarray(x) * 1.0
    out = np.zeros_like(x)
    positive = x >= 0
    out[positive] = 1 / (1 + np.exp(-x[positive]))
    out[~positive] = np.exp(x[~positive]) / (1 + np.exp(x[~positive]))
    return out


@right(of="sigmoid_grad")
def by_exponentials(x):
    small = np.exp(-np.abs(x))
    return small / (1 + small) ** 2


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def sign_of_the_exponent(x):
    """The curve falls where the sigmoid rises: look at the sign in the exponent."""
    return 1 / (1 + np.exp(x))


@wrong
def overflows(x):
    """Far to the left exp overflows: which exponent is never large and positive?"""
    return np.exp(x) / (1 + np.exp(x))


@wrong(of="sigmoid_grad")
def grad_of_the_output(x):
    """This takes x for the sigmoid's output."""
    return x * (1 - x)
