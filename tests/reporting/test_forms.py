"""Grades for spreadsheets and learning platforms."""

import csv
import io
import json

import pytest

from chainrule_staff.reporting.forms import FORMATS, as_canvas, as_csv, as_json, as_moodle, encoded, remarks
from chainrule_staff.reporting.grades import Grade

HOSTILE = "<img src=x onerror=alert(1)>"


def graded(learner="ada", score=1.0, **more):
    return Grade(
        **{
            "learner": learner,
            "assignment": "01_mould",
            "points": score,
            "penalty": 0.0,
            "score": score,
            "max_points": 6.0,
            "submitted": "2026-11-20T09:00:00Z",
            "state": "graded",
            **more,
        }
    )


def missing(learner="absent", **more):
    return Grade(**{"learner": learner, "assignment": "01_mould", "max_points": 6.0, "state": "missing", **more})


def table(content):
    return list(csv.reader(io.StringIO(content, newline="")))


@pytest.mark.parametrize("name", ['Lovelace, "the first"', "김서연", "two\nlines", HOSTILE, "semi;colon", "O'Brien"])
def test_names_survive_the_csv(name):
    for form in ("csv", "canvas", "moodle"):
        rows = table(FORMATS[form]([graded(last_name=name)]))
        assert any(name in cell for cell in rows[-1]) and len({len(row) for row in rows}) == 1


def test_the_course_csv_has_all_columns():
    head, row = table(
        as_csv(
            [
                graded(
                    last_name="L", first_name="F", email="e@x", seconds_late=90.0, points=3.0, penalty=2.0, state="late"
                )
            ]
        )
    )
    assert dict(zip(head, row)) == {
        "learner": "ada",
        "last name": "L",
        "first name": "F",
        "email": "e@x",
        "assignment": "01_mould",
        "submitted": "2026-11-20T09:00:00Z",
        "seconds late": "90",
        "points": "3",
        "penalty": "2",
        "score": "1",
        "max": "6",
        "state": "late",
    }


def test_what_was_never_submitted_has_no_score_anywhere():
    pair = [graded(score=0.0, email="a@x"), missing(email="b@x")]
    _, zero, none = table(as_csv(pair))
    assert zero[7:10] == ["0", "0", "0"] and none[5:10] == [""] * 5 and none[-1] == "missing"
    assert [row[-1] for row in table(as_canvas(pair))] == ["01_mould", "6", "0", ""]
    assert [row[-1] for row in table(as_moodle(pair))] == ["01_mould", "0", "-"]  # Moodle's own mark for no grade
    assert [row["score"] for row in json.loads(as_json(pair))] == [0, None]


def test_a_score_of_one_assignment_is_no_score_of_another():
    rows = [graded("ada"), missing("bob"), graded("bob", 2.0, assignment="02_next", max_points=4.0)]
    assert [row[-2:] for row in table(as_canvas(rows))] == [["01_mould", "02_next"], ["6", "4"], ["1", ""], ["", "2"]]
    assert [row[-2:] for row in table(as_moodle(rows))] == [["01_mould", "02_next"], ["1", "-"], ["-", "2"]]


@pytest.mark.parametrize(
    "score, shown", [(0.1 + 0.2, "0.3"), (2 / 3, "0.6667"), (2.0, "2"), (1e-9, "0"), (100.0, "100")]
)
def test_numbers_are_written_without_noise(score, shown):
    assert table(as_csv([graded(score=score)]))[1][9] == table(as_canvas([graded(score=score)]))[2][-1] == shown
    assert json.loads(as_json([graded(score=score)]))[0]["score"] == float(shown)


@pytest.mark.parametrize(
    "formula", ['=HYPERLINK("http://evil")', "+1+1", "-2+3", "@SUM(A1)", " =1+1", "\t=1", "\r=1", "＝1+1", "\ufeff=1"]
)
@pytest.mark.parametrize("form", ["csv", "canvas", "moodle"])
def test_no_text_is_computed_by_a_spreadsheet(form, formula):
    rows = table(
        FORMATS[form]([graded(formula, last_name=formula, first_name=formula, email=formula, assignment=formula)])
    )
    cells = [cell for row in rows for cell in row if formula.strip() in cell]
    assert len(cells) >= 3 and all(cell.startswith("'") for cell in cells)


def test_ordinary_texts_are_left_alone():
    row = table(as_csv([graded("kim-1", last_name="Smith-Jones", email="a+b@x")]))[1]
    assert row[:4] == ["kim-1", "Smith-Jones", "", "a+b@x"]


def test_canvas_gets_its_columns_and_the_points_possible():
    rows = table(
        as_canvas([graded("ada", last_name="Lovelace", first_name="Ada", lms_id="4711"), graded("bob", lms_id="f3-ab")])
    )
    assert rows == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "01_mould"],
        ["    Points Possible", "", "", "", "", "6"],
        ["Lovelace, Ada", "4711", "", "ada", "", "1"],
        ["bob", "", "", "bob", "", "1"],
    ]


def test_no_learner_can_set_what_an_assignment_is_worth_in_canvas():
    rows = table(as_canvas([graded("Points Possible", 1.0), graded("x", last_name="my Points Possible")]))
    assert [index for index, row in enumerate(rows) if "Points Possible" in row[0]] == [1]


def test_moodle_gets_addresses_only_if_everyone_has_one():
    assert table(as_moodle([graded(email="a@x")]))[0] == [
        "First name",
        "Last name",
        "Username",
        "Email address",
        "01_mould",
    ]
    pair = [graded(email="a@x"), graded("bob")]
    assert table(as_moodle(pair))[0] == ["First name", "Last name", "Username", "01_mould"]
    assert "E-mail addresses are left out" in " ".join(remarks(pair, "moodle"))


def test_platforms_without_a_state_are_told_of_it_beside_the_file():
    class_ = [
        graded("odd", state="needs a look"),
        missing("torn", state="unreadable"),
        missing("late-comer", state="not graded"),
        missing("gone"),
    ]
    said = " ".join(remarks(class_, "canvas"))
    assert (
        "Needs a look, and has a score all the same: odd." in said
        and "Cannot be read, and has no score: torn." in said
        and "Not graded yet, and without a score: late-comer." in said
    )
    other = graded("odd", state="needs a look")
    other.assignment = "02_other"
    assert "same: odd (01_mould), odd (02_other)." in " ".join(remarks([*class_, other], "canvas"))
    assert "gone" not in said and "clears a score" in said
    assert remarks(class_, "csv") == []


def test_many_are_counted_unless_their_names_are_asked_for():
    class_ = [graded(f"odd{n}", state="needs a look") for n in range(6)]
    assert "same: 6 learners (--names says whose)." in " ".join(remarks(class_, "canvas"))
    assert "same: odd0, odd1, odd2, odd3, odd4, odd5." in " ".join(remarks(class_, "canvas", all_names=True))


def test_an_id_that_had_to_be_changed_is_told():
    assert "will not find" in " ".join(remarks([graded("=ada")], "canvas")) and "apostrophe" not in " ".join(
        remarks([graded()], "canvas")
    )


def test_a_spreadsheet_is_told_that_the_course_csv_is_utf_8():
    assert encoded(as_csv([graded(last_name="김")]), "csv").decode("utf-8-sig").startswith("learner,")
    assert encoded("김", "csv").startswith(b"\xef\xbb\xbf") and encoded("김", "canvas") == "김".encode()


def test_an_empty_class_gives_the_head_alone():
    assert len(table(as_csv([]))) == 1 and len(table(as_moodle([]))) == 1 and json.loads(as_json([])) == []
