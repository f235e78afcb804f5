"""Answers to 8.9, inverse_sqrt: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import length, moment, rate, whole

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def inverse_sqrt_inputs(rng):
    while True:
        warmup = length(rng, least=0)
        yield whole(rng, moment(rng, warmup, warmup // 2, 4 * warmup)), rate(rng), whole(rng, warmup)


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_question(step, peak, warmup):
    n = step + 1
    if n < warmup:
        return peak * n / warmup
    return peak * math.sqrt(max(warmup, 1) / n)


@right
def as_published(step, peak, warmup):
    """This is how the paper writes it: the smaller of n^−½ and n · warmup^−1.5, times a constant
    that makes the highest value the peak. With that constant chosen from the width of the model,
    as there, nobody has to choose a peak, but nobody sees either which one it is."""
    warmup = max(float(warmup), 1.0)
    n = float(step) + 1.0
    constant = peak * warmup**0.5
    return constant * min(n**-0.5, n * warmup**-1.5)


@right
def by_numpy(step, peak, warmup):
    w = np.maximum(warmup, 1)
    return float(peak * np.minimum((step + 1) / w, np.sqrt(w / (step + 1))))


@right
def by_ratio(step, peak, warmup):
    ratio = (step + 1) / (warmup or 1)
    return peak * (ratio if ratio < 1 else ratio**-0.5)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def update_number_zero(step, peak, warmup):
    """You count updates from 0, so your first one has the rate 0. In the formula the first update is number 1."""
    w = max(warmup, 1)
    return peak * min(step / w, (w / step) ** 0.5) if step else 0.0


@wrong
def without_a_climb(step, peak, warmup):
    """Your rate begins above the peak: the climb is missing. The smaller of the two terms counts."""
    return peak * (max(warmup, 1) / (step + 1)) ** 0.5


@wrong
def the_larger_one(step, peak, warmup):
    """You take the larger of the two terms, which is never below the peak. The smaller one counts."""
    w = max(warmup, 1)
    return peak * max((step + 1) / w, (w / (step + 1)) ** 0.5)


@wrong
def jumps_at_the_joint(step, peak, warmup):
    """Your rate falls from the peak to a fraction of it at the joint: after the warm-up you divide by the root of n, and forget the root of `warmup` above it.
    At n = `warmup` both terms should be 1."""
    n = step + 1
    return peak * n / warmup if n <= warmup else peak / n**0.5


@wrong
def counts_from_the_joint(step, peak, warmup):
    """Your decay counts the updates after the warm-up, and falls too fast. In the formula n counts all updates from the start."""
    n = step + 1
    return peak * n / warmup if n <= warmup else peak / (n - warmup + 1) ** 0.5


@wrong
def without_a_root(step, peak, warmup):
    """Your rate falls as 1/n. It should fall as one over the root of n."""
    w = max(warmup, 1)
    return peak * min((step + 1) / w, w / (step + 1))


@wrong
def divides_by_zero(step, peak, warmup):
    """With a warm-up of 0 you divide by 0. Then it counts as a warm-up of 1."""
    return peak * min((step + 1) / warmup, (warmup / (step + 1)) ** 0.5)


@wrong
def constant_without_warmup(step, peak, warmup):
    """With a warm-up of 0 your rate does not fall. It counts as a warm-up of 1: from `peak` it falls as one over the root."""
    return peak * min((step + 1) / warmup, (warmup / (step + 1)) ** 0.5) if warmup else peak


@wrong
def nothing_without_warmup(step, peak, warmup):
    """With a warm-up of 0 your rate is 0. It counts as a warm-up of 1: `peak` at step 0, and then less."""
    return peak * min((step + 1) / warmup, (warmup / (step + 1)) ** 0.5) if warmup else 0.0


@wrong
def stays_at_the_peak(step, peak, warmup):
    """After the warm-up your rate stays at the peak. From there it falls as one over the root of n."""
    return peak * min((step + 1) / max(warmup, 1), 1)


@wrong
def root_in_the_climb(step, peak, warmup):
    """Your warm-up climbs along a root, too. It is a straight line."""
    w = max(warmup, 1)
    return peak * min(((step + 1) / w) ** 0.5, (w / (step + 1)) ** 0.5)


@wrong
def divides_by_step_zero(step, peak, warmup):
    """You count updates from 0, and divide by 0 at the first one. In the formula the first update is number 1."""
    w = max(warmup, 1)
    return peak * min(step / w, (w / int(step)) ** 0.5)


@wrong
def level_before_the_peak(step, peak, warmup):
    """Up to the peak your rate is level: the climb is missing. It begins with 1/`warmup` of the peak."""
    w = max(warmup, 1)
    return peak * (w / max(step + 1, w)) ** 0.5


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def without_the_peak(step, peak, warmup):
    w = max(warmup, 1)
    return min((step + 1) / w, (w / (step + 1)) ** 0.5)


@wrong
def as_published_without_a_constant(step, peak, warmup):
    """Your highest rate is peak/√`warmup`: the formula of the paper has a scale of its own. At n = `warmup` both terms are 1."""
    w = max(warmup, 1)
    return peak * min((step + 1) ** -0.5, (step + 1) * w**-1.5)


@wrong
def one_behind(step, peak, warmup):
    n, w = max(step, 1), max(warmup, 1)
    return peak * min(n / w, (w / n) ** 0.5)


@wrong
def one_ahead(step, peak, warmup):
    n, w = step + 2, max(warmup, 1)
    return peak * min(n / w, (w / n) ** 0.5)


@wrong
def one_more_step(step, peak, warmup):
    n, w = step + 1, warmup + 1
    return peak * min(n / w, (w / n) ** 0.5)


@wrong
def ends_somewhere(step, peak, warmup):
    n, w = step + 1, max(warmup, 1)
    return peak * max(min(n / w, (w / n) ** 0.5), 0.01)


@wrong
def decay_with_step(step, peak, warmup):
    w = max(warmup, 1)
    return peak * min((step + 1) / w, (w / max(step, 1)) ** 0.5)
