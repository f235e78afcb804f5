"""Build the patients of notebook 13: train their networks and store the readings. Its result is in the repository.

    python tools/build_patients.py

It takes some minutes. Each illness is in each ward six times, in networks of different depth, width, activation, optimizer and
severity. A patient is kept if its readings are clear: they speak against every illness but its own.
"""

import json
from pathlib import Path

import numpy as np

from chainrule.clinic._doubts import against
from chainrule.clinic._patients import LETTERS, WARDS, digest
from chainrule.clinic.checkup import readings
from chainrule.clinic.illnesses import ILLNESSES, WELL, case

TARGET = Path(__file__).parent.parent / "lib" / "chainrule" / "clinic" / "patients.json"
EACH = 6
DIGITS = 4  # of a stored reading
ILL = dict(
    zip(
        LETTERS,
        (
            "labels apart",
            "saturated",
            "rate too low",
            "double softmax",
            "dead",
            "over-fitting",
            "exploding",
            "symmetric",
        ),
    )
)


def recipe(illness: str, rng: np.random.Generator) -> dict:
    """A recipe of a network with an illness, different in what does it no harm, and more or less ill."""
    width, depth = int(rng.choice([32, 48, 64])), int(rng.integers(2, 5))
    found = case(illness) | {"hidden": [width] * depth, "seed": int(rng.integers(1000))}
    unit = str(rng.choice(["relu", "leaky_relu", "elu"]))
    if illness == "saturated":
        found |= {"activation": str(rng.choice(["tanh", "sigmoid"])), "scale": float(rng.uniform(12, 40))}
    elif illness == "dead":
        found |= {"bias": -float(rng.uniform(5, 10)), "init": str(rng.choice(["he", "xavier"]))}
    elif illness == "symmetric":
        found |= {"activation": str(rng.choice(["tanh", "relu", "elu"])), "scale": float(rng.uniform(0.8, 1.5))}
    elif illness == "exploding":
        found |= {"activation": unit, "scale": float(rng.uniform(5, 9)), "hidden": [width] * (depth + 1)}
    elif illness == "vanishing":
        found |= {"scale": float(rng.uniform(0.08, 0.2)), "hidden": [width] * (depth + 2)}
    elif illness == "rate too low":
        found |= {"activation": unit, "lr": 10 ** float(rng.uniform(-6.5, -4.7))}
    elif illness == "rate too high":
        found |= {"activation": unit, "lr": float(rng.uniform(2, 8))}
    elif illness == "over-fitting":
        found |= {"activation": unit, "pictures": int(rng.integers(50, 120))}
    else:
        found |= {"activation": unit, "init": str(rng.choice(["he", "xavier"])), "lr": float(rng.uniform(0.02, 0.04))}
    return found


def is_clear(illness: str, found: dict) -> bool:
    """Whether readings speak against every illness but the one that the network has."""
    ill = not found["val_loss"] <= 1.1 * WELL
    return ill and all(bool(against(other, found)) == (other != illness) for other in ILLNESSES)


def stored(name: str, illness: str, found: dict, curves: bool) -> dict:
    """What is written of a patient."""
    kept = {key: value for key, value in found.items() if curves or "curve" not in key}
    return {"illness": digest(name, illness), "readings": {key: _rounded(value) for key, value in kept.items()}}


def _rounded(value):
    if np.ndim(value):
        return [_rounded(item) for item in value]
    return float(f"{value:.{DIGITS}g}")


def clear_patient(illness: str, rng: np.random.Generator) -> dict:
    """The readings of a clear case, the first that is drawn."""
    while True:
        tried = recipe(illness, rng)
        found = readings(tried)
        if is_clear(illness, found):
            return found
        print(
            f"not clear: {illness}, {tried}",
            {other: against(other, found) for other in ILLNESSES if bool(against(other, found)) == (other == illness)},
        )


def build() -> dict[str, dict]:
    """All patients by name: the letters first, then the wards, mixed."""
    rng = np.random.default_rng(13)
    found = {letter: stored(letter, illness, clear_patient(illness, rng), True) for letter, illness in ILL.items()}
    for ward in WARDS:
        for number, illness in enumerate(rng.permutation(np.repeat(ILLNESSES, EACH)).tolist(), 1):
            name = f"{ward} {number}"
            found[name] = stored(name, illness, clear_patient(illness, rng), False)
    return found


if __name__ == "__main__":
    lines = ",\n".join(f" {json.dumps(name)}: {json.dumps(one)}" for name, one in build().items())
    TARGET.write_text(f"{{\n{lines}\n}}\n", "utf-8")
    print(f"{TARGET}: {TARGET.stat().st_size:,} bytes")
