"""Figures of the course: one style, one palette, sliders, and one module of drawing functions for each notebook.

A drawing function takes data and an `ax` and returns the `ax`; the computing is done outside. Matplotlib is imported
when the first figure is made. ``from chainrule.figures import new_figure, COLOURS, explore``.
"""

from chainrule.figures.explore import explore
from chainrule.figures.style import (
    CLASS_COLOURS,
    CLASS_MARKERS,
    COLOURS,
    DIVERGING,
    INK,
    LIGHT,
    MUTED,
    PAPER,
    SEQUENTIAL,
    bare,
    label,
    log_ticks,
    new_figure,
    panel_title,
)

__all__ = [
    "CLASS_COLOURS",
    "CLASS_MARKERS",
    "COLOURS",
    "DIVERGING",
    "INK",
    "LIGHT",
    "MUTED",
    "PAPER",
    "SEQUENTIAL",
    "bare",
    "explore",
    "label",
    "log_ticks",
    "new_figure",
    "panel_title",
]
