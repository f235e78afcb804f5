"""A grading run that is killed, interrupted, or without room on the disk: nothing is lost, and the next run goes on."""

import contextlib
import errno
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from chainrule.staff.grading.problem import GradingProblem
from chainrule.staff.grading.run import grade_class
from classroom import ASSIGNMENT, HALF_RIGHT, STAFF_GRADE, copy_of, notebook_with, records, scores, solutions, submit
from throwaway import course_environment

PATIENCE = 120.0  # before a run that gets nowhere is given up
SLOW = "import time\ntime.sleep(0.2)\n"  # so that a signal finds the run at work
TRUTH = {f"learner_{number:02}": (2, 2, 2) if number % 2 else (1, 0, 0) for number in range(12)}


@pytest.fixture(scope="module")
def handed_in(released, tmp_path_factory) -> Path:
    """A class of twelve that was not graded yet."""
    course = copy_of(released, tmp_path_factory.mktemp("class") / "course")
    right = solutions(course)
    for learner, points in TRUTH.items():
        answers = right if points[1] else {"sigmoid": HALF_RIGHT}
        submit(course, learner, notebook_with(course, {**answers, "sigmoid": SLOW + answers["sigmoid"]}))
    return course


@pytest.fixture
def classroom(handed_in, tmp_path, in_course) -> Path:
    """That class, for one test."""
    return in_course(copy_of(handed_in, tmp_path / "course"))


class Run:
    """``chainrule staff grade`` as a process, whose descendants are known."""

    def __init__(self, course: Path, *arguments: str):
        self.course = course
        self.process = subprocess.Popen([*STAFF_GRADE, "--workers", "2", *arguments], cwd=course, env=course_environment(course),
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
        self.children: set[psutil.Process] = set()

    def until(self, condition) -> None:
        """Wait for a moment in the run."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert self.process.poll() is None, self.process.stdout.read()
            assert time.monotonic() < deadline
            with contextlib.suppress(psutil.NoSuchProcess):
                self.children |= set(psutil.Process(self.process.pid).children(recursive=True))

    def graded(self) -> list[Path]:
        return list((self.course / "autograded").glob("*/*/*.ipynb"))

    def stop(self, how: signal.Signals) -> str:
        """Send a signal, wait for the end of the run and of all that it started; what it said."""
        with contextlib.suppress(psutil.NoSuchProcess):
            self.children |= set(psutil.Process(self.process.pid).children(recursive=True))
        assert self.children
        self.process.send_signal(how)
        said, _ = self.process.communicate(timeout=PATIENCE)
        _, alive = psutil.wait_procs(self.children, timeout=20)
        for process in alive:
            process.kill()
        assert alive == []
        return said


def untidy(course: Path) -> list[str]:
    """What a run should not leave in a course."""
    return sorted(str(path.relative_to(course)) for path in course.rglob("*")
                  if path.name.endswith((".tmp", "-journal", "-wal")) or path.is_file() and not path.stat().st_size
                  and path.name != "grading.lock")


def is_whole(course: Path) -> bool:
    """Whether the gradebook is, and every notebook that says it was graded has its scores in there."""
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as database:
        intact = database.execute("PRAGMA integrity_check").fetchall() == [("ok",)] \
            and database.execute("PRAGMA foreign_key_check").fetchall() == []
    found = scores(course)
    written = list((course / "autograded").glob("*/*/*.ipynb"))
    assert len(records(course)) == len(written), "a notebook is not whole"
    return intact and all(found[path.parent.parent.name] == TRUTH[path.parent.parent.name] for path in written)


def finish(course: Path) -> list[str]:
    """Grade the rest; who that was."""
    again = []
    found = grade_class(course, ASSIGNMENT, workers=2, on_record=lambda record: again.append(record.learner))
    assert {record.learner: record.points for record in found} == {learner: sum(points) for learner, points in TRUTH.items()}
    assert scores(course) == TRUTH
    assert is_whole(course)
    assert untidy(course) == []
    return sorted(again)


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("count", [1, 5, 9])
def test_a_run_that_was_stopped_is_taken_up_where_it_was(classroom, how, count):
    run = Run(classroom)
    run.until(lambda: len(run.graded()) >= count)
    said = run.stop(how)
    assert run.process.returncode == (130 if how == signal.SIGINT else -how), said
    if how == signal.SIGINT:
        assert "Stopped." in said and "Traceback" not in said
    assert is_whole(classroom)
    done = sorted(path.parent.parent.name for path in run.graded())
    assert count <= len(done) < len(TRUTH)
    before = {path: path.stat().st_mtime_ns for path in run.graded()}
    assert finish(classroom) == sorted(TRUTH.keys() - set(done))
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.slow
def test_a_run_killed_again_and_again_gets_to_its_end(classroom):
    for count in (2, 4, 6, 8, 10):
        run = Run(classroom)
        run.until(lambda count=count, run=run: len(run.graded()) >= count)
        run.stop(signal.SIGKILL)
        assert is_whole(classroom)
    assert len(finish(classroom)) <= 2


@pytest.mark.slow
def test_a_run_killed_before_its_first_grade_leaves_nothing(classroom):
    before = (classroom / "gradebook.db").read_bytes()
    run = Run(classroom)
    run.until(lambda: any("chainrule.checks.remote" in words for child in run.children for words in _words(child)))
    if not run.graded():
        run.stop(signal.SIGKILL)
    assert (classroom / "gradebook.db").read_bytes() == before or run.graded() or None in scores(classroom).values()
    assert len(finish(classroom)) >= 11


def _words(process: psutil.Process) -> list[str]:
    with contextlib.suppress(psutil.Error):
        return process.cmdline()
    return []
