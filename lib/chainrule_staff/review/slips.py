"""How near to right an answer may be and still be refused, and whether a slip of the pen is told: tried on an exercise's check.

The evidence counts mutants that pass. Here some of those that fail are looked at as a learner would get them: is anything told of
them, and does a case that is written in the check reject them, or the sweep alone? And of those that pass because they compute the
same, whether they still do beyond the inputs that the generators draw.
"""

from __future__ import annotations

import copy
import inspect
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from chainrule.calling.endpoint import captured
from chainrule.checks.sweep import Input
from chainrule_staff.authoring.alternatives import INPUTS, RIGHT, Alternative
from chainrule_staff.authoring.bench import TooLong, time_limit
from chainrule_staff.authoring.evidence import Evidence, Examiner, by_the_sweep_alone, outcome_of, same
from chainrule_staff.authoring.mutants import Mutant, mutants
from chainrule_staff.authoring.source import Exercise
from chainrule_staff.authoring.sweeps import Options, parameters

SAMPLE = 12  # mutants that are looked at, spread over the reference
FACTORS = (1.001, 1.01, 1.02, 1.05, 1.1, 1.2, 1.5, 2.0)
DRAWN, SECONDS = 12, 3.0  # inputs that are changed for each survivor, and what that may take
CHANGES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "negated": lambda x: -x,
    "a hundred times as large": lambda x: x * 100,
    "a thousand times as small": lambda x: x / 1000,
    "0 everywhere": lambda x: x * 0,
    "rounded": np.round,
}


@dataclass
class Slips:
    """What became of some mutants of the reference, and of results that are nearly right.

    Parameters
    ----------
    tried, named, diagnosed, swept : int
        Mutants that were looked at, all of them rejected; of these, how many the panel names, of how many others it says
        something from the numbers, and how many the sweep alone rejects.
    untold : list of str
        Those of which it says nothing.
    tolerated : float
        By which share the results may be too large and the check gives all points; 0 where a thousandth is refused.
    same : list of (str, str)
        Mutants that compute the same on all inputs, and where they differ beyond these; empty where nowhere.
    """

    tried: int = 0
    named: int = 0
    diagnosed: int = 0
    swept: int = 0
    untold: list[str] = field(default_factory=list)
    tolerated: float = 0.0
    same: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Slips:
        """That of :func:`dataclasses.asdict`'s data."""
        return cls(**data | {"same": [(words, where) for words, where in data["same"]]})

    @property
    def beyond(self) -> int:
        """Survivors that differ beyond the drawn inputs."""
        return sum(bool(where) for _, where in self.same)


def slips(examiner: Examiner, exercise: Exercise, evidence: Evidence) -> Slips:
    """Look at an exercise's mutants, and at its results made larger.

    Parameters
    ----------
    evidence : Evidence
        Of the whole check.
    """
    found = Slips()
    every = list(mutants(exercise.solution))
    survivors = {*evidence.same}
    failing = [one for one in every if _words(one) not in survivors]
    for mutant in failing[:: max(1, -(-len(failing) // SAMPLE))]:
        _look_at(examiner, exercise, mutant, found)
    found.tolerated = max((_tolerated(examiner, exercise, name) for name in exercise.functions), default=0.0)
    found.same = [(_words(one), _beyond(examiner, exercise, one)) for one in every if _words(one) in survivors]
    return found


def _words(mutant: Mutant) -> str:
    return f"line {mutant.line}: {mutant.change}"


def _look_at(examiner: Examiner, exercise: Exercise, mutant: Mutant, found: Slips) -> None:
    done = examiner.bench.named(exercise, "visible", source=mutant.source)
    if done is None or done.reports[0].fraction == 1:
        return  # it does not end, or it passes the visible half
    report = done.reports[0]
    found.tried += 1
    found.swept += by_the_sweep_alone(report)
    if report.mistakes:
        found.named += 1
    elif report.diagnoses:
        found.diagnosed += 1
    else:
        found.untold.append(_words(mutant))


# -- nearly right ----------------------------------------------------------------------------------


def _tolerated(examiner: Examiner, exercise: Exercise, name: str) -> float:
    """By which share a function's results may be too large for the whole check; 0 where they hold no numbers that could be."""
    best = 0.0
    for factor in FACTORS:
        scaled = _Scaled(examiner.solved[name], factor)
        if not examiner.bench.passes(exercise, "whole", {name: scaled}) or not scaled.changed:
            return best
        best = round(factor - 1, 4)
    return best


class _Scaled:
    """A function whose results are the solution's, too large by a factor; ``changed`` tells whether any was."""

    def __init__(self, solution: Callable, factor: float):
        self.__name__, self.__doc__ = solution.__name__, solution.__doc__
        self.changed = False
        self._solution, self._factor = solution, factor

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._scale(self._solution(*args, **kwargs))

    def _scale(self, value: Any) -> Any:
        if isinstance(value, tuple | list):
            return type(value)(map(self._scale, value))
        if isinstance(value, dict):
            return {key: self._scale(item) for key, item in value.items()}
        if isinstance(value, float | np.floating) or isinstance(value, np.ndarray) and value.dtype.kind == "f":
            self.changed |= bool(np.any(value))
            return (
                (value * self._factor).astype(value.dtype)
                if isinstance(value, np.ndarray)
                else type(value)(value * self._factor)
            )
        return value


# -- survivors -------------------------------------------------------------------------------------


def _beyond(examiner: Examiner, exercise: Exercise, mutant: Mutant) -> str:
    """Where a mutant that computes the same on the drawn inputs differs from all right answers on others; empty where nowhere."""
    namespace = examiner.bench.namespace()
    try:
        with captured(), time_limit(SECONDS):
            exec(compile(mutant.source, "<mutant>", "exec"), namespace)
            for name in exercise.functions:
                if where := _beyond_of(examiner, exercise, name, namespace):
                    return where
    except (TooLong, Exception):  # beyond the contract anything may be raised
        pass
    return ""


def _beyond_of(examiner: Examiner, exercise: Exercise, name: str, namespace: dict) -> str:
    own = [item for item in examiner.alternatives if item.exercise == exercise.id and item.function == name]
    right = [{**examiner.solved, name: item.code} for item in own if item.kind == RIGHT]
    for generator in own:
        if generator.kind != INPUTS or len(inspect.signature(generator.code).parameters) > 1:
            continue
        for parameter, change, row in _changed(generator, name, examiner):
            expected = outcome_of(examiner.solved, generator, row)
            if not _is_result(expected) or same(expected, outcome_of(namespace, generator, row)):
                continue
            if all(same(expected, outcome_of(other, generator, row)) for other in right):
                return f"`{name}` differs where {parameter} is {change}"
    return ""


def _changed(generator: Alternative, name: str, examiner: Examiner) -> Iterator[tuple[str, str, tuple]]:
    """Inputs of a generator, each with one argument changed."""
    for row in itertools.islice(generator.code(np.random.default_rng(1)), DRAWN):
        args = row[:-1] if row and isinstance(row[-1], Options) else row
        names = parameters(name, examiner.solved, Input(args, {}, None, generator.through))
        for place, value in enumerate(args):
            array = np.asarray(value) if isinstance(value, np.ndarray | float | np.floating) else None
            if array is None or array.dtype.kind != "f":
                continue
            for words, change in CHANGES.items():
                other = change(copy.copy(array)).astype(array.dtype)
                if np.all(np.isfinite(other)) and not np.array_equal(other, array):
                    new = other if isinstance(value, np.ndarray) else float(other)
                    yield (
                        names[place] if place < len(names) else f"argument {place + 1}",
                        words,
                        (*row[:place], new, *row[place + 1 :]),
                    )


def _is_result(value: Any) -> bool:
    """Whether a call returned numbers that are finite: beyond the contract many a function raises, or overflows."""
    if isinstance(value, tuple | list):
        ended = isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str)  # it raised, for example
        return not ended and all(map(_is_result, value))
    if isinstance(value, dict):
        return all(map(_is_result, value.values()))
    try:
        return bool(np.all(np.isfinite(np.asarray(value, dtype=float))))
    except (TypeError, ValueError):
        return isinstance(value, str)
