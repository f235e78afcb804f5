"""Which entries of results are wrong, and what stands there instead, for :mod:`chainrule.checks.diagnosis`.

These relations hold wherever a result is wrong, and say nothing of what is right. They are tried after those of
:mod:`~chainrule.checks.relations`, which explain more.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.checks.relations import Sample, Told, array_of, same
from chainrule.checks.report import Kind
from chainrule.checks.verdict import tolerances

MOST_COLUMNS = 8  # more of them than that are data, such as pixels, and no places with a meaning each
LEAST_CALLS = 3  # that are wrong, before a place or a value is told
LEAST_ENTRIES = 5  # that are wrong; of truth values more, as each of two is met by chance
LEAST_TRUTHS = 8


def right_entries(sample: Sample) -> np.ndarray | None:
    """Which entries of a result are right; ``None`` for what is no array of numbers, or has another shape."""
    a, b = array_of(sample.expected), array_of(sample.got)
    if a is None or b is None or a.shape != b.shape:
        return None
    if sample.ok:
        return np.ones(a.shape, dtype=bool)
    rtol, atol = tolerances(np.asarray(sample.expected), sample.args)
    with np.errstate(all="ignore"):
        return np.isclose(b, a, rtol=rtol, atol=atol, equal_nan=True)


def _masks(samples: list[Sample]) -> list[np.ndarray] | None:
    """The right entries of every sample, where each that is wrong has a wrong entry."""
    masks = []
    for sample in samples:
        mask = right_entries(sample)
        if mask is None or (not sample.ok and np.all(mask)):
            return None
        masks.append(mask)
    return masks


def columns(samples: list[Sample]) -> Told | None:
    """Only some columns are wrong, or entries of a row that always has so many: the same ones in all cases."""
    masks = _masks(samples)
    if masks is None or any(mask.ndim == 0 or not mask.size for mask in masks):
        return None
    widths, dimensions = {mask.shape[-1] for mask in masks}, {mask.ndim for mask in masks}
    width = widths.pop()
    if widths or len(dimensions) != 1 or not 2 <= width <= MOST_COLUMNS:
        return None
    of_wrong = [
        set(np.flatnonzero(~mask.reshape(-1, width).all(axis=0)).tolist())
        for mask, sample in zip(masks, samples)
        if not sample.ok
    ]
    places = sorted(set().union(*of_wrong))
    often = all(sum(place in found for found in of_wrong) > 1 for place in places)
    if len(of_wrong) < LEAST_CALLS or len(places) == width or not often:
        return None
    row = dimensions == {1}
    return Kind.COLUMNS, {"columns": places, "of": width, "row": row, "count": len(samples), "wrong": len(of_wrong)}


def exchanged_values(samples: list[Sample]) -> Told | None:
    """Of whole numbers or truth values: one in the place of another, always the same two, wherever the result is wrong."""
    pairs: dict[tuple[Any, Any], int] = {}
    asked, calls = set(), 0
    for sample in samples:
        a, b = sample.expected, sample.got
        if not all(isinstance(side, np.ndarray) and side.ndim and side.dtype.kind in "iub" for side in (a, b)):
            return None
        if a.shape != b.shape:
            return None
        asked |= set(a.ravel().tolist())
        wrong = (a != b) if not sample.ok else np.zeros(a.shape, dtype=bool)
        calls += not sample.ok
        for pair in zip(a[wrong].tolist(), b[wrong].tolist()):
            pairs[pair] = pairs.get(pair, 0) + 1
    count = sum(pairs.values())
    truths = asked <= {True, False}
    if calls < LEAST_CALLS or count < (LEAST_TRUTHS if truths else LEAST_ENTRIES) or len(asked) < (2 if truths else 3):
        return None
    (expected, got), *others = sorted(pairs, key=str)
    if not others:
        both = False
    elif others == [(got, expected)] and not truths and min(pairs.values()) > 1:
        both = True
    else:
        return None
    values = {"expected": str(expected), "got": str(got), "entries": count, "count": calls}
    return Kind.CONFUSED_ENTRIES, {**values, "both": both}


def one_value(samples: list[Sample]) -> Told | None:
    """One and the same number at every entry that is wrong, where several others were expected."""
    masks = _masks(samples)
    if masks is None:
        return None
    expected, got, some_right, calls = [], [], False, 0
    for mask, sample in zip(masks, samples):
        if sample.ok:
            continue
        a, b = array_of(sample.expected), array_of(sample.got)
        expected.append(a[~mask])  # type: ignore[index]
        got.append(b[~mask])  # type: ignore[index]
        some_right, calls = some_right or bool(np.any(mask)), calls + 1
    if calls < LEAST_CALLS or not some_right:
        return None
    a, b = np.concatenate(expected), np.concatenate(got)
    if len(np.unique(np.round(a, 6))) < 3:
        return None
    alike = np.all(np.isnan(b)) if np.isnan(b[0]) else np.all(b == b[0])
    return (Kind.CONSTANT_ENTRIES, {"value": f"{b[0]:.4g}", "entries": len(b), "count": calls}) if alike else None


def diagonal(samples: list[Sample]) -> Told | None:
    """The diagonal of the matrix that was asked for, wherever the result is wrong."""
    pairs = [(array_of(sample.expected), array_of(sample.got)) for sample in samples if not sample.ok]
    if any(a is None or b is None or a.ndim != 2 or b.ndim != 1 for a, b in pairs):
        return None
    if sum(min(a.shape) > 1 for a, _ in pairs) < 2:  # type: ignore[union-attr]
        return None
    return (Kind.DIAGONAL, {}) if all(same(np.diagonal(a), b) for a, b in pairs) else None  # type: ignore[arg-type]


def indices(samples: list[Sample]) -> Told | None:
    """The places of what is true, where truth values were asked for, or the other way round; wherever the result is wrong."""
    pairs = [(one.expected, one.got) for one in samples if not one.ok]
    arrays = all(isinstance(side, np.ndarray) and side.ndim == 1 for pair in pairs for side in pair)
    if not arrays or len(pairs) < LEAST_CALLS:
        return None
    if all(a.dtype.kind == "b" and _are_places(b, a) for a, b in pairs) and sum(a.any() for a, _ in pairs) > 1:
        return Kind.INDICES, {"asked": "truths"}
    if all(b.dtype.kind == "b" and _are_places(a, b) for a, b in pairs) and sum(b.any() for _, b in pairs) > 1:
        return Kind.INDICES, {"asked": "places"}
    return None


def _are_places(numbers: np.ndarray, truths: np.ndarray) -> bool:
    """Whether the numbers, in any order, are the places at which it is true."""
    if not len(numbers):
        return not truths.any()
    return numbers.dtype.kind in "iu" and np.array_equal(np.sort(numbers), np.flatnonzero(truths))


def looked_up(samples: list[Sample]) -> Told | None:
    """What stands in an argument at the places that were asked for, or places where what stands there was; wherever it is wrong."""
    wrong = [sample for sample in samples if not sample.ok]
    if len(wrong) < LEAST_CALLS:
        return None
    for name in dict.fromkeys(name for sample in wrong for name in sample.given()):
        arrays = [sample.given().get(name) for sample in wrong]
        for asked, pairs in (
            ("places", [(sample.expected, sample.got) for sample in wrong]),
            ("values", [(sample.got, sample.expected) for sample in wrong]),
        ):
            if all(_stands_at(array, places, values) for array, (places, values) in zip(arrays, pairs)):
                return Kind.LOOKED_UP, {"asked": asked, "parameter": name}
    return None


def _stands_at(array: Any, places: Any, values: Any) -> bool:
    """Whether the values are those that stand in an array at some places along its first axis."""
    if not isinstance(array, np.ndarray) or not array.ndim or isinstance(places, bool | np.bool_):
        return False
    if not isinstance(places, int | np.integer | np.ndarray) or np.asarray(places).dtype.kind not in "iu":
        return False
    where = np.asarray(places)
    if where.ndim > 1 or np.any(where < 0) or np.any(where >= len(array)):
        return False
    return same(array[where], values)


def chosen(samples: list[Sample]) -> Told | None:
    """Of a choice of whole numbers, such as indices that are kept: some too many and none missing, or the other way round."""
    pairs = [(sample.expected, sample.got) for sample in samples if not sample.ok]
    for side in (side for pair in pairs for side in pair):
        if not isinstance(side, np.ndarray) or side.ndim != 1 or side.dtype.kind not in "iu" and side.size:
            return None
        if len(np.unique(side)) < len(side):
            return None
    if len(pairs) < LEAST_CALLS or any(len(a) == len(b) for a, b in pairs):
        return None
    if all(np.all(np.isin(a, b)) for a, b in pairs):
        return Kind.CHOSEN, {"what": "more", "count": len(pairs)}
    return (
        (Kind.CHOSEN, {"what": "fewer", "count": len(pairs)}) if all(np.all(np.isin(b, a)) for a, b in pairs) else None
    )
