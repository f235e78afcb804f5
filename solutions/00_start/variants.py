"""Correct answers to the exercises of notebook 00, written differently from the contract alone."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, variant

# -- scale_pixels ---------------------------------------------------------------------------


@inputs("scale_pixels")
def pixel_inputs(rng):
    while True:
        pixels = rng.choice([0, 1, 128, 254, 255, rng.integers(0, 256)], size=tuple(rng.integers(1, 4, rng.integers(1, 4))))
        yield (pixels.astype(rng.choice([np.uint8, np.int64, np.float32, np.float64])),)


@variant("scale_pixels")
def multiplied(X):
    return X * (1 / 255.0)


@variant("scale_pixels")
def single_precision(X):
    return X.astype(np.float32) / np.float32(255)


@variant("scale_pixels")
def pixel_by_pixel(X):
    out = np.empty(X.shape)
    for i in np.ndindex(X.shape):
        out[i] = float(X[i]) / 255
    return out


@variant("scale_pixels")
def divided_by_function(X):
    return np.true_divide(X, 255.0)


# -- standardize ----------------------------------------------------------------------------


@inputs("standardize")
def standardize_inputs(rng):
    while True:
        X = rng.integers(-4, 5, (rng.integers(1, 6), rng.integers(1, 4))) * rng.choice([1.0, 0.5, 100.0, 1e-5])
        if rng.random() < 0.4:
            X[:, 0] = rng.integers(-3, 4)
        yield (np.round(X).astype(np.int64) if rng.random() < 0.2 else X,)


@variant("standardize")
def column_by_column(X):
    out = np.zeros(X.shape)
    for d in range(X.shape[1]):
        column = [float(x) for x in X[:, d]]
        mean = sum(column) / len(column)
        std = math.sqrt(sum((x - mean) ** 2 for x in column) / len(column))
        if std > 0:
            out[:, d] = [(x - mean) / std for x in column]
    return out


@variant("standardize")
def by_a_mask(X):
    Z = X - np.mean(X, 0)
    std = np.std(X, 0)
    Z[:, std != 0] /= std[std != 0]
    return Z


@variant("standardize")
def nan_to_zero(X):
    with np.errstate(all="ignore"):
        return np.nan_to_num((X - X.mean(0)) / X.std(0), nan=0.0)


@variant("standardize")
def tiny_number_added(X):
    return (X - X.mean(axis=0, keepdims=True)) / (X.std(axis=0, keepdims=True) + 1e-12)


@variant("standardize")
def dtype_kept(X):
    X = X if X.dtype.kind == "f" else X.astype(np.float32)
    centred = X - X.mean(axis=0, dtype=X.dtype)
    std = np.sqrt((centred**2).mean(axis=0, dtype=X.dtype))
    return np.divide(centred, std, out=np.zeros_like(centred), where=std > 0)


# -- one_hot --------------------------------------------------------------------------------


@inputs("one_hot")
def one_hot_inputs(rng):
    while True:
        C = int(rng.integers(1, 6))
        yield (rng.integers(0, C, rng.integers(1, 6)), C)


@variant("one_hot")
def rows_of_the_identity(y, C):
    return np.eye(C)[y]


@variant("one_hot")
def compared(y, C):
    return (y[:, None] == np.arange(C)).astype(np.float32)


@variant("one_hot")
def looped(y, C):
    out = np.zeros((y.shape[0], C), dtype=int)
    for n, label in enumerate(y):
        out[n, label] += 1
    return out


@variant("one_hot")
def from_lists(y, C):
    return np.array([[1.0 if k == label else 0.0 for k in range(C)] for label in y])


# -- squared_distances ----------------------------------------------------------------------


@inputs("squared_distances")
def distance_inputs(rng):
    while True:
        N, M, D = (int(n) for n in rng.integers(1, 5, 3))
        if rng.random() < 0.3:
            yield (rng.integers(0, 256, (N, D), dtype=np.uint8), rng.integers(0, 256, (M, D), dtype=np.uint8))
        elif rng.random() < 0.2:
            yield (rng.integers(-128, 128, (N, D), dtype=np.int8), rng.integers(-128, 128, (M, D), dtype=np.int8))
        else:
            yield (rng.integers(-5, 6, (N, D)) / 2, rng.normal(size=(M, D)))


@variant("squared_distances")
def two_loops(A, B):
    A, B = A.astype(float), B.astype(float)
    out = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            out[i, j] = np.sum((A[i] - B[j]) ** 2)
    return out


@variant("squared_distances")
def one_loop(A, B):
    B = np.asarray(B, dtype=np.float64)
    return np.stack([((B - row.astype(np.float64)) ** 2).sum(axis=1) for row in A])


@variant("squared_distances")
def multiplied_out(A, B):
    A, B = A * 1.0, B * 1.0
    return np.maximum((A * A).sum(1)[:, None] - 2 * A @ B.T + (B * B).sum(1)[None, :], 0)


@variant("squared_distances")
def dtype_kept_distances(A, B):
    if A.dtype.kind != "f":
        A = A.astype(np.float32)
    if B.dtype.kind != "f":
        B = B.astype(np.float32)
    gap = A[:, np.newaxis] - B
    return np.einsum("nmd,nmd->nm", gap, gap)


@variant("squared_distances")
def as_whole_numbers(A, B):
    if A.dtype.kind in "iu" and B.dtype.kind in "iu":
        A, B = A.astype(np.int64), B.astype(np.int64)
    return ((A[:, None] - B) ** 2).sum(-1)


# -- nearest_labels -------------------------------------------------------------------------


@inputs("nearest_labels")
def nearest_inputs(rng):
    while True:
        N, M = (int(n) for n in rng.integers(1, 5, 2))
        yield (rng.integers(0, 4, (N, M)) / 2, rng.integers(0, 10, M))


@variant("nearest_labels")
def row_by_row(dist, y):
    return np.array([y[row.argmin()] for row in dist])


@variant("nearest_labels")
def sorted_first(dist, y):
    return np.take(y, np.argsort(dist, axis=1, kind="stable")[:, 0])


@variant("nearest_labels")
def plain_python(dist, y):
    out = []
    for row in dist.tolist():
        best = 0
        for j in range(1, len(row)):
            if row[j] < row[best]:
                best = j
        out.append(int(y[best]))
    return np.array(out)


# -- random_batch ---------------------------------------------------------------------------


@inputs("random_batch")
def batch_inputs(rng):
    while True:
        N = int(rng.integers(1, 9))
        yield (rng.normal(size=(N, 2)), np.arange(N), int(rng.integers(1, N + 1)), np.random.default_rng(rng.integers(1000)))


@variant("random_batch")
def chosen(X, y, size, rng):
    index = rng.choice(len(X), size=size, replace=False)
    return X[index], y[index]


@variant("random_batch")
def drawn_until_different(X, y, size, rng):
    chosen = []
    while len(chosen) < size:
        i = rng.integers(0, len(X))
        if i not in chosen:
            chosen.append(i)
    return np.array([X[i] for i in chosen]), np.array([y[i] for i in chosen])


@variant("random_batch")
def shuffled(X, y, size, rng):
    order = np.arange(X.shape[0])
    rng.shuffle(order)
    return np.take(X, order[:size], axis=0), np.take(y, order[:size])


@variant("random_batch")
def sorted_noise(X, y, size, rng):
    index = np.argsort(rng.random(len(y)))[-size:]
    return X[index].copy(), y[index].copy()


@variant("random_batch")
def unordered(X, y, size, rng):
    index = np.sort(rng.choice(len(X), size, replace=False, shuffle=False))
    return X[index], y[index]


# -- relative_error -------------------------------------------------------------------------


@inputs("relative_error")
def error_inputs(rng):
    while True:
        shape = tuple(int(n) for n in rng.integers(1, 4, rng.integers(1, 3)))
        scale = rng.choice([1.0, 1e-12, 1e-9, 1000.0])
        a, b = (rng.choice([0.0, 1.0, -1.0, rng.normal()], size=shape) * scale for _ in range(2))
        yield (a, b) if rng.random() < 0.7 else (float(a.flat[0]), float(b.flat[0]))


@variant("relative_error")
def entry_by_entry(a, b):
    worst = 0.0
    for p, q in zip(np.ravel(a).tolist(), np.ravel(b).tolist()):
        worst = max(worst, abs(p - q) / max(abs(p) + abs(q), 1e-8))
    return worst


@variant("relative_error")
def by_where(a, b):
    total = abs(a) + abs(b)
    return (abs(a - b) / np.where(total < 1e-8, 1e-8, total)).max()


@variant("relative_error")
def clipped(a, b):
    a, b = np.asarray(a), np.asarray(b)
    return float(np.amax(np.abs(np.subtract(a, b)) / np.clip(np.abs(a) + np.abs(b), 1e-8, None)))


# -- numerical_gradient ---------------------------------------------------------------------


@inputs("numerical_gradient")
def gradient_inputs(rng):
    while True:
        shape = tuple(int(n) for n in rng.integers(1, 3, rng.integers(1, 4)))
        a = rng.normal(size=shape)
        h = float(rng.choice([1e-5, 1e-2, 0.1]))
        args = (lambda x, a=a: float(np.sum(a * x**3) + np.prod(x)), rng.normal(size=shape))
        yield args if h == 1e-5 else (*args, h)


@variant("numerical_gradient")
def moved_and_put_back(f, x, h=1e-5):
    x = x.copy()
    gradient = np.empty_like(x)
    iterator = np.nditer(x, flags=["multi_index"])
    for _ in iterator:
        i = iterator.multi_index
        kept = x[i]
        x[i] = kept + h
        above = f(x)
        x[i] = kept - h
        below = f(x)
        x[i] = kept
        gradient[i] = (above - below) / (2 * h)
    return gradient


@variant("numerical_gradient")
def rows_of_steps(f, x, h=1e-5):
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([(f(x + s) - f(x - s)) / 2 / h for s in steps]).reshape(x.shape)


@variant("numerical_gradient")
def flat_list(f, x, h=1e-5):
    slopes = []
    for k in range(x.size):
        up, down = x.flatten(), x.flatten()
        up[k] += h
        down[k] -= h
        slopes.append(float(f(up.reshape(x.shape)) - f(down.reshape(x.shape))) / (2 * h))
    return np.reshape(slopes, x.shape)


@variant("numerical_gradient")
def the_step_really_taken(f, x, h=1e-5):
    gradient = np.zeros_like(x)
    for i, value in np.ndenumerate(x):
        right, left = x.copy(), x.copy()
        right[i], left[i] = value + h, value - h
        gradient[i] = (f(right) - f(left)) / (right[i] - left[i])
    return gradient


# -- class_means ----------------------------------------------------------------------------


@inputs("class_means")
def means_inputs(rng):
    while True:
        C = int(rng.integers(1, 4))
        y = rng.permutation(np.concatenate([np.arange(C), rng.integers(0, C, rng.integers(0, 4))]))
        yield (rng.normal(size=(len(y), int(rng.integers(1, 4)))), y, C)


@variant("class_means")
def by_one_hot(X, y, C):
    rows = np.eye(C)[y]
    return rows.T @ X / rows.sum(axis=0)[:, None]


@variant("class_means")
def added_up(X, y, C):
    total, count = np.zeros((C, X.shape[1])), np.zeros(C)
    for x, label in zip(X, y):
        total[label] += x
        count[label] += 1
    return total / count[:, None]


@variant("class_means")
def added_at(X, y, C):
    total = np.zeros((C, X.shape[1]), dtype=np.float64)
    np.add.at(total, y, X)
    return total / np.bincount(y, minlength=C).reshape(-1, 1)
