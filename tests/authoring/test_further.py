"""Inputs are chosen anew for the exercises whose code has changed, and for no others."""

import shutil

import pytest
from lectures import REAL

from chainrule_staff.authoring import further
from chainrule_staff.authoring.source import read

pytestmark = pytest.mark.spread


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(REAL["00_start"].folder, tmp_path / "solutions" / "00_start")


def changed(folder, file, old, new):
    """The exercises with another digest after a change of one file."""
    before = further.digests(read(folder))
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    after = further.digests(read(folder))
    assert before.keys() == after.keys()
    return {name for name in before if before[name] != after[name]}


def test_what_is_built_belongs_to_the_source():
    assert all(further.is_current(lecture) for lecture in REAL.values())


def test_an_explanation_a_comment_and_a_text_choose_nothing_anew(folder):
    assert changed(folder, "answers/one_hot.py", '"""', '"""Really: ') == set()
    assert changed(folder, "answers/one_hot.py", "# -- inputs", "# -- these are the inputs") == set()
    assert changed(folder, "start.py", "### Exercise 0.2", "### Exercise 0.2") == set()


def test_an_exercises_answers_are_its_own(folder):
    added = "@wrong\ndef nonsense(y, C):\n    return y\n\n\n# -- right"
    assert changed(folder, "answers/one_hot.py", "# -- right", added) == {"one_hot"}


def test_what_every_answer_runs_on_is_everybodys(folder):
    assert changed(folder, "start.py", "rows = np.zeros((len(y), C))", "rows = np.zeros((y.size, C))") == set(
        further.digests(REAL["00_start"])
    )


def test_only_what_has_changed_is_chosen_anew(folder, monkeypatch):
    asked = []
    monkeypatch.setattr(further.sweeps, "of_exercise", lambda exercise, *rest: asked.append(exercise.id) or {})
    lecture = read(folder)
    assert further.current(lecture) == further.current(REAL["00_start"]) and asked == []
    changed(folder, "answers/one_hot.py", "# -- right", "@wrong\ndef nonsense(y, C):\n    return y\n\n\n# -- right")
    found = further.current(read(folder))
    assert asked == ["one_hot"] and found["one_hot"] == {} and len(found) == len(further.digests(lecture))
