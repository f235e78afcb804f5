"""For which inputs an answer is right and for which wrong, for :mod:`chainrule.checks.diagnosis`.

A property of the inputs is told where it parts right from wrong exactly, or where every wrong answer has it and so many
others are right that chance is no explanation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from math import comb
from typing import Any

import numpy as np

from chainrule.checks.misplaced import right_entries
from chainrule.checks.relations import Sample, array_of, same

LEAST_RIGHT, LEAST_WRONG = 3, 2  # cases on each side, for a property that parts right from wrong
CHANCE = 0.01  # how likely inputs without any meaning may show what is told
LEAST_ENTRIES = 5  # right and wrong entries, for a property of entries

Property = Callable[[Sample], bool]


# -- properties of an input ------------------------------------------------------------------------


def _values(sample: Sample) -> list[Any]:
    """All arguments, those in lists and dicts as well."""
    found: list[Any] = []
    queue = [*sample.args, *sample.kwargs.values()]
    while queue:
        value = queue.pop(0)
        if isinstance(value, list | tuple):
            queue += value
        elif isinstance(value, dict):
            queue += value.values()
        else:
            found.append(value)
    return found


def _arrays(sample: Sample) -> list[np.ndarray]:
    return [value for value in _values(sample) if isinstance(value, np.ndarray)]


def _numbers(sample: Sample) -> list[np.ndarray]:
    """Arrays and numbers, as arrays."""
    found = [array_of(value) for value in _values(sample)]
    return [value for value in found if value is not None]


def _ties(sample: Sample) -> bool:
    return any(array.size > len(np.unique(array)) for array in _arrays(sample) if array.dtype.kind in "iuf")


def _some(sample: Sample, test: Callable[[np.ndarray], Any]) -> bool:
    with np.errstate(all="ignore"):
        return any(bool(np.any(test(x))) for x in _numbers(sample))


PROPERTIES: dict[str, Property] = {
    "integers": lambda s: any(a.dtype.kind in "iu" for a in _arrays(s)) if _arrays(s) else False,
    "float32": lambda s: any(a.dtype == np.float32 for a in _arrays(s)),
    "mixed types": lambda s: len({a.dtype for a in _arrays(s)}) > 1,
    "single numbers": lambda s: not _arrays(s) or all(a.ndim == 0 for a in _arrays(s)),
    "one dimension": lambda s: any(a.ndim == 1 for a in _arrays(s)) and all(a.ndim <= 1 for a in _arrays(s)),
    "more than one dimension": lambda s: any(a.ndim > 1 for a in _arrays(s)),
    "more than two dimensions": lambda s: any(a.ndim > 2 for a in _arrays(s)),
    "more than one entry along the first axis": lambda s: any(a.ndim and len(a) > 1 for a in _arrays(s)[:1]),
    "a side of length 1": lambda s: any(1 in a.shape for a in _arrays(s)),
    "an array of one entry": lambda s: any(a.size == 1 and a.ndim for a in _arrays(s)),
    "an empty array": lambda s: any(a.size == 0 for a in _arrays(s)),
    "not square": lambda s: any(a.ndim > 1 and a.shape[-1] != a.shape[-2] for a in _arrays(s)),
    "transposed": lambda s: any(a.flags.fnc for a in _arrays(s)),
    "equal entries": _ties,
    "a zero": lambda s: _some(s, lambda x: x == 0),
    "negative numbers": lambda s: _some(s, lambda x: x < 0),
    "large numbers": lambda s: _some(s, lambda x: np.abs(x) > 100),
    "tiny numbers": lambda s: _some(s, lambda x: (np.abs(x) < 1e-5) & (x != 0)),
    "numbers that are not whole": lambda s: _some(s, lambda x: x != np.round(x)),
    "infinite or undefined numbers": lambda s: _some(s, lambda x: ~np.isfinite(x)),
}


def _names(samples: list[Sample]) -> list[str]:
    """The arguments that are known by name, in order."""
    return list(dict.fromkeys(name for sample in samples for name in sample.given()))


def _array(sample: Sample, name: str) -> np.ndarray | None:
    value = sample.given().get(name)
    return value if isinstance(value, np.ndarray) else None


def _number(sample: Sample, name: str) -> float | None:
    value = sample.given().get(name)
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        return None
    return float(value)


def _of_array(test: Callable[[np.ndarray], Any], name: str, sample: Sample) -> bool:
    array = _array(sample, name)
    with np.errstate(all="ignore"):
        return array is not None and bool(test(array))


def _of_number(test: Callable[[float], bool], name: str, sample: Sample) -> bool:
    number = _number(sample, name)
    return number is not None and test(number)


def _given(name: str, sample: Sample) -> bool:
    return name in sample.given()


def _left(name: str, sample: Sample) -> bool:
    return name not in sample.given()


OF_ARRAY: dict[str, Callable[[np.ndarray], Any]] = {
    "integers in `{}`": lambda a: a.dtype.kind in "iu",
    "float32 in `{}`": lambda a: a.dtype == np.float32,
    "a transposed `{}`": lambda a: a.flags.fnc,
    "one row in `{}`": lambda a: a.ndim > 1 and len(a) == 1,
    "more than one row in `{}`": lambda a: a.ndim > 1 and len(a) > 1,
    "one column in `{}`": lambda a: a.ndim > 1 and a.shape[-1] == 1,
    "more than one column in `{}`": lambda a: a.ndim > 1 and a.shape[-1] > 1,
    "a `{}` that is not square": lambda a: a.ndim == 2 and a.shape[0] != a.shape[1],
    "more than two dimensions in `{}`": lambda a: a.ndim > 2,
    "a zero in `{}`": lambda a: a.dtype.kind in "iuf" and np.any(a == 0),
    "equal entries in `{}`": lambda a: a.dtype.kind in "iuf" and a.size > len(np.unique(a)),
    "negative numbers in `{}`": lambda a: a.dtype.kind in "if" and np.any(a < 0),
    "undefined or infinite numbers in `{}`": lambda a: a.dtype.kind == "f" and not np.all(np.isfinite(a)),
}
OF_NUMBER: dict[str, Callable[[float], bool]] = {
    "`{}` above 1": lambda x: x > 1,
    "`{}` at 0": lambda x: x == 0,
    "a negative `{}`": lambda x: x < 0,
    "a whole number as `{}`": lambda x: x == round(x) if np.isfinite(x) else False,
}


def candidates(samples: list[Sample]) -> Iterator[tuple[str, Property]]:
    """Properties of all arguments together, of each one, and of two of them."""
    yield from PROPERTIES.items()
    names = _names(samples)
    for name in names:
        yield f"a given `{name}`", partial(_given, name)
        yield f"`{name}` left at its default", partial(_left, name)
        for form, of_array in OF_ARRAY.items():
            yield form.format(name), partial(_of_array, of_array, name)
        for form, of_number in OF_NUMBER.items():
            yield form.format(name), partial(_of_number, of_number, name)
        yield f"more than one entry in `{name}`", partial(_long, name)
    for k, one in enumerate(names):
        for other in names[k + 1 :]:
            yield f"equal entries of `{one}` and `{other}`", partial(_equal, one, other)
            yield f"`{one}` and `{other}` of different types", partial(_types_differ, one, other)


def _long(name: str, sample: Sample) -> bool:
    value = sample.given().get(name)
    return isinstance(value, list | tuple) and len(value) > 1


def _equal(one: str, other: str, sample: Sample) -> bool:
    a, b = (array_of(sample.given().get(name)) for name in (one, other))
    return a is not None and b is not None and a.shape == b.shape and bool(np.any(a == b))


def _types_differ(one: str, other: str, sample: Sample) -> bool:
    a, b = (sample.given().get(name) for name in (one, other))
    kinds = [np.asarray(x).dtype for x in (a, b) if isinstance(x, np.ndarray | np.generic | int | float)]
    return len(kinds) == 2 and kinds[0] != kinds[1]


# -- how an input's numbers are sized --------------------------------------------------------------


def _features(samples: list[Sample]) -> Iterator[tuple[str, Callable[[Sample], float | None]]]:
    """Numbers of an input along which right and wrong may part at a threshold, and how to tell it."""
    yield "{} entries in its largest array", lambda s: float(max((a.size for a in _arrays(s)), default=0)) or None
    yield (
        "{} entries along the first axis of its first array",
        lambda s: next((float(len(a)) for a in _arrays(s) if a.ndim), None),
    )
    yield "a largest number, in size, of {}", _largest
    for name in _names(samples):
        yield f"{{}} as `{name}`", partial(_number, name=name)
        yield f"{{}} items in `{name}`", partial(_length, name=name)
        yield f"a largest number in `{name}` of {{}}", partial(_extreme, np.max, name)
        yield f"a smallest number in `{name}` of {{}}", partial(_extreme, np.min, name)


def _largest(sample: Sample) -> float | None:
    found = np.concatenate([np.abs(x).ravel() for x in _numbers(sample)] or [np.zeros(0)])
    return float(found.max()) if found.size and np.all(np.isfinite(found)) else None


def _extreme(of: Callable[[np.ndarray], Any], name: str, sample: Sample) -> float | None:
    array = _array(sample, name)
    if array is None or not array.size or array.dtype.kind not in "iuf" or not np.all(np.isfinite(array)):
        return None
    return float(of(array))


def _length(sample: Sample, name: str) -> float | None:
    value = sample.given().get(name)
    return float(len(value)) if isinstance(value, list | tuple | dict) else None


# -- what parts right from wrong -------------------------------------------------------------------


def by_chance(right: int, wrong: int, tries: int) -> bool:
    """Whether one of so many meaningless properties could part so few cases exactly."""
    return tries / comb(right + wrong, wrong) > CHANCE


def where(samples: list[Sample]) -> dict[str, Any] | None:
    """The property of inputs that parts right from wrong, if there is one."""
    right = [sample for sample in samples if sample.ok]
    wrong = [sample for sample in samples if not sample.ok]
    if len(right) < LEAST_RIGHT or len(wrong) < LEAST_WRONG:
        return None
    counts = {"right_count": len(right), "wrong_count": len(wrong)}
    known = list(candidates(samples))
    table = [(name, {has(s) for s in right}, {has(s) for s in wrong}) for name, has in known]
    for name, of_right, of_wrong in table:
        if of_wrong == {True} and of_right == {False}:
            return {"wrong": name, **counts}
        if of_wrong == {False} and of_right == {True}:
            return {"right": name, **counts}
    return _at_threshold(samples, right, wrong, counts) or _among(right, wrong, known, counts)


def _at_threshold(samples: list[Sample], right: list, wrong: list, counts: dict) -> dict[str, Any] | None:
    features = list(_features(samples))
    if by_chance(len(right), len(wrong), 2 * len(features)):
        return None
    for form, of in features:
        values = [[of(sample) for sample in side] for side in (right, wrong)]
        if any(value is None for side in values for value in side):
            continue
        a, b = np.array(values[0], float), np.array(values[1], float)
        if b.min() > a.max():
            return {"wrong": _counted(form, f"more than {a.max():.4g}"), **counts}
        if b.max() < a.min():
            return {"wrong": _counted(form, f"less than {a.min():.4g}"), **counts}
    return None


def _counted(form: str, number: str) -> str:
    """``more than 1 entry``, but ``more than 2 entries``."""
    told = form.format(number)
    return told.replace(" entries ", " entry ").replace(" items ", " item ") if number.endswith(" 1") else told


def _among(right: list, wrong: list, known: list, counts: dict) -> dict[str, Any] | None:
    """A property of all wrong cases and of few right ones: of those that have it, some are right by luck."""
    best: tuple[float, str, int] | None = None
    total = len(right) + len(wrong)
    for name, has in known:
        if not all(has(sample) for sample in wrong):
            continue
        also = sum(has(sample) for sample in right)
        share = (also + len(wrong)) / total
        chance = share ** len(wrong) * len(known)
        if also <= len(wrong) and len(right) - also >= LEAST_RIGHT and chance < CHANCE:
            best = min(best or (1.0, "", 0), (chance, name, also))
    if best is None:
        return None
    _, name, also = best
    return {"among": name, "also_right": also, **counts}


# -- what parts right entries from wrong ones --------------------------------------------------------

ENTRIES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "is 0": lambda x: x == 0,
    "is negative": lambda x: x < 0,
    "is positive": lambda x: x > 0,
    "is not above 0": lambda x: x <= 0,
    "is not below 0": lambda x: x >= 0,
    "is NaN": np.isnan,
    "is infinite": np.isinf,
}


def entries(samples: list[Sample]) -> dict[str, Any] | None:
    """At which entries of an argument the result's are wrong, if it can be told from their numbers."""
    for name in _names(samples):
        found = _of_entries(samples, name)
        if found:
            return {"parameter": name, **found}
    return None


def _of_entries(samples: list[Sample], name: str) -> dict[str, Any] | None:
    xs, wrongs = [], []
    for sample in samples:
        x, right = array_of(sample.given().get(name)), right_entries(sample)
        if x is None or right is None or x.shape != right.shape or (not sample.ok and np.all(right)):
            return None
        xs.append(x.ravel())
        wrongs.append(~right.ravel())
    x, wrong = np.concatenate(xs), np.concatenate(wrongs)
    count, rest = int(wrong.sum()), int((~wrong).sum())
    if count < LEAST_ENTRIES or rest < LEAST_ENTRIES:
        return None
    for text, test in ENTRIES.items():
        mask = test(x)
        if np.all(mask[wrong]) and int(mask.sum()) <= 2 * count and int((~mask).sum()) >= LEAST_ENTRIES:
            return {"where": text, "wrong": count, "of": int(mask.sum())}
    if np.all(np.isfinite(x)) and count <= 2 * rest and not by_chance(rest, count, 4):
        for sign, text in ((1, "above"), (-1, "below")):
            for of, form in ((x, "is {} {:.4g}"), (np.abs(x), "is, in size, {} {:.4g}")):
                if (sign * of[wrong]).min() > (sign * of[~wrong]).max():
                    limit = sign * (sign * of[~wrong]).max()
                    return {"where": form.format(text, limit), "wrong": count, "of": count}
    return None


# -- text and truth values ---------------------------------------------------------------------------


def confused(samples: list[Sample]) -> dict[str, Any] | None:
    """One text or truth value in place of another, the same ones wherever the answer is wrong."""
    wrong = [(sample.expected, sample.got) for sample in samples if not sample.ok]
    kinds = str | bool | np.bool_
    if len(wrong) < LEAST_WRONG or not all(isinstance(a, kinds) and isinstance(b, kinds) for a, b in wrong):
        return None
    pairs = {(str(a), str(b)) for a, b in wrong}
    if len(pairs) != 1 or not any(sample.ok for sample in samples):
        return None
    expected, got = pairs.pop()
    return {"expected": expected, "got": got, "count": len(wrong)}


def alike(one: Any, other: Any) -> bool:
    """Whether two values are the same, if a list is taken for the array or the tuple that it makes."""
    if (
        isinstance(one, tuple | list)
        and isinstance(other, tuple | list | np.ndarray)
        and not (isinstance(other, np.ndarray) and other.ndim == 0)
    ):
        return len(one) == len(other) and all(alike(a, b) for a, b in zip(one, other))
    return same(one, other)
