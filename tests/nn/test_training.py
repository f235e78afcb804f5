"""Training: it learns, it is reproducible, it says when it diverges, and it is quiet."""

import copy

import numpy as np
import pytest

from chainrule.autodiff import Tensor
from chainrule.data import load_fashion_mnist, rings, spirals, xor
from chainrule.nn import MLP
from chainrule.training import evaluate, minibatches, sgd_step, train


def small_run(seed=0, **options):
    X, y = xor(100, np.random.default_rng(0))
    rng = np.random.default_rng(seed)
    model = MLP((2, 8, 2), "tanh", rng)
    options = dict(lr=0.5, rng=rng, epochs=3, batch_size=32, progress=False) | options
    return model, train(model, X, y, **options)


@pytest.mark.parametrize(
    "draw, activation, lr, goal", [(xor, "tanh", 0.5, 0.99), (rings, "relu", 0.5, 0.98), (spirals, "relu", 0.5, 0.9)]
)
def test_a_small_network_learns_what_no_straight_line_separates(draw, activation, lr, goal):
    X, y = draw(600, np.random.default_rng(0), noise=0.1)
    rng = np.random.default_rng(1)
    model = MLP((2, 64, y.max() + 1), activation, rng)
    train(model, X, y, lr=lr, rng=rng, epochs=200, batch_size=64, progress=False)
    assert evaluate(model, *draw(600, np.random.default_rng(2), noise=0.1))[1] > goal


def test_a_linear_classifier_does_not_learn_xor():
    X, y = xor(600, np.random.default_rng(0))
    rng = np.random.default_rng(1)
    model = MLP((2, 2), "linear", rng)
    train(model, X, y, lr=0.5, rng=rng, epochs=50, progress=False)
    assert evaluate(model, X, y)[1] < 0.8


def test_an_mlp_reaches_eighty_percent_on_fashion_mnist():
    X, y, X_test, y_test = load_fashion_mnist()
    centre = X.mean(axis=0)  # without this, SGD at the same learning rate jumps between 0.6 and 0.8
    X, X_test = X - centre, X_test - centre
    rng = np.random.default_rng(0)
    model = MLP((784, 128, 10), "relu", rng)
    history = train(model, X, y, lr=0.05, rng=rng, epochs=10, batch_size=64, X_val=X_test, y_val=y_test, progress=False)
    assert history.val_accuracy[-1] > 0.8
    assert history.loss[-20:].mean() < history.loss[:20].mean() / 2


def test_history_holds_every_step_and_the_validation_of_every_epoch():
    X, y = xor(40, np.random.default_rng(3))
    model, history = small_run(X_val=X, y_val=y)
    assert history.loss.shape == history.accuracy.shape == (12,)  # 3 epochs of ceil(100 / 32) = 4 steps
    assert history.loss.dtype == np.float64
    np.testing.assert_array_equal(history.val_step, [4, 8, 12])
    assert history.val_loss.shape == (3,)
    assert (history.val_loss[-1], history.val_accuracy[-1]) == evaluate(model, X, y)
    assert (history.diverged, history.note) == (False, "")


def test_steps_end_training_within_an_epoch_and_validate_at_the_end():
    X, y = xor(40, np.random.default_rng(3))
    _, history = small_run(epochs=None, steps=6, X_val=X, y_val=y)
    assert len(history.loss) == 6
    np.testing.assert_array_equal(history.val_step, [4, 6])


def test_no_steps_leave_the_model_and_an_empty_history():
    model, history = small_run(epochs=0)
    fresh = MLP((2, 8, 2), "tanh", np.random.default_rng(0))
    assert history.loss.shape == history.val_step.shape == history.val_loss.shape == (0,)
    np.testing.assert_array_equal(model.layers[0].W.data, fresh.layers[0].W.data)


def test_the_same_generator_state_gives_the_same_training_and_another_gives_another():
    np.random.seed(1)
    _, first = small_run()
    np.random.seed(2)  # the global state must not matter
    _, again = small_run()
    _, other = small_run(seed=5)
    np.testing.assert_array_equal(first.loss, again.loss)
    assert not np.array_equal(first.loss, other.loss)


def test_training_leaves_the_data_alone():
    X, y = xor(50, np.random.default_rng(0))
    X_before, y_before = X.copy(), y.copy()
    rng = np.random.default_rng(0)
    train(MLP((2, 4, 2), "relu", rng, dtype=np.float64), X, y, lr=0.1, rng=rng, steps=3, progress=False)
    np.testing.assert_array_equal(X, X_before)
    np.testing.assert_array_equal(y, y_before)


@pytest.mark.filterwarnings("error")
def test_divergence_stops_training_with_a_note_and_no_warning(capfd):
    X, y = xor(100, np.random.default_rng(0))
    rng = np.random.default_rng(0)
    model = MLP((2, 8, 2), "relu", rng)
    history = train(model, X, y, lr=1e30, rng=rng, epochs=100, X_val=X, y_val=y, progress=False)
    assert history.diverged
    assert not np.isfinite(history.loss[-1]) and np.isfinite(history.loss[:-1]).all()
    assert history.note.startswith(f"stopped at step {len(history.loss)}: the loss is")
    assert "1e+30" in history.note
    evaluate(model, np.ones((3, 2)), np.zeros(3, int))
    assert capfd.readouterr() == ("", "")


@pytest.mark.filterwarnings("error")
def test_a_learners_activation_that_overflows_warns_of_nothing_in_training():
    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    X, y = np.full((8, 2), -1e4), np.arange(8) % 2
    rng = np.random.default_rng(0)
    model = MLP((2, 4, 2), (sigmoid, lambda x: sigmoid(x) * (1 - sigmoid(x))), rng)
    assert not train(model, X, y, lr=0.1, rng=rng, steps=2, progress=False).diverged


def test_the_callback_sees_every_step_with_its_gradients():
    seen = []

    def callback(step, model):
        seen.append((step, model.layers[0].W.grad is not None))

    small_run(callback=callback)
    assert seen == [(step, True) for step in range(1, 13)]


def test_the_callback_can_record_and_can_stop_the_training():
    X, y = xor(20, np.random.default_rng(3))
    norms = []

    def callback(step, model):
        norms.append(np.linalg.norm(model.record(X, y)[0].dW))
        return np.bool_(step == 5)  # what comparing NumPy numbers gives

    _, plain = small_run()
    _, history = small_run(callback=callback, X_val=X, y_val=y)
    assert len(norms) == 5
    np.testing.assert_array_equal(history.loss, plain.loss[:5])  # recording changes nothing
    assert history.note == "stopped by the callback after step 5" and not history.diverged
    assert history.val_step[-1] == 5


@pytest.mark.parametrize(
    "options, message",
    [
        (dict(epochs=None), "either epochs or steps"),
        (dict(steps=3), "either epochs or steps"),
        (dict(X_val=np.ones((2, 2))), "both X_val and y_val"),
        (dict(X_val=np.ones((2, 2)), y_val=[1]), "same number of examples"),
    ],
)
def test_contradictory_arguments_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        small_run(**options)


def test_an_epochs_batches_hold_every_example_once():
    batches = list(minibatches(10, 4, np.random.default_rng(0)))
    assert [len(batch) for batch in batches] == [4, 4, 2]
    assert sorted(np.concatenate(batches)) == list(range(10))
    assert list(np.concatenate(batches)) != list(range(10))


def test_evaluation_in_parts_is_the_evaluation_of_the_whole(monkeypatch):
    X, y = spirals(101, np.random.default_rng(0))
    model = MLP((2, 8, 3), "tanh", np.random.default_rng(0), dtype=np.float64)
    whole = evaluate(model, X, y)
    monkeypatch.setattr("chainrule.training.EVALUATION_ROWS", 10)
    np.testing.assert_allclose(evaluate(model, X, y), whole, rtol=1e-12)


def test_sgd_takes_one_step_in_place_and_keeps_float32():
    w = Tensor(np.array([1.0, 2.0], np.float32), requires_grad=True)
    untouched = Tensor([1.0], requires_grad=True)
    array = w.data
    (w * w).sum().backward()
    sgd_step([w, untouched], np.float64(0.25))
    assert w.data is array and w.dtype == np.float32
    np.testing.assert_array_equal(w.data, [0.5, 1])
    assert untouched.data == 1


def test_a_numpy_learning_rate_takes_the_very_same_step_as_a_python_one():
    gradient = np.random.default_rng(0).normal(size=100).astype(np.float32)
    stepped = []
    for lr in (0.1, np.float64(0.1)):
        w = Tensor(np.zeros(100, np.float32), requires_grad=True)
        w.grad = gradient
        sgd_step([w], lr)
        stepped.append(w.data)
    np.testing.assert_array_equal(*stepped)


def test_a_neuron_of_two_weights_follows_the_gradient_by_hand():
    # The zig-zag experiment of notebook 03: positive inputs, so both weights' gradients share a sign at every step.
    rng = np.random.default_rng(0)
    X, y = rng.uniform(0, 1, (50, 2)), rng.integers(0, 2, 50)
    w = Tensor([2.0, -2.0], requires_grad=True)
    for _ in range(10):
        w.grad = None
        for row, label in zip(X, y):
            p = (row @ w).sigmoid()
            w.grad = None
            (-(p.log() if label else (1 - p).log())).backward()
            np.testing.assert_allclose(w.grad, (p.data - label) * row, rtol=1e-10)
            assert np.prod(np.sign(w.grad)) > 0
        sgd_step([w], 0.1)


def test_the_fraction_of_dead_units_grows_with_a_negative_bias():
    # The dead-unit experiment of notebook 03.
    X, y, _, _ = load_fashion_mnist()
    X, y = X[:500], y[:500]
    dead = []
    for bias in (0.0, -3.0):
        model = MLP((784, 64, 10), "relu", np.random.default_rng(0), bias=bias)
        dead.append(np.mean((model.record(X, y)[0].a <= 0).all(axis=0)))
    assert dead[0] < dead[1]


def test_copies_start_the_same_race_with_different_learning_rates():
    X, y = xor(100, np.random.default_rng(0))
    start = MLP((2, 8, 2), "tanh", np.random.default_rng(0))
    losses = [
        train(copy.deepcopy(start), X, y, lr=lr, rng=np.random.default_rng(1), steps=5, progress=False).loss
        for lr in (0.01, 1.0)
    ]
    assert losses[0][0] == losses[1][0] and losses[0][-1] > losses[1][-1]


def heavy_ball(w, dw, state, lr):
    v = dw if state is None else 0.9 * state + dw
    return w - lr * v, v


def test_an_optimizer_has_a_state_of_its_own_for_every_parameter():
    torch = pytest.importorskip("torch")
    X, y = xor(64, np.random.default_rng(0))
    model = MLP((2, 5, 2), "tanh", np.random.default_rng(1), dtype=np.float64)
    theirs = [torch.tensor(p.data.copy(), requires_grad=True) for p in model.parameters()]
    optimizer = torch.optim.SGD(theirs, lr=0.3, momentum=0.9)
    train(model, X, y, lr=0.3, update=heavy_ball, rng=np.random.default_rng(2), steps=20, batch_size=64, progress=False)
    for _ in range(20):
        optimizer.zero_grad()
        W1, b1, W2, b2 = theirs
        scores = torch.tanh(torch.tensor(X) @ W1 + b1) @ W2 + b2
        torch.nn.functional.cross_entropy(scores, torch.tensor(y)).backward()
        optimizer.step()
    for ours, their in zip(model.parameters(), theirs):
        np.testing.assert_allclose(ours.data, their.detach().numpy(), rtol=1e-10, atol=1e-12)


def test_plain_descent_as_an_optimizer_is_the_default_bit_by_bit():
    plain, _ = small_run()
    given, _ = small_run(update=lambda w, dw, state, lr: (w - lr * dw, state))
    for a, b in zip(plain.parameters(), given.parameters()):
        np.testing.assert_array_equal(a.data, b.data)
        assert b.dtype == np.float32


def test_an_optimizer_that_computes_in_float64_leaves_float32_weights():
    model, _ = small_run(update=lambda w, dw, state, lr: (w.astype(np.float64) - lr * dw, state))
    assert {p.dtype for p in model.parameters()} == {np.dtype(np.float32)}


def test_a_state_that_keeps_the_weights_array_is_not_overwritten():
    seen = []

    def remember(w, dw, state, lr):
        if state is not None:
            seen.append(np.array_equal(*state))
        new = w - lr * dw
        return new, (new, new.copy())

    small_run(update=remember)
    assert seen and all(seen)


def test_a_schedule_gives_every_step_its_learning_rate():
    asked = []

    def rate(step):
        asked.append(step)
        return 0.5 / step

    rates = []
    _, history = small_run(lr=rate, update=lambda w, dw, state, lr: (w - lr * dw, rates.append(lr)))
    assert asked == list(range(1, len(history.loss) + 1))
    assert rates == [0.5 / step for step in asked for _ in range(4)]  # two layers: W, b, W, b


@pytest.mark.parametrize(
    "update, message",
    [
        (lambda w, dw, state, lr: w - lr * dw, "two things, the new weights and the new state, not ndarray"),
        (lambda w, dw, state, lr: None, "not NoneType"),
        (lambda w, dw, state, lr: (w[:1], state), r"weights of shape \(1, 8\) for weights of shape \(2, 8\)"),
    ],
)
def test_an_optimizer_that_returns_something_else_is_told_so(update, message):
    with pytest.raises(ValueError, match=message):
        small_run(update=update)


def test_a_divergence_under_a_schedule_names_the_rate_of_that_step():
    _, history = small_run(lr=lambda step: 1e200 * step, epochs=30)
    assert (
        history.diverged and "learning rate below" in history.note and f"{1e200 * len(history.loss):g}" in history.note
    )
