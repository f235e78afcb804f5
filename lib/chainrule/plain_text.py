"""Other people's text made fit for a terminal: used by the learner's tables and by what course staff see of grading."""

from __future__ import annotations


def plain_text(text: str) -> str:
    """A text in which no control character is left, since one could move the cursor or hide what stands before it.

    Line ends stay, tabs become spaces, and whatever else cannot be printed becomes a replacement character.

    >>> plain_text("a\\x1b[2Jb\\n\\u202ec")
    'a�[2Jb\\n�c'
    """
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in text.expandtabs(4))
