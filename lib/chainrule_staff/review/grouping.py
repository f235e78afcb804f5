"""A class's answers to one exercise in groups, so that two hundred are read in a dozen. Pure functions on plain data.

Answers that differ in formatting, comments and the names of variables alone are one way of writing. Ways of writing stand
together by what the check told of them: the known mistakes, else the diagnoses, else equal results; what is left over is
collected by how far it came.
"""

from __future__ import annotations

import ast
import functools
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from chainrule.checks import words
from chainrule.checks.report import CheckReport, Rung, State
from chainrule.checks.runner import plain_python
from chainrule.notebooks.plan import normal

MISTAKE, DIAGNOSIS, UNEXPLAINED, RIGHT, UNTOUCHED = KINDS = (
    "known mistake",
    "diagnosis",
    "without an explanation",
    "right",
    "not attempted",
)
LONGEST = 20_000  # characters that are parsed; what is longer is compared as text
LEFT_OVER = {
    Rung.RAISES: "Raises, each in its own way",
    Rung.WRONG_TYPE: "Returns another type, each in its own way",
    Rung.WRONG_SHAPE: "Returns another shape, each in its own way",
}


@dataclass(frozen=True)
class Given:
    """What one learner gave as an answer.

    Parameters
    ----------
    learner : str
    source : str
        Of the answer cell.
    report : dict
        The check's report as a record keeps it, with ``results`` and ``touched``.
    """

    learner: str
    source: str
    report: dict[str, Any]


@dataclass
class Way:
    """One way of writing: answers that are equal up to formatting, comments and names."""

    form: str
    answers: list[Given] = field(default_factory=list)

    @property
    def example(self) -> Given:
        """The answer that is shown for all of them."""
        return self.answers[0]


@dataclass
class Group:
    """Answers to be read together.

    Parameters
    ----------
    kind : str
        One of ``KINDS``.
    title : str
        What they have in common, for people.
    common : str
        The same, for telling groups apart.
    explanations : list of str
        What learners were told.
    ways : list of Way
        The most frequent first.
    """

    kind: str
    title: str
    common: str
    explanations: list[str] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)

    @property
    def answers(self) -> list[Given]:
        """All of them."""
        return [one for way in self.ways for one in way.answers]

    @property
    def learners(self) -> list[str]:
        """Who gave them, sorted."""
        return sorted(one.learner for one in self.answers)

    @property
    def key(self) -> str:
        """What the group is called in an address: it stays as long as what its answers have in common."""
        return hashlib.sha256(f"{self.kind}\0{self.common}".encode()).hexdigest()[:12]


def groups(given: Iterable[Given]) -> list[Group]:
    """The answers to one exercise in groups: known mistakes first, what is right and what was not attempted last.

    Parameters
    ----------
    given : iterable of Given
        In any order.

    Returns
    -------
    list of Group
        Each answer is in exactly one of them.
    """
    ways: dict[tuple[str, str], list[tuple[Given, CheckReport, Group]]] = {}
    for one in sorted(given, key=lambda one: one.learner):
        report = CheckReport.from_dict(one.report)
        new = _group(one, report)
        state = new.kind if new.kind in (RIGHT, UNTOUCHED) else ""
        ways.setdefault((state, canonical(one.source, report.functions)), []).append((one, report, new))
    found: dict[tuple[str, str], Group] = {}
    single: dict[tuple[str, str], Rung | None] = {}
    for (_, form), members in ways.items():
        # What is told of one and the same code may differ with the random inputs: then it is what most were told.
        told = Counter((new.kind, new.common) for _, _, new in members)
        key = max(told, key=lambda key: told[key])
        _, report, new = next(member for member in members if (member[2].kind, member[2].common) == key)
        found.setdefault(key, new).ways.append(Way(form, [one for one, _, _ in members]))
        single[key] = _rung(report) if new.kind == UNEXPLAINED else None
    alone = [key for key, group in found.items() if key[0] == UNEXPLAINED and len(group.answers) == 1]
    if len(alone) > 1:
        for key in alone:
            title = LEFT_OVER.get(single[key] or Rung.WRONG_VALUES, "Wrong values, each in its own way")
            rest = found.setdefault((UNEXPLAINED, title), Group(UNEXPLAINED, title, title))
            rest.ways += found.pop(key).ways
    for group in found.values():
        group.ways.sort(key=lambda way: (-len(way.answers), way.example.learner))
    return sorted(found.values(), key=lambda group: (KINDS.index(group.kind), -len(group.answers), group.title))


def _group(one: Given, report: CheckReport) -> Group:
    """The group that an answer belongs to, still empty."""
    if report.state == State.PASSED:
        return Group(RIGHT, "Right", "")
    if report.state == State.NOT_ATTEMPTED or not one.report.get("touched", True):
        return Group(UNTOUCHED, "Not attempted", "")
    if report.mistakes:
        named = sorted(report.mistakes, key=lambda mistake: mistake.id)
        ids = list(dict.fromkeys(mistake.id for mistake in named))
        title = " and ".join(name.replace("_", " ") for name in ids)
        return Group(MISTAKE, title, " ".join(ids), list(dict.fromkeys(mistake.explanation for mistake in named)))
    if report.diagnoses:
        said = " ".join(dict.fromkeys(words.sentence(one) for one in report.diagnoses))
        return Group(DIAGNOSIS, said, repr([(str(one.kind), _uncounted(one.values)) for one in report.diagnoses]))
    first = next((words.sentence(failure.finding) for failure in report.failures()), "Nothing says what is wrong.")
    results = str(one.report.get("results") or "")
    return Group(UNEXPLAINED, first, results or canonical(one.source, report.functions))


def _uncounted(values: Any) -> Any:
    """A diagnosis's values without counts, which differ with each learner's random inputs."""
    if isinstance(values, dict):
        return sorted((key, _uncounted(value)) for key, value in values.items())
    if isinstance(values, list | tuple):
        return [_uncounted(value) for value in values]
    return None if isinstance(values, int) and not isinstance(values, bool) else values


def _rung(report: CheckReport) -> Rung | None:
    """How far an answer came: the most frequent rung of its failing cases."""
    counts = Counter(case.rung for part in report.parts for case in part.failing)
    return counts.most_common(1)[0][0] if counts else None


def canonical(source: str, functions: Iterable[str] = ()) -> str:
    """A source without comments, docstrings, annotations and formatting, its own names numbered as they come.

    The names of ``functions`` stay, and whatever the source only uses. What is no Python stays as it is, but for spacing.

    >>> canonical("def f(x):  # here\\n    y = x+1\\n    return y", ["f"]) == canonical("def f(a):\\n  b = (a + 1)\\n  return b", ["f"])
    True
    """
    return _canonical(source, tuple(functions))


@functools.lru_cache(maxsize=20_000)
def _canonical(source: str, functions: tuple[str, ...]) -> str:
    if len(source) > LONGEST:
        return normal(source)
    try:
        tree = ast.parse(plain_python(source))
        return ast.unparse(_Numbered(tree, set(functions)).visit(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return normal(source)


class _Numbered(ast.NodeTransformer):
    """Takes docstrings and annotations out of a tree, and numbers the names that it makes."""

    def __init__(self, tree: ast.AST, kept: set[str]):
        made: dict[str, None] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                made[node.id] = None
            elif isinstance(node, ast.arg):
                made[node.arg] = None
            elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                made[node.name] = None
        self._own = made.keys() - kept
        self._numbers: dict[str, str] = {}

    def _new(self, name: str) -> str:
        return self._numbers.setdefault(name, f"v{len(self._numbers)}") if name in self._own else name

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.copy_location(ast.Name(self._new(node.id), node.ctx), node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return ast.copy_location(ast.arg(self._new(node.arg), None), node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        if node.value is None:
            return None
        return self.visit(ast.copy_location(ast.Assign([node.target], node.value, lineno=node.lineno), node))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name, node.returns = self._new(node.name), None
        _without_docstring(node)
        self.generic_visit(node)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.name = self._new(node.name)
        _without_docstring(node)
        self.generic_visit(node)
        return node


def _without_docstring(node: ast.FunctionDef | ast.ClassDef) -> None:
    if ast.get_docstring(node, clean=False) is not None:
        node.body = node.body[1:] or [ast.Pass()]
