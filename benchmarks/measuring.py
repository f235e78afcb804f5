"""For ``grading.py``: run commands and measure their time and memory, with those of all their children."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

HERE = Path(__file__).resolve().parent


@dataclass
class Cost:
    """What one or more processes took together."""

    wall: float
    cpu: float
    largest: float  # MB
    together: float  # MB


def measure(*jobs: tuple[Path, list[str]]) -> Cost:
    """Run Python's command-line words side by side, each in its course, and wait for all.

    Raises
    ------
    SystemExit
        One of them failed; with the end of what it said.
    """
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent / "lib")]),
        "CHAINRULE_PROGRESS": "off",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
    start, busy = time.perf_counter(), _busy()
    with contextlib.ExitStack() as stack:
        logs = [stack.enter_context(tempfile.TemporaryFile("w+")) for _ in jobs]
        processes = [
            subprocess.Popen([sys.executable, *words], cwd=course, env=environment, stdout=log, stderr=log)
            for (course, words), log in zip(jobs, logs)
        ]
        sampler = Sampler([process.pid for process in processes])
        usages = []
        for process, log in zip(processes, logs):
            _, status, usage = os.wait4(process.pid, 0)  # of all its descendants, once each was waited for
            process.returncode = os.waitstatus_to_exitcode(status)
            usages.append(usage)
            if process.returncode:
                log.seek(0)
                raise SystemExit(
                    f"{' '.join(map(str, process.args))} exited with {process.returncode}:\n{log.read()[-3000:]}"
                )
        wall = time.perf_counter() - start
    return Cost(wall, _busy() - busy, max(usage.ru_maxrss for usage in usages) / 1024, sampler.stop())


def _busy() -> float:
    """CPU seconds that the whole machine has spent: a killed sandbox's are in nobody's account. Measure on an idle machine."""
    times = psutil.cpu_times()
    return times.user + times.system + getattr(times, "nice", 0.0)


class Sampler(threading.Thread):
    """Looks twice a second how much memory processes and their descendants hold together."""

    def __init__(self, pids: list[int]):
        super().__init__(daemon=True)
        self._pids, self._end, self._peak = pids, threading.Event(), 0
        self.start()

    def run(self) -> None:
        while not self._end.wait(0.5):
            total = 0
            for pid in self._pids:
                with contextlib.suppress(psutil.Error):
                    top = psutil.Process(pid)
                    for process in [top, *top.children(recursive=True)]:
                        with contextlib.suppress(psutil.Error):
                            total += process.memory_info().rss
            self._peak = max(self._peak, total)

    def stop(self) -> float:
        """The peak in MB."""
        self._end.set()
        self.join()
        return self._peak / 2**20
