"""Writing files so that a kill at any moment loses nothing: used by notebooks, the workspace, the build and grading.

Only the standard library, and nothing of the course.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:  # POSIX
    import fcntl
except ImportError:  # Windows, or a browser
    fcntl = None  # type: ignore[assignment]  # a module elsewhere
try:
    import msvcrt
except ImportError:
    msvcrt = None  # type: ignore[assignment]  # a module elsewhere


def atomic_write(path: Path, data: bytes) -> None:
    """Replace `path` by `data`, so that a reader or a crash sees the old file or the new one, never half of it.

    The new bytes go to a hidden file in the same folder (a rename across file systems would be a copy) and are
    forced to disk before the rename: otherwise a power cut could leave the new name with nothing in it.

    Parameters
    ----------
    path : Path
        Where to write; missing folders are made. An existing file's permissions are kept, and a symbolic link is
        followed, so that a learner who keeps the notebook elsewhere finds the new text there.
    data : bytes
        The whole content.
    """
    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    # Two processes, or two threads, that write the same file must not share the temporary one.
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{time.monotonic_ns()}.tmp")
    try:
        with open(temporary, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.chmod(temporary, path.stat().st_mode & 0o777)
        except OSError:
            pass  # a new file, or a file system without permissions
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def unused(path: Path) -> Path:
    """Return `path`, or the same name with a counter (`name (2).ipynb`) when something is there already.

    Parameters
    ----------
    path : Path
        The name that would be best.

    Returns
    -------
    Path
        A name at which there is no file, folder or dangling link.
    """
    candidate, number = path, 2
    while os.path.lexists(candidate):
        candidate = path.with_name(f"{path.stem} ({number}){path.suffix}")
        number += 1
    return candidate


@contextmanager
def locked(path: Path, patience: float) -> Iterator[bool]:
    """Hold an advisory lock on `path` for a moment; yield whether it was had.

    The operating system frees the lock when its process dies, so there is no stale lock to clear. The caller decides
    what to do when the lock was not had.

    Parameters
    ----------
    path : Path
        A file of its own (it is created, stays empty and is never deleted: deleting it would race).
    patience : float
        How long to wait, in seconds.

    Yields
    ------
    bool
        True when this process holds the lock.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        held = _lock(descriptor, time.monotonic() + patience)
        yield held
        if held and fcntl is None and msvcrt is not None:
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
    finally:
        os.close(descriptor)  # frees a POSIX lock


def _lock(descriptor: int, deadline: float) -> bool:
    """Try to lock until the deadline; True when it worked."""
    while True:
        try:
            if fcntl is not None:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            elif msvcrt is not None:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            else:
                return False
            return True
        except OSError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.001)
