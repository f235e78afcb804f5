"""Correct answers to 03_activations, written from the contracts alone, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, variant

SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, 1e-3, -1e-3, 4.6, -4.6, 30.0, -30.0, 800.0, -800.0, 1000.0, -1000.0]
SHAPES = [(), (1,), (3,), (2, 3), (2, 1, 2)]


def elementwise(function, x, *args):
    """Apply a function of one number to a number or to every entry of an array."""
    if np.shape(x) == ():
        return function(float(x), *args)
    x = np.asarray(x)
    return np.array([function(float(value), *args) for value in x.ravel()]).reshape(x.shape)


# -- inputs -----------------------------------------------------------------------------------


def numbers(rng, scale=3.0):
    """A number or array with ordinary and special values, sometimes integers or float32."""
    shape = SHAPES[rng.integers(len(SHAPES))]
    x = np.where(rng.random(shape) < 0.3, rng.choice(SPECIAL, shape), rng.normal(0, scale, shape))
    kind = rng.integers(6)
    if kind == 0:
        x = np.round(x).astype(int)
    elif kind == 1:
        x = x.astype(np.float32)
    return x if np.shape(x) else float(x)


def _elementwise_inputs(rng):
    while True:
        yield (numbers(rng),)


@inputs("sigmoid")
def sigmoid_inputs(rng):
    yield from _elementwise_inputs(rng)


@inputs("sigmoid_grad")
def sigmoid_grad_inputs(rng):
    yield from _elementwise_inputs(rng)


@inputs("tanh")
def tanh_inputs(rng):
    yield from _elementwise_inputs(rng)


@inputs("tanh_grad")
def tanh_grad_inputs(rng):
    yield from _elementwise_inputs(rng)


@inputs("relu")
def relu_inputs(rng):
    yield from _elementwise_inputs(rng)


@inputs("relu_grad")
def relu_grad_inputs(rng):
    yield from _elementwise_inputs(rng)


def _with_parameter(rng, values):
    while True:
        x = numbers(rng)
        yield (x,) if rng.random() < 0.3 else (x, float(rng.choice(values)))


@inputs("leaky_relu")
def leaky_relu_inputs(rng):
    yield from _with_parameter(rng, [0.01, 0.1, 0.25, 0.9, 0.0, 1.0])


@inputs("leaky_relu_grad")
def leaky_relu_grad_inputs(rng):
    yield from _with_parameter(rng, [0.01, 0.1, 0.25, 0.9, 0.0, 1.0])


@inputs("elu")
def elu_inputs(rng):
    yield from _with_parameter(rng, [1.0, 0.5, 2.0, 0.1, 1.6733])


@inputs("elu_grad")
def elu_grad_inputs(rng):
    yield from _with_parameter(rng, [1.0, 0.5, 2.0, 0.1, 1.6733])


def _slopes(rng):
    """A derivative: the sigmoid's, a step, a line."""
    return [lambda z: 0.25 / np.cosh(np.clip(z, -300, 300) / 2) ** 2, lambda z: (z > 0) * 1.0, lambda z: 0.5 * z][rng.integers(3)]


@inputs("saturated_fraction")
def saturated_fraction_inputs(rng):
    while True:
        z = np.where(rng.random((2, 3)) < 0.3, rng.choice([0.0, 0.02, -0.02, 1.0, -6.0, 6.0], (2, 3)), rng.normal(0, 4, (2, 3)))
        z = z[0] if rng.random() < 0.3 else z
        yield (_slopes(rng), z) if rng.random() < 0.5 else (_slopes(rng), z, float(rng.choice([0.01, 0.05, 0.2, 0.5])))


@inputs("gradient_factor")
def gradient_factor_inputs(rng):
    while True:
        shape = [(1,), (4,), (3, 2), (2, 3), (2, 2, 3)][rng.integers(5)]
        yield (_slopes(rng), rng.choice([0.0, 1.0, -2.0, rng.normal()], shape))


@inputs("sign_agreement")
def sign_agreement_inputs(rng):
    while True:
        shape = (rng.integers(1, 6), rng.integers(1, 4))
        dW = rng.choice([0.0, 0.0, 1.0, -1.0, 0.001, -3.0], shape)
        yield (dW.astype(int) if rng.random() < 0.2 else dW,)


@inputs("dead_units")
def dead_units_inputs(rng):
    while True:
        shape = (rng.integers(1, 5), rng.integers(1, 5))
        A = rng.choice([0.0, 0.0, 0.0, 1e-8, 0.5, 2.0], shape)
        yield (A.astype(np.float32) if rng.random() < 0.2 else A,)


@inputs("prelu_backward")
def prelu_backward_inputs(rng):
    while True:
        N, H = rng.integers(1, 5, 2)
        yield rng.normal(size=(N, H)), rng.choice([0.0, 1.0, -2.0, rng.normal()], (N, H)), rng.uniform(0, 1, H)


def _sums(rng):
    k, N, H = rng.integers(1, 4, 3)
    return rng.choice([0.0, 1.0, -2.0, rng.normal()], (k, N, H))


@inputs("maxout")
def maxout_inputs(rng):
    while True:
        yield (_sums(rng),)


@inputs("maxout_backward")
def maxout_backward_inputs(rng):
    while True:
        Z = _sums(rng)
        yield rng.normal(size=Z.shape[1:]), Z


# -- 3.1 sigmoid ------------------------------------------------------------------------------


@variant("sigmoid")
def sigmoid_by_masks(x):
    x = np.asarray(x, dtype=float)
    out = np.empty_like(x)
    right = x >= 0
    out[right] = 1 / (1 + np.exp(-x[right]))
    e = np.exp(x[~right])
    out[~right] = e / (1 + e)
    return out


def _sigmoid_of_one(x):
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


@variant("sigmoid")
def sigmoid_by_loop(x):
    return elementwise(_sigmoid_of_one, x)


@variant("sigmoid")
def sigmoid_clipped_far_out(x):
    return 1 / (1 + np.exp(-np.clip(x, -87, 87)))


@variant("sigmoid")
def sigmoid_by_logaddexp(x):
    return np.exp(-np.logaddexp(0, -np.asarray(x)))


@variant("sigmoid")
def sigmoid_single(x):
    with np.errstate(over="ignore"):
        return np.float32(1) / (1 + np.exp(-np.asarray(x, dtype=np.float32)))


@variant("sigmoid", of="sigmoid_grad")
def sigmoid_grad_by_cosh(x):
    return 0.25 / np.cosh(np.clip(x, -200, 200) / 2) ** 2


@variant("sigmoid", of="sigmoid_grad")
def sigmoid_grad_by_one_exponential(x):
    s = np.exp(-np.abs(x))
    return s / (1 + s) ** 2


@variant("sigmoid", of="sigmoid_grad")
def sigmoid_grad_by_difference_of_squares(x):
    a = (np.tanh(np.asarray(x) / 2) + 1) / 2
    return a - a**2


@variant("sigmoid", of="sigmoid_grad")
def sigmoid_grad_by_loop(x):
    return elementwise(lambda value: _sigmoid_of_one(value) * _sigmoid_of_one(-value), x)


# -- 3.2 saturated_fraction -------------------------------------------------------------------


@variant("saturated_fraction")
def fraction_by_loop(df, z, threshold=0.01):
    slopes = df(z).ravel().tolist()
    return sum(1 for slope in slopes if -threshold < slope < threshold) / len(slopes)


@variant("saturated_fraction")
def fraction_by_count(df, z, threshold=0.01):
    small = abs(df(z)) < threshold
    return np.count_nonzero(small) / small.size


@variant("saturated_fraction")
def fraction_by_where(df, z, threshold=0.01):
    return float(np.where(np.abs(df(np.asarray(z, dtype=float))) < threshold, 1.0, 0.0).sum() / np.size(z))


@variant("saturated_fraction")
def fraction_one_at_a_time(df, z, threshold=0.01):
    flat = np.asarray(z).ravel()
    return np.mean([bool(abs(df(flat[i:i + 1])[0]) < threshold) for i in range(flat.size)])


# -- 3.3 gradient_factor ----------------------------------------------------------------------


@variant("gradient_factor")
def factor_by_loop(df, z):
    factor = 1.0
    for layer in df(z):
        factor = factor * layer
    return factor


@variant("gradient_factor")
def factor_layer_by_layer(df, z):
    factor = np.ones(z.shape[1:])
    for i in range(z.shape[0]):
        factor = factor * df(z[i])
    return factor


@variant("gradient_factor")
def factor_by_reduce(df, z):
    return np.multiply.reduce(df(np.asarray(z)))


@variant("gradient_factor")
def factor_by_cumprod(df, z):
    return np.cumprod(df(z), axis=0)[-1]


# -- 3.4 tanh ---------------------------------------------------------------------------------


@variant("tanh")
def tanh_of_numpy(x):
    return np.tanh(x)


@variant("tanh")
def tanh_by_loop(x):
    return elementwise(math.tanh, x)


@variant("tanh")
def tanh_by_one_exponential(x):
    s = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 - s) / (1 + s)


@variant("tanh")
def tanh_with_a_warning(x):
    return 2 / (1 + np.exp(-2 * np.asarray(x))) - 1


@variant("tanh")
def tanh_single(x):
    return np.tanh(np.asarray(x, dtype=np.float32))


@variant("tanh", of="tanh_grad")
def tanh_grad_by_cosh(x):
    return 1 / np.cosh(np.clip(x, -300, 300)) ** 2


@variant("tanh", of="tanh_grad")
def tanh_grad_by_factors(x):
    t = np.tanh(x)
    return (1 - t) * (1 + t)


@variant("tanh", of="tanh_grad")
def tanh_grad_by_sigmoid(x):
    a = 0.5 * (1 + np.tanh(x))
    return 4 * a * (1 - a)


@variant("tanh", of="tanh_grad")
def tanh_grad_by_loop(x):
    return elementwise(lambda value: 1 - math.tanh(value) ** 2, x)


# -- 3.5 sign_agreement -----------------------------------------------------------------------


@variant("sign_agreement")
def agreement_by_loop(dW):
    agreeing = 0
    for row in dW:
        signs = {np.sign(value) for value in row if value != 0}
        agreeing += len(signs) <= 1
    return agreeing / len(dW)


@variant("sign_agreement")
def agreement_by_sums(dW):
    signs = np.sign(dW)
    return np.mean(np.abs(signs.sum(axis=1)) == np.abs(signs).sum(axis=1))


@variant("sign_agreement")
def agreement_by_extremes(dW):
    return float(np.mean(dW.min(axis=1) * dW.max(axis=1) >= 0))


@variant("sign_agreement")
def agreement_by_all(dW):
    return np.mean(np.all(dW >= 0, axis=1) | np.all(dW <= 0, axis=1))


# -- 3.6 relu ---------------------------------------------------------------------------------


@variant("relu")
def relu_by_mask(x):
    return x * (np.asarray(x) > 0)


@variant("relu")
def relu_by_where(x):
    return np.where(np.asarray(x) > 0, x, 0)


@variant("relu")
def relu_by_absolute(x):
    return (x + np.abs(x)) / 2


@variant("relu")
def relu_by_copy(x):
    out = np.array(x, dtype=float)
    out[out < 0] = 0
    return out


@variant("relu")
def relu_by_loop(x):
    return elementwise(lambda value: max(value, 0.0), x)


@variant("relu", of="relu_grad")
def relu_grad_as_integers(x):
    return (np.asarray(x) > 0).astype(int)


@variant("relu", of="relu_grad")
def relu_grad_by_heaviside(x):
    return np.heaviside(x, 0)


@variant("relu", of="relu_grad")
def relu_grad_by_sign(x):
    return np.maximum(np.sign(x), 0)


@variant("relu", of="relu_grad")
def relu_grad_by_loop(x):
    return elementwise(lambda value: 1.0 if value > 0 else 0.0, x)


# -- 3.7 dead_units ---------------------------------------------------------------------------


@variant("dead_units")
def dead_by_maximum(A):
    return A.max(axis=0) == 0


@variant("dead_units")
def dead_by_any(A):
    return ~np.any(A, axis=0)


@variant("dead_units")
def dead_by_sum(A):
    return np.sum(A, axis=0) == 0


@variant("dead_units")
def dead_by_loop(A):
    N, H = A.shape
    return np.array([all(A[n, h] <= 0 for n in range(N)) for h in range(H)])


# -- 3.8 leaky_relu ---------------------------------------------------------------------------


@variant("leaky_relu")
def leaky_by_maximum(x, slope=0.01):
    return np.maximum(x, slope * np.asarray(x))


@variant("leaky_relu")
def leaky_by_two_parts(x, slope=0.01):
    return np.maximum(x, 0) + slope * np.minimum(x, 0)


@variant("leaky_relu")
def leaky_by_mask(x, slope=0.01):
    out = np.array(x, dtype=float)
    out[out < 0] *= slope
    return out


@variant("leaky_relu")
def leaky_by_loop(x, slope=0.01):
    return elementwise(lambda value: value if value > 0 else slope * value, x)


@variant("leaky_relu", of="leaky_relu_grad")
def leaky_grad_by_mask(x, slope=0.01):
    out = np.ones_like(x, dtype=float)
    out[np.asarray(x) <= 0] = slope
    return out


@variant("leaky_relu", of="leaky_relu_grad")
def leaky_grad_by_arithmetic(x, slope=0.01):
    positive = (np.asarray(x) > 0) * 1.0
    return positive + slope * (1 - positive)


@variant("leaky_relu", of="leaky_relu_grad")
def leaky_grad_by_loop(x, slope=0.01):
    return elementwise(lambda value: 1.0 if value > 0 else slope, x)


# -- 3.9 elu ----------------------------------------------------------------------------------


@variant("elu")
def elu_by_two_parts(x, alpha=1.0):
    return np.maximum(x, 0) + alpha * (np.exp(np.minimum(x, 0)) - 1)


@variant("elu")
def elu_by_mask(x, alpha=1.0):
    out = np.array(x, dtype=float)
    low = out < 0
    out[low] = alpha * (np.exp(out[low]) - 1)
    return out


@variant("elu")
def elu_by_loop(x, alpha=1.0):
    return elementwise(lambda value: value if value > 0 else alpha * (math.exp(value) - 1), x)


@variant("elu")
def elu_with_the_warning_off(x, alpha=1.0):
    with np.errstate(over="ignore"):
        return np.where(np.asarray(x) > 0, x, alpha * (np.exp(x) - 1))


@variant("elu", of="elu_grad")
def elu_grad_from_the_output(x, alpha=1.0):
    below = alpha * (np.exp(np.minimum(x, 0)) - 1)
    return np.where(np.asarray(x) > 0, 1, below + alpha)


@variant("elu", of="elu_grad")
def elu_grad_by_mask(x, alpha=1.0):
    x = np.asarray(x)
    out = np.ones(x.shape)
    low = x <= 0
    out[low] = alpha * np.exp(x[low])
    return out


@variant("elu", of="elu_grad")
def elu_grad_by_loop(x, alpha=1.0):
    return elementwise(lambda value: 1.0 if value > 0 else alpha * math.exp(value), x)


# -- Further 3.10 prelu_backward --------------------------------------------------------------


@variant("prelu_backward")
def prelu_by_loops(dout, x, slope):
    dx, dslope = np.zeros(x.shape), np.zeros(len(slope))
    for n, h in np.ndindex(x.shape):
        if x[n, h] > 0:
            dx[n, h] = dout[n, h]
        else:
            dx[n, h] = dout[n, h] * slope[h]
            dslope[h] += dout[n, h] * x[n, h]
    return dx, dslope


@variant("prelu_backward")
def prelu_by_mask(dout, x, slope):
    negative = x <= 0
    dx = dout.astype(float)
    dx[negative] = (dout * slope)[negative]
    return dx, (dout * x * negative).sum(axis=0)


@variant("prelu_backward")
def prelu_by_einsum(dout, x, slope):
    negative = (x <= 0).astype(float)
    return dout * (1 - negative + negative * slope), np.einsum("nh,nh,nh->h", dout, x, negative)


# -- Further 3.11 maxout ----------------------------------------------------------------------


@variant("maxout")
def maxout_by_loop(Z):
    best = Z[0]
    for sums in Z[1:]:
        best = np.maximum(best, sums)
    return best.copy()


@variant("maxout")
def maxout_by_sorting(Z):
    return np.sort(Z, axis=0)[-1]


@variant("maxout")
def maxout_by_index(Z):
    return np.take_along_axis(Z, np.argmax(Z, axis=0)[None], axis=0)[0]


@variant("maxout", of="maxout_backward")
def maxout_backward_by_put(dout, Z):
    dZ = np.zeros(Z.shape)
    np.put_along_axis(dZ, np.argmax(Z, axis=0)[None], dout[None], axis=0)
    return dZ


@variant("maxout", of="maxout_backward")
def maxout_backward_by_loops(dout, Z):
    dZ = np.zeros(Z.shape)
    for n, h in np.ndindex(dout.shape):
        sums = list(Z[:, n, h])
        dZ[sums.index(max(sums)), n, h] = dout[n, h]
    return dZ


@variant("maxout", of="maxout_backward")
def maxout_backward_by_eye(dout, Z):
    mask = np.eye(len(Z))[np.argmax(Z, axis=0)]  # (N, H, k)
    return np.moveaxis(mask, -1, 0) * dout
