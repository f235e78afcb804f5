"""Wrong answers that people really give in 02_backprop; the docstrings are told to the learner."""

import numpy as np

from chainrule_staff.authoring.alternatives import mistake


def _answer(w, b, x):
    return np.where(x @ w + b > 0, 1, -1)


# -- 2.1 perceptron ---------------------------------------------------------------------------


@mistake("perceptron_update", of="perceptron_predict")
def zero_is_positive(w, b, X):
    """You answer +1 for a score of exactly 0. The contract says: +1 where the score is positive, −1 elsewhere."""
    return np.where(X @ w + b >= 0, 1, -1)


@mistake("perceptron_update", of="perceptron_predict")
def three_answers(w, b, X):
    """`np.sign` has three results: for a score of exactly 0 it gives 0, which is neither answer. What does the contract say
    about a score of 0?"""
    return np.sign(X @ w + b)


@mistake("perceptron_update", of="perceptron_predict")
def no_bias_in_the_score(w, b, X):
    """Your answers do not depend on the bias. It belongs to the score."""
    return np.where(X @ w > 0, 1, -1)


@mistake("perceptron_update", of="perceptron_predict")
def zero_or_one(w, b, X):
    """Where the score is not positive you answer 0. The two answers of this perceptron are +1 and −1."""
    return np.where(X @ w + b > 0, 1, 0)


@mistake("perceptron_update", of="perceptron_predict")
def the_score_itself(w, b, X):
    """You return the scores. The answer is only on which side of 0 they lie."""
    return X @ w + b


@mistake("perceptron_update", of="perceptron_predict")
def other_way_round(w, b, X):
    """Your answers are the opposite ones: a positive score means +1."""
    return -_answer(w, b, X)


@mistake("perceptron_update")
def always_moves(w, b, x, y, lr=1.0):
    """You change the weights after right answers, too. The perceptron learns from mistakes only."""
    return w + lr * y * x, b + lr * y


@mistake("perceptron_update")
def never_learns_from_mistakes(w, b, x, y, lr=1.0):
    """You move after right answers and stay after wrong ones: the condition is upside down."""
    return (w + lr * y * x, b + lr * y) if _answer(w, b, x) == y else (w.copy(), b)


@mistake("perceptron_update")
def without_the_answer(w, b, x, y, lr=1.0):
    """You add x whatever the right answer is. For y = −1 the score was too high, and must come down."""
    return (w.copy(), b) if _answer(w, b, x) == y else (w + lr * x, b + lr)


@mistake("perceptron_update")
def away_from_it(w, b, x, y, lr=1.0):
    """Your step has the wrong sign: after it, the example's score is further on the wrong side than before."""
    return (w.copy(), b) if _answer(w, b, x) == y else (w - lr * y * x, b - lr * y)


@mistake("perceptron_update")
def bias_forgotten(w, b, x, y, lr=1.0):
    """The weights move and the bias does not. It is learned as well: as the weight of an input that is always 1."""
    return (w.copy(), b) if _answer(w, b, x) == y else (w + lr * y * x, b)


@mistake("perceptron_update")
def rate_forgotten_for_the_bias(w, b, x, y, lr=1.0):
    """Your step for the bias ignores the learning rate. It is the step of a weight whose input is 1."""
    return (w.copy(), b) if _answer(w, b, x) == y else (w + lr * y * x, b + y)


@mistake("perceptron_update")
def rate_ignored(w, b, x, y, lr=1.0):
    """The size of your step does not depend on `lr`."""
    return (w.copy(), b) if _answer(w, b, x) == y else (w + y * x, b + y)


@mistake("perceptron_update")
def twice_the_step(w, b, x, y, lr=1.0):
    """Your step is twice as long: right answer minus given answer is +2 or −2 where the answers are +1 and −1."""
    error = y - _answer(w, b, x)
    return w + lr * error * x, b + lr * error


@mistake("perceptron_update")
def the_delta_rule(w, b, x, y, lr=1.0):
    """Your step grows with the distance of the score from y. That is another rule (Widrow and Hoff); the perceptron's step has one
    size, and there is none after a right answer."""
    error = y - (x @ w + b)
    return w + lr * error * x, b + lr * error


@mistake("perceptron_update")
def zero_counts_as_right(w, b, x, y, lr=1.0):
    """You count a score of 0 as right for both answers. With weights that start at 0 nothing would ever be learned. It means −1:
    ask `perceptron_predict`. (If a mistake is named there as well, mend that one first.)"""
    return (w.copy(), b) if y * (x @ w + b) >= 0 else (w + lr * y * x, b + lr * y)


@mistake("perceptron_update")
def zero_counts_as_wrong(w, b, x, y, lr=1.0):
    """A score of 0 makes you move for both answers. It means −1, so for y = −1 it is right: ask `perceptron_predict`. (If that
    one has a mistake itself, mend it first; here it is only felt.)"""
    return (w.copy(), b) if y * (x @ w + b) > 0 else (w + lr * y * x, b + lr * y)


@mistake("perceptron_update")
def zero_means_plus(w, b, x, y, lr=1.0):
    """You take a score of 0 for the answer +1. It means −1: wrong for y = +1, right for y = −1. (If your `perceptron_predict` says
    so, too, mend it there; here it is only felt.)"""
    return (w.copy(), b) if (1 if x @ w + b >= 0 else -1) == y else (w + lr * y * x, b + lr * y)


@mistake("perceptron_update")
def bias_without_the_answer(w, b, x, y, lr=1.0):
    """Your bias always rises. Its step has the sign of y, as the weights' has: for y = −1 it must fall."""
    return (w.copy(), b) if _answer(w, b, x) == y else (w + lr * y * x, b + lr)


@mistake("perceptron_update")
def cut_off_by_integers(w, b, x, y, lr=1.0):
    """Your new weights are put into an array of integers, and everything behind the decimal point is cut off. w + … makes a new array
    with a dtype of its own."""
    new = w.copy()
    if _answer(w, b, x) != y:
        new[:] = w + lr * y * x
        b = b + lr * y
    return new, b

@mistake("perceptron_update")
def bias_not_in_the_score(w, b, x, y, lr=1.0):
    """Whether you move does not depend on the bias. It is part of the score; ask `perceptron_predict`."""
    return (w.copy(), b) if _answer(w, 0, x) == y else (w + lr * y * x, b + lr * y)


# -- 2.2 collapse -----------------------------------------------------------------------------


@mistake("collapse")
def biases_added(W1, b1, W2, b2):
    """You add the two biases. The first one still passes through the second layer before it comes out. (Besides, the two
    need not have the same length.)"""
    return W1 @ W2, b1 + b2


@mistake("collapse")
def second_bias_only(W1, b1, W2, b2):
    """The bias of the first layer is lost. What does it turn into on its way through the second?"""
    return W1 @ W2, b2


@mistake("collapse")
def first_bias_only(W1, b1, W2, b2):
    """The bias of the second layer is lost: multiply out once more, there are three terms."""
    return W1 @ W2, b1 @ W2


@mistake("collapse")
def wrong_order(W1, b1, W2, b2):
    """You multiply the matrices in the other order. X meets W1 first, from the left: X W1 W2."""
    return W2 @ W1, W2 @ b1 + b2


@mistake("collapse")
def bias_of_integers(W1, b1, W2, b2):
    """The array for your bias has the dtype of b2. If b2 holds integers, decimals are cut off. What must you say when you make that
    array?"""
    b = np.zeros_like(b2)
    b[:] = b1 @ W2 + b2
    return W1 @ W2, b


@mistake("collapse")
def second_turned(W1, b1, W2, b2):
    """You turn W2 on its side. In X W1 W2 nothing is turned; a square W2 hides that, another one raises an error."""
    return W1 @ W2.T, b1 @ W2.T + b2


@mistake("collapse")
def both_biases_through(W1, b1, W2, b2):
    """You send both biases through W2. The second is added after W2, so it comes out as it is."""
    return W1 @ W2, (b1 + b2) @ W2


# -- 2.3 gates --------------------------------------------------------------------------------


@mistake("add_backward")
def add_shares(dout, x, y):
    """You give each input half. But if x rises by 0.1, the sum rises by 0.1, not by half of it: both inputs receive all of dout."""
    return dout / 2, dout / 2


@mistake("add_backward")
def add_without_dout(dout, x, y):
    """You return the local gradient, 1, without the gradient that arrives. The chain rule multiplies the two."""
    return 0 * x + 1.0, 0 * y + 1.0


@mistake("add_backward")
def add_like_a_product(dout, x, y):
    """That is the rule of the multiply gate. How much does x + y change if x changes a little? Does y matter for that?"""
    return dout * y, dout * x


@mistake("add_backward", of="multiply_backward")
def multiply_not_swapped(dout, x, y):
    """Each input receives its own value as a factor. If x changes by a little, x · y changes by that times what?"""
    return dout * x, dout * y


@mistake("add_backward", of="multiply_backward")
def multiply_without_dout(dout, x, y):
    """You return the local gradients without the gradient that arrives. The chain rule multiplies the two."""
    return y, x


@mistake("add_backward", of="multiply_backward")
def multiply_dout_once(dout, x, y):
    """One of your two gradients lacks the factor dout."""
    return dout * y, x


@mistake("add_backward", of="multiply_backward")
def multiply_by_the_product(dout, x, y):
    """You multiply by the output x · y. The local gradient is the derivative of the output, not the output."""
    return dout * x * y, dout * x * y


@mistake("add_backward", of="multiply_backward")
def multiply_into_integers(dout, x, y):
    """Your gradients are put into arrays of the dtype of x and y. If those hold integers, decimals are cut off."""
    if np.ndim(x) == 0:
        return dout * y, dout * x
    dx, dy = np.zeros_like(x), np.zeros_like(y)
    dx[...], dy[...] = dout * y, dout * x
    return dx, dy


@mistake("add_backward", of="max_backward")
def max_into_integers(dout, x, y):
    """Your gradients are put into arrays of the dtype of x and y. If those hold integers, decimals are cut off."""
    share = 0.5 * (np.sign(x - y) + 1)
    if np.ndim(x) == 0:
        return dout * share, dout * (1 - share)
    dx, dy = np.zeros_like(x), np.zeros_like(y)
    dx[...], dy[...] = dout * share, dout * (1 - share)
    return dx, dy


@mistake("add_backward", of="max_backward")
def first_wins_ties(dout, x, y):
    """Where both inputs are equal you give everything to one of them. The contract asks for a half each."""
    return dout * (x >= y), dout * (x < y)


@mistake("add_backward", of="max_backward")
def second_wins_ties(dout, x, y):
    """Where both inputs are equal you give everything to one of them, the second. The contract asks for a half each."""
    return dout * (x > y), dout * (x <= y)


@mistake("add_backward", of="max_backward")
def both_win_ties(dout, x, y):
    """Where both inputs are equal each of yours receives all of dout: more goes back than came. The contract asks for a half each."""
    return dout * (x >= y), dout * (x <= y)


@mistake("add_backward", of="max_backward")
def none_wins_ties(dout, x, y):
    """Where both inputs are equal none of yours receives anything. The contract asks for a half each."""
    return dout * (x > y), dout * (x < y)


@mistake("add_backward", of="max_backward")
def smaller_wins(dout, x, y):
    """You send dout to the smaller input. If that one changes a little, does the maximum notice?"""
    share = 0.5 * (np.sign(y - x) + 1)
    return dout * share, dout * (1 - share)


@mistake("add_backward", of="max_backward")
def larger_in_size(dout, x, y):
    """You compare sizes, |x| and |y|. −0.5 is larger than −5."""
    share = 0.5 * (np.sign(np.abs(x) - np.abs(y)) + 1)
    return dout * share, dout * (1 - share)


@mistake("add_backward", of="max_backward")
def max_without_dout(dout, x, y):
    """You return 1 for the winner. That is the local gradient; the chain rule multiplies it by what arrives."""
    share = 0.5 * (np.sign(x - y) + 1)
    return share, 1 - share


@mistake("add_backward", of="max_backward")
def winner_times_its_value(dout, x, y):
    """The winner receives its own value as a factor. If the larger input rises by 0.1, the maximum rises by 0.1, however large it is."""
    share = 0.5 * (np.sign(x - y) + 1)
    return dout * share * x, dout * (1 - share) * y


# -- 2.4 small_graph --------------------------------------------------------------------------


def _share(y, z):
    return 0.5 * (np.sign(y - z) + 1)


@mistake("small_graph")
def sum_path_lost(x, y, z):
    """The gradient of y lacks a part: y goes into the sum as well, not only into the maximum. Add what comes back along both ways."""
    q, m, s = x + y, max(y, z), _share(y, z)
    return q * m, m, s * q, (1 - s) * q


@mistake("small_graph")
def max_path_lost(x, y, z):
    """The gradient of y lacks a part: y goes into the maximum as well, not only into the sum. Add what comes back along both ways."""
    q, m, s = x + y, max(y, z), _share(y, z)
    return q * m, m, m, (1 - s) * q


@mistake("small_graph")
def paths_multiplied(x, y, z):
    """You multiply what comes back to y along its two ways. Factors belong to gates one behind the other; ways side by side are added."""
    q, m, s = x + y, max(y, z), _share(y, z)
    return q * m, m, m * (s * q), (1 - s) * q


@mistake("small_graph")
def paths_averaged(x, y, z):
    """You average what comes back to y along its two ways. A change of y acts through both at once: add."""
    q, m, s = x + y, max(y, z), _share(y, z)
    return q * m, m, (m + s * q) / 2, (1 - s) * q


@mistake("small_graph")
def not_swapped_at_the_product(x, y, z):
    """At the multiply gate each factor receives the other one. You gave q its own value, and m its own."""
    q, m, s = x + y, max(y, z), _share(y, z)
    return q * m, q, q + s * m, (1 - s) * m


@mistake("small_graph")
def z_always_heard(x, y, z):
    """z receives a gradient although it is smaller than y. If z changes a little, the maximum stays what it is."""
    q, m, s = x + y, max(y, z), _share(y, z)
    return q * m, m, m + s * q, q


@mistake("small_graph")
def y_always_through_max(x, y, z):
    """y receives a gradient through the max gate although z is larger. Ask your max_backward."""
    q, m, s = x + y, max(y, z), _share(y, z)
    return q * m, m, m + q, (1 - s) * q


@mistake("small_graph")
def tie_to_y(x, y, z):
    """For y = z the max gate gives a half to each, as in 2.3; you give all of it to y."""
    q, m = x + y, max(y, z)
    return q * m, m, m + (q if y >= z else 0.0), (q if y < z else 0.0)


@mistake("small_graph")
def tie_to_z(x, y, z):
    """For y = z the max gate gives a half to each, as in 2.3; you give all of it to z."""
    q, m = x + y, max(y, z)
    return q * m, m, m + (q if y > z else 0.0), (q if y <= z else 0.0)


@mistake("small_graph")
def q_in_the_max_gate(x, y, z):
    """You hand the max gate q and z. Its inputs are y and z: it compares those, and y is the one that q is made of."""
    q, m, s = x + y, max(y, z), _share(x + y, z)
    return q * m, m, m + s * q, (1 - s) * q


@mistake("small_graph")
def starts_with_f(x, y, z):
    """Your gradients are all f times too large. The backward pass starts with ∂f/∂f, which is 1, not with the value of f."""
    q, m, s = x + y, max(y, z), _share(y, z)
    return q * m, q * m * m, q * m * (m + s * q), q * m * (1 - s) * q


@mistake("small_graph")
def minimum_forward(x, y, z):
    """Your value of f takes the smaller of y and z."""
    q, m, s = x + y, min(y, z), _share(z, y)
    return q * m, m, m + s * q, (1 - s) * q


# -- 2.5 affine -------------------------------------------------------------------------------


@mistake("affine_forward")
def forward_without_bias(x, W, b):
    """The bias is missing: each entry of `out` is too small by the b of its unit."""
    return x @ W, (x, W)


@mistake("affine_forward")
def forward_bias_subtracted(x, W, b):
    """You subtract the bias, and it is to be added."""
    return x @ W - b, (x, W)


@mistake("affine_forward")
def forward_sum_of_the_bias(x, W, b):
    """You add the same number to every unit. b has one entry for each of them: NumPy adds b to every row by itself."""
    return x @ W + np.sum(b), (x, W)


@mistake("affine_forward", of="affine_backward")
def db_mean(dout, cache):
    """Your db is the mean over the rows. b is used in every row, and the gradients of all uses are added. (If the loss is a
    mean, dout has its 1/N already.)"""
    x, W = cache
    return dout @ W.T, x.T @ dout, np.mean(dout, axis=0)


@mistake("affine_forward", of="affine_backward")
def all_divided_by_the_rows(dout, cache):
    """Your dW and db are divided by the number of rows. If the loss is a mean, dout has its 1/N already; here nothing is averaged."""
    x, W = cache
    return dout @ W.T, x.T @ dout / len(x), np.mean(dout, axis=0)


@mistake("affine_forward", of="affine_backward")
def db_of_the_first_row(dout, cache):
    """Your db is the gradient of one row. b is used in every row: add."""
    x, W = cache
    return dout @ W.T, x.T @ dout, dout[0]


@mistake("affine_forward", of="affine_backward")
def db_along_the_units(dout, cache):
    """You add dout along the wrong axis: your db has one entry for each example. b has one for each unit."""
    x, W = cache
    return dout @ W.T, x.T @ dout, np.sum(dout, axis=1)


@mistake("affine_forward", of="affine_backward")
def db_one_number(dout, cache):
    """Your db adds up all of dout into one number. b has an entry for each unit, and each receives its own column."""
    x, W = cache
    return dout @ W.T, x.T @ dout, np.full(dout.shape[1], np.sum(dout))


@mistake("affine_forward", of="affine_backward")
def db_ones(dout, cache):
    """Your db does not depend on dout: 1 is the local gradient of a sum, and the chain rule multiplies it by what arrives."""
    x, W = cache
    return dout @ W.T, x.T @ dout, np.full(dout.shape[1], float(len(dout)))


@mistake("affine_forward", of="affine_backward")
def dx_without_dout(dout, cache):
    """Your dx does not depend on dout. The local gradient alone is not enough: the chain rule multiplies it by what arrives."""
    x, W = cache
    return np.ones_like(dout * 1.0) @ W.T, x.T @ dout, np.sum(dout, axis=0)


@mistake("affine_forward", of="affine_backward")
def dW_without_dout(dout, cache):
    """Your dW does not depend on dout. The local gradient alone is not enough: the chain rule multiplies it by what arrives."""
    x, W = cache
    return dout @ W.T, x.T @ np.ones_like(dout * 1.0), np.sum(dout, axis=0)


@mistake("affine_forward", of="affine_backward")
def dW_of_one_example(dout, cache):
    """Your dW hears only one example. W is used by every row of x: the gradients of all rows are added."""
    x, W = cache
    return dout @ W.T, np.outer(x[0], dout[0]), np.sum(dout, axis=0)


@mistake("affine_forward", of="affine_backward")
def dW_of_the_last_example(dout, cache):
    """Your dW is that of the last example: each one overwrites the one before. W is used by every row of x, so add."""
    x, W = cache
    return dout @ W.T, np.outer(x[-1], dout[-1]) * 1.0, np.sum(dout, axis=0)


@mistake("affine_forward", of="affine_backward")
def db_of_the_last_row(dout, cache):
    """Your db is the gradient of the last row: each one overwrites the one before. b is used in every row: add."""
    x, W = cache
    return dout @ W.T, x.T @ dout, dout[-1]


@mistake("affine_forward", of="affine_backward")
def last_example_missing(dout, cache):
    """The last example is missing from your db. Does your loop run over all rows?"""
    x, W = cache
    return dout @ W.T, x.T @ dout, np.sum(dout[:-1], axis=0)


@mistake("affine_forward", of="affine_backward")
def dW_turned(dout, cache):
    """Your dW lies on its side: it must have the shape of W, inputs in rows and units in columns."""
    x, W = cache
    return dout @ W.T, dout.T @ x, np.sum(dout, axis=0)


@mistake("affine_forward", of="affine_backward")
def dx_and_dW_exchanged(dout, cache):
    """You return dW first and dx second. The order is dx, dW, db."""
    x, W = cache
    return x.T @ dout, dout @ W.T, np.sum(dout, axis=0)


@mistake("affine_forward", of="affine_backward")
def W_reshaped(dout, cache):
    """You give W the other shape by `reshape`, which keeps the order of the numbers. Turning an array on its side is something else."""
    x, W = cache
    return dout @ W.reshape(W.shape[::-1]), x.T @ dout, np.sum(dout, axis=0)


@mistake("affine_forward", of="affine_backward")
def x_reshaped(dout, cache):
    """You give x the other shape by `reshape`, which keeps the order of the numbers. Turning an array on its side is something else."""
    x, W = cache
    return dout @ W.T, x.reshape(x.shape[::-1]) @ dout, np.sum(dout, axis=0)


# -- 2.6 relu ---------------------------------------------------------------------------------


def _mask(cache):
    return np.asarray(cache) > 0


@mistake("relu_forward")
def size(z):
    """A negative entry comes out as a positive one. ReLU does not turn it round, it stops it: 0."""
    return np.abs(z), z > 0


@mistake("relu_forward")
def the_mask(z):
    """You return where z is positive. What comes out there is z itself."""
    return (z > 0) * 1.0, z > 0


@mistake("relu_forward")
def the_negative_part(z):
    """You keep the negative entries and stop the positive ones: the smaller of z and 0, instead of the larger."""
    return np.minimum(z, 0), z > 0


@mistake("relu_forward")
def leaks(z):
    """Negative entries come out small, but not 0. That is a leaky ReLU."""
    return np.where(z > 0, z, 0.01 * z), z > 0


@mistake("relu_forward")
def open_at_zero(z):
    """Your gate is open at z = 0, too. By convention the slope there is 0: open is it where z > 0."""
    return np.maximum(z, 0), z >= 0


@mistake("relu_forward")
def half_open_at_zero(z):
    """At z = 0 you let half of the gradient pass. By convention the slope of ReLU there is 0."""
    return np.maximum(z, 0), (z > 0) + 0.5 * (z == 0)


@mistake("relu_forward")
def values_as_the_slope(z):
    """Your gradient has z as a factor. Where z is positive, the slope of ReLU is 1, however large z is."""
    return np.maximum(z, 0), np.maximum(z, 0)


@mistake("relu_forward", of="relu_backward")
def everything_passes(dout, cache):
    """All of dout goes back, even to entries that were negative. They had no influence on the output, so their gradient is 0."""
    return dout * 1.0


@mistake("relu_forward", of="relu_backward")
def mask_of_dout(dout, cache):
    """You stop negative gradients. What decides is the sign of z in the forward pass; a gradient may have either sign."""
    return np.maximum(dout, 0)


@mistake("relu_forward", of="relu_backward")
def mask_of_both(dout, cache):
    """You stop negative gradients as well as those of negative entries. What decides is z in the forward pass alone."""
    return np.maximum(dout, 0) * _mask(cache)


@mistake("relu_forward", of="relu_backward")
def mask_alone(dout, cache):
    """You return the slope of ReLU, 0 or 1. The chain rule multiplies it by what arrives, dout."""
    return _mask(cache) * 1.0 + 0 * dout


@mistake("relu_forward", of="relu_backward")
def wrong_half(dout, cache):
    """You pass gradients to the entries that were not positive. Open is the gate where z > 0."""
    return dout * ~_mask(cache)


# -- 2.7 mlp_loss -----------------------------------------------------------------------------


def _softmax(scores, y):
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = p / p.sum(axis=1, keepdims=True)
    rows = np.arange(len(y))
    d = p.copy()
    d[rows, y] -= 1
    return -np.mean(np.log(p[rows, y])), d / len(y)


def _mlp(X, y, params, bent=True, mask=True, scale=1.0, first_bias=True, second_bias=True, bent_scores=False, share=1.0):
    """The network with single steps left out."""
    z = X @ params["W1"] + first_bias * params["b1"]
    hidden = np.maximum(z, 0) if bent else z
    scores = hidden @ params["W2"] + second_bias * params["b2"]
    loss, d = _softmax(np.maximum(scores, 0) if bent_scores else scores, y)
    d = d * (scores > 0 if bent_scores else 1.0) * scale
    dz = d @ params["W2"].T * (z > 0 if mask and bent else 1.0)
    return loss * share, {"W1": X.T @ dz, "b1": dz.sum(axis=0), "W2": hidden.T @ d, "b2": d.sum(axis=0)}


@mistake("mlp_loss")
def relu_backward_left_out(X, y, params):
    """Backward, your ReLU lets everything pass: it is left out, or its mask is True everywhere (as hidden >= 0 is). The gate is shut
    where z was not positive."""
    return _mlp(X, y, params, mask=False)


@mistake("mlp_loss")
def no_relu_at_all(X, y, params):
    """There is no bend between your two layers, so they are one. Where does the ReLU belong?"""
    return _mlp(X, y, params, bent=False)


@mistake("mlp_loss")
def relu_on_the_scores(X, y, params):
    """You bend the scores too. The last layer has no ReLU: scores may be negative, softmax takes them as they are."""
    return _mlp(X, y, params, bent_scores=True)


@mistake("mlp_loss")
def averaged_twice(X, y, params):
    """Your gradients are too small by the factor N. `softmax_loss` has divided by N already."""
    return _mlp(X, y, params, scale=1 / len(X))


@mistake("mlp_loss")
def not_averaged(X, y, params):
    """Your gradients are too large by the factor N: they belong to the sum of the losses, but the loss is their mean."""
    return _mlp(X, y, params, scale=len(X))


@mistake("mlp_loss")
def loss_not_averaged(X, y, params):
    """Your loss is the sum over the examples. It is the mean that `softmax_loss` returns."""
    return _mlp(X, y, params, share=len(X))


@mistake("mlp_loss")
def sums_instead_of_means(X, y, params):
    """Your loss and your gradients are sums over the examples. `softmax_loss` returns the mean, and its gradient: take them as they
    are."""
    loss, grads = _mlp(X, y, params, scale=len(X))
    return loss * len(X), grads


@mistake("mlp_loss")
def starts_with_the_loss(X, y, params):
    """Your gradients have the loss as a factor. The backward pass starts with 1, the derivative of the loss by itself; `dscores` holds
    that already."""
    return _mlp(X, y, params, scale=_mlp(X, y, params)[0])


@mistake("mlp_loss")
def first_bias_left_out(X, y, params):
    """The bias b1 has no part in your forward pass."""
    return _mlp(X, y, params, first_bias=False)


@mistake("mlp_loss")
def second_bias_left_out(X, y, params):
    """The bias b2 has no part in your forward pass."""
    return _mlp(X, y, params, second_bias=False)


@mistake("mlp_loss")
def downhill_already(X, y, params):
    """Your gradients have the wrong sign. A gradient points uphill; it is the update that goes against it."""
    return _mlp(X, y, params, scale=-1.0)


@mistake("mlp_loss")
def mask_by_the_gradient(X, y, params):
    """Your ReLU stops negative gradients instead of those of units that were not positive. Hand it the cache of the forward pass."""
    loss, grads = _mlp(X, y, params)
    hidden = np.maximum(X @ params["W1"] + params["b1"], 0)
    dz = np.maximum(_softmax(hidden @ params["W2"] + params["b2"], y)[1] @ params["W2"].T, 0)
    return loss, grads | {"W1": X.T @ dz, "b1": dz.sum(axis=0)}


@mistake("mlp_loss")
def biases_averaged(X, y, params):
    """Your gradients of the biases are means over the examples. They are sums, as those of the weights: 1/N is in dout already."""
    loss, grads = _mlp(X, y, params)
    return loss, grads | {"b1": grads["b1"] / len(X), "b2": grads["b2"] / len(X)}


# -- 2.8 gradient_check -----------------------------------------------------------------------


def _central(f, x, h):
    n = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += h
        down[index] -= h
        n[index] = (f(up) - f(down)) / (2 * h)
    return n


def _relative(n, dx):
    return np.abs(n - dx) / np.maximum(np.abs(n) + np.abs(dx), 1e-8)


@mistake("gradient_check")
def mean_error(f, x, dx, h=1e-5):
    """You average the errors. One wrong entry among thousands would go unnoticed: the largest one counts."""
    return np.mean(_relative(_central(f, x, h), dx))


@mistake("gradient_check")
def absolute_error(f, x, dx, h=1e-5):
    """You return a difference that is not relative: for gradients of size 0.00001 it is always small. Divide by their size."""
    return np.max(np.abs(_central(f, x, h) - dx))


@mistake("gradient_check")
def forward_differences(f, x, dx, h=1e-5):
    """You measure from x to x + h. The central difference goes from x − h to x + h, and is far more exact."""
    n = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        up = x.copy()
        up[index] += h
        n[index] = (f(up) - f(x)) / h
    return np.max(_relative(n, dx))


@mistake("gradient_check")
def divided_by_h(f, x, dx, h=1e-5):
    """The two points are 2h apart, and you divide by h: all measured slopes are twice too large."""
    return np.max(_relative(2 * _central(f, x, h), dx))


@mistake("gradient_check")
def all_at_once(f, x, dx, h=1e-5):
    """You move all entries at once. A partial derivative moves one and holds the others."""
    return np.max(_relative(np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h)), dx))


@mistake("gradient_check")
def step_ignored(f, x, dx, h=1e-5):
    """Your step does not depend on `h`."""
    return np.max(_relative(_central(f, x, 1e-5), dx))


@mistake("gradient_check")
def sign_kept(f, x, dx, h=1e-5):
    """You leave out the size: where dx is too large, your error is negative, and the largest of them misses it."""
    n = _central(f, x, h)
    return np.max((n - dx) / np.maximum(np.abs(n) + np.abs(dx), 1e-8))


@mistake("gradient_check")
def sign_kept_the_other_way(f, x, dx, h=1e-5):
    """You leave out the size: where dx is too small, your error is negative, and the largest of them misses it."""
    n = _central(f, x, h)
    return np.max((dx - n) / np.maximum(np.abs(n) + np.abs(dx), 1e-8))


@mistake("gradient_check")
def multiplied_by_h(f, x, dx, h=1e-5):
    """Your measured slopes are almost 0: dividing by 2 * h needs brackets, (2 * h). As written, you divide by 2 and multiply by h."""
    return np.max(_relative(_central(f, x, h) * h * h, dx))


@mistake("gradient_check")
def another_default(f, x, dx, h=1e-6):
    """Your step is not 10⁻⁵ when the caller does not say any."""
    return np.max(_relative(_central(f, x, h), dx))


@mistake("gradient_check")
def zeros_skipped(f, x, dx, h=1e-5):
    """You pass over entries where dx is 0. A gradient that was forgotten is exactly such a 0: it has to be measured like any other."""
    n = _central(f, x, h)
    return np.max(np.where(dx == 0, 0.0, _relative(n, dx)))


@mistake("gradient_check")
def measured_into_integers(f, x, dx, h=1e-5):
    """The array for your measured slopes has the dtype of dx. If dx holds integers, decimals are cut off, and a wrong gradient
    passes."""
    n = np.zeros_like(dx)
    n[...] = _central(f, x, h)
    return np.max(_relative(n, dx))


@mistake("gradient_check")
def size_of_the_sum(f, x, dx, h=1e-5):
    """You divide by |n + d|. For a wrong sign that is nearly 0: the sizes have to be taken before they are added."""
    n = _central(f, x, h)
    return np.max(np.abs(n - dx) / np.maximum(np.abs(n + dx), 1e-8))


@mistake("gradient_check")
def divided_by_the_larger(f, x, dx, h=1e-5):
    """You divide by the larger of |n| and |d|. Others do so as well, but the contract divides by their sum."""
    n = _central(f, x, h)
    return np.max(np.abs(n - dx) / np.maximum(np.maximum(np.abs(n), np.abs(dx)), 1e-8))


@mistake("gradient_check")
def no_floor(f, x, dx, h=1e-5):
    """Where both gradients are 0 you divide 0 by 0. What does the contract say about sums below 10⁻⁸?"""
    n = _central(f, x, h)
    with np.errstate(all="ignore"):
        return np.max(np.abs(n - dx) / (np.abs(n) + np.abs(dx)))


@mistake("gradient_check")
def floor_added(f, x, dx, h=1e-5):
    """You add 10⁻⁸ to the sum. It is a floor: where the sum is below 10⁻⁸ it counts as 10⁻⁸, elsewhere it stays."""
    n = _central(f, x, h)
    return np.max(np.abs(n - dx) / (np.abs(n) + np.abs(dx) + 1e-8))


@mistake("gradient_check")
def quotient_of_norms(f, x, dx, h=1e-5):
    """You divide one length by the other, over all entries at once: one wrong entry hides behind many right ones. Take the error of
    every entry, then the largest."""
    n = _central(f, x, h)
    return np.linalg.norm(n - dx) / max(np.linalg.norm(n) + np.linalg.norm(dx), 1e-8)


@mistake("gradient_check")
def largest_by_largest(f, x, dx, h=1e-5):
    """You divide the largest difference by the largest size, which may belong to another entry. Take the error of every entry, then
    the largest."""
    n = _central(f, x, h)
    return np.max(np.abs(n - dx)) / max(np.max(np.abs(n) + np.abs(dx)), 1e-8)


@mistake("gradient_check")
def rounding_left_in_x(f, x, dx, h=1e-5):
    """Your value is right, but x is not what it was: adding h and taking it away again leaves rounding behind. Change a copy."""
    n = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += h
        up = f(x)
        x[index] -= 2 * h
        n[index] = (up - f(x)) / (2 * h)
        x[index] += h
    return np.max(_relative(n, dx))


# -- 2.9 unbroadcast --------------------------------------------------------------------------


@mistake("unbroadcast")
def only_axes_in_front(dout, shape):
    """You add along the axes that `shape` does not have. Along axes where `shape` says 1 there were copies as well."""
    return np.sum(dout, axis=tuple(range(dout.ndim - len(shape))))


@mistake("unbroadcast")
def only_axes_of_one(dout, shape):
    """You add along the axes where `shape` says 1. Axes that `shape` does not have at all were copied as well."""
    front = dout.ndim - len(shape)
    return np.sum(dout, axis=tuple(front + axis for axis, length in enumerate(shape) if length == 1), keepdims=True)


@mistake("unbroadcast")
def mean_of_the_copies(dout, shape):
    """You average over the copies. By the branch rule, gradients that come back from several uses are added."""
    front = dout.ndim - len(shape)
    own = (1,) * front + tuple(shape)
    return np.mean(dout, axis=tuple(axis for axis, length in enumerate(own) if length == 1)).reshape(shape)


@mistake("unbroadcast")
def first_copy(dout, shape):
    """You take the gradient of the first copy. All of them come back to the same number: add."""
    front = dout.ndim - len(shape)
    own = (1,) * front + tuple(shape)
    return dout[tuple(slice(0, 1) if length == 1 else slice(None) for length in own)].reshape(shape)


@mistake("unbroadcast")
def rows_always(dout, shape):
    """You add along axis 0 whatever `shape` is. Which axes were copied depends on it: compare the two shapes from the right."""
    return np.sum(dout, axis=0)


@mistake("unbroadcast")
def everything_added(dout, shape):
    """You add up all of dout, whatever `shape` is. Only copies are added: entries that belong to different numbers stay apart."""
    return np.full(shape, np.sum(dout))


@mistake("unbroadcast")
def aligned_on_the_left(dout, shape):
    """You compare the shapes from the left. NumPy aligns them at their right ends: missing axes are those in front."""
    own = tuple(shape) + (1,) * (dout.ndim - len(shape))
    added = np.sum(dout, axis=tuple(axis for axis, length in enumerate(own) if length == 1))
    return added.reshape(shape) if added.size == int(np.prod(shape)) else added


@mistake("unbroadcast")
def same_number_of_axes(dout, shape):
    """Where `shape` has as many axes as dout you undo nothing. An axis of length 1 was repeated as well."""
    return dout if dout.ndim == len(shape) else np.sum(dout, axis=tuple(range(dout.ndim - len(shape)))).reshape(shape)


@mistake("unbroadcast")
def last_axes_added(dout, shape):
    """You add along the last axes until the number of axes fits. NumPy aligns shapes at their right ends: the axes that are too many
    are those in front."""
    while dout.ndim > len(shape):
        dout = dout.sum(axis=-1)
    for axis, length in enumerate(shape):
        if length == 1:
            dout = dout.sum(axis=axis, keepdims=True)
    return dout


@mistake("unbroadcast")
def lengths_looked_up(dout, shape):
    """You add along an axis if its length does not occur in `shape`. But two axes may be equally long: what counts is the place, from
    the right."""
    found = dout
    for axis in reversed(range(dout.ndim)):
        if dout.shape[axis] not in shape:
            found = found.sum(axis=axis)
    return found.reshape(shape)


@mistake("unbroadcast")
def rows_only(dout, shape):
    """You add along axis 0 only. Which axes were copied depends on `shape`: compare the two shapes from the right."""
    return dout.sum(axis=0).reshape(shape)


@mistake("unbroadcast")
def axes_of_one_dropped(dout, shape):
    """You add along the right axes, but lose those of length 1: the result must have the shape `shape`."""
    front = dout.ndim - len(shape)
    own = (1,) * front + tuple(shape)
    return np.sum(dout, axis=tuple(axis for axis, length in enumerate(own) if length == 1))


# -- 2.10 topological_order -------------------------------------------------------------------


def _order(graph, root):
    order = []

    def visit(name):
        if name not in order:
            for source in graph[name]:
                visit(source)
            order.append(name)

    visit(root)
    return order


@mistake("topological_order")
def inputs_behind(graph, root):
    """Your order is turned round: each node stands in front of its inputs."""
    return np.array(_order(graph, root)[::-1])


@mistake("topological_order")
def everything(graph, root):
    """You list nodes that `root` does not need. Only what it is computed from, directly or not, belongs there."""
    order = []
    for name in graph:
        order += [other for other in _order(graph, name) if other not in order]
    return np.array(order)


@mistake("topological_order")
def as_listed(graph, root):
    """You keep the order in which the dict lists its nodes. That may be any order: look at the inputs."""
    needed = _order(graph, root)
    return np.array([name for name in graph if name in needed])


@mistake("topological_order")
def by_number(graph, root):
    """You sort the nodes by their numbers. The numbers are names, and say nothing about who needs whom."""
    return np.array(sorted(_order(graph, root)))


@mistake("topological_order")
def visited_twice(graph, root):
    """A node that is used several times is listed several times. Once is enough: pass over what was visited before."""
    def visit(name):
        return [other for source in graph[name] for other in visit(source)] + [name]

    return np.array(visit(root))


@mistake("topological_order")
def level_by_level(graph, root):
    """You put a node down when you first meet it on the way from `root`, and turn the list round at the end. If it is needed again
    further on, it then stands behind something that uses it."""
    found = [root]
    for name in found:
        found += [source for source in dict.fromkeys(graph[name]) if source not in found]
    return np.array(found[::-1])


# -- 2.11 gradients ---------------------------------------------------------------------------


def _gradients(graph, root, collect=lambda old, new: old + new, share=lambda x, y: 0.5 * (np.sign(x - y) + 1), swap=True, walk=None):
    sources = {name: node[1:] if isinstance(node, tuple) else () for name, node in graph.items()}
    order, value = _order(sources, root), {}
    for name in _order(sources | {"": tuple(graph)}, "")[:-1]:
        node = graph[name]
        if sources[name]:
            x, y = value[node[1]], value[node[2]]
            value[name] = {"+": x + y, "*": x * y, "max": max(x, y)}[node[0]]
        else:
            value[name] = node
    grad = dict.fromkeys(graph, 0.0) | {root: 1.0}
    for name in walk or reversed(order):
        if sources[name]:
            gate, left, right = graph[name]
            x, y = value[left], value[right]
            pair = {"+": (1.0, 1.0), "*": (y, x) if swap else (x, y), "max": (share(x, y), 1 - share(x, y))}[gate]
            for source, local in zip((left, right), pair):
                grad[source] = collect(grad[source], grad[name] * local)
    return value[root], grad


@mistake("gradients")
def in_the_order_of_the_dict(graph, root):
    """You go through the nodes as the dict lists them. It may list them in any order: a node may send its gradient on only when all of
    it has arrived."""
    return _gradients(graph, root, walk=list(graph))


@mistake("gradients")
def breadth_first(graph, root):
    """You go down from `root` level by level. A node that is met early may still receive something from a longer way; by then you have
    sent its gradient on. In which order is it complete?"""
    found = [root]
    for name in found:
        if isinstance(graph[name], tuple):
            found += [source for source in dict.fromkeys(graph[name][1:]) if source not in found]
    return _gradients(graph, root, walk=found)


@mistake("gradients")
def both_at_once(graph, root):
    """Where both inputs of a gate are the same node, only one of the two gradients is kept. If you assign both in one line, the second
    starts from the old value."""
    value, grad = _gradients(graph, root)
    sources = {name: node[1:] if isinstance(node, tuple) else () for name, node in graph.items()}
    values = {name: _gradients(graph, name)[0] for name in graph}
    grad = dict.fromkeys(graph, 0.0) | {root: 1.0}
    for name in reversed(_order(sources, root)):
        if sources[name]:
            gate, left, right = graph[name]
            x, y = values[left], values[right]
            share = 0.5 * (np.sign(x - y) + 1)
            dx, dy = {"+": (1.0, 1.0), "*": (y, x), "max": (share, 1 - share)}[gate]
            grad[left], grad[right] = grad[left] + grad[name] * dx, grad[right] + grad[name] * dy
    return value, grad


@mistake("gradients")
def overwritten(graph, root):
    """Where a node is used twice, the second gradient overwrites the first. By the branch rule they are added."""
    return _gradients(graph, root, collect=lambda old, new: new)


@mistake("gradients")
def unused_left_out(graph, root):
    """Your dict lacks the nodes on which `root` does not depend. Their derivative is 0, and belongs there."""
    sources = {name: node[1:] if isinstance(node, tuple) else () for name, node in graph.items()}
    order = _order(sources, root)
    value, grad = _gradients(graph, root)
    return value, {name: found for name, found in grad.items() if name in order}


@mistake("gradients")
def unswapped(graph, root):
    """At your multiply gate each input receives its own value as a factor, instead of the other's."""
    return _gradients(graph, root, swap=False)


@mistake("gradients")
def ties_to_the_left(graph, root):
    """At a max gate with equal inputs all goes to one of them. They share, as in 2.3."""
    return _gradients(graph, root, share=lambda x, y: 1.0 * (x >= y))


@mistake("gradients")
def inputs_only(graph, root):
    """You return the derivatives for the inputs of the graph. The contract asks for every node, `root` itself included."""
    value, grad = _gradients(graph, root)
    return value, {name: found for name, found in grad.items() if not isinstance(graph[name], tuple)}
