"""What becomes of a submission whose worker had to be ended: what was graded until then stands.

Runs in a new worker, called by :mod:`.pool` in the place of :func:`chainrule_staff.grading.engine.grade`. None of the learner's
code runs any more.
"""

from __future__ import annotations

import hashlib
import pickle

from chainrule.checks.report import Finding, finding
from chainrule.notebooks.conventions import exercise_name
from chainrule_staff.grading.engine import READ, REPAIR_SECONDS, Job, submission
from chainrule_staff.grading.entries import enter, unfinished
from chainrule_staff.grading.graded import Graded, unreadable
from chainrule_staff.grading.kinds import Kind
from chainrule_staff.grading.record import Record
from chainrule_staff.grading.repair import Repaired


def conclude(key: str, pickled: bytes, job: Job, why: Finding, told: list) -> Graded:
    """The result of a submission of which a part was graded.

    Parameters
    ----------
    key, pickled, job
        As :func:`chainrule_staff.grading.engine.grade` was given them.
    why : Finding
        Why its worker was ended; it is the submission's doing, and a person is told.
    told : list
        What that one had finished: that the file was read, and then the exercises.
    """
    assignment = pickle.loads(pickled)
    if READ not in told:
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
            look=[*job.look, why],
        )
        return unreadable(assignment, record, finding(Kind.READING_TOO_SLOW, seconds=REPAIR_SECONDS))
    graded = {entry["exercise"]: entry for entry in told if entry != READ}

    def fill(repaired: Repaired, record: Record) -> None:
        record.look.append(why)
        entries = {}
        for name in assignment.points:
            exercise = exercise_name(name)
            entries[exercise] = graded.get(exercise) or unfinished(
                assignment, repaired, exercise, "grading was ended before: see the note of the grader"
            )
        enter(assignment, repaired, record, entries)

    return submission(assignment, job, fill)
