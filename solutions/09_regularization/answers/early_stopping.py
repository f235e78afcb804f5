"""Answers to 9.7, early_stopping: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import by_place_or_name, maybe, pick

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def early_stopping_inputs(rng):
    while True:
        E = int(pick(rng, (1, 2, 3, 5, 8, 12, 20, 60)))
        losses = rng.integers(0, int(pick(rng, (6, 12, 24))), E) / 8  # exact differences, and ties
        if maybe(rng, 0.5):  # a valley with bumps
            at = rng.integers(0, E)
            losses = np.abs(np.arange(E) - at) / 8 * pick(rng, (1, 1, 2)) + rng.integers(0, 4, E) / 8
        elif maybe(rng, 0.2):
            losses = np.sort(losses)[::-1].copy()
        min_delta = pick(rng, (0.0, 0.0, 0.0, 0.125, 0.25, 0.5, 1.0))
        if (
            maybe(rng, 0.15) and E > 2 and min_delta
        ):  # close beside the border, on either side for a sum as for a difference
            losses[0] = 1.5
            losses[1] = 1.5 - min_delta + pick(rng, (1e-9, -1e-9))
        scale = pick(rng, (1, 1, 1, 64, 1 / 1024, 2.0**20))
        losses, min_delta = losses * scale, min_delta * scale
        kind = pick(rng, ("float64", "float64", "float32", "int64"))
        if kind == "int64":
            losses = np.round(8 * losses / scale).astype(int)
            min_delta = pick(rng, (0.0, 0, 1, 2, 0.5))
        elif kind == "float32":
            losses = np.round(losses / scale * 8).astype("float32") / np.float32(8)
            min_delta = min_delta / scale
        patience = int(pick(rng, (5, 5, 1, 2, 3, 4, 7, 10)))
        yield losses, *by_place_or_name(rng, patience=(patience, 5), min_delta=(min_delta, 0.0))


# -- right, written in other ways ------------------------------------------------------------------


@right
def with_a_counter(losses, patience=5, min_delta=0.0):
    """It counts the epochs without a better loss and sets the counter back to 0 at each better one, where the reference reads that number off from the best epoch. Most
    libraries do it this way; there is one thing more to remember, and forgetting to set it back is a common slip."""
    best, lowest, waited = 0, losses[0], 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < lowest - min_delta:
            best, lowest, waited = epoch, losses[epoch], 0
        else:
            waited += 1
            if waited >= patience:
                return best, epoch
    return best, len(losses) - 1


@right
def by_differences(losses, patience=5, min_delta=0.0):
    best = epoch = 0
    for epoch in range(1, len(losses)):
        if float(losses[best]) - float(losses[epoch]) > min_delta:
            best = epoch
        if epoch - best >= patience:
            break
    return best, epoch


@right
def while_there_is_patience(losses, patience=5, min_delta=0.0):
    losses = [float(loss) for loss in losses]
    best = epoch = 0
    while epoch - best < patience and epoch + 1 < len(losses):
        epoch += 1
        if losses[best] - min_delta > losses[epoch]:
            best = epoch
    return best, epoch


@right
def by_looking_ahead(losses, patience=5, min_delta=0.0):
    best = 0
    while True:
        ahead = losses[best + 1 : best + 1 + patience]
        better = np.flatnonzero(ahead < losses[best] - min_delta)
        if len(better) == 0:
            return best, min(best + patience, len(losses) - 1)
        best = best + 1 + int(better[0])


@right
def by_recursion(losses, patience=5, min_delta=0.0):
    def onward(best, epoch):
        if epoch == len(losses) or epoch - best > patience:
            return [best, epoch - 1]
        return onward(epoch if losses[epoch] < losses[best] - min_delta else best, epoch + 1)

    return np.array(onward(0, 1)).tolist()


# -- wrong, and told why ---------------------------------------------------------------------------


def _run(losses, patience, min_delta, better=None, stops=None, after=0):
    """Early stopping with another rule for better, or another one for when to stop."""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if (better or (lambda e, b: losses[e] < losses[b] - min_delta))(epoch, best):
            best, waited = epoch, 0
        else:
            waited += 1
        if epoch >= after and (stops or (lambda waited: waited >= patience))(waited):
            return best, epoch
    return best, len(losses) - 1


@wrong
def one_epoch_more(losses, patience=5, min_delta=0.0):
    """You wait one epoch longer than `patience`. With a patience of 1, the first epoch that is not better is the last."""
    return _run(losses, patience, min_delta, stops=lambda waited: waited > patience)


@wrong
def one_epoch_less(losses, patience=5, min_delta=0.0):
    """You stop one epoch early. `patience` epochs in a row that are not better are run, and the last of them is the last epoch."""
    return _run(losses, patience, min_delta, stops=lambda waited: waited >= max(patience - 1, 1))


@wrong
def never_set_back(losses, patience=5, min_delta=0.0):
    """You count all epochs that were not better. The patience is for epochs in a row: what happens to the counter when a better one comes?"""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best] - min_delta:
            best = epoch
        else:
            waited += 1
            if waited >= patience:
                return best, epoch
    return best, len(losses) - 1


@wrong
def as_good_is_better(losses, patience=5, min_delta=0.0):
    """A loss that is lower by exactly `min_delta` counts as better with you; with 0 that is one that is just as good. It has to be lower by more."""
    return _run(losses, patience, min_delta, better=lambda e, b: losses[e] <= losses[b] - min_delta)


@wrong
def delta_ignored(losses, patience=5, min_delta=0.0):
    """Every lower loss counts as better with you. What is `min_delta` for?"""
    return _run(losses, patience, 0.0)


@wrong
def delta_with_the_other_sign(losses, patience=5, min_delta=0.0):
    """You add `min_delta` to the best loss. Then a loss that is a little higher counts as better. How far below does it have to be?"""
    return _run(losses, patience, -min_delta)


@wrong
def better_than_the_last(losses, patience=5, min_delta=0.0):
    """You compare each loss with that of the epoch before. After a bad epoch a less bad one is not yet better than the best."""
    return _run(losses, patience, min_delta, better=lambda e, b: losses[e] < losses[e - 1] - min_delta)


@wrong
def lowest_of_all(losses, patience=5, min_delta=0.0):
    """You compare with the lowest loss so far, even where it was no better epoch: small steps then never add up. The comparison is with the loss of the best epoch so far."""
    best, lowest, waited = 0, losses[0], 0
    for epoch in range(1, len(losses)):
        waited += 1
        if losses[epoch] < lowest - min_delta:
            best, waited = epoch, 0
        elif waited >= patience:
            return best, epoch
        lowest = min(lowest, losses[epoch])
    return best, len(losses) - 1


@wrong
def lowest_epoch_returned(losses, patience=5, min_delta=0.0):
    """You stop at the right epoch, and return the lowest of the losses seen. An epoch that is lower by no more than `min_delta` is not better, and not kept."""
    _, last = _run(losses, patience, min_delta)
    return int(np.argmin(losses[: last + 1])), last


@wrong
def all_have_been_seen(losses, patience=5, min_delta=0.0):
    """You take the best epoch from the whole curve. What comes after the stop has never been run."""
    _, last = _run(losses, patience, min_delta)
    return int(np.argmin(losses)), last


@wrong
def best_and_patience(losses, patience=5, min_delta=0.0):
    """Where the curve ends before the patience does, you name a last epoch that does not exist."""
    best, _ = _run(losses, patience, min_delta)
    return best, best + patience


@wrong
def number_of_epochs(losses, patience=5, min_delta=0.0):
    """Your second number counts epochs. It is the number of the last one, and the first epoch is epoch 0."""
    best, last = _run(losses, patience, min_delta)
    return best, last + 1


@wrong
def counted_from_one(losses, patience=5, min_delta=0.0):
    """You count epochs from 1. The first one is epoch 0."""
    best, last = _run(losses, patience, min_delta)
    return best + 1, last + 1


@wrong
def losses_returned(losses, patience=5, min_delta=0.0):
    """Your first number is the loss of the best epoch. Its number is asked for."""
    best, last = _run(losses, patience, min_delta)
    return float(losses[best]), last


@wrong
def last_first(losses, patience=5, min_delta=0.0):
    """You return the two epochs in the other order: the best comes first."""
    best, last = _run(losses, patience, min_delta)
    return last, best


@wrong
def patience_of_five(losses, patience=5, min_delta=0.0):
    """Your patience is always 5. The caller may ask for another one."""
    return _run(losses, 5, min_delta)


@wrong
def highest_is_best(losses, patience=5, min_delta=0.0):
    """You wait for a higher value, as one would with an accuracy. These are losses."""
    return _run(losses, patience, min_delta, better=lambda e, b: losses[e] > losses[b] + min_delta)


@wrong
def never_stops(losses, patience=5, min_delta=0.0):
    """You never stop early: you return the best of all epochs and the last."""
    best, _ = _run(losses, len(losses) + 1, min_delta)
    return best, len(losses) - 1


@wrong
def last_weights(losses, patience=5, min_delta=0.0):
    """You name the last epoch as the best. The network has been getting worse for a while by then."""
    _, last = _run(losses, patience, min_delta)
    return last, last


@wrong
def delta_as_a_share(losses, patience=5, min_delta=0.0):
    """You take `min_delta` as a share of the loss. It is a difference of losses."""
    return _run(losses, patience, min_delta, better=lambda e, b: losses[e] < losses[b] * (1 - min_delta))


@wrong
def begins_at_infinity_late(losses, patience=5, min_delta=0.0):
    """Epoch 0 counts as not better with you. It is the best so far, and the counting of the others begins after it."""
    best, waited = 0, 1
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best] - min_delta:
            best, waited = epoch, 0
        else:
            waited += 1
            if waited >= patience:
                return best, epoch
    return best, len(losses) - 1


@wrong
def rising_in_a_row(losses, patience=5, min_delta=0.0):
    """You count epochs in which the loss rose from one to the next. It may go up and down above the best for a long time; all of these epochs are not better."""
    best, rises = 0, 0
    for epoch in range(1, len(losses)):
        rises = rises + 1 if losses[epoch] > losses[epoch - 1] else 0
        if losses[epoch] < losses[best] - min_delta:
            best = epoch
        if rises >= patience:
            return best, epoch
    return best, len(losses) - 1


@wrong
def begins_at_a_thousand(losses, patience=5, min_delta=0.0):
    best, lowest, waited = 0, 1000.0, 0
    for epoch in range(len(losses)):
        if losses[epoch] < lowest - min_delta:
            best, lowest, waited = epoch, losses[epoch], 0
        else:
            waited += 1
            if waited >= patience:
                return best, epoch
    return best, len(losses) - 1


@wrong
def nearly_better(losses, patience=5, min_delta=0.0):
    def better(e, b):
        return losses[e] < losses[b] - min_delta and not np.isclose(losses[e], losses[b] - min_delta)

    return _run(losses, patience, min_delta, better=better)


@wrong
def whole_losses(losses, patience=5, min_delta=0.0):
    return _run(np.floor(losses), patience, min_delta)


@wrong
def stops_at_the_second_pause(losses, patience=5, min_delta=0.0):
    return _run(losses, patience, min_delta, after=min(patience + 1, len(losses) - 1))


@wrong
def default_delta(losses, patience=5, min_delta=0.0):
    return _run(losses, patience, min_delta or 1e-3)


@wrong
def smoothed(losses, patience=5, min_delta=0.0):
    return _run(np.convolve(losses, np.ones(3) / 3, mode="same"), patience, min_delta)
