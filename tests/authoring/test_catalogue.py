"""What known mistakes return is stored as JSON that people can read, and comes back as the same value."""

import json

import numpy as np
import pytest

from chainrule.checks import known_mistakes
from chainrule.checks.known_mistakes import pack, same_value, unpack
from chainrule_staff.authoring.catalogue import catalogue_of
from chainrule_staff.authoring.source import read

READABLE = [
    (0.5, 0.5),
    (np.float32(0.1), 0.1),
    (1 / 3, 0.3333333),
    (-1.23456789e-12, -1.234568e-12),
    (2.0, 2),
    (np.array([[1.0, 0.25]]), [[1, 0.25]]),
    (np.array([1, 2], dtype=np.uint8), [1, 2]),
    (np.array([True, False]), [True, False]),
    ((np.zeros(2), 1.5), {"tuple": [[0, 0], 1.5]}),
    ({"W": np.ones(1), 3: None}, {"dict": [["W", [1]], [3, None]]}),
    ("a", "a"),
    (None, None),
    ([1.5, 2], [1.5, 2]),
]
ENCODED = [np.zeros((0, 3)), np.array([1 + 2j]), ["a", "b"], [(1, 2), 3], [[1, 2], [3]], 2 + 1j, 10**30]


@pytest.mark.parametrize(("value", "found"), READABLE, ids=lambda value: type(value).__name__)
def test_plain_values_are_readable_and_come_back(value, found):
    packed = pack({"returned": value, "changed": False, "warned": []})
    assert packed == {"returned": found}
    assert same_value(unpack(json.loads(json.dumps(packed)))["returned"], value)


@pytest.mark.parametrize("value", [np.nan, np.inf, np.array([-np.inf, np.nan, 1.0])])
def test_what_is_not_finite_comes_back(value):
    assert same_value(unpack(json.loads(json.dumps(pack({"returned": value}))))["returned"], value)


@pytest.mark.parametrize("value", ENCODED, ids=str)
def test_other_values_are_stored_as_the_codec_has_them(value):
    packed = json.loads(json.dumps(pack({"returned": value, "changed": True, "warned": ["w"]})))
    assert set(packed["returned"]) == {"bytes"}
    found = unpack(packed)
    assert found["changed"] and found["warned"] == ["w"]
    assert type(found["returned"]) is type(value)
    assert repr(found["returned"]) == repr(value)


def test_a_measured_number_has_seven_digits():
    assert pack({"measured": 0.123456789, "tol": 0.01}) == {"measured": 0.1234568, "tol": 0.01}


def test_one_mistake_stands_on_one_line(mould_course):
    text = catalogue_of(read(mould_course / "solutions" / "01_mould"), {})
    found = known_mistakes.parse(text)
    mistakes = [mistake for exercise in found.values() for mistake in exercise["mistakes"]]
    assert len(mistakes) >= 9
    for mistake in mistakes:
        (line,) = [line for line in text.splitlines() if f'"id": "{mistake["id"]}"' in line]
        assert mistake["explanation"] in line
    assert len(text.splitlines()) == len(mistakes) + 2 * len(found) + 2
