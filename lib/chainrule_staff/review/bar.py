"""What of an exercise's evidence is below the bar: in a sentence each for its page, in a few words for the overview."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from chainrule.checks.runner import plain_python
from chainrule.checks.words import number_text
from chainrule_staff.authoring.evidence import HALVES
from chainrule_staff.authoring.further import SWEEPS
from chainrule_staff.authoring.sweeps import LEAST, POOL
from chainrule_staff.review.check_source import tolerances
from chainrule_staff.review.coverage import Coverage
from chainrule_staff.review.dossier import FULL, Answer, Dossier

LEAST_COST = 0.4  # of the points that a typical slip should cost
LOOSE = 0.01  # a tolerance above it lets values through that a person would call different
NEAR = 0.1  # results that are so much too large are wrong, however they were drawn
SLOW = 1.0  # seconds that a learner waits for the check of the reference
FEW_CASES, FEW_WRONG, FEW_INPUTS = 3, 6, 5
FEW_RIGHT_OF_ONE, FEW_WRONG_OF_ONE = 2, 4  # of one function, where an exercise has several
FEW_DIFFERENT = 100  # of POOL drawn inputs
MANY_THE_SAME, MANY_BY_SWEEP = 0.3, 0.4  # shares of the mutants, and of the wrong answers; the course's own are below
LEAST_TOLD, LEAST_NAMED = 0.2, 0.5  # shares of the slips that were looked at, and of the known wrong answers


@dataclass(frozen=True)
class Remark:
    """One thing below the bar.

    Parameters
    ----------
    text : str
        A sentence.
    short, detail : str
        What it is in a few words, the same for all exercises, and of what.
    serious : bool
        The check lets something wrong pass, or refuses something right.
    """

    text: str
    short: str
    detail: str = ""
    serious: bool = False


def below(dossier: Dossier, trials: Iterable[Answer] = ()) -> list[Remark]:
    """What is below the bar, the serious things first."""
    if dossier.trouble:
        text = f"Nothing could be tried, and the build refuses it as well: {dossier.trouble}"
        return [Remark(text, "cannot be built", serious=True)]
    remarks = [*_evidence(dossier), *_trials(trials)]
    if not dossier.prediction:
        remarks += [*_check(dossier), *_near(dossier)]
        for one in dossier.sweeps:
            remarks += _sweep(one)
        remarks += [*_right_answers(dossier), *_wrong_answers(dossier), *_mutants(dossier)]
    if not dossier.panel:
        remarks.append(Remark("The check does not end on the reference.", "does not end", serious=True))
    if dossier.seconds.get("visible", 0.0) > SLOW:
        text = f"A learner waits {dossier.seconds['visible']:.1f} s for the check of a right answer."
        remarks.append(Remark(text, "slow"))
    return sorted(dict.fromkeys(remarks), key=lambda one: not one.serious)


def _evidence(dossier: Dossier) -> Iterable[Remark]:
    """What ``chainrule staff evidence`` complains of; said once where it is true of both halves."""
    for what, short in (("accepts", "something wrong passes"), ("rejects", "something right is refused")):
        found: dict[str, list[str]] = {}
        for half in HALVES:
            for line in getattr(dossier.evidence[half], what) if half in dossier.evidence else ():
                found.setdefault(line, []).append(half)
        for line, halves in found.items():
            where = f", {halves[0]} half" if len(halves) == 1 else ""
            few = next((words for part, words in COMPLAINTS.items() if part in line), short)
            yield Remark(f"{what.capitalize()}{where}: {line}.", few, serious=True)


COMPLAINTS = {  # of the evidence, by a part of their words
    "are the least": "few known mistakes",
    "are needed to tell": "few right answers",
    "not named": "a mistake without its name",
    "lazy answer": "a lazy answer earns points",
    "keeps": "a mistake costs too little",
}


def _trials(trials: Iterable[Answer]) -> Iterable[Remark]:
    for one in trials:
        if one.kind == "wrong" and one.outcome == FULL:
            yield Remark(
                f"A learner's wrong answer keeps all points: {one.name}.",
                "a learner's wrong answer passes",
                serious=True,
            )
        if one.kind == "right" and one.outcome != FULL:
            yield Remark(
                f"A learner's right answer is refused: {one.name}.", "a learner's right answer is refused", serious=True
            )


def _check(dossier: Dossier) -> Iterable[Remark]:
    hidden = dossier.whole != dossier.visible
    if SWEEPS not in dossier.whole:
        if not hidden:
            text = "It neither sweeps nor hides a case: whoever returns the visible values passes."
            yield Remark(text, "no sweep, nothing hidden", serious=True)
        elif SWEEPS not in dossier.visible:
            text = "It does not sweep: nothing is tried but the cases that are written in the check."
            yield Remark(text, "no sweep")
    if dossier.cases.get("visible", 0) < FEW_CASES:
        yield Remark(f"Learners see {dossier.cases.get('visible', 0)} cases only.", "few cases")
    for one in tolerances(dossier.whole):
        if one.method in ("equal", "holds") and one.value is not None and one.value > LOOSE:
            text = f"A case that compares values allows a difference of {one.value:g}."
            yield Remark(text, "tolerance", f"{one.value:g}")


def _near(dossier: Dossier) -> Iterable[Remark]:
    share = dossier.slips.tolerated
    if share >= NEAR:
        text = f"Results that are {share:.0%} too large get all points, from the sweep and the hidden cases as well."
        yield Remark(text, "too large passes", f"{share:.0%}")


def _sweep(one: Coverage) -> Iterable[Remark]:
    name = one.function
    if one.trouble:
        yield Remark(one.trouble, "inputs cannot be drawn", serious=True)
    if not one.swept:
        return
    if not one.stored and not one.fresh:
        yield Remark(f"No inputs are drawn for `{name}`.", "no inputs")
    elif one.stored < LEAST:
        text = f"Learners' kernels try {one.stored} inputs of `{name}` only; {LEAST} are usual."
        yield Remark(text, "few inputs stored")
    if one.distinct and one.distinct < FEW_DIFFERENT:
        text = f"Of {POOL} inputs that are drawn for `{name}`, only {one.distinct} are different ones."
        yield Remark(text, "few different inputs", str(one.distinct))
    for argument in one.arguments:
        if argument.narrow:
            text = f"Of `{name}`, `{argument.name}` is hardly varied: {argument.narrow} in {POOL} inputs."
            yield Remark(text, "hardly varied", f"`{argument.name}`, {argument.narrow}")
    reasons = dict(one.excuses)
    for promise, kept, excused in one.promises:
        said = f"Of `{name}` the contract promises {promise}"
        if excused:
            why = f"with the reason: {reasons[promise]}" if reasons[promise] else "and no reason is given"
            yield Remark(
                f"{said}; its inputs are excused from that, {why}.",
                "excused promise" if reasons[promise] else "excused promise without a reason",
                promise,
            )
        elif not kept:
            yield Remark(f"{said}, and no input keeps it.", "untried promise", promise, serious=True)
        elif kept < FEW_INPUTS:
            yield Remark(f"{said}, and {kept} of {POOL} inputs keep it.", "hardly tried promise", promise)


def _right_answers(dossier: Dossier) -> Iterable[Remark]:
    for name in dossier.functions:
        own = [one for one in dossier.right if one.function == name]
        if len(own) < FEW_RIGHT_OF_ONE:
            number = "Only one right answer" if own else "No right answer"
            text = f"{number} of `{name}` was tried besides the reference: nobody knows what else is refused."
            yield Remark(text, "few right answers", f"`{name}`" if len(dossier.functions) > 1 else "")
    if dossier.right and not any(map(_loops, [dossier.solution, *(one.code for one in dossier.right)])):
        text = "No right answer that was tried has a loop, as many a learner writes first."
        yield Remark(text, "no right answer with a loop")


def _loops(code: str) -> bool:
    if "elementwise" in code or "vectorize" in code:
        return True
    try:
        tree = ast.parse(plain_python(code))
    except SyntaxError:
        return False
    return any(
        isinstance(node, ast.For | ast.While | ast.ListComp | ast.GeneratorExp | ast.DictComp)
        for node in ast.walk(tree)
    )


def _wrong_answers(dossier: Dossier) -> Iterable[Remark]:
    evidence = dossier.evidence.get("visible")
    if evidence is None:
        return
    if evidence.typical_cost is not None and evidence.typical_cost < LEAST_COST:
        text = f"A typical known mistake costs {evidence.typical_cost:.0%} of the points."
        yield Remark(text, "a slip costs little", f"{evidence.typical_cost:.0%}")
    known = [*dossier.mistakes, *dossier.unnamed]
    for part, points in dossier.parts:
        if points and known and not any(part in one.lost for one in known):
            text = f"The {number_text(points)} of the part `{part}` are lost by no wrong answer that is known."
            yield Remark(text, "a part that nobody loses", f"`{part}`")
    if evidence.wrong and evidence.swept > evidence.wrong * MANY_BY_SWEEP:
        yield Remark(
            f"{evidence.swept} of {evidence.wrong} wrong answers pass every case that is written in the check, and fail by "
            "the sweep alone.",
            "cases see little",
        )
    if evidence.wrong < FEW_WRONG:
        text = f"Only {evidence.wrong} wrong answers to it are known: what else learners do, nobody has tried."
        yield Remark(text, "few wrong answers")
    elif len(dossier.functions) > 1:
        for name in dossier.functions:
            count = sum(one.function == name for one in known)
            if count < FEW_WRONG_OF_ONE:
                text = f"Only {count} wrong answers of `{name}` are known."
                yield Remark(text, "few wrong answers", f"`{name}`")
    if evidence.wrong and evidence.named < evidence.wrong * LEAST_NAMED:
        text = f"Of {evidence.wrong} known wrong answers, the panel calls {evidence.named} by a name."
        yield Remark(text, "few are named")


def _mutants(dossier: Dossier) -> Iterable[Remark]:
    evidence, slips = dossier.evidence.get("visible"), dossier.slips
    if evidence is None:
        return
    if not evidence.mutants:
        yield Remark("The reference has no mutants, so nothing tells how much the check sees.", "no mutants")
    elif evidence.equivalent > evidence.mutants * MANY_THE_SAME:
        yield Remark(
            f"{evidence.equivalent} of {evidence.mutants} mutants compute the same on all inputs that were tried: perhaps the "
            "generators do not reach where they differ.",
            "many mutants survive",
        )
    if slips.beyond:
        yield Remark(
            f"On inputs that no generator draws, {slips.beyond} of {len(slips.same)} surviving mutants give other results than every "
            "right answer: does the contract allow these inputs?",
            "survivors differ elsewhere",
            str(slips.beyond),
        )
    if slips.tried and slips.named + slips.diagnosed < slips.tried * LEAST_TOLD:
        text = f"Of {slips.tried} slips of the pen, {len(slips.untold)} are refused without a word on what is wrong."
        yield Remark(text, "slips are told little")
