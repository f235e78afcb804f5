"""The page that a learner gets back: what nbgrader's ``GenerateFeedback`` exports to. Named in ``nbgrader_config.py``.

So the command, the formgrader's button and ``chainrule staff feedback`` make the same page: laid out by :mod:`.feedback_layout`,
written by the template beside this module, and sanitised after all else.
"""

from __future__ import annotations

import html
from pathlib import Path

from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

from chainrule_staff.grading.sanitised import POLICY, sanitised

TEMPLATES = Path(__file__).parent / "templates"
NAME = "chainrule_feedback"
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
        body, resources = super().from_notebook_node(nb, resources, **options)
        page = PAGE.format(
            policy=POLICY,
            title=html.escape(resources["feedback"]["title"]),
            style=_style(),
            body=sanitised(body),
        )
        return page, resources


def _style() -> str:
    from pygments.formatters import HtmlFormatter

    return (TEMPLATES / NAME / "page.css").read_text("utf-8") + HtmlFormatter().get_style_defs(".highlight")
