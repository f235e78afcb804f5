"""What a learner has reached, kept between sessions: written by every check in a kernel, read by the command line.

It must never disturb a lecture: it is quick, imports nothing that a kernel has not loaded, and does not raise. Where
nothing can be written, progress is kept for the session only.
"""

from __future__ import annotations

import json
import os
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from chainrule.disk import atomic_write, locked, unused

FILE = "progress.json"


def find_store(start: Path | None = None) -> Path | None:
    """Find the file that progress is kept in.

    Parameters
    ----------
    start : Path, optional
        The notebook's folder; the current one unless told (a kernel runs there).

    Returns
    -------
    Path or None
        ``.chainrule/progress.json`` in the nearest folder above that has a ``.chainrule`` (``my-work``), else beside
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
    """A small store of the points that were reached.

    Parameters
    ----------
    path : Path or None
        The file, as `find_store` gives it; None to keep progress for this session only.

    Attributes
    ----------
    notes : list of str
        What a learner should know: that a damaged file was set aside, or that nothing can be written.
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
            with locked(self.path.with_suffix(".lock")):
                data = self._read()
                _add(data, *result)
                atomic_write(self.path, json.dumps(data, sort_keys=True).encode(), sync=False)
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
        """Read the file; a damaged one is set aside and the session's results stand in."""
        assert self.path is not None
        try:
            return _checked(json.loads(self.path.read_bytes()))
        except FileNotFoundError:
            return _empty()
        except (ValueError, RecursionError):
            aside = unused(self.path.with_name(f"progress damaged {time.strftime('%Y-%m-%d %H.%M.%S')}.json"))
            os.replace(self.path, aside)
            self._tell(
                f"{self.path}: it was damaged and is now {aside.name}; progress starts again. Run your "
                "notebooks' checks, or chainrule check, to fill it."
            )
            return _empty()

    def _tell(self, note: str) -> None:
        """Keep a note, once."""
        if note not in self.notes:
            self.notes.append(note)


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
