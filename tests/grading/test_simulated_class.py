"""The simulated class: the same for the same seed, and its truth is what the course's checks say."""

import ast
import dataclasses
import json
from pathlib import Path

import nbformat
import pytest
from throwaway import ROOT

from chainrule.checks import known_mistakes
from chainrule.checks.runner import DirectRunner, run
from chainrule.checks.session import Session
from chainrule.notebooks.conventions import Role
from chainrule.notebooks.plan import Step
from chainrule_staff.authoring.source import read
from chainrule_staff.simulation.answers import HOSTILE, Answers, Module
from chainrule_staff.simulation.learners import ATTACK, DAMAGED, KINDS, UNFINISHED, Classroom, good, simulate

pytestmark = pytest.mark.filterwarnings("ignore::nbformat.warnings.DuplicateCellId")
COURSES = ["mould", "03_activations"]


@pytest.fixture(scope="module", params=COURSES)
def lecture(request, mould_built):
    name = request.param
    return read(mould_built / "solutions" / "01_mould" if name == "mould" else ROOT / "solutions" / name)


@pytest.fixture(scope="module")
def whole_class(lecture):
    return simulate(lecture, 28)


def graded_here(lecture, data: bytes) -> float:
    """Points of a notebook file: its cells that define an exercise's function, then the whole checks."""
    functions = {name for exercise in lecture.exercises.values() for name in exercise.functions}
    cells = lecture.steps(Role.SETUP)
    for number, cell in enumerate(nbformat.reads(data.decode("utf-8-sig"), as_version=4).cells):
        if cell.cell_type == "code" and "Check(" not in cell.source:
            defined = {node.name for node in ast.parse(cell.source).body if isinstance(node, ast.FunctionDef)}
            if defined & functions:
                cells.append(Step(Role.SOLUTION, str(number), cell.source))
    cells += [exercise.check("whole") for exercise in lecture.exercises.values()]
    return sum(report.points for report in run(cells, DirectRunner()).reports)


def notebook_of(one) -> bytes:
    return next(data for name, data in one.files.items() if name.endswith(".ipynb"))


@pytest.mark.thorough
def test_the_same_seed_makes_the_same_class_at_any_size_and_another_seed_another(lecture, whole_class):
    assert simulate(lecture, 12) == whole_class[:12]
    assert simulate(lecture, 3, seed=1) != whole_class[:3]


def test_every_kind_of_learner_is_there_even_in_a_class_of_six(whole_class):
    assert {one.kind for one in whole_class[:6]} == set(KINDS)
    assert {one.state for one in whole_class[:6]} == {"graded", "unreadable"}
    assert len({one.learner for one in whole_class}) == 28
    stories = " ".join(one.story for one in whole_class[:24])
    assert all(what in stories for what, _, _ in HOSTILE.values())


def test_the_truth_is_what_the_checks_say_of_the_files(lecture, whole_class):
    compared = 0
    for one in whole_class:
        if one.kind != ATTACK and one.state == "graded" and one.points is not None:
            assert graded_here(lecture, notebook_of(one)) == one.points, one.story
            compared += 1
    assert compared >= 15


def test_the_truth_does_not_hang_on_the_random_inputs(lecture, whole_class):
    for one in whole_class[:12]:
        if one.kind not in (ATTACK, DAMAGED) and one.kind != UNFINISHED:
            cells = [
                *lecture.steps(Role.SETUP),
                *(Step(Role.SOLUTION, name, source) for name, source in one.answers.items()),
                *(exercise.check("whole") for exercise in lecture.exercises.values()),
            ]
            for seed in (1, 2**63 + 5):
                assert (
                    sum(report.points for report in run(cells, DirectRunner(), session=Session(seed=seed)).reports)
                    == one.points
                ), one.story


def test_an_attack_is_worth_what_a_wrong_answer_is(lecture, whole_class):
    total = sum(exercise.points for exercise in lecture.exercises.values())
    attacks = [one for one in whole_class if one.kind == ATTACK and "script" not in one.story]
    assert len(attacks) == len(HOSTILE)
    for one in attacks:
        victim = one.story.rpartition("(")[2].rstrip(").")
        assert one.points == total - lecture.exercises[victim].points
        ast.parse(one.answers[victim])


@pytest.mark.thorough
def test_good_submissions_are_right_and_all_different(lecture):
    room = Classroom(lecture, 0)
    found = good(lecture, 30)
    total = sum(exercise.points for exercise in lecture.exercises.values())
    assert {room.points(one.answers) for one in found} == {total}
    assert len({tuple(one.answers.values()) for one in found}) == 30
    assert [one.files for one in found] == [one.files for one in good(lecture, 30)]


def test_answers_are_plain_learners_code(lecture, whole_class):
    for one in whole_class:
        for source in one.answers.values():
            assert "chainrule" not in source
            assert not any(word in source for word in ("@right", "@wrong", "SOLUTION"))


@pytest.fixture
def odd_lecture(mould_copy) -> Path:
    """The mould with helpers that could be confused: two of one name in different files, one named like an exercise."""
    folder = mould_copy / "solutions" / "01_mould"
    (folder / "answers" / "_shared.py").write_text("""
SCALE = 3

def he_normal(value):
    return SCALE * value
""")
    (folder / "answers" / "sigmoid.py").write_text('''
import numpy as np
from chainrule_staff.authoring.alternatives import right, wrong
from ._shared import he_normal

def _halved(value):
    return he_normal(value) / 2

@wrong
def of_a_helper(x):
    """Takes three times x."""
    return 0.5 * (1 + np.tanh(_halved(np.asarray(x))))

@right(of="sigmoid_grad")
def grad_by_cosh(x):
    right = np.asarray(x)
    return 0.25 / np.cosh(right / 2) ** 2
''')
    (folder / "answers" / "he_normal.py").write_text("""
from chainrule_staff.authoring.alternatives import right

def _halved(value):
    return value / 2

@right
def scaled(shape, rng):
    return rng.normal(size=shape) / (_halved(shape[0])) ** 0.5
""")
    known_mistakes.load.cache_clear()
    return folder


def test_helpers_come_along_and_are_not_mistaken_for_each_other(odd_lecture):
    import numpy as np

    lecture = read(odd_lecture)
    source, name = Answers(lecture).wrong(lecture.exercises["sigmoid"], np.random.default_rng(1))
    namespace = {"np": np}
    exec(source, namespace)
    assert name == "of_a_helper"
    assert namespace["sigmoid"](1.0) == pytest.approx(1 / (1 + np.exp(-3)))
    assert namespace["sigmoid_grad"](0.0) == 0.25
    assert "he_normal" not in namespace  # it would have answered another exercise
    assert {"he_normal_of_sigmoid", "_halved_of_sigmoid", "SCALE"} <= namespace.keys()


def test_a_module_says_what_a_function_needs():
    module = Module("import math\nimport os\nA = 1\n@A\ndef f():\n    return A\ndef g():\n    return f() + math.pi\n")
    assert module.needs("g") == ["math", "A", "f"]
    assert module.text("f") == "def f():\n    return A"


def test_damage_is_what_it_says(whole_class):
    notebooks = {one.story.partition(";")[0]: one.files for one in whole_class if one.kind == DAMAGED}
    (files,) = (files for story, files in notebooks.items() if "text editor" in story)
    data = next(data for name, data in files.items() if name.startswith("my "))
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
    (files,) = (files for story, files in notebooks.items() if "format 3" in story)
    assert any(b'"nbformat": 3' in data for data in files.values())
    (files,) = (files for story, files in notebooks.items() if "Colab" in story)
    assert not any(b"grade_id" in data for data in files.values())
    (files,) = (files for story, files in notebooks.items() if "breaks off" in story)
    with pytest.raises(json.JSONDecodeError):
        json.loads(next(data for name, data in files.items() if name.endswith(".ipynb")))


def test_a_submission_is_put_where_nbgrader_collects_it(tmp_path, whole_class):
    one = whole_class[3]
    dataclasses.replace(one, files={"a.ipynb": b"x"}).hand_in(tmp_path, "01_x")
    assert (tmp_path / "submitted" / one.learner / "01_x" / "a.ipynb").read_bytes() == b"x"
