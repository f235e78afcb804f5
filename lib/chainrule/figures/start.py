"""The figures of notebook 00: arrays as coloured cells, garments, distances, steps. Its demonstrations call them."""

from __future__ import annotations

import numpy as np

from chainrule.figures.style import COLOURS, INK, MUTED, PAPER, SEQUENTIAL, bare, label, log_ticks


def cells(
    ax,
    values: np.ndarray,
    text: str = "{:g}",
    cmap: str = SEQUENTIAL,
    limits: tuple | None = None,
    fontsize: float = 8.5,
):
    """Draw a matrix as coloured cells with its numbers in them.

    Parameters
    ----------
    ax : Axes
    values : ndarray (rows, columns)
    text : str
        Format of a number; empty for none.
    cmap : str
        Colour map.
    limits : (low, high), optional
        Values of the first and the last colour; those of the data unless told.
    fontsize : float
        Of the numbers.

    Returns
    -------
    Axes
    """
    low, high = limits or (values.min(), values.max())
    shown = ax.imshow(values, cmap=cmap, vmin=low, vmax=high)
    for (row, column), value in np.ndenumerate(values if text else np.empty((0, 0))):
        red, green, blue, _ = shown.cmap(shown.norm(value))
        dark = 0.3 * red + 0.6 * green + 0.1 * blue < 0.5  # the eye's weights of the three lights, roughly
        ax.text(
            column, row, text.format(value), ha="center", va="center", fontsize=fontsize, color=PAPER if dark else INK
        )
    bare(ax)
    ax.set_xticks(np.arange(values.shape[1] + 1) - 0.5, minor=True)
    ax.set_yticks(np.arange(values.shape[0] + 1) - 0.5, minor=True)
    ax.grid(True, which="minor", color=PAPER, linewidth=1.0)
    ax.tick_params(which="both", length=0)
    return ax


def garment(ax, image: np.ndarray, title: str = "", colour: str = INK, vmax: float | None = None):
    """Draw one 28×28 garment, dark on light, with a short title."""
    ax.imshow(image.reshape(28, 28), cmap="gray_r", vmin=0, vmax=vmax)
    ax.set_title(title, loc="center", fontsize=8.5, color=colour)
    return bare(ax)


def columns(ax, X: np.ndarray, names: list[str], rng: np.random.Generator):
    """Draw each column of `X` (N, D) as a vertical cloud of points, shaken sideways so that they do not hide each other."""
    for number, values in enumerate(X.T):
        ax.scatter(number + rng.uniform(-0.18, 0.18, len(values)), values, s=9, alpha=0.6, linewidths=0)
    ax.set_xticks(range(X.shape[1]), names)
    ax.axhline(0, color=MUTED, linewidth=0.8)
    ax.grid(False, axis="x")
    return ax


def distance_table(ax, dist: np.ndarray, edges: np.ndarray, names: list[str]):
    """Draw the distances between sorted samples, with a line where one class ends and the next begins.

    Parameters
    ----------
    ax : Axes
    dist : ndarray (N, N)
        Distances; colours are capped at their 99th percentile.
    edges : ndarray (classes + 1,)
        Where each class begins; the last is N.
    names : list of str
        The classes' names.

    Returns
    -------
    Axes
    """
    picture = ax.imshow(dist, cmap=SEQUENTIAL, vmin=0, vmax=np.percentile(dist, 99))
    middles = (edges[:-1] + edges[1:]) / 2 - 0.5
    ax.set_xticks(middles, names, rotation=40, ha="right", rotation_mode="anchor")
    ax.set_yticks(middles, names)
    ax.tick_params(length=0)
    ax.grid(False)
    for edge in edges[1:-1] - 0.5:
        ax.axhline(edge, color=PAPER, linewidth=0.9)
        ax.axvline(edge, color=PAPER, linewidth=0.9)
    bar = ax.figure.colorbar(picture, ax=ax, fraction=0.046, pad=0.02)
    bar.set_label("squared distance (pixels 0–1)", fontsize=9)
    bar.ax.tick_params(labelsize=8)
    return ax


def neighbours(axes, images: np.ndarray, names: list[str], colours: list[str], row_title: str):
    """Draw one row of garments with their class names, and say in front what the row is."""
    for ax, image, name, colour in zip(axes, images, names, colours):
        garment(ax, image, name, colour)
    axes[0].set_ylabel(row_title, rotation=0, ha="right", va="center", fontsize=8.5, color=INK)
    return axes


def spread(ax, sizes: np.ndarray, means: np.ndarray, whole: float):
    """Draw the mean brightness of random batches against their size, and the band of one standard deviation.

    Parameters
    ----------
    ax : Axes
    sizes : ndarray (S,)
        Batch sizes.
    means : ndarray (S, draws)
        The mean of each batch that was drawn.
    whole : float
        The mean of all the data.

    Returns
    -------
    Axes
    """
    ax.axhline(whole, color=COLOURS["bound"], linewidth=1.2)
    for size, values in zip(sizes, means):
        ax.scatter(np.full(len(values), size), values, s=10, alpha=0.45, color=COLOURS["relu"], linewidths=0)
    band = np.sqrt(np.mean((means[0] - whole) ** 2) * sizes[0] / sizes)
    ax.plot(sizes, whole + band, "--", color=COLOURS["bad"], linewidth=1.2)
    ax.plot(sizes, whole - band, "--", color=COLOURS["bad"], linewidth=1.2)
    ax.set(xscale="log", xlabel="batch size", ylabel="mean pixel of one batch")
    ax.set_xticks(sizes, [str(size) for size in sizes])
    ax.minorticks_off()
    # Places in the frame, not in the data: they hold whatever the spread is, 0 included.
    label(ax, 0.98, 0.08, "black line: mean of all images", COLOURS["bound"], ha="right", transform=ax.transAxes)
    label(
        ax,
        0.98,
        0.92,
        "dashed: ± one standard deviation,\nproportional to 1/√size",
        COLOURS["bad"],
        ha="right",
        transform=ax.transAxes,
    )
    return ax


def secants(ax, f, slope: float, x: float, h: float):
    """Draw `f` near `x`, its tangent of the given slope, and the lines whose slopes the two differences measure."""
    grid = np.linspace(x - 1.3, x + 1.3, 200)
    ax.plot(grid, f(grid), color=INK)
    forward, central = (f(x + h) - f(x)) / h, (f(x + h) - f(x - h)) / (2 * h)
    lines = [
        ("true slope", x, slope, MUTED, ":"),
        ("forward", x, forward, COLOURS["bad"], "-"),
        ("central", x - h, central, COLOURS["relu"], "-"),
    ]  # each through the point at `start`
    for name, start, value, colour, style in lines:
        ax.plot(
            grid, f(start) + value * (grid - start), style, color=colour, linewidth=1.5, label=f"{name} {value:.4f}"
        )
    ax.plot([x - h, x, x + h], [f(x - h), f(x), f(x + h)], "o", color=INK, markersize=4.5, zorder=4)
    ax.set(xlabel="x", ylabel="f(x)", ylim=(f(grid).min() - 0.5, f(grid).max() + 0.3))
    ax.legend(
        frameon=False,
        fontsize=9,
        loc="upper left",
        title=f"slope at x = {x:g}, h = {h:g}",
        title_fontsize=9,
        alignment="left",
    )
    return ax


def step_errors(ax, steps: np.ndarray, forward: np.ndarray, central: np.ndarray):
    """Draw the relative error of both differences against the step h, on logarithmic axes."""
    for errors, name, marker in ((forward, "bad", "s"), (central, "relu", "o")):
        ax.plot(steps, errors, marker=marker, markersize=4, color=COLOURS[name])
    log_ticks(ax, "x", 8)
    log_ticks(ax, "y", 8)
    ax.set(xlabel="step h", ylabel="relative error of the gradient")
    label(ax, 1e-4, 1e-3, "forward difference:\nits error falls like h", COLOURS["bad"], ha="right")
    label(ax, 9e-4, 2e-9, "central difference:\nlike h²", COLOURS["relu"])
    label(ax, 2e-13, 3e-9, "rounding:\ngrows like 1/h", MUTED)
    return ax
