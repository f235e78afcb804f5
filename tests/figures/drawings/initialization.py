"""Data for the drawing functions of notebook 04."""

import numpy as np

from chainrule.figures import initialization as draw
from drawings import Drawing

x = np.arange(1, 6)
rng = np.random.default_rng(0)

DRAWINGS = {
    "sums": Drawing(lambda ax: draw.sums(ax, {10: rng.normal(0, 3, 99), 100: rng.normal(0, 10, 99)}, limit=40)),
    "patch": Drawing(lambda ax: draw.patch(ax, k=3, C=2), labels="notebook"),
    "lines": Drawing(
        lambda ax: draw.lines(ax, x, {("he", "He"): 1.0 / x, ("#222222", "zero"): 0 * x}, "layer", "std", (1e-3, 10))
    ),
    "scales": Drawing(
        lambda ax: draw.scales(ax, x, {0.1: 0.1**x, 1.0: 1.0 + 0 * x, 9.0: 9.0**x}, 1.0, "tanh", "tanh", (1e-3, 1e3))
    ),
    "ridges": Drawing(
        lambda ax: draw.ridges(ax, {1: x / 5, 7: np.zeros(4)}, "k", (0, 1), "a", notes=["0.3", "0"]), labels="notebook"
    ),
    "two_shapes": Drawing(
        lambda ax: draw.two_shapes(ax, {("lecun", "normal"): rng.normal(size=99)}, np.linspace(-3, 3, 21), std=1)
    ),
    "gains": Drawing(lambda ax: draw.gains(ax, {"relu": 1.41, "tanh": 1.6}, {"relu": 2**0.5}, {"relu": "√2"})),
    "variances": Drawing(lambda ax: draw.variances(ax, x, {("he", "He"): 2 / x}, {("he", "He"): 2.1 / x})),
    "rates": Drawing(
        lambda ax: draw.rates(
            ax, np.array([0.01, 0.1, 1]), {("he", "He"): np.array([[0.4, 0.5], [0.2, np.nan], [np.nan, np.nan]])}
        )
    ),
    "losses": Drawing(lambda ax: draw.losses(ax, {("he", "He"): [np.linspace(2.3, 1, 90)]}, window=20, chance=2.3)),
    "movers": Drawing(lambda ax: draw.movers(ax, np.array([[0.0, 3e-4], [0.06, 0.09]]), ["W1", "b1"], "sigmoid")),
    "paths": Drawing(lambda ax: draw.paths(ax, x, np.stack([x, 2 * x], axis=1), "k", "two weights")),
    "accuracies": Drawing(
        lambda ax: draw.accuracies(ax, {("zeros", "50 units,\nall equal"): 0.2, ("lecun", "random"): 0.84})
    ),
    "gradient_pictures": Drawing(
        lambda axes: draw.gradient_pictures(axes, np.stack([np.arange(9.0), -np.ones(9)], axis=1), 3, "two units"),
        labels="notebook",
        panels=(2, 1),
        returns=lambda axes: axes[0],
    ),
}
