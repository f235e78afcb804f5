"""What can be told of a wrong answer from its results alone, where no known mistake explains it.

General relations between what was expected and what came back (:mod:`~chainrule.checks.relations`) are tried over all
cases of a function: a relation is told only if it holds for every one of them. Where none holds, it is told which entries
are wrong (:mod:`~chainrule.checks.misplaced`), or for which inputs the answer is right and for which wrong (:mod:`~chainrule.checks.parting`), or which part of a result is wrong. An
answer that fails in several ways, such as by an exception here and a wrong number there, is told each of them, if each
has an explanation. No solution is needed for this.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations
from typing import Any

import numpy as np

from chainrule.checks import misplaced, parting
from chainrule.checks.fingerprint import alike, fingerprint
from chainrule.checks.relations import LEAST, Sample, Told, always_the_same, digits_lost, numbers, same
from chainrule.checks.report import ABOUT_ALL, RUNG_OF, Finding, Kind, Rung, finding
from chainrule.checks.verdict import difference

__all__ = ["Sample", "diagnose", "of_check"]

MOST_ITEMS = 4  # of a result, told one by one
LEAST_COMPARED = 10  # right results, before what else fails is called the only thing
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
            found += _judged(name, cases) or diagnose(name, samples) or _measured(name, functions, cases, samples)
    return found


def _judged(name: str, cases: list) -> list[Finding]:
    """Where a judge has given its reasons: in which ways what a function gives is wrong, and how often."""
    own = [case for case in cases if case.judged and name in case.functions]
    failing = [case for case in own if not case.ok]
    if not failing:
        return []
    if not all(case.found.kind == Kind.JUDGED and case.found.values.get("way") for case in failing):
        return _raises_alone(name, own, failing)
    ways: dict[str, list[str]] = {}
    for case in failing:
        ways.setdefault(str(case.found.values["way"]), []).append(case.part if case.part != name else "")
    often = sorted(ways, key=lambda way: -len(ways[way]))
    told = [[way, sorted({part for part in ways[way] if part})] for way in often]
    return [finding(Kind.JUDGED_SO, function=name, ways=told, wrong=len(failing), count=len(own))]


def _raises_alone(name: str, own: list, failing: list) -> list[Finding]:
    """A function that is judged by one long call, such as a doctor by its patients, and raises in it."""
    if len(own) != 1 or failing[0].found.kind != Kind.RAISED:
        return []
    values = failing[0].found.values
    return [finding(Kind.ALWAYS_RAISES, function=name, error=values["error"], message=values["message"], count=1)]


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
    places = misplaced.indices(samples)  # of another type, and often of another length
    if places:
        return [finding(places[0], function=function, **places[1])]
    if len(groups) == 1:
        (way,) = groups
        return _explained(function, way, samples)
    where = parting.where(samples)
    if where and "among" not in where:
        return [finding(Kind.RIGHT_WHERE, function=function, **where)]
    told = [_explained(function, way, [*right, *group], alone=False) for way, group in groups.items()]
    if all(told):
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
    if kind in (Kind.NOT_ATTEMPTED, Kind.MISSING, Kind.UNFINISHED, *ABOUT_ALL):
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
        digits_lost(samples) or misplaced.columns(samples) or always_the_same(samples) or misplaced.one_value(samples)
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


# -- what is measured, or a property -------------------------------------------------------------------


def _measured(name: str, functions: tuple[str, ...], cases: list, samples: list[Sample]) -> list[Finding]:
    """Of results that are random, or right in many ways: which measured number is off, and by what factor; which property fails."""
    own = [
        case
        for case in cases
        if name in case.functions
        and case.further is None
        and case.given is None
        and (case.part == name or case.part not in functions and name == functions[0])
    ]
    failing = list(dict.fromkeys(case.label for case in own if not case.ok))
    if any(case.found and _way_of(case.found) == "not attempted" for case in own) or not failing:
        return []
    if not all(sample.ok for sample in samples):
        return []
    right = sum(case.ok for case in own) + len(samples)
    if len(failing) == 1 and right >= LEAST_COMPARED:
        (label,) = failing
        alike_labelled = [case for case in own if case.label == label]
        wrong = [case for case in alike_labelled if not case.ok]
        if all(case.found.kind == Kind.OTHER_NUMBER for case in wrong) and len(alike_labelled) >= LEAST:
            # Where only the sharpest of the measurements fails, the others may be off by the same factor.
            ratios = [float(case.value) / float(case.expected) for case in alike_labelled if case.expected]
            mean, spread = float(np.mean(ratios or [0.0])), float(np.ptp(ratios or [0.0]))
            if len(ratios) == len(alike_labelled) and spread <= 0.03 * abs(mean) and abs(mean - 1) > spread:
                sharpest = min(range(len(ratios)), key=lambda k: _allowed(alike_labelled[k]))
                values = {"factor": f"{ratios[sharpest]:.3g}", "count": len(ratios)}
                return [finding(Kind.MEASURED_FACTOR, function=name, label=label, **values)]
        values = {"wrong": len(wrong), "of": len(alike_labelled), "right": right}
        return [finding(Kind.ONLY_PROPERTY, function=name, label=label, **values, **_span(wrong))]
    return []


def _span(wrong: list[Any]) -> dict[str, Any]:
    """What came instead of one expected number, from the lowest to the highest; of several expected ones their ratios to it."""
    if not all(case.found.kind == Kind.OTHER_NUMBER and np.isfinite(float(case.value)) for case in wrong):
        return {}
    got, expected = (
        [float(value) for value in values] for values in zip(*((case.value, case.expected) for case in wrong))
    )
    ratio = len(set(expected)) > 1
    if ratio and not all(expected):
        return {}
    shown = [a / b for a, b in zip(got, expected)] if ratio else got
    low, high = (f"{bound:.3g}" for bound in (min(shown), max(shown)))
    if low == f"{expected[0]:.3g}" or ratio and "1" in (low, high):  # so near that the digits do not tell
        return {}
    return {"low": low, "high": high, "expected": f"{expected[0]:.3g}", "ratio": ratio}


def _allowed(case: Any) -> float:
    """The tolerance of a measured number, relative to it."""
    return float((case.observed or {}).get("tol", np.inf)) / abs(float(case.expected))


def _way_of(found: Finding) -> str:
    return _way(Sample((), (), None, None, False, found=found))
