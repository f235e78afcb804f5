"""Answers to 11.4, residual_backward: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import kinds_of, maybe

from ._shared import _relu, array, block, decided

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def residual_backward_inputs(rng):
    while True:
        x, W1, W2 = block(rng)
        if not decided(x, W1, W2):
            continue
        kinds = ("float32",) if np.float32 in (x.dtype, W1.dtype, W2.dtype) else kinds_of(rng)
        dout = array(rng, x.shape, kinds, limit=20.0)
        if maybe(rng, 0.15):
            dout = np.where(rng.random(dout.shape) < 0.5, 0, dout).astype(dout.dtype)
        yield dout, x, W1, W2


# -- right, written in other ways ------------------------------------------------------------------


@right
def shortcut_first(dout, x, W1, W2):
    """dx begins as the shortcut's gradient, and what comes back through the branch is added to
    it: the rule of something that is used twice, written as two lines. The order does not matter,
    as long as it is added and does not replace what is there."""
    z = x @ W1
    s = x + _relu(z) @ W2
    d = np.where(s > 0, dout, 0)
    dx = d.astype(np.result_type(d, W1, W2, float) if d.dtype.kind != "f" else np.result_type(d, W1, W2))
    dh = d @ W2.T
    dh = np.where(z > 0, dh, 0)
    dx += dh @ W1.T
    return dx, x.T @ dh, _relu(z).T @ d


@right
def example_by_example(dout, x, W1, W2):
    dx, dW1, dW2 = np.zeros(x.shape), np.zeros(W1.shape), np.zeros(W2.shape)
    for n in range(len(x)):
        z = x[n] @ W1
        h = np.maximum(z, 0)
        d = dout[n] * ((x[n] + h @ W2) > 0)
        dz = (W2 @ d) * (z > 0)
        dx[n] = d + W1 @ dz
        dW1 += np.outer(x[n], dz)
        dW2 += np.outer(h, d)
    return dx, dW1, dW2


@right
def by_the_layer_of_both(dout, x, W1, W2):
    z = x @ W1
    both = np.concatenate([x, np.maximum(z, 0)], axis=1)
    W = np.concatenate([np.eye(x.shape[1]), W2])
    d = dout * (both @ W > 0)
    dboth, D = d @ W.T, x.shape[1]
    dz = dboth[:, D:] * (z > 0)
    return dboth[:, :D] + dz @ W1.T, x.T @ dz, (both.T @ d)[D:]


@right
def by_einsum(dout, x, W1, W2):
    z = np.einsum("nd,dm->nm", x, W1)
    on = z > 0
    d = dout * (x + np.einsum("nm,md->nd", z * on, W2) > 0)
    dz = np.einsum("nd,md->nm", d, W2) * on
    return d + np.einsum("nm,dm->nd", dz, W1), np.einsum("nd,nm->dm", x, dz), np.einsum("nm,nd->md", z * on, d)


# -- wrong, and told why ---------------------------------------------------------------------------


def _back(dout, x, W1, W2, outer=True, inner=True, shortcut=True):
    z = x @ W1
    d = dout * (x + _relu(z) @ W2 > 0) if outer else dout
    dz = d @ W2.T * (z > 0) if inner else d @ W2.T
    dx = dz @ W1.T
    return (d + dx if shortcut else dx), x.T @ dz, _relu(z).T @ d


@wrong
def shortcut_forgotten(dout, x, W1, W2):
    """The gradients of the weights are right, but dx has only what comes back through the branch. x was used twice."""
    return _back(dout, x, W1, W2, shortcut=False)


@wrong
def shortcut_only(dout, x, W1, W2):
    """The gradients of the weights are right, but dx has only what the shortcut hands down. The branch used x, too."""
    z = x @ W1
    d = dout * (x + _relu(z) @ W2 > 0)
    _, dW1, dW2 = _back(dout, x, W1, W2)
    return 1.0 * d, dW1, dW2


@wrong
def last_relu_passed_over(dout, x, W1, W2):
    """You go back as if no ReLU followed the sum. Where the block's output is 0, no gradient gets through."""
    return _back(dout, x, W1, W2, outer=False)


@wrong
def inner_relu_passed_over(dout, x, W1, W2):
    """You go back as if there were no ReLU between the two layers. Hidden units that were cut off pass no gradient on."""
    return _back(dout, x, W1, W2, inner=False)


@wrong
def no_masks(dout, x, W1, W2):
    """You pass over both ReLUs on the way back. Each lets a gradient through only where it let a number through."""
    return _back(dout, x, W1, W2, outer=False, inner=False)


@wrong
def unmasked_shortcut(dout, x, W1, W2):
    """The branch gets the gradient of the sum, but your shortcut gets all of dout. The last ReLU comes after the sum: it cuts off what goes to
    both."""
    z = x @ W1
    d = dout * (x + _relu(z) @ W2 > 0)
    dx, dW1, dW2 = _back(dout, x, W1, W2)
    return dx - d + dout, dW1, dW2


@wrong
def unmasked_branch(dout, x, W1, W2):
    """The shortcut gets the gradient of the sum, but your branch gets all of dout. The last ReLU comes after the sum: it cuts off what goes to
    both."""
    z = x @ W1
    d = dout * (x + _relu(z) @ W2 > 0)
    dx, dW1, dW2 = _back(dout, x, W1, W2, outer=False)
    return dx - dout + d, dW1, dW2


@wrong
def mask_of_the_branch(dout, x, W1, W2):
    """Your mask asks where the branch is positive. The last ReLU saw the sum of x and the branch."""
    z = x @ W1
    d = dout * (_relu(z) @ W2 > 0)
    dz = d @ W2.T * (z > 0)
    return d + dz @ W1.T, x.T @ dz, _relu(z).T @ d


@wrong
def mask_of_the_input(dout, x, W1, W2):
    """Your mask asks where x is positive. The last ReLU saw the sum of x and the branch."""
    z = x @ W1
    d = dout * (x > 0)
    dz = d @ W2.T * (z > 0)
    return d + dz @ W1.T, x.T @ dz, _relu(z).T @ d


@wrong
def hidden_before_relu(dout, x, W1, W2):
    """dx and dW1 are right. For dW2 you take the hidden numbers as they were before ReLU; W2 was multiplied by what came out of it."""
    dx, dW1, _ = _back(dout, x, W1, W2)
    z = x @ W1
    return dx, dW1, z.T @ (dout * (x + _relu(z) @ W2 > 0))


@wrong
def unmasked_first_weights(dout, x, W1, W2):
    """dx and dW2 are right. dW1 is computed with what comes back before the inner ReLU has cut it off."""
    dx, _, dW2 = _back(dout, x, W1, W2)
    return dx, _back(dout, x, W1, W2, inner=False)[1], dW2


@wrong
def weights_of_the_mean(dout, x, W1, W2):
    """Your gradients of the weights are divided by N. If the loss is a mean, the 1/N is in dout already."""
    dx, dW1, dW2 = _back(dout, x, W1, W2)
    return dx, dW1 / len(x), dW2 / len(x)


@wrong
def weights_exchanged(dout, x, W1, W2):
    """dW1 and dW2 stand in each other's place."""
    dx, dW1, dW2 = _back(dout, x, W1, W2)
    return dx, dW2, dW1


@wrong
def transposed_weights(dout, x, W1, W2):
    """The gradients of the weights are transposed: each has the shape of the weights it belongs to."""
    dx, dW1, dW2 = _back(dout, x, W1, W2)
    return dx, dW1.T, dW2.T


@wrong
def open_at_zero(dout, x, W1, W2):
    """Right, but for numbers of exactly 0 before a ReLU: your mask lets them pass. The slope at 0 is taken to be 0."""
    z = x @ W1
    d = dout * (x + _relu(z) @ W2 >= 0)
    dz = d @ W2.T * (z >= 0)
    return d + dz @ W1.T, x.T @ dz, _relu(z).T @ d


@wrong
def second_weights_of_dout(dout, x, W1, W2):
    """dx and dW1 are right. dW2 is computed with dout, before the last ReLU has cut it off."""
    dx, dW1, _ = _back(dout, x, W1, W2)
    return dx, dW1, _relu(x @ W1).T @ dout


@wrong
def shortcut_twice(dout, x, W1, W2):
    """The shortcut's gradient is in dx twice."""
    dx, dW1, dW2 = _back(dout, x, W1, W2)
    return dx + dout * (x + _relu(x @ W1) @ W2 > 0), dW1, dW2


@wrong
def overwritten_input(dout, x, W1, W2):
    """dW1 is computed with the sum of x and the branch in the place of x, as happens when the forward pass adds the branch to x in place."""
    dx, _, dW2 = _back(dout, x, W1, W2)
    z = x @ W1
    s = x + _relu(z) @ W2
    return dx, s.T @ (dout * (s > 0) @ W2.T * (z > 0)), dW2


@wrong
def halved(dout, x, W1, W2):
    """Each gradient is half of what it should be. A sum hands its gradient on to both of its parts whole; it is not shared out."""
    return tuple(one / 2 for one in _back(dout, x, W1, W2))


@wrong
def output_for_slope(dout, x, W1, W2):
    """You multiply by what came out of the last ReLU. It is its slope that is wanted, 1 where the sum is positive and 0 elsewhere."""
    z = x @ W1
    out = _relu(x + _relu(z) @ W2)
    d = dout * out
    dz = d @ W2.T * (z > 0)
    return d + dz @ W1.T, x.T @ dz, _relu(z).T @ d


@wrong
def sum_open_at_zero(dout, x, W1, W2):
    """Right, but for sums of exactly 0: your mask of the last ReLU lets them pass. The slope at 0 is taken to be 0."""
    z = x @ W1
    d = np.where(x + _relu(z) @ W2 < 0, 0, dout)
    dz = d @ W2.T * (z > 0)
    return d + dz @ W1.T, x.T @ dz, _relu(z).T @ d


@wrong
def hidden_open_at_zero(dout, x, W1, W2):
    """Right, but for hidden numbers of exactly 0 before their ReLU: your mask lets them pass. The slope at 0 is taken to be 0."""
    z = x @ W1
    d = dout * (x + _relu(z) @ W2 > 0)
    dz = np.where(z < 0, 0, d @ W2.T)
    return d + dz @ W1.T, x.T @ dz, _relu(z).T @ d


@wrong
def input_last(dout, x, W1, W2):
    """dx stands behind dW1 and dW2. It is the first of the three."""
    dx, *weights = _back(dout, x, W1, W2)
    return *weights, dx


@wrong
def in_the_order_made(dout, x, W1, W2):
    """The three stand in the order in which they are found on the way back: dW2, dW1, dx. They are asked for the other way round."""
    return _back(dout, x, W1, W2)[::-1]


@wrong
def other_weights(dout, x, W1, W2):
    """dW2 is right. Then you go back through the branch with W1 where W2 was, and with W2 where W1 was: the shapes fit, and the numbers are
    others."""
    z = x @ W1
    d = dout * (x + _relu(z) @ W2 > 0)
    dz = d @ W1 * (z > 0)
    return d + dz @ W2, x.T @ dz, _relu(z).T @ d


@wrong
def rectified_shortcut(dout, x, W1, W2):
    """The gradients of the weights are right. In dx you cut off the shortcut's share where x is not positive, as if a ReLU stood in the shortcut."""
    dx, dW1, dW2 = _back(dout, x, W1, W2)
    return dx - dout * (x + _relu(x @ W1) @ W2 > 0) * (x <= 0), dW1, dW2


@wrong
def negative_gradients_cut(dout, x, W1, W2):
    """You cut off gradients that are negative. What a ReLU cuts off on the way back depends on the number that went into it, not on the
    gradient's sign."""
    d = _relu(dout)
    dz = _relu(d @ W2.T)
    return d + dz @ W1.T, x.T @ dz, _relu(x @ W1).T @ d


@wrong
def sums_before_the_product(dout, x, W1, W2):
    """dx is right. For the weights you add up the rows of both factors first. Each row has a product of its own, and it is these that are added."""
    z = x @ W1
    d = dout * (x + _relu(z) @ W2 > 0)
    dz = d @ W2.T * (z > 0)
    return d + dz @ W1.T, np.outer(x.sum(axis=0), dz.sum(axis=0)), np.outer(_relu(z).sum(axis=0), d.sum(axis=0))


@wrong
def last_row_only(dout, x, W1, W2):
    """dx is right. The gradients of the weights are those of the last row alone; the rows before it count as well."""
    _, dW1, dW2 = _back(dout[-1:], x[-1:], W1, W2)
    return _back(dout, x, W1, W2)[0], dW1, dW2


@wrong
def negative(dout, x, W1, W2):
    """Each of your three gradients has the other sign."""
    return tuple(-one for one in _back(dout, x, W1, W2))


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def in_place(dout, x, W1, W2):
    z = x @ W1
    dout *= x + _relu(z) @ W2 > 0
    dz = dout @ W2.T * (z > 0)
    return dout + dz @ W1.T, x.T @ dz, _relu(z).T @ dout


@wrong
def first_row_of_the_mask(dout, x, W1, W2):
    z = x @ W1
    d = dout * (x + _relu(z) @ W2 > 0)[0]
    dz = d @ W2.T * (z > 0)
    return d + dz @ W1.T, x.T @ dz, _relu(z).T @ d


@wrong
def whole_numbers(dout, x, W1, W2):
    dx, dW1, dW2 = _back(dout, x, W1, W2)
    out = np.zeros_like(x)
    out[...] = np.clip(dx, -1e15, 1e15)
    return out, dW1, dW2
