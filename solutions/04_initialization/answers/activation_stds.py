"""Answers to 4.3, activation_stds: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import pick

from ._shared import FUNCTIONS, network, spread

# -- inputs ----------------------------------------------------------------------------------------


MOST = {"int64": 2**53, "float32": 1e17}


@inputs
def activation_stds_inputs(rng):
    while True:
        (x, weights), f = network(rng), pick(rng, FUNCTIONS)
        a, steady, single = x.astype(float), [], np.float32 in (x.dtype, weights[0].dtype)
        with np.errstate(all="ignore"):
            for W in weights:
                a = f(a @ W)
                # squares of integers wrap beyond 2⁶³, and those of float32 are infinite beyond 10³⁸, where float64 goes on
                steady.append(spread(a, single) and np.max(np.abs(a)) < MOST.get(str(x.dtype), np.inf))
        if all(steady):
            yield x, weights, f


# -- right, written in other ways ------------------------------------------------------------------


@right
def stds_by_recursion(x, weights, f):
    if not weights:
        return np.zeros(0)
    a = f(np.dot(x, weights[0]))
    return np.concatenate([[a.std()], stds_by_recursion(a, weights[1:], f)])


@right
def stds_into_an_array(x, weights, f):
    out = np.zeros(len(weights))
    for layer, W in enumerate(weights):
        x = f(np.einsum("nd,dh->nh", x, W))
        out[layer] = np.sqrt(np.mean((x - np.mean(x)) ** 2))
    return out


@right
def stds_of_kept_activations(x, weights, f):
    """It keeps the activations of all layers in a list and measures them at the end, where the reference holds only
    those of the present layer. That takes L times the memory, if the layers are equally wide, but training keeps them
    anyway, since the way back needs them, and you could draw their histograms as well."""
    activations = [x]
    for W in weights:
        activations.append(f(activations[-1] @ W))
    return np.array([np.std(a) for a in activations[1:]])


@right
def stds_by_python_sums(x, weights, f):
    found = []
    for W in weights:
        z = np.array([[sum(float(a) * float(w) for a, w in zip(row, column)) for column in W.T] for row in x])
        x = f(z)
        values = [float(a) for a in x.ravel()]
        mean = sum(values) / len(values)
        found.append(math.sqrt(sum((a - mean) ** 2 for a in values) / len(values)))
    return np.array(found)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def before_the_function(x, weights, f):
    """You measure the sums z, before the activation function. The activations are what comes out of it."""
    found = []
    for W in weights:
        z = x @ W
        found.append(np.std(z))
        x = f(z)
    return np.array(found)


def _stds(x, weights, f, measure=np.std):
    found = []
    for W in weights:
        x = f(x @ W)
        found.append(measure(x))
    return np.array(found)


@wrong
def function_forgotten(x, weights, f):
    """You never call f, so every layer is linear."""
    return _stds(x, weights, lambda z: z)


@wrong
def sums_passed_on(x, weights, f):
    """Layer 1 is right, but you hand the sums to the next layer instead of the activations."""
    found = []
    for W in weights:
        x = x @ W
        found.append(np.std(f(x)))
    return np.array(found)


@wrong
def input_counted(x, weights, f):
    """Your first number is that of the input x, which is no layer's activation: you have one number too many."""
    return np.array([np.std(x), *_stds(x, weights, f)])


@wrong
def inputs_of_the_layers(x, weights, f):
    """You measure what goes into each layer, not what comes out: your numbers are one layer late."""
    found = []
    for W in weights:
        found.append(np.std(x))
        x = f(x @ W)
    return np.array(found)


@wrong
def variances(x, weights, f):
    """You return variances. The standard deviation is the root."""
    return _stds(x, weights, f, np.var)


@wrong
def root_mean_square(x, weights, f):
    """You return the root of the mean square. A standard deviation is measured around the mean: what happens to the mean?"""
    return _stds(x, weights, f, lambda a: np.sqrt(np.mean(a**2)))


@wrong
def mean_of_the_units(x, weights, f):
    """You take the standard deviation of each unit, and average those. All activations of a layer are to be taken together."""
    return _stds(x, weights, f, lambda a: np.mean(np.std(a, axis=0)))


@wrong
def mean_of_the_examples(x, weights, f):
    """You take the standard deviation of each example, and average those. All activations of a layer are to be taken together."""
    return _stds(x, weights, f, lambda a: np.mean(np.std(a, axis=1)))


@wrong
def divided_by_one_less(x, weights, f):
    """You divide by the number of activations less one. The contract asks for what `np.std` computes by itself."""
    return _stds(x, weights, f, lambda a: np.std(a, ddof=1))


@wrong
def the_last_layer_only(x, weights, f):
    """You return one number, the last layer's. Each layer's is wanted."""
    return _stds(x, weights, f)[-1]


@wrong
def f_once_more(x, weights, f):
    """You call f twice in each layer: once for the measurement, and once more on what is passed on."""
    found = []
    for W in weights:
        x = f(x @ W)
        found.append(np.std(x))
        x = f(x)
    return np.array(found)


@wrong
def mean_sizes(x, weights, f):
    """You return the mean of the activations' sizes. The standard deviation is another measure of how large they are."""
    return _stds(x, weights, f, lambda a: np.mean(np.abs(a)))


@wrong
def function_before_the_sums(x, weights, f):
    """You apply f to what goes into a layer, and measure the sums. First the sums, then f, then the measurement."""
    found = []
    for W in weights:
        x = f(x) @ W
        found.append(np.std(x))
    return np.array(found)


@wrong
def always_tanh(x, weights, f):
    """You call tanh, whatever f is. Call the function that you are given."""
    return _stds(x, weights, np.tanh)


@wrong
def last_layer_without_f(x, weights, f):
    """You leave out the activation function in the last layer. Here all layers have it."""
    found = []
    for layer, W in enumerate(weights, start=1):
        x = f(x @ W) if layer < len(weights) else x @ W
        found.append(np.std(x))
    return np.array(found)


@wrong
def integers_cut(x, weights, f):
    """If x holds integers, you write the activations into integers too, and cut off their fractions."""
    x = np.asarray(x)
    return _stds(x, weights, (lambda z: np.asarray(f(z)).astype(x.dtype)) if x.dtype.kind == "i" else f)


@wrong
def not_passed_on(x, weights, f):
    """Every layer gets the network's input x with you. The next layer's input is what this one puts out."""
    return np.array([np.std(f(x @ W)) for W in weights])


@wrong
def f_around_the_layer(x, weights, f):
    """You apply f to what goes into a layer, and again for the measurement, so that the first layer gets f(x). First the sums, then f."""
    found = []
    for W in weights:
        x = f(x) @ W
        found.append(np.std(f(x)))
    return np.array(found)


@wrong
def transposed_weights(x, weights, f):
    """You multiply by W.T. W has the shape (fan_in, fan_out), so that x @ W fits as it is."""
    return _stds(x, [W.T for W in weights], f)


@wrong
def weights_on_the_left(x, weights, f):
    """You multiply from the left. Each row of x is an example: x @ W."""
    found = []
    for W in weights:
        x = f(W.T @ x)
        found.append(np.std(x))
    return np.array(found)


@wrong
def scaled_in_between(x, weights, f):
    """You divide the activations by their standard deviation before the next layer gets them. Measure, and change nothing."""
    found = []
    for W in weights:
        x = f(x @ W)
        found.append(np.std(x))
        with np.errstate(all="ignore"):
            x = x / np.std(x)
    return np.array(found)


@wrong
def measured_after_f_twice(x, weights, f):
    """You measure f of the activations, so f is applied twice in the measurement."""
    return _stds(x, weights, f, lambda a: np.std(f(a)))


@wrong
def around_the_unit_means(x, weights, f):
    """You measure around each unit's own mean. The contract takes all activations of a layer together, around one mean."""
    return _stds(x, weights, f, lambda a: np.sqrt(np.mean((a - a.mean(axis=0)) ** 2)))


@wrong
def mean_deviations(x, weights, f):
    """You take the mean size of the deviations. A standard deviation squares them, averages, and takes the root."""
    return _stds(x, weights, f, lambda a: np.mean(np.abs(a - a.mean())))


@wrong
def positive_ones_only(x, weights, f):
    """You leave out activations that are not positive. All of them count."""
    with np.errstate(all="ignore"):
        return _stds(x, weights, f, lambda a: np.std(a[a > 0]) if np.any(a > 0) else np.nan)


@wrong
def zeros_left_out(x, weights, f):
    """You leave out activations that are 0. All of them count."""
    with np.errstate(all="ignore"):
        return _stds(x, weights, f, lambda a: np.std(a[a != 0]) if np.any(a != 0) else np.nan)


@wrong
def stds_of_the_weights(x, weights, f):
    """You measure the weights. The activations are what comes out of each layer."""
    return np.array([np.std(W) for W in weights])


@wrong
def first_layer_without_f(x, weights, f):
    """You leave out the activation function in the first layer. Here all layers have it."""
    x = x @ weights[0]
    return np.array([np.std(x), *_stds(x, weights[1:], f)])


@wrong
def input_centred(x, weights, f):
    """You subtract the mean of each input feature first. Feed x as it is."""
    return _stds(x - np.mean(x, axis=0), weights, f)


@wrong
def relative_to_the_input(x, weights, f):
    """You divide by the standard deviation of the input. The contract asks for the layers' own."""
    with np.errstate(all="ignore"):
        return _stds(x, weights, f) / np.std(x)


@wrong
def first_example_only(x, weights, f):
    """You measure the first example only. All activations of a layer are to be taken together."""
    return _stds(x, weights, f, lambda a: np.std(a[0]))


@wrong
def single_units_without_f(x, weights, f):
    """A layer of one unit gets no activation function with you. All layers have it."""
    found = []
    for W in weights:
        x = f(x @ W) if W.shape[1] > 1 else x @ W
        found.append(np.std(x))
    return np.array(found)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def sums_in_float32(x, weights, f):
    found = []
    for W in weights:
        x = f((x @ W).astype(np.float32))
        found.append(np.std(x))
    return np.array(found)
