"""What a docstring promises about arguments, and whether an exercise's generators of inputs ever keep it.

The *Parameters* of a docstring are the declaration: ``ndarray (N, D)`` allows one row and several, and an array that lies
transposed in memory; ``floats or integers`` both; a default value others; ``"full", "same" or "valid"`` each. A check whose
generators never yield one of these has a hole there, which nobody sees. The build refuses it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from chainrule.checks.sweep import Input

Keeps = Callable[[Any], bool]

AXES = re.compile(r"ndarray(?:s)? \(([^)]*)\)")
QUOTED = re.compile(r'"([^"]*)"')
WORDS_FOR_FEW = {"positive", "more than"}  # of a number: it is not 0


@dataclass(frozen=True)
class Promise:
    """One thing that a parameter may be, in words, and how to recognise it among the values that were given."""

    parameter: str
    what: str
    keeps: Keeps


def described(docstring: str) -> dict[str, str]:
    """The parameters of a docstring with what it says they are.

    >>> described("F.\\n\\nParameters\\n----------\\nA, B : ndarray (N, D)\\nlr : float, positive\\n    The rate.\\n")
    {'A': 'ndarray (N, D)', 'B': 'ndarray (N, D)', 'lr': 'float, positive'}
    """
    found = {}
    section = re.search(r"(?s)Parameters\n-+\n(.*?)(?:\n\n\w+\n-+|\Z)", inspect.cleandoc(docstring))
    for line in (section[1] if section else "").splitlines():
        names, colon, what = line.partition(" : ")
        if colon and not line.startswith(" "):
            found.update(dict.fromkeys(names.split(", "), what))
    return found


def promises(function: Callable) -> list[Promise]:
    """What a function's docstring and signature promise of its parameters."""
    signature = inspect.signature(function).parameters
    found = []
    for parameter, what in described(function.__doc__ or "").items():
        found += [Promise(parameter, *rest) for rest in _of_type(what)]
        if parameter in signature and signature[parameter].default is not inspect.Parameter.empty:
            found += [Promise(parameter, *rest) for rest in _of_default(signature[parameter].default, what)]
    return found


def _of_type(what: str) -> Iterable[tuple[str, Keeps]]:
    axes = AXES.search(what)
    if axes:
        names = [name.strip() for name in axes[1].split(",") if name.strip()]
        if "..." not in names and what.startswith("ndarray ("):
            yield from _of_axes(names)
    if "any shape" in what or "any number of axes" in what:
        for count in (1, 2, 3):
            yield f"an array of {count} {'axis' if count == 1 else 'axes'}", _has_axes(count)
        yield "an array that lies transposed in memory", _transposed
    if what.startswith("number or"):
        yield "a single number", lambda value: np.ndim(value) == 0
    if "floats or integers" in what:
        yield "floats", lambda value: np.asarray(value).dtype.kind == "f"
        yield "integers", lambda value: np.asarray(value).dtype.kind in "iu"
    if what == "bool":
        yield "True", lambda value: value is True
        yield "False", lambda value: value is False
    for text in QUOTED.findall(what):
        yield f'"{text}"', _is(text)
    for limit in re.findall(r"\b([01]) (?:<=|to)|(?:<=|to) ([01])\b", what):
        number = float(max(limit))
        yield f"{number:g}", _is(number)


def _of_axes(names: list[str]) -> Iterable[tuple[str, Keeps]]:
    for place, name in enumerate(names):
        if not name.isidentifier():
            continue  # a number, or what other axes make of it
        yield f"{name} = 1", _of_length(place, single=True)
        yield f"{name} above 1", _of_length(place, single=False)
    if len(names) > 1:
        yield "an array that lies transposed in memory", _transposed


def _of_default(default: Any, what: str) -> Iterable[tuple[str, Keeps]]:
    if default is None:
        return
    yield f"other than {default!r}", lambda value: np.ndim(value) == 0 and value != default
    if isinstance(default, float) and default != 0 and not any(words in what for words in WORDS_FOR_FEW):
        yield "0", _is(0)


def _is(wanted: Any) -> Keeps:
    return lambda value: np.ndim(value) == 0 and type(value) is not bool and bool(value == wanted)


def _of_length(place: int, single: bool) -> Keeps:
    return lambda value: np.ndim(value) > place and (np.shape(value)[place] == 1) is single


def _has_axes(count: int) -> Keeps:
    return lambda value: np.ndim(value) == count


def _transposed(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.ndim > 1 and value.size > 1 and not value.flags.c_contiguous


def broken(
    function: Callable,
    inputs: Iterable[Input],
    parameters: Callable[[Input], tuple[str, ...]],
    excused: tuple[str, ...],
) -> list[str]:
    """The promises that no input keeps, in words, but those that are excused.

    Parameters
    ----------
    function : callable
        The solution's, with its docstring.
    inputs : iterable of Input
        What the generators yield.
    parameters : callable(Input) -> tuple of str
        The names of an input's arguments.
    excused : tuple of str
        Promises that need not be kept, as ``"x: N = 1"``.
    """
    missing = promises(function)
    for given in inputs:
        values = {**dict(zip(parameters(given), given.args)), **given.kwargs}
        missing = [one for one in missing if one.parameter not in values or not one.keeps(values[one.parameter])]
    return [text for one in missing if (text := f"{one.parameter}: {one.what}") not in excused]
