"""How much may cross between a check and a learner's function: counted before it is made, hashed or computed with.

Used by :mod:`chainrule.calling.codec` for each message, and by :mod:`chainrule.calling.transport` for what one call may
send back. Whoever sends may lie about sizes and choose every byte, so nothing here trusts what it counts.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

MAX_BYTES = 32 * 2**20
MAX_TEXT = 8 * 2**20  # of the JSON tree: everything but the bytes of arrays
TEXT_SPARE, TEXT_EACH = 2**16, 100  # of it, where numbers are counted: so much, and as much more for each
MAX_DEPTH = 24
MAX_ITEMS = 100_000
MAX_KEYS = 2000  # of dicts, but for texts: how numbers are hashed is known, so they can be chosen to collide
MAX_KEY_TEXT = 1000  # characters of a key
MAX_KEY_BITS = 64  # of an integer that is a key
SPARE_ENTRIES = 20_000  # that any call may send back, however little it was given: a cache, a table
TIMES_ENTRIES = 100  # as much as it was given and is expected: im2col of a 5 x 5 filter, with its caches, is 60 times
# As much as the whole numbers among the arguments would make as a shape, of a layer with its windows once more, as long as
# there is not so much more: a check may multiply it by itself.
TIMES_SHAPE, SPARE_SHAPE = 50, 2 * 10**6
LARGEST_SHAPE = 10**6


class CodecError(ValueError):
    """A value cannot cross: it is too large, too deep, or the bytes are not a message.

    Parameters
    ----------
    reason : str
        ``"data"``, ``"text"`` or ``"arguments"`` (more megabytes than the limit), ``"items"``, ``"entries"`` (numbers, in
        arrays and outside), ``"keys"``, ``"key"`` (a longer one), ``"depth"``, ``"integer"`` (more bits) or ``"malformed"``.
    what : int or str
        The limit; of what is malformed, what is wrong with it.

    Attributes
    ----------
    details : dict
        ``reason`` and ``limit``, for whoever says it in words; empty for what is malformed.
    """

    def __init__(self, reason: str, what: int | str):
        super().__init__(str(what) if reason == "malformed" else f"{reason}: the limit is {what}")
        self.details = {} if reason == "malformed" else {"reason": reason, "limit": what}


class Keys:
    """Counts the keys of a message's dicts, before any of them is hashed."""

    def __init__(self) -> None:
        self.left = MAX_KEYS

    def take(self, key: Any) -> None:
        """Count a key; :class:`CodecError` for one of a type that no contract has, one too long or one too many."""
        kind = type(key)
        if issubclass(kind, str):
            if str.__len__(key) > MAX_KEY_TEXT:
                raise CodecError("key", f"{MAX_KEY_TEXT} characters")
            return  # Python salts the hashes of texts: nobody can choose them
        self.left -= 1
        if self.left < 0:
            raise CodecError("keys", MAX_KEYS)
        if issubclass(kind, tuple):
            for item in tuple.__iter__(key):
                self.take(item)
        elif issubclass(kind, int) and int.bit_length(key) > MAX_KEY_BITS:
            raise CodecError("key", f"{MAX_KEY_BITS} bits")


class Room:
    """What may still be decoded of a message: counted before it is made."""

    def __init__(self, entries: int | None) -> None:
        self.items = 2 * MAX_ITEMS
        self.bytes = MAX_BYTES
        self.entries = entries
        self._most = entries
        self.keys = Keys()

    def item(self) -> None:
        """Count one node of the tree."""
        self.items -= 1
        if self.items < 0:
            raise CodecError("items", 2 * MAX_ITEMS)
        if self.entries is not None:
            self.take_entries(1)

    def take_entries(self, count: int) -> None:
        """Count numbers: an array of small ones becomes eight times as large as soon as someone computes with it."""
        if self.entries is not None:
            self.entries -= count
            if self.entries < 0:
                raise CodecError("entries", int(self._most or 0))

    def array(self, data: bytes, dtype: np.dtype, shape: list[int]) -> None:
        """Count an array on these bytes, of which there may be many on the same ones.

        One without entries may have a side of any length, and becomes as many lists as soon as someone writes it down.
        """
        self.bytes -= len(data)
        if self.bytes < 0:
            raise CodecError("data", MAX_BYTES >> 20)
        if data:  # as many entries as its shape has, or it will be refused
            self.take_entries(len(data) // max(1, min(dtype.itemsize, 8)))
        else:
            self.take_entries(math.prod(max(1, int(side)) for side in shape))


def allowance(given: Any, expected: Any = None) -> int:
    """How many numbers a call may send back, for the check to compute with.

    Right answers of any form have room: the factors are generous. What has many times the size of the arguments and of
    the result that is expected is no answer, and computing with it could take minutes that nothing interrupts.

    Parameters
    ----------
    given
        The arguments. Whole numbers among them may be a shape: as many numbers as it has are expected, too.
    expected
        The right result, where it is known.
    """
    shape = min(LARGEST_SHAPE, _as_shape(given))
    return (
        SPARE_ENTRIES
        + TIMES_ENTRIES * (entries(given) + entries(expected))
        + min(TIMES_SHAPE * shape, 2 * shape + SPARE_SHAPE)
    )


def entries(value: Any) -> int:
    """How many numbers, texts and other single things plain data hold."""
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, tuple | list):
        return 1 + sum(map(entries, value))
    return 1 + sum(map(entries, value.values())) if isinstance(value, dict) else 1


def _as_shape(value: Any) -> int:
    """The product of all whole numbers in a value, outside of its arrays."""
    if isinstance(value, int):
        return max(1, min(abs(value), LARGEST_SHAPE))
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else ()
    return min(LARGEST_SHAPE, math.prod(map(_as_shape, inner)))
