"""Processes of this machine that grade, each with a limit on memory; replaced when one dies.

Used by :mod:`chainrule_staff.grading.workers`, and on the machines of a cluster.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading
import types
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool

from chainrule_staff.errors import StaffError
from chainrule_staff.grading.engine import close as end_sandboxes

MEMORY = 6 * 2**30  # of address space for one worker: what a learner's values may make a check use


def default_workers() -> int:
    """As many as there are processors to use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start_worker() -> None:
    """In a worker of this machine: Ctrl-C is the main process's to handle, and memory has a bound."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    told, tell = multiprocessing.Pipe(duplex=False)
    signal.signal(signal.SIGTERM, lambda *_: os.write(tell.fileno(), b"."))
    threading.Thread(target=_end_when, args=(told,), daemon=True).start()
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _end_when(told: multiprocessing.connection.Connection) -> None:
    """End at a signal, or with the main process, which would otherwise be waited for until the end of time.

    In a thread of its own: whatever a signal interrupts may hold the lock that ending a sandbox needs.
    """
    parent = multiprocessing.parent_process()
    multiprocessing.connection.wait([parent.sentinel, told])  # type: ignore[union-attr]  # a worker has a parent
    end_sandboxes(for_good=True)
    os._exit(1)


@contextlib.contextmanager
def _nothing_as_main() -> Iterator[None]:
    """Hide the program that this is part of: a new process would import it, and nbgrader's takes seconds."""
    program = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


class Local:
    """A pool of processes, replaced when one of them has died."""

    patience = None  # a process that ends is noticed at once

    def __init__(self, workers: int):
        self.slots = workers
        self._make()
        try:
            self.submit(os.getpid).result(120)
        except (BrokenProcessPool, TimeoutError) as error:
            self.close(now=True)
            raise StaffError(
                f"The processes that grade do not start ({type(error).__name__}). Their own message stands "
                "above; too little memory is the commonest cause."
            ) from None

    def _make(self) -> None:
        self._pool = concurrent.futures.ProcessPoolExecutor(
            self.slots, mp_context=multiprocessing.get_context("spawn"), initializer=_start_worker
        )

    def submit(self, *words) -> concurrent.futures.Future:
        try:
            with _nothing_as_main():
                return self._pool.submit(*words)
        except BrokenProcessPool:
            self._pool.shutdown(wait=False)
            self._make()
            return self.submit(*words)

    def look(self) -> None:
        """Do nothing: unlike a cluster's workers, these processes cannot go away unnoticed."""

    def close(self, now: bool) -> None:
        if now:
            for process in list((self._pool._processes or {}).values()):
                process.terminate()
        self._pool.shutdown(wait=not now, cancel_futures=True)
