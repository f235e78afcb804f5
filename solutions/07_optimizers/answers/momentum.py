"""Answers to 7.3, momentum: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _kept, _steps, walks

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def momentum_inputs(rng, functions):
    yield from _steps(rng, functions["momentum"], [[0.0, 0.5, 0.75, 0.9, 0.99]])


@inputs(through="walk")
def momentum_walks(rng):
    yield from walks(rng, {"mu": (0.0, 0.5, 0.75, 0.99)})


# -- right, written in other ways ------------------------------------------------------------------


@right
def momentum_with_zeros(w, dw, state, lr, mu=0.9):
    if state is None:
        state = np.zeros_like(w)
    new_v = mu * state + dw
    return w - lr * new_v, new_v


@right
def momentum_in_a_dict(w, dw, state, lr, mu=0.9):
    v = np.zeros(w.shape) if state is None else state["v"]
    v = v * mu + dw
    return w - v * lr, {"v": v}


@right
def momentum_by_loop(w, dw, state, lr, mu=0.9):
    old = state[0] if state else [0.0] * dw.size
    new = [mu * a + float(b) for a, b in zip(old, dw.ravel())]
    out = [float(a) - lr * v for a, v in zip(w.ravel(), new)]
    return np.array(out).reshape(w.shape), (new,)


@right
def momentum_counts_steps_in_a_tuple(w, dw, state, lr, mu=0.9):
    v, t = (np.copy(dw), 1) if state is None else (mu * state[0] + dw, state[1] + 1)
    return w - lr * v, (v, t)


@right
def momentum_keeps_all_gradients(w, dw, state, lr, mu=0.9):
    """It keeps all gradients and sums them anew at each step, each weighed by mu to the power of its age, where the
    reference keeps the velocity alone. You see what a velocity is, a sum in which a gradient counts less and less as
    it grows old, but memory and time grow with every step."""
    gradients = [dw] if state is None else [*state, dw]
    newest_first = gradients[::-1]
    v = sum(mu**age * gradient for age, gradient in enumerate(newest_first))
    return w - lr * v, gradients


@right
def momentum_copies_then_changes(w, dw, state, lr, mu=0.9):
    v = np.zeros(w.shape) if state is None else state.copy()
    v *= mu
    v += dw
    w = w.astype(float)
    w -= lr * v
    return w, v


class _Memory:
    def __init__(self, v):
        self.v = v


@right
def momentum_in_an_object(w, dw, state, lr, mu=0.9):
    v = dw if state is None else mu * state.v + dw
    return w - lr * v, _Memory(v)


@right
def momentum_of_minus_the_gradient(w, dw, state, lr, mu=0.9):
    v = -dw if state is None else mu * state - dw
    return w + lr * v, v


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def averaged_velocity(w, dw, state, lr, mu=0.9):
    """You mix the velocity and the gradient as an average, with weights mu and 1 − mu. In this contract the gradient is added
    whole (PyTorch calls the other kind dampening). Your first step is too short already."""
    v = mu * (0 if state is None else state) + (1 - mu) * dw
    return w - lr * v, v


@wrong
def gradient_taken_off(w, dw, state, lr, mu=0.9):
    """Your first step goes up the gradient: there are two minus signs, one in the velocity and one in the step. The velocity
    collects gradients as they are."""
    v = mu * (0 if state is None else state) - dw
    return w - lr * v, v


@wrong
def brakes(w, dw, state, lr, mu=0.9):
    """You subtract what is left of the old velocity, so it works against the step instead of carrying it on."""
    v = dw - mu * (0 if state is None else state)
    return w - lr * v, v


@wrong
def rate_in_the_velocity(w, dw, state, lr, mu=0.9):
    """Your velocity collects steps, with the learning rate in them. With one `lr` throughout that is the same walk; when `lr`
    changes, it is not. In this contract the velocity collects gradients, and the present `lr` multiplies all of it."""
    v = mu * (0 if state is None else state) + lr * dw
    return w - v, v


@wrong
def last_gradient_only(w, dw, state, lr, mu=0.9):
    """Your memory reaches back one step: you keep the last gradient instead of the velocity, in which all earlier ones live on."""
    v = mu * (0 if state is None else state) + dw
    return w - lr * v, dw


@wrong
def old_velocity(w, dw, state, lr, mu=0.9):
    """You step with the velocity from before, so each gradient acts one step late, and the first step goes nowhere. New velocity
    first, then the step."""
    v = np.zeros_like(w, dtype=float) if state is None else state
    return w - lr * v, mu * v + dw


@wrong
def never_forgets(w, dw, state, lr, mu=0.9):
    """You keep all of the old velocity: `mu` plays no part. So no gradient ever fades from it."""
    v = (0 if state is None else state) + dw
    return w - lr * v, v


@wrong
def keeps_the_rest(w, dw, state, lr, mu=0.9):
    """You keep the fraction 1 − mu of the velocity. `mu` itself is the fraction that is kept."""
    v = (1 - mu) * (0 if state is None else state) + dw
    return w - lr * v, v


@wrong
def looks_ahead(w, dw, state, lr, mu=0.9):
    """That is Nesterov's step, which comes in the next exercise: here the step goes along the velocity itself."""
    v = mu * (0 if state is None else state) + dw
    return w - lr * (dw + mu * v), v


@wrong
def plain_sgd(w, dw, state, lr, mu=0.9):
    """Your steps are those of SGD: nothing of the earlier gradients is in them. Does the step use the velocity, and does the velocity use the
    `state` that you are given?"""
    v = mu * (0 if state is None else state) + dw
    return w - lr * dw, v


@wrong
def fixed_mu(w, dw, state, lr, mu=0.9):
    """You always keep 0.9 of the velocity, also when the caller asks for another `mu`."""
    v = 0.9 * (0 if state is None else state) + dw
    return w - lr * v, v


@wrong
def remembers_elsewhere(w, dw, state, lr, mu=0.9):
    """You remember the velocity outside of the state. A network calls the optimizer for one array of weights after the other, and
    all of them would share that one memory. What has to be remembered must travel in `state`."""
    if state is None:
        _kept["v"] = 0
    _kept["v"] = mu * _kept["v"] + dw
    return w - lr * _kept["v"], "v"


@wrong
def whole_velocity(w, dw, state, lr, mu=0.9):
    """Your velocity is made of integers if the weights are, as an array made like them is, and its decimals are cut off. What must
    you say when you make that array?"""
    v = np.zeros_like(w)
    v[...] = mu * (0 if state is None else state) + dw
    return w - lr * v, v


@wrong
def mu_of_nothing(w, dw, state, lr, mu=0.9):
    """With `mu = 0` you keep 0.9 all the same, as `mu or 0.9` does, for which 0 counts as false. A `mu` of 0 is allowed, and means
    SGD."""
    v = (mu or 0.9) * (0 if state is None else state) + dw
    return w - lr * v, v


@wrong
def one_velocity_for_all_rows(w, dw, state, lr, mu=0.9):
    """If the weights are a matrix, all of its rows get one velocity. Every entry of every array has its own."""
    if dw.ndim == 2:
        dw = dw.mean(axis=0)
    v = mu * (0 if state is None else state) + dw
    return w - lr * v, v


@wrong
def rests_without_gradient(w, dw, state, lr, mu=0.9):
    """Where the gradient is 0 your weight rests. But the velocity is still there, and carries it on: that is what momentum means."""
    v = mu * (0 if state is None else state) + dw
    return np.where(dw == 0, w, w - lr * v), v


@wrong
def nothing_to_do(w, dw, state, lr, mu=0.9):
    """If all gradients are 0 you do nothing. But the velocity is still there: it carries the weights on, and it shrinks."""
    if not np.any(dw):
        return w, state
    v = mu * (0 if state is None else state) + dw
    return w - lr * v, v


@wrong
def velocity_kept_without_gradient(w, dw, state, lr, mu=0.9):
    """Where the gradient is 0 you keep the whole velocity. It shrinks to the fraction `mu` at every step, with a gradient or without."""
    old = np.zeros(w.shape) if state is None else state
    v = np.where(dw != 0, mu * old + dw, old)
    return w - lr * v, v


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def dict_in_place(w, dw, state, lr, mu=0.9):
    if state is None:
        state = {"v": np.zeros(w.shape)}
    state["v"] = mu * state["v"] + dw
    return w - lr * state["v"], state
