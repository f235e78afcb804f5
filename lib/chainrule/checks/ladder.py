"""The rungs of the ladder below the value: what kept a call from returning one, in words.

The rungs above, from wrong type to wrong values, are in ``chainrule.checks.compare``.
"""

from __future__ import annotations

from .compare import Difference, short
from .transport import Outcome

UNATTEMPTED = {"missing", "not attempted"}


def ladder(name: str, outcome: Outcome) -> Difference | None:
    """The rungs below the value: what kept a call from returning one."""
    message = outcome.message
    if outcome.status == "returned":
        return None
    if outcome.status == "raised":
        where = f" in the line `{outcome.line}`" if outcome.line else ""
        if outcome.error == "CallbackFailed":
            return Difference("raises", f"The function that it was given failed when it was called{where}. It says: {message}")
        text = f"It raised {outcome.error}{where}. It says: {message}" if message else f"It raised {outcome.error}{where}."
        return Difference("raises", text + advice(outcome))
    sentence = {
        "not attempted": f"Not attempted: `{name}` still raises NotImplementedError.",
        "missing": f"Not attempted: there is no function `{name}` yet. Run the cell that defines it, then this one.",
        "not callable": f"`{name}` is not a function but a value of type {message}: was the name used again?",
        "interrupted": "Not evaluated: the check was interrupted.",
        "unusable": f"What it returned cannot be read: {message}.",
        "timed out": f"It did not answer within {message}: is there a loop that does not end?",
        "died": "It ended the Python process that ran it.",
    }[outcome.status]
    rung = "not attempted" if outcome.status in UNATTEMPTED else "raises"
    return Difference(rung, sentence)


def advice(outcome: Outcome) -> str:
    """What to do about an exception whose own words lead a beginner astray."""
    if outcome.error == "ValueError" and "truth value of an array" in outcome.message:
        return (" — An `if` (and `max`, `and`, `or`, `not`) decides once, for the whole array; here every entry needs its own "
                "decision: np.where, a mask, or a loop over the entries.")
    if outcome.error == "TypeError" and ("only length-1 arrays" in outcome.message or "only 0-dimensional arrays" in outcome.message):
        return " — The functions of `math` and `float(…)` take one number; those of NumPy take arrays too."
    return ""


def call_text(name: str, args: tuple, kwargs: dict) -> str:
    """A call as one would type it, large arrays by their shape."""
    words = [short(arg) for arg in args] + [f"{key}={short(value)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(words)})"
