"""``roster.csv``: names, platforms' ids and extensions; and the late penalties that follow from them."""

import csv
import io
import json
import sys
from datetime import timedelta

import pytest
from gradebooks import AUTOGRADE, gradebook, rows, run
from handing_in import ASSIGNMENT, EXERCISES, answered, hand_in
from throwaway import course_environment, needs_bubblewrap
from typer.testing import CliRunner

from chainrule_staff.cli import app
from chainrule_staff.errors import StaffError
from chainrule_staff.grading.class_run import grade_class
from chainrule_staff.roster import parse, read

ASSIGNMENTS = ["01_mould", "02_later"]
PENALTY = """
from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float

class PointsAnHour(LateSubmissionPlugin):
    points = Float(1).tag(config=True)

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return self.points * total_seconds_late / 3600
"""


def test_what_a_row_says():
    roster = parse(
        "id,first_name,last_name,email,canvas_id,moodle_participant,moodle_username,extension 01_mould,extension 2\n"
        'ada,Ada,"Lovelace, Countess",ada@uni.example,20001,0010001 10417,al3,2 days,\n'
        "\n"
        "seoyeon,서연,김,,,,,0,1 day 12 hours\n",
        ASSIGNMENTS,
    )
    ada, seoyeon = roster.entries.values()
    assert ada.student == {
        "first_name": "Ada",
        "last_name": "Lovelace, Countess",
        "email": "ada@uni.example",
        "lms_user_id": "20001",
    }
    assert (ada.moodle_participants, ada.moodle_username) == (("10001", "10417"), "al3")
    assert ada.extensions == {"01_mould": timedelta(days=2)}
    assert seoyeon.extensions == {"01_mould": timedelta(0), "02_later": timedelta(hours=36)}
    assert seoyeon.student == {"first_name": "서연", "last_name": "김"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_roster_of_any_spreadsheet_is_read(tmp_path, delimiter, newline):
    (tmp_path / "solutions" / "01_mould").mkdir(parents=True)
    lines = ["id", "last_name", "extension 1"], ["Jose\u0301", "Ruiz", "90 minutes"]
    text = newline.join(delimiter.join(cells) for cells in lines)
    (tmp_path / "roster.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    roster = read(tmp_path)
    assert roster.extension("01_mould", "José") == roster.extension("01_mould", "Jose\u0301") == timedelta(minutes=90)


def test_empty_columns_at_the_end_are_passed_over():
    roster = parse("id,last_name,,\nada,Lovelace,,\nbo,,,\n", ASSIGNMENTS)
    assert [entry.last_name for entry in roster.entries.values()] == ["Lovelace", ""]


def test_without_a_file_there_is_nothing_to_say(tmp_path):
    assert not read(tmp_path).entries


@pytest.mark.parametrize(
    "text, said",
    [
        ("", "line 1: the column id is missing"),
        ("id,,email\n", "line 1: there is no column ''"),
        ("id,email\nada,a@b,x\n", "line 2: 3 cells, and the first line has 2"),
        ("name\nada\n", "line 1: there is no column 'name'. There are: id, first_name"),
        ("first_name\nAda\n", "line 1: the column id is missing"),
        ("id,email,email\n", "line 1: the column email is there twice"),
        ("id,extension 1,extension mould\n", "line 1: the column extension 01_mould is there twice"),
        ("id,extension 9\n", "line 1, column extension 9: There is no assignment '9'. There are: 01_mould, 02_later"),
        ("id,email\nada,a@b\n\nbo\n", "line 4: 1 cells, and the first line has 2"),
        ('id,email\n"a\nb",x@y\n', "line 2, column id: 'a\\nb' is no learner's name"),
        ("id,email\n,x@y\n", "line 2, column id: '' is no learner's name"),
        ("id\nada\n../bo\n", "line 3, column id: '../bo' is no learner's name"),
        ("id\nada\nbo\nada\n", "line 4, column id: 'ada' is in line 2, too"),
        ("id,email\nada,ada\n", "line 2, column email: 'ada' is no e-mail address"),
        ("id,email\nada,a@b\nbo,A@b\n", "line 3, column email: 'A@b' is in line 2, too"),
        ("id,canvas_id\nada,2.0001E+04\n", "line 2, column canvas_id: '2.0001E+04' is no number of Canvas's"),
        ("id,moodle_participant\nada,1 2\nbo,2\n", "line 3, column moodle_participant: '2' is in line 2, too"),
        ("id,extension 1\nada,soon\n", "line 2, column extension 01_mould: 'soon' is no extension. Write it as 2 days"),
        ("id,extension 1\nada,2\n", "'2' is no extension"),
        ("id,extension 1\nada,-2 days\n", "'-2 days' is no extension"),
        ("id,extension 1\nada,9999999999999 days\n", "is no extension"),
        ('id,email\n"ada,x@y\n', "line 2: unexpected end of data"),
    ],
)
def test_what_is_wrong_is_said_with_line_and_column(text, said):
    with pytest.raises(StaffError) as error:
        parse(text, ASSIGNMENTS)
    assert str(error.value).startswith("roster.csv, line ") and said in str(error.value)


def test_a_roster_in_another_coding_is_refused(tmp_path):
    (tmp_path / "roster.csv").write_bytes("id,last_name\nada,L\nrene,Müller\n".encode("latin-1"))
    with pytest.raises(StaffError, match="roster.csv, line 3: not UTF-8"):
        read(tmp_path)


# -- grading by it --------------------------------------------------------------------------------


@pytest.fixture
def late(course, monkeypatch):
    """A course in which an hour costs a point, ada was three hours late, and bo in time; the test stands in it."""
    hand_in(course, "ada", answered(course), when="2026-11-20 12:00:00 UTC")
    hand_in(course, "bo", answered(course, dict.fromkeys(EXERCISES)), when="2026-11-20 08:00:00 UTC")
    due(course, "2026-11-20 09:00:00 UTC")
    (course / "an_hour.py").write_text(PENALTY)
    with open(course / "nbgrader_config.py", "a") as config:
        config.write('\nc.AssignLatePenalties.plugin_class = "an_hour.PointsAnHour"\n')
    monkeypatch.chdir(course)
    monkeypatch.syspath_prepend(course)
    return course


def due(course, when):
    with gradebook(course) as book:
        book.update_or_create_assignment(ASSIGNMENT, duedate=when)


def staff(*words, code=0):
    """Run a staff command where the test stands; its result."""
    done = CliRunner().invoke(app, words)
    assert done.exit_code == code, done.output
    return done


def graded(*words):
    """Grade as staff do; the records."""
    return {one["learner"]: one for one in json.loads(staff("grade", ASSIGNMENT, *words, "--json").stdout)}


def table():
    """The cells of the table that staff see, by learner; and all that is printed."""
    said = staff("grade", ASSIGNMENT).stdout
    found = [[cell.strip() for cell in line.split("│")[1:-1]] for line in said.splitlines() if "│" in line]
    return {cells[0]: tuple(cells[1:]) for cells in found}, said


@needs_bubblewrap
def test_a_late_penalty_follows_the_roster_the_due_date_and_the_rule_without_running_anything(late):
    graded()
    assert rows(late)["ada"]["penalty"] == 3.0 and rows(late)["bo"]["penalty"] is None
    before = (late / "autograded" / "ada" / ASSIGNMENT / "mould.ipynb").stat().st_mtime_ns

    (late / "roster.csv").write_text("id,extension mould\nada,2 hours\n")
    found, said = table()
    assert found["ada"] == ("5 of 6 (was 3)", "1 hour, 1 off", "graded")
    assert "0 graded in this run" in said and "Another late penalty than before: ada." in said
    assert rows(late)["ada"]["penalty"] == 1.0

    (late / "roster.csv").write_text("id,extension mould\nada,4 hours\n")
    found, said = table()
    assert found["ada"] == ("6 of 6 (was 5)", "", "graded") and rows(late)["ada"]["penalty"] is None

    (late / "roster.csv").write_text("id,extension mould\nada,0\n")
    assert table()[0]["ada"] == ("3 of 6 (was 6)", "3 hours, 3 off", "graded")
    due(late, "2026-11-20 10:00:00 UTC")
    assert table()[0]["ada"] == ("4 of 6 (was 3)", "2 hours, 2 off", "graded")
    with open(late / "nbgrader_config.py", "a") as config:
        config.write("c.PointsAnHour.points = 0.5\n")
    assert table()[0]["ada"] == ("5 of 6 (was 4)", "2 hours, 1 off", "graded")
    found, said = table()
    assert found["ada"][0] == "5 of 6" and "Another late penalty" not in said
    assert (late / "autograded" / "ada" / ASSIGNMENT / "mould.ipynb").stat().st_mtime_ns == before


@needs_bubblewrap
def test_another_time_of_handing_in_counts_without_running_anything(late):
    graded()
    stamp = late / "submitted" / "ada" / ASSIGNMENT / "timestamp.txt"
    stamp.write_text("2026-11-20 10:00:00 UTC")
    found, said = table()
    assert found["ada"] == ("5 of 6 (was 3)", "1 hour, 1 off", "graded") and "0 graded in this run" in said
    kept = late / "autograded" / "ada" / ASSIGNMENT
    assert (kept / "timestamp.txt").read_text() == stamp.read_text()
    stamp.unlink()  # then it is the file's own time, which is no proof
    found, said = table()
    assert found["ada"][2].startswith("needs a look: It has no timestamp.txt") and "0 graded in this run" in said
    assert rows(late)["ada"]["waits"] and "It has no timestamp" in (kept / "mould.ipynb").read_text("utf-8")
    stamp.write_text("2026-11-20 08:00:00 UTC")
    assert table()[0]["ada"] == ("6 of 6 (was 0)", "", "graded")
    assert not rows(late)["ada"]["waits"] and "It has no timestamp" not in (kept / "mould.ipynb").read_text("utf-8")


@needs_bubblewrap
def test_an_empty_cell_and_a_missing_row_leave_what_the_gradebook_has(late):
    graded()
    with gradebook(late) as book:
        book.grant_extension(ASSIGNMENT, "ada", hours=3)
        book.update_or_create_student("ada", first_name="Ada", email="ada@uni.example")
    (late / "roster.csv").write_text("id,last_name,email,extension mould\nada,Lovelace,,\nnew,Comer,,1 day\n")
    found = graded()
    assert found["ada"]["grade"]["penalty"] == 0 and found["new"]["state"] == "missing"
    with gradebook(late) as book:
        ada = book.find_student("ada")
        assert (ada.first_name, ada.last_name, ada.email) == ("Ada", "Lovelace", "ada@uni.example")
        assert book.find_student("bo") and book.find_student("new").last_name == "Comer"
        assert "new" not in {one.student_id for one in book.assignment_submissions(ASSIGNMENT)}


@needs_bubblewrap
def test_an_extension_counts_for_who_hands_in_later_by_command_and_by_button(late):
    (late / "roster.csv").write_text("id,extension mould\nada,2 hours\ncleo,1 hour\n")
    hand_in(late, "cleo", answered(late), when="2026-11-20 12:00:00 UTC")
    assert graded("--student", "cleo")["cleo"]["grade"]["score"] == 4.0
    done = run([*AUTOGRADE, "--student", "ada"], late, PYTHONPATH=f"{course_environment(late)['PYTHONPATH']}:{late}")
    assert done.returncode == 0, done.stdout
    assert rows(late)["ada"]["penalty"] == 1.0


@needs_bubblewrap
def test_a_bad_roster_stops_grading_before_anything_is_written(late):
    (late / "roster.csv").write_text("id,extension mould\nada,2 weeks or so\n")
    said = " ".join(staff("grade", ASSIGNMENT, code=2).stderr.split())
    assert "line 2, column extension 01_mould" in said
    assert rows(late) == {}


@needs_bubblewrap
def test_table_report_gradebook_formgrader_and_exports_have_the_same_numbers(late):
    """Late, with a point by hand and extra credit: every place must come to the same score."""
    graded()
    with gradebook(late) as book:
        book.find_grade("check-sigmoid", "mould", ASSIGNMENT, "ada").manual_score = 1.0
        book.find_grade("check-he_normal", "mould", ASSIGNMENT, "ada").extra_credit = 0.5
        book.db.commit()
    (late / "roster.csv").write_text("id,last_name,canvas_id,extension mould\nada,Lovelace,20001,90 minutes\n")
    shown = table()[0]
    assert {name: cells[:2] for name, cells in shown.items()} == {
        "ada": ("4 of 6 (was 2.5)", "1 hour 30 minutes, 1.5 off"),  # 1 + 2 + 2.5 − 1.5
        "bo": ("0 of 6", ""),
    }
    want = {"ada": (5.5, 1.5, 4.0), "bo": (0.0, 0.0, 0.0)}
    assert {name: score(one["grade"]) for name, one in graded().items()} == want

    report = json.loads(staff("report", "mould", "--json").stdout)
    assert {one["learner"]: score(one) for one in report["learners"]} == want
    exported = json.loads(staff("export", "--to", "json").stdout)
    assert {one["learner"]: score(one) for one in exported} == want
    sheet = csv.DictReader(io.StringIO(staff("export").stdout))
    assert {row["learner"]: tuple(float(row[x]) for x in ("points", "penalty", "score")) for row in sheet} == want
    for form, column in (("canvas", "SIS Login ID"), ("moodle", "Username")):
        sheet = csv.DictReader(io.StringIO(staff("export", "--to", form).stdout))
        assert {row[column]: float(row[ASSIGNMENT]) for row in sheet if row[column]} == {"ada": 4.0, "bo": 0.0}, form

    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    from chainrule_staff.settings import settings

    config = settings(late)
    formgrader = NbGraderAPI(CourseDirectory(config=config, root=str(late)), config=config)
    # Formgrader shows points, and the penalty beside them.
    assert {one["student"]: one["score"] for one in formgrader.get_submissions(ASSIGNMENT)} == {"ada": 5.5, "bo": 0.0}
    assert {name: (row["score"], row["penalty"] or 0.0) for name, row in rows(late).items()} == {
        "ada": (5.5, 1.5),
        "bo": (0.0, 0.0),
    }
    done = run([sys.executable, "-m", "nbgrader", "export", "--to", "plain.csv"], late)
    assert done.returncode == 0, done.stdout
    with open(late / "plain.csv") as file:
        plain = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert plain == {"ada": 4.0, "bo": 0.0}


def score(one):
    return tuple(one[key] or 0.0 for key in ("points", "penalty", "score"))


@needs_bubblewrap
def test_export_says_that_an_extension_is_not_entered_yet(late):
    grade_class(late, ASSIGNMENT, workers=1)
    (late / "roster.csv").write_text("id,last_name,extension mould\nada,Lovelace,2 hours\n")
    done = staff("export")
    assert "other extensions than the gradebook, for ada: first run chainrule staff grade 01_mould" in done.stderr
    assert "Lovelace" in done.stdout
    graded()
    assert "other extensions" not in staff("export").stderr


@needs_bubblewrap
def test_moodles_worksheet_takes_grades_of_those_whose_participant_id_the_roster_has(late):
    graded()
    (late / "roster.csv").write_text("id,moodle_participant,moodle_username\nada,9 10001,\nbo,,bo12\n")
    header = "Identifier,Full name,Status,Grade,Maximum grade,Last modified (grade)"
    (late / "sheet.csv").write_text(f"{header}\nParticipant 10001,Ada,,,6.00,-\nParticipant 10002,Bo,,,6.00,-\n")
    done = staff("export", "--to", "moodle", "--worksheet", "sheet.csv", "-o", "back.csv")
    assert "Not in the worksheet, so not handed on: bo." in done.stderr
    rows_back = csv.DictReader((late / "back.csv").read_text().splitlines())
    assert [row["Grade"] for row in rows_back] == ["3", ""]
    grades = csv.DictReader(staff("export", "--to", "moodle").stdout.splitlines())
    assert {row["Username"] for row in grades} == {"ada", "bo12"}


@needs_bubblewrap
def test_a_late_penalty_that_cannot_be_found_is_a_sentence(late):
    with open(late / "nbgrader_config.py", "a") as config:
        config.write('c.AssignLatePenalties.plugin_class = "nowhere.Penalty"\n')
    said = " ".join(staff("grade", ASSIGNMENT, code=2).stderr.split())
    assert "'nowhere.Penalty' could not be imported" in said and "beside nbgrader_config.py" in said
