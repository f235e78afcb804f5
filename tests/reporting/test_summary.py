"""The class report's figures."""

import json
import random

import pytest
from made_up import ASSIGNMENT, exercise, exercises, mistake, record

from chainrule_staff.reporting.grades import combine
from chainrule_staff.reporting.summary import distribution, summarise


def report(*records, **more):
    return summarise(ASSIGNMENT, records, **more)


def test_a_class_without_submissions_has_a_report():
    found = report()
    assert found["counts"]["learners"] == 0 and found["exercises"] == [] and found["talk_about"] == []
    assert found["points"]["median"] is None and found["points"]["bins"] == []
    json.dumps(found)


def test_one_learner_is_a_class():
    found = report(record("ada", *exercises("passed", "partial", "failed")))
    assert found["points"] | {"bins": 0} == {
        "count": 1,
        "mean": 3.0,
        "median": 3.0,
        "lower_quartile": 3.0,
        "upper_quartile": 3.0,
        "lowest": 3.0,
        "highest": 3.0,
        "bins": 0,
    }
    assert found["exercises"][0]["share_solved"] == 1


def test_each_exercise_counts_its_outcomes_in_the_lectures_order():
    found = report(
        record("b", *exercises("passed", "failed", "not attempted")),
        record("a", *exercises("passed", "partial", "failed")),
    )
    assert [
        (one["number"], one["solved"], one["partly"], one["wrong"], one["not_attempted"], one["share_solved"])
        for one in found["exercises"]
    ] == [("1.1", 2, 0, 0, 0, 1), ("1.2", 0, 1, 1, 0, 0), ("1.3", 0, 0, 1, 1, 0)]


def test_unreadable_and_missing_submissions_are_counted_and_not_among_the_answers():
    found = report(
        record("a", exercise()), record("b", state="unreadable", look=["It is empty."]), record("c", state="missing")
    )
    assert {key: value for key, value in found["counts"].items() if value} == {
        "learners": 3,
        "graded": 1,
        "unreadable": 1,
        "missing": 1,
    }
    assert found["exercises"][0]["answers"] == 1 and found["points"]["count"] == 1
    assert [one["reasons"][0]["words"] for one in found["learners"] if one["state"] == "unreadable"] == ["It is empty."]


def test_what_needs_a_look_is_graded_all_the_same():
    found = report(record("a", exercise(), look=["It is odd."]))
    assert found["counts"]["graded"] == found["counts"]["needs_a_look"] == 1 and found["learners"][0]["reasons"] == [
        {"kind": "told", "values": {"text": "It is odd."}, "words": "It is odd."}
    ]


def test_mistakes_come_by_number_of_learners_and_ties_in_a_fixed_order():
    def wrong(*names):
        return exercise(state="failed", mistakes=[mistake(name) for name in names])

    records = [
        record("a", wrong("zebra")),
        record("b", wrong("rare", "zebra")),
        record("c", wrong("ape")),
        record("d", wrong("ape")),
    ]
    expected = [("ape", 2, ["c", "d"]), ("zebra", 2, ["a", "b"]), ("rare", 1, ["b"])]
    for seed in range(5):
        random.Random(seed).shuffle(records)
        found = report(*records)["exercises"][0]["mistakes"]
        assert [(one["id"], one["count"], one["learners"]) for one in found] == expected


def test_a_mistake_that_one_learner_makes_in_two_functions_counts_for_each_function():
    found = report(record("a", exercise(state="failed", mistakes=[mistake("same", "f"), mistake("same", "g")])))
    assert [(one["function"], one["count"]) for one in found["exercises"][0]["mistakes"]] == [("f", 1), ("g", 1)]


def test_what_to_talk_about_are_the_three_most_common_mistakes_of_all_exercises():
    def answers(*names):
        return [
            exercise(
                f"e{index}",
                "failed" if name else "passed",
                number=f"1.{index}",
                mistakes=[mistake(name)] if name else [],
            )
            for index, name in enumerate(names)
        ]

    found = report(
        record("a", *answers("one", "two", "three", "four")),
        record("b", *answers(None, None, "three", "four")),
        record("c", *answers(None, None, None, "four")),
    )["talk_about"]
    assert [(one["id"], one["count"], one["number"], one["answers"]) for one in found] == [
        ("four", 3, "1.3", 3),
        ("three", 2, "1.2", 3),
        ("one", 1, "1.0", 3),
    ]  # "two" ties with "one", which comes first in the lecture


def test_unexplained_wrong_answers_are_grouped_by_equal_results():
    def wrong(results, **more):
        return exercise(state="failed", results=results, answer=f"def sigmoid(x): return {results!r}", **more)

    found = report(
        record("d", wrong("x", got="7.0")),
        record("b", wrong("y")),
        record("a", wrong("x", got="3.0")),
        record("c", exercise()),
    )["exercises"][0]["unexplained"]
    assert [(one["results"], one["learners"]) for one in found] == [("x", ["a", "d"]), ("y", ["b"])]
    assert found[0]["cases"] == [{"label": "sigmoid(0.0)", "sentence": "It is 3.0; expected 1.0."}]
    assert found[0]["example"] == "a" and found[0]["answer"] == "def sigmoid(x): return 'x'"


@pytest.mark.parametrize(
    "answer",
    [
        exercise(),
        exercise(state="not attempted"),
        exercise(state="partial", kind="missing"),
        exercise(state="failed", mistakes=[mistake("known")]),
    ],
    ids=["right", "untouched", "half left out", "named"],
)
def test_what_is_right_left_out_or_named_is_no_candidate_for_the_catalogue(answer):
    assert report(record("a", answer))["exercises"][0]["unexplained"] == []


def test_what_a_known_mistake_explains_in_part_is_a_candidate():
    found = report(record("a", exercise(state="failed", mistakes=[mistake("known", whole=False)])))
    assert found["exercises"][0]["unexplained"][0]["learners"] == ["a"]


def test_answers_that_only_hidden_cases_refute_are_not_taken_for_equal():
    found = report(record("a", exercise(state="failed", results="")), record("b", exercise(state="failed", results="")))
    assert [one["learners"] for one in found["exercises"][0]["unexplained"]] == [["a"], ["b"]]


def test_identical_submissions_are_grouped_and_called_a_hint():
    found = report(
        *(
            record(learner, exercise(state="failed"), answers=digest)
            for learner, digest in (("e", "1"), ("a", "2"), ("c", "1"), ("b", "2"), ("d", "1"), ("f", "3"))
        )
    )["identical"]
    assert [one["learners"] for one in found] == [["c", "d", "e"], ["a", "b"]] and found[0]["wrong"] == 1
    assert "never a proof" in found[0]["hint"] and "short answers" in found[0]["hint"]


def test_untouched_submissions_are_not_called_identical():
    assert report(record("a", exercise(), answers=""), record("b", exercise(), answers=""))["identical"] == []
    untouched = exercise(state="not attempted")
    assert report(record("a", untouched, answers="1"), record("b", untouched, answers="1"))["identical"] == []


def test_numbers_carry_no_noise_of_the_arithmetic():
    third = {**exercise(), "points": 2 / 3}
    found = report(
        record("a", third, points=0.1 + 0.2), record("b", third, points=2 / 3), record("c", third, points=-0.0)
    )
    text = json.dumps(found)
    assert "0.30000" not in text and "666666" not in text and "-0.0" not in text
    assert found["points"]["highest"] == 0.6667


@pytest.mark.parametrize(
    "points, most, expected",
    [
        ([0, 0.5, 1, 5.99, 6], 6, [2, 1, 0, 0, 0, 2]),
        ([], 3, [0] * 6),
        ([0.3, 0.1 + 0.2], 1, [0, 0, 0, 2, 0, 0, 0, 0, 0, 0]),
        ([7], 6, [0, 0, 0, 0, 0, 0, 1]),
        ([0, 0], 0, []),
        ([-1, 3], 3, [1, 0, 0, 0, 0, 1]),
    ],
)
def test_every_learner_falls_into_one_bin(points, most, expected):
    assert [one["count"] for one in distribution(points, most)["bins"]] == expected


@pytest.mark.parametrize("most", [0.5, 1, 6, 9.5, 13, 24, 60, 100, 3000, 123456])
def test_there_are_at_most_ten_bins_and_they_reach_the_top(most):
    bins = distribution([most], most)["bins"]
    assert len(bins) <= 10 and bins[-1]["to"] >= most and bins[-1]["count"] == 1


def test_quartiles_split_the_class_in_four():
    found = distribution([1, 2, 3, 4, 5], 5)
    assert (found["lower_quartile"], found["median"], found["upper_quartile"], found["mean"]) == (2, 3, 4, 3)


def test_points_of_the_gradebook_win_over_the_records():
    one = record("a", exercise())
    grades = combine(
        ASSIGNMENT,
        {"z": {}},
        {"a": {"points": 5.5, "penalty": 1.0, "graded": True, "seconds_late": 60.0}},
        [one],
        max_points=6.0,
    )
    found = report(one, grades=grades)
    assert found["points"]["median"] == 5.5 and found["counts"]["late"] == 1 and found["counts"]["missing"] == 1
    assert found["learners"][0]["score"] == 4.5


def test_the_report_says_what_to_mind():
    assert report(record("a", exercise()))["remarks"] == []
    grades = combine(ASSIGNMENT, {}, {"x": {"points": 1.0, "graded": True}}, [], ["y"])
    said = " ".join(
        report(record("a", exercise(), sandbox="none"), record("b", exercise(), source="changed"), grades=grades)[
            "remarks"
        ]
    )
    for words in (
        "without a sandbox",
        "not all were graded with the same checks",
        "not graded yet",
        "by another program",
    ):
        assert words in said.lower()
