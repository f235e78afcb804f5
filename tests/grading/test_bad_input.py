"""What keeps grading from beginning is said in a sentence, with the remedy, and the gradebook stays as it was."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys

import pytest
from handing_in import ASSIGNMENT, answered, hand_in
from throwaway import course_environment, needs_bubblewrap

from chainrule_staff.errors import StaffError
from chainrule_staff.grading.class_run import grade_class

pytestmark = needs_bubblewrap


def digest(course):
    path = course / "gradebook.db"
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


@pytest.fixture
def refused(course):
    """A function that grades, and returns the sentence with which that was refused; the gradebook must be the same."""
    hand_in(course, "ada", answered(course))

    def try_it(name=ASSIGNMENT, **options):
        before = digest(course)
        with pytest.raises(StaffError) as caught:
            grade_class(course, name, **{"workers": 1, **options})
        assert digest(course) == before
        assert not (course / "autograded").exists()
        return str(caught.value)

    try_it.course = course
    return try_it


def test_an_unknown_assignment(refused):
    assert "There are: 01_mould" in refused("99_nothing")


@pytest.mark.parametrize("name", ["", "..", "../solutions/01_mould", "/etc"])
def test_an_assignment_that_is_a_path(refused, name):
    assert refused(name)


def test_no_submitted_folder(refused):
    shutil.rmtree(refused.course / "submitted")
    assert "nbgrader collect" in refused()


def test_nobody_has_handed_in(refused):
    shutil.rmtree(refused.course / "submitted" / "ada")
    assert "Nobody has handed in" in refused()


def test_a_learner_who_did_not_hand_in(refused):
    assert "There are 1: ada" in refused(learners=["adam"])


def test_no_gradebook(refused):
    (refused.course / "gradebook.db").unlink()
    assert "nbgrader generate_assignment 01_mould" in refused()
    assert not (refused.course / "gradebook.db").exists()


def test_a_corrupt_gradebook(refused):
    (refused.course / "gradebook.db").write_bytes(b"this is no database" * 1000)
    assert "damaged" in refused() and "backup" in refused()


def test_a_torn_gradebook(refused):
    path = refused.course / "gradebook.db"
    path.write_bytes(path.read_bytes()[:-20_000])
    assert "damaged" in refused()


def test_a_gradebook_whose_making_was_interrupted(refused):
    path = refused.course / "gradebook.db"
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("create table assignment (id integer)")
    assert "not complete" in refused()


def test_an_older_gradebook(refused):
    with sqlite3.connect(refused.course / "gradebook.db") as database:
        database.execute("alter table submitted_assignment drop column extension")
    assert "nbgrader db upgrade" in refused()


def test_a_locked_gradebook(refused, monkeypatch):
    with sqlite3.connect(refused.course / "gradebook.db") as database:
        database.execute("begin exclusive")
        assert "another program is writing" in refused()


def test_an_assignment_that_was_not_released(refused):
    with sqlite3.connect(refused.course / "gradebook.db") as database:
        database.execute("update assignment set name = 'other'")
    assert "not released yet" in refused()


def test_a_source_that_changed_after_submissions_arrived(refused):
    path = refused.course / "solutions" / ASSIGNMENT / "mould.ipynb"
    path.write_text(path.read_text("utf-8").replace("tol=0.008", "tol=0.1"), "utf-8")
    said = refused()
    assert "he_normal: its check was changed" in said and "--accept-changes" in said


def test_points_that_changed_after_submissions_arrived(refused):
    path = refused.course / "solutions" / ASSIGNMENT / "mould.ipynb"
    path.write_text(path.read_text("utf-8").replace('"points": 2', '"points": 5'), "utf-8")
    assert "→ 5 points" in refused()


def test_a_release_that_is_gone(refused):
    shutil.rmtree(refused.course / "notebooks")
    assert "chainrule staff build" in refused()


def test_a_damaged_secret(refused):
    (refused.course / ".chainrule").mkdir()
    (refused.course / ".chainrule" / "secret").write_text("nonsense")
    assert "backup" in refused()


def test_another_run_under_way(refused):
    (refused.course / ".chainrule").mkdir()
    with open(refused.course / ".chainrule" / "grading.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "Another grading run" in refused()


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")  # so permissions cannot be tested as root
def test_a_course_that_cannot_be_written_to(refused):
    refused.course.chmod(0o555)
    try:
        assert "writable" in refused() or "permissions" in refused()
    finally:
        refused.course.chmod(0o755)


def test_a_gradebook_that_cannot_be_written_to(refused, monkeypatch):
    """As SQLite says it on a read-only disk."""
    from nbgrader.api import Gradebook
    from sqlalchemy.exc import OperationalError

    def fails(*_, **__):
        raise OperationalError("insert", {}, sqlite3.OperationalError("attempt to write a readonly database"))

    monkeypatch.setattr(Gradebook, "update_or_create_student", fails)
    assert "cannot be written to" in refused()


def test_a_sandbox_that_is_missing(refused, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    said = refused()
    assert "apt install bubblewrap" in said and "--sandbox none" in said


def command(course, *words):
    return subprocess.run(
        [sys.executable, "-m", "chainrule.course.cli", "staff", "grade", *words],
        cwd=course,
        env=course_environment(course),
        capture_output=True,
        text=True,
        timeout=900,
    )


def test_the_command_says_it_without_a_traceback(refused):
    done = command(refused.course, "nothing")
    assert done.returncode == 2 and "There is no assignment" in done.stderr and "Traceback" not in done.stderr


def test_the_command_outside_of_a_course(tmp_path, refused):
    done = subprocess.run(
        [sys.executable, "-m", "chainrule.course.cli", "staff", "grade", "01"],
        cwd=tmp_path,
        env=course_environment(refused.course),
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 2 and "No course was found" in done.stderr


def test_the_command_grades_and_ends_with_a_table(course):
    hand_in(course, "ada", answered(course))
    hand_in(course, "broken", b"{")
    done = command(course, "01", "--workers", "1")
    assert done.returncode == 0, done.stderr
    assert "6 of 6" in done.stdout and "unreadable" in done.stdout and "1 graded" in done.stdout


def test_the_command_without_a_sandbox_is_loud(course):
    hand_in(course, "ada", answered(course))
    done = command(course, "mould", "--sandbox", "none", "--workers", "1")
    assert done.returncode == 0 and "NO SANDBOX" in done.stderr
