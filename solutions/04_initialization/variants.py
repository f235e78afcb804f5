"""Correct answers to 04_initialization, written from the contracts alone, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, variant


def _fans(shape):
    area = math.prod(shape[2:])
    return (shape[0], shape[1]) if len(shape) == 2 else (shape[1] * area, shape[0] * area)


# -- inputs ------------------------------------------------------------------------------------


def _shapes(rng):
    while True:
        yield tuple(int(n) for n in rng.integers(1, 9, 2 if rng.random() < 0.5 else 4))


@inputs("fan_in_fan_out")
def fan_inputs(rng):
    for shape in _shapes(rng):
        yield (shape,)


def _draw_inputs(rng):
    for shape in _shapes(rng):
        yield shape, np.random.default_rng(int(rng.integers(10**6)))


@inputs("lecun_normal")
def lecun_normal_inputs(rng):
    yield from _draw_inputs(rng)


@inputs("lecun_uniform")
def lecun_uniform_inputs(rng):
    yield from _draw_inputs(rng)


@inputs("xavier_uniform")
def xavier_uniform_inputs(rng):
    yield from _draw_inputs(rng)


@inputs("xavier_normal")
def xavier_normal_inputs(rng):
    yield from _draw_inputs(rng)


@inputs("he_normal")
def he_normal_inputs(rng):
    yield from _draw_inputs(rng)


@inputs("orthogonal")
def orthogonal_inputs(rng):
    while True:
        yield tuple(int(n) for n in rng.integers(1, 9, 2)), np.random.default_rng(int(rng.integers(10**6)))


def _function(rng):
    return [np.tanh, np.sin, lambda z: np.maximum(z, 0), lambda z: z, lambda z: z**2][rng.integers(5)]


def _network(rng):
    sizes = rng.integers(1, 5, rng.integers(2, 5))
    x, weights = rng.normal(0.5, 1, (rng.integers(1, 5), sizes[0])), [rng.normal(0, 1, pair) for pair in zip(sizes, sizes[1:])]
    if rng.random() < 0.2:
        x, weights = np.round(3 * x).astype(int), [np.round(3 * W).astype(int) for W in weights]
    return x, weights


@inputs("activation_stds")
def activation_stds_inputs(rng):
    while True:
        yield *_network(rng), _function(rng)


@inputs("layer_scales")
def layer_scales_inputs(rng):
    while True:
        sizes = rng.integers(2, 5, rng.integers(2, 5))
        x, weights = rng.normal(0.5, 1, (6, sizes[0])), [rng.normal(0, 1, pair) for pair in zip(sizes, sizes[1:])]
        yield x, weights, [np.tanh, np.sin, lambda z: z][rng.integers(3)]


@inputs("diagnose")
def diagnose_inputs(rng):
    while True:
        stds = rng.choice([0.0, 0.05, 0.5, 1.0, 5.0, 10.0, np.inf, np.nan, rng.uniform(0, 20)], rng.integers(1, 6))
        stds[0] = rng.choice([0.5, 1.0, 5.0, rng.uniform(0.1, 9)])
        saturated, factor = float(rng.choice([0.0, 0.3, 0.5, 0.51, 1.0])), float(rng.choice([1.5, 2.0, 10.0, 100.0]))
        yield [(stds,), (stds, saturated), (stds, saturated, factor)][rng.integers(3)]


@inputs("gain")
def gain_inputs(rng):
    while True:
        z = rng.normal(0.2, 2, [(5,), (2, 3), (2, 1, 3), (1,)][rng.integers(4)])
        z = np.round(z).astype(int) if rng.random() < 0.2 else z.astype(np.float32) if rng.random() < 0.2 else z
        f = _function(rng)
        if np.any(f(z) != 0):
            yield f, z


@inputs("leaky_relu_gain")
def leaky_relu_gain_inputs(rng):
    while True:
        yield (rng.choice([0.0, 1.0, 0.01, 0.1, 0.2, 0.5, rng.random()]).item(),)


@inputs("distinct_units")
def distinct_units_inputs(rng):
    while True:
        fan_in, H = int(rng.integers(1, 4)), int(rng.integers(1, 6))
        W = rng.choice([-1.0, 0.0, 0.5, 0.502, 1.0], (fan_in, H))
        yield (W + rng.uniform(-4e-10, 4e-10, W.shape) if rng.random() < 0.7 else np.round(W).astype(int),)


# -- 4.1 fan_in_fan_out ------------------------------------------------------------------------


@variant("fan_in_fan_out")
def by_products(shape):
    if len(shape) == 2:
        return tuple(shape)
    return np.prod(shape[1:]), shape[0] * np.prod(shape[2:])


@variant("fan_in_fan_out")
def by_a_loop(shape):
    fan_in, fan_out = (shape[1], shape[0]) if len(shape) == 4 else (shape[0], shape[1])
    for side in shape[2:]:
        fan_in *= side
        fan_out *= side
    return fan_in, fan_out


@variant("fan_in_fan_out")
def by_unpacking(shape):
    try:
        O, C, kh, kw = shape
    except ValueError:
        fan_in, fan_out = shape
        return fan_in, fan_out
    return C * kh * kw, O * kh * kw


@variant("fan_in_fan_out")
def by_size(shape):
    if len(shape) == 2:
        return shape[0], shape[1]
    weights = int(np.prod(shape))
    return weights // shape[0], weights / shape[1]


# -- ways of drawing ---------------------------------------------------------------------------


def _box_muller(std, shape, rng):
    u, v = 1 - rng.random(shape), rng.random(shape)
    return std * np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * v)


def _rows(draw, shape):
    """One row (output channel) after the other."""
    return np.stack([draw(shape[1:]) for _ in range(shape[0])])


def _numbers(draw, shape):
    """One number after the other."""
    W = np.zeros(shape)
    for index in np.ndindex(*shape):
        W[index] = draw()
    return W


@variant("lecun_normal")
def lecun_scaled(shape, rng):
    return rng.standard_normal(shape) / np.sqrt(_fans(shape)[0])


@variant("lecun_normal")
def lecun_by_rows(shape, rng):
    return _rows(lambda size: rng.normal(0.0, _fans(shape)[0] ** -0.5, size), shape)


@variant("lecun_normal")
def lecun_by_box_muller(shape, rng):
    return _box_muller(_fans(shape)[0] ** -0.5, shape, rng)


@variant("lecun_normal")
def lecun_float32(shape, rng):
    return rng.standard_normal(shape, dtype=np.float32) * np.float32(_fans(shape)[0] ** -0.5)


@variant("lecun_normal")
def lecun_number_by_number(shape, rng):
    std = 1 / math.sqrt(_fans(shape)[0])
    return _numbers(lambda: rng.normal(0, std), shape)


@variant("lecun_normal")
def lecun_reshaped(shape, rng):
    return (rng.normal(size=math.prod(shape)) * math.sqrt(1 / _fans(shape)[0])).reshape(shape)


@variant("lecun_normal", of="lecun_uniform")
def lecun_uniform_stretched(shape, rng):
    return (2 * rng.random(shape) - 1) * np.sqrt(3 / _fans(shape)[0])


@variant("lecun_normal", of="lecun_uniform")
def lecun_uniform_by_sign(shape, rng):
    return np.sqrt(3 / _fans(shape)[0]) * rng.random(shape) * rng.choice([-1, 1], shape)


@variant("lecun_normal", of="lecun_uniform")
def lecun_uniform_by_rows(shape, rng):
    limit = np.sqrt(3) / np.sqrt(_fans(shape)[0])
    return _rows(lambda size: rng.uniform(low=-limit, high=limit, size=size), shape)


@variant("lecun_normal", of="lecun_uniform")
def lecun_uniform_float32(shape, rng):
    limit = np.float32(np.sqrt(3 / _fans(shape)[0]))
    return limit - 2 * limit * rng.random(shape, dtype=np.float32)


@variant("lecun_normal", of="lecun_uniform")
def lecun_uniform_number_by_number(shape, rng):
    limit = math.sqrt(3 / _fans(shape)[0])
    return _numbers(lambda: rng.uniform(-limit, limit), shape)


@variant("xavier_uniform")
def xavier_uniform_stretched(shape, rng):
    return (rng.random(shape) - 0.5) * 2 * np.sqrt(6 / sum(_fans(shape)))


@variant("xavier_uniform")
def xavier_uniform_by_the_mean(shape, rng):
    limit = np.sqrt(3 / np.mean(_fans(shape)))
    return rng.uniform(-1, 1, size=shape) * limit


@variant("xavier_uniform")
def xavier_uniform_by_rows(shape, rng):
    limit = math.sqrt(6) / math.sqrt(sum(_fans(shape)))
    return _rows(lambda size: rng.uniform(-limit, limit, size), shape)


@variant("xavier_uniform", of="xavier_normal")
def xavier_normal_scaled(shape, rng):
    return rng.standard_normal(shape) * np.sqrt(2 / sum(_fans(shape)))


@variant("xavier_uniform", of="xavier_normal")
def xavier_normal_by_the_mean(shape, rng):
    return rng.normal(scale=np.mean(_fans(shape)) ** -0.5, size=shape)


@variant("xavier_uniform", of="xavier_normal")
def xavier_normal_by_box_muller(shape, rng):
    return _box_muller(math.sqrt(2 / sum(_fans(shape))), shape, rng).astype(np.float32)


@variant("xavier_uniform", of="xavier_normal")
def xavier_normal_number_by_number(shape, rng):
    std = math.sqrt(2 / sum(_fans(shape)))
    return _numbers(lambda: std * rng.standard_normal(), shape)


@variant("he_normal")
def he_scaled(shape, rng):
    return rng.standard_normal(shape) * np.sqrt(2 / _fans(shape)[0])


@variant("he_normal")
def he_from_lecun(shape, rng):
    return np.sqrt(2) * rng.normal(0, np.sqrt(1 / _fans(shape)[0]), size=shape)


@variant("he_normal")
def he_by_variance(shape, rng):
    return rng.normal(loc=0.0, scale=np.sqrt(2.0 / _fans(shape)[0]), size=np.array(shape))


@variant("he_normal")
def he_by_rows(shape, rng):
    return _rows(lambda size: rng.normal(0, math.sqrt(2 / _fans(shape)[0]), size), shape)


@variant("he_normal")
def he_by_box_muller(shape, rng):
    return _box_muller(math.sqrt(2 / _fans(shape)[0]), shape, rng)


@variant("he_normal")
def he_float32(shape, rng):
    return (rng.standard_normal(shape) * math.sqrt(2 / _fans(shape)[0])).astype(np.float32)


@variant("he_normal")
def he_number_by_number(shape, rng):
    std = math.sqrt(2 / _fans(shape)[0])
    return _numbers(lambda: rng.normal(0, std), shape)


@variant("he_normal")
def he_by_spawned_generators(shape, rng):
    seeds = rng.integers(2**63, size=shape[0])
    return np.stack([np.random.default_rng(seed).normal(0, math.sqrt(2 / _fans(shape)[0]), shape[1:]) for seed in seeds])


# -- 4.3 activation_stds -----------------------------------------------------------------------


@variant("activation_stds")
def stds_by_recursion(x, weights, f):
    if not weights:
        return np.zeros(0)
    a = f(np.dot(x, weights[0]))
    return np.concatenate([[a.std()], stds_by_recursion(a, weights[1:], f)])


@variant("activation_stds")
def stds_into_an_array(x, weights, f):
    out = np.zeros(len(weights))
    for layer, W in enumerate(weights):
        x = f(np.einsum("nd,dh->nh", x, W))
        out[layer] = np.sqrt(np.mean((x - np.mean(x)) ** 2))
    return out


@variant("activation_stds")
def stds_of_kept_activations(x, weights, f):
    A = [x]
    for W in weights:
        A.append(f(np.matmul(A[-1], W)))
    return np.array([np.std(a.ravel()) for a in A[1:]])


@variant("activation_stds")
def stds_by_python_sums(x, weights, f):
    found = []
    for W in weights:
        z = np.array([[sum(float(a) * float(w) for a, w in zip(row, column)) for column in W.T] for row in x])
        x = f(z)
        values = [float(a) for a in x.ravel()]
        mean = sum(values) / len(values)
        found.append(math.sqrt(sum((a - mean) ** 2 for a in values) / len(values)))
    return np.array(found)


# -- 4.4 diagnose ------------------------------------------------------------------------------


@variant("diagnose")
def diagnose_by_products(stds, saturated=0.0, factor=10.0):
    first, last = stds[0], stds[-1]
    if saturated > 0.5:
        return "saturated", last / first
    if np.isnan(last) or np.isinf(last) or last > first * factor:
        return "exploding", last / first
    return "vanishing" if last * factor < first else "healthy", last / first


@variant("diagnose")
def diagnose_falling_through(stds, saturated=0.0, factor=10.0):
    change = stds[-1] / stds[0]
    if saturated > 0.5:
        return "saturated", change
    if change < 1 / factor:
        return "vanishing", change
    if change <= factor:
        return "healthy", change
    return "exploding", change


@variant("diagnose")
def diagnose_by_elif(stds, saturated=0.0, factor=10.0):
    change = float(stds[-1]) / float(stds[0])
    if saturated > 0.5:
        answer = "saturated"
    elif math.isinf(change) or math.isnan(change) or change > factor:
        answer = "exploding"
    elif change < 1 / factor:
        answer = "vanishing"
    else:
        answer = "healthy"
    return answer, change


@variant("diagnose")
def diagnose_by_a_list(stds, saturated=0.0, factor=10.0):
    change = stds[len(stds) - 1] / stds[0]
    rules = [("saturated", saturated > 0.5), ("exploding", not (change <= factor)), ("vanishing", change < 1 / factor), ("healthy", True)]
    return next(name for name, true in rules if true), change


# -- 4.6 gain ----------------------------------------------------------------------------------


@variant("gain")
def gain_by_norm(f, z):
    a = np.asarray(f(z), dtype=float)
    return math.sqrt(a.size) / np.linalg.norm(a.ravel())


@variant("gain")
def gain_by_python(f, z):
    squares = [float(a) ** 2 for a in np.ravel(f(z))]
    return (sum(squares) / len(squares)) ** -0.5


@variant("gain")
def gain_by_power(f, z):
    return np.mean(np.square(f(z))) ** -0.5


@variant("gain", of="leaky_relu_gain")
def leaky_by_halves(slope):
    return 1 / math.sqrt(0.5 * 1 + 0.5 * slope * slope)


@variant("gain", of="leaky_relu_gain")
def leaky_by_power(slope):
    return ((1 + slope**2) / 2) ** -0.5


@variant("gain", of="leaky_relu_gain")
def leaky_by_hypot(slope):
    return np.sqrt(2) / np.hypot(1, slope)


# -- 4.8 distinct_units ------------------------------------------------------------------------


@variant("distinct_units")
def by_unique_columns(W):
    return np.unique(np.round(W, 6) + 0.0, axis=1).shape[1]


@variant("distinct_units")
def by_a_set_of_columns(W):
    return len({tuple(np.round(column, 5) + 0.0) for column in np.asarray(W).T})


@variant("distinct_units")
def by_pairs(W):
    W = np.asarray(W, dtype=float)
    same = np.max(np.abs(W[:, :, None] - W[:, None, :]), axis=0) <= 1e-6
    return int(np.sum(np.argmax(same, axis=0) == np.arange(W.shape[1])))


@variant("distinct_units")
def by_allclose(W):
    count = 0
    for j in range(W.shape[1]):
        if not any(np.allclose(W[:, j], W[:, i], rtol=0, atol=1e-6) for i in range(j)):
            count += 1
    return count


@variant("distinct_units")
def by_class_sizes(W):
    same = np.max(np.abs(W[:, :, None] - W[:, None, :]), axis=0) <= 1e-6
    return round(float(np.sum(1 / np.sum(same, axis=0))))


# -- Further 4.9 orthogonal --------------------------------------------------------------------


@variant("orthogonal")
def polar(shape, rng):
    u, _, vt = np.linalg.svd(rng.normal(0, 1, shape), full_matrices=False)
    return u @ vt


@variant("orthogonal")
def cut_from_a_square(shape, rng):
    u, _, vt = np.linalg.svd(rng.normal(0, 1, (max(shape), max(shape))))
    return (u @ vt)[: shape[0], : shape[1]].copy()


@variant("orthogonal")
def gram_schmidt(shape, rng):
    vectors = []
    while len(vectors) < min(shape):
        v = rng.normal(0, 1, max(shape))
        for _ in range(2):  # once more against rounding
            for u in vectors:
                v = v - (v @ u) * u
        vectors.append(v / np.sqrt(v @ v))
    W = np.array(vectors)
    return W if shape[0] <= shape[1] else W.T


@variant("orthogonal")
def random_signs(shape, rng):
    q, _ = np.linalg.qr(rng.standard_normal((max(shape), min(shape))))
    q = q * rng.choice([-1.0, 1.0], q.shape[1])
    return q if shape[0] >= shape[1] else q.T


# -- Further 4.10 layer_scales -----------------------------------------------------------------


@variant("layer_scales")
def scales_with_new_weights(x, weights, f):
    scales = np.zeros(len(weights))
    for layer, W in enumerate(weights):
        scales[layer] = 1 / (x @ W).std()
        x = f(x @ (W * scales[layer]))
    return scales


@variant("layer_scales")
def scales_by_recursion(x, weights, f):
    z = np.dot(x, weights[0])
    z_std = math.sqrt(np.mean(z * z) - np.mean(z) ** 2)
    above = scales_by_recursion(f(z / z_std), weights[1:], f) if len(weights) > 1 else []
    return np.array([1 / z_std, *above])


@variant("layer_scales")
def scales_one_layer_at_a_time(x, weights, f):
    done = []
    for layer in range(len(weights)):
        a = x
        for W, scale in zip(weights, done):
            a = f(a @ (scale * W))
        done.append(1 / np.std(a @ weights[layer]))
    return np.array(done)
