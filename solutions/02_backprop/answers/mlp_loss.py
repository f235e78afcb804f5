"""Answers to 2.7, mlp_loss: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def mlp_loss_inputs(rng):
    while True:
        N, D, H, C = (int(n) for n in rng.integers(1, 6, 4))
        X, y = rng.normal(size=(N, D)), rng.integers(0, C, N)
        params = {"W1": rng.normal(size=(D, H)), "b1": rng.normal(size=H)}
        params |= {"W2": rng.normal(size=(H, C)), "b2": rng.normal(size=C)}
        way = rng.random()
        if way < 0.3:  # pre-activations of exactly 0, and scores that are equal
            X, params = np.round(X), {key: np.round(value) for key, value in params.items()}
            params["b1"] = -X[0] @ params["W1"]
        elif way < 0.4:  # labels that the network holds for all but impossible
            params["b2"] = params["b2"] + rng.choice([-40.0, 0.0, 40.0], C)
        elif way < 0.5:  # scores that are large throughout in some rows
            params["W2"] = params["W2"] + 500.0
        elif way < 0.6:
            X, params = X / 2, {key: value / 2 for key, value in params.items()}
            X, params = X.astype(np.float32), {key: value.astype(np.float32) for key, value in params.items()}
        if 0.3 <= way < 0.5 or way >= 0.6:
            X = turned(rng, X)
        elif way < 0.3 and maybe(rng, 0.5):  # whole numbers, some of them integers
            X = X.astype(int) if maybe(rng, 0.5) else X
            params = {key: value.astype(int) if maybe(rng, 0.5) else value for key, value in params.items()}
        yield X, y, {key: params[key] for key in rng.permutation(list(params)).tolist()}


# -- right, written in other ways ------------------------------------------------------------------


@right
def mlp_by_numpy(X, y, params):
    z = X @ params["W1"] + params["b1"]
    a = np.maximum(z, 0)
    s = a @ params["W2"] + params["b2"]
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    onehot = np.eye(p.shape[1])[y]
    d = (p - onehot) / len(X)
    dz = (d @ params["W2"].T) * (z > 0)
    return -np.sum(onehot * np.log(p)) / len(X), {
        "b2": d.sum(axis=0),
        "W2": a.T @ d,
        "b1": dz.sum(axis=0),
        "W1": X.T @ dz,
    }


@right
def mlp_by_examples(X, y, params):
    """It sends one example after the other through the network, without the layers of the reference, and adds up
    their gradients, each divided by N. This is gradient accumulation: only one example's activations are held at a
    time, so that those of the whole batch need not fit into memory, but N rounds of small products in Python are much
    slower than one round of large ones."""
    N = len(X)
    loss, grads = 0.0, {key: np.zeros(np.shape(value)) for key, value in params.items()}
    for x, label in zip(X, y):
        z = x @ params["W1"] + params["b1"]
        hidden = np.maximum(z, 0)
        scores = hidden @ params["W2"] + params["b2"]
        p = np.exp(scores - scores.max())
        p = p / p.sum()
        loss -= np.log(p[label]) / N
        dscores = p.copy()
        dscores[label] -= 1
        dscores /= N
        dz = (params["W2"] @ dscores) * (z > 0)
        grads["W2"] += np.outer(hidden, dscores)
        grads["b2"] += dscores
        grads["W1"] += np.outer(x, dz)
        grads["b1"] += dz
    return loss, grads


@right
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
    return float(loss), dict(
        W1=np.einsum("nd,nh->dh", X, back),
        b1=np.ones(len(y)) @ back,
        W2=np.einsum("nh,nc->hc", z * opened, d),
        b2=np.ones(len(y)) @ d,
    )


# -- wrong, and told why ---------------------------------------------------------------------------


def _softmax(scores, y):
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = p / p.sum(axis=1, keepdims=True)
    rows = np.arange(len(y))
    d = p.copy()
    d[rows, y] -= 1
    return -np.mean(np.log(p[rows, y])), d / len(y)


def _mlp(
    X, y, params, bent=True, mask=True, scale=1.0, first_bias=True, second_bias=True, bent_scores=False, share=1.0
):
    """The network with single steps left out."""
    z = X @ params["W1"] + first_bias * params["b1"]
    hidden = np.maximum(z, 0) if bent else z
    scores = hidden @ params["W2"] + second_bias * params["b2"]
    loss, d = _softmax(np.maximum(scores, 0) if bent_scores else scores, y)
    d = d * (scores > 0 if bent_scores else 1.0) * scale
    dz = d @ params["W2"].T * (z > 0 if mask and bent else 1.0)
    return loss * share, {"W1": X.T @ dz, "b1": dz.sum(axis=0), "W2": hidden.T @ d, "b2": d.sum(axis=0)}


@wrong
def relu_backward_left_out(X, y, params):
    """Backward, your ReLU lets everything pass: it is left out, or its mask is True everywhere (as hidden >= 0 is). The
    gate is shut where z was not positive."""
    return _mlp(X, y, params, mask=False)


@wrong
def no_relu_at_all(X, y, params):
    """There is no bend between your two layers, so they are one. Where does the ReLU belong?"""
    return _mlp(X, y, params, bent=False)


@wrong
def relu_on_the_scores(X, y, params):
    """You bend the scores too. The last layer has no ReLU: scores may be negative, softmax takes them as they are."""
    return _mlp(X, y, params, bent_scores=True)


@wrong
def averaged_twice(X, y, params):
    """Your gradients are too small by the factor N. The gradient that `softmax_loss` returns has been divided by N already."""
    return _mlp(X, y, params, scale=1 / len(X))


@wrong
def not_averaged(X, y, params):
    """Your gradients are too large by the factor N: they belong to the sum of the losses, but the loss is their mean."""
    return _mlp(X, y, params, scale=len(X))


@wrong
def loss_not_averaged(X, y, params):
    """Your loss is the sum over the examples. It is the mean that `softmax_loss` returns."""
    return _mlp(X, y, params, share=len(X))


@wrong
def sums_instead_of_means(X, y, params):
    """Your loss and your gradients are sums over the examples. `softmax_loss` returns the mean, and its gradient: take them as they
    are."""
    loss, grads = _mlp(X, y, params, scale=len(X))
    return loss * len(X), grads


@wrong
def starts_with_the_loss(X, y, params):
    """Your gradients have the loss as a factor. The backward pass starts with 1, the derivative of the loss by itself;
    `dscores` holds that already."""
    return _mlp(X, y, params, scale=_mlp(X, y, params)[0])


@wrong
def first_bias_left_out(X, y, params):
    """The bias b1 has no part in your forward pass."""
    return _mlp(X, y, params, first_bias=False)


@wrong
def second_bias_left_out(X, y, params):
    """The bias b2 has no part in your forward pass."""
    return _mlp(X, y, params, second_bias=False)


@wrong
def downhill_already(X, y, params):
    """Your gradients have the wrong sign. A gradient points uphill; it is the update that goes against it."""
    return _mlp(X, y, params, scale=-1.0)


@wrong
def mask_by_the_gradient(X, y, params):
    """Your ReLU stops negative gradients instead of those of units that were not positive. Hand it the cache of the
    forward pass."""
    loss, grads = _mlp(X, y, params)
    hidden = np.maximum(X @ params["W1"] + params["b1"], 0)
    dz = np.maximum(_softmax(hidden @ params["W2"] + params["b2"], y)[1] @ params["W2"].T, 0)
    return loss, grads | {"W1": X.T @ dz, "b1": dz.sum(axis=0)}


@wrong
def biases_averaged(X, y, params):
    """Your gradients of the biases are means over the examples. They are sums, as those of the weights: 1/N is in dout already."""
    loss, grads = _mlp(X, y, params)
    return loss, grads | {"b1": grads["b1"] / len(X), "b2": grads["b2"] / len(X)}


@wrong
def softmax_over_the_examples(X, y, params):
    """Your probabilities add up to 1 over the examples. Each example has probabilities of its own, over the classes."""
    z = X @ params["W1"] + params["b1"]
    h = np.maximum(z, 0)
    s = h @ params["W2"] + params["b2"]
    with np.errstate(all="ignore"):
        e = np.exp(s - s.max())
        p = e / e.sum(axis=0)
        loss = -np.mean(np.log(p[np.arange(len(y)), y]))
    d = p.copy()
    d[np.arange(len(y)), y] -= 1
    d = d / len(y)
    dz = d @ params["W2"].T * (z > 0)
    return loss, {"W1": X.T @ dz, "b1": dz.sum(axis=0), "W2": h.T @ d, "b2": d.sum(axis=0)}


@wrong
def parameters_by_place(X, y, params):
    """You take the parameters in the order in which the dict lists them. They may come in any order: look them up by their keys."""
    W1, b1, W2, b2 = params.values()
    return _mlp(X, y, {"W1": W1, "b1": b1, "W2": W2, "b2": b2})


@wrong
def slope_one_at_zero(X, y, params):
    """Where a unit's z is exactly 0 your ReLU lets the gradient pass. As in 2.6, the slope there counts as 0: it passes
    where z > 0."""
    z = X @ params["W1"] + params["b1"]
    h = np.maximum(z, 0)
    loss, d = _softmax(h @ params["W2"] + params["b2"], y)
    dz = d @ params["W2"].T * (z >= 0)
    return loss, {"W1": X.T @ dz, "b1": dz.sum(axis=0), "W2": h.T @ d, "b2": d.sum(axis=0)}


@wrong
def W2_from_the_sums(X, y, params):
    """Your gradient of W2 is made with the hidden sums z. What went into the second layer is what the ReLU let through."""
    z = X @ params["W1"] + params["b1"]
    h = np.maximum(z, 0)
    loss, d = _softmax(h @ params["W2"] + params["b2"], y)
    dz = d @ params["W2"].T * (z > 0)
    return loss, {"W1": X.T @ dz, "b1": dz.sum(axis=0), "W2": z.T @ d, "b2": d.sum(axis=0)}


@wrong
def b1_before_the_relu(X, y, params):
    """Your gradient of b1 is made of what arrives at the ReLU from above. b1 lies below it: take what the ReLU's
    backward returns."""
    z = X @ params["W1"] + params["b1"]
    h = np.maximum(z, 0)
    loss, d = _softmax(h @ params["W2"] + params["b2"], y)
    dh = d @ params["W2"].T
    return loss, {"W1": X.T @ (dh * (z > 0)), "b1": dh.sum(axis=0), "W2": h.T @ d, "b2": d.sum(axis=0)}


@wrong
def something_added_to_the_probability(X, y, params):
    """Inside the logarithm you add a small number to the probability, or keep it from falling below one. That saves you
    from log 0, but where a right class is all but impossible the loss is another one: `softmax_loss` does without."""
    z = X @ params["W1"] + params["b1"]
    h = np.maximum(z, 0)
    s = h @ params["W2"] + params["b2"]
    _, d = _softmax(s, y)
    e = np.exp(s - s.max(axis=1, keepdims=True))
    p = (e / e.sum(axis=1, keepdims=True))[np.arange(len(y)), y]
    dz = d @ params["W2"].T * (z > 0)
    return -np.mean(np.log(p + 1e-8)), {"W1": X.T @ dz, "b1": dz.sum(axis=0), "W2": h.T @ d, "b2": d.sum(axis=0)}


# -- wrong, refused without a name -----------------------------------------------------------------


def _mlp_scaled(X, y, W1, b1, W2, b2, scale=1.0):
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


@wrong
def keys_in_order(X, y, params):
    loss, grads = _mlp_scaled(X, y, *params.values())
    return loss, dict(zip(params.keys(), grads))


@wrong
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


@wrong
def one_shift_for_all(X, y, params):
    z = X @ params["W1"] + params["b1"]
    h = np.maximum(z, 0)
    s = h @ params["W2"] + params["b2"]
    with np.errstate(all="ignore"):
        e = np.exp(s - s.max())
        p = e / e.sum(axis=1, keepdims=True)
        loss = -np.mean(np.log(p[np.arange(len(y)), y]))
    d = p.copy()
    d[np.arange(len(y)), y] -= 1
    d = d / len(y)
    dz = d @ params["W2"].T * (z > 0)
    return loss, {"W1": X.T @ dz, "b1": dz.sum(axis=0), "W2": h.T @ d, "b2": d.sum(axis=0)}
