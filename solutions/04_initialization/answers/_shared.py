"""Helpers that the answers to several exercises share."""

import math

import numpy as np

from chainrule.checks.callables import identity, leaky, relu, sine, square, tanh
from chainrule_staff.authoring.vocabulary import ALL, maybe, pick, turned

_own = np.random.default_rng(20_260)


def _fans(shape):
    if len(shape) == 2:
        return shape
    return shape[1] * shape[2] * shape[3], shape[0] * shape[2] * shape[3]


def _normal(std, shape, rng):
    return rng.normal(0, std, shape)


def _uniform(limit, shape, rng):
    return rng.uniform(-limit, limit, shape)


def _fans_of(shape):
    area = math.prod(shape[2:])
    return (shape[0], shape[1]) if len(shape) == 2 else (shape[1] * area, shape[0] * area)


def _shapes(rng):
    while True:
        yield tuple(int(n) for n in rng.integers(1, 9, 2 if rng.random() < 0.5 else 4))


def _draw_inputs(rng):
    for shape in _shapes(rng):
        yield shape, np.random.default_rng(int(rng.integers(10**6)))


def _spread_probes(rng):
    """Shapes of some ten thousand weights, dense and convolutional, and a generator."""
    while True:
        window = int(rng.integers(1, 6))
        fan_in, fan_out = int(rng.integers(20, 400)), int(rng.integers(100, 300))
        shape = (fan_out, max(1, fan_in // window**2), window, window) if maybe(rng, 0.5) else (fan_in, fan_out)
        yield shape, np.random.default_rng(int(rng.integers(10**6)))


FUNCTIONS = (tanh, relu, leaky, identity, square, sine)


def _sizes(rng, least):
    """Numbers of units, of the input first: one to four layers, eight now and then."""
    layers = 8 if maybe(rng, 0.1) else int(rng.integers(1, 5))
    return [int(n) for n in rng.integers(least, 6, layers + 1)]


def _of_type(rng, x, kind):
    return turned(rng, np.round(2 * x).astype(kind) if kind.startswith("int") else x.astype(kind))


def network(rng, rows=(1, 7), least=1):
    """A batch of inputs and the weights of some layers, of one type or of several."""
    sizes = _sizes(rng, least)
    kinds = (pick(rng, ALL), pick(rng, ALL)) if maybe(rng, 0.5) else ("float64", "float64")
    size = float(pick(rng, (0.01, 1.0, 1.0, 1.0, 30.0)))
    x = _of_type(rng, size * rng.normal(0.5, 1, (int(rng.integers(*rows)), sizes[0])), kinds[0])
    return x, [_of_type(rng, rng.normal(0.2, 1, pair), kinds[1]) for pair in zip(sizes, sizes[1:])]


def spread(a, single=False):
    """Whether the standard deviation of an array can be computed in any way: not a small difference of large numbers.

    ``single``: also in float32, by the mean of squares less the square of the mean, through some layers.
    """
    a = np.asarray(a, dtype=float)
    largest = np.max(np.abs(a))
    return largest == 0 or (largest < 1e60 and (a.size == 1 or np.std(a) > (0.2 if single else 0.05) * largest))


def _box_muller(std, shape, rng):
    u, v = 1 - rng.random(shape), rng.random(shape)
    return std * np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * v)


def _rows(draw, shape):
    """One row (output channel) after the other."""
    return np.stack([draw(shape[1:]) for _ in range(shape[0])])


def _numbers(draw, shape):
    """One number after the other."""
    W = np.zeros(shape)
    for index in np.ndindex(*shape):
        W[index] = draw()
    return W


# -- slips that any rule's draw can have -----------------------------------------------------------


def _window(shape):
    """The fan-in with the channels forgotten."""
    return shape[0] if len(shape) == 2 else shape[2] * shape[3]


def _one_side(shape):
    """The fan-in with one side of the window."""
    return shape[0] if len(shape) == 2 else shape[1] * shape[2]


def _one_row(draw, shape):
    """The same row for all."""
    return np.broadcast_to(draw(shape[1:]), shape).copy()


def _one_column(draw, shape):
    """The same number along the last axis."""
    return np.repeat(draw((*shape[:-1], 1)), shape[-1], axis=-1)


def _redrawn(std, limit, shape, rng):
    """A normal distribution whose tails beyond some standard deviations are drawn again."""
    W = rng.normal(0, std, shape)
    while np.any(far := np.abs(W) > limit * std):
        W[far] = rng.normal(0, std, int(far.sum()))
    return W


KERAS = 0.87962566103423978  # the standard deviation that a normal distribution keeps when it is cut off at two
