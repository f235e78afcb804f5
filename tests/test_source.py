"""A source that breaks a rule of the course is refused, with the cell and the remedy."""

import re
import shutil

import pytest
from lectures import LECTURES, MOULD

from chainrule_staff.authoring.source import SourceError, read


def changed(tmp_path, old, new):
    folder = tmp_path / "01_mould"
    shutil.copytree(MOULD, folder, ignore=shutil.ignore_patterns("*.ipynb", "__pycache__"))
    text = (folder / "mould.py").read_text("utf-8")
    assert old in text
    (folder / "mould.py").write_text(text.replace(old, new), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('Check("mould.sigmoid"', 'Check("other.sigmoid"', 'write Check("mould.sigmoid"'),
        ('sigmoid_grad", points=2)', 'sigmoid_grad", points=3)', "Check has points=3, its metadata 2"),
        ('sigmoid_grad", points=2)', 'sigmoid_grad")', "Check needs points="),
        ('"grade_id": "ex-sigmoid"', '"grade_id": "ex-other"', "there is no solution cell ex-sigmoid"),
        ('"grade_id": "ex-he_normal"', '"grade_id": "ex-sigmoid"', "two cells have the grade_id ex-sigmoid"),
        ("### Exercise 1.1 — Sigmoid", "### Sigmoid", "no heading '### Exercise N.M"),
        ("x = np.linspace(-5, 5, 11)", "he_normal = x = np.linspace(-5, 5, 11)", "it assigns he_normal"),
        ('c = Check("mould.he_normal", points=2)', "", "a check cell makes a Check"),
    ],
)
def test_a_source_that_breaks_a_rule_is_refused(tmp_path, old, new, words):
    with pytest.raises(SourceError, match="mould.py") as error:
        read(changed(tmp_path, old, new))
    assert words in str(error.value)


def test_a_missing_source_is_named(tmp_path):
    with pytest.raises(SourceError, match="02_none.none.py is not there"):
        read(tmp_path / "02_none")


def test_an_alternative_for_an_unknown_exercise_is_refused(tmp_path):
    folder = changed(tmp_path, "The mould", "The mould")
    (folder / "mistakes.py").write_text(
        'from chainrule_staff.authoring.alternatives import mistake\n@mistake("nothing")\ndef f():\n    "Why."\n'
    )
    with pytest.raises(SourceError, match="f is for nothing .nothing., which is no exercise here"):
        read(folder).alternatives("mistakes")


def test_a_mistake_that_tells_nothing_is_refused(tmp_path):
    folder = changed(tmp_path, "The mould", "The mould")
    (folder / "mistakes.py").write_text(
        'from chainrule_staff.authoring.alternatives import mistake\n@mistake("sigmoid")\ndef f(x): return x\n'
    )
    with pytest.raises(SourceError, match="f has no docstring"):
        read(folder).alternatives("mistakes")


@pytest.mark.parametrize("name", LECTURES)
def test_what_a_mistakes_learner_is_told_holds_no_markup_but_code(name):
    """Panels render what stands between backticks, and nothing else."""
    emphasis = re.compile(r"(?<![\w*])(\*{1,2}|_)(?=\w)[^*_`]+(?<=\w)\1(?![\w*])")
    told = {item.name: re.sub("`[^`]*`", "", item.explanation) for item in LECTURES[name].alternatives("mistakes")}
    assert [name for name, words in told.items() if emphasis.search(words) or "$" in words] == []


@pytest.mark.parametrize("name", LECTURES)
def test_cell_ids_are_those_of_the_grade_ids_and_stable(name):
    lecture = LECTURES[name]
    again = read(lecture.folder)
    assert [cell.id for cell in lecture.notebook.cells] == [cell.id for cell in again.notebook.cells]
    for cell in lecture.notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        assert grade_id is None or cell.id == grade_id


def test_equal_cells_get_different_ids(tmp_path):
    folder = changed(tmp_path, "# A demonstration.", "# A demonstration.\n\n# %% [markdown]\n# A demonstration.")
    ids = [cell.id for cell in read(folder).notebook.cells]
    assert len(set(ids)) == len(ids)
