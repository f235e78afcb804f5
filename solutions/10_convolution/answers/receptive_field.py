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
    """It goes down from the last layer and asks how many units of the layer below a row of `side` units sees: the
    last window begins (side − 1) · s after the first, and it is k wide. One number is enough, where the reference,
    going up, also keeps the distance of neighbouring units in pixels; but the reference knows the receptive field
    after every layer, and this only the last one's."""
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


@wrong
def first_stride_at_once(layers):
    """Your jump starts at the first layer's stride. Within the first window, units are pixels, and stand 1 apart."""
    side, jump = 1, layers[0][1] if layers else 1
    for k, s in layers:
        side += (k - 1) * jump
        jump *= s
    return side


@wrong
def side_grows_with_the_stride(layers):
    """You multiply the side by the stride. A stride spreads the units of the layers that follow; it does not widen what one unit
    sees already."""
    side = 1
    for k, s in layers:
        side = side * s + k - 1
    return side


@wrong
def window_and_stride_exchanged(layers):
    """You take the stride for the window: the pairs are (window, stride)."""
    return _side([(s, k) for k, s in layers])


@wrong
def area(layers):
    """You return how many pixels the square has. Its side is asked for."""
    return _side(layers) ** 2


@wrong
def both_sides(layers):
    """You return two numbers. The field is a square, and one number says how large it is."""
    return _side(layers), _side(layers)


@wrong
def largest_window(layers):
    """You return the largest window. Each layer sees through those below it, so the fields add up."""
    return max([k for k, _ in layers], default=1)


@wrong
def distance_of_units(layers):
    """That is how far neighbouring units stand apart, the product of the strides. The side of what one of them sees is asked for."""
    return int(np.prod([s for _, s in layers], dtype=int))


@wrong
def stride_taken_off(layers):
    """You let the side grow by k − s. From the first to the last of k units there are k − 1 steps, whatever the stride."""
    side, jump = 1, 1
    for k, s in layers:
        side += (k - s) * jump
        jump *= s
    return side


@wrong
def last_layer_left_out(layers):
    """The last layer is missing: the field of one of its units is asked for."""
    return _side(layers[:-1])


@wrong
def list_used_up(layers):
    """The number is right, but you take the layers out of the list, and whoever handed it over has an empty one afterwards."""
    side = _side(layers)
    layers.clear()
    return side


@wrong
def layers_needed(layers):
    """Your function fails without layers. A pixel sees itself: 1."""
    layers[0]
    return _side(layers)


@wrong
def one_off_each_layer(layers):
    """You take 1 off where jump should be taken off: a window of k adds (k − 1) · jump pixels."""
    side, jump = 1, 1
    for k, s in layers:
        side += k * jump - 1
        jump *= s
    return side


@wrong
def own_stride_as_jump(layers):
    """You let each layer's own stride say how far the units under its window stand apart. They are the units of the layer below: which strides have moved those
    apart?"""
    return 1 + sum((k - 1) * s for k, s in layers)


@wrong
def all_strides_for_every_layer(layers):
    """You multiply by the strides of all layers, those that come later included. Only the layers between the picture and a window have moved the units under it
    apart."""
    jump = int(np.prod([s for _, s in layers], dtype=int))
    return 1 + sum((k - 1) * jump for k, _ in layers)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def strides_of_three_at_most(layers):
    side = jump = 1
    for k, s in layers:
        side += (k - 1) * jump
        jump *= min(s, 3)
    return side
