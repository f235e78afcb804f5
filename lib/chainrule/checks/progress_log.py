"""What a learner has reached, kept between sessions: written by every check in a kernel, read by the command line.

It must never disturb a lecture: it is quick, imports nothing that a kernel has not loaded, and does not raise. Where
nothing can be written, progress is kept for the session only.

Each check appends one line, in one write, and nobody ever changes what stands in the file. The operating system puts
an appended write behind all others, so kernels that check at the same moment need no lock. This holds on the local
disks of Linux and macOS. On Windows, and on network folders, finding the end and writing are two steps: two kernels
that write within the same microseconds may spoil each other's line there, and no other.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

FILE = "progress.log"
OLD = "progress.json"  # what was kept before there was a log: read as its beginning, and left as it is
KEYS = ("notebook", "exercise", "points", "max_points", "when", "mistake")


def find_store(start: Path | None = None) -> Path | None:
    """Find the file that progress is kept in.

    Parameters
    ----------
    start : Path, optional
        The notebook's folder; the current one unless told (a kernel runs there).

    Returns
    -------
    Path or None
        ``.chainrule/progress.log`` in the nearest folder above that has a ``.chainrule`` (``my-work``), else beside
        the notebook. None for the session only: when it can't be written, when nbgrader runs the notebook, when the
        course's staff run a solution, and when ``CHAINRULE_PROGRESS`` is ``off``.
    """
    try:
        if os.environ.get("NBGRADER_EXECUTION") or os.environ.get("CHAINRULE_PROGRESS", "").lower() == "off":
            return None
        start = Path(start or os.getcwd()).absolute()
        if start.parent.name == "solutions":  # nbgrader would release what lies in there
            return None
        for folder in (start, *start.parents):
            hidden = folder / ".chainrule"
            if hidden.is_dir():
                return hidden / FILE if os.access(hidden, os.W_OK) else None
        return start / ".chainrule" / FILE if os.access(start, os.W_OK) else None
    except (OSError, ValueError):  # the current folder was deleted, or has no name
        return None


class Progress:
    """The points that were reached.

    Parameters
    ----------
    path : Path or None
        The file, as `find_store` gives it; None to keep progress for this session only.

    Attributes
    ----------
    notes : list of str
        What a learner should know: that a line is damaged, or that nothing can be written.
    """

    def __init__(self, path: Path | None):
        self.path = path
        self.notes: list[str] = []
        self._session: dict[str, Any] = _empty()

    def record(
        self,
        notebook: str,
        exercise: str,
        points: float,
        max_points: float,
        when: datetime | str | None = None,
        mistake: str | None = None,
    ) -> bool:
        """Keep the result of one check.

        Parameters
        ----------
        notebook : str
            The notebook's name without its ending, ``activations``.
        exercise : str
            The exercise's id, ``sigmoid``.
        points, max_points : float
            What was reached, and what can be.
        when : datetime or str, optional
            The time, as ISO 8601 if a string; now unless told.
        mistake : str, optional
            The known mistake that the result agrees with.

        Returns
        -------
        bool
            Whether it reached the file.
        """
        try:
            when = when or datetime.now().astimezone()
            stamp = when if isinstance(when, str) else when.isoformat(timespec="seconds")
            result = (str(notebook), str(exercise), float(points), float(max_points), stamp, mistake)
            _add(self._session, *result)
            if self.path is None:
                return False
            self.path.parent.mkdir(exist_ok=True)
            _append(self.path, json.dumps(dict(zip(KEYS, result))).encode())
            return True
        except Exception as error:
            self._tell(f"progress is kept for this session only ({type(error).__name__}: {error})")
            return False

    def load(self) -> dict[str, Any]:
        """Return everything that is kept, as plain data; never raises."""
        if self.path is None:
            return self._session
        try:
            return self._read()
        except Exception as error:
            self._tell(f"{self.path}: progress can't be read ({error}). Look at the file's permissions.")
            return self._session

    def best(self, notebook: str, exercise: str) -> float:
        """Return the most points that were reached in an exercise."""
        entry = self.load()["notebooks"].get(notebook, {}).get(exercise, {})
        return entry.get("best", 0.0)

    def _read(self) -> dict[str, Any]:
        """Fold the log, line by line, into what was kept before there was one."""
        assert self.path is not None
        data = self._read_old(self.path.with_name(OLD))
        try:
            lines = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return data
        damaged = []
        for number, line in enumerate(lines, 1):
            try:
                if line:
                    _add(data, *_result(json.loads(line)))
            except (ValueError, RecursionError):
                damaged.append(number)
        if damaged and damaged[-1] == len(lines):
            damaged.pop()  # perhaps another kernel is writing it this moment
        if damaged:
            listed = ", ".join(map(str, damaged[:5])) + (", …" if len(damaged) > 5 else "")
            self._tell(
                f"{self.path}: damaged in line {listed}; the results in there are not counted. Run those notebooks' "
                "checks again, or chainrule check, and delete what is damaged."
            )
        return data

    def _read_old(self, path: Path) -> dict[str, Any]:
        try:
            return _checked(json.loads(path.read_bytes()))
        except FileNotFoundError:
            return _empty()
        except (ValueError, RecursionError):
            self._tell(
                f"{path}: it is damaged, so the results in there are not counted. Run your notebooks' checks again, or "
                "chainrule check, and delete the file."
            )
            return _empty()

    def _tell(self, note: str) -> None:
        """Keep a note, once."""
        if note not in self.notes:
            self.notes.append(note)


def _append(path: Path, line: bytes) -> None:
    """Add a line in one write.

    It begins with a line end: should the end of the file be damaged (by a power cut, or a full disk), this line is not.
    """
    data = b"\n" + line
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    try:
        if os.write(descriptor, data) < len(data):
            raise OSError(f"{path}: only a part could be written, the disk may be full")
    finally:
        os.close(descriptor)


def _result(record: Any) -> tuple:
    """Return the parts of a record, or raise ValueError when it is none."""
    if not isinstance(record, dict):
        raise ValueError("it is no record")
    notebook, exercise, points, max_points, when, mistake = result = tuple(record.get(key) for key in KEYS)
    words = isinstance(notebook, str) and isinstance(exercise, str) and isinstance(when, str)
    if not (words and isinstance(points, (int, float)) and isinstance(max_points, (int, float))):
        raise ValueError("it is no record of a check")
    return result


def _empty() -> dict[str, Any]:
    return {"version": 1, "notebooks": {}}


def _checked(data: Any) -> dict[str, Any]:
    """Return the data when it is what this module writes, without entries that are not; else raise ValueError."""
    if not isinstance(data, dict) or not isinstance(data.get("notebooks"), dict):
        raise ValueError("it is no progress")
    for name, entries in data["notebooks"].items():
        sound = entries.items() if isinstance(entries, dict) else ()
        data["notebooks"][name] = {key: entry for key, entry in sound if _is_entry(entry)}
    return data


def _is_entry(entry: Any) -> bool:
    """Whether this is an exercise's entry."""
    return isinstance(entry, dict) and all(
        isinstance(entry.get(key), (int, float)) for key in ("points", "best", "max_points", "attempts")
    )


def _add(
    data: dict[str, Any], notebook: str, exercise: str, points: float, max_points: float, when: str, mistake: str | None
) -> None:
    """Add one result."""
    entries = data["notebooks"].setdefault(notebook, {})
    entry = entries.setdefault(exercise, {"best": 0.0, "attempts": 0, "first": when, "mistakes": {}})
    # When the course changes an exercise's points, an old best may be above what can be reached now.
    entry["best"] = min(max(entry["best"], points), max_points)
    entry.update(points=points, max_points=max_points, last=when, attempts=entry["attempts"] + 1)
    if entry["best"] >= max_points and "finished" not in entry:
        entry["finished"] = when
    if mistake:
        mistakes = entry.setdefault("mistakes", {})
        mistakes[str(mistake)] = mistakes.get(str(mistake), 0) + 1
