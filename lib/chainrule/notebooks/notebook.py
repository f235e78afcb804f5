"""Read and write notebooks as JSON, safely, and say what each cell is for. The rest of `course` builds on it.

A notebook in memory is the file's own dictionary, with every cell's source joined to one string. There is no
dependency on nbformat: `chainrule check` and `study` start without importing it, and a notebook that nbformat would
refuse can still be told what is wrong with it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from chainrule.disk import atomic_write
from chainrule.notebooks.errors import CourseError

Cell = dict[str, Any]
Notebook = dict[str, Any]

REMEDY = (
    "Put a copy back from my-work/backups/ (or from JupyterLab's .ipynb_checkpoints/), or start this notebook "
    "afresh: chainrule reset {word}"
)
VALID_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}\Z")


class NotebookError(CourseError):
    """A file that should be a notebook can't be used as one.

    Parameters
    ----------
    path : Path or None
        The file.
    problem : str
        What is wrong with it, as a clause.
    remedy : str, optional
        What to do about it; unless told, restoring a backup or resetting the notebook.
    """

    def __init__(self, path: Path | None, problem: str, remedy: str | None = None):
        self.path, self.problem = path, problem
        self.remedy = remedy or REMEDY.format(word=path.stem if path else "LECTURE")
        super().__init__(f"{path or 'the notebook'}: {problem}. {self.remedy}")


def read(path: Path) -> Notebook:
    """Read a notebook of format 4, also one with a byte-order mark, Windows line ends, or without cell ids.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    dict
        The notebook, sources joined.

    Raises
    ------
    NotebookError
        When the file can't be read or is not such a notebook.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotebookError(path, "there is no such file", "Look at the name, or run: chainrule study") from None
    except OSError as error:
        raise NotebookError(
            path, f"it can't be read ({error.strerror or error})", "Look at the file's permissions."
        ) from None
    return parse(data, path)


def parse(data: bytes, path: Path | None = None) -> Notebook:
    """Make a notebook of a file's bytes; `path` is only for the message. See `read`."""
    if not data.strip(b"\x00 \t\r\n"):
        raise NotebookError(path, "the file is empty")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        problem = "it is not UTF-8 text, so it is not a notebook or it was saved as something else"
        raise NotebookError(path, problem) from None
    if re.search(r"^(<{7}|>{7}) ", text, re.MULTILINE):
        raise NotebookError(
            path, "it holds Git's conflict markers (<<<<<<<)", "Choose one side: git checkout --ours or --theirs FILE"
        )
    try:
        notebook = json.loads(text)
    except RecursionError:
        raise NotebookError(path, "it is nested too deeply to be a notebook") from None
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        raise NotebookError(path, f"the file is damaged: its JSON breaks off or is wrong at line {line}") from None
    _check_shape(notebook, path)
    for cell in notebook["cells"]:
        cell["source"] = joined(cell.get("source", ""))
        cell.setdefault("metadata", {})
    notebook.setdefault("metadata", {})
    return notebook


def _check_shape(notebook: Any, path: Path | None) -> None:
    """Raise NotebookError unless this is a notebook of format 4 whose cells can be handled."""
    if not isinstance(notebook, dict) or not ({"cells", "worksheets", "nbformat"} & notebook.keys()):
        raise NotebookError(path, "it is JSON, but not a notebook")
    version = notebook.get("nbformat", 4)
    if "worksheets" in notebook or (isinstance(version, int) and version < 4):
        raise NotebookError(
            path,
            "it is a notebook of the old format 3",
            "Open it in JupyterLab and save it, or: jupyter nbconvert --to notebook --inplace FILE",
        )
    if version != 4:
        raise NotebookError(path, f"it says that its format is {version!r}, and this course reads format 4")
    if not isinstance(notebook.get("cells"), list):
        raise NotebookError(path, "it has no list of cells")
    if not isinstance(notebook.get("metadata", {}), dict):
        raise NotebookError(path, "its metadata is not an object")
    for number, cell in enumerate(notebook["cells"], 1):
        if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
            raise NotebookError(path, f"cell {number} is neither code nor text")
        source = cell.get("source", "")
        if not (isinstance(source, str) or (isinstance(source, list) and all(isinstance(s, str) for s in source))):
            raise NotebookError(path, f"cell {number} has a source that is not text")
        if not isinstance(cell.get("metadata", {}), dict):
            raise NotebookError(path, f"cell {number} has metadata that is not an object")


def joined(source: str | list[str]) -> str:
    """Return a cell's source as one string."""
    return source if isinstance(source, str) else "".join(source)


def dump(notebook: Notebook) -> bytes:
    """Return the bytes that nbformat would write: sorted keys, one space of indent, a list of lines a source."""
    cells = [{**cell, "source": joined(cell["source"]).splitlines(keepends=True)} for cell in notebook["cells"]]
    text = json.dumps(
        {**notebook, "cells": cells}, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": ")
    )
    # A lone surrogate (half an emoji, from a broken paste) is no UTF-8; JSON can still say it with an escape.
    return re.sub("[\ud800-\udfff]", lambda m: f"\\u{ord(m[0]):04x}", text).encode() + b"\n"


def write(path: Path, notebook: Notebook) -> None:
    """Write a notebook atomically; see `atomic_write` and `dump`."""
    atomic_write(path, dump(notebook))


def title(notebook: Notebook) -> str:
    """Return the first heading of the notebook without its marks, or an empty string."""
    for cell in notebook["cells"]:
        match = cell["cell_type"] == "markdown" and re.search(r"^#{1,2}\s+(.+?)\s*#*\s*$", cell["source"], re.MULTILINE)
        if match:
            return match[1]
    return ""


def nbgrader_of(cell: Cell) -> dict[str, Any]:
    """Return nbgrader's metadata of a cell; empty where there is none."""
    found = cell["metadata"].get("nbgrader")
    return found if isinstance(found, dict) else {}


def grade_id(cell: Cell) -> str | None:
    """Return nbgrader's name for the cell (``ex-sigmoid``, ``check-sigmoid``), the surest identity it has."""
    found = nbgrader_of(cell).get("grade_id")
    return found if isinstance(found, str) and found else None


def cell_id(cell: Cell) -> str | None:
    """Return the cell's id when it is one that nbformat 4.5 allows."""
    found = cell.get("id")
    return found if isinstance(found, str) and VALID_ID.match(found) else None


def text(cell: Cell) -> str:
    """Return the source for comparing: line ends and blanks at the very end are no edits, editors change them."""
    return cell["source"].replace("\r\n", "\n").rstrip()


def role(cell: Cell) -> str:
    """Say what a released cell is for.

    Parameters
    ----------
    cell : dict
        A cell of a release; of a learner's copy only when its metadata has survived.

    Returns
    -------
    str
        ``solution`` (the learner answers in it), ``check`` (it gives points), ``setup`` (tagged so: imports),
        ``lecture`` (text, and code that is locked) or ``demonstration`` (code to play with).
    """
    graded = nbgrader_of(cell)
    if graded.get("solution"):
        return "solution"
    if graded.get("grade"):
        return "check"
    tags = cell["metadata"].get("tags")
    if isinstance(tags, list) and "setup" in tags:
        return "setup"
    if cell["cell_type"] != "code" or graded.get("locked"):
        return "lecture"
    return "demonstration"


def label(cell: Cell) -> str:
    """Name a cell in a message: its grade_id, else the beginning of its text."""
    first = next((line.strip() for line in cell["source"].splitlines() if line.strip()), "an empty cell")
    return grade_id(cell) or (first if len(first) <= 50 else first[:49] + "…")
