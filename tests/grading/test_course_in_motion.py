"""A lecture is changed after its submissions were graded: nothing is lost, and everyone sees who gains or loses what."""

import contextlib
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from gradebooks import AUTOGRADE, STAFF_GRADE, gradebook, records, rows, run
from handing_in import ASSIGNMENT, EXERCISES, answered, cell_of, hand_in
from throwaway import course_environment, nbgrader, needs_bubblewrap

from chainrule.checks import known_mistakes
from chainrule_staff.authoring.build import build
from chainrule_staff.authoring.typed_in import as_built, keep
from chainrule_staff.grading.class_run import grade_class

pytestmark = needs_bubblewrap
ADDED = '''

# %% [markdown]
# ### Exercise 1.4 — Twice (1 point)
# Write `twice(x)`.

# %% ex-twice
def twice(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% check-twice
c = Check("mould.twice", points=1)
c.equal(6.0, 3.0)
c.score()
'''
WRONG = "def he_normal(shape, rng):\n    return rng.normal(0, 0.01, shape)"


def changed(source: str) -> str:
    """The mould with one exercise more, one less, and other points for a third."""
    first, _ = source.split("# %% [markdown]\n# ### Exercise 1.3")
    first = first.replace("derivative (2 points)", "derivative (4 points)")
    assert first.count('Check("mould.sigmoid", "sigmoid_grad", points=2)') == 1
    return first.replace('"sigmoid_grad", points=2)', '"sigmoid_grad", points=4)').rstrip() + ADDED


@contextlib.contextmanager
def environment(course: Path):
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MPLBACKEND", raising=False)
        for name, value in course_environment(course).items():
            patch.setenv(name, value)
        known_mistakes.load.cache_clear()
        yield
    known_mistakes.load.cache_clear()


@pytest.fixture(scope="module")
def moved(mould_released, tmp_path_factory):
    """A course whose class is graded, with one grade by hand, and whose lecture was changed and built after that."""
    course = Path(shutil.copytree(mould_released, tmp_path_factory.mktemp("moved") / "course"))
    with environment(course):
        hand_in(course, "ada", answered(course))
        hand_in(course, "bela", answered(course, {"he_normal": WRONG}))
        hand_in(course, "cleo", answered(course, {"sigmoid": None}))
        grade_class(course, ASSIGNMENT, workers=1)
        with gradebook(course) as book:
            book.find_grade("check-sigmoid", "mould", ASSIGNMENT, "cleo").manual_score = 1.0
            book.find_comment(
                "ex-sigmoid", "mould", ASSIGNMENT, "cleo"
            ).manual_comment = "Half of it, by word of mouth."
            book.db.commit()
        folder = course / "solutions" / ASSIGNMENT
        (folder / "mould.py").write_text(changed((folder / "mould.py").read_text("utf-8")), "utf-8")
        (folder / "answers" / "he_normal.py").unlink()
        build(course, folder)
    return course


@pytest.fixture
def course(moved, tmp_path, in_course):
    return in_course(Path(shutil.copytree(moved, tmp_path / "course")))


def test_a_changed_lecture_is_not_graded_until_someone_has_seen_what_that_does(course):
    before = rows(course)
    done = run(STAFF_GRADE, course)
    assert done.returncode == 2
    for word in (
        "sigmoid: 2 → 4 points",
        "he_normal: dropped, 2 points",
        "twice: added, 1 point\n",
        "--dry-run",
        "--accept-changes",
    ):
        assert word in done.stdout
    assert rows(course) == before


def test_a_dry_run_tells_who_gains_and_who_loses_and_writes_nothing(course):
    before = rows(course), (course / "gradebook.db").read_bytes(), _files(course / "autograded")
    done = run([*STAFF_GRADE, "--dry-run", "--json"], course)
    assert done.returncode == 0, done.stdout
    found = {row["learner"]: row for row in _json(done.stdout)["changes"]}
    assert {
        name: (row["before"], row["max_before"], row["after"], row["max_after"]) for name, row in found.items()
    } == {
        "ada": (6, 6, 6, 7),  # gains two for sigmoid, loses he_normal's two; nobody had the new one
        "bela": (4, 6, 6, 7),
        "cleo": (5, 6, 3, 7),
    }
    assert found["cleo"]["exercises"] == {"he_normal": [2, None], "twice": [None, 0]}
    assert found["cleo"]["by_hand"] == ["sigmoid"]
    assert found["ada"]["exercises"] == {"sigmoid": [2, 4], "he_normal": [2, None], "twice": [None, 0]}
    assert (rows(course), (course / "gradebook.db").read_bytes(), _files(course / "autograded")) == before
    assert not (course / ".chainrule" / "rehearsal").exists()


def test_the_dry_run_is_what_happens_and_what_was_graded_is_kept(course):
    rehearsed = _json(run([*STAFF_GRADE, "--dry-run", "--json"], course).stdout)["changes"]
    done = run([*STAFF_GRADE, "--accept-changes", "--json"], course)
    assert done.returncode == 0, done.stdout
    assert _json(done.stdout)["changes"] == rehearsed
    now = rows(course)
    assert {name: grade[:3] for name, grade in now["cleo"]["grades"].items()} == {
        "check-sigmoid": (0.0, 1.0, None),  # a person's point stays
        "check-numerical_gradient": (2.0, None, None),
        "check-twice": (0.0, None, None),
    }
    assert now["cleo"]["comments"]["ex-sigmoid"][1] == "Half of it, by word of mouth."
    assert set(now["cleo"]["comments"]) == {"ex-sigmoid", "ex-numerical_gradient", "ex-twice"}
    (copy,) = (course / ".chainrule").glob("gradebook *.db")
    with contextlib.closing(sqlite3.connect(copy)) as database:
        assert database.execute("select count(*) from grade").fetchone() == (9,)
    # Their notebooks are of the older release, with its points and its exercises: nobody is to blame for that.
    assert {learner: (row["waits"], records(course)[learner]["look"]) for learner, row in now.items()} == {
        learner: (False, []) for learner in ("ada", "bela", "cleo")
    }
    for learner, record in records(course).items():
        said = [note["values"]["text"] for note in record["notes"] if note["kind"] == "told"]
        assert not any("edited" in text for text in said), learner
        assert any("of another release, in which check-sigmoid was another" in text for text in said), learner
    again = run(STAFF_GRADE, course)
    assert again.returncode == 0 and "0 graded in this run" in again.stdout


def test_a_sentence_put_right_changes_no_grade_and_has_nothing_graded_again(mould_released, tmp_path):
    course = Path(shutil.copytree(mould_released, tmp_path / "course"))
    with environment(course):
        hand_in(course, "ada", answered(course, {"he_normal": WRONG}))
        grade_class(course, ASSIGNMENT, workers=1)
        before, told = rows(course), []
        source = course / "solutions" / ASSIGNMENT / "mould.py"
        text = source.read_text("utf-8")
        source.write_text(text.replace("without a warning for ±1000", "and no warning for ±1000"), "utf-8")
        assert not build(course, source.parent).fresh and "and no warning" in released_text(course)
        (record,) = grade_class(course, ASSIGNMENT, workers=1, on_record=told.append)
    assert rows(course) == before and told == [] and record.look == []


def released_text(course):
    return (course / "notebooks" / ASSIGNMENT / "mould.ipynb").read_text("utf-8")


def test_nbgraders_release_of_a_changed_lecture_keeps_release_and_grades(course):
    before, released = rows(course), (course / "notebooks" / ASSIGNMENT / "mould.ipynb")
    text = released.read_bytes()
    said = nbgrader(course, "generate_assignment", ASSIGNMENT)
    assert "chainrule staff grade 01_mould --dry-run" in said and "he_normal: dropped" in said
    assert released.read_bytes() == text
    assert rows(course) == before


def test_nbgraders_autograde_of_a_changed_lecture_says_what_to_do_and_keeps_the_points(course):
    before = rows(course)["bela"]
    done = run([*AUTOGRADE, "--student", "bela", "--force"], course)
    assert done.returncode != 0 and "chainrule staff grade 01_mould --dry-run" in done.stdout
    assert rows(course)["bela"]["grades"] == before["grades"]


@pytest.mark.thorough
def test_after_the_changes_nbgraders_own_commands_work_again(course):
    with environment(course):
        grade_class(course, ASSIGNMENT, workers=1, accept_changes=True)
    accepted = rows(course)
    nbgrader(course, "generate_assignment", ASSIGNMENT)
    assert rows(course) == accepted
    nbgrader(course, "autograde", ASSIGNMENT, "--student", "bela", "--force")
    assert rows(course)["bela"]["grades"] == accepted["bela"]["grades"]


@pytest.mark.thorough
def test_answers_typed_into_a_release_are_kept_when_nbgrader_makes_it_again(mould_copy):
    released = mould_copy / "notebooks" / ASSIGNMENT / "mould.ipynb"
    plain = released.read_bytes()
    typed = answered(mould_copy)
    released.write_text(json.dumps(typed), "utf-8")
    said = nbgrader(mould_copy, "generate_assignment", ASSIGNMENT)
    (copy,) = (mould_copy / "my-work" / "backups" / ASSIGNMENT).iterdir()
    assert json.loads(copy.read_bytes()) == typed and str(copy) in said
    assert released.read_bytes() == plain


def test_answers_typed_into_a_release_are_kept_when_the_build_replaces_it(mould_copy):
    released = mould_copy / "notebooks" / ASSIGNMENT / "mould.ipynb"
    typed = json.dumps(answered(mould_copy)).encode()
    released.write_bytes(typed)
    done = build(mould_copy, mould_copy / "solutions" / ASSIGNMENT)
    (copy,) = (mould_copy / "my-work" / "backups" / ASSIGNMENT).iterdir()
    assert copy.read_bytes() == typed and done.kept == str(copy.relative_to(mould_copy))


@pytest.mark.parametrize("touch", ["answer", "check", "text", "output", "cell"])
def test_whatever_is_typed_into_a_release_is_noticed(mould_course, touch):
    notebook = answered(mould_course, dict.fromkeys(EXERCISES))
    assert as_built(json.dumps(notebook).encode())
    if touch == "output":
        cell_of(notebook, "ex-sigmoid")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "1"}]
    elif touch == "cell":
        notebook["cells"].append({"cell_type": "markdown", "id": "f3a1b2c4", "metadata": {}, "source": "Mine."})
    else:
        name = {"answer": "ex-sigmoid", "check": "check-sigmoid", "text": notebook["cells"][0]["id"]}[touch]
        cell_of(notebook, name)["source"] += " "
    assert not as_built(json.dumps(notebook).encode())


def test_a_release_that_nobody_typed_into_leaves_no_copy(mould_course):
    assert keep(mould_course, mould_course / "notebooks" / ASSIGNMENT / "mould.ipynb") is None
    assert not (mould_course / "my-work").exists()


def _files(folder: Path) -> dict:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _json(said: str):
    """What stands on stdout; ``run`` has stderr in the same text."""
    return json.loads(next(line for line in said.splitlines() if line.startswith(("{", "["))))
