"""A worker is watched from outside while it grades: its time and its memory, whatever it is doing.

What a learner's values make a check do may be one call of a C function for hours, which no signal interrupts, or gigabytes
between two looks of our own. So the parent looks (:class:`Watch`), and ends the worker, hard. The worker says what it may use
for what it does next (:func:`allow`), and what is finished (:func:`tell`): that stands.

Used by :mod:`.pool`, which owns the processes, and by :mod:`.engine`, which knows what takes how long.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil

from chainrule.calling.time_left import PATIENCE
from chainrule.checks.report import Finding, finding
from chainrule_staff.grading.kinds import Kind
from chainrule_staff.time_limit import time_limit

LOOK_SECONDS = 0.25  # between two looks
SLACK_SECONDS = 5.0  # more than a limit that the worker keeps by itself: that one ends a check only
LEAST_SECONDS = 1.0  # for a check, whatever those before it have used
MEMORY = 3 * 2**29  # bytes that grading a submission may add to a worker
OWN_MEMORY = (
    2**30
)  # bytes of address space that one check may add: NumPy then refuses an array, and the worker lives on

# -- in a worker -----------------------------------------------------------------------------------------------------------

_send: Callable[[tuple], None] | None = None


def report_to(send: Callable[[tuple], None]) -> None:
    """From now on this process has a parent that watches it."""
    global _send
    _send = send


def allow(seconds: float, waiting: float = 0.0) -> None:
    """What follows may take ``seconds`` of this process's own processor time.

    Ten times as long, and ``waiting`` besides, may pass on the clock meanwhile.
    """
    if _send is not None:
        _send(("allow", seconds + SLACK_SECONDS, PATIENCE * seconds + waiting + SLACK_SECONDS))


class OwnTime:
    """The processor time that this process has for all checks of a submission together.

    Parameters
    ----------
    total : float
        Seconds.
    """

    def __init__(self, total: float):
        self._end = time.process_time() + total

    def at_most(self, seconds: float) -> float:
        """So many seconds, or what is left if that is less; a check always has one, so that it can say what is wrong."""
        return max(LEAST_SECONDS, min(seconds, self._end - time.process_time()))


def tell(what: Any) -> None:
    """Something is finished: whatever happens later, the parent has it."""
    if _send is not None:
        _send(("told", what))


@contextlib.contextmanager
def watched(seconds: float, afterwards: Callable[[], None]) -> Iterator[list[bool]]:
    """Limits on the body's time and memory that this process keeps itself, as far as Python can; the parent keeps them, too.

    ``afterwards`` allows what comes behind the body.
    """
    allow(seconds)
    try:
        with memory_limit(OWN_MEMORY), time_limit(seconds) as expired:
            yield expired
    finally:
        afterwards()


@contextlib.contextmanager
def memory_limit(size: int) -> Iterator[None]:
    """Have what would add more than ``size`` bytes to this process in the body raise MemoryError; elsewhere than on Linux, nothing."""
    try:
        import resource

        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        before = resource.getrlimit(resource.RLIMIT_AS)
        bound = used + size
        if before[0] == resource.RLIM_INFINITY or bound < before[0]:
            resource.setrlimit(resource.RLIMIT_AS, (bound, before[1]))
    except (ImportError, OSError, ValueError):
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


# -- in its parent ---------------------------------------------------------------------------------------------------------


class Ended(Exception):
    """A worker was ended, since what it graded took too much.

    Parameters
    ----------
    why : Finding
        What was too much.
    told : list
        What the worker had finished.
    """

    def __init__(self, why: Finding, told: list):
        super().__init__(f"{why.kind}: {why.values}")
        self.why = why
        self.told = told


class Watch:
    """Looks at one worker during one job.

    Parameters
    ----------
    pid : int
        The worker's.
    """

    def __init__(self, pid: int):
        self._process: psutil.Process | None = None
        with contextlib.suppress(psutil.Error):
            self._process = psutil.Process(pid)
        self._memory = self._used()[1] + MEMORY
        self.allow(math.inf, math.inf)

    def allow(self, seconds: float, clock: float) -> None:
        """The worker may use so much from now on."""
        self._seconds, self._clock = seconds, clock
        self._began = self._used()[0], time.monotonic()

    def why_end(self) -> Finding | None:
        """Why the worker has to be ended; ``None`` where it may go on."""
        computed, memory = self._used()
        if memory > self._memory:
            return finding(Kind.ENDED, much="memory", limit=f"{MEMORY / 2**30:.3g} GB")
        if computed - self._began[0] > self._seconds:
            return finding(Kind.ENDED, much="computing", limit=f"{self._seconds:.3g} s")
        if time.monotonic() - self._began[1] > self._clock:
            return finding(Kind.ENDED, much="waiting", limit=f"{self._clock:.3g} s")
        return None

    def _used(self) -> tuple[float, int]:
        """Processor time in seconds and bytes in memory; of a process that has gone, nothing."""
        try:
            with self._process.oneshot():  # type: ignore[union-attr]  # without a process it raises as for one that has gone
                times = self._process.cpu_times()  # type: ignore[union-attr]
                return times.user + times.system, self._process.memory_info().rss  # type: ignore[union-attr]
        except (psutil.Error, AttributeError):
            return 0.0, 0


def end_hard(pid: int) -> None:
    """Kill a process and all below it: stopped first, so that it starts nothing meanwhile that would be left."""
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        process.suspend()
        below = process.children(recursive=True)
        process.kill()
        for child in below:
            with contextlib.suppress(psutil.Error):
                child.kill()
