"""What a term's commands tell of a class that comes from both platforms: times, names, whose score is another one, who was looked at."""

import csv
import io
import json
import shutil
import zipfile
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from downloads import canvas, moodle, zipped
from gradebooks import gradebook
from handing_in import ASSIGNMENT, answered, as_bytes, code
from throwaway import course_environment, needs_bubblewrap
from typer.testing import CliRunner

from chainrule.checks import known_mistakes
from chainrule_staff.cli import app

pytestmark = [needs_bubblewrap, pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")]
WRONG = {"sigmoid": "def sigmoid(x):\n    return 1 / (1 + np.exp(x))\n\ndef sigmoid_grad(x):\n    return x"}
SHEET = """Identifier,Full name,Email address,Status,Grade,Maximum grade,Last modified (submission),Last modified (grade)
Participant 10001,Ada Lovelace,ada@uni.example,Submitted,,6.00,"Friday, 20 November 2026, 12:30 PM",-
Participant 10002,서연 김,seoyeon@uni.example,Submitted,,6.00,"Friday, 20 November 2026, 1:01 PM",-
"""
PACKED = (2026, 11, 20, 9, 7, 0)  # when Canvas packed its archive, which is no time of a hand-in


def run(*words, code=0):
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == code, done.output
    return done


def words(text):
    """A terminal's text without line ends, wherever it was wrapped."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def graded(mould_released, tmp_path_factory):
    """A course in Berlin's time, with a due date, and what its first run of grading said."""
    course = Path(shutil.copytree(mould_released, tmp_path_factory.mktemp("term") / "course"))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MPLBACKEND", raising=False)
        for name, value in course_environment(course).items():
            patch.setenv(name, value)
        patch.chdir(course)
        known_mistakes.load.cache_clear()
        with (course / "nbgrader_config.py").open("a") as config:
            config.write('c.NbGraderAPI.timezone = "Europe/Berlin"\n')
        with gradebook(course) as book:
            book.update_or_create_assignment(ASSIGNMENT, duedate=datetime(2026, 11, 20, 12))
        right, wrong = answered(course), as_bytes(answered(course, WRONG))
        odd = as_bytes({**right, "cells": [code("import ctypes"), *right["cells"]]})
        (course / "sheet.csv").write_text(SHEET)
        (course / "moodle.zip").write_bytes(
            zipped(
                {
                    moodle("Ada Lovelace", 10001, "mould.ipynb"): wrong,
                    moodle("서연 김", 10002, "mould.ipynb"): as_bytes(right),
                }
            )
        )
        (course / "canvas.zip").write_bytes(
            zipped(
                {
                    canvas("hoppergrace", 20001, 300001, "mould.ipynb"): odd,
                    canvas("torvaldslinus", 20002, 300002, "mould.ipynb", late=True): as_bytes(right),
                },
                date=PACKED,
            )
        )
        run("collect", "moodle.zip", "--worksheet", "sheet.csv")
        run("collect", "canvas.zip")
        (course / "said").write_text(run("grade", "1").stdout)
        yield course
    known_mistakes.load.cache_clear()


@pytest.fixture
def course(graded, tmp_path, monkeypatch, in_course):
    """A copy of it, in which the test stands."""
    copy = in_course(Path(shutil.copytree(graded, tmp_path / "course")))
    monkeypatch.chdir(copy)
    return copy


def test_names_and_addresses_of_the_worksheet_reach_the_gradebook(course):
    with gradebook(course) as book:
        found = {one.id: (one.first_name, one.last_name, one.email) for one in book.students}
    assert found == {
        "Ada Lovelace": ("Ada", "Lovelace", "ada@uni.example"),
        "서연 김": ("서연", "김", "seoyeon@uni.example"),
        "hoppergrace": (None, None, None),  # Canvas's archive has no name that could be told from a login
        "torvaldslinus": (None, None, None),
    }


def test_a_name_that_the_roster_or_a_person_gave_stays(course):
    with gradebook(course) as book:
        book.update_or_create_student("서연 김", first_name="Seoyeon")
    (course / "roster.csv").write_text("id,last_name,email\nAda Lovelace,Countess,al@uni.example\n")
    run("grade", "1")
    with gradebook(course) as book:
        found = {one.id: (one.first_name, one.last_name, one.email) for one in book.students}
    assert found["Ada Lovelace"] == ("Ada", "Countess", "al@uni.example")
    assert found["서연 김"] == ("Seoyeon", "김", "seoyeon@uni.example")


def test_lateness_is_told_as_far_as_it_is_known(course):
    said = words((course / "said").read_text())
    assert "1 minute" in said and "not known by how much" in said and "second" not in said
    (row,) = [
        row for row in csv.DictReader(io.StringIO(run("export", "1").stdout)) if row["learner"] == "torvaldslinus"
    ]
    assert (row["submitted"], row["seconds late"], row["state"]) == ("", "1", "late")


def test_times_are_told_in_the_configured_zone_and_only_where_they_are_known(course):
    run("feedback", "1", "--for", "moodle", "-o", "m.zip")
    run("feedback", "1", "--for", "canvas", "-o", "c.zip")
    with zipfile.ZipFile("m.zip") as archive:
        pages = {name.partition("_")[0]: archive.read(name).decode() for name in archive.namelist()}
    # The worksheet's times are taken to be of that zone, too: 12:30 in Berlin is before 12:00 UTC.
    assert "handed in <code>2026-11-20 12:30:00 CET</code>" in pages["Ada Lovelace"]
    with zipfile.ZipFile("c.zip") as archive:
        notebooks = {
            name.partition("_")[0]: nbformat.reads(archive.read(name).decode(), as_version=4).cells[0].source
            for name in archive.namelist()
        }
    assert "handed in `in time`" in notebooks["hoppergrace"] and "handed in `late`" in notebooks["torvaldslinus"]
    assert not any("2026" in text for text in notebooks.values())


def test_the_report_shows_no_time_that_only_the_archive_has(course):
    report = json.loads(run("report", "1", "--json", "--html", "report.html").stdout)
    assert sum(one["count"] for one in report["timeline"]["bins"]) == 2
    assert {one["learner"] for one in report["learners"] if one["submitted"]} == {"Ada Lovelace", "서연 김"}
    assert any("does not say when 2 submissions were handed in" in remark for remark in report["remarks"])
    assert all(not one["notes"] for one in report["learners"])
    page = words((course / "report.html").read_text())
    assert "The deadline was 2026-11-20 13:00 CET" in page and "UTC" not in page and "09:07" not in page
    assert "not known by how much" in words(run("report", "1").stdout)


def test_a_time_that_becomes_known_is_told(course):
    (course / "submitted" / "hoppergrace" / ASSIGNMENT / "timestamp.txt").write_text("2026-11-20 10:00:00 UTC")
    assert "0 graded in this run" in run("grade", "1").stdout
    learners = {one["learner"]: one for one in json.loads(run("report", "1", "--json").stdout)["learners"]}
    assert learners["hoppergrace"]["submitted"] == "2026-11-20T10:00:00Z" and learners["hoppergrace"]["time_known"]


def test_whose_score_is_another_one_after_a_second_attempt_is_told(course):
    assert "(was" not in (course / "said").read_text()
    right = as_bytes(answered(course))
    (course / "again.zip").write_bytes(zipped({moodle("Ada Lovelace", 10001, "mould.ipynb"): right}))
    run("collect", "again.zip", "--force")
    done = words(run("grade", "1").stdout)
    assert "6 of 6 (was 4)" in done and "1 with another score than before" in done and done.count("(was") == 1
    assert "(was" not in run("grade", "1").stdout
    (course / "again.zip").write_bytes(
        zipped({moodle("Ada Lovelace", 10001, "mould.ipynb"): as_bytes(answered(course, WRONG))})
    )
    run("collect", "again.zip", "--force")
    by_learner = {one["learner"]: one["grade"] for one in json.loads(run("grade", "1", "--json").stdout)}
    assert by_learner["Ada Lovelace"]["score_before"] == 6 and "score_before" not in by_learner["hoppergrace"]


def test_who_was_looked_at_is_told_and_who_needed_no_look(course):
    said = words(run("grade", "1", "--reviewed", "hoppergrace", "--reviewed", "Ada Lovelace").stdout)
    assert "hoppergrace: needs no look any more." in said
    assert "Ada Lovelace: nothing needed a look; nothing was noted." in said
    assert "hoppergrace: nothing needed a look" in words(run("grade", "1", "--reviewed", "hoppergrace").stdout)


def test_a_zone_that_there_is_not_is_a_sentence(course):
    with (course / "nbgrader_config.py").open("a") as config:
        config.write('c.NbGraderAPI.timezone = "Berlin"\n')
    for command in (
        ("report", "1"),
        ("feedback", "1", "--for", "canvas"),
        ("collect", "moodle.zip", "--worksheet", "sheet.csv"),
    ):
        assert "There is no time zone 'Berlin'" in words(run(*command, code=2).stderr)
