"""What a judge says of an answer that may be right in many ways, and why. Judges return it, checks show it."""

from __future__ import annotations

from collections.abc import Callable


class Judgement(str):
    """A verdict in words, always the same for the same slip, so that it can be compared; and why.

    Parameters
    ----------
    words : str
    why : callable() -> (str, str), optional
        Asked only where the verdict is shown, since it may have to compute: the kind of slip in a few words, such as
        "the right way, and not far enough", and what speaks for it, a sentence or two.

    Examples
    --------
    >>> verdict = Judgement("lr is changed, and it is still ill", lambda: ("the wrong way", "The rate was too high."))
    >>> verdict == "lr is changed, and it is still ill", verdict.why()[0]
    (True, 'the wrong way')
    """

    why: Callable[[], tuple[str, str]] | None

    def __new__(cls, words: str, why: Callable[[], tuple[str, str]] | None = None) -> Judgement:
        found = super().__new__(cls, words)
        found.why = why
        return found
