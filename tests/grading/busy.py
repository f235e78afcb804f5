"""A busy machine, for the tests of time limits: loops without end on the one processor that a test may use."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator

LOOPS = 4


@contextlib.contextmanager
def busy_machine() -> Iterator[None]:
    """Keep this process, and what it starts in the body, on one processor that :data:`LOOPS` others use as well.

    Each loop leads a session of its own, since Linux may share a processor out by sessions; `timeout` ends them if we cannot.
    """
    processors = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(processors)})
    loops: list[subprocess.Popen] = []
    try:
        for _ in range(LOOPS):
            command = ["timeout", "300", "sh", "-c", "while :; do :; done"]
            loops.append(subprocess.Popen(command, start_new_session=True))
        yield
    finally:
        os.sched_setaffinity(0, processors)
        for loop in loops:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(loop.pid, signal.SIGKILL)
            loop.wait()
