"""A short mark of a result, by which it is recognised without being stored: for known mistakes and general slips.

Two results with one fingerprint are equal up to rounding, for all that a check can tell: the form of the data, the
number of NaN and infinite entries, and two weighted sums of the others.
"""

from __future__ import annotations

from typing import Any

import numpy as np

DIGITS = 7
CLOSE = 2e-5  # results agree to five digits in a check's comparison of mistakes


def fingerprint(value: Any) -> list:
    """The mark of plain data, itself plain data (JSON)."""
    numbers: list[np.ndarray] = []
    form = _form(value, numbers)
    entries = np.concatenate([one.ravel() for one in numbers]) if numbers else np.zeros(0)
    finite = entries[np.isfinite(entries)]
    counts = [int(np.isnan(entries).sum()), int((entries == np.inf).sum()), int((entries == -np.inf).sum())]
    places = np.flatnonzero(np.isfinite(entries))
    with np.errstate(all="ignore"):
        sums = [
            float(f"{np.sum(weights * finite):.{DIGITS}g}")
            for weights in (1 + np.cos(places * 1.7), 1 + np.sin(places * 2.3 + 1), np.sign(finite))
        ]
    return [form, *counts, *sums]


def _form(value: Any, numbers: list[np.ndarray]) -> str:
    if isinstance(value, tuple | list):
        inner = ",".join(_form(item, numbers) for item in value)
        return f"({inner})"
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{_form(value[key], numbers)}" for key in sorted(value, key=str)) + "}"
    if value is None or isinstance(value, str):
        return repr(value)[:80]
    if isinstance(value, np.ndarray | np.generic | int | float | complex):
        array = np.asarray(value)
        if array.dtype.kind in "biuf":
            numbers.append(array.astype(float))
            kind = "b" if array.dtype.kind == "b" else "n"
            return f"{kind}{'x'.join(map(str, array.shape))}"
        return f"{array.dtype.kind}{'x'.join(map(str, array.shape))}"
    return "?"


def alike(one: list, other: list) -> bool:
    """Whether two fingerprints are of equal results, up to rounding."""
    if len(one) != len(other) or one[:4] != other[:4]:
        return False
    if len(one) < 5:  # the name of what was raised
        return True
    scale = max(*(abs(value) for value in (*one[4:], *other[4:])), 0.0)
    if not np.isfinite(scale):
        return one[4:] == other[4:]
    return all(abs(a - b) <= CLOSE * scale + 1e-12 for a, b in zip(one[4:], other[4:]))
