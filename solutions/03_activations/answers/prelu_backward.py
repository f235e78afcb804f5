"""Answers to 3.10, prelu_backward: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import Numbers, beside, shape, summable

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def prelu_backward_inputs(rng):
    gradients = Numbers(tiny=False, large=False)
    sums = Numbers(special=beside([0.0]), large=False)
    slopes = Numbers(scale=0.5, special=(0.0, 1.0), tiny=False, large=False)
    while True:
        sides = shape(rng, (2,), most=6)
        yield tuple(
            summable(one.draw(rng, size)) for one, size in ((gradients, sides), (sums, sides), (slopes, sides[1:]))
        )


# -- right, written in other ways ------------------------------------------------------------------


@right
def prelu_by_loops(dout, x, slope):
    dx, dslope = np.zeros(x.shape), np.zeros(len(slope))
    for n, h in np.ndindex(x.shape):
        if x[n, h] > 0:
            dx[n, h] = dout[n, h]
        else:
            dx[n, h] = dout[n, h] * slope[h]
            dslope[h] += dout[n, h] * x[n, h]
    return dx, dslope


@right
def prelu_by_mask(dout, x, slope):
    negative = x <= 0
    dx = dout.astype(float)
    dx[negative] = (dout * slope)[negative]
    return dx, (dout * x * negative).sum(axis=0)


@right
def prelu_by_einsum(dout, x, slope):
    """A mask of ones and zeros chooses the slope by arithmetic, and np.einsum multiplies three arrays and sums over
    the examples n in one call. The reference's array of N · H products is never stored, and the letter behind the
    arrow says what remains, one number for each column h; but the mask has to be turned into numbers first."""
    negative = (x <= 0).astype(float)  # 1 where the slope counts
    dx = dout * (1 - negative + negative * slope)
    return dx, np.einsum("nh,nh,nh->h", dout, x, negative)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def summed_over_everything(dout, x, slope):
    """You sum the gradient of the slopes over all entries. Each column has a slope of its own; only its own entries use it."""
    return dout * np.where(x > 0, 1.0, slope), np.sum(dout * np.minimum(x, 0))


@wrong
def not_summed(dout, x, slope):
    """You return one gradient of the slope for each example. All examples use the same slope: what happens to the
    gradients of something that is used several times?"""
    return dout * np.where(x > 0, 1.0, slope), dout * np.minimum(x, 0)


@wrong
def averaged(dout, x, slope):
    """Your `dslope` is a mean over the examples. What is used several times receives the sum; if the loss is a mean,
    the division by N is in `dout` already."""
    return dout * np.where(x > 0, 1.0, slope), np.mean(dout * np.minimum(x, 0), axis=0)


@wrong
def positive_side_too(dout, x, slope):
    """You let positive inputs take part in the gradient of the slope. On the positive side the slope is not used at all."""
    return dout * np.where(x > 0, 1.0, slope), np.sum(dout * x, axis=0)


@wrong
def incoming_forgotten(dout, x, slope):
    """You return the local derivatives. The chain rule multiplies them by what comes from above."""
    return np.where(x > 0, 1.0, slope) * np.ones_like(dout), np.sum(np.minimum(x, 0), axis=0)


@wrong
def prelu_one_at_zero(dout, x, slope):
    """At x = 0 you let the whole gradient pass. The contract says: there the derivative is that of the negative side."""
    return dout * np.where(x >= 0, 1.0, slope), np.sum(dout * np.minimum(x, 0), axis=0)


@wrong
def overwritten(dout, x, slope):
    """In your `dslope` only the last example counts that uses the slope, as if each one overwrote what was there
    before. What happens to the gradients of something that is used several times?"""
    dx, dslope = np.zeros(x.shape), np.zeros(len(slope))
    for n, h in np.ndindex(x.shape):
        dx[n, h] = dout[n, h] * (1 if x[n, h] > 0 else slope[h])
        if x[n, h] <= 0:
            dslope[h] = dout[n, h] * x[n, h]
    return dx, dslope


@wrong
def incoming_forgotten_for_the_slope(dout, x, slope):
    """Your `dx` has `dout` in it, your `dslope` has not. The chain rule multiplies each local derivative by what comes
    from above."""
    return dout * np.where(x > 0, 1.0, slope), np.sum(np.minimum(x, 0), axis=0)


@wrong
def slope_in_its_own_gradient(dout, x, slope):
    """There is a factor `slope` in your `dslope`. The output is slope · x on the negative side: what is its derivative with
    respect to slope?"""
    return dout * np.where(x > 0, 1.0, slope), np.sum(dout * np.minimum(x, 0) * slope, axis=0)


@wrong
def output_for_its_slope(dout, x, slope):
    """On the negative side your `dx` has slope · x in it: that is the output. Its derivative with respect to x does not
    depend on x."""
    return dout * np.where(x > 0, 1.0, slope * x), np.sum(dout * np.minimum(x, 0), axis=0)


@wrong
def slopes_integers_stay(dout, x, slope):
    """Your `dslope` gets the dtype of `slope`. If that holds integers, the decimals of what you add up are cut off."""
    dslope = np.zeros_like(slope)
    for one, z in zip(dout, x):
        dslope += (one * np.minimum(z, 0)).astype(dslope.dtype)
    return dout * np.where(x > 0, 1.0, slope), dslope


@wrong
def along_the_units(dout, x, slope):
    """You add up `dslope` along the units. Each slope serves one column: its uses are the examples."""
    return dout * np.where(x > 0, 1.0, slope), np.sum(dout * np.minimum(x, 0), axis=1)


@wrong
def slope_times_x(dout, x, slope):
    """Where x is not above 0 your dx is slope · x, which is what the layer put out there. Backward it is the slope
    times what arrives, dout."""
    return np.where(x > 0, dout, slope * x), np.sum(dout * np.minimum(x, 0), axis=0)
