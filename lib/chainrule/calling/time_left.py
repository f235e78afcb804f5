"""How much time a learner's process may still take: used by :mod:`chainrule.calling.pipe`.

A limit counts the processor time of the process and of all below it, so that a busy machine costs nobody a point.
A process that sleeps or waits for ever uses none: ten times the limit on the clock ends that, too.
"""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass

PATIENCE = 10  # a limit on the clock is this many times the limit on processor time
FIRST_LOOK, SLOWEST_LOOK = 0.05, 0.5  # seconds of waiting between two measurements


class TimeIsUp(Exception):
    """A limit was reached.

    Parameters
    ----------
    seconds : float
        The limit.
    clock : str
        ``"processor"``, or ``"wall"`` for a process that waited.
    limit : str
        Whose limit it is: ``"check"`` or ``"submission"``; empty for that of one call or cell.
    """

    def __init__(self, seconds: float, clock: str, limit: str):
        what = {"processor": "computing", "wall": "waiting"}[clock]
        super().__init__(f"{seconds:.3g} s of {what}{f', the limit for one {limit}' if limit else ''}")
        self.details: dict[str, float | str] = {"seconds": seconds, "clock": clock, "limit": limit}


class ProcessorTime:
    """Processor time of a row of processes, one after another, each with all of its descendants.

    It stays at zero where psutil is missing or may not look: there the limits on the clock hold alone.
    """

    def __init__(self) -> None:
        self.seconds = 0.0  # as of the last measurement
        self._before = 0.0
        self._process = None

    def follow(self, process: subprocess.Popen) -> None:
        """Measure another process from now on, and add to what was measured so far."""
        self._before = self.seconds
        try:
            import psutil

            self._process = psutil.Process(process.pid)
        except Exception:  # psutil is missing, or the process has ended already
            self._process = None

    def measure(self) -> float:
        """The processor time used until now, in seconds."""
        if self._process is not None:
            self.seconds = max(self.seconds, self._before + _of_tree(self._process))
        return self.seconds


def _of_tree(root) -> float:
    """The processor time of a process and its descendants: a sandbox's interpreter is a grandchild."""
    import psutil

    family = [root]
    with contextlib.suppress(psutil.Error):
        family += root.children(recursive=True)
    total = 0.0
    for process in family:
        with contextlib.suppress(psutil.Error):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


@dataclass
class Allowance:
    """Time for one call, cell, check or submission.

    Parameters
    ----------
    seconds : float
        Processor time.
    limit : str
        Whose limit it is, see :class:`TimeIsUp`.
    began : float or None
        Processor time used when it began; ``None`` until the first measurement, so that quick calls cost none.
    waited : float
        Time on the clock in requests that have ended.
    """

    seconds: float
    limit: str = ""
    began: float | None = None
    waited: float = 0.0

    def left(self, computed: float, waiting: float = 0.0) -> float:
        """Seconds until it could be used up.

        Raises
        ------
        TimeIsUp
            It is used up.
        """
        computing = self.seconds - (0.0 if self.began is None else computed - self.began)
        if computing <= 0:
            raise TimeIsUp(self.seconds, "processor", self.limit)
        on_the_clock = PATIENCE * self.seconds - self.waited - waiting
        if on_the_clock <= 0:
            raise TimeIsUp(PATIENCE * self.seconds, "wall", self.limit)
        return min(computing, on_the_clock)


class TimeLeft:
    """Waits for a process no longer than all allowances permit.

    Parameters
    ----------
    check, total : float
        Seconds of processor time for all calls of one check, and for everything together.
    """

    def __init__(self, check: float, total: float):
        self.processor = ProcessorTime()
        self._check_seconds = check
        self._check = Allowance(check, "check")
        self._total = Allowance(total, "submission", began=0.0)
        self._running: list[Allowance] = [self._total]
        self._since = time.monotonic()
        self._next_look = self._since
        self._pause = FIRST_LOOK
        self._unmeasured = 0.0

    def begin_check(self) -> None:
        """A check begins: it has the whole of its time."""
        self._check = Allowance(self._check_seconds, "check", began=self.processor.measure())

    @contextlib.contextmanager
    def checking(self) -> Iterator[None]:
        """Count what is done in the body to the check as well; raise :class:`TimeIsUp` where it has no time left."""
        self._check.left(self.processor.seconds)
        self._running.append(self._check)
        try:
            yield
        finally:
            self._running.remove(self._check)

    @contextlib.contextmanager
    def request(self, seconds: float) -> Iterator[None]:
        """Give the body ``seconds`` of the process's time, as far as the other allowances have them."""
        for allowance in self._running:
            allowance.left(self.processor.seconds)
        self._running.append(Allowance(seconds))
        self._since = time.monotonic()
        self._next_look = self._since + max(0.0, self._pause - self._unmeasured)
        try:
            yield
        finally:
            taken = time.monotonic() - self._since
            self._unmeasured += taken
            self._running.pop()
            for allowance in self._running:
                allowance.waited += taken

    def wait(self, descriptor: int, writing: bool = False) -> None:
        """Return when a pipe can be read or written; :class:`TimeIsUp` is raised even while it can."""
        while True:
            now = time.monotonic()
            if now >= self._next_look:
                self._look(now)
            if os.name == "nt":  # pipes cannot be waited for there: calls have no limit but Ctrl-C
                return
            poll = select.poll()
            poll.register(descriptor, select.POLLOUT if writing else select.POLLIN)
            if poll.poll(max(1.0, (self._next_look - now) * 1000)):
                return

    def _look(self, now: float) -> None:
        """Measure, and plan the next measurement: a process of one thread cannot use more than the time until then."""
        computed = self.processor.measure()
        for allowance in self._running:
            if allowance.began is None:
                allowance.began = computed
        left = min(allowance.left(computed, now - self._since) for allowance in self._running)
        self._next_look = now + min(max(left, FIRST_LOOK), self._pause)
        self._pause = min(2 * self._pause, SLOWEST_LOOK)
        self._unmeasured = self._since - now  # the request adds all of its time when it ends
