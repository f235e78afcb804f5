"""The solutions of 05_data against PyTorch and SciPy, and the claims of its text measured once more."""

import numpy as np
import pytest
from throwaway import ROOT

from chainrule.augmentation import flip_some, places, relight, scale_to
from chainrule.data import load_fashion_mnist, shapes
from chainrule.nn import MLP
from chainrule.training import evaluate, train
from chainrule_staff.authoring.bench import Bench
from chainrule_staff.authoring.source import read

FOLDER = ROOT / "solutions" / "05_data"
# The peers and the solutions compute in float64: what differs is the order of a few operations.
CLOSE = {"rtol": 1e-10, "atol": 1e-12}
BOOT, SNEAKER, SANDAL = 9, 7, 5


@pytest.fixture(scope="module")
def solved():
    return Bench(read(FOLDER)).namespace()


@pytest.fixture(scope="module")
def clothes():
    return load_fashion_mnist(dtype=np.float64)


def some(seed, N=40, D=7):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(N, D)) @ rng.normal(size=(D, D)) + rng.normal(size=D)


# -- against other libraries -----------------------------------------------------------------------


def test_standardizing_agrees_with_scipy(solved):
    stats = pytest.importorskip("scipy.stats")
    X = some(0)
    ours = solved["normalize"](X, *solved["fit_scaling"](X, "standard"))
    np.testing.assert_allclose(ours, stats.zscore(X), **CLOSE)


def test_covariance_agrees_with_pytorch(solved):
    torch = pytest.importorskip("torch")
    X = some(1)
    np.testing.assert_allclose(solved["covariance"](X), torch.cov(torch.tensor(X.T), correction=0).numpy(), **CLOSE)


@pytest.mark.parametrize("name", ["pca", "pca_svd"])
@pytest.mark.parametrize("N", [40, 4])
def test_components_agree_with_a_singular_value_decomposition_up_to_sign(solved, name, N):
    torch = pytest.importorskip("torch")
    X = some(2, N=N)
    mean, components, variances = solved[name](X)
    _, s, Vh = torch.linalg.svd(torch.tensor(X - X.mean(axis=0)), full_matrices=False)
    reached = min(N - 1, 7)  # beyond that the data do not reach, and any basis is right
    np.testing.assert_allclose(mean, X.mean(axis=0), **CLOSE)
    np.testing.assert_allclose(variances[:reached], s.numpy()[:reached] ** 2 / N, **CLOSE)
    dots = np.sum(components[:reached] * Vh.numpy()[:reached], axis=1)
    np.testing.assert_allclose(np.abs(dots), 1, **CLOSE)
    np.testing.assert_allclose(variances[reached:], 0, atol=1e-12)


@pytest.mark.parametrize("eps", [0.0, 1e-5, 0.3])
def test_zca_is_the_inverse_root_of_the_covariance(solved, eps):
    linalg = pytest.importorskip("scipy.linalg")
    X = some(3)
    C = np.cov(X.T, bias=True)
    root = linalg.inv(linalg.sqrtm(C + eps * np.eye(7)))
    fitted = solved["pca"](X)
    np.testing.assert_allclose(solved["zca"](X, *fitted, eps), (X - X.mean(axis=0)) @ root, rtol=1e-8, atol=1e-10)


def test_whitening_makes_the_covariance_the_identity_and_zca_stays_nearest(solved):
    X = some(4)
    fitted = solved["pca"](X)
    white, by_zca = solved["whiten"](X, *fitted, 0.0), solved["zca"](X, *fitted, 0.0)
    for Z in (white, by_zca):
        np.testing.assert_allclose(solved["covariance"](Z), np.eye(7), atol=1e-10)
    centred = X - X.mean(axis=0)
    for seed in range(5):  # no other rotation of white data is as near to the data
        Q, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(7, 7)))
        assert np.sum((centred - by_zca) ** 2) < np.sum((centred - by_zca @ Q) ** 2)


@pytest.mark.parametrize("size", [1, 3, 5, 7, 8, 20])
def test_resize_agrees_with_pytorch(solved, size):
    torch = pytest.importorskip("torch")
    X = np.random.default_rng(5).normal(size=(2, 8, 5, 3))
    peer = torch.nn.functional.interpolate(
        torch.tensor(X).permute(0, 3, 1, 2), size=(size, size), mode="nearest-exact"
    ).permute(0, 2, 3, 1)
    np.testing.assert_array_equal(solved["resize"](X, size), peer.numpy())
    np.testing.assert_array_equal(scale_to(X, size), peer.numpy())


def test_flip_agrees_with_pytorch_and_a_flipped_box_still_surrounds_its_shape(solved):
    torch = pytest.importorskip("torch")
    P, _, _, boxes = shapes(60, np.random.default_rng(6), noise=0.0)
    corners = np.column_stack([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]])
    flipped, moved = solved["flip"](P, corners)
    np.testing.assert_array_equal(flipped, torch.flip(torch.tensor(P), dims=(2,)).numpy())
    back, again = solved["flip"](flipped, moved)
    np.testing.assert_array_equal(back, P)
    np.testing.assert_allclose(again, corners, **CLOSE)
    for picture, (x1, y1, x2, y2) in zip(flipped, moved):
        outside = picture.copy()
        outside[int(y1) : int(np.ceil(y2)), int(x1) : int(np.ceil(x2))] = 0
        assert outside.max() < 0.35 < picture.max()  # backgrounds are dark, shapes are not


# -- how often a right answer would fail -----------------------------------------------------------


def test_tolerances_of_random_draws_are_eight_standard_deviations():
    for p, tol in ((0.3, 0.06), (0.8, 0.06)):
        assert tol >= 8 * np.sqrt(p * (1 - p) / 4000)
    assert 0.09 >= 8 * np.sqrt(0.25 / 2000)
    # Both of two neighbours, p = ½: products overlap, so that the variance of one is 1/4 − 1/16 plus twice a covariance.
    assert 0.08 >= 8 * np.sqrt((3 / 16 + 2 * (1 / 8 - 1 / 16)) / 3999)
    # The rarest and the commonest of 15 places lie further from 400 than one place does; 24 draws in all.
    assert 160 >= 8 * np.sqrt(6000 * 1 / 15 * 14 / 15)
    assert 0.03 >= 8 * np.sqrt(1 / 15 * 14 / 15 / 5999)
    assert 3.1 >= 8 * np.sqrt((101**2 - 1) / 12 / 6000)
    # The variance, over 200 calls with 12 corners, of how often each of 15 places comes up: measured, since the 15 depend on each other.
    rng, places = np.random.default_rng(8), np.arange(15)
    variances = [np.var((rng.integers(0, 15, (200, 12, 1)) == places).sum(axis=1), axis=0).mean() for _ in range(300)]
    assert 0.2 >= 8 * np.std(variances) and abs(np.mean(variances) - 12 / 15 * 14 / 15) < 0.01


def test_right_draws_pass_the_statistics(solved):
    rng = np.random.default_rng(7)
    found = np.zeros((3, 5))
    np.add.at(found, tuple(solved["random_corners"](6000, 9, 11, 7, rng).T), 1)
    assert np.abs(found - 400).max() < 100
    _, flipped = solved["random_flip"](np.zeros((4000, 1, 1)), 0.3, rng)
    assert abs(flipped.mean() - 0.3) < 0.04


# -- the numbers and the myths of the text ---------------------------------------------------------


@pytest.mark.parametrize("shape", [(50, 2, 3), (50, 2, 3, 2)])
def test_the_librarys_chance_is_that_of_the_further_exercises(solved, shape):
    X = np.random.default_rng(1).integers(0, 256, shape)
    ours = flip_some(X, 0.3, np.random.default_rng(2), solved["flip"])
    theirs = solved["random_flip"](X, 0.3, np.random.default_rng(2))
    assert all(np.array_equal(a, b) for a, b in zip(ours, theirs)) and 5 < ours[1].sum() < 30
    corners = [draw(99, 9, 11, 7, np.random.default_rng(3)) for draw in (places, solved["random_corners"])]
    assert np.array_equal(*corners)


def test_the_librarys_other_sizes_and_other_light_are_those_of_the_further_exercises(solved):
    rng = np.random.default_rng(4)
    X, gain, shift = rng.random((5, 4, 7, 3)), rng.uniform(0, 3, (5, 3)), rng.uniform(-1, 1, 5)
    for size in (1, 3, 4, 9):
        for pictures in (X, X[..., 0]):
            np.testing.assert_array_equal(scale_to(pictures, size), solved["resize"](pictures, size))
    relit = relight(X, gain, shift)
    np.testing.assert_allclose(relit, solved["jitter"](X, gain, shift), **CLOSE)
    assert relit.min() == 0 and relit.max() == 1


def test_choosing_columns_on_all_rows_finds_labels_in_noise_and_scaling_by_all_rows_does_not(solved):
    normalize, fit = solved["normalize"], solved["fit_scaling"]
    found = {"scaled": [], "chosen on all": [], "chosen on half": []}
    a, b = slice(0, 50), slice(50, 100)
    for seed in range(100, 140):  # other data sets than the notebook's
        rng = np.random.default_rng(seed)
        noise, labels = rng.normal(3, 2, (100, 2000)), rng.permutation(np.arange(100) % 2)

        def best(rows, noise=noise, labels=labels):
            Z = normalize(noise[rows], *fit(noise[rows], "standard"))
            return np.argsort(-np.abs((labels[rows] - labels[rows].mean()) @ Z))[:20]

        sets = {
            "scaled": normalize(noise, *fit(noise, "standard")),
            "chosen on all": normalize(noise, *fit(noise[a], "standard"))[:, best(slice(None))],
            "chosen on half": normalize(noise, *fit(noise[a], "standard"))[:, best(a)],
        }
        for name, Z in sets.items():
            means = [Z[a][labels[a] == k].mean(axis=0) for k in (0, 1)]
            nearer = [np.sum((Z[b] - mean) ** 2, axis=1) for mean in means]
            found[name].append(np.mean((nearer[1] < nearer[0]) == labels[b]))
    assert 0.83 < np.mean(found["chosen on all"]) < 0.91
    assert 0.45 < np.mean(found["scaled"]) < 0.54
    assert 0.45 < np.mean(found["chosen on half"]) < 0.54


@pytest.mark.thorough
def test_myth_pixels_need_no_normalization(solved, clothes):
    X, y, X_test, y_test = clothes
    best = {}
    for name in ("0 to 255", "0 to 1", "standard"):
        pair = (0.0, 1.0) if name == "0 to 255" else solved["fit_scaling"](255 * X, name)
        A, A_test = (solved["normalize"](255 * Z, *pair) for Z in (X, X_test))
        rates = (1e-4, 3.2e-4, 1e-3) if name == "0 to 255" else (0.01, 0.032, 0.1)
        best[name] = 0.0
        for lr in rates:
            net = MLP((784, 50, 10), "relu", np.random.default_rng(3))
            train(net, A, y, lr=lr, steps=80, rng=np.random.default_rng(4), progress=False)
            best[name] = max(best[name], evaluate(net, A_test, y_test)[1])
    assert best["0 to 255"] + 0.05 < best["0 to 1"] < best["standard"] - 0.05


def test_a_nearly_constant_pixel_makes_huge_numbers_of_new_data(solved, clothes):
    X, _, X_test, _ = clothes
    Z = solved["normalize"](255 * X_test, *solved["fit_scaling"](255 * X, "standard"))
    pixel = 3 * 28 + 1
    assert np.round(255 * X[:, pixel].std()) == 5 and np.mean(X[:, pixel] == 0) >= 0.99
    assert np.round(255 * X_test[:, pixel].max()) == 220 and np.round(Z[:, pixel].max()) == 44


def halves_of(X):
    P = 255 * X.reshape(-1, 28, 28)
    return np.stack([P[:, :14].mean(axis=(1, 2)), P[:, 14:].mean(axis=(1, 2))], axis=1)


def test_myth_whitening_only_sets_the_variances(solved, clothes):
    halves = halves_of(clothes[0])
    standardized = solved["normalize"](halves, *solved["fit_scaling"](halves, "standard"))
    C = solved["covariance"](standardized)
    np.testing.assert_allclose(np.diag(C), 1)
    assert round(C[0, 1], 2) == 0.66
    white = solved["whiten"](halves, *solved["pca"](halves))
    np.testing.assert_allclose(solved["covariance"](white), np.eye(2), atol=1e-6)


def test_myth_components_are_independent(solved, clothes):
    t = np.linspace(-1, 1, 401)
    assert abs(solved["covariance"](np.stack([t, t**2], axis=1))[0, 1]) < 1e-15
    mean, components, variances = solved["pca"](clothes[0])
    first_two = solved["project"](clothes[0], mean, components[:2])
    assert abs(solved["covariance"](first_two)[0, 1]) < 1e-10
    near = np.abs(first_two[:, 0]) < 1
    assert first_two[near, 1].std() > 1.2 * first_two[~near, 1].std()
    explained = np.cumsum(variances) / np.sum(variances)
    needed = [np.count_nonzero(explained < share) + 1 for share in (0.5, 0.8, 0.9, 0.99)]
    assert needed == [3, 24, 80, 430]


def test_as_few_points_as_dimensions_are_all_equally_far_apart_once_white(solved, clothes):
    X = clothes[0][:100]
    before = np.sqrt(np.sum((X[:, None] - X) ** 2, axis=2))[np.triu_indices(100, 1)]
    assert 4 <= np.round(before.min(), 1) and before.max() < 20
    white = solved["whiten"](X, *solved["pca"](X))
    after = np.sqrt(np.sum((white[:, None] - white) ** 2, axis=2))[np.triu_indices(100, 1)]
    np.testing.assert_allclose(after, np.sqrt(200), rtol=1e-3)


def test_steps_to_converge_are_four_times_the_condition_number(solved, clothes):
    halves = halves_of(clothes[0])
    target = np.isin(clothes[1], (5, 7, 9)).astype(float)
    forms = {how: solved["normalize"](halves, *solved["fit_scaling"](halves, how)) for how in ("0 to 1", "standard")}
    forms["0 to 255"], forms["whitened"] = halves, solved["whiten"](halves, *solved["pca"](halves))
    steps = {}
    for name, Z in forms.items():
        A = np.column_stack([Z, np.ones(len(Z))])
        H, g = A.T @ A / len(A), A.T @ target / len(A)
        curvatures, vectors = np.linalg.eigh(H)
        missing = vectors.T @ np.linalg.solve(H, g)

        def excess(n, curvatures=curvatures, missing=missing):  # in closed form, unlike the notebook's loop
            return np.sum(curvatures * missing**2 * (1 - curvatures / curvatures[-1]) ** (2 * n))

        low, high = 0, 10**7
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if excess(middle) > 1e-4 * excess(0) else (low, middle)
        steps[name] = high
        if name != "whitened":
            assert 3 < high / (curvatures[-1] / curvatures[0]) < 5
    assert steps["whitened"] == 1 and steps["standard"] == 17 and steps["0 to 1"] == 694
    assert 300_000 < steps["0 to 255"] < 400_000


@pytest.mark.thorough
def test_a_network_that_has_seen_shoes_from_one_side_does_not_know_their_mirror_images(solved, clothes):
    X, y, X_test, y_test = clothes
    P, P_test, mean = X.reshape(-1, 28, 28), X_test.reshape(-1, 28, 28), X.mean(axis=0)
    mirrored, _ = solved["flip"](P_test, np.zeros((len(P_test), 4)))
    right = {}
    for flips in (False, True):
        rng, net = np.random.default_rng(3), MLP((784, 100, 10), "relu", np.random.default_rng(3))
        for epoch in range(12):
            A, _ = solved["random_flip"](P, 0.5 if flips else 0.0, rng)
            lr = 0.2 if epoch < 9 else 0.05
            train(net, A.reshape(-1, 784) - mean, y, lr=lr, epochs=1, batch_size=64, rng=rng, progress=False)
        for name, pictures in (("as they are", P_test), ("mirrored", mirrored)):
            right[flips, name] = net(pictures.reshape(-1, 784) - mean).data.argmax(axis=1) == y_test
    assert right[False, "as they are"].mean() > 0.83
    assert 0.56 < right[False, "mirrored"].mean() < 0.64
    assert right[False, "as they are"][y_test == BOOT].mean() > 0.9
    assert right[False, "mirrored"][y_test == BOOT].mean() < 0.03
    assert right[False, "mirrored"][y_test == SNEAKER].mean() < 0.13
    assert right[False, "mirrored"][y_test == SANDAL].mean() < 0.45
    assert right[True, "as they are"].mean() > 0.83 and right[True, "mirrored"].mean() > 0.83
    assert right[True, "mirrored"][y_test == BOOT].mean() > 0.85


@pytest.mark.thorough
def test_flips_that_keep_the_label_of_arrows_unlearn_their_direction(solved):
    P, kind, *_ = shapes(2400, np.random.default_rng(1), size=20)
    P, right = P[kind >= 4], kind[kind >= 4] - 4
    n, centre = len(P) // 2, P[: len(P) // 2].mean(axis=0)
    found = {}
    for name, p, labels_too in (("none", 0.0, False), ("kept", 0.5, False), ("changed", 0.5, True)):
        rng, net = np.random.default_rng(1), MLP((1200, 64, 2), "relu", np.random.default_rng(0))
        for _ in range(40):
            A, flipped = solved["random_flip"](P[:n], p, rng)
            labels = np.where(flipped & labels_too, 1 - right[:n], right[:n])
            A = (A - centre).reshape(n, -1)
            train(net, A, labels, lr=0.05, epochs=1, batch_size=32, rng=rng, progress=False)
        found[name] = evaluate(net, (P[n:] - centre).reshape(n, -1), right[n:])[1]
    assert found["none"] > 0.75 and found["changed"] > 0.8
    assert 0.4 < found["kept"] < 0.6
