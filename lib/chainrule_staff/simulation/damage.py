"""Damage done to notebooks on their way: by editors, by services, by accident, one function each.

Every function takes the notebook as ``chainrule.notebooks.notebook`` reads it, and changes it in place or
returns the bytes to hand in. Used by :mod:`chainrule_staff.simulation.learners` and by tests.
"""

from __future__ import annotations

import copy

import nbformat

from chainrule.notebooks.cell import Cell
from chainrule.notebooks.conventions import Role
from chainrule.notebooks.notebook import Notebook, dump


def as_colab(notebook: Notebook, rng) -> bytes:
    """Cell ids and nbgrader's metadata gone, Colab's own in their place, format 4.0."""
    for cell in notebook["cells"]:
        cell.pop("id", None)
        cell["metadata"] = {"id": _letters(rng, 12)}
    notebook["metadata"] |= {"colab": {"provenance": []}}
    notebook["nbformat_minor"] = 0
    return dump(notebook)


def as_vscode(notebook: Notebook, rng) -> bytes:
    """New cell ids, no metadata but the language."""
    for cell in notebook["cells"]:
        cell["id"] = rng.bytes(4).hex()
        cell["metadata"] = {"vscode": {"languageId": "python"}} if cell.is_code else {}
    return dump(notebook)


def duplicated(notebook: Notebook, rng) -> bytes:
    """An answer cell and a check cell copied with all their metadata, as split and paste do."""
    cells = notebook["cells"]
    for wanted in (Role.SOLUTION, Role.CHECK):
        i = _some(cells, wanted, rng)
        cells.insert(i + 1, copy.deepcopy(cells[i]))
    return dump(notebook)


def deleted(notebook: Notebook, rng) -> bytes:
    """A check cell deleted."""
    del notebook["cells"][_some(notebook["cells"], Role.CHECK, rng)]
    return dump(notebook)


def reordered(notebook: Notebook, rng) -> bytes:
    """Two answers moved to the end, two checks to the front, below the setup cell."""
    cells = notebook["cells"]
    for wanted, place in ((Role.SOLUTION, None), (Role.CHECK, 2)) * 2:
        cell = cells.pop(_some(cells, wanted, rng))
        cells.insert(len(cells) if place is None else place, cell)
    return dump(notebook)


def retyped(notebook: Notebook, rng) -> bytes:
    """A check cell made Markdown."""
    cell = notebook["cells"][_some(notebook["cells"], Role.CHECK, rng)]
    cell["cell_type"] = "markdown"
    cell.pop("outputs", None), cell.pop("execution_count", None)
    return dump(notebook)


def as_format_3(notebook: Notebook, rng) -> bytes:
    """Saved in the format of 2011, with worksheets and inputs."""
    return nbformat.v3.writes_json(
        nbformat.v4.downgrade(nbformat.reads(dump(notebook).decode(), as_version=4))
    ).encode()


def as_notepad(notebook: Notebook, rng) -> bytes:
    """A byte-order mark and Windows line ends, as an editor of plain text leaves them."""
    return b"\xef\xbb\xbf" + dump(notebook).replace(b"\n", b"\r\n")


def truncated(notebook: Notebook, rng) -> bytes:
    """The upload broke off."""
    data = dump(notebook)
    return data[: int(len(data) * rng.uniform(0.3, 0.8))]


def emptied(notebook: Notebook, rng) -> bytes:
    """A file of no bytes."""
    return b""


def _some(cells: list[Cell], wanted: Role, rng) -> int:
    return int(rng.choice([i for i, cell in enumerate(cells) if cell.role is wanted]))


def _letters(rng, count: int) -> str:
    return "".join(rng.choice(list("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"), count))
