"""Answers to 9.5, dropout_forward and dropout_backward: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import FLOATS, Numbers, maybe, pick, shape

X = Numbers(kinds=FLOATS, special=(0.0, -0.0), limit=1e6)
_own = np.random.default_rng(20_261)

# -- inputs ----------------------------------------------------------------------------------------


def _fixed(rng, sides):
    """p, training and a generator, such that nothing is left to chance: at test time, or with p = 0."""
    if maybe(rng, 0.3):
        return 0.0, True, np.random.default_rng(int(rng.integers(10**6)))
    return pick(rng, (0.0, 0.2, 0.5, 0.75, 0.9)), False, None


@inputs(through="first")
def dropout_forward_inputs(rng):
    while True:
        sides = shape(rng, (1, 2, 3))
        yield X.draw(rng, sides), *_fixed(rng, sides)


@inputs(through="first", sweep=False)
def dropout_forward_draws(rng):
    while True:
        generator = np.random.default_rng(int(rng.integers(10**6)))
        yield X.draw(rng, shape(rng, (1, 2, 3))), pick(rng, (0.1, 0.2, 0.5, 0.75)), True, generator


@inputs(of="dropout_backward", through="backward")
def dropout_backward_inputs(rng):
    while True:
        sides = shape(rng, (1, 2, 3))
        yield Numbers(kinds=FLOATS, limit=1e6).draw(rng, sides), X.draw(rng, sides), *_fixed(rng, sides)


@inputs(of="dropout_backward", through="backward", sweep=False)
def dropout_backward_draws(rng):
    for x, p, training, generator in dropout_forward_draws(rng):
        yield Numbers(kinds=FLOATS, limit=1e6).draw(rng, x.shape), x, p, training, generator


# -- right, written in other ways ------------------------------------------------------------------


def _scaled_back(dout, cache):
    return dout if cache is None else dout * cache


@right
def kept_below(x, p, training, rng):
    if training:
        scale = np.where(rng.random(x.shape) < 1 - p, 1 / (1 - p), 0.0)
        return x * scale, scale
    return x * 1.0, None


@right
def by_binomial(x, p, training, rng):
    """It asks the generator for coins, `rng.binomial(1, 1 − p, shape)`, where the reference compares evenly spread numbers with p. The line says in words of statistics what
    is meant, a draw of 0 or 1 for each number, and takes several times as long for it."""
    if not training:
        return x, None
    coins = rng.binomial(1, 1 - p, x.shape)
    return x * coins / (1 - p), coins / (1 - p)


@right
def number_by_number(x, p, training, rng):
    if not training:
        return x.copy(), None
    scale = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        if rng.random() >= p:
            scale[index] = 1 / (1 - p)
    return scale * x, scale


@right
def by_choice(x, p, training, rng):
    if not training:
        return x, np.ones(x.shape)
    scale = rng.choice([0.0, 1.0 / (1.0 - p)], size=x.shape, p=[p, 1.0 - p])
    return x * scale, scale


@right
def ones_at_test(x, p, training, rng):
    keep = np.ones(x.shape, dtype=bool) if not training else rng.uniform(size=x.shape) > p
    scale = keep / (1 - p if training else 1)
    return np.where(keep, x * scale, 0), scale


@right
def row_by_row(x, p, training, rng):
    if not training:
        return x, None
    scale = np.stack([rng.random(x.shape[1:]) >= p for _ in range(len(x))]) / (1 - p)
    return x * scale, scale


@right(of="dropout_backward")
def back_by_where(dout, cache):
    return np.array(dout) if cache is None else np.where(cache > 0, dout * cache, 0)


@right(of="dropout_backward")
def back_by_product(dout, cache):
    return dout * (np.ones(dout.shape) if cache is None else cache)


# -- wrong, and told why: there --------------------------------------------------------------------


def _forward(x, p, training, mask, scale=None):
    if not training:
        return x, None
    scaled = mask * (1 / (1 - p) if scale is None else scale)
    return x * scaled, scaled


@wrong
def keeps_p(x, p, training, rng):
    """You keep the share p and drop the rest. In this notebook, as in PyTorch, p is the probability to be dropped."""
    return _forward(x, p, training, training and rng.random(x.shape) < p)


@wrong
def keeps_p_and_divides_by_it(x, p, training, rng):
    """You treat p as the probability to be kept, as the paper of 2014 does. In this notebook, as in PyTorch, p is the probability to be dropped."""
    if not training or p == 0:
        return x, None
    return _forward(x, p, training, rng.random(x.shape) < p, 1 / p)


@wrong
def not_scaled(x, p, training, rng):
    """You drop, and do not scale. The inverted convention divides what is kept by 1 − p, in training."""
    return _forward(x, p, training, training and rng.random(x.shape) >= p, 1.0)


@wrong
def scaled_by_one_minus_p(x, p, training, rng):
    """You multiply what is kept by 1 − p. It has to become larger, to make up for what is missing."""
    return _forward(x, p, training, training and rng.random(x.shape) >= p, 1 - p)


@wrong
def divided_by_p(x, p, training, rng):
    """You divide by p, the share that is dropped. What stands below the line is the share that is kept."""
    return _forward(x, p, training, training and rng.random(x.shape) >= p, 1 / p if p else 1.0)


@wrong
def divided_by_the_root(x, p, training, rng):
    """You divide by the root of 1 − p. That would keep the mean of the squares; dropout keeps the mean."""
    return _forward(x, p, training, training and rng.random(x.shape) >= p, (1 - p) ** -0.5)


@wrong
def divided_by_what_was_kept(x, p, training, rng):
    """You divide by the share that this mask happens to keep. The contract says 1 − p, for every mask."""
    mask = training and rng.random(x.shape) >= p
    return _forward(x, p, training, mask, 1 / max(np.mean(mask), 1e-9))


@wrong
def one_mask_for_all_rows(x, p, training, rng):
    """All rows get the same mask. Each number is dropped by a draw of its own."""
    mask = training and np.broadcast_to(rng.random(x.shape[-1]) >= p, x.shape)
    return _forward(x, p, training, mask)


@wrong
def whole_rows(x, p, training, rng):
    """You drop whole rows: an example loses all of its numbers or none. Each number is dropped by a draw of its own."""
    mask = training and np.broadcast_to(rng.random((len(x),) + (1,) * (x.ndim - 1)) >= p, x.shape)
    return _forward(x, p, training, mask)


@wrong
def an_exact_number(x, p, training, rng):
    """You drop exactly the share p of the numbers each time. If every number has a draw of its own, how many are dropped is a matter of chance,
    too."""
    if not training:
        return x, None
    mask = np.ones(x.size)
    mask[rng.permutation(x.size)[: int(round(p * x.size))]] = 0
    return _forward(x, p, training, mask.reshape(x.shape))


@wrong
def own_seed(x, p, training, rng):
    """Every call gives the same mask: you make a generator of your own with a fixed seed. Then always the same units stay away. Draw from the one that you are
    given."""
    return _forward(x, p, training, training and np.random.default_rng(0).random(x.shape) >= p)


@wrong
def another_generator(x, p, training, rng):
    """Two generators in the same state give different masks, so your numbers come from somewhere else (`np.random`, or a generator of your own). Draw from the one that
    you are given: only then can an experiment be repeated."""
    return _forward(x, p, training, training and _own.random(x.shape) >= p)


@wrong
def normal_draws(x, p, training, rng):
    """You compare normal numbers with p. They are not spread evenly between 0 and 1, so another share is dropped."""
    return _forward(x, p, training, training and rng.normal(0, 1, x.shape) >= p)


@wrong
def half_always(x, p, training, rng):
    """You drop half of the numbers, whatever p says."""
    mask = training and (rng.random(x.shape) >= 0.5 if p else np.ones(x.shape))
    return _forward(x, p, training, mask)


@wrong
def noise_added(x, p, training, rng):
    """You multiply by evenly spread numbers instead of by 0 or by 1/(1 − p). Compare them with p first."""
    return _forward(x, p, training, training and rng.random(x.shape) if p else 1.0)


@wrong
def nothing_dropped(x, p, training, rng):
    """Your training drops nothing."""
    return x, None


@wrong
def dropped_at_test_time(x, p, training, rng):
    """You drop at test time as well. Then the answer for one example is another one each time."""
    generator = np.random.default_rng(3) if rng is None else rng
    return _forward(x, p, True, generator.random(x.shape) >= p)


@wrong
def scaled_at_test_time(x, p, training, rng):
    """At test time you multiply by 1 − p, although training has divided by it. The inverted convention leaves the test alone."""
    if not training:
        return x * (1 - p), None
    return _forward(x, p, training, rng.random(x.shape) >= p)


@wrong
def only_the_output(x, p, training, rng):
    """You return the output alone. The way back needs a cache: return a pair."""
    return _forward(x, p, training, training and rng.random(x.shape) >= p)[0]


@wrong
def mask_from_the_output(x, p, training, rng):
    """You read the mask off the output: where it is 0, you send nothing back. But x may be 0 itself and be kept; a small change of it would show in the output."""
    if not training:
        return x, None
    out = x * (rng.random(x.shape) >= p) / (1 - p)
    return out, (out != 0) / (1 - p)


@wrong
def two_masks(x, p, training, rng):
    if not training:
        return x, None
    return x * (rng.random(x.shape) >= p) / (1 - p), (rng.random(x.shape) >= p) / (1 - p)


@wrong
def cache_without_the_scale(x, p, training, rng):
    if not training:
        return x, None
    mask = rng.random(x.shape) >= p
    return x * mask / (1 - p), mask * 1.0


@wrong
def first_row_spared(x, p, training, rng):
    mask = training and rng.random(x.shape) >= p
    if training and p:
        mask[: len(mask) // 2] = True
    return _forward(x, p, training, mask)


@wrong
def every_other_one(x, p, training, rng):
    mask = training and (np.arange(x.size) % max(round(1 / p), 2) > 0 if p else np.ones(x.size)).reshape(x.shape)
    return _forward(x, p, training, mask)


@wrong
def pairs_share_a_draw(x, p, training, rng):
    mask = training and np.repeat(rng.random((x.size + 1) // 2) >= p, 2)[: x.size].reshape(x.shape)
    return _forward(x, p, training, mask)


@wrong
def p_in_tenths(x, p, training, rng):
    return _forward(x, p, training, training and rng.integers(0, 10, x.shape) >= round(10 * p) + 1 if p else 1.0)


@wrong
def seeded_by_the_generator_once(x, p, training, rng):
    if not training:
        return x, None
    seed = int(rng.bit_generator.state["state"]["inc"] % 2**32)
    return _forward(x, p, training, np.random.default_rng(seed).random(x.shape) >= p)


@wrong
def whole_columns_of_a_batch(x, p, training, rng):
    mask = training and np.roll(np.broadcast_to(rng.random(x.shape[-1]) >= p, x.shape), 1, axis=-1)
    return _forward(x, p, training, mask)


# -- wrong, and told why: back ---------------------------------------------------------------------


@wrong(of="dropout_backward")
def back_unscaled(dout, cache):
    """The gradient comes back with another factor than the numbers went forward with. What the forward pass multiplied by, the
    backward pass multiplies by, too, and once."""
    return dout if cache is None else dout * (cache > 0)


@wrong(of="dropout_backward")
def back_another_mask(dout, cache):
    """Your backward pass draws a mask of its own. It teaches units that were not there, and passes over some that were. The cache has the mask of the forward
    pass."""
    if cache is None:
        return dout
    scale = np.max(cache)
    return dout * scale * (_own.random(dout.shape) < 1 / max(scale, 1))


@wrong(of="dropout_backward")
def back_everything(dout, cache):
    """The whole gradient comes back with you, as if nothing had been dropped. What the output does not depend on gets no gradient."""
    return dout * 1.0


@wrong(of="dropout_backward")
def back_everything_scaled(dout, cache):
    """You scale the gradient, and let it through where a number was dropped. What the output does not depend on gets no gradient."""
    return dout if cache is None else dout * np.max(cache)


@wrong(of="dropout_backward")
def back_scaled_twice(dout, cache):
    return dout if cache is None else dout * cache**2


@wrong(of="dropout_backward")
def back_scaled_the_other_way(dout, cache):
    return dout if cache is None else np.where(cache > 0, dout / np.maximum(cache, 1e-9), 0)


@wrong(of="dropout_backward")
def back_where_dropped(dout, cache):
    """The gradient comes back just where the numbers were dropped."""
    return dout if cache is None else dout * np.max(cache) * (cache == 0)


@wrong(of="dropout_backward")
def back_blank_at_test_time(dout, cache):
    """After a pass at test time nothing comes back. There nothing was dropped: the gradient goes through."""
    return 0.0 * dout if cache is None else dout * cache


@wrong(of="dropout_backward")
def back_the_cache(dout, cache):
    """You return the factors themselves. They are multiplied by what comes from above, `dout`."""
    return np.ones(dout.shape) if cache is None else cache


@wrong(of="dropout_backward")
def back_negative(dout, cache):
    """Your gradient has the other sign."""
    return -dout if cache is None else -dout * cache


@wrong(of="dropout_backward")
def back_first_mask_again(dout, cache):
    """You remember the mask outside of the cache: with two passes open at once, a gradient goes the way of the other pass."""
    global _kept
    if cache is None:
        return dout
    if _kept is None or _kept.shape != cache.shape:
        _kept = cache
    return dout * _kept


_kept = None


@wrong(of="dropout_backward")
def back_doubled(dout, cache):
    return dout if cache is None else dout * 2 * (cache > 0)


@wrong(of="dropout_backward")
def back_mean_scale(dout, cache):
    return dout if cache is None else dout * np.mean(cache)


@wrong(of="dropout_backward")
def back_by_rows(dout, cache):
    return dout if cache is None else dout * cache[:1]


@wrong(of="dropout_backward")
def back_turned(dout, cache):
    return dout if cache is None else dout * cache[::-1]
