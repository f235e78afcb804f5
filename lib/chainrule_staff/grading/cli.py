"""``chainrule staff grade``: what an instructor sees of grading."""

from __future__ import annotations

import contextlib
import functools
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table

from chainrule.plain_text import plain_text
from chainrule_staff.command import assignment_names, choose_one, course_root, messages, now
from chainrule_staff.errors import StaffError
from chainrule_staff.grading.words import sentence, told

if TYPE_CHECKING:
    from chainrule_staff.grading.record import Record
    from chainrule_staff.grading.workers import Pool
    from chainrule_staff.reporting.grades import Grade

EARLY = 2  # processes that start before it is known how many submissions there are
IN_THE_END = ("points", "penalty", "score", "max_points", "seconds_late", "state")  # of a grade, in JSON


def grade(
    assignment: Annotated[str | None, typer.Argument(help="Such as 03, activations or 03_activations.")] = None,
    student: Annotated[list[str] | None, typer.Option(help="Only this learner's; may be given several times.")] = None,
    reviewed: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LEARNER",
            help="You have looked at this one: it needs no look any more, until another is handed in. May be given several times.",
        ),
    ] = None,
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
    with contextlib.ExitStack() as running:
        pool = None
        if scheduler is None:  # the processes that grade start while this one imports nbgrader
            from chainrule_staff.grading.workers import started

            pool = running.enter_context(started(sandbox, workers, early=len(student) if student else EARLY))
        options = {key: value for key, value in given.items() if key not in ("assignment", "every")}
        _grade_one(root, name, pool, **options)


def _grade_one(
    root: Path,
    name: str,
    pool: Pool | None,
    *,
    student: list[str] | None,
    reviewed: list[str] | None,
    force: bool,
    workers: int | None,
    scheduler: str | None,
    call_seconds: float,
    run_all: bool,
    sandbox: str,
    dry_run: bool,
    accept_changes: bool,
    as_json: bool,
) -> None:
    """Grade one assignment, with the options of :func:`grade`, and print what became of it."""
    from chainrule.calling.pipe import Limits  # what it takes with it needs a second or two
    from chainrule_staff.grading.class_run import grade_class
    from chainrule_staff.grading.compared import compared
    from chainrule_staff.reporting.grades import of_run, scores

    if sandbox == "none":
        messages.print(
            "NO SANDBOX: learners' code will run with all your rights: it can read and change your files, grades "
            "included. This is recorded with the grades.",
            style="bold white on red",
        )
    limits = Limits(call=call_seconds, check=2 * call_seconds, cell=3 * call_seconds, total=12 * call_seconds)
    done = 0
    assessed: list[str] = []
    looked: dict[str, bool] = {}
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
                reviewed=reviewed or (),
                force=force,
                sandbox=sandbox,
                workers=workers,
                scheduler=scheduler,
                pool=pool,
                limits=limits,
                run_all=run_all,
                brief=not as_json,
                on_start=lambda count: progress.update(task, total=count),
                on_record=advance,
                on_penalties=assessed.extend,
                on_reviewed=looked.update,
            )
            before = {} if dry_run else scores(root, name)
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
    for learner, waited in ({} if dry_run else looked).items():
        said = "needs no look any more" if waited else "nothing needed a look; nothing was noted"
        print(f"{plain_text(learner)}: {said}.", file=sys.stderr if as_json else sys.stdout)
    grades = {} if dry_run else of_run(root, name, records)
    moved = _moved(before, grades)
    if as_json:
        data: Any = [_as_json(record, grades.get(record.learner), moved) for record in records]
        print(json.dumps(data if rows is None else {"records": data, "changes": [asdict(row) for row in rows]}))
        return
    if not dry_run:
        _print(records, grades, moved, done)
        if assessed:
            print(f"Another late penalty than before: {_named(assessed)}.")
    if rows is not None:
        from chainrule_staff.reporting.before_after import show

        show(rows, Console(width=None if sys.stdout.isatty() else 130))
        print("A dry run: nothing was written." if dry_run else f"The gradebook as it was: {backup}")


def _named(learners: list[str], most: int = 10) -> str:
    """Some names; the table has all of them."""
    more = f" and {len(learners) - most} more" if len(learners) > most else ""
    return ", ".join(map(plain_text, learners[:most])) + more


def _moved(before: dict[str, float], grades: dict[str, Grade]) -> dict[str, float]:
    """Whose score is another one than before this run, with the score that was: by a second attempt, a check, a penalty, by hand."""
    return {
        learner: before[learner]
        for learner, grade in grades.items()
        if learner in before and abs((grade.score or 0.0) - before[learner]) > 1e-9
    }


def _as_json(record: Record, grade: Grade | None, moved: dict[str, float]) -> dict[str, Any]:
    """A record, and what counts in the end; a dry run has the latter in its changes."""
    said: dict[str, Any] = {"look": [*map(told, record.look)], "notes": [*map(told, record.notes)]}
    if grade is not None:
        said["grade"] = {key: value for key, value in grade.to_dict().items() if key in IN_THE_END}
        if record.learner in moved:
            said["grade"]["score_before"] = moved[record.learner]
    return record.to_dict() | said


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


def _print(records: list[Record], grades: dict[str, Grade], moved: dict[str, float], done: int) -> None:
    from chainrule_staff.reporting.forms import number
    from chainrule_staff.reporting.summary import lateness

    table = Table(
        Column("learner", overflow="fold"),
        Column("score", no_wrap=True),
        Column("late", overflow="fold"),
        Column("state", overflow="fold", min_width=len("needs a look:")),
        title_justify="left",
    )
    for record in records:
        grade = grades[record.learner]
        score = "" if grade.score is None else f"{number(grade.score)} of {number(grade.max_points)}"
        if record.learner in moved:
            score += f" (was {number(moved[record.learner])})"
        late = lateness(grade.seconds_late, grade.time_known) if grade.seconds_late else ""
        if grade.penalty:
            late += f", {number(grade.penalty)} off"
        state = "graded" if grade.state == "late" else grade.state
        reasons = grade.reasons or (record.notes if grade.state == "missing" else [])
        if reasons:
            more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
            state = f"{state}: {sentence(reasons[0])}{more}"
        style = {"graded": "", "late": "", "needs a look": "yellow", "missing": "dim"}.get(grade.state, "red")
        table.add_row(escape(plain_text(record.learner)), score, late, escape(plain_text(state)), style=style)
    Console(width=None if sys.stdout.isatty() else 130).print(table)
    states = [grades[record.learner].state for record in records]
    counts = {
        "graded": sum(state in ("graded", "late", "needs a look") for state in states),
        "of these need a look": states.count("needs a look"),
        "unreadable": states.count("unreadable"),
        "missing": states.count("missing"),
    }
    said = ", ".join(f"{count} {what}" for what, count in counts.items() if count or what == "graded")
    said += f"; {len(moved)} with another score than before" if moved else ""
    print(
        f"{said}; {done} graded in this run, {len(records) - done} unchanged or missing."
        if records
        else "Nobody is here yet."
    )
