"""Which cell of one notebook is which cell of another: the first half of a merge.

A cell's identity is its grade_id, else its cell id, else its source. Colab, VS Code and converters drop or renew
ids and metadata; then the source, the functions that an answer defines, and similarity stand in.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from chainrule.notebooks.notebook import Cell, cell_id, grade_id, role, text

# Of the words of two cells, the share that must agree for one to be an edit of the other. Below this, a rewritten
# paragraph is a new one: the old goes, the new comes, and an edit of the learner's stays beside it.
SIMILAR = 0.6


@dataclass(frozen=True)
class Origin:
    """A cell of the course: as it was (`base`), as it is now (`release`); one of them may be missing."""

    base: Cell | None
    release: Cell | None

    @property
    def cell(self) -> Cell:
        """The newest there is."""
        cell = self.release or self.base
        assert cell is not None
        return cell

    @property
    def role(self) -> str:
        """What the cell is for; see `notebook.role`."""
        return role(self.cell)

    @property
    def versions(self) -> list[Cell]:
        """Those that exist."""
        return [cell for cell in (self.base, self.release) if cell is not None]


def fresh_id(seed: str, taken: set[str]) -> str:
    """Make a cell id that is not `taken`, the same one for the same cell, and take it."""
    number = 0
    while True:
        found = hashlib.sha256(f"{seed}\0{number}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
        if found not in taken:
            taken.add(found)
            return found
        number += 1


def pair(base: Sequence[Cell], release: Sequence[Cell]) -> list[Origin]:
    """Pair the cells of two releases.

    Parameters
    ----------
    base, release : sequence of dict
        The cells of the release that the learner's copy came from, and of the new one.

    Returns
    -------
    list of Origin
        Those in the release, in its order, then those that are gone from it.
    """
    found: dict[int, int] = {}  # index in release -> index in base

    def free() -> tuple[list[int], list[int]]:
        taken = set(found.values())
        return [i for i in range(len(release)) if i not in found], [j for j in range(len(base)) if j not in taken]

    def same(key: Callable[[Cell], Hashable | None]) -> None:
        new, old = free()
        found.update(_equal_keys({i: key(release[i]) for i in new}, {j: key(base[j]) for j in old}, fits))

    def fits(i: int, j: int) -> bool:
        ours, theirs = grade_id(release[i]), grade_id(base[j])
        return not (ours and theirs) or ours == theirs

    same(grade_id)
    same(cell_id)
    same(_content)
    # Cell ids of lecture text are a hash of it, so an edited paragraph shares nothing with what it was but its words.
    # What is graded has a grade_id instead, which is frozen.
    new, old = free()
    candidates = [
        (i, j, [base[j]])
        for i in new
        for j in old
        if role(release[i]) == role(base[j])
        and release[i]["cell_type"] == base[j]["cell_type"]
        and not grade_id(release[i])
        and not grade_id(base[j])
    ]
    found.update(_most_similar(candidates, release))
    kept = set(found.values())
    origins = [Origin(base[found[i]] if i in found else None, cell) for i, cell in enumerate(release)]
    return origins + [Origin(cell, None) for j, cell in enumerate(base) if j not in kept]


def match(origins: Sequence[Origin], mine: Sequence[Cell]) -> list[int | None]:
    """Match the learner's cells to the course's.

    Parameters
    ----------
    origins : sequence of Origin
        The course's cells.
    mine : sequence of dict
        The learner's cells.

    Returns
    -------
    list of int or None
        For each of the learner's cells the index of its origin; None for a cell that the learner added. Of cells
        that were copied with their identity, the first is the course's cell.
    """
    found: dict[int, int] = {}  # index in mine -> index in origins
    # Cells that a merge put there to keep an old version belong to the learner, however similar they look.
    ours = [i for i, cell in enumerate(mine) if not is_kept_version(cell)]

    def free() -> tuple[list[int], list[int]]:
        taken = set(found.values())
        return [i for i in ours if i not in found], [o for o in range(len(origins)) if o not in taken]

    def same(key: Callable[[Cell], Hashable | None], among: set[int] | None = None) -> None:
        for version in ("release", "base"):
            new, old = free()
            left = {i: key(mine[i]) for i in new if among is None or i in among}
            cells = {o: getattr(origins[o], version) for o in old}
            right = {o: key(cell) for o, cell in cells.items() if cell is not None}
            found.update(_equal_keys(left, right, fits))

    def fits(i: int, o: int) -> bool:
        here, there = grade_id(mine[i]), grade_id(origins[o].cell)
        return not (here and there) or here == there

    same(grade_id)
    same(cell_id)
    # The source stands in only for an identity that was lost. If a cell with an identity of its own could be found
    # by its source too, a learner's copy of a cell that the release dropped would be taken for that cell, and dropped.
    ids = {cell_id(cell) for origin in origins for cell in origin.versions}
    renewed = not any(cell_id(cell) in ids for cell in mine)
    lost = {i for i, cell in enumerate(mine) if renewed or cell_id(cell) is None}
    if lost:
        same(_content, lost)
        _by_function(found, origins, mine, lost, *free())
        new, old = free()
        candidates = [
            (i, o, [origins[o].base])
            for i in new
            for o in old
            if i in lost and origins[o].base is not None and origins[o].cell["cell_type"] == mine[i]["cell_type"]
        ]
        found.update(_most_similar(candidates, mine))
    return [found.get(i) for i in range(len(mine))]


def is_kept_version(cell: Cell) -> bool:
    """Whether a merge put this cell there to keep the learner's version of another."""
    ours = cell["metadata"].get("chainrule")
    return isinstance(ours, dict) and "kept" in ours


def defined(cell: Cell) -> set[str]:
    """Return the names of the functions and classes that a code cell defines at its top level."""
    if cell["cell_type"] != "code":
        return set()
    return set(re.findall(r"^(?:async\s+def|def|class)\s+(\w+)", cell["source"], re.MULTILINE))


def _content(cell: Cell) -> Hashable | None:
    """What two cells with the same content share; None for an empty cell, which could be any other."""
    return (cell["cell_type"], text(cell)) if text(cell) else None


def _equal_keys(
    left: dict[int, Hashable | None], right: dict[int, Hashable | None], fits: Callable[[int, int], bool]
) -> dict[int, int]:
    """Pair indices whose keys are equal and that fit: the first with the first, the second with the second."""
    waiting: dict[Hashable, list[int]] = {}
    for j, key in right.items():
        if key is not None:
            waiting.setdefault(key, []).append(j)
    found = {}
    for i, key in left.items():
        for j in waiting.get(key, []) if key is not None else []:
            if fits(i, j):
                found[i] = j
                waiting[key].remove(j)
                break
    return found


def _by_function(
    found: dict[int, int],
    origins: Sequence[Origin],
    mine: Sequence[Cell],
    lost: set[int],
    new: list[int],
    old: list[int],
) -> None:
    """Find answers that lost their identity by the function they define.

    An answer may share few words with its stub. Were it not found, the stub would come back below it, and running
    all cells would replace the learner's function by one that raises.
    """
    for o in old:
        if origins[o].role == "solution" and origins[o].base is not None:
            names = set().union(*(defined(cell) for cell in origins[o].versions))
            for i in new:
                if i in lost and i not in found and names & defined(mine[i]):
                    found[i] = o
                    break


def _most_similar(candidates: list[tuple[int, int, list[Cell]]], left: Sequence[Cell]) -> dict[int, int]:
    """Pair cells by similarity, the most similar first, each at most once."""
    scored = []
    words: dict[str, list[str]] = {}

    def split(cell: Cell) -> list[str]:
        return words.setdefault(text(cell), re.findall(r"\w+|[^\w\s]", text(cell)))

    for i, j, versions in candidates:
        for version in versions:
            matcher = difflib.SequenceMatcher(None, split(left[i]), split(version), autojunk=False)
            if matcher.real_quick_ratio() >= SIMILAR and matcher.quick_ratio() >= SIMILAR:
                scored.append((-matcher.ratio(), abs(i - j), i, j))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for score, _, i, j in sorted(scored):
        if -score >= SIMILAR and i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found
