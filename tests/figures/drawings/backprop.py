"""Data for the drawing functions of notebook 02."""

import numpy as np

from chainrule.figures import backprop as draw
from drawings import Drawing

X, Y = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 2.0]]), np.array([0, 1, 1])
SQUARE = np.meshgrid(np.linspace(-1, 3, 9), np.linspace(-1, 3, 9))
h = np.array([1e-8, 1e-5, 1e-2])

DRAWINGS = {
    "points": Drawing(lambda ax: draw.points(ax, X, Y)),
    "line": Drawing(lambda ax: draw.line(draw.points(ax, X, Y), np.array([1.0, 2.0]), 0.5)),
    "regions": Drawing(lambda ax: draw.regions(ax, *SQUARE, (SQUARE[0] > SQUARE[1]).astype(int), X, Y, "two halves")),
    "mistakes_per_pass": Drawing(
        lambda ax: draw.mistakes_per_pass(ax, {"one": np.array([3, 1, 0]), "other": np.array([4, 4, 4])}, 3)
    ),
    "updates_by_margin": Drawing(lambda ax: draw.updates_by_margin(ax, h, np.array([90, 20, 5]), 1 / h)),
    "matrices": Drawing(
        lambda ax: draw.matrices(ax, [("out", 7, 3, "(N, C)", "k"), "=", ("x", 7, 5, "(N, D)", "k")]), labels="notebook"
    ),
    "agreement": Drawing(
        lambda ax: draw.agreement(ax, ["W", "b"], {"one": np.array([1e-9, 0.0]), "other": np.array([1e-8, 1e-3])})
    ),
    "errors_by_step": Drawing(
        lambda ax: draw.errors_by_step(ax, h, {"a": h, "b": h}, h**2, {"a": 1e-16 / h, "b": 1e-8 / h})
    ),
    "kink": Drawing(
        lambda ax: draw.kink(
            ax, np.linspace(-1, 1, 9), np.abs(np.linspace(-1, 1, 9)), 0.25, 0.5, np.array([0.25, 0.75]), 1.0
        ),
        labels="notebook",
    ),
    "work": Drawing(
        lambda ax: draw.work(ax, np.array([10, 100, 1000]), np.array([20, 200, 2000]), np.array([3.0, 3.0, 3.0]))
    ),
    "pairs": Drawing(lambda ax: draw.pairs(ax, X, X + 1, ("a", "b")), labels="notebook"),
    "losses": Drawing(lambda ax: draw.losses(ax, {"one": (np.array([1.0, 0.1]), "k")})),
}
