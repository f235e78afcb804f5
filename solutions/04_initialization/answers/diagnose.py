"""Answers to 4.4, diagnose: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.sweeps import Options
from chainrule_staff.authoring.vocabulary import beside, maybe, pick

# -- inputs ----------------------------------------------------------------------------------------


def _at_a_limit(rng):
    """A first and a last entry whose ratio is exactly a limit, or one step of a float beside it; exact by powers of 2."""
    first, factor = 2.0 ** rng.integers(-3, 6), 2.0 ** rng.integers(1, 7)
    last = first * factor if maybe(rng, 0.5) else first / factor
    return (
        first,
        pick(rng, beside([last]) if maybe(rng, 0.6) else [last * (1 + off) for off in (-1e-9, 1e-9, -0.02, 0.02)]),
        factor,
    )


@inputs
def diagnose_inputs(rng):
    while True:
        first, factor = 10 ** rng.uniform(-3, 3), pick(rng, (1.5, 2, 3, 10.0, 10, 50.0, 100.0))
        last = pick(
            rng,
            (
                0.0,
                np.inf,
                np.nan,
                first,
                first * 1e200,
                first * 10.5,
                first * 0.095,
                *(first * 10 ** rng.uniform(-9, 4, 9)),
            ),
        )
        if maybe(rng, 0.1):
            first, last = first * 1e-200, last * 1e-200  # no small number may be added to it
        kind = "float64"
        if maybe(rng, 0.35):
            first, last, factor = _at_a_limit(rng)
        elif maybe(rng, 0.3) and np.isfinite(last) and 1e-6 < last < 1e6 and first > 1e-6:
            kind = pick(rng, ("float32", "int64"))
        between = rng.choice([0.0, np.nan, np.inf, 1e-200, 1e6, 0.3, 2.0], rng.integers(5))
        stds = np.array([first, *between, last])
        if kind == "int64":
            stds = np.ceil(np.where(np.isfinite(stds), stds, 5))
        stds = stds.astype(kind) if not maybe(rng, 0.05) else stds[:1]
        saturated = pick(rng, (0.0, 0, 0.3, 0.6, 1.0, 1, *beside([0.5])))
        if factor != 10 and saturated == 0 and maybe(rng, 0.7):
            yield stds, Options(factor=factor)
        else:
            yield pick(
                rng,
                (
                    (stds,),
                    (stds, saturated),
                    (stds, saturated, factor),
                    (stds, saturated, factor),
                    (stds, Options(saturated=saturated)),
                    (stds, Options(factor=factor)),
                ),
            )


# -- right, written in other ways ------------------------------------------------------------------


@right
def diagnose_by_products(stds, saturated=0.0, factor=10.0):
    first, last = stds[0], stds[-1]
    if saturated > 0.5:
        return "saturated", last / first
    if np.isnan(last) or np.isinf(last) or last > first * factor:
        return "exploding", last / first
    return "vanishing" if last * factor < first else "healthy", last / first


@right
def diagnose_falling_through(stds, saturated=0.0, factor=10.0):
    """It recognises vanishing and healthy signals first and calls all that is left exploding, so it needs no question
    about infinity or NaN: every comparison with NaN is false, and NaN falls through to the end. That is a condition
    less than in the reference, but it relies on a rule about NaN that a reader has to know, and the order is no
    longer that of the exercise."""
    change = stds[-1] / stds[0]
    if saturated > 0.5:
        return "saturated", change
    if change < 1 / factor:
        return "vanishing", change
    if change <= factor:
        return "healthy", change
    return "exploding", change


@right
def diagnose_by_elif(stds, saturated=0.0, factor=10.0):
    change = float(stds[-1]) / float(stds[0])
    if saturated > 0.5:
        answer = "saturated"
    elif math.isinf(change) or math.isnan(change) or change > factor:
        answer = "exploding"
    elif change < 1 / factor:
        answer = "vanishing"
    else:
        answer = "healthy"
    return answer, change


@right
def diagnose_by_a_list(stds, saturated=0.0, factor=10.0):
    change = stds[len(stds) - 1] / stds[0]
    rules = [
        ("saturated", saturated > 0.5),
        ("exploding", not (change <= factor)),
        ("vanishing", change < 1 / factor),
        ("healthy", True),
    ]
    return next(name for name, true in rules if true), change


# -- wrong, and told why ---------------------------------------------------------------------------


def _diagnose(change, saturated, factor):
    if saturated > 0.5:
        return "saturated", change
    if not np.isfinite(change) or change > factor:
        return "exploding", change
    if change < 1 / factor:
        return "vanishing", change
    return "healthy", change


@wrong
def ignores_the_factor(stds, saturated=0.0, factor=10.0):
    """You always compare with a factor of 10. The caller may ask for another."""
    return _diagnose(stds[-1] / stds[0], saturated, 10.0)


@wrong
def ignores_saturation(stds, saturated=0.0, factor=10.0):
    """You never answer "saturated". The share of saturated outputs is handed to you."""
    return _diagnose(stds[-1] / stds[0], 0.0, factor)


@wrong
def saturation_last(stds, saturated=0.0, factor=10.0):
    """You look at the saturation only if nothing else is found. The rules have an order: it comes first."""
    found, change = _diagnose(stds[-1] / stds[0], 0.0, factor)
    return ("saturated" if found == "healthy" and saturated > 0.5 else found), change


@wrong
def half_counts(stds, saturated=0.0, factor=10.0):
    """A share of exactly one half is not more than 0.5."""
    return _diagnose(stds[-1] / stds[0], saturated + 1e-9, factor)


@wrong
def smallest_and_largest(stds, saturated=0.0, factor=10.0):
    """You compare the largest number with the smallest. The contract compares the last layer with the first."""
    return _diagnose(np.max(stds) / np.min(stds) if np.min(stds) > 0 else np.inf, saturated, factor)


@wrong
def against_one(stds, saturated=0.0, factor=10.0):
    """You judge by the last number alone. It has to be compared with the first."""
    return _diagnose(stds[-1], saturated, factor)[0], stds[-1] / stds[0]


@wrong
def nan_is_healthy(stds, saturated=0.0, factor=10.0):
    """NaN is neither larger nor smaller than any number, so it passes all of your comparisons. What does the second rule say about it?"""
    change = stds[-1] / stds[0]
    return ("healthy", change) if saturated <= 0.5 and np.isnan(change) else _diagnose(change, saturated, factor)


@wrong
def non_finite_first(stds, saturated=0.0, factor=10.0):
    """You ask for NaN and infinity before you ask for saturation. The rules have an order: saturation comes first, whatever `change` is."""
    change = stds[-1] / stds[0]
    return _diagnose(change, saturated if np.isfinite(change) else 0.0, factor)


@wrong
def non_finite_anywhere(stds, saturated=0.0, factor=10.0):
    """You look for NaN and infinity in all entries. Only the first and the last count, by their `change`."""
    change = stds[-1] / stds[0]
    return (
        ("exploding", change)
        if saturated <= 0.5 and not np.all(np.isfinite(stds))
        else _diagnose(change, saturated, factor)
    )


@wrong
def rounded(stds, saturated=0.0, factor=10.0):
    """You round `change`. Return it as it is."""
    change = stds[-1] / stds[0]
    return _diagnose(change, saturated, factor)[0], np.round(change, 2)


@wrong
def any_saturation(stds, saturated=0.0, factor=10.0):
    """You answer "saturated" as soon as the share is not 0. It must be more than 0.5."""
    return _diagnose(stds[-1] / stds[0], 1.0 if saturated else 0.0, factor)


@wrong
def the_wrong_way(stds, saturated=0.0, factor=10.0):
    """Your `change` is upside down: how many times as large as the first is the last? So growing and shrinking change places, too."""
    with np.errstate(all="ignore"):
        return _diagnose(np.float64(stds[0]) / stds[-1], saturated, factor)


@wrong
def first_by_last(stds, saturated=0.0, factor=10.0):
    """Your word is right, but the number is upside down: how many times as large as the first is the last?"""
    with np.errstate(all="ignore"):
        return _diagnose(stds[-1] / stds[0], saturated, factor)[0], np.float64(stds[0]) / stds[-1]


@wrong
def largest_for_last(stds, saturated=0.0, factor=10.0):
    """You take the largest entry where the contract takes the last."""
    return _diagnose(np.max(stds) / stds[0], saturated, factor)


@wrong
def number_first(stds, saturated=0.0, factor=10.0):
    """Your pair is the wrong way round: the word comes first."""
    return _diagnose(stds[-1] / stds[0], saturated, factor)[::-1]


@wrong
def words_exchanged(stds, saturated=0.0, factor=10.0):
    """`change` is right, but you mix up the words: a signal that grows is exploding, one that shrinks is vanishing."""
    found, change = _diagnose(stds[-1] / stds[0], saturated, factor)
    return {"vanishing": "exploding", "exploding": "vanishing"}.get(found, found), change


@wrong
def equal_counts(stds, saturated=0.0, factor=10.0):
    """Ten times as much is not more than ten times as much. A change exactly at the limit is healthy."""
    change = stds[-1] / stds[0]
    return _diagnose(change * (1 + 1e-9 * np.sign(change - 1)), saturated, factor)


@wrong
def in_capitals(stds, saturated=0.0, factor=10.0):
    """The words are right, but not letter by letter: the contract writes them in small letters."""
    found, change = _diagnose(stds[-1] / stds[0], saturated, factor)
    return found.capitalize(), change


@wrong
def neighbours(stds, saturated=0.0, factor=10.0):
    """You compare the last two numbers. A slow decay looks harmless from one layer to the next: compare the last with the first."""
    return _diagnose(stds[-1] / stds[-2], saturated, factor) if len(stds) > 1 else ("healthy", 1.0)


@wrong
def the_difference(stds, saturated=0.0, factor=10.0):
    """Your `change` is a difference. How many times as large is the last?"""
    return _diagnose(stds[-1] / stds[0], saturated, factor)[0], stds[-1] - stds[0]


@wrong
def only_the_word(stds, saturated=0.0, factor=10.0):
    """Your word is right, but the contract asks for a pair: the word, and the number it rests on."""
    return _diagnose(stds[-1] / stds[0], saturated, factor)[0]


@wrong
def vanishing_below_the_factor(stds, saturated=0.0, factor=10.0):
    """You compare with `factor` itself on the lower side, too. Ten times smaller is a change of less than 1 / 10."""
    found, change = _diagnose(stds[-1] / stds[0], saturated, factor)
    return ("vanishing" if found == "healthy" and change < factor else found), change


@wrong
def half_is_enough(stds, saturated=0.0, factor=10.0):
    """A share of exactly one half counts as saturated with you. It must be more than 0.5."""
    return _diagnose(stds[-1] / stds[0], 1.0 if saturated >= 0.5 else 0.0, factor)


@wrong
def as_much_as_the_factor(stds, saturated=0.0, factor=10.0):
    """A change of exactly `factor` is exploding with you. It must be more than that."""
    change = stds[-1] / stds[0]
    return ("exploding", change) if saturated <= 0.5 and change == factor else _diagnose(change, saturated, factor)


@wrong
def as_little_as_the_factor(stds, saturated=0.0, factor=10.0):
    """A change of exactly 1 / `factor` is vanishing with you. It must be less than that."""
    change = stds[-1] / stds[0]
    return ("vanishing", change) if saturated <= 0.5 and change == 1 / factor else _diagnose(change, saturated, factor)


@wrong
def exploding_first(stds, saturated=0.0, factor=10.0):
    """You ask whether the signal explodes before you ask for saturation. The rules have an order: saturation comes first."""
    change = stds[-1] / stds[0]
    found = _diagnose(change, 0.0, factor)[0]
    return (found, change) if found == "exploding" else _diagnose(change, saturated, factor)


@wrong
def vanishing_at_a_tenth(stds, saturated=0.0, factor=10.0):
    """For vanishing you always compare with 0.1. The caller may ask for another factor, and then the limit is 1 / `factor`."""
    change = stds[-1] / stds[0]
    if saturated > 0.5:
        return "saturated", change
    if not change <= factor:
        return "exploding", change
    return ("vanishing" if change < 0.1 else "healthy"), change


@wrong
def exploding_at_ten(stds, saturated=0.0, factor=10.0):
    """For exploding you always compare with 10. The caller may ask for another factor."""
    change = stds[-1] / stds[0]
    if saturated > 0.5:
        return "saturated", change
    if not change <= 10:
        return "exploding", change
    return ("vanishing" if change < 1 / factor else "healthy"), change


@wrong
def largest_by_smallest(stds, saturated=0.0, factor=10.0):
    """You divide the largest number by the smallest, so nothing ever vanishes. The contract divides the last by the first."""
    with np.errstate(all="ignore"):
        return _diagnose(np.max(stds) / np.min(stds), saturated, factor)


@wrong
def last_two(stds, saturated=0.0, factor=10.0):
    """You compare the last number with the one before it. A slow decay looks harmless from one layer to the next: compare the last with
    the first."""
    with np.errstate(all="ignore"):
        return _diagnose(stds[-1] / stds[-2], saturated, factor)


@wrong
def difference_everywhere(stds, saturated=0.0, factor=10.0):
    """Your `change` is a difference, and you compare it with the factor. How many times as large as the first is the last?"""
    return _diagnose(stds[-1] - stds[0], saturated, factor)


@wrong
def whole_times(stds, saturated=0.0, factor=10.0):
    """You divide with `//`, which cuts the digits after the point off: whatever shrinks becomes 0."""
    return _diagnose(stds[-1] // stds[0], saturated, factor)


@wrong
def per_layer(stds, saturated=0.0, factor=10.0):
    """You take a root: your `change` is that of one layer, on average. Asked is how many times as large as the first the last is."""
    with np.errstate(all="ignore"):
        return _diagnose((stds[-1] / stds[0]) ** (1 / (len(stds) - 1)), saturated, factor)


@wrong
def mean_by_the_first(stds, saturated=0.0, factor=10.0):
    """You divide the mean of all numbers by the first. The contract takes the last one."""
    return _diagnose(np.mean(stds) / stds[0], saturated, factor)


@wrong
def nan_vanishes(stds, saturated=0.0, factor=10.0):
    """NaN is "vanishing" with you. No comparison with NaN is true, so one that is turned round with `not` takes it in: the second rule, "exploding", has to
    catch it first."""
    change = stds[-1] / stds[0]
    return ("vanishing", change) if saturated <= 0.5 and np.isnan(change) else _diagnose(change, saturated, factor)


@wrong
def nan_replaced(stds, saturated=0.0, factor=10.0):
    """Your word is right, but you put another number in the place of NaN or infinity. Return `change` as it is."""
    change = stds[-1] / stds[0]
    return _diagnose(change, saturated, factor)[0], np.nan_to_num(change, nan=np.inf)


@wrong
def saturated_has_no_change(stds, saturated=0.0, factor=10.0):
    """With "saturated" you return another number than the change. It is returned with every word."""
    change = stds[-1] / stds[0]
    return _diagnose(change, saturated, factor)[0], 1.0 if saturated > 0.5 else change


@wrong
def whole_reciprocal(stds, saturated=0.0, factor=10.0):
    """1 // factor is 0, so nothing vanishes. The limit is 1 / factor."""
    change = stds[-1] / stds[0]
    if saturated > 0.5:
        return "saturated", change
    if not change <= factor:
        return "exploding", change
    return ("vanishing" if change < 1 // factor else "healthy"), change


@wrong
def another_default(stds, saturated=0.0, factor=100.0):
    """What you return without a `factor` is that of another one. Which default does the contract name?"""
    return _diagnose(stds[-1] / stds[0], saturated, factor)


@wrong
def limit_of_saturation_moves(stds, saturated=0.0, factor=10.0):
    """You compare the share of saturated outputs with a limit that depends on `factor`. The contract has 0.5."""
    return _diagnose(stds[-1] / stds[0], 1.0 if saturated > 5 / factor else 0.0, factor)


@wrong
def something_added(stds, saturated=0.0, factor=10.0):
    """You add a small number to the divisor. The contract promises that the first entry is positive, and it may be smaller than what you add."""
    return _diagnose(stds[-1] / (stds[0] + 1e-8), saturated, factor)


@wrong
def rounded_to_two_digits(stds, saturated=0.0, factor=10.0):
    """You round `change`. A signal that shrinks to a millionth would come out as 0, and one beside a limit may change its name. Return the ratio as it is."""
    return _diagnose(round(float(stds[-1] / stds[0]), 2), saturated, factor)


@wrong
def rounded_to_three_digits(stds, saturated=0.0, factor=10.0):
    """You round `change`. A signal that shrinks to a millionth would come out as 0, and one beside a limit may change its name. Return the ratio as it is."""
    return _diagnose(round(float(stds[-1] / stds[0]), 3), saturated, factor)


@wrong
def rounded_to_four_digits(stds, saturated=0.0, factor=10.0):
    """You round `change`. A signal that shrinks to a millionth would come out as 0, and one beside a limit may change its name. Return the ratio as it is."""
    return _diagnose(round(float(stds[-1] / stds[0]), 4), saturated, factor)


@wrong
def rounded_to_six_digits(stds, saturated=0.0, factor=10.0):
    """You round `change`. A signal that shrinks to a millionth would come out as 0, and one beside a limit may change its name. Return the ratio as it is."""
    return _diagnose(round(float(stds[-1] / stds[0]), 6), saturated, factor)


@wrong
def rounded_to_eight_digits(stds, saturated=0.0, factor=10.0):
    """You round `change`. A signal that shrinks to a millionth would come out as 0, and one beside a limit may change its name. Return the ratio as it is."""
    return _diagnose(round(float(stds[-1] / stds[0]), 8), saturated, factor)


@wrong
def something_tiny_added(stds, saturated=0.0, factor=10.0):
    """You add something tiny to the divisor. The contract promises that the first entry is positive, and it may be smaller than what you add."""
    return _diagnose(stds[-1] / (stds[0] + 1e-12), saturated, factor)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def zero_explodes(stds, saturated=0.0, factor=10.0):
    change = stds[-1] / stds[0]
    if saturated <= 0.5 and change == 0:
        return "exploding", change
    return _diagnose(change, saturated, factor)


@wrong
def zero_before_saturation(stds, saturated=0.0, factor=10.0):
    return ("vanishing", 0.0) if stds[-1] == 0 else _diagnose(stds[-1] / stds[0], saturated, factor)


@wrong
def infinity_before_saturation(stds, saturated=0.0, factor=10.0):
    return ("exploding", np.inf) if np.isinf(stds[-1]) else _diagnose(stds[-1] / stds[0], saturated, factor)


@wrong
def about_the_factor(stds, saturated=0.0, factor=10.0):
    change = stds[-1] / stds[0]
    healthy = saturated <= 0.5 and np.isclose(change, factor)
    return ("healthy", change) if healthy else _diagnose(change, saturated, factor)


@wrong
def about_the_factor_by_far(stds, saturated=0.0, factor=10.0):
    change = stds[-1] / stds[0]
    healthy = saturated <= 0.5 and np.isclose(change, factor, rtol=0.04)
    return ("healthy", change) if healthy else _diagnose(change, saturated, factor)


@wrong
def about_its_reciprocal(stds, saturated=0.0, factor=10.0):
    change = stds[-1] / stds[0]
    healthy = saturated <= 0.5 and np.isclose(change, 1 / factor)
    return ("healthy", change) if healthy else _diagnose(change, saturated, factor)
