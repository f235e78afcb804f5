"""Relations of numbers between what was expected and what came back, for :mod:`chainrule.checks.diagnosis`.

Each relation is a function of samples and of their pairs of arrays. It returns a kind with the values that its sentence
needs where it holds for every sample (some: for every sample that is wrong), and ``None`` elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from chainrule.checks.report import Finding, Kind

ZERO = 1e-10  # so far may a number be from 0 by rounding; what is tiny may be what was asked for
LEAST = 2  # failing cases with something to compare, before anything is told


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
    found: Finding | None = None  # what a check found wrong, where one has looked
    kwargs: dict[str, Any] = field(default_factory=dict)

    def given(self) -> dict[str, Any]:
        """Its arguments by name, as far as names are known."""
        return {**dict(zip(self.parameters, self.args)), **self.kwargs}


Told = tuple[Kind, dict[str, Any]]
Pairs = list[tuple[np.ndarray, np.ndarray]]


def array_of(value: Any) -> np.ndarray | None:
    """A value as an array of floats; ``None`` for what is none."""
    if isinstance(value, bool | np.bool_ | str) or value is None:
        return None
    try:
        array = np.asarray(value)
    except (TypeError, ValueError):
        return None
    return array.astype(float) if array.dtype.kind in "iuf" else None


def same(one: Any, other: Any, rtol: float = 1e-5) -> bool:
    """Whether two values are equal up to rounding."""
    a, b = array_of(one), array_of(other)
    if a is None or b is None:
        if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
            return one.shape == other.shape and one.dtype.kind == other.dtype.kind and bool(np.all(one == other))
        if type(one) is not type(other) or isinstance(one, np.ndarray):
            return False
        if isinstance(one, dict):
            return one.keys() == other.keys() and all(same(one[key], other[key], rtol) for key in one)
        if isinstance(one, (tuple, list)):
            return len(one) == len(other) and all(same(left, right, rtol) for left, right in zip(one, other))
        return bool(one == other)
    return close(a, b, rtol)


def close(a: np.ndarray, b: np.ndarray, rtol: float = 1e-5) -> bool:
    """Whether two arrays have one shape and agree up to rounding."""
    if a.shape != b.shape:
        return False
    finite = np.abs(a[np.isfinite(a)])
    with np.errstate(all="ignore"):
        return bool(np.allclose(a, b, rtol=rtol, atol=max(ZERO, 1e-7 * finite.max(initial=0.0)), equal_nan=True))


def numbers(samples: list[Sample]) -> Told | None:
    """The first relation of numbers that holds."""
    pairs = [(array_of(sample.expected), array_of(sample.got)) for sample in samples]
    if any(a is None or b is None for a, b in pairs):
        return None
    with np.errstate(all="ignore"):
        if any(close(a, b) for a, b in _of_wrong(samples, pairs)):  # type: ignore[arg-type]  # none of them is None
            return None  # what is wrong is finer than what these relations see
        for relation in RELATIONS:
            found = relation(samples, pairs)  # type: ignore[arg-type]
            if found:
                return found
    return None


def digits_lost(samples: list[Sample]) -> Told | None:
    """Right but for its digits: to be asked when there is no other explanation."""
    pairs = [(array_of(sample.expected), array_of(sample.got)) for sample in samples]
    if any(a is None or b is None for a, b in pairs):
        return None
    with np.errstate(all="ignore"):
        return digits(samples, pairs) or rough(samples, pairs)  # type: ignore[arg-type]


def always_the_same(samples: list[Sample]) -> Told | None:
    """One number wherever the result is wrong: to be asked last, for it tells little."""
    pairs = [(array_of(sample.expected), array_of(sample.got)) for sample in samples]
    if any(a is None or b is None for a, b in pairs):
        return None
    return constant(samples, pairs)  # type: ignore[arg-type]


def _of_wrong(samples: list[Sample], pairs: Pairs) -> Pairs:
    return [pair for sample, pair in zip(samples, pairs) if not sample.ok]


def _one_shape(pairs: Pairs) -> bool:
    return all(a.shape == b.shape for a, b in pairs)


def _finite(pairs: Pairs) -> bool:
    return all(np.all(np.isfinite(a)) and np.all(np.isfinite(b)) for a, b in pairs)


# -- the value is another one that is known ----------------------------------------------------------


def is_input(samples: list[Sample], pairs: Pairs) -> Told | None:
    """The result is one of the arguments."""
    for place in range(min(len(sample.args) for sample in samples)):
        given = [array_of(sample.args[place]) for sample in samples]
        if all(x is not None and same(x, b) for x, (_, b) in zip(given, pairs)):
            names = {sample.parameters[place] for sample in samples if place < len(sample.parameters)}
            return Kind.IS_INPUT, {"parameter": names.pop() if len(names) == 1 else "", "place": place}
    return None


def constant(samples: list[Sample], pairs: Pairs) -> Told | None:
    """One and the same number wherever the result is wrong, though others were expected."""
    wrong = _of_wrong(samples, pairs)
    got = np.concatenate([b.ravel() for _, b in wrong])
    right = np.concatenate([a.ravel() for a, _ in wrong])
    if not _one_shape(wrong) or not got.size or len(wrong) < 3 or len(np.unique(np.round(right, 6))) < 3:
        return None
    first = got[0]
    everywhere = np.all(np.isnan(got)) if np.isnan(first) else np.all(got == first)
    return (Kind.CONSTANT, {"value": f"{first:.4g}", "count": len(wrong)}) if everywhere else None


# -- the value times or plus something ---------------------------------------------------------------


def _ratios(pairs: Pairs) -> list[float | None] | None:
    """By which number each result is too large, ``None`` where that cannot be seen; nothing where it is none."""
    if not _one_shape(pairs) or not _finite(pairs):
        return None
    ratios: list[float | None] = []
    for a, b in pairs:
        scale = np.max(np.abs(a), initial=0.0)
        if scale == 0:
            if not np.allclose(a, b):
                return None
            ratios.append(None)
            continue
        at = np.unravel_index(np.argmax(np.abs(a)), a.shape)
        ratio = float(b[at] / a[at])
        if not np.allclose(b, ratio * a, rtol=1e-4, atol=1e-7 * max(scale, 1)):
            return None
        ratios.append(ratio)
    return ratios


def _sizes(sample: Sample) -> dict[str, float]:
    """Numbers that a forgotten or superfluous mean would bring in."""
    first = next((np.shape(arg) for arg in sample.args if isinstance(arg, np.ndarray) and np.ndim(arg)), ())
    if not first:
        return {}
    return {"rows": first[0], "columns": first[-1], "entries": int(np.prod(first))}


def factor(samples: list[Sample], pairs: Pairs) -> Told | None:
    """The result times a constant, or times a size of the input, or with n − 1 for n."""
    ratios = _ratios(pairs)
    if ratios is None:
        return None
    known = [ratio for ratio in ratios if ratio is not None]
    if len(known) < LEAST or not any(known):
        return None
    if np.allclose(known, known[0], rtol=1e-4):
        if np.isclose(known[0], -1):
            return Kind.SIGN, {}
        return (Kind.FACTOR, {"factor": f"{known[0]:.4g}"}) if not np.isclose(known[0], 1) else None
    sizes = [_sizes(sample) for sample, ratio in zip(samples, ratios) if ratio is not None]
    for size in ("rows", "columns", "entries"):
        n = np.array([found.get(size, np.nan) for found in sizes], dtype=float)
        for power, kind in ((1, Kind.TIMES_SIZE), (-1, Kind.OVER_SIZE), (0.5, Kind.TIMES_ROOT), (-0.5, Kind.OVER_ROOT)):
            if np.allclose(known, n**power, rtol=1e-4):
                return kind, {"size": size}
        for power in (1, -1, 0.5, -0.5):
            if np.allclose(known, ((n - 1) / n) ** power, rtol=1e-4):
                return Kind.ONE_LESS, {"size": size}
    return None


def offset(samples: list[Sample], pairs: Pairs) -> Told | None:
    """The result plus a constant."""
    if not _one_shape(pairs) or any(not a.size for a, _ in pairs):
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


FUNCTIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "square": np.square,
    "root": lambda a: np.where(a >= 0, np.sqrt(np.abs(a)), np.nan),
    "reciprocal": lambda a: 1 / a,
    "size": np.abs,
    "complement": lambda a: 1 - a,
    "exponential": np.exp,
    "logarithm": lambda a: np.log(np.abs(a)) + 0 * np.sqrt(a),
}


def function_of(samples: list[Sample], pairs: Pairs) -> Told | None:
    """The square, the root, the size, … of what was expected."""
    wrong = _of_wrong(samples, pairs)
    if not _one_shape(pairs) or len({float(f"{x:.5g}") for a, _ in wrong for x in a.ravel()}) < 3:
        return None
    for name, function in FUNCTIONS.items():
        if all(close(function(a), b) for a, b in pairs):
            return Kind.FUNCTION_OF, {"which": name}
    return None


# -- digits ------------------------------------------------------------------------------------------


def whole(samples: list[Sample], pairs: Pairs) -> Told | None:
    """The digits after the point are cut off or rounded away, wherever the result is wrong."""
    wrong = _of_wrong(samples, pairs)
    if not _one_shape(wrong):
        return None
    if not any(np.any(np.abs(a) >= 1) for a, _ in wrong):  # what is tiny may be lost in another way
        return None
    for how, kind in ((np.trunc, Kind.CUT), (np.floor, Kind.CUT), (np.round, Kind.ROUNDED)):
        if all(np.all(np.isfinite(a)) and np.array_equal(how(a), b) for a, b in wrong):
            return kind, {}
    return None


def digits(samples: list[Sample], pairs: Pairs) -> Told | None:
    """Rounded to some digits after the point, wherever it is wrong."""
    wrong = _of_wrong(samples, pairs)
    if not _one_shape(wrong) or not any(np.any(b != 0) for _, b in wrong):
        return None
    for count in range(1, 13):
        rounded = [(np.round(a, count), np.round(b, count), b) for a, b in wrong]
        if all(
            np.allclose(one, b, rtol=1e-6, atol=ZERO, equal_nan=True)
            and np.allclose(other, b, rtol=1e-6, atol=0, equal_nan=True)
            for one, other, b in rounded
        ):
            return Kind.DIGITS, {"digits": count}
    return None


def rough(samples: list[Sample], pairs: Pairs) -> Told | None:
    """Right to a few digits everywhere."""
    if not _one_shape(pairs):
        return None
    worst = 0.0
    for sample, (a, b) in zip(samples, pairs):
        finite = np.isfinite(a)
        if not np.array_equal(a[~finite], b[~finite], equal_nan=True) or not np.all(np.isfinite(b[finite])):
            return None
        scale = np.max(np.abs(a[finite]), initial=0.0)
        if not scale and not sample.ok:  # nothing is near 0 but 0
            return None
        worst = max(worst, float(np.max(np.abs(a - b)[finite], initial=0.0) / scale) if scale else 0.0)
    return (Kind.ROUGH, {"error": f"{_rounded_up(worst):.2g}"}) if 1e-9 < worst < 2e-3 else None


def _rounded_up(number: float) -> float:
    """A positive number with two digits that is at least as large."""
    step = 10.0 ** (np.floor(np.log10(number)) - 1)
    return float(np.ceil(number / step) * step)


def clipped(samples: list[Sample], pairs: Pairs) -> Told | None:
    """Everything beyond a bound was put onto it."""
    if not _one_shape(pairs):
        return None
    got = np.concatenate([b.ravel() for _, b in pairs])
    right = np.concatenate([a.ravel() for a, _ in pairs])
    if not got.size or not np.all(np.isfinite(got)):
        return None
    low, high = got.min(), got.max()
    if np.sum((got > low) & (got < high)) < max(3, 0.1 * got.size):  # what is nearly constant is something else
        return None
    if not np.allclose(np.clip(right, low, high), got, rtol=1e-5, atol=1e-9):
        return None
    bounds = {}
    if np.any(right < low - 1e-9):
        bounds["low"] = f"{low:.6g}"
    if np.any(right > high + 1e-9):
        bounds["high"] = f"{high:.6g}"
    return (Kind.CLIPPED, bounds) if bounds else None


# -- places ------------------------------------------------------------------------------------------


def turned(samples: list[Sample], pairs: Pairs) -> Told | None:
    """Transposed, or in reverse order, wherever the result is wrong."""
    wrong = _of_wrong(samples, pairs)
    ways: list[tuple[Kind, Callable, int]] = [
        (Kind.TRANSPOSED, np.transpose, 2),
        (Kind.REVERSED, lambda a: a[::-1], 1),
        (Kind.REVERSED, lambda a: a[..., ::-1], 1),
    ]
    for kind, way, least in ways:
        if all(a.ndim >= least and same(way(a), b) for a, b in wrong):
            return kind, {}
    return None


def reshaped(samples: list[Sample], pairs: Pairs) -> Told | None:
    """The right numbers in another shape, wherever the result is wrong."""
    wrong = _of_wrong(samples, pairs)
    if all(a.shape != b.shape and a.size == b.size and close(a.ravel(), b.ravel()) for a, b in wrong):
        kept = all(b.ndim > a.ndim and tuple(n for n in b.shape if n != 1) == tuple(n for n in a.shape if n != 1)
                   for a, b in wrong)  # fmt: skip
        flat = all(b.ndim == 1 for _, b in wrong)
        return Kind.RESHAPED, {"how": "axis" if kept else "flat" if flat else "shape"}
    return None


def shifted(samples: list[Sample], pairs: Pairs) -> Told | None:
    """Each entry stands one place too early or too late along the first axis."""
    if not _one_shape(pairs) or any(a.ndim == 0 or len(a) < 3 for a, _ in pairs):
        return None
    if all(same(a[1:], b[:-1]) for a, b in pairs):
        return Kind.EARLY, {}
    return (Kind.LATE, {}) if all(same(a[:-1], b[1:]) for a, b in pairs) else None


def ends(samples: list[Sample], pairs: Pairs) -> Told | None:
    """The last or the first entry is missing, or only the first is there, wherever the result is wrong."""
    wrong = _of_wrong(samples, pairs)
    if not all(a.ndim and a.ndim == b.ndim and len(a) for a, b in wrong) or not any(len(a) > 2 for a, _ in wrong):
        return None
    for part, cut in (("last", slice(None, -1)), ("first", slice(1, None)), ("rest", slice(None, 1))):
        if all(len(a[cut]) < len(a) and same(a[cut], b) for a, b in wrong):
            return Kind.MISSING_END, {"part": part}
    return None


def order(samples: list[Sample], pairs: Pairs) -> Told | None:
    """The right entries in another order, wherever the result is wrong."""
    wrong = _of_wrong(samples, pairs)
    if not _one_shape(wrong) or not all(a.ndim == 1 and np.all(np.isfinite(a)) for a, _ in wrong):
        return None
    several = sum(len(np.unique(a)) > 2 for a, _ in wrong)
    return (Kind.ORDER, {}) if several >= LEAST and all(close(np.sort(a), np.sort(b)) for a, b in wrong) else None


def only_first(samples: list[Sample], pairs: Pairs) -> Told | None:
    """Right at the first entry (step, layer or row) in every case, and wrong at some later one."""
    wrong = _of_wrong(samples, pairs)
    if not _one_shape(pairs) or any(a.ndim == 0 or not len(a) for a, _ in pairs) or len(wrong) < 3:
        return None
    if not all(len(a) > 1 for a, _ in wrong) or not all(same(a[0], b[0]) for a, b in pairs):
        return None
    until = min(next(k for k in range(len(a)) if not same(a[k], b[k])) for a, b in wrong)
    return Kind.FROM_STEP, {"right": until}


# -- how many numbers --------------------------------------------------------------------------------

REDUCTIONS: dict[str, Callable[[np.ndarray], Any]] = {
    "largest": np.max,
    "smallest": np.min,
    "mean": np.mean,
    "sum": np.sum,
    "count": len,
    "first": lambda a: a.flat[0],
    "last": lambda a: a.flat[-1],
}


def reduced(samples: list[Sample], pairs: Pairs) -> Told | None:
    """An array where one of its numbers was asked for, or the other way, wherever the result is wrong."""
    wrong = _of_wrong(samples, pairs)
    if all(a.ndim == 0 and b.ndim and b.size for a, b in wrong) and any(b.size > 1 for _, b in wrong):
        for name, of in REDUCTIONS.items():
            if all(close(a, np.asarray(of(b), dtype=float)) for a, b in wrong):
                return Kind.UNREDUCED, {"which": name}
    if all(b.ndim == 0 and a.ndim and a.size for a, b in wrong) and any(a.size > 1 for a, _ in wrong):
        for name, of in REDUCTIONS.items():
            if name != "count" and all(close(np.asarray(of(a), dtype=float), b) for a, b in wrong):
                return Kind.REDUCED, {"which": name}
    return None


RELATIONS = (
    is_input,
    factor,
    offset,
    whole,
    function_of,
    clipped,
    turned,
    reshaped,
    shifted,
    ends,
    order,
    reduced,
    only_first,
)
