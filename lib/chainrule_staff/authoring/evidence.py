"""Evidence that a lecture's checks are right: what they accept, what they reject, what they name.

For the visible half alone and for the whole check of every exercise: known mistakes lose at least
half the points (or the part of the item that they get wrong, where a tuple's items have parts) and are named, correct
variants get all of them and agree with the solution on thousands of further inputs, automatic mutants of the solution
do not, lazy answers get none. No kernel is started. `chainrule staff evidence` and the tests call it.

The visible half is the whole check without its hidden cases, and no case gives points back: what passes the whole
check passes the visible half, and what fails the visible half fails the whole check. Each such answer is run once.
"""

from __future__ import annotations

import copy
import inspect
import itertools
import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from chainrule.calling.codec import Codec, CodecError
from chainrule.calling.endpoint import attempt, captured
from chainrule.checks import known_mistakes, words
from chainrule.checks.check import Check
from chainrule.checks.report import CheckReport, failures
from chainrule.checks.runner import DirectRunner, Run, run
from chainrule.checks.sweep import Input, result_of
from chainrule.checks.verdict import call_text
from chainrule.notebooks.cell import Cell
from chainrule.notebooks.plan import plan
from chainrule_staff.authoring import release as releasing
from chainrule_staff.authoring import smallest
from chainrule_staff.authoring.alternatives import RIGHT, Alternative
from chainrule_staff.authoring.bench import Bench, TooLong, time_limit
from chainrule_staff.authoring.catalogue import catalogue_of, digest
from chainrule_staff.authoring.further import catalogue_digest, current, is_current
from chainrule_staff.authoring.mutants import Mutant, mutants
from chainrule_staff.authoring.source import Exercise, Lecture
from chainrule_staff.authoring.sweeps import Options, draws, generators, mark_of, pool_of

HALVES = ("visible", "whole")
INPUTS = 10_000
MANY_SHARE = 2  # right answers are held against the solution on so large a part of them
MANY_SEED = 30_000
EXAMPLES_FROM = 50  # one search by Hypothesis for so many inputs drawn
EQUIVALENCE_SECONDS = 60
LAZY = ("zeros", "ones", "the input")
MIN_VARIANTS = 3
MIN_MISTAKES = 3


@dataclass
class Evidence:
    """What was found about one exercise, in one half of its check.

    Of the wrong answers that are known (``wrong``), so many were ``named``; of the others so many were ``diagnosed`` from
    the numbers; and so many (``swept``) pass every case that is written in the check, and fail by its sweep alone.
    """

    exercise: str
    half: str
    wrong: int = 0
    named: int = 0
    diagnosed: int = 0
    swept: int = 0
    variants: int = 0
    mutants: int = 0
    equivalent: int = 0
    same: list[str] = field(default_factory=list)  # the mutants that compute the same, in words
    lazy: int = 0
    accepts: list[str] = field(default_factory=list)
    rejects: list[str] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)  # of each known mistake, the share of the points that it loses

    @property
    def typical_cost(self) -> float | None:
        """What a slip costs, as a share of the points: the median of the known mistakes."""
        return statistics.median(self.costs) if self.costs else None

    @property
    def clean(self) -> bool:
        """Nothing wrong passes, nothing right fails."""
        return not self.accepts and not self.rejects


class Examiner:
    """Tries every alternative of a lecture's exercises on their checks.

    Parameters
    ----------
    lecture : Lecture
    count : int
        On how many inputs a mutant that passes must agree with the solution, to be called equivalent.
    """

    def __init__(self, lecture: Lecture, count: int = INPUTS):
        self.lecture = lecture
        inputs = current(lecture)
        built = is_built(lecture) and known_mistakes.load(lecture.name)
        catalogue = built or known_mistakes.parse(catalogue_of(lecture, inputs))
        self.bench = Bench(lecture, {lecture.name: catalogue}, {lecture.name: inputs})
        self._count = count
        self.solved = self.bench.namespace()
        self.alternatives = lecture.alternatives()
        self._references: dict[tuple[str, int], list] = {}
        self._inputs: dict[tuple[str, int], list[tuple]] = {}
        self._verdicts: dict[str, str | None] = {}
        self._worthless: dict[str, set[str]] = {}  # by exercise, the lazy answers that earn nothing in a half
        self._passed: dict[tuple[str, str, str], bool] = {}
        self._runs: dict[tuple[str, str], Run | None] = {}

    def examine(self, exercise: Exercise, half: str) -> Evidence:
        """Everything about one exercise and one half of its check."""
        found = Evidence(exercise.id, half)
        visible, whole = (self._report(exercise, name) for name in HALVES)
        own = visible if half == "visible" else whole
        if own is None or own.fraction != 1:
            found.rejects.append(f"the solution itself: {first_failure(own)}")
        elif visible is None or whole is None or len(visible.parts) != len(whole.parts):
            found.rejects.append("the hidden cases add a part, which no learner could see coming")
        if exercise.is_prediction:
            return found
        self._variants(exercise, half, found)
        self._mistakes(exercise, half, found)
        self._unnamed(exercise, half, found)
        self._lazy(exercise, half, found)
        self._mutants(exercise, half, found)
        return found

    # -- one kind of answer after the other -------------------------------------------------

    def _report(self, exercise: Exercise, half: str, **changes) -> CheckReport | None:
        run = self.bench.check(exercise, half, **changes)
        return None if run is None else run.reports[0]

    def _passes(self, exercise: Exercise, half: str, answer: str, **changes) -> bool:
        """Whether one answer, `answer` being its name, gets all points; run once for each half."""
        key = (exercise.id, half, answer)
        if key not in self._passed:
            if half == "whole" and _nested(exercise) and not self._passed.get((exercise.id, "visible", answer), True):
                return False  # what fails the visible half fails the whole check
            self._passed[key] = self.bench.passes(exercise, half, **changes)
        return self._passed[key]

    def _named(self, exercise: Exercise, half: str, item: Alternative) -> Run | None:
        """What is told of a wrong answer.

        Names come from the visible cases alone, and hidden ones give no points back: one run does for both halves.
        """
        key = (item.name, exercise.visible if _nested(exercise) else getattr(exercise, half))
        if key not in self._runs:
            self._runs[key] = self.bench.named(exercise, half, {item.function: item.code})
        return self._runs[key]

    def _of(self, kind: str, exercise: Exercise) -> list[Alternative]:
        return [item for item in self.alternatives if item.exercise == exercise.id and item.kind == kind]

    def _variants(self, exercise: Exercise, half: str, found: Evidence) -> None:
        for place, item in enumerate(self._of("right", exercise)):
            found.variants += 1
            change = {"replace": {item.function: item.code}, "seed": place}  # as each learner has inputs of their own
            halves = ("whole", half) if _nested(exercise) else (half,)
            if not any(self._passes(exercise, one, f"variant {item.name}", **change) for one in halves):
                report = self._report(exercise, half, **change)
                found.rejects.append(f"variant {item.name}: {first_failure(report)}")
        if found.variants < MIN_VARIANTS:
            found.rejects.append(f"only {found.variants} @right answers, {MIN_VARIANTS} are needed to tell")
        if half == "whole":
            self._variants_on_many_inputs(exercise, found)

    def _variants_on_many_inputs(self, exercise: Exercise, found: Evidence) -> None:
        """Right answers must agree on whatever a class is given, also on what one submission in a hundred meets."""
        own = [item for item in self.alternatives if item.exercise == exercise.id]
        solved = {name: self.solved[name] for name in exercise.functions}
        for name in exercise.functions:
            pool = pool_of(generators(own, name), MANY_SEED, solved, self._count // MANY_SHARE)
            inputs = [given for given in pool if not draws(given)]
            for item in self._of("right", exercise):
                functions = {**solved, name: item.code}
                wrong = next((one for one in inputs if item.function == name and mark_of(one, name, functions)), None)
                if wrong is not None:
                    told = call_text(name, wrong.args, wrong.kwargs)
                    found.rejects.append(f"variant {item.name} parts from the solution: {told}")

    def _mistakes(self, exercise: Exercise, half: str, found: Evidence) -> None:
        mistakes = self._of("mistake", exercise)
        for item in mistakes:
            found.wrong += 1
            done = self._named(exercise, half, item)
            if done is None:
                found.accepts.append(f"mistake {item.name} does not end, so it is not named")
                continue
            report = done.reports[0]
            found.swept += by_the_sweep_alone(report)
            found.costs.append(1 - report.fraction)
            if report.fraction > kept_at_most(done.session.records[0]):
                found.accepts.append(f"mistake {item.name} keeps {report.fraction:.0%} of the points")
            names = [mistake.id for mistake in report.mistakes]
            if item.name in names:
                found.named += 1
            else:
                found.accepts.append(
                    f"mistake {item.name} is not named" + (f", but called {names[0]}" if names else "")
                )
        if len(mistakes) < MIN_MISTAKES:
            found.accepts.append(f"only {len(mistakes)} known mistakes, {MIN_MISTAKES} are the least")

    def _unnamed(self, exercise: Exercise, half: str, found: Evidence) -> None:
        """Wrong answers without a docstring are refused; a panel may name them, but none has a name of its own."""
        for item in self._of("unnamed", exercise):
            found.wrong += 1
            done = self._named(exercise, half, item)
            if done is not None:
                report = done.reports[0]
                found.named += bool(report.mistakes)
                found.diagnosed += bool(report.diagnoses and not report.mistakes)
                found.swept += by_the_sweep_alone(report)
            missed = done is not None and done.reports[0].fraction == 1
            if missed and self._passes(exercise, half, item.name, replace={item.function: item.code}):
                found.accepts.append(f"wrong answer {item.name} keeps all points")

    def _lazy(self, exercise: Exercise, half: str, found: Evidence) -> None:
        answers = {
            name: {function: lazy(name, self.solved[function]) for function in exercise.functions} for name in LAZY
        }
        if half == "whole" and any(inspect.signature(self.solved[name]).parameters for name in exercise.functions):
            answers["the visible expected values"] = self._memorised(exercise)  # without arguments they are the answer
        for name, functions in answers.items():
            found.lazy += 1
            if half == "whole" and name in self._worthless.get(exercise.id, set()):
                continue
            report = self._report(exercise, half, replace=functions)
            if _nested(exercise) and (report is None or report.fraction == 0):
                self._worthless.setdefault(exercise.id, set()).add(name)
            if report and report.fraction > 0:
                earned = [part.name for part in report.parts if part.earned]
                found.accepts.append(f"lazy answer: {name} earns {', '.join(earned)}")

    def _memorised(self, exercise: Exercise) -> dict[str, Callable]:
        """Functions that know the solution's results for all visible calls, and nothing else."""
        known: dict[tuple, Any] = {}

        def recording(name):
            def call(*args, **kwargs):
                key = (name, _key(args, kwargs))
                known[key] = self.solved[name](*args, **kwargs)
                return known[key]

            return call

        self.bench.check(exercise, "visible", {name: recording(name) for name in exercise.functions})

        def replaying(name):
            def call(*args, **kwargs):
                some = next((value for key, value in known.items() if key[0] == name), 0.0)
                return known.get((name, _key(args, kwargs)), some)

            return call

        return {name: replaying(name) for name in exercise.functions}

    def _mutants(self, exercise: Exercise, half: str, found: Evidence) -> None:
        halves = ("visible", half) if _nested(exercise) else (half,)
        for mutant in mutants(exercise.solution):
            found.mutants += 1
            if not all(self._passes(exercise, one, mutant.source, source=mutant.source) for one in halves):
                continue
            difference = self._difference(exercise, mutant)
            if difference is None:
                found.equivalent += 1
                found.same.append(f"line {mutant.line}: {mutant.change}")
            else:
                found.accepts.append(f"mutant, line {mutant.line}: {mutant.change} ({difference})")

    # -- equivalence ------------------------------------------------------------------------

    def _difference(self, exercise: Exercise, mutant: Mutant) -> str | None:
        """Where a mutant differs from the solution on generated inputs; ``None`` if nowhere."""
        key = exercise.id + mutant.source
        if key not in self._verdicts:
            namespace = self.bench.namespace()
            exec(compile(mutant.source, "<mutant>", "exec"), namespace)
            results = (self._difference_of(name, namespace) for name in exercise.functions)
            self._verdicts[key] = next((result for result in results if result), None)
        return self._verdicts[key]

    def _difference_of(self, name: str, namespace: dict) -> str | None:
        generators = [item for item in self.alternatives if item.kind == "inputs" and item.function == name]
        if not generators:
            return f"no @inputs for {name} to tell whether it is equivalent"
        try:
            with captured(), time_limit(EQUIVALENCE_SECONDS):
                for number, generator in enumerate(generators):
                    rows = self._rows(name, number, generator, namespace, self._count // len(generators))
                    expected = self._reference(name, number, generator, self._count // len(generators))
                    for row, right in zip(rows, expected):
                        if not same(right, outcome_of(namespace, generator, row)):
                            return f"{name} differs"
                    found = self._smallest(name, generator, namespace)
                    if found is not None:
                        return f"{name} differs for {found!r:.200}"
        except TooLong:
            return f"{name} is too slow to compare"
        except Exception as error:  # a mutant's forward pass may break the generator of its backward's inputs
            return f"{name} differs: {type(error).__name__}"
        return None

    def _smallest(self, name: str, generator: Alternative, namespace: dict) -> tuple | None:
        """The smallest arguments on which a mutant differs that chance has not found; all right answers agree on them."""
        right = [item for item in self.alternatives if item.kind == RIGHT and item.function == name]

        def differ(row: tuple) -> bool:
            expected = outcome_of(self.solved, generator, row)
            if same(expected, outcome_of(namespace, generator, row)):
                return False
            others = (outcome_of({**self.solved, name: item.code}, generator, row) for item in right)
            return all(same(expected, other) for other in others)

        own = [namespace] if len(inspect.signature(generator.code).parameters) > 1 else []
        return smallest.difference(generator, differ, self._count // EXAMPLES_FROM, *own)

    def _reference(self, name: str, number: int, generator: Alternative, count: int) -> list:
        key = (name, number)
        if key not in self._references:
            rows = self._rows(name, number, generator, self.solved, count)
            self._references[key] = [outcome_of(self.solved, generator, row) for row in rows]
        return self._references[key]

    def _rows(self, name: str, number: int, generator: Alternative, namespace: dict, count: int) -> Iterable[tuple]:
        """The generated inputs; a generator with a second parameter gets the functions under test."""
        rng = np.random.default_rng(20_000)
        if len(inspect.signature(generator.code).parameters) > 1:
            return itertools.islice(generator.code(rng, namespace), count)
        key = (name, number)
        if key not in self._inputs:  # the same for every mutant
            self._inputs[key] = list(itertools.islice(generator.code(rng), count))
        return self._inputs[key]


def is_built(lecture: Lecture) -> bool:
    """Whether inputs and catalogue were built of the checks and the answers as they are now."""
    return is_current(lecture) and catalogue_digest(lecture.name) == digest(lecture)


def by_the_sweep_alone(report: CheckReport) -> bool:
    """Whether the sweep rejects an answer, and no case that is written in the check does."""
    failing = [case for part in report.parts for case in part.failing]
    return bool(failing) and all(case.further for case in failing)


def untouched(root: Path, lecture: Lecture) -> tuple[float, float]:
    """The points that a released notebook earns as it is, and those that there are."""
    cells = [Cell(cell) for cell in releasing.make(root, lecture).cells]
    steps, _ = plan(cells, cells)
    reports = run(steps, DirectRunner()).reports
    return sum(report.points for report in reports), sum(report.max_points for report in reports)


def kept_at_most(check: Check) -> float:
    """The share of its points that a known mistake may keep: half, as a rule.

    Where items are judged one by one, those of a tuple or the patients of a ward, what is wrong in one of them loses the part of that item.
    """
    parts = len(check.parts())
    return max(0.5, (parts - 1) / parts) if check.by_item else 0.5


def _nested(exercise: Exercise) -> bool:
    """Whether every line of the visible half is in the whole check, as it is unless someone made them by hand."""
    return set(exercise.visible.splitlines()) <= set(exercise.whole.splitlines())


def outcome_of(functions: dict[str, Callable], generator: Alternative, row: tuple) -> Any:
    """The value, or the exception's type, of one call on copies of a generator's row."""
    args, kwargs = (row[:-1], dict(row[-1])) if row and isinstance(row[-1], Options) else (row, {})
    own = tuple(copy.deepcopy(arg) if not callable(arg) else arg for arg in args)
    given = Input(own, copy.deepcopy(kwargs), None, generator.through)
    result = attempt(result_of, (functions, generator.function, given), {})
    return result["value"] if result["status"] == "returned" else (result["status"], result.get("error"))


def same(a: Any, b: Any) -> bool:
    """Whether two results agree as a check sees them: 1e-6 relative, types of numbers ignored."""
    if isinstance(a, (tuple, list)) and isinstance(b, (tuple, list)):
        return len(a) == len(b) and all(same(one, other) for one, other in zip(a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    try:
        a, b = np.asarray(a), np.asarray(b)
        if a.dtype == b.dtype and a.dtype.kind in "biufc" and a.shape == b.shape and a.tobytes() == b.tobytes():
            return True  # most mutants that get this far compute the very same, and comparing numbers takes longer
        if a.dtype.kind not in "biufc" or b.dtype.kind not in "biufc":
            return a.dtype == b.dtype and bool(np.all(a == b))
        return (
            a.shape == b.shape
            and (a.dtype.kind == "b") == (b.dtype.kind == "b")
            and bool(np.allclose(a, b, rtol=1e-6, atol=1e-10, equal_nan=True))
        )
    except (TypeError, ValueError):
        return False


def lazy(name: str, solution: Callable) -> Callable:
    """An answer of the right form without thought: zeros, ones, or the first argument."""

    def answer(*args, **kwargs):
        def fill(value):
            if isinstance(value, tuple):
                return tuple(fill(item) for item in value)
            if isinstance(value, dict):
                return {key: fill(item) for key, item in value.items()}
            if isinstance(value, str):
                return "no thought"
            if name == "the input":
                return copy.deepcopy(args[0])
            array = np.asarray(value)
            if array.dtype.kind not in "biuf":
                return value
            return np.full_like(array, 0 if name == "zeros" else 1)[()]

        return fill(solution(*args, **kwargs))

    return answer


def _key(args: tuple, kwargs: dict) -> bytes | None:
    try:
        return Codec().encode((tuple("function" if callable(arg) else arg for arg in args), kwargs))
    except CodecError:
        return None


def first_failure(report: CheckReport | None) -> str:
    """The first failing case of a report, in one line."""
    if report is None:
        return "did not end in time"
    for one in failures(report.parts):
        return f"{one.labels[0]}: {words.sentence(one.finding)}"
    return "no case failed"


def examine(
    lecture: Lecture, on_step: Callable[[str], None] | None = None, count: int = INPUTS, only: str | None = None
) -> list[Evidence]:
    """The evidence of a whole lecture, or of one exercise: two rows for each."""
    examiner = Examiner(lecture, count)
    rows = []
    for exercise in [lecture.exercises[only]] if only else lecture.exercises.values():
        for half in HALVES:
            rows.append(examiner.examine(exercise, half))
        if on_step:
            on_step(exercise.id)
    return rows
