"""Numerical derivatives against known ones."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule.gradients import numerical_derivative, numerical_gradient, relative_error


@settings(max_examples=30, deadline=None)
@given(shape=st.lists(st.integers(0, 3), max_size=3).map(tuple), seed=st.integers(0, 2**32 - 1))
def test_the_gradient_of_a_weighted_sum_of_sines_is_the_weighted_cosine(shape, seed):
    rng = np.random.default_rng(seed)
    x, weights = rng.normal(size=shape), rng.normal(size=shape)
    gradient = numerical_gradient(lambda x: np.sum(weights * np.sin(x)), x)
    assert gradient.shape == shape and gradient.dtype == np.float64
    np.testing.assert_allclose(gradient, weights * np.cos(x), rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("x", [np.array([1, 2]), np.array([1, 2], np.float32), [1, 2]])
def test_integers_and_float32_are_differentiated_in_float64(x):
    np.testing.assert_allclose(numerical_gradient(lambda x: (x**3).sum(), x), [3, 12], rtol=1e-8)


def test_x_is_not_changed_even_by_a_function_that_changes_its_argument():
    def careless(x):
        x *= 2
        return x.sum()

    x = np.array([1.0, 2.0])
    np.testing.assert_allclose(numerical_gradient(careless, x), [2, 2], rtol=1e-8)
    np.testing.assert_allclose(numerical_derivative(lambda v: np.multiply(v, 2, out=v), x), [2, 2], rtol=1e-8)
    np.testing.assert_array_equal(x, [1, 2])


def test_a_function_that_returns_an_array_is_refused():
    with pytest.raises(ValueError, match=r"shape \(2,\)"):
        numerical_gradient(lambda x: x, np.ones(2))


def test_the_derivative_is_taken_element_by_element():
    x = np.linspace(-3, 3, 12).reshape(3, 4)
    np.testing.assert_allclose(numerical_derivative(np.tanh, x), 1 - np.tanh(x) ** 2, rtol=1e-7, atol=1e-9)
    assert numerical_derivative(np.tanh, 0.5).shape == ()


def test_the_rounding_of_x_plus_h_does_not_spoil_the_derivative_of_large_arguments():
    # At 1e4, x + h is rounded by up to 1e-12, a relative 1e-7 of the step: the quotient must use the step taken.
    for derivative in (numerical_derivative, numerical_gradient):
        np.testing.assert_allclose(derivative(lambda x: 3 * (x - 1e4), 1e4 + 0.1), 3, rtol=1e-10)


def test_the_default_step_is_better_than_ten_times_more_or_a_thousand_times_less():
    def error(h):
        x = np.linspace(-2, 2, 101)
        return np.abs(numerical_derivative(np.exp, x, h) - np.exp(x)).max()

    assert error(1e-5) < error(1e-4) / 10
    assert error(1e-5) < error(1e-8) / 10


@pytest.mark.parametrize(
    "a, b, expected", [(1, 1, 0), (1, -1, 1), (0, 0, 0), (1, 3, 0.5), (1e-12, 0, 1e-4), ([], [], 0)]
)
def test_relative_error(a, b, expected):
    assert relative_error(a, b) == pytest.approx(expected)


def test_relative_error_does_not_hide_nan():
    assert np.isnan(relative_error([1.0, np.nan], [1.0, 1.0]))
