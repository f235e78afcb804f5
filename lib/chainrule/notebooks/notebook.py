"""Read and write notebooks as JSON, safely. Workspace, checks and grading read every notebook here.

A notebook in memory is the file's own dictionary, whose cells are `Cell`, each with its source joined to one string.
There is no dependency on nbformat: `chainrule check` and `study` start without importing it, and a notebook that
nbformat would refuse can still be told what is wrong with it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from chainrule.disk import atomic_write
from chainrule.notebooks.cell import Cell
from chainrule.notebooks.errors import NotebookError, Problem

Notebook = dict[str, Any]


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
        raise NotebookError(Problem.MISSING, path) from None
    except OSError as error:
        raise NotebookError(Problem.UNREADABLE, path, reason=error.strerror or error) from None
    return parse(data, path)


def parse(data: bytes, path: Path | None = None, *, released: bool = False) -> Notebook:
    """Make a notebook of a file's bytes; `path` and `released` are only for the message. See `read`."""
    try:
        notebook = _decoded(data)
        _check_shape(notebook)
    except NotebookError as error:
        raise NotebookError(error.kind, path, released=released, **error.values) from None
    notebook["cells"] = [
        Cell({"metadata": {}, **cell, "source": joined(cell.get("source", ""))}) for cell in notebook["cells"]
    ]
    notebook.setdefault("metadata", {})
    return notebook


def _decoded(data: bytes) -> Any:
    """Return what the JSON holds, or raise NotebookError without the file's name."""
    if not data.strip(b"\x00 \t\r\n"):
        raise NotebookError(Problem.EMPTY)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotebookError(Problem.NOT_UTF8) from None
    if re.search(r"^(<{7}|>{7}) ", text, re.MULTILINE):
        raise NotebookError(Problem.CONFLICT_MARKERS)
    try:
        return json.loads(text)
    except RecursionError:
        raise NotebookError(Problem.TOO_DEEP) from None
    except ValueError as error:
        raise NotebookError(Problem.DAMAGED_JSON, line=getattr(error, "lineno", 0)) from None


def _check_shape(notebook: Any) -> None:
    """Raise NotebookError unless this is a notebook of format 4 whose cells can be handled."""
    if not isinstance(notebook, dict) or not ({"cells", "worksheets", "nbformat"} & notebook.keys()):
        raise NotebookError(Problem.NOT_A_NOTEBOOK)
    version = notebook.get("nbformat", 4)
    if "worksheets" in notebook or (isinstance(version, int) and version < 4):
        raise NotebookError(Problem.FORMAT_3)
    if version != 4:
        raise NotebookError(Problem.UNKNOWN_FORMAT, version=version)
    if not isinstance(notebook.get("cells"), list):
        raise NotebookError(Problem.NO_CELLS)
    if not isinstance(notebook.get("metadata", {}), dict):
        raise NotebookError(Problem.BAD_METADATA)
    for number, cell in enumerate(notebook["cells"], 1):
        if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
            raise NotebookError(Problem.BAD_CELL, cell=number)
        source = cell.get("source", "")
        if not (isinstance(source, str) or (isinstance(source, list) and all(isinstance(s, str) for s in source))):
            raise NotebookError(Problem.BAD_SOURCE, cell=number)
        if not isinstance(cell.get("metadata", {}), dict):
            raise NotebookError(Problem.BAD_CELL_METADATA, cell=number)


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
        found = re.search(r"^#{1,2}\s+(.+?)\s*#*\s*$", cell.source, re.MULTILINE)
        if cell.kind == "markdown" and found:
            return found[1]
    return ""
