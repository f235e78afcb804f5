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

from chainrule.notebooks.cell import Cell
from chainrule.notebooks.conventions import Role

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
    def role(self) -> Role:
        """What the cell is for."""
        return self.cell.role

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
    base, release : sequence of Cell
        The cells of the release that the learner's copy came from, and of the new one.

    Returns
    -------
    list of Origin
        Those in the release, in its order, then those that are gone from it.
    """
    pairs = _Pairs(release, [Origin(cell, None) for cell in base])
    pairs.by(_grade_id)
    pairs.by(_id)
    pairs.by(_content)
    # Cell ids of lecture text are a hash of it, so an edited paragraph shares nothing with what it was but its words.
    # What is graded has a grade_id instead, which is frozen.
    pairs.by_similarity(
        lambda new, old: new.role == old.role and new.kind == old.kind and not new.grade_id and not old.grade_id
    )
    found, kept = pairs.found, set(pairs.found.values())
    origins = [Origin(base[found[i]] if i in found else None, cell) for i, cell in enumerate(release)]
    return origins + [Origin(cell, None) for j, cell in enumerate(base) if j not in kept]


def match(origins: Sequence[Origin], mine: Sequence[Cell]) -> list[int | None]:
    """Match the learner's cells to the course's.

    Parameters
    ----------
    origins : sequence of Origin
        The course's cells.
    mine : sequence of Cell
        The learner's cells.

    Returns
    -------
    list of int or None
        For each of the learner's cells the index of its origin; None for a cell that the learner added. Of cells
        that were copied with their identity, the first is the course's cell.
    """
    # Cells that a merge put there to keep an old version belong to the learner, however similar they look.
    pairs = _Pairs(mine, origins, [i for i, cell in enumerate(mine) if not is_kept_version(cell)])
    pairs.by(_grade_id)
    pairs.by(_id)
    # The source stands in only for an identity that was lost. If a cell with an identity of its own could be found
    # by its source too, a learner's copy of a cell that the release dropped would be taken for that cell, and dropped.
    ids = {cell.id for origin in origins for cell in origin.versions}
    if any(cell.id in ids for cell in mine):
        pairs.keep([i for i, cell in enumerate(mine) if cell.id is None])
    pairs.by(_content)
    pairs.by_function()
    pairs.by_similarity(lambda cell, course: cell.kind == course.kind)
    return [pairs.found.get(i) for i in range(len(mine))]


class _Pairs:
    """Cells that were found to be cells of the course, each used at most once.

    Parameters
    ----------
    cells : sequence of Cell
        The cells to be found.
    origins : sequence of Origin
        What they may be.
    candidates : list of int, optional
        The indices of the cells that may be found; all unless told.
    """

    def __init__(self, cells: Sequence[Cell], origins: Sequence[Origin], candidates: list[int] | None = None):
        self.cells, self.origins = cells, origins
        self.found: dict[int, int] = {}  # index of the cell -> index of its origin
        self._candidates = list(range(len(cells))) if candidates is None else candidates

    def keep(self, candidates: list[int]) -> None:
        """Look from now on only for those of the candidates that are in this list, too."""
        self._candidates = [i for i in self._candidates if i in set(candidates)]

    def _free(self) -> tuple[list[int], list[int]]:
        taken = set(self.found.values())
        cells = [i for i in self._candidates if i not in self.found]
        return cells, [o for o in range(len(self.origins)) if o not in taken]

    def _fits(self, i: int, o: int) -> bool:
        """Two cells with different grade_ids are never the same, whatever else they share."""
        here, there = self.cells[i].grade_id, self.origins[o].cell.grade_id
        return not (here and there) or here == there

    def by(self, key: Callable[[Cell], Hashable | None]) -> None:
        """Pair cells whose keys are equal: the first with the first, the second with the second."""
        for version in ("release", "base"):
            cells, origins = self._free()
            waiting: dict[Hashable, list[int]] = {}
            for o in origins:
                cell = getattr(self.origins[o], version)
                if cell is not None and key(cell) is not None:
                    waiting.setdefault(key(cell), []).append(o)
            for i in cells:
                same = waiting.get(key(self.cells[i]), [])
                fitting = next((o for o in same if self._fits(i, o)), None)
                if fitting is not None:
                    self.found[i] = fitting
                    same.remove(fitting)

    def by_function(self) -> None:
        """Find answers that lost their identity by the function they define.

        An answer may share few words with its stub. Were it not found, the stub would come back below it, and running
        all cells would replace the learner's function by one that raises.
        """
        for o in self._free()[1]:
            origin = self.origins[o]
            if origin.role is Role.SOLUTION and origin.base is not None:
                names = set().union(*(cell.defined for cell in origin.versions))
                for i in self._free()[0]:
                    if names & self.cells[i].defined:
                        self.found[i] = o
                        break

    def by_similarity(self, comparable: Callable[[Cell, Cell], bool]) -> None:
        """Pair cells with what they are an edit of, the most similar first; `comparable` says which may be."""
        scored = []
        words: dict[str, list[str]] = {}

        def split(cell: Cell) -> list[str]:
            return words.setdefault(cell.text, re.findall(r"\w+|[^\w\s]", cell.text))

        cells, origins = self._free()
        for i in cells:
            for o in origins:
                base = self.origins[o].base
                if base is None or not comparable(self.cells[i], self.origins[o].cell):
                    continue
                matcher = difflib.SequenceMatcher(None, split(self.cells[i]), split(base), autojunk=False)
                if matcher.real_quick_ratio() >= SIMILAR and matcher.quick_ratio() >= SIMILAR:
                    scored.append((-matcher.ratio(), abs(i - o), i, o))
        taken: set[int] = set()
        for score, _, i, o in sorted(scored):
            if -score >= SIMILAR and i not in self.found and o not in taken:
                self.found[i] = o
                taken.add(o)


def is_kept_version(cell: Cell) -> bool:
    """Whether a merge put this cell there to keep the learner's version of another."""
    ours = cell.metadata.get("chainrule")
    return isinstance(ours, dict) and "kept" in ours


def _grade_id(cell: Cell) -> str | None:
    return cell.grade_id


def _id(cell: Cell) -> str | None:
    return cell.id


def _content(cell: Cell) -> Hashable | None:
    """What two cells with the same content share; None for an empty cell, which could be any other."""
    return (cell.kind, cell.text) if cell.text else None
