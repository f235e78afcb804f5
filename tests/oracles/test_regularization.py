"""The solutions of 09_regularization and the library's layer against PyTorch, and against the numbers of the lecture's text."""

import itertools

import numpy as np
import pytest
from peers import ten_steps_agree
from throwaway import ROOT

from chainrule.autodiff import Tensor
from chainrule.data import load_fashion_mnist
from chainrule.gradients import numerical_gradient, relative_error
from chainrule.nn import MLP, softmax_cross_entropy
from chainrule.regularization import Dropout, DropoutMLP, priced
from chainrule.training import evaluate, train
from chainrule_staff.authoring.bench import Bench
from chainrule_staff.authoring.source import read

FOLDER = ROOT / "solutions" / "09_regularization"
# Both compute in float64; a few dozen operations in another order leave 12 digits or so.
CLOSE = {"rtol": 1e-10, "atol": 1e-12}


@pytest.fixture(scope="module")
def solved():
    return Bench(read(FOLDER)).namespace()


@pytest.fixture
def rng():
    return np.random.default_rng(9)


def sgd(w, dw, state, lr):
    return w - lr * dw, None


def adam(w, dw, state, lr):
    m, s, t = (0, 0, 0) if state is None else state
    m, s, t = 0.9 * m + 0.1 * dw, 0.999 * s + 0.001 * dw**2, t + 1
    return w - lr * (m / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8), (m, s, t)


# -- L2 and decay against PyTorch ------------------------------------------------------------------


def test_the_gradient_of_the_price_is_that_of_pytorchs_autograd(solved, rng):
    torch = pytest.importorskip("torch")
    parameters = [rng.normal(size=shape) for shape in ((4, 3), (3,), (2, 3, 3, 2), (2,))]
    leaves = [torch.tensor(array, requires_grad=True) for array in parameters]
    penalty = sum(0.5 * 0.3 * (leaf**2).sum() for leaf in leaves if leaf.ndim > 1)
    penalty.backward()
    np.testing.assert_allclose(solved["l2_penalty"](parameters, 0.3), penalty.item(), **CLOSE)
    for ours, leaf in zip(solved["l2_gradient"](parameters, 0.3), leaves):
        np.testing.assert_allclose(ours, 0 if leaf.grad is None else leaf.grad.numpy(), **CLOSE)


@pytest.mark.parametrize(
    ("way", "name", "update", "options"),
    [
        ("l2_step", "SGD", sgd, {}),
        ("l2_step", "Adam", adam, {"betas": (0.9, 0.999), "eps": 1e-8}),
        ("decay_step", "AdamW", adam, {"betas": (0.9, 0.999), "eps": 1e-8}),
    ],
)
def test_steps_are_those_of_pytorch(solved, rng, way, name, update, options):
    torch = pytest.importorskip("torch")
    w = rng.normal(size=(3, 2))
    leaf = torch.nn.Parameter(torch.tensor(w))
    optimizer = getattr(torch.optim, name)([leaf], lr=0.05, weight_decay=0.4, **options)
    state = None
    for _ in range(10):
        dw = rng.normal(size=w.shape)
        leaf.grad = torch.tensor(dw)
        optimizer.step()
        w, state = solved[way](update, w, dw, state, 0.05, 0.4)
        np.testing.assert_allclose(w, leaf.detach().numpy(), **CLOSE)


# -- dropout against PyTorch -----------------------------------------------------------------------


@pytest.mark.parametrize("p", [0.0, 0.2, 0.75])
def test_dropout_is_pytorchs_with_the_same_mask_there_and_back(solved, rng, p):
    torch = pytest.importorskip("torch")
    x, dout = rng.uniform(1, 2, (30, 20)), rng.normal(size=(30, 20))
    leaf = torch.tensor(x, requires_grad=True)
    torch.manual_seed(0)
    expected = torch.nn.functional.dropout(leaf, p, training=True)
    expected.backward(torch.tensor(dout))
    mask = expected.detach().numpy() != 0
    np.testing.assert_allclose(solved["dropout_inverted"](x, mask, p, True), expected.detach().numpy(), **CLOSE)
    np.testing.assert_allclose(solved["dropout_backward"](dout, mask / (1 - p)), leaf.grad.numpy(), **CLOSE)
    at_test = torch.nn.functional.dropout(torch.tensor(x), p, training=False).numpy()
    np.testing.assert_array_equal(solved["dropout_inverted"](x, None, p, False), at_test)
    np.testing.assert_array_equal(solved["dropout_forward"](x, p, False, None)[0], at_test)


def test_channels_are_dropped_as_in_pytorch(solved, rng):
    torch = pytest.importorskip("torch")
    x = rng.uniform(1, 2, (6, 5, 3, 2))
    torch.manual_seed(0)
    expected = torch.nn.functional.dropout2d(torch.tensor(x), 0.4, training=True).numpy()
    mask = expected[:, :, 0, 0] != 0
    assert 0 < mask.mean() < 1
    np.testing.assert_allclose(solved["dropout_channels"](x, mask, 0.4), expected, **CLOSE)


def test_max_norm_is_pytorchs_renorm(solved, rng):
    torch = pytest.importorskip("torch")
    W = rng.normal(size=(4, 7))
    expected = torch.renorm(torch.tensor(W), 2, 1, 1.5).numpy()
    # PyTorch adds 1e-7 to the length that it divides by
    np.testing.assert_allclose(solved["max_norm"](W, 1.5), expected, rtol=1e-6)


@pytest.mark.parametrize("own", [True, False], ids=["the library's arithmetic", "the learner's"])
def test_ten_training_steps_of_a_network_agree_with_pytorch(solved, rng, own):
    torch = pytest.importorskip("torch")
    X, y = rng.normal(size=(16, 6)), rng.integers(0, 4, 16)
    functions = {} if own else {"forward": solved["dropout_forward"], "backward": solved["dropout_backward"]}
    model = DropoutMLP((6, 12, 8, 4), "tanh", rng, p=0.3, masks=np.random.default_rng(3), dtype=np.float64, **functions)
    masks = np.random.default_rng(3)

    class Given(torch.nn.Module):
        """PyTorch's product with the masks that ours draws."""

        def forward(self, x):
            return x * torch.tensor((masks.random(x.shape) >= 0.3) / 0.7) if self.training else x

    peer = torch.nn.Sequential(
        *(torch.nn.Linear(6, 12), torch.nn.Tanh(), Given()),
        *(torch.nn.Linear(12, 8), torch.nn.Tanh(), Given(), torch.nn.Linear(8, 4)),
    ).double()
    ten_steps_agree(model, peer, X, y)


def test_a_share_that_leaves_nothing_is_refused(rng):
    for p in (1.0, -0.1):
        with pytest.raises(ValueError, match="0 <= p < 1"):
            Dropout(p, rng)


def test_the_same_generator_gives_a_dropout_network_the_weights_of_a_plain_one():
    plain = MLP((4, 5, 3), "relu", np.random.default_rng(0))
    dropped = DropoutMLP((4, 5, 3), "relu", np.random.default_rng(0), p=0.5, masks=np.random.default_rng(1))
    dropped.training = False
    X = np.random.default_rng(2).normal(size=(6, 4))
    np.testing.assert_array_equal(plain(X).data, dropped(X).data)


def test_open_passes_keep_their_own_masks(rng):
    layer = Dropout(0.5, rng)
    x = Tensor(np.ones((50, 4)), requires_grad=True)
    first, second = layer(x), layer(x)
    first.backward(np.ones((50, 4)))
    np.testing.assert_array_equal(x.grad, first.data)
    assert np.any(first.data != second.data)


# -- statistics of masks ---------------------------------------------------------------------------


@pytest.mark.parametrize(("p", "times"), [(0.1, 1.05), (0.25, 1.15), (0.5, 1.41)])
def test_the_mean_is_kept_and_the_spread_is_not(solved, p, times):
    x = np.random.default_rng(0).normal(0, 1, 400_000)
    out = solved["dropout_forward"](x, p, True, np.random.default_rng(1))[0]
    # one sigma: 1.41 / √400,000 = 0.0022 for the mean, at most 0.0025 for the deviation
    assert np.mean(out) == pytest.approx(np.mean(x), abs=0.02)
    assert np.std(out) == pytest.approx((1 - p) ** -0.5, abs=0.02)
    assert (1 - p) ** -0.5 == pytest.approx(times, abs=0.006)


def test_the_example_of_the_notes(solved):
    x = np.array([1.212])
    assert solved["dropout_classic"](x, None, 0.2, False) == pytest.approx(0.9696, abs=1e-12)
    assert solved["dropout_inverted"](x, np.array([True]), 0.2, True) == pytest.approx(1.515, abs=1e-12)


def test_both_conventions_have_the_same_mean_up_to_the_scale(solved, rng):
    x, p = rng.normal(size=(1, 6)), 0.3
    masks = np.array(list(itertools.product([False, True], repeat=6)))
    weight = np.prod(np.where(masks, 1 - p, p), axis=1)[:, None]
    tiled = np.tile(x, (64, 1))
    for name in ("dropout_classic", "dropout_inverted"):
        mean = np.sum(weight * solved[name](tiled, masks, p, True), axis=0, keepdims=True)
        np.testing.assert_allclose(mean, solved[name](x, None, p, False), **CLOSE)


# -- the numbers of the text -----------------------------------------------------------------------


def smaller(images):
    return images.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4)).reshape(-1, 196)


@pytest.fixture(scope="module")
def clothes():
    X, y, X_test, y_test = load_fashion_mnist()
    X, X_test = smaller(X), smaller(X_test)
    mean = X[:4000].mean(axis=0)
    rng = np.random.default_rng(4)
    hasty = np.where(rng.random(len(y)) < 0.2, rng.integers(0, 10, len(y)), y)
    return X - mean, y, hasty, X_test - mean, y_test


def learned(clothes, net, n=1000, epochs=100, lr=0.3, labels=None, seed=1, **more):
    X, y, hasty, _, _ = clothes
    labels, curves = hasty if labels is None else labels, []

    def look(step, net):
        if step % (n // 50) == 0:
            known, new = evaluate(net, X[:n], labels[:n]), evaluate(net, X[4000:], y[4000:])
            curves.append((known[0], new[0], known[1], new[1]))

    train(net, X[:n], labels[:n], lr=lr, epochs=epochs, batch_size=50, callback=look,
          rng=np.random.default_rng(seed), progress=False, **more)  # fmt: skip
    return np.array(curves).T


def new_net(seed=0):
    return MLP([196, 100, 10], "relu", np.random.default_rng(seed))


@pytest.fixture(scope="module")
def few(clothes):
    return learned(clothes, new_net())


def test_the_network_over_fits_a_sloppy_lesson_and_more_pictures_help(solved, clothes, few):
    many = learned(clothes, new_net(), n=4000, epochs=25)
    chance = np.log(10)
    assert solved["read_curves"](*few[:2], chance, 0.1) == "over-fitting"
    assert solved["read_curves"](*many[:2], chance, 0.1) == "fine"
    best = few[1].argmin()
    assert few[1, -1] > few[1, best] + 0.2 and few[3, best] - few[3, -1] > 0.05
    assert few[0, 0] > few[1, 0]  # at first the validation loss is the lower one
    assert many[1].min() < few[1].min() - 0.05


def test_illnesses_that_are_no_over_fitting_have_other_words(solved, clothes):
    _, y, _, _, _ = clothes
    chance, read_curves = np.log(10), solved["read_curves"]
    shifted = learned(clothes, new_net(), n=200, lr=0.1, labels=(y + 1) % 10)
    assert shifted[2, -1] > 0.9  # by heart
    assert read_curves(*shifted[:2], chance, 0.1) == "no relation"
    uphill = learned(
        clothes, new_net(), n=200, lr=0.0003, labels=y, update=lambda w, dw, state, lr: (w + lr * dw, state)
    )
    assert read_curves(*uphill[:2], chance, 0.1) == "not learning"
    jumping = learned(clothes, new_net(), n=200, lr=lambda step: 0.1 if step <= 396 else 2.0, labels=y)
    assert read_curves(*jumping[:2], chance, 0.1) == "unstable"


@pytest.mark.thorough
def test_a_price_makes_weights_small_and_the_training_loss_large(solved, clothes, few):
    size, curves = [], []
    for lam in (0.003, 0.01, 0.03):
        net = new_net()
        curves.append(learned(clothes, net, update=priced(solved["l2_gradient"], lam)))
        size.append(2 * solved["l2_penalty"]([p.data for p in net.parameters()], 1.0))
    assert size[0] > 2 * size[1] > 4 * size[2]
    assert few[0, -1] < curves[0][0, -1] < curves[1][0, -1] < curves[2][0, -1]
    assert max(row[3, -1] for row in curves) > few[3, -1] + 0.04
    assert curves[2][1, -1] > curves[1][1, -1] + 0.1  # too dear


def test_dropout_saves_most_of_what_over_fitting_costs(solved, clothes, few):
    net = DropoutMLP([196, 100, 10], "relu", np.random.default_rng(0), p=0.5, masks=np.random.default_rng(100),
                     forward=solved["dropout_forward"], backward=solved["dropout_backward"])  # fmt: skip
    curves = learned(clothes, net)
    assert curves[1, -1] < few[1, -1] - 0.15 and curves[3, -1] > few[3, -1] + 0.035
    # one masked network is worse than the stand-in, a mean of many as good
    X, y, _, _, _ = clothes
    alone = evaluate(net, X[4000:], y[4000:])[1]
    scores = np.array([net(X[4000:]).data.astype(float) for _ in range(100)])
    e = np.exp(scores - scores.max(axis=2, keepdims=True))
    P = e / e.sum(axis=2, keepdims=True)
    accuracy = [np.mean(solved["ensemble"](P[:M])[0].argmax(axis=1) == y[4000:]) for M in (1, 30, 100)]
    assert accuracy[0] < alone - 0.02
    assert abs(accuracy[1] - alone) < 0.02 and abs(accuracy[2] - alone) < 0.02


def test_the_training_loss_with_masks_lies_above_the_validation_loss(clothes):
    X, y, _, _, _ = clothes
    net = DropoutMLP([196, 100, 10], "relu", np.random.default_rng(0), p=0.5, masks=np.random.default_rng(100))
    curves = learned(clothes, net, epochs=3, labels=y)
    with_masks = np.mean([softmax_cross_entropy(net(X[:1000]), y[:1000]).data for _ in range(10)])
    assert with_masks > curves[1, -1] > curves[0, -1]


def test_a_gradient_check_at_biases_zero_does_not_see_a_forgotten_bias(solved, clothes):
    X, y, _, _, _ = clothes
    errors = []
    for bias in (0.0, 0.2):
        net = MLP([196, 10, 10], "tanh", np.random.default_rng(0), bias=bias, dtype=np.float64)
        softmax_cross_entropy(net(X[:20]), y[:20]).backward()
        b = net.layers[0].b

        def loss(values, net=net, b=b):
            old, b.data = b.data, values
            value = softmax_cross_entropy(net(X[:20]), y[:20]).data
            value = value + 0.05 * sum(np.sum(p.data**2) for p in net.parameters())
            b.data = old
            return float(value)

        priced = b.grad + solved["l2_gradient"]([p.data for p in net.parameters()], 0.1)[1]
        errors.append(relative_error(priced, numerical_gradient(loss, b.data)))
    assert errors[0] < 1e-5 and errors[1] > 0.1


def test_through_adam_loud_weights_pay_less_and_by_decay_all_alike(solved):
    def walk(way, update, noise, steps=300):
        rng, w, state = np.random.default_rng(2), np.ones(500), None
        for _ in range(steps):
            w, state = solved[way](update, w, rng.normal(0, noise, 500), state, 0.01, 0.2)
        return w

    loud, quiet = (walk("l2_step", adam, noise).mean() for noise in (10.0, 0.1))
    assert loud > 0.85 and abs(quiet) < 0.1
    loud, quiet = (walk("decay_step", adam, noise).mean() for noise in (10.0, 0.1))
    assert abs(loud - quiet) < 0.06 and loud == pytest.approx(np.exp(-0.6), abs=0.06)
    for noise in (10.0, 0.1):
        np.testing.assert_allclose(walk("l2_step", sgd, noise), walk("decay_step", sgd, noise), rtol=1e-9, atol=1e-12)


def softmax(scores):
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def test_the_network_without_a_mask_is_the_geometric_mean_for_a_layer_of_softmax_only(solved):
    rng = np.random.default_rng(5)
    inputs, last = rng.normal(0, 1, (30, 8)), rng.normal(0, 1, (8, 3))
    U, V = rng.normal(0, 0.4, (8, 20)), rng.normal(0, 0.5, (20, 3))
    masks = np.array(list(itertools.product([False, True], repeat=8)))
    apart = []
    for head in (lambda a: softmax(a @ last), lambda a: softmax(np.tanh(a @ U) @ V)):
        P = np.array([head(solved["dropout_inverted"](inputs, np.tile(m, (30, 1)), 0.5, True)) for m in masks])
        alone = head(solved["dropout_inverted"](inputs, None, 0.5, False))
        apart.append([np.max(np.abs(alone - mean)) for mean in solved["ensemble"](P)])
    assert apart[0][1] < 1e-12 and apart[0][0] > 0.05
    assert 0.01 < apart[1][1] and 0.01 < apart[1][0]


def test_dropout_of_inputs_costs_what_the_formula_says(solved, rng):
    A, t, w = rng.normal(size=(40, 8)), rng.normal(size=40), rng.normal(size=8)
    for p in (0.1, 0.5, 0.7):
        masked = solved["dropout_forward"](np.tile(A, (20_000, 1, 1)), p, True, rng)[0]
        price = p / (1 - p) * np.mean(A**2 @ w**2)
        np.testing.assert_allclose(np.mean((t - masked @ w) ** 2), np.mean((t - A @ w) ** 2) + price, rtol=0.03)


def test_dropout_regression_is_the_minimum_over_all_masks(solved, rng):
    A, t, p = rng.normal(size=(12, 4)), rng.normal(size=12), 0.3
    masks = np.array(list(itertools.product([0, 1], repeat=4)))
    share = np.prod(np.where(masks, 1 - p, p), axis=1)
    rows = np.concatenate([np.sqrt(s) * A * m / (1 - p) for m, s in zip(masks, share)])
    answers = np.concatenate([np.sqrt(s) * t for s in share])
    best = np.linalg.lstsq(rows, answers, rcond=None)[0]  # all masks, each as often as it comes
    np.testing.assert_allclose(solved["dropout_regression"](A, t, p), best, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_dropout_does_not_cure_a_vanishing_gradient(solved, clothes, seed):
    X, y, _, _, _ = clothes

    def lengths(activation, p):
        net = DropoutMLP([196] + [50] * 9 + [10], activation, np.random.default_rng(seed), p=p,
                         std=lambda a, b: np.sqrt((2 if activation == "relu" else 1) / a),
                         masks=np.random.default_rng(seed + 1), forward=solved["dropout_forward"],
                         backward=solved["dropout_backward"], dtype=np.float64)  # fmt: skip
        records = [net.record(X[:200], y[:200]) for _ in range(5)]
        return np.mean([[np.linalg.norm(layer.dW) for layer in record] for record in records], axis=0)

    before, after, healthy = lengths("sigmoid", 0.0), lengths("sigmoid", 0.5), lengths("relu", 0.0)
    assert before[-1] > 1e3 * before[0] and after[-1] > 1e3 * after[0]
    assert 0.1 < after[0] / before[0] < 10
    assert healthy[0] > 0.1 * healthy[-1]


@pytest.mark.thorough
def test_the_prices_of_the_table_are_the_best_of_three_on_the_validation_set(solved, clothes):
    X, y, hasty, _, _ = clothes
    for dropout, chosen in ((False, 0.01), (True, 0.003)):
        accuracy = {}
        for lam in (0.001, 0.003, 0.01):
            found = []
            for seed in range(3):
                net = new_net(seed)
                if dropout:
                    net = DropoutMLP([196, 100, 10], "relu", np.random.default_rng(seed), p=0.5,
                                     masks=np.random.default_rng(100 + seed))  # fmt: skip
                train(net, X[:1000], hasty[:1000], lr=0.3, epochs=60, batch_size=50, progress=False,
                      update=priced(solved["l2_gradient"], lam), rng=np.random.default_rng(seed))  # fmt: skip
                found.append(evaluate(net, X[4000:], y[4000:])[1])
            accuracy[lam] = np.mean(found)
        assert max(accuracy, key=accuracy.get) == chosen


def test_early_stopping_saves_most_of_the_epochs(solved, few):
    for patience in (1, 5, 20):
        best, last = solved["early_stopping"](few[1], patience)
        assert best < 40 and last < 65
    assert few[1, solved["early_stopping"](few[1], 20)[0]] <= few[1, solved["early_stopping"](few[1], 1)[0]]


def test_what_fit_says_is_what_early_stopping_says(solved):
    def slope(w):
        return np.ones_like(w)

    def loss(w):
        return float(np.sin(w[0]) + w[0] ** 2 / 40)

    for patience, delta, start in itertools.product((1, 2, 5), (0.0, 0.1, 0.5), (3.0, 9.0, 14.0)):
        path = np.array([start - 0.5 * k for k in range(101)])
        losses = np.array([loss(np.array([w])) for w in path])
        best, last = solved["early_stopping"](losses, patience, delta)
        w, steps = solved["fit"](slope, loss, np.array([start]), 0.5, patience, delta)
        assert (w[0], steps) == (pytest.approx(path[best]), last)


def test_best_by_a_second_name_are_the_last_weights():
    w = np.array([3.0, 1.0])
    best, copy = w, w.copy()
    w -= 1
    assert np.all(best == w) and np.all(copy == w + 1)
