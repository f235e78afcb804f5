"""Where a learner's code runs: bubblewrap, or, loudly, nothing. Used by the workers of a grading run.

A sandbox starts processes that serve :mod:`chainrule.calling.remote`. Inside there are an interpreter, the
packages that the course promises (NumPy, Matplotlib, Jupyter's displays), a few of our own files, 16 MB of
empty disk, and nothing else: no other file, no network, no environment, no other process.
"""

from __future__ import annotations

import functools
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import chainrule
from chainrule_staff.grading import seccomp
from chainrule_staff.grading.errors import SandboxError
from chainrule_staff.grading.sandbox_mounts import DISK, all_mounts, interpreter, library_mounts

LIMITS = {"AS": 3 * 2**29, "CPU": 120, "FSIZE": DISK, "NPROC": 4, "NOFILE": 128, "CORE": 0}
SANDBOXES = ("bubblewrap", "none")


@dataclass
class Sandbox:
    """Starts processes for one lecture.

    Parameters
    ----------
    name : str
        ``"bubblewrap"``, or ``"none"``: no walls at all.
    offers : list
        What of this library its setup cells import; see :func:`chainrule.calling.confine.confine`.
    """

    name: str = "bubblewrap"
    offers: list = field(default_factory=list)

    def __post_init__(self):
        if self.name not in SANDBOXES:
            raise SandboxError(f"There is no sandbox {self.name!r}. There are: {', '.join(SANDBOXES)}.")
        self._scratch = (
            tempfile.TemporaryDirectory(prefix="chainrule-", ignore_cleanup_errors=True)
            if self.name == "none"
            else None
        )
        self._users = itertools.count()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_) -> None:
        if self._scratch:
            self._scratch.cleanup()

    def start(self, stderr=subprocess.DEVNULL) -> subprocess.Popen:
        """Start a process; it answers when it is ready."""
        if self.name == "none":
            limits = {key: value for key, value in LIMITS.items() if key != "NPROC"}  # would count all of the user's
            words, folder = self._python(sys.executable, {"limits": limits}), self._scratch.name
            environment = self._environment(
                str(Path(chainrule.__file__).parents[1]), os.environ.get("PATH", ""), *sys.path
            )
        else:
            words = self._walls(library_mounts(), self._python(interpreter(), self._settings()))
            folder, environment = None, {}
        return self._open(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            bufsize=0,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )

    def _open(self, words: list[str], **options) -> subprocess.Popen:
        """Start a command line; behind walls, with the filter of system calls on a descriptor."""
        program = seccomp.program() if self.name != "none" else None
        if program is None:
            return subprocess.Popen(words, **options)
        reading, writing = os.pipe()
        try:
            os.write(writing, program)
            os.close(writing)
            return subprocess.Popen([words[0], "--seccomp", str(reading), *words[1:]], pass_fds=(reading,), **options)
        finally:
            os.close(reading)

    def start_replay(self) -> subprocess.Popen:
        """Start :mod:`chainrule_staff.grading.replay`: with the whole library, to draw, not to be graded."""
        library = Path(chainrule.__file__).parent
        script = str(Path(__file__).with_name("replay.py"))
        pipes = {
            "stdin": subprocess.PIPE,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.DEVNULL,
            "start_new_session": True,
        }
        if self.name == "none":
            environment = self._environment(str(library.parent), os.environ.get("PATH", ""), *sys.path)
            return subprocess.Popen(
                [sys.executable, "-s", "-S", "-P", script, '{"limits": {}}'],
                cwd=self._scratch.name,
                env=environment,
                **pipes,
            )
        more = ["--ro-bind", str(library), "/library/chainrule", "--ro-bind", script, "/library/replay.py"]
        settings = {"offers": [], **self._settings()}
        return self._open(
            self._walls(more, [interpreter(), "-s", "-S", "-P", "/library/replay.py", json.dumps(settings)]),
            env={},
            **pipes,
        )

    def _python(self, executable: str, settings: dict) -> list[str]:
        confinement = json.dumps({"offers": self.offers, **settings})
        return [executable, "-s", "-S", "-P", "-m", "chainrule.calling.remote", confinement]

    @staticmethod
    def _environment(library: str, path: str, *packages: str) -> dict[str, str]:
        return {
            "PATH": path,
            "HOME": "/tmp",
            "LANG": "C.UTF-8",
            "MPLBACKEND": "Agg",
            "OPENBLAS_NUM_THREADS": "1",
            "CHAINRULE_PROGRESS": "off",
            "PYTHONPATH": os.pathsep.join([library, *packages]),
            "MPLCONFIGDIR": "/tmp/matplotlib",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def _settings(self) -> dict:
        """Limits, and the user to become: of each process its own, since limits on processes are counted by user."""
        if os.getuid() != 0:
            return {"limits": LIMITS}
        return {"limits": LIMITS, "uid": 1_000_000_000 + (os.getpid() % 2**20) * 64 + next(self._users) % 64}

    def _walls(self, mounts: list[str], command: list[str]) -> list[str]:
        """A command line that runs ``command`` behind walls, with the library's ``mounts``."""
        environment = self._environment("/library", "/usr/bin", "/packages")
        return [
            bubblewrap(),
            *_namespaces(os.getuid() == 0),
            *all_mounts(),
            *mounts,
            *itertools.chain.from_iterable(("--setenv", *pair) for pair in environment.items()),
            "--chdir",
            "/tmp",
            "--remount-ro",
            "/",
            "--",
            *command,
        ]


def bubblewrap() -> str:
    """The program's path."""
    return shutil.which("bwrap") or "bwrap"


def _namespaces(root: bool) -> list[str]:
    words = [
        "--unshare-ipc",
        "--unshare-pid",
        "--unshare-net",
        "--unshare-uts",
        "--unshare-cgroup-try",
        "--die-with-parent",
        "--new-session",
        "--hostname",
        "sandbox",
        "--clearenv",
    ]
    if root:  # mounts need root's eyes where only root can read the interpreter; the process then becomes another user
        return [*words, "--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    words += ["--unshare-user", "--uid", "1000", "--gid", "1000"]
    return [*words, "--disable-userns"] if "--disable-userns" in _help() else words


@functools.cache
def _help() -> str:
    return subprocess.run([bubblewrap(), "--help"], capture_output=True, text=True).stdout
