"""What crosses a pipe arrives as it was, or is refused; nothing runs on arrival."""

import json
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from chainrule.calling.codec import MAX_DEPTH, Codec, CodecError, Handle

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.complex_numbers()
arrays = hnp.arrays(
    st.sampled_from(["f8", "f4", "i8", "u1", "?", "c16", "U3"]), hnp.array_shapes(min_dims=0, min_side=0, max_side=4)
)
values = st.recursive(
    scalars | arrays,
    lambda inner: (
        st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


def there_and_back(value):
    return Codec(lambda key, args: None).decode(Codec().encode(value))


def alike(a, b):
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(alike(a[key], b[key]) for key in a)
    return type(a) is type(b) and (a == b or a != a)


@given(values)
def test_plain_data_arrives_as_it_was(value):
    assert alike(value, there_and_back(value))


@given(st.binary(max_size=200))
def test_what_is_not_a_message_is_refused(data):
    for message in (data, struct.pack("<I", len(data)) + data):
        try:
            Codec().decode(message)
        except CodecError:
            pass  # refused, and nothing else raised


@pytest.mark.parametrize(
    "tree",
    [
        {"t": "array"},
        {"t": "array", "d": "O", "s": [1], "o": "C", "b": 0},
        {"t": "array", "d": "f8", "s": [-1, 9], "o": "C", "b": 0},
        {"t": "array", "d": "f8", "s": [1], "o": "C", "b": 5},
        {"t": "generator", "v": {"t": "dict", "v": [["bit_generator", "eval"]]}},
        {"t": "handle", "k": 7},
        {"t": "dict", "v": [[[], 1]]},
        {"t": "int", "v": "0xzz"},
        {"t": "callable", "k": 1, "n": "f"},
        {"t": 5},
    ],
)
def test_malformed_trees_are_refused(tree):
    head = json.dumps([tree, [8]]).encode()
    with pytest.raises(CodecError):
        Codec().decode(struct.pack("<I", len(head)) + head + b"\0" * 8)


@pytest.mark.parametrize("length", [-1, 7, 9])
def test_lengths_that_do_not_add_up_are_refused(length):
    head = json.dumps([1, [length]]).encode()
    with pytest.raises(CodecError, match="add up"):
        Codec().decode(struct.pack("<I", len(head)) + head + b"\0" * 8)


def test_arguments_are_copies():
    array = np.zeros(3)
    copy = there_and_back([array])[0]
    copy += 1
    assert array.tolist() == [0, 0, 0]


def test_a_transposed_array_stays_one():
    array = np.arange(6.0).reshape(2, 3).T
    other = there_and_back(array)
    assert other.flags.fnc and other.tolist() == array.tolist()


def test_a_generator_arrives_with_its_state():
    rng = np.random.default_rng(5)
    rng.random(3)
    other = there_and_back(rng)
    assert other is not rng and other.random() == rng.random()


@pytest.mark.parametrize("name", ["MT19937", "Philox", "SFC64", "PCG64DXSM"])
def test_every_bit_generator_crosses(name):
    rng = np.random.Generator(getattr(np.random, name)(3))
    assert there_and_back(rng).integers(1000) == rng.integers(1000)


def test_objects_cross_as_handles_and_come_back():
    class Cache:
        def __eq__(self, other):
            return True

    learner, check = Codec(lambda key, args: None), Codec()
    cache = Cache()
    handle = check.decode(learner.encode((1.0, cache)))[1]
    assert isinstance(handle, Handle) and handle.type_name == "Cache"
    assert learner.decode(check.encode(handle)) is cache
    learner.forget()
    with pytest.raises(CodecError, match="no object"):
        learner.decode(check.encode(handle))


def test_subclasses_cross_by_their_true_value():
    class Liar(float):
        def __float__(self):
            return 1.0

        def __repr__(self):
            return "1.0"

    class List(list):
        def __iter__(self):
            return iter([7])

    assert there_and_back(Liar(3)) == 3.0
    assert there_and_back(List([1, 2])) == [1, 2]


def test_object_arrays_cross_by_type_only():
    assert there_and_back(np.array([object()])).type_name == "array of dtype object"


@pytest.mark.parametrize(
    "value, reason",
    [([0] * 200_000, "items"), ("x" * (65 << 20), "data"), (np.zeros(9_000_000), "data"), (1 << 5000, "integer")],
    ids=["items", "text", "array", "integer"],
)
def test_what_is_too_large_is_refused(value, reason):
    with pytest.raises(CodecError) as caught:
        Codec().encode(value)
    assert caught.value.details["reason"] == reason


def test_what_is_too_deep_is_refused():
    value = []
    for _ in range(MAX_DEPTH + 1):
        value = [value]
    with pytest.raises(CodecError, match="depth"):
        Codec().encode(value)
