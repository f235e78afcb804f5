"""Drawing functions of notebook 10, convolution: windows, cells, maps, costs. Each draws on an `ax` and returns it."""

from __future__ import annotations

import numpy as np

from chainrule.figures.style import (
    COLOURS,
    DIVERGING,
    INK,
    MUTED,
    PAPER,
    SEQUENTIAL,
    bare,
    label,
    log_ticks,
    panel_title,
)

INPUT, PADDING, UNSEEN = "#b9cfe3", "#eeeeea", "#d55e00"  # cells of the input, of the padding; what no window covers


def windows(ax, padded, pad: int, m: int, stride: int, title: str, outputs=None, numbers: bool = True, rows: int = 4):
    """The cells of a padded signal, and below them one bar for each position of a window, with its output behind it.

    `padded` (n + 2 pad,) with `pad` zeros on each side; `m` the window; `outputs` (positions,) numbers to write, or None;
    room for `rows` bars.
    """
    from matplotlib.patches import Rectangle

    n = len(padded)
    starts = range(0, n - m + 1, stride)
    seen = {cell for start in starts for cell in range(start, start + m)}
    for cell, value in enumerate(padded):
        inside = pad <= cell < n - pad
        ax.add_patch(
            Rectangle((cell, -1), 1, 1, facecolor=INPUT if inside else PADDING, edgecolor=PAPER, linewidth=1.5)
        )
        if cell not in seen:
            ax.add_patch(Rectangle((cell, -1), 1, 1, facecolor="none", edgecolor=UNSEEN, hatch="////", linewidth=0))
        if numbers:
            ax.text(cell + 0.5, -0.5, f"{value:g}", ha="center", va="center", fontsize=9)
    for row, start in enumerate(starts):
        ax.plot(
            [start + 0.1, start + m - 0.1], [0.5 + row] * 2, color=COLOURS["relu"], linewidth=4, solid_capstyle="butt"
        )
        if outputs is not None:
            label(ax, start + m + 0.1, 0.5 + row, f"{outputs[row]:g}".replace("-", "−"), ha="left", fontsize=8.5)
    ax.set(xlim=(-0.1, n + (1.3 if outputs is not None else 0.1)), ylim=(rows + 0.1, -1.2))
    return panel_title(bare(ax), title)


def losses(ax, values):
    """A loss (steps,) against the training step, on a logarithmic scale."""
    log_ticks(ax)
    ax.plot(np.arange(len(values)), values, color=COLOURS["train"], linewidth=2)
    ax.set(xlabel="step", ylabel="mean squared error", xlim=(0, len(values) - 1))
    return ax


def stems(ax, kernels: dict):
    """Two or more kernels (m,) as groups of bars side by side: name → weights."""
    width = 0.8 / len(kernels)
    for number, ((name, weights), colour) in enumerate(zip(kernels.items(), (MUTED, COLOURS["relu"]))):
        places = np.arange(len(weights)) + (number - (len(kernels) - 1) / 2) * width
        ax.bar(places, weights, width, color=colour, label=name)
    ax.axhline(0, color=INK, linewidth=0.8)
    ax.grid(False, axis="x")
    ax.legend(frameon=False, fontsize=8.5, loc="upper right")
    ax.set(xlabel="k", ylabel="w[k]", xticks=range(len(weights)), ylim=(min(weights) - 0.3, 1.8 * max(weights)))
    return ax


def _write(ax, values, shown, text: str, fontsize: float):
    """Write numbers into the cells of an image, light on dark and dark on light; NaN stays empty."""
    for (row, column), value in np.ndenumerate(values):
        if np.isnan(value):
            continue
        red, green, blue, _ = shown.cmap(shown.norm(value))
        dark = 0.3 * red + 0.6 * green + 0.1 * blue < 0.5
        ax.text(
            column,
            row,
            text.format(value).replace("-", "−"),
            ha="center",
            va="center",
            fontsize=fontsize,
            color=PAPER if dark else INK,
        )


def cells(
    ax,
    values,
    title: str = "",
    limits: tuple | None = None,
    text: str = "{:g}",
    cmap: str = SEQUENTIAL,
    fontsize: float = 8.5,
    windows: int = 0,
):
    """A matrix as coloured cells with numbers; with `windows` > 0, lines around blocks of that size."""
    low, high = limits or (np.nanmin(values), np.nanmax(values))
    shown = ax.imshow(values, cmap=cmap, vmin=low, vmax=high)
    _write(ax, values, shown, text, fontsize)
    bare(ax)
    rows, columns = values.shape
    for place in range(1, max(rows, columns)):
        block = windows and place % windows == 0
        style = {"color": UNSEEN if block else PAPER, "linewidth": 2.2 if block else 1.0, "zorder": 3 if block else 2}
        if place < rows:
            ax.axhline(place - 0.5, **style)
        if place < columns:
            ax.axvline(place - 0.5, **style)
    return panel_title(ax, title)


def added(axes, pieces, titles: list[str], total: str):
    """Matrices (n, rows, columns) side by side, and on the last axis their sum: a + between them, an = before the last."""
    limit = np.abs(pieces).sum(axis=0).max() * 1.3
    for ax, values, title in zip(axes, (*pieces, pieces.sum(axis=0)), (*titles, f"{total}: the sum")):
        cells(ax, values * 1.0, title, limits=(-limit, limit), cmap=DIVERGING)
    for number, ax in enumerate(axes[1:], 1):
        sign = "=" if number == len(pieces) else "+"
        ax.text(-0.16, 0.5, sign, transform=ax.transAxes, ha="center", va="center", fontsize=14, color=INK)
    return axes


def position(axes, padded, kernel, corner: tuple[int, int], done):
    """One position of a window, on four axes: the padded input, the kernel, the products, and the output so far.

    `padded` (H, W), `kernel` (kh, kw), `corner` (row, column) of the window, `done` (H_out, W_out) with NaN where nothing
    is computed yet.
    """
    from matplotlib.patches import Rectangle

    row, column = corner
    kh, kw = kernel.shape
    window = padded[row : row + kh, column : column + kw]
    high = max(abs(padded).max(), 1)
    cells(axes[0], padded * 1.0, "padded X", limits=(-1.6 * high, 1.6 * high), cmap=DIVERGING)
    frame = Rectangle(
        (column - 0.5, row - 0.5), kw, kh, fill=False, edgecolor=UNSEEN, linewidth=3, zorder=5, clip_on=False
    )
    axes[0].add_patch(frame)
    cells(axes[1], kernel, "W, rotated", limits=(-2.0, 2.0), cmap=DIVERGING)
    products = window * kernel
    cells(
        axes[2], products, f"products: sum {products.sum():.3g}", limits=(-2 * high, 2 * high), cmap=DIVERGING, text=""
    )
    for (i, j), factor in np.ndenumerate(window):
        text = f"{factor:g}·{kernel[i, j]:g}"
        axes[2].text(j, i, text, ha="center", va="center", fontsize=7.5, color=INK if factor else MUTED)
    cells(axes[3], done, "output so far", limits=(-20.0, 20.0), cmap=DIVERGING, text="{:.3g}")
    for spine in axes[3].spines.values():
        spine.set(visible=True, color=MUTED)
    for ax in axes:
        ax.set_anchor("NW")
    return axes


def filters(axes, pictures, maps, kernels: dict):
    """Kernels in the first row of `axes`, and below, for each picture, the picture and its map for every kernel.

    `pictures` (N, H, W), `maps` (N, F, H, W), `kernels` name → (kh, kw); `axes` (N + 1, F + 1).
    """
    axes[0, 0].axis("off")
    for f, (ax, (name, kernel)) in enumerate(zip(axes[0, 1:], kernels.items())):
        limit = abs(kernel).max()
        ax.imshow(kernel, cmap=DIVERGING, vmin=-limit, vmax=limit)
        bare(ax).set_title(name, fontsize=8.5, loc="center")
        limit = np.percentile(abs(maps[:, f]), 99.5)
        for row, values in zip(axes[1:, f + 1], maps[:, f]):
            bare(row).imshow(values, cmap=DIVERGING, vmin=-limit, vmax=limit)
    for ax, picture in zip(axes[1:, 0], pictures):
        bare(ax).imshow(picture, cmap="gray_r", vmin=0, vmax=1)
    return axes


def matrix(ax, M):
    """A layer's matrix (outputs, inputs): zeros are white, equal numbers have equal colours."""
    limit = abs(M).max()
    ax.imshow(np.where(M == 0, np.nan, M), cmap=DIVERGING, vmin=-limit, vmax=limit, aspect="auto")
    for place in np.arange(M.shape[1] + 1):
        ax.axvline(place - 0.5, color="#e6e6e2", linewidth=0.6)
    for place in np.arange(M.shape[0] + 1):
        ax.axhline(place - 0.5, color="#e6e6e2", linewidth=0.6)
    ax.grid(False)
    ax.set(xticks=range(0, M.shape[1], 6), yticks=range(0, M.shape[0], 4))
    ax.set(xlabel="input pixel, row after row", ylabel="output")
    return ax


def shares(ax, parts: dict, xlabel: str):
    """For each network the share of convolutions and head in a sum: name → (convolutions, head)."""
    for row, (convolutions, head) in enumerate(parts.values()):
        total = convolutions + head
        ax.barh(row, convolutions / total, color=COLOURS["relu"], height=0.5)
        ax.barh(row, head / total, left=convolutions / total, color="#e08e00", height=0.5)
        text = (
            f"{total / 1e9:.1f} billion"
            if total > 1e9
            else f"{total / 1e6:.1f} million"
            if total > 1e6
            else f"{total:,}"
        )
        label(ax, 0.0, row - 0.43, f"{text} in all", INK, ha="left", fontsize=8)
    label(ax, 0.0, -0.8, "convolutions", COLOURS["relu"], ha="left", fontsize=8.5)
    label(ax, 1.0, -0.8, "head", "#a86a00", ha="right", fontsize=8.5)
    ax.set(yticks=range(len(parts)), yticklabels=list(parts), ylim=(len(parts) - 0.6, -1.0), xlim=(0, 1))
    ax.set(xlabel=f"share of the {xlabel}", xticks=(0, 0.5, 1), xticklabels=("0 %", "50 %", "100 %"))
    ax.grid(False, axis="y")
    return ax


def speed(ax, times: dict):
    """Seconds as bars on a logarithmic scale, in milliseconds: name → seconds."""
    log_ticks(ax, "x")
    colours = (COLOURS["bad"], COLOURS["relu"], COLOURS["leaky_relu"], COLOURS["leaky_relu"], MUTED)
    for row, ((name, seconds), colour) in enumerate(zip(times.items(), colours)):
        ax.barh(row, seconds * 1e3, height=0.6, color=colour)
        label(ax, seconds * 1.15e3, row, f"{seconds * 1e3:.3g} ms", ha="left", fontsize=8.5)
    milliseconds = np.array(list(times.values())) * 1e3
    ax.set(yticks=range(len(times)), yticklabels=list(times), xlabel="milliseconds (log scale)")
    ax.set(xlim=(milliseconds.min() / 4, milliseconds.max() * 4))
    ax.invert_yaxis()
    ax.grid(False, axis="y")
    return ax


def shift_curves(ax, shifts, changes: dict):
    """Relative change of pictures against the shift in pixels, one curve for each way of pooling: name → (n,)."""
    colours = (INK, COLOURS["relu"], COLOURS["bad"], COLOURS["tanh"])
    heights, least = {}, 0.0
    for name in sorted(changes, key=lambda name: changes[name][-1]):  # labels must not overlap
        heights[name] = least = max(changes[name][-1], least + 0.06)
    for (name, change), colour in zip(changes.items(), colours):
        ax.plot(shifts, change, "o-", color=colour, linewidth=2, markersize=4)
        label(ax, shifts[-1] + 0.1, heights[name], name, colour, ha="left", fontsize=8.5)
    ax.set(xticks=shifts, xlim=(shifts[0], shifts[-1] + 1), ylim=(0, 0.95))
    ax.set(xlabel="shift in pixels", ylabel="relative change")
    return ax


def pictures(axes, images, titles: list[str], vmax: list):
    """Pictures (H, W) side by side, each from white for 0 to black for its value in `vmax`."""
    for ax, image, title, high in zip(axes, images, titles, vmax):
        bare(ax).imshow(image, cmap="gray_r", vmin=0, vmax=high)
        panel_title(ax, title)
    return axes


def growth(ax, fields: dict, inputs: dict):
    """Receptive field against the layer, log scale: name → (layers + 1,).

    A dotted line stands at the size of each input, name → pixels.
    """
    colours = dict(zip(fields, (COLOURS["tanh"], COLOURS["bad"], COLOURS["relu"])))
    log_ticks(ax)
    last = max(len(sides) for sides in fields.values())
    for name, sides in fields.items():
        ax.plot(range(len(sides)), sides, "o-", color=colours[name], linewidth=2, markersize=4)
        below = 0.42 if len(sides) > 14 else 0.62 if sides[-1] > 100 else 1.35
        ha = "right" if len(sides) > 14 else "left"
        label(ax, len(sides) - 1, sides[-1] * below, f"{name}: {sides[-1]}", colours[name], ha=ha, fontsize=8.5)
    for size in sorted(set(inputs.values())):
        names = " and ".join(name for name, value in inputs.items() if value == size)
        ax.axhline(size, color=MUTED, linewidth=1, linestyle=":")
        where, ha = (0.1, "left") if size > 100 else (last - 0.7, "right")
        label(ax, where, size * 1.17, f"input of {names}: {size}", MUTED, ha=ha, fontsize=8)
    ax.set_xticks(range(0, last, 3))
    ax.set(
        xlabel="layers passed", ylabel="receptive field in pixels (log scale)", xlim=(-0.3, last - 0.5), ylim=(0.8, 420)
    )
    return ax
