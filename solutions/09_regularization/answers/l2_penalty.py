"""Answers to 9.2, l2_penalty and l2_gradient: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import ALL, addends, maybe, pick

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def l2_penalty_inputs(rng):
    while True:
        kinds = ALL if maybe(rng, 0.5) else (pick(rng, ALL),)
        parameters = []
        for _ in range(int(rng.integers(1, 6))):
            axes = int(pick(rng, (1, 1, 2, 2, 2, 3, 4)))
            sides = [int(n) for n in rng.integers(1, 4, axes)]
            if maybe(rng, 0.2):
                sides[int(rng.integers(axes))] = 1
            parameters.append(addends(rng, tuple(sides), kinds))
        if maybe(rng, 0.1):  # one row of weights, and as many biases
            parameters = [addends(rng, (1, 3), kinds), addends(rng, (3,), kinds), addends(rng, (3, 1), kinds)]
        yield parameters, pick(rng, (0.0, 1e-4, 0.01, 0.1, 0.5, 1.0, 2, 3.0))


@inputs(of="l2_gradient")
def l2_gradient_inputs(rng):
    yield from l2_penalty_inputs(rng)


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_dot_products(parameters, lam):
    total = 0.0
    for w in parameters:
        if np.ndim(w) >= 2:
            flat = np.asarray(w, dtype=float).ravel()
            total += flat @ flat
    return lam * total / 2


@right
def number_by_number(parameters, lam):
    squares = [float(x) ** 2 for w in parameters if len(w.shape) != 1 for x in w.flat]
    return 0.5 * lam * math.fsum(squares)


@right
def by_norms(parameters, lam):
    """It collects the lengths of the weight arrays and squares them again, where the reference adds up the squares at once. That reads like the formula ½ λ ‖W‖² of
    many books, but takes a root only to undo it."""
    lengths = [np.linalg.norm(w.ravel()) for w in parameters if w.ndim > 1]
    return 0.5 * lam * float(np.sum(np.square(lengths)))


@right
def all_in_one_row(parameters, lam):
    rows = [np.zeros(0)] + [np.ravel(w).astype(float) for w in parameters if w.ndim > 1]
    return lam / 2 * np.sum(np.concatenate(rows) ** 2)


@right(of="l2_gradient")
def times_a_switch(parameters, lam):
    return [lam * (w.ndim > 1) * w for w in parameters]


@right(of="l2_gradient")
def by_appending(parameters, lam):
    gradients = []
    for w in parameters:
        if w.ndim == 1:
            gradients.append(np.zeros_like(w, dtype=float))
        else:
            gradients.append(np.multiply(w, lam, dtype=float))
    return tuple(gradients)


# -- wrong, and told why: the penalty --------------------------------------------------------------


def _squares(parameters):
    return sum(np.sum(np.square(w, dtype=float)) for w in parameters if w.ndim > 1)


@wrong
def without_the_half(parameters, lam):
    """The factor ½ is missing. It is a convention, and the gradient of this exercise belongs to it."""
    return lam * _squares(parameters)


@wrong
def a_quarter(parameters, lam):
    """You halve twice. One ½ stands before the sum."""
    return 0.25 * lam * _squares(parameters)


@wrong
def doubled(parameters, lam):
    """You multiply by 2 where you should divide: the 2 comes from the derivative, and the ½ is there to meet it."""
    return 2 * lam * _squares(parameters)


@wrong
def biases_pay(parameters, lam):
    """The biases pay with you. Which arrays hold biases, and what does the contract say about them?"""
    return 0.5 * lam * sum(np.sum(np.square(w, dtype=float)) for w in parameters)


@wrong
def only_biases_pay(parameters, lam):
    """You price the biases and let the weights go free. It is the other way round."""
    return 0.5 * lam * float(sum(np.sum(np.square(w, dtype=float)) for w in parameters if w.ndim == 1))


@wrong
def mean_of_squares(parameters, lam):
    """You take the mean of the squares. The price is on their sum: a larger network pays more."""
    return 0.5 * lam * float(sum(np.mean(np.square(w, dtype=float)) for w in parameters if w.ndim > 1))


@wrong
def length_itself(parameters, lam):
    """You take the root of the sum of squares. The price is on the squares themselves."""
    return 0.5 * lam * float(np.sqrt(_squares(parameters)))


@wrong
def sizes_added(parameters, lam):
    """You add up the sizes of the weights. That is a price, too, called L1; here their squares are asked for."""
    return 0.5 * lam * float(sum(np.sum(np.abs(w)) for w in parameters if w.ndim > 1))


@wrong
def square_of_the_sum(parameters, lam):
    """You add the weights up and square the sum. Then a positive and a negative weight cancel, and cost nothing. First the squares, then the sum."""
    return 0.5 * lam * float(sum(float(np.sum(w)) ** 2 for w in parameters if w.ndim > 1))


@wrong
def lam_squared(parameters, lam):
    """λ is squared along with the weights. It stands before the sum."""
    return 0.5 * lam**2 * _squares(parameters)


@wrong
def every_second(parameters, lam):
    """You take every second array for biases. The order of the arrays tells nothing: their number of axes does."""
    return 0.5 * lam * float(sum(np.sum(np.square(w, dtype=float)) for w in parameters[::2]))


@wrong
def matrices_only(parameters, lam):
    """Only arrays with two axes pay with you. A convolution's kernels have four, and are weights, too."""
    return 0.5 * lam * float(sum(np.sum(np.square(w, dtype=float)) for w in parameters if w.ndim == 2))


@wrong
def first_only(parameters, lam):
    """Only the first array of weights pays with you. The sum runs over all of them."""
    weights = [w for w in parameters if w.ndim > 1]
    return 0.5 * lam * float(np.sum(np.square(weights[0], dtype=float))) if weights else 0.0


@wrong
def last_only(parameters, lam):
    """Only the last array of weights pays with you. Do you begin the sum anew in your loop, or return too early?"""
    weights = [w for w in parameters if w.ndim > 1]
    return 0.5 * lam * float(np.sum(np.square(weights[-1], dtype=float))) if weights else 0.0


@wrong
def one_row_is_a_bias(parameters, lam):
    """You take an array with one row, or one column, for biases. What counts is the number of axes, not the number of rows."""
    return (
        0.5 * lam * float(sum(np.sum(np.square(w, dtype=float)) for w in parameters if w.ndim > 1 and 1 not in w.shape))
    )


@wrong
def per_array(parameters, lam):
    """You divide by the number of arrays. It is one sum over all weights."""
    return 0.5 * lam * _squares(parameters) / len(parameters)


@wrong
def lam_forgotten(parameters, lam):
    """You forget λ."""
    return 0.5 * float(_squares(parameters))


@wrong
def negative(parameters, lam):
    """Your price is negative: it rewards large weights."""
    return -0.5 * lam * _squares(parameters)


@wrong
def array_by_array(parameters, lam):
    """You return one number for each array. The loss is one number: add them up."""
    return np.array([0.5 * lam * np.sum(np.square(w, dtype=float)) * (w.ndim > 1) for w in parameters])


@wrong
def three_axes_are_free(parameters, lam):
    return 0.5 * lam * float(sum(np.sum(np.square(w, dtype=float)) for w in parameters if w.ndim in (2, 4)))


@wrong
def whole_numbers_only(parameters, lam):
    return 0.5 * lam * float(sum(int(np.sum(np.square(w, dtype=float))) for w in parameters if w.ndim > 1))


@wrong
def clipped(parameters, lam):
    return 0.5 * lam * min(_squares(parameters), 1000.0)


@wrong
def rows_of_a_matrix(parameters, lam):
    return 0.5 * lam * float(sum(np.sum(np.square(w[0], dtype=float)) for w in parameters if w.ndim > 1))


@wrong
def kernels_by_their_last_axis(parameters, lam):
    return (
        0.5 * lam * float(sum(np.sum(np.square(w, dtype=float)) for w in parameters if w.shape[-1] > 1 and w.ndim > 1))
    )


# -- wrong, and told why: the gradient -------------------------------------------------------------


def _gradient(parameters, of_weights):
    return tuple(of_weights(w) if w.ndim > 1 else np.zeros(w.shape) for w in parameters)


@wrong(of="l2_gradient")
def gradient_doubled(parameters, lam):
    """Your gradient is that of a penalty without the ½. Loss and gradient have to use the same convention."""
    return _gradient(parameters, lambda w: 2 * lam * w)


@wrong(of="l2_gradient")
def gradient_halved(parameters, lam):
    """The ½ is still in your gradient. What does the derivative of a square bring along?"""
    return _gradient(parameters, lambda w: 0.5 * lam * w)


@wrong(of="l2_gradient")
def biases_decay(parameters, lam):
    """Your gradient makes the biases decay, and the penalty does not price them. What is the slope of a sum in the direction of something that is not in it?"""
    return tuple(lam * w for w in parameters)


@wrong(of="l2_gradient")
def biases_left_out(parameters, lam):
    """You leave the biases out of the tuple. The caller needs a gradient for each parameter, in the same order. What is it, for a bias?"""
    return tuple(lam * w for w in parameters if w.ndim > 1)


@wrong(of="l2_gradient")
def a_number_for_biases(parameters, lam):
    """For biases you return the number 0. A gradient has the shape of its parameter."""
    return tuple(lam * w if w.ndim > 1 else 0.0 for w in parameters)


@wrong(of="l2_gradient")
def biases_returned(parameters, lam):
    """For biases you return the biases themselves. What is the slope of the penalty in their direction?"""
    return tuple(lam * w if w.ndim > 1 else w for w in parameters)


@wrong(of="l2_gradient")
def gradient_without_lam(parameters, lam):
    """You forget λ in the gradient."""
    return _gradient(parameters, lambda w: 1.0 * w)


@wrong(of="l2_gradient")
def signs_only(parameters, lam):
    """You return the signs of the weights, times λ: that is the gradient of L1. The derivative of a square grows with the weight."""
    return _gradient(parameters, lambda w: lam * np.sign(w))


@wrong(of="l2_gradient")
def squares_kept(parameters, lam):
    """You return the squares, not their derivative."""
    return _gradient(parameters, lambda w: lam * w**2)


@wrong(of="l2_gradient")
def uphill(parameters, lam):
    """Your gradient has the other sign. It points to where the penalty rises; going against it is the optimizer's business."""
    return _gradient(parameters, lambda w: -lam * w)


@wrong(of="l2_gradient")
def gradient_of_a_mean(parameters, lam):
    """You divide by the number of weights. The penalty is a sum, not a mean."""
    return _gradient(parameters, lambda w: lam * w / w.size)


@wrong(of="l2_gradient")
def gradient_of_every_second(parameters, lam):
    """You take every second array for biases. The order of the arrays tells nothing: their number of axes does."""
    return tuple(lam * w if i % 2 == 0 else np.zeros(w.shape) for i, w in enumerate(parameters))


@wrong(of="l2_gradient")
def gradient_of_matrices_only(parameters, lam):
    """Only arrays with two axes get a gradient from you. A convolution's kernels have four, and are weights, too."""
    return tuple(lam * w if w.ndim == 2 else np.zeros(w.shape) for w in parameters)


@wrong(of="l2_gradient")
def gradient_of_the_length(parameters, lam):
    """Your gradient is that of the weights' length, not of its square: it is as long for small weights as for large ones."""
    return _gradient(parameters, lambda w: lam * w / max(np.linalg.norm(w.ravel()), 1e-300))


@wrong(of="l2_gradient")
def already_stepped(parameters, lam):
    """You return the weights after a step. The gradient alone is asked for."""
    return tuple(w - lam * w if w.ndim > 1 else w for w in parameters)


@wrong(of="l2_gradient")
def lam_times_lam(parameters, lam):
    return _gradient(parameters, lambda w: lam**2 * w)


@wrong(of="l2_gradient")
def gradient_of_wide_arrays(parameters, lam):
    return tuple(lam * w if w.ndim > 1 and 1 not in w.shape else np.zeros(w.shape) for w in parameters)


@wrong(of="l2_gradient")
def whole_gradients(parameters, lam):
    return _gradient(parameters, lambda w: (lam * w).astype(w.dtype))


@wrong(of="l2_gradient")
def first_gradient_only(parameters, lam):
    return (_gradient(parameters, lambda w: lam * w)[0],)


@wrong(of="l2_gradient")
def reversed_order(parameters, lam):
    return _gradient(parameters, lambda w: lam * w)[::-1]
