"""Figures of notebook 09: over-fitting and what is done against it. The notebook computes the data."""

from __future__ import annotations

import numpy as np

from chainrule.figures.style import COLOURS, INK, LIGHT, MUTED, label, log_ticks, panel_title

DASHED = (0, (4, 3))


def curves(ax, train, val, title: str, verdict: str = "", chance: float | None = None, behind=None, top: float = 4.0):
    """Training and validation loss after each epoch, each (epochs,); losses above `top` leave the picture.

    `verdict` is written below the title, `chance` is a dotted line, `behind` another validation loss in grey.
    """
    epochs = np.arange(1, len(train) + 1)
    if behind is not None:
        ax.plot(np.arange(1, len(behind) + 1), behind, color=COLOURS["unregularized"], linewidth=1.2)
    ax.plot(epochs, np.minimum(train, 2 * top), color=COLOURS["train"])
    ax.plot(epochs, np.minimum(val, 2 * top), color=COLOURS["validation"], linestyle=DASHED)
    if chance is not None:
        ax.axhline(chance, color=INK, linewidth=0.9, linestyle=":")
    if verdict:
        ax.text(0.5, 0.97, verdict, transform=ax.transAxes, ha="center", va="top", fontsize=8.5, weight="bold")
    else:
        ax.text(
            0.97, 0.97, "training", transform=ax.transAxes, ha="right", va="top", fontsize=9, color=COLOURS["train"]
        )
        ax.text(0.97, 0.88, "validation (dashed)", transform=ax.transAxes, ha="right", va="top", fontsize=9,
                color=COLOURS["validation"])  # fmt: skip
        top = max(1.5, 1.3 * float(np.max(val)))
    ax.set(xlabel="epoch", ylim=(0, top), xlim=(0, len(train) + 1))
    if verdict:  # one of many small panels
        ax.set_title(title, loc="left", fontsize=8.5)
        return ax
    return panel_title(ax, title)


def prices(ax, lams, paid):
    """Validation loss after each epoch for several prices: `paid` holds rows (training, validation, …) of (epochs,)."""
    for place, (lam, rows) in enumerate(zip(lams, paid)):
        ax.plot(np.arange(1, len(rows[1]) + 1), rows[1], color=_shade(place), linewidth=1.6, label=f"λ = {lam:g}")
    ax.legend(frameon=False, fontsize=8.5, loc="upper right", ncols=2)
    ax.set(xlabel="epoch", ylabel="validation loss", xlim=(0, len(paid[0][1]) + 1))
    return ax


def weights(ax, arrays: dict, limit: float = 0.35):
    """Histograms of the weights of a layer for several prices, outlines over each other: lam → array of any shape."""
    bins = np.linspace(-limit, limit, 71)
    for place, (lam, W) in enumerate(arrays.items()):
        counts, _ = np.histogram(np.clip(W, -limit, limit), bins)
        ax.stairs(counts / W.size, bins, color=_shade(place), linewidth=1.6, label=f"λ = {lam:g}")
    ax.legend(frameon=False, fontsize=8.5, loc="upper right")
    ax.set(xlabel="weight of the first layer", ylabel="share of the weights", xlim=(-limit, limit), ylim=(0, None))
    return ax


def gradient_check(ax, found: dict):
    """Relative error of the gradient of each parameter, for several networks: network → {parameter → error}."""
    floor = 1e-12
    colours = (COLOURS["good"], COLOURS["bad"])
    for place, ((name, errors), colour) in enumerate(zip(found.items(), colours)):
        spots = np.arange(len(errors)) + 0.38 * (place - 0.5)
        heights = [max(error, 2 * floor) for error in errors.values()]
        ax.bar(spots, heights, 0.34, color=colour, label=name)
        ax.set_xticks(range(len(errors)), list(errors))
    log_ticks(ax)
    ax.axhline(1e-5, color=INK, linewidth=1, linestyle=DASHED)
    label(ax, -0.45, 3e-5, "suspicious above", fontsize=8.5)
    ax.grid(False, axis="x")
    ax.legend(frameon=False, fontsize=8.5, loc="upper left", ncols=2)
    ax.set(xlabel="parameter", ylabel="relative error", ylim=(floor, 1e4))
    return ax


def loud_and_quiet(ax, paths: dict, title: str):
    """Mean weight after each step: (way, group) → (steps,), with ways "L2 in the loss" and "decay in the step"."""
    for (way, group), path in paths.items():
        in_the_loss = way.startswith("L2")
        colour = COLOURS["l2"] if in_the_loss else COLOURS["decay"]
        style = {"loud": "-", "quiet": (0, (2, 1.5))}[group]
        ax.plot(path, color=colour, linestyle=style, linewidth=3.2 if in_the_loss else 1.4, alpha=0.75, label=f"{way}, {group}")  # fmt: skip
    ax.legend(frameon=False, fontsize=8, loc="upper right")
    ax.set(xlabel="step", ylim=(-0.05, 1.5))
    return panel_title(ax, title)


def spread(ax, before, after, limit: float = 6.0):
    """Histograms of numbers before and after dropout, with their standard deviations; `before` and `after` (many,)."""
    bins = np.linspace(-limit, limit, 61)
    for values, name in ((before, "before"), (after, "after")):
        colour = COLOURS["unregularized"] if name == "before" else COLOURS["dropout"]
        counts, _ = np.histogram(np.clip(values[values != 0], -limit, limit), bins)
        ax.stairs(counts / len(values), bins, color=colour, fill=name == "before", alpha=0.55 if name == "before" else 1,
                  linewidth=1.8, label=f"{name}: std {np.std(values):.2f}, zeros {np.mean(values == 0):.0%}")  # fmt: skip
    ax.legend(frameon=False, fontsize=8.5, loc="upper left")
    ax.set(xlabel="number (zeros are not drawn)", ylabel="share", ylim=(0, 0.13), xlim=(-limit, limit))
    return ax


def sums(ax, values, expected: float):
    """Histogram of a sum of `expected` ones through many masks: `values` (masks,). A line marks the sum without a mask."""
    ax.hist(values, bins=np.linspace(0, 2 * expected, 51), color=COLOURS["dropout"], weights=np.full(len(values), 1 / len(values)))  # fmt: skip
    ax.axvline(expected, color=INK, linewidth=1.4, linestyle=DASHED)
    ax.text(0.98, 0.97, f"mean {np.mean(values):.1f}\nstd {np.std(values):.1f}", transform=ax.transAxes, ha="right", va="top", fontsize=9)  # fmt: skip
    ax.set(xlabel=f"sum of {expected:g} ones (dashed: no mask)", xlim=(0, 2 * expected), ylim=(0, 0.35))
    return ax


def three_losses(ax, losses, every: int):
    """Training loss with masks and without, and validation loss, each (looks,), of `losses` (3, looks)."""
    epochs = every * np.arange(1, losses.shape[1] + 1)
    for row, colour, style, text in (
        (losses[0], COLOURS["dropout"], "-", "training, with masks"),
        (losses[2], COLOURS["validation"], DASHED, "validation, no masks"),
        (losses[1], COLOURS["train"], "-", "training, no masks"),
    ):
        ax.plot(epochs, row, color=colour, linestyle=style, label=text)
    ax.legend(frameon=False, fontsize=8.5, loc="upper right")
    ax.set_xticks(epochs[1::2])
    ax.set(xlabel="epoch")
    return panel_title(ax, "the first epochs")


def stand_in(ax, alone, arithmetic, geometric, title: str):
    """Probabilities of the network without a mask against the two means of all masked ones; each of one shape."""
    ax.plot([0, 1], [0, 1], color=MUTED, linewidth=0.8)
    ax.plot(
        alone.ravel(), arithmetic.ravel(), "s", color=COLOURS["validation"], markersize=4, alpha=0.7, label="arithmetic"
    )
    ax.plot(alone.ravel(), geometric.ravel(), "o", color=COLOURS["dropout"], markersize=3.5, label="geometric")
    ax.legend(frameon=False, fontsize=8.5, loc="upper left")
    ax.set(xlabel="probability without a mask", xlim=(0, 1), ylim=(0, 1), aspect="equal")
    return panel_title(ax, title)


def monte_carlo(ax, counts, accuracy: dict, alone: float):
    """Accuracy of the mean of some masked networks, by kind of mean → (counts,), and that of the network without a mask."""
    log_ticks(ax, "x")
    for (name, values), colour in zip(accuracy.items(), (COLOURS["validation"], COLOURS["dropout"])):
        ax.plot(counts, 100 * np.asarray(values), "o-", color=colour, markersize=4, label=f"{name} mean")
    ax.axhline(100 * alone, color=INK, linewidth=1.2, linestyle=DASHED)
    label(ax, counts[0], 100 * alone + 0.5, "no mask", fontsize=9)
    ax.set_xticks(counts, [str(count) for count in counts])
    ax.legend(frameon=False, fontsize=8.5, loc="lower right")
    ax.set(xlabel="masked networks in the mean", ylabel="accuracy, percent")
    return ax


def same_loss(ax, ps, measured, formula):
    """Mean squared error under masks, measured (dots), and squared error plus price (line), by p; each (ps,)."""
    ax.plot(ps, formula, color=COLOURS["l2"], label="squared error + price")
    ax.plot(ps, measured, "o", color=COLOURS["dropout"], label="mean of 4,000 masks")
    ax.legend(frameon=False, fontsize=8.5, loc="upper left")
    ax.set(xlabel="p", ylabel="mean squared error", ylim=(0, None))
    return ax


def same_weights(ax, found: dict):
    """Weights that training with masks found (dots), and those that the price asks for (crosses): p → (trained, priced).

    `trained` may be None, where there is nothing to train.
    """
    colours = (COLOURS["unregularized"], COLOURS["early_stopping"], COLOURS["dropout"])
    for place, ((p, (trained, priced)), colour) in enumerate(zip(found.items(), colours)):
        spots = np.arange(1, len(priced) + 1) + 0.22 * (place - 1)
        if trained is not None:
            ax.plot(spots, trained, "o", color=colour, markersize=7, label=f"masks, p = {p:g}")
        ax.plot(spots, priced, "x", color=colour if trained is None else INK, markersize=5, markeredgewidth=1.4,
                label="no masks" if trained is None else "price" if place == 1 else None)  # fmt: skip
    ax.axhline(0, color=MUTED, linewidth=0.8)
    ax.set_xticks(range(1, len(priced) + 1))
    ax.legend(frameon=False, fontsize=8, loc="upper right", ncols=2)
    low, high = ax.get_ylim()
    ax.set(xlabel="input", ylabel="weight", ylim=(low, high + 0.45 * (high - low)))
    return ax


def vanishing(ax, kinds: dict):
    """Length of each layer's gradient, by name of the network → (layers,); dashed where it has dropout."""
    for name, lengths in kinds.items():
        colour = COLOURS["sigmoid" if name.startswith("sigmoid") else "relu"]
        layers = np.arange(1, len(lengths) + 1)
        ax.plot(layers, lengths, color=colour, linestyle=DASHED if "dropout" in name else "-", marker="o", markersize=3.5, label=name)  # fmt: skip
    log_ticks(ax)
    ax.set_xticks(layers)
    ax.legend(frameon=False, fontsize=8.5, loc="lower right", ncols=2)
    ax.set(xlabel="layer (the input is on the left)", ylabel="length of the gradient")
    return ax


def stopped(ax, losses, stops: dict):
    """A validation loss (epochs,), and for each patience the epoch kept (dot) and the last one run (bar): patience → pair."""
    ax.plot(losses, color=COLOURS["validation"])
    top = float(np.max(losses))
    for place, (patience, (best, last)) in enumerate(stops.items()):
        height = top * (1.02 + 0.09 * place)
        ax.plot([best, last], [height, height], color=COLOURS["early_stopping"], linewidth=2.5)
        ax.plot(last, height, "|", color=INK, markersize=11, markeredgewidth=2)
        ax.plot([best, best], [losses[best], height], color=LIGHT, linewidth=1)
        ax.plot([best, best], [losses[best], height], "o", color=COLOURS["early_stopping"], markersize=5, linestyle="none")  # fmt: skip
        label(ax, last + 0.02 * len(losses), height, f"patience {patience}", ha="left", fontsize=8.5)
    ax.set(
        xlabel="epoch (dot: kept, bar: stopped)",
        ylabel="validation loss",
        ylim=(0.9 * float(np.min(losses)), 1.32 * top),
    )
    return ax


def mirror(ax, losses, kept: float, mirrored: float):
    """A validation loss (steps,), and as lines that of the weights kept by copy and of those kept by a second name."""
    ax.plot(np.arange(1, len(losses) + 1), losses, color=COLOURS["validation"])
    for value, colour, text, above in (
        (kept, COLOURS["good"], "a copy", -1),
        (mirrored, COLOURS["bad"], "best = w", 1),
    ):
        ax.axhline(value, color=colour, linewidth=1.4, linestyle=DASHED)
        label(ax, 0.5 * len(losses), value + 0.003 * above, text, colour, va="bottom" if above > 0 else "top")
    ax.set(xlabel="step", ylabel="validation loss", ylim=(0.95 * kept, 1.12 * mirrored))
    return ax


def remedies(ax, results: dict, xlabel: str):
    """Results of several recipes, one dot for each seed and a bar for the mean: recipe → (seeds,)."""
    names = list(results)
    colours = [COLOURS[key] for key in ("unregularized", "l2", "dropout", "early_stopping", "decay", "test")]
    for place, (name, colour) in enumerate(zip(reversed(names), reversed(colours[: len(names)]))):
        values = np.asarray(results[name])
        ax.plot(values, np.full(len(values), place), "o", color=colour, markersize=5, alpha=0.7)
        ax.plot([values.mean()] * 2, [place - 0.3, place + 0.3], color=colour, linewidth=2.5)
    ax.set_yticks(range(len(names)), names[::-1])
    ax.set(xlabel=xlabel, ylim=(-0.6, len(names) - 0.4))
    return ax


def _shade(place: int) -> str:
    """The colour of the price at some place, from none to high."""
    return (COLOURS["unregularized"], "#e3a008", COLOURS["l2"], "#0b3d66")[place]
