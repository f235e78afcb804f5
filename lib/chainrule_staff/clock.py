"""Times for people, in the time zone that ``nbgrader_config.py`` names: for feedback, the class report, and collecting.

``c.NbGraderAPI.timezone = "Europe/Berlin"`` is nbgrader's own setting, by which formgrader shows times, too. Gradebook, records and
exports have times in UTC, whatever it says.
"""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime, tzinfo

from traitlets.config import Config

from chainrule_staff.errors import StaffError

SETTINGS = ("NbGraderAPI", "Exchange")  # nbgrader has two of them; the first one that is set counts


def configured(config: Config) -> str:
    """The name of the time zone in nbgrader's settings; empty where they name none.

    Raises
    ------
    StaffError
        There is no such zone.
    """
    named = [name for section in SETTINGS if isinstance(name := config[section].get("timezone"), str)]
    if not named:
        return ""
    zone(named[0])
    return named[0]


def zone(name: str) -> tzinfo:
    """A time zone by its name; UTC for an empty one.

    Raises
    ------
    StaffError
        There is no such zone.
    """
    try:
        return zoneinfo.ZoneInfo(name) if name else UTC
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):  # the last for the name of a folder of zones
        raise StaffError(f"There is no time zone {name!r}. Write it as Asia/Seoul or Europe/Berlin.") from None


def local(text: str, where: str = "") -> datetime:
    """An ISO time in UTC, as it is in a time zone.

    Raises
    ------
    ValueError
        It is none.
    """
    return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC).astimezone(zone(where))


def told(text: str, where: str = "", seconds: bool = True) -> str:
    """An ISO time in UTC for people, to the second or the minute.

    >>> told("2026-03-04T10:00:00.5Z"), told("2026-07-04T10:00:00", "Europe/Berlin"), told("2026-07-04T10:00:00", "America/Sao_Paulo")
    ('2026-03-04 10:00:00 UTC', '2026-07-04 12:00:00 CEST', '2026-07-04 07:00:00 UTC-03')
    """
    when = local(text, where)
    return f"{when:%Y-%m-%d %H:%M:%S}"[: None if seconds else 16] + f" {_abbreviation(when)}"


def _abbreviation(when: datetime) -> str:
    """What a zone is called at a time; some have no letters for it."""
    name = when.tzname() or ""
    return f"UTC{name}" if name[:1] in ("+", "-") else name
