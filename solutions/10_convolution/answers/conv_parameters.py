"""Answers to 10.4, conv_parameters: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import by_place_or_name, maybe, pick

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def conv_parameters_inputs(rng):
    while True:
        C, F, k = _counts(rng, 3)
        yield C, F, k, *by_place_or_name(rng, bias=(maybe(rng, 0.5), True))


@inputs(of="conv_multiply_adds")
def conv_multiply_adds_inputs(rng):
    while True:
        yield _counts(rng, 5)


def _counts(rng, how_many):
    """Small numbers, 1 among them, and many channels."""
    C, *others = (int(n) for n in rng.integers(1, pick(rng, (3, 6, 20)), how_many))
    return C * (100 if maybe(rng, 0.1) else 1), *others


# -- right, written in other ways ------------------------------------------------------------------


@right
def weights_and_biases(C, F, k, bias=True):
    weights = C * F * k**2
    return weights + F if bias else weights


@right
def by_an_array(C, F, k, bias=True):
    return np.zeros((F, C, k, k)).size + (F if bias else 0)


@right
def product_of_a_shape(C, F, k, bias=True):
    return np.prod([F, C, k, k]) + F * int(bias)


@right(of="conv_multiply_adds")
def positions_times_weights(C, F, k, H_out, W_out):
    """The same factors are put together in another way: every weight takes part once at every position, so the
    products are weights times positions. You see why convolutions have few parameters and much work: a weight that is
    stored once is used at each position, whereas one of a dense layer is used once for each picture."""
    weights = F * C * k * k
    positions = H_out * W_out
    return weights * positions


@right(of="conv_multiply_adds")
def by_the_outputs(C, F, k, H_out, W_out):
    return sum(C * k * k for _ in range(F)) * H_out * W_out


@right(of="conv_multiply_adds")
def by_prod(C, F, k, H_out, W_out):
    return math.prod((C, F, k, k, H_out, W_out))


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def biases_not_counted(C, F, k, bias=True):
    """The weights are right; the biases are missing, one for each kernel."""
    return F * C * k * k


@wrong
def one_bias(C, F, k, bias=True):
    """You count one bias for the whole layer. Each kernel has one."""
    return F * C * k * k + bias


@wrong
def bias_for_each_input_channel(C, F, k, bias=True):
    """You count a bias for each pair of channels, one that comes in and one that goes out. A bias belongs to a kernel, and so to a
    channel that goes out."""
    return F * C * (k * k + bias)


@wrong
def biases_like_inputs(C, F, k, bias=True):
    """You count as many biases as channels come in. There are as many as go out."""
    return F * C * k * k + bias * C


@wrong
def channels_forgotten(C, F, k, bias=True):
    """Your kernels are k × k. A kernel covers all C channels at once: how many numbers is that?"""
    return F * (k * k + bias)


@wrong
def side_not_squared(C, F, k, bias=True):
    """Your kernels have k numbers for each channel. They are k × k."""
    return F * (C * k + bias)


@wrong
def always_a_bias(C, F, k, bias=True):
    """Your result does not depend on `bias`: with False there are none to count."""
    return F * (C * k * k + 1)


@wrong
def parameters_in_floats(C, F, k, bias=True):
    """The number is right, but a float. What can be counted is an integer: is there a division, or a power with a decimal point?"""
    return float(F * (C * k * k + bias))


@wrong(of="conv_multiply_adds")
def work_in_floats(C, F, k, H_out, W_out):
    """The number is right, but a float. What can be counted is an integer: is there a division, or a power with a decimal point?"""
    return float(C) * F * k * k * H_out * W_out


@wrong(of="conv_multiply_adds")
def work_without_channels(C, F, k, H_out, W_out):
    """You count the products in one channel. Each output adds up the products of all C channels."""
    return F * k * k * H_out * W_out


@wrong(of="conv_multiply_adds")
def work_for_one_map(C, F, k, H_out, W_out):
    """You count the products for one map. The layer computes F of them."""
    return C * k * k * H_out * W_out


@wrong(of="conv_multiply_adds")
def work_counts_twice(C, F, k, H_out, W_out):
    """You count the product and the addition separately: these are FLOPs, twice as many. A multiply-add counts once."""
    return 2 * F * C * k * k * H_out * W_out


@wrong(of="conv_multiply_adds")
def work_with_biases(C, F, k, H_out, W_out):
    """You count the biases too. The contract counts products only."""
    return F * (C * k * k + 1) * H_out * W_out


@wrong(of="conv_multiply_adds")
def work_is_parameters(C, F, k, H_out, W_out):
    """That is the number of weights. Each of them is used at every position of the window."""
    return F * C * k * k


@wrong(of="conv_multiply_adds")
def work_not_squared(C, F, k, H_out, W_out):
    """Each output takes k · k products for every channel, not k."""
    return F * C * k * H_out * W_out


@wrong(of="conv_multiply_adds")
def work_for_squares(C, F, k, H_out, W_out):
    """You take the maps for square: H_out and W_out may differ."""
    return F * C * k * k * H_out * H_out


@wrong
def bias_for_each_row(C, F, k, bias=True):
    """You count k biases for each kernel. It has one."""
    return F * (C * k * k + k * bias)


@wrong
def no_bias_by_default(C, F, k, bias=False):
    """Where the caller says nothing of biases, you count none. The layer has them unless `bias` is False."""
    return F * (C * k * k + bias)


@wrong
def bias_the_wrong_way_round(C, F, k, bias=True):
    """You count biases where there are none, and none where there are some."""
    return F * (C * k * k + (not bias))


@wrong
def channels_added(C, F, k, bias=True):
    """You add the numbers of channels. Each of the F kernels covers all C channels."""
    return (C + F) * k * k + F * bias


@wrong
def two_to_the_k(C, F, k, bias=True):
    """You take the power the wrong way round: a kernel has k² numbers in each channel, not 2 to the k."""
    return F * (C * 2**k + bias)


@wrong
def bias_for_each_weight(C, F, k, bias=True):
    """You count a bias for each weight. There is one for each kernel."""
    return F * C * k * k * (1 + bias)


@wrong(of="conv_multiply_adds")
def work_at_input_positions(C, F, k, H_out, W_out):
    """You multiply by the size of the input. H_out and W_out are the numbers of positions already."""
    return F * C * k * k * (H_out + k - 1) * (W_out + k - 1)


@wrong(of="conv_multiply_adds")
def work_along_the_border(C, F, k, H_out, W_out):
    """You add H_out and W_out. The positions fill an area."""
    return F * C * k * k * (H_out + W_out)


@wrong(of="conv_multiply_adds")
def work_by_the_width(C, F, k, H_out, W_out):
    """You take the maps for square: H_out and W_out may differ."""
    return F * C * k * k * W_out * W_out


@wrong(of="conv_multiply_adds")
def outputs_counted(C, F, k, H_out, W_out):
    """That is how many numbers come out. Each of them takes a product for each weight of its kernel."""
    return F * H_out * W_out


@wrong(of="conv_multiply_adds")
def additions_counted(C, F, k, H_out, W_out):
    """You count additions, one fewer than products. The contract counts products."""
    return F * H_out * W_out * (C * k * k - 1)


@wrong(of="conv_multiply_adds")
def kernels_squared(C, F, k, H_out, W_out):
    """You take F for the number of channels that come in as well. Those are C."""
    return F * F * k * k * H_out * W_out
