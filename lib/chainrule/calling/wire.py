"""Frames on a pipe: one kind byte, a length, a payload. Used by both of its ends."""

from __future__ import annotations

import struct

from chainrule.calling.codec import MAX_BYTES

HEAD = struct.Struct("<cI")
# From the check to the learner's process: run a cell, begin a check, put functions in place, call one, answer a callback.
CELL, BEGIN, PLACE, CALL, ANSWER = b"x", b"b", b"p", b"c", b"a"
# From the learner's process: ready, the reply to any of the first four, a callback.
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
    if length > MAX_FRAME or kind not in (CELL, BEGIN, PLACE, CALL, ANSWER, READY, REPLY, CALLBACK):
        raise FrameError("not a frame")
    return kind, length
