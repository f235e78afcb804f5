"""Known mistakes of the mould."""

import numpy as np

from chainrule_staff.authoring.alternatives import mistake


@mistake("sigmoid")
def sign_of_the_exponent(x):
    """The curve falls where the sigmoid rises: look at the sign in the exponent."""
    return 1 / (1 + np.exp(x))


@mistake("sigmoid")
def overflows(x):
    """Far to the left exp overflows: which exponent is never large and positive?"""
    return np.exp(x) / (1 + np.exp(x))


@mistake("sigmoid", of="sigmoid_grad")
def grad_of_the_output(x):
    """This takes x for the sigmoid's output."""
    return x * (1 - x)


@mistake("numerical_gradient")
def forward_difference(f, x, h=1e-5):
    """A forward difference: its error shrinks like h, that of the central difference like h²."""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        gradient[i] = (f(x + step) - f(x)) / h
    return gradient


@mistake("numerical_gradient")
def half_the_step(f, x, h=1e-5):
    """The two points are 2h apart: what is the difference divided by?"""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / h
    return gradient


@mistake("numerical_gradient")
def only_one_entry(f, x, h=1e-5):
    """All entries were moved at once: a partial derivative moves one and holds the others."""
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


@mistake("he_normal")
def uniform(shape, rng):
    """The numbers are uniform in an interval, not normal: their standard deviation is smaller."""
    return rng.uniform(-1, 1, shape) * np.sqrt(2 / shape[0])


@mistake("he_normal")
def xavier(shape, rng):
    """That is the scale for a layer whose inputs all pass: half of a ReLU's do not."""
    return rng.normal(0, np.sqrt(1 / shape[0]), shape)


@mistake("he_normal")
def variance_as_deviation(shape, rng):
    """The generator wants a standard deviation; this is the variance."""
    return rng.normal(0, 2 / shape[0], shape)
