"""A rule of one's own for late hand-ins, as docs/grading.md shows it: beside the configuration, found without PYTHONPATH."""

import re
import sys
from datetime import datetime
from pathlib import Path

import pytest
from gradebooks import STAFF_GRADE, copy_of, gradebook, rows, run
from handing_in import ASSIGNMENT, answered, hand_in
from throwaway import ROOT, needs_bubblewrap

pytestmark = [needs_bubblewrap, pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")]
# The command as people run it: "python -m nbgrader" would find what lies in the folder by itself.
AUTOGRADE = [str(Path(sys.executable).parent / "nbgrader"), "autograde", ASSIGNMENT]


@pytest.fixture(scope="module")
def late(mould_released, tmp_path_factory):
    """A course with the rule as printed; ada was late by an hour, bo by a day and an hour, cy by eleven days, dee not."""
    course = copy_of(mould_released, tmp_path_factory.mktemp("late") / "course")
    rule, line = re.findall(r"```python\n(.*?)```", section("What being late costs"), re.DOTALL)
    (course / "late.py").write_text(rule)
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(line)
    with gradebook(course) as book:
        book.update_or_create_assignment(ASSIGNMENT, duedate=datetime(2027, 3, 1, 12))
    for learner, when in (("ada", "01 13:00"), ("bo", "02 13:00"), ("cy", "12 12:00"), ("dee", "01 12:00")):
        hand_in(course, learner, answered(course), when=f"2027-03-{when}:00 UTC")
    return course


def section(title):
    """The text of a section of docs/grading.md."""
    text = (ROOT / "docs" / "grading.md").read_text("utf-8")
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("command", [STAFF_GRADE, AUTOGRADE], ids=["staff", "nbgrader"])
def test_a_rule_by_the_day_is_found_beside_the_configuration(late, tmp_path, command):
    course = copy_of(late, tmp_path / "course")
    done = run(command, course)
    assert done.returncode == 0, done.stdout
    found = {learner: (row["score"], row["penalty"] or 0.0) for learner, row in rows(course).items()}
    assert found == {
        "ada": (6.0, pytest.approx(0.6)),
        "bo": (6.0, pytest.approx(1.2)),
        "cy": (6.0, pytest.approx(6.0)),
        "dee": (6.0, 0.0),
    }


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("class PerDay(:\n", "cannot be used: SyntaxError"),
        ("class PerDay:\n    pass\n", "cannot be used"),
        (
            "from nbgrader.plugins import LateSubmissionPlugin\n\nclass PerDay(LateSubmissionPlugin):\n"
            "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n        return score / 0\n",
            "PerDay that nbgrader_config.py names failed for 'ada' (ZeroDivisionError",
        ),
        (
            "from nbgrader.plugins import LateSubmissionPlugin\n\nclass PerDay(LateSubmissionPlugin):\n"
            "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n        return float('nan')\n",
            "failed for 'ada' (ValueError: it gave nan)",
        ),
    ],
    ids=["syntax", "no plugin", "raises", "no number"],
)
def test_a_rule_that_cannot_be_used_is_a_sentence(late, tmp_path, rule, said):
    course = copy_of(late, tmp_path / "course")
    (course / "late.py").write_text(rule)
    done = run([*STAFF_GRADE, "--student", "ada"], course)
    assert done.returncode == 2 and said in " ".join(done.stdout.split()), done.stdout
    assert "Traceback" not in done.stdout
