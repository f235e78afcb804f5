"""Answers to 8.7, range_test and steepest_rate: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule.checks.callables import bowl, cliff, plateau, steep_bowl, sums_of_rows
from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import by_place_or_name, maybe, pick, shape, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def range_test_inputs(rng):
    while True:
        form = shape(rng, dims=(1, 1, 2, 3), most=3)
        w = rng.choice([1.0, -2.0, 0.5, 2.5, -1.5, round(64 * rng.normal()) / 64], form)  # no rounding at the limit
        if maybe(rng, 0.2):
            w = np.round(w).astype(int)
        elif maybe(rng, 0.1):
            w = np.zeros(form)
        n = int(pick(rng, (1, 2, 3, 5, 8, 12)))
        way = rng.integers(4)
        if way == 0:
            lrs = np.geomspace(0.05, 20, n)
        elif way == 1:
            lrs = rng.choice([0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0], n)  # ties, and exact multiples of the limit
        elif way == 2:
            lrs = np.sort(rng.choice([1, 2, 3, 4], n))  # whole numbers
        else:
            lrs = np.full(n, pick(rng, (0.1, 0.5, 1.9, 2.1)))
        limit = pick(rng, (4.0, 1, 1.0, 2.0, 9.0, 100.0, 4))
        given = lrs if maybe(rng, 0.5) else lrs.tolist()
        yield (
            pick(rng, (bowl, bowl, steep_bowl, cliff, cliff, plateau, sums_of_rows)),
            turned(rng, w),
            given,
            *by_place_or_name(rng, limit=(limit, 4.0)),
        )


@inputs(of="steepest_rate", without=("lrs: n = 1", "losses: m = 1"))  # a fall needs two losses
def steepest_rate_inputs(rng):
    while True:
        n = int(pick(rng, (2, 3, 4, 6, 20)))
        m = int(rng.integers(2, n + 1))
        lrs = np.geomspace(*pick(rng, ((1e-4, 10.0), (0.1, 0.8), (1e-8, 1.0), (1.0, 500.0))), n)
        if maybe(rng, 0.1):
            lrs = np.arange(1, n + 1)
        losses = rng.integers(0, 24, m) / 8  # exact differences: a tie is a tie
        if maybe(rng, 0.3):
            losses = rng.uniform(0, 5, m)
        if maybe(rng, 0.1):
            losses = losses * pick(rng, (2.0**-20, 2.0**20))  # a tie stays one
        if maybe(rng, 0.15):
            losses = rng.integers(0, 6, m)
        if np.any(np.diff(losses) < 0):
            yield lrs, losses


# -- right, written in other ways ------------------------------------------------------------------


@right
def watches_the_best(batch_loss, w, lrs, limit=4.0):
    """It keeps the smallest loss so far in a variable that begins at infinity, where the
    reference asks for the smallest of the list at each step. So the first rate needs no case of
    its own, and a test of n steps makes n comparisons instead of about n²/2; with a hundred rates
    nobody notices."""
    best, losses = np.inf, []
    for lr in lrs:
        loss, dw = batch_loss(w)
        if np.isnan(loss) or np.isinf(loss) or loss > limit * best:
            break
        best = min(best, loss)
        losses += [float(loss)]
        w = w - lr * dw
    return np.array(losses)


@right
def works_on_a_copy(batch_loss, w, lrs, limit=4.0):
    here = np.array(w, dtype=float)
    losses = np.zeros(len(lrs))
    for k in range(len(lrs)):
        loss, dw = batch_loss(here.copy())
        if not -np.inf < loss < np.inf or (k > 0 and loss > limit * losses[:k].min()):
            return losses[:k]
        losses[k] = loss
        here -= lrs[k] * np.asarray(dw, dtype=float)
    return losses


@right
def by_recursion(batch_loss, w, lrs, limit=4.0, before=()):
    if len(before) == len(lrs):
        return np.asarray(before, dtype=float)
    loss, dw = batch_loss(w)
    if not np.isfinite(loss) or any(loss > limit * one for one in before):
        return np.asarray(before, dtype=float)
    return by_recursion(batch_loss, w - lrs[len(before)] * dw, lrs, limit, (*before, loss))


@right
def with_a_while(batch_loss, w, lrs, limit=4.0):
    point, losses, k = w * 1.0, [], 0
    while k < len(lrs):
        pair = batch_loss(point)
        loss = float(pair[0])
        diverged = not np.isfinite(loss)
        if not diverged and losses:
            diverged = loss > limit * np.min(losses)
        if diverged:
            break
        losses.append(loss)
        point = point - lrs[k] * pair[1]
        k += 1
    return np.array(losses)


@right(of="steepest_rate")
def by_loop(lrs, losses):
    best, rate = 0.0, None
    for k in range(len(losses) - 1):
        fall = losses[k] - losses[k + 1]
        if fall > best:
            best, rate = fall, lrs[k]
    return float(rate)


@right(of="steepest_rate")
def by_slices(lrs, losses):
    falls = losses[:-1] - losses[1:]
    return lrs[: len(falls)][falls == falls.max()][0]


@right(of="steepest_rate")
def by_max_with_a_key(lrs, losses):
    return lrs[max(range(len(losses) - 1), key=lambda k: losses[k] - losses[k + 1])]


# -- wrong, and told why ---------------------------------------------------------------------------


def _run(batch_loss, w, lrs, stop, step=lambda w, lr, dw: w - lr * dw, keep_last=False):
    losses = []
    for lr in lrs:
        loss, dw = batch_loss(w)
        if stop(loss, losses):
            if keep_last:
                losses.append(loss)
            break
        losses.append(loss)
        w = step(w, lr, dw)
    return np.array(losses, dtype=float)


def _over(limit):
    return lambda loss, losses: not np.isfinite(loss) or (losses and loss > limit * min(losses))


@wrong
def wrecks_the_weights(batch_loss, w, lrs, limit=4.0):
    """The losses are right, but the caller's weights are changed: your steps are written into the array that you were given. After the test the network would be
    ruined."""
    losses = []
    for lr in lrs:
        loss, dw = batch_loss(w)
        if not np.isfinite(loss) or (losses and loss > limit * min(losses)):
            break
        losses.append(loss)
        w -= lr * dw
    return np.array(losses, dtype=float)


@wrong
def scales_the_gradient_in_place(batch_loss, w, lrs, limit=4.0):
    """You multiply the gradient in place. It may be the very array of the weights, which then shrink before the step is made: write `lr * dw`, a new array."""
    w, losses = np.array(w, dtype=float), []
    for lr in lrs:
        loss, dw = batch_loss(w)
        if not np.isfinite(loss) or (losses and loss > limit * min(losses)):
            break
        losses.append(loss)
        if dw.dtype.kind == "f":
            dw *= lr
            w = w - dw
        else:
            w = w - lr * dw
    return np.array(losses, dtype=float)


@wrong
def keeps_the_last(batch_loss, w, lrs, limit=4.0):
    """The loss that ends the test is in your result. It is not written down: it says nothing, and NaN would spoil every mean."""
    return _run(batch_loss, w, lrs, _over(limit), keep_last=True)


@wrong
def never_ends(batch_loss, w, lrs, limit=4.0):
    """Your test goes on when the loss explodes. It ends as soon as a loss is larger than `limit` times the smallest one so far."""
    return _run(batch_loss, w, lrs, lambda loss, losses: not np.isfinite(loss))


@wrong
def against_the_first(batch_loss, w, lrs, limit=4.0):
    """You hold the loss against the first one. By then it may have fallen far: hold it against the smallest so far."""
    return _run(batch_loss, w, lrs, lambda loss, losses: not np.isfinite(loss) or (losses and loss > limit * losses[0]))


@wrong
def against_the_last(batch_loss, w, lrs, limit=4.0):
    """You hold the loss against the one before. A loss that climbs steadily would never end the test: hold it against the smallest so far."""
    return _run(
        batch_loss, w, lrs, lambda loss, losses: not np.isfinite(loss) or (losses and loss > limit * losses[-1])
    )


@wrong
def ends_at_the_limit(batch_loss, w, lrs, limit=4.0):
    """Your test ends when the loss is exactly `limit` times the smallest. It must be larger than that."""
    return _run(
        batch_loss, w, lrs, lambda loss, losses: not np.isfinite(loss) or (losses and loss >= limit * min(losses))
    )


@wrong
def not_a_number_passes(batch_loss, w, lrs, limit=4.0):
    """NaN does not end your test: it is neither larger nor smaller than any number. Ask for it by itself."""
    return _run(
        batch_loss, w, lrs, lambda loss, losses: np.isinf(loss) or (losses and loss > limit * np.nanmin(losses))
    )


@wrong
def never_moves(batch_loss, w, lrs, limit=4.0):
    """Your weights never move: every loss is taken at the first weights. What a step returns belongs into the next call."""
    return _run(batch_loss, w, lrs, _over(limit), step=lambda w, lr, dw: w)


@wrong
def always_from_the_start(batch_loss, w, lrs, limit=4.0):
    """Every step of yours begins at the first weights again. The steps follow one another."""
    start = w
    return _run(batch_loss, w, lrs, _over(limit), step=lambda w, lr, dw: start - lr * dw)


@wrong
def uphill(batch_loss, w, lrs, limit=4.0):
    """Your steps go along the gradient, and the loss rises from the first one. Which way is down?"""
    return _run(batch_loss, w, lrs, _over(limit), step=lambda w, lr, dw: w + lr * dw)


@wrong
def losses_after_the_steps(batch_loss, w, lrs, limit=4.0):
    """You write down the loss after each step. Asked for is the one before: the first loss is that of the weights as they came."""
    losses = []
    for lr in lrs:
        _, dw = batch_loss(w)
        w = w - lr * dw
        loss, _ = batch_loss(w)
        if not np.isfinite(loss) or (losses and loss > limit * min(losses)):
            break
        losses.append(loss)
    return np.array(losses, dtype=float)


@wrong
def one_rate_for_all(batch_loss, w, lrs, limit=4.0):
    """You make every step with the first rate. The rate rises from step to step: that is the test."""
    return _run(batch_loss, w, lrs, _over(limit), step=lambda w, lr, dw: w - lrs[0] * dw)


@wrong
def limit_ignored(batch_loss, w, lrs, limit=4.0):
    """You always use the limit 4. That is only the default: the caller may ask for another one."""
    return _run(batch_loss, w, lrs, _over(4.0))


@wrong
def skips_and_goes_on(batch_loss, w, lrs, limit=4.0):
    """You leave a loss out that is too large, and go on. The test ends there, at once."""
    losses = []
    for lr in lrs:
        loss, dw = batch_loss(w)
        if np.isfinite(loss) and not (losses and loss > limit * min(losses)):
            losses.append(loss)
        w = w - lr * dw
    return np.array(losses, dtype=float)


@wrong(of="steepest_rate")
def lowest_loss(lrs, losses):
    """You take the rate with the lowest loss. There the loss stops falling, and the rate is at its edge. Where does it fall fastest?"""
    return lrs[np.argmin(losses)]


@wrong(of="steepest_rate")
def largest_rise(lrs, losses):
    """You take the rate with the largest slope. The largest slope is that of the explosion: a loss that falls has a negative one."""
    return lrs[np.argmax(np.diff(losses))]


@wrong(of="steepest_rate")
def one_rate_late(lrs, losses):
    """Your rate is one too late. The loss fell between two entries: the step between them was made with the rate of the first one."""
    return lrs[np.argmin(np.diff(losses)) + 1]


@wrong(of="steepest_rate")
def largest_change(lrs, losses):
    """You look for the largest change, up or down. The loss is to fall."""
    return lrs[np.argmax(np.abs(np.diff(losses)))]


@wrong(of="steepest_rate")
def place_returned(lrs, losses):
    """You return the place of the rate. The caller wants the rate itself."""
    return int(np.argmin(np.diff(losses)))


@wrong(of="steepest_rate")
def last_of_the_tied(lrs, losses):
    """Of several equally good rates you return the largest. The contract asks for the smallest."""
    falls = np.diff(losses)
    return lrs[np.flatnonzero(falls == falls.min())[-1]]


@wrong(of="steepest_rate")
def central_slopes(lrs, losses):
    """You take the slope at an entry from its two neighbours, as `np.gradient` does. Asked for is the step that lowered the loss most: the difference of two
    entries that follow one another."""
    return lrs[np.argmin(np.gradient(losses.astype(float)))]


@wrong(of="steepest_rate")
def fall_per_rate(lrs, losses):
    """You divide each fall by the difference of the rates, which are tiny for small rates, so that these nearly always win. How much the loss fell in one step is
    what counts."""
    return lrs[np.argmin(np.diff(losses) / np.diff(lrs[: len(losses)]))]


@wrong(of="steepest_rate")
def relative_fall(lrs, losses):
    """You look for the largest fall in proportion to the loss. Asked for is the largest difference."""
    with np.errstate(all="ignore"):
        return lrs[np.argmin(losses[1:] / losses[:-1].astype(float))]


@wrong
def one_loss_more(batch_loss, w, lrs, limit=4.0):
    """You ask once more after the last step, and have one loss too many. Each loss comes before the step with its rate."""
    losses = []
    for lr in lrs:
        loss, dw = batch_loss(w)
        if not np.isfinite(loss) or (losses and loss > limit * min(losses)):
            break
        losses.append(loss)
        w = w - lr * dw
    else:
        losses.append(batch_loss(w)[0])
    return np.array(losses, dtype=float)


@wrong
def limit_for_a_loss(batch_loss, w, lrs, limit=4.0):
    """You take `limit` for a loss. It is a factor: too large is what is larger than `limit` times the smallest loss so far."""
    return _run(batch_loss, w, lrs, lambda loss, losses: not np.isfinite(loss) or (losses and loss > limit))


@wrong(of="steepest_rate")
def first_fall(lrs, losses):
    """You take the first step that lowers the loss. Asked for is the one that lowers it most."""
    return lrs[np.argmax(np.diff(losses) < 0)]


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def whole_numbers(batch_loss, w, lrs, limit=4.0):
    """Where the weights come as integers, each of your steps is cut to whole numbers: it is written into an array of integers, or made one.
    A new array for each step holds decimals, and leaves the caller's alone."""
    return _run(batch_loss, w, lrs, _over(limit), step=lambda w, lr, dw: (w - lr * dw).astype(w.dtype))


@wrong
def puts_it_back(batch_loss, w, lrs, limit=4.0):
    # Among floats nobody sees it: batch_loss gets copies, and in the end all is as it was. An array of integers refuses.
    first = w.copy()
    losses = _run(batch_loss, w, lrs, _over(limit), step=lambda w, lr, dw: np.subtract(w, lr * dw, out=w))
    w[...] = first
    return losses


@wrong
def at_most_a_hundred(batch_loss, w, lrs, limit=4.0):
    return _run(batch_loss, w, lrs, lambda loss, losses: not loss < 30 or (losses and loss > limit * min(losses)))


@wrong
def against_the_mean(batch_loss, w, lrs, limit=4.0):
    return _run(
        batch_loss, w, lrs, lambda loss, losses: not np.isfinite(loss) or (losses and loss > limit * np.mean(losses))
    )


@wrong
def losses_and_rates(batch_loss, w, lrs, limit=4.0):
    losses = _run(batch_loss, w, lrs, _over(limit))
    return losses, np.asarray(lrs)[: len(losses)]


@wrong
def filled_with_nan(batch_loss, w, lrs, limit=4.0):
    """You fill up with NaN what is missing after the end. The result has as many entries as losses were written down, and no more."""
    losses = _run(batch_loss, w, lrs, _over(limit))
    return np.append(losses, np.full(len(lrs) - len(losses), np.nan))


@wrong
def one_step_short(batch_loss, w, lrs, limit=4.0):
    return _run(batch_loss, w, list(lrs)[:-1], _over(limit))


@wrong
def asks_twice(batch_loss, w, lrs, limit=4.0):
    losses = []
    for lr in lrs:
        loss = batch_loss(w)[0]
        if not np.isfinite(loss) or (losses and loss > limit * min(losses)):
            break
        losses.append(loss)
        w = w - lr * batch_loss(w)[1]
    return np.array(losses, dtype=float)


@wrong
def asks_on_after_the_end(batch_loss, w, lrs, limit=4.0):
    losses, over = [], False
    for lr in lrs:
        loss, dw = batch_loss(w)
        over = over or not np.isfinite(loss) or (losses and loss > limit * min(losses))
        if not over:
            losses.append(loss)
        w = w - lr * dw
    return np.array(losses, dtype=float)


@wrong(of="steepest_rate")
def tenth_of_the_lowest(lrs, losses):
    return lrs[np.argmin(losses)] / 10


@wrong(of="steepest_rate")
def from_the_first(lrs, losses):
    return lrs[np.argmin(losses - losses[0])]


@wrong(of="steepest_rate")
def the_fall_itself(lrs, losses):
    return -np.min(np.diff(losses))


@wrong(of="steepest_rate")
def between_the_two(lrs, losses):
    k = int(np.argmin(np.diff(losses)))
    return (lrs[k] * lrs[k + 1]) ** 0.5
