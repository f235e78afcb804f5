"""A class is graded: scores, states, records, and what is done again."""

import json
import sqlite3

import pytest
from handing_in import ASSIGNMENT, EXERCISES, answered, as_bytes, cell_of, code, hand_in, kinds
from throwaway import but_the_first_thorough, needs_bubblewrap

from chainrule.calling.pipe import Limits
from chainrule.checks.report import finding
from chainrule_staff.grading.assignment import course_secret, load, seeds
from chainrule_staff.grading.class_run import grade_class
from chainrule_staff.grading.kinds import Kind
from chainrule_staff.grading.record import read_record, read_records
from chainrule_staff.grading.words import sentence

pytestmark = needs_bubblewrap
QUICK = Limits(call=1, check=2, cell=3, total=10)
TWO_WRONG = {
    "sigmoid": "def sigmoid(x):\n    return 1 / (1 + np.exp(x))\n\ndef sigmoid_grad(x):\n    return sigmoid(x) * (1 - sigmoid(x))",
    "he_normal": "def he_normal(shape, rng):\n    return rng.normal(0, 0.01, shape)",
}


def grade(course, **options):
    return {
        record.learner: record
        for record in grade_class(course, ASSIGNMENT, **{"workers": 1, "limits": QUICK, **options})
    }


def scores(course, learner):
    """What the gradebook says."""
    with sqlite3.connect(course / "gradebook.db") as database:
        return dict(
            database.execute(
                """
            select base_cell.name, coalesce(grade.manual_score, grade.auto_score) from grade
            join base_cell on base_cell.id = grade.cell_id join submitted_notebook on submitted_notebook.id = grade.notebook_id
            join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
            where submitted_assignment.student_id = ?""",
                (learner,),
            )
        )


@pytest.fixture
def graded_class(course):
    hand_in(course, "ada", answered(course), when="2026-11-20 10:00:00 UTC")
    hand_in(course, "bela", answered(course, TWO_WRONG))
    hand_in(course, "chloé 한글", answered(course, dict.fromkeys(EXERCISES)))
    hand_in(course, "broken", b'{"cells": [')
    hand_in(course, "wrong-name", answered(course), name="Untitled1.ipynb")
    (course / "submitted" / "nothing" / ASSIGNMENT).mkdir(parents=True)
    return course, grade(course)


def test_a_class_is_graded(graded_class):
    course, records = graded_class
    assert {name: (record.state, record.points) for name, record in records.items()} == {
        "ada": ("graded", 6.0),
        "bela": ("graded", 2.0),
        "chloé 한글": ("graded", 0.0),
        "broken": ("unreadable", 0.0),
        "wrong-name": ("graded", 6.0),
        "nothing": ("missing", 0.0),
    }
    for learner in ("ada", "bela", "chloé 한글", "wrong-name"):
        assert sum(scores(course, learner).values()) == records[learner].points
    assert scores(course, "nothing") == {}


def test_records_are_kept_with_the_notebooks(graded_class):
    course, records = graded_class
    kept = {record.learner: record for record in read_records(course / "autograded", ASSIGNMENT)}
    assert kept == {name: record for name, record in records.items() if record.state != "missing"}
    assert kept["ada"].submitted.startswith("2026-11-20T10:00:00")
    assert kept["ada"].sandbox == "bubblewrap"


def test_known_mistakes_are_named_in_the_record_and_on_the_panel(graded_class):
    course, records = graded_class
    sigmoid = records["bela"].exercises[0]
    assert [mistake["id"] for mistake in sigmoid["mistakes"]] == ["sign_of_the_exponent"]
    assert "np.exp(x)" in sigmoid["answer"] and sigmoid["results"]
    notebook = json.loads((course / "autograded" / "bela" / ASSIGNMENT / "mould.ipynb").read_text("utf-8"))
    panel = "".join(cell_of(notebook, "check-sigmoid")["outputs"][0]["data"]["text/html"])
    assert (
        "Your results match a known mistake" in panel
    )  # hidden cases, of which the catalogue knows nothing, do not make it a part


def test_hidden_tests_run_too(course):
    """The visible cases alone, hard-coded."""
    hand_in(
        course,
        "cheat",
        answered(
            course,
            {
                "numerical_gradient": """
def numerical_gradient(f, x, h=1e-5):
    known = {(1.0, -2.0): [2.0, -4.0], (1.0, 5.0, 2.0, 0.0): [[6.0, 0.0], [24.0, 3.0]], (1.0,): [3.01]}
    return np.array(known[tuple(x.ravel())])"""
            },
        ),
    )
    record = grade(course)["cheat"]
    assert {report["exercise"]: report["points"] for report in record.exercises} == {
        "sigmoid": 2,
        "numerical_gradient": 0,
        "he_normal": 2,
    }


def test_equal_wrong_answers_have_equal_results_and_different_ones_not(course):
    for name in ("one", "two"):
        hand_in(
            course,
            name,
            answered(
                course,
                {"numerical_gradient": "def numerical_gradient(f, x, h=1e-5):\n    return np.full(x.shape, 7.5)"},
            ),
        )
    hand_in(
        course,
        "three",
        answered(
            course, {"numerical_gradient": "def numerical_gradient(f, x, h=1e-5):\n    return np.full(x.shape, 8.5)"}
        ),
    )
    results = {name: record.exercises[1]["results"] for name, record in grade(course).items()}
    assert results["one"] == results["two"] != results["three"] and results["one"]


def test_a_hanging_call_costs_its_check_only(course):
    hand_in(
        course,
        "loop",
        answered(
            course, {"sigmoid": "def sigmoid(x):\n    while True:\n        pass\n\ndef sigmoid_grad(x):\n    return x"}
        ),
    )
    record = grade(course)["loop"]
    assert record.points == 4.0 and record.look == [finding(Kind.TIMED_OUT, count=1)]


def test_only_what_is_new_or_changed_is_graded_again(graded_class):
    course, first = graded_class
    told = []
    again = grade(course, on_record=lambda record: told.append(record.learner))
    assert again == {**first, "broken": again["broken"]} and told == ["broken"]  # what could not be read may be mended
    hand_in(course, "bela", answered(course))
    hand_in(course, "late-comer", answered(course))
    told.clear()
    third = grade(course, on_record=lambda record: told.append(record.learner))
    assert sorted(told) == ["bela", "broken", "late-comer"] and third["bela"].points == 6.0
    told.clear()
    grade(course, force=True, learners=["ada"], on_record=lambda record: told.append(record.learner))
    assert told == ["ada"]


def test_a_grade_that_the_gradebook_lost_is_given_again(graded_class):
    course, _ = graded_class
    with sqlite3.connect(course / "gradebook.db") as database:
        database.execute("update grade set auto_score = null")
    told = []
    grade(course, on_record=lambda record: told.append(record.learner))
    assert "ada" in told and sum(scores(course, "ada").values()) == 6.0


def test_regrading_gives_the_same_grade_from_the_same_seeds(graded_class):
    course, first = graded_class
    again = grade(course, force=True)
    for name, record in first.items():
        assert (again[name].points, again[name].seeds) == (record.points, record.seeds)


def test_a_manual_score_stays_and_waits_for_review(graded_class):
    course, _ = graded_class
    with sqlite3.connect(course / "gradebook.db") as database:
        database.execute(
            "update grade set manual_score = 1.5 where id in (select grade.id from grade join submitted_notebook on "
            "submitted_notebook.id = grade.notebook_id join submitted_assignment on submitted_assignment.id = "
            "submitted_notebook.assignment_id where student_id = 'bela')"
        )
    hand_in(course, "bela", answered(course, {**TWO_WRONG, "he_normal": None}))
    grade(course, learners=["bela"])
    assert set(scores(course, "bela").values()) == {1.5}
    with sqlite3.connect(course / "gradebook.db") as database:
        assert database.execute(
            "select sum(needs_manual_grade) from grade where manual_score is not null"
        ).fetchone() == (3,)


def test_what_needs_a_look_waits_in_the_formgrader(course):
    hand_in(course, "odd", answered(course, {"sigmoid": "import os\ndef sigmoid(x):\n    return x"}))
    hand_in(course, "plain", answered(course))
    grade(course)
    with sqlite3.connect(course / "gradebook.db") as database:
        assert dict(
            database.execute("""select student_id, max(needs_manual_grade) from grade join submitted_notebook on
            submitted_notebook.id = grade.notebook_id join submitted_assignment on submitted_assignment.id =
            submitted_notebook.assignment_id group by student_id""")
        ) == {"odd": 1, "plain": 0}


def test_a_link_is_not_followed(course):
    solution = course / "solutions" / ASSIGNMENT / "mould.ipynb"
    folder = course / "submitted" / "linker" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / "mould.ipynb").symlink_to(solution)
    hand_in(course, "other", answered(course))
    (course / "submitted" / "other" / ASSIGNMENT / "data.txt").symlink_to(course / "gradebook.db")
    records = grade(course)
    assert records["linker"].state == "unreadable" and records["linker"].points == 0
    assert records["other"].points == 6 and Kind.LINKS in kinds(records["other"].look)
    assert sorted(path.name for path in (course / "autograded" / "other" / ASSIGNMENT).iterdir()) == ["mould.ipynb"]


@pytest.mark.parametrize(
    "name", but_the_first_thorough(["<img src=x onerror=alert(1)>", "a\nb", "-rf", "a&b", 'q"uote'])
)
def test_a_folder_whose_name_is_no_name_is_reported_and_not_graded(course, name):
    hand_in(course, name, answered(course))
    hand_in(course, "O'Neill, Zoë (2)", answered(course))
    records = grade(course)
    assert records["O'Neill, Zoë (2)"].points == 6
    assert records[name].state == "unreadable" and kinds(records[name].look) == [Kind.NAME_REFUSED]
    assert scores(course, name) == {}


def test_several_notebooks(course):
    hand_in(course, "two", answered(course))
    hand_in(course, "two", answered(course, dict.fromkeys(EXERCISES)), name="mould-Copy1.ipynb")
    hand_in(course, "copies", answered(course), name="mould (1).ipynb")
    hand_in(course, "copies", b"{}", name="other.ipynb")
    records = grade(course)
    assert records["two"].points == 6 and kinds(records["two"].look) == [Kind.SEVERAL_NOTEBOOKS]
    assert records["copies"].points == 6
    assert finding(Kind.OTHER_NOTEBOOKS, names=["other.ipynb"]) in records["copies"].notes


def test_what_the_notebook_brought_as_outputs_is_dropped(course):
    notebook = answered(course, dict.fromkeys(EXERCISES))
    cell_of(notebook, "check-sigmoid")["outputs"] = [
        {
            "output_type": "execute_result",
            "execution_count": 1,
            "metadata": {},
            "data": {"text/plain": "2.0", "text/html": "<script>1</script>"},
        }
    ]
    notebook["metadata"]["chainrule"] = {"points": 6, "learner": "forger"}
    hand_in(course, "forger", notebook)
    record = grade(course)["forger"]
    assert record.points == 0 and len(record.look) >= 2
    assert "<script" not in (course / "autograded" / "forger" / ASSIGNMENT / "mould.ipynb").read_text("utf-8")


def test_a_notebook_that_kills_its_grader_does_not_stop_the_class(course, monkeypatch):
    """The worker itself dies, three times."""
    hand_in(course, "killer", answered(course))
    for name in ("a", "b", "z"):
        hand_in(course, name, answered(course))
    bad = course.parent / "bad"
    bad.mkdir()
    (bad / "sitecustomize.py").write_text("""
import os
import chainrule_staff.grading.repair as repair
real = repair.repair
def deadly(notebook, assignment):
    if any("# killer" in cell["source"] for cell in notebook["cells"]):
        os._exit(3)
    return real(notebook, assignment)
repair.repair = deadly
""")
    notebook = answered(course)
    notebook["cells"].append(code("# killer"))
    hand_in(course, "killer", notebook)
    monkeypatch.setenv("PYTHONPATH", f"{bad}:{__import__('os').environ['PYTHONPATH']}")
    records = grade(course, workers=2)
    assert {name: record.points for name, record in records.items()} == {"a": 6, "b": 6, "z": 6, "killer": 0}
    assert (
        records["killer"].state == "unreadable"
        and records["killer"].look[0].values["why"]["kind"] == Kind.GRADER_FAILED
    )


def test_without_a_sandbox_it_is_recorded_and_graded_again_with_one(course):
    hand_in(course, "ada", answered(course))
    assert grade(course, sandbox="none")["ada"].sandbox == "none"
    assert read_record(course / "autograded" / "ada" / ASSIGNMENT / "mould.ipynb").sandbox == "none"
    assert grade(course)["ada"].sandbox == "bubblewrap"


def test_demonstrations_run_on_request(course):
    hand_in(course, "ada", answered(course))
    grade(course, run_all=True)
    cells = json.loads((course / "autograded" / "ada" / ASSIGNMENT / "mould.ipynb").read_text("utf-8"))["cells"]
    kinds = {kind for cell in cells for output in cell.get("outputs", []) for kind in output.get("data", {})}
    assert "image/png" in kinds
    grade(course, force=True)
    assert "image/png" not in (course / "autograded" / "ada" / ASSIGNMENT / "mould.ipynb").read_text("utf-8")


# -- seeds ------------------------------------------------------------------------------------------------------------------


def test_seeds_differ_by_learner_exercise_course_and_file_and_are_repeatable(course, assignment):
    secret = course_secret(course)
    one = seeds(secret, assignment, "ada", b"{}")
    assert one == seeds(course_secret(course), assignment, "ada", b"{}") and set(one) == set(EXERCISES)
    others = [
        seeds(secret, assignment, "bela", b"{}"),
        seeds(b"other", assignment, "ada", b"{}"),
        seeds(secret, assignment, "ada", b"{ }"),
    ]
    assert len({seed for made in (one, *others) for seed in made.values()}) == 12


def test_what_feedback_told_is_of_no_use_in_a_second_hand_in(course):
    """A learner who knows all inputs of the first grading, with their results, knows none of the second's hidden ones."""
    spy = "def numerical_gradient(f, x, h=1e-5):\n    print(x.ravel()[0])\n    return np.zeros(x.shape)"
    told = []
    for comment in ("", "# again"):
        hand_in(course, "ada", answered(course, {"numerical_gradient": f"{spy}\n{comment}"}))
        told.append(grade(course)["ada"].exercises[1]["printed"].split())
    assert told[0][:3] == told[1][:3] and told[0][3] != told[1][3]  # the visible ones, and a hidden one
    hand_in(course, "ada", answered(course, {"numerical_gradient": f"{spy}\n"}), when="2026-11-20 10:00:00 UTC")
    assert grade(course)["ada"].exercises[1]["printed"].split() == told[0]  # the same file, at another time


def test_the_secret_is_nobody_elses_to_read(course):
    course_secret(course)
    assert (course / ".chainrule" / "secret").stat().st_mode & 0o077 == 0


def test_hidden_inputs_follow_the_seed(course, assignment):
    """The same answer meets other numbers for another learner."""
    spy = "seen = []\ndef numerical_gradient(f, x, h=1e-5):\n    print(x.ravel()[0])\n    return np.zeros(x.shape)"
    for name in ("one", "two"):
        hand_in(course, name, answered(course, {"numerical_gradient": spy}))
    printed = {name: record.exercises[1]["printed"].split() for name, record in grade(course).items()}
    assert printed["one"][:3] == printed["two"][:3]  # the visible ones
    assert printed["one"][3] != printed["two"][3]
    assert grade(course, force=True)["one"].exercises[1]["printed"].split() == printed["one"]


def test_a_changed_check_grades_everything_anew(course, assignment):
    changed = load(course / "solutions", course / "notebooks", ASSIGNMENT)
    assert changed.digest == assignment.digest
    path = course / "solutions" / ASSIGNMENT / "mould.ipynb"
    path.write_text(path.read_text("utf-8").replace("tol=0.008", "tol=0.009"), "utf-8")
    assert load(course / "solutions", course / "notebooks", ASSIGNMENT).digest != assignment.digest


def test_the_bytes_handed_in_are_left_as_they_were(graded_class):
    course, _ = graded_class
    assert (course / "submitted" / "ada" / ASSIGNMENT / "mould.ipynb").read_bytes() == as_bytes(answered(course))


def test_control_characters_do_not_reach_a_terminal(course):
    notebook = answered(course)
    notebook["cells"].append(code("# \x1b[2J\x1b]0;owned\x07\nimport os"))
    hand_in(course, "esc", notebook)
    record = grade(course)["esc"]
    assert record.look and not {"\x1b", "\x07"} & set("".join(map(sentence, record.look + record.notes)))
