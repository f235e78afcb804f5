"""Answers to 7.7, rmsprop: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _kept, _steps, walks

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def rmsprop_inputs(rng, functions):
    yield from _steps(rng, functions["rmsprop"], [[0.0, 0.5, 0.9, 0.99], [1e-8, 0.1, 1.0]])


@inputs(through="walk")
def rmsprop_walks(rng):
    yield from walks(rng, {"rho": (0.0, 0.5, 0.75, 0.99), "eps": (1e-10, 1e-3, 0.1, 1.0)})


# -- right, written in other ways ------------------------------------------------------------------


@right
def rmsprop_with_zeros(w, dw, state, lr, rho=0.9, eps=1e-8):
    """The average goes the part 1 − rho of the way from its old value to the new square, which is the weighted sum of
    the reference, written with one product less. So 1 − rho is a step size for the average, but with rho near 0 a
    square that is tiny beside the old average is rounded away in the difference."""
    s = np.zeros(w.shape) if state is None else state
    s = s + (1 - rho) * (dw**2 - s)
    return w - lr * dw / (np.sqrt(s) + eps), s


@right
def rmsprop_in_a_tuple(w, dw, state, lr, rho=0.9, eps=1e-8):
    (s,) = (np.zeros_like(w),) if state is None else state
    s = rho * s + (1 - rho) * np.square(dw)
    return w - (lr / (s**0.5 + eps)) * dw, (s,)


@right
def rmsprop_by_loop(w, dw, state, lr, rho=0.9, eps=1e-8):
    s, out = np.zeros(w.shape) if state is None else state.copy(), np.zeros(w.shape)
    for index, slope in np.ndenumerate(dw):
        s[index] = rho * s[index] + (1 - rho) * slope**2
        out[index] = w[index] - lr * slope / (np.sqrt(s[index]) + eps)
    return out, s


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def still_a_sum(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You add up the squares and forget nothing: that is AdaGrad. What becomes of the old average when a new square comes?"""
    s = (0 if state is None else state) + dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s


@wrong
def square_added_whole(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You forget a part of the old, but add the new square whole. The two weights of an average add up to 1."""
    s = rho * (0 if state is None else state) + dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s


@wrong
def weights_exchanged(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You keep 1 − rho of the old average and take rho of the new square: the other way round. `rho` is what is kept."""
    s = (1 - rho) * (0 if state is None else state) + rho * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s


@wrong
def average_without_root(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You divide by the average of the squares. Divide by its root, which has the unit of a gradient."""
    s = rho * (0 if state is None else state) + (1 - rho) * dw**2
    return w - lr * dw / (s + eps), s


@wrong
def average_of_gradients(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You average the gradients without squaring them. They may be negative, and what is wanted is their size."""
    s = rho * (0 if state is None else state) + (1 - rho) * dw
    return w - lr * dw / (np.sqrt(s) + eps), s


@wrong
def eps_under_the_root(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You add `eps` under the root. In this contract it is added to the root: the difference shows where `eps` is not small beside
    the root, as with eps = 1."""
    s = rho * (0 if state is None else state) + (1 - rho) * dw**2
    return w - lr * dw / np.sqrt(s + eps), s


@wrong
def corrected(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You correct the average for its start at 0, so that your first step is `lr` long but for `eps`. That is Adam's idea; RMSProp
    takes the average as it is."""
    s, t = (0, 0) if state is None else state
    s, t = rho * s + (1 - rho) * dw**2, t + 1
    return w - lr * dw / (np.sqrt(s / (1 - rho**t)) + eps), (s, t)


@wrong
def starts_at_the_square(w, dw, state, lr, rho=0.9, eps=1e-8):
    """Your average starts at the first square instead of at 0, so your first step is `lr` long but for `eps`. By the contract every
    memory starts at 0."""
    s = dw**2 if state is None else rho * state + (1 - rho) * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s


@wrong
def one_average_for_all(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You average over all weights in one number. Each weight keeps an average of its own."""
    s = rho * (0 if state is None else state) + (1 - rho) * np.mean(dw**2)
    return w - lr * dw / (np.sqrt(s) + eps), s


@wrong
def fixed_rho(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You always keep 0.9 of the average, also when the caller asks for another `rho`."""
    s = 0.9 * (0 if state is None else state) + 0.1 * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s


@wrong
def divides_by_the_old_average(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You divide by the average without the present gradient: at the first step that is 0. The new square goes in first."""
    s = np.zeros_like(w, dtype=float) if state is None else state
    return w - lr * dw / (np.sqrt(s) + eps), rho * s + (1 - rho) * dw**2


@wrong
def remembers_the_root(w, dw, state, lr, rho=0.9, eps=1e-8):
    """Your first step is right, the later ones are not: you keep the root as the state. What must be kept is the average of the
    squares."""
    s = np.sqrt(rho * (0 if state is None else state) + (1 - rho) * dw**2)
    return w - lr * dw / (s + eps), s


@wrong
def shared_average(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You remember the average outside of the state, so two arrays of weights share it. What has to be remembered must travel in
    `state`."""
    if state is None:
        _kept["r"] = 0
    _kept["r"] = rho * _kept["r"] + (1 - rho) * dw**2
    return w - lr * dw / (np.sqrt(_kept["r"]) + eps), "r"


@wrong
def whole_averages(w, dw, state, lr, rho=0.9, eps=1e-8):
    """Your averages are integers if the weights are, as an array made like them is, and their decimals are cut off. What must you
    say when you make that array?"""
    s = np.zeros_like(w)
    s[...] = rho * (0 if state is None else state) + (1 - rho) * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s


@wrong
def one_average_for_each_row(w, dw, state, lr, rho=0.9, eps=1e-8):
    """If the weights are a matrix, you average over a whole row. Every entry has an average of its own."""
    squares = np.mean(dw**2, axis=1, keepdims=True) if dw.ndim == 2 else dw**2
    s = rho * (0 if state is None else state) + (1 - rho) * squares
    return w - lr * dw / (np.sqrt(s) + eps), s


@wrong
def rests_when_all_is_flat(w, dw, state, lr, rho=0.9, eps=1e-8):
    """If all gradients are 0 you do nothing, and the average stays as it is. A square of 0 belongs in the average too: it makes it smaller."""
    if not np.any(dw):
        return w, state
    s = rho * (0 if state is None else state) + (1 - rho) * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s
