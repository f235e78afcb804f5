"""The drawing functions of notebook 04: each returns its ax, labels it, and keeps within 640 px."""

import matplotlib
import numpy as np
import pytest

matplotlib.use("agg")
import matplotlib.pyplot as plt

from chainrule.figures import COLOURS, new_figure
from chainrule.figures import initialization as draw

x = np.arange(1, 6)
rng = np.random.default_rng(0)


@pytest.fixture(autouse=True)
def no_open_figures():
    yield
    plt.close("all")


DRAWINGS = {
    "sums": lambda ax: draw.sums(ax, {10: rng.normal(0, 3, 99), 100: rng.normal(0, 10, 99)}, limit=40),
    "patch": lambda ax: draw.patch(ax, k=3, C=2),
    "lines": lambda ax: draw.lines(
        ax, x, {("he", "He"): 1.0 / x, ("#222222", "zero"): 0 * x}, "layer", "std", (1e-3, 10)
    ),
    "scales": lambda ax: draw.scales(
        ax, x, {0.1: 0.1**x, 1.0: 1.0 + 0 * x, 9.0: 9.0**x}, 1.0, "tanh", "tanh", (1e-3, 1e3)
    ),
    "ridges": lambda ax: draw.ridges(ax, {1: x / 5, 7: np.zeros(4)}, "k", (0, 1), "a", notes=["0.3", "0"]),
    "two_shapes": lambda ax: draw.two_shapes(
        ax, {("lecun", "normal"): rng.normal(size=99)}, np.linspace(-3, 3, 21), std=1
    ),
    "gains": lambda ax: draw.gains(ax, {"relu": 1.41, "tanh": 1.6}, {"relu": 2**0.5}, {"relu": "√2"}),
    "variances": lambda ax: draw.variances(ax, x, {("he", "He"): 2 / x}, {("he", "He"): 2.1 / x}),
    "rates": lambda ax: draw.rates(
        ax, np.array([0.01, 0.1, 1]), {("he", "He"): np.array([[0.4, 0.5], [0.2, np.nan], [np.nan, np.nan]])}
    ),
    "losses": lambda ax: draw.losses(ax, {("he", "He"): [np.linspace(2.3, 1, 90)]}, window=20, chance=2.3),
    "movers": lambda ax: draw.movers(ax, np.array([[0.0, 3e-4], [0.06, 0.09]]), ["W1", "b1"], "sigmoid"),
    "paths": lambda ax: draw.paths(ax, x, np.stack([x, 2 * x], axis=1), "k", "two weights"),
    "accuracies": lambda ax: draw.accuracies(ax, {("zeros", "50 units,\nall equal"): 0.2, ("lecun", "random"): 0.84}),
}
UNLABELLED = {"patch", "ridges"}  # a sketch, and panels whose labels the notebook sets


def test_every_drawing_function_is_tried_here():
    public = {
        name for name, item in vars(draw).items() if getattr(item, "__module__", "") == draw.__name__ and name[0] != "_"
    }
    assert public == {*DRAWINGS, "gradient_pictures"}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_function_returns_its_ax_and_labels_it(name, capfd):
    before = dict(matplotlib.rcParams)
    fig, ax = new_figure()
    assert DRAWINGS[name](ax) is ax
    fig.canvas.draw()
    assert dict(matplotlib.rcParams) == before
    assert name in UNLABELLED or ax.get_xlabel()
    assert capfd.readouterr().err == ""
    for text in [*ax.texts, ax.xaxis.label, ax.yaxis.label, ax.title]:
        box = text.get_window_extent()
        assert not text.get_text() or (box.x0 >= 0 and box.x1 <= 640), f"{text.get_text()} leaves the 640 px"


def test_gradients_become_pictures_on_one_scale_of_colours():
    _, axes = new_figure(ncols=2)
    dW = np.stack([np.arange(9.0), -np.ones(9)], axis=1)
    assert draw.gradient_pictures(axes, dW, 3, "two units") is axes[0]
    (one,), (two,) = axes[0].images, axes[1].images
    np.testing.assert_array_equal(one.get_array(), np.arange(9.0).reshape(3, 3))
    assert one.get_clim() == two.get_clim() == (-8, 8)


def test_names_at_the_ends_of_lines_keep_apart():
    fig, ax = new_figure()
    draw.lines(
        ax,
        x,
        {("he", "one"): 1.0 + 0 * x, ("xavier", "two"): 1.01 + 0 * x, ("small", "three"): 0.99 + 0 * x},
        "",
        "",
        (0.1, 10),
    )
    fig.canvas.draw()
    boxes = sorted((text.get_window_extent() for text in ax.texts), key=lambda box: box.y0)
    assert all(low.y1 <= high.y0 for low, high in zip(boxes, boxes[1:]))


def test_what_is_compared_has_different_colours():
    compared = ["zeros", "small", "large", "lecun", "lecun_uniform", "xavier", "he", "fan_out", "channels", "one_unit"]
    assert len({COLOURS[name] for name in compared}) == len(compared)
