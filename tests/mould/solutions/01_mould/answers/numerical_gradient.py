"""Answers to 1.2, numerical_gradient: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def numerical_gradient_inputs(rng):
    while True:
        a = rng.normal(size=2)
        yield (lambda x, a=a: float(np.sum(a * x**3)), rng.normal(size=2), rng.choice([1e-5, 1e-2, 0.1]))


# -- right, written in other ways ------------------------------------------------------------------


@right
def in_place(f, x, h=1e-5):
    x = x.astype(float)
    gradient = np.empty_like(x)
    iterator = np.nditer(x, flags=["multi_index"])
    for _ in iterator:
        i = iterator.multi_index
        kept = x[i]
        x[i] = kept + h
        above = f(x)
        x[i] = kept - h
        gradient[i] = (above - f(x)) / (2 * h)
        x[i] = kept
    return gradient


@right
def flat(f, x, h=1e-5):
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([(f(x + s) - f(x - s)) / 2 / h for s in steps]).reshape(x.shape)


@right
def complex_enough(f, x, h=1e-5):
    g = []
    for k in range(x.size):
        e = np.zeros(x.size)
        e[k] = h
        e = e.reshape(x.shape)
        g.append(float(f(x + e) - f(x - e)) / h / 2.0)
    return np.reshape(g, x.shape)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def forward_difference(f, x, h=1e-5):
    """A forward difference: its error shrinks like h, that of the central difference like h²."""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        gradient[i] = (f(x + step) - f(x)) / h
    return gradient


@wrong
def half_the_step(f, x, h=1e-5):
    """The two points are 2h apart: what is the difference divided by?"""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / h
    return gradient


@wrong
def only_one_entry(f, x, h=1e-5):
    """All entries were moved at once: a partial derivative moves one and holds the others."""
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))
