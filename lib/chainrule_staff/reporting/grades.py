"""What every learner earned: nbgrader's gradebook joined with the records. The class report and all exports read it.

The gradebook has the last word on points (a person may have graded by hand) and on lateness; a record
adds why somebody should look at a submission, or why there is no grade. Nothing is written: the gradebook is opened
for reading only.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chainrule.checks.report import Finding, finding
from chainrule_staff.errors import StaffError
from chainrule_staff.gradebook_file import opened
from chainrule_staff.grading import record as kept
from chainrule_staff.grading.kinds import Kind
from chainrule_staff.grading.record import Record, read_records
from chainrule_staff.grading.spelling import speller
from chainrule_staff.grading.words import told
from chainrule_staff.platforms.names import stem
from chainrule_staff.reporting.entries import entries_of, iso, people_of
from chainrule_staff.roster import Roster, read
from chainrule_staff.settings import settings

if TYPE_CHECKING:  # importing nbgrader takes two seconds
    from nbgrader.api import Gradebook

GRADED, LATE, LOOK, UNREADABLE, MISSING, NOT_GRADED = STATES = (
    "graded",
    "late",
    "needs a look",
    "unreadable",
    "missing",
    "not graded",
)


@dataclass
class Grade:
    """What the course knows of one learner and one assignment. Plain data.

    Parameters
    ----------
    submitted : str or None
        ISO 8601, UTC; ``None`` where it is not known.
    time_known : bool
        Whether it is known when it was handed in. Where it is not, but a platform says that it was late, ``seconds_late`` is the least there is.
    auto_points, manual_points : float or None
        Of all parts that were graded automatically, and of those graded by hand.
    points, penalty, score : float or None
        Before the late penalty, the penalty, and what counts in the end; ``None`` where nothing is graded, which is not 0.
    state : str
        One of ``STATES``. What needs a look may be late as well: see ``seconds_late``.
    reasons : list of Finding
        Why it needs a look, or has no grade.
    """

    learner: str
    assignment: str
    last_name: str = ""
    first_name: str = ""
    email: str = ""
    lms_id: str = ""
    moodle_username: str = ""
    submitted: str | None = None
    time_known: bool = True
    seconds_late: float = 0.0
    auto_points: float | None = None
    manual_points: float | None = None
    points: float | None = None
    penalty: float | None = None
    score: float | None = None
    max_points: float = 0.0
    needs_manual_grade: bool = False
    state: str = MISSING
    reasons: list[Finding] = field(default_factory=list)

    @property
    def name(self) -> str:
        """First and last name; empty where the gradebook has none."""
        return f"{self.first_name} {self.last_name}".strip()

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self) | {"reasons": [*map(told, self.reasons)]}


@dataclass
class Results:
    """All there is about one assignment: grades of all learners, and the records."""

    assignment: str
    grades: list[Grade]
    records: list[Record]

    @property
    def any_graded(self) -> bool:
        """Whether the grader has been at work."""
        return bool(self.records) or any(grade.state not in (MISSING, NOT_GRADED) for grade in self.grades)


# -- joining --------------------------------------------------------------------------------------


def combine(
    assignment: str,
    people: Mapping[str, dict],
    entries: Mapping[str, dict],
    records: Iterable[Record] = (),
    handed_in: Iterable[str] = (),
    max_points: float = 0.0,
) -> list[Grade]:
    """One grade for every learner that anything is known of, by last name, first name and learner.

    Parameters
    ----------
    people : mapping
        Learner to ``last_name``, ``first_name``, ``email`` and ``lms_id``, as far as known.
    entries : mapping
        Learner to what the gradebook has: those fields of :class:`Grade` from ``submitted`` to ``penalty``,
        ``needs_manual_grade``, and ``graded``: whether any part has points.
    handed_in : iterable of str
        Learners with a notebook among the submissions.
    """
    by_learner = {record.learner: record for record in records}
    spell = speller([*people, *entries, *by_learner])
    present = set(map(spell, handed_in))
    grades = []
    for learner in {*people, *entries, *by_learner, *present}:
        grade = Grade(learner, assignment, **people.get(learner, {}), max_points=max_points)
        _fill(grade, by_learner.get(learner), dict(entries.get(learner, {})), learner in present)
        grades.append(grade)
    return sorted(grades, key=lambda grade: (grade.last_name.casefold(), grade.first_name.casefold(), grade.learner))


def _fill(grade: Grade, record: Record | None, entry: dict, handed_in: bool) -> None:
    graded = entry.pop("graded", False)
    state = record.state if record else None
    if record:
        grade.submitted = record.submitted
        grade.max_points = grade.max_points or record.max_points
    if state == kept.MISSING and not handed_in or not (state or entry or handed_in):
        grade.state = MISSING
        return
    entry.pop("extension", None)
    for name, value in entry.items():
        setattr(grade, name, value if value is not None else getattr(grade, name))
    if record and state == kept.UNREADABLE:
        grade.state, grade.reasons = UNREADABLE, [*record.look] or [*record.notes]
        if grade.manual_points is None:  # nothing could be graded; what a person gave for it counts
            grade.auto_points = grade.points = grade.penalty = None
    elif not graded:
        grade.auto_points = grade.manual_points = grade.points = grade.penalty = None
        grade.state, grade.reasons = NOT_GRADED, [finding(Kind.NOT_IN_BOOK)] if state == kept.GRADED else []
    else:
        # What needs a look waits for one in the formgrader, until a person has looked. Records alone do not know of that.
        waits = entry.get("needs_manual_grade", True)
        look = [*record.look] if record and waits else []
        grade.reasons = look or ([finding(Kind.BY_HAND)] if grade.needs_manual_grade else [])
        grade.state = LOOK if grade.reasons else LATE if grade.seconds_late > 0 else GRADED
    if record and any(one.kind == Kind.TIME_ASSUMED for one in record.notes):
        grade.submitted, grade.time_known = None, False
    if grade.points is not None:
        grade.penalty = grade.penalty or 0.0
        grade.score = max(0.0, grade.points - grade.penalty)  # as nbgrader has it


def of_records(assignment: str, records: Iterable[Record]) -> list[Grade]:
    """The grades that records alone tell of: no names, no lateness."""
    records = list(records)
    entries = {
        record.learner: {"points": record.points, "auto_points": record.points, "graded": True}
        for record in records
        if record.state == kept.GRADED
    }
    return combine(assignment, {}, entries, records, max_points=max((one.max_points for one in records), default=0.0))


# -- reading --------------------------------------------------------------------------------------


def of_run(course: Path, assignment: str, records: list[Record]) -> dict[str, Grade]:
    """The grades of those whom a run of grading tells of, by learner: what reports and exports show of them, too."""
    with CourseReader(course) as reader:
        found = {grade.learner: grade for grade in reader.results(assignment, records).grades}
    return {record.learner: found[record.learner] for record in records}


def scores(course: Path, assignment: str) -> dict[str, float]:
    """The score that each learner has in the gradebook now; empty where there is none that can be read.

    In two queries and without a record, since grading asks it of every class that it is going to change.
    """
    try:
        with CourseReader(course) as reader:
            return reader.scores(assignment)
    except StaffError:
        return {}  # grading, which opens it next, says what is wrong with it


def read_course(course: Path) -> CourseReader:
    """The reader of a course's grades, for ``with``."""
    return CourseReader(course)


class CourseReader:
    """Reads grades out of a course folder; used with ``with``, which opens the gradebook."""

    def __init__(self, course: Path):
        self.course = course
        config = settings(course).CourseDirectory
        self._url = config.get("db_url") or ""
        self._submitted = course / config.get("submitted_directory", "submitted")
        self._autograded = course / config.get("autograded_directory", "autograded")
        self._roster = read(course)
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> CourseReader:
        self._gradebook = self._stack.enter_context(opened(self._url or self.course / "gradebook.db"))
        return self

    def __exit__(self, *error: Any) -> bool | None:
        return self._stack.__exit__(*error)

    def due(self, assignment: str) -> str | None:
        """The deadline, ISO 8601 in UTC; ``None`` where there is none."""
        return iso(self._gradebook.find_assignment(assignment).duedate)

    def assignments(self) -> list[str]:
        """The assignments that the gradebook knows, by due date and name."""
        return [assignment.name for assignment in self._gradebook.assignments]

    def scores(self, assignment: str) -> dict[str, float]:
        """The score of everyone who has one; nobody's of an assignment that the gradebook does not know."""
        if assignment not in self.assignments():
            return {}
        return {
            learner: max(0.0, entry["points"] - entry["penalty"])
            for learner, entry in entries_of(self._gradebook, assignment).items()
            if entry["graded"]
        }

    def results(self, assignment: str, records: list[Record] | None = None) -> Results:
        """Grades and records of an assignment that the gradebook knows; ``records`` as in :func:`results`."""
        return results(
            self._gradebook, assignment, self._submitted, self._autograded, records=records, roster=self._roster
        )

    def not_entered(self, assignment: str) -> list[str]:
        """Who handed in and has another extension in the roster than in the gradebook: grading has not seen it yet."""
        found = entries_of(self._gradebook, assignment)
        return sorted(
            learner
            for learner, entry in found.items()
            if (more := self._roster.extension(assignment, learner)) is not None and more != entry["extension"]
        )


def results(
    gradebook: Gradebook,
    assignment: str,
    submitted: Path,
    autograded: Path,
    *,
    records: list[Record] | None = None,
    roster: Roster = Roster(),
) -> Results:
    """Grades and records of an assignment, from an open gradebook and the course's folders.

    Parameters
    ----------
    records : list of Record, optional
        What the folder ``autograded`` has, for who knows it.
    roster : Roster
        It has the last word on names, addresses and the platforms' ids.
    """
    records = read_records(autograded, assignment) if records is None else records
    grades = combine(
        assignment,
        people_of(gradebook, roster),
        entries_of(gradebook, assignment),
        records,
        who_handed_in(submitted, assignment),
        float(gradebook.find_assignment(assignment).max_score or 0.0),
    )
    return Results(assignment, grades, records)


def who_handed_in(submitted: Path, assignment: str) -> set[str]:
    """Who has a notebook among the submissions."""
    if not submitted.is_dir():
        return set()
    return {folder.name for folder in submitted.iterdir() if _has_notebook(folder / assignment)}


def _has_notebook(folder: Path) -> bool:
    """Whether there is a notebook, or a zip file that may hold one; what cannot be read counts: grading will tell why."""
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return any(
        stem(name) is not None
        or name.lower().endswith(".zip")
        or not name.startswith(".")
        and not (folder / name).is_symlink()
        and _has_notebook(folder / name)
        for name in names
    )
