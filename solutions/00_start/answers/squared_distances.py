"""Answers to 0.4, squared_distances: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


def _rows(rng, rows, D):
    """Of all types; float32 holds quarters, so that a square that is multiplied out is exact."""
    kind = pick(rng, ("float64", "float64", "float32", "uint8", "int8", "int16", "int64"))
    if kind in ("uint8", "int8", "int16"):
        ends = np.iinfo(kind)
        x = rng.choice([ends.min, ends.max, *rng.integers(ends.min, ends.max + 1, 4).tolist()], (rows, D))
    elif kind == "float64" and maybe(rng, 0.6):
        x = rng.normal(0, pick(rng, (0.1, 1.0, 20.0)), (rows, D))
    else:
        x = rng.integers(-30, 31, (rows, D)) / (1 if kind == "int64" else 4)
    return turned(rng, x.astype(kind))


@inputs
def distance_inputs(rng):
    while True:
        N, M, D = (int(n) for n in rng.integers(1, 6, 3))
        A, B = _rows(rng, N, D), _rows(rng, M, D)
        if maybe(rng, 0.4):
            B = B if B.dtype == A.dtype else A[rng.integers(0, N, M)]
            B[0] = A[-1]
        yield A, B


# -- right, written in other ways ------------------------------------------------------------------


@right
def two_loops(A, B):
    A, B = A.astype(float), B.astype(float)
    out = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            out[i, j] = np.sum((A[i] - B[j]) ** 2)
    return out


@right
def one_loop(A, B):
    B = np.asarray(B, dtype=np.float64)
    return np.stack([((B - row.astype(np.float64)) ** 2).sum(axis=1) for row in A])


@right
def multiplied_out(A, B):
    """Each squared difference is multiplied out to a² − 2ab + b², so that a matrix product does the main work and the
    reference's array of N · M · D differences is never made. That saves memory and is much faster for long rows, but
    where two rows nearly agree, large numbers cancel and digits are lost: a distance that comes out just below 0 is
    set to 0."""
    A, B = A.astype(float), B.astype(float)
    A_squares = np.sum(A**2, axis=1)[:, None]
    B_squares = np.sum(B**2, axis=1)[None, :]
    return np.maximum(A_squares - 2 * A @ B.T + B_squares, 0)


@right
def dtype_kept_distances(A, B):
    if A.dtype.kind != "f":
        A = A.astype(np.float32)
    if B.dtype.kind != "f":
        B = B.astype(np.float32)
    gap = A[:, np.newaxis] - B
    return np.einsum("nmd,nmd->nm", gap, gap)


@right
def as_whole_numbers(A, B):
    if A.dtype.kind in "iu" and B.dtype.kind in "iu":
        A, B = A.astype(np.int64), B.astype(np.int64)
    return ((A[:, None] - B) ** 2).sum(-1)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def wraps_around(A, B):
    """With small whole numbers such as `uint8` or `int16` your differences or their squares wrap around: in `uint8`, 10
    − 30 is 236 and 20 · 20 is 144. Floats are right already: what must happen before anything is subtracted or
    multiplied?"""
    return np.sum((A[:, None, :] - B[None, :, :]) ** 2, axis=2)


@wrong
def cast_too_late(A, B):
    """You turn the differences into floats, but the subtraction was done before that, in the small type of the inputs,
    and may have wrapped around already. What has to be a float before the subtraction?"""
    return np.sum((A[:, None, :] - B[None, :, :]).astype(float) ** 2, axis=2)


@wrong
def two_bytes(A, B):
    """Two bytes hold the differences of bytes, but not their squares: `int16` ends at 32767, and 255 · 255 is 65025. Of
    inputs that are `int16` themselves not even the differences always fit: take numbers with more room."""
    A, B = (Z.astype(np.int16) if Z.dtype.itemsize == 1 else Z for Z in (A, B))
    return np.sum((A[:, None, :] - B[None, :, :]) ** 2, axis=2)


@wrong
def bytes_only_where_unsigned(A, B):
    """`uint8` is right, but other small whole numbers, such as `int8` and `int16`, wrap around: as if only `uint8` were
    converted. A conversion that is done for every array needs no list of types."""
    A, B = (Z.astype(float) if Z.dtype == np.uint8 else Z for Z in (A, B))
    return np.sum((A[:, None, :] - B[None, :, :]) ** 2, axis=2)


@wrong
def floats_cut_off(A, B):
    """You turn floats into whole numbers, so 4.5 becomes 4. Bytes need more room, but not at the price of the fractions."""
    return np.sum((A[:, None, :].astype(int) - B.astype(int)) ** 2, axis=2)


@wrong
def result_of_bytes(A, B):
    """The distances are right when they are computed, but then they are stored in an array of the inputs' small whole numbers, where they do not fit. Which type must the array of results have?"""
    dist = np.sum((A[:, None, :].astype(float) - B.astype(float)) ** 2, axis=2)
    # For uint8 only, by way of int64: what a float outside a type's range becomes depends on the processor.
    return dist.astype(np.int64).astype(np.uint8) if A.dtype == np.uint8 else dist


@wrong
def features_crossed(A, B):
    """Every feature of one row is compared with every feature of the other, the first pixel with the last. Only like features are to be subtracted: the axis of the features is shared, and stands once in the differences."""
    return np.sum(np.subtract.outer(A.astype(float), B.astype(float)) ** 2, axis=(1, 3))


@wrong
def added_then_squared(A, B):
    """You add the differences first and square their sum: opposite signs cancel, and equal ones give too much. Each is
    to be squared before they are added."""
    return np.sum(A[:, None, :].astype(float) - B.astype(float), axis=2) ** 2


@wrong
def sizes_then_squared(A, B):
    """You add the sizes of the differences and square their sum. Each difference is to be squared before they are added: 3 and 4 make 9 + 16, not 7 · 7."""
    return np.sum(np.abs(A[:, None, :].astype(float) - B.astype(float)), axis=2) ** 2


@wrong
def rooted(A, B):
    """These are distances; the squared ones were asked for. Leaving the root out saves work, and the nearest stays the nearest."""
    return np.sqrt(np.sum((A[:, None, :].astype(float) - B.astype(float)) ** 2, axis=2))


@wrong
def absolute(A, B):
    """You add up absolute differences, as a taxi drives through a grid of streets. Here each difference is squared before it is added."""
    return np.sum(np.abs(A[:, None, :].astype(float) - B.astype(float)), axis=2)


@wrong
def averaged(A, B):
    """You take the mean over the features. The squared distance is the sum over them."""
    return np.mean((A[:, None, :].astype(float) - B.astype(float)) ** 2, axis=2)


@wrong
def rows_of_b_first(A, B):
    """Your entry [i, j] belongs to row i of B and row j of A: the two have changed places."""
    return np.sum((B[:, None, :].astype(float) - A.astype(float)) ** 2, axis=2)


@wrong
def row_with_row(A, B):
    """You subtract B from A as they are. That pairs row 0 with row 0 and row 1 with row 1 (or a single row with all),
    and fails where the numbers of rows do not fit. Asked for is every row with every row: which shapes make
    broadcasting form all pairs?"""
    return np.sum((A.astype(float) - B.astype(float)) ** 2, axis=1)


@wrong
def samples_added_up(A, B):
    """You add up over the wrong axis: the features should disappear, and every pair of samples should be left."""
    return np.sum((A[:, None, :].astype(float) - B.astype(float)) ** 2, axis=1)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def to_int16(A, B):
    if A.dtype == np.uint8:
        A, B = A.astype(np.int16), B.astype(np.int16)
    return ((A[:, None] - B) ** 2).sum(axis=2)


@wrong
def stored_in_bytes(A, B):
    dist = np.zeros((len(A), len(B)), dtype=A.dtype)
    for i, a in enumerate(A.astype(float)):
        for j, b in enumerate(B.astype(float)):
            dist[i, j] = ((a - b) ** 2).sum()
    return dist


@wrong
def multiplied_out_in_bytes(A, B):
    """You multiply (a − b)² out into a² − 2ab + b². That is right, but squares and products of small whole numbers such
    as `uint8` do not always fit into one or two bytes, and wrap around. What must happen before anything is
    multiplied?"""
    return (A**2).sum(axis=1)[:, None] - 2 * A @ B.T + (B**2).sum(axis=1)


@wrong
def product_of_bytes(A, B):
    """You take the scalar product of a difference with itself. In one or two bytes the difference can wrap around, and
    so can the product, which has no more room than the numbers it is made of."""
    return np.array([[np.dot(a - b, a - b) for b in B] for a in A])
