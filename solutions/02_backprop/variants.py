"""Correct answers to 02_backprop, written from the contracts alone, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, variant


def whole(rng, *shape):
    """Small whole numbers as floats, often equal, zero or negative; now and then other numbers, integers or float32."""
    kind = rng.integers(5)
    if kind == 0:
        return rng.normal(size=shape)
    values = rng.integers(-3, 4, shape)
    return values if kind == 1 else values.astype(np.float32 if kind == 2 else np.float64)


def number(rng):
    return float(rng.integers(-3, 4)) if rng.random() < 0.7 else float(rng.normal())


# -- inputs -----------------------------------------------------------------------------------


@inputs("perceptron_predict")
def perceptron_predict_inputs(rng):
    while True:
        D = int(rng.integers(1, 4))
        yield whole(rng, D), number(rng), whole(rng, D) if rng.random() < 0.3 else whole(rng, int(rng.integers(1, 5)), D)


@inputs("perceptron_update")
def perceptron_update_inputs(rng):
    while True:
        D = int(rng.integers(1, 4))
        args = whole(rng, D), number(rng), whole(rng, D), int(rng.choice([-1, 1]))
        yield args if rng.random() < 0.3 else (*args, float(rng.choice([0.1, 0.5, 1.0, 2.0])))


@inputs("collapse")
def collapse_inputs(rng):
    while True:
        D, H, C = (int(n) for n in rng.integers(1, 4, 3))
        yield whole(rng, D, H), whole(rng, H), whole(rng, H, C), whole(rng, C)


def _gate(rng):
    while True:
        if rng.random() < 0.4:
            yield number(rng), number(rng), number(rng)
        else:
            shape = [(1,), (3,), (2, 3)][rng.integers(3)]
            yield whole(rng, *shape), whole(rng, *shape), whole(rng, *shape)


@inputs("add_backward")
def add_backward_inputs(rng):
    yield from _gate(rng)


@inputs("multiply_backward")
def multiply_backward_inputs(rng):
    yield from _gate(rng)


@inputs("max_backward")
def max_backward_inputs(rng):
    yield from _gate(rng)


@inputs("small_graph")
def small_graph_inputs(rng):
    while True:
        yield number(rng), number(rng), number(rng)


def _layer(rng):
    N, D, C = (int(n) for n in rng.integers(1, 5, 3))
    return whole(rng, N, D), whole(rng, D, C), whole(rng, C)


@inputs("affine_forward")
def affine_forward_inputs(rng):
    while True:
        yield _layer(rng)


@inputs("affine_backward")
def affine_backward_inputs(rng, functions):
    while True:
        x, W, b = _layer(rng)
        yield whole(rng, len(x), len(b)), functions["affine_forward"](x, W, b)[1]


@inputs("relu_forward")
def relu_forward_inputs(rng):
    while True:
        yield (whole(rng, *[(3,), (2, 3), (2, 1, 2)][rng.integers(3)]),)


@inputs("relu_backward")
def relu_backward_inputs(rng, functions):
    while True:
        shape = [(3,), (2, 3), (2, 1, 2)][rng.integers(3)]
        yield whole(rng, *shape), functions["relu_forward"](whole(rng, *shape))[1]


@inputs("mlp_loss")
def mlp_loss_inputs(rng):
    while True:
        N, D, H, C = (int(n) for n in rng.integers(1, 5, 4))
        yield rng.normal(size=(N, D)), rng.integers(0, C, N), {
            "W1": rng.normal(size=(D, H)), "b1": rng.normal(size=H), "W2": rng.normal(size=(H, C)), "b2": rng.normal(size=C)}


@inputs("gradient_check")
def gradient_check_inputs(rng):
    while True:
        shape = [(1,), (3,), (2, 3)][rng.integers(3)]
        a, x = rng.integers(-2, 3, shape).astype(float), rng.normal(size=shape)
        dx = np.where(rng.random(shape) < 0.5, 3 * a * x**2, rng.normal(size=shape))
        args = (lambda x, a=a: float(np.sum(a * x**3))), x, dx
        yield args if rng.random() < 0.3 else (*args, float(rng.choice([1e-5, 1e-3, 0.5])))


@inputs("unbroadcast")
def unbroadcast_inputs(rng):
    while True:
        full = tuple(int(n) for n in rng.integers(1, 4, rng.integers(1, 5)))
        own = tuple(1 if rng.random() < 0.4 else n for n in full[rng.integers(0, len(full) + 1):])
        yield whole(rng, *full), own


def _sources(rng):
    """A graph of names: node k is computed from nodes before it, and the dict lists them in any order."""
    graph = {k: tuple(int(n) for n in rng.choice(k, 2)) if k and rng.random() < 0.7 else () for k in range(int(rng.integers(1, 7)))}
    return {int(k): graph[int(k)] for k in rng.permutation(len(graph))}


@inputs("topological_order")
def topological_order_inputs(rng):
    while True:  # any order may be right: one whose order is the only one, as a chain has, can be compared
        length = int(rng.integers(1, 7))
        numbers = [int(n) for n in rng.permutation(10)[:length]]
        chain = {name: tuple(numbers[max(0, k - 1):k]) + tuple(numbers[:k])[:int(rng.integers(0, 2))] for k, name in enumerate(numbers)}
        keys = [int(n) for n in rng.permutation(list(chain))]
        yield {name: chain[name] for name in keys}, int(rng.choice(keys))


@inputs("gradients")
def gradients_inputs(rng):
    while True:
        graph = {f"n{k}": (str(rng.choice(["+", "*", "max"])), *(f"n{n}" for n in sources)) if sources else number(rng)
                 for k, sources in _sources(rng).items()}
        yield graph, str(rng.choice(list(graph)))


# -- 2.1 perceptron ---------------------------------------------------------------------------


@variant("perceptron_update", of="perceptron_predict")
def predict_by_arithmetic(w, b, X):
    return 2 * (np.dot(X, w) + b > 0) - 1


@variant("perceptron_update", of="perceptron_predict")
def predict_in_a_loop(w, b, X):
    if np.ndim(X) == 1:
        return 1 if sum(one * other for one, other in zip(X, w)) + b > 0 else -1
    return np.array([1.0 if sum(x * w) + b > 0 else -1.0 for x in X])


@variant("perceptron_update", of="perceptron_predict")
def predict_by_sign(w, b, X):
    answer = np.sign(X @ w + b)
    return np.where(answer == 0, -1.0, answer)


@variant("perceptron_update")
def update_by_score(w, b, x, y, lr=1.0):
    answer = 1 if np.sum(w * x) + b > 0 else -1
    if answer != y:
        w = w + lr * y * x
        b = b + lr * y
    return w, b


@variant("perceptron_update")
def update_by_error(w, b, x, y, lr=1.0):
    error = (y - (1 if x @ w + b > 0 else -1)) / 2
    return w + lr * error * x, b + lr * error


@variant("perceptron_update")
def update_in_a_loop(w, b, x, y, lr=1.0):
    score = float(b)
    for one, other in zip(w, x):
        score += one * other
    if (score > 0) == (y > 0):
        return np.array(w, dtype=float), float(b)
    return np.array([one + lr * y * other for one, other in zip(w, x)]), b + lr * y


# -- 2.2 collapse -----------------------------------------------------------------------------


@variant("collapse")
def by_dot(W1, b1, W2, b2):
    return np.dot(W1, W2), np.dot(b1, W2) + b2


@variant("collapse")
def by_probing(W1, b1, W2, b2):
    b = (np.zeros(len(W1)) @ W1 + b1) @ W2 + b2
    return (np.eye(len(W1)) @ W1 + b1) @ W2 + b2 - b, b


@variant("collapse")
def by_loops(W1, b1, W2, b2):
    (D, H), C = W1.shape, W2.shape[1]
    W, b = np.zeros((D, C)), np.zeros(C)
    for k in range(C):
        b[k] = b2[k]
        for h in range(H):
            b[k] += b1[h] * W2[h, k]
            for d in range(D):
                W[d, k] += W1[d, h] * W2[h, k]
    return W, b


# -- 2.3 gates --------------------------------------------------------------------------------


@variant("add_backward")
def add_times_one(dout, x, y):
    return dout * 1.0, dout * 1.0


@variant("add_backward", of="multiply_backward")
def multiply_by_numpy(dout, x, y):
    dx = np.multiply(y, dout)
    dy = np.multiply(x, dout)
    return dx, dy


@variant("add_backward", of="max_backward")
def max_by_where(dout, x, y):
    dx = np.where(x > y, 1.0, np.where(x < y, 0.0, 0.5)) * dout
    return dx, dout - dx


@variant("add_backward", of="max_backward")
def max_by_comparisons(dout, x, y):
    return dout * ((x > y) + 0.5 * (x == y)), dout * ((y > x) + 0.5 * (x == y))


@variant("add_backward", of="max_backward")
def max_by_masks(dout, x, y):
    dx, dy = np.zeros(np.shape(x)), np.zeros(np.shape(x))
    x, y, dout = np.asarray(x), np.asarray(y), np.asarray(dout)
    dx[x > y] = dout[x > y]
    dy[y > x] = dout[y > x]
    dx[x == y] = dy[x == y] = dout[x == y] / 2
    return dx, dy


# -- 2.4 small_graph --------------------------------------------------------------------------


@variant("small_graph")
def by_cases(x, y, z):
    if y > z:
        return (x + y) * y, y, y + (x + y), 0
    if z > y:
        return (x + y) * z, z, z, x + y
    return (x + y) * y, y, y + (x + y) / 2, (x + y) / 2


@variant("small_graph")
def by_heaviside(x, y, z):
    wins, q, m = np.heaviside(y - z, 0.5), x + y, np.maximum(y, z)
    return q * m, m, m + q * wins, q * (1 - wins)


@variant("small_graph")
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


# -- 2.5 affine -------------------------------------------------------------------------------
# A variant of one function works with the solution's other one, whose cache is (x, W).


@variant("affine_forward")
def forward_by_einsum(x, W, b):
    return np.einsum("nd,dc->nc", x, W) + b, (x, W)


@variant("affine_forward")
def forward_by_rows(x, W, b):
    out = np.array([[sum(row * W[:, c]) + b[c] for c in range(len(b))] for row in x])
    return out, (x, W)


@variant("affine_forward", of="affine_backward")
def backward_by_einsum(dout, cache):
    x, W = cache
    return np.einsum("nc,dc->nd", dout, W), np.einsum("nd,nc->dc", x, dout), dout.sum(0)


@variant("affine_forward", of="affine_backward")
def backward_by_examples(dout, cache):
    x, W = cache
    dx, dW, db = np.zeros(x.shape), np.zeros(W.shape), np.zeros(W.shape[1])
    for n in range(len(x)):
        dx[n] = W @ dout[n]
        dW += np.outer(x[n], dout[n])
        db += dout[n]
    return dx, dW, db


@variant("affine_forward", of="affine_backward")
def backward_transposed(dout, cache):
    x, W = cache
    return (W @ dout.T).T, (dout.T @ x).T, np.ones(len(dout)) @ dout


# -- 2.6 relu ---------------------------------------------------------------------------------


@variant("relu_forward")
def relu_by_where(z):
    return np.where(z > 0, z, 0), z > 0


@variant("relu_forward")
def relu_by_product(z):
    return z * (z > 0), np.array(z > 0, dtype=float)


@variant("relu_forward")
def relu_by_clip(z):
    return np.clip(z, 0, None), np.sign(np.maximum(z, 0))


@variant("relu_forward", of="relu_backward")
def back_by_where(dout, cache):
    return np.where(cache, dout, 0)


@variant("relu_forward", of="relu_backward")
def back_by_index(dout, cache):
    dz = np.array(dout, dtype=float)
    dz[cache <= 0] = 0
    return dz


# -- 2.7 mlp_loss -----------------------------------------------------------------------------


@variant("mlp_loss")
def mlp_by_numpy(X, y, params):
    z = X @ params["W1"] + params["b1"]
    a = np.maximum(z, 0)
    s = a @ params["W2"] + params["b2"]
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    onehot = np.eye(p.shape[1])[y]
    d = (p - onehot) / len(X)
    dz = (d @ params["W2"].T) * (z > 0)
    return -np.sum(onehot * np.log(p)) / len(X), {"b2": d.sum(axis=0), "W2": a.T @ d, "b1": dz.sum(axis=0), "W1": X.T @ dz}


@variant("mlp_loss")
def mlp_by_examples(X, y, params):
    N = len(X)
    loss, grads = 0.0, {key: np.zeros(np.shape(value)) for key, value in params.items()}
    for x, label in zip(X, y):
        z = x @ params["W1"] + params["b1"]
        a = z * (z > 0)
        s = a @ params["W2"] + params["b2"]
        p = np.exp(s - s.max())
        p = p / p.sum()
        loss -= np.log(p[label]) / N
        d = p.copy()
        d[label] -= 1
        d /= N
        dz = (params["W2"] @ d) * (z > 0)
        grads["W2"] += np.outer(a, d)
        grads["b2"] += d
        grads["W1"] += np.outer(x, dz)
        grads["b1"] += dz
    return loss, grads


@variant("mlp_loss")
def mlp_by_sums(X, y, params):
    z = np.einsum("nd,dh->nh", X, params["W1"]) + params["b1"]
    opened = np.heaviside(z, 0)
    s = np.einsum("nh,hc->nc", z * opened, params["W2"]) + params["b2"]
    d = np.exp(s - np.max(s, axis=1)[:, None])
    d = d / np.sum(d, axis=1)[:, None]
    loss = sum(-np.log(d[n, label]) for n, label in enumerate(y)) / len(y)
    for n, label in enumerate(y):
        d[n, label] -= 1
    d = d / len(y)
    back = np.einsum("nc,hc->nh", d, params["W2"]) * opened
    return float(loss), dict(W1=np.einsum("nd,nh->dh", X, back), b1=np.ones(len(y)) @ back,
                             W2=np.einsum("nh,nc->hc", z * opened, d), b2=np.ones(len(y)) @ d)


# -- 2.8 gradient_check -----------------------------------------------------------------------


@variant("gradient_check")
def check_in_place(f, x, dx, h=1e-5):
    worst = 0.0
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + h
        up = f(x)
        x[index] = kept - h
        n = (up - f(x)) / (2 * h)
        x[index] = kept
        worst = max(worst, abs(n - dx[index]) / max(abs(n) + abs(dx[index]), 1e-8))
    return worst


@variant("gradient_check")
def check_flat(f, x, dx, h=1e-5):
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    n = np.array([(f(x + step) - f(x - step)) / 2 / h for step in steps])
    d = np.asarray(dx, dtype=float).ravel()
    size = np.abs(n) + np.abs(d)
    size[size < 1e-8] = 1e-8
    return (np.abs(n - d) / size).max()


@variant("gradient_check")
def check_by_true_step(f, x, dx, h=1e-5):
    errors = []
    for index in np.ndindex(*x.shape):
        up, down = np.array(x), np.array(x)
        up[index], down[index] = x[index] + h, x[index] - h
        n = float(f(up) - f(down)) / (up[index] - down[index])
        errors.append(float(np.abs(n - dx[index]) / np.maximum(1e-8, np.abs(n) + np.abs(dx[index]))))
    return sorted(errors)[-1]


# -- 2.9 unbroadcast --------------------------------------------------------------------------


@variant("unbroadcast")
def axis_by_axis(dout, shape):
    while dout.ndim > len(shape):
        dout = dout.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            dout = dout.sum(axis=axis, keepdims=True)
    return dout


@variant("unbroadcast")
def by_counting(dout, shape):
    index = np.broadcast_to(np.arange(int(np.prod(shape, dtype=int))).reshape(shape), dout.shape)
    total = np.zeros(int(np.prod(shape, dtype=int)))
    for where, value in zip(index.ravel(), dout.ravel()):
        total[where] += value
    return total.reshape(shape)


@variant("unbroadcast")
def in_two_sums(dout, shape):
    grad = np.sum(dout, axis=tuple(range(dout.ndim - len(shape))))
    ones = tuple(k for k in range(len(shape)) if shape[k] == 1)
    return np.sum(grad, axis=ones, keepdims=True)


# -- 2.10 topological_order -------------------------------------------------------------------


@variant("topological_order")
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


@variant("topological_order")
def by_recursion(graph, root):
    def up_to(name):
        found = []
        for source in graph[name]:
            found += [other for other in up_to(source) if other not in found]
        return [*found, name]

    return np.asarray(up_to(root))


@variant("topological_order")
def by_depth(graph, root):
    depth = {}

    def measure(name):
        if name not in depth:
            depth[name] = 1 + max((measure(source) for source in graph[name]), default=0)
        return depth[name]

    measure(root)
    return np.array(sorted(depth, key=depth.get), dtype=float if isinstance(root, int) else None)


# -- 2.11 gradients ---------------------------------------------------------------------------


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


@variant("gradients")
def along_every_path(graph, root):
    grad = dict.fromkeys(graph, 0.0)

    def send(name, dout):
        grad[name] += dout
        if isinstance(graph[name], tuple):
            for source, local in _local(graph, name):
                send(source, dout * local)

    send(root, 1.0)
    return _value(graph, root), grad


@variant("gradients")
def forward_mode(graph, root):
    def derivative(name, wanted):
        if name == wanted:
            return 1.0
        if not isinstance(graph[name], tuple):
            return 0.0
        return sum(local * derivative(source, wanted) for source, local in _local(graph, name))

    return _value(graph, root), {name: derivative(root, name) for name in graph}


@variant("gradients")
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
