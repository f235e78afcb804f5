"""How long a check takes: ``python benchmarks/check_latency.py [RUNS]``.

Every check cell of every lecture, the whole cell with its hidden cases, on the solutions, in this
process (as in a kernel) and through a pipe (as ``chainrule check`` does it). One line for the
median and the 95th percentile over all checks, and the slowest check. Peer in the same run: the
same calls made directly, without recorder, codec and comparison.
"""

import statistics
import sys
import time
from pathlib import Path

from chainrule.calling.pipe import Pipe
from chainrule.calling.transport import Transport
from chainrule.checks.runner import DirectRunner, run
from chainrule.notebooks.conventions import Role
from chainrule_staff.authoring.bench import solved
from chainrule_staff.authoring.source import lectures, read

ROOT = Path(__file__).parents[1]


def times(lecture, runner, runs: int) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Seconds of each check, and of the learner's functions within it (by the direct runner only)."""
    inside = [0.0]
    original = Transport.call

    def call(self, name, args, kwargs, expected=None):
        if isinstance(self, DirectRunner):
            function = self.endpoint.namespace[name]
            start = time.perf_counter()
            try:
                function(*args, **kwargs)
            except Exception:  # an opaque handle is no cache: such a call has no bare peer
                pass
            inside[0] += time.perf_counter() - start
        return original(self, name, args, kwargs, expected)

    run(solved(lecture), runner)
    whole, bare = {}, {}
    for exercise in lecture.exercises.values():
        cells = [*lecture.steps(Role.SETUP), exercise.check("whole")]
        for number in range(runs + 1):
            start = time.perf_counter()
            run(cells, runner)
            if number:  # the first run warms up
                whole.setdefault(exercise.id, []).append(time.perf_counter() - start)
        Transport.call, inside[0] = call, 0.0
        run(cells, runner)
        Transport.call = original
        bare[exercise.id] = [inside[0]]
    return whole, bare


def main(runs: int) -> None:
    """Measure and print."""
    found: dict[str, dict[str, float]] = {"in this process": {}, "through a pipe": {}}
    peer = {}
    for folder in lectures(ROOT / "solutions"):
        lecture = read(folder)
        with Pipe() as pipe:
            for way, runner in (("in this process", DirectRunner()), ("through a pipe", pipe)):
                whole, bare = times(lecture, runner, runs)
                for name, values in whole.items():
                    found[way][f"{lecture.name}.{name}"] = statistics.median(values)
                    if way == "in this process":
                        peer[f"{lecture.name}.{name}"] = bare[name][0]
    for way, checks in found.items():
        ordered = sorted(checks.values())
        slowest = max(checks, key=checks.get)
        p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
        print(
            f"{way}: {len(ordered)} checks, median {1e3 * statistics.median(ordered):.1f} ms, "
            f"95th percentile {1e3 * p95:.1f} ms, slowest {slowest} {1e3 * checks[slowest]:.1f} ms"
        )
    total, bare = sum(found["in this process"].values()), sum(peer.values())
    print(f"the learner's functions alone take {1e3 * bare:.1f} of {1e3 * total:.1f} ms (ratio {total / bare:.1f})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
