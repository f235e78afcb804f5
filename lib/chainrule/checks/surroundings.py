"""Which names of a notebook an answer may use: those of setup cells and of the learner's own cells, nothing else.

Where answers are graded, demonstrations do not run, check cells run on the other side, and of this library there is only
what setup cells import. In a kernel all of it is there. So that a panel shows what a grader will, a check in a kernel
hides those names from the learner's functions while they are called.

``chainrule staff build`` writes what is known of a lecture's cells to ``chainrule/lectures/<notebook>/cells.json``.
"""

from __future__ import annotations

import functools
import json
import sys
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from chainrule.checks import cells_run, known_mistakes, session
from chainrule.notebooks import names
from chainrule.notebooks.cell import Cell
from chainrule.notebooks.conventions import Role

# Why a name is not there: a demonstration or a check makes it, a demonstration imports it from this library, or a cell of
# the learner's would have to import from this library.
DEMONSTRATION, IMPORTED, LIBRARY = "demonstration", "imported", "library"
ALIKE = 0.6  # of the lines of a cell: so many are left of one of the course's that a learner has edited


def describe(cells: Iterable[Cell]) -> dict[str, Any]:
    """What a kernel has to know of a released notebook's cells.

    Returns
    -------
    dict
        ``offers`` of the library; ``elsewhere``, the names that only demonstrations and checks bind; ``imported``, those of
        them that come from the library; ``lines``, by cell of these, checksums of its lines, by which a run cell is
        recognised; ``functions``, those of each exercise, in order; ``stubs``, checksums of the answer cells as released.
    """
    code = [cell for cell in cells if cell.is_code]
    there, elsewhere, imported = set(), set(), set()
    lines = []
    for cell in code:
        found = names.bound(names.parsed(cell.source).body)
        if cell.role in (Role.SETUP, Role.SOLUTION):
            there |= found
        else:
            elsewhere |= found
            imported |= names.of_the_library(cell.source)
            lines.append(sorted(_marks(cell.source)))
    checks = [cell.source for cell in code if cell.role is Role.CHECK]
    offered = names.offers(cell.source for cell in code if cell.role is Role.SETUP)
    return {
        "offers": offered,
        "elsewhere": sorted(elsewhere - there),
        "imported": sorted(imported - there),
        "lines": lines,
        "functions": {of[0]: of for of in map(names.checked, checks) if of},
        "stubs": [cells_run.checksum(cell.source) for cell in code if cell.role is Role.SOLUTION],
    }


@functools.cache
def load(notebook: str) -> dict[str, Any]:
    """What was built for one notebook; empty where nothing is installed."""
    try:
        return json.loads(known_mistakes.lecture_file(notebook, "cells.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def of(notebook: str) -> dict[str, Any]:
    """What is known of a notebook's cells in the current session."""
    return session.current().cells.get(notebook) or load(notebook)


def elsewhere(notebook: str) -> dict[str, str]:
    """The names that only a demonstration or a check binds, with the reasons."""
    known = of(notebook)
    return dict.fromkeys(known.get("elsewhere", ()), DEMONSTRATION) | dict.fromkeys(known.get("imported", ()), IMPORTED)


def hidden(
    notebook: str, namespace: Mapping[str, Any]
) -> tuple[dict[str, str], Callable[[str, Sequence[str]], bool] | None]:
    """What of a kernel is not there where answers are graded: names, with the reasons, and imports within functions."""
    known = of(notebook)
    history = namespace.get("In") or getattr(sys.modules.get("__main__"), "In", None)
    if not known or not isinstance(history, list):
        return {}, None
    own: set[str] = set()
    not_there: dict[str, str] = {}
    courses = tuple(frozenset(lines) for lines in known["lines"])
    offered = json.dumps(known["offers"])
    for source in history:
        if isinstance(source, str) and source and not _is_of_the_course(source, courses):
            bound, refused = _of_answer_cell(source, offered)
            own |= bound
            not_there |= dict.fromkeys(refused, LIBRARY)
    not_there |= {name: why for name, why in elsewhere(notebook).items() if name not in not_there}
    found = {name: why for name, why in not_there.items() if name not in own and name in namespace}
    return found, lambda module, wanted: names.refuses(module, wanted, known["offers"])


def _marks(source: str) -> set[int]:
    return {zlib.crc32(line.strip().encode()) for line in source.splitlines() if line.strip()}


@functools.lru_cache(maxsize=4096)
def _is_of_the_course(source: str, courses: tuple[frozenset[int], ...]) -> bool:
    """Whether a cell is one of the course's demonstrations or checks, perhaps edited."""
    mine = _marks(source)
    return any(len(mine & lines) >= ALIKE * max(len(mine), len(lines)) for lines in courses)


@functools.lru_cache(maxsize=4096)
def _of_answer_cell(source: str, offered: str) -> tuple[set[str], set[str]]:
    return names.of_answer_cell(source, json.loads(offered))
