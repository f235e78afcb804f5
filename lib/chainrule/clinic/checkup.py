"""Take the readings of a recipe's network: what notebook 13 shows of its patients, and its doctors judge by."""

from __future__ import annotations

import functools
import json
from typing import Any

import numpy as np

from chainrule.clinic.network import BATCH, Network, one_batch, pictures, trained, training_set
from chainrule.clinic.recipes import plain
from chainrule.nn import softmax_cross_entropy
from chainrule.training import evaluate

LOOKED_AT = 1000  # training pictures over which units are watched
SATURATED = 0.97  # an output of tanh, or of 2σ − 1, of this size counts as saturated
ALIKE = 1e-3  # of their spread, by which two units may differ at most to count as twins

Readings = dict[str, Any]


def readings(recipe: dict[str, Any]) -> Readings:
    """The readings of a recipe's network; training it takes about half a second, and is done once.

    ``one_batch`` and all else is trained with the recipe's own optimizer and rate. Raises a ValueError if it is no recipe.

    Returns
    -------
    dict
        Numbers: ``first_loss``, before training; ``loss``, ``accuracy`` (training pictures), ``val_loss``, ``val_accuracy``, after it;
        ``one_batch``, the loss after 200 steps on one and the same batch. Arrays of two rows, before and after training, with a column for each hidden layer:
        ``dead`` (share of units that are 0 for every picture), ``saturated`` (share of outputs at the flat ends of tanh or
        sigmoid), ``alike`` (share of the living units that have a twin), ``spread`` (standard deviation of the outputs); and with a column
        for each layer ``gradient``, the norms of the gradients of the weights. Arrays: ``update`` (layers,), the
        median size of an update in the first epoch, as a share of the weights' size; ``curve``, ``val_curve`` (epochs,), losses.
    """
    found = _readings(json.dumps(plain(recipe)))
    return {name: value.copy() if isinstance(value, np.ndarray) else value for name, value in found.items()}


@functools.lru_cache(maxsize=512)
def _readings(text: str) -> Readings:
    recipe = json.loads(text)
    done = trained(recipe)
    X, y = (part[:LOOKED_AT] for part in training_set(recipe))
    before, after = (_inside(net, recipe["activation"], X, y) for net in (done.before, done.after))
    loss, accuracy = evaluate(done.after, X, y)
    val_loss, val_accuracy = evaluate(done.after, *pictures()["validation"])
    losses, steps = done.history.loss, -(-recipe["pictures"] // BATCH)
    return {
        "first_loss": evaluate(done.before, X, y)[0],
        "loss": loss,
        "accuracy": accuracy,
        "val_loss": val_loss,
        "val_accuracy": val_accuracy,
        "one_batch": float(one_batch(recipe)[-1]),
        "update": done.ratios,
        "curve": np.array([np.mean(losses[i : i + steps]) for i in range(0, len(losses), steps)]),
        "val_curve": done.history.val_loss,
        **{name: np.array([before[name], after[name]]) for name in before},
    }


def _inside(net: Network, activation: str, X: np.ndarray, y: np.ndarray) -> dict[str, list[float]]:
    """What the layers of a network show on many pictures."""
    for parameter in net.parameters():
        parameter.grad = None
    net.training = False
    with np.errstate(all="ignore"):
        hidden = net.hidden(X)
        softmax_cross_entropy(net(X), y).backward()
        return {
            "dead": [float(np.mean(np.all(a == 0, axis=0))) for a in hidden],
            "saturated": [_saturated(a, activation) for a in hidden],
            "alike": [alike(a) for a in hidden],
            "spread": [float(np.std(a, dtype=np.float64)) for a in hidden],
            "gradient": [_norm(layer.W.grad) for layer in net.layers],
        }


def _saturated(a: np.ndarray, activation: str) -> float:
    if activation not in ("tanh", "sigmoid"):
        return 0.0
    return float(np.mean(np.abs(2 * a - 1 if activation == "sigmoid" else a) > SATURATED))


def _norm(a: np.ndarray | None) -> float:
    assert a is not None  # the backward pass has set it
    return float(np.sqrt(np.sum(np.square(a, dtype=np.float64))))


def alike(a: np.ndarray) -> float:
    """The share of a layer's units (N, H) that have a twin, of those whose outputs are not all the same.

    Examples
    --------
    >>> alike(np.array([[1.0, 1.0, 5.0, 0.0], [2.0, 2.0, 4.0, 0.0]])).__round__(3)
    0.667
    """
    with np.errstate(all="ignore"):
        spread = a.std(axis=0)
        living = np.isfinite(spread) & (spread > 1e-12)
        a, spread = a[:, living], spread[living]
        twins = [np.sum(np.max(np.abs(a - a[:, [i]]), axis=0) < ALIKE * spread[i]) > 1 for i in range(a.shape[1])]
    return float(np.mean(twins)) if twins else 0.0
