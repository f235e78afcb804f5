"""The drawing functions of notebook 07: each returns its ax, labels it, and stays on the paper."""

import matplotlib.pyplot as plt
import numpy as np

from chainrule.figures import new_figure
from chainrule.figures import optimizers as draw

H = np.diag([0.02, 2.0])
T = np.arange(1, 41)
PATH = np.stack([np.linspace(-9, 0, 41), 1.5 * 0.9 ** np.arange(41)], axis=1)
SIX = {name: PATH * (1 - 0.1 * k) for k, name in enumerate(draw.NAMES)}


def test_in_a_race_everybody_stands_where_the_step_says():
    _, ax = new_figure()
    draw.move(draw.race(ax, H, SIX, upto=0), SIX, 7)
    marks = [tuple(line.get_xydata()[-1]) for line in ax.lines if line.get_marker() not in ("None", "*", None)]
    assert marks == [tuple(points[7]) for points in SIX.values()]


def test_a_movie_has_all_its_frames_and_is_the_same_each_time():
    def made():
        fig, ax = new_figure(height=2.0)
        draw.race(ax, H, SIX, upto=0)
        return draw.movie(fig, lambda step: draw.move(ax, SIX, step), [0, 3, 9])

    first = made()
    assert first.count("data:image/png;base64") == 3 and not plt.get_fignums()
    assert first == made() and len(first) < 60_000
