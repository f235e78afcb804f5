"""PyTorch as an independent oracle for gradients, losses and training, where it is installed."""

from types import SimpleNamespace

import numpy as np
import pytest

from chainrule.autodiff import Tensor, maximum, where
from chainrule.nn import MLP, softmax_cross_entropy
from chainrule.training import sgd_step

torch = pytest.importorskip("torch")

# Where the two libraries spell an operation differently.
OURS = SimpleNamespace(
    maximum=maximum, where=where, mask=lambda a: a.data > 0, amax=lambda a: a.max(axis=1, keepdims=True)
)
THEIRS = SimpleNamespace(
    maximum=torch.maximum, where=torch.where, mask=lambda a: a > 0, amax=lambda a: a.amax(1, keepdim=True)
)
FORMULAS = {
    "broadcast": lambda lib, a, b: ((a * b[0] - a / (b * b + 1)).mean(0) ** 2).sum(),
    "gates": lambda lib, a, b: (a.tanh() * b.sigmoid() + (a * b).relu()).sum(),
    "shapes": lambda lib, a, b: (a.T @ b).reshape(-1)[2:9].sum() + (a[1] * b[:, 1:3].sum()).mean(),
    "softmax": lambda lib, a, b: (a.exp() / a.exp().sum(1)[:, None] * (b * b)).sum().log(),
    "maximum": lambda lib, a, b: (lib.maximum(a, b) * lib.where(lib.mask(a), a, b)).sum(),
    "amax": lambda lib, a, b: (lib.amax(a * 0 + 1) * b).sum() + (lib.amax(a) * a).sum(),
}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", FORMULAS)
def test_gradients_agree_with_pytorch(name, dtype):
    rng = np.random.default_rng(0)
    a, b = (rng.normal(size=(4, 5)).astype(dtype) for _ in range(2))
    b[0, :3] = a[0, :3]  # ties, which both share
    mine = [Tensor(x, requires_grad=True) for x in (a, b)]
    theirs = [torch.tensor(x, requires_grad=True) for x in (a, b)]
    value, expected = FORMULAS[name](OURS, *mine), FORMULAS[name](THEIRS, *theirs)
    value.backward()
    expected.backward()
    # A few dozen operations on numbers of size one: some hundred roundings of the dtype.
    tolerance = dict(rtol=300 * np.finfo(dtype).eps, atol=300 * np.finfo(dtype).eps)
    assert value.dtype == dtype
    np.testing.assert_allclose(value.data, expected.detach().numpy(), **tolerance)
    for x, oracle in zip(mine, theirs):
        np.testing.assert_allclose(x.grad, oracle.grad.numpy(), **tolerance)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "leaky_relu", "elu"])
def test_ten_training_steps_agree_with_pytorch(activation):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(16, 6)), rng.integers(0, 4, 16)
    model = MLP((6, 12, 8, 4), activation, rng, dtype=np.float64)
    weights = [torch.tensor(p.data, requires_grad=True) for p in model.parameters()]
    f = getattr(torch.nn.functional, activation)
    optimizer = torch.optim.SGD(weights, lr=0.3)
    for _ in range(10):
        h = torch.tensor(X)
        for position in range(0, 6, 2):
            h = h @ weights[position] + weights[position + 1]
            h = f(h) if position < 4 else h
        expected = torch.nn.functional.cross_entropy(h, torch.tensor(y))
        optimizer.zero_grad()
        expected.backward()
        optimizer.step()

        for parameter in model.parameters():
            parameter.grad = None
        loss = softmax_cross_entropy(model(X), y)
        loss.backward()
        sgd_step(model.parameters(), 0.3)
        np.testing.assert_allclose(loss.data, expected.item(), rtol=1e-10)
    for parameter, weight in zip(model.parameters(), weights):
        np.testing.assert_allclose(parameter.data, weight.detach().numpy(), rtol=1e-8, atol=1e-10)
