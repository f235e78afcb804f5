"""Grade a simulated class and hold every score against the truth: ``python tools/demo.py``, or ``make demo``.

In a temporary folder, which is gone afterwards: the course is released, 24 learners hand in (right and wrong answers,
unfinished and damaged notebooks, attacks on the grader), ``chainrule staff grade`` grades them in its sandbox, and
``chainrule staff report`` tells what the class understood. Exits 0 if every score is the truth, 1 if one is not, 2 if it
could not grade.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from chainrule_staff.authoring.source import lectures, read
from chainrule_staff.simulation import learners as classroom

ROOT = Path(__file__).resolve().parents[1]
LIMIT = ["--call-seconds", "3"]  # attacks that hang cost no more than that; a longer one given by hand wins
KINDS = {
    "correct": "right in all points",
    "mistakes": "with known mistakes",
    "unfinished": "unfinished",
    "damaged": "with damaged notebooks",
    "hostile": "attacking the grader",
}


class Failed(Exception):
    """A command of the demonstration failed; it has said why."""


def run(course: Path, *command: str, quiet: bool = False) -> str:
    """Run a module's command in the course; its output, if ``quiet``, else for the terminal.

    Raises
    ------
    Failed
        The command's exit code is not 0.
    """
    sys.stdout.flush()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"  # nbgrader looks for alembic there
    environment = {**os.environ, "PATH": path}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=course,
        env=environment,
        text=True,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.PIPE if quiet else None,
    )
    if done.returncode:
        raise Failed(f"{' '.join(command)} exited with {done.returncode}.\n{(done.stderr or '')[-2000:]}")
    return done.stdout or ""


def copy_course(source: Path, assignment: str, course: Path) -> None:
    """What grading needs of a course: one lecture's folder and nbgrader's settings."""
    shutil.copytree(
        source / "solutions" / assignment,
        course / "solutions" / assignment,
        ignore=shutil.ignore_patterns("__pycache__", ".*"),
    )
    shutil.copy(source / "nbgrader_config.py", course)


def scores(course: Path, assignment: str) -> dict[str, float]:
    """The points in nbgrader's gradebook, by learner."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {submission.student_id: submission.score for submission in gradebook.assignment_submissions(assignment)}


def differences(truth: list, records: list[dict], booked: dict[str, float]) -> list[str]:
    """What is not as the truth says, in one line each: points, state, flag, gradebook."""
    found, by_learner = [], {record["learner"]: record for record in records}
    for one in truth:
        record = by_learner.pop(one.learner, None)
        if record is None:
            found.append(f"{one.learner}: no record; {one.story}")
            continue
        wrong = []
        if record["state"] != one.state:
            wrong.append(f"{record['state']} instead of {one.state}")
        if one.points is not None and abs(record["points"] - one.points) > 1e-6:
            wrong.append(f"{record['points']:g} points instead of {one.points:g}")
        if abs(booked.get(one.learner, 0.0) - record["points"]) > 1e-6:
            wrong.append(
                f"{booked.get(one.learner, 0.0):g} points in the gradebook, {record['points']:g} in the record"
            )
        if one.look is not None and bool(record["look"]) != one.look:
            wrong.append("not flagged" if one.look else f"flagged: {'; '.join(one['words'] for one in record['look'])}")
        if wrong:
            found.append(f"{one.learner}: {', '.join(wrong)}; {one.story}")
    found += [f"{learner}: a record of nobody in the class" for learner in by_learner]
    return found


def demonstrate(course: Path, source: Path, assignment: str, learners: int, seed: int, options: list[str]) -> list[str]:
    """Release, hand in, grade, report, compare; the differences."""
    copy_course(source, assignment, course)
    say(f"Releasing {assignment} …")
    run(course, "nbgrader", "generate_assignment", assignment, quiet=True)
    truth = classroom.simulate(read(course / "solutions" / assignment), learners, seed)
    for one in truth:
        one.hand_in(course, assignment)
    count = {kind: sum(one.kind == kind for one in truth) for kind in KINDS}
    say(f"{len(truth)} learners hand in: " + ", ".join(f"{count[kind]} {words}" for kind, words in KINDS.items()) + ".")
    for one in truth:
        if one.kind == "hostile":
            say(f"  {one.learner} {one.story}")
    started = time.perf_counter()
    run(course, "chainrule.course.cli", "staff", "grade", assignment, *options)
    say(f"Graded in {time.perf_counter() - started:.1f} s.\n")
    run(course, "chainrule.course.cli", "staff", "report", assignment)
    records = json.loads(
        run(course, "chainrule.course.cli", "staff", "grade", assignment, *options, "--json", quiet=True)
    )
    return differences(truth, records, scores(course, assignment))


def say(text: str) -> None:
    print(text, flush=True)


def main(argv: list[str] | None = None) -> int:
    """Run from the command line; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lecture", default="03_activations", metavar="NN_NAME")
    parser.add_argument("--learners", type=int, default=24)
    parser.add_argument("--seed", type=int, default=0, help="of the simulated class")
    parser.add_argument("--course", type=Path, default=ROOT, help="where solutions/ and nbgrader_config.py are")
    words, options = parser.parse_known_args(argv)  # what is left goes to `staff grade`: --sandbox, --workers …
    known = [folder.name for folder in lectures(words.course / "solutions")]
    if words.lecture not in known:
        parser.error(f"there is no lecture {words.lecture}; there are: {', '.join(known)}")
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="chainrule-demo-") as folder:
        try:
            found = demonstrate(
                Path(folder).resolve(),
                words.course.resolve(),
                words.lecture,
                words.learners,
                words.seed,
                [*LIMIT, *options],
            )
        except Failed as error:
            print(error, file=sys.stderr)
            return 2
    seconds = time.perf_counter() - started
    for line in found:
        say(line)
    names = {line.partition(":")[0] for line in found}
    say(f"{words.learners - len(names)} of {words.learners} as the truth ({seconds:.0f} s in all).")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
