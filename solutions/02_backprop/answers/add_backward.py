"""Answers to 2.3, add_backward: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import Numbers, pick, shape

# -- inputs ----------------------------------------------------------------------------------------


def _gate(rng):
    NUMBERS = Numbers(limit=1e4)
    while True:
        sides = shape(rng)
        dout, x, y = (NUMBERS.draw(rng, sides) for _ in range(3))
        if rng.random() < 0.5:  # equal, or a step beside
            y = np.where(rng.random(sides) < 0.6, x, y)
        if rng.random() < 0.3 and y.dtype.kind == "f":
            y = pick(rng, (np.nextafter(x, pick(rng, (-np.inf, np.inf)), dtype=float), x + 1e-9, x - 1e-9))
        yield (dout, x, y) if sides else tuple(value.item() for value in (dout, x, y))


@inputs
def add_backward_inputs(rng):
    yield from _gate(rng)


@inputs(of="multiply_backward")
def multiply_backward_inputs(rng):
    yield from _gate(rng)


@inputs(of="max_backward")
def max_backward_inputs(rng):
    yield from _gate(rng)


# -- right, written in other ways ------------------------------------------------------------------


@right
def add_times_one(dout, x, y):
    return dout * 1.0, dout * 1.0


@right(of="multiply_backward")
def multiply_by_numpy(dout, x, y):
    dx = np.multiply(y, dout)
    dy = np.multiply(x, dout)
    return dx, dy


@right(of="max_backward")
def max_by_where(dout, x, y):
    dx = np.where(x > y, 1.0, np.where(x < y, 0.0, 0.5)) * dout
    return dx, dout - dx


@right(of="max_backward")
def max_by_comparisons(dout, x, y):
    """It asks whether x is larger, y is larger or both are equal, where the reference reads that off the sign of x −
    y. No difference is formed, so two infinite inputs share as they should (∞ − ∞ is NaN), at the price of three
    comparisons."""
    tie = 0.5 * (x == y)
    return dout * ((x > y) + tie), dout * ((y > x) + tie)


@right(of="max_backward")
def max_by_masks(dout, x, y):
    dx, dy = np.zeros(np.shape(x)), np.zeros(np.shape(x))
    x, y, dout = np.asarray(x), np.asarray(y), np.asarray(dout)
    dx[x > y] = dout[x > y]
    dy[y > x] = dout[y > x]
    dx[x == y] = dy[x == y] = dout[x == y] / 2
    return dx, dy


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def add_shares(dout, x, y):
    """You give each input half. But if x rises by 0.1, the sum rises by 0.1, not by half of it: both inputs receive all of dout."""
    return dout / 2, dout / 2


@wrong
def add_without_dout(dout, x, y):
    """You return the local gradient, 1, without the gradient that arrives. The chain rule multiplies the two."""
    return 0 * x + 1.0, 0 * y + 1.0


@wrong
def add_like_a_product(dout, x, y):
    """That is the rule of the multiply gate. How much does x + y change if x changes a little? Does y matter for that?"""
    return dout * y, dout * x


@wrong(of="multiply_backward")
def multiply_not_swapped(dout, x, y):
    """Each input receives its own value as a factor. If x changes by a little, x · y changes by that times what?"""
    return dout * x, dout * y


@wrong(of="multiply_backward")
def multiply_without_dout(dout, x, y):
    """You return the local gradients without the gradient that arrives. The chain rule multiplies the two."""
    return y, x


@wrong(of="multiply_backward")
def multiply_dout_once(dout, x, y):
    """One of your two gradients, `dy`, lacks the factor dout. The chain rule multiplies each local gradient by what arrives."""
    return dout * y, x


@wrong(of="multiply_backward")
def multiply_by_the_product(dout, x, y):
    """You multiply by the output x · y. The local gradient is the derivative of the output, not the output."""
    return dout * x * y, dout * x * y


@wrong(of="multiply_backward")
def multiply_into_integers(dout, x, y):
    """Your gradients get the dtype of x and y. If those hold integers, decimals are cut off."""
    if np.ndim(x) == 0:
        return dout * y, dout * x
    dx, dy = np.zeros_like(x), np.zeros_like(y)
    dx[...], dy[...] = dout * y, dout * x
    return dx, dy


@wrong(of="max_backward")
def max_into_integers(dout, x, y):
    """Your gradients get the dtype of x and y. If those hold integers, decimals are cut off."""
    share = 0.5 * (np.sign(x - y) + 1)
    if np.ndim(x) == 0:
        return dout * share, dout * (1 - share)
    dx, dy = np.zeros_like(x), np.zeros_like(y)
    dx[...], dy[...] = dout * share, dout * (1 - share)
    return dx, dy


@wrong(of="max_backward")
def first_wins_ties(dout, x, y):
    """Where both inputs are equal you give everything to one of them, the first. The contract asks for a half each."""
    return dout * (x >= y), dout * (x < y)


@wrong(of="max_backward")
def second_wins_ties(dout, x, y):
    """Where both inputs are equal you give everything to one of them, the second. The contract asks for a half each."""
    return dout * (x > y), dout * (x <= y)


@wrong(of="max_backward")
def both_win_ties(dout, x, y):
    """Where both inputs are equal each of yours receives all of dout: twice as much goes back as came. The contract
    asks for a half each."""
    return dout * (x >= y), dout * (x <= y)


@wrong(of="max_backward")
def none_wins_ties(dout, x, y):
    """Where both inputs are equal you give nothing to either. The contract asks for a half each."""
    return dout * (x > y), dout * (x < y)


@wrong(of="max_backward")
def smaller_wins(dout, x, y):
    """You send dout to the smaller input, but if that one changes a little, the maximum does not notice. Is your
    comparison the wrong way round, or the order of your two results?"""
    share = 0.5 * (np.sign(y - x) + 1)
    return dout * share, dout * (1 - share)


@wrong(of="max_backward")
def larger_in_size(dout, x, y):
    """You compare sizes, |x| and |y|. −0.5 is larger than −5."""
    share = 0.5 * (np.sign(np.abs(x) - np.abs(y)) + 1)
    return dout * share, dout * (1 - share)


@wrong(of="max_backward")
def max_without_dout(dout, x, y):
    """You return 1 for the winner. That is the local gradient; the chain rule multiplies it by what arrives."""
    share = 0.5 * (np.sign(x - y) + 1)
    return share, 1 - share


@wrong(of="max_backward")
def winner_times_its_value(dout, x, y):
    """The winner receives its own value as a factor. If the larger input rises by 0.1, the maximum rises by 0.1,
    however large it is."""
    share = 0.5 * (np.sign(x - y) + 1)
    return dout * share * x, dout * (1 - share) * y


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def add_into_a_buffer(dout, x, y):
    dx, dy = np.zeros_like(x), np.zeros_like(y)
    dx[...] = dout
    dy[...] = dout
    return dx[()], dy[()]


@wrong(of="max_backward")
def max_with_if(dout, x, y):
    if np.ndim(x) == 0:
        return (dout, 0) if x > y else (0, dout) if y > x else (dout / 2, dout / 2)
    dx, dy = np.zeros(x.shape), np.zeros(y.shape)
    for i in range(len(x)):
        if x[i] > y[i]:
            dx[i] = dout[i]
        elif y[i] > x[i]:
            dy[i] = dout[i]
        else:
            dx[i] = dy[i] = dout[i] / 2
    return dx, dy


@wrong(of="max_backward")
def nearly_equal_shares(dout, x, y):
    share = np.where(np.abs(x - y) < 0.1, 0.5, x > y)
    return dout * share, dout * (1 - share)


@wrong
def add_times_the_inputs(dout, x, y):
    """You multiply `dout` by the gate's own inputs. The derivative of x + y with respect to x is the same for all x.
    Which number?"""
    return dout * x, dout * y


@wrong(of="max_backward")
def nearly_equal_is_a_tie(dout, x, y):
    """You treat inputs that are nearly equal as equal. Of 1 and 1.000000001 one is larger, and it receives all."""
    tie = np.isclose(x, y)
    return dout * np.where(tie, 0.5, (x > y) * 1.0), dout * np.where(tie, 0.5, (y > x) * 1.0)


@wrong(of="max_backward")
def always_halves(dout, x, y):
    """You give half of `dout` to each input, always. Only equal inputs share; else the larger receives all."""
    return dout / 2, dout / 2


@wrong(of="max_backward")
def winner_times_the_larger_value(dout, x, y):
    """You multiply by the gate's value, and where both inputs are equal neither receives anything. Where x is the
    larger one, the output is x: what is its derivative with respect to x?"""
    larger = np.maximum(x, y)
    return dout * larger * (x > y), dout * larger * (y > x)


@wrong(of="max_backward")
def sums_decide(dout, x, y):
    """You decide for the whole array at once, as a comparison of the two sums or means does. A gate on arrays works
    entry by entry."""
    share = 0.5 * (np.sign(np.sum(x) - np.sum(y)) + 1)
    return dout * share, dout * (1 - share)


@wrong(of="max_backward")
def halves_cut_off(dout, x, y):
    """Where both inputs are equal your half of `dout` is rounded down to a whole number, as `//` does: 0.5 gives 0, and
    −1 gives −1 instead of −0.5. Which division keeps the decimals?"""
    return (
        np.where(x > y, dout, np.where(x == y, dout // 2, 0)),
        np.where(y > x, dout, np.where(x == y, dout // 2, 0)),
    )
