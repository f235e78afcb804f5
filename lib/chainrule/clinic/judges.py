"""What notebook 13 says of an answer that may be right in many ways: a name, a treatment, a doctor, a recipe.

Each function takes the learner's function first, and says in words what is wrong; its checks compare the words.
"""

from __future__ import annotations

import functools
import json
from collections import Counter
from collections.abc import Callable

import chainrule.clinic._reasons as _reasons
from chainrule.checks.judgement import Judgement
from chainrule.clinic._doubts import against
from chainrule.clinic._patients import has, illness_of, names_of_ward, patient
from chainrule.clinic.illnesses import BUDGET, ILLNESSES, WELL, case
from chainrule.clinic.network import pictures, trained, training_set
from chainrule.clinic.recipes import changes, multiply_adds, plain, problem
from chainrule.training import evaluate

CONFIRMED, CURED, GOOD_DOCTOR, REACHED = "confirmed", "well", "57 of 60, or more", "reached"
STRANGE = "something else"  # what a doctor said that is no name
ENOUGH = 57  # patients of a ward; each illness has six there, so a doctor that lacks one rule is right about 54


def opinion(names: Callable[[], dict], letter: str) -> str:
    """Whether a patient's illness is the one that ``names()[letter]`` says; if not, which reading speaks against it."""
    found = names()
    told = found.get(letter) if isinstance(found, dict) else None
    if not isinstance(told, str):
        return Judgement(f"no name for {letter}", lambda: _reasons.no_name(told, found))
    if told not in ILLNESSES:
        return Judgement(f"{told!r:.40} is no name of the list", lambda: _reasons.no_name(told, found))
    if has(letter, told):
        return CONFIRMED
    why = against(told, patient(letter))
    return Judgement(f"not {told}: {why}" if why else f"not {told}", lambda: ("a reading speaks against the name", ""))


def treated(treat: Callable, illness: str, number: int = 0) -> str:
    """What becomes of a network when ``treat(recipe, illness)`` has given it another recipe."""
    recipe = case(illness, number)
    after = treat(dict(recipe), illness)
    why = problem(after)
    if why:
        return Judgement(f"no recipe: {why}", lambda: _reasons.no_recipe(why))
    changed = changes(recipe, after)
    if not changed:
        return Judgement("nothing is changed", lambda: _reasons.unchanged(illness))
    if len(changed) > 1:
        words = f"{len(changed)} settings are changed at once: {', '.join(changed)}"
        return Judgement(words, lambda: _reasons.several(changed))
    if multiply_adds(after) > BUDGET:
        words = f"{changed[0]} is changed, and training would take {multiply_adds(after):,} multiply-adds"
        return Judgement(words, lambda: _reasons.too_dear(after, BUDGET))
    if held_out(after, "validation")[0] <= WELL:
        return CURED
    return Judgement(
        f"{changed[0]} is changed, and it is still ill", lambda: _reasons.still_ill(illness, recipe, after)
    )


def visits(doctor: Callable, name: str) -> str:
    """How many patients of a ward a doctor, ``doctor(readings)``, is right about, and what it mistakes most."""
    right, missed = _count(doctor, name)
    if right >= ENOUGH:
        return GOOD_DOCTOR
    (true, told), times = missed.most_common(1)[0]
    words = f"{right} of {len(names_of_ward(name))}, and most often {true} is called {told}"
    return Judgement(words, lambda: _why_mistaken(doctor, name, true, told, times))


def _why_mistaken(doctor: Callable, name: str, true: str, told: str, times: int) -> tuple[str, str]:
    """The reading that speaks against a doctor's commonest mistake, of the first patient with whom it was made."""
    patients = [one for one in names_of_ward(name) if has(one, true)]
    for one in patients:
        said = doctor(patient(one))
        if said == told or (told == STRANGE and said not in ILLNESSES):
            return _reasons.mistaken(true, said, times, len(patients), one, patient(one))
    return "", ""


def count(doctor: Callable) -> tuple[int, Counter]:
    """The number of patients of the open ward about whom a doctor is right, and how often (illness, what it was called) was wrong."""
    return _count(doctor, "open")


def _count(doctor: Callable, name: str) -> tuple[int, Counter]:
    missed: Counter = Counter()
    for one in names_of_ward(name):
        told = doctor(patient(one))
        if not isinstance(told, str) or not has(one, told):
            missed[illness_of(one), told if isinstance(told, str) and told in ILLNESSES else STRANGE] += 1
    return len(names_of_ward(name)) - missed.total(), missed


def contest(make: Callable[[], dict], budget: int, part: str, target: float) -> str:
    """Whether the network of ``make()`` names the share ``target`` of the pictures of a part correctly, trained within a budget."""
    recipe = make()
    why = problem(recipe)
    if why:
        return Judgement(f"no recipe: {why}", lambda: _reasons.no_recipe(why))
    if multiply_adds(recipe) > budget:
        words = f"training would take {multiply_adds(recipe):,} multiply-adds"
        return Judgement(words, lambda: _reasons.too_dear(recipe, budget))
    if held_out(recipe, part)[1] >= target:
        return REACHED
    known = held_out(recipe, "train")[1] > held_out(recipe, part)[1] + 0.1
    words = (
        "while the training pictures are known far better" if known else "and the training pictures are known no better"
    )
    return Judgement(f"not reached, {words}", lambda: _reasons.not_reached(recipe, budget, part == "test"))


def held_out(recipe: dict, part: str) -> tuple[float, float]:
    """Loss and accuracy of a recipe's network on the ``"validation"``, ``"test"`` or (the first thousand) ``"train"`` pictures.

    Raises a ValueError if it is no recipe.
    """
    return _held_out(json.dumps(plain(recipe)))[part]


@functools.lru_cache(maxsize=512)
def _held_out(text: str) -> dict[str, tuple[float, float]]:
    recipe = json.loads(text)
    net, sets = trained(recipe).after, {**pictures(), "train": training_set(recipe)}
    return {part: evaluate(net, X[:1000], y[:1000]) for part, (X, y) in sets.items()}
