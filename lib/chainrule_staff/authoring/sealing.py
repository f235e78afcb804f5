"""Seal the other way of each exercise: choose inputs whose results make the key, and write what a kernel opens.

The variant that is offered is the right answer with a docstring in the exercise's file of answers; the docstring says what
differs. ``chainrule staff build`` writes ``chainrule/lectures/<notebook>/sealed.json``.
"""

from __future__ import annotations

import ast
import copy
import hashlib
import json
import math
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from chainrule.calling.endpoint import attempt, captured
from chainrule.checks.sealed import FILE, Probe, Way, key_of, numbers_of, pack, seal
from chainrule.checks.sweep import Input, result_of, size_of
from chainrule_staff.authoring import sweeps
from chainrule_staff.authoring.alternatives import PROBES, RIGHT, Alternative
from chainrule_staff.authoring.bench import Bench
from chainrule_staff.authoring.headers import SourceError
from chainrule_staff.authoring.source import Exercise, Lecture
from chainrule_staff.time_limit import time_limit

CHOICE = 1  # to be raised when the code below would seal others
SEED = 20  # another one than the sweeps have: no check shows these inputs
POOL, ENOUGH, MOST = 120, 40, 24  # inputs to choose from, of them such as could be kept, inputs kept
LARGEST = 2_000  # entries of one input
PLACES = 24  # entries that count of one result
STEPS_BITS = 8  # the largest entry of a result is 128 to 256 steps
LEAST, GREATEST = 1e-6, 1e12  # between them the largest entry of a result has to be
INSIDE = 0.25  # how far from the middle of a step an entry may lie: the border is at 0.5
WANTED_BITS, LEAST_BITS = 96, 48  # of a key
NOT_SHOWN = {"### BEGIN SOLUTION", "### END SOLUTION"}


def of_lecture(lecture: Lecture) -> dict[str, dict]:
    """What is sealed, by exercise."""
    alternatives, bench = lecture.alternatives(), Bench(lecture)
    found = {}
    for exercise in lecture.exercises.values():
        own = [item for item in alternatives if item.exercise == exercise.id]
        way = way_of(exercise, own)
        if way is not None:
            probes = choose(exercise, own, bench.namespace)
            functions = _solved(exercise, bench.namespace())
            digits = [_digits(probe, functions) for probe in probes]
            found[exercise.id] = {"probes": pack(probes), **seal(way, key_of(exercise.id, digits))}  # type: ignore[arg-type]  # of the solution all are there
    return found


def digest(lecture: Lecture) -> str:
    """Changes with whatever is shown, and with the inputs that make the key."""
    answers = [path.read_text("utf-8") for path in sorted((lecture.folder / "answers").glob("*.py"))]
    solutions = [exercise.solution for exercise in lecture.exercises.values()]
    return hashlib.sha256(repr([CHOICE, lecture.name, solutions, answers]).encode()).hexdigest()[:16]


def is_current(target: Path, lecture: Lecture) -> bool:
    """Whether what was built in a folder belongs to the source."""
    try:
        return json.loads((target / FILE).read_text("utf-8"))["digest"] == digest(lecture)
    except (OSError, ValueError, KeyError):
        return False


def to_json(lecture: Lecture) -> str:
    """What is built: an exercise a line."""
    found = of_lecture(lecture)
    lines = ",\n".join(f" {json.dumps(exercise)}: {json.dumps(entry)}" for exercise, entry in found.items())
    return f'{{"digest": {json.dumps(digest(lecture))}, "exercises": {{\n{lines}}}}}\n'


# -- what is shown ---------------------------------------------------------------------------------


def way_of(exercise: Exercise, own: list[Alternative]) -> Way | None:
    """The solution and the variant with a docstring; ``None`` where no variant has one.

    Raises
    ------
    SourceError
        Several variants have a docstring.
    """
    offered = [item for item in own if item.kind == RIGHT and item.explanation]
    if not offered:
        return None
    if len(offered) > 1:
        raise SourceError(
            f"{offered[1].file}: {offered[0].name} and {offered[1].name} both have a docstring. One right answer has one: "
            "it is offered as another way."
        )
    reference = "\n".join(line for line in exercise.solution.splitlines() if line.strip() not in NOT_SHOWN)
    return Way(reference.strip(), code_of(offered[0]), offered[0].explanation)


def code_of(item: Alternative) -> str:
    """A variant under its function's name, with the helpers that it uses and without its docstring."""
    shared = item.file.with_name("_shared.py")
    defined = (_definitions(shared) if shared.is_file() else {}) | _definitions(item.file)
    needed = _needed(item.name, defined)
    return "\n\n\n".join(_text(defined[name], item) for name in [*needed, item.name])


def _definitions(file: Path) -> dict[str, tuple[ast.stmt, str]]:
    """Functions and constants of a file by name, each with its text."""
    source = file.read_text("utf-8")
    lines = source.splitlines()
    found: dict[str, tuple[ast.stmt, str]] = {}
    for node in ast.parse(source).body:
        text = "\n".join(lines[node.lineno - 1 : node.end_lineno])
        if isinstance(node, ast.FunctionDef):
            found[node.name] = (node, text)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = (node, text)
    return found


def _needed(name: str, defined: dict[str, tuple[ast.stmt, str]]) -> list[str]:
    """The helpers that a function uses, those first that others use."""
    found: list[str] = []

    def visit(one: str) -> None:
        nodes = list(ast.walk(defined[one][0]))
        own = {node.arg for node in nodes if isinstance(node, ast.arg)}
        own |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        for node in nodes:
            if isinstance(node, ast.Name) and node.id in defined and node.id not in {one, name, *own, *found}:
                visit(node.id)
                found.append(node.id)

    visit(name)
    return found


def _text(definition: tuple[ast.stmt, str], item: Alternative) -> str:
    node, text = definition
    if not isinstance(node, ast.FunctionDef) or node.name != item.name:
        return text
    lines = text.splitlines()
    first = node.body[0]
    if ast.get_docstring(node):
        del lines[first.lineno - node.lineno : (first.end_lineno or 0) - node.lineno + 1]
    return "\n".join(lines).replace(f"def {item.name}(", f"def {item.function}(", 1)


# -- the key ---------------------------------------------------------------------------------------


def choose(exercise: Exercise, own: list[Alternative], namespace: Callable[[], dict]) -> list[Probe]:
    """Inputs that make the key of one exercise: all its right answers agree on them, its wrong ones do not.

    Raises
    ------
    SourceError
        The results hold too little for a key that nobody guesses.
    """
    solved = _solved(exercise, namespace())
    right = [{**solved, item.function: item.code} for item in own if item.kind == RIGHT]
    wrong = [{**solved, item.function: item.code} for item in own if item.kind in ("mistake", "unnamed")]
    probes = [probe for name in exercise.functions for probe in _probes(name, exercise, own, solved, right)]
    kept: list[Probe] = []
    missing = set(range(len(wrong)))
    refusing = [_refused(probe, solved, wrong) for probe in probes]
    while missing and len(kept) < MOST // 2:
        best = max(range(len(probes)), key=lambda i: len(refusing[i] & missing), default=None)
        if best is None or not refusing[best] & missing:
            break
        kept.append(probes[best])
        missing -= refusing[best]
    for probe in probes:
        if len(kept) >= MOST or bits(kept, solved) >= WANTED_BITS:
            break
        if probe not in kept:
            kept.append(probe)
    if bits(kept, solved) < LEAST_BITS:
        raise SourceError(
            f"{exercise.id}: the results of {len(kept)} inputs make a key of {bits(kept, solved):.0f} bits, which is soon "
            "guessed. Give its file of answers @probes whose results hold more."
        )
    return kept


def bits(probes: list[Probe], solved: dict[str, Callable]) -> float:
    """How much somebody has to guess who knows how often each digit occurs."""
    digits = [digit for probe in probes for digit in _digits(probe, solved) or []]
    counts = Counter(digits)
    return sum(-math.log2(counts[digit] / len(digits)) for digit in digits)


def _probes(
    name: str, exercise: Exercise, own: list[Alternative], solved: dict[str, Callable], right: list[dict[str, Callable]]
) -> list[Probe]:
    """The inputs for one function that could be part of a key, those first whose results hold most."""
    special = [item for item in own if item.kind == PROBES and item.function == name]
    pool = sweeps.pool_of(special or sweeps.generators(own, name), SEED, solved, POOL)
    found = []
    for given in pool:
        if size_of((given.args, given.kwargs)) <= LARGEST and (special or sweeps.can_be_stored(given)):
            probe = _probe(name, given, exercise, solved)
            if probe is not None and all(_digits(probe, one) == _digits(probe, solved) for one in right):
                found.append(probe)
        if len(found) == ENOUGH:
            break
    return sorted(found, key=lambda probe: -len(set(_digits(probe, solved) or [])))


def _probe(name: str, given: Input, exercise: Exercise, solved: dict[str, Callable]) -> Probe | None:
    """An input with the entries of its result that lie well inside a step; ``None`` where it tells nothing."""
    numbers = numbers_of(_value(name, given, solved))
    finite = np.abs(numbers[np.isfinite(numbers)])
    if finite.size == 0 or not LEAST < finite.max() < GREATEST:
        return None
    step = _step(finite, given, exercise)
    with np.errstate(invalid="ignore"):
        safe = np.isfinite(numbers) & (np.abs(numbers / step - np.rint(numbers / step)) <= INSIDE)
    places = np.flatnonzero(safe)[:PLACES]
    if not np.any(np.rint(numbers[places] / step)):
        return None
    blank = Input(given.args, given.kwargs, None, given.through, (), None)
    return Probe(name, blank, tuple(map(int, places)), step)


def _step(sizes: np.ndarray, given: Input, exercise: Exercise) -> float:
    """The step in which results are counted; it tells no more of them than their order of magnitude.

    The spread of thousands of draws is known to a percent, so it has to be the middle of a wide step: one of a few, and
    which one is known to nobody who does not know the solution.
    """
    if given.through == "spread":
        return float(f"{sizes.max() / (3 + zlib.crc32(repr((exercise.solution, given.args[0])).encode()) % 6):.3g}")
    if np.all(sizes == np.rint(sizes)):
        return 1.0
    return 2.0 ** (math.ceil(math.log2(sizes.max())) - STEPS_BITS)


def _solved(exercise: Exercise, namespace: dict) -> dict[str, Callable]:
    return {name: namespace[name] for name in exercise.functions}


def _value(name: str, given: Input, functions: dict[str, Callable]) -> Any:
    """What functions make of an input; ``None`` where they raise or do not end."""
    with captured(), np.errstate(all="ignore"), time_limit(sweeps.CALL_SECONDS) as expired:
        done = attempt(result_of, (functions, name, copy.deepcopy(given)), {})
    return None if expired or done["status"] != "returned" else done["value"]


def _digits(probe: Probe, functions: dict[str, Callable]) -> list[int] | None:
    try:
        return probe.digits(_value(probe.function, probe.given, functions))
    except (TypeError, ValueError, OverflowError):
        return None  # not a result that has numbers


def _refused(probe: Probe, solved: dict[str, Callable], wrong: list[dict[str, Callable]]) -> set[int]:
    """Which wrong answers make another key."""
    right = _digits(probe, solved)
    return {k for k, functions in enumerate(wrong) if _digits(probe, functions) != right}
