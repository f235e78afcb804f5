"""Correct answers to the mould's exercises, written differently."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, variant


@inputs("sigmoid")
def sigmoid_inputs(rng):
    while True:
        yield (rng.choice([0.0, 1.0, -1.0, 1000.0, -1000.0, rng.normal(0, 5)], size=rng.integers(1, 5)),)


@inputs("sigmoid_grad")
def sigmoid_grad_inputs(rng):
    yield from sigmoid_inputs(rng)


@inputs("numerical_gradient")
def numerical_gradient_inputs(rng):
    while True:
        a = rng.normal(size=2)
        yield (lambda x, a=a: float(np.sum(a * x**3)), rng.normal(size=2), rng.choice([1e-5, 1e-2, 0.1]))


@inputs("he_normal")
def he_normal_inputs(rng):
    while True:
        yield (tuple(int(n) for n in rng.integers(1, 9, 2)), np.random.default_rng(rng.integers(1000)))


@variant("sigmoid")
def by_tanh(x):
    return (np.tanh(np.asarray(x) / 2) + 1) / 2


@variant("sigmoid")
def by_masks(x):
    x = np.asarray(x) * 1.0
    out = np.zeros_like(x)
    positive = x >= 0
    out[positive] = 1 / (1 + np.exp(-x[positive]))
    out[~positive] = np.exp(x[~positive]) / (1 + np.exp(x[~positive]))
    return out


@variant("sigmoid", of="sigmoid_grad")
def by_exponentials(x):
    small = np.exp(-np.abs(x))
    return small / (1 + small) ** 2


@variant("numerical_gradient")
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


@variant("numerical_gradient")
def flat(f, x, h=1e-5):
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([(f(x + s) - f(x - s)) / 2 / h for s in steps]).reshape(x.shape)


@variant("numerical_gradient")
def complex_enough(f, x, h=1e-5):
    g = []
    for k in range(x.size):
        e = np.zeros(x.size)
        e[k] = h
        e = e.reshape(x.shape)
        g.append(float(f(x + e) - f(x - e)) / h / 2.0)
    return np.reshape(g, x.shape)


@variant("he_normal")
def scaled(shape, rng):
    return rng.standard_normal(shape) * math.sqrt(2.0 / shape[0])


@variant("he_normal")
def single(shape, rng):
    return (rng.standard_normal(size=shape, dtype=np.float32) * np.float32((2 / shape[0]) ** 0.5))


@variant("he_normal")
def looped(shape, rng):
    return np.array([[rng.normal() * (2 / shape[0]) ** 0.5 for _ in range(shape[1])] for _ in range(shape[0])])
