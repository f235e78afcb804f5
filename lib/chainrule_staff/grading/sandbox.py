"""Where a learner's code runs: starts processes that serve :mod:`chainrule.calling.remote`, behind walls.

Used by the workers of a grading run, and before it by :mod:`.probe`, which tries the walls.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import chainrule
from chainrule_staff.errors import SandboxError
from chainrule_staff.grading.sandbox_mounts import library_mounts
from chainrule_staff.grading.walls import WALLS, Walls

SANDBOXES = tuple(WALLS)
ISOLATED = ["-s", "-S", "-P"]  # for the interpreter: no site-packages but those given, nothing beside the script


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
        if self.name not in WALLS:
            raise SandboxError(f"There is no sandbox {self.name!r}. There are: {', '.join(SANDBOXES)}.")
        self.walls: Walls = WALLS[self.name]()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_) -> None:
        self.walls.close()

    def start(self, stderr=subprocess.DEVNULL) -> subprocess.Popen:
        """Start a process; it answers when it is ready."""
        arguments = ["-m", "chainrule.calling.remote", self._confinement(self.offers)]
        return self._open(arguments, library_mounts(), stderr=stderr, bufsize=0)

    def start_replay(self) -> subprocess.Popen:
        """Start :mod:`chainrule_staff.grading.replay`: with the whole library, to draw, not to be graded."""
        script = "/library/replay.py"
        mounts = {
            "/library/chainrule": Path(chainrule.__file__).parent,
            script: Path(__file__).with_name("replay.py"),
        }
        return self._open([script, self._confinement([])], mounts, stderr=subprocess.DEVNULL)

    def _confinement(self, offers: list) -> str:
        return json.dumps({"offers": offers, **self.walls.settings()})

    def _open(self, arguments: list[str], mounts: dict[str, Path], **options) -> subprocess.Popen:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "start_new_session": True}
        return self.walls.start([*ISOLATED, *arguments], mounts, **pipes, **options)
