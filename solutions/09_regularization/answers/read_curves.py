"""Answers to 9.1, read_curves: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick

# -- inputs ----------------------------------------------------------------------------------------


def _losses(rng, E, low, high):
    """Eighths, so that ties and borders are exact; now and then any numbers."""
    if maybe(rng, 0.25):
        return rng.uniform(low, high, E)
    return rng.integers(int(8 * low), int(8 * high) + 1, E) / 8


@inputs
def read_curves_inputs(rng):
    while True:
        E = int(pick(rng, (1, 2, 3, 4, 5, 6, 9, 30)))
        chance = float(pick(rng, (2.25, 2.25, 2.302585092994046, 0.75)))
        tol = float(pick(rng, (0.0, 0.125, 0.25, 0.5, 0.1)))
        train = _losses(rng, E, 0, chance + 0.25)
        val = _losses(rng, E, 0.5 * chance, chance + 0.75)
        way = rng.integers(9)
        if way < 3:  # a curve that falls and rises, as curves do
            train = np.sort(train)[::-1].copy()
            turn = int(rng.integers(0, E))
            val = np.concatenate([np.sort(val[:turn])[::-1], np.sort(val[turn:])])
        elif way == 3:  # the end lies at a border
            val = np.round(64 * val) / 64
            low = np.min(val[:-1]) if E > 1 else val[0]
            val[-1] = low + tol
            if tol == 0.1 or maybe(
                rng, 0.6
            ):  # 0.1 is no sum of powers of two: a difference rounds otherwise than a sum
                val[-1] += pick(rng, (1e-9, -1e-9))
        elif way == 4:
            train[-1] = pick(rng, (chance, np.nextafter(chance, 0), np.nextafter(chance, 9)))
        elif way == 5:
            val = np.maximum(val, pick(rng, (chance, chance, np.nextafter(chance, 9), np.nextafter(chance, 0))))
        elif way == 6:
            at = int(np.argmin(val))
            train[pick(rng, (-1, 0, at, at))] = pick(rng, (np.nan, np.inf))
            if maybe(rng, 0.5):
                val[-1] = val[at] + tol + pick(rng, (0.0625, 0.5))
        elif way == 7 and E > 1:  # as good as at the best epoch, or one step beside
            at = int(np.argmin(val))
            train[-1] = pick(rng, (train[at], np.nextafter(train[at], 0), np.nextafter(train[at], 9)))
        scale = pick(rng, (1, 1, 1, 1, 64, 1 / 1024))
        train, val = train * scale, val * scale
        if maybe(rng, 0.25):
            train, val = ((8 * one).round().astype("float32") / np.float32(8) for one in (train, val))
        yield train, val, chance * scale, tol * scale


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_a_loop(train, val, chance, tol):
    if math.isnan(train[-1]) or train[-1] >= chance:
        return "not learning"
    lowest, then, below = val[0], train[0], val[0] < chance
    for t, v in zip(train[1:], val[1:]):
        below = below or v < chance
        if v < lowest:
            lowest, then = v, t
    if not below:
        return "no relation"
    if val[-1] <= lowest + tol:
        return "fine"
    return "over-fitting" if train[-1] < then else "unstable"


@right
def by_questions(train, val, chance, tol):
    """Each rule becomes a question with a name, all are answered first, and the words are chosen at the end, where the reference returns as
    soon as it knows. The order of the rules stands in one place and can be read like a table, at the price of answering questions that nobody asked."""
    best = int(np.argmin(val))
    learned = bool(train[-1] < chance)
    related = bool(np.any(val < chance))
    risen = bool(val[-1] > np.min(val) + tol)
    better_known = bool(train[-1] < train[best])
    rules = [
        (not learned, "not learning"),
        (not related, "no relation"),
        (risen and better_known, "over-fitting"),
        (risen, "unstable"),
        (True, "fine"),
    ]
    return next(word for applies, word in rules if applies)


@right
def with_lists(train, val, chance, tol):
    train, val = list(train), list(val)
    if not (train[-1] < chance):
        return "not learning"
    if min(val) >= chance:
        return "no relation"
    at = val.index(min(val))
    if val[-1] > val[at] + tol and train[-1] < train[at]:
        return "over-fitting"
    return "unstable" if val[-1] > val[at] + tol else "fine"


@right
def counted(train, val, chance, tol):
    if np.count_nonzero(train[-1:] < chance) == 0:
        return "not learning"
    if np.count_nonzero(val < chance) == 0:
        return "no relation"
    order = np.argsort(val, kind="stable")
    if not val[-1] > val[order[0]] + tol:
        return "fine"
    return ["unstable", "over-fitting"][int(train[-1] < train[order[0]])]


# -- wrong, and told why ---------------------------------------------------------------------------


def _read(train, val, chance, tol, **other):
    """The rules, each of which can be replaced."""
    best = other.get("best", lambda: int(np.argmin(val)))()
    if not other.get("learned", lambda: train[-1] < chance)():
        return "not learning"
    if not other.get("related", lambda: np.min(val) < chance)():
        return "no relation"
    if other.get("risen", lambda: val[-1] > val[best] + tol)():
        return "over-fitting" if other.get("falling", lambda: train[-1] < train[best])() else "unstable"
    return "fine"


@wrong
def the_gap(train, val, chance, tol):
    """You judge by the gap between the two losses. A gap is no illness: a network does better on what it has seen, and may still get better on
    what it has not. What is it that happens to one of the curves when it over-fits?"""
    return _read(train, val, chance, tol, risen=lambda: val[-1] > train[-1] + tol)


@wrong
def from_the_training_loss(train, val, chance, tol):
    """You see over-fitting in the training loss. That it falls is what training is for. Which other curve has to do something at the same time?"""
    return _read(train, val, chance, tol, risen=lambda: len(train) > 1 and train[-1] < train[0])


@wrong
def first_against_last(train, val, chance, tol):
    """You compare the last validation loss with the first. It may fall far, turn, and rise again, and still end below its start. From where
    does the rise have to be measured?"""
    return _read(train, val, chance, tol, risen=lambda: val[-1] > val[0] + tol)


@wrong
def nan_slips_through(train, val, chance, tol):
    """A training loss of NaN passes with you. A comparison with NaN is never true, so "above or equal" and "not below" are two different questions.
    Which of them does the contract ask?"""
    return _read(train, val, chance, tol, learned=lambda: not (train[-1] >= chance))


@wrong
def lowest_training_loss(train, val, chance, tol):
    """You look whether the training loss was ever below chance. The rule asks about the last one: what was learned and lost again does not help."""
    return _read(train, val, chance, tol, learned=lambda: np.nanmin(train) < chance and not np.isnan(train[-1]))


@wrong
def chance_is_enough(train, val, chance, tol):
    """A training loss that is exactly that of guessing counts as learned with you. It has to be below."""
    return _read(train, val, chance, tol, learned=lambda: train[-1] <= chance)


@wrong
def chance_relates(train, val, chance, tol):
    """A validation loss that is exactly that of guessing counts with you as a relation. It has to be below."""
    return _read(train, val, chance, tol, related=lambda: np.min(val) <= chance)


@wrong
def relation_at_the_end(train, val, chance, tol):
    """You ask whether the last validation loss is below chance. A network that over-fits can end above it and was below it once. The rule
    asks whether it ever was."""
    return _read(train, val, chance, tol, related=lambda: val[-1] < chance)


@wrong
def relation_at_the_start(train, val, chance, tol):
    """You ask whether the first validation loss is below chance. The rule asks about all of them."""
    return _read(train, val, chance, tol, related=lambda: val[0] < chance)


@wrong
def last_of_the_lowest(train, val, chance, tol):
    """Where several validation losses are equally low, you take the last of them. The contract says the first."""
    return _read(train, val, chance, tol, best=lambda: len(val) - 1 - int(np.argmin(val[::-1])))


@wrong
def exactly_tol_counts(train, val, chance, tol):
    """A rise by exactly `tol` is an alarm with you. The contract says more than `tol`."""
    return _read(train, val, chance, tol, risen=lambda: val[-1] >= np.min(val) + tol and val[-1] > np.min(val))


@wrong
def tol_ignored(train, val, chance, tol):
    """Any rise is an alarm with you. Curves are noisy: what is `tol` for?"""
    return _read(train, val, chance, tol, risen=lambda: val[-1] > np.min(val))


@wrong
def tol_as_a_share(train, val, chance, tol):
    """You take `tol` as a share of the lowest loss. It is a difference of losses."""
    return _read(train, val, chance, tol, risen=lambda: val[-1] > np.min(val) * (1 + tol))


@wrong
def relation_too_late(train, val, chance, tol):
    """You look for over-fitting before you ask whether the two sets have anything in common. The first rule that applies decides, in the order of the
    contract."""
    word = _read(train, val, chance, tol, related=lambda: True)
    return "no relation" if word == "fine" and not np.min(val) < chance else word


@wrong
def relation_first(train, val, chance, tol):
    """You ask for the relation before you ask whether anything was learned. The first rule that applies decides, in the order of the contract."""
    return "no relation" if not np.min(val) < chance else _read(train, val, chance, tol)


@wrong
def never_unstable(train, val, chance, tol):
    """Whenever the validation loss has risen you say over-fitting. If the training loss has risen as well, nothing was learned by heart: then
    training itself went wrong."""
    return _read(train, val, chance, tol, falling=lambda: True)


@wrong
def training_since_the_start(train, val, chance, tol):
    """You ask whether the training loss is lower than at the start. What counts is whether it went on falling after the epoch with the lowest
    validation loss."""
    return _read(train, val, chance, tol, falling=lambda: train[-1] < train[0])


@wrong
def training_as_low_as_then(train, val, chance, tol):
    """A training loss that is just what it was at the best epoch counts as falling with you. It has to be below."""
    return _read(train, val, chance, tol, falling=lambda: train[-1] <= train[int(np.argmin(val))])


@wrong
def nan_then_is_falling(train, val, chance, tol):
    """If the training loss is NaN at the best epoch, you say over-fitting. "Not above or equal" and "below" are the same for numbers only."""
    return _read(train, val, chance, tol, falling=lambda: not train[-1] >= train[int(np.argmin(val))])


@wrong
def curves_exchanged(train, val, chance, tol):
    """You have exchanged the two curves: the one that must not turn is the validation loss."""
    return _read(val, train, chance, tol)


@wrong
def best_training_epoch(train, val, chance, tol):
    """You look for the epoch with the lowest training loss. The best epoch is the one with the lowest validation loss."""
    best = int(np.nanargmin(train))
    return _read(train, val, chance, tol, best=lambda: best, related=lambda: np.min(val) < chance)


@wrong
def last_step_only(train, val, chance, tol):
    """You compare the last two validation losses. A slow rise over many epochs has small steps. Measure it from the lowest loss."""
    return _read(train, val, chance, tol, risen=lambda: len(val) > 1 and val[-1] > val[-2] + tol)


@wrong
def highest_against_lowest(train, val, chance, tol):
    """You take the highest validation loss for the last one. Every curve begins high."""
    return _read(train, val, chance, tol, risen=lambda: np.max(val) > np.min(val) + tol)


@wrong
def other_spelling(train, val, chance, tol):
    """Your words are spelled in another way than the contract's. Code that asks for "over-fitting" does not find "overfitting"."""
    return _read(train, val, chance, tol).replace("-", "")


@wrong
def validation_has_to_learn(train, val, chance, tol):
    """You hold the validation loss against chance, to see whether something was learned. The first rule is about the training loss: what can the
    network not even learn by heart?"""
    return _read(train, val, chance, tol, learned=lambda: val[-1] < chance)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def all_training_losses(train, val, chance, tol):
    return _read(train, val, chance, tol, learned=lambda: bool(np.all(train < chance)))


@wrong
def first_training_loss(train, val, chance, tol):
    return _read(train, val, chance, tol, learned=lambda: train[0] < chance)


@wrong
def nearly_chance(train, val, chance, tol):
    return _read(train, val, chance, tol, learned=lambda: train[-1] < chance and not np.isclose(train[-1], chance))


@wrong
def nearly_risen(train, val, chance, tol):
    rise = val[-1] - np.min(val)
    return _read(train, val, chance, tol, risen=lambda: rise > tol and not np.isclose(rise, tol))


@wrong
def log_ten(train, val, chance, tol):
    return _read(train, val, np.log(10), tol)


@wrong
def a_tenth(train, val, chance, tol):
    return _read(train, val, chance, 0.1)


@wrong
def mean_of_the_end(train, val, chance, tol):
    return _read(train, val, chance, tol, risen=lambda: np.mean(val[-3:]) > np.min(val) + tol)


@wrong
def only_finite(train, val, chance, tol):
    train = np.where(np.isfinite(train), train, 0)
    return _read(train, val, chance, tol)


@wrong
def any_dip(train, val, chance, tol):
    return _read(train, val, chance, tol, falling=lambda: np.min(train) < train[int(np.argmin(val))])


@wrong
def next_epoch(train, val, chance, tol):
    best = min(int(np.argmin(val)) + 1, len(val) - 1)
    return _read(train, val, chance, tol, falling=lambda: train[-1] < train[best])


@wrong
def always_fine(train, val, chance, tol):
    return "fine"


@wrong
def rise_anywhere(train, val, chance, tol):
    return _read(train, val, chance, tol, risen=lambda: bool(np.any(np.diff(val) > tol)))
