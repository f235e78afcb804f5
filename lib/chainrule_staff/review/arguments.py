"""What a function's arguments were in the inputs of a sweep: types, shapes, values. In words, for a reviewer to hold against the contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

FEW = 3  # shapes of an array, or values of a number, among some hundred inputs: the rest of the contract is not tried


@dataclass
class Argument:
    """One argument over all inputs.

    Parameters
    ----------
    types, shapes, values : str
        What it was, in words; empty where that says nothing.
    narrow : str
        What of it hardly varies; empty where nothing does.
    """

    name: str
    types: str
    shapes: str = ""
    values: str = ""
    narrow: str = ""


@dataclass
class _Seen:
    """One argument's values, collected."""

    types: Counter = field(default_factory=Counter)
    shapes: Counter = field(default_factory=Counter)
    others: set = field(default_factory=set)
    low: float = np.inf
    high: float = -np.inf
    smallest: float = np.inf  # in size, but 0
    zeros: int = 0
    ties: int = 0
    transposed: int = 0
    count: int = 0


def arguments(rows: Sequence[Mapping[str, Any]]) -> list[Argument]:
    """What each argument was.

    Parameters
    ----------
    rows : sequence of dict
        The arguments of each input by name; an argument may be left out in some.
    """
    seen: dict[str, _Seen] = {}
    for row in rows:
        for name, value in row.items():
            _add(seen.setdefault(name, _Seen()), value)
    return [_told(name, found) for name, found in seen.items()]


def _add(found: _Seen, value: Any) -> None:
    found.count += 1
    array = value if isinstance(value, np.ndarray) else None
    found.types[str(value.dtype) if array is not None else type(value).__name__] += 1
    if array is not None:
        found.shapes[array.shape] += 1
        found.transposed += array.ndim > 1 and array.size > 1 and not array.flags.c_contiguous
    elif isinstance(value, bool | str) or value is None:
        found.others.add(repr(value))
        return
    elif not isinstance(value, int | float | np.integer | np.floating):
        if isinstance(value, list | tuple | dict):
            found.shapes[len(value)] += 1
        return
    numbers = np.asarray(value)
    if numbers.dtype.kind not in "iuf" or not numbers.size:
        return
    finite = numbers[np.isfinite(numbers)].astype(float)
    if array is None:
        found.others.add(float(value))
    if finite.size:
        found.low, found.high = min(found.low, float(finite.min())), max(found.high, float(finite.max()))
        sizes = np.abs(finite[finite != 0])
        found.smallest = min(found.smallest, float(sizes.min(initial=np.inf)))
        found.zeros += bool(np.any(finite == 0))
        found.ties += numbers.size > len(np.unique(numbers))


def _told(name: str, found: _Seen) -> Argument:
    types = ", ".join(f"{kind} {count}" for kind, count in found.types.most_common())
    arrays = [shape for shape in found.shapes if isinstance(shape, tuple)]
    shapes, values, narrow = "", "", ""
    if arrays:
        axes = sorted({len(shape) for shape in arrays})
        sides = [side for shape in arrays for side in shape]
        shapes = f"{_count(len(arrays), 'shape')}, {_range(axes)} {'axis' if axes == [1] else 'axes'}" + (
            f", sides {_range(sides)}" if sides else ""
        )
        shapes += f", transposed {found.transposed}" if found.transposed else ""
        if len(arrays) <= FEW and found.count > 10 * FEW and sides:
            narrow = f"only {_count(len(arrays), 'shape')}"
    elif found.shapes:
        lengths = [length for length in found.shapes]
        shapes = f"{_range(lengths)} items"
    if found.high >= found.low:
        values = f"{_number(found.low)} to {_number(found.high)}" if found.high > found.low else _number(found.low)
        values += f", smallest {_number(found.smallest)}" if 0 < found.smallest < 1e-3 else ""
        values += f", with a zero {found.zeros}" if found.zeros else ", never 0"
        values += f", equal entries {found.ties}" if found.ties else ""
    numbers = {one for one in found.others if isinstance(one, float)}
    if numbers:
        values = f"{_count(len(numbers), 'value')}, {values}"
        if len(numbers) <= FEW and found.count > 10 * FEW:
            narrow = f"only {_count(len(numbers), 'value')}"
    words = sorted(one for one in found.others if isinstance(one, str))
    if words:
        values = ", ".join([*words[:6], *([values] if values else [])])
    return Argument(name, types, shapes, values, narrow)


def _range(numbers: Sequence[int]) -> str:
    low, high = min(numbers), max(numbers)
    return str(low) if low == high else f"{low} to {high}"


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _number(value: float) -> str:
    return f"{float(f'{value:.3g}'):g}".replace("-", "−")
