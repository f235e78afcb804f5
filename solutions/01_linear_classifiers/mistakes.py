"""Wrong answers that people really give in 01_linear_classifiers; the docstrings are told to the learner."""

import numpy as np

from chainrule_staff.authoring.alternatives import mistake


def _softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


def _losses(scores, y):
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    return np.log(np.sum(np.exp(shifted), axis=1)) - shifted[np.arange(len(y)), y]


def _dscores(scores, y):
    return (_softmax(scores) - np.eye(scores.shape[1])[y]) / len(y)


# -- 1.1 linear_scores, accuracy --------------------------------------------------------------


@mistake("linear_scores")
def without_bias(X, W, b):
    """Your scores lack the biases: the differences to the expected values are the same in every row."""
    return X @ W


@mistake("linear_scores")
def subtracts_the_bias(X, W, b):
    """You take the biases away instead of adding them."""
    return X @ W - b


@mistake("linear_scores")
def elementwise_product(X, W, b):
    """The `*` of NumPy multiplies entry by entry, and these shapes do not fit each other. You need the product that sums over
    the features."""
    return X * W + b


@mistake("linear_scores")
def wrong_order(X, W, b):
    """The shapes (D, C) and (N, D) do not fit in this order: the two axes that are summed over must stand next to each other."""
    return W @ X + b


@mistake("linear_scores")
def one_column(X, W, b):
    """You return one number for each example. There should be one for each example and class."""
    return np.sum(X @ W + b, axis=1)


@mistake("linear_scores")
def integers_stay_integers(X, W, b):
    """The array that you fill has the dtype of X. If X holds integers, the fractions of the scores are cut off."""
    out = np.zeros((len(X), W.shape[1]), dtype=X.dtype)
    out[:] = X @ W + b
    return out


@mistake("linear_scores")
def first_bias_for_all(X, W, b):
    """You add the same bias to every class. Each class has its own."""
    return X @ W + b[0]


@mistake("linear_scores")
def bias_into_integers(X, W, b):
    """You add the biases inside an array of whole numbers, which cannot take fractions. Make a new array instead."""
    scores = X @ W
    scores += b
    return scores


@mistake("linear_scores", of="accuracy")
def error_rate(scores, y):
    """You return the share of wrong answers: that and the accuracy make 1 together."""
    return np.mean(np.argmax(scores, axis=1) != y)


@mistake("linear_scores", of="accuracy")
def counts_the_right_ones(scores, y):
    """You return how many are right. A share is that number divided by something."""
    return np.sum(np.argmax(scores, axis=1) == y)


@mistake("linear_scores", of="accuracy")
def divided_by_the_classes(scores, y):
    """You divide by the number of classes. The share is of the examples."""
    return np.sum(np.argmax(scores, axis=1) == y) / scores.shape[1]


@mistake("linear_scores", of="accuracy")
def search_from_zero(scores, y):
    """Your search for the largest score starts at 0, so in a row of negative scores nobody wins but the first. Start at the row's first score."""
    right = 0
    for row, k in zip(scores, y):
        best, place = 0, 0
        for j, value in enumerate(row):
            if value > best:
                best, place = value, j
        right += place == k
    return right / len(y)


@mistake("linear_scores", of="accuracy")
def fractions_cut_off(scores, y):
    """You turn the scores into whole numbers, so that 0.2 and 0.7 become equal."""
    return np.mean(np.argmax(np.asarray(scores).astype(int), axis=1) == y)


@mistake("linear_scores", of="accuracy")
def in_percent(scores, y):
    """You return a percentage. The contract asks for a number from 0 to 1."""
    return 100 * np.mean(np.argmax(scores, axis=1) == y)


@mistake("linear_scores", of="accuracy")
def lowest_score_wins(scores, y):
    """You choose the class with the smallest score. A high score speaks for its class."""
    return np.mean(np.argmin(scores, axis=1) == y)


@mistake("linear_scores", of="accuracy")
def winner_of_each_class(scores, y):
    """You look for the largest score in each column, that is, the best example of each class. Which axis holds the classes?"""
    return np.mean(np.argmax(scores, axis=0) == y)


@mistake("linear_scores", of="accuracy")
def value_instead_of_place(scores, y):
    """You compare the largest score with the class number. What you need is the place at which the largest score stands."""
    return np.mean(np.max(scores, axis=1) == y)


@mistake("linear_scores", of="accuracy")
def every_tie_is_right(scores, y):
    """Where two scores share the first place you count the answer as right if the true class is one of them. A classifier has to
    decide: here, the first of them wins."""
    return np.mean(scores[np.arange(len(y)), y] == np.max(scores, axis=1))


@mistake("linear_scores", of="accuracy")
def last_of_equals(scores, y):
    """Of equal scores you take the last; the contract says that the first wins. (NumPy's search for the place of the largest
    entry names the first by itself.)"""
    return np.mean(scores.shape[1] - 1 - np.argmax(np.asarray(scores)[:, ::-1], axis=1) == y)


# -- 1.2 softmax ------------------------------------------------------------------------------


@mistake("softmax")
def straight_from_the_formula(scores):
    """For scores of 1000 you divide infinity by infinity, which is NaN; and for rows where all scores are around −1000, 0 by 0. What may be
    added to a row without changing its softmax?"""
    e = np.exp(scores)
    return e / np.sum(e, axis=1, keepdims=True)


@mistake("softmax")
def largest_of_the_whole_array(scores):
    """You subtract the largest score of the whole array. In a row that is far below it every exponential is 0, and 0 / 0 is NaN. Each row
    has its own largest score."""
    e = np.exp(scores - np.max(scores))
    return e / np.sum(e, axis=1, keepdims=True)


@mistake("softmax")
def columns_sum_to_one(scores):
    """Your columns sum to 1. An example's scores stand in a row, so it is the rows that should."""
    e = np.exp(scores - np.max(scores, axis=0))
    return e / np.sum(e, axis=0)


@mistake("softmax")
def everything_sums_to_one(scores):
    """You divide by the sum over the whole array, so that all rows together sum to 1. Each row is a distribution of its own."""
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e)


@mistake("softmax")
def clipped(scores):
    """Clipping keeps the exponentials finite, but scores beyond the limit come out as if they were equal: in the row −1000, −1001, −1002
    all three become 1/3. Subtracting keeps the differences; clipping does not."""
    e = np.exp(np.clip(scores, -500, 500))
    return e / np.sum(e, axis=1, keepdims=True)


@mistake("softmax")
def maximum_without_axis(scores):
    """The maximum along axis 1 has shape (N,), which does not fit (N, C): NumPy lines shapes up from the right. How do you keep the
    axis, with length 1?"""
    e = np.exp(scores - np.max(scores, axis=1))
    return e / np.sum(e, axis=1)


@mistake("softmax")
def no_exponential(scores):
    """You divide the scores by their sum. Scores may be negative, and their sum 0: they have to be made positive first."""
    return scores / np.sum(scores, axis=1, keepdims=True)


@mistake("softmax")
def centred_on_the_mean(scores):
    """You subtract the mean of the row. The largest score may be far above it, and its exponential still overflows. Which number of the row
    is never exceeded?"""
    e = np.exp(scores - np.mean(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


@mistake("softmax")
def cut_off_below(scores):
    """Your exponents are cut off below, so a score far below the largest gets more than its share. A negative exponent is never a danger: at
    worst its exponential rounds to 0."""
    e = np.exp(np.maximum(scores - np.max(scores, axis=1, keepdims=True), -50))
    return e / np.sum(e, axis=1, keepdims=True)


@mistake("softmax")
def smallest_subtracted(scores):
    """You subtract the smallest score of the row. Then the largest exponent may still be 2000. Which number makes every exponent negative, or 0?"""
    e = np.exp(scores - np.min(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


@mistake("softmax")
def nan_replaced_by_0(scores):
    """You replace NaN afterwards. The row's probabilities are lost by then: it no longer sums to 1."""
    e = np.exp(scores)
    return np.nan_to_num(e / np.sum(e, axis=1, keepdims=True))


@mistake("softmax")
def powers_of_two(scores):
    """You take powers of 2. Softmax takes powers of e: a lead of 1 makes a probability 2.718 times as large."""
    e = 2.0 ** (scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


@mistake("softmax")
def integers_kept(scores):
    """The array that you fill has the dtype of the scores. If they are integers, every probability below 1 is cut off to 0."""
    out = np.zeros_like(scores)
    out[:] = _softmax(scores)
    return out


@mistake("softmax")
def not_the_largest_where_all_are_negative(scores):
    """In a row of negative scores you do not subtract the largest of them, and every exponential becomes 0. Does your search start at 0, or do you take
    sizes without signs?"""
    e = np.exp(scores - np.maximum(np.max(scores, axis=1, keepdims=True), 0))
    return e / np.sum(e, axis=1, keepdims=True)


@mistake("softmax")
def first_score_subtracted(scores):
    """You subtract the first score of the row. Another may be far above it, and its exponential overflows."""
    e = np.exp(scores - scores[:, :1])
    return e / np.sum(e, axis=1, keepdims=True)


@mistake("softmax")
def subtracted_in_place(scores):
    """You write into the array that you were given, so the caller's scores are changed. Make a new array."""
    if scores.dtype.kind == "f":
        scores -= np.max(scores, axis=1, keepdims=True)
    return _softmax(scores)


@mistake("softmax")
def absolute_scores(scores):
    """You use the size of the scores without their sign, so that a score of −3 counts as much as one of 3."""
    return _softmax(np.abs(scores))


@mistake("softmax")
def sign_turned(scores):
    """Your largest probability belongs to the lowest score: the sign of the exponent is turned around."""
    return _softmax(-np.asarray(scores))


# -- 1.3 softmax_cross_entropy ----------------------------------------------------------------


@mistake("softmax_cross_entropy")
def sum_over_the_batch(scores, y):
    """You sum over the rows, where the contract asks for the mean. With a sum, a batch twice as large makes steps twice as long."""
    return np.sum(_losses(scores, y)), _dscores(scores, y) * len(y)


@mistake("softmax_cross_entropy")
def gradient_not_divided(scores, y):
    """Your loss is a mean, but your gradient is that of the sum: it is N times too large. The gradient has to follow the loss."""
    return np.mean(_losses(scores, y)), _dscores(scores, y) * len(y)


@mistake("softmax_cross_entropy")
def loss_not_divided(scores, y):
    """Your gradient is that of the mean, but your loss is the sum over the rows."""
    return np.sum(_losses(scores, y)), _dscores(scores, y)


@mistake("softmax_cross_entropy")
def log_of_the_probability(scores, y):
    """You take the logarithm of the probability. For a score 1000 below the best that probability has been rounded to 0, and its logarithm is
    −∞. The last formula of the text needs no probability."""
    with np.errstate(all="ignore"):
        loss = -np.mean(np.log(_softmax(scores)[np.arange(len(y)), y]))
    return loss, _dscores(scores, y)


@mistake("softmax_cross_entropy")
def nothing_is_impossible(scores, y):
    """You keep the probability away from 0, by adding something tiny or by clipping. Then a score that is 1000 too low costs about 28
    instead of 1000. The last formula of the text needs no probability."""
    return -np.mean(np.log(_softmax(scores)[np.arange(len(y)), y] + 1e-12)), _dscores(scores, y)


@mistake("softmax_cross_entropy")
def nothing_is_impossible_15(scores, y):
    """You keep the probability away from 0, by adding something tiny or by clipping. Then a score that is 1000 too low costs about 35
    instead of 1000. The last formula of the text needs no probability."""
    return -np.mean(np.log(np.maximum(_softmax(scores)[np.arange(len(y)), y], 1e-15))), _dscores(scores, y)


@mistake("softmax_cross_entropy")
def nothing_is_impossible_8(scores, y):
    """You keep the probability away from 0, by adding something tiny or by clipping. Then a score that is 1000 too low costs about 18
    instead of 1000. The last formula of the text needs no probability."""
    return -np.mean(np.log(_softmax(scores)[np.arange(len(y)), y] + 1e-8)), _dscores(scores, y)


@mistake("softmax_cross_entropy")
def nothing_is_impossible_10(scores, y):
    """You keep the probability away from 0, by adding something tiny or by clipping. Then a score that is 1000 too low costs about 23
    instead of 1000. The last formula of the text needs no probability."""
    return -np.mean(np.log(_softmax(scores)[np.arange(len(y)), y] + 1e-10)), _dscores(scores, y)


@mistake("softmax_cross_entropy")
def nothing_is_impossible_300(scores, y):
    """You keep the probability away from 0 by something tiny. Then a score that is 1000 too low costs about 691 instead of 1000: even the smallest
    number has its logarithm. The last formula of the text needs no probability."""
    return -np.mean(np.log(_softmax(scores)[np.arange(len(y)), y] + 1e-300)), _dscores(scores, y)


@mistake("softmax_cross_entropy")
def maximum_of_everything(scores, y):
    """You subtract the largest score of the whole array. In a row far below it every exponential is 0, and the logarithm of their sum −∞. Each row has
    its own largest score."""
    e = np.exp(scores - np.max(scores))
    with np.errstate(all="ignore"):
        loss = np.mean(np.log(np.sum(e, axis=1)) - (scores - np.max(scores))[np.arange(len(y)), y])
        loss = np.inf if not np.isfinite(loss) else loss
        return loss, (e / np.sum(e, axis=1, keepdims=True) - np.eye(scores.shape[1])[y]) / len(y)


@mistake("softmax_cross_entropy")
def bits_of_the_probability(scores, y):
    """You take the logarithm of the probability, to base 2. The natural logarithm is meant; and a probability that has been rounded to 0 makes the loss
    infinite. The last formula of the text needs no probability."""
    with np.errstate(all="ignore"):
        return -np.mean(np.log2(_softmax(scores)[np.arange(len(y)), y])), _dscores(scores, y)


@mistake("softmax_cross_entropy")
def scores_clipped(scores, y):
    """You clip the scores before you use them. What lies beyond the limit comes out as if it were at the limit: a score that is 1000 too low costs less than
    1000. Subtracting a number keeps the differences; clipping does not."""
    scores = np.clip(scores, -500, 500)
    return np.mean(_losses(scores, y)), _dscores(scores, y)


@mistake("softmax_cross_entropy")
def only_probabilities(scores, y):
    """What you return as gradient are the probabilities, divided by N. Something is to be subtracted in the places of the true classes."""
    return np.mean(_losses(scores, y)), _softmax(scores) / len(y)


@mistake("softmax_cross_entropy")
def gradient_turned(scores, y):
    """Your gradient has the wrong sign. If the score of the true class rises, does the loss rise or fall?"""
    return np.mean(_losses(scores, y)), -_dscores(scores, y)


@mistake("softmax_cross_entropy")
def loss_turned(scores, y):
    """Your loss is negative. The logarithm of a number below 1 is negative: what turns it around?"""
    return -np.mean(_losses(scores, y)), _dscores(scores, y)


@mistake("softmax_cross_entropy")
def all_columns(scores, y):
    """With `p[:, y]` you pick whole columns, one for each entry of y, and so N × N entries. You want one entry from each row."""
    return -np.mean(np.log(_softmax(scores)[:, y] + 1e-300)), _dscores(scores, y)


@mistake("softmax_cross_entropy")
def in_bits(scores, y):
    """You take a logarithm to another base. The gradient in the text is that of the natural logarithm."""
    return np.mean(_losses(scores, y)) / np.log(2), _dscores(scores, y)


@mistake("softmax_cross_entropy")
def divided_by_every_entry(scores, y):
    """You divide the gradient by the number of entries, N · C. The loss is a mean over N rows."""
    return np.mean(_losses(scores, y)), _dscores(scores, y) / scores.shape[1]


@mistake("softmax_cross_entropy")
def one_subtracted_everywhere(scores, y):
    """You subtract 1 in whole columns, not in one entry of each row. NumPy needs a row number for every class number."""
    dscores = _softmax(scores)
    dscores[:, y] -= 1
    return np.mean(_losses(scores, y)), dscores / len(y)


@mistake("softmax_cross_entropy")
def subtracted_after_dividing(scores, y):
    """You divide by N first and subtract 1 afterwards, so the 1 is not divided. Both terms belong into the mean."""
    return np.mean(_losses(scores, y)), _softmax(scores) / len(y) - np.eye(scores.shape[1])[y]


# -- 1.4 minibatches, sgd_step ----------------------------------------------------------------


@mistake("sgd_step")
def uphill(W, b, X, dscores, lr):
    """You add the gradient: that makes the loss larger. Which way does the gradient point?"""
    return W + lr * X.T @ dscores, b + lr * np.sum(dscores, axis=0)


@mistake("sgd_step")
def divided_once_more(W, b, X, dscores, lr):
    """You divide by N. The mean over the batch is in `dscores` already."""
    return W - lr * X.T @ dscores / len(X), b - lr * np.mean(dscores, axis=0)


@mistake("sgd_step")
def weights_divided(W, b, X, dscores, lr):
    """Your biases are right; the gradient of the weights you divide by N. The mean over the batch is in `dscores` already."""
    return W - lr * X.T @ dscores / len(X), b - lr * np.sum(dscores, axis=0)


@mistake("sgd_step")
def weights_uphill(W, b, X, dscores, lr):
    """The biases go down their gradient, but the weights go up theirs."""
    return W + lr * X.T @ dscores, b - lr * np.sum(dscores, axis=0)


@mistake("sgd_step")
def learning_rate_of_a_tenth(W, b, X, dscores, lr):
    """Your learning rate is 0.1, whatever the caller says."""
    return W - 0.1 * X.T @ dscores, b - 0.1 * np.sum(dscores, axis=0)


@mistake("sgd_step")
def learning_rate_of_a_hundredth(W, b, X, dscores, lr):
    """Your learning rate is 0.01, whatever the caller says."""
    return W - 0.01 * X.T @ dscores, b - 0.01 * np.sum(dscores, axis=0)


@mistake("sgd_step")
def whole_numbers_kept(W, b, X, dscores, lr):
    """You write into copies of W and b. If those hold whole numbers, the fractions of your result are cut off."""
    new_W, new_b = W.copy(), b.copy()
    new_W[:] = W - lr * X.T @ dscores
    new_b[:] = b - lr * np.sum(dscores, axis=0)
    return new_W, new_b


@mistake("sgd_step")
def whole_numbers_kept_by_steps(W, b, X, dscores, lr):
    """You subtract example by example inside copies of W and b. If those hold whole numbers, the fractions are cut off every time."""
    new_W, new_b = W.copy(), b.copy()
    for x, d in zip(X, dscores):
        for i in range(len(x)):
            for k in range(len(d)):
                new_W[i, k] = new_W[i, k] - lr * x[i] * d[k]
        for k in range(len(d)):
            new_b[k] = new_b[k] - lr * d[k]
    return new_W, new_b


@mistake("sgd_step")
def mean_for_the_bias(W, b, X, dscores, lr):
    """Your weights are right. For the biases you take the mean over the batch, where the gradients of all examples add up."""
    return W - lr * X.T @ dscores, b - lr * np.mean(dscores, axis=0)


@mistake("sgd_step")
def bias_forgotten(W, b, X, dscores, lr):
    """You return the biases as they came. They are trained like the weights."""
    return W - lr * X.T @ dscores, b + 0.0


@mistake("sgd_step")
def without_learning_rate(W, b, X, dscores, lr):
    """Your step is the whole gradient: the learning rate has no effect."""
    return W - X.T @ dscores, b - np.sum(dscores, axis=0)


@mistake("sgd_step")
def only_the_weights_have_a_rate(W, b, X, dscores, lr):
    """The weights move by `lr` times their gradient, but the biases by their whole gradient."""
    return W - lr * X.T @ dscores, b - np.sum(dscores, axis=0)


@mistake("sgd_step")
def in_place(W, b, X, dscores, lr):
    """You write into an array of the caller, who may still need it: into W, b or dscores. `-=` and `*=` change an array; what makes a new one?"""
    dW, db = lr * X.T @ dscores, lr * np.sum(dscores, axis=0)
    if W.dtype.kind != "f":
        return W - dW, b - db
    W -= dW
    b -= db
    return W, b


@mistake("sgd_step")
def gradient_transposed(W, b, X, dscores, lr):
    """Your gradient has the shape (C, D), that of W is (D, C). Which of the two arrays has to be transposed?"""
    return W - lr * dscores.T @ X, b - lr * np.sum(dscores, axis=0)


@mistake("sgd_step")
def returns_gradients(W, b, X, dscores, lr):
    """You return the gradients. The contract asks for the new weights and biases."""
    return X.T @ dscores, np.sum(dscores, axis=0)


@mistake("sgd_step")
def bias_over_the_classes(W, b, X, dscores, lr):
    """You sum dscores over the classes, one number for each example. The biases belong to the classes: sum over the examples."""
    return W - lr * X.T @ dscores, b - lr * np.sum(dscores, axis=1)


@mistake("sgd_step")
def one_sum_for_all_biases(W, b, X, dscores, lr):
    """You add up the whole of dscores, so that all biases move by the same amount. Each class has its own column: which axis disappears?"""
    return W - lr * X.T @ dscores, b - lr * np.sum(dscores)


@mistake("sgd_step")
def bias_uphill(W, b, X, dscores, lr):
    """The weights go down their gradient, but the biases go up theirs."""
    return W - lr * X.T @ dscores, b + lr * np.sum(dscores, axis=0)


@mistake("sgd_step", of="minibatches")
def not_shuffled(N, size, rng):
    """Your batches come in the order 0, 1, 2, … every time. If the data are sorted by class, each batch holds one class only."""
    order = np.arange(N)
    return [order[start : start + size] for start in range(0, N, size)]


@mistake("sgd_step", of="minibatches")
def rest_dropped(N, size, rng):
    """The examples that do not fill a batch are left out. The last batch may be shorter."""
    order = rng.permutation(N)
    return [order[start : start + size] for start in range(0, N - size + 1, size)]


@mistake("sgd_step", of="minibatches")
def pieces_instead_of_size(N, size, rng):
    """You cut into `size` pieces; `size` is how many examples a piece holds."""
    return np.array_split(rng.permutation(N), size)


@mistake("sgd_step", of="minibatches")
def evenly_split(N, size, rng):
    """You make all batches about equally large. The contract asks for full batches, of which only the last may be shorter."""
    return np.array_split(rng.permutation(N), -(-N // size))


@mistake("sgd_step", of="minibatches")
def with_replacement(N, size, rng):
    """Some indices come twice in your epoch, and others never. An epoch shows each example once: shuffle, do not draw."""
    order = rng.integers(0, N, N)
    return [order[start : start + size] for start in range(0, N, size)]


@mistake("sgd_step", of="minibatches")
def batches_shuffled_only(N, size, rng):
    """The batches come in random order, but each holds neighbouring numbers: the same examples meet in every epoch. Shuffle the numbers, then
    cut."""
    order = np.arange(N)
    batches = [order[start : start + size] for start in range(0, N, size)]
    full, rest = (batches, []) if N % size == 0 else (batches[:-1], batches[-1:])
    return [full[k] for k in rng.permutation(len(full))] + rest


@mistake("sgd_step", of="minibatches")
def same_order_every_time(N, size, rng):
    """You make a generator of your own, with the same seed at each call: every epoch has the same order. Use the one that you are given."""
    order = np.random.default_rng(0).permutation(N)
    return [order[start : start + size] for start in range(0, N, size)]


@mistake("sgd_step", of="minibatches")
def every_batch_drawn_anew(N, size, rng):
    """Each of your batches is drawn from all indices, so that some come several times in an epoch and others never. Shuffle once, then cut."""
    return [rng.choice(N, min(size, N), replace=False) for _ in range(0, N, size)]


@mistake("sgd_step", of="minibatches")
def shuffled_for_every_batch(N, size, rng):
    """You shuffle anew for each batch, so that some indices come several times in an epoch and others never. Shuffle once, then cut."""
    return [rng.permutation(N)[start : start + size] for start in range(0, N, size)]


@mistake("sgd_step", of="minibatches")
def rotated_only(N, size, rng):
    """Your order always rises by 1 and only begins elsewhere: neighbours meet in the same batch every time. Shuffle the numbers."""
    order = np.roll(np.arange(N), rng.integers(N))
    return [order[start : start + size] for start in range(0, N, size)]


@mistake("sgd_step", of="minibatches")
def shuffled_within_batches(N, size, rng):
    """Each batch holds the same examples in every epoch: you shuffle inside the batches. Shuffle all the numbers first, then cut."""
    order = np.arange(N)
    return [rng.permutation(order[start : start + size]) for start in range(0, N, size)]


@mistake("sgd_step", of="minibatches")
def counted_from_one(N, size, rng):
    """Your indices run from 1 to N. The first example has index 0, and index N does not exist."""
    order = rng.permutation(N) + 1
    return [order[start : start + size] for start in range(0, N, size)]


@mistake("sgd_step", of="minibatches")
def one_end_stays(N, size, rng):
    """An index never leaves its end: 0 always comes first, or N − 1 always last. It is left out when you shuffle."""
    order = np.append(0, 1 + rng.permutation(N - 1))
    return [order[start : start + size] for start in range(0, N, size)]


@mistake("sgd_step", of="minibatches")
def short_batch_first(N, size, rng):
    """Your short batch comes first. The contract has it last."""
    order, rest = rng.permutation(N), N % size
    return ([order[:rest]] if rest else []) + [order[start : start + size] for start in range(rest, N, size)]


@mistake("sgd_step", of="minibatches")
def one_batch_too_many(N, size, rng):
    """Where N is a multiple of `size` you add an empty batch at the end."""
    order = rng.permutation(N)
    return [order[k * size : (k + 1) * size] for k in range(N // size + 1)]


@mistake("sgd_step", of="minibatches")
def one_batch_only(N, size, rng):
    """You return one batch. The contract asks for all the batches of an epoch, as a list."""
    return [rng.permutation(N)[:size]]


# -- 1.5 mse, mae -----------------------------------------------------------------------------


@mistake("mse")
def squares_not_averaged(prediction, target):
    """You sum over the entries; MSE is a mean."""
    error = prediction - target
    return np.sum(error**2), 2.0 * error


@mistake("mse")
def two_forgotten(prediction, target):
    """Your gradient is half of what it should be: the derivative of e² is not e."""
    error = prediction - target
    return np.mean(error**2), error / error.size


@mistake("mse")
def half_the_square(prediction, target):
    """You halve the loss, as some books do so that the 2 disappears from the gradient. The mean squared error has no ½."""
    error = prediction - target
    return np.mean(error**2) / 2, error / error.size


@mistake("mse")
def gradient_of_the_sum(prediction, target):
    """Your loss is a mean, but your gradient is that of the sum of squares. Every entry is one part in n of the mean."""
    error = prediction - target
    return np.mean(error**2), 2.0 * error


@mistake("mse")
def rows_counted(prediction, target):
    """You divide by the number of rows. The mean goes over all entries."""
    error = np.asarray(prediction) - target
    return np.sum(error**2) / len(error), 2 * error / len(error)


@mistake("mse")
def gradient_by_rows(prediction, target):
    """Your loss is right, but your gradient is divided by the number of rows. The mean goes over all entries."""
    error = np.asarray(prediction) - target
    return np.mean(error**2), 2 * error / len(error)


@mistake("mse")
def rooted(prediction, target):
    """You take the root: that is the RMSE. The mean squared error stays squared."""
    error = prediction - target
    return np.sqrt(np.mean(error**2)), 2 * error / error.size


@mistake("mse")
def slope_for_the_target(prediction, target):
    """Your gradient has the wrong sign: where the prediction is too large, raising it raises the loss."""
    error = target - prediction
    return np.mean(error**2), 2 * error / error.size


@mistake("mse")
def integers_in_the_gradient(prediction, target):
    """The array that you fill has the dtype of the prediction. If that holds integers, the fractions of your gradient are cut off."""
    error = prediction - target
    gradient = np.zeros_like(prediction)
    gradient[...] = 2 * error / error.size
    return np.mean(error**2), gradient


@mistake("mse")
def size_of_the_error(prediction, target):
    """Your gradient is positive everywhere. Where the prediction is too small, raising it lowers the loss."""
    error = prediction - target
    return np.mean(error**2), 2 * np.abs(error) / error.size


@mistake("mse", of="mae")
def signs_not_divided(prediction, target):
    """Your gradient is that of the sum. Every entry is one part in n of the mean."""
    error = prediction - target
    return np.mean(np.abs(error)), 1.0 * np.sign(error)


@mistake("mse", of="mae")
def size_kept(prediction, target):
    """Your gradient grows with the error. The absolute value has the same slope far out as near 0: only the sign counts."""
    error = prediction - target
    return np.mean(np.abs(error)), error / error.size


@mistake("mse", of="mae")
def errors_cancel(prediction, target):
    """Your loss lets errors of opposite signs cancel. Take their size first."""
    error = prediction - target
    return np.mean(error), np.sign(error) / error.size


@mistake("mse", of="mae")
def sum_of_sizes(prediction, target):
    """You sum over the entries; MAE is a mean."""
    error = prediction - target
    return np.sum(np.abs(error)), np.sign(error) / error.size


@mistake("mse", of="mae")
def nan_at_zero(prediction, target):
    """Dividing the error by its size gives its sign, and 0 / 0 where the error is 0. There the contract asks for 0."""
    error = np.asarray(prediction) - target
    with np.errstate(all="ignore"):
        return np.mean(np.abs(error)), error / np.abs(error) / error.size


@mistake("mse", of="mae")
def one_at_zero(prediction, target):
    """Where the error is 0 your slope is 1 or −1, part of n. The contract asks for 0 there."""
    error = np.asarray(prediction) - target
    return np.mean(np.abs(error)), np.where(error >= 0, 1.0, -1.0) / error.size


@mistake("mse", of="mae")
def minus_one_at_zero(prediction, target):
    """Where the error is 0 your slope is −1, part of n. The contract asks for 0 there."""
    error = np.asarray(prediction) - target
    return np.mean(np.abs(error)), np.where(error > 0, 1.0, -1.0) / error.size


@mistake("mse", of="mae")
def sign_of_the_target(prediction, target):
    """Your gradient has the wrong sign: where the prediction is too large, raising it raises the loss."""
    error = np.asarray(target) - prediction
    return np.mean(np.abs(error)), np.sign(error) / error.size


# -- 1.6 log_loss, bce_with_logits ------------------------------------------------------------


def _bce(z, y):
    s = np.exp(-np.abs(z))
    p = np.where(np.asarray(z) >= 0, 1, s) / (1 + s)
    return np.maximum(z, 0) - z * y + np.log(1 + s), p


@mistake("bce_with_logits")
def through_the_probability(z, y):
    """You compute p first and take its logarithm. At a logit of ±1000 p has been rounded to 0 or 1, and the loss becomes infinite or NaN. The
    text gives the loss from z itself."""
    _, p = _bce(z, y)
    with np.errstate(all="ignore"):
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)), (p - y) / len(z)


@mistake("bce_with_logits")
def chosen_probability(z, y):
    """You choose the probability of what happened and take its logarithm. At a logit of ±1000 it has been rounded to 0, and the loss is
    infinite instead of 1000. The text gives the loss from z itself."""
    _, p = _bce(z, y)
    with np.errstate(all="ignore"):
        return -np.mean(np.log(np.where(y == 1, p, 1 - p))), (p - y) / len(z)


@mistake("bce_with_logits")
def kept_from_zero(z, y):
    """You keep the probability away from 0 and 1. Then a logit of 1000 on the wrong side costs about 28 instead of 1000."""
    _, p = _bce(z, y)
    q = np.clip(p, 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(q) + (1 - y) * np.log(1 - q)), (p - y) / len(z)


@mistake("bce_with_logits")
def kept_from_zero_15(z, y):
    """You keep the probability away from 0 and 1. Then a logit of 1000 on the wrong side costs about 35 instead of 1000."""
    _, p = _bce(z, y)
    q = np.clip(p, 1e-15, 1 - 1e-15)
    return -np.mean(y * np.log(q) + (1 - y) * np.log(1 - q)), (p - y) / len(z)


@mistake("bce_with_logits")
def kept_from_zero_7(z, y):
    """You keep the probability away from 0 and 1. Then a logit of 1000 on the wrong side costs about 16 instead of 1000."""
    _, p = _bce(z, y)
    q = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(q) + (1 - y) * np.log(1 - q)), (p - y) / len(z)


@mistake("bce_with_logits")
def logits_clipped(z, y):
    """You clip the logits. What lies beyond the limit comes out as if it were at the limit: a logit of 1000 on the wrong side costs less than 1000."""
    losses, p = _bce(np.clip(z, -500, 500), y)
    return np.mean(losses), (p - y) / len(z)


@mistake("bce_with_logits")
def kept_from_zero_300(z, y):
    """You keep the logarithm away from 0 by something tiny. Then a logit of 1000 on the wrong side costs about 691 instead of 1000."""
    _, p = _bce(z, y)
    return -np.mean(y * np.log(p + 1e-300) + (1 - y) * np.log(1 - p + 1e-300)), (p - y) / len(z)


@mistake("bce_with_logits")
def overflowing(z, y):
    """log(1 + eᶻ) overflows for z = 1000: the exponential becomes infinity. The form with max(z, 0) has an exponential that is never
    large."""
    _, p = _bce(z, y)
    return np.mean(np.log(1 + np.exp(z)) - z * y), (p - y) / len(z)


@mistake("bce_with_logits")
def whole_numbers_in_dz(z, y):
    """The array that you fill has the dtype of z. If that holds integers, the fractions of your gradient are cut off."""
    losses, p = _bce(z, y)
    dz = np.zeros_like(z)
    dz[:] = (p - y) / len(z)
    return np.mean(losses), dz


@mistake("bce_with_logits")
def summed(z, y):
    """You sum over the examples; the contract asks for the mean, and for the gradient of the mean."""
    losses, p = _bce(z, y)
    return np.sum(losses), p - y


@mistake("bce_with_logits")
def gradient_of_a_sum(z, y):
    """Your loss is a mean, but your gradient is N times too large."""
    losses, p = _bce(z, y)
    return np.mean(losses), p - y


@mistake("bce_with_logits")
def slope_turned(z, y):
    """Your gradient has the wrong sign: if the answer is yes, a larger z must lower the loss."""
    losses, p = _bce(z, y)
    return np.mean(losses), (y - p) / len(z)


@mistake("bce_with_logits")
def chain_rule_twice(z, y):
    """You multiply by p (1 − p). In p − y that factor has cancelled already: it belongs to the gradient of the squared error."""
    losses, p = _bce(z, y)
    return np.mean(losses), (p - y) * p * (1 - p) / len(z)


@mistake("bce_with_logits")
def logit_minus_label(z, y):
    """Your gradient takes the logit for the probability. It is the sigmoid of z from which y is subtracted."""
    losses, _ = _bce(z, y)
    return np.mean(losses), (z - y) / len(z)


@mistake("bce_with_logits")
def no_and_yes_exchanged(z, y):
    """Yes and no are exchanged: with y = 1 a large z should cost nothing."""
    losses, p = _bce(z, 1 - np.asarray(y))
    return np.mean(losses), (p - (1 - np.asarray(y))) / len(z)


@mistake("bce_with_logits")
def as_if_always_no(z, y):
    """Your loss is right where the answer is no. Where it is yes, z has to be subtracted."""
    _, p = _bce(z, y)
    return np.mean(_bce(z, 0 * np.asarray(y))[0]), (p - y) / len(z)


@mistake("bce_with_logits")
def unsafe_sigmoid(z, y):
    """Your values are right, but the exponential in your sigmoid overflows on one side, and NumPy warns. Which exponent is never
    positive?"""
    losses, _ = _bce(z, y)
    return np.mean(losses), (1 / (1 + np.exp(-np.asarray(z))) - y) / len(z)


@mistake("bce_with_logits", of="log_loss")
def zero_times_infinity(p, y):
    """Both logarithms are computed, also the one that is then multiplied by 0; and 0 · (−∞) is NaN. Choose first, then take one
    logarithm."""
    with np.errstate(all="ignore"):
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("bce_with_logits", of="log_loss")
def clipped_at_15(p, y):
    """You keep p away from 0 and 1, so that a wrong answer of which the model was certain costs 35. Here the contract asks for the truth: what was
    excluded and happened costs infinitely much."""
    p = np.clip(p, 1e-15, 1 - 1e-15)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("bce_with_logits", of="log_loss")
def clipped_at_12(p, y):
    """You keep p away from 0 and 1, so that a wrong answer of which the model was certain costs 28. Here the contract asks for the truth: what was
    excluded and happened costs infinitely much."""
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("bce_with_logits", of="log_loss")
def clipped_at_7(p, y):
    """You keep p away from 0 and 1, so that a wrong answer of which the model was certain costs 16. Here the contract asks for the truth: what was
    excluded and happened costs infinitely much."""
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("bce_with_logits", of="log_loss")
def clipped_at_8(p, y):
    """You keep p away from 0 and 1, so that a wrong answer of which the model was certain costs 18. Here the contract asks for the truth: what was
    excluded and happened costs infinitely much."""
    p = np.clip(p, 1e-8, 1 - 1e-8)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("bce_with_logits", of="log_loss")
def clipped_at_10(p, y):
    """You keep p away from 0 and 1, so that a wrong answer of which the model was certain costs 23. Here the contract asks for the truth: what was
    excluded and happened costs infinitely much."""
    p = np.clip(p, 1e-10, 1 - 1e-10)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("bce_with_logits", of="log_loss")
def added_next_to_nothing(p, y):
    """You add something tiny inside the logarithm, so that a wrong answer of which the model was certain costs 691. Here the contract asks for the truth:
    what was excluded and happened costs infinitely much."""
    return -np.mean(y * np.log(p + 1e-300) + (1 - y) * np.log(1 - p + 1e-300))


@mistake("bce_with_logits", of="log_loss")
def label_ignored(p, y):
    """Your loss does not depend on y: you take the larger of p and 1 − p. What counts is the probability that was given to what happened."""
    with np.errstate(all="ignore"):
        return -np.mean(np.log(np.where(p > 0.5, p, 1 - p)))


@mistake("bce_with_logits", of="log_loss")
def infinite_at_every_end(p, y):
    """You return infinity wherever a probability is exactly 0 or 1. It is infinite only for who was certain and wrong; who was certain and right pays
    nothing."""
    if np.any((p == 0) | (p == 1)):
        return np.inf
    return -np.mean(np.log(np.where(np.asarray(y) == 1, p, 1 - p)))


@mistake("bce_with_logits", of="log_loss")
def to_base_2(p, y):
    """You take the logarithm to base 2. The natural logarithm is meant: a probability of 0.5 costs 0.693."""
    with np.errstate(all="ignore"):
        return -np.mean(np.log2(np.where(np.asarray(y) == 1, p, 1 - np.asarray(p))))


@mistake("bce_with_logits", of="log_loss")
def nan_taken_for_zero(p, y):
    """You replace what is not finite afterwards. With it goes the infinity that is right: what was excluded and happened costs infinitely
    much."""
    with np.errstate(all="ignore"):
        return -np.mean(np.nan_to_num(y * np.log(p) + (1 - y) * np.log(1 - p), nan=0.0, neginf=0.0))


@mistake("bce_with_logits", of="log_loss")
def finite_infinity(p, y):
    """You replace what is not finite afterwards, and with it the infinity that is right: `nan_to_num` makes the largest float of it, unless it is
    told otherwise."""
    with np.errstate(all="ignore"):
        return -np.mean(np.nan_to_num(y * np.log(p) + (1 - y) * np.log(1 - p)))


@mistake("bce_with_logits", of="log_loss")
def only_yes_counts(p, y):
    """Only the examples whose answer is yes cost something. For a no, the probability that was given to what happened is 1 − p."""
    with np.errstate(all="ignore"):
        return np.mean(np.where(np.asarray(y) == 1, -np.log(p), 0.0))


@mistake("bce_with_logits", of="log_loss")
def total_loss(p, y):
    """You sum over the examples; the contract asks for the mean."""
    with np.errstate(all="ignore"):
        return -np.sum(np.log(np.where(np.asarray(y) == 1, p, 1 - np.asarray(p))))


@mistake("bce_with_logits", of="log_loss")
def negative_loss(p, y):
    """Your loss is negative: the logarithm of a number below 1 is."""
    with np.errstate(all="ignore"):
        return np.mean(np.log(np.where(np.asarray(y) == 1, p, 1 - np.asarray(p))))


@mistake("bce_with_logits", of="log_loss")
def other_probability(p, y):
    """You take the probability that was given to what did not happen."""
    with np.errstate(all="ignore"):
        return -np.mean(np.log(np.where(np.asarray(y) == 1, 1 - np.asarray(p), p)))


# -- 1.7 colour_histogram ---------------------------------------------------------------------


def _cube(image, bins):
    k = np.minimum((image * bins).astype(int), bins - 1)
    H = np.zeros((bins, bins, bins))
    np.add.at(H, tuple(k.reshape(-1, 3).T), 1.0)
    return H


@mistake("colour_histogram")
def counted(image, bins):
    """You return counts. A share is a count divided by the number of pixels."""
    return _cube(image, bins)


@mistake("colour_histogram")
def divided_by_all_numbers(image, bins):
    """Your shares sum to 1/3: you divide by the number of entries of the image, and each pixel has three of them."""
    return _cube(image, bins) / image.size


@mistake("colour_histogram")
def ones_fall_out(image, bins):
    """A value of exactly 1 makes interval number `bins`, one too many. The last interval includes its end."""
    H = np.zeros((bins, bins, bins))
    for pixel in image.reshape(-1, 3):
        H[tuple((pixel * bins).astype(int))] += 1
    return H / (image.size // 3)


@mistake("colour_histogram")
def ones_begin_again(image, bins):
    """A value of exactly 1 falls into interval 0 in your answer, as if the scale were a circle. The last interval includes its end."""
    k = (image * bins).astype(int) % bins
    H = np.zeros((bins, bins, bins))
    np.add.at(H, tuple(k.reshape(-1, 3).T), 1.0)
    return H * 3 / image.size


@mistake("colour_histogram")
def border_below(image, bins):
    """A value on the border between two intervals falls into the lower one in your answer. v · bins without its fraction puts it into the upper one.
    (Rounding to bytes first has the same effect: 0.5 becomes 127, which lies below the middle.)"""
    k = np.clip(np.ceil(image * bins).astype(int) - 1, 0, bins - 1)
    H = np.zeros((bins, bins, bins))
    np.add.at(H, tuple(k.reshape(-1, 3).T), 1.0)
    return H * 3 / image.size


@mistake("colour_histogram")
def one_each_rescaled(image, bins):
    """Every box that occurs has the same share in your result, however many pixels fall into it. (`H[i, j, k] += 1` with index arrays adds only once
    for equal indices.)"""
    k = np.minimum((image * bins).astype(int), bins - 1)
    H = np.zeros((bins, bins, bins))
    H[k[..., 0], k[..., 1], k[..., 2]] += 1
    return H / H.sum()


@mistake("colour_histogram")
def stretched_to_the_brightest(image, bins):
    """You divide by the largest value of the picture (or let the intervals end there). A dark picture has to stay dark: the intervals run from 0 to 1."""
    return _cube(image / image.max(), bins) * 3 / image.size


@mistake("colour_histogram")
def box_numbers_in_bytes(image, bins):
    """Your box numbers are bytes, and 255 is the largest byte. With many bins they wrap around."""
    k = np.minimum((image * bins).astype(np.uint8), bins - 1)
    box = (k[..., 0] * np.uint8(bins) + k[..., 1]) * np.uint8(bins) + k[..., 2]
    return np.bincount(box.ravel(), minlength=bins**3).reshape(bins, bins, bins) / box.size


@mistake("colour_histogram")
def rounded_up_or_down(image, bins):
    """You round v · bins to the nearest whole number. Its fraction is dropped: 1.9 is interval 1."""
    k = np.minimum(np.rint(image * bins).astype(int), bins - 1)
    H = np.zeros((bins, bins, bins))
    np.add.at(H, tuple(k.reshape(-1, 3).T), 1.0)
    return H * 3 / image.size


@mistake("colour_histogram")
def blue_first(image, bins):
    """Your axes are in the order blue, green, red. The contract says [r, g, b]."""
    return _cube(image, bins).transpose(2, 1, 0) * 3 / image.size


@mistake("colour_histogram")
def rounded(image, bins):
    """You round to the nearest of `bins` levels. Interval k runs from k / bins to (k + 1) / bins: v · bins without its fraction."""
    H = np.zeros((bins, bins, bins))
    np.add.at(H, tuple(np.rint(image * (bins - 1)).astype(int).reshape(-1, 3).T), 1.0)
    return H * 3 / image.size


@mistake("colour_histogram")
def one_interval_short(image, bins):
    """You multiply by bins − 1, so that only a value of exactly 1 reaches the last interval. All intervals are equally wide."""
    H = np.zeros((bins, bins, bins))
    np.add.at(H, tuple((image * (bins - 1)).astype(int).reshape(-1, 3).T), 1.0)
    return H * 3 / image.size


@mistake("colour_histogram")
def three_histograms(image, bins):
    """You make one histogram for each channel. From those nobody can tell whether red and green occur in the same pixel: count the boxes of
    all three together."""
    k = np.minimum((image * bins).astype(int), bins - 1)
    return np.stack([np.bincount(k[..., c].ravel(), minlength=bins) for c in range(3)]) * 3 / image.size


@mistake("colour_histogram")
def one_each(image, bins):
    """Your entries are written once, however many pixels fall into the box. (`H[i, j, k] += 1` with index arrays adds only once for equal
    indices.)"""
    k = np.minimum((image * bins).astype(int), bins - 1)
    H = np.zeros((bins, bins, bins))
    H[k[..., 0], k[..., 1], k[..., 2]] += 1
    return H * 3 / image.size


@mistake("colour_histogram")
def tallest_is_one(image, bins):
    """You divide by the largest count. Shares are divided by the number of pixels, so that they sum to 1."""
    H = _cube(image, bins)
    return H / H.max()


# -- 1.8 image_gradients, hog -----------------------------------------------------------------


def _differences(image):
    gx, gy = np.zeros(image.shape), np.zeros(image.shape)
    gx[:, 1:-1] = image[:, 2:] - image[:, :-2]
    gy[1:-1] = image[2:] - image[:-2]
    return gx, gy


def _gradients(image):
    gx, gy = _differences(image)
    return np.hypot(gx, gy), np.arctan2(gy, gx) % np.pi


def _cells(values, cell, k, bins):
    H, W = values.shape
    votes = values[..., None] * (k[..., None] == np.arange(bins))
    return votes.reshape(H // cell, cell, W // cell, cell, bins).sum(axis=(1, 3))


def _histograms(image, cell, bins):
    magnitude, angle = _gradients(image)
    return _cells(magnitude, cell, np.floor(angle / (np.pi / bins)).astype(int), bins)


def _normalized(h, eps):
    return h / np.sqrt(np.sum(h**2, axis=-1, keepdims=True) + eps**2)


@mistake("hog", of="image_gradients")
def signed(image):
    """Your angles run through the full circle, from −π to π. Opposite directions should count as one: at least 0, below π."""
    gx, gy = _differences(image)
    return np.hypot(gx, gy), np.arctan2(gy, gx)


@mistake("hog", of="image_gradients")
def full_turn(image):
    """Your angles are taken modulo 2π, a full turn. Opposite directions, half a turn apart, should count as one."""
    gx, gy = _differences(image)
    return np.hypot(gx, gy), np.arctan2(gy, gx) % (2 * np.pi)


@mistake("hog", of="image_gradients")
def pi_is_left(image):
    """A change to the left gives the angle π in your answer. It is the same direction as 0, and the contract says: below π."""
    gx, gy = _differences(image)
    angle = np.arctan2(gy, gx)
    return np.hypot(gx, gy), np.where(angle < 0, angle + np.pi, angle)


@mistake("hog", of="image_gradients")
def sign_dropped(image):
    """You drop the sign of the angle. Then −45° becomes 45°, a different direction. Half a turn has to be added to it instead."""
    gx, gy = _differences(image)
    return np.hypot(gx, gy), np.abs(np.arctan2(gy, gx)) % np.pi


@mistake("hog", of="image_gradients")
def size_of_the_angle(image):
    """You drop the sign of the angle. Then −45° becomes 45°, a different direction, and a change to the left is π, not 0. Half a turn has to be added to a
    negative angle instead."""
    gx, gy = _differences(image)
    return np.hypot(gx, gy), np.abs(np.arctan2(gy, gx))


@mistake("hog", of="image_gradients")
def square_of_the_magnitude(image):
    """Your magnitude lacks its root."""
    gx, gy = _differences(image)
    return gx**2 + gy**2, np.arctan2(gy, gx) % np.pi


@mistake("hog", of="image_gradients")
def axes_exchanged(image):
    """x and y are exchanged in your angles. x runs along a row, from column to column."""
    gx, gy = _differences(image)
    return np.hypot(gx, gy), np.arctan2(gx, gy) % np.pi


@mistake("hog", of="image_gradients")
def rows_run_upward(image):
    """Your gy is neighbour above − neighbour below: the diagonals are mirrored. The contract has it the other way round."""
    gx, gy = _differences(image)
    return np.hypot(gx, gy), np.arctan2(-gy, gx) % np.pi


@mistake("hog", of="image_gradients")
def in_degrees(image):
    """Your angles are in degrees. The contract asks for radians."""
    magnitude, angle = _gradients(image)
    return magnitude, np.degrees(angle)


@mistake("hog", of="image_gradients")
def one_sided_edges(image):
    """At the border you use one-sided or halved differences (as `np.gradient` does). The contract has 0 there, and does not halve anywhere."""
    gy = np.gradient(np.asarray(image, dtype=float), axis=0)
    gx = np.gradient(np.asarray(image, dtype=float), axis=1)
    return np.hypot(gx, gy), np.arctan2(gy, gx) % np.pi


@mistake("hog", of="image_gradients")
def halved(image):
    """You halve the differences. That is the better estimate of a derivative, but the contract asks for right neighbour − left neighbour."""
    magnitude, angle = _gradients(image)
    return magnitude / 2, angle


@mistake("hog", of="image_gradients")
def one_sided_border(image):
    """At the border you have values where the contract has 0 (as from `np.gradient`, which takes one-sided differences there)."""
    gy = 2 * np.gradient(np.asarray(image, dtype=float), axis=0)
    gx = 2 * np.gradient(np.asarray(image, dtype=float), axis=1)
    return np.hypot(gx, gy), np.arctan2(gy, gx) % np.pi


@mistake("hog", of="image_gradients")
def next_neighbour(image):
    """You subtract the pixel itself from its neighbour. Centred differences leave the pixel itself out: they compare its two neighbours."""
    gx, gy = np.zeros(image.shape), np.zeros(image.shape)
    gx[:, :-1] = image[:, 1:] - image[:, :-1]
    gy[:-1] = image[1:] - image[:-1]
    return np.hypot(gx, gy), np.arctan2(gy, gx) % np.pi


@mistake("hog", of="image_gradients")
def frame_left_out(image):
    """Your whole border is 0. In the first and last column only gx is, in the first and last row only gy: the other one is needed there."""
    gx, gy = _differences(image)
    gx[[0, -1]], gy[:, [0, -1]] = 0, 0
    return np.hypot(gx, gy), np.arctan2(gy, gx) % np.pi


@mistake("hog", of="image_gradients")
def around_the_corner(image):
    """At the border you take the neighbour from the opposite side of the picture (as `np.roll` does). The contract has 0 there."""
    gx = np.roll(image, -1, axis=1) - np.roll(image, 1, axis=1)
    gy = np.roll(image, -1, axis=0) - np.roll(image, 1, axis=0)
    return np.hypot(gx, gy), np.arctan2(gy, gx) % np.pi


@mistake("hog", of="image_gradients")
def sum_of_sizes_of_both(image):
    """Your magnitude is |gx| + |gy|. The length of (gx, gy) comes from the squares (Pythagoras)."""
    gx, gy = _differences(image)
    return np.abs(gx) + np.abs(gy), np.arctan2(gy, gx) % np.pi


@mistake("hog", of="image_gradients")
def division_by_zero(image):
    """You divide gy by gx. Where both are 0 that is NaN. The arctangent with two arguments needs no division."""
    gx, gy = _differences(image)
    with np.errstate(all="ignore"):
        return np.hypot(gx, gy), np.arctan(gy / gx) % np.pi


@mistake("hog")
def pixels_counted(image, cell, bins, eps=0.3):
    """Every pixel votes with weight 1 in your histograms, also where nothing changes. The weight is its magnitude."""
    _, angle = _gradients(image)
    return _normalized(_cells(np.ones(image.shape), cell, np.floor(angle / (np.pi / bins)).astype(int), bins), eps)


@mistake("hog")
def not_normalized(image, cell, bins, eps=0.3):
    """Your histograms are the plain sums of the magnitudes. They have still to be normalized, each cell by itself."""
    return _histograms(image, cell, bins)


@mistake("hog")
def normalized_as_a_whole(image, cell, bins, eps=0.3):
    """You divide all cells by one number, made from the whole picture. Each cell is normalized by its own histogram."""
    h = _histograms(image, cell, bins)
    return h / np.sqrt(np.sum(h**2) + eps**2)


@mistake("hog")
def shares_of_the_cell(image, cell, bins, eps=0.3):
    """You divide by the sum of the histogram. The contract divides by the root of the sum of squares."""
    h = _histograms(image, cell, bins)
    return h / (np.sum(h, axis=-1, keepdims=True) + eps)


@mistake("hog")
def eps_outside(image, cell, bins, eps=0.3):
    """You add eps to the length. In the contract it stands, squared, under the root."""
    h = _histograms(image, cell, bins)
    return h / (np.sqrt(np.sum(h**2, axis=-1, keepdims=True)) + eps)


@mistake("hog")
def eps_not_squared(image, cell, bins, eps=0.3):
    """Under the root you add eps, not its square."""
    h = _histograms(image, cell, bins)
    return h / np.sqrt(np.sum(h**2, axis=-1, keepdims=True) + eps)


@mistake("hog")
def eps_ignored(image, cell, bins, eps=0.3):
    """Your eps is always 0.3, whatever the caller says."""
    return _normalized(_histograms(image, cell, bins), 0.3)


@mistake("hog")
def eps_left_out(image, cell, bins, eps=0.3):
    """You divide by the length alone. In a cell where nothing changes that is 0 / 0; what is eps for?"""
    h = _histograms(image, cell, bins)
    with np.errstate(all="ignore"):
        return h / np.sqrt(np.sum(h**2, axis=-1, keepdims=True))


@mistake("hog")
def root_of_the_result(image, cell, bins, eps=0.3):
    """You take the root of the normalized histogram. (Some versions of HOG do; this contract does not.)"""
    return np.sqrt(_normalized(_histograms(image, cell, bins), eps))


@mistake("hog")
def bins_backwards(image, cell, bins, eps=0.3):
    """Your bins are in the reverse order. Bin 0 holds the smallest angles."""
    return _normalized(_histograms(image, cell, bins), eps)[..., ::-1]


@mistake("hog")
def border_in_the_lower_bin(image, cell, bins, eps=0.3):
    """An angle on the border between two bins falls into the lower one in your answer. Bin k begins with k · π/bins."""
    magnitude, angle = _gradients(image)
    k = np.maximum(np.ceil(angle / (np.pi / bins)) - 1, 0).astype(int)
    return _normalized(_cells(magnitude, cell, k, bins), eps)


@mistake("hog")
def border_in_both_bins(image, cell, bins, eps=0.3):
    """An angle on the border between two bins votes in both. Bin k begins with k · π/bins, and ends before the next."""
    magnitude, angle = _gradients(image)
    h = _cells(magnitude, cell, np.floor(angle / (np.pi / bins)).astype(int), bins)
    edge = (angle > 0) & (angle % (np.pi / bins) == 0)
    return _normalized(h + _cells(magnitude * edge, cell, np.floor(angle / (np.pi / bins)).astype(int) - 1, bins), eps)


@mistake("hog")
def nearest_bin(image, cell, bins, eps=0.3):
    """You round to the nearest bin border. Bin k holds the angles from k widths up to k + 1 widths: round down."""
    magnitude, angle = _gradients(image)
    return _normalized(_cells(magnitude, cell, np.rint(angle / (np.pi / bins)).astype(int) % bins, bins), eps)


@mistake("hog")
def bins_of_a_full_turn(image, cell, bins, eps=0.3):
    """Your bins divide a full turn, 2π, so half of them stay empty. The angles run from 0 to π."""
    magnitude, angle = _gradients(image)
    return _normalized(_cells(magnitude, cell, np.floor(angle / (2 * np.pi / bins)).astype(int), bins), eps)


@mistake("hog")
def one_row_of_numbers(image, cell, bins, eps=0.3):
    """The numbers are right, but in one row. The contract asks for the shape (H / cell, W / cell, bins)."""
    return _normalized(_histograms(image, cell, bins), eps).ravel()


@mistake("hog")
def means_of_the_cell(image, cell, bins, eps=0.3):
    """You divide the sums by the number of pixels in a cell before you normalize. Then eps counts for more."""
    return _normalized(_histograms(image, cell, bins) / cell**2, eps)


@mistake("hog")
def cells_cut_out_first(image, cell, bins, eps=0.3):
    """You compute the gradients of each cell by itself, so that every cell has a border of its own. The neighbours of a pixel may lie in the
    next cell: compute the gradients of the whole picture first."""
    rows, columns = image.shape[0] // cell, image.shape[1] // cell
    out = np.zeros((rows, columns, bins))
    for i in range(rows):
        for j in range(columns):
            out[i, j] = _histograms(image[i * cell : (i + 1) * cell, j * cell : (j + 1) * cell], cell, bins)[0, 0]
    return _normalized(out, eps)


# -- 1.9 visual_words, bag_of_words -----------------------------------------------------------


@mistake("visual_words")
def largest_product(patches, codebook):
    """You take the word with the largest product. A long word wins that way, even if it is far off. What is wanted is the smallest distance."""
    return np.argmax(patches @ codebook.T, axis=1)


@mistake("visual_words")
def farthest_word(patches, codebook):
    """You take the word that is farthest away."""
    return np.argmax(np.sum((patches[:, None] - codebook) ** 2, axis=2), axis=1)


@mistake("visual_words")
def sum_of_steps(patches, codebook):
    """You sum the sizes of the differences. That is another distance; the Euclidean one sums their squares."""
    return np.argmin(np.sum(np.abs(patches[:, None] - codebook), axis=2), axis=1)


@mistake("visual_words")
def largest_step(patches, codebook):
    """You take the largest of the differences as the distance. The Euclidean distance adds the squares of all of them."""
    return np.argmin(np.max(np.abs(patches[:, None] - codebook), axis=2), axis=1)


@mistake("visual_words")
def smallest_angle(patches, codebook):
    """You compare directions, not distances: words that are too long or too short count as near. What is wanted is the smallest distance."""
    lengths = np.linalg.norm(codebook, axis=1)
    return np.argmax(patches @ codebook.T / np.where(lengths > 0, lengths, 1), axis=1)


@mistake("visual_words")
def cubes_of_steps(patches, codebook):
    """You raise the differences to a higher power than the second. The Euclidean distance sums squares."""
    return np.argmin(np.sum(np.abs(patches[:, None] - codebook) ** 3, axis=2), axis=1)


@mistake("visual_words")
def patches_cut_off(patches, codebook):
    """You turn the patches into whole numbers, and their fractions are cut off."""
    return np.argmin(np.sum((np.asarray(patches).astype(int)[:, None] - codebook) ** 2, axis=2), axis=1)


@mistake("visual_words")
def everything_cut_off(patches, codebook):
    """You turn patches and words into whole numbers, and their fractions are cut off."""
    return np.argmin(np.sum((np.asarray(patches).astype(int)[:, None] - np.asarray(codebook).astype(int)) ** 2, axis=2), axis=1)


@mistake("visual_words")
def search_begins_at_100(patches, codebook):
    """Your search for the smallest distance begins at a fixed number, and nothing farther away is found. Begin with the first word, or at infinity."""
    out = []
    for patch in patches:
        best, place = 100, 0
        for k, word in enumerate(codebook):
            distance = np.sum((patch - word) ** 2)
            if distance < best:
                best, place = distance, k
        out.append(place)
    return np.array(out)


@mistake("visual_words")
def differences_cancel(patches, codebook):
    """In your sum, differences of opposite signs cancel. Square them first."""
    return np.argmin(np.abs(np.sum(patches[:, None] - codebook, axis=2)), axis=1)


@mistake("visual_words")
def patch_of_each_word(patches, codebook):
    """You look for the nearest patch of each word: one number for each word. It should be the nearest word of each patch."""
    return np.argmin(np.sum((patches[:, None] - codebook) ** 2, axis=2), axis=0)


@mistake("visual_words")
def last_of_equally_near(patches, codebook):
    """Of equally near words you take the last; the contract says: the first."""
    distance = np.sum((patches[:, None] - codebook) ** 2, axis=2)
    return distance.shape[1] - 1 - np.argmin(distance[:, ::-1], axis=1)


@mistake("visual_words")
def product_not_doubled(patches, codebook):
    """You expand the square, but the mixed term lacks its factor 2."""
    return np.argmin(np.sum(codebook**2, axis=1) - patches @ codebook.T, axis=1)


@mistake("visual_words")
def distances_returned(patches, codebook):
    """You return how far the nearest word is. The contract asks which one it is."""
    return np.sqrt(np.min(np.sum((patches[:, None] - codebook) ** 2, axis=2), axis=1))


def _words(patches, codebook):
    return np.argmin(np.sum((patches[:, None] - codebook) ** 2, axis=2), axis=1)


@mistake("visual_words", of="bag_of_words")
def ends_at_the_last_word(patches, codebook):
    """Your bag ends at the last word that occurs. It has one entry for each word of the codebook, whether it occurs or not."""
    return np.bincount(_words(patches, codebook)) / len(patches)


@mistake("visual_words", of="bag_of_words")
def occurrences(patches, codebook):
    """You return counts. A share is a count divided by the number of patches."""
    return np.bincount(_words(patches, codebook), minlength=len(codebook))


@mistake("visual_words", of="bag_of_words")
def divided_by_the_words(patches, codebook):
    """You divide by the number of words in the codebook. The shares are of the patches."""
    return np.bincount(_words(patches, codebook), minlength=len(codebook)) / len(codebook)


@mistake("visual_words", of="bag_of_words")
def yes_or_no(patches, codebook):
    """You say only whether a word occurs. How often it does is what counts."""
    return (np.bincount(_words(patches, codebook), minlength=len(codebook)) > 0) * 1.0


@mistake("visual_words", of="bag_of_words")
def only_words_that_occur(patches, codebook):
    """You leave out the words that do not occur, so nobody can tell which entry is which word. Every word has its place."""
    return np.unique(_words(patches, codebook), return_counts=True)[1] / len(patches)


@mistake("visual_words", of="bag_of_words")
def stretched_bins(patches, codebook):
    """Your bins run from the smallest to the largest word that occurs, instead of being one for each word 0 … K − 1."""
    return np.histogram(_words(patches, codebook), bins=len(codebook))[0] / len(patches)


@mistake("visual_words", of="bag_of_words")
def length_one(patches, codebook):
    """Your bag has length 1 (the squares sum to 1). Shares sum to 1 themselves."""
    counts = np.bincount(_words(patches, codebook), minlength=len(codebook))
    return counts / np.linalg.norm(counts)


# -- Further ----------------------------------------------------------------------------------


@mistake("products")
def products_only(X):
    """The columns of X themselves are missing: they come first."""
    i, j = np.triu_indices(X.shape[1])
    return X[:, i] * X[:, j]


@mistake("products")
def no_squares(X):
    """The squares are missing: a column is also multiplied by itself."""
    i, j = np.triu_indices(X.shape[1], k=1)
    return np.concatenate([X, X[:, i] * X[:, j]], axis=1)


@mistake("products")
def every_pair_twice(X):
    """Each product of two different columns comes twice, as (i, j) and as (j, i). Pairs with i ≤ j are enough."""
    return np.concatenate([X, (X[:, :, None] * X[:, None]).reshape(len(X), -1)], axis=1)


@mistake("products")
def squares_only(X):
    """You have the squares, but not the products of different columns. XOR needs one of those."""
    return np.concatenate([X, X**2], axis=1)


@mistake("soft_cross_entropy")
def target_sum(scores, targets):
    """You sum over the rows. The contract asks for the mean."""
    p = _softmax(scores)
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    return -np.sum(targets * (shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True)))), p - targets


@mistake("soft_cross_entropy")
def mean_of_all_entries(scores, targets):
    """You take the mean over all N · C entries. The terms of a row are summed; the mean goes over the rows."""
    p = _softmax(scores)
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    log_p = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.mean(targets * log_p), (p - targets) / targets.size


@mistake("soft_cross_entropy")
def zero_probability(scores, targets):
    """You take the logarithm of a probability that has been rounded to 0."""
    p = _softmax(scores)
    with np.errstate(all="ignore"):
        return -np.sum(targets * np.log(p)) / len(p), (p - targets) / len(p)


@mistake("soft_cross_entropy")
def hardened(scores, targets):
    """You use only the largest entry of each target, as if the label were certain."""
    k = np.argmax(targets, axis=1)
    return np.mean(_losses(scores, k)), _dscores(scores, k)


@mistake("kmeans_step")
def empty_word_is_nan(patches, codebook):
    """The mean of no patches is NaN. A word that nothing is nearest to stays where it is."""
    words = _words(patches, codebook)
    return np.array([np.sum(patches[words == k], axis=0) / (np.sum(words == k) or np.nan) for k in range(len(codebook))])


@mistake("kmeans_step")
def empty_word_to_zero(patches, codebook):
    """A word that nothing is nearest to goes to 0 in your answer. It stays where it is."""
    words = _words(patches, codebook)
    return np.array([np.sum(patches[words == k], axis=0) / max(np.sum(words == k), 1) for k in range(len(codebook))])


@mistake("kmeans_step")
def sum_of_the_patches(patches, codebook):
    """You move each word to the sum of its patches. It belongs in their middle."""
    words = _words(patches, codebook)
    return np.array([np.sum(patches[words == k], axis=0) if np.any(words == k) else word for k, word in enumerate(codebook)])


@mistake("kmeans_step")
def whole_numbers(patches, codebook):
    """You write the means into an array of whole numbers, a copy of the codebook, and their fractions are cut off."""
    words, out = _words(patches, codebook), codebook.copy()
    for k in range(len(codebook)):
        if np.any(words == k):
            out[k] = patches[words == k].mean(axis=0)
    return out


@mistake("kmeans_step")
def one_word_after_the_other(patches, codebook):
    """Your words move one after the other, and each move changes which patches belong to the next. Decide first, for all patches, then move."""
    new = np.array(codebook, dtype=float)
    for k in range(len(new)):
        mine = patches[_words(patches, new) == k]
        if len(mine):
            new[k] = mine.mean(axis=0)
    return new


@mistake("kmeans_step")
def many_rounds(patches, codebook):
    """You repeat the round until nothing changes. The contract asks for one round."""
    new = np.array(codebook, dtype=float)
    for _ in range(20):
        words = _words(patches, new)
        new = np.array([patches[words == k].mean(axis=0) if np.any(words == k) else word for k, word in enumerate(new)])
    return new


@mistake("kmeans_step")
def medians(patches, codebook):
    """You move each word to the median of its patches. k-means, as its name says, takes the mean."""
    words = _words(patches, codebook)
    return np.array([np.median(patches[words == k], axis=0) if np.any(words == k) else word for k, word in enumerate(codebook)])
