"""The class's picture: hand-ins over time, what separates strong from weak, mistakes that go together."""

import io

import pytest
from made_up import ASSIGNMENT, exercise, mistake, record
from rich.console import Console

from chainrule_staff.reporting.page import render
from chainrule_staff.reporting.picture import puzzling, separation, timeline, together
from chainrule_staff.reporting.summary import summarise
from chainrule_staff.reporting.terminal import show

DUE = "2026-11-20T12:00:00Z"


def test_a_bin_holds_one_side_of_the_deadline_only():
    found = timeline(
        ["2026-11-19T13:00:00Z", "2026-11-20T11:59:00Z", "2026-11-20T12:00:00Z", "2026-11-20T12:01:00Z"], DUE
    )
    assert sum(one["count"] for one in found["bins"]) == 4
    assert [one["count"] for one in found["bins"] if one["late"]] == [1]
    assert (found["on_the_last_day"], found["late"]) == (3, 1)
    assert [one["from"] for one in found["bins"][1:]] == [one["to"] for one in found["bins"][:-1]]


@pytest.mark.parametrize("hours", [1, 24, 24 * 30, 24 * 365])
def test_however_long_it_took_the_bins_are_few_and_hold_everybody(hours):
    times = [f"20{26 + h // 8760}-01-{1 + h % 28:02}T00:00:00Z" for h in range(0, hours, max(1, hours // 50))]
    for due in (None, DUE):
        found = timeline(times, due)
        assert sum(one["count"] for one in found["bins"]) == len(times) and len(found["bins"]) <= 30
        assert len({one["from"] for one in found["bins"]}) == len(found["bins"])


def test_nobodys_time_is_no_timeline():
    assert timeline([], DUE) is None and timeline(["2026-11-20T11:00:00"])["due"] is None


def learner(number, *states, mistakes=()):
    names = ("sigmoid", "relu", "tanh")
    made = [
        exercise(name, state, number=f"1.{place}", mistakes=[mistake(one) for one in mistakes if one.startswith(name)])
        for place, (name, state) in enumerate(zip(names, states), 1)
    ]
    return record(f"learner{number:02}", *made)


def strong_and_weak():
    """Ten strong and ten weak learners: all that the first exercise asks, only the strong know; the third is a lottery."""
    return [
        learner(n, *(["passed"] * 2 if n < 10 else ["failed", "partial"]), "passed" if n % 2 else "failed")
        for n in range(20)
    ]


def test_an_exercise_that_only_the_strong_solve_separates_and_a_lottery_does_not():
    found = separation(strong_and_weak())
    assert found["sigmoid"]["separates"] > 0.4 and abs(found["tanh"]["separates"]) < 0.3
    assert found["sigmoid"]["share"] == 0.5
    assert separation(strong_and_weak()[:5])["sigmoid"]["separates"] is None


def test_only_an_exercise_that_puzzles_the_strong_as_well_is_to_be_read_again():
    assert "read its contract" in puzzling({"share": 0.5, "separates": 0.0})
    assert puzzling({"share": 0.5, "separates": 0.4}) == puzzling({"share": 0.97, "separates": 0.0}) == ""
    assert puzzling({"share": None, "separates": None}) == ""


def test_mistakes_of_the_same_learners_go_together_and_those_of_all_do_not():
    both, every = ["sigmoid_sign", "relu_sign"], ["tanh_scale"]
    class_ = [learner(n, "failed", "failed", "failed", mistakes=[*(both if n < 5 else []), *every]) for n in range(20)]
    (pair,) = together(class_)
    assert [one["id"] for one in pair["mistakes"]] == ["sigmoid_sign", "relu_sign"]
    assert pair["count"] == 5 and pair["lift"] == 4.0 and len(pair["learners"]) == 5


def test_the_report_draws_the_timeline_and_folds_names_away():
    records = strong_and_weak()
    for place, one in enumerate(records):
        one.submitted = f"2026-11-20T{place:02}:00:00"
    page = render(summarise(ASSIGNMENT, records, due=DUE))
    assert 'class="deadline"' in page and "The deadline was 2026-11-20 12:00 UTC" in page
    assert "By difficulty, and by how well they tell strong learners from weak ones" in page


def terminal(report):
    """The lines of the report in a terminal of 80 columns without colour."""
    out = io.StringIO()
    show(report, Console(file=out, width=80, color_system=None))
    return out.getvalue().splitlines()


def test_a_terminal_shows_the_hand_ins_over_time_and_both_sides_of_the_deadline():
    records = strong_and_weak()
    for place, one in enumerate(records):
        one.submitted = "2026-11-20T11:30:00" if place < 16 else f"2026-11-20T{place - 3}:30:00"
    lines = terminal(summarise(ASSIGNMENT, records, due=DUE))
    drawn = lines[lines.index("Hand-ins (UTC)") + 2]
    assert drawn.strip() == "2026-11-20 11:00 █│·▁▁▁▁ 2026-11-20 17:00"
    assert "16 on its last day, 4 late" in " ".join(lines)
    assert "No deadline." in " ".join(terminal(summarise(ASSIGNMENT, records)))


def test_a_terminal_shows_the_hardest_exercise_first_and_what_to_read_again():
    lines = terminal(summarise(ASSIGNMENT, strong_and_weak()))
    start = next(place for place, line in enumerate(lines) if line.startswith("Difficulty"))
    listed = [line.split()[:3] for line in lines[start:] if line.strip().startswith(("50%", "75%"))]
    assert [number for _, _, number in listed] == ["1.1", "1.3", "1.2"] and float(listed[0][1]) > 0.4
    lottery = [learner(n, *["passed" if n < 10 else "failed"] * 2, "passed" if n % 2 else "failed") for n in range(20)]
    assert "read its contract and check" in " ".join(" ".join(terminal(summarise(ASSIGNMENT, lottery))).split())
    assert not [line for line in terminal(summarise(ASSIGNMENT, strong_and_weak()[:5])) if "Difficulty" in line]


def test_a_terminal_shows_mistakes_that_go_together_in_80_columns():
    class_ = [
        learner(n, "failed", "failed", "failed", mistakes=["sigmoid_sign", "relu_sign"] if n < 5 else [])
        for n in range(20)
    ]
    lines = terminal(summarise(ASSIGNMENT, class_))
    start = lines.index("Mistakes that go together")
    assert lines[start + 1].strip() == "sigmoid sign (1.1 Sigmoid, 5 ×) and relu sign (1.2 Sigmoid, 5 ×)"
    assert "5 made both, 4.0 × chance" in lines[start + 2]
    assert max(map(len, lines)) <= 80
