"""What a check computes on its own side has limits that this process keeps by itself."""

import contextlib
import itertools
import pickle
import subprocess
import sys
import textwrap

import pytest
from lectures import ROOT

from chainrule.notebooks.conventions import exercise_name
from chainrule_staff.grading import engine, watching
from chainrule_staff.grading.assignment import load

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading needs Linux")


def run(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


def test_an_array_that_would_take_too_much_is_refused_and_afterwards_the_bound_is_as_it_was():
    assert run("""
        import resource
        import numpy as np
        from chainrule_staff.grading.watching import memory_limit
        before = resource.getrlimit(resource.RLIMIT_AS)
        with memory_limit(2**28):
            small = np.ones(2**20)
            try:
                np.outer(np.ones(30_000), np.ones(30_000))
            except MemoryError:
                print("refused")
        assert resource.getrlimit(resource.RLIMIT_AS) == before
        np.ones(2**26)
    """) == "refused"  # fmt: skip


def test_a_bound_within_a_smaller_one_does_not_loosen_it():
    assert run("""
        import resource
        from chainrule_staff.grading.watching import memory_limit
        with memory_limit(2**28):
            first = resource.getrlimit(resource.RLIMIT_AS)
            with memory_limit(2**30):
                print(resource.getrlimit(resource.RLIMIT_AS) == first)
    """) == "True"  # fmt: skip


def test_a_check_whose_own_arithmetic_takes_too_much_memory_costs_its_own_points_only():
    """A column of 20,000 numbers is no large result; multiplied with itself it is 3 GB."""
    assert run("""
        import numpy as np
        from chainrule import Check
        from chainrule.calling.transport import Direct
        from chainrule.checks.session import Session, using
        from chainrule_staff.grading.watching import OWN_MEMORY, memory_limit
        with using(Session(Direct({"f": lambda shape: np.ones((20_000, 1))}), catalogues={"test": {}})), memory_limit(OWN_MEMORY):
            c = Check("test.f", points=1)
            c.equal(np.ones((20_000, 1)), (2, 2), part="there")
            c.holds("the rows are orthonormal", lambda f: np.sum(f((2, 2)) @ f((2, 2)).T) == 2, part="orthonormal")
            report = c.score().report
        print([(part.name, part.points, [case.finding.kind.value for case in part.cases if case.finding]) for part in report.parts])
    """) == "[('there', 0.5, []), ('orthonormal', 0.0, ['not computable'])]"  # fmt: skip


def test_a_worker_loads_nothing_heavy_that_it_has_no_use_for():
    """It is started for each run, and again whenever a submission had to be ended."""
    assert run("""
        import sys
        import chainrule_staff.grading.pool
        print([name for name in ("jupytext", "nbformat", "jsonschema", "nbgrader", "sqlalchemy") if name in sys.modules])
    """) == "[]"  # fmt: skip


def test_checks_that_take_long_leave_less_to_the_next_ones(monkeypatch):
    clock = [5.0]
    monkeypatch.setattr(watching.time, "process_time", lambda: clock[0])
    own = watching.OwnTime(120.0)
    assert own.at_most(30.0) == 30.0
    clock[0] += 100.0
    assert own.at_most(30.0) == 20.0
    clock[0] += 100.0
    assert own.at_most(30.0) == watching.LEAST_SECONDS


def test_a_submission_whose_results_take_long_to_judge_has_one_allowance_for_all_its_checks(monkeypatch):
    """Each check may compute for long on this side; not all of them, one after another."""
    given = []
    monkeypatch.setattr(engine, "watched", lambda seconds, restore: given.append(seconds) or contextlib.nullcontext())
    spent = itertools.count(0, 25)
    monkeypatch.setattr(watching.time, "process_time", lambda: float(next(spent)))
    assignment = load(ROOT / "solutions", ROOT / "notebooks", "00_start")
    data = (ROOT / "solutions" / "00_start" / "start.ipynb").read_bytes()
    seeds = dict.fromkeys(map(exercise_name, assignment.checks), 0)
    engine.grade(assignment.digest, pickle.dumps(assignment), engine.Job("a", data, seeds, sandbox="none"))
    engine.close()
    checks = [seconds for seconds in given if seconds <= engine.LIMITS.check + engine.OWN_SECONDS]
    assert checks[0] == engine.LIMITS.check + engine.OWN_SECONDS
    assert checks[-1] == watching.LEAST_SECONDS
