"""The solutions of 06_batchnorm and the library's layer against PyTorch, and against the numbers of the lecture's text."""

import numpy as np
import pytest
from peers import ten_steps_agree
from throwaway import ROOT

from chainrule.autodiff import Tensor
from chainrule.data import load_fashion_mnist
from chainrule.nn import MLP, softmax_cross_entropy
from chainrule.normalization import BatchNorm, NormalizedMLP
from chainrule.training import evaluate, train
from chainrule_staff.authoring.bench import Bench
from chainrule_staff.authoring.source import read

FOLDER = ROOT / "solutions" / "06_batchnorm"
# Both compute in float64; a few dozen operations in another order leave 12 digits or so.
CLOSE = {"rtol": 1e-10, "atol": 1e-12}


@pytest.fixture(scope="module")
def solved():
    return Bench(read(FOLDER)).namespace()


@pytest.fixture
def rng():
    return np.random.default_rng(6)


def backward_of(solved):
    def batchnorm_backward(dout, x, gamma, eps=1e-5):
        dx_hat, dgamma, dbeta = solved["scale_shift_backward"](dout, solved["normalize"](x, eps), gamma)
        return solved["normalize_backward"](dx_hat, x, eps), dgamma, dbeta

    return batchnorm_backward


# -- the solutions against PyTorch -----------------------------------------------------------------


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("momentum, eps", [(0.1, 1e-5), (0.75, 0.1), (0.0, 1e-3), (1.0, 1e-5)])
def test_output_and_running_statistics_are_those_of_pytorch(solved, rng, training, momentum, eps):
    torch = pytest.importorskip("torch")
    x, gamma, beta, mean = (rng.normal(1, 2, shape) for shape in ((7, 4), 4, 4, 4))
    var = rng.uniform(0.1, 3, 4)
    running = torch.tensor(mean), torch.tensor(var)
    expected = torch.nn.functional.batch_norm(
        torch.tensor(x), *running, torch.tensor(gamma), torch.tensor(beta), training, momentum, eps
    )
    out, (new_mean, new_var) = solved["batchnorm"](x, gamma, beta, (mean, var), training, momentum, eps)
    np.testing.assert_allclose(out, expected.numpy(), **CLOSE)
    np.testing.assert_allclose(new_mean, running[0].numpy(), **CLOSE)  # PyTorch has changed them in place
    np.testing.assert_allclose(new_var, running[1].numpy(), **CLOSE)


@pytest.mark.parametrize("N", [2, 3, 8, 50])
@pytest.mark.parametrize("eps", [1e-5, 0.3])
def test_the_way_back_is_that_of_pytorch(solved, rng, N, eps):
    torch = pytest.importorskip("torch")
    x, dout, gamma, beta = (rng.normal(1, 2, shape) for shape in ((N, 4), (N, 4), 4, 4))
    leaves = [torch.tensor(array, requires_grad=True) for array in (x, gamma, beta)]
    torch.nn.functional.batch_norm(leaves[0], None, None, *leaves[1:], True, eps=eps).backward(torch.tensor(dout))
    for ours, theirs in zip(backward_of(solved)(dout, x, gamma, eps), leaves):
        np.testing.assert_allclose(ours, theirs.grad.numpy(), **CLOSE)


def test_pictures_are_normalized_as_in_pytorch_forward_and_backward(solved, rng):
    torch = pytest.importorskip("torch")
    x, dout, gamma, beta = (rng.normal(1, 2, shape) for shape in ((3, 4, 5, 2), (3, 4, 5, 2), 4, 4))
    leaves = [torch.tensor(array, requires_grad=True) for array in (x, gamma, beta)]
    out = torch.nn.functional.batch_norm(leaves[0], None, None, *leaves[1:], True, eps=0.01)
    out.backward(torch.tensor(dout))
    np.testing.assert_allclose(solved["batchnorm2d"](x, gamma, beta, 0.01), out.detach().numpy(), **CLOSE)
    for ours, theirs in zip(solved["batchnorm2d_backward"](dout, x, gamma, 0.01), leaves):
        np.testing.assert_allclose(ours, theirs.grad.numpy(), **CLOSE)


def test_folding_is_that_of_pytorch(solved, rng):
    torch = pytest.importorskip("torch")
    fusion = pytest.importorskip("torch.nn.utils.fusion")
    b, gamma, beta, mean = rng.normal(0, 1, (4, 5))
    var = rng.uniform(0.01, 2, 5)
    rest = [torch.tensor(array) for array in (mean, var)]
    scale, shift = torch.tensor(gamma), torch.tensor(beta)
    dense, kernels = rng.normal(0, 1, (3, 5)), rng.normal(0, 1, (5, 2, 3, 3))
    W, bias = fusion.fuse_linear_bn_weights(torch.tensor(dense.T), torch.tensor(b), *rest, 1e-3, scale, shift)
    ours = solved["fold"](dense, b, gamma, beta, (mean, var), 1e-3)
    np.testing.assert_allclose(ours[0].T, W.detach().numpy(), **CLOSE)
    np.testing.assert_allclose(ours[1], bias.detach().numpy(), **CLOSE)
    W, bias = fusion.fuse_conv_bn_weights(torch.tensor(kernels), torch.tensor(b), *rest, 1e-3, scale, shift)
    ours = solved["fold_conv"](kernels, b, gamma, beta, (mean, var), 1e-3)
    np.testing.assert_allclose(ours[0], W.detach().numpy(), **CLOSE)
    np.testing.assert_allclose(ours[1], bias.detach().numpy(), **CLOSE)


def test_pooled_statistics_are_those_of_all_examples(solved, rng):
    parts = [rng.normal(mean, 2, (n, 3)) for n, mean in ((1, 0), (5, 4), (40, -3))]
    counts = np.array([len(part) for part in parts])
    means, variances = (np.array([f(part, axis=0) for part in parts]) for f in (np.mean, np.var))
    mean, variance = solved["pooled"](counts, means, variances)
    np.testing.assert_allclose(mean, np.concatenate(parts).mean(axis=0), **CLOSE)
    np.testing.assert_allclose(variance, np.concatenate(parts).var(axis=0), **CLOSE)


# -- the library's layer against PyTorch -----------------------------------------------------------


@pytest.mark.parametrize("shape", [(6, 3), (2, 3, 4, 5)])
@pytest.mark.parametrize("training", [True, False])
def test_the_layer_agrees_with_pytorch(rng, shape, training):
    torch = pytest.importorskip("torch")
    x, dout = rng.normal(2, 3, shape), rng.normal(0, 1, shape)
    ours = BatchNorm(3, momentum=0.3, eps=0.01, dtype=np.float64)
    theirs = (torch.nn.BatchNorm1d if len(shape) == 2 else torch.nn.BatchNorm2d)(3, 0.01, 0.3).double()
    for tensor, parameter in zip(ours.parameters(), theirs.parameters()):
        tensor.data = rng.normal(0, 1, 3)
        parameter.data = torch.tensor(tensor.data)
    ours.training = training
    theirs.train(training)
    for _ in range(3):
        mine, peer = Tensor(x, requires_grad=True), torch.tensor(x, requires_grad=True)
        out, expected = ours(mine), theirs(peer)
        np.testing.assert_allclose(out.data, expected.detach().numpy(), **CLOSE)
        out.backward(dout)
        expected.backward(torch.tensor(dout))
        np.testing.assert_allclose(mine.grad, peer.grad.numpy(), **CLOSE)
    for tensor, parameter in zip(ours.parameters(), theirs.parameters()):  # both have added up three gradients
        np.testing.assert_allclose(tensor.grad, parameter.grad.numpy(), **CLOSE)
    np.testing.assert_allclose(ours.running[0], theirs.running_mean.numpy(), **CLOSE)
    np.testing.assert_allclose(ours.running[1], theirs.running_var.numpy(), **CLOSE)


@pytest.mark.parametrize("own", [True, False], ids=["the library's arithmetic", "the learner's"])
def test_ten_training_steps_of_a_network_agree_with_pytorch(solved, rng, own):
    torch = pytest.importorskip("torch")
    X, y = rng.normal(size=(16, 6)), rng.integers(0, 4, 16)
    functions = {} if own else {"forward": solved["batchnorm"], "backward": backward_of(solved)}
    model = NormalizedMLP((6, 12, 8, 4), "tanh", rng, dtype=np.float64, **functions)
    peer = torch.nn.Sequential(
        *(torch.nn.Linear(6, 12), torch.nn.BatchNorm1d(12), torch.nn.Tanh()),
        *(torch.nn.Linear(12, 8), torch.nn.BatchNorm1d(8), torch.nn.Tanh(), torch.nn.Linear(8, 4)),
    ).double()
    ten_steps_agree(model, peer, X, y)


def test_a_record_leaves_the_running_statistics_alone(rng):
    net = NormalizedMLP((4, 5, 3), "relu", rng)
    before = net.norms[0].running
    record = net.record(rng.normal(size=(8, 4)), rng.integers(0, 3, 8))
    assert net.norms[0].running is before
    np.testing.assert_allclose(record[0].z.mean(axis=0), 0, atol=1e-6)


def test_a_batch_of_one_cannot_be_trained_on_and_can_be_asked(rng):
    net = NormalizedMLP((4, 5, 3), "relu", rng)
    with pytest.raises(ValueError, match="batch of one"):
        net(np.ones((1, 4)))
    net.training = False
    assert net(np.ones((1, 4))).shape == (1, 3)


def test_a_layer_of_another_width_is_refused():
    with pytest.raises(ValueError, match=r"\(N, 3\)"):
        BatchNorm(3)(Tensor(np.ones((5, 4))))


# -- the numbers of the text -----------------------------------------------------------------------


def test_a_batch_of_one_is_zero_and_a_batch_of_two_is_plus_and_minus_one(solved, rng):
    x, dx_hat = 1000 * rng.normal(size=(2, 5)), rng.normal(size=(2, 5))
    np.testing.assert_array_equal(solved["normalize"](x[:1]), 0)
    np.testing.assert_array_equal(solved["normalize_backward"](dx_hat[:1], x[:1]), 0)
    np.testing.assert_allclose(np.abs(solved["normalize"](x)), 1, atol=1e-6)
    assert np.max(np.abs(solved["normalize_backward"](dx_hat, x))) < 1e-6  # next to no gradient


def test_no_normalized_number_is_larger_than_the_root_of_n_minus_one(solved, rng):
    for N in (2, 3, 8, 32):
        x = np.where(np.arange(N) == 0, 1e6, rng.normal(size=N))[:, None]
        largest = np.max(np.abs(solved["normalize"](x)))
        assert largest <= np.sqrt(N - 1) + 1e-12 and largest > 0.99 * np.sqrt(N - 1)


def test_the_two_invariants_hold_for_the_right_gradient_alone(solved, rng):
    x, dx_hat = rng.normal(2, 3, (8, 4)), rng.normal(size=(8, 4))
    x_hat, root = solved["normalize"](x), np.sqrt(x.var(axis=0) + 1e-5)
    dx = solved["normalize_backward"](dx_hat, x)
    assert np.max(np.abs(dx.sum(axis=0))) < 1e-14 and np.max(np.abs((dx * x_hat).sum(axis=0))) < 1e-4
    without_the_mean = (dx_hat - x_hat * np.mean(dx_hat * x_hat, axis=0)) / root
    without_the_deviation = (dx_hat - dx_hat.mean(axis=0)) / root
    assert np.max(np.abs(without_the_mean.sum(axis=0))) > 0.1
    assert np.max(np.abs((without_the_deviation * x_hat).sum(axis=0))) > 0.1


def smaller(images):
    return images.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4)).reshape(-1, 196)


@pytest.fixture(scope="module")
def clothes():
    X, y, X_test, y_test = load_fashion_mnist()
    X, X_test = smaller(X), smaller(X_test)
    return X - X.mean(axis=0), y, X_test - X.mean(axis=0), y_test


def learned(net, clothes, lr=0.2, steps=300, **more):
    X, y, _, _ = clothes
    return train(net, X, y, lr=lr, steps=steps, batch_size=100, rng=np.random.default_rng(1), progress=False, **more)


@pytest.fixture
def trained(clothes):
    net = NormalizedMLP([196, 100, 100, 10], "relu", np.random.default_rng(0))
    learned(net, clothes)
    return net


def test_neighbours_decide_where_the_batch_statistics_are_used_at_test_time(trained, clothes):
    _, _, X, y = clothes

    def accuracy(order, size):
        batches = order.reshape(-1, size)
        return np.mean([np.mean(trained(X[rows]).data.argmax(axis=1) == y[rows]) for rows in batches])

    running = evaluate(trained, X, y)[1]
    mixed = np.random.default_rng(2).permutation(1000)
    assert 0.82 < running < 0.88
    assert abs(accuracy(mixed, 100) - running) < 0.05
    assert accuracy(np.argsort(y, kind="stable"), 100) < 0.3
    assert 0.3 < accuracy(mixed, 2) < 0.55


@pytest.mark.thorough
def test_a_bias_before_batch_norm_does_not_move(clothes):
    net = NormalizedMLP([196, 100, 100, 10], "relu", np.random.default_rng(0))
    learned(net, clothes)
    for layer, norm in zip(net.layers, net.norms):
        assert np.max(np.abs(layer.b.data)) < 1e-6 and np.max(np.abs(norm.beta.data)) > 0.05
    assert np.max(np.abs(net.layers[-1].b.data)) > 0.05


def test_frozen_weights_do_not_freeze_the_running_statistics(trained, clothes):
    X, y, X_test, y_test = clothes
    shoes, rng = np.flatnonzero((y == 7) | (y == 9)), np.random.default_rng(3)
    before = evaluate(trained, X_test, y_test)[1]
    for _ in range(50):
        trained(X[rng.choice(shoes, 100)])
    assert evaluate(trained, X_test, y_test)[1] < 0.75 * before


@pytest.mark.parametrize("seed", range(3))
def test_dropout_before_batch_norm_makes_the_running_variance_too_large_for_test_time(solved, clothes, seed):
    rng = np.random.default_rng(seed)
    W1, W2 = rng.normal(0, (2 / 196) ** 0.5, (196, 100)), rng.normal(0, (2 / 100) ** 0.5, (100, 100))
    a = np.maximum(clothes[0][:2000] @ W1, 0)
    noisy = a * 2 * (rng.random(a.shape) < 0.5) @ W2
    mean, var = solved["update_running"](np.zeros(100), np.ones(100), noisy, 1.0)
    assert 2.5 < np.mean(var / np.var(a @ W2, axis=0)) < 3.0
    out, _ = solved["batchnorm"](a @ W2, np.ones(100), np.zeros(100), (mean, var), False)
    assert 0.58 < np.sqrt(np.mean(out**2)) < 0.66


def test_more_of_the_map_is_usable_with_batch_norm(clothes):
    def usable(kind, size):
        accuracies = []
        for lr in (0.01, 0.1, 1.0):
            net = kind([196, 50, 50, 50, 50, 10], "relu", np.random.default_rng(0),
                       std=lambda a, b: np.sqrt(2 / a) * (size if b > 10 else 1))  # fmt: skip
            diverged = learned(net, clothes, lr, 40).diverged
            accuracies.append(0 if diverged else evaluate(net, *clothes[2:])[1])
        return np.array(accuracies) >= 0.6

    assert not usable(MLP, 0.1).any() and not usable(MLP, 10).any()
    assert usable(NormalizedMLP, 0.1).all()
    np.testing.assert_array_equal(usable(NormalizedMLP, 10), [False, False, True])  # shifted to the right


def test_weights_times_a_leave_the_loss_and_divide_the_gradient(clothes):
    X, y = clothes[0][:100], clothes[1][:100]
    losses, gradients = [], []
    for a in (1, 10):
        net = NormalizedMLP([196, 50, 10], "relu", np.random.default_rng(0), dtype=np.float64, eps=0.0)
        net.layers[0].W.data = a * net.layers[0].W.data
        gradients.append(net.record(X, y)[0].dW)
        losses.append(softmax_cross_entropy(net(X), y).data)
        W, dW = net.layers[0].W.data, gradients[-1]
        assert np.max(np.abs(np.sum(W * dW, axis=0))) < 1e-12
    np.testing.assert_allclose(losses[0], losses[1], rtol=1e-12)
    np.testing.assert_allclose(gradients[0], 10 * gradients[1], rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("decay, shorter, slower", [(0.0, False, True), (0.03, True, False)])
def test_weights_grow_and_turn_less_unless_they_decay(clothes, decay, shorter, slower):
    X, y, _, _ = clothes
    net = NormalizedMLP([196, 50, 10], "relu", np.random.default_rng(0))
    weights = [net.layers[0].W.data.copy()]
    train(net, X, y, lr=1.0, steps=400, batch_size=100, rng=np.random.default_rng(1), progress=False,
          update=lambda w, dw, state, lr: (w - lr * (dw + decay * w * (w.shape == (196, 50))), state),
          callback=lambda step, net: weights.append(net.layers[0].W.data.copy()))  # fmt: skip
    lengths = [np.linalg.norm(W, axis=0).mean() for W in weights]
    turns = [
        np.degrees(np.arccos(np.clip((V * W).sum(axis=0) / np.sqrt((V**2).sum(axis=0) * (W**2).sum(axis=0)), -1, 1)))
        for V, W in zip(weights, weights[1:])
    ]
    assert (lengths[-1] < 0.6 * lengths[0]) == shorter and (lengths[-1] > 1.2 * lengths[0]) == (not shorter)
    early, late = np.mean(turns[:20]), np.mean(turns[-50:])
    assert (late < 0.65 * early) == slower and (late > 1.5 * early) == (not slower)


def test_shaking_the_normalized_sums_does_not_undo_the_gain(clothes):
    class Shaken(NormalizedMLP):
        shaking = np.random.default_rng(5)

        def _forward(self, inputs):
            a, trace = Tensor(inputs), []
            for layer, norm in zip(self.layers, self.norms):
                z = norm(layer(a))
                if self.training:
                    stretch, shift = self.shaking.normal(0, 0.3, (2, z.shape[1])).astype(np.float32)
                    z = z * np.exp(stretch) + shift
                a = self.activation(z)
                trace.append((z, a))
            scores = self.layers[-1](a)
            return [*trace, (scores, scores)]

    accuracy = {}
    for kind in (MLP, NormalizedMLP, Shaken):
        net = kind([196] + [50] * 6 + [10], "relu", np.random.default_rng(0))
        learned(net, clothes, 1.0, 250)
        records = [net.record(*clothes[:2])[:-1] for _ in range(2)]
        means = [[layer.z.mean(axis=0) / (layer.z.std(axis=0) + 1e-6) for layer in record] for record in records]
        jumps = np.median(np.abs(np.subtract(*means)), axis=1)  # of one and the same network, from step to step
        assert np.all(jumps > 0.1 if kind is Shaken else jumps == 0), jumps
        accuracy[kind] = evaluate(net, *clothes[2:])[1]
    assert accuracy[MLP] < 0.65 and accuracy[Shaken] > 0.75 and accuracy[NormalizedMLP] > 0.78


@pytest.mark.thorough
def test_forgetting_the_mean_costs_points_and_forgetting_the_deviation_or_the_scale_hardly_any(clothes):
    def forgetful(*hold):
        def backward(dout, x, gamma, eps):
            root = np.sqrt(x.var(axis=0) + eps)
            x_hat, dx_hat = (x - x.mean(axis=0)) / root, dout * gamma
            dx = dx_hat
            if "mean" not in hold:
                dx = dx - dx_hat.mean(axis=0)
            if "deviation" not in hold:
                dx = dx - x_hat * np.mean(dx_hat * x_hat, axis=0)
            return dx / root, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)

        return backward

    def accuracy(update=sgd, **backward):
        nets = [NormalizedMLP([196] + [50] * 4 + [10], "relu", np.random.default_rng(i), **backward) for i in range(3)]
        for net in nets:
            learned(net, clothes, 0.2, 200, update=update)
        return np.mean([evaluate(net, *clothes[2:])[1] for net in nets])

    right = accuracy()
    assert right > 0.8
    assert 0.6 < accuracy(backward=forgetful("mean")) < right - 0.04
    assert 0.6 < accuracy(backward=forgetful("mean", "deviation")) < right - 0.04
    assert abs(accuracy(backward=forgetful("deviation")) - right) < 0.025
    without = accuracy(lambda w, dw, state, lr: (w if w.shape == (50,) else w - lr * dw, state))
    assert abs(without - right) < 0.02


def sgd(w, dw, state, lr):
    return w - lr * dw, state


def at_test_time(solved, X, N, relu, biased=False, layers=20, H=60, seed=0):
    """Standard deviation of the last layer's outputs, with running statistics of batches of N."""
    rng = np.random.default_rng(seed)
    sizes = [X.shape[1]] + [H] * layers
    weights = [rng.normal(0, np.sqrt(2 / a), (a, b)) for a, b in zip(sizes, sizes[1:])]
    statistics = [(np.zeros(H), np.ones(H)) for _ in weights]
    for _ in range(200):
        a = X[rng.integers(0, len(X), N)]
        for i, W in enumerate(weights):
            z = a @ W
            mean, var = solved["update_running"](*statistics[i], z, 0.05)
            statistics[i] = mean, var - biased * 0.05 * np.var(z, axis=0) / (N - 1)
            a = solved["normalize"](z)
            a = np.maximum(a, 0) if relu else a
    a = X[:1000]
    for W, (mean, var) in zip(weights, statistics):
        out = (a @ W - mean) / np.sqrt(var + 1e-5)
        a = np.maximum(out, 0) if relu else out
    return np.std(out)


@pytest.mark.thorough
@pytest.mark.parametrize("N, factor, at_most", [(8, 3.6, 1.25), (64, 1.16, 1.05)])
def test_nineteen_of_twenty_layers_shrink_at_test_time_and_correlations_add_a_little(
    solved, clothes, N, factor, at_most
):
    assert (N / (N - 1)) ** 9.5 == pytest.approx(factor, rel=0.02)
    unbiased = [at_test_time(solved, clothes[0], N, False, seed=seed) for seed in range(3)]
    assert factor < 1 / np.mean(unbiased) < at_most * factor
    assert 0.7 < at_test_time(solved, clothes[0], N, False, biased=True) < 1.1


def test_pooled_statistics_are_right_for_a_deep_network_if_collected_layer_by_layer(solved, clothes):
    rng, X = np.random.default_rng(0), clothes[0]
    weights = [rng.normal(0, np.sqrt(2 / fan_in), (fan_in, 60)) for fan_in in [196] + [60] * 19]
    batches = np.split(rng.permutation(5000), 625)

    def statistics(sums):
        return solved["pooled"](
            np.array([len(z) for z in sums]),
            np.array([z.mean(axis=0) for z in sums]),
            np.array([z.var(axis=0) for z in sums]),
        )

    stds = {}
    for test_mode in (False, True):
        inputs, a = [X[rows] for rows in batches], X[:1000]
        for W in weights:
            sums = [one @ W for one in inputs]
            mean, var = statistics(sums)
            normalized = [(z - mean) / np.sqrt(var + 1e-5) if test_mode else solved["normalize"](z) for z in sums]
            inputs = [np.maximum(z, 0) for z in normalized]
            out = (a @ W - mean) / np.sqrt(var + 1e-5)
            a = np.maximum(out, 0)
        stds[test_mode] = np.std(out)
    assert stds[False] > 2 and stds[True] == pytest.approx(1, abs=0.1)


def test_with_relu_neither_variance_is_right_for_batches_of_eight(solved, clothes):
    unbiased = [at_test_time(solved, clothes[0], 8, True, seed=seed) for seed in range(3)]
    biased = [at_test_time(solved, clothes[0], 8, True, biased=True, seed=seed) for seed in range(3)]
    assert all(0.55 < std < 1 for std in unbiased) and all(std > 2 for std in biased)
