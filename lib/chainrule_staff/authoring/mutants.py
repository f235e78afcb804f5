"""Automatic mutants of a solution: one small change each, as a slip of the pen would make.

A check that gives one of them full points has a hole, unless the mutant computes the same.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

BINARY: dict[type[ast.AST], list[type[ast.AST]]] = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult],
    ast.Pow: [ast.Mult],
    ast.MatMult: [ast.Mult],
    ast.FloorDiv: [ast.Div],
    ast.Mod: [ast.Mult],
    ast.BitAnd: [ast.BitOr],
    ast.BitOr: [ast.BitAnd],
}
COMPARE: dict[type[ast.AST], list[type[ast.AST]]] = {
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.Gt],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
}
MODULES = {"np", "math"}
NAMES = {
    "maximum": "minimum",
    "minimum": "maximum",
    "max": "min",
    "min": "max",
    "argmax": "argmin",
    "argmin": "argmax",
    "sum": "mean",
    "mean": "sum",
    "std": "var",
    "any": "all",
    "all": "any",
    "exp": "expm1",
    "expm1": "exp",
    "prod": "sum",
    "cumsum": "cumprod",
    "zeros": "ones",
    "zeros_like": "ones_like",
    "ones_like": "zeros_like",
    "sinh": "tanh",
    "tanh": "sinh",
    "sqrt": "square",
    "abs": "negative",
    "floor": "ceil",
    "log": "log1p",
    "standard_normal": "random",
}


@dataclass(frozen=True)
class Mutant:
    """A changed solution cell: where, what, and its source. No two of a solution have the same words."""

    line: int
    change: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """All single changes of the function bodies in ``source``, without duplicates."""
    tree = ast.parse(source)
    seen = {ast.unparse(tree)}
    told: Counter[tuple[int, str]] = Counter()
    count = sum(1 for _ in _nodes(tree))
    for index in range(count):
        original = _pick(tree, index)
        for change, _ in enumerate(_changes(original)):
            mutated = copy.deepcopy(tree)
            node = _pick(mutated, index)
            text, apply = list(_changes(node))[change]
            before = ast.unparse(node)[:60]
            apply(mutated)
            result = ast.unparse(ast.fix_missing_locations(mutated))
            if result not in seen:
                seen.add(result)
                line, words = getattr(original, "lineno", 0), f"{before}: {text}"
                told[line, words] += 1
                again = f" (number {told[line, words]} on this line)" if told[line, words] > 1 else ""
                yield Mutant(line, words + again, result)


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """The expressions and returns inside functions, docstrings and annotations left out."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            body = function.body
            if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
                body = body[1:]
            for statement in [*body, *function.args.defaults]:
                if not isinstance(statement, ast.FunctionDef):
                    yield from ast.walk(statement)


def _pick(tree: ast.AST, index: int) -> ast.AST:
    for position, node in enumerate(_nodes(tree)):
        if position == index:
            return node
    raise IndexError(index)


def _changes(node: ast.AST):
    """``(description, function(tree))`` for each change of one node."""
    if isinstance(node, ast.BinOp):
        for other in BINARY.get(type(node.op), []):
            yield f"operator to {other.__name__}", _set(node, "op", other())
        yield "right term dropped", _replace(node, node.left)
        yield "left term dropped", _replace(node, node.right)
        if isinstance(node.op, (ast.Sub, ast.Div, ast.Pow, ast.MatMult)):
            yield "operands swapped", _swap(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Invert, ast.Not)):
        yield "sign or negation dropped", _replace(node, node.operand)
    elif isinstance(node, ast.Compare):
        for other in COMPARE.get(type(node.ops[0]), []):
            yield f"comparison to {other.__name__}", _set(node, "ops", [other(), *node.ops[1:]])
    elif isinstance(node, ast.BoolOp):
        yield "and/or swapped", _set(node, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.Constant):
        yield from _constant(node)
    elif isinstance(node, ast.Call):
        yield from _call(node)
    elif isinstance(node, ast.AugAssign):
        for other in BINARY.get(type(node.op), []):
            yield f"operator to {other.__name__}", _set(node, "op", other())
        yield "statement dropped", _replace(node, ast.Pass())
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
        yield "statement dropped", _replace(node, ast.Pass())
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and len(node.value.elts) == 2:
        yield "returned pair swapped", _set(node.value, "elts", node.value.elts[::-1])


def _constant(node: ast.Constant):
    value = node.value
    if value is True or value is False:
        yield "constant flipped", _set(node, "value", not value)
    elif isinstance(value, (int, float)):
        for other in dict.fromkeys([value + 1, 0 if value else 1, value * 2, -value]):
            if other != value:
                yield f"constant to {other}", _set(node, "value", other)


def _call(node: ast.Call):
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name in NAMES:
        yield (
            f"{name} to {NAMES[name]}",
            _set(function, "attr" if isinstance(function, ast.Attribute) else "id", NAMES[name]),
        )
    if len(node.args) >= 2:
        yield "first arguments swapped", _set(node, "args", [node.args[1], node.args[0], *node.args[2:]])
    if name == "where" and len(node.args) == 3:
        yield "branches swapped", _set(node, "args", [node.args[0], node.args[2], node.args[1]])
    if node.keywords:
        yield "keyword dropped", _set(node, "keywords", node.keywords[1:])
    if isinstance(function, ast.Attribute):
        if isinstance(function.value, ast.Name) and function.value.id in MODULES:
            if len(node.args) == 1 and not node.keywords:
                yield "call dropped", _replace(node, node.args[0])
        else:
            yield "method dropped", _replace(node, function.value)


def _set(node: ast.AST, name: str, value):
    return lambda tree: setattr(node, name, value)


def _swap(node: ast.BinOp):
    def apply(tree):
        node.left, node.right = node.right, node.left

    return apply


def _replace(node: ast.AST, other: ast.AST):
    """Put ``other`` where ``node`` stands."""

    class Put(ast.NodeTransformer):  # needs the tree: a node does not know its parent
        def visit(self, visited):
            return other if visited is node else super().generic_visit(visited)

    return lambda tree: Put().visit(tree)
