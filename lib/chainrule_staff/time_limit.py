"""A limit on the time that a piece of code may take, in this process: for the evidence and the grader's workers."""

from __future__ import annotations

import contextlib
import signal
import threading
import time

from chainrule.calling.time_left import PATIENCE


class TooLong(BaseException):
    """A check did not end in time; not an Exception, so that no code under test can swallow it."""


@contextlib.contextmanager
def time_limit(seconds: float):
    """Raise :class:`TooLong` in the body after ``seconds`` of this process's processor time, or ten times that on the clock.

    It works in the main thread of a Unix process only. It is raised again every second, since an endpoint takes it
    for an exception of the function that hangs. Yields a list that is not empty once time was up.
    One may stand inside another: the outer one goes on with what is left of its time.
    """
    expired: list[bool] = []
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGPROF"):
        yield expired
        return

    def stop(*_):
        expired.append(True)
        raise TooLong

    timers = {signal.SIGPROF: (signal.ITIMER_PROF, seconds), signal.SIGALRM: (signal.ITIMER_REAL, PATIENCE * seconds)}
    previous = {number: signal.signal(number, stop) for number in timers}
    outer: list[tuple[int, float, float]] = []  # timers as they were: what was left, and how often they repeat
    used = {signal.ITIMER_PROF: time.process_time, signal.ITIMER_REAL: time.monotonic}
    begin = {timer: clock() for timer, clock in used.items()}
    try:
        for timer, after in timers.values():
            outer.append((timer, *signal.setitimer(timer, after, 1.0)))
        yield expired
    finally:
        for timer, _ in timers.values():
            signal.setitimer(timer, 0)
        for number, handler in previous.items():
            signal.signal(number, handler)
        for timer, left, again in outer:
            if left:  # what has run out meanwhile rings at once
                signal.setitimer(timer, max(left - (used[timer]() - begin[timer]), 1e-3), again)
