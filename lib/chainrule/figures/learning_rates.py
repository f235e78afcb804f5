"""Drawing functions of notebook 08, learning rates: each takes data and an `ax`, draws, and returns the `ax`."""

from __future__ import annotations

import numpy as np

from chainrule.figures.style import COLOURS, INK, LIGHT, MUTED, PAPER, label, log_ticks, panel_title

__all__ = ["panel_title"]  # notebooks reach it as draw.panel_title

NAMES = {
    "constant": "constant",
    "step_decay": "step decay",
    "linear_decay": "linear",
    "cosine_decay": "cosine",
    "warmup_cosine": "warm-up + cosine",
    "inverse_sqrt": "inverse root",
}
LETTERS = {"A": "#6a3d9a", "B": "#c26a00", "C": "#0072b2"}
DROPS = {250: "#d55e00", 500: "#b8860b", 750: "#0072b2"}
MARKERS = ("o", "s", "^", "D", "v", "P")
DASHED = (0, (3, 2))


def loss_curves(ax, curves: dict, size: int, names: dict | None = None):
    """Losses of several runs, in means over blocks of `size` steps: `curves` letter → (blocks,).

    `names` letter → text that is written beside its end; without one the letter stands there.
    """
    ends = {letter: float(values[-1]) for letter, values in curves.items()}
    top = max(float(np.max(values)) for values in curves.values())
    places = _apart(ends, 0.09 * top)
    for letter, values in curves.items():
        t = (np.arange(len(values)) + 0.5) * size
        ax.plot(t, values, color=LETTERS[letter], linewidth=1.8)
        text = f"{letter}: {names[letter]}" if names else letter
        label(ax, t[-1] + 0.02 * t[-1], places[letter], text, LETTERS[letter], fontweight="bold")
    room = 1.32 if names else 1.1
    ax.set_xticks([tick for tick in ax.get_xticks() if tick <= t[-1] + size])
    ax.set(xlabel="step", ylabel="loss of the batches", ylim=(0, None), xlim=(0, t[-1] * room))
    return ax


def _apart(heights: dict, least: float) -> dict:
    """Heights for texts, at least `least` from each other, in the order of the given ones."""
    places, last = {}, -np.inf
    for name in sorted(heights, key=lambda one: heights[one]):
        places[name] = last = max(heights[name], last + least)
    return places


def walkers(ax, simulated, expected):
    """Mean loss of simulated walks, as dots, and the expected one, as a line: arrays (steps + 1,)."""
    log_ticks(ax)
    ax.plot(expected, color=COLOURS["noise"], linewidth=1.8)
    ax.plot(simulated, "o", color=INK, markersize=3.2)
    label(ax, 7, expected[4] * 3.2, "expected_loss", COLOURS["noise"])
    label(ax, 7, expected[4] * 1.6, "mean of 2,000 random walks", INK)
    ax.set(xlabel="step", ylabel="mean loss (log scale)")
    return ax


def two_directions(ax, steep, flat):
    """Expected losses of a steep, noisy direction and of a flat one, and their sum: arrays (steps + 1,)."""
    log_ticks(ax)
    ax.plot(steep, color=COLOURS["noise"], linewidth=1.6, label="steep: noise")
    ax.plot(flat, color=COLOURS["progress"], linewidth=1.6, label="flat: the long way")
    ax.plot(steep + flat, color=INK, linewidth=2.2, label="together")
    for step in (50, 500):
        if step < len(steep):
            ax.plot(step, (steep + flat)[step], "o", color=PAPER, markeredgecolor=INK, markersize=7, zorder=5)
    ax.set(xlabel="step", ylabel="expected loss (log scale)", ylim=(1e-3, 12))
    ax.legend(fontsize=8.5, frameon=False, loc="upper right", ncols=3)
    return ax


def rates(ax, t, values: dict, texts: dict, log: bool = False, total: int | None = None):
    """Learning rates against the step: `values` name of a colour → (n,), `texts` name → (x, y, what is written there).

    `total` draws a line where the training ends; `log` makes the axis of the rates logarithmic.
    """
    if log:
        log_ticks(ax)
    for name, rate in values.items():
        ax.plot(t, rate, color=COLOURS[name], linewidth=2.0, drawstyle="steps-post" if log else "default")
    for name, (x, y, text) in texts.items():
        label(ax, x, y, text, COLOURS[name])
    if total is not None:
        ax.axvline(total, color=INK, linewidth=0.9, linestyle=DASHED)
    ax.set(xlabel="step", ylabel="learning rate" + (" (log scale)" if log else ""))
    if not log:
        ax.set_ylim(0, None)
    return ax


def drops(ax, curves: dict, size: int):
    """Losses of runs whose rate drops at different steps, in blocks of `size` steps: `curves` step of the drop → (blocks,)."""
    places = _apart({at: float(np.mean(values[-4:])) for at, values in curves.items()}, 0.045)
    for at, values in curves.items():
        t = (np.arange(len(values)) + 0.5) * size
        colour = DROPS.get(at, INK)
        ax.plot(t, values, color=colour, linewidth=1.5)
        ax.axvline(at, color=colour, linewidth=0.9, linestyle=DASHED)
        label(ax, t[-1] * 1.02, places[at], f"at {at}", colour)
    ax.set_xticks(sorted({0, *curves, len(t) * size}))
    ax.set(xlabel="step", ylabel="loss of the batches", xlim=(0, t[-1] * 1.24), ylim=(0.2, 0.95))
    return ax


def parts(ax, steep, flat, at: int, when: str):
    """Expected losses of the steep and of the flat direction around a drop at step `at`; `when` is "early" or "late"."""
    log_ticks(ax)
    width = 1.2 if when == "early" else 2.4
    ax.plot(steep, color=COLOURS["noise"], linewidth=width)
    ax.plot(flat, color=COLOURS["progress"], linewidth=width)
    ax.axvline(at, color=MUTED, linewidth=0.9, linestyle=DASHED)
    ax.set(xlabel="step", ylabel="expected loss (log scale)")
    if when == "late":
        label(ax, 0.5 * len(steep), 1.35 * steep[at // 2], "noise", COLOURS["noise"])
        label(ax, 0.3 * len(flat), 0.5, "the long way", COLOURS["progress"])
    return ax


def gap(ax, t, difference):
    """The difference of two schedules against the step, with its zeros and its largest value: arrays (n,)."""
    top = int(np.argmax(difference))
    ax.axhline(0, color=INK, linewidth=0.9)
    ax.plot(t, difference, color=COLOURS["cosine_decay"], linewidth=1.8)
    ax.plot(t[top], difference[top], "o", color=COLOURS["cosine_decay"], markersize=5)
    label(ax, t[top] + 4, difference[top], f"{difference[top]:.3f}", COLOURS["cosine_decay"])
    for k in (0, len(t) // 2, len(t) - 1):
        ax.plot(t[k], 0, "o", color=PAPER, markeredgecolor=INK, markersize=6, zorder=5)
    ax.set(xlabel="step", ylabel="cosine − linear")
    return ax


def first_rates(ax, values, title: str):
    """The rates of the first updates as bars; one of 0 is marked: `values` (n,)."""
    for step, rate in enumerate(values):
        ax.bar(step, rate, width=0.7, color=COLOURS["warmup_cosine"])
        if rate == 0:
            ax.plot(step, 0, "x", color=COLOURS["bad"], markersize=11, markeredgewidth=2.5, zorder=5, clip_on=False)
    ax.set(xlabel="step", ylabel="learning rate")
    ax.set_xticks(range(len(values)))
    ax.grid(False, axis="x")
    return panel_title(ax, title)


def spikes(ax, losses: dict):
    """Losses of the first steps, one line for each network: `losses` steps of warm-up → (networks, steps)."""
    log_ticks(ax)
    for warmup, runs in losses.items():
        colour = COLOURS["good" if warmup else "bad"]
        for k, one in enumerate(runs):
            ax.plot(one, color=colour, linewidth=1.0, alpha=0.8)
            if k == 0:
                ax.plot([], [], color=colour, label=f"warm-up: {warmup} steps" if warmup else "no warm-up")
    ax.set(xlabel="step", ylabel="loss of the batch (log scale)")
    ax.set_yticks([0.5, 1, 2, 5, 10, 20], ["0.5", "1", "2", "5", "10", "20"])
    ax.legend(fontsize=8.5, frameon=False, loc="upper right")
    return panel_title(ax, "peak 0.03, from the start")


def by_peak(ax, peaks, losses: dict):
    """Final loss against the peak of the rate, a mark for each network: `losses` steps of warm-up → (peaks, networks)."""
    log_ticks(ax, "x")
    for warmup, values in losses.items():
        colour = COLOURS["good" if warmup else "bad"]
        ax.plot(peaks, np.mean(values, axis=1), color=colour, linewidth=1.8)
        for k in range(values.shape[1]):
            ax.plot(peaks, values[:, k], "o" if warmup else "s", color=colour, markersize=4)
    ax.set_xticks(peaks, [f"{peak:g}" for peak in peaks])
    ax.set(xlabel="peak of the rate (log scale)", ylabel="loss, all training pictures")
    return panel_title(ax, "200 steps, cosine decay")


def many(ax, losses: list, limit: float):
    """Loss curves of many runs, cut off above `limit`; those that end in infinity or NaN in another colour."""
    for one in losses:
        lost = not np.all(np.isfinite(one))
        shown = np.where(np.isfinite(one) & (np.asarray(one) < limit), one, limit)
        ax.plot(shown, color=COLOURS["bad" if lost else "good"], linewidth=1.1, alpha=0.8)
        if lost:
            end = int(np.argmax(shown >= limit))
            ax.plot(end, limit, "x", color=COLOURS["bad"], markersize=7, markeredgewidth=2, clip_on=False, zorder=5)
    ax.set(xlabel="step", ylabel="loss of the batch", ylim=(0, limit))
    return ax


def biased(ax, flat: float, shown: dict):
    """A constant loss, and a running mean of it that begins at 0: `shown` number of losses → mean."""
    counts, values = np.array(list(shown)), np.array(list(shown.values()))
    ax.axhline(flat, color=INK, linewidth=1.6)
    ax.plot(counts, values, color=COLOURS["bad"], linewidth=2.0)
    for count in (10, 30, 60):
        if count in shown:
            ax.plot(count, shown[count], "o", color=COLOURS["bad"], markersize=5)
            label(ax, count + 5, shown[count] - 0.06, f"{shown[count]:.2f}", COLOURS["bad"])
    label(ax, counts[-1] * 0.12, flat + 0.22, "the loss of every batch", INK)
    label(ax, counts[-1] * 0.5, 1.7, "its running mean, uncorrected", COLOURS["bad"])
    ax.set(xlabel="number of losses so far", ylabel="loss", ylim=(0, flat * 1.22))
    return ax


def range_curve(ax, lrs, raw, mean, marks: dict):
    """A range test: losses of single batches, pale, and their running mean against the rate; `marks` text → rate."""
    log_ticks(ax, "x")
    n = len(raw)
    ax.plot(lrs[:n], raw, color=MUTED, linewidth=0.8, alpha=0.7)
    ax.plot(lrs[:n], mean, color=COLOURS["sgd"], linewidth=2.2)
    for name, rate in marks.items():
        colour = COLOURS["good" if name == "steepest" else "bad"]
        k = int(np.argmin(np.abs(np.asarray(lrs) - rate)))
        ax.axvline(rate, color=colour, linewidth=1.2, linestyle=DASHED)
        ax.plot(rate, mean[k], "o", color=colour, markersize=7, zorder=5)
        left = name == "steepest"
        label(ax, rate * (0.85 if left else 1.2), 0.25, f"{name}: {rate:.2g}", colour, ha="right" if left else "left")
    ax.set(xlabel="learning rate (log scale)", ylabel="loss", xlim=(lrs[0], lrs[-1]), ylim=(0, 3.2))
    return ax


def dependence(ax, ended: dict):
    """The last rate of range tests against their length: `ended` optimizer → number of rates → (networks,)."""
    log_ticks(ax, "x")
    log_ticks(ax)
    for name, values in ended.items():
        colour, lengths = COLOURS[name], list(values)
        ax.plot(lengths, [np.median(one) for one in values.values()], color=colour, linewidth=1.8)
        for n, one in values.items():
            ax.plot(np.full(len(one), n), one, "o", color=colour, markersize=4)
        text = "plain SGD" if name == "sgd" else "momentum 0.9"
        label(ax, lengths[-1] * 1.15, float(np.median(values[lengths[-1]])), text, colour)
    ax.set_xticks(lengths, [f"{n:,}" for n in lengths])
    ax.set_yticks([0.1, 0.2, 0.5, 1, 2, 5], ["0.1", "0.2", "0.5", "1", "2", "5"])
    ax.set(xlabel="rates in the test, from 0.0001 to 10 (log scale)", ylabel="rate at its end (log scale)")
    ax.set_xlim(lengths[0] * 0.8, lengths[-1] * 3)
    return ax


def final(ax, peaks, losses: dict):
    """Final losses of schedules against their peak, each network a mark: `losses` name → (peaks, networks)."""
    log_ticks(ax, "x")
    ends = _apart({name: float(values[-1].mean()) for name, values in losses.items()}, 0.022)
    shift = np.geomspace(0.93, 1.07, len(losses))
    for name, values, move, marker in zip(losses, losses.values(), shift, MARKERS):
        colour = COLOURS[name]
        ax.plot(np.array(peaks) * move, values.mean(axis=1), color=colour, linewidth=1.4)
        for k in range(values.shape[1]):
            ax.plot(np.array(peaks) * move, values[:, k], marker, color=colour, markersize=4)
        label(ax, peaks[-1] * 1.16, ends[name], NAMES[name], colour)
    ax.set_xticks(peaks, [f"{peak:g}" for peak in peaks])
    ax.set(xlabel="peak of the rate (log scale)", ylabel="validation loss")
    ax.set_xlim(peaks[0] * 0.85, peaks[-1] * 2.2)
    ax.grid(True, color=LIGHT, linewidth=0.6)
    return ax
