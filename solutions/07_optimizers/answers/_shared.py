"""Helpers that the answers to several exercises share."""

import numpy as np

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
