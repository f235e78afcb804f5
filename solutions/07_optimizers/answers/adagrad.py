"""Answers to 7.5, adagrad: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _kept, _steps, walks

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def adagrad_inputs(rng, functions):
    yield from _steps(rng, functions["adagrad"], [[1e-10, 1e-8, 0.1, 1.0]])


@inputs(through="walk")
def adagrad_walks(rng):
    yield from walks(rng, {"eps": (1e-8, 1e-3, 0.1, 1.0)})


# -- right, written in other ways ------------------------------------------------------------------


@right
def adagrad_with_zeros(w, dw, state, lr, eps=1e-10):
    if state is None:
        state = np.zeros_like(dw)
    total = state + np.square(dw)
    rate = lr / (total**0.5 + eps)
    return w - rate * dw, total


@right
def adagrad_in_a_dict(w, dw, state, lr, eps=1e-10):
    s = {"s": 0.0} if state is None else dict(state)
    s["s"] = s["s"] + dw * dw
    return w - lr * dw / (eps + np.sqrt(s["s"])), s


@right
def adagrad_keeps_the_root(w, dw, state, lr, eps=1e-10):
    """It remembers the root of the sum instead of the sum, and np.hypot lengthens it by the new gradient, as the
    hypotenuse over two legs. No square is ever formed that could underflow or overflow, as the one of 10⁻²⁰⁰ or 10²⁰⁰
    does in the reference, but np.hypot is slower than a square and a root."""
    old = 0.0 if state is None else state
    root = np.hypot(old, dw)
    return w - lr * dw / (root + eps), root


@right
def adagrad_by_loop(w, dw, state, lr, eps=1e-10):
    sums = [0.0] * dw.size if state is None else list(state)
    out = []
    for k, (weight, slope) in enumerate(zip(w.ravel().tolist(), dw.ravel().tolist())):
        sums[k] += slope**2
        out.append(weight - lr * slope / (math.sqrt(sums[k]) + eps))
    return np.array(out).reshape(w.shape), sums


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def not_squared(w, dw, state, lr, eps=1e-10):
    """You add up the gradients themselves. They may be negative, and the root of a negative sum is not a number. What is added up
    are the squares."""
    s = (0 if state is None else state) + dw
    return w - lr * dw / (np.sqrt(s) + eps), s


@wrong
def no_root(w, dw, state, lr, eps=1e-10):
    """You divide by the sum of the squares. Divide by its root: only then is the size of the gradient cancelled in the very first
    step, which is `lr` long."""
    s = (0 if state is None else state) + dw**2
    return w - lr * dw / (s + eps), s


@wrong
def eps_in_the_root(w, dw, state, lr, eps=1e-10):
    """You add `eps` under the root. In this contract it is added to the root: the difference shows where `eps` is not small beside
    the root, as with eps = 1."""
    s = (0 if state is None else state) + dw**2
    return w - lr * dw / np.sqrt(s + eps), s


@wrong
def absolute_sum(w, dw, state, lr, eps=1e-10):
    """You add up the sizes of the gradients and divide by that sum. AdaGrad adds up the squares and divides by the root: of 3 and
    −4 that makes 5, not 7."""
    s = (0 if state is None else state) + np.abs(dw)
    return w - lr * dw / (s + eps), s


@wrong
def no_memory(w, dw, state, lr, eps=1e-10):
    """Only the present gradient is in your sum, so its size cancels in every step. What happened to the earlier squares?"""
    s = dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s


@wrong
def moving_average(w, dw, state, lr, eps=1e-10):
    """You average the squares. AdaGrad adds them up and forgets nothing; the average comes two exercises later."""
    s = 0.9 * (0 if state is None else state) + 0.1 * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s


@wrong
def one_sum_for_all(w, dw, state, lr, eps=1e-10):
    """You add up the squares of all weights in one number. Then all weights share one rate; the point of AdaGrad is that each has
    its own."""
    s = (0 if state is None else state) + np.sum(dw**2)
    return w - lr * dw / (np.sqrt(s) + eps), s


@wrong
def root_remembered(w, dw, state, lr, eps=1e-10):
    """Your first step is right, the later ones are not: you keep the root as the state and add the next square to it. What must be
    kept is the sum."""
    s = np.sqrt((0 if state is None else state) + dw**2)
    return w - lr * dw / (s + eps), s


@wrong
def old_sum(w, dw, state, lr, eps=1e-10):
    """You divide by the sum without the present gradient. At the first step that is 0, and only `eps`, which may be tiny, is left
    to divide by. The present square goes into the sum first."""
    s = np.zeros_like(w, dtype=float) if state is None else state
    return w - lr * dw / (np.sqrt(s) + eps), s + dw**2


@wrong
def mean_of_squares(w, dw, state, lr, eps=1e-10):
    """You divide by the root of the mean of the squares so far. AdaGrad takes their sum."""
    s, t = (0, 0) if state is None else state
    s, t = s + dw**2, t + 1
    return w - lr * dw / (np.sqrt(s / t) + eps), (s, t)


@wrong
def without_eps(w, dw, state, lr, eps=1e-10):
    """You leave `eps` out: even a large one changes nothing, and a weight whose gradients were all 0 becomes NaN, for you divide 0
    by 0. Where does the contract add it?"""
    s = (0 if state is None else state) + dw**2
    return w - lr * dw / np.sqrt(s), s


@wrong
def shared_sum(w, dw, state, lr, eps=1e-10):
    """You remember the sum outside of the state, so two arrays of weights share it. What has to be remembered must travel in
    `state`."""
    if state is None:
        _kept["s"] = 0
    _kept["s"] = _kept["s"] + dw**2
    return w - lr * dw / (np.sqrt(_kept["s"]) + eps), "s"


@wrong
def steps_added_up(w, dw, state, lr, eps=1e-10):
    """The learning rate is in your sum too, so it cancels: with a tiny `eps` your first step is 1 long, whatever `lr` is. The sum
    is that of the squared gradients alone."""
    s = (0 if state is None else state) + (lr * dw) ** 2
    return w - lr * dw / (np.sqrt(s) + eps), s


@wrong
def first_rate_kept(w, dw, state, lr, eps=1e-10):
    """Your step does not follow the learning rate of the present call, but a fixed one or an earlier one. By the contract `lr` may
    differ from call to call."""
    s, lr = (0, lr) if state is None else state
    s = s + dw**2
    return w - lr * dw / (np.sqrt(s) + eps), (s, lr)


@wrong
def rate_in_the_sum(w, dw, state, lr, eps=1e-10):
    """You add up the squares of `lr` times the gradient. As long as `lr` stays the same it cancels; when it changes, the sum remembers rates that
    are past. Only gradients belong in the sum."""
    s = (0 if state is None else state) + (lr * dw) ** 2
    return w - lr * (lr * dw) / (np.sqrt(s) + lr * eps), s


@wrong
def whole_sums(w, dw, state, lr, eps=1e-10):
    """Your sums are integers if the weights are, as an array made like them is, and their decimals are cut off. What must you say
    when you make that array?"""
    s = np.zeros_like(w)
    s[...] = (0 if state is None else state) + dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s


@wrong
def one_sum_for_each_row(w, dw, state, lr, eps=1e-10):
    """If the weights are a matrix, you add up the squares of a whole row. Every entry has a sum of its own."""
    squares = np.sum(dw**2, axis=1, keepdims=True) if dw.ndim == 2 else dw**2
    s = (0 if state is None else state) + squares
    return w - lr * dw / (np.sqrt(s) + eps), s


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def rate_ignored(w, dw, state, lr, eps=1e-10):
    lr = 0.1
    s = (0 if state is None else state) + dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s


@wrong
def rate_of_the_first_call(w, dw, state, lr, eps=1e-10):
    if state is None:
        state = {"s": 0, "lr": lr}
    s = state["s"] + dw**2
    return w - state["lr"] * dw / (np.sqrt(s) + eps), {"s": s, "lr": state["lr"]}
