"""The demonstration: it passes when every score is the truth, and fails when one is not."""

import dataclasses
import importlib.util
import tempfile

import pytest
from throwaway import ROOT, needs_bubblewrap

from chainrule_staff.simulation import learners
from chainrule_staff.simulation.learners import Simulated

_spec = importlib.util.spec_from_file_location("demo", ROOT / "tools" / "demo.py")
demo = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(demo)


def simulated(**changes) -> Simulated:
    return dataclasses.replace(Simulated("ada", {}, 4.0, "graded", False, "correct", "solved everything"), **changes)


def record(**changes) -> dict:
    return {"learner": "ada", "state": "graded", "points": 4.0, "look": []} | changes


@pytest.mark.parametrize(
    ("truth", "found", "booked", "said"),
    [
        ({}, {}, 4.0, None),
        ({}, {"points": 3.5}, 3.5, "3.5 points instead of 4"),
        ({"points": 3.0}, {}, 4.0, "4 points instead of 3"),
        ({}, {}, 3.0, "3 points in the gradebook, 4 in the record"),
        ({}, {"state": "unreadable"}, 4.0, "unreadable instead of graded"),
        ({}, {"look": [{"kind": "told", "words": "it attacked"}]}, 4.0, "flagged: it attacked"),
        ({"look": True}, {}, 4.0, "not flagged"),
        ({"look": None}, {"look": ["perhaps"]}, 4.0, None),
        ({"points": None, "look": True}, {"points": 1.0, "look": ["the solution"]}, 1.0, None),
        ({}, {"learner": "bela"}, 4.0, "no record"),
    ],
)
def test_a_difference_from_the_truth_is_said(truth, found, booked, said):
    lines = demo.differences([simulated(**truth)], [record(**found)], {"ada": booked})
    if said is None:
        assert lines == []
    else:
        assert said in lines[0]


def test_a_record_of_nobody_in_the_class_is_said():
    assert demo.differences([], [record()], {}) == ["ada: a record of nobody in the class"]


@pytest.fixture
def demonstrate(mould_course, tmp_path, monkeypatch, capfd):
    """Run the demonstration on a class of the mould; exit code, what it printed, what it left behind."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def call(learners):
        code = demo.main(["--course", str(mould_course), "--lecture", "01_mould", "--learners", str(learners)])
        out, err = capfd.readouterr()
        return code, out + err, list(tmp_path.iterdir())

    return call


@needs_bubblewrap
@pytest.mark.slow
def test_a_class_is_graded_as_the_truth_and_nothing_is_left(demonstrate):
    code, said, left = demonstrate(6)
    assert code == 0, said
    assert "6 of 6 as the truth" in said
    assert "writes 100 points into every gradebook.db above" in said
    assert left == []


@pytest.mark.thorough
@needs_bubblewrap
@pytest.mark.slow
def test_a_falsified_truth_fails_the_demonstration(demonstrate, monkeypatch):
    simulate = learners.simulate

    def falsified(*arguments):
        first, *others = simulate(*arguments)
        return [dataclasses.replace(first, points=first.points - 1), *others]

    monkeypatch.setattr(learners, "simulate", falsified)
    code, said, left = demonstrate(2)
    assert code == 1
    assert "ada: 6 points instead of 5; solved everything" in said
    assert "1 of 2 as the truth" in said
    assert left == []


def test_a_demonstration_that_cannot_grade_says_so(demonstrate, monkeypatch):
    monkeypatch.setattr(
        demo, "run", lambda course, *command, **_: (_ for _ in ()).throw(demo.Failed("no sandbox here"))
    )
    code, said, left = demonstrate(2)
    assert (code, left) == (2, [])
    assert "no sandbox here" in said


def test_a_lecture_that_is_not_there_is_named(demonstrate, capfd):
    with pytest.raises(SystemExit) as stopped:
        demo.main(["--lecture", "99_nothing"])
    assert stopped.value.code == 2
    assert "there is no lecture 99_nothing; there are: 00_start, " in capfd.readouterr().err
