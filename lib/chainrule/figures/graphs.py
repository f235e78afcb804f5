"""Computational graphs, drawn step by step: values forward, gradients backward. Notebook 02 calls it."""

from __future__ import annotations

import numpy as np

from chainrule.figures.style import COLOURS, INK, MUTED, PAPER, bare, label


def last_step(edges) -> int:
    """The last step of `graph`: every computed node forward, the gradient of the output, every node backward."""
    return 2 * len({target for _, target in edges}) + 1


def graph(
    ax,
    nodes: dict,
    edges: dict,
    values: dict,
    grads: dict,
    step: int | None = None,
    fontsize: float = 9.5,
    width: float = 0.62,
    form: str = "{:.3g}",
):
    """Draw a computational graph with values forward (blue) and gradients backward (orange), as far as a given step.

    Parameters
    ----------
    ax : Axes
    nodes : dict
        ``name: (text, column, row)`` in topological order; columns count to the right, rows upward.
    edges : dict
        ``(source, target): gradient`` for each arrow: the part of the source's gradient that comes back along it.
        Text is drawn as it is.
    values, grads : dict
        ``name: number``, or text; a node without a gradient is not on the way to a parameter.
    step : int, optional
        0: inputs only; then one computed node a step; then the output's gradient; then one node a step sends gradients
        back. Everything unless told.
    fontsize : float
    width : float
        Of a box, in columns.
    form : str
        Format of the numbers.

    Returns
    -------
    Axes
    """
    everything = step is None
    step = last_step(edges) if step is None else step
    computed = [name for name in nodes if any(target == name for _, target in edges)]
    forward = computed[:step]
    backward = computed[::-1][: max(0, step - len(computed) - 1)]  # the nodes that have sent their gradients back
    known = [name for name in nodes if name not in computed] + forward
    active = (forward[-1:] if step <= len(computed) else backward[-1:]) or (computed[-1:] if step else [])
    if everything:
        active = []
    for (source, target), gradient in edges.items():
        _arrow(ax, nodes[source], nodes[target], width, target in active, target in active and target in backward)
        if target in backward:
            _on_arrow(ax, nodes[source], nodes[target], width, _text(gradient, form), fontsize - 0.5)
    for name, (text, column, row) in nodes.items():
        _box(ax, column, row, width, name in active)
        lines = [(text, INK), (_text(values[name], form) if name in known else "?", COLOURS["value"])]
        wanted = sum(source == name for source, _ in edges)
        arrived = [_text(edges[name, target], form) for target in backward if (name, target) in edges]
        if name == computed[-1] and step > len(computed):
            lines.append((_text(grads[name], form), COLOURS["gradient"]))
        elif arrived and name in grads:
            lines.append((_sum(arrived, wanted, _text(grads[name], form)), COLOURS["gradient"]))
        for place, (line, colour) in zip((0.19, -0.01, -0.2), lines):
            small = fontsize - 1.5 if len(line) > 9 and place < 0 else fontsize
            ax.text(column, row + place, line, ha="center", va="center", color=colour, fontsize=small, zorder=4)
    columns, rows = [node[1] for node in nodes.values()], [node[2] for node in nodes.values()]
    ax.set(
        xlim=(min(columns) - width / 2 - 0.03, max(columns) + width / 2 + 0.03),
        ylim=(min(rows) - 0.45, max(rows) + 0.45),
    )
    return bare(ax)


def _text(value, form: str) -> str:
    return value if isinstance(value, str) else form.format(value + 0.0).replace("-", "−")


def _sum(arrived: list[str], wanted: int, total: str) -> str:
    """What a node has received so far: one part, a sum that still waits, or the whole sum."""
    if wanted == 1:
        return total
    return " + ".join(arrived) + (" + …" if len(arrived) < wanted else f" = {total}")


def _box(ax, column, row, width, active):
    from matplotlib.patches import FancyBboxPatch

    ax.add_patch(
        FancyBboxPatch(
            (column - width / 2 + 0.03, row - 0.31),
            width - 0.06,
            0.62,
            zorder=3,
            boxstyle="round,pad=0,rounding_size=0.06",
            facecolor="#fff3d6" if active else PAPER,
            edgecolor=INK if active else MUTED,
            linewidth=1.6 if active else 1.0,
        )
    )


def _ends(source, target, width):
    """Where an arrow leaves its source and meets its target: at their sides, or at their edges in one column."""
    (_, x0, y0), (_, x1, y1) = source, target
    if x0 == x1:
        sign = np.sign(y1 - y0)
        return (x0, y0 + 0.31 * sign), (x1, y1 - 0.31 * sign)
    return (x0 + width / 2 - 0.03, y0), (x1 - width / 2 + 0.03, y1)


def _arrow(ax, source, target, width, active, back):
    """An arrow forward; while its gradient is on its way, one `back` in the gradient's colour."""
    start, end = _ends(source, target, width)
    colour = COLOURS["gradient"] if back else INK if active else MUTED
    ax.annotate(
        "",
        start if back else end,
        end if back else start,
        zorder=2,
        arrowprops={
            "arrowstyle": "-|>",
            "color": colour,
            "linewidth": 1.6 if active else 1.0,
            "shrinkA": 0,
            "shrinkB": 0,
        },
    )


def _on_arrow(ax, source, target, width, text, fontsize):
    (x0, y0), (x1, y1) = _ends(source, target, width)
    label(ax, x0 + 0.42 * (x1 - x0), y0 + 0.42 * (y1 - y0), text, COLOURS["gradient"], ha="center", fontsize=fontsize)
