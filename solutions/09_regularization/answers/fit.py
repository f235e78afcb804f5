"""Answers to 9.8, fit: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule.checks.callables import (
    bumpy,
    bumpy_valley,
    constant_slope,
    downhill,
    ravine,
    sum_of_sines,
    sum_of_squares,
)
from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import by_place_or_name, maybe, pick, shape, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def fit_inputs(rng):
    while True:
        sides = shape(rng, (1, 1, 2, 3), most=3)
        w = np.round(rng.normal(0, 12, sides))
        if maybe(rng, 0.75):  # a walk through a table of losses in eighths
            grad, val_loss, lr = constant_slope, pick(rng, (bumpy, bumpy, bumpy_valley)), pick(rng, (1, 1.0, 0.5, 2.0))
            if val_loss is bumpy_valley:
                w = np.abs(w) % 25
        else:
            grad, lr = pick(rng, (downhill, ravine)), pick(rng, (0.125, 0.0625, 0.5, 1.5))
            val_loss = pick(rng, (sum_of_squares, sum_of_sines))
            w = w / 4 if maybe(rng, 0.85) else 0 * w  # where the gradient is 0
        if maybe(rng, 0.3):
            w = np.round(w).astype(int)
        patience = int(pick(rng, (5, 5, 1, 2, 3, 4, 8)))
        min_delta = pick(rng, (0.0, 0.0, 0.125, 0.25, 0.5, 1))
        if grad is ravine and lr > 1:
            lr = 0.125  # it would run away
        most = int(pick(rng, (100, 100, 0, 1, 2, 3, 6, 12, 30)))
        options = by_place_or_name(rng, patience=(patience, 5), min_delta=(min_delta, 0.0), most=(most, 100))
        yield grad, val_loss, turned(rng, w), lr, *options


# -- right, written in other ways ------------------------------------------------------------------


@right
def in_place_with_copies(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """It changes one array of weights in place and copies it whenever it is the best so far, where the reference makes a new array at each step. A large network is then in
    memory twice and no more, but every `copy()` that is forgotten is a mirror."""
    w = w.astype(float)
    best, lowest, waited, steps = w.copy(), val_loss(w), 0, 0
    while steps < most and waited < patience:
        w -= lr * np.asarray(grad(w))
        steps += 1
        loss = val_loss(w)
        waited += 1
        if loss < lowest - min_delta:
            best, lowest, waited = w.copy(), loss, 0
    return best, steps


@right
def with_the_whole_path(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    path = [np.array(w, dtype=float)]
    losses = [val_loss(path[0])]
    best = 0
    for step in range(1, most + 1):
        path.append(path[-1] - lr * grad(path[-1]))
        losses.append(val_loss(path[-1]))
        if losses[step] < losses[best] - min_delta:
            best = step
        if step - best >= patience:
            break
    return path[best], len(path) - 1


@right
def by_a_for_loop(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    kept = (val_loss(w), w * 1.0)
    left = patience
    for step in range(most):
        w = w - lr * np.asarray(grad(w), dtype=float)
        loss = val_loss(w)
        if kept[0] - min_delta > loss:
            kept, left = (loss, w), patience
        else:
            left -= 1
        if left == 0:
            return kept[1], step + 1
    return kept[1], most


@right
def by_recursion(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    def onward(w, step, best, lowest, since):
        if step == most or since == patience:
            return best, step
        w = w - lr * grad(w)
        loss = float(val_loss(w))
        if loss < lowest - min_delta:
            return onward(w, step + 1, w, loss, 0)
        return onward(w, step + 1, best, lowest, since + 1)

    start = np.asarray(w, dtype=np.float64)
    return list(onward(start, 0, start, float(val_loss(start)), 0))


# -- wrong, and told why ---------------------------------------------------------------------------


def _walk(grad, val_loss, w, lr, patience, min_delta, most, better=None, stops=None):
    """All weights and losses on the way, the best epoch, and whether it was stopped early."""
    path = [np.array(w, dtype=float)]
    losses, best, waited = [val_loss(path[0])], 0, 0
    for step in range(1, most + 1):
        path.append(path[-1] - lr * np.asarray(grad(path[-1])))
        losses.append(val_loss(path[-1]))
        if better(losses, step, best) if better else losses[step] < losses[best] - min_delta:
            best, waited = step, 0
        else:
            waited += 1
        if (stops or (lambda waited: waited >= patience))(waited):
            return path, losses, best, True
    return path, losses, best, False


@wrong
def the_last_weights(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """You return the last weights, not the best. If you keep `best = w` and change `w` in place afterwards, that is what happens, too: `best` is a second name for the same array."""
    path, _, _, _ = _walk(grad, val_loss, w, lr, patience, min_delta, most)
    return path[-1], len(path) - 1


@wrong
def restored_only_when_stopped(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """Where training was stopped early you return the best weights, and where `most` ended it, the last ones. The best are wanted in both cases."""
    path, _, best, early = _walk(grad, val_loss, w, lr, patience, min_delta, most)
    return path[best if early else -1], len(path) - 1


@wrong
def never_set_back(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """You count all steps that were not better. The patience is for steps in a row: what happens to the counter when a better one comes?"""
    path = [np.array(w, dtype=float)]
    lowest, best, waited = val_loss(path[0]), 0, 0
    for step in range(1, most + 1):
        path.append(path[-1] - lr * np.asarray(grad(path[-1])))
        loss = val_loss(path[-1])
        if loss < lowest - min_delta:
            lowest, best = loss, step
        else:
            waited += 1
            if waited >= patience:
                break
    return path[best], len(path) - 1


@wrong
def one_step_more(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """You wait one step longer than `patience`. With a patience of 1, the first step that is not better is the last."""
    path, _, best, _ = _walk(grad, val_loss, w, lr, patience, min_delta, most, stops=lambda waited: waited > patience)
    return path[best], len(path) - 1


@wrong
def one_step_less(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """You stop one step early: `patience` steps in a row that are not better are made."""
    path, _, best, _ = _walk(
        grad, val_loss, w, lr, patience, min_delta, most, stops=lambda waited: waited >= max(patience - 1, 1)
    )
    return path[best], len(path) - 1


@wrong
def start_not_looked_at(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """You do not look at the start. It is epoch 0, and may be the best of all."""
    path, losses, best, _ = _walk(
        grad, val_loss, w, lr, patience, min_delta, most,
        better=lambda losses, k, b: k == 1 or losses[k] < losses[b] - min_delta,
    )  # fmt: skip
    return path[best], len(path) - 1


@wrong
def as_good_is_better(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """A loss that is lower by exactly `min_delta` counts as better with you; with 0 that is one that is just as good. It has to be lower by more."""
    path, _, best, _ = _walk(
        grad, val_loss, w, lr, patience, min_delta, most, better=lambda losses, k, b: losses[k] <= losses[b] - min_delta
    )
    return path[best], len(path) - 1


@wrong
def delta_ignored(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """Every lower loss counts as better with you. What is `min_delta` for?"""
    path, _, best, _ = _walk(grad, val_loss, w, lr, patience, 0.0, most)
    return path[best], len(path) - 1


@wrong
def delta_with_the_other_sign(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """You add `min_delta` to the best loss. Then a loss that is a little higher counts as better. How far below does it have to be?"""
    path, _, best, _ = _walk(grad, val_loss, w, lr, patience, -min_delta, most)
    return path[best], len(path) - 1


@wrong
def better_than_before(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """You compare each loss with that of the step before. After a bad step a less bad one is not yet better than the best."""
    path, _, best, _ = _walk(
        grad, val_loss, w, lr, patience, min_delta, most,
        better=lambda losses, k, b: losses[k] < losses[k - 1] - min_delta,
    )  # fmt: skip
    return path[best], len(path) - 1


@wrong
def best_step_returned(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """Your second number is that of the best step. The contract asks how many steps were made."""
    path, _, best, _ = _walk(grad, val_loss, w, lr, patience, min_delta, most)
    return path[best], best


@wrong
def loss_returned(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """Your second number is the lowest loss. The contract asks how many steps were made."""
    path, losses, best, _ = _walk(grad, val_loss, w, lr, patience, min_delta, most)
    return path[best], losses[best]


@wrong
def epochs_returned(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """Your second number counts the start as well. The contract asks how many steps were made."""
    path, _, best, _ = _walk(grad, val_loss, w, lr, patience, min_delta, most)
    return path[best], len(path)


@wrong
def without_patience(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """You make all of the `most` steps. The best weights are right only if nothing better comes after the stop, and all those steps are thrown away."""
    path, _, best, _ = _walk(grad, val_loss, w, lr, most + 1, min_delta, most)
    return path[best], len(path) - 1


@wrong
def most_ignored(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """You make more than `most` steps. It ends the training, whether patience has run out or not."""
    path, _, best, _ = _walk(grad, val_loss, w, lr, patience, min_delta, max(most, 100))
    return path[best], len(path) - 1


@wrong
def one_step_at_least(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """You make a step before you ask whether any is allowed: `most` may be 0."""
    path, _, best, _ = _walk(grad, val_loss, w, lr, patience, min_delta, max(most, 1))
    return path[best], len(path) - 1


@wrong
def uphill(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """You go along the gradient. The training loss rises that way."""
    path, _, best, _ = _walk(grad, val_loss, w, -lr, patience, min_delta, most)
    return path[best], len(path) - 1


@wrong
def always_from_the_start(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """You take the gradient at the start for every step. The slope is another one wherever you have come to."""
    at_start = np.asarray(grad(np.array(w, dtype=float)), dtype=float)
    path, _, best, _ = _walk(lambda w: at_start, val_loss, w, lr, patience, min_delta, most)
    return path[best], len(path) - 1


@wrong
def goes_on_from_the_best(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """After a step that was not better you go back to the best weights and try again, from the same place, in the same direction. Training goes on from where it
    is; the best weights are only kept."""
    best = np.array(w, dtype=float)
    lowest, waited, steps = val_loss(best), 0, 0
    while steps < most and waited < patience:
        here, steps, waited = best - lr * np.asarray(grad(best)), steps + 1, waited + 1
        loss = val_loss(here)
        if loss < lowest - min_delta:
            best, lowest, waited = here, loss, 0
    return best, steps


@wrong
def weights_of_one_step_before(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """You keep the weights from before the step whose loss was the best. The loss belongs to the weights after it."""
    path, _, best, _ = _walk(grad, val_loss, w, lr, patience, min_delta, most)
    return path[max(best - 1, 0)], len(path) - 1


@wrong
def lowest_of_all(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """You return the weights with the lowest loss seen. A loss that is lower by no more than `min_delta` is not better, and its weights are not kept."""
    path, losses, _, _ = _walk(grad, val_loss, w, lr, patience, min_delta, most)
    return path[int(np.argmin(losses))], len(path) - 1


@wrong
def weights_alone(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """You return the weights alone. The number of steps is asked for as well: return both."""
    path, _, best, _ = _walk(grad, val_loss, w, lr, patience, min_delta, most)
    return path[best]


@wrong
def highest_is_best(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    """You wait for a higher value, as one would with an accuracy. This is a loss."""
    path, _, best, _ = _walk(grad, lambda w: -val_loss(w), w, lr, patience, min_delta, most)
    return path[best], len(path) - 1


@wrong
def patience_of_five(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    path, _, best, _ = _walk(grad, val_loss, w, lr, 5, min_delta, most)
    return path[best], len(path) - 1


@wrong
def delta_times_rate(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    path, _, best, _ = _walk(grad, val_loss, w, lr, patience, min_delta * lr, most)
    return path[best], len(path) - 1


@wrong
def whole_weights(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    path, _, best, _ = _walk(grad, val_loss, w, lr, patience, min_delta, most)
    return path[best].astype(np.asarray(w).dtype), len(path) - 1


@wrong
def mean_of_the_best_and_the_last(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    path, _, best, _ = _walk(grad, val_loss, w, lr, patience, min_delta, most)
    return (path[best] + path[-1]) / 2, len(path) - 1


@wrong
def begins_at_ten(grad, val_loss, w, lr, patience=5, min_delta=0.0, most=100):
    path, losses, best, _ = _walk(
        grad, lambda w: min(val_loss(w), 1.25), w, lr, patience, min_delta, most
    )  # what is above 1.25 is taken for 1.25
    return path[best], len(path) - 1
