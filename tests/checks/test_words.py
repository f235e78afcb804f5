"""Every kind of finding has its words, and what is kept of a report can be read again."""

import json
import re

import numpy as np
import pytest

from chainrule import Check, close
from chainrule.calling.endpoint import describe_error
from chainrule.calling.kept import Handle
from chainrule.calling.transport import Direct, Outcome
from chainrule.checks import cells_run, words
from chainrule.checks.panel import render_html
from chainrule.checks.report import RUNG_OF, CheckReport, Finding, Kind, failures, finding
from chainrule.checks.session import Session, using
from chainrule.checks.verdict import difference, obstacle

NAN = float("nan")
# Made by the code that makes them: a kind whose values do not fit its words shows here.
FOUND = [
    obstacle("f", Outcome("not attempted")),
    obstacle("f", Outcome("missing")),
    obstacle("f", Outcome("not callable", message="float")),
    obstacle("f", Outcome("interrupted")),
    obstacle("f", Outcome("unusable", message="not a message")),
    *(
        obstacle("f", Outcome("unusable", details={"reason": reason, "limit": 32}))
        for reason in ("data", "text", "items", "depth", "integer", "arguments")
    ),
    obstacle("f", Outcome("timed out", details={"seconds": 10.0})),
    obstacle("f", Outcome("timed out", details={"seconds": 20.0, "limit": "check", "clock": "processor"})),
    obstacle("f", Outcome("timed out", details={"seconds": 120.0, "limit": "submission"})),
    obstacle("f", Outcome("died")),
    obstacle("f", Outcome("raised", error="KeyError", message="'a'", line="d['a']")),
    obstacle("f", Outcome("raised", error="ValueError", message="The truth value of an array with … is ambiguous")),
    obstacle("f", Outcome("raised", error="TypeError", message="only length-1 arrays can be converted")),
    obstacle("f", Outcome("raised", error="CallbackFailed", message="ValueError: shapes")),
    finding(Kind.RAISED, error="KeyError", message="", line="", expected="ValueError"),
    finding(Kind.CHECK_RAISED, error="KeyError", message="'a'"),
    cells_run.raised(cells_run.Ran("ex-f", "", error=describe_error(ImportError("no torch"))), function="f"),
    cells_run.raised(cells_run.Ran("ex-f", "", error={"error": "timed out", "message": "30 s"}), function="f"),
    cells_run.why_missing("f", "f", [cells_run.Ran("ex-f", "", "f", False)]),
    cells_run.why_unfinished("f", "f", [cells_run.Ran("ex-f", "", "f", False)], ""),
    finding(Kind.CHECK_UNFINISHED, why="it did not run"),
    finding(Kind.DID_NOT_RAISE, got="-1", expected="ValueError"),
    difference(2.0, None),
    difference([2.0], [2.0]),
    difference((1.0, 2.0), 1.0),
    difference((1.0, 2.0), (1.0,)),
    difference((1.0, 2.0), [1.0]),
    difference({"a": 1}, 1),
    difference({"a": 1}, {"b": 1}),
    difference(2.0, np.array([2.0])),
    difference([2.0], np.array(2.0)),
    difference(True, 1),
    difference([True], np.array([1])),
    difference(2.0, True),
    difference(2.0, np.float16(2)),
    difference([1.0], np.array([NAN])),
    difference([1.0, 2.0], np.array([NAN, np.inf])),
    difference(1.0, np.inf),
    difference(None, 0),
    difference("a", "b"),
    difference(2.0, Handle(1, "Momentum")),
    difference([2.0], Handle(1, "array of dtype object")),
    difference([1.0], np.array([2.0])),
    difference({"a": ((1.0, 2.0),)}, {"a": ((1.0, 3.0),)}),
    finding(Kind.NOT_COMPUTABLE, call="f(1)", got={"is": "value", "shown": "None"}, error="TypeError: …"),
    finding(Kind.NO_NUMBER, got={"is": "dict"}),
    finding(Kind.OTHER_NUMBER, got="1.0", expected="2.0", tol="0.1"),
    finding(Kind.DOES_NOT_HOLD, calls=[["f(1)", "2"]]),
    finding(Kind.JUDGED, got="not dead: all units are awake", expected="confirmed"),
    finding(Kind.JUDGED, got="still ill", expected="well", way="the wrong way", why="It was 3, and is 5."),
    finding(Kind.JUDGED_SO, function="f", ways=[["the wrong way", ["dead"]], ["no dict", []]], wrong=3, count=10),
    finding(Kind.JUDGED_SO, function="f", ways=[["dead is called vanishing", []]], wrong=1, count=1),
    finding(Kind.NO_CHOICE, got={"is": "text", "shown": "'z'"}, choices=["a", "b"]),
    finding(Kind.CHANGES_INPUT),
    finding(Kind.CALL_CHANGES_INPUT, call="f(x)"),
    finding(Kind.WARNS, warning="RuntimeWarning: overflow"),
    finding(Kind.EXCHANGED, function="f"),
    finding(Kind.IGNORES, function="f", parameter="alpha"),
    finding(Kind.EXCHANGES, function="f", one="p", other="s"),
    finding(Kind.IS_OTHER, function="f", other="g"),
    finding(Kind.IS_INPUT, function="f", parameter="x", place=0),
    finding(Kind.IS_INPUT, function="f", parameter="", place=0),
    finding(Kind.SIGN, function="f", item=1),
    finding(Kind.FACTOR, function="f", factor="2"),
    finding(Kind.TIMES_SIZE, function="f", size="rows"),
    finding(Kind.OVER_SIZE, function="f", size="columns"),
    finding(Kind.OFFSET, function="f", offset="+1"),
    finding(Kind.CUT, function="f"),
    finding(Kind.ROUNDED, function="f"),
    finding(Kind.ROUGH, function="f", error="1e-06"),
    finding(Kind.CLIPPED, function="f", low="0", high="100"),
    finding(Kind.CLIPPED, function="f", high="100"),
    finding(Kind.TRANSPOSED, function="f"),
    finding(Kind.REVERSED, function="f"),
    finding(Kind.EARLY, function="f"),
    finding(Kind.LATE, function="f"),
    finding(Kind.RIGHT_WHERE, function="f", wrong="integers", right_count=14, wrong_count=6),
    finding(Kind.RIGHT_WHERE, function="f", right="one dimension", right_count=14, wrong_count=6),
    finding(Kind.RIGHT_WHERE, function="f", among="equal entries", also_right=2, right_count=30, wrong_count=9),
    finding(Kind.PERMUTED, function="f"),
    finding(Kind.TIMES_ROOT, function="f", size="entries"),
    finding(Kind.OVER_ROOT, function="f", size="rows"),
    finding(Kind.ONE_LESS, function="f", size="entries"),
    finding(Kind.FUNCTION_OF, function="f", which="square"),
    finding(Kind.CONSTANT, function="f", value="0", count=4),
    finding(Kind.DIGITS, function="f", digits=3),
    finding(Kind.RESHAPED, function="f", item=1, how="axis"),
    finding(Kind.MISSING_END, function="f", part="last"),
    finding(Kind.ORDER, function="f"),
    finding(Kind.FROM_STEP, function="f", right=1),
    finding(Kind.FROM_STEP, function="f", right=3),
    finding(Kind.REDUCED, function="f", which="sum"),
    finding(Kind.UNREDUCED, function="f", which="count"),
    finding(Kind.UNREDUCED, function="f", which="largest"),
    finding(Kind.CONFUSED, function="f", item=0, got="exploding", expected="healthy", count=3),
    finding(Kind.CONFUSED_ENTRIES, function="f", got="-1", expected="-2", entries=9, count=3, both=True),
    finding(Kind.CONFUSED_ENTRIES, function="f", got="False", expected="True", entries=9, count=3, both=False),
    finding(Kind.CONSTANT_ENTRIES, function="f", value="0", entries=9, count=3),
    finding(Kind.COLUMNS, function="f", columns=[2, 3], of=4, row=False, count=30, wrong=9),
    finding(Kind.COLUMNS, function="f", columns=[2], of=4, row=True, count=30, wrong=9),
    finding(Kind.DIAGONAL, function="f"),
    finding(Kind.INDICES, function="f", asked="truths"),
    finding(Kind.LOOKED_UP, function="f", asked="places", parameter="x"),
    finding(Kind.CHOSEN, function="f", what="more", count=9),
    finding(Kind.CHOSEN, function="f", what="fewer", count=9),
    finding(Kind.LOOKED_UP, function="f", asked="values", parameter="x"),
    finding(Kind.INDICES, function="f", asked="places"),
    finding(Kind.ONLY_WARNS, function="f", count=3, of=30),
    finding(Kind.ONLY_WARNS, function="f", count=3, of=30, wrong="a zero", right_count=27, wrong_count=3),
    finding(Kind.ENTRIES, function="f", parameter="x", where="is negative", wrong=7, of=9),
    finding(Kind.ONLY_ITEMS, function="f", items=[0, "1, 'W2'"], count=30),
    finding(Kind.IN_PLACE, function="f", count=1, only=True),
    finding(Kind.IN_PLACE, function="f", count=5, only=False),
    finding(Kind.ALWAYS_RAISES, function="f", error="NameError", message="name 'g' is not defined", count=9),
    finding(Kind.RAISES_WHERE, function="f", error="IndexError", wrong="a zero", right_count=14, wrong_count=6),
    finding(Kind.RAISES_WHERE, function="f", error="IndexError", right="integers", right_count=14, wrong_count=6),
    finding(Kind.WRAPPED, function="f", got="ndarray", asked="tuple"),
    finding(Kind.WRAPPED, function="f", got="list", asked="array"),
    finding(
        Kind.ALWAYS,
        function="f",
        count=9,
        found={
            "kind": "wrong count",
            "values": {"got": {"is": "tuple", "count": 2}, "wanted": {"is": "tuple", "count": 4}},
        },
    ),
    finding(Kind.MEASURED_FACTOR, function="f", label="… spread", factor="0.5", count=5),
    finding(Kind.ONLY_PROPERTY, function="f", label="… spread", wrong=2, of=5, right=40),
    finding(
        Kind.ONLY_PROPERTY,
        function="f",
        label="… share",
        wrong=1,
        of=1,
        right=40,
        low="0",
        high="0",
        expected="1",
        ratio=False,
    ),
    finding(
        Kind.ONLY_PROPERTY,
        function="f",
        label="… spread",
        wrong=2,
        of=2,
        right=40,
        low="0.5",
        high="0.8",
        expected="3",
        ratio=True,
    ),
    finding(Kind.NAME_PUT_BACK, name="np", module="numpy", type="int"),
    finding(Kind.WARNED, function="f", warning="RuntimeWarning: overflow"),
    finding(Kind.PRINTED, function="f"),
    finding(Kind.DISPLAYED, function="f"),
    finding(Kind.RETURNED_VIEW, function="f"),
    finding(Kind.CHECK_EDITED),
    finding(Kind.BUILDS_ON, number="2.5", functions=["f", "g"]),
    finding(Kind.BUILT_ON_REFERENCE, number="", functions=["f"]),
]


def without_words(found: list[Finding]) -> set[str]:
    """The kinds of which no finding became a whole sentence."""
    said = set()
    for one in found:
        try:
            text = words.sentence(one)
        except KeyError:
            continue
        if len(text) > 10 and not re.search(r"[{}]|None of|\bNone\b(?!;|, with)", text):
            said.add(str(one.kind))
    return {str(kind) for kind in Kind} - said


def test_every_kind_of_finding_has_words():
    assert without_words(FOUND) == set()


def test_a_kind_without_words_would_be_seen(monkeypatch):
    monkeypatch.delitem(words._SENTENCES, Kind.WARNS)
    assert without_words(FOUND) == {"warns"}


@pytest.mark.parametrize("found", FOUND, ids=lambda found: str(found.kind))
def test_a_finding_is_plain_data_and_comes_back_as_it_was(found):
    again = Finding.from_dict(json.loads(json.dumps(found.to_dict())))
    assert words.sentence(again) == words.sentence(found)


def test_every_kind_of_failure_has_its_rung():
    kinds = list(Kind)
    failures_end = kinds.index(Kind.EXCHANGED)  # diagnoses and notes follow
    assert set(RUNG_OF) == set(kinds[:failures_end])


def report_of(f):
    with using(Session(Direct({"f": f}))):
        c = Check("test.f", points=2)
        c.equal(2.0, 1.0)
        c.equal(4.0, 2.0)
        c.equal([1.0, 2.0], np.array([0.5, 1.0]), part="arrays")
        c.holds("f(0) = 0", lambda f: close(f(0.0), 0.0), part="arrays")
        return c.score().report


@pytest.mark.parametrize("f", [lambda x: 2 * x, lambda x: x, lambda x: None, lambda x: print(x) or x / 0])
def test_a_report_that_was_written_down_gives_the_same_panel(f):
    report = report_of(f)
    again = CheckReport.from_dict(json.loads(json.dumps(report.to_dict())))
    assert render_html(again) == render_html(report)


def test_what_is_no_report_is_refused():
    with pytest.raises((KeyError, TypeError, ValueError)):
        CheckReport.from_dict({"notebook": "n", "state": "excellent"})


def test_a_failure_is_told_once_with_all_its_calls():
    found = failures(report_of(lambda x: None).parts[:1])
    assert [one.labels for one in found] == [("f(1.0)", "f(2.0)")]
