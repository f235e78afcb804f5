"""When a submission was handed in, and what lies in its folder: whatever it is, it is that learner's matter alone."""

import contextlib
import os
from datetime import datetime
from pathlib import Path

import pytest
from gradebooks import gradebook, rows
from handing_in import ASSIGNMENT, answered, as_bytes, hand_in, kinds
from throwaway import needs_bubblewrap

from chainrule_staff.errors import StaffError
from chainrule_staff.grading import submissions
from chainrule_staff.grading.class_run import grade_class
from chainrule_staff.grading.handed_in import NoTime, parse, read_stamp
from chainrule_staff.grading.kinds import Kind
from chainrule_staff.grading.record import GRADED, UNREADABLE
from chainrule_staff.grading.repair import MAX_FILE
from chainrule_staff.grading.submissions import find, look_at
from chainrule_staff.grading.words import sentence
from chainrule_staff.reporting.grades import read_course

SAVED = datetime(2026, 11, 20, 9, 30)
HUGE = 4 * 2**40


def saved(folder: Path, name: str = "mould.ipynb", when: datetime = SAVED) -> Path:
    """Give a file the time at which its learner saved it; its folder."""
    seconds = (when - datetime(1970, 1, 1)).total_seconds()
    os.utime(folder / name, (seconds, seconds))
    return folder


@pytest.fixture
def folder(tmp_path):
    """One learner's folder, with a notebook."""
    made = tmp_path / "submitted" / "ada" / ASSIGNMENT
    made.mkdir(parents=True)
    (made / "mould.ipynb").write_bytes(b"{}")
    return saved(made)


def look(folder: Path, *, due: bool = True):
    return look_at("ada", folder, "mould", due=due)


# -- what a timestamp.txt says ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-11-20 10:00:00.123456 UTC", datetime(2026, 11, 20, 10, 0, 0, 123456)),  # as nbgrader writes it
        ("2026-11-20 10:00:00", datetime(2026, 11, 20, 10)),
        ("2026-11-20T10:00:00+09:00", datetime(2026, 11, 20, 1)),
        ("2026-11-20 10:00:00 +0900", datetime(2026, 11, 20, 1)),
        ("2026-11-20 10:00:00 EST", datetime(2026, 11, 20, 15)),
        ("2026-11-20 1:30 PM", datetime(2026, 11, 20, 13, 30)),
        ("Nov 20, 2026, 1:30 PM", datetime(2026, 11, 20, 13, 30)),
        ("Fri Nov 20 13:30:00 UTC 2026", datetime(2026, 11, 20, 13, 30)),
    ],
)
def test_a_time_is_read(text, time):
    assert parse(text) == time


@pytest.mark.parametrize(
    "text",
    [
        "",
        "half past nine",
        "00:01",  # of which day? Whoever grades would say: today
        "10:00:00 UTC",
        "2026-11-20",  # its first minute would be on time whenever it was
        "Friday 10:00",
        "20 November 10:00",
        "1970-01-01 00:00:00 UTC",
        "0001-01-01 00:00:00 UTC",
        "1764000000",  # since when?
        "1712010000",  # which could be read as a day of 2017
        "2026-11-20 10:00:00 XYZ",
        "2026-11-20 10:00:00 /etc/passwd",
        "9999-12-31 23:59:59 -1200",
        "10h" + "9" * 44,
        "1e999",
        "\0" * 50,
        "<script>OWNED</script>",
    ],
)
def test_what_is_no_time_is_no_time(text):
    with pytest.raises(NoTime):
        parse(text)


# Each puts something in the place of timestamp.txt.
ODD_STAMPS = {
    "garbled": lambda path: path.write_text("10h" + "9" * 44),
    "huge": lambda path: path.write_bytes(b"2026-11-20 09:00:00 UTC" + b" " * 1000),
    "sparse": lambda path: (path.touch(), os.truncate(path, HUGE)),
    "empty": lambda path: path.touch(),
    "spaces": lambda path: path.write_text(" \n"),
    "UTF-16": lambda path: path.write_text("2026-11-20 09:00:00 UTC", "utf-16"),
    "the epoch": lambda path: path.write_text("1970-01-01 00:00:00 UTC"),
    "seconds since the epoch": lambda path: path.write_text("1764000000"),
    "no day": lambda path: path.write_text("00:01"),
    "a folder": Path.mkdir,
    "a pipe": os.mkfifo,
    "a link": lambda path: path.symlink_to("/dev/zero"),
    "a link to nowhere": lambda path: path.symlink_to("nowhere"),
}


@pytest.mark.parametrize("due", [True, False])
@pytest.mark.parametrize("odd", ODD_STAMPS)
def test_in_the_place_of_an_odd_time_the_files_own_counts_and_is_told(folder, odd, due):
    ODD_STAMPS[odd](folder / "timestamp.txt")
    found = look(folder, due=due)
    assert found.file and found.submitted == SAVED.isoformat() and found.stamp is None
    assert Kind.BAD_TIMESTAMP in kinds(found.look)
    assert "2026-11-20 09:30:00" in sentence(next(one for one in found.look if one.kind == Kind.BAD_TIMESTAMP))


def test_a_missing_time_matters_where_something_is_due(folder):
    found = look(folder)
    assert found.submitted == SAVED.isoformat() and kinds(found.look) == [Kind.NO_TIMESTAMP]
    found = look(folder, due=False)
    assert found.submitted is None and not found.look and not found.notes


def test_a_good_time_counts_and_is_kept_as_it_is(folder):
    (folder / "timestamp.txt").write_bytes(b"2026-11-20 10:00:00 EST\n")
    found = look(folder)
    assert found.submitted == "2026-11-20T15:00:00" and found.stamp == b"2026-11-20 10:00:00 EST\n"
    assert not found.look and not found.notes


@pytest.mark.parametrize("when", [datetime(1970, 1, 1), datetime(1971, 1, 1)])
def test_a_file_that_claims_to_be_older_than_nbgrader_came_when_it_was_put_there(folder, when):
    saved(folder, when=when)
    assert look(folder).submitted > "2026"


def test_a_timestamp_is_not_read_before_its_size_is_known(folder, monkeypatch):
    ODD_STAMPS["sparse"](folder / "timestamp.txt")
    monkeypatch.setattr("builtins.open", None)
    with pytest.raises(NoTime):
        read_stamp(folder)


def test_the_same_file_with_another_time_is_another_submission(folder):
    (folder / "timestamp.txt").write_text("2026-11-20 10:00:00 UTC")
    first = look(folder).digest
    (folder / "timestamp.txt").write_text("2026-11-20 11:00:00 UTC")
    assert look(folder).digest != first


# -- sizes --------------------------------------------------------------------------------------------------------------


def test_a_notebook_is_not_hashed_before_its_size_is_known(folder):
    os.truncate(folder / "mould.ipynb", HUGE)
    found = look(folder)
    assert found.file is None and found.problem.kind == Kind.TOO_LARGE and "4398047 MB" in sentence(found.problem)


def test_a_notebook_of_the_largest_size_is_graded(folder):
    os.truncate(folder / "mould.ipynb", MAX_FILE)
    assert look(folder).file


def test_a_folder_of_very_many_files_is_not_looked_through(folder, monkeypatch):
    monkeypatch.setattr(submissions, "MOST_FILES", 20)
    for number in range(50):
        (folder / f"{number}.ipynb").touch()
    (folder / "deep").mkdir()
    seen, scandir = [], os.scandir

    @contextlib.contextmanager
    def counted(place):
        with scandir(place) as entries:
            yield (seen.append(entry) or entry for entry in entries)

    monkeypatch.setattr(os, "scandir", counted)
    found = look(folder)
    assert found.file == folder / "mould.ipynb" and len(seen) <= 20


# -- one learner's folder -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "which", [".", ASSIGNMENT, f"{ASSIGNMENT}/mould.ipynb", f"{ASSIGNMENT}/data", f"{ASSIGNMENT}/timestamp.txt"]
)
def test_what_may_not_be_read_is_one_learners_matter(as_an_ordinary_user, which):
    submitted = as_an_ordinary_user / "submitted"
    for learner in ("ada", "bela"):
        made = submitted / learner / ASSIGNMENT
        (made / "data").mkdir(parents=True)
        (made / "mould.ipynb").write_bytes(b"{}")
        (made / "timestamp.txt").write_text("2026-11-20 10:00:00 UTC")
    (submitted / "ada" / which).chmod(0)
    try:
        ada, bela = find(submitted, ASSIGNMENT, "mould")
    finally:
        (submitted / "ada" / which).chmod(0o700)
    assert bela.file and not bela.look
    if which.endswith("data"):
        assert ada.file and not ada.look  # the notebook does not lie in there
    elif which.endswith("txt"):
        assert ada.file and kinds(ada.look) == [Kind.BAD_TIMESTAMP]
    else:
        assert ada.file is None and "Permission denied" in sentence(ada.problem)


def test_whatever_looking_at_a_folder_raises_is_one_learners_matter(tmp_path, monkeypatch):
    for learner in ("ada", "bela"):
        (tmp_path / learner / ASSIGNMENT).mkdir(parents=True)
        (tmp_path / learner / ASSIGNMENT / "mould.ipynb").write_bytes(b"{}")
    everything = submissions._everything

    def fails(folder, wanted):
        if folder.parent.name == "ada":
            raise ArithmeticError("of a kind that nobody thought of")
        return everything(folder, wanted)

    monkeypatch.setattr(submissions, "_everything", fails)
    ada, bela = find(tmp_path, ASSIGNMENT, "mould")
    assert bela.file and ada.problem.kind == Kind.READING_RAISED


# -- a class ------------------------------------------------------------------------------------------------------------


def due(course: Path, when: datetime) -> None:
    with gradebook(course) as book:
        book.update_or_create_assignment(ASSIGNMENT, duedate=when)


PENALTY = """
from nbgrader.plugins import BasePlugin

class PointAnHour(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return total_seconds_late / 3600
"""


@needs_bubblewrap
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_no_folder_ends_a_class_and_no_odd_time_escapes_the_penalty(course, monkeypatch):
    solved = as_bytes(answered(course))
    for odd, make in ODD_STAMPS.items():
        make(saved(hand_in(course, f"odd {odd}", solved)) / "timestamp.txt")
    saved(hand_in(course, "no time", solved))
    saved(hand_in(course, "no time, before", solved), when=datetime(2026, 11, 20, 7))
    hand_in(course, "late", solved, when="2026-11-20 9:30 AM")
    hand_in(course, "in time", solved, when="2026-11-20 07:00:00 UTC")
    os.truncate(hand_in(course, "huge", solved) / "mould.ipynb", HUGE)
    due(course, datetime(2026, 11, 20, 8))
    (course / "penalty.py").write_text(PENALTY)
    monkeypatch.syspath_prepend(course)
    with (course / "nbgrader_config.py").open("a") as file:
        file.write('\nc.AssignLatePenalties.plugin_class = "penalty.PointAnHour"\n')
    records = {record.learner: record for record in grade_class(course, ASSIGNMENT)}
    assert {learner for learner, record in records.items() if record.state != GRADED} == {"huge"}
    assert records["huge"].state == UNREADABLE
    found = rows(course)
    assert {learner for learner, row in found.items() if row["penalty"] == 1.5} == {
        *(f"odd {odd}" for odd in ODD_STAMPS),
        "no time",
        "late",
    }
    assert {learner for learner, row in found.items() if not row["waits"]} == {"in time", "late"}
    assert records["no time, before"].submitted == "2026-11-20T07:00:00" and found["no time, before"]["penalty"] is None
    stamps = {path.parts[-3] for path in (course / "autograded").glob("*/*/timestamp.txt")}
    assert stamps == {"in time", "late"}


def test_an_error_of_one_file_is_not_said_of_the_course(course, monkeypatch):
    """`_alone` holds the lock around everything: what is said of the lock is said of nothing else."""
    from chainrule_staff.grading import class_run

    hand_in(course, "ada", answered(course))

    def fails(*_, **__):
        raise PermissionError(13, "Permission denied", "submitted/ada")

    monkeypatch.setattr(class_run, "find", fails)
    with pytest.raises(StaffError) as caught:
        grade_class(course, ASSIGNMENT)
    assert str(caught.value).startswith("submitted/ada: ") and "must be writable" not in str(caught.value)


# -- one name in two spellings ------------------------------------------------------------------------------------------

COMPOSED, DECOMPOSED = "Jos\u00e9 \uae40", "Jose\u0301 \u1100\u1175\u11b7"


@pytest.mark.parametrize("name", [DECOMPOSED, "प्रिया", "สมชาย ใจดี"])
def test_accents_and_vowel_signs_belong_into_a_name(tmp_path, name):
    hand_in(tmp_path, name, b"{}")
    (found,) = find(tmp_path / "submitted", ASSIGNMENT, "mould")
    assert found.problem is None


def test_a_decomposed_name_is_the_learner_whom_the_gradebook_knows(tmp_path):
    hand_in(tmp_path, DECOMPOSED, b"{}")
    for known in ([COMPOSED], []):
        (found,) = find(tmp_path / "submitted", ASSIGNMENT, "mould", known=known)
        assert found.learner == COMPOSED and found.folder.parent.name == DECOMPOSED
    (found,) = find(tmp_path / "submitted", ASSIGNMENT, "mould", known=[DECOMPOSED])
    assert found.learner == DECOMPOSED


def test_of_two_spellings_of_a_name_the_later_one_is_graded_and_that_is_said(tmp_path):
    hand_in(tmp_path, DECOMPOSED, b"{}", when="2026-11-21 10:00:00 UTC")
    hand_in(tmp_path, COMPOSED, b"[]", when="2026-11-20 10:00:00 UTC")
    (found,) = find(tmp_path / "submitted", ASSIGNMENT, "mould")
    assert found.learner == COMPOSED and found.data() == b"{}"
    assert kinds(found.look) == [Kind.TWO_SPELLINGS] and "handed in last" in sentence(found.look[0])


@needs_bubblewrap
def test_a_learner_in_two_spellings_stands_once_in_table_gradebook_and_report(course):
    hand_in(course, DECOMPOSED, answered(course))
    for names in (None, [DECOMPOSED], [COMPOSED]):
        (record,) = grade_class(course, ASSIGNMENT, workers=1, learners=names)
        assert record.learner == COMPOSED and record.points == 6
    assert set(rows(course)) == {COMPOSED}
    with read_course(course) as reader:
        assert [(grade.learner, grade.score) for grade in reader.results(ASSIGNMENT).grades] == [(COMPOSED, 6)]
