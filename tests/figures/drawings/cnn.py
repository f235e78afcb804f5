"""Data for the drawing functions of notebook 11."""

import numpy as np

from chainrule.figures import cnn as draw
from drawings import Drawing

rng = np.random.default_rng(0)
steps = np.arange(40)
falling = 2.3 * 0.95**steps
gradient = np.zeros((1, 9, 9))
gradient[0, 3:6, 2:7] = 1.0

DRAWINGS = {
    "kernels": Drawing(lambda ax: draw.kernels(ax, rng.normal(0, 1, (8, 3, 3)), "kernels"), labels="title"),
    "maps": Drawing(lambda ax: draw.maps(ax, rng.random((16, 7, 7)), "maps"), labels="title"),
    "bars": Drawing(lambda ax: draw.bars(ax, {"head": 0.8, "kernels": 0.5}), labels="notebook"),
    "field": Drawing(lambda axes: draw.field(axes, gradient, lambda dx: (3, 5)), labels="notebook", panels=(2, 1)),
    "growth": Drawing(lambda ax: draw.growth(ax, {1.0: 1.4 ** steps[:21], 0.0: np.ones(21)})),
    "norms": Drawing(
        lambda ax: draw.norms(ax, np.array([2, 10, 50]), {"plain": [1, 0.1, 1e-8], "shortcut": [1, 9, 99]})
    ),
    "walks": Drawing(
        lambda axes: draw.walks(axes, steps / 6, {("plain", 1): falling, ("plain", 25): -falling}),
        labels="notebook",
        panels=(2, 1),
    ),
    "agreement": Drawing(
        lambda ax: draw.agreement(
            ax, np.array([0.1, 0.3, 1.0]), {("plain", 1): [1, 0.9, 0.7], ("plain", 25): [0.9, 0.3, 0]}
        )
    ),
    "losses": Drawing(
        lambda ax: draw.losses(ax, {"plain": falling, "shortcut": [900.0, np.inf], "small branch": falling / 2})
    ),
    "transfer": Drawing(
        lambda ax: draw.transfer(
            ax, (10, 50), {"pixels": [[0.5, 0.6], [0.7, 0.8]], "from scratch": [[0.4, 0.6], [0.9, 0.8]]}
        ),
        labels="notebook",
    ),
    "spreads": Drawing(lambda ax: draw.spreads(ax, (1, 2, 4), [3, 5, 9], [1.1, 1.6, 2.3])),
}
