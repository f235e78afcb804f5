"""IPython's own syntax where there is no IPython: a cell with magics runs as it would in Jupyter, and its magics do nothing.

For :mod:`.endpoint`, on the learner's side alone. Shell commands and most magics ask for something that is not there where
answers are graded, and that no answer needs; those that only wrap a cell's own Python run it.
"""

from __future__ import annotations

import ast
import inspect
from typing import Any

WRAPPING = {"time", "capture", "prun"}  # magics that run Python in the notebook's own namespace


def compiled(source: str, filename: str) -> Any:
    """A cell's code object: as Python if it is Python, else through IPython's transformer; ``await`` is allowed in both.

    Raises
    ------
    SyntaxError, ValueError, RecursionError, MemoryError
        As :func:`compile`. Of a cell that is neither, the first error is told, if IPython is not there to have its say.
    """
    try:
        return _compile(source, filename)
    except SyntaxError:
        # What IPython leaves as it is tells of its error best itself, with the line as the learner wrote it.
        python = as_python(source)
        if python is None or python.strip() == source.strip():
            raise
        return _compile("\n" * _blank_lines(source) + python, filename)


def _compile(source: str, filename: str) -> Any:
    return compile(source, filename, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)


def as_python(source: str) -> str | None:
    """What IPython makes of a cell's source; ``None`` where IPython is not installed."""
    try:
        from IPython.core.inputtransformer2 import TransformerManager
    except ImportError:
        return None
    return TransformerManager().transform_cell(source)


def _blank_lines(source: str) -> int:
    """How many empty lines a cell begins with: IPython takes them away, and lines would be numbered without them."""
    lines = source.splitlines()
    return next((number for number, line in enumerate(lines) if line.strip()), 0)


def run(code: Any, namespace: dict) -> None:
    """Run a cell's code object.

    Raises
    ------
    RuntimeError
        It awaits something that does not come by itself: there is no event loop.
    """
    found = eval(code, namespace)  # of a whole cell there is no value, but where it awaits
    if inspect.iscoroutine(found):
        try:
            found.send(None)
        except StopIteration:
            return
        found.close()
        raise RuntimeError(
            "it waits for something outside of the notebook, which is not there where answers are graded"
        )


class Shell:
    """What ``get_ipython()`` returns: takes every request, and does what has an effect on the notebook's own names.

    Parameters
    ----------
    namespace : dict
        The notebook's.
    """

    def __init__(self, namespace: dict):
        self.user_ns = namespace

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        """Run the cell below a magic such as ``%%time``; of another language's, nothing."""
        if name == "capture":
            words = [word for word in line.split() if not word.startswith("-")]
            self.user_ns.update(dict.fromkeys(words[:1]))
        if name in WRAPPING:
            self.run_cell(cell)

    def run_line_magic(self, name: str, line: str, *_: Any, **__: Any) -> None:
        """Run the statement behind ``%time``; of all others, nothing."""
        if name in WRAPPING:
            self.run_cell(line)

    def run_cell(self, cell: str, *_: Any, **__: Any) -> None:
        """Run a cell within a cell."""
        run(compiled(cell, "<cell>"), self.user_ns)

    def getoutput(self, *_: Any, **__: Any) -> list[str]:
        """The lines that a shell command printed: none."""
        return []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _nothing


def _nothing(*_: Any, **__: Any) -> None:
    """Do nothing."""


def provide(namespace: dict) -> None:
    """Put in place what every notebook has without importing it."""
    shell = Shell(namespace)
    namespace.update(get_ipython=lambda: shell, display=_nothing)
