"""The solutions of 10_convolution against NumPy, SciPy and PyTorch, and the numbers of its text against the literature."""

from pathlib import Path

import numpy as np
import pytest

from chainrule_staff.authoring.bench import Bench
from chainrule_staff.authoring.source import read

FOLDER = Path(__file__).parents[2] / "solutions" / "10_convolution"
# Both sides compute in float64: what differs is the order of a few dozen additions.
CLOSE = {"rtol": 1e-10, "atol": 1e-10}
GEOMETRIES = [  # N, C, F, H, width, kh, kw, stride, pad
    (2, 3, 4, 7, 5, 3, 2, 1, 0),
    (1, 2, 3, 8, 9, 2, 3, 2, 1),
    (3, 1, 2, 10, 6, 5, 1, 3, 2),
    (2, 4, 1, 6, 6, 3, 3, 2, 0),
    (1, 1, 1, 3, 4, 5, 6, 1, 2),
]
POOLS = [(2, 2), (3, 2), (2, 3), (3, 1)]


@pytest.fixture(scope="module")
def solved():
    """The solved functions, and the table of networks with the function that walks through it."""
    lecture = read(FOLDER)
    namespace = Bench(lecture).namespace() | {"ready": lambda *names: False}
    for cell in lecture.notebook.cells:
        if cell.cell_type == "code" and ("NETWORKS = {" in cell.source or "def walk(" in cell.source):
            exec(cell.source, namespace)
    return namespace


def arrays(geometry, seed=0):
    N, C, F, H, width, kh, kw, stride, pad = geometry
    rng = np.random.default_rng(seed)
    return rng.normal(size=(N, C, H, width)), rng.normal(size=(F, C, kh, kw)), rng.normal(size=F), stride, pad


@pytest.mark.parametrize("n, m", [(5, 3), (8, 4), (6, 1), (4, 4), (9, 2)])
def test_one_dimension_agrees_with_numpy_and_scipy(solved, n, m):
    signal = pytest.importorskip("scipy.signal")
    rng = np.random.default_rng(n)
    x, w = rng.normal(size=n), rng.normal(size=m)
    np.testing.assert_allclose(
        solved["cross_correlate1d"](x, w), signal.correlate(x, w, "valid", method="direct"), **CLOSE
    )
    for mode in ("full", "same", "valid"):
        np.testing.assert_allclose(solved["convolve1d"](x, w, mode), np.convolve(x, w, mode), **CLOSE)
        np.testing.assert_allclose(
            solved["convolve1d"](x, w, mode), signal.convolve(x, w, mode, method="direct"), **CLOSE
        )


def test_with_a_kernel_longer_than_the_signal_same_keeps_the_signals_length_as_in_scipy(solved):
    signal = pytest.importorskip("scipy.signal")
    rng = np.random.default_rng(0)
    for n, m in ((2, 3), (3, 6), (1, 4)):
        x, w = rng.normal(size=n), rng.normal(size=m)
        np.testing.assert_allclose(
            solved["convolve1d"](x, w, "same"), signal.convolve(x, w, "same", method="direct"), **CLOSE
        )


def test_the_worked_example_is_scipys_strided_2d_convolution(solved):
    signal = pytest.importorskip("scipy.signal")
    X = np.array([[2, 1, 2], [5, 0, 1], [1, 7, 3]])
    W = np.array([[0.5, 0.7, 0.4], [0.3, 0.4, 0.1], [0.5, 1, 0.5]])
    expected = [[4.6, 1.6], [7.5, 2.9]]
    np.testing.assert_allclose(signal.convolve2d(X, W, mode="same")[::2, ::2], expected, **CLOSE)
    for layer in ("conv2d_forward", "conv2d_fast"):
        out = solved[layer](X[None, None], np.rot90(W, 2)[None, None], np.zeros(1), stride=2, pad=1)
        np.testing.assert_allclose(out, [[expected]], **CLOSE)


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_layer_and_gradients_agree_with_pytorch(solved, geometry):
    torch = pytest.importorskip("torch")
    *given, stride, pad = arrays(geometry)
    x, W, b = (torch.tensor(array, requires_grad=True) for array in given)
    out = torch.nn.functional.conv2d(x, W, b, stride, pad)
    for layer in ("conv2d_forward", "conv2d_fast"):
        np.testing.assert_allclose(solved[layer](*given, stride, pad), out.detach(), **CLOSE)
    dout = np.random.default_rng(1).normal(size=out.shape)
    out.backward(torch.tensor(dout))
    for ours, theirs in zip(
        solved["conv2d_backward"](dout, *given[:2], stride, pad), (x.grad, W.grad, b.grad), strict=True
    ):
        np.testing.assert_allclose(ours, theirs, **CLOSE)


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_im2col_is_pytorchs_unfold_with_the_positions_on_axes_of_their_own(solved, geometry):
    torch = pytest.importorskip("torch")
    x, W, _, stride, pad = arrays(geometry)
    rows = solved["im2col"](x, *W.shape[2:], stride, pad)
    unfolded = torch.nn.functional.unfold(
        torch.tensor(x), W.shape[2:], padding=pad, stride=stride
    )  # (N, C kh kw, positions)
    np.testing.assert_array_equal(rows.reshape(len(x), -1, rows.shape[3]), unfolded.transpose(1, 2))


@pytest.mark.parametrize("size, stride", POOLS)
@pytest.mark.parametrize("ties", [False, True])
def test_pooling_and_gradients_agree_with_pytorch_also_where_values_tie(solved, size, stride, ties):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(2)
    x = rng.integers(-2, 2, (2, 3, 7, 8)) * 1.0 if ties else rng.normal(size=(2, 3, 7, 8))
    of_torch = {"max_pool": torch.nn.functional.max_pool2d, "mean_pool": torch.nn.functional.avg_pool2d}
    for name, pool in of_torch.items():
        tx = torch.tensor(x, requires_grad=True)
        out = pool(tx, size, stride)
        np.testing.assert_allclose(solved[name](x, size, stride), out.detach(), **CLOSE)
        dout = rng.normal(size=out.shape)
        out.backward(torch.tensor(dout))
        back = {
            "max_pool": lambda: solved["max_pool_backward"](dout, x, size, stride),
            "mean_pool": lambda: solved["mean_pool_backward"](dout, x.shape, size, stride),
        }
        np.testing.assert_allclose(back[name](), tx.grad, **CLOSE)


def test_sizes_agree_with_pytorch_and_are_an_error_where_it_has_none(solved):
    torch = pytest.importorskip("torch")
    refused = 0
    for n, m, p, s in np.random.default_rng(3).integers((1, 1, 0, 1), (12, 9, 3, 5), (200, 4)).tolist():
        run = torch.nn.Conv1d(1, 1, m, s, p)
        try:
            expected = run(torch.zeros(1, 1, n)).shape[2]
        except RuntimeError:
            refused += 1
            with pytest.raises(ValueError):
                solved["conv_output_size"](n, m, p, s)
        else:
            assert solved["conv_output_size"](n, m, p, s) == expected
    assert refused > 10


@pytest.mark.filterwarnings("ignore:Using padding='same'")
def test_same_padding_is_pytorchs(solved):
    torch = pytest.importorskip("torch")
    x = np.random.default_rng(4).normal(size=12)
    for m in range(1, 10):
        w = np.random.default_rng(m).normal(size=m)
        theirs = torch.nn.functional.conv1d(torch.tensor(x)[None, None], torch.tensor(w)[None, None], padding="same")
        np.testing.assert_allclose(
            solved["cross_correlate1d"](np.pad(x, solved["same_padding"](m)), w), theirs[0, 0], **CLOSE
        )


def test_the_further_exercises_agree_with_pytorch(solved):
    torch = pytest.importorskip("torch")
    for n, m, p, s, d in np.random.default_rng(5).integers((14, 1, 0, 1, 1), (20, 5, 3, 4, 4), (50, 5)).tolist():
        assert (
            solved["dilated_output_size"](n, m, p, s, d)
            == torch.nn.Conv1d(1, 1, m, s, p, d)(torch.zeros(1, 1, n)).shape[2]
        )
        assert (
            solved["transposed_output_size"](n, m, p, s)
            == torch.nn.ConvTranspose1d(1, 1, m, s, p)(torch.zeros(1, 1, n)).shape[2]
        )
    x, W, b, *_ = arrays((2, 3, 4, 5, 6, 1, 1, 1, 0))
    theirs = torch.nn.functional.conv2d(torch.tensor(x), torch.tensor(W), torch.tensor(b))
    np.testing.assert_allclose(solved["conv1x1"](x, W[:, :, 0, 0], b), theirs, **CLOSE)


# -- the four networks ---------------------------------------------------------------------


def torch_layers(torch, shape, layers):
    channels = shape[0]
    for _, F, k, s, p in layers:
        yield torch.nn.Conv2d(channels, F, k, s, p) if F else torch.nn.MaxPool2d(k, s, p)
        channels = F or channels


@pytest.mark.parametrize("network", ["LeNet-5", "AlexNet", "VGG-16", "ResNet's stem"])
def test_predicted_shapes_and_counts_are_those_of_a_network_that_really_runs(solved, network):
    torch = pytest.importorskip("torch")
    shape, layers, _ = solved["NETWORKS"][network]
    rows = solved["walk"](shape, layers)
    x = torch.zeros(1, *shape)
    with torch.no_grad():
        for (_, out, parameters, work), layer in zip(rows, torch_layers(torch, shape, layers), strict=True):
            x = layer(x)
            assert tuple(x.shape[1:]) == out
            assert parameters == sum(p.numel() for p in layer.parameters())
            weights = layer.weight.numel() if parameters else 0
            assert work == weights * out[1] * out[2]


def sums(solved, network):
    """Parameters of convolutions and head, multiply-adds of convolutions and head."""
    shape, layers, head = solved["NETWORKS"][network]
    rows = solved["walk"](shape, layers)
    widths = [int(np.prod(rows[-1][1])), *head]
    dense = sum(a * b for a, b in zip(widths[:-1], widths[1:]))
    return sum(row[2] for row in rows), dense + sum(head), sum(row[3] for row in rows), dense


def test_parameter_counts_are_those_of_the_literature(solved):
    assert sum(sums(solved, "VGG-16")[:2]) == 138_357_544  # torchvision's vgg16
    assert sum(sums(solved, "AlexNet")[:2]) == 61_100_840  # torchvision's alexnet
    assert sum(sums(solved, "LeNet-5")[:2]) == 61_706  # with a dense C3
    assert solved["conv_parameters"](3, 64, 7, bias=False) == 9_408  # the first layer of every ResNet
    # LeCun et al. 1998, section II.B: C1 156, S2 12, C3 1,516 by table I, S4 32, C5 48,120, F6 10,164; 60,000 in all.
    count = solved["conv_parameters"]
    assert (count(1, 6, 5), count(16, 120, 5), count(120, 84, 1)) == (156, 48_120, 10_164)
    sparse_c3 = count(3, 6, 5) + count(4, 9, 5) + count(6, 1, 5)
    assert sparse_c3 == 1_516 and count(6, 16, 5) == 2_416
    assert 156 + 12 + sparse_c3 + 32 + 48_120 + 10_164 == 60_000


def test_the_shares_of_the_text_are_right(solved):
    in_convolutions, in_head, by_convolutions, by_head = sums(solved, "VGG-16")
    assert round(in_convolutions / (in_convolutions + in_head), 2) == 0.11
    assert round(by_convolutions / (by_convolutions + by_head), 2) == 0.99
    assert round((by_convolutions + by_head) / 1e9, 1) == 15.5
    assert solved["walk"](*solved["NETWORKS"]["VGG-16"][:2])[-1][1] == (512, 7, 7)
    assert 784 * 8 * 26 * 26 == 4_239_872 and solved["conv_parameters"](1, 8, 3, bias=False) == 72


def test_alexnets_first_layer_has_55_rows_with_227_or_with_padding_2_and_54_as_the_paper_says_it(solved):
    size = solved["conv_output_size"]
    assert (size(227, 11, 0, 4), size(224, 11, 2, 4), size(224, 11, 0, 4)) == (55, 55, 54)


@pytest.mark.parametrize("network, side", [("LeNet-5", 32), ("AlexNet", 195), ("VGG-16", 212), ("ResNet's stem", 11)])
def test_receptive_fields_are_those_of_the_literature(solved, network, side):
    # Araujo, Norris and Sim, Distill 2019, table in "Deriving receptive field size", for AlexNet and VGG-16.
    layers = [(k, s) for _, _, k, s, _ in solved["NETWORKS"][network][1]]
    assert solved["receptive_field"](layers) == side


def test_a_gradient_reaches_as_many_pixels_as_the_receptive_field_is_wide(solved):
    torch = pytest.importorskip("torch")
    for seed in range(8):
        layers = np.random.default_rng(seed).integers((1, 1), (5, 4), (3, 2)).tolist()
        x = torch.ones(1, 1, 200, requires_grad=True)
        out = x
        for k, s in layers:
            out = torch.nn.functional.conv1d(out, torch.ones(1, 1, max(k, 1)), stride=s)
        out[0, 0, out.shape[2] // 2].backward()
        touched = np.flatnonzero(x.grad[0, 0])
        # With strides larger than windows there are gaps: the field is measured from end to end.
        assert solved["receptive_field"]([tuple(layer) for layer in layers]) == touched[-1] - touched[0] + 1


# -- other numbers of the text ---------------------------------------------------------------

X1 = np.array(
    [
        [10, 255, 125, 0, 170, 100],
        [70, 255, 105, 25, 25, 70],
        [255, 0, 150, 0, 10, 10],
        [0, 255, 10, 10, 150, 20],
        [70, 15, 200, 100, 95, 0],
        [25, 25, 100, 20, 0, 60],
    ]
)
X2 = np.array(
    [
        [100, 100, 100, 50, 100, 50],
        [95, 255, 100, 125, 125, 170],
        [80, 40, 10, 10, 125, 150],
        [255, 30, 150, 20, 120, 125],
        [30, 30, 150, 100, 70, 70],
        [70, 30, 100, 200, 70, 95],
    ]
)


def test_two_pictures_that_differ_nearly_everywhere_pool_alike(solved):
    pooled = solved["max_pool"](np.stack([X1, X2])[:, None])[:, 0]
    assert pooled.tolist() == [[[255, 125, 170], [255, 150, 150], [70, 200, 95]]] * 2
    assert np.sum(X1 != X2) == 33
    assert np.all(np.diff(solved["mean_pool"](np.stack([X1, X2])[:, None]), axis=0) != 0)


def test_a_convolution_is_a_dense_layer_with_108_weights_of_9_values(solved):
    kernel = np.array([[1.0, 2.0, -1.0], [3.0, -2.0, 0.5], [-3.0, 1.5, -0.5]])[None, None]
    M = solved["conv2d_forward"](np.eye(30).reshape(30, 1, 5, 6), kernel, np.zeros(1)).reshape(30, -1).T
    x = np.random.default_rng(0).normal(size=(1, 1, 5, 6))
    np.testing.assert_allclose(M @ x.ravel(), solved["conv2d_forward"](x, kernel, np.zeros(1)).ravel(), **CLOSE)
    assert (M.shape, np.sum(M != 0), np.sum(M == 0), len(np.unique(M[M != 0]))) == ((12, 30), 108, 252, 9)
