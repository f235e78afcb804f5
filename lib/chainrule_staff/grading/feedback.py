"""What goes into feedback pages: panels and formulas, no hidden tests. A preprocessor of nbgrader's ``GenerateFeedback``."""

from __future__ import annotations

import re

from nbgrader.preprocessors import NbGraderPreprocessor

from chainrule_staff.clock import configured
from chainrule_staff.grading.feedback_layout import arrange
from chainrule_staff.grading.record import FOR_THE_GRADER

HIDDEN = re.compile(r"(?ms)^[^\n]*### BEGIN HIDDEN TESTS.*?(### END HIDDEN TESTS[^\n]*(\n|\Z)|\Z)")
CODE = re.compile(r"(?s)(^(```|~~~).*?^\2|`+[^`]*`+)", re.MULTILINE)
FORMULA = re.compile(r"(?s)(?<!\\)\$\$(.+?)(?<!\\)\$\$|(?<![\\$])\$(?![\s\d]*\s)([^$\n]+?)(?<![\\\s])\$(?!\d)")

LONGEST, ALL = 20_000, 200_000  # characters of a cell and of a page; the longest lecture has 87,000


class Shareable(NbGraderPreprocessor):
    """Makes an autograded notebook fit for its learner, and for reading without a network."""

    def preprocess(self, notebook, resources):
        """Leave out what was written for the grader, note what stands where, then go through the cells."""
        notebook.cells = [cell for cell in notebook.cells if cell.get("id") != FOR_THE_GRADER]
        _cut(notebook.cells)
        arrange(notebook, resources, configured(self.config))
        return super().preprocess(notebook, resources)

    def preprocess_cell(self, cell, resources, cell_index):
        """Take hidden tests out of check cells."""
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source = without_hidden(cell.source)
        return cell, resources


def _cut(cells) -> None:
    """Leave out what no person would read: a page can be asked to hold a whole submission, which may have 64 MB."""
    left = ALL
    for cell in cells:
        room = min(LONGEST, left)
        if len(cell.source) > room:
            cell.source = f"{cell.source[:room]}\n[…] the rest is left out here"
        left -= min(len(cell.source), room)


def without_hidden(source: str) -> str:
    """A check cell as the learner knows it; what is hidden and never ends is hidden to the end.

    >>> without_hidden("a\\n### BEGIN HIDDEN TESTS\\nb\\n### END HIDDEN TESTS\\nc")
    'a\\nc'
    """
    return HIDDEN.sub("", source)


def with_mathml(markdown: str) -> str:
    """Markdown whose formulas are MathML; code stays as it is.

    >>> with_mathml("costs `$5`, and $a$").replace("\\n", "")
    'costs `$5`, and <math xmlns="http://www.w3.org/1998/Math/MathML" display="inline"><mrow><mi>a</mi></mrow></math>'
    """
    pieces, end = [], 0
    for code in CODE.finditer(markdown):
        pieces += [FORMULA.sub(_mathml, markdown[end : code.start()]), code[0]]
        end = code.end()
    return "".join([*pieces, FORMULA.sub(_mathml, markdown[end:])])


def _mathml(found: re.Match) -> str:
    from latex2mathml.converter import convert

    try:
        # A table's row ends at a bar, and a paragraph at an empty line.
        return (
            convert(found[1] or found[2], display="block" if found[1] else "inline")
            .replace("|", "&#x7C;")
            .replace("\n", " ")
        )
    except Exception:  # a formula that it cannot read stays as it was typed
        return found[0]
