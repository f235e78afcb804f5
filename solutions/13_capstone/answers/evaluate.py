"""Answers to 13.10, evaluate: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule.checks.callables import reversed_in_training, rolled_in_training
from chainrule_staff.authoring.alternatives import inputs, probes, right, wrong
from chainrule_staff.authoring.vocabulary import kinds_of, maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


def _batches(rng, forward, count, most):
    """Pictures of which about half are named correctly, with ties."""
    C, kind = int(rng.integers(2, 6)), pick(rng, kinds_of(rng))
    found = []
    for _ in range(count):
        N = int(rng.integers(1, most))
        X = rng.normal(0, 1.5, (N, C)) if maybe(rng, 0.5) else rng.integers(-1, 2, (N, C))
        X = (np.round(X) if "int" in kind else np.round(X * 8) / 8).astype(kind)
        y = np.where(rng.random(N) < 0.5, np.argmax(forward(X, False), axis=1), rng.integers(0, C, N))
        found.append((turned(rng, X), y))
    return found


def _input(rng, count, most):
    forward = pick(rng, (rolled_in_training, reversed_in_training))
    return forward, _batches(rng, forward, count, most)


@inputs
def evaluate_inputs(rng):
    while True:
        yield _input(rng, int(rng.integers(1, 5)), 7)


@probes
def evaluate_probes(rng):
    while True:
        yield _input(rng, 3, 40)


# -- right, written in other ways ------------------------------------------------------------------


@right
def all_below_each_other(forward, batches):
    scores = np.concatenate([forward(X, False) for X, _ in batches])
    return np.mean(np.argmax(scores, axis=1) == np.concatenate([y for _, y in batches]))


@right
def weighted(forward, batches):
    """It takes the mean of the batches' accuracies after all, each weighted by its size. That is what
    training loops do which are handed nothing but means, as long as they remember how many there were."""
    means = [np.mean(np.argmax(forward(X, False), axis=1) == y) for X, y in batches]
    return np.average(means, weights=[len(y) for _, y in batches])


@right
def in_loops(forward, batches):
    right = total = 0
    for X, y in batches:
        for row, label in zip(forward(X, False).tolist(), y):
            right += row.index(max(row)) == label
            total += 1
    return right / total


# -- wrong, and told why ---------------------------------------------------------------------------


def _hits(forward, batches, training=False):
    return [np.argmax(forward(X, training), axis=1) == y for X, y in batches]


@wrong
def in_training_mode(forward, batches):
    """You leave the network in training mode. At test time nothing is dropped, and no statistics of the batch are used: `training` is `False`."""
    return np.mean(np.concatenate(_hits(forward, batches, True)))


@wrong
def mean_of_means(forward, batches):
    """You average the accuracies of the batches. A picture of a small batch then counts more than one of a large batch."""
    return np.mean([np.mean(hits) for hits in _hits(forward, batches)])


@wrong
def first_batch(forward, batches):
    """You look at the first batch only."""
    return np.mean(_hits(forward, batches)[0])


@wrong
def last_batch(forward, batches):
    """You look at the last batch only."""
    return np.mean(_hits(forward, batches)[-1])


@wrong
def by_the_first_size(forward, batches):
    """You take all batches to be as large as the first."""
    return sum(hits.sum() for hits in _hits(forward, batches)) / (len(batches) * len(batches[0][1]))


@wrong
def errors(forward, batches):
    """You return the share of the pictures that are named wrongly."""
    return 1 - np.mean(np.concatenate(_hits(forward, batches)))


@wrong
def counted(forward, batches):
    """You return how many pictures are named correctly. It is their share that is asked for."""
    return np.sum(np.concatenate(_hits(forward, batches)))


@wrong
def smallest_score(forward, batches):
    """You take the class with the smallest score."""
    return np.mean(np.concatenate([np.argmin(forward(X, False), axis=1) == y for X, y in batches]))


@wrong
def last_of_equals(forward, batches):
    """Where several scores are equally large, you take the last of them. The first counts."""
    found = [(forward(X, False), y) for X, y in batches]
    return np.mean(np.concatenate([s.shape[1] - 1 - np.argmax(s[:, ::-1], axis=1) == y for s, y in found]))


@wrong
def any_of_equals(forward, batches):
    """You count a picture as right if no class has a larger score than its own. Of equal scores the first one counts."""
    found = [(forward(X, False), y) for X, y in batches]
    return np.mean(np.concatenate([s[np.arange(len(y)), y] >= s.max(axis=1) for s, y in found]))


@wrong
def without_the_last_batch(forward, batches):
    """You leave out the last batch, where there are several."""
    return np.mean(np.concatenate(_hits(forward, batches[:-1] or batches)))


@wrong
def of_the_pictures(forward, batches):
    """You take the pictures themselves for scores. The network makes scores of them."""
    return np.mean(np.concatenate([np.argmax(X, axis=1) == y for X, y in batches]))


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def in_percent(forward, batches):
    return 100 * np.mean(np.concatenate(_hits(forward, batches)))


@wrong
def rounded(forward, batches):
    return np.round(np.mean(np.concatenate(_hits(forward, batches))), 2)


@wrong
def strictly(forward, batches):
    found = [(forward(X, False), y) for X, y in batches]
    return np.mean(np.concatenate([np.sum(s >= s[np.arange(len(y)), y][:, None], axis=1) == 1 for s, y in found]))
