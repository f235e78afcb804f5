"""The class report as one HTML file, without scripts and without a network: to teach from on the next morning.

What is open at first names nobody, and can be shown to the class; names, answers and cases are folded away. Everything
is escaped by the template; a policy in the page's head forbids scripts besides.
"""

from __future__ import annotations

import functools
from typing import Any

from chainrule.checks.panel import code_words, label_html
from chainrule.checks.words import number_text, points_text
from chainrule.plain_text import without_controls
from chainrule_staff.clock import told
from chainrule_staff.reporting.charts import histogram, shares, timeline
from chainrule_staff.reporting.picture import puzzling
from chainrule_staff.reporting.summary import WORDS, lateness


def render(report: dict[str, Any]) -> str:
    """The page of a report of :func:`chainrule_staff.reporting.summary.summarise`."""
    names = {learner["learner"]: learner["name"] for learner in report["learners"]}
    late = [learner for learner in report["learners"] if learner["seconds_late"] > 0]
    page = _template().render(report=report, names=names, late=late, title=title(report["assignment"]))
    return without_controls(page)


def title(assignment: str) -> str:
    """An assignment's name for people.

    >>> title("03_batch_norm"), title("exam")
    ('3 · Batch norm', 'Exam')
    """
    number, _, name = assignment.partition("_")
    if not (number.isdigit() and name):
        number, name = "", assignment
    name = name.replace("_", " ")
    return " · ".join(part for part in (number.lstrip("0"), name[:1].upper() + name[1:]) if part)


@functools.cache
def _template():
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("chainrule_staff.reporting", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        words=lambda text: Markup(code_words(text)),
        label=lambda text: Markup(label_html(text)),
        points=number_text,
        with_unit=points_text,
        lateness=lateness,
        time=functools.partial(told, seconds=False),
        share=lambda value: "–" if value is None else f"{value:.0%}",
    )
    environment.globals.update(
        histogram=lambda *args: Markup(histogram(*args)),
        shares=lambda *args: Markup(shares(*args)),
        timeline=lambda *args: Markup(timeline(*args)),
        puzzling=puzzling,
        outcomes=WORDS,
    )
    return environment.get_template("page.html")
