"""Answers to 11.6, branch_scale: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def branch_scale_inputs(rng):
    while True:
        n = int(pick(rng, (1, 2, 3, 7, 10, 20, 25, 50, 100, 1000)))
        growth = pick(rng, (1, 1.0, 1.01, 1.5, 2, 2.0, 4, 10, 32, 1024, 1e6, 1000000))
        if maybe(rng, 0.4):
            growth = float(np.exp(rng.uniform(np.log(1.01), np.log(1e6))))
        yield n, growth


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_logarithms(n, growth):
    """It takes the logarithm first: each block's share of it is 2 log(growth) / n. For growth
    close to 1 or very many blocks, `expm1`, which is eˣ − 1 without the loss of digits that the
    subtraction costs, keeps all of them."""
    return math.sqrt(math.expm1(2 * math.log(growth) / n))


@right
def by_a_root(n, growth):
    return np.sqrt(np.power(float(growth), 2.0 / n) - 1.0)


@right
def by_the_block(n, growth):
    one = growth ** (1 / n)
    return (one**2 - 1) ** 0.5


@right
def by_halving(n, growth):
    low, high = 0.0, 1e7
    for _ in range(200):
        middle = (low + high) / 2
        if n / 2 * math.log1p(middle**2) < math.log(growth):
            low = middle
        else:
            high = middle
    return low if growth > 1 else 0.0


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def growth_of_the_mean_square(n, growth):
    """You let the mean square grow by `growth`. It is its root, the size, that grows by that: the mean square by growth²."""
    return math.sqrt(growth ** (1 / n) - 1)


@wrong
def not_rooted(n, growth):
    """You return g². What is the root of it?"""
    return growth ** (2 / n) - 1


@wrong
def sizes_add_up(n, growth):
    """You let a block make the size 1 + g times as large. x and the branch have nothing to do with each other: it is their mean squares that
    add up."""
    return growth ** (1 / n) - 1


@wrong
def one_over_root_n(n, growth):
    """You return 1/√n, whatever growth is asked for. (With it n blocks let a signal grow by about √e = 1.65.)"""
    return 1 / math.sqrt(n)


@wrong
def grows_by_a_sum(n, growth):
    """You let each block add the same amount to the mean square. Each multiplies what it finds, so n of them multiply n times."""
    return math.sqrt((growth**2 - 1) / n)


@wrong
def n_ignored(n, growth):
    """Your g does not depend on the number of blocks."""
    return math.sqrt(growth**2 - 1)


@wrong
def factor_of_a_block(n, growth):
    """You return by how much one block makes the signal larger. What must the branch add for that?"""
    return growth ** (1 / n)


@wrong
def growth_over_n(n, growth):
    """You divide the growth by n. n factors that make `growth` together are each its n-th root."""
    return growth / n


@wrong
def whole_exponent(n, growth):
    """Your exponent is cut to a whole number: 2 // n is 0 for more than two blocks."""
    return math.sqrt(growth ** (2 // n) - 1)


@wrong
def power_n_over_two(n, growth):
    """Your exponent is n/2, where 2/n belongs: the more blocks, the less each may add."""
    return math.sqrt(min(float(growth) ** min(n / 2, 40), 1e300) - 1)


@wrong
def root_of_the_growth(n, growth):
    """You take the root of `growth` where its square belongs: the mean square grows by growth²."""
    return math.sqrt(growth ** (1 / (2 * n)) - 1)


@wrong
def plus_one(n, growth):
    """You add the 1 where it has to be taken away."""
    return math.sqrt(growth ** (2 / n) + 1)


@wrong
def first_order(n, growth):
    """You take g² for the logarithm of 1 + g². They are nearly the same for a small g alone."""
    return math.sqrt(2 * math.log(growth) / n)


@wrong
def one_block_more(n, growth):
    """You count one block too many: n + 1 of them."""
    return math.sqrt(growth ** (2 / (n + 1)) - 1)


@wrong
def one_block_fewer(n, growth):
    """You count one block too few: n − 1 of them. The first one makes the signal larger as well."""
    return math.sqrt(growth ** (2 / (n - 1)) - 1)


@wrong
def square_over_n(n, growth):
    """You square the growth and divide that by n. 2/n as a whole is the exponent."""
    with np.errstate(invalid="ignore"):
        return np.sqrt(np.float64(growth**2 / n - 1))


@wrong
def square_over_n_if_positive(n, growth):
    """You square the growth and divide that by n; where less than 1 is left, 0 comes back. 2/n as a whole is the exponent."""
    return math.sqrt(max(growth**2 / n - 1, 0))


@wrong
def equal_parts(n, growth):
    """You share what the signal gains among the blocks in equal parts. A block multiplies what it finds, and it is mean squares that add up."""
    return (growth - 1) / n


@wrong
def four_over_n(n, growth):
    """Your exponent is 4/n, twice what it should be: growth² is the mean square's growth already."""
    return math.sqrt(growth ** (4 / n) - 1)


@wrong
def beside_the_output(n, growth):
    """You return how large the branch is beside what comes out of its block. g is its size beside what goes in."""
    return math.sqrt(1 - growth ** (-2 / n))


@wrong
def growth_of_two(n, growth):
    """Your g is the one for a growth of 2, whatever growth is asked for."""
    return math.sqrt(2 ** (2 / n) - 1)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def at_most_one(n, growth):
    return min(math.sqrt(growth ** (2 / n) - 1), 1.0)


@wrong
def rounded(n, growth):
    return round(math.sqrt(growth ** (2 / n) - 1), 3)


@wrong
def twice(n, growth):
    return 2 * math.sqrt(growth ** (2 / n) - 1)


@wrong
def as_an_array(n, growth):
    return np.array([math.sqrt(growth ** (2 / n) - 1)])
