"""Calls a learner's functions in a process of their own, through a pipe, with time limits.

A call that hangs or ends its process costs that call: the process is started again and the cells
that ran before are run again in it. Nothing that arrives is trusted, and nothing is waited for
longer than a limit, whatever the other side does or does not do (see :mod:`chainrule.calling.time_left`).
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from chainrule.calling import wire
from chainrule.calling.codec import CodecError
from chainrule.calling.time_left import TimeIsUp, TimeLeft, TooMuchMemory
from chainrule.calling.transport import Transport

START_SECONDS = 30.0  # of processor time, for a process to start
MOST_FAILURES = 20  # processes lost before a submission is not waited for any longer
PIECE = 1 << 20
LEAST = 1 << 12  # bytes asked for at once: most frames are shorter


@dataclass(frozen=True)
class Limits:
    """Seconds of the learner's processor time for one call, all calls of one check, one cell, everything together.

    Ten times as long on the clock is a limit as well, for a process that sleeps or waits for ever.
    """

    call: float = 10.0
    check: float = 20.0
    cell: float = 30.0
    total: float = float("inf")


class RemoteFailed(Exception):
    """The learner's process did not answer.

    Parameters
    ----------
    status : str
        An outcome's: ``"timed out"`` or ``"died"``.
    message : str
        For people who look into the machinery.
    **details
        Of a limit that was passed, see :class:`chainrule.calling.time_left.TimeIsUp`.
    """

    def __init__(self, status: str, message: str = "", **details: float | str):
        super().__init__(f"{status} {message}")
        self.status = status
        self.message = message
        self.details = details


def plain_process(cwd=None, offers: list | None = None) -> subprocess.Popen:
    """Start the other side without any protection: a learner's own code on their own machine.

    With ``offers``, of this library there is only that, as where answers are graded; see :mod:`chainrule.calling.confine`.
    """
    confinement = [] if offers is None else [json.dumps({"offers": offers, "limits": {}})]
    environment = {**os.environ, "MPLBACKEND": "Agg", "OPENBLAS_NUM_THREADS": "1", "CHAINRULE_PROGRESS": "off"}
    return subprocess.Popen(
        [sys.executable, "-m", "chainrule.calling.remote", *confinement],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        cwd=cwd,
        env=environment,
    )


class Pipe(Transport):
    """Runs cells and calls functions in another process.

    Parameters
    ----------
    start : callable() -> subprocess.Popen
        Starts a process that serves :mod:`chainrule.calling.remote` on its standard input and
        output, both unbuffered pipes. Called again whenever a process has to be replaced.
    limits : Limits
    """

    def __init__(self, start: Callable[[], subprocess.Popen] = plain_process, *, limits: Limits = Limits()):
        super().__init__()
        self._start = start
        self._limits = limits
        self._cells: list[tuple[str, str]] = []
        self._process: subprocess.Popen | None = None
        self._arrived = bytearray()  # what was read, and belongs to a frame that nobody has asked for yet
        self._unread = 0  # replies to what was sent
        self._posted = 0  # how often something was sent
        self._time = TimeLeft(limits.check, limits.total)
        self.failures: list[RemoteFailed] = []  # what ended a process: for whoever judges the submission

    def __enter__(self) -> Pipe:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is not None:
            self._time.processor.measure()  # of what it has started last
            end(self._process)
            self._process = None

    def forked(self, processes: int) -> bool:
        """Whether the learner's side was seen to start processes, which is made of so many by itself."""
        seen = self._time.processor
        seen.measure()
        return seen.had_children or seen.most_processes > processes

    def _failed(self, failed: RemoteFailed) -> None:
        if self._process is not None:  # a call that is refused, since its check has no time left, costs no process
            self.failures.append(failed)
        self.close()

    # -- cells ------------------------------------------------------------------------------

    def run_cell(self, name: str, source: str) -> dict | None:
        """Run one cell; ``None``, or its error as ``{"error", "message", "line", "number"}``."""
        try:
            self._ensure()
            error = self._cell(name, source)
        except RemoteFailed as failed:
            self._failed(failed)
            return {"error": failed.status, "message": failed.message, "line": "", "number": 0}
        self._cells.append((name, source))
        return error

    def _cell(self, name: str, source: str) -> dict | None:
        error = self._read(self._request(wire.CELL, self.codec.encode((name, source)), self._limits.cell))
        if error is None:
            return None
        if isinstance(error, dict) and all(isinstance(error.get(key), str) for key in ("error", "message", "line")):
            number = error.get("number")
            sound = type(number) is int and 0 < number < 10**6
            return {key: error[key][:1000] for key in ("error", "message", "line")} | {"number": number if sound else 0}
        raise RemoteFailed("died", "it broke the protocol")

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
        if len(self.failures) >= MOST_FAILURES:
            raise RemoteFailed("died", "too often")
        self._begin_process()
        for name, source in self._cells:
            self._cell(name, source)
        if self._cells:  # a check may be under way: names such as np are put back again
            self._request(wire.BEGIN, b"", self._limits.call)
            if self._in_place:
                self._request(wire.PLACE, self.codec.encode(self._in_place), self._limits.call)

    def _begin_process(self) -> None:
        self._process = self._start()
        self._arrived.clear()
        self._unread = 0
        self._time.processor.follow(self._process)
        os.set_blocking(pipes(self._process)[0].fileno(), os.name == "nt")
        with self._limited(START_SECONDS):
            kind, _ = self._receive()
        if kind != wire.READY:
            raise RemoteFailed("died", "it did not start")

    # -- calls ------------------------------------------------------------------------------

    def _begin(self) -> list:
        self._time.begin_check()
        try:
            self._ensure()
            notes = self._read(self._request(wire.BEGIN, b"", self._limits.call))
        except RemoteFailed as failed:
            self._failed(failed)
            return []
        return notes

    def _place(self, message: bytes) -> None:
        try:
            self._ensure()
            self._request(wire.PLACE, message, self._limits.call)
        except RemoteFailed as failed:
            self._failed(failed)

    def _restore(self) -> None:
        if self._process is not None:  # a new one has its own functions only
            self._begin()

    def exchange(self, messages: list[bytes]) -> Iterator[bytes]:
        while messages:
            count = _together(messages)
            sent, posted = False, 0
            for place in range(count):
                if sent and (self._process is None or self._posted != posted):  # other calls have come between
                    count = place
                    break
                try:
                    reply = self._at_hand() if sent else None
                    if reply is None:
                        with _limits_are_failures(self._time.checking()):
                            self._ensure()
                            with self._limited(self._limits.call):
                                if not sent:
                                    self._post(wire.CALLS, wire.pack_several(messages[:count]), replies=count)
                                    sent, posted = True, self._posted
                                reply = self._reply()
                except RemoteFailed as failed:
                    self._failed(failed)
                    yield self.codec.encode({"status": failed.status, "message": failed.message, **failed.details})
                    count = place + 1  # what was sent with it is sent again, to another process
                    break
                yield reply
            messages = messages[count:]

    def _request(self, kind: bytes, payload: bytes, seconds: float) -> bytes:
        with self._limited(seconds):
            self._post(kind, payload, replies=1)
            return self._reply()

    def _post(self, kind: bytes, payload: bytes, replies: int) -> None:
        while self._unread:  # replies to calls that nobody was interested in any more
            self._reply()
        self._send(kind, payload)
        self._unread = replies
        self._posted += 1

    def _reply(self) -> bytes:
        """The next reply; callbacks on the way to it are answered."""
        while True:
            kind, payload = self._receive()
            if kind == wire.REPLY:
                self._unread -= 1
                return payload
            if kind != wire.CALLBACK:
                raise RemoteFailed("died", "it broke the protocol")
            self._send(wire.ANSWER, self.answer(payload))

    def _at_hand(self) -> bytes | None:
        """The next reply if it was read already, with one before it."""
        if len(self._arrived) < wire.HEAD.size:
            return None
        kind, length = wire.HEAD.unpack_from(self._arrived)
        if kind != wire.REPLY or len(self._arrived) < wire.HEAD.size + length:
            return None
        return self._reply()

    def _limited(self, seconds: float) -> contextlib.AbstractContextManager[None]:
        return _limits_are_failures(self._time.request(seconds))

    # -- bytes ------------------------------------------------------------------------------

    def _send(self, kind: bytes, payload: bytes) -> None:
        rest = memoryview(wire.pack(kind, payload))
        descriptor = pipes(self._process)[0].fileno()
        try:
            while rest:
                self._time.look()
                try:
                    rest = rest[os.write(descriptor, rest[:PIECE]) :]
                except BlockingIOError:
                    self._time.wait(descriptor, writing=True)
        except OSError as error:
            raise RemoteFailed("died") from error

    def _receive(self) -> tuple[bytes, bytes]:
        try:
            kind, length = wire.unpack_head(self._exactly(wire.HEAD.size))
            return kind, self._exactly(length)
        except (wire.FrameError, OSError) as error:
            raise RemoteFailed("died", str(error)) from error

    def _exactly(self, size: int) -> bytes:
        """The next ``size`` bytes: a whole frame comes in one piece, most times."""
        while len(self._arrived) < size:
            descriptor = pipes(self._process)[1].fileno()
            self._time.wait(descriptor)
            piece = os.read(descriptor, min(max(size - len(self._arrived), LEAST), PIECE))
            if not piece:
                raise wire.FrameError("it ended")
            self._arrived += piece
        found = bytes(memoryview(self._arrived)[:size])
        del self._arrived[:size]
        return found


def _together(messages: list[bytes]) -> int:
    """How many of these fit into one frame: at least the first."""
    sizes = itertools.accumulate(map(len, messages))
    return max(1, sum(size <= PIECE for size in sizes))


@contextlib.contextmanager
def _limits_are_failures(measured: contextlib.AbstractContextManager[None]) -> Iterator[None]:
    try:
        with measured:
            yield
    except TimeIsUp as error:
        raise RemoteFailed("timed out", str(error), **error.details) from None
    except TooMuchMemory as error:
        raise RemoteFailed("died", str(error)) from None


def pipes(process: subprocess.Popen | None) -> tuple[IO[bytes], IO[bytes]]:
    """Return the standard input and output of a process that was started with both as pipes."""
    assert process is not None and process.stdin is not None and process.stdout is not None
    return process.stdin, process.stdout


def end(process: subprocess.Popen) -> None:
    """Kill a process, with its group if it leads one, and close its pipes.

    A sandbox's program that is killed while it starts would leave its second process waiting for ever.
    """
    if process.poll() is None and hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if os.getpgid(process.pid) == process.pid:
                os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    for pipe in pipes(process):
        pipe.close()
    process.wait()
