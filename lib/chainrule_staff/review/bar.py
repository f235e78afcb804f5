"""What of an exercise's evidence is below the bar: in one sentence each, for the pages' warnings."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from chainrule.checks.runner import plain_python
from chainrule_staff.authoring.evidence import HALVES
from chainrule_staff.authoring.further import SWEEPS
from chainrule_staff.authoring.sweeps import LEAST, POOL
from chainrule_staff.review.dossier import FULL, Answer, Dossier

LEAST_COST = 0.4  # of the points that a typical slip should cost
LOOSE = 0.01  # a tolerance above it lets values through that a person would call different
SLOW = 1.0  # seconds that a learner waits for the check of the reference
FEW_CASES, FEW_WRONG, FEW_INPUTS = 3, 6, 5
MANY_THE_SAME, MANY_BY_SWEEP = 0.3, 0.4  # shares of the mutants, and of the wrong answers; the course's own are below


@dataclass(frozen=True)
class Remark:
    """One thing below the bar; ``serious``: the check lets something wrong pass, or refuses something right."""

    text: str
    serious: bool = False


def below(dossier: Dossier, trials: Iterable[Answer] = ()) -> list[Remark]:
    """What is below the bar, the serious things first."""
    if dossier.trouble:
        return [Remark(f"Nothing could be tried, and the build refuses it as well: {dossier.trouble}", True)]
    remarks = [*_evidence(dossier), *_trials(trials)]
    if not dossier.prediction:
        remarks += [*_check(dossier), *_sweeps(dossier), *_wrong_answers(dossier)]
    if not dossier.panel:
        remarks.append(Remark("The check does not end on the reference.", True))
    if dossier.seconds.get("visible", 0.0) > SLOW:
        remarks.append(Remark(f"A learner waits {dossier.seconds['visible']:.1f} s for the check of a right answer."))
    return sorted(dict.fromkeys(remarks), key=lambda one: not one.serious)


def _evidence(dossier: Dossier) -> Iterable[Remark]:
    """What ``chainrule staff evidence`` complains of; said once where it is true of both halves."""
    for what in ("accepts", "rejects"):
        found: dict[str, list[str]] = {}
        for half in HALVES:
            for line in getattr(dossier.evidence[half], what) if half in dossier.evidence else ():
                found.setdefault(line, []).append(half)
        for line, halves in found.items():
            where = f", {halves[0]} half" if len(halves) == 1 else ""
            yield Remark(f"{what.capitalize()}{where}: {line}.", True)


def _trials(trials: Iterable[Answer]) -> Iterable[Remark]:
    for one in trials:
        if one.kind == "wrong" and one.outcome == FULL:
            yield Remark(f"A learner's wrong answer keeps all points: {one.name}.", True)
        if one.kind == "right" and one.outcome != FULL:
            yield Remark(f"A learner's right answer is refused: {one.name}.", True)


def _check(dossier: Dossier) -> Iterable[Remark]:
    hidden = dossier.whole != dossier.visible
    if SWEEPS not in dossier.whole:
        if not hidden:
            yield Remark("It neither sweeps nor hides a case: whoever returns the visible values passes.", True)
        elif SWEEPS not in dossier.visible:
            yield Remark("It does not sweep: nothing is tried but the cases that are written in the check.")
    if dossier.cases.get("visible", 0) < FEW_CASES:
        yield Remark(f"Learners see {dossier.cases.get('visible', 0)} cases only.")
    for tol in _tolerances(dossier.whole):
        yield Remark(f"A case that compares values allows a difference of {tol:g}.")


def _tolerances(check: str) -> list[float]:
    """The loose tolerances of a check's plain comparisons; measured quantities of random draws need theirs."""
    found = []
    for node in ast.walk(ast.parse(plain_python(check))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("equal", "holds"):
            for one in ast.walk(node):
                if isinstance(one, ast.keyword) and one.arg in ("tol", "rtol", "atol"):
                    value = one.value.value if isinstance(one.value, ast.Constant) else None
                    if isinstance(value, int | float) and value > LOOSE:
                        found.append(float(value))
    return found


def _sweeps(dossier: Dossier) -> Iterable[Remark]:
    for one in dossier.sweeps:
        if one.trouble:
            yield Remark(one.trouble, True)
        if not one.swept:
            continue
        if not one.stored and not one.fresh:
            yield Remark(f"No inputs are drawn for `{one.function}`.")
        elif one.stored < LEAST:
            yield Remark(f"Learners' kernels try {one.stored} inputs of `{one.function}` only; {LEAST} are usual.")
        for promise, kept, excused in one.promises:
            if not kept and not excused:
                yield Remark(f"Of `{one.function}` the contract promises {promise}, and no input keeps it.", True)
            elif kept < FEW_INPUTS and not excused:
                yield Remark(
                    f"Of `{one.function}` the contract promises {promise}, and {kept} of {POOL} inputs keep it."
                )
            elif excused:
                yield Remark(f"Of `{one.function}` the contract promises {promise}; its inputs are excused from that.")


def _wrong_answers(dossier: Dossier) -> Iterable[Remark]:
    evidence = dossier.evidence.get("visible")
    if evidence is None:
        return
    if evidence.typical_cost is not None and evidence.typical_cost < LEAST_COST:
        yield Remark(f"A typical known mistake costs {evidence.typical_cost:.0%} of the points.")
    if not evidence.mutants:
        yield Remark("The reference has no mutants, so nothing tells how much the check sees.")
    elif evidence.equivalent > evidence.mutants * MANY_THE_SAME:
        yield Remark(
            f"{evidence.equivalent} of {evidence.mutants} mutants compute the same on all inputs that were tried: perhaps the "
            "generators do not reach where they differ."
        )
    if evidence.wrong and evidence.swept > evidence.wrong * MANY_BY_SWEEP:
        yield Remark(
            f"{evidence.swept} of {evidence.wrong} wrong answers pass every case that is written in the check, and fail by "
            "the sweep alone."
        )
    if evidence.wrong < FEW_WRONG:
        yield Remark(f"Only {evidence.wrong} wrong answers to it are known: what else learners do, nobody has tried.")
