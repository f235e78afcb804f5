"""Data for the drawing functions of notebook 05."""

import numpy as np

from chainrule.figures import data as draw
from drawings import Drawing

rng = np.random.default_rng(0)
rates = np.array([1e-3, 1e-2, 1e-1])
points = rng.normal(size=(30, 2))
colour = rng.uniform(size=(8, 8, 3))

DRAWINGS = {
    "accuracy_by_rate": Drawing(
        lambda ax: draw.accuracy_by_rate(ax, rates, {"0 to 255": [0.5, 0.1, 0.1], "-1 to 1": [0.2, 0.6, 0.3]})
    ),
    "leaks": Drawing(lambda ax: draw.leaks(ax, {"scaled by\nall rows": [0.5, 0.52], "chosen": [0.9, 0.8]})),
    "cloud": Drawing(
        lambda ax: draw.cloud(ax, points, "cloud", ("a", "b"), kinds=np.arange(30) % 10, marked=points[:2], square=True)
    ),
    "gallery": Drawing(
        lambda ax: draw.gallery(
            ax, [colour[:, :, 0], colour, colour[:, :, 1] - 0.5], ["a", "b", "c"], 2, signed=slice(2, 3)
        ),
        labels="notebook",
    ),
    "explained": Drawing(lambda ax: draw.explained(ax, np.linspace(0.3, 1, 20), {0.5: 7})),
    "distance_histogram": Drawing(
        lambda ax: draw.distance_histogram(ax, {"before": rng.uniform(2, 9, 50), "after": np.full(50, 10.0)})
    ),
    "accuracy_by_count": Drawing(
        lambda ax: draw.accuracy_by_count(ax, [10, 100], {"plain": [0.5, 0.7], "white": [0.3, 0.5]}, edge=30)
    ),
    "steps_by_condition": Drawing(
        lambda ax: draw.steps_by_condition(ax, {"0 to 255": (8e4, 300_000), "standard": (5.0, 17), "whitened": (1, 1)})
    ),
    "half_open_box": Drawing(lambda ax: draw.half_open_box(ax, 10, 5, (2, 1, 5, 4)), labels="title"),
    "two_accuracies": Drawing(
        lambda ax: draw.two_accuracies(ax, ["Bag", "Ankle boot"], [0.9, 0.95], [0.9, 0.0], "flipped")
    ),
    "boxed": Drawing(lambda ax: draw.boxed(ax, colour, (1, 2, 5, 7), "box"), labels="title"),
    "robustness": Drawing(
        lambda ax: draw.robustness(ax, np.array([[0.85, 0.4], [0.8, 0.8]]), ["as is", "flips"], ["as is", "flipped"])
    ),
}
