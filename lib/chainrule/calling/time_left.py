"""How much time a learner's process may still take: used by :mod:`chainrule.calling.pipe`.

A limit counts the processor time of the process and of all below it, so that a busy machine costs nobody a point.
A process that sleeps or waits for ever uses none: ten times the limit on the clock ends that, too. Time in which it could
have computed, and others had the processors, does not count on that clock.
"""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 10  # a limit on the clock is this many times the limit on processor time
FIRST_LOOK, SLOWEST_LOOK = 0.05, 0.5  # seconds of waiting between two measurements
MEMORY = 3 * 2**30  # bytes of a process and all below it together: limits that a process has count for each
FILES = 20_000  # on a sandbox's own disk, whose files take memory of the kernel even when there is nothing in them
SEVERAL = (
    1.5  # processors: who uses more on the average has processes or threads of its own, and comes after all others
)
LAST = 19  # the niceness of those who come last


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


class TooMuchMemory(Exception):
    """A process and those below it use more than :data:`MEMORY`, or have made more than :data:`FILES`."""


class ProcessorTime:
    """Processor time of a row of processes, one after another, each with all of its descendants.

    It stays at zero where psutil is missing or may not look: there the limits on the clock hold alone.

    Attributes
    ----------
    seconds : float
        As of the last measurement.
    kept_waiting : float
        Seconds in which a process could have computed, had others not had the processors; likewise.
    memory : int
        Bytes in use at the last measurement.
    files : int
        Files on a disk of their own at the last measurement; 0 where they have none.
    most_processes : int
        The most that were there at once at any measurement.
    had_children : bool
        Whether one of them has had a child that ended and was waited for, however short it lived (Linux).
    """

    def __init__(self) -> None:
        self.seconds = self.kept_waiting = 0.0
        self.most_processes = self.memory = self.files = 0
        self.had_children = False
        self._before = self._waited_before = 0.0
        self._process = None
        self._last: tuple[float, float] | None = None  # the clock and the processor time at the last measurement

    def follow(self, process: subprocess.Popen) -> None:
        """Measure another process from now on, and add to what was measured so far."""
        self._before, self._waited_before = self.seconds, self.kept_waiting
        self._last = None
        try:
            import psutil

            self._process = psutil.Process(process.pid)
        except Exception:  # psutil is missing, or the process has ended already
            self._process = None

    def measure(self) -> float:
        """The processor time used until now, in seconds."""
        if self._process is not None:
            family = _family(self._process)
            self.most_processes = max(self.most_processes, len(family))
            self.had_children = self.had_children or any(map(_had_children, family))
            self.seconds = max(self.seconds, self._before + sum(map(_seconds, family)))
            self.kept_waiting = max(self.kept_waiting, self._waited_before + max(map(_kept_waiting, family)))
            self.memory = sum(map(_memory, family))
            self.files = _files(family[-1])
            self._share(family)
        return self.seconds

    def _share(self, family: list) -> None:
        """Let others go first, if these processes have used more than one processor since the last measurement."""
        now = time.monotonic()
        clock, computed = self._last or (now, self.seconds)
        if self._last is None or now - clock > FIRST_LOOK:
            self._last = now, self.seconds
            if self.seconds - computed > SEVERAL * (now - clock):
                _come_last(family)


def _family(root) -> list:
    """A process and its descendants: a sandbox's interpreter is a grandchild, and comes last."""
    import psutil

    family = [root]
    with contextlib.suppress(psutil.Error):
        if not os.path.exists(f"/proc/{root.pid}/task/{root.pid}/children"):
            return family + root.children(recursive=True)
        for process in family:  # which grows meanwhile
            for pid in _children(process.pid):
                with contextlib.suppress(psutil.NoSuchProcess):
                    family.append(psutil.Process(pid))
    return family


def _children(pid: int) -> list[int]:
    """As the kernel lists them (Linux): to ask each process of the machine for its parent takes long where there are many."""
    found = []
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(OSError):
                found += Path(f"/proc/{pid}/task/{thread}/children").read_text().split()
    return list(map(int, found))


def _seconds(process) -> float:
    """The processor time of a process and of its children that have ended."""
    import psutil

    with contextlib.suppress(psutil.Error):
        times = process.cpu_times()
        return times.user + times.system + times.children_user + times.children_system
    return 0.0


def _memory(process) -> int:
    import psutil

    with contextlib.suppress(psutil.Error):
        return process.memory_info().rss
    return 0


def _files(process) -> int:
    """How many files there are on the disk of a sandbox: a process is inside, if its disk is not that of this one."""
    disk = f"/proc/{process.pid}/root/tmp"
    try:
        if os.stat(disk).st_dev == os.stat("/tmp").st_dev:
            return 0
        found = os.statvfs(disk)
        return found.f_files - found.f_ffree
    except OSError:
        return 0


def _kept_waiting(process) -> float:
    """Seconds in which a process was ready to compute and waited for a processor; none where the kernel does not say."""
    try:
        return int(Path(f"/proc/{process.pid}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def _had_children(process) -> bool:
    """Whether children of a process have ended and been waited for: the memory that they touched is counted with it."""
    try:
        return Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[8] != "0"
    except (OSError, IndexError):
        return False


def _come_last(family: list) -> None:
    """Have processes, with all of their threads, compute only when nobody else wants to."""
    for process in family:
        with contextlib.suppress(OSError):
            for thread in os.listdir(f"/proc/{process.pid}/task"):
                os.setpriority(os.PRIO_PROCESS, int(thread), LAST)


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
    kept_waiting : float or None
        Likewise as ``began``: time in which it had to wait for others.
    """

    seconds: float
    limit: str = ""
    began: float | None = None
    waited: float = 0.0
    kept_waiting: float | None = None

    def begin(self, processor: ProcessorTime) -> None:
        """It begins now, if it has not begun."""
        if self.began is None:
            self.began, self.kept_waiting = processor.seconds, processor.kept_waiting

    def left(self, computed: float, waiting: float = 0.0, kept_waiting: float = 0.0) -> float:
        """Seconds until it could be used up.

        Raises
        ------
        TimeIsUp
            It is used up.
        """
        computing = self.seconds - (0.0 if self.began is None else computed - self.began)
        if computing <= 0:
            raise TimeIsUp(self.seconds, "processor", self.limit)
        others = 0.0 if self.kept_waiting is None else kept_waiting - self.kept_waiting
        on_the_clock = PATIENCE * self.seconds - self.waited - waiting + others
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
        self._total = Allowance(total, "submission", began=0.0, kept_waiting=0.0)
        self._running: list[Allowance] = [self._total]
        self._since = time.monotonic()
        self._next_look = self._since
        self._pause = FIRST_LOOK
        self._unmeasured = 0.0

    def begin_check(self) -> None:
        """A check begins: it has the whole of its time."""
        self._check = Allowance(self._check_seconds, "check")
        self.processor.measure()
        self._check.begin(self.processor)

    @contextlib.contextmanager
    def checking(self) -> Iterator[None]:
        """Count what is done in the body to the check as well; raise :class:`TimeIsUp` where it has no time left."""
        self._check.left(self.processor.seconds, kept_waiting=self.processor.kept_waiting)
        self._running.append(self._check)
        try:
            yield
        finally:
            self._running.remove(self._check)

    @contextlib.contextmanager
    def request(self, seconds: float) -> Iterator[None]:
        """Give the body ``seconds`` of the process's time, as far as the other allowances have them."""
        for allowance in self._running:
            allowance.left(self.processor.seconds, kept_waiting=self.processor.kept_waiting)
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
            now = self.look()
            if os.name == "nt":  # pipes cannot be waited for there: calls have no limit but Ctrl-C
                return
            poll = select.poll()
            poll.register(descriptor, select.POLLOUT if writing else select.POLLIN)
            if poll.poll(max(1.0, (self._next_look - now) * 1000)):
                return

    def look(self) -> float:
        """The time on the clock, once limits were looked at if that is due; :class:`TimeIsUp` where one is passed."""
        now = time.monotonic()
        if now >= self._next_look:
            self._look(now)
        return now

    def _look(self, now: float) -> None:
        """Measure, and plan the next measurement: a process of one thread cannot use more than the time until then."""
        computed = self.processor.measure()
        if self.processor.memory > MEMORY:
            raise TooMuchMemory(f"more than {MEMORY / 2**30:.3g} GB of memory")
        if self.processor.files > FILES:
            raise TooMuchMemory(f"more than {FILES:,} files")
        for allowance in self._running:
            allowance.begin(self.processor)
        kept_waiting = self.processor.kept_waiting
        left = min(allowance.left(computed, now - self._since, kept_waiting) for allowance in self._running)
        self._next_look = now + min(max(left, FIRST_LOOK), self._pause)
        self._pause = min(2 * self._pause, SLOWEST_LOOK)
        self._unmeasured = self._since - now  # the request adds all of its time when it ends
