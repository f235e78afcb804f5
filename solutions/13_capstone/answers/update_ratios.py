"""Answers to 13.3, update_ratios: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import addends, kinds_of, maybe, pick, shape

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def update_ratios_inputs(rng):
    while True:
        before, after, kinds = [], [], kinds_of(rng)
        for _ in range(int(rng.integers(1, 5))):
            form = shape(rng, dims=(1, 2, 2, 3))
            old = addends(rng, form, kinds, tiny=False, large=False, limit=20.0)
            step = addends(rng, form, kinds, tiny=False, large=False, limit=20.0)
            if not np.any(old):
                old = np.ones_like(old)
            if maybe(rng, 0.15):
                step = np.zeros_like(step)
            elif maybe(rng, 0.15):
                step = np.ones_like(step)
            scale = pick(rng, (1e-9, 1e-3, 1e6)) if old.dtype == step.dtype == np.float64 and maybe(rng, 0.3) else 1
            before.append(old * scale if scale != 1 else old)
            after.append((old + step) * scale if scale != 1 else old + step)
        yield before, after


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_norms(before, after):
    """It lets `np.linalg.norm` take the root of the sum of squares, of a flat array, since of three
    axes the function takes no such norm. The formula is left to a name that says what it means."""
    pairs = zip(before, after)
    return np.array([np.linalg.norm(np.ravel(b - a)) / np.linalg.norm(np.ravel(a)) for a, b in pairs])


@right
def with_a_loop(before, after):
    ratios = np.empty(len(before))
    for layer in range(len(before)):
        old, new = np.asarray(before[layer], float), np.asarray(after[layer], float)
        ratios[layer] = np.sqrt(np.mean((new - old) ** 2)) / np.sqrt(np.mean(old**2))
    return ratios


@right
def by_dot_products(before, after):
    found = []
    for old, new in zip(before, after):
        old, step = np.ravel(old) * 1.0, np.ravel(new - old) * 1.0
        found.append(math.sqrt(np.dot(step, step) / np.dot(old, old)))
    return np.array(found)


# -- wrong, and told why ---------------------------------------------------------------------------


def _norm(a):
    return np.sqrt(np.sum(np.asarray(a, float) ** 2))


@wrong
def not_rooted(before, after):
    """You divide the sums of squares, and take no root. A size is the root of such a sum."""
    return np.array([(_norm(b - a) / _norm(a)) ** 2 for a, b in zip(before, after)])


@wrong
def change_of_the_size(before, after):
    """You compare the sizes of the weights before and after. A step may turn weights far without making them
    larger: it is the size of the change that is asked for."""
    return np.array([abs(_norm(b) - _norm(a)) / _norm(a) for a, b in zip(before, after)])


@wrong
def by_the_new_weights(before, after):
    """You divide by the size of the weights after the step."""
    with np.errstate(all="ignore"):
        return np.array([_norm(b - a) / _norm(b) for a, b in zip(before, after)])


@wrong
def size_of_the_step(before, after):
    """You return the size of the change alone. How much that is depends on the size of the weights."""
    return np.array([_norm(b - a) for a, b in zip(before, after)])


@wrong
def all_layers_at_once(before, after):
    """You return one number for the whole network. One layer may stand still while others run: each has a ratio of its own."""
    return math.sqrt(sum(_norm(b - a) ** 2 for a, b in zip(before, after)) / sum(_norm(a) ** 2 for a in before))


@wrong
def mean_of_ratios(before, after):
    """You divide weight by weight, and average. Weights near 0 then decide: take the two sizes first."""
    with np.errstate(all="ignore"):
        return np.array([np.mean(np.abs((b - a) / a)) for a, b in zip(before, after)])


@wrong
def sums(before, after):
    """You add up the changes with their signs. Those upwards and those downwards cancel."""
    return np.array([abs(np.sum(b - a)) / _norm(a) for a, b in zip(before, after)])


@wrong
def of_spreads(before, after):
    """You compare standard deviations, from which the mean has been taken away. A step that moves all weights alike has none."""
    with np.errstate(all="ignore"):
        return np.array([np.std(b - a) / np.std(a) for a, b in zip(before, after)])


@wrong
def absolute_sums(before, after):
    """You add up absolute values. The size of an array is here the root of the sum of its squares."""
    return np.array([np.sum(np.abs(b - a)) / np.sum(np.abs(a)) for a, b in zip(before, after)])


@wrong
def by_the_first_layer(before, after):
    """You divide by the size of the first layer's weights, in every layer."""
    return np.array([_norm(b - a) / _norm(before[0]) for a, b in zip(before, after)])


@wrong
def a_quotient_of_sizes(before, after):
    """You divide the size after the step by that before. Without any step that gives 1, and it has to be 0."""
    return np.array([_norm(b) / _norm(a) for a, b in zip(before, after)])


@wrong
def logarithms(before, after):
    """You return logarithms of the ratios. It is the ratios themselves that are asked for."""
    with np.errstate(all="ignore"):
        return np.array([np.log10(_norm(b - a) / _norm(a)) for a, b in zip(before, after)])


@wrong
def largest(before, after):
    """You compare the largest changes with the largest weights. The size of an array takes in all of its numbers."""
    return np.array([np.max(np.abs(b - a)) / np.max(np.abs(a)) for a, b in zip(before, after)])


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def with_an_epsilon(before, after):
    return np.array([_norm(b - a) / (_norm(a) + 1e-3) for a, b in zip(before, after)])


@wrong
def last_layer_missing(before, after):
    return np.array([_norm(b - a) / _norm(a) for a, b in zip(before, after)])[:-1]


@wrong
def rounded(before, after):
    return np.array([round(_norm(b - a) / _norm(a), 4) for a, b in zip(before, after)])
