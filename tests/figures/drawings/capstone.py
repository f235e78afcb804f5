"""Data for the drawing functions of notebook 13."""

from collections import Counter

import numpy as np

from chainrule.figures import capstone as draw
from drawings import Drawing

falling = 2.3 * 0.7 ** np.arange(8)
two_layers = np.array([[0.0, 0.2], [0.5, 1.0]])
readings = {
    "first_loss": 12345.6,
    "loss": np.nan,
    "accuracy": 0.9,
    "val_loss": np.inf,
    "val_accuracy": 0.8,
    "one_batch": np.nan,
    "dead": two_layers,
    "saturated": two_layers,
    "alike": two_layers,
    "spread": np.array([[1.0, 1e5], [np.nan, np.inf]]),
    "gradient": np.array([[0.0, 1e-5, 1.0], [np.nan, 1.0, 1.0]]),
    "update": np.array([0.0, 1e-3, 1e12]),
    "curve": falling,
    "val_curve": np.array([2.0, np.nan]),
}

DRAWINGS = {
    "panel": Drawing(lambda axes: draw.panel(axes, readings), labels="notebook", panels=(3, 2)),
    "ward": Drawing(
        lambda axes: draw.ward(axes, ("dead", "slow"), [("slow", readings), ("dead", readings)]),
        labels="notebook",
        panels=(4, 2),
    ),
    "curves": Drawing(lambda ax: draw.curves(ax, {"1": falling, "2": falling / 2})),
    "four_readings": Drawing(lambda ax: draw.four_readings(ax, {"1": readings, "2": readings})),
    "cures": Drawing(
        lambda ax: draw.cures(ax, {"dead": (2.3, 0.5), "exploding": (np.nan, 0.6), "slow": (9.0, 4.0)}, 0.9)
    ),
    "confusion": Drawing(
        lambda ax: draw.confusion(
            ax, ("dead", "slow"), Counter({("dead", "slow"): 2, ("slow", "something else"): 1}), 6
        )
    ),
    "prices": Drawing(lambda ax: draw.prices(ax, {"yours": (3e8, 0.83), "healthy": (8e8, 0.82)}, 4e8)),
}
