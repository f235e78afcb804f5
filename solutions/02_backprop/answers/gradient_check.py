"""Answers to 2.8, gradient_check: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule.checks.callables import (
    five,
    sum_of_cubes,
    sum_of_exponentials,
    sum_of_sines,
    sum_of_squares,
    total,
    weighted_sum,
)
from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, parameter, pick, shape, turned

# -- inputs ----------------------------------------------------------------------------------------


SLOPES = {  # of each function, exactly
    sum_of_squares: lambda x: 2 * x,
    sum_of_cubes: lambda x: 3 * x**2,
    weighted_sum: lambda x: np.arange(1.0, x.size + 1).reshape(x.shape),
    sum_of_sines: np.cos,
    sum_of_exponentials: np.exp,
    total: np.ones_like,
}


@inputs
def gradient_check_inputs(rng):
    """At least one entry is off by more than rounding: what is left of a right gradient depends on the order of sums."""
    while True:
        x = rng.uniform(-2, 2, shape(rng, (1, 1, 2, 3)))
        if maybe(rng, 0.15):
            x = rng.uniform(-2, 2, pick(rng, ((13,), (3, 7), (30,))))
        if maybe(rng, 0.2):
            x = np.round(x * 10)
        x = turned(rng, x)
        given = parameter(rng, 1e-5, (1e-3, 0.1, 0.5))
        if maybe(rng, 0.1):  # a gradient of 0: the floor under the denominator
            dx = rng.choice([0.0, 1e-9, 3e-9, 2e-8, -5e-9, 1e-3], x.shape)
            yield five, x, dx, *given
            continue
        if maybe(rng, 0.08):  # measured exactly, for the function is a parabola: digits beyond the seventh count
            x = turned(rng, rng.uniform(0.1, 2, x.shape) * rng.choice([-1, 1], x.shape))
            yield sum_of_squares, x, 2 * x * (1 + 1e-6), pick(rng, (0.1, 0.5))
            continue
        f = pick(rng, tuple(SLOPES))
        if f is sum_of_exponentials:  # beside e²⁰ nothing is left of e⁻²⁰
            x = np.clip(x, -3, 3)
        dx = np.array(SLOPES[f](x))
        for _ in range(int(pick(rng, (1, 1, 2, 3)))):
            at = tuple(int(rng.integers(n)) for n in x.shape)
            dx[at] = dx[at] * pick(rng, (1.01, 1.01, 1.05, 1.2, 0.9, 0.7, -1.3, 3.0)) + pick(rng, (0.0, 0.0, 0.0, 0.3))
        if maybe(rng, 0.15):
            dx = np.round(dx).astype(int)
        elif maybe(rng, 0.15):
            dx = dx.astype(np.float32)
        n = SLOPES[f](x)
        below = np.maximum(np.abs(n) + np.abs(dx), 1e-8)
        errors = np.abs(n - dx) / below
        largest = np.max(np.abs(f(x))) + np.sum(np.abs(n * x)) + x.size  # of f's sums, about
        rounding = 2e-16 * largest / (given[0] if given else 1e-5)
        # Rounding may neither change the largest error, nor make another one larger.
        if np.max(errors) > 4e-3 and np.all(
            rounding / below < np.where(errors == np.max(errors), 3e-7, 1) * np.max(errors)
        ):
            yield f, x, dx, *given


# -- right, written in other ways ------------------------------------------------------------------


@right
def check_in_place(f, x, dx, h=1e-5):
    """It moves each entry of x itself and puts the old value back, and keeps only the largest error so far, where the
    reference copies all of x twice for every entry. For a million weights that saves two million copies of a million
    numbers, but if f raises an error in between, x stays moved."""
    worst = 0.0
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + h
        up = f(x)
        x[index] = kept - h
        down = f(x)
        x[index] = kept
        n = (up - down) / (2 * h)
        worst = max(worst, abs(n - dx[index]) / max(abs(n) + abs(dx[index]), 1e-8))
    return worst


@right
def check_flat(f, x, dx, h=1e-5):
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    n = np.array([(f(x + step) - f(x - step)) / 2 / h for step in steps])
    d = np.asarray(dx, dtype=float).ravel()
    size = np.abs(n) + np.abs(d)
    size[size < 1e-8] = 1e-8
    return (np.abs(n - d) / size).max()


@right
def check_by_true_step(f, x, dx, h=1e-5):
    errors = []
    for index in np.ndindex(*x.shape):
        up, down = np.array(x), np.array(x)
        up[index], down[index] = x[index] + h, x[index] - h
        n = float(f(up) - f(down)) / (up[index] - down[index])
        errors.append(float(np.abs(n - dx[index]) / np.maximum(1e-8, np.abs(n) + np.abs(dx[index]))))
    return sorted(errors)[-1]


# -- wrong, and told why ---------------------------------------------------------------------------


def _central(f, x, h):
    n = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += h
        down[index] -= h
        n[index] = (f(up) - f(down)) / (2 * h)
    return n


def _relative(n, dx):
    return np.abs(n - dx) / np.maximum(np.abs(n) + np.abs(dx), 1e-8)


@wrong
def mean_error(f, x, dx, h=1e-5):
    """You average the errors. One wrong entry among thousands could go unnoticed: the largest one counts."""
    return np.mean(_relative(_central(f, x, h), dx))


@wrong
def absolute_error(f, x, dx, h=1e-5):
    """You return a difference that is not relative: for gradients of size 0.00001 it is always small. Divide by their size."""
    return np.max(np.abs(_central(f, x, h) - dx))


@wrong
def forward_differences(f, x, dx, h=1e-5):
    """You measure from x to x + h. The central difference goes from x − h to x + h, and is far more exact."""
    n = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        up = x.copy()
        up[index] += h
        n[index] = (f(up) - f(x)) / h
    return np.max(_relative(n, dx))


@wrong
def divided_by_h(f, x, dx, h=1e-5):
    """The two points are 2h apart, and you divide by h: all measured slopes are twice as large as they should be."""
    return np.max(_relative(2 * _central(f, x, h), dx))


@wrong
def all_at_once(f, x, dx, h=1e-5):
    """You move all entries at once. A partial derivative moves one and holds the others."""
    return np.max(_relative(np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h)), dx))


@wrong
def step_ignored(f, x, dx, h=1e-5):
    """Your step does not depend on `h`. The caller may pass another one than 10⁻⁵."""
    return np.max(_relative(_central(f, x, 1e-5), dx))


@wrong
def sign_kept(f, x, dx, h=1e-5):
    """You leave out the size: where dx is too large, your error is negative, and the largest of them misses it."""
    n = _central(f, x, h)
    return np.max((n - dx) / np.maximum(np.abs(n) + np.abs(dx), 1e-8))


@wrong
def sign_kept_the_other_way(f, x, dx, h=1e-5):
    """You leave out the size: where dx is too small, your error is negative, and the largest of them misses it."""
    n = _central(f, x, h)
    return np.max((dx - n) / np.maximum(np.abs(n) + np.abs(dx), 1e-8))


@wrong
def multiplied_by_h(f, x, dx, h=1e-5):
    """Your measured slopes are multiplied by h², which makes them almost 0 where h is small. A division by 2 · h needs
    brackets: without them you divide by 2 and multiply by h."""
    return np.max(_relative(_central(f, x, h) * h * h, dx))


@wrong
def another_default(f, x, dx, h=1e-6):
    """Your step is not 10⁻⁵ when the caller does not say any."""
    return np.max(_relative(_central(f, x, h), dx))


@wrong
def zeros_skipped(f, x, dx, h=1e-5):
    """You pass over entries where dx is 0. A gradient that was forgotten is exactly such a 0: it has to be measured
    like any other."""
    n = _central(f, x, h)
    return np.max(np.where(dx == 0, 0.0, _relative(n, dx)))


@wrong
def measured_into_integers(f, x, dx, h=1e-5):
    """Your measured slopes get the dtype of dx. If dx holds integers, decimals are cut off (2.6 counts as 2, and
    3.9999999 as 3): a wrong gradient may pass, and a right one may fail."""
    n = np.zeros_like(dx)
    n[...] = _central(f, x, h)
    return np.max(_relative(n, dx))


@wrong
def size_of_the_sum(f, x, dx, h=1e-5):
    """You divide by |n + d|. Where the signs differ that is too small, and nearly 0 for equal sizes: the sizes have to
    be taken before they are added."""
    n = _central(f, x, h)
    return np.max(np.abs(n - dx) / np.maximum(np.abs(n + dx), 1e-8))


@wrong
def divided_by_the_larger(f, x, dx, h=1e-5):
    """You divide by the larger of |n| and |d|. Others do so as well, but the contract divides by their sum."""
    n = _central(f, x, h)
    return np.max(np.abs(n - dx) / np.maximum(np.maximum(np.abs(n), np.abs(dx)), 1e-8))


@wrong
def no_floor(f, x, dx, h=1e-5):
    """Where n and d are tiny you divide by a tiny sum, and where both are 0 you divide 0 by 0. What does the contract
    say about sums below 10⁻⁸?"""
    n = _central(f, x, h)
    with np.errstate(all="ignore"):
        return np.max(np.abs(n - dx) / (np.abs(n) + np.abs(dx)))


@wrong
def floor_added(f, x, dx, h=1e-5):
    """You add 10⁻⁸ to the sum. It is a floor: where the sum is below 10⁻⁸ it counts as 10⁻⁸, elsewhere it stays."""
    n = _central(f, x, h)
    return np.max(np.abs(n - dx) / (np.abs(n) + np.abs(dx) + 1e-8))


@wrong
def quotient_of_norms(f, x, dx, h=1e-5):
    """You divide one length by the other, over all entries at once: one wrong entry hides behind many right ones. Take the error of
    every entry, then the largest."""
    n = _central(f, x, h)
    return np.linalg.norm(n - dx) / max(np.linalg.norm(n) + np.linalg.norm(dx), 1e-8)


@wrong
def largest_by_largest(f, x, dx, h=1e-5):
    """You divide the largest difference by the largest size, which may belong to another entry. Take the error of every entry, then
    the largest."""
    n = _central(f, x, h)
    return np.max(np.abs(n - dx)) / max(np.max(np.abs(n) + np.abs(dx)), 1e-8)


@wrong
def rounding_left_in_x(f, x, dx, h=1e-5):
    """Your value is right, but x is not what it was. Adding h and taking it away again, for instance, may leave
    rounding behind: change a copy."""
    n = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += h
        up = f(x)
        x[index] -= 2 * h
        n[index] = (up - f(x)) / (2 * h)
        x[index] += h
    return np.max(_relative(n, dx))


def _errors(n, dx):
    return np.abs(n - dx) / np.maximum(np.abs(n) + np.abs(dx), 1e-8)


def _measured(f, x, h):
    n = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += h
        down[index] -= h
        n[index] = (f(up) - f(down)) / (2 * h)
    return n


@wrong
def steps_by_size(f, x, dx, h=1e-5):
    """Your step grows with the entry of x. The contract has one `h` for all entries."""
    n = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = h * max(1.0, abs(x[index]))
        up, down = x.copy(), x.copy()
        up[index] += step
        down[index] -= step
        n[index] = (f(up) - f(down)) / (2 * step)
    return np.max(_errors(n, dx))


@wrong
def steps_pile_up(f, x, dx, h=1e-5):
    """The entries that you moved before stay moved: copy x afresh for each entry, or put it back. Only one entry moves
    at a time."""
    n = np.zeros(x.shape)
    up, down = x.copy(), x.copy()
    for index in np.ndindex(x.shape):
        up[index] += h
        down[index] -= h
        n[index] = (f(up) - f(down)) / (2 * h)
    return np.max(_errors(n, dx))


@wrong
def smallest_error(f, x, dx, h=1e-5):
    """You return the smallest of the errors. One wrong entry makes a gradient wrong: the largest is asked for."""
    return np.min(_errors(_measured(f, x, h), dx))


@wrong
def relative_to_the_measured(f, x, dx, h=1e-5):
    """You divide by |n| alone. The contract divides by |n| + |d|, so that both are treated alike and no error is above 1."""
    n = _measured(f, x, h)
    return np.max(np.abs(n - dx) / np.maximum(np.abs(n), 1e-8))


@wrong
def first_large_error(f, x, dx, h=1e-5):
    """You stop as soon as an error is large. The largest of all is asked for, and it may come later."""
    errors = _errors(_measured(f, x, h), dx).ravel()
    large = np.flatnonzero(errors > 0.1)
    return np.max(errors[: large[0] + 1]) if large.size else np.max(errors)


@wrong
def ten_entries(f, x, dx, h=1e-5):
    """You look at the first ten entries only. The largest error may be in any other entry: the contract asks for all."""
    return np.max(_errors(_measured(f, x, h), dx).ravel()[:10])


@wrong
def whole_rows_moved(f, x, dx, h=1e-5):
    """You go along the first axis only, so that whole rows of x move at once. Each entry moves by itself, in any number of axes."""
    n = np.zeros(x.shape)
    for k in range(len(x)):
        up, down = x.copy(), x.copy()
        up[k] += h
        down[k] -= h
        n[k] = (f(up) - f(down)) / (2 * h)
    return np.max(_errors(n, dx))


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def one_or_two_axes(f, x, dx, h=1e-5):
    worst = 0
    for i in range(len(x)):
        for j in range(x.shape[1]) if x.ndim > 1 else [...]:
            up, down = x.copy(), x.copy()
            up[i, j] += h
            down[i, j] -= h
            n = (f(up) - f(down)) / (2 * h)
            worst = max(worst, abs(n - dx[i, j]) / max(abs(n) + abs(dx[i, j]), 1e-8))
    return worst


@wrong
def step_grows_with_x(f, x, dx, h=1e-5):
    h = h * max(1, np.abs(x).max() / 4)
    steps = np.eye(x.size).reshape(-1, *x.shape) * h
    n = np.array([(f(x + step) - f(x - step)) / (2 * h) for step in steps]).reshape(x.shape)
    return np.max(abs(n - dx) / np.maximum(abs(n) + abs(dx), 1e-8))


@wrong
def in_32_bits(f, x, dx, h=1e-5):
    return np.max(_errors(_measured(f, x, h).astype(np.float32), dx))
