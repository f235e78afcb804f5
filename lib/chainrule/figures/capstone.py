"""Drawing functions of notebook 13, diagnose and cure: readings, losses, treatments, doctors, budgets. Each draws on an `ax` and returns it."""

from __future__ import annotations

import numpy as np

from chainrule.figures.style import COLOURS, INK, LIGHT, MUTED, label, log_ticks, panel_title

GUESSING = float(np.log(10))  # the loss of a network that knows nothing of ten classes
BEFORE, AFTER = MUTED, COLOURS["he"]  # before and after training
LEAST, MOST = 1e-9, 1e9  # what is smaller or larger stands at the edge of a logarithmic panel


# Title, value and scale of the panels with the readings of many patients.
FOR_RULES = (
    ("dead, before", lambda r: r["dead"][0].max(), False),
    ("saturated, before", lambda r: r["saturated"][0].max(), False),
    ("twins, before", lambda r: r["alike"][0].max(), False),
    ("gap in accuracy", lambda r: r["accuracy"] - r["val_accuracy"], False),
    ("spread, last / first", lambda r: r["spread"][0, -1] / r["spread"][0, 0], True),
    ("largest update", lambda r: r["update"].max(), True),
    ("one batch", lambda r: r["one_batch"], True),
    ("first loss", lambda r: r["first_loss"], True),
)


def _seen(values) -> np.ndarray:
    """Numbers for a logarithmic axis; what is not finite stands with the largest."""
    values = np.nan_to_num(np.asarray(values, float), nan=MOST, posinf=MOST, neginf=MOST)
    return np.clip(values, LEAST, MOST)


def panel(axes, readings: dict):
    """Six panels (2, 3) with the readings of one network: losses, idle units, twins, spread, gradients, updates with the loss of one batch."""
    _losses(axes[0, 0], readings)
    _shares(axes[0, 1], readings)
    _by_layer(axes[0, 2], readings["spread"], "spread of the outputs")
    _by_layer(axes[1, 0], readings["gradient"], "size of the gradients")
    _updates(axes[1, 1], readings["update"])
    _numbers(axes[1, 2], readings)
    return axes


def _losses(ax, r: dict):
    steps = np.arange(1, len(r["curve"]) + 1)
    ax.axhline(GUESSING, color=INK, linestyle=(0, (4, 2)), linewidth=0.9)
    most = max(3.0, 1.15 * min(r["first_loss"], 9.0))
    for name, curve in (("train", r["curve"]), ("validation", r["val_curve"])):
        ax.plot(np.arange(1, len(curve) + 1), np.clip(np.nan_to_num(curve, nan=99), 0, most), color=COLOURS[name])
    ax.plot(0, min(r["first_loss"], most), "o", color=COLOURS["train"], clip_on=False)
    ax.set(xlim=(0, max(1, len(steps))), ylim=(0, most), xlabel="epoch")
    ax.text(
        0.97,
        0.97,
        "validation",
        color=COLOURS["validation"],
        ha="right",
        va="top",
        transform=ax.transAxes,
        fontsize=8.5,
    )
    ax.text(0.97, 0.86, "training", color=COLOURS["train"], ha="right", va="top", transform=ax.transAxes, fontsize=8.5)
    return panel_title(ax, "loss (dashed: log 10)")


def _shares(ax, r: dict):
    kinds = ("dead", "saturated", "alike")
    layers = r["dead"].shape[1]
    for place, kind in enumerate(kinds):
        for row, colour in ((0, BEFORE), (1, AFTER)):
            at = place + 0.42 * row - 0.21 + np.linspace(-0.14, 0.14, layers)
            ax.bar(at, r[kind][row], width=0.28 / layers, color=colour)
    ax.set_xticks(range(len(kinds)), ["dead", "saturated", "twins"])
    ax.set(ylim=(0, 1.05), xlabel="a bar for each hidden layer")
    return panel_title(ax, "shares")


def _by_layer(ax, rows, title: str):
    rows = _seen(rows)
    layers = np.arange(1, rows.shape[1] + 1)
    for values, colour, marker in ((rows[0], BEFORE, "o"), (rows[1], AFTER, "s")):
        ax.plot(layers, values, marker=marker, color=colour, markersize=4.5)
    log_ticks(ax, most=5)
    low, high = rows.min(), rows.max()
    ax.set(ylim=(min(low / 3, 1e-3), max(high * 3, 1e1)), xlim=(0.7, layers[-1] + 0.3), xlabel="layer")
    ax.set_xticks(layers)
    return panel_title(ax, title)


def _updates(ax, update):
    layers = np.arange(1, len(update) + 1)
    ax.axhspan(1e-3, 5e-2, color=LIGHT, zorder=0)
    ax.plot(layers, _seen(update), "D-", color=COLOURS["progress"], markersize=4.5)
    log_ticks(ax, most=5)
    ax.set(
        ylim=(min(1e-7, _seen(update).min() / 3), max(10, _seen(update).max() * 3)),
        xlim=(0.7, layers[-1] + 0.3),
        xlabel="layer",
    )
    ax.set_xticks(layers)
    return panel_title(ax, "update / weights")


def _numbers(ax, r: dict):
    """What is one number for the whole network, as a small table."""
    lines = (
        ("first loss", f"{r['first_loss']:.3g}"),
        ("… / log 10", f"{r['first_loss'] / GUESSING:.3g}"),
        ("last loss", f"{r['loss']:.3g}"),
        ("one batch", f"{r['one_batch']:.2g}"),
        ("right, training", f"{100 * r['accuracy']:.0f} %"),
        ("right, validation", f"{100 * r['val_accuracy']:.0f} %"),
    )
    for place, (name, value) in enumerate(lines):
        height = 0.9 - 0.14 * place
        ax.text(0.02, height, name, transform=ax.transAxes, va="center", color=INK, fontsize=9)
        ax.text(0.98, height, value, transform=ax.transAxes, va="center", ha="right", color=INK, fontsize=9)
    ax.text(0.02, 0.03, "before", transform=ax.transAxes, color=BEFORE, fontsize=9)
    ax.text(0.98, 0.03, "after training", transform=ax.transAxes, color=AFTER, fontsize=9, ha="right")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.grid(False)
    return panel_title(ax, "numbers")


def curves(ax, losses: dict):
    """Losses (epochs,) by name, with a line at log 10; on the left of each its name."""
    ax.axhline(GUESSING, color=INK, linestyle=(0, (4, 2)), linewidth=0.9)
    for place, (name, values) in enumerate(losses.items()):
        epochs = np.arange(1, len(values) + 1)
        colour = f"C{place}"
        ax.plot(epochs, values, color=colour)
        label(
            ax, epochs[place % len(epochs)], values[place % len(epochs)], name, colour, ha="center", fontweight="bold"
        )
    ax.set(xlabel="epoch", ylabel="validation loss (dashed: log 10)", ylim=(0, 3.2))
    return ax


def four_readings(ax, networks: dict):
    """Of each network its dead units, largest gradient, largest update and loss of one batch, grey where it is far from healthy."""
    rows = ("most dead units", "largest gradient", "largest update", "loss of one batch")
    table, dark = [], []
    for r in networks.values():
        dead, gradient, update = r["dead"][0].max(), r["gradient"][0].max(), r["update"].max()
        table.append((f"{dead:.0%}", f"{gradient:.0e}", f"{update:.0e}", f"{r['one_batch']:.2g}"))
        dark.append((dead > 0.5, gradient < 1e-2, update < 1e-3, r["one_batch"] > 0.5))
    ax.imshow(np.array(dark, float).T, cmap="Greys", vmin=0, vmax=3, aspect="auto")
    for column, words in enumerate(table):
        for row, text in enumerate(words):
            ax.text(column, row, text, ha="center", va="center", color=INK, fontsize=9)
    ax.set_xticks(range(len(networks)), list(networks))
    ax.set_yticks(range(len(rows)), rows)
    ax.grid(False)
    ax.set_xlabel("network (grey: not as in a healthy one)")
    return ax


def ward(axes, names, patients):
    """Eight panels (2, 4), one for each reading that rules are made of: a row for each illness, a mark for each patient.

    Parameters
    ----------
    axes : array of Axes (2, 4)
    names : sequence of str
        The illnesses, from the top.
    patients : list of (str, dict)
        Illness and readings.
    """
    names = list(names)
    with np.errstate(all="ignore"):
        for ax, (title, reading, logarithmic) in zip(axes.flat, FOR_RULES):
            values = np.array([reading(found) for _, found in patients], float)
            rows = [names.index(illness) for illness, _ in patients]
            ax.plot(_seen(values) if logarithmic else values, rows, "|", color=COLOURS["bad"], markersize=9)
            if logarithmic:
                log_ticks(ax, most=4, axis="x")
            else:
                ax.set_xlim(-0.08, 1.08)
            ax.set_ylim(len(names) - 0.5, -0.5)
            ax.set_yticks(range(len(names)), names if ax in axes[:, 0] else [""] * len(names))
            panel_title(ax, title)
    return axes


def cures(ax, results: dict, limit: float):
    """Validation loss before and after a treatment, illness → (before, after); what is not a number, or above 3.5, stands at the edge."""
    most = 3.5
    for row, (before, after) in enumerate(results.values()):
        start = min(np.nan_to_num(before, nan=most), most)
        ax.annotate(
            "", (after, row), (start, row), arrowprops={"arrowstyle": "-|>", "color": MUTED, "shrinkA": 4, "shrinkB": 4}
        )
        ax.plot(start, row, "o", color=COLOURS["bad"])
        ax.plot(min(after, most), row, "s", color=COLOURS["good"])
        if not before <= most:
            label(
                ax,
                most - 0.08,
                row - 0.33,
                "not a number" if np.isnan(before) else f"{before:.2g}",
                COLOURS["bad"],
                ha="right",
                fontsize=8,
            )
    ax.axvline(limit, color=INK, linestyle=(0, (4, 2)), linewidth=0.9)
    ax.set_yticks(range(len(results)), list(results))
    ax.set(
        xlim=(0, most + 0.1),
        ylim=(len(results) - 0.5, -0.7),
        xlabel=f"validation loss, before (dots) and after (dashed: well, {limit:g})",
    )
    return ax


def confusion(ax, names, missed: dict, each: int):
    """What each illness is called, of `each` patients: (illness, what it was called) → how often, where that is wrong; the rest is right."""
    names = list(names)
    table = np.zeros((len(names), len(names)))
    for row, name in enumerate(names):
        table[row, row] = each - sum(times for (true, _), times in missed.items() if true == name)
    for (true, told), times in missed.items():
        if told in names:
            table[names.index(true), names.index(told)] += times
    ax.imshow(np.where(table > 0, table, np.nan), cmap="Greys", vmin=0, vmax=2.5 * each, aspect="auto")
    for row, column in np.argwhere(table > 0):
        colour = COLOURS["good"] if row == column else COLOURS["bad"]
        ax.text(
            column,
            row,
            f"{table[row, column]:.0f}",
            ha="center",
            va="center",
            color=colour,
            fontsize=10,
            fontweight="bold",
        )
    ax.set_xticks(range(len(names)), names, rotation=40, ha="right")
    ax.set_yticks(range(len(names)), names)
    ax.grid(False)
    ax.set(xlabel="what the doctor says", ylabel="what it is")
    return ax


def prices(ax, points: dict, limit: float):
    """Accuracy against the multiply-adds of training, name → (multiply-adds, accuracy), with a line at a budget."""
    for name, (price, accuracy) in points.items():
        if name == "yours":
            ax.plot(price, accuracy, "D", color=COLOURS["bad"], markersize=7, zorder=4)
            label(ax, price * 0.92, accuracy, name, COLOURS["bad"], ha="right")
        else:
            ax.plot(price, accuracy, "o", color=COLOURS["he"], markersize=7)
            label(ax, price, accuracy + 0.009, name, COLOURS["he"], ha="center")
    ax.axvline(limit, color=INK, linestyle=(0, (4, 2)), linewidth=0.9)
    ax.set_xscale("log")
    ax.set(
        xlabel="multiply-adds of training (dashed: the budget)",
        ylabel="right, of 1,000 test pictures",
        xlim=(5e7, 4e9),
        ylim=(0.72, 0.88),
    )
    return ax
