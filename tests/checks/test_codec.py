"""What crosses a pipe arrives as it was, or is refused; nothing runs on arrival."""

import json
import struct
from collections import OrderedDict, defaultdict, namedtuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from chainrule.calling.budget import allowance
from chainrule.calling.codec import MAX_DEPTH, Codec, CodecError
from chainrule.calling.kept import Handle
from chainrule.calling.transport import CALLBACK_ENTRIES

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


def there(value):
    """A value of the learner's, with the two sides between which it crossed."""
    learner, check = Codec(lambda key, args, kwargs: None), Codec()
    return check.decode(learner.encode(value, "both")), learner, check


Pair = namedtuple("Pair", "one other")


class Matrix(np.ndarray):
    pass


@pytest.mark.parametrize(
    "value",
    [
        Pair(1, [2]),
        OrderedDict(a=1),
        defaultdict(list, a=[np.zeros(2)]),
        np.ones((1, 2)).view(Matrix),
        np.ma.masked_array([1.0, 2.0]),
        np.array(["a", "bc"], dtype=object),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_object_crosses_as_its_data_and_comes_back_as_itself(value):
    found, learner, check = there((value, value))
    base = next(kind for kind in (tuple, dict, np.ndarray) if isinstance(value, kind))
    for one in found:
        assert isinstance(one, base) and type(one).__module__ == "chainrule.calling.kept"
        assert learner.decode(check.encode([one]))[0] is value
    learner.forget()
    with pytest.raises(CodecError, match="no object"):
        learner.decode(check.encode(found[0]))


def test_what_was_changed_or_computed_since_comes_back_as_plain_data():
    value = defaultdict(int, a=1)
    found, learner, check = there(value)
    found["a"] = 2
    assert type(learner.decode(check.encode(found))) is dict
    found["a"] = 1
    assert learner.decode(check.encode(found)) is value
    matrix, learner, check = there(np.ones((1, 2)).view(Matrix))
    for computed in (matrix + 1, matrix[0], 2 * matrix, np.sum(matrix)):
        assert type(learner.decode(check.encode(computed))) in (np.ndarray, np.float64)


def test_what_was_changed_deep_inside_is_seen():
    value = Pair(defaultdict(int, a=OrderedDict(b=1)), 2)
    found, learner, check = there(value)
    assert learner.decode(check.encode(found)) is value
    found[0]["a"]["b"] = 5
    again = learner.decode(check.encode(found))
    assert type(again) is tuple and again == ({"a": {"b": 5}}, 2)


def test_marks_take_no_longer_than_the_data():
    """Each object is marked once while it is decoded, however deep it lies in others."""
    value = Pair(1, 2)
    for _ in range(10):
        value = Pair(value, Pair(3, 4))
    learner, check = Codec(lambda key, args, kwargs: None), Codec()
    message, made = learner.encode(value, "both"), []
    data = check._data
    check._data = lambda *given: made.append(1) or data(*given)
    check.decode(message)
    assert len(made) <= 5 * 21


def test_another_codec_knows_nothing_of_an_object_and_keeps_its_data():
    found, *_ = there((Pair(1, {"a": (2,)}), object()))
    other = Codec()
    again = other.decode(other.encode(found))
    assert again[0] == (1, {"a": (2,)}) and type(again[0]) is tuple
    assert isinstance(again[1], Handle) and repr(again[1]) == "<object>"


def test_an_object_that_is_seen_many_times_is_kept_once():
    learner = Codec(lambda key, args, kwargs: None)
    value = Pair(1, 2)
    messages = {learner.encode([value, {"a": value}], "both") for _ in range(5)}
    assert len(messages) == 1 and len(learner._kept) == 1


def test_an_object_array_of_anything_else_is_known_by_its_type():
    values = np.array([1.0, object()], dtype=object)
    found, learner, check = there(values)
    assert found.type_name == "array of dtype object" and learner.decode(check.encode(found)) is values


def test_texts_are_not_blown_up_into_a_large_array():
    texts = np.array(["x"] * 10_000 + ["y" * 10_000], dtype=object)
    found, *_ = there(texts)
    assert isinstance(found, Handle) and found.type_name == "array of dtype object"


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


def test_wrong_shapes_and_samples_of_ones_own_have_room_so_that_they_can_be_named():
    shape = (30, 14, 5, 9)
    fan_in, fan_out = 14 * 5 * 9, 30 * 5 * 9
    assert allowance(((shape, np.random.default_rng(0)), {})) >= fan_in * fan_out
    assert CALLBACK_ENTRIES >= 100_000
