"""``chainrule submit`` makes the file to hand in, and says which one it was."""

import hashlib
import json

import pytest

from chainrule.checks.progress_log import Progress
from chainrule.course import hand_in
from chainrule_staff.grading import repair


def test_the_file_is_the_learners_own_and_its_hash_is_kept(run, course, grader):
    run("study", "--prepare-only")
    code, out, _ = run("submit", "3")
    mine = (course / "my-work/03_activations/activations.ipynb").read_bytes()
    made = course / "my-work/submit/03_activations/activations.ipynb"
    assert code == 0 and made.read_bytes() == mine and grader.paths == [made]
    digest = hashlib.sha256(mine).hexdigest()
    assert digest in out and str(made) in out.replace("\n", "")
    assert digest in (course / "my-work/submit/receipts.txt").read_text()


def test_what_was_not_attempted_is_said(run, course, grader):
    run("study", "--prepare-only")
    grader.points["relu"] = 0.0
    assert "Not attempted: 3.2." in run("submit", "3")[1]


def test_a_notebook_that_the_grader_could_not_read_is_refused(run, course, grader):
    run("study", "--prepare-only")
    (course / "my-work/03_activations/activations.ipynb").write_text('{"cells": [')
    code, _, err = run("submit", "3")
    assert code == 2 and "the file is damaged" in err
    assert not (course / "my-work/submit").exists()


def test_a_notebook_that_is_too_large_is_refused_with_a_remedy(run, course, grader, monkeypatch):
    run("study", "--prepare-only")
    monkeypatch.setattr(hand_in, "MAX_BYTES", 100)
    code, _, err = run("submit", "3")
    assert code == 2 and "Clear Outputs" in err


def test_the_limit_is_the_graders():
    assert hand_in.MAX_BYTES == repair.MAX_FILE


def test_a_file_elsewhere_can_be_submitted_and_the_report_is_json(run, course, grader, tmp_path):
    run("study", "--prepare-only")
    other = tmp_path / "activations (1).ipynb"
    other.write_bytes((course / "my-work/03_activations/activations.ipynb").read_bytes() + b"\n")
    code, out, _ = run("submit", str(other), "--json")
    made = json.loads(out)["hand_in"]
    assert code == 0 and made["sha256"] == hashlib.sha256(other.read_bytes()).hexdigest()
    assert made["path"].endswith("activations.ipynb") and made["size"] == other.stat().st_size


@pytest.mark.parametrize("word", ["3", "activations"])
def test_without_a_copy_of_ones_own_there_is_nothing_to_submit(run, course, grader, word):
    code, _, err = run("submit", word)
    assert code == 2 and "chainrule study" in err


def checked(course, *results):
    """Note results of checks as a kernel does: lecture, exercise, points, known mistake."""
    log = Progress(course / "my-work/.chainrule/progress.log")
    for lecture, exercise, points, mistake in results:
        log.record(lecture, exercise, points, 2.0, "2026-03-01T10:00:00+01:00", mistake)


def test_attempts_at_this_lecture_alone_are_put_beside_the_file_and_the_learner_is_told_what_is_in_it(
    run, course, grader
):
    run("study", "--prepare-only")
    checked(course, ("activations", "sigmoid", 1.0, "overflows"), ("start", "double", 2.0, None))
    checked(course, ("activations", "sigmoid", 2.0, None))
    log = course / "my-work/.chainrule/progress.log"
    log.write_bytes(log.read_bytes() + b'\n{"notebook": "activations", "secret": "/home/ada"}\nnot JSON')
    _, out, _ = run("submit", "3")
    beside = course / "my-work/submit/03_activations/activations.attempts.txt"
    text = beside.read_text("utf-8")
    rows = [json.loads(line) for line in text.splitlines() if not line.startswith("#")]
    assert [(row["exercise"], row["points"], row["mistake"]) for row in rows[:2]] == [
        ("sigmoid", 1.0, "overflows"),
        ("sigmoid", 2.0, None),
    ]
    assert "start" not in text and "double" not in text and "/home/ada" not in text and "my-work" not in text
    assert text.startswith("# What was noted of your checks of activations")
    for words in (str(beside), "your 3 checks of this lecture", "no code", "It is not graded"):
        assert words in " ".join(out.split()), words
    made = json.loads(run("submit", "3", "--json")[1])["hand_in"]
    assert made["attempts"] == str(beside) and made["checks"] == 3


def test_without_attempts_or_with_anothers_file_there_is_nothing_beside_it(run, course, grader, tmp_path):
    run("study", "--prepare-only")
    checked(course, ("activations", "sigmoid", 1.0, None))
    run("submit", "3")
    other = tmp_path / "activations.ipynb"
    other.write_bytes((course / "my-work/03_activations/activations.ipynb").read_bytes())
    _, out, _ = run("submit", str(other))
    assert [path.name for path in (course / "my-work/submit/03_activations").iterdir()] == ["activations.ipynb"]
    assert "hand in this one, too" not in out


def test_of_very_many_attempts_the_latest_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(hand_in, "MOST_ATTEMPTS", 3)
    log = Progress(tmp_path / "progress.log")
    for number in range(5):
        log.record("activations", "sigmoid", number, 5.0)
    assert [json.loads(line)["points"] for line in hand_in.attempts_in(log.path, "activations")] == [2.0, 3.0, 4.0]
