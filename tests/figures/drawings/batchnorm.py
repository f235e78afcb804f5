"""Data for the drawing functions of notebook 06."""

import numpy as np

from chainrule.figures import batchnorm as draw
from drawings import Drawing

x = np.linspace(-2.0, 2.0, 41)
steps = np.arange(40)
falling = 2.3 * 0.95**steps

DRAWINGS = {
    "possible": Drawing(lambda ax: draw.possible(ax, (1, 2), [np.zeros(5), np.array([1.0, -1.0])])),
    "distributions": Drawing(lambda ax: draw.distributions(ax, [x, 3 * x], "k", "plain")),
    "following": Drawing(lambda ax: draw.following(ax, x, {0.9: x, 0.1: 0.5 * x, 0.01: 0.1 * x})),
    "neighbours": Drawing(
        lambda ax: draw.neighbours(ax, (2, 10, 100), {"mixed": [0.4, 0.7, 0.8], "sorted": [0.1, 0.2, 0.2]}, 0.85)
    ),
    "invariants": Drawing(
        lambda ax: draw.invariants(ax, {"yours": [1e-9, 1e-16, 1e-5], "mean\nheld constant": [0.5, 2.0, 1e-5]})
    ),
    "moved": Drawing(lambda ax: draw.moved(ax, {"W1": 0.2, "b1": 5e-8, "b2": 0.0})),
    "rate_map": Drawing(
        lambda ax: draw.rate_map(ax, [0.1, 1], [0.3, 1, 3], np.array([[0.1, 0.5], [0.8, np.nan], [0.2, 0.3]]), "map")
    ),
    "brake": Drawing(
        lambda axes: draw.brake(axes, {0.0: (1 + steps / 9, falling), 0.01: (falling, 1 + steps / 9)}),
        labels="notebook",
        panels=(2, 1),
    ),
    "shaken": Drawing(lambda ax: draw.shaken(ax, {"plain": falling, "batchnorm": falling / 2, "shaken": falling / 3})),
    "forgetful": Drawing(lambda ax: draw.forgetful(ax, {"yours": falling, "mean held constant": falling / 2})),
    "depth": Drawing(lambda ax: draw.depth(ax, {False: 0.9 ** steps[:20], True: np.ones(20)}, 8, "no activation")),
    "sharing": Drawing(lambda ax: draw.sharing(ax, (4, 3, 6), "batch", "a channel"), labels="title"),
    "frozen": Drawing(lambda ax: draw.frozen(ax, (0, 1, 5), [0.8, 0.5, 0.2])),
}
