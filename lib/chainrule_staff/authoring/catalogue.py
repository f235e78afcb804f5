"""Write a lecture's catalogue: what its known mistakes return on the visible cases, where that is wrong.

:mod:`chainrule.checks.known_mistakes` reads it on a learner's machine. One mistake stands on a line, so that a
changed explanation is a change of one line.
"""

from __future__ import annotations

import ast
import hashlib
import json
from typing import Any

from chainrule.checks import known_mistakes
from chainrule.notebooks.conventions import check_name
from chainrule_staff.authoring import further
from chainrule_staff.authoring import release as releasing
from chainrule_staff.authoring.alternatives import MISTAKE, Alternative
from chainrule_staff.authoring.bench import Bench
from chainrule_staff.authoring.headers import SourceError
from chainrule_staff.authoring.source import Lecture

FORM = 1  # to be raised when the code below, or what it calls, would write another catalogue


def digest(lecture: Lecture) -> str:
    """What a catalogue is made of: it changes with checks, answers, their explanations, and the inputs of the sweeps.

    It does not change with the library: the evidence finds a mistake that is not named any more.
    """
    released = releasing.visible_sources(lecture)
    checks = [
        (one.id, one.number, one.title, released[check_name(one.id)], one.whole) for one in lecture.exercises.values()
    ]
    answers = [
        ast.unparse(ast.parse(path.read_text("utf-8"))) for path in sorted((lecture.folder / "answers").glob("*.py"))
    ]
    what = [FORM, lecture.name, checks, answers, further.digests(lecture)]
    return hashlib.sha256(repr(what).encode()).hexdigest()[:16]


def catalogue_of(lecture: Lecture, inputs: further.Packed) -> str:
    """The catalogue's JSON.

    Parameters
    ----------
    lecture : Lecture
    inputs : dict
        Packed further inputs by exercise and function, which known mistakes are run on as well.

    Raises
    ------
    SourceError
        A known mistake does not end, or no visible case shows that it is wrong.
    """
    bench = Bench(lecture, {lecture.name: {}}, {lecture.name: inputs})  # what was built before plays no part
    released = releasing.visible_sources(lecture)
    lines: dict[str, list[str]] = {name: [] for name in lecture.exercises}
    for mistake in lecture.alternatives(MISTAKE):
        lines[mistake.exercise].append(_json(_entry(lecture, bench, mistake)))
    texts = []
    for exercise in lecture.exercises.values():
        # The check as it is released, and as the executed solution has it.
        sources = [known_mistakes.source_digest(text) for text in (released[check_name(exercise.id)], exercise.whole)]
        head = _json({"number": exercise.number, "title": exercise.title, "sources": sources})
        mistakes = ",\n".join(f"  {line}" for line in lines[exercise.id])
        texts.append(
            f' {_json(exercise.id)}: {head[:-1]}, "mistakes": [' + (f"\n{mistakes}\n ]}}" if mistakes else "]}")
        )
    return "{\n" + ",\n".join(texts) + "\n}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _entry(lecture: Lecture, bench: Bench, mistake: Alternative) -> dict:
    """One known mistake, and what it gives in each visible case; ``None`` where that is right."""
    exercise = lecture.exercises[mistake.exercise]
    run = bench.check(exercise, "visible", {mistake.function: mistake.code})
    if run is None:
        raise SourceError(f"{mistake.file}: the mistake {mistake.name} does not end.")
    check = run.session.records[0]
    observed = [
        None
        if case.ok or case.observed is None or mistake.function not in case.functions
        else known_mistakes.pack(case.observed)
        for case in check.cases
    ]
    marks = [one.mark or ["no value"] if one.found else None for one in check.swept.get(mistake.function, [])]
    if not any(observed) and not any(marks):
        raise SourceError(
            f"{mistake.file}: the mistake {mistake.name} gives no wrong value on the visible cases "
            f"of {mistake.function}: add one with c.equal or c.measure that shows it."
        )
    entry = {"id": mistake.name, "function": mistake.function, "explanation": mistake.explanation, "observed": observed}
    return {**entry, "marks": marks} if marks else entry
