"""Wrong answers that people really give in 07_optimizers; the docstrings are told to the learner."""

import numpy as np

from chainrule_staff.authoring.alternatives import mistake

_kept = {}  # what answers remember that keep their memory outside of the state


# -- 7.1 sgd ----------------------------------------------------------------------------------


@mistake("sgd")
def uphill(w, dw, state, lr):
    """You go along the gradient, and the gradient points to where the loss rises. Which way is down?"""
    return w + lr * dw, None


@mistake("sgd")
def without_rate(w, dw, state, lr):
    """Your step is as long as the gradient itself: the learning rate plays no part in it."""
    return w - dw, None


@mistake("sgd")
def step_only(w, dw, state, lr):
    """You return the step. The caller wants to know where the weights are after it."""
    return -lr * dw, None


@mistake("sgd")
def in_place(w, dw, state, lr):
    """The values are right, but you changed the array `w` of the caller, who may still need it (a path that is being
    recorded, say). An operator like `-=` writes into the array; how do you make a new one?"""
    w -= lr * dw
    return w, None


@mistake("sgd")
def weights_alone(w, dw, state, lr):
    """You return the weights alone. By the contract every optimizer returns a pair, weights and state, also the one that has
    nothing to remember."""
    return w - lr * dw


@mistake("sgd")
def gradient_as_state(w, dw, state, lr):
    """The weights are right. But SGD remembers nothing: the state that it returns is `None`, not an array."""
    return w - lr * dw, dw


@mistake("sgd")
def shrinks_the_weights(w, dw, state, lr):
    """You multiply where you should subtract: the step is `lr` times the gradient, and it is taken off the weights, whatever
    their size."""
    return w * (1 - lr * dw), None


# -- 7.2 descend ------------------------------------------------------------------------------


@mistake("descend")
def forgetful(update, grad, w, lr, steps):
    """Each step of yours is made as if it were the first: you hand `None` to the optimizer at every turn, or make the step yourself
    without calling `update`. What `update` returned as its state belongs into the next call."""
    path = [w]
    for _ in range(steps):
        w, _ = update(w, grad(w), None, lr)
        path.append(w)
    return np.array(path, dtype=float)


@mistake("descend")
def gradient_of_the_start(update, grad, w, lr, steps):
    """You take the gradient once, at the start, and use it for every step. The slope is another one wherever you have come to."""
    state, path, dw = None, [w], grad(w)
    for _ in range(steps):
        w, state = update(w, dw, state, lr)
        path.append(w)
    return np.array(path, dtype=float)


@mistake("descend")
def start_left_out(update, grad, w, lr, steps):
    """The first row of the path is missing: it is the start itself, before any step. `steps` steps make `steps + 1` rows."""
    state, path = None, []
    for _ in range(steps):
        w, state = update(w, grad(w), state, lr)
        path.append(w)
    return np.array(path, dtype=float)


@mistake("descend")
def end_left_out(update, grad, w, lr, steps):
    """The last row is missing: the weights after the last step. You write down where you are before each step; where are you
    after the last one?"""
    state, path = None, []
    for _ in range(steps):
        path.append(w)
        w, state = update(w, grad(w), state, lr)
    return np.array(path, dtype=float)


@mistake("descend")
def only_the_end(update, grad, w, lr, steps):
    """You return where the walk ends. The contract asks for the whole path, one row for the start and one for each step."""
    state = None
    for _ in range(steps):
        w, state = update(w, grad(w), state, lr)
    return w


@mistake("descend")
def always_from_the_start(update, grad, w, lr, steps):
    """Every step of yours begins at the start again. The weights that the optimizer returns are those for the next turn."""
    state, path = None, [w]
    for _ in range(steps):
        w_new, state = update(w, grad(w), state, lr)
        path.append(w_new)
    return np.array(path, dtype=float)


@mistake("descend")
def integer_path(update, grad, w, lr, steps):
    """The array in which you collect the path has the dtype of `w`. If the start holds integers, all decimals are cut off.
    What must you say when you make that array?"""
    state, path = None, np.zeros((steps + 1, *w.shape), dtype=w.dtype)
    path[0] = w
    for k in range(steps):
        w, state = update(w, grad(w), state, lr)
        path[k + 1] = w
    return path


@mistake("descend")
def state_is_the_gradient(update, grad, w, lr, steps):
    """You hand the optimizer something else than what it returned as its state. What the state holds is the optimizer's affair;
    the loop only carries it from one call to the next."""
    state, path = None, [w]
    for _ in range(steps):
        w, _ = update(w, grad(w), state, lr)
        state = (0, "steps") if state is None else (1, "steps")
        path.append(w)
    return np.array(path, dtype=float)


@mistake("descend")
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


@mistake("descend")
def one_array_many_times(update, grad, w, lr, steps):
    """All rows of your path are alike: you append one and the same array again and again, and change it in between. The list
    then holds that array many times over. Append a new one."""
    state, here = None, np.array(w, dtype=float)
    path = [here]
    for _ in range(steps):
        here[...], state = update(here, grad(here), state, lr)
        path.append(here)
    return np.array(path)


@mistake("descend")
def one_step_short(update, grad, w, lr, steps):
    """You make one step too few. `steps` steps and the start make `steps + 1` rows."""
    state, path = None, [w]
    for _ in range(steps - 1):
        w, state = update(w, grad(w), state, lr)
        path.append(w)
    return np.array(path, dtype=float)



@mistake("descend")
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



# -- 7.3 momentum -----------------------------------------------------------------------------


@mistake("momentum")
def averaged_velocity(w, dw, state, lr, mu=0.9):
    """You mix the velocity and the gradient as an average, with weights mu and 1 − mu. In this contract the gradient is added
    whole (PyTorch calls the other kind dampening). Your first step is too short already."""
    v = mu * (0 if state is None else state) + (1 - mu) * dw
    return w - lr * v, v


@mistake("momentum")
def gradient_taken_off(w, dw, state, lr, mu=0.9):
    """Your first step goes up the gradient: there are two minus signs, one in the velocity and one in the step. The velocity
    collects gradients as they are."""
    v = mu * (0 if state is None else state) - dw
    return w - lr * v, v


@mistake("momentum")
def brakes(w, dw, state, lr, mu=0.9):
    """You subtract what is left of the old velocity, so it works against the step instead of carrying it on."""
    v = dw - mu * (0 if state is None else state)
    return w - lr * v, v


@mistake("momentum")
def rate_in_the_velocity(w, dw, state, lr, mu=0.9):
    """Your velocity collects steps, with the learning rate in them. With one `lr` throughout that is the same walk; when `lr`
    changes, it is not. In this contract the velocity collects gradients, and the present `lr` multiplies all of it."""
    v = mu * (0 if state is None else state) + lr * dw
    return w - v, v


@mistake("momentum")
def last_gradient_only(w, dw, state, lr, mu=0.9):
    """Your memory reaches back one step: you keep the last gradient instead of the velocity, in which all earlier ones live on."""
    v = mu * (0 if state is None else state) + dw
    return w - lr * v, dw


@mistake("momentum")
def old_velocity(w, dw, state, lr, mu=0.9):
    """You step with the velocity from before, so each gradient acts one step late, and the first step goes nowhere. New velocity
    first, then the step."""
    v = np.zeros_like(w, dtype=float) if state is None else state
    return w - lr * v, mu * v + dw


@mistake("momentum")
def never_forgets(w, dw, state, lr, mu=0.9):
    """You keep all of the old velocity: `mu` plays no part. Nothing ever slows the walk down."""
    v = (0 if state is None else state) + dw
    return w - lr * v, v


@mistake("momentum")
def keeps_the_rest(w, dw, state, lr, mu=0.9):
    """You keep the fraction 1 − mu of the velocity. `mu` itself is the fraction that is kept."""
    v = (1 - mu) * (0 if state is None else state) + dw
    return w - lr * v, v


@mistake("momentum")
def looks_ahead(w, dw, state, lr, mu=0.9):
    """That is Nesterov's step, which comes in the next exercise: here the step goes along the velocity itself."""
    v = mu * (0 if state is None else state) + dw
    return w - lr * (dw + mu * v), v


@mistake("momentum")
def plain_sgd(w, dw, state, lr, mu=0.9):
    """Your steps are those of SGD: nothing of the earlier gradients is in them. Does the step use the velocity, and does the velocity use the
    `state` that you are given?"""
    v = mu * (0 if state is None else state) + dw
    return w - lr * dw, v


@mistake("momentum")
def fixed_mu(w, dw, state, lr, mu=0.9):
    """You always keep 0.9 of the velocity, also when the caller asks for another `mu`."""
    v = 0.9 * (0 if state is None else state) + dw
    return w - lr * v, v


@mistake("momentum")
def remembers_elsewhere(w, dw, state, lr, mu=0.9):
    """You remember the velocity outside of the state. A network calls the optimizer for one array of weights after the other, and
    all of them would share that one memory. What has to be remembered must travel in `state`."""
    if state is None:
        _kept["v"] = 0
    _kept["v"] = mu * _kept["v"] + dw
    return w - lr * _kept["v"], "v"


@mistake("momentum")
def whole_velocity(w, dw, state, lr, mu=0.9):
    """Your velocity is made of integers if the weights are: the array of zeros that you start from has their dtype, and decimals
    that are written into it are cut off."""
    v = np.zeros_like(w)
    v[...] = mu * (0 if state is None else state) + dw
    return w - lr * v, v


@mistake("momentum")
def mu_of_nothing(w, dw, state, lr, mu=0.9):
    """With `mu = 0` you keep 0.9 all the same: 0 counts as false, so `mu or 0.9` is 0.9. A `mu` of 0 is allowed, and means SGD."""
    v = (mu or 0.9) * (0 if state is None else state) + dw
    return w - lr * v, v


@mistake("momentum")
def one_velocity_for_all_rows(w, dw, state, lr, mu=0.9):
    """If the weights are a matrix, all of its rows get one velocity. Every entry of every array has its own."""
    if dw.ndim == 2:
        dw = dw.mean(axis=0)
    v = mu * (0 if state is None else state) + dw
    return w - lr * v, v



@mistake("momentum")
def rests_without_gradient(w, dw, state, lr, mu=0.9):
    """Where the gradient is 0 your weight rests. But the velocity is still there, and carries it on: that is what momentum means."""
    v = mu * (0 if state is None else state) + dw
    return np.where(dw == 0, w, w - lr * v), v


@mistake("momentum")
def nothing_to_do(w, dw, state, lr, mu=0.9):
    """If all gradients are 0 you do nothing. But the velocity is still there: it carries the weights on, and it shrinks."""
    if not np.any(dw):
        return w, state
    v = mu * (0 if state is None else state) + dw
    return w - lr * v, v


@mistake("momentum")
def velocity_kept_without_gradient(w, dw, state, lr, mu=0.9):
    """Where the gradient is 0 you keep the whole velocity. It shrinks to the fraction `mu` at every step, with a gradient or without."""
    old = np.zeros(w.shape) if state is None else state
    v = np.where(dw != 0, mu * old + dw, old)
    return w - lr * v, v



# -- 7.4 nesterov -----------------------------------------------------------------------------


@mistake("nesterov")
def classical(w, dw, state, lr, mu=0.9):
    """That is momentum without the look ahead. If you wrote dw + mu · v: with the old velocity this is the new velocity, nothing
    else. Which velocity does the formula mean?"""
    v = mu * (0 if state is None else state) + dw
    return w - lr * v, v


@mistake("nesterov")
def velocity_twice(w, dw, state, lr, mu=0.9):
    """You add mu · v to the velocity instead of to the gradient, so the old velocity counts twice."""
    v = mu * (0 if state is None else state) + dw
    return w - lr * (v + mu * v), v


@mistake("nesterov")
def unweighted(w, dw, state, lr, mu=0.9):
    """In the step you add all of the velocity to the gradient; only the fraction mu of it belongs there."""
    v = mu * (0 if state is None else state) + dw
    return w - lr * (dw + v), v


@mistake("nesterov")
def remembers_the_direction(w, dw, state, lr, mu=0.9):
    """Your first step is right, the later ones are not: what you hand back as the state is the direction of the step. What
    the next call needs is the velocity."""
    v = mu * (0 if state is None else state) + dw
    d = dw + mu * v
    return w - lr * d, d


@mistake("nesterov")
def rate_in_the_velocity_too(w, dw, state, lr, mu=0.9):
    """Your velocity collects steps, with the learning rate in them. That shows when `lr` changes: in this contract the velocity
    collects gradients, and the present `lr` multiplies all of the step."""
    v = mu * (0 if state is None else state) + lr * dw
    return w - (lr * dw + mu * v), v


@mistake("nesterov")
def averaged_too(w, dw, state, lr, mu=0.9):
    """You mix velocity and gradient as an average, with weights mu and 1 − mu. The velocity is that of exercise 7.3, where the
    gradient is added whole."""
    v = mu * (0 if state is None else state) + (1 - mu) * dw
    return w - lr * (dw + mu * v), v


@mistake("nesterov")
def ahead_only(w, dw, state, lr, mu=0.9):
    """Your step holds only mu · v. The gradient itself is missing in it."""
    v = mu * (0 if state is None else state) + dw
    return w - lr * mu * v, v


@mistake("nesterov")
def wrong_sign_ahead(w, dw, state, lr, mu=0.9):
    """You subtract mu · v from the gradient: the velocity pushes backward instead of carrying on."""
    v = mu * (0 if state is None else state) + dw
    return w - lr * (dw - mu * v), v


@mistake("nesterov")
def shared_velocity(w, dw, state, lr, mu=0.9):
    """You remember the velocity outside of the state, so two arrays of weights share it. What has to be remembered must travel in
    `state`."""
    if state is None:
        _kept["n"] = 0
    _kept["n"] = mu * _kept["n"] + dw
    return w - lr * (dw + mu * _kept["n"]), "n"


@mistake("nesterov")
def fixed_mu_ahead(w, dw, state, lr, mu=0.9):
    """You always use 0.9, also when the caller asks for another `mu`."""
    v = 0.9 * (0 if state is None else state) + dw
    return w - lr * (dw + 0.9 * v), v


@mistake("nesterov")
def rate_missing_ahead(w, dw, state, lr, mu=0.9):
    """In your step the learning rate multiplies the gradient, but not mu · v. Mind the parentheses: it multiplies both."""
    v = mu * (0 if state is None else state) + dw
    return w - lr * dw - mu * v, v


@mistake("nesterov")
def whole_velocity_ahead(w, dw, state, lr, mu=0.9):
    """Your velocity is made of integers if the weights are: the array of zeros that you fill has their dtype, and decimals
    that are written into it are cut off."""
    v = np.zeros_like(w)
    v[...] = mu * (0 if state is None else state) + dw
    return w - lr * (dw + mu * v), v


@mistake("nesterov")
def mu_of_nothing_ahead(w, dw, state, lr, mu=0.9):
    """With `mu = 0` you use 0.9 all the same: 0 counts as false, so `mu or 0.9` is 0.9. A `mu` of 0 is allowed, and means SGD."""
    mu = mu or 0.9
    v = mu * (0 if state is None else state) + dw
    return w - lr * (dw + mu * v), v



@mistake("nesterov")
def rests_without_gradient_ahead(w, dw, state, lr, mu=0.9):
    """Where the gradient is 0 your weight rests. But the velocity is still there, and carries it on: that is what momentum means."""
    v = mu * (0 if state is None else state) + dw
    return np.where(dw == 0, w, w - lr * (dw + mu * v)), v


@mistake("nesterov")
def fixed_mu_in_the_step(w, dw, state, lr, mu=0.9):
    """Your velocity keeps `mu`, but in the step you always take 0.9 of it. The caller's `mu` belongs in both places."""
    v = mu * (0 if state is None else state) + dw
    return w - lr * (dw + 0.9 * v), v


@mistake("nesterov")
def plain_first_step(w, dw, state, lr, mu=0.9):
    """Your first step is that of SGD. The first velocity is the first gradient, and the step looks ahead along it already."""
    if state is None:
        return w - lr * dw, dw
    v = mu * state + dw
    return w - lr * (dw + mu * v), v



# -- 7.5 adagrad ------------------------------------------------------------------------------


@mistake("adagrad")
def not_squared(w, dw, state, lr, eps=1e-10):
    """You add up the gradients themselves. They may be negative, and the root of a negative sum is not a number. What is added up
    are the squares."""
    s = (0 if state is None else state) + dw
    return w - lr * dw / (np.sqrt(s) + eps), s


@mistake("adagrad")
def no_root(w, dw, state, lr, eps=1e-10):
    """You divide by the sum of the squares. Divide by its root: only then is the very first step `lr` long, whatever the gradient."""
    s = (0 if state is None else state) + dw**2
    return w - lr * dw / (s + eps), s


@mistake("adagrad")
def eps_in_the_root(w, dw, state, lr, eps=1e-10):
    """You add `eps` under the root. In this contract it is added to the root: with eps = 1 the difference shows."""
    s = (0 if state is None else state) + dw**2
    return w - lr * dw / np.sqrt(s + eps), s


@mistake("adagrad")
def absolute_sum(w, dw, state, lr, eps=1e-10):
    """You add up the sizes of the gradients and divide by that sum. AdaGrad adds up the squares and divides by the root: of 3 and
    −4 that makes 5, not 7."""
    s = (0 if state is None else state) + np.abs(dw)
    return w - lr * dw / (s + eps), s


@mistake("adagrad")
def no_memory(w, dw, state, lr, eps=1e-10):
    """Only the present gradient is in your sum, so every step of yours is exactly `lr` long. What happened to the earlier squares?"""
    s = dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s


@mistake("adagrad")
def moving_average(w, dw, state, lr, eps=1e-10):
    """You average the squares. AdaGrad adds them up and forgets nothing; the average comes two exercises later."""
    s = 0.9 * (0 if state is None else state) + 0.1 * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s


@mistake("adagrad")
def one_sum_for_all(w, dw, state, lr, eps=1e-10):
    """You add up the squares of all weights in one number. Then all weights share one rate; the point of AdaGrad is that each has
    its own."""
    s = (0 if state is None else state) + np.sum(dw**2)
    return w - lr * dw / (np.sqrt(s) + eps), s


@mistake("adagrad")
def root_remembered(w, dw, state, lr, eps=1e-10):
    """Your first step is right, the later ones are not: you keep the root as the state and add the next square to it. What must be
    kept is the sum."""
    s = np.sqrt((0 if state is None else state) + dw**2)
    return w - lr * dw / (s + eps), s


@mistake("adagrad")
def old_sum(w, dw, state, lr, eps=1e-10):
    """You divide by the sum without the present gradient. At the first step that is 0, and the step becomes giant. The
    present square goes into the sum first."""
    s = np.zeros_like(w, dtype=float) if state is None else state
    return w - lr * dw / (np.sqrt(s) + eps), s + dw**2


@mistake("adagrad")
def mean_of_squares(w, dw, state, lr, eps=1e-10):
    """You divide by the root of the mean of the squares so far. AdaGrad takes their sum."""
    s, t = (0, 0) if state is None else state
    s, t = s + dw**2, t + 1
    return w - lr * dw / (np.sqrt(s / t) + eps), (s, t)


@mistake("adagrad")
def without_eps(w, dw, state, lr, eps=1e-10):
    """A weight whose gradients were all 0 becomes NaN: you divide 0 by 0. What is `eps` for?"""
    s = (0 if state is None else state) + dw**2
    return w - lr * dw / np.sqrt(s), s


@mistake("adagrad")
def shared_sum(w, dw, state, lr, eps=1e-10):
    """You remember the sum outside of the state, so two arrays of weights share it. What has to be remembered must travel in
    `state`."""
    if state is None:
        _kept["s"] = 0
    _kept["s"] = _kept["s"] + dw**2
    return w - lr * dw / (np.sqrt(_kept["s"]) + eps), "s"


@mistake("adagrad")
def steps_added_up(w, dw, state, lr, eps=1e-10):
    """The learning rate is in your sum too, so it cancels: your first step is 1 long. The sum is that of the squared gradients
    alone."""
    s = (0 if state is None else state) + (lr * dw) ** 2
    return w - lr * dw / (np.sqrt(s) + eps), s


@mistake("adagrad")
def first_rate_kept(w, dw, state, lr, eps=1e-10):
    """Your step does not follow the learning rate of the present call, but a fixed one or an earlier one. By the contract `lr` may
    differ from call to call."""
    s, lr = (0, lr) if state is None else state
    s = s + dw**2
    return w - lr * dw / (np.sqrt(s) + eps), (s, lr)


@mistake("adagrad")
def rate_in_the_sum(w, dw, state, lr, eps=1e-10):
    """You add up the squares of `lr` times the gradient. As long as `lr` stays the same it cancels; when it changes, the sum remembers rates that
    are past. Only gradients belong in the sum."""
    s = (0 if state is None else state) + (lr * dw) ** 2
    return w - lr * (lr * dw) / (np.sqrt(s) + lr * eps), s


@mistake("adagrad")
def whole_sums(w, dw, state, lr, eps=1e-10):
    """Your sums are integers if the weights are: the array of zeros that you fill has their dtype, and decimals
    that are written into it are cut off."""
    s = np.zeros_like(w)
    s[...] = (0 if state is None else state) + dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s


@mistake("adagrad")
def one_sum_for_each_row(w, dw, state, lr, eps=1e-10):
    """If the weights are a matrix, you add up the squares of a whole row. Every entry has a sum of its own."""
    squares = np.sum(dw**2, axis=1, keepdims=True) if dw.ndim == 2 else dw**2
    s = (0 if state is None else state) + squares
    return w - lr * dw / (np.sqrt(s) + eps), s



# -- 7.6 effective_lr -------------------------------------------------------------------------


@mistake("effective_lr")
def upside_down(w, w_new, dw):
    """Your rates have the wrong sign. A step against the gradient has a positive rate: solve w_new = w − r · dw for r."""
    return (w_new - w) / np.where(dw == 0, np.nan, dw)


@mistake("effective_lr")
def sizes_only(w, w_new, dw):
    """You compare sizes, so every rate is positive. A step up the gradient has a negative one."""
    return np.abs(w - w_new) / np.where(dw == 0, np.nan, np.abs(dw))


@mistake("effective_lr")
def infinite_rate(w, w_new, dw):
    """A weight that moves though its gradient is 0 gets an infinite rate from you. No rate can be told there: NaN."""
    return (w - w_new) / dw


@mistake("effective_lr")
def zero_rate(w, w_new, dw):
    """Where the gradient is 0 you return 0, as if a rate of 0 had been seen. No rate can be told there: NaN."""
    return np.where(dw == 0, 0.0, (w - w_new) / np.where(dw == 0, 1, dw))


@mistake("effective_lr")
def one_rate(w, w_new, dw):
    """You return one number for all weights. Each weight has a rate of its own: divide entry by entry."""
    return np.linalg.norm(w - w_new) / np.linalg.norm(dw)


@mistake("effective_lr")
def relative_change(w, w_new, dw):
    """You divide by the weight, which gives its relative change. A rate says how long the step is for each unit of gradient."""
    return (w - w_new) / w


@mistake("effective_lr")
def gradient_per_step(w, w_new, dw):
    """Your fraction is upside down: the rate is step by gradient."""
    return np.where(dw == 0, np.nan, dw) / (w - w_new)


@mistake("effective_lr")
def small_is_zero(w, w_new, dw):
    """A small gradient is not 0: it has a rate like any other. Compare with 0 exactly."""
    return (w - w_new) / np.where(np.isclose(dw, 0), np.nan, dw)


@mistake("effective_lr")
def a_bit_in_the_divisor(w, w_new, dw):
    """You add a little to the gradient before you divide. That protects against 0, but it spoils the rate of every small gradient; and 0
    is taken care of anyway."""
    return np.where(dw == 0, np.nan, (w - w_new) / (dw + 1e-12))



# -- 7.7 rmsprop ------------------------------------------------------------------------------


@mistake("rmsprop")
def still_a_sum(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You add up the squares and forget nothing: that is AdaGrad. What becomes of the old average when a new square comes?"""
    s = (0 if state is None else state) + dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s


@mistake("rmsprop")
def square_added_whole(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You forget a part of the old, but add the new square whole. The two weights of an average add up to 1."""
    s = rho * (0 if state is None else state) + dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s


@mistake("rmsprop")
def weights_exchanged(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You keep 1 − rho of the old average and take rho of the new square: the other way round. `rho` is what is kept."""
    s = (1 - rho) * (0 if state is None else state) + rho * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s


@mistake("rmsprop")
def average_without_root(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You divide by the average of the squares. Divide by its root, which has the unit of a gradient."""
    s = rho * (0 if state is None else state) + (1 - rho) * dw**2
    return w - lr * dw / (s + eps), s


@mistake("rmsprop")
def average_of_gradients(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You average the gradients without squaring them. They may be negative, and what is wanted is their size."""
    s = rho * (0 if state is None else state) + (1 - rho) * dw
    return w - lr * dw / (np.sqrt(s) + eps), s


@mistake("rmsprop")
def eps_under_the_root(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You add `eps` under the root. In this contract it is added to the root: with eps = 1 the difference shows."""
    s = rho * (0 if state is None else state) + (1 - rho) * dw**2
    return w - lr * dw / np.sqrt(s + eps), s


@mistake("rmsprop")
def corrected(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You correct the average for its start at 0, and your first step is `lr` long. That is Adam's idea; RMSProp takes the average
    as it is."""
    s, t = (0, 0) if state is None else state
    s, t = rho * s + (1 - rho) * dw**2, t + 1
    return w - lr * dw / (np.sqrt(s / (1 - rho**t)) + eps), (s, t)


@mistake("rmsprop")
def starts_at_the_square(w, dw, state, lr, rho=0.9, eps=1e-8):
    """Your average starts at the first square instead of at 0, so your first step is `lr` long. By the contract every memory starts
    at 0."""
    s = dw**2 if state is None else rho * state + (1 - rho) * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s


@mistake("rmsprop")
def one_average_for_all(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You average over all weights in one number. Each weight keeps an average of its own."""
    s = rho * (0 if state is None else state) + (1 - rho) * np.mean(dw**2)
    return w - lr * dw / (np.sqrt(s) + eps), s


@mistake("rmsprop")
def fixed_rho(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You always keep 0.9 of the average, also when the caller asks for another `rho`."""
    s = 0.9 * (0 if state is None else state) + 0.1 * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s


@mistake("rmsprop")
def divides_by_the_old_average(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You divide by the average without the present gradient: at the first step that is 0. The new square goes in first."""
    s = np.zeros_like(w, dtype=float) if state is None else state
    return w - lr * dw / (np.sqrt(s) + eps), rho * s + (1 - rho) * dw**2


@mistake("rmsprop")
def remembers_the_root(w, dw, state, lr, rho=0.9, eps=1e-8):
    """Your first step is right, the later ones are not: you keep the root as the state. What must be kept is the average of the
    squares."""
    s = np.sqrt(rho * (0 if state is None else state) + (1 - rho) * dw**2)
    return w - lr * dw / (s + eps), s


@mistake("rmsprop")
def shared_average(w, dw, state, lr, rho=0.9, eps=1e-8):
    """You remember the average outside of the state, so two arrays of weights share it. What has to be remembered must travel in
    `state`."""
    if state is None:
        _kept["r"] = 0
    _kept["r"] = rho * _kept["r"] + (1 - rho) * dw**2
    return w - lr * dw / (np.sqrt(_kept["r"]) + eps), "r"


@mistake("rmsprop")
def whole_averages(w, dw, state, lr, rho=0.9, eps=1e-8):
    """Your averages are integers if the weights are: the array of zeros that you fill has their dtype, and decimals
    that are written into it are cut off."""
    s = np.zeros_like(w)
    s[...] = rho * (0 if state is None else state) + (1 - rho) * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s


@mistake("rmsprop")
def one_average_for_each_row(w, dw, state, lr, rho=0.9, eps=1e-8):
    """If the weights are a matrix, you average over a whole row. Every entry has an average of its own."""
    squares = np.mean(dw**2, axis=1, keepdims=True) if dw.ndim == 2 else dw**2
    s = rho * (0 if state is None else state) + (1 - rho) * squares
    return w - lr * dw / (np.sqrt(s) + eps), s



@mistake("rmsprop")
def rests_when_all_is_flat(w, dw, state, lr, rho=0.9, eps=1e-8):
    """If all gradients are 0 you do nothing, and the average stays as it is. A square of 0 belongs in the average too: it makes it smaller."""
    if not np.any(dw):
        return w, state
    s = rho * (0 if state is None else state) + (1 - rho) * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), s



# -- 7.8 adam ---------------------------------------------------------------------------------


def _averages(dw, state, beta1, beta2):
    m, s, t = (0, 0, 0) if state is None else state
    return beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw**2, t + 1


@mistake("adam")
def no_correction(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You use the averages as they are, though both start at 0 and are too small at first. Where is the bias correction?"""
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * m / (np.sqrt(s) + eps), (m, s, t)


@mistake("adam")
def counts_late(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """At the first step you correct with t = 0, and divide by 1 − 1 = 0. `t` counts the steps from 1: it is raised before it is used."""
    m, s, t = _averages(dw, state, beta1, beta2)
    with np.errstate(all="ignore"):
        m_hat, s_hat = m / np.float64(1 - beta1 ** (t - 1)), s / np.float64(1 - beta2 ** (t - 1))
        return w - lr * m_hat / (np.sqrt(s_hat) + eps), (m, s, t)


@mistake("adam")
def counts_early(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You correct with t = 2 at the first step, and are one ahead ever after. At the first step `t` is 1."""
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * m / (1 - beta1 ** (t + 1)) / (np.sqrt(s / (1 - beta2 ** (t + 1))) + eps), (m, s, t)


@mistake("adam")
def direction_corrected_only(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You correct the average of the gradients, but not that of their squares. Both start at 0."""
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / (np.sqrt(s) + eps), (m, s, t)


@mistake("adam")
def size_corrected_only(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You correct the average of the squares, but not that of the gradients. Both start at 0."""
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * m / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)


@mistake("adam")
def corrected_ones_kept(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Your first step is right, the later ones are not: you hand back the corrected averages as the state, and correct them again
    at the next step."""
    m, s, t = _averages(dw, state, beta1, beta2)
    m, s = m / (1 - beta1**t), s / (1 - beta2**t)
    return w - lr * m / (np.sqrt(s) + eps), (m, s, t)


@mistake("adam")
def always_the_first_step(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You correct every step as if it were the first: `t` stays 1. It has to be remembered too."""
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * m / (1 - beta1) / (np.sqrt(s / (1 - beta2)) + eps), (m, s, t)


@mistake("adam")
def powers_forgotten(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You multiply beta by t where it has to be raised to the power t."""
    m, s, t = _averages(dw, state, beta1, beta2)
    with np.errstate(all="ignore"):
        return w - lr * m / (1 - beta1 * t) / (np.sqrt(s / (1 - beta2 * t)) + eps), (m, s, t)


@mistake("adam")
def root_left_out(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You divide by the corrected average of the squares. Divide by its root."""
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / (s / (1 - beta2**t) + eps), (m, s, t)


@mistake("adam")
def squares_left_out(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Your second average is made of the gradients, not of their squares, so it can be negative under the root."""
    m, s, t = (0, 0, 0) if state is None else state
    m, s, t = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw, t + 1
    return w - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)


@mistake("adam")
def betas_exchanged(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """`beta1` belongs to the average of the gradients and `beta2` to that of the squares; you have them the other way round."""
    m, s, t = _averages(dw, state, beta2, beta1)
    return w - lr * m / (1 - beta2**t) / (np.sqrt(s / (1 - beta1**t)) + eps), (m, s, t)


@mistake("adam")
def square_of_the_average(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You average the square of `m`. The second average is that of the squared gradients: a direction that changes leaves
    `m` small, but not the squares."""
    m, s, t = (0, 0, 0) if state is None else state
    m, t = beta1 * m + (1 - beta1) * dw, t + 1
    s = beta2 * s + (1 - beta2) * m**2
    return w - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)


@mistake("adam")
def gradient_in_the_step(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Your step goes along the present gradient. In Adam it goes along the (corrected) average of the gradients."""
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * dw / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)


@mistake("adam")
def sums_not_averages(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You add the new gradient and its square whole. In an average the two weights add up to 1: beta and 1 − beta."""
    m, s, t = (0, 0, 0) if state is None else state
    m, s, t = beta1 * m + dw, beta2 * s + dw**2, t + 1
    return w - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)


@mistake("adam")
def eps_inside(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You add `eps` under the root. In this contract it is added to the root: with eps = 1 the difference shows."""
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / np.sqrt(s / (1 - beta2**t) + eps), (m, s, t)


@mistake("adam")
def eps_before_the_correction(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You add `eps` to the root of the uncorrected average and correct afterwards, so `eps` is corrected along with it. In this contract it
    is added to the root of the corrected one: with eps = 1 the difference shows."""
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(s) + eps), (m, s, t)


@mistake("adam")
def shared_averages(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You remember something outside of the state, the count `t` perhaps, so two arrays of weights share it. All three things that
    have to be remembered must travel in `state`."""
    if state is None:
        _kept["t"] = 0
    _kept["t"] += 1
    m, s, _ = _averages(dw, state, beta1, beta2)
    t = _kept["t"]
    return w - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)


@mistake("adam")
def fixed_betas(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You always use 0.9 and 0.999, also when the caller asks for other betas."""
    m, s, t = _averages(dw, state, 0.9, 0.999)
    return w - lr * m / (1 - 0.9**t) / (np.sqrt(s / (1 - 0.999**t)) + eps), (m, s, t)


@mistake("adam")
def beta1_for_both(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You correct both averages with `beta1`. The average of the squares was made with `beta2`, and is corrected with it."""
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta1**t)) + eps), (m, s, t)


@mistake("adam")
def squares_of_a_row(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """If the weights are a matrix, you average the squares over a whole row. Every entry has averages of its own."""
    m, s, t = (0, 0, 0) if state is None else state
    squares = np.mean(dw**2, axis=1, keepdims=True) if dw.ndim == 2 else dw**2
    m, s, t = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * squares, t + 1
    return w - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)


@mistake("adam")
def whole_moments(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Your averages are integers if the weights are: the arrays of zeros that you fill have their dtype, and decimals
    that are written into them are cut off."""
    old_m, old_s, t = (0, 0, 0) if state is None else state
    m, s, t = np.zeros_like(w), np.zeros_like(w), t + 1
    m[...], s[...] = beta1 * old_m + (1 - beta1) * dw, beta2 * old_s + (1 - beta2) * dw**2
    with np.errstate(all="ignore"):
        return w - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)



@mistake("adam")
def one_average_of_squares(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """You average the squares over all weights in one number. Every weight keeps averages of its own."""
    m, s, t = (0, 0, 0) if state is None else state
    m, s, t = beta1 * m + (1 - beta1) * dw, beta2 * s + (1 - beta2) * np.mean(dw**2), t + 1
    return w - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)



# -- 7.9 best_learning_rate -------------------------------------------------------------------


@mistake("best_learning_rate")
def nan_wins(lrs, losses):
    """A rate with a NaN wins: `argmin` takes NaN for smaller than anything. A rate that diverged must be put out of the race first."""
    return lrs[np.argmin(np.mean(losses, axis=1))]


@mistake("best_learning_rate")
def nan_ignored(lrs, losses):
    """You leave out the tries that diverged and judge the rate by the others. A rate that sometimes diverges is out altogether."""
    with np.errstate(all="ignore"):
        mean = [np.mean(row[np.isfinite(row)]) if np.any(np.isfinite(row)) else np.inf for row in losses]
    return lrs[int(np.argmin(mean))]


@mistake("best_learning_rate")
def index_returned(lrs, losses):
    """You return the position of the best rate. The caller wants the rate itself."""
    mean = np.mean(losses, axis=1)
    return int(np.argmin(np.where(np.isfinite(mean), mean, np.inf)))


@mistake("best_learning_rate")
def best_single_try(lrs, losses):
    """You take the rate with the best single try. One lucky try says little: it is the mean over the tries that counts."""
    finite = np.all(np.isfinite(losses), axis=1)
    best = np.where(finite, np.min(losses, axis=1), np.inf)
    return np.min(lrs[best == np.min(best)])


@mistake("best_learning_rate")
def first_of_the_tied(lrs, losses):
    """Of several equally good rates you return the first in the list. The contract asks for the smallest rate."""
    mean = np.mean(losses, axis=1)
    return lrs[np.argmin(np.where(np.isfinite(mean), mean, np.inf))]


@mistake("best_learning_rate")
def worst_rate(lrs, losses):
    """You look for the largest mean. These are losses: small is good."""
    mean = np.mean(losses, axis=1)
    mean = np.where(np.isfinite(mean), mean, -np.inf)
    return np.min(lrs[mean == np.max(mean)])


@mistake("best_learning_rate")
def median_of_tries(lrs, losses):
    """You judge by the median of the tries. The contract asks for the mean, in which a bad try counts."""
    finite = np.all(np.isfinite(losses), axis=1)
    median = np.where(finite, np.median(losses, axis=1), np.inf)
    return np.min(lrs[median == np.min(median)])


@mistake("best_learning_rate")
def minus_infinity_wins(lrs, losses):
    """A try whose loss became −infinity wins with you. It is not a number to be proud of: whatever is not finite has diverged."""
    mean = np.mean(losses, axis=1)
    mean = np.where(np.isnan(mean), np.inf, mean)
    return np.min(lrs[mean == np.min(mean)])


@mistake("best_learning_rate")
def rates_in_columns(lrs, losses):
    """You average over the wrong axis: row i holds the tries with rate i, so the mean runs along a row."""
    mean = np.mean(losses, axis=0)[: len(lrs)]
    mean = np.where(np.isfinite(mean), mean, np.inf)
    return lrs[np.argmin(mean)]


@mistake("best_learning_rate")
def infinity_forgotten(lrs, losses):
    """You put rates with a NaN out, but one with an infinite try stays in when you leave that try away. Both have diverged."""
    finite = ~np.any(np.isnan(losses), axis=1)
    mean = np.array([np.mean(row[np.isfinite(row)]) if ok else np.inf for ok, row in zip(finite, losses)])
    return np.min(lrs[mean == np.min(mean)])


@mistake("best_learning_rate")
def last_of_the_tied(lrs, losses):
    """Of several equally good rates you return the last in the list. The contract asks for the smallest rate."""
    best, least = None, np.inf
    for lr, row in zip(lrs, losses):
        if np.all(np.isfinite(row)) and np.mean(row) <= least:
            best, least = lr, np.mean(row)
    return best


@mistake("best_learning_rate")
def nan_in_front(lrs, losses):
    """You put rates with an infinite try out, but not those with NaN. A comparison with NaN is never true, so a NaN that comes first is never
    beaten. Both have diverged."""
    pairs = [(np.mean(row), lr) for lr, row in zip(lrs, losses) if not np.any(np.isinf(row))]
    return min(pairs)[1]


@mistake("best_learning_rate")
def a_large_number_for_nan(lrs, losses):
    """You put a large number where a try has diverged. A real loss may be larger than that number; what is larger than any?"""
    mean = np.mean(np.where(np.isfinite(losses), losses, 999.0), axis=1)
    return np.min(lrs[mean == np.min(mean)])


@mistake("best_learning_rate")
def nearly_tied(lrs, losses):
    """You treat means that are nearly the same as a tie, or round them. Only means that are exactly the same are a tie."""
    mean = np.where(np.isfinite(losses).all(axis=1), np.mean(losses, axis=1), np.inf)
    mean = np.round(mean, 2)
    return np.min(lrs[mean == np.min(mean)])


@mistake("best_learning_rate")
def nanmean_only(lrs, losses):
    """`nanmean` leaves NaN out of the mean, so a rate is judged by the tries that went well. A rate that sometimes diverges is out altogether."""
    mean = np.nanmean(np.where(np.all(np.isnan(losses), axis=1, keepdims=True), np.inf, losses), axis=1)
    return np.min(lrs[mean == np.min(mean)])


@mistake("best_learning_rate")
def tries_in_rows(lrs, losses):
    """You average over the wrong axis: row i holds the tries with rate i, so the mean runs along a row."""
    return lrs[np.argmin(np.mean(losses, axis=0)) % len(lrs)]


@mistake("best_learning_rate")
def sorted_alone(lrs, losses):
    """You sort the rates, but not the losses with them, so the rows no longer belong to the rates."""
    mean = np.mean(losses, axis=1)
    return np.sort(lrs)[np.argmin(np.where(np.isfinite(mean), mean, np.inf))]



@mistake("best_learning_rate")
def index_shifted(lrs, losses):
    """You leave the rows out that diverged, and then use the position among the remaining rows in the whole list of rates. The rates of these
    rows must be left out as well."""
    kept = losses[np.isfinite(losses).all(axis=1)]
    return lrs[np.argmin(kept.mean(axis=1))]


@mistake("best_learning_rate")
def nanargmin_of_means(lrs, losses):
    """`nanargmin` passes over NaN, but not over −infinity, and of tied means it takes the first in the list. The contract has something to
    say about both."""
    return lrs[np.nanargmin(np.mean(losses, axis=1))]


@mistake("best_learning_rate")
def largest_of_the_tied(lrs, losses):
    """Of several equally good rates you return the largest. The contract asks for the smallest."""
    mean = np.mean(losses, axis=1)
    mean = np.where(np.isfinite(mean), mean, np.inf)
    return np.max(lrs[mean == np.min(mean)])


@mistake("best_learning_rate")
def as_bad_as_the_worst(lrs, losses):
    """You give a rate that diverged the mean of the worst rate that did not. If that one is the only one left, they tie. What is larger than
    any mean?"""
    mean = np.mean(losses, axis=1)
    mean = np.where(np.isfinite(mean), mean, np.max(mean[np.isfinite(mean)]))
    return np.min(lrs[mean == np.min(mean)])


@mistake("best_learning_rate")
def isclose_for_ties(lrs, losses):
    """`isclose` takes two small numbers for the same even if one is five times the other. Only means that are exactly the same are a tie."""
    mean = np.where(np.isfinite(losses).all(axis=1), np.mean(losses, axis=1), np.inf)
    return np.min(lrs[np.isclose(mean, np.min(mean))])



# -- Further ----------------------------------------------------------------------------------


def _adam(w, dw, state, lr, beta1, beta2, eps):
    m, s, t = _averages(dw, state, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps), (m, s, t)


@mistake("adamw")
def decay_in_the_gradient(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    """You add the decay to the gradient, so it goes through Adam's averages and is divided by the root. That is L2 regularization
    with Adam, just what AdamW avoids."""
    return _adam(w, dw + decay * w, state, lr, beta1, beta2, eps)


@mistake("adamw")
def decay_without_rate(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    """Your decay does not depend on the learning rate. In this contract the weights shrink by `lr` times `decay`."""
    w_new, state = _adam(w, dw, state, lr, beta1, beta2, eps)
    return w_new - decay * w, state


@mistake("adamw")
def decay_of_the_new_weights(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    """You decay the weights after Adam's step. The contract takes the decay of the old ones."""
    w_new, state = _adam(w, dw, state, lr, beta1, beta2, eps)
    return w_new * (1 - lr * decay), state


@mistake("adamw")
def decay_grows(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    """Your weights grow: the decay has the wrong sign."""
    w_new, state = _adam(w, dw, state, lr, beta1, beta2, eps)
    return w_new + lr * decay * w, state


@mistake("adamw")
def defaults_only(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    """You do not hand `beta1`, `beta2` and `eps` on to Adam, so it always uses its own defaults."""
    w_new, state = _adam(w, dw, state, lr, 0.9, 0.999, 1e-8)
    return w_new - lr * decay * w, state


@mistake("clip_by_norm")
def each_by_itself(grads, max_norm):
    """You clip every array by its own norm. That bends the direction of the whole gradient: there is one norm, and one factor, for all
    arrays together."""
    return tuple(dw * max_norm / max(np.linalg.norm(dw), max_norm) for dw in grads)


@mistake("clip_by_norm")
def entries_clipped(grads, max_norm):
    """You clip every entry. That changes the direction; clipping by norm shortens all entries by the same factor."""
    return tuple(np.clip(dw, -max_norm, max_norm) for dw in grads)


@mistake("clip_by_norm")
def always_rescaled(grads, max_norm):
    """You also lengthen gradients that are shorter than `max_norm`. They should come back as they were."""
    norm = max(np.sqrt(sum(np.sum(dw**2.0) for dw in grads)), 1e-300)
    return tuple(dw * max_norm / norm for dw in grads)


@mistake("clip_by_norm")
def norms_added(grads, max_norm):
    """You add up the norms of the arrays. The norm of all entries together is the root of the sum of all squares."""
    norm = sum(np.linalg.norm(dw) for dw in grads)
    return tuple(dw * max_norm / max(norm, max_norm) for dw in grads)


@mistake("critical_rate")
def smallest_eigenvalue(H):
    """You took the smallest eigenvalue. The steepest direction is the first in which the steps grow."""
    return 2 / np.min(np.linalg.eigvalsh(H)[np.linalg.eigvalsh(H) > 1e-9])


@mistake("critical_rate")
def one_over(H):
    """With 1/λ the steepest direction is solved in one step: the factor 1 − lr λ is 0. It grows only beyond a factor of −1."""
    return 1 / np.linalg.eigvalsh(H)[-1]


@mistake("critical_rate")
def trace_instead(H):
    """You took the trace, the sum of all eigenvalues. It is the largest single one that decides."""
    return 2 / np.trace(H)


@mistake("critical_rate")
def largest_entry(H):
    """You took the largest entry. Where H is not diagonal, some direction between the axes is steeper: the
    eigenvalues tell."""
    return 2 / np.max(np.diag(H))


@mistake("adamw")
def first_rate_for_the_decay(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    """Your decay goes on with the learning rate of the first call. By the contract `lr` may differ from call to call."""
    inner, first = (None, lr) if state is None else state
    w_new, inner = _adam(w, dw, inner, lr, beta1, beta2, eps)
    return w_new - first * decay * w, (inner, first)



@mistake("adamw")
def decayed_integers(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    """Your result is made of integers if the weights are: the array that you fill has their dtype, and decimals are cut off."""
    w_new, state = _adam(w, dw, state, lr, beta1, beta2, eps)
    out = np.zeros_like(w)
    out[...] = w_new - lr * decay * w
    return out, state


@mistake("adamw")
def adamw_remembers_elsewhere(w, dw, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    """You remember the averages outside of the state, so two arrays of weights share them. What has to be remembered must travel in
    `state`."""
    if state is None:
        _kept["w"] = None
    w_new, _kept["w"] = _adam(w, dw, _kept["w"], lr, beta1, beta2, eps)
    return w_new - lr * decay * w, "w"


@mistake("clip_by_norm")
def spectral_norm(grads, max_norm):
    """The 2-norm of a matrix, as `np.linalg.norm(matrix, 2)` computes it, is its largest singular value, not the root of the sum of all
    squares."""
    norm = np.sqrt(sum(np.linalg.norm(dw, 2) ** 2 for dw in grads))
    return tuple(dw * max_norm / max(norm, max_norm) for dw in grads)


@mistake("clip_by_norm")
def first_row_only(grads, max_norm):
    """Of a matrix you count the first row only. The norm is that of all entries of all arrays."""
    norm = np.sqrt(sum(np.sum(np.atleast_2d(dw)[0] ** 2.0) for dw in grads))
    return tuple(dw * max_norm / max(norm, max_norm) for dw in grads)


@mistake("clip_by_norm")
def a_bit_in_the_norm(grads, max_norm):
    """You add a little to the norm before you divide. For small gradients that is not little. A norm of 0 is never larger than `max_norm`,
    so it needs no protection."""
    norm = np.sqrt(sum(np.sum(dw**2.0) for dw in grads))
    return tuple(dw * min(1.0, max_norm / (norm + 1e-6)) for dw in grads)
