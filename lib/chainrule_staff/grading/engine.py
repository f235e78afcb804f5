"""Grade one submission: bytes in, a record and an autograded notebook out. Runs in a worker process.

Knows nothing of folders, gradebooks or other submissions, so it can run on any machine.
"""

from __future__ import annotations

import atexit
import dataclasses
import hashlib
import json
import pickle
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from chainrule.calling.pipe import Limits, Pipe, RemoteFailed, end
from chainrule.calling.time_left import PATIENCE
from chainrule.checks.report import Finding, Kind, State, finding
from chainrule.checks.runner import Run, run, run_again
from chainrule.checks.session import Session, using
from chainrule.notebooks.conventions import Role, check_name, exercise_name
from chainrule_staff.grading.assignment import Assignment
from chainrule_staff.grading.entries import enter, finished, unfinished
from chainrule_staff.grading.fresh import Solved, solve
from chainrule_staff.grading.graded import Graded, autograded, unreadable
from chainrule_staff.grading.kinds import Kind as StaffKind
from chainrule_staff.grading.probe import probe
from chainrule_staff.grading.record import Record
from chainrule_staff.grading.repair import Repaired, Unreadable, read_submission, repair
from chainrule_staff.grading.sandbox import Sandbox
from chainrule_staff.grading.watching import OwnTime, allow, tell, watched

LIMITS = Limits(call=10, check=20, cell=30, total=120)
REPAIR_SECONDS = 30
OWN_SECONDS = 10  # what a check may compute on this side, besides its time for the learner's
READ = "read"  # told when the file has been read and repaired
PROCESSES = {"bubblewrap": 3, "none": 1}  # of a sandbox: bubblewrap's two, and the one that answers
_one_at_a_time = threading.Lock()  # prints and warnings are caught for the whole process, so one submission at a time
_starting = threading.Lock()  # held while a sandbox starts, which nobody knows yet


@dataclass(frozen=True)
class Job:
    """One submission to grade, as it travels to a worker.

    Parameters
    ----------
    learner : str
    data : bytes
        The notebook file.
    seeds : dict
        A seed for each exercise.
    submission : str
        Digest of what was handed in.
    submitted : str or None
        When, ISO 8601 in UTC.
    notes, look : tuple of Finding
        What was seen already, while the files were read.
    sandbox : str
    limits : Limits
    run_all : bool
        Run the demonstrations, too, for their outputs.
    """

    learner: str
    data: bytes
    seeds: dict
    submission: str = ""
    submitted: str | None = None
    notes: tuple = ()
    look: tuple = ()
    sandbox: str = "bubblewrap"
    limits: Limits = LIMITS
    run_all: bool = False


class _Ahead:
    """A process of a sandbox, started before it is needed."""

    def __init__(self, sandbox: Sandbox):
        self.sandbox = sandbox
        self._waiting: subprocess.Popen | None = None

    def start(self) -> None:
        """Start one if none waits."""
        with _starting:
            self._waiting = self._waiting or self.sandbox.start()

    def take(self):
        """A process that has started already, most times; the next one starts meanwhile."""
        with _starting:
            process, self._waiting = self._waiting or self.sandbox.start(), self.sandbox.start()
        return process

    def close(self) -> None:
        """End the one that waits, and the sandbox."""
        if self._waiting is not None:
            end(self._waiting)
            self._waiting = None
        self.sandbox.__exit__()


_assignments: dict[str, Assignment] = {}
_ahead: dict[str, _Ahead] = {}
_solved: dict[str, Solved] = {}


@atexit.register
def close(for_good: bool = False) -> None:
    """End what was started ahead. If it is for good, nothing starts any more in this process.

    A sandbox whose starter is killed while it starts would wait for ever: that one is waited for, and ended.
    """
    if for_good:
        _starting.acquire()
    for ahead in list(_ahead.values()):
        ahead.close()
    _ahead.clear()


def grade(key: str, pickled: bytes, job: Job) -> Graded:
    """Grade one submission.

    Parameters
    ----------
    key : str
        Identifies the assignment, so that a worker reads it once.
    pickled : bytes
        The assignment.
    job : Job

    Returns
    -------
    Graded
        Whatever the submission does.
    """
    with _one_at_a_time:
        assignment = _read(key, pickled)
        ahead = _ahead_for(assignment, job.sandbox)
        _solved_for(assignment)  # it is the course's: no submission's time is taken for it
        return submission(assignment, job, lambda repaired, record: _run(assignment, job, ahead, repaired, record))


def try_walls(sandbox: str) -> None:
    """Find out whether the sandbox holds on this machine, before there is an assignment.

    Raises
    ------
    SandboxError
        It does not start, or does not hold.
    """
    # Whoever ends this process waits until the one sandbox has come and gone.
    with _starting, Sandbox(sandbox) as walls:
        probe(walls)


def prepare(key: str, pickled: bytes, sandbox: str) -> None:
    """Read an assignment, solve it and start a sandbox, before there is a submission."""
    with _one_at_a_time:
        assignment = _read(key, pickled)
        _ahead_for(assignment, sandbox).start()
        _solved_for(assignment)


def _read(key: str, pickled: bytes) -> Assignment:
    if key not in _assignments:
        _assignments.clear()
        _assignments[key] = pickle.loads(pickled)
    return _assignments[key]


def _ahead_for(assignment: Assignment, sandbox: str) -> _Ahead:
    key = json.dumps([sandbox, assignment.offers])
    if key not in _ahead:
        close()
        _ahead[key] = _Ahead(Sandbox(sandbox, assignment.offers))
    return _ahead[key]


def _solved_for(assignment: Assignment) -> Solved:
    """The assignment as the course solves it: its solution runs once in a worker, not for each submission."""
    if assignment.digest not in _solved:
        _solved.clear()
        _solved[assignment.digest] = solve(assignment)
    return _solved[assignment.digest]


def submission(assignment: Assignment, job: Job, fill: Callable[[Repaired, Record], None]) -> Graded:
    """Read a submission and repair it; ``fill`` puts reports, points and outputs into the record and the cells."""
    began = time.perf_counter()
    record = Record(
        job.learner,
        assignment.name,
        assignment.notebook,
        max_points=sum(assignment.points.values()),
        sha256=hashlib.sha256(job.data).hexdigest(),
        size=len(job.data),
        submission=job.submission,
        submitted=job.submitted,
        source=assignment.digest,
        sandbox=job.sandbox,
        notes=list(job.notes),
        look=list(job.look),
        seeds={exercise: f"{seed:x}" for exercise, seed in job.seeds.items()},
    )
    try:
        with watched(REPAIR_SECONDS, lambda: allow(REPAIR_SECONDS)) as expired:
            try:
                notebook, notes = read_submission(job.data)
                repaired = repair(notebook, assignment)
            except BaseException:
                if expired:
                    raise Unreadable(finding(StaffKind.READING_TOO_SLOW, seconds=REPAIR_SECONDS)) from None
                raise
    except Unreadable as error:
        return unreadable(assignment, record, error.why)
    except Exception as error:  # nothing that a file holds may stop a batch
        why = finding(StaffKind.READING_RAISED, error=type(error).__name__, message=str(error)[:200])
        return unreadable(assignment, record, why)
    del notebook
    record.notes += notes + repaired.notes
    record.look += repaired.look
    record.answers = repaired.digest
    tell(READ)
    fill(repaired, record)
    allow(REPAIR_SECONDS)
    record.seconds = round(time.perf_counter() - began, 3)
    return Graded(record, autograded(assignment, record, repaired.cells))


def _run(assignment: Assignment, job: Job, ahead: _Ahead, repaired: Repaired, record: Record) -> None:
    """Run a repaired submission; its reports, notes and points go into ``record``."""
    broken: dict[str, str] = {}
    session = Session(
        seeds=job.seeds,
        catalogues={assignment.notebook: assignment.catalogue},
        sweeps={assignment.notebook: json.loads(assignment.further).get("exercises", {})},
        fresh=_solved_for(assignment).fresh,
        recall=_solved_for(assignment).fresh.recall,
        cells={assignment.notebook: assignment.cells},
    )

    def between() -> None:
        # Between checks there are cells, which compute in the sandbox: here they need little, and may wait for long.
        allow(job.limits.cell + OWN_SECONDS, PATIENCE * job.limits.total)

    own = OwnTime(job.limits.total)

    def limit():
        # What came back is computed with on this side: that may not take long either.
        return watched(own.at_most(job.limits.check + OWN_SECONDS), between)

    def told(_) -> None:
        exercise = session.records[-1].exercise if session.records else ""
        if exercise and check_name(exercise) not in broken:
            tell(finished(assignment, repaired, session, exercise))

    between()
    with Pipe(ahead.take, limits=job.limits) as pipe:
        ran: Run = run(
            repaired.steps,
            pipe,
            session=session,
            limit=limit,
            on_check=told,
            on_broken=lambda step, error: broken.update({step.name: f"{error['error']}: {error['message']}"}),
        )
        failures = list(pipe.failures)
        _on_references(assignment, repaired, ran, pipe, limit)
        forked = pipe.forked(PROCESSES[job.sandbox])
    allow(REPAIR_SECONDS)
    record.notes += [finding(StaffKind.TOLD, text=note) for note in ran.notes[:20]]
    record.look += _lost_processes(failures)
    if forked:
        record.look.append(finding(StaffKind.FORKED))
    entries = {}
    for name in assignment.points:
        exercise = exercise_name(name)
        if name not in broken and (assignment.notebook, exercise) in session.reports:
            entries[exercise] = finished(assignment, repaired, session, exercise)
        else:
            why = broken.get(name, "it did not run")
            record.look.append(finding(StaffKind.CHECK_FAILED, check=name, why=why[:160]))
            entries[exercise] = unfinished(assignment, repaired, exercise, why)
    enter(assignment, repaired, record, entries)
    if job.run_all:
        from chainrule_staff.grading.outputs import SECONDS, attach

        allow(REPAIR_SECONDS, SECONDS)
        released = {cell.grade_id: cell.source for cell in assignment.release if cell.grade_id}
        attach(repaired.cells, released, ahead.sandbox)


def _on_references(assignment: Assignment, repaired: Repaired, ran: Run, pipe: Pipe, limit: Callable) -> None:
    """Check what builds on an exercise that has not passed once more, on the course's own functions in its place.

    It comes last, so that it takes no other exercise's time, and in the notebook's order: an exercise is not checked
    any more once its own reference was in place for one below it. Only a report that is worth more counts. What stands
    below does not count as built on: two exercises that are each defined by the other would pass, with nothing computed.
    """
    session = ran.session
    place = {exercise_name(name): at for at, name in enumerate(assignment.points)}
    with using(session):
        built = {check.exercise: check.builds_on() for check in session.records}
    functions = assignment.cells["functions"]
    solved = {key[1] for key, report in session.reports.items() if report.state == State.PASSED}
    steps = {step.name: step for step in repaired.steps if step.role is Role.CHECK}
    for check in list(session.records):
        report = session.reports[check.notebook, check.exercise]
        weak = {
            exercise: used
            for exercise, used in built[check.exercise].items()
            if exercise not in solved and place[exercise] < place[check.exercise]
        }
        if not weak or report.state in (State.PASSED, State.NOT_ATTEMPTED):
            continue
        references = {
            name: _solved_for(assignment).namespace[name] for exercise in weak for name in functions[exercise]
        }
        step = steps[check_name(check.exercise)]
        if run_again(ran, step, pipe, references, limit=limit):
            better = session.reports[check.notebook, check.exercise]
            told = [
                finding(
                    Kind.BUILT_ON_REFERENCE, number=session.reports[check.notebook, exercise].number, functions=used
                )
                for exercise, used in weak.items()
            ]
            others = [note for note in better.notes if note.kind != Kind.BUILDS_ON]
            session.reports[check.notebook, check.exercise] = dataclasses.replace(better, notes=(*told, *others))


def _lost_processes(failures: list[RemoteFailed]) -> list[Finding]:
    """One finding for each way in which the learner's process was lost."""
    statuses = [failure.status for failure in failures]
    return [
        finding(kind, count=statuses.count(status))
        for status, kind in (("timed out", StaffKind.TIMED_OUT), ("died", StaffKind.DIED))
        if status in statuses
    ]
