"""Helpers that the answers to several exercises share."""

import numpy as np

from chainrule_staff.authoring.sweeps import Options
from chainrule_staff.authoring.vocabulary import ALL, maybe, pick, shape, turned

_kept = {}  # what answers remember that keep their memory outside of the state


def _averages(dw, state, beta1, beta2):
    m, s, t = (0, 0, 0) if state is None else state
    return beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw**2, t + 1


SHAPES = [(1,), (3,), (2, 3), (2, 1, 2)]


def _weights(rng, shape=None):
    shape = SHAPES[rng.integers(len(SHAPES))] if shape is None else shape
    x = np.where(rng.random(shape) < 0.3, rng.choice([0.0, 1.0, -1.0, 3.0, -0.5], shape), rng.normal(0, 2, shape))
    kind = rng.integers(8)
    return np.round(x).astype(int) if kind == 0 else x.astype(np.float32) if kind == 1 else x


def _steps(rng, function, options):
    """Calls with no state, and with one that the function made of up to three gradients."""
    while True:
        w = _weights(rng)
        choice = tuple(float(rng.choice(values)) for values in options[: rng.integers(len(options) + 1)])
        state = None
        for _ in range(rng.integers(4)):
            _, state = function(w, _weights(rng, w.shape), state, 0.1, *choice)
        yield (w, _weights(rng, w.shape), state, float(rng.choice([0.001, 0.1, 1.5])), *choice)


def _of_type(rng, x, kind):
    return turned(rng, np.round(2 * x).astype(kind) if kind.startswith("int") else x.astype(kind))


def _gradients(rng, steps, form, single):
    """Gradients of some steps: single zeros, steps without any, and weights whose gradients are all tiny or all large.

    (A tiny gradient after a large one is lost where the average is written as s + (1 − rho)(dw² − s), which is as right.)
    """
    size = np.ones(form) if single else rng.choice([1.0, 1.0, 1.0, 1e-6, 2e-8, 1e-10, 1e-200, 300.0], form)
    G = rng.normal(0, 2, (steps, *form)) * size
    G[rng.random(G.shape) < 0.2] = 0.0
    if steps > 2 and maybe(rng, 0.4):
        G[int(rng.integers(0, steps - 1))] = 0.0  # nothing to do, but what is remembered goes on
    return G


def walks(rng, options):
    """Gradients, rate or rates, first weights, and other options: of all shapes and pairs of types, some with many steps."""
    while True:
        kinds = (pick(rng, ALL), pick(rng, ALL)) if maybe(rng, 0.5) else ("float64", "float64")
        single = "float32" in kinds
        long = not single and maybe(rng, 0.08)
        steps = int(rng.integers(25, 40)) if long else int(rng.integers(1, 7))
        form = (2,) if long else shape(rng, dims=(1, 1, 2, 3), most=3)
        rates = (0.001, 0.02, 0.05) if single else (0.001, 0.1, 0.1, 0.5, 1, 1.5)
        lr = [pick(rng, rates) for _ in range(steps)] if maybe(rng, 0.3) else pick(rng, rates)
        G = [_of_type(rng, dw, kinds[0]) for dw in _gradients(rng, steps, form, single)]
        # float32 weights stay away from 0, where seven digits of a step are none of the weight
        w = rng.choice([-6.0, 5.0, 8.0], form) if single else rng.choice([0.0, 0.0, 1.0, rng.normal(0, 3)], form)
        more = {name: pick(rng, values) for name, values in options.items() if maybe(rng, 0.5)}
        yield G, lr, _of_type(rng, w, kinds[1]), Options(more)
