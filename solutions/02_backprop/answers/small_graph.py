"""Answers to 2.4, small_graph: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick

from ._shared import near, number

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def small_graph_inputs(rng):
    while True:
        x, y, z = (number(rng) * pick(rng, (1, 1, 1, 300)) for _ in range(3))
        if maybe(rng, 0.4):
            z = near(rng, y)
        if maybe(rng, 0.15):
            x = -y
        yield x, y, z


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_cases(x, y, z):
    """For each case of the max it states the derivatives of the whole formula, as you find them on paper, where the
    reference sends a gradient back through one gate after the other. For a formula of this size that is short, but
    every other formula has to be derived anew, while the gates serve any graph."""
    if y > z:  # f = (x + y) * y
        return (x + y) * y, y, y + (x + y), 0
    if z > y:  # f = (x + y) * z
        return (x + y) * z, z, z, x + y
    return (x + y) * y, y, y + (x + y) / 2, (x + y) / 2


@right
def by_heaviside(x, y, z):
    wins, q, m = np.heaviside(y - z, 0.5), x + y, np.maximum(y, z)
    return q * m, m, m + q * wins, q * (1 - wins)


@right
def by_hand_rules(x, y, z):
    q = x + y
    m = z if z > y else y
    dy = dz = 0.0
    dq, dm = m, q
    dx = dq
    dy += dq
    if y == z:
        dy += dm / 2
        dz += dm / 2
    elif y > z:
        dy += dm
    else:
        dz += dm
    return q * m, dx, dy, dz


# -- wrong, and told why ---------------------------------------------------------------------------


def _share(y, z):
    return 0.5 * (np.sign(y - z) + 1)


@wrong
def sum_path_lost(x, y, z):
    """The gradient of y lacks a part: y goes into the sum as well, not only into the maximum. Add what comes back along both ways."""
    q, m, s = x + y, max(y, z), _share(y, z)
    return q * m, m, s * q, (1 - s) * q


@wrong
def max_path_lost(x, y, z):
    """The gradient of y lacks a part: y goes into the maximum as well, not only into the sum. Add what comes back along both ways."""
    q, m, s = x + y, max(y, z), _share(y, z)
    return q * m, m, m, (1 - s) * q


@wrong
def paths_multiplied(x, y, z):
    """You multiply what comes back to y along its two ways. Factors belong to gates one behind the other; ways side by side are added."""
    q, m, s = x + y, max(y, z), _share(y, z)
    return q * m, m, m * (s * q), (1 - s) * q


@wrong
def paths_averaged(x, y, z):
    """You average what comes back to y along its two ways. A change of y acts through both at once: add."""
    q, m, s = x + y, max(y, z), _share(y, z)
    return q * m, m, (m + s * q) / 2, (1 - s) * q


@wrong
def not_swapped_at_the_product(x, y, z):
    """At the multiply gate each factor receives the other one, so m goes on to the add gate and q to the max gate. With you it is
    the other way round: q arrives at the add gate. Were they not exchanged at the multiply gate, or once more after it?"""
    q, m, s = x + y, max(y, z), _share(y, z)
    return q * m, q, q + s * m, (1 - s) * m


@wrong
def z_always_heard(x, y, z):
    """z receives a gradient although it is smaller than y. If z changes a little, the maximum stays what it is."""
    q, m, s = x + y, max(y, z), _share(y, z)
    return q * m, m, m + s * q, q


@wrong
def y_always_through_max(x, y, z):
    """y receives a gradient through the max gate although z is larger. Ask your max_backward."""
    q, m, s = x + y, max(y, z), _share(y, z)
    return q * m, m, m + q, (1 - s) * q


@wrong
def tie_to_y(x, y, z):
    """For y = z the max gate gives a half to each, as in 2.3; you give all of it to y."""
    q, m = x + y, max(y, z)
    return q * m, m, m + (q if y >= z else 0.0), (q if y < z else 0.0)


@wrong
def tie_to_z(x, y, z):
    """For y = z the max gate gives a half to each, as in 2.3; you give all of it to z."""
    q, m = x + y, max(y, z)
    return q * m, m, m + (q if y > z else 0.0), (q if y <= z else 0.0)


@wrong
def q_in_the_max_gate(x, y, z):
    """You hand the max gate q and z. Its inputs are y and z: it compares those, and y is the one that q is made of."""
    q, m, s = x + y, max(y, z), _share(x + y, z)
    return q * m, m, m + s * q, (1 - s) * q


@wrong
def starts_with_f(x, y, z):
    """Your gradients are all f times too large. The backward pass starts with ∂f/∂f, which is 1, not with the value of f."""
    q, m, s = x + y, max(y, z), _share(y, z)
    return q * m, q * m * m, q * m * (m + s * q), q * m * (1 - s) * q


@wrong
def minimum_forward(x, y, z):
    """Your value of f takes the smaller of y and z."""
    q, m, s = x + y, min(y, z), _share(z, y)
    return q * m, m, m + s * q, (1 - s) * q


@wrong
def forward_differences(x, y, z):
    """You measure the derivatives by moving a number a little, in one direction. That is not exact; and at a tie, where max has a kink, it sees one side only.
    The gates know the derivatives."""

    def f(x, y, z):
        return (x + y) * max(y, z)

    h = 1e-8
    return (
        f(x, y, z),
        (f(x + h, y, z) - f(x, y, z)) / h,
        (f(x, y + h, z) - f(x, y, z)) / h,
        (f(x, y, z + h) - f(x, y, z)) / h,
    )


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def divided_back_out(x, y, z):
    q, m = x + y, max(y, z)
    f = q * m
    dq, dm = f / q, f / m
    share = (y > z) + 0.5 * (y == z)
    return f, dq, dq + dm * share, dm * (1 - share)


@wrong
def no_gradient_for_zero(x, y, z):
    q, m = x + y, max(y, z)
    share = (y > z) + 0.5 * (y == z)
    return q * m, m, m + q * share, q * (1 - share) if z else 0.0


@wrong
def tie_to_both(x, y, z):
    """Where y = z you give each of them all of the gradient. The max gate shares: half and half, as in 2.3."""
    q, m = x + y, max(y, z)
    return q * m, m, m + q * (y >= z), q * (z >= y)


@wrong
def tie_to_none(x, y, z):
    """Where y = z you give neither of them anything. The max gate shares: half and half, as in 2.3."""
    q, m = x + y, max(y, z)
    return q * m, m, m + q * (y > z), q * (z > y)


@wrong
def exchanged_at_the_max_gate(x, y, z):
    """At the max gate you give z what belongs to y, and the other way round. Which of the two results is the first input's?"""
    q, m = x + y, max(y, z)
    share = 0.5 * (np.sign(y - z) + 1)
    return q * m, m, m + q * (1 - share), q * share


@wrong
def value_last(x, y, z):
    """Your four numbers are right, but the value of f comes last. The contract wants it first."""
    q, m = x + y, max(y, z)
    share = 0.5 * (np.sign(y - z) + 1)
    return m, m + q * share, q * (1 - share), q * m


@wrong
def size_of_the_sum(x, y, z):
    """You send the size of x + y through the max gate. It may be negative, and so may the gradient."""
    q, m = x + y, max(y, z)
    share = 0.5 * (np.sign(y - z) + 1)
    return q * m, m, m + abs(q) * share, abs(q) * (1 - share)


@wrong
def smaller_of_y_and_z(x, y, z):
    """Your value is that of (x + y) · min(y, z). The gate passes the larger one."""
    q, m = x + y, min(y, z)
    share = 0.5 * (np.sign(y - z) + 1)
    return q * m, m, m + q * share, q * (1 - share)


@wrong
def larger_of_x_and_y(x, y, z):
    """You take the larger of x and y. The formula has max(y, z)."""
    q, m = x + y, max(x, y)
    share = 0.5 * (np.sign(x - y) + 1)
    return q * m, m + q * share, m + q * (1 - share), 0.0


@wrong
def nearly_equal_shares_too(x, y, z):
    """You let y and z share where they are nearly equal. Only equal ones share; else the larger receives all."""
    q, m = x + y, max(y, z)
    share = 0.5 if np.isclose(y, z) else float(y > z)
    return q * m, m, m + q * share, q * (1 - share)
