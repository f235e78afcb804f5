"""Answers to 5.12, random_flip: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, probes, right, wrong
from chainrule_staff.authoring.vocabulary import pick

from ._shared import pictures

_own = np.random.default_rng(20_261)

# -- inputs ----------------------------------------------------------------------------------------


@inputs(sweep=False)
def random_flip_inputs(rng):
    while True:
        yield pictures(rng), float(pick(rng, (0.0, 1.0, 0.5, 0.2))), np.random.default_rng(int(rng.integers(10**6)))


@probes
def random_flip_probes(rng):
    """With a p of 0 or 1 nothing is left to chance."""
    while True:
        X = rng.integers(0, 1000, (3, 4, 5)).astype(float)
        yield X, float(pick(rng, (0.0, 1.0))), np.random.default_rng(int(rng.integers(10**6)))


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_where(X, p, rng):
    """It flips all pictures, and takes for each the flipped one or the one that was given: twice the work for half of the pictures, and no
    copy that is written into. `reshape` gives the coins as many axes as the pictures have, grey or in colour."""
    flipped = rng.uniform(size=len(X)) < p
    return np.where(flipped.reshape(-1, *[1] * (X.ndim - 1)), X[:, :, ::-1], X), flipped


@right
def one_coin_after_the_other(X, p, rng):
    flipped = [bool(rng.random() < p) for _ in X]
    return np.array([picture[:, ::-1] if turn else picture for picture, turn in zip(X, flipped)]), np.array(flipped)


@right
def by_binomial(X, p, rng):
    flipped = rng.binomial(1, p, size=X.shape[0]).astype(bool)
    out = X.copy()
    for n in np.flatnonzero(flipped):
        out[n] = X[n, :, ::-1]
    return out, flipped


@right
def by_choice(X, p, rng):
    flipped = rng.choice([True, False], size=len(X), p=[p, 1 - p])
    out = np.array(X)
    out[flipped] = np.flip(out[flipped], axis=2)
    return out, flipped


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def one_coin(X, p, rng):
    """You toss one coin for all pictures: either all are flipped or none. Then a batch is as uniform as before, and only batches differ.
    How many coins are needed?"""
    flipped = np.full(len(X), rng.random() < p)
    return (X[:, :, ::-1].copy() if flipped.all() else X.copy()), flipped


@wrong
def one_minus_p(X, p, rng):
    """You flip with probability 1 − p. For p = 1 nothing happens, for p = 0 everything."""
    flipped = rng.random(len(X)) >= p
    out = X.copy()
    out[flipped] = X[flipped][:, :, ::-1]
    return out, flipped


@wrong
def p_ignored(X, p, rng):
    """You flip every second picture on average, whatever `p` is."""
    flipped = rng.random(len(X)) < 0.5
    out = X.copy()
    out[flipped] = X[flipped][:, :, ::-1]
    return out, flipped


@wrong
def own_generator(X, p, rng):
    """Two generators of one seed give different flips: your randomness does not come from the `rng` that you are handed, so no experiment
    with it can be repeated."""
    flipped = _own.random(len(X)) < p
    out = X.copy()
    out[flipped] = X[flipped][:, :, ::-1]
    return out, flipped


@wrong
def same_every_time(X, p, rng):
    """Every call flips the same pictures: either nothing is drawn, or the draws begin anew each time. Then each picture is seen in one form
    only, in all epochs. Draw from the `rng` that you are handed, which moves on by itself."""
    flipped = np.random.default_rng(0).random(len(X)) < p
    out = X.copy()
    out[flipped] = X[flipped][:, :, ::-1]
    return out, flipped


@wrong
def said_the_other_way_round(X, p, rng):
    """Your second result says True for the pictures that were not flipped."""
    flipped = rng.random(len(X)) < p
    out = X.copy()
    out[flipped] = X[flipped][:, :, ::-1]
    return out, ~flipped


@wrong
def drawn_twice(X, p, rng):
    """You draw once for the pictures and once more for what you report: the two do not belong together. One draw must serve both."""
    flipped = rng.random(len(X)) < p
    out = X.copy()
    out[flipped] = X[flipped][:, :, ::-1]
    return out, rng.random(len(X)) < p


@wrong
def row_by_row(X, p, rng):
    """You toss a coin for each row of each picture, so pictures are torn into strips. A picture is flipped as a whole or not at all."""
    coins = rng.random(X.shape[:2]) < p
    mask = coins.reshape(*coins.shape, *[1] * (X.ndim - 2))
    return np.where(mask, X[:, :, ::-1], X), coins[:, 0]


@wrong
def head_over_heels(X, p, rng):
    """You turn pictures upside down. Left and right are to change places."""
    flipped = rng.random(len(X)) < p
    out = X.copy()
    out[flipped] = X[flipped][:, ::-1]
    return out, flipped


@wrong
def pictures_untouched(X, p, rng):
    """You say which pictures are flipped, but return all of them as they were."""
    return X.copy(), rng.random(len(X)) < p


@wrong
def pictures_in_place(X, p, rng):
    """The values are right, but they stand in the caller's own pictures: the next epoch would begin with what this one has turned. Work on
    a copy."""
    flipped = rng.random(len(X)) < p
    X[flipped] = X[flipped][:, :, ::-1]
    return X, flipped


@wrong
def only_those_flipped(X, p, rng):
    """You return only the pictures that were flipped. All N are asked for, in their order, the others as they were."""
    flipped = rng.random(len(X)) < p
    return X[flipped][:, :, ::-1].copy(), flipped


@wrong
def a_fixed_number(X, p, rng):
    """You choose which pictures are flipped, but always the same number of them. Then what one picture gets depends on what the others got:
    each has its own coin."""
    flipped = rng.permutation(len(X)) < round(p * len(X))
    out = X.copy()
    out[flipped] = X[flipped][:, :, ::-1]
    return out, flipped


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def both_kinds(X, p, rng):
    flipped = rng.random(len(X)) < p
    return np.concatenate([X, X[flipped][:, :, ::-1]]), flipped


@wrong
def positions(X, p, rng):
    flipped = rng.random(len(X)) < p
    out = X.copy()
    out[flipped] = X[flipped][:, :, ::-1]
    return out, np.flatnonzero(flipped)


@wrong
def normal_numbers(X, p, rng):
    flipped = rng.normal(size=len(X)) < p
    out = X.copy()
    out[flipped] = X[flipped][:, :, ::-1]
    return out, flipped


@wrong
def in_blocks(X, p, rng):
    flipped = np.repeat(rng.random(-(-len(X) // 8)) < p, 8)[: len(X)]
    out = X.copy()
    out[flipped] = X[flipped][:, :, ::-1]
    return out, flipped


@wrong
def every_kth(X, p, rng):
    flipped = (np.arange(len(X)) + rng.random()) * p % 1 < p
    out = X.copy()
    out[flipped] = X[flipped][:, :, ::-1]
    return out, flipped


@wrong
def colours_too(X, p, rng):
    flipped = rng.random(len(X)) < p
    out = X.copy()
    out[flipped] = X[flipped][..., ::-1]
    return out, flipped
