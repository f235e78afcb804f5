"""Answers to 2.2, collapse: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import whole

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def collapse_inputs(rng):
    while True:
        D, H, C = (int(n) for n in rng.integers(1, 6, 3))
        yield whole(rng, D, H), whole(rng, H), whole(rng, H, C), whole(rng, C)


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_dot(W1, b1, W2, b2):
    return np.dot(W1, W2), np.dot(b1, W2) + b2


@right
def by_probing(W1, b1, W2, b2):
    """It asks the two layers instead of their formula: what comes out for zeros is b, and what comes out for the rows
    of the identity, minus b, are the rows of W. This finds the weights of any function that is known to be affine,
    even one whose inside you cannot see, but where b is large beside W, the subtraction costs digits."""

    def both_layers(X):
        return (X @ W1 + b1) @ W2 + b2

    D = len(W1)
    b = both_layers(np.zeros(D))
    return both_layers(np.eye(D)) - b, b


@right
def by_loops(W1, b1, W2, b2):
    (D, H), C = W1.shape, W2.shape[1]
    W, b = np.zeros((D, C)), np.zeros(C)
    for k in range(C):
        b[k] = b2[k]
        for h in range(H):
            b[k] += b1[h] * W2[h, k]
            for d in range(D):
                W[d, k] += W1[d, h] * W2[h, k]
    return W, b


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def biases_added(W1, b1, W2, b2):
    """You add the two biases. The first one still passes through the second layer before it comes out. (Besides, the two
    need not have the same length.)"""
    return W1 @ W2, b1 + b2


@wrong
def second_bias_only(W1, b1, W2, b2):
    """The bias of the first layer is lost. What does it turn into on its way through the second?"""
    return W1 @ W2, b2


@wrong
def first_bias_only(W1, b1, W2, b2):
    """The bias of the second layer is lost: multiply out once more, there are three terms."""
    return W1 @ W2, b1 @ W2


@wrong
def wrong_order(W1, b1, W2, b2):
    """You multiply the matrices in the other order. X meets W1 first, from the left: X W1 W2."""
    return W2 @ W1, W2 @ b1 + b2


@wrong
def bias_of_integers(W1, b1, W2, b2):
    """Your bias gets the dtype of b2, as an array does that is made like b2 and then filled. If b2 holds integers,
    decimals are cut off. What must you say when you make that array?"""
    b = np.zeros_like(b2)
    b[:] = b1 @ W2 + b2
    return W1 @ W2, b


@wrong
def second_turned(W1, b1, W2, b2):
    """You turn W2 on its side. In X W1 W2 nothing is turned; a square W2 hides that, another one raises an error."""
    return W1 @ W2.T, b1 @ W2.T + b2


@wrong
def both_biases_through(W1, b1, W2, b2):
    """You send both biases through W2. The second is added after W2, so it comes out as it is."""
    return W1 @ W2, (b1 + b2) @ W2


@wrong
def entry_by_entry(W1, b1, W2, b2):
    """You multiply entry by entry with `*`. One layer after the other is a product of matrices, `@`."""
    return W1 * W2, b1 * W2 + b2


@wrong
def first_turned(W1, b1, W2, b2):
    """You turn W1 on its side. In X W1 W2 nothing is turned; square matrices hide that, others raise an error."""
    return W1.T @ W2, b1 @ W2 + b2


@wrong
def bias_from_the_right(W1, b1, W2, b2):
    """You multiply `W2 @ b1`. The outputs of the first layer stand on the left of W2, and so does b1; a square W2 hides
    that, another one raises an error."""
    return W1 @ W2, W2 @ b1 + b2


@wrong
def bias_as_a_row(W1, b1, W2, b2):
    """Your bias is right in its numbers, but an array of shape (1, C). The contract asks for (C,)."""
    return W1 @ W2, b1.reshape(1, -1) @ W2 + b2


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def order_and_biases(W1, b1, W2, b2):
    return W2 @ W1, b1 + b2


@wrong
def bias_inside_the_weights(W1, b1, W2, b2):
    """You add `b1` to the weights. It is added to the outputs of the first layer; multiply out with that in mind."""
    return (W1 + b1) @ W2, b2


@wrong
def sum_of_the_first_bias(W1, b1, W2, b2):
    """You multiply the sum of `b1` with the sums of `W2`. Each entry of b1 belongs to one unit, and goes through that
    unit's weights."""
    return W1 @ W2, np.sum(b1) * np.sum(W2, axis=0) + b2


@wrong
def bias_through_both_layers(W1, b1, W2, b2):
    """In your bias, `b1` is multiplied by `W1` as well as by `W2`. It comes behind the first layer, and goes through
    the second alone."""
    return W1 @ W2, b1 @ W1.T @ W1 @ W2 + b2
