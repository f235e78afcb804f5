"""nbgrader's gradebook as a file: open it for reading, and say what is wrong with it.

Grading, which writes, and the reports, which read, share the one table of troubles.
"""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from chainrule_staff.errors import StaffError

if TYPE_CHECKING:  # importing nbgrader takes two seconds
    from nbgrader.api import Gradebook

PATIENCE = 5.0  # seconds to wait for another program that is writing
# What SQLite's message holds, and what to tell of it.
_TROUBLES = (
    (
        ("locked",),
        "another program is writing to it and does not let go. Close other nbgrader commands and database viewers, then "
        "run the same command again.",
    ),
    (
        ("not a database", "malformed", "encrypted"),
        "the file is no gradebook, or it is damaged ({said}). Put it back from a backup; it was not changed.",
    ),
    (
        ("no such column", "no such table"),
        "it was made by an older nbgrader, or half made ({said}). Make a backup of it, then run: nbgrader db upgrade",
    ),
    (
        ("readonly", "unable to open"),
        "it cannot be written to or opened. Look at the permissions of the file and of its folder.",
    ),
    (("disk is full", "disk I/O"), "the disk is full or broken. Free some space and run the same command again."),
)
_DISK_TROUBLES = {
    errno.ENOSPC: "The disk is full. Free some space",
    errno.EDQUOT: "Your quota of disk space is used up. Free some space",
    errno.EROFS: "This disk is read-only. Use a copy of the course that can be written to",
    errno.EACCES: "You may not read or write there. Look at the permissions",
}


def trouble(error: Exception, reading: bool = False) -> str:
    """What is wrong, and what to do, from an error of the database; ``reading``: it was opened for reading only."""
    said = str(getattr(error, "orig", None) or error).partition("\n")[0]
    if reading and "readonly" in said:  # nbgrader would have made tables that it misses
        said = "no such table"
    for signs, sentence in _TROUBLES:
        if any(sign in said for sign in signs):
            return sentence.format(said=said)
    return f"{said}. Put it right and run the same command again; what is graded stays graded."


@contextlib.contextmanager
def troubles(what: str, reading: bool = False) -> Iterator[None]:
    """Turn the errors of database and disk into sentences about ``what``; ``reading`` as in :func:`trouble`."""
    from nbgrader.api import InvalidEntry
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except (
        SQLAlchemyError,
        sqlite3.Error,
        InvalidEntry,
    ) as error:  # nbgrader raises the last for an error as it adds a row
        raise StaffError(f"{what}: {trouble(error, reading)}") from None
    except OSError as error:
        remedy = _DISK_TROUBLES.get(error.errno or 0, f"{error.strerror or error}. Put it right")
        raise StaffError(
            f"{error.filename or what}: {remedy}, and run the same command again: what is graded stays graded, "
            "the rest follows."
        ) from None


@contextlib.contextmanager
def opened(where: str | Path) -> Iterator[Gradebook]:
    """Open a gradebook, a file or a database's URL, for reading; what goes wrong in the block is a sentence, too.

    Raises
    ------
    StaffError
        It is not there, or cannot be read.
    """
    from sqlalchemy.engine import URL, make_url

    location = URL.create("sqlite", database=str(where)) if isinstance(where, Path) else make_url(where)
    path = Path(location.database or "") if location.get_backend_name() == "sqlite" else None
    if path is not None:
        if not path.is_file():
            raise StaffError(
                f"There is no gradebook yet at {path}. Grading makes it: chainrule staff grade ASSIGNMENT."
            )
        if path.stat().st_size == 0:
            raise StaffError(
                f"The gradebook {path} is empty. Remove the file and grade again: chainrule staff grade ASSIGNMENT."
            )
        location = URL.create(
            "sqlite",
            database=f"file:{quote(str(path.resolve()))}",
            query={"mode": "ro", "uri": "true", "timeout": str(PATIENCE)},
        )
    from nbgrader.api import Gradebook

    with (
        troubles(f"The gradebook {path or location.render_as_string()}", reading=True),
        Gradebook(location, course_id="") as gradebook,  # with a course's id it would enter a course that it lacks
    ):
        yield gradebook
