"""Answers to 2.9, unbroadcast: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import whole

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def unbroadcast_inputs(rng):
    while True:
        full = tuple(int(n) for n in rng.integers(1, 5, rng.integers(1, 6)))
        own = tuple(1 if rng.random() < 0.4 else n for n in full[rng.integers(0, len(full) + 1) :])
        yield whole(rng, *full), own


# -- right, written in other ways ------------------------------------------------------------------


@right
def axis_by_axis(dout, shape):
    while dout.ndim > len(shape):
        dout = dout.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            dout = dout.sum(axis=axis, keepdims=True)
    return dout


@right
def by_counting(dout, shape):
    index = np.broadcast_to(np.arange(int(np.prod(shape, dtype=int))).reshape(shape), dout.shape)
    total = np.zeros(int(np.prod(shape, dtype=int)))
    for where, value in zip(index.ravel(), dout.ravel()):
        total[where] += value
    return total.reshape(shape)


@right
def in_two_sums(dout, shape):
    grad = np.sum(dout, axis=tuple(range(dout.ndim - len(shape))))
    ones = tuple(k for k in range(len(shape)) if shape[k] == 1)
    return np.sum(grad, axis=ones, keepdims=True)


@right
def by_numbered_entries(dout, shape):
    """It broadcasts the numbers of the entries as the entries themselves were broadcast, so that every gradient in
    dout knows which entry it belongs to, and np.bincount adds it up there. No rule about axes has to be found, and
    the same idea serves any other way of copying entries, but a second array as large as dout is needed."""
    size = math.prod(shape)
    numbers = np.arange(size).reshape(shape)
    owner = np.broadcast_to(numbers, dout.shape)
    total = np.bincount(owner.ravel(), weights=dout.ravel(), minlength=size)
    return total.reshape(shape)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def only_axes_in_front(dout, shape):
    """You add along the axes that `shape` does not have. Along axes where `shape` says 1 there were copies as well."""
    return np.sum(dout, axis=tuple(range(dout.ndim - len(shape))))


@wrong
def only_axes_of_one(dout, shape):
    """You add along the axes where `shape` says 1. Axes that `shape` does not have at all were copied as well."""
    front = dout.ndim - len(shape)
    return np.sum(dout, axis=tuple(front + axis for axis, length in enumerate(shape) if length == 1), keepdims=True)


@wrong
def mean_of_the_copies(dout, shape):
    """You average over the copies. By the branch rule, gradients that come back from several uses are added."""
    front = dout.ndim - len(shape)
    own = (1,) * front + tuple(shape)
    return np.mean(dout, axis=tuple(axis for axis, length in enumerate(own) if length == 1)).reshape(shape)


@wrong
def first_copy(dout, shape):
    """You take the gradient of the first copy. All of them come back to the same number: add."""
    front = dout.ndim - len(shape)
    own = (1,) * front + tuple(shape)
    return dout[tuple(slice(0, 1) if length == 1 else slice(None) for length in own)].reshape(shape)


@wrong
def rows_always(dout, shape):
    """You add along axis 0 whatever `shape` is. Which axes were copied depends on it: compare the two shapes from the right."""
    return np.sum(dout, axis=0)


@wrong
def everything_added(dout, shape):
    """You add up all of dout, whatever `shape` is. Only copies are added: entries that belong to different numbers stay apart."""
    return np.full(shape, np.sum(dout))


@wrong
def aligned_on_the_left(dout, shape):
    """You compare the shapes from the left. NumPy aligns them at their right ends: missing axes are those in front."""
    own = tuple(shape) + (1,) * (dout.ndim - len(shape))
    added = np.sum(dout, axis=tuple(axis for axis, length in enumerate(own) if length == 1))
    return added.reshape(shape) if added.size == int(np.prod(shape)) else added


@wrong
def same_number_of_axes(dout, shape):
    """You leave axes of length 1 alone, and add along axes in front only, if there are any. Along an axis where `shape`
    says 1 there were copies as well."""
    return dout if dout.ndim == len(shape) else np.sum(dout, axis=tuple(range(dout.ndim - len(shape)))).reshape(shape)


@wrong
def last_axes_added(dout, shape):
    """You add along the last axes until the number of axes fits. NumPy aligns shapes at their right ends: the axes that
    are too many are those in front."""
    while dout.ndim > len(shape):
        dout = dout.sum(axis=-1)
    for axis, length in enumerate(shape):
        if length == 1:
            dout = dout.sum(axis=axis, keepdims=True)
    return dout


@wrong
def lengths_looked_up(dout, shape):
    """You add along an axis if its length does not occur in `shape`. But two axes may be equally long: what counts is
    the place, from the right."""
    found = dout
    for axis in reversed(range(dout.ndim)):
        if dout.shape[axis] not in shape:
            found = found.sum(axis=axis)
    return found.reshape(shape)


@wrong
def rows_only(dout, shape):
    """You add along axis 0 only. Which axes were copied depends on `shape`: compare the two shapes from the right."""
    return dout.sum(axis=0).reshape(shape)


@wrong
def axes_of_one_dropped(dout, shape):
    """You add along the right axes, but lose those of length 1: the result must have the shape `shape`."""
    front = dout.ndim - len(shape)
    own = (1,) * front + tuple(shape)
    return np.sum(dout, axis=tuple(axis for axis, length in enumerate(own) if length == 1))


def _padded(dout, shape):
    return (1,) * (dout.ndim - len(shape)) + tuple(shape)


@wrong
def ones_only(dout, shape):
    """You add along the axes where `shape` says 1, counted from the left, and leave those that `shape` does not have.
    Missing axes are those in front, and they were copied as well."""
    for axis, size in enumerate(shape):
        if size == 1:
            dout = dout.sum(axis=axis, keepdims=True)
    return dout


@wrong
def first_axis_if_too_many(dout, shape):
    """You add along axis 0 if `shape` has fewer axes than dout, and do nothing else. Axes of length 1 were repeated as
    well, and more than one may be missing."""
    return np.sum(dout, axis=0).reshape(shape) if len(shape) < dout.ndim else dout


@wrong
def one_missing_axis(dout, shape):
    """You take away one axis in front, at most. There may be more of them: repeat until the numbers of axes agree."""
    if dout.ndim > len(shape):
        dout = dout.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            dout = dout.sum(axis=axis, keepdims=True)
    return dout


@wrong
def unequal_from_the_left(dout, shape):
    """You compare the two shapes from the left, and add where they differ. NumPy aligns them at their right ends."""
    padded = tuple(shape) + (1,) * (dout.ndim - len(shape))
    return np.sum(dout, axis=tuple(k for k in range(dout.ndim) if padded[k] != dout.shape[k])).reshape(shape)


@wrong
def first_axis_of_that_length(dout, shape):
    """You look for the first axis of dout that has the right length. Two axes may be equally long: what counts is the
    place, from the right."""
    keep, k = [], 0
    for n in shape:
        if n == 1:
            continue
        while k < dout.ndim and dout.shape[k] != n:
            k += 1
        keep.append(k)
        k += 1
    return np.sum(dout, axis=tuple(a for a in range(dout.ndim) if a not in keep)).reshape(shape)


@wrong
def mean_times_copies(dout, shape):
    """You return one number everywhere: the mean of dout times the number of copies. Each entry receives the gradients
    of its own copies only."""
    return dout.size // max(int(np.prod(shape)), 1) * np.mean(dout) * np.ones(shape)


@wrong
def reshaped_and_added(dout, shape):
    """You cut dout into pieces of the right size, one after the other, and add those. That is right where
    whole arrays were copied one after the other. Where do the copies of a column stand?"""
    return dout.reshape(-1, int(np.prod(shape))).sum(axis=0).reshape(shape)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def integer_sums(dout, shape):
    g = np.zeros(shape, dtype=int)
    front = dout.ndim - len(shape)
    for pos in np.ndindex(dout.shape):
        g[tuple(0 if s == 1 else p for p, s in zip(pos[front:], shape))] += int(dout[pos])
    return g
