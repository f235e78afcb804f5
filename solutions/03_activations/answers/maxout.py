"""Answers to 3.11, maxout: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import Numbers, pick, shape

# -- inputs ----------------------------------------------------------------------------------------


def _sums(rng):
    k, N, H = int(rng.integers(1, 6)), *shape(rng, (2,), most=4)
    Z = Numbers(limit=1e6).draw(rng, (k, N, H))
    if k > 1 and rng.random() < 0.6:  # two sums that are equal, or a step apart
        i, j = rng.choice(k, 2, replace=False)
        tied = rng.random((N, H)) < 0.6
        Z[j][tied] = Z[i][tied]
        if Z.dtype.kind == "f" and rng.random() < 0.6:
            Z[j] = np.nextafter(Z[j], pick(rng, (-np.inf, np.inf)), dtype=Z.dtype)
    return Z


@inputs
def maxout_inputs(rng):
    while True:
        yield (_sums(rng),)


@inputs(of="maxout_backward")
def maxout_backward_inputs(rng):
    while True:
        Z = _sums(rng)
        yield Numbers(tiny=False, limit=1e6).draw(rng, Z.shape[1:]), Z


# -- right, written in other ways ------------------------------------------------------------------


@right
def maxout_by_loop(Z):
    best = Z[0]
    for sums in Z[1:]:
        best = np.maximum(best, sums)
    return best.copy()


@right
def maxout_by_sorting(Z):
    return np.sort(Z, axis=0)[-1]


@right
def maxout_by_index(Z):
    return np.take_along_axis(Z, np.argmax(Z, axis=0)[None], axis=0)[0]


@right(of="maxout_backward")
def maxout_backward_by_put(dout, Z):
    """np.put_along_axis writes dout into an array of zeros, at the place of each winner; the reference compares all
    indices from 0 to k − 1 with the winner and chooses between dout and 0 everywhere. So these k · N · H comparisons
    are saved and N · H numbers are written, by a function that is less well known than np.where."""
    dZ = np.zeros(Z.shape)
    winner = np.argmax(Z, axis=0)[None]  # (1, N, H): its index along axis 0
    np.put_along_axis(dZ, winner, dout[None], axis=0)
    return dZ


@right(of="maxout_backward")
def maxout_backward_by_loops(dout, Z):
    dZ = np.zeros(Z.shape)
    for n, h in np.ndindex(dout.shape):
        sums = list(Z[:, n, h])
        dZ[sums.index(max(sums)), n, h] = dout[n, h]
    return dZ


@right(of="maxout_backward")
def maxout_backward_by_eye(dout, Z):
    mask = np.eye(len(Z))[np.argmax(Z, axis=0)]  # (N, H, k)
    return np.moveaxis(mask, -1, 0) * dout


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def over_the_units(Z):
    """You take the largest over the wrong axis. The k sums that compete lie along axis 0."""
    return np.max(Z, axis=-1)


@wrong
def smallest(Z):
    """You pass on the smallest of the sums."""
    return np.min(Z, axis=0)


@wrong
def largest_in_size(Z):
    """You pass on the sum that is largest in size. Of −3 and −2, the larger is −2."""
    return np.take_along_axis(Z, np.argmax(np.abs(Z), axis=0)[None], axis=0)[0]


@wrong(of="maxout_backward")
def to_all_winners(dout, Z):
    """Where two sums are equally large, you send the gradient to both. The contract gives it to the first alone."""
    return np.where(Z == np.max(Z, axis=0), dout, 0.0)


@wrong(of="maxout_backward")
def to_everyone(dout, Z):
    """You send the gradient to all k sums. A sum that is not the largest does not reach the output: it gets nothing."""
    return np.broadcast_to(dout, Z.shape) * 1.0


@wrong(of="maxout_backward")
def to_the_last_winner(dout, Z):
    """Where two sums are equally large, you send the gradient to the last of them. The contract says: to the first."""
    index = np.arange(len(Z))[:, None, None]
    return np.where(index == len(Z) - 1 - np.argmax(Z[::-1], axis=0), dout, 0.0)


@wrong(of="maxout_backward")
def shared_between_winners(dout, Z):
    """Where two sums are equally large, you share the gradient between them. That is a possible choice, but the contract
    gives it to the first alone."""
    won = Z == np.max(Z, axis=0)
    return won * dout / np.sum(won, axis=0)


@wrong
def first_two_sums(Z):
    """You compare two sums, the first and the second. There are k of them: k may be 3 or more, and it may be 1."""
    return np.maximum(Z[0], Z[1])


@wrong(of="maxout_backward")
def backward_to_the_first_two(dout, Z):
    """Your gradient goes to the first or the second sum, as if there were always two. There are k of them, one or more,
    and any of them may be the largest."""
    first = Z[0] >= Z[1:].max(axis=0)
    dZ = np.zeros(Z.shape)
    dZ[0] = np.where(first, dout, 0)
    dZ[1] = np.where(first, 0, dout)
    return dZ


@wrong(of="maxout_backward")
def backward_integers_stay(dout, Z):
    """Your result gets the dtype of `Z`, as an array does that is made like `Z` and then filled. If `Z` holds integers,
    decimals are cut off, and a gradient of 0.5 becomes 0. Of what dtype is a gradient?"""
    dZ = np.zeros_like(Z)
    np.put_along_axis(dZ, np.argmax(Z, axis=0)[None], dout[None], axis=0)
    return dZ


@wrong(of="maxout_backward")
def times_the_sums(dout, Z):
    """You multiply the gradient by the sums. Where a sum is the largest, the output is that sum: its derivative is 1."""
    index = np.arange(len(Z))[:, None, None]
    return np.where(index == np.argmax(Z, axis=0), dout * Z, 0.0)


@wrong(of="maxout_backward")
def without_dout(dout, Z):
    """You return the local derivatives, 1 and 0. The chain rule multiplies them by what comes from above."""
    index = np.arange(len(Z))[:, None, None]
    return np.where(index == np.argmax(Z, axis=0), 1.0, 0.0)


@wrong(of="maxout_backward")
def only_where_positive(dout, Z):
    """You pass the gradient on only where the largest sum is above 0, as a ReLU would. A maxout unit has no 0 to compete with."""
    index = np.arange(len(Z))[:, None, None]
    return np.where((index == np.argmax(Z, axis=0)) & (Z > 0), dout, 0.0)


@wrong(of="maxout_backward")
def nothing_at_ties(dout, Z):
    """Where two sums are equally large, you send the gradient to none of them. The contract gives it to the first, all of it."""
    won = Z == np.max(Z, axis=0)
    return np.where(won & (np.sum(won, axis=0) == 1), dout, 0.0)


@wrong(of="maxout_backward")
def nearly_equal_counts_as_equal(dout, Z):
    """You take sums that are nearly equal for equal, and give the gradient to the first of them. The largest receives it, however
    little larger it is."""
    first = np.isclose(Z, np.max(Z, axis=0)).argmax(axis=0)
    return np.where(np.arange(len(Z))[:, None, None] == first, dout, 0.0)


@wrong(of="maxout_backward")
def backward_over_the_units(dout, Z):
    """You look for the largest along the units. The k sums that compete lie along axis 0."""
    return np.where(Z == np.max(Z, axis=-1, keepdims=True), dout, 0.0)


@wrong
def never_below_zero(Z):
    """Nothing below 0 ever wins, as if your search started at 0, or a ReLU came behind it. All of the sums may be negative."""
    return np.maximum(np.max(Z, axis=0), 0)


@wrong
def axis_kept(Z):
    """The numbers are right, but one axis of length 1 is left. The contract asks for the shape (N, H)."""
    return np.max(Z, axis=0, keepdims=True)
