"""The solutions of 04_initialization against PyTorch, and how often its checks of random weights err.

A check of random weights can err in two ways: refuse right ones that came out unusually, or accept wrong ones. Both
probabilities are computed here from the tolerances that the check cells really use, which are recorded as they run.
"""

import ast

import numpy as np
import pytest
from throwaway import ROOT

from chainrule.checks.check import Check
from chainrule.nn import MLP
from chainrule_staff.authoring.bench import Bench
from chainrule_staff.authoring.source import read

FOLDER = ROOT / "solutions" / "04_initialization"
SHAPES = [(40, 500), (500, 40), (30, 14, 5, 9), (6, 50, 3, 3)]
DRAWN = ["lecun_normal", "xavier_uniform", "he_normal"]  # exercises whose answers are random
RARE = 1e-6
STD = "standard deviation (std)"


@pytest.fixture(scope="module")
def lecture():
    return read(FOLDER)


@pytest.fixture(scope="module")
def solved(lecture):
    return Bench(lecture).namespace()


@pytest.fixture(scope="module")
def recorded(lecture):
    """exercise → its measurements (form, what, shape, std, expected, tol), hidden ones included."""
    found, measure = {}, Check.measure

    def note(check, label, expected, compute, *, tol, part=None):
        found.setdefault(check.exercise, []).append((part or check.exercise, label, expected, tol))
        measure(check, label, expected, compute, tol=tol, part=part)

    Check.measure = note
    try:
        for name in DRAWN:
            Bench(lecture).check(lecture.exercises[name], "whole")
    finally:
        Check.measure = measure
    return {name: list(_with_shapes(cases)) for name, cases in found.items()}


def _with_shapes(cases):
    """The cases of one draw follow a case that names its shape, and one of them names the standard deviation."""
    groups = []
    for part, label, expected, tol in cases:
        if label.endswith("rows"):
            shape = ast.literal_eval(
                label[label.index("(") + 1 : label.index(", rng)")]
            )  # "he_normal((50, 400), rng): rows"
            groups.append((part, shape, []))
        groups[-1][2].append(("rows" if label.endswith("rows") else label.lstrip("… "), expected, tol))
    for part, shape, group in groups:
        std = next(expected for what, expected, _ in group if what.startswith(STD))
        for what, expected, tol in group:
            yield "uniform" if "uniform" in part else "normal", what, shape, std, expected, tol


# -- how often right weights are refused, and wrong ones accepted -------------------------------


def bernstein(n, deviation, variance, most=1.0):
    """At most this probable: the mean of n independent values in an interval of length `most` is off by `deviation`."""
    return 2 * np.exp(-n * deviation**2 / (2 * (variance + most * deviation / 3)))


DRAWS = 40  # of which the moments are taken together


def outside(form, what, n, std, expected, tol):
    """Upper bound on the probability that one statistic of right weights lies outside its tolerance."""
    stats = pytest.importorskip("scipy.stats")
    low, high, limit = expected - tol, expected + tol, np.sqrt(3) * std
    if what == "rows" or "same seed" in what:
        return 0.0  # exact
    if what == "mean, in std":  # the sample's own, which may be 5 % less than the right one
        tol = 0.95 * tol * std
        return 2 * stats.norm.sf(tol / (std / np.sqrt(n))) if form == "normal" else bernstein(n, tol, std**2, 2 * limit)
    if "most frequent" in what:  # of 2²⁴ values, the fewest that a float32 draw can take: five times the same
        return n**5 / 120 / 2.0**96
    if "two rows" in what:  # of 40 rows at most, by Fisher's transformation
        rows, m = (n // 470, 470) if n < 470 * 40 else (40, n // 40)
        return rows**2 / 2 * 2 * stats.norm.sf(np.arctanh(tol) * np.sqrt(m - 3))
    if "fourth power" in what:  # of 40 draws; the spread of a normal sample's is the larger one
        return 2 * stats.norm.sf(tol / np.sqrt(96 / (DRAWS * n)))
    if "of 400 draws" in what:  # of 4 weights each; a uniform sample scatters less than a normal one
        squares, m = stats.chi2(1599), 1600
        return squares.cdf(m * (low / expected) ** 2) + squares.sf(m * (high / expected) ** 2)
    if "different draws" in what:  # one weight of each draw, of at least 2²⁴ values: twice the same
        return (expected**2 / 2 * 2.0**-24) ** 2
    n = n * DRAWS if tol < 0.04 * std else n  # many draws together have a tolerance that much smaller
    if what.startswith(STD) and form == "normal":  # around the sample's own mean: n − 1 degrees
        squares = stats.chi2(n - 1)
        return squares.cdf(n * (low / std) ** 2) + squares.sf(n * (high / std) ** 2)
    if what.startswith(STD):  # of w²/limit², which lies in [0, 1]: mean 1/3, variance 1/5 − 1/9
        near = min(high**2 - std**2, std**2 - low**2) - (0.06 * std) ** 2  # less the square of the sample's own mean …
        return bernstein(n, near / limit**2, 4 / 45) + bernstein(
            n, 0.06 * std, std**2, 2 * limit
        )  # … which is at most that
    if "beyond" in what:  # of the sample's own std, which strays itself: the worse it strays, the rarer that is
        total, edges = 0.0, np.arange(0, 0.06, 0.01)
        for near, far in zip(edges, edges[1:]):
            strays = 2 * stats.norm.sf(near * np.sqrt(2 * n) * 0.98)
            few, many = (stats.binom(n, 2 * stats.norm.sf(2.5 * own)) for own in (1 + far, 1 - far))
            total += min(strays, few.cdf(np.floor(n * low)) + many.sf(np.ceil(n * high) - 1))
        return total + 2 * stats.norm.sf(edges[-1] * np.sqrt(2 * n) * 0.98)
    if "largest size" in what and form == "normal":  # if the sample's own std stays within 4 %
        low, high = 0.96 / high, 1.04 / low
        return (
            (1 - 2 * stats.norm.sf(low)) ** n
            + n * 2 * stats.norm.sf(high)
            + 2 * stats.norm.sf(0.04 * np.sqrt(2 * n) * 0.98)
        )
    if (
        "largest size" in what
    ):  # the largest is at most the limit, and at least 0.999 of it; so the sample's own std has to stray
        near = min((high * 0.999) ** 2 - 1 / 3, 1 / 3 - low**2) - 0.06**2 / 3
        return 0.999**n + bernstein(n, near, 4 / 45) + bernstein(n, 0.06 * std, std**2, 2 * limit)
    if "drawn again" in what:  # a float32 draw takes one of at least 2²⁴ values: about n/2²⁴ weights are the same
        return stats.binom(n, 2.0**-24).sf(np.floor(n * tol))
    raise AssertionError(f"a statistic that this test does not know: {what}")


def inside(form, what, n, std, expected, tol, true):
    """Upper bound on the probability that weights of another standard deviation keep within one tolerance."""
    stats = pytest.importorskip("scipy.stats")
    low, high = expected - tol, expected + tol
    assert what.startswith(STD)
    n = n * DRAWS if tol < 0.04 * std else n
    if form == "normal":
        squares = stats.chi2(n - 1)
        return squares.cdf(n * (high / true) ** 2) - squares.cdf(n * (low / true) ** 2)
    far = max(true**2 - high**2 - (0.06 * true) ** 2, low**2 - true**2)  # how far the mean square has to stray
    return bernstein(n, far / (3 * true**2), 4 / 45) + bernstein(n, 0.06 * true, true**2, 2 * np.sqrt(3) * true)


@pytest.mark.parametrize("exercise", DRAWN)
def test_right_weights_fail_less_than_once_in_a_million_runs(recorded, exercise):
    cases = recorded[exercise]
    assert len(cases) >= 28
    total = sum(
        outside(form, what, np.prod(shape), std, expected, tol) for form, what, shape, std, expected, tol in cases
    )
    assert total < RARE / 10


@pytest.mark.parametrize("exercise", DRAWN)
@pytest.mark.parametrize("wrong", [0.5, 2, 2**0.5, 2**-0.5], ids="variance × {}".format)
def test_a_wrong_variance_never_passes(recorded, exercise, wrong):
    for form, what, shape, std, expected, tol in recorded[exercise]:
        if what.startswith(STD):
            assert inside(form, what, np.prod(shape), std, expected, tol, std * np.sqrt(wrong)) < RARE


@pytest.mark.parametrize("exercise", DRAWN)
def test_uniform_and_normal_weights_are_told_apart(recorded, exercise):
    stats = pytest.importorskip("scipy.stats")
    for form, what, shape, std, expected, tol in recorded[exercise]:
        n = np.prod(shape)
        if (
            "largest size" in what and form == "normal"
        ):  # uniform weights would have to reach 3.1 of their own std, not 1.73
            assert bernstein(n, 1 / 3 - (expected + tol) ** 2, 4 / 45) < RARE
        elif "largest size" in what:  # all of n normal weights would have to stay within 1.9 std
            assert (1 - 2 * stats.norm.sf(1.04 / (expected - tol))) ** n + 2 * stats.norm.sf(
                0.04 * np.sqrt(2 * n)
            ) < RARE


@pytest.mark.parametrize("exercise", DRAWN)
def test_a_mean_of_a_quarter_of_the_standard_deviation_never_passes(recorded, exercise):
    stats = pytest.importorskip("scipy.stats")
    for form, what, shape, std, expected, tol in recorded[exercise]:
        if what == "mean, in std":
            assert stats.norm.sf((1 / 4 - 1.05 * tol) * np.sqrt(np.prod(shape))) < RARE


def test_a_few_thousand_draws_agree_with_the_computed_errors(recorded):
    """Monte Carlo: no right draw is refused, and the statistics scatter as the check's comment says."""
    rng, shape, runs = np.random.default_rng(1), (40, 500), 2000
    n, std = np.prod(shape), 40**-0.5
    tolerance = {(form, what): tol for form, what, where, _, _, tol in recorded["lecun_normal"] if where == shape}
    for form in ("normal", "uniform"):
        W = (
            rng.standard_normal((runs, n), dtype=np.float32) * std
            if form == "normal"
            else rng.uniform(-np.sqrt(3) * std, np.sqrt(3) * std, (runs, n))
        )
        means, stds = W.mean(axis=1), W.std(axis=1)
        assert np.std(means) == pytest.approx(std / np.sqrt(n), rel=0.08)  # 5 sigma of 1 / √(2 · 2000)
        kurtosis = 3 if form == "normal" else 9 / 5
        assert np.std(stds) == pytest.approx(std * np.sqrt((kurtosis - 1) / (4 * n)), rel=0.08)
        assert np.all(np.abs(means / stds) <= tolerance[form, "mean, in std"])
        several = np.sqrt(np.mean(stds.reshape(-1, DRAWS) ** 2, axis=1))  # the deviation of 40 draws together
        assert np.all(np.abs(several - std) <= tolerance[form, STD])
        ratio = stds / np.abs(W).max(axis=1)
        if form == "normal":
            share = np.mean(np.abs(W) > 2.5 * stds[:, None], axis=1)
            assert np.std(share) < np.sqrt(0.0124 * 0.9876 / n)  # the sample's own std scatters with it
            assert np.all(np.abs(share - 0.0124) <= tolerance[form, "share beyond 2.5 of its std"])
            assert np.all(np.abs(ratio - 0.22) <= tolerance[form, "its std, as a share of the largest size"])
        else:
            assert np.all(np.abs(ratio - 3**-0.5) <= tolerance[form, "its std, as a share of the largest size"])
        wrong = np.sqrt(2**0.5) * several  # the variance is √2 times as large
        assert not np.any(np.abs(wrong - std) <= tolerance[form, STD])


# -- PyTorch --------------------------------------------------------------------------------------


def for_torch(torch, shape):
    """An empty severalor of the shape that PyTorch gives these weights: its dense layers are (fan_out, fan_in)."""
    return torch.empty(shape if len(shape) == 4 else shape[::-1])


@pytest.mark.parametrize("shape", SHAPES)
def test_fans_are_those_of_pytorch(solved, shape):
    torch = pytest.importorskip("torch")
    assert solved["fan_in_fan_out"](shape) == torch.nn.init._calculate_fan_in_and_fan_out(for_torch(torch, shape))


@pytest.mark.parametrize("shape", SHAPES)
def test_drawn_weights_have_the_sizes_of_pytorchs(solved, shape):
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    rng, init, n = np.random.default_rng(0), torch.nn.init, np.prod(shape)
    peers = {
        "he_normal": lambda w: init.kaiming_normal_(w, nonlinearity="relu"),
        "lecun_normal": lambda w: init.kaiming_normal_(w, nonlinearity="linear"),
        "lecun_uniform": lambda w: init.kaiming_uniform_(w, nonlinearity="linear"),
        "xavier_uniform": init.xavier_uniform_,
        "xavier_normal": init.xavier_normal_,
    }
    for name, peer in peers.items():
        ours, theirs = solved[name](shape, rng), peer(for_torch(torch, shape)).numpy()
        assert ours.shape == shape
        assert np.std(ours) == pytest.approx(np.std(theirs), rel=6 / np.sqrt(n)), name  # two errors of 1/√(2n): 6 sigma
        if "uniform" in name:
            assert np.max(np.abs(ours)) == pytest.approx(np.max(np.abs(theirs)), rel=20 / n), name


def test_gains_are_those_of_pytorch_where_both_are_derived(solved):
    torch = pytest.importorskip("torch")
    calculate = torch.nn.init.calculate_gain
    assert solved["leaky_relu_gain"](0) == pytest.approx(calculate("relu"), rel=1e-10)
    for slope in (0.01, 0.1, 0.3, 1.0):
        assert solved["leaky_relu_gain"](slope) == pytest.approx(calculate("leaky_relu", slope), rel=1e-10)
    assert calculate("tanh") == 5 / 3 and calculate("sigmoid") == 1  # the table of the figure


def test_measured_gains_are_the_integrals(solved):
    integrate = pytest.importorskip("scipy.integrate")

    def density(z):
        return np.exp(-z * z / 2) / np.sqrt(2 * np.pi)

    z = np.random.default_rng(0).normal(size=1_000_000)
    for f in (np.tanh, lambda z: np.maximum(z, 0), lambda z: 1 / (1 + np.exp(-z))):
        exact = integrate.quad(lambda z: f(z) ** 2 * density(z), -12, 12, points=[0])[0] ** -0.5
        assert solved["gain"](f, z) == pytest.approx(exact, rel=5e-3)
    assert integrate.quad(lambda z: np.tanh(z) ** 2 * density(z), -12, 12)[0] ** -0.5 == pytest.approx(1.592, abs=1e-3)


def test_orthogonal_weights_are_distributed_like_pytorchs(solved):
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    for shape in ((30, 12), (12, 30), (7, 7)):
        W = solved["orthogonal"](shape, rng)
        product = W.T @ W if shape[0] >= shape[1] else W @ W.T
        np.testing.assert_allclose(product, np.eye(min(shape)), atol=1e-12)
        ours = [np.trace(solved["orthogonal"](shape, rng)) for _ in range(500)]
        theirs = [torch.nn.init.orthogonal_(torch.empty(shape)).numpy().trace() for _ in range(500)]
        # A trace of k entries of size 1/√max: its mean over 500 draws, each side, 5 sigma.
        assert abs(np.mean(ours) - np.mean(theirs)) < 5 * np.sqrt(2 * min(shape) / max(shape) / 500)


# -- the numbers of the text ----------------------------------------------------------------------


def test_the_numbers_of_the_text_are_right(solved):
    def std(name, shape):
        return round(float(np.std(solved[name](shape, np.random.default_rng(0)))), 2)

    assert std("he_normal", (50, 20_000)) == 0.2 and std("lecun_normal", (50, 20_000)) == round(50**-0.5, 2) == 0.14
    assert round(50**-0.5, 4) == 0.1414 and round((3 / 50) ** 0.5, 4) == 0.2449
    assert round((2 / 400) ** 0.5, 4) == 0.0707 and round((6 / 400) ** 0.5, 4) == 0.1225
    assert round(0.9**30, 2) == 0.04 and round(1.1**30) == 17
    assert round(2**-15, 5) == 0.00003 and round(2**-0.5, 2) == 0.71
    assert solved["fan_in_fan_out"]((8, 3, 5, 5)) == (75, 200)
    assert solved["leaky_relu_gain"](0.5) == pytest.approx(1.2649, abs=1e-4)
    assert solved["diagnose"](np.array([0.5, 0.1, 0.02]))[0] == "vanishing"


# -- the experiments, in short ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def clothes():
    from chainrule.data import load_fashion_mnist

    X, y, X_test, y_test = load_fashion_mnist()
    mean = X.mean(axis=0)
    scale = np.sqrt(np.mean((X - mean) ** 2))
    return (X - mean) / scale, y, (X_test - mean) / scale, y_test


@pytest.mark.thorough
@pytest.mark.parametrize(
    "rule, lr, learns", [("he_normal", 0.01, True), ("xavier_normal", 0.01, False), ("xavier_normal", 1, False)]
)
def test_thirty_layers_learn_with_he_and_not_with_xavier(solved, clothes, rule, lr, learns):
    from chainrule.training import evaluate, train

    X, y, X_test, y_test = clothes
    sizes = [784] + [64] * 30 + [10]
    net, rng = MLP(sizes, "relu", np.random.default_rng(0), std=0), np.random.default_rng(5)
    for layer in net.layers:
        layer.W.data = solved[rule](layer.W.data.shape, rng).astype(np.float32)
    train(net, X, y, lr=lr, steps=200, batch_size=64, rng=rng, progress=False)
    accuracy = evaluate(net, X_test, y_test)[1]
    assert accuracy > 0.3 if learns else accuracy < 0.15


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_zero_weights_move_as_the_figure_says(clothes, activation):
    X, y, *_ = clothes
    net = MLP((784, 20, 10), activation, np.random.default_rng(0), std=0)
    moved = []
    for step in range(3):
        record = net.record(X[64 * step : 64 * step + 64], y[64 * step : 64 * step + 64])
        moved.append("".join("-x"[bool(np.any(gradient))] for layer in record for gradient in (layer.dW, layer.db)))
        for layer, seen in zip(net.layers, record):
            layer.W.data, layer.b.data = layer.W.data - 0.1 * seen.dW, layer.b.data - 0.1 * seen.db
    assert moved == (["--xx", "xxxx", "xxxx"] if activation == "sigmoid" else ["---x"] * 3)  # W1 b1 W2 b2


def test_equal_units_stay_equal_while_they_move(solved, clothes):
    from chainrule.training import train

    X, y, *_ = clothes
    net = MLP((784, 20, 10), "tanh", np.random.default_rng(0), std=0, dtype=np.float64)
    for layer in net.layers:
        layer.W.data = np.full(layer.W.data.shape, 0.01)
    train(net, X, y, lr=0.1, steps=50, rng=np.random.default_rng(1), progress=False)
    W = net.layers[0].W.data
    assert solved["distinct_units"](W) == 1 and np.max(np.abs(W - 0.01)) > 1e-3
