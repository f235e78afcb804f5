"""Answers to 11.3, residual: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _relu, block

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def residual_inputs(rng):
    while True:
        yield block(rng)


# -- right, written in other ways ------------------------------------------------------------------


@right
def as_one_layer(x, W1, W2):
    """x and the hidden units stand side by side, and one product does the rest: the shortcut is a
    layer whose weights are the identity matrix. That shows what a shortcut is, and costs a
    product with D² numbers that a sum does without."""
    both = np.concatenate([x, np.maximum(x @ W1, 0)], axis=1)
    return np.maximum(both @ np.concatenate([np.eye(x.shape[1], dtype=x.dtype), W2]), 0)


@right
def with_masks(x, W1, W2):
    z = np.dot(x, W1)
    s = x + (z * (z > 0)) @ W2
    return np.where(s > 0, s, 0)


@right
def row_by_row(x, W1, W2):
    out = []
    for row in x:
        h = np.array([max(v, 0) for v in row @ W1])
        out.append([max(v, 0) for v in row + h @ W2])
    return np.array(out)


@right
def by_einsum(x, W1, W2):
    hidden = np.clip(np.einsum("nd,dm->nm", x, W1), 0, None)
    return np.clip(x + np.einsum("nm,md->nd", hidden, W2), 0, None)


# -- wrong, and told why ---------------------------------------------------------------------------


def _branch(x, W1, W2):
    return _relu(x @ W1) @ W2


@wrong
def relu_before_the_sum(x, W1, W2):
    """ReLU comes before the addition: your branch is cut off at 0, and the sum is not. So the block can only add, and never take away."""
    return x + _relu(_branch(x, W1, W2))


@wrong
def last_relu_missing(x, W1, W2):
    """Your sum is right, but no ReLU follows it."""
    return x + _branch(x, W1, W2)


@wrong
def no_shortcut(x, W1, W2):
    """x itself is never added: this is a plain network of two layers."""
    return _relu(_branch(x, W1, W2))


@wrong
def shortcut_rectified(x, W1, W2):
    """The shortcut goes through a ReLU before the sum. It should hand on x as it is."""
    return _relu(_relu(x) + _branch(x, W1, W2))


@wrong
def inner_relu_missing(x, W1, W2):
    """There is no ReLU between the two layers. Together they are one linear layer then."""
    return _relu(x + x @ W1 @ W2)


@wrong
def relu_on_both(x, W1, W2):
    """Shortcut and branch are each cut off at 0 before they are added."""
    return _relu(x) + _relu(_branch(x, W1, W2))


@wrong
def branch_rectified_and_sum(x, W1, W2):
    """The sum has its ReLU, but the branch has one, too, before it is added: so it can never take anything away."""
    return _relu(x + _relu(_branch(x, W1, W2)))


@wrong
def activation_first(x, W1, W2):
    """In your branch x is cut off at 0 before the first layer. (That is the order of 2016, without its ReLU at the end; here the branch sees x
    itself.)"""
    return _relu(x + _relu(_relu(x) @ W1) @ W2)


@wrong
def both_behind_a_relu(x, W1, W2):
    """Shortcut and branch both begin behind a ReLU of x: what is negative in x is lost to both. The branch sees x as it is, and so does the shortcut."""
    a = _relu(x)
    return _relu(a + _branch(a, W1, W2))


@wrong
def both_behind_a_relu_and_none_at_the_end(x, W1, W2):
    """Shortcut and branch both begin behind a ReLU of x, and none follows their sum. Both begin at x itself, and the last ReLU comes after the sum."""
    a = _relu(x)
    return a + _branch(a, W1, W2)


@wrong
def order_of_2016(x, W1, W2):
    """ReLU stands before each layer, and none after the sum. That is the block of 2016, which comes later; here it is the other order."""
    return x + _relu(_relu(x) @ W1) @ W2


@wrong
def subtracted(x, W1, W2):
    """The branch is taken away from x where it should be added."""
    return _relu(x - _branch(x, W1, W2))


@wrong
def halved(x, W1, W2):
    """You take the mean of x and its branch. It is their sum that is asked for."""
    return _relu(x + _branch(x, W1, W2)) / 2


@wrong
def twice_the_input(x, W1, W2):
    """x is added twice."""
    return _relu(2 * x + _branch(x, W1, W2))


@wrong
def hidden_sizes(x, W1, W2):
    """The hidden numbers lose their sign, where ReLU makes 0 of the negative ones."""
    return _relu(x + np.abs(x @ W1) @ W2)


@wrong
def multiplied(x, W1, W2):
    """x and the branch are multiplied, number by number. They are to be added."""
    return _relu(x * _branch(x, W1, W2))


@wrong
def branch_alone(x, W1, W2):
    """Only the branch comes back: no shortcut, and no ReLU at the end."""
    return _branch(x, W1, W2)


@wrong
def weights_exchanged(x, W1, W2):
    """In your branch W1 and W2 stand in each other's place. Transposed they fit, and are other layers all the same."""
    return _relu(x + _branch(x, W2.T, W1.T))


@wrong
def hidden_units_normalized(x, W1, W2):
    """You bring the hidden units to mean 0 and variance 1 over the batch. There is no batch norm in this block."""
    z = x @ W1
    return _relu(x + _relu((z - np.mean(z, axis=0)) / np.sqrt(np.var(z, axis=0) + 1e-5)) @ W2)


@wrong
def side_by_side(x, W1, W2):
    """x and the branch stand side by side, so each row is twice as long as it should be. They are to be added."""
    return _relu(np.hstack([x, _branch(x, W1, W2)]))


@wrong
def mask_of_the_input(x, W1, W2):
    """Your last ReLU looks at the sign of x. It is the sign of the sum that decides what passes."""
    return (x > 0) * (x + _branch(x, W1, W2))


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def in_place(x, W1, W2):
    x += _relu(x @ W1) @ W2
    return np.maximum(x, 0)


@wrong
def single(x, W1, W2):
    x, W1, W2 = (a.astype("float32") for a in (x, W1, W2))
    return _relu(x + _branch(x, W1, W2))


@wrong
def whole_numbers(x, W1, W2):
    out = np.zeros_like(x)
    out[...] = np.clip(_relu(x + _branch(x, W1, W2)), 0, 1e15)
    return out


@wrong
def leaky(x, W1, W2):
    s = x + _branch(x, W1, W2)
    return np.where(s > 0, s, 0.01 * s)


@wrong
def clipped(x, W1, W2):
    return np.clip(x + _branch(x, W1, W2), 0, 6)


@wrong
def shortcut_only(x, W1, W2):
    return _relu(x) if np.all(W2 == 0) else _relu(_branch(x, W1, W2))
