"""``chainrule staff grade``: what an instructor sees of grading."""

from __future__ import annotations

import functools
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table

from chainrule.plain_text import plain_text
from chainrule_staff.command import assignment_names, choose_one, course_root, messages, now
from chainrule_staff.errors import StaffError
from chainrule_staff.grading.words import sentence, told


def grade(
    assignment: Annotated[str | None, typer.Argument(help="Such as 03, activations or 03_activations.")] = None,
    student: Annotated[list[str] | None, typer.Option(help="Only this learner's; may be given several times.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Grade what is graded already, too.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; as many as processors unless given.")] = None,
    scheduler: Annotated[str | None, typer.Option(help="A Dask scheduler whose workers grade: tcp://…")] = None,
    call_seconds: Annotated[
        float,
        typer.Option(
            min=0.1,
            help="Limit for one call of a learner's function, in processor time; a check has "
            "twice that, a cell three times, a submission twelve times.",
        ),
    ] = 10.0,
    run_all: Annotated[
        bool, typer.Option("--run-all", help="Run the demonstrations, too, for their pictures.")
    ] = False,
    sandbox: Annotated[
        str, typer.Option(help="bubblewrap; none runs learners' code with all your rights.")
    ] = "bubblewrap",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write no grade: show who would gain or lose what. With --force, of all.")
    ] = False,
    accept_changes: Annotated[
        bool,
        typer.Option("--accept-changes", help="The lecture was changed after its release: grade by what it is now."),
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="All assignments that were handed in, one after the other.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the records as JSON; with --all one line for each.")
    ] = False,
) -> None:
    """Grade new and changed submissions, each in a sandbox of its own; scores go into nbgrader's gradebook."""
    given = dict(locals())
    root = course_root()
    if every or assignment is None:
        for name in _handed_in(root, assignment, every):
            if not as_json:
                print(f"{name}:", flush=True)
            grade(**{**given, "assignment": name, "every": False})
        return
    name = choose_one(assignment, assignment_names(root))
    now(name, "reading the gradebook and what was handed in")
    from chainrule.calling.pipe import Limits  # what it takes with it needs a second or two
    from chainrule_staff.grading.class_run import grade_class
    from chainrule_staff.grading.compared import compared

    if sandbox == "none":
        messages.print(
            "NO SANDBOX: learners' code will run with all your rights: it can read and change your files, grades "
            "included. This is recorded with the grades.",
            style="bold white on red",
        )
    limits = Limits(call=call_seconds, check=2 * call_seconds, cell=3 * call_seconds, total=12 * call_seconds)
    done = 0
    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    try:
        with Progress(*columns, console=messages, transient=True) as progress:
            task = progress.add_task("grading", total=None, rate="")

            def advance(record) -> None:
                nonlocal done
                done += 1
                speed = progress.tasks[0].speed
                progress.update(task, advance=1, rate=f"{speed:.1f}/s" if speed else "")

            run = functools.partial(
                grade_class,
                root,
                name,
                learners=student,
                force=force,
                sandbox=sandbox,
                workers=workers,
                scheduler=scheduler,
                limits=limits,
                run_all=run_all,
                brief=not as_json,
                on_start=lambda count: progress.update(task, total=count),
                on_record=advance,
            )
            rows, backup = None, None
            if dry_run or accept_changes:
                records, rows, backup = compared(root, name, run, dry_run=dry_run)
            else:
                records = run()
    except KeyboardInterrupt:
        messages.print(
            "Stopped. It was a dry run: nothing is written down."
            if dry_run
            else f"Stopped. {done} submissions were graded and are written down; the same command grades the rest."
        )
        raise typer.Exit(130) from None
    if as_json:
        more = ({"look": [*map(told, record.look)], "notes": [*map(told, record.notes)]} for record in records)
        data: Any = [record.to_dict() | one for record, one in zip(records, more)]
        print(json.dumps(data if rows is None else {"records": data, "changes": [asdict(row) for row in rows]}))
        return
    if not dry_run:
        _print(records, done)
    if rows is not None:
        from chainrule_staff.reporting.before_after import show

        show(rows, Console(width=None if sys.stdout.isatty() else 130))
        print("A dry run: nothing was written." if dry_run else f"The gradebook as it was: {backup}")


def _handed_in(root: Path, assignment: str | None, every: bool) -> list[str]:
    """The assignments that ``--all`` means: those that the gradebook knows, and that anybody has handed in."""
    if assignment is not None or not every:
        raise StaffError("Name one assignment, or say --all: chainrule staff grade 03")
    from chainrule_staff.grading.gradebook import course_directory, folder
    from chainrule_staff.reporting.grades import read_course, who_handed_in

    submitted = folder(course_directory(root), "submitted")
    with read_course(root) as reader:
        known = reader.assignments()
    found = [name for name in assignment_names(root) if name in known and who_handed_in(submitted, name)]
    if not found:
        raise StaffError(
            "Nobody has handed in anything that the gradebook knows. Collect first: chainrule staff collect."
        )
    return found


def _print(records: list, done: int) -> None:
    table = Table(
        Column("learner", overflow="fold"),
        Column("points", no_wrap=True),
        Column("state", overflow="fold", min_width=len("needs a look:")),
        title_justify="left",
    )
    for record in records:
        points = "" if record.state == "missing" else f"{record.points:g} of {record.max_points:g}"
        state = record.state
        if record.look:
            more = f" (and {len(record.look) - 1} more)" if len(record.look) > 1 else ""
            state = f"{'needs a look' if state == 'graded' else state}: {sentence(record.look[0])}{more}"
        elif record.state == "missing" and record.notes:
            state = f"missing: {sentence(record.notes[0])}"
        style = {"graded": "yellow" if record.look else "", "missing": "dim"}.get(record.state, "red")
        table.add_row(escape(plain_text(record.learner)), points, escape(plain_text(state)), style=style)
    Console(width=None if sys.stdout.isatty() else 130).print(table)
    graded = [record for record in records if record.state == "graded"]
    counts = {
        "graded": len(graded),
        "of these need a look": sum(bool(record.look) for record in graded),
        "unreadable": sum(record.state == "unreadable" for record in records),
        "missing": sum(record.state == "missing" for record in records),
    }
    said = ", ".join(f"{count} {what}" for what, count in counts.items() if count or what == "graded")
    print(
        f"{said}; {done} graded in this run, {len(records) - done} unchanged or missing."
        if records
        else "Nobody is here yet."
    )
