"""What a check remembers of a result, once it has been judged: for known mistakes, a diagnosis, and what equals what.

A result that is about as large as its call is remembered whole. Of one that is far larger, which is wrong anyhow, there is
a sample: what is small in it stays, and what is large is a name with a digest, by which it is told from another.
"""

from __future__ import annotations

import hashlib
import sys
from typing import Any

import numpy as np

from chainrule.calling.kept import Handle

SPARE = 2**18  # bytes, however little a call was given
TIMES = 4  # as many bytes as a call was given and is expected to return


def remembered(value: Any, *like: Any) -> Any:
    """A result as it is remembered; the very object where it is not far larger than ``like``.

    Parameters
    ----------
    value : plain data
    *like : plain data
        What belongs to the call: its arguments, and the right result where it is known.
    """
    size = weight(value)
    if size <= SPARE:
        return value
    room = SPARE + TIMES * sum(map(weight, like))
    return value if size <= room else _Sample(room).of(value)


def weight(value: Any) -> int:
    """The bytes that plain data take up, about."""
    if isinstance(value, np.ndarray):
        return value.nbytes + 100
    size = sys.getsizeof(value, 100)
    if isinstance(value, tuple | list):
        return size + sum(map(weight, value))
    if isinstance(value, dict):
        return size + sum(weight(key) + weight(item) for key, item in value.items())
    return size


class _Sample:
    """Takes from a value what there is room for, the small items first: one that is right is not large."""

    def __init__(self, room: int):
        self.room = room

    def of(self, value: Any) -> Any:
        size = weight(value)
        if size <= self.room:
            self.room -= size
            return value
        if isinstance(value, tuple | list) and len(value) * 100 <= self.room:
            items = list(value)
            for place in sorted(range(len(items)), key=lambda place: weight(items[place])):
                items[place] = self.of(items[place])
            return tuple(items) if isinstance(value, tuple) else items
        if isinstance(value, dict) and len(value) * 200 <= self.room and all(isinstance(key, str) for key in value):
            return {key: self.of(item) for key, item in value.items()}
        return _named(value)


def _named(value: Any) -> Handle:
    """A name for what is too large, with a digest of its data where they are at hand in one piece."""
    if isinstance(value, np.ndarray):
        digest = hashlib.sha256(value.tobytes()).hexdigest()[:8]
        return Handle(-1, f"array of shape {value.shape}, too large to keep, {digest}"[:80])
    return Handle(-1, f"{type(value).__name__} that is too large to keep")
