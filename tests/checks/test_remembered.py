"""What is kept of results is bounded, whatever comes back, and a result far larger than it should be is not computed with."""

import subprocess
import sys
import textwrap

import numpy as np
import pytest

from chainrule import Check
from chainrule.calling.kept import Handle
from chainrule.calling.transport import Direct
from chainrule.checks import sweep
from chainrule.checks.remembered import SPARE, remembered, weight
from chainrule.checks.session import Session, using
from chainrule.checks.sweep import Input


def test_a_result_as_large_as_its_call_is_remembered_whole():
    given, value = np.zeros((300, 300)), np.ones((300, 300))
    assert remembered(value, given) is value
    cache = (np.ones(3), {"x": np.ones(2000)})
    assert remembered(cache) is cache


def test_of_a_result_that_is_far_too_large_there_is_a_name_that_tells_it_from_others():
    one, same, other = (remembered(np.full(10**6, value)) for value in (1.0, 1.0, 2.0))
    assert isinstance(one, Handle)
    assert repr(one) == repr(same) != repr(other)
    assert "(1000000,)" in repr(one)


def test_what_is_small_beside_what_is_too_large_stays():
    small, large = np.arange(3.0), np.ones(10**6)
    first, second = remembered((large, small))
    assert isinstance(first, Handle) and second is small
    assert remembered({"W": large, "b": small})["b"] is small


@pytest.mark.parametrize(
    "value",
    [
        "x" * 10**7,
        [0.5] * 10**6,
        [np.ones(10**4)] * 1000,
        {k: k for k in range(10**5)},
        ("x" * 10**6,) * 10,
        [[["y" * 10**5] * 10] * 10] * 10,
    ],
)
def test_what_is_remembered_is_bounded(value):
    assert weight(remembered(value)) <= 2 * SPARE


def test_an_item_that_is_right_earns_its_part_beside_one_that_is_far_too_large():
    inputs = [Input((np.full(300, 2.0),), {}, (np.full(300, 4.0), 6.0))]
    stored = {"test": {"f": {"f": sweep.pack(inputs)}}}
    with using(Session(Direct({"f": lambda x: (np.ones(50_000), 6.0)}), sweeps=stored, catalogues={"test": {}})):
        c = Check("test.f", points=2)
        c.sweep(f=("dx", "da"))
        report = c.score().report
    assert {part.name: part.points for part in report.parts} == {"dx": 0, "da": 1}


def test_a_layer_far_larger_than_the_one_asked_for_is_refused_before_a_property_multiplies_it():
    with using(Session(Direct({"f": lambda shape: np.ones((800, 8000), np.int8)}), catalogues={"test": {}})):
        c = Check("test.f", points=1)
        c.holds("the columns are orthonormal", lambda f: multiplied.append(f((800, 800))) or True)
        report = c.score().report
    assert report.points == 0
    assert multiplied == []


multiplied: list = []


def test_the_shape_that_was_asked_for_and_a_cache_beside_it_are_not_refused():
    with using(Session(Direct({"f": lambda shape: (np.ones(shape), np.ones(shape))}), catalogues={"test": {}})):
        c = Check("test.f", points=1)
        c.holds("it is there", lambda f: f((1000, 900))[0].shape == (1000, 900))
        assert c.score().report.points == 1


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of a process's memory")
@pytest.mark.parametrize(
    "asks",
    [
        "c.equal(1.0, large)",
        "c.raises(ValueError, large)",
        "c.sweep()",
        "c.holds('it is small', lambda f: f(large).size > 0)",
    ],
)
def test_many_large_results_take_no_more_memory_than_a_few(asks):
    """Of 40 results of 16 MB, of calls that were given 2 MB; the judging of one may need some copies of it."""
    program = f"""
        import resource
        import numpy as np
        from chainrule import Check
        from chainrule.calling.transport import Direct
        from chainrule.checks import sweep
        from chainrule.checks.session import Session, using
        from chainrule.checks.sweep import Input
        large = np.zeros((512, 512))
        stored = {{"test": {{"f": {{"f": sweep.pack([Input((large,), {{}}, 1.0)] * 10)}}}}}}
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with using(Session(Direct({{"f": lambda x: np.ones(2**21)}}), sweeps=stored, catalogues={{"test": {{}}}})):
            c = Check("test.f", points=2)
            for _ in range(10 if "sweep" in {asks!r} else 40):
                {asks}
            c.score()
        print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) < 500
