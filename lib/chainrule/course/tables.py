"""Print what the learner's commands found: tables for people. `cli` calls it; data comes in, text goes out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from chainrule.course.hand_in import HandIn
from chainrule.plain_text import plain_text

STATES = {
    "passed": ("green", "passed"),
    "partial": ("yellow", "in part"),
    "failed": ("red", "not yet"),
    "not attempted": ("dim", "not attempted"),
}
BAR = 12  # characters


def plain(text: object, style: str = "") -> Text:
    """Make a piece of text in which nothing is markup, and no control character reaches the terminal.

    Failures quote what a learner's function returned or raised; it must not move the cursor or change colours.
    """
    return Text(plain_text(str(text)), style=style)


def points(reached: float, possible: float) -> str:
    """Write points without needless digits: ``1.5 / 2``."""
    return f"{round(reached, 2):g} / {round(possible, 2):g}"


def print_checks(console: Console, results: Iterable[dict[str, Any]]) -> None:
    """Print one table for each checked notebook.

    Parameters
    ----------
    console : Console
        Where to.
    results : iterable of dict
        As `grading.check_notebook` returns them; with ``error`` instead for what could not be checked.
    """
    for result in results:
        if "error" in result:
            continue  # it was told on stderr
        table = Table(title=plain(result["title"], "bold"), title_justify="left", expand=False)
        table.add_column("", no_wrap=True)
        table.add_column("Exercise")
        table.add_column("Points", justify="right", no_wrap=True)
        table.add_column("", no_wrap=True)
        table.add_column("What the check says")
        for exercise in result["exercises"]:
            style, word = STATES.get(exercise["state"], ("", exercise["state"]))
            further = not exercise["max_points"]  # checked, and worth no points
            table.add_row(
                plain(exercise["number"]),
                plain(exercise["title"] or exercise["id"]),
                "further" if further else points(exercise["points"], exercise["max_points"]),
                plain(word, style),
                _said(exercise),
            )
        table.add_section()
        table.add_row("", "Together", points(result["points"], result["max_points"]))
        console.print(table)
        for note in result.get("notes", []):
            console.print(plain(note))
        console.print()


def _said(exercise: dict[str, Any]) -> Text:
    """What one exercise's check says: the mistake first, since it explains the failures."""
    lines = []
    if exercise.get("mistake"):
        lines.append(plain(exercise["mistake"], "bold"))
    lines += [plain(one, "bold") for one in exercise.get("diagnoses", [])]
    lines += [plain(failure) for failure in exercise.get("failures", [])]
    lines += [plain(note, "dim") for note in exercise.get("notes", [])]
    return Text("\n").join(lines)


def print_progress(console: Console, summary: list[dict[str, Any]]) -> None:
    """Print all lectures with the points that were reached, and what is next.

    Parameters
    ----------
    console : Console
        Where to.
    summary : list of dict
        As `Progress.summary` returns it.
    """
    table = Table(title="Your progress", title_justify="left")
    for name in ("Lecture", "Points", "", "Next exercise"):
        table.add_column(name, justify="right" if name == "Points" else "left", no_wrap=name in ("Points", ""))
    for line in summary:
        share = line["points"] / line["max_points"] if line["max_points"] else 0.0
        full = int(share * BAR)  # rounded down: a full bar means finished
        upcoming = next((e for e in line["exercises"] if e["id"] == line["next"]), None)
        where = f"{upcoming['number']} {upcoming['title'] or upcoming['id']}".strip() if upcoming else "finished"
        table.add_row(
            plain(f"{line['lecture']}  {line['title']}"),
            points(line["points"], line["max_points"]),
            Text("█" * full, "green") + Text("░" * (BAR - full), "dim"),
            plain(line["problem"] or where, "red" if line["problem"] else "green" if not upcoming else ""),
        )
    table.add_section()
    table.add_row("Together", points(sum(x["points"] for x in summary), sum(x["max_points"] for x in summary)))
    console.print(table)
    upcoming = next((line for line in summary if not line["finished"]), None)
    if upcoming:
        console.print(plain(f"Next: chainrule study {upcoming['notebook']}"))
    elif summary:
        console.print(plain("You have finished every exercise of the course."))


def print_outcomes(console: Console, outcomes: Iterable[Any]) -> None:
    """Print what happened to the learner's copies; nothing for those that are as they were.

    Problems are errors: the command line tells them on stderr.

    Parameters
    ----------
    console : Console
        Where to.
    outcomes : iterable of workspace.Outcome
        What `Workspace.prepare` or `reset` returned.
    """
    words = {"copied": "copied for you", "merged": "brought up to date", "reset": "put back"}
    for outcome in outcomes:
        if outcome.action == "problem" or (outcome.action == "unchanged" and not outcome.messages):
            continue
        backup = f" (before: {outcome.backup})" if outcome.backup else ""
        console.print(plain(f"{outcome.lecture}: {words.get(outcome.action, 'as it was')}{backup}"), soft_wrap=True)
        for message in outcome.messages:
            console.print(plain(f"  {message}"), soft_wrap=True)


def print_hand_in(console: Console, made: HandIn, result: dict[str, Any]) -> None:
    """Print which file to hand in, and what proves later that it was this one.

    Parameters
    ----------
    made : HandIn
    result : dict
        As ``own_check.check_notebook`` returns it.
    """
    untouched = [one["number"] for one in result["exercises"] if one["state"] == "not attempted"]
    if untouched:
        console.print(plain(f"Not attempted: {', '.join(untouched)}.", "yellow"))
    console.print(plain(f"Hand in this file: {made.path}"), soft_wrap=True)
    console.print(plain(f"{made.size} bytes, made {made.when}, SHA-256:"))
    console.print(plain(made.sha256), soft_wrap=True)
    console.print(
        plain(
            "The feedback that you get back names the same SHA-256, if it was this file. my-work/submit/receipts.txt keeps it."
        )
    )
    if made.attempts:
        several = "check" if made.checks == 1 else f"{made.checks} checks"
        console.print(
            plain(f"If your course asks how you got there, hand in this one, too: {made.attempts}"), soft_wrap=True
        )
        console.print(
            plain(
                f"It has the exercise, the points, the time and the named mistake of your {several} of this lecture: no code, "
                "nothing of other lectures. Open it and look. It is not graded, and nothing is lost without it."
            )
        )
