"""Data for the drawing functions of notebook 03."""

import numpy as np

from chainrule.figures import activations as draw
from drawings import Drawing

x = np.linspace(-2.0, 2.0, 41)
bell = 0.25 * np.exp(-(x**2) * 2)
square = np.meshgrid(x, x)
path = np.array([[-1.0, 1.0], [0.0, 0.5], [1.0, -1.0]])
depths = np.array([1, 5, 10])

DRAWINGS = {
    "shade": Drawing(lambda ax: draw.shade(ax, x, x > 1), labels="notebook"),
    "curve": Drawing(lambda ax: draw.curve(ax, x, x**2, 2 * x, "k", "square"), labels="notebook"),
    "slope": Drawing(lambda ax: draw.slope(ax, x, bell, "k", "bell", (0.5, 0.25))),
    "slope_tails": Drawing(lambda ax: draw.slope_tails(ax, x, bell, "k", threshold=0.05)),
    "gradient_by_depth": Drawing(
        lambda ax: draw.gradient_by_depth(ax, depths, {"relu": 0.7**depths, "sigmoid": 0.2**depths}, 0.25**depths)
    ),
    "layers": Drawing(lambda ax: draw.layers(ax, [x, 3 * x], [0.0, 0.5], "k", edge=4.58)),
    "rounding": Drawing(
        lambda ax: draw.rounding(ax, x + 2, {"float32": np.where(x < 1, x + 2, np.inf)}, x + 2, {"float32": 3.0})
    ),
    "zigzag": Drawing(lambda ax: draw.zigzag(ax, *square, square[0] ** 2 + square[1] ** 2, path, (1, -1), "path")),
    "directions": Drawing(lambda ax: draw.directions(ax, {"sigmoid": (0.5, 0.5, 0.0), "tanh": (0.0, 0.0, 1.0)})),
    "dead_map": Drawing(
        lambda ax: draw.dead_map(
            ax, np.array([[0.0, 0.5], [0.25, 1.0]]), [0.1], [0, -1], "dead", np.array([[False, False], [False, True]])
        )
    ),
    "deaths": Drawing(lambda ax: draw.deaths(ax, np.arange(0, 100, 4), np.arange(25), 40, "lr = 1", "lr = 0.1")),
    "revival": Drawing(lambda ax: draw.revival(ax, np.arange(5), {("relu", "slope 0"): np.zeros(5)}, 7)),
    "output_noise": Drawing(lambda ax: draw.output_noise(ax, {("elu", "ELU"): x}, np.linspace(-2, 2, 9))),
    "noise_by_depth": Drawing(lambda ax: draw.noise_by_depth(ax, x, {("elu", "ELU"): np.exp(x)}, where=0)),
    "elu_family": Drawing(lambda ax: draw.elu_family(ax, x, {0.5: x, 1.0: 2 * x}, "output", where=-1)),
    "cost": Drawing(lambda ax: draw.cost(ax, {"relu": 1e-6, "matrix product": 5e-6}, "relu")),
}
