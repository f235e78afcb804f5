"""Grade a class without writing a grade: the very same run, on copies of the gradebook and of the graded notebooks.

``chainrule staff grade --dry-run``. Since the copies are read by the same code as the originals, the figures are those that
the gradebook, the report and the exports would show.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from chainrule.disk import locked, unused
from chainrule_staff.errors import StaffError
from chainrule_staff.gradebook_file import PATIENCE, troubles
from chainrule_staff.grading.gradebook import course_directory, folder


@contextlib.contextmanager
def rehearsal(course: Path, assignment: str) -> Iterator[CourseDirectory]:
    """A view of the course in which gradebook and graded notebooks are copies; they are gone after the block.

    Raises
    ------
    StaffError
        The gradebook is in no file, or there is no room for a copy.
    """
    course = course.resolve()
    coursedir = course_directory(course)
    book = _file(coursedir)
    if book is None:
        raise StaffError(
            "A dry run copies the gradebook, which is a file only with SQLite. Make a copy of the course for it."
        )
    place = course / ".chainrule" / "rehearsal"
    with troubles(f"The course {course}"):
        place.parent.mkdir(exist_ok=True)
        with locked(place.with_suffix(".lock"), patience=0.5) as held:
            if not held:
                raise StaffError("Another dry run is under way in this course. Wait until it has ended.")
            shutil.rmtree(place, ignore_errors=True)  # of one that was killed
            try:
                place.mkdir()
                if book.is_file():
                    copy_gradebook(book, place / "gradebook.db")
                for graded in folder(coursedir, "autograded").glob(f"*/{assignment}"):
                    # Links are enough, since grading never writes into a file that is there.
                    shutil.copytree(graded, place / "autograded" / graded.parent.name / assignment, copy_function=_link)
                coursedir.db_url = f"sqlite:///{place / 'gradebook.db'}"
                coursedir.autograded_directory = str(place / "autograded")
                yield coursedir
            finally:
                shutil.rmtree(place, ignore_errors=True)


def back_up(course: Path, when: datetime | None = None) -> Path | None:
    """Keep a dated copy of the gradebook in ``.chainrule/``; ``None`` where it is in no file."""
    coursedir = course_directory(course.resolve())
    book = _file(coursedir)
    if book is None or not book.is_file():
        return None
    with troubles(f"The course {course}"):
        (course / ".chainrule").mkdir(exist_ok=True)
        copy = unused(course / ".chainrule" / f"gradebook {when or datetime.now():%Y-%m-%d %H.%M.%S}.db")
        copy_gradebook(book, copy)
    return copy


def copy_gradebook(book: Path, copy: Path) -> None:
    """Copy a gradebook as it is between two writes of another program."""
    with (
        contextlib.closing(sqlite3.connect(f"{book.as_uri()}?mode=ro", uri=True, timeout=PATIENCE)) as source,
        contextlib.closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)


def _file(coursedir: CourseDirectory) -> Path | None:
    url = coursedir.db_url
    return Path(coursedir.root, url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk, or one without hard links
        shutil.copy2(source, target)
