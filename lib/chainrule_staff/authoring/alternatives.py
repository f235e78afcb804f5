"""Decorators with which a lecture's ``mistakes.py``, ``variants.py`` and ``trials.py`` say what they hold.

An alternative replaces one function of an exercise; the exercise's other functions stay as solved.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_MARK = "__chainrule__"


@dataclass(frozen=True)
class Alternative:
    """One other way of writing a function: a mistake, a variant, a wrong answer once met."""

    kind: str
    exercise: str
    function: str
    name: str
    code: Callable
    named: bool | None = None

    @property
    def explanation(self) -> str:
        """The docstring as one paragraph: what a learner is told."""
        return " ".join((self.code.__doc__ or "").split())


def _marker(kind: str, exercise: str, of: str | None, named: bool | None = None):
    def mark(code: Callable) -> Callable:
        setattr(code, _MARK, Alternative(kind, exercise, of or exercise, code.__name__, code, named))
        return code

    return mark


def mistake(exercise: str, of: str | None = None):
    """A known wrong implementation of ``exercise``'s function ``of``; the docstring tells the learner."""
    return _marker("mistake", exercise, of)


def variant(exercise: str, of: str | None = None):
    """A correct implementation written differently, from the contract alone."""
    return _marker("variant", exercise, of)


def trial(exercise: str, of: str | None = None, *, named: bool):
    """A wrong answer that a learner really gave; ``named``: the panel of that day named it."""
    return _marker("trial", exercise, of, named)


def inputs(function: str):
    """A generator ``(rng) -> iterator of argument tuples`` inside the contract of ``function``."""
    return _marker("inputs", function, function)


def load(path: Path) -> Iterator[Alternative]:
    """The alternatives of one file, in order; nothing where there is no such file."""
    if not path.is_file():
        return
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for value in vars(module).values():
        found = getattr(value, _MARK, None)
        if isinstance(found, Alternative) and value.__module__ == module.__name__:
            yield found
