"""A source that breaks a rule of the course is refused, with the cell and the remedy."""

import os
import re
import shutil

import jupytext
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
        ('sigmoid_grad", points=2)', 'sigmoid_grad", points=3)', "Check has points=3, but the heading above it says"),
        ("derivative (2 points)", "derivative (1 point)", "Check has points=2, but the heading above it says"),
        ("derivative (2 points)", "derivative", "(no points)'. Make them agree"),
        ('sigmoid_grad", points=2)', 'sigmoid_grad")', "Check needs points="),
        ("# %% ex-sigmoid", "# %% ex-other", "there is no solution cell ex-sigmoid"),
        ("# %% ex-he_normal", "# %% ex-sigmoid", "two cells are headed '# %% ex-sigmoid'"),
        (
            "# %% ex-sigmoid",
            "# %% exsigmoid",
            "cell exsigmoid: 'exsigmoid' is no title of a cell. A header is '# %% setup'",
        ),
        ("# %% check-sigmoid", "# %% Check sigmoid", "'Check sigmoid' is no title"),
        ("# %% setup", "# %% set-up", "'set-up' is no title"),
        ("# %% setup", "# %%setup", "the line '# %%setup' does not begin a cell"),
        ("# %% [markdown]", "# %% Title [markdown]", "'Title' is no title"),
        ("# %% ex-sigmoid", '# %% ex-sigmoid nbgrader={"grade": false}', "its header holds nbgrader. Leave it out"),
        ("x = np.linspace(-5, 5, 11)", "x = 1  #" + 93 * "x", "cell check-sigmoid, line 5: it has 101 characters"),
        ("# %% check-sigmoid", "# %%", "cell ex-sigmoid: no check cell is for it"),
        ("### Exercise 1.1 — Sigmoid", "### Sigmoid", "no heading '### Exercise N.M"),
        ("x = np.linspace(-5, 5, 11)", "he_normal = x = np.linspace(-5, 5, 11)", "it assigns he_normal"),
        ('c = Check("mould.he_normal", points=2)', "", "a check cell makes a Check"),
    ],
)
def test_a_source_that_breaks_a_rule_is_refused(tmp_path, old, new, words):
    with pytest.raises(SourceError, match="mould.py") as error:
        read(changed(tmp_path, old, new))
    assert words in str(error.value)


PREDICTION = '''
# %% [markdown]
# ### Prediction 1.a — Which way? (1 point)

# %% predict-way
def predict_way():
    """Return "a" or "b"."""
    ### BEGIN SOLUTION
    return "a"
    ### END SOLUTION

# %% check-predict_way
c = Check("mould.predict_way", points=1)
c.one_of("a", "b")
c.score()

# %%
if ready("mould.", "predict_way"):
    way = "a"
    reveal("predict_way", way, "Because.")

# %% [markdown]
# <details><summary><em>What you saw</em></summary>
#
# It goes that way.
#
# </details>

# %%
if ready("mould.", "predict_way"):
    print(way)
'''


def with_prediction(tmp_path, old="", new=""):
    """The mould with a prediction at its end, in which a text is changed."""
    folder = changed(tmp_path, "# %% ex-sigmoid", "# %% ex-sigmoid")
    assert old in PREDICTION
    with (folder / "mould.py").open("a", encoding="utf-8") as file:
        file.write(PREDICTION.replace(old, new) if old else PREDICTION)
    return read(folder)


def test_what_answers_a_prediction_waits_for_it(tmp_path):
    assert with_prediction(tmp_path).exercises["predict_way"].is_prediction


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'if ready("mould.", "predict_way"):\n    way',
            'if ready("mould.", "sigmoid"):\n    way',
            "it reveals predict_way",
        ),
        ("# <details><summary><em>What you saw</em></summary>", "# *What you saw.*", "it tells what predict_way asks"),
        ('predict_way"):\n    print', 'sigmoid"):\n    print', "it uses way, which only a cell makes that waits"),
        (
            'if ready("mould.", "predict_way"):\n    print',
            "if True:\n    print",
            "it uses way, which only a cell makes",
        ),
    ],
)
def test_what_answers_a_prediction_too_early_is_refused(tmp_path, old, new, words):
    with pytest.raises(SourceError) as error:
        with_prediction(tmp_path, old, new)
    assert words in str(error.value)


def test_a_missing_source_is_named(tmp_path):
    with pytest.raises(SourceError, match="02_none.none.py is not there"):
        read(tmp_path / "02_none")


HEAD = "from chainrule_staff.authoring.alternatives import inputs, right, wrong\n"


def with_answers(tmp_path, file, text):
    folder = changed(tmp_path, "The mould", "The mould")
    (folder / "answers" / file).write_text(HEAD + text)
    return read(folder)


def test_a_file_of_answers_to_no_exercise_is_refused(tmp_path):
    lecture = with_answers(tmp_path, "nothing.py", "@wrong\ndef f(): 'Why.'\n")
    with pytest.raises(SourceError, match=r"nothing.py: there is no exercise nothing here.*_shared.py"):
        lecture.alternatives()


def test_an_answer_for_another_exercises_function_is_refused(tmp_path):
    lecture = with_answers(tmp_path, "sigmoid.py", "@right(of='he_normal')\ndef f(): pass\n")
    with pytest.raises(
        SourceError, match="sigmoid.py: f is of='he_normal', but the functions .* sigmoid, sigmoid_grad"
    ):
        lecture.alternatives("right")


def test_the_decorators_say_what_a_function_is(tmp_path):
    """A wrong answer without a docstring has nothing to tell the learner, so it has no name."""
    text = """from ._shared import helper, helped
@inputs(of="sigmoid_grad")
def generated(rng): pass
@right
def fine(x): "A docstring of a right answer is for its readers."
@wrong
def told(x):
    "Think
    again."
@wrong(of="sigmoid_grad")
def silent(x): return helper
def no_answer(x): pass
""".replace('"Think\n    again."', '"""Think\n    again."""')
    lecture = with_answers(tmp_path, "sigmoid.py", text)
    (lecture.folder / "answers" / "_shared.py").write_text(HEAD + "helper = 1\n@wrong\ndef helped(x): pass\n")
    found = [item for item in lecture.alternatives() if item.exercise == "sigmoid"]
    assert [(item.kind, item.function, item.name) for item in found] == [
        ("inputs", "sigmoid_grad", "generated"),
        ("right", "sigmoid", "fine"),
        ("mistake", "sigmoid", "told"),
        ("unnamed", "sigmoid_grad", "silent"),
    ]
    assert found[2].explanation == "Think again."
    assert found[3].code(0) == 1


def test_changed_answers_and_helpers_are_read_anew(tmp_path):
    lecture = with_answers(tmp_path, "sigmoid.py", "from ._shared import one\n@right\ndef f(x): return one\n")
    for value in (1, 22, 333):
        (lecture.folder / "answers" / "_shared.py").write_text(f"one = {value}\n")
        (found,) = lecture.alternatives("right")[-1:]
        assert found.code(0) == value


@pytest.mark.parametrize("name", LECTURES)
def test_what_a_mistakes_learner_is_told_holds_no_markup_but_code(name):
    """Panels render what stands between backticks, and nothing else."""
    emphasis = re.compile(r"(?<![\w*])(\*{1,2}|_)(?=\w)[^*_`]+(?<=\w)\1(?![\w*])")
    told = {item.name: re.sub("`[^`]*`", "", item.explanation) for item in LECTURES[name].alternatives("mistake")}
    assert [name for name, words in told.items() if emphasis.search(words) or "$" in words] == []


@pytest.mark.parametrize("name", LECTURES)
def test_cell_ids_are_those_of_the_grade_ids_and_stable(name):
    lecture = LECTURES[name]
    again = read(lecture.folder)
    assert [cell.id for cell in lecture.notebook.cells] == [cell.id for cell in again.notebook.cells]
    for cell in lecture.notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        assert grade_id is None or cell.id == grade_id


def test_nbgraders_metadata_follow_from_the_titles():
    cells = {cell.id: cell for cell in read(MOULD).notebook.cells}
    nothing = {"grade": False, "solution": False, "locked": True, "schema_version": 3, "task": False}
    assert cells["setup"].metadata == {"tags": ["setup"], "nbgrader": {**nothing, "grade_id": "setup"}}
    assert cells["ex-sigmoid"].metadata.nbgrader == {
        **nothing,
        "solution": True,
        "locked": False,
        "grade_id": "ex-sigmoid",
    }
    assert cells["check-sigmoid"].metadata.jupyter == {"source_hidden": True}
    assert cells["check-sigmoid"].metadata.nbgrader == {
        **nothing,
        "grade": True,
        "grade_id": "check-sigmoid",
        "points": 2,
    }


@pytest.mark.parametrize("name", LECTURES)
def test_jupytext_writes_a_source_as_it_read_it(name):
    path = LECTURES[name].folder / f"{LECTURES[name].name}.py"
    text = path.read_text("utf-8")
    notebook = jupytext.reads(text, fmt="py:percent")
    notebook.metadata = {"jupytext": {"notebook_metadata_filter": "-all", "cell_metadata_filter": "title,tags,-all"}}
    assert jupytext.writes(notebook, fmt="py:percent") == text


@pytest.mark.parametrize("opened", ["mould.py", "mould.ipynb"])
@pytest.mark.parametrize("newer", ["mould.py", "mould.ipynb"])
def test_saving_in_jupyterlab_leaves_the_source_as_it_was(mould_copy, opened, newer):
    """The build makes the notebook after its source, an editor the other way round."""
    folder = mould_copy / "solutions" / "01_mould"
    before = (folder / "mould.py").read_text("utf-8")
    for name in ("mould.py", "mould.ipynb"):
        when = (folder / name).stat().st_mtime + 1000 * (name == newer)
        os.utime(folder / name, (when, when))
    manager = jupytext.TextFileContentsManager()
    manager.root_dir = str(mould_copy)
    path = f"solutions/01_mould/{opened}"
    model = manager.get(path)
    manager.save(model, path)
    assert (folder / "mould.py").read_text("utf-8") == before
    model["content"].cells[0].source += "\n\nAnother sentence."
    manager.save(model, path)
    assert (folder / "mould.py").read_text("utf-8") == before.replace(
        "\n\n# %% setup", "\n#\n# Another sentence.\n\n# %% setup"
    )


def test_equal_cells_get_different_ids(tmp_path):
    folder = changed(tmp_path, "# A demonstration.", "# A demonstration.\n\n# %% [markdown]\n# A demonstration.")
    ids = [cell.id for cell in read(folder).notebook.cells]
    assert len(set(ids)) == len(ids)
