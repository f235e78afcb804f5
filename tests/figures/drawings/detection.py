"""Data for the drawing functions of notebook 12."""

import numpy as np

from chainrule.figures import detection as draw
from drawings import Drawing

picture = np.random.default_rng(0).random((16, 20, 3))
box = np.array([[2.0, 3.0, 9.0, 12.0]])
errors = np.linspace(-2, 2, 9)
measured = np.array([[0.4, 0.6, 0.9], [0.3, 0.5, 1.0], [10, 40, 90]])

DRAWINGS = {
    "forms": Drawing(lambda ax: draw.forms(ax, 12, 6, (2, 1, 7, 4)), labels="notebook"),
    "overlap": Drawing(
        lambda ax: draw.overlap(ax, np.array([4, 2, 14, 10]), np.array([5, 3, 15, 11]), "IoU"), labels="title"
    ),
    "shifts": Drawing(lambda ax: draw.shifts(ax, np.arange(4), {10: [1, 0.68, 0.47, 0.3], 100: [1, 0.9, 0.9, 0.8]})),
    "boxed": Drawing(lambda ax: draw.boxed(ax, picture, box, box + 1, "a picture", ["0.9"]), labels="title"),
    "losses": Drawing(
        lambda axes: draw.losses(axes, errors, {"square": (errors**2, errors), "smooth": (errors**2, errors)}),
        labels="notebook",
        panels=(2, 1),
    ),
    "calibration": Drawing(lambda ax: draw.calibration(ax, {"many": measured, "few": measured})),
    "counts": Drawing(lambda ax: draw.counts(ax, ("circle", "arrow_left"), [0.3, 0.7], 1)),
    "matching": Drawing(
        lambda ax: draw.matching(
            ax, picture, np.array([[0, 0, 8, 8], [4, 4, 12, 12], [9, 9, 15, 15]]), np.array([0, -2, -1]), box
        ),
        labels="title",
    ),
    "kept": Drawing(lambda ax: draw.kept(ax, np.array([[0, 0, 4, 4], [3, 0, 7, 4]]), [1], "kept: 1"), labels="title"),
    "precision_recall": Drawing(
        lambda ax: draw.precision_recall(ax, {"some": (errors[4:], 1 - errors[4:]), "all": (errors[4:], errors[4:])})
    ),
    "strictness": Drawing(lambda ax: draw.strictness(ax, [0.5, 0.7, 0.9], [0.9, 0.5, 0.1])),
}
