"""What a learner is told of the file that was graded: its name, when it came, its size and its SHA-256.

On each feedback page, and in the notebook that goes back to Canvas. ``chainrule submit`` printed the same SHA-256 when the file was made.
"""

from __future__ import annotations

from chainrule.plain_text import plain_text
from chainrule_staff.clock import told
from chainrule_staff.grading.kinds import TIME_OF_FILE, Kind
from chainrule_staff.grading.record import Record

AS_FAR_AS_KNOWN = {True: "late", False: "in time", None: ""}  # where a platform does not say when


def receipt(record: Record, zone: str = "") -> list[tuple[str, str]]:
    """What was received, as names and values, both plain text; times in a zone, else in UTC.

    >>> receipt(Record("ada", "03_activations", "activations", sha256="c0ffee", size=1234, submitted="2026-03-04T10:00:00"))
    [('file', 'activations.ipynb'), ('handed in', '2026-03-04 10:00:00 UTC'), ('size', '1234 bytes'), ('SHA-256', 'c0ffee')]
    """
    named = [str(one.values["graded"]) for one in record.notes if one.kind == Kind.OTHER_NAME]
    rows = [("file", plain_text(named[0] if named else f"{record.notebook}.ipynb"))]
    if when := _when(record, zone):
        rows.append(("handed in", when))
    if record.sha256:
        rows += [("size", f"{record.size} bytes"), ("SHA-256", record.sha256)]
    return rows


def _when(record: Record, zone: str) -> str:
    """When it was handed in, as far as that is known; empty where nothing is."""
    for one in record.notes:
        if one.kind == Kind.TIME_ASSUMED:
            return AS_FAR_AS_KNOWN[one.values["late"]]
    if not record.submitted:
        return ""
    own = " (the file's own time)" if any(one.kind in TIME_OF_FILE for one in record.look) else ""
    try:
        return f"{told(record.submitted, zone)}{own}"
    except ValueError:
        return plain_text(record.submitted)
