"""The solutions of 02_backprop against PyTorch and the library's autodiff, and the algebra that they must obey.

All of it is float64 arithmetic on numbers of size one with a few hundred terms: what differs is the order of
operations, hence 1e-10.
"""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule import autodiff
from chainrule.autodiff import Tensor
from chainrule.data import rings
from chainrule.nn import softmax_cross_entropy
from chainrule_staff.authoring.bench import Bench
from chainrule_staff.authoring.source import read

FOLDER = Path(__file__).parents[2] / "solutions" / "02_backprop"
CLOSE = {"rtol": 1e-10, "atol": 1e-10}
quick = settings(max_examples=50, deadline=None)
seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 6)


@pytest.fixture(scope="module")
def solved():
    return Bench(read(FOLDER)).namespace()


def network(rng, N=32, D=5, H=7, C=3):
    X, y = rng.normal(size=(N, D)), rng.integers(0, C, N)
    return (
        X,
        y,
        {
            "W1": rng.normal(size=(D, H)),
            "b1": rng.normal(size=H),
            "W2": rng.normal(size=(H, C)),
            "b2": rng.normal(size=C),
        },
    )


# -- PyTorch ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_the_network_agrees_with_pytorch(solved, seed):
    torch = pytest.importorskip("torch")
    X, y, params = network(np.random.default_rng(seed))
    loss, grads = solved["mlp_loss"](X, y, params)
    t = {key: torch.tensor(value, requires_grad=True) for key, value in params.items()}
    scores = torch.relu(torch.tensor(X) @ t["W1"] + t["b1"]) @ t["W2"] + t["b2"]
    theirs = torch.nn.functional.cross_entropy(scores, torch.tensor(y))
    theirs.backward()
    np.testing.assert_allclose(loss, theirs.item(), **CLOSE)
    assert grads.keys() == params.keys()
    for key, value in grads.items():
        np.testing.assert_allclose(value, t[key].grad.numpy(), **CLOSE)


def test_the_affine_layer_and_relu_agree_with_pytorch(solved):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(1)
    x, W, b, dout = rng.normal(size=(6, 4)), rng.normal(size=(4, 3)), rng.normal(size=3), rng.normal(size=(6, 3))
    x[0] = 0
    tx, tW, tb = (torch.tensor(array, requires_grad=True) for array in (x, W, b))
    out = torch.nn.functional.linear(tx, tW.T, tb)
    torch.relu(out).backward(torch.tensor(dout))
    ours, cache = solved["affine_forward"](x, W, b)
    bent, cache_relu = solved["relu_forward"](ours)
    np.testing.assert_allclose(bent, torch.relu(out).detach().numpy(), **CLOSE)
    for mine, theirs in zip(solved["affine_backward"](solved["relu_backward"](dout, cache_relu), cache), (tx, tW, tb)):
        np.testing.assert_allclose(mine, theirs.grad.numpy(), **CLOSE)


@pytest.mark.parametrize(
    "name, gate", [("add_backward", "add"), ("multiply_backward", "mul"), ("max_backward", "maximum")]
)
def test_gates_agree_with_pytorch_ties_included(solved, name, gate):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(2)
    x, y, dout = rng.integers(-2, 3, (3, 200)).astype(float)
    assert np.any(x == y)
    tx, ty = torch.tensor(x, requires_grad=True), torch.tensor(y, requires_grad=True)
    getattr(torch, gate)(tx, ty).backward(torch.tensor(dout))
    dx, dy = solved[name](dout, x, y)
    np.testing.assert_array_equal(dx, tx.grad.numpy())
    np.testing.assert_array_equal(dy, ty.grad.numpy())


def test_the_given_loss_agrees_with_pytorch_for_huge_scores(solved):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(3)
    scores, y = rng.normal(0, 300, (9, 4)), rng.integers(0, 4, 9)
    ts = torch.tensor(scores, requires_grad=True)
    theirs = torch.nn.functional.cross_entropy(ts, torch.tensor(y))
    theirs.backward()
    loss, dscores = solved["softmax_loss"](scores, y)
    np.testing.assert_allclose(loss, theirs.item(), **CLOSE)
    np.testing.assert_allclose(dscores, ts.grad.numpy(), **CLOSE)


# -- the library's autodiff ---------------------------------------------------------------------------------


@quick
@given(seed=seeds, N=sizes, D=sizes, H=sizes, C=sizes)
def test_the_network_agrees_with_the_autodiff(solved, seed, N, D, H, C):
    X, y, params = network(np.random.default_rng(seed), N, D, H, C)
    loss, grads = solved["mlp_loss"](X, y, params)
    t = {key: Tensor(value, requires_grad=True) for key, value in params.items()}
    theirs = softmax_cross_entropy((X @ t["W1"] + t["b1"]).relu() @ t["W2"] + t["b2"], y)
    theirs.backward()
    np.testing.assert_allclose(loss, theirs.data, **CLOSE)
    for key, value in grads.items():
        np.testing.assert_allclose(value, t[key].grad, **CLOSE)


@quick
@given(x=st.integers(-3, 3), y=st.integers(-3, 3), z=st.integers(-3, 3))
def test_the_small_graph_agrees_with_the_autodiff_and_with_the_tape(solved, x, y, z):
    tensors = [Tensor(float(value), requires_grad=True) for value in (x, y, z)]
    f = (tensors[0] + tensors[1]) * autodiff.maximum(tensors[1], tensors[2])
    f.backward()
    right = [f.data.item(), *(tensor.grad.item() for tensor in tensors)]
    np.testing.assert_allclose(solved["small_graph"](x, y, z), right, **CLOSE)
    graph = {"f": ("*", "q", "m"), "q": ("+", "x", "y"), "m": ("max", "y", "z"), "x": x, "y": y, "z": z}
    value, grads = solved["gradients"](graph, "f")
    np.testing.assert_allclose([value, grads["x"], grads["y"], grads["z"]], right, **CLOSE)


@st.composite
def broadcasts(draw):
    """A full shape, and one that broadcasts to it."""
    full = tuple(draw(st.lists(st.integers(1, 4), min_size=1, max_size=4)))
    own = full[draw(st.integers(0, len(full))) :]
    return full, tuple(1 if draw(st.booleans()) else length for length in own)


@quick
@given(shapes=broadcasts(), seed=seeds)
def test_unbroadcast_is_the_librarys(solved, shapes, seed):
    full, own = shapes
    dout = np.random.default_rng(seed).normal(size=full)
    np.testing.assert_allclose(solved["unbroadcast"](dout, own), autodiff.unbroadcast(dout, own), **CLOSE)


# -- algebra ------------------------------------------------------------------------------------------------


@quick
@given(shapes=broadcasts(), seed=seeds)
def test_unbroadcast_is_the_transpose_of_broadcasting(solved, shapes, seed):
    """For every x and dout: ⟨broadcast(x), dout⟩ = ⟨x, unbroadcast(dout)⟩."""
    full, own = shapes
    rng = np.random.default_rng(seed)
    x, dout = rng.normal(size=own), rng.normal(size=full)
    back = solved["unbroadcast"](dout, own)
    assert np.shape(back) == own
    np.testing.assert_allclose(np.sum(np.broadcast_to(x, full) * dout), np.sum(x * back), **CLOSE)


@quick
@given(seed=seeds, N=sizes, D=sizes, H=sizes, C=sizes)
def test_a_collapsed_stack_computes_the_same(solved, seed, N, D, H, C):
    X, _, p = network(np.random.default_rng(seed), N, D, H, C)
    W, b = solved["collapse"](p["W1"], p["b1"], p["W2"], p["b2"])
    np.testing.assert_allclose(X @ W + b, (X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"], **CLOSE)


@quick
@given(seed=seeds, L=st.integers(3, 5))
def test_it_does_not_matter_in_which_order_layers_collapse(solved, seed, L):
    rng = np.random.default_rng(seed)
    widths = rng.integers(1, 5, L + 1)
    layers = [(rng.normal(size=(m, n)), rng.normal(size=n)) for m, n in zip(widths[:-1], widths[1:])]
    left, right = layers[0], layers[-1]
    for layer in layers[1:]:
        left = solved["collapse"](*left, *layer)
    for layer in layers[-2::-1]:
        right = solved["collapse"](*layer, *right)
    for one, other in zip(left, right):
        np.testing.assert_allclose(one, other, **CLOSE)


@quick
@given(seed=seeds, N=st.integers(1, 9))
def test_a_random_graph_is_ordered_rightly_and_like_the_library(solved, seed, N):
    rng = np.random.default_rng(seed)
    sources = {k: tuple(int(n) for n in rng.choice(k, 2)) if k else () for k in range(N)}
    listed = {int(k): sources[int(k)] for k in rng.permutation(N)}
    root = int(rng.integers(N))
    order = solved["topological_order"](listed, root).tolist()
    assert order[-1] == root and len(set(order)) == len(order)
    assert all(order.index(source) < order.index(name) for name in order for source in sources[name])
    tensors = {}
    for k in range(N):
        tensors[k] = tensors[sources[k][0]] + tensors[sources[k][1]] if k else Tensor(1.0, requires_grad=True)
    assert len(autodiff.topological_order(tensors[root])) == len(order)


# -- the perceptron -----------------------------------------------------------------------------------------


def learn(solved, X, y, most):
    w, b, updates = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(most):
        before = updates
        for x, answer in zip(X, y):
            updates += int(solved["perceptron_predict"](w, b, x) != answer)
            w, b = solved["perceptron_update"](w, b, x, answer)
        if updates == before:
            return updates, w, b
    return None, w, b


@quick
@given(seed=seeds, gap=st.floats(0.1, 0.9), lr=st.sampled_from([0.1, 1.0, 7.0]))
def test_the_perceptron_keeps_novikoffs_bound(solved, seed, gap, lr):
    rng = np.random.default_rng(seed)
    X = rng.uniform(-1, 1, (30, 2))
    X[:, 0] = np.sign(X[:, 0]) * (gap + (1 - gap) * np.abs(X[:, 0]))
    y = np.where(X[:, 0] > 0, 1, -1)
    updates, w, b = learn(solved, X, y, most=2000)
    margin, longest = np.min(np.abs(X[:, 0])), np.max(np.sum(X**2, axis=1)) + 1
    assert updates is not None and updates <= longest / margin**2
    np.testing.assert_array_equal(solved["perceptron_predict"](w, b, X), y)


def test_the_perceptron_never_learns_xor_and_stays_bounded(solved):
    X, y = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]]), np.array([-1, -1, 1, 1])
    updates, w, b = learn(solved, X, y, most=500)
    assert updates is None and np.linalg.norm([*w, b]) < 5


# -- the numbers of the text --------------------------------------------------------------------------------


def test_the_numbers_of_the_text_are_right(solved):
    # CS231n's neuron: w = (2, −3, −3), x = (−1, −2); its page rounds σ = 0.73 and the gradients to two digits.
    s = 2 * -1 + -3 * -2 + -3
    sigma = 1 / (1 + np.exp(-s))
    ds = sigma * (1 - sigma)
    assert np.round([sigma, ds, ds * -1, ds * 2, ds * -2, ds * -3], 2).tolist() == [0.73, 0.2, -0.2, 0.39, -0.39, -0.59]
    assert 784 * 100 + 100 + 100 * 10 + 10 == 79_510
    zeros = {"W1": np.zeros((3, 4)), "b1": np.zeros(4), "W2": np.zeros((4, 2)), "b2": np.zeros(2)}
    assert round(solved["mlp_loss"](np.ones((5, 3)), np.array([0, 1, 1, 0, 1]), zeros)[0], 3) == 0.693
    assert solved["small_graph"](1.0, 4.01, -2.0)[0] - 20 == pytest.approx(0.09, abs=2e-4)
    assert (
        solved["gradient_check"](lambda x: np.sum(x**2), np.array([1.0, -2.0, 3.0]), np.array([2.0, -4.0, 6.0])) < 1e-9
    )


def test_the_best_line_through_the_rings_gets_as_many_right_as_the_text_says():
    X, y = rings(300, np.random.default_rng(1))
    best = 0.0
    for angle in np.linspace(0, 2 * np.pi, 361):
        sorted_y = y[np.argsort(X @ [np.cos(angle), np.sin(angle)])]
        right = np.cumsum(np.append(0, sorted_y == 0)) + np.sum(sorted_y == 1) - np.cumsum(np.append(0, sorted_y == 1))
        best = max(best, np.max(right) / len(y))
    assert round(best, 2) == 0.70


def test_the_gradient_check_finds_a_bug_and_clears_the_right_gradient(solved):
    X, y, params = network(np.random.default_rng(5), H=4)
    _, grads = solved["mlp_loss"](X, y, params)

    def error(key, gradient):
        return solved["gradient_check"](
            lambda value: solved["mlp_loss"](X, y, params | {key: value})[0], params[key], gradient
        )

    for key in params:
        assert error(key, grads[key]) < 1e-6
        assert error(key, grads[key] / len(X)) > 0.9  # averaged twice
