"""Drawing functions of notebook 01, linear classifiers: each takes data and an `ax`, draws, and returns the `ax`."""

from __future__ import annotations

import numpy as np

from chainrule.figures.style import (
    CLASS_COLOURS,
    CLASS_MARKERS,
    COLOURS,
    DIVERGING,
    INK,
    MUTED,
    SEQUENTIAL,
    bare,
    label,
    panel_title,
)


def picture(ax, image, title: str = "", limits=(0, 1), frame: bool = False):
    """A grey picture (H, W), dark on light as ink on paper, or a colour picture (H, W, 3); with a frame if asked."""
    ax.imshow(image, cmap="gray_r", vmin=limits[0], vmax=limits[1], interpolation="nearest")
    bare(panel_title(ax, title) if title else ax)
    ax.spines[:].set_visible(frame)
    return ax


def template(ax, w, title: str = "", limit: float | None = None):
    """Weights (H, W) of one class: orange where ink speaks for the class, purple where it speaks against it."""
    limit = limit or np.max(np.abs(w)) or 1
    ax.imshow(w, cmap=DIVERGING, vmin=-limit, vmax=limit, interpolation="nearest")
    if title:
        ax.set_title(title, loc="center", fontsize=8.5, pad=3)
    return bare(ax)


def bars(ax, values, names, highlight: int | None = None, colour: str = MUTED, text: str = "{:.2f}", xlim=None):
    """Horizontal bars with their values (n,) written beside them; the bar `highlight` is drawn in a strong colour."""
    place = np.arange(len(values))
    colours = [COLOURS["good"] if k == highlight else colour for k in place]
    ax.barh(place, values, color=colours, height=0.72)
    low, high = xlim or (min(0, np.min(values)), max(0, np.max(values)))
    room = 0.28 * (high - low)
    for k, value in enumerate(values):
        ax.text(
            value + (0.02 if value >= 0 else -0.02) * (high - low),
            k,
            text.format(value).replace("-", "−"),
            va="center",
            ha="left" if value >= 0 else "right",
            fontsize=8.5,
        )
    ax.set_yticks(place, names, fontsize=8.5)
    ax.set_xticks([])
    ax.grid(False)
    ax.set(xlim=(low - room * (low < 0), high + room), ylim=(len(values) - 0.4, -0.6))
    return ax


def learning(ax, steps, curves: dict, ylabel: str, chance: float | None = None):
    """Curves name → (n,) against the number of steps, each named at its end."""
    colours = dict(zip(curves, (COLOURS["cross_entropy"], COLOURS["large"], COLOURS["small"])))
    ends = sorted(curves, key=lambda name: curves[name][-1], reverse=True)
    gap = 0.09 * (max(np.max(curve) for curve in curves.values()) - min(np.min(curve) for curve in curves.values()))
    above = np.inf
    for name in ends:
        ax.plot(steps, curves[name], color=colours[name])
        above = min(curves[name][-1], above - gap)
        label(ax, steps[-1] * 1.02, above, name, colours[name], fontsize=8.5)
    ax.set_xticks(np.linspace(0, steps[-1], 6))
    if chance is not None:
        ax.axhline(chance, color=INK, linewidth=0.9, linestyle=(0, (3, 2)))
        label(ax, steps[-1] * 0.98, chance, "guessing", ha="right", fontsize=8.5)
    ax.set(xlabel="steps", ylabel=ylabel, xlim=(0, steps[-1] * 1.28))
    return ax


def constant_losses(ax, data, guesses, losses: dict, best: dict):
    """Loss of one constant guess for all of `data` (n,), by loss; `best` name → (text, where its minimum is)."""
    ax.plot(data, np.zeros(len(data)), "o", color=INK, markersize=6, clip_on=False, zorder=4)
    for name, values in losses.items():
        ax.plot(guesses, values, color=COLOURS[name], linewidth=2)
        text, where = best[name]
        lowest = np.min(values)
        ax.plot(where, lowest, "^", color=COLOURS[name], markersize=8, zorder=4)
        label(ax, where, 0.5 * lowest, f"{text} {where:g}", COLOURS[name], ha="left")
    ax.set(xlabel="guess g", xlim=(guesses[0], guesses[-1]))
    ax.set_ylim(bottom=0)
    return ax


def logit_curves(ax, z, curves: dict, ylabel: str, infinite=None):
    """Curves name → (text, values (n,), where to write the text) against a logit z (n,).

    `infinite` booleans (n,): where the loss that is computed from the probability is infinite; shaded.
    """
    if infinite is not None and np.any(infinite):
        edge = np.max(z[infinite])
        ax.axvspan(z[0], edge, color="#f0d9c4", linewidth=0, zorder=0)
        label(
            ax,
            edge + 2,
            0.28 * max(np.max(values) for _, values, _ in curves.values()),
            "from p: ∞",
            ha="left",
            fontsize=8.5,
        )
    for name, (text, values, (x, y)) in curves.items():
        ax.plot(z, values, color=COLOURS[name], linewidth=2)
        label(ax, x, y, text, COLOURS[name])
    ax.set(xlabel="logit z (the true label is 1)", ylabel=ylabel, xlim=(z[0], z[-1]))
    return ax


def points(ax, X, y, size: float = 14):
    """Points (N, 2) in the colours and markers of their classes (N,)."""
    for c in np.unique(y):
        ax.scatter(*X[y == c].T, s=size, color=CLASS_COLOURS[c], marker=CLASS_MARKERS[c], linewidth=0, zorder=3)
    return ax


def regions(ax, G1, G2, winner, X, y, title: str = "", size: float = 14, equal: bool = False):
    """Which class wins where, `winner` (n, m) at the grid `G1`, `G2` (n, m), under the points (N, 2) with labels (N,).

    With `equal`, a unit is as long on one axis as on the other: a circle is round, and 45° look like 45°.
    """
    from matplotlib.colors import ListedColormap

    shades = ListedColormap(CLASS_COLOURS)
    ax.pcolormesh(
        G1, G2, winner, cmap=shades, vmin=-0.5, vmax=9.5, alpha=0.28, shading="nearest", rasterized=True, linewidth=0
    )
    if winner.min() != winner.max():
        for c in np.unique(winner)[:-1]:
            ax.contour(G1, G2, winner == c, [0.5], colors=[INK], linewidths=1.2)
    points(ax, X, y, size)
    ax.grid(False)
    ax.set(xlim=(G1.min(), G1.max()), ylim=(G2.min(), G2.max()), aspect="equal" if equal else "auto")
    return panel_title(ax, title) if title else ax


def two_lines(ax, X, y, lines: dict, title: str):
    """Points (N, 2) with straight boundaries name → (w (2,), b), drawn where w · x + b = 0."""
    points(ax, X, y)
    low, high = X.min(axis=0) - 0.5, X.max(axis=0) + 0.5
    x = np.linspace(low[0], high[0], 2)
    for name, (w, b) in lines.items():
        ax.plot(x, -(w[0] * x + b) / w[1], color=COLOURS[name], linewidth=2.2, label=name.replace("_", "-"))
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), xlabel="x₁")
    return panel_title(ax, title)


def sweep(ax, angles, best, chosen: float | None = None):
    """Accuracy (n,) of the best line with each normal direction (n,), in degrees."""
    ax.plot(angles, best, color=COLOURS["linear"], linewidth=2.2)
    ax.axhline(1, color=COLOURS["good"], linewidth=1, linestyle=(0, (3, 2)))
    label(ax, angles[-1] / 2, 0.975, "what we want", COLOURS["good"], ha="center", fontsize=8.5)
    if chosen is not None:
        ax.axvline(chosen, color=INK, linewidth=1)
    ax.set(
        xlabel="direction of the line's normal (degrees)",
        ylabel="accuracy",
        ylim=(0.45, 1.03),
        xlim=(angles[0], angles[-1]),
    )
    ax.set_xticks(range(0, 181, 45))
    return ax


def reliability(ax, groups: dict):
    """Said probability against what happened; `groups` name → (colour, mean probability (n,), share (n,), count (n,))."""
    ax.plot([0, 1], [0, 1], color=INK, linewidth=1, linestyle=(0, (3, 2)), label="says what happens")
    for name, (colour, said, happened, count) in groups.items():
        ax.plot(said, happened, color=colour, linewidth=1.8, label=name)
        ax.scatter(said, happened, s=8 + 0.4 * np.asarray(count), color=colour, zorder=3, clip_on=False)
    ax.legend(loc="lower right", fontsize=8.5, frameon=False, borderaxespad=0.1)
    ax.set(xlabel="predicted probability of “shirt”", ylabel="share that were shirts", xlim=(0, 1), ylim=(0, 1.02))
    return ax


def shares(ax, values, names, highlight: int):
    """Which classes a group of pictures belongs to: shares (n,), largest first, the class in question in colour."""
    order = np.argsort(values)[::-1]
    order = order[np.asarray(values)[order] > 0]
    place = list(order).index(highlight) if highlight in order else None
    return bars(ax, np.asarray(values)[order], [names[k] for k in order], place, text="{:.0%}")


def histogram_cube(ax, H):
    """The filled bins of a colour histogram (bins, bins, bins), each in the colour that it stands for."""
    bins = len(H)
    where = np.argwhere(H > 0.01)
    where = where[np.argsort(H[tuple(where.T)])[::-1]][:5]
    values = H[tuple(where.T)]
    ax.barh(np.arange(len(values)), values, color=(where + 0.5) / bins, edgecolor=MUTED, linewidth=0.6)
    ax.set_yticks(np.arange(len(values)), [f"[{r}, {g}, {b}]" for r, g, b in where], fontsize=8)
    ax.grid(False, axis="y")
    ax.set(xlim=(0, 1), ylim=(4.6, -0.6), xlabel="share of the pixels")
    return ax


def cell_gradients(ax, gx, gy, bin_of):
    """The pixels (rows, columns) of one HOG cell: the gradient of each as an arrow in the colour of its bin, and its size."""
    rows, columns = bin_of.shape
    magnitude = np.hypot(gx, gy)
    for (i, j), size in np.ndenumerate(magnitude):
        if size > 0:
            dx, dy = 0.4 * gx[i, j] / magnitude.max(), 0.4 * gy[i, j] / magnitude.max()
            colour = CLASS_COLOURS[bin_of[i, j]]
            arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0}
            ax.annotate("", (j + dx, i + dy), (j - dx, i - dy), arrowprops=arrow)
        ax.text(j - 0.42, i - 0.32, f"{size:.3g}", ha="left", va="center", fontsize=8, color=INK if size > 0 else MUTED)
    ax.set_xticks(np.arange(columns + 1) - 0.5, [""] * (columns + 1))
    ax.set_yticks(np.arange(rows + 1) - 0.5, [""] * (rows + 1))
    ax.tick_params(length=0)
    ax.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5), aspect="equal")
    return ax


def cell_votes(ax, h):
    """The histogram (bins,) of one HOG cell, before it is normalized: a bar for each range of directions."""
    bins = len(h)
    edges = np.linspace(0, 180, bins + 1)
    ax.bar(range(bins), h, color=list(CLASS_COLOURS[:bins]), width=0.8)
    for k, votes in enumerate(h):
        ax.text(k, votes, f"{votes:g}", ha="center", va="bottom", fontsize=9)
    ax.set_xticks(range(bins), [f"{low:g}° to {high:g}°" for low, high in zip(edges[:-1], edges[1:])])
    ax.grid(False, axis="x")
    ax.set(xlabel="direction", ylabel="sum of the magnitudes", ylim=(0, 1.15 * np.max(h)))
    return ax


def orientations(ax, image, H, cell: int):
    """The picture, faint, and in each cell lines along the edges: H (rows, columns, bins) says how strong each is."""
    ax.imshow(image, cmap="gray_r", vmin=0, vmax=3, interpolation="nearest")
    bins = H.shape[-1]
    for (row, column, k), strength in np.ndenumerate(H):
        if strength > 0.05:
            along = (k + 0.5) * np.pi / bins + np.pi / 2  # an edge lies across its gradient
            reach = 0.48 * cell * strength
            x, y = (column + 0.5) * cell - 0.5, (row + 0.5) * cell - 0.5
            dx, dy = reach * np.cos(along), reach * np.sin(along)
            ax.plot([x - dx, x + dx], [y - dy, y + dy], color=COLOURS["hog"], linewidth=0.6 + 1.4 * strength)
    return bare(ax)


def mosaic(ax, patches, columns: int, title: str = "", mark=()):
    """Patches (K, h, w) side by side, each on its own scale around 0; those numbered in `mark` are framed."""
    K, h, w = patches.shape
    rows = -(-K // columns)
    sheet = np.full((rows * (h + 1) - 1, columns * (w + 1) - 1), np.nan)
    for k, patch in enumerate(patches):
        i, j = divmod(k, columns)
        top = np.max(np.abs(patch)) or 1
        sheet[i * (h + 1) : i * (h + 1) + h, j * (w + 1) : j * (w + 1) + w] = patch / top
    ax.imshow(sheet, cmap="gray_r", vmin=-1, vmax=1, interpolation="nearest")
    for k in mark:
        i, j = divmod(int(k), columns)
        ax.plot(
            np.array([0, 1, 1, 0, 0]) * (w + 1) + j * (w + 1) - 1,
            np.array([0, 0, 1, 1, 0]) * (h + 1) + i * (h + 1) - 1,
            color=COLOURS["bow"],
            linewidth=1.6,
            clip_on=False,
        )
    return bare(panel_title(ax, title) if title else ax)


def word_shares(ax, shares, colour: str, title: str = ""):
    """A bag of words (K,) as bars."""
    ax.bar(np.arange(len(shares)), shares, color=colour, width=1.0)
    ax.grid(False, axis="x")
    ax.set_xlim(-0.5, len(shares) - 0.5)
    return panel_title(ax, title) if title else ax


def table(ax, values, rows, columns, colour_map: str = SEQUENTIAL, chance=None):
    """Accuracies (rows, columns) as a coloured table; `chance` (columns,) is written under the column names."""
    values = np.asarray(values)
    ax.imshow(values, cmap=colour_map, vmin=0, vmax=1, aspect="auto")
    for (i, j), value in np.ndenumerate(values):
        ax.text(j, i, f"{value:.0%}", ha="center", va="center", fontsize=10, color="white" if value < 0.6 else INK)
    names = [f"{name}\n(guessing {chance[j]:.0%})" for j, name in enumerate(columns)] if chance else columns
    ax.set_xticks(range(len(columns)), names)
    ax.set_yticks(range(len(rows)), rows)
    ax.tick_params(length=0)
    ax.grid(False)
    return ax


def by_shift(ax, shifts, accuracies: dict):
    """Accuracy name → (text, (n,)) against how far the pictures were moved (n,)."""
    above = np.inf
    for name, (text, values) in sorted(accuracies.items(), key=lambda item: -item[1][1][-1]):
        ax.plot(shifts, values, "o-", color=COLOURS[name], markersize=4)
        above = min(values[-1], above - 0.07)
        label(ax, shifts[-1] + 0.15, above, text, COLOURS[name], fontsize=8.5)
    ax.axhline(0.1, color=INK, linewidth=0.9, linestyle=(0, (3, 2)))
    label(ax, shifts[0], 0.1, "guessing", fontsize=8.5)
    ax.set(
        xlabel="shift of the test pictures (pixels)",
        ylabel="accuracy",
        ylim=(0, 1),
        xlim=(shifts[0] - 0.2, shifts[-1] * 1.45),
    )
    ax.set_xticks(shifts)
    return ax


def by_rate(ax, rates, accuracies: dict):
    """Accuracy name → (n,) against the learning rate (n,), on a logarithmic axis."""
    ax.set_xscale("log")
    for name, values in accuracies.items():
        ax.plot(rates, values, "o-", color=COLOURS[name], markersize=4, label=name.replace("_", "-"))
    ax.axhline(0.1, color=INK, linewidth=0.9, linestyle=(0, (3, 2)))
    label(ax, rates[0], 0.1, "guessing", fontsize=8.5)
    ax.set_xticks(rates, [f"{rate:g}" for rate in rates])
    ax.minorticks_off()
    ax.legend(frameon=False, fontsize=8.5, loc="center left")
    ax.set(xlabel="learning rate", ylabel="accuracy on the test pictures", ylim=(0, 0.95))
    return ax
