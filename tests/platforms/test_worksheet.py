"""Moodle's grading worksheet gives times and addresses, and takes grades."""

import csv
import io
from datetime import datetime

import pytest

from chainrule_staff.errors import StaffError
from chainrule_staff.platforms.worksheet import EMAIL, GRADE, SUBMITTED, read

HEADER = [
    "Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade", "Grade can be changed",
    "Last modified (submission)", "Last modified (grade)", "Feedback comments",
]  # fmt: skip
ROWS = [
    ["Participant 10001", "Ada Lovelace", "ada@uni.example", "Submitted for grading", "", "6.00", "Yes",
     "Friday, 20 November 2026, 1:30 PM", "-", "<p>with, \"quotes\"\nand lines</p>"],
    ["Participant 10002", "김 서연", "seoyeon@uni.example", "Submitted for grading", "3.00", "6.00", "Yes",
     "Thursday, 2 July 2026, 9:05 AM", "-", ""],
    ["Participant 10003", "Bo", "bo@uni.example", "No submission", "", "6.00", "Yes", "-", "-", ""],
]  # fmt: skip


def sheet(folder, header=HEADER, rows=ROWS, *, delimiter=",", start="\ufeff"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([header, *rows])
    path = folder / "Grades-Course-Activations-4711.csv"
    path.write_bytes((start + out.getvalue()).encode())
    return path


def test_times_are_read_in_the_zone_that_is_said(tmp_path):
    times, strange = read(sheet(tmp_path)).times("Europe/Berlin")
    assert times == {"10001": datetime(2026, 11, 20, 12, 30), "10002": datetime(2026, 7, 2, 7, 5)} and not strange
    assert read(sheet(tmp_path)).times("Asia/Seoul")[0]["10001"] == datetime(2026, 11, 20, 4, 30)
    with pytest.raises(StaffError, match="Asia/Seoul"):
        read(sheet(tmp_path)).times("KST/Seoul")


def test_a_time_in_another_language_is_told_of(tmp_path):
    rows = [[*ROWS[0][:7], "Freitag, 20. Brachet 2026, 13:30", *ROWS[0][8:]]]
    assert read(sheet(tmp_path, rows=rows)).times("UTC") == ({}, ["Freitag, 20. Brachet 2026, 13:30"])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_grades_go_into_their_cells_and_nothing_else_changes(tmp_path, delimiter, start):
    path = sheet(tmp_path, delimiter=delimiter, start=start)
    worksheet = read(path)
    assert worksheet.filled({}) == path.read_bytes()
    changed = list(
        csv.reader(
            io.StringIO(worksheet.filled({"10001": "4.5", "9": "1"}).decode("utf-8-sig"), newline=""),
            delimiter=delimiter,
        )
    )
    at = HEADER.index(GRADE)
    assert [row[at] for row in changed[1:]] == ["4.5", "3.00", ""]
    assert [[cell for number, cell in enumerate(row) if number != at] for row in changed] == [
        [cell for number, cell in enumerate(row) if number != at] for row in [HEADER, *ROWS]
    ]


def test_addresses(tmp_path):
    assert read(sheet(tmp_path)).column(EMAIL)["10002"] == "seoyeon@uni.example"


@pytest.mark.parametrize(
    "data, said",
    [
        (b"", "no column Identifier"),
        (b"Bezeichner,Bewertung\nTeilnehmer 1,2\n", "in English"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b'Identifier,Grade,Last modified (grade)\n"Participant 1,2,3\n', "no table"),
        (b"Identifier,Grade,Last modified (grade)\nParticipant 1,2\n", "row 2"),
    ],
)
def test_what_is_no_worksheet_is_a_sentence(tmp_path, data, said):
    (tmp_path / "x.csv").write_bytes(data)
    with pytest.raises(StaffError, match=said):
        read(tmp_path / "x.csv")
    with pytest.raises(StaffError, match="cannot be read"):
        read(tmp_path / "nowhere.csv")


def test_a_worksheet_without_times_has_none(tmp_path):
    keep = [number for number, name in enumerate(HEADER) if name != SUBMITTED]
    rows = [[row[number] for number in keep] for row in ROWS]
    assert read(sheet(tmp_path, [HEADER[number] for number in keep], rows)).times("UTC") == ({}, [])
