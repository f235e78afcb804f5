"""What all staff commands share: how an error is said, where the course is, what its assignments are called, how a file is written."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from chainrule.disk import atomic_write
from chainrule.notebooks.errors import CheckError, CourseError
from chainrule_staff.errors import StaffError

messages = Console(stderr=True)


class Commands(TyperGroup):
    """The staff's commands. An error that staff are meant to read is printed here, for all of them, and ends with 2."""

    def invoke(self, context: Any) -> object:  # Click's Context, or the private copy of it that newer Typers have
        """Run the command."""
        try:
            return super().invoke(context)
        except (CourseError, CheckError) as error:
            tell(str(error))
            raise typer.Exit(2) from None


def tell(message: str) -> None:
    """Print what is wrong."""
    messages.print(message, style="red", markup=False, highlight=False)


def now(what: str, step: str) -> None:
    """Say what is being done, on stderr, so that nothing of it gets into a report.

    Commands say it before they import what they work with: nbgrader and the readers of notebooks take a second or more.
    """
    messages.print(f"{what}: {step}", style="bright_black", markup=False, highlight=False)


def course_root() -> Path:
    """The course's root: the nearest folder above with ``solutions/`` and ``nbgrader_config.py``."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "solutions").is_dir() and (folder / "nbgrader_config.py").is_file():
            return folder
    raise StaffError(
        f"No course was found in {here} or above it: go to the folder with solutions/ and nbgrader_config.py."
    )


def assignment_names(course: Path) -> list[str]:
    """The assignments that have a source."""
    return sorted(path.name for path in (course / "solutions").glob("[0-9][0-9]_*") if path.is_dir())


def choose(words: Iterable[str], names: Iterable[str]) -> list[str]:
    """The assignments that a user's words name (``03``, ``activations``, ``03_activations``), each once."""
    names = list(dict.fromkeys(names))
    chosen = []
    for word in words:
        word = Path(word.rstrip("/")).name.removesuffix(".ipynb").removesuffix(".py")
        hits = [name for name in names if name == word] or [
            name for name in names if word in name.partition("_")[::2] or word.zfill(2) == name.partition("_")[0]
        ]
        if not hits:
            there = (
                f"There are: {', '.join(names)}."
                if names
                else "The course has none yet: see nbgrader generate_assignment."
            )
            raise StaffError(f"There is no assignment {word!r}. {there}")
        chosen += [name for name in hits if name not in chosen]
    return chosen


def choose_one(word: str, names: Iterable[str]) -> str:
    """The one assignment that a user's word names."""
    name, *more = choose([word], names)
    if more:
        raise StaffError(f"{word!r} means more than one assignment: {', '.join([name, *more])}. Give one in full.")
    return name


def write_whole(target: Path, data: bytes) -> None:
    """Write a file whole or not at all; a pipe or device is written to as it is.

    Raises
    ------
    StaffError
        It cannot be written.
    """
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
