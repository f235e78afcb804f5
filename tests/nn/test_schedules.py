"""The library's schedules, optimizers and batch losses: what notebooks hand to `train`."""

import numpy as np
import pytest

from chainrule import schedules
from chainrule.batch_loss import batch_loss
from chainrule.nn import MLP
from chainrule.optimizers import adam, momentum
from chainrule.training import train

CLOSE = {"rtol": 1e-10, "atol": 1e-13}


def first(schedule, count):
    return np.array([schedule(step) for step in range(1, count + 1)])


def of_pytorch(make, peak, count):
    torch = pytest.importorskip("torch")
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=peak)
    scheduler, rates = make(torch.optim.lr_scheduler, optimizer), []
    for _ in range(count):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return np.array(rates)


@pytest.mark.parametrize("end", [0.0, 0.02])
def test_cosine_with_warm_up_is_that_of_pytorch(end):
    def make(lrs, optimizer):
        climb = lrs.LinearLR(optimizer, 1 / 5, 1.0, 4)
        wave = lrs.CosineAnnealingLR(optimizer, 15, eta_min=end)
        return lrs.SequentialLR(optimizer, [climb, wave], [5])

    theirs = of_pytorch(make, 0.4, 21)
    np.testing.assert_allclose(first(schedules.cosine(0.4, 20, warmup=5, end=end), 21), theirs, rtol=1e-10, atol=1e-12)


def test_linear_and_step_decay_are_those_of_pytorch():
    line = of_pytorch(lambda lrs, o: lrs.LinearLR(o, 1.0, 0.25, 8), 0.4, 12)
    np.testing.assert_allclose(first(schedules.linear(0.4, 8, end=0.1), 12), line, rtol=1e-10, atol=1e-12)
    stairs = of_pytorch(lambda lrs, o: lrs.MultiStepLR(o, [3, 7], 0.2), 0.4, 12)
    np.testing.assert_allclose(first(schedules.step_decay(0.4, [3, 7], 0.2), 12), stairs, **CLOSE)


@pytest.mark.parametrize(
    "schedule",
    [
        schedules.cosine(0.4, 20, warmup=5),
        schedules.linear(0.4, 20, warmup=5),
        schedules.step_decay(0.4, [10], warmup=5),
        schedules.inverse_sqrt(0.4, 5),
    ],
    ids=["cosine", "linear", "step decay", "inverse root"],
)
def test_every_schedule_climbs_evenly_from_more_than_zero_to_its_peak(schedule):
    np.testing.assert_allclose(first(schedule, 5), [0.08, 0.16, 0.24, 0.32, 0.4], **CLOSE)
    assert max(first(schedule, 100)) == pytest.approx(0.4)


def test_a_schedule_may_be_asked_in_any_order_and_after_its_end():
    schedule = schedules.cosine(0.4, 20, warmup=20, end=0.01)  # all of it is warm-up
    assert [schedule(step) for step in (50, 21, 20, 21)] == [0.01, 0.01, 0.4, 0.01]
    assert schedules.inverse_sqrt(0.4, 0)(4) == pytest.approx(0.2)


def test_a_warm_up_longer_than_the_training_is_refused():
    with pytest.raises(ValueError, match="a warm-up of 7 steps does not fit into 6"):
        schedules.linear(0.4, 6, warmup=7)


@pytest.mark.parametrize(
    ("ours", "options", "theirs", "settings"),
    [
        (momentum, {}, "SGD", {"momentum": 0.9}),
        (momentum, {"mu": 0.5}, "SGD", {"momentum": 0.5}),
        (adam, {}, "Adam", {}),
        (adam, {"beta1": 0.7, "beta2": 0.9, "eps": 0.1}, "Adam", {"betas": (0.7, 0.9), "eps": 0.1}),
    ],
)
def test_optimizers_are_those_of_pytorch(ours, options, theirs, settings):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(2)
    w = rng.normal(size=(3, 2))
    parameter = torch.nn.Parameter(torch.tensor(w))
    peer = getattr(torch.optim, theirs)([parameter], lr=0.05, **settings)
    state = None
    for step in range(20):
        dw = np.cos(2 * w + step)
        parameter.grad = torch.tensor(dw)
        peer.step()
        w, state = ours(w, dw, state, 0.05, **options)
        np.testing.assert_allclose(w, parameter.detach().numpy(), rtol=1e-10, atol=1e-12)


def problem():
    rng = np.random.default_rng(3)
    X = rng.normal(size=(40, 4))
    return X, (X[:, 0] > 0).astype(int)


def test_descent_on_a_batch_loss_walks_the_way_of_train():
    X, y = problem()
    trained = MLP((4, 8, 2), "tanh", np.random.default_rng(0), dtype=np.float64)
    history = train(trained, X, y, lr=0.3, rng=np.random.default_rng(1), steps=7, batch_size=16, progress=False)
    model = MLP((4, 8, 2), "tanh", np.random.default_rng(0), dtype=np.float64)
    f, w = batch_loss(model, X, y, rng=np.random.default_rng(1), batch_size=16)
    losses = []
    for _ in range(7):
        loss, dw = f(w)
        losses.append(loss)
        w = w - 0.3 * dw
    np.testing.assert_allclose(losses, history.loss, rtol=1e-12)
    np.testing.assert_allclose(w, np.concatenate([p.data.ravel() for p in trained.parameters()]), rtol=1e-12)


def test_a_batch_loss_leaves_the_model_as_it_is_also_where_it_fails():
    X, y = problem()
    model = MLP((4, 8, 2), "relu", np.random.default_rng(0))
    before = [parameter.data.copy() for parameter in model.parameters()]
    f, w = batch_loss(model, X, y, rng=np.random.default_rng(1))
    loss, dw = f(1e200 * np.ones_like(w))
    assert not np.isfinite(loss) and dw.shape == w.shape
    with pytest.raises(ValueError):
        f(w[:-1])
    assert all(np.array_equal(a, b.data) and b.grad is None for a, b in zip(before, model.parameters()))
