"""``chainrule staff report`` and ``chainrule staff export``."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from chainrule_staff.command import assignment_names, choose, choose_one, course_root
from chainrule_staff.errors import StaffError

FORMS = ("csv", "canvas", "moodle", "json")
Word = Annotated[str, typer.Argument(metavar="ASSIGNMENT", help="Such as 03, activations or 03_activations.")]
Words = Annotated[list[str] | None, typer.Argument(metavar="[ASSIGNMENT]…", help="All that are graded unless given.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Where they go; printed unless given.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the staff's."""
    app.command()(report)
    app.command()(export)


def report(
    assignment: Word,
    html: Annotated[Path | None, typer.Option("--html", help="Write the report as a page to teach from.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Show what the class did: points, exercises, its most common mistakes, identical submissions."""
    from chainrule_staff.reporting.grades import read_course
    from chainrule_staff.reporting.summary import summarise

    course = course_root()
    with read_course(course) as reader:
        name = choose_one(assignment, [*reader.assignments(), *assignment_names(course)])
        found = reader.results(name) if name in reader.assignments() else None
    if not found or not found.any_graded:
        raise StaffError(_nothing_graded([name]))
    summary = summarise(name, found.records, found.grades)
    if html:
        from chainrule_staff.reporting.page import render

        _write(html, render(summary).encode())
        print(f"{html}: the report on {name}", file=sys.stderr if as_json else sys.stdout)
    if as_json:
        print(json.dumps(summary))
    elif not html:
        from rich.console import Console

        from chainrule_staff.reporting.terminal import show

        show(summary, Console(width=None if sys.stdout.isatty() else 110, highlight=False))


def export(
    assignments: Words = None,
    to: Annotated[str, typer.Option("--to", metavar="|".join(FORMS), help="The form of the grades.")] = "csv",
    output: Output = None,
) -> None:
    """Hand the grades on: as CSV or JSON, or to Canvas or Moodle."""
    course = course_root()
    if to not in FORMS:
        raise StaffError(f"There is no form {to!r}. There are: {', '.join(FORMS)}.")
    from chainrule_staff.reporting.forms import FORMATS, encoded, remarks
    from chainrule_staff.reporting.grades import read_course

    with read_course(course) as reader:
        kept = reader.assignments()
        names = choose(assignments, [*kept, *assignment_names(course)]) if assignments else kept
        found = [reader.results(name) for name in names if name in kept]
    graded = [one for one in found if one.any_graded]
    lacking = [name for name in names if name not in {one.assignment for one in graded}]
    if not graded or assignments and lacking:
        raise StaffError(_nothing_graded(lacking))
    grades = [grade for one in graded for grade in one.grades]
    for remark in remarks(grades, to):
        print(remark, file=sys.stderr)
    content = FORMATS[to](grades)
    if output:
        _write(output, encoded(content, to))
        print(f"{output}: {len(grades)} grades of {', '.join(one.assignment for one in graded)}")
    else:
        typer.echo(content.encode(), nl=False)


# -- what both need -------------------------------------------------------------------------------


def _nothing_graded(names: Iterable[str]) -> str:
    names = list(names)
    what = ", ".join(names) or "this course"
    return (
        f"Nothing of {what} is graded yet. Grade it first: chainrule staff grade {names[0] if names else 'ASSIGNMENT'}."
    )


def _write(target: Path, data: bytes) -> None:
    """Write a file whole or not at all; a pipe or device is written to as it is."""
    from chainrule.disk import atomic_write

    try:
        if target.is_dir():
            raise IsADirectoryError("it is a folder")
        if not target.parent.is_dir():
            raise FileNotFoundError(f"there is no folder {target.parent}")
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        elif target.exists() and not os.access(target, os.W_OK):
            raise PermissionError("it is write-protected")
        else:
            atomic_write(target, data)
    except OSError as error:
        raise StaffError(f"{target} cannot be written: {error.strerror or error}. Name another file.") from None
