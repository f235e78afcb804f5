"""A class comes from Moodle and Canvas, is graded, and every learner's feedback goes back in names that those read."""

import csv
import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import nbformat
import pytest
from downloads import canvas, moodle, zipped
from handing_in import ASSIGNMENT, answered, as_bytes
from throwaway import course_environment, nbgrader, needs_bubblewrap
from typer.testing import CliRunner

from chainrule.checks import known_mistakes
from chainrule_staff.cli import app

pytestmark = needs_bubblewrap
WRONG = {"sigmoid": "def sigmoid(x):\n    return 1 / (1 + np.exp(x))\n\ndef sigmoid_grad(x):\n    return x"}


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def read_by_moodle(name: str, participants: set[str]) -> tuple[str, str] | None:
    """Participant and file's name, as Moodle's importer of feedback files takes them from a name in the zip file."""
    parts = name.split("/")
    while parts:
        info = parts.pop(0).split("_", 4)
        if len(info) < 4 or not info[1].isdecimal() or info[1] not in participants:
            continue
        if (info[2], info[3]) == ("assignsubmission", "file"):
            return info[1], "/".join([*info[4:], *parts]).lstrip("/")
    return None


def read_by_canvas(name: str, attachments: dict[tuple[str, str], str]) -> tuple[str, str] | None:
    """Learner and shown name, as Canvas's upload of submissions takes them; ``attachments`` of (learner, number)."""
    words = [word for word in Path(name).name.split("_") if word != "LATE"]
    numbers = [word for word in words if re.fullmatch("[0-9]+", word)][:2]
    if len(numbers) < 2 or words[-1].startswith("link") or tuple(numbers) not in attachments:
        return None
    return numbers[0], attachments[tuple(numbers)]


@pytest.fixture(scope="module")
def graded(mould_released, tmp_path_factory):
    """A course with a graded class from both platforms."""
    course = Path(shutil.copytree(mould_released, tmp_path_factory.mktemp("platforms") / "course"))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MPLBACKEND", raising=False)
        for name, value in course_environment(course).items():
            patch.setenv(name, value)
        patch.chdir(course)
        known_mistakes.load.cache_clear()
        right, wrong = as_bytes(answered(course)), as_bytes(answered(course, WRONG))
        (course / "moodle.zip").write_bytes(
            zipped(
                {
                    moodle("Ada Lovelace", 10001, "mould.ipynb", older=True): right,
                    moodle("김 서연", 10002, "week 1/mould.ipynb.txt"): wrong,
                }
            )
        )
        (course / "canvas.zip").write_bytes(
            zipped(
                {
                    canvas("hoppergrace", 20001, 300001, "mould-1.ipynb"): wrong,
                    canvas("torvaldslinus", 20002, 300002, "work.zip", late=True): zipped({"work/mould.ipynb": right}),
                    canvas("brokenbo", 20003, 300003, "mould.ipynb"): b"{",
                }
            )
        )
        done = [run("collect", name) for name in ("moodle.zip", "canvas.zip")]
        assert [one.exit_code for one in done] == [0, 0], done[1].output
        assert run("grade", "1").exit_code == 0
        yield course
    known_mistakes.load.cache_clear()


@pytest.fixture
def course(graded, tmp_path, monkeypatch, in_course):
    """A copy of it, in which the test stands."""
    copy = in_course(Path(shutil.copytree(graded, tmp_path / "course")))
    monkeypatch.chdir(copy)
    return copy


def test_moodle_finds_everyones_page(course):
    done = run("feedback", "mould", "--for", "moodle")
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(course / f"feedback-{ASSIGNMENT}-moodle.zip") as archive:
        found = {read_by_moodle(name, {"10001", "10002"}): archive.read(name).decode() for name in archive.namelist()}
    assert {*found} == {("10001", "mould.html"), ("10002", "mould.html")}
    assert "match a known mistake" in found["10002", "mould.html"]
    assert "match a known mistake" not in found["10001", "mould.html"]
    assert "feedback for 2 of 5 learners" in done.stdout
    said = " ".join(done.stderr.split())
    assert "No feedback for brokenbo, hoppergrace, torvaldslinus: not collected from this platform." in said


def test_canvas_finds_everyone_and_what_it_shows_opens_under_the_name_that_it_shows(course):
    done = run("feedback", "1", "--for", "canvas", "-o", course / "back.zip", "--json")
    assert done.exit_code == 0, done.output
    attachments = {
        ("20001", "300001"): "mould-1.ipynb",
        ("20002", "300002"): "work.zip",
        ("20003", "300003"): "mould.ipynb",
    }
    with zipfile.ZipFile(course / "back.zip") as archive:
        found = {read_by_canvas(name, attachments): archive.read(name) for name in archive.namelist()}
    assert {*found} == {("20001", "mould-1.ipynb"), ("20002", "work.zip"), ("20003", "mould.ipynb")}
    assert json.loads(done.stdout)["files"] == {
        canvas("hoppergrace", 20001, 300001, "mould-1.ipynb"): "hoppergrace",
        canvas("torvaldslinus", 20002, 300002, "work.zip", late=True): "torvaldslinus",
        canvas("brokenbo", 20003, 300003, "mould.ipynb"): "brokenbo",
    }
    with zipfile.ZipFile(io.BytesIO(found["20002", "work.zip"])) as inner:
        assert inner.namelist() == ["mould.html"] and b"chainrule-panel" in inner.read("mould.html")
    notebook = nbformat.reads(found["20001", "mould-1.ipynb"].decode(), as_version=4)
    nbformat.validate(notebook)
    assert (
        "**4 of 6 points**" in notebook.cells[0].source
        and "Sigmoid and its derivative | 0 of 2 |" in notebook.cells[0].source
    )
    panels = [str(output) for cell in notebook.cells for output in cell.get("outputs", ())]
    assert any("match a known mistake" in panel for panel in panels)
    assert "could not be read" in found["20003", "mould.ipynb"].decode()


def test_nothing_of_the_staffs_goes_back_to_a_learner(course):
    run("feedback", "1", "--for", "canvas", "-o", course / "back.zip")
    source = json.loads((course / "solutions" / ASSIGNMENT / "mould.ipynb").read_text("utf-8"))
    hidden = [
        line.strip()
        for cell in source["cells"]
        for line in "".join(cell["source"])
        .partition("### BEGIN HIDDEN TESTS")[2]
        .partition("### END HIDDEN TESTS")[0]
        .splitlines()
        if line.strip()
    ]
    assert len(hidden) > 5
    with zipfile.ZipFile(course / "back.zip") as archive:
        for name in archive.namelist():
            if name.endswith(".ipynb"):
                text = archive.read(name).decode()
                cells = json.loads(text)["cells"]
                said = "\n".join("".join(cell["source"]) for cell in cells)
                assert "HIDDEN TESTS" not in text and not any(line in said for line in hidden)
                assert "chainrule" not in json.loads(text)["metadata"] and '"seeds"' not in text
                assert "Needs a look" not in said


def test_comments_points_by_hand_and_penalties_are_those_of_the_gradebook(course):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        comment = book.find_comment("ex-sigmoid", "mould", ASSIGNMENT, "hoppergrace")
        comment.manual_comment = "Look at the sign.\n<script>"
        part = book.find_grade("check-sigmoid", "mould", ASSIGNMENT, "hoppergrace")
        part.manual_score = 1.5
        book.find_submission_notebook("mould", ASSIGNMENT, "hoppergrace").late_submission_penalty = 0.5
        book.db.commit()
    run("feedback", "1", "--for", "canvas", "-o", course / "back.zip")
    with zipfile.ZipFile(course / "back.zip") as archive:
        text = archive.read(canvas("hoppergrace", 20001, 300001, "mould-1.ipynb")).decode()
    notebook = nbformat.reads(text, as_version=4)
    assert "**5 of 6 points**, after 0.5 off for being late" in notebook.cells[0].source
    assert "Sigmoid and its derivative | 1.5 of 2 |" in notebook.cells[0].source
    at = next(index for index, cell in enumerate(notebook.cells) if cell.id == "ex-sigmoid")
    assert notebook.cells[at + 1].source == "> **Comment:** Look at the sign.\n> &lt;script>"


def test_a_hand_in_that_is_not_graded_gets_no_old_feedback(course):
    (course / "again.zip").write_bytes(zipped({canvas("hoppergrace", 20001, 300009, "mould-2.ipynb"): b"{}"}))
    assert run("collect", "again.zip").exit_code == 0
    done = run("feedback", "1", "--for", "canvas", "-o", course / "back.zip")
    assert "No feedback for hoppergrace: a later hand-in is not graded yet." in " ".join(done.stderr.split())
    assert "feedback for 2 of 5 learners" in done.stdout


def test_the_same_grades_give_the_same_file(course):
    made = []
    for name in ("a.zip", "b.zip"):
        run("feedback", "1", "--for", "canvas", "-o", course / name)
        with zipfile.ZipFile(course / name) as archive:
            made.append({name: archive.read(name) for name in archive.namelist() if name.endswith(".ipynb")})
    assert made[0] == made[1]


def test_what_is_in_the_way_is_a_sentence(course):
    assert "There are: moodle, canvas." in run("feedback", "1", "--for", "ilias").stderr
    shutil.rmtree(course / "autograded")
    assert "chainrule staff grade 01_mould" in " ".join(run("feedback", "1", "--for", "canvas").stderr.split())
    shutil.rmtree(course / "submitted" / ".collected")
    assert "chainrule staff collect" in " ".join(run("feedback", "1", "--for", "canvas").stderr.split())


@pytest.mark.thorough
def test_nbgraders_own_commands_are_not_disturbed_by_what_collecting_remembers(course):
    assert "brokenbo" in nbgrader(course, "generate_feedback", ASSIGNMENT, "--force")
    done = run("grade", "1")
    assert "1 graded in this run, 4 unchanged" in done.stdout, done.output  # what cannot be read is tried each time


def test_canvas_gets_its_own_ids_and_its_own_name_of_the_column(course):
    done = run("export", "1", "--to", "canvas")
    assert "--column" in done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    ids = {row["SIS Login ID"]: row["ID"] for row in rows[1:]}
    assert (ids["hoppergrace"], ids["torvaldslinus"], ids["Ada Lovelace"]) == ("20001", "20002", "")
    run("export", "1", "--to", "canvas", "--column", "Homework 1 (4711)")
    done = run("export", "--to", "canvas")
    assert {row["SIS Login ID"]: row["Homework 1 (4711)"] for row in csv.DictReader(io.StringIO(done.stdout))}[
        "hoppergrace"
    ] == "4"
    assert "--column" not in done.stderr


def test_moodles_worksheet_is_filled_in_by_participant_id(course):
    sheet = course / "worksheet.csv"
    sheet.write_text(
        "Identifier,Full name,Grade,Maximum grade,Last modified (grade)\n"
        "Participant 10002,서연 김,,100.00,-\nParticipant 10001,Ada Lovelace,,100.00,-\nParticipant 10007,Cy,2.00,100.00,-\n"
    )
    done = run("export", "1", "--to", "moodle", "--worksheet", sheet, "-o", course / "back.csv")
    assert done.exit_code == 0, done.output
    with open(course / "back.csv", newline="") as file:
        assert {row["Identifier"]: row["Grade"] for row in csv.DictReader(file)} == {
            "Participant 10001": "6",
            "Participant 10002": "4",
            "Participant 10007": "2.00",
        }
    said = " ".join(done.stderr.split())
    assert "Not in the worksheet, so not handed on: hoppergrace, torvaldslinus" in said
    assert "set it to 6 there" in said


def test_an_option_of_another_form_is_a_sentence(course):
    assert "--column is for --to canvas" in run("export", "1", "--column", "x").stderr
    assert "--worksheet is for --to moodle" in run("export", "1", "--to", "canvas", "--worksheet", "x").stderr
    assert "x cannot be read" in run("export", "1", "--to", "moodle", "--worksheet", "x").stderr
