"""Answers to 11.9, transfer_step: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import kinds_of, maybe, pick, shape

from ._shared import array

NAMES = ("W1", "b1", "W2", "b2", "W10", "running_mean", "running_var", "gamma", "W")

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def transfer_step_inputs(rng):
    while True:
        kinds = kinds_of(rng)
        names = rng.choice(NAMES, int(rng.integers(1, 7)), replace=False).tolist()
        params = {name: array(rng, shape(rng, dims=(1, 1, 2, 4), most=3), kinds) for name in names}
        with_gradient = [name for name in names if not (name.startswith("running") or maybe(rng, 0.15))]
        if maybe(rng, 0.3):
            rng.shuffle(with_gradient)
        grads = {name: array(rng, params[name].shape, kinds) for name in with_gradient}
        frozen = [name for name in names if maybe(rng, 0.35)]
        if maybe(rng, 0.2):
            frozen = pick(rng, ([], list(names)))
        yield params, grads, pick(rng, (0.5, 0.25, 1.0, 2, 0.125, 1)), frozen


# -- right, written in other ways ------------------------------------------------------------------


@right
def copied_then_moved(params, grads, lr, frozen):
    """It copies the dict, and then moves those that have a gradient and are not frozen. All names
    are there from the start, so none can be forgotten; and only the dict is copied: the arrays
    that stay are the caller's own, as in the solution."""
    new = dict(params)
    for name in grads:
        if name not in frozen:
            new[name] = params[name] - lr * grads[name]
    return new


@right
def step_of_zero(params, grads, lr, frozen):
    return {name: w - (0 if name in frozen else lr) * grads.get(name, np.zeros_like(w)) for name, w in params.items()}


@right
def copies_of_all(params, grads, lr, frozen):
    new, still = {}, set(frozen)
    for name, w in params.items():
        new[name] = w.copy()
        if name in grads and name not in still:
            new[name] = new[name] - grads[name] * lr
    return new


@right
def by_names_that_move(params, grads, lr, frozen):
    moving = set(grads) - set(frozen)
    moved = {name: np.subtract(params[name], np.multiply(lr, grads[name])) for name in moving}
    return {**params, **moved}


# -- wrong, and told why ---------------------------------------------------------------------------


def _step(params, grads, lr, frozen):
    return {name: w if name in frozen or name not in grads else w - lr * grads[name] for name, w in params.items()}


@wrong
def all_move(params, grads, lr, frozen):
    """Frozen parameters move like the others."""
    return _step(params, grads, lr, [])


@wrong
def only_frozen_move(params, grads, lr, frozen):
    """It is the frozen ones that move, and the others that stay."""
    return _step(params, grads, lr, [name for name in params if name not in frozen])


@wrong
def frozen_left_out(params, grads, lr, frozen):
    """The frozen parameters are missing in what comes back. The network still needs them."""
    return {name: w for name, w in _step(params, grads, lr, frozen).items() if name not in frozen}


@wrong
def those_without_gradient_left_out(params, grads, lr, frozen):
    """What has no gradient is missing in what comes back. The network still needs it."""
    return {name: w for name, w in _step(params, grads, lr, frozen).items() if name in grads}


@wrong
def only_what_moved(params, grads, lr, frozen):
    """Only the parameters that moved come back. The network needs all of them."""
    return {name: w for name, w in _step(params, grads, lr, frozen).items() if name in grads and name not in frozen}


@wrong
def uphill(params, grads, lr, frozen):
    """You go up the slope: `lr · dw` is to be taken away."""
    return _step(params, grads, -lr, frozen)


@wrong
def rate_ignored(params, grads, lr, frozen):
    """The learning rate has no influence."""
    return _step(params, grads, 1, frozen)


@wrong
def by_beginning(params, grads, lr, frozen):
    """You freeze all names that begin like a frozen one: with W1 also W10. Names are compared as a whole."""
    return _step(params, grads, lr, [name for name in params if name.startswith(tuple(frozen))])


@wrong
def frozen_lose_their_values(params, grads, lr, frozen):
    """The frozen parameters come back as zeros. They stay as they are."""
    return {name: 0 * w if name in frozen else w for name, w in _step(params, grads, lr, frozen).items()}


@wrong
def first_frozen_only(params, grads, lr, frozen):
    """Only the first name in `frozen` is heeded."""
    return _step(params, grads, lr, frozen[:1])


@wrong
def gradients_come_back(params, grads, lr, frozen):
    """What moves comes back as the step alone, `lr · dw`, without the parameter it is taken from."""
    return {name: w if name in frozen or name not in grads else lr * grads[name] for name, w in params.items()}


@wrong
def weights_only(params, grads, lr, frozen):
    """Only names that begin with W move. Whatever is neither frozen nor without a gradient moves, biases as well."""
    return _step(params, grads, lr, [*frozen, *(name for name in params if not name.startswith("W"))])


@wrong
def small_step_for_frozen(params, grads, lr, frozen):
    """The frozen parameters move a little, with a tenth of the rate. That is fine-tuning; frozen ones do not move."""
    return {
        name: w if name not in grads else w - (lr / 10 if name in frozen else lr) * grads[name]
        for name, w in params.items()
    }


@wrong
def nothing_moves(params, grads, lr, frozen):
    """Nothing moves: the parameters come back as they were."""
    return dict(params)


@wrong
def whole_steps(params, grads, lr, frozen):
    """A parameter of whole numbers stays whole: what stands behind the point after the step is cut off."""
    return {name: w.astype(params[name].dtype) for name, w in _step(params, grads, lr, frozen).items()}


@wrong
def by_part(params, grads, lr, frozen):
    """You freeze all names that are a part of a frozen one: with W10 also W1. Names are compared as a whole."""
    return _step(params, grads, lr, [name for name in params if any(name in one for one in frozen)])


@wrong
def by_place(params, grads, lr, frozen):
    """You walk through parameters and gradients side by side. What belongs together has the same name, and need not have the same place."""
    return _step(params, dict(zip(params, grads.values())), lr, frozen)


@wrong
def ends_at_the_first_frozen(params, grads, lr, frozen):
    """Behind the first frozen parameter nothing moves any more. The frozen ones are passed over, and the others still have their turn."""
    names = list(params)
    end = min((names.index(name) for name in frozen), default=len(names))
    return _step(params, grads, lr, names[end:])


@wrong
def up_to_the_last_frozen(params, grads, lr, frozen):
    """You freeze all that stands before a frozen parameter as well. `frozen` lists every name that stays."""
    names = list(params)
    end = max((names.index(name) for name in frozen), default=-1)
    return _step(params, grads, lr, names[: end + 1])


@wrong
def whole_layers(params, grads, lr, frozen):
    """You freeze whole layers: with W1 also b1. Only the names in `frozen` stay."""
    layers = {name[1:] for name in frozen}
    return _step(params, grads, lr, [name for name in params if name[1:] in layers])


@wrong
def mean_gradients(params, grads, lr, frozen):
    """All numbers of a parameter move alike, by the mean of their gradients. Each has a gradient of its own."""
    return _step(params, {name: np.mean(dw) for name, dw in grads.items()}, lr, frozen)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def in_place(params, grads, lr, frozen):
    for name in grads:
        if name not in frozen:
            params[name] = params[name] - lr * grads[name]
    return params


@wrong
def arrays_in_place(params, grads, lr, frozen):
    for name, w in params.items():
        if name in grads and name not in frozen:
            w -= lr * grads[name]
    return dict(params)


@wrong
def needs_every_gradient(params, grads, lr, frozen):
    return {name: w if name in frozen else w - lr * grads[name] for name, w in params.items()}


@wrong
def as_a_list(params, grads, lr, frozen):
    return list(_step(params, grads, lr, frozen).values())


@wrong
def clipped(params, grads, lr, frozen):
    return _step(params, {name: np.clip(dw, -1, 1) for name, dw in grads.items()}, lr, frozen)


@wrong
def statistics_move(params, grads, lr, frozen):
    new = _step(params, grads, lr, frozen)
    return {name: 0.9 * w if name.startswith("running") else w for name, w in new.items()}
