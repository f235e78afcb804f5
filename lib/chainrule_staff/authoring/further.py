"""The further inputs of a lecture's checks as they are built: chosen anew only when they may be others.

``chainrule staff build`` writes them to ``chainrule/lectures/<notebook>/sweep.json``.
"""

from __future__ import annotations

import hashlib
import json

from chainrule.checks import known_mistakes
from chainrule.checks.sweep import pack
from chainrule_staff.authoring import sweeps
from chainrule_staff.authoring.bench import Bench
from chainrule_staff.authoring.source import Lecture

CHOICE = 2  # to be raised when the code that draws and chooses inputs would choose others
SWEEPS = ".sweep("  # in the source of a check that has further inputs


def of_lecture(lecture: Lecture) -> dict[str, dict[str, str]]:
    """Choose the inputs of all checks of a lecture that sweep; packed, by exercise and function."""
    alternatives = lecture.alternatives()
    bench = Bench(lecture)
    found = {}
    for exercise in lecture.exercises.values():
        if SWEEPS in exercise.visible:
            kept = sweeps.of_exercise(exercise, alternatives, bench.namespace)
            found[exercise.id] = {name: pack(inputs) for name, inputs in kept.items()}
    return found


def digest(lecture: Lecture) -> str:
    """Changes with the lecture's code and its answers, and with :data:`CHOICE`: the inputs are then chosen anew."""
    answers = [path.read_text("utf-8") for path in sorted((lecture.folder / "answers").glob("*.py"))]
    code = [cell.source for cell in lecture.notebook.cells if cell.cell_type == "code"]
    return hashlib.sha256(repr([CHOICE, lecture.name, code, answers]).encode()).hexdigest()[:16]


def to_json(lecture: Lecture, further: dict[str, dict[str, str]]) -> str:
    """What is built of the inputs: one function a line."""
    lines = [
        f" {json.dumps(exercise)}: {{\n"
        + ",\n".join(f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in found.items())
        + "}"
        for exercise, found in further.items()
    ]
    inner = "{\n" + ",\n".join(lines) + "}" if lines else "{}"
    return f'{{"digest": {json.dumps(digest(lecture))}, "exercises": {inner}}}\n'


def current(lecture: Lecture) -> dict[str, dict[str, str]]:
    """The inputs as they were built, if they still belong to the source; else chosen anew, which takes a minute."""
    found = _built(lecture)
    return of_lecture(lecture) if found is None else found


def is_current(lecture: Lecture) -> bool:
    """Whether what was built belongs to the source: its inputs, and so its catalogue."""
    return _built(lecture) is not None


def _built(lecture: Lecture) -> dict[str, dict[str, str]] | None:
    try:
        built = json.loads(known_mistakes.lecture_file(lecture.name, "sweep.json").read_text("utf-8"))
        return built["exercises"] if built["digest"] == digest(lecture) else None
    except (OSError, ValueError, KeyError):
        return None
