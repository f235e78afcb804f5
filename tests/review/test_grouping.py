"""A class's answers are grouped by what they have in common, and by nothing else."""

import random

import pytest

from chainrule.checks.report import Kind, finding
from chainrule_staff.review.grouping import (
    DIAGNOSIS,
    MISTAKE,
    RIGHT,
    UNEXPLAINED,
    UNTOUCHED,
    Given,
    canonical,
    groups,
)


def report(state="failed", *, mistakes=(), diagnoses=(), results="", touched=True, kind=Kind.OTHER_NUMBER, got="2.0"):
    wrong = finding(kind, got=got, expected="1.0", function="f", error="ValueError", message="no")
    case = {"label": "f(0.0)", **({} if state == "passed" else {"finding": wrong.to_dict()})}
    return {
        "notebook": "mould",
        "exercise": "f",
        "functions": ["f"],
        "number": "1.1",
        "title": "F",
        "points": 2.0 if state == "passed" else 0.0,
        "max_points": 2.0,
        "fraction": float(state == "passed"),
        "state": state,
        "mistakes": [
            {"id": name, "function": "f", "explanation": f"You did {name}.", "whole": True} for name in mistakes
        ],
        "diagnoses": [one.to_dict() for one in diagnoses],
        "notes": [],
        "parts": [{"name": "f", "points": 0.0, "max_points": 2.0, "cases": [case]}],
        "results": results,
        "touched": touched,
    }


def answers(*rows):
    return [Given(f"learner{number}", source, found) for number, (source, found) in enumerate(rows)]


PLUS, MINUS = "def f(x):\n    return x + 1", "def f(x):\n    return x - 1"


@pytest.mark.parametrize(
    "other",
    [
        "def f(a):\n    return (a+1)",
        "# mine\ndef f(x: float) -> float:\n    '''Doc.'''\n    # add one\n    return x + 1\n",
        "def f(x):\n\n\n    return  x + 1",
    ],
)
def test_formatting_comments_and_names_make_no_difference(other):
    assert canonical(PLUS, ["f"]) == canonical(other, ["f"])


@pytest.mark.parametrize(
    "other",
    [
        MINUS,
        "def f(x):\n    return 1 + x",
        "def g(x):\n    return x + 1",
        "def f(x):\n    return np + 1",
        "def f(x, y):\n    return y + 1",
    ],
)
def test_whatever_may_compute_another_thing_does(other):
    assert canonical(PLUS, ["f"]) != canonical(other, ["f"])


@pytest.mark.parametrize("source", ["def f(x:", "(" * 5000, "x = " + "-" * 9000 + "1", "\0", "é" * 30_000, "%timeit f"])
def test_what_is_no_python_is_compared_as_text(source):
    assert canonical(source, ["f"]) == canonical(source, ["f"])


def test_answers_are_grouped_by_mistake_then_diagnosis_then_results():
    factor = finding(Kind.SIGN, function="f")
    found = groups(
        answers(
            (PLUS, report(mistakes=["falls"])),
            (MINUS, report(mistakes=["falls"])),
            (f"{PLUS} + 1", report(diagnoses=[factor])),
            (f"{PLUS} + 2", report(results="aa", got="3.0")),
            (f"{MINUS} + 2", report(results="aa", got="3.0")),
            (f"{PLUS} + 3", report("passed")),
            (MINUS, report("not attempted", kind=Kind.NOT_ATTEMPTED)),
            ("", report(touched=False)),
        )
    )
    assert [(group.kind, len(group.answers)) for group in found] == [
        (MISTAKE, 2),
        (DIAGNOSIS, 1),
        (UNEXPLAINED, 2),
        (RIGHT, 1),
        (UNTOUCHED, 2),
    ]
    assert found[0].title == "falls" and found[0].explanations == ["You did falls."]
    assert [len(way.answers) for way in found[0].ways] == [1, 1]


def test_of_one_group_the_most_frequent_way_comes_first():
    other = "def f(y):\n    return y - 1"
    (found,) = groups(answers(*((source, report(mistakes=["falls"])) for source in (PLUS, MINUS, other))))
    assert [len(way.answers) for way in found.ways] == [2, 1] and "- 1" in found.ways[0].example.source


def test_what_nobody_else_wrote_is_collected_by_how_far_it_came():
    rows = [(f"def f(x):\n    return {n}", report(results=f"{n}", got=f"{n}.0")) for n in range(5)]
    rows += [(f"def f(x):\n    raise ValueError({n})", report(kind=Kind.RAISED, got=f"{n}")) for n in range(4)]
    found = groups(answers(*rows))
    assert [(group.title, len(group.answers)) for group in found if "own way" in group.title] == [
        ("Wrong values, each in its own way", 5),
        ("Raises, each in its own way", 4),
    ]


def test_every_answer_is_in_one_group_whatever_the_order():
    draw = random.Random(0)
    states = [
        report("passed"),
        report(mistakes=["a"]),
        report(mistakes=["b", "a"]),
        report(results="x"),
        report(touched=False),
    ]
    rows = answers(*((draw.choice([PLUS, MINUS, "def f(:"]), draw.choice(states)) for _ in range(200)))
    found = groups(rows)
    shuffled = draw.sample(rows, len(rows))
    assert sorted(learner for group in found for learner in group.learners) == sorted(one.learner for one in rows)
    assert [(group.key, group.learners) for group in groups(shuffled)] == [
        (group.key, group.learners) for group in found
    ]
    assert len(found) <= 12 and len({group.key for group in found}) == len(found)


def test_one_way_of_writing_is_in_one_group_whatever_its_random_inputs_said():
    def where(wrong):
        return finding(Kind.FACTOR, function="f", wrong=wrong, total=300, factor=2.0)

    said = [report(diagnoses=[finding(Kind.SIGN, function="f")]), *(report(results=f"{n}") for n in range(2))]
    (found,) = groups(answers((PLUS, said[0]), (PLUS, said[0]), (PLUS, said[1])))
    assert found.kind == DIAGNOSIS and len(found.answers) == 3
    (counted,) = groups(answers((PLUS, report(diagnoses=[where(227)])), (MINUS, report(diagnoses=[where(230)]))))
    assert len(counted.ways) == 2
