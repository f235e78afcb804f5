"""The last step of a feedback page: of the finished HTML, only what is on a list stays. Used by :mod:`.feedback_page`.

It comes after every conversion, since a converter may make markup out of what was none: a formula's letters became a
script. What passes cannot run, cannot ask any server for anything, and cannot leave its place on the page.
"""

from __future__ import annotations

import re

import nh3

from chainrule.plain_text import without_controls

# In the page's head: should anything pass the list, the browser itself runs no script and asks no server.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

TEXT = set(
    "a abbr b blockquote br caption cite code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 header hr i img "
    "ins kbd li mark nav ol p pre q s samp section small span strong sub summary sup table tbody td tfoot th thead tr u ul".split()
)
# No semantics, annotation-xml or mglyph: markup in them is read in two ways. No maction and no href: formulas do nothing.
FORMULAS = set(
    "math menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt "
    "mstyle msub msubsup msup mtable mtd mtext mtr munder munderover".split()
)
OF_FORMULAS = set(
    "accent accentunder close columnalign columnlines columnspacing display displaystyle fence form largeop linethickness lspace "
    "mathcolor mathvariant maxsize minsize movablelimits notation open rowalign rowlines rowspacing rspace scriptlevel separator "
    "separators stretchy symmetric width".split()
)
EVERYWHERE = {"class", "id", "style"}
ATTRIBUTES = {
    **{tag: EVERYWHERE for tag in TEXT},
    **{tag: OF_FORMULAS for tag in FORMULAS},
    "a": {*EVERYWHERE, "href"},
    "details": {*EVERYWHERE, "open"},
    "img": {*EVERYWHERE, "alt", "height", "src", "width"},
    "ol": {*EVERYWHERE, "start"},
    "td": {*EVERYWHERE, "align", "colspan", "rowspan"},
    "th": {*EVERYWHERE, "align", "colspan", "rowspan"},
}
# What the panels use and tables need. Nothing that takes an element out of its place or reaches beyond it.
PROPERTIES = set(
    "background background-color border border-bottom border-color border-left border-radius border-right border-style border-top "
    "border-width color cursor font-family font-size font-style font-weight line-height margin margin-bottom margin-left "
    "margin-right margin-top max-height max-width opacity overflow padding padding-bottom padding-left padding-right padding-top "
    "text-align vertical-align white-space".split()
)
VARIABLE = re.compile(r"var\(--[\w-]+,([^()]*)\)")
PLAIN_STYLE = re.compile(r"[\w\s#%.,:;-]*", re.ASCII)
PLAIN_VALUE = re.compile(r"[^\\:/<>]{0,60}")
NEGATIVE = re.compile(r"(?<![\w-])-[\d.]")
HUGE = re.compile(r"\d{4,}")
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+")
LINK = re.compile(r"(#|https?://|mailto:)[^\x00-\x20]*")


def sanitised(html: str) -> str:
    """The inside of a page's body, of which nothing runs, is fetched, or lies over something else.

    >>> sanitised('<b onclick="f()">a</b><script>f()</script><img src="https://example.org/x.png" alt="b">')
    '<b>a</b><img alt="b">'
    >>> sanitised("<b>a\\x1b[2Jb</b>")
    '<b>a\ufffd[2Jb</b>'
    """
    return nh3.clean(
        without_controls(html),
        tags=TEXT | FORMULAS,
        attributes=ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"data", "http", "https", "mailto"},
        filter_style_properties=PROPERTIES,
    )


def _kept(tag: str, name: str, value: str) -> str | None:
    """An attribute's value; ``None`` where it could do anything but say how its element looks or where a link leads."""
    if name == "src":
        return value if PICTURE.fullmatch(value) else None
    if name == "href":
        # A link to a place on the same server would be followed with the reader's rights there.
        return value if LINK.fullmatch(value) else None
    if name == "style":
        return value if _is_plain(value) else None
    if tag in FORMULAS or name in ("width", "height"):
        return value if PLAIN_VALUE.fullmatch(value) and not (NEGATIVE.search(value) or HUGE.search(value)) else None
    return value


def _is_plain(style: str) -> bool:
    """Whether a style has only words, colours and sizes: no address, function, escape or comment, nothing negative or huge."""
    plain = VARIABLE.sub(r"\1", style)
    return bool(PLAIN_STYLE.fullmatch(plain)) and not (NEGATIVE.search(plain) or re.search(r"(?<!#)\b\d{4,}", plain))
