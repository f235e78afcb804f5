"""Drawing functions of notebook 07, optimizers: each takes data and an `ax`, draws, and returns the `ax`."""

from __future__ import annotations

import numpy as np

from chainrule.figures.style import COLOURS, INK, LIGHT, MUTED, PAPER, bare, label, log_ticks, panel_title

NAMES = {
    "sgd": "SGD",
    "momentum": "momentum",
    "nesterov": "Nesterov",
    "adagrad": "AdaGrad",
    "rmsprop": "RMSProp",
    "adam": "Adam",
}
MARKERS = {"sgd": "o", "momentum": "s", "nesterov": "D", "adagrad": "^", "rmsprop": "v", "adam": "P"}
DASHED = (0, (3, 2))

BOXES = {  # optimizer: (x, y, what it is, name of a colour)
    "sgd": (0.0, 1.0, "SGD\n1951", "sgd"),
    "momentum": (1.0, 2.0, "momentum\n1964", "momentum"),
    "nesterov": (2.15, 2.0, "Nesterov\n1983", "nesterov"),
    "adagrad": (1.0, 0.0, "AdaGrad\n2011", "adagrad"),
    "rmsprop": (2.15, 0.0, "RMSProp\n2012", "rmsprop"),
    "adam": (2.75, 1.0, "Adam\n2015", "adam"),
    "nadam": (4.1, 2.0, "Nadam\n2016", ""),
    "amsgrad": (4.1, 1.0, "AMSGrad\n2018", ""),
    "adamw": (4.1, 0.0, "AdamW\n2019", ""),
}
BRANCHES = [  # from, to, the idea that was added, where it is written: (x, y), and its alignment
    ("sgd", "momentum", "remember the\ndirection", (0.42, 1.62), "right"),
    ("sgd", "adagrad", "remember the\nsizes: a sum", (0.42, 0.38), "right"),
    ("momentum", "nesterov", "look\nahead", (1.66, 2.25), "center"),
    ("adagrad", "rmsprop", "forget:\nan average", (1.6, -0.24), "center"),
    ("momentum", "adam", "direction,\nas an average", (1.68, 1.3), "center"),
    ("rmsprop", "adam", "sizes, and\nbias correction", (2.36, 0.55), "right"),
    ("nesterov", "nadam", "look ahead", (3.15, 2.18), "center"),
    ("adam", "nadam", "", (0, 0), "left"),
    ("adam", "amsgrad", "keep the\nlargest s", (3.5, 0.8), "center"),
    ("adam", "adamw", "decay\napart", (3.3, 0.36), "right"),
]


def family_tree(ax, boxes: dict = BOXES, branches: list = BRANCHES):
    """Optimizers as boxes, oldest on the left, and on each arrow the idea that was added.

    `boxes` name → (x, y, text, name of a colour or ""); `branches` (from, to, text, (x, y) of the text, alignment).
    """
    ax.set(xlim=(-0.45, 4.55), ylim=(-0.5, 2.45))
    patches = {}
    for name, (x, y, text, colour) in boxes.items():
        style = {
            "boxstyle": "round,pad=0.4",
            "facecolor": PAPER,
            "edgecolor": COLOURS.get(colour, MUTED),
            "linewidth": 2,
        }
        patches[name] = ax.text(
            x, y, text, ha="center", va="center", fontsize=9.5, color=INK, zorder=6, linespacing=1.3, bbox=style
        )
    for start, end, text, (x, y), ha in branches:
        ax.annotate(
            "",
            boxes[end][:2],
            boxes[start][:2],
            arrowprops={
                "arrowstyle": "-|>",
                "color": MUTED,
                "linewidth": 1.2,
                "mutation_scale": 11,
                "shrinkA": 0,
                "shrinkB": 2,
                "patchA": patches[start].get_bbox_patch(),
                "patchB": patches[end].get_bbox_patch(),
            },
        )
        ax.text(x, y, text, color=MUTED, fontsize=8, ha=ha, va="center")
    return bare(ax)


def _grid(xlim: tuple[float, float], ylim: tuple[float, float], H):
    """The loss w·Hw / 2 on a grid over the axes' limits: two coordinates and the values."""
    W1, W2 = np.meshgrid(np.linspace(*xlim, 81), np.linspace(*ylim, 81))
    return W1, W2, (H[0, 0] * W1**2 + 2 * H[0, 1] * W1 * W2 + H[1, 1] * W2**2) / 2


def ravine(ax, H, xlim=(-10, 10), ylim=(-2, 2)):
    """Contours of the loss w·Hw / 2 for a matrix `H` (2, 2), each at four times the loss of the one inside it."""
    W1, W2, loss = _grid(xlim, ylim, H)
    ax.contour(W1, W2, loss, levels=0.01 * 4.0 ** np.arange(8), colors=[LIGHT], linewidths=1.0)
    ax.plot(0, 0, "*", color=INK, markersize=9, zorder=6)
    ax.set(xlabel="w[0], along", ylabel="w[1], across", xlim=xlim, ylim=ylim)
    ax.grid(False)
    return ax


def path(ax, points, colour: str, title: str = "", every: int = 1, line: float = 1.3):
    """The weights of an optimizer, step by step: `points` (steps + 1, 2); every `every`-th step has a dot.

    `line` is the width of the line between them: a thin one where a path runs to and fro, and would become a block.
    """
    ax.plot(*points.T, color=colour, linewidth=line, zorder=4)
    ax.plot(*points[::every].T, "o", color=colour, markersize=3.2, zorder=4)
    ax.plot(*points[0], "o", color=PAPER, markeredgecolor=colour, markersize=7, zorder=5)
    return panel_title(ax, title, colour) if title else ax


def race(ax, H, paths: dict, upto: int | None = None):
    """Several optimizers in one ravine: `paths` name → (steps + 1, 2), drawn up to step `upto`, marked where they are."""
    ravine(ax, H)
    return _runners(ax, paths, upto)


def move(ax, paths: dict, step: int):
    """The next picture of an animated `race`: everybody stands where they are after `step`; the contours stay."""
    for line in list(ax.lines)[1:]:  # all but the goal
        line.remove()
    return panel_title(_runners(ax, paths, step), f"step {step}")


def movie(fig, show_step, frames: list) -> str:
    """A player, as HTML, for the pictures of `fig` after ``show_step(k)`` for each k in `frames`. Closes the figure.

    Matplotlib's own player, with pictures of 40 colours, a quarter of the size, and under 400 px wide: small, for every frame
    counts. The layout stays that of the first one.
    """
    import base64
    import io
    import re
    import tempfile
    from pathlib import Path

    import matplotlib.pyplot as plt
    from matplotlib.animation import FuncAnimation, HTMLWriter
    from PIL import Image

    class SmallPictures(HTMLWriter):
        def grab_frame(self, **_):
            whole, small = io.BytesIO(), io.BytesIO()
            fig.savefig(whole, format="png", dpi=80)
            Image.open(whole).convert("RGB").quantize(40, method=Image.Quantize.MAXCOVERAGE).save(
                small, "PNG", optimize=True
            )
            picture = base64.b64encode(small.getvalue()).decode()
            self._saved_frames.append(picture)  # type: ignore[attr-defined]  # private, so Matplotlib's types lack it

    fig.set_size_inches(4.6, 4.6 / 6.4 * fig.get_size_inches()[1])
    show_step(frames[0])
    fig.canvas.draw()
    fig.set_layout_engine("none")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "movie.html")
        movie = FuncAnimation(fig, lambda step: [show_step(step)], frames=frames, interval=250)
        movie.save(file, writer=SmallPictures(fps=4, embed_frames=True, default_mode="once"), dpi=80)
        html = file.read_text()
    plt.close(fig)
    return re.sub(r"[0-9a-f]{32}", f"movie{len(frames)}", html)  # the player's random name: two builds are to be equal


def _runners(ax, paths: dict, upto: int | None):
    for name, points in paths.items():
        points = points[: None if upto is None else upto + 1]
        # AdaGrad's and RMSProp's paths are nearly the same: the wide one shows beside the narrow one
        ax.plot(*points.T, color=COLOURS[name], linewidth=3.4 if name == "adagrad" else 1.4, zorder=4)
        ax.plot(
            *points[-1],
            MARKERS[name],
            color=COLOURS[name],
            markeredgecolor=PAPER,
            markersize=9,
            zorder=7,
            label=NAMES[name],
        )
    return ax


def coast(ax, distances: dict, rest: float = 0.0):
    """Position along the ravine against the step, for several kinds: `distances` (name, text) → (steps + 1,)."""
    ax.axhline(rest, color=INK, linewidth=0.9, linestyle=DASHED)
    for (name, text), values in distances.items():
        ax.plot(values, color=COLOURS[name], linewidth=1.7, label=text)
    ax.set(xlabel="step", ylabel="w[0], along the ravine")
    ax.legend(fontsize=8.5, frameon=False, loc="lower right")
    return ax


def two_weights(ax, steps, frequent, rare, goal: float, title: str, colour: str):
    """Two weights against the step: of a frequent feature, pale, and a rare one; `steps`, `frequent`, `rare` (n,)."""
    ax.axhline(goal, color=INK, linewidth=0.9, linestyle=DASHED)
    ax.plot(steps[::5], frequent[::5], color=MUTED, linewidth=1.0)
    ax.plot(steps, rare, color=colour, linewidth=2)
    ax.set(xlabel="step", ylim=(-0.1, 1.5 * goal))
    return panel_title(ax, title, colour)


def by_hand(ax, before, after, texts: list):
    """Two weights before and after a step, on a line: `before`, `after` (2,), and how each step was computed."""
    for row, (start, end, text) in enumerate(zip(before, after, texts)):
        ax.annotate(
            "",
            (end, 1 - row),
            (start, 1 - row),
            arrowprops={
                "arrowstyle": "-|>",
                "color": COLOURS["adagrad"],
                "linewidth": 2.2,
                "shrinkA": 0,
                "shrinkB": 0,
                "mutation_scale": 13,
            },
        )
        ax.plot(start, 1 - row, "o", color=INK, markersize=5)
        label(ax, end - 0.003, 1 - row, f"{end:.2f}", INK, ha="right")
        label(ax, start + 0.004, 1 - row, f"{text} = {start - end:.2f}", COLOURS["adagrad"])
    ax.set(xlim=(min(after) - 0.025, max(before) + 0.085), ylim=(-0.6, 1.6), xlabel="weight")
    ax.set_xticks(np.arange(9.9, 10.01, 0.025))
    ax.set_yticks([])
    return ax


def rates_per_weight(ax, steps, frequent, rare, colour: str):
    """Effective rates of two weights on logarithmic axes, NaN (no gradient, no dot) allowed; arrays (n,)."""
    ax.plot(steps, frequent, color=MUTED, linewidth=1.0)
    ax.plot(steps, rare, "o", color=colour, markersize=4)
    log_ticks(ax)
    log_ticks(ax, "x")
    ax.set_yticks([0.05, 0.1, 0.2, 0.5], ["0.05", "0.1", "0.2", "0.5"])
    ax.set(xlabel="step (log scale)", ylim=(0.03, 0.8))
    return ax


def step_against_time(ax, t, rates: dict, slopes: dict):
    """Effective rates against the step on logarithmic axes, with measured slopes written beside the curves.

    `t` (n,); `rates` name → (n,); `slopes` name → number.
    """
    log_ticks(ax)
    log_ticks(ax, "x")
    guide = rates["adagrad"][0] * (t / t[0]) ** -0.5
    for name, rate in rates.items():
        ax.plot(t, rate, color=COLOURS[name], linewidth=1.2)
        text = f"{NAMES[name]}: slope {slopes[name] + 0.0:.2f}".replace("-0.00", "0.00").replace("-", "−")
        label(
            ax,
            t[len(t) // 2],
            rate[len(t) // 2] * (0.28 if name == "adagrad" else 2.6),
            text,
            COLOURS[name],
            ha="center",
        )
    ax.plot(t, guide, color=INK, linewidth=0.9, linestyle=DASHED)
    label(ax, t[-1] * 0.75, guide[-1] * 2.4, "1/√t", INK, ha="right")
    ax.set(xlabel="step t (log scale)", ylabel="effective rate (log scale)")
    return ax


def first_steps(ax, t, with_correction, without, colour: str, title: str, where: tuple[float, float]):
    """Sizes of the steps in units of lr, with bias correction (solid) and without (dashed); arrays (n,).

    `where`: the data coordinates at which the word "without" is written.
    """
    ax.plot(t, with_correction, color=colour, linewidth=2.2)
    ax.plot(t, without, color=colour, linewidth=1.6, linestyle=DASHED)
    ax.plot(t[0], without[0], "o", color=colour, markersize=5)
    label(ax, t[0] * 1.25, without[0], f"{without[0]:.2f} lr", colour, fontsize=8.5)
    label(ax, where[0], where[1], "without", colour, fontsize=8.5)
    label(ax, where[0], with_correction[-1] - 0.35, "with", colour, fontsize=8.5)
    log_ticks(ax, "x")
    ax.set(xlabel="step t (log scale)", ylim=(0, 7.4))
    return panel_title(ax, title, colour)


def with_and_without(ax, full, plain, colour: str):
    """Losses of training with bias correction (solid) and without (dashed): arrays (steps,)."""
    t = np.arange(1, len(full) + 1)
    ax.plot(t, plain, color=colour, linewidth=1.6, linestyle=DASHED)
    ax.plot(t, full, color=colour, linewidth=2.2)
    top = int(np.argmax(plain))
    label(ax, t[top] + 1.2, plain[top], "without bias correction", colour)
    label(ax, t[5] + 0.3, full[5] * 0.62, "Adam", colour)
    ax.set(xlabel="step", ylabel="loss of the batch", ylim=(0, None))
    return ax


def turned(ax, plain: dict, turned: dict, names: list):
    """Loss after the race, in the ravine along the axes (filled) and in the same one turned (hollow): name → loss."""
    for row, name in enumerate(names[::-1]):
        colour = COLOURS[name]
        ax.plot([plain[name], turned[name]], [row, row], color=colour, linewidth=1.4)
        ax.plot(turned[name], row, "o", color=PAPER, markeredgecolor=colour, markeredgewidth=2, markersize=12)
        ax.plot(plain[name], row, "o", color=colour, markersize=6)
    ax.set_yticks(range(len(names)), [NAMES[name] for name in names[::-1]])
    log_ticks(ax, "x")
    ax.set(ylim=(-0.6, len(names) - 0.4))
    return ax


def accuracy_by_rate(ax, lrs, accuracy, name: str, best: float):
    """Accuracy against learning rate: `accuracy` (rates, tries), NaN for tries that diverged; the `best` rate is marked."""
    colour = COLOURS[name]
    shown = np.where(np.isfinite(accuracy), accuracy, 0.0) * 100
    for k in range(shown.shape[1]):
        ax.plot(lrs, shown[:, k], "o", color=colour, markersize=2.8, alpha=0.7)
    ax.plot(lrs, shown.mean(axis=1), color=colour, linewidth=1.6)
    ax.axvline(best, color=INK, linewidth=0.9, linestyle=DASHED)
    log_ticks(ax, "x", 6)
    ax.set(ylim=(0, 100))
    ax.grid(False, axis="x")
    return panel_title(ax, f"{NAMES[name]}: best {best:g}", colour)


def comparison(ax, accuracies: dict):
    """Test accuracy of each optimizer: every try a dot, and the mean with the standard deviation: name → (tries,)."""
    for row, (name, values) in enumerate(list(accuracies.items())[::-1]):
        values, colour = np.asarray(values) * 100, COLOURS[name]
        ax.plot(values, np.full(len(values), row) + 0.22, "|", color=colour, markersize=8, alpha=0.8)
        ax.errorbar(
            values.mean(), row, xerr=values.std(ddof=1), fmt="o", color=colour, markersize=7, linewidth=2, capsize=4
        )
        label(
            ax,
            values.mean(),
            row - 0.34,
            f"{values.mean():.1f} ± {values.std(ddof=1):.1f}",
            colour,
            ha="center",
            fontsize=8.5,
        )
    ax.set_yticks(range(len(accuracies)), [NAMES[name] for name in list(accuracies)[::-1]])
    ax.set(xlabel="test accuracy, percent", ylim=(-0.7, len(accuracies) - 0.4))
    return ax


def pixels(ax, values, title: str, text: str, log: bool = False):
    """784 numbers as a 28 × 28 picture with a colour bar, whose label is `text`; NaN is left blank."""
    from matplotlib.colors import LogNorm

    picture = np.asarray(values, dtype=float).reshape(28, 28)
    image = ax.imshow(picture, cmap="cividis", norm=LogNorm(*np.nanpercentile(picture, (2, 98))) if log else None)
    bar = ax.figure.colorbar(image, ax=ax, shrink=0.85)
    bar.ax.tick_params(labelsize=8)
    bar.set_label(text, fontsize=8.5)
    bar.outline.set_edgecolor(LIGHT)
    bare(ax)
    return panel_title(ax, title)
