"""Further inputs of a check, stored with their results: what ``c.sweep()`` tries in a learner's kernel.

``chainrule staff build`` chooses them from an exercise's generators, until every wrong answer that staff know is
rejected, and writes ``chainrule/lectures/<notebook>/sweep.json``. Where a class is graded, fresh ones join them.
"""

from __future__ import annotations

import base64
import copy
import functools
import json
import types
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from chainrule.calling.codec import Codec
from chainrule.checks import known_mistakes
from chainrule.checks.callables import NAMED

STAYS = (np.ndarray, float, int, bool, str, type(None), types.FunctionType)  # a call sends these, and leaves them alone
TAG = "chainrule-callable"  # stands for a function of chainrule.checks.callables in stored arguments


@dataclass
class Input:
    """One call of an exercise's function, or of several, with the result that is right.

    Parameters
    ----------
    args, kwargs : tuple, dict
        What is handed over.
    expected : plain data
        The right result.
    through : str or None
        How the functions are put together, a key of :data:`ROUTES`; ``None`` for a plain call.
    parameters : tuple of str
        The names of ``args``, for words.
    rivals : dict or None
        Fingerprints of results that a general slip would give: ``"ignores alpha"``, ``"exchanges p s"``, ``"is relu"``; ``None`` where nobody
        has looked.
    """

    args: tuple
    kwargs: dict[str, Any]
    expected: Any
    through: str | None = None
    parameters: tuple[str, ...] = ()
    rivals: dict[str, list] | None = field(default_factory=dict)

    def handed_over(self) -> tuple[tuple, dict[str, Any]]:
        """Arguments for a call: a generator of random numbers that is in them comes back advanced, so it is a copy."""
        everything = (*self.args, *self.kwargs.values())
        if all(type(one) in STAYS for one in everything):
            return self.args, self.kwargs
        return copy.deepcopy((self.args, self.kwargs))


# -- how functions are put together ----------------------------------------------------------------


def first(functions: dict[str, Callable], name: str, args: tuple, kwargs: dict) -> Any:
    """The first item of what a function returns, where the second is a cache of anybody's choice."""
    result = functions[name](*args, **kwargs)
    return result[0]


def backward(functions: dict[str, Callable], name: str, args: tuple, kwargs: dict) -> Any:
    """A backward function, given the cache that its own forward function made: ``(dout, *forward's arguments)``."""
    forward = functions[name.replace("backward", "forward")]
    dout, *inputs = args
    return functions[name](dout, forward(*inputs, **kwargs)[1])


def walk(functions: dict[str, Callable], name: str, args: tuple, kwargs: dict) -> Any:
    """The weights after each step of an optimizer: ``(gradients of the steps, rate or rates, first weights)``."""
    gradients, lr, w = args
    state, path = None, []
    for k, dw in enumerate(gradients):
        w, state = functions[name](w, dw, state, lr[k] if isinstance(lr, list) else lr, **kwargs)
        path.append(w)
    return np.array(path)


def spread(functions: dict[str, Callable], name: str, args: tuple, kwargs: dict) -> Any:
    """The standard deviation of what a function draws: right in all its ways of drawing."""
    return np.std(functions[name](*args, **kwargs))


def in_order(functions: dict[str, Callable], name: str, args: tuple, kwargs: dict) -> Any:
    """All numbers that a function returns, sorted: right in whatever order it deals them out."""
    result = functions[name](*args, **kwargs)
    items = result if isinstance(result, tuple | list) else [result]
    return np.sort(np.concatenate([np.ravel(item) for item in items]))


def principal(functions: dict[str, Callable], name: str, args: tuple, kwargs: dict) -> Any:
    """Of ``(mean, components, variances)``: the mean, the covariance rebuilt from the other two, and the variances.

    These are one and the same for either sign of a component, and for any basis of those with equal variances.
    """
    result = functions[name](*args, **kwargs)
    if not isinstance(result, tuple | list) or len(result) != 3:
        return result
    mean, components, variances = result
    if np.ndim(components) != 2 or np.shape(variances) != np.shape(components)[:1]:
        return result
    return mean, np.transpose(components) @ (np.reshape(variances, (-1, 1)) * components), variances


def judged(functions: dict[str, Callable], name: str, args: tuple, kwargs: dict) -> Any:
    """A judgement of a function that may be right in many ways: ``(judge, *rest)``, where the result is ``judge(function, *rest)``."""
    judge, *rest = args
    return judge(functions[name], *rest, **kwargs)


ROUTES: dict[str, Callable] = {
    "first": first,
    "backward": backward,
    "walk": walk,
    "spread": spread,
    "in_order": in_order,
    "principal": principal,
    "judged": judged,
}


def result_of(functions: dict[str, Callable], name: str, given: Input) -> Any:
    """What the functions make of an input."""
    if given.through is None:
        return functions[name](*given.args, **given.kwargs)
    return ROUTES[given.through](functions, name, given.args, given.kwargs)


def size_of(value: Any) -> float:
    """How much there is to read in an input: arrays by their entries, and whole numbers before others."""
    if isinstance(value, np.ndarray):
        return value.size + value.ndim + (0.0 if value.dtype.kind in "bi" else 0.5)
    if isinstance(value, tuple | list):
        return 1 + sum(map(size_of, value))
    return 1 + sum(map(size_of, value.values())) if isinstance(value, dict) else 1.0


# -- storing ---------------------------------------------------------------------------------------


def pack(inputs: Iterable[Input]) -> str:
    """Inputs of one function as text."""
    rows = [
        (tuple(map(_named, one.args)), one.kwargs, one.expected, one.through, list(one.parameters), one.rivals)
        for one in inputs
    ]
    return base64.b85encode(zlib.compress(Codec().encode(rows), 9)).decode()


@functools.lru_cache(maxsize=64)
def unpack(text: str) -> list[Input]:
    """The inputs of :func:`pack`'s text, the same ones each time: whoever calls a function hands over copies."""
    rows = Codec().decode(zlib.decompress(base64.b85decode(text)))
    return [
        Input(tuple(map(_callable, args)), kwargs, expected, through, tuple(parameters), rivals)
        for args, kwargs, expected, through, parameters, rivals in rows
    ]


def _named(value: Any) -> Any:
    if not callable(value) or isinstance(value, np.random.Generator):
        return value
    name = value.__name__
    if NAMED.get(name) is not value:
        raise ValueError(f"{name} cannot be stored: it is none of chainrule.checks.callables")
    return {TAG: name}


def _callable(value: Any) -> Any:
    return NAMED[value[TAG]] if isinstance(value, dict) and TAG in value else value


@functools.cache
def load(notebook: str) -> dict[str, dict[str, str]]:
    """The packed inputs of one notebook by exercise and function; empty where none are installed."""
    try:
        return json.loads(known_mistakes.lecture_file(notebook, "sweep.json").read_text("utf-8"))["exercises"]
    except (OSError, ValueError, KeyError):
        return {}
