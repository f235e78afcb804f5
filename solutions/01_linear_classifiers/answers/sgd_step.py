"""Answers to 1.4, sgd_step: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import addends, kinds_of, pick

from ._shared import _shape

# -- inputs ----------------------------------------------------------------------------------------


@inputs(of="minibatches")
def minibatches_inputs(rng):
    while True:
        yield int(rng.integers(1, 20)), int(rng.integers(1, 9)), np.random.default_rng(int(rng.integers(1000)))


@inputs
def sgd_step_inputs(rng):
    while True:
        N, D, C = _shape(rng, 3)
        kinds = kinds_of(rng)
        arrays = [addends(rng, form, kinds) for form in ((D, C), (C,), (N, D), (N, C))]
        single = any(array.dtype == np.float32 for array in arrays)
        yield *arrays, pick(rng, (0.25, 0.5, 2) if single else (0.001, 0.1, 0.5, 1.0, 2, 2.5))


# -- right, written in other ways ------------------------------------------------------------------


@right
def step_by_loops(W, b, X, dscores, lr):
    """Each example changes the weights by itself, by the outer product of its pixels and its gradient; the reference
    sums these products for the whole batch with X.T @ dscores. So you see what a batch's gradient consists of, but N
    small steps in Python take much longer than one matrix product."""
    new_W, new_b = np.array(W, dtype=float), np.array(b, dtype=float)
    for x, dscore in zip(X, dscores):
        new_W -= lr * np.outer(x, dscore)
        new_b -= lr * dscore
    return new_W, new_b


@right
def step_by_einsum(W, b, X, dscores, lr):
    return W - lr * np.einsum("nd,nc->dc", X, dscores), b - lr * dscores.sum(0)


@right
def step_by_ones(W, b, X, dscores, lr):
    return W - np.dot(np.transpose(X), lr * dscores), b - lr * (np.ones(len(X)) @ dscores)


@right(of="minibatches")
def batches_by_shuffle(N, size, rng):
    order = np.arange(N)
    rng.shuffle(order)
    return np.split(order, range(size, N, size))


@right(of="minibatches")
def batches_by_sorting(N, size, rng):
    order, batches = np.argsort(rng.random(N)), []
    while len(order):
        batches.append(order[:size])
        order = order[size:]
    return batches


@right(of="minibatches")
def batches_by_choice(N, size, rng):
    order = rng.choice(N, N, replace=False)
    return [np.array(order[k * size : (k + 1) * size]) for k in range(math.ceil(N / size))]


@right(of="minibatches")
def batches_by_sampling_what_is_left(N, size, rng):
    left, batches = np.arange(N), []
    while left.size:
        batch = rng.choice(left, min(size, left.size), replace=False)
        batches.append(batch)
        left = np.setdiff1d(left, batch)
    return batches


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def uphill(W, b, X, dscores, lr):
    """You add the gradient: that makes the loss larger. Which way does the gradient point?"""
    return W + lr * X.T @ dscores, b + lr * np.sum(dscores, axis=0)


@wrong
def divided_once_more(W, b, X, dscores, lr):
    """You divide by N. The mean over the batch is in `dscores` already."""
    return W - lr * X.T @ dscores / len(X), b - lr * np.mean(dscores, axis=0)


@wrong
def weights_divided(W, b, X, dscores, lr):
    """Your biases are right; the gradient of the weights you divide by N. The mean over the batch is in `dscores` already."""
    return W - lr * X.T @ dscores / len(X), b - lr * np.sum(dscores, axis=0)


@wrong
def weights_uphill(W, b, X, dscores, lr):
    """The biases go down their gradient, but the weights go up theirs."""
    return W + lr * X.T @ dscores, b - lr * np.sum(dscores, axis=0)


@wrong
def learning_rate_of_a_tenth(W, b, X, dscores, lr):
    """Your learning rate is 0.1, whatever the caller says."""
    return W - 0.1 * X.T @ dscores, b - 0.1 * np.sum(dscores, axis=0)


@wrong
def learning_rate_of_a_hundredth(W, b, X, dscores, lr):
    """Your learning rate is 0.01, whatever the caller says."""
    return W - 0.01 * X.T @ dscores, b - 0.01 * np.sum(dscores, axis=0)


@wrong
def whole_numbers_kept(W, b, X, dscores, lr):
    """You write into copies of W and b. If those hold whole numbers, the fractions of your result are cut off."""
    new_W, new_b = W.copy(), b.copy()
    new_W[:] = W - lr * X.T @ dscores
    new_b[:] = b - lr * np.sum(dscores, axis=0)
    return new_W, new_b


@wrong
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


@wrong
def mean_for_the_bias(W, b, X, dscores, lr):
    """Your weights are right. For the biases you take the mean over the batch, where the gradients of all examples add up."""
    return W - lr * X.T @ dscores, b - lr * np.mean(dscores, axis=0)


@wrong
def bias_forgotten(W, b, X, dscores, lr):
    """You return the biases as they came. They are trained like the weights."""
    return W - lr * X.T @ dscores, b + 0.0


@wrong
def without_learning_rate(W, b, X, dscores, lr):
    """Your step is the whole gradient: the learning rate has no effect."""
    return W - X.T @ dscores, b - np.sum(dscores, axis=0)


@wrong
def only_the_weights_have_a_rate(W, b, X, dscores, lr):
    """The weights move by `lr` times their gradient, but the biases by their whole gradient."""
    return W - lr * X.T @ dscores, b - np.sum(dscores, axis=0)


@wrong
def in_place(W, b, X, dscores, lr):
    """You write into an array of the caller, who may still need it: into W, b or dscores. `-=` and `*=` change an array; what makes a new one?"""
    dW, db = lr * X.T @ dscores, lr * np.sum(dscores, axis=0)
    if W.dtype.kind != "f":
        return W - dW, b - db
    W -= dW
    b -= db
    return W, b


@wrong
def gradient_transposed(W, b, X, dscores, lr):
    """Your gradient has the shape (C, D), that of W is (D, C). Which of the two arrays has to be transposed?"""
    return W - lr * dscores.T @ X, b - lr * np.sum(dscores, axis=0)


@wrong
def returns_gradients(W, b, X, dscores, lr):
    """You return the gradients. The contract asks for the new weights and biases."""
    return X.T @ dscores, np.sum(dscores, axis=0)


@wrong
def bias_over_the_classes(W, b, X, dscores, lr):
    """You sum dscores over the classes, one number for each example. The biases belong to the classes: sum over the examples."""
    return W - lr * X.T @ dscores, b - lr * np.sum(dscores, axis=1)


@wrong
def one_sum_for_all_biases(W, b, X, dscores, lr):
    """You add up the whole of dscores, so that all biases move by the same amount. Each class has its own column: which axis disappears?"""
    return W - lr * X.T @ dscores, b - lr * np.sum(dscores)


@wrong
def bias_uphill(W, b, X, dscores, lr):
    """The weights go down their gradient, but the biases go up theirs."""
    return W - lr * X.T @ dscores, b + lr * np.sum(dscores, axis=0)


@wrong(of="minibatches")
def not_shuffled(N, size, rng):
    """Your batches come in the order 0, 1, 2, … every time. If the data are sorted by class, each batch holds one class only."""
    order = np.arange(N)
    return [order[start : start + size] for start in range(0, N, size)]


@wrong(of="minibatches")
def rest_dropped(N, size, rng):
    """The examples that do not fill a batch are left out. The last batch may be shorter."""
    order = rng.permutation(N)
    return [order[start : start + size] for start in range(0, N - size + 1, size)]


@wrong(of="minibatches")
def pieces_instead_of_size(N, size, rng):
    """You cut into `size` pieces; `size` is how many examples a piece holds."""
    return np.array_split(rng.permutation(N), size)


@wrong(of="minibatches")
def evenly_split(N, size, rng):
    """You make all batches about equally large. The contract asks for full batches, of which only the last may be shorter."""
    return np.array_split(rng.permutation(N), -(-N // size))


@wrong(of="minibatches")
def with_replacement(N, size, rng):
    """Some indices come twice in your epoch, and others never. An epoch shows each example once: shuffle, do not draw."""
    order = rng.integers(0, N, N)
    return [order[start : start + size] for start in range(0, N, size)]


@wrong(of="minibatches")
def batches_shuffled_only(N, size, rng):
    """The batches come in random order, but each holds neighbouring numbers: the same examples meet in every epoch. Shuffle the numbers, then
    cut."""
    order = np.arange(N)
    batches = [order[start : start + size] for start in range(0, N, size)]
    full, rest = (batches, []) if N % size == 0 else (batches[:-1], batches[-1:])
    return [full[k] for k in rng.permutation(len(full))] + rest


@wrong(of="minibatches")
def same_order_every_time(N, size, rng):
    """You make a generator of your own, with the same seed at each call: every epoch has the same order. Use the one that you are given."""
    order = np.random.default_rng(0).permutation(N)
    return [order[start : start + size] for start in range(0, N, size)]


@wrong(of="minibatches")
def every_batch_drawn_anew(N, size, rng):
    """Each of your batches is drawn from all indices, so that some come several times in an epoch and others never. Shuffle once, then cut."""
    return [rng.choice(N, min(size, N), replace=False) for _ in range(0, N, size)]


@wrong(of="minibatches")
def shuffled_for_every_batch(N, size, rng):
    """You shuffle anew for each batch, so that some indices come several times in an epoch and others never. Shuffle once, then cut."""
    return [rng.permutation(N)[start : start + size] for start in range(0, N, size)]


@wrong(of="minibatches")
def rotated_only(N, size, rng):
    """Your order always rises by 1 and only begins elsewhere: neighbours meet in the same batch every time. Shuffle the numbers."""
    order = np.roll(np.arange(N), rng.integers(N))
    return [order[start : start + size] for start in range(0, N, size)]


@wrong(of="minibatches")
def shuffled_within_batches(N, size, rng):
    """Each batch holds the same examples in every epoch: you shuffle inside the batches. Shuffle all the numbers first, then cut."""
    order = np.arange(N)
    return [rng.permutation(order[start : start + size]) for start in range(0, N, size)]


@wrong(of="minibatches")
def counted_from_one(N, size, rng):
    """Your indices run from 1 to N. The first example has index 0, and index N does not exist."""
    order = rng.permutation(N) + 1
    return [order[start : start + size] for start in range(0, N, size)]


@wrong(of="minibatches")
def one_end_stays(N, size, rng):
    """An index never leaves its end: 0 always comes first, or N − 1 always last. It is left out when you shuffle."""
    order = np.append(0, 1 + rng.permutation(N - 1))
    return [order[start : start + size] for start in range(0, N, size)]


@wrong(of="minibatches")
def short_batch_first(N, size, rng):
    """Your short batch comes first. The contract has it last."""
    order, rest = rng.permutation(N), N % size
    return ([order[:rest]] if rest else []) + [order[start : start + size] for start in range(rest, N, size)]


@wrong(of="minibatches")
def one_batch_too_many(N, size, rng):
    """Where N is a multiple of `size` you add an empty batch at the end."""
    order = rng.permutation(N)
    return [order[k * size : (k + 1) * size] for k in range(N // size + 1)]


@wrong(of="minibatches")
def one_batch_only(N, size, rng):
    """You return one batch. The contract asks for all the batches of an epoch, as a list."""
    return [rng.permutation(N)[:size]]


@wrong
def bias_keeps_an_axis(W, b, X, dscores, lr):
    """Your new b has the right numbers, but the shape (1, C): the sum has kept its axis. b has the shape (C,)."""
    return W - lr * X.T @ dscores, b - lr * np.sum(dscores, axis=0, keepdims=True)


@wrong(of="minibatches")
def every_batch_drawn_by_itself(N, size, rng):
    """Within one of your batches no index comes twice, but each batch is drawn from all of them again, so some come several times in an epoch and others never.
    Shuffle once, then cut."""
    return [rng.choice(N, min(size, N - start), replace=False) for start in range(0, N, size)]


# -- wrong, refused without a name -----------------------------------------------------------------


def _cut(order, size):
    return [order[i : i + size] for i in range(0, len(order), size)]


@wrong(of="minibatches")
def even_numbers(N, size, rng):
    return _cut(rng.permutation(np.arange(0, 2 * N, 2)), size)


@wrong(of="minibatches")
def negative_numbers(N, size, rng):
    return _cut(-rng.permutation(N), size)


@wrong(of="minibatches")
def floats(N, size, rng):
    return _cut(rng.permutation(N).astype(float), size)


@wrong(of="minibatches")
def last_always_last(N, size, rng):
    return _cut(np.append(rng.permutation(N - 1), N - 1), size)
