"""What is worth a look is flagged, and honest answers are not."""

import inspect

import pytest
from throwaway import ROOT

from chainrule.checks.report import finding
from chainrule_staff.authoring.source import lectures, read
from chainrule_staff.grading.kinds import Kind
from chainrule_staff.grading.suspicion import suspicious_code, suspicious_text

LECTURES = lectures(ROOT / "solutions")


@pytest.mark.parametrize(
    "source, kind, values",
    [
        ("import ctypes", Kind.IMPORTS, {"module": "ctypes"}),
        ("from os import path", Kind.IMPORTS, {"module": "os"}),
        ("from chainrule.nn import relu", Kind.IMPORTS, {"module": "chainrule.nn"}),
        ("np.allclose = 1", Kind.CHANGES, {"name": "np.allclose"}),
        ("del np.sum", Kind.CHANGES, {"name": "np.sum"}),
        ("f.__globals__", Kind.REACHES, {"name": "__globals__"}),
        ("class A:\n    def __eq__(self, o): return True", Kind.DEFINES, {"names": ["__eq__"]}),
        ("import random\nrandom._os.fork()", Kind.REACHES, {"name": "_os"}),
        ("import warnings\nwarnings.sys.modules", Kind.REACHES, {"name": "sys"}),
        ("np.lib.format.os.environ", Kind.REACHES, {"name": "os"}),
        ("from random import _os as harmless", Kind.REACHES, {"name": "_os"}),
        ("getattr(random, '_os')", Kind.REACHES, {"name": "_os"}),
        ("getattr(f, '__globals__')", Kind.REACHES, {"name": "__globals__"}),
        ("open('x')", Kind.USES, {"name": "open"}),
        ("eval('1')", Kind.USES, {"name": "eval"}),
        ("x = '/proc/self'", Kind.NAMES_FILES, {}),
        ("x = '<script>'", Kind.MARKUP, {"text": "<script"}),
    ],
)
def test_code_that_an_exercise_has_no_use_for(source, kind, values):
    assert (kind, {"cell": "ex-f", **values}) in [
        (found.kind, {key: value for key, value in found.values.items() if key != "line"})
        for found in suspicious_code(source, "ex-f")
    ]


def test_other_cells_may_use_the_library():
    assert suspicious_code("from chainrule.nn import MLP", "mine", answer=False) == []
    assert suspicious_code("from chainrule.nn import MLP\nimport os", "mine", answer=False) == [
        finding(Kind.IMPORTS, cell="mine", line=2, module="os")
    ]


def test_code_that_cannot_be_read_is_passed_over():
    assert (
        suspicious_code("def f(:", "") == []
        and suspicious_code("(" * 100_000, "") == []
        and suspicious_code("\0", "") == []
    )


@pytest.mark.parametrize(
    "text", ["<script>", "<IMG SRC=x onError = 1>", "[x](javascript:1)", "<svg onload=1>", "<iframe srcdoc=1>"]
)
def test_markup_that_could_run(text):
    assert suspicious_text(text, "")


@pytest.mark.parametrize("text", ["a < b and b > c", "<b>bold</b>", "once = 1", "on = 2", "the script of the play"])
def test_markup_that_could_not(text):
    assert suspicious_text(text, "") == []


@pytest.mark.parametrize("folder", LECTURES, ids=lambda folder: folder.name)
@pytest.mark.parametrize("kind", ["right", "mistake", "unnamed"])
def test_honest_answers_show_no_sign(folder, kind):
    lecture = read(folder)
    shown = {item.name: suspicious_code(inspect.getsource(item.code), "") for item in lecture.alternatives(kind)}
    assert {name: found for name, found in shown.items() if found} == {}


@pytest.mark.parametrize("folder", LECTURES, ids=lambda folder: folder.name)
def test_the_solutions_show_no_sign(folder):
    lecture = read(folder)
    assert [sign for exercise in lecture.exercises.values() for sign in suspicious_code(exercise.solution, "")] == []
