"""``chainrule staff collect`` and ``chainrule staff feedback``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from chainrule.plain_text import plain_text
from chainrule_staff.command import assignment_names, choose_one, course_root, messages, now, write_whole
from chainrule_staff.errors import StaffError
from chainrule_staff.platforms.names import PLATFORMS

if TYPE_CHECKING:
    from chainrule_staff.platforms.collect import Collected

WHERE = {
    "moodle": "Moodle takes it at: the assignment › Submissions › Actions › Upload multiple feedback files in a zip.",
    "canvas": "Canvas takes it at: Gradebook › the assignment's menu › Upload Submissions.",
}


def register(app: typer.Typer) -> None:
    """Add the commands to the staff's."""
    app.command()(collect)
    app.command()(feedback)


def collect(
    archive: Annotated[Path, typer.Argument(metavar="ARCHIVE.zip", help="What Moodle or Canvas gave.")],
    assignment: Annotated[
        str | None,
        typer.Argument(help="Such as 03, activations or 03_activations; found by the notebooks' names unless given."),
    ] = None,
    learner: Annotated[
        list[str] | None,
        typer.Option(metavar="ID=NAME", help="Whose an id of the platform is; may be given several times."),
    ] = None,
    worksheet: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv", help="Moodle's grading worksheet: it knows when they handed in, and addresses."
        ),
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option(metavar="ZONE", help="Of the worksheet's times; nbgrader_config.py's, else this machine's."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace what did not come from the platform, too; it is set aside.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what became of each file as JSON.")] = False,
) -> None:
    """Put a download of Moodle's or Canvas's into submitted/; exit 1 if a file needs a person."""
    now(archive.name, "reading it")
    from chainrule_staff.clock import configured
    from chainrule_staff.grading.which import like
    from chainrule_staff.platforms import collect as work
    from chainrule_staff.platforms.course import folder, notebooks, roll
    from chainrule_staff.platforms.words import told
    from chainrule_staff.platforms.worksheet import EMAIL, NAME, USERNAME, read
    from chainrule_staff.settings import settings

    root = course_root()
    archive = archive.absolute()
    known = notebooks(root)
    within = work.find_assignment(archive, known)
    name = _assignment(archive, assignment, within, root)
    people = roll(root, name)
    sheet = read(worksheet) if worksheet else None
    zone = configured(settings(root))
    times, strange = sheet.times(timezone or zone) if sheet else ({}, [])
    if strange:
        raise StaffError(
            f"{worksheet}: {strange[0]!r} is no time that can be read ({len(strange)} of them). Set your language in Moodle "
            "to English, and download the worksheet again."
        )
    done = work.collect(
        archive,
        folder(root, "submitted"),
        name,
        known[name],
        people=people.people,
        due=people.due_for,
        said=_said(learner or []),
        names=sheet.column(NAME) if sheet else {},
        emails=sheet.column(EMAIL) if sheet else {},
        usernames=sheet.column(USERNAME) if sheet else {},
        times=times,
        blank=like(folder(root, "release") / name / f"{known[name]}.ipynb"),
        force=force,
    )
    if as_json:
        rows = [
            {
                "file": row.file,
                "learner": row.learner,
                "what": told(row.what) if row.what else None,
                "notes": [*map(told, row.notes)],
            }
            for row in done.rows
        ]
        print(json.dumps({"assignment": name, "platform": done.platform, "files": rows}))
    else:
        _print(done, bool(times))
        if timezone and not zone:
            print(f'Times are told in UTC unless nbgrader_config.py says: c.NbGraderAPI.timezone = "{timezone}"')
    if done.refused:
        raise typer.Exit(1)


def feedback(
    assignment: Annotated[str, typer.Argument(help="Such as 03, activations or 03_activations.")],
    to: Annotated[str, typer.Option("--for", metavar="|".join(PLATFORMS), help="Who takes the zip file back.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where it goes; feedback-ASSIGNMENT-PLATFORM.zip unless given."),
    ] = None,
    names: Annotated[bool, typer.Option("--names", help="Name everyone who gets none.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what is in it as JSON.")] = False,
) -> None:
    """Write feedback for those collected from Moodle or Canvas, as the zip file that it takes back."""
    now("the gradebook", "reading it")
    from chainrule_staff.clock import configured
    from chainrule_staff.platforms import feedback as work
    from chainrule_staff.platforms.course import folder, notebooks, points, roll
    from chainrule_staff.platforms.words import sentence, told
    from chainrule_staff.reporting.forms import listed
    from chainrule_staff.settings import settings

    if to not in PLATFORMS:
        raise StaffError(f"There is no platform {to!r}. There are: {', '.join(PLATFORMS)}.")
    root = course_root()
    name = choose_one(assignment, assignment_names(root))
    notebook = notebooks(root)[name]
    zone, due = configured(settings(root)), roll(root, name).due is not None
    release = folder(root, "release") / name / f"{notebook}.ipynb"
    learners, without = work.graded(
        to, folder(root, "submitted"), folder(root, "autograded"), name, notebook, due=due, release=release
    )
    if not learners:
        raise StaffError(
            f"Nothing that was collected from {to.capitalize()} is graded as it is now. Grade it first: chainrule staff grade {name}."
        )
    with Progress(console=messages, transient=True) as progress:
        task = progress.add_task("writing pages", total=len(learners))
        work.write_pages(root, name, [one.learner for one in learners], lambda: progress.advance(task))
    made = work.packed(to, learners, notebook, folder(root, "feedback"), points(root, name).__getitem__, zone)
    output = output or Path(f"feedback-{name}-{to}.zip")
    write_whole(output, made.zipped())
    if as_json:
        print(
            json.dumps(
                {
                    "zip": str(output),
                    "files": {name: one.learner for name, one in zip(made.files, learners)},
                    "without": {learner: told(why) for learner, why in without.items()},
                }
            )
        )
        return
    reasons: dict[str, list[str]] = {}
    for learner, why in without.items():
        reasons.setdefault(sentence(why), []).append(plain_text(learner))
    for reason, learners_without in reasons.items():
        messages.print(f"No feedback for {listed(learners_without, names)}: {reason}.", markup=False, highlight=False)
    count = len(made.files)
    print(f"{output}: feedback for {count} of {count + len(without)} learners. {WHERE[to]}")


def _assignment(archive: Path, word: str | None, within: list[str], root: Path) -> str:
    """The one that is meant; a name that contradicts the archive is not believed."""
    if word is not None:
        name = choose_one(word, assignment_names(root))
        if within and name not in within:
            raise StaffError(
                f"The notebooks in {archive.name} are those of {', '.join(within)}, and none is called as that of {name} "
                "is. Nothing was collected: is it the right archive?"
            )
        return name
    if len(within) == 1:
        return within[0]
    which = f"It has notebooks of {', '.join(within)}" if within else "No notebook in it has the name of one"
    raise StaffError(f"Which assignment is {archive.name}? {which}. Say it: chainrule staff collect ARCHIVE ASSIGNMENT")


def _said(words: list[str]) -> dict[str, str]:
    said = {}
    for word in words:
        id, sign, name = word.partition("=")
        if not sign or not id.strip() or not name.strip():
            raise StaffError(f"--learner {word}: write the platform's id, =, and the learner's name: 10001=ada")
        said[id.strip()] = name.strip()
    return said


def _print(done: Collected, timed: bool) -> None:
    from chainrule_staff.platforms.kinds import REFUSED, Kind
    from chainrule_staff.platforms.words import sentence

    table = Table("file", "learner", "what became of it", title_justify="left")
    for row in done.rows:
        # That an archive has no times is true of all its files, and said once, below.
        said = "; ".join(sentence(one) for one in (row.what, *row.notes) if one and one.kind != Kind.TIME_UNKNOWN)
        kind = row.what.kind if row.what else ""
        style = "red" if kind in REFUSED else "" if kind in (Kind.COLLECTED, Kind.REPLACED) else "dim"
        table.add_row(*(escape(plain_text(one)) for one in (row.file, row.learner, said)), style=style)
    Console(width=None if sys.stdout.isatty() else 160).print(table)
    new, same = done.count(Kind.COLLECTED, Kind.REPLACED), done.count(Kind.UNCHANGED)
    print(
        f"{done.assignment}, from {done.platform.capitalize()}: {new} collected, {same} unchanged, "
        f"{len(done.rows) - new - same - done.refused} left in the archive, {done.refused} not collected."
    )
    if done.platform == "moodle" and not timed:
        print(
            "Moodle's archive has no times: nobody counts as late unless you give its grading worksheet: --worksheet."
        )
