"""What is known of one graded submission, and where it is kept: in its autograded notebook.

Written with the grade, read by the class report and the exports. The gradebook holds the points; a
record adds how they came about: every check's report, what was repaired, what needs a look.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chainrule.checks.report import Finding
from chainrule_staff.grading.kinds import Kind

GRADED, UNREADABLE, MISSING = "graded", "unreadable", "missing"
KEY = "chainrule"  # in the autograded notebook's metadata
FOR_THE_GRADER = "chainrule-look"  # the id of a cell in it


@dataclass
class Record:
    """One learner's submission of one assignment. Plain data throughout: it travels as JSON.

    Parameters
    ----------
    learner, assignment, notebook : str
        Such as ``"ada"``, ``"03_activations"``, ``"activations"``.
    state : str
        ``"graded"``, ``"unreadable"`` (handed in, but not a notebook that can be graded) or ``"missing"``.
    points, max_points : float
        Of all checks, before any late penalty.
    exercises : list of dict
        One for each check, in the lecture's order: :meth:`chainrule.checks.report.CheckReport.to_dict` with
        three more keys. ``touched`` says whether the answer is another than the stub. ``results`` identifies what the learner's functions returned on the visible
        cases (equal for equal results, empty where all cases passed); ``answer`` is the source of
        the answer cells, where the exercise was not solved.
    look : list of Finding
        Why a person should look at it; empty for most. Kinds are of :mod:`chainrule_staff.grading.kinds`.
    notes : list of Finding
        What was repaired, and what the learner's cells did.
    submitted : str or None
        When it was handed in, ISO 8601 in UTC.
    sha256, size : str, int
        Of the notebook file as handed in, for the learner's receipt; empty where none could be read.
    submission, source, answers : str
        Digests: of the file as handed in, with ``@`` and the time; of the course's checks it was graded with; and of
        the answers without comments and spacing (equal answers are equal digests, untouched ones empty).
    sandbox : str
        What the learner's code ran in: ``"bubblewrap"`` or ``"none"``.
    seeds : dict
        The seed of the random inputs of each exercise, as hexadecimal text.
    seconds : float
        Wall time that grading it took.
    """

    learner: str
    assignment: str
    notebook: str
    state: str = GRADED
    points: float = 0.0
    max_points: float = 0.0
    exercises: list[dict[str, Any]] = field(default_factory=list)
    look: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    submitted: str | None = None
    sha256: str = ""
    size: int = 0
    submission: str = ""
    source: str = ""
    answers: str = ""
    sandbox: str = ""
    seeds: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def content(self) -> str:
        """The digest of the file alone."""
        return self.submission.partition("@")[0]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        plain = {item.name: getattr(self, item.name) for item in dataclasses.fields(self)}
        return plain | {
            "look": [one.to_dict() for one in self.look],
            "notes": [one.to_dict() for one in self.notes],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Record:
        """The record of :meth:`to_dict`'s data; keys of later versions are passed over.

        Raises
        ------
        KeyError, TypeError, ValueError
            The data are no record, or one of a version that wrote sentences.
        """
        known = {item.name for item in dataclasses.fields(cls)}
        return cls(
            **{key: value for key, value in data.items() if key in known}
            | {key: [_finding(one) for one in data[key]] for key in ("look", "notes")}
        )


def _finding(data: dict[str, Any]) -> Finding:
    found = Finding.from_dict(data)
    return Finding(Kind(found.kind), found.values)


def read_record(notebook: Path) -> Record | None:
    """The record in an autograded notebook; ``None`` where there is none, or the file is damaged."""
    try:
        return Record.from_dict(json.loads(notebook.read_bytes())["metadata"][KEY])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def read_records(autograded: Path, assignment: str) -> list[Record]:
    """All records of an assignment below nbgrader's autograded folder, sorted by learner."""
    found = [read_record(path) for path in sorted(autograded.glob(f"*/{assignment}/*.ipynb"))]
    return sorted((record for record in found if record), key=lambda record: record.learner)
