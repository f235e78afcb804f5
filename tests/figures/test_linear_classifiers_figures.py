"""The drawing functions of notebook 01: each returns its ax, labels it, and stays inside the figure."""

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np
import pytest

from chainrule.figures import linear_classifiers as draw
from chainrule.figures import new_figure


@pytest.fixture(autouse=True)
def no_open_figures():
    yield
    plt.close("all")


x = np.linspace(-2.0, 2.0, 21)
G1, G2 = np.meshgrid(x, x)
dots, labels = np.array([[-1.0, 0.5], [1.0, -0.5], [0.5, 1.0]]), np.array([0, 1, 2])

DRAWINGS = {
    "picture": lambda ax: draw.picture(ax, np.eye(4), "a picture"),
    "template": lambda ax: draw.template(ax, np.eye(4) - 0.5, "Trouser"),
    "bars": lambda ax: draw.bars(ax, np.array([-3.0, 2.0, 0.5]), ["one", "two", "three"], 1),
    "learning": lambda ax: draw.learning(
        ax, [0, 20, 40], {"from zeros": [0.1, 0.6, 0.8], "other": [0.1, 0.5, 0.8]}, "accuracy", 0.1
    ),
    "constant_losses": lambda ax: draw.constant_losses(
        ax, np.array([0.5, 1.0]), x, {"mse": x**2 + 1}, {"mse": ("lowest at", 0.0)}
    ),
    "logit_curves": lambda ax: draw.logit_curves(ax, x, {"mse": ("squared", x**2, (0, 1))}, "loss", x < -1),
    "points": lambda ax: draw.points(ax, dots, labels),
    "regions": lambda ax: draw.regions(ax, G1, G2, (G1 > 0) * 1, dots, labels, "half and half"),
    "two_lines": lambda ax: draw.two_lines(ax, dots, labels, {"mse": (np.array([1.0, 2.0]), 0.5)}, "two classes"),
    "sweep": lambda ax: draw.sweep(ax, np.arange(0, 181, 45), np.full(5, 0.7), 45),
    "reliability": lambda ax: draw.reliability(
        ax, {"10 epochs": ("k", np.array([0.1, 0.9]), np.array([0.2, 0.8]), np.array([50, 40]))}
    ),
    "shares": lambda ax: draw.shares(ax, np.array([0.2, 0.0, 0.8]), ["one", "two", "three"], 2),
    "histogram_cube": lambda ax: draw.histogram_cube(ax, np.full((2, 2, 2), 0.125)),
    "orientations": lambda ax: draw.orientations(ax, np.eye(8), np.full((2, 2, 5), 0.4), 4),
    "mosaic": lambda ax: draw.mosaic(ax, np.arange(45.0).reshape(5, 3, 3), 2, "five patches"),
    "word_shares": lambda ax: draw.word_shares(ax, np.array([0.5, 0.25, 0.25]), "k", "a bag"),
    "table": lambda ax: draw.table(ax, [[1.0, 0.25]], ["pixels"], ["colour", "shape"], chance=[0.2, 0.17]),
    "by_shift": lambda ax: draw.by_shift(
        ax, np.arange(3), {"hog": ("HOG", [0.8, 0.7, 0.3]), "bow": ("bag", [0.7, 0.7, 0.31])}
    ),
    "by_rate": lambda ax: draw.by_rate(ax, np.array([0.01, 0.1]), {"mse": [0.7, 0.1], "cross_entropy": [0.7, 0.8]}),
}
LABELLED = {
    "learning",
    "constant_losses",
    "logit_curves",
    "two_lines",
    "sweep",
    "reliability",
    "histogram_cube",
    "by_shift",
    "by_rate",
}
# the others are pictures, or parts of figures whose labels the notebook sets


def test_every_drawing_function_is_tried_here():
    public = {name for name, item in vars(draw).items() if getattr(item, "__module__", "") == draw.__name__}
    assert public == set(DRAWINGS)


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_function_returns_its_ax_and_stays_inside_the_figure(name, capfd):
    before = dict(matplotlib.rcParams)
    fig, ax = new_figure()
    assert DRAWINGS[name](ax) is ax
    fig.canvas.draw()
    assert dict(matplotlib.rcParams) == before
    assert name not in LABELLED or ax.get_xlabel()
    assert capfd.readouterr().err == ""
    for text in [*ax.texts, ax.xaxis.label, ax.yaxis.label, ax.title]:
        box = text.get_window_extent()
        assert not text.get_text() or (box.x0 >= 0 and box.x1 <= 640), f"{text.get_text()} leaves the 640 px"


def test_the_bar_that_is_pointed_at_has_a_colour_of_its_own():
    _, ax = new_figure()
    draw.bars(ax, np.array([1.0, 2.0, 3.0]), ["one", "two", "three"], 1)
    colours = [bar.get_facecolor() for bar in ax.patches]
    assert colours[0] == colours[2] != colours[1]


def test_lines_of_orientation_lie_along_the_edge():
    _, ax = new_figure()
    H = np.zeros((1, 1, 4))
    H[0, 0, 0] = 1.0  # gradients from 0 to 45 degrees, on average 22.5: the edge runs across
    draw.orientations(ax, np.zeros((4, 4)), H, 4)
    (line,) = ax.lines
    dx, dy = np.diff(line.get_xdata())[0], np.diff(line.get_ydata())[0]
    assert np.degrees(np.arctan2(dy, dx)) % 180 == pytest.approx(112.5)
