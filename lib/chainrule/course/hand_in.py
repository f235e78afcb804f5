"""The file that a learner hands in, and what proves later which one it was. ``chainrule submit`` calls it.

The file is the learner's notebook, byte for byte, under the name that the grader looks for. Its SHA-256 stands in the
feedback as well: whoever compares the two knows that this very file was graded.

Beside it goes, for courses that ask for it, what was noted of the learner's checks of this lecture. It is a file of its own, so
that whether to hand it in is the learner's choice; nothing is graded by it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from chainrule.checks.progress_log import KEYS
from chainrule.course.layout import ReleasedLecture
from chainrule.disk import atomic_write
from chainrule.notebooks.errors import CourseError
from chainrule.notebooks.notebook import parse

FOLDER, RECEIPTS = "submit", "receipts.txt"
MAX_BYTES = 64 * 2**20  # of a notebook; the grader reads no larger one
MOST_ATTEMPTS = 2_000  # the latest of a lecture; a diligent learner runs a few hundred checks
ABOUT = (
    "# What was noted of your checks of {}, one a line: the exercise, the points, the time, the known mistake that was named.\n"
    "# Nothing of other lectures is in here, no code, and nothing about you or your computer. It is not graded.\n"
)


@dataclass(frozen=True)
class HandIn:
    """A file that is ready to be handed in.

    Parameters
    ----------
    path : str
    size : int
        In bytes.
    sha256, when : str
        Of its content, and when it was made.
    attempts : str
        The file with what was noted of the learner's checks of this lecture; empty where nothing was.
    checks : int
        How many checks that file tells of.
    """

    path: str
    size: int
    sha256: str
    when: str
    attempts: str = ""
    checks: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Plain data for ``--json``."""
        return asdict(self)

    @property
    def line(self) -> str:
        """The line of it in the list of receipts."""
        return f"{self.when}  {self.sha256}  {self.size:>9} bytes  {self.path}"


def make(
    folder: Path, lecture: ReleasedLecture, source: Path, log: Path | None = None, when: datetime | None = None
) -> HandIn:
    """Copy a notebook to where it can be handed in from, and note what it is.

    Parameters
    ----------
    folder : Path
        The learner's ``my-work``.
    lecture : ReleasedLecture
    source : Path
        The learner's notebook.
    log : Path, optional
        What was noted of the learner's checks of all lectures; none where the notebook may be another's.
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
    attempts, beside = attempts_in(log, lecture.name), target.with_name(f"{lecture.name}.attempts.txt")
    made = HandIn(
        str(target), len(data), hashlib.sha256(data).hexdigest(), time, str(beside) if attempts else "", len(attempts)
    )
    try:
        atomic_write(target, data)
        if attempts:
            atomic_write(beside, (ABOUT.format(lecture.name) + "\n".join(attempts) + "\n").encode())
        else:
            beside.unlink(missing_ok=True)  # of a former time: it would tell of another notebook
        with open(folder / FOLDER / RECEIPTS, "a", encoding="utf-8") as receipts:
            receipts.write(f"{made.line}\n")
    except OSError as error:
        raise CourseError(f"{target} can't be written: {error.strerror or error}.") from None
    return made


def attempts_in(log: Path | None, notebook: str) -> list[str]:
    """What a log of checks says of one lecture, a line for each check, with nothing but the log's own keys; the latest ones."""
    try:
        lines = log.read_bytes().split(b"\n") if log else []
    except OSError:
        return []
    found = []
    for line in lines:
        try:
            record = json.loads(line) if line else None
        except (ValueError, RecursionError):
            continue  # a damaged line: chainrule progress names it
        if isinstance(record, dict) and record.get("notebook") == notebook:
            found.append(json.dumps({key: record.get(key) for key in KEYS}, ensure_ascii=False))
    return found[-MOST_ATTEMPTS:]
