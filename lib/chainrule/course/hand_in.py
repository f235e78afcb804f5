"""The file that a learner hands in, and what proves later which one it was. ``chainrule submit`` calls it.

The file is the learner's notebook, byte for byte, under the name that the grader looks for. Its SHA-256 stands in the
feedback as well: whoever compares the two knows that this very file was graded.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from chainrule.course.layout import ReleasedLecture
from chainrule.disk import atomic_write
from chainrule.notebooks.errors import CourseError
from chainrule.notebooks.notebook import parse

FOLDER, RECEIPTS = "submit", "receipts.txt"
MAX_BYTES = 64 * 2**20  # of a notebook; the grader reads no larger one


@dataclass(frozen=True)
class HandIn:
    """A file that is ready to be handed in: where it is, how large, its SHA-256, and when it was made."""

    path: str
    size: int
    sha256: str
    when: str

    def to_dict(self) -> dict[str, Any]:
        """Plain data for ``--json``."""
        return asdict(self)

    @property
    def line(self) -> str:
        """The line of it in the list of receipts."""
        return f"{self.when}  {self.sha256}  {self.size:>9} bytes  {self.path}"


def make(folder: Path, lecture: ReleasedLecture, source: Path, when: datetime | None = None) -> HandIn:
    """Copy a notebook to where it can be handed in from, and note what it is.

    Parameters
    ----------
    folder : Path
        The learner's ``my-work``.
    lecture : ReleasedLecture
    source : Path
        The learner's notebook.
    when : datetime, optional
        Now unless told.

    Returns
    -------
    HandIn

    Raises
    ------
    NotebookError
        It cannot be read, so the grader could not read it either. Nothing was written.
    CourseError
        It is too large, or the copy cannot be written.
    """
    try:
        data = source.read_bytes()
    except OSError as error:
        raise CourseError(f"{source} can't be read: {error.strerror or error}.") from None
    if len(data) > MAX_BYTES:
        raise CourseError(
            f"{source} has {len(data) / 1e6:.0f} MB, and the grader reads up to {MAX_BYTES / 1e6:.0f} MB. In JupyterLab: Edit → "
            "Clear Outputs of All Cells, save, and run this again."
        )
    parse(data, source)
    target = folder / FOLDER / lecture.id / lecture.notebook.name
    time = (when or datetime.now()).astimezone().isoformat(timespec="seconds")
    made = HandIn(str(target), len(data), hashlib.sha256(data).hexdigest(), time)
    try:
        atomic_write(target, data)
        with open(folder / FOLDER / RECEIPTS, "a", encoding="utf-8") as receipts:
            receipts.write(f"{made.line}\n")
    except OSError as error:
        raise CourseError(f"{target} can't be written: {error.strerror or error}.") from None
    return made
