"""Build a lecture: source → executed solution → release, with its catalogue and pictures.

Each step is a function of the one before; :func:`build` does all that is out of date.
"""

from __future__ import annotations

import base64
import copy
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat

from chainrule.checks import known_mistakes, sealed, surroundings, sweep
from chainrule.checks.words import points_text
from chainrule.disk import atomic_write
from chainrule.notebooks.cell import Cell
from chainrule_staff.authoring import further as further_inputs
from chainrule_staff.authoring import pictures as small
from chainrule_staff.authoring import release as releasing
from chainrule_staff.authoring import sealing
from chainrule_staff.authoring.catalogue import catalogue_of
from chainrule_staff.authoring.catalogue import digest as catalogue_digest
from chainrule_staff.authoring.source import Lecture, SourceError, read

LECTURES = Path("lib", "chainrule", "lectures")
FIGURE = re.compile(r'ready\("(\w+)\.([\w-]+)"')


@dataclass(frozen=True)
class Built:
    """What became of one lecture: whether it was rebuilt, and why."""

    assignment: str
    reason: str | None
    kept: str | None = None  # where the copy is of what somebody had typed into the release

    @property
    def fresh(self) -> bool:
        """Whether nothing had to be done."""
        return self.reason is None


def build(
    root: Path,
    folder: Path,
    *,
    force: bool = False,
    check_only: bool = False,
    on_step: Callable[[str], object] = lambda step: None,
) -> Built:
    """Bring one lecture's built files up to date; with ``check_only`` only say what is stale.

    What did not change is not made again: a word of the text costs neither a run of the notebook nor one of the known mistakes.
    ``on_step`` is told what takes long, before it begins.

    Raises
    ------
    SourceError
        The source breaks a rule, or a cell raised while it was executed.
    """
    lecture = read(folder)
    reason = "asked for" if force else stale(root, lecture)
    if reason is None or check_only:
        return Built(lecture.assignment, reason)
    if not further_inputs.is_current(lecture):
        on_step("choosing further inputs")
    further = further_inputs.current(lecture)
    target = root / LECTURES / lecture.name
    target.mkdir(parents=True, exist_ok=True)
    # The catalogue comes first: the executed panels show its numbers and titles.
    before = None if force else _still_true(root, lecture)
    if force or _catalogue_built(root, lecture) is None:
        on_step("running the known mistakes")
        atomic_write(target / "catalogue.json", catalogue_of(lecture, further).encode())
    atomic_write(target / "sweep.json", further_inputs.to_json(lecture, further, catalogue_digest(lecture)).encode())
    if force or not sealing.is_current(target, lecture):
        on_step("sealing what a right answer opens")
        atomic_write(target / sealed.FILE, sealing.to_json(lecture).encode())
    atomic_write(target / "cells.json", cells_json(root, lecture).encode())
    known_mistakes.load.cache_clear()
    sweep.load.cache_clear()
    sealed.load.cache_clear()
    surroundings.load.cache_clear()
    if before is not None:
        executed = with_outputs(lecture, before)
    else:
        on_step("running the notebook")
        executed = execute(lecture)
        before = _built_before(lecture)
        if before is not None:
            keep_volatile(executed, before)
        small.settle(executed, before)
    pictures = pictures_of(executed)
    for old in target.glob("*.png"):
        if old.stem not in pictures:
            old.unlink()
    for name, data in pictures.items():
        (target / f"{name}.png").write_bytes(data)
    releasing.write_notebook(executed_path(lecture), executed)
    kept = releasing.write(root, lecture)
    return Built(lecture.assignment, reason, str(kept.relative_to(root)) if kept else None)


def _still_true(root: Path, lecture: Lecture) -> nbformat.NotebookNode | None:
    """The executed solution of the last build, if a run of the lecture as it is now would give the same outputs.

    Outputs come from the code, and from what checks know: the catalogue, the further inputs, what is sealed. Of the
    library that is not asked: as before, a change of it is seen by ``--force`` and by the tests.
    """
    before = _built_before(lecture)
    known = (
        _catalogue_built(root, lecture) is not None
        and further_inputs.is_current(lecture)
        and sealing.is_current(root / LECTURES / lecture.name, lecture)
        and _cells_are_current(root, lecture)
    )
    return before if before is not None and known and _code(before) == _code(lecture.notebook) else None


def _code(notebook) -> list:
    return [cell for cell in _skeleton(notebook) if cell[1] == "code"]


def with_outputs(lecture: Lecture, before: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The source with the outputs of an earlier run of the same code."""
    notebook = copy.deepcopy(lecture.notebook)
    notebook.metadata = copy.deepcopy(before.metadata)
    ran = iter(cell for cell in before.cells if cell.cell_type == "code")
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            notebook.cells[number] = copy.deepcopy(next(ran))
    return notebook


def _catalogue_built(root: Path, lecture: Lecture) -> Path | None:
    """The catalogue, if it was built of checks and answers as they are now."""
    file = root / LECTURES / lecture.name / "catalogue.json"
    return (
        file if file.is_file() and further_inputs.catalogue_digest(lecture.name) == catalogue_digest(lecture) else None
    )


def stale(root: Path, lecture: Lecture) -> str | None:
    """Why the built files do not belong to the source, or ``None``.

    Judged by cell sources and metadata: the pixels of figures may differ between processors.
    """
    path = executed_path(lecture)
    if not path.is_file():
        return "it was never built"
    built = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    if _skeleton(built) != _skeleton(lecture.notebook):
        return "the source has changed"
    file = _catalogue_built(root, lecture)
    if file is None:
        return "the known mistakes have changed"
    if not further_inputs.is_current(lecture):
        return "what the further inputs were chosen for has changed"
    if not sealing.is_current(file.parent, lecture):
        return "the solutions that a right answer opens have changed"
    if not _cells_are_current(root, lecture):
        return "what a kernel knows of its cells has changed"
    figures = {name for cell in lecture.notebook.cells for notebook, name in FIGURE.findall(cell.source)}
    if {path.stem for path in file.parent.glob("*.png")} != figures:
        return "the pictures are not those of the source"
    released = releasing.path(root, lecture)
    if not released.is_file() or released.read_text("utf-8") != nbformat.writes(releasing.make(root, lecture)) + "\n":
        return "the release is not that of the source"
    return None


def _cells_are_current(root: Path, lecture: Lecture) -> bool:
    cells = root / LECTURES / lecture.name / "cells.json"
    return cells.is_file() and cells.read_text("utf-8") == cells_json(root, lecture)


def cells_json(root: Path, lecture: Lecture) -> str:
    """What a kernel has to know of the released cells: a key a line."""
    found = surroundings.describe(Cell(cell) for cell in releasing.make(root, lecture).cells)
    return "{\n" + ",\n".join(f" {json.dumps(key)}: {json.dumps(value)}" for key, value in found.items()) + "\n}\n"


def _skeleton(notebook) -> list:
    return [
        (cell.id, cell.cell_type, cell.source, json.dumps(cell.metadata, sort_keys=True)) for cell in notebook.cells
    ]


def executed_path(lecture: Lecture) -> Path:
    """Where the executed solution stands, beside its source."""
    return lecture.folder / f"{lecture.name}.ipynb"


def _built_before(lecture: Lecture) -> nbformat.NotebookNode | None:
    """The executed solution of the last build, where there is one that can be read."""
    try:
        return nbformat.read(executed_path(lecture), as_version=nbformat.NO_CONVERT)
    except (OSError, ValueError):
        return None


def keep_volatile(executed: nbformat.NotebookNode, before: nbformat.NotebookNode) -> None:
    """Keep the outputs of volatile cells (timings) whose source has not changed: every run gives others."""
    old = {(cell.id, cell.source): cell for cell in before.cells if "outputs" in cell}
    for cell in executed.cells:
        if "volatile" in cell.metadata.get("tags", []) and (cell.id, cell.source) in old:
            cell.outputs = old[cell.id, cell.source].outputs


def execute(lecture: Lecture) -> nbformat.NotebookNode:
    """The source with the outputs of a run in a kernel of its own."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    notebook = copy.deepcopy(lecture.notebook)
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    # One thread, as in JupyterLab by `chainrule study`: sums in another order round differently.
    environment = {**os.environ, "CHAINRULE_PROGRESS": "off", "PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1"}
    client = NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,  # prints arrive in as many pieces as they happen to
        resources={"metadata": {"path": str(lecture.folder)}},
    )
    try:
        # A kernel's own stderr says only that its local sockets are not encrypted.
        client.execute(env=environment, stderr=subprocess.DEVNULL)
    except CellExecutionError as error:
        raise SourceError(f"{lecture.folder / lecture.name}.py does not run to its end:\n{error}") from None
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                raise SourceError(
                    f"{lecture.folder / lecture.name}.py, cell {cell.id} writes to stderr, which "
                    f"nbgrader counts as a failure: {output.text[:200]}"
                )
    for cell_id, (earned, points) in points_of(notebook).items():
        if earned != points:
            raise SourceError(
                f"{lecture.folder / lecture.name}.py, cell {cell_id}: the solution has {earned} of {points_text(float(points))} when "
                "the whole notebook runs. Does a cell above use a name of a setup cell or of an exercise anew?"
            )
    notebook.metadata.language_info = {"name": "python"}
    _without_paths(notebook)
    return notebook


def points_of(executed) -> dict[str, tuple[str, str]]:
    """What each check cell of an executed notebook shows, and the points it can show, both as nbgrader reads them."""
    found = {}
    for cell in executed.cells:
        metadata = cell.metadata.get("nbgrader", {})
        if metadata.get("grade") and not metadata.get("solution"):
            shown = [output.data["text/plain"] for output in cell.outputs if output.output_type == "execute_result"]
            found[cell.id] = (shown[-1] if shown else "no", str(float(metadata["points"])))
    return found


def _without_paths(notebook) -> None:
    """Take this machine's folders out of the outputs."""
    folders = [sys.prefix, str(Path.home()), tempfile.gettempdir()]
    pattern = re.compile(f"({'|'.join(map(re.escape, folders))})(?=/)")
    for cell in notebook.cells:
        if "outputs" in cell:
            text = pattern.sub("…", json.dumps(cell.outputs, ensure_ascii=False))
            cell.outputs = [nbformat.from_dict(output) for output in json.loads(text)]


def pictures_of(executed) -> dict[str, bytes]:
    """The pictures of demonstrations, by name: what :func:`chainrule.ready` shows until they can run."""
    found = {}
    for cell in executed.cells:
        for _, name in FIGURE.findall(cell.source):
            images = [
                output.data["image/png"]
                for output in cell.get("outputs", [])
                if output.output_type in ("display_data", "execute_result") and "image/png" in output.data
            ]
            if not images:
                raise SourceError(f"The cell {cell.id} asks ready() for the picture {name} but draws none.")
            found[name] = base64.b64decode("".join(images[0]))
    return found
