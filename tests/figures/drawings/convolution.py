"""Data for the drawing functions of notebook 10."""

import numpy as np

from chainrule.figures import convolution as draw
from drawings import Drawing

PADDED, KERNEL = np.arange(20.0).reshape(4, 5), np.array([[1.0, 2], [-1, 0.5]])

DRAWINGS = {
    "windows": Drawing(
        lambda ax: draw.windows(ax, np.array([0, 3, 1, 0]), 1, 3, 2, "strip", outputs=[4, -5]), labels="title"
    ),
    "losses": Drawing(lambda ax: draw.losses(ax, np.array([1.0, 0.1, 0.01]))),
    "stems": Drawing(lambda ax: draw.stems(ax, {"secret": np.array([1.0, -0.5]), "learned": np.array([-0.5, 1.0])})),
    "cells": Drawing(lambda ax: draw.cells(ax, PADDED, "cells", windows=2), labels="title"),
    "matrix": Drawing(lambda ax: draw.matrix(ax, np.array([[1.0, 0, -2], [0, 1, 0]]))),
    "shares": Drawing(lambda ax: draw.shares(ax, {"LeNet-5": (50_000, 10_000), "VGG-16": (2e9, 3e9)}, "parameters")),
    "speed": Drawing(lambda ax: draw.speed(ax, {"your loops": 0.2, "your one product": 3e-4})),
    "shift_curves": Drawing(
        lambda ax: draw.shift_curves(ax, np.arange(3), {"no pooling": np.array([0, 0.4, 0.6]), "max": np.zeros(3)})
    ),
    "growth": Drawing(lambda ax: draw.growth(ax, {"LeNet-5": np.array([1, 5, 6])}, {"LeNet-5": 32})),
    "position": Drawing(
        lambda axes: draw.position(axes, PADDED, KERNEL, (1, 2), np.array([[1.0, np.nan]])),
        labels="notebook",
        panels=(4, 1),
    ),
    "added": Drawing(
        lambda axes: draw.added(axes, np.array([KERNEL, -KERNEL, KERNEL]), ["a", "b", "c"], "dx"),
        labels="notebook",
        panels=(4, 1),
    ),
    "filters": Drawing(
        lambda axes: draw.filters(axes, np.ones((1, 4, 4)), np.ones((1, 2, 4, 4)), {"a": KERNEL, "b": KERNEL}),
        labels="notebook",
        panels=(3, 2),
    ),
    "pictures": Drawing(
        lambda axes: draw.pictures(axes, [np.eye(3), np.eye(3)], ["x", "dx"], [1, 2]), labels="notebook", panels=(2, 1)
    ),
}
