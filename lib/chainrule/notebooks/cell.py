"""A cell of a notebook: the file's own dictionary, with names for what is asked of it. `notebook.parse` makes them."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from chainrule.notebooks.conventions import Role

VALID_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}\Z")


class Cell(dict[str, Any]):
    """One cell, as the file has it: keys that the course does not know survive reading and writing.

    Its source is one string, and it has metadata. A learner's file may hold anything in that metadata, so each
    property here answers for strange values, too.

    Examples
    --------
    >>> cell = Cell(cell_type="code", metadata={"nbgrader": {"solution": True, "grade_id": "ex-f"}}, source="f = 1")
    >>> cell.role, cell.grade_id, cell.but(source="f = 2").source
    (<Role.SOLUTION: 'solution'>, 'ex-f', 'f = 2')
    """

    def but(self, **changes: Any) -> Cell:
        """Return a copy with some keys changed."""
        return Cell({**self, **changes})

    @property
    def source(self) -> str:
        """The source, exactly."""
        return self["source"]

    @property
    def text(self) -> str:
        """The source for comparing: line ends and blanks at the very end are no edits, editors change them."""
        return self.source.replace("\r\n", "\n").rstrip()

    @property
    def kind(self) -> str:
        """``code``, ``markdown`` or ``raw``."""
        return self["cell_type"]

    @property
    def is_code(self) -> bool:
        """Whether it is a code cell."""
        return self.kind == "code"

    @property
    def metadata(self) -> dict[str, Any]:
        """All metadata."""
        return self["metadata"]

    @property
    def nbgrader(self) -> dict[str, Any]:
        """nbgrader's metadata; empty where there is none."""
        found = self.metadata.get("nbgrader")
        return found if isinstance(found, dict) else {}

    @property
    def tags(self) -> list[str]:
        """The cell's tags."""
        found = self.metadata.get("tags")
        return [tag for tag in found if isinstance(tag, str)] if isinstance(found, list) else []

    @property
    def grade_id(self) -> str | None:
        """nbgrader's name for the cell (``ex-sigmoid``, ``check-sigmoid``), the surest identity it has."""
        found = self.nbgrader.get("grade_id")
        return found if isinstance(found, str) and found else None

    @property
    def edited(self) -> bool | None:
        """Whether it is another than it was in its release, be that the present one or an older; ``None`` where that is not known.

        A release notes a checksum of each of nbgrader's cells (``compute_checksum`` of ``nbgrader/utils.py``). Who changes
        that, too, gains nothing: checks are never taken from a submission.
        """
        marks = self.nbgrader
        checksum, points = marks.get("checksum"), marks.get("points", 0)
        if not isinstance(checksum, str) or not isinstance(points, int | float) or not abs(points) < 1e6:
            return None
        flags = [str(bool(marks.get(name, False))) for name in ("grade", "solution", "locked")]
        worth = str(float(points)) if marks.get("grade") else ""
        return all(
            hashlib.md5(
                "".join([text, self.kind, *flags, self.grade_id or "", worth]).encode("utf-8", "replace")
            ).hexdigest()
            != checksum
            for text in (self.source, self.text)
        )

    @property
    def id(self) -> str | None:
        """The cell's id when it is one that nbformat 4.5 allows."""
        found = self.get("id")
        return found if isinstance(found, str) and VALID_ID.match(found) else None

    @property
    def role(self) -> Role:
        """What a released cell is for; of a learner's copy only when its metadata has survived."""
        graded = self.nbgrader
        if graded.get("solution"):
            return Role.SOLUTION
        if graded.get("grade"):
            return Role.CHECK
        if "setup" in self.tags:
            return Role.SETUP
        if not self.is_code or graded.get("locked"):
            return Role.LECTURE
        return Role.DEMONSTRATION

    @property
    def label(self) -> str:
        """What to call the cell in a message: its grade_id, else the beginning of its text."""
        first = next((line.strip() for line in self.source.splitlines() if line.strip()), "an empty cell")
        return self.grade_id or (first if len(first) <= 50 else first[:49] + "…")

    @property
    def defined(self) -> set[str]:
        """The names of the functions and classes that a code cell defines at its top level."""
        if not self.is_code:
            return set()
        return set(re.findall(r"^(?:async\s+def|def|class)\s+(\w+)", self.source, re.MULTILINE))
