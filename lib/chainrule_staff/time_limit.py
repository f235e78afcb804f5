"""A limit on the time that a piece of code may take, in this process: for the evidence and the grader's workers."""

from __future__ import annotations

import contextlib
import signal
import threading


class TooLong(BaseException):
    """A check did not end in time; not an Exception, so that no code under test can swallow it."""


@contextlib.contextmanager
def time_limit(seconds: float):
    """Raise :class:`TooLong` in the body after ``seconds`` (main thread of a Unix process only).

    And again every second, since an endpoint takes it for an exception of the function that hangs.
    Yields a list that is not empty once time was up.
    """
    expired: list[bool] = []
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGALRM"):
        yield expired
        return

    def stop(*_):
        expired.append(True)
        raise TooLong

    previous = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield expired
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
