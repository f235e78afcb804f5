"""Data for the drawing functions of notebook 01."""

import numpy as np

from chainrule.figures import linear_classifiers as draw
from drawings import Drawing

x = np.linspace(-2.0, 2.0, 21)
G1, G2 = np.meshgrid(x, x)
dots, labels = np.array([[-1.0, 0.5], [1.0, -0.5], [0.5, 1.0]]), np.array([0, 1, 2])

DRAWINGS = {
    "picture": Drawing(lambda ax: draw.picture(ax, np.eye(4), "a picture"), labels="notebook"),
    "template": Drawing(lambda ax: draw.template(ax, np.eye(4) - 0.5, "Trouser"), labels="notebook"),
    "bars": Drawing(
        lambda ax: draw.bars(ax, np.array([-3.0, 2.0, 0.5]), ["one", "two", "three"], 1), labels="notebook"
    ),
    "learning": Drawing(
        lambda ax: draw.learning(
            ax, [0, 20, 40], {"from zeros": [0.1, 0.6, 0.8], "other": [0.1, 0.5, 0.8]}, "accuracy", 0.1
        )
    ),
    "constant_losses": Drawing(
        lambda ax: draw.constant_losses(ax, np.array([0.5, 1.0]), x, {"mse": x**2 + 1}, {"mse": ("lowest at", 0.0)})
    ),
    "logit_curves": Drawing(lambda ax: draw.logit_curves(ax, x, {"mse": ("squared", x**2, (0, 1))}, "loss", x < -1)),
    "points": Drawing(lambda ax: draw.points(ax, dots, labels), labels="notebook"),
    "regions": Drawing(
        lambda ax: draw.regions(ax, G1, G2, (G1 > 0) * 1, dots, labels, "half and half"), labels="notebook"
    ),
    "two_lines": Drawing(
        lambda ax: draw.two_lines(ax, dots, labels, {"mse": (np.array([1.0, 2.0]), 0.5)}, "two classes")
    ),
    "sweep": Drawing(lambda ax: draw.sweep(ax, np.arange(0, 181, 45), np.full(5, 0.7), 45)),
    "reliability": Drawing(
        lambda ax: draw.reliability(
            ax, {"10 epochs": ("k", np.array([0.1, 0.9]), np.array([0.2, 0.8]), np.array([50, 40]))}
        )
    ),
    "shares": Drawing(
        lambda ax: draw.shares(ax, np.array([0.2, 0.0, 0.8]), ["one", "two", "three"], 2), labels="notebook"
    ),
    "histogram_cube": Drawing(lambda ax: draw.histogram_cube(ax, np.full((2, 2, 2), 0.125))),
    "cell_gradients": Drawing(
        lambda ax: draw.cell_gradients(ax, np.array([[3, 0]]), np.array([[4, 0]]), np.array([[0, 1]])),
        labels="notebook",
    ),
    "cell_votes": Drawing(lambda ax: draw.cell_votes(ax, np.array([5.0, 2.0]))),
    "orientations": Drawing(lambda ax: draw.orientations(ax, np.eye(8), np.full((2, 2, 5), 0.4), 4), labels="notebook"),
    "mosaic": Drawing(
        lambda ax: draw.mosaic(ax, np.arange(45.0).reshape(5, 3, 3), 2, "five patches"), labels="notebook"
    ),
    "word_shares": Drawing(
        lambda ax: draw.word_shares(ax, np.array([0.5, 0.25, 0.25]), "k", "a bag"), labels="notebook"
    ),
    "table": Drawing(
        lambda ax: draw.table(ax, [[1.0, 0.25]], ["pixels"], ["colour", "shape"], chance=[0.2, 0.17]), labels="notebook"
    ),
    "by_shift": Drawing(
        lambda ax: draw.by_shift(ax, np.arange(3), {"hog": ("HOG", [0.8, 0.7, 0.3]), "bow": ("bag", [0.7, 0.7, 0.31])})
    ),
    "by_rate": Drawing(
        lambda ax: draw.by_rate(ax, np.array([0.01, 0.1]), {"mse": [0.7, 0.1], "cross_entropy": [0.7, 0.8]})
    ),
}
