"""Answers to 9.3, l2_step and decay_step: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule.checks.callables import hurrying, plain, rolling
from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import ALL, addends, maybe, pick, shape

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def l2_step_inputs(rng):
    while True:
        sides = shape(rng, (1, 2, 3), most=3)
        kinds = (pick(rng, ALL),) if maybe(rng, 0.5) else ("float64", "int64")
        w, dw = (addends(rng, sides, kinds, tiny=False) for _ in range(2))
        update = pick(rng, (plain, hurrying, hurrying, rolling, rolling))
        state = None
        if update is hurrying and maybe(rng, 0.7):
            state = (int(rng.integers(1, 6)), "steps")
        if update is rolling and maybe(rng, 0.7):
            state = {"v": addends(rng, sides, ("float64",) if "float32" not in kinds else kinds, tiny=False)}
        lr = pick(rng, (0.125, 0.25, 0.5, 1, 2.0))
        yield update, w, dw, state, lr, pick(rng, (0.0, 0.125, 0.25, 0.5, 1, 1.5, 4.0))


@inputs(of="decay_step")
def decay_step_inputs(rng):
    yield from l2_step_inputs(rng)


# -- right, written in other ways ------------------------------------------------------------------


@right
def gradient_named_first(update, w, dw, state, lr, lam):
    total = np.add(dw, np.multiply(lam, w))
    new, state = update(w, total, state, lr)
    return new, state


@right
def as_a_list(update, w, dw, state, lr, lam):
    return list(update(w, lam * np.asarray(w, dtype=float) + dw, state, lr))


@right
def element_by_element(update, w, dw, state, lr, lam):
    price = np.zeros(w.shape)
    for index in np.ndindex(w.shape):
        price[index] = lam * w[index]
    return update(w, dw + price, state, lr)


@right(of="decay_step")
def shrunk_first(update, w, dw, state, lr, lam):
    """It shrinks the weights first and lets the optimizer step from there, as PyTorch's AdamW does, where the reference steps first and takes the decay of
    the old weights off afterwards. For every optimizer whose step depends on gradient and memory alone the two agree, and no second array of old weights is needed."""
    return update((1 - lr * lam) * w, dw, state, lr)


@right(of="decay_step")
def by_difference(update, w, dw, state, lr, lam):
    new, later = update(w, dw, state, lr)
    return w * (1 - lr * lam) + (new - w), later


@right(of="decay_step")
def with_a_copy(update, w, dw, state, lr, lam):
    pair = update(w, dw, state, lr)
    new = np.array(pair[0], dtype=float)
    new -= lam * lr * w
    return new, pair[1]


# -- wrong, and told why: L2 in the loss -----------------------------------------------------------


@wrong
def l2_doubled(update, w, dw, state, lr, lam):
    """You add 2 λ w. With the ½ of the penalty the gradient is λ w."""
    return update(w, dw + 2 * lam * w, state, lr)


@wrong
def l2_halved(update, w, dw, state, lr, lam):
    """You add half of λ w. The ½ of the penalty is gone in its gradient."""
    return update(w, dw + 0.5 * lam * w, state, lr)


@wrong
def l2_forgotten(update, w, dw, state, lr, lam):
    """You hand the optimizer the gradient of the data alone. Where does the price come in?"""
    return update(w, dw, state, lr)


@wrong
def l2_is_decay(update, w, dw, state, lr, lam):
    """You take the decay off after the step. That is the other way: here the optimizer has to see the price, as a part of the gradient."""
    new, state = update(w, dw, state, lr)
    return new - lr * lam * w, state


@wrong
def l2_downhill(update, w, dw, state, lr, lam):
    """You subtract the price from the gradient. Then the weights grow."""
    return update(w, dw - lam * w, state, lr)


@wrong
def l2_times_rate(update, w, dw, state, lr, lam):
    """You multiply the price by the learning rate before you hand it over. The optimizer will do that once more."""
    return update(w, dw + lr * lam * w, state, lr)


@wrong
def l2_forgetful(update, w, dw, state, lr, lam):
    """You hand `None` to the optimizer at every step. It needs what it returned the time before."""
    return update(w, dw + lam * w, None, lr)


@wrong
def l2_old_state(update, w, dw, state, lr, lam):
    """You return the state that you were given. The optimizer has returned a new one, which the next call needs."""
    return update(w, dw + lam * w, state, lr)[0], state


@wrong
def l2_by_hand(update, w, dw, state, lr, lam):
    """You make the step yourself, as plain gradient descent, without calling `update`. Which optimizer it is, is the caller's choice."""
    return w - lr * (dw + lam * w), state


@wrong
def l2_of_signs(update, w, dw, state, lr, lam):
    """You add λ times the sign of the weights: that is L1. The derivative of ½ λ w² grows with w."""
    return update(w, dw + lam * np.sign(w), state, lr)


@wrong
def l2_shrinks_the_gradient(update, w, dw, state, lr, lam):
    """You shrink the gradient instead of the weights: λ times the weights is added to it."""
    return update(w, dw + lam * dw, state, lr)


@wrong
def l2_and_decay(update, w, dw, state, lr, lam):
    """Your weights pay twice: in the gradient, and once more after the step."""
    new, state = update(w, dw + lam * w, state, lr)
    return new - lr * lam * w, state


@wrong
def l2_squared(update, w, dw, state, lr, lam):
    """You add the penalty's squares to the gradient. Their derivative is needed."""
    return update(w, dw + 0.5 * lam * np.square(w), state, lr)


@wrong
def l2_weights_only(update, w, dw, state, lr, lam):
    """You return the weights alone. The caller needs the new state as well: return both."""
    return update(w, dw + lam * w, state, lr)[0]


@wrong
def l2_two_steps(update, w, dw, state, lr, lam):
    """You call the optimizer twice, once for the data and once for the price. Then it remembers two steps, and its state counts both."""
    w_new, state = update(w, dw, state, lr)
    return update(w_new, lam * w, state, lr)


@wrong
def l2_on_the_mean(update, w, dw, state, lr, lam):
    return update(w, dw + lam * w / w.size, state, lr)


@wrong
def l2_one_at_most(update, w, dw, state, lr, lam):
    return update(w, dw + min(lam, 1.0) * w, state, lr)


@wrong
def l2_whole(update, w, dw, state, lr, lam):
    return update(w, dw + (lam * w).astype(w.dtype), state, lr)


@wrong
def l2_of_a_fixed_price(update, w, dw, state, lr, lam):
    return update(w, dw + 0.5 * w, state, lr)


# -- wrong, and told why: decay in the step --------------------------------------------------------


@wrong(of="decay_step")
def decay_of_the_new(update, w, dw, state, lr, lam):
    """You take the decay off the new weights. The contract says those before the step."""
    new, state = update(w, dw, state, lr)
    return new - lr * lam * new, state


@wrong(of="decay_step")
def decay_without_rate(update, w, dw, state, lr, lam):
    """You take off λ w, without the learning rate. With λ = 0.5 half of each weight would be gone after one step."""
    new, state = update(w, dw, state, lr)
    return new - lam * w, state


@wrong(of="decay_step")
def decay_forgotten(update, w, dw, state, lr, lam):
    """You return the optimizer's step as it is. Where does the decay come in?"""
    return update(w, dw, state, lr)


@wrong(of="decay_step")
def decay_is_l2(update, w, dw, state, lr, lam):
    """You hand the optimizer the price with the gradient. That is the other way: here it sees the gradient of the data alone."""
    return update(w, dw + lam * w, state, lr)


@wrong(of="decay_step")
def decay_twice(update, w, dw, state, lr, lam):
    """Your weights pay twice: in the gradient, and once more after the step."""
    new, state = update(w, dw + lam * w, state, lr)
    return new - lr * lam * w, state


@wrong(of="decay_step")
def decay_grows(update, w, dw, state, lr, lam):
    """You add the decay. Then the weights grow."""
    new, state = update(w, dw, state, lr)
    return new + lr * lam * w, state


@wrong(of="decay_step")
def decay_doubled(update, w, dw, state, lr, lam):
    """You take off 2 lr λ w. It is `lr * lam` times the weights, no more."""
    new, state = update(w, dw, state, lr)
    return new - 2 * lr * lam * w, state


@wrong(of="decay_step")
def decay_halved(update, w, dw, state, lr, lam):
    """You take off ½ lr λ w. The ½ belongs to the penalty, not to its derivative."""
    new, state = update(w, dw, state, lr)
    return new - 0.5 * lr * lam * w, state


@wrong(of="decay_step")
def decay_of_the_gradient(update, w, dw, state, lr, lam):
    """You take off a fraction of the gradient. It is the weights that decay."""
    new, state = update(w, dw, state, lr)
    return new - lr * lam * dw, state


@wrong(of="decay_step")
def decay_old_state(update, w, dw, state, lr, lam):
    """You return the state that you were given. The optimizer has returned a new one, which the next call needs."""
    return update(w, dw, state, lr)[0] - lr * lam * w, state


@wrong(of="decay_step")
def decay_forgetful(update, w, dw, state, lr, lam):
    """You hand `None` to the optimizer at every step. It needs what it returned the time before."""
    new, state = update(w, dw, None, lr)
    return new - lr * lam * w, state


@wrong(of="decay_step")
def decay_alone(update, w, dw, state, lr, lam):
    """Your weights decay, and the optimizer's step is lost."""
    _, state = update(w, dw, state, lr)
    return w - lr * lam * w, state


@wrong(of="decay_step")
def decay_by_hand(update, w, dw, state, lr, lam):
    """You make the step yourself, as plain gradient descent, without calling `update`. Which optimizer it is, is the caller's choice."""
    return w - lr * dw - lr * lam * w, state


@wrong(of="decay_step")
def decay_of_signs(update, w, dw, state, lr, lam):
    """You take the same amount off every weight. Decay takes the same fraction: large weights lose more."""
    new, state = update(w, dw, state, lr)
    return new - lr * lam * np.sign(w), state


@wrong(of="decay_step")
def decay_weights_only(update, w, dw, state, lr, lam):
    """You return the weights alone. The caller needs the new state as well: return both."""
    return update(w, dw, state, lr)[0] - lr * lam * w


@wrong(of="decay_step")
def decay_rate_twice(update, w, dw, state, lr, lam):
    new, state = update(w, dw, state, lr)
    return new - lr**2 * lam * w, state


@wrong(of="decay_step")
def decay_whole(update, w, dw, state, lr, lam):
    new, state = update(w, dw, state, lr)
    return new - (lr * lam * w).astype(w.dtype), state


@wrong(of="decay_step")
def decay_by_exponential(update, w, dw, state, lr, lam):
    new, state = update(w, dw, state, lr)
    return new - w + np.exp(-lr * lam) * w, state


@wrong(of="decay_step")
def decay_never_below_zero(update, w, dw, state, lr, lam):
    new, state = update(w, dw, state, lr)
    return new - min(lr * lam, 1) * w, state
