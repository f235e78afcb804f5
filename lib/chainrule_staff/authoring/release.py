"""Make the release of a lecture, with the very steps of ``nbgrader generate_assignment``.

``nbgrader_config.py`` lists the preprocessors; the same list is read here, so that both ways give
the same bytes. The last one, :class:`StripMetadata`, keeps an allow-list of metadata.
"""

from __future__ import annotations

import copy
import importlib
from pathlib import Path

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor

from chainrule.disk import atomic_write
from chainrule.notebooks.cell import Cell
from chainrule.notebooks.conventions import Role
from chainrule_staff.authoring import typed_in
from chainrule_staff.authoring.source import Lecture, SourceError
from chainrule_staff.settings import settings

NOTEBOOK_KEYS = {"kernelspec", "language_info"}
CELL_KEYS = {"nbgrader", "tags", "deletable", "editable", "jupyter"}
FOLDED = {"source_hidden": True}  # all that may stand in a cell's "jupyter"
MAX_BYTES = 1_000_000  # of a notebook: hosts and browsers show it whole
SAVING = "SaveCells"  # writes to the gradebook; the build has none


class StripMetadata(NbGraderPreprocessor):
    """Keeps only the metadata that a learner's notebook needs.

    A release must not carry widget state (which holds an executed solution's output) or
    Jupytext's pairing (which would pair the learner's copy with a source).
    """

    def preprocess(self, notebook, resources):
        """Filter the metadata of the notebook and of every cell."""
        notebook.metadata = nbformat.from_dict(
            {key: notebook.metadata[key] for key in sorted(NOTEBOOK_KEYS) if key in notebook.metadata}
        )
        if "language_info" in notebook.metadata:
            notebook.metadata.language_info = nbformat.from_dict({"name": "python"})
        for cell in notebook.cells:
            kept = {key: value for key, value in cell.metadata.items() if key in CELL_KEYS}
            if kept.get("jupyter", FOLDED) != FOLDED:
                del kept["jupyter"]
            cell.metadata = nbformat.from_dict(kept)
            cell.pop("attachments", None)
        return notebook, resources


def path(root: Path, lecture: Lecture) -> Path:
    """Where the release of a lecture stands."""
    return root / "notebooks" / lecture.assignment / f"{lecture.name}.ipynb"


def make(root: Path, lecture: Lecture) -> nbformat.NotebookNode:
    """The release of a lecture."""
    return _made(root, lecture.notebook, lecture.assignment, lecture.name)


def for_gradebook(root: Path, source: Path) -> list[nbformat.NotebookNode]:
    """The cells of an executed solution as nbgrader enters them in its gradebook: without answers, with hidden tests."""
    notebook = nbformat.read(source, as_version=4)
    return _made(root, notebook, source.parent.name, source.stem, until=SAVING).cells


def _made(
    root: Path, notebook: nbformat.NotebookNode, assignment: str, name: str, until: str = ""
) -> nbformat.NotebookNode:
    notebook = copy.deepcopy(notebook)
    config = settings(root)
    resources = {"nbgrader": {"assignment": assignment, "notebook": name, "student": "."}}
    for step_name in config.GenerateAssignment.preprocessors:
        module, _, cls = step_name.rpartition(".")
        if cls == until:
            break
        if cls != SAVING:
            step = getattr(importlib.import_module(module), cls)(config=config)
            notebook, resources = step.preprocess(notebook, resources)
    return notebook


def write(root: Path, lecture: Lecture) -> Path | None:
    """Write the release of a lecture; the copy of what was there, if somebody had typed into that."""
    target, notebook = path(root, lecture), make(root, lecture)
    copy = typed_in.keep(root, target, (nbformat.writes(notebook) + "\n").encode())
    write_notebook(target, notebook)
    return copy


def visible_sources(lecture: Lecture) -> dict[str, str]:
    """The check cells as a learner gets them, by cell id."""
    from nbgrader.preprocessors import ClearHiddenTests

    notebook = copy.deepcopy(lecture.notebook)
    notebook, _ = ClearHiddenTests().preprocess(notebook, {})
    return {cell.id: cell.source for cell in notebook.cells if Cell(cell).role is Role.CHECK}


def write_notebook(path: Path, notebook) -> None:
    """Write a notebook as nbformat does, whole or not at all.

    Raises
    ------
    SourceError
        It is larger than a notebook of the course may be.
    """
    text = nbformat.writes(notebook) + "\n"
    if len(text) > MAX_BYTES:
        raise SourceError(
            f"{path} would have {len(text) / 1e6:.1f} MB; a notebook stays under {MAX_BYTES / 1e6:.0f} MB: "
            "draw smaller figures."
        )
    atomic_write(path, text.encode())
