"""Answers to 7.10, adamw: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _averages, _kept, _steps, walks
from .adam import adam_by_loop

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def adamw_inputs(rng, functions):
    yield from _steps(rng, functions["adamw"], [[0.5, 0.9], [0.75, 0.999], [1e-8, 1.0], [0.0, 0.01, 0.5]])


@inputs(through="walk")
def adamw_walks(rng):
    yield from walks(
        rng, {"beta1": (0.0, 0.5), "beta2": (0.5, 0.75), "eps": (1e-10, 1e-3, 1.0), "decay": (0.0, 0.1, 0.5, 1.0)}
    )


# -- right, written in other ways ------------------------------------------------------------------


@right
def adamw_from_scratch(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    m, s, t = (0, 0, 0) if state is None else state
    m, s, t = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw**2, t + 1
    step = (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps)
    return w - lr * (step + decay * w), (m, s, t)


@right
def adamw_shrinks_first(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    """It multiplies the weights by 1 − lr · decay first and takes Adam's step from there, as PyTorch does, where the
    reference subtracts the decay from what Adam returns. The result is the same, since Adam's step does not depend on
    the weights, and you see why it is called decay: every weight shrinks by the same factor; but Adam stands here a
    second time instead of being called."""
    w = w * (1 - lr * decay)
    m, s, t = (0, 0, 0) if state is None else state
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw**2
    t = t + 1
    m_hat, s_hat = m / (1 - beta1**t), s / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(s_hat) + eps), (m, s, t)


@right
def adamw_by_loop(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    out, state = adam_by_loop(w, dw, state, lr, beta1, beta2, eps)
    for index in np.ndindex(*w.shape):
        out[index] -= lr * decay * float(w[index])
    return out, state


# -- wrong, and told why ---------------------------------------------------------------------------


def _adam(w, dw, state, lr, beta1, beta2, eps):
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)


@wrong
def decay_in_the_gradient(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    """You add the decay to the gradient, so it goes through Adam's averages and is divided by the root. That is L2 regularization
    with Adam, just what AdamW avoids."""
    return _adam(w, dw + decay * w, state, lr, beta1, beta2, eps)


@wrong
def decay_without_rate(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    """Your decay does not depend on the learning rate. In this contract the weights shrink by `lr` times `decay`."""
    w_new, state = _adam(w, dw, state, lr, beta1, beta2, eps)
    return w_new - decay * w, state


@wrong
def decay_of_the_new_weights(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    """You decay the weights after Adam's step. The contract takes the decay of the old ones."""
    w_new, state = _adam(w, dw, state, lr, beta1, beta2, eps)
    return w_new * (1 - lr * decay), state


@wrong
def decay_grows(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    """Your decay makes the weights larger instead of smaller: it has the wrong sign."""
    w_new, state = _adam(w, dw, state, lr, beta1, beta2, eps)
    return w_new + lr * decay * w, state


@wrong
def defaults_only(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    """You do not hand `beta1`, `beta2` and `eps` on to Adam, so it always uses its own defaults."""
    w_new, state = _adam(w, dw, state, lr, 0.9, 0.999, 1e-8)
    return w_new - lr * decay * w, state


@wrong
def first_rate_for_the_decay(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    """Your decay goes on with the learning rate of the first call. By the contract `lr` may differ from call to call."""
    inner, first = (None, lr) if state is None else state
    w_new, inner = _adam(w, dw, inner, lr, beta1, beta2, eps)
    return w_new - first * decay * w, (inner, first)


@wrong
def decayed_integers(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    """Your result is made of integers if the weights are, as an array made like them is, and its decimals are cut off. What must
    you say when you make that array?"""
    w_new, state = _adam(w, dw, state, lr, beta1, beta2, eps)
    out = np.zeros_like(w)
    out[...] = w_new - lr * decay * w
    return out, state


@wrong
def adamw_remembers_elsewhere(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    """You remember the averages outside of the state, so two arrays of weights share them. What has to be remembered must travel in
    `state`."""
    if state is None:
        _kept["w"] = None
    w_new, _kept["w"] = _adam(w, dw, _kept["w"], lr, beta1, beta2, eps)
    return w_new - lr * decay * w, "w"


# -- wrong, refused without a name -----------------------------------------------------------------


_MEMORY = {}


@wrong
def adamw_with_a_global(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    if state is None:
        _MEMORY["all"] = (0, 0, 0)
    m, s, t = _MEMORY["all"]
    m, s, t = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw**2, t + 1
    _MEMORY["all"] = m, s, t
    return w - lr * (m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps) + decay * w), 1


@wrong
def decay_at_the_first_rate(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    m, s, t, first = (0, 0, 0, lr) if state is None else state
    m, s, t = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw**2, t + 1
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps) - first * decay * w, (m, s, t, first)
