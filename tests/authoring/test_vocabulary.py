"""Words for generators of inputs: what they promise, and that the rare things are among a few hundred inputs."""

import numpy as np
import pytest

from chainrule_staff.authoring import vocabulary
from chainrule_staff.authoring.sweeps import Options
from chainrule_staff.authoring.vocabulary import (
    ALL,
    Numbers,
    addends,
    beside,
    by_place_or_name,
    kinds_of,
    parameter,
    shape,
    summable,
    turned,
)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_beside_a_threshold_stand_one_step_of_a_float_and_a_billionth_on_either_side():
    low, high = np.nextafter(0.5, 0), np.nextafter(0.5, 1)
    assert sorted(beside([0.5])) == [0.5 - 1e-9, low, 0.5, high, 0.5 + 1e-9]


def test_shapes_are_tall_and_wide_have_sides_of_one_and_are_empty_only_where_allowed(rng):
    shapes = [shape(rng, (2,)) for _ in range(300)]
    assert any(n > d for n, d in shapes) and any(n < d for n, d in shapes) and any(1 in sides for sides in shapes)
    assert not any(0 in sides for sides in shapes)
    assert any(0 in shape(rng, (2,), empty=True) for _ in range(300))


@pytest.mark.parametrize("sides", [(), (0,), (3, 2)])
def test_any_of_some_values_are_the_same_ones_that_numpy_would_choose(sides):
    own, other = np.random.default_rng(5), np.random.default_rng(5)
    for _ in range(20):
        assert np.array_equal(vocabulary._any_of(own, vocabulary.TINY, sides), other.choice(vocabulary.TINY, sides))
    assert own.bit_generator.state == other.bit_generator.state


def test_numbers_have_every_dtype_tiny_and_special_values_and_stay_within_the_limit(rng):
    found = [Numbers(special=(7.25,), limit=100.0).draw(rng, (3, 2)) for _ in range(300)]
    assert {x.dtype.name for x in found} == {"float64", "float32", "int64"}
    assert any(np.any(x == 7.25) for x in found) and any(np.any(np.abs(x) == 1e-200) for x in found)
    assert all(np.all(np.abs(x) <= 100) for x in found) and any(np.any(np.abs(x) > 20) for x in found)


def test_a_turned_array_holds_the_same_in_another_order_of_memory(rng):
    x = np.arange(6.0).reshape(2, 3)
    found = [turned(rng, x) for _ in range(100)]
    assert all(np.array_equal(x, one) for one in found)
    assert {one.flags.c_contiguous for one in found} == {True, False}


def test_a_parameter_is_left_out_is_its_default_or_is_another(rng):
    assert {parameter(rng, 1.0, (0.5, 0)) for _ in range(100)} == {(), (1.0,), (0.5,), (0.0,)}


def test_sums_of_summable_numbers_are_exact_in_every_order_in_float32(rng):
    x = summable(rng.normal(0, 3, 50).astype(np.float32))
    assert x.dtype == np.float32
    assert np.sum(x) == np.float32(sum(x[::-1].tolist())) == np.cumsum(x)[-1]
    y = rng.normal(size=4)
    assert summable(y) is y


def test_the_arrays_of_an_input_have_types_of_their_own_or_one_for_all(rng):
    found = {tuple(kinds_of(rng)) for _ in range(100)}
    assert found == {ALL, *((kind,) for kind in ALL)}


def test_addends_have_every_type_and_their_products_add_up_alike_in_any_order(rng):
    found = [addends(rng, (4, 5)) for _ in range(300)]
    assert {x.dtype.name for x in found} == set(ALL) and max(np.abs(x).max() for x in found) > 100
    for x in found:
        if x.dtype == np.float32:
            products = x * x[:, ::-1]
            assert np.sum(products) == np.float32(sum(products.ravel()[::-1].tolist()))


def test_the_last_arguments_come_by_place_and_by_name_and_defaults_are_left_out(rng):
    def function(stride=1, pad=0):
        return stride, pad

    ways = set()
    for stride, pad in [(1, 0), (2, 0), (1, 3), (2, 3)] * 100:
        row = by_place_or_name(rng, stride=(stride, 1), pad=(pad, 0))
        args, kwargs = (row[:-1], row[-1]) if row and isinstance(row[-1], Options) else (row, {})
        assert function(*args, **kwargs) == (stride, pad)
        ways.add((stride, pad, len(args), *kwargs))
    assert {(2, 3, 2), (2, 3, 0, "stride", "pad"), (1, 3, 2), (1, 3, 0, "pad"), (2, 0, 1), (1, 0, 0)} <= ways
