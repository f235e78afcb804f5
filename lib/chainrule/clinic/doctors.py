"""A doctor that is a program, for learners to beat."""

from __future__ import annotations

import numpy as np

from chainrule.clinic.checkup import Readings


def machine_doctor(readings: Readings) -> str:
    """The illness by six rules, of the kind that automatic tools have; the last one calls slow what fits none of the others.

    They are rules of thumb of our own after the five problems that AutoTrainer (Zhang and others, ICSE 2021) detects: exploding
    gradients, vanishing gradients, dying ReLU, oscillating loss, slow convergence; and over-fitting.
    """
    gradient = readings["gradient"][0]
    if not np.all(np.isfinite(gradient)) or np.max(gradient) > 100:
        return "exploding"
    if np.max(readings["dead"][1]) > 0.7 and np.isfinite(readings["loss"]):
        return "dead"
    if gradient[0] < 1e-3:
        return "vanishing"
    if not np.isfinite(readings["loss"]) or readings["loss"] > readings["first_loss"] + 1:
        return "rate too high"
    if readings["accuracy"] - readings["val_accuracy"] > 0.2:
        return "over-fitting"
    return "rate too low"
