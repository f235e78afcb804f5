"""Grade a class: read what was handed in, have it graded, write the grades down as they come."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from chainrule.calling.pipe import Limits
from chainrule.checks.report import finding
from chainrule_staff.errors import StaffError
from chainrule_staff.grading.assignment import Assignment, course_secret, load, seeds
from chainrule_staff.grading.engine import LIMITS, Job
from chainrule_staff.grading.gradebook import Book, course_directory, folder
from chainrule_staff.grading.graded import Graded, unreadable
from chainrule_staff.grading.kinds import REFUSED_NAMES, Kind
from chainrule_staff.grading.record import GRADED, MISSING, UNREADABLE, Record, read_record
from chainrule_staff.grading.retimed import retimed
from chainrule_staff.grading.spelling import speller
from chainrule_staff.grading.submissions import Submission, find
from chainrule_staff.grading.undisturbed import alone, not_now
from chainrule_staff.grading.workers import Pool, get_ready, grade_all, started
from chainrule_staff.roster import read as read_roster


def grade_class(
    course: Path,
    name: str,
    *,
    learners: Sequence[str] | None = None,
    reviewed: Sequence[str] = (),
    force: bool = False,
    sandbox: str = "bubblewrap",
    workers: int | None = None,
    scheduler: str | None = None,
    pool: Pool | None = None,
    limits: Limits = LIMITS,
    run_all: bool = False,
    brief: bool = False,
    accept_changes: bool = False,
    coursedir: CourseDirectory | None = None,
    on_start: Callable[[int], None] | None = None,
    on_record: Callable[[Record], None] | None = None,
    on_penalties: Callable[[list[str]], None] | None = None,
    on_reviewed: Callable[[dict[str, bool]], None] | None = None,
) -> list[Record]:
    """Grade all new or changed submissions of an assignment.

    Parameters
    ----------
    course : Path
        The folder with ``nbgrader_config.py``.
    name : str
        The assignment, such as ``"03_activations"``.
    learners : sequence of str, optional
        Only theirs.
    reviewed : sequence of str
        Whose submissions a person has looked at: these need no look any more, until another is handed in.
    force : bool
        Grade what is graded already, too.
    sandbox : str
        ``"bubblewrap"`` or, with all the grader's rights, ``"none"``.
    workers : int, optional
        Processes on this machine; as many as processors unless given.
    scheduler : str, optional
        The address of a Dask scheduler, whose workers then grade.
    pool : Pool, optional
        Workers that are there already, in the place of these two; they are for this run alone, and the caller ends them.
    limits : Limits
        Seconds of processor time for learners' code.
    run_all : bool
        Run the demonstrations, too, for their outputs.
    brief : bool
        Leave the checks' reports out of what is returned: they are much for a large class, and written down anyway.
    accept_changes : bool
        Bring the gradebook up to date if exercises or points were changed since the release; refused otherwise.
    coursedir : CourseDirectory, optional
        Another view than the configuration's; see :mod:`.rehearsal`.
    on_start : callable(count), optional
        Told how many will be graded.
    on_record : callable(record), optional
        Told of each that was graded and written down.
    on_penalties : callable(learners)
        Told whose late penalty is another one since due date, extension or rule were changed.
    on_reviewed : callable(learners)
        Told of each of ``reviewed``, as the name is spelt in the course, whether there was anything to look at.

    Returns
    -------
    list of Record
        Of everyone who handed in or whom the gradebook knows, sorted by learner.

    Raises
    ------
    StaffError
        It cannot begin, or cannot go on. What was written down before stays, whole.
    """
    course = course.resolve()
    coursedir = coursedir or course_directory(course)
    assignment = load(folder(coursedir, "source"), folder(coursedir, "release"), name)
    roster = read_roster(course)
    with Book(course, assignment, accept=accept_changes, coursedir=coursedir, roster=roster) as book, alone(course):
        book.tidy()
        book.accept_changes()
        book.enter_roster()
        release = folder(coursedir, "release") / name / f"{assignment.notebook}.ipynb"
        found = _submissions(folder(coursedir, "submitted"), release, assignment, learners, book)
        kept = (lambda record: replace(record, exercises=[])) if brief else (lambda record: record)
        records, waiting = _sort(found, book, assignment, force, sandbox, kept)
        waited = _looked_at(reviewed, records, waiting, book)
        if on_reviewed:
            on_reviewed(waited)
        by_learner = {submission.learner: submission for submission in waiting}
        jobs = _jobs(waiting, assignment, course_secret(course), sandbox, limits, run_all)
        with contextlib.ExitStack() as running:
            count = sum(submission.file is not None for submission in waiting)
            if count and pool is None:
                pool = running.enter_context(started(sandbox, workers, scheduler, early=count))
            if count and pool is not None:
                get_ready(pool, assignment, count, sandbox)
            if on_start:
                on_start(len(waiting))
            results = running.enter_context(
                contextlib.closing(_results(jobs, assignment, waiting, pool if count else None))
            )
            for graded in results:
                with not_now():
                    book.write(graded, by_learner[graded.record.learner])
                records[graded.record.learner] = kept(graded.record)
                if on_record:
                    on_record(graded.record)
            if pool is not None:
                pool.finish()
        book.enter_names()
        changed = book.assess(records.values())
        if on_penalties:
            on_penalties(changed)
        for learner in book.learners() if learners is None else ():
            records.setdefault(
                learner,
                Record(
                    learner, assignment.name, assignment.notebook, MISSING, max_points=sum(assignment.points.values())
                ),
            )
    return [records[learner] for learner in sorted(records)]


def _submissions(
    submitted: Path, release: Path, assignment: Assignment, learners: Sequence[str] | None, book: Book
) -> list[Submission]:
    if not submitted.is_dir():
        raise StaffError(
            f"There is no folder {submitted}. Collect first (chainrule staff collect, nbgrader collect), or put "
            f"notebooks into {submitted.name}/<learner>/{assignment.name}/."
        )
    known = book.learners()
    found = find(submitted, assignment.name, assignment.notebook, due=book.due(), known=known, release=release)
    if learners is None:
        if not found:
            raise StaffError(
                f"Nobody has handed in {assignment.name}: there is no {submitted.name}/<learner>/{assignment.name}/."
            )
        return found
    by_name = {submission.learner: submission for submission in found}
    learners = [*map(speller([*by_name, *known]), learners)]
    unknown = [learner for learner in learners if learner not in by_name]
    if unknown:
        raise StaffError(
            f"There is no submission of {assignment.name} by {', '.join(map(repr, unknown))}. "
            f"There are {len(by_name)}: {', '.join(list(by_name)[:20])}{', …' if len(by_name) > 20 else ''}."
        )
    return [by_name[learner] for learner in dict.fromkeys(learners)]


def _sort(
    found: Iterable[Submission],
    book: Book,
    assignment: Assignment,
    force: bool,
    sandbox: str,
    kept: Callable[[Record], Record],
) -> tuple[dict[str, Record], list[Submission]]:
    """What is known already, and what waits to be graded; what has only another time now gets it here."""
    records: dict[str, Record] = {}
    waiting = []
    scored = book.scored()
    for submission in found:
        blank = Record(
            submission.learner,
            assignment.name,
            assignment.notebook,
            MISSING,
            max_points=sum(assignment.points.values()),
            submitted=submission.submitted,
        )
        if submission.file is None and not submission.problem:
            blank.notes = [finding(Kind.EMPTY_FOLDER)]
            blank.look = list(submission.look)
            records[submission.learner] = blank
        elif submission.problem and submission.problem.kind in REFUSED_NAMES:
            # No place in a gradebook for such a name; the folder has to be renamed.
            blank.state = UNREADABLE
            blank.look = [finding(Kind.NAME_REFUSED, why=submission.problem.to_dict())]
            records[submission.learner] = blank
        else:
            old = (
                None if force or submission.learner not in scored else read_record(book.autograded(submission.learner))
            )
            usable = (
                old is not None
                and old.source == assignment.digest
                and old.sandbox in ("bubblewrap", sandbox)
                and old.state == GRADED
            )
            known = _as_it_is(old, submission, assignment, book) if old and usable else None
            if known:
                records[submission.learner] = kept(known)
            else:
                waiting.append(submission)
    return records, waiting


def _as_it_is(old: Record, submission: Submission, assignment: Assignment, book: Book) -> Record | None:
    """The record of a submission that is graded as it is now, but perhaps for its time; ``None`` if it has to be graded."""
    if old.submission == submission.digest:
        return old
    if old.content != submission.digest.partition("@")[0]:
        return None
    again = retimed(assignment, old, submission, book.autograded(submission.learner))
    if again is None:
        return None
    with not_now():
        book.write(again, submission)
    return again.record


def _looked_at(
    reviewed: Sequence[str], records: dict[str, Record], waiting: Sequence[Submission], book: Book
) -> dict[str, bool]:
    """Note whose submissions a person has looked at; only of those that are graded as they are now. Who waited for a look."""
    spell = speller([*records, *(submission.learner for submission in waiting)])
    learners = [*dict.fromkeys(map(spell, reviewed))]
    ungraded = [learner for learner in learners if learner not in records or records[learner].state != GRADED]
    if ungraded:
        raise StaffError(
            f"Not graded as it is now: what {', '.join(map(repr, ungraded))} handed in. Nothing was noted. Grade it first, "
            f"look at it, then say so: chainrule staff grade {book.assignment.name} --reviewed {ungraded[0]}"
        )
    return {learner: book.looked_at(learner) for learner in learners}


def _jobs(
    waiting: Iterable[Submission], assignment: Assignment, secret: bytes, sandbox: str, limits: Limits, run_all: bool
) -> Iterator[Job]:
    for submission in waiting:
        if submission.file is None:
            continue
        try:
            data = submission.data()
        except OSError:  # it went away meanwhile
            data = b""
        yield Job(
            submission.learner,
            data,
            seeds(secret, assignment, submission.learner, data),
            submission.digest,
            submission.submitted,
            submission.notes,
            submission.look,
            sandbox,
            limits,
            run_all,
        )


def _results(
    jobs: Iterator[Job],
    assignment: Assignment,
    waiting: Iterable[Submission],
    pool: Pool | None,
) -> Generator[Graded, None, None]:
    for submission in waiting:
        if submission.file is None:
            record = Record(
                submission.learner,
                assignment.name,
                assignment.notebook,
                submitted=submission.submitted,
                max_points=sum(assignment.points.values()),
                source=assignment.digest,
                look=list(submission.look),
            )
            yield unreadable(assignment, record, submission.problem or finding(Kind.NO_NOTEBOOK))
    if pool is None:
        return
    with contextlib.closing(grade_all(assignment, jobs, pool)) as results:
        for job, graded in results:
            if isinstance(graded, BaseException):
                record = Record(
                    job.learner,
                    assignment.name,
                    assignment.notebook,
                    submission=job.submission,
                    submitted=job.submitted,
                    max_points=sum(assignment.points.values()),
                    source=assignment.digest,
                    notes=list(job.notes),
                    look=list(job.look),
                )
                why = finding(Kind.GRADER_FAILED, error=type(graded).__name__, message=str(graded)[:200])
                graded = unreadable(assignment, record, why)
            yield graded
