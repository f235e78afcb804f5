"""Limits count the processor time of the process they limit, so that a busy machine costs nobody a point."""

import os
import sys
import time

import pytest
from busy import busy_machine
from handing_in import ASSIGNMENT, answered, code, hand_in
from throwaway import needs_bubblewrap

from chainrule.calling import time_left
from chainrule.calling.pipe import Limits, Pipe
from chainrule_staff.grading.class_run import grade_class
from chainrule_staff.grading.sandbox import Sandbox
from chainrule_staff.time_limit import TooLong, time_limit

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading needs Linux")
COMPUTE = """
import time

def compute(seconds):
    while time.process_time() < seconds: pass
    return seconds

def more(seconds):
    return compute(time.process_time() + seconds)

def sleep(seconds):
    time.sleep(seconds)
    return seconds

def in_a_child():
    import os
    child = os.fork()
    if not child:
        while True: pass
    os.waitpid(child, 0)
"""


@pytest.fixture(params=[pytest.param("bubblewrap", marks=needs_bubblewrap), "none"])
def started(request):
    """A function that gives a pipe to a process in which :data:`COMPUTE` has run."""
    with Sandbox(request.param) as sandbox:
        pipes = []

        def start(**limits) -> Pipe:
            pipes.append(Pipe(sandbox.start, limits=Limits(**limits)))
            assert pipes[0].run_cell("cell", COMPUTE) is None
            pipes[0].begin()
            return pipes[0]

        yield start
        for pipe in pipes:
            pipe.close()


def test_a_call_is_given_its_processor_time_however_busy_the_machine(started):
    with busy_machine():
        began = time.monotonic()
        outcome = started(call=1.0).call("more", (0.5,), {})
        took = time.monotonic() - began
    assert outcome.status == "returned"
    assert took > 1.0  # else the machine was not busy, and this shows nothing


@pytest.mark.parametrize("function, arguments", [("more", (3600.0,)), ("in_a_child", ())])
def test_a_loop_without_end_is_ended_by_its_processor_time(started, function, arguments):
    outcome = started(call=0.3).call(function, arguments, {})
    assert (outcome.status, outcome.message) == ("timed out", "0.3 s of computing")


def test_a_process_that_sleeps_is_ended_by_the_clock(started):
    outcome = started(call=0.1).call("sleep", (3600.0,), {})
    assert (outcome.status, outcome.message) == ("timed out", "1 s of waiting")


def test_many_short_calls_use_up_the_time_of_their_check(started):
    pipe = started(call=5.0, check=0.5)
    outcomes = [pipe.call("more", (0.02,), {}) for _ in range(60)]
    assert outcomes[0].status == "returned"
    assert outcomes[-1].message == "0.5 s of computing, the limit for one check"
    pipe.begin()  # the next check has a time of its own
    assert pipe.call("more", (0.02,), {}).status == "returned"


def test_calls_that_sleep_use_up_the_clock_of_their_check(started):
    pipe = started(call=5.0, check=0.1)
    outcomes = [pipe.call("sleep", (0.3,), {}) for _ in range(5)]
    assert outcomes[0].status == "returned"
    assert outcomes[-1].message == "1 s of waiting, the limit for one check"


def test_a_submission_has_a_limit_for_everything(started):
    pipe = started(cell=5.0, total=1.0)
    error = [pipe.run_cell(f"cell-{number}", "more(0.6)") for number in range(3)][-1]
    assert error == {
        "error": "timed out",
        "message": "1 s of computing, the limit for one submission",
        "line": "",
        "number": 0,
    }


def test_without_psutil_the_clock_alone_decides(started, monkeypatch):
    monkeypatch.setitem(sys.modules, "psutil", None)
    pipe = started(call=0.5)
    assert pipe.call("more", (0.6,), {}).status == "returned"
    assert pipe.call("more", (3600.0,), {}).message == "5 s of waiting"


def test_a_processs_descendants_are_measured_with_it(started):
    pipe = started()
    pipe.call("more", (0.3,), {})
    assert pipe._time.processor.measure() >= 0.3


SPINNERS = """
import os

def spin():
    started = 0
    for _ in range(3):
        try:
            if not os.fork():
                while True: pass
            started += 1
        except OSError:
            break
    return started
"""


@needs_bubblewrap
def test_processes_that_one_submission_left_computing_cost_another_one_nothing():
    """Both share one processor. What the one's processes use is counted to it alone, and the other's clock stands meanwhile."""
    processors = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(processors)})
    try:
        with Sandbox("bubblewrap") as sandbox, Pipe(sandbox.start) as theirs:
            assert theirs.run_cell("cell", SPINNERS) is None
            theirs.begin()
            assert theirs.call("spin", (), {}).value > 0
            with Pipe(sandbox.start, limits=Limits(call=0.5, check=0.5, total=2)) as mine:
                assert mine.run_cell("cell", COMPUTE) is None
                mine.begin()
                assert mine.call("more", (0.4,), {}).status == "returned"
                measured = mine._time.processor
                measured.measure()
                assert measured.seconds < 2  # its own: NumPy's import, the cell, and the call
                assert theirs._time.processor.measure() > 0.3
                # What stands against a sleeper is the clock, ten times as far away; it does not run while others compute.
                assert mine.call("more", (0.6,), {}).details["clock"] == "processor"
    finally:
        os.sched_setaffinity(0, processors)


def test_time_in_which_others_had_the_processor_does_not_count_on_the_clock():
    allowance = time_left.Allowance(2.0, "check")
    processor = time_left.ProcessorTime()
    allowance.begin(processor)
    assert allowance.left(computed=0.5, waiting=100.0, kept_waiting=95.0) == 1.5
    with pytest.raises(time_left.TimeIsUp, match="^20 s of waiting"):
        allowance.left(computed=0.5, waiting=100.0, kept_waiting=79.0)


def test_code_in_this_process_is_given_its_processor_time_however_busy_the_machine():
    with busy_machine():
        began = time.monotonic()
        with time_limit(1.0) as expired:
            until = time.process_time() + 0.5
            while time.process_time() < until:
                pass
        took = time.monotonic() - began
    assert not expired
    assert took > 1.0


def test_code_in_this_process_that_computes_without_end_is_ended():
    with pytest.raises(TooLong), time_limit(0.2) as expired:
        while True:
            pass
    assert expired


def test_code_in_this_process_that_sleeps_is_ended_by_the_clock():
    with pytest.raises(TooLong), time_limit(0.1) as expired:
        time.sleep(3600)
    assert expired


@pytest.mark.parametrize(
    "wait", [lambda: time.sleep(3600), lambda: [None for _ in iter(int, 1)]], ids=["sleeps", "computes"]
)
def test_a_limit_goes_on_after_one_within_it(wait):
    with pytest.raises(TooLong), time_limit(0.2) as outer:
        with time_limit(60) as inner:
            pass
        wait()
    assert outer and not inner


def test_a_limit_that_ran_out_within_another_one_ends_its_own_body():
    with pytest.raises(TooLong), time_limit(0.1) as outer:
        with time_limit(60) as inner:
            until = time.process_time() + 0.3
            while time.process_time() < until:
                pass
        time.sleep(3600)
    assert outer and not inner


def test_an_allowance_says_which_limit_was_reached():
    allowance = time_left.Allowance(2.0, "check", began=1.0, waited=15.0)
    assert allowance.left(computed=2.5, waiting=1.0) == 0.5
    with pytest.raises(time_left.TimeIsUp, match="^2 s of computing, the limit for one check$"):
        allowance.left(computed=3.0)
    with pytest.raises(time_left.TimeIsUp, match="^20 s of waiting, the limit for one check$"):
        allowance.left(computed=1.0, waiting=5.0)


@pytest.mark.thorough
@needs_bubblewrap
def test_right_answers_have_all_their_points_on_a_busy_machine(course):
    """A cell computes for half of its limit; five share the processor, so that it takes longer than that on the clock."""
    notebook = answered(course)
    notebook["cells"].append(
        code("import time\nuntil = time.process_time() + 0.75\nwhile time.process_time() < until: pass")
    )
    hand_in(course, "ada", notebook)
    with busy_machine():
        (record,) = grade_class(course, ASSIGNMENT, workers=1, limits=Limits(call=1.5, check=1.5, cell=1.5, total=6))
    assert (record.points, record.notes, record.look) == (6, [], [])
    assert record.seconds > 1.5  # on the clock: under a limit of that kind the cell would have been given up
