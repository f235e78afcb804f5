"""Grades as other programs take them: a correct CSV of the course's own, Canvas, Moodle, JSON. Texts only: others write them.

What was never submitted, or could not be graded, has no score in any of them; it is never 0.

Canvas and Moodle: written after the code with which they import (``lib/gradebook_importer.rb`` of canvas-lms,
``grade/import/csv/classes/load_data.php`` of Moodle). No import into either was tried here.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from chainrule_staff.reporting.grades import LOOK, NOT_GRADED, UNREADABLE, Grade

COLUMNS = (
    "learner",
    "last name",
    "first name",
    "email",
    "assignment",
    "submitted",
    "seconds late",
    "points",
    "penalty",
    "score",
    "max",
    "state",
)
FORMULA = "=+-@"  # what makes a spreadsheet take a text for a formula
SEPARATOR = r"([;,|\t])"  # what may end a cell: which of them does is a setting of the spreadsheet
BOM = "\ufeff"  # without it Excel takes UTF-8 for the machine's old encoding


def number(value: float | None) -> str:
    """A number for a table: at most four digits after the point, none that say nothing; nothing for ``None``.

    >>> number(0.1 + 0.2), number(2.0), number(-0.0), number(None)
    ('0.3', '2', '0', '')
    """
    if value is None:
        return ""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def text(value: str) -> str:
    """A text for a table's cell: an apostrophe keeps a spreadsheet from computing it, or what it takes for a cell of its own.

    >>> text("Ada"), text("=1+1"), text(" @SUM(A1)"), text("Ada;=1+1")
    ('Ada', "'=1+1", "' @SUM(A1)", "Ada;'=1+1")
    """
    begin = len(value) - len(value.lstrip())
    first, *others = re.split(SEPARATOR, value[begin:])
    return "".join(map(_kept_from_computing, (value[:begin] + first, *others)))


def _kept_from_computing(value: str) -> str:
    shown = (
        char
        for char in unicodedata.normalize("NFKC", value)  # a full-width ＝ counts, white and invisible ones do not
        if not char.isspace() and not unicodedata.category(char).startswith("C")
    )
    return f"'{value}" if next(shown, "") in tuple(FORMULA) else value


def as_csv(grades: Sequence[Grade]) -> str:
    """A row for each learner and assignment, missing ones included."""
    rows = [
        [
            text(grade.learner),
            text(grade.last_name),
            text(grade.first_name),
            text(grade.email),
            text(grade.assignment),
            grade.submitted or "",
            number(grade.seconds_late) if grade.submitted or grade.seconds_late else "",
            number(grade.points),
            number(grade.penalty),
            number(grade.score),
            number(grade.max_points),
            grade.state,
        ]
        for grade in grades
    ]
    return _table([COLUMNS, *rows])


def as_json(grades: Sequence[Grade]) -> str:
    """A list with an object for each learner and assignment; ``null`` where there is no score."""
    rows = [
        {key: round(value, 4) if isinstance(value, float) else value for key, value in grade.to_dict().items()}
        for grade in grades
    ]
    return json.dumps(rows, indent=1) + "\n"


def as_canvas(grades: Sequence[Grade], titles: Mapping[str, str] = {}) -> str:
    """Canvas's gradebook CSV: a row for each learner, a column for each assignment.

    Canvas finds a learner by ``ID`` (its own number, where nbgrader has one), else ``SIS Login ID`` (the learner's id
    here), else by name; an assignment by ``Title (number)`` or its title, or offers to create it. ``titles`` has what Canvas calls
    an assignment. An empty cell clears a score that Canvas has.
    """
    assignments, learners = _wide(grades)
    most = {grade.assignment: grade.max_points for grade in grades}
    rows = [
        [
            "Student",
            "ID",
            "SIS User ID",
            "SIS Login ID",
            "Section",
            *(text(titles.get(one, one)) for one in assignments),
        ],
        ["    Points Possible", "", "", "", "", *(number(most[assignment]) for assignment in assignments)],
    ]
    for who, found in learners:
        name = ", ".join(part for part in (who.last_name, who.first_name) if part) or who.learner
        # A first cell with these words would be taken for the row above: a learner could set what an assignment is worth.
        name = name.replace("Points Possible", "Points-Possible")
        canvas_id = who.lms_id if who.lms_id.isascii() and who.lms_id.isdigit() else ""
        rows.append(
            [text(name), canvas_id, "", text(who.learner), "", *(number(found.get(one)) for one in assignments)]
        )
    return _table(rows)


def as_moodle(grades: Sequence[Grade]) -> str:
    """Moodle's CSV for *Import grades*: a row for each learner, a column for each assignment.

    ``Username`` is the roster's, else the learner's id here. On Moodle's page, map it to username or ID number (or ``Email address`` to email address), and each
    assignment to its grade item. A learner without a score has ``-``, as in Moodle's own exports: an empty cell could
    become a 0 in a *new* grade item.
    """
    assignments, learners = _wide(grades)
    # Moodle gives the grades of a row whose identifying cell is empty to the learner of the row before.
    with_email = bool(learners) and all(who.email for who, _ in learners)
    rows = [
        ["First name", "Last name", "Username", *(["Email address"] if with_email else []), *map(text, assignments)]
    ]
    for who, found in learners:
        rows.append(
            [
                text(who.first_name),
                text(who.last_name),
                text(who.moodle_username or who.learner),
                *([text(who.email)] if with_email else []),
                *(number(found.get(one)) or "-" for one in assignments),
            ]
        )
    return _table(rows)


FORMATS: dict[str, Callable[[Sequence[Grade]], str]] = {
    "csv": as_csv,
    "canvas": as_canvas,
    "moodle": as_moodle,
    "json": as_json,
}


def remarks(grades: Sequence[Grade], form: str, all_names: bool = False) -> list[str]:
    """What to know before these grades are handed on, in sentences; ``form`` may also be ``"worksheet"``, Moodle's own.

    Where many are concerned they are counted, unless ``all_names`` are asked for.
    """
    said = []
    single = len({grade.assignment for grade in grades}) == 1
    if form in ("canvas", "moodle", "worksheet"):  # they have no column for the state
        for state, means in (
            (LOOK, "Needs a look, and has a score all the same"),
            (UNREADABLE, "Cannot be read, and has no score"),
            (NOT_GRADED, "Not graded yet, and without a score"),
        ):
            names = [
                grade.learner if single else f"{grade.learner} ({grade.assignment})"
                for grade in grades
                if grade.state == state and (state != UNREADABLE or grade.score is None)
            ]
            if names:
                said.append(f"{means}: {listed(names, all_names)}.")
        changed = sorted({grade.learner for grade in grades if text(grade.learner) != grade.learner})
        if changed and form != "worksheet":
            said.append(
                f"An apostrophe was put before {listed(changed, all_names)}: a spreadsheet would take the id for a formula. "
                "The import will not find this learner."
            )
    if form == "canvas":
        said.append(
            "Where a learner has no score the cell is empty: importing it clears a score that Canvas already has."
        )
    if form == "moodle" and any(grade.email for grade in grades) and not all(grade.email for grade in grades):
        said.append(
            "E-mail addresses are left out, since not every learner has one: map Username, to username or ID number."
        )
    return said


FEW = 5  # that are named in a sentence; more are counted


def listed(names: Sequence[str], all_names: bool = False) -> str:
    """Learners' names where they are few or asked for, else how many there are.

    >>> listed(["ada", "bo"]), listed(list("abcdef")), listed(list("abcdef"), all_names=True)
    ('ada, bo', '6 learners (--names says whose)', 'a, b, c, d, e, f')
    """
    return ", ".join(names) if all_names or len(names) <= FEW else f"{len(names)} learners (--names says whose)"


def _wide(grades: Sequence[Grade]) -> tuple[list[str], list[tuple[Grade, dict[str, float | None]]]]:
    """The assignments, and each learner (as one of its grades) with the scores."""
    assignments = list(dict.fromkeys(grade.assignment for grade in grades))
    learners: dict[str, tuple[Grade, dict[str, float | None]]] = {}
    for grade in grades:
        learners.setdefault(grade.learner, (grade, {}))[1][grade.assignment] = grade.score
    return assignments, list(learners.values())


def _table(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def encoded(content: str, form: str) -> bytes:
    """The bytes of a file; the course's own CSV says that it is UTF-8, for spreadsheets."""
    return ((BOM if form == "csv" else "") + content).encode()
