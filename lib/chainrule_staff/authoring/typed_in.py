"""Keep what somebody typed straight into ``notebooks/`` before a build replaces it: the build and nbgrader's release ask here.

A release can be recognised without anything written down about it: each graded or locked cell carries the checksum of
its text, and all others have an id that is made of theirs.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path

import nbformat
from nbgrader.utils import compute_checksum

from chainrule.disk import atomic_write, unused


def as_built(data: bytes) -> bool:
    """Whether a notebook is a release, of whatever day, in which nobody has typed or run anything."""
    try:
        notebook = nbformat.from_dict(json.loads(data))
        return all(_cell_as_built(cell) for cell in notebook.cells)
    except (ValueError, TypeError, AttributeError, KeyError):
        return False  # no notebook, or a damaged one: it is somebody's, since the build writes none


def _cell_as_built(cell: nbformat.NotebookNode) -> bool:
    if isinstance(cell.source, list):
        cell.source = "".join(cell.source)
    if cell.get("outputs"):
        return False
    own = cell.metadata.get("nbgrader")
    if own is not None:
        return own.get("checksum") == compute_checksum(cell)
    return cell.id.partition("-")[0] == hashlib.sha256(cell.source.encode()).hexdigest()[:10]


def keep(root: Path, path: Path, new: bytes | None = None, when: datetime | None = None) -> Path | None:
    """Copy a released notebook that will be replaced to ``my-work/backups/``, if somebody has typed into it.

    Parameters
    ----------
    root : Path
        The course.
    path : Path
        In the release folder; it need not be there.
    new : bytes, optional
        What replaces it, if that is known: what is the same is not lost.
    when : datetime, optional
        For the copy's name; now unless told.

    Returns
    -------
    Path or None
        The copy, where one was made.
    """
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if data == new or as_built(data):
        return None
    folder = root / "my-work" / "backups" / path.parent.name
    copy = unused(
        folder / f"{path.stem} from {path.parent.parent.name} {when or datetime.now():%Y-%m-%d %H.%M.%S}.ipynb"
    )
    atomic_write(copy, data)
    return copy
