"""Data for the drawing functions of notebook 09."""

import numpy as np

from chainrule.figures import regularization as draw
from drawings import Drawing

falling = 2.3 * 0.9 ** np.arange(20)
valley = 0.5 + (np.arange(20) - 8) ** 2 / 100
x = np.linspace(-2.0, 2.0, 41)
P = np.array([[0.2, 0.8], [0.6, 0.4]])

DRAWINGS = {
    "curves": Drawing(lambda ax: draw.curves(ax, falling, valley, "two", "fine", 2.3, behind=falling)),
    "prices": Drawing(lambda ax: draw.prices(ax, (0.0, 0.1), [(falling, valley), (falling, falling)])),
    "weights": Drawing(lambda ax: draw.weights(ax, {0.0: x / 8, 0.1: x / 16})),
    "gradient_check": Drawing(
        lambda ax: draw.gradient_check(ax, {"zero": {"W1": 1e-9, "b1": 0.0}, "not": {"W1": 1e-9, "b1": 0.5}})
    ),
    "loud_and_quiet": Drawing(
        lambda ax: draw.loud_and_quiet(
            ax, {("L2 in the loss", "loud"): falling, ("decay in the step", "quiet"): valley}, "Adam"
        )
    ),
    "spread": Drawing(lambda ax: draw.spread(ax, x, np.where(x > 0, 2 * x, 0))),
    "sums": Drawing(lambda ax: draw.sums(ax, np.array([40.0, 50.0, 60.0]), 50)),
    "three_losses": Drawing(lambda ax: draw.three_losses(ax, np.array([falling, falling / 2, valley]), 2)),
    "stand_in": Drawing(lambda ax: draw.stand_in(ax, P, P, P, "exact")),
    "monte_carlo": Drawing(lambda ax: draw.monte_carlo(ax, (1, 3, 10), {"arithmetic": [0.7, 0.75, 0.8]}, 0.8)),
    "same_loss": Drawing(lambda ax: draw.same_loss(ax, [0.1, 0.5], [1.0, 2.0], [1.1, 2.0])),
    "same_weights": Drawing(lambda ax: draw.same_weights(ax, {0.0: (None, x[:4]), 0.5: (x[:4] / 2, x[:4] / 2)})),
    "vanishing": Drawing(lambda ax: draw.vanishing(ax, {"sigmoid": falling, "ReLU, dropout": valley})),
    "stopped": Drawing(lambda ax: draw.stopped(ax, valley, {1: (8, 9), 5: (8, 13)})),
    "mirror": Drawing(lambda ax: draw.mirror(ax, valley, 0.5, 1.5)),
    "remedies": Drawing(lambda ax: draw.remedies(ax, {"nothing": [1.0, 1.2], "L2": [0.8, 0.9]}, "loss")),
}
