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
import numbers
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from chainrule.calling.codec import Handle
from chainrule.calling.transport import Outcome
from chainrule.checks import known_mistakes, session
from chainrule.checks.panel import Score
from chainrule.checks.verdict import Difference, call_text, difference, kind_of, ladder, short


class CallFailed(Exception):
    """Ends a property's evaluation: a call in it did not return a usable value."""

    def __init__(self, found: Difference):
        super().__init__(found.sentence)
        self.found = found


@dataclass
class Case:
    """One line of a check: what was asked, and what became of it."""

    part: str
    label: str
    found: Difference | None = None
    functions: set = field(default_factory=set)
    observed: Any = None  # what a known mistake is recognised by; see chainrule.checks.known_mistakes

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
    """

    def __init__(self, exercise: str, *more: str, points: float):
        self.notebook, _, self.exercise = exercise.rpartition(".")
        self.functions = (self.exercise, *more)
        self.points = float(points)
        self.cases: list[Case] = []
        self.notes: list[str] = []
        self.printed = ""
        self._case: Case | None = None
        self._calls: list[tuple] = []  # (name, args, kwargs, result) of the property under evaluation
        self._stopped = False
        self._lost: dict[str, Outcome] = {}  # functions that ended the process, or would not end
        caller = sys._getframe(1).f_globals
        self._transport = session.transport_for(caller)
        caller.setdefault("np", np)  # the check runs even where the first cell has not
        for note in self._transport.begin():
            self._note(note)
        run = session.current()
        seed = run.seeds.get(self.exercise, run.seed)
        self.rng = np.random.default_rng((seed, zlib.crc32(exercise.encode())))
        self._proxies = [self._proxy(name) for name in self.functions]

    # -- cases ------------------------------------------------------------------------------

    def equal(
        self,
        expected: Any,
        *args: Any,
        of: str | None = None,
        part: str | None = None,
        tol: float | None = None,
        quiet: bool = False,
        **kwargs: Any,
    ) -> None:
        """The function called with ``args`` returns ``expected`` (a list stands for an array).

        ``of`` names the function, by default the exercise's; ``part`` the part, by default the
        function's name; ``tol`` a relative and absolute tolerance other than the dtype's own.
        ``quiet`` is for contracts that forbid a warning; elsewhere a warning never costs anything.
        """
        name = of or self.exercise
        self._open(part or name, call_text(name, args, kwargs))
        outcome = self._call(name, args, kwargs)
        found = ladder(name, outcome)
        if not found:
            found = difference(expected, outcome.value, args=(*args, *kwargs.values()), tol=tol)
        if not found and outcome.changed_input:
            found = Difference(
                "changes its input", "It changed what it was given: work on a copy, the caller may still need it."
            )
        if not found and quiet and outcome.warnings:
            found = Difference("warns", f"The values are right, but on the way there was a {outcome.warnings[0]}.")
        self._case.observed = known_mistakes.observe(outcome, quiet)
        self._close(found)

    def raises(
        self, error: type[Exception], *args: Any, of: str | None = None, part: str | None = None, **kwargs: Any
    ) -> None:
        """The function called with ``args`` raises ``error``, a built-in exception, in whatever words."""
        name = of or self.exercise
        self._open(part or name, call_text(name, args, kwargs))
        outcome = self._call(name, args, kwargs)
        raised = getattr(builtins, outcome.error, None) if outcome.status == "raised" else None
        if isinstance(raised, type) and issubclass(raised, error):
            found = None
        elif outcome.status == "returned":
            found = Difference("wrong values", f"It returned {short(outcome.value)}; expected a {error.__name__}.")
        else:
            found = ladder(name, outcome)
            if outcome.status == "raised":
                found = Difference(found.rung, f"{found.sentence} Expected a {error.__name__}.")
        self._case.observed = known_mistakes.observe(outcome)
        self._close(found)

    def measure(self, label: str, expected: float, compute: Callable, *, tol: float, part: str | None = None) -> None:
        """``compute(f, …)``, a number made from the learner's function(s), is ``expected`` within ``tol``.

        For results that are right in distribution, not in each value. The functions of the
        exercise are handed over in their order.
        """
        self._open(part or self.exercise, label)
        value = self._evaluate(compute)
        if isinstance(value, Difference):
            self._close(value)
            return
        if not isinstance(value, numbers.Real) and not (isinstance(value, np.ndarray) and value.shape == ()):
            self._close(Difference("wrong type", f"Here is {kind_of(value)}; expected a number."))
            return
        value = float(value)
        right = bool(abs(value - expected) <= tol)
        self._case.observed = {"measured": value, "tol": tol}
        self._close(
            None
            if right
            else Difference(
                "wrong values",
                f"It is {short(value)}; expected {short(float(expected))}{f' ± {short(float(tol))}' if tol else ''}.",
            )
        )

    def holds(self, label: str, true: Callable, *, part: str | None = None) -> None:
        """``true(f, …)``, a property of the learner's function(s), holds."""
        self._open(part or self.exercise, label)
        value = self._evaluate(true)
        if isinstance(value, Difference):
            self._close(value)
        else:
            shown = "".join(f" `{call_text(*call)}` returned {short(result, 80)}." for *call, result in self._calls[:2])
            self._close(None if bool(np.all(value)) else Difference("wrong values", f"This does not hold.{shown}"))

    def one_of(self, *choices: str) -> None:
        """A prediction: the function returns one of ``choices``. Which one is not judged."""
        self._open(self.exercise, f"{self.exercise}()")
        outcome = self._call(self.exercise, (), {})
        found = ladder(self.exercise, outcome)
        if not found and not (isinstance(outcome.value, str) and outcome.value in choices):
            found = Difference(
                "wrong values", f"It returned {kind_of(outcome.value)}; choose one of {', '.join(map(repr, choices))}."
            )
        self._close(found)

    def score(self) -> Score:
        """The points earned, which a notebook shows as a panel; the last line of a check cell."""
        report = self.report()
        current = session.current()
        current.reports[(self.notebook, self.exercise)] = report
        current.records.append(self)
        if session.in_kernel():
            _keep_progress(report)
        return Score(report)

    # -- evaluation -------------------------------------------------------------------------

    def _open(self, part: str, label: str) -> None:
        self._case = Case(part, label)

    def _close(self, found: Difference | None) -> None:
        self._case.found = found
        self.cases.append(self._case)

    def _call(self, name: str, args: tuple, kwargs: dict) -> Outcome:
        self._case.functions.add(name)
        if self._stopped:
            return Outcome("interrupted")
        if name in self._lost:  # one time limit is enough: the rest of the class is waiting
            return self._lost[name]
        outcome = self._transport.call(name, args, kwargs)
        self._stopped = outcome.status == "interrupted"
        if outcome.status in ("timed out", "died"):
            self._lost[name] = outcome
        for warning in outcome.warnings:
            self._note(f"`{name}` warned: {warning}")
        if outcome.printed_count:
            self.printed = (self.printed + outcome.printed)[:1000]
            self._note(f"`{name}` printed text. It does not count, for or against.")
        if outcome.displayed:
            self._note(f"`{name}` displayed something. It is not shown here.")
        if outcome.shares_input and not outcome.changed_input:
            self._note(f"`{name}` returned a view of its input: changing one would change the other.")
        return outcome

    def _proxy(self, name: str) -> Callable:
        def function(*args: Any, **kwargs: Any) -> Any:
            outcome = self._call(name, args, kwargs)
            found = ladder(name, outcome)
            if found:
                raise CallFailed(found)
            if outcome.changed_input:
                raise CallFailed(
                    Difference(
                        "changes its input",
                        f"`{call_text(name, args, kwargs)}` changed what it was given: work on a copy.",
                    )
                )
            self._calls.append((name, args, kwargs, outcome.value))
            return outcome.value

        function.__name__ = name
        return function

    def _evaluate(self, compute: Callable) -> Any:
        self._calls = []
        try:
            with np.errstate(all="ignore"):
                value = compute(*self._proxies)
                np.shape(value)
                return value
        except CallFailed as failed:
            return failed.found
        except Exception as error:
            # The check's own arithmetic could not use what the function returned.
            if not self._calls:
                return Difference("raises", f"The check itself raised {type(error).__name__}: {error}")
            name, args, kwargs, value = self._calls[-1]
            why = (
                "" if isinstance(value, Handle) else f" ({type(error).__name__}: {error})"
            )  # of an object nothing is known here
            return Difference(
                "wrong type",
                f"`{call_text(name, args, kwargs)}` returned {kind_of(value)}, with "
                f"which this cannot be computed{why}.",
            )

    def _note(self, note: str) -> None:
        if note not in self.notes and len(self.notes) < 12:
            self.notes.append(note)

    # -- reporting --------------------------------------------------------------------------

    def parts(self) -> dict[str, list[Case]]:
        """The cases of each part, in order of appearance."""
        grouped: dict[str, list[Case]] = {}
        for case in self.cases:
            grouped.setdefault(case.part, []).append(case)
        return grouped

    def report(self) -> dict:
        """Everything a panel or a table shows, as plain data (JSON)."""
        grouped = self.parts()
        share = self.points / len(grouped) if grouped else 0.0
        earned = {part: all(case.ok for case in cases) for part, cases in grouped.items()}
        points = self.points if grouped and all(earned.values()) else share * sum(earned.values())
        entry = known_mistakes.entry(self.notebook, self.exercise)
        rungs = {case.found.rung for case in self.cases if case.found}
        state = "passed" if not rungs and grouped else "partial" if any(earned.values()) else "failed"
        if self.cases and all(case.found and case.found.rung == "not attempted" for case in self.cases):
            state = "not attempted"
        return {
            "notebook": self.notebook,
            "exercise": self.exercise,
            "functions": list(self.functions),
            "number": entry.get("number", ""),
            "title": entry.get("title", self.exercise),
            "points": points,
            "max_points": self.points,
            "state": state,
            "fraction": sum(earned.values()) / len(earned) if earned else 0.0,
            "parts": [
                {
                    "name": part,
                    "earned": earned[part],
                    "points": share if earned[part] else 0.0,
                    "max_points": share,
                    "cases": [
                        {
                            "label": case.label,
                            "ok": case.ok,
                            "rung": case.found.rung if case.found else "",
                            "sentence": case.found.sentence if case.found else "",
                        }
                        for case in cases
                    ],
                }
                for part, cases in grouped.items()
            ],
            "mistakes": known_mistakes.matching(entry, self.cases),
            "notes": self.notes + known_mistakes.edited_note(entry),
            "printed": self.printed,
        }


def _keep_progress(report: dict) -> None:
    from chainrule.checks.progress_log import Progress, find_store

    mistake = report["mistakes"][0]["id"] if report["mistakes"] else None
    Progress(find_store()).record(
        report["notebook"], report["exercise"], report["points"], report["max_points"], mistake=mistake
    )
