"""The solutions of 11_cnn and the library's residual network against PyTorch, and against the numbers of the lecture's text."""

import numpy as np
import pytest
from peers import ten_steps_agree
from throwaway import ROOT

from chainrule.autodiff import Tensor
from chainrule.convolution import Conv2d
from chainrule.data import load_fashion_mnist
from chainrule.nn import softmax_cross_entropy
from chainrule.optimizers import adam
from chainrule.residual import ResidualMLP
from chainrule.training import evaluate, train
from chainrule_staff.authoring.bench import Bench
from chainrule_staff.authoring.source import read

FOLDER = ROOT / "solutions" / "11_cnn"
# Both compute in float64; a few dozen operations in another order leave 12 digits or so.
CLOSE = {"rtol": 1e-10, "atol": 1e-12}


@pytest.fixture(scope="module")
def solved():
    return Bench(read(FOLDER)).namespace()


@pytest.fixture
def rng():
    return np.random.default_rng(11)


def small_pictures():
    """As the lecture prepares them for its networks of fifty layers."""
    X, y, X_test, y_test = load_fashion_mnist()

    def smaller(pixels):
        return pixels.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4)).reshape(-1, 196) / 0.3

    return smaller(X - X.mean()), y, smaller(X_test - X.mean()), y_test


# -- the solutions against PyTorch -----------------------------------------------------------------


@pytest.mark.parametrize("k", [1, 3, 5])
def test_scores_are_those_of_pytorch(solved, rng, k):
    torch = pytest.importorskip("torch")
    x, W1, b1, W2, b2 = (rng.normal(0, 1, s) for s in ((3, 2, 4, 6), (5, 2, k, k), 5, (30, 4), 4))
    conv = torch.nn.functional.conv2d(torch.tensor(x), torch.tensor(W1), torch.tensor(b1), padding=k // 2)
    maps = torch.nn.functional.max_pool2d(conv.relu(), 2).flatten(1)
    expected = maps @ torch.tensor(W2) + torch.tensor(b2)
    got = solved["cnn_scores"](x, {"W1": W1, "b1": b1, "W2": W2, "b2": b2})
    np.testing.assert_allclose(got, expected.numpy(), **CLOSE)


def test_the_block_and_its_way_back_are_those_of_pytorch(solved, rng):
    torch = pytest.importorskip("torch")
    arrays = [rng.normal(0, 1, shape) for shape in ((6, 4), (4, 7), (7, 4))]
    x, W1, W2 = tensors = [torch.tensor(a, requires_grad=True) for a in arrays]
    out = (x + (x @ W1).relu() @ W2).relu()
    dout = rng.normal(0, 1, (6, 4))
    out.backward(torch.tensor(dout))
    np.testing.assert_allclose(solved["residual"](*arrays), out.detach().numpy(), **CLOSE)
    for got, tensor in zip(solved["residual_backward"](dout, *arrays), tensors):
        np.testing.assert_allclose(got, tensor.grad.numpy(), **CLOSE)


@pytest.mark.parametrize("stride", [1, 2, 3])
def test_a_projection_is_a_convolution_with_a_kernel_of_one(solved, rng, stride):
    torch = pytest.importorskip("torch")
    x, P = rng.normal(0, 1, (2, 3, 7, 5)), rng.normal(0, 1, (4, 3))
    expected = torch.nn.functional.conv2d(torch.tensor(x), torch.tensor(P)[:, :, None, None], stride=stride)
    np.testing.assert_allclose(solved["project"](x, P, stride), expected.numpy(), **CLOSE)


def test_cosines_are_those_of_pytorch(solved, rng):
    torch = pytest.importorskip("torch")
    G = rng.normal(0, 1, (9, 4))
    expected = torch.nn.functional.cosine_similarity(torch.tensor(G[:-3]), torch.tensor(G[3:]))
    np.testing.assert_allclose(solved["cosines"](G, 3), expected.numpy(), **CLOSE)


# -- the library's residual network ----------------------------------------------------------------


@pytest.mark.parametrize(
    "shortcut, branch, last", [(True, 1.0, 1.0), (True, 0.3, 0.5), (True, 1.0, 0.0), (False, 1.0, 1.0)]
)
def test_ten_training_steps_of_a_residual_network_agree_with_pytorch(rng, shortcut, branch, last):
    torch = pytest.importorskip("torch")
    X, y = rng.normal(0, 1, (20, 6)), rng.integers(0, 4, 20)
    model = ResidualMLP(6, 8, 4, blocks=3, rng=rng, shortcut=shortcut, branch=branch, last=last, dtype=np.float64)

    class Peer(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = torch.nn.ModuleList(
                [torch.nn.Linear(6, 8), *(torch.nn.Linear(8, 8) for _ in range(6)), torch.nn.Linear(8, 4)]
            )

        def forward(self, x):
            x = self.layers[0](x)
            for i in (1, 3, 5):
                made = self.layers[i + 1](self.layers[i](x.relu()).relu())
                x = x + branch * made if shortcut else made
            return self.layers[-1](x.relu())

    ten_steps_agree(model, Peer().double(), X, y)


def test_the_same_generator_gives_the_same_weights_for_every_kind():
    def weights(**kind):
        return [p.data for p in ResidualMLP(6, 8, 4, blocks=2, rng=np.random.default_rng(0), **kind).parameters()]

    for one, other in zip(weights(), weights(shortcut=False, branch=0.2)):
        np.testing.assert_array_equal(one, other)


def test_a_network_whose_branches_begin_at_zero_begins_as_the_identity(rng):
    model = ResidualMLP(6, 8, 4, blocks=5, rng=rng, last=0.0, dtype=np.float64)
    X = rng.normal(0, 1, (7, 6))
    first = X @ model.first.W.data
    np.testing.assert_allclose(model(X).data, np.maximum(first, 0) @ model.last.W.data, **CLOSE)
    softmax_cross_entropy(model(X), np.zeros(7, int)).backward()
    assert all(np.all(one.W.grad == 0) and np.any(two.W.grad != 0) for one, two in model.blocks)


# -- numbers of the text ---------------------------------------------------------------------------


def test_a_second_softmax_leaves_a_floor():
    probabilities = np.eye(10)[[0]]  # the best that a softmax can put out
    loss = softmax_cross_entropy(Tensor(probabilities), np.array([0])).data
    np.testing.assert_allclose(loss, np.log(1 + 9 / np.e))
    assert round(float(loss), 2) == 1.46


def test_98_percent_of_the_parameters_are_in_the_head():
    convolutions, head = 8 * 9 + 8 + 16 * 8 * 9 + 16, 784 * 64 + 64 + 64 * 10 + 10
    assert round(100 * head / (head + convolutions)) == 98


@pytest.mark.parametrize("layers", [1, 2, 5])
def test_the_rectangle_grows_by_two_pixels_with_every_layer(solved, layers):
    rng = np.random.default_rng(0)
    total = np.zeros((1, 15, 15))
    for _ in range(10):
        x = Tensor(rng.normal(0, 1, (5, 1, 15, 15)), requires_grad=True)
        a = x
        for layer in range(layers):
            a = Conv2d(1 if layer == 0 else 4, 4, 3, rng, pad=1, dtype=np.float64)(a).relu()
        middle = np.zeros(a.shape)
        middle[:, 0, 7, 7] = 1
        a.backward(middle)
        total += np.abs(x.grad).sum(axis=0)
    assert solved["seen"](total) == (2 * layers + 1, 2 * layers + 1)


def test_twenty_blocks_with_hes_weights_make_a_signal_a_thousand_times_as_large():
    growths = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        x = first = rng.normal(0, 1, (100, 100))
        for W1, W2 in rng.normal(0, np.sqrt(2 / 100), (20, 2, 100, 100)):
            x = x + np.maximum(np.maximum(x, 0) @ W1, 0) @ W2
        growths.append(np.mean(x**2) / np.mean(first**2))
    assert 0.6 < np.sqrt(np.mean(growths)) / 2**10 < 1.6


@pytest.mark.parametrize("n, growth", [(1, 2.0), (5, 2.0), (20, 1024.0), (25, 1.5)])
def test_branches_of_the_scale_let_the_signal_grow_by_that_much(solved, n, growth):
    scale = solved["branch_scale"](n, growth)
    assert np.isclose((1 + scale**2) ** (n / 2), growth)


def gradient(x, weights, shortcut, branch, dout):
    masks = []
    for W1, W2 in weights:
        z = np.maximum(x, 0) @ W1
        masks.append((x > 0, z > 0))
        made = branch * np.maximum(z, 0) @ W2
        x = x + made if shortcut else made
    d = np.broadcast_to(dout, x.shape)
    for (W1, W2), (outer, inner) in zip(weights[::-1], masks[::-1]):
        back = (branch * d @ W2.T * inner) @ W1.T * outer
        d = d + back if shortcut else back
    return d


def test_a_plain_gradient_shatters_and_one_with_small_branches_does_not(solved):
    def agreement(shortcut, branch, n=25):
        found = []
        for seed in range(20):
            rng = np.random.default_rng(100 + seed)
            u, v, dout = rng.normal(0, 1, (3, 100))
            x = np.array([u, np.cos(0.3) * u + np.sin(0.3) * v])
            weights = rng.normal(0, np.sqrt(2 / 100), (n, 2, 100, 100))
            found.append(solved["cosines"](gradient(x, weights, shortcut, branch, dout))[0])
        return np.mean(found)

    assert agreement(False, 1.0) < 0.3
    assert agreement(True, 1.0) < 0.5
    assert agreement(True, solved["branch_scale"](25, 2.0)) > 0.7
    assert agreement(False, 1.0, n=1) > 0.6


def test_a_plain_gradient_vanishes_where_a_shortcut_keeps_it(solved):
    rng = np.random.default_rng(0)
    x, dout, weights = (
        rng.normal(0, 1, (64, 100)),
        rng.normal(0, 1, 100),
        rng.normal(0, np.sqrt(2 / 100), (25, 2, 100, 100)),
    )

    def size(factor, shortcut, branch):
        d = gradient(x, factor * weights, shortcut, branch, dout)
        return np.sqrt(np.mean(d**2) / np.mean(dout**2))

    assert size(0.7, False, 1.0) < 1e-6 and 0.2 < size(1.0, False, 1.0) < 5
    assert size(1.0, True, 1.0) > 1000
    assert all(0.5 < size(factor, True, solved["branch_scale"](25, 2.0)) < 10 for factor in (0.5, 0.7, 1.0, 1.3))


@pytest.mark.thorough
def test_fifty_layers_learn_with_small_branches_only(solved):
    X, y, X_test, y_test = small_pictures()

    def learned(**kind):
        net = ResidualMLP(196, 64, 10, blocks=25, rng=np.random.default_rng(3), **kind)
        history = train(net, X, y, lr=0.03, steps=150, batch_size=100, rng=np.random.default_rng(1), progress=False)
        return history, evaluate(net, X_test, y_test)[1]

    assert learned(shortcut=False)[1] < 0.4
    history, _ = learned()
    assert history.loss[0] > 30 and history.diverged
    assert learned(last=0.0)[1] > 0.65
    assert learned(branch=solved["branch_scale"](25, 2.0))[1] > 0.65


@pytest.mark.thorough
def test_random_kernels_under_a_trained_head_are_near_trained_ones():
    from chainrule.convolution import max_pool2d
    from chainrule.nn import Dense

    X, y, X_test, y_test = load_fashion_mnist()
    X, X_test = X - X.mean(), X_test - X.mean()

    class Net:
        def __init__(self, rng):
            self.convs = [Conv2d(1, 8, 3, rng, pad=1), Conv2d(8, 16, 3, rng, pad=1)]
            self.head = [Dense(784, 64, rng), Dense(64, 10, rng)]
            self.learning = self.convs + self.head

        def __call__(self, pixels):
            a = pixels.reshape(-1, 1, 28, 28)
            for conv in self.convs:
                a = max_pool2d(conv(a).relu(), 2)
            return self.head[1](self.head[0](a.reshape(a.shape[0], -1)).relu())

        def parameters(self):
            return [p for layer in self.learning for p in layer.parameters()]

    def accuracy(steps, which):
        net = Net(np.random.default_rng(4))
        net.learning = getattr(net, which) if which != "all" else net.learning
        train(
            net, X, y, lr=lambda s: 0.003 * min(1, 2 * (1 - (s - 1) / steps)), update=adam, steps=steps,
            batch_size=64, rng=np.random.default_rng(1), progress=False,
        )  # fmt: skip
        return evaluate(net, X_test, y_test)[1]

    whole = accuracy(470, "all")
    assert whole > 0.85  # what the lecture promises of its network
    assert accuracy(300, "head") > 0.75
    assert accuracy(300, "convs") < whole - 0.1
