"""What stands around a learner's process: bubblewrap's walls, or, loudly, none. Used by :mod:`.sandbox`.

Behind bubblewrap's walls there are an interpreter, the packages that the course promises (NumPy, Matplotlib, Jupyter's
displays), a few folders of this library, 16 MB of empty disk, and nothing else: no other file, no network, no environment,
no other process.
"""

from __future__ import annotations

import functools
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import chainrule
from chainrule_staff.grading import control_groups, seccomp
from chainrule_staff.grading.sandbox_mounts import DISK, all_mounts, font_list, interpreter

LIMITS = {"AS": 3 * 2**29, "CPU": 120, "FSIZE": DISK, "NPROC": 4, "NOFILE": 128, "CORE": 0}


class Walls(Protocol):
    """One way to start a learner's process.

    Attributes
    ----------
    name : str
        What it is called by an instructor, and in the records.
    to_be_tried : bool
        Whether it promises walls, so that they are tried before anything is graded.
    together : bool
        Whether a learner's processes have limits together, besides those that each of them has.
    """

    name: str
    to_be_tried: bool
    together: bool

    def settings(self) -> dict[str, Any]:
        """What the next process has to confine itself to: ``limits``, and ``uid``, the user to become, where it can."""
        ...

    def start(self, arguments: list[str], mounts: Mapping[str, Path], **options) -> subprocess.Popen:
        """Start an interpreter.

        Parameters
        ----------
        arguments : list of str
            Its command line, without the interpreter.
        mounts : dict
            Files and folders of this library by the names that they have inside.
        **options
            Of :class:`subprocess.Popen`: where standard streams go.
        """
        ...

    def close(self) -> None:
        """Remove what was made for the processes."""
        ...


def environment(path: str, *packages: str) -> dict[str, str]:
    """The variables of a learner's process."""
    return {
        "PATH": path,
        "HOME": "/tmp",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "Agg",
        "OPENBLAS_NUM_THREADS": "1",
        "CHAINRULE_PROGRESS": "off",
        "PYTHONPATH": os.pathsep.join(packages),
        "MPLCONFIGDIR": "/tmp/matplotlib",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


class NoWalls:
    """No walls at all: learners' code runs with all rights of the user who grades."""

    name = "none"
    to_be_tried = False
    together = False

    def __init__(self) -> None:
        self._scratch = tempfile.TemporaryDirectory(prefix="chainrule-", ignore_cleanup_errors=True)

    def settings(self) -> dict[str, Any]:
        """All limits but the one on processes, which would count all of the user's."""
        return {"limits": {name: value for name, value in LIMITS.items() if name != "NPROC"}}

    def start(self, arguments: list[str], mounts: Mapping[str, Path], **options) -> subprocess.Popen:
        """Start this interpreter; the names of mounts are replaced by the paths that they stand for."""
        library = str(Path(chainrule.__file__).parents[1])
        variables = environment(os.environ.get("PATH", ""), library, *sys.path)
        if fonts := font_list():  # else Matplotlib would start a program to find them, as if the answer had
            variables["MPLCONFIGDIR"] = str(Path(fonts).parent)
        return subprocess.Popen(
            [sys.executable, *(str(mounts.get(word, word)) for word in arguments)],
            cwd=self._scratch.name,
            env=variables,
            **options,
        )

    def close(self) -> None:
        """Remove the folder in which the processes ran."""
        self._scratch.cleanup()


class Bubblewrap:
    """Namespaces and an allow-list of mounts by bubblewrap, and a filter of system calls."""

    name = "bubblewrap"
    to_be_tried = True

    def __init__(self) -> None:
        self._users = itertools.count()
        self._groups = control_groups.here()
        self.together = self._groups is not None

    def settings(self) -> dict[str, Any]:
        """Limits, and for root the user to become: one for each process, since processes are counted by user."""
        if os.getuid() != 0:
            return {"limits": LIMITS}
        return {"limits": LIMITS, "uid": 1_000_000_000 + (os.getpid() % 2**20) * 64 + next(self._users) % 64}

    def start(self, arguments: list[str], mounts: Mapping[str, Path], **options) -> subprocess.Popen:
        """Start an interpreter behind the walls; the filter of system calls is handed over on a descriptor."""
        words = self.command([interpreter(), *arguments], mounts)
        program = seccomp.program()
        if program is None:
            return subprocess.Popen(self._grouped(words), env={}, **options)
        reading, writing = os.pipe()
        try:
            os.write(writing, program)
            os.close(writing)
            words[1:1] = ["--seccomp", str(reading)]
            return subprocess.Popen(self._grouped(words), env={}, pass_fds=(reading,), **options)
        finally:
            os.close(reading)

    def _grouped(self, words: list[str]) -> list[str]:
        return words if self._groups is None else self._groups.enter(words)

    def command(self, inside: list[str], mounts: Mapping[str, Path]) -> list[str]:
        """The command line that runs the command line ``inside`` behind the walls."""
        variables = environment("/usr/bin", "/library", "/packages")
        return [
            bubblewrap(),
            *namespaces(os.getuid() == 0),
            *all_mounts(),
            *itertools.chain.from_iterable(("--ro-bind", str(path), name) for name, path in mounts.items()),
            *itertools.chain.from_iterable(("--setenv", *pair) for pair in variables.items()),
            "--chdir",
            "/tmp",
            "--remount-ro",
            "/",
            "--",
            *inside,
        ]

    def close(self) -> None:
        """Remove the control groups; nothing else is left, for the processes' disk was in memory."""
        if self._groups is not None:
            self._groups.tidy()


WALLS: dict[str, type[Bubblewrap] | type[NoWalls]] = {kind.name: kind for kind in (Bubblewrap, NoWalls)}


def bubblewrap() -> str:
    """The program's path."""
    return shutil.which("bwrap") or "bwrap"


def namespaces(root: bool) -> list[str]:
    """Bubblewrap's arguments for what a process shares with nobody."""
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
    if root:  # only root may read the interpreter on some machines; the process then becomes another user
        return [*words, "--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    words += ["--unshare-user", "--uid", "1000", "--gid", "1000"]
    return [*words, "--disable-userns"] if "--disable-userns" in _help() else words


@functools.cache
def _help() -> str:
    return subprocess.run([bubblewrap(), "--help"], capture_output=True, text=True).stdout
