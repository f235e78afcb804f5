"""Known mistakes, shipped as data: their wrong results and what to tell the learner.

``chainrule staff build`` runs every known mistake of a notebook on the visible cases of its
checks and writes ``chainrule/lectures/<notebook>/catalogue.json``. No mistake's code is in it,
and no correct result. A learner whose results agree with a mistake's is told so.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import importlib.resources
import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np

from chainrule.calling.codec import Codec
from chainrule.checks import session
from chainrule.checks.fingerprint import alike
from chainrule.checks.report import Finding, Kind, NamedMistake, finding

LEAST_AGREEMENT = 0.8  # of the further inputs on which an answer or a mistake fails, for the one to be called the other
DIGITS = 7  # of a stored number: two results are the same when they agree to five


def observe(outcome, quiet: bool = False) -> dict | None:
    """What identifies a call's outcome: the value, or the exception; ``None`` if neither.

    Where a call has to be ``quiet``, its warnings are part of it.
    """
    if outcome.status == "raised":
        return {"raised": f"{outcome.error}: {outcome.message}"[:200]}
    if outcome.status != "returned":
        return None
    return {"returned": outcome.value, "changed": outcome.changed_input, "warned": outcome.warnings if quiet else []}


def pack(observed: dict) -> dict:
    """An observation as JSON, with numbers of seven digits; see `unpack` for the way back."""
    if "returned" not in observed:
        return {key: _rounded(value) if isinstance(value, float) else value for key, value in observed.items()}
    flags = {key: observed[key] for key in ("changed", "warned") if observed.get(key)}
    return {"returned": pack_value(observed["returned"]), **flags}


def unpack(item: dict | None) -> dict | None:
    """An observation from its JSON."""
    if item is None or "returned" not in item:
        return item
    return {**item, "returned": unpack_value(item["returned"])}


def pack_value(value: Any) -> Any:
    """Plain data as JSON that people can read, or the codec's bytes where that would not be the same value."""
    try:
        found = _plain(value)
        readable = same_value(unpack_value(found), value)
    except (TypeError, ValueError, OverflowError):
        readable = False
    return found if readable else {"bytes": base64.b64encode(Codec().encode(value)).decode()}


def unpack_value(found: Any) -> Any:
    """A value from its JSON; arrays come back as nested lists, which compare like the arrays that they make."""
    if not isinstance(found, dict):
        return found
    if "tuple" in found:
        return tuple(unpack_value(item) for item in found["tuple"])
    if "dict" in found:
        return {unpack_value(key): unpack_value(item) for key, item in found["dict"]}
    return Codec().decode(base64.b64decode(found["bytes"]))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return {"tuple": [pack_value(item) for item in value]}
    if isinstance(value, dict):
        return {"dict": [[pack_value(key), pack_value(item)] for key, item in value.items()]}
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, (float, np.floating)):
        return _rounded(float(value))
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, (np.ndarray, np.generic)) and value.dtype.kind in "biuf":
        return _plain(value.tolist())
    raise TypeError(f"{type(value).__name__} has no readable form")


def _rounded(number: float) -> float | int:
    short = float(f"{number:.{DIGITS}g}")
    return int(short) if short.is_integer() and abs(short) < 10**DIGITS else short


def lecture_file(notebook: str, name: str):
    """A file that was built for a lecture: shipped with the library, or in $CHAINRULE_LECTURES.

    The variable is for lectures of one's own that are not part of the installed course.
    """
    folder = os.environ.get("CHAINRULE_LECTURES")
    root = Path(folder) if folder else importlib.resources.files("chainrule") / "lectures"
    return root / notebook / name


@functools.cache
def load(notebook: str) -> dict:
    """The catalogue of one notebook, empty where none is installed."""
    try:
        return parse(lecture_file(notebook, "catalogue.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def parse(text: str) -> dict:
    """A catalogue from its JSON."""
    found = json.loads(text)
    for exercise in found.values():
        for mistake in exercise["mistakes"]:
            mistake["observed"] = [unpack(item) for item in mistake["observed"]]
    return found


def entry(notebook: str, exercise: str) -> dict:
    """One exercise's number, title and mistakes; empty where the catalogue has none."""
    return session.current().catalogues.get(notebook, load(notebook)).get(exercise, {})


def agrees(one: dict | None, other: dict | None) -> bool:
    """Whether two observations show the same result (up to rounding)."""
    if not one or not other:
        return False
    if "measured" in one and "measured" in other:
        a, b = one["measured"], other["measured"]
        if not (np.isfinite(a) and np.isfinite(b)):
            return bool(a == b or (np.isnan(a) and np.isnan(b)))
        # Half the tolerance of the check: a random result that is a mistake's, not just near it.
        return abs(a - b) <= max(one["tol"] / 2, 0.02 * abs(b))
    if "raised" in one or "raised" in other:
        return one.get("raised") == other.get("raised")
    if "returned" not in one or "returned" not in other or bool(one.get("changed")) != bool(other.get("changed")):
        return False
    if one.get("warned") and other.get("warned") and one["warned"] != other["warned"]:
        return False  # two ways to the same values; where one side has silenced NumPy, its warnings tell nothing
    return same_value(one["returned"], other["returned"])


def same_value(a: Any, b: Any) -> bool:
    """Equal plain data: numbers within 1e-5, NaN equal to NaN, a list like the array it makes."""
    if isinstance(a, (tuple, dict)) or isinstance(b, (tuple, dict)):
        rows = [isinstance(one, tuple | list) for one in (a, b)]  # a list does for a tuple
        if not (all(rows) or isinstance(a, dict) and isinstance(b, dict)) or len(a) != len(b):
            return False
        pairs = zip(a, b) if all(rows) else [(a[key], b.get(key)) for key in a]
        return all(same_value(one, other) for one, other in pairs)
    if a is None or b is None or isinstance(a, str) or isinstance(b, str):
        return (a is None) == (b is None) and isinstance(a, str) == isinstance(b, str) and bool(a == b)
    try:
        a, b = np.asarray(a), np.asarray(b)
        if a.dtype.kind not in "biufc" or b.dtype.kind not in "biufc":
            return False
        return (
            a.shape == b.shape
            and (a.dtype.kind == "b") == (b.dtype.kind == "b")
            and bool(np.allclose(a, b, rtol=1e-5, atol=1e-8, equal_nan=True))
        )
    except (TypeError, ValueError):
        return False


def matching(entry: dict, cases: list, swept: dict[str, list] | None = None) -> list[NamedMistake]:
    """The known mistakes that the failures agree with, at most one for each function.

    A mistake matches when each readable case that it is known to get wrong is wrong in the same way, and so are
    most of the further inputs; where the answer is right and the mistake is not, it is not that mistake. It is ``whole``, *the* explanation, when every failure of its function, among readable
    cases and further inputs, is its failure; of several the one that explains most is taken.

    Parameters
    ----------
    entry : dict
        The exercise's part of the catalogue.
    cases : list of Case
        As the check recorded them.
    swept : dict
        By function, the stored further inputs as the check tried them.
    """
    best: dict[str, tuple[tuple, dict, bool]] = {}
    for mistake in entry.get("mistakes", []):
        function = mistake["function"]
        explained = _explained(mistake["observed"], cases)
        if explained is None:
            continue
        marks, tried = mistake.get("marks", []), (swept or {}).get(function, [])
        agreeing, differing = _held_against(marks, tried)
        refuted = any(known is not None and not one.found for known, one in zip(marks, tried))
        if refuted or not explained and not agreeing or agreeing < LEAST_AGREEMENT * (agreeing + differing):
            continue
        # The catalogue covers visible cases only, so hidden ones are ignored.
        unexplained = [
            case
            for case, item in zip(cases, mistake["observed"])
            if not case.ok and case.functions == {function} and item is None and case.observed is not None
        ]
        whole = not unexplained and not differing
        rank = (whole, agreeing - differing, explained)
        if function not in best or rank > best[function][0]:
            best[function] = (rank, mistake, whole)
    own = {function for function in best if _fails_by_itself(function, cases, swept or {})}
    covered = {function: _places(mistake["observed"]) for function, (_, mistake, _) in best.items()}
    return [
        NamedMistake(mistake["id"], function, mistake["explanation"], whole)
        for function, (_, mistake, whole) in best.items()
        # Cases that call two functions may be wrong because of either; what another's mistake explains as well needs no second.
        if function in own or not any(covered[function] < covered[other] for other in best)
    ]


def _fails_by_itself(function: str, cases: list, swept: dict[str, list]) -> bool:
    """Whether a function is wrong where no other one takes part."""
    alone = any(not case.ok and case.functions == {function} for case in cases)
    return alone or any(one.found for one in swept.get(function, []))


def _places(observed: list) -> set[int]:
    """The readable cases that a mistake gets wrong."""
    return {place for place, known in enumerate(observed) if known is not None}


def _explained(observed: list, cases: list) -> int | None:
    """How many readable cases are wrong in a mistake's way; ``None`` where one that it gets wrong is not."""
    explained = 0
    for case, known in zip(cases, observed):
        if known is None:
            continue
        if case.ok or not agrees(case.observed, known):
            return None
        explained += 1
    return explained


def _held_against(marks: list, tried: list) -> tuple[int, int]:
    """On how many further inputs a mistake and the answer fail alike, and on how many only one of them, or otherwise."""
    agreeing = differing = 0
    for known, one in zip(marks, tried):
        if known is None and not one.found:
            continue
        if known is not None and one.found and one.mark is not None and alike(known, one.mark):
            agreeing += 1
        else:
            differing += 1
    return agreeing, differing


def source_digest(source: str) -> str:
    """Identifies a check cell's text, whatever its trailing white space."""
    text = "\n".join(line.rstrip() for line in source.strip().splitlines())
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def edited_note(entry: dict) -> list[Finding]:
    """A note where the running cell is not the check that was released."""
    module = sys.modules.get("__main__")
    history = getattr(module, "In", None)
    if not entry.get("sources") or not hasattr(module, "get_ipython") or not isinstance(history, list) or not history:
        return []
    if source_digest(str(history[-1])) in entry["sources"]:
        return []
    return [finding(Kind.CHECK_EDITED)]
