"""Every drawing function of the course returns its axes, says what it draws, stays within 640 px and leaves no trace."""

import importlib

import matplotlib
import pytest
from throwaway import ROOT

from chainrule.figures import new_figure

TOOLS = {"explore", "style"}  # what figures are made with
NOT_DRAWINGS = {"optimizers": {"movie"}, "graphs": {"last_step"}}  # a film, and a number
MODULES = sorted(
    path.stem for path in (ROOT / "lib" / "chainrule" / "figures").glob("[a-z]*.py") if path.stem not in TOOLS
)
DRAWINGS = {name: importlib.import_module(f"drawings.{name}").DRAWINGS for name in MODULES}
ALL = [(module, name) for module, drawings in DRAWINGS.items() for name in drawings]


@pytest.mark.parametrize("module", MODULES)
def test_every_drawing_function_is_tried_here(module):
    code = importlib.import_module(f"chainrule.figures.{module}")
    public = {
        name
        for name, item in vars(code).items()
        if getattr(item, "__module__", "") == code.__name__ and not name.startswith("_")
    }
    assert public - NOT_DRAWINGS.get(module, set()) == set(DRAWINGS[module])


@pytest.mark.parametrize(("module", "name"), ALL)
def test_a_drawing_function_returns_its_axes_and_labels_them(module, name, capfd):
    drawing = DRAWINGS[module][name]
    before = dict(matplotlib.rcParams)
    columns, rows = drawing.panels
    fig, axes = new_figure(ncols=columns, nrows=rows)
    assert drawing.draw(axes) is drawing.returns(axes)
    fig.canvas.draw()
    assert dict(matplotlib.rcParams) == before
    if drawing.labels == "axes":
        assert axes.get_xlabel()
    if drawing.labels == "title":
        assert axes.get_title(loc="left")
    assert capfd.readouterr().err == ""
    for ax in fig.axes:
        for text in [*ax.texts, ax.xaxis.label, ax.yaxis.label, ax.title]:
            box = text.get_window_extent()
            assert not text.get_text() or (box.x0 >= 0 and box.x1 <= 640), f"{text.get_text()} leaves the 640 px"
