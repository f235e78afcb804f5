"""What a check shows: a number that nbgrader reads, drawn as a panel in a notebook.

Everything that comes from a learner is escaped here, once: no markup of theirs is ever rendered.
"""

from __future__ import annotations

import html
import re

from chainrule.checks import words
from chainrule.checks.report import CheckReport, Failure, Part, State, failures
from chainrule.checks.sealed import Way

# Text takes its colour from JupyterLab's theme where there is one. These are for lines, marks and the ground of white
# text: on each, white has a contrast of at least 4.5, and each stands out by 3.7 from a white page and a dark one (#111).
GREEN, AMBER, RED, GREY = "#27804e", "#966b00", "#c93c2e", "#6b7879"
STATE_COLOURS = {State.PASSED: GREEN, State.PARTIAL: AMBER, State.FAILED: RED, State.NOT_ATTEMPTED: GREY}
OPEN_FAILURES, MAX_FAILURES = 3, 6  # of a part: those that are open, and those that are there at all


class Score(float):
    """Points earned: a ``float`` whose text is the number and whose HTML is the panel.

    nbgrader reads a cell's ``text/plain`` as partial credit, so ``repr`` must stay a number.
    """

    report: CheckReport
    way: Way | None

    def __new__(cls, report: CheckReport, way: Way | None = None) -> Score:
        score = super().__new__(cls, report.points)
        score.report = report
        score.way = way
        return score

    def __reduce__(self):
        return (Score, (self.report, self.way))

    def _repr_html_(self) -> str:
        return render_html(self.report, self.way)


def code_words(text: str) -> str:
    """Escape ``text`` and set what stands between backticks as code."""
    pieces = html.escape(text).split("`")
    if len(pieces) % 2 == 0:  # an odd number of backticks: leave them as they are
        return "`".join(pieces)
    return "".join(f"<code>{piece}</code>" if index % 2 else piece for index, piece in enumerate(pieces))


def render_html(report: CheckReport, way: Way | None = None) -> str:
    """The panel of one check, with another way of solving the exercise where there is one to show."""
    colour = STATE_COLOURS[report.state]
    rows = [
        f'<div style="border-left:4px solid {colour};padding:.4em .9em;margin:.2em 0;line-height:1.45;'
        "font-family:var(--jp-content-font-family,system-ui,sans-serif);"
        'color:var(--jp-content-font-color1,inherit);max-width:52em" class="chainrule-panel '
        f'chainrule-{report.state.replace(" ", "-")}">',
        f"<div><strong>{html.escape(words.heading(report))}</strong> "
        f'<span style="background:{colour};color:#fff;font-weight:600;margin-left:.6em;padding:.05em .6em;'
        f'border-radius:3px;white-space:nowrap">{html.escape(words.verdict(report))}</span></div>',
    ]
    rows.extend(_box(words.mistake_opening(one), one.explanation) for one in report.mistakes)
    rows.extend(_box(words.DIAGNOSIS, words.sentence(one)) for one in report.diagnoses)
    if report.state == State.NOT_ATTEMPTED:
        first = report.parts[0].cases[0].finding
        rows.append(f"<div>{code_words(words.sentence(first))}</div>" if first else "")
    elif said := report.about_all():
        rows.extend(f"<div>{code_words(words.sentence(one))}</div>" for one in said)
    else:
        rows.extend(_part_html(part, len(report.parts)) for part in report.parts)
    if report.notes:
        notes = "".join(f"<li>{code_words(words.sentence(note))}</li>" for note in report.notes)
        rows.append(f'<ul style="margin:.3em 0 0 0;padding-left:1.2em;opacity:.8">{notes}</ul>')
    if report.printed:
        rows.append(
            '<pre style="max-height:8em;overflow:auto;opacity:.8;margin:.3em 0 0 0">'
            f"{html.escape(report.printed)}</pre>"
        )
    if way is not None:
        rows.append(_way_html(way))
    rows.append("</div>")
    return "\n".join(rows)


def _way_html(way: Way) -> str:
    """Two solutions, folded."""
    codes = [(words.THE_COURSES_WAY, way.reference), (words.THE_OTHER_WAY, way.variant)]
    return (
        f'<details style="margin-top:.4em"><summary style="cursor:pointer">{words.ANOTHER_WAY}</summary>'
        f"<div>{code_words(way.says)}</div>"
        + "".join(
            f'<div style="margin-top:.4em"><em>{title}</em></div>'
            f'<pre style="overflow:auto;margin:.2em 0 0 0;line-height:1.3">{html.escape(code)}</pre>'
            for title, code in codes
        )
        + "</details>"
    )


def _box(opening: str, text: str) -> str:
    return (
        f'<div style="border:1px solid {AMBER};border-radius:4px;padding:.3em .7em;margin:.4em 0">'
        f"<strong>{html.escape(opening)}</strong> {code_words(text)}</div>"
    )


def _part_html(part: Part, count: int) -> str:
    mark, colour = ("✓", GREEN) if part.earned else ("✗", RED)
    total = len(part.cases)
    worth = (part.points, part.max_points) if count > 1 and part.max_points else None
    right = words.cases_right(total - len(part.failing), total, worth)
    rows = [
        f'<div style="margin-top:.35em"><span style="color:{colour};font-weight:700">{mark}</span> '
        f"{label_html(part.name)}: {right}</div>"
    ]
    said = failures([part])
    count = OPEN_FAILURES if len(said) > OPEN_FAILURES + 1 else len(said)  # to fold one away would save nothing
    rows += map(_failure_html, said[:count])
    folded = [*map(_failure_html, said[count:MAX_FAILURES])]
    if len(said) > MAX_FAILURES:
        folded.append(f'<div style="margin-left:1.3em">{words.and_more(len(said) - MAX_FAILURES)}.</div>')
    if folded:
        rows.append(
            f'<details style="margin:.15em 0 .25em 1.3em"><summary style="cursor:pointer">{words.and_more(len(said) - count)}'
            f"</summary>{''.join(folded)}</details>"
        )
    return "".join(rows)


def _failure_html(failure: Failure) -> str:
    calls = [label_html(label) for label in failure.labels[:MAX_FAILURES]]
    if len(failure.labels) > MAX_FAILURES:
        calls.append(words.and_more(len(failure.labels) - MAX_FAILURES))
    above = [html.escape(words.further_wrong(*failure.further))] if failure.further else []
    told = "<br>".join([*above, *calls, code_words(words.sentence(failure.finding))])
    return f'<div style="margin:.15em 0 .25em 1.3em">{told}</div>'


def label_html(label: str) -> str:
    """A function's name or a call set as code, a property or a part named in words as words.

    >>> label_html("f(2.0)"), label_html("two draws differ")
    ('<code>f(2.0)</code>', '<em>two draws differ</em>')
    """
    escaped = html.escape(label)
    return f"<code>{escaped}</code>" if re.fullmatch(r"(?s)\w+(\(.*\))?", label) else f"<em>{escaped}</em>"
