"""Wrong answers that learners gave in trials of 03_activations; `named`: the panel of that day named them rightly."""

import numpy as np

from chainrule_staff.authoring.alternatives import trial


def _sigmoid(x):
    s = np.exp(-np.abs(x))
    return np.where(np.asarray(x) >= 0, 1, s) / (1 + s)


# -- 3.1 sigmoid -----------------------------------------------------------------------------


@trial("sigmoid", named=False)
def clipped_at_30(x):
    return 1 / (1 + np.exp(-np.clip(x, -30, 30)))


@trial("sigmoid", named=False)
def clipped_at_500(x):
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


@trial("sigmoid", named=False)
def zeros_like_and_masks(x):
    x = np.asarray(x)
    out = np.zeros_like(x)
    right = x >= 0
    out[right] = 1 / (1 + np.exp(-x[right]))
    s = np.exp(x[~right])
    out[~right] = s / (1 + s)
    return out


@trial("sigmoid", named=False)
def nan_replaced(x):
    return np.nan_to_num(np.exp(x) / (1 + np.exp(x)), nan=1.0)


@trial("sigmoid", of="sigmoid_grad", named=False)
def quotient_of_exponentials(x):
    return np.exp(-x) / (1 + np.exp(-x)) ** 2


@trial("sigmoid", of="sigmoid_grad", named=False)
def no_square(x):
    return np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x)))


@trial("sigmoid", of="sigmoid_grad", named=False)
def times_one_minus_x(x):
    return _sigmoid(x) * (1 - x)


# -- 3.2 saturated_fraction ------------------------------------------------------------------


@trial("saturated_fraction", named=False)
def absolute_inside(df, z, threshold=0.01):
    return np.mean(df(np.abs(z)) < threshold)


@trial("saturated_fraction", named=False)
def rounded_to_two(df, z, threshold=0.01):
    return round(np.mean(np.abs(df(z)) < threshold), 2)


@trial("saturated_fraction", named=False)
def length_of_where_by_size(df, z, threshold=0.01):
    return len(np.where(np.abs(df(z)) < threshold)) / z.size


@trial("saturated_fraction", named=False)
def mean_of_the_indices(df, z, threshold=0.01):
    return np.mean(np.where(np.abs(df(z)) < threshold))


@trial("saturated_fraction", named=False)
def selected_by_len(df, z, threshold=0.01):
    s = np.abs(df(z))
    return len(s[s < threshold]) / len(s)


# -- 3.3 gradient_factor ---------------------------------------------------------------------


@trial("gradient_factor", named=True)
def last_axis(df, z):
    return np.prod(df(z), axis=-1)


# -- 3.4 tanh --------------------------------------------------------------------------------


@trial("tanh", named=False)
def sign_far_out(x):
    return np.where(np.abs(x) > 5, np.sign(x), np.tanh(x))


@trial("tanh", of="tanh_grad", named=False)
def all_squared(x):
    return (1 - np.tanh(x)) ** 2


@trial("tanh", of="tanh_grad", named=False)
def one_plus_the_square(x):
    return 1 + np.tanh(x) ** 2


@trial("tanh", of="tanh_grad", named=True)
def twice_the_sigmoid_grad(x):
    a = _sigmoid(2 * x)
    return 2 * a * (1 - a)


# -- 3.5 sign_agreement ----------------------------------------------------------------------


@trial("sign_agreement", named=False)
def products_with_the_first(dW):
    return np.mean(np.all(dW * dW[:, :1] >= 0, axis=1))


@trial("sign_agreement", named=False)
def sums_isclose(dW):
    return np.mean(np.isclose(np.abs(dW.sum(1)), np.abs(dW).sum(1)))


@trial("sign_agreement", named=False)
def threshold_for_signs(dW):
    up, down = np.any(dW > 1e-8, axis=1), np.any(dW < -1e-8, axis=1)
    return np.mean(~(up & down))


@trial("sign_agreement", named=False)
def all_above_or_all_below(dW):
    return np.mean(np.all(dW > 0, axis=1) | np.all(dW < 0, axis=1))


@trial("sign_agreement", named=False)
def product_of_signs(dW):
    return np.mean(np.prod(np.sign(dW), axis=1) >= 0)


# -- 3.6 relu --------------------------------------------------------------------------------


@trial("relu", named=False)
def max_with_an_axis(x):
    return np.max(x, 0)


@trial("relu", of="relu_grad", named=False)
def astype_of_a_comparison(x):
    return (x > 0).astype(float)


@trial("relu", of="relu_grad", named=False)
def above_a_thousandth(x):
    return np.where(np.asarray(x) > 1e-3, 1.0, 0.0)


# -- 3.7 dead_units --------------------------------------------------------------------------


@trial("dead_units", named=False)
def isclose_to_zero(A):
    return np.all(np.isclose(A, 0), axis=0)


@trial("dead_units", named=False)
def sum_below_a_tolerance(A):
    return A.sum(0) < 1e-8


# -- 3.8 leaky_relu --------------------------------------------------------------------------


@trial("leaky_relu", named=False)
def positive_part_plus_slope_x(x, slope=0.01):
    return np.maximum(x, 0) + slope * x


@trial("leaky_relu", named=False)
def copy_times_slope(x, slope=0.01):
    x = np.asarray(x)
    out = x.copy()
    out[out < 0] *= slope
    return out


@trial("leaky_relu", of="leaky_relu_grad", named=False)
def ones_like_and_mask(x, slope=0.01):
    out = np.ones_like(x)
    out[x <= 0] = slope
    return out


# -- 3.9 elu ---------------------------------------------------------------------------------


@trial("elu", named=False)
def maximum_of_both(x, alpha=1.0):
    return np.maximum(x, alpha * np.expm1(np.minimum(x, 0)))


@trial("elu", named=False)
def copy_and_mask(x, alpha=1.0):
    x = np.asarray(x)
    out = x.copy()
    low = x < 0
    out[low] = alpha * np.expm1(x[low])
    return out


@trial("elu", named=False)
def exponential_of_the_size(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (np.exp(np.abs(x)) - 1))


@trial("elu", named=False)
def sum_of_maximum_and_minimum(x, alpha=1.0):
    return np.maximum(0, x) + np.minimum(0, alpha * (np.exp(x) - 1))


@trial("elu", named=True)
def alpha_outside_the_bracket(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)) - 1)


@trial("elu", of="elu_grad", named=False)
def only_the_exponential(x, alpha=1.0):
    return alpha * np.exp(np.minimum(x, 0))


@trial("elu", of="elu_grad", named=False)
def default_elu_plus_alpha(x, alpha=1.0):
    return np.where(x > 0, 1, np.expm1(np.minimum(x, 0)) + alpha)


@trial("elu", of="elu_grad", named=False)
def ones_like_and_exponential(x, alpha=1.0):
    x = np.asarray(x)
    out = np.ones_like(x)
    low = x <= 0
    out[low] = alpha * np.exp(x[low])
    return out


# -- Further 3.10 prelu_backward -------------------------------------------------------------


@trial("prelu_backward", named=False)
def zero_passes(dout, x, slope):
    dx = dout * np.where(x >= 0, 1.0, slope)
    return dx, np.sum(dout * np.where(x >= 0, 0, x), axis=0)


# -- Further 3.11 maxout ---------------------------------------------------------------------


@trial("maxout", named=False)
def the_first_two(Z):
    return np.maximum(Z[0], Z[1])


@trial("maxout", of="maxout_backward", named=False)
def gradient_to_the_first_two(dout, Z):
    dZ = np.zeros(Z.shape)
    first = Z[0] >= Z[1:].max(axis=0)
    dZ[0] = np.where(first, dout, 0)
    dZ[1] = np.where(first, 0, dout)
    return dZ


@trial("maxout", of="maxout_backward", named=False)
def zeros_like_the_sums(dout, Z):
    dZ = np.zeros_like(Z)
    winner = np.argmax(Z, axis=0)
    for n, h in np.ndindex(dout.shape):
        dZ[winner[n, h], n, h] = dout[n, h]
    return dZ


# -- second trial ------------------------------------------------------------------------------


@trial("sigmoid", named=False)
def sigmoid_by_if(x):
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    s = np.exp(x)
    return s / (1 + s)


@trial("tanh", named=False)
def tanh_by_if(x):
    if x >= 0:
        return 2 * _sigmoid(2 * x) - 1
    return -(2 * _sigmoid(-2 * x) - 1)


@trial("relu", named=False)
def relu_by_if(x):
    if x >= 0:
        return x
    return 0


@trial("leaky_relu", named=False)
def leaky_relu_by_if(x, slope=0.01):
    if x > 0:
        return x
    return slope * x


@trial("elu", named=False)
def elu_by_if(x, alpha=1.0):
    if x > 0:
        return x
    return alpha * (np.exp(x) - 1)


@trial("sign_agreement", named=False)
def products_with_the_last(dW):
    return np.mean(np.all(dW * dW[:, -1:] >= 0, axis=1))


@trial("sign_agreement", named=False)
def loop_with_the_first_sign(dW):
    count = 0
    for row in dW:
        positive = row[0] > 0
        count += all((value > 0) == positive for value in row)
    return count / len(dW)


@trial("dead_units", named=False)
def integers_summed(A):
    return A.astype(int).sum(axis=0) == 0


@trial("leaky_relu", of="leaky_relu_grad", named=False)
def leaky_grad_loop_over_a_row(x, slope=0.01):
    out = np.zeros(x.shape)
    for index, value in np.ndenumerate(x):
        out[index] = 1 if value > 0 else slope
    return out


@trial("elu", of="elu_grad", named=False)
def at_most_one(x, alpha=1.0):
    return np.minimum(1.0, alpha * np.exp(np.minimum(x, 0)))


@trial("prelu_backward", named=False)
def assigned_in_the_loop(dout, x, slope):
    dx = np.zeros(x.shape)
    dslope = np.zeros(slope.shape)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            if x[i, j] > 0:
                dx[i, j] = dout[i, j]
            else:
                dx[i, j] = slope[j] * dout[i, j]
                dslope[j] = x[i, j] * dout[i, j]
    return dx, dslope
