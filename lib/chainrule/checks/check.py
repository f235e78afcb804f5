"""The recorder that every check cell talks to.

A check cell names the learner's functions, lists cases, and ends with the score::

    c = Check("activations.sigmoid", "sigmoid_grad", points=2)
    c.equal(0.5, 0.0)                                        # sigmoid(0.0) is 0.5
    c.equal(0.25, 0.0, of="sigmoid_grad")
    c.holds("σ(−x) = 1 − σ(x)", lambda f, df: close(f(-x), 1 - f(x)))
    c.score()

Functions are looked up by name, every call passes through the codec, every case is evaluated
and recorded, nothing is raised. Points are earned by part: a part's points need all its cases.
"""

from __future__ import annotations

import builtins
import functools
import numbers
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from chainrule.calling.transport import Outcome
from chainrule.checks import cells_run, diagnosis, known_mistakes, sealed, session, surroundings, sweep, words
from chainrule.checks.calls import SHOWN, Calls
from chainrule.checks.panel import Score
from chainrule.checks.remembered import remembered
from chainrule.checks.report import CaseResult, CheckReport, Finding, Kind, Part, Rung, State, finding
from chainrule.checks.sweep import Input
from chainrule.checks.sweeping import Parts, Swept, by_part, tried
from chainrule.checks.verdict import call_text, describe, difference, letter, obstacle, short


@dataclass
class Case:
    """One line of a check: what was asked, and what became of it."""

    part: str
    label: str
    found: Finding | None = None
    functions: set = field(default_factory=set)
    observed: Any = None  # what a known mistake is recognised by; see chainrule.checks.known_mistakes
    expected: Any = None  # for a diagnosis: of a plain call with a value to compare, what was right and what came back
    given: tuple | None = None
    named: dict = field(default_factory=dict)  # what was given by name
    value: Any = None
    judged: bool = False  # by a judge, who says in words what becomes of a result
    further: tuple[int, int] | None = None  # of a sweep: how many of how many inputs are wrong

    @property
    def ok(self) -> bool:
        return self.found is None


class Check:
    """Records how the functions of one exercise behave.

    Parameters
    ----------
    exercise : str
        ``"notebook.function"``: the notebook's file name and the exercise's function.
    *more : str
        Further functions of the same exercise, such as its derivative.
    points : float
        Points for the whole exercise, shared equally by its parts; 0 for a *further* exercise.
    by_item : bool
        Whether the parts are items that are answered one by one, such as several patients: a mistake in one loses that part only.
    """

    def __init__(self, exercise: str, *more: str, points: float, by_item: bool = False):
        self.notebook, _, self.exercise = exercise.rpartition(".")
        self.functions = (self.exercise, *more)
        self.points = float(points)
        self.cases: list[Case] = []
        self._case: Case  # the one under evaluation: every method that asks something begins with `_open`
        self.swept: dict[str, list[Swept]] = {}  # by function, the stored inputs: what known mistakes are held against
        self.fresh: dict[str, list[Swept]] = {}  # likewise those of a grader
        self.diagnosed: dict[str, list[Swept]] = {}  # by function, the fresh ones as well
        self._explained: dict[tuple, Finding | None] = {}  # why a name is not there, or a function not written
        self.by_item = by_item
        caller = sys._getframe(1).f_globals
        hidden, refuses = surroundings.hidden(self.notebook, caller) if session.in_kernel() else ({}, None)
        transport = session.transport_for(caller, hidden, refuses)
        elsewhere = {**surroundings.elsewhere(self.notebook), **hidden}
        self._calls = Calls(transport, self.functions, elsewhere, functools.partial(self._explain, caller))
        caller.setdefault("np", np)  # the check runs even where the first cell has not
        for name, module, kind in transport.begin():
            self._calls.note(Kind.NAME_PUT_BACK, name=name, module=module, type=kind)
        run = session.current()
        seed = run.seeds.get(self.exercise, run.seed)
        self.rng = np.random.default_rng((seed, zlib.crc32(exercise.encode())))

    # -- cases ------------------------------------------------------------------------------

    def equal(
        self,
        expected: Any,
        *args: Any,
        of: str | None = None,
        part: str | None = None,
        tol: float | None = None,
        quiet: bool = False,
        through: Callable | None = None,
        **kwargs: Any,
    ) -> None:
        """The function called with ``args`` returns ``expected`` (a list stands for an array).

        ``of`` names the function, by default the exercise's; ``part`` the part, by default the
        function's name; ``tol`` a relative and absolute tolerance other than the dtype's own.
        ``quiet`` is for contracts that forbid a warning; elsewhere a warning never costs anything.
        ``through`` is for functions with state: ``through(f, *args, **kwargs)``, such as a walk of some steps
        that hands each step's state to the next, returns ``expected``. Where many answers are right, it is a judge that
        returns its verdict in words, and ``expected`` is the good one.
        """
        name = of or self.exercise
        if through is not None:
            self._equal_through(through, expected, name, args, kwargs, part, tol)
            return
        self._open(part or name, call_text(name, args, kwargs))
        outcome = self._calls.call(name, args, kwargs, expected)
        found = obstacle(name, outcome)
        if not found:
            found = difference(expected, outcome.value, args=(*args, *kwargs.values()), tol=tol)
        if not found and outcome.changed_input:
            found = finding(Kind.CHANGES_INPUT)
        if not found and quiet and outcome.warnings:
            found = finding(Kind.WARNS, warning=outcome.warnings[0])
        outcome.value = remembered(outcome.value, args, kwargs, expected)
        self._case.observed = known_mistakes.observe(outcome, quiet)
        self._case.given, self._case.named = args, kwargs
        self._case.expected, self._case.value = expected, outcome.value
        self._close(found)

    def _equal_through(
        self,
        through: Callable,
        expected: Any,
        name: str,
        args: tuple,
        kwargs: dict,
        part: str | None,
        tol: float | None,
    ) -> None:
        proxy = self._calls.proxies[name]
        self._open(part or name, call_text(through.__name__, (proxy, *args), kwargs))
        self._case.judged = isinstance(expected, str)
        value = self._calls.evaluate(lambda *_: through(proxy, *args, **kwargs), numbers=False)
        self._case.given, self._case.named, self._case.expected = args, kwargs, expected
        if isinstance(value, Finding):
            self._close(value)
            return
        kept = remembered(value, args, kwargs, expected)
        self._case.observed = {"returned": str(kept) if isinstance(kept, str) else kept}
        if isinstance(expected, str) and isinstance(value, str):
            self._case.given = None  # what is said of a result is no result: a diagnosis would mistake it for one
            self._close(None if value == expected else self._judged(value, expected))
            return
        found = difference(expected, value, args=(*args, *kwargs.values()), tol=tol)
        self._case.value = kept
        self._close(found)

    def _judged(self, value: str, expected: str) -> Finding:
        """A verdict that is not the good one, with the judge's reasons where somebody will read them."""
        values = {"got": str(value), "expected": expected}
        current, why = session.current(), getattr(value, "why", None)
        if why and not current.until_failure:
            try:
                with np.errstate(all="ignore"):
                    values["way"], values["why"] = why()
            except Exception:  # a judge that finds no reason must not cost a learner the verdict
                if current.strict:
                    raise
        return finding(Kind.JUDGED, **values)

    def raises(
        self, error: type[Exception], *args: Any, of: str | None = None, part: str | None = None, **kwargs: Any
    ) -> None:
        """The function called with ``args`` raises ``error``, a built-in exception, in whatever words."""
        name = of or self.exercise
        self._open(part or name, call_text(name, args, kwargs))
        outcome = self._calls.call(name, args, kwargs)
        raised = getattr(builtins, outcome.error, None) if outcome.status == "raised" else None
        if isinstance(raised, type) and issubclass(raised, error):
            found = None
        elif outcome.status == "returned":
            found = finding(Kind.DID_NOT_RAISE, got=short(outcome.value), expected=error.__name__)
        else:
            found = obstacle(name, outcome)
            if found and found.kind == Kind.RAISED:
                found = finding(Kind.RAISED, **found.values, expected=error.__name__)
        outcome.value = remembered(outcome.value, args, kwargs)
        self._case.observed = known_mistakes.observe(outcome)
        self._close(found)

    def measure(self, label: str, expected: float, compute: Callable, *, tol: float, part: str | None = None) -> None:
        """``compute(f, …)``, a number made from the learner's function(s), is ``expected`` within ``tol``.

        For results that are right in distribution, not in each value. The functions of the
        exercise are handed over in their order.
        """
        self._open(part or self.exercise, label)
        value = self._calls.evaluate(compute)
        if isinstance(value, Finding):
            self._close(value)
            return
        single = isinstance(value, np.ndarray) and value.shape == () and value.dtype.kind in "biuf"
        if not single and not isinstance(value, numbers.Real) or isinstance(value, int) and value.bit_length() > 1000:
            self._close(finding(Kind.NO_NUMBER, got=describe(value)))
            return
        value = float(value)
        right = bool(abs(value - expected) <= tol)
        self._case.expected, self._case.value = float(expected), value
        self._case.observed = {"measured": value, "tol": tol}
        shown = {"got": short(value), "expected": short(float(expected)), "tol": short(float(tol)) if tol else ""}
        self._close(None if right else finding(Kind.OTHER_NUMBER, **shown))

    def holds(self, label: str, true: Callable, *, part: str | None = None) -> None:
        """``true(f, …)``, a property of the learner's function(s), holds."""
        self._open(part or self.exercise, label)
        value = self._calls.evaluate(lambda *functions: bool(np.all(true(*functions))))
        if isinstance(value, Finding):
            self._close(value)
        else:
            calls = [[call_text(*call), short(result, 80)] for *call, result in self._calls.made[:SHOWN]]
            self._close(None if value else finding(Kind.DOES_NOT_HOLD, calls=calls))

    def one_of(self, *choices: str) -> None:
        """A prediction: the function returns one of ``choices``. Which one is not judged."""
        self._open(self.exercise, f"{self.exercise}()")
        outcome = self._calls.call(self.exercise, (), {})
        found = obstacle(self.exercise, outcome)
        if not found and not (isinstance(outcome.value, str) and letter(outcome.value) in choices):
            found = finding(Kind.NO_CHOICE, got=describe(outcome.value), choices=list(choices))
        self._close(found)

    def sweep(self, **parts: Parts) -> None:
        """Further inputs for each function: those that were stored with their results, and fresh ones in a grader.

        A function's further inputs are one case of its part. Of those that are wrong, the smallest is shown. There may
        be several parts: with ``c.sweep(f=("dx", "dW"))`` the items of a tuple that f returns are judged one by one, each
        in the part of that name; with ``c.sweep(f=lambda x, pad=0: "padded" if pad else "bare")`` each input counts for
        one of them.
        """
        run = session.current()
        stored = run.sweeps.get(self.notebook, None)
        stored = (sweep.load(self.notebook) if stored is None else stored).get(self.exercise, {})
        seed = run.seeds.get(self.exercise, run.seed)
        fresh = run.fresh(self.exercise, seed) if run.fresh else {}
        self.by_item |= any(isinstance(names, tuple) for names in parts.values())  # the items of a tuple
        for name in self.functions:
            inputs = sweep.unpack(stored[name]) if name in stored else []
            self._sweep_function(name, inputs, fresh.get(name, []), parts.get(name))

    def _sweep_function(self, name: str, stored: list[Input], fresh: list[Input], parts: Parts | None) -> None:
        if not stored and not fresh:
            return
        self._calls.touched.clear()
        done = list(tried(self._calls, name, (*stored, *fresh)))
        touched = {name, *self._calls.touched}
        self.swept[name], self.fresh[name] = done[: len(stored)], done[len(stored) :]
        self.diagnosed[name] = done
        own = self._part_of(name)
        for part, judged in by_part(done, parts or (lambda *args, **kwargs: own)).items():
            self._sweep_part(name, part, touched, judged)

    def _sweep_part(self, name: str, part: str, touched: set[str], judged: list[tuple[Input, Finding | None]]) -> None:
        """A case for what became of further inputs: each with what is wrong with its result, or with an item of it."""
        self._open(part, words.further_right(len(judged)))
        self._case.functions |= touched
        wrong = [(given, found) for given, found in judged if found]
        if wrong:
            smallest, found = min(wrong, key=lambda one: sweep.size_of((one[0].args, one[0].kwargs)))
            self._case.label = call_text(name, smallest.args, smallest.kwargs)
            self._case.further = (len(wrong), len(judged))
            self._close(found)
        else:
            self._close(None)

    def _part_of(self, name: str) -> str:
        """The part to which a function's further inputs belong: its own, else that of its first case."""
        if any(case.part == name for case in self.cases):
            return name
        return next((case.part for case in self.cases if name in case.functions), name)

    def score(self) -> Score:
        """The points earned, which a notebook shows as a panel; the last line of a check cell."""
        report = self.report()
        current = session.current()
        current.reports[(self.notebook, self.exercise)] = report
        current.records.append(self)
        if not session.in_kernel():
            return Score(report)
        _keep_progress(report)
        passed = report.state == State.PASSED
        return Score(report, sealed.another_way(self.notebook, self.exercise, self._calls) if passed else None)

    # -- evaluation -------------------------------------------------------------------------

    def _explain(self, namespace: dict, name: str, outcome: Outcome) -> Finding | None:
        """Why a name is not there, or a function not written, by what became of the cells that should make it."""
        missing = outcome.status == "missing" or outcome.error == "NameError"
        if not missing and outcome.status != "not attempted":
            return None
        asked = (name, outcome.status, outcome.line)
        if asked not in self._explained:  # each time all cells are read
            stubs = surroundings.of(self.notebook).get("stubs", ())
            ran = cells_run.of_kernel(namespace, [name], stubs) if session.in_kernel() else session.current().ran
            if outcome.status == "not attempted":
                found = cells_run.why_unfinished(name, self.exercise, ran, outcome.line)
            else:
                found = cells_run.why_missing(name, self.exercise if outcome.status == "missing" else "", ran)
            self._explained[asked] = found
        return self._explained[asked]

    def _open(self, part: str, label: str) -> None:
        self._case = Case(part, label)
        self._calls.touched.clear()

    def _close(self, found: Finding | None) -> None:
        self._case.found = found
        self._case.functions |= self._calls.touched
        self.cases.append(self._case)
        if found and session.current().until_failure:
            raise session.FirstFailure

    # -- reporting --------------------------------------------------------------------------

    def _diagnoses(self, explained: set[str]) -> list[Finding]:
        """What can be told from the numbers alone of functions that no known mistake explains."""
        if all(case.ok for case in self.cases):
            return []
        try:
            return diagnosis.of_check(self.functions, self.cases, self.diagnosed, explained)
        except Exception:
            # A result of a form that nobody thought of must not cost a learner the panel or the points.
            if session.current().strict:
                raise
            return []

    def _foundations(self, state: State) -> list[Finding]:
        """A note for each exercise that this one builds on, and that has not passed where this one has not either."""
        if state in (State.PASSED, State.NOT_ATTEMPTED):
            return []
        reports = session.current().reports
        return [
            finding(Kind.BUILDS_ON, number=reports[self.notebook, exercise].number, functions=used)
            for exercise, used in self.builds_on().items()
            if reports[self.notebook, exercise].state != State.PASSED
        ]

    def builds_on(self) -> dict[str, list[str]]:
        """The exercises above this one that were checked, and whose functions this one's use: those functions."""
        found = {}
        for exercise, functions in surroundings.of(self.notebook).get("functions", {}).items():
            if exercise == self.exercise:
                break
            used = [name for name in functions if name in self._calls.uses]
            if used and (self.notebook, exercise) in session.current().reports:
                found[exercise] = used
        return found

    def parts(self) -> dict[str, list[Case]]:
        """The cases of each part, in order of appearance."""
        grouped: dict[str, list[Case]] = {}
        for case in self.cases:
            grouped.setdefault(case.part, []).append(case)
        return grouped

    def report(self) -> CheckReport:
        """Everything that a panel, a table or a record shows of this check."""
        grouped = self.parts()
        share = self.points / len(grouped) if grouped else 0.0
        right = [all(case.ok for case in cases) for cases in grouped.values()]
        entry = known_mistakes.entry(self.notebook, self.exercise)
        parts = tuple(
            Part(
                name,
                share if earned else 0.0,
                share,
                tuple(CaseResult(case.label, case.found, case.further) for case in cases),
            )
            for (name, cases), earned in zip(grouped.items(), right)
        )
        recall = session.current().recall
        recalled = functools.partial(recall, self.exercise) if recall else None
        mistakes = tuple(known_mistakes.matching(entry, self.cases, self.swept, self.fresh, recalled))
        return CheckReport(
            notebook=self.notebook,
            exercise=self.exercise,
            functions=self.functions,
            number=entry.get("number", ""),
            title=entry.get("title", self.exercise),
            points=self.points if right and all(right) else share * sum(right),  # the whole, without rounding
            max_points=self.points,
            fraction=sum(right) / len(right) if right else 0.0,
            state=_state(parts),
            parts=parts,
            mistakes=mistakes,
            diagnoses=tuple(self._diagnoses({mistake.function for mistake in mistakes if mistake.whole})),
            notes=(*self._calls.notes, *self._foundations(_state(parts)), *known_mistakes.edited_note(entry)),
            printed=self._calls.printed,
        )


def _state(parts: tuple[Part, ...]) -> State:
    cases = [case for part in parts for case in part.cases]
    unwritten = [case.rung == Rung.NOT_ATTEMPTED for case in cases]
    # Lines that are given may be right about some cases before a learner has written any.
    if any(unwritten) and all(case.ok or missing for case, missing in zip(cases, unwritten)):
        if not any(all(case.ok for case in part.cases) for part in parts):
            return State.NOT_ATTEMPTED
    if cases and all(case.ok for case in cases):
        return State.PASSED
    return State.PARTIAL if any(part.earned for part in parts) else State.FAILED


def _keep_progress(report: CheckReport) -> None:
    from chainrule.checks.progress_log import Progress, find_store

    mistake = report.mistakes[0].id if report.mistakes else None
    Progress(find_store()).record(report.notebook, report.exercise, report.points, report.max_points, mistake=mistake)
