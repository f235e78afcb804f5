"""Wrong answers that learners gave in trials of 02_backprop; `named`: the panel of that day named them rightly."""

import numpy as np

from chainrule_staff.authoring.alternatives import trial

# -- 2.1 perceptron --------------------------------------------------------------------------


@trial("perceptron_update", of="perceptron_predict", named=False)
def no_bias_for_a_single_example(w, b, X):
    if X.ndim == 1:
        return 1 if X @ w > 0 else -1
    return np.where(X @ w + b > 0, 1, -1)


@trial("perceptron_update", named=False)
def bias_rises(w, b, x, y, lr=1.0):
    if np.where(x @ w + b > 0, 1, -1) != y:
        return w + lr * y * x, b + lr
    return w, b


@trial("perceptron_update", named=False)
def copied_integers(w, b, x, y, lr=1.0):
    w = w.copy()
    if np.where(x @ w + b > 0, 1, -1) != y:
        for i in range(len(w)):
            w[i] = w[i] + lr * y * x[i]
        b = b + lr * y
    return w, b


@trial("perceptron_update", named=True)
def at_most_zero(w, b, x, y, lr=1.0):
    if y * (x @ w + b) <= 0:
        return w + lr * y * x, b + lr * y
    return w, b


# -- 2.2 collapse ----------------------------------------------------------------------------


@trial("collapse", named=False)
def integer_bias(W1, b1, W2, b2):
    b = np.zeros_like(b2)
    for j in range(len(b)):
        b[j] = np.sum(b1 * W2[:, j]) + b2[j]
    return np.matmul(W1, W2), b


@trial("collapse", named=True)
def order_and_biases(W1, b1, W2, b2):
    return W2 @ W1, b1 + b2


# -- 2.3 gates -------------------------------------------------------------------------------


@trial("add_backward", named=False)
def add_into_a_buffer(dout, x, y):
    dx, dy = np.zeros_like(x), np.zeros_like(y)
    dx[...] = dout
    dy[...] = dout
    return dx[()], dy[()]


@trial("add_backward", of="multiply_backward", named=False)
def multiply_by_rows(dout, x, y):
    if np.ndim(x) == 0:
        return dout * y, dout * x
    dx, dy = np.zeros_like(x), np.zeros_like(y)
    for i in range(len(x)):
        dx[i] = dout[i] * y[i]
        dy[i] = dout[i] * x[i]
    return dx, dy


@trial("add_backward", of="max_backward", named=False)
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


# -- 2.4 small_graph -------------------------------------------------------------------------


@trial("small_graph", named=False)
def max_gate_of_q(x, y, z):
    q, m = x + y, max(y, z)
    share = 0.5 * (np.sign(q - z) + 1)
    return q * m, m, m + q * share, q * (1 - share)


@trial("small_graph", named=False)
def tie_forgotten(x, y, z):
    if y > z:
        return (x + y) * y, y, x + 2 * y, 0
    return (x + y) * z, z, z, x + y


@trial("small_graph", named=False)
def from_f(x, y, z):
    q, m = x + y, max(y, z)
    f = q * m
    share = 0.5 * (np.sign(y - z) + 1)
    return f, f * m, f * m + f * q * share, f * q * (1 - share)


# -- 2.5 affine ------------------------------------------------------------------------------


@trial("affine_forward", named=False)
def out_of_the_dtype_of_x(x, W, b):
    out = np.zeros((len(x), len(b)), dtype=x.dtype)
    for n in range(len(x)):
        out[n] = x[n] @ W + b
    return out, (x, W)


@trial("affine_forward", named=False)
def bias_added_in_place(x, W, b):
    out = x @ W
    out += b
    return out, (x, W)


@trial("affine_forward", of="affine_backward", named=False)
def buffers_like_the_inputs(dout, cache):
    x, W = cache
    dx, dW, db = np.zeros_like(x), np.zeros_like(W), np.zeros(W.shape[1])
    for n in range(len(x)):
        for k in range(W.shape[1]):
            db[k] += dout[n, k]
            for d in range(x.shape[1]):
                dx[n, d] = dx[n, d] + dout[n, k] * W[d, k]
                dW[d, k] = dW[d, k] + dout[n, k] * x[n, d]
    return dx, dW, db


@trial("affine_forward", of="affine_backward", named=False)
def turned_dW(dout, cache):
    x, W = cache
    return dout @ W.T, dout.T @ x, dout.sum(axis=0)


@trial("affine_forward", of="affine_backward", named=False)
def dW_first(dout, cache):
    x, W = cache
    return x.T @ dout, dout @ W.T, dout.sum(axis=0)


@trial("affine_forward", of="affine_backward", named=False)
def reshape_for_T(dout, cache):
    x, W = cache
    return dout @ W.reshape(W.shape[1], W.shape[0]), x.T @ dout, dout.sum(axis=0)


@trial("affine_forward", of="affine_backward", named=False)
def one_row_short(dout, cache):
    x, W = cache
    db = np.zeros(W.shape[1])
    for n in range(len(x) - 1):
        db += dout[n]
    return dout @ W.T, x.T @ dout, db


# -- 2.6 relu --------------------------------------------------------------------------------


@trial("relu_forward", named=False)
def two_loops(z):
    out = np.zeros(z.shape)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            out[i, j] = max(0, z[i, j])
    return out, z > 0


@trial("relu_forward", of="relu_backward", named=False)
def two_loops_back(dout, cache):
    dz = np.zeros(dout.shape)
    for i in range(dout.shape[0]):
        for j in range(dout.shape[1]):
            if cache[i, j] > 0:
                dz[i, j] = dout[i, j]
    return dz


@trial("relu_forward", of="relu_backward", named=False)
def into_the_dtype_of_the_cache(dout, cache):
    dz = np.zeros(cache.shape, dtype=int)
    dz[cache > 0] = dout[cache > 0]
    return dz


@trial("relu_forward", named=False)
def from_a_half_on(z):
    return np.maximum(z, 0), z >= 0.5


@trial("relu_forward", named=False)
def clipped_at_six(z):
    return np.clip(z, 0, 6), z > 0


@trial("relu_forward", named=False)
def not_negative(z):
    return np.maximum(z, 0), z >= 0


# -- 2.7 mlp_loss ----------------------------------------------------------------------------


def _mlp(X, y, W1, b1, W2, b2, scale=1.0):
    z = X @ W1 + b1
    h = np.maximum(z, 0)
    s = h @ W2 + b2
    p = np.exp(s - s.max(axis=1, keepdims=True))
    p = p / p.sum(axis=1, keepdims=True)
    rows = np.arange(len(y))
    loss = -np.mean(np.log(p[rows, y]))
    p[rows, y] -= 1
    d = p / len(y) * (loss if scale is None else scale)
    dz = (d @ W2.T) * (z > 0)
    return loss, (X.T @ dz, dz.sum(axis=0), h.T @ d, d.sum(axis=0))


@trial("mlp_loss", named=False)
def keys_in_order(X, y, params):
    loss, grads = _mlp(X, y, *params.values())
    return loss, dict(zip(params.keys(), grads))


@trial("mlp_loss", named=False)
def loss_times_dscores(X, y, params):
    loss, grads = _mlp(X, y, params["W1"], params["b1"], params["W2"], params["b2"], scale=None)
    return loss, dict(zip(("W1", "b1", "W2", "b2"), grads))


# -- 2.8 gradient_check ----------------------------------------------------------------------


def _measured(f, x, h, n):
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        n[i] = (f(up) - f(down)) / (2 * h)
    return n


@trial("gradient_check", named=False)
def skips_zeros(f, x, dx, h=1e-5):
    n = _measured(f, x, h, np.zeros(x.shape))
    return np.max(np.where(dx == 0, 0, abs(n - dx)) / np.maximum(abs(n) + abs(dx), 1e-8))


@trial("gradient_check", named=False)
def buffer_like_dx(f, x, dx, h=1e-5):
    n = _measured(f, x, h, np.zeros_like(dx))
    return np.max(abs(n - dx) / np.maximum(abs(n) + abs(dx), 1e-8))


@trial("gradient_check", named=False)
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


@trial("gradient_check", named=False)
def missing_brackets(f, x, dx, h=1e-5):
    n = _measured(f, x, h, np.zeros(x.shape)) * h * h
    return np.max(abs(n - dx) / np.maximum(abs(n) + abs(dx), 1e-8))


@trial("gradient_check", named=False)
def d_minus_n(f, x, dx, h=1e-5):
    n = _measured(f, x, h, np.zeros(x.shape))
    return np.max((dx - n) / np.maximum(abs(n) + abs(dx), 1e-8))


# -- 2.9 unbroadcast -------------------------------------------------------------------------


@trial("unbroadcast", named=False)
def by_length(dout, shape):
    g = dout
    for ax in reversed(range(dout.ndim)):
        if dout.shape[ax] not in shape:
            g = g.sum(axis=ax)
    return g.reshape(shape)


@trial("unbroadcast", named=False)
def nothing_to_undo(dout, shape):
    if dout.ndim == len(shape):
        return dout
    return dout.sum(axis=tuple(range(dout.ndim - len(shape)))).reshape(shape)


@trial("unbroadcast", named=False)
def integer_sums(dout, shape):
    g = np.zeros(shape, dtype=int)
    front = dout.ndim - len(shape)
    for pos in np.ndindex(dout.shape):
        g[tuple(0 if s == 1 else p for p, s in zip(pos[front:], shape))] += int(dout[pos])
    return g


# -- 2.11 gradients --------------------------------------------------------------------------


def _value(graph, name):
    if not isinstance(graph[name], tuple):
        return graph[name]
    gate, a, b = graph[name]
    a, b = _value(graph, a), _value(graph, b)
    return a + b if gate == "+" else a * b if gate == "*" else max(a, b)


def _send(graph, name, dout):
    gate, a, b = graph[name]
    x, y = _value(graph, a), _value(graph, b)
    share = 0.5 * (np.sign(x - y) + 1)
    return {"+": (dout, dout), "*": (dout * y, dout * x), "max": (dout * share, dout * (1 - share))}[gate]


@trial("gradients", named=False)
def as_the_dict_lists(graph, root):
    grads = {name: 0.0 for name in graph}
    grads[root] = 1.0
    for name in graph:
        if isinstance(graph[name], tuple):
            da, db = _send(graph, name, grads[name])
            grads[graph[name][1]] += da
            grads[graph[name][2]] += db
    return _value(graph, root), grads


@trial("gradients", named=False)
def breadth_first_from_root(graph, root):
    grads = {name: 0.0 for name in graph}
    grads[root] = 1.0
    todo = [root]
    for name in todo:
        if isinstance(graph[name], tuple):
            da, db = _send(graph, name, grads[name])
            grads[graph[name][1]] += da
            grads[graph[name][2]] += db
            todo += [source for source in dict.fromkeys(graph[name][1:]) if source not in todo]
    return _value(graph, root), grads


@trial("gradients", named=False)
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
    return _value(graph, root), grads


# -- answers of a second learner -------------------------------------------------------------


@trial("affine_forward", of="affine_backward", named=False)
def newest_x_for_every_cache(dout, cache, _seen={}):  # noqa: B006  (what is kept between calls is the mistake)
    x, W, b = cache
    x = _seen.setdefault(len(x), x)
    return dout @ W.T, x.T @ dout, dout.sum(axis=0)


@trial("small_graph", named=False)
def divided_back_out(x, y, z):
    q, m = x + y, max(y, z)
    f = q * m
    dq, dm = f / q, f / m
    share = (y > z) + 0.5 * (y == z)
    return f, dq, dq + dm * share, dm * (1 - share)


@trial("small_graph", named=False)
def no_gradient_for_zero(x, y, z):
    q, m = x + y, max(y, z)
    share = (y > z) + 0.5 * (y == z)
    return q * m, m, m + q * share, q * (1 - share) if z else 0.0


@trial("add_backward", of="max_backward", named=False)
def nearly_equal_shares(dout, x, y):
    share = np.where(np.abs(x - y) < 0.1, 0.5, x > y)
    return dout * share, dout * (1 - share)


@trial("gradient_check", named=False)
def step_grows_with_x(f, x, dx, h=1e-5):
    h = h * max(1, np.abs(x).max() / 4)
    steps = np.eye(x.size).reshape(-1, *x.shape) * h
    n = np.array([(f(x + step) - f(x - step)) / (2 * h) for step in steps]).reshape(x.shape)
    return np.max(abs(n - dx) / np.maximum(abs(n) + abs(dx), 1e-8))


@trial("mlp_loss", named=False)
def open_at_zero_inline(X, y, params):
    h = X @ params["W1"] + params["b1"]
    a = np.maximum(h, 0)
    scores = a @ params["W2"] + params["b2"]
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = p / p.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(len(y)), y]))
    p[np.arange(len(y)), y] -= 1
    d = p / len(y)
    dh = d @ params["W2"].T * (h >= 0)
    return loss, {"W1": X.T @ dh, "b1": dh.sum(0), "W2": a.T @ d, "b2": d.sum(0)}
