"""Text made markup for the reviewer's pages: code in colours, Markdown with formulas, nothing that runs."""

from __future__ import annotations

import difflib
import functools
import html
import re

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from chainrule_staff.grading.feedback import with_mathml
from chainrule_staff.grading.sanitised import sanitised

LONGEST = 20_000  # characters of a code or a text; what is longer is no answer that a person reads
HIDDEN = re.compile(r"(?ms)^[ \t]*### BEGIN HIDDEN TESTS.*?^[ \t]*### END HIDDEN TESTS[^\n]*\n?")


def code(source: str) -> Markup:
    """Python in colours."""
    if len(source) > LONGEST:
        source = f"{source[:LONGEST]}\n[…] the rest is left out here"
    return Markup(f'<pre class="code" tabindex="0">{_coloured(source)}</pre>')


@functools.lru_cache(maxsize=4096)
def _coloured(source: str) -> str:
    return highlight(source, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)).rstrip("\n")


def check_code(source: str) -> Markup:
    """A check's code, with its hidden cases marked."""
    pieces, end = [], 0
    for hidden in HIDDEN.finditer(source):
        pieces += [_coloured(source[end : hidden.start()]), f'<mark class="hidden">{_coloured(hidden[0])}</mark>']
        end = hidden.end()
    return Markup('<pre class="code" tabindex="0">{}</pre>').format(
        Markup("\n".join(filter(None, [*pieces, _coloured(source[end:])])))
    )


def markdown(text: str) -> Markup:
    """Markdown with formulas as MathML; whatever could run or ask a server is taken out of it."""
    from nbconvert.filters import markdown2html

    return clean(markdown2html(with_mathml(text[:LONGEST])))


def clean(fragment: str) -> Markup:
    """HTML that was made elsewhere, a panel for one, of which nothing can run."""
    # A code that scrolls can be reached with the keyboard only if it takes the focus.
    return Markup(sanitised(fragment).replace("<pre", '<pre tabindex="0"'))


def diff(reference: str, answer: str) -> Markup:
    """An answer beside the reference, line by line; what differs within a line is marked."""
    before, after = reference[:LONGEST].splitlines(), answer[:LONGEST].splitlines()
    rows = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            rows += [("same", html.escape(line), html.escape(line)) for line in before[a:b]]
            continue
        left, right = before[a:b], after[c:d]
        for place in range(max(len(left), len(right))):
            one = left[place] if place < len(left) else None
            other = right[place] if place < len(right) else None
            rows.append(("other", *_within(one, other)))
    body = "".join(
        f'<tr class="{kind}"><td><code>{one or "&nbsp;"}</code></td><td><code>{other or "&nbsp;"}</code></td></tr>'
        for kind, one, other in rows
    )
    return Markup(
        '<div class="scroll" tabindex="0" role="group" aria-label="Answer beside the reference"><table class="diff">'
        f"<thead><tr><th>reference</th><th>answer</th></tr></thead><tbody>{body}</tbody></table></div>"
    )


def _within(one: str | None, other: str | None) -> tuple[str, str]:
    """Two lines, escaped, with what only one of them has marked."""
    if one is None or other is None:
        return (
            f"<del>{html.escape(one)}</del>" if one else "",
            f"<ins>{html.escape(other)}</ins>" if other else "",
        )
    left, right = re.findall(r"\w+|\s+|\W", one), re.findall(r"\w+|\s+|\W", other)
    pieces: tuple[list[str], list[str]] = ([], [])
    for kind, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        for side, tag, words in ((0, "del", left[a:b]), (1, "ins", right[c:d])):
            text = html.escape("".join(words))
            pieces[side].append(text if kind == "equal" or not text else f"<{tag}>{text}</{tag}>")
    return "".join(pieces[0]), "".join(pieces[1])
