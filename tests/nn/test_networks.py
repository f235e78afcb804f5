"""Dense networks, their loss, and what `MLP.record` shows of them."""

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule.autodiff import Tensor
from chainrule.gradients import numerical_gradient, relative_error
from chainrule.nn import ACTIVATIONS, MLP, Dense, softmax_cross_entropy


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_grad(x):
    return sigmoid(x) * (1 - sigmoid(x))


def batch(N=6, D=4, classes=3, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(N, D)), rng.integers(0, classes, N)


@settings(max_examples=25, deadline=None)
@given(N=st.integers(1, 6), C=st.integers(1, 5), seed=st.integers(0, 2**32 - 1))
def test_cross_entropy_and_its_gradient(N, C, seed):
    rng = np.random.default_rng(seed)
    values, y = rng.normal(0, 3, (N, C)), rng.integers(0, C, N)

    def reference(scores):
        return np.mean([np.log(np.exp(row).sum()) - row[label] for row, label in zip(scores, y)])

    scores = Tensor(values, requires_grad=True)
    loss = softmax_cross_entropy(scores, y)
    loss.backward()
    np.testing.assert_allclose(loss.data, reference(values), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(scores.grad, numerical_gradient(reference, values), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(scores.grad.sum(axis=1), 0, atol=1e-12)  # adding a number to a row changes nothing


@pytest.mark.filterwarnings("error")
def test_cross_entropy_of_huge_scores_is_finite():
    scores = Tensor(np.array([[1e4, 0], [0, 1e4]], np.float32), requires_grad=True)
    loss = softmax_cross_entropy(scores, [0, 0])
    loss.backward()
    assert loss.data == 5000 and loss.dtype == np.float32
    np.testing.assert_array_equal(scores.grad, [[0, 0], [-0.5, 0.5]])


@pytest.mark.parametrize("y", [[0], [0, 3], [0, -1], [0.0, 1.0], [[0], [1]]])
def test_cross_entropy_refuses_labels_that_are_not_one_class_index_per_row(y):
    with pytest.raises(ValueError, match="labels"):
        softmax_cross_entropy(Tensor(np.zeros((2, 3))), y)


@pytest.mark.parametrize("activation", [*ACTIVATIONS, (sigmoid, sigmoid_grad)])
def test_every_parameter_of_a_network_passes_the_gradient_check(activation):
    X, y = batch()
    model = MLP((4, 5, 5, 3), activation, np.random.default_rng(1), bias=0.1, dtype=np.float64)
    softmax_cross_entropy(model(X), y).backward()
    for parameter in model.parameters():
        original = parameter.data

        def loss(value):
            parameter.data = value
            return softmax_cross_entropy(model(X), y).data

        numerical = numerical_gradient(loss, original)
        parameter.data = original
        np.testing.assert_allclose(parameter.grad, numerical, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(
    "name, f",
    [
        ("leaky_relu", lambda z: np.where(z > 0, z, 0.01 * z)),
        ("elu", lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0)))),
    ],
)
@pytest.mark.filterwarnings("error")
def test_activations_by_name_are_what_their_papers_say_and_do_not_overflow(name, f):
    z = np.array([-1000.0, -2, -0.5, 0, 0.5, 1000])
    np.testing.assert_allclose(ACTIVATIONS[name](Tensor(z)).data, f(z), rtol=1e-12)


def test_a_learners_pair_gives_the_same_network_as_the_name():
    X, y = batch()
    models = [MLP((4, 8, 3), kind, np.random.default_rng(0)) for kind in ("sigmoid", (sigmoid, sigmoid_grad))]
    by_name, by_pair = (model.record(X, y) for model in models)
    for left, right in zip(by_name, by_pair):
        np.testing.assert_allclose(left.dW, right.dW, rtol=1e-5, atol=1e-8)  # float32


def test_an_unknown_activation_is_refused_with_the_names_there_are():
    with pytest.raises(ValueError, match="unknown activation 'relo'; there are linear, sigmoid, tanh, relu"):
        MLP((2, 2), "relo", np.random.default_rng(0))


def test_a_network_needs_two_sizes():
    with pytest.raises(ValueError, match="input and an output width"):
        MLP((2,), "relu", np.random.default_rng(0))


def test_initial_weights_have_the_standard_deviation_asked_for():
    # 90,000 draws: the sample's standard deviation is within 1 % (4 standard errors).
    rng = np.random.default_rng(0)
    assert Dense(300, 300, rng).W.data.std() == pytest.approx(np.sqrt(2 / 300), rel=0.01)
    assert Dense(300, 300, rng, std=0.5).W.data.std() == pytest.approx(0.5, rel=0.01)
    model = MLP((300, 300, 300), "tanh", rng, std=lambda fan_in, fan_out: np.sqrt(2 / (fan_in + fan_out)))
    assert model.layers[1].W.data.std() == pytest.approx(np.sqrt(1 / 300), rel=0.01)


def test_bias_and_zero_std_are_taken_literally():
    model = MLP((2, 3, 2), "relu", np.random.default_rng(0), std=0, bias=-1.5)
    assert all((layer.W.data == 0).all() and (layer.b.data == -1.5).all() for layer in model.layers)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("X_dtype", [np.uint8, np.float32, np.float64])
def test_a_networks_dtype_decides_whatever_the_inputs_are(dtype, X_dtype):
    X, y = batch()
    model = MLP((4, 5, 3), "relu", np.random.default_rng(0), dtype=dtype)
    for layer in model.record(abs(X).astype(X_dtype), y):
        assert {array.dtype for array in vars(layer).values()} == {np.dtype(dtype)}


def test_the_same_generator_state_gives_the_same_weights_and_another_gives_others():
    first, again, other = (MLP((4, 5, 3), "relu", np.random.default_rng(seed)).layers[0].W.data for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_record_obeys_the_chain_rule_from_layer_to_layer():
    X, y = batch()
    model = MLP((4, 6, 5, 3), "tanh", np.random.default_rng(0), dtype=np.float64)
    layers = model.record(X, y)
    inputs = [X, layers[0].a, layers[1].a]
    for x, layer, dense in zip(inputs, layers, model.layers):
        np.testing.assert_allclose(layer.z, x @ dense.W.data + dense.b.data, rtol=1e-12)
        np.testing.assert_allclose(layer.dW, x.T @ layer.dz, rtol=1e-10, atol=1e-14)
        np.testing.assert_allclose(layer.db, layer.dz.sum(axis=0), rtol=1e-10, atol=1e-14)
    for layer, following, dense in zip(layers, layers[1:], model.layers[1:]):
        np.testing.assert_allclose(layer.a, np.tanh(layer.z), rtol=1e-12)
        np.testing.assert_allclose(layer.dz, layer.da * (1 - layer.a**2), rtol=1e-10, atol=1e-14)
        np.testing.assert_allclose(layer.da, following.dz @ dense.W.data.T, rtol=1e-10, atol=1e-14)
    np.testing.assert_array_equal(layers[-1].z, layers[-1].a)


def test_record_leaves_parameters_and_their_gradients_as_they_were():
    X, y = batch()
    model = MLP((4, 5, 3), "relu", np.random.default_rng(0))
    softmax_cross_entropy(model(X), y).backward()
    before = [(p.data.copy(), p.grad.copy()) for p in model.parameters()]
    model.record(*batch(seed=9))
    with pytest.raises(ValueError):
        model.record(X, y[:-1])
    for parameter, (data, grad) in zip(model.parameters(), before):
        np.testing.assert_array_equal(parameter.data, data)
        np.testing.assert_array_equal(parameter.grad, grad)


@pytest.mark.filterwarnings("error")
def test_record_of_a_diverged_network_warns_of_nothing():
    X, y = batch()
    model = MLP((4, 5, 3), "relu", np.random.default_rng(0), std=1e38)
    assert not np.isfinite(model.record(X, y)[-1].z).all()


def test_the_gradient_of_a_deep_sigmoid_network_vanishes_and_that_of_a_relu_network_does_not():
    # The experiment of notebook 03, with 20 layers: gradient norm of the first against the last hidden layer.
    X, y = batch(N=64, D=32, classes=10)
    ratio = {}
    for activation in ("sigmoid", "relu"):
        model = MLP([32] * 21 + [10], activation, np.random.default_rng(0))
        norms = [np.linalg.norm(layer.dW) for layer in model.record(X, y)]
        ratio[activation] = norms[0] / norms[-2]
    assert ratio["sigmoid"] < 1e-6
    assert 0.01 < ratio["relu"] < 100


def test_a_copied_model_trains_apart_from_the_original():
    model = MLP((4, 5, 3), "relu", np.random.default_rng(0))
    twin = copy.deepcopy(model)
    twin.layers[0].W.data += 1
    assert relative_error(model.layers[0].W.data, twin.layers[0].W.data) > 0.1
