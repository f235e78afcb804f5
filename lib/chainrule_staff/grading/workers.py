"""Who does the grading: processes of this machine, or any Dask cluster. Both through ``concurrent.futures``.

Submissions go out as bytes and come back as bytes. A worker that dies takes nothing with it: what it
was grading is graded again, by another.
"""

from __future__ import annotations

import collections
import concurrent.futures
import contextlib
import pickle
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol

from chainrule_staff.errors import StaffError
from chainrule_staff.grading.assignment import Assignment
from chainrule_staff.grading.engine import Job, grade, prepare, try_walls
from chainrule_staff.grading.graded import Graded
from chainrule_staff.grading.pool import Local, default_workers

ATTEMPTS = 3


class Pool(Protocol):
    """What grades: :class:`.pool.Local` or :class:`.cluster.Cluster`."""

    slots: int
    patience: float | None

    def start(self, count: int, function: Any, *words: Any) -> None:
        """Have so many workers call a function before anything else, where that is of use."""

    def ready(self) -> None:
        """Return when it can begin; :class:`StaffError` where it cannot."""

    def submit(self, function: Any, *words: Any) -> concurrent.futures.Future:
        """Have a worker call a function."""

    def look(self) -> None:
        """Raise :class:`StaffError` where there are no workers any more."""

    def finish(self) -> None:
        """Let the workers go: nothing more will be submitted."""

    def close(self, now: bool) -> None:
        """End it: ``now``, or when everything is done."""


@contextlib.contextmanager
def started(sandbox: str, workers: int | None = None, scheduler: str | None = None, early: int = 1) -> Iterator[Pool]:
    """Workers, for as long as the body runs. They try the sandbox's walls; :meth:`Pool.ready` tells if these do not hold.

    Parameters
    ----------
    sandbox : str
    workers : int, optional
        Processes on this machine, as many as processors unless given.
    scheduler : str, optional
        The address of a Dask scheduler, whose workers then grade.
    early : int
        How many processes start at once, before there is an assignment: at least one, no more than ``workers``.
    """
    if scheduler is not None:
        from chainrule_staff.grading.cluster import Cluster

        pool: Any = Cluster(scheduler)
    else:
        pool = Local(workers or default_workers())
        pool.start(early, try_walls, sandbox)
    finished = False
    try:
        yield pool
        finished = True
    finally:
        pool.close(now=not finished)


def get_ready(pool: Pool, assignment: Assignment, count: int, sandbox: str) -> None:
    """Have workers for ``count`` submissions solve the assignment and start a sandbox, before the first one comes."""
    pool.start(count, prepare, assignment.digest, pickle.dumps(assignment), sandbox)


def grade_all(
    assignment: Assignment, jobs: Iterable[Job], pool: Pool
) -> Generator[tuple[Job, Graded | BaseException], None, None]:
    """Grade ``jobs``; yield each with its result, in the order in which they are done.

    Only a few more than there are workers are out at a time, so a class of any size needs the same memory.
    A job whose worker died again and again comes back with the exception.
    """
    pickled = pickle.dumps(assignment)
    key = assignment.digest
    pool.ready()
    waiting = iter(jobs)
    again: collections.deque[Job] = collections.deque()
    tried: collections.Counter[str] = collections.Counter()
    out: dict[concurrent.futures.Future, Job] = {}
    alone = False  # after a worker died, run one job at a time to find the job that kills it
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
            elif isinstance(error, (StaffError, ImportError)):  # not the submission's fault
                raise _for_the_instructor(error)
            else:
                yield job, error
        pool.look()
        alone = bool(again)


def _for_the_instructor(error: StaffError | ImportError) -> StaffError:
    if isinstance(error, StaffError):
        return error
    return StaffError(
        f"A worker has not got what it needs ({error}): pip install 'chainrule[cluster]' on every worker."
    )


def _died(error: BaseException) -> bool:
    return isinstance(error, BrokenProcessPool) or type(error).__name__ in (
        "KilledWorker",
        "CancelledError",
        "FutureCancelledError",
    )
