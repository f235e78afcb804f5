"""`chainrule check` grades a learner's own notebook against the released checks, in a fresh process."""

import copy
import json
import shutil
from pathlib import Path

import pytest

from chainrule.course.layout import ReleasedLecture
from chainrule.course.own_check import check_notebook
from chainrule.notebooks.errors import NotebookError

ROOT = Path(__file__).parents[2]
LECTURES = sorted(path.parent.name for path in (ROOT / "notebooks").glob("*/*.ipynb"))


def real(name):
    return ReleasedLecture(name, next((ROOT / "notebooks" / name).glob("*.ipynb")))


@pytest.mark.parametrize("name", LECTURES)
def test_an_untouched_copy_has_nothing_attempted(name, tmp_path):
    lecture = real(name)
    path = Path(shutil.copy(lecture.notebook, tmp_path))
    result = check_notebook(path, lecture)
    assert result["points"] == 0 < result["max_points"]
    assert {exercise["state"] for exercise in result["exercises"]} == {"not attempted"}
    assert result["notes"] == []


@pytest.mark.parametrize("name", LECTURES)
def test_the_solutions_have_full_points(name, tmp_path):
    lecture = real(name)
    path = Path(shutil.copy(ROOT / "solutions" / name / lecture.notebook.name, tmp_path))
    steps = []
    result = check_notebook(path, lecture, lambda done, total: steps.append((done, total)))
    assert result["points"] == result["max_points"]
    assert {exercise["state"] for exercise in result["exercises"]} == {"passed"}
    assert steps == [(number + 1, len(result["exercises"])) for number in range(len(result["exercises"]))]


@pytest.fixture
def mine(mould_course, tmp_path):
    """The mould as a lecture, the learner's notebook as data, and a function that checks it."""
    released = shutil.copy(mould_course / "notebooks" / "01_mould" / "mould.ipynb", tmp_path / "released.ipynb")
    lecture = ReleasedLecture("01_mould", Path(released))
    notebook = json.loads(lecture.notebook.read_text("utf-8"))
    path = tmp_path / "mould.ipynb"

    def check(cells):
        path.write_text(json.dumps({**notebook, "cells": cells}), "utf-8")
        result = check_notebook(path, lecture)
        return {exercise["id"]: exercise for exercise in result["exercises"]}, result["notes"]

    check.lecture, check.release = lecture, copy.deepcopy(notebook)
    return notebook["cells"], check


def cell(cells, name):
    return next(item for item in cells if item["id"] == name)


HELPED = "def he_normal(shape, rng):\n    return scale(shape) * rng.standard_normal(shape)\n"
HELPER = {
    "cell_type": "code",
    "id": "mine",
    "metadata": {},
    "outputs": [],
    "execution_count": None,
    "source": "def scale(shape):\n    return np.sqrt(2 / shape[0])",
}


def test_a_learners_own_cells_run(mine):
    cells, check = mine
    cell(cells, "ex-he_normal")["source"] = HELPED
    cells.insert(2, copy.deepcopy(HELPER))
    exercises, notes = check(cells)
    assert exercises["he_normal"]["state"] == "passed" and notes == []


def test_an_edited_check_is_not_believed(mine):
    cells, check = mine
    cell(cells, "check-sigmoid")["source"] = "2.0"
    exercises, notes = check(cells)
    assert exercises["sigmoid"]["points"] == 0
    assert notes == ["You edited check-sigmoid; the released one was run."]


@pytest.mark.parametrize("count", [1, 2])
def test_checks_of_another_release_are_not_called_edited(mine, count):
    cells, check = mine
    released = check.release
    for name in ("check-sigmoid", "check-he_normal")[:count]:
        cell(released["cells"], name)["source"] += "\n# changed since it was handed out"
    check.lecture.notebook.write_text(json.dumps(released), "utf-8")
    (note,) = check(cells)[1]
    assert "edited" not in note
    assert note.startswith("The notebook is of another release, in which ")
    assert ("check-sigmoid was another" if count == 1 else "2 checks were others") in note


def test_where_it_is_not_known_who_changed_a_check_nobody_is_said_to_have(mine):
    cells, check = mine
    cell(cells, "check-sigmoid")["source"] += "\n# changed"
    del cell(cells, "check-sigmoid")["metadata"]["nbgrader"]["checksum"]
    assert check(cells)[1] == ["check-sigmoid is not as it was released; the released one was run."]


def test_a_deleted_check_is_run_all_the_same(mine):
    cells, check = mine
    exercises, notes = check([item for item in cells if item["id"] != "check-sigmoid"])
    assert len(exercises) == 3 and notes == ["check-sigmoid is not in your notebook; the released one was run."]


def test_a_mistake_is_named_and_a_broken_cell_costs_only_itself(mine):
    cells, check = mine
    cell(cells, "ex-sigmoid")["source"] = "def sigmoid(x):\n    return 1 / (1 + np.exp(x))\n"
    cell(cells, "ex-he_normal")["source"] = "def he_normal(shape, rng)\n    return 0"
    exercises, notes = check(cells)
    assert "The curve falls where the sigmoid rises" in exercises["sigmoid"]["mistake"]
    assert exercises["he_normal"]["state"] == "failed"
    (failure,) = exercises["he_normal"]["failures"]
    assert "the cell ex-he_normal raised SyntaxError in line 1, `def he_normal(shape, rng)`" in failure
    assert len(notes) == 1 and notes[0].startswith("The cell ex-he_normal raised SyntaxError")


def test_stripped_metadata_is_found_again(mine):
    """Colab and VS Code may drop ids and nbgrader's metadata."""
    cells, check = mine
    cell(cells, "ex-he_normal")["source"] = HELPED.replace("scale(shape)", "np.sqrt(2 / shape[0])")
    stripped = [{key: value for key, value in item.items() if key != "id"} | {"metadata": {}} for item in cells]
    exercises, _ = check(stripped)
    assert exercises["he_normal"]["state"] == "passed"
    assert exercises["sigmoid"]["state"] == "not attempted"


def test_a_damaged_notebook_is_named(mould_course, tmp_path):
    path = tmp_path / "mould.ipynb"
    path.write_text('{"cells": [', "utf-8")
    lecture = ReleasedLecture("01_mould", mould_course / "notebooks" / "01_mould" / "mould.ipynb")
    with pytest.raises(NotebookError, match="mould.ipynb"):
        check_notebook(path, lecture)
