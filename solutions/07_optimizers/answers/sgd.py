"""Answers to 7.1, sgd: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import Numbers, pick, shape

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def sgd_inputs(rng):
    while True:
        form = shape(rng, dims=(1, 2, 3), most=4)
        w, dw = (Numbers(special=(0.0, 1.0, -1.0)).draw(rng, form) for _ in range(2))
        if "float32" in (w.dtype, dw.dtype):  # away from where the step takes the weight to 0
            dw = np.where(np.abs(w) > 1e-3, dw, 0).astype(dw.dtype)
            yield w, np.clip(dw, -np.min(np.abs(w)), np.min(np.abs(w))).astype(dw.dtype), None, 0.5
        else:
            yield w, dw, None, pick(rng, (1e-3, 0.1, 0.25, 1.5, 1, 2))


# -- right, written in other ways ------------------------------------------------------------------


@right
def sgd_by_loop(w, dw, state, lr):
    out = np.array(w, dtype=float)
    for index, slope in np.ndenumerate(dw):
        out[index] -= lr * slope
    return out, state


@right
def sgd_downhill(w, dw, state, lr):
    """The step is formed first, downhill and as long as the rate says, and the weights go along it."""
    step = np.negative(dw) * lr
    return np.add(w, step), None


@right
def sgd_by_copy(w, dw, state, lr):
    w = w.astype(np.float64)
    w -= np.multiply(lr, dw)
    return (w, None)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def uphill(w, dw, state, lr):
    """You go along the gradient, and the gradient points to where the loss rises. Which way is down?"""
    return w + lr * dw, None


@wrong
def without_rate(w, dw, state, lr):
    """Your step is as long as the gradient itself: the learning rate plays no part in it."""
    return w - dw, None


@wrong
def step_only(w, dw, state, lr):
    """You return the step. The caller wants to know where the weights are after it."""
    return -lr * dw, None


@wrong
def in_place(w, dw, state, lr):
    """You change the array `w` of the caller, who may still need it (a path that is being recorded, say). An operator like `-=`
    writes into the array, and cannot write decimals into one of integers; how do you make a new one?"""
    w -= lr * dw
    return w, None


@wrong
def weights_alone(w, dw, state, lr):
    """You return the weights alone. By the contract every optimizer returns a pair, weights and state, also the one that has
    nothing to remember."""
    return w - lr * dw


@wrong
def gradient_as_state(w, dw, state, lr):
    """The weights are right. But SGD remembers nothing: the state that it returns is `None`, not an array."""
    return w - lr * dw, dw


@wrong
def shrinks_the_weights(w, dw, state, lr):
    """You multiply where you should subtract: the step is `lr` times the gradient, and it is taken off the weights, whatever
    their size."""
    return w * (1 - lr * dw), None
