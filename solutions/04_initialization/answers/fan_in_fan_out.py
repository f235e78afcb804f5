"""Answers to 4.1, fan_in_fan_out: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick

from ._shared import _fans

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def fan_inputs(rng):
    while True:
        sides = [int(n) for n in rng.integers(1, pick(rng, (4, 10, 40)), 4)]
        if maybe(rng, 0.3):
            sides[1] = sides[0]  # as many inputs as outputs
        if maybe(rng, 0.3):
            sides[3] = sides[2]
        if maybe(rng, 0.2):
            yield (tuple(25 * n for n in sides[:2]),)
        else:
            yield (tuple(sides[: pick(rng, (2, 4))]),)


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_products(shape):
    if len(shape) == 2:
        return tuple(shape)
    return np.prod(shape[1:]), shape[0] * np.prod(shape[2:])


@right
def by_a_loop(shape):
    fan_in, fan_out = (shape[1], shape[0]) if len(shape) == 4 else (shape[0], shape[1])
    for side in shape[2:]:
        fan_in *= side
        fan_out *= side
    return fan_in, fan_out


@right
def by_unpacking(shape):
    try:
        F, C, kh, kw = shape
    except ValueError:
        fan_in, fan_out = shape
        return fan_in, fan_out
    return C * kh * kw, F * kh * kw


@right
def by_size(shape):
    if len(shape) == 2:
        return shape[0], shape[1]
    weights = int(np.prod(shape))
    return weights // shape[0], weights / shape[1]


@right
def by_sharing_out_the_weights(shape):
    """It counts all weights and shares them out: every output has equally many of them, which is fan_in, and every
    input takes part in equally many, which is fan_out. One rule serves both kinds of layers, and windows with any
    number of axes, where the reference has a formula for each kind; only where inputs and outputs stand in the shape
    must be known."""
    n_in, n_out = shape if len(shape) == 2 else (shape[1], shape[0])
    weights = math.prod(shape)
    return weights // n_out, weights // n_in


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def window_forgotten(shape):
    """You count the channels and leave out the window: one output of a convolution adds up a whole patch of pixels in every channel."""
    return (shape[0], shape[1]) if len(shape) == 2 else (shape[1], shape[0])


@wrong
def order_of_the_dense_layer(shape):
    """You read the shape of a convolution in the order of a dense layer. Here the output channels stand first."""
    area = int(np.prod(shape[2:]))
    return shape[0] * area, shape[1] * area


@wrong
def the_wrong_way_round(shape):
    """Your two numbers are in the wrong order: fan_in comes first."""
    return tuple(_fans(shape))[::-1]


@wrong
def fan_out_without_the_window(shape):
    """Your fan_in is right. But fan_out of a convolution is not the number of output channels alone: under how many positions of the window does one
    input pixel lie?"""
    return (shape[0], shape[1]) if len(shape) == 2 else (_fans(shape)[0], shape[0])


@wrong
def always_square(shape):
    """You use only one side of the window, twice. A window need not be square."""
    return (shape[0], shape[1]) if len(shape) == 2 else (shape[1] * shape[2] ** 2, shape[0] * shape[2] ** 2)


@wrong
def always_square_by_width(shape):
    """You use only the width of the window, twice. A window need not be square."""
    return (shape[0], shape[1]) if len(shape) == 2 else (shape[1] * shape[3] ** 2, shape[0] * shape[3] ** 2)


@wrong
def one_side_of_the_window(shape):
    """You count one side of the window. How many pixels does it cover?"""
    return (shape[0], shape[1]) if len(shape) == 2 else (shape[1] * shape[2], shape[0] * shape[2])


@wrong
def sides_added(shape):
    """You add the sides of the window. How many pixels does a window of 5 by 5 cover?"""
    return (
        (shape[0], shape[1])
        if len(shape) == 2
        else (shape[1] * (shape[2] + shape[3]), shape[0] * (shape[2] + shape[3]))
    )


@wrong
def layout_of_keras(shape):
    """You read the shape as (kh, kw, in_channels, out_channels), the order of another library. The contract has the output channels first."""
    return (shape[0], shape[1]) if len(shape) == 2 else (shape[0] * shape[1] * shape[2], shape[0] * shape[1] * shape[3])


@wrong
def all_weights(shape):
    """You return the number of all weights of the convolution. One output uses the weights of its own channel only."""
    return (shape[0], shape[1]) if len(shape) == 2 else (int(np.prod(shape)), int(np.prod(shape)))


@wrong
def only_convolutions(shape):
    """You treat a dense layer as if its outputs stood first. In this course a dense layer's weights have the shape (fan_in, fan_out)."""
    return (shape[1], shape[0]) if len(shape) == 2 else _fans(shape)


@wrong
def first_two_numbers(shape):
    """Dense layers are right. For a convolution you return the first two numbers of the shape, which count output and input channels. What does one output of a convolution add up?"""
    return shape[0], shape[1]


@wrong
def window_only(shape):
    """Dense layers are right. For a convolution you count the pixels of the window and leave out the channels: a sum has a term for each pixel of each channel."""
    return (shape[0], shape[1]) if len(shape) == 2 else (shape[2] * shape[3], shape[2] * shape[3])


@wrong
def fan_in_without_the_window(shape):
    """Your fan_out is right. But one output of a convolution adds up a whole window of pixels in every input channel."""
    return (shape[0], shape[1]) if len(shape) == 2 else (shape[1], _fans(shape)[1])


@wrong
def window_added(shape):
    """You add the pixels of the window to the number of channels. There is a window in each channel: multiply."""
    return (shape[0], shape[1]) if len(shape) == 2 else (shape[1] + shape[2] * shape[3], shape[0] + shape[2] * shape[3])


@wrong
def fan_out_all_weights(shape):
    """Your fan_in is right. But your fan_out counts all weights of the convolution: one input reaches every output channel, through the weights of its own channel only."""
    return (shape[0], shape[1]) if len(shape) == 2 else (_fans(shape)[0], int(np.prod(shape)))


@wrong
def one_side_each(shape):
    """You use one side of the window for fan_in and the other for fan_out. Both need the whole window."""
    return (shape[0], shape[1]) if len(shape) == 2 else (shape[1] * shape[2], shape[0] * shape[3])


@wrong
def square_windows_only(shape):
    """You take a shape for a convolution only if its window is square. A window need not be."""
    return _fans(shape) if len(shape) == 4 and shape[2] == shape[3] else (shape[0], shape[1])


@wrong
def windows_of_one_are_dense(shape):
    """You take a convolution with a window of side 1 for a dense layer. In its shape, too, the output channels stand first."""
    return _fans(shape) if len(shape) == 4 and shape[2] > 1 else (shape[0], shape[1])


@wrong
def first_number_goes_out(shape):
    """You take the first number of every shape for fan_out, and the product of the others for fan_in. In the shape of a dense layer fan_in stands first; and in
    a convolution one input pixel lies under a whole window of positions, in every output channel."""
    return int(np.prod(shape[1:])), shape[0]
