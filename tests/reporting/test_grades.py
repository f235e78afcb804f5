"""Records, the gradebook and what was handed in, joined."""

import shutil
import sqlite3

import pytest
from made_up import ASSIGNMENT, exercise, record

from chainrule.checks.report import finding
from chainrule_staff import gradebook_file
from chainrule_staff.errors import StaffError
from chainrule_staff.gradebook_file import opened
from chainrule_staff.grading.kinds import Kind
from chainrule_staff.reporting.grades import combine, read_course, who_handed_in


def read(course):
    with read_course(course.folder) as reader:
        return {grade.learner: grade for grade in reader.results(ASSIGNMENT).grades}


def test_each_state_is_told_apart(graded):
    assert {learner: grade.state for learner, grade in read(graded).items()} == {
        "ada": "graded",
        "seoyeon": "late",
        "grace": "needs a look",
        "absent": "missing",
        "broken": "unreadable",
        "new": "not graded",
    }


@pytest.mark.parametrize("locked", ["ada", f"ada/{ASSIGNMENT}"])
def test_a_folder_that_may_not_be_read_is_one_learners_matter(as_an_ordinary_user, locked):
    for learner in ("ada", "bela"):
        (as_an_ordinary_user / learner / ASSIGNMENT).mkdir(parents=True)
        (as_an_ordinary_user / learner / ASSIGNMENT / "mould.ipynb").touch()
    (as_an_ordinary_user / "cleo").mkdir()
    (as_an_ordinary_user / "notes.txt").touch()
    (as_an_ordinary_user / locked).chmod(0)
    try:
        assert who_handed_in(as_an_ordinary_user, ASSIGNMENT) == {"ada", "bela"}
    finally:
        (as_an_ordinary_user / locked).chmod(0o700)
    assert who_handed_in(as_an_ordinary_user / "nowhere", ASSIGNMENT) == set()


def test_only_what_is_graded_has_a_score(graded):
    assert {learner: grade.score for learner, grade in read(graded).items()} == {
        "ada": 6,
        "seoyeon": 0.75,
        "grace": 3,
        "absent": None,
        "broken": None,
        "new": None,
    }


def test_late_submissions_have_their_penalty_and_time(graded):
    late = read(graded)["seoyeon"]
    assert (late.points, late.penalty, late.seconds_late, late.submitted) == (1, 0.25, 3600, "2026-11-20T13:00:00Z")


def test_an_extension_is_no_lateness(course):
    course.enter("ada", timestamp="2026-11-20 13:00:00 UTC", extension=2)
    assert read(course)["ada"].state == "graded"


def test_points_given_by_hand_count(course):
    course.enter("ada", (2, 2, 0), manual=1.5)
    assert (read(course)["ada"].points, read(course)["ada"].auto_points, read(course)["ada"].manual_points) == (
        5.5,
        4,
        1.5,
    )


def test_what_waits_for_a_person_needs_a_look(course):
    course.enter("ada", (2, 2, None), waiting=True)
    found = read(course)["ada"]
    assert found.state == "needs a look" and found.reasons == [finding(Kind.BY_HAND)]


def test_an_unreadable_submission_that_a_person_graded_has_the_persons_points(course):
    course.enter("broken", (0, 0, 0), manual=2)
    course.keep(record("broken", state="unreadable"))
    assert (read(course)["broken"].state, read(course)["broken"].score) == ("unreadable", 2)


def test_a_submission_in_the_gradebook_without_any_points_is_not_graded(course):
    course.enter("ada", (None, None, None))
    assert (read(course)["ada"].state, read(course)["ada"].score) == ("not graded", None)


def test_a_penalty_takes_no_more_than_there_is(course):
    course.enter("ada", (1, 0, 0), penalty=5)
    assert read(course)["ada"].score == 0


def test_a_record_that_the_gradebook_lacks_is_reported():
    (grade,) = combine(ASSIGNMENT, {}, {}, [record("ada", exercise())], ["ada"])
    assert grade.state == "not graded" and grade.reasons == [finding(Kind.NOT_IN_BOOK)]


def test_learners_come_by_last_name_then_first_name_then_id():
    people = {
        "3": {"last_name": "b", "first_name": "A"},
        "2": {"last_name": "B", "first_name": "b"},
        "1": {"last_name": "a"},
        "0": {},
    }
    assert [grade.learner for grade in combine(ASSIGNMENT, people, {})] == ["0", "1", "3", "2"]


def test_reading_changes_nothing(graded):
    before = graded.database.read_bytes()
    read(graded)
    with opened(graded.database) as book, pytest.raises(Exception, match="readonly"):
        book.add_student("intruder")
    assert graded.database.read_bytes() == before


def test_the_configuration_says_where_the_gradebook_is(graded):
    graded.database.rename(graded.folder / "another.db")
    with open(graded.folder / "nbgrader_config.py", "a") as file:
        file.write(f"c.CourseDirectory.db_url = 'sqlite:///{graded.folder}/another.db'\n")
    assert read(graded)["ada"].score == 6


def _break(course, how):
    if how == "locked":
        holder = sqlite3.connect(course.database)
        holder.execute("BEGIN EXCLUSIVE")
        return holder
    if how == "missing":
        course.database.unlink()
    elif how == "empty":
        course.database.write_bytes(b"")
    elif how == "not a database":
        course.database.write_bytes(b"grades " * 1000)
    elif how == "torn":
        whole = course.database.read_bytes()
        course.database.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    elif how == "older":
        with sqlite3.connect(course.database) as connection:
            connection.execute("ALTER TABLE student DROP COLUMN lms_user_id")
    elif how == "half made":
        course.database.unlink()
        with sqlite3.connect(course.database) as connection:
            connection.execute("CREATE TABLE course (id VARCHAR(128))")
    elif how == "no configuration":
        (course.folder / "nbgrader_config.py").write_text("import nothing_of_that_name")


@pytest.mark.parametrize(
    "how, words",
    [
        ("missing", "There is no gradebook yet"),
        ("empty", "is empty"),
        ("not a database", "damaged"),
        ("torn", "damaged"),
        ("older", "nbgrader db upgrade"),
        ("half made", "nbgrader db upgrade"),
        ("locked", "another program is writing"),
        ("no configuration", "nbgrader_config.py cannot be read"),
    ],
)
def test_a_gradebook_that_cannot_be_read_is_a_sentence(graded, how, words, monkeypatch):
    monkeypatch.setattr(gradebook_file, "PATIENCE", 0)
    held = _break(graded, how)
    before = graded.database.read_bytes() if graded.database.exists() else None
    with pytest.raises(StaffError, match=words):
        read(graded)
    assert (graded.database.read_bytes() if graded.database.exists() else None) == before
    if held:
        held.close()


def test_a_course_folder_with_odd_characters_is_found(graded, tmp_path):
    odd = tmp_path / "100% 수업?#x"
    shutil.copytree(graded.folder, odd)
    with read_course(odd) as reader:
        assert reader.assignments() == [ASSIGNMENT]
