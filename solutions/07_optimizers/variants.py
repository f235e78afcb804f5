"""Correct answers to 07_optimizers, written from the contracts alone, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, variant

SHAPES = [(1,), (3,), (2, 3), (2, 1, 2)]


# -- inputs -----------------------------------------------------------------------------------


def _weights(rng, shape=None):
    shape = SHAPES[rng.integers(len(SHAPES))] if shape is None else shape
    x = np.where(rng.random(shape) < 0.3, rng.choice([0.0, 1.0, -1.0, 3.0, -0.5], shape), rng.normal(0, 2, shape))
    kind = rng.integers(8)
    return np.round(x).astype(int) if kind == 0 else x.astype(np.float32) if kind == 1 else x


def _steps(rng, function, options):
    """Calls with no state, and with one that the function made of up to three gradients."""
    while True:
        w = _weights(rng)
        choice = tuple(float(rng.choice(values)) for values in options[: rng.integers(len(options) + 1)])
        state = None
        for _ in range(rng.integers(4)):
            _, state = function(w, _weights(rng, w.shape), state, 0.1, *choice)
        yield (w, _weights(rng, w.shape), state, float(rng.choice([0.001, 0.1, 1.5])), *choice)


@inputs("sgd")
def sgd_inputs(rng):
    while True:
        w = _weights(rng)
        yield w, _weights(rng, w.shape), None, float(rng.choice([0.001, 0.1, 1.5]))


@inputs("descend")
def descend_inputs(rng):
    def plain(w, dw, state, lr):
        return w - lr * dw, None

    def hurrying(w, dw, state, lr):
        count = 1 if state is None else state + 1
        return w - lr * count * dw, count

    while True:
        yield (plain, hurrying)[rng.integers(2)], lambda w: 0.5 * w - 1, _weights(rng), float(rng.uniform(0.1, 1)), int(rng.integers(4))


@inputs("momentum")
def momentum_inputs(rng, functions):
    yield from _steps(rng, functions["momentum"], [[0.0, 0.5, 0.75, 0.9, 0.99]])


@inputs("nesterov")
def nesterov_inputs(rng, functions):
    yield from _steps(rng, functions["nesterov"], [[0.0, 0.5, 0.75, 0.9, 0.99]])


@inputs("adagrad")
def adagrad_inputs(rng, functions):
    yield from _steps(rng, functions["adagrad"], [[1e-10, 1e-8, 0.1, 1.0]])


@inputs("rmsprop")
def rmsprop_inputs(rng, functions):
    yield from _steps(rng, functions["rmsprop"], [[0.0, 0.5, 0.9, 0.99], [1e-8, 0.1, 1.0]])


@inputs("adam")
def adam_inputs(rng, functions):
    yield from _steps(rng, functions["adam"], [[0.0, 0.5, 0.9], [0.0, 0.75, 0.999], [1e-8, 0.1, 1.0]])


@inputs("adamw")
def adamw_inputs(rng, functions):
    yield from _steps(rng, functions["adamw"], [[0.5, 0.9], [0.75, 0.999], [1e-8, 1.0], [0.0, 0.01, 0.5]])


@inputs("effective_lr")
def effective_lr_inputs(rng):
    while True:
        w = _weights(rng)
        yield w, _weights(rng, w.shape), _weights(rng, w.shape)


@inputs("best_learning_rate")
def best_learning_rate_inputs(rng):
    while True:
        n, k = rng.integers(1, 6), rng.integers(1, 4)
        losses = rng.choice([0.25, 0.5, 0.5, 0.75, 2.0, np.nan, np.inf, rng.random()], (n, k))
        losses[rng.integers(n)] = rng.choice([0.5, 0.75, 1.5], k)
        yield rng.choice([0.001, 0.01, 0.1, 0.3, 1.0, 3.0], n, replace=False), losses


@inputs("clip_by_norm")
def clip_by_norm_inputs(rng):
    while True:
        yield [_weights(rng) for _ in range(rng.integers(1, 4))], float(rng.choice([0.1, 1.0, 2.0, 5.0, 50.0]))


@inputs("critical_rate")
def critical_rate_inputs(rng):
    while True:
        n = rng.integers(1, 5)
        A = rng.normal(0, 1, (n, n)) + 0.1 * np.eye(n)
        yield (A @ A.T,)


# -- 7.1 sgd ----------------------------------------------------------------------------------


@variant("sgd")
def sgd_by_loop(w, dw, state, lr):
    out = np.array(w, dtype=float)
    for index, slope in np.ndenumerate(dw):
        out[index] -= lr * slope
    return out, state


@variant("sgd")
def sgd_by_copy(w, dw, state, lr):
    w = w.astype(np.float64)
    w -= np.multiply(lr, dw)
    return (w, None)


@variant("sgd")
def sgd_single(w, dw, state, lr):
    return w.astype(np.float32) - np.float32(lr) * dw.astype(np.float32), None


# -- 7.2 descend ------------------------------------------------------------------------------


@variant("descend")
def descend_filled(update, grad, w, lr, steps):
    path = np.zeros((steps + 1,) + w.shape)
    path[0] = w
    state = None
    for k in range(steps):
        path[k + 1], state = update(path[k], grad(path[k]), state, lr)
    return path


@variant("descend")
def descend_stacked(update, grad, w, lr, steps):
    w = w.copy()
    path = w[None].astype(float)
    state = None
    while len(path) <= steps:
        w, state = update(w, grad(w), state, lr)
        path = np.concatenate([path, w[None]])
    return path


@variant("descend")
def descend_by_recursion(update, grad, w, lr, steps):
    def onward(w, state, left):
        if left == 0:
            return [w]
        w_new, state = update(w, grad(w), state, lr)
        return [w] + onward(w_new, state, left - 1)

    return np.stack([np.asarray(point, dtype=float) for point in onward(w, None, steps)])


@variant("descend")
def descend_always_float(update, grad, w, lr, steps):
    w = w * 1.0
    state, path = None, [w]
    for _ in range(int(steps)):
        pair = update(w, grad(w), state, lr)
        w, state = pair[0], pair[1]
        path += [w]
    return np.asarray(path)


# -- 7.3 momentum, 7.4 nesterov ---------------------------------------------------------------


@variant("momentum")
def momentum_with_zeros(w, dw, state, lr, mu=0.9):
    if state is None:
        state = np.zeros_like(w)
    new_v = mu * state + dw
    return w - lr * new_v, new_v


@variant("momentum")
def momentum_in_a_dict(w, dw, state, lr, mu=0.9):
    v = np.zeros(w.shape) if state is None else state["v"]
    v = v * mu + dw
    return w - v * lr, {"v": v}


@variant("momentum")
def momentum_by_loop(w, dw, state, lr, mu=0.9):
    old = state[0] if state else [0.0] * dw.size
    new = [mu * a + float(b) for a, b in zip(old, dw.ravel())]
    out = [float(a) - lr * v for a, v in zip(w.ravel(), new)]
    return np.array(out).reshape(w.shape), (new,)


@variant("momentum")
def momentum_counts_steps_in_a_tuple(w, dw, state, lr, mu=0.9):
    v, t = (np.copy(dw), 1) if state is None else (mu * state[0] + dw, state[1] + 1)
    return w - lr * v, (v, t)


@variant("momentum")
def momentum_keeps_all_gradients(w, dw, state, lr, mu=0.9):
    gradients = [dw] if state is None else state + [dw]
    v = sum(mu ** (len(gradients) - 1 - k) * g for k, g in enumerate(gradients))
    return w - lr * v, gradients


@variant("momentum")
def momentum_copies_then_changes(w, dw, state, lr, mu=0.9):
    v = np.zeros(w.shape) if state is None else state.copy()
    v *= mu
    v += dw
    w = w.astype(float)
    w -= lr * v
    return w, v


class _Memory:
    def __init__(self, v):
        self.v = v


@variant("momentum")
def momentum_in_an_object(w, dw, state, lr, mu=0.9):
    v = dw if state is None else mu * state.v + dw
    return w - lr * v, _Memory(v)


@variant("momentum")
def momentum_of_minus_the_gradient(w, dw, state, lr, mu=0.9):
    v = -dw if state is None else mu * state - dw
    return w + lr * v, v


@variant("nesterov")
def nesterov_with_zeros(w, dw, state, lr, mu=0.9):
    v = np.zeros_like(w) if state is None else state
    v = mu * v + dw
    d = dw + mu * v
    return w - lr * d, v


@variant("nesterov")
def nesterov_in_terms_of_the_old_velocity(w, dw, state, lr, mu=0.9):
    old = np.zeros(w.shape) if state is None else state["velocity"]
    return w - lr * ((1 + mu) * dw + mu**2 * old), {"velocity": mu * old + dw}


@variant("nesterov")
def nesterov_remembers_mu_v(w, dw, state, lr, mu=0.9):
    ahead = mu * (dw if state is None else dw + state)
    return w - lr * (dw + ahead), ahead


@variant("nesterov")
def nesterov_by_loop(w, dw, state, lr, mu=0.9):
    velocity, out = np.empty(w.shape), np.empty(w.shape)
    for index in np.ndindex(*w.shape):
        before = 0.0 if state is None else state[0][index]
        velocity[index] = mu * before + dw[index]
        out[index] = w[index] - lr * (dw[index] + mu * velocity[index])
    return out, (velocity,)


# -- 7.5 adagrad, 7.7 rmsprop -----------------------------------------------------------------


@variant("adagrad")
def adagrad_with_zeros(w, dw, state, lr, eps=1e-10):
    if state is None:
        state = np.zeros_like(dw)
    total = state + np.square(dw)
    rate = lr / (total**0.5 + eps)
    return w - rate * dw, total


@variant("adagrad")
def adagrad_in_a_dict(w, dw, state, lr, eps=1e-10):
    s = {"s": 0.0} if state is None else dict(state)
    s["s"] = s["s"] + dw * dw
    return w - lr * dw / (eps + np.sqrt(s["s"])), s


@variant("adagrad")
def adagrad_keeps_the_root(w, dw, state, lr, eps=1e-10):
    root = np.hypot(0.0 if state is None else state, dw)
    return w - lr * dw / (root + eps), root


@variant("adagrad")
def adagrad_by_loop(w, dw, state, lr, eps=1e-10):
    sums = [0.0] * dw.size if state is None else list(state)
    out = []
    for k, (weight, slope) in enumerate(zip(w.ravel().tolist(), dw.ravel().tolist())):
        sums[k] += slope**2
        out.append(weight - lr * slope / (math.sqrt(sums[k]) + eps))
    return np.array(out).reshape(w.shape), sums


@variant("rmsprop")
def rmsprop_with_zeros(w, dw, state, lr, rho=0.9, eps=1e-8):
    s = np.zeros(w.shape) if state is None else state
    s = s + (1 - rho) * (dw**2 - s)
    return w - lr * dw / (np.sqrt(s) + eps), s


@variant("rmsprop")
def rmsprop_in_a_tuple(w, dw, state, lr, rho=0.9, eps=1e-8):
    (s,) = (np.zeros_like(w),) if state is None else state
    s = rho * s + (1 - rho) * np.square(dw)
    return w - (lr / (s**0.5 + eps)) * dw, (s,)


@variant("rmsprop")
def rmsprop_by_loop(w, dw, state, lr, rho=0.9, eps=1e-8):
    s, out = np.zeros(w.shape) if state is None else state.copy(), np.zeros(w.shape)
    for index, slope in np.ndenumerate(dw):
        s[index] = rho * s[index] + (1 - rho) * slope**2
        out[index] = w[index] - lr * slope / (np.sqrt(s[index]) + eps)
    return out, s


# -- 7.8 adam ---------------------------------------------------------------------------------


@variant("adam")
def adam_in_a_dict(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    if state is None:
        state = {"m": np.zeros_like(w), "v": np.zeros_like(w), "t": 0}
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * dw
    v = beta2 * state["v"] + (1 - beta2) * dw**2
    mhat = m / (1 - beta1**t)
    vhat = v / (1 - beta2**t)
    return w - lr * mhat / (np.sqrt(vhat) + eps), {"m": m, "v": v, "t": t}


@variant("adam")
def adam_by_loop(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, s, t = ([0.0] * w.size, [0.0] * w.size, 0) if state is None else state
    m, s, t, out = list(m), list(s), t + 1, []
    for k in range(w.size):
        slope = float(dw.flat[k])
        m[k] = beta1 * m[k] + (1 - beta1) * slope
        s[k] = beta2 * s[k] + (1 - beta2) * slope * slope
        out.append(float(w.flat[k]) - lr * (m[k] / (1 - beta1**t)) / (math.sqrt(s[k] / (1 - beta2**t)) + eps))
    return np.array(out).reshape(w.shape), [m, s, t]


@variant("adam")
def adam_keeps_the_powers(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, s, p1, p2 = (0.0, 0.0, 1.0, 1.0) if state is None else state
    m, s, p1, p2 = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw**2, p1 * beta1, p2 * beta2
    return w - lr * (m / (1 - p1)) / ((s / (1 - p2)) ** 0.5 + eps), (m, s, p1, p2)


@variant("adam")
def adam_counts_from_one(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, s, t = (np.zeros(w.shape), np.zeros(w.shape), 1) if state is None else state
    m = m + (1 - beta1) * (dw - m)
    s = s + (1 - beta2) * (dw * dw - s)
    root = np.sqrt(s) / np.sqrt(1 - beta2**t)
    return w - lr / (1 - beta1**t) * m / (root + eps), (m, s, t + 1)


@variant("adam")
def adam_stacked_in_one_array(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, s, t = np.zeros((3, *w.shape)) if state is None else state
    m, s, t = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw**2, t + 1
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps), np.stack([m, s, t])


# -- 7.6 effective_lr -------------------------------------------------------------------------


@variant("effective_lr")
def effective_lr_by_mask(w, w_new, dw):
    out = np.full(w.shape, np.nan)
    there = dw != 0
    out[there] = (w[there] - w_new[there]) / dw[there]
    return out


@variant("effective_lr")
def effective_lr_by_loop(w, w_new, dw):
    rates = [(float(a) - float(b)) / float(g) if g != 0 else float("nan") for a, b, g in zip(w.ravel(), w_new.ravel(), dw.ravel())]
    return np.array(rates).reshape(w.shape)


@variant("effective_lr")
def effective_lr_by_where(w, w_new, dw):
    with np.errstate(all="ignore"):
        return np.where(dw == 0, np.nan, -(w_new - w) / dw)


@variant("effective_lr")
def effective_lr_warns(w, w_new, dw):
    rate = (w - w_new) / dw
    rate[dw == 0] = np.nan
    return rate


# -- 7.9 best_learning_rate -------------------------------------------------------------------


@variant("best_learning_rate")
def best_by_loop(lrs, losses):
    best, least = None, float("inf")
    for lr, row in zip(lrs, losses):
        if not np.all(np.isfinite(row)):
            continue
        mean = sum(float(loss) for loss in row) / len(row)
        if best is None or mean < least or (mean == least and lr < best):
            best, least = lr, mean
    return float(best)


@variant("best_learning_rate")
def best_by_sorting(lrs, losses):
    order = np.argsort(lrs)
    mean = losses[order].mean(axis=1)
    mean[~np.isfinite(mean)] = np.inf
    return lrs[order][np.argmin(mean)]


@variant("best_learning_rate")
def best_by_min_of_pairs(lrs, losses):
    pairs = [(np.mean(row), lr) for lr, row in zip(lrs, losses) if np.isfinite(row).all()]
    return min(pairs)[1]


@variant("best_learning_rate")
def best_by_lexsort(lrs, losses):
    ok = np.isfinite(losses).all(axis=1)
    kept, means = lrs[ok], losses[ok].mean(axis=1)
    return kept[np.lexsort((kept, means))[0]]


# -- Further ----------------------------------------------------------------------------------


@variant("adamw")
def adamw_from_scratch(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    m, s, t = (0, 0, 0) if state is None else state
    m, s, t = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw**2, t + 1
    step = (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps)
    return w - lr * (step + decay * w), (m, s, t)


@variant("adamw")
def adamw_shrinks_first(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    return adam_in_a_dict(w * (1 - lr * decay), dw, state, lr, beta1, beta2, eps)


@variant("adamw")
def adamw_by_loop(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    out, state = adam_by_loop(w, dw, state, lr, beta1, beta2, eps)
    for index in np.ndindex(*w.shape):
        out[index] -= lr * decay * float(w[index])
    return out, state


@variant("clip_by_norm")
def clip_by_concatenation(grads, max_norm):
    norm = np.linalg.norm(np.concatenate([dw.ravel() for dw in grads]).astype(float))
    if norm <= max_norm:
        return tuple(dw.copy() for dw in grads)
    return tuple(dw * (max_norm / norm) for dw in grads)


@variant("clip_by_norm")
def clip_by_loop(grads, max_norm):
    total = 0.0
    for dw in grads:
        for value in dw.ravel():
            total += float(value) ** 2
    scale = 1.0 if total <= max_norm**2 else max_norm / math.sqrt(total)
    return tuple(np.array(dw) * scale for dw in grads)


@variant("clip_by_norm")
def clip_by_minimum(grads, max_norm):
    norm = math.sqrt(sum(float(np.vdot(dw.astype(float), dw.astype(float))) for dw in grads))
    factor = min(1.0, max_norm / (norm + 1e-300))
    return tuple([dw * factor for dw in grads])


@variant("critical_rate")
def critical_by_power_iteration(H):
    v = np.sqrt(np.arange(2.0, len(H) + 2))
    for _ in range(4000):
        v = H @ v / np.linalg.norm(H @ v)
    return float(2 / (v @ H @ v))


@variant("critical_rate")
def critical_by_norm(H):
    return 2 / np.linalg.norm(H, 2)


@variant("critical_rate")
def critical_by_eig(H):
    return 2.0 / max(np.linalg.eig(np.asarray(H, dtype=float))[0].real)


@variant("clip_by_norm")
def clip_returns_short_ones_as_they_are(grads, max_norm):
    norm = np.sqrt(sum(np.sum(dw**2.0) for dw in grads))
    if norm <= max_norm:
        return tuple(grads)
    return tuple(dw * max_norm / norm for dw in grads)
