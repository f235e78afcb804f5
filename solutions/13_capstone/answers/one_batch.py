"""Answers to 13.4, one_batch: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule.checks.callables import bowl, cliff, plateau, steep_bowl, sums_of_rows
from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import Numbers, maybe, pick, shape

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def one_batch_inputs(rng):
    numbers = Numbers(scale=2.0, tiny=False, large=False, limit=6.0)
    while True:
        f = pick(rng, (bowl, steep_bowl, cliff, plateau, sums_of_rows))
        w = numbers.draw(rng, shape(rng, dims=(1, 2, 3), most=3))
        if w.dtype == np.float32:
            w = np.round(w * 8) / np.float32(8)
        lr = pick(rng, (0.5, 0.25, 0.125, 1, 1.5, 2.0))
        yield f, w, lr, int(pick(rng, (0, 1, 2, 3, 4))) if not maybe(rng, 0.1) else 7


# -- right, written in other ways ------------------------------------------------------------------


@right
def one_call_more(f, w, lr, steps):
    """It asks for the loss once more than there are steps, and throws the last step away. The loop has
    one line less to get wrong, at the price of an update that nobody needs."""
    losses = np.empty(steps + 1)
    for k in range(steps + 1):
        losses[k], gradient = f(w)
        w = w - lr * gradient
    return losses


@right
def with_a_copy(f, w, lr, steps):
    w = np.array(w, dtype=float)
    losses = [f(w)[0]]
    for _ in range(steps):
        w = w - lr * np.asarray(f(w)[1])
        losses.append(f(w)[0])
    return np.array(losses, dtype=float)


@right
def by_recursion(f, w, lr, steps):
    loss, gradient = f(w)
    if steps == 0:
        return np.array([loss])
    return np.concatenate([[loss], by_recursion(f, w - lr * gradient, lr, steps - 1)])


# -- wrong, and told why ---------------------------------------------------------------------------


def _descend(f, w, lr, steps, move):
    losses, memory = [f(w)[0]], np.zeros(np.shape(w))
    for k in range(steps):
        w, memory = move(w, f(w)[1], memory, k)
        losses.append(f(w)[0])
    return np.array(losses, dtype=float)


@wrong
def gradients_not_cleared(f, w, lr, steps):
    """You add each gradient to those of the steps before. Then every step repeats all earlier ones, which looks
    like momentum and is a gradient that was not cleared."""
    return _descend(f, w, lr, steps, lambda w, g, m, k: (w - lr * (m + g), m + g))


@wrong
def without_the_first(f, w, lr, steps):
    """The loss before any step is missing: with it there is one number more than there are steps."""
    return _descend(f, w, lr, steps, lambda w, g, m, k: (w - lr * g, m))[1:]


@wrong
def without_the_last(f, w, lr, steps):
    """The loss after the last step is missing. You ask for losses before each step; the last step has an effect, too."""
    return _descend(f, w, lr, steps, lambda w, g, m, k: (w - lr * g, m))[:-1]


@wrong
def only_the_last(f, w, lr, steps):
    """You return the last loss alone. All of them are asked for, from the one before any step."""
    return _descend(f, w, lr, steps, lambda w, g, m, k: (w - lr * g, m))[-1]


@wrong
def uphill(f, w, lr, steps):
    """Your steps go along the gradient, which is uphill. Against it the loss falls."""
    return _descend(f, w, lr, steps, lambda w, g, m, k: (w + lr * g, m))


@wrong
def rate_forgotten(f, w, lr, steps):
    """Your steps are the gradient itself. The rate is missing."""
    return _descend(f, w, lr, steps, lambda w, g, m, k: (w - g, m))


@wrong
def always_from_the_start(f, w, lr, steps):
    """Each of your steps starts from the first weights. It has to go on from where the step before ended."""
    start = np.array(w)
    return _descend(f, w, lr, steps, lambda w, g, m, k: (start - lr * g, m))


@wrong
def the_first_gradient(f, w, lr, steps):
    """You use the gradient at the first weights for all steps. It has to be asked for anew after each."""
    first = np.array(f(w)[1])
    return _descend(f, w, lr, steps, lambda w, g, m, k: (w - lr * first, m))


@wrong
def one_step_too_many(f, w, lr, steps):
    """You make one step more than you were asked for."""
    return _descend(f, w, lr, steps + 1, lambda w, g, m, k: (w - lr * g, m))


@wrong
def with_momentum(f, w, lr, steps):
    """You use momentum. Plain gradient descent is asked for, so that nothing but the gradient is tested."""
    return _descend(f, w, lr, steps, lambda w, g, m, k: (w - lr * (0.9 * m + g), 0.9 * m + g))


@wrong
def in_place(f, w, lr, steps):
    """You change the weights in place. The caller still holds them, and finds them changed."""
    losses = [f(w)[0]]
    for _ in range(steps):
        w -= lr * f(w)[1]
        losses.append(f(w)[0])
    return np.array(losses)


@wrong
def whole_numbers_stay_whole(f, w, lr, steps):
    """Where the weights are whole numbers, you cut each step to a whole number."""
    kind = np.asarray(w).dtype
    return _descend(f, w, lr, steps, lambda w, g, m, k: ((w - lr * g).astype(kind), m))


@wrong
def falling_rate(f, w, lr, steps):
    """Your rate falls from step to step. It stays as it is."""
    return _descend(f, w, lr, steps, lambda w, g, m, k: (w - lr * g / (k + 1), m))


@wrong
def normalized(f, w, lr, steps):
    """Your steps have the same length whatever the gradient. A step is the rate times the gradient, long where that is large."""
    return _descend(
        f, w, lr, steps, lambda w, g, m, k: (w - lr * g / max(float(np.sqrt(np.sum(np.square(g)))), 1e-30), m)
    )


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def ends_when_it_rises(f, w, lr, steps):
    """You stop as soon as the loss grows. All steps are asked for, also those that lead up: a loss that rises is a reading, too."""
    losses = _descend(f, w, lr, steps, lambda w, g, m, k: (w - lr * g, m))
    rises = np.flatnonzero(np.diff(losses) > 0)
    return losses[: rises[0] + 1] if len(rises) else losses


@wrong
def in_the_type_of_the_weights(f, w, lr, steps):
    """Your losses are stored in an array of the type of `w`: for whole weights 2.5 becomes 2. A loss is a float."""
    losses = np.zeros(steps + 1, dtype=w.dtype)
    losses[:] = _descend(f, w, lr, steps, lambda w, g, m, k: (w - lr * g, m))
    return losses


@wrong
def until_it_rises(f, w, lr, steps):
    losses = _descend(f, w, lr, steps, lambda w, g, m, k: (w - lr * g, m))
    return np.minimum.accumulate(losses)


@wrong
def at_least_one_step(f, w, lr, steps):
    return _descend(f, w, lr, max(steps, 1), lambda w, g, m, k: (w - lr * g, m))


@wrong
def clipped(f, w, lr, steps):
    return _descend(f, w, lr, steps, lambda w, g, m, k: (w - lr * np.clip(g, -5, 5), m))
