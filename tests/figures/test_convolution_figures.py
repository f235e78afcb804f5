"""The drawing functions of notebook 10: all of them are tried, label what they draw, and stay within 640 px."""

import numpy as np

from chainrule.figures import convolution as draw
from chainrule.figures import new_figure

PADDED, KERNEL = np.arange(20.0).reshape(4, 5), np.array([[1.0, 2], [-1, 0.5]])


def test_only_cells_that_no_window_covers_are_hatched():
    _, ax = new_figure()
    draw.windows(ax, np.ones(8), 0, 3, 2, "stride 2")
    assert [patch.get_x() for patch in ax.patches if patch.get_hatch()] == [7]


def test_nothing_is_written_where_no_number_is_computed_yet():
    _, axes = new_figure(ncols=4)
    draw.position(axes, PADDED, KERNEL, (0, 0), np.array([[1.5, np.nan], [np.nan, np.nan]]))
    assert [text.get_text() for text in axes[3].texts] == ["1.5"]


def test_the_last_of_the_matrices_that_are_added_is_their_sum():
    _, axes = new_figure(ncols=3)
    draw.added(axes, np.array([[[1, -2]], [[10, 5]]]), ["one", "other"], "dx")
    assert [[text.get_text() for text in ax.texts] for ax in axes] == [["1", "−2"], ["10", "5", "+"], ["11", "3", "="]]
