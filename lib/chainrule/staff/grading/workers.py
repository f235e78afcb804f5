"""Who does the grading: processes of this machine, or any Dask cluster. Both through ``concurrent.futures``.

Submissions go out as bytes and come back as bytes. A worker that dies takes nothing with it: what it
was grading is graded again, by another.
"""

from __future__ import annotations

import collections
import concurrent.futures
import contextlib
import multiprocessing
import multiprocessing.connection
import os
import pickle
import signal
import sys
import threading
import types
from concurrent.futures.process import BrokenProcessPool
from typing import Iterable, Iterator

from .assignment import Assignment
from .engine import Graded, Job, grade
from .engine import close as end_sandboxes
from .problem import GradingProblem

ATTEMPTS = 3
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
    multiprocessing.connection.wait([multiprocessing.parent_process().sentinel, told])
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
            raise GradingProblem(f"The processes that grade do not start ({type(error).__name__}). Their own message stands "
                                 "above; too little memory is the commonest cause.") from None

    def _make(self) -> None:
        self._pool = concurrent.futures.ProcessPoolExecutor(
            self.slots, mp_context=multiprocessing.get_context("spawn"), initializer=_start_worker)

    def submit(self, *words) -> concurrent.futures.Future:
        try:
            with _nothing_as_main():
                return self._pool.submit(*words)
        except BrokenProcessPool:
            self._pool.shutdown(wait=False)
            self._make()
            return self.submit(*words)

    def look(self) -> None:
        """Nothing to look at."""

    def close(self, now: bool) -> None:
        if now:
            for process in list((self._pool._processes or {}).values()):
                process.terminate()
        self._pool.shutdown(wait=not now, cancel_futures=True)


def grade_all(assignment: Assignment, jobs: Iterable[Job], *, workers: int | None = None,
              scheduler: str | None = None) -> Iterator[tuple[Job, Graded | BaseException]]:
    """Grade ``jobs``; yield each with its result, in the order in which they are done.

    Only a few more than there are workers are out at a time, so a class of any size needs the same memory.
    A job whose worker died again and again comes back with the exception.
    """
    pickled = pickle.dumps(assignment)
    key = assignment.digest
    pool = _cluster(scheduler) if scheduler is not None else Local(workers or default_workers())
    waiting = iter(jobs)
    again: collections.deque[Job] = collections.deque()
    tried: collections.Counter[str] = collections.Counter()
    out: dict[concurrent.futures.Future, Job] = {}
    alone = False  # after a death, one at a time, until it is known whose fault it was
    finished = False
    try:
        while True:
            while len(out) < (1 if alone else pool.slots + 2):
                job = again.popleft() if again else next(waiting, None)
                if job is None:
                    break
                tried[job.learner] += 1
                out[pool.submit(grade, key, pickled, job)] = job
            if not out:
                break
            done, _ = concurrent.futures.wait(out, pool.patience, return_when=concurrent.futures.FIRST_COMPLETED)
            for future in done:
                job = out.pop(future)
                error = concurrent.futures.CancelledError() if future.cancelled() else future.exception()
                if error is None:
                    yield job, future.result()
                elif _died(error) and tried[job.learner] < ATTEMPTS:
                    again.append(job)
                elif isinstance(error, (GradingProblem, ImportError)):  # not the submission's fault
                    raise _for_the_instructor(error)
                else:
                    yield job, error
            pool.look()
            alone = bool(again)
        finished = True
    finally:
        pool.close(now=not finished)


def _cluster(address: str):
    from .cluster import Cluster

    return Cluster(address)


def _for_the_instructor(error: GradingProblem | ImportError) -> GradingProblem:
    if isinstance(error, GradingProblem):
        return error
    return GradingProblem(f"A worker has not got what it needs ({error}): pip install 'chainrule[cluster]' on every worker.")


def _died(error: BaseException) -> bool:
    return isinstance(error, BrokenProcessPool) or type(error).__name__ in ("KilledWorker", "CancelledError", "FutureCancelledError")
