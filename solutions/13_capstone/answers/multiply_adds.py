"""Answers to 13.8, multiply_adds: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def multiply_adds_inputs(rng):
    while True:
        sizes = [int(n) for n in rng.integers(1, pick(rng, (6, 40, 300)), rng.integers(2, 7))]
        if maybe(rng, 0.1):
            sizes = [sizes[0]] * len(sizes)
        yield sizes, int(pick(rng, (1, 2, 7, 60, 2000, 60000))), int(pick(rng, (1, 1, 2, 5, 30, 100)))


# -- right, written in other ways ------------------------------------------------------------------


@right
def layer_by_layer(sizes, pictures, epochs):
    """It counts layer by layer what the code of a backward pass would do: two products for every
    layer, and the third wherever there is a layer below. Nothing is subtracted that was never done."""
    total = 0
    for layer in range(1, len(sizes)):
        products = 2 if layer == 1 else 3
        total += products * sizes[layer - 1] * sizes[layer]
    return total * pictures * epochs


@right
def by_numpy(sizes, pictures, epochs):
    widths = np.array(sizes, dtype=np.int64)
    forward = np.dot(widths[:-1], widths[1:])
    inputs_of_layers = np.dot(widths[1:-1], widths[2:])
    return int(2 * forward + inputs_of_layers) * pictures * epochs


@right
def by_recursion(sizes, pictures, epochs):
    def above(widths):
        return 0 if len(widths) < 2 else 3 * widths[0] * widths[1] + above(widths[1:])

    return (2 * sizes[0] * sizes[1] + above(sizes[1:])) * pictures * epochs


# -- wrong, and told why ---------------------------------------------------------------------------


def _weights(sizes):
    return [a * b for a, b in zip(sizes[:-1], sizes[1:])]


@wrong
def first_layer_too(sizes, pictures, epochs):
    """You count three products for every layer. Nobody needs the gradient of the pixels, so the first layer has two."""
    return 3 * sum(_weights(sizes)) * pictures * epochs


@wrong
def forward_only(sizes, pictures, epochs):
    """You count the way forward alone. Training goes back as well."""
    return sum(_weights(sizes)) * pictures * epochs


@wrong
def without_the_inputs(sizes, pictures, epochs):
    """The gradients of the layers' inputs are missing. Without them nothing reaches the layers below."""
    return 2 * sum(_weights(sizes)) * pictures * epochs


@wrong
def without_the_weights(sizes, pictures, epochs):
    """The gradients of the weights are missing."""
    w = _weights(sizes)
    return (2 * sum(w) - w[0]) * pictures * epochs


@wrong
def the_last_layer_spared(sizes, pictures, epochs):
    """You leave out a product of the last layer. It is the first layer whose inputs need no gradient."""
    w = _weights(sizes)
    return (3 * sum(w) - w[-1]) * pictures * epochs


@wrong
def with_biases(sizes, pictures, epochs):
    """You count biases. They are added, and not multiplied by anything."""
    w = [(a + 1) * b for a, b in zip(sizes[:-1], sizes[1:])]
    return (3 * sum(w) - w[0]) * pictures * epochs


@wrong
def epochs_forgotten(sizes, pictures, epochs):
    """You count one epoch only."""
    w = _weights(sizes)
    return (3 * sum(w) - w[0]) * pictures


@wrong
def pictures_forgotten(sizes, pictures, epochs):
    """You count one picture only."""
    w = _weights(sizes)
    return (3 * sum(w) - w[0]) * epochs


@wrong
def pictures_and_epochs_added(sizes, pictures, epochs):
    """You add pictures and epochs. Each epoch takes all the pictures: multiply."""
    w = _weights(sizes)
    return (3 * sum(w) - w[0]) * (pictures + epochs)


@wrong
def units_instead_of_weights(sizes, pictures, epochs):
    """You add up units. A layer has a weight for each pair of an input and an output."""
    return (3 * sum(sizes) - sizes[0]) * pictures * epochs


@wrong
def squares(sizes, pictures, epochs):
    """You multiply each width by itself. A layer's weights lie between its width and the next one."""
    w = [a * a for a in sizes[:-1]]
    return (3 * sum(w) - w[0]) * pictures * epochs


@wrong
def hidden_layers_only(sizes, pictures, epochs):
    """The layer that makes the scores is missing."""
    w = _weights(sizes)
    return (3 * sum(w[:-1]) - (w[0] if len(w) > 1 else 0)) * pictures * epochs


@wrong
def multiplied_through(sizes, pictures, epochs):
    """You multiply all widths with each other. It is neighbours that are multiplied, and then added up."""
    product = 1
    for n in sizes:
        product *= n
    return product * pictures * epochs


@wrong
def two_each(sizes, pictures, epochs):
    """You count a multiplication and its addition as two. A multiply-add is one."""
    w = _weights(sizes)
    return 2 * (3 * sum(w) - w[0]) * pictures * epochs


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def two_layers(sizes, pictures, epochs):
    w = _weights(sizes)[:2]
    return (3 * sum(w) - w[0]) * pictures * epochs


@wrong
def as_text(sizes, pictures, epochs):
    w = _weights(sizes)
    return f"{(3 * sum(w) - w[0]) * pictures * epochs:,}"


@wrong
def in_thousands(sizes, pictures, epochs):
    w = _weights(sizes)
    return (3 * sum(w) - w[0]) * pictures * epochs // 1000 * 1000
