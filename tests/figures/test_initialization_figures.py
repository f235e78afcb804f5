"""The drawing functions of notebook 04: each returns its ax, labels it, and keeps within 640 px."""

import numpy as np

from chainrule.figures import COLOURS, new_figure
from chainrule.figures import initialization as draw

x = np.arange(1, 6)
rng = np.random.default_rng(0)


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
