"""What became of the learner's own cells: why a function that a check asks for is not there, or only as its stub.

A run of a notebook (:mod:`.runner`) notes each cell as it runs it. In a kernel the history is read, when a check needs to know.
"""

from __future__ import annotations

import ast
import re
import sys
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chainrule.calling.endpoint import describe_error
from chainrule.checks.report import Finding, Kind, finding
from chainrule.notebooks.names import parsed
from chainrule.notebooks.plan import normal


@dataclass(frozen=True)
class Ran:
    """One of the learner's cells that ran.

    Parameters
    ----------
    cell : str
        What to call it, such as ``"ex-sigmoid"``, or ``"[5]"`` in a kernel.
    source : str
    exercise : str
        Whose answer it is; empty for others, and in a kernel.
    stub : bool or None
        Whether it says no more than the released stub; ``None`` where that is not known.
    error : dict or None
        What it raised; see :func:`chainrule.calling.endpoint.describe_error`.
    """

    cell: str
    source: str
    exercise: str = ""
    stub: bool | None = None
    error: dict[str, Any] | None = None

    def defines(self, name: str) -> bool:
        """Whether it would make a function or class of that name; told from its text, which need not be Python."""
        return bool(
            re.search(
                rf"(?m)^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+{re.escape(name)}\b|^{re.escape(name)}[ \t]*=",
                self.source,
            )
        )


def why_missing(name: str, exercise: str, cells: Iterable[Ran]) -> Finding | None:
    """Why there is no function of that name though its answer is no stub; ``None`` where that is all that is known."""
    cells = list(cells)
    answers = [one for one in cells if one.exercise == exercise and exercise]
    for one in reversed([*answers, *(one for one in cells if one.defines(name))]):
        if one.error:
            return raised(one, function=name)
    touched = [one for one in answers if one.stub is False]
    return finding(Kind.NOT_DEFINED, function=name, cell=touched[-1].cell) if touched else None


def why_unfinished(name: str, exercise: str, cells: Iterable[Ran], line: str) -> Finding | None:
    """What to say of a function that raises NotImplementedError; ``None`` where it is the stub, as far as is known."""
    cells = list(cells)
    defining = [one for one in cells if one.defines(name)]
    if defining and defining[-1].error:
        return raised(defining[-1], function=name)
    answers = defining[-1:] or [one for one in cells if one.exercise == exercise and exercise]
    touched = any(one.stub is False for one in answers)
    return finding(Kind.UNFINISHED, function=name, line=line) if touched else None


def raised(one: Ran, **more: Any) -> Finding:
    """The finding that a cell raised something, and so did not make what it should."""
    assert one.error is not None  # the callers have looked
    return finding(Kind.CELL_RAISED, cell=one.cell, **more, **_bounded(one.error))


def _bounded(error: Mapping[str, Any]) -> dict[str, Any]:
    number = error.get("number", 0)
    return {key: str(error.get(key, ""))[:400] for key in ("error", "message", "line")} | {"number": number}


def checksum(source: str) -> int:
    """Identifies what a cell does, whatever its comments and spacing."""
    return zlib.crc32(normal(source).encode())


def of_kernel(namespace: Mapping[str, Any], names: Iterable[str], stubs: Collection[int] = ()) -> list[Ran]:
    """The cells of a kernel's history that would make one of these names; none where there is no such history.

    ``stubs`` are the checksums of answer cells as they were released: some have lines that are given.
    """
    history = namespace.get("In") or getattr(sys.modules.get("__main__"), "In", None)
    if not isinstance(history, list):
        return []
    names = list(names)
    found = []
    for number, source in enumerate(history):
        one = Ran(f"[{number}]", source if isinstance(source, str) else "")
        mine = [name for name in names if one.defines(name)]
        if mine:
            stub = checksum(source) in stubs or all(_is_stub(source, name) for name in mine)
            found.append(Ran(one.cell, source, stub=stub, error=_error_of(number, source)))
    return found


def _is_stub(source: str, name: str) -> bool:
    """Whether a function does nothing but raise NotImplementedError."""
    for node in parsed(source).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            return [ast.unparse(line) for line in body] == ["raise NotImplementedError"]
    return False


def _error_of(number: int, source: str) -> dict[str, Any] | None:
    """What a cell of the history raised, as far as IPython still knows."""
    try:
        compile(source, "<cell>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except SyntaxError as error:
        return describe_error(error)
    except (ValueError, RecursionError, MemoryError):
        return None
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    kept = getattr(getattr(shell, "history_manager", None), "exceptions", {}).get(number)  # from IPython 9 on
    last = getattr(sys, "last_value", None)
    if isinstance(last, Exception) and kept and kept.get("ename") == type(last).__name__:
        said = describe_error(last)
        if said["message"] == str(kept.get("evalue"))[: len(said["message"])]:
            return said
    if kept:
        return {"error": str(kept.get("ename")), "message": str(kept.get("evalue")), "line": "", "number": 0}
    return None
