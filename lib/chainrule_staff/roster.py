"""``roster.csv``: who is in the class, what the platforms call them, and who has more time. Staff write it; grading, collecting and exporting read it.

It lies beside ``nbgrader_config.py``. The gradebook takes over what it says; an empty cell says nothing, so what the gradebook has stays.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from chainrule_staff.command import assignment_names, choose_one
from chainrule_staff.errors import StaffError
from chainrule_staff.grading.spelling import composed
from chainrule_staff.grading.submissions import bad_name

FILE = "roster.csv"
EXTENSION = "extension "  # and the assignment: the beginning of a column's name
COLUMNS = ("id", "first_name", "last_name", "email", "canvas_id", "moodle_participant", "moodle_username")
SINGLE = ("email", "canvas_id", "moodle_username")  # what two learners cannot share
LONGEST = timedelta(days=366)
_SPAN = re.compile(r"(\d+(?:\.\d+)?) *(week|day|hour|minute)s?")


@dataclass(frozen=True)
class Entry:
    """A learner's row.

    Parameters
    ----------
    learner : str
        nbgrader's id of the student, and the name of the folder in ``submitted/``.
    canvas_id : str
        Canvas's own number of the learner: nbgrader's ``lms_user_id``.
    moodle_participants : tuple of str
        Moodle's numbers, another one for each of its assignments.
    extensions : mapping
        Assignment to how much later it is due; zero takes an extension back.
    """

    learner: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    canvas_id: str = ""
    moodle_participants: tuple[str, ...] = ()
    moodle_username: str = ""
    extensions: Mapping[str, timedelta] = field(default_factory=dict)

    @property
    def student(self) -> dict[str, str]:
        """What nbgrader's gradebook keeps of a student, as far as the row says it."""
        said = {
            "first_name": self.first_name,
            "last_name": self.last_name,
            "email": self.email,
            "lms_user_id": self.canvas_id,
        }
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True)
class Roster:
    """All rows, by learner."""

    entries: Mapping[str, Entry] = field(default_factory=dict)

    def extension(self, assignment: str, learner: str) -> timedelta | None:
        """How much later an assignment is due for a learner; ``None`` where the roster does not say."""
        entry = self.entries.get(composed(learner))
        return entry.extensions.get(assignment) if entry else None


def read(course: Path) -> Roster:
    """A course's roster; an empty one where there is no file.

    Raises
    ------
    StaffError
        It cannot be read, or a cell is not what its column is for. Nothing of it is used then.
    """
    path = course / FILE
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Roster()
    except OSError as error:
        raise StaffError(f"{FILE} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise StaffError(f"{FILE}, line {line}: not UTF-8. In a spreadsheet, save it as “CSV UTF-8”.") from None
    return parse(text, assignment_names(course))


def parse(text: str, assignments: list[str]) -> Roster:
    """The roster in a file's text; cells are parted by commas, or by semicolons or tabs, as spreadsheets of some countries write them.

    >>> parse("id,extension 03\\nada,1 day 12 hours\\n", ["03_activations"]).extension("03_activations", "ada")
    datetime.timedelta(days=1, seconds=43200)
    """
    first = text.partition("\n")[0]
    lines = _lines(text, max(",;\t", key=first.count))
    _, header = next(lines, (1, [""]))
    columns = _columns([name.strip() for name in header], assignments)
    entries: dict[str, Entry] = {}
    taken: dict[tuple[str, str], int] = {}
    for line, cells in lines:
        if len(cells) != len(columns):
            raise StaffError(
                f"{FILE}, line {line}: {len(cells)} cells, and the first line has {len(columns)}. A comma within a name "
                'needs quotes around it: "Lovelace, Countess".'
            )
        row = {name: composed(cell.strip()) for name, cell in zip(columns, cells)}
        entry = _entry(row, line)
        for column, value in _unique(entry):
            if (before := taken.setdefault((column, value if column == "id" else value.casefold()), line)) != line:
                raise StaffError(f"{FILE}, line {line}, column {column}: {value!r} is in line {before}, too.")
        entries[entry.learner] = entry
    return Roster(entries)


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the number of its first line."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                yield line, row
            line = rows.line_num + 1
    except csv.Error as error:
        raise StaffError(f"{FILE}, line {line}: {error}.") from None


def _columns(header: list[str], assignments: list[str]) -> list[str]:
    """The columns' names, those of extensions with their assignment in full."""
    columns = []
    for name in header:
        if name.startswith(EXTENSION):
            try:
                name = EXTENSION + choose_one(name.removeprefix(EXTENSION).strip(), assignments)
            except StaffError as error:
                raise StaffError(f"{FILE}, line 1, column {name}: {error}") from None
        elif name not in COLUMNS:
            raise StaffError(
                f"{FILE}, line 1: there is no column {name!r}. There are: {', '.join(COLUMNS)}, and “extension” with an "
                "assignment, such as “extension 03_activations”."
            )
        if name in columns:
            raise StaffError(f"{FILE}, line 1: the column {name} is there twice.")
        columns.append(name)
    if "id" not in columns:
        raise StaffError(f"{FILE}, line 1: the column id is missing: the learner's name in submitted/.")
    return columns


def _entry(row: dict[str, str], line: int) -> Entry:
    """A learner's row, each cell what its column is for."""
    for column, fits, wanted in _WANTED:
        if (value := row.get(column, "")) and not fits(value) or column == "id" and not value:
            raise StaffError(f"{FILE}, line {line}, column {column}: {value!r} is {wanted}.")
    extensions = {}
    for column, value in row.items():
        if column.startswith(EXTENSION) and value:
            if (span := _span(value)) is None:
                raise StaffError(
                    f"{FILE}, line {line}, column {column}: {value!r} is no extension. Write it as 2 days, 36 hours or "
                    "1 day 12 hours, at most a year; 0 takes one back."
                )
            extensions[column.removeprefix(EXTENSION)] = span
    return Entry(
        row["id"],
        row.get("first_name", ""),
        row.get("last_name", ""),
        row.get("email", ""),
        row.get("canvas_id", ""),
        tuple(number.lstrip("0") or "0" for number in row.get("moodle_participant", "").split()),
        row.get("moodle_username", ""),
        extensions,
    )


def _unique(entry: Entry) -> Iterator[tuple[str, str]]:
    """What no other learner may have, each with its column."""
    yield "id", entry.learner
    for column in SINGLE:
        if value := getattr(entry, column):
            yield column, value
    for number in entry.moodle_participants:
        yield "moodle_participant", number


def _span(text: str) -> timedelta | None:
    if text == "0":
        return timedelta()
    if not re.fullmatch(rf"(?:{_SPAN.pattern}[ ,]*)+", text):
        return None
    parts = dict.fromkeys(("weeks", "days", "hours", "minutes"), 0.0)
    for amount, unit in _SPAN.findall(text):
        parts[f"{unit}s"] += float(amount)
    try:
        span = timedelta(**parts)
    except OverflowError:
        return None
    return span if span <= LONGEST else None


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit()


# Column, what fits, and what a cell is that does not.
_WANTED: tuple[tuple[str, Callable[[str], bool], str], ...] = (
    (
        "id",
        lambda value: bad_name(value) is None,
        "no learner's name: letters, digits, spaces and .,'()@+~-_ may be in it",
    ),
    ("email", lambda value: "@" in value, "no e-mail address"),
    ("canvas_id", _is_number, "no number of Canvas's, which has digits alone"),
    (
        "moodle_participant",
        lambda value: all(map(_is_number, value.split())),
        "no participant id of Moodle's, which has digits alone; several are parted by spaces",
    ),
)
