"""The toy sets: shapes, balance, and that each is what its name says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule.data import blobs, rings, spirals, xor


@pytest.mark.parametrize("draw", [blobs, rings, spirals, xor])
@settings(max_examples=20, deadline=None)
@given(N=st.integers(1, 50), seed=st.integers(0, 2**32 - 1))
def test_shapes_balance_and_reproducibility(draw, N, seed):
    X, y = draw(N, np.random.default_rng(seed))
    X_again, y_again = draw(N, np.random.default_rng(seed))
    assert X.shape == (N, 2) and y.shape == (N,) and y.dtype.kind == "i"
    assert np.ptp(np.bincount(y, minlength=2 if draw in (rings, xor) else 3)) <= 1
    np.testing.assert_array_equal(X, X_again)
    np.testing.assert_array_equal(y, y_again)


@pytest.mark.parametrize("draw", [blobs, rings, spirals])
def test_the_number_of_classes_is_the_callers(draw):
    assert set(draw(40, np.random.default_rng(0), classes=4)[1]) == {0, 1, 2, 3}


def test_without_noise_every_set_has_its_geometry():
    rng = np.random.default_rng(0)
    X, y = rings(200, rng, classes=4, noise=0)
    np.testing.assert_allclose(np.linalg.norm(X, axis=1), (y + 1) / 4)
    X, y = xor(200, rng, noise=0)
    np.testing.assert_array_equal(np.abs(X), 1)
    np.testing.assert_array_equal(y, X[:, 0] != X[:, 1])
    assert len(np.unique(X, axis=0)) == 4
    X, y = blobs(200, rng, classes=5, noise=0)
    np.testing.assert_allclose(np.linalg.norm(X, axis=1), 1)
    assert len(np.unique(X.round(9), axis=0)) == 5
    X, y = spirals(200, rng, noise=0)
    radius, angle = np.linalg.norm(X, axis=1), np.arctan2(X[:, 1], X[:, 0])
    turn = np.exp(1j * (angle - 4 * radius - 2 * np.pi * y / 3))
    np.testing.assert_allclose(turn, 1, atol=1e-9)
    assert radius.max() <= 1


@pytest.mark.parametrize("draw, options", [(xor, dict(N=0)), (blobs, dict(N=5, classes=1))])
def test_no_points_or_a_single_class_are_refused(draw, options):
    with pytest.raises(ValueError, match="at least one point and two classes"):
        draw(rng=np.random.default_rng(0), **options)
