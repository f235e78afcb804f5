"""Processes of this machine that grade: watched, each with limits on time and memory, and replaced when one dies.

Used by :mod:`chainrule_staff.grading.workers`, and on the machines of a cluster.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import multiprocessing
import multiprocessing.connection
import os
import pickle
import queue
import signal
import sys
import threading
import types
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from chainrule_staff.errors import StaffError
from chainrule_staff.grading.concluding import conclude
from chainrule_staff.grading.engine import close as end_sandboxes
from chainrule_staff.grading.engine import grade
from chainrule_staff.grading.watching import LOOK_SECONDS, Ended, Watch, end_hard, report_to

MEMORY = 6 * 2**30  # of address space for one worker: what a single allocation may not pass between two looks at it
START_SECONDS = 120
INSTEAD: dict[Callable, Callable] = {grade: conclude}  # what is done, in a new process, where one had to be ended
_starting = threading.Lock()


def default_workers() -> int:
    """As many as there are processors to use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# -- in a worker -----------------------------------------------------------------------------------------------------------


def _work(connection: multiprocessing.connection.Connection) -> None:
    """Call what the parent sends, one after another, and answer."""
    _start_worker()
    report_to(connection.send)
    while True:
        try:
            function, words = connection.recv()
        except (EOFError, OSError):
            break
        try:
            answer = ("returned", function(*words))
        except BaseException as error:
            answer = ("raised", _portable(error))
        connection.send(answer)
    end_sandboxes(for_good=True)


def _portable(error: BaseException) -> BaseException:
    """An exception that crosses to the parent; another one with its words where it cannot."""
    try:
        pickle.loads(pickle.dumps(error))
        return error
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}"[:400])


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


# -- in the main process -----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _nothing_as_main() -> Iterator[None]:
    """Hide the program that this is part of: a new process would import it, and nbgrader's takes seconds."""
    program = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


class _Worker:
    """One process that grades, and the line to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs,))
        with _starting, _nothing_as_main():
            self.process.start()
        theirs.close()

    def run(self, function: Callable, *words: Any) -> Any:
        """What the function returns there.

        Raises
        ------
        Ended
            It took too much time or memory, so the process was ended.
        BrokenProcessPool
            The process died.
        """
        pid = self.process.pid
        assert pid is not None  # it was started
        watch, told = Watch(pid), []
        try:
            self._line.send((function, words))
            while True:
                ready = multiprocessing.connection.wait([self._line, self.process.sentinel], LOOK_SECONDS)
                if self._line in ready:
                    kind, *what = self._line.recv()
                    if kind == "allow":
                        watch.allow(*what)
                    elif kind == "told":
                        told += what
                    elif kind == "raised":
                        raise _Raised(what[0])
                    else:
                        return what[0]
                elif ready:
                    raise EOFError
                why = watch.why_end()
                if why:
                    self.end()
                    raise Ended(why, told)
        except _Raised as raised:
            raise raised.error from None
        except (EOFError, OSError):
            self.end()
            raise BrokenProcessPool("a process that grades has died") from None

    def end(self) -> None:
        """End it at once, with its sandboxes."""
        if self.process.pid is not None and self.process.exitcode is None:
            end_hard(self.process.pid)
        self.process.join()

    def close(self) -> None:
        """Let it end: it has no more to do."""
        self._line.close()
        self.process.join()


class _Raised(Exception):
    """Keeps what a job raised from being taken for what its process did."""

    def __init__(self, error: BaseException):
        super().__init__()
        self.error = error


class Local:
    """A pool of processes, each replaced when it has died or had to be ended.

    Parameters
    ----------
    workers : int
        How many there are at most.
    """

    patience = None  # a process that ends is noticed at once

    def __init__(self, workers: int):
        self.slots = workers
        self._jobs: queue.SimpleQueue = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._workers: set[_Worker] = set()
        self._busy = 0
        self._lock = threading.Lock()
        self._closed = False
        self._first: list[concurrent.futures.Future] = []

    def start(self, count: int, function: Callable, *words: Any) -> None:
        """Have so many processes, and each do something first; whoever needs them may do something else meanwhile.

        :meth:`ready` tells what is wrong if the function raises :class:`StaffError`; another exception means nothing.
        """
        self._first += [self.submit(function, *words) for _ in range(min(count, self.slots))]

    def ready(self) -> None:
        """Return when a process has done what it was to do first; :class:`StaffError` where it could not."""
        done, _ = concurrent.futures.wait(self._first, START_SECONDS, concurrent.futures.FIRST_COMPLETED)
        errors = [future.exception() for future in done] or [TimeoutError()]
        for error in errors:
            if isinstance(error, StaffError):
                self.close(now=True)
                raise error
        if all(isinstance(error, BrokenProcessPool | TimeoutError) for error in errors):
            self.close(now=True)
            raise StaffError(
                f"The processes that grade do not start ({type(errors[0]).__name__}). Their own message stands "
                "above; too little memory is the commonest cause."
            )

    def submit(self, function: Callable, *words: Any) -> concurrent.futures.Future:
        """Have a process call a function; where it has to be ended meanwhile, what :data:`INSTEAD` says is called."""
        future: concurrent.futures.Future = concurrent.futures.Future()
        with self._lock:
            self._busy += 1
            if self._busy > len(self._threads) < self.slots:
                self._threads.append(threading.Thread(target=self._serve, daemon=True))
                self._threads[-1].start()
        self._jobs.put((future, function, words))
        return future

    def _serve(self) -> None:
        """In a thread of its own: hand jobs to one process, which is replaced when it is lost."""
        worker: _Worker | None = None
        while (job := self._jobs.get()) is not None:
            future, function, words = job
            if future.set_running_or_notify_cancel():
                try:
                    worker = worker or self._start()
                    try:
                        result = worker.run(function, *words)
                    except Ended as ended:
                        if function not in INSTEAD:
                            raise
                        self._workers.discard(worker)
                        worker = self._start()
                        result = worker.run(INSTEAD[function], *words, ended.why, ended.told)
                    self._done(future, result=result)
                except BaseException as error:
                    if worker is not None and worker.process.exitcode is not None:
                        self._workers.discard(worker)
                        worker = None
                    self._done(future, error=error)
            else:
                self._done(None)
        if worker is not None:
            worker.close()

    def _start(self) -> _Worker:
        if self._closed:
            raise BrokenProcessPool("the run has ended")
        worker = _Worker()
        self._workers.add(worker)
        if self._closed:  # meanwhile
            worker.process.terminate()
        return worker

    def _done(
        self, future: concurrent.futures.Future | None, result: Any = None, error: BaseException | None = None
    ) -> None:
        with self._lock:
            self._busy -= 1
        if future is not None and error is not None:
            future.set_exception(error)
        elif future is not None:
            future.set_result(result)

    def look(self) -> None:
        """Do nothing: unlike a cluster's workers, these processes cannot go away unnoticed."""

    def finish(self) -> None:
        """Let the processes end, each when it has nothing to do any more: nothing will be submitted."""
        for _ in self._threads:
            self._jobs.put(None)

    def close(self, now: bool) -> None:
        """End the processes: ``now``, or when they have done what they were given."""
        if now:
            self._closed = True
            with contextlib.suppress(queue.Empty):
                while True:
                    job = self._jobs.get_nowait()
                    if job is not None:
                        job[0].cancel()
            for worker in list(self._workers):
                worker.process.terminate()
        self.finish()
        if not now:
            for thread in self._threads:
                thread.join()
