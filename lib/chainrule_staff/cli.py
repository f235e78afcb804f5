"""``chainrule staff``: what course staff do from the command line."""

from __future__ import annotations

import dataclasses
import functools
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from chainrule.notebooks.errors import CheckError
from chainrule_staff.command import Commands, choose, course_root, messages, now, tell
from chainrule_staff.errors import StaffError
from chainrule_staff.grading.cli import grade
from chainrule_staff.platforms.cli import register as register_platforms
from chainrule_staff.reporting.cli import register as register_reporting
from chainrule_staff.review.cli import register as register_review

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Build, release and prove the course. For instructors and reviewers.",
)
Words = Annotated[
    list[str] | None, typer.Argument(metavar="[LECTURE]…", help="Such as 03 or activations; all unless given.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]


def _folders(root: Path, words: list[str] | None) -> list[Path]:
    """The lecture folders that the user's words name; all unless there are any."""
    from chainrule_staff.authoring.source import lectures

    known = lectures(root / "solutions")
    names = choose(words, [folder.name for folder in known]) if words else None
    return known if names is None else [folder for folder in known if folder.name in names]


@app.command()
def build(
    words: Words = None,
    force: Annotated[bool, typer.Option("--force", help="Rebuild what is up to date, too.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Build nothing; exit 1 if anything is stale.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring executed solutions, releases and catalogues up to date with their sources."""
    root = course_root()
    now("the course", "reading the lectures")
    from chainrule_staff.authoring.build import build as build_one  # what it takes with it needs a second or two
    from chainrule_staff.authoring.source import SourceError

    folders = _folders(root, words)
    results, broken = [], False
    with Progress(console=messages, transient=True) as progress:
        task = progress.add_task("building", total=len(folders))
        for folder in folders:
            progress.update(task, description=folder.name)
            try:
                say = functools.partial(now, folder.name)
                results.append(build_one(root, folder, force=force, check_only=check, on_step=say))
            except (SourceError, CheckError) as error:
                tell(f"{folder.name}: {error}")
                broken = True
            progress.advance(task)
    if as_json:
        print(json.dumps([{**dataclasses.asdict(result), "fresh": result.fresh} for result in results]))
    else:
        for result in results:
            verb = "stale" if check else "rebuilt"
            print(f"{result.assignment}: {'up to date' if result.fresh else f'{verb}: {result.reason}'}")
            if result.kept:
                print(f"{result.assignment}: somebody had typed into the release; a copy is kept: {result.kept}")
    if broken:
        raise typer.Exit(2)
    if check and not all(result.fresh for result in results):
        raise typer.Exit(1)


@app.command()
def bundle(
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the bundle goes.")] = Path(
        "dist/chain-rule.zip"
    ),
    without_solutions: Annotated[
        bool, typer.Option("--without-solutions", help="Leave out the other way that a passed exercise offers.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Build what is stale, then write the bundle to hand out: notebooks and library, nothing of the staff's."""
    root = course_root()
    now("the course", "reading the lectures")
    from chainrule_staff.authoring.build import build as build_one
    from chainrule_staff.authoring.bundle import write

    for folder in _folders(root, None):
        now(folder.name, "looking whether it is up to date")
        build_one(root, folder, on_step=functools.partial(now, folder.name))
    now("the course", "packing")
    try:
        files = write(root, output, solutions=not without_solutions)
    except OSError as error:
        raise StaffError(f"{output} cannot be written: {error.strerror or error}. Name another file.") from None
    if as_json:
        print(json.dumps({"bundle": str(output), "files": [path.as_posix() for path in files]}))
    else:
        print(f"{output}: {len(files)} files, {output.stat().st_size / 1e6:.1f} MB")


@app.command()
def sandbox() -> None:
    """Try the sandbox that submissions are graded in, and say what holds on this machine."""
    now("the sandbox", "trying its walls")
    from chainrule_staff.grading.probe import probe
    from chainrule_staff.grading.sandbox import Sandbox

    with Sandbox() as walls:
        weak = probe(walls)
    print("The sandbox holds.")
    for sentence in weak:
        print(sentence)


app.command("release", hidden=True)(bundle)  # its former name, for the scripts that use it


@app.command()
def evidence(
    words: Words = None,
    answers: Annotated[
        Path | None, typer.Option("--answers", metavar="FILE", help="Try the answers of this JSON file instead.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what every check accepts, rejects and names; exit 1 if anything is wrong."""
    if answers is not None:
        _try_answers(answers, words or [answers.stem], as_json)
        return
    now("the course", "reading the lectures")
    from chainrule_staff.authoring.evidence import examine, untouched
    from chainrule_staff.authoring.source import read

    rows: dict[str, list] = {}
    lectures = [read(folder) for folder in _folders(course_root(), words)]
    with Progress(console=messages, transient=True) as progress:
        task = progress.add_task("examining", total=sum(len(lecture.exercises) for lecture in lectures))
        for lecture in lectures:
            rows[lecture.assignment] = examine(lecture, lambda _: progress.advance(task))
    found = [row for lecture in rows.values() for row in lecture]
    blank = {lecture.assignment: untouched(course_root(), lecture) for lecture in lectures}
    if as_json:
        print(json.dumps({name: [dataclasses.asdict(row) for row in lecture] for name, lecture in rows.items()}))
    else:
        _print_evidence(rows, blank)
    if not all(row.clean for row in found) or any(earned for earned, _ in blank.values()):
        raise typer.Exit(1)


def _try_answers(file: Path, words: list[str], as_json: bool) -> None:
    """Try a file of answers on the one lecture that is named, or that the file is named after."""
    now(str(file), "reading the answers and their lecture")
    from chainrule_staff.authoring.answers_file import OUTCOMES, read_answers, try_answers
    from chainrule_staff.authoring.source import read

    folders = _folders(course_root(), words)
    if len(folders) != 1:
        raise StaffError(f"{len(folders)} lectures are called {' '.join(words)}: the answers in {file} belong to one.")
    tried = try_answers(read(folders[0]), read_answers(file))
    if as_json:
        print(json.dumps(tried.to_dict()))
    else:
        console = Console(width=None if sys.stdout.isatty() else 110)
        table = Table("half", "answers", "round", *OUTCOMES, title=tried.lecture, title_justify="left")
        for (half, kind, round_), found in sorted(tried.counts.items()):
            table.add_row(half, kind, str(round_), *(str(found[name]) for name in OUTCOMES))
        console.print(table)
        for what, lines in (
            ("a wrong answer keeps all points", tried.kept_all_points),
            ("a right answer is refused", tried.refused),
            ("there is no such exercise", tried.strangers),
        ):
            for line in lines:
                console.print(f"{what}: {line}", style="red", markup=False, highlight=False)
    if not tried.clean:
        raise typer.Exit(1)


def _print_evidence(rows: dict[str, list], untouched: dict[str, tuple[float, float]]) -> None:
    from chainrule.checks.words import points_text

    console = Console(width=None if sys.stdout.isatty() else 110)
    for assignment, lecture in rows.items():
        table = Table(
            "exercise",
            "half",
            "named,\nwrong",
            "diag-\nnosed",
            "by sweep\nalone",
            "a slip\ncosts",
            "right",
            "mutants\n(same)",
            "lazy",
            "accepts",
            "rejects",
            title=assignment,
            title_justify="left",
        )
        for row in lecture:
            if not row.mutants:
                continue  # a prediction: any commitment is right
            table.add_row(
                row.exercise,
                row.half,
                f"{row.named}/{row.wrong}",
                str(row.diagnosed),
                str(row.swept),
                "" if row.typical_cost is None else f"{row.typical_cost:.0%}",
                str(row.variants),
                f"{row.mutants} ({row.equivalent})",
                str(row.lazy),
                str(len(row.accepts)),
                str(len(row.rejects)),
            )
        console.print(table)
        for row in lecture:
            for kind in ("accepts", "rejects"):
                for line in getattr(row, kind):
                    console.print(f"{row.exercise}, {row.half}: {kind} {line}", style="red", markup=False)
        visible = [row for row in lecture if row.half == "visible"]
        wrong, named, diagnosed, swept = (
            sum(getattr(row, name) for row in visible) for name in ("wrong", "named", "diagnosed", "swept")
        )
        if wrong:
            console.print(
                f"Wrong answers known: {wrong}, of which {named} are named ({named / wrong:.0%}), {diagnosed} diagnosed "
                f"({diagnosed / wrong:.0%}), and {swept} ({swept / wrong:.0%}) rejected by the sweep alone."
            )
        if assignment in untouched:
            earned, points = untouched[assignment]
            console.print(f"An untouched notebook earns {earned:g} of {points_text(points)}.\n")


app.command()(grade)
register_platforms(app)
register_reporting(app)
register_review(app)


if __name__ == "__main__":
    app()
