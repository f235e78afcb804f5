"""`staff collect` and `staff feedback` on the command line."""

import json
import subprocess

import pytest
from downloads import canvas, moodle, notebook, zipped
from throwaway import ROOT
from typer.testing import CliRunner

from chainrule_staff.cli import app


@pytest.fixture
def stand(tmp_path, monkeypatch):
    """A function that writes an archive into a course without a gradebook, in which the test stands."""
    for name in ("03_activations", "04_initialization"):
        (tmp_path / "solutions" / name).mkdir(parents=True)
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    monkeypatch.chdir(tmp_path)

    def write(files):
        (tmp_path / "download.zip").write_bytes(zipped(files))
        return tmp_path

    return write


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_the_assignment_is_found_and_every_file_is_in_the_table(stand):
    course = stand({canvas("ada", 1, 30): notebook(), canvas("bo", 2, 31, "plot.png"): b"", "x.ipynb": b""})
    done = run("collect", "download.zip")
    assert (course / "submitted" / "ada" / "03_activations" / "activations.ipynb").is_file()
    said = " ".join(done.stdout.split())
    assert "03_activations, from Canvas: 1 collected, 0 unchanged, 0 left in the archive, 2 not collected." in said
    assert "ada_1_30_activations.ipynb" in said and "x.ipynb" in said and "NOT COLLECTED" in said
    assert done.exit_code == 1  # somebody has to look
    stand({canvas("ada", 1, 30): notebook()})
    assert run("collect", "download.zip").exit_code == 0


@pytest.mark.parametrize("configured", [False, True])
def test_where_the_zone_can_be_said_for_good_is_told(stand, configured):
    course = stand({moodle("Ada Lovelace", 1): notebook(), moodle("Bo Diddley", 2): notebook()})
    if configured:
        (course / "nbgrader_config.py").write_text('c = get_config()\nc.NbGraderAPI.timezone = "Asia/Seoul"\n')
    (course / "sheet.csv").write_text(
        "Identifier,Full name,Grade,Last modified (submission),Last modified (grade)\n"
        "Participant 1,Ada Lovelace,,2026-11-20 12:30,-\nParticipant 2,Bo Diddley,,2026-11-20 12:30,-\n"
    )
    said = run("collect", "download.zip", "--worksheet", "sheet.csv", "--timezone", "Europe/Berlin").stdout
    assert ('c.NbGraderAPI.timezone = "Europe/Berlin"' in said) is not configured
    stamp = course / "submitted" / "Ada Lovelace" / "03_activations" / "timestamp.txt"
    assert stamp.read_text().startswith("2026-11-20 11:30:00")  # what the command says wins


def test_that_an_archive_has_no_times_is_said_once(stand):
    stand({moodle("Ada Lovelace", 1): notebook(), moodle("Bo Diddley", 2): notebook()})
    said = " ".join(run("collect", "download.zip").stdout.split())
    assert said.count("has no times") == 1 and "on time" not in said


def test_json_has_kinds_and_words(stand):
    stand({moodle("Ada", 1, "activations (1).ipynb"): notebook()})
    (row,) = json.loads(run("collect", "download.zip", "3", "--json").stdout)["files"]
    assert row["learner"] == "Ada" and row["what"]["kind"] == "collected" and row["what"]["words"]
    assert [note["kind"] for note in row["notes"]] == ["renamed"]


@pytest.mark.parametrize(
    "files, words, said",
    [
        ({moodle("Ada", 1): b""}, ["4"], "those of 03_activations"),
        ({moodle("Ada", 1, "x.ipynb"): b""}, [], "Say it"),
        (
            {moodle("Ada", 1): b"", moodle("Bo", 2, "initialization.ipynb"): b""},
            [],
            "It has notebooks of 03_activations",
        ),
        ({moodle("Ada", 1): b""}, ["--learner", "ada"], "10001=ada"),
        ({moodle("Ada", 1): b""}, ["--learner", "7=ada"], "Nobody in"),
    ],
)
def test_what_is_not_clear_is_a_sentence_and_nothing_is_collected(stand, files, words, said):
    course = stand(files)
    done = run("collect", "download.zip", *words)
    assert done.exit_code == 2 and said in " ".join(done.stderr.split())
    assert not (course / "submitted").exists()


def test_an_archive_that_is_not_there_or_a_folder_is_a_sentence(stand):
    course = stand({})
    assert "There is no file" in run("collect", "nowhere.zip").stderr
    assert "is a folder" in " ".join(run("collect", course / "solutions").stderr.split())


def test_the_gradebook_says_who_it_is_and_when_it_was_due(stand):
    from nbgrader.api import Gradebook

    course = stand({canvas("lovelaceada", 20001, 30, "activations.ipynb", late=True): notebook()})
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.add_assignment("03_activations", duedate="2026-11-20 12:00:00 UTC")
        book.add_student("al1815", first_name="Ada", last_name="Lovelace")
    assert run("collect", "download.zip").exit_code == 0
    stamp = course / "submitted" / "al1815" / "03_activations" / "timestamp.txt"
    assert stamp.read_text() == "2026-11-20 12:00:01.000000 UTC"


@pytest.mark.parametrize(
    "name", ["downloaded/03/x.zip", "submitted/ada/x", "grades.csv", "grades.json", "report.html", "feedback-03.zip"]
)
def test_what_belongs_to_learners_is_not_put_into_version_control(name):
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    assert subprocess.run(["git", "check-ignore", "-q", name], cwd=ROOT).returncode == 0


def test_moodles_worksheet_gives_times_and_tells_two_of_one_name_apart(stand):
    from nbgrader.api import Gradebook
    from nbgrader.utils import parse_utc
    from test_worksheet import HEADER, ROWS, sheet

    course = stand({moodle("Kim Minjun", 10001): notebook("a"), moodle("Kim Minjun", 10002): notebook("b")})
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.add_student("kim1", email="ada@uni.example")
        book.add_student("kim2", email="seoyeon@uni.example")
    done = run("collect", "download.zip", "--worksheet", sheet(course), "--timezone", "Asia/Seoul")
    assert done.exit_code == 0, done.output
    stamps = {
        learner: (course / "submitted" / learner / "03_activations" / "timestamp.txt").read_text()
        for learner in ("kim1", "kim2")
    }
    assert parse_utc(stamps["kim1"]).isoformat() == "2026-11-20T04:30:00"
    assert parse_utc(stamps["kim2"]).isoformat() == "2026-07-02T00:05:00"
    strange = [[*ROWS[0][:7], "gestern", *ROWS[0][8:]]]
    done = run("collect", "download.zip", "--worksheet", sheet(course, HEADER, strange))
    assert done.exit_code == 2 and "'gestern' is no time" in " ".join(done.stderr.split())


ROSTER = """\
id,first_name,last_name,email,canvas_id,moodle_participant,moodle_username,extension 3
kim1,Minjun,Kim,,20001,10001,,
kim2,Minjun,Kim,,20002,,minjun2,1 day
"""


def test_a_roster_tells_two_of_one_name_apart_by_moodles_ids(stand):
    from test_worksheet import HEADER, ROWS, sheet

    course = stand({moodle("Kim Minjun", 10001): notebook("a"), moodle("Kim Minjun", 10002): notebook("b")})
    (course / "roster.csv").write_text(ROSTER, "utf-8")
    header = ["Username" if name == "Email address" else name for name in HEADER]
    rows = [[*row[:2], name, *row[3:]] for row, name in zip(ROWS, ("someone", "Minjun2", "x"))]
    done = run("collect", "download.zip", "--worksheet", sheet(course, header, rows), "--timezone", "UTC")
    assert done.exit_code == 0, done.output
    for learner, text in ("kim1", "a"), ("kim2", "b"):
        there = course / "submitted" / learner / "03_activations" / "activations.ipynb"
        assert there.read_bytes() == notebook(text)


def test_a_roster_tells_who_it_is_by_canvas_id_and_until_when_they_have_time(stand):
    from nbgrader.api import Gradebook

    course = stand(
        {
            canvas("kimminjun", 20001, 30, late=True): notebook("a"),
            canvas("kimminjun", 20002, 31, late=True): notebook("b"),
        }
    )
    (course / "roster.csv").write_text(ROSTER, "utf-8")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.add_assignment("03_activations", duedate="2026-11-20 12:00:00 UTC")
    assert run("collect", "download.zip").exit_code == 0
    stamps = {
        learner: (course / "submitted" / learner / "03_activations" / "timestamp.txt").read_text()[:19]
        for learner in ("kim1", "kim2")
    }
    assert stamps == {"kim1": "2026-11-20 12:00:01", "kim2": "2026-11-21 12:00:01"}


def test_a_bad_roster_stops_a_collection_before_it_begins(stand):
    course = stand({moodle("Ada", 1): notebook()})
    (course / "roster.csv").write_text("id,group\nada,A\n")
    done = run("collect", "download.zip")
    assert done.exit_code == 2 and "roster.csv, line 1: there is no column 'group'" in " ".join(done.stderr.split())
    assert not (course / "submitted").exists()
