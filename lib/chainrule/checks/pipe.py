"""Calls a learner's functions in a process of their own, through a pipe, with time limits.

A call that hangs or ends its process costs that call: the process is started again and the cells
that ran before are run again in it.
"""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import time
from typing import Sequence

from . import frames
from .codec import CodecError
from .transport import Transport

CALL_SECONDS = 10.0
CELL_SECONDS = 30.0
START_SECONDS = 60.0
COMMAND = (sys.executable, "-m", "chainrule.checks.remote")


class RemoteFailed(Exception):
    """The learner's process did not answer; ``status`` is an outcome's: timed out, or died."""

    def __init__(self, status: str, message: str = ""):
        super().__init__(f"{status} {message}")
        self.status = status
        self.message = message


class Pipe(Transport):
    """Runs cells and calls functions in another process.

    Parameters
    ----------
    command : sequence of str
        Starts ``chainrule.checks.remote``; a sandbox puts its own words in front.
    cwd : path, optional
        Working folder of the learner's code.
    call_seconds : float
        Limit for one call of a function, its callbacks included.
    """

    def __init__(self, command: Sequence[str] = COMMAND, *, cwd=None, call_seconds: float = CALL_SECONDS):
        super().__init__()
        self._command = list(command)
        self._cwd = cwd
        self._call_seconds = call_seconds
        self._cells: list[tuple[str, str]] = []
        self._process: subprocess.Popen | None = None

    def __enter__(self) -> Pipe:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.stdin.close()
            self._process.stdout.close()
            self._process.wait()
            self._process = None

    # -- cells ------------------------------------------------------------------------------

    def run_cell(self, name: str, source: str) -> dict | None:
        """Run one cell; ``None``, or its error as ``{"error", "message", "line"}``."""
        try:
            self._ensure()
            error = self._cell(name, source)
        except RemoteFailed as failed:
            self.close()
            return {"error": failed.status, "message": failed.message, "line": ""}
        self._cells.append((name, source))
        return error

    def _cell(self, name: str, source: str) -> dict | None:
        return self._read(self._request(frames.CELL, self.codec.encode((name, source)), CELL_SECONDS))

    def _read(self, payload: bytes):
        """Decode an answer to ``run_cell`` or ``begin``; what is not one came from no honest process."""
        try:
            return self.codec.decode(payload)
        except CodecError as error:
            raise RemoteFailed("died", str(error)) from error

    def _ensure(self) -> None:
        """Start the process if there is none, and bring it to where the last one was."""
        if self._process is not None:
            return
        environment = {**os.environ, "MPLBACKEND": "Agg", "OPENBLAS_NUM_THREADS": "1", "CHAINRULE_PROGRESS": "off"}
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         stderr=subprocess.DEVNULL, bufsize=0, cwd=self._cwd, env=environment)
        kind, _ = self._receive(time.monotonic() + START_SECONDS, START_SECONDS)
        if kind != frames.READY:
            raise RemoteFailed("died", "it did not start")
        for name, source in self._cells:
            self._cell(name, source)
        if self._cells:  # a check may be under way: names such as np are put back again
            self._request(frames.BEGIN, b"", self._call_seconds)

    # -- calls ------------------------------------------------------------------------------

    def _begin(self) -> list[str]:
        try:
            self._ensure()
            notes = self._read(self._request(frames.BEGIN, b"", self._call_seconds))
        except RemoteFailed:
            self.close()
            return []
        return [note[:400] for note in notes if isinstance(note, str)][:4] if isinstance(notes, list) else []

    def exchange(self, message: bytes) -> bytes:
        try:
            self._ensure()
            return self._request(frames.CALL, message, self._call_seconds)
        except RemoteFailed as failed:
            self.close()
            return self.codec.encode({"status": failed.status, "message": failed.message})

    def _request(self, kind: bytes, payload: bytes, seconds: float) -> bytes:
        deadline = time.monotonic() + seconds
        self._send(kind, payload)
        while True:
            kind, payload = self._receive(deadline, seconds)
            if kind == frames.REPLY:
                return payload
            if kind != frames.CALLBACK:
                raise RemoteFailed("died", "it broke the protocol")
            self._send(frames.ANSWER, self.answer(payload))

    def _send(self, kind: bytes, payload: bytes) -> None:
        try:
            self._process.stdin.write(frames.pack(kind, payload))
        except OSError as error:
            raise RemoteFailed("died") from error

    def _receive(self, deadline: float, seconds: float) -> tuple[bytes, bytes]:
        try:
            kind, length = frames.unpack_head(self._exactly(frames.HEAD.size, deadline, seconds))
            return kind, self._exactly(length, deadline, seconds)
        except (frames.FrameError, OSError) as error:
            raise RemoteFailed("died", str(error)) from error

    def _exactly(self, size: int, deadline: float, seconds: float) -> bytes:
        descriptor = self._process.stdout.fileno()
        pieces = []
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, selectors.EVENT_READ)
            while size:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise RemoteFailed("timed out", f"{seconds:g} s")
                piece = os.read(descriptor, min(size, 1 << 20))
                if not piece:
                    raise frames.FrameError("it ended")
                pieces.append(piece)
                size -= len(piece)
        return b"".join(pieces)
