"""The drawing functions of notebook 01: each returns its ax, labels it, and stays inside the figure."""

import numpy as np
import pytest

from chainrule.figures import linear_classifiers as draw
from chainrule.figures import new_figure

x = np.linspace(-2.0, 2.0, 21)
G1, G2 = np.meshgrid(x, x)
dots, labels = np.array([[-1.0, 0.5], [1.0, -0.5], [0.5, 1.0]]), np.array([0, 1, 2])

# the others are pictures, or parts of figures whose labels the notebook sets


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
