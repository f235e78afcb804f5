"""Grade one notebook: learner's cells on one side, released check cells on the other.

Used by ``chainrule check``, grading, the evidence and tests; a transport decides where the learner's cells run.
They run in the notebook's order, so that a run tells what a fresh *Run All* would.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from chainrule.calling import interactive
from chainrule.calling.endpoint import execute, new_namespace
from chainrule.calling.transport import Direct
from chainrule.checks import words
from chainrule.checks.cells_run import Ran
from chainrule.checks.report import CheckReport
from chainrule.checks.session import Session, using
from chainrule.notebooks.conventions import Role
from chainrule.notebooks.errors import CheckError
from chainrule.notebooks.plan import Step


class DirectRunner(Direct):
    """Runs cells and calls functions in this process: for course staff's own code."""

    def __init__(self):
        super().__init__(new_namespace())
        interactive.provide(self.endpoint.namespace)

    def run_cell(self, name: str, source: str) -> dict | None:
        return execute(source, name, self.endpoint.namespace)


@dataclass
class Run:
    """What a notebook's checks said."""

    reports: list[CheckReport]
    notes: list[str]
    session: Session
    namespace: dict  # of the check cells


def run(
    steps: Iterable[Step],
    transport,
    *,
    session: Session | None = None,
    catalogues: dict | None = None,
    on_check: Callable[[int], None] | None = None,
    on_broken: Callable[[Step, dict], None] | None = None,
    limit: Callable[[], contextlib.AbstractContextManager] = contextlib.nullcontext,
) -> Run:
    """Run ``steps`` in order, checks in this process, everything else through ``transport``.

    Setup cells run on both sides. A learner's cell that raises is noted and the run goes on.

    Parameters
    ----------
    steps : iterable of Step
    transport
        A runner: a transport that also runs cells.
    session : Session, optional
        Seeds and catalogues of this run; ``transport`` is put into it.
    catalogues : dict, optional
        In place of a session: the catalogues to use instead of the installed ones.
    on_check : callable(count), optional
        Told after each check.
    on_broken : callable(step, error), optional
        Told of a check cell that raised, instead of :class:`CheckError`.
    limit : callable() -> context manager
        Around each check cell: may end it by raising.

    Raises
    ------
    CheckError
        A check or setup cell itself is broken: that is the course's fault, never the learner's.
    """
    namespace = new_namespace()
    session = session or Session(catalogues=catalogues or {})
    session.transport = transport
    notes: list[str] = []
    done = 0
    for step in steps:
        of_learner = step.role in (Role.SOLUTION, Role.EXTRA)
        source = step.source if of_learner else _of_the_course(step.source)
        if step.role is not Role.CHECK:
            error = transport.run_cell(step.name, source)  # IPython's syntax in it is the other side's business
            if error:
                notes.append(cell_note(step.name, error))
        if of_learner:
            stub = False if step.role is Role.EXTRA else step.stub
            session.ran.append(Ran(step.name, step.source, step.exercise, stub, error))
        if step.role in (Role.SETUP, Role.CHECK):
            with using(session), limit() if step.role is Role.CHECK else contextlib.nullcontext():
                error = execute(source, step.name, namespace)
            if error and on_broken and step.role is Role.CHECK:
                on_broken(step, error)
            elif error:
                raise CheckError(
                    f"The cell {step.name} of the course raised {error['error']}: {error['message']} "
                    f"(line: {error['line']})"
                )
        if step.role is Role.CHECK:
            done += 1
            if on_check:
                on_check(done)
    return Run(list(session.reports.values()), notes, session, namespace)


def run_again(
    done: Run,
    step: Step,
    transport,
    functions: dict[str, Callable],
    *,
    limit: Callable[[], contextlib.AbstractContextManager] = contextlib.nullcontext,
) -> bool:
    """Run a check of a notebook once more, with ``functions`` in the place of the learner's of these names.

    Its report and its record take the place of the first ones where they are worth more, and only there.

    Returns
    -------
    bool
        Whether they are.
    """
    session = done.session
    reports, count = dict(session.reports), len(session.records)
    with using(session), transport.in_place(functions), limit():
        execute(plain_python(step.source), step.name, done.namespace)
    made = session.records[count:]
    del session.records[count:]
    if len(made) == 1:
        key = made[0].notebook, made[0].exercise
        if key in reports and session.reports[key].points > reports[key].points:
            session.records[:] = [made[0] if one.exercise == key[1] else one for one in session.records]
            return True
    session.reports.clear()
    session.reports.update(reports)
    return False


def cell_note(name: str, error: dict) -> str:
    """One sentence on a learner's cell that raised."""
    return f"The cell {name} {words.of_cell(error)}"


@functools.lru_cache(maxsize=128)  # these are the same for a whole class
def _of_the_course(source: str) -> str:
    return plain_python(source)


_CELL_MAGICS_TO_DROP = re.compile(r"^\s*%%(time|timeit|capture|prun)\b[^\n]*\n?")
_ASSIGNED = re.compile(r"(?m)^([ \t]*\w[\w, ]*=[ \t]*)([%!].*)$")  # files = !ls
_MAGIC = re.compile(r"(?m)^([ \t]*)([%!?].+|\S.*\?)$")  # %timeit f(x), !ls, ?f, f?


def plain_python(source: str) -> str:
    """A cell's source without IPython's own syntax, line numbers kept: for the course's own cells, and to read others.

    >>> plain_python("%matplotlib inline\\nx = 1\\nx?")
    'pass  # %matplotlib inline\\nx = 1\\npass  # x?'
    """
    try:
        compile(source, "<cell>", "exec", flags=ast.PyCF_ONLY_AST, dont_inherit=True)
        return source
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    source = _CELL_MAGICS_TO_DROP.sub("\n", source, count=1)
    if source.lstrip().startswith("%%"):
        return ""  # another language's cell, or one that only the notebook can run
    return _MAGIC.sub(r"\1pass  # \2", _ASSIGNED.sub(r"\1None  # \2", source))
