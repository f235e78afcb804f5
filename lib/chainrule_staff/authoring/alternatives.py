"""What a lecture's ``answers/<exercise>.py`` hold: wrong and right answers, and generators of inputs.

The decorators say what a function there is. An alternative replaces one function of the exercise that the
file is named after; the exercise's other functions stay as solved. Used by the build, the evidence and the
simulated class.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

MISTAKE, UNNAMED, RIGHT, INPUTS, PROBES = "mistake", "unnamed", "right", "inputs", "probes"
_MARK = "__chainrule__"


@dataclass(frozen=True)
class Alternative:
    """One other way of writing a function, or a generator of inputs for it.

    Attributes
    ----------
    kind : str
        ``mistake`` (wrong, and its docstring is told to the learner), ``unnamed`` (wrong without a docstring:
        refused, but not named), ``right``, ``inputs`` or ``probes``.
    exercise, function : str
        The exercise that the file is named after, and the function of it that is meant.
    file : Path
    code : callable
    through : str or None
        Of a generator: how the functions are put together, a key of :data:`chainrule.checks.sweep.ROUTES`.
    sweeps : bool
        Of a generator: whether its inputs may be swept over in a check.
    without : tuple of str
        Of a generator: what the docstring promises and it does not yield; see ``contract``.
    """

    kind: str
    exercise: str
    function: str
    file: Path
    code: Callable
    through: str | None = None
    sweeps: bool = True
    without: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the function in the file; a known mistake's id."""
        return self.code.__name__

    @property
    def explanation(self) -> str:
        """The docstring as one paragraph: what a learner is told."""
        return " ".join((self.code.__doc__ or "").split())


def _decorator(kind: str, code: Callable | None, of: str | None, **more):
    """A decorator that works with and without ``(of=…)``."""

    def mark(code: Callable) -> Callable:
        setattr(code, _MARK, (kind, of, more))
        return code

    return mark if code is None else mark(code)


def wrong(code: Callable | None = None, *, of: str | None = None):
    """A wrong answer. With a docstring it is a known mistake: the docstring is what the learner is told.

    ``of`` names another function of the exercise than the one that it is named after.
    """
    return _decorator("wrong", code, of)


def right(code: Callable | None = None, *, of: str | None = None):
    """A correct answer written differently, from the contract alone.

    One in a file has a docstring, two sentences on what differs: the panel of a passed exercise shows it as another way.
    """
    return _decorator(RIGHT, code, of)


def inputs(
    code: Callable | None = None,
    *,
    of: str | None = None,
    through: str | None = None,
    sweep: bool = True,
    without: tuple[str, ...] = (),
):
    """A generator ``(rng) -> iterator of argument tuples`` inside the contract of the function.

    Its inputs are compared on, and swept over in the check: their results must follow from them. ``through`` says how
    a result comes about where a plain call does not do: ``"first"`` (the second item is a cache of anybody's choice),
    ``"backward"`` (``(dout, *forward's arguments)``: the cache is the forward function's own) or ``"walk"``
    (``(gradients, rate or rates, first weights)``) or ``"judged"`` (``(judge, *rest)``: what counts is ``judge(function, *rest)``, where
    many answers are right). ``sweep=False``, or a second parameter for the functions under test,
    keeps a generator for comparing alone. An :class:`~chainrule_staff.authoring.sweeps.Options` as the last item of a
    tuple holds keyword arguments. The build refuses a generator that never yields what the docstring promises of a
    parameter, unless it says so: ``without=("x: N = 1",)``, with the reason in a comment.
    """
    return _decorator(INPUTS, code, of, through=through, sweeps=sweep, without=without)


def probes(code: Callable | None = None, *, of: str | None = None, through: str | None = None):
    """A generator ``(rng) -> iterator of argument tuples`` whose results make the key of another way.

    For functions that draw at random, and so have no one result: ``through="spread"`` counts the standard deviation of
    some thousand numbers, ``"in_order"`` sorts what comes back. Elsewhere the generators of inputs do.
    """
    return _decorator(PROBES, code, of, through=through)


def load(folder: Path) -> list[Alternative]:
    """The alternatives in a folder ``answers/``, file by file; none where there is no such folder.

    Files whose name begins with an underscore hold helpers.
    """
    found = []
    for path in sorted(folder.glob("[!_]*.py")):
        module = module_of(path)
        for value in vars(module).values():
            kind, of, more = getattr(value, _MARK, (None, None, {}))
            if kind is None or value.__module__ != module.__name__:
                continue
            if kind == "wrong":
                kind = MISTAKE if value.__doc__ else UNNAMED
            found.append(Alternative(kind, path.stem, of or path.stem, path, value, **more))
    return found


def module_of(path: Path) -> ModuleType:
    """Import one file of ``answers/`` afresh, as part of a package, so that ``from ._shared import …`` works."""
    package = f"answers_of_{path.parents[1].name}"
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        del sys.modules[name]
    parent = ModuleType(package)
    parent.__path__ = [str(path.parent)]
    sys.modules[package] = parent
    importlib.invalidate_caches()
    return importlib.import_module(f"{package}.{path.stem}")
