"""Drawing functions of notebook 11, networks that see: kernels, maps, fields, depth, transfer. Each draws on an `ax` and returns it."""

from __future__ import annotations

import numpy as np

from chainrule.figures.style import COLOURS, DIVERGING, INK, MUTED, SEQUENTIAL, bare, label, log_ticks, panel_title

LOOKS = {"plain": "plain", "shortcut": "shortcut", "small branch": "small_branch", "zero at the end": "zero_branch"}
FEATURES = {
    "behind the convolutions": ("conv_features", "o"),
    "random kernels": ("random_features", "s"),
    "from scratch": ("scratch", "^"),
    "pixels": ("pixels", "D"),
    "behind the hidden layer": ("hidden_features", "v"),
}


def _tiled(images: np.ndarray, columns: int) -> np.ndarray:
    """Pictures (n, H, W) in rows of `columns`, with NaN between them."""
    n, H, W = images.shape
    rows = -(-n // columns)
    sheet = np.full((rows * (H + 1) - 1, columns * (W + 1) - 1), np.nan)
    for place, image in enumerate(images):
        top, left = place // columns * (H + 1), place % columns * (W + 1)
        sheet[top : top + H, left : left + W] = image
    return sheet


def kernels(ax, W, title: str):
    """Kernels (n, k, k), two in a row, each between the same colours around 0."""
    most = np.max(np.abs(W))
    ax.imshow(_tiled(np.asarray(W), 2), cmap=DIVERGING, vmin=-most, vmax=most)
    return panel_title(bare(ax), title)


def maps(ax, images, title: str):
    """Feature maps (n, H, W), each from its own 0 to its own largest number; as near to a square as they fit."""
    images = np.asarray(images, float)
    images = images / np.maximum(images.max(axis=(1, 2), keepdims=True), 1e-12)
    ax.imshow(_tiled(images, 4 if len(images) > 8 else 2), cmap=SEQUENTIAL, vmin=0, vmax=1)
    return panel_title(bare(ax), title)


def _apart(ends: dict, least: float, log: bool = False) -> dict:
    """Places for labels beside the ends of curves, at least so far apart (with `log`: by that factor), in the same order."""
    places: dict = {}
    lowest = -np.inf
    for name, end in sorted(ends.items(), key=lambda item: item[1]):
        places[name] = max(end, lowest)
        lowest = places[name] * least if log else places[name] + least
    return places


def bars(ax, shares: dict):
    """Accuracy of each kind, name → 0 to 1, with a line at guessing among ten."""
    ax.barh(range(len(shares)), list(shares.values()), color=COLOURS["conv_features"], height=0.6)
    for place, value in enumerate(shares.values()):
        label(ax, value + 0.01, place, f"{100 * value:.0f} %")
    ax.axvline(0.1, color=INK, linestyle=(0, (4, 2)), linewidth=0.9)
    ax.set_yticks(range(len(shares)), list(shares))
    ax.invert_yaxis()
    ax.set(xlim=(0, 1.08), xlabel="test accuracy (dashed: guessing)")
    return ax


def field(axes, dx, seen):
    """Size of a gradient (1, H, W) as a picture and along its middle row; `seen(dx)` → (height, width) is drawn as a frame."""
    from matplotlib.patches import Rectangle

    g = np.asarray(dx)[0]
    height, width = seen(dx)
    rows, columns = np.nonzero(g)
    corner = (columns.min() - 0.5, rows.min() - 0.5) if len(rows) else (0, 0)
    axes[0].imshow(g, cmap=SEQUENTIAL)
    axes[0].add_patch(Rectangle(corner, width, height, fill=False, edgecolor=COLOURS["shortcut"], linewidth=1.6))
    panel_title(bare(axes[0]), f"{height} × {width} pixels are seen")
    middle = g[g.shape[0] // 2]
    axes[1].plot(
        np.arange(len(middle)) - len(middle) // 2, middle / max(middle.max(), 1e-12), color=COLOURS["conv_features"]
    )
    for side in (-1, 1):
        axes[1].axvline(side * width / 2, color=COLOURS["shortcut"], linewidth=1.2)
    axes[1].set(xlabel="pixels from the middle", ylabel="gradient (1: largest)", ylim=(0, 1.05))
    panel_title(axes[1], "the middle row")
    return axes


def growth(ax, sizes: dict):
    """Size of the signal behind each block: branch scale → (blocks + 1,)."""
    log_ticks(ax)
    colours = (COLOURS["shortcut"], COLOURS["random_features"], COLOURS["small_branch"], COLOURS["zero_branch"])
    places = _apart({branch: values[-1] for branch, values in sizes.items()}, 1.8, log=True)
    for (branch, values), colour in zip(sizes.items(), colours):
        ax.plot(range(len(values)), values, color=colour)
        label(ax, len(values) - 0.6, places[branch], f"branch × {branch:g}", colour)
    ax.set(xlabel="block", ylabel="root of the mean square", xlim=(0, len(values) + 3.6), ylim=(0.5, None))
    ax.set_xticks(range(0, len(values), 5))
    return ax


def norms(ax, layers, found: dict):
    """Size of a gradient at the input, relative to the output: kind → (depths,), against the number of layers."""
    log_ticks(ax)
    places = _apart({kind: values[-1] for kind, values in found.items()}, 40, log=True)
    ax.plot([0, layers[-1]], [1, 1], color=INK, linewidth=0.8)
    for kind, values in found.items():
        ax.plot(layers, values, "o-", color=COLOURS[LOOKS[kind]], markersize=4)
        label(ax, layers[-1] + 1.2, places[kind], kind, COLOURS[LOOKS[kind]])
    ax.set(xlabel="layers", ylabel="gradient, input ÷ output", xlim=(0, layers[-1] * 1.28), ylim=(1e-12, 1e8))
    return ax


def walks(axes, angles, curves: dict):
    """One number of the gradient along a turn: (kind, blocks) → (points,), each divided by its own largest size."""
    for ax, ((kind, n), values) in zip(axes, curves.items()):
        ax.plot(angles, values / np.max(np.abs(values)), color=COLOURS[LOOKS[kind]], linewidth=1)
        ax.set(xlabel="angle", ylim=(-1.1, 1.1))
        ax.set_xticks([0, np.pi, 2 * np.pi], ["0", "π", "2π"])
        ax.set_yticks([])
        panel_title(ax, f"{kind}, {2 * n}")
    axes[0].set_ylabel("gradient (scaled)")
    return axes


def agreement(ax, angles, found: dict):
    """Mean cosine between the gradients at points some angle apart: (kind, blocks) → (angles,)."""
    places = _apart({key: values[-1] for key, values in found.items()}, 0.075)
    for (kind, n), values in found.items():
        ax.plot(
            angles,
            values,
            marker="o",
            color=COLOURS[LOOKS[kind]],
            markersize=4,
            linestyle="-" if n > 1 else (0, (4, 2)),
        )
        label(ax, angles[-1] + 0.02, places[kind, n], f"{kind}, {2 * n} layers", COLOURS[LOOKS[kind]])
    ax.plot(angles, np.cos(angles), color=MUTED, linewidth=1, linestyle=":")
    label(ax, angles[-2], np.cos(angles[-2]) + 0.07, "the inputs", MUTED)
    ax.set(xlabel="angle between the inputs (radians)", ylabel="cosine of the gradients", xlim=(0, angles[-1] * 1.45), ylim=(-0.05, 1.08))  # fmt: skip
    return ax


def losses(ax, found: dict, window: int = 10):
    """Training loss, kind → (steps,), smoothed over `window` steps; what is above the axes is named at the top."""
    for kind, loss in found.items():
        loss = np.asarray(loss, float)
        colour = COLOURS[LOOKS[kind]]
        if loss[0] > 10:
            label(ax, 8, 3.1, f"{kind}: {loss[0]:,.0f} at first, then infinite", colour)
            continue
        smooth = np.convolve(loss, np.ones(window) / window, mode="valid")
        ax.plot(np.arange(len(smooth)) + window, smooth, color=colour, label=kind)
    ax.legend(frameon=False, fontsize=9, loc="upper right", bbox_to_anchor=(1, 0.6))
    ax.set(xlabel="step", ylabel="training loss", ylim=(0, 3.4))
    return ax


def transfer(ax, counts, accuracy: dict):
    """Accuracy on new classes: features → one list for each number of pictures, with a number for each draw."""
    for place, (name, values) in enumerate(accuracy.items()):
        colour, marker = FEATURES[name]
        shift = 0.11 * (place - (len(accuracy) - 1) / 2)
        x = np.arange(len(counts)) + shift
        ax.plot(
            x,
            [np.mean(one) for one in values],
            color=COLOURS[colour],
            linewidth=1,
            label=name,
            marker=marker,
            markersize=5,
        )
        for at, one in zip(x, values):
            ax.plot([at] * len(one), one, marker, color=COLOURS[colour], markersize=3.5, alpha=0.45)
    ax.axhline(0.2, color=INK, linestyle=(0, (4, 2)), linewidth=0.9)
    ax.set_xticks(range(len(counts)), [f"{n} pictures" for n in counts])
    ax.legend(frameon=False, fontsize=8.5, loc="lower right", bbox_to_anchor=(1, 0.06))
    ax.set(ylabel="test accuracy (dashed: guessing)", ylim=(0.15, 1))
    return ax


def spreads(ax, layers, rectangle, spread):
    """Side of what is seen and the spread of the gradient, both (n,) in pixels, against the number of layers."""
    ax.plot(layers, rectangle, "o-", color=COLOURS["shortcut"])
    ax.plot(layers, spread, "o-", color=COLOURS["conv_features"])
    ax.plot(layers, spread[0] * np.sqrt(np.asarray(layers) / layers[0]), ":", color=MUTED)
    label(ax, layers[-2], rectangle[-2] + 4, "side of the rectangle", COLOURS["shortcut"], ha="right")
    label(ax, layers[-2], spread[-2] + 2.6, "spread (dotted: × √layers)", COLOURS["conv_features"], ha="left")
    ax.set(xlabel="layers", ylabel="pixels", ylim=(0, None))
    return ax
