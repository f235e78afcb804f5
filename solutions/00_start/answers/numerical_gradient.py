"""Answers to 0.8, numerical_gradient: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule.checks.callables import (
    product,
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


@inputs
def gradient_inputs(rng):
    """For the default h, slopes well away from 0: there rounding of f counts, which is not the same in every order of sums."""
    while True:
        f = pick(rng, (sum_of_squares, sum_of_cubes, weighted_sum, sum_of_sines, sum_of_exponentials, product, total))
        sides = shape(rng, (1, 1, 2, 3))
        if maybe(rng, 0.15):
            sides = pick(rng, ((13,), (3, 6), (2, 2, 4)))
        given = parameter(rng, 1e-5, (1e-3, 0.1, 0.5))
        x = rng.uniform(0.4, 1.2, sides) * rng.choice([-1.0, 1.0], sides)
        if given and given[0] >= 0.1 and maybe(rng, 0.6):
            x = rng.integers(-3, 4, sides) / 2
        yield f, turned(rng, x), *given


# -- right, written in other ways ------------------------------------------------------------------


@right
def moved_and_put_back(f, x, h=1e-5):
    x = x.copy()
    gradient = np.empty_like(x)
    iterator = np.nditer(x, flags=["multi_index"])
    for _ in iterator:
        i = iterator.multi_index
        kept = x[i]
        x[i] = kept + h
        above = f(x)
        x[i] = kept - h
        below = f(x)
        x[i] = kept
        gradient[i] = (above - below) / (2 * h)
    return gradient


@right
def rows_of_steps(f, x, h=1e-5):
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([(f(x + s) - f(x - s)) / 2 / h for s in steps]).reshape(x.shape)


@right
def flat_list(f, x, h=1e-5):
    slopes = []
    for k in range(x.size):
        up, down = x.flatten(), x.flatten()
        up[k] += h
        down[k] -= h
        slopes.append(float(f(up.reshape(x.shape)) - f(down.reshape(x.shape))) / (2 * h))
    return np.reshape(slopes, x.shape)


@right
def the_step_really_taken(f, x, h=1e-5):
    """It divides by the distance of the two points as float64 holds them, not by 2h: x + h is rounded, so the step
    really taken is a little longer or shorter than h. For an entry of a million that shows in about the sixth digit
    of the slope; what f itself rounds away stays lost."""
    gradient = np.zeros_like(x)
    for i, value in np.ndenumerate(x):
        up, down = x.copy(), x.copy()
        up[i], down[i] = value + h, value - h
        gradient[i] = (f(up) - f(down)) / (up[i] - down[i])
    return gradient


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def forward_difference(f, x, h=1e-5):
    """This is the forward difference: you look to one side only. Its error falls like h, that of the central difference like h²."""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x.copy()
        up[i] += h
        gradient[i] = (f(up) - f(x)) / h
    return gradient


@wrong
def divided_by_h(f, x, h=1e-5):
    """Your gradient is twice as large as it should be: how far apart are the two points at which you evaluate f?"""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / h
    return gradient


@wrong
def all_at_once(f, x, h=1e-5):
    """You move all entries together, so f tells you about their common effect, and every entry gets the same number. Move one entry, and leave the others where they are."""
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


@wrong
def not_put_back(f, x, h=1e-5):
    """You change the caller's array and leave its entries moved: the entries that come later are then measured at another place. Work on a copy, and put every entry back before the next one."""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        gradient[i] = (above - f(x)) / (2 * h)
    return gradient


@wrong
def nothing_moves(f, x, h=1e-5):
    """Your gradient is 0 everywhere. Either `f` gets the same numbers both times (where `up = down = …`, two names
    stand for one array, or it is a copy that is changed, which `f` never sees), or what you measure never gets into the
    result."""
    return np.zeros(x.shape)


@wrong
def copied_once(f, x, h=1e-5):
    """Entries that were moved stay moved, and the later ones are measured together with them: a copy that is made once,
    before the loop, is not enough. Every position needs fresh copies, or its old value back."""
    gradient = np.zeros(x.shape)
    up, down = x.copy(), x.copy()
    for i in np.ndindex(x.shape):
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@wrong
def multiplied_by_h(f, x, h=1e-5):
    """You multiply by h where you should divide: `/ 2 * h`, for instance, is read from the left. The whole denominator
    needs brackets."""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / 2 * h
    return gradient


@wrong
def half_a_step(f, x, h=1e-5):
    """You go half a step to each side. That is a central difference too, but of step h/2; the contract changes the entry by h upwards and by h downwards."""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h / 2
        down[i] -= h / 2
        gradient[i] = (f(up) - f(down)) / h
    return gradient


@wrong
def half_the_slope(f, x, h=1e-5):
    """Your gradient is about half as large as it should be: you divide by 2h, but your two points, x and x + h, are
    only h apart. (Going down by h from the upper point leads back to x.)"""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x.copy()
        up[i] += h
        gradient[i] = (f(up) - f(x)) / (2 * h)
    return gradient


@wrong
def one_number(f, x, h=1e-5):
    """You move all entries together and get one number. A gradient has a number for every entry of x: move one entry at a time."""
    return (f(x + h) - f(x - h)) / (2 * h)


@wrong
def put_back_by_adding(f, x, h=1e-5):
    """Your gradient is right, but `x` is not quite what it was: with floats, adding h, taking 2h away and adding h again does not always lead back to the same number. Remember the old value, or work on a copy."""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        gradient[i] = (above - f(x)) / (2 * h)
        x[i] += h
    return gradient


@wrong
def step_ignored(f, x, h=1e-5):
    """Your step is a fixed number in the code; the parameter `h` that the caller hands over changes nothing."""
    h = 1e-5
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@wrong
def whole_rows(f, x, h=1e-5):
    """Vectors are right. In a matrix one index picks a whole row, and you move all of it at once: loop over positions that name one entry in every axis."""
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@wrong
def flattened(f, x, h=1e-5):
    """Your gradient is one long vector, whatever the shape of x. It must have the shape of x, so that it can be
    subtracted from it."""
    gradient = np.zeros(x.size)
    for n, i in enumerate(np.ndindex(x.shape)):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[n] = (f(up) - f(down)) / (2 * h)
    return gradient


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def ravel_of_a_copy(f, x, h=1e-5):
    gradient = []
    for k in range(x.size):
        up, down = np.copy(x), np.copy(x)
        up.ravel()[k] += h
        down.ravel()[k] -= h
        gradient.append((f(up) - f(down)) / (2 * h))
    return np.reshape(gradient, x.shape)
