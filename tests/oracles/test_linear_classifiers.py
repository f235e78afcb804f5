"""The solutions of 01_linear_classifiers against SciPy, PyTorch and slow arithmetic, which know nothing of them."""

import math
from fractions import Fraction

import numpy as np
import pytest
from throwaway import ROOT

from chainrule.data import load_fashion_mnist
from chainrule_staff.authoring.bench import Bench
from chainrule_staff.authoring.source import read

FOLDER = ROOT / "solutions" / "01_linear_classifiers"
# The peers and the solutions compute in float64: what differs is the order of a few operations.
CLOSE = {"rtol": 1e-10, "atol": 1e-14}
FAR = np.array([[1000.0, -1000.0, 0.0], [0.0, -1000.0, 1000.0], [-1000.0, -1000.0, -500.0], [-999.0, -1000.0, -1000.0]])


@pytest.fixture(scope="module")
def solved():
    return Bench(read(FOLDER)).namespace()


def some_scores(rng, N=23, C=7):
    return np.concatenate([rng.normal(0, 4, (N, C)), 500 * rng.normal(0, 1, (5, C))])


def test_softmax_agrees_with_scipy(solved):
    special = pytest.importorskip("scipy.special")
    for scores in (some_scores(np.random.default_rng(0)), FAR):
        np.testing.assert_allclose(solved["softmax"](scores), special.softmax(scores, axis=1), **CLOSE)


@pytest.mark.parametrize("scores", [some_scores(np.random.default_rng(1)), FAR], ids=["ordinary", "far"])
def test_cross_entropy_and_gradient_agree_with_pytorch(solved, scores):
    torch = pytest.importorskip("torch")
    y = np.random.default_rng(2).integers(0, scores.shape[1], len(scores))
    ours, dscores = solved["softmax_cross_entropy"](scores, y)
    theirs = torch.tensor(scores, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(theirs, torch.tensor(y))
    loss.backward()
    np.testing.assert_allclose(ours, loss.item(), **CLOSE)
    np.testing.assert_allclose(dscores, theirs.grad.numpy(), **CLOSE)


def test_cross_entropy_with_soft_labels_agrees_with_pytorch(solved):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(3)
    for scores in (some_scores(rng), FAR):
        targets = rng.dirichlet(np.ones(scores.shape[1]), len(scores))
        ours, dscores = solved["soft_cross_entropy"](scores, targets)
        theirs = torch.tensor(scores, requires_grad=True)
        loss = torch.nn.functional.cross_entropy(theirs, torch.tensor(targets))
        loss.backward()
        np.testing.assert_allclose(ours, loss.item(), **CLOSE)
        np.testing.assert_allclose(dscores, theirs.grad.numpy(), **CLOSE)


def test_binary_cross_entropy_from_logits_agrees_with_pytorch(solved):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(4)
    for z in (rng.normal(0, 5, 40), np.array([1000.0, -1000.0, 1000.0, -1000.0, 0.0, 37.0, -37.0])):
        y = (np.arange(len(z)) % 3 == 0) * 1.0
        ours, dz = solved["bce_with_logits"](z, y)
        theirs = torch.tensor(z, requires_grad=True)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(theirs, torch.tensor(y))
        loss.backward()
        np.testing.assert_allclose(ours, loss.item(), **CLOSE)
        np.testing.assert_allclose(dz, theirs.grad.numpy(), **CLOSE)


def test_log_loss_agrees_with_pytorch_between_0_and_1_and_tells_the_truth_at_the_ends(solved):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(5)
    p, y = rng.uniform(0.001, 0.999, 50), rng.integers(0, 2, 50)
    theirs = torch.nn.functional.binary_cross_entropy(torch.tensor(p), torch.tensor(y * 1.0)).item()
    np.testing.assert_allclose(solved["log_loss"](p, y), theirs, **CLOSE)
    ends = np.array([0.0, 1.0])
    assert solved["log_loss"](ends, np.array([0, 1])) == 0
    assert solved["log_loss"](ends, np.array([1, 1])) == math.inf == solved["log_loss"](ends, np.array([0, 0]))


@pytest.mark.parametrize("name, of_torch", [("mse", "mse_loss"), ("mae", "l1_loss")])
def test_regression_losses_and_gradients_agree_with_pytorch(solved, name, of_torch):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(6)
    prediction, target = rng.normal(size=(2, 5, 3)), rng.normal(size=(2, 5, 3))
    prediction[0, 0] = target[0, 0]  # errors of exactly 0
    ours, dprediction = solved[name](prediction, target)
    theirs = torch.tensor(prediction, requires_grad=True)
    loss = getattr(torch.nn.functional, of_torch)(theirs, torch.tensor(target))
    loss.backward()
    np.testing.assert_allclose(ours, loss.item(), **CLOSE)
    np.testing.assert_allclose(dprediction, theirs.grad.numpy(), **CLOSE)


def test_ten_steps_of_sgd_agree_with_pytorch(solved):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(7)
    W, b, X, y = rng.normal(size=(6, 4)), rng.normal(size=4), rng.normal(size=(30, 6)), rng.integers(0, 4, 30)
    layer = torch.nn.Linear(6, 4, dtype=torch.float64)
    with torch.no_grad():
        layer.weight[:], layer.bias[:] = torch.tensor(W.T), torch.tensor(b)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.3)
    for batch in solved["minibatches"](30, 3, rng):
        _, dscores = solved["softmax_cross_entropy"](solved["linear_scores"](X[batch], W, b), y[batch])
        W, b = solved["sgd_step"](W, b, X[batch], dscores, 0.3)
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(layer(torch.tensor(X[batch])), torch.tensor(y[batch])).backward()
        optimizer.step()
    np.testing.assert_allclose(W, layer.weight.detach().numpy().T, **CLOSE)
    np.testing.assert_allclose(b, layer.bias.detach().numpy(), **CLOSE)


def test_colour_histogram_agrees_with_exact_counting(solved):
    rng = np.random.default_rng(8)
    image = rng.integers(0, 65, (9, 4, 3)) / 64  # exact in floating point, borders and ones included
    for bins in (1, 2, 4, 8):
        counts = np.zeros((bins, bins, bins), dtype=int)
        for pixel in image.reshape(-1, 3):
            counts[tuple(min(int(Fraction(value) * bins), bins - 1) for value in pixel)] += 1
        np.testing.assert_array_equal(solved["colour_histogram"](image, bins), counts / 36)


def slow_hog(image, cell, bins, eps):
    """HOG by the words of the contract, with degrees and one pixel at a time."""
    H, W = len(image), len(image[0])
    cells = [[[0.0] * bins for _ in range(W // cell)] for _ in range(H // cell)]
    for i in range(H):
        for j in range(W):
            gx = image[i][j + 1] - image[i][j - 1] if 0 < j < W - 1 else 0.0
            gy = image[i + 1][j] - image[i - 1][j] if 0 < i < H - 1 else 0.0
            degrees = math.degrees(math.atan2(gy, gx))
            degrees += 180 if degrees < 0 else 0
            degrees -= 180 if degrees >= 180 else 0
            cells[i // cell][j // cell][int(degrees * bins / 180)] += math.sqrt(gx * gx + gy * gy)
    return np.array(
        [[[value / math.sqrt(sum(v * v for v in h) + eps * eps) for value in h] for h in row] for row in cells]
    )


def test_hog_agrees_with_a_slow_one_on_noise_and_on_clothes(solved):
    noise = np.random.default_rng(9).normal(size=(12, 20))
    boot = load_fashion_mnist(flatten=False, dtype=np.float64)[0][0]
    for image, cell, bins, eps in ((noise, 4, 9, 0.3), (noise, 2, 5, 1.0), (boot, 7, 7, 0.1), (boot, 4, 9, 0.3)):
        np.testing.assert_allclose(
            solved["hog"](image, cell, bins, eps), slow_hog(image.tolist(), cell, bins, eps), **CLOSE
        )


def test_image_gradients_agree_with_scipy(solved):
    ndimage = pytest.importorskip("scipy.ndimage")
    image = np.random.default_rng(10).normal(size=(8, 11))
    gx, gy = (ndimage.correlate1d(image, [-1.0, 0.0, 1.0], axis=axis) for axis in (1, 0))
    gx[:, [0, -1]], gy[[0, -1]] = 0, 0
    magnitude, angle = solved["image_gradients"](image)
    np.testing.assert_allclose(magnitude, np.sqrt(gx**2 + gy**2), **CLOSE)
    # Cosine and sine of the doubled angle do not know which of two opposite directions was meant.
    np.testing.assert_allclose(magnitude**2 * np.cos(2 * angle), gx**2 - gy**2, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(magnitude**2 * np.sin(2 * angle), 2 * gx * gy, rtol=1e-10, atol=1e-12)
    assert angle.min() >= 0 and angle.max() < np.pi


@pytest.mark.filterwarnings("ignore:One of the clusters is empty")  # a word that stays where it is
def test_words_bags_and_k_means_agree_with_scipy(solved):
    vq = pytest.importorskip("scipy.cluster.vq")
    rng = np.random.default_rng(11)
    patches, codebook = rng.normal(size=(200, 6)), rng.normal(size=(9, 6))
    words, _ = vq.vq(patches, codebook)
    np.testing.assert_array_equal(solved["visual_words"](patches, codebook), words)
    np.testing.assert_allclose(
        solved["bag_of_words"](patches, codebook), np.bincount(words, minlength=9) / 200, **CLOSE
    )
    ours = codebook
    for _ in range(5):
        ours = solved["kmeans_step"](patches, ours)
    theirs, _ = vq.kmeans2(patches, codebook, iter=5, minit="matrix")
    np.testing.assert_allclose(ours, theirs, **CLOSE)


def test_products_separate_what_the_text_says(solved):
    X = np.random.default_rng(12).normal(size=(5, 3))
    lifted = solved["products"](X)
    np.testing.assert_allclose(
        lifted[:, 3] + lifted[:, 6] + lifted[:, 8], np.sum(X**2, axis=1), **CLOSE
    )  # the radius, squared
    assert 784 + 784 * 785 // 2 == 308_504


def test_the_numbers_of_the_text_are_right(solved):
    assert round(math.exp(3)) == 20
    assert [round(-math.log(p), 2) for p in (0.5, 0.1, 0.01)] == [0.69, 2.3, 4.61]
    assert 709 < math.log(np.finfo(np.float64).max) < 710 and 88 < math.log(np.finfo(np.float32).max) < 89
    minutes = np.array([18.0, 20.0, 21.0, 22.0, 69.0])
    assert minutes.mean() == 30 and np.median(minutes) == 21
    _, slopes = solved["mse"](np.full(5, 30.0), minutes)
    assert slopes[4] == pytest.approx(-slopes[:4].sum())  # the outlier pulls like the other four together


def test_class_means_are_linear_templates_that_rank_by_distance(solved):
    X, y, X_test, y_test = load_fashion_mnist(dtype=np.float64)
    means = np.stack([X[y == k].mean(axis=0) for k in range(10)])
    scores = solved["linear_scores"](X_test, means.T, -0.5 * np.sum(means**2, axis=1))
    nearest = [np.argmin([np.sum((x - m) ** 2) for m in means]) for x in X_test[:100]]
    np.testing.assert_array_equal(np.argmax(scores[:100], axis=1), nearest)
    assert solved["accuracy"](scores, y_test) == pytest.approx(0.665)
