"""`staff report` and `staff export` on the command line."""

import csv
import json
import os
import subprocess
import sys

import pytest
from made_up import exercise, mistake, record
from throwaway import course_environment
from typer.testing import CliRunner

from chainrule_staff.cli import app


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def sentence(result):
    assert result.exit_code == 2 and result.stdout == "" and "Traceback" not in result.stderr, result
    return " ".join(result.stderr.split()).removeprefix("the gradebook: reading it ")


def test_the_report_is_printed(graded):
    graded.keep(
        record("seoyeon", exercise(state="failed", mistakes=[mistake("falling", explanation="Your curve falls.")]))
    )
    result = run("report", "mould")
    assert result.exit_code == 0 and "3 of 6 graded" in result.stdout and "Your curve falls." in result.stdout


def test_the_report_as_json_is_json_and_nothing_else(graded, tmp_path):
    page = tmp_path / "class.html"
    result = run("report", "1", "--json", "--html", page)
    assert json.loads(result.stdout)["counts"] == {
        "learners": 6,
        "graded": 3,
        "needs_a_look": 1,
        "unreadable": 1,
        "missing": 1,
        "not_graded": 1,
        "late": 1,
    }
    assert page.read_text().startswith("<!DOCTYPE html>") and str(page) in result.stderr.replace("\n", "")


@pytest.mark.parametrize("form", ["csv", "canvas", "moodle", "json"])
def test_every_form_is_written_as_it_is_printed(graded, form, tmp_path):
    printed, target = run("export", "--to", form), tmp_path / "grades.out"
    assert run("export", "01_mould", "--to", form, "-o", target).exit_code == 0
    assert target.read_bytes().removeprefix(b"\xef\xbb\xbf") == printed.stdout_bytes
    assert "서연" in (json.loads(printed.stdout)[-1]["first_name"] if form == "json" else printed.stdout)


def test_the_csv_has_everyone(graded):
    rows = list(csv.DictReader(run("export").stdout.splitlines()))
    assert {row["learner"]: (row["score"], row["state"]) for row in rows} == {
        "ada": ("6", "graded"),
        "seoyeon": ("0.75", "late"),
        "grace": ("3", "needs a look"),
        "absent": ("", "missing"),
        "broken": ("", "unreadable"),
        "new": ("", "not graded"),
    }


@pytest.mark.parametrize("words", [("report", "nonsense"), ("export", "nonsense")])
def test_an_unknown_assignment_is_a_sentence(graded, words):
    assert sentence(run(*words)) == "There is no assignment 'nonsense'. There are: 01_mould, 02_later."


@pytest.mark.parametrize("words", [("report", "mould"), ("export",), ("export", "mould")])
def test_without_a_gradebook_the_grade_command_is_named(ungraded, words):
    assert "There is no gradebook yet" in sentence(run(*words)) and "chainrule staff grade" in sentence(run(*words))
    assert not ungraded.database.exists()


@pytest.mark.parametrize("words", [("report", "mould"), ("export",), ("export", "mould")])
def test_before_grading_the_grade_command_is_named(course, words):
    course.hand_in("ada")
    assert "Nothing of 01_mould is graded yet. Grade it first: chainrule staff grade 01_mould." == sentence(run(*words))


def test_a_lecture_that_the_gradebook_does_not_know_is_not_graded(graded):
    for words in (("report", "2"), ("export", "later"), ("export", "mould", "later")):
        assert "chainrule staff grade 02_later" in sentence(run(*words))


def test_what_is_not_graded_is_left_out_when_nothing_is_named(graded):
    with graded.gradebook() as book:
        book.add_assignment("02_later")
    assert run("export").stdout == run("export", "mould").stdout


def test_a_damaged_gradebook_is_a_sentence(graded):
    graded.database.write_bytes(b"no" * 5000)
    assert "damaged" in sentence(run("report", "mould")) and "damaged" in sentence(run("export"))


def test_an_unknown_form_is_a_sentence(graded):
    assert "There are: csv, canvas, moodle, json." in sentence(run("export", "--to", "excel"))


def test_outside_of_a_course_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "No course was found" in sentence(run("report", "1"))


@pytest.mark.parametrize("target", ["", "no/such/folder/grades.csv", "a file/grades.csv"])
def test_an_output_that_cannot_be_written_is_a_sentence(graded, tmp_path, target):
    (tmp_path / "a file").write_text("")
    assert "cannot be written" in sentence(run("export", "-o", tmp_path / target))
    assert "cannot be written" in sentence(run("report", "1", "--html", tmp_path / target))


def test_an_output_is_written_whole_or_not_at_all(graded, tmp_path, monkeypatch):
    target = tmp_path / "grades.csv"
    target.write_text("the old one")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert "No space left on device" in sentence(run("export", "-o", target))
    assert target.read_text() == "the old one" and [path.name for path in tmp_path.iterdir() if path.is_file()] == [
        "grades.csv"
    ]


def test_a_device_is_written_to_and_not_replaced(graded, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert run("export", "-o", pipe).exit_code == 0
    assert os.read(reader, 1000).startswith(b"\xef\xbb\xbflearner,") and pipe.is_fifo()
    os.close(reader)


def test_help_does_not_wait_for_nbgrader():
    code = "import sys\nfrom chainrule_staff.cli import app\nassert 'nbgrader' not in sys.modules and 'jinja2' not in sys.modules"
    subprocess.run(
        [sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )


def test_nbgraders_own_export_gives_the_course_csv(graded):
    def export(*options):
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "nbgrader",
                "export",
                "--exporter=chainrule_staff.reporting.export.CourseCsv",
                *options,
            ],
            cwd=graded.folder,
            env=course_environment(graded.folder),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return (graded.folder / "grades.csv").read_bytes()

    assert export() == b"\xef\xbb\xbf" + run("export").stdout_bytes
    rows = list(
        csv.DictReader(
            export("--student", "['absent','ada']", "--assignment", "['01_mould']").decode("utf-8-sig").splitlines()
        )
    )
    assert [(row["learner"], row["score"]) for row in rows] == [("ada", "6"), ("absent", "")]


def test_the_bundle_is_made_under_its_former_name_as_well():
    from typer.main import get_command

    commands = get_command(app).commands
    assert commands["bundle"].callback.__wrapped__ is commands["release"].callback.__wrapped__
    assert not commands["bundle"].hidden and commands["release"].hidden
