"""A platform's archive comes into ``submitted/`` whole and once, and nothing in it leads anywhere else."""

import datetime
import os
import unicodedata
import warnings
from pathlib import Path

import pytest
from downloads import ASSIGNMENT, DAY, NOTEBOOK, canvas, link, moodle, notebook, zipped

from chainrule_staff.errors import StaffError
from chainrule_staff.platforms import archive as archives
from chainrule_staff.platforms import collect as collecting
from chainrule_staff.platforms import handed_in
from chainrule_staff.platforms.kinds import Kind
from chainrule_staff.platforms.learners import Person
from chainrule_staff.platforms.memory import recall


class Course:
    """A folder in which archives are collected."""

    def __init__(self, folder: Path):
        self.folder, self.submitted = folder, folder / "submitted"

    def collect(self, files, *, date=DAY, **options):
        """Collect an archive; each file's kind."""
        path = self.folder / "download.zip"
        path.write_bytes(files if isinstance(files, bytes) else zipped(files, date=date))
        self.done = collecting.collect(path, self.submitted, ASSIGNMENT, NOTEBOOK, **options)
        return {row.file: row.what.kind for row in self.done.rows}

    def notes(self):
        return {note.kind for row in self.done.rows for note in row.notes}

    @property
    def there(self):
        """Every file of the learners: path below ``submitted``, without the assignment, to content."""
        return {
            "/".join(part for part in path.relative_to(self.submitted).parts if part != ASSIGNMENT): path.read_bytes()
            for path in self.submitted.rglob("*")
            if path.is_file() and ".collected" not in path.parts
        }

    @property
    def everything(self):
        return {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}


@pytest.fixture
def course(tmp_path):
    (tmp_path / "course").mkdir()
    return Course(tmp_path / "course")


@pytest.mark.parametrize("older", [False, True])
def test_moodles_folders(course, older):
    course.collect(
        {
            moodle("Ada Lovelace", 10001, older=older): notebook("ada"),
            moodle("김 서연", 10002, "week 3/activations.ipynb", older=older): notebook("seoyeon"),
        }
    )
    assert course.there == {
        "Ada Lovelace/activations.ipynb": notebook("ada"),
        "김 서연/activations.ipynb": notebook("seoyeon"),
    }


def test_moodles_names_without_folders(course):
    course.collect({"Ada Lovelace_10001_assignsubmission_file_my_activations.ipynb": notebook()})
    assert [*course.there] == ["Ada Lovelace/my_activations.ipynb"]


def test_canvas_names(course):
    course.collect({canvas("lovelaceada", 20001, 300001): notebook(), canvas("김서연", 20002, 300002): notebook()})
    assert {*course.there} == {"lovelaceada/activations.ipynb", "김서연/activations.ipynb"}
    assert recall(course.submitted, ASSIGNMENT)["김서연"].id == "20002"
    assert recall(course.submitted, ASSIGNMENT)["김서연"].files["activations.ipynb"].original == canvas(
        "김서연", 20002, 300002
    )


def test_anonymous_names_of_canvas(course):
    course.collect({"anon_aB3x_300001_activations.ipynb": notebook(), "LATE_anon_Qq9_300002_activations.ipynb": b"{}"})
    assert {*course.there} == {"anon-aB3x/activations.ipynb", "anon-Qq9/activations.ipynb"}
    assert recall(course.submitted, ASSIGNMENT)["anon-Qq9"].late is True


def test_a_name_of_digits_is_not_taken_for_somebody_elses_id(course):
    course.collect({canvas("lovelaceada", 20001, 300001): notebook(), canvas("20001", 20002, 300002): notebook()})
    assert {*course.there} == {"lovelaceada/activations.ipynb", "20001/activations.ipynb"}
    assert recall(course.submitted, ASSIGNMENT)["20001"].id == "20002"


def test_an_archive_that_was_unpacked_and_packed_again(course):
    name = canvas("lovelaceada", 20001, 300001)
    kinds = course.collect({f"submissions/{name}": notebook(), f"__MACOSX/submissions/._{name}": b"mac"})
    assert [*kinds.values()] == [Kind.COLLECTED, Kind.SYSTEM_FILE]


def test_the_latest_attempt_counts(course):
    first, second = canvas("ada", 1, 30), canvas("ada", 1, 41, "activations-1.ipynb")
    assert course.collect({second: notebook("2"), first: notebook("1")}) == {
        second: Kind.COLLECTED,
        first: Kind.EARLIER_ATTEMPT,
    }
    assert course.there == {"ada/activations.ipynb": notebook("2")}


def test_two_copies_in_one_attempt_are_both_kept_for_grading_to_look_at(course):
    course.collect({canvas("ada", 1, 30): b"{}", canvas("ada", 1, 31, "activations (1).ipynb"): notebook()})
    assert {*course.there} == {"ada/activations.ipynb", "ada/activations (1).ipynb"}


def test_two_copies_of_which_none_has_the_name_both_keep_theirs(course):
    course.collect({moodle("Ada", 1, f"activations ({number}).ipynb"): notebook() for number in (1, 2)})
    assert {*course.there} == {"Ada/activations (1).ipynb", "Ada/activations (2).ipynb"}


def test_what_tells_of_attempts_comes_along_under_one_name_and_alone_it_is_no_hand_in(course):
    told = "activations.attempts.txt"
    files = {
        canvas("ada", 1, 30): notebook("1"),
        canvas("ada", 1, 31, told): b"first",
        canvas("ada", 1, 42, "activations.attempts-1.txt"): b"second",
        canvas("bo", 2, 43, told): b"alone",
        canvas("chen", 3, 44, "all.zip"): zipped({"all/activations.ipynb": notebook(), f"all/{told}": b"packed"}),
    }
    assert [*course.collect(files).values()] == [
        Kind.COLLECTED,
        Kind.EARLIER_ATTEMPT,
        Kind.COLLECTED,
        Kind.NO_NOTEBOOK,
        Kind.COLLECTED,
    ]
    there = {
        f"ada/{told}": b"second",
        "ada/activations.ipynb": notebook("1"),
        f"chen/{told}": b"packed",
        "chen/activations.ipynb": notebook(),
    }
    assert course.there == there
    assert {*course.collect(files).values()} == {Kind.UNCHANGED, Kind.EARLIER_ATTEMPT, Kind.NO_NOTEBOOK}
    assert recall(course.submitted, ASSIGNMENT)["ada"].latest.original == canvas("ada", 1, 30)


def test_what_tells_of_attempts_is_left_where_it_is_too_large_or_the_notebooks_are_held_back(course, monkeypatch):
    monkeypatch.setattr(handed_in, "MOST_TOLD", 10)
    large = moodle("Ada", 1, "activations.attempts.txt")
    assert course.collect({moodle("Ada", 1): notebook(), large: b"x" * 11})[large] == Kind.NOT_A_NOTEBOOK
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile warns as it writes them
        told = moodle("Bo", 2, "activations.attempts.txt")
        twice = zipped([(moodle("Bo", 2), b"1"), (moodle("Bo", 2), b"2"), (told, b"few")])
    assert course.collect(twice)[told] == Kind.HELD_BACK


def test_the_two_spellings_of_a_files_name_are_one_file(course):
    names = [moodle("Ada", 1, unicodedata.normalize(form, "é.ipynb")) for form in ("NFC", "NFD")]
    course.collect(dict.fromkeys(names, notebook()))
    assert [row.what.kind for row in course.done.rows] == [Kind.COLLECTED, Kind.SAME_AGAIN]


@pytest.mark.parametrize(
    "name",
    [
        "activations.ipynb.txt",
        "activations.ipynb.json",
        "Activations.IPYNB",
        "activations (1).ipynb",
        "activations-Copy1.ipynb",
        "activations-1.ipynb",
        "handed in/activations.ipynb",
    ],
)
def test_a_notebook_under_another_name_is_collected_with_a_note(course, name):
    course.collect({moodle("Ada", 1, name): notebook()})
    assert course.there == {"Ada/activations.ipynb": notebook()} and Kind.RENAMED in course.notes()
    assert recall(course.submitted, ASSIGNMENT)["Ada"].files["activations.ipynb"].original == moodle("Ada", 1, name)


def test_a_notebook_in_a_zip_file_is_collected_with_a_note(course):
    inner = zipped({"hw/activations.ipynb": notebook(), "hw/data.csv": b"1", "__MACOSX/hw/._activations.ipynb": b""})
    course.collect({canvas("ada", 1, 30, "homework.zip"): inner})
    assert course.there == {"ada/activations.ipynb": notebook()} and Kind.FROM_ZIP in course.notes()


def test_what_is_no_notebook_stays_in_the_archive(course):
    kinds = course.collect({moodle("Ada", 1): notebook(), moodle("Ada", 1, "plot.png"): b"png"})
    assert [*kinds.values()] == [Kind.COLLECTED, Kind.NOT_A_NOTEBOOK] and not course.done.refused


@pytest.mark.parametrize("file", ["solution.pdf", "all.rar", "empty.zip"])
def test_a_learner_without_a_notebook_is_told_of(course, file):
    kinds = course.collect({moodle("Ada", 1, file): zipped({"notes.txt": b""}), moodle("Bo", 2): notebook()})
    assert [*kinds.values()] == [Kind.NO_NOTEBOOK, Kind.COLLECTED] and course.done.refused == 1


# -- again ----------------------------------------------------------------------------------------


def test_a_second_run_changes_nothing(course):
    files = {moodle("Ada", 1): notebook(), moodle("Bo", 2, "a.zip"): zipped({"activations.ipynb": notebook("bo")})}
    course.collect(files)
    before = course.everything
    assert {*course.collect(files).values()} == {Kind.UNCHANGED}
    assert course.everything == before


def test_a_later_attempt_replaces_an_earlier_one_which_is_set_aside(course):
    course.collect({canvas("ada", 1, 30): notebook("first")})
    second = canvas("ada", 1, 41, "activations-1.ipynb")
    assert course.collect({second: notebook("second")}) == {second: Kind.REPLACED}
    assert course.there == {"ada/activations.ipynb": notebook("second")}
    aside = course.folder / course.done.rows[0].what.values["aside"]
    assert (aside / "activations.ipynb").read_bytes() == notebook("first")


def test_an_older_archive_does_not_replace_a_newer_hand_in(course):
    course.collect({canvas("ada", 1, 41, "activations-1.ipynb"): notebook("second")})
    first = canvas("ada", 1, 30)
    assert course.collect({first: notebook("first")}) == {first: Kind.OLDER}
    assert course.there == {"ada/activations.ipynb": notebook("second")}


def test_with_moodle_the_later_download_counts(course):
    course.collect({moodle("Ada", 1): notebook("second")}, date=(2026, 11, 21, 9, 0, 0))
    assert [*course.collect({moodle("Ada", 1): notebook("first")}).values()] == [Kind.OLDER]
    assert [*course.collect({moodle("Ada", 1): notebook("3rd")}, date=(2026, 11, 22, 9, 0, 0)).values()] == [
        Kind.REPLACED
    ]
    assert course.there == {"Ada/activations.ipynb": notebook("3rd")}


def test_with_a_worksheet_its_times_say_which_attempt_is_later(course):
    early, late = (datetime.datetime(2026, 11, day, 9) for day in (20, 21))
    course.collect({moodle("Ada", 1): notebook("first")}, times={"1": early})
    before = {"date": (2026, 11, 1, 9, 0, 0), "times": {"1": late}}  # packed by a computer whose clock is wrong
    assert [*course.collect({moodle("Ada", 1): notebook("second")}, **before).values()] == [Kind.REPLACED]
    assert [*course.collect({moodle("Ada", 1): notebook("first")}, times={"1": early}).values()] == [Kind.OLDER]
    assert course.there["Ada/activations.ipynb"] == notebook("second")


def test_of_two_archives_of_the_same_second_the_one_that_is_collected_now_counts(course):
    course.collect({moodle("Ada", 1): notebook("first")})
    assert [*course.collect({moodle("Ada", 1): notebook("second")}).values()] == [Kind.REPLACED]


def test_what_staff_put_there_or_changed_is_not_replaced_unless_they_say_so(course):
    course.collect({moodle("Ada", 1): notebook()})
    path = course.submitted / "Ada" / ASSIGNMENT / "activations.ipynb"
    path.write_bytes(b"mended by hand")
    later = {"date": (2026, 12, 1, 0, 0, 0)}
    assert [*course.collect({moodle("Ada", 1): notebook("new")}, **later).values()] == [Kind.OTHER_IS_THERE]
    assert path.read_bytes() == b"mended by hand"
    assert [*course.collect({moodle("Ada", 1): notebook("new")}, force=True, **later).values()] == [Kind.REPLACED]
    assert path.read_bytes() == notebook("new") and b"mended by hand" in course.everything.values()


def test_an_interrupted_run_is_finished_by_the_next(course, monkeypatch):
    files = {moodle("Ada", 1): notebook(), moodle("Bo", 2): notebook()}
    rename, count = Path.rename, []

    def once(self, target):
        count.append(target)
        if len(count) > 1:
            raise OSError(28, "No space left on device", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", once)
    with pytest.raises(StaffError, match="No space left on device"):
        course.collect(files)
    monkeypatch.undo()
    (course.submitted / ".collected" / "incoming-1").mkdir()  # of a process that was killed
    assert [*course.there] == ["Ada/activations.ipynb"]
    assert [*course.collect(files).values()] == [Kind.UNCHANGED, Kind.COLLECTED]
    assert not [*course.submitted.glob(".collected/incoming*")]


# -- who is who -----------------------------------------------------------------------------------


def test_the_two_spellings_of_a_name_are_one_learner(course):
    composed, decomposed = (unicodedata.normalize(form, "José Núñez") for form in ("NFC", "NFD"))
    course.collect({moodle(decomposed, 1): notebook()})
    assert [*course.there] == [f"{composed}/activations.ipynb"]
    assert [*course.collect({moodle(composed, 1): notebook()}).values()] == [Kind.UNCHANGED]


def test_a_folder_that_is_there_in_another_spelling_is_used(course):
    there = unicodedata.normalize("NFD", "josé")
    (course.submitted / there).mkdir(parents=True)
    assert [*course.collect({canvas("josé", 1, 30): notebook()}).values()] == [Kind.COLLECTED]
    assert [*course.there] == [f"{there}/activations.ipynb"]


def test_two_folders_of_one_name_are_refused(course):
    for form in ("NFC", "NFD"):
        (course.submitted / unicodedata.normalize(form, "josé")).mkdir(parents=True)
    assert [*course.collect({canvas("josé", 1, 30): notebook()}).values()] == [Kind.TWO_FOLDERS]
    assert not course.there


def test_two_learners_of_one_name_are_refused_until_staff_say_who_is_who(course):
    files = {moodle("Kim Minjun", 1): notebook("a"), moodle("Kim Minjun", 2): notebook("b"), moodle("Bo", 3): b"{}"}
    assert [*course.collect(files).values()] == [Kind.TWO_OF_ONE_NAME, Kind.TWO_OF_ONE_NAME, Kind.COLLECTED]
    assert [*course.there] == ["Bo/activations.ipynb"]
    course.collect(files, said={"1": "kim1", "2": "kim2"})
    assert course.there["kim1/activations.ipynb"] == notebook("a")
    assert course.there["kim2/activations.ipynb"] == notebook("b")
    assert {*course.collect(files).values()} == {Kind.UNCHANGED}  # it is remembered


def test_a_second_learner_of_a_name_does_not_get_the_first_ones_folder(course):
    course.collect({canvas("kimminjun", 1, 30): notebook("a")})
    newcomer = canvas("kimminjun", 2, 31)
    assert course.collect({canvas("kimminjun", 1, 30): notebook("a"), newcomer: notebook("b")})[newcomer] == (
        Kind.TWO_OF_ONE_NAME
    )
    assert course.there == {"kimminjun/activations.ipynb": notebook("a")}


def test_the_gradebook_says_who_it_is(course):
    people = [
        Person("al1815", "Ada", "Lovelace"),
        Person("gh1906", "Grace", "Hopper", "20002"),
        Person("seoyeon", "서연", "김"),
    ]
    course.collect(
        {canvas("lovelaceada", 20001, 1): b"1", canvas("murraygrace", 20002, 2): b"2", canvas("김서연", 3, 3): b"3"},
        people=people,
    )
    assert {*course.there} == {f"{name}/activations.ipynb" for name in ("al1815", "gh1906", "seoyeon")}
    assert Kind.NEW_LEARNER not in course.notes()
    course.collect({canvas("newcomer", 4, 4): b"4"}, people=people)
    assert Kind.NEW_LEARNER in course.notes()
    course.collect({canvas("another", 5, 5): b"5"})
    assert Kind.NEW_LEARNER not in course.notes()  # where nobody is known, everybody would be


def test_who_has_another_id_in_the_gradebook_is_somebody_else(course):
    people = [Person("gh1906", "Grace", "Hopper", "20002")]
    course.collect({canvas("hoppergrace", 777, 1): b"1"}, people=people)
    assert [*course.there] == ["hoppergrace/activations.ipynb"]


def test_two_in_the_gradebook_have_the_name(course):
    people = [Person("kim1", "Minjun", "Kim"), Person("kim2", "Minjun", "Kim")]
    assert [*course.collect({moodle("Minjun Kim", 1): b""}, people=people).values()] == [Kind.SEVERAL_KNOWN]


def test_a_name_that_the_grader_would_refuse_is_altered_with_a_note(course):
    course.collect({moodle("Ada [ext] & Co", 1): notebook()})
    assert [*course.there] == ["Ada -ext- - Co/activations.ipynb"] and Kind.ALTERED_NAME in course.notes()


# -- time -----------------------------------------------------------------------------------------


DUE = datetime.datetime(2026, 11, 20, 12)


def test_late_is_what_canvas_says_and_a_second_after_the_due_date(course):
    from nbgrader.utils import parse_utc

    files = {canvas("ada", 1, 30): b"1", canvas("bo", 2, 31, late=True): b"2", canvas("cy", 3, 32, late=True): b"3"}
    extended = DUE + datetime.timedelta(days=2)
    course.collect(files, due=lambda learner: extended if learner == "cy" else DUE)
    read = {name.split("/")[0]: parse_utc(text.decode()) for name, text in course.there.items() if "timestamp" in name}
    assert read == {
        "ada": DUE,
        "bo": DUE + datetime.timedelta(seconds=1),
        "cy": extended + datetime.timedelta(seconds=1),
    }
    course.collect(files, due=lambda learner: extended if learner == "cy" else DUE)
    assert course.done.count(Kind.UNCHANGED) == 3


def test_without_a_due_date_nobody_is_late_until_there_is_one(course):
    files = {canvas("bo", 2, 31, late=True): b"2"}
    course.collect(files)
    assert "bo/timestamp.txt" not in course.there and Kind.LATE_WITHOUT_DUE_DATE in course.notes()
    course.collect(files, due=lambda learner: DUE)
    assert course.there["bo/timestamp.txt"] == b"2026-11-20 12:00:01.000000 UTC"


def test_a_time_that_staff_entered_stays(course):
    files = {canvas("bo", 2, 31, late=True): b"2"}
    course.collect(files, due=lambda learner: DUE)
    path = course.submitted / "bo" / ASSIGNMENT / "timestamp.txt"
    path.write_text("2026-11-20 11:59:00 UTC")
    course.collect(files, due=lambda learner: DUE)
    assert path.read_text() == "2026-11-20 11:59:00 UTC"


def test_who_handed_in_on_moodle_counts_as_on_time_which_is_said(course):
    """Without a ``timestamp.txt`` grading would take the time at which the file was collected."""
    from nbgrader.utils import parse_utc

    course.collect({moodle("Ada", 1): b"1"}, due=lambda learner: DUE)
    assert parse_utc(course.there["Ada/timestamp.txt"].decode()) <= DUE
    assert Kind.TIME_UNKNOWN in course.notes()


def test_moodle_says_nothing_of_time(course):
    course.collect({moodle("Ada", 1): b"1"})
    assert [*course.there] == ["Ada/activations.ipynb"]


# -- what nobody should send ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, kind",
    [
        ("/etc/Ada_1_assignsubmission_file/activations.ipynb", Kind.OUTSIDE),
        ("../Ada_1_assignsubmission_file/activations.ipynb", Kind.OUTSIDE),
        (moodle("Ada", 1, "../../../../activations.ipynb"), Kind.OUTSIDE),
        (moodle("Ada", 1, "..\\..\\activations.ipynb"), Kind.OUTSIDE),
        ("C:\\Ada_1_assignsubmission_file\\activations.ipynb", Kind.OUTSIDE),
        (moodle("Ada\x1b[2J", 1), Kind.CONTROL),
        (moodle("Ada", 1, f"{'x' * 250}.ipynb"), Kind.LONG_NAME),
        (link(moodle("Ada", 1)), Kind.LINK),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused_and_the_rest_is_collected(course, name, kind):
    kinds = course.collect([(name, b"/etc/passwd"), (moodle("Bo", 2), notebook())])
    assert [*kinds.values()] == [kind, Kind.COLLECTED] and course.done.refused == 1
    assert [*course.there] == ["Bo/activations.ipynb"]
    assert {path.name for path in course.folder.iterdir()} == {"submitted", "download.zip"}


@pytest.mark.parametrize("name", ["..", "....", "-", "\u202e"])
def test_a_learner_whose_name_is_a_path(course, name):
    kinds = course.collect({moodle(name, 1): notebook()})
    assert not course.there and course.done.refused == 1, kinds


@pytest.mark.parametrize("name", ["../../ada", "/ada", ".collected", "a/b"])
def test_a_name_that_staff_give_cannot_lead_elsewhere(course, name):
    assert [*course.collect({moodle("Ada", 1): notebook()}, said={"1": name}).values()] == [Kind.NO_NAME]
    assert not course.there and {path.name for path in course.folder.iterdir()} == {"submitted", "download.zip"}


@pytest.mark.parametrize("where", ["learner", "assignment", "own"])
def test_a_link_in_submitted_is_not_followed(course, tmp_path, where):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    place = {"learner": "Ada", "assignment": f"Ada/{ASSIGNMENT}", "own": ".collected"}[where]
    (course.submitted / place).parent.mkdir(parents=True)
    (course.submitted / place).symlink_to(elsewhere)
    if where == "own":
        with pytest.raises(StaffError, match="is a link"):
            course.collect({moodle("Ada", 1): notebook()})
    else:
        assert [*course.collect({moodle("Ada", 1): notebook()}).values()] == [Kind.FOLDER_IS_LINK]
    assert not [*elsewhere.iterdir()]


def test_a_file_that_is_a_link_is_replaced_and_not_followed(course, tmp_path):
    target = tmp_path / "precious"
    target.write_text("precious")
    folder = course.submitted / "Ada" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / "activations.ipynb").symlink_to(target)
    assert [*course.collect({moodle("Ada", 1): notebook()}).values()] == [Kind.OTHER_IS_THERE]
    assert [*course.collect({moodle("Ada", 1): notebook()}, force=True).values()] == [Kind.REPLACED]
    assert target.read_text() == "precious" and not (folder / "activations.ipynb").is_symlink()


def test_two_files_of_one_name_are_refused_unless_they_are_the_same(course):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile warns as it writes them
        twice = zipped([(moodle("Ada", 1), b"1"), (moodle("Ada", 1), b"2"), (moodle("Ada", 1, "b.ipynb"), b"3")])
        same = zipped([(moodle("Ada", 1), b"1"), (moodle("Ada", 1), b"1")])
    course.collect(twice)
    assert [row.what.kind for row in course.done.rows] == [Kind.TWO_FILES, Kind.TWO_FILES, Kind.HELD_BACK]
    assert not course.there
    course.collect(same)
    assert [row.what.kind for row in course.done.rows] == [Kind.COLLECTED, Kind.SAME_AGAIN]


def test_a_bomb_is_not_unpacked(course, monkeypatch):
    monkeypatch.setattr(archives, "MAX_FILE", 1000)
    monkeypatch.setattr(archives, "MAX_INNER", 2000)
    big = bytes(1001)
    kinds = course.collect(
        {
            moodle("Ada", 1): big,
            moodle("Bo", 2, "bomb.zip"): zipped({f"{number}.ipynb": bytes(900) for number in range(3)}),
            moodle("Cy", 3, "many.zip"): zipped({f"{number}.txt": b"" for number in range(5)}),
            moodle("Di", 4, "deep.zip"): zipped({"deeper.zip": zipped({"activations.ipynb": b"{}"})}),
            moodle("Ed", 5): notebook(),
        }
    )
    assert [*kinds.values()] == [
        Kind.TOO_LARGE, Kind.BOMB, Kind.NO_NOTEBOOK, Kind.NO_NOTEBOOK, Kind.NESTED, Kind.COLLECTED,
    ]  # fmt: skip
    monkeypatch.setattr(archives, "MAX_INNER_ENTRIES", 4)
    course.collect({moodle("Cy", 3, "many.zip"): zipped({f"{number}.txt": b"" for number in range(5)})})
    assert course.done.rows[0].what.kind == Kind.BOMB


def test_a_header_that_understates_the_size_does_not_help(course, monkeypatch):
    monkeypatch.setattr(archives, "MAX_FILE", 1000)
    data = bytearray(zipped({moodle("Ada", 1): bytes(100_000)}))
    at = data.rindex(b"PK\x01\x02") + 24  # the size in the central directory
    data[at : at + 4] = (500).to_bytes(4, "little")
    assert [*course.collect(bytes(data)).values()] == [Kind.DAMAGED]
    assert not course.there


def test_damaged_and_locked_files_are_refused_and_the_rest_is_collected(course):
    files = {moodle("Ada", 1): os.urandom(500), moodle("Bo", 2): notebook(), moodle("Cy", 3, "x.zip"): b"no zip file"}
    data = bytearray(zipped(files))
    data[120] ^= 255
    assert [*course.collect(bytes(data)).values()] == [Kind.DAMAGED, Kind.COLLECTED, Kind.DAMAGED]
    data = bytearray(zipped({moodle("Ed", 5): notebook()}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1  # the flag of a password
    assert [*course.collect(bytes(data)).values()] == [Kind.ENCRYPTED]


@pytest.mark.parametrize("data", [b"", b"no zip file", zipped({moodle("Ada", 1): notebook()})[:-30]])
def test_what_is_no_archive_is_a_sentence(course, data):
    with pytest.raises(StaffError, match="Download it again"):
        course.collect(data)
    assert not course.submitted.exists()


def test_an_archive_of_no_platform_is_a_sentence(course):
    with pytest.raises(StaffError, match="is not what Moodle's.*ada/activations.ipynb"):
        course.collect({"ada/activations.ipynb": notebook()})


def test_a_name_of_neither_platform_is_told_of(course):
    kinds = course.collect({moodle("Ada", 1): notebook(), "readme.ipynb": notebook()})
    assert kinds["readme.ipynb"] == Kind.UNKNOWN_NAME and course.done.refused == 1


def test_names_that_are_utf8_without_saying_so_are_read(course):
    data = zipped({canvas("kimseoyeon", 1, 30): notebook()})
    assert len("김서연x") - len("kimseoyeon") < 0  # the same number of bytes: three times three and one
    data = data.replace(b"kimseoyeon", "김서연x".encode())
    course.collect(data)
    assert [*course.there] == ["김서연x/activations.ipynb"]


def test_a_record_that_cannot_be_read_is_a_sentence(course):
    course.collect({moodle("Ada", 1): notebook()})
    (course.submitted / ".collected" / f"{ASSIGNMENT}.json").write_text("{")
    with pytest.raises(StaffError, match="backup"):
        course.collect({moodle("Ada", 1): notebook()})


def test_a_later_attempt_without_answers_does_not_replace_one_with_answers(course):
    files = {canvas("ada", 1, 30): notebook("done"), canvas("ada", 1, 31, "activations-1.ipynb"): notebook("")}
    course.collect(files, blank=lambda data: data == notebook(""))
    assert course.there == {"ada/activations.ipynb": notebook("done"), "ada/activations-1.ipynb": notebook("")}
    course.collect(files, force=True)
    assert course.there == {"ada/activations.ipynb": notebook("")}
