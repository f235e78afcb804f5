"""``chainrule staff review``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from chainrule_staff.command import choose, course_root, messages, now
from chainrule_staff.errors import StaffError

Words = Annotated[list[str] | None, typer.Argument(metavar="[ASSIGNMENT]…", help="Such as 03; all unless given.")]


def register(app: typer.Typer) -> None:
    """Add the command to the staff's."""
    app.command()(review)


def review(
    assignments: Words = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the pages go.")] = Path(
        "dist/review"
    ),
    answers: Annotated[
        list[Path] | None,
        typer.Option("--answers", metavar="FILE", help="Learners' answers from trials, as staff evidence takes them."),
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; as many as processors unless given.")] = None,
) -> None:
    """Write pages on every exercise and its evidence. They hold all solutions: for staff alone."""
    root = course_root()
    now("the course", "reading the lectures")
    from chainrule_staff.authoring.source import lectures, read
    from chainrule_staff.review.collecting import rows, write
    from chainrule_staff.review.keeping import dossiers

    known = lectures(root / "solutions")
    chosen = choose(assignments, [folder.name for folder in known]) if assignments else [one.name for one in known]
    found = [read(folder) for folder in known if folder.name in chosen]
    if not found:
        raise StaffError("The course has no lectures yet, so there is nothing to review.")
    with Progress(console=messages, transient=True) as progress:
        task = progress.add_task("trying every answer", total=None)
        made = dossiers(
            root,
            found,
            workers=workers,
            on_start=lambda count: progress.update(task, total=count),
            on_done=lambda name: progress.update(task, advance=1, description=name),
        )
    now("the pages", "writing them")
    every = rows(root, found, made, answers or [])
    written = write(every, output)
    serious = sum(bool(row.serious) for row in every)
    weak = sum(bool(row.remarks) for row in every) - serious
    print(f"{written[0]}: {len(every)} exercises, {serious} with something seriously wrong, {weak} below the bar")
