"""The reviewer's pages as HTML: an overview and one page for each exercise. One file each, without a network.

Everything is escaped by the templates; a policy in the page's head lets no script run but the one that is named by its hash.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chainrule.checks.panel import code_words, label_html
from chainrule.checks.words import number_text, points_text
from chainrule.plain_text import without_controls
from chainrule_staff.authoring.sweeps import POOL
from chainrule_staff.reporting.charts import shares
from chainrule_staff.reporting.summary import WORDS
from chainrule_staff.review import marks
from chainrule_staff.review.bar import Remark
from chainrule_staff.review.check_source import kinds, tolerances
from chainrule_staff.review.contract import Contract
from chainrule_staff.review.dossier import Answer, Dossier

SEVERAL = 2  # details of one kind of remark that the overview spells out
TEMPLATES = Path(__file__).parent / "templates"


@dataclass
class Row:
    """One exercise, as the pages show it.

    Parameters
    ----------
    executed : str
        HTML: the check's answer in the executed solution, else that of a fresh run.
    stale : str
        Why it is not the executed solution's; empty where it is.
    summary : dict or None
        What the class did: an exercise of :func:`chainrule_staff.reporting.summary.summarise`.
    """

    dossier: Dossier
    contract: Contract
    remarks: list[Remark]
    executed: str = ""
    stale: str = ""
    trials: list[Answer] = field(default_factory=list)
    summary: dict[str, Any] | None = None

    @property
    def file(self) -> str:
        """The page's name."""
        return f"{self.dossier.assignment}.{self.dossier.exercise}.html"

    @property
    def serious(self) -> int:
        """How many of the remarks are serious."""
        return sum(one.serious for one in self.remarks)

    @property
    def kinds(self) -> dict[str, int]:
        """The kinds of evidence that the check rests on."""
        return kinds(self.dossier.whole)

    @property
    def tolerances(self) -> list[str]:
        """The check's own tolerances, the loosest first."""
        found = sorted(tolerances(self.dossier.whole), key=lambda one: -(one.value or 0.0))
        return [
            "computed" if one.value is None else f"{one.value:g}" + (f" of {one.expected:g}" if one.expected else "")
            for one in found
        ]

    @property
    def chips(self) -> list[tuple[str, bool]]:
        """The remarks in a few words, and whether they are serious; those of one kind together."""
        found: dict[tuple[str, bool], list[str]] = {}
        for one in self.remarks:
            found.setdefault((one.short, one.serious), []).append(one.detail)
        return [(_chip(short, details), serious) for (short, serious), details in found.items()]

    @property
    def stored(self) -> int:
        """Inputs that a learner's kernel tries besides the cases."""
        return sum(one.stored for one in self.dossier.sweeps)

    @property
    def fresh(self) -> int:
        """Inputs that a grader draws for each learner."""
        return sum(one.fresh for one in self.dossier.sweeps)

    @property
    def diagnoses(self) -> list[tuple[str, int]]:
        """What panels say of the numbers, of all wrong answers that were tried, the most frequent first."""
        every = [*self.dossier.mistakes, *self.dossier.unnamed, *self.trials]
        return Counter(text for one in every for text in one.diagnoses).most_common()


def overview(rows: Sequence[Row]) -> str:
    """The page of the whole course."""
    return render(
        "overview.html",
        rows=[_shown(row) for row in rows],
        lectures=len({row.dossier.assignment for row in rows}),
        serious=sum(bool(row.serious) for row in rows),
        weak=sum(bool(row.remarks) and not row.serious for row in rows),
        kinds=_kinds(rows),
        tried=any(row.trials for row in rows),
        classes=any(row.summary for row in rows),
    )


def _chip(short: str, details: list[str]) -> str:
    """One kind of remark with its details, or their number where they are many."""
    named = [detail for detail in details if detail]
    if len(details) > SEVERAL or len(details) > 1 and not named:
        return f"{len(details)} × {short}"
    return f"{short}: {', '.join(named)}" if named else short


def _kinds(rows: Sequence[Row]) -> list[tuple[str, int, bool]]:
    """What is below the bar anywhere, with the number of exercises; serious things first, then the most frequent."""
    counts = Counter(key for row in rows for key in {(one.short, one.serious) for one in row.remarks})
    return [
        (*key[:1], count, key[1])
        for key, count in sorted(counts.items(), key=lambda one: (-one[0][1], -one[1], one[0]))
    ]


def exercise(rows: Sequence[Row], place: int) -> str:
    """The page of one exercise, with links to its neighbours."""
    row = rows[place]
    return render(
        "exercise.html",
        one=row.dossier,
        row=_shown(row),
        contract=row.contract,
        pool=POOL,
        before=rows[place - 1] if place else None,
        after=rows[place + 1] if place + 1 < len(rows) else None,
    )


def _shown(row: Row) -> dict[str, Any]:
    """A row under the names that the templates use."""
    names = (
        "dossier",
        "remarks",
        "executed",
        "stale",
        "trials",
        "file",
        "serious",
        "stored",
        "fresh",
        "diagnoses",
        "chips",
        "kinds",
        "tolerances",
    )
    return {**{name: getattr(row, name) for name in names}, "class": row.summary}


def render(template: str, **values: Any) -> str:
    """A page of one of the templates."""
    return without_controls(_environment().get_template(template).render(**values))


def policy(script: str) -> str:
    """A content security policy under which this script runs, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'self'"
    )


@functools.cache
def _environment():
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    script = (TEMPLATES / "review.js").read_text("utf-8")
    environment.filters.update(
        words=lambda text: Markup(code_words(text)),
        label=lambda text: Markup(label_html(text)),
        points=number_text,
        with_unit=points_text,
        share=lambda value: "–" if value is None else f"{value:.0%}",
        code=marks.code,
        check_code=marks.check_code,
        markdown=marks.markdown,
        clean=marks.clean,
    )
    environment.tests["mutant"] = lambda line: line.startswith("mutant")
    environment.globals.update(
        shares=lambda found: Markup(shares(found)),
        outcomes=WORDS,
        style=Markup((TEMPLATES / "review.css").read_text("utf-8")),
        script=Markup(script),
        policy=policy(script),
    )
    return environment
