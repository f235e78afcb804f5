"""When a submission was handed in: as its ``timestamp.txt`` says, and where that says no time, as its file does.

nbgrader's own reading takes what a text leaves out from the clock ("00:01" is today's first minute), "1:30 PM" for half
past one in the morning of a time zone "PM", and any time zone that it does not know for UTC. A penalty would hang on it.
"""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from chainrule.checks.report import Finding, finding
from chainrule_staff.grading.kinds import Kind

LONGEST = 200  # bytes; nbgrader writes 30
FIRST = datetime(2015, 1, 1)  # nbgrader is no older, so no submission is
# What a text leaves out differs between these two.
_CLOCKS = datetime(2000, 1, 1), datetime(2003, 12, 28, 23, 59)


class NoTime(ValueError):
    """A ``timestamp.txt`` that does not say when."""


def parse(text: str) -> datetime:
    """The time that a text says, in UTC, without a time zone as nbgrader keeps it.

    Raises
    ------
    NoTime
        It says none, or not all of it: no day, no minute, a time zone that nobody knows; or one before there were submissions.

    >>> parse("2026-11-20 10:00:00.5 UTC"), parse("2026-11-20 1:30 PM")
    (datetime.datetime(2026, 11, 20, 10, 0, 0, 500000), datetime.datetime(2026, 11, 20, 13, 30))
    """
    from dateutil import parser

    try:
        float(text)
    except ValueError:
        pass
    else:
        raise NoTime("a number, since who knows when")
    try:
        one, other = (parser.parse(text, default=clock, tzinfos=_zone) for clock in _CLOCKS)
        if one.tzinfo is not None:
            one, other = (time.astimezone(UTC).replace(tzinfo=None) for time in (one, other))
    except Exception as error:  # of a learner's text it raises arithmetic errors as well
        raise NoTime(type(error).__name__) from None
    if one != other:
        raise NoTime("a part of a time")
    if one < FIRST:
        raise NoTime("before there were submissions")
    return one


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    from dateutil import tz

    if offset is not None:
        return tz.tzoffset(name, offset)
    if name is None:
        return None
    zone = tz.gettz(name)
    if zone is None:
        raise NoTime("an unknown time zone")
    return zone


def read_stamp(folder: Path) -> tuple[datetime, bytes] | None:
    """The time in a folder's ``timestamp.txt``, and the file's bytes; ``None`` where there is no such file.

    Raises
    ------
    NoTime
        There is one, and it is no small file that can be read and says a time.
    """
    path = folder / "timestamp.txt"
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > LONGEST:
            raise NoTime("no small file")
        with open(path, "rb") as file:
            data = file.read(LONGEST)
        return parse(data.decode("utf-8-sig").strip()), data
    except FileNotFoundError:
        return None
    except NoTime:
        raise
    except (OSError, UnicodeDecodeError) as error:
        raise NoTime(type(error).__name__) from None


def time_of(found: os.stat_result) -> datetime:
    """When a file was saved; where it claims to be older than any submission, when it was put where it is."""
    for seconds in (found.st_mtime, found.st_ctime):
        time = datetime(1970, 1, 1) + timedelta(seconds=int(seconds))
        if time >= FIRST:
            break
    return time


def handed_in(folder: Path, saved: os.stat_result, due: bool) -> tuple[str | None, bytes | None, list[Finding]]:
    """When a notebook was handed in.

    Parameters
    ----------
    folder : Path
    saved : os.stat_result
        The notebook's.
    due : bool
        Whether anything depends on it: without a deadline a missing ``timestamp.txt`` is as good as any.

    Returns
    -------
    submitted : str or None
        ISO 8601 in UTC; ``None`` where it is unknown and nothing depends on it.
    stamp : bytes or None
        The ``timestamp.txt``, where it says so.
    look : list of Finding
        That it is the file's own time, which a learner can choose more easily.
    """
    try:
        found = read_stamp(folder)
    except NoTime:
        kind = Kind.BAD_TIMESTAMP
    else:
        if found:
            time, stamp = found
            return time.isoformat(), stamp, []
        if not due:
            return None, None, []
        kind = Kind.NO_TIMESTAMP
    own = time_of(saved)
    return own.isoformat(), None, [finding(kind, time=str(own))]
