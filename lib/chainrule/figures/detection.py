"""Drawing functions of notebook 12, detection: boxes, overlaps, anchors, precision. Each draws on an `ax` and returns it.

Boxes are (x1, y1, x2, y2), half-open and in pixels: their edges lie between pixels.
"""

from __future__ import annotations

import numpy as np

from chainrule.figures.style import COLOURS, INK, LIGHT, MUTED, bare, label, panel_title

TRUE, GUESS = COLOURS["true_box"], COLOURS["found_box"]


def _outline(ax, box, colour, **more):
    x1, y1, x2, y2 = box
    ax.plot([x1, x2, x2, x1, x1], [y1, y1, y2, y2, y1], **{"color": colour, "linewidth": 1.8} | more)


def _cells(ax, W: int, H: int):
    for x in range(W + 1):
        ax.plot([x, x], [0, H], color=LIGHT, linewidth=0.8, zorder=0)
    for y in range(H + 1):
        ax.plot([0, W], [y, y], color=LIGHT, linewidth=0.8, zorder=0)


def forms(ax, W: int, H: int, box: tuple[int, int, int, int]):
    """A box on a picture of W × H pixels, with the names of its corners, its centre and its sides."""
    x1, y1, x2, y2 = box
    cx, cy, w, h = (x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1
    _cells(ax, W, H)
    ax.fill([x1, x2, x2, x1], [y1, y1, y2, y2], color="#f0d9c4", zorder=0)
    _outline(ax, box, TRUE)
    ax.plot([x1, cx, x2], [y1, cy, y2], "o", color=INK, markersize=5, linestyle="none")
    label(ax, x1 - 0.2, y1 - 0.45, f"(x1, y1) = ({x1}, {y1})", ha="left")
    label(ax, x2 + 0.25, y2 + 0.1, f"(x2, y2) = ({x2}, {y2})", ha="left", va="top")
    label(ax, cx + 0.25, cy, f"(cx, cy) = ({cx:g}, {cy:g})", ha="left")
    for start, end, at, text in (
        ((x1, y2 + 0.5), (x2, y2 + 0.5), (cx, y2 + 1.0), f"w = {w}"),
        ((x1 - 0.5, y1), (x1 - 0.5, y2), (x1 - 0.7, cy), f"h = {h}"),
    ):
        ax.annotate("", end, start, arrowprops={"arrowstyle": "<->", "color": MUTED})
        label(ax, *at, text, MUTED, ha="center" if text[0] == "w" else "right")
    ax.set(xlim=(-0.3, W + 0.3), ylim=(H + 0.2, -0.3), aspect="equal")
    return bare(ax)


def overlap(ax, a, b, title: str):
    """Two boxes with what they share; the first is the true one. `title` says how much that is."""
    low, high = np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])
    if np.all(high > low):
        ax.fill([low[0], high[0], high[0], low[0]], [low[1], low[1], high[1], high[1]], color="#e3d3ea", zorder=0)
    _outline(ax, a, TRUE)
    _outline(ax, b, GUESS, linestyle=(0, (5, 2)))
    ax.set(aspect="equal")
    if not ax.yaxis_inverted():
        ax.invert_yaxis()
    return panel_title(bare(ax), title)


def shifts(ax, off, curves: dict):
    """IoU against the shift along both axes, in pixels: side of the box → (shifts,)."""
    for (side, values), colour in zip(curves.items(), (COLOURS["found_box"], COLOURS["true_box"], INK)):
        ax.plot(off, values, "o-", color=colour, markersize=3.5)
        label(ax, off[-1] + 0.3, values[-1], f"{side} × {side}", colour)
    ax.set(xlabel="shift in pixels, to the right and down", ylabel="IoU", ylim=(-0.03, 1.03))
    ax.set(xlim=(off[0] - 0.2, off[-1] * 1.16))
    return ax


def boxed(ax, picture, found, true=(), title: str = "", texts=()):
    """A picture (H, W, 3) with boxes that were found (N, 4), each with a text of its own, over the true ones (M, 4)."""
    H, W = picture.shape[:2]
    ax.imshow(picture, extent=(0, W, H, 0), interpolation="nearest")
    for box in true:
        _outline(ax, box, TRUE, linewidth=2.6)
    for place, box in enumerate(found):
        _outline(ax, box, "white", linewidth=1.3, linestyle=(0, (4, 1.5)))
        if place < len(texts):
            at = {"ha": "left", "va": "bottom", "fontsize": 7.5, "clip_on": True}
            ax.text(box[0] + 0.5, box[3] - 0.5, texts[place], color="white", **at)
    ax.set(xlim=(0, W), ylim=(H, 0))
    return panel_title(bare(ax), title)


def losses(axes, errors, kinds: dict):
    """Losses and their slopes, side by side: name → (loss, slope), each (n,), against the error."""
    colours = {"square": COLOURS["mse"], "absolute": COLOURS["mae"], "smooth": COLOURS["smooth_l1"]}
    for ax, which, text in zip(axes, (0, 1), ("loss", "slope")):
        for name, pair in kinds.items():
            ax.plot(errors, pair[which], color=colours[name], label=name, linewidth=2.6 if name == "smooth" else 1.4)
        ax.set(xlabel="error e", ylabel=text)
    axes[0].set(ylim=(-0.1, 4.6))
    axes[0].legend(frameon=False, fontsize=9, loc="upper center")
    return axes


def calibration(ax, measured: dict):
    """Said probability against the share that was right: name → (mean probability, share, number), each (groups,)."""
    ax.plot([0, 1], [0, 1], color=INK, linewidth=1, linestyle=(0, (3, 2)))
    for (name, (said, right, count)), colour in zip(measured.items(), (COLOURS["good"], COLOURS["bad"])):
        ax.plot(said, right, color=colour)
        ax.scatter(said, right, s=8 + 0.08 * np.asarray(count), color=colour, zorder=3, clip_on=False, label=name)
    ax.legend(frameon=False, fontsize=8.5, loc="lower right")
    ax.set(xlabel="probability of the name", ylabel="share that is right", xlim=(0.2, 1.02), ylim=(0, 1.03))
    return ax


def counts(ax, names, shares, marked: int):
    """Shares as bars, one for each name; one of them is marked."""
    colours = [COLOURS["bad"] if k == marked else COLOURS["left_out"] for k in range(len(names))]
    ax.barh(range(len(names)), shares, color=colours, height=0.65)
    ax.set_yticks(range(len(names)), names)
    ax.invert_yaxis()
    ax.set(xlabel="share of these pictures")
    return ax


def matching(ax, picture, anchors, found, true):
    """A picture with its true boxes, and anchors (N, 4) as `found` (N,) says: positive as boxes, ignored as rings, the rest as dots."""
    boxed(ax, picture, (), true)
    middles = (anchors[:, :2] + anchors[:, 2:]) / 2
    for anchor in anchors[found >= 0]:
        _outline(ax, anchor, GUESS, linewidth=1.5)
    ax.plot(*middles[found == -1].T, ".", color="white", markersize=2.5)
    ax.plot(*middles[found == -2].T, "o", color="white", markersize=6, fillstyle="none", markeredgewidth=1.2)
    return panel_title(ax, f"{np.sum(found >= 0)} positive, {np.sum(found == -2)} ignored")


def kept(ax, boxes, kept, title: str):
    """Boxes (N, 4) with their numbers: those kept as lines, the others dashed and grey."""
    boxes = np.asarray(boxes, float)
    for n, box in enumerate(boxes):
        there = n in kept
        _outline(ax, box, GUESS if there else COLOURS["left_out"], linestyle="-" if there else (0, (2, 3)))
        label(ax, box[0] + 0.6, (box[1] + box[3]) / 2, f"{n}", INK if there else MUTED)
    low, high = boxes[:, :2].min(axis=0) - 1, boxes[:, 2:].max(axis=0) + 1
    ax.set(xlim=(low[0], high[0]), ylim=(high[1], low[1]), aspect="equal")
    return panel_title(bare(ax), title)


def precision_recall(ax, curves: dict):
    """Precision against recall, box after box: name → (recall, precision), each (n,)."""
    looks = zip(curves.items(), (GUESS, TRUE), (3.2, 1.4))
    for (name, (recall, precision)), colour, width in looks:
        ax.plot(recall, precision, color=colour, linewidth=width, label=f"{name}: {len(recall):,} boxes")
    ax.legend(frameon=False, fontsize=9, loc="lower left")
    ax.set(xlabel="recall: share of the objects that are found", ylabel="precision so far")
    ax.set(xlim=(0, 1.02), ylim=(0, 1.03))
    return ax


def strictness(ax, levels, precision):
    """Average precision (n,) against the IoU that a hit needs (n,)."""
    ax.plot(levels, precision, "o-", color=GUESS, markersize=4)
    ax.set(xlabel="IoU from which a box is a hit", ylabel="average precision", ylim=(-0.02, 1.03))
    return ax
