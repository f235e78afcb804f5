"""Which reading speaks against an illness. Only the checks know: what asks for every illness in turn is a doctor already."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from chainrule.clinic.checkup import Readings
from chainrule.clinic.recipes import CLASSES

GUESSING = float(np.log(CLASSES))  # the loss of a network that knows nothing
LEAST_TWICE = float(np.log(1 + (CLASSES - 1) / np.e))  # below this a softmax of probabilities cannot bring the loss

Doubts = Iterator[tuple[bool, str]]  # whether a reading speaks against the illness, and how


def growth(r: Readings) -> float:
    """The spread of the last hidden layer's outputs before training, as a multiple of the first one's."""
    first, last = r["spread"][0, 0], r["spread"][0, -1]
    return float(last / max(first, 1e-30))  # where all units are dead, 0


def _saturated(r: Readings) -> Doubts:
    most = np.max(r["saturated"][0])
    yield most < 0.5, f"before training at most {most:.0%} of a layer's outputs are saturated"


def _dead(r: Readings) -> Doubts:
    most = np.max(r["dead"][0])
    yield most < 0.9, f"before training at most {most:.0%} of a layer's units are dead"


def _symmetric(r: Readings) -> Doubts:
    most = np.max(r["alike"][0])
    yield most < 0.9, f"before training at most {most:.0%} of a layer's units have a twin"


def _exploding(r: Readings) -> Doubts:
    grown = growth(r)
    yield grown < 10, f"before training the last hidden layer's spread is {grown:.2g} times that of the first"


def _vanishing(r: Readings) -> Doubts:
    grown, dead = growth(r), np.max(r["dead"][0])
    yield grown > 0.1, f"before training the last hidden layer's spread is {grown:.2g} times that of the first"
    yield dead > 0.5, f"{dead:.0%} of a layer's units are dead: nothing gets smaller there from layer to layer, it ends"


def _too_low(r: Readings) -> Doubts:
    update, gradient = np.max(r["update"]), np.max(r["gradient"][0])
    yield update > 1e-4, f"in one layer an update is {update:.1g} of the weights' size"
    yield gradient < 1e-2, f"no gradient is larger than {gradient:.1g}: with a larger rate it would be as good as none"


def _too_high(r: Readings) -> Doubts:
    update, first = np.max(r["update"]), r["first_loss"] / GUESSING
    yield update < 0.2, f"in no layer an update is more than {update:.1g} of the weights' size"
    yield first > 10, f"before any step is made, the loss is {first:.2g} times log 10 already"


def _overfitting(r: Readings) -> Doubts:
    yield r["accuracy"] < 0.9, f"only {r['accuracy']:.0%} of the training pictures are named correctly"
    gap = r["accuracy"] - r["val_accuracy"]
    yield (
        gap < 0.2,
        f"of the validation pictures {r['val_accuracy']:.0%} are named correctly, nearly as many as of the training pictures",
    )


def _double(r: Readings) -> Doubts:
    yield (
        r["one_batch"] < LEAST_TWICE,
        f"the loss of one batch fell to {r['one_batch']:.2g}, which two softmaxes do not allow",
    )
    yield (
        not r["accuracy"] > 0.5,
        f"only {r['accuracy']:.0%} of the training pictures are named correctly: it is not the loss alone that stays high",
    )


def _apart(r: Readings) -> Doubts:
    yield r["val_accuracy"] > 0.3, f"{r['val_accuracy']:.0%} of the validation pictures are named correctly"
    yield (
        not r["one_batch"] < 0.5,
        f"not even one batch was learned by heart (its loss is {r['one_batch']:.2g}); wrong labels do not prevent that",
    )


DOUBTS: dict[str, Callable[[Readings], Doubts]] = {
    "saturated": _saturated,
    "dead": _dead,
    "symmetric": _symmetric,
    "exploding": _exploding,
    "vanishing": _vanishing,
    "rate too low": _too_low,
    "rate too high": _too_high,
    "over-fitting": _overfitting,
    "double softmax": _double,
    "labels apart": _apart,
}


def against(illness: str, readings: Readings) -> str:
    """The first reading that speaks against an illness, in words; empty where none does."""
    return next((words for doubtful, words in DOUBTS[illness](readings) if doubtful), "")
