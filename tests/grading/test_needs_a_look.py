"""A look that is asked for can be given: by a command or in the formgrader, and then it stays given until something else is handed in."""

import json

import pytest
from gradebooks import gradebook, rows
from handing_in import ASSIGNMENT, answered, cell_of, code, hand_in
from throwaway import needs_bubblewrap
from typer.testing import CliRunner

from chainrule.notebooks.cell import Cell
from chainrule_staff.cli import app
from chainrule_staff.grading.entering import to_look_at
from chainrule_staff.grading.kinds import Kind
from chainrule_staff.grading.record import Record
from chainrule_staff.grading.repair import repair

CHECKS = ("check-sigmoid", "check-numerical_gradient", "check-he_normal")


def grade(*words, code=0):
    """Grade where the test stands; each learner's state and the number of findings that someone should look at."""
    done = CliRunner().invoke(app, ["grade", ASSIGNMENT, *words, "--json"])
    assert done.exit_code == code, done.output
    if code:
        return " ".join(done.stderr.split())
    return {one["learner"]: (one["grade"]["state"], len(one["look"])) for one in json.loads(done.stdout)}


def waiting(course, learner):
    return {name for name, found in rows(course)[learner]["grades"].items() if found[3]}


@pytest.fixture
def odd(course, monkeypatch):
    """A course with a submission that needs a look, since its answer to the second exercise imports what it should not."""
    hand_in(course, "ada", with_import(course))
    hand_in(course, "bo", answered(course))
    monkeypatch.chdir(course)
    return course


def with_import(course, more=""):
    notebook = answered(course)
    cell_of(notebook, "ex-numerical_gradient")["source"] += f"\nimport os{more}"
    return notebook


@needs_bubblewrap
def test_a_look_that_was_given_stays_given_until_something_else_is_handed_in(odd):
    assert grade() == {"ada": ("needs a look", 1), "bo": ("graded", 0)}
    assert waiting(odd, "ada") == {"check-numerical_gradient"} and not waiting(odd, "bo")
    assert grade("--reviewed", "ada", "--reviewed", "bo")["ada"] == ("graded", 1)
    assert not waiting(odd, "ada")
    assert grade("--force")["ada"] == ("graded", 1) and not waiting(odd, "ada")
    exported = json.loads(CliRunner().invoke(app, ["export", "--to", "json"]).stdout)
    assert {one["learner"]: (one["state"], one["reasons"]) for one in exported}["ada"] == ("graded", [])
    hand_in(odd, "ada", with_import(odd, ", sys"))
    assert grade()["ada"] == ("needs a look", 2) and waiting(odd, "ada")


@pytest.mark.thorough
@needs_bubblewrap
def test_what_formgrader_counts_as_graded_by_hand_needs_no_look_any_more(odd):
    grade()
    with gradebook(odd) as book:  # as formgrader does when somebody gives points
        one = book.find_grade("check-numerical_gradient", "mould", ASSIGNMENT, "ada")
        one.manual_score, one.needs_manual_grade = 1.5, False
        book.db.commit()
    assert grade()["ada"] == ("graded", 1)
    assert grade("--force")["ada"] == ("graded", 1) and not waiting(odd, "ada")
    hand_in(odd, "ada", answered(odd))  # the points by hand were for another answer
    assert grade()["ada"] == ("needs a look", 0) and waiting(odd, "ada") == {"check-numerical_gradient"}


@needs_bubblewrap
def test_nobody_has_looked_at_what_is_not_graded_yet(odd):
    assert "'ada'" in grade("--reviewed", "ada", code=2) and rows(odd) == {}
    grade()
    hand_in(odd, "ada", with_import(odd, ", sys"))
    assert "--reviewed ada" in grade("--reviewed", "bo", "--reviewed", "ada", code=2)
    assert waiting(odd, "ada") and "'nobody'" in grade("--reviewed", "nobody", code=2)


@pytest.mark.parametrize(
    "found, checks",
    [
        ((), set()),
        ((("imports", {"cell": "ex-he_normal", "module": "os"}),), {"check-he_normal"}),
        ((("tagged", {"cell": "check-sigmoid"}),), {"check-sigmoid"}),
        ((("check failed", {"check": "check-he_normal", "why": ""}),), {"check-he_normal"}),
        ((("markers", {}),), {"check-sigmoid"}),
        ((("imports", {"cell": "cell 7", "module": "os"}), ("links", {"names": ["x"]})), {"check-sigmoid"}),
    ],
)
def test_only_the_exercises_concerned_wait_in_the_formgrader(found, checks):
    record = Record("ada", ASSIGNMENT, "mould").to_dict()
    record["exercises"] = [{"exercise": name.removeprefix("check-")} for name in CHECKS]
    record["look"] = [{"kind": kind, "values": values} for kind, values in found]
    assert to_look_at(Record.from_dict(record)) == checks


# -- no false alarms ------------------------------------------------------------------------------


def look(assignment, notebook):
    cells = [Cell(cell) for cell in notebook["cells"]]
    return {one.kind for one in repair({"cells": cells, "metadata": {}}, assignment).look}


@pytest.mark.parametrize("more", ["", ", by_item=True"])
def test_a_notebook_of_an_older_release_raises_no_alarm(mould_released, assignment, more):
    """Other points, another check, an exercise that was dropped since: what an honest learner has who did not update."""
    older = answered(mould_released)
    check = cell_of(older, "check-sigmoid")
    check["source"] = (
        check["source"].replace("points=2", f"points=3{more}").replace("c.score()", "c.equal(0.5, 0.0)\nc.score()")
    )
    check["metadata"]["nbgrader"]["points"] = 3
    gone = code('c = Check("mould.relu", "relu_grad", points=1.5)\nc.score()', id="check-relu")
    gone["metadata"] = {"nbgrader": {"grade": True, "grade_id": "check-relu", "points": 1.5, "solution": False}}
    older["cells"].append(gone)
    assert look(assignment, older) == set()


def test_points_that_no_release_had_do(mould_released, assignment):
    forged = answered(mould_released)
    cell_of(forged, "check-sigmoid")["metadata"]["nbgrader"]["points"] = 100
    more = code("c.score()", id="check-more")
    more["metadata"] = {"nbgrader": {"grade": True, "grade_id": "check-more", "points": 9, "solution": False}}
    forged["cells"].append(more)
    assert look(assignment, forged) == {Kind.OTHER_POINTS, Kind.CLAIMS_TO_BE_GRADED}
