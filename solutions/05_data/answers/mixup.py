"""Answers to *Further* 5.11, mixup: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick, turned

from ._shared import pictures, table

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def mixup_inputs(rng):
    """Rows and pictures, one-hot labels and shares; batches of the size of another axis, where a wrong one would fit."""
    while True:
        X = table(rng) if maybe(rng, 0.4) else pictures(rng, most=4)
        N, K = len(X), int(rng.integers(1, 5))
        Y = np.eye(K, dtype=pick(rng, (int, float)))[rng.integers(0, K, N)]
        if maybe(rng, 0.3):
            Y = rng.dirichlet(np.ones(K), N)
        lam = rng.beta(1, 1, N) if maybe(rng, 0.8) else rng.integers(0, 2, N).astype(float)
        yield X, turned(rng, Y), lam, rng.integers(0, N, N)


# -- right, written in other ways ------------------------------------------------------------------


@right
def one_after_the_other(X, Y, lam, partner):
    X_mixed, Y_mixed = np.zeros(X.shape), np.zeros(Y.shape)
    for n, (share, m) in enumerate(zip(lam, partner)):
        X_mixed[n] = share * X[n] + (1 - share) * X[m]
        Y_mixed[n] = share * Y[n] + (1 - share) * Y[m]
    return X_mixed, Y_mixed


@right
def as_a_matrix(X, Y, lam, partner):
    """The mixing is one N × N matrix whose rows add up to 1: `lam` on the diagonal, the rest in the partner's column. Examples
    and labels are then multiplied by the same matrix, which shows that both are mixed alike; it costs N times as many
    products as needed."""
    N = len(X)
    mixing = np.diag(lam)
    np.add.at(mixing, (np.arange(N), partner), 1 - lam)
    return (mixing @ X.reshape(N, -1)).reshape(X.shape), mixing @ Y


@right
def from_the_partner(X, Y, lam, partner):
    A, B = X.astype(float), Y.astype(float)
    keep = np.expand_dims(lam, tuple(range(1, X.ndim)))
    return A[partner] + keep * (A - A[partner]), B[partner] + lam[:, None] * (B - B[partner])


@right
def axes_turned(X, Y, lam, partner):
    return (lam * X.T + (1 - lam) * X[partner].T).T, (lam * Y.T + (1 - lam) * Y[partner].T).T


# -- wrong, and told why ---------------------------------------------------------------------------


def _mixed(A, lam, partner):
    keep = lam.reshape(-1, *[1] * (A.ndim - 1))
    return keep * A + (1 - keep) * A[partner]


@wrong
def labels_stay(X, Y, lam, partner):
    """You mix the examples, and leave the labels as they were. A picture that is three tenths a shoe is to be called three tenths a shoe."""
    return _mixed(X, lam, partner), Y.astype(float)


@wrong
def larger_label(X, Y, lam, partner):
    """You give a mixture the label of whoever has the larger part. The labels are mixed too, in the same shares."""
    return _mixed(X, lam, partner), np.where(lam[:, None] >= 0.5, Y, Y[partner]).astype(float)


@wrong
def shares_exchanged(X, Y, lam, partner):
    """`lam` is the share that an example keeps. You give it to the partner."""
    return _mixed(X, 1 - lam, partner), _mixed(Y, 1 - lam, partner)


@wrong
def one_share(X, Y, lam, partner):
    """You use the first share for all examples. Each has its own."""
    return lam[0] * X + (1 - lam[0]) * X[partner], lam[0] * Y + (1 - lam[0]) * Y[partner]


@wrong
def mixed_with_the_reverse(X, Y, lam, partner):
    """You mix each example with the one as far from the end. `partner` says with which."""
    other = np.arange(len(X))[::-1]
    return _mixed(X, lam, other), _mixed(Y, lam, other)


@wrong
def with_itself(X, Y, lam, partner):
    """Nothing is mixed: both parts come from the example itself."""
    return X.astype(float), Y.astype(float)


@wrong
def other_partner_for_labels(X, Y, lam, partner):
    """Examples and labels are mixed with different partners. Both must come from the same one."""
    return _mixed(X, lam, partner), _mixed(Y, lam, np.arange(len(X))[::-1])


@wrong
def added_up(X, Y, lam, partner):
    """You add the partner as a whole. What the example does not keep is the partner's share: the two have to add up to 1."""
    keep = lam.reshape(-1, *[1] * (X.ndim - 1))
    return keep * X + X[partner], lam[:, None] * Y + Y[partner]


@wrong
def examples_stay(X, Y, lam, partner):
    """You mix the labels, and leave the examples as they were."""
    return X.astype(float), _mixed(Y, lam, partner)


@wrong
def labels_the_other_way(X, Y, lam, partner):
    """The examples are right, but for the labels you give `lam` to the partner. Examples and labels are mixed in the same shares."""
    return _mixed(X, lam, partner), _mixed(Y, 1 - lam, partner)


@wrong
def labels_half_and_half(X, Y, lam, partner):
    """Your labels are always half one and half the other. They are mixed in the same shares as the examples."""
    return _mixed(X, lam, partner), (Y + Y[partner]) / 2


@wrong
def partner_added_whole(X, Y, lam, partner):
    """You add the partner's example as a whole. What the example does not keep is the partner's share: the two have to add up to 1."""
    return lam.reshape(-1, *[1] * (X.ndim - 1)) * X + X[partner], _mixed(Y, lam, partner)


@wrong
def mixed_with_mixtures(X, Y, lam, partner):
    """You write the mixtures into the array from which you read: later examples are mixed with partners that are mixtures already. Keep the
    originals until all are done."""
    A, B = X.astype(float), Y.astype(float)
    for n in range(len(A)):
        A[n] = lam[n] * A[n] + (1 - lam[n]) * A[partner[n]]
        B[n] = lam[n] * B[n] + (1 - lam[n]) * B[partner[n]]
    return A, B


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def partner_of_the_partner(X, Y, lam, partner):
    return _mixed(X, lam, partner[partner]), _mixed(Y, lam, partner[partner])


@wrong
def share_of_the_partner(X, Y, lam, partner):
    return _mixed(X, lam[partner], partner), _mixed(Y, lam[partner], partner)


@wrong
def halves(X, Y, lam, partner):
    half = np.full(len(X), 0.5)
    return _mixed(X, half, partner), _mixed(Y, half, partner)


@wrong
def whole_numbers(X, Y, lam, partner):
    """Your examples have the type in which they came: where these are whole numbers, fractions are cut off."""
    return _mixed(X, lam, partner).astype(X.dtype), _mixed(Y, lam, partner)


@wrong
def whole_labels(X, Y, lam, partner):
    """Your labels have the type in which they came: where these are whole numbers, shares are cut off."""
    return _mixed(X, lam, partner), _mixed(Y, lam, partner).astype(Y.dtype)


@wrong
def larger_share_kept(X, Y, lam, partner):
    """Each example keeps the larger of the two shares in your mixtures. It keeps `lam`, which may be less than half."""
    lam = np.maximum(lam, 1 - lam)
    return _mixed(X, lam, partner), _mixed(Y, lam, partner)


@wrong
def lined_up_at_the_end(X, Y, lam, partner):
    last = np.resize(lam, X.shape[-1])
    return last * X + (1 - last) * X[partner], _mixed(Y, lam, partner)


@wrong
def neighbour(X, Y, lam, partner):
    """You mix each example with the next one. `partner` says with which."""
    other = (np.arange(len(X)) + 1) % len(X)
    return _mixed(X, lam, other), _mixed(Y, lam, other)
