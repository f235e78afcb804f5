"""Of an answer that is none, everybody is told why: its learner, the class report, whoever reads the record."""

import json

import pytest
from handing_in import ASSIGNMENT, answered, cell_of, hand_in
from throwaway import needs_bubblewrap

from chainrule_staff.grading.class_run import grade_class
from chainrule_staff.grading.suspicion import suspicious_code
from chainrule_staff.reporting.summary import summarise

pytestmark = needs_bubblewrap
UNCLOSED = "def he_normal(shape, rng):\n    return rng.normal(size=shape)\n\nprint('unclosed'"
SAID = "the cell ex-he_normal raised SyntaxError in line 4"


@pytest.fixture
def graded(course):
    hand_in(course, "unclosed", answered(course, {"he_normal": UNCLOSED}))
    hand_in(course, "stub", answered(course, {"he_normal": None}))
    with_magics = answered(course)
    for name, more in (
        ("ex-sigmoid", "%timeit sigmoid(1.0)\nnp.tanh?"),
        ("ex-he_normal", "files = !ls\n!{sys.executable} -V"),
    ):
        cell_of(with_magics, name)["source"] += f"\n{more}"
    cell_of(with_magics, "ex-numerical_gradient")["source"] = (
        "%%time\n" + cell_of(with_magics, "ex-numerical_gradient")["source"]
    )
    hand_in(course, "magics", with_magics)
    return course, {record.learner: record for record in grade_class(course, ASSIGNMENT, workers=1)}


def test_a_syntax_error_is_on_the_panel_in_the_record_and_in_the_report(graded):
    course, records = graded
    report = records["unclosed"].exercises[2]
    assert (report["state"], report["points"]) == ("failed", 0) and records["unclosed"].points == 4
    assert "print('unclosed'" in report["answer"]
    notebook = json.loads((course / "autograded" / "unclosed" / ASSIGNMENT / "mould.ipynb").read_text("utf-8"))
    panel = "".join(cell_of(notebook, "check-he_normal")["outputs"][0]["data"]["text/html"])
    assert SAID in panel and "was never closed" in panel and "Not attempted" not in panel
    (exercise,) = [
        one for one in summarise(ASSIGNMENT, records.values())["exercises"] if one["exercise"] == "he_normal"
    ]
    assert (exercise["wrong"], exercise["not_attempted"], exercise["solved"]) == (1, 1, 1)
    (group,) = exercise["unexplained"]
    assert len(group["cases"]) == 1 and SAID in group["cases"][0]["sentence"]


def test_ipythons_own_syntax_costs_nothing_in_the_sandbox(graded):
    _, records = graded
    assert records["magics"].points == 6.0 and not records["magics"].look
    assert not [note for note in records["magics"].notes if "raised" in str(note.values)]


def test_ipythons_own_syntax_hides_no_code_from_a_grader():
    source = "import os\nfiles = !ls\n?os\nos.system?\ndef f(x):\n    %time g = 1\n    return open('x')"
    assert [one.kind for one in suspicious_code(source, "ex-f")] == ["imports", "uses"]
