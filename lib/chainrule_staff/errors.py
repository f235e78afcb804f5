"""The errors that course staff are meant to read: every command of ``chainrule staff`` prints them, and exits with 2."""

from __future__ import annotations

from chainrule.notebooks.errors import CourseError


class StaffError(CourseError):
    """Something has to be put right before a command can go on; the message says what, and how."""


class SandboxError(StaffError):
    """There is no sandbox here, or it does not hold."""
