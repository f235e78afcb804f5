"""Answers to 13.2, dead_share and saturated_share: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, probes, right, wrong
from chainrule_staff.authoring.sweeps import Options
from chainrule_staff.authoring.vocabulary import pick

from ._shared import layer_batches

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def dead_share_inputs(rng):
    while True:
        yield (layer_batches(rng),)


@inputs(of="saturated_share")
def saturated_share_inputs(rng):
    while True:
        batches, limit = layer_batches(rng), pick(rng, (0.5, 0.25, 1.0, 1, 2.5, 1e-12, 0.98))
        yield pick(rng, ((batches,), (batches, limit), (batches, Options(limit=limit))))


def _many(rng):
    """Batches of a wide layer: the share that comes out has many possible values."""
    H = int(rng.integers(60, 120))
    awake = rng.random(H) < rng.uniform(0.2, 0.8)
    return [np.round(rng.normal(0, 2, (int(rng.integers(2, 5)), H)), 1) * awake for _ in range(2)]


@probes
def dead_share_probes(rng):
    while True:
        yield (_many(rng),)


@probes(of="saturated_share")
def saturated_share_probes(rng):
    while True:
        yield _many(rng), pick(rng, (0.55, 1.05, 2.05))


# -- right, written in other ways ------------------------------------------------------------------


@right
def batch_by_batch(batches):
    """It keeps one truth value for each unit and goes on from batch to batch. All that has to be
    in memory at one time is a batch, which counts when there are 60,000 pictures and a wide layer."""
    silent = np.ones(batches[0].shape[1], bool)
    for a in batches:
        silent &= ~np.any(a, axis=0)
    return silent.sum() / len(silent)


@right
def dead_by_the_largest(batches):
    largest = np.max([np.max(np.abs(a), axis=0) for a in batches], axis=0)
    return 1 - np.count_nonzero(largest) / largest.size


@right
def dead_in_loops(batches):
    units = len(batches[0][0])
    dead = [u for u in range(units) if all(row[u] == 0 for a in batches for row in a)]
    return len(dead) / units


@right(of="saturated_share")
def saturated_by_counting(batches, limit=0.97):
    return sum(np.sum((a > limit) | (a < -limit)) for a in batches) / sum(a.size for a in batches)


@right(of="saturated_share")
def saturated_by_rows(batches, limit=0.97):
    rows = [row for a in batches for row in a]
    return float(np.mean([np.mean(np.abs(row) > limit) for row in rows]))


@right(of="saturated_share")
def saturated_in_loops(batches, limit=0.97):
    numbers = [abs(float(x)) for a in batches for x in np.ravel(a)]
    return sum(x > limit for x in numbers) / len(numbers)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def first_batch(batches):
    """You look at the first batch only. A unit that is silent there may wake in another one."""
    return np.mean(np.all(batches[0] == 0, axis=0))


@wrong
def last_batch(batches):
    """You look at the last batch only. A unit that is silent there may have been awake in an earlier one."""
    return np.mean(np.all(batches[-1] == 0, axis=0))


@wrong
def mean_of_batches(batches):
    """You average over batches the share of the units that are silent in each. A unit is dead if it is silent in all of them."""
    return np.mean([np.mean(np.all(a == 0, axis=0)) for a in batches])


@wrong
def silent_once(batches):
    """You count a unit as dead that is silent for one picture. It has to be silent for all of them."""
    return np.mean(np.any(np.concatenate(batches) == 0, axis=0))


@wrong
def share_of_zeros(batches):
    """You count zeros among all outputs. A living ReLU gives zeros, too: count units that give nothing else."""
    return np.mean(np.concatenate(batches) == 0)


@wrong
def by_the_sum(batches):
    """You add the outputs of a unit up. A sum of 0 may come of positive and negative outputs."""
    return np.mean(np.sum(np.concatenate(batches), axis=0) == 0)


@wrong
def nearly_zero(batches):
    """You count what is nearly 0 as 0. A dead unit gives exactly 0."""
    return np.mean(np.all(np.abs(np.concatenate(batches)) < 1e-6, axis=0))


@wrong
def not_positive(batches):
    """You take a unit whose outputs are negative for a dead one. Dead is what gives exactly 0."""
    return np.mean(np.all(np.concatenate(batches) <= 0, axis=0))


@wrong
def pictures_without_life(batches):
    """You count pictures for which all units are silent. It is units that are dead: go along the other axis."""
    return np.mean(np.all(np.concatenate(batches) == 0, axis=1))


@wrong
def how_many(batches):
    """You return how many units are dead. It is their share that is asked for."""
    return np.sum(np.all(np.concatenate(batches) == 0, axis=0))


@wrong
def living(batches):
    """You return the share of the living units."""
    return 1 - np.mean(np.all(np.concatenate(batches) == 0, axis=0))


@wrong(of="saturated_share")
def one_end(batches, limit=0.97):
    """You look at one end only. Outputs near −1 are on the flat part as well."""
    return np.mean(np.concatenate(batches) > limit)


@wrong(of="saturated_share")
def at_the_limit(batches, limit=0.97):
    """You count outputs of exactly the limit's size. They are not more than the limit."""
    return np.mean(np.abs(np.concatenate(batches)) >= limit)


@wrong(of="saturated_share")
def another_default(batches, limit=0.99):
    """Right, but for the default of `limit`: it is 0.97 where the caller says nothing, not 0.99."""
    return np.mean(np.abs(np.concatenate(batches)) > limit)


@wrong(of="saturated_share")
def limit_ignored(batches, limit=0.97):
    """You always compare with 0.97. The caller may ask for another limit."""
    return np.mean(np.abs(np.concatenate(batches)) > 0.97)


@wrong(of="saturated_share")
def mean_of_shares(batches, limit=0.97):
    """You average the shares of the batches. Where they differ in size, a picture of a small one then counts more than one of a large one."""
    return np.mean([np.mean(np.abs(a) > limit) for a in batches])


@wrong(of="saturated_share")
def saturated_first_batch(batches, limit=0.97):
    """You look at the first batch only."""
    return np.mean(np.abs(batches[0]) > limit)


@wrong(of="saturated_share")
def saturated_units(batches, limit=0.97):
    """You count units that are saturated for all pictures. Here it is outputs that are counted, one for each unit and picture."""
    return np.mean(np.all(np.abs(np.concatenate(batches)) > limit, axis=0))


@wrong(of="saturated_share")
def not_saturated(batches, limit=0.97):
    """You return the share of the outputs that are not larger than the limit in size."""
    return np.mean(np.abs(np.concatenate(batches)) <= limit)


@wrong(of="saturated_share")
def saturated_count(batches, limit=0.97):
    """You return how many outputs are saturated. It is their share that is asked for."""
    return np.sum(np.abs(np.concatenate(batches)) > limit)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def two_batches(batches):
    return np.mean(np.all(np.concatenate(batches[:2]) == 0, axis=0))


@wrong
def rounded(batches):
    return np.round(np.mean(np.all(np.concatenate(batches) == 0, axis=0)), 2)


@wrong(of="saturated_share")
def of_the_mean(batches, limit=0.97):
    return np.mean(np.abs(np.mean(np.concatenate(batches), axis=0)) > limit)
