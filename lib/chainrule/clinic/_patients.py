"""The patients of notebook 13: stored readings, and whether a name is that of a patient's illness.

``tools/build_patients.py`` makes ``patients.json``. Which illness a patient has stands there as a digest only.
"""

from __future__ import annotations

import functools
import hashlib
import json
from importlib.resources import files

import numpy as np

from chainrule.clinic.checkup import Readings
from chainrule.clinic.illnesses import ILLNESSES

LETTERS = "ABCDEFGH"  # those that a learner looks at; the others lie in wards, for doctors that are programs
WARDS = ("open", "closed")


@functools.cache
def _stored() -> dict[str, dict]:
    return json.loads((files("chainrule.clinic") / "patients.json").read_text("utf-8"))


def digest(patient: str, illness: str) -> str:
    """What stands in the file for an illness."""
    return hashlib.sha256(f"chain rule, {patient}, {illness}".encode()).hexdigest()[:16]


def patient(name: str) -> Readings:
    """The readings of a patient, as `chainrule.clinic.readings` has them.

    Examples
    --------
    >>> patient("A")["spread"].ndim
    2
    """
    if name not in _stored():
        raise ValueError(f"there is no patient {name!r:.40}; there are {', '.join(LETTERS)}, and open 1 to open 60")
    return {
        key: np.array(value, float) if isinstance(value, list) else value
        for key, value in _stored()[name]["readings"].items()
    }


def has(name: str, illness: str) -> bool:
    """Whether a patient has an illness."""
    return _stored()[name]["illness"] == digest(name, illness)


def illness_of(name: str) -> str:
    """The illness of a patient, for counting what a doctor takes for what."""
    return next(illness for illness in ILLNESSES if has(name, illness))


def names_of_ward(name: str) -> list[str]:
    """The patients of a ward, ``"open"`` or ``"closed"``."""
    return [one for one in _stored() if one.partition(" ")[0] == name]


def ward() -> list[tuple[str, Readings]]:
    """The sixty patients that learners see, as pairs of an illness and its readings.

    Examples
    --------
    >>> len(ward()), ward()[0][1]["spread"].ndim
    (60, 2)
    """
    return [(illness_of(one), patient(one)) for one in names_of_ward("open")]
