"""Answers to 2.10, topological_order: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _order

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def topological_order_inputs(rng):
    while True:  # any order may be right: one whose order is the only one, as a chain has, can be compared
        length = int(rng.integers(1, 10))
        numbers = [int(n) for n in rng.permutation(10)[:length]]
        chain = {
            name: tuple(numbers[max(0, k - 1) : k]) + tuple(numbers[:k])[: int(rng.integers(0, 2))]
            for k, name in enumerate(numbers)
        }
        keys = [int(n) for n in rng.permutation(list(chain))]
        yield {name: chain[name] for name in keys}, int(rng.choice(keys))


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_waiting(graph, root):
    needed, more = set(), {root}
    while more:
        needed |= more
        more = {source for name in more for source in graph[name]} - needed
    order = []
    while len(order) < len(needed):
        for name in sorted(needed):
            if name not in order and all(source in order for source in graph[name]):
                order.append(name)
    return np.array(order)


@right
def by_recursion(graph, root):
    def up_to(name):
        found = []
        for source in graph[name]:
            found += [other for other in up_to(source) if other not in found]
        return [*found, name]

    return np.asarray(up_to(root), dtype=float if isinstance(root, int) else None)


@right
def by_depth(graph, root):
    """Every node gets a depth, one more than the largest depth of its inputs, and the nodes are sorted by it, where
    the reference appends each node when its inputs are in the list. Nodes of one depth do not depend on each other,
    so they could be computed at the same time, and looking up a name in a dict stays fast in a large graph, where the
    reference searches its list."""
    depth = {}

    def measure(name):
        if name not in depth:
            depth[name] = 1 + max((measure(source) for source in graph[name]), default=0)
        return depth[name]

    measure(root)
    return np.array(sorted(depth, key=depth.get))


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def inputs_behind(graph, root):
    """Your order is turned round: each node stands in front of its inputs."""
    return np.array(_order(graph, root)[::-1])


@wrong
def everything(graph, root):
    """You list nodes that `root` does not need. Only what it is computed from, directly or not, belongs there."""
    order = []
    for name in graph:
        order += [other for other in _order(graph, name) if other not in order]
    return np.array(order)


@wrong
def as_listed(graph, root):
    """You keep the order in which the dict lists its nodes. That may be any order: look at the inputs."""
    needed = _order(graph, root)
    return np.array([name for name in graph if name in needed])


@wrong
def by_number(graph, root):
    """Your nodes come out sorted by their numbers, as `np.unique`, for instance, returns them. The numbers are names,
    and say nothing about who needs whom."""
    return np.array(sorted(_order(graph, root)))


@wrong
def visited_twice(graph, root):
    """A node that is used several times is listed several times. Once is enough: pass over what was visited before."""

    def visit(name):
        return [other for source in graph[name] for other in visit(source)] + [name]

    return np.array(visit(root))


@wrong
def level_by_level(graph, root):
    """You put a node down when you first meet it on the way from `root`, and turn the list round at the end. If it is needed again
    further on, it then stands behind something that uses it."""
    found = [root]
    for name in found:
        found += [source for source in dict.fromkeys(graph[name]) if source not in found]
    return np.array(found[::-1])


@wrong
def turned_round_preorder(graph, root):
    """You put a node down when you first meet it, and turn the list round at the end. A node that is needed again
    further on then stands behind something that uses it: put it down when all its inputs have been put down."""
    order = []

    def visit(name):
        if name not in order:
            order.append(name)
            for source in graph[name]:
                visit(source)

    visit(root)
    return np.array(order[::-1])


@wrong
def put_down_too_early(graph, root):
    """You put a node down before its inputs. First come those from which it is computed."""
    order = []

    def visit(name):
        if name not in order:
            order.append(name)
            for source in graph[name]:
                visit(source)

    visit(root)
    return np.array(order)


@wrong
def without_the_root(graph, root):
    """`root` itself is missing at the end of your list."""
    return by_recursion(graph, root)[:-1]
