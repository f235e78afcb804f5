"""Where a check finds the learner's functions, and what has been scored since the start."""

from __future__ import annotations

import contextlib
import contextvars
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from chainrule.calling.transport import Direct, Transport


@dataclass
class Session:
    """One run of a notebook's checks.

    ``transport`` is ``None`` in a kernel: each check then looks into the notebook's own globals.
    ``seed`` feeds the random inputs of hidden cases; ``seeds`` are used instead for the exercises
    named in it. ``catalogues`` and ``sweeps``, by notebook, are used instead of the installed ones
    (course staff try new mistakes before they are built). ``fresh`` gives further inputs of an
    exercise with their results, by function: where a class is graded, other ones for each learner and file. There
    ``recall``, by exercise and name, gives a known mistake to be held against them: the mark of what it makes of an
    input, ``None`` where that is right.
    With ``strict`` a diagnosis that raises breaks the check, as staff want to know; else nothing is told.
    ``until_failure`` ends a check by :class:`FirstFailure` at its first failure, for staff who ask only
    whether there is one.
    ``cells``, by notebook, is what is known of its cells, in place of what is installed.
    """

    transport: Transport | None = None
    seed: int = 0
    seeds: dict[str, int] = field(default_factory=dict)
    catalogues: dict = field(default_factory=dict)
    sweeps: dict = field(default_factory=dict)
    fresh: Callable[[str, int], dict[str, list]] | None = None
    recall: Callable[[str, str], Callable[[Any], list | None] | None] | None = None
    until_failure: bool = False
    strict: bool = False
    cells: dict = field(default_factory=dict)
    ran: list = field(default_factory=list)  # the learner's cells so far, each a `chainrule.checks.cells_run.Ran`
    reports: dict = field(default_factory=dict)
    records: list = field(default_factory=list)  # the checks themselves, for whoever needs the raw values


class FirstFailure(Exception):
    """A check of a session that is ``until_failure`` has failed, and asks nothing more."""


_kernel_session = Session()
# Of each thread its own: a computing cluster's worker may run several at a time.
_current: contextvars.ContextVar[Session] = contextvars.ContextVar("session", default=_kernel_session)


def current() -> Session:
    """The session of the innermost :func:`using`, else the kernel's."""
    return _current.get()


@contextlib.contextmanager
def using(session: Session):
    """Make checks in the body look for functions through ``session``."""
    token = _current.set(session)
    try:
        yield session
    finally:
        _current.reset(token)


def transport_for(
    namespace: dict, hidden: Iterable[str] = (), refuses: Callable[[str, Sequence[str]], bool] | None = None
) -> Transport:
    """The current session's transport, or a direct one on the caller's ``namespace``, without what is ``hidden`` there."""
    return current().transport or Direct(namespace, hidden, refuses)


def in_kernel() -> bool:
    """Whether a learner's interactive kernel is running this."""
    return current() is _kernel_session and hasattr(sys.modules.get("__main__"), "get_ipython")
