"""A Dask cluster as the place where submissions are graded. Used by :mod:`chainrule_staff.grading.workers`.

Its workers need this library and the sandbox's program, but no file of the course. Each grades in processes
of its own, as this machine does: with limits on time and memory, and no harm done when one dies.
"""

from __future__ import annotations

import concurrent.futures
import logging
import multiprocessing
import pickle
import socket
import threading
import time
import warnings
from urllib.parse import urlsplit

import chainrule
from chainrule_staff.errors import StaffError
from chainrule_staff.grading.engine import Job, grade
from chainrule_staff.grading.graded import Graded

CONNECT_SECONDS = 15
LONELY_SECONDS = 30.0  # without any worker, before it is given up; a worker that died is started again within a few


class Cluster:
    """The workers of a Dask cluster, through Dask's own executor.

    Parameters
    ----------
    address : str
        The scheduler's, such as ``"tcp://10.0.0.5:8786"``.
    """

    patience = 1.0  # seconds between two looks at it

    def __init__(self, address: str):
        try:
            from distributed import Client
        except ImportError:
            raise StaffError(
                "Grading on a cluster needs Dask: pip install 'chainrule[cluster]' here and on every worker."
            ) from None
        _silence()
        self.address = address
        try:
            _knock(address)
            self._client = Client(address, timeout=f"{CONNECT_SECONDS}s", set_as_default=False)
        except (OSError, ValueError, RuntimeError) as error:
            raise StaffError(
                f"No scheduler answers at {address!r} ({error or type(error).__name__}). Start one (dask scheduler), "
                "look at the address and the firewall, or grade on this machine: leave out --scheduler."
            ) from None
        if not self._workers():
            self._client.close()
            raise StaffError(
                f"The scheduler at {address} has no workers. Start some: dask worker {address} --nthreads 1"
            )
        self._executor = self._client.get_executor(pure=False)
        self.slots = 2 * sum(self._client.nthreads().values())
        self._seen = time.monotonic()

    def start(self, count: int, function, *words) -> None:
        """Do nothing: its workers are many, and each gets ready with its first submission."""

    def ready(self) -> None:
        """Do nothing: a cluster was there before."""

    def _workers(self) -> bool:
        return bool(self._client.scheduler_info()["workers"])

    def submit(self, function, key: str, pickled: bytes, job: Job) -> concurrent.futures.Future:
        """Have a worker grade a submission."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a submission is large
            return self._executor.submit(_by_value(), chainrule.__version__, key, pickled, pickle.dumps(job))

    def look(self) -> None:
        """Raise when nobody is there any more who could grade."""
        again = "What is graded is written down; start it again and run the same command, or leave out --scheduler."
        try:
            there = self._client.status == "running" and self._workers()
        except Exception:
            there = None
        if there is None or self._client.status != "running":
            raise StaffError(f"The scheduler at {self.address} does not answer any more. {again}")
        if there:
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > LONELY_SECONDS:
            raise StaffError(f"The scheduler at {self.address} has no workers any more. {again}")

    def finish(self) -> None:
        """Do nothing: its workers go on for others."""

    def close(self, now: bool) -> None:
        """Let go of the cluster; it goes on for others."""
        self._executor.shutdown(wait=not now)
        self._client.close(timeout=5)


def _knock(address: str) -> None:
    """Find out at once whether a scheduler listens there: Dask would try for minutes, also what is no address."""
    place = urlsplit(address if "://" in address else f"tcp://{address}")
    if place.scheme not in ("tcp", "tls") or not place.hostname or not place.port:
        raise ValueError("an address looks like tcp://10.0.0.5:8786")
    with socket.create_connection((place.hostname, place.port), CONNECT_SECONDS) as connection:
        # A scheduler speaks first: the length of what it will say, which is short.
        if place.scheme == "tcp" and int.from_bytes(connection.recv(8, socket.MSG_WAITALL), "little") not in range(
            1, 1 << 20
        ):
            raise ValueError("something else listens there")


def _silence() -> None:
    """What goes wrong is said by this module; Dask would tell all of it, too, line after line."""
    for name in [*logging.root.manager.loggerDict]:
        if name.partition(".")[0] in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _by_value():
    """A function that is sent whole: a worker without this library dies of one that is sent by its name."""

    def grade_submission(*words):
        from chainrule_staff.grading.cluster import grade_apart

        return grade_apart(*words)

    return grade_submission


# --- On a worker -------------------------------------------------------------------------------------------------------

_apart = None
_making = threading.Lock()


def grade_apart(version: str, key: str, pickled: bytes, job: bytes) -> Graded:
    """Runs on a worker: grade a submission, if this is the library that the others have.

    A worker dies of what it cannot unpickle on arrival; so all that it is sent is bytes.
    """
    if version != chainrule.__version__:
        raise StaffError(
            f"A worker on {socket.gethostname()} has version {chainrule.__version__} of chainrule, and {version} grades. "
            "Install the same everywhere."
        )
    unpickled: Job = pickle.loads(job)
    return apart(unpickled.sandbox, grade, key, pickled, unpickled)


def apart(sandbox: str, function, *words):
    """Call a function in another process, which has limits on time and memory, and may die."""
    global _apart
    from distributed import get_worker

    from chainrule_staff.errors import SandboxError
    from chainrule_staff.grading.engine import try_walls
    from chainrule_staff.grading.pool import Local

    with _making:
        if _apart is None:
            # Else a nanny's worker could have no process of its own.
            worker = multiprocessing.current_process()
            worker._config["daemon"] = False  # type: ignore[attr-defined]  # private: Python offers no other way
            local = Local(get_worker().state.nthreads)
            local.start(local.slots, try_walls, sandbox)
            try:
                local.ready()
            except SandboxError as error:
                raise StaffError(f"A worker on {socket.gethostname()} cannot grade. {error}") from None
            _apart = local
        result = _apart.submit(function, *words)
    return result.result()
