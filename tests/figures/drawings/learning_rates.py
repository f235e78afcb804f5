"""Data for the drawing functions of notebook 08."""

import numpy as np

from chainrule.figures import learning_rates as draw
from drawings import Drawing

T = np.arange(101)
FALLING = 2.3 * 0.97 ** np.arange(40)
STEEP, FLAT = 0.2 + 0.3 * 0.5 ** np.arange(200), 0.99 ** np.arange(200)
RUNS = np.array([FALLING, 2 * FALLING])

DRAWINGS = {
    "loss_curves": Drawing(
        lambda ax: draw.loss_curves(
            ax, {"A": FALLING, "B": FALLING * 0.99, "C": FALLING + 0.5}, 25, {"A": "lr = 0.003", "B": "b", "C": "c"}
        )
    ),
    "walkers": Drawing(lambda ax: draw.walkers(ax, FALLING, FALLING)),
    "two_directions": Drawing(lambda ax: draw.two_directions(ax, STEEP, FLAT)),
    "rates": Drawing(
        lambda ax: draw.rates(
            ax,
            T,
            {"linear_decay": 1.01 - T / 100, "cosine_decay": (1.01 - T / 100) ** 2},
            {"linear_decay": (5, 0.8, "a line"), "cosine_decay": (30, 0.9, "a curve")},
            total=80,
        )
    ),
    "drops": Drawing(lambda ax: draw.drops(ax, {250: FALLING, 500: FALLING * 0.9}, 25)),
    "parts": Drawing(lambda ax: draw.parts(ax, STEEP, FLAT, 150, "late")),
    "gap": Drawing(lambda ax: draw.gap(ax, T, 0.1 * np.sin(T / 50 * np.pi))),
    "first_rates": Drawing(lambda ax: draw.first_rates(ax, [0.0, 0.1, 0.2], "from 0")),
    "spikes": Drawing(lambda ax: draw.spikes(ax, {0: RUNS, 30: RUNS})),
    "by_peak": Drawing(lambda ax: draw.by_peak(ax, [0.01, 0.1], {0: np.ones((2, 3)), 30: np.ones((2, 3)) / 2})),
    "many": Drawing(lambda ax: draw.many(ax, [FALLING, np.array([2.0, 9.0, np.nan])], 8.0)),
    "biased": Drawing(lambda ax: draw.biased(ax, 2.3, {n: 2.3 * (1 - 0.98**n) for n in range(1, 301)})),
    "range_curve": Drawing(
        lambda ax: draw.range_curve(
            ax, np.geomspace(1e-4, 10, 50), FALLING, FALLING, {"steepest": 1e-3, "lowest": 1e-2}
        )
    ),
    "dependence": Drawing(
        lambda ax: draw.dependence(ax, {"sgd": {30: [1.0, 2.0], 300: [0.5]}, "momentum": {30: [0.5], 300: [0.1]}})
    ),
    "final": Drawing(
        lambda ax: draw.final(ax, [0.1, 0.4], {name: np.ones((2, 3)) * (1 + k) for k, name in enumerate(draw.NAMES)})
    ),
}
