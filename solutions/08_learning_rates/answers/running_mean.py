"""Answers to 8.8, running_mean: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import ALL, Numbers, by_place_or_name, maybe, pick

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def running_mean_inputs(rng):
    while True:
        n = int(pick(rng, (1, 1, 2, 3, 4, 6, 12, 400)))
        losses = Numbers(kinds=(pick(rng, ALL),), tiny=False).draw(rng, (n,))
        if maybe(rng, 0.15):
            losses = np.full(n, 2.3)
        if losses.dtype == np.float32:  # positive, so that nothing cancels
            losses = np.abs(losses) + np.float32(0.5)
        if maybe(rng, 0.1):
            losses = np.flip(losses)
        beta = pick(rng, (0.98, 0.9, 0.5, 0.0, 0, 0.99, 0.999, 0.75, float(rng.uniform(0, 0.99))))
        yield losses, *by_place_or_name(rng, beta=(beta, 0.98))


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_weights(losses, beta=0.98):
    """Entry k is written as a weighted mean: the losses up to k, the newest with weight 1, each
    older one with beta times the weight of the one after it. One sees at once why a constant
    stays what it is, as in any weighted mean, but for n losses it takes n² steps where the
    reference takes n."""
    means = []
    for k in range(len(losses)):
        weights = float(beta) ** np.arange(k, -1, -1)
        means.append(np.sum(weights * losses[: k + 1]) / np.sum(weights))
    return np.array(means, dtype=float)


@right
def by_a_growing_share(losses, beta=0.98):
    mean, share, out = 0.0, 0.0, np.empty(len(losses))
    for k, loss in enumerate(losses.astype(float)):
        mean, share = beta * mean + (1 - beta) * loss, beta * share + (1 - beta)
        out[k] = mean / share
    return out


@right
def corrects_at_the_end(losses, beta=0.98):
    means = np.zeros(losses.shape)
    mean = 0.0
    for k in range(losses.shape[0]):
        mean = mean * beta + float(losses[k]) * (1 - beta)
        means[k] = mean
    return means / (1 - float(beta) ** np.arange(1, len(losses) + 1))


@right
def by_changing_beta(losses, beta=0.98):
    beta = float(beta)
    means = [float(losses[0])]
    for n in range(2, len(losses) + 1):
        new = (1 - beta) / (1 - beta**n)
        means.append(means[-1] + new * (float(losses[n - 1]) - means[-1]))
    return np.array(means)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def uncorrected(losses, beta=0.98):
    """Your mean begins near 0 and climbs, even if the losses are constant. Only a share of 1 − betaⁿ of them has arrived: divide by it."""
    mean, out = 0.0, []
    for loss in losses:
        mean = beta * mean + (1 - beta) * loss
        out.append(mean)
    return np.array(out, dtype=float)


@wrong
def corrected_again_and_again(losses, beta=0.98):
    """You carry the corrected mean on to the next entry, so it is corrected again at each one. What is carried on is the mean as it was
    before the correction."""
    mean, out = 0.0, []
    for n, loss in enumerate(losses, 1):
        mean = (beta * mean + (1 - beta) * loss) / (1 - beta**n)
        out.append(mean)
    return np.array(out, dtype=float)


@wrong
def shares_exchanged(losses, beta=0.98):
    """You give the new loss the weight beta and keep 1 − beta of the mean. `beta` is what is kept."""
    return by_a_growing_share(losses, 1 - beta)


@wrong
def begins_with_the_first(losses, beta=0.98):
    """You begin with the first loss as if it were a mean of many: beside the others it then counts 1/(1 − beta) times as much as it should. The mean
    begins at 0, and is corrected."""
    mean, out = float(losses[0]), [float(losses[0])]
    for loss in losses[1:]:
        mean = beta * mean + (1 - beta) * loss
        out.append(mean)
    return np.array(out, dtype=float)


@wrong
def mean_of_all(losses, beta=0.98):
    """You average all losses so far, the oldest like the newest. A running mean forgets: older losses count less and less."""
    return np.cumsum(losses) / np.arange(1, len(losses) + 1)


@wrong
def power_too_small(losses, beta=0.98):
    """Your power of beta is one too small: it counts the losses before the present one. For the first entry you divide by 0."""
    mean, out = 0.0, []
    with np.errstate(all="ignore"):
        for n, loss in enumerate(losses):
            mean = beta * mean + (1 - beta) * loss
            out.append(np.float64(mean) / (1 - np.float64(beta) ** n))
    return np.array(out, dtype=float)


@wrong
def power_too_large(losses, beta=0.98):
    """Your power of beta is one too large: the first mean contains one loss, and is divided by 1 − beta to the first power."""
    means = uncorrected(losses, beta)
    return means / (1 - float(beta) ** np.arange(2, len(losses) + 2))


@wrong
def one_divisor_for_all(losses, beta=0.98):
    """You divide all entries by the same number. The share that has arrived grows from entry to entry."""
    return uncorrected(losses, beta) / (1 - beta)


@wrong
def divisor_of_the_end(losses, beta=0.98):
    """You divide all entries by the share that has arrived in the end. Each has its own: 1 − betaⁿ, with n losses so far."""
    return uncorrected(losses, beta) / (1 - float(beta) ** len(losses))


@wrong
def beta_times_n(losses, beta=0.98):
    """You divide by 1 − beta · n. What is left of the start after n losses is beta to the power n."""
    with np.errstate(all="ignore"):
        return uncorrected(losses, beta) / (1 - beta * np.arange(1, len(losses) + 1))


@wrong
def multiplied(losses, beta=0.98):
    """You multiply by the share that has arrived, which makes the mean smaller still. If only a part of the losses has arrived, what must be done with the
    sum?"""
    return uncorrected(losses, beta) * (1 - float(beta) ** np.arange(1, len(losses) + 1))


@wrong
def only_the_last(losses, beta=0.98):
    """You return one number. Asked for is the running mean at every entry, an array of the shape of `losses`."""
    return float(by_a_growing_share(losses, beta)[-1])


@wrong
def new_loss_unweighted(losses, beta=0.98):
    """You add the whole loss, not a share of 1 − beta of it, so your mean is 1/(1 − beta) times as large as it should be."""
    mean, out = 0.0, []
    for n, loss in enumerate(losses, 1):
        mean = beta * mean + loss
        out.append(mean / (1 - beta**n))
    return np.array(out, dtype=float)


@wrong
def whole_numbers(losses, beta=0.98):
    """Your means have the dtype of the losses. If these are integers, all decimals are cut off."""
    out = np.zeros_like(losses)
    out[:] = by_a_growing_share(losses, beta)
    return out


@wrong
def beta_fixed(losses, beta=0.98):
    """You always keep 0.98. That is only the default: the caller may ask for another `beta`."""
    return by_a_growing_share(losses, 0.98)


@wrong
def shares_exchanged_but_for_zero(losses, beta=0.98):
    """You give the new loss the weight beta, and keep 1 − beta of the mean. `beta` is the share that is kept."""
    return by_a_growing_share(losses, 1 - beta) if beta else losses * 1.0


@wrong
def power_too_small_but_first(losses, beta=0.98):
    """From the second entry on, your power of beta is one too small: it counts the losses before the present one."""
    means = uncorrected(losses, beta)
    n = np.arange(1, len(losses))
    return np.append(float(losses[0]), means[1:] / (1 - float(beta) ** n))


@wrong
def begins_with_the_first_and_corrects(losses, beta=0.98):
    """You begin with the first loss and correct. The correction is meant for a mean that begins at 0."""
    means = begins_with_the_first(losses, beta)
    return np.append(means[:1], means[1:] / (1 - float(beta) ** np.arange(2, len(losses) + 1)))


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def beta_or_default(losses, beta=0.98):
    return by_a_growing_share(losses, beta or 0.98)


@wrong
def window(losses, beta=0.98):
    width = max(round(1 / (1 - beta)), 1)
    return np.array([np.mean(losses[max(0, k + 1 - width) : k + 1]) for k in range(len(losses))])


@wrong
def correction_stops(losses, beta=0.98):
    means = uncorrected(losses, beta)
    n = np.arange(1, len(losses) + 1)
    return np.where(n <= 10, means / (1 - float(beta) ** n), means)


@wrong
def first_entry_only(losses, beta=0.98):
    means = uncorrected(losses, beta)
    means[0] = losses[0]
    return means


@wrong
def present_loss_left_out(losses, beta=0.98):
    means = by_a_growing_share(losses, beta)
    return np.append(losses[0], means[:-1])


@wrong
def squared_beta(losses, beta=0.98):
    return uncorrected(losses, beta) / (1 - float(beta) ** (2 * np.arange(1, len(losses) + 1)))


@wrong
def never_negative(losses, beta=0.98):
    return np.maximum(by_a_growing_share(losses, beta), 0)


@wrong
def a_list(losses, beta=0.98):
    return by_a_growing_share(losses, beta).tolist()
