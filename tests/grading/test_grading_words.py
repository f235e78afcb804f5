"""Every kind of what grading finds has its words, and what is written down is the finding, not the words."""

import json

import pytest

from chainrule.checks.report import Finding, finding
from chainrule.notebooks.errors import Problem
from chainrule_staff.grading import words
from chainrule_staff.grading.kinds import Kind
from chainrule_staff.grading.record import KEY, Record, read_record

WHY = finding(Kind.NO_NOTEBOOK).to_dict()
VALUES = {
    "reason": "REASON",
    "file": "FILE",
    "megabytes": 70.0,
    "limit": 64.0,
    "problem": str(Problem.EMPTY),
    "values": {},
    "seconds": 30,
    "error": "KeyError",
    "message": "MESSAGE",
    "notebook": "mould",
    "graded": "GRADED",
    "names": ["ONE", "TWO"],
    "text": "TEXT",
    "time": "2026-11-20 10:00:00",
    "much": "memory",
    "why": "WHY",
    "count": 3,
    "cell": "CELL",
    "characters": 9,
    "line": 7,
    "module": "MODULE",
    "name": "NAME",
    "check": "CHECK",
    "platform": "moodle",
    "late": False,
}


WHYS = {Kind.UNREADABLE: WHY, Kind.NAME_REFUSED: WHY, Kind.SEVERAL_NOTEBOOKS: "answers"}


def example(kind: Kind) -> Finding:
    return Finding(kind, {**VALUES, **({"why": WHYS[kind]} if kind in WHYS else {})})


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_words(kind):
    said = words.sentence(example(kind))
    assert said and said == said.strip() and "{" not in said
    again = Finding.from_dict(json.loads(json.dumps(example(kind).to_dict())))
    assert words.sentence(again) == said
    assert words.told(again) == {**again.to_dict(), "words": said}


def test_a_kind_without_words_would_be_noticed(monkeypatch):
    monkeypatch.delitem(words._WORDS, Kind.MARKERS)
    with pytest.raises(KeyError):
        words.sentence(example(Kind.MARKERS))


@pytest.mark.parametrize("kind", Problem)
def test_every_problem_of_a_notebook_is_a_reason(kind):
    values = {"reason": "REASON", "line": 1, "version": 5, "cell": 2}
    assert words.sentence(finding(Kind.NOT_A_NOTEBOOK, problem=str(kind), values=values))


def test_a_record_survives_being_written_down():
    record = Record("ada", "01_mould", "mould", look=[example(Kind.IMPORTS)], notes=[finding(Kind.CONVERTED)])
    assert Record.from_dict(json.loads(json.dumps(record.to_dict()))) == record


@pytest.mark.parametrize(
    "changes", [{"look": ["It is odd."]}, {"notes": [{}]}, {"look": None}, {"look": [{"kind": "no such kind"}]}]
)
def test_a_record_of_another_version_is_no_record_so_that_it_is_graded_anew(tmp_path, changes):
    path = tmp_path / "mould.ipynb"
    data = Record("ada", "01_mould", "mould").to_dict()
    path.write_text(json.dumps({"metadata": {KEY: data}}))
    assert read_record(path) == Record("ada", "01_mould", "mould")
    path.write_text(json.dumps({"metadata": {KEY: data | changes}}))
    assert read_record(path) is None
