"""Dense networks and their loss, built on `chainrule.autodiff`. Notebooks build, train and look inside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from chainrule.autodiff import Tensor, apply_elementwise, from_op, where


def _elu(z: Tensor) -> Tensor:
    return where(z.data > 0, z, where(z.data > 0, 0, z).exp() - 1)  # the inner one keeps exp from overflowing


ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "linear": lambda z: z,
    "sigmoid": Tensor.sigmoid,
    "tanh": Tensor.tanh,
    "relu": Tensor.relu,
    "leaky_relu": lambda z: where(z.data > 0, z, z * 0.01),
    "elu": _elu,
}


def as_activation(activation: str | tuple[Callable, Callable]) -> Callable[[Tensor], Tensor]:
    """The activation as a function of tensors: from a name in `ACTIVATIONS`, or from a pair (f, df) in plain NumPy."""
    if isinstance(activation, str):
        if activation not in ACTIVATIONS:
            raise ValueError(f"unknown activation {activation!r}; there are {', '.join(ACTIVATIONS)}, or pass (f, df)")
        return ACTIVATIONS[activation]
    f, df = activation
    return lambda z: apply_elementwise(z, f, df)


class Dense:
    """A dense (fully connected) layer, ``z = x W + b``.

    Parameters
    ----------
    fan_in, fan_out : int
        Number of inputs and of outputs.
    rng : numpy.random.Generator
        Draws the weights. The same state gives the same weights in every dtype, up to rounding.
    std : float, optional
        Standard deviation of the normally distributed initial weights. By default sqrt(2 / fan_in), which suits ReLU
        (He et al., "Delving deep into rectifiers", ICCV 2015, section 2.2).
    bias : float
        Initial value of every bias.
    dtype : dtype
        Of the parameters, and so of everything that is computed from them.

    Attributes
    ----------
    W : Tensor (fan_in, fan_out)
    b : Tensor (fan_out,)
    """

    def __init__(
        self,
        fan_in: int,
        fan_out: int,
        rng: np.random.Generator,
        *,
        std: float | None = None,
        bias: float = 0.0,
        dtype=np.float32,
    ):
        std = np.sqrt(2 / fan_in) if std is None else std
        self.W = Tensor(rng.normal(0, std, (fan_in, fan_out)).astype(dtype), requires_grad=True)
        self.b = Tensor(np.full(fan_out, bias, dtype), requires_grad=True)

    def __call__(self, x: Tensor) -> Tensor:
        """Pre-activations (N, fan_out) of a batch (N, fan_in)."""
        return x @ self.W + self.b

    def parameters(self) -> list[Tensor]:
        return [self.W, self.b]


@dataclass(frozen=True, eq=False)
class LayerRecord:
    """What went through one dense layer and its activation, forward and backward, for one batch of N examples.

    Attributes
    ----------
    z, a : ndarray (N, fan_out)
        Pre-activations ``x W + b`` and activations ``f(z)``. The last layer has no activation: there they are equal.
    dz, da : ndarray (N, fan_out)
        Gradients of the batch's mean loss with respect to them.
    dW : ndarray (fan_in, fan_out)
        Gradient with respect to the weights.
    db : ndarray (fan_out,)
        Gradient with respect to the biases.
    """

    z: np.ndarray
    a: np.ndarray
    dz: np.ndarray
    da: np.ndarray
    dW: np.ndarray
    db: np.ndarray


class MLP:
    """A multilayer perceptron: dense layers with an activation after each but the last, which gives class scores.

    Parameters
    ----------
    sizes : sequence of int
        Width of every layer from input to output: (784, 256, 10) has one hidden layer.
    activation : str or (f, df)
        Of the hidden layers: a name in `ACTIVATIONS`, or a function and its derivative in plain NumPy.
    rng : numpy.random.Generator
        Draws the weights, first layer first.
    std : float or callable, optional
        Standard deviation of the initial weights, or a function (fan_in, fan_out) -> standard deviation. The default
        is that of `Dense`.
    bias : float
        Initial value of every bias.
    dtype : dtype
        Of the parameters. Inputs are converted to it.

    Examples
    --------
    >>> model = MLP((2, 8, 8, 3), "tanh", np.random.default_rng(0))
    >>> X, y = np.zeros((5, 2)), np.array([0, 1, 2, 0, 1])
    >>> model(X).shape
    (5, 3)
    >>> [layer.a.shape for layer in model.record(X, y)]
    [(5, 8), (5, 8), (5, 3)]
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: str | tuple[Callable, Callable],
        rng: np.random.Generator,
        *,
        std: float | Callable[[int, int], float] | None = None,
        bias: float = 0.0,
        dtype=np.float32,
    ):
        if len(sizes) < 2:
            raise ValueError(f"sizes needs an input and an output width at least, not {sizes!r}")
        self.activation = as_activation(activation)
        self.layers = [
            Dense(fan_in, fan_out, rng, std=std(fan_in, fan_out) if callable(std) else std, bias=bias, dtype=dtype)
            for fan_in, fan_out in zip(sizes[:-1], sizes[1:])
        ]

    def __call__(self, X) -> Tensor:
        """Scores (N, classes) of a batch `X` (N, D), an array or a tensor."""
        return self._forward(X)[-1][1]

    def _forward(self, X) -> list[tuple[Tensor, Tensor]]:
        """Pre-activation and activation of every layer."""
        a = X if isinstance(X, Tensor) else Tensor(np.asarray(X, dtype=self.layers[0].W.dtype))
        trace = []
        for layer in self.layers:
            z = layer(a)
            a = z if layer is self.layers[-1] else self.activation(z)
            trace.append((z, a))
        return trace

    def parameters(self) -> list[Tensor]:
        """Weights and biases, layer by layer: W, b, W, b, ..."""
        return [parameter for layer in self.layers for parameter in layer.parameters()]

    def record(self, X, y) -> list[LayerRecord]:
        """Run one batch forward and backward, and return what every layer saw. The model stays as it was.

        Parameters
        ----------
        X : array_like (N, D)
        y : array_like (N,)
            Labels; the loss is `softmax_cross_entropy`.

        Returns
        -------
        list of LayerRecord
            One per dense layer, in order. For a diverged network they hold NaN and inf; no warning is raised.
        """
        parameters = self.parameters()
        earlier = [parameter.grad for parameter in parameters]
        for parameter in parameters:
            parameter.grad = None
        try:
            with np.errstate(all="ignore"):
                trace = self._forward(X)
                softmax_cross_entropy(trace[-1][1], y).backward()
            return [
                LayerRecord(z.data, a.data, z.grad, a.grad, layer.W.grad, layer.b.grad)  # type: ignore[arg-type]  # backward() has set them
                for layer, (z, a) in zip(self.layers, trace)
            ]
        finally:
            for parameter, grad in zip(parameters, earlier):
                parameter.grad = grad


def softmax_cross_entropy(scores: Tensor, y) -> Tensor:
    """Mean cross-entropy of the softmax of `scores`, as one operation.

    Parameters
    ----------
    scores : Tensor (N, C)
        Unnormalized log-probabilities of C classes.
    y : array_like (N,)
        Labels, integers 0 to C − 1.

    Returns
    -------
    Tensor ()
        The loss in nats. Guessing evenly gives log C.

    Raises
    ------
    ValueError
        If `y` does not hold one class index for each row of `scores`.

    Notes
    -----
    In one operation the gradient is (p − onehot(y)) / N, without a division by p that may be 0. Subtracting the
    largest score of each row changes no probability and keeps exp from overflowing. (Goodfellow, Bengio and
    Courville, "Deep Learning", 2016, section 4.1 and section 6.2.2.3.)
    """
    y = np.asarray(y)
    if scores.data.ndim != 2 or y.shape != scores.shape[:1] or y.dtype.kind not in "iu":
        raise ValueError(
            f"scores (N, C) need integer labels (N,); got scores {scores.shape} and labels {y.dtype} {y.shape}"
        )
    N, C = scores.shape
    if N == 0 or y.min() < 0 or y.max() >= C:
        raise ValueError(f"labels must lie between 0 and {C - 1}, and there must be at least one")
    rows = np.arange(N)
    shifted = scores.data - scores.data.max(axis=1, keepdims=True)
    exps = np.exp(shifted)
    totals = exps.sum(axis=1, keepdims=True)
    loss = (np.log(totals[:, 0]) - shifted[rows, y]).mean()

    def vjp(dout):
        dscores = exps / totals
        dscores[rows, y] -= 1
        return dscores * (dout / N)

    return from_op(loss, (scores, vjp))
