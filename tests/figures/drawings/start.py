"""Data for the drawing functions of notebook 00."""

import numpy as np

from chainrule.figures import start as draw
from drawings import Drawing

STEPS = 10.0 ** np.arange(-13, 0)
GARMENTS = np.arange(2 * 784).reshape(2, 784) % 256

DRAWINGS = {
    "cells": Drawing(lambda ax: draw.cells(ax, np.arange(6.0).reshape(2, 3)), labels="notebook"),
    "garment": Drawing(lambda ax: draw.garment(ax, GARMENTS[0], "Bag"), labels="notebook"),
    "columns": Drawing(
        lambda ax: draw.columns(ax, np.arange(12.0).reshape(4, 3), ["a", "b", "c"], np.random.default_rng(0)),
        labels="notebook",
    ),
    "distance_table": Drawing(
        lambda ax: draw.distance_table(ax, np.arange(16.0).reshape(4, 4), np.array([0, 2, 4]), ["Shirt", "Bag"]),
        labels="notebook",
    ),
    "neighbours": Drawing(
        lambda axes: draw.neighbours(axes, GARMENTS, ["Bag", "Shirt"], ["k", "k"], "one price"),
        labels="notebook",
        panels=(2, 1),
    ),
    "spread": Drawing(
        lambda ax: draw.spread(ax, np.array([1, 10, 100]), np.array([[0.1, 0.5], [0.2, 0.4], [0.3, 0.3]]), 0.3)
    ),
    "secants": Drawing(lambda ax: draw.secants(ax, np.exp, 1.65, 0.5, 0.5), labels="notebook"),
    "step_errors": Drawing(lambda ax: draw.step_errors(ax, STEPS, STEPS, STEPS**2)),
}
