"""Try the further inputs of a check on a learner's function."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from chainrule.checks import session, sweep
from chainrule.checks.calls import Calls
from chainrule.checks.fingerprint import fingerprint
from chainrule.checks.remembered import remembered
from chainrule.checks.report import Finding, Kind, finding
from chainrule.checks.sweep import Input
from chainrule.checks.verdict import difference, obstacle

# To which parts further inputs belong: the items of a result that is a tuple each to one, or an input to the one that a
# function of its arguments names.
Parts = tuple[str, ...] | Callable[..., str]


@dataclass
class Swept:
    """One further input, and what became of it."""

    given: Input
    found: Finding | None
    value: Any = None  # what came back, where something did, as it is remembered
    returned: bool = False
    raised: str | None = None  # the name of what was raised instead
    changed: bool = False  # whether the function changed what it was given

    @functools.cached_property
    def mark(self) -> list | None:
        """What a known mistake is recognised by: the value's fingerprint, or the name of what was raised."""
        if self.raised:
            return [self.raised]
        return fingerprint(self.value) if self.returned else None


def tried(calls: Calls, name: str, inputs: Iterable[Input]) -> Iterator[Swept]:
    """Further inputs, and what the function makes of them; up to the first failure where that is enough."""
    for plain, some in itertools.groupby(inputs, lambda given: given.through is None):
        for one in _called(calls, name, list(some)) if plain else (_put_together(calls, name, given) for given in some):
            yield one
            if one.found and session.current().until_failure:
                return


def _called(calls: Calls, name: str, inputs: list[Input]) -> Iterator[Swept]:
    """Inputs of the function alone."""
    outcomes = calls.each(name, [(*given.handed_over(), given.expected) for given in inputs])
    for given, outcome in zip(inputs, outcomes):
        found = obstacle(name, outcome)
        if found:
            yield Swept(given, found, raised=outcome.error if outcome.status == "raised" else None)
            continue
        found = difference(given.expected, outcome.value, args=(*given.args, *given.kwargs.values()))
        if not found and outcome.changed_input:
            found = finding(Kind.CHANGES_INPUT)
        kept = remembered(outcome.value, given.args, given.kwargs, given.expected)
        yield Swept(given, found, kept, True, changed=outcome.changed_input)


def _put_together(calls: Calls, name: str, given: Input) -> Swept:
    """An input of several functions, or of several calls."""
    lost = calls.without_end(name)
    if lost:
        return Swept(given, obstacle(name, lost))
    value = calls.evaluate(lambda *_: sweep.result_of(calls.proxies, name, given), numbers=False)
    if isinstance(value, Finding):
        return Swept(given, value, raised=value.values["error"] if value.kind == Kind.RAISED else None)
    found = difference(given.expected, value, args=(*given.args, *given.kwargs.values()))
    return Swept(given, found, remembered(value, given.args, given.kwargs, given.expected), True)


def by_part(done: list[Swept], parts: Parts) -> dict[str, list[tuple[Input, Finding | None]]]:
    """For each part its further inputs, with what was found of their results, or of an item of them."""
    if callable(parts):
        found: dict[str, list[tuple[Input, Finding | None]]] = {}
        for one in done:
            found.setdefault(parts(*one.given.args, **one.given.kwargs), []).append((one.given, one.found))
        return found
    rows = [item_by_item(one, len(parts)) for one in done]
    return {part: [(one.given, row[place]) for one, row in zip(done, rows)] for place, part in enumerate(parts)}


def item_by_item(one: Swept, count: int) -> list[Finding | None]:
    """What became of each of the ``count`` items of a right result that is a tuple.

    Without a result of that many items, and where an input was changed, all of them are wrong.
    """
    if not one.found or not isinstance(one.value, tuple | list) or len(one.value) != count:
        return [one.found] * count
    everything = (*one.given.args, *one.given.kwargs.values())
    items = zip(one.given.expected, one.value)
    found = [difference(right, got, args=everything, where=(("item", i),)) for i, (right, got) in enumerate(items)]
    return [item or (finding(Kind.CHANGES_INPUT) if one.changed else None) for item in found]
