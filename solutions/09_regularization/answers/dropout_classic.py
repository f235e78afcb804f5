"""Answers to 9.4, dropout_classic and dropout_inverted: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import Numbers, maybe, pick, shape, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def dropout_classic_inputs(rng):
    while True:
        x = Numbers(special=(0.0, -0.0, 1.0), limit=1e6).draw(rng, shape(rng, (1, 2, 3)))
        p = pick(rng, (0.0, 0.1, 0.2, 0.25, 0.5, 0.75, 0.9, 0.999, float(rng.uniform(0, 0.95))))
        if maybe(rng, 0.4):
            yield x, None, p, False
        else:
            mask = rng.random(x.shape) < pick(rng, (0.5, 0.8, 0.2, 0.0, 1.0))
            yield x, turned(rng, mask), p, True


@inputs(of="dropout_inverted")
def dropout_inverted_inputs(rng):
    yield from dropout_classic_inputs(rng)


# -- right, written in other ways ------------------------------------------------------------------


@right
def classic_by_where(x, mask, p, training):
    if training:
        return np.where(mask, x, 0)
    return (1 - p) * np.asarray(x, dtype=float)


@right
def classic_by_index(x, mask, p, training):
    out = x.astype(float)
    if training:
        out[~mask] = 0
    else:
        out *= 1.0 - p
    return out


@right
def classic_by_expectation(x, mask, p, training):
    """It writes both moments as one product: at test time the mask's place is taken by the mean that it has in training, 1 − p. That shows what
    the scale is for, where the reference shows only when it is used."""
    share = mask if training else np.full(x.shape, 1 - p)
    return x * share


@right
def classic_number_by_number(x, mask, p, training):
    out = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        if not training:
            out[index] = x[index] * (1 - p)
        elif mask[index]:
            out[index] = x[index]
    return out


@right(of="dropout_inverted")
def inverted_by_where(x, mask, p, training):
    if not training:
        return x
    return np.where(mask, x / (1 - p), 0.0)


@right(of="dropout_inverted")
def inverted_by_index(x, mask, p, training):
    out = np.array(x, dtype=float)
    if training:
        keep = 1.0 - p
        out[np.logical_not(mask)] = 0.0
        out = out / keep
    return out


@right(of="dropout_inverted")
def inverted_mask_scaled(x, mask, p, training):
    scale = mask.astype(float) / (1 - p) if training else np.ones(x.shape)
    return x * scale


# -- wrong, and told why: classic ------------------------------------------------------------------


@wrong
def classic_scaled_by_p(x, mask, p, training):
    """At test time you multiply by p. In this notebook p is the share that is dropped. What is the share that is kept?"""
    return x * mask if training else x * p


@wrong
def classic_not_scaled(x, mask, p, training):
    """At test time you return x as it is. The next layer then gets larger sums than in training, where a part of the terms was missing."""
    return x * mask if training else x


@wrong
def classic_divided(x, mask, p, training):
    """At test time you divide by 1 − p, and make the sums even larger. In training they were smaller: some terms were missing."""
    return x * mask if training else x / (1 - p)


@wrong
def classic_scaled_twice(x, mask, p, training):
    """You scale in training and at test time. One of the two is enough; for this convention, which?"""
    return x * mask / (1 - p) if training else x * (1 - p)


@wrong
def classic_is_inverted(x, mask, p, training):
    """You have written the other convention, which scales in training."""
    return x * mask / (1 - p) if training else x


@wrong
def classic_mask_turned(x, mask, p, training):
    """You drop what should be kept: the mask is true where a number stays."""
    return x * ~mask if training else x * (1 - p)


@wrong
def classic_multiplied_always(x, mask, p, training):
    """You multiply by 1 − p in training as well. There the mask alone makes the sums smaller."""
    return x * mask * (1 - p) if training else x * (1 - p)


@wrong
def classic_root(x, mask, p, training):
    """You scale by the root of 1 − p, which would keep the size of the squares. It is the mean that is to be the same."""
    return x * mask if training else x * math.sqrt(1 - p)


@wrong
def classic_taken_out(x, mask, p, training):
    """You take the dropped numbers out. They become 0, and stay in their places: the shape is that of x."""
    return x[mask] if training else x * (1 - p)


@wrong
def classic_never(x, mask, p, training):
    """Your training drops nothing."""
    return 1.0 * x if training else x * (1 - p)


@wrong
def classic_cut_off(x, mask, p, training):
    """The scaled result has the integer type of x, and loses what stands behind the point. A scale makes decimals."""
    return x * mask if training else (x * (1 - p)).astype(x.dtype)


@wrong
def classic_the_other_moment(x, mask, p, training):
    """You have exchanged training and test time: the mask belongs to training, the scale to the test."""
    return x * (1 - p) if training else x


@wrong
def classic_minus_p(x, mask, p, training):
    return x * mask if training else x - p


@wrong
def classic_half(x, mask, p, training):
    return x * mask if training else x * 0.5


@wrong
def classic_actual_share(x, mask, p, training):
    return x * mask if training else x * round(1 - p, 1)


@wrong
def classic_mask_of_a_row(x, mask, p, training):
    return x * mask[:1] if training else x * (1 - p)


# -- wrong, and told why: inverted -----------------------------------------------------------------


@wrong(of="dropout_inverted")
def inverted_again_at_test(x, mask, p, training):
    """You scale in training and again at test time. Inverted dropout leaves the test alone: that is its advantage."""
    return x * mask / (1 - p) if training else x * (1 - p)


@wrong(of="dropout_inverted")
def inverted_by_p(x, mask, p, training):
    """You divide by p. In this notebook p is the share that is dropped; the share that is kept stands below the line."""
    with np.errstate(all="ignore"):
        return x * mask / np.float64(p) if training else x


@wrong(of="dropout_inverted")
def inverted_times_p(x, mask, p, training):
    """You multiply what is kept by p. It has to become larger, to make up for what is missing."""
    return x * mask * p if training else x


@wrong(of="dropout_inverted")
def inverted_multiplied(x, mask, p, training):
    """You multiply what is kept by 1 − p. It has to become larger, to make up for what is missing."""
    return x * mask * (1 - p) if training else x


@wrong(of="dropout_inverted")
def inverted_not_scaled(x, mask, p, training):
    """You do not scale at all. Then training sees smaller sums than the test."""
    return x * mask if training else x


@wrong(of="dropout_inverted")
def inverted_is_classic(x, mask, p, training):
    """You have written the other convention, which scales at test time."""
    return x * mask if training else x * (1 - p)


@wrong(of="dropout_inverted")
def inverted_mask_turned(x, mask, p, training):
    """You drop what should be kept: the mask is true where a number stays."""
    return x * ~mask / (1 - p) if training else x


@wrong(of="dropout_inverted")
def inverted_by_actual_share(x, mask, p, training):
    """You divide by the share that this mask keeps. The contract says 1 − p: the mean is right over many masks, not for each of them."""
    with np.errstate(all="ignore"):
        return x * mask / np.mean(mask) if training else x


@wrong(of="dropout_inverted")
def inverted_root(x, mask, p, training):
    """You divide by the root of 1 − p, which would keep the size of the squares. It is the mean that is to be the same."""
    return x * mask / math.sqrt(1 - p) if training else x


@wrong(of="dropout_inverted")
def inverted_one_plus_p(x, mask, p, training):
    """You multiply by 1 + p. For small p that is nearly 1/(1 − p), and for p = ½ it is not."""
    return x * mask * (1 + p) if training else x


@wrong(of="dropout_inverted")
def inverted_never(x, mask, p, training):
    """Your training drops nothing."""
    return x / (1 - p) if training else x


@wrong(of="dropout_inverted")
def inverted_divided_at_test(x, mask, p, training):
    """At test time you divide by 1 − p, although nothing is missing there."""
    return x * mask / (1 - p) if training else x / (1 - p)


@wrong(of="dropout_inverted")
def inverted_cut_off(x, mask, p, training):
    """The scaled result has the integer type of x, and loses what stands behind the point. A scale makes decimals."""
    return (x * mask / (1 - p)).astype(x.dtype) if training else x


@wrong(of="dropout_inverted")
def inverted_taken_out(x, mask, p, training):
    """You take the dropped numbers out. They become 0, and stay in their places: the shape is that of x."""
    return x[mask] / (1 - p) if training else x


@wrong(of="dropout_inverted")
def inverted_whole_array(x, mask, p, training):
    return x * mask / (1 - p) * (np.mean(mask) > 0.5) if training else x


@wrong(of="dropout_inverted")
def inverted_twice_the_size(x, mask, p, training):
    return x * mask * 2 if training else x


@wrong(of="dropout_inverted")
def inverted_blank_at_test(x, mask, p, training):
    return x * mask / (1 - p) if training else 0 * x


@wrong(of="dropout_inverted")
def inverted_scale_limited(x, mask, p, training):
    return x * mask / max(1 - p, 0.05) if training else x
