"""Answers to 6.3, batchnorm: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import by_place_or_name, maybe, pick

from ._shared import _normalized, batch, epsilon, factors, rows, shifts, statistics, types

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def batchnorm_inputs(rng):
    while True:
        training = maybe(rng, 0.5)
        kinds = types(rng)
        single = "float32" in kinds
        N, D = rows(rng, 2 if training else 1)
        x = batch(rng, (N, D), kinds=kinds, far=training)
        eps = epsilon(rng, x if training else None)
        eps = max(eps, 1e-5)
        running = statistics(rng, D, "float32" if single else pick(rng, kinds), 0.0 if single else eps)
        momentum = pick(rng, (0.1, 0.1, 0.5, 0.9, 0.0, 1.0))
        rest = by_place_or_name(rng, momentum=(momentum, 0.1), eps=(eps, 1e-5))
        yield x, factors(rng, D, kinds), shifts(rng, D, kinds), running, training, *rest


# -- right, written in other ways ------------------------------------------------------------------


@right
def all_written_out(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        new = (
            running[0] * (1 - momentum) + mean * momentum,
            running[1] * (1 - momentum) + momentum * x.var(axis=0, ddof=1),
        )
    else:
        (mean, var), new = running, running
    return (x - mean) / np.sqrt(var + eps) * gamma + beta, new


@right
def scaled_in_one_step(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """Which statistics are used is decided first, and one line then makes x̂ for both modes; the reference has a line
    for each mode. Nobody can repair one mode and forget the other, and γ/√(v + ε) is one number for each unit, worked
    out before the large array is touched; but what 6.1 and 6.2 do already is written once more."""
    mean, var = running
    if training:
        N, mean, var = len(x), np.mean(x, axis=0), np.var(x, axis=0)
        new_mean = (1 - momentum) * running[0] + momentum * mean
        new_var = (1 - momentum) * running[1] + momentum * var * (N / (N - 1))
        running = new_mean, new_var
    return (x - mean) * (gamma / np.sqrt(var + eps)) + beta, running


@right
def returns_a_list(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    mean, var = running[0], running[1]
    if not training:
        return [gamma * ((x - mean) / np.sqrt(var + eps)) + beta, [mean, var]]
    N = len(x)
    batch_mean = np.sum(x, axis=0) / N
    squares = np.sum((x - batch_mean) ** 2, axis=0)
    out = gamma * ((x - batch_mean) / np.sqrt(squares / N + eps)) + beta
    return [
        out,
        [mean + momentum * (batch_mean - mean), var + momentum * (squares / (N - 1) - var)],
    ]


@right
def unit_by_unit(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    N, D = x.shape
    out, means, variances = np.zeros((N, D)), [], []
    for j in range(D):
        column, mean, var = x[:, j].astype(float), float(running[0][j]), float(running[1][j])
        if training:
            own_mean = column.sum() / N
            squares = ((column - own_mean) ** 2).sum()
            means.append((1 - momentum) * mean + momentum * own_mean)
            variances.append((1 - momentum) * var + momentum * squares / (N - 1))
            mean, var = own_mean, squares / N
        else:
            means.append(mean)
            variances.append(var)
        out[:, j] = float(gamma[j]) * (column - mean) / (var + eps) ** 0.5 + float(beta[j])
    return out, (np.array(means), np.array(variances))


# -- wrong, and told why ---------------------------------------------------------------------------


def _step(running, x, momentum, ddof=1):
    mean, var = running
    N = len(x)
    own = np.var(x, axis=0) * (N / max(N - ddof, 1))
    return (1 - momentum) * mean + momentum * np.mean(x, axis=0), (1 - momentum) * var + momentum * own


def _with(x, gamma, beta, mean, var, eps):
    return gamma * (x - mean) / np.sqrt(var + eps) + beta


def _right(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    if training:
        return gamma * _normalized(x, eps) + beta, _step(running, x, momentum)
    return _with(x, gamma, beta, *running, eps), running


@wrong
def batch_statistics_at_test_time(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """At test time you normalize with the batch's own statistics: an example's output depends on its neighbours, and one alone
    becomes β. What are the running statistics for?"""
    return gamma * _normalized(x, eps) + beta, _step(running, x, momentum) if training else running


@wrong
def running_statistics_in_training(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """In training you normalize with the running statistics. They are kept for later: while there is a batch, it is normalized with its
    own."""
    return _with(x, gamma, beta, *running, eps), _step(running, x, momentum) if training else running


@wrong
def the_new_running_ones_in_training(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """In training you update the running statistics, and then normalize with those. While there is a batch, it is normalized with its own
    mean and variance."""
    new = _step(running, x, momentum) if training else running
    return _with(x, gamma, beta, *new, eps), new


@wrong
def moves_at_test_time(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """At test time you update the running statistics. Nothing is learned there: they come back as they are."""
    if training or len(x) < 2:
        return _right(x, gamma, beta, running, training, momentum, eps)
    return _with(x, gamma, beta, *running, eps), _step(running, x, momentum)


@wrong
def does_not_move(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """In training the running statistics come back as they were. Each batch moves them."""
    return _right(x, gamma, beta, running, training, momentum, eps)[0], running


@wrong
def unbiased_in_the_output(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """In training you normalize with the unbiased variance. That one is for the running statistics; the batch itself is divided by the
    root of its mean square, as in 6.1."""
    if not training:
        return _right(x, gamma, beta, running, training, momentum, eps)
    return _with(x, gamma, beta, np.mean(x, axis=0), np.var(x, axis=0, ddof=1), eps), _step(running, x, momentum)


@wrong
def biased_in_the_running_variance(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """Your running variance is made with the batch's mean square, ÷ N. It takes the unbiased one, as in 6.2."""
    if not training:
        return _right(x, gamma, beta, running, training, momentum, eps)
    return gamma * _normalized(x, eps) + beta, _step(running, x, momentum, 0)


@wrong
def variance_for_the_root(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """At test time you divide by the running variance. What is divided by is its root."""
    if training:
        return _right(x, gamma, beta, running, training, momentum, eps)
    return gamma * (x - running[0]) / (running[1] + eps) + beta, running


@wrong
def no_eps_at_test_time(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """At test time you leave `eps` out. The function that was trained had it under the root."""
    if training:
        return _right(x, gamma, beta, running, training, momentum, eps)
    with np.errstate(all="ignore"):
        return gamma * (x - running[0]) / np.sqrt(running[1]) + beta, running


@wrong
def eps_outside_at_test_time(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """At test time you add `eps` to the root, in training to the variance. Both times it stands under the root."""
    if training:
        return _right(x, gamma, beta, running, training, momentum, eps)
    return gamma * (x - running[0]) / (np.sqrt(running[1]) + eps) + beta, running


@wrong
def eps_outside(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """In both modes you add `eps` to the root. It stands under the root, beside the variance."""
    if training:
        centred = x - np.mean(x, axis=0)
        return gamma * centred / (np.std(x, axis=0) + eps) + beta, _step(running, x, momentum)
    return gamma * (x - running[0]) / (np.sqrt(running[1]) + eps) + beta, running


@wrong
def variance_for_the_root_in_both(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """In both modes you divide by the variance. What is divided by is its root."""
    if training:
        centred = x - np.mean(x, axis=0)
        return gamma * centred / (np.var(x, axis=0) + eps) + beta, _step(running, x, momentum)
    return gamma * (x - running[0]) / (running[1] + eps) + beta, running


@wrong
def momentum_the_other_way(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """Your `momentum` is the weight of the old statistics. Here it is the weight of the batch."""
    return _right(x, gamma, beta, running, training, 1 - momentum, eps)


@wrong
def no_scale_and_shift_at_test_time(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """At test time you return x̂. γ and β were learned: they belong to the function in both modes."""
    if training:
        return _right(x, gamma, beta, running, training, momentum, eps)
    return (x - running[0]) / np.sqrt(running[1] + eps), running


@wrong
def no_shift(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """β is missing: it is added to every row."""
    return _right(x, gamma, 0 * beta, running, training, momentum, eps)


@wrong
def no_scale(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """γ is missing: every column of x̂ is multiplied by its own."""
    return _right(x, np.ones(len(gamma)), beta, running, training, momentum, eps)


@wrong
def shifted_before_scaled(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """You multiply β by γ as well. First the product, then the sum."""
    return _right(x, gamma, gamma * beta, running, training, momentum, eps)


@wrong
def modes_exchanged(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """You have the two modes the wrong way round: with `training=True` the batch's own statistics are used, and the running ones
    move."""
    if training:
        return _with(x, gamma, beta, *running, eps), running
    return gamma * _normalized(x, eps) + beta, _step(running, x, momentum)


@wrong
def only_the_output(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """You return the output alone. The caller needs the running statistics for the next batch: return the pair `(out, running)`."""
    return _right(x, gamma, beta, running, training, momentum, eps)[0]


@wrong
def three_results(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """You return three things: the output, the mean, the variance. The two statistics belong together, in a pair of their own, as they
    came in."""
    out, (mean, var) = _right(x, gamma, beta, running, training, momentum, eps)
    return out, mean, var


@wrong
def default_momentum_and_eps(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """You ignore the caller's `momentum` and `eps`: 0.1 and 0.00001 hold only where nothing else is asked for."""
    return _right(x, gamma, beta, running, training)


@wrong
def statistics_moved_by_the_output(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """Your running statistics follow those of `out`. They are kept for x, which at test time is normalized with them."""
    out, _ = _right(x, gamma, beta, running, training, momentum, eps)
    return out, _step(running, out, momentum) if training else running


@wrong
def batch_statistics_in_company(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """At test time you normalize with the batch's own statistics as soon as there is more than one example: an example's output depends on its
    neighbours. What are the running statistics for?"""
    if training or len(x) == 1:
        return _right(x, gamma, beta, running, training, momentum, eps)
    return gamma * _normalized(x, eps) + beta, running


@wrong
def a_running_deviation(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """You keep a running standard deviation, and square it where it is used. The pair that comes and goes holds a variance."""
    if training:
        mean, std = np.mean(x, axis=0), np.std(x, axis=0) * np.sqrt(len(x) / (len(x) - 1))
        new = (1 - momentum) * running[0] + momentum * mean, (1 - momentum) * running[1] + momentum * std
        return gamma * _normalized(x, eps) + beta, new
    return _with(x, gamma, beta, running[0], np.asarray(running[1], float) ** 2, eps), running


@wrong
def momentum_of_keras(x, gamma, beta, running, training, momentum=0.9, eps=1e-5):
    """Your `momentum` is the weight of the old statistics, and so is your default, which hides it where the caller says nothing. Here it is the
    weight of the batch."""
    return _right(x, gamma, beta, running, training, 1 - momentum, eps)


@wrong
def eps_of_keras(x, gamma, beta, running, training, momentum=0.1, eps=1e-3):
    """Right, but for the default of `eps`: it is 0.00001 where the caller says nothing, not 0.001."""
    return _right(x, gamma, beta, running, training, momentum, eps)


@wrong
def eps_kept(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """You put `eps` into the running variance. It is added later, each time the variance is used."""
    out, new = _right(x, gamma, beta, running, training, momentum, eps)
    return out, (new[0], new[1] + momentum * eps) if training else running


@wrong
def scale_and_shift_exchanged(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """You multiply by β and add γ. γ is the scale, β the shift."""
    return _right(x, beta, gamma, running, training, momentum, eps)


@wrong
def mean_taken_away_late(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """At test time you take the running mean away after the division and the scale. It belongs to x: what is divided?"""
    if training:
        return _right(x, gamma, beta, running, training, momentum, eps)
    return gamma * x / np.sqrt(running[1] + eps) + beta - running[0], running


@wrong
def no_statistics_at_test_time(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """At test time no running statistics come back. The caller keeps them for the next call: they come back as they were."""
    out, new = _right(x, gamma, beta, running, training, momentum, eps)
    return out, new if training else None


@wrong
def difference_of_squares(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """In training you compute the variance as the mean of the squares minus the square of the mean. Far from 0 that is a small difference of two
    huge numbers, and their last digits are rounded off."""
    if not training:
        return _right(x, gamma, beta, running, training, momentum, eps)
    x = np.asarray(x, float)
    var = np.maximum(np.mean(x**2, axis=0) - np.mean(x, axis=0) ** 2, 0)
    mean, _ = _step(running, x, momentum)
    new_var = (1 - momentum) * running[1] + momentum * var * len(x) / (len(x) - 1)
    return _with(x, gamma, beta, np.mean(x, axis=0), var, eps), (mean, new_var)


@wrong
def eps_as_a_floor(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """At test time `eps` comes in only where the running variance is smaller. It is added to every variance, as in training."""
    if training:
        return _right(x, gamma, beta, running, training, momentum, eps)
    return gamma * (x - running[0]) / np.sqrt(np.maximum(running[1], eps)) + beta, running


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def running_changed_in_place(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    out, new = _right(x, gamma, beta, running, training, momentum, eps)
    for kept, moved in zip(running, new):
        kept[...] = moved
    return out, running


@wrong
def default_eps(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    return _right(x, gamma, beta, running, training, momentum)


@wrong
def default_momentum(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    return _right(x, gamma, beta, running, training, 0.1, eps)


@wrong
def running_mean_of_the_batch_variance(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """At test time you take the running mean away, and divide by the root of the batch's own variance. Both statistics are the running ones
    there."""
    if training:
        return _right(x, gamma, beta, running, training, momentum, eps)
    return gamma * (x - running[0]) / np.sqrt((np.var(x, axis=0) if len(x) > 1 else running[1]) + eps) + beta, running


@wrong
def batch_mean_at_test_time(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    """At test time you take the batch's own mean away, and divide by the running root. Both statistics are the running ones there: one example
    alone would become β."""
    if training:
        return _right(x, gamma, beta, running, training, momentum, eps)
    return gamma * (x - np.mean(x, axis=0)) / np.sqrt(running[1] + eps) + beta, running


@wrong
def unbiased_at_test_time(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    if training:
        return _right(x, gamma, beta, running, training, momentum, eps)
    N = len(x)
    return _with(x, gamma, beta, running[0], running[1] * (N / max(N - 1, 1)), eps), running


@wrong
def out_in_the_type_of_x(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    out, new = _right(x, gamma, beta, running, training, momentum, eps)
    return out.astype(x.dtype), new


@wrong
def one_is_always_training(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    return _right(x, gamma, beta, running, training and len(x) > 2, momentum, eps)


@wrong
def absolute_gamma(x, gamma, beta, running, training, momentum=0.1, eps=1e-5):
    return _right(x, np.abs(gamma), beta, running, training, momentum, eps)
