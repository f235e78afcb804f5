"""Plain data to bytes and back: what may cross between a check and a learner's function.

Everything that a check hands to a learner's function, and everything that comes back, passes
through here, in the learner's own kernel as well as through a pipe. So arguments are always
copies, and a result is always plain data that nobody's methods can lie about: an object with a
clever ``__eq__`` arrives as a nameless handle. It is not pickle: decoding never runs code.

A message is a JSON tree, followed by the raw bytes of its arrays.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any, Literal

import numpy as np

MAX_BYTES = 32 * 2**20
MAX_TEXT = 8 * 2**20  # of the JSON tree: everything but the bytes of arrays
MAX_DEPTH = 24
MAX_ITEMS = 100_000
ARRAY_KINDS = "biufcU"


class CodecError(ValueError):
    """A value cannot cross: it is too large, too deep, or the bytes are not a message.

    Parameters
    ----------
    reason : str
        ``"data"``, ``"text"`` or ``"arguments"`` (more megabytes than the limit), ``"items"``, ``"depth"``, ``"integer"``
        (more bits) or ``"malformed"``.
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


class Handle:
    """Stands for an object that stays on the other side, such as a learner's ``cache``."""

    __slots__ = ("key", "type_name")

    def __init__(self, key: int, type_name: str):
        self.key = key
        self.type_name = type_name

    def __repr__(self) -> str:
        return f"<{self.type_name}>"


class Codec:
    """One side's encoder and decoder, with the objects that it keeps for the other side.

    Parameters
    ----------
    call_back : callable(key, args) -> value, optional
        How this side calls a function that stayed on the other side. A side that has it turns
        an incoming callable into an ordinary function; a side that has it not sends its own
        functions as callables.
    """

    def __init__(self, call_back: Callable[[int, tuple], Any] | None = None):
        self._call_back = call_back
        self._kept: dict[int, Any] = {}
        self._next_key = 0

    def kept(self, key: int) -> Any:
        """The object that was handed out under ``key``."""
        try:
            return self._kept[key]
        except KeyError:
            raise CodecError("malformed", f"no object {key} is kept here") from None

    def forget(self) -> None:
        """Let go of all objects kept for the other side (keys are never used twice)."""
        self._kept.clear()

    # -- encoding -------------------------------------------------------------------------

    def encode(self, value: Any) -> bytes:
        """Bytes of ``value``; :class:`CodecError` where a bound is passed."""
        blobs: list[bytes] = []
        budget = [MAX_ITEMS, MAX_BYTES]
        tree = self._tree(value, blobs, budget, 0)
        head = json.dumps([tree, [len(blob) for blob in blobs]]).encode()
        if len(head) > MAX_TEXT:
            raise CodecError("text", MAX_TEXT >> 20)
        return b"".join([struct.pack("<I", len(head)), head, *blobs])

    def _tree(self, value: Any, blobs: list[bytes], budget: list[int], depth: int) -> Any:
        budget[0] -= 1
        if budget[0] < 0:
            raise CodecError("items", MAX_ITEMS)
        if depth > MAX_DEPTH:
            raise CodecError("depth", MAX_DEPTH)
        if value is None or value is True or value is False:
            return value
        # The base classes' own methods are called on purpose: a subclass may override anything.
        kind = type(value)
        if issubclass(kind, np.ndarray):
            return self._array(np.ndarray.view(value, np.ndarray), "array", blobs, budget)
        if issubclass(kind, np.generic):
            return self._array(np.asarray(value), "scalar", blobs, budget)
        if issubclass(kind, str):
            text = str.__str__(value)
            budget[1] -= len(text)
            if budget[1] < 0:
                raise CodecError("data", MAX_BYTES >> 20)
            return text
        if issubclass(kind, int):
            number = int.__int__(value)
            return number if abs(number) < 2**63 else self._big(number)
        if issubclass(kind, float):
            return float.__float__(value)
        if issubclass(kind, complex):
            return {"t": "complex", "v": [complex.__getattribute__(value, part) for part in ("real", "imag")]}
        below = depth + 1
        if issubclass(kind, list):
            return [self._tree(item, blobs, budget, below) for item in list.__iter__(value)]
        if issubclass(kind, tuple):
            return {"t": "tuple", "v": [self._tree(item, blobs, budget, below) for item in tuple.__iter__(value)]}
        if issubclass(kind, dict):
            pairs = [
                [self._tree(key, blobs, budget, below), self._tree(item, blobs, budget, below)]
                for key, item in dict.items(value)
            ]
            return {"t": "dict", "v": pairs}
        if kind is np.random.Generator:
            state = value.bit_generator.state
            return {"t": "generator", "v": self._tree(state, blobs, budget, below)}
        if kind is Handle:
            return {"t": "handle", "k": value.key}
        return self._keep(value)

    @staticmethod
    def _big(number: int) -> dict:
        return {"t": "int", "v": hex(Codec._checked_big(number))}

    @staticmethod
    def _checked_big(number: int) -> int:
        if number.bit_length() > 4096:  # Python would refuse to write it down
            raise CodecError("integer", 4096)
        return number

    @staticmethod
    def _array(array: np.ndarray, tag: str, blobs: list[bytes], budget: list[int]) -> dict:
        if array.dtype.kind not in ARRAY_KINDS:
            # An object array may hold anything, a lying __eq__ included: only its type crosses.
            return {"t": "opaque", "k": -1, "n": f"array of dtype {array.dtype}"[:80]}
        budget[1] -= array.nbytes
        if budget[1] < 0:
            raise CodecError("data", MAX_BYTES >> 20)
        order: Literal["F", "C"] = (
            "F" if array.flags.fnc else "C"
        )  # a transposed array stays one: np.copy and ravel tell the difference
        blobs.append(array.tobytes(order))
        return {"t": tag, "d": array.dtype.str, "s": list(array.shape), "o": order, "b": len(blobs) - 1}

    def _keep(self, value: Any) -> dict:
        self._next_key += 1
        self._kept[self._next_key] = value
        tag = "callable" if self._call_back is None and callable(value) else "opaque"
        name = value.__name__ if tag == "callable" and hasattr(value, "__name__") else type(value).__name__
        return {"t": tag, "k": self._next_key, "n": str(name)[:80]}

    # -- decoding -------------------------------------------------------------------------

    def decode(self, message: bytes) -> Any:
        """The value of :meth:`encode`'s bytes, all of it new; :class:`CodecError` if malformed."""
        try:
            (size,) = struct.unpack_from("<I", message)
            if size > MAX_TEXT:  # the other side need not be honest about its bounds
                raise CodecError("text", MAX_TEXT >> 20)
            tree, lengths = json.loads(message[4 : 4 + size])
            blobs, start = [], 4 + size
            if not isinstance(lengths, list) or len(lengths) > MAX_ITEMS:
                raise CodecError("malformed", "its parts do not add up")
            for length in lengths:
                blobs.append(message[start : start + length])
                start += length
            if start != len(message) or any(length < 0 for length in lengths):
                raise CodecError("malformed", "its parts do not add up")
            return self._value(tree, blobs, [2 * MAX_ITEMS], 0)
        except CodecError:
            raise
        except Exception as error:  # whoever sent it may have thought of more than this code did
            raise CodecError("malformed", f"not a message: {type(error).__name__}: {str(error)[:200]}") from error

    def _value(self, tree: Any, blobs: list[bytes], budget: list[int], depth: int) -> Any:
        budget[0] -= 1
        if budget[0] < 0:
            raise CodecError("items", 2 * MAX_ITEMS)
        if depth > 2 * MAX_DEPTH:
            raise CodecError("depth", 2 * MAX_DEPTH)
        below = depth + 1
        if isinstance(tree, list):
            return [self._value(item, blobs, budget, below) for item in tree]
        if isinstance(tree, str):
            # Half an emoji is no text that could be shown or stored.
            return tree if tree.isascii() else tree.encode("utf-8", "replace").decode("utf-8")
        if not isinstance(tree, dict):
            return tree
        tag = tree["t"]
        if tag in ("array", "scalar"):
            dtype = np.dtype(str(tree["d"]))
            if dtype.kind not in ARRAY_KINDS:
                raise CodecError("malformed", f"dtype {dtype} may not cross")
            order: Literal["F", "C"] = "F" if tree["o"] == "F" else "C"
            array = np.frombuffer(blobs[tree["b"]], dtype).reshape(tree["s"], order=order).copy(order)
            return array if tag == "array" else array[()]
        if tag == "tuple":
            return tuple(self._value(item, blobs, budget, below) for item in tree["v"])
        if tag == "dict":
            return {
                self._value(key, blobs, budget, below): self._value(item, blobs, budget, below)
                for key, item in tree["v"]
            }
        if tag == "int":
            return self._checked_big(int(str(tree["v"])[:1100], 16))
        if tag == "complex":
            return complex(*tree["v"])
        if tag == "generator":
            return self._generator(self._value(tree["v"], blobs, budget, below))
        if tag == "handle":
            return self.kept(tree["k"])
        if tag == "opaque":
            return Handle(int(tree["k"]), str(tree["n"])[:80])
        if tag == "callable" and self._call_back is not None:
            return self._remote_function(tree["k"], tree["n"])
        raise CodecError("malformed", f"unknown tag {tag!r}")

    @staticmethod
    def _generator(state: dict) -> np.random.Generator:
        name = state["bit_generator"]
        if name not in ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"):
            raise CodecError("malformed", f"unknown bit generator {name!r}")
        bit_generator = getattr(np.random, name)(0)
        bit_generator.state = state
        return np.random.Generator(bit_generator)

    def _remote_function(self, key: int, name: str) -> Callable:
        call_back = self._call_back
        assert call_back is not None  # `_value` makes no remote function without one

        def remote(*args):
            return call_back(key, args)

        remote.__name__ = remote.__qualname__ = str(name)
        return remote
