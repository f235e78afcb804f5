"""A release goes out and submissions come back: stock nbgrader, from one end to the other.

The learners below are graded in one run, for the tests to look at from all sides.
"""

import contextlib
import csv
import io
import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from throwaway import ROOT, course_environment, make_course, nbgrader

from chainrule_staff.authoring.source import lectures, read

ASSIGNMENT = "01_mould"
EXERCISES = ("sigmoid", "numerical_gradient", "he_normal")

# Every exercise is worth 2 points, and the sigmoid's two functions one each. What stands here by an exercise takes the
# place of its solution; None leaves the stub.
LEARNERS = {
    "all_right": {},
    "untouched": dict.fromkeys(EXERCISES),
    "partly_right": {
        "numerical_gradient": None,
        "he_normal": None,
        "sigmoid": """
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -700, 700)))

def sigmoid_grad(x):
    return sigmoid(x)
""",
    },
    "warns_and_prints": {
        "sigmoid": """
def sigmoid(x):
    print("x is", x)
    return 1 / (1 + np.exp(-np.asarray(x, dtype=float)))

def sigmoid_grad(x):
    import sys
    print("now the derivative", file=sys.stderr)
    return sigmoid(x) * (1 - sigmoid(x))
"""
    },
    "known_mistakes": {
        "sigmoid": """
def sigmoid(x):
    return 1 / (1 + np.exp(x))

def sigmoid_grad(x):
    return x * (1 - x)
""",
        "numerical_gradient": """
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / h
    return gradient
""",
    },
    "raises": {
        "he_normal": """
def he_normal(shape, rng):
    raise ValueError("<script>OWNED</script> is what I say")
""",
        "sigmoid": """
undefined_name + 1
""",
    },
    "markup": {
        "sigmoid": """
import warnings

def sigmoid(x):
    print("<script>OWNED()</script>")
    warnings.warn("<img src=OWNED onerror=OWNED()>")
    return "<b>OWNED</b>"

def sigmoid_grad(x):
    from IPython.display import HTML, display
    display(HTML("<script>OWNED()</script>"))
    raise type("<i>OWNED</i>", (Exception,), {})("`<script>OWNED()</script>`")
"""
    },
}

MARKER = re.compile(r"(?m)^ *### (BEGIN|END) SOLUTION\n?")
# Their code prints to stderr through sys, or holds markup: a person should look.
FLAGGED = {"warns_and_prints", "markup", "raises"}
TRUTH = {
    "all_right": (2, 2, 2),
    "untouched": (0, 0, 0),
    "partly_right": (1, 0, 0),
    "warns_and_prints": (2, 2, 2),
    "known_mistakes": (0, 0, 2),
    "raises": (0, 2, 0),
    "markup": (0, 2, 2),
}


def submit(course: Path, learner: str, answers: dict) -> None:
    """Put a learner's copy of the release where nbgrader collects it."""
    notebook = nbformat.read(course / "notebooks" / ASSIGNMENT / "mould.ipynb", as_version=4)
    exercises = read(course / "solutions" / ASSIGNMENT).exercises
    for cell in notebook.cells:
        exercise = cell.id.removeprefix("ex-")
        if cell.id.startswith("ex-"):
            answer = answers.get(exercise, MARKER.sub("", exercises[exercise].solution))
            cell.source = cell.source if answer is None else answer.strip()
    target = course / "submitted" / learner / ASSIGNMENT / "mould.ipynb"
    target.parent.mkdir(parents=True)
    nbformat.write(notebook, target)


@pytest.fixture(scope="module")
def graded(mould_built, tmp_path_factory):
    """A course folder after release, submission, grading, feedback and export."""
    course = Path(shutil.copytree(mould_built, tmp_path_factory.mktemp("nbgrader") / "course"))
    shutil.rmtree(course / "notebooks")
    nbgrader(course, "generate_assignment", ASSIGNMENT)
    for learner, answers in LEARNERS.items():
        submit(course, learner, answers)
    nbgrader(course, "autograde", ASSIGNMENT)
    nbgrader(course, "generate_feedback", ASSIGNMENT)
    nbgrader(course, "export", "--to", "grades.csv")
    return course


def test_nbgraders_release_has_the_very_bytes_of_ours(graded, mould_built):
    ours, theirs = (root / "notebooks" for root in (mould_built, graded))
    files = [path.relative_to(ours) for path in ours.rglob("*") if path.is_file()]
    assert files == [path.relative_to(theirs) for path in theirs.rglob("*") if path.is_file()]
    assert files == [Path(ASSIGNMENT, "mould.ipynb")]
    assert (ours / files[0]).read_bytes() == (theirs / files[0]).read_bytes()


@pytest.mark.thorough
def test_a_release_that_is_there_is_made_again_and_entered_in_the_gradebook(mould_copy):
    """A clone holds the releases already: without that, grading would not know the assignment."""
    from nbgrader.api import Gradebook

    released = mould_copy / "notebooks" / ASSIGNMENT / "mould.ipynb"
    before = released.read_bytes()
    nbgrader(mould_copy, "generate_assignment", ASSIGNMENT)
    assert released.read_bytes() == before
    with Gradebook(f"sqlite:///{mould_copy / 'gradebook.db'}") as gradebook:
        assert gradebook.find_assignment(ASSIGNMENT).max_score == 6


def test_every_score_in_the_gradebook_is_the_truth(graded):
    from nbgrader.api import Gradebook

    found = {}
    with Gradebook(f"sqlite:///{graded / 'gradebook.db'}") as gradebook:
        for learner in LEARNERS:
            notebook = gradebook.find_submission_notebook("mould", ASSIGNMENT, learner)
            scores = {grade.name: grade.auto_score for grade in notebook.grades}
            assert notebook.needs_manual_grade == (learner in FLAGGED)
            found[learner] = tuple(scores[f"check-{exercise}"] for exercise in EXERCISES)
    assert found == TRUTH


def test_every_score_in_the_export_is_the_truth(graded):
    with (graded / "grades.csv").open(newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert {learner: float(row["score"]) for learner, row in rows.items()} == {
        learner: sum(scores) for learner, scores in TRUTH.items()
    }
    assert {row["max_score"] for row in rows.values()} == {"6.0"}


def outputs_of(course: Path, learner: str, cell_id: str) -> list:
    """A cell's outputs in the graded notebook."""
    notebook = nbformat.read(course / "autograded" / learner / ASSIGNMENT / "mould.ipynb", as_version=4)
    return next(cell.outputs for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == cell_id)


@pytest.mark.parametrize(
    ("learner", "points"),
    [("all_right", "2.0"), ("partly_right", "1.0"), ("untouched", "0.0"), ("warns_and_prints", "2.0")],
)
def test_a_check_answers_with_one_number_and_nothing_else(graded, learner, points):
    (output,) = outputs_of(graded, learner, "check-sigmoid")
    assert output.output_type == "execute_result"
    assert output.data["text/plain"] == points


def test_the_hidden_tests_ran_and_do_not_count_as_an_edit(graded):
    panel = outputs_of(graded, "partly_right", "check-sigmoid")[0].data["text/html"]
    assert "7 of 7 cases" in panel  # 4 visible ones and 3 hidden ones
    assert "not the released one" not in panel


def test_the_panel_names_the_mistakes_in_the_feedback(graded):
    text = (graded / "feedback" / "known_mistakes" / ASSIGNMENT / "mould.html").read_text("utf-8")
    assert "The curve falls where the sigmoid rises" in text
    assert "The two points are 2h apart" in text
    text = (graded / "feedback" / "untouched" / ASSIGNMENT / "mould.html").read_text("utf-8")
    assert text.count("not attempted · 2 to earn") == 3


class Markup(HTMLParser):
    """Collects the tags, attributes and scripts of a page in which a learner's word occurs."""

    def __init__(self, word: str):
        super().__init__()
        self.word = word
        self.found: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag, attributes):
        if any(self.word in f"{name}={value}" for name, value in [("", tag), *attributes]):
            self.found.append(f"<{tag} {attributes}>")
        self._inside.append(tag)

    def handle_endtag(self, tag):
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data):
        if self.word in data and self._inside and self._inside[-1] in ("script", "style", "b", "i", "img"):
            self.found.append(f"<{self._inside[-1]}>{data}")


def markup_with(word: str, page: str) -> list[str]:
    """Where ``word`` became part of a page's markup rather than of its text."""
    parser = Markup(word)
    parser.feed(page)
    return parser.found


@pytest.mark.parametrize(
    "page", ["<p><script>OWNED()</script></p>", "<img src=OWNED>", "<b>OWNED</b>", "<owned x='OWNED'>"]
)
def test_markup_of_a_learner_would_be_noticed(page):
    assert markup_with("OWNED", f"<html><div>OWNED {page}</div></html>")


@pytest.mark.parametrize("learner", ["markup", "raises"])
def test_no_markup_of_a_learner_reaches_the_feedback_through_a_panel(graded, learner):
    page = (graded / "feedback" / learner / ASSIGNMENT / "mould.html").read_text("utf-8")
    assert "chainrule-panel" in page
    assert "&lt;script&gt;OWNED" in page
    assert markup_with("OWNED", page) == []


def test_a_panel_says_what_was_printed_warned_and_raised(graded):
    panel = outputs_of(graded, "markup", "check-sigmoid")[0].data["text/html"]
    for text in ("&lt;img src=OWNED", "printed text", "the text &#x27;&lt;b&gt;OWNED"):
        assert text in panel
    panel = outputs_of(graded, "raises", "check-sigmoid")[0].data["text/html"]
    for text in ("NameError in line 1", "<code>undefined_name + 1</code>"):
        assert text in panel


def test_validate_calls_an_untouched_notebook_partial_and_a_solved_one_passed(mould_copy):
    from nbgrader.validator import Validator

    def validate(path: Path) -> dict:
        with contextlib.redirect_stdout(io.StringIO()):
            return Validator().validate(str(path))

    result = validate(mould_copy / "notebooks" / ASSIGNMENT / "mould.ipynb")
    assert set(result) == {"failed"}
    assert len(result["failed"]) == 3
    assert {cell["error"] for cell in result["failed"]} == {"Partial credit; passed some but not all of the tests"}
    submit(mould_copy, "somebody", LEARNERS["warns_and_prints"])
    assert validate(mould_copy / "submitted" / "somebody" / ASSIGNMENT / "mould.ipynb") == {}


FORMGRADER = """
import asyncio, json
from nbgrader.apps import NbGrader, NbGraderAPI
from nbgrader.coursedir import CourseDirectory

async def press_the_button():
    app = NbGrader()
    app.load_config_file()
    course = CourseDirectory(parent=app)
    return NbGraderAPI(course, parent=course).generate_assignment("01_mould")

print(json.dumps(asyncio.run(press_the_button())))
"""


@pytest.mark.thorough
def test_the_formgraders_button_makes_the_same_release(mould_copy):
    """As its handler does it: the configuration read from the current folder, with an event loop running."""
    released = mould_copy / "notebooks" / ASSIGNMENT / "mould.ipynb"
    ours = released.read_bytes()
    released.write_text("not a notebook")
    done = subprocess.run(
        [sys.executable, "-c", FORMGRADER],
        cwd=mould_copy,
        env=course_environment(mould_copy),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    assert answer["success"], answer
    assert released.read_bytes() == ours


@pytest.mark.thorough
def test_a_folder_without_the_configuration_would_release_something_else(tmp_path, mould_built):
    """The comparison can fail: it is nbgrader_config.py that makes the two releases the same."""
    course = make_course(tmp_path / "course")
    (course / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.source_directory = 'solutions'\n"
        "c.CourseDirectory.release_directory = 'notebooks'\n"
    )
    shutil.copy(mould_built / "solutions" / ASSIGNMENT / "mould.ipynb", course / "solutions" / ASSIGNMENT)
    nbgrader(course, "generate_assignment", ASSIGNMENT)
    released = course / "notebooks" / ASSIGNMENT
    assert (released / "answers" / "sigmoid.py").exists()
    assert (released / "mould.ipynb").read_bytes() != (
        mould_built / "notebooks" / ASSIGNMENT / "mould.ipynb"
    ).read_bytes()


@pytest.mark.thorough
@pytest.mark.slow
@pytest.mark.parametrize("assignment", [folder.name for folder in lectures(ROOT / "solutions")])
def test_nbgrader_releases_every_lecture_as_we_do(assignment, tmp_path):
    shutil.copytree(ROOT / "solutions" / assignment, tmp_path / "solutions" / assignment)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    nbgrader(tmp_path, "generate_assignment", assignment)
    theirs, ours = (root / "notebooks" / assignment for root in (tmp_path, ROOT))
    assert sorted(path.name for path in theirs.iterdir()) == sorted(path.name for path in ours.iterdir())
    assert [path.read_bytes() for path in sorted(theirs.iterdir())] == [
        path.read_bytes() for path in sorted(ours.iterdir())
    ]
