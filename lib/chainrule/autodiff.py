"""Reverse-mode automatic differentiation over NumPy arrays, small enough to read in one sitting.

Every operation on a `Tensor` does two things. It computes its value now, and it remembers how to
send a gradient back later: for each input, one function that turns ``dout`` (the gradient of the
loss with respect to the output) into the gradient with respect to that input. Such a function is a
vector-Jacobian product, ``vjp`` for short. `Tensor.backward` then needs three rules:

1. **Chain rule**: the gradient of an input is ``vjp(dout)``.
2. **Sum over paths**: a tensor that is used twice receives two gradients, and they are added.
3. **Undo broadcasting**: where the forward pass copied a value along an axis, the gradients of the
   copies are added.

Source: Baydin et al., "Automatic differentiation in machine learning: a survey", JMLR 18 (2018),
section 3.2. Networks (`chainrule.nn`) are built on this module; notebook 02 reads it aloud.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


class Tensor:
    """An array that remembers how it was computed.

    `data` is its value, of any shape: a floating-point array keeps its dtype and is not copied, others become float64.
    `requires_grad` is True for what is to be learned. After ``loss.backward()`` its `grad`, of the same shape and
    dtype, holds the gradient of the loss, added up over calls; tensors computed on the way hold that of the last call.

    >>> w = Tensor([1.0, 2.0], requires_grad=True)
    >>> (w * w).sum().backward()
    >>> w.grad
    array([2., 4.])
    """

    __slots__ = ("data", "grad", "requires_grad", "inputs")
    __array_ufunc__ = None  # makes NumPy leave `array + tensor` to Tensor.__radd__

    def __init__(self, data, requires_grad: bool = False):
        data = np.asarray(data)
        self.data = data if data.dtype.kind == "f" else data.astype(np.float64)
        self.requires_grad = requires_grad
        self.grad: np.ndarray | None = None
        # Pairs (tensor, vjp); a leaf, a tensor that you made yourself, has none.
        self.inputs: tuple[tuple[Tensor, Callable], ...] = ()

    shape, dtype = property(lambda self: self.data.shape), property(lambda self: self.data.dtype)

    def __repr__(self) -> str:
        return f"Tensor({self.data!r}, requires_grad={self.requires_grad})"

    def backward(self, dout=None) -> None:
        """Set `grad` of every tensor that this one was computed from.

        `dout` is the gradient that arrives here from outside: 1 for a loss, which is where it starts.
        """
        if not self.requires_grad:
            raise ValueError("backward() has nothing to differentiate: no input was made with requires_grad=True")
        if dout is None and self.data.size != 1:
            raise ValueError(f"backward() without dout starts from a single number, not from shape {self.shape}")
        order = topological_order(self)
        for tensor in order:
            if tensor.inputs:  # a computed tensor: forget what an earlier call left behind
                tensor.grad = None
        self._accumulate(np.ones_like(self.data) if dout is None else dout)
        for tensor in reversed(order):  # users first: `tensor.grad` is complete when it is used
            for source, vjp in tensor.inputs:
                source._accumulate(vjp(tensor.grad))

    def _accumulate(self, grad) -> None:
        """Take in what comes back along one path (rules 2 and 3)."""
        grad = unbroadcast(np.asarray(grad), self.shape)
        if grad.shape != self.shape:
            raise ValueError(f"a gradient {grad.shape} arrived at a tensor of shape {self.shape}")
        if self.grad is not None:
            grad = self.grad + grad
        # An add gate hands one array to both inputs. A leaf copies it: its owner may clip it in place.
        self.grad = np.array(grad, dtype=self.dtype, copy=None if self.inputs else True)

    def _lift(self, other) -> Tensor:
        """The other operand as a tensor; numbers and integer arrays take this dtype, so that float32 stays float32."""
        if isinstance(other, Tensor):
            return other
        other = np.asarray(other)
        return Tensor(other if other.ndim and other.dtype.kind == "f" else other.astype(self.dtype))

    # Arithmetic: each operation states its value and, for every input, its vjp.

    def __add__(self, other) -> Tensor:
        other = self._lift(other)
        return from_op(self.data + other.data, (self, lambda dout: dout), (other, lambda dout: dout))

    def __mul__(self, other) -> Tensor:
        a, b = self, self._lift(other)
        return from_op(a.data * b.data, (a, lambda dout: dout * b.data), (b, lambda dout: dout * a.data))

    def __pow__(self, exponent: float) -> Tensor:
        n = float(exponent)  # a constant: only the base has a gradient
        return from_op(self.data**n, (self, lambda dout: dout * n * self.data ** (n - 1)))

    def __matmul__(self, other) -> Tensor:
        a, b = self, self._lift(other)
        if b.data.ndim == 1:  # a vector on the right is a matrix of one column
            out = a @ b.reshape(-1, 1)
            return out.reshape(*out.shape[:-1])
        if a.data.ndim == 1:  # a vector on the left is a matrix of one row
            out = a.reshape(1, -1) @ b
            return out.reshape(*out.shape[:-2], out.shape[-1])
        a_T, b_T = a.data.swapaxes(-1, -2), b.data.swapaxes(-1, -2)
        return from_op(a.data @ b.data, (a, lambda dout: dout @ b_T), (b, lambda dout: a_T @ dout))

    def __neg__(self) -> Tensor:
        return from_op(-self.data, (self, lambda dout: -dout))

    def __sub__(self, other) -> Tensor:
        return self + -self._lift(other)

    def __truediv__(self, other) -> Tensor:
        return self * self._lift(other) ** -1

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other) -> Tensor:
        return self._lift(other) - self

    def __rtruediv__(self, other) -> Tensor:
        return self._lift(other) / self

    def __rmatmul__(self, other) -> Tensor:
        return self._lift(other) @ self

    # Reductions, with `axis` and `keepdims` as in NumPy.

    def sum(self, axis=None, keepdims: bool = False) -> Tensor:
        def vjp(dout):  # every summand has slope 1: each receives dout
            return np.broadcast_to(_expand(dout, axis, keepdims), self.shape)

        return from_op(self.data.sum(axis=axis, keepdims=keepdims), (self, vjp))

    def mean(self, axis=None, keepdims: bool = False) -> Tensor:
        total = self.sum(axis, keepdims)
        return total * (total.data.size / self.data.size)

    def max(self, axis=None, keepdims: bool = False) -> Tensor:
        def vjp(dout):  # only the largest element matters; equally large ones share the gradient
            is_max = self.data == self.data.max(axis=axis, keepdims=True)
            return _expand(dout, axis, keepdims) * is_max / is_max.sum(axis=axis, keepdims=True)

        return from_op(self.data.max(axis=axis, keepdims=keepdims), (self, vjp))

    # Elementwise functions and changes of shape.

    def exp(self) -> Tensor:
        value = np.exp(self.data)
        return from_op(value, (self, lambda dout: dout * value))

    def log(self) -> Tensor:
        return from_op(np.log(self.data), (self, lambda dout: dout / self.data))

    def tanh(self) -> Tensor:
        value = np.tanh(self.data)
        return from_op(value, (self, lambda dout: dout * (1 - value**2)))

    def sigmoid(self) -> Tensor:
        # 1 / (1 + e^-x) for x >= 0 and e^x / (1 + e^x) for x < 0: neither exponential can overflow.
        value = np.exp(np.minimum(self.data, 0)) / (1 + np.exp(-np.abs(self.data)))
        return from_op(value, (self, lambda dout: dout * value * (1 - value)))

    def relu(self) -> Tensor:
        return from_op(np.maximum(self.data, 0), (self, lambda dout: dout * (self.data > 0)))

    def reshape(self, *shape: int) -> Tensor:
        return from_op(self.data.reshape(shape), (self, lambda dout: dout.reshape(self.shape)))

    @property
    def T(self) -> Tensor:
        return from_op(self.data.T, (self, lambda dout: dout.T))

    def __getitem__(self, index) -> Tensor:
        def scatter(dout):
            grad = np.zeros_like(self.data)
            np.add.at(grad, index, dout)  # not grad[index] = dout: an element picked twice receives both gradients
            return grad

        return from_op(self.data[index], (self, scatter))


def from_op(data, *inputs: tuple[Tensor, Callable]) -> Tensor:
    """The output of an operation: its value and, for each input, the pair ``(tensor, vjp)``.

    Operations of your own are added with it. A vjp never refers to the tensor returned here: without
    that cycle, Python frees the graph along with the loss.
    """
    out = Tensor(data)
    out.inputs = tuple((tensor, vjp) for tensor, vjp in inputs if tensor.requires_grad)
    out.requires_grad = bool(out.inputs)
    return out


def apply_elementwise(x: Tensor, f: Callable, df: Callable) -> Tensor:
    """Apply a function `f` with derivative `df`, both in plain NumPy: an array in, an array of the same shape out.

    They get copies. A ValueError names the one that returns something else, such as None or another shape.
    """

    def call(function):
        value = np.asarray(function(x.data.copy()))
        if value.shape != x.shape or value.dtype.kind not in "fiub":
            name, got = getattr(function, "__name__", "the function"), f"{value.dtype} {value.shape}"
            raise ValueError(f"{name} must return numbers of its input's shape {x.shape}, not {got}")
        return value.astype(x.dtype, copy=False)

    return from_op(call(f), (x, lambda dout: dout * call(df)))


def where(condition, a, b) -> Tensor:
    """Elements of `a` where `condition` (an array of booleans) holds, of `b` elsewhere. One of them is a tensor."""
    a, b = (a, a._lift(b)) if isinstance(a, Tensor) else (b._lift(a), b)
    yes = np.asarray(condition, dtype=bool)
    return from_op(np.where(yes, a.data, b.data), (a, lambda dout: dout * yes), (b, lambda dout: dout * ~yes))


def maximum(a, b) -> Tensor:
    """The larger of two tensors (or a tensor and a number), elementwise. Equal ones share the gradient."""
    a, b = (a, a._lift(b)) if isinstance(a, Tensor) else (b._lift(a), b)
    return where(a.data > b.data, a, where(a.data < b.data, b, (a + b) * 0.5))


def _expand(dout, axis, keepdims: bool):
    """Give `dout` back the axes, of length 1, that a reduction over `axis` removed."""
    return dout if keepdims or axis is None else np.expand_dims(dout, axis)


def unbroadcast(grad: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Add up `grad` over the axes along which an array of `shape` was broadcast (rule 3)."""
    if grad.shape == shape:
        return grad
    grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))  # axes that were put in front
    ones = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return grad.sum(axis=ones, keepdims=True)


def topological_order(root: Tensor) -> list[Tensor]:
    """All tensors that `root` was computed from, each after its own inputs, `root` last.

    This is a depth-first search with a stack of its own: recursion ends at about 1000 calls.
    """
    order, seen, stack = [], set(), [(root, False)]
    while stack:
        tensor, inputs_done = stack.pop()
        if inputs_done:
            order.append(tensor)
        elif tensor not in seen:
            seen.add(tensor)
            stack.append((tensor, True))  # comes up again when all that is pushed next is done
            stack.extend((source, False) for source, _ in tensor.inputs)
    return order
