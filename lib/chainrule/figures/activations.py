"""Drawing functions of notebook 03, activations: each takes data and an `ax`, draws, and returns the `ax`."""

from __future__ import annotations

import numpy as np

from chainrule.figures.style import COLOURS, INK, LIGHT, MUTED, PAPER, label, log_ticks, panel_title

FLAT = "#f0d9c4"  # behind saturated regions


def shade(ax, x, flat):
    """Shade the parts of the axis where `flat`, booleans (n,) at the ascending points `x` (n,), holds."""
    ax.fill_between(x, 0, 1, where=flat, transform=ax.get_xaxis_transform(), color=FLAT, linewidth=0, zorder=0)
    return ax


def curve(ax, x, f, df, colour: str, title: str, threshold: float = 0.01):
    """A function, solid, and its derivative, dashed; shaded where the derivative is below `threshold` in size.

    `x`, `f`, `df` are (n,): points, values, derivatives.
    """
    shade(ax, x, np.abs(df) < threshold)
    ax.plot(x, df, color=INK, linewidth=1.2, linestyle=(0, (3, 2)))
    ax.plot(x, f, color=colour, linewidth=2.2)
    return panel_title(ax, title, colour)


def slope(ax, x, df, colour: str, title: str, shares: tuple[float, float], threshold: float = 0.01):
    """A derivative `df` (n,) at `x` (n,), flat parts shaded; `shares` of flat inputs below and above 0, written in."""
    shade(ax, x, np.abs(df) < threshold)
    ax.plot(x, df, color=colour, linewidth=2.2)
    ax.axvline(0, color=MUTED, linewidth=0.8)
    for where, share, text in zip((0.25, 0.75), shares, ("x < 0", "x > 0")):
        ax.text(
            where,
            0.94,
            f"{text}:\n{share:.0%} flat",
            transform=ax.transAxes,
            ha="center",
            va="top",
            fontsize=8.5,
            bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 1.5},
        )
    ax.set_xlabel("input x")
    return panel_title(ax, title, colour)


def slope_tails(ax, x, df, colour: str, threshold: float = 0.01):
    """A derivative `df` (n,) at `x` (n,) on a logarithmic scale, with the points where it falls below `threshold`."""
    log_ticks(ax)
    flat = np.abs(df) < threshold
    shade(ax, x, flat)
    ax.plot(x, df, color=colour, linewidth=2.2)
    ax.axhline(threshold, color=INK, linewidth=0.9, linestyle=(0, (3, 2)))
    label(ax, 0, threshold * 0.6, f"threshold {threshold:g}", ha="center", fontsize=8.5)
    for edge in (x[1:] + x[:-1])[flat[1:] != flat[:-1]] / 2:
        text = f"x = {edge:.2f}".replace("-", "−")
        label(ax, edge + np.sign(edge) * 0.3, threshold * 1.9, text, ha="left" if edge > 0 else "right", fontsize=8.5)
        ax.plot(edge, threshold, "o", color=INK, markersize=4, zorder=4)
    ax.set(xlabel="input x", ylabel="slope (log scale)", xlim=(x[0], x[-1]))
    return ax


def gradient_by_depth(ax, depths, ratios: dict, best=None):
    """What is left of a gradient after n layers, on a logarithmic scale, by activation.

    `depths` (n,) hidden layers; `ratios` name → (n,); `best` (n,) the bound for the sigmoid, drawn dashed.
    """
    log_ticks(ax, most=8)
    if best is not None:
        ax.plot(depths, best, color=COLOURS["bound"], linewidth=1.1, linestyle=(0, (3, 2)))
        label(ax, depths[-1] * 0.75, best[-1] ** 0.75 * 200, "0.25ⁿ, the best case\nfor sigmoids", ha="left")
    for name, ratio in ratios.items():
        ax.plot(depths, ratio, "o-", color=COLOURS[name], linewidth=1.8, markersize=3.5)
    ends = {name: np.log10(ratio[-1]) for name, ratio in ratios.items()}
    gap, above = 0.055 * (max(ends.values()) - np.log10(np.min(best if best is not None else 1))), np.inf
    # Names at the ends of their lines, never on each other.
    for name in sorted(ends, key=ends.__getitem__, reverse=True):
        above = min(ends[name], above - gap)
        label(ax, depths[-1] + 0.6, 10**above, name.replace("_", " "), COLOURS[name])
    ax.set(xlabel="hidden layers n", ylabel="gradient at layer 1 / at layer n", xlim=(0, depths[-1] * 1.2))
    ax.set_xticks(np.arange(0, depths[-1] + 1, 5))
    return ax


def layers(ax, Z, shares, colour: str, edge: float, limit: float = 12.0, xlabel: str = "", title: str = ""):
    """Histograms of pre-activations, one ridge a layer, the first on top; the saturated region |z| > edge is shaded.

    `Z` is a list of arrays, one a layer; `shares` (layers,) their saturated shares, written at the right.
    """
    bins = np.linspace(-limit, limit, 97)
    middle = (bins[1:] + bins[:-1]) / 2
    shade(ax, middle, np.abs(middle) > edge)
    for i, (z, share) in enumerate(zip(Z, shares)):
        counts, _ = np.histogram(np.clip(z, -limit, limit), bins)  # what lies outside is counted at the border
        base = len(Z) - 1 - i
        # Where most lie outside, the columns at the border would leave nothing to see between them: they are cut off.
        height = np.minimum(counts / max(counts[1:-1].max(), 1), 1.0)
        ax.fill_between(middle, base, base + 0.85 * height, color=colour, linewidth=0, alpha=0.9)
        ax.axhline(base, color=MUTED, linewidth=0.6)
        ax.text(1.02, base + 0.3, f"{share:.0%}", transform=ax.get_yaxis_transform(), fontsize=9.5, va="center")
    ax.text(
        1.02,
        len(Z) - (0.15 if title else -0.1),
        "saturated",
        transform=ax.get_yaxis_transform(),
        fontsize=8 if title else 9,
        color=MUTED,
        va="center",
    )
    ax.set_yticks(np.arange(len(Z)) + 0.3, [f"layer {len(Z) - i}" for i in range(len(Z))])
    ax.grid(False, axis="y")
    xlabel = xlabel or f"pre-activation z (beyond ±{limit:g}: counted at the border)"
    ax.set(xlabel=xlabel, xlim=(-limit, limit), ylim=(0, len(Z)))
    return panel_title(ax, title) if title else ax


def rounding(ax, x, losses: dict, exact, ones: dict):
    """The log-loss of a confident mistake, computed from rounded probabilities, against the exact one.

    `x` (n,) inputs; `losses` dtype name → (n,), infinite where the probability has become 1; `exact` (n,);
    `ones` dtype name → the first input at which that happens, NaN for never.
    """
    ax.plot(x, exact, color=LIGHT, linewidth=6, solid_capstyle="round")
    label(ax, x[-1] * 0.80, exact[-1] * 0.80 - 6.5, "exact", MUTED, ha="left")
    top = exact[-1] * 1.2
    for (name, loss), colour in zip(losses.items(), (COLOURS["sigmoid"], COLOURS["relu"])):
        finite = np.isfinite(loss)
        ax.plot(x[finite], loss[finite], color=colour, linewidth=1.8)
        if not np.isfinite(ones[name]):
            continue
        ax.axvline(ones[name], color=colour, linewidth=1, linestyle=(0, (3, 2)))
        label(
            ax,
            ones[name] - 0.5,
            top * 0.93,
            f"{name}: σ(x) is 1 from\nx = {ones[name]:.1f} on, loss ∞",
            colour,
            ha="right",
            fontsize=8.5,
        )
    ax.set(xlabel="input x (the true label is 0)", ylabel="log-loss −log(1 − σ(x))", ylim=(0, top))
    return ax


def zigzag(ax, W1, W2, loss, path, goal, title: str, note: str = "", legend: bool = True):
    """The path (steps + 1, 2) of two weights over contours of the loss; steps are coloured by their direction.

    `W1`, `W2`, `loss` are (n, n), as from ``np.meshgrid``; `goal` is the pair of best weights;
    `note` stands in the upper right corner, the meaning of the colours (`legend`) in the lower left.
    """
    ax.contour(W1, W2, loss, levels=np.max(loss) * np.linspace(0.1, 0.85, 5) ** 2, colors=LIGHT, linewidths=1)
    for start, end in zip(path[:-1], path[1:]):
        same = (end - start).prod() >= 0
        ax.plot(*np.transpose([start, end]), color=COLOURS["bad" if same else "good"], linewidth=1.5)
    ax.plot(*path.T, "o", color=INK, markersize=2)
    ax.plot(*path[0], "o", color=INK, markersize=7)
    label(ax, path[0][0], path[0][1] + 0.24, "start", ha="center")
    ax.plot(*goal, "*", color=INK, markersize=12)
    label(ax, goal[0] + 0.15, goal[1] + 0.27, "best", ha="left")
    low, high = np.min(W1), np.max(W1)
    lines = ((0.33, "both weights the same way", "bad"), (0.1, "one up, the other down", "good"))
    for height, text, kind in lines if legend else ():
        label(ax, low + 0.08, low + height, text, COLOURS[kind], ha="left", va="bottom", fontsize=8.5)
    if note:
        label(ax, high - 0.08, high - 0.1, note, ha="right", va="top", fontsize=8.5)
    ax.set(xlabel="weight w₁", ylabel="weight w₂", aspect="equal")
    ax.label_outer()
    ax.grid(False)
    return panel_title(ax, title)


def directions(ax, shares: dict):
    """How one example wants to move a unit's weights: name → shares (up, down, mixed), as stacked bars."""
    names = list(shares)
    left = np.zeros(len(names))
    kinds = (("all up", "#e9a06b"), ("all down", COLOURS["bad"]), ("some up, some down", COLOURS["good"]))
    values = np.array([shares[name] for name in names])
    for k, (text, colour) in enumerate(kinds):
        ax.barh(names, values[:, k], left=left, color=colour, height=0.55)
        for i, value in enumerate(values[:, k]):
            if value > 0.15:
                ax.text(
                    left[i] + value / 2,
                    i,
                    f"{text}\n{value:.0%}",
                    ha="center",
                    va="center",
                    fontsize=9,
                    color="white" if k else INK,
                )
        left += values[:, k]
    ax.invert_yaxis()
    ax.grid(False)
    ax.set(xlabel="share of single examples", xlim=(0, 1))
    return ax


def dead_map(ax, shares, lrs, biases, title: str, diverged=None):
    """Share of dead units by learning rate (columns) and initial bias (rows), in percent.

    `shares` (biases, 1 + lrs): the first column is before training. `diverged`, booleans of the same shape, are
    marked ∞: there the loss became infinite.
    """
    ax.imshow(shares, cmap="Greys", vmin=0, vmax=1.25, aspect="auto")
    for (row, column), share in np.ndenumerate(shares):
        mark = " ∞" if diverged is not None and diverged[row, column] else ""
        ax.text(
            column,
            row,
            f"{100 * share:.0f}{mark}",
            ha="center",
            va="center",
            fontsize=9,
            color="white" if share > 0.6 else INK,
        )
    ax.axvline(0.5, color=PAPER, linewidth=4)
    ax.set_xticks(range(1 + len(lrs)), ["start", *(f"{lr:g}" for lr in lrs)])
    ax.set_yticks(range(len(biases)), [f"{bias:+g}".replace("-", "−") if bias else "0" for bias in biases])
    ax.tick_params(length=0)
    ax.grid(False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_xlabel("learning rate")
    return panel_title(ax, title)


def deaths(ax, steps, dead, change: int, before: str, after: str):
    """Dead units `dead` (n,) after `steps` (n,) of training; at step `change` the learning rate changes."""
    ax.axvspan(0, change, color=FLAT, linewidth=0, zorder=0)
    ax.plot(steps, dead, color=COLOURS["relu"], linewidth=2.2, clip_on=False)
    label(ax, (change + steps[-1]) / 2, 94, after, ha="center")
    label(ax, change / 2, 94, before, ha="center")
    label(ax, steps[-1], dead[-1] + 7, f"{dead[-1]} dead", COLOURS["relu"], ha="right")
    ax.set(xlabel="training step", ylabel="dead units of 100", ylim=(0, 100), xlim=(0, steps[-1]))
    return ax


def revival(ax, steps, alive: dict, total: int):
    """How many of `total` dead units fire again after `steps` (n,) more training steps: (name, text) → (n,)."""
    for (name, text), count in alive.items():
        ax.plot(steps, count, color=COLOURS[name], linewidth=2.2, clip_on=False)
        label(
            ax,
            steps[-1] * 1.03,
            max(count[-1], 0.03 * total),
            f"{text}: {count[-1]:.0f} of {total}",
            COLOURS[name],
            ha="left",
        )
    ax.set(xlabel="further training steps", ylabel="dead units that fire again", ylim=(0, total), xlim=(0, steps[-1]))
    return ax


def output_noise(ax, outputs: dict, bins):
    """Histograms of outputs for noisy inputs, each scaled to its own peak: (name, text) → (n,)."""
    for (name, text), values in outputs.items():
        counts, _ = np.histogram(values, bins)
        ax.stairs(counts / counts.max(), bins, fill=True, color=COLOURS[name], alpha=0.8)
        label(ax, np.mean(values), 1.13, f"{text}\n± {np.std(values):.3f}", COLOURS[name], ha="center", fontsize=8.5)
    ax.set(xlabel="output", ylabel="how often (peak = 1)", ylim=(0, 1.3))
    return ax


def noise_by_depth(ax, means, spreads: dict, where: float):
    """Standard deviation of outputs against the mean input `means` (n,), log scale: (name, text) → (n,)."""
    log_ticks(ax)
    for (name, text), spread in spreads.items():
        ax.plot(means, spread, color=COLOURS[name], linewidth=2.2)
        i = np.argmin(np.abs(means - where))
        label(ax, where, spread[i] * 1.6, text, COLOURS[name], ha="center", fontsize=8.5)
    ax.set(xlabel="mean of the input", ylabel="noise in the output (std)")
    return ax


def elu_family(ax, x, values: dict, ylabel: str, where: float, gap: float = 0.0):
    """ELU, or its slope, at `x` (n,) for several α: alpha → (n,). Labels stand at x = `where`, dots mark the left end at 0."""
    for (alpha, value), style in zip(values.items(), ((0, (1, 1)), "-", (0, (5, 1.5)))):
        for side in (x <= 0, x > 0):  # in two pieces: a jump must not be drawn as a line
            ax.plot(x[side], value[side], color=COLOURS["elu"], linewidth=2, linestyle=style)
        ax.plot(0, value[x <= 0][-1], "o", color=COLOURS["elu"], markersize=5)
        height = value[np.argmin(np.abs(x - min(where, 0)))] + gap  # right of 0: the height of the dot
        label(ax, where, height, f"α = {alpha:g}", COLOURS["elu"], ha="left" if where > 0 else "center", fontsize=8.5)
    ax.set(xlabel="input x", ylabel=ylabel)
    return ax


def cost(ax, times: dict, reference: str):
    """Time per element relative to one of them, as bars: name → seconds. Names are those of `COLOURS`, or others."""
    names = list(times)
    ratios = [times[name] / times[reference] for name in names]
    bars = ax.barh(
        [name.replace("_", " ") for name in names],
        ratios,
        height=0.6,
        color=[COLOURS.get(name, MUTED) for name in names],
    )
    for bar, ratio in zip(bars, ratios):
        ax.text(bar.get_width() + 0.01 * max(ratios), bar.get_y() + 0.3, f"{ratio:.1f}×", va="center", fontsize=9)
    ax.invert_yaxis()
    ax.grid(False, axis="y")
    ax.set(xlabel=f"time per number, relative to {reference}", xlim=(0, 1.1 * max(ratios)))
    return ax
