"""Wrong answers that learners gave in trials of 07_optimizers; `named`: the panel of that day named them rightly."""

import numpy as np

from chainrule_staff.authoring.alternatives import trial

_MEMORY = {}


# -- 7.2 descend -----------------------------------------------------------------------------


@trial("descend", named=False)
def breaks_at_zero(update, grad, w, lr, steps):
    path = [w]
    state = None
    for _ in range(steps):
        dw = grad(w)
        if np.all(dw == 0):
            break
        w, state = update(w, dw, state, lr)
        path.append(w)
    return np.array(path, dtype=float)


@trial("descend", named=False)
def steps_minus_one(update, grad, w, lr, steps):
    path, state = [w], None
    for _ in range(steps - 1):
        w, state = update(w, grad(w), state, lr)
        path.append(w)
    return np.array(path, dtype=float)


@trial("descend", named=False)
def own_sgd(update, grad, w, lr, steps):
    path = [w]
    for _ in range(steps):
        w = w - lr * grad(w)
        path.append(w)
    return np.array(path, dtype=float)


@trial("descend", named=False)
def gradient_late(update, grad, w, lr, steps):
    path, state, g = [w], None, grad(w)
    for _ in range(steps):
        o = w
        w, state = update(w, g, state, lr)
        g = grad(o)
        path.append(w)
    return np.array(path, dtype=float)



# -- 7.3 momentum, 7.4 nesterov --------------------------------------------------------------


@trial("momentum", named=False)
def dict_in_place(w, dw, state, lr, mu=0.9):
    if state is None:
        state = {"v": np.zeros(w.shape)}
    state["v"] = mu * state["v"] + dw
    return w - lr * state["v"], state


@trial("momentum", named=False)
def integer_buffer(w, dw, state, lr, mu=0.9):
    old = np.zeros_like(w) if state is None else state
    v = np.zeros_like(w)
    for i in range(len(w)):
        v[i] = mu * old[i] + dw[i]
    return w - lr * v, v


@trial("momentum", named=False)
def mean_over_rows(w, dw, state, lr, mu=0.9):
    if dw.ndim == 2:
        dw = dw.mean(axis=0)
    v = mu * (0 if state is None else state) + dw
    return w - lr * v, v


@trial("momentum", named=False)
def mu_or_default(w, dw, state, lr, mu=None):
    mu = mu or 0.9
    v = mu * (0 if state is None else state) + dw
    return w - lr * v, v


@trial("nesterov", named=False)
def integer_buffer_ahead(w, dw, state, lr, mu=0.9):
    old = np.zeros_like(w) if state is None else state
    v = np.zeros_like(w)
    for i in range(len(w)):
        v[i] = mu * old[i] + dw[i]
    return w - lr * (dw + mu * v), v


@trial("nesterov", named=False)
def mu_or_default_ahead(w, dw, state, lr, mu=None):
    mu = mu or 0.9
    v = mu * (0 if state is None else state) + dw
    return w - lr * (dw + mu * v), v


@trial("nesterov", named=False)
def parentheses_missing(w, dw, state, lr, mu=0.9):
    v = mu * (0 if state is None else state) + dw
    return w - lr * dw - mu * v, v


@trial("momentum", named=False)
def nothing_without_gradients(w, dw, state, lr, mu=0.9):
    if not dw.any():
        return w, state
    v = (0 if state is None else mu * state) + dw
    return w - lr * v, v


@trial("momentum", named=False)
def still_where_flat(w, dw, state, lr, mu=0.9):
    v = (0 if state is None else mu * state) + dw
    return np.where(dw == 0, w, w - lr * v), v


@trial("momentum", named=False)
def old_velocity_where_flat(w, dw, state, lr, mu=0.9):
    old = np.zeros(w.shape) if state is None else state
    v = np.where(dw != 0, mu * old + dw, old)
    return w - lr * v, v


@trial("nesterov", named=False)
def still_where_flat_ahead(w, dw, state, lr, mu=0.9):
    v = (0 if state is None else mu * state) + dw
    return np.where(dw == 0, w, w - lr * (dw + mu * v)), v


@trial("nesterov", named=False)
def nine_tenths_in_the_step(w, dw, state, lr, mu=0.9):
    v = mu * (0 if state is None else state) + dw
    return w - lr * (dw + 0.9 * v), v


@trial("nesterov", named=False)
def sgd_first(w, dw, state, lr, mu=0.9):
    if state is None:
        return w - lr * dw, dw
    v = mu * state + dw
    return w - lr * (dw + mu * v), v



# -- 7.5 adagrad, 7.7 rmsprop ----------------------------------------------------------------


@trial("adagrad", named=False)
def rate_ignored(w, dw, state, lr, eps=1e-10):
    lr = 0.1
    s = (0 if state is None else state) + dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s


@trial("adagrad", named=False)
def rate_of_the_first_call(w, dw, state, lr, eps=1e-10):
    if state is None:
        state = {"s": 0, "lr": lr}
    s = state["s"] + dw**2
    return w - state["lr"] * dw / (np.sqrt(s) + eps), {"s": s, "lr": state["lr"]}


@trial("adagrad", named=False)
def rate_inside_the_sum(w, dw, state, lr, eps=1e-10):
    s = (0 if state is None else state) + (lr * dw) ** 2
    return w - lr * (lr * dw) / (np.sqrt(s) + lr * eps), s


@trial("adagrad", named=False)
def integer_sums(w, dw, state, lr, eps=1e-10):
    old = np.zeros_like(w) if state is None else state
    s = np.zeros_like(w)
    for i in range(len(w)):
        s[i] = old[i] + dw[i] ** 2
    return w - lr * dw / (np.sqrt(s) + eps), s


@trial("adagrad", named=False)
def one_sum_per_row(w, dw, state, lr, eps=1e-10):
    sq = dw**2
    if dw.ndim == 2:
        sq = sq.sum(axis=1, keepdims=True)
    s = (0 if state is None else state) + sq
    return w - lr * dw / (np.sqrt(s) + eps), s


@trial("adagrad", named=True)
def eps_added_inside(w, dw, state, lr, eps=1e-10):
    s = (0 if state is None else state) + dw**2
    return w - lr * dw / np.sqrt(s + eps), s


@trial("rmsprop", named=False)
def integer_averages(w, dw, state, lr, rho=0.9, eps=1e-8):
    old = np.zeros_like(w) if state is None else state
    s = np.zeros_like(w)
    for i in range(len(w)):
        s[i] = rho * old[i] + (1 - rho) * dw[i] ** 2
    return w - lr * dw / (np.sqrt(s) + eps), s


@trial("rmsprop", named=False)
def nothing_when_flat(w, dw, state, lr, rho=0.9, eps=1e-8):
    if not dw.any():
        return w, state
    s = rho * (0 if state is None else state) + (1 - rho) * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s



# -- 7.6 effective_lr ------------------------------------------------------------------------


@trial("effective_lr", named=False)
def is_close_to_zero(w, w_new, dw):
    return (w - w_new) / np.where(np.isclose(dw, 0), np.nan, dw)


@trial("effective_lr", named=False)
def divisor_plus_tiny(w, w_new, dw):
    return np.where(dw == 0, np.nan, (w - w_new) / (dw + 1e-12))


# -- 7.8 adam --------------------------------------------------------------------------------


@trial("adam", named=False)
def mean_square_of_a_row(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, s, t = (0, 0, 0) if state is None else state
    sq = dw**2
    if dw.ndim == 2:
        sq = sq.mean(axis=1, keepdims=True)
    t = t + 1
    m = beta1 * m + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * sq
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)


@trial("adam", named=False)
def beta1_in_both_corrections(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, s, t = (0, 0, 0) if state is None else state
    m, s, t = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw**2, t + 1
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta1**t)) + eps), (m, s, t)


@trial("adam", named=True)
def corrected_handed_back(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, s, t = (0, 0, 0) if state is None else state
    t = t + 1
    m = (beta1 * m + (1 - beta1) * dw) / (1 - beta1**t)
    s = (beta2 * s + (1 - beta2) * dw**2) / (1 - beta2**t)
    return w - lr * m / (np.sqrt(s) + eps), (m, s, t)


# -- 7.9 best_learning_rate ------------------------------------------------------------------


@trial("best_learning_rate", named=False)
def less_or_equal(lrs, losses):
    best, low = None, np.inf
    for i in range(len(lrs)):
        mean = losses[i].mean()
        if np.isfinite(mean) and mean <= low:
            low, best = mean, lrs[i]
    return best


@trial("best_learning_rate", named=False)
def dict_of_means(lrs, losses):
    rates = {}
    for lr, row in zip(lrs, losses):
        if np.all(np.isfinite(row)):
            rates[row.mean()] = lr
    return rates[min(rates)]


@trial("best_learning_rate", named=False)
def infinity_only(lrs, losses):
    pairs = []
    for lr, row in zip(lrs, losses):
        if np.inf in row or -np.inf in row:
            continue
        pairs.append((np.mean(row), lr))
    return min(pairs)[1]


@trial("best_learning_rate", named=False)
def nine_hundred_and_ninety_nine(lrs, losses):
    mean = np.where(np.isfinite(losses), losses, 999.0).mean(axis=1)
    return lrs[mean == mean.min()].min()


@trial("best_learning_rate", named=False)
def at_most_a_hundred(lrs, losses):
    best, low = None, 100
    for i in np.argsort(lrs):
        mean = losses[i].mean()
        if mean < low and np.all(np.isfinite(losses[i])):
            best, low = lrs[i], mean
    return best


@trial("best_learning_rate", named=False)
def close_means_tie(lrs, losses):
    mean = np.where(np.isfinite(losses).all(axis=1), losses.mean(axis=1), np.inf)
    return lrs[np.isclose(mean, mean.min(), atol=0.05)].min()


@trial("best_learning_rate", named=False)
def rounded_means(lrs, losses):
    mean = np.where(np.isfinite(losses).all(axis=1), losses.mean(axis=1), np.inf).round(2)
    return lrs[mean == mean.min()].min()


@trial("best_learning_rate", named=False)
def mean_over_axis_0(lrs, losses):
    return lrs[np.argmin(np.mean(losses, axis=0))]


@trial("best_learning_rate", named=False)
def position_among_the_kept(lrs, losses):
    ok = np.isfinite(losses).all(axis=1)
    return lrs[losses[ok].mean(axis=1).argmin()]


@trial("best_learning_rate", named=False)
def worst_finite_mean(lrs, losses):
    m = losses.mean(axis=1)
    m[~np.isfinite(m)] = m[np.isfinite(m)].max()
    return lrs[m == m.min()].min()


@trial("best_learning_rate", named=False)
def nan_out_of_the_mean(lrs, losses):
    m = np.nanmean(losses, axis=1)
    return lrs[m == m.min()].min()


@trial("best_learning_rate", named=False)
def nanargmin(lrs, losses):
    return lrs[np.nanargmin(losses.mean(axis=1))]


@trial("best_learning_rate", named=False)
def ties_by_isclose(lrs, losses):
    m = np.where(~np.isfinite(losses).all(axis=1), np.inf, losses.mean(axis=1))
    return lrs[np.isclose(m, m.min())].min()



# -- Further ---------------------------------------------------------------------------------


@trial("adamw", named=False)
def adamw_into_integers(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    m, s, t = (0, 0, 0) if state is None else state
    m, s, t = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw**2, t + 1
    out = np.zeros_like(w)
    for i in range(len(w)):
        out[i] = w[i] - lr * (m[i] / (1 - beta1**t) / (np.sqrt(s[i] / (1 - beta2**t)) + eps) + decay * w[i])
    return out, (m, s, t)


@trial("adamw", named=False)
def adamw_with_a_global(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    if state is None:
        _MEMORY["all"] = (0, 0, 0)
    m, s, t = _MEMORY["all"]
    m, s, t = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw**2, t + 1
    _MEMORY["all"] = m, s, t
    return w - lr * (m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps) + decay * w), 1


@trial("clip_by_norm", named=False)
def two_norm_of_matrices(grads, max_norm):
    n = np.sqrt(sum(np.linalg.norm(g, 2) ** 2 for g in grads))
    f = min(1, max_norm / n) if n > 0 else 1
    return tuple(g * f for g in grads)


@trial("clip_by_norm", named=False)
def one_row_of_matrices(grads, max_norm):
    n = 0
    for g in grads:
        row = g if g.ndim == 1 else g[0]
        for x in row:
            n += x**2
    n = n**0.5
    f = max_norm / n if n > max_norm else 1.0
    return tuple(g * f for g in grads)


@trial("clip_by_norm", named=False)
def a_millionth_in_the_divisor(grads, max_norm):
    n = np.sqrt(sum(np.sum(g**2) for g in grads))
    return tuple(g * min(1.0, max_norm / (n + 1e-6)) for g in grads)


@trial("critical_rate", named=False)
def two_by_two_only(H):
    if H.shape == (1, 1):
        return 2 / H[0, 0]
    if H.shape[0] > 2:
        return 2 / np.max(np.diag(H))
    a, b, d = H[0, 0], H[0, 1], H[1, 1]
    return 2 / ((a + d) / 2 + np.sqrt(((a - d) / 2) ** 2 + b**2))


@trial("adamw", named=False)
def decay_at_the_first_rate(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    m, s, t, first = (0, 0, 0, lr) if state is None else state
    m, s, t = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw**2, t + 1
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps) - first * decay * w, (m, s, t, first)
