"""Figures of notebook 06: what normalization does to distributions, rates and gradients. The notebook computes the data."""

from __future__ import annotations

import numpy as np

from chainrule.figures.style import COLOURS, INK, LIGHT, MUTED, PAPER, SEQUENTIAL, bare, label, log_ticks, panel_title

DASHED = (0, (4, 3))


def possible(ax, sizes, outputs):
    """Every normalized number that came out of batches of each size: `sizes` of n, `outputs` list of (many,).

    Dashed lines mark the largest size that is possible, √(n − 1).
    """
    rng = np.random.default_rng(0)
    for place, (n, values) in enumerate(zip(sizes, outputs)):
        values = values[:1500]
        ax.plot(place + rng.uniform(-0.28, 0.28, len(values)), values, ".", color=COLOURS["batchnorm"], markersize=2.5)
        for limit in {np.sqrt(n - 1), -np.sqrt(n - 1)}:
            ax.plot([place - 0.4, place + 0.4], [limit, limit], color=INK, linewidth=1.1, linestyle=(0, (3, 2)))
    ax.set_xticks(range(len(sizes)), [str(n) for n in sizes])
    ax.grid(False, axis="x")
    ax.set(xlabel="examples in a batch, N (dashed: ± √(N − 1))", ylabel="normalized number x̂")
    return ax


def distributions(ax, Z, colour: str, title: str, limit: float = 5.0):
    """Histograms of what each layer sees, the first layer on top: `Z` list of (N, H). Beyond `limit` counts at the border."""
    bins = np.linspace(-limit, limit, 61)
    for place, z in enumerate(reversed(Z)):
        counts, _ = np.histogram(np.clip(z, -limit, limit), bins)
        ax.stairs(place + 0.85 * counts / counts.max(), bins, baseline=place, fill=True, color=colour, alpha=0.85)
        ax.axhline(place, color=MUTED, linewidth=0.6)
        ax.text(limit, place + 0.68, f"{np.std(z):.2g} ", ha="right", fontsize=8, color=INK)
    ax.set_yticks(np.arange(len(Z)) + 0.3, [f"layer {len(Z) - i}" for i in range(len(Z))])
    ax.grid(False, axis="y")
    ax.set(xlabel="sum (number: std)", xlim=(-limit, limit), ylim=(0, len(Z)))
    return panel_title(ax, title)


def following(ax, means, curves: dict):
    """Running means that follow the means of batches: `means` (steps,), `curves` momentum → (steps,)."""
    steps = np.arange(1, len(means) + 1)
    ax.plot(steps, means, ".", color=COLOURS["plain"], markersize=3)
    label(ax, 4, max(means) * 0.93, "dots: the batches' own means", MUTED)
    places = ((0.27, 1.35), (0.62, 2.0), (0.72, 1.0))
    colours = (COLOURS["shaken"], COLOURS["batchnorm"], COLOURS["running"])
    for (momentum, curve), colour, (x, y) in zip(curves.items(), colours, places):
        ax.plot(steps, curve, color=colour, linewidth=1.0 if momentum > 0.5 else 2.0)
        label(ax, x * len(means), y, f"m = {momentum:g}", colour)
    ax.set(xlabel="step", ylabel="mean of the unit's sums", xlim=(0, len(means) + 1))
    return ax


def neighbours(ax, sizes, accuracy: dict, running: float):
    """Test accuracy with the statistics of the test batch: `accuracy` "mixed", "sorted" → (sizes,); `running` one number."""
    log_ticks(ax, "x")
    for (name, values), colour in zip(accuracy.items(), (COLOURS["batchnorm"], COLOURS["shaken"])):
        ax.plot(sizes, values, "o-", color=colour)
        label(ax, sizes[2], values[2] + (0.08 if name == "sorted" else -0.08), f"{name} batches", colour)
    ax.axhline(running, color=COLOURS["running"], linewidth=1.8)
    label(ax, sizes[0], running + 0.055, "running statistics", COLOURS["running"])
    ax.axhline(0.1, color=INK, linewidth=0.9, linestyle=DASHED)
    label(ax, sizes[0], 0.055, "guessing", fontsize=8.5)
    ax.set_xticks(sizes, [str(size) for size in sizes])
    ax.set(xlabel="pictures in a test batch", ylabel="test accuracy", ylim=(0, 1))
    return ax


def invariants(ax, found: dict):
    """For each backward pass, by name, three relative sizes: its error, Σ dx and Σ dx · x̂. Logarithmic bars."""
    names = ("error (against numerical slopes)", "|Σ dx|", "|Σ dx · x̂|")
    colours = (COLOURS["plain"], COLOURS["batchnorm"], COLOURS["shaken"])
    floor = 1e-16
    for place, (name, colour) in enumerate(zip(names, colours)):
        heights = [max(sizes[place], floor) for sizes in found.values()]
        ax.bar(np.arange(len(found)) + 0.27 * (place - 1), heights, 0.25, bottom=0, color=colour, label=name)
    log_ticks(ax)
    ax.set_xticks(range(len(found)), list(found), fontsize=8.5)
    ax.grid(False, axis="x")
    ax.set(xlabel="backward pass", ylabel="relative to the largest |dx|", ylim=(floor, 1e5))
    ax.legend(frameon=False, fontsize=8.5, loc="upper left", ncols=3)
    return ax


def moved(ax, distances: dict):
    """How far each parameter moved at most, name → distance, as bars on a logarithmic scale; biases before a norm stand out."""
    floor = 1e-9
    values = [max(value, floor * 1.5) for value in distances.values()]
    colours = [COLOURS["shaken"] if value < 1e-4 else COLOURS["batchnorm"] for value in values]
    ax.bar(range(len(values)), values, 0.6, color=colours)
    log_ticks(ax)
    for place, value in enumerate(distances.values()):
        label(ax, place, max(value, floor * 1.5) * 2.2, f"{value:.0e}" if value < 1e-3 else f"{value:.2f}", ha="center", fontsize=8.5)  # fmt: skip
    ax.set_xticks(range(len(values)), list(distances))
    ax.grid(False, axis="x")
    ax.set(xlabel="parameter", ylabel="distance", ylim=(floor, 20))
    return ax


def rate_map(ax, rates, sizes, accuracy, title: str):
    """Accuracy by learning rate (columns) and size of the first weights (rows), in percent; NaN is drawn as ∞ for diverged."""
    ax.imshow(np.nan_to_num(accuracy), cmap=SEQUENTIAL, vmin=0, vmax=0.85, aspect="auto", origin="lower")
    for row, column in np.ndindex(accuracy.shape):
        value = accuracy[row, column]
        text = "∞" if np.isnan(value) else f"{100 * value:.0f}"
        ax.text(column, row, text, ha="center", va="center", fontsize=8, color=INK if value > 0.45 else PAPER)
    ax.set_xticks(range(len(rates)), [f"{rate:.1g}" for rate in rates], fontsize=7.5)
    ax.set_yticks(range(len(sizes)), [f"× {size:g}" for size in sizes])
    ax.grid(False)
    ax.set_xlabel("learning rate (∞: diverged)")
    return panel_title(ax, title)


def brake(axes, runs: dict):
    """Length of weight vectors, and the angle of each step, for several decays: decay → (lengths (steps,), angles (steps,))."""
    colours = (COLOURS["plain"], COLOURS["batchnorm"], COLOURS["shaken"])
    for (decay, (lengths, angles)), colour in zip(runs.items(), colours):
        steps = np.arange(1, len(lengths) + 1)
        smooth = np.convolve(angles, np.ones(15) / 15, mode="valid") if len(angles) > 30 else angles
        axes[0].plot(steps, lengths, color=colour)
        axes[1].plot(steps[-len(smooth) :], smooth, color=colour)
        label(axes[0], steps[-1] * 0.6, lengths[int(0.6 * len(lengths))] * 1.22, f"decay {decay:g}", colour)
        label(axes[1], steps[-1] * 0.6, smooth[int(0.6 * len(smooth))] * 1.42, f"decay {decay:g}", colour)
    for ax, text in zip(axes, ("length of a unit's weights", "angle of a step (degrees)")):
        ax.set_yscale("log")
        ax.minorticks_off()
        ax.set_xlabel("step")
        panel_title(ax, text)
    axes[0].set_yticks([0.2, 0.5, 1, 2, 4], ["0.2", "0.5", "1", "2", "4"])
    axes[1].set_yticks([0.5, 1, 2, 5, 10, 20], ["0.5", "1", "2", "5", "10", "20"])
    return axes


def shaken(ax, losses: dict, window: int = 15):
    """Training loss of the networks "plain", "batchnorm" and "shaken", each (steps,), smoothed over `window` steps."""
    names = {"plain": "plain", "batchnorm": "batch norm", "shaken": "batch norm, shaken"}
    for name, loss in losses.items():
        smooth = np.convolve(loss, np.ones(window) / window, mode="valid")
        ax.plot(np.arange(len(smooth)) + window, smooth, color=COLOURS[name], label=names[name])
    ax.legend(frameon=False, fontsize=9, loc="upper right")
    ax.set(xlabel="step", ylabel="training loss", ylim=(0, 2.6))
    return ax


def forgetful(ax, losses: dict, window: int = 25):
    """Training loss, name → (steps,), smoothed over `window` steps. The first is drawn bold, and the fifth and later dashed."""
    colours = (COLOURS["batchnorm"], COLOURS["shaken"], COLOURS["running"], COLOURS["plain"], INK)
    for place, (name, loss) in enumerate(losses.items()):
        smooth = np.convolve(loss, np.ones(window) / window, mode="valid")
        style = {"linewidth": 2.6 if place == 0 else 1.5, "linestyle": DASHED if place > 3 else "-"}
        ax.plot(np.arange(len(smooth)) + window, smooth, color=colours[place], label=name, **style)
    ax.legend(frameon=False, fontsize=9, loc="upper right")
    ax.set(xlabel="step", ylabel="training loss", ylim=(0.3, 1.5))
    return ax


def depth(ax, stds: dict, batch_size: int, title: str):
    """Standard deviation at test time, layer by layer: `stds` biased (bool) → (layers,)."""
    for biased, values in stds.items():
        layers = np.arange(1, len(values) + 1)
        text = f"variance ÷ {batch_size}" if biased else f"variance ÷ {batch_size - 1} (unbiased)"
        ax.plot(layers, values, color=COLOURS["shaken" if biased else "batchnorm"], linestyle=DASHED if biased else "-", label=text)  # fmt: skip
    ax.axhline(1, color=INK, linewidth=0.8)
    ax.set_yscale("log")
    ax.minorticks_off()
    ax.set_yticks([0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16], ["0.05", "0.1", "0.25", "0.5", "1", "2", "4", "8", "16"])
    ax.legend(frameon=False, fontsize=8.5, loc="upper left")
    ax.set(xlabel="layer", ylim=(0.04, 60))
    return panel_title(ax, title)


def sharing(ax, shape: tuple, kind: str, title: str):
    """Cells of an array (N, D) or (N, C, positions) as stacked sheets; what shares a mean with the first cell is coloured.

    `kind` is ``"batch"`` (one unit or channel) or ``"layer"`` (one example).
    """
    from matplotlib.patches import Polygon

    N, C, positions = (*shape, 1)[:3]
    colour = COLOURS["batchnorm" if kind == "batch" else "layernorm"]
    slant = 0.16  # positions go into the depth
    for p in reversed(range(positions)):
        for n in range(N):
            for c in range(C):
                chosen = c == 0 if kind == "batch" else n == 0
                x, y = c + slant * p, N - 1 - n + slant * p
                corners = [(x, y), (x + 0.92, y), (x + 0.92, y + 0.92), (x, y + 0.92)]
                ax.add_patch(Polygon(corners, facecolor=colour if chosen else LIGHT, edgecolor=PAPER, linewidth=0.8))
    ax.text(C / 2, -0.35, "channels C" if positions > 1 else "units D", ha="center", va="top", fontsize=8.5)
    ax.text(-0.25, N / 2, "pictures N" if positions > 1 else "examples N", ha="right", va="center", rotation=90, fontsize=8.5)  # fmt: skip
    if positions > 1:
        ax.text(C + slant * positions, 0.1, "positions\nH · width", ha="left", va="bottom", fontsize=8.5)
    ax.set(xlim=(-0.9, C + 2.6), ylim=(-0.9, N + 1.2), aspect="equal")
    return panel_title(bare(ax), title)


def frozen(ax, batches, accuracy):
    """Test accuracy after some forward passes in training mode: `batches` of n, `accuracy` (n,)."""
    ax.plot(range(len(batches)), accuracy, "o-", color=COLOURS["shaken"])
    for place, value in enumerate(accuracy):
        label(ax, place, value + 0.08, f"{100 * value:.0f} %", ha="center")
    ax.set_xticks(range(len(batches)), [str(n) for n in batches])
    ax.set(xlabel="batches of shoes that went through", ylabel="test accuracy", ylim=(0, 1))
    return ax
