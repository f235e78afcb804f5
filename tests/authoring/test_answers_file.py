"""Answers that were collected in a file are tried on the checks, and counted."""

import json
import subprocess
import sys

import pytest
from throwaway import course_environment

from chainrule_staff.authoring.answers_file import read_answers, try_answers
from chainrule_staff.authoring.source import SourceError, read

RIGHT = "def sigmoid(x):\n    return (np.tanh(np.asarray(x) / 2) + 1) / 2\n\ndef sigmoid_grad(x):\n    return sigmoid(x) * sigmoid(-np.asarray(x))\n"
FALLING = "def sigmoid(x):\n    return 1 / (1 + np.exp(x))\n\ndef sigmoid_grad(x):\n    return 0.25\n"
ANSWERS = [
    {"exercise": "sigmoid", "kind": "right", "label": "by tanh", "code": RIGHT, "round": 1},
    {"exercise": "sigmoid", "kind": "wrong", "label": "falls", "code": FALLING, "round": 1},
    {
        "exercise": "sigmoid",
        "kind": "wrong",
        "label": "loops",
        "code": "def sigmoid(x):\n    while True: pass",
        "round": 2,
    },
    {"exercise": "sigmoid", "kind": "wrong", "label": "no Python", "code": "def sigmoid(x:", "round": 2},
]
SURPRISES = [
    {"exercise": "sigmoid", "kind": "wrong", "label": "right after all", "code": RIGHT},
    {"exercise": "sigmoid", "kind": "right", "label": "wrong after all", "code": FALLING},
    {"exercise": "softmax", "kind": "right", "label": "elsewhere", "code": RIGHT},
]


@pytest.fixture
def lecture(mould_course):
    return read(mould_course / "solutions" / "01_mould")


def test_answers_are_counted_by_half_kind_and_round(lecture, monkeypatch):
    from chainrule_staff.authoring import bench

    monkeypatch.setattr(bench, "SECONDS", 0.3)
    tried = try_answers(lecture, ANSWERS)
    assert tried.clean
    assert {key: dict(found) for key, found in tried.counts.items()} == {
        ("visible", "right", 1): {"full": 1},
        ("whole", "right", 1): {"full": 1},
        ("visible", "wrong", 1): {"named": 1},
        ("whole", "wrong", 1): {"named": 1},
        ("visible", "wrong", 2): {"diagnosed": 1, "unnamed": 1},
        ("whole", "wrong", 2): {"diagnosed": 1, "unnamed": 1},
    }


def test_wrong_answers_that_pass_and_right_ones_that_fail_are_listed(lecture):
    tried = try_answers(lecture, SURPRISES)
    assert not tried.clean
    assert tried.kept_all_points == ["visible, sigmoid: right after all", "whole, sigmoid: right after all"]
    assert tried.refused == ["visible, sigmoid: wrong after all", "whole, sigmoid: wrong after all"]
    assert tried.strangers == ["softmax: elsewhere"]


def evidence(course, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "chainrule.course.cli", "staff", "evidence", *arguments],
        cwd=course,
        env=course_environment(course),
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.thorough
def test_the_command_prints_what_it_counted_and_fails_for_surprises(mould_course, tmp_path):
    file = tmp_path / "mould.json"  # the file's name says which lecture is meant
    file.write_text(json.dumps(ANSWERS[:2]))
    done = evidence(mould_course, "--answers", str(file), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["counts"][0] == {
        "half": "visible",
        "kind": "right",
        "round": 1,
        "full": 1,
        "named": 0,
        "diagnosed": 0,
        "unnamed": 0,
    }
    other = tmp_path / "collected.json"
    other.write_text(json.dumps(SURPRISES))
    done = evidence(mould_course, "01", "--answers", str(other))
    assert done.returncode == 1
    assert "a wrong answer keeps all points: whole, sigmoid: right after all" in done.stdout


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "can't be read as JSON"),
        ("{}", "must hold a list"),
        ('[{"exercise": "sigmoid", "kind": "wrong"}]', "answer 1: label, code must be text"),
        ('[{"exercise": "f", "kind": "fine", "label": "", "code": ""}]', "write right or wrong"),
    ],
)
def test_a_file_that_holds_no_answers_is_refused(tmp_path, text, words):
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(SourceError, match=words):
        read_answers(tmp_path / "a.json")
    with pytest.raises(SourceError, match="can't be read"):
        read_answers(tmp_path / "none.json")
