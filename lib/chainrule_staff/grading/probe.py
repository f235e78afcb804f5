"""Is the sandbox there, and does it hold? Asked before any learner's code runs."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import psutil

from chainrule.calling.pipe import Limits, Pipe
from chainrule.calling.transport import Outcome
from chainrule_staff.errors import SandboxError
from chainrule_staff.grading.sandbox import Sandbox
from chainrule_staff.grading.sandbox_mounts import system_paths
from chainrule_staff.grading.walls import LIMITS

INSTALL = (
    "Install bubblewrap (Debian and Ubuntu: apt install bubblewrap; Fedora: dnf install bubblewrap; "
    "Arch: pacman -S bubblewrap) and try again."
)
ELSEWHERE = (
    "Grade in a Linux virtual machine instead (Windows: WSL 2; macOS: Lima, UTM or Multipass), as docs/grading.md "
    "describes. With --sandbox none learners' code runs with all your rights; it is recorded with the grades."
)

ONE_BY_ONE = (
    "Each process of a submission has its limits, but all of them have none together that the kernel keeps: no control "
    "group is handed over here. They are looked at a few times a second instead. `systemd-run --user --scope -p "
    "Delegate=yes chainrule staff grade` hands one over."
)


def probe(sandbox: Sandbox) -> list[str]:
    """Start one process in the sandbox and have it try the walls.

    Returns
    -------
    list of str
        What does not hold here, though the walls do: sentences for the instructor.

    Raises
    ------
    SandboxError
        It does not start, or a wall does not hold; says which, and what to do.
    """
    if not sandbox.walls.to_be_tried:
        return ["There are no walls: learners' code runs with all your rights."]
    if not sys.platform.startswith("linux"):
        raise SandboxError(f"The sandbox needs Linux, and this is {sys.platform}. {ELSEWHERE}")
    if not shutil.which("bwrap"):
        raise SandboxError(f"The sandbox's program, bwrap, is not on this machine. {INSTALL}\n{ELSEWHERE}")
    with tempfile.TemporaryFile() as errors:
        process = sandbox.start(stderr=errors)
        with Pipe(lambda: process, limits=Limits(cell=20)) as pipe:
            error = pipe.run_cell("probe", _TRY_THE_WALLS.format(paths=_invisible(), processes=LIMITS["NPROC"]))
            found = pipe.call("walls", (), {}) if error is None else Outcome("was not called")
            network = error is None and _has_network(process.pid)
        errors.seek(0)
        said = errors.read().decode("utf-8", "replace").strip()
    if error and error["error"] in ("died", "timed out"):
        raise SandboxError(
            f"The sandbox does not start: {said[-600:] or 'it said nothing'}\n{_remedy(said)}\n{ELSEWHERE}"
        )
    hole = (
        f"its probe raised {error['error']}: {error['message']}"
        if error
        else found.value
        if found.status == "returned"
        else f"its probe {found.status}"
    )
    if network:
        hole = "; ".join(filter(None, [hole, "it has a network"]))
    if hole:
        raise SandboxError(f"The sandbox started but does not hold: {hole}. Nothing was graded.\n{ELSEWHERE}")
    return [] if sandbox.walls.together else [ONE_BY_ONE]


def _has_network(pid: int) -> bool:
    """Whether the innermost process below ``pid`` has this one's network; inside, no socket can be opened to find out."""
    try:
        inside = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)][-1].pid
        return os.readlink(f"/proc/{inside}/ns/net") == os.readlink("/proc/self/ns/net")
    except (psutil.Error, OSError):
        return False


def _remedy(said: str) -> str:
    low = said.lower()
    if any(sign in low for sign in ("uid map", "namespace", "operation not permitted", "permission denied")):
        return (
            "This system forbids namespaces to ordinary users. Ubuntu 23.10 and later, as root: sysctl -w "
            "kernel.apparmor_restrict_unprivileged_userns=0. Older Debian: sysctl -w kernel.unprivileged_userns_clone=1. "
            "In a container: start it with --cap-add SYS_ADMIN --security-opt seccomp=unconfined --security-opt "
            "apparmor=unconfined, or grade outside of it."
        )
    if "unknown option" in low:
        return "This bubblewrap is too old; version 0.8 or newer is needed."
    return "Run `bwrap --ro-bind / / true` to see whether bubblewrap works at all on this machine."


# Run inside, as a learner's cell would be. What it finds is a sentence for the instructor.
_TRY_THE_WALLS = """
import os
_found = []
if os.getuid() == 0 or os.geteuid() == 0:
    _found.append("its processes are root's")
for _path in {paths!r}:
    if os.path.exists(_path):
        _found.append("it can see " + _path)
for _path in ("/", "/library", "/packages", "/usr"):
    try:
        open(os.path.join(_path, "probe"), "w").close()
        _found.append("it can write to " + _path)
    except OSError:
        pass
import ctypes
_libc = ctypes.CDLL(None)
if _libc.unshare(0x10000000) == 0:
    _found.append("it can make namespaces of its own")
if _libc.shmget(0, 4096, 0o600) >= 0:
    _found.append("it can share memory")
if any(_libc.socket(_family, 1, 0) >= 0 for _family in (1, 2, 40)):
    _found.append("it can open sockets")
_children = []
try:
    for _ in range({processes} + 1):
        _child = os.fork()
        if not _child:
            while True:
                os.read(0, 1) or os._exit(0)
        _children.append(_child)
    _found.append("processes are not limited")
except OSError:
    pass
for _child in _children:
    os.kill(_child, 9)
    os.waitpid(_child, 0)
def walls():
    return "; ".join(_found)
"""


def _invisible() -> list[str]:
    """Places of this machine that must not be seen from inside."""
    places = [str(path) for path in {Path.home(), Path.cwd(), Path("/etc/passwd"), Path("/proc/self")} if path.exists()]
    return [
        place
        for place in places
        if not any(made == place or made.startswith(f"{place.rstrip('/')}/") for made in system_paths())
    ]
