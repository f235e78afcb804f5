"""Dense networks of residual blocks. Notebook 11 trains them fifty layers deep, beside the same network without shortcuts."""

from __future__ import annotations

import numpy as np

from chainrule.autodiff import Tensor
from chainrule.nn import Dense


class ResidualMLP:
    """A dense layer, blocks of two dense layers each, and a dense layer that gives the scores.

    A block is ``x + branch · W2(relu(W1(relu(x))))``: what comes in is passed on unchanged, and what the two layers make of it
    is added. Without the shortcut it is ``W2(relu(W1(relu(x))))``.

    Parameters
    ----------
    inputs, width, classes : int
        Numbers that come in, units of every hidden layer, scores that come out.
    blocks : int
    rng : numpy.random.Generator
        Draws the weights, first layer first. All that starts at random is drawn in any case, so the same generator gives
        the same weights for every choice of `shortcut`, `branch` and `last`.
    shortcut : bool
    branch : float
        Factor of each branch; it is not learned.
    last : float
        Initial size of the last layer of each branch, times that of He. With 0 every block starts as the identity
        (Zhang, Dauphin and Ma, "Fixup initialization", ICLR 2019, section 3.1).
    dtype : dtype
        Of the parameters. Inputs are converted to it.

    Notes
    -----
    The order, in which the shortcut meets no ReLU, is that of He et al., "Identity mappings in deep residual networks",
    ECCV 2016, section 4.1. All weights but those of the first and of the last layer start at He's size. The first layer
    starts with standard deviation sqrt(1 / inputs), the last with a tenth of sqrt(1 / width), so that the first loss
    of a network whose signal keeps its size is close to log(classes).

    Examples
    --------
    >>> model = ResidualMLP(4, 8, 3, blocks=2, rng=np.random.default_rng(0), last=0.0)
    >>> model(np.ones((5, 4))).shape, len(model.parameters())
    ((5, 3), 12)
    """

    def __init__(
        self,
        inputs: int,
        width: int,
        classes: int,
        *,
        blocks: int,
        rng: np.random.Generator,
        shortcut: bool = True,
        branch: float = 1.0,
        last: float = 1.0,
        dtype=np.float32,
    ):
        self.shortcut, self.branch = shortcut, float(branch)
        self.first = Dense(inputs, width, rng, std=np.sqrt(1 / inputs), dtype=dtype)
        self.blocks = [
            (Dense(width, width, rng, dtype=dtype), Dense(width, width, rng, dtype=dtype)) for _ in range(blocks)
        ]
        for _, layer in self.blocks:
            layer.W.data *= np.asarray(last, dtype)
        self.last = Dense(width, classes, rng, std=0.1 * np.sqrt(1 / width), dtype=dtype)

    def __call__(self, X) -> Tensor:
        """Scores (N, classes) of a batch `X` (N, inputs), an array or a tensor."""
        x = self.first(X if isinstance(X, Tensor) else Tensor(np.asarray(X, dtype=self.first.W.dtype)))
        for one, two in self.blocks:
            made = two(one(x.relu()).relu())
            x = x + made * self.branch if self.shortcut else made
        return self.last(x.relu())

    def parameters(self) -> list[Tensor]:
        """Weights and biases, layer by layer: W, b, W, b, ..."""
        layers = [self.first, *(layer for block in self.blocks for layer in block), self.last]
        return [parameter for layer in layers for parameter in layer.parameters()]
