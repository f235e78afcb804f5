"""Answers to 2.6, relu_forward: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import Numbers, beside, shape

# -- inputs ----------------------------------------------------------------------------------------


SUMS = Numbers(special=(*beside([0.0]), -0.0, 1.0, 0.5), limit=1e9)


@inputs(through="first")
def relu_forward_inputs(rng):
    while True:
        yield (SUMS.draw(rng, shape(rng, (1, 2, 3))),)


@inputs(of="relu_backward", sweep=False)
def relu_backward_with_its_cache(rng, functions):
    for dout, z in relu_backward_inputs(rng):
        yield dout, functions["relu_forward"](z)[1]


@inputs(of="relu_backward", through="backward")
def relu_backward_inputs(rng):
    while True:
        sides = shape(rng, (1, 2, 3))
        yield Numbers(limit=1e6).draw(rng, sides), SUMS.draw(rng, sides)


# -- right, written in other ways ------------------------------------------------------------------


@right
def relu_by_where(z):
    return np.where(z > 0, z, 0), z > 0


@right
def relu_by_product(z):
    return z * (z > 0), np.array(z > 0, dtype=float)


@right
def relu_by_clip(z):
    return np.clip(z, 0, None), np.sign(np.maximum(z, 0))


@right(of="relu_backward")
def back_by_where(dout, cache):
    """With the reference's cache, the mask z > 0, it chooses between dout and 0, where the reference multiplies dout
    by the mask. For finite gradients that is the same, but infinity times 0 is NaN: a gradient that has overflowed
    ends here at a closed unit, instead of spreading NaN to the layers below."""
    return np.where(cache, dout, 0)


@right(of="relu_backward")
def back_by_index(dout, cache):
    dz = np.array(dout, dtype=float)
    dz[cache <= 0] = 0
    return dz


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def size(z):
    """A negative entry comes out as a positive one. ReLU does not turn it round, it stops it: 0."""
    return np.abs(z), z > 0


@wrong
def the_mask(z):
    """You return where z is positive. What comes out there is z itself."""
    return (z > 0) * 1.0, z > 0


@wrong
def the_negative_part(z):
    """You keep the negative entries and stop the positive ones: the smaller of z and 0, instead of the larger."""
    return np.minimum(z, 0), z > 0


@wrong
def leaks(z):
    """Negative entries come out as a small part of themselves, not as 0. That is a leaky ReLU."""
    return np.where(z > 0, z, 0.01 * z), z > 0


@wrong
def open_at_zero(z):
    """Your gate is open at z = 0, too. By convention the slope there is 0: the gate is open where z > 0."""
    return np.maximum(z, 0), z >= 0


@wrong
def half_open_at_zero(z):
    """At z = 0 you let half of the gradient pass. By convention the slope of ReLU there is 0."""
    return np.maximum(z, 0), (z > 0) + 0.5 * (z == 0)


@wrong
def values_as_the_slope(z):
    """Your gradient has z as a factor. Where z is positive, the slope of ReLU is 1, however large z is."""
    return np.maximum(z, 0), np.maximum(z, 0)


@wrong(of="relu_backward")
def everything_passes(dout, cache):
    """All of dout goes back, even to entries that were not positive. A negative one has no influence on the output, so
    its gradient is 0."""
    return dout * 1.0


@wrong(of="relu_backward")
def mask_of_dout(dout, cache):
    """You stop negative gradients and let all others pass. What decides is the sign of z in the forward pass; a
    gradient may have either sign."""
    return np.maximum(dout, 0)


def _mask(cache):
    return np.asarray(cache) > 0


@wrong(of="relu_backward")
def mask_of_both(dout, cache):
    """You stop negative gradients as well as those of negative entries. What decides is z in the forward pass alone."""
    return np.maximum(dout, 0) * _mask(cache)


@wrong(of="relu_backward")
def mask_alone(dout, cache):
    """You return the slope of ReLU, 0 or 1. The chain rule multiplies it by what arrives, dout."""
    return _mask(cache) * 1.0 + 0 * dout


@wrong(of="relu_backward")
def wrong_half(dout, cache):
    """You pass gradients to the entries that were not positive, and to no others. The gate is open where z > 0."""
    return dout * ~_mask(cache)


@wrong
def one_row_of_maxima(z):
    """You return the largest entries along the first axis, as `np.max(z, 0)` does: its second argument is an axis. A
    function with a similar name compares entry by entry."""
    return np.max(z, 0), z > 0


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def two_loops(z):
    out = np.zeros(z.shape)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            out[i, j] = max(0, z[i, j])
    return out, z > 0


@wrong(of="relu_backward")
def two_loops_back(dout, cache):
    dz = np.zeros(dout.shape)
    for i in range(dout.shape[0]):
        for j in range(dout.shape[1]):
            if cache[i, j] > 0:
                dz[i, j] = dout[i, j]
    return dz


@wrong(of="relu_backward")
def into_the_dtype_of_the_cache(dout, cache):
    dz = np.zeros(cache.shape, dtype=int)
    dz[cache > 0] = dout[cache > 0]
    return dz


@wrong
def from_a_half_on(z):
    return np.maximum(z, 0), z >= 0.5


@wrong
def clipped_at_six(z):
    return np.clip(z, 0, 6), z > 0


@wrong
def nearly_zero_is_shut(z):
    """You treat sums that are nearly 0 as 0, and nothing comes back through them. However small a positive z is, it passes."""
    return np.maximum(z, 0), (z > 0) & ~np.isclose(z, 0)
