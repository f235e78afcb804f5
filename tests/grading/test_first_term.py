"""What docs/your-first-term.md tells an instructor to type works as printed, and what it tells to back up is enough."""

import json
import re
import shlex
import shutil
from datetime import datetime

import pytest
from downloads import canvas, moodle, zipped
from gradebooks import STAFF_GRADE, copy_of, gradebook, records, rows, run
from handing_in import ASSIGNMENT, answered, as_bytes, hand_in
from throwaway import ROOT, course_environment, make_course, needs_bubblewrap
from typer.testing import CliRunner

from chainrule.checks import known_mistakes
from chainrule_staff.authoring.build import build
from chainrule_staff.cli import app

pytestmark = [needs_bubblewrap, pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")]
TEXT = (ROOT / "docs" / "your-first-term.md").read_text("utf-8")
RULE = """
from nbgrader.plugins import LateSubmissionPlugin

class PointAnHour(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return total_seconds_late / 3600
"""


def section(number):
    return TEXT.partition(f"\n## {number}. ")[2].partition("\n## ")[0]


def commands(number, program="chainrule staff"):
    """The commands of a section's first block of code, in which lecture 03 is the only one that tests have: 01."""
    lines = re.search(r"```sh\n(.*?)```", section(number), re.DOTALL)[1].splitlines()
    words = [shlex.split(line, comments=True) for line in lines if line.startswith(program)]
    return [["01" if word == "03" else word for word in line[2:]] for line in words]


def test_collecting_as_printed_makes_who_is_late_late(course, monkeypatch):
    monkeypatch.chdir(course)
    with gradebook(course) as book:
        book.update_or_create_assignment(ASSIGNMENT, duedate=datetime(2026, 11, 20, 12))
    from_moodle, from_canvas, grade = commands(4)
    sheet = "Identifier,Full name,Email address,Grade,Last modified (submission),Last modified (grade)\n"
    # One o'clock in Berlin is the due date.
    sheet += "Participant 10001,Ada Lovelace,ada@uni.example,,2026-11-20 12:59,-\n"
    sheet += "Participant 10002,Bo Diddley,bo@uni.example,,2026-11-20 14:00,-\n"
    (course / from_moodle[from_moodle.index("--worksheet") + 1]).write_text(sheet)
    solved = as_bytes(answered(course))
    for command, files in (
        (
            from_moodle,
            {
                moodle("Ada Lovelace", 10001, "mould.ipynb"): solved,
                moodle("Bo Diddley", 10002, "mould.ipynb"): solved,
            },
        ),
        (from_canvas, {canvas("cy", 20001, 30001, "mould.ipynb", late=True): solved}),
        (grade, None),
    ):
        if files:
            (course / command[1]).write_bytes(zipped(files))
        done = CliRunner().invoke(app, command)
        assert done.exit_code == 0, done.output
    graded = json.loads(CliRunner().invoke(app, ["grade", "01", "--json"]).stdout)
    late = {row["learner"]: row["grade"]["seconds_late"] for row in graded}
    assert late == {"Ada Lovelace": 0, "Bo Diddley": 3600, "cy": 1}


def test_what_is_to_be_backed_up_makes_a_fresh_clone_the_course(mould_released, tmp_path):
    """A course with all that an instructor may have changed: a rule, a zone, an extension, points by hand, an edited lecture."""
    course = copy_of(mould_released, tmp_path / "course")
    (course / "late.py").write_text(RULE)
    with (course / "nbgrader_config.py").open("a") as config:
        config.write('c.AssignLatePenalties.plugin_class = "late.PointAnHour"\nc.NbGraderAPI.timezone = "Asia/Seoul"\n')
    source = course / "solutions" / ASSIGNMENT / "mould.py"
    source.write_text(
        source.read_text("utf-8").replace("c.equal(0.5, 0.0)", "c.equal(0.5, 0.0)  # by symmetry"), "utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        for name, value in course_environment(course).items():
            patch.setenv(name, value)
        known_mistakes.load.cache_clear()
        build(course, course / "solutions" / ASSIGNMENT)
    known_mistakes.load.cache_clear()
    with gradebook(course) as book:
        book.update_or_create_assignment(ASSIGNMENT, duedate=datetime(2027, 3, 1, 12))
    (course / "roster.csv").write_text("id,extension 01\nbo,1 hour\n")
    for learner in ("ada", "bo"):
        hand_in(course, learner, answered(course), when="2027-03-01 14:00:00 UTC")
    done = run([*STAFF_GRADE, "--accept-changes"], course)
    assert done.returncode == 0, done.stdout
    assert {learner: row["penalty"] for learner, row in rows(course).items()} == {"ada": 2.0, "bo": 1.0}

    clone = make_course(tmp_path / "clone")
    names = re.findall(r"`([^`]+)`", section(7).partition("\nBack up ")[2])
    for name in (name.rstrip("/") for name in names if name != ".chainrule/secret"):
        target = clone / name
        if (course / name).is_dir():
            shutil.copytree(course / name, target, dirs_exist_ok=True)
        else:
            shutil.copy2(course / name, target)
    again = run(STAFF_GRADE, clone)
    assert again.returncode == 0 and "0 graded in this run, 2 unchanged" in again.stdout, again.stdout
    assert rows(clone) == rows(course) and records(clone) == records(course)
    # With the same secret the hidden inputs are the same.
    assert (clone / ".chainrule" / "secret").read_bytes() == (course / ".chainrule" / "secret").read_bytes()
