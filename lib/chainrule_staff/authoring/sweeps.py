"""Choose the further inputs of a lecture's checks, and make fresh ones for a grader.

An exercise's generators (``@inputs`` in its file of answers) give the inputs, the solution gives their results. Of a
few hundred the build keeps those that reject every wrong answer that staff know: known mistakes, mutants of the
solution, lazy answers; small inputs before large ones, and some of every kind.
"""

from __future__ import annotations

import copy
import functools
import inspect
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from chainrule.calling.codec import Codec, CodecError
from chainrule.calling.endpoint import attempt, captured
from chainrule.checks.callables import NAMED
from chainrule.checks.fingerprint import fingerprint
from chainrule.checks.parting import PROPERTIES
from chainrule.checks.relations import Sample
from chainrule.checks.sweep import Input, pack, result_of, size_of
from chainrule.checks.verdict import difference
from chainrule_staff.authoring import contract
from chainrule_staff.authoring.alternatives import Alternative
from chainrule_staff.authoring.headers import SourceError
from chainrule_staff.authoring.mutants import mutants
from chainrule_staff.time_limit import time_limit

if TYPE_CHECKING:  # it takes nbformat with it, which a grader's worker does without
    from chainrule_staff.authoring.source import Exercise

POOL = 400  # inputs to choose from
MOST, LEAST = 60, 24  # inputs kept for one function
COVER = 3  # inputs that reject each wrong answer, where there are as many
EACH = 2  # inputs with each property of chainrule.checks.parting, and of each set of types
CALL_SECONDS = 2.0
FRESH = 100  # inputs for one function where a class is graded


def generators(alternatives: list[Alternative], function: str) -> list[Alternative]:
    """The generators whose inputs can be swept over: those that need no function of the learner's."""
    return [
        item
        for item in alternatives
        if item.kind == "inputs"
        and item.function == function
        and item.sweeps
        and len(inspect.signature(item.code).parameters) == 1
    ]


def generate(generator: Alternative, seed: Any, solved: dict[str, Callable]) -> Iterator[Input]:
    """Inputs of one generator with their right results.

    Parameters
    ----------
    generator : Alternative
    seed : int or sequence of int
    solved : dict
        The solution's functions.
    """
    for row in generator.code(np.random.default_rng(seed)):
        args, kwargs = (row[:-1], row[-1]) if row and isinstance(row[-1], Options) else (row, {})
        given = Input(args, dict(kwargs), None, generator.through)
        own, named = given.handed_over()
        handed = given if own is args else Input(own, named, None, generator.through)
        done = attempt(result_of, (solved, generator.function, handed), {})
        if done["status"] != "returned":
            raise SourceError(
                f"{generator.file}: the solution raises {done.get('error', done['status'])} for {row!r:.300}, which the "
                f"generator {generator.name} gives: {done.get('message', '')}"
            )
        given.expected = done["value"]
        yield given


class Options(dict):
    """Keyword arguments, as the last item of a generator's row."""


def copied(given: Input) -> Input:
    """The same input in memory of its own: an answer may change what it is given."""
    return Input(*copy.deepcopy((given.args, given.kwargs)), given.expected, given.through)


def parameters(name: str, solved: dict[str, Callable], given: Input) -> tuple[str, ...]:
    """The names of an input's arguments, for words; of a route's as its text has them."""
    if given.through == "walk":
        return ("the gradients", "lr", "w")
    if given.through == "backward":
        return ("dout", *_parameters(solved[name.replace("backward", "forward")]))
    return _parameters(solved[name])


@functools.lru_cache(maxsize=256)
def _parameters(function: Callable) -> tuple[str, ...]:
    return tuple(inspect.signature(function).parameters)


def rivals(name: str, given: Input, solved: dict[str, Callable], functions: tuple[str, ...]) -> dict[str, list]:
    """Fingerprints of what general slips give: an optional argument ignored, another function of the exercise."""
    found: dict[str, list] = {}
    if given.through is not None:
        for parameter in given.kwargs:
            others = {key: value for key, value in given.kwargs.items() if key != parameter}
            _enter(found, f"ignores {parameter}", name, solved, replace(given, kwargs=others))
        return found
    signature = inspect.signature(solved[name]).parameters
    for place, (parameter, what) in enumerate(signature.items()):
        if what.default is inspect.Parameter.empty:
            continue
        args = list(given.args)
        kwargs = dict(given.kwargs)
        if place < len(args):
            args[place] = what.default
        elif parameter in kwargs:
            kwargs[parameter] = what.default
        else:
            continue
        _enter(found, f"ignores {parameter}", name, solved, Input(tuple(args), kwargs, given.expected))
    for one, two in _exchangeable(given, list(signature)):
        args = list(given.args)
        args[one], args[two] = args[two], args[one]
        names = list(signature)
        swapped = Input(tuple(args), given.kwargs, given.expected)
        _enter(found, f"exchanges {names[one]} {names[two]}", name, solved, swapped)
    for other in functions:
        if other != name:
            _enter(found, f"is {other}", other, solved, given)
    return found


def _exchangeable(given: Input, names: list[str]) -> Iterator[tuple[int, int]]:
    """The neighbours among the arguments that are easily taken for each other: two numbers, or two arrays of one shape."""
    for place in range(min(len(given.args), len(names)) - 1):
        one, other = given.args[place : place + 2]
        numbers = all(isinstance(arg, int | float) and not isinstance(arg, bool) for arg in (one, other))
        arrays = isinstance(one, np.ndarray) and isinstance(other, np.ndarray) and one.shape == other.shape
        if numbers or arrays:
            yield place, place + 1


def _enter(found: dict[str, list], label: str, name: str, solved: dict[str, Callable], given: Input) -> None:
    """Add the fingerprint of a rival's result where it has one that is wrong; with arguments exchanged, some never end."""
    with captured(), time_limit(CALL_SECONDS) as expired:
        done = attempt(result_of, (solved, name, copied(given)), {})
    if expired:
        return
    if done["status"] == "returned" and difference(given.expected, done["value"], args=given.args):
        try:
            Codec().encode(done["value"])
        except CodecError:
            return
        found[label] = fingerprint(done["value"])


def mark_of(given: Input, name: str, functions: dict[str, Callable]) -> list | None:
    """What an answer's failure on an input is recognised by; ``None`` where it is right.

    As :class:`chainrule.checks.check.Check` sees it: results pass through the codec, arguments must stay as they were.
    """
    again = copied(given)
    with captured(), time_limit(CALL_SECONDS) as expired:
        done = attempt(result_of, (functions, name, again), {})
    if expired:
        return ["timed out"]
    if done["status"] == "raised":
        return [done["error"]]
    try:
        value = Codec().decode(Codec().encode(done["value"])) if done["status"] == "returned" else None
    except CodecError:
        return ["unusable"]
    wrong = done["status"] != "returned" or difference(
        given.expected, value, args=(*given.args, *given.kwargs.values())
    )
    return fingerprint(value) if wrong or not _equal(given.args, again.args) else None


def _equal(one: Any, other: Any) -> bool:
    """Whether arguments are as they were, generators and functions aside."""
    try:
        return Codec().encode([x for x in one if not callable(x)]) == Codec().encode(
            [x for x in other if not callable(x)]
        )
    except CodecError:
        return True


def choose(pool: list[Input], name: str, wrong: list[dict[str, Callable]]) -> list[Input]:
    """The inputs to keep: each wrong answer is rejected by some, small ones first, and every kind is there.

    Parameters
    ----------
    pool : list of Input
    name : str
        The function.
    wrong : list of dict
        Wrong answers, each with all functions of the exercise.
    """
    order = sorted(range(len(pool)), key=lambda i: size_of((pool[i].args, pool[i].kwargs)))
    rejecting: dict[int, set[int]] = {i: set() for i in order}
    for k, functions in enumerate(wrong):
        for i in order:
            mark = mark_of(pool[i], name, functions)
            if mark is not None:
                rejecting[i].add(k)
            if mark == ["timed out"]:
                break  # one loop without end is enough
    missing = {k: min(COVER, sum(k in found for found in rejecting.values())) for k in range(len(wrong))}
    chosen: list[int] = []
    while any(missing.values()) and len(chosen) < MOST:
        best = max(
            (i for i in order if i not in chosen),
            key=lambda i: (sum(missing[k] > 0 for k in rejecting[i]), -order.index(i)),
            default=None,
        )
        if best is None:
            break
        chosen.append(best)
        for k in rejecting[best]:
            missing[k] = max(0, missing[k] - 1)
    having_of = {i: features(pool[i]) for i in order}
    for feature in sorted(
        set().union(*having_of.values())
    ):  # ties, thresholds, pairs of types: for a learner's own kernel
        having = [i for i in order if feature in having_of[i]]
        lacking = max(0, EACH - sum(i in chosen for i in having))
        chosen += [i for i in having if i not in chosen][: min(lacking, MOST - len(chosen))]
    kinds = {_kind(pool[i]) for i in chosen}
    for i in order:  # what a diagnosis needs: some of every kind, those included that reject nobody
        if len(chosen) >= MOST:
            break
        if i not in chosen and (len(chosen) < LEAST or _kind(pool[i]) not in kinds):
            kinds.add(_kind(pool[i]))
            chosen.append(i)
    return [pool[i] for i in sorted(chosen, key=order.index)]


def features(given: Input) -> set[str]:
    """What an input has of that which checks miss most often: the types of its arguments together, equal entries, tiny numbers, …"""
    sample = Sample(given.args, (), None, None, True, kwargs=given.kwargs)
    types = ", ".join(str(arg.dtype) if isinstance(arg, np.ndarray) else type(arg).__name__ for arg in given.args)
    return {types, *(name for name, has in PROPERTIES.items() if has(sample))}


def _kind(given: Input) -> tuple:
    """What sort of input it is: types and dimensions of its arguments."""
    return tuple(
        (arg.dtype.kind, arg.ndim, arg.flags.fnc) if isinstance(arg, np.ndarray) else type(arg).__name__
        for arg in given.args
    )


def draws(given: Input) -> bool:
    """Whether an input holds a generator of random numbers: what is drawn may be right in many ways."""
    return any(isinstance(arg, np.random.Generator) for arg in given.args)


def can_be_stored(given: Input) -> bool:
    """Whether its arguments and its result are plain data, and its functions have names."""
    if draws(given):
        return False
    if any(callable(arg) and NAMED.get(getattr(arg, "__name__", "")) is not arg for arg in given.args):
        return False
    try:
        pack([given])
    except (CodecError, ValueError):
        return False
    return True


def pool_of(found: list[Alternative], seed: Any, solved: dict[str, Callable], count: int) -> list[Input]:
    """``count`` inputs, taken from the generators in turn; what the solution prints or warns of is kept quiet."""
    seeds = np.random.SeedSequence(seed).spawn(len(found))
    streams = [generate(item, own, solved) for item, own in zip(found, seeds)]
    with captured():
        return list(itertools.islice((one for row in zip(*streams) for one in row), count)) if streams else []


def of_exercise(
    exercise: Exercise, alternatives: list[Alternative], namespace: Callable[[], dict]
) -> dict[str, list[Input]]:
    """The inputs to keep for each function of an exercise that has a generator to sweep over.

    Parameters
    ----------
    exercise : Exercise
    alternatives : list of Alternative
        Those of the lecture.
    namespace : callable() -> dict
        A solved notebook's names, afresh at each call.
    """
    names = namespace()
    solved = {name: names[name] for name in exercise.functions}
    own = [item for item in alternatives if item.exercise == exercise.id]
    found = {}
    for name in exercise.functions:
        sources = generators(own, name)
        drawn = pool_of(sources, 1, solved, POOL)
        _check_promises(drawn, name, solved, sources)
        pool = [one for one in drawn if can_be_stored(one)]
        if not pool:
            continue
        _check_right_answers(pool, name, solved, own)
        kept = choose(pool, name, _wrong_answers(exercise, name, solved, own, namespace))
        for given in kept:
            given.parameters = parameters(name, solved, given)
            given.rivals = rivals(name, given, solved, exercise.functions)
        found[name] = kept
    return found


def _check_promises(drawn: list[Input], name: str, solved: dict, sources: list[Alternative]) -> None:
    """What the docstring allows and no generator yields is a hole in the check."""
    if not sources or any(item.through == "walk" for item in sources):
        return  # of a walk the arguments are its own
    excused = tuple(text for item in sources for text in item.without)
    missing = contract.broken(solved[name], drawn, lambda given: parameters(name, solved, given), excused)
    if missing:
        raise SourceError(
            f"{sources[0].file}: of what the docstring of {name} promises, its generators of inputs never yield "
            f"{'; '.join(missing)}. Let them yield it, narrow the docstring, or say without= with the reason."
        )


def _check_right_answers(pool: list[Input], name: str, solved: dict, own: list[Alternative]) -> None:
    """A generator that leaves the contract, or a right answer that is wrong, must not reach a learner."""
    for item in own:
        if item.kind != "right" or item.function != name:
            continue
        for given in pool:
            if mark_of(given, name, {**solved, name: item.code}) is not None:
                raise SourceError(
                    f"{item.file}: the right answer {item.name} and the solution differ for {name}{given.args!r:.300}. Either "
                    "the answer is wrong, or the generator of inputs leaves the contract."
                )


def _wrong_answers(
    exercise: Exercise, name: str, solved: dict, own: list[Alternative], namespace: Callable[[], dict]
) -> list[dict[str, Callable]]:
    """All that staff know to be wrong of one function: known mistakes, learners' answers, mutants, lazy answers."""
    found = [
        {**solved, name: item.code} for item in own if item.kind in ("mistake", "unnamed") and item.function == name
    ]
    for mutant in mutants(exercise.solution):
        names = namespace()
        with captured(), time_limit(CALL_SECONDS):
            exec(compile(mutant.source, "<mutant>", "exec"), names)
        found.append({one: names[one] for one in exercise.functions})
    return found


class Fresh:
    """Further inputs that nobody has seen: other ones for each seed, judged by the solution.

    Parameters
    ----------
    functions : dict
        The functions of each exercise.
    alternatives : list of Alternative
        With the generators.
    namespace : dict
        The names of a solved notebook.
    """

    def __init__(self, functions: dict[str, tuple[str, ...]], alternatives: list[Alternative], namespace: dict):
        self._functions = functions
        self._mistakes = {(one.exercise, one.name): one for one in alternatives if one.kind == "mistake"}
        self._alternatives = alternatives
        self._namespace = namespace

    def __call__(self, exercise: str, seed: int) -> dict[str, list[Input]]:
        """The inputs for one exercise, by function."""
        names = self._functions[exercise]
        solved = {name: self._namespace[name] for name in names}
        own = [item for item in self._alternatives if item.exercise == exercise]
        found = {}
        for number, name in enumerate(names):
            pool = pool_of(generators(own, name), (seed, number), solved, FRESH // len(names))
            found[name] = [given for given in pool if not draws(given)]
            for given in found[name]:
                given.parameters, given.rivals = parameters(name, solved, given), None
        return found

    def recall(self, exercise: str, mistake: str) -> Callable[[Input], list | None] | None:
        """What a known mistake makes of such inputs: its mark, as :func:`mark_of`; ``None`` for a name that nobody knows."""
        item = self._mistakes.get((exercise, mistake))
        if item is None:
            return None
        solved = {name: self._namespace[name] for name in self._functions[exercise]}
        return lambda given: mark_of(given, item.function, {**solved, item.function: item.code})
