"""Turn the bare cell headers of a lecture's source into nbgrader's metadata; used by :mod:`.source`.

A code cell's title says what it is for: ``# %% setup``, ``# %% ex-sigmoid``, ``# %% predict-depth``,
``# %% check-sigmoid``. A cell without a title is text or a demonstration. nbgrader's metadata follow from
the title, and a check's points from its ``Check(…, points=…)``.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chainrule.notebooks.conventions import ANSWER, CHECK, PREDICTION
from chainrule_staff.errors import StaffError

if TYPE_CHECKING:  # heavy, and a grader's worker asks for check_call only: they were two thirds of its start
    import nbformat

SETUP = "setup"
TITLE = re.compile(rf"(?:(?:{ANSWER}|{PREDICTION}|{CHECK})[A-Za-z]\w*|{SETUP}(?:-\w+)?)")
MAX_LINE = 100  # a page cuts off what is wider
FORMS = "'# %% setup', '# %% ex-NAME', '# %% predict-NAME', '# %% check-NAME', '# %%' or '# %% [markdown]'"


class SourceError(StaffError):
    """The source breaks a rule of the course; says which cell, and what to do."""


@dataclass(frozen=True)
class CheckCall:
    """What a check cell's ``Check("notebook.exercise", "other function", points=…)`` says."""

    notebook: str
    exercise: str
    functions: tuple[str, ...]
    points: float


def read_cells(text: str, path: Path) -> nbformat.NotebookNode:
    """Read a source's text as a notebook with nbgrader's metadata.

    Parameters
    ----------
    text : str
        The source.
    path : Path
        Its file, for messages.

    Raises
    ------
    SourceError
        A header is none of the known forms.
    """
    lost = re.search(r"(?m)^#\s*%%(?!%*\s).*$", text)
    if lost:
        raise SourceError(f"{path}: the line '{lost[0]}' does not begin a cell. A header is {FORMS}.")
    import jupytext

    notebook = jupytext.reads(text, fmt="py:percent")
    _supply_metadata(notebook, path)
    return notebook


def _supply_metadata(notebook: nbformat.NotebookNode, path: Path) -> None:
    """Replace the titles, which Jupytext takes from the headers, by nbgrader's metadata."""
    import nbformat

    for number, cell in enumerate(notebook.cells, start=1):
        title = cell.metadata.pop("title", None)
        where = f"{path}, cell {title or number}"
        cell.metadata.pop("lines_to_next_cell", None)  # Jupytext's own, for writing the source again
        _check_header(cell, title, where)
        _check_lines(cell, where)
        if title:
            cell.metadata["nbgrader"] = nbformat.from_dict(_nbgrader(cell, title, where))
            if title.startswith(CHECK):
                # Folded: a learner sees task, own cell and panel, and unfolds the check to read it. JupyterLab and
                # VS Code honour this; Colab would need a #@title line in the cell itself, so it shows the check.
                cell.metadata["jupyter"] = nbformat.from_dict({"source_hidden": True})
            if title.startswith(SETUP):
                cell.metadata["tags"] = sorted({SETUP, *cell.metadata.get("tags", [])})


def _check_header(cell: nbformat.NotebookNode, title: str | None, where: str) -> None:
    """Refuse what would silently become a demonstration: a misspelt title, or metadata written by hand."""
    if title is not None and (cell.cell_type != "code" or not TITLE.fullmatch(title)):
        raise SourceError(f"{where}: '{title}' is no title of a cell. A header is {FORMS}.")
    others = sorted(set(cell.metadata) - {"tags"})
    if others:
        raise SourceError(
            f"{where}: its header holds {', '.join(others)}. Leave it out: nbgrader's metadata follow from the title, "
            "and only tags may stand beside it."
        )


def _check_lines(cell: nbformat.NotebookNode, where: str) -> None:
    for number, line in enumerate(cell.source.splitlines() if cell.cell_type == "code" else (), start=1):
        if len(line) > MAX_LINE:
            raise SourceError(
                f"{where}, line {number}: it has {len(line)} characters, and a page cuts off what is wider than "
                f"{MAX_LINE}. Break it, or move its comment to the line above: {line.strip()[:60]}…"
            )


def _nbgrader(cell: nbformat.NotebookNode, title: str, where: str) -> dict:
    """nbgrader's metadata (schema 3) of a cell by its title."""
    checks = title.startswith(CHECK)
    solution = title.startswith((ANSWER, PREDICTION))
    found = {
        "grade": checks,
        "solution": solution,
        "locked": not solution,
        "grade_id": title,
        "schema_version": 3,
        "task": False,
    }
    return {**found, "points": check_call(cell.source, where).points} if checks else found


def check_call(source: str, where: str) -> CheckCall:
    """Read a check cell's ``Check(…)`` without running it.

    Parameters
    ----------
    source : str
        The cell.
    where : str
        File and cell, for messages.

    Raises
    ------
    SourceError
        There is no ``Check(…)``, or it has no points.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Check":
            names = [ast.literal_eval(arg) for arg in node.args]
            points = next((ast.literal_eval(key.value) for key in node.keywords if key.arg == "points"), None)
            if points is None:
                raise SourceError(f"{where}: Check needs points=….")
            notebook, _, exercise = names[0].rpartition(".")
            return CheckCall(notebook, exercise, (exercise, *names[1:]), points)
    raise SourceError(f"{where}: a check cell makes a Check and ends with its score().")
