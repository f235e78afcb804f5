"""A graded notebook as feedback: panels, points and comments, and nothing that was written for staff. For Canvas."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from chainrule.checks.words import points_text
from chainrule.notebooks.conventions import check_name
from chainrule_staff.grading.feedback import without_hidden
from chainrule_staff.grading.receipt import receipt
from chainrule_staff.grading.record import FOR_THE_GRADER, KEY, Record
from chainrule_staff.reporting.forms import number


@dataclass(frozen=True)
class Points:
    """What the gradebook has of one learner.

    Parameters
    ----------
    parts : mapping
        grade_id of a check to points.
    comments : mapping
        grade_id of an answer or task to a person's or nbgrader's comment.
    """

    score: float | None = None
    max_points: float = 0.0
    penalty: float = 0.0
    parts: Mapping[str, float] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)


def feedback_notebook(autograded: bytes, record: Record, points: Points, zone: str = "") -> bytes:
    """The notebook that goes back to its learner, as JSON; times in a zone, else in UTC.

    Hidden tests, the note for the grader, and the record with its seeds are left out; an overview and comments are put in.
    """
    notebook = json.loads(autograded)
    notebook["metadata"].pop(KEY, None)
    cells = [_text("feedback-overview", _overview(record, points, zone))]
    for cell in notebook["cells"]:
        if cell.get("id") == FOR_THE_GRADER:
            continue
        marks = cell.get("metadata", {}).get("nbgrader", {})
        if cell["cell_type"] == "code" and marks.get("grade"):
            cell["source"] = without_hidden("".join(cell["source"]))
        cells.append(cell)
        if comment := points.comments.get(marks.get("grade_id", "")):
            cells.append(_text(f"comment-{len(cells)}", f"> **Comment:** {_quoted(comment)}"))
    notebook["cells"] = cells
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode()


def _overview(record: Record, points: Points, zone: str) -> str:
    most = points_text(points.max_points)
    score = "not graded yet" if points.score is None else f"{number(points.score)} of {most}"
    late = f", after {number(points.penalty)} off for being late" if points.penalty else ""
    lines = [
        f"# Feedback on {record.assignment}",
        "",
        f"**{score}**{late}. Your own notebook stays as it is: this is a copy, as it was graded.",
        "",
        *([_received(record, zone), ""] if record.sha256 else []),
        "| exercise | points |",
        "|---|---|",
    ]
    for report in record.exercises:
        got = points.parts.get(check_name(report["exercise"]), report["points"])
        title = f"{report['number']} {report['title']}".strip().replace("|", "\\|")
        lines.append(f"| {title} | {number(got)} of {number(report['max_points'])} |")
    return "\n".join(lines)


def _received(record: Record, zone: str) -> str:
    """What was received; a file's name is a learner's word, and must not end the code that it stands in."""
    rows = [(name, " ".join(value.replace("`", "'").split())) for name, value in receipt(record, zone)]
    return f"Received: {', '.join(f'{name} `{value}`' for name, value in rows)}."


def _quoted(comment: str) -> str:
    """A comment as it was typed: no markup, every line in the quotation."""
    plain = comment.replace("&", "&amp;").replace("<", "&lt;")
    return "\n> ".join(plain.splitlines())


def _text(id: str, source: str) -> dict:
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": source}
