"""Judge one call: did it return a value, and where does that part from the expected one?

The ladder: not attempted, raises, wrong type, wrong shape, wrong dtype, not finite, wrong values. Type and
shape are gates: passing them alone earns nothing.
"""

from __future__ import annotations

import numbers
from dataclasses import dataclass
from typing import Any

import numpy as np

from chainrule.calling.codec import Handle
from chainrule.calling.transport import Outcome

# (relative, absolute). A float64 result may differ by rounding in another order of summation, and
# expected values are written with 7 digits or more, hence 1e-6 and not 1e-15; float32 keeps 7
# digits, of which a sum over a few hundred terms leaves 5.
TOLERANCES = {"float64": (1e-6, 1e-10), "float32": (1e-4, 1e-6)}


@dataclass(frozen=True)
class Difference:
    """Why a value is not the expected one: the rung of the ladder, and a sentence."""

    rung: str
    sentence: str


def tolerances(expected: Any, got: Any, args: Any = ()) -> tuple[float, float]:
    """Relative and absolute tolerance: those of the coarsest floating-point type taking part."""
    single = any(getattr(value, "dtype", None) == np.float32 for value in (got, expected, *args))
    return TOLERANCES["float32" if single else "float64"]


def difference(
    expected: Any, got: Any, *, args: tuple = (), tol: float | None = None, where: str = ""
) -> Difference | None:
    """The first rung of the ladder on which ``got`` fails, or ``None`` where it is right.

    Parameters
    ----------
    expected : number, str, bool, None, array, list (read as an array), tuple or dict
    got : plain data, or a Handle for what is not plain data
    args : the call's arguments; float32 among them loosens the tolerance
    tol : relative and absolute tolerance; by default that of the dtypes
    where : what is compared, for tuples and dicts (``"item 0"``)
    """
    if isinstance(expected, tuple):
        return _difference_in_tuple(expected, got, args, tol, where)
    if isinstance(expected, dict):
        return _difference_in_dict(expected, got, args, tol, where)
    prefix = f"{where} is" if where else "It returned"
    if expected is None or isinstance(expected, str):
        if type(got) is type(expected) and got == expected:
            return None
        rung = "wrong values" if type(got) is type(expected) else "wrong type"
        return Difference(rung, f"{prefix} {kind_of(got)}; expected {short(expected)}.")
    return _difference_in_numbers(np.asarray(expected), got, args, tol, prefix, where)


def _difference_in_tuple(expected, got, args, tol, where) -> Difference | None:
    prefix = f"{where} is" if where else "It returned"
    if not isinstance(got, tuple) or len(got) != len(expected):
        count = f" of {len(got)}" if isinstance(got, tuple) else ""
        return Difference("wrong type", f"{prefix} {kind_of(got)}{count}; expected a tuple of {len(expected)}.")
    for index, (one, other) in enumerate(zip(expected, got)):
        found = difference(one, other, args=args, tol=tol, where=f"Item {index} of {where or 'the tuple'}")
        if found:
            return found
    return None


def _difference_in_dict(expected, got, args, tol, where) -> Difference | None:
    prefix = f"{where} is" if where else "It returned"
    if not isinstance(got, dict) or set(got) != set(expected):
        keys = f" with keys {sorted(map(str, got))[:10]}" if isinstance(got, dict) else ""
        return Difference(
            "wrong type", f"{prefix} {kind_of(got)}{keys}; expected a dict with keys {sorted(map(str, expected))}."
        )
    for key, one in expected.items():
        found = difference(one, got[key], args=args, tol=tol, where=f"The value of {key!r}")
        if found:
            return found
    return None


def _difference_in_numbers(expected: np.ndarray, got: Any, args, tol, prefix, where) -> Difference | None:
    wanted = "a number" if expected.shape == () else f"an array of shape {shape_text(expected.shape)}"
    if expected.dtype.kind == "b":
        wanted = "True or False" if expected.shape == () else f"a boolean array of shape {shape_text(expected.shape)}"
    if expected.shape == () and isinstance(got, numbers.Number):
        got = np.asarray(got)
    if not isinstance(got, (np.ndarray, np.generic)):
        hint = ""
        if got is None:
            hint = " Does every path end in a `return`?"
        elif isinstance(got, list) and expected.shape != ():
            hint = " Wrap it in np.array(…)."
        return Difference("wrong type", f"{prefix} {kind_of(got)}; expected {wanted}.{hint}")
    got = np.asarray(got)
    if got.shape != expected.shape:
        what = "a single number (0-d)" if got.shape == () else f"an array of shape {shape_text(got.shape)}"
        return Difference("wrong shape", f"{prefix} {what}; expected {wanted}.")
    kinds = {"b": "b", "i": "iuf", "u": "iuf", "f": "iuf", "U": "U", "c": "iufc"}[expected.dtype.kind]
    if got.dtype.kind not in kinds:
        extra = " Multiply by 1.0 or use .astype(float)." if got.dtype.kind == "b" else ""
        return Difference(
            "wrong dtype",
            f"{prefix} values of dtype {got.dtype}; expected {'booleans' if kinds == 'b' else 'real numbers'}.{extra}",
        )
    if got.dtype == np.float16:
        return Difference("wrong dtype", f"{prefix} values of dtype float16, which keeps 3 digits only.")
    if expected.dtype.kind in "bU":
        same = got == expected
    else:
        with np.errstate(all="ignore"):
            rtol, atol = tolerances(expected, got, args) if tol is None else (tol, tol)
            same = np.isclose(got, expected, rtol=rtol, atol=atol, equal_nan=True)
    if np.all(same):
        return None
    return _value_difference(expected, got, np.atleast_1d(same), prefix, where)


def _value_difference(expected, got, same, prefix, where) -> Difference:
    wrong = np.argwhere(~same)
    first = tuple(int(i) for i in wrong[0])
    rung = "wrong values"
    problem = ""
    if got.dtype.kind in "fc" and expected.dtype.kind in "iuf":
        bad = ~np.isfinite(got) & np.isfinite(expected)
        if np.any(bad):
            rung = "not finite"
            number = int(np.count_nonzero(bad))
            names = (
                "NaN"
                if np.all(np.isnan(got[bad]))
                else "infinity"
                if not np.any(np.isnan(got[bad]))
                else "NaN and infinity"
            )
            problem = f"{prefix} {names} {'here' if got.shape == () else f'in {number} of {got.size} places'}. "
            first = tuple(int(i) for i in np.argwhere(np.atleast_1d(bad))[0])
    first = () if got.shape == () else first
    where = "" if problem else where
    one, other = apart(expected[first], got[first])
    if got.shape == ():
        return Difference(rung, f"{problem}{f'{where}: expected' if where else 'Expected'} {one}, got {other}.")
    index = ", ".join(map(str, first))
    return Difference(
        rung,
        f"{problem}{f'{where}: ' if where else ''}{len(wrong)} of {got.size} values differ, first at index [{index}]: "
        f"expected {one}, got {other}.",
    )


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


def shape_text(shape: tuple) -> str:
    """A shape as the course writes it.

    >>> shape_text((3,))
    '(3,)'
    """
    return str(tuple(int(size) for size in shape))


def kind_of(value: Any) -> str:
    """What kind of thing a value is, in words, never through the value's own methods."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"an array of shape {shape_text(value.shape)} and dtype {value.dtype}"
    if isinstance(value, Handle):
        article = "an" if value.type_name[:1].lower() in "aeiou" else "a"
        return (
            f"{article} {value.type_name}"
            if value.type_name.startswith("array")
            else f"an object of type {value.type_name}"
        )
    if isinstance(value, (bool, np.bool_)):
        return f"the truth value {bool(value)}"
    if isinstance(value, numbers.Number):
        return f"the number {short(value)}"
    if isinstance(value, str):
        return f"the text {short(value)}"
    names = {list: "a list", tuple: "a tuple", dict: "a dict"}
    return names.get(type(value), f"a {type(value).__name__}")


def short(value: Any, limit: int = 160, digits: int = 6) -> str:
    """A value in few characters: numbers with 6 digits, large arrays by shape and dtype."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        text = f"{value:.{digits}g}"
        return text if any(mark in text for mark in ".en") else text + ".0"
    if isinstance(value, np.ndarray):
        if value.size > (24 if limit > 100 else 8):
            return f"<array {shape_text(value.shape)} {value.dtype}>"
        one = {"float_kind": lambda number: short(float(number), digits=digits)}  # NumPy would align, and write 3.e+00
        text = " ".join(np.array2string(value, separator=", ", max_line_width=10_000, formatter=one).split())
        return f"array({text})"
    if isinstance(value, np.random.Generator):
        return "rng"
    if isinstance(value, (list, tuple)):
        inner = ", ".join(short(item, limit) for item in value[:8]) + (", …" if len(value) > 8 else "")
        text = f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})"
    elif isinstance(value, dict):
        text = "{" + ", ".join(f"{short(k)}: {short(v)}" for k, v in list(value.items())[:8]) + "}"
    elif callable(value):
        text = getattr(value, "__name__", "f")
        text = "f" if text == "<lambda>" else text
    else:
        text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


# -- below the value ----------------------------------------------------------------------------

UNATTEMPTED = {"missing", "not attempted"}


def ladder(name: str, outcome: Outcome) -> Difference | None:
    """The rungs below the value: what kept a call from returning one."""
    message = outcome.message
    if outcome.status == "returned":
        return None
    if outcome.status == "raised":
        where = f" in the line `{outcome.line}`" if outcome.line else ""
        if outcome.error == "CallbackFailed":
            return Difference(
                "raises", f"The function that it was given failed when it was called{where}. It says: {message}"
            )
        text = (
            f"It raised {outcome.error}{where}. It says: {message}" if message else f"It raised {outcome.error}{where}."
        )
        return Difference("raises", text + advice(outcome))
    sentence = {
        "not attempted": f"Not attempted: `{name}` still raises NotImplementedError.",
        "missing": f"Not attempted: there is no function `{name}` yet. Run the cell that defines it, then this one.",
        "not callable": f"`{name}` is not a function but a value of type {message}: was the name used again?",
        "interrupted": "Not evaluated: the check was interrupted.",
        "unusable": f"What it returned cannot be read: {message}.",
        "timed out": f"It did not answer within {message}: is there a loop that does not end?",
        "died": "It ended the Python process that ran it.",
    }[outcome.status]
    rung = "not attempted" if outcome.status in UNATTEMPTED else "raises"
    return Difference(rung, sentence)


def advice(outcome: Outcome) -> str:
    """What to do about an exception whose own words lead a beginner astray."""
    if outcome.error == "ValueError" and "truth value of an array" in outcome.message:
        return (
            " — An `if` (and `max`, `and`, `or`, `not`) decides once, for the whole array; here every entry needs its own "
            "decision: np.where, a mask, or a loop over the entries."
        )
    if outcome.error == "TypeError" and (
        "only length-1 arrays" in outcome.message or "only 0-dimensional arrays" in outcome.message
    ):
        return " — The functions of `math` and `float(…)` take one number; those of NumPy take arrays too."
    return ""


def call_text(name: str, args: tuple, kwargs: dict) -> str:
    """A call as one would type it, large arrays by their shape."""
    words = [short(arg) for arg in args] + [f"{key}={short(value)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(words)})"
