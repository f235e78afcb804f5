"""Convolution and pooling against loops, numerical gradients and, where it is installed, PyTorch."""

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chainrule.autodiff import Tensor
from chainrule.convolution import Conv2d, conv2d, conv2d_by_loops, max_pool2d, mean_pool2d
from chainrule.gradients import numerical_gradient
from chainrule.nn import Dense, softmax_cross_entropy
from chainrule.training import evaluate, sgd_step, train

# Sums of at most a few hundred products of numbers of size one, in float64 but in another order.
CLOSE = dict(rtol=1e-10, atol=1e-10)
# Central differences of functions that are at most quadratic in each argument, or piecewise linear.
NUMERICAL = dict(rtol=1e-6, atol=1e-7)
quick = settings(max_examples=40, deadline=None)
seeds = st.integers(0, 2**32 - 1)


@pytest.fixture(scope="module")
def torch():
    return pytest.importorskip("torch")


@st.composite
def convolutions(draw):
    """Images, kernels, biases, stride and pad that go together, from the smallest on."""
    N, C, F, stride = (draw(st.integers(1, 3)) for _ in range(4))
    H, W, kh, kw = draw(st.integers(1, 7)), draw(st.integers(1, 7)), draw(st.integers(1, 4)), draw(st.integers(1, 4))
    pad = draw(st.integers(0, 2))
    assume(kh <= H + 2 * pad and kw <= W + 2 * pad)
    rng = np.random.default_rng(draw(seeds))
    arrays = rng.normal(size=(N, C, H, W)), rng.normal(size=(F, C, kh, kw)), rng.normal(size=F)
    return *arrays, stride, pad


@st.composite
def poolings(draw):
    """Images without ties, further apart than a numerical step, with a window that fits and a stride."""
    N, C, size, stride = (draw(st.integers(1, 3)) for _ in range(4))
    shape = N, C, draw(st.integers(size, 7)), draw(st.integers(size, 7))
    x = np.random.default_rng(draw(seeds)).permutation(np.prod(shape)).reshape(shape) / 10
    return x, size, draw(st.sampled_from([stride, None]))


def pool_by_loops(reduce, x, size, stride):
    stride = stride or size
    N, C, H, W = x.shape
    out = np.empty((N, C, (H - size) // stride + 1, (W - size) // stride + 1))
    for n, c, r, s in itertools.product(*map(range, out.shape)):
        out[n, c, r, s] = reduce(x[n, c, r * stride : r * stride + size, s * stride : s * stride + size])
    return out


def check(op, reference, *arrays):
    """Compare value and gradients of `op` on tensors with those of `reference`, which is plain NumPy."""
    expected = reference(*arrays)
    dout = np.random.default_rng(0).normal(size=expected.shape)
    tensors = [Tensor(array.copy(), requires_grad=True) for array in arrays]
    out = op(*tensors)
    assert out.shape == expected.shape
    np.testing.assert_allclose(out.data, expected, **CLOSE)
    out.backward(dout)
    for position, (tensor, array) in enumerate(zip(tensors, arrays)):

        def loss(changed):
            return np.sum(reference(*arrays[:position], changed, *arrays[position + 1 :]) * dout)

        np.testing.assert_array_equal(tensor.data, array)  # unchanged
        assert tensor.grad.shape == tensor.shape
        np.testing.assert_allclose(tensor.grad, numerical_gradient(loss, array), **NUMERICAL)


def check_against_torch(op, oracle, torch, *arrays):
    """Compare value and all gradients of `op` with those of `oracle`, PyTorch's operation."""
    mine = [Tensor(array, requires_grad=True) for array in arrays]
    theirs = [torch.tensor(array, requires_grad=True) for array in arrays]
    out, expected = op(*mine), oracle(*theirs)
    assert out.shape == tuple(expected.shape)
    np.testing.assert_allclose(out.data, expected.detach().numpy(), **CLOSE)
    dout = np.random.default_rng(0).normal(size=out.shape)
    out.backward(dout)
    expected.backward(torch.tensor(dout))
    for tensor, twin in zip(mine, theirs):
        np.testing.assert_allclose(tensor.grad, twin.grad.numpy(), **CLOSE)


# Convolution.


@settings(max_examples=15, deadline=None)  # loops within numerical gradients are slow
@given(convolutions())
def test_convolution_and_its_gradients_are_those_of_loops(example):
    *arrays, stride, pad = example
    assume(sum(array.size for array in arrays) <= 150)
    check(
        lambda x, W, b: conv2d(x, W, b, stride=stride, pad=pad),
        lambda x, W, b: conv2d_by_loops(x, W, b, stride, pad),
        *arrays,
    )


@quick
@given(convolutions())
def test_convolution_of_any_shape_has_the_values_of_loops(example):
    x, W, b, stride, pad = example
    out = conv2d(x, W, b, stride=stride, pad=pad)
    np.testing.assert_allclose(out.data, conv2d_by_loops(x, W, b, stride, pad), **CLOSE)
    without = conv2d(x, W, stride=stride, pad=pad)
    np.testing.assert_allclose(without.data, out.data - b[:, None, None], **CLOSE)


@settings(max_examples=100, deadline=None)
@given(convolutions())
def test_convolution_agrees_with_pytorch(torch, example):
    *arrays, stride, pad = example
    check_against_torch(
        lambda x, W, b: conv2d(x, W, b, stride=stride, pad=pad),
        lambda x, W, b: torch.nn.functional.conv2d(x, W, b, stride=stride, padding=pad),
        torch,
        *arrays,
    )


@quick
@given(convolutions())
def test_backward_is_the_adjoint_of_forward(example):
    # Without b, conv2d is linear in x and in W: <conv(x, W), g> = <x, dx> = <W, dW>, for every g.
    x, W, _, stride, pad = example
    x, W = Tensor(x, requires_grad=True), Tensor(W, requires_grad=True)
    out = conv2d(x, W, stride=stride, pad=pad)
    g = np.random.default_rng(0).normal(size=out.shape)
    out.backward(g)
    for tensor in (x, W):
        np.testing.assert_allclose(np.sum(tensor.data * tensor.grad), np.sum(out.data * g), rtol=1e-9, atol=1e-9)


def test_kernels_are_not_flipped():
    x = np.zeros((1, 1, 3, 3))
    x[0, 0, 1, 1] = 1
    kernel = np.arange(9.0).reshape(1, 1, 3, 3)
    np.testing.assert_array_equal(conv2d(x, kernel, pad=1).data[0, 0], kernel[0, 0, ::-1, ::-1])


def test_a_kernel_as_large_as_the_image_is_a_dense_layer():
    rng = np.random.default_rng(0)
    x, W = rng.normal(size=(5, 2, 3, 4)), rng.normal(size=(6, 2, 3, 4))
    np.testing.assert_allclose(conv2d(x, W).data[:, :, 0, 0], x.reshape(5, -1) @ W.reshape(6, -1).T, **CLOSE)


def test_windows_that_do_not_fit_are_dropped_and_their_pixels_get_no_gradient():
    x = Tensor(np.ones((1, 1, 6, 5)), requires_grad=True)
    out = conv2d(x, np.ones((1, 1, 2, 2)), stride=3)
    out.backward(np.ones(out.shape))
    assert out.shape == (1, 1, 2, 2)
    np.testing.assert_array_equal(x.grad[0, 0], np.outer([1, 1, 0, 1, 1, 0], [1, 1, 0, 1, 1]))


def test_constant_images_get_no_gradient_and_cost_none():
    W, b = (Tensor(np.ones(shape), requires_grad=True) for shape in ((2, 1, 3, 3), (2,)))
    x = Tensor(np.ones((1, 1, 4, 4)))
    out = conv2d(x, W, b)
    out.backward(np.ones(out.shape))
    assert [tensor for tensor, _ in out.inputs] == [W, b]
    assert x.grad is None and W.grad is not None and b.grad is not None


# Pooling.

POOLINGS = {"max": (max_pool2d, np.max), "mean": (mean_pool2d, np.mean)}


@pytest.mark.parametrize("name", POOLINGS)
@settings(max_examples=15, deadline=None)
@given(example=poolings())
def test_pooling_and_its_gradients_are_those_of_loops(name, example):
    x, size, stride = example
    assume(x.size <= 100)
    pool, reduce = POOLINGS[name]
    check(lambda x: pool(x, size, stride=stride), lambda x: pool_by_loops(reduce, x, size, stride), x)


@pytest.mark.parametrize("name", POOLINGS)
@quick
@given(example=poolings(), values=st.integers(1, 100))
def test_pooling_agrees_with_pytorch_also_where_values_tie(torch, name, example, values):
    x, size, stride = example
    theirs = {"max": torch.nn.functional.max_pool2d, "mean": torch.nn.functional.avg_pool2d}[name]
    check_against_torch(
        lambda x: POOLINGS[name][0](x, size, stride=stride),
        lambda x: theirs(x, size, stride=stride),
        torch,
        x * 10 % values,
    )


def test_of_equal_pixels_the_first_row_by_row_gets_the_whole_gradient():
    x = Tensor(np.array([[1.0, 2, 2], [2, 0, 0], [2, 0, 2]]).reshape(1, 1, 3, 3), requires_grad=True)
    max_pool2d(x, 3).backward(np.full((1, 1, 1, 1), 5.0))
    np.testing.assert_array_equal(x.grad[0, 0], [[0, 5, 0], [0, 0, 0], [0, 0, 0]])


def test_overlapping_windows_add_up_their_gradients():
    x = Tensor(np.array([[0.0, 0, 0], [0, 9, 0], [0, 0, 0]]).reshape(1, 1, 3, 3), requires_grad=True)
    max_pool2d(x, 2, stride=1).backward(np.array([1.0, 10, 100, 1000]).reshape(1, 1, 2, 2))
    np.testing.assert_array_equal(x.grad[0, 0], [[0, 0, 0], [0, 1111, 0], [0, 0, 0]])


@pytest.mark.parametrize("pool", [max_pool2d, mean_pool2d])
def test_pooling_drops_what_is_left_over(pool):
    x = Tensor(np.ones((2, 3, 5, 7)), requires_grad=True)
    out = pool(x, 2)
    out.backward(np.ones(out.shape))
    assert out.shape == (2, 3, 2, 3)
    assert not x.grad[:, :, 4].any() and not x.grad[:, :, :, 6].any() and x.grad.sum() == out.data.size


@pytest.mark.parametrize("pool", [max_pool2d, mean_pool2d])
def test_a_window_of_one_pixel_gives_a_copy(pool):
    x = Tensor(np.arange(12.0).reshape(1, 2, 2, 3))
    out = pool(x, 1)
    np.testing.assert_array_equal(out.data, x.data)
    assert not np.shares_memory(out.data, x.data)


def test_a_channel_of_nan_stays_visible_and_alone():
    x = np.ones((1, 2, 2, 2))
    x[0, 1, 1, 1] = np.nan
    for pool in (max_pool2d, mean_pool2d):
        np.testing.assert_array_equal(pool(x, 2).data[0, :, 0, 0], [1, np.nan])


# What they share.

OPERATIONS = {
    "conv2d": lambda x: conv2d(x, np.ones((2, 3, 2, 2), np.float32), np.ones(2, np.float32), stride=2, pad=1),
    "max_pool2d": lambda x: max_pool2d(x, 2),
    "mean_pool2d": lambda x: mean_pool2d(x, 3, stride=1),
    "Conv2d": Conv2d(3, 2, 2, np.random.default_rng(0)),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_float32_stays_float32_and_the_input_stays_as_it_was(name):
    data = np.random.default_rng(0).normal(size=(2, 3, 4, 5)).astype(np.float32)
    x = Tensor(data.copy(), requires_grad=True)
    out = OPERATIONS[name](x)
    out.backward(np.ones(out.shape))
    assert out.dtype == x.grad.dtype == np.float32
    np.testing.assert_array_equal(x.data, data)


@pytest.mark.parametrize("name", OPERATIONS)
def test_order_in_memory_makes_no_difference(name):
    data = np.random.default_rng(0).normal(size=(2, 3, 4, 5)).astype(np.float32)
    results = []
    for order in ("C", "F"):
        x = Tensor(np.array(data, order=order), requires_grad=True)
        out = OPERATIONS[name](x)
        out.backward(np.array(np.arange(out.data.size).reshape(out.shape), order=order))
        results.append((out.data, x.grad))
    for first, second in zip(*results):
        np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize(
    "op, message",
    [
        (lambda x: conv2d(x[0], np.ones((1, 3, 2, 2))), r"\(N, C, H, W\), not \(3, 4, 5\)"),
        (lambda x: conv2d(x, np.ones((2, 2))), r"\(F, C, kh, kw\), not \(2, 2\)"),
        (lambda x: conv2d(x, np.ones((4, 1, 2, 2))), r"x \(2, 3, 4, 5\) has 3 channels.* made for 1"),
        (lambda x: conv2d(x, np.ones((4, 3, 2, 2)), np.ones(3)), r"4 kernels need biases of shape \(4,\), not \(3,\)"),
        (lambda x: conv2d(x, np.ones((4, 3, 5, 2))), r"kernel of 5 × 2 does not fit into an image of 4 × 5$"),
        (lambda x: conv2d(x, np.ones((1, 3, 3, 8)), pad=1), r"kernel of 3 × 8 .* of 4 × 5 with pad 1, 6 × 7"),
        (lambda x: conv2d(x, np.ones((1, 3, 2, 2)), stride=0), "stride and kernel must be at least 1; they are 0"),
        (lambda x: conv2d(x, np.ones((1, 3, 2, 0))), "must be at least 1; they are 1 and 2 × 0"),
        (lambda x: conv2d(x, np.ones((1, 3, 2, 2)), pad=-1), "pad cannot be negative, but is -1"),
        (lambda x: max_pool2d(x[0], 2), r"\(N, C, H, W\), not \(3, 4, 5\)"),
        (lambda x: max_pool2d(x, 5), "window of 5 × 5 does not fit into an image of 4 × 5"),
        (lambda x: mean_pool2d(x, 0), "stride and window must be at least 1"),
        (lambda x: mean_pool2d(x, 2, stride=-1), "they are -1 and 2 × 2"),
    ],
)
def test_what_does_not_go_together_is_refused_with_the_sizes(op, message):
    with pytest.raises(ValueError, match=message):
        op(np.ones((2, 3, 4, 5)))


# The layer, and networks of it.


def test_the_layer_draws_he_weights_of_its_dtype_from_its_generator():
    layer = Conv2d(8, 200, 5, np.random.default_rng(0), bias=0.5)
    # 40,000 draws: their standard deviation is within 2 % of the true one (5.6 standard errors).
    np.testing.assert_allclose(layer.W.data.std(), np.sqrt(2 / (5 * 5 * 8)), rtol=0.02)
    assert layer.W.shape == (200, 8, 5, 5) and layer.W.dtype == layer.b.dtype == np.float32
    np.testing.assert_array_equal(layer.b.data, np.full(200, 0.5))
    double = Conv2d(8, 200, 5, np.random.default_rng(0), std=1.0, dtype=np.float64)
    np.testing.assert_allclose(double.W.data * np.sqrt(2 / 200), layer.W.data, rtol=1e-6)
    assert double.parameters() == [double.W, double.b]


@pytest.mark.parametrize("x", [np.ones((1, 3, 4, 4)), np.full((1, 3, 4, 4), 255, np.uint8), [[[[1]]] * 3]])
def test_the_layer_converts_arrays_to_its_dtype(x):
    layer = Conv2d(3, 2, 3, np.random.default_rng(0), pad=1, stride=2)
    assert layer(x).dtype == np.float32
    np.testing.assert_array_equal(layer(x).data, conv2d(np.float32(x), layer.W, layer.b, pad=1, stride=2).data)


class CNN:
    """Convolution, ReLU, max-pooling, convolution, ReLU, mean over the whole image, dense."""

    def __init__(self, rng, classes, dtype=np.float32):
        self.layers = Conv2d(1, 6, 3, rng, pad=1, dtype=dtype), Conv2d(6, 8, 3, rng, dtype=dtype)
        self.dense = Dense(8, classes, rng, dtype=dtype)

    def __call__(self, X):
        a = max_pool2d(self.layers[0](X).relu(), 2)
        a = self.layers[1](a).relu()
        a = mean_pool2d(a, a.shape[-1])
        return self.dense(a.reshape(a.shape[0], -1))

    def parameters(self):
        return [p for layer in (*self.layers, self.dense) for p in layer.parameters()]


def bars(rng, N):
    """Noisy images (N, 1, 10, 10) of one bright bar, and whether it lies (0) or stands (1)."""
    X, y = rng.normal(0, 0.3, (N, 1, 10, 10)), rng.integers(0, 2, N)
    for image, label in zip(X[:, 0], y):
        across, along = rng.integers(0, 10), rng.integers(0, 6)
        (image.T if label else image)[across, along : along + 5] += 1
    return X, y


def test_a_small_network_learns_to_tell_bars_that_lie_from_bars_that_stand():
    rng = np.random.default_rng(0)
    (X, y), (X_new, y_new) = bars(rng, 400), bars(rng, 400)
    model = CNN(rng, classes=2)
    before = evaluate(model, X_new, y_new)[1]
    history = train(model, X, y, lr=0.3, rng=rng, epochs=12, batch_size=32, progress=False)
    assert not history.diverged
    assert before < 0.65 and evaluate(model, X_new, y_new)[1] > 0.95


def test_ten_training_steps_agree_with_pytorch(torch):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(16, 1, 10, 10)), rng.integers(0, 4, 16)
    model = CNN(rng, 4, np.float64)
    weights = [torch.tensor(p.data, requires_grad=True) for p in model.parameters()]
    optimizer = torch.optim.SGD(weights, lr=0.3)
    F = torch.nn.functional
    for _ in range(10):
        W1, b1, W2, b2, W3, b3 = weights
        a = F.max_pool2d(F.conv2d(torch.tensor(X), W1, b1, padding=1).relu(), 2)
        a = F.conv2d(a, W2, b2).relu().mean(dim=(2, 3))
        expected = F.cross_entropy(a @ W3 + b3, torch.tensor(y))
        optimizer.zero_grad()
        expected.backward()
        optimizer.step()

        for parameter in model.parameters():
            parameter.grad = None
        loss = softmax_cross_entropy(model(X), y)
        loss.backward()
        sgd_step(model.parameters(), 0.3)
        np.testing.assert_allclose(loss.data, expected.item(), rtol=1e-10)
    for parameter, weight in zip(model.parameters(), weights):
        np.testing.assert_allclose(parameter.data, weight.detach().numpy(), rtol=1e-8, atol=1e-10)
