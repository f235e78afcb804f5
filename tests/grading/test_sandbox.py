"""The walls: what is inside, what is not, and what is said where there are none."""

import importlib.metadata
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from throwaway import needs_bubblewrap

from chainrule.calling.pipe import Limits, Pipe, end
from chainrule.calling.transport import _outcome
from chainrule.checks.verdict import obstacle
from chainrule.checks.words import sentence
from chainrule_staff.errors import SandboxError
from chainrule_staff.grading import probe as probing
from chainrule_staff.grading import sandbox_mounts as content
from chainrule_staff.grading import walls
from chainrule_staff.grading.engine import PROCESSES
from chainrule_staff.grading.probe import probe
from chainrule_staff.grading.sandbox import Sandbox
from chainrule_staff.grading.walls import Bubblewrap

OFFERS = [
    ["chainrule", ["Check", "close", "ready"]],
    ["chainrule.data", ["load_fashion_mnist"]],
    ["chainrule.nn", ["MLP"]],
]


@pytest.fixture(params=[pytest.param("bubblewrap", marks=needs_bubblewrap), "none"])
def inside(request):
    """A function that runs a source in the sandbox and returns what its ``answer()`` gives."""
    with Sandbox(request.param, OFFERS) as sandbox, Pipe(sandbox.start, limits=Limits(call=20, cell=20)) as pipe:

        def ask(source: str):
            error = pipe.run_cell("cell", source)
            assert error is None, error
            outcome = pipe.call("answer", (), {})
            assert outcome.status == "returned", outcome
            return outcome.value

        ask.sandbox = request.param
        yield ask


@pytest.fixture
def walled(inside):
    if inside.sandbox == "none":
        pytest.skip("for walls only")  # --sandbox none promises no wall; the other parameter is tested
    return inside


def test_of_the_library_there_is_only_what_the_first_cell_imports(inside):
    found = inside("""
import sys
def attempt(statement):
    try:
        exec(statement, {})
        return "there"
    except ImportError as error:
        return str(error)
def answer():
    return [attempt(f"import {name}") for name in ("chainrule.gradients", "chainrule.autodiff", "chainrule.checks.check",
            "chainrule_staff", "chainrule.lectures")] + [attempt("from chainrule.nn import relu"), attempt("from chainrule import close, Check")]
""")
    assert "there" not in found[:-1] and found[-1] == "there"


def test_the_answers_of_the_library_are_not_on_the_disk(walled):
    found = walled("""
import os
def answer():
    return [os.path.join(folder, name) for folder, _, names in os.walk("/library") for name in names]
""")
    assert not [
        path
        for path in found
        if "lectures" in path or "nn" in Path(path).parts or "autodiff" in path or "catalogue" in path
    ]
    assert any(path.endswith("codec.py") for path in found)  # the walk did see the library


def test_stand_ins_can_be_used_in_any_way(inside):
    assert inside("""
from chainrule import Check, ready
from chainrule.nn import MLP
def answer():
    c = Check("a.b", points=1)
    c.equal(1, 2)
    model = MLP([1, 2], rng=None)
    for layer in model.layers:
        layer.W += 1
    text = f"{model.accuracy():.2f}"
    if ready("a.b", "c"):
        raise RuntimeError
    return "used", len(model), (model + 1 > 2) is not None, c.score() is not None
""") == ("used", 0, True, True)


def test_data_and_close_are_genuine(inside):
    shape, near = inside("""
from chainrule import close
from chainrule.data import load_fashion_mnist
def answer():
    return load_fashion_mnist()[0].shape, close(1.0, 1.0 + 1e-12)
""")
    assert shape == (5000, 784) and near is True


def test_matplotlib_is_loaded_when_it_is_used(inside):
    before, after, drawn = inside("""
import sys
import matplotlib.pyplot as plt
import matplotlib
def loaded():
    return "matplotlib.figure" in sys.modules
before = loaded()
def answer():
    fig, ax = plt.subplots()
    ax.plot([1, 2], color="C1")
    return before, loaded(), len(ax.lines)
""")
    assert (before, after, drawn) == (False, True, 1)


@pytest.mark.parametrize("statement", ["import scipy", "import torch", "import pytest", "import nbgrader"])
def test_what_the_course_does_not_promise_is_not_there(walled, statement):
    assert (
        walled(f"""
def answer():
    try:
        {statement}
        return "there"
    except ImportError:
        return "not there"
""")
        == "not there"
    )


def test_no_root_no_network_no_environment_no_processes_of_others(walled):
    uid, environment, proc, root = walled("""
import os
def answer():
    return os.getuid(), sorted(os.environ), os.path.exists("/proc/1"), sorted(os.listdir("/"))
""")
    assert uid != 0 and not proc
    assert set(environment) <= {
        "CHAINRULE_PROGRESS",
        "HOME",
        "LANG",
        "LC_CTYPE",
        "MPLBACKEND",
        "MPLCONFIGDIR",
        "OPENBLAS_NUM_THREADS",
        "PATH",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONPATH",
        "PWD",
    }
    assert "home" not in root and "var" not in root


def test_the_disk_is_small_and_the_rest_cannot_be_written_to(walled):
    written, failed = walled("""
import os
def answer():
    size = 0
    try:
        for n in range(100):
            with open(f"/tmp/f{n}", "wb") as file:
                file.write(b"x" * 1_000_000)
            size += 1_000_000
    except OSError:
        pass
    failed = 0
    for path in ("/x", "/library/x", "/packages/x", "/usr/lib/x", "/dev/x"):
        try:
            open(path, "w")
        except OSError:
            failed += 1
    return size, failed
""")
    assert written < content.DISK and failed == 5


def test_memory_is_bounded(inside):
    with pytest.raises(AssertionError, match="Unable to allocate|died"):
        inside("import numpy as np\ndef answer():\n    return [np.ones(10**8) for _ in range(8)]")


def test_a_fork_bomb_stops_at_the_limit_and_leaves_nothing(walled):
    made = walled("""
import os, time
def answer():
    made = 0
    try:
        while made < 100:
            if os.fork() == 0:
                time.sleep(3600)
                os._exit(0)
            made += 1
    except OSError:
        pass
    return made
""")
    assert 0 < made < walls.LIMITS["NPROC"]


def test_a_forked_child_does_not_answer_in_its_parents_place(walled):
    assert (
        walled("""
import os
def answer():
    child = os.fork()
    if child == 0:
        return "the child"
    os.waitpid(child, 0)
    return "the parent"
""")
        == "the parent"
    )


@needs_bubblewrap
def test_daemons_end_with_the_sandbox():
    with Sandbox("bubblewrap") as sandbox:
        mark = f"daemon{os.getpid()}x{time.monotonic_ns()}"
        with Pipe(sandbox.start) as pipe:
            error = pipe.run_cell(
                "cell",
                f"""
import os, sys
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(600)", "{mark}"])
    os._exit(0)
import time
time.sleep(0.3)
""",
            )
            assert error is None
            assert _running(mark)
        deadline = time.monotonic() + 10
        while _running(mark) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not _running(mark)


def _running(mark: str) -> bool:
    """Whether a process of this machine has the mark among its words."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark.encode() in path.read_bytes() and b"-c\0import time" in path.read_bytes():
                return True
        except OSError:
            pass
    return False


# -- is it there? ----------------------------------------------------------------------------------------------------------


HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}


@pytest.mark.parametrize("machine", HEADERS)
def test_the_numbers_of_calls_are_those_of_the_kernel(machine):
    if not HEADERS[machine].exists():
        pytest.skip("the kernel's headers are not installed")
    text = HEADERS[machine].read_text()
    numbers = {found[1]: int(found[2]) for found in re.finditer(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)}
    numbers.setdefault("newfstatat", numbers.get("fstatat", -1))
    allowed = walls.seccomp.allowed(machine)
    assert {name: numbers.get(name) for name in allowed} == allowed


@pytest.mark.parametrize("machine", HEADERS)
def test_no_call_is_allowed_that_reaches_out_of_the_sandbox_or_holds_memory_that_no_limit_counts(machine):
    hostile = (
        "socket socketpair connect bind unshare setns mount ptrace process_vm_readv shmget memfd_create bpf keyctl "
    )
    hostile += (
        "perf_event_open userfaultfd io_uring_setup clone3 vmsplice splice msgget add_key open_by_handle_at mlock"
    )
    assert not set(hostile.split()) & set(walls.seccomp.allowed(machine))


def test_no_socket_can_be_opened(walled):
    """Not over a network, not on this machine, and not to its host."""
    assert walled("""
import socket
def answer():
    found = []
    for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, 40):
        try:
            found.append(socket.socket(family, socket.SOCK_STREAM).family)
        except OSError:
            pass
    try:
        found.append(socket.socketpair())
    except OSError:
        pass
    return len(found)
""") == 0  # fmt: skip


def test_files_without_a_byte_in_them_are_bounded(walled):
    """They take memory of the kernel that no limit of a process counts."""
    with pytest.raises(AssertionError, match="died.*files"):
        walled("""
import os
def answer():
    for number in range(10**7):
        os.close(os.open(f"/tmp/{number}", os.O_CREAT))
""")


def test_a_few_thousand_files_are_no_reason_to_end_anything(walled):
    assert walled("""
import os
def answer():
    for number in range(3000):
        os.close(os.open(f"/tmp/{number}", os.O_CREAT))
    return sum(range(5 * 10**6)) and len(os.listdir("/tmp")) >= 3000
""")  # fmt: skip


@needs_bubblewrap
def test_a_sandbox_that_holds_is_used():
    with Sandbox("bubblewrap", OFFERS) as sandbox:
        probe(sandbox)


@needs_bubblewrap
@pytest.mark.parametrize(
    "hole, words",
    [
        ("uid", "root's"),
        ("home", "can see"),
        ("network", "network"),
        ("processes", "not limited"),
        ("write", "can write"),
        ("calls", "namespaces of its own; it can share memory"),
    ],
)
def test_a_wall_with_a_hole_is_noticed(monkeypatch, hole, words, tmp_path):
    if hole in ("uid", "processes") and os.getuid() != 0:
        pytest.skip("an unprivileged user cannot make this hole")  # root, such as the gate, tests these two
    if hole == "uid":
        monkeypatch.setattr(Bubblewrap, "settings", lambda self: {"limits": walls.LIMITS})
    elif hole == "processes":
        monkeypatch.setitem(walls.LIMITS, "NPROC", 8)
        monkeypatch.setattr(
            Bubblewrap, "settings", lambda self: {"limits": {**walls.LIMITS, "NPROC": 500}, "uid": 1_234_567}
        )
    elif hole == "home":
        monkeypatch.chdir(tmp_path)
        mounts = walls.all_mounts()
        tree = [
            word
            for folder in reversed(tmp_path.parents[:-1])
            if str(folder) != "/tmp"
            for word in ("--perms", "0755", "--dir", str(folder))
        ]
        monkeypatch.setattr(walls, "all_mounts", lambda: (*mounts, *tree, "--ro-bind", str(tmp_path), str(tmp_path)))
    elif hole == "network":
        monkeypatch.setattr(
            walls,
            "namespaces",
            lambda root, real=walls.namespaces: [word for word in real(root) if word != "--unshare-net"],
        )
    elif hole == "calls":
        monkeypatch.setattr(walls.seccomp, "program", lambda: None)
        if os.getuid() != 0:
            words = "can share memory"
    elif hole == "write":
        open_folder = tmp_path / "open"
        open_folder.mkdir()
        open_folder.chmod(0o777)
        mounts = walls.all_mounts()
        monkeypatch.setattr(walls, "all_mounts", lambda: (*mounts, "--bind", str(open_folder), "/library"))
    with Sandbox("bubblewrap") as sandbox, pytest.raises(SandboxError, match=words):
        probe(sandbox)


def fake_bwrap(folder: Path, says: str) -> None:
    program = folder / "bwrap"
    program.write_text(f"#!/bin/sh\necho '{says}' >&2\nexit 1\n")
    program.chmod(0o755)


@pytest.mark.skipif(sys.platform != "linux", reason="about Linux")  # elsewhere another refusal comes first
@pytest.mark.parametrize(
    "says, remedy",
    [
        ("bwrap: setting up uid map: Permission denied", "apparmor_restrict_unprivileged_userns"),
        ("bwrap: No permissions to create new namespace", "SYS_ADMIN"),
        ("bwrap: Unknown option --perms", "too old"),
        ("Killed", "bwrap --ro-bind / / true"),
    ],
)
def test_a_sandbox_that_does_not_start_is_refused_with_a_remedy(monkeypatch, tmp_path, says, remedy):
    fake_bwrap(tmp_path, says)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with Sandbox("bubblewrap") as sandbox, pytest.raises(SandboxError, match=remedy) as caught:
        probe(sandbox)
    assert says in str(caught.value)


@pytest.mark.skipif(sys.platform != "linux", reason="about Linux")  # elsewhere another refusal comes first
def test_a_missing_program_is_named_with_the_line_that_installs_it(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with Sandbox("bubblewrap") as sandbox, pytest.raises(SandboxError, match="apt install bubblewrap"):
        probe(sandbox)


def test_another_system_is_told_of_the_way_through_a_virtual_machine(monkeypatch):
    monkeypatch.setattr(probing.sys, "platform", "darwin")
    with Sandbox("bubblewrap") as sandbox, pytest.raises(SandboxError, match="virtual machine"):
        probe(sandbox)


def test_an_unknown_sandbox_is_refused():
    with pytest.raises(SandboxError, match="There are: bubblewrap, none"):
        Sandbox("firejail")


# -- the pipe ---------------------------------------------------------------------------------------------------------------


def program(source: str):
    """Starts a plain Python program in the place of an honest other side."""

    def start():
        return subprocess.Popen(
            [sys.executable, "-c", source], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )

    return start


READY = "import os, sys, time\nos.write(1, b'r\\0\\0\\0\\0')\n"
REPLY = "os.write(1, b'o' + len(x).to_bytes(4, 'little') + x)\n"


@pytest.mark.parametrize(
    "source, status",
    [
        (READY + "time.sleep(3600)", "timed out"),
        (READY + "while True:\n    os.write(1, b'o'); time.sleep(0.05)", "died|timed out"),
        (READY + "os.write(1, b'o\\xff\\xff\\xff\\xff')\ntime.sleep(3600)", "died"),
        (READY + "os.write(1, b'Z\\0\\0\\0\\0')\ntime.sleep(3600)", "died"),
        (READY + "os.close(1)\ntime.sleep(3600)", "died"),
        (READY + "x = b'[' * 1000\n" + REPLY + "time.sleep(3600)", "died"),
        (
            READY + "while True:\n    os.write(1, b'f' + (2).to_bytes(4, 'little') + b'{}')\n    os.read(0, 100000)",
            "timed out",
        ),
        ("", "died"),
    ],
)
def test_a_dishonest_other_side_costs_its_time_limit_at_most(source, status):
    with Pipe(program(source), limits=Limits(call=0.2, cell=0.2)) as pipe:
        error = pipe.run_cell("cell", "x = 1")
    assert error["error"] in status.split("|")


def test_an_other_side_that_never_reads_does_not_hold_the_check_up():
    with Pipe(program(READY + "time.sleep(3600)"), limits=Limits(call=0.2, cell=0.2)) as pipe:
        outcome = pipe.call("f", (np.zeros(10**6),), {})
    assert outcome.status == "timed out"


@pytest.mark.parametrize("status", ["timed out", "died", "unusable"])
@pytest.mark.parametrize(
    "lies",
    [
        {},
        {"seconds": float("inf")},
        {"seconds": float("nan")},
        {"seconds": 10**400, "limit": 10**400},
        {"clock": [], "limit": {}},
    ],
)
def test_an_other_side_that_claims_to_have_passed_a_limit_gets_a_sentence(status, lies):
    """It is this side that knows of limits; whatever is claimed must not raise here."""
    found = obstacle("f", _outcome({"status": status, **lies}))
    assert sentence(found).endswith((".", "?"))


@pytest.mark.parametrize("reply", ["b'[' + b'[],' * 3_000_000 + b'[]]'", "b'[' + b'1,' * 3_000_000 + b'1]'"])
def test_a_reply_of_millions_of_items_is_refused(reply):
    source = (
        READY + f"body = {reply}\nbody = b'[' + body + b',[]]'\nx = len(body).to_bytes(4, 'little') + body\n"
        "while True:\n    os.read(0, 100000)\n    " + REPLY
    )
    with Pipe(program(source), limits=Limits(call=10, cell=10)) as pipe:
        outcome = pipe.call("f", (), {})
    assert outcome.status in ("unusable", "died") and outcome.value is None


@needs_bubblewrap
def test_a_started_process_can_be_ended_before_it_is_used():
    with Sandbox("bubblewrap") as sandbox:
        process = sandbox.start()
        end(process)
        assert process.poll() is not None


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux counts")
@pytest.mark.parametrize("name", [pytest.param("bubblewrap", marks=needs_bubblewrap), "none"])
@pytest.mark.parametrize(
    ("source", "forked"),
    [
        ("def f():\n    return sum(range(10**5))", False),
        ("import numpy as np\ndef f():\n    return np.sum(np.ones((300, 300)) @ np.ones((300, 300)))", False),
        ("import matplotlib.pyplot as plt\ndef f():\n    plt.plot([1, 2])", False),
        ("import random\ndef f():\n    random._os.fork() or random._os._exit(0)\n    random._os.wait()", True),
        ("import random\ndef f():\n    random._os.fork() or random._os._exit(0)", True),
        ("import random, time\ndef f():\n    random._os.fork() or time.sleep(60)", True),
    ],
)
def test_a_process_that_was_started_is_noticed_however_short_it_lived(name, source, forked):
    with Sandbox(name) as sandbox, Pipe(sandbox.start) as pipe:
        assert pipe.run_cell("cell", source) is None
        pipe.begin()
        assert pipe.call("f", (), {}).status == "returned"
        assert pipe.forked(PROCESSES[name]) is forked


@needs_bubblewrap
def test_a_command_says_what_holds_on_this_machine():
    words = [sys.executable, "-m", "chainrule.course.cli", "staff", "sandbox"]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("The sandbox holds.\n")


def test_without_walls_the_probe_says_so():
    with Sandbox("none") as sandbox:
        assert "no walls" in probe(sandbox)[0]


@pytest.mark.parametrize("name", content.PACKAGES)
def test_the_record_of_what_is_installed_names_the_same_folders_as_its_list_of_files(name):
    distribution = importlib.metadata.distribution(name)
    assert content._installed(distribution) == {file.parts[0] for file in distribution.files}
    without_record = type("Elsewhere", (), {"read_text": lambda self, _: None, "files": distribution.files})()
    assert content._installed(without_record) == content._installed(distribution)
