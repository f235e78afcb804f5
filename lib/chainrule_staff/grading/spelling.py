"""One spelling for each learner: an é is one character or an e with an accent, as macOS writes it into zip files; 김 has two forms, too.

Used wherever names of folders, of the gradebook and of the command line meet.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable


def composed(name: str) -> str:
    """A name in its composed form.

    >>> composed("Jose\\u0301") == "Jos\\u00e9"
    True
    """
    return unicodedata.normalize("NFC", name)


def speller(known: Iterable[str]) -> Callable[[str], str]:
    """A function that gives a learner's one spelling: that of the known one, where there is one; else the composed form.

    >>> speller(["Jose\\u0301"])("Jos\\u00e9") == "Jose\\u0301"
    True
    """
    spelt: dict[str, str] = {}
    for name in sorted(known, key=lambda name: name != composed(name)):  # of two that are known, the composed one
        spelt.setdefault(composed(name), name)
    return lambda name: spelt.get(composed(name), composed(name))
