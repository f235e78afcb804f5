"""Data for the drawing functions of notebook 07."""

import numpy as np

from chainrule.figures import optimizers as draw
from drawings import Drawing

H = np.diag([0.02, 2.0])
T = np.arange(1, 41)
PATH = np.stack([np.linspace(-9, 0, 41), 1.5 * 0.9 ** np.arange(41)], axis=1)
SIX = {name: PATH * (1 - 0.1 * k) for k, name in enumerate(draw.NAMES)}

DRAWINGS = {
    "family_tree": Drawing(lambda ax: draw.family_tree(ax), labels="notebook"),
    "ravine": Drawing(lambda ax: draw.ravine(ax, H)),
    "path": Drawing(lambda ax: draw.path(draw.ravine(ax, H), PATH, "k", "one")),
    "race": Drawing(lambda ax: draw.race(ax, H, SIX, upto=3)),
    "move": Drawing(lambda ax: draw.move(draw.race(ax, H, SIX, upto=0), SIX, 5)),
    "coast": Drawing(lambda ax: draw.coast(ax, {("sgd", "mu = 0"): PATH[:, 0]})),
    "two_weights": Drawing(lambda ax: draw.two_weights(ax, T, T / 40, T / 80, 1.0, "SGD", "k")),
    "by_hand": Drawing(
        lambda ax: draw.by_hand(ax, np.array([10.0, 10.0]), np.array([9.95, 9.9]), ["frequent", "rare"])
    ),
    "rates_per_weight": Drawing(
        lambda ax: draw.rates_per_weight(ax, T, 0.5 / T**0.5, np.where(T % 9, np.nan, 0.2), "k")
    ),
    "step_against_time": Drawing(
        lambda ax: draw.step_against_time(
            ax, T, {"adagrad": 0.01 / T**0.5, "rmsprop": 0.01 + 0 * T}, {"adagrad": -0.5, "rmsprop": 0.0}
        )
    ),
    "first_steps": Drawing(lambda ax: draw.first_steps(ax, T, np.ones(40), 1 + 2 / T, "k", "RMSProp", (3.2, 2.3))),
    "with_and_without": Drawing(lambda ax: draw.with_and_without(ax, 2 / T, 3 / T, "k")),
    "turned": Drawing(
        lambda ax: (
            draw.turned(ax, {"sgd": 0.1, "adam": 0.01}, {"sgd": 0.1, "adam": 1.0}, ["sgd", "adam"]),
            ax.set_xlabel("loss"),
        )[0]
    ),
    "accuracy_by_rate": Drawing(
        lambda ax: draw.accuracy_by_rate(ax, [0.01, 0.1], np.array([[0.5, 0.6], [np.nan, 0.1]]), "sgd", 0.01),
        labels="notebook",
    ),
    "comparison": Drawing(
        lambda ax: draw.comparison(ax, {"sgd": np.array([0.8, 0.82]), "adam": np.array([0.83, 0.85])})
    ),
    "pixels": Drawing(
        lambda ax: draw.pixels(
            ax, np.where(np.arange(784) < 9, np.nan, 1.0 + np.arange(784)), "pixels", "rate", log=True
        ),
        labels="notebook",
    ),
}
