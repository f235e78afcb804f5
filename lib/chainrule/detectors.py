"""Networks that say where: one for a single object, one that proposes boxes. Demonstrations of notebook 12 train them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from chainrule.autodiff import Tensor, from_op
from chainrule.convolution import Conv2d, max_pool2d
from chainrule.nn import Dense
from chainrule.optimizers import adam
from chainrule.training import Updates, minibatches

CHANNELS = ((3, 8), (8, 16), (16, 32))  # of the three convolutions that both networks begin with


class Localizer:
    """Three times conv–ReLU–pool, a hidden layer, and two heads: names and boxes.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws the weights.
    classes : int
        How many; class 0 is "nothing there".

    Examples
    --------
    >>> scores, boxes = Localizer(np.random.default_rng(0))(np.zeros((5, 32, 32, 3), np.float32))
    >>> scores.shape, boxes.shape
    ((5, 7), (5, 4))
    """

    def __init__(self, rng: np.random.Generator, classes: int = 7):
        self.convs = [Conv2d(C, F, 3, rng, pad=1) for C, F in CHANNELS]
        self.hidden = Dense(32 * 4 * 4, 64, rng)
        self.heads = [Dense(64, classes, rng), Dense(64, 4, rng, std=0.01)]

    def __call__(self, X: np.ndarray) -> list[Tensor]:
        """Scores (N, classes) and boxes (N, 4) of pictures (N, 32, 32, 3)."""
        a = self.hidden(_features(X, self.convs).reshape(len(X), -1)).relu()
        return [head(a) for head in self.heads]

    def parameters(self) -> list[Tensor]:
        parts: list[Conv2d | Dense] = [*self.convs, self.hidden, *self.heads]
        return [p for part in parts for p in part.parameters()]


class Proposer:
    """A region proposal network: a map of cells of 8 × 8 pixels, and two heads of 1 × 1 for K anchors in each cell.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws the weights.
    K : int
        Anchors in each cell.

    Examples
    --------
    >>> scores, deltas = Proposer(np.random.default_rng(0))(np.zeros((2, 64, 64, 3), np.float32))
    >>> scores.shape, deltas.shape  # 2 pictures of 8 × 8 cells with 3 anchors
    ((384, 2), (384, 4))
    """

    def __init__(self, rng: np.random.Generator, K: int = 3):
        self.convs = [Conv2d(C, F, 3, rng, pad=1) for C, F in CHANNELS]
        self.middle = Conv2d(32, 32, 3, rng, pad=1)
        self.heads = [Conv2d(32, 2 * K, 1, rng, std=0.01), Conv2d(32, 4 * K, 1, rng, std=0.01)]

    def __call__(self, X: np.ndarray) -> tuple[Tensor, Tensor]:
        """Two scores and four numbers for each anchor of each picture (N, H, W, 3), in the order of exercise 12.5."""
        a = self.middle(_features(X, self.convs)).relu()
        return by_anchor(self.heads[0](a), 2), by_anchor(self.heads[1](a), 4)

    def parameters(self) -> list[Tensor]:
        return [p for part in (*self.convs, self.middle, *self.heads) for p in part.parameters()]


def by_anchor(maps: Tensor, numbers: int) -> Tensor:
    """Feature maps (N, K · numbers, H, W) as rows of `numbers`: cell by cell, and in each cell anchor by anchor.

    Examples
    --------
    >>> maps = Tensor(np.array([[[[0, 1]], [[10, 11]], [[20, 21]], [[30, 31]]]]))  # 1 × 2 cells, two anchors
    >>> by_anchor(maps, 2).data.tolist()
    [[0.0, 10.0], [20.0, 30.0], [1.0, 11.0], [21.0, 31.0]]
    """
    N, _, H, W = maps.shape
    rows = maps.data.transpose(0, 2, 3, 1).reshape(-1, numbers)
    return from_op(rows, (maps, lambda dout: dout.reshape(N, H, W, -1).transpose(0, 3, 1, 2)))


def learn(
    net: Localizer | Proposer,
    N: int,
    loss_of: Callable[[np.ndarray], Tensor],
    steps: int,
    lr: float = 0.003,
    batch_size: int = 64,
    seed: int = 1,
) -> list[float]:
    """Train by Adam on mini-batches, with a rate that falls to 0 in the second half.

    Parameters
    ----------
    net : Localizer or Proposer
        Its parameters are changed.
    N : int
        Number of examples.
    loss_of : callable
        From the rows of a mini-batch to the loss, a tensor; it runs the net.
    steps : int
    lr : float
        Learning rate of the first half.
    batch_size : int
    seed : int
        Of the order of the examples.

    Returns
    -------
    list of float
        The loss of each step, before the step.
    """
    rng, updates, losses = np.random.default_rng(seed), Updates(adam), []
    batches: Iterator[np.ndarray] = iter(())
    for step in range(steps):
        rows = next(batches, None)
        if rows is None:
            batches = minibatches(N, batch_size, rng)
            rows = next(batches)
        for p in net.parameters():
            p.grad = None
        loss = loss_of(rows)
        loss.backward()
        updates.step(net.parameters(), lr * min(1, 2 * (1 - step / steps)))
        losses.append(loss.data.item())
    return losses


def _features(X: np.ndarray, convs: list[Conv2d]) -> Tensor:
    """The maps of pictures (N, H, W, 3) after conv–ReLU–pool with each convolution."""
    a = Tensor((X.transpose(0, 3, 1, 2) - np.float32(0.3)).astype(np.float32))
    for conv in convs:
        a = max_pool2d(conv(a).relu(), 2)
    return a
