"""The figures of notebook 02: perceptrons, decision regions, shapes, gradient checks. Its demonstrations call them."""

from __future__ import annotations

import numpy as np

from chainrule.figures.style import (
    CLASS_COLOURS,
    CLASS_MARKERS,
    COLOURS,
    INK,
    LIGHT,
    MUTED,
    PAPER,
    bare,
    label,
    log_ticks,
)

# -- data in the plane --------------------------------------------------------------------------------------


def points(ax, X: np.ndarray, y: np.ndarray, size: float = 16):
    """Draw points (N, 2) by their class: −1 or 0 in the first colour and shape, 1 in the second, and so on."""
    for colour, marker, name in zip(CLASS_COLOURS, CLASS_MARKERS, np.unique(y)):
        ax.scatter(*X[y == name].T, s=size, color=colour, marker=marker, linewidths=0.4, edgecolors=PAPER, zorder=3)
    ax.set(xlabel="x₁", ylabel="x₂", aspect="equal")
    return ax


def line(ax, w: np.ndarray, b: float, colour: str = INK, side: bool = True, **kwargs):
    """Draw the line ``x @ w + b = 0`` across the `ax`, and an arrow to its positive side; nothing where `w` is 0."""
    if not np.any(w):
        return ax
    limits = ax.axis()
    foot, unit = -b * w / (w @ w), w / np.linalg.norm(w)
    along = np.array([-unit[1], unit[0]])
    ends = np.array([foot - 10 * along, foot + 10 * along])
    ax.plot(*ends.T, color=colour, zorder=4, **kwargs)
    if side:
        ax.annotate(
            "", foot + 0.35 * unit, foot, zorder=4, arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1.2}
        )
    ax.axis(limits)
    return ax


def regions(ax, x1: np.ndarray, x2: np.ndarray, classes: np.ndarray, X: np.ndarray, y: np.ndarray, title: str = ""):
    """Draw which class a model gives to each place of a grid, under the data.

    Parameters
    ----------
    ax : Axes
    x1, x2 : ndarray
        The grid, as from ``np.meshgrid``.
    classes : ndarray
        Of the grid's shape, integers from 0.
    X, y : ndarray (N, 2), (N,)
    title : str

    Returns
    -------
    Axes
    """
    from matplotlib.colors import ListedColormap

    count = int(max(classes.max(), y.max())) + 1
    ax.pcolormesh(
        x1,
        x2,
        classes,
        cmap=ListedColormap(CLASS_COLOURS[:count]),
        vmin=-0.5,
        vmax=count - 0.5,
        alpha=0.3,
        shading="nearest",
        linewidth=0,
        rasterized=True,
    )
    points(ax, X, y, size=12)
    ax.set(xlim=(x1.min(), x1.max()), ylim=(x2.min(), x2.max()))
    ax.set_title(title, loc="left", fontsize=10)
    ax.grid(False)
    return ax


def mistakes_per_pass(ax, counts: dict, most: int):
    """Draw how many examples a perceptron got wrong in each pass; ``counts`` holds one array for each data set."""
    highest = max(max(values) for values in counts.values())
    for (name, values), colour in zip(counts.items(), (COLOURS["good"], COLOURS["bad"])):
        ax.plot(np.arange(1, len(values) + 1), values, color=colour, marker="o", markersize=3, linewidth=1.4)
        low = np.min(values[len(values) // 2 :])  # below a curve that goes on, above one that has ended
        label(ax, most * 0.55, low - 0.09 * highest if values[-1] else 0.06 * highest, name, colour, ha="center")
    ax.set(
        xlabel="pass through the data",
        ylabel="wrong in this pass",
        xlim=(0, most + 1),
        ylim=(-0.05 * highest, 1.05 * highest),
    )
    return ax


def updates_by_margin(ax, margins: np.ndarray, updates: np.ndarray, bound: np.ndarray):
    """Draw the updates a perceptron needed against the margin of its data, and the bound of the theorem."""
    ax.scatter(margins, updates, s=13, color=COLOURS["good"], linewidths=0, alpha=0.7)
    order = np.argsort(margins)
    ax.plot(margins[order], bound[order], color=COLOURS["bound"], linewidth=1.3)
    log_ticks(ax, "y", 7)
    ax.set_xscale("log")
    ticks = [tick for tick in (0.01, 0.03, 0.1, 0.3, 1) if 0.8 * margins.min() <= tick <= 1.2 * margins.max()]
    ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.minorticks_off()
    ax.set(xlabel="margin γ", ylabel="updates until all are right")
    return ax


# -- shapes, gradients, checks ------------------------------------------------------------------------------


def matrices(ax, items: list, unit: float = 0.055):
    """Draw an equation of matrices as blocks with their shapes.

    Parameters
    ----------
    ax : Axes
    items : list
        Blocks ``(name, rows, columns, shape, colour)``, and operators as text.
    unit : float
        Size of one row or column.

    Returns
    -------
    Axes
    """
    from matplotlib.patches import Rectangle

    x = 0.0
    for item in items:
        if isinstance(item, str):
            ax.text(x + 0.09, 0, item, ha="center", va="center", fontsize=12)
            x += 0.18
            continue
        name, rows, columns, shape, colour = item
        wide, high = columns * unit, rows * unit
        ax.add_patch(
            Rectangle((x, -high / 2), wide, high, facecolor=colour, alpha=0.25, edgecolor=colour, linewidth=1.2)
        )
        ax.text(x + wide / 2, 0, name, ha="center", va="center", fontsize=9.5)
        ax.text(x + wide / 2, -high / 2 - 0.03, shape, ha="center", va="top", fontsize=8, color=MUTED)
        x += wide
    ax.set(xlim=(-0.02, x + 0.02), ylim=(-0.27, 0.2), aspect="equal")
    return bare(ax)


def agreement(ax, names: list[str], errors: dict):
    """Draw relative errors of gradients, one row for each parameter, between the two limits of a gradient check.

    ``errors`` holds for each witness one array; an error of 0 is drawn at 10⁻¹⁷.
    """
    ax.axvspan(1e-18, 1e-7, color=COLOURS["good"], alpha=0.10, linewidth=0)
    ax.axvspan(1e-2, 3.0, color=COLOURS["bad"], alpha=0.12, linewidth=0)
    rows = np.arange(len(names))[::-1]
    for (name, values), (colour, marker) in zip(errors.items(), ((COLOURS["value"], "o"), (COLOURS["gradient"], "s"))):
        ax.scatter(np.maximum(values, 1e-17), rows, s=42, color=colour, marker=marker, label=name, zorder=3)
    log_ticks(ax, "x", 10)
    ax.set_yticks(rows, names)
    ax.set(xlabel="largest relative error", xlim=(3e-18, 3.0), ylim=(-0.8, len(names) - 0.5))
    ax.legend(frameon=False, fontsize=9, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
    ax.text(1.5e-10, -0.65, "they agree", color=COLOURS["good"], fontsize=9, ha="center")
    ax.text(1.6e-1, -0.65, "wrong", color=COLOURS["bad"], fontsize=9, ha="center")
    return ax


def errors_by_step(ax, steps: np.ndarray, errors: dict, cutting: np.ndarray, rounding: dict):
    """Draw a measured gradient's error against the step h, with the two lines between which it lies.

    Parameters
    ----------
    ax : Axes
    steps : ndarray (H,)
    errors, rounding : dict
        ``name: ndarray (H,)`` for each precision: what was measured, and what rounding leaves.
    cutting : ndarray (H,)
        What cutting off the Taylor series leaves.

    Returns
    -------
    Axes
    """
    ax.plot(steps, cutting, color=LIGHT, linewidth=7, solid_capstyle="butt", zorder=1.5)
    for name, colour, marker in zip(errors, (COLOURS["value"], COLOURS["gradient"]), "os"):
        ax.plot(steps, rounding[name], ":", color=colour, linewidth=1.3)
        ax.plot(steps, errors[name], color=colour, marker=marker, markersize=4, linewidth=1.2)
    log_ticks(ax, "x", 8)
    log_ticks(ax, "y", 8)
    ax.set(xlabel="step h", ylabel="relative error of the gradient", ylim=(1e-13, 30))
    return ax


def kink(ax, where: np.ndarray, loss: np.ndarray, at: float, h: float, ends: np.ndarray, slope: float):
    """Draw a loss with a kink, the central difference between its two `ends`, and the `slope` of the backward pass."""
    ax.plot(where, loss, color=INK)
    ax.plot([at - h, at + h], ends, "o-", color=COLOURS["value"], markersize=5, linewidth=1.4, zorder=4)
    middle, reach = np.interp(at, where, loss), np.array([-0.28, 0.28]) * np.ptp(where)
    ax.plot(at + reach, middle + slope * reach, color=COLOURS["gradient"], linewidth=1.4)
    ax.plot(at, middle, "s", color=COLOURS["gradient"], markersize=5, zorder=4)
    return ax


def work(ax, parameters: np.ndarray, measured: np.ndarray, backward: np.ndarray):
    """Draw the cost of a gradient, in forward passes, against the number of parameters."""
    ax.plot(parameters, measured, "o-", color=COLOURS["value"], markersize=4)
    ax.plot(parameters, backward, "s-", color=COLOURS["gradient"], markersize=4)
    log_ticks(ax, "x", 8)
    log_ticks(ax, "y", 8)
    ax.set(xlabel="number of parameters", ylabel="cost in forward passes", ylim=(0.5, measured.max() * 4))
    label(ax, parameters[-1], measured[-1] / 20, "measured", COLOURS["value"], ha="right")
    label(ax, parameters[-1], backward[-1] * 3.2, "forward and backward", COLOURS["gradient"], ha="right")
    return ax


def pairs(ax, one: np.ndarray, other: np.ndarray, names):
    """Draw columns of numbers computed in two ways, one against the other; equal ones lie on the diagonal."""
    low, high = min(one.min(), other.min()), max(one.max(), other.max())
    ax.plot([low, high], [low, high], color=MUTED, linewidth=1, zorder=1)
    for x, y, colour, marker, size, name in zip(one.T, other.T, CLASS_COLOURS, CLASS_MARKERS, (55, 20, 8), names):
        ax.scatter(x, y, s=size, color=colour, marker=marker, linewidths=0, label=name)
    ax.legend(frameon=False, fontsize=9, loc="upper left")
    return ax


def losses(ax, curves: dict):
    """Draw training losses on a logarithmic axis: ``name: (values, colour)``."""
    for name, (values, colour) in curves.items():
        ax.plot(np.arange(len(values)), values, color=colour, linewidth=1.5, label=name)
    log_ticks(ax, "y", 6)
    ax.set(xlabel="step", ylabel="loss")
    ax.legend(frameon=False, fontsize=8.5, handlelength=1.2)
    return ax
