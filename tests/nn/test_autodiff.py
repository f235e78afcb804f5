"""Every operation's gradient against numerical gradients, and the three rules of the backward pass."""

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule.autodiff import Tensor, apply_elementwise, from_op, maximum, topological_order, unbroadcast, where
from chainrule.gradients import numerical_gradient

# Central differences of functions whose values and derivatives are below about 100, as here, are good to about 1e-8.
CLOSE = dict(rtol=1e-6, atol=1e-7)
quick = settings(max_examples=25, deadline=None)
shapes = st.lists(st.integers(1, 4), max_size=3).map(tuple)
seeds = st.integers(0, 2**32 - 1)


def away_from_zero(rng, shape):
    """Values of size 0.1 to 3 and of both signs: no kink, pole or branch at 0 within reach of the numerical step."""
    return rng.uniform(0.1, 3, shape) * rng.choice([-1.0, 1.0], shape)


def positive(rng, shape):
    return rng.uniform(0.2, 3, shape)


def check(op, reference, *arrays, seed=0):
    """Compare value and gradients of `op` on tensors with those of `reference`, which is plain NumPy."""
    expected = reference(*arrays)
    dout = np.random.default_rng(seed).normal(size=np.shape(expected))
    tensors = [Tensor(array, requires_grad=True) for array in arrays]
    out = op(*tensors)
    np.testing.assert_allclose(out.data, expected, rtol=1e-12, atol=1e-14)
    out.backward(dout)
    for position, tensor in enumerate(tensors):

        def loss(x):
            return np.sum(reference(*arrays[:position], x, *arrays[position + 1 :]) * dout)

        assert tensor.grad.shape == tensor.shape
        np.testing.assert_allclose(tensor.grad, numerical_gradient(loss, arrays[position]), **CLOSE)


UNARY = {
    "neg": (lambda x: -x, np.negative, away_from_zero),
    "exp": (Tensor.exp, np.exp, away_from_zero),
    "log": (Tensor.log, np.log, positive),
    "tanh": (Tensor.tanh, np.tanh, away_from_zero),
    "sigmoid": (Tensor.sigmoid, lambda x: 1 / (1 + np.exp(-x)), away_from_zero),
    "relu": (Tensor.relu, lambda x: np.maximum(x, 0), away_from_zero),
    "cube": (lambda x: x**3, lambda x: x**3, away_from_zero),
    "root": (lambda x: x**0.5, np.sqrt, positive),
    "reciprocal": (lambda x: 1 / x, lambda x: 1 / x, away_from_zero),
    "number minus": (lambda x: 2 - x, lambda x: 2 - x, away_from_zero),
    "flatten": (lambda x: x.reshape(-1), lambda x: x.reshape(-1), away_from_zero),
    "transpose": (lambda x: x.T, np.transpose, away_from_zero),
    "maximum with a number": (lambda x: maximum(0, x), lambda x: np.maximum(x, 0), away_from_zero),
    "where": (lambda x: where(x.data > 0, x, x * 0.1), lambda x: np.where(x > 0, x, 0.1 * x), away_from_zero),
    "learner's": (lambda x: apply_elementwise(x, np.sin, np.cos), np.sin, away_from_zero),
}


@pytest.mark.parametrize("name", UNARY)
@quick
@given(shape=shapes, seed=seeds)
def test_elementwise_gradients(name, shape, seed):
    op, reference, draw = UNARY[name]
    check(op, reference, draw(np.random.default_rng(seed), shape), seed=seed)


BINARY = {
    "add": (lambda a, b: a + b, np.add),
    "subtract": (lambda a, b: a - b, np.subtract),
    "multiply": (lambda a, b: a * b, np.multiply),
    "divide": (lambda a, b: a / b, np.divide),
    "maximum": (maximum, np.maximum),
    "where": (lambda a, b: where(b.data > 0, a, b), lambda a, b: np.where(b > 0, a, b)),
}


@st.composite
def broadcastable_shapes(draw):
    """Two shapes that broadcast: of a common one, axes set to 1 and leading axes dropped."""
    full = draw(shapes)
    pair = []
    for _ in range(2):
        shape = tuple(1 if draw(st.booleans()) else length for length in full)
        pair.append(shape[draw(st.integers(0, len(shape))) :])
    return pair


@pytest.mark.parametrize("name", BINARY)
@quick
@given(pair=broadcastable_shapes(), seed=seeds)
def test_binary_gradients_with_broadcasting(name, pair, seed):
    rng = np.random.default_rng(seed)
    check(*BINARY[name], *(away_from_zero(rng, shape) for shape in pair), seed=seed)


@pytest.mark.parametrize("name", ["sum", "mean", "max"])
@quick
@given(data=st.data(), shape=shapes, seed=seeds, keepdims=st.booleans())
def test_reduction_gradients(name, data, shape, seed, keepdims):
    axes = st.none()
    if shape:
        one = st.integers(-len(shape), len(shape) - 1)
        axes = st.one_of(axes, one, st.just(tuple(range(len(shape)))[-2:]))
    axis = data.draw(axes)
    x = away_from_zero(np.random.default_rng(seed), shape)
    check(
        lambda t: getattr(t, name)(axis=axis, keepdims=keepdims),
        lambda a: getattr(a, name)(axis=axis, keepdims=keepdims),
        x,
        seed=seed,
    )


@pytest.mark.parametrize(
    "a, b", [((3, 4), (4, 2)), ((4,), (4, 2)), ((3, 4), (4,)), ((4,), (4,)), ((5, 3, 4), (4, 2)), ((4,), (5, 4, 2))]
)
def test_matmul_gradients_of_matrices_vectors_and_stacks(a, b):
    rng = np.random.default_rng(0)
    check(lambda x, y: x @ y, np.matmul, rng.normal(size=a), rng.normal(size=b))


@pytest.mark.parametrize("index", [1, (slice(None), 2), np.array([2, 0, 2]), ([0, 1], [1, 1]), np.eye(3, 4) > 0])
def test_indexing_gradients_even_when_an_element_is_picked_twice(index):
    check(lambda x: x[index], lambda x: x[index], np.random.default_rng(0).normal(size=(3, 4)))


def test_max_of_equal_elements_shares_the_gradient_and_keeps_the_value_exact():
    x = Tensor([0.1, 0.1, 0.1, -1.0], requires_grad=True)
    out = x.max()
    out.backward()
    assert out.data == 0.1
    np.testing.assert_allclose(x.grad, [1 / 3, 1 / 3, 1 / 3, 0])


def test_maximum_of_equal_elements_shares_the_gradient():
    a, b = Tensor([1.0], requires_grad=True), Tensor([1.0], requires_grad=True)
    maximum(a, b).backward()
    assert a.grad == b.grad == 0.5


def test_relu_has_slope_zero_at_zero():
    x = Tensor([0.0], requires_grad=True)
    x.relu().backward()
    assert x.grad == 0


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sigmoid_of_large_inputs_is_finite_and_warns_of_nothing(dtype):
    x = Tensor(np.array([-1000, -40, 0, 40, 1000], dtype), requires_grad=True)
    out = x.sigmoid()
    out.backward(np.ones(5))
    np.testing.assert_allclose(out.data, [0, np.exp(-40.0), 0.5, 1, 1], rtol=1e-6)
    np.testing.assert_allclose(x.grad, [0, np.exp(-40.0), 0.25, 0, 0], rtol=1e-6, atol=1e-16)


def test_a_tensor_used_twice_receives_the_sum_over_its_paths():
    x = Tensor(3.0, requires_grad=True)
    left, right = x * 2, x.exp()
    (left * right).backward()
    np.testing.assert_allclose(x.grad, 2 * np.exp(3) + 6 * np.exp(3), rtol=1e-12)
    assert x.grad.shape == ()


def test_a_chain_of_diamonds_costs_time_linear_in_its_length():
    x = Tensor(1.0, requires_grad=True)
    out = x
    for _ in range(60):  # 2**60 paths: one visit per path would not end
        out = out * 0.5 + out * 0.5
    out.backward()
    assert x.grad == 1


@pytest.mark.parametrize("length", [5_000, 100_000])
def test_deep_chains_work_and_are_freed_without_recursion(length):
    x = Tensor(1.0, requires_grad=True)
    out = x
    for _ in range(length):
        out = out + 1
    assert len(topological_order(out)) == length + 1
    out.backward()
    assert x.grad == 1
    del out


@quick
@given(seed=seeds)
def test_topological_order_puts_every_tensor_after_its_inputs(seed):
    rng = np.random.default_rng(seed)
    tensors = [Tensor(1.0, requires_grad=True)]
    for _ in range(20):
        first, second = rng.integers(len(tensors), size=2)
        tensors.append(tensors[first] + tensors[second])
    order = topological_order(tensors[-1])
    assert len(set(order)) == len(order) and order[-1] is tensors[-1]
    for position, tensor in enumerate(order):
        assert all(source in order[:position] for source, _ in tensor.inputs)


@quick
@given(pair=broadcastable_shapes(), seed=seeds)
def test_unbroadcast_is_the_adjoint_of_broadcasting(pair, seed):
    # <broadcast(x), g> = <x, unbroadcast(g)> defines it, and needs no gradient code.
    rng = np.random.default_rng(seed)
    x = rng.normal(size=pair[0])
    g = rng.normal(size=np.broadcast_shapes(*pair))
    back = unbroadcast(g, x.shape)
    assert back.shape == x.shape
    np.testing.assert_allclose(np.sum(np.broadcast_to(x, g.shape) * g), np.sum(x * back), rtol=1e-9, atol=1e-9)


def test_leaves_add_up_over_calls_and_computed_tensors_do_not():
    x = Tensor(2.0, requires_grad=True)
    y = x * 3
    for _ in range(2):
        y.backward()
    assert (x.grad, y.grad) == (6, 1)


def test_scaling_one_leafs_gradient_in_place_leaves_the_others_alone():
    a, b = Tensor([1.0, 2.0], requires_grad=True), Tensor([3.0, 4.0], requires_grad=True)
    (a + b).sum().backward()
    a.grad *= 10
    np.testing.assert_array_equal(b.grad, [1, 1])


def test_constants_get_no_gradient():
    x, w = Tensor([1.0]), Tensor([2.0], requires_grad=True)
    out = x * w
    out.backward()
    assert x.grad is None and len(out.inputs) == 1


@pytest.mark.parametrize(
    "op",
    [
        lambda x: x + 1,
        lambda x: 1 - x,
        lambda x: x * np.float64(0.5),
        lambda x: np.float64(0.5) * x,
        lambda x: x / np.sqrt(2),
        lambda x: x**2,
        lambda x: x**0.5,
        lambda x: x * np.array([True, False, True]),
        lambda x: x + np.arange(3),
        lambda x: x.mean(),
        lambda x: x.max(axis=0),
        lambda x: x.sigmoid(),
        lambda x: x.relu(),
        lambda x: maximum(x, 0.5),
        lambda x: where(x.data > 1, x, 0),
        lambda x: apply_elementwise(x, lambda z: np.float64(2) * z, lambda z: np.full(z.shape, 2)),
    ],
)
def test_float32_stays_float32_forward_and_backward(op):
    x = Tensor(np.array([0.5, 1.0, 2.0], np.float32), requires_grad=True)
    out = op(x)
    out.backward(np.ones(out.shape))
    assert out.dtype == x.grad.dtype == np.float32


@pytest.mark.parametrize("data", [3, [1, 2], np.array([True, False])])
def test_whole_numbers_become_float64(data):
    assert Tensor(data).dtype == np.float64


def test_arrays_on_the_left_leave_the_operation_to_the_tensor():
    w = Tensor([1.0, 2.0], requires_grad=True)
    X = np.array([[1.0, 1.0], [0.0, 3.0]])
    for out, expected in [(X @ w, [3, 6]), (X[1] + w, [1, 5]), (X[1] - w, [-1, 1]), (X[1] / w, [0, 1.5])]:
        assert isinstance(out, Tensor)
        np.testing.assert_array_equal(out.data, expected)


def test_a_learners_function_cannot_change_the_tensor_in_place():
    def careless(x):
        x *= 0
        return x + 1

    x = Tensor([1.0, 2.0], requires_grad=True)
    apply_elementwise(x, careless, careless).backward(np.ones(2))
    np.testing.assert_array_equal(x.data, [1, 2])
    np.testing.assert_array_equal(x.grad, [1, 1])


@pytest.mark.parametrize("wrong", [lambda z: None, lambda z: z.sum(), lambda z: "text"])
def test_a_learners_function_that_returns_something_else_is_named(wrong):
    wrong.__name__ = "my_sigmoid"
    x = Tensor([1.0, 2.0], requires_grad=True)
    with pytest.raises(ValueError, match=r"my_sigmoid must return numbers of its input's shape \(2,\)"):
        apply_elementwise(x, wrong, np.cos)
    with pytest.raises(ValueError, match="my_sigmoid"):
        apply_elementwise(x, np.sin, wrong).backward(np.ones(2))


def test_an_operation_of_ones_own_joins_the_graph():
    x = Tensor([1.0, 2.0], requires_grad=True)
    from_op((x.data**2).sum(), (x, lambda dout: dout * 2 * x.data)).backward()
    np.testing.assert_array_equal(x.grad, [2, 4])


@pytest.mark.parametrize("wrong", [1.0, np.ones(2), np.ones((3, 1))])
def test_a_vjp_that_returns_the_wrong_shape_is_caught(wrong):
    x = Tensor(np.ones((2, 3)), requires_grad=True)
    with pytest.raises(ValueError, match=r"arrived at a tensor of shape \(2, 3\)"):
        from_op(x.data.sum(), (x, lambda dout: wrong)).backward()


def test_backward_says_what_it_cannot_do():
    with pytest.raises(ValueError, match="requires_grad=True"):
        Tensor([1.0]).backward()
    with pytest.raises(ValueError, match=r"single number, not from shape \(2,\)"):
        Tensor([1.0, 2.0], requires_grad=True).backward()


def test_a_copied_leaf_is_independent():
    x = Tensor([1.0], requires_grad=True)
    twin = copy.deepcopy(x)
    twin.data += 1
    assert x.data == 1 and twin.requires_grad
