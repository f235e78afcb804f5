"""The errors that a learner is meant to read: kinds with values for code, and one sentence for people."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any


class CourseError(Exception):
    """Something outside the course's code is not as it must be, and the message says what to do.

    Every message names the file or the word that was given, says what is wrong with it, and ends with the remedy.
    The command line prints it without a traceback and exits with 2.
    """


class CheckError(RuntimeError):
    """A cell of the course, not of the learner, is broken: a check cell that raised, say."""


class Problem(StrEnum):
    """What can be wrong with a file that should be a notebook."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    NOT_UTF8 = "not_utf8"
    CONFLICT_MARKERS = "conflict_markers"
    TOO_DEEP = "too_deep"
    DAMAGED_JSON = "damaged_json"
    NOT_A_NOTEBOOK = "not_a_notebook"
    FORMAT_3 = "format_3"
    UNKNOWN_FORMAT = "unknown_format"
    NO_CELLS = "no_cells"
    BAD_METADATA = "bad_metadata"
    BAD_CELL = "bad_cell"
    BAD_SOURCE = "bad_source"
    BAD_CELL_METADATA = "bad_cell_metadata"
    NO_CHECKS = "no_checks"
    SAVED_MEANWHILE = "saved_meanwhile"


RESTORE = (
    "Put a copy back from my-work/backups/ (or from JupyterLab's .ipynb_checkpoints/), or start this notebook "
    "afresh: chainrule reset {word}"
)
GET_AGAIN = "Get the course's files again, or build it: chainrule staff build"  # a released notebook is damaged
CLAUSES = {
    Problem.MISSING: "there is no such file",
    Problem.UNREADABLE: "it can't be read ({reason})",
    Problem.EMPTY: "the file is empty",
    Problem.NOT_UTF8: "it is not UTF-8 text, so it is not a notebook or it was saved as something else",
    Problem.CONFLICT_MARKERS: "it holds Git's conflict markers (<<<<<<<)",
    Problem.TOO_DEEP: "it is nested too deeply to be a notebook",
    Problem.DAMAGED_JSON: "the file is damaged: its JSON breaks off or is wrong at line {line}",
    Problem.NOT_A_NOTEBOOK: "it is JSON, but not a notebook",
    Problem.FORMAT_3: "it is a notebook of the old format 3",
    Problem.UNKNOWN_FORMAT: "it says that its format is {version!r}, and this course reads format 4",
    Problem.NO_CELLS: "it has no list of cells",
    Problem.BAD_METADATA: "its metadata is not an object",
    Problem.BAD_CELL: "cell {cell} is neither code nor text",
    Problem.BAD_SOURCE: "cell {cell} has a source that is not text",
    Problem.BAD_CELL_METADATA: "cell {cell} has metadata that is not an object",
    Problem.NO_CHECKS: "it has no checks",
    Problem.SAVED_MEANWHILE: "it was saved while it was being updated",
}
REMEDIES = {  # of all others: RESTORE
    Problem.MISSING: "Look at the name, or run: chainrule study",
    Problem.UNREADABLE: "Look at the file's permissions.",
    Problem.CONFLICT_MARKERS: "Choose one side: git checkout --ours or --theirs FILE",
    Problem.FORMAT_3: "Open it in JupyterLab and save it, or: jupyter nbconvert --to notebook --inplace FILE",
    Problem.NO_CHECKS: "This lecture gives no points: there is nothing to do.",
    Problem.SAVED_MEANWHILE: "Run this again: chainrule study",
}


class NotebookError(CourseError):
    """A file that should be a notebook can't be used as one.

    Parameters
    ----------
    kind : Problem
        What is wrong: code decides on this, never on the sentence.
    path : Path, optional
        The file.
    released : bool
        Whether the file is one of the course's own: then the remedy is not the learner's backups.
    **values
        What the sentence of this kind names: ``reason``, ``line``, ``version`` or ``cell``.
    """

    def __init__(self, kind: Problem, path: Path | None = None, *, released: bool = False, **values: Any):
        self.kind, self.path, self.values = kind, path, values
        super().__init__(f"{path or 'the notebook'}: {self.problem}. {self._remedy(released)}")

    @property
    def problem(self) -> str:
        """What is wrong, as a clause."""
        return CLAUSES[self.kind].format(**self.values)

    def _remedy(self, released: bool) -> str:
        if released and self.kind is not Problem.NO_CHECKS:
            return GET_AGAIN
        return REMEDIES.get(self.kind, RESTORE).format(word=self.path.stem if self.path else "LECTURE")
