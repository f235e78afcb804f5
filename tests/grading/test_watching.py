"""What a check computes on its own side has limits that this process keeps by itself."""

import subprocess
import sys
import textwrap

import pytest

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
