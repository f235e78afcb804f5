"""Grading by the workers of a Dask cluster: real processes, on this machine, that share nothing with it but a port."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from gradebooks import HALF_RIGHT, STAFF_GRADE, UNTOUCHED, copy_of, records, rows, run, scores
from handing_in import ASSIGNMENT, answered, cell_of, hand_in
from throwaway import ROOT, needs_bubblewrap

from chainrule_staff.errors import StaffError
from chainrule_staff.grading import cluster as grading_on
from chainrule_staff.grading.class_run import grade_class

pytest.importorskip("distributed")
pytestmark = [pytest.mark.slow, needs_bubblewrap]
START_SECONDS = 600
SLOW = "\nimport time\ntime.sleep(0.1)\n"
KINDS = [({}, (2, 2, 2)), (HALF_RIGHT, (1, 0, 0)), (UNTOUCHED, (0, 0, 0)), ({"he_normal": "undefined_name"}, (2, 2, 0))]
TRUTH = {f"learner_{number:02}": KINDS[number % 4][1] for number in range(8)}


@pytest.fixture(scope="module")
def handed_in(mould_released, tmp_path_factory) -> Path:
    """A class of eight that was not graded yet."""
    course = copy_of(mould_released, tmp_path_factory.mktemp("class") / "course")
    for number, learner in enumerate(TRUTH):
        notebook = answered(course, KINDS[number % 4][0])
        cell_of(notebook, "ex-sigmoid")["source"] += SLOW
        hand_in(course, learner, notebook)
    (course / ".chainrule").mkdir()
    (course / ".chainrule" / "secret").write_text("5a" * 32)
    return course


@pytest.fixture
def classroom(handed_in, tmp_path, in_course) -> Path:
    """That class, for one test."""
    return in_course(copy_of(handed_in, tmp_path / "course"))


class Cluster:
    """A scheduler and workers, each a process with a folder of its own and nothing of the course."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.library = ROOT / "lib"
        self.workers: list[subprocess.Popen] = []
        folder.mkdir()
        self.address = f"tcp://127.0.0.1:{_free_port()}"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", self.address.rpartition(":")[2], "--no-dashboard", "--no-show"
        )

    def _start(self, kind: str, *arguments: str) -> subprocess.Popen:
        home = self.folder / f"{kind}-{len(self.workers)}"
        home.mkdir()
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CHAINRULE_")}
        environment |= {"PYTHONPATH": str(self.library), "HOME": str(home)}
        with (home / "log").open("w") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_" + kind, *arguments],
                cwd=home,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def add_worker(self, *more: str) -> None:
        self.workers.append(
            self._start("worker", self.address, "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1", *more)
        )

    def ready(self) -> str:
        """The address, once all workers are there."""
        from distributed import Client

        with Client(self.address, timeout=START_SECONDS, set_as_default=False) as client:
            if self.workers:
                client.wait_for_workers(len(self.workers), START_SECONDS)
        return self.address

    def logs(self) -> str:
        return "\n".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*/log")))

    def kill(self, process: subprocess.Popen) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            self.kill(process)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@pytest.fixture
def cluster(tmp_path):
    """A scheduler; workers are added by the test."""
    made = Cluster(tmp_path / "cluster")
    yield made
    made.close()


@pytest.fixture(scope="module")
def locally(handed_in, tmp_path_factory) -> Path:
    """The class graded on this machine."""
    course = copy_of(handed_in, tmp_path_factory.mktemp("locally") / "course")
    done = run(STAFF_GRADE, course)
    assert done.returncode == 0, done.stdout
    return course


def same_as_locally(classroom: Path, locally: Path) -> None:
    assert scores(classroom) == TRUTH
    assert rows(classroom) == rows(locally)
    assert records(classroom) == records(locally)  # seeds, reports, digests: everything but the time it took


def test_a_cluster_grades_as_this_machine_does(classroom, locally, cluster):
    cluster.add_worker()
    cluster.add_worker("--no-nanny")
    done = run([*STAFF_GRADE, "--scheduler", cluster.ready()], classroom)
    assert done.returncode == 0, done.stdout
    same_as_locally(classroom, locally)
    assert [line for line in done.stdout.splitlines() if "distributed" in line or "Traceback" in line] == []
    logs = cluster.logs()
    assert str(classroom) not in logs
    assert "rror" not in logs, logs
    again = run([*STAFF_GRADE, "--scheduler", cluster.address], classroom)  # the cluster outlives a run
    assert "8 unchanged" in again.stdout


@pytest.mark.thorough
def test_workers_need_nothing_of_the_courses_disk(classroom, locally, cluster, tmp_path):
    """What they are sent holds no path of the course; and they run where it is not."""
    import pickle

    from chainrule_staff.grading import class_run as running
    from chainrule_staff.grading.assignment import course_secret, load
    from chainrule_staff.grading.engine import LIMITS
    from chainrule_staff.grading.submissions import find

    assignment = load(classroom / "solutions", classroom / "notebooks", ASSIGNMENT)
    found = find(classroom / "submitted", ASSIGNMENT, "mould")
    jobs = running._jobs(found, assignment, course_secret(classroom), "bubblewrap", LIMITS, False)
    sent = pickle.dumps([assignment, list(jobs)])
    assert str(classroom).encode() not in sent and classroom.parent.name.encode() not in sent
    assert course_secret(classroom) not in sent and course_secret(classroom).hex().encode() not in sent


@pytest.mark.thorough
@pytest.mark.parametrize("nanny", [True, False], ids=["with_nanny", "without"])
def test_a_worker_that_is_killed_takes_nothing_with_it(classroom, locally, cluster, nanny):
    for _ in range(2):
        cluster.add_worker(*([] if nanny else ["--no-nanny"]))
    cluster.ready()
    seen = []

    def kill_one(record):
        seen.append(record.learner)
        if len(seen) == 3:
            cluster.kill(cluster.workers[0])

    grade_class(classroom, ASSIGNMENT, scheduler=cluster.address, on_record=kill_one)
    assert sorted(seen) == sorted(TRUTH)
    same_as_locally(classroom, locally)


@pytest.mark.thorough
def test_a_cluster_that_loses_all_its_workers_is_not_waited_for_without_end(classroom, locally, cluster, monkeypatch):
    monkeypatch.setattr("chainrule_staff.grading.cluster.LONELY_SECONDS", 1)
    cluster.add_worker("--no-nanny")
    cluster.ready()
    seen = []

    def kill_all(record):
        seen.append(record.learner)
        if len(seen) == 3:
            cluster.kill(cluster.workers[0])

    with pytest.raises(StaffError, match="no workers"):
        grade_class(classroom, ASSIGNMENT, scheduler=cluster.address, on_record=kill_all)
    assert {learner: points for learner, points in scores(classroom).items() if None not in points} == {
        learner: TRUTH[learner] for learner in seen
    }
    rest = []
    grade_class(classroom, ASSIGNMENT, on_record=lambda record: rest.append(record.learner))
    assert sorted(rest) == sorted(TRUTH.keys() - set(seen))
    same_as_locally(classroom, locally)


@pytest.mark.thorough
def test_a_scheduler_that_dies_stops_the_run_with_a_sentence(classroom, locally, cluster):
    cluster.add_worker("--no-nanny")
    cluster.ready()
    seen = []

    def kill_scheduler(record):
        seen.append(record.learner)
        if len(seen) == 3:
            cluster.kill(cluster.scheduler)

    with pytest.raises(StaffError, match="scheduler"):
        grade_class(classroom, ASSIGNMENT, scheduler=cluster.address, on_record=kill_scheduler)
    assert set(scores(classroom)) == set(seen)
    grade_class(classroom, ASSIGNMENT)
    same_as_locally(classroom, locally)


@pytest.mark.thorough
def test_a_worker_without_the_sandbox_stops_the_run_with_a_sentence(classroom, cluster, tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    cluster.add_worker("--no-nanny")
    with pytest.raises(StaffError, match="A worker on .* cannot grade. .*apt install bubblewrap"):
        grade_class(classroom, ASSIGNMENT, scheduler=cluster.ready())
    assert scores(classroom) == {}


def test_a_worker_without_the_library_stops_the_run_with_a_sentence(classroom, cluster):
    cluster.library = cluster.folder / "empty"  # also where the library is installed for everyone
    (cluster.library / "chainrule").mkdir(parents=True)
    (cluster.library / "chainrule" / "__init__.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'chainrule'\", name='chainrule')"
    )
    cluster.add_worker("--no-nanny")
    with pytest.raises(StaffError, match="pip install 'chainrule.cluster.' on every worker"):
        grade_class(classroom, ASSIGNMENT, scheduler=cluster.ready())
    assert scores(classroom) == {}


@pytest.mark.thorough
def test_a_worker_with_another_version_stops_the_run_with_a_sentence(classroom, cluster, monkeypatch):
    cluster.add_worker("--no-nanny")
    monkeypatch.setattr("chainrule.__version__", "0.0.1")
    with pytest.raises(StaffError, match="and 0.0.1 grades. Install the same everywhere"):
        grade_class(classroom, ASSIGNMENT, scheduler=cluster.ready())
    assert scores(classroom) == {}


@pytest.mark.thorough
def test_a_submission_is_graded_in_a_worker_processs_main_thread(classroom, cluster):
    """Else nothing would end a check that what a learner's function returned keeps busy: tasks run in other threads."""
    from distributed import Client

    cluster.add_worker("--no-nanny")
    with Client(cluster.ready(), set_as_default=False) as client:
        # Only a main thread may set a signal's handler.
        assert (
            client.submit(grading_on.apart, "bubblewrap", signal.signal, signal.SIGALRM, signal.SIG_DFL).result(900)
            is not None
        )


# --- It cannot begin ---------------------------------------------------------------------------------------------------


def refused(classroom: Path, *arguments: str, **environment: str) -> str:
    """What a run says that cannot begin; nothing may have changed."""
    before = (classroom / "gradebook.db").read_bytes()
    done = run([*STAFF_GRADE, *arguments], classroom, **environment)
    assert done.returncode == 2, done.stdout
    assert (classroom / "gradebook.db").read_bytes() == before
    assert len(done.stdout.splitlines()) < 6, done.stdout
    return " ".join(done.stdout.split())


def test_a_scheduler_that_is_not_there(classroom):
    said = refused(classroom, "--scheduler", f"tcp://127.0.0.1:{_free_port()}")
    assert "No scheduler answers at 'tcp://127.0.0.1" in said and "leave out --scheduler" in said


@pytest.mark.parametrize(
    "address", ["tcp://no-such-host.invalid:8786", "nonsense", "http://127.0.0.1:80", "tcp://127.0.0.1:99999", ""]
)
def test_an_address_that_is_none(address):
    with pytest.raises(StaffError, match=f"No scheduler answers at {address!r}"):
        grading_on.Cluster(address)


@pytest.mark.parametrize("greeting", [None, b"SSH-2.0-OpenSSH_9.2\r\n", b""], ids=["mute", "ssh", "closes"])
def test_something_else_listens_there(classroom, greeting, monkeypatch):
    monkeypatch.setattr("chainrule_staff.grading.cluster.CONNECT_SECONDS", 1)
    before = (classroom / "gradebook.db").read_bytes()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def greet():
            connection, _ = listening.accept()
            if greeting is not None:
                with connection:
                    connection.sendall(greeting)
            else:
                held.append(connection)

        held = []
        thread = threading.Thread(target=greet)
        thread.start()
        with pytest.raises(StaffError, match="No scheduler answers at"):
            grade_class(classroom, ASSIGNMENT, scheduler=f"tcp://127.0.0.1:{listening.getsockname()[1]}")
        thread.join()
    assert (classroom / "gradebook.db").read_bytes() == before


def test_a_scheduler_without_workers(classroom, cluster):
    said = refused(classroom, "--scheduler", cluster.ready())
    assert "has no workers" in said and f"dask worker {cluster.address}" in said


def test_dask_is_not_installed(classroom, tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['distributed'] = None\n")
    said = refused(classroom, "--scheduler", "tcp://127.0.0.1:8786", PYTHONPATH=f"{tmp_path}:{ROOT / 'lib'}")
    assert "pip install 'chainrule[cluster]'" in said
