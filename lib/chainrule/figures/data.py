"""Drawing functions of notebook 05, data: each takes data and an `ax`, draws, and returns the `ax`."""

from __future__ import annotations

import numpy as np

from chainrule.figures.style import (
    CLASS_COLOURS,
    COLOURS,
    DIVERGING,
    INK,
    LIGHT,
    MUTED,
    PAPER,
    bare,
    label,
    log_ticks,
    panel_title,
)

SCALINGS = {
    "0 to 255": "#d55e00",
    "0 to 1": "#b8860b",
    "-1 to 1": "#56b4e9",
    "standard": "#0072b2",
    "whitened": "#009e73",
}
"""A colour for each way of scaling data, the same in all figures of this notebook."""
NAMES = {"-1 to 1": "−1 to 1", "standard": "standardized"}
BEFORE, AFTER = "#444444", "#cc6699"


def accuracy_by_rate(ax, rates, reached: dict):
    """Test accuracy against learning rate, one line for each way of scaling; the best of each is marked.

    `rates` (n,); `reached` name of `SCALINGS` → (n,).
    """
    log_ticks(ax, "x")
    for name, accuracies in reached.items():
        accuracies, colour = np.asarray(accuracies), SCALINGS[name]
        top = int(np.argmax(accuracies))
        ax.plot(rates, accuracies, "o-", color=colour, linewidth=1.8, markersize=3)
        ax.plot(rates[top], accuracies[top], "o", color=colour, markersize=8, zorder=4)
    above = np.inf
    for name in sorted(
        reached, key=lambda name: -max(reached[name])
    ):  # names beside their heights, never on each other
        best = max(reached[name])
        above = min(best, above - 0.07)
        label(ax, rates[-1] * 1.8, above, f"{NAMES.get(name, name)}: {best:.0%}", SCALINGS[name], ha="left")
    ax.axhline(0.1, color=MUTED, linewidth=0.9, linestyle=(0, (3, 2)))
    label(ax, rates[-1] * 1.8, 0.1, "guessing", MUTED, ha="left", fontsize=8.5)
    ax.set(xlabel="learning rate (the best of each is marked)", ylabel="test accuracy after 80 steps")
    ax.set(ylim=(0, 0.9), xlim=(rates[0] / 1.6, rates[-1] * 40))
    ax.set_xticks([t for t in ax.get_xticks() if rates[0] <= t <= rates[-1] * 1.01])
    return ax


def leaks(ax, found: dict, chance: float = 0.5):
    """Measured accuracies of several procedures, a dot for each data set and a bar at the mean: text → (n,)."""
    rng = np.random.default_rng(0)
    ax.axvline(chance, color=INK, linewidth=1, linestyle=(0, (3, 2)))
    for place, (text, accuracies) in enumerate(found.items()):
        mean = float(np.mean(accuracies))
        colour = COLOURS["bad"] if abs(mean - chance) > 0.05 else COLOURS["good"]
        height = place + rng.uniform(-0.22, 0.22, len(accuracies))
        ax.plot(accuracies, height, "o", color=colour, markersize=2.5, alpha=0.5)
        ax.plot([mean, mean], [place - 0.36, place + 0.36], color=colour, linewidth=3)
        label(ax, 1.02, place, f"mean {mean:.0%}", colour, ha="left")
    ax.set_yticks(range(len(found)), list(found))
    ax.invert_yaxis()
    ax.grid(False, axis="y")
    ax.set(xlabel="accuracy on the test half of pure noise (dashed: a coin)", xlim=(0.2, 1.18))
    ax.set_xticks(np.arange(0.2, 1.01, 0.2), [f"{tick:.0%}" for tick in np.arange(0.2, 1.01, 0.2)])
    return ax


def cloud(ax, Z, title: str, labels: tuple[str, str] = ("", ""), kinds=None, marked=None, square: bool = False):
    """Points `Z` (N, 2), with a cross at 0 where it is in sight.

    `kinds` (N,) colours points by class; `marked` (m, 2) are drawn large and numbered; `square` gives both axes one scale.
    """
    colours = "#8aa9c4" if kinds is None else np.asarray(CLASS_COLOURS)[kinds]
    ax.scatter(*Z.T, s=4, c=colours, linewidths=0, alpha=0.7)
    if square:
        ax.set_aspect("equal", adjustable="datalim")
    low, high = ax.get_xlim()
    if low <= 0 <= high and ax.get_ylim()[0] <= 0 <= ax.get_ylim()[1]:
        ax.axhline(0, color=MUTED, linewidth=0.8, zorder=0)
        ax.axvline(0, color=MUTED, linewidth=0.8, zorder=0)
    for number, (x, y) in enumerate(() if marked is None else marked):
        ax.plot(x, y, "o", color=COLOURS["bad"], markersize=9, markeredgecolor=PAPER, zorder=4)
        ax.text(x, y, f"{number + 1}", color="white", fontsize=7, ha="center", va="center", zorder=5)
    ax.set(xlabel=labels[0], ylabel=labels[1])
    return panel_title(ax, title)


def gallery(ax, pictures, captions, columns: int, signed=False, each: bool = False):
    """Pictures in rows, a caption above each, or once above a row that shares one (unless `each`).

    `pictures` are (H, W), dark on light, or (H, W, 3), from 0 to 1. Those that `signed` picks (True: all, or a slice) are
    drawn around 0, each on its own scale, below 0 purple and above it orange.
    """
    around_zero = np.zeros(len(pictures), dtype=bool)
    around_zero[slice(None) if signed is True else signed or slice(0, 0)] = True
    rows = -(-len(pictures) // columns)
    for place, (picture, caption) in enumerate(zip(pictures, captions)):
        row, column = divmod(place, columns)
        x, y = 1.08 * column, 1.26 * row
        how: dict = {"cmap": "Greys", "vmin": 0, "vmax": 1}
        if around_zero[place]:
            size = float(np.quantile(np.abs(picture), 0.995)) or 1.0
            how = {"cmap": DIVERGING, "vmin": -size, "vmax": size}
        ax.imshow(picture, extent=(x, x + 1, y + 1, y), interpolation="nearest", **how)
        line = captions[row * columns : (row + 1) * columns]
        if each or len(set(line)) > 1 or len(line) == 1:
            ax.text(x + 0.5, y - 0.03, caption, ha="center", va="bottom", fontsize=8)
        elif column == 0:
            ax.text(x, y - 0.03, caption, ha="left", va="bottom", fontsize=8.5)
    ax.set(xlim=(0, 1.08 * columns - 0.08), ylim=(1.26 * rows - 0.26, -0.26), aspect="equal")
    return bare(ax)


def explained(ax, share, marks: dict):
    """The share (D,) of variance that the first k components explain, against k; `marks` goal → k, from 1 to D."""
    log_ticks(ax, "x", most=4)
    k = np.arange(1, len(share) + 1)
    ax.plot(k, share, color=SCALINGS["standard"], linewidth=2.2)
    for goal, count in marks.items():
        ax.plot(count, share[count - 1], "o", color=INK, markersize=4, zorder=4)
        label(ax, count * 1.35, goal - 0.035, f"{goal:.0%}: {count}", ha="left", fontsize=8.5)
    ax.set(xlabel="components k", ylabel="variance explained", ylim=(0, 1.05), xlim=(0.9, len(share) * 9))
    ticks = [t for t in (1, 10, 100, 1000) if t <= len(share)]
    ax.set_xticks(ticks, [str(t) for t in ticks])
    return ax


def distance_histogram(ax, found: dict):
    """Histograms of distances, before and after: name → (n,). What is nearly one number is one bar."""
    top = 1.1 * max(float(np.max(values)) for values in found.values())
    bins = np.linspace(0, top, 61)
    highest = 0.0
    for (name, values), colour in zip(found.items(), (BEFORE, AFTER)):
        counts, _ = np.histogram(values, bins)
        ax.stairs(counts / counts.sum(), bins, fill=True, color=colour, alpha=0.75)
        peak = counts.max() / counts.sum()
        x = float(np.mean(values))
        label(ax, x - 0.02 * top, peak + 0.04, name, colour, ha="right" if peak > 0.5 else "center")
        highest = max(highest, peak)
    ax.set(xlabel="distance between two of the 100 pictures", ylabel="share of all pairs")
    ax.set(xlim=(0, top), ylim=(0, 1.15 * highest))
    return panel_title(ax, "whitened by their own statistics")


def accuracy_by_count(ax, counts, accuracies: dict, edge: int):
    """Accuracy against the number of training points, on a logarithmic scale; a line at `edge` dimensions.

    `counts` (n,); `accuracies` name → (n,), as many as three.
    """
    log_ticks(ax, "x", most=4)
    for row, ((name, values), colour) in enumerate(zip(accuracies.items(), (BEFORE, AFTER, "#009e73"))):
        ax.plot(counts, values, "o-", color=colour, markersize=3, linewidth=1.8)
        label(ax, counts[-1], 0.33 - 0.08 * row, name, colour, ha="right", fontsize=8.5)
    ax.axvline(edge, color=INK, linewidth=0.9, linestyle=(0, (3, 2)))
    label(ax, edge * 1.08, 0.04, f"{edge} dimensions", ha="left", fontsize=8.5)
    ax.set(xlabel="training pictures of 14 × 14 pixels", ylabel="accuracy of the nearest neighbour", ylim=(0, 1))
    return panel_title(ax, "new test pictures")


def steps_by_condition(ax, counted: dict):
    """Steps until convergence against the condition number, both logarithmic: name of `SCALINGS` → (condition, steps)."""
    log_ticks(ax, "x")
    log_ticks(ax, "y")
    line = np.array([1.0, max(condition for condition, _ in counted.values())])
    ax.plot(line, 4.6 * line, color=LIGHT, linewidth=6, solid_capstyle="round", zorder=1)
    label(ax, 3e3, 4e3, "4.6 steps for each\nunit of κ", MUTED, ha="left", va="top", fontsize=8.5)
    for name, (condition, steps) in counted.items():
        ax.plot(condition, steps, "o", color=SCALINGS[name], markersize=9, zorder=4)
        text = f"{NAMES.get(name, name)}: {steps:,} step{'s' * (steps != 1)}"
        right = condition < 1e4
        label(ax, condition * (1.5 if right else 0.65), steps, text, SCALINGS[name], ha="left" if right else "right")
    ax.set(xlabel="condition number κ of the loss", ylabel="steps to converge", xlim=(0.7, 3 * line[1]))
    return ax


def half_open_box(ax, W: int, H: int, box: tuple[int, int, int, int]):
    """A picture of W × H pixels with the half-open box (x1, y1, x2, y2): which pixels belong to it, and where its edges are."""
    x1, y1, x2, y2 = box
    for x in range(W + 1):
        ax.plot([x, x], [0, H], color=LIGHT, linewidth=0.8)
    for y in range(H + 1):
        ax.plot([0, W], [y, y], color=LIGHT, linewidth=0.8)
    ax.fill([x1, x2, x2, x1], [y1, y1, y2, y2], color="#f0d9c4", zorder=0)
    ax.plot([x1, x2, x2, x1, x1], [y1, y1, y2, y2, y1], color=COLOURS["bad"], linewidth=2.2)
    for x in range(W):
        inside = x1 <= x < x2
        ax.text(x + 0.5, -0.3, f"{x}", ha="center", fontsize=8.5, color=INK if inside else MUTED)
    for y in range(H):
        inside = y1 <= y < y2
        ax.text(-0.3, y + 0.5, f"{y}", va="center", ha="right", fontsize=8.5, color=INK if inside else MUTED)
    label(ax, x1, H + 0.45, f"x1 = {x1}", COLOURS["bad"], ha="center")
    label(ax, x2, H + 0.45, f"x2 = {x2}", COLOURS["bad"], ha="center")
    label(ax, W + 0.25, y1, f"y1 = {y1}", COLOURS["bad"], ha="left")
    label(ax, W + 0.25, y2, f"y2 = {y2}", COLOURS["bad"], ha="left")
    for x in (x1, x2):
        ax.plot([x, x], [y2, H + 0.2], color=COLOURS["bad"], linewidth=0.8, linestyle=(0, (2, 2)))
    for y in (y1, y2):
        ax.plot([x2, W + 0.15], [y, y], color=COLOURS["bad"], linewidth=0.8, linestyle=(0, (2, 2)))
    text = f"columns {x1} to {x2 - 1}, rows {y1} to {y2 - 1}: {x2 - x1} × {y2 - y1} pixels"
    ax.set(xlim=(-1.2, W + 1.8), ylim=(H + 0.8, -0.7), aspect="equal")
    return panel_title(bare(ax), text)


def two_accuracies(ax, names, before, after, title: str, legend: bool = True):
    """Accuracy of each class on pictures as they are and on flipped ones, as two dots with a line between: (n,) each.

    `legend` says in the panel which dot is which.
    """
    for place, (one, other) in enumerate(zip(before, after)):
        ax.plot([one, other], [place, place], color=LIGHT, linewidth=4, solid_capstyle="round", zorder=1)
        ax.plot(one, place, "o", color=BEFORE, markersize=7, zorder=4)
        ax.plot(other, place, "D", color=COLOURS["bad"], markersize=6, zorder=5)
        if abs(one - other) > 0.3:
            label(ax, other + 0.05, place - 0.35, f"{other:.0%}", COLOURS["bad"], ha="left", fontsize=8.5)
    ax.plot([], [], "o", color=BEFORE, markersize=7, label="as they are")
    ax.plot([], [], "D", color=COLOURS["bad"], markersize=6, label="flipped")
    if legend:
        ax.legend(loc="upper left", fontsize=8.5, frameon=False, bbox_to_anchor=(0.0, 0.85))
    ax.set_yticks(range(len(names)), names)
    ax.set_xticks(np.arange(0, 1.01, 0.25), [f"{tick:.0%}" for tick in np.arange(0, 1.01, 0.25)])
    ax.set(xlabel="test pictures recognised", xlim=(-0.05, 1.05), ylim=(len(names) - 0.5, -0.8))
    return panel_title(ax, title)


def boxed(ax, picture, box, title: str = ""):
    """A picture (H, W, 3) with its half-open box (x1, y1, x2, y2), whose edges lie between pixels."""
    H, W = picture.shape[:2]
    x1, y1, x2, y2 = box
    ax.imshow(picture, extent=(0, W, H, 0), interpolation="nearest")
    ax.plot([x1, x2, x2, x1, x1], [y1, y1, y2, y2, y1], color="white", linewidth=1.5)
    ax.set(xlim=(0, W), ylim=(H, 0))
    return panel_title(bare(ax), title)


def robustness(ax, table, rows, columns):
    """Accuracies (rows, columns) of networks (rows) on kinds of test pictures (columns), in percent."""
    ax.imshow(table, cmap="Blues", vmin=0.35, vmax=1.1, aspect="auto")
    for (row, column), share in np.ndenumerate(np.asarray(table)):
        colour = "white" if share > 0.75 else INK
        ax.text(column, row, f"{share:.0%}", ha="center", va="center", fontsize=10.5, color=colour)
    ax.set_xticks(range(len(columns)), columns)
    ax.set_yticks(range(len(rows)), rows)
    ax.tick_params(length=0)
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.grid(False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set(xlabel="tested on pictures", ylabel="trained on pictures")
    return ax
