"""Try the further inputs of a check on a learner's function."""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from chainrule.checks import session, sweep
from chainrule.checks.calls import Calls
from chainrule.checks.fingerprint import fingerprint
from chainrule.checks.report import Finding, Kind, finding
from chainrule.checks.sweep import Input
from chainrule.checks.verdict import difference, obstacle


@dataclass
class Swept:
    """One further input, and what became of it."""

    given: Input
    found: Finding | None
    value: Any = None  # what came back, where something did
    returned: bool = False
    raised: str | None = None  # the name of what was raised instead

    @functools.cached_property
    def mark(self) -> list | None:
        """What a known mistake is recognised by: the value's fingerprint, or the name of what was raised."""
        if self.raised:
            return [self.raised]
        return fingerprint(self.value) if self.returned else None


def tried(calls: Calls, name: str, inputs: Iterable[Input]) -> Iterator[Swept]:
    """Further inputs, and what the function makes of them; up to the first failure where that is enough."""
    for given in inputs:
        one = _tried(calls, name, given)
        yield one
        if one.found and session.current().until_failure:
            return


def _tried(calls: Calls, name: str, given: Input) -> Swept:
    lost = calls.without_end(name)
    if lost:
        return Swept(given, obstacle(name, lost))
    everything = (*given.args, *given.kwargs.values())
    if given.through is None:
        outcome = calls.call(name, copy.deepcopy(given.args), copy.deepcopy(given.kwargs))
        found = obstacle(name, outcome)
        if found:
            return Swept(given, found, raised=outcome.error if outcome.status == "raised" else None)
        found = difference(given.expected, outcome.value, args=everything)
        if not found and outcome.changed_input:
            found = finding(Kind.CHANGES_INPUT)
        return Swept(given, found, outcome.value, True)
    value = calls.evaluate(lambda *_: sweep.result_of(calls.proxies, name, given), numbers=False)
    if isinstance(value, Finding):
        return Swept(given, value, raised=value.values["error"] if value.kind == Kind.RAISED else None)
    return Swept(given, difference(given.expected, value, args=everything), value, True)
