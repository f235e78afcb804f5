"""Drawing functions of notebook 04, initialization: each takes data and an `ax`, draws, and returns the `ax`."""

from __future__ import annotations

import numpy as np

from chainrule.figures.style import COLOURS, INK, LIGHT, MUTED, PAPER, label, log_ticks, panel_title

DASHED = (0, (3, 2))


def sums(ax, samples: dict, limit: float):
    """Histograms of weighted sums, one ridge for each number of terms: fan_in → (n,)."""
    bins = np.linspace(-limit, limit, 101)
    for i, (fan_in, z) in enumerate(samples.items()):
        base = len(samples) - 1 - i
        counts, _ = np.histogram(z, bins)
        ax.stairs(
            base + 0.8 * counts / counts.max(), bins, baseline=base, fill=True, color=COLOURS["linear"], alpha=0.9
        )
        ax.text(
            0.99,
            base + 0.6,
            f"standard deviation {np.std(z):.1f}",
            transform=ax.get_yaxis_transform(),
            ha="right",
            va="center",
        )
    ax.set_yticks(np.arange(len(samples)) + 0.3, [f"{fan_in:,} inputs" for fan_in in reversed(samples)])
    ax.grid(False, axis="y")
    ax.set(xlabel="pre-activation z", xlim=(-limit, limit), ylim=(0, len(samples)))
    return ax


def patch(ax, k: int, C: int):
    """What one output of a convolution sees: a k×k patch in each of C input channels."""
    for channel in reversed(range(C)):
        left, low = 0.42 * channel, 0.42 * channel
        ax.add_patch(_square(left, low, 5, PAPER, MUTED))
        for row, column in np.ndindex(k, k):
            ax.add_patch(_square(left + 1 + column, low + 1 + row, 1, COLOURS["small"], PAPER))
    ax.add_patch(_square(8.3, 2.2, 1, COLOURS["he"], INK))
    ax.annotate(
        "", (8.2, 2.7), (1.3 + k + 0.42 * (C - 1), 2.7), arrowprops={"arrowstyle": "->", "color": INK, "lw": 1.5}
    )
    ax.text(8.8, 1.9, "one\noutput", ha="center", va="top", fontsize=9)
    ax.text(2.5, -0.25, f"{C} input channels,\na {k}×{k} patch of each", ha="center", va="top", fontsize=9)
    ax.text(0, 7.0, f"fan_in = {k}·{k}·{C} = {k * k * C}", fontsize=10)
    ax.set(xlim=(-0.3, 9.7), ylim=(-1.9, 7.6), aspect="equal")
    ax.axis("off")
    return ax


def _square(left: float, low: float, side: float, face: str, edge: str):
    from matplotlib.patches import Rectangle

    return Rectangle((left, low), side, side, facecolor=face, edgecolor=edge, linewidth=1)


def lines(
    ax, x, values: dict, xlabel: str, ylabel: str, ylim: tuple[float, float], *, names: bool = True, gap: float = 0.07
):
    """Lines on a logarithmic scale, their names at the right end: (colour or its name, text) → (n,). Zeros are not drawn."""
    log_ticks(ax)
    ends = {}
    for (name, text), y in values.items():
        y = np.where(np.asarray(y) > 0, y, np.nan)
        ax.plot(x, y, "o-", color=COLOURS.get(name, name), linewidth=1.8, markersize=3 if len(x) < 40 else 0)
        ends[name, text] = y[np.isfinite(y)][-1] if np.any(np.isfinite(y)) else ylim[0]
    ax.set(xlabel=xlabel, ylabel=ylabel, ylim=ylim)
    above, span = np.inf, np.log(ylim[1] / ylim[0])
    for key in sorted(ends, key=ends.__getitem__, reverse=True) if names else ():  # from the top, never on each other
        height = np.clip(np.log(ends[key] / ylim[0]) / span, 0.03, 0.97)
        above = min(height, above - gap)
        ax.text(1.02, above, key[1], color=COLOURS.get(key[0], key[0]), transform=ax.transAxes, fontsize=9, va="center")
    return ax


def scales(ax, x, values: dict, chosen: float, colour: str, title: str, ylim: tuple[float, float]):
    """One line for each scale of the weights, number → (n,), all grey but the chosen one; on a logarithmic scale."""
    log_ticks(ax)
    for scale, y in values.items():
        front = scale == chosen
        ax.plot(
            x,
            np.where(y > 0, y, np.nan),
            color=COLOURS[colour] if front else LIGHT,
            linewidth=2.4 if front else 1.4,
            zorder=3 if front else 1,
        )
        height = np.clip(y[-1], ylim[0] * 3, ylim[1] / 3)
        if scale in (min(values), max(values)) and not front:
            label(ax, x[-1], height * 3, f"{scale:g}", MUTED, ha="right", fontsize=8.5)
    ax.set(xlabel="layer", ylim=ylim)
    return panel_title(ax, title, COLOURS[colour])


def ridges(ax, A, colour: str, limits: tuple[float, float], title: str, *, notes=None, names: bool = True):
    """Histograms of activations, one ridge a layer, the first on top; exact zeros are left out.

    `A` layer number → array; what lies beyond `limits` is counted at the border; `notes` one text a layer.
    """
    bins = np.linspace(*limits, 61)
    for i, a in enumerate(A.values()):
        base = len(A) - 1 - i
        counts, _ = np.histogram(np.clip(a[a != 0], *limits), bins)
        ax.stairs(
            base + 0.85 * counts / max(counts.max(), 1), bins, baseline=base, fill=True, color=colour, linewidth=0
        )
        ax.axhline(base, color=MUTED, linewidth=0.6)
        if notes is not None:
            ax.text(
                limits[1] * 0.97,
                base + 0.74,
                notes[i],
                ha="right",
                va="center",
                fontsize=8,
                bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.9, "pad": 0.8},
            )
    ax.set_yticks(np.arange(len(A)) + 0.3, [f"layer {layer}" if names else "" for layer in reversed(A)])
    ax.grid(False)
    ax.set(xlim=limits, ylim=(0, len(A)))
    return panel_title(ax, title, colour)


def two_shapes(ax, draws: dict, bins, std: float):
    """Histograms as outlines, with the standard deviation that all of them have: (colour name, text) → (n,)."""
    for (name, text), w in draws.items():
        counts, _ = np.histogram(w, bins, density=True)
        ax.stairs(counts, bins, color=COLOURS[name], linewidth=2.2)
        ax.plot([], [], color=COLOURS[name], linewidth=2.2, label=f"{text}: measured std {np.std(w):.4f}")
    for side in (-std, std):
        ax.axvline(side, color=INK, linewidth=1, linestyle=DASHED)
    ax.legend(frameon=False, fontsize=9, loc="upper right", bbox_to_anchor=(1, 1.02))
    ax.set(xlabel="weight (dashed: one standard deviation)", ylabel="density", xlim=(bins[0], bins[-1]))
    ax.set_ylim(0, 1.45 * ax.get_ylim()[1])
    return ax


def gains(ax, measured: dict, table: dict, formula: dict):
    """Measured gains as bars, beside PyTorch's values and formulas where there are any: name → number."""
    names = list(measured)
    ax.barh(names, list(measured.values()), height=0.55, color=[COLOURS[name] for name in names])
    for i, name in enumerate(names):
        text = f"{measured[name]:.2f}" + (f" ({formula[name]})" if name in formula else "")
        ax.text(max(measured[name], table.get(name, 0)) + 0.05, i, text, va="center", fontsize=9)
        if name in table:
            ax.plot([table[name]] * 2, [i - 0.4, i + 0.4], color=INK, linewidth=2)
    ax.plot([], [], color=INK, linewidth=2, label="in PyTorch's table")
    ax.legend(frameon=False, fontsize=9, loc="upper right")
    ax.set_yticks(range(len(names)), [name.replace("_", " ") for name in names])
    ax.invert_yaxis()
    ax.grid(False, axis="y")
    ax.set(xlabel="gain: what the weights must be multiplied by", xlim=(0, 2.6))
    return ax


def variances(ax, fan_in, curves: dict, drawn: dict):
    """Variance of the weights against the fan-in, both logarithmic; dots are measured on drawn weights.

    `curves`, `drawn` (colour name, text) → (n,).
    """
    log_ticks(log_ticks(ax), "x")
    for (name, text), variance in curves.items():
        ax.plot(fan_in, variance, color=COLOURS[name], linewidth=1.5, label=text)
        ax.plot(fan_in, drawn[name, text], "o", color=COLOURS[name], markersize=5)
    ax.set_xticks(fan_in, [str(n) for n in fan_in])
    ax.legend(frameon=False, fontsize=9, loc="lower left")
    ax.set(xlabel="fan_in (fan_out is 200)", ylabel="variance of the weights")
    return ax


def rates(ax, lrs, accuracy: dict):
    """Accuracy by learning rate, one dot a seed: (colour name, text) → (rates, seeds), NaN where training diverged."""
    log_ticks(ax, "x")
    for row, ((name, text), values) in enumerate(accuracy.items()):
        finite = np.isfinite(values).any(axis=1)
        means = [np.nanmean(row) for row in values[finite]]
        ax.plot(lrs[finite], means, color=COLOURS[name], linewidth=1.8)
        for lr, dots in zip(lrs, values):
            ax.plot([lr] * len(dots), dots, "o", color=COLOURS[name], markersize=4, alpha=0.8)
            if np.isnan(dots).any():
                label(ax, lr, 0.61 - 0.06 * row, "∞", COLOURS[name], ha="center", fontsize=12)
        best = np.argmax(means)
        label(ax, lrs[finite][best], np.nanmax(values[finite][best]) + 0.04, text, COLOURS[name], ha="center")
    ax.axhline(0.1, color=INK, linewidth=0.9, linestyle=DASHED)
    label(ax, np.sqrt(lrs[-1] * lrs[0]) * 3, 0.125, "guessing", ha="center", fontsize=8.5)
    ax.set(
        xlabel="learning rate (∞: a seed diverged)",
        ylabel="held-out accuracy",
        ylim=(0, 0.65),
        xlim=(lrs[0] / 2, lrs[-1] * 2),
    )
    return ax


def losses(ax, curves: dict, window: int, chance: float):
    """Training loss by step, smoothed over `window` steps, one thin line a seed: (colour name, text) → list of (steps,)."""
    for (name, text), runs in curves.items():
        for run in runs:
            smooth = np.convolve(run, np.ones(window) / window, "valid")
            ax.plot(np.arange(window, window + len(smooth)), smooth, color=COLOURS[name], linewidth=1.2, alpha=0.85)
        where = int(0.35 * len(smooth))
        place = (smooth[where] + 0.22) if smooth[where] > chance - 0.1 else 0.6
        label(ax, window + where, place, text, COLOURS[name], ha="center")
    ax.axhline(chance, color=INK, linewidth=0.9, linestyle=DASHED)
    ax.set(xlabel="training step", ylabel="loss", ylim=(0, 3))
    return ax


def movers(ax, sizes, names: list, title: str):
    """Which parameters receive a gradient at which step: `sizes` (parameters, steps), exact zeros are left blank."""
    ax.imshow(np.asarray(sizes) > 0, cmap="Greys", vmin=0, vmax=3.5, aspect="auto")
    for (row, column), size in np.ndenumerate(np.asarray(sizes)):
        text = "0" if size == 0 else f"{size:.0e}".replace("e-0", "e−")
        ax.text(column, row, text, ha="center", va="center", fontsize=8, color=MUTED if size == 0 else INK)
    ax.set_xticks(range(np.shape(sizes)[1]), [str(1 + step) for step in range(np.shape(sizes)[1])])
    ax.set_yticks(range(len(names)), names)
    ax.tick_params(length=0)
    ax.grid(False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_xlabel("training step")
    return panel_title(ax, title)


def paths(ax, steps, weights, colour: str, title: str):
    """How one input's weights to all units move: `weights` (n, units) after `steps` (n,)."""
    ax.plot(steps, weights, color=colour, linewidth=1, alpha=0.8)
    ax.set(xlabel="training step", xlim=(0, steps[-1] * 1.03))
    return panel_title(ax, title)


def accuracies(ax, values: dict):
    """Accuracies as bars: (colour name, text) → number."""
    for i, ((name, text), value) in enumerate(values.items()):
        ax.barh(i, value, height=0.6, color=COLOURS[name])
        ax.text(value + 0.02, i, f"{value:.0%}", va="center", fontsize=9)
    ax.axvline(0.1, color=INK, linewidth=0.9, linestyle=DASHED)
    ax.set_yticks(range(len(values)), [text for _, text in values])
    ax.invert_yaxis()
    ax.grid(False, axis="y")
    ax.set(xlabel="test accuracy\n(dashed: guessing)", xlim=(0, 1))
    return ax


def gradient_pictures(axes, dW, side: int, title: str):
    """The gradients of some units' weights as pictures: `dW` (side · side, units), one unit for each of `axes`."""
    largest = np.max(np.abs(dW))
    for unit, ax in enumerate(axes):
        ax.imshow(dW[:, unit].reshape(side, side), cmap="PuOr_r", vmin=-largest, vmax=largest)
        ax.set_xticks([])
        ax.set_yticks([])
        ax.grid(False)
        ax.set_xlabel(f"unit {unit + 1}", fontsize=8.5)
        for spine in ax.spines.values():
            spine.set_color(LIGHT)
    return panel_title(axes[0], title)
