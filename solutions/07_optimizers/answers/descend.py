"""Answers to 7.2, descend: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule.checks.callables import constant_slope, downhill, hurrying, plain, ravine, rolling
from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import Numbers, pick, shape

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def descend_inputs(rng):
    while True:
        w = Numbers(scale=2.0, limit=100).draw(rng, shape(rng, dims=(1, 2, 3), most=3))
        steps = int(pick(rng, (0, 1, 2, 3, 4, 5, 12)))
        lr = pick(rng, (0.01, 0.1, 0.25, 0.5, 0.7, 1))
        if w.dtype == np.float32:
            steps, lr = min(steps, 4), 0.02
        yield pick(rng, (plain, hurrying, rolling)), pick(rng, (downhill, ravine, constant_slope)), w, lr, steps


# -- right, written in other ways ------------------------------------------------------------------


@right
def descend_filled(update, grad, w, lr, steps):
    """The whole path is laid out beforehand, since its shape is known, and each step is written into its row, where
    the reference collects a list and converts it at the end. The path is in memory once instead of twice, and the
    optimizer sees floats from the first step on, but if you stopped before the last step, you would have to cut off
    the rows that are left."""
    path = np.zeros((steps + 1, *w.shape))
    path[0] = w
    state = None
    for k in range(steps):
        path[k + 1], state = update(path[k], grad(path[k]), state, lr)
    return path


@right
def descend_stacked(update, grad, w, lr, steps):
    w = w.copy()
    path = w[None].astype(float)
    state = None
    while len(path) <= steps:
        w, state = update(w, grad(w), state, lr)
        path = np.concatenate([path, w[None]])
    return path


@right
def descend_by_recursion(update, grad, w, lr, steps):
    def onward(w, state, left):
        if left == 0:
            return [w]
        w_new, state = update(w, grad(w), state, lr)
        return [w] + onward(w_new, state, left - 1)

    return np.stack([np.asarray(point, dtype=float) for point in onward(w, None, steps)])


@right
def descend_always_float(update, grad, w, lr, steps):
    w = w * 1.0
    state, path = None, [w]
    for _ in range(int(steps)):
        pair = update(w, grad(w), state, lr)
        w, state = pair[0], pair[1]
        path += [w]
    return np.asarray(path)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def forgetful(update, grad, w, lr, steps):
    """Each step of yours is made as if it were the first: you hand `None` to the optimizer at every turn, or make the step yourself
    without calling `update`. What `update` returned as its state belongs into the next call."""
    path = [w]
    for _ in range(steps):
        w, _ = update(w, grad(w), None, lr)
        path.append(w)
    return np.array(path, dtype=float)


@wrong
def gradient_of_the_start(update, grad, w, lr, steps):
    """You take the gradient once, at the start, and use it for every step. The slope is another one wherever you have come to."""
    state, path, dw = None, [w], grad(w)
    for _ in range(steps):
        w, state = update(w, dw, state, lr)
        path.append(w)
    return np.array(path, dtype=float)


@wrong
def start_left_out(update, grad, w, lr, steps):
    """The first row of the path is missing: it is the start itself, before any step. `steps` steps make `steps + 1` rows."""
    state, path = None, []
    for _ in range(steps):
        w, state = update(w, grad(w), state, lr)
        path.append(w)
    return np.array(path, dtype=float)


@wrong
def end_left_out(update, grad, w, lr, steps):
    """The last row is missing: the weights after the last step. You write down where you are before each step; where are you
    after the last one?"""
    state, path = None, []
    for _ in range(steps):
        path.append(w)
        w, state = update(w, grad(w), state, lr)
    return np.array(path, dtype=float)


@wrong
def only_the_end(update, grad, w, lr, steps):
    """You return where the walk ends. The contract asks for the whole path, one row for the start and one for each step."""
    state = None
    for _ in range(steps):
        w, state = update(w, grad(w), state, lr)
    return w


@wrong
def always_from_the_start(update, grad, w, lr, steps):
    """Every step of yours begins at the start again. The weights that the optimizer returns are those for the next turn."""
    state, path = None, [w]
    for _ in range(steps):
        w_new, state = update(w, grad(w), state, lr)
        path.append(w_new)
    return np.array(path, dtype=float)


@wrong
def integer_path(update, grad, w, lr, steps):
    """Your path has the dtype of `w`. If the start holds integers, all decimals are cut off. What must you say when you make that
    array?"""
    state, path = None, np.zeros((steps + 1, *w.shape), dtype=w.dtype)
    path[0] = w
    for k in range(steps):
        w, state = update(w, grad(w), state, lr)
        path[k + 1] = w
    return path


@wrong
def state_is_the_gradient(update, grad, w, lr, steps):
    """You hand the optimizer something else than the state that it returned the time before. What the state holds is the
    optimizer's affair; the loop only carries it from one call to the next."""
    state, path = None, [w]
    for _ in range(steps):
        w, _ = update(w, grad(w), state, lr)
        state = (0, "steps") if state is None else (1, "steps")
        path.append(w)
    return np.array(path, dtype=float)


@wrong
def stops_where_it_is_flat(update, grad, w, lr, steps):
    """You stop as soon as the gradient is 0, and the path becomes too short. An optimizer with momentum would roll on there: make all
    the steps that are asked for."""
    state, path = None, [w]
    for _ in range(steps):
        dw = grad(w)
        if np.all(dw == 0):
            break
        w, state = update(w, dw, state, lr)
        path.append(w)
    return np.array(path, dtype=float)


@wrong
def one_array_many_times(update, grad, w, lr, steps):
    """All rows of your path are alike: you append one and the same array again and again, and change it in between. The list
    then holds that array many times over. Append a new one."""
    state, here = None, np.array(w, dtype=float)
    path = [here]
    for _ in range(steps):
        here[...], state = update(here, grad(here), state, lr)
        path.append(here)
    return np.array(path)


@wrong
def one_step_short(update, grad, w, lr, steps):
    """You make one step too few. `steps` steps and the start make `steps + 1` rows."""
    state, path = None, [w]
    for _ in range(steps - 1):
        w, state = update(w, grad(w), state, lr)
        path.append(w)
    return np.array(path, dtype=float)


@wrong
def gradient_of_the_step_before(update, grad, w, lr, steps):
    """Your gradients come one step late: you take them where the walk was before the last step. At each turn the gradient is that at
    the present weights."""
    state, path, dw = None, [w], grad(w)
    for _ in range(steps):
        here = w
        w, state = update(w, dw, state, lr)
        dw = grad(here)
        path.append(w)
    return np.array(path, dtype=float)
