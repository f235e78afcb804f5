"""Answers to 2.11, gradients: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _order, near, number

# -- inputs ----------------------------------------------------------------------------------------


def _sources(rng):
    """A graph of names: node k is computed from nodes before it, and the dict lists them in any order."""
    graph = {
        k: tuple(int(n) for n in rng.choice(k, 2)) if k and rng.random() < 0.7 else ()
        for k in range(int(rng.integers(1, 7)))
    }
    return {int(k): graph[int(k)] for k in rng.permutation(len(graph))}


@inputs
def gradients_inputs(rng):
    """Up to six nodes, so that a chain of squares stays within the numbers that a float holds exactly."""
    while True:
        graph = {
            f"n{k}": (str(rng.choice(["+", "*", "max"])), *(f"n{n}" for n in sources)) if sources else number(rng)
            for k, sources in _sources(rng).items()
        }
        numbers = [name for name, node in graph.items() if not isinstance(node, tuple)]
        if len(numbers) > 1 and rng.random() < 0.3:
            graph[numbers[1]] = near(rng, graph[numbers[0]])
        yield graph, str(rng.choice(list(graph)))


# -- right, written in other ways ------------------------------------------------------------------


def _value(graph, name):
    node = graph[name]
    if not isinstance(node, tuple):
        return node
    x, y = _value(graph, node[1]), _value(graph, node[2])
    return x + y if node[0] == "+" else x * y if node[0] == "*" else max(x, y)


def _local(graph, name):
    """Pairs (source, local gradient) of a node."""
    gate, left, right = graph[name]
    x, y = _value(graph, left), _value(graph, right)
    share = (x > y) + 0.5 * (x == y)
    return list(zip((left, right), {"+": (1.0, 1.0), "*": (y, x), "max": (share, 1 - share)}[gate]))


@right
def along_every_path(graph, root):
    grad = dict.fromkeys(graph, 0.0)

    def send(name, dout):
        grad[name] += dout
        if isinstance(graph[name], tuple):
            for source, local in _local(graph, name):
                send(source, dout * local)

    send(root, 1.0)
    return _value(graph, root), grad


@right
def forward_mode(graph, root):
    """This is forward mode: each node hands on its value together with its derivative with respect to one wanted
    node, a so-called dual number, so that no order of the nodes is needed and nothing is sent back. But it takes a
    walk through the graph for every node that is wanted, where the reference finds all derivatives in one way back;
    with one loss and millions of weights, that is why networks are trained backwards."""

    def dual(name, wanted):
        value, slope = graph[name], 0.0
        if isinstance(value, tuple):
            gate, first, second = value
            x, dx = dual(first, wanted)
            y, dy = dual(second, wanted)
            if gate == "+":
                value, slope = x + y, dx + dy
            elif gate == "*":
                value, slope = x * y, dx * y + x * dy
            else:  # the slope of the larger one, of equal ones the mean
                value = max(x, y)
                slope = dx if x > y else dy if y > x else (dx + dy) / 2
        return value, 1.0 if name == wanted else slope

    value, _ = dual(root, root)
    return value, {name: dual(root, name)[1] for name in graph}


@right
def in_rounds(graph, root):
    grad = {name: 1.0 if name == root else 0.0 for name in graph}
    for _ in graph:  # as often as the longest path can be long
        new = {name: 1.0 if name == root else 0.0 for name in graph}
        for name in graph:
            if isinstance(graph[name], tuple):
                for source, local in _local(graph, name):
                    if source != root:
                        new[source] += grad[name] * local
        grad = new
    return np.float64(_value(graph, root)), grad


# -- wrong, and told why ---------------------------------------------------------------------------


def _gradients(
    graph, root, collect=lambda old, new: old + new, share=lambda x, y: 0.5 * (np.sign(x - y) + 1), swap=True, walk=None
):
    sources = {name: node[1:] if isinstance(node, tuple) else () for name, node in graph.items()}
    order, value = _order(sources, root), {}
    for name in _order(sources | {"": tuple(graph)}, "")[:-1]:
        node = graph[name]
        if sources[name]:
            x, y = value[node[1]], value[node[2]]
            value[name] = {"+": x + y, "*": x * y, "max": max(x, y)}[node[0]]
        else:
            value[name] = node
    grad = dict.fromkeys(graph, 0.0) | {root: 1.0}
    for name in walk or reversed(order):
        if sources[name]:
            gate, left, right = graph[name]
            x, y = value[left], value[right]
            pair = {"+": (1.0, 1.0), "*": (y, x) if swap else (x, y), "max": (share(x, y), 1 - share(x, y))}[gate]
            for source, local in zip((left, right), pair):
                grad[source] = collect(grad[source], grad[name] * local)
    return value[root], grad


@wrong
def in_the_order_of_the_dict(graph, root):
    """You go through the nodes as the dict lists them. It may list them in any order: a node may send its gradient on
    only when all of it has arrived."""
    return _gradients(graph, root, walk=list(graph))


@wrong
def breadth_first(graph, root):
    """A node sends its gradient on before all of it has arrived, as happens if you go down from `root` level by level:
    something may still come to it by a longer way. In which order is a node complete?"""
    found = [root]
    for name in found:
        if isinstance(graph[name], tuple):
            found += [source for source in dict.fromkeys(graph[name][1:]) if source not in found]
    return _gradients(graph, root, walk=found)


@wrong
def both_at_once(graph, root):
    """Where both inputs of a gate are the same node, only one of the two gradients is kept. If you assign both in one
    line, the second starts from the old value."""
    value, grad = _gradients(graph, root)
    sources = {name: node[1:] if isinstance(node, tuple) else () for name, node in graph.items()}
    values = {name: _gradients(graph, name)[0] for name in graph}
    grad = dict.fromkeys(graph, 0.0) | {root: 1.0}
    for name in reversed(_order(sources, root)):
        if sources[name]:
            gate, left, right = graph[name]
            x, y = values[left], values[right]
            share = 0.5 * (np.sign(x - y) + 1)
            dx, dy = {"+": (1.0, 1.0), "*": (y, x), "max": (share, 1 - share)}[gate]
            grad[left], grad[right] = grad[left] + grad[name] * dx, grad[right] + grad[name] * dy
    return value, grad


@wrong
def overwritten(graph, root):
    """Where a node is used more than once, a later gradient overwrites the one before. By the branch rule they are added."""
    return _gradients(graph, root, collect=lambda old, new: new)


@wrong
def unused_left_out(graph, root):
    """Your dict lacks the nodes on which `root` does not depend. Their derivative is 0, and belongs there."""
    sources = {name: node[1:] if isinstance(node, tuple) else () for name, node in graph.items()}
    order = _order(sources, root)
    value, grad = _gradients(graph, root)
    return value, {name: found for name, found in grad.items() if name in order}


@wrong
def unswapped(graph, root):
    """At your multiply gate each input receives its own value as a factor, instead of the other's."""
    return _gradients(graph, root, swap=False)


@wrong
def ties_to_the_left(graph, root):
    """At a max gate with equal inputs all goes to one of them. They share, as in 2.3."""
    return _gradients(graph, root, share=lambda x, y: 1.0 * (x >= y))


@wrong
def inputs_only(graph, root):
    """You return the derivatives for the inputs of the graph. The contract asks for every node, `root` itself included."""
    value, grad = _gradients(graph, root)
    return value, {name: found for name, found in grad.items() if not isinstance(graph[name], tuple)}


@wrong
def ties_to_both(graph, root):
    """At a max gate with equal inputs both receive all of it. They share, as in 2.3: half each."""
    return _value(graph, root), {name: _slope_with_ties(graph, root, name) for name in graph}


def _slope_with_ties(graph, name, wrt):
    node = graph[name]
    if name == wrt:
        return 1.0
    if not isinstance(node, tuple):
        return 0.0
    gate, a, b = node
    da, db = _slope_with_ties(graph, a, wrt), _slope_with_ties(graph, b, wrt)
    x, y = _value(graph, a), _value(graph, b)
    if gate == "+":
        return da + db
    return da * y + x * db if gate == "*" else da * (x >= y) + db * (y >= x)


# -- wrong, refused without a name -----------------------------------------------------------------


def _value_of(graph, name):
    if not isinstance(graph[name], tuple):
        return graph[name]
    gate, a, b = graph[name]
    a, b = _value_of(graph, a), _value_of(graph, b)
    return a + b if gate == "+" else a * b if gate == "*" else max(a, b)


def _send(graph, name, dout):
    gate, a, b = graph[name]
    x, y = _value_of(graph, a), _value_of(graph, b)
    share = 0.5 * (np.sign(x - y) + 1)
    return {"+": (dout, dout), "*": (dout * y, dout * x), "max": (dout * share, dout * (1 - share))}[gate]


@wrong
def one_half_for_one_node(graph, root):
    grads = {name: 0.0 for name in graph}
    grads[root] = 1.0
    waiting = [root]
    while waiting:  # every path on its own
        name = waiting.pop()
        if isinstance(graph[name], tuple):
            gate, a, b = graph[name]
            da, db = _send(graph, name, 1.0)
            if gate == "max" and a == b:
                db = 0.0
            for source, part in ((a, da), (b, db)):
                grads[source] += part if name == root else 0.0
    return _value_of(graph, root), grads
