"""The drawing functions of notebook 07: each returns its ax, labels it, and stays on the paper."""

import matplotlib
import numpy as np
import pytest

matplotlib.use("agg")
import matplotlib.pyplot as plt

from chainrule.figures import new_figure
from chainrule.figures import optimizers as draw

H = np.diag([0.02, 2.0])
T = np.arange(1, 41)
PATH = np.stack([np.linspace(-9, 0, 41), 1.5 * 0.9 ** np.arange(41)], axis=1)
SIX = {name: PATH * (1 - 0.1 * k) for k, name in enumerate(draw.NAMES)}

DRAWINGS = {
    "family_tree": lambda ax: draw.family_tree(ax),
    "ravine": lambda ax: draw.ravine(ax, H),
    "path": lambda ax: draw.path(draw.ravine(ax, H), PATH, "k", "one"),
    "race": lambda ax: draw.race(ax, H, SIX, upto=3),
    "move": lambda ax: draw.move(draw.race(ax, H, SIX, upto=0), SIX, 5),
    "coast": lambda ax: draw.coast(ax, {("sgd", "mu = 0"): PATH[:, 0]}),
    "two_weights": lambda ax: draw.two_weights(ax, T, T / 40, T / 80, 1.0, "SGD", "k"),
    "by_hand": lambda ax: draw.by_hand(ax, np.array([10.0, 10.0]), np.array([9.95, 9.9]), ["frequent", "rare"]),
    "rates_per_weight": lambda ax: draw.rates_per_weight(ax, T, 0.5 / T**0.5, np.where(T % 9, np.nan, 0.2), "k"),
    "step_against_time": lambda ax: draw.step_against_time(
        ax, T, {"adagrad": 0.01 / T**0.5, "rmsprop": 0.01 + 0 * T}, {"adagrad": -0.5, "rmsprop": 0.0}
    ),
    "first_steps": lambda ax: draw.first_steps(ax, T, np.ones(40), 1 + 2 / T, "k", "RMSProp", (3.2, 2.3)),
    "with_and_without": lambda ax: draw.with_and_without(ax, 2 / T, 3 / T, "k"),
    "turned": lambda ax: (
        draw.turned(ax, {"sgd": 0.1, "adam": 0.01}, {"sgd": 0.1, "adam": 1.0}, ["sgd", "adam"]),
        ax.set_xlabel("loss"),
    )[0],
    "accuracy_by_rate": lambda ax: draw.accuracy_by_rate(
        ax, [0.01, 0.1], np.array([[0.5, 0.6], [np.nan, 0.1]]), "sgd", 0.01
    ),
    "comparison": lambda ax: draw.comparison(ax, {"sgd": np.array([0.8, 0.82]), "adam": np.array([0.83, 0.85])}),
    "pixels": lambda ax: draw.pixels(
        ax, np.where(np.arange(784) < 9, np.nan, 1.0 + np.arange(784)), "pixels", "rate", log=True
    ),
}
UNLABELLED = {"family_tree", "pixels", "accuracy_by_rate"}  # no axes, or labelled once for all panels by the notebook
NOT_AX = {"movie"}


@pytest.fixture(autouse=True)
def no_open_figures():
    yield
    plt.close("all")


def test_every_drawing_function_is_tried_here():
    public = {
        name for name, item in vars(draw).items() if getattr(item, "__module__", "") == draw.__name__ and name[0] != "_"
    }
    assert public - NOT_AX == set(DRAWINGS)


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
