"""Answers to 10.9, receptive_field: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def receptive_field_inputs(rng):
    while True:
        count = int(rng.integers(pick(rng, (3, 6, 20))))
        k, s = rng.integers(1, (12, 6), (count, 2)).T if count else ((), ())
        if maybe(rng, 0.2):
            s = [1] * count
        yield ([(int(one), int(other)) for one, other in zip(k, s)],)


# -- right, written in other ways ------------------------------------------------------------------


@right
def from_the_top(layers):
    side = 1
    for k, s in layers[::-1]:
        side = (side - 1) * s + k
    return side


@right
def by_products(layers):
    return 1 + sum((layers[i][0] - 1) * math.prod(s for _, s in layers[:i]) for i in range(len(layers)))


@right
def recursively(layers):
    if not layers:
        return 1
    (k, s), rest = layers[0], layers[1:]
    return k + s * (recursively(rest) - 1)


@right
def by_cumprod(layers):
    if len(layers) == 0:
        return 1
    k, s = np.array(layers).T
    return 1 + np.sum((k - 1) * np.concatenate([[1], np.cumprod(s)[:-1]]))


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def strides_ignored(layers):
    """You ignore the strides: behind a layer with stride 2, neighbouring units stand two pixels apart."""
    return 1 + sum(k - 1 for k, s in layers)


@wrong
def windows_added(layers):
    """You add up the windows. A second window of 3 brings two new pixels, since one is covered already."""
    return sum(k for k, s in layers)


@wrong
def windows_multiplied(layers):
    """You multiply the windows. They overlap, so the field grows by addition."""
    return int(np.prod([k for k, s in layers]))


@wrong
def own_stride_first(layers):
    """You apply a layer's stride before its own window. Within the window the units are still as close as the layer below
    left them; the stride separates those that come out."""
    side, jump = 1, 1
    for k, s in layers:
        jump *= s
        side += (k - 1) * jump
    return side


@wrong
def strides_added(layers):
    """You add up the strides. Two layers with stride 2 put neighbouring units 4 pixels apart, three of them 8."""
    side, jump = 1, 1
    for k, s in layers:
        side += (k - 1) * jump
        jump += s - 1
    return side


@wrong
def starts_from_nothing(layers):
    """You are one pixel short: without any layer a unit is a pixel, and sees itself."""
    side, jump = 0, 1
    for k, s in layers:
        side += (k - 1) * jump
        jump *= s
    return side


@wrong
def whole_windows(layers):
    """You let the side grow by k units for a window of k. One of them is there already: from the first to the last of k
    units there are k − 1 steps."""
    side, jump = 1, 1
    for k, s in layers:
        side += k * jump
        jump *= s
    return side


def _side(layers):
    side, jump = 1, 1
    for k, s in layers:
        side += (k - 1) * jump
        jump *= s
    return side


@wrong
def nothing_without_layers(layers):
    """Without layers you return 0. A pixel sees itself: 1."""
    return _side(layers) if layers else 0


@wrong
def last_stride_only(layers):
    """You multiply by the stride of the layer below only. The strides of all layers below multiply."""
    side, jump = 1, 1
    for k, s in layers:
        side += (k - 1) * jump
        jump = s
    return side


@wrong
def upside_down(layers):
    """The order in which you go through the layers and the rule that you use do not fit together. The strides that count for
    a layer are those of the layers before it, between the picture and that layer; its own and the later ones do not."""
    side, jump = 1, 1
    for k, s in reversed(layers):
        side += (k - 1) * jump
        jump *= s
    return side


@wrong
def side_in_floats(layers):
    """The side is right, but a float. Pixels are counted in integers: where does the decimal point come in? (`np.prod` of an
    empty list is 1.0.)"""
    return float(_side(layers))


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def strides_of_three_at_most(layers):
    side = jump = 1
    for k, s in layers:
        side += (k - 1) * jump
        jump *= min(s, 3)
    return side
