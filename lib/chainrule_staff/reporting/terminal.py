"""The class report in a terminal."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from chainrule.checks.words import number_text
from chainrule.plain_text import plain_text
from chainrule_staff.reporting.picture import puzzling
from chainrule_staff.reporting.summary import WORDS, lateness

COLOURS = {"solved": "green", "partly": "cyan", "wrong": "red", "not_attempted": "bright_black"}
MARKS = {"solved": "█", "partly": "▓", "wrong": "▒", "not_attempted": "░"}  # told apart without colour, too
HEIGHTS, NOBODY, DEADLINE = "▁▂▃▄▅▆▇█", "·", "│"  # of the hand-ins over time
AGAIN = "The strong do no better than the weak: read its contract and check."
BAR, SHOWN, NAMES = 24, 5, 6
NARROW, SHORT_BAR = 100, 12  # a terminal has 80 columns unless somebody widens it


def show(report: dict[str, Any], console: Console) -> None:
    """Print a report of :func:`chainrule_staff.reporting.summary.summarise`."""
    for piece in (
        _head(report),
        _talk_about(report),
        _points(report),
        _timeline(report),
        _exercises(report, BAR if console.width >= NARROW else SHORT_BAR),
        _difficulty(report),
        _together(report),
        _details(report),
        _attention(report),
    ):
        if piece is not None:
            console.print(piece)


def plain(text: str, style: str = "") -> Text:
    """A learner's text: never markup, and no control characters, which could rewrite the terminal.

    >>> plain("[red]a\\x1b[2Jb").plain
    '[red]a\\ufffd[2Jb'
    """
    return Text(plain_text(text), style=style)


def _line(*pieces: str | Text | tuple[str, str]) -> Text:
    return Text.assemble(*pieces)


def _names(learners: Sequence[str]) -> Text:
    more = f" and {len(learners) - NAMES} more" if len(learners) > NAMES else ""
    return plain(", ".join(learners[:NAMES]) + more, "bright_black")


def _head(report: dict) -> Group:
    counts = report["counts"]
    words = [f"{counts['graded']} of {counts['learners']} graded"]
    words += [
        f"{counts[key]} {word}"
        for key, word in (
            ("needs_a_look", "to look at"),
            ("late", "late"),
            ("unreadable", "unreadable"),
            ("missing", "missing"),
            ("not_graded", "not graded yet"),
        )
        if counts[key]
    ]
    return Group(
        _line(plain(report["assignment"], "bold"), ": " + " · ".join(words)),
        *(plain(remark, "yellow") for remark in report["remarks"]),
    )


def _section(title: str, *content: RenderableType) -> Group:
    return Group(Text(f"\n{title}", style="bold"), *(Padding(piece, (0, 0, 0, 2), expand=False) for piece in content))


def _heading(exercise: dict) -> str:
    return f"{exercise['number']} {exercise['title']}".strip()


def _talk_about(report: dict) -> Group | None:
    rows: list[RenderableType] = []
    for mistake in report["talk_about"]:
        rows += [
            _line(
                plain(_heading(mistake), "bold"),
                f": {mistake['count']} of {mistake['answers']}  ",
                _names(mistake["learners"]),
            ),
            Padding(plain(_one_line(mistake["explanation"])), (0, 0, 0, 2), expand=False),
        ]
    return _section("What to talk about", *rows) if rows else None


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _points(report: dict) -> Group | None:
    points = report["points"]
    if not points["count"]:
        return None
    words = _line(
        f"of {number_text(report['max_points'])}: median ",
        (number_text(points["median"]), "bold"),
        f", middle half {number_text(points['lower_quartile'])} to {number_text(points['upper_quartile'])}, "
        f"mean {number_text(points['mean'])} (before late penalties)",
    )
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right")
    most = max((one["count"] for one in points["bins"]), default=0) or 1
    for one in points["bins"]:
        size = round(BAR * one["count"] / most) or bool(one["count"])
        table.add_row(
            f"{number_text(one['from'])}–{number_text(one['to'])}",
            Text("█" * size, style="blue"),
            str(one["count"] or ""),
        )
    return _section("Points", words, table)


def _timeline(report: dict) -> Group | None:
    """Hand-ins over time, one mark for each bin; the deadline stands between two of them."""
    found = report["timeline"]
    if not found:
        return None
    bins, in_time, late = found["bins"], Text(style="blue"), Text(style="red")
    most = max(one["count"] for one in bins)
    for one in bins:
        (late if one["late"] else in_time).append(
            HEIGHTS[math.ceil(len(HEIGHTS) * one["count"] / most) - 1] if one["count"] else NOBODY
        )
    words = "No deadline."
    if found["due"]:
        words = (
            f"Deadline {_minute(found['due'])} (extensions not counted): {found['on_the_last_day']} on its last day, "
            f"{found['late']} late"
        )
    edge = (DEADLINE, "bold") if found["due"] else ""
    drawn = _line(f"{_minute(bins[0]['from'])} ", in_time, edge, late, f" {_minute(bins[-1]['to'])}")
    return _section(
        "Hand-ins (UTC)", Text(words), drawn, Text(f"{DEADLINE} deadline, {HEIGHTS[-1]} {most} hand-ins, {NOBODY} none")
    )


def _minute(time: str) -> str:
    return time[:16].replace("T", " ")


def _difficulty(report: dict) -> Group | None:
    """The exercises from the hardest on, with what tells strong learners from weak ones; what to do about some."""
    measured = [one for one in report["exercises"] if one["separates"] is not None]
    if not measured:
        return None
    table = Table(
        Column("of points", justify="right"),
        Column("separation", justify="right"),
        Column("exercise", overflow="fold"),
        box=None,
        pad_edge=False,
        header_style="bright_black",
    )
    for exercise in sorted(measured, key=lambda one: one["share"]):
        table.add_row(
            f"{exercise['share']:.0%}",
            f"{exercise['separates']:.2f}",
            _line(plain(_heading(exercise)), (f"\n{AGAIN}" if puzzling(exercise) else "", "yellow")),
        )
    said = "separation: correlation with the points in all other exercises"
    return _section("Difficulty, and what tells strong from weak", Text(said, style="bright_black"), table)


def _together(report: dict) -> Group | None:
    rows: list[RenderableType] = []
    for pair in report["together"]:
        one, other = (
            _line(plain(name["id"].replace("_", " "), "bold"), plain(f" ({name['title']}, {name['count']} ×)"))
            for name in pair["mistakes"]
        )
        rows += [
            _line(one, " and ", other),
            Padding(
                _line(f"{pair['count']} made both, {pair['lift']:.1f} × chance  ", _names(pair["learners"])),
                (0, 0, 0, 2),
                expand=False,
            ),
        ]
    return _section("Mistakes that go together", *rows) if rows else None


def _exercises(report: dict, width: int) -> Group | None:
    if not report["exercises"]:
        return None
    legend = Text("  ").join(Text(f"{MARKS[key]} {WORDS[key]}", style=COLOURS[key]) for key in COLOURS)
    table = Table(
        Column("exercise", overflow="fold"),
        "solved",
        "",
        *MARKS.values(),
        box=None,
        pad_edge=False,
        header_style="bright_black",
    )
    for column in table.columns[3:]:
        column.justify = "right"
    table.columns[1].justify = "right"
    table.columns[2].no_wrap, table.columns[2].min_width = True, width
    for exercise in report["exercises"]:
        table.add_row(
            plain(_heading(exercise)),
            f"{exercise['share_solved']:.0%}",
            _bar(exercise, width),
            *(Text(str(exercise[key] or "·"), style=COLOURS[key]) for key in COLOURS),
        )
    return _section("Exercises", legend, table)


def _bar(exercise: dict, width: int) -> Text:
    """A bar of constant length; every outcome that is there gets its share, rounded at the borders."""
    bar, sofar, total = Text(), 0, sum(exercise[key] for key in COLOURS) or 1
    for key, colour in COLOURS.items():
        start, sofar = round(width * sofar / total), sofar + exercise[key]
        bar.append(MARKS[key] * (round(width * sofar / total) - start), style=colour)
    return bar


def _details(report: dict) -> Group | None:
    pieces: list[RenderableType] = []
    for exercise in report["exercises"]:
        rows: list[RenderableType] = []
        for mistake in exercise["mistakes"][:SHOWN]:
            rows.append(
                _line(
                    f"{mistake['count']:>3} × ",
                    plain(mistake["id"].replace("_", " ")),
                    f" (for {mistake['in_part']} only in part)" if mistake["in_part"] else "",
                    "  ",
                    _names(mistake["learners"]),
                )
            )
        for group in exercise["unexplained"][:SHOWN]:
            sentence = _one_line(group["cases"][0]["sentence"]) if group["cases"] else ""
            rows.append(
                _line(
                    f"{group['count']:>3} × ",
                    ("not explained: ", "yellow"),
                    plain(sentence),
                    "  ",
                    _names(group["learners"]),
                )
            )
        if rows:
            pieces += [plain(_heading(exercise), "bold"), *(Padding(row, (0, 0, 0, 2), expand=False) for row in rows)]
    return _section("Known mistakes, and wrong answers without an explanation", *pieces) if pieces else None


def _attention(report: dict) -> Group | None:
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold")  # a name that is cut could be another's
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for learner in report["learners"]:
        words = [reason["words"] for reason in learner["reasons"]]
        if learner["seconds_late"]:
            late = lateness(learner["seconds_late"], learner["time_known"])
            words.append(
                (f"{late} late" if learner["time_known"] else f"late, {late}")
                + (f", {number_text(learner['penalty'])} off" if learner["penalty"] else "")
            )
        if words or learner["state"] not in ("graded", "late"):
            table.add_row(plain(learner["learner"]), learner["state"], plain(" ".join(words)))
    pieces: list[RenderableType] = [_section("To look at, late, or without a grade", table)] if table.row_count else []
    groups = [_line("equal code: ", _names(group["learners"])) for group in report["identical"]]
    if groups:
        pieces.append(
            _section(
                "Identical submissions", *groups[:SHOWN], Text(report["identical"][0]["hint"], style="bright_black")
            )
        )
    return Group(*pieces) if pieces else None
