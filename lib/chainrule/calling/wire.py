"""Frames on a pipe: one kind byte, a length, a payload. Used by both of its ends."""

from __future__ import annotations

import struct

from chainrule.calling.codec import MAX_BYTES

HEAD = struct.Struct("<cI")
# From the check to the learner's process: run a cell, begin a check, put functions in place, make calls, answer a callback.
CELL, BEGIN, PLACE, CALLS, ANSWER = b"x", b"b", b"p", b"c", b"a"
# From the learner's process: ready, the reply to any of the first three and to each of the calls, a callback.
READY, REPLY, CALLBACK = b"r", b"o", b"f"
MAX_FRAME = MAX_BYTES + 2**20


class FrameError(EOFError):
    """The pipe was closed, or what came through it is not a frame."""


def pack(kind: bytes, payload: bytes) -> bytes:
    """The bytes of one frame."""
    return HEAD.pack(kind, len(payload)) + payload


def unpack_head(head: bytes) -> tuple[bytes, int]:
    """Kind and length from a frame's head; :class:`FrameError` where it is none."""
    kind, length = HEAD.unpack(head)
    if length > MAX_FRAME or kind not in (CELL, BEGIN, PLACE, CALLS, ANSWER, READY, REPLY, CALLBACK):
        raise FrameError("not a frame")
    return kind, length


def pack_several(messages: list[bytes]) -> bytes:
    """Some messages as one payload."""
    return b"".join([struct.pack(f"<I{len(messages)}I", len(messages), *map(len, messages)), *messages])


def unpack_several(payload: bytes) -> list[bytes]:
    """The messages of :func:`pack_several`."""
    (count,) = struct.unpack_from("<I", payload)
    found, start = [], 4 * (1 + count)
    for length in struct.unpack_from(f"<{count}I", payload, 4):
        found.append(payload[start : start + length])
        start += length
    return found
