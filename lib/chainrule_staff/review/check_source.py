"""What a check's code says of how it judges: its tolerances, and the kinds of evidence that its cases rest on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from chainrule.checks.runner import plain_python

NAMES = ("tol", "rtol", "atol")
COMPARING = {
    "close": 2,
    "allclose": 2,
    "isclose": 2,
    "assert_allclose": 2,
}  # and the place of a tolerance without its name
KINDS = {
    "equal": "values",
    "holds": "properties",
    "measure": "measured quantities",
    "raises": "errors",
    "sweep": "further inputs",
    "one_of": "choices",
}


@dataclass(frozen=True)
class Tolerance:
    """One tolerance: the method of the check that it stands in, its value (``None`` where the code computes it), what is measured."""

    method: str
    value: float | None
    expected: float | None = None


def tolerances(check: str) -> list[Tolerance]:
    """The tolerances of a check, in order of their cases."""
    tree = ast.parse(plain_python(check))
    constants = {
        target.id: value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and (value := _number(node.value, {})) is not None
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return [one for case in _cases(tree) for one in _of_case(case, constants)]


def kinds(check: str) -> dict[str, int]:
    """How many cases there are of each kind of evidence."""
    found: dict[str, int] = {}
    for case in _cases(ast.parse(plain_python(check))):
        kind = KINDS[_method(case)]
        if kind == "values" and any(one.arg == "through" for one in case.keywords):
            kind = "walks and judges"
        found[kind] = found.get(kind, 0) + 1
    return found


def _cases(tree: ast.AST) -> Iterator[ast.Call]:
    """The calls of the recorder, ``c.equal(…)`` for one, from top to bottom."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _method(node) in KINDS]
    yield from sorted(calls, key=lambda node: (node.lineno, node.col_offset))


def _method(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) else ""


def _of_case(case: ast.Call, constants: dict[str, float]) -> Iterator[Tolerance]:
    method = _method(case)
    expected = _number(case.args[1], constants) if method == "measure" and len(case.args) > 1 else None
    for node in ast.walk(case):
        if isinstance(node, ast.keyword) and node.arg in NAMES:
            yield Tolerance(method, _number(node.value, constants), expected)
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            for value in node.args[COMPARING.get(name, len(node.args)) :]:
                yield Tolerance(method, _number(value, constants))
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Lt | ast.LtE):
            bound = _number(node.comparators[0], constants)
            if bound is not None and _is_difference(node.left):
                yield Tolerance(method, bound)


def _is_difference(node: ast.AST) -> bool:
    """Whether an expression is the size of a difference: ``abs(a − b)``, or the largest of such."""
    return any(
        isinstance(one, ast.Call)
        and (one.func.attr if isinstance(one.func, ast.Attribute) else getattr(one.func, "id", "")) in ("abs", "norm")
        and any(isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Sub) for inner in ast.walk(one))
        for one in ast.walk(node)
    )


def _number(node: ast.AST, constants: dict[str, float]) -> float | None:
    if isinstance(node, ast.Name):
        return constants.get(node.id)
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
