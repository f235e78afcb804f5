"""Answers to 8.2, expected_loss: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def expected_loss_inputs(rng):
    while True:
        n = int(pick(rng, (0, 1, 1, 2, 3, 4, 6, 60)))
        h = pick(rng, (1, 2, 1.0, 0.02, 0.5, 3.0, float(rng.uniform(0.1, 4))))
        most = 0.9 / h if n > 6 else 2.6 / h  # long walks do not explode
        lrs = [float(rng.uniform(0.01, most)) for _ in range(n)]
        if maybe(rng, 0.3):
            lrs = [lrs[0]] * n if n else []
        if maybe(rng, 0.15) and n <= 6:
            lrs = [int(lr) for lr in rng.integers(0, 4, n)]  # whole numbers, 0 among them
        elif maybe(rng, 0.2) and n:
            lrs[int(rng.integers(n))] = 0.0
        w0 = pick(rng, (0, 1, -2, 3, 0.0, 10.0, -0.5, 1e-4, float(rng.normal(0, 3))))
        sigma = pick(rng, (0, 1, 2, 0.0, 0.14, 1.0, 3.0, 1e-3, float(rng.uniform(0, 2))))
        yield (np.array(lrs) if maybe(rng, 0.4) else lrs), h, w0, sigma


# -- right, written in other ways ------------------------------------------------------------------


@right
def mean_and_variance(lrs, h, w0, sigma):
    """It follows the mean of w and its variance apart, where the reference follows the mean of
    the square, which is the variance plus the square of the mean. With twice as much to carry
    along, one sees which part of a loss is way that is still to go, and which part is noise."""
    mean, variance = float(w0), 0.0
    losses = [h / 2 * mean**2]
    for lr in lrs:
        mean = (1 - lr * h) * mean
        variance = (1 - lr * h) ** 2 * variance + (lr * sigma) ** 2
        losses.append(h / 2 * (mean**2 + variance))
    return np.array(losses)


@right
def follows_the_loss(lrs, h, w0, sigma):
    losses = np.zeros(len(lrs) + 1)
    losses[0] = h * w0**2 / 2
    for k in range(len(lrs)):
        losses[k + 1] = (1 - lrs[k] * h) ** 2 * losses[k] + h * (lrs[k] * sigma) ** 2 / 2
    return losses


@right
def sum_of_all_noises(lrs, h, w0, sigma):
    lrs = np.asarray(lrs, dtype=float)
    shrink = (1 - lrs * h) ** 2
    losses = []
    for k in range(len(lrs) + 1):
        square = float(w0) ** 2 * np.prod(shrink[:k])
        square += sum((lrs[j] * sigma) ** 2 * np.prod(shrink[j + 1 : k]) for j in range(k))
        losses.append(0.5 * h * square)
    return np.asarray(losses)


@right
def by_recursion(lrs, h, w0, sigma):
    lrs = list(lrs)
    if not lrs:
        return np.array([0.5 * h * w0 * w0])
    before = by_recursion(lrs[:-1], h, w0, sigma)
    return np.append(before, (1 - h * lrs[-1]) ** 2 * before[-1] + 0.5 * h * lrs[-1] ** 2 * sigma**2)


# -- wrong, and told why ---------------------------------------------------------------------------


def _walk(lrs, h, w0, sigma, step, first=lambda w0: w0**2, loss=lambda h, e: 0.5 * h * e):
    e = first(w0)
    out = [loss(h, e)]
    for lr in lrs:
        e = step(e, lr, h, sigma)
        out.append(loss(h, e))
    return np.array(out, dtype=float)


@wrong
def without_noise(lrs, h, w0, sigma):
    """Your loss has no noise in it. Each step adds something of its own, the second term of the formula."""
    return _walk(lrs, h, w0, sigma, lambda e, lr, h, s: (1 - lr * h) ** 2 * e)


@wrong
def sigma_not_squared(lrs, h, w0, sigma):
    """The noise enters with its standard deviation, not squared. The mean of ξ² is the square of sigma."""
    return _walk(lrs, h, w0, sigma, lambda e, lr, h, s: (1 - lr * h) ** 2 * e + lr**2 * s)


@wrong
def rate_not_squared(lrs, h, w0, sigma):
    """The rate before the noise is not squared. The step carries lr · ξ into the weight, and it is the square of that which is averaged."""
    return _walk(lrs, h, w0, sigma, lambda e, lr, h, s: (1 - lr * h) ** 2 * e + lr * s**2)


@wrong
def shrinks_once(lrs, h, w0, sigma):
    """You multiply the mean of w² by the factor by which w shrinks. If w shrinks by a factor, by what does its square shrink?"""
    return _walk(lrs, h, w0, sigma, lambda e, lr, h, s: (1 - lr * h) * e + lr**2 * s**2)


@wrong
def without_the_half(lrs, h, w0, sigma):
    """Your losses are twice too large. The loss is half of h w²."""
    return _walk(lrs, h, w0, sigma, lambda e, lr, h, s: (1 - lr * h) ** 2 * e + lr**2 * s**2, loss=lambda h, e: h * e)


@wrong
def without_the_curvature(lrs, h, w0, sigma):
    """You return half of the mean of w². The loss has the curvature `h` in it, too."""
    return _walk(lrs, h, w0, sigma, lambda e, lr, h, s: (1 - lr * h) ** 2 * e + lr**2 * s**2, loss=lambda h, e: e / 2)


@wrong
def mean_of_the_squares(lrs, h, w0, sigma):
    """You return the mean of w², not the loss. What is ½ h w² in the mean?"""
    return _walk(lrs, h, w0, sigma, lambda e, lr, h, s: (1 - lr * h) ** 2 * e + lr**2 * s**2, loss=lambda h, e: e)


@wrong
def start_left_out(lrs, h, w0, sigma):
    """The loss before the first step is missing: n steps make n + 1 losses."""
    return by_recursion(lrs, h, w0, sigma)[1:]


@wrong
def end_left_out(lrs, h, w0, sigma):
    """The loss after the last step is missing: n steps make n + 1 losses."""
    return by_recursion(lrs, h, w0, sigma)[:-1]


@wrong
def climbs(lrs, h, w0, sigma):
    """Your weight goes up the gradient: it is multiplied by more than 1 at each step. What is the sign before lr · h?"""
    return _walk(lrs, h, w0, sigma, lambda e, lr, h, s: (1 + lr * h) ** 2 * e + lr**2 * s**2)


@wrong
def curved_noise(lrs, h, w0, sigma):
    """You multiply the noise by the curvature. The noise is part of the gradient itself: only the rate stands before it."""
    return _walk(lrs, h, w0, sigma, lambda e, lr, h, s: (1 - lr * h) ** 2 * e + (lr * h * s) ** 2)


@wrong
def noise_shrunk_at_once(lrs, h, w0, sigma):
    """You let the noise of a step shrink in the same step. It is added after the old weight has shrunk, and shrinks from the next step on."""
    return _walk(lrs, h, w0, sigma, lambda e, lr, h, s: (1 - lr * h) ** 2 * (e + lr**2 * s**2))


@wrong
def spreads_added(lrs, h, w0, sigma):
    """You add sizes: that of what is left and that of the noise. Independent contributions add up as squares."""
    return _walk(lrs, h, w0, sigma, lambda e, lr, h, s: (abs(1 - lr * h) * np.sqrt(e) + lr * s) ** 2)


@wrong
def first_rate_for_all(lrs, h, w0, sigma):
    """You make all steps with the first rate. Each step has one of its own, `lrs[k]`."""
    lrs = [lrs[0]] * len(lrs) if len(lrs) else lrs
    return by_recursion(lrs, h, w0, sigma)


@wrong
def start_not_squared(lrs, h, w0, sigma):
    """You begin with w0. What you follow is the mean of w², and at the start this is the square of w0."""
    return _walk(lrs, h, w0, sigma, lambda e, lr, h, s: (1 - lr * h) ** 2 * e + lr**2 * s**2, first=lambda w0: w0)


@wrong
def noise_subtracted(lrs, h, w0, sigma):
    """You subtract the noise. In the formula for w there is a minus before lr · ξ; what becomes of it when it is squared?"""
    return _walk(lrs, h, w0, sigma, lambda e, lr, h, s: (1 - lr * h) ** 2 * e - lr**2 * s**2)


@wrong
def square_added_to_the_loss(lrs, h, w0, sigma):
    """You follow the loss, and add to it what the noise adds to the mean of w². How much is that in the loss?"""
    losses = [0.5 * h * w0**2]
    for lr in lrs:
        losses.append((1 - lr * h) ** 2 * losses[-1] + lr**2 * sigma**2)
    return np.array(losses)


@wrong
def old_noise_never_shrinks(lrs, h, w0, sigma):
    """The noise of earlier steps does not shrink in your sum. Once it is in the weight, it is a part of w, and shrinks as w does."""
    lrs = np.asarray(lrs, dtype=float)
    shrink = np.concatenate([[1.0], np.cumprod((1 - lrs * h) ** 2)])
    return 0.5 * h * (w0**2 * shrink + np.concatenate([[0.0], np.cumsum((lrs * sigma) ** 2)]))


@wrong
def first_rate_if_any(lrs, h, w0, sigma):
    """You make all steps with the first rate, which need not be there. Each step has one of its own, `lrs[k]`."""
    return by_recursion([lrs[0]] * len(lrs), h, w0, sigma)


@wrong
def dtype_of_the_rates(lrs, h, w0, sigma):
    """Where the rates are whole numbers, your losses are cut to whole numbers, too: their array has the dtype of the rates."""
    losses = np.zeros(len(lrs) + 1, dtype=np.asarray(lrs).dtype)
    losses[:] = by_recursion(lrs, h, w0, sigma)
    return losses


@wrong
def pushed_one_way(lrs, h, w0, sigma):
    """In your walk the noise pushes by lr · sigma at every step, always the same way. It is as often positive as negative: what becomes of the mixed term
    in the mean?"""
    w = float(w0)
    losses = [0.5 * h * w**2]
    for lr in lrs:
        w = (1 - lr * h) * w - lr * sigma
        losses.append(0.5 * h * w**2)
    return np.array(losses)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def simulated(lrs, h, w0, sigma):
    rng = np.random.default_rng(0)
    w = np.full(1000, float(w0))
    losses = [h / 2 * np.mean(w**2)]
    for lr in lrs:
        w = w - lr * (h * w + rng.normal(0, 1, 1000) * sigma)
        losses.append(h / 2 * np.mean(w**2))
    return np.array(losses)


@wrong
def whole_numbers(lrs, h, w0, sigma):
    losses = np.zeros(len(lrs) + 1, dtype=np.asarray(w0).dtype)
    losses[:] = by_recursion(lrs, h, w0, sigma)
    return losses


@wrong
def last_rate_for_all(lrs, h, w0, sigma):
    return by_recursion([lrs[-1]] * len(lrs) if len(lrs) else lrs, h, w0, sigma)


@wrong
def noise_once(lrs, h, w0, sigma):
    e = w0**2
    losses = [h / 2 * e]
    for k, lr in enumerate(lrs):
        e = (1 - lr * h) ** 2 * e + (lr**2 * sigma**2 if k == 0 else 0)
        losses.append(h / 2 * e)
    return np.array(losses, dtype=float)


@wrong
def never_above_the_start(lrs, h, w0, sigma):
    return np.minimum(by_recursion(lrs, h, w0, sigma), 1e3)


@wrong
def mixed_term(lrs, h, w0, sigma):
    return _walk(
        lrs, h, w0, sigma, lambda e, lr, h, s: (1 - lr * h) ** 2 * e + lr**2 * s**2 - 2 * lr * (1 - lr * h) * s * 0.1
    )
