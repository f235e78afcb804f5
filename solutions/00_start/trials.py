"""Wrong answers met in learner trials of notebook 00; ``named``: the panel of that day named them rightly."""

import statistics

import numpy as np

from chainrule_staff.authoring.alternatives import trial

# -- scale_pixels ---------------------------------------------------------------------------


@trial("scale_pixels", named=False)
def rounded(X):
    return np.round(X / 255, 1)


@trial("scale_pixels", named=False)
def into_whole_numbers(X):
    out = np.zeros_like(X)
    for i in np.ndindex(X.shape):
        out[i] = X[i] / 255
    return out


@trial("scale_pixels", named=True)
def peak_to_peak(X):
    return (X - X.min()) / np.ptp(X)


# -- standardize ----------------------------------------------------------------------------


@trial("standardize", named=False)
def where_with_out(X):
    return np.divide(X - X.mean(0), X.std(0), out=np.zeros_like(X), where=X.std(0) > 0)


@trial("standardize", named=False)
def at_least_a_tenth(X):
    return (X - X.mean(axis=0)) / np.maximum(X.std(axis=0), 0.1)


@trial("standardize", named=False)
def small_is_constant(X):
    std = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(std < 0.01, 1, std)


@trial("standardize", named=False)
def constant_untouched(X):
    out = X.astype(float)
    for d in range(X.shape[1]):
        if X[:, d].std() > 0:
            out[:, d] = (X[:, d] - X[:, d].mean()) / X[:, d].std()
    return out


@trial("standardize", named=False)
def columns_into_whole_numbers(X):
    out = np.zeros_like(X)
    for d in range(X.shape[1]):
        if X[:, d].std() > 0:
            out[:, d] = (X[:, d] - X[:, d].mean()) / X[:, d].std()
    return out


@trial("standardize", named=True)
def one_degree_of_freedom(X):
    std = X.std(axis=0, ddof=1)
    std[std == 0] = 1
    return (X - X.mean(axis=0)) / std


@trial("standardize", named=True)
def no_square_root(X):
    out = np.zeros(X.shape)
    for d in range(X.shape[1]):
        mean = sum(X[:, d]) / len(X)
        spread = sum((x - mean) ** 2 for x in X[:, d]) / len(X)
        if spread != 0:
            out[:, d] = (X[:, d] - mean) / spread
    return out


@trial("standardize", named=True)
def from_statistics(X):
    out = np.zeros(X.shape)
    for d in range(X.shape[1]):
        column = [float(x) for x in X[:, d]]
        std = statistics.stdev(column) if len(column) > 1 else 0
        if std > 0:
            out[:, d] = (np.array(column) - statistics.mean(column)) / std
    return out


# -- one_hot --------------------------------------------------------------------------------


@trial("one_hot", named=False)
def put(y, C):
    out = np.zeros((len(y), C))
    np.put(out, y, 1)
    return out


@trial("one_hot", named=True)
def identity_shifted(y, C):
    return np.eye(C)[y - 1]


@trial("one_hot", named=False)
def one_list_many_times(y, C):
    rows = [[0] * C] * len(y)
    for n in range(len(y)):
        rows[n][y[n]] = 1
    return np.array(rows)


# -- squared_distances ----------------------------------------------------------------------


@trial("squared_distances", named=False)
def to_int16(A, B):
    if A.dtype == np.uint8:
        A, B = A.astype(np.int16), B.astype(np.int16)
    return ((A[:, None] - B) ** 2).sum(axis=2)


@trial("squared_distances", named=False)
def only_uint8(A, B):
    if A.dtype == np.uint8:
        A = A.astype(float)
    if B.dtype == np.uint8:
        B = B.astype(float)
    return ((A[:, None] - B) ** 2).sum(axis=2)


@trial("squared_distances", named=False)
def stored_in_bytes(A, B):
    dist = np.zeros((len(A), len(B)), dtype=A.dtype)
    for i, a in enumerate(A.astype(float)):
        for j, b in enumerate(B.astype(float)):
            dist[i, j] = ((a - b) ** 2).sum()
    return dist


@trial("squared_distances", named=False)
def larger_minus_smaller(A, B):
    gap = np.maximum(A[:, None], B) - np.minimum(A[:, None], B)
    return (gap**2).sum(axis=2)


@trial("squared_distances", named=False)
def outer(A, B):
    return (np.subtract.outer(A.astype(float), B) ** 2).sum(axis=(1, 3))


@trial("squared_distances", named=False)
def as_int(A, B):
    A, B = A.astype(int), B.astype(int)
    return ((A[:, None] - B) ** 2).sum(axis=2)


@trial("squared_distances", named=False)
def manhattan_squared(A, B):
    return np.abs(A.astype(float)[:, None] - B.astype(float)).sum(axis=2) ** 2


@trial("squared_distances", named=False)
def cast_after_subtraction(A, B):
    dist = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            dist[i, j] = np.sum((A[i] - B[j]).astype(float) ** 2)
    return dist


@trial("squared_distances", named=True)
def three_loops(A, B):
    dist = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            for k in range(A.shape[1]):
                dist[i, j] += (A[i, k] - B[j, k]) ** 2
    return dist


# -- nearest_labels -------------------------------------------------------------------------


@trial("nearest_labels", named=False)
def choose(dist, y):
    return np.choose(dist.argmin(axis=1), y)


@trial("nearest_labels", named=False)
def argsorted(dist, y):
    return y[np.argsort(dist, axis=1)[:, 0]]


@trial("nearest_labels", named=False)
def argpartitioned(dist, y):
    return y[np.argpartition(dist, 0, axis=1)[:, 0]]


@trial("nearest_labels", named=False)
def smallest_pair(dist, y):
    return np.array([min(zip(row, y))[1] for row in dist])


@trial("nearest_labels", named=False)
def argmin_plus_one(dist, y):
    return y[dist.argmin(axis=1) + 1]


@trial("nearest_labels", named=False)
def all_the_nearest(dist, y):
    return y[np.where(dist == dist.min(axis=1, keepdims=True))[1]]


@trial("nearest_labels", named=True)
def less_or_equal(dist, y):
    out = []
    for row in dist:
        best = 0
        for j in range(len(row)):
            if row[j] <= row[best]:
                best = j
        out.append(y[best])
    return np.array(out)


# -- random_batch ---------------------------------------------------------------------------


@trial("random_batch", named=False)
def no_size(X, y, size, rng):
    p = rng.permutation(len(X))
    return X[p], y[p]


@trial("random_batch", named=False)
def one_more(X, y, size, rng):
    p = rng.permutation(len(X))
    return X[p[:size + 1]], y[p[:size + 1]]


@trial("random_batch", named=False)
def labels_uncut(X, y, size, rng):
    p = rng.permutation(len(X))
    return X[p][:size], y[p]


@trial("random_batch", named=False)
def contiguous(X, y, size, rng):
    i = rng.integers(len(X) - size + 1)
    return X[i:i + size], y[i:i + size]


@trial("random_batch", named=False)
def circular(X, y, size, rng):
    index = (rng.integers(len(X)) + np.arange(size)) % len(X)
    return X[index], y[index]


@trial("random_batch", named=False)
def every_kth(X, y, size, rng):
    k = len(X) // size
    index = (rng.integers(len(X)) + k * np.arange(size)) % len(X)
    return X[index], y[index]


@trial("random_batch", named=False)
def label_column(X, y, size, rng):
    p = rng.permutation(len(X))[:size]
    return X[p], y[p].reshape(-1, 1)


@trial("random_batch", named=False)
def unique_of_integers(X, y, size, rng):
    index = np.unique(rng.integers(0, len(X), size))
    return X[index], y[index]


@trial("random_batch", named=False)
def mask(X, y, size, rng):
    chosen = rng.random(len(X)) < size / len(X)
    return X[chosen], y[chosen]


# -- relative_error -------------------------------------------------------------------------


@trial("relative_error", named=False)
def at_the_largest_difference(a, b):
    a, b = np.ravel(a), np.ravel(b)
    k = np.argmax(np.abs(a - b))
    return abs(a[k] - b[k]) / max(abs(a[k]) + abs(b[k]), 1e-8)


@trial("relative_error", named=False)
def infinity_norm(a, b):
    ratio = np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-8)
    return np.linalg.norm(np.atleast_1d(ratio), np.inf)


@trial("relative_error", named=False)
def precedence(a, b):
    return np.max(abs(a - b) / abs(a) + abs(b))


@trial("relative_error", named=False)
def max_of_two(a, b):
    return np.max(abs(a - b) / np.max(abs(a) + abs(b), 1e-8))


@trial("relative_error", named=False)
def overall_norm(a, b):
    return np.linalg.norm(a - b) / max(np.linalg.norm(a) + np.linalg.norm(b), 1e-8)


@trial("relative_error", named=False)
def max_by_max(a, b):
    return np.max(abs(a - b)) / max(np.max(abs(a) + abs(b)), 1e-8)


@trial("relative_error", named=False)
def tiny_skipped(a, b):
    worst = 0.0
    for p, q in zip(np.ravel(a), np.ravel(b)):
        size = abs(p) + abs(q)
        if size < 1e-8:
            continue
        worst = max(worst, abs(p - q) / size)
    return worst


# -- numerical_gradient ---------------------------------------------------------------------


@trial("numerical_gradient", named=False)
def one_copy_two_names(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = down = x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@trial("numerical_gradient", named=False)
def aliases_of_x(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x_plus = x
        x_minus = x
        x_plus[i] += h
        x_minus[i] -= h
        gradient[i] = (f(x_plus) - f(x_minus)) / (2 * h)
    return gradient


@trial("numerical_gradient", named=False)
def copies_outside(f, x, h=1e-5):
    gradient = np.zeros_like(x)
    x_plus, x_minus = x.copy(), x.copy()
    for i in np.ndindex(x.shape):
        x_plus[i] += h
        x_minus[i] -= h
        gradient[i] = (f(x_plus) - f(x_minus)) / (2 * h)
    return gradient


@trial("numerical_gradient", named=False)
def over_two_times_h(f, x, h=1e-5):
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] = x[i] + h
        down[i] = x[i] - h
        gradient[i] = (f(up) - f(down)) / 2 * h
    return gradient


@trial("numerical_gradient", named=False)
def half_to_each_side(f, x, h=1e-5):
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h / 2
        gradient[i] = (f(x + step) - f(x - step)) / h
    return gradient


@trial("numerical_gradient", named=False)
def into_flattened(f, x, h=1e-5):
    gradient = np.zeros(x.size)
    for k in range(x.size):
        up, down = x.copy(), x.copy()
        up.flatten()[k] += h
        down.flatten()[k] -= h
        gradient[k] = (f(up) - f(down)) / (2 * h)
    return gradient.reshape(x.shape)


@trial("numerical_gradient", named=False)
def down_once(f, x, h=1e-5):
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        moved = x.copy()
        moved[i] += h
        above = f(moved)
        moved[i] -= h
        gradient[i] = (above - f(moved)) / (2 * h)
    return gradient


@trial("numerical_gradient", named=False)
def all_together(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)


# -- class_means ----------------------------------------------------------------------------


@trial("class_means", named=False)
def running_mean(X, y, C):
    means = [None] * C
    for x, label in zip(X, y):
        means[label] = x if means[label] is None else (means[label] + x) / 2
    return np.array(means)


@trial("class_means", named=False)
def medians(X, y, C):
    return np.array([np.median(X[y == k], axis=0) for k in range(C)])


@trial("class_means", named=False)
def added_once(X, y, C):
    out = np.zeros((C, X.shape[1]))
    out[y] += X
    return out / np.bincount(y, minlength=C)[:, None]


@trial("numerical_gradient", named=False)
def ravel_of_a_copy(f, x, h=1e-5):
    gradient = []
    for k in range(x.size):
        up, down = np.copy(x), np.copy(x)
        up.ravel()[k] += h
        down.ravel()[k] -= h
        gradient.append((f(up) - f(down)) / (2 * h))
    return np.reshape(gradient, x.shape)
