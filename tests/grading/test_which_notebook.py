"""Of what a learner handed in, the notebook with the answers is graded, whatever it is called and wherever it lies."""

import zipfile

import pytest
from gradebooks import AUTOGRADE, STAFF_GRADE, copy_of, records, rows, run
from handing_in import ASSIGNMENT, EXERCISES, answered, as_bytes, cell_of, code, hand_in, kinds
from throwaway import needs_bubblewrap

from chainrule_staff.grading.kinds import Kind
from chainrule_staff.grading.submissions import look_at
from chainrule_staff.grading.words import sentence


@pytest.fixture
def given(mould_released, tmp_path):
    """A function that hands in files, by name, and tells what is made of them."""
    release = mould_released / "notebooks" / ASSIGNMENT / "mould.ipynb"

    def give(files, notebook="mould"):
        folder = tmp_path / "submitted" / "ada" / ASSIGNMENT
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        return look_at("ada", folder, notebook, release=release)

    return give


@pytest.fixture
def done(mould_released):
    return as_bytes(answered(mould_released))


@pytest.fixture
def half(mould_released):
    return as_bytes(answered(mould_released, {"sigmoid": None}))


@pytest.fixture
def blank(mould_released):
    """As a learner has it who ran everything and answered nothing."""
    notebook = answered(mould_released, dict.fromkeys(EXERCISES))
    cell_of(notebook, "check-sigmoid")["execution_count"] = 3
    cell_of(notebook, "ex-sigmoid")["metadata"] = {}
    notebook["cells"].append(code("\n# nothing yet\n"))
    return as_bytes(notebook)


def zipped(path, files):
    with zipfile.ZipFile(path, "w") as file:
        for name, data in files.items():
            file.writestr(name, data)
    return path.read_bytes()


@pytest.mark.parametrize(
    "name",
    ["mould (1).ipynb", "mould-1.ipynb", "mould (2).ipynb", "mould-Copy1.ipynb", "mould.ipynb.json", "old/mould.ipynb"],
)
def test_a_finished_notebook_wins_over_a_blank_one_and_that_is_said(given, blank, done, name):
    found = given({"mould.ipynb": blank, name: done})
    assert found.data() == done and kinds(found.look) == [Kind.SEVERAL_NOTEBOOKS]
    assert sentence(found.look[0]) == (
        f"Several notebooks could be meant: {name} was graded, since it alone has answers; not graded: mould.ipynb."
    )


def test_the_right_name_wins_where_both_are_finished_or_none(given, done, half, blank):
    found = given({"mould.ipynb": half, "mould (1).ipynb": done})
    assert found.data() == half and "since it has the assignment's name; not graded: mould (1)" in sentence(
        found.look[0]
    )
    found = given({"mould.ipynb": blank, "mould (1).ipynb": as_bytes({"cells": [], "metadata": {}})})
    assert found.data() == blank and kinds(found.look) == [Kind.SEVERAL_NOTEBOOKS]


def test_without_the_right_name_the_last_copy_wins(given, done, half):
    found = given({"mould (2).ipynb": half, "mould (10).ipynb": done})
    assert found.data() == done and "since it is the last by its number" in sentence(found.look[0])


def test_another_rival_is_something_else_that_was_handed_in(given, done, half, blank):
    """Else what came later would be passed over, and nobody would be told."""
    digests = [
        given(files).digest
        for files in (
            {"mould.ipynb": done},
            {"scratch.ipynb": b"{}"},
            {"mould (1).ipynb": half},
            {"mould (1).ipynb": blank},
        )
    ]
    assert digests[0] == digests[1] and len(set(digests)) == 3


def test_twins_and_other_notebooks_need_no_look(given, done):
    found = given({"mould.ipynb": done, "mould (1).ipynb": done, "scratch.ipynb": b"{}"})
    assert found.file.name == "mould.ipynb" and found.look == () and kinds(found.notes) == [Kind.OTHER_NOTEBOOKS]


def test_what_tells_of_attempts_changes_nothing_for_the_grader(given, half):
    before = given({"mould.ipynb": half})
    told = b'{"notebook": "mould", "exercise": "sigmoid", "points": 2, "max_points": 2, "when": "2026-11-20T10:00"}'
    after = given({"mould.attempts.txt": told, ".chainrule/progress.log": told})
    assert after == before and after.data() == half and after.notes == after.look == ()


@pytest.mark.parametrize(
    "name",
    ["mould.ipynb.json", "mould.ipynb.txt", "mould.IPYNB", "MOULD.ipynb", "week 3/mould.ipynb", "my answers.ipynb"],
)
def test_a_notebook_under_any_name_is_graded_and_noted(given, done, name):
    found = given({name: done})
    assert found.data() == done and found.look == () and kinds(found.notes) == [Kind.OTHER_NAME]
    assert sentence(found.notes[0]) == f"There is no mould.ipynb; {name} was graded."


def test_a_notebook_in_a_zip_file_is_graded_and_noted(given, tmp_path, done, half, blank):
    work = zipped(tmp_path / "x.zip", {"work/mould.ipynb": done, "__MACOSX/._mould.ipynb": b"", "work/notes.txt": b""})
    found = given({"work.zip": work})
    assert found.data() == done and found.look == ()
    assert sentence(found.notes[0]) == "There is no mould.ipynb; work.zip: work/mould.ipynb was graded."
    first = found.digest
    found = given({"work.zip": zipped(tmp_path / "x.zip", {"work/mould.ipynb": half})})
    assert found.data() == half and found.digest != first
    found = given({"mould.ipynb": blank})
    assert found.data() == half and "it alone has answers; not graded: mould.ipynb" in sentence(found.look[0])
    found = given({"mould.ipynb": done})  # then nobody opens the zip file
    assert found.data() == done and found.look == ()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 and no more", b"no zip file"])
def test_a_zip_file_without_a_notebook_holds_nobody_up(given, data):
    found = given({"work.zip": data})
    assert found.file is None and found.problem is None


def test_without_a_notebook_there_is_none(given):
    found = given({"notes.txt": b"", "mould.py": b""})
    assert found.file is None and found.data() == b""


@pytest.mark.thorough
@needs_bubblewrap
def test_nbgraders_autograde_takes_the_same_file_as_the_command(course, done, blank, tmp_path):
    (course / ".chainrule").mkdir()
    (course / ".chainrule" / "secret").write_text("5a" * 32)
    hand_in(course, "ada", done, name="mould (1).ipynb")
    hand_in(course, "bo", done, name="mould-1.ipynb")
    hand_in(course, "bo", blank)
    hand_in(course, "cleo", zipped(tmp_path / "x.zip", {"mould.ipynb": done}), name="work.zip")
    hand_in(course, "dan", done, when="half past nine")
    hand_in(course, "eve", done, name="mould.ipynb.txt")
    (course / "submitted" / "nothing" / ASSIGNMENT).mkdir(parents=True)
    commanded = copy_of(course, tmp_path / "commanded")
    for command, where in (AUTOGRADE, course), (STAFF_GRADE, commanded):
        said = run(command, where)
        assert said.returncode == 0, said.stdout
    assert rows(course) == rows(commanded) and records(course) == records(commanded)
    assert {name: row["score"] for name, row in rows(course).items()} == dict.fromkeys(
        ("ada", "bo", "cleo", "dan", "eve"), 6.0
    )
    assert {name for name, row in rows(course).items() if row["waits"]} == {"bo", "dan"}
