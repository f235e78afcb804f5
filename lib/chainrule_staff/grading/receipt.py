"""What a learner is told of the file that was graded: its name, when it came, its size and its SHA-256.

On each feedback page, and in the notebook that goes back to Canvas. ``chainrule submit`` printed the same SHA-256 when the file was made.
"""

from __future__ import annotations

from datetime import datetime

from chainrule.plain_text import plain_text
from chainrule_staff.grading.kinds import TIME_OF_FILE, Kind
from chainrule_staff.grading.record import Record


def receipt(record: Record) -> list[tuple[str, str]]:
    """What was received, as names and values, both plain text.

    >>> receipt(Record("ada", "03_activations", "activations", sha256="c0ffee", size=1234, submitted="2026-03-04T10:00:00"))
    [('file', 'activations.ipynb'), ('handed in', '2026-03-04 10:00:00 UTC'), ('size', '1234 bytes'), ('SHA-256', 'c0ffee')]
    """
    named = [str(one.values["graded"]) for one in record.notes if one.kind == Kind.OTHER_NAME]
    rows = [("file", plain_text(named[0] if named else f"{record.notebook}.ipynb"))]
    if record.submitted:
        own = " (the file's own time)" if any(one.kind in TIME_OF_FILE for one in record.look) else ""
        rows.append(("handed in", f"{_time(record.submitted)}{own}"))
    if record.sha256:
        rows += [("size", f"{record.size} bytes"), ("SHA-256", record.sha256)]
    return rows


def _time(text: str) -> str:
    """An ISO time in UTC, to the second, for people."""
    try:
        return f"{datetime.fromisoformat(text).replace(microsecond=0, tzinfo=None)} UTC"
    except ValueError:
        return plain_text(text)
