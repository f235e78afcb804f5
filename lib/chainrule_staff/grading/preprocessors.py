"""nbgrader's *Autograde* (command and button) through this engine. Named as strings in ``nbgrader_config.py``.

``Submitted`` reads whatever was handed in, ``GradeInSandbox`` grades it in nbgrader's first pass, and
nbgrader's own preprocessors record what it attached in the second. nbgrader executes nothing.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Enum

from chainrule.checks.report import finding
from chainrule_staff.errors import StaffError
from chainrule_staff.grading import words
from chainrule_staff.grading.assignment import course_secret, load, seeds
from chainrule_staff.grading.changes import changes, refusal
from chainrule_staff.grading.engine import Job
from chainrule_staff.grading.entering import enter, enter_extension, enter_time
from chainrule_staff.grading.gradebook import folder
from chainrule_staff.grading.graded import Graded, unreadable
from chainrule_staff.grading.kinds import Kind
from chainrule_staff.grading.record import KEY, Record
from chainrule_staff.grading.sandbox import SANDBOXES
from chainrule_staff.grading.submissions import look_at
from chainrule_staff.grading.workers import grade_all, started
from chainrule_staff.roster import read
from chainrule_staff.settings import let_plugins_be_found


class Submitted(NotebookExporter):
    """Reads a submitted file for :class:`GradeInSandbox`, which reads it again: nothing in it stops nbgrader here."""

    def from_filename(self, filename, resources=None, **options):
        """As nbconvert; an empty notebook in the place of what was handed in."""
        coursedir = self.parent.coursedir  # type: ignore[union-attr]  # nbgrader's converter
        if Path(filename).is_relative_to(folder(coursedir, "submitted")):
            empty = nbformat.v4.new_notebook()
            return self.from_notebook_node(empty, resources=resources, **options)
        return super().from_filename(filename, resources=resources, **options)


class GradeInSandbox(NbGraderPreprocessor):
    """Replaces the notebook by one that is repaired and graded: its check cells have their scores as outputs."""

    sandbox = Enum(SANDBOXES, "bubblewrap", help="Where learners' code runs.").tag(config=True)

    def preprocess(self, notebook, resources):
        """Grade the submission that ``resources`` name, in a process of its own."""
        coursedir = self.parent.parent.coursedir
        let_plugins_be_found(Path(coursedir.root))  # nbgrader makes the late penalty's rule after this
        names = resources["nbgrader"]
        assignment = load(folder(coursedir, "source"), folder(coursedir, "release"), names["assignment"])
        handed_in = coursedir.format_path(coursedir.submitted_directory, names["student"], names["assignment"])
        with Gradebook(names["db_url"]) as book:
            due = book.find_assignment(assignment.name).duedate is not None
            differing = changes(book.find_notebook(assignment.notebook, assignment.name), assignment.points, {})
        if differing.of_points:  # nbgrader would find no place for a score, and say only that
            raise StaffError(refusal(assignment.name, differing))
        release = folder(coursedir, "release") / assignment.name / f"{assignment.notebook}.ipynb"
        submission = look_at(names["student"], Path(handed_in), assignment.notebook, due=due, release=release)
        if submission is None:
            raise FileNotFoundError(f"{handed_in} has gone away")
        target = Path(coursedir.format_path(coursedir.autograded_directory, names["student"], names["assignment"]))
        remove_copies_of_links(submission.folder, target)
        graded: Graded | BaseException
        if submission.file is None:
            record = Record(
                submission.learner,
                assignment.name,
                assignment.notebook,
                submitted=submission.submitted,
                look=list(submission.look),
                max_points=sum(assignment.points.values()),
                source=assignment.digest,
            )
            graded = unreadable(assignment, record, submission.problem or finding(Kind.NO_NOTEBOOK))
        else:
            secret, data = course_secret(Path(coursedir.root)), submission.data()
            job = Job(
                submission.learner,
                data,
                seeds(secret, assignment, submission.learner, data),
                submission.digest,
                submission.submitted,
                submission.notes,
                submission.look,
                self.sandbox,
            )
            with started(self.sandbox, 1) as pool, contextlib.closing(grade_all(assignment, [job], pool)) as results:
                ((_, graded),) = results
            if isinstance(graded, BaseException):
                raise graded
        for found in (*graded.record.notes, *graded.record.look):
            self.log.warning("%s: %s", submission.learner, words.sentence(found))
        return nbformat.reads(graded.notebook.decode(), as_version=4), resources


def remove_copies_of_links(submitted: Path, autograded: Path) -> None:
    """Take away what nbgrader copied from behind a submission's links: it could be any of the instructor's files."""
    for path in submitted.rglob("*"):
        if path.is_symlink():
            (autograded / path.relative_to(submitted)).unlink(missing_ok=True)


class FlagForReview(NbGraderPreprocessor):
    """What needs a look waits for one in the formgrader; all else is as ``chainrule staff grade`` enters it, too."""

    def preprocess(self, notebook, resources):
        """Enter what the record says."""
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as book:
            record = Record.from_dict(notebook.metadata[KEY])
            enter(record, book.find_submission_notebook(names["notebook"], names["assignment"], names["student"]))
            submission = book.find_submission(names["assignment"], names["student"])
            enter_time(record, submission)
            enter_extension(read(Path(self.parent.parent.coursedir.root)), submission)
            book.db.commit()
        return notebook, resources
