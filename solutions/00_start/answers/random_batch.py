"""Answers to 0.6, random_batch: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, probes, right, wrong
from chainrule_staff.authoring.vocabulary import turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def batch_inputs(rng):
    while True:
        N = int(rng.integers(1, 9))
        yield (
            turned(rng, rng.normal(size=(N, int(rng.integers(1, 4))))),
            np.arange(N),
            int(rng.integers(1, N + 1)),
            np.random.default_rng(rng.integers(1000)),
        )


@probes(through="in_order")
def whole_batch_probes(rng):
    while True:
        N = int(rng.integers(2, 9))
        X, y = rng.integers(0, 1000, (N, 2)).astype(float), rng.integers(0, 1000, N)
        yield X, y, N, np.random.default_rng(int(rng.integers(1000)))


# -- right, written in other ways ------------------------------------------------------------------


@right
def chosen(X, y, size, rng):
    index = rng.choice(len(X), size=size, replace=False)
    return X[index], y[index]


@right
def drawn_until_different(X, y, size, rng):
    """It draws one index after the other and drops those that it has already, where the reference shuffles all N of
    them. For a small batch out of very many rows that is less work; as `size` comes near N, most of what is drawn is
    dropped, and looking through the list takes longer and longer."""
    chosen = []
    while len(chosen) < size:
        i = rng.integers(0, len(X))
        if i not in chosen:
            chosen.append(i)
    return np.array([X[i] for i in chosen]), np.array([y[i] for i in chosen])


@right
def shuffled(X, y, size, rng):
    order = np.arange(X.shape[0])
    rng.shuffle(order)
    return np.take(X, order[:size], axis=0), np.take(y, order[:size])


@right
def sorted_noise(X, y, size, rng):
    index = np.argsort(rng.random(len(y)))[-size:]
    return X[index].copy(), y[index].copy()


@right
def unordered(X, y, size, rng):
    index = np.sort(rng.choice(len(X), size, replace=False, shuffle=False))
    return X[index], y[index]


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def size_ignored(X, y, size, rng):
    """You return all rows in a new order. Asked for are `size` of them, and their labels."""
    index = rng.permutation(len(X))
    return X[index], y[index]


@wrong
def all_labels(X, y, size, rng):
    """Your pictures are `size` in number, but all N labels come with them. The same choice of rows must be made from both."""
    index = rng.permutation(len(X))
    return X[index][:size], y[index]


@wrong
def one_too_many(X, y, size, rng):
    """Your batch has one row too many: a slice that ends at n holds the positions 0 to n − 1, which are n already."""
    index = rng.permutation(len(X))[: size + 1]
    return X[index], y[index]


@wrong
def block_of_neighbours(X, y, size, rng):
    """You draw one place to begin at, and take the rows that follow. Rows that stand together then always come together, and where the data are sorted a batch holds one class only: draw every row anew."""
    start = rng.integers(len(X) - size + 1)
    return X[start : start + size], y[start : start + size]


@wrong
def ring_of_neighbours(X, y, size, rng):
    """You draw one place to begin at and take the rows that follow, going on at the front after the last. Only N different batches are possible in this way: draw every row anew."""
    index = (rng.integers(len(X)) + np.arange(size)) % len(X)
    return X[index], y[index]


@wrong
def some_lost(X, y, size, rng):
    """Your batch is sometimes too small: rows that were drawn twice have been dropped, and nothing came in their place. Draw in a way that cannot repeat a row."""
    index = np.unique(rng.integers(0, len(X), size))
    return X[index], y[index]


@wrong
def coin_for_each_row(X, y, size, rng):
    """You decide about every row by itself, so a batch has `size` rows only on average. Exactly `size` are asked for."""
    chosen = rng.random(len(X)) < size / len(X)
    return X[chosen], y[chosen]


@wrong
def labels_in_a_column(X, y, size, rng):
    """Your rows are right, but the labels stand in a column of shape (size, 1). Labels have the shape (size,) in this course."""
    index = rng.permutation(len(X))[:size]
    return X[index], y[index][:, None]


@wrong
def drawn_twice(X, y, size, rng):
    """You draw once for the pictures and a second time for their labels: the labels now belong to other rows. One draw must serve both."""
    return X[rng.permutation(len(X))[:size]], y[rng.permutation(len(X))[:size]]


@wrong
def put_back(X, y, size, rng):
    """Some rows come up more than once in a batch, and others never: you draw with putting back. Different rows were asked for."""
    index = rng.integers(0, len(X), size)
    return X[index], y[index]


@wrong
def own_generator(X, y, size, rng):
    """Two generators of the same seed give different batches: your randomness does not come from `rng`, so no experiment with it can be repeated. Draw from the generator that you are handed."""
    index = np.random.default_rng().permutation(len(X))[:size]
    return X[index], y[index]


@wrong
def always_the_same(X, y, size, rng):
    """Every call gives the same batch. Either nothing is drawn at all, or from a generator that starts anew in each call: draw from the `rng` that you are handed, which moves on by itself."""
    return X[:size], y[:size]


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def every_kth(X, y, size, rng):
    k = len(X) // size
    index = (rng.integers(len(X)) + k * np.arange(size)) % len(X)
    return X[index], y[index]
