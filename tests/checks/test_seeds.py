"""Every learner meets other hidden inputs. The solution passes whichever they are.

The evidence tries each other right answer with a seed of its own; a known mistake fails by the visible cases, which are
the same for all.
"""

import pytest
from lectures import LECTURES, each_lecture

from chainrule_staff.authoring.bench import Bench

pytestmark = pytest.mark.spread

SEEDS = [2**63 + 977 * n for n in range(6)]


@pytest.mark.parametrize("name", each_lecture())
def test_the_verdict_does_not_depend_on_the_seed(name):
    lecture = LECTURES[name]
    bench = Bench(lecture, {lecture.name: {}})
    wrong = [
        (seed, exercise.id)
        for seed in SEEDS
        for exercise in lecture.exercises.values()
        if not bench.passes(exercise, "whole", seed=seed)
    ]
    assert wrong == []
