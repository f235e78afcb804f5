"""The drawings of the class report: small SVG texts, coloured by the page's style sheet. Only numbers go in."""

from __future__ import annotations

from chainrule.checks.words import number_text
from chainrule_staff.clock import told
from chainrule_staff.reporting.summary import WORDS

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 640, 230, 8, 26, 44
BAR_HEIGHT, LABEL_WIDTH = 26, 22


def histogram(points: dict, max_points: float) -> str:
    """Bars with their counts, the middle half as a band below them, and the median as a line."""
    bins = points["bins"]
    right, floor = WIDTH - LEFT, HEIGHT - BOTTOM
    top = bins[-1]["to"]
    most = max(one["count"] for one in bins) or 1
    step = (right - LEFT) / len(bins)

    def x(value: float) -> float:
        return LEFT + (right - LEFT) * min(max(value, 0.0), top) / top

    said = ", ".join(
        f"{one['count']} between {number_text(one['from'])} and {number_text(one['to'])}"
        for one in bins
        if one["count"]
    )
    rows = [
        f'<svg class="histogram" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="Learners by points: {said}.">'
    ]
    for index, one in enumerate(bins):
        height = (floor - TOP) * one["count"] / most
        left, middle = LEFT + index * step, LEFT + (index + 0.5) * step
        if one["count"]:
            rows.append(
                f'<rect class="bin" x="{left + 1.5:.1f}" y="{floor - height:.1f}" width="{step - 3:.1f}" '
                f'height="{height:.1f}" rx="2"/>'
                f'<text class="count" x="{middle:.1f}" y="{floor - height - 6:.1f}">{one["count"]}</text>'
            )
        rows.append(f'<text class="tick" x="{left:.1f}" y="{floor + 34}">{number_text(one["from"])}</text>')
    rows.append(f'<text class="tick" x="{right:.1f}" y="{floor + 34}">{number_text(top)}</text>')
    low, middle, high = (x(points[key]) for key in ("lower_quartile", "median", "upper_quartile"))
    rows.append(
        f'<line class="axis" x1="{LEFT}" x2="{right}" y1="{floor}" y2="{floor}"/>'
        f'<rect class="half" x="{low - 2:.1f}" y="{floor + 6}" width="{max(high - low, 0) + 4:.1f}" height="8" rx="4"/>'
        f'<circle class="median" cx="{middle:.1f}" cy="{floor + 10}" r="6"/></svg>'
    )
    return "".join(rows)


def shares(exercise: dict) -> str:
    """One bar across the page, divided by what became of the exercise."""
    total = sum(exercise[key] for key in WORDS) or 1
    said = ", ".join(f"{exercise[key]} {word}" for key, word in WORDS.items() if exercise[key])
    rows = [f'<svg class="shares" viewBox="0 0 {WIDTH} {BAR_HEIGHT}" role="img" aria-label="{said}">']
    sofar = 0
    for key in WORDS:
        count = exercise[key]
        if count:
            left, width = WIDTH * sofar / total, WIDTH * count / total
            rows.append(
                f'<rect class="{key}" x="{left + (1 if sofar else 0):.1f}" y="0" width="{width - 1:.1f}" '
                f'height="{BAR_HEIGHT}" rx="2"/>'
            )
            if width > LABEL_WIDTH:
                rows.append(
                    f'<text class="on-{key}" x="{left + width / 2:.1f}" y="{BAR_HEIGHT / 2 + 5}">{count}</text>'
                )
            sofar += count
    return "".join(rows) + "</svg>"


def timeline(found: dict, zone: str = "") -> str:
    """Hand-ins as bars over time, and the deadline as a line; times are told in a zone, else in UTC."""
    bins, right, floor = found["bins"], WIDTH - LEFT, HEIGHT - BOTTOM
    most = max(one["count"] for one in bins) or 1
    step = (right - LEFT) / len(bins)
    said = ", ".join(f"{one['count']} until {told(one['to'], zone, seconds=False)}" for one in bins if one["count"])
    rows = [f'<svg class="timeline" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="Hand-ins: {said}.">']
    for index, one in enumerate(bins):
        height, left = (floor - TOP) * one["count"] / most, LEFT + index * step
        if one["count"]:
            rows.append(
                f'<rect class="{"wrong" if one["late"] else "bin"}" x="{left + 1:.1f}" y="{floor - height:.1f}" '
                f'width="{step - 2:.1f}" height="{height:.1f}" rx="2"/>'
                f'<text class="count" x="{left + step / 2:.1f}" y="{floor - height - 6:.1f}">{one["count"]}</text>'
            )
    for index in sorted({0, len(bins) // 2, len(bins)}):
        time = bins[index]["from"] if index < len(bins) else bins[-1]["to"]
        anchor = "start" if index == 0 else "end" if index == len(bins) else "middle"
        rows.append(
            f'<text class="tick" style="text-anchor:{anchor}" x="{LEFT + index * step:.1f}" y="{floor + 20}">'
            f"{told(time, zone, seconds=False)[5:]}</text>"
        )
    if found["due"]:
        x = LEFT + step * sum(not one["late"] for one in bins)
        rows.append(
            f'<line class="deadline" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 8}" y2="{floor}"/>'
            f'<text class="tick" style="text-anchor:end" x="{x - 5:.1f}" y="{TOP - 10}">deadline</text>'
        )
    rows.append(f'<line class="axis" x1="{LEFT}" x2="{right}" y1="{floor}" y2="{floor}"/></svg>')
    return "".join(rows)
