"""The learner's copies: made, updated, reset, and never lost, whatever happens in between."""

from datetime import datetime

import pytest

from chainrule.course import workspace
from chainrule.course.layout import lectures
from chainrule.course.workspace import Workspace
from chainrule.notebooks.errors import CourseError
from chainrule.notebooks.notebook import read, write

from .cells import demo, released, sources

NIGHT = datetime(2026, 11, 21, 3, 15, 7)
ANSWER = "def sigmoid(x):\n    return 0.5"


@pytest.fixture
def work(course):
    """A prepared workspace."""
    work = Workspace(course)
    work.prepare(lectures(course))
    return work


def edit(path, own, source):
    book = read(path)
    next(cell for cell in book["cells"] if cell["id"] == own)["source"] = source
    write(path, book)


def everything(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_first_time_everything_is_copied_with_its_base(course, work, activations):
    assert work.notebook(activations).read_bytes() == activations.notebook.read_bytes()
    assert (
        course / "my-work/.chainrule/base/03_activations/activations.ipynb"
    ).read_bytes() == activations.notebook.read_bytes()


def test_preparing_again_touches_nothing(course, work):
    edit(work.notebook(lectures(course)[1]), "ex-sigmoid", ANSWER)
    before = everything(work.folder)
    assert [outcome.action for outcome in work.prepare(lectures(course))] == ["unchanged"] * 2
    assert everything(work.folder) == before


def test_a_new_release_is_merged_and_the_copy_from_before_is_kept(work, activations):
    edit(work.notebook(activations), "ex-sigmoid", ANSWER)
    before = work.notebook(activations).read_bytes()
    write(activations.notebook, released("second"))
    [outcome] = work.prepare([activations], NIGHT)
    assert outcome.action == "merged" and "2 updated" in outcome.messages[0]
    assert outcome.backup == "my-work/backups/03_activations/activations 2026-11-21 03.15.07.ipynb"
    assert (work.root / outcome.backup).read_bytes() == before
    got = sources(read(work.notebook(activations)))
    assert ANSWER in got and "print('second')" in got


def test_a_backup_is_never_overwritten(work, activations):
    names = [work.back_up(activations, data, NIGHT).name for data in (b"1", b"2", b"3")]
    assert len(set(names)) == 3 and names[1] == "activations 2026-11-21 03.15.07 (2).ipynb"


def test_an_update_that_brings_nothing_new_makes_no_backup(work, activations):
    book = released("second")
    write(activations.notebook, book)
    write(work.notebook(activations), book)
    [outcome] = work.prepare([activations])
    assert outcome.action == "unchanged" and outcome.backup is None
    assert work.base(activations).read_bytes() == activations.notebook.read_bytes()


class Killed(BaseException):
    """Stands for a power cut: no `except Exception` survives it."""


@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])
@pytest.mark.parametrize("step", [1, 2, 3], ids=["backup", "notebook", "base"])
def test_a_kill_at_any_step_loses_nothing_and_running_again_finishes(work, activations, monkeypatch, step, after):
    edit(work.notebook(activations), "ex-sigmoid", ANSWER)
    edit(work.notebook(activations), "intro", "# My own words")
    before = work.notebook(activations).read_bytes()
    write(activations.notebook, released("second"))
    genuine, count = workspace.atomic_write, 0

    def dying(path, data):
        nonlocal count
        count += 1
        if count == step and not after:
            raise Killed
        genuine(path, data)
        if count == step:
            raise Killed

    monkeypatch.setattr(workspace, "atomic_write", dying)
    with pytest.raises(Killed):
        work.prepare([activations], NIGHT)
    monkeypatch.undo()
    assert before in everything(work.folder).values()
    work.prepare([activations], NIGHT)
    got = sources(read(work.notebook(activations)))
    assert got.count("# My own words") == 1 and ANSWER in got and "print('second')" in got
    assert [path.read_bytes() for path in (work.folder / "backups").rglob("*.ipynb")] == [before]
    assert work.base(activations).read_bytes() == activations.notebook.read_bytes()


@pytest.mark.parametrize("step", [1, 2])
def test_a_kill_while_copying_is_finished_by_the_next_run(course, activations, monkeypatch, step):
    work, genuine, count = Workspace(course), workspace.atomic_write, 0

    def dying(path, data):
        nonlocal count
        count += 1
        if count == step:
            raise Killed
        genuine(path, data)

    monkeypatch.setattr(workspace, "atomic_write", dying)
    with pytest.raises(Killed):
        work.prepare([activations])
    monkeypatch.undo()
    work.prepare([activations])
    assert work.notebook(activations).read_bytes() == work.base(activations).read_bytes()
    assert not (work.folder / "backups").exists()


def test_a_damaged_copy_is_left_alone_and_the_others_go_on(course, work):
    start, activations = lectures(course)
    work.notebook(start).write_bytes(b'{"cells": [')
    for lecture in (start, activations):
        write(lecture.notebook, released("second"))
    first, second = work.prepare([start, activations])
    assert first.action == "problem" and "chainrule reset start" in first.messages[0]
    assert work.notebook(start).read_bytes() == b'{"cells": [' and second.action == "merged"


def test_a_damaged_release_is_named_with_its_remedy(work, activations):
    activations.notebook.write_text("{")
    [outcome] = work.prepare([activations])
    assert outcome.action == "problem" and "Get the course's files again" in outcome.messages[0]


def test_a_notebook_saved_during_the_update_is_not_overwritten(work, activations, monkeypatch):
    edit(work.notebook(activations), "ex-sigmoid", ANSWER)
    write(activations.notebook, released("second"))
    genuine = Workspace.back_up

    def saving(self, lecture, data, when=None):
        edit(self.notebook(lecture), "ex-sigmoid", ANSWER + "  # just saved")
        return genuine(self, lecture, data, when)

    monkeypatch.setattr(Workspace, "back_up", saving)
    [outcome] = work.prepare([activations])
    assert outcome.action == "problem" and "run this again" in outcome.messages[0].lower()
    assert ANSWER + "  # just saved" in sources(read(work.notebook(activations)))


def test_a_copy_made_by_hand_keeps_its_answers_and_gets_the_new_text(work, activations):
    edit(work.notebook(activations), "ex-sigmoid", ANSWER)
    work.base(activations).unlink()
    write(activations.notebook, released("second"))
    [outcome] = work.prepare([activations])
    got = sources(read(work.notebook(activations)))
    assert ANSWER in got and "The second release." in got[0] and "print('first')" in got
    assert any("not known" in message for message in outcome.messages) and outcome.backup


def test_a_deleted_copy_is_copied_again(work, activations):
    work.notebook(activations).unlink()
    assert work.prepare([activations])[0].action == "copied"


def test_a_lectures_other_files_come_along_and_mine_stay(work, activations):
    picture, table = activations.folder / "pictures" / "a.png", activations.folder / "table.csv"
    picture.parent.mkdir()
    (activations.folder / ".ipynb_checkpoints").mkdir()
    (activations.folder / ".ipynb_checkpoints" / "x.ipynb").write_text("{}")
    picture.write_bytes(b"one")
    table.write_bytes(b"one")
    work.prepare([activations])
    mine = work.folder / activations.id
    assert (mine / "pictures" / "a.png").read_bytes() == b"one" and not (mine / ".ipynb_checkpoints").exists()
    (mine / "table.csv").write_bytes(b"my own")
    picture.write_bytes(b"two")
    table.write_bytes(b"two")
    [outcome] = work.prepare([activations])
    assert (mine / "pictures" / "a.png").read_bytes() == b"two" and (mine / "table.csv").read_bytes() == b"my own"
    assert ["table.csv" in message for message in outcome.messages] == [True]
    assert work.prepare([activations])[0].messages == []


def test_a_file_in_the_way_is_named(course):
    (course / "my-work").write_text("")
    with pytest.raises(CourseError, match="my-work can't be made"):
        Workspace(course).prepare(lectures(course))


@pytest.mark.parametrize("word", ["sigmoid", "ex-sigmoid", "3.1", "Sigmoid()", "check-sigmoid"])
def test_one_exercise_is_reset_and_nothing_else(work, activations, word):
    path = work.notebook(activations)
    edit(path, "ex-sigmoid", ANSWER)
    edit(path, "ex-relu", "def relu(x):\n    return x")
    edit(path, "demo", "print('mine')")
    before = path.read_bytes()
    outcome = work.reset(activations, word, NIGHT)
    expected = {**released(), "cells": list(released()["cells"])}
    expected["cells"][7] = {**expected["cells"][7], "source": "def relu(x):\n    return x"}
    expected["cells"][2] = {**expected["cells"][2], "source": "print('mine')"}
    assert read(path) == expected
    assert (work.root / outcome.backup).read_bytes() == before


def test_a_deleted_exercise_is_put_back_in_its_place(work, activations):
    book = read(work.notebook(activations))
    del book["cells"][4]
    write(work.notebook(activations), book)
    work.reset(activations, "sigmoid")
    assert read(work.notebook(activations)) == released()


def test_a_second_definition_further_down_is_told(work, activations):
    book = read(work.notebook(activations))
    book["cells"].append(demo(ANSWER, "mine"))
    write(work.notebook(activations), book)
    outcome = work.reset(activations, "sigmoid")
    assert any("cell 10 defines sigmoid again" in message for message in outcome.messages)


def test_an_exercise_is_reset_in_a_notebook_without_ids(work, activations):
    book = read(work.notebook(activations))
    for cell in book["cells"]:
        del cell["id"]
    book["nbformat_minor"] = 4
    book["cells"][4]["source"] = ANSWER
    write(work.notebook(activations), book)
    work.reset(activations, "3.1")
    got = read(work.notebook(activations))
    assert got["cells"][4]["source"] == released()["cells"][4]["source"] and "id" not in got["cells"][4]


def test_a_whole_notebook_is_reset_even_when_it_is_damaged(work, activations):
    work.notebook(activations).write_bytes(b"{")
    outcome = work.reset(activations)
    assert work.notebook(activations).read_bytes() == activations.notebook.read_bytes()
    assert (work.root / outcome.backup).read_bytes() == b"{"


def test_an_unknown_exercise_gets_the_list_and_changes_nothing(work, activations):
    before = everything(work.folder)
    with pytest.raises(CourseError, match="Did you mean sigmoid.*3.1 sigmoid, 3.2 relu"):
        work.reset(activations, "sigmod")
    assert everything(work.folder) == before


def test_resetting_before_there_is_a_copy_tells_the_remedy(course, activations):
    with pytest.raises(CourseError, match="chainrule study activations"):
        Workspace(course).reset(activations)
