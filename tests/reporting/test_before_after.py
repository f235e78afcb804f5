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


def test_equal_reasons_are_counted_and_no_control_sequence_reaches_the_terminal():
    ill = "f(0.0) fails now: \x1b[2J[red]"
    rows = [Row(f"\x1b]0;{n}", 2.0, 2.0, 1.0, 2.0, {"f": (2.0, 1.0)}, (), {"f": ill}) for n in range(3)]
    out = io.StringIO()
    show(rows, Console(file=out, width=110, force_terminal=True, color_system="truecolor"))
    text = out.getvalue()
    assert "3 × f: f(0.0) fails now:" in text and "\x1b[2J" not in text and "\x1b]0" not in text and "[red]" in text
