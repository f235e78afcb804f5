"""By what answers of different learners are compared: wherever in the notebook they stand. For :mod:`.repair`."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Mapping, Sequence

from chainrule.checks.runner import plain_python
from chainrule.notebooks.plan import normal

MOST = 200_000  # characters of a learner's own cells that are read for it


class ComparedAnswers:
    """Follows a notebook's cells in their order, and knows what answers each exercise when its check comes.

    Parameters
    ----------
    functions : dict
        The functions' names by exercise.
    """

    def __init__(self, functions: Mapping[str, Sequence[str]]):
        self._exercise_of = {name: exercise for exercise, names in functions.items() for name in names}
        self._answers: dict[str, list[str]] = {}
        self._moved: dict[str, list[str]] = {}
        self._checked: set[str] = set()
        self._room = MOST

    def answer_cell(self, exercise: str, source: str, touched: bool) -> None:
        """An answer cell. One that was left as it was takes nothing from what stands elsewhere."""
        self._answers.setdefault(exercise, []).append(normal(source))
        if touched:
            self._moved.pop(exercise, None)

    def own_cell(self, source: str) -> None:
        """A cell of the learner's own: it may define what an answer cell was for."""
        self._room -= len(source)
        if self._room < 0 or not any(name in source for name in self._exercise_of):
            return
        try:
            source = plain_python(source)
            parts = [
                (self._exercise_of[name], ast.get_source_segment(source, node) or "")
                for node in ast.parse(source).body
                for name in _defined(node)
                if name in self._exercise_of
            ]
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        several = len({exercise for exercise, _ in parts}) > 1
        for exercise, part in parts if several else {(exercise, source) for exercise, _ in parts}:
            if exercise not in self._checked:
                self._moved.setdefault(exercise, []).append(normal(part))

    def check_cell(self, exercise: str) -> None:
        """An exercise's check: what comes behind it is no answer any more."""
        self._checked.add(exercise)

    @property
    def moved(self) -> bool:
        """Whether an answer stands elsewhere than in its cell."""
        return bool(self._moved)

    def digest(self) -> str:
        """Equal for equal answers, but for comments and spacing."""
        found = {**self._answers, **self._moved}
        lines = (f"{exercise}:{' '.join(parts)}" for exercise, parts in sorted(found.items()))
        return hashlib.sha256("\0".join(lines).encode()).hexdigest()[:16]


def _defined(node: ast.stmt) -> list[str]:
    """The names that a statement at the top level gives a meaning."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []
