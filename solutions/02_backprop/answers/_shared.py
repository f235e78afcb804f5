"""Helpers that the answers to several exercises share."""

import numpy as np

from chainrule_staff.authoring.vocabulary import ALL, beside, maybe, pick, turned


def _order(graph, root):
    order = []

    def visit(name):
        if name not in order:
            for source in graph[name]:
                visit(source)
            order.append(name)

    visit(root)
    return order


def whole(rng, *shape):
    """Quarters and small whole numbers, often equal or zero, in any dtype: sums of products are exact in every order.

    Now and then other numbers, in float64.
    """
    kind = pick(rng, ALL)
    if kind == "float64" and maybe(rng, 0.4):
        return turned(rng, rng.normal(0, 2, shape))
    x = rng.integers(-8, 9, shape) / (1 if kind == "int64" or maybe(rng, 0.5) else 4)
    if maybe(rng, 0.3):
        x = np.where(rng.random(shape) < 0.5, 0.0, x)
    return turned(rng, np.asarray(x).astype(kind))


def number(rng):
    """A number, whole or not, an int or a float; often equal to others."""
    if maybe(rng, 0.3):
        return float(rng.normal(0, 2))
    return int(rng.integers(-3, 4)) if maybe(rng, 0.3) else float(rng.integers(-6, 7)) / 2


def near(rng, x):
    """A number that is equal to another, or beside it by one step of a float, 1e-9 or a thousandth of it."""
    return float(pick(rng, (*beside([x]), x * 1.001)))
