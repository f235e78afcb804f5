"""Answers to 13.10, batch_accuracy: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, probes, right, wrong
from chainrule_staff.authoring.vocabulary import kinds_of, maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


def _batches(rng, count, most):
    C, kind = int(rng.integers(1, 6)), pick(rng, kinds_of(rng))
    found = []
    for _ in range(count):
        N = int(rng.integers(1, most))
        scores = np.round(rng.normal(0, 1.5, (N, C)) * (1 if maybe(rng, 0.5) else 8)) / (1 if "int" in kind else 8)
        y = np.where(rng.random(N) < 0.5, np.argmax(scores, axis=1), rng.integers(0, C, N))
        found.append((turned(rng, scores.astype(kind)), y))
    return found


@inputs
def batch_accuracy_inputs(rng):
    while True:
        yield (_batches(rng, int(rng.integers(1, 5)), 7),)


@probes
def batch_accuracy_probes(rng):
    while True:
        yield (_batches(rng, 3, 40),)


# -- right, written in other ways ------------------------------------------------------------------


@right
def all_below_each_other(batches):
    y = np.concatenate([labels for _, labels in batches])
    return np.mean(np.argmax(np.concatenate([scores for scores, _ in batches]), axis=1) == y)


@right
def weighted(batches):
    """It takes the mean of the batches' accuracies after all, each weighted by its size. That is what
    training loops do which are handed nothing but means, as long as they remember how many there were."""
    sizes = [len(y) for _, y in batches]
    means = [np.mean(np.argmax(scores, axis=1) == y) for scores, y in batches]
    return np.average(means, weights=sizes)


@right
def in_loops(batches):
    right = total = 0
    for scores, y in batches:
        for row, label in zip(scores, y):
            row = row.tolist()
            right += row.index(max(row)) == label
            total += 1
    return right / total


# -- wrong, and told why ---------------------------------------------------------------------------


def _hits(batches):
    return [np.argmax(scores, axis=1) == y for scores, y in batches]


@wrong
def mean_of_means(batches):
    """You average the accuracies of the batches. A picture of a small batch then counts more than one of a large batch."""
    return np.mean([np.mean(hits) for hits in _hits(batches)])


@wrong
def first_batch(batches):
    """You look at the first batch only."""
    return np.mean(_hits(batches)[0])


@wrong
def last_batch(batches):
    """You look at the last batch only."""
    return np.mean(_hits(batches)[-1])


@wrong
def by_the_first_size(batches):
    """You take all batches to be as large as the first."""
    return sum(hits.sum() for hits in _hits(batches)) / (len(batches) * len(batches[0][1]))


@wrong
def errors(batches):
    """You return the share of the pictures that are named wrongly."""
    return 1 - np.mean(np.concatenate(_hits(batches)))


@wrong
def counted(batches):
    """You return how many pictures are named correctly. It is their share that is asked for."""
    return np.sum(np.concatenate(_hits(batches)))


@wrong
def smallest_score(batches):
    """You take the class with the smallest score."""
    return np.mean(np.concatenate([np.argmin(scores, axis=1) == y for scores, y in batches]))


@wrong
def last_of_equals(batches):
    """Where several scores are equally large, you take the last of them. The first counts."""
    return np.mean(np.concatenate([s.shape[1] - 1 - np.argmax(s[:, ::-1], axis=1) == y for s, y in batches]))


@wrong
def any_of_equals(batches):
    """You count a picture as right if no class has a larger score than its own. Of equal scores the first one counts."""
    return np.mean(np.concatenate([s[np.arange(len(y)), y] >= s.max(axis=1) for s, y in batches]))


@wrong
def without_the_last_batch(batches):
    """You leave out the last batch, where there are several."""
    return np.mean(np.concatenate(_hits(batches[:-1] or batches)))


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def in_percent(batches):
    return 100 * np.mean(np.concatenate(_hits(batches)))


@wrong
def rounded(batches):
    return np.round(np.mean(np.concatenate(_hits(batches))), 2)


@wrong
def strictly(batches):
    return np.mean(np.concatenate([np.sum(s >= s[np.arange(len(y)), y][:, None], axis=1) == 1 for s, y in batches]))
