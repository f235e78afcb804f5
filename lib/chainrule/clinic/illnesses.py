"""The illnesses of notebook 13, networks that have them, and when one counts as cured. Called by its checks and demonstrations."""

from __future__ import annotations

from typing import Any

from chainrule.clinic.recipes import HEALTHY

ILLNESSES = (
    "saturated",
    "dead",
    "symmetric",
    "exploding",
    "vanishing",
    "rate too low",
    "rate too high",
    "over-fitting",
    "double softmax",
    "labels apart",
)

WELL = 0.9  # a network counts as cured if its loss on validation pictures is at most this
BUDGET = 3_000_000_000  # multiply-adds that a treatment may take

DEEP = [64] * 5
SICK: dict[str, dict[str, Any]] = {
    "saturated": {"activation": "tanh", "init": "xavier", "scale": 15.0},
    "dead": {"bias": -6.0},
    "symmetric": {"init": "constant", "activation": "tanh"},
    "exploding": {"scale": 6.0, "hidden": [64] * 4},
    "vanishing": {"activation": "tanh", "init": "xavier", "scale": 0.15, "hidden": DEEP},
    "rate too low": {"lr": 1e-5},
    "rate too high": {"lr": 3.0},
    "over-fitting": {"hidden": [32, 32, 32], "pictures": 60, "epochs": 20},
    "double softmax": {"output": "probabilities"},
    "labels apart": {"shuffle": "pictures only"},
}
"""What makes a healthy recipe sick."""


def case(illness: str, number: int = 0) -> dict[str, Any]:
    """The recipe of a network with an illness; the number chooses harmless differences, such as the seed.

    Examples
    --------
    >>> case("dead")["bias"], case("dead", 1)["seed"]
    (-6.0, 1)
    """
    if illness not in SICK:
        raise ValueError(f"there is no illness {illness!r:.40}; there are {', '.join(ILLNESSES)}")
    recipe = HEALTHY | SICK[illness] | {"seed": number}
    if number % 2 and illness != "over-fitting":
        recipe |= {"hidden": [width - 16 for width in recipe["hidden"]]}
    return recipe
