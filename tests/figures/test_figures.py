"""The course's figures: one style, sliders with a fallback, and drawing functions that label what they draw."""

import base64
import struct
import subprocess
import sys

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from chainrule.figures import COLOURS, bare, explore, label, log_ticks, new_figure


def test_a_figure_is_640_px_wide_on_its_own_paper():
    fig, axes = new_figure(ncols=2, nrows=2, title="Four panels")
    fig.canvas.draw()
    assert fig.get_size_inches()[0] * fig.dpi == pytest.approx(640)
    assert fig.get_facecolor()[3] == 1 and min(fig.get_facecolor()[:3]) > 0.95
    assert axes.shape == (2, 2)


def test_figures_leave_the_learners_settings_alone():
    before = dict(matplotlib.rcParams)
    fig, ax = new_figure()
    label(log_ticks(ax), 0.5, 1.0, "here")
    bare(ax)
    fig.canvas.draw()
    assert dict(matplotlib.rcParams) == before


def test_importing_the_figures_does_not_import_matplotlib():
    code = "import sys, chainrule.figures, chainrule.figures.activations; print('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"


def test_things_that_are_compared_have_different_colours():
    activations = ["linear", "sigmoid", "tanh", "relu", "leaky_relu", "prelu", "elu", "maxout"]
    assert len({COLOURS[name] for name in activations}) == len(activations)


def draw(scale=1.0):
    _, ax = new_figure()
    ax.plot([0, scale])


def test_without_a_notebook_the_figure_stays_and_one_line_says_so(capsys):
    explore(draw, scale=(0.0, 2.0, 0.1))
    out, err = capsys.readouterr()
    assert out == "The figure is drawn at scale = 1.0; its slider needs a running JupyterLab with ipywidgets.\n"
    assert err == "" and len(plt.get_fignums()) == 1


@pytest.mark.parametrize("slider", [(2.0, 3.0, 0.1), [0.1, 10.0]])
def test_a_start_outside_the_slider_is_an_error(slider):
    with pytest.raises(ValueError, match="scale = 1.0"):
        explore(draw, scale=slider)


NOTEBOOK = [
    "import importlib, sys\n"
    "from chainrule.figures import new_figure, explore\n"
    "import chainrule.figures\n"
    "module = importlib.import_module('chainrule.figures.explore')\n"
    "def draw(scale=1.0, kind='a'):\n"
    "    print('noise'); print('noise', file=sys.stderr)\n"
    "    _, ax = new_figure(height=1 + scale)\n"
    "    assert scale < 2.5",
    "explore(draw, scale=(0.0, 3.0, 0.5), kind=['a', 'b'])",
    "module._is_live = lambda: True\nexplore(draw, scale=(0.0, 3.0, 0.5), kind=['a', 'b'])",
    "from ipywidgets import FloatSlider\n"
    "import gc\n"
    "slider, = [w for w in gc.get_objects() if isinstance(w, FloatSlider)]\n"
    "assert not slider.continuous_update\n"
    "slider.value = 2.0",
]


def test_in_a_notebook_there_is_one_figure_and_a_slider_redraws_it_in_place():
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    pytest.importorskip("ipywidgets")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in NOTEBOOK])
    nbclient.NotebookClient(notebook, kernel_name="python3").execute()
    assert not [o for cell in notebook.cells for o in cell.outputs if o.get("name") == "stderr"]

    def sizes(cell):
        pictures = [o.data["image/png"] for o in cell.outputs if "image/png" in o.get("data", {})]
        return [struct.unpack(">II", base64.b64decode(picture)[16:24]) for picture in pictures]

    _, background, live, _ = notebook.cells
    assert sizes(background) == [(640, 200)]
    assert [o.text for o in background.outputs if o.output_type == "stream"] == [
        "The figure is drawn at scale = 1.0, kind = a; its slider needs a running JupyterLab with ipywidgets.\n"
    ]
    assert sizes(live) == [(640, 300)]  # the one figure, redrawn by the slider
    assert sum("application/vnd.jupyter.widget-view+json" in o.get("data", {}) for o in live.outputs) == 2


x = np.linspace(-2.0, 2.0, 41)


def test_a_saturated_region_is_shaded_only_where_the_slope_is_small():
    from chainrule.figures.activations import shade

    _, ax = new_figure()
    shade(ax, x, x > 1)
    corners = np.concatenate([p.vertices[:, 0] for p in ax.collections[0].get_paths()])
    assert corners.min() == pytest.approx(1.1) and corners.max() == pytest.approx(2.0)
