"""Run a command, end whatever it leaves behind, and tell: ``python watched.py ANSWER COMMAND…``; used by the attacks' tests.

Orphans of the command become children of this process (Linux), so that what is left is told from whatever else this machine does.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER
GRACE_SECONDS = 3.0  # for processes that are on their way out when the command ends


def descendants(root: int) -> dict[int, str]:
    """Command lines of the living processes below ``root``."""
    parents, commands = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError, ValueError):
                state, parent = folder.joinpath("stat").read_text().rpartition(")")[2].split()[:2]
                if state not in "ZX":
                    parents[int(folder.name)] = int(parent)
                    commands[int(folder.name)] = (
                        folder.joinpath("cmdline").read_text(errors="replace").replace("\0", " ")
                    )
    found: set[int] = set()
    while more := {pid for pid, parent in parents.items() if (parent == root or parent in found) and pid not in found}:
        found |= more
    return {pid: commands[pid] for pid in found}


def main(answer: str, command: list[str]) -> None:
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    began = time.monotonic()
    process = subprocess.Popen(command)
    code = process.wait()
    seconds = time.monotonic() - began
    deadline = time.monotonic() + GRACE_SECONDS
    while (left := descendants(os.getpid())) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in left:
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    Path(answer).write_text(
        json.dumps({"code": code, "seconds": seconds, "left": list(left.values()), "peak_mb": peak})
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
