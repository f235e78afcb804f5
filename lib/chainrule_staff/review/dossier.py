"""All that is known of one exercise's check, as plain data: what the reviewer's pages show. Kept on disk by :mod:`.keeping`.

Everything is tried afresh, with the code of the evidence: :class:`chainrule_staff.authoring.evidence.Examiner`.
"""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass, field
from typing import Any

from chainrule.checks import words
from chainrule.checks.panel import render_html
from chainrule.checks.report import CheckReport
from chainrule.checks.runner import CheckError, Run
from chainrule_staff.authoring.alternatives import MISTAKE, RIGHT, UNNAMED, Alternative
from chainrule_staff.authoring.evidence import HALVES, Evidence, Examiner, by_the_sweep_alone
from chainrule_staff.authoring.source import Exercise, Lecture
from chainrule_staff.review.coverage import Coverage, coverage
from chainrule_staff.review.slips import Slips, slips
from chainrule_staff.simulation.answers import Answers

FULL, NAMED, DIAGNOSED, UNTOLD = "all points", "named", "diagnosed", "refused without a word"


@dataclass
class Answer:
    """One answer that was tried, and what became of it.

    Parameters
    ----------
    name, function, kind : str
        Of the alternative; of a trial's answer its label, nothing, and ``right`` or ``wrong``.
    code, says : str
        Its source, and its docstring as one paragraph.
    panel : str
        HTML: the very panel that a learner gets; empty where the answer did not end in time.
    outcome : str
        ``FULL``, ``NAMED``, ``DIAGNOSED`` or ``UNTOLD``.
    kept : float
        The share of the points.
    called : list of str
        The ids of the mistakes that the panel names.
    diagnoses : list of str
        What the panel says of the numbers.
    swept : bool
        Whether the sweep alone rejects it.
    lost : list of str
        The parts whose points it loses.
    """

    name: str
    function: str
    kind: str
    code: str
    says: str = ""
    panel: str = ""
    outcome: str = UNTOLD
    kept: float = 0.0
    called: list[str] = field(default_factory=list)
    diagnoses: list[str] = field(default_factory=list)
    swept: bool = False
    lost: list[str] = field(default_factory=list)


@dataclass
class Dossier:
    """One exercise: its check, everything that was tried on it, and the evidence of both halves.

    Parameters
    ----------
    parts : list of (str, float)
        Names and points.
    cases, seconds : dict
        By half of the check: how many cases it has, and how long it takes on the reference.
    panel : str
        HTML: what a learner sees who wrote the reference.
    slips : Slips
        What slips of the pen tell of the check.
    trouble : str
        Why nothing could be tried: the build refuses the exercise as well.
    """

    assignment: str
    notebook: str
    exercise: str
    number: str
    title: str
    points: float
    functions: list[str]
    prediction: bool
    solution: str
    visible: str
    whole: str
    trouble: str = ""
    panel: str = ""
    parts: list[tuple[str, float]] = field(default_factory=list)
    cases: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    right: list[Answer] = field(default_factory=list)
    mistakes: list[Answer] = field(default_factory=list)
    unnamed: list[Answer] = field(default_factory=list)
    sweeps: list[Coverage] = field(default_factory=list)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    slips: Slips = field(default_factory=Slips)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Dossier:
        """The dossier of :meth:`to_dict`'s data.

        Raises
        ------
        KeyError, TypeError
            The data are none, or of another version.
        """
        return cls(
            **data
            | {
                **{key: [Answer(**one) for one in data[key]] for key in ("right", "mistakes", "unnamed")},
                "parts": [(name, points) for name, points in data["parts"]],
                "sweeps": [Coverage.from_dict(one) for one in data["sweeps"]],
                "slips": Slips.from_dict(data["slips"]),
                "evidence": {half: Evidence(**found) for half, found in data["evidence"].items()},
            }
        )


def dossier(examiner: Examiner, answers: Answers, exercise: Exercise) -> Dossier:
    """Try all that is known of an exercise; takes seconds, and for some exercises half a minute.

    Parameters
    ----------
    examiner : Examiner
        Of the exercise's lecture.
    answers : Answers
        Likewise: it knows the alternatives' code.
    exercise : Exercise
    """
    found = untried(examiner.lecture, exercise)
    for half in HALVES:
        examiner.bench.check(exercise, half)  # the first run makes the inputs, which the course does once for a class
        began = time.process_time()  # a busy machine is no slow check
        run = examiner.bench.check(exercise, half)
        found.seconds[half] = time.process_time() - began
        if run is None:
            continue
        report = run.reports[0]
        found.cases[half] = sum(len(part.cases) for part in report.parts)
        if half == "visible":
            found.panel = render_html(report)
            found.parts = [(part.name, part.max_points) for part in report.parts]
    own = [item for item in examiner.alternatives if item.exercise == exercise.id]
    found.right = [_alternative(examiner, answers, exercise, item) for item in own if item.kind == RIGHT]
    found.mistakes = [_alternative(examiner, answers, exercise, item) for item in own if item.kind == MISTAKE]
    found.unnamed = [_alternative(examiner, answers, exercise, item) for item in own if item.kind == UNNAMED]
    if not exercise.is_prediction:
        found.sweeps = coverage(examiner, exercise)
    found.evidence = {half: examiner.examine(exercise, half) for half in HALVES}
    if not exercise.is_prediction:
        found.slips = slips(examiner, exercise, found.evidence["whole"])
    return found


def untried(lecture: Lecture, exercise: Exercise, trouble: str = "") -> Dossier:
    """What the source alone says of an exercise."""
    return Dossier(
        assignment=lecture.assignment,
        notebook=lecture.name,
        exercise=exercise.id,
        number=exercise.number,
        title=exercise.title,
        points=exercise.points,
        functions=list(exercise.functions),
        prediction=exercise.is_prediction,
        solution=exercise.solution,
        visible=exercise.visible,
        whole=exercise.whole,
        trouble=trouble,
        evidence={half: Evidence(exercise.id, half) for half in HALVES},
    )


def _alternative(examiner: Examiner, answers: Answers, exercise: Exercise, item: Alternative) -> Answer:
    change = {item.function: item.code}
    run = examiner.bench.named(exercise, "visible", change)
    found = Answer(item.name, item.function, item.kind, answers.code(item), item.explanation)
    return judged(found, run)


def trial(examiner: Examiner, exercise: Exercise, item: dict[str, Any]) -> Answer:
    """A learner's answer from a file of answers, tried on the whole check.

    Parameters
    ----------
    item : dict
        As :func:`chainrule_staff.authoring.answers_file.read_answers` gives it.
    """
    found = Answer(item["label"], "", item["kind"], item["code"])
    try:
        return judged(found, examiner.bench.check(exercise, "whole", source=item["code"]))
    except CheckError:  # it broke the very names that the check uses
        return found


def judged(answer: Answer, run: Run | None) -> Answer:
    """Enter what a check's run says of an answer; of one that did not end there is nothing to say."""
    if run is not None:
        report: CheckReport = run.reports[0]
        answer.panel = render_html(report)
        answer.kept = report.fraction
        answer.called = [one.id for one in report.mistakes]
        answer.diagnoses = [words.sentence(one) for one in report.diagnoses]
        answer.swept = by_the_sweep_alone(report)
        answer.lost = [part.name for part in report.parts if not part.earned]
        answer.outcome = (
            FULL if report.fraction == 1 else NAMED if answer.called else DIAGNOSED if answer.diagnoses else UNTOLD
        )
    return answer
