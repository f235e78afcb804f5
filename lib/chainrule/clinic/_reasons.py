"""Why a treatment, a recipe, a name or a doctor is not right, in words of readings. Only the judges know.

No illness is named but the one that was asked about: what a reading means is for learners to say.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.clinic._doubts import LEAST_TWICE, against, growth
from chainrule.clinic.checkup import Readings, readings
from chainrule.clinic.illnesses import ILLNESSES, WELL
from chainrule.clinic.recipes import HEALTHY, multiply_adds, plain, sizes

Reason = tuple[str, str]  # the kind of slip in a few words; a sentence or two


class Sign:
    """The reading that shows an illness: what it is called, its number, and within how much two of them say the same.

    A share has its ``least`` difference; other numbers are compared by their ratio.
    """

    def __init__(self, words: str, of: Callable[[Readings], Any], least: float | None = None):
        self.words, self._of, self.share = words, of, least is not None
        self.least = 0.1 if least is None else least  # e to that power is a ratio of 1.1

    def number(self, r: Readings) -> float:
        """The number; ``inf`` for what is no number, as after a training that failed."""
        found = float(self._of(r))
        return found if np.isfinite(found) else np.inf

    def text(self, number: float) -> str:
        return f"{number:.0%}" if self.share else "no number" if not np.isfinite(number) else f"{number:.2g}"

    def apart(self, one: float, other: float) -> float:
        """How far two numbers are from each other: shares by their difference, others by their ratio."""
        if self.share:
            return abs(one - other)
        with np.errstate(all="ignore"):
            return float(np.abs(np.diff(np.log(np.clip([one, other], 1e-30, 1e30)))[0]))


GROWTH = Sign("the spread of the last hidden layer before training, as a multiple of the first one's", growth)
UPDATE = Sign("the largest update of a layer, as a share of its weights", lambda r: np.max(r["update"]))
SATURATED = Sign("the share of saturated outputs before training, at most", lambda r: np.max(r["saturated"][0]), 0.03)
DEAD = Sign("the share of dead units before training, at most", lambda r: np.max(r["dead"][0]), 0.03)
ALIKE = Sign("the share of units with a twin before training, at most", lambda r: np.max(r["alike"][0]), 0.03)
GAP = Sign(
    "the share of training pictures that are named correctly, less that of validation pictures",
    lambda r: r["accuracy"] - r["val_accuracy"],
    0.05,
)
BATCH = Sign("the loss of one batch after 200 steps", lambda r: r["one_batch"])
KNOWN = Sign("the share of validation pictures that are named correctly", lambda r: r["val_accuracy"], 0.15)

Test = Callable[[float], bool]

# For each illness the reading that shows it, and with which numbers it does.
SIGNS: dict[str, tuple[Sign, Test]] = {
    "saturated": (SATURATED, lambda x: x >= 0.5),
    "dead": (DEAD, lambda x: x >= 0.5),
    "symmetric": (ALIKE, lambda x: x >= 0.5),
    "exploding": (GROWTH, lambda x: x >= 10),
    "vanishing": (GROWTH, lambda x: x <= 0.1),
    "rate too low": (UPDATE, lambda x: x <= 1e-4),
    "rate too high": (UPDATE, lambda x: x >= 0.2),
    "over-fitting": (GAP, lambda x: x >= 0.2),
    "double softmax": (BATCH, lambda x: x >= LEAST_TWICE),
    "labels apart": (KNOWN, lambda x: x <= 0.3),
}

# What is far from all that healthy networks show, in the order in which it comes about.
UNUSUAL: tuple[tuple[Sign, Test], ...] = (
    (DEAD, lambda x: x > 0.5),
    (SATURATED, lambda x: x > 0.5),
    (ALIKE, lambda x: x > 0.5),
    (GROWTH, lambda x: not 0.1 <= x <= 10),
    (UPDATE, lambda x: not 1e-4 <= x <= 0.2),
    (BATCH, lambda x: x > 1),
    (GAP, lambda x: x > 0.2),
)


def unusual(r: Readings, but: Sign | None = None) -> str:
    """The first reading that is far from a healthy network's, in words; empty where none is."""
    for sign, far in UNUSUAL:
        number = sign.number(r)
        if sign is not but and far(number):
            return f"{sign.words}, is {sign.text(number)} ({sign.text(sign.number(readings(HEALTHY)))} in the healthy network)"
    return ""


def still_ill(illness: str, recipe: dict, after: dict) -> Reason:
    """Of a treatment with one change, by which the network is not well: what became of the reading that shows the illness."""
    then, now, healthy = (readings(one) for one in (recipe, after, HEALTHY))
    sign, ill = SIGNS[illness]
    a, b, usual = (sign.number(r) for r in (then, now, healthy))
    moved = f"For {illness}, look at {sign.words}: it was {sign.text(a)}, and is {sign.text(b)} now ({sign.text(usual)} in the healthy network)."
    if sign.apart(a, b) <= sign.least:
        return "the change does not reach what is ill", moved
    if ill(b):
        nearer = sign.apart(b, usual) < sign.apart(a, usual)
        return ("the right way, and not far enough" if nearer else "the wrong way"), moved
    if any(sign is one and far(b) for one, far in UNUSUAL):
        return "too much of it, beyond the healthy network", moved
    other = unusual(now, but=sign)
    if other:
        return "this is gone, and something else is unusual", f"{moved} Now {other}."
    return "better, and not well", f"{moved} {_not_enough(now)}"


def _not_enough(r: Readings) -> str:
    return (
        f"No other reading is unusual, but the validation loss is {r['val_loss']:.2f}, not {WELL} or less: {r['val_accuracy']:.0%} of the "
        f"validation pictures are named correctly, and {r['accuracy']:.0%} of the training pictures."
    )


def several(names: tuple[str, ...]) -> Reason:
    """Of a treatment that changes several settings."""
    return (
        "several changes at once",
        f"Leave all settings but one of {', '.join(names)} as they were, and look which of them it takes.",
    )


def unchanged(illness: str) -> Reason:
    """Of a treatment that changes nothing."""
    return "nothing is changed", f"The recipe came back as it was. Which setting decides {SIGNS[illness][0].words}?"


def no_recipe(why: str) -> Reason:
    """Of what is no recipe."""
    if why.endswith("is missing"):
        return "settings are missing", "All fourteen settings are needed to train, the ones that stay as well."
    return "no recipe", f"As the table of settings has it: {why}."


def too_dear(recipe: dict, budget: int) -> Reason:
    """Of a recipe that costs more than may be spent."""
    price, widths = multiply_adds(recipe), sizes(plain(recipe))
    first = 2 * widths[0] * widths[1] * int(recipe["pictures"]) * int(recipe["epochs"])
    return (
        "it costs too much",
        f"That is {price / budget:.2g} times what may be spent; the first layer alone takes {first / price:.0%} of it.",
    )


def not_reached(recipe: dict, budget: int, hidden: bool) -> Reason:
    """Of a recipe whose network does not name enough pictures; of hidden ones no number is told."""
    r, spent = readings(recipe), multiply_adds(recipe) / budget
    other = unusual(r)
    found = "" if hidden else f"{r['val_accuracy']:.1%} of the validation pictures are named correctly, "
    found += f"{'and ' if found else ''}{r['accuracy']:.1%} of a thousand training pictures; {spent:.0%} of the budget is spent."
    if other:
        return "a reading is unusual", f"{found} And {other}."
    if GAP.number(r) > 0.1:
        return "its training pictures are known by heart", found
    return (
        "it is not trained enough, though there is budget left" if spent < 0.7 else "not good enough for its price"
    ), found


def no_name(told: Any, found: Any) -> Reason:
    """Of a patient that has no name, or one that does not exist."""
    if not isinstance(found, dict):
        return (
            "no dict",
            f"What comes back is of the type {type(found).__name__}; a dict from letters to names is asked for.",
        )
    if not isinstance(told, str):
        keys = ", ".join(f"{key!r:.20}" for key in list(found)[:8])
        asked = 'A name, a text, is asked for under each of the letters "A" to "H".'
        return "patients without a name", f"{asked} The keys of your dict are {keys or 'none'}."
    return "names that the table does not have", _spelled(told)


def _spelled(told: str) -> str:
    near = difflib.get_close_matches(told.lower().replace("_", " "), ILLNESSES, 1, 0.75)
    return f"Spell it as the table does: “{near[0]}”." if near else f"The table has {', '.join(ILLNESSES)}."


def mistaken(true: str, told: Any, times: int, of: int, found: str, r: Readings) -> Reason:
    """Of a doctor: its commonest mistake, and the reading that speaks against it."""
    if told not in ILLNESSES:
        kind = "no name of the list"
        return kind, f"A patient with {true} is called {told!r:.40}. " + (
            _spelled(told) if isinstance(told, str) else "One of the ten names, a text, is asked for."
        )
    why = against(told, r)
    return (
        f"{true} is called {told}",
        f"That is so for {times} of {of} patients with {true}. But of patient “{found}”, for example: {why}.",
    )
