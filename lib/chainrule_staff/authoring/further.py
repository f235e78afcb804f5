"""The further inputs of a lecture's checks as they are built: chosen anew only when they may be others.

``chainrule staff build`` writes them to ``chainrule/lectures/<notebook>/sweep.json``.
"""

from __future__ import annotations

import ast
import hashlib
import json

from chainrule.checks import known_mistakes
from chainrule.checks.sweep import pack
from chainrule.notebooks.conventions import Role
from chainrule_staff.authoring import sweeps
from chainrule_staff.authoring.bench import Bench
from chainrule_staff.authoring.source import Exercise, Lecture

CHOICE = 3  # to be raised when the code that draws and chooses inputs would choose others
SWEEPS = ".sweep("  # in the source of a check that has further inputs


Packed = dict[str, dict[str, str]]  # by exercise and function


def current(lecture: Lecture) -> Packed:
    """The inputs of all checks that sweep: as they were built where they still belong to the source, else chosen anew.

    To choose those of one exercise takes some ten seconds.
    """
    built = _built(lecture)
    wanted = digests(lecture)
    if set(wanted) <= set(built):
        return {name: built[name] for name in wanted}
    alternatives, bench = lecture.alternatives(), Bench(lecture)
    found = {}
    for name in wanted:
        if name in built:
            found[name] = built[name]
        else:
            kept = sweeps.of_exercise(lecture.exercises[name], alternatives, bench.namespace)
            found[name] = {function: pack(inputs) for function, inputs in kept.items()}
    return found


def is_current(lecture: Lecture) -> bool:
    """Whether all that was built belongs to the source."""
    return set(_built(lecture)) == set(digests(lecture)) == set(_read(lecture.name).get("exercises", {}))


def digests(lecture: Lecture) -> dict[str, str]:
    """For each exercise that sweeps what its inputs were chosen by.

    It changes with the code that answers run on, with the exercise's own answers, and with :data:`CHOICE`; not with
    comments and explanations.
    """
    cells = [step.source for role in (Role.SETUP, Role.SOLUTION) for step in lecture.steps(role)]
    return {
        exercise.id: hashlib.sha256(
            repr([CHOICE, lecture.name, cells, *_answers(lecture, exercise)]).encode()
        ).hexdigest()[:16]
        for exercise in lecture.exercises.values()
        if SWEEPS in exercise.visible
    }


def _answers(lecture: Lecture, exercise: Exercise) -> list[str]:
    """The code of the answers to one exercise, and of their helpers."""
    folder = lecture.folder / "answers"
    return [
        _code(path.read_text("utf-8"))
        for path in (folder / "_shared.py", folder / f"{exercise.id}.py")
        if path.is_file()
    ]


def _code(source: str) -> str:
    """Python code without its comments and docstrings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.Module) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree)


def to_json(lecture: Lecture, further: Packed, catalogue: str) -> str:
    """What is built of the inputs, one function a line, with the digest of the catalogue that was built of them."""
    lines = [
        f" {json.dumps(exercise)}: {{\n"
        + ",\n".join(f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in found.items())
        + "}"
        for exercise, found in further.items()
    ]
    inner = "{\n" + ",\n".join(lines) + "}" if lines else "{}"
    chosen_by = ",\n".join(f" {json.dumps(name)}: {json.dumps(digest)}" for name, digest in digests(lecture).items())
    return f'{{"catalogue": {json.dumps(catalogue)}, "digests": {{\n{chosen_by}}}, "exercises": {inner}}}\n'


def catalogue_digest(notebook: str) -> str:
    """The digest of the catalogue that was built with the inputs; empty where there is none."""
    return str(_read(notebook).get("catalogue", ""))


def _built(lecture: Lecture) -> Packed:
    """What was built for exercises as they are now."""
    found = _read(lecture.name)
    return {
        name: found["exercises"][name]
        for name, digest in digests(lecture).items()
        if found["digests"].get(name) == digest and name in found["exercises"]
    }


def _read(notebook: str) -> dict:
    try:
        found = json.loads(known_mistakes.lecture_file(notebook, "sweep.json").read_text("utf-8"))
        return found if {"digests", "exercises"} <= found.keys() else {"digests": {}, "exercises": {}}
    except (OSError, ValueError):
        return {"digests": {}, "exercises": {}}
