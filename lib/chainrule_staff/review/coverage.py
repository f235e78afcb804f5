"""What the sweep of a check covers: which of the contract's promises, with how many inputs, and what these look like."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from chainrule.checks import sweep
from chainrule.checks.sweep import Input
from chainrule.checks.verdict import call_text
from chainrule_staff.authoring import contract, sweeps
from chainrule_staff.authoring.alternatives import Alternative
from chainrule_staff.authoring.evidence import Examiner
from chainrule_staff.authoring.further import SWEEPS, current
from chainrule_staff.authoring.headers import SourceError
from chainrule_staff.authoring.source import Exercise
from chainrule_staff.review.arguments import Argument, arguments

SHOWN = 12  # inputs that are written out, the smallest first
COMMENT = re.compile(r"#(.*)")
LONGEST = 160  # characters of one of them


@dataclass
class Coverage:
    """The inputs of one function.

    Parameters
    ----------
    swept : bool
        Whether the check sweeps at all.
    stored, fresh : int
        How many inputs a learner's kernel tries, and how many more a grader draws for each learner.
    compared : int
        How many generators there are for comparing alone, which no check sweeps over.
    distinct : int
        How many of ``POOL`` inputs that are drawn are different ones.
    promises : list of (str, int, bool)
        What the docstring promises, how many of the drawn inputs keep it, and whether a generator is excused from it.
    excuses : list of (str, str)
        Of these the excused ones, with the reason beside ``without=`` in the source; empty where none is given.
    arguments : list of Argument
        What each argument is in the drawn inputs.
    properties : list of (str, int, int)
        Kinds of inputs, and how many of the stored and of the fresh ones are of that kind.
    shown : list of str
        Some of the stored inputs as calls.
    generators : list of str
        Their source.
    trouble : str
        Why inputs could not be drawn.
    """

    function: str
    swept: bool = False
    stored: int = 0
    fresh: int = 0
    compared: int = 0
    distinct: int = 0
    promises: list[tuple[str, int, bool]] = field(default_factory=list)
    excuses: list[tuple[str, str]] = field(default_factory=list)
    arguments: list[Argument] = field(default_factory=list)
    properties: list[tuple[str, int, int]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    generators: list[str] = field(default_factory=list)
    trouble: str = ""

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Coverage:
        """That of :func:`dataclasses.asdict`'s data."""
        return cls(**data | {"arguments": [Argument(**one) for one in data["arguments"]]})


def coverage(examiner: Examiner, exercise: Exercise) -> list[Coverage]:
    """What is swept over, function by function."""
    packed = current(examiner.lecture).get(exercise.id, {})
    swept = SWEEPS in exercise.visible
    fresh = examiner.bench.fresh(exercise.id, 0) if SWEEPS in exercise.whole else {}
    found = []
    for name in exercise.functions:
        own = [one for one in examiner.alternatives if one.kind == "inputs" and one.function == name]
        stored = sweep.unpack(packed[name]) if name in packed else []
        one = Coverage(name, swept, len(stored), len(fresh.get(name, [])))
        drawn_from = sweeps.generators(own, name)
        one.compared = len(own) - len(drawn_from)
        one.generators = [inspect.getsource(item.code) for item in own]
        one.shown = [_call(name, given) for given in stored[:SHOWN]]
        one.properties = _properties(stored, fresh.get(name, []))
        one.excuses = [(text, _reason(item)) for item in drawn_from for text in item.without]
        try:
            _look_at_pool(one, examiner, name, drawn_from)
        except SourceError as error:
            one.trouble = str(error)
        found.append(one)
    return found


def _call(name: str, given: Input) -> str:
    text = call_text(name, given.args, given.kwargs)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _properties(stored: list[Input], fresh: list[Input]) -> list[tuple[str, int, int]]:
    """Kinds of inputs with their numbers, those that are most frequent first."""
    here, there = (Counter(kind for given in inputs for kind in sweeps.features(given)) for inputs in (stored, fresh))
    every = sorted({*here, *there}, key=lambda kind: (-here[kind] - there[kind], kind))
    return [(kind, here[kind], there[kind]) for kind in every]


def _reason(generator: Alternative) -> str:
    """The comment beside a generator's ``without=``."""
    head = inspect.getsource(generator.code).partition("\ndef ")[0]
    return " ".join(found.strip() for found in COMMENT.findall(head))


def _look_at_pool(one: Coverage, examiner: Examiner, name: str, sources: list[Alternative]) -> None:
    """Enter what the drawn inputs are: how many different ones, their arguments, the promises that they keep."""
    solved = examiner.solved
    given = sweeps.pool_of(sources, 1, solved, sweeps.POOL)
    one.distinct = len({call_text(name, item.args, item.kwargs) for item in given})
    values = [{**dict(zip(sweeps.parameters(name, solved, item), item.args)), **item.kwargs} for item in given]
    one.arguments = arguments(values)
    if any(item.through == "walk" for item in sources):
        return  # of a walk the arguments are its own
    excused = {text for text, _ in one.excuses}
    one.promises = [
        (
            text,
            sum(promise.parameter in row and bool(promise.keeps(row[promise.parameter])) for row in values),
            text in excused,
        )
        for promise in contract.promises(solved[name])
        for text in [f"{promise.parameter}: {promise.what}"]
    ]
