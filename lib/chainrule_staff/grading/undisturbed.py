"""Run undisturbed: one grading run at a time in a course, and no Ctrl-C in the middle of writing. Used by :mod:`.class_run`."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

from chainrule.disk import locked
from chainrule_staff.errors import StaffError
from chainrule_staff.gradebook_file import troubles


@contextlib.contextmanager
def not_now() -> Iterator[None]:
    """Delay Ctrl-C until the body has ended: inside the database's code it would end in a traceback."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


@contextlib.contextmanager
def alone(course: Path) -> Iterator[None]:
    """Hold the course's lock during the body: two runs at once would grade everything twice."""
    with contextlib.ExitStack() as stack:
        try:
            (course / ".chainrule").mkdir(exist_ok=True)
            held = stack.enter_context(locked(course / ".chainrule" / "grading.lock", patience=0.5))
        except OSError as error:
            raise StaffError(
                f"{course}: {error.strerror or error}. The course folder must be writable: grades are kept in it."
            ) from None
        if not held:
            raise StaffError(
                "Another grading run is under way in this course. Wait until it has ended; if you are sure that "
                "none is, restart the machine that it ran on."
            )
        with troubles(f"The course {course}"):
            yield
