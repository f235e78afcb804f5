"""Answers to 4.9, orthogonal: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, probes, right, wrong

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def orthogonal_inputs(rng):
    while True:
        yield tuple(int(n) for n in rng.integers(1, 9, 2)), np.random.default_rng(int(rng.integers(10**6)))


@probes(through="spread")
def orthogonal_probes(rng):
    while True:
        yield tuple(int(n) for n in rng.integers(10, 60, 2)), np.random.default_rng(int(rng.integers(10**6)))


# -- right, written in other ways ------------------------------------------------------------------


@right
def polar(shape, rng):
    """The singular value decomposition A = U S Vᵀ splits a random matrix into two factors with orthonormal columns
    and lengths between them, and without the lengths S it leaves U Vᵀ, of all matrices with orthonormal columns (or
    rows) the one nearest to A. Tall and wide shapes need no distinction and no sign has to be corrected, as they do
    in the reference, but this decomposition takes longer than QR."""
    A = rng.normal(0, 1, shape)
    U, _, Vt = np.linalg.svd(A, full_matrices=False)
    return U @ Vt


@right
def cut_from_a_square(shape, rng):
    u, _, vt = np.linalg.svd(rng.normal(0, 1, (max(shape), max(shape))))
    return (u @ vt)[: shape[0], : shape[1]].copy()


@right
def gram_schmidt(shape, rng):
    vectors = []
    while len(vectors) < min(shape):
        v = rng.normal(0, 1, max(shape))
        for _ in range(2):  # once more against rounding
            for u in vectors:
                v = v - (v @ u) * u
        vectors.append(v / np.sqrt(v @ v))
    W = np.array(vectors)
    return W if shape[0] <= shape[1] else W.T


@right
def random_signs(shape, rng):
    q, _ = np.linalg.qr(rng.standard_normal((max(shape), min(shape))))
    q = q * rng.choice([-1.0, 1.0], q.shape[1])
    return q if shape[0] >= shape[1] else q.T


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def signs_of_the_routine(shape, rng):
    """Your matrix is orthogonal, but the routine chose the signs: the diagonal is negative on average, so some directions are preferred."""
    q, _ = np.linalg.qr(rng.normal(0, 1, (max(shape), min(shape))))
    return q if shape[0] >= shape[1] else q.T


@wrong
def svd_without_signs(shape, rng):
    """Your matrix is orthogonal, but the routine chose the signs of the singular vectors, so one sign is preferred for some entries. Averaged over many draws
    they are not 0."""
    u, _, vt = np.linalg.svd(rng.normal(0, 1, shape), full_matrices=False)
    return u if shape[0] >= shape[1] else vt


@wrong
def squares_without_signs(shape, rng):
    """Tall and wide shapes are right; for square ones you forget the signs."""
    q, r = np.linalg.qr(rng.normal(0, 1, (max(shape), min(shape))))
    q = q if shape[0] == shape[1] else q * np.sign(np.diag(r))
    return q if shape[0] >= shape[1] else q.T


@wrong
def small_for_wide_shapes(shape, rng):
    """Tall shapes are right. Of a wide matrix the decomposition gives only a small square Q; the contract asks for the whole shape."""
    q, r = np.linalg.qr(rng.normal(0, 1, shape))
    return q * np.sign(np.diag(r))


@wrong
def scaled_normal(shape, rng):
    """Your columns have length 1 on average, and are orthogonal on average. Exactly is another matter."""
    return rng.normal(0, max(shape) ** -0.5, shape)


@wrong
def unit_columns(shape, rng):
    """Your columns have length 1, but they are not orthogonal to each other."""
    W = rng.normal(0, 1, shape)
    return W / np.linalg.norm(W, axis=0)


def _orthonormal(shape, rng):
    q, r = np.linalg.qr(rng.normal(0, 1, (max(shape), min(shape))))
    q = q * np.sign(np.diag(r))
    return q if shape[0] >= shape[1] else q.T


@wrong
def always_tall(shape, rng):
    """For a wide shape your array is transposed."""
    return _orthonormal((max(shape), min(shape)), rng)


@wrong
def own_seed(shape, rng):
    """Every call gives the same weights: you make a generator of your own with a fixed seed. Draw from the generator that you are given."""
    return _orthonormal(shape, np.random.default_rng(0))


@wrong
def identity(shape, rng):
    """Your matrix has orthonormal columns (or rows), but nothing in it is drawn: it is the identity, every time. The directions have to be random."""
    return np.eye(*shape)


@wrong
def always_wide(shape, rng):
    """For a tall shape your array is transposed."""
    return _orthonormal((min(shape), max(shape)), rng)
