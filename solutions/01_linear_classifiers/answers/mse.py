"""Answers to 1.5, mse: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import addends, beside, kinds_of, pick, shape

# -- inputs ----------------------------------------------------------------------------------------


def _pairs(rng):
    while True:
        form = shape(rng, dims=(1, 2, 3))
        kinds = kinds_of(rng)
        prediction, target = (addends(rng, form, kinds, special=beside([0.0, 1.0])) for _ in range(2))
        same = rng.random(form) < pick(rng, (0.0, 0.2, 1.0))
        yield prediction, np.where(same, prediction, target).astype(target.dtype)


@inputs
def mse_inputs(rng):
    yield from _pairs(rng)


@inputs(of="mae")
def mae_inputs(rng):
    yield from _pairs(rng)


# -- right, written in other ways ------------------------------------------------------------------


@right
def mse_by_loop(prediction, target):
    n, total, gradient = prediction.size, 0.0, np.zeros(prediction.shape)
    for i in np.ndindex(prediction.shape):
        error = prediction[i] - target[i]
        total += error**2
        gradient[i] = 2 * error / n
    return total / n, gradient


@right
def mse_by_dot(prediction, target):
    """The sum of the squares is the dot product of the errors with themselves, in float64 whatever the arrays hold.
    NumPy makes no array of squares for it, and float32 errors are added up with the digits of float64; but then
    errors and gradient take twice the memory."""
    error = (prediction - target).astype(float)
    flat = error.ravel()
    return float(flat @ flat) / error.size, error * (2 / error.size)


@right
def mse_by_square(prediction, target):
    return np.square(np.subtract(prediction, target)).mean(), 2.0 * (prediction - target) / np.prod(prediction.shape)


@right(of="mae")
def mae_by_where(prediction, target):
    up, down = prediction > target, prediction < target
    slope = np.where(up, 1.0, np.where(down, -1.0, 0.0))
    return np.sum(slope * (prediction - target)) / slope.size, slope / slope.size


@right(of="mae")
def mae_by_comparisons(prediction, target):
    slope = (prediction > target) * 1.0 - (prediction < target) * 1.0
    return np.abs(prediction - target).mean(), slope / prediction.size


@right(of="mae")
def mae_by_loop(prediction, target):
    n = prediction.size
    pairs = list(zip(prediction.ravel().tolist(), target.ravel().tolist()))
    slopes = [0.0 if p == t else math.copysign(1 / n, p - t) for p, t in pairs]
    return sum(abs(p - t) for p, t in pairs) / n, np.array(slopes).reshape(prediction.shape)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def squares_not_averaged(prediction, target):
    """You sum over the entries; MSE is a mean."""
    error = prediction - target
    return np.sum(error**2), 2.0 * error


@wrong
def two_forgotten(prediction, target):
    """Your gradient is half of what it should be: the derivative of e² is not e."""
    error = prediction - target
    return np.mean(error**2), error / error.size


@wrong
def half_the_square(prediction, target):
    """You halve the loss, as some books do so that the 2 disappears from the gradient. The mean squared error has no ½."""
    error = prediction - target
    return np.mean(error**2) / 2, error / error.size


@wrong
def gradient_of_the_sum(prediction, target):
    """Your loss is a mean, but your gradient is that of the sum of squares. Every entry is one part in n of the mean."""
    error = prediction - target
    return np.mean(error**2), 2.0 * error


@wrong
def rows_counted(prediction, target):
    """You divide by the number of rows. The mean goes over all entries."""
    error = np.asarray(prediction) - target
    return np.sum(error**2) / len(error), 2 * error / len(error)


@wrong
def gradient_by_rows(prediction, target):
    """Your loss is right, but your gradient is divided by the number of rows. The mean goes over all entries."""
    error = np.asarray(prediction) - target
    return np.mean(error**2), 2 * error / len(error)


@wrong
def rooted(prediction, target):
    """You take the root: that is the RMSE. The mean squared error stays squared."""
    error = prediction - target
    return np.sqrt(np.mean(error**2)), 2 * error / error.size


@wrong
def slope_for_the_target(prediction, target):
    """Your gradient has the wrong sign: where the prediction is too large, raising it raises the loss."""
    error = target - prediction
    return np.mean(error**2), 2 * error / error.size


@wrong
def integers_in_the_gradient(prediction, target):
    """The array that you fill has the dtype of the prediction. If that holds integers, the fractions of your gradient are cut off."""
    error = prediction - target
    gradient = np.zeros_like(prediction)
    gradient[...] = 2 * error / error.size
    return np.mean(error**2), gradient


@wrong
def size_of_the_error(prediction, target):
    """Your gradient is positive everywhere. Where the prediction is too small, raising it lowers the loss."""
    error = prediction - target
    return np.mean(error**2), 2 * np.abs(error) / error.size


@wrong(of="mae")
def signs_not_divided(prediction, target):
    """Your gradient is that of the sum. Every entry is one part in n of the mean."""
    error = prediction - target
    return np.mean(np.abs(error)), 1.0 * np.sign(error)


@wrong(of="mae")
def size_kept(prediction, target):
    """Your gradient grows with the error. The absolute value has the same slope far out as near 0: only the sign counts."""
    error = prediction - target
    return np.mean(np.abs(error)), error / error.size


@wrong(of="mae")
def errors_cancel(prediction, target):
    """Your loss lets errors of opposite signs cancel. Take their size first."""
    error = prediction - target
    return np.mean(error), np.sign(error) / error.size


@wrong(of="mae")
def sum_of_sizes(prediction, target):
    """You sum over the entries; MAE is a mean."""
    error = prediction - target
    return np.sum(np.abs(error)), np.sign(error) / error.size


@wrong(of="mae")
def nan_at_zero(prediction, target):
    """Dividing the error by its size gives its sign, and 0 / 0 where the error is 0. There the contract asks for 0."""
    error = np.asarray(prediction) - target
    with np.errstate(all="ignore"):
        return np.mean(np.abs(error)), error / np.abs(error) / error.size


@wrong(of="mae")
def one_at_zero(prediction, target):
    """Where the error is 0 your slope is 1 or −1, part of n. The contract asks for 0 there."""
    error = np.asarray(prediction) - target
    return np.mean(np.abs(error)), np.where(error >= 0, 1.0, -1.0) / error.size


@wrong(of="mae")
def minus_one_at_zero(prediction, target):
    """Where the error is 0 your slope is −1, part of n. The contract asks for 0 there."""
    error = np.asarray(prediction) - target
    return np.mean(np.abs(error)), np.where(error > 0, 1.0, -1.0) / error.size


@wrong(of="mae")
def sign_of_the_target(prediction, target):
    """Your gradient has the wrong sign: where the prediction is too large, raising it raises the loss."""
    error = np.asarray(target) - prediction
    return np.mean(np.abs(error)), np.sign(error) / error.size


@wrong
def square_of_the_mean(prediction, target):
    """Your loss is the square of the mean error: errors of opposite signs cancel before you square. Which comes first, squaring or averaging?"""
    error = prediction - target
    return np.mean(error) ** 2, 2 * error / error.size


@wrong
def loss_divided_to_whole_numbers(prediction, target):
    """You divide the sum by n with `//`, and the fraction of the loss is cut off. Which division keeps it?"""
    error = prediction - target
    return np.sum(error**2) // error.size, 2 * error / error.size


@wrong(of="mae")
def size_of_the_error_divided_to_whole_numbers(prediction, target):
    """You divide the sum by n with `//`, and the fraction of the loss is cut off. Which division keeps it?"""
    error = prediction - target
    return np.sum(np.abs(error)) // error.size, np.sign(error) / error.size


@wrong(of="mae")
def signs_dropped_before_the_difference(prediction, target):
    """You take the sizes of prediction and target first and compare those. From 1 to −1 that makes no error at all. Of what is the size to be taken?"""
    loss = np.mean(np.abs(np.abs(prediction) - np.abs(target)))
    return loss, np.sign(prediction - target) / prediction.size


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def one_or_two_axes(prediction, target):
    g, s, n = np.zeros(prediction.shape), 0, 0
    if prediction.ndim == 1:
        for i in range(len(prediction)):
            s += (prediction[i] - target[i]) ** 2
            n += 1
            g[i] = 2 * (prediction[i] - target[i])
    else:
        for i in range(prediction.shape[0]):
            for j in range(prediction.shape[1]):
                s += (prediction[i, j] - target[i, j]) ** 2
                n += 1
                g[i, j] = 2 * (prediction[i, j] - target[i, j])
    return s / n, g / n


@wrong(of="mae")
def smooth_sign(prediction, target):
    e = prediction - target
    return np.mean(np.abs(e)), np.tanh(50 * e) / e.size


@wrong(of="mae")
def rounded_off_at_zero(prediction, target):
    e = prediction - target
    size = np.sqrt(e**2 + 1e-6)
    return np.mean(size), e / size / e.size
