"""Answers to 6.4, scale_shift_backward: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import addends, kinds_of

from ._shared import rows

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def scale_shift_backward_inputs(rng):
    while True:
        shape, kinds = rows(rng), kinds_of(rng)
        yield addends(rng, shape, kinds), addends(rng, shape, kinds), addends(rng, shape[1:], kinds)


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_einsum(dout, x_hat, gamma):
    """The sums are written with letters: those that are missing on the right of the arrow are summed over. One notation for
    all three gradients, which says which axis is summed and makes no array of products on the way; it has to be learned
    first."""
    dx_hat = np.einsum("nd,d->nd", dout, gamma)
    return dx_hat, np.einsum("nd,nd->d", dout, x_hat), np.einsum("nd->d", dout)


@right
def with_ones(dout, x_hat, gamma):
    return dout @ np.diag(gamma), np.diag(dout.T @ x_hat), np.ones(len(dout)) @ dout


@right
def example_by_example(dout, x_hat, gamma):
    dgamma, dbeta = np.zeros(len(gamma)), np.zeros(len(gamma))
    rows = []
    for d, row in zip(dout, x_hat):
        dgamma = dgamma + d * row
        dbeta = dbeta + d
        rows.append(d * gamma)
    return np.array(rows), dgamma, dbeta


@right
def unit_by_unit(dout, x_hat, gamma):
    D = len(gamma)
    dx_hat = np.stack([dout[:, j] * gamma[j] for j in range(D)], axis=1)
    return dx_hat, np.array([dout[:, j] @ x_hat[:, j] for j in range(D)]), np.array([sum(dout[:, j]) for j in range(D)])


# -- wrong, and told why ---------------------------------------------------------------------------


def _right(dout, x_hat, gamma):
    return dout * gamma, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)


@wrong
def shift_not_summed(dout, x_hat, gamma):
    """Your `dbeta` is `dout`, a number for each example. One β serves all N rows: what happens to their gradients?"""
    dx_hat, dgamma, _ = _right(dout, x_hat, gamma)
    return dx_hat, dgamma, dout * 1.0


@wrong
def scale_not_summed(dout, x_hat, gamma):
    """Your `dgamma` has a number for each example. One γ serves all N rows: what happens to their gradients?"""
    dx_hat, _, dbeta = _right(dout, x_hat, gamma)
    return dx_hat, dout * x_hat, dbeta


@wrong
def means_for_sums(dout, x_hat, gamma):
    """You divide by N. Something that is used N times receives the sum of N gradients; if the loss is a mean, the 1/N is in `dout`
    already."""
    dx_hat, dgamma, dbeta = _right(dout, x_hat, gamma)
    return dx_hat, dgamma / len(dout), dbeta / len(dout)


@wrong
def mean_for_the_shift(dout, x_hat, gamma):
    """You divide `dbeta` by N, and `dgamma` not. Both are sums over the rows."""
    dx_hat, dgamma, dbeta = _right(dout, x_hat, gamma)
    return dx_hat, dgamma, dbeta / len(dout)


@wrong
def mean_for_the_scale(dout, x_hat, gamma):
    """You divide `dgamma` by N, and `dbeta` not. Both are sums over the rows."""
    dx_hat, dgamma, dbeta = _right(dout, x_hat, gamma)
    return dx_hat, dgamma / len(dout), dbeta


@wrong
def gamma_forgotten(dout, x_hat, gamma):
    """Your `dx_hat` is `dout`. If x̂ grows by a little, the output grows γ times as much."""
    return dout * 1.0, *_right(dout, x_hat, gamma)[1:]


@wrong
def divided_by_gamma(dout, x_hat, gamma):
    """You divide `dout` by γ on the way back. Backward, a factor multiplies as it does forward."""
    with np.errstate(all="ignore"):
        return dout / gamma, *_right(dout, x_hat, gamma)[1:]


@wrong
def x_hat_forgotten(dout, x_hat, gamma):
    """Your `dgamma` is the sum of `dout` alone: that is β's gradient. What does γ multiply?"""
    dx_hat, _, dbeta = _right(dout, x_hat, gamma)
    return dx_hat, dbeta, dbeta


@wrong
def summed_separately(dout, x_hat, gamma):
    """You sum `dout` and x̂ first, and multiply the sums. Each row has its own product."""
    dx_hat, _, dbeta = _right(dout, x_hat, gamma)
    return dx_hat, np.sum(dout, axis=0) * np.sum(x_hat, axis=0), dbeta


@wrong
def summed_over_the_units(dout, x_hat, gamma):
    """You sum over the units of an example. There is one γ and one β for each unit: what are they summed over?"""
    return dout * gamma, np.sum(dout * x_hat, axis=1), np.sum(dout, axis=1)


@wrong
def scale_and_shift_exchanged(dout, x_hat, gamma):
    """`dgamma` and `dbeta` come back in the wrong order."""
    dx_hat, dgamma, dbeta = _right(dout, x_hat, gamma)
    return dx_hat, dbeta, dgamma


@wrong
def gamma_in_its_own_gradient(dout, x_hat, gamma):
    """There is a γ in your `dgamma`. The output is γ · x̂ + β: what is its slope with respect to γ?"""
    dx_hat, dgamma, dbeta = _right(dout, x_hat, gamma)
    return dx_hat, gamma * dgamma, dbeta


@wrong
def gamma_in_the_shift(dout, x_hat, gamma):
    """There is a γ in your `dbeta`. β is added after the product: what is the output's slope with respect to it?"""
    dx_hat, dgamma, dbeta = _right(dout, x_hat, gamma)
    return dx_hat, dgamma, gamma * dbeta


@wrong
def kept_as_rows(dout, x_hat, gamma):
    """`dgamma` and `dbeta` have the shape (1, D). They have the shape of γ and β, (D,)."""
    dx_hat, dgamma, dbeta = _right(dout, x_hat, gamma)
    return dx_hat, dgamma[None], dbeta[None]


@wrong
def slope_of_the_shift_alone(dout, x_hat, gamma):
    """Your `dbeta` is N: the slope of the outputs with respect to β, summed. How much does the loss care about each of these outputs?"""
    dx_hat, dgamma, _ = _right(dout, x_hat, gamma)
    return dx_hat, dgamma, np.full(len(gamma), float(len(dout)))


@wrong
def slope_of_the_scale_alone(dout, x_hat, gamma):
    """Your `dgamma` is the sum of x̂: the slope of the outputs with respect to γ. How much does the loss care about each of these outputs?"""
    dx_hat, _, dbeta = _right(dout, x_hat, gamma)
    return dx_hat, np.sum(x_hat, axis=0), dbeta


@wrong
def centred_already(dout, x_hat, gamma):
    """You take a mean away from `dx_hat`. That belongs to the gate behind, the normalization; here each number has only its own output."""
    dx_hat, dgamma, dbeta = _right(dout, x_hat, gamma)
    return dx_hat - np.mean(dx_hat, axis=0), dgamma, dbeta


@wrong
def divided_everywhere(dout, x_hat, gamma):
    """All three are divided by N. If the loss is a mean over the batch, the 1/N is in `dout` already."""
    return tuple(array / len(dout) for array in _right(dout, x_hat, gamma))


@wrong
def dx_in_the_type_of_dout(dout, x_hat, gamma):
    """Where `dout` holds integers, your `dx_hat` has lost what stands behind the point: in what was it stored?"""
    dx_hat, dgamma, dbeta = _right(dout, x_hat, gamma)
    return dx_hat.astype(dout.dtype), dgamma, dbeta


@wrong
def sums_in_the_type_of_gamma(dout, x_hat, gamma):
    """Where γ holds integers, your `dgamma` and `dbeta` have lost what stands behind the point: in what were they added up?"""
    dx_hat, dgamma, dbeta = _right(dout, x_hat, gamma)
    return dx_hat, np.trunc(dgamma).astype(gamma.dtype), np.trunc(dbeta).astype(gamma.dtype)


@wrong
def last_row_left_out(dout, x_hat, gamma):
    """Your sums leave the last example out."""
    return dout * gamma, np.sum((dout * x_hat)[:-1], axis=0), np.sum(dout[:-1], axis=0)


@wrong
def one_number_each(dout, x_hat, gamma):
    """`dgamma` and `dbeta` are one number each. There is one γ and one β for every unit."""
    return dout * gamma, np.sum(dout * x_hat), np.sum(dout)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def x_hat_in_dx(dout, x_hat, gamma):
    dx_hat, dgamma, dbeta = _right(dout, x_hat, gamma)
    return dx_hat * x_hat, dgamma, dbeta


@wrong
def negative(dout, x_hat, gamma):
    return tuple(-array for array in _right(dout, x_hat, gamma))


@wrong
def whole_numbers(dout, x_hat, gamma):
    return tuple(array.astype(dout.dtype) for array in _right(dout, x_hat, gamma))


@wrong
def of_the_first_unit(dout, x_hat, gamma):
    return dout * gamma[0], *_right(dout, x_hat, gamma)[1:]


@wrong
def sizes(dout, x_hat, gamma):
    return dout * gamma, np.sum(np.abs(dout * x_hat), axis=0), np.sum(dout, axis=0)


@wrong
def first_row_only(dout, x_hat, gamma):
    return dout * gamma, (dout * x_hat)[0], dout[0] * 1.0


@wrong
def last_row_twice(dout, x_hat, gamma):
    dx_hat, dgamma, dbeta = _right(dout, x_hat, gamma)
    return dx_hat, dgamma, dbeta + dout[-1]
