"""Moodle's grading worksheet: who has which participant id, when they handed in, and where their grades go.

*Download grading worksheet* of ``mod/assign/gradingtable.php``, taken back by ``mod/assign/feedback/offline/importgradeslib.php``: it finds a
learner by the number at the end of ``Identifier``, reads ``Grade``, and wants ``Last modified (grade)``. It passes over a grade
above Moodle's maximum without a word, and scales none. Only cells of ``Grade`` are changed here; no upload into Moodle was tried.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chainrule_staff import clock
from chainrule_staff.errors import StaffError

IDENTIFIER, GRADE, SUBMITTED, GRADED = "Identifier", "Grade", "Last modified (submission)", "Last modified (grade)"
NAME, EMAIL, USERNAME = "Full name", "Email address", "Username"  # the last two are there if Moodle shows them to staff
MAXIMUM = ("Maximum grade", "Maximum Grade")  # its spelling changed


@dataclass(frozen=True)
class Worksheet:
    """A worksheet as it came: its table, and how it was written."""

    path: Path
    header: list[str]
    rows: list[list[str]]
    delimiter: str
    bom: bool

    def _column(self, *names: str) -> int | None:
        return next((self.header.index(name) for name in names if name in self.header), None)

    def column(self, *names: str) -> dict[str, str]:
        """Participant id to a cell; empty where there is no such column."""
        at, ids = self._column(*names), self._column(IDENTIFIER)
        if at is None or ids is None:
            return {}
        return {id: row[at].strip() for row in self.rows if (id := participant(row[ids]))}

    def times(self, zone: str | None = None) -> tuple[dict[str, datetime.datetime], list[str]]:
        """When they handed in, by participant id, in UTC without a zone; and the texts that are no times.

        Parameters
        ----------
        zone : str, optional
            The zone of Moodle's times, which a worksheet does not name; this machine's unless given.
        """
        from nbgrader.utils import parse_utc

        where = clock.zone(zone) if zone else None  # a time without a zone is this machine's, summer time included
        found, strange = {}, []
        for id, text in self.column(SUBMITTED).items():
            if text in ("", "-"):
                continue
            try:
                when = parse_utc(text)
            except (ValueError, OverflowError):
                strange.append(text)
                continue
            found[id] = when.replace(tzinfo=where).astimezone(datetime.UTC).replace(tzinfo=None)
        return found, strange

    def filled(self, scores: Mapping[str, str]) -> bytes:
        """The worksheet with grades, as a file; who has none keeps the cell as it is."""
        ids, at = self._column(IDENTIFIER), self._column(GRADE)
        out = io.StringIO()
        table = csv.writer(out, delimiter=self.delimiter)
        table.writerow(self.header)
        for row in self.rows:
            score = scores.get(participant(row[ids]) or "") if ids is not None else None
            table.writerow([score if score and number == at else cell for number, cell in enumerate(row)])
        return (("\ufeff" if self.bom else "") + out.getvalue()).encode()


def participant(identifier: str) -> str | None:
    """The id at the end of ``Participant 10001``, or of what another language has for it."""
    found = re.search(r"([0-9]+)\s*\Z", identifier)
    return found[1].lstrip("0") or "0" if found else None


def read(path: Path) -> Worksheet:
    """Read a worksheet.

    Raises
    ------
    StaffError
        It cannot be read, or is none.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise StaffError(f"{path} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise StaffError(f"{path} is not UTF-8. Give the worksheet as Moodle gave it, or save it as UTF-8.") from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if first else [[]]
    except csv.Error as error:
        raise StaffError(f"{path} is no table ({error}). Download the grading worksheet again.") from None
    rows = [row for row in rows if any(row)]
    missing = [name for name in (IDENTIFIER, GRADE, GRADED) if name not in header]
    if missing:
        raise StaffError(
            f"{path} is no grading worksheet: it has no column {', '.join(missing)}. Moodle gives it at the assignment › "
            "Submissions › Actions › Download grading worksheet, if Offline grading worksheet is on among the assignment's "
            "feedback types. Its columns must be in English: that is your language in Moodle."
        )
    uneven = [number for number, row in enumerate(rows, 2) if len(row) != len(header)]
    if uneven:
        raise StaffError(f"{path}: row {uneven[0]} has not as many cells as the first. Download the worksheet again.")
    return Worksheet(path, header, rows, delimiter, data.startswith(b"\xef\xbb\xbf"))
