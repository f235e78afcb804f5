"""Recipes: what a network is made of and how it is trained, as plain data. Notebook 13 changes one setting at a time."""

from __future__ import annotations

import math
from typing import Any

PIXELS, CLASSES = 196, 10  # pictures are 14 × 14 here
POOL = 4000  # training pictures that there are

HEALTHY: dict[str, Any] = {
    "hidden": [64, 64, 64],
    "activation": "relu",
    "init": "he",
    "scale": 1.0,
    "bias": 0.0,
    "optimizer": "momentum",
    "lr": 0.03,
    "epochs": 8,
    "pictures": 2000,
    "l2": 0.0,
    "dropout": 0.0,
    "output": "scores",
    "shuffle": "pairs",
    "seed": 0,
}
"""A recipe that trains well, and every setting that there is.

``scale`` multiplies the standard deviation that ``init`` asks for; ``output`` is what the network hands to a loss that has a softmax of
its own; ``shuffle`` says whether pictures and labels are mixed as pairs before training.
"""

WORDS = {
    "activation": ("relu", "leaky_relu", "elu", "tanh", "sigmoid"),
    "init": ("he", "xavier", "constant"),
    "optimizer": ("sgd", "momentum", "adam"),
    "output": ("scores", "probabilities"),
    "shuffle": ("pairs", "pictures only"),
}
# name: smallest, largest, whether whole numbers are asked for
NUMBERS = {
    "scale": (0.0, 1000.0, False),
    "bias": (-100.0, 100.0, False),
    "lr": (0.0, 1e6, False),
    "epochs": (1, 200, True),
    "pictures": (1, POOL, True),
    "l2": (0.0, 1e3, False),
    "dropout": (0.0, 0.99, False),
    "seed": (0, 2**31, True),
}
LAYERS, WIDTH = 12, 512  # of hidden layers, and units in one: the most


def problem(recipe: Any) -> str:
    """What keeps something from being a recipe, in a few words; empty where nothing does.

    Examples
    --------
    >>> problem(HEALTHY)
    ''
    >>> problem(HEALTHY | {"activation": "step"})
    "activation is 'step'; there are relu, leaky_relu, elu, tanh, sigmoid"
    >>> problem({"lr": 0.1})
    'hidden is missing'
    """
    if not isinstance(recipe, dict):
        return f"a recipe is a dict, not {type(recipe).__name__}"
    for name in HEALTHY:
        if name not in recipe:
            return f"{name} is missing"
    for name in recipe:
        if name not in HEALTHY:
            return f"there is no setting {name!r:.40}"
    for name, words in WORDS.items():
        if not isinstance(recipe[name], str) or recipe[name] not in words:
            return f"{name} is {recipe[name]!r:.40}; there are {', '.join(words)}"
    for name, (least, most, whole) in NUMBERS.items():
        if not _is_number(recipe[name], least, most, whole):
            return f"{name} is {recipe[name]!r:.40}; it is a {'whole ' if whole else ''}number from {least} to {most}"
    hidden = recipe["hidden"]
    if not isinstance(hidden, list | tuple) or len(hidden) > LAYERS:
        return f"hidden is {hidden!r:.40}; it is a list of at most {LAYERS} widths"
    if not all(_is_number(width, 1, WIDTH, True) for width in hidden):
        return f"hidden is {hidden!r:.40}; each width is a whole number from 1 to {WIDTH}"
    return ""


def _is_number(value: Any, least: float, most: float, whole: bool) -> bool:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return False
    right_kind = not isinstance(value, bool | str) and (
        not whole or number == int(number) if math.isfinite(number) else False
    )
    return right_kind and least <= number <= most


def plain(recipe: dict[str, Any]) -> dict[str, Any]:
    """The same recipe in Python's own numbers and lists, so that equal recipes are equal.

    Whatever trains or counts a recipe asks for it in this form, so a setting that means nothing never trains as another one.

    Raises
    ------
    ValueError
        If it is no recipe; says which setting, its value and what is allowed.

    Examples
    --------
    >>> plain(HEALTHY | {"epochs": 1.5})
    Traceback (most recent call last):
    ValueError: no recipe: epochs is 1.5; it is a whole number from 1 to 200
    """
    why = problem(recipe)
    if why:
        raise ValueError(f"no recipe: {why}")
    found: dict[str, Any] = {}
    for name, like in HEALTHY.items():
        value = recipe[name]
        found[name] = [int(width) for width in value] if name == "hidden" else type(like)(value)
    return found


def changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, ...]:
    """The settings in which two recipes differ.

    >>> changes(HEALTHY, HEALTHY | {"lr": 0.1})
    ('lr',)
    """
    one, other = plain(before), plain(after)
    return tuple(name for name in HEALTHY if one[name] != other[name])


def sizes(recipe: dict[str, Any]) -> list[int]:
    """The width of every layer, from the pixels to the scores."""
    return [PIXELS, *(int(width) for width in recipe["hidden"]), CLASSES]


def multiply_adds(recipe: dict[str, Any]) -> int:
    """Multiplications, each with an addition, that training takes.

    A dense layer needs one for each weight and picture on the way forward, one for the gradient of its weights, and, but for the
    first, one for the gradient of its inputs. Raises a ValueError if it is no recipe, as `plain` does.
    """
    recipe = plain(recipe)
    widths = sizes(recipe)
    weights = [one * other for one, other in zip(widths[:-1], widths[1:])]
    return (3 * sum(weights) - weights[0]) * int(recipe["pictures"]) * int(recipe["epochs"])
