"""Run an exercise's check on alternatives of its functions; used by the build and the evidence."""

from __future__ import annotations

import functools
import linecache
import types
from collections.abc import Callable

from chainrule.calling.endpoint import captured, new_namespace
from chainrule.checks.report import State
from chainrule.checks.runner import DirectRunner, Run, plain_python, run
from chainrule.checks.session import FirstFailure, Session
from chainrule.checks.sweep import Input
from chainrule.notebooks.conventions import Role
from chainrule.notebooks.errors import CheckError
from chainrule.notebooks.plan import Step
from chainrule_staff.authoring.alternatives import Alternative
from chainrule_staff.authoring.source import Exercise, Lecture
from chainrule_staff.authoring.sweeps import Fresh
from chainrule_staff.time_limit import TooLong, time_limit

SECONDS = 20


def solved(lecture: Lecture) -> list[Step]:
    """Setup and solution cells: what stands before any check."""
    return lecture.steps(Role.SETUP) + lecture.steps(Role.SOLUTION)


def replacement(alternative: Alternative) -> Step:
    """A cell that puts an alternative in its function's place.

    It imports the alternative's file, so it works in another process too.
    """
    source = (
        "from pathlib import Path as _Path\n"
        "from chainrule_staff.authoring.alternatives import module_of as _module_of\n"
        f"{alternative.function} = _module_of(_Path({str(alternative.file)!r})).{alternative.name}\n"
    )
    return Step(Role.EXTRA, f"{alternative.kind} {alternative.name}", source)


class Bench:
    """A solved notebook, run once, on which single functions are replaced and checks run.

    Parameters
    ----------
    lecture : Lecture
    catalogues, sweeps : dict, optional
        Catalogues and further inputs by notebook name, in place of the installed ones.
    """

    def __init__(self, lecture: Lecture, catalogues: dict | None = None, sweeps: dict | None = None):
        self.lecture = lecture
        self._catalogues = catalogues
        self._setup = lecture.steps(Role.SETUP)
        self._sweeps = sweeps
        # Compiled once: each alternative gets a namespace of its own, and compiling took longer than running.
        self._code = [(step.name, _compiled(step)) for step in solved(lecture)]

    def namespace(self) -> dict:
        """A fresh namespace with everything solved."""
        namespace = new_namespace()
        with captured():
            for name, code in self._code:
                try:
                    exec(code, namespace)
                except Exception as error:
                    raise RuntimeError(
                        f"{self.lecture.assignment}, cell {name}: {type(error).__name__}: {error}"
                    ) from error
        return namespace

    @functools.cached_property
    def _fresh(self) -> Fresh:
        functions = {exercise.id: exercise.functions for exercise in self.lecture.exercises.values()}
        return Fresh(functions, self.lecture.alternatives(), self.namespace())

    @functools.cached_property
    def fresh(self) -> Callable[[str, int], dict[str, list[Input]]]:
        """Further inputs as a grader makes them; made once for all alternatives that are tried with one seed."""
        return functools.lru_cache(maxsize=256)(self._fresh)

    def check(
        self, exercise: Exercise, half: str, replace: dict | None = None, source: str | None = None, seed: int = 0
    ) -> Run | None:
        """The check's run with functions replaced by objects, or by running ``source`` last.

        ``seed`` is that of the random inputs. ``None`` where it did not end in time, or where ``source`` raised.
        """
        return self._run(exercise, half, replace, source, self._session(seed, half))

    def named(
        self, exercise: Exercise, half: str, replace: dict | None = None, source: str | None = None
    ) -> Run | None:
        """The check's run without fresh inputs, which play no part in what a wrong answer is called."""
        return self._run(exercise, half, replace, source, self._session(0, "visible"))

    def passes(
        self, exercise: Exercise, half: str, replace: dict | None = None, source: str | None = None, seed: int = 0
    ) -> bool:
        """Whether no case of the check fails: as :meth:`check`, but nothing more is asked after the first failure."""
        session = self._session(seed, half)
        session.until_failure = True
        found = self._run(exercise, half, replace, source, session)
        return found is not None and found.reports[0].state == State.PASSED

    def _session(self, seed: int, half: str) -> Session:
        return Session(
            seed=seed,
            catalogues=self._catalogues or {},
            sweeps=self._sweeps or {},
            fresh=self.fresh if half == "whole" else None,
            recall=self._fresh.recall if half == "whole" else None,
            strict=True,
        )

    def _run(
        self, exercise: Exercise, half: str, replace: dict | None, source: str | None, session: Session
    ) -> Run | None:
        runner = DirectRunner()
        namespace = runner.endpoint.namespace
        namespace.update(self.namespace())
        if source is not None and runner.run_cell(exercise.id, source):
            return None
        namespace.update(replace or {})
        failed: list[str] = []

        def ended(step: Step, error: dict) -> None:
            failed.append(error["error"])
            if error["error"] != FirstFailure.__name__ and not expired:
                raise CheckError(f"The cell {step.name} of the course raised {error['error']}: {error['message']}")

        with time_limit(SECONDS) as expired:
            try:
                done = run([*self._setup, exercise.check(half)], _Ready(runner), session=session, on_broken=ended)
                return None if failed else done
            except TooLong:
                pass
        return None


def _compiled(step: Step) -> types.CodeType:
    """A cell's code; its lines are registered, so that a traceback can quote them."""
    source, filename = plain_python(step.source), f"<{step.name}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    return compile(source, filename, "exec")


class _Ready:
    """A runner whose learner's side has run already."""

    def __init__(self, runner: DirectRunner):
        self._runner = runner

    def run_cell(self, name: str, source: str) -> None:
        return None

    def __getattr__(self, name: str):
        return getattr(self._runner, name)
