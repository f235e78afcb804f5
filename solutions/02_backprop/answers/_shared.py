"""Helpers that the answers to several exercises share."""

import numpy as np


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
    """Small whole numbers as floats, often equal, zero or negative; now and then other numbers, integers or float32."""
    kind = rng.integers(5)
    if kind == 0:
        return rng.normal(size=shape)
    values = rng.integers(-3, 4, shape)
    return values if kind == 1 else values.astype(np.float32 if kind == 2 else np.float64)


def number(rng):
    return float(rng.integers(-3, 4)) if rng.random() < 0.7 else float(rng.normal())
