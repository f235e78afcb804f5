"""``chainrule staff report`` and ``chainrule staff export``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chainrule_staff.command import assignment_names, choose, choose_one, course_root, now, write_whole
from chainrule_staff.errors import StaffError

if TYPE_CHECKING:
    from chainrule_staff.reporting.grades import CourseReader

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
    course = course_root()
    now("the gradebook", "reading it")
    from chainrule_staff.clock import configured
    from chainrule_staff.reporting.grades import read_course
    from chainrule_staff.reporting.summary import summarise
    from chainrule_staff.settings import settings

    with read_course(course) as reader:
        name = choose_one(assignment, [*reader.assignments(), *assignment_names(course)])
        found, due = (reader.results(name), reader.due(name)) if name in reader.assignments() else (None, None)
        _say_not_entered(reader, [name] if found else [])
    if not found or not found.any_graded:
        raise StaffError(_nothing_graded([name]))
    summary = summarise(name, found.records, found.grades, due, configured(settings(course)))
    if html:
        from chainrule_staff.reporting.page import render

        write_whole(html, render(summary).encode())
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
    column: Annotated[
        str | None, typer.Option(metavar="NAME", help="What Canvas calls the assignment's column; remembered.")
    ] = None,
    worksheet: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Moodle's grading worksheet, to be filled in.")
    ] = None,
    names: Annotated[bool, typer.Option("--names", help="Name everyone of whom something is said.")] = False,
) -> None:
    """Hand the grades on: as CSV or JSON, or to Canvas or Moodle."""
    course = course_root()
    if to not in FORMS:
        raise StaffError(f"There is no form {to!r}. There are: {', '.join(FORMS)}.")
    for option, given, form in (("--column", column, "canvas"), ("--worksheet", worksheet, "moodle")):
        if given is not None and to != form:
            raise StaffError(f"{option} is for --to {form}.")
    now("the gradebook", "reading it")
    from chainrule_staff.platforms.course import folder
    from chainrule_staff.platforms.export import canvas_columns, fill_worksheet, remember_column, with_canvas_ids
    from chainrule_staff.platforms.worksheet import read
    from chainrule_staff.reporting.forms import BOM, FORMATS, as_canvas, encoded, listed, remarks
    from chainrule_staff.reporting.grades import read_course
    from chainrule_staff.roster import read as read_roster

    with read_course(course) as reader:
        kept = reader.assignments()
        chosen = choose(assignments, [*kept, *assignment_names(course)]) if assignments else kept
        found = [reader.results(name) for name in chosen if name in kept]
        _say_not_entered(reader, [one.assignment for one in found])
    graded = [one for one in found if one.any_graded]
    lacking = [name for name in chosen if name not in {one.assignment for one in graded}]
    if not graded or assignments and lacking:
        raise StaffError(_nothing_graded(lacking))
    grades = [grade for one in graded for grade in one.grades]
    if (column or worksheet) and len(graded) != 1:
        raise StaffError(
            f"--{'column' if column else 'worksheet'} belongs to one assignment, and {len(graded)} are graded: name it."
        )
    said = remarks(grades, "worksheet" if worksheet else to, names)
    count = sum(grade.score is not None for grade in grades)
    if to == "canvas":
        if column:
            remember_column(course, graded[0].assignment, column)
        grades = with_canvas_ids(grades, folder(course, "submitted"))
        titles = canvas_columns(course)
        content = encoded(as_canvas(grades, titles), to)
        if strangers := sorted({grade.learner for grade in grades if grade.score is not None and not grade.lms_id}):
            said.append(
                f"Without a number of Canvas's: {listed(strangers, names)}. Canvas looks for these by login or name; who was collected "
                "from it, or has a canvas_id in roster.csv, has one."
            )
        if unnamed := [one.assignment for one in graded if one.assignment not in titles]:
            said.append(
                f"Canvas will offer to make a new assignment called {unnamed[0]}, unless it has one. To fill one that is there, "
                "give the name of its column in a CSV that Canvas exports, once: --column 'Activations (4711)'."
            )
    elif worksheet:
        roster = read_roster(course)
        content, count, more = fill_worksheet(read(worksheet), grades, folder(course, "submitted"), roster, names)
        said += more
    else:
        content = encoded(FORMATS[to](grades), to)
    for remark in said:
        print(remark, file=sys.stderr)
    if output:
        write_whole(output, content)
        everyone = len({grade.learner for grade in grades})
        of = f" ({everyone} learners in the course)" if count != everyone * len(graded) else ""
        named = ", ".join(one.assignment for one in graded)
        print(f"{output}: {count} grade{'' if count == 1 else 's'} of {named}{of}")
    else:
        typer.echo(content if worksheet else content.removeprefix(BOM.encode()), nl=False)


# -- what both need -------------------------------------------------------------------------------


def _say_not_entered(reader: CourseReader, names: Iterable[str]) -> None:
    """Say so where a penalty is not what the roster would have it be: these commands write nothing into the gradebook."""
    for name in names:
        if learners := reader.not_entered(name):
            more = f" and {len(learners) - 5} more" if len(learners) > 5 else ""
            print(
                f"roster.csv has other extensions than the gradebook, for {', '.join(learners[:5])}{more}: first run "
                f"chainrule staff grade {name}",
                file=sys.stderr,
            )


def _nothing_graded(names: Iterable[str]) -> str:
    names = list(names)
    what = ", ".join(names) or "this course"
    return (
        f"Nothing of {what} is graded yet. Grade it first: chainrule staff grade {names[0] if names else 'ASSIGNMENT'}."
    )
