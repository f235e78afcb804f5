"""Read a lecture's source, ``solutions/NN_name/name.py``: its cells, roles and exercises.

The source is a Jupytext *percent* file whose cell headers say what a cell is for. Everything else that course
staff build or measure starts from the :class:`Lecture` read here.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from chainrule.checks.runner import plain_python
from chainrule.checks.words import points_text
from chainrule.notebooks.cell import Cell
from chainrule.notebooks.conventions import Heading, Role, answer_name, check_name, exercise_name, headings
from chainrule.notebooks.plan import Step
from chainrule_staff.authoring import alternatives
from chainrule_staff.authoring.headers import SourceError, check_call, read_cells
from chainrule_staff.authoring.told_points import Worth, untrue

HIDDEN = re.compile(r"(?ms)^[ \t]*### BEGIN HIDDEN TESTS.*?^[ \t]*### END HIDDEN TESTS[^\n]*\n?")
KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


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

    def alternatives(self, *kinds: str) -> list[alternatives.Alternative]:
        """What ``answers/`` holds of the given kinds (all unless given), checked against the exercises.

        Raises
        ------
        SourceError
            A file is named after no exercise, or an answer is for no function of its exercise.
        """
        found = alternatives.load(self.folder / "answers")
        for item in found:
            exercise = self.exercises.get(item.exercise)
            if exercise is None:
                raise SourceError(
                    f"{item.file}: there is no exercise {item.exercise} here. A file of answers is named after its "
                    "exercise; helpers stand in _shared.py."
                )
            if item.function not in exercise.functions:
                raise SourceError(
                    f"{item.file}: {item.name} is of={item.function!r}, but the functions of this exercise are "
                    f"{', '.join(exercise.functions)}."
                )
        return [item for item in found if not kinds or item.kind in kinds]


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
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise SourceError(f"{path} is not there: a lecture's folder NN_name holds name.py.") from None
    notebook = read_cells(text, path)
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
            raise SourceError(f"{path}: two cells are headed '# %% {grade_id}'.")
        cell.id = grade_id or f"{digest}-{seen[base]}"


def _read_exercises(lecture: Lecture, path: Path) -> None:
    solutions = {cell.id: cell.source for cell in lecture.notebook.cells if Cell(cell).role is Role.SOLUTION}
    heading: Heading | None = None
    for cell in lecture.notebook.cells:
        if cell.cell_type == "markdown":
            for heading in headings(cell.source):
                pass  # the last one stands above what follows
        if Cell(cell).role is not Role.CHECK:
            continue
        where = f"{path}, cell {cell.id}"
        call = check_call(cell.source, where)
        if call.notebook != lecture.name or cell.id != check_name(call.exercise):
            raise SourceError(
                f"{where}: its Check is for {call.notebook}.{call.exercise}; write "
                f'Check("{lecture.name}.{exercise_name(cell.id)}", …).'
            )
        solution = answer_name(call.exercise)
        if solution not in solutions:
            raise SourceError(f"{where}: there is no solution cell {solution} for it.")
        if heading is None:
            raise SourceError(f"{where}: no heading '### Exercise N.M — Title (P points)' stands above it.")
        if (heading.points or 0.0) != call.points:
            said = points_text(heading.points) if heading.points else "no points"
            raise SourceError(
                f"{where}: Check has points={call.points:g}, but the heading above it says "
                f"'{heading.number} — {heading.title} ({said})'. Make them agree."
            )
        if heading.kind == "Further" and call.points:
            raise SourceError(
                f"{where}: a further exercise gives no points, and Check has points={call.points:g}. Give it the heading "
                "'### Exercise …', or points=0."
            )
        lecture.exercises[call.exercise] = Exercise(
            call.exercise,
            call.functions,
            heading.number,
            heading.title,
            float(call.points),
            HIDDEN.sub("", cell.source),
            cell.source,
            solutions.pop(solution),
        )
    for left_over in solutions:
        raise SourceError(f"{path}, cell {left_over}: no check cell is for it.")
    _check_told_points(lecture, path)
    _check_predictions(lecture, path)
    _check_names(lecture, path)


def _check_told_points(lecture: Lecture, path: Path) -> None:
    """Points that any text tells are those of the checks; an exercise's own heading was compared already."""
    worth = {one.number: Worth(one.number, one.points, one.is_prediction) for one in lecture.exercises.values()}
    own: Worth | None = None
    for cell in lecture.notebook.cells:
        if cell.cell_type != "markdown":
            if Cell(cell).role is Role.CHECK:
                own = None  # what comes below is no part of the task
            continue
        for heading in headings(cell.source):
            own = worth.get(heading.number)
        for said in untrue(cell.source, [*worth.values()], own, overview=cell is lecture.notebook.cells[0]):
            first = next((line for line in cell.source.splitlines() if line.strip()), "")
            raise SourceError(f"{path}, the text that begins {first[:60]!r}: {said}.")


REVEAL = re.compile(r"\breveal\(\s*[\"'](\w+)[\"']")
READY = re.compile(r"\bready\(([^)]*)\)")
WHAT_YOU_SAW = "*What you saw"


def _check_predictions(lecture: Lecture, path: Path) -> None:
    """What answers a prediction stays closed until it is made: the cell that reveals it, and the text below that."""
    cells = lecture.notebook.cells
    _check_what_closed_cells_leave(cells, path)
    for cell, below in zip(cells, [*cells[1:], None]):
        for prediction in REVEAL.findall(cell.source) if cell.cell_type == "code" else ():
            if not any(f'"{prediction}"' in asked for asked in READY.findall(cell.source)):
                raise SourceError(
                    f'{path}, cell {cell.id}: it reveals {prediction}; put "{prediction}" among what its ready(…) asks '
                    "for, so that nothing is shown before the prediction is made."
                )
            if below is not None and below.cell_type == "markdown" and WHAT_YOU_SAW in below.source:
                raise SourceError(
                    f"{path}, the text below cell {cell.id}: it tells what {prediction} asks. Fold it: "
                    "<details><summary>What you saw</summary> … </details>, with empty lines around the text."
                )


def _check_what_closed_cells_leave(cells: list, path: Path) -> None:
    """A name that only cells make which wait for a prediction may be used by cells that wait for it as well."""
    waits: dict[str, set[str]] = {}  # by name, the predictions without which it does not exist
    for cell in cells:
        statements = ast.parse(plain_python(cell.source)).body if cell.cell_type == "code" else []
        made = {name for statement in statements for name in _bound(statement)}
        for statement in statements:
            asked = READY.search(ast.unparse(statement.test)) if isinstance(statement, ast.If) else None
            own = set(re.findall(r"'(predict_\w+)'", asked.group(1))) if asked else set()
            runs = not isinstance(
                statement, ast.FunctionDef | ast.ClassDef
            )  # what a function uses, its caller has to have
            used = {node.id for node in ast.walk(statement) if runs and isinstance(node, ast.Name)}
            for name in sorted(used - made):
                if waits.get(name, set()) - own:
                    missing = ", ".join(sorted(waits[name] - own))
                    raise SourceError(
                        f"{path}, cell {cell.id}: it uses {name}, which only a cell makes that waits for {missing}. "
                        "Let its ready(…) ask for that as well, or make the name where nothing waits."
                    )
            for name in _bound(statement):
                waits[name] = waits.get(name, own) & own


def _bound(statement: ast.stmt) -> set[str]:
    """The names that a statement makes, parameters and local names of functions among them."""
    found = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
    return found


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
