"""What can be told of a wrong answer from its results alone, where no known mistake explains it.

General relations between what was expected and what came back (:mod:`~chainrule.checks.relations`) are tried over all
cases of a function: a relation is told only if it holds for every one of them. Where none holds, it is told which entries
are wrong (:mod:`~chainrule.checks.misplaced`), or for which inputs the answer is right and for which wrong (:mod:`~chainrule.checks.parting`), or which part of a result is wrong. An
answer that fails in several ways, such as by an exception here and a wrong number there, is told each of them that
has an explanation. No solution is needed for this.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations
from typing import Any

import numpy as np

from chainrule.checks import asserted, misplaced, parting
from chainrule.checks.asserted import LEAST_COMPARED, UNWRITTEN
from chainrule.checks.fingerprint import alike, fingerprint
from chainrule.checks.relations import LEAST, Sample, Told, always_the_same, digits_lost, numbers, same
from chainrule.checks.report import RUNG_OF, Finding, Kind, Rung, finding
from chainrule.checks.verdict import difference

__all__ = ["Sample", "diagnose", "of_check"]

MOST_ITEMS = 4  # of a result, told one by one
IN_PLACE = ("Cannot cast ufunc", "is read-only")  # in NumPy's words for an array that cannot be changed


def of_check(functions: tuple[str, ...], cases: list, swept: dict[str, list], explained: set[str]) -> list[Finding]:
    """What is told of each function of an exercise that no known mistake explains.

    Parameters
    ----------
    functions : tuple of str
    cases : list of chainrule.checks.check.Case
    swept : dict
        By function, the further inputs as they were tried (:class:`chainrule.checks.sweeping.Swept`).
    explained : set of str
        The functions whose failures a known mistake explains.
    """
    found: list[Finding] = []
    for name in functions:
        if name not in explained:
            own = [case for case in cases if case.functions == {name}]
            done = swept.get(name, [])
            names = next((one.given.parameters for one in done if one.given.through is None), ())
            samples = [_of_case(case, names) for case in own if case.given is not None]
            samples += [_of_input(one) for one in done]
            found += (
                asserted.judged(name, cases)
                or diagnose(name, samples)
                or asserted.measured(name, functions, cases, samples)
            )
    return found


def _of_case(case: Any, names: tuple[str, ...]) -> Sample:
    return Sample(
        case.given,
        names,
        _meant(case.expected),
        case.value,
        case.ok,
        _by_value(case.found),
        found=case.found,
        kwargs=case.named,
    )


def _meant(expected: Any) -> Any:
    """What a check expects, with arrays in the place of the lists that stand for them, also inside of a tuple or dict."""
    if isinstance(expected, tuple):
        return tuple(_meant(item) for item in expected)
    if isinstance(expected, dict):
        return {key: _meant(item) for key, item in expected.items()}
    return np.asarray(expected) if isinstance(expected, list) else expected


def _of_input(one: Any) -> Sample:
    given = one.given
    return Sample(
        given.args,
        given.parameters,
        given.expected,
        one.value,
        not one.found,
        _by_value(one.found),
        given.rivals,
        one.found,
        given.kwargs,
    )


def _by_value(found: Finding | None) -> bool:
    """Whether values or their shape are wrong, if anything is: of a type, a warning or a changed input numbers say nothing."""
    rungs = (Rung.WRONG_SHAPE, Rung.WRONG_DTYPE, Rung.NOT_FINITE, Rung.WRONG_VALUES)
    return found is None or RUNG_OF[Kind(found.kind)] in rungs


def diagnose(function: str, samples: list[Sample]) -> list[Finding]:
    """What explains all failures of a function; nothing where a failure remains without explanation."""
    right = [sample for sample in samples if sample.ok]
    groups: dict[str, list[Sample]] = {}
    for sample in samples:
        if not sample.ok:
            groups.setdefault(_way(sample), []).append(sample)
    if "not attempted" in groups or not groups:
        return []
    if sum(map(len, groups.values())) < LEAST and not ("warns" in groups and len(right) >= LEAST_COMPARED):
        return []
    exchanged = _exchanged(samples, [sample for group in groups.values() for sample in group])
    if exchanged:
        return [finding(exchanged, function=function)]
    places = misplaced.indices(samples) or misplaced.looked_up(samples)  # of another type, and often of another length
    if places:
        return [finding(places[0], function=function, **places[1])]
    if len(groups) == 1:
        (way,) = groups
        return _explained(function, way, samples)
    where = parting.where(samples)
    if where and "among" not in where:
        return [finding(Kind.RIGHT_WHERE, function=function, **where)]
    told = [_explained(function, way, [*right, *group], alone=False) for way, group in groups.items()]
    if any(told):  # of a way without an explanation nothing is said, but that there are other ones
        return [_apart(one) for several in told for one in several]
    return [finding(Kind.RIGHT_WHERE, function=function, **where)] if where else []


def _apart(one: Finding) -> Finding:
    """A finding that speaks of some of the inputs only: the others fail in another way, and were not counted for it."""
    return one if one.kind == Kind.IN_PLACE else finding(one.kind, **one.values, apart=True)


def _way(sample: Sample) -> str:
    """In which way an answer fails: by its values, by an exception, by a changed input, …"""
    if sample.found is None:
        return "value" if sample.by_value else "other"
    kind, values = Kind(sample.found.kind), sample.found.values
    if kind in UNWRITTEN:
        return "not attempted"
    if kind in (Kind.CHANGES_INPUT, Kind.CALL_CHANGES_INPUT):
        return "changes"
    if kind == Kind.RAISED:
        in_place = any(words in str(values.get("message")) for words in IN_PLACE)
        return "changes" if in_place else f"raises {values.get('error')}"
    if kind == Kind.WARNS:
        return "warns"
    if RUNG_OF[kind] in (Rung.WRONG_TYPE, Rung.WRONG_DTYPE):
        return "type"
    return "value" if sample.by_value else "other"


def _explained(function: str, way: str, samples: list[Sample], alone: bool = True) -> list[Finding]:
    """What explains the failures of one way; the other samples are right. ``alone``: no other way occurs."""
    wrong = [sample for sample in samples if not sample.ok]
    told: Told | None = None
    if way == "warns":
        if len(wrong) < LEAST and len(samples) < LEAST_COMPARED:
            return []
        values = {"count": len(wrong), "of": len(samples), **(parting.where(samples) or {})}
        return [finding(Kind.ONLY_WARNS, function=function, **values)]
    if way == "changes":
        only = alone and all(one.found and one.found.kind == Kind.CHANGES_INPUT for one in wrong)
        told = Kind.IN_PLACE, {"count": len(wrong), "only": only}
    elif way.startswith("raises"):
        told = _raises(way.removeprefix("raises "), samples, wrong, alone)
    elif way == "type":
        told = (_rival(samples) if alone else None) or _type(samples, wrong, alone)
    elif way == "value" and len(wrong) >= LEAST:
        return (
            _values(function, samples)
            or _right_where(function, samples)
            or _values(function, samples, weak=True)
            or _items_alone(function, samples)
        )
    return [finding(told[0], function=function, **told[1])] if told else _right_where(function, samples)


def _right_where(function: str, samples: list[Sample]) -> list[Finding]:
    where = parting.where(samples)
    return [finding(Kind.RIGHT_WHERE, function=function, **where)] if where else []


def _raises(error: str, samples: list[Sample], wrong: list[Sample], alone: bool) -> Told | None:
    """For which inputs it raises: all of them, or those of one kind."""
    if len(wrong) == len(samples):
        messages = {str(one.found.values.get("message", "")) for one in wrong if one.found}
        values = {"error": error, "message": messages.pop() if len(messages) == 1 else "", "count": len(wrong)}
        return (Kind.ALWAYS_RAISES, values) if alone and len(wrong) >= LEAST else None
    where = parting.where(samples)
    return (Kind.RAISES_WHERE, {"error": error, **where}) if where else None


def _type(samples: list[Sample], wrong: list[Sample], alone: bool) -> Told | None:
    """A result of the wrong type: with the right values in it, or the same in all cases."""
    if len(wrong) < LEAST:
        return None
    containers = {type(one.got).__name__ for one in wrong}
    if len(containers) == 1 and all(
        isinstance(one.got, list | tuple | np.ndarray) and parting.alike(one.expected, one.got) for one in wrong
    ):
        asked = "tuple" if isinstance(wrong[0].expected, tuple) else "array"
        return Kind.WRAPPED, {"got": containers.pop(), "asked": asked}
    kinds = {(one.found.kind, str(one.found.values.get("where"))) for one in wrong if one.found}
    if alone and len(wrong) == len(samples) and len(kinds) == 1 and wrong[0].found:
        return Kind.ALWAYS, {"count": len(wrong), "found": wrong[0].found.to_dict()}
    return None


# -- values, item by item ----------------------------------------------------------------------------


def _values(function: str, samples: list[Sample], weak: bool = False) -> list[Finding]:
    """Relations of values: of the whole result, or of each of its items that are wrong. ``weak``: those that tell little, too."""
    rival = _rival(samples)
    if rival:
        return [finding(rival[0], function=function, **rival[1])]
    parts = _wrong_items(samples)
    if not parts or len(parts) > MOST_ITEMS:
        return []
    told, missing = [], False
    failing = sum(not sample.ok for sample in samples)
    covered = False  # whether one item alone is wrong in every failure, and has its relation
    for item, narrowed in parts:
        found = _relation(narrowed, weak)
        if found:
            told.append(finding(found[0], function=function, **({} if item is None else {"item": item}), **found[1]))
            covered = covered or sum(not sample.ok for sample in narrowed) == failing
        else:
            missing = True
    return told if told and (covered or not missing) else []


def _relation(samples: list[Sample], weak: bool) -> Told | None:
    """The relation that holds between what was expected and what came back, for a result that is no tuple or dict."""
    found = numbers(samples)
    if found:
        return found
    text = parting.confused(samples)
    if text:
        return Kind.CONFUSED, text
    entries = parting.entries(samples)
    if entries:
        return Kind.ENTRIES, entries
    found = misplaced.diagonal(samples) or misplaced.exchanged_values(samples)
    if found or not weak:
        return found or digits_lost(samples)
    return (
        digits_lost(samples)
        or misplaced.chosen(samples)
        or misplaced.columns(samples)
        or always_the_same(samples)
        or misplaced.one_value(samples)
    )


def _items_alone(function: str, samples: list[Sample]) -> list[Finding]:
    """Which items of a result are wrong, if others are always right; and for which inputs, if that can be told."""
    leaves = _leaves(samples)
    parts = _wrong_items(samples)
    if not leaves or not parts or len(parts) == len(leaves) or len(parts) > MOST_ITEMS:
        return []
    items = [item for item, _ in parts if item is not None]
    return [finding(Kind.ONLY_ITEMS, function=function, items=items, count=len(samples))] if items else []


def _wrong_items(samples: list[Sample]) -> list[tuple[int | str | None, list[Sample]]]:
    """The samples; for tuples and dicts, those of each item that is wrong somewhere. Nothing where forms differ."""
    leaves = _leaves(samples)
    if leaves is None:
        return [(None, samples)]
    parts: list[tuple[int | str | None, list[Sample]]] = []
    explained: set[int] = set()
    for path in leaves:
        narrowed = []
        for place, sample in enumerate(samples):
            one, other = _at(sample.expected, path), _at(sample.got, path)
            right = sample.ok or difference(one, other, args=sample.args) is None
            if not right:
                explained.add(place)
            narrowed.append(Sample(sample.args, sample.parameters, one, other, right, kwargs=sample.kwargs))
        if not all(one.ok for one in narrowed):
            parts.append((_text(path), narrowed))
    failing = {place for place, sample in enumerate(samples) if not sample.ok}
    return parts if failing <= explained else []


Path = tuple[Any, ...]


def _leaves(samples: list[Sample]) -> list[Path] | None:
    """The paths to the numbers, arrays and texts in results; ``None`` where a result is one of these, or forms differ."""
    found = {tuple(_paths(value)) for sample in samples for value in (sample.expected, sample.got)}
    if len(found) != 1:
        return None
    (paths,) = found
    return None if paths == ((),) else list(paths)


def _paths(value: Any, path: Path = ()) -> Iterable[Path]:
    if isinstance(value, tuple | list):
        for index, item in enumerate(value):
            yield from _paths(item, (*path, index))
    elif isinstance(value, dict):
        for key in sorted(value, key=str):
            yield from _paths(value[key], (*path, str(key)))
    else:
        yield path


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = {str(key): item for key, item in value.items()}[step] if isinstance(value, dict) else value[step]
    return value


def _text(path: Path) -> int | str:
    """A path in words' form: the place in a tuple, or the keys on the way."""
    if len(path) == 1 and isinstance(path[0], int):
        return path[0]
    return ", ".join(str(step) if isinstance(step, int) else f"{step!r}" for step in path)


def _exchanged(samples: list[Sample], wrong: list[Sample]) -> Kind | None:
    """The right items of a tuple in another order, the same one wherever the answer is wrong."""
    counts = {len(s.expected) if isinstance(s.expected, tuple) else 0 for s in samples}
    count = counts.pop() if len(counts) == 1 else 0
    if not 2 <= count <= 4 or not all(isinstance(s.got, tuple | list) and len(s.got) == count for s in wrong):
        return None
    for order in list(permutations(range(count)))[1:]:
        if all(same(s.expected[k], s.got[place]) for s in wrong for k, place in enumerate(order)):
            return Kind.EXCHANGED if count == 2 else Kind.PERMUTED
    return None


def _rival(samples: list[Sample]) -> Told | None:
    """The result of a general slip, whose mark was stored with the inputs: an argument ignored, two exchanged, another function.

    A slip has a mark where its result is wrong, so an answer that is right there has not made it. Results that are all the same, such as 1,
    are those of too many slips to tell one.
    """
    wrong = [(sample.got, sample.rivals) for sample in samples if not sample.ok and sample.rivals is not None]
    if len(wrong) < LEAST:
        return None
    names = set.intersection(*(set(rivals) for _, rivals in wrong))
    names -= set().union(*(sample.rivals or () for sample in samples if sample.ok))
    marks = [(fingerprint(got), rivals) for got, rivals in wrong]
    if all(alike(mark, marks[0][0]) for mark, _ in marks):
        return None
    for name in sorted(names):
        if all(alike(mark, rivals[name]) for mark, rivals in marks):
            kind, *what = name.split()
            if kind == "exchanges":
                return Kind.EXCHANGES, dict(zip(("one", "other"), what))
            return (Kind.IGNORES, {"parameter": what[0]}) if kind == "ignores" else (Kind.IS_OTHER, {"other": what[0]})
    return None
