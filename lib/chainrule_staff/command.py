"""What all staff commands share: where the course is, what its assignments are called, how an error is said."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typer
from rich.console import Console

messages = Console(stderr=True)


def fail(message: str) -> typer.Exit:
    """Print what is wrong; the exception that ends the command."""
    messages.print(message, style="red", markup=False, highlight=False)
    return typer.Exit(2)


def course_root() -> Path:
    """The course's root: the nearest folder above with ``solutions/`` and ``nbgrader_config.py``."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "solutions").is_dir() and (folder / "nbgrader_config.py").is_file():
            return folder
    raise fail(f"No course was found in {here} or above it: go to the folder with solutions/ and nbgrader_config.py.")


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
            raise fail(f"There is no assignment {word!r}. {there}")
        chosen += [name for name in hits if name not in chosen]
    return chosen


def choose_one(word: str, names: Iterable[str]) -> str:
    """The one assignment that a user's word names."""
    name, *more = choose([word], names)
    if more:
        raise fail(f"{word!r} means more than one assignment: {', '.join([name, *more])}. Give one in full.")
    return name
