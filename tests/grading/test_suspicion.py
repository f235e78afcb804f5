"""What is worth a look is flagged, and honest answers are not."""

import inspect

import pytest
from throwaway import ROOT

from chainrule_staff.authoring.source import lectures, read
from chainrule_staff.grading.suspicion import suspicious_code, suspicious_text

LECTURES = lectures(ROOT / "solutions")


@pytest.mark.parametrize(
    "source, words",
    [
        ("import ctypes", "imports ctypes"),
        ("from os import path", "imports os"),
        ("import numpy as np\nnp.allclose = 1", "changes np.allclose"),
        ("f.__globals__", "__globals__"),
        ("class A:\n    def __eq__(self, o): return True", "__eq__"),
        ("open('x')", "uses open"),
        ("from chainrule.nn import relu", "imports chainrule.nn"),
        ("x = '/proc/self'", "files"),
        ("eval('1')", "uses eval"),
        ("x = '<script>'", "markup"),
        ("del np.sum", "changes np.sum"),
    ],
)
def test_code_that_an_exercise_has_no_use_for(source, words):
    assert any(words in clause for clause in suspicious_code(source))


def test_other_cells_may_use_the_library():
    assert suspicious_code("from chainrule.nn import MLP", answer=False) == []


def test_code_that_cannot_be_read_is_passed_over():
    assert suspicious_code("def f(:") == [] and suspicious_code("(" * 100_000) == [] and suspicious_code("\0") == []


@pytest.mark.parametrize(
    "text", ["<script>", "<IMG SRC=x onError = 1>", "[x](javascript:1)", "<svg onload=1>", "<iframe srcdoc=1>"]
)
def test_markup_that_could_run(text):
    assert suspicious_text(text)


@pytest.mark.parametrize("text", ["a < b and b > c", "<b>bold</b>", "once = 1", "on = 2", "the script of the play"])
def test_markup_that_could_not(text):
    assert suspicious_text(text) == []


@pytest.mark.parametrize("folder", LECTURES, ids=lambda folder: folder.name)
@pytest.mark.parametrize("kind", ["right", "mistake", "unnamed"])
def test_honest_answers_show_no_sign(folder, kind):
    lecture = read(folder)
    shown = {item.name: suspicious_code(inspect.getsource(item.code)) for item in lecture.alternatives(kind)}
    assert {name: clauses for name, clauses in shown.items() if clauses} == {}


@pytest.mark.parametrize("folder", LECTURES, ids=lambda folder: folder.name)
def test_the_solutions_show_no_sign(folder):
    lecture = read(folder)
    assert [clause for exercise in lecture.exercises.values() for clause in suspicious_code(exercise.solution)] == []
