"""Every learner meets other hidden inputs. A correct answer passes and a known mistake fails whichever they are."""

import pytest
from throwaway import ROOT

from chainrule_staff.authoring.bench import Bench
from chainrule_staff.authoring.source import lectures, read

pytestmark = pytest.mark.spread

SEEDS = [2**63 + 977 * n for n in range(6)]


@pytest.mark.parametrize(
    "folder",
    [*lectures(ROOT / "solutions"), ROOT / "tests" / "mould" / "solutions" / "01_mould"],
    ids=lambda folder: folder.name,
)
def test_the_verdict_does_not_depend_on_the_seed(folder):
    lecture = read(folder)
    bench = Bench(lecture, {lecture.name: {}})
    wrong = []
    for seed in SEEDS:
        for exercise in lecture.exercises.values():
            if not bench.passes(exercise, "whole", seed=seed):
                wrong.append((seed, exercise.id, "solution"))
    for kind, right in (("right", True), ("mistake", False)):
        for place, item in enumerate(lecture.alternatives(kind)):
            seed = SEEDS[place % len(SEEDS)]
            change = {item.function: item.code}
            if bench.passes(lecture.exercises[item.exercise], "whole", change, seed=seed) is not right:
                wrong.append((seed, item.exercise, item.name))
    assert wrong == []
