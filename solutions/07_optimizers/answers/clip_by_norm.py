"""Answers to 7.11, clip_by_norm: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import Numbers, maybe, pick, shape

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def clip_by_norm_inputs(rng):
    while True:
        grads = [Numbers().draw(rng, shape(rng, most=4)) for _ in range(rng.integers(1, 5))]
        if maybe(rng, 0.2):
            grads = [np.array([3.0]), np.array([[4.0, 0.0], [0.0, -12.0]])]  # of norm 13
        size = float(pick(rng, (1.0, 1.0, 1e-6)))
        grads = [dw if dw.dtype.kind == "i" else dw * dw.dtype.type(size) for dw in grads]
        yield grads, pick(rng, (1e-7, 0.1, 1, 1.0, 6.5, 13.0, 50, 1e4))


# -- right, written in other ways ------------------------------------------------------------------


@right
def clip_by_concatenation(grads, max_norm):
    norm = np.linalg.norm(np.concatenate([dw.ravel() for dw in grads]).astype(float))
    if norm <= max_norm:
        return tuple(dw.copy() for dw in grads)
    return tuple(dw * (max_norm / norm) for dw in grads)


@right
def clip_by_loop(grads, max_norm):
    total = 0.0
    for dw in grads:
        for value in dw.ravel():
            total += float(value) ** 2
    scale = 1.0 if total <= max_norm**2 else max_norm / math.sqrt(total)
    return tuple(np.array(dw) * scale for dw in grads)


@right
def clip_by_minimum(grads, max_norm):
    norm = math.sqrt(sum(float(np.vdot(dw.astype(float), dw.astype(float))) for dw in grads))
    factor = min(1.0, max_norm / (norm + 1e-300))
    return tuple([dw * factor for dw in grads])


@right
def clip_returns_short_ones_as_they_are(grads, max_norm):
    norm = np.sqrt(sum(np.sum(dw**2.0) for dw in grads))
    if norm <= max_norm:
        return tuple(grads)
    return tuple(dw * max_norm / norm for dw in grads)


@right
def clip_by_norm_of_norms(grads, max_norm):
    """It measures each array by itself and takes the norm of these norms, which is the norm of all entries together,
    since the squares of the norms add up. This is how PyTorch measures it: of arrays on different devices only one
    number each has to be exchanged; where all are in one place it gains nothing but the short line with
    math.hypot."""
    norms = [np.linalg.norm(dw.astype(float)) for dw in grads]
    norm = math.hypot(*norms)
    factor = max_norm / max(norm, max_norm)
    return tuple(factor * dw for dw in grads)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def each_by_itself(grads, max_norm):
    """You clip every array by its own norm. That bends the direction of the whole gradient: there is one norm, and one factor, for all
    arrays together."""
    return tuple(dw * max_norm / max(np.linalg.norm(dw), max_norm) for dw in grads)


@wrong
def entries_clipped(grads, max_norm):
    """You clip every entry. That can change the direction; clipping by norm shortens all entries by the same factor."""
    return tuple(np.clip(dw, -max_norm, max_norm) for dw in grads)


@wrong
def always_rescaled(grads, max_norm):
    """You also lengthen gradients that are shorter than `max_norm`. They should come back as they were."""
    norm = max(np.sqrt(sum(np.sum(dw**2.0) for dw in grads)), 1e-300)
    return tuple(dw * max_norm / norm for dw in grads)


@wrong
def norms_added(grads, max_norm):
    """You add up the norms of the arrays. The norm of all entries together is the root of the sum of all squares."""
    norm = sum(np.linalg.norm(dw) for dw in grads)
    return tuple(dw * max_norm / max(norm, max_norm) for dw in grads)


@wrong
def spectral_norm(grads, max_norm):
    """The 2-norm of a matrix, as `np.linalg.norm(matrix, 2)` computes it, is its largest singular value, not the root of the sum of all
    squares."""
    norm = np.sqrt(sum(np.linalg.norm(dw, 2) ** 2 for dw in grads))
    return tuple(dw * max_norm / max(norm, max_norm) for dw in grads)


@wrong
def first_row_only(grads, max_norm):
    """Of a matrix you count the first row only. The norm is that of all entries of all arrays."""
    norm = np.sqrt(sum(np.sum(np.atleast_2d(dw)[0] ** 2.0) for dw in grads))
    return tuple(dw * max_norm / max(norm, max_norm) for dw in grads)


@wrong
def a_bit_in_the_norm(grads, max_norm):
    """You add a little to the norm before you divide. For small gradients that is not little. A norm of 0 is never larger than `max_norm`,
    so it needs no protection."""
    norm = np.sqrt(sum(np.sum(dw**2.0) for dw in grads))
    return tuple(dw * min(1.0, max_norm / (norm + 1e-6)) for dw in grads)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def one_row_of_matrices(grads, max_norm):
    n = 0
    for g in grads:
        row = g if g.ndim == 1 else g[0]
        for x in row:
            n += x**2
    n = n**0.5
    f = max_norm / n if n > max_norm else 1.0
    return tuple(g * f for g in grads)
