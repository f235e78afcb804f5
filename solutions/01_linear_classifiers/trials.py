"""Wrong answers that learners gave in trials of 01_linear_classifiers; `named`: the panel of that day named them rightly."""

import numpy as np

from chainrule_staff.authoring.alternatives import trial


def _softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


# -- 1.1 linear_scores, accuracy --------------------------------------------------------------


@trial("linear_scores", named=False)
def filled_like_x(X, W, b):
    scores = np.zeros((len(X), W.shape[1]), dtype=X.dtype)
    for n in range(len(X)):
        scores[n] = X[n] @ W + b
    return scores


@trial("linear_scores", named=False)
def cast_to_the_dtype_of_x(X, W, b):
    return (X @ W + b).astype(X.dtype)


@trial("linear_scores", named=False)
def adds_in_place(X, W, b):
    s = X @ W
    s += b
    return s


@trial("linear_scores", of="accuracy", named=False)
def scores_as_integers(scores, y):
    return np.mean(np.argmax(scores.astype(int), axis=1) == y)


@trial("linear_scores", of="accuracy", named=False)
def over_the_classes(scores, y):
    return np.sum(np.argmax(scores, axis=1) == y) / scores.shape[1]


# -- 1.2 softmax ------------------------------------------------------------------------------


@trial("softmax", named=False)
def maximum_from_zero(scores):
    out = np.zeros(scores.shape)
    for n in range(len(scores)):
        m = 0
        for s in scores[n]:
            if s > m:
                m = s
        e = np.exp(scores[n] - m)
        out[n] = e / e.sum()
    return out


@trial("softmax", named=False)
def largest_size(scores):
    e = np.exp(scores - np.abs(scores).max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@trial("softmax", named=False)
def minus_the_first_column(scores):
    e = np.exp(scores - scores[:, :1])
    return e / e.sum(axis=1, keepdims=True)


@trial("softmax", named=False)
def exponents_from_minus_30(scores):
    e = np.exp(np.clip(scores - scores.max(axis=1, keepdims=True), -30, 0))
    return e / e.sum(axis=1, keepdims=True)


@trial("softmax", named=False)
def exponents_from_minus_50(scores):
    e = np.exp(np.maximum(scores - scores.max(axis=1, keepdims=True), -50))
    return e / e.sum(axis=1, keepdims=True)


@trial("softmax", named=False)
def shifted_above_100_only(scores):
    shift = scores.max(axis=1, keepdims=True) if np.abs(scores).max() > 100 else 0
    e = np.exp(scores - shift)
    return e / e.sum(axis=1, keepdims=True)


# -- 1.3 softmax_cross_entropy ----------------------------------------------------------------


def _repaired(scores, y, lead):
    N, p = len(y), _softmax(scores)
    q = p[np.arange(N), y]
    loss = np.mean(np.where(q > 0, -np.log(np.where(q > 0, q, 1)), lead))
    d = p.copy()
    d[np.arange(N), y] -= 1
    return loss, d / N


@trial("softmax_cross_entropy", named=False)
def lead_without_the_logarithm(scores, y):
    return _repaired(scores, y, scores.max(axis=1) - scores[np.arange(len(y)), y])


@trial("softmax_cross_entropy", named=False)
def a_thousand_where_p_is_0(scores, y):
    return _repaired(scores, y, 1000)


@trial("softmax_cross_entropy", named=False)
def plus_1e_300(scores, y):
    p = _softmax(scores)
    return -np.mean(np.log(p[np.arange(len(y)), y] + 1e-300)), (p - np.eye(scores.shape[1])[y]) / len(y)


# -- 1.4 minibatches, sgd_step ----------------------------------------------------------------


def _cut(order, size):
    return [order[i : i + size] for i in range(0, len(order), size)]


@trial("sgd_step", of="minibatches", named=False)
def from_1_to_n(N, size, rng):
    return _cut(rng.permutation(N) + 1, size)


@trial("sgd_step", of="minibatches", named=False)
def even_numbers(N, size, rng):
    return _cut(rng.permutation(np.arange(0, 2 * N, 2)), size)


@trial("sgd_step", of="minibatches", named=False)
def negative_numbers(N, size, rng):
    return _cut(-rng.permutation(N), size)


@trial("sgd_step", of="minibatches", named=False)
def floats(N, size, rng):
    return _cut(rng.permutation(N).astype(float), size)


@trial("sgd_step", of="minibatches", named=False)
def zero_always_first(N, size, rng):
    return _cut(np.concatenate([[0], 1 + rng.permutation(N - 1)]), size)


@trial("sgd_step", of="minibatches", named=False)
def last_always_last(N, size, rng):
    return _cut(np.append(rng.permutation(N - 1), N - 1), size)


@trial("sgd_step", of="minibatches", named=False)
def rolled(N, size, rng):
    return _cut(np.roll(np.arange(N), rng.integers(N)), size)


@trial("sgd_step", of="minibatches", named=False)
def shuffled_inside(N, size, rng):
    return [rng.permutation(batch) for batch in _cut(np.arange(N), size)]


@trial("sgd_step", named=False)
def copies_of_integers(W, b, X, dscores, lr):
    W2, b2 = W.copy(), b.copy()
    for n in range(len(X)):
        for d in range(W.shape[0]):
            for k in range(W.shape[1]):
                W2[d, k] = W2[d, k] - lr * X[n, d] * dscores[n, k]
        for k in range(len(b)):
            b2[k] = b2[k] - lr * dscores[n, k]
    return W2, b2


@trial("sgd_step", named=False)
def only_the_weights_divided(W, b, X, dscores, lr):
    return W - lr * X.T @ dscores / len(X), b - lr * dscores.sum(axis=0)


@trial("sgd_step", named=False)
def fixed_rate(W, b, X, dscores, lr):
    return W - 0.1 * X.T @ dscores, b - 0.1 * dscores.sum(axis=0)


# -- 1.5 mse, mae -----------------------------------------------------------------------------


@trial("mse", named=False)
def one_or_two_axes(prediction, target):
    g, s, n = np.zeros(prediction.shape), 0, 0
    if prediction.ndim == 1:
        for i in range(len(prediction)):
            s += (prediction[i] - target[i]) ** 2
            n += 1
            g[i] = 2 * (prediction[i] - target[i])
    else:
        for i in range(prediction.shape[0]):
            for j in range(prediction.shape[1]):
                s += (prediction[i, j] - target[i, j]) ** 2
                n += 1
                g[i, j] = 2 * (prediction[i, j] - target[i, j])
    return s / n, g / n


@trial("mse", of="mae", named=False)
def smooth_sign(prediction, target):
    e = prediction - target
    return np.mean(np.abs(e)), np.tanh(50 * e) / e.size


# -- 1.6 log_loss, bce_with_logits ------------------------------------------------------------


@trial("bce_with_logits", of="log_loss", named=False)
def larger_probability(p, y):
    with np.errstate(all="ignore"):
        return -np.mean(np.log(np.where(p > 0.5, p, 1 - p)))


# -- 1.7 colour_histogram ---------------------------------------------------------------------


@trial("colour_histogram", named=False)
def scaled_by_the_largest(image, bins):
    k = np.minimum((image / image.max() * bins).astype(int), bins - 1).reshape(-1, 3)
    n = (k[:, 0] * bins + k[:, 1]) * bins + k[:, 2]
    return np.bincount(n, minlength=bins**3).reshape(bins, bins, bins) / len(k)


@trial("colour_histogram", named=False)
def range_to_the_largest(image, bins):
    h, _ = np.histogramdd(image.reshape(-1, 3), bins=bins, range=[(0, image.max())] * 3)
    return h / h.sum()


@trial("colour_histogram", named=False)
def bytes_overflow(image, bins):
    k = np.minimum((image * bins).astype(np.uint8), bins - 1).reshape(-1, 3)
    n = (k[:, 0] * bins + k[:, 1]) * bins + k[:, 2]
    return np.bincount(n, minlength=bins**3).reshape(bins, bins, bins) / len(k)


@trial("colour_histogram", named=False)
def duplicates_lost(image, bins):
    k = np.minimum((image * bins).astype(int), bins - 1)
    h = np.zeros((bins, bins, bins))
    h[k[..., 0], k[..., 1], k[..., 2]] += 1
    return h / h.sum()


# -- 1.8 image_gradients, hog -----------------------------------------------------------------


def _gradients(image):
    gx, gy = np.zeros(image.shape), np.zeros(image.shape)
    gx[:, 1:-1] = image[:, 2:] - image[:, :-2]
    gy[1:-1] = image[2:] - image[:-2]
    return np.hypot(gx, gy), np.arctan2(gy, gx) % np.pi


@trial("hog", of="image_gradients", named=False)
def numpy_gradient_doubled(image):
    gy, gx = np.gradient(image.astype(float))
    return np.hypot(2 * gx, 2 * gy), np.arctan2(gy, gx) % np.pi


@trial("hog", named=False)
def open_below_closed_above(image, cell, bins, eps=0.3):
    mag, ang = _gradients(image)
    H, W = image.shape
    h = np.zeros((H // cell, W // cell, bins))
    for i in range(H):
        for j in range(W):
            for k in range(bins):
                low, high = k * np.pi / bins, (k + 1) * np.pi / bins
                if low < ang[i, j] <= high or (k == 0 and ang[i, j] == 0):
                    h[i // cell, j // cell, k] += mag[i, j]
    return h / np.sqrt(np.sum(h**2, axis=2, keepdims=True) + eps**2)


@trial("hog", named=False)
def closed_at_both_ends(image, cell, bins, eps=0.3):
    m, a = _gradients(image)
    H, W = image.shape
    out, w = np.zeros((H // cell, W // cell, bins)), np.pi / bins
    for k in range(bins):
        mask = (a >= k * w) & (a <= (k + 1) * w)
        out[..., k] = (m * mask).reshape(H // cell, cell, W // cell, cell).sum((1, 3))
    return out / np.sqrt((out**2).sum(-1, keepdims=True) + eps**2)


# -- 1.9 visual_words, bag_of_words -----------------------------------------------------------


@trial("visual_words", named=False)
def largest_difference(patches, codebook):
    return np.abs(patches[:, None] - codebook[None]).max(axis=2).argmin(axis=1)


@trial("visual_words", named=False)
def cubes(patches, codebook):
    return (np.abs(patches[:, None] - codebook[None]) ** 3).sum(2).argmin(axis=1)


@trial("visual_words", named=False)
def whole_numbers_compared(patches, codebook):
    return ((patches.astype(int)[:, None] - codebook.astype(int)[None]) ** 2).sum(axis=2).argmin(axis=1)


@trial("visual_words", named=False)
def dtype_of_the_codebook(patches, codebook):
    return ((patches.astype(codebook.dtype)[:, None] - codebook[None]) ** 2).sum(-1).argmin(1)


@trial("visual_words", named=False)
def search_from_100(patches, codebook):
    out = []
    for p in patches:
        best, dist = 0, 100
        for k, w in enumerate(codebook):
            d = np.sum((p - w) ** 2)
            if d < dist:
                best, dist = k, d
        out.append(best)
    return np.array(out)


@trial("visual_words", named=False)
def cosines(patches, codebook):
    p = patches / (np.linalg.norm(patches, axis=1, keepdims=True) + 1e-12)
    w = codebook / (np.linalg.norm(codebook, axis=1, keepdims=True) + 1e-12)
    return np.argmax(p @ w.T, axis=1)


# -- Further ----------------------------------------------------------------------------------


@trial("kmeans_step", named=False)
def words_move_in_turn(patches, codebook):
    new = codebook.astype(float)
    for k in range(len(new)):
        near = ((patches[:, None] - new) ** 2).sum(2).argmin(1)
        if np.any(near == k):
            new[k] = patches[near == k].mean(axis=0)
    return new


@trial("kmeans_step", named=False)
def twenty_rounds(patches, codebook):
    new = codebook.astype(float)
    for _ in range(20):
        near = ((patches[:, None] - new) ** 2).sum(2).argmin(1)
        for k in range(len(new)):
            if np.any(near == k):
                new[k] = patches[near == k].mean(axis=0)
    return new


@trial("kmeans_step", named=False)
def median_of_the_patches(patches, codebook):
    new = codebook.astype(float)
    near = ((patches[:, None] - codebook) ** 2).sum(2).argmin(1)
    for k in range(len(codebook)):
        if (near == k).any():
            new[k] = np.median(patches[near == k], 0)
    return new
