"""Where a class is graded, a right answer on top of a wrong one gets its points, and the wrong one none."""

import json
import pickle

import pytest
from throwaway import ROOT, needs_bubblewrap

from chainrule.checks.report import Finding
from chainrule.checks.words import sentence
from chainrule_staff.grading import engine
from chainrule_staff.grading.assignment import load, seeds

pytestmark = needs_bubblewrap
WRONG = """
def affine_forward(x, W, b):
    return x @ W + b, (x, W)


def affine_backward(dout, cache):
    x, W = cache
    return dout @ W.T, x.T @ dout, np.mean(dout, axis=0)
"""
MARK = "### BEGIN SOLUTION"


@pytest.fixture(scope="module")
def backprop():
    return load(ROOT / "solutions", ROOT / "notebooks", "02_backprop")


def graded(assignment, **answers):
    """The exercises of the solution with some answers replaced, after a grader's run."""
    book = ROOT / "solutions" / assignment.name / f"{assignment.notebook}.ipynb"
    notebook = json.loads(book.read_text("utf-8"))
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "").removeprefix("ex-")
        if name in answers:
            cell["source"] = answers[name]
    data = json.dumps(notebook).encode()
    job = engine.Job("ada", data, seeds(b"secret", assignment, "ada", data))
    try:
        record = engine.grade(assignment.name, pickle.dumps(assignment), job).record
    finally:
        engine.close()
    return {exercise["exercise"]: exercise for exercise in record.exercises}


def test_a_network_on_a_wrong_layer_keeps_its_points(backprop):
    found = graded(backprop, affine_forward=WRONG)
    assert found["affine_forward"]["points"] < found["affine_forward"]["max_points"]
    network = found["mlp_loss"]
    assert network["points"] == network["max_points"] and network["state"] == "passed"
    said = [sentence(Finding.from_dict(note)) for note in network["notes"]]
    assert said == [
        "2.5 (`affine_forward`, `affine_backward`) has not passed yet; this was checked with the course's own in its place."
    ]
    assert sum(one["points"] for one in found.values()) == sum(one["max_points"] for one in found.values()) - (
        found["affine_forward"]["max_points"] - found["affine_forward"]["points"]
    )


@pytest.mark.thorough
def test_a_wrong_network_on_a_wrong_layer_does_not(backprop):
    wrong = "def mlp_loss(X, y, params):\n    out, cache = affine_forward(X, params['W1'], params['b1'])\n    return 0.0, {}"
    found = graded(backprop, affine_forward=WRONG, mlp_loss=wrong)
    assert found["mlp_loss"]["points"] == 0
    said = [sentence(Finding.from_dict(note)) for note in found["mlp_loss"]["notes"]]
    assert "2.5 (`affine_forward`) has not passed: mend it first. What you wrote here is checked on top of it." in said


def test_exercises_defined_by_each_other_are_worth_nothing():
    """Each on the other's reference would pass, and nothing would have been computed."""
    activations = load(ROOT / "solutions", ROOT / "notebooks", "03_activations")
    relu = "def relu(x):\n    return leaky_relu(x, 0.0)\n\n\ndef relu_grad(x):\n    return leaky_relu_grad(x, 0.0)"
    leaky = (
        "def leaky_relu(x, slope=0.01):\n    return relu(x) - slope * relu(-x)\n\n\n"
        "def leaky_relu_grad(x, slope=0.01):\n    return relu_grad(x) + slope * (1 - relu_grad(x))"
    )
    found = graded(activations, relu=relu, leaky_relu=leaky)
    assert found["relu"]["points"] == 0
    assert found["leaky_relu"]["state"] == "passed"  # it has formulas of its own, on what stands above it
