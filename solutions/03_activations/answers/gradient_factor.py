"""Answers to 3.3, gradient_factor: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule.checks.callables import arctan_slope, gate, half, identity, sigmoid_slope
from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import Numbers, pick, shape, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def gradient_factor_inputs(rng):
    while True:
        more = shape(rng, (0, 1, 1, 2), most=4)
        if rng.random() < 0.2:  # a long path, with large slopes and small ones
            z = rng.normal(0, 1, (int(rng.integers(9, 31)), *more)) * 10.0 ** rng.integers(-6, 9, (1, *more))
            yield pick(rng, (identity, half)), turned(rng, z)
        else:
            z = Numbers(scale=2.0, special=(0.0, 1.0, -1.0), limit=9.0).draw(rng, (int(rng.integers(1, 7)), *more))
            if rng.random() < 0.2:  # one tiny slope, one large one
                z = z.astype(float)
                z[0], z[-1] = z[0] * 1e-9, z[-1] * 1e9
            yield pick(rng, (arctan_slope, sigmoid_slope, gate, half, identity, identity)), z


# -- right, written in other ways ------------------------------------------------------------------


@right
def factor_by_loop(df, z):
    factor = 1.0
    for layer in df(z):
        factor = factor * layer
    return factor


@right
def factor_layer_by_layer(df, z):
    factor = np.ones(z.shape[1:])
    for i in range(z.shape[0]):
        factor = factor * df(z[i])
    return factor


@right
def factor_by_reduce(df, z):
    return np.multiply.reduce(df(np.asarray(z)))


@right
def factor_by_cumprod(df, z):
    """np.cumprod keeps the running product after every layer, and its last row is the answer, where np.prod returns
    that alone. From the other rows you could draw where on the path the gradient is lost, but they take n_layers
    times the memory of the result."""
    products = np.cumprod(df(z), axis=0)  # row i: the product of the slopes 0 to i
    return products[-1]


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def adds(df, z):
    """You add the slopes of the layers. On the way back through the network, does each layer add its slope to the gradient,
    or does it scale the gradient by it?"""
    return np.sum(df(z), axis=0)


@wrong
def slope_of_the_product(df, z):
    """You multiply the pre-activations and take one slope at the end. Each layer has a slope of its own, at its own
    pre-activation; then the slopes are multiplied."""
    return df(np.prod(z, axis=0))


@wrong
def all_paths_together(df, z):
    """You multiply the slopes of all paths into one number. Two paths do not meet: each has its own factor. Which axis
    runs along a path?"""
    return np.prod(df(z))


@wrong
def along_the_last_axis(df, z):
    """You multiply along the last axis. With more than one axis that multiplies slopes of one layer. The layers lie
    along the first axis."""
    return np.prod(df(z), axis=-1)


@wrong
def power_of_the_first(df, z):
    """You take the first layer's slope for all layers. That is certain to be right only where every layer on the path
    has the same slope."""
    return df(z[0]) ** len(z)


@wrong
def the_bound(df, z):
    """That is the bound, the best that sigmoid layers could leave. Asked is what these layers leave, with these slopes."""
    return 0.25 ** len(z) * np.ones(np.shape(z)[1:])


@wrong
def averages(df, z):
    """You average the slopes of the layers. Each layer scales what the one above has left: slopes are multiplied."""
    return np.mean(df(z), axis=0)


@wrong
def slope_of_the_sum(df, z):
    """You take one slope, at the sum of the pre-activations. Each layer has a slope of its own; then the slopes are multiplied."""
    return df(np.sum(z, axis=0))


@wrong
def every_layer_on_the_way(df, z):
    """You return what is left after each layer. Asked is only what is left after all of them."""
    return np.cumprod(df(z), axis=0)


@wrong
def by_logarithms(df, z):
    """Where a slope is negative your result is NaN, as if you added logarithms: a negative number has none. How does a
    layer change the gradient that passes it?"""
    return np.exp(np.sum(np.log(df(z)), axis=0))


@wrong
def sizes_multiplied(df, z):
    """You multiply the sizes of the slopes. A negative slope turns the gradient's sign, and two of them turn it back."""
    return np.prod(np.abs(df(z)), axis=0)


@wrong
def last_layer_left_out(df, z):
    """You leave out the last layer. The gradient passes its slope as well."""
    return np.prod(df(z)[:-1], axis=0)


@wrong
def first_layer_left_out(df, z):
    """You leave out the first layer. The gradient passes its slope as well."""
    return np.prod(df(z)[1:], axis=0)


@wrong
def built_in_slope(df, z):
    """You take the slope of the sigmoid whatever `df` is. Others will hand over the slope of another function."""
    return np.prod(0.25 / np.cosh(np.clip(z, -300, 300) / 2) ** 2, axis=0)


@wrong
def smallest_slope(df, z):
    """You return the smallest slope of each path. The others count too: slopes are multiplied."""
    return np.min(df(z), axis=0)


@wrong
def factor_integers_stay(df, z):
    """Your product gets the dtype of `z`. If `z` holds integers, decimals are cut off on the way. Of what dtype is a factor?"""
    out = np.ones_like(z[0])
    for row in z:
        out = (out * df(row)).astype(out.dtype)
    return out


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def product_in_32_bits(df, z):
    with np.errstate(all="ignore"):
        return np.prod(np.asarray(df(z)).astype(np.float32), axis=0)
