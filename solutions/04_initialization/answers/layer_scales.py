"""Answers to 4.10, layer_scales: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import pick

from ._shared import FUNCTIONS, network, spread

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def layer_scales_inputs(rng):
    while True:
        (x, weights), f = network(rng, rows=(1, 7)), pick(rng, FUNCTIONS)
        a, steady, single = x.astype(float), [], np.float32 in (x.dtype, weights[0].dtype)
        with np.errstate(all="ignore"):
            for W in weights:
                z = a @ W
                steady.append(spread(z, single) and np.std(z) > 1e-4)  # no z has standard deviation 0
                a = f(z / np.std(z))
        if all(steady):
            yield x, weights, f


# -- right, written in other ways ------------------------------------------------------------------


@right
def scales_with_new_weights(x, weights, f):
    """It corrects the weights and runs the layer a second time, as you would do in a network that keeps its new
    weights; the reference scales z instead. Both give the same, since scaled weights scale z by the same factor, so
    the reference saves the second matrix product of each layer."""
    scales = []
    for W in weights:
        scale = 1 / np.std(x @ W)
        x = f(x @ (scale * W))
        scales.append(scale)
    return np.array(scales)


@right
def scales_by_recursion(x, weights, f):
    z = np.dot(x, weights[0])
    z_std = math.sqrt(np.mean(z * z) - np.mean(z) ** 2)
    above = scales_by_recursion(f(z / z_std), weights[1:], f) if len(weights) > 1 else []
    return np.array([1 / z_std, *above])


@right
def scales_one_layer_at_a_time(x, weights, f):
    done = []
    for layer in range(len(weights)):
        a = x
        for W, scale in zip(weights, done):
            a = f(a @ (scale * W))
        done.append(1 / np.std(a @ weights[layer]))
    return np.array(done)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def not_passed_on(x, weights, f):
    """The first factor is right. But the next layer must receive what the corrected layer puts out."""
    found = []
    for W in weights:
        z = x @ W
        found.append(1 / np.std(z))
        x = f(z)
    return np.array(found)


def _scales(x, weights, f, measure=np.std):
    found = []
    for W in weights:
        z = x @ W
        found.append(1 / measure(z))
        x = f(z * found[-1])
    return np.array(found)


@wrong
def stds_instead(x, weights, f):
    """You return the standard deviations themselves. By what must a number be multiplied to become 1?"""
    return 1 / _scales(x, weights, f)


@wrong
def activations_scaled(x, weights, f):
    """You measure and scale the activations, after f. The pre-activations z are to have standard deviation 1."""
    found = []
    for W in weights:
        z = x @ W
        with np.errstate(all="ignore"):
            found.append(1 / np.std(f(z)))
        x = f(z) * found[-1]
    return np.array(found)


@wrong
def corrected_after_f(x, weights, f):
    """You apply the factor behind f. It belongs to the weights, so f must see the corrected z. (For ReLU there is no difference.)"""
    found = []
    for W in weights:
        z = x @ W
        found.append(1 / np.std(z))
        x = f(z) * found[-1]
    return np.array(found)


@wrong
def by_variances(x, weights, f):
    """You divide by the variance. Then z has the wrong size unless its variance was 1 already."""
    return _scales(x, weights, f, np.var)


@wrong
def by_mean_squares(x, weights, f):
    """You use the root of the mean square, where the contract asks for the standard deviation, around the mean."""
    return _scales(x, weights, f, lambda z: np.sqrt(np.mean(z**2)))


@wrong
def scales_of_one_less(x, weights, f):
    """You divide by the number of sums less one. The contract asks for what `np.std` computes by itself."""
    with np.errstate(all="ignore"):
        return _scales(x, weights, f, lambda z: np.std(z, ddof=1))


@wrong
def sums_centred(x, weights, f):
    """You subtract the mean of the sums as well. The factor scales the weights; nothing is shifted."""
    found = []
    for W in weights:
        z = x @ W
        found.append(1 / np.std(z))
        x = f((z - np.mean(z)) * found[-1])
    return np.array(found)


@wrong
def mean_of_unit_stds(x, weights, f):
    """You take the standard deviation of each unit, and average those. All sums of a layer are to be taken together."""
    with np.errstate(all="ignore"):
        return _scales(x, weights, f, lambda z: np.mean(np.std(z, axis=0)))


@wrong
def factors_multiplied_up(x, weights, f):
    """You multiply each factor with those of the layers below. Each layer has a factor of its own."""
    return np.cumprod(_scales(x, weights, f))


@wrong
def f_left_out(x, weights, f):
    """You never call f: the next layer gets the corrected sums themselves."""
    return _scales(x, weights, lambda z: z)
