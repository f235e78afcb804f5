"""Calls of a learner's functions for a check: made through its transport, judged no further, noted where they are odd."""

from __future__ import annotations

import collections
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from chainrule.calling.kept import Handle
from chainrule.calling.transport import Outcome, Transport
from chainrule.checks.report import Finding, Kind, finding
from chainrule.checks.verdict import call_text, describe, obstacle

MAX_NOTES = 12
MOST_UNUSABLE = 8  # results that cannot be used before a function is not called again: to find that out takes long
SHOWN = 2  # calls of a property that does not hold


class CallFailed(Exception):
    """Ends a property's evaluation: a call in it did not return a usable value."""

    def __init__(self, found: Finding):
        super().__init__(found.kind)
        self.found = found


class Calls:
    """Calls functions by name and keeps what happened on the way.

    Parameters
    ----------
    transport : Transport
    functions : tuple of str
        Those that a property is handed, in this order.
    elsewhere : dict
        Names that are not there where answers are graded, with the reasons; see ``surroundings``.
    explain : callable(name, outcome), optional
        What is known of a name that is not there, or of a function that is not written, from the cells that ran.

    Attributes
    ----------
    notes : list of Finding
        Warnings, prints and the like, each once; they cost nothing.
    printed : str
        The beginning of what was printed.
    touched : set of str
        The functions called since it was last emptied.
    uses : set of str
        Global names that the learner's functions use, by what their process says.
    """

    def __init__(
        self,
        transport: Transport,
        functions: tuple[str, ...],
        elsewhere: dict[str, str] | None = None,
        explain: Callable[[str, Outcome], Finding | None] = lambda name, outcome: None,
    ):
        self._elsewhere = elsewhere or {}
        self._explain = explain
        self.notes: list[Finding] = []
        self.printed = ""
        self.touched: set[str] = set()
        self.uses: set[str] = set()
        self.made: list[
            tuple
        ] = []  # (name, args, kwargs, result) of the property under evaluation: the first ones and the last
        self._transport = transport
        self._stopped = False
        self._lost: dict[str, Outcome] = {}  # functions that ended the process, or would not end
        self._unusable: collections.Counter[str] = collections.Counter()
        self.proxies = {name: self._proxy(name) for name in functions}

    def without_end(self, name: str) -> Outcome | None:
        """The outcome of a function that is not called again: the check was interrupted, or it ended its process."""
        return Outcome("interrupted") if self._stopped else self._lost.get(name)

    def call(self, name: str, args: tuple, kwargs: dict, expected: Any = None) -> Outcome:
        """Call a function, unless it is not called again; ``expected``, the right result, says how large one may be."""
        return next(self.each(name, [(args, kwargs, expected)]))

    def each(self, name: str, calls: Sequence[tuple[tuple, dict, Any]]) -> Iterator[Outcome]:
        """Likewise with one ``(args, kwargs, expected)`` after another, of which several may be under way at once."""
        self.touched.add(name)
        made = self._transport.call_each(name, calls)
        for _ in calls:
            yield self.without_end(name) or self._noted(name, next(made))

    def _noted(self, name: str, outcome: Outcome) -> Outcome:
        outcome.elsewhere = self._where(name, outcome)
        asked = _absent(outcome) if outcome.status == "raised" else name
        if asked and not outcome.elsewhere:
            outcome.why = self._explain(asked, outcome)
        self.uses |= set(outcome.uses)
        self._stopped = outcome.status == "interrupted"
        self._unusable[name] += outcome.status == "unusable"
        if outcome.status in ("timed out", "died") or self._unusable[name] >= MOST_UNUSABLE:
            self._lost[name] = outcome  # not called again
        for warning in outcome.warnings:
            self.note(Kind.WARNED, function=name, warning=warning)
        if outcome.printed_count:
            self.printed = (self.printed + outcome.printed)[:1000]
            self.note(Kind.PRINTED, function=name)
        if outcome.displayed:
            self.note(Kind.DISPLAYED, function=name)
        if outcome.shares_input and not outcome.changed_input:
            self.note(Kind.RETURNED_VIEW, function=name)
        return outcome

    def _where(self, name: str, outcome: Outcome) -> tuple[str, str] | None:
        """The name that was missing, and why, where it is one that answers may not use."""
        if outcome.status not in ("raised", "missing"):
            return None
        name = name if outcome.status == "missing" else _absent(outcome)
        return (name, self._elsewhere[name]) if name in self._elsewhere else None

    def _proxy(self, name: str) -> Callable:
        def function(*args: Any, **kwargs: Any) -> Any:
            outcome = self.call(name, args, kwargs)
            found = obstacle(name, outcome)
            if found:
                raise CallFailed(found)
            if outcome.changed_input:
                raise CallFailed(finding(Kind.CALL_CHANGES_INPUT, call=call_text(name, args, kwargs)))
            del self.made[SHOWN:]  # of the calls before this one, those that a property shows
            self.made.append((name, args, kwargs, outcome.value))
            return outcome.value

        function.__name__ = name
        return function

    def evaluate(self, compute: Callable, *, numbers: bool = True) -> Any:
        """What ``compute`` makes of the functions, or the finding that kept it from that.

        Parameters
        ----------
        compute : callable
            Given the functions, in their order.
        numbers : bool
            Whether it has to be a number or an array, since the check goes on computing with it.
        """
        self.made = []
        try:
            with np.errstate(all="ignore"):
                value = compute(*self.proxies.values())
                if numbers:
                    np.shape(value)
                return value
        except CallFailed as failed:
            return failed.found
        except Exception as error:
            # The check's own arithmetic could not use what the function returned.
            if not self.made:
                return finding(Kind.CHECK_RAISED, error=type(error).__name__, message=str(error))
            name, args, kwargs, value = self.made[-1]
            # Of an object that stayed with the learner nothing is known here, so the error tells nothing about it.
            why = {} if isinstance(value, Handle) else {"error": f"{type(error).__name__}: {error}"}
            return finding(Kind.NOT_COMPUTABLE, call=call_text(name, args, kwargs), got=describe(value), **why)

    def note(self, kind: Kind, **values: Any) -> None:
        note = finding(kind, **values)
        if note not in self.notes and len(self.notes) < MAX_NOTES:
            self.notes.append(note)


def _absent(outcome: Outcome) -> str:
    """The name that a NameError is about; empty for anything else."""
    if outcome.status != "raised" or outcome.error != "NameError":
        return ""
    said = re.match(r"(?:global )?name '(\w+)' is not defined", outcome.message)
    return said[1] if said else ""
