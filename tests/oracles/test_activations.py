"""The solutions of 03_activations against SciPy and PyTorch, which know nothing of them."""

import numpy as np
import pytest
from throwaway import ROOT

from chainrule.data import load_fashion_mnist
from chainrule.nn import MLP
from chainrule_staff.authoring.bench import Bench
from chainrule_staff.authoring.source import read

FOLDER = ROOT / "solutions" / "03_activations"
X = np.concatenate([np.linspace(-30, 30, 241), [-1000.0, -100.0, 100.0, 1000.0, 1e-9, -1e-9]])
# The peers and the solutions compute in float64: what differs is the order of a few operations.
CLOSE = {"rtol": 1e-12, "atol": 1e-15}


@pytest.fixture(scope="module")
def solved():
    return Bench(read(FOLDER)).namespace()


def test_sigmoid_and_tanh_agree_with_scipy(solved):
    special = pytest.importorskip("scipy.special")
    np.testing.assert_allclose(solved["sigmoid"](X), special.expit(X), **CLOSE)
    np.testing.assert_allclose(solved["tanh"](X), 2 * special.expit(2 * X) - 1, **CLOSE)
    np.testing.assert_allclose(solved["tanh"](X), np.tanh(X), rtol=1e-12, atol=1e-15 * 4)


@pytest.mark.parametrize(
    "name, of_torch, args",
    [
        ("sigmoid", "sigmoid", {}),
        ("tanh", "tanh", {}),
        ("relu", "relu", {}),
        ("leaky_relu", "leaky_relu", {"slope": ("negative_slope", 0.01)}),
        ("leaky_relu", "leaky_relu", {"slope": ("negative_slope", 0.1)}),
        ("elu", "elu", {"alpha": ("alpha", 1.0)}),
        ("elu", "elu", {"alpha": ("alpha", 1.7)}),
    ],
)
def test_functions_and_derivatives_agree_with_pytorch(solved, name, of_torch, args):
    torch = pytest.importorskip("torch")
    x = torch.tensor(np.append(X, 0.0), requires_grad=True)
    ours = {key: value for key, (_, value) in args.items()}
    out = getattr(torch.nn.functional, of_torch)(x, **{key: value for key, value in args.values()})
    out.sum().backward()
    np.testing.assert_allclose(
        solved[name](x.detach().numpy(), **ours), out.detach().numpy(), rtol=1e-12, atol=1e-15 * 4
    )
    # Far out, 1 − tanh² and σ(1 − σ) lose all digits of a slope that is below 1e-13 itself.
    np.testing.assert_allclose(
        solved[f"{name}_grad"](x.detach().numpy(), **ours), x.grad.numpy(), rtol=1e-9, atol=1e-13
    )


def test_prelu_backward_agrees_with_pytorch(solved):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(3)
    x, dout, slope = rng.normal(size=(7, 4)), rng.normal(size=(7, 4)), rng.uniform(0, 1, 4)
    x[0] = 0
    tx, ts = torch.tensor(x, requires_grad=True), torch.tensor(slope, requires_grad=True)
    torch.nn.functional.prelu(tx, ts).backward(torch.tensor(dout))
    dx, dslope = solved["prelu_backward"](dout, x, slope)
    np.testing.assert_allclose(dx, tx.grad.numpy(), **CLOSE)
    np.testing.assert_allclose(dslope, ts.grad.numpy(), **CLOSE)


def test_maxout_agrees_with_pytorch(solved):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(4)
    Z, dout = rng.normal(size=(3, 5, 4)), rng.normal(size=(5, 4))  # no ties: PyTorch breaks them its own way
    tz = torch.tensor(Z, requires_grad=True)
    out = tz.max(dim=0).values
    out.backward(torch.tensor(dout))
    np.testing.assert_array_equal(solved["maxout"](Z), out.detach().numpy())
    np.testing.assert_array_equal(solved["maxout_backward"](dout, Z), tz.grad.numpy())


def test_the_numbers_of_the_text_are_right(solved):
    def crossing(derivative):
        """From where on the slope stays below 0.01, by bisection."""
        low, high = 0.0, 50.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if derivative(middle) >= 0.01 else (low, middle)
        return round(high, 2)

    assert crossing(solved["sigmoid_grad"]) == 4.58
    assert crossing(solved["tanh_grad"]) == 2.99
    assert np.round(solved["sigmoid_grad"](np.array([0.0, 2.0, 5.0])), 4).tolist() == [0.25, 0.105, 0.0066]
    assert float(f"{0.25**5:.2g}") == 0.00098 and float(f"{0.25**10:.2g}") == 0.00000095


@pytest.mark.parametrize("seed", range(4))
def test_weights_drawn_a_fifth_of_their_spread_too_low_leave_about_half_of_the_units_dead(solved, seed):
    X, y = (array[:2000] for array in load_fashion_mnist()[:2])
    net = MLP([784, 100, 10], (solved["relu"], solved["relu_grad"]), np.random.default_rng(seed))
    assert not solved["dead_units"](net.record(X, y)[0].a).any()
    net.layers[0].W.data -= np.float32(0.01)
    assert 0.35 < solved["dead_units"](net.record(X, y)[0].a).mean() < 0.65
