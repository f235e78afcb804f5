"""Other people's text made fit for a terminal: used by the learner's tables and by what course staff see of grading."""

from __future__ import annotations


def plain_text(text: str) -> str:
    """A text in which no control character is left, since one could move the cursor or hide what stands before it.

    Line ends stay, tabs become spaces, and whatever else cannot be printed becomes a replacement character.

    >>> plain_text("a\\x1b[2Jb\\n\\u202ec")
    'a�[2Jb\\n�c'
    """
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in text.expandtabs(4))


def without_controls(html: str) -> str:
    """A page without control characters, which a terminal would obey that shows its source: a question mark in their place.

    >>> without_controls("<b>a\\x1b[2Jb</b>\\n")
    '<b>a\ufffd[2Jb</b>\\n'
    """
    return html.translate(_CONTROLS)


_CONTROLS = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r"}
