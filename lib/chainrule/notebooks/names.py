"""Which names a notebook's cells bind, read from their text: for a kernel, a sandbox and the build, which must agree."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from chainrule.calling.confine import GENUINE

LIBRARY = "chainrule"


def parsed(source: str) -> ast.Module:
    """A cell's syntax tree; an empty one where it has none."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _outer(node: ast.AST) -> Iterator[ast.AST]:
    """A statement's nodes that run where it stands: not those in the body of a function or class."""
    yield node
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
        return
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.comprehension):
            yield from _outer(child)


def bound(nodes: Iterable[ast.AST]) -> set[str]:
    """The global names that statements bind.

    Examples
    --------
    >>> sorted(bound(parsed("import numpy as np; a, (b, *c) = 1, (2,)\\ndef f(x): y = x").body))
    ['a', 'b', 'c', 'f', 'np']
    """
    found: set[str] = set()
    for statement in nodes:
        for node in _outer(statement):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
            elif isinstance(node, ast.Import | ast.ImportFrom):
                found |= {alias.asname or alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
                found.add(node.name)
        found |= {name for node in ast.walk(statement) if isinstance(node, ast.Global) for name in node.names}
    return found


def checked(source: str) -> tuple[str, ...]:
    """The functions of the exercise that a check cell is for, the exercise's own first; none where it is no check.

    Examples
    --------
    >>> checked('c = Check("activations.sigmoid", "sigmoid_grad", points=2)')
    ('sigmoid', 'sigmoid_grad')
    """
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Check" and node.args:
            first, *more = (str(arg.value) for arg in node.args if isinstance(arg, ast.Constant))
            return (first.rpartition(".")[2], *more)
    return ()


def offers(sources: Iterable[str]) -> list[list]:
    """What setup cells import of this library: ``[module, [names]]``; all that an answer may use of it.

    Examples
    --------
    >>> offers(["from chainrule import Check, close", "import chainrule.data"])
    [['chainrule', ['Check', 'close', 'data']]]
    """
    found: dict[str, list[str]] = {}
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] == LIBRARY:
                found.setdefault(node.module, []).extend(alias.name for alias in node.names)
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.name.startswith(f"{LIBRARY}."):
                        parent, _, last = alias.name.rpartition(".")
                        found.setdefault(parent, []).append(last)
    return [[module, names] for module, names in found.items()]


def refuses(module: str, wanted: Sequence[str], offered: list[list]) -> bool:
    """Whether an import fails where answers are graded: of this library there is only what is offered.

    Parameters
    ----------
    module : str
        What is imported, or imported from.
    wanted : sequence of str
        The names imported from it; none for ``import module``.
    offered : list
        What :func:`offers` found.

    Examples
    --------
    >>> offered = [["chainrule", ["Check", "close"]], ["chainrule.data", ["CLASS_NAMES"]]]
    >>> refuses("chainrule", ["close"], offered), refuses("chainrule.autodiff", ["Tensor"], offered)
    (False, True)
    >>> refuses("chainrule.data", ["load_fashion_mnist"], offered), refuses("numpy", [], offered)
    (False, False)
    """
    if module.partition(".")[0] != LIBRARY:
        return False
    there = {name: set(names) for name, names in offered}
    if not wanted:
        parent, _, last = module.rpartition(".")
        return module != LIBRARY and module not in there and last not in there.get(parent, ())
    return module not in there or module not in GENUINE and not set(wanted) <= there[module]


def _refused(node: ast.AST, offered: list[list]) -> bool:
    if isinstance(node, ast.Import):
        return any(refuses(alias.name, (), offered) for alias in node.names)
    if isinstance(node, ast.ImportFrom) and not node.level and node.module:
        return refuses(node.module, [alias.name for alias in node.names], offered)
    return False


def of_the_library(source: str) -> set[str]:
    """The names that a cell imports from this library."""
    return {
        alias.asname or alias.name.partition(".")[0]
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if (node.module or "" if isinstance(node, ast.ImportFrom) else alias.name).partition(".")[0] == LIBRARY
    }


def of_answer_cell(source: str, offered: list[list]) -> tuple[set[str], set[str]]:
    """The names that a learner's cell binds where answers are graded, and those that it binds in a kernel only.

    A cell that imports something of this library that is not offered ends there, at that line.

    Examples
    --------
    >>> there, not_there = of_answer_cell("a = 1\\nfrom chainrule.autodiff import Tensor\\ndef f(): pass", [])
    >>> sorted(there), sorted(not_there)
    (['a'], ['Tensor', 'f'])
    """
    body = parsed(source).body
    for place, statement in enumerate(body):
        if not isinstance(statement, ast.Try) and any(_refused(node, offered) for node in _outer(statement)):
            there = bound(body[:place])
            return there, bound(body[place:]) - there
    return bound(body), set()
