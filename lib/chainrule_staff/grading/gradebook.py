"""Write grades where nbgrader keeps them: its gradebook and its ``autograded`` folder. One writer at a time.

nbgrader's own converter opens its database nine times a submission; this opens it once a run, through
the same public classes, and leaves behind what the converter would have left.
"""

from __future__ import annotations

import contextlib
import math
import os
import shutil
import sqlite3
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

from nbgrader.api import Assignment as AssignmentRow
from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment, SubmittedNotebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.exc import SAWarning
from tornado.log import app_log
from traitlets import TraitError

from chainrule.disk import atomic_write
from chainrule_staff.authoring.release import for_gradebook
from chainrule_staff.errors import StaffError
from chainrule_staff.gradebook_file import PATIENCE, trouble, troubles
from chainrule_staff.grading.assignment import Assignment
from chainrule_staff.grading.changes import Changes, bring_up_to_date, changes, refusal
from chainrule_staff.grading.entering import enter, enter_extension, enter_name, enter_time
from chainrule_staff.grading.graded import Graded
from chainrule_staff.grading.record import Record, read_record
from chainrule_staff.grading.spelling import speller
from chainrule_staff.grading.submissions import Submission
from chainrule_staff.platforms.memory import recall
from chainrule_staff.roster import Roster
from chainrule_staff.settings import let_plugins_be_found, settings

LET_GO = 20  # submissions, after which what was read is read anew: memory stays flat, however large the class
SECRET = "submission_secret.txt"  # of nbgrader's exchange, which releases feedback under a hash of it


def course_directory(root: Path) -> CourseDirectory:
    """nbgrader's view of the course, as its ``nbgrader_config.py`` says."""
    return CourseDirectory(config=settings(root), root=str(root))


def folder(coursedir: CourseDirectory, step: str) -> Path:
    """The folder of a step: source, release, submitted, autograded."""
    return Path(coursedir.root, getattr(coursedir, f"{step}_directory"))


class Book:
    """The gradebook, open for one run.

    Parameters
    ----------
    root : Path
        The course.
    assignment : Assignment
    accept : bool
        Open it even if the assignment was changed since: see :meth:`accept_changes`.
    coursedir : CourseDirectory, optional
        Another view than the configuration's, for a rehearsal.
    roster : Roster
        Who is in the class: see :meth:`enter_roster`.

    Raises
    ------
    StaffError
        There is no gradebook, it is unusable, or it does not know the assignment as it is. Nothing was changed.
    """

    def __init__(
        self,
        root: Path,
        assignment: Assignment,
        *,
        accept: bool = False,
        coursedir: CourseDirectory | None = None,
        roster: Roster = Roster(),
    ):
        self.coursedir = coursedir or course_directory(root)
        self.assignment, self.roster = assignment, roster
        self._written = 0
        self._penalties = _late_penalties(self.coursedir)
        self._file = self.coursedir.db_url.removeprefix("sqlite:///")
        self._what = f"The gradebook {self._file}" if "sqlite" in self.coursedir.db_url else "The gradebook"
        if "sqlite" in self.coursedir.db_url:
            self._look_at_file()
        with troubles(self._what):
            self.book = Gradebook(self.coursedir.db_url, self.coursedir.course_id)
            try:
                self.changes = self._changes()
                if self.changes and not accept:
                    raise StaffError(refusal(self.assignment.name, self.changes))
            except BaseException:
                self.close()
                raise

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.book.close()

    def _look_at_file(self) -> None:
        """nbgrader would make a gradebook where there is none, and write to one that is damaged."""
        release = f"nbgrader generate_assignment {self.assignment.name}"
        if not os.path.exists(self._file):
            raise StaffError(f"There is no gradebook yet ({self._file}). Release the assignment first: {release}")
        try:
            with contextlib.closing(
                sqlite3.connect(f"{Path(self._file).as_uri()}?mode=ro", uri=True, timeout=PATIENCE)
            ) as database:
                tables = {name for (name,) in database.execute("select name from sqlite_master")}
                for table in ("assignment", "grade"):
                    if table in tables:
                        database.execute(f"select * from {table} limit 1").fetchall()
        except sqlite3.Error as error:
            raise StaffError(f"{self._what}: {trouble(error)}") from None
        if not {"assignment", "grade", "submitted_assignment", "alembic_version"} <= tables:
            raise StaffError(
                f"{self._what} is not complete: it was interrupted while it was made. Delete it if it "
                f"holds no grades, then run: {release}"
            )

    def _changes(self) -> Changes:
        """The gradebook must know the checks that will be run; else scores would have no place to go."""
        try:
            known = self.book.find_notebook(self.assignment.notebook, self.assignment.name)
        except MissingEntry:
            raise StaffError(
                f"The gradebook does not know {self.assignment.name}: it was not released yet. "
                f"Run: nbgrader generate_assignment {self.assignment.name}\nThen grade again."
            ) from None
        sources = {name: cell["source"] for name, cell in self.assignment.checks.items()}
        return changes(known, self.assignment.points, sources)

    # -- reading ----------------------------------------------------------------------------

    def learners(self) -> list[str]:
        """Everyone whom the gradebook knows."""
        with troubles(self._what):
            return sorted(student.id for student in self.book.students)

    def scored(self) -> set[str]:
        """Who has a score in every check of the assignment."""
        with troubles(self._what):
            return {
                row.student_id
                for row in self._submissions()
                if all(grade.auto_score is not None for notebook in row.notebooks for grade in notebook.grades)
            }

    def autograded(self, learner: str) -> Path:
        """Where a learner's graded notebook is."""
        folder = self.coursedir.format_path(self.coursedir.autograded_directory, learner, self.assignment.name)
        return Path(folder, f"{self.assignment.notebook}.ipynb")

    def due(self) -> bool:
        """Whether the assignment has a deadline."""
        with troubles(self._what):
            return self.book.find_assignment(self.assignment.name).duedate is not None

    # -- writing ----------------------------------------------------------------------------

    def accept_changes(self) -> None:
        """Bring the gradebook up to date with the assignment: whole or not at all. Exercises that stay keep all they have.

        Raises
        ------
        StaffError
            It cannot be written.
        """
        if not self.changes:
            return
        source = Path(self.coursedir.format_path(self.coursedir.source_directory, ".", self.assignment.name))
        cells = for_gradebook(Path(self.coursedir.root), source / f"{self.assignment.notebook}.ipynb")
        with troubles(self._what):
            known = self.book.find_notebook(self.assignment.notebook, self.assignment.name)
            try:
                with _nbgrader_silent():
                    bring_up_to_date(self.book.db, known, cells)
                self.book.db.commit()
            except BaseException:
                self.book.db.rollback()
                raise

    def enter_roster(self) -> None:
        """Take over names, addresses and extensions from the roster. What it does not say stays as it is.

        Raises
        ------
        StaffError
            It cannot be written.
        """
        with troubles(self._what):
            known = {student.id: student for student in self.book.students}
            spell = speller(known)
            for entry in self.roster.entries.values():
                learner = spell(entry.learner)
                there = known.get(learner)
                if there is None or any(getattr(there, name) != value for name, value in entry.student.items()):
                    self.book.update_or_create_student(learner, **entry.student)
            for row in self._submissions():
                enter_extension(self.roster, row)
            self.book.db.commit()

    def enter_names(self) -> None:
        """Take over the names and addresses that a platform gave with what was collected, where roster and gradebook have none.

        Raises
        ------
        StaffError
            It cannot be written.
        """
        try:
            collected = recall(folder(self.coursedir, "submitted"), self.assignment.name)
        except StaffError:
            return  # collecting says what is wrong with it; grading does without
        with troubles(self._what):
            spell = speller([student.id for student in self.book.students])
            by_learner = {spell(learner): one for learner, one in collected.items()}
            for student in self.book.students:
                enter_name(student, by_learner.get(student.id))
            self.book.db.commit()

    def assess(self, records: Iterable[Record]) -> list[str]:
        """Bring the penalties up to date with due date, extensions, points by hand and the penalty's rule: no code is run.

        Parameters
        ----------
        records : iterable of Record
            They know when something was handed in, where the gradebook does not.

        Returns
        -------
        list of str
            Whose penalty is another one now.
        """
        by_learner = {record.learner: record for record in records}
        changed = []
        with troubles(self._what):
            self.book.db.expire_all()
            for row in self._submissions():
                if record := by_learner.get(row.student_id):
                    enter_time(record, row)
                for notebook in row.notebooks:
                    if all(grade.auto_score is None and grade.manual_score is None for grade in notebook.grades):
                        continue
                    penalty = self._penalty(row, notebook)
                    if (penalty or 0.0) != (notebook.late_submission_penalty or 0.0):
                        notebook.late_submission_penalty = penalty
                        changed.append(row.student_id)
            self.book.db.commit()
        return sorted(changed)

    def looked_at(self, learner: str) -> bool:
        """Have nothing of a submission wait any more, since a person has looked at it; whether anything did wait."""
        waited = False
        with troubles(self._what):
            for notebook in self.book.find_submission(self.assignment.name, learner).notebooks:
                for grade in notebook.grades:
                    waited = waited or bool(grade.needs_manual_grade)
                    grade.needs_manual_grade = False
            self.book.db.commit()
        return waited

    def tidy(self) -> None:
        """Remove what a run that was killed in the middle of writing left behind."""
        everyone = Path(self.coursedir.format_path(self.coursedir.autograded_directory, "*", self.assignment.name))
        with troubles("The autograded folder"):
            for half in Path(self.coursedir.root).glob(
                str(everyone.relative_to(self.coursedir.root) / ".*.ipynb.*.tmp")
            ):
                half.unlink(missing_ok=True)

    def write(self, graded: Graded, submission: Submission) -> None:
        """Write one submission's grades, then its autograded notebook, which says that they are written.

        Killed in between, the grades are there and the notebook is not: the next run grades it again.
        """
        with troubles(self._what):
            try:
                with _nbgrader_silent(), self._rows_stay():
                    self._write_scores(graded, read_record(self.autograded(graded.record.learner)))
            except BaseException:
                self.book.db.rollback()
                raise
        with troubles("The autograded folder"):
            self._write_files(graded, submission)
        self._written += 1
        if self._written % LET_GO == 0:
            self.book.db.expire_all()

    @contextlib.contextmanager
    def _rows_stay(self) -> Iterator[None]:
        """Keep what was read through commits: each submission would read all cells of the assignment again, one by one."""
        session = self.book.db()
        before, session.expire_on_commit = session.expire_on_commit, False
        try:
            yield
        finally:
            session.expire_on_commit = before

    def _write_scores(self, graded: Graded, before: Record | None) -> None:
        record = graded.record
        self.book.update_or_create_student(record.learner)
        row = self.book.update_or_create_submission(self.assignment.name, record.learner)
        enter_time(record, row)
        enter_extension(self.roster, row)
        notebook = next(item for item in row.notebooks if item.name == self.assignment.notebook)
        enter(record, notebook, before)
        self.book.db.flush()
        self.book.db.refresh(notebook, ["score"])
        notebook.late_submission_penalty = self._penalty(row, notebook)
        self.book.db.commit()

    def _submissions(self) -> list[SubmittedAssignment]:
        return self.book.db.query(AssignmentRow).filter_by(name=self.assignment.name).one().submissions

    def _penalty(self, row: SubmittedAssignment, notebook: SubmittedNotebook) -> float | None:
        """What being late costs, by nbgrader's plugin; at most what there is."""
        if row.total_seconds_late <= 0:
            return None
        rule = self._penalties.plugin_inst
        try:
            penalty = rule.late_submission_penalty(row.student_id, notebook.score, row.total_seconds_late)
            if penalty is None:
                return None
            if not math.isfinite(penalty):
                raise ValueError(f"it gave {penalty}")
        except Exception as error:  # the rule may be the instructor's own code
            raise StaffError(
                f"The late penalty {type(rule).__name__} that nbgrader_config.py names failed for {row.student_id!r} "
                f"({type(error).__name__}: {error}), {row.total_seconds_late:g} s late. Mend it, then grade again: what is "
                "written down stays."
            ) from None
        return min(max(float(penalty), 0.0), float(notebook.score))

    def _write_files(self, graded: Graded, submission: Submission) -> None:
        path = self.autograded(graded.record.learner)
        target = path.parent
        target.mkdir(parents=True, exist_ok=True)
        (target / "timestamp.txt").unlink(missing_ok=True)
        if submission.stamp is not None:
            (target / "timestamp.txt").write_bytes(submission.stamp)
        secret = submission.folder / SECRET
        (target / SECRET).unlink(missing_ok=True)
        if secret.is_file() and not secret.is_symlink() and secret.stat().st_size <= 1000:
            shutil.copyfile(secret, target / SECRET)
        atomic_write(path, graded.notebook)
        path.chmod(0o664 if self.coursedir.groupshared else 0o444)


def _late_penalties(coursedir: CourseDirectory) -> AssignLatePenalties:
    """What being late costs, as the configuration says.

    Raises
    ------
    StaffError
        It names a rule that cannot be used.
    """
    let_plugins_be_found(Path(coursedir.root))
    try:
        penalties = AssignLatePenalties(config=coursedir.config)
        penalties.init_plugin()
    except Exception as error:  # its module may be the instructor's own, with any mistake in it
        why = str(error) if isinstance(error, TraitError) else f"{type(error).__name__}: {error}"
        raise StaffError(
            f"nbgrader_config.py names a late penalty that cannot be used: {why}. For a class PerDay in a file late.py beside "
            'nbgrader_config.py, write: c.AssignLatePenalties.plugin_class = "late.PerDay"'
        ) from None
    return penalties


@contextlib.contextmanager
def _nbgrader_silent() -> Iterator[None]:
    """Keep nbgrader from warning of the order in which it adds rows, and from printing the errors that it raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        before, app_log.disabled = app_log.disabled, True
        try:
            yield
        finally:
            app_log.disabled = before
