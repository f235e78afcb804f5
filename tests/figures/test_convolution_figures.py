"""The drawing functions of notebook 10: all of them are tried, label what they draw, and stay within 640 px."""

import matplotlib
import numpy as np
import pytest

matplotlib.use("agg")
import matplotlib.pyplot as plt

from chainrule.figures import convolution as draw
from chainrule.figures import new_figure


@pytest.fixture(autouse=True)
def no_open_figures():
    yield
    plt.close("all")


PADDED, KERNEL = np.arange(20.0).reshape(4, 5), np.array([[1.0, 2], [-1, 0.5]])
SINGLE = {
    "windows": lambda ax: draw.windows(ax, np.array([0, 3, 1, 0]), 1, 3, 2, "strip", outputs=[4, -5]),
    "losses": lambda ax: draw.losses(ax, np.array([1.0, 0.1, 0.01])),
    "stems": lambda ax: draw.stems(ax, {"secret": np.array([1.0, -0.5]), "learned": np.array([-0.5, 1.0])}),
    "cells": lambda ax: draw.cells(ax, PADDED, "cells", windows=2),
    "matrix": lambda ax: draw.matrix(ax, np.array([[1.0, 0, -2], [0, 1, 0]])),
    "shares": lambda ax: draw.shares(ax, {"LeNet-5": (50_000, 10_000), "VGG-16": (2e9, 3e9)}, "parameters"),
    "speed": lambda ax: draw.speed(ax, {"your loops": 0.2, "your one product": 3e-4}),
    "shift_curves": lambda ax: draw.shift_curves(
        ax, np.arange(3), {"no pooling": np.array([0, 0.4, 0.6]), "max": np.zeros(3)}
    ),
    "growth": lambda ax: draw.growth(ax, {"LeNet-5": np.array([1, 5, 6])}, {"LeNet-5": 32}),
}
SEVERAL = {
    "position": (4, 1, lambda axes: draw.position(axes, PADDED, KERNEL, (1, 2), np.array([[1.0, np.nan]]))),
    "filters": (
        3,
        2,
        lambda axes: draw.filters(axes, np.ones((1, 4, 4)), np.ones((1, 2, 4, 4)), {"a": KERNEL, "b": KERNEL}),
    ),
    "pictures": (2, 1, lambda axes: draw.pictures(axes, [np.eye(3), np.eye(3)], ["x", "dx"], [1, 2])),
}
TITLED = {"windows", "cells"}  # panels that carry a title instead of labelled axes


def test_every_drawing_function_of_notebook_10_is_tried_here():
    public = {
        name
        for name, item in vars(draw).items()
        if getattr(item, "__module__", "") == draw.__name__ and not name.startswith("_")
    }
    assert public == {*SINGLE, *SEVERAL}


def assert_inside(fig):
    fig.canvas.draw()
    for ax in fig.axes:
        for text in [*ax.texts, ax.xaxis.label, ax.yaxis.label, ax.title]:
            box = text.get_window_extent()
            assert not text.get_text() or (box.x0 >= 0 and box.x1 <= 640), f"{text.get_text()} leaves the 640 px"


@pytest.mark.parametrize("name", SINGLE)
def test_a_drawing_function_returns_its_ax_and_labels_it(name, capfd):
    fig, ax = new_figure()
    assert SINGLE[name](ax) is ax
    assert ax.get_title(loc="left") if name in TITLED else ax.get_xlabel()
    assert_inside(fig)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("name", SEVERAL)
def test_a_drawing_function_of_several_panels_returns_them(name, capfd):
    ncols, nrows, function = SEVERAL[name]
    fig, axes = new_figure(ncols=ncols, nrows=nrows)
    assert function(axes) is axes
    assert_inside(fig)
    assert capfd.readouterr().err == ""


def test_only_cells_that_no_window_covers_are_hatched():
    _, ax = new_figure()
    draw.windows(ax, np.ones(8), 0, 3, 2, "stride 2")
    assert [patch.get_x() for patch in ax.patches if patch.get_hatch()] == [7]


def test_nothing_is_written_where_no_number_is_computed_yet():
    _, axes = new_figure(ncols=4)
    draw.position(axes, PADDED, KERNEL, (0, 0), np.array([[1.5, np.nan], [np.nan, np.nan]]))
    assert [text.get_text() for text in axes[3].texts] == ["1.5"]
