"""What is told of results that cannot be compared: measured numbers, properties, and what a judge says in words.

For :mod:`chainrule.checks.diagnosis`, where results are random, or right in many ways.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.checks.relations import LEAST, Sample
from chainrule.checks.report import ABOUT_ALL, Finding, Kind, finding

LEAST_COMPARED = 10  # right results, before what else fails is called the only thing
UNWRITTEN = (Kind.NOT_ATTEMPTED, Kind.MISSING, Kind.UNFINISHED, *ABOUT_ALL)


def judged(name: str, cases: list) -> list[Finding]:
    """Where a judge has given its reasons: in which ways what a function gives is wrong, and how often."""
    own = [case for case in cases if case.judged and name in case.functions]
    failing = [case for case in own if not case.ok]
    if not failing:
        return []
    if not all(case.found.kind == Kind.JUDGED and case.found.values.get("way") for case in failing):
        return _raises_alone(name, own, failing)
    ways: dict[str, list[str]] = {}
    for case in failing:
        ways.setdefault(str(case.found.values["way"]), []).append(case.part if case.part != name else "")
    often = sorted(ways, key=lambda way: -len(ways[way]))
    told = [[way, sorted({part for part in ways[way] if part})] for way in often]
    return [finding(Kind.JUDGED_SO, function=name, ways=told, wrong=len(failing), count=len(own))]


def _raises_alone(name: str, own: list, failing: list) -> list[Finding]:
    """A function that is judged by one long call, such as a doctor by its patients, and raises in it."""
    if len(own) != 1 or failing[0].found.kind != Kind.RAISED:
        return []
    values = failing[0].found.values
    return [finding(Kind.ALWAYS_RAISES, function=name, error=values["error"], message=values["message"], count=1)]


def measured(name: str, functions: tuple[str, ...], cases: list, samples: list[Sample]) -> list[Finding]:
    """Of results that are random, or right in many ways: which measured number is off, and by what factor; which property fails."""
    own = [
        case
        for case in cases
        if name in case.functions
        and case.further is None
        and case.given is None
        and (case.part == name or case.part not in functions and name == functions[0])
    ]
    failing = list(dict.fromkeys(case.label for case in own if not case.ok))
    if any(case.found and case.found.kind in UNWRITTEN for case in own) or not failing:
        return []
    if not all(sample.ok for sample in samples):
        return []
    right = sum(case.ok for case in own) + len(samples)
    if len(failing) == 1 and right >= LEAST_COMPARED:
        (label,) = failing
        alike_labelled = [case for case in own if case.label == label]
        wrong = [case for case in alike_labelled if not case.ok]
        if all(case.found.kind == Kind.OTHER_NUMBER for case in wrong) and len(alike_labelled) >= LEAST:
            # Where only the sharpest of the measurements fails, the others may be off by the same factor.
            ratios = [float(case.value) / float(case.expected) for case in alike_labelled if case.expected]
            mean, spread = float(np.mean(ratios or [0.0])), float(np.ptp(ratios or [0.0]))
            if len(ratios) == len(alike_labelled) and spread <= 0.03 * abs(mean) and abs(mean - 1) > spread:
                sharpest = min(range(len(ratios)), key=lambda k: _allowed(alike_labelled[k]))
                values = {"factor": f"{ratios[sharpest]:.3g}", "count": len(ratios)}
                return [finding(Kind.MEASURED_FACTOR, function=name, label=label, **values)]
        values = {"wrong": len(wrong), "of": len(alike_labelled), "right": right}
        return [finding(Kind.ONLY_PROPERTY, function=name, label=label, **values, **_span(wrong))]
    return []


def _span(wrong: list[Any]) -> dict[str, Any]:
    """What came instead of one expected number, from the lowest to the highest; of several expected ones their ratios to it."""
    if not all(case.found.kind == Kind.OTHER_NUMBER and np.isfinite(float(case.value)) for case in wrong):
        return {}
    got, expected = (
        [float(value) for value in values] for values in zip(*((case.value, case.expected) for case in wrong))
    )
    ratio = len(set(expected)) > 1
    if ratio and not all(expected):
        return {}
    shown = [a / b for a, b in zip(got, expected)] if ratio else got
    low, high = (f"{bound:.3g}" for bound in (min(shown), max(shown)))
    if low == f"{expected[0]:.3g}" or ratio and "1" in (low, high):  # so near that the digits do not tell
        return {}
    return {"low": low, "high": high, "expected": f"{expected[0]:.3g}", "ratio": ratio}


def _allowed(case: Any) -> float:
    """The tolerance of a measured number, relative to it."""
    return float((case.observed or {}).get("tol", np.inf)) / abs(float(case.expected))
