"""Answers to 7.6, effective_lr: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import Numbers, maybe, shape

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def effective_lr_inputs(rng):
    while True:
        form = shape(rng, dims=(1, 2, 3), most=4)
        w, w_new = (Numbers(tiny=False).draw(rng, form) for _ in range(2))
        dw = Numbers(special=(0.0, -0.0, 1e-300)).draw(rng, form)
        if dw.dtype == np.float64 and maybe(rng, 0.5):
            w_new = w - rng.choice([0.0, 0.1, -0.5, 2.0], form) * dw  # a step of SGD
        yield w, w_new, dw


# -- right, written in other ways ------------------------------------------------------------------


@right
def effective_lr_by_mask(w, w_new, dw):
    """It starts with NaN everywhere and computes a rate only where there is a gradient, where the reference puts NaN
    in place of the zeros and divides by it. The case without an answer has a line of its own, which could hold
    another value as well, but picking entries by a mask copies them from all three arrays."""
    rate = np.full(w.shape, np.nan)
    there = dw != 0
    rate[there] = (w[there] - w_new[there]) / dw[there]
    return rate


@right
def effective_lr_by_loop(w, w_new, dw):
    rates = [
        (float(a) - float(b)) / float(g) if g != 0 else float("nan")
        for a, b, g in zip(w.ravel(), w_new.ravel(), dw.ravel())
    ]
    return np.array(rates).reshape(w.shape)


@right
def effective_lr_by_where(w, w_new, dw):
    with np.errstate(all="ignore"):
        return np.where(dw == 0, np.nan, -(w_new - w) / dw)


@right
def effective_lr_warns(w, w_new, dw):
    rate = (w - w_new) / dw
    rate[dw == 0] = np.nan
    return rate


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def upside_down(w, w_new, dw):
    """Your rates have the wrong sign. A step against the gradient has a positive rate: solve w_new = w − r · dw for r."""
    return (w_new - w) / np.where(dw == 0, np.nan, dw)


@wrong
def sizes_only(w, w_new, dw):
    """You compare sizes, so no rate is negative. A step up the gradient has a negative one."""
    return np.abs(w - w_new) / np.where(dw == 0, np.nan, np.abs(dw))


@wrong
def infinite_rate(w, w_new, dw):
    """A weight that moves though its gradient is 0 gets an infinite rate from you. No rate can be told there: NaN."""
    return (w - w_new) / dw


@wrong
def zero_rate(w, w_new, dw):
    """Where the gradient is 0 you return 0, as if a rate of 0 had been seen. No rate can be told there: NaN."""
    return np.where(dw == 0, 0.0, (w - w_new) / np.where(dw == 0, 1, dw))


@wrong
def one_rate(w, w_new, dw):
    """You return one number for all weights. Each weight has a rate of its own: divide entry by entry."""
    return np.linalg.norm(w - w_new) / np.linalg.norm(dw)


@wrong
def relative_change(w, w_new, dw):
    """You divide by the weight, which gives its relative change. A rate says how long the step is for each unit of gradient."""
    return (w - w_new) / w


@wrong
def gradient_per_step(w, w_new, dw):
    """Your fraction is upside down: the rate is step by gradient."""
    return np.where(dw == 0, np.nan, dw) / (w - w_new)


@wrong
def small_is_zero(w, w_new, dw):
    """A small gradient is not 0: it has a rate like any other. Compare with 0 exactly."""
    return (w - w_new) / np.where(np.isclose(dw, 0), np.nan, dw)


@wrong
def a_bit_in_the_divisor(w, w_new, dw):
    """You add a little to the gradient before you divide. That protects against 0, but it spoils the rate of every small gradient; and 0
    is taken care of anyway."""
    return np.where(dw == 0, np.nan, (w - w_new) / (dw + 1e-12))
