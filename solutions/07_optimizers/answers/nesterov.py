"""Answers to 7.4, nesterov: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _kept, _steps, walks

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def nesterov_inputs(rng, functions):
    yield from _steps(rng, functions["nesterov"], [[0.0, 0.5, 0.75, 0.9, 0.99]])


@inputs(through="walk")
def nesterov_walks(rng):
    yield from walks(rng, {"mu": (0.0, 0.5, 0.75, 0.99)})


# -- right, written in other ways ------------------------------------------------------------------


@right
def nesterov_with_zeros(w, dw, state, lr, mu=0.9):
    v = np.zeros_like(w) if state is None else state
    v = mu * v + dw
    d = dw + mu * v
    return w - lr * d, v


@right
def nesterov_in_terms_of_the_old_velocity(w, dw, state, lr, mu=0.9):
    """With mu · v + dw put in for the new velocity, the step is (1 + mu) · dw + mu² · v, by the old velocity v, where
    the reference computes the new one first. Held against momentum, whose step is dw + mu · v, it shows what Nesterov
    changes: the newest gradient counts more, and what is remembered counts less."""
    old = np.zeros(w.shape) if state is None else state["velocity"]
    step = (1 + mu) * dw + mu**2 * old
    return w - lr * step, {"velocity": mu * old + dw}


@right
def nesterov_remembers_mu_v(w, dw, state, lr, mu=0.9):
    ahead = mu * (dw if state is None else dw + state)
    return w - lr * (dw + ahead), ahead


@right
def nesterov_by_loop(w, dw, state, lr, mu=0.9):
    velocity, out = np.empty(w.shape), np.empty(w.shape)
    for index in np.ndindex(*w.shape):
        before = 0.0 if state is None else state[0][index]
        velocity[index] = mu * before + dw[index]
        out[index] = w[index] - lr * (dw[index] + mu * velocity[index])
    return out, (velocity,)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def classical(w, dw, state, lr, mu=0.9):
    """That is momentum without the look ahead. If you wrote dw + mu · v: with the old velocity this is the new velocity, nothing
    else. Which velocity does the formula mean?"""
    v = mu * (0 if state is None else state) + dw
    return w - lr * v, v


@wrong
def velocity_twice(w, dw, state, lr, mu=0.9):
    """You add mu · v to the velocity instead of to the gradient, so the old velocity counts twice."""
    v = mu * (0 if state is None else state) + dw
    return w - lr * (v + mu * v), v


@wrong
def unweighted(w, dw, state, lr, mu=0.9):
    """In the step you add all of the velocity to the gradient; only the fraction mu of it belongs there."""
    v = mu * (0 if state is None else state) + dw
    return w - lr * (dw + v), v


@wrong
def remembers_the_direction(w, dw, state, lr, mu=0.9):
    """Your first step is right, the later ones are not: what you hand back as the state is the direction of the step. What
    the next call needs is the velocity."""
    v = mu * (0 if state is None else state) + dw
    d = dw + mu * v
    return w - lr * d, d


@wrong
def rate_in_the_velocity_too(w, dw, state, lr, mu=0.9):
    """Your velocity collects steps, with the learning rate in them. That shows when `lr` changes: in this contract the velocity
    collects gradients, and the present `lr` multiplies all of the step."""
    v = mu * (0 if state is None else state) + lr * dw
    return w - (lr * dw + mu * v), v


@wrong
def averaged_too(w, dw, state, lr, mu=0.9):
    """You mix velocity and gradient as an average, with weights mu and 1 − mu. The velocity is that of exercise 7.3, where the
    gradient is added whole."""
    v = mu * (0 if state is None else state) + (1 - mu) * dw
    return w - lr * (dw + mu * v), v


@wrong
def ahead_only(w, dw, state, lr, mu=0.9):
    """Your step holds only mu · v. The gradient itself is missing in it."""
    v = mu * (0 if state is None else state) + dw
    return w - lr * mu * v, v


@wrong
def wrong_sign_ahead(w, dw, state, lr, mu=0.9):
    """You subtract mu · v from the gradient: the velocity pushes backward instead of carrying on."""
    v = mu * (0 if state is None else state) + dw
    return w - lr * (dw - mu * v), v


@wrong
def shared_velocity(w, dw, state, lr, mu=0.9):
    """You remember the velocity outside of the state, so two arrays of weights share it. What has to be remembered must travel in
    `state`."""
    if state is None:
        _kept["n"] = 0
    _kept["n"] = mu * _kept["n"] + dw
    return w - lr * (dw + mu * _kept["n"]), "n"


@wrong
def fixed_mu_ahead(w, dw, state, lr, mu=0.9):
    """You always use 0.9, also when the caller asks for another `mu`."""
    v = 0.9 * (0 if state is None else state) + dw
    return w - lr * (dw + 0.9 * v), v


@wrong
def rate_missing_ahead(w, dw, state, lr, mu=0.9):
    """In your step the learning rate multiplies the gradient, but not mu · v. Mind the parentheses: it multiplies both."""
    v = mu * (0 if state is None else state) + dw
    return w - lr * dw - mu * v, v


@wrong
def whole_velocity_ahead(w, dw, state, lr, mu=0.9):
    """Your velocity is made of integers if the weights are, as an array made like them is, and its decimals are cut off. What must
    you say when you make that array?"""
    v = np.zeros_like(w)
    v[...] = mu * (0 if state is None else state) + dw
    return w - lr * (dw + mu * v), v


@wrong
def mu_of_nothing_ahead(w, dw, state, lr, mu=0.9):
    """With `mu = 0` you use 0.9 all the same, as `mu or 0.9` does, for which 0 counts as false. A `mu` of 0 is allowed, and means
    SGD."""
    mu = mu or 0.9
    v = mu * (0 if state is None else state) + dw
    return w - lr * (dw + mu * v), v


@wrong
def rests_without_gradient_ahead(w, dw, state, lr, mu=0.9):
    """Where the gradient is 0 your weight rests. But the velocity is still there, and carries it on: that is what momentum means."""
    v = mu * (0 if state is None else state) + dw
    return np.where(dw == 0, w, w - lr * (dw + mu * v)), v


@wrong
def fixed_mu_in_the_step(w, dw, state, lr, mu=0.9):
    """Your velocity keeps `mu`, but in the step you always take 0.9 of it. The caller's `mu` belongs in both places."""
    v = mu * (0 if state is None else state) + dw
    return w - lr * (dw + 0.9 * v), v


@wrong
def plain_first_step(w, dw, state, lr, mu=0.9):
    """Your first step is that of SGD. The first velocity is the first gradient, and the step looks ahead along it already."""
    if state is None:
        return w - lr * dw, dw
    v = mu * state + dw
    return w - lr * (dw + mu * v), v
