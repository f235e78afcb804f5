"""The page that a learner gets back: what nbgrader's ``GenerateFeedback`` exports to. Named in ``nbgrader_config.py``.

So the command, the formgrader's button and ``chainrule staff feedback`` make the same page: laid out by :mod:`.feedback_layout`,
written by the template beside this module, and sanitised after all else.
"""

from __future__ import annotations

import html
import time
from collections.abc import Callable
from pathlib import Path

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.highlight import Highlight2HTML
from traitlets.config import Config

from chainrule_staff.grading.feedback import with_mathml
from chainrule_staff.grading.sanitised import POLICY, sanitised

TEMPLATES = Path(__file__).parent / "templates"
NAME = "chainrule_feedback"
# Converting Markdown takes time with the square of its length where a learner means it to: 40,000 characters took minutes.
# Coloured code is 25 times as long as it was.
LONGEST = 6_000  # characters; the course's longest cell has 4,000
SECONDS = 20.0  # of processor time for all cells of a page; a lecture needs one or two
WIDE = (
    '<div class="cell wide">'  # with a formula that may scroll on a phone: a keyboard reaches only what takes the focus
)
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


class FeedbackPage(HTMLExporter):
    """An HTML page without scripts, that asks no server for anything and in which no markup of a learner's is left."""

    def __init__(self, config=None, **options):
        # nbgrader names its own template in the settings of every HTML exporter; settings of this class go before them.
        ours = Config(config or {})
        ours.FeedbackPage = Config(
            template_name=NAME,
            extra_template_basedirs=[str(TEMPLATES)],
            exclude_anchor_links=True,
            embed_images=False,  # no file of this machine gets in by its name
        )
        super().__init__(config=ours, **options)

    def from_notebook_node(self, nb, resources=None, **options):
        """As nbconvert; the page's body is sanitised, its head is ours."""
        self._seconds = 0.0
        body, resources = super().from_notebook_node(nb, resources, **options)
        page = PAGE.format(
            policy=POLICY,
            title=html.escape(resources["feedback"]["title"]),
            style=_style(),
            body=sanitised(body).replace(WIDE, f'{WIDE[:-1]} tabindex="0">'),
        )
        return page, resources

    def default_filters(self):
        """Those of nbconvert, and ``coloured`` for code."""
        yield from super().default_filters()
        yield ("coloured", self.coloured)

    @pass_context
    def markdown2html(self, context, source):
        """As nbconvert, with formulas as MathML."""
        convert = super().markdown2html
        return self._within_limits(source, lambda: convert(context, with_mathml(source)))

    def coloured(self, source: str) -> str:
        """Code as HTML."""
        return self._within_limits(source, lambda: Highlight2HTML(pygments_lexer="ipython3", parent=self)(source))

    def _within_limits(self, source: str, convert: Callable[[], str]) -> str:
        """What is converted; as it was typed where it is too long, or no time is left for this page."""
        if len(source) <= LONGEST and self._seconds < SECONDS:
            began = time.thread_time()
            try:
                return convert()
            except Exception:  # whatever a hostile text makes a converter do
                pass
            finally:
                self._seconds += time.thread_time() - began
        return f"<pre>{html.escape(source)}</pre>"


def _style() -> str:
    from pygments.formatters import HtmlFormatter

    return (TEMPLATES / NAME / "page.css").read_text("utf-8") + HtmlFormatter().get_style_defs(".highlight")
