"""A learner's attempts over time, as the learner's own file tells them; for the desk's page of a learner.

The file is the learner's, so nothing in it is believed, and none of it reaches a grade: it is small, a file and no link, and what is
no record of a check is passed over.
"""

from __future__ import annotations

import json
import math
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from chainrule.checks.progress_log import FILE
from chainrule.checks.words import number_text

MAX_FILE, MAX_LINE = 5_000_000, 1_000  # bytes that are read of a file, and characters of a line
MOST_POINTS = 1_000.0
SHOWN, NAMES = 100, 5  # attempts at an exercise that are listed, the latest ones, and mistakes that are named
NAME = re.compile(r"\w{1,60}", re.ASCII)


@dataclass(frozen=True)
class Attempt:
    """One check: ``when`` is the learner's clock, ``mistake`` the known mistake that was named, or empty."""

    when: str
    points: float
    max_points: float
    mistake: str


@dataclass(frozen=True)
class Attempts:
    """All attempts at one exercise, in the order in which they were noted; at least one."""

    every: tuple[Attempt, ...]

    @property
    def listed(self) -> tuple[Attempt, ...]:
        """The latest ones."""
        return self.every[-SHOWN:]

    @property
    def words(self) -> str:
        """How many, from when to when, the best of them, and which mistakes on the way."""
        first, *_ = last = self.every
        best = max(self.every, key=lambda one: one.points)
        said = [f"{len(self.every)} attempt{'' if len(self.every) == 1 else 's'}"]
        if len(self.every) > 1 and first.when != last[-1].when:
            said.append(f"from {first.when} to {last[-1].when}")
        else:
            said.append(f"at {first.when}")
        said.append(f"best {number_text(best.points)} of {number_text(best.max_points)}")
        made = Counter(one.mistake for one in self.every if one.mistake).most_common(NAMES)
        mistakes = [f"{name.replace('_', ' ')} ({count} ×)" for name, count in made]
        return ", ".join(said) + (f"; on the way: {', '.join(mistakes)}" if mistakes else "")


def read_attempts(folder: Path, notebook: str) -> dict[str, Attempts]:
    """A learner's attempts by exercise; empty where none were handed in.

    Parameters
    ----------
    folder : Path
        What the learner handed in for the assignment.
    notebook : str
        Its notebook, such as ``"activations"``.
    """
    found: dict[str, list[Attempt]] = {}
    # The first is what chainrule submit makes; the other is there where nbgrader's exchange took the whole folder.
    for path in (folder / f"{notebook}.attempts.txt", folder / ".chainrule" / FILE):
        for exercise, attempt in _records(_text(path), notebook):
            found.setdefault(exercise, []).append(attempt)
        if found:
            break
    return {exercise: Attempts(tuple(every)) for exercise, every in found.items()}


def _text(path: Path) -> str:
    """A file's text; empty where it is no file, or too large."""
    try:
        if path.parent.is_symlink():
            return ""
        # Not blocking: a named pipe would be waited for.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return ""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_FILE:
        os.close(descriptor)
        return ""
    with open(descriptor, "rb") as file:
        return file.read(MAX_FILE).decode("utf-8", "replace")


def _records(text: str, notebook: str) -> Iterator[tuple[str, Attempt]]:
    for line in text.split("\n"):
        if not line.startswith("{") or len(line) > MAX_LINE:
            continue
        try:
            record = json.loads(line)
            when = f"{datetime.fromisoformat(record['when']):%Y-%m-%d %H:%M}"
            points, most = float(record["points"]), float(record["max_points"])
            exercise, mistake = record["exercise"], str(record.get("mistake") or "")
            known = record["notebook"] == notebook and NAME.fullmatch(exercise)
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            continue
        if known and math.isfinite(points) and 0 <= points <= most <= MOST_POINTS:
            yield exercise, Attempt(when, points, most, mistake if NAME.fullmatch(mistake) else "")
