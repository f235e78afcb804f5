"""A control group (Linux's version 2) for each sandbox: it bounds memory, processes and processor time of all in it together.

Only below a group that was handed over for it: one that systemd delegates to a user, or the folder in ``$CHAINRULE_CGROUP``.
Used by :mod:`.walls`.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
from pathlib import Path

LIMITS = {
    "memory.max": str(2 * 2**30),  # what a sandbox's disk, pipes and other memory of the kernel take up counts, too
    "memory.swap.max": "0",
    "memory.oom.group": "1",
    "pids.max": "32",  # threads are counted, and bubblewrap's own two processes
    "cpu.max": "100000 100000",  # of each tenth of a second: one processor
}
CONTROLLERS = ("cpu", "memory", "pids")
GRADER = "chainrule-grader"  # the group of the grader itself: one that has groups below it may hold no process
ROOT = Path("/sys/fs/cgroup")


class ControlGroups:
    """Makes a group for each sandbox, and removes it when nothing is in it any more.

    Parameters
    ----------
    base : Path
        The group that was handed over, with its controllers enabled for those below it.
    """

    def __init__(self, base: Path):
        self._base = base
        self._numbers = itertools.count()
        self._made: list[Path] = []

    def enter(self, words: list[str]) -> list[str]:
        """The command line that runs the command line ``words`` in a new group, from its first moment on."""
        self.tidy()
        group = self._base / f"chainrule-{os.getpid()}-{next(self._numbers)}"
        group.mkdir()
        self._made.append(group)
        for name, value in LIMITS.items():
            if name in ("memory.max", "pids.max", "cpu.max") or (group / name).exists():  # some kernels have no swap
                (group / name).write_text(value)
        return ["/bin/sh", "-c", 'echo $$ > "$0" && exec "$@"', str(group / "cgroup.procs"), *words]

    def tidy(self) -> None:
        """Remove the groups that are empty; the kernel keeps those that are not."""
        for group in list(self._made):
            with contextlib.suppress(OSError):
                group.rmdir()
            if not group.exists():
                self._made.remove(group)


@functools.cache
def here() -> ControlGroups | None:
    """The groups that this process may make; ``None`` where none were handed over."""
    named = os.environ.get("CHAINRULE_CGROUP")
    try:
        own = _own_group(ROOT, Path("/proc/self/cgroup").read_text())
        base = Path(named) if named else own.parent if own.name == GRADER else own
        return _prepared(base) if named or _is_delegated(base) else None
    except (OSError, ValueError):
        return None


def _own_group(root: Path, text: str) -> Path:
    """The folder of this process's group, by what the kernel says of it; ValueError on a machine with version 1 alone."""
    path = next((line[3:] for line in text.splitlines() if line.startswith("0::")), None)
    if path is None or not (root / "cgroup.controllers").exists():
        raise ValueError("no control groups of version 2")
    return root / path.lstrip("/")


def _is_delegated(group: Path) -> bool:
    """Whether systemd has handed a group over: what it has not, it goes on changing itself."""
    for name in ("user.delegate", "trusted.delegate"):
        with contextlib.suppress(OSError):
            if os.getxattr(group, name) == b"1":
                return True
    return False


def _prepared(base: Path) -> ControlGroups:
    """Groups below ``base``: the processes in it make room first, among them this one.

    Raises
    ------
    OSError
        It is not this user's, or a controller is missing.
    """
    missing = set(CONTROLLERS) - set((base / "cgroup.controllers").read_text().split())
    if missing:
        raise OSError(f"{base} has no controller {', '.join(sorted(missing))}")
    if set(CONTROLLERS) - set((base / "cgroup.subtree_control").read_text().split()):
        (base / GRADER).mkdir(exist_ok=True)
        for pid in (base / "cgroup.procs").read_text().split():
            with contextlib.suppress(ProcessLookupError):
                (base / GRADER / "cgroup.procs").write_text(pid)
        (base / "cgroup.subtree_control").write_text(" ".join(f"+{name}" for name in CONTROLLERS))
    return ControlGroups(base)
