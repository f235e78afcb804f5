"""Build and train the network of a recipe, the same way each time. Called by `chainrule.clinic.checkup`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from chainrule.autodiff import Tensor, from_op
from chainrule.clinic.recipes import POOL, sizes
from chainrule.data import load_fashion_mnist
from chainrule.optimizers import adam, momentum
from chainrule.regularization import DropoutMLP
from chainrule.training import History, train

BATCH = 50
ONE_BATCH_STEPS = 200


@functools.cache
def pictures() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Pictures of 14 × 14 as rows, centred and scaled by the training set, in three parts.

    Returns
    -------
    dict
        "train" (4,000 pictures), "validation" (1,000) and "test" (1,000), each a pair X (N, 196), y (N,).
    """
    X, y, X_test, y_test = load_fashion_mnist()
    X, X_test = (part.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4)).reshape(-1, 196) for part in (X, X_test))
    mean, std = X[:POOL].mean(), X[:POOL].std()
    X, X_test = (X - mean) / std, (X_test - mean) / std
    return {"train": (X[:POOL], y[:POOL]), "validation": (X[POOL:], y[POOL:]), "test": (X_test, y_test)}


def softmax(scores: Tensor) -> Tensor:
    """Probabilities (N, C) of scores (N, C), as one operation."""
    exps = np.exp(scores.data - scores.data.max(axis=1, keepdims=True))
    p = exps / exps.sum(axis=1, keepdims=True)
    return from_op(p, (scores, lambda dout: p * (dout - (dout * p).sum(axis=1, keepdims=True))))


class Network(DropoutMLP):
    """The network of a recipe; what it returns goes into a loss that has a softmax of its own.

    Parameters
    ----------
    recipe : dict
    """

    def __init__(self, recipe: dict[str, Any]):
        rng = np.random.default_rng((13, recipe["seed"]))

        def std(fan_in: int, fan_out: int) -> float:
            return recipe["scale"] * np.sqrt(2 / (fan_in if recipe["init"] == "he" else fan_in + fan_out))

        super().__init__(
            sizes(recipe),
            recipe["activation"],
            rng,
            p=recipe["dropout"],
            masks=np.random.default_rng((14, recipe["seed"])),
            std=std,
        )
        for layer in self.layers[:-1]:
            layer.b.data += layer.b.dtype.type(recipe["bias"])
        if recipe["init"] == "constant":  # every weight of a layer is the same
            for layer in self.layers:
                layer.W.data[:] = recipe["scale"] / layer.W.shape[0]
        self.twice = recipe["output"] == "probabilities"

    def __call__(self, X) -> Tensor:
        scores = super().__call__(X)
        return softmax(scores) if self.twice else scores

    def hidden(self, X) -> list[np.ndarray]:
        """The outputs of every hidden layer for a batch."""
        return [a.data for _, a in self._forward(X)[:-1]]


def optimizer(recipe: dict[str, Any]) -> Callable:
    """The update of a recipe, with its price on large weights."""
    rule = {"sgd": _plain, "momentum": momentum, "adam": adam}[recipe["optimizer"]]
    l2 = recipe["l2"]

    def update(w, dw, state, lr):
        price = np.float32(l2) * w if w.ndim == 2 else 0
        return rule(w, dw + price, state, lr)

    return update


def _plain(w, dw, state, lr):
    return w - lr * dw, None


def training_set(recipe: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """The recipe's pictures and labels, mixed as it says."""
    X, y = (part[: recipe["pictures"]] for part in pictures()["train"])
    if recipe["shuffle"] == "pairs":
        return X, y
    return X[np.random.default_rng((15, recipe["seed"])).permutation(len(X))], y


@dataclass(frozen=True, eq=False)
class Trained:
    """What training gave.

    Attributes
    ----------
    before, after : Network
    history : History
    ratios : ndarray (layers,)
        The median over the first epoch of the size of an update of the weights, as a share of the size of the weights.
    """

    before: Network
    after: Network
    history: History
    ratios: np.ndarray


def trained(recipe: dict[str, Any]) -> Trained:
    """Train the network of a recipe; always the same."""
    X, y = training_set(recipe)
    net = Network(recipe)
    weights = [layer.W.data.copy() for layer in net.layers]
    ratios: list[list[float]] = []

    def watch(step: int, model) -> bool:
        if step <= max(1, -(-len(X) // BATCH)):
            new = [layer.W.data for layer in net.layers]
            ratios.append([_size(w - v) / max(_size(v), 1e-30) for v, w in zip(weights, new)])
            weights[:] = [w.copy() for w in new]
        return False

    X_val, y_val = pictures()["validation"]
    history = train(
        net,
        X,
        y,
        lr=recipe["lr"],
        update=optimizer(recipe),
        epochs=recipe["epochs"],
        batch_size=BATCH,
        rng=np.random.default_rng((16, recipe["seed"])),
        X_val=X_val,
        y_val=y_val,
        callback=watch,
        progress=False,
    )
    return Trained(
        Network(recipe), net, history, np.median(np.array(ratios), axis=0) if ratios else np.zeros(len(net.layers))
    )


def one_batch(recipe: dict[str, Any]) -> np.ndarray:
    """The losses of the recipe's network on one batch of 50 pictures, again and again: can it learn that by heart?"""
    X, y = training_set(recipe)
    history = train(
        Network(recipe),
        X[:BATCH],
        y[:BATCH],
        lr=recipe["lr"],
        update=optimizer(recipe),
        steps=ONE_BATCH_STEPS,
        batch_size=BATCH,
        rng=np.random.default_rng(17),
        progress=False,
    )
    return history.loss


def _size(a: np.ndarray) -> float:
    with np.errstate(all="ignore"):
        return float(np.sqrt(np.sum(np.square(a, dtype=np.float64))))
