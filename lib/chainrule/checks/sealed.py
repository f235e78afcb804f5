"""Another way to solve an exercise, sealed so that only a right answer opens it.

``chainrule staff build`` writes ``chainrule/lectures/<notebook>/sealed.json``: for each exercise the course's solution and a
variant, enciphered, with inputs that no check shows. The key is made from what the learner's own functions return for
them, rounded. Only entries that lie well inside a step of the rounding count, so that no right answer is shut out by its
last digits. This keeps a solution from being read before its time; it is no secret from someone who has a right answer.
"""

from __future__ import annotations

import base64
import copy
import functools
import hashlib
import json
import zlib
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from chainrule.checks import known_mistakes, sweep
from chainrule.checks.calls import Calls
from chainrule.checks.report import Finding

FILE = "sealed.json"
TAG_BYTES = 16


@dataclass(frozen=True)
class Way:
    """Two solutions of an exercise, and what differs between them."""

    reference: str
    variant: str
    says: str


@dataclass(frozen=True, eq=False)
class Probe:
    """A call whose result is part of a key: the entries at ``places``, in steps of ``step``."""

    function: str
    given: sweep.Input
    places: tuple[int, ...]
    step: float

    def digits(self, value: Any) -> list[int] | None:
        """The counted entries of a result in whole steps; ``None`` where it does not have them."""
        found = numbers_of(value)
        if any(place >= found.size for place in self.places):
            return None
        steps = np.rint(found[list(self.places)] / self.step)
        return [int(step) for step in steps] if np.isfinite(steps).all() else None


def numbers_of(value: Any) -> np.ndarray:
    """All numbers of a result in order, whatever they are kept in; each text counts as one.

    >>> numbers_of(({"b": [1, True], "a": "x"}, 2.5))[1:]
    array([1. , 1. , 2.5])
    """
    if isinstance(value, dict):
        value = tuple(value[key] for key in sorted(value, key=repr))
    if isinstance(value, str):
        return np.array([float(zlib.crc32(value.encode()))])
    if isinstance(value, tuple | list):
        return np.concatenate([np.zeros(0), *map(numbers_of, value)])
    array = np.asarray(value)
    if array.dtype.kind == "U":
        return numbers_of(array.ravel().tolist())
    return array.astype(np.float64).ravel() if array.dtype.kind in "biuf" else np.zeros(0)


# -- sealing and opening ---------------------------------------------------------------------------


def key_of(exercise: str, digits: list[list[int]]) -> bytes:
    """The key that rounded results make."""
    return hashlib.shake_256(json.dumps([exercise, digits]).encode()).digest(32)


def seal(way: Way, key: bytes) -> dict[str, str]:
    """A way as text that nobody reads without the key."""
    plain = zlib.compress(json.dumps(asdict(way)).encode(), 9)
    return {"text": base64.b85encode(_enciphered(plain, key)).decode(), "tag": _tag(plain, key)}


def unseal(sealed: dict[str, str], key: bytes) -> Way | None:
    """The way, or ``None`` where this is another key than the one it was sealed with."""
    plain = _enciphered(base64.b85decode(sealed["text"]), key)
    return Way(**json.loads(zlib.decompress(plain))) if _tag(plain, key) == sealed["tag"] else None


def _enciphered(text: bytes, key: bytes) -> bytes:
    """``text`` combined with a stream of bytes made from the key; done twice, it is as it was."""
    stream = hashlib.shake_256(b"stream" + key).digest(len(text))
    return bytes(one ^ other for one, other in zip(text, stream))


def _tag(plain: bytes, key: bytes) -> str:
    return hashlib.shake_256(b"tag" + key + plain).hexdigest(TAG_BYTES)


def pack(probes: list[Probe]) -> dict[str, Any]:
    """Probes as JSON, without the results."""
    return {
        "functions": [probe.function for probe in probes],
        "inputs": sweep.pack(probe.given for probe in probes),
        "places": [list(probe.places) for probe in probes],
        "steps": [probe.step for probe in probes],
    }


def unpack(found: dict[str, Any]) -> list[Probe]:
    """The probes of :func:`pack`'s JSON."""
    rows = zip(found["functions"], sweep.unpack(found["inputs"]), found["places"], found["steps"], strict=True)
    return [Probe(function, given, tuple(places), step) for function, given, places, step in rows]


@functools.cache
def load(notebook: str) -> dict[str, dict[str, Any]]:
    """What is sealed of one notebook, by exercise; empty where nothing is installed."""
    try:
        return json.loads(known_mistakes.lecture_file(notebook, FILE).read_text("utf-8"))["exercises"]
    except (OSError, ValueError, KeyError):
        return {}


def another_way(notebook: str, exercise: str, calls: Calls) -> Way | None:
    """The other way of an exercise whose check has passed; ``None`` where none is installed or the results are others."""
    entry = load(notebook).get(exercise)
    return None if entry is None else open_with(entry, exercise, calls)


def open_with(entry: dict[str, Any], exercise: str, calls: Calls) -> Way | None:
    """What is sealed in an entry of ``sealed.json``, if the functions that are called return what opens it."""
    digits = []
    for probe in unpack(entry["probes"]):
        found = probe.digits(_result(probe, calls))
        if found is None:
            return None
        digits.append(found)
    return unseal(entry, key_of(exercise, digits))


def _result(probe: Probe, calls: Calls) -> Any:
    given = copy.deepcopy(probe.given)
    value = calls.evaluate(lambda *_: sweep.result_of(calls.proxies, probe.function, given), numbers=False)
    return None if isinstance(value, Finding) else value
