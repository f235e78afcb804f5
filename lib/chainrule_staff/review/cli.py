"""``chainrule staff review``."""

from __future__ import annotations

import hashlib
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from chainrule.plain_text import plain_text
from chainrule_staff.command import assignment_names, choose, choose_one, course_root, messages, now, write_whole
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
    inputs: Annotated[
        int | None,
        typer.Option(min=1, help="On how many inputs mutants must agree to be equivalent, as staff evidence takes it."),
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; as many as processors unless given.")] = None,
    of_class: Annotated[
        bool, typer.Option("--class", help="Read what a class wrote, in groups, in a browser on this machine.")
    ] = False,
    student: Annotated[
        str | None, typer.Option(metavar="LEARNER", help="Write a page on this learner's answers.")
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="With --class: the port; any unless given.")] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="With --class: open a browser.")] = True,
) -> None:
    """Write pages on every exercise and its evidence, or read what a class wrote. They hold all solutions: for staff alone."""
    root = course_root()
    if of_class or student is not None:
        name = _one(root, assignments)
        now(name, "reading the lecture and the gradebook")
        if student is not None:
            _write_student(root, name, student, output)
        else:
            _serve(root, name, port, browser)
        return
    now("the course", "reading the lectures")
    from chainrule_staff.authoring.evidence import INPUTS
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
            inputs=inputs or INPUTS,
            on_start=lambda count: progress.update(task, total=count),
            on_done=lambda name: progress.update(task, advance=1, description=name),
        )
    now("the pages", "writing them")
    every = rows(root, found, made, answers or [])
    written = write(every, output)
    serious = sum(bool(row.serious) for row in every)
    weak = sum(bool(row.remarks) for row in every) - serious
    print(f"{written[0]}: {len(every)} exercises, {serious} with something seriously wrong, {weak} below the bar")


def _one(root: Path, words: list[str] | None) -> str:
    """The one assignment that is named."""
    if not words or len(words) != 1:
        raise StaffError("Name one assignment: chainrule staff review 03 --class")
    return choose_one(words[0], assignment_names(root))


def _serve(root: Path, name: str, port: int, browser: bool) -> None:
    from chainrule_staff.authoring.source import read
    from chainrule_staff.review.desk import Desk, serve

    desk = Desk(root, read(root / "solutions" / name))
    desk.answers()  # what is wrong with the gradebook is said before anything is served

    def ready(address: str) -> None:
        print(f"{address}\nThe address is for you alone: it holds a token. Stop with Ctrl+C.", flush=True)
        if browser:
            webbrowser.open(address)

    serve(desk, port, ready)


def _write_student(root: Path, name: str, learner: str, output: Path) -> None:
    from chainrule_staff.authoring.source import read
    from chainrule_staff.review.class_answers import read_answers
    from chainrule_staff.review.class_pages import learner_page
    from chainrule_staff.review.collecting import refuse_release
    from chainrule_staff.review.learner import attempts_of, comments_of

    lecture, found = read(root / "solutions" / name), read_answers(root, name)
    if learner not in found.records:
        raise StaffError(
            f"Nothing of {plain_text(learner)} is graded for {name}. There are {len(found.records)} learners."
        )
    comments, attempts = comments_of(root, found, learner), attempts_of(root, lecture, learner)
    page = learner_page(lecture, found, learner, comments, attempts, served=False)
    refuse_release(output)
    output.mkdir(parents=True, exist_ok=True)
    target = output / f"{name}.learner.{hashlib.sha256(learner.encode()).hexdigest()[:10]}.html"
    write_whole(target, page.encode())
    print(f"{target}: {plain_text(learner)}'s answers beside the reference")
