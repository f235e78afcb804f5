"""What a check shows: a number that nbgrader reads, drawn as a panel in a notebook.

Everything that comes from a learner is escaped here, once: no markup of theirs is ever rendered.
"""

from __future__ import annotations

import html
import re

# Text takes its colour from JupyterLab's theme where there is one. These are for lines, marks and the ground of white
# text: on each, white has a contrast of at least 4.5, and each stands out by 3.7 from a white page and a dark one (#111).
GREEN, AMBER, RED, GREY = "#27804e", "#966b00", "#c93c2e", "#6b7879"
STATE_COLOURS = {"passed": GREEN, "partial": AMBER, "failed": RED, "not attempted": GREY}
MAX_FAILURES = 6


class Score(float):
    """Points earned: a ``float`` whose text is the number and whose HTML is the panel.

    nbgrader reads a cell's ``text/plain`` as partial credit, so ``repr`` must stay a number.
    """

    report: dict

    def __new__(cls, report: dict) -> Score:
        score = super().__new__(cls, report["points"])
        score.report = report
        return score

    def __reduce__(self):
        return (Score, (self.report,))

    def _repr_html_(self) -> str:
        return render_html(self.report)


def number_text(points: float) -> str:
    """Points without needless digits.

    >>> number_text(1.0), number_text(0.5), number_text(2 / 3)
    ('1', '0.5', '0.67')
    """
    return f"{points:.2f}".rstrip("0").rstrip(".")


def points_text(points: float) -> str:
    """Points with their unit.

    >>> points_text(1.0), points_text(0.5)
    ('1 point', '0.5 points')
    """
    return f"{number_text(points)} point{'' if points == 1 else 's'}"


def heading(report: dict) -> str:
    """The exercise's number and title."""
    return f"{report['number']} {report['title']}".strip()


def verdict(report: dict) -> str:
    """The result in words: points, or that a *further* exercise is right."""
    if report["max_points"] == 0:
        return {"passed": "right", "not attempted": "not attempted"}.get(report["state"], "not right yet")
    if report["state"] == "not attempted":
        return f"not attempted · {number_text(report['max_points'])} to earn"
    return f"{number_text(report['points'])} of {points_text(report['max_points'])}"


def code_words(text: str) -> str:
    """Escape ``text`` and set what stands between backticks as code."""
    pieces = html.escape(text).split("`")
    if len(pieces) % 2 == 0:  # an odd number of backticks: leave them as they are
        return "`".join(pieces)
    return "".join(f"<code>{piece}</code>" if index % 2 else piece for index, piece in enumerate(pieces))


def render_html(report: dict) -> str:
    """The panel of one check."""
    colour = STATE_COLOURS[report["state"]]
    rows = [
        f'<div style="border-left:4px solid {colour};padding:.4em .9em;margin:.2em 0;line-height:1.45;'
        "font-family:var(--jp-content-font-family,system-ui,sans-serif);"
        'color:var(--jp-content-font-color1,inherit);max-width:52em" class="chainrule-panel '
        f'chainrule-{report["state"].replace(" ", "-")}">',
        f"<div><strong>{html.escape(heading(report))}</strong> "
        f'<span style="background:{colour};color:#fff;font-weight:600;margin-left:.6em;padding:.05em .6em;'
        f'border-radius:3px;white-space:nowrap">{html.escape(verdict(report))}</span></div>',
    ]
    for mistake in report["mistakes"]:
        rows.append(_mistake_html(mistake))
    if report["state"] == "not attempted":
        first = report["parts"][0]["cases"][0]["sentence"]
        rows.append(f"<div>{code_words(first)}</div>")
    else:
        rows.extend(_part_html(part, len(report["parts"])) for part in report["parts"])
    if report["notes"]:
        rows.append(
            '<ul style="margin:.3em 0 0 0;padding-left:1.2em;opacity:.8">'
            + "".join(f"<li>{code_words(note)}</li>" for note in report["notes"])
            + "</ul>"
        )
    if report["printed"]:
        rows.append(
            '<pre style="max-height:8em;overflow:auto;opacity:.8;margin:.3em 0 0 0">'
            f"{html.escape(report['printed'])}</pre>"
        )
    rows.append("</div>")
    return "\n".join(rows)


def _mistake_html(mistake: dict) -> str:
    opening = (
        "Your results match a known mistake." if mistake["whole"] else "Part of your results match a known mistake."
    )
    return (
        f'<div style="border:1px solid {AMBER};border-radius:4px;padding:.3em .7em;margin:.4em 0">'
        f"<strong>{opening}</strong> {code_words(mistake['explanation'])}</div>"
    )


def _part_html(part: dict, count: int) -> str:
    failing = [case for case in part["cases"] if not case["ok"]]
    mark, colour = ("✗", RED) if failing else ("✓", GREEN)
    total = len(part["cases"])
    worth = (
        f" · {number_text(part['points'])} of {points_text(part['max_points'])}"
        if count > 1 and part["max_points"]
        else ""
    )
    rows = [
        f'<div style="margin-top:.35em"><span style="color:{colour};font-weight:700">{mark}</span> '
        f"{_label_html(part['name'])}: {total - len(failing)} of {total} cases{worth}</div>"
    ]
    said: dict[str, list[str]] = {}  # a sentence once, with all the calls that it is true of
    for case in failing:
        said.setdefault(case["sentence"], []).append(case["label"])
    for sentence, labels in list(said.items())[:MAX_FAILURES]:
        calls = "<br>".join(_label_html(label) for label in labels[:MAX_FAILURES])
        calls += f"<br>… and {len(labels) - MAX_FAILURES} more" if len(labels) > MAX_FAILURES else ""
        rows.append(f'<div style="margin:.15em 0 .25em 1.3em">{calls}<br>{code_words(sentence)}</div>')
    if len(said) > MAX_FAILURES:
        rows.append(f'<div style="margin-left:1.3em">… and {len(said) - MAX_FAILURES} more.</div>')
    return "".join(rows)


def _label_html(label: str) -> str:
    """A function's name or a call set as code, a property or a part named in words as words.

    >>> _label_html("f(2.0)"), _label_html("two draws differ")
    ('<code>f(2.0)</code>', '<em>two draws differ</em>')
    """
    escaped = html.escape(label)
    return f"<code>{escaped}</code>" if re.fullmatch(r"(?s)\w+(\(.*\))?", label) else f"<em>{escaped}</em>"
