"""``chainrule staff collect`` and ``chainrule staff feedback``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from chainrule.plain_text import plain_text
from chainrule_staff.command import assignment_names, choose_one, course_root
from chainrule_staff.errors import StaffError


def register(app: typer.Typer) -> None:
    """Add the commands to the staff's."""
    app.command()(collect)


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
    force: Annotated[
        bool, typer.Option("--force", help="Replace what did not come from the platform, too; it is set aside.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what became of each file as JSON.")] = False,
) -> None:
    """Put a download of Moodle's or Canvas's into submitted/; exit 1 if a file needs a person."""
    from chainrule_staff.platforms import collect as work
    from chainrule_staff.platforms.course import folder, notebooks, roll
    from chainrule_staff.platforms.words import told

    root = course_root()
    archive = archive.absolute()
    known = notebooks(root)
    within = work.find_assignment(archive, known)
    name = _assignment(archive, assignment, within, root)
    people = roll(root, name)
    done = work.collect(
        archive,
        folder(root, "submitted"),
        name,
        known[name],
        people=people.people,
        due=people.due_for,
        said=_said(learner or []),
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
        _print(done)
    if done.refused:
        raise typer.Exit(1)


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


def _print(done) -> None:
    from chainrule_staff.platforms.kinds import REFUSED, Kind
    from chainrule_staff.platforms.words import sentence

    table = Table("file", "learner", "what became of it", title_justify="left")
    for row in done.rows:
        said = "; ".join(sentence(one) for one in (row.what, *row.notes) if one)
        kind = row.what.kind if row.what else ""
        style = "red" if kind in REFUSED else "" if kind in (Kind.COLLECTED, Kind.REPLACED) else "dim"
        table.add_row(*(escape(plain_text(one)) for one in (row.file, row.learner, said)), style=style)
    Console(width=None if sys.stdout.isatty() else 160).print(table)
    new, same = done.count(Kind.COLLECTED, Kind.REPLACED), done.count(Kind.UNCHANGED)
    print(
        f"{done.assignment}, from {done.platform.capitalize()}: {new} collected, {same} unchanged, "
        f"{len(done.rows) - new - same - done.refused} left in the archive, {done.refused} not collected."
    )
    if done.platform == "moodle" and new:
        print("Moodle's archive has no times: without a timestamp.txt nobody counts as late.")
