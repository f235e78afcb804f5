"""Why a changed check gives other points than before."""

import copy
import io

from made_up import exercise
from rich.console import Console

from chainrule_staff.reporting.before_after import Row, show, why


def with_case(report, label, wrong):
    """The report with one more case."""
    changed = copy.deepcopy(report)
    case = copy.deepcopy(exercise(state="failed" if wrong else "passed")["parts"][0]["cases"][0])
    changed["parts"][0]["cases"].append({**case, "label": label})
    return changed


RIGHT, WRONG = exercise(state="passed"), exercise(state="failed")


def test_a_case_that_fails_now_is_quoted():
    said = why(RIGHT, WRONG)
    assert said.startswith("sigmoid(0.0) fails now: ") and "2.0" in said


def test_a_case_that_is_new_is_told_from_one_that_was_there():
    assert why(RIGHT, with_case(RIGHT, "sigmoid(1.0)", True)).startswith("sigmoid(1.0) is asked now, and fails: ")
    assert why(RIGHT, with_case(RIGHT, "sigmoid(1.0)", False)) == ""


def test_what_no_longer_costs_anything_is_told():
    assert why(WRONG, RIGHT) == "sigmoid(0.0) passes now"
    more = with_case(with_case(RIGHT, "sigmoid(1.0)", True), "sigmoid(2.0)", True)
    assert why(more, RIGHT) == "sigmoid(1.0), which failed, is no longer asked (and 1 more)"


def test_other_points_alone_are_a_reason():
    assert why(RIGHT, {**RIGHT, "points": 4.0, "max_points": 4.0}) == "the exercise is worth other points"


def shown(rows):
    out = io.StringIO()
    show(rows, Console(file=out, width=110))
    return out.getvalue()


def test_each_exercise_tells_how_many_gain_and_lose_and_the_sums_agree():
    rows = [
        Row("ada", 4.0, 6.0, 5.0, 7.0, {"f": (1.0, 2.5), "g": (2.0, 1.5)}),
        Row("bo", 4.0, 6.0, 3.0, 7.0, {"f": (2.0, 1.0)}),
        Row("cy", 3.5, 6.0, 4.0, 7.0, {"f": (1.0, 2.0)}),  # a late penalty takes half of it
        Row("dee", 4.0, 6.0, 5.0, 7.0, {"new": (None, 1.0)}),
        Row("eve", 4.0, 6.0, 4.0, 7.0, {"f": (1.0, 2.0), "g": (2.0, 1.0)}),
        Row("fay", 4.0, 6.0, 4.0, 7.0, {"new": (None, 0.0)}),
        Row("gil", 4.0, 6.0, 4.0, 6.0, {}),
    ]
    lines = [line.strip("│").split("│") for line in shown(rows).splitlines() if line.startswith("│")]
    told = {name.strip(): [cell.strip() for cell in cells] for name, *cells in lines if len(cells) == 3}
    assert {name: told[name] for name in ("f", "g", "new", "late penalties", "scores")} == {
        "f": ["3: +3.5", "1: −1", "+2.5"],
        "g": ["", "2: −1.5", "−1.5"],
        "new": ["1: +1", "", "+1"],
        "late penalties": ["", "1: −0.5", "−0.5"],
        "scores": ["3: +2.5", "1: −1", "+1.5"],
    }
    assert (
        "3 gain points, 1 loses points, 1 keeps the sum, by other exercises, 1 keeps the points, of another maximum; "
        "for 1 of 7 nothing changes."
    ) in " ".join(shown(rows).split())


def test_who_only_gains_in_percent_is_counted():
    rows = [Row(f"l{n}", 4.0, 6.0, 4.0, 5.0, {"f": (0.0, None)}) for n in range(3)]
    assert "0 gain points, 0 lose points, 3 keep their points, of another maximum; for 0 of 3" in shown(rows)


def test_equal_reasons_are_counted_and_no_control_sequence_reaches_the_terminal():
    ill = "f(0.0) fails now: \x1b[2J[red]"
    rows = [Row(f"\x1b]0;{n}", 2.0, 2.0, 1.0, 2.0, {"f": (2.0, 1.0)}, (), {"f": ill}) for n in range(3)]
    out = io.StringIO()
    show(rows, Console(file=out, width=110, force_terminal=True, color_system="truecolor"))
    text = out.getvalue()
    assert "3 × f: f(0.0) fails now:" in text and "\x1b[2J" not in text and "\x1b]0" not in text and "[red]" in text
