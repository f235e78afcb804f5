"""Answers to 7.8, adam: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _averages, _kept, _steps, walks

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def adam_inputs(rng, functions):
    yield from _steps(rng, functions["adam"], [[0.0, 0.5, 0.9], [0.0, 0.75, 0.999], [1e-8, 0.1, 1.0]])


@inputs(through="walk")
def adam_walks(rng):
    yield from walks(rng, {"beta1": (0.0, 0.5, 0.8), "beta2": (0.5, 0.75, 0.99), "eps": (1e-10, 1e-3, 0.1, 1.0)})


# -- right, written in other ways ------------------------------------------------------------------


@right
def adam_in_a_dict(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    if state is None:
        state = {"m": np.zeros_like(w), "v": np.zeros_like(w), "t": 0}
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * dw
    v = beta2 * state["v"] + (1 - beta2) * dw**2
    mhat = m / (1 - beta1**t)
    vhat = v / (1 - beta2**t)
    return w - lr * mhat / (np.sqrt(vhat) + eps), {"m": m, "v": v, "t": t}


@right
def adam_by_loop(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, s, t = ([0.0] * w.size, [0.0] * w.size, 0) if state is None else state
    m, s, t, out = list(m), list(s), t + 1, []
    for k in range(w.size):
        slope = float(dw.flat[k])
        m[k] = beta1 * m[k] + (1 - beta1) * slope
        s[k] = beta2 * s[k] + (1 - beta2) * slope * slope
        out.append(float(w.flat[k]) - lr * (m[k] / (1 - beta1**t)) / (math.sqrt(s[k] / (1 - beta2**t)) + eps))
    return np.array(out).reshape(w.shape), [m, s, t]


@right
def adam_keeps_the_powers(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, s, p1, p2 = (0.0, 0.0, 1.0, 1.0) if state is None else state
    m, s, p1, p2 = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw**2, p1 * beta1, p2 * beta2
    return w - lr * (m / (1 - p1)) / ((s / (1 - p2)) ** 0.5 + eps), (m, s, p1, p2)


@right
def adam_counts_from_one(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, s, t = (np.zeros(w.shape), np.zeros(w.shape), 1) if state is None else state
    m = m + (1 - beta1) * (dw - m)
    s = s + (1 - beta2) * (dw * dw - s)
    root = np.sqrt(s) / np.sqrt(1 - beta2**t)
    return w - lr / (1 - beta1**t) * m / (root + eps), (m, s, t + 1)


@right
def adam_stacked_in_one_array(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, s, t = np.zeros((3, *w.shape)) if state is None else state
    m, s, t = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw**2, t + 1
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps), np.stack([m, s, t])


@right
def adam_corrects_numbers(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """The corrections are numbers, so one is put into the learning rate and the other into the root, where the
    reference divides all of m and s by them. The array m_hat is saved, and you see Adam as a rate that changes with
    t; Kingma and Ba (2015, section 2) put both into the rate, which saves one more array, but then eps means
    something else."""
    m, s, t = (0, 0, 0) if state is None else state
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw**2
    t = t + 1
    rate = lr / (1 - beta1**t)
    root = np.sqrt(s) / math.sqrt(1 - beta2**t)
    return w - rate * m / (root + eps), (m, s, t)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def no_correction(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You use the averages as they are, though both start at 0 and are too small at first. Where is the bias correction?"""
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * m / (np.sqrt(s) + eps), (m, s, t)


@wrong
def counts_late(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """At the first step you correct with t = 0, and divide by 1 − 1 = 0. `t` counts the steps from 1: it is raised before it is used."""
    m, s, t = _averages(dw, state, beta1, beta2)
    with np.errstate(all="ignore"):
        m_hat, s_hat = m / np.float64(1 - beta1 ** (t - 1)), s / np.float64(1 - beta2 ** (t - 1))
        return w - lr * m_hat / (np.sqrt(s_hat) + eps), (m, s, t)


@wrong
def counts_early(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You correct with t = 2 at the first step, and are one ahead ever after. At the first step `t` is 1."""
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * m / (1 - beta1 ** (t + 1)) / (np.sqrt(s / (1 - beta2 ** (t + 1))) + eps), (m, s, t)


@wrong
def direction_corrected_only(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You correct the average of the gradients, but not that of their squares. Both start at 0."""
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / (np.sqrt(s) + eps), (m, s, t)


@wrong
def size_corrected_only(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You correct the average of the squares, but not that of the gradients. Both start at 0."""
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * m / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)


@wrong
def corrected_ones_kept(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Your first step is right, the later ones are not: you hand back the corrected averages as the state, and correct them again
    at the next step."""
    m, s, t = _averages(dw, state, beta1, beta2)
    m, s = m / (1 - beta1**t), s / (1 - beta2**t)
    return w - lr * m / (np.sqrt(s) + eps), (m, s, t)


@wrong
def always_the_first_step(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You correct every step as if it were the first: `t` stays 1. It has to be remembered too."""
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * m / (1 - beta1) / (np.sqrt(s / (1 - beta2)) + eps), (m, s, t)


@wrong
def powers_forgotten(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You multiply beta by t where it has to be raised to the power t."""
    m, s, t = _averages(dw, state, beta1, beta2)
    with np.errstate(all="ignore"):
        return w - lr * m / (1 - beta1 * t) / (np.sqrt(s / (1 - beta2 * t)) + eps), (m, s, t)


@wrong
def root_left_out(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You divide by the corrected average of the squares. Divide by its root."""
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / (s / (1 - beta2**t) + eps), (m, s, t)


@wrong
def squares_left_out(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Your second average is made of the gradients, not of their squares, so it can be negative under the root."""
    m, s, t = (0, 0, 0) if state is None else state
    m, s, t = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw, t + 1
    return w - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)


@wrong
def betas_exchanged(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """`beta1` belongs to the average of the gradients and `beta2` to that of the squares; you have them the other way round."""
    m, s, t = _averages(dw, state, beta2, beta1)
    return w - lr * m / (1 - beta2**t) / (np.sqrt(s / (1 - beta1**t)) + eps), (m, s, t)


@wrong
def square_of_the_average(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You average the square of `m`. The second average is that of the squared gradients: a direction that changes leaves
    `m` small, but not the squares."""
    m, s, t = (0, 0, 0) if state is None else state
    m, t = beta1 * m + (1 - beta1) * dw, t + 1
    s = beta2 * s + (1 - beta2) * m**2
    return w - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)


@wrong
def gradient_in_the_step(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Your step goes along the present gradient. In Adam it goes along the (corrected) average of the gradients."""
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * dw / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)


@wrong
def sums_not_averages(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You add the new gradient and its square whole. In an average the two weights add up to 1: beta and 1 − beta."""
    m, s, t = (0, 0, 0) if state is None else state
    m, s, t = beta1 * m + dw, beta2 * s + dw**2, t + 1
    return w - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)


@wrong
def eps_inside(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You add `eps` under the root. In this contract it is added to the root: the difference shows where `eps` is not small beside
    the root, as with eps = 1."""
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / np.sqrt(s / (1 - beta2**t) + eps), (m, s, t)


@wrong
def eps_before_the_correction(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You add `eps` to the root of the uncorrected average and correct afterwards, so `eps` is corrected along with it. In this
    contract it is added to the root of the corrected one: the difference shows where `eps` is not small beside the root, as with
    eps = 1."""
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(s) + eps), (m, s, t)


@wrong
def shared_averages(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You remember something outside of the state, the count `t` perhaps, so two arrays of weights share it. All three things that
    have to be remembered must travel in `state`."""
    if state is None:
        _kept["t"] = 0
    _kept["t"] += 1
    m, s, _ = _averages(dw, state, beta1, beta2)
    t = _kept["t"]
    return w - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)


@wrong
def fixed_betas(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You always use 0.9 and 0.999, also when the caller asks for other betas."""
    m, s, t = _averages(dw, state, 0.9, 0.999)
    return w - lr * m / (1 - 0.9**t) / (np.sqrt(s / (1 - 0.999**t)) + eps), (m, s, t)


@wrong
def beta1_for_both(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You correct both averages with `beta1`. The average of the squares was made with `beta2`, and is corrected with it."""
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta1**t)) + eps), (m, s, t)


@wrong
def squares_of_a_row(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """If the weights are a matrix, you average the squares over a whole row. Every entry has averages of its own."""
    m, s, t = (0, 0, 0) if state is None else state
    squares = np.mean(dw**2, axis=1, keepdims=True) if dw.ndim == 2 else dw**2
    m, s, t = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * squares, t + 1
    return w - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)


@wrong
def whole_moments(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Your averages are integers if the weights are, as arrays made like them are, and their decimals are cut off. What must you
    say when you make those arrays?"""
    old_m, old_s, t = (0, 0, 0) if state is None else state
    m, s, t = np.zeros_like(w), np.zeros_like(w), t + 1
    m[...], s[...] = beta1 * old_m + (1 - beta1) * dw, beta2 * old_s + (1 - beta2) * dw**2
    with np.errstate(all="ignore"):
        return w - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)


@wrong
def one_average_of_squares(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You average the squares over all weights in one number. Every weight keeps averages of its own."""
    m, s, t = (0, 0, 0) if state is None else state
    m, s, t = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * np.mean(dw**2), t + 1
    return w - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def beta1_in_both_corrections(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, s, t = (0, 0, 0) if state is None else state
    m, s, t = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw**2, t + 1
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta1**t)) + eps), (m, s, t)
