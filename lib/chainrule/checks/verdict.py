"""Judge one call: did it return a value, and where does that part from the expected one?

The ladder: not attempted, raises, wrong type, wrong shape, wrong dtype, not finite, wrong values. Type and
shape are gates: passing them alone earns nothing. What is found is data; its words are in ``words``.
"""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np

from chainrule.calling.kept import Handle, Kept
from chainrule.calling.transport import Outcome
from chainrule.checks.report import Finding, Kind, finding

# (relative, absolute). A float64 result may differ by rounding in another order of summation, and
# expected values are written with 7 digits or more, hence 1e-6 and not 1e-15; float32 keeps 7
# digits, of which a sum over a few hundred terms leaves 5. Bytes have 3: whoever makes float32 of them loses nothing.
TOLERANCES = {"float64": (1e-6, 1e-10), "float32": (1e-4, 1e-6)}

COARSE = (np.float32, np.uint8)

Where = tuple[tuple[str, Any], ...]

# -- a call that did not return a value -----------------------------------------------------------

_WITHOUT_VALUE = {
    "not attempted": Kind.NOT_ATTEMPTED,
    "missing": Kind.MISSING,
    "not callable": Kind.NOT_CALLABLE,
    "interrupted": Kind.INTERRUPTED,
    "unusable": Kind.UNUSABLE,
    "timed out": Kind.TIMED_OUT,
    "died": Kind.DIED,
}


def obstacle(name: str, outcome: Outcome) -> Finding | None:
    """What kept a call of ``name`` from returning a value; ``None`` where it returned one."""
    if outcome.status == "returned":
        return None
    elsewhere = dict(zip(("name", "why"), outcome.elsewhere)) if outcome.elsewhere else {}
    more: dict[str, Any] = {"elsewhere": elsewhere} if elsewhere else {}
    if isinstance(outcome.why, Finding):
        if outcome.status != "raised":
            return outcome.why
        more["why"] = outcome.why.to_dict()
    if outcome.status == "raised":
        if outcome.error == "CallbackFailed":
            return finding(Kind.CALLBACK_FAILED, message=outcome.message, line=outcome.line)
        return finding(Kind.RAISED, error=outcome.error, message=outcome.message, line=outcome.line, **more)
    kind = _WITHOUT_VALUE[outcome.status]
    if kind == Kind.NOT_CALLABLE:
        return finding(kind, function=name, type=outcome.message)
    if kind == Kind.UNUSABLE:
        return finding(kind, message=outcome.message, **outcome.details)
    if kind == Kind.TIMED_OUT:
        return finding(kind, **outcome.details)
    return finding(kind, function=name, **more)


# -- a value held against the expected one ---------------------------------------------------------


def tolerances(expected: Any, args: Any = ()) -> tuple[float, float]:
    """Relative and absolute tolerance: those of the coarsest type in the right result and the inputs.

    What came back has no say. An answer would pass as float32 that is refused as float64.
    """
    return TOLERANCES["float32" if _single((expected, args)) else "float64"]


def _single(value: Any) -> bool:
    """Whether there is a float32, or a byte, in a value, or in what it holds; not in what is a learner's, such as a cache."""
    if isinstance(value, Kept):
        return False
    if isinstance(value, tuple | list):
        return any(map(_single, value))
    if isinstance(value, dict):
        return any(map(_single, value.values()))
    return getattr(value, "dtype", None) in COARSE


def difference(
    expected: Any, got: Any, *, args: tuple = (), tol: float | None = None, where: Where = ()
) -> Finding | None:
    """The first rung of the ladder on which ``got`` fails, or ``None`` where it is right.

    Parameters
    ----------
    expected : number, str, bool, None, array, list (read as an array), tuple or dict
    got : plain data (a list stands for a tuple, too), or a Handle for what is not plain data
    args : the call's arguments; float32 among them loosens the tolerance
    tol : relative and absolute tolerance; by default that of the dtypes of what is expected and of the arguments
    where : what is compared, for tuples and dicts: ``("item", 0)`` and ``("key", "dW")``, from the outside in
    """
    if isinstance(expected, tuple):
        return _in_tuple(expected, got, args, tol, where)
    if isinstance(expected, dict):
        return _in_dict(expected, got, args, tol, where)
    if expected is None or isinstance(expected, str):
        alike = got is None if expected is None else isinstance(got, str)  # a text of a type of the learner's, too
        if alike and got == expected:
            return None
        kind = Kind.OTHER_VALUE if alike else Kind.WRONG_TYPE
        return _found(kind, where, got=describe(got), wanted={"is": "value", "shown": short(expected)})
    return _in_numbers(np.asarray(expected), got, args, tol, where)


def _found(kind: Kind, where: Where, **values: Any) -> Finding:
    return finding(kind, where=[list(step) for step in where], **values)


def _in_tuple(expected: tuple, got: Any, args: tuple, tol: float | None, where: Where) -> Finding | None:
    wanted = {"is": "tuple", "count": len(expected)}
    if _is_names(got) and all(isinstance(name, str) for name in expected):
        got = got.tolist()
    if not isinstance(got, tuple | list):  # a list does as well: what counts is what is in it
        return _found(Kind.WRONG_TYPE, where, got=describe(got), wanted=wanted)
    if len(got) != len(expected):
        return _found(Kind.WRONG_COUNT, where, got={**describe(got), "count": len(got)}, wanted=wanted)
    for index, (one, other) in enumerate(zip(expected, got)):
        found = difference(one, other, args=args, tol=tol, where=(*where, ("item", index)))
        if found:
            return found
    return None


def _in_dict(expected: dict, got: Any, args: tuple, tol: float | None, where: Where) -> Finding | None:
    wanted = {"is": "dict", "keys": sorted(map(str, expected))}
    if not isinstance(got, dict):
        return _found(Kind.WRONG_TYPE, where, got=describe(got), wanted=wanted)
    if set(got) != set(expected):
        keys = {"is": "dict", "keys": sorted(map(str, got))[:10]}
        return _found(Kind.WRONG_KEYS, where, got=keys, wanted=wanted)
    for key, one in expected.items():
        found = difference(one, got[key], args=args, tol=tol, where=(*where, ("key", key)))
        if found:
            return found
    return None


def _as_array_would_do(got: Any, expected: np.ndarray) -> bool:
    """Whether a list of numbers has the shape that is asked for, so that being a list is all that is wrong."""
    try:
        return isinstance(got, list) and expected.ndim > 0 and np.shape(got) == expected.shape
    except ValueError:  # its rows are not of one length
        return False


def _in_numbers(expected: np.ndarray, got: Any, args: tuple, tol: float | None, where: Where) -> Finding | None:
    single = expected.shape == ()
    wanted: dict[str, Any] = {"is": "number"} if single else {"is": "array", "shape": list(expected.shape)}
    if expected.dtype.kind == "b":
        wanted = {"is": "truth"} if single else {"is": "truths", "shape": list(expected.shape)}
    if single and isinstance(got, numbers.Number):
        got = np.asarray(got)
    if expected.dtype.kind == "U" and isinstance(got, tuple | list) and all(isinstance(name, str) for name in got):
        got = np.asarray(got, dtype=str)  # names need no array: one cannot compute with them
    if not isinstance(got, np.ndarray | np.generic):
        hint = {"hint": "return"} if got is None else {"hint": "array"} if _as_array_would_do(got, expected) else {}
        return _found(Kind.WRONG_TYPE, where, got=describe(got), wanted=wanted, **hint)
    got = np.asarray(got)
    if got.shape != expected.shape:
        return _found(Kind.WRONG_SHAPE, where, shape=list(got.shape), wanted=wanted)
    kinds = {"b": "b", "i": "iuf", "u": "iuf", "f": "iuf", "U": "U", "c": "iufc"}[expected.dtype.kind]
    if got.dtype.kind not in kinds:
        asked = "truths" if kinds == "b" else "numbers"
        return _found(Kind.WRONG_DTYPE, where, dtype=str(got.dtype), wanted=asked)
    if got.dtype == np.float16:
        return _found(Kind.FEW_DIGITS, where)
    if expected.dtype.kind in "bU":
        same = got == expected
    else:
        rtol, atol = tolerances(expected, args) if tol is None else (tol, tol)
        if _near(got, expected, rtol, atol):
            return None
        with np.errstate(all="ignore"):
            same = np.isclose(got, expected, rtol=rtol, atol=atol, equal_nan=True)
    return None if np.all(same) else _first_difference(expected, got, np.atleast_1d(same), where)


def _near(got: np.ndarray, expected: np.ndarray, rtol: float, atol: float) -> bool:
    """Whether all are floating-point numbers that agree and are finite: what ``np.isclose`` asks, in a fifth of its time."""
    if got.dtype.kind != "f" or expected.dtype.kind != "f":
        return False
    with np.errstate(all="ignore"):
        apart = abs(got - expected)
        return bool((apart <= atol + rtol * abs(expected)).all() and np.isfinite(apart).all())


def _is_names(got: Any) -> bool:
    """Whether a value is a row of names as an array: it does for a tuple or a list of them."""
    return isinstance(got, np.ndarray) and got.dtype.kind == "U" and got.ndim == 1


def _first_difference(expected: np.ndarray, got: np.ndarray, same: np.ndarray, where: Where) -> Finding:
    """Where two arrays of one shape first differ; what is not finite comes first."""
    wrong = np.argwhere(~same)
    first = wrong[0]
    kind, values = Kind.VALUES_DIFFER, {}
    size = None if got.shape == () else got.size
    if got.dtype.kind in "fc" and expected.dtype.kind in "iuf":
        bad = ~np.isfinite(got) & np.isfinite(expected)
        if np.any(bad):
            kind = Kind.NOT_FINITE
            undefined = np.isnan(got[bad])
            what = "nan" if np.all(undefined) else "infinity" if not np.any(undefined) else "both"
            values = {"what": what, "bad": int(np.count_nonzero(bad))}
            first = np.argwhere(np.atleast_1d(bad))[0]
    index = () if got.shape == () else tuple(int(i) for i in first)
    one, other = apart(expected[index], got[index])
    return _found(kind, where, wrong=len(wrong), size=size, index=list(index), expected=one, got=other, **values)


def letter(said: str) -> str:
    """A prediction's letter, however it is set: the text shows it as ``(b)``, and some write it so.

    >>> letter("b"), letter(" (b)"), letter("B.")
    ('b', 'b', 'b')
    """
    return said.strip(" ().").lower()


# -- values as they are shown ----------------------------------------------------------------------


def describe(value: Any) -> dict[str, Any]:
    """What kind of thing a value is, as plain data for a finding; never through the value's own methods."""
    if value is None:
        return {"is": "value", "shown": "None"}
    if isinstance(value, np.ndarray):
        return {"is": "array", "shape": list(value.shape), "dtype": str(value.dtype)}
    if isinstance(value, Handle):
        if value.type_name.startswith("array"):  # of a dtype that may not cross, such as object
            return {"is": "array", "shape": None, "type": value.type_name}
        return {"is": "object", "type": value.type_name}
    if isinstance(value, bool | np.bool_):
        return {"is": "truth", "shown": str(bool(value))}
    if isinstance(value, numbers.Number):
        return {"is": "number", "shown": short(value)}
    if isinstance(value, str):
        return {"is": "text", "shown": short(value)}
    return {
        "is": next((kind.__name__ for kind in (tuple, list, dict) if isinstance(value, kind)), type(value).__name__)
    }


def apart(expected: Any, got: Any) -> tuple[str, str]:
    """Two different numbers with as many digits as it takes to see the difference, at least 6.

    >>> apart(0.26894142, 0.268941)
    ('0.2689414', '0.268941')
    """
    for digits in range(6, 18):
        one, other = (short(value, digits=digits) for value in (expected, got))
        if one != other:
            break
    return one, other


def short(value: Any, limit: int = 160, digits: int = 6, exact: bool = False) -> str:
    """A value in few characters: numbers with 6 digits, large arrays by shape and dtype.

    ``exact``: a number that would look like a round one, and is another, is written in full. With 17 ``digits`` every
    number is written as Python does.

    >>> short(8.000000001), short(8.000000001, exact=True), short(1 / 3, exact=True)
    ('8.0', '8.000000001', '0.333333')
    """
    if isinstance(value, np.floating):
        return _written(value, digits, exact)
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return _written(value, digits, exact)
    if isinstance(value, np.ndarray):
        if value.size > (_SHOWN if limit > 100 else 8):
            return f"<array {tuple(value.shape)} {value.dtype}>"
        text = np.array2string(
            value,
            separator=", ",
            max_line_width=10_000,
            # NumPy would align, and write 3.e+00
            formatter={"float_kind": lambda number: _written(number, digits, exact)},
        )
        usual = value.dtype.kind in "bU" or value.dtype in (np.float64, np.int64)
        return f"array({' '.join(text.split())}{'' if usual else f', dtype={value.dtype.name}'})"
    if isinstance(value, np.random.Generator):
        return "rng"
    if isinstance(value, list | tuple):
        items = [short(item, limit, digits, exact) for item in value[:8]]
        inner = ", ".join(items) + (", …" if len(value) > 8 else "")
        text = f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})"
    elif isinstance(value, dict):
        items = [f"{short(k)}: {short(v, digits=digits, exact=exact)}" for k, v in list(value.items())[:8]]
        text = "{" + ", ".join(items) + "}"
    elif callable(value):
        text = getattr(value, "__name__", "f")
        text = "f" if text == "<lambda>" else text
    else:
        text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


_SHOWN = 24
"""Arrays of more entries are shown by their shape."""


def _written(number: Any, digits: int, exact: bool) -> str:
    """A float of any width; see ``short``."""
    text = f"{float(number):.{digits}g}"
    if not np.isfinite(number):
        return text
    mantissa = text.split("e")[0].lstrip("-").replace(".", "").lstrip("0")
    if digits >= 17 or exact and len(mantissa) < digits and type(number)(text) != number:
        text = str(number)
    return text if any(mark in text for mark in ".e") else text + ".0"


def _floats(value: Any) -> list[float]:
    """The floats that are to be seen where a value is shown."""
    if isinstance(value, float | np.floating):
        return [float(value)]
    if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.size <= _SHOWN:
        return value.ravel().tolist()
    return [one for item in value[:8] for one in _floats(item)] if isinstance(value, list | tuple) else []


def call_text(name: str, args: tuple, kwargs: dict) -> str:
    """A call as one would type it, large arrays by their shape. What differs looks different, and what is not round does not look so.

    >>> call_text("f", (np.array([8.000000001, 0.5]),), {"at": 1 / 3})
    'f(array([8.000000001, 0.5]), at=0.333333)'
    >>> call_text("f", (200001.0, 200001.0000000001), {})
    'f(200001.0, 200001.0000000001)'
    """
    seen = {one for value in (*args, *kwargs.values()) for one in _floats(value) if one == one}
    digits = 6 if len({f"{one:.6g}" for one in seen}) == len(seen) else 17
    words = [short(arg, digits=digits, exact=True) for arg in args]
    words += [f"{key}={short(value, digits=digits, exact=True)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(words)})"
