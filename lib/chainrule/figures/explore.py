"""Sliders for a figure. A slider answers a question; the figure stays readable without it.

Notebooks call `explore` in place of ``plt.show()``.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import sys
import warnings
from collections.abc import Callable


def explore(draw: Callable, **sliders: tuple | list) -> None:
    """Show the figure that `draw` makes, and a slider for each of its parameters.

    There is one figure: moving a slider redraws it in its place. Where no slider can work (no running JupyterLab, or
    no ipywidgets) the figure at the start values remains, and one line says so.

    Parameters
    ----------
    draw : callable
        ``draw(**values)`` makes a new figure, as the last one that Matplotlib knows. The defaults of its parameters
        are the start values.
    **sliders
        For each parameter a range ``(low, high, step)``, of integers or of floats, or a list of values to choose from.

    Raises
    ------
    ValueError
        If a start value lies outside its slider.

    Examples
    --------
    >>> def draw(scale=1.0):
    ...     fig, ax = new_figure()
    ...     ax.plot([0, scale])
    >>> explore(draw, scale=(0.0, 2.0, 0.1))                                                        # doctest: +SKIP
    """
    values = {name: _start(draw, name, spec) for name, spec in sliders.items()}
    if not _in_notebook():
        draw(**values)  # left open: plt.show() or a test finds it
        print(_sentence(values))
        return

    from IPython.display import Image, display

    # One output that is replaced in place. (interactive_output of ipywidgets would show a second figure.)
    figure = display(Image(_picture(draw, values), format="png"), display_id=True)
    widgets = _widgets(sliders, values) if _is_live() else None
    if not widgets:
        print(_sentence(values))
        return

    def redraw(_change):
        now = {name: widget.value for name, widget in widgets.items()}
        try:
            figure.update(Image(_picture(draw, now), format="png"))
        except Exception as error:  # here a traceback would go to a log that nobody reads
            figure.update({"text/plain": f"{type(error).__name__}: {error}"}, raw=True)

    for widget in widgets.values():
        widget.observe(redraw, names="value")
        display(widget)


def _start(draw: Callable, name: str, spec):
    """The start value of a slider: the parameter's default, or else the first of its values."""
    default = inspect.signature(draw).parameters[name].default
    start = spec[0] if default is inspect.Parameter.empty else default
    if isinstance(spec, tuple) and not spec[0] <= start <= spec[1] or isinstance(spec, list) and start not in spec:
        raise ValueError(f"the start value {name} = {start!r} is not among {spec!r}")
    return start


def _picture(draw: Callable, values: dict) -> bytes:
    """Draw, and return the figure as PNG; nothing that is printed or warned on the way reaches the page."""
    import matplotlib.pyplot as plt

    sink, png = io.StringIO(), io.BytesIO()
    with contextlib.redirect_stdout(sink), contextlib.redirect_stderr(sink), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        draw(**values)
        figure = plt.gcf()
        figure.savefig(png, format="png", dpi=figure.dpi)
    plt.close(figure)  # or the notebook would show it once more at the end of the cell
    return png.getvalue()


def _widgets(sliders: dict, values: dict):
    """One slider for each parameter; None without ipywidgets."""
    try:
        import ipywidgets
    except ImportError:
        return None
    made = {}
    for name, spec in sliders.items():
        options = {
            "value": values[name],
            "description": name.replace("_", " "),
            "continuous_update": False,  # redraw when the slider is let go: one experiment, not fifty
            "style": {"description_width": "initial"},
            "layout": {"width": "480px"},
        }
        if isinstance(spec, list):
            made[name] = ipywidgets.SelectionSlider(options=spec, **options)
        else:
            whole = all(isinstance(bound, int) for bound in spec)
            kind = ipywidgets.IntSlider if whole else ipywidgets.FloatSlider
            made[name] = kind(min=spec[0], max=spec[1], step=spec[2], **options)
    return made


def _sentence(values: dict) -> str:
    shown = ", ".join(f"{name.replace('_', ' ')} = {value}" for name, value in values.items())
    return f"The figure is drawn at {shown}; its slider needs a running JupyterLab with ipywidgets."


def _in_notebook() -> bool:
    """Whether IPython is already loaded and shows pictures: in Jupyter and in the browser, not in its terminal."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and type(shell).__name__ != "TerminalInteractiveShell"


def _is_live() -> bool:
    """Whether somebody sits in front of the notebook: who executes one in the background takes no input from us."""
    kernel = getattr(sys.modules["IPython"].get_ipython(), "kernel", None)
    return getattr(kernel, "_allow_stdin", True)
