"""What can be told of a wrong answer from numbers alone, where no known mistake explains it.

General relations between what was expected and what came back are tried over all cases of a function: a relation is
told only if it holds for every one of them, those that are right included. Where none holds, it is told where the
answer is right and where it is wrong, if one property of the inputs parts the two. No solution is needed for this.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from chainrule.checks.fingerprint import alike, fingerprint
from chainrule.checks.report import Finding, Kind, finding

LEAST = 2  # failing cases with something to compare, before anything is told
LEAST_RIGHT, LEAST_WRONG = 3, 2  # cases on each side, for a property that parts right from wrong


@dataclass
class Sample:
    """One call: what it was given, what was expected and what came back."""

    args: tuple
    parameters: tuple[str, ...]
    expected: Any
    got: Any
    ok: bool
    by_value: bool = True  # if it is wrong: its values or their shape are, not its type, a warning or a changed input
    rivals: dict[str, list] | None = None  # marks of general slips; unknown for readable cases


def diagnose(function: str, samples: list[Sample]) -> list[Finding]:
    """What explains all failures of a function, in one finding; none where nothing does."""
    wrong = [sample for sample in samples if not sample.ok]
    if len(wrong) < LEAST:
        return []
    by_value = all(sample.by_value for sample in wrong)
    exchanged = _exchanged(samples, wrong) if by_value else None
    if exchanged:
        return [finding(exchanged, function=function)]
    for item, narrowed in _items(samples) if by_value else []:
        for relation in (_rival, _numbers):
            found = relation(narrowed)
            if found:
                kind, values = found
                return [finding(kind, function=function, **({} if item is None else {"item": item}), **values)]
    where = _where(samples)
    return [finding(Kind.RIGHT_WHERE, function=function, **where)] if where else []


def _items(samples: list[Sample]) -> list[tuple[int | None, list[Sample]]]:
    """The samples; for tuples, those of the one item that is wrong, if it is one."""
    if not all(isinstance(sample.expected, tuple) for sample in samples):
        return [(None, samples)]
    count = {len(sample.expected) for sample in samples}
    if len(count) != 1 or any(not isinstance(s.got, tuple) or len(s.got) != len(s.expected) for s in samples):
        return []
    parts: list[tuple[int | None, list[Sample]]] = []
    for index in range(count.pop()):
        narrowed = [
            Sample(s.args, s.parameters, s.expected[index], s.got[index], _same(s.expected[index], s.got[index]))
            for s in samples
        ]
        if not all(one.ok for one in narrowed):
            parts.append((index, narrowed))
    return parts if len(parts) == 1 else []


# -- relations of values -----------------------------------------------------------------------------


def _array(value: Any) -> np.ndarray | None:
    """A value as an array of floats; ``None`` for what is none."""
    if isinstance(value, bool | np.bool_ | str) or value is None:
        return None
    try:
        array = np.asarray(value)
    except (TypeError, ValueError):
        return None
    return array.astype(float) if array.dtype.kind in "iuf" else None


def _same(one: Any, other: Any, rtol: float = 1e-5) -> bool:
    a, b = _array(one), _array(other)
    if a is None or b is None:
        if type(one) is not type(other) or isinstance(one, np.ndarray):
            return False
        if isinstance(one, dict):
            return one.keys() == other.keys() and all(_same(one[key], other[key], rtol) for key in one)
        if isinstance(one, (tuple, list)):
            return len(one) == len(other) and all(_same(left, right, rtol) for left, right in zip(one, other))
        return bool(one == other)
    with np.errstate(all="ignore"):
        return a.shape == b.shape and bool(np.allclose(a, b, rtol=rtol, atol=1e-8, equal_nan=True))


def _exchanged(samples: list[Sample], wrong: list[Sample]) -> Kind | None:
    """Two results in each other's place."""
    if all(isinstance(s.expected, tuple) and len(s.expected) == 2 for s in samples) and all(
        isinstance(s.got, tuple)
        and len(s.got) == 2
        and _same(s.expected[0], s.got[1])
        and _same(s.expected[1], s.got[0])
        for s in wrong
    ):
        return Kind.EXCHANGED
    return None


def _rival(samples: list[Sample]) -> tuple[Kind, dict] | None:
    """The result of a general slip, whose mark was stored with the inputs: an argument ignored, another function."""
    wrong = [(sample.got, sample.rivals) for sample in samples if not sample.ok and sample.rivals is not None]
    if len(wrong) < LEAST:
        return None
    names = set.intersection(*(set(rivals) for _, rivals in wrong))
    marks = [(fingerprint(got), rivals) for got, rivals in wrong]
    for name in sorted(names):
        if all(alike(mark, rivals[name]) for mark, rivals in marks):
            kind, _, what = name.partition(" ")
            return (Kind.IGNORES, {"parameter": what}) if kind == "ignores" else (Kind.IS_OTHER, {"other": what})
    return None


def _numbers(samples: list[Sample]) -> tuple[Kind, dict] | None:
    """A relation of numbers that holds for every sample."""
    pairs = [(_array(sample.expected), _array(sample.got)) for sample in samples]
    if any(a is None or b is None for a, b in pairs):
        return None
    for relation in (_input, _factor, _offset, _whole, _rough, _clipped, _turned, _shifted):
        found = relation(samples, pairs)
        if found:
            return found
    return None


Pairs = list[tuple[Any, Any]]


def _all_of_a_shape(pairs: Pairs) -> bool:
    return all(a.shape == b.shape for a, b in pairs)


def _input(samples: list[Sample], pairs: Pairs) -> tuple[Kind, dict] | None:
    """The result is one of the arguments."""
    for place in range(min(len(sample.args) for sample in samples)):
        given = [_array(sample.args[place]) for sample in samples]
        if all(x is not None and _same(x, b) for x, (_, b) in zip(given, pairs)):
            names = {sample.parameters[place] for sample in samples if place < len(sample.parameters)}
            return Kind.IS_INPUT, {"parameter": names.pop() if len(names) == 1 else "", "place": place}
    return None


def _sizes(sample: Sample) -> dict[str, float]:
    """Numbers that a forgotten or superfluous mean would bring in."""
    first = next((np.shape(arg) for arg in sample.args if isinstance(arg, np.ndarray) and np.ndim(arg)), ())
    found = {}
    if first:
        found["rows"] = first[0]
        found["columns"] = first[-1]
        found["entries"] = int(np.prod(first))
    return found


def _factor(samples: list[Sample], pairs: Pairs) -> tuple[Kind, dict] | None:
    """The result times a constant, or times a size of the input."""
    if not _all_of_a_shape(pairs):
        return None
    ratios: list[float | None] = []
    for a, b in pairs:
        if not (np.all(np.isfinite(a)) and np.all(np.isfinite(b))):
            return None
        scale = np.max(np.abs(a), initial=0.0)
        if scale == 0 or not np.any(b):
            if not np.allclose(a, b):
                return None
            ratios.append(None)
            continue
        at = np.unravel_index(np.argmax(np.abs(a)), a.shape)
        ratio = float(b[at] / a[at])
        if not np.allclose(b, ratio * a, rtol=1e-4, atol=1e-7 * max(scale, 1)):
            return None
        ratios.append(ratio)
    known = [ratio for ratio in ratios if ratio is not None]
    if len(known) < LEAST:
        return None
    if np.allclose(known, known[0], rtol=1e-4):
        if np.isclose(known[0], -1):
            return Kind.SIGN, {}
        return (Kind.FACTOR, {"factor": f"{known[0]:.4g}"}) if not np.isclose(known[0], 1) else None
    for size in ("rows", "columns", "entries"):
        for power, kind in ((1, Kind.TIMES_SIZE), (-1, Kind.OVER_SIZE)):
            wanted = [
                float(_sizes(s).get(size, 0) or np.nan) ** power
                for s, ratio in zip(samples, ratios)
                if ratio is not None
            ]
            if np.allclose(known, wanted, rtol=1e-4):
                return kind, {"size": size}
    return None


def _offset(samples: list[Sample], pairs: Pairs) -> tuple[Kind, dict] | None:
    """The result plus a constant."""
    if not _all_of_a_shape(pairs) or any(not a.size for a, _ in pairs):
        return None
    differences = [b - a for a, b in pairs]
    first = differences[0].flat[0]
    if (
        np.isfinite(first)
        and abs(first) > 1e-9
        and all(np.allclose(d, first, rtol=1e-4, atol=1e-9) for d in differences)
    ):
        return Kind.OFFSET, {"offset": f"{first:+.4g}"}
    return None


def _whole(samples: list[Sample], pairs: Pairs) -> tuple[Kind, dict] | None:
    """The digits after the point are cut off or rounded away, wherever the result is wrong."""
    wrong = [(a, b) for s, (a, b) in zip(samples, pairs) if not s.ok and a.shape == b.shape]
    if len(wrong) < sum(not s.ok for s in samples):
        return None
    if not any(np.any(np.abs(a) >= 1) for a, _ in wrong):  # what is tiny may be lost in another way
        return None
    for how, kind in ((np.trunc, Kind.CUT), (np.floor, Kind.CUT), (np.round, Kind.ROUNDED)):
        if all(np.all(np.isfinite(a)) and np.array_equal(how(a), b) for a, b in wrong):
            return kind, {}
    return None


def _rough(samples: list[Sample], pairs: Pairs) -> tuple[Kind, dict] | None:
    """Right to a few digits everywhere."""
    if not _all_of_a_shape(pairs):
        return None
    worst = 0.0
    for a, b in pairs:
        if not (np.all(np.isfinite(a)) and np.all(np.isfinite(b))):
            return None
        scale = np.max(np.abs(a), initial=0.0)
        worst = max(worst, float(np.max(np.abs(a - b), initial=0.0) / scale) if scale else 0.0)
    return (Kind.ROUGH, {"error": f"{worst:.1g}"}) if 1e-9 < worst < 2e-3 else None


def _clipped(samples: list[Sample], pairs: Pairs) -> tuple[Kind, dict] | None:
    """Everything beyond a bound was put onto it."""
    if not _all_of_a_shape(pairs):
        return None
    got = np.concatenate([b.ravel() for _, b in pairs])
    right = np.concatenate([a.ravel() for a, _ in pairs])
    if not got.size or not np.all(np.isfinite(got)):
        return None
    low, high = got.min(), got.max()
    if not np.allclose(np.clip(right, low, high), got, rtol=1e-5, atol=1e-9):
        return None
    bounds = {}
    if np.any(right < low - 1e-9):
        bounds["low"] = f"{low:.4g}"
    if np.any(right > high + 1e-9):
        bounds["high"] = f"{high:.4g}"
    return (Kind.CLIPPED, bounds) if bounds else None


def _turned(samples: list[Sample], pairs: Pairs) -> tuple[Kind, dict] | None:
    """Transposed, or in reverse order, wherever the result is wrong."""
    wrong = [(a, b) for s, (a, b) in zip(samples, pairs) if not s.ok]
    ways: list[tuple[Kind, Callable, int]] = [
        (Kind.TRANSPOSED, np.transpose, 2),
        (Kind.REVERSED, lambda a: a[::-1], 1),
        (Kind.REVERSED, lambda a: a[..., ::-1], 1),
    ]
    for kind, way, least in ways:
        if all(a.ndim >= least and _same(way(a), b) for a, b in wrong):
            return kind, {}
    return None


def _shifted(samples: list[Sample], pairs: Pairs) -> tuple[Kind, dict] | None:
    """Each entry stands one place too early or too late along the first axis."""
    if not _all_of_a_shape(pairs) or any(a.ndim == 0 or len(a) < 3 for a, _ in pairs):
        return None
    if all(_same(a[1:], b[:-1]) for a, b in pairs):
        return Kind.EARLY, {}
    return (Kind.LATE, {}) if all(_same(a[:-1], b[1:]) for a, b in pairs) else None


# -- where it is right -------------------------------------------------------------------------------


def _arrays(sample: Sample) -> list[np.ndarray]:
    return [arg for arg in sample.args if isinstance(arg, np.ndarray)]


def _kinds(sample: Sample) -> set[str]:
    numbers = [arg for arg in sample.args if isinstance(arg, int | float | np.generic | np.ndarray)]
    return {np.asarray(arg).dtype.kind for arg in numbers if not isinstance(arg, bool)}


def _ties(sample: Sample) -> bool:
    return any(array.size > len(np.unique(array)) for array in _arrays(sample) if array.dtype.kind in "iuf")


_PROPERTIES: dict[str, Callable[[Sample], bool]] = {
    "integers": lambda s: any(a.dtype.kind in "iu" for a in _arrays(s)) if _arrays(s) else False,
    "float32": lambda s: any(a.dtype == np.float32 for a in _arrays(s)),
    "mixed types": lambda s: len({a.dtype for a in _arrays(s)}) > 1,
    "single numbers": lambda s: not _arrays(s) or all(a.ndim == 0 for a in _arrays(s)),
    "one dimension": lambda s: any(a.ndim == 1 for a in _arrays(s)) and all(a.ndim <= 1 for a in _arrays(s)),
    "more than one dimension": lambda s: any(a.ndim > 1 for a in _arrays(s)),
    "more than two dimensions": lambda s: any(a.ndim > 2 for a in _arrays(s)),
    "several rows": lambda s: any(a.ndim and len(a) > 1 for a in _arrays(s)[:1]),
    "a side of length 1": lambda s: any(1 in a.shape for a in _arrays(s)),
    "not square": lambda s: any(a.ndim > 1 and a.shape[-1] != a.shape[-2] for a in _arrays(s)),
    "transposed": lambda s: any(a.flags.fnc for a in _arrays(s)),
    "equal entries": _ties,
    "a zero": lambda s: (
        any(np.any(a == 0) for a in _arrays(s)) or any(type(x) in (int, float) and x == 0 for x in s.args)
    ),
    "negative numbers": lambda s: (
        any(np.any(a < 0) for a in _arrays(s) if a.dtype.kind in "if")
        or any(type(x) in (int, float) and x < 0 for x in s.args)
    ),
    "large numbers": lambda s: any(np.any(np.abs(a) > 100) for a in _arrays(s) if a.dtype.kind in "if"),
    "tiny numbers": lambda s: any(np.any((np.abs(a) < 1e-5) & (a != 0)) for a in _arrays(s) if a.dtype.kind == "f"),
    "infinite or undefined numbers": lambda s: any(
        not np.all(np.isfinite(a)) for a in _arrays(s) if a.dtype.kind == "f"
    ),
}


def _where(samples: list[Sample]) -> dict[str, Any] | None:
    """The property of inputs that parts right from wrong exactly, if there is one."""
    right = [sample for sample in samples if sample.ok]
    wrong = [sample for sample in samples if not sample.ok]
    if len(right) < LEAST_RIGHT or len(wrong) < LEAST_WRONG:
        return None
    for name, has in _candidates(samples):
        of_right, of_wrong = {has(sample) for sample in right}, {has(sample) for sample in wrong}
        if of_wrong == {True} and of_right == {False}:
            return {"wrong": name, "right_count": len(right), "wrong_count": len(wrong)}
        if of_wrong == {False} and of_right == {True}:
            return {"right": name, "right_count": len(right), "wrong_count": len(wrong)}
    return None


def _candidates(samples: list[Sample]) -> list[tuple[str, Callable[[Sample], bool]]]:
    """Properties of arrays, and of each parameter: given, or above 1."""
    found = list(_PROPERTIES.items())
    names = next((sample.parameters for sample in samples if sample.parameters), ())
    for place, name in enumerate(names):
        found.append((f"a given `{name}`", partial(_given, place=place)))
        found.append((f"`{name}` above 1", partial(_above_one, place=place)))
    return found


def _given(sample: Sample, place: int) -> bool:
    return len(sample.args) > place


def _above_one(sample: Sample, place: int) -> bool:
    value = sample.args[place] if len(sample.args) > place else None
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 1
