"""Progress is kept, survives damage and other kernels, and never disturbs a check."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chainrule.checks import progress_log
from chainrule.checks.progress_log import Progress, find_store
from chainrule.course.layout import lectures
from chainrule.course.standing import standing
from chainrule.notebooks.notebook import read, write

LIB = Path(progress_log.__file__).parents[2]


@pytest.fixture
def store(course):
    (course / "my-work" / ".chainrule").mkdir(parents=True)
    return Progress(course / "my-work" / ".chainrule" / "progress.log")


def test_a_kernel_finds_my_work(course, store):
    folder = course / "my-work" / "03_activations"
    folder.mkdir()
    assert find_store(folder) == store.path


def test_outside_my_work_progress_lies_beside_the_notebook(course, monkeypatch):
    monkeypatch.chdir(course / "notebooks" / "00_start")
    path = find_store()
    assert path == course / "notebooks" / "00_start" / ".chainrule" / "progress.log"
    assert not path.parent.exists()  # it is made by the first record only
    assert Progress(path).record("start", "a", 1, 1) and path.is_file()


@pytest.mark.parametrize("name, value", [("NBGRADER_EXECUTION", "autograde"), ("CHAINRULE_PROGRESS", "off")])
def test_graders_and_the_unwilling_keep_none(store, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    assert find_store(store.path.parent) is None


def test_staff_running_a_solution_keep_none(course):
    assert find_store(course / "solutions" / "03_activations") is None


def test_where_nothing_can_be_written_it_is_kept_for_the_session(course, store, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert find_store(course / "my-work") is None
    session = Progress(None)
    assert session.record("activations", "sigmoid", 1, 2) is False and session.notes == []
    assert session.best("activations", "sigmoid") == 1


def test_a_deleted_folder_is_no_error(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert find_store() is None


def test_the_best_is_kept_and_the_latest_too(store):
    for points in (0, 2, 1):
        assert store.record("activations", "sigmoid", points, 2, "2026-11-21T03:15:07", "the sign is wrong")
    entry = Progress(store.path).load()["notebooks"]["activations"]["sigmoid"]
    assert (entry["best"], entry["points"], entry["attempts"]) == (2, 1, 3)
    assert entry["mistakes"] == {"the sign is wrong": 3} and entry["finished"] == "2026-11-21T03:15:07"


@pytest.mark.parametrize(
    "damage", [b"{", b"[]", b"\xff\xfe", b'{"notebook": 3}', b"[" * 100_000, b"\0" * 600, b'{"notebook": "activ']
)
def test_a_damaged_line_costs_that_line_only_and_is_told(store, damage):
    store.record("activations", "sigmoid", 1, 2)
    with store.path.open("ab") as file:  # a kernel that was killed in the midst of it has ended no line
        file.write(b"\n" + damage)
    assert store.record("activations", "relu", 1, 1)
    found = Progress(store.path)
    for _ in range(2):
        assert found.load()["notebooks"]["activations"].keys() == {"sigmoid", "relu"}
    assert len(found.notes) == 1 and f"{store.path}: damaged in line 3;" in found.notes[0]


def test_a_line_that_is_being_written_is_no_damage(store):
    store.record("activations", "sigmoid", 1, 2)
    store.path.write_bytes(store.path.read_bytes() + b'\n{"notebook": "activ')
    assert Progress(store.path).best("activations", "sigmoid") == 1
    assert store.load() and store.notes == []


OLD = {
    "version": 1,
    "notebooks": {
        "activations": {
            "sigmoid": {"best": 2.0, "points": 1.0, "max_points": 2.0, "attempts": 7, "first": "2026-11-01T10:00:00"},
            "relu": {"best": "many"},
        },
        "start": 7,
    },
}


def test_what_was_kept_before_there_was_a_log_is_its_beginning(store):
    old = store.path.with_name("progress.json")
    old.write_text(json.dumps(OLD))
    store.record("activations", "sigmoid", 0, 2)
    for _ in range(2):  # reading it again adds nothing
        entries = Progress(store.path).load()["notebooks"]["activations"]
        assert entries.keys() == {"sigmoid"}  # an entry that is none costs only itself
        assert (entries["sigmoid"]["best"], entries["sigmoid"]["points"], entries["sigmoid"]["attempts"]) == (2, 0, 8)
    assert json.loads(old.read_text()) == OLD


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff\xfe", b'{"notebooks": 3}', b"[" * 100_000])
def test_a_damaged_old_file_is_told_and_stays(store, data):
    old = store.path.with_name("progress.json")
    old.write_bytes(data)
    assert store.record("activations", "sigmoid", 1, 2)
    assert store.best("activations", "sigmoid") == 1
    assert old.read_bytes() == data and len(store.notes) == 1 and str(old) in store.notes[0]


@pytest.mark.parametrize("error", [OSError(28, "no space left"), PermissionError(13, "no"), RuntimeError("odd")])
def test_nothing_is_ever_raised(store, monkeypatch, error):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(os, "write", fail)
    assert store.record("activations", "sigmoid", 1, 2) is False
    assert len(store.notes) == 1 and "session only" in store.notes[0]
    assert store.record("activations", "sigmoid", object(), 2) is False


def test_a_disk_that_fills_up_is_told_and_spoils_no_other_record(store, monkeypatch):
    write = os.write
    with monkeypatch.context() as full:
        full.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:20]))
        assert store.record("activations", "sigmoid", 1, 2) is False and "disk" in store.notes[0]
    assert store.record("activations", "relu", 1, 1)
    assert Progress(store.path).load()["notebooks"]["activations"].keys() == {"relu"}


def test_kernels_that_write_at_once_on_a_busy_machine_lose_no_record(store):
    # Each kernel waits for the others at a pipe, so that they do overlap.
    code = (
        "import sys; from pathlib import Path; from chainrule.checks.progress_log import Progress\n"
        "p = Progress(Path(sys.argv[1])); print('ready', flush=True); sys.stdin.readline()\n"
        "for i in range(50): assert p.record('activations', f'e{sys.argv[2]}-{i}', 1, 1, mistake='m' * 300), p.notes\n"
    )
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(4)]
    kernels = [
        subprocess.Popen(
            [sys.executable, "-c", code, store.path, str(n)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(LIB)},
            text=True,
        )
        for n in range(8)
    ]
    try:
        for kernel in kernels:
            assert kernel.stdout.readline() == "ready\n"
        for kernel in kernels:
            kernel.stdin.write("\n")
            kernel.stdin.flush()
        assert [kernel.wait(300) for kernel in kernels] == [0] * 8
    finally:
        for process in busy + kernels:
            process.kill()
            process.communicate()
    found = Progress(store.path)
    assert len(found.load()["notebooks"]["activations"]) == 8 * 50 and not found.notes


def test_the_summary_holds_progress_against_the_lectures(course, store):
    store.record("activations", "sigmoid", 2, 2)
    store.record("activations", "gone", 5, 5)
    start, activations = standing(store, lectures(course))
    assert (activations["points"], activations["max_points"], activations["next"]) == (2, 3, "relu")
    assert not activations["finished"] and start["points"] == 0
    assert [exercise["number"] for exercise in activations["exercises"]] == ["3.1", "3.2"]
    assert activations["exercises"][0]["title"] == "Sigmoid"


def test_points_that_the_course_changed_are_converted(course, activations, store):
    store.record("activations", "sigmoid", 1, 2)
    book = read(activations.notebook)
    book["cells"][5]["metadata"]["nbgrader"]["points"] = 4
    write(activations.notebook, book)
    [line] = standing(store, [activations])
    assert line["points"] == 2 and line["max_points"] == 5


def test_a_damaged_release_is_reported_and_not_finished(activations, store):
    activations.notebook.write_text("{")
    [line] = standing(store, [activations])
    assert line["problem"] and not line["finished"]


def test_a_kernel_imports_only_the_standard_library_for_it():
    code = "import sys, chainrule.checks.progress_log as p; print([m for m in ('numpy', 'typer', 'rich', 'nbformat', 'tomllib') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(LIB)}
    )
    assert done.stdout == "[]\n", done.stderr
