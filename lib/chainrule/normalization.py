"""Batch normalization as a layer, and dense networks that hold it. Notebook 06 trains them beside its own functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from chainrule.autodiff import Tensor, from_op
from chainrule.nn import MLP, LayerRecord


class BatchNorm:
    """Normalizes every unit, or every channel of images, and gives it a scale and a shift that are learned.

    In training the mean and the variance are those of the batch, and the running ones follow them:
    ``new = (1 − momentum) · old + momentum · batch``, with the unbiased variance of the batch. At test time
    (``layer.training = False``) the running ones are used, and stay as they are.

    Parameters
    ----------
    size : int
        Number of units, or of channels.
    momentum : float
        Weight of the newest batch in the running statistics.
    eps : float
        Added to the variance, under the root.
    forward, backward : callable, optional
        The layer's arithmetic in plain NumPy, for inputs (N, size), in the place of its own:
        ``forward(x, gamma, beta, running, training, momentum, eps) -> (out, running)`` with the pair (mean, variance)
        as `running`, and ``backward(dout, x, gamma, eps) -> (dx, dgamma, dbeta)``, the gradients in training.
    dtype : dtype
        Of the parameters and the running statistics.

    Attributes
    ----------
    gamma, beta : Tensor (size,)
        Scale and shift, at first 1 and 0.
    running : tuple of ndarray (size,)
        Running mean and variance, at first 0 and 1.
    training : bool

    Notes
    -----
    Ioffe and Szegedy, "Batch normalization", ICML 2015, sections 3 and 3.1. The conventions are PyTorch's.

    Examples
    --------
    >>> layer = BatchNorm(2, eps=0.0, dtype=np.float64)
    >>> layer(Tensor([[1.0, 5.0], [3.0, -5.0]])).data
    array([[-1.,  1.],
           [ 1., -1.]])
    >>> [statistic.tolist() for statistic in layer.running]
    [[0.2, 0.0], [1.1, 5.9]]
    """

    def __init__(
        self,
        size: int,
        *,
        momentum: float = 0.1,
        eps: float = 1e-5,
        forward: Callable | None = None,
        backward: Callable | None = None,
        dtype=np.float32,
    ):
        self.gamma = Tensor(np.ones(size, dtype), requires_grad=True)
        self.beta = Tensor(np.zeros(size, dtype), requires_grad=True)
        self.running = np.zeros(size, dtype), np.ones(size, dtype)
        self.momentum, self.eps, self.training = momentum, eps, True
        self.forward, self.backward = forward or batchnorm, backward or batchnorm_backward

    def __call__(self, x: Tensor) -> Tensor:
        """Normalized inputs, of the shape of `x`: (N, size) or (N, size, H, W)."""
        if x.data.ndim not in (2, 4) or x.shape[1] != self.gamma.data.size:
            raise ValueError(f"this layer takes (N, {self.gamma.data.size}) or images (N, {self.gamma.data.size}, H, W), "
                             f"not {x.shape}")  # fmt: skip
        gamma, beta, eps, dtype = self.gamma.data, self.beta.data, self.eps, self.gamma.dtype
        rows = _as_rows(x.data)
        if self.training and len(rows) < 2:
            raise ValueError(
                "a batch of one has no variance: train with two examples at least, or set training = False"
            )
        out, running = self.forward(rows, gamma, beta, self.running, self.training, self.momentum, eps)
        mean, variance = (np.asarray(statistic, dtype) for statistic in running)
        self.running = mean, variance
        training = self.training  # of this call: the layer may be switched before the way back
        kept: dict[str, np.ndarray] = {}

        def gradients(dout):  # all three come from one call
            if "dx" not in kept:
                back = _as_rows(dout)
                if training:
                    dx, dgamma, dbeta = self.backward(back, rows, gamma, eps)
                else:  # the statistics are constants
                    dx = back * (gamma / np.sqrt(variance + eps))
                    dgamma, dbeta = np.sum(back * (rows - mean) / np.sqrt(variance + eps), axis=0), np.sum(back, axis=0)
                kept.update(dx=_as_images(np.asarray(dx, dtype), x.shape), dgamma=dgamma, dbeta=dbeta)
            return kept

        return from_op(
            _as_images(np.asarray(out, dtype), x.shape),
            (x, lambda dout: gradients(dout)["dx"]),
            (self.gamma, lambda dout: gradients(dout)["dgamma"]),
            (self.beta, lambda dout: gradients(dout)["dbeta"]),
        )

    def parameters(self) -> list[Tensor]:
        return [self.gamma, self.beta]


class NormalizedMLP(MLP):
    """A multilayer perceptron with a `BatchNorm` between each hidden layer's sums and its activation.

    Parameters
    ----------
    sizes, activation, rng, std, bias, dtype
        As those of `MLP`; the same generator gives the same weights.
    **batchnorm
        For each `BatchNorm`: ``momentum``, ``eps``, ``forward`` or ``backward``.

    Attributes
    ----------
    norms : list of BatchNorm
        One for each hidden layer.
    training : bool
        Switches all of them. `chainrule.training.evaluate` sets it to False as long as it lasts.
    """

    def __init__(self, sizes: Sequence[int], activation, rng, *, std=None, bias=0.0, dtype=np.float32, **batchnorm):
        super().__init__(sizes, activation, rng, std=std, bias=bias, dtype=dtype)
        self.norms = [BatchNorm(size, dtype=dtype, **batchnorm) for size in sizes[1:-1]]

    @property
    def training(self) -> bool:
        return all(norm.training for norm in self.norms)

    @training.setter
    def training(self, value: bool) -> None:
        for norm in self.norms:
            norm.training = value

    def _forward(self, X) -> list[tuple[Tensor, Tensor]]:
        """What each layer's activation sees, which is normalized, and what it makes of it."""
        a = X if isinstance(X, Tensor) else Tensor(np.asarray(X, dtype=self.layers[0].W.dtype))
        trace = []
        for layer, norm in zip(self.layers, self.norms):
            z = norm(layer(a))
            a = self.activation(z)
            trace.append((z, a))
        scores = self.layers[-1](a)
        return [*trace, (scores, scores)]

    def parameters(self) -> list[Tensor]:
        """Layer by layer: W, b, gamma, beta, and W, b of the last."""
        hidden = [[*layer.parameters(), *norm.parameters()] for layer, norm in zip(self.layers, self.norms)]
        return [parameter for group in [*hidden, self.layers[-1].parameters()] for parameter in group]

    def record(self, X, y) -> list[LayerRecord]:
        """As that of `MLP`, with ``z`` the normalized sums; the running statistics stay as they were, too."""
        earlier = [norm.running for norm in self.norms]
        try:
            return super().record(X, y)
        finally:
            for norm, running in zip(self.norms, earlier):
                norm.running = running


def batchnorm(x, gamma, beta, running, training, momentum, eps):
    """The layer's output (N, D) and its running statistics, in the dtype of `x`."""
    mean, variance = running
    if training:
        batch_mean, batch_variance = np.mean(x, axis=0), np.var(x, axis=0)
        unbiased = batch_variance * (len(x) / (len(x) - 1))
        running = (1 - momentum) * mean + momentum * batch_mean, (1 - momentum) * variance + momentum * unbiased
        mean, variance = batch_mean, batch_variance
    return (x - mean) * (gamma / np.sqrt(variance + eps)) + beta, running


def batchnorm_backward(dout, x, gamma, eps):
    """Gradients in training with respect to `x` (N, D), `gamma` and `beta` (D,).

    Two things are taken away from what comes back to x: its mean, and its part along the normalized x. A shift and a
    stretch of a whole column would change nothing, so no gradient asks for them.
    """
    root = np.sqrt(np.var(x, axis=0) + eps)
    normalized = (x - np.mean(x, axis=0)) / root
    dgamma, dbeta = np.sum(dout * normalized, axis=0), np.sum(dout, axis=0)
    return (dout - (dbeta + normalized * dgamma) / len(x)) * (gamma / root), dgamma, dbeta


def _as_rows(x: np.ndarray) -> np.ndarray:
    """Every pixel of every image as a row of its channels: (N, C, H, W) → (N · H · W, C). Rows stay as they are."""
    return x if x.ndim == 2 else x.transpose(0, 2, 3, 1).reshape(-1, x.shape[1])


def _as_images(rows: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The way back: (N · H · W, C) → (N, C, H, W)."""
    if len(shape) == 2:
        return rows
    N, C, H, W = shape
    return rows.reshape(N, H, W, C).transpose(0, 3, 1, 2)
