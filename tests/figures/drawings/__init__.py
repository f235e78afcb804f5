"""Small data for every drawing function of the course: one module for each of ``chainrule.figures``.

A module holds ``DRAWINGS``, by the name of the function. ``test_drawings.py`` tries them all.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Drawing:
    """One drawing function on small data of its documented shapes.

    Attributes
    ----------
    draw : callable
        Takes what ``new_figure`` makes for ``panels``, and returns it, or what ``returns`` picks of it.
    labels : str
        Who says what is drawn: ``"axes"`` (the function labels the x axis), ``"title"``, or ``"notebook"`` (a diagram
        or picture without axes, or a part of a figure that the notebook labels once for all panels).
    panels : tuple of int
        Columns and rows.
    """

    draw: Callable
    labels: str = "axes"
    panels: tuple[int, int] = (1, 1)
    returns: Callable = lambda axes: axes
