"""What a check found, as typed plain data without a word of English.

``check`` and ``verdict`` make it, ``words`` turns it into sentences where it is shown, ``panel`` draws it, and a graded
submission's record keeps it. Code decides on kinds and states, never on a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """What became of an exercise."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    NOT_ATTEMPTED = "not attempted"


class Kind(StrEnum):
    """What a finding says. Each kind has its sentence in :mod:`chainrule.checks.words`."""

    # The call did not return a value that can be judged.
    NOT_ATTEMPTED = "not attempted"
    MISSING = "missing"
    NOT_CALLABLE = "not callable"
    INTERRUPTED = "interrupted"
    UNUSABLE = "unusable"
    TIMED_OUT = "timed out"
    DIED = "died"
    RAISED = "raised"
    CALLBACK_FAILED = "callback failed"
    CHECK_RAISED = "check raised"
    CHECK_UNFINISHED = "check unfinished"
    CELL_RAISED = "cell raised"
    NOT_DEFINED = "not defined"
    UNFINISHED = "unfinished"
    DID_NOT_RAISE = "did not raise"
    # It returned something else than what the contract asks for.
    WRONG_TYPE = "wrong type"
    WRONG_COUNT = "wrong count"
    WRONG_KEYS = "wrong keys"
    NOT_COMPUTABLE = "not computable"
    NO_NUMBER = "no number"
    WRONG_SHAPE = "wrong shape"
    WRONG_DTYPE = "wrong dtype"
    FEW_DIGITS = "few digits"
    NOT_FINITE = "not finite"
    OTHER_VALUE = "other value"
    VALUES_DIFFER = "values differ"
    OTHER_NUMBER = "other number"
    DOES_NOT_HOLD = "does not hold"
    JUDGED = "judged"
    NO_CHOICE = "no choice"
    # The value is right, but the contract forbids what happened on the way.
    CHANGES_INPUT = "changes input"
    CALL_CHANGES_INPUT = "call changes input"
    WARNS = "warns"
    # Diagnoses: relations of what was expected and what came back, in all cases of a function.
    EXCHANGED = "exchanged"
    PERMUTED = "permuted"
    IGNORES = "ignores"
    EXCHANGES = "exchanges arguments"
    IS_OTHER = "is other"
    IS_INPUT = "is input"
    SIGN = "sign"
    FACTOR = "factor"
    TIMES_SIZE = "times size"
    OVER_SIZE = "over size"
    OFFSET = "offset"
    CUT = "cut"
    ROUNDED = "rounded"
    ROUGH = "rough"
    CLIPPED = "clipped"
    TRANSPOSED = "transposed"
    REVERSED = "reversed"
    EARLY = "early"
    LATE = "late"
    RIGHT_WHERE = "right where"
    TIMES_ROOT = "times root"
    OVER_ROOT = "over root"
    ONE_LESS = "one less"
    FUNCTION_OF = "function of"
    CONSTANT = "constant"
    DIGITS = "digits"
    RESHAPED = "reshaped"
    MISSING_END = "missing end"
    ORDER = "order"
    FROM_STEP = "from step"
    REDUCED = "reduced"
    UNREDUCED = "unreduced"
    CONFUSED = "confused"
    CONFUSED_ENTRIES = "confused entries"
    CONSTANT_ENTRIES = "constant entries"
    COLUMNS = "columns"
    DIAGONAL = "diagonal"
    INDICES = "indices"
    LOOKED_UP = "looked up"
    CHOSEN = "chosen"
    ENTRIES = "entries"
    ONLY_ITEMS = "only items"
    IN_PLACE = "in place"
    ONLY_WARNS = "only warns"
    ALWAYS_RAISES = "always raises"
    RAISES_WHERE = "raises where"
    WRAPPED = "wrapped"
    ALWAYS = "always"
    MEASURED_FACTOR = "measured factor"
    ONLY_PROPERTY = "only property"
    JUDGED_SO = "judged so"
    # Notes, which never cost anything.
    NAME_PUT_BACK = "name put back"
    WARNED = "warned"
    PRINTED = "printed"
    DISPLAYED = "displayed"
    RETURNED_VIEW = "returned view"
    CHECK_EDITED = "check edited"
    BUILDS_ON = "builds on"
    BUILT_ON_REFERENCE = "built on reference"


class Rung(StrEnum):
    """The ladder: how far an answer came. Type and shape are gates, passing them alone earns nothing."""

    NOT_ATTEMPTED = "not attempted"
    RAISES = "raises"
    WRONG_TYPE = "wrong type"
    WRONG_SHAPE = "wrong shape"
    WRONG_DTYPE = "wrong dtype"
    NOT_FINITE = "not finite"
    WRONG_VALUES = "wrong values"
    CHANGES_INPUT = "changes its input"
    WARNS = "warns"


_RUNGS = {
    Rung.NOT_ATTEMPTED: (Kind.NOT_ATTEMPTED, Kind.MISSING),
    Rung.RAISES: (
        Kind.NOT_CALLABLE,
        Kind.INTERRUPTED,
        Kind.UNUSABLE,
        Kind.TIMED_OUT,
        Kind.DIED,
        Kind.RAISED,
        Kind.CALLBACK_FAILED,
        Kind.CHECK_RAISED,
        Kind.CHECK_UNFINISHED,
        Kind.CELL_RAISED,
        Kind.NOT_DEFINED,
        Kind.UNFINISHED,
    ),
    Rung.WRONG_TYPE: (Kind.WRONG_TYPE, Kind.WRONG_COUNT, Kind.WRONG_KEYS, Kind.NOT_COMPUTABLE, Kind.NO_NUMBER),
    Rung.WRONG_SHAPE: (Kind.WRONG_SHAPE,),
    Rung.WRONG_DTYPE: (Kind.WRONG_DTYPE, Kind.FEW_DIGITS),
    Rung.NOT_FINITE: (Kind.NOT_FINITE,),
    Rung.WRONG_VALUES: (
        Kind.OTHER_VALUE,
        Kind.VALUES_DIFFER,
        Kind.OTHER_NUMBER,
        Kind.DOES_NOT_HOLD,
        Kind.JUDGED,
        Kind.NO_CHOICE,
        Kind.DID_NOT_RAISE,
    ),
    Rung.CHANGES_INPUT: (Kind.CHANGES_INPUT, Kind.CALL_CHANGES_INPUT),
    Rung.WARNS: (Kind.WARNS,),
}
# What keeps a function from being there at all, whatever it is asked.
ABOUT_ALL = (Kind.CELL_RAISED, Kind.NOT_DEFINED)
RUNG_OF = {kind: rung for rung, kinds in _RUNGS.items() for kind in kinds}


@dataclass(frozen=True)
class Finding:
    """One thing that was found: its kind, and the values that its sentence needs, as plain data (JSON).

    Kinds are :class:`Kind` here; other rooms of the course have kinds and words of their own.
    """

    kind: str
    values: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"kind": str(self.kind), **({"values": self.values} if self.values else {})}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Finding:
        """The finding of :meth:`to_dict`'s data."""
        return cls(str(data["kind"]), dict(data.get("values", {})))


def finding(kind: str, **values: Any) -> Finding:
    """A finding with its values as keywords."""
    return Finding(kind, values)


@dataclass(frozen=True)
class CaseResult:
    """One line of a check: its label (the call, or a property in words), and what was wrong, if anything."""

    label: str
    finding: Finding | None = None
    further: tuple[int, int] | None = None  # of a sweep: how many of how many inputs are wrong

    @property
    def ok(self) -> bool:
        """Whether nothing was wrong."""
        return self.finding is None

    @property
    def rung(self) -> Rung | None:
        """How far the answer came; ``None`` where it is right."""
        return None if self.finding is None else RUNG_OF[Kind(self.finding.kind)]


@dataclass(frozen=True)
class Part:
    """A part of an exercise: its points need all its cases."""

    name: str
    points: float
    max_points: float
    cases: tuple[CaseResult, ...]

    @property
    def earned(self) -> bool:
        """Whether all its cases are right (also where a *further* exercise gives no points)."""
        return all(case.ok for case in self.cases)

    @property
    def failing(self) -> tuple[CaseResult, ...]:
        """The cases that are wrong."""
        return tuple(case for case in self.cases if not case.ok)


@dataclass(frozen=True)
class NamedMistake:
    """A known mistake that the results agree with; ``whole``: it explains every failure of its function."""

    id: str
    function: str
    explanation: str
    whole: bool


@dataclass(frozen=True)
class Failure:
    """What is wrong, once, with the labels of all cases of which it is true."""

    finding: Finding
    labels: tuple[str, ...]
    further: tuple[int, int] | None = None


def failures(parts: Iterable[Part]) -> list[Failure]:
    """Each finding of the failing cases once, with the labels of its cases, in order of appearance."""
    said: list[tuple[Finding, list[str], tuple[int, int] | None]] = []
    for case in (case for part in parts for case in part.failing):
        labels = next(
            (labels for known, labels, further in said if (known, further) == (case.finding, case.further)), None
        )
        if labels is None:
            said.append((case.finding, [case.label], case.further))  # type: ignore[arg-type]  # a failing case has a finding
        else:
            labels.append(case.label)
    return [Failure(known, tuple(labels), further) for known, labels, further in said]


@dataclass(frozen=True)
class CheckReport:
    """Everything that a panel, a table or a record shows of one check.

    Parameters
    ----------
    notebook, exercise, number, title : str
        Such as ``"activations"``, ``"sigmoid"``, ``"3.1"``, ``"Sigmoid and its derivative"``.
    functions : tuple of str
        The exercise's functions, its own first.
    points, max_points : float
        Earned, and to be earned; 0 of 0 for a *further* exercise.
    fraction : float
        The share of its parts that is right, from 0 to 1.
    state : State
    parts : tuple of Part
    mistakes : tuple of NamedMistake
    diagnoses : tuple of Finding
        General relations between what was expected and what came back, where no known mistake explains all of it.
    notes : tuple of Finding
        What happened on the way and costs nothing.
    printed : str
        The beginning of what the functions printed.
    """

    notebook: str
    exercise: str
    functions: tuple[str, ...]
    number: str
    title: str
    points: float
    max_points: float
    fraction: float
    state: State
    parts: tuple[Part, ...] = ()
    mistakes: tuple[NamedMistake, ...] = ()
    diagnoses: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    printed: str = ""

    def failures(self) -> list[Failure]:
        """What is wrong, each finding once; nothing of an exercise that was not attempted."""
        return [] if self.state == State.NOT_ATTEMPTED else failures(self.parts)

    def about_all(self) -> list[Finding]:
        """What kept every case from being tried, once; empty where any was tried, or where the exercise is untouched."""
        found = [case.finding for part in self.parts for case in part.cases]
        if not all(one and one.kind in ABOUT_ALL for one in found):
            return []
        said = {(one.kind, one.values.get("cell")): one for one in reversed(found) if one}
        return list(reversed(said.values()))

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        plain = {item.name: getattr(self, item.name) for item in fields(self)}
        return plain | {
            "functions": list(self.functions),
            "state": str(self.state),
            "parts": [
                {
                    "name": part.name,
                    "points": part.points,
                    "max_points": part.max_points,
                    "cases": [
                        {
                            "label": case.label,
                            **({"finding": case.finding.to_dict()} if case.finding else {}),
                            **({"further": list(case.further)} if case.further else {}),
                        }
                        for case in part.cases
                    ],
                }
                for part in self.parts
            ],
            "mistakes": [
                {
                    "id": mistake.id,
                    "function": mistake.function,
                    "explanation": mistake.explanation,
                    "whole": mistake.whole,
                }
                for mistake in self.mistakes
            ],
            "diagnoses": [one.to_dict() for one in self.diagnoses],
            "notes": [note.to_dict() for note in self.notes],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> CheckReport:
        """The report of :meth:`to_dict`'s data; keys of later versions are passed over.

        Raises
        ------
        KeyError, TypeError, ValueError
            The data are no report.
        """
        known = {item.name for item in fields(cls)}
        return cls(
            **{key: value for key, value in data.items() if key in known}
            | {
                "functions": tuple(data["functions"]),
                "state": State(data["state"]),
                "parts": tuple(_part(part) for part in data["parts"]),
                "mistakes": tuple(
                    NamedMistake(one["id"], one["function"], one["explanation"], one["whole"])
                    for one in data["mistakes"]
                ),
                "diagnoses": tuple(map(Finding.from_dict, data.get("diagnoses", []))),
                "notes": tuple(map(Finding.from_dict, data["notes"])),
            }
        )


def _part(data: dict[str, Any]) -> Part:
    cases = (
        CaseResult(
            case["label"],
            Finding.from_dict(case["finding"]) if "finding" in case else None,
            tuple(case["further"]) if "further" in case else None,
        )
        for case in data["cases"]
    )
    return Part(data["name"], data["points"], data["max_points"], tuple(cases))
