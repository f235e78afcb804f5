"""Plain data to bytes and back: what may cross between a check and a learner's function.

Everything that a check hands to a learner's function, and everything that comes back, passes
through here, in the learner's own kernel as well as through a pipe. So arguments are always
copies, and a result is always plain data that nobody's methods can lie about: an object with a
clever ``__eq__`` arrives as a nameless handle, a named tuple as a tuple. Sent back, either is the very
object that it was (:mod:`chainrule.calling.kept`). It is not pickle: decoding never runs code.

A message is a JSON tree, followed by the raw bytes of its arrays.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import struct
import sys
import zlib
from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from chainrule.calling.budget import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_ITEMS,
    MAX_KEYS,
    MAX_TEXT,
    TEXT_EACH,
    TEXT_SPARE,
    CodecError,
    Keys,
    Room,
)
from chainrule.calling.common import COMMON, here
from chainrule.calling.kept import Handle, Kept, with_origin

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_ITEMS", "MAX_KEYS", "MAX_TEXT", "ByKey", "Codec", "CodecError"]

KEPT_ITEMS = 10  # as many as an object counts that crosses with its data: it is marked, too
ARRAY_KINDS = "biufcU"
MAX_DTYPE = 20  # characters of a dtype
PLAIN = (np.ndarray, str, int, float, complex, list, tuple, dict)
Objects = Literal["data", "both", "keys"]
_written = json.JSONEncoder(check_circular=False).encode  # what holds itself is too deep
_dtype = functools.lru_cache(maxsize=64)(np.dtype)  # of names, which are short


class ByKey:
    """Wraps what crosses with the keys of the learner's own objects only, not with their data."""

    def __init__(self, value: Any):
        self.value = value


class _Message:
    """A message being written: the bytes of its arrays, what may still be added, and how objects cross."""

    def __init__(self, objects: Objects, fresh: bool = False):
        self.fresh = fresh  # what is in it was decoded just now, so nobody can have changed it
        self.blobs: list[bytes] = []
        self.items = MAX_ITEMS
        self.bytes = MAX_BYTES
        self.keys = Keys()
        self.objects: Objects = objects
        self.open: set[int] = set()  # keys of objects whose data are being written: one may hold itself

    def take(self, size: int) -> None:
        """Count ``size`` bytes."""
        self.bytes -= size
        if self.bytes < 0:
            raise CodecError("data", MAX_BYTES >> 20)

    @contextlib.contextmanager
    def crossing(self, objects: Objects):
        """Write what follows with objects in another way."""
        before, self.objects = self.objects, objects
        try:
            yield
        finally:
            self.objects = before


class Codec:
    """One side's encoder and decoder, with the objects that it keeps for the other side.

    Parameters
    ----------
    call_back : callable(key, args, kwargs) -> value, optional
        How this side calls a function that stayed on the other side. A side that has it turns
        an incoming callable into an ordinary function; a side that has it not sends its own
        functions as callables.
    """

    def __init__(self, call_back: Callable[[int, tuple, dict], Any] | None = None):
        self._call_back = call_back
        self._kept: dict[int, Any] = {}
        self._keys: dict[int, int] = {}  # by the identity of a kept object, its key
        self._without_data: set[int] = set()  # keys of objects whose data cannot cross
        # A process that replaces another one does not know the other's keys, and must not take one for its own.
        self._next_key = int.from_bytes(os.urandom(6))
        self._token = object()

    def kept(self, key: int) -> Any:
        """The object that was handed out under ``key``."""
        try:
            return self._kept[key]
        except KeyError:
            raise CodecError("malformed", "no object of this key is kept here any more") from None

    def forget(self) -> None:
        """Let go of all objects kept for the other side (keys are never used twice)."""
        self._kept.clear()
        self._keys.clear()
        self._without_data.clear()

    # -- encoding -------------------------------------------------------------------------

    def encode(self, value: Any, objects: Objects = "data") -> bytes:
        """Bytes of ``value``; :class:`CodecError` where a bound is passed.

        Parameters
        ----------
        value
            Plain data, with objects among them.
        objects : str
            How a value of another type than the plain ones crosses. ``"data"``: by what it is at heart, a named tuple as
            a tuple; by a key where it is nothing plain. ``"both"``: by its data and a key, so that it comes back as the
            object that it was. ``"keys"``: by a key only.
        """
        out = _Message(objects)
        tree = self._tree(value, out, 0)
        head = _written([tree, [len(blob) for blob in out.blobs]]).encode()
        if len(head) > MAX_TEXT:
            raise CodecError("text", MAX_TEXT >> 20)
        return b"".join([struct.pack("<I", len(head)), head, *out.blobs])

    def _tree(self, value: Any, out: _Message, depth: int) -> Any:
        out.items -= 1
        if out.items < 0:
            raise CodecError("items", MAX_ITEMS)
        if depth > MAX_DEPTH:
            raise CodecError("depth", MAX_DEPTH)
        if value is None or value is True or value is False:
            return value
        kind = type(value)
        if kind is float or kind is int and -(2**63) < value < 2**63:
            return value
        if kind is str:
            out.take(len(value))
            return value
        if kind is tuple:
            return {"t": "tuple", "v": [self._tree(item, out, depth + 1) for item in value]}
        if (kind in PLAIN and not (kind is np.ndarray and value.dtype.kind == "O")) or issubclass(kind, np.generic):
            return self._data(value, kind, out, depth)
        if kind is np.random.Generator:
            state = value.bit_generator.state
            if state["bit_generator"] == "PCG64":  # NumPy's own choice, in a few words: a check may hand over hundreds
                return {"t": "pcg64", "v": _short(state)}
            return {"t": "generator", "v": self._tree(state, out, depth + 1)}
        if kind is ByKey:
            with out.crossing("keys"):
                return self._tree(value.value, out, depth)
        if kind is Handle:
            if value.owner is self._token:
                return {"t": "handle", "k": value.key}
            return {"t": "opaque", "k": -1, "n": value.type_name}  # what another codec decoded means nothing here
        if issubclass(kind, Kept):
            return self._sent_back(value, kind, out, depth)
        if out.objects == "data" or self._call_back is None:
            return self._data(value, kind, out, depth)
        return self._object(value, kind, out, depth)

    def _object(self, value: Any, kind: type, out: _Message, depth: int) -> Any:
        """An object of this side's own: by a key, and by its data where it has any that can cross."""
        key = self._key(value)
        if out.objects == "keys" or key in out.open or key in self._without_data:
            return self._opaque(value, key)
        out.items -= KEPT_ITEMS
        before = len(out.blobs), out.items, out.bytes, out.keys.left
        out.open.add(key)
        try:
            tree = self._data(value, kind, out, depth)
        except Exception:  # too much of it, or a type whose own methods fail
            self._without_data.add(key)
            count, out.items, out.bytes, out.keys.left = before
            del out.blobs[count:]
            return self._opaque(value, key)
        finally:
            out.open.discard(key)
        if isinstance(tree, dict) and tree["t"] == "opaque":
            return tree
        return {"t": "kept", "k": key, "v": tree}

    def _sent_back(self, value: Any, kind: type, out: _Message, depth: int) -> Any:
        """What stands for an object of the other side: that very object, unless its data were changed on this one."""
        if value.origin is not None:
            owner, key, mark = value.origin
            if owner is self._token and (out.fresh or mark == self._mark(value)):
                return {"t": "handle", "k": key}
        return self._data(value, kind, out, depth)

    def _mark(self, value: Any, fresh: bool = False) -> int:
        """A checksum of a value's data, where objects within it count by their keys as long as nobody changed them."""
        out = _Message("data", fresh)
        tree = self._data(value, type(value), out, 0)
        return zlib.crc32(b"".join([json.dumps(tree).encode(), *out.blobs]))

    def _data(self, value: Any, kind: type, out: _Message, depth: int) -> Any:
        """What a value is at heart. The base classes' own methods are called on purpose: a subclass may override anything."""
        if kind is np.ndarray or kind not in PLAIN and issubclass(kind, (np.ndarray, np.generic)):
            return self._array(value, kind, out)
        if issubclass(kind, str):
            text = str.__str__(value)
            out.take(len(text))
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
            return [self._tree(item, out, below) for item in list.__iter__(value)]
        if issubclass(kind, tuple):
            return {"t": "tuple", "v": [self._tree(item, out, below) for item in tuple.__iter__(value)]}
        if issubclass(kind, dict):
            pairs = []
            for key, item in dict.items(value):
                out.keys.take(key)
                pairs.append([self._tree(key, out, below), self._tree(item, out, below)])
            return {"t": "dict", "v": pairs}
        return self._opaque(value, self._key(value))

    @staticmethod
    def _big(number: int) -> dict:
        return {"t": "int", "v": hex(Codec._checked_big(number))}

    @staticmethod
    def _checked_big(number: int) -> int:
        if number.bit_length() > 4096:  # Python would refuse to write it down
            raise CodecError("integer", 4096)
        return number

    def _array(self, value: np.ndarray | np.generic, kind: type, out: _Message) -> dict:
        array = np.ndarray.view(value, np.ndarray) if isinstance(value, np.ndarray) else np.asarray(value)
        if array.dtype.kind == "O":
            array = _texts(array, out)
        if _is_masked(value, kind):
            return self._opaque(value, self._key(value), "masked array")  # what is under a mask is no value
        if array.dtype.kind not in ARRAY_KINDS:
            # An object array may hold anything, a lying __eq__ included: only its type crosses.
            return self._opaque(value, self._key(value), f"array of dtype {array.dtype}")
        out.take(array.nbytes)
        order: Literal["F", "C"] = (
            "F" if array.flags.fnc else "C"
        )  # a transposed array stays one: np.copy and ravel tell the difference
        out.blobs.append(array.tobytes(order))
        tag = "scalar" if issubclass(kind, np.generic) else "array"
        return {"t": tag, "d": array.dtype.str, "s": list(array.shape), "o": order, "b": len(out.blobs) - 1}

    def _key(self, value: Any) -> int:
        """The key of an object, the same one each time: it is kept from now on."""
        key = self._keys.get(id(value))
        if key is None:
            self._next_key += 1
            key = self._keys[id(value)] = self._next_key
            self._kept[key] = value
        return key

    def _opaque(self, value: Any, key: int, name: str = "") -> dict:
        tag = "callable" if self._call_back is None and callable(value) else "opaque"
        if not name:
            name = value.__name__ if tag == "callable" and hasattr(value, "__name__") else type(value).__name__
        if tag == "callable" and COMMON.get(name) is value:
            return {"t": tag, "k": key, "n": name, "c": True}
        return {"t": tag, "k": key, "n": str(name)[:80]}

    # -- decoding -------------------------------------------------------------------------

    def decode(self, message: bytes, entries: int | None = None) -> Any:
        """The value of :meth:`encode`'s bytes, all of it new.

        Parameters
        ----------
        message : bytes
        entries : int, optional
            The most numbers, in arrays and outside of them, that are decoded.

        Raises
        ------
        CodecError
            It is malformed, or there is more in it than a bound allows. Nothing beyond the bound is made or hashed.
        """
        try:
            (size,) = struct.unpack_from("<I", message)
            most = MAX_TEXT if entries is None else min(MAX_TEXT, TEXT_SPARE + TEXT_EACH * entries)
            if size > most:  # the other side need not be honest about its bounds; to read much takes seconds
                raise CodecError("text", -(-most >> 20))
            tree, lengths = json.loads(message[4 : 4 + size].decode())
            blobs, start = [], 4 + size
            sound = isinstance(lengths, list) and len(lengths) <= MAX_ITEMS and all(_is_count(one) for one in lengths)
            if not sound or start + sum(lengths) != len(message):
                raise CodecError("malformed", "its parts do not add up")
            for length in lengths:
                blobs.append(message[start : start + length])
                start += length
            return self._value(tree, blobs, Room(entries), 0)
        except CodecError:
            raise
        except Exception as error:  # whoever sent it may have thought of more than this code did
            raise CodecError("malformed", f"not a message: {type(error).__name__}: {str(error)[:200]}") from error

    def _value(self, tree: Any, blobs: list[bytes], room: Room, depth: int) -> Any:
        room.item()
        if depth > 2 * MAX_DEPTH:
            raise CodecError("depth", 2 * MAX_DEPTH)
        kind, below = type(tree), depth + 1  # JSON makes no subclasses
        if kind is str:
            # Half an emoji is no text that could be shown or stored.
            return tree if tree.isascii() else tree.encode("utf-8", "replace").decode("utf-8")
        if kind is list:
            return [self._value(item, blobs, room, below) for item in tree]
        if kind is not dict:
            return tree
        tag = tree["t"]
        if tag in ("array", "scalar"):
            array = self._array_of(tree, blobs, room)
            return array if tag == "array" else array[()]
        if tag == "tuple":
            return tuple([self._value(item, blobs, room, below) for item in tree["v"]])
        if tag == "dict":
            return dict([self._pair(pair, blobs, room, below) for pair in tree["v"]])
        if tag == "int":
            return self._checked_big(int(str(tree["v"])[:1100], 16))
        if tag == "complex":
            return complex(*tree["v"])
        if tag == "generator":
            return self._generator(self._value(tree["v"], blobs, room, below))
        if tag == "pcg64":
            return self._generator(_state(tree["v"]))
        if tag == "handle":
            return self.kept(tree["k"])
        if tag == "opaque":
            return Handle(int(tree["k"]), str(tree["n"])[:80], self._token)
        if tag == "kept":
            room.items -= KEPT_ITEMS
            data = self._value(tree["v"], blobs, room, below)
            return with_origin(data, (self._token, int(tree["k"]), self._mark(data, fresh=True)))
        if tag == "callable" and self._call_back is not None:
            return self._remote_function(tree["k"], tree["n"], tree.get("c", False))
        raise CodecError("malformed", f"unknown tag {tag!r}")

    @staticmethod
    def _array_of(tree: dict, blobs: list[bytes], room: Room) -> np.ndarray:
        name = tree["d"]
        if not isinstance(name, str) or len(name) > MAX_DTYPE:  # a longer one is a structure of thousands of fields
            raise CodecError("malformed", "it has an array without a dtype")
        dtype = _dtype(name)
        if dtype.kind not in ARRAY_KINDS:
            raise CodecError("malformed", f"dtype {dtype} may not cross")
        order: Literal["F", "C"] = "F" if tree["o"] == "F" else "C"
        data = blobs[tree["b"]]
        room.array(data, dtype, tree["s"])
        if dtype.kind == "U":
            data = _sound_text(data, dtype)
        array = np.frombuffer(data, dtype).reshape(tree["s"], order=order).copy(order)
        return (
            array.view(np.uint8) != 0 if dtype.kind == "b" else array
        )  # a byte of 255 would count as True, and as 255

    def _pair(self, pair: Any, blobs: list[bytes], room: Room, depth: int) -> tuple[Any, Any]:
        """A key and its item; the key is counted before a dict hashes it."""
        tree, item = pair
        key = self._value(tree, blobs, room, depth)
        room.keys.take(key)
        return key, self._value(item, blobs, room, depth)

    @staticmethod
    def _generator(state: dict) -> np.random.Generator:
        name = state["bit_generator"]
        if name not in ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"):
            raise CodecError("malformed", f"unknown bit generator {name!r}")
        bit_generator = getattr(np.random, name)(0)
        bit_generator.state = state
        return np.random.Generator(bit_generator)

    def _remote_function(self, key: int, name: str, common: bool) -> Callable:
        call_back = self._call_back
        assert call_back is not None  # `_value` makes no remote function without one

        def remote(*args, **kwargs):
            return call_back(key, args, kwargs)

        if common:

            def remote(*args, **kwargs):
                return here(name, args, kwargs, lambda: call_back(key, args, kwargs))

        remote.__name__ = remote.__qualname__ = str(name)
        return remote


def _sound_text(data: bytes, dtype: np.dtype) -> bytes:
    """The bytes of an array of texts, with a question mark for half an emoji; CodecError for what is no character at all."""
    points = np.frombuffer(data, np.dtype(np.uint32).newbyteorder(dtype.byteorder))
    if points.size and points.max() > sys.maxunicode:
        raise CodecError("malformed", "it has a text of what is no character")
    halves = (points >= 0xD800) & (points <= 0xDFFF)
    return np.where(halves, ord("?"), points).astype(points.dtype).tobytes() if halves.any() else data


def _is_count(length: Any) -> bool:
    return type(length) is int and length >= 0


def _short(state: dict[str, Any]) -> list:
    """The state of NumPy's PCG64 as four items."""
    return [*(hex(state["state"][key]) for key in ("state", "inc")), state["has_uint32"], state["uinteger"]]


def _state(short: list) -> dict[str, Any]:
    """The state that :func:`_short` wrote down."""
    words = {key: int(str(word)[:40], 16) for key, word in zip(("state", "inc"), short[:2], strict=True)}
    return {"bit_generator": "PCG64", "state": words, "has_uint32": int(short[2]), "uinteger": int(short[3])}


def _is_masked(value: Any, kind: type) -> bool:
    """Whether an array has entries under a mask: only where ``numpy.ma`` was imported, which NumPy leaves until it is used."""
    ma = sys.modules.get("numpy.ma")
    return ma is not None and issubclass(kind, ma.MaskedArray) and bool(np.any(ma.getmaskarray(value)))


def _texts(array: np.ndarray, out: _Message) -> np.ndarray:
    """An array of objects that are all texts as an array of texts, where it is not too large; any other as it is."""
    items = array.ravel().tolist()
    if not items or any(type(item) is not str for item in items):
        return array
    size = 4 * len(items) * max(map(len, items))
    return array.astype(str) if size <= out.bytes else array
