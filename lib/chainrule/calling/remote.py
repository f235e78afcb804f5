"""The process that runs a learner's cells and answers calls: ``python -m chainrule.calling.remote [CONFINEMENT]``.

CONFINEMENT is JSON for :func:`chainrule.calling.confine.confine`; a grader gives it, ``chainrule check`` does not.

Frames arrive on standard input and leave on what was standard output. File descriptors 0, 1 and 2
are then pointed elsewhere, so that nothing the learner's code prints can get between the wire.
"""

from __future__ import annotations

import os
import signal
import sys

from chainrule.calling import interactive, wire
from chainrule.calling.codec import Codec
from chainrule.calling.endpoint import Endpoint, execute, new_namespace


class _Pipe:
    def __init__(self):
        self._in, self._out = os.dup(0), os.dup(1)
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nothing, descriptor)

    def close(self) -> None:
        """Let go of both ends: for a forked child, which must not answer in its parent's place."""
        os.close(self._in)
        os.close(self._out)

    def read(self) -> tuple[bytes, bytes]:
        kind, length = wire.unpack_head(self._exactly(wire.HEAD.size))
        return kind, self._exactly(length)

    def _exactly(self, size: int) -> bytes:
        pieces = []
        while size:
            piece = os.read(self._in, min(size, 1 << 20))
            if not piece:
                raise wire.FrameError("the check has gone")
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def write(self, kind: bytes, payload: bytes) -> None:
        rest = memoryview(wire.pack(kind, payload))
        while rest:
            rest = rest[os.write(self._out, rest) :]


def main() -> None:
    """Serve until the pipe is closed."""
    pipe = _Pipe()
    # Ctrl-C in the terminal is the check's to handle; it ends this process by closing the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=pipe.close)

    def call_back(message: bytes) -> bytes:
        pipe.write(wire.CALLBACK, message)
        kind, payload = pipe.read()
        if kind != wire.ANSWER:
            raise wire.FrameError("expected the answer to a callback")
        return payload

    codec = Codec()
    endpoint = Endpoint(new_namespace(), call_back)
    interactive.provide(endpoint.namespace)
    if len(sys.argv) > 1:
        from chainrule.calling.confine import confine

        confine(sys.argv[1])
    pipe.write(wire.READY, b"")
    while True:
        try:
            kind, payload = pipe.read()
        except wire.FrameError:
            return
        if kind == wire.CELL:
            name, source = codec.decode(payload)
            pipe.write(wire.REPLY, codec.encode(execute(source, name, endpoint.namespace)))
        elif kind == wire.BEGIN:
            pipe.write(wire.REPLY, codec.encode(endpoint.begin()))
        elif kind == wire.PLACE:
            endpoint.place(payload)
            pipe.write(wire.REPLY, codec.encode(None))
        elif kind == wire.CALLS:
            for message in wire.unpack_several(payload):
                pipe.write(wire.REPLY, endpoint.call(message))


if __name__ == "__main__":
    main()
