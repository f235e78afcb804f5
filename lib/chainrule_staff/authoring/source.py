"""Read a lecture's source, ``solutions/NN_name/name.py``: its cells, roles and exercises.

The source is a Jupytext *percent* file with nbgrader's cell metadata. Everything else that course
staff build or measure starts from the :class:`Lecture` read here.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import jupytext
import nbformat

from chainrule.notebooks.cell import Cell
from chainrule.notebooks.conventions import Role, answer_name, check_name, exercise_name, headings
from chainrule.notebooks.plan import Step
from chainrule_staff.authoring import alternatives

HIDDEN = re.compile(r"(?ms)^[ \t]*### BEGIN HIDDEN TESTS.*?^[ \t]*### END HIDDEN TESTS[^\n]*\n?")
KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class SourceError(ValueError):
    """The source breaks a rule of the course; says which cell, and what to do."""


@dataclass(frozen=True)
class Exercise:
    """One exercise: its functions, its check cell (visible and whole), its solution cell."""

    id: str
    functions: tuple[str, ...]
    number: str
    title: str
    points: float
    visible: str
    whole: str
    solution: str

    @property
    def is_prediction(self) -> bool:
        """A prediction gives points for committing, so wrong answers to it do not exist."""
        return ".one_of(" in self.visible

    def check(self, half: str) -> Step:
        """The check cell to run, ``half`` being ``"visible"`` or ``"whole"``."""
        return Step(Role.CHECK, check_name(self.id), getattr(self, half))


@dataclass
class Lecture:
    """One folder of ``solutions/``."""

    folder: Path
    notebook: nbformat.NotebookNode
    exercises: dict[str, Exercise] = field(default_factory=dict)

    @property
    def assignment(self) -> str:
        """The folder's name, which is nbgrader's assignment: ``03_activations``."""
        return self.folder.name

    @property
    def name(self) -> str:
        """The notebook's name: ``activations``."""
        return self.folder.name.partition("_")[2]

    @property
    def title(self) -> str:
        """The first heading."""
        first = self.notebook.cells[0].source.splitlines()[0]
        return first.lstrip("# ").strip()

    def steps(self, role: Role) -> list[Step]:
        """The cells of one role, as the runner takes them."""
        return [Step(role, cell.id, cell.source) for cell in self.notebook.cells if Cell(cell).role is role]

    def alternatives(self, file: str) -> list[alternatives.Alternative]:
        """What ``mistakes.py``, ``variants.py`` or ``trials.py`` holds, checked against the exercises."""
        found = list(alternatives.load(self.folder / f"{file}.py"))
        functions = {name for exercise in self.exercises.values() for name in exercise.functions}
        for item in found:
            known = item.function in functions and (item.kind == "inputs" or item.exercise in self.exercises)
            if not known:
                raise SourceError(
                    f"{self.folder / file}.py: {item.name} is for {item.exercise} ({item.function}), "
                    "which is no exercise here."
                )
            if item.kind == "mistake" and not item.explanation:
                raise SourceError(f"{self.folder / file}.py: {item.name} has no docstring to tell the learner.")
        return found


def lectures(solutions: Path) -> list[Path]:
    """The lecture folders of a course, in order."""
    return sorted(
        path for path in solutions.glob("[0-9][0-9]_*") if (path / f"{path.name.partition('_')[2]}.py").is_file()
    )


def read(folder: Path) -> Lecture:
    """Read and check one lecture's source.

    Raises
    ------
    SourceError
        Naming the file, the cell and the rule.
    """
    path = folder / f"{folder.name.partition('_')[2]}.py"
    try:
        notebook = jupytext.reads(path.read_text("utf-8"), fmt="py:percent")
    except FileNotFoundError:
        raise SourceError(f"{path} is not there: a lecture's folder NN_name holds name.py.") from None
    notebook.metadata = nbformat.from_dict(KERNEL)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    _identify(notebook, path)
    lecture = Lecture(folder, notebook)
    _read_exercises(lecture, path)
    return lecture


def _identify(notebook, path: Path) -> None:
    """Stable cell ids: the grade_id, else a hash of the source and an occurrence number."""
    seen: Counter = Counter()
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        digest = hashlib.sha256(cell.source.encode()).hexdigest()[:10]
        base = grade_id or digest
        seen[base] += 1
        if grade_id and seen[base] > 1:
            raise SourceError(f"{path}: two cells have the grade_id {grade_id}.")
        cell.id = grade_id or f"{digest}-{seen[base]}"


def _read_exercises(lecture: Lecture, path: Path) -> None:
    solutions = {cell.id: cell.source for cell in lecture.notebook.cells if Cell(cell).role is Role.SOLUTION}
    number, title = "", ""
    for cell in lecture.notebook.cells:
        if cell.cell_type == "markdown":
            for heading in headings(cell.source):
                number, title = heading.number, heading.title
        if Cell(cell).role is not Role.CHECK:
            continue
        where = f"{path}, cell {cell.id}"
        notebook, exercise, functions, points = _check_call(cell.source, where)
        if notebook != lecture.name or cell.id != check_name(exercise):
            raise SourceError(
                f"{where}: its Check is for {notebook}.{exercise}; write "
                f'Check("{lecture.name}.{exercise_name(cell.id)}", …).'
            )
        if points != cell.metadata.nbgrader.points:
            raise SourceError(f"{where}: Check has points={points:g}, its metadata {cell.metadata.nbgrader.points}.")
        solution_id = answer_name(exercise)
        if solution_id not in solutions:
            raise SourceError(f"{where}: there is no solution cell {solution_id} for it.")
        if not number:
            raise SourceError(f"{where}: no heading '### Exercise N.M — Title (P points)' stands above it.")
        lecture.exercises[exercise] = Exercise(
            exercise, functions, number, title, points, HIDDEN.sub("", cell.source), cell.source, solutions[solution_id]
        )
    _check_names(lecture, path)


def _check_names(lecture: Lecture, path: Path) -> None:
    """In a kernel, check cells and answers share their names: a check must not overwrite a function."""
    functions = {name for exercise in lecture.exercises.values() for name in exercise.functions}
    for exercise in lecture.exercises.values():
        assigned = {
            node.id
            for node in ast.walk(ast.parse(exercise.whole))
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        if assigned & functions:
            raise SourceError(
                f"{path}, cell {check_name(exercise.id)}: it assigns {', '.join(sorted(assigned & functions))}, "
                "which is a function of an exercise; choose another name."
            )


def _check_call(source: str, where: str) -> tuple[str, str, tuple[str, ...], float]:
    """Notebook, exercise, functions and points of the cell's ``Check(…)``."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Check":
            names = [ast.literal_eval(arg) for arg in node.args]
            points = next((ast.literal_eval(key.value) for key in node.keywords if key.arg == "points"), None)
            if points is None:
                raise SourceError(f"{where}: Check needs points=….")
            notebook, _, exercise = names[0].rpartition(".")
            return notebook, exercise, (exercise, *names[1:]), float(points)
    raise SourceError(f"{where}: a check cell makes a Check and ends with its score().")
