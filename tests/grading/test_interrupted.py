"""A grading run that is killed, interrupted, or without room on the disk: nothing is lost, and the next run goes on."""

import contextlib
import errno
import multiprocessing
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest
from gradebooks import HALF_RIGHT, STAFF_GRADE, copy_of, records, run, scores
from handing_in import ASSIGNMENT, answered, cell_of, hand_in
from throwaway import but_the_first_thorough, course_environment, needs_bubblewrap

from chainrule.calling.pipe import end
from chainrule_staff.errors import StaffError
from chainrule_staff.grading import engine, pool
from chainrule_staff.grading.class_run import grade_class
from chainrule_staff.grading.sandbox import Sandbox

pytestmark = needs_bubblewrap
PATIENCE = 900.0  # before a run that gets nowhere is given up
SLOW = "\nimport time\ntime.sleep(0.1)\n"  # so that a signal finds the run at work
TRUTH = {f"learner_{number:02}": (2, 2, 2) if number % 2 else (1, 0, 0) for number in range(8)}


@pytest.fixture(scope="module")
def handed_in(mould_released, tmp_path_factory) -> Path:
    """A class of eight that was not graded yet."""
    course = copy_of(mould_released, tmp_path_factory.mktemp("class") / "course")
    for learner, points in TRUTH.items():
        notebook = answered(course, {} if points[1] else HALF_RIGHT)
        cell_of(notebook, "ex-sigmoid")["source"] += SLOW
        hand_in(course, learner, notebook, when="2027-03-01 10:00:00 UTC")
    return course


@pytest.fixture
def classroom(handed_in, tmp_path, in_course) -> Path:
    """That class, for one test."""
    return in_course(copy_of(handed_in, tmp_path / "course"))


class Run:
    """``chainrule staff grade`` as a process, whose descendants are known."""

    def __init__(self, course: Path, *arguments: str):
        self.course = course
        self.process = subprocess.Popen(
            [*STAFF_GRADE, "--workers", "2", *arguments],
            cwd=course,
            env=course_environment(course),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
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
        _, alive = psutil.wait_procs(self.children, timeout=PATIENCE / 4)
        for process in alive:
            process.kill()
        assert alive == []
        return said


def untidy(course: Path) -> list[str]:
    """What a run should not leave in a course."""
    return sorted(
        str(path.relative_to(course))
        for path in course.rglob("*")
        if path.name.endswith((".tmp", "-journal", "-wal"))
        or path.is_file()
        and not path.stat().st_size
        and path.name != "grading.lock"
    )


def is_whole(course: Path) -> bool:
    """Whether the gradebook is, and every notebook that says it was graded has its scores in there."""
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as database:
        intact = (
            database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            and database.execute("PRAGMA foreign_key_check").fetchall() == []
        )
    found = scores(course)
    written = list((course / "autograded").glob("*/*/*.ipynb"))
    assert len(records(course)) == len(written), "a notebook is not whole"
    return intact and all(found[path.parent.parent.name] == TRUTH[path.parent.parent.name] for path in written)


def finish(course: Path) -> list[str]:
    """Grade the rest; who that was."""
    again = []
    found = grade_class(course, ASSIGNMENT, workers=2, on_record=lambda record: again.append(record.learner))
    assert {record.learner: record.points for record in found} == {
        learner: sum(points) for learner, points in TRUTH.items()
    }
    assert scores(course) == TRUTH
    assert is_whole(course)
    assert untidy(course) == []
    return sorted(again)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("how", "count"),
    but_the_first_thorough([(signal.SIGKILL, 1), (signal.SIGTERM, 3), (signal.SIGINT, 2)]),
)
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


@pytest.mark.thorough
@pytest.mark.slow
def test_a_run_killed_again_and_again_gets_to_its_end(classroom):
    for count in (2, 4):
        run = Run(classroom)
        run.until(lambda count=count, run=run: len(run.graded()) >= count)
        run.stop(signal.SIGKILL)
        assert is_whole(classroom)
    assert len(finish(classroom)) <= 4


def _worker_that_ends_slowly(connection):
    sleeper = subprocess.Popen(["sleep", "1"])  # stands for a sandbox: ending it takes a while

    class Ahead:
        def close(self):
            connection.send("ending")
            sleeper.wait()

    engine._ahead["slow"] = Ahead()
    pool._start_worker()
    with sleeper._waitpid_lock:  # as within any wait(), also the one that ends a sandbox
        connection.send("ready")
        time.sleep(2)  # not pause(): on a busy machine both signals may come before it, and it would wait for a third
    sleeper.wait()
    signal.pause()


def test_a_worker_that_is_told_twice_to_end_does_end():
    """The first time by the run that stops, the second by the pool that sees its workers going."""
    ours, theirs = multiprocessing.Pipe()
    worker = multiprocessing.get_context("spawn").Process(target=_worker_that_ends_slowly, args=(theirs,))
    worker.start()
    for word in ("ready", "ending"):
        assert ours.poll(PATIENCE) and ours.recv() == word
        worker.terminate()
    worker.join(PATIENCE / 4)
    hangs = worker.is_alive()
    worker.kill()
    assert not hangs and worker.exitcode == 1


def test_a_sandbox_ended_as_it_starts_leaves_no_process_behind():
    """bubblewrap's second process would wait for its first for ever, if only that were killed."""
    name = f"sandbox of test {os.getpid()}"
    with Sandbox("bubblewrap", [[name, []]]) as walls:
        for number in range(60):
            process = walls.start()
            time.sleep(number / 20_000)  # not a wait for anything: the moments at which it could happen
            end(process)
    left = [process for process in psutil.process_iter() if any(name in word for word in _words(process))]
    _, alive = psutil.wait_procs(left, timeout=PATIENCE / 4)  # one that was killed may still be ending
    assert alive == []


def test_whoever_ends_a_process_that_tries_the_walls_waits_until_its_sandbox_has_gone(monkeypatch):
    """It tries them before anybody knows whether there is anything to grade, and an error in the course ends it."""
    trying, go_on, ended = threading.Event(), threading.Event(), threading.Event()
    monkeypatch.setattr(engine, "_starting", threading.Lock())
    monkeypatch.setattr(engine, "probe", lambda walls: trying.set() or go_on.wait(PATIENCE))
    threads = [
        threading.Thread(target=engine.try_walls, args=("none",)),
        threading.Thread(target=lambda: engine.close(for_good=True) or ended.set()),
    ]
    threads[0].start()
    assert trying.wait(PATIENCE)
    threads[1].start()
    assert not ended.wait(0.2)
    go_on.set()
    assert ended.wait(PATIENCE)
    for thread in threads:
        thread.join(PATIENCE)


def _words(process: psutil.Process) -> list[str]:
    with contextlib.suppress(psutil.Error):
        if process.status() != psutil.STATUS_ZOMBIE:
            return process.cmdline()
    return []


# --- Killed in the middle of writing -----------------------------------------------------------------------------------

# Wraps one function so that its second call (of a run with one worker) ends the process, or fails as on a full disk.
AT_A_STEP = """
import errno, os, signal, sys
import {module}
real, calls = {module}.{name}, []

def {last}(*words, **more):
    calls.append(words)
    if len(calls) == 2:
        {does}
    return real(*words, **more)

{module}.{name} = {last}
from chainrule.course.cli import main
sys.argv = ["chainrule", "staff", "grade", "01_mould", "--workers", "1"]
sys.exit(main())
"""
STEPS = {
    "the transaction": ("sqlalchemy.orm", "Session.commit"),
    "the timestamp": ("pathlib", "Path.write_bytes"),
    "the notebook": ("os", "fsync"),
    "its name": ("os", "replace"),
}
KILL, FULL = "os.kill(os.getpid(), signal.SIGKILL)", "raise OSError(errno.ENOSPC, 'No space left on device')"


def at_a_step(course: Path, step: str, does: str):
    module, name = STEPS[step]
    return run(
        [sys.executable, "-c", AT_A_STEP.format(module=module, name=name, last=name.rpartition(".")[2], does=does)],
        course,
    )


@pytest.mark.parametrize("step", but_the_first_thorough(STEPS))
def test_a_run_killed_while_it_writes_leaves_nothing_half_done(classroom, step):
    done = at_a_step(classroom, step, KILL)
    assert done.returncode == -signal.SIGKILL, done.stdout
    assert is_whole(classroom)
    assert len(finish(classroom)) >= 6


# --- A full disk -------------------------------------------------------------------------------------------------------


@pytest.mark.thorough
@pytest.mark.parametrize(
    "step", [step for step in STEPS if step != "the transaction"]
)  # the database's own errors: below
def test_a_full_disk_stops_the_run_with_a_sentence(classroom, step):
    done = at_a_step(classroom, step, FULL)
    assert done.returncode == 2, done.stdout
    assert "The disk is full" in done.stdout and "Traceback" not in done.stdout
    assert is_whole(classroom)
    assert len(finish(classroom)) >= 6


@pytest.fixture
def disk(tmp_path):
    """A function that puts a small disk where a folder is."""
    mounted = []

    def mount(folder: Path, kilobytes: int) -> None:
        kept = copy_of(folder, tmp_path / "kept")
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder], capture_output=True
        )
        if done.returncode:
            pytest.skip("mounting is not permitted here")  # only root may; RLIMIT and ENOSPC are tested everywhere
        mounted.append(folder)
        shutil.copytree(kept, folder, dirs_exist_ok=True)

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "--lazy", folder], check=True)


def room(folder: Path, kilobytes: int) -> None:
    """Make a small disk larger."""
    subprocess.run(["mount", "-o", f"remount,size={kilobytes}k", folder], check=True)


def size_of(folder: Path) -> int:
    """In kilobytes, as a disk counts them."""
    return sum(-(-path.stat().st_size // 4096) * 4 for path in folder.rglob("*") if path.is_file())


@pytest.mark.thorough
@pytest.mark.parametrize("spare", [0, 40, 120])
def test_a_disk_that_fills_up_stops_the_run_and_space_lets_it_go_on(classroom, disk, spare):
    needed = size_of(classroom)
    disk(classroom, needed + 4 + spare)
    done = run([*STAFF_GRADE, "--workers", "1"], classroom)
    assert done.returncode == 2, done.stdout
    assert "full" in done.stdout and "Traceback" not in done.stdout
    room(classroom, needed + 4000)
    assert is_whole(classroom)
    finish(classroom)


@pytest.mark.thorough
def test_a_full_cache_folder_costs_nobody_anything(classroom, disk, tmp_path):
    """The sandbox mounts the installed course; no copy of it is made anywhere."""
    (tmp_path / "cache").mkdir()
    disk(tmp_path / "cache", 16)
    done = run(STAFF_GRADE, classroom, XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert done.returncode == 0, done.stdout
    assert "Traceback" not in done.stdout
    assert list((tmp_path / "cache").rglob("*.py")) == []


@pytest.mark.thorough
def test_a_secret_that_could_not_be_written_is_made_by_the_next_run(classroom, monkeypatch):
    """An empty file would be taken for a damaged secret for ever."""

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StaffError, match="cannot be written: No space left"):
            grade_class(classroom, ASSIGNMENT)
    assert not (classroom / ".chainrule" / "secret").exists()
    assert len(finish(classroom)) == len(TRUTH)
    assert (classroom / ".chainrule" / "secret").stat().st_mode & 0o777 == 0o600
