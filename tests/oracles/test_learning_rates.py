"""The solutions of 08_learning_rates against PyTorch's schedulers, closed forms, and the numbers of their text."""

import math

import numpy as np
import pytest
from throwaway import ROOT

from chainrule_staff.authoring.bench import Bench
from chainrule_staff.authoring.source import read

FOLDER = ROOT / "solutions" / "08_learning_rates"
CLOSE = {"rtol": 1e-10, "atol": 1e-13}  # a few operations in float64, in another order


@pytest.fixture(scope="module")
def solved():
    return Bench(read(FOLDER)).namespace()


def of_pytorch(make, peak, steps):
    """The rates of the first updates under a scheduler: ``make(torch.optim.lr_scheduler, optimizer)``."""
    torch = pytest.importorskip("torch")
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=peak)
    scheduler = make(torch.optim.lr_scheduler, optimizer)
    rates = []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return np.array(rates)


def ours(f, steps, *args, **kwargs):
    return np.array([f(step, *args, **kwargs) for step in range(steps)])


# -- where the conventions agree -------------------------------------------------------------------


@pytest.mark.parametrize(("milestones", "factor"), [([5, 8], 0.1), ([1, 2, 9], 0.5), ([], 0.1)])
def test_step_decay_is_pytorchs_multi_step(solved, milestones, factor):
    theirs = of_pytorch(lambda lrs, o: lrs.MultiStepLR(o, milestones, factor), 0.8, 15)
    np.testing.assert_allclose(ours(solved["step_decay"], 15, 0.8, milestones, factor), theirs, **CLOSE)


def test_step_decay_by_epochs_is_pytorchs_stepped_once_an_epoch(solved):
    by_epoch = of_pytorch(lambda lrs, o: lrs.MultiStepLR(o, [2, 3]), 0.8, 6)
    by_step = ours(solved["step_decay"], 42, 0.8, [2, 3], steps_per_epoch=7)
    np.testing.assert_allclose(by_step, np.repeat(by_epoch, 7), **CLOSE)


@pytest.mark.parametrize(("total", "end"), [(10, 0.0), (7, 0.05), (1, 0.0), (1000, 0.001)])
def test_decays_are_those_of_pytorch_up_to_their_end(solved, total, end):
    cosine = of_pytorch(lambda lrs, o: lrs.CosineAnnealingLR(o, total, eta_min=end), 0.8, total + 1)
    linear = of_pytorch(lambda lrs, o: lrs.LinearLR(o, 1.0, end / 0.8, total), 0.8, total + 5)
    # PyTorch multiplies the last rate at each step, so that its rounding errors add up
    np.testing.assert_allclose(ours(solved["cosine_decay"], total + 1, 0.8, total, end), cosine, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(ours(solved["linear_decay"], total + 5, 0.8, total, end), linear, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("warmup", [2, 5, 30])
def test_warmup_is_pytorchs_linear_from_one_over_warmup(solved, warmup):
    theirs = of_pytorch(lambda lrs, o: lrs.LinearLR(o, 1 / warmup, 1.0, warmup - 1), 0.8, warmup + 5)
    np.testing.assert_allclose(ours(solved["linear_warmup"], warmup + 5, 0.8, warmup), theirs, **CLOSE)


@pytest.mark.parametrize(("total", "warmup", "end"), [(20, 5, 0.0), (30, 3, 0.01), (9, 2, 0.0)])
def test_warmup_and_cosine_are_pytorchs_in_sequence(solved, total, warmup, end):
    def make(lrs, o):
        climb = lrs.LinearLR(o, 1 / warmup, 1.0, warmup - 1)
        wave = lrs.CosineAnnealingLR(o, total - warmup, eta_min=end)
        return lrs.SequentialLR(o, [climb, wave], [warmup])

    theirs = of_pytorch(make, 0.8, total + 1)
    np.testing.assert_allclose(
        ours(solved["warmup_cosine"], total + 1, 0.8, total, warmup, end), theirs, rtol=1e-10, atol=1e-12
    )


@pytest.mark.parametrize("warmup", [1, 4, 100])
def test_the_inverse_root_is_that_of_the_transformer(solved, warmup):
    """Vaswani et al. 2017, equation 3: d^-0.5 min(n^-0.5, n w^-1.5), whose peak is (d w)^-0.5."""
    d, n = 512, np.arange(1, 500)
    published = d**-0.5 * np.minimum(n**-0.5, n * float(warmup) ** -1.5)
    np.testing.assert_allclose(ours(solved["inverse_sqrt"], 499, (d * warmup) ** -0.5, warmup), published, **CLOSE)


@pytest.mark.parametrize(("period", "growth", "end"), [(4, 1, 0.0), (3, 2, 0.05), (1, 3, 0.0)])
def test_restarts_are_those_of_pytorch(solved, period, growth, end):
    theirs = of_pytorch(lambda lrs, o: lrs.CosineAnnealingWarmRestarts(o, period, growth, eta_min=end), 0.8, 60)
    np.testing.assert_allclose(ours(solved["cosine_restarts"], 60, 0.8, period, growth, end), theirs, **CLOSE)


@pytest.mark.parametrize(("total", "share"), [(20, 0.3), (100, 0.25), (10, 0.5)])
def test_one_cycle_is_pytorchs(solved, total, share):
    """Its peak is at step share · total − 1, a whole number here; it begins at peak/25 and ends at a 10,000th of that."""
    theirs = of_pytorch(lambda lrs, o: lrs.OneCycleLR(o, 0.8, total, pct_start=share), 0.8, total - 1)
    rates = ours(solved["one_cycle"], total + 3, 0.8, total, round(share * total) - 1, 0.8 / 25, 0.8 / 25e4)
    np.testing.assert_allclose(rates[: total - 1], theirs, **CLOSE)
    np.testing.assert_allclose(rates[total - 1 :], 0.8 / 25e4, **CLOSE)


def test_the_trapezoid_is_pytorchs_in_sequence(solved):
    def make(lrs, o):
        parts = [lrs.LinearLR(o, 1 / 4, 1.0, 3), lrs.ConstantLR(o, 1.0, 1), lrs.LinearLR(o, 1.0, 0.0, 6)]
        return lrs.SequentialLR(o, parts, [4, 14])

    np.testing.assert_allclose(
        ours(solved["trapezoid"], 25, 0.8, 20, 4, 6), of_pytorch(make, 0.8, 25), rtol=1e-10, atol=1e-12
    )


# -- where they do not, as the text says -----------------------------------------------------------


def test_pytorchs_cosine_climbs_again_after_its_end_and_ours_does_not(solved):
    theirs = of_pytorch(lambda lrs, o: lrs.CosineAnnealingLR(o, 10), 0.8, 21)
    assert theirs[10] < 1e-12 and theirs[15] > 0.3 and theirs[20] > 0.79
    assert all(ours(solved["cosine_decay"], 21, 0.8, 10)[10:] == 0)


def test_a_scheduler_that_goes_first_skips_the_first_rate():
    torch = pytest.importorskip("torch")
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.8)
    scheduler = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, 4)
    used = []
    with pytest.warns(UserWarning, match="optimizer.step"):
        for _ in range(3):
            scheduler.step()
            used.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
    np.testing.assert_allclose(used, [0.6, 0.4, 0.2])


# -- the numbers of the text -----------------------------------------------------------------------


def test_cosine_and_linear_have_the_same_mean_and_agree_in_three_places(solved):
    wave, line = (ours(solved[name], 101, 1.0, 100) for name in ("cosine_decay", "linear_decay"))
    assert np.mean(wave[:100]) == pytest.approx(0.505, abs=1e-12) == np.mean(line[:100])
    assert np.flatnonzero(np.isclose(wave, line, atol=1e-9)).tolist() == [0, 50, 100]
    t = np.linspace(0, 1, 100_001)
    assert np.abs((1 + np.cos(np.pi * t)) / 2 - (1 - t)).max() == pytest.approx(0.105, abs=5e-4)


def test_mean_rates_lie_near_a_half(solved):
    """Under the six schedules: all but the constant rate have 0.48 to 0.53 of the peak in the mean."""
    means = [
        np.mean(ours(f, 100, 1.0, *args))
        for f, *args in (
            (solved["step_decay"], [50, 75]),
            (solved["linear_decay"], 100),
            (solved["cosine_decay"], 100),
            (solved["warmup_cosine"], 100, 10),
            (solved["inverse_sqrt"], 10),
        )
    ]
    assert (round(min(means), 2), round(max(means), 2)) == (0.48, 0.53)


def test_the_uncorrected_mean_of_a_constant_seems_to_rise(solved):
    losses = np.full(300, 2.3)
    m, shown = 0.0, []
    for loss in losses:
        m = 0.98 * m + 0.02 * loss
        shown.append(m)
    assert [round(shown[n - 1], 2) for n in (10, 30, 60)] == [0.42, 1.05, 1.62]
    np.testing.assert_allclose(solved["running_mean"](losses), losses, **CLOSE)


@pytest.mark.parametrize("beta", [0.5, 0.9, 0.98])
def test_the_running_mean_is_a_weighted_mean(solved, beta):
    losses = np.random.default_rng(0).normal(size=50)
    for k in (0, 1, 7, 49):
        weights = beta ** np.arange(k, -1, -1.0)
        expected = np.average(losses[: k + 1], weights=weights)
        assert solved["running_mean"](losses, beta)[k] == pytest.approx(expected, rel=1e-10)


def test_the_expected_loss_is_the_mean_of_many_walks(solved):
    rng = np.random.default_rng(1)
    lrs, h, w0, sigma, count = [0.3, 0.8, 0.1, 0.5], 1.5, 2.0, 0.7, 1_000_000
    w = np.full(count, w0)
    expected = solved["expected_loss"](lrs, h, w0, sigma)
    for k, lr in enumerate(lrs):
        w = w - lr * (h * w + rng.normal(0, sigma, count))
        losses = h / 2 * w**2
        assert abs(losses.mean() - expected[k + 1]) < 8 * losses.std() / math.sqrt(count)  # 8 sigma


@pytest.mark.parametrize("lr", [0.05, 0.5, 1.5])
def test_the_floor_is_proportional_to_small_rates(solved, lr):
    h, sigma = 1.0, 1.0
    floor = solved["expected_loss"]([lr] * 2000, h, 4.0, sigma)[-1]
    assert floor == pytest.approx(lr * sigma**2 / (2 * (2 - lr * h)), rel=1e-10)
    if lr == 0.5:
        assert round(floor, 2) == 0.17
    if lr == 0.05:
        assert round(floor, 3) == 0.013


@pytest.mark.parametrize("sigma", [0.0, 1.0])
def test_beyond_two_over_the_curvature_the_loss_grows_at_every_step(solved, sigma):
    h = 4.0
    assert np.all(np.diff(solved["expected_loss"]([2.02 / h] * 300, h, 1.0, sigma)) > 0)
    assert np.all(np.diff(solved["expected_loss"]([1.98 / h] * 300, h, 1.0, 0.0)) < 0)


def test_two_directions_as_the_slider_says(solved):
    """Part B, and the myth that a small rate ends at a better value: in 500 steps 0.01 ends more than ten times as high as 0.2."""

    def losses(lr):
        return solved["expected_loss"]([lr] * 500, 1.0, 1.0, 1.0) + solved["expected_loss"](
            [lr] * 500, 0.02, 10.0, 0.14
        )

    rates = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 1.5, 1.9]
    after = {lr: losses(lr) for lr in rates}
    assert min(rates, key=lambda lr: after[lr][50]) == 0.5 and round(after[0.5][50], 2) == 0.53
    assert min(rates, key=lambda lr: after[lr][500]) == 0.2 and round(after[0.2][500], 2) == 0.07
    assert round(after[0.01][500], 2) == 0.82 and after[0.01][500] > 10 * after[0.2][500]


def test_the_same_drop_earlier_ends_worse(solved):
    """The claim behind prediction 8.b, without a network: at the drop only noise falls, and progress slows down."""

    def at(step):
        lrs = [solved["step_decay"](t, 0.5, [step]) for t in range(200)]
        return [solved["expected_loss"](lrs, *direction) for direction in ((1.0, 1.0, 1.0), (0.02, 10.0, 0.14))]

    ends = {}
    for step in (50, 100, 150):
        noise, way = at(step)
        ends[step] = noise[-1] + way[-1]
        before = noise[step] + way[step]
        assert noise[step + 20] + way[step + 20] < before - 0.1  # the loss falls within 20 steps
        assert way[step] - way[step + 20] < 0.02  # and hardly any of it is progress
    assert ends[50] > 1.5 * ends[100] > 2 * ends[150]


@pytest.fixture(scope="module")
def clothes():
    from chainrule.data import load_fashion_mnist

    X, y, _, _ = load_fashion_mnist()
    return (X - X[:4000].mean(axis=0))[:4000], y[:4000]


def trained(clothes, rate, seed, steps, batch_size, hidden, update=None):
    from chainrule.nn import MLP
    from chainrule.training import train

    net = MLP((784, *hidden, 10), "relu", np.random.default_rng(seed))
    history = train(
        net,
        *clothes,
        lr=lambda t: rate(t - 1),
        rng=np.random.default_rng(seed),
        steps=steps,
        batch_size=batch_size,
        update=update,
        progress=False,
    )
    return net, history


def test_a_network_agrees_that_an_early_drop_ends_worse(solved, clothes):
    from chainrule.training import evaluate

    ends = {}
    for at in (250, 750):
        net, _ = trained(clothes, lambda t: solved["step_decay"](t, 0.2, [at]), 0, 1000, 16, (64,))
        ends[at] = evaluate(net, *clothes)[0]
    assert ends[250] > ends[750] + 0.07


@pytest.mark.thorough
def test_adam_spikes_without_warm_up_and_not_with_it(solved, clothes):
    from chainrule.optimizers import adam

    for seed in range(3):
        tops = [
            trained(clothes, lambda t: solved["linear_warmup"](t, 0.03, warmup), seed, 40, 64, (64,) * 5, adam)[
                1
            ].loss.max()
            for warmup in (0, 30)
        ]
        assert 3 < tops[0] < 30 and tops[1] < 2.8


@pytest.mark.thorough
def test_plain_sgd_has_no_averages_and_profits_from_warm_up(solved, clothes):
    """The myth that warm-up is there for Adam's averages."""
    lost = {
        warmup: sum(
            trained(clothes, lambda t: solved["linear_warmup"](t, 1.0, warmup), seed, 60, 64, (64,) * 3)[1].diverged
            for seed in range(8)
        )
        for warmup in (0, 40)
    }
    assert lost[0] >= 3 and lost[40] <= 1


def test_the_rule_of_thumb_for_adams_warm_up_lies_beside_radams_factors():
    beta, steps = 0.999, np.array([200, 1000, 2000])
    assert round(2 / (1 - beta)) == 2000 and round(1 - beta**2000, 2) == 0.86
    longest = 2 / (1 - beta) - 1  # Liu et al. (2020), equation 2 and the rectification term of Algorithm 2
    length = longest - 2 * steps * beta**steps / (1 - beta**steps)
    factor = np.sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length))
    assert factor.round(2).tolist() == [0.31, 0.65, 0.83]


def test_a_range_test_leaves_the_network_as_it_was(solved, clothes):
    from chainrule.batch_loss import batch_loss
    from chainrule.nn import MLP

    net = MLP((784, 64, 10), "relu", np.random.default_rng(0))
    before = [parameter.data.copy() for parameter in net.parameters()]
    f, w = batch_loss(net, *clothes, rng=np.random.default_rng(0))
    lrs = np.geomspace(1e-4, 10, 100)
    losses = solved["range_test"](f, w, lrs)
    assert 60 < len(losses) < 100 and losses.min() < 1 < 2 < losses[0]
    assert all(np.array_equal(a, b.data) for a, b in zip(before, net.parameters()))
    mean = np.array([losses[max(k - 9, 0) : k + 1].mean() for k in range(len(losses))])  # as the lecture reads it
    assert 0.1 < solved["steepest_rate"](lrs, mean) < 0.4 and 0.6 < lrs[np.argmin(mean)] < 1.5


def test_in_the_executed_notebook_every_check_is_passed_and_no_demonstration_waits():
    text = (FOLDER / "learning_rates.ipynb").read_text("utf-8")
    assert "✗" not in text and "This demonstration needs" not in text
