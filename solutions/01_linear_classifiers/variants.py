"""Correct answers to 01_linear_classifiers, written from the contracts alone, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, variant

# -- inputs -----------------------------------------------------------------------------------


def some(rng, shape, scale=2.0):
    """An array with ordinary and special values, sometimes integers or float32."""
    x = np.where(rng.random(shape) < 0.3, rng.choice([0.0, 1.0, -1.0, 2.0, 0.5], shape), rng.normal(0, scale, shape))
    kind = rng.integers(6)
    return np.round(x).astype(int) if kind == 0 else x.astype(np.float32) if kind == 1 else x


def _shape(rng, axes):
    return tuple(int(n) for n in rng.integers(1, 6, axes))


@inputs("linear_scores")
def linear_scores_inputs(rng):
    while True:
        N, D, C = _shape(rng, 3)
        yield some(rng, (N, D)), some(rng, (D, C)), some(rng, (C,))


@inputs("accuracy")
def accuracy_inputs(rng):
    while True:
        N, C = _shape(rng, 2)
        yield some(rng, (N, C)), rng.integers(0, C, N)


def _scores(rng):
    N, C = _shape(rng, 2)
    scores = some(rng, (N, C), 3.0)
    if rng.random() < 0.3:
        scores = rng.choice([1000.0, -1000.0, 0.0, 999.0, -998.0], (N, C))
    return scores


@inputs("softmax")
def softmax_inputs(rng):
    while True:
        yield (_scores(rng),)


@inputs("softmax_cross_entropy")
def softmax_cross_entropy_inputs(rng):
    while True:
        scores = _scores(rng)
        yield scores, rng.integers(0, scores.shape[1], len(scores))


@inputs("minibatches")
def minibatches_inputs(rng):
    while True:
        yield int(rng.integers(1, 20)), int(rng.integers(1, 9)), np.random.default_rng(int(rng.integers(1000)))


@inputs("sgd_step")
def sgd_step_inputs(rng):
    while True:
        N, D, C = _shape(rng, 3)
        yield some(rng, (D, C)), some(rng, (C,)), some(rng, (N, D)), some(rng, (N, C)), float(rng.choice([0.1, 1.0, 0.03, 2.5]))


def _pairs(rng):
    while True:
        shape = _shape(rng, int(rng.integers(1, 4)))
        prediction, target = some(rng, shape), some(rng, shape)
        yield prediction, np.where(rng.random(shape) < 0.2, prediction, target)


@inputs("mse")
def mse_inputs(rng):
    yield from _pairs(rng)


@inputs("mae")
def mae_inputs(rng):
    yield from _pairs(rng)


@inputs("log_loss")
def log_loss_inputs(rng):
    while True:
        N = int(rng.integers(1, 7))
        p = np.where(rng.random(N) < 0.2, rng.choice([0.0, 1.0, 0.5], N), rng.uniform(0.01, 0.99, N))
        y = rng.integers(0, 2, N)
        yield p.astype(np.float32) if rng.random() < 0.2 else p, y * 1.0 if rng.random() < 0.3 else y


@inputs("bce_with_logits")
def bce_with_logits_inputs(rng):
    while True:
        N = int(rng.integers(1, 7))
        z = some(rng, (N,), 4.0)
        z = rng.choice([1000.0, -1000.0, 800.0, 40.0, -40.0], N) if rng.random() < 0.2 else z
        y = rng.integers(0, 2, N)
        yield z, y * 1.0 if rng.random() < 0.3 else y


@inputs("colour_histogram")
def colour_histogram_inputs(rng):
    while True:
        image = np.where(rng.random((*_shape(rng, 2), 1)) < 0.3, rng.choice([0.0, 1.0, 0.25, 0.5, 0.9], 3), rng.random(3))
        yield image.astype(np.float32) if rng.random() < 0.2 else image, int(rng.choice([1, 2, 4, 8]))


def _image(rng, rows, columns):
    image = rng.normal(0, 1, (rows, columns)) if rng.random() < 0.6 else rng.integers(0, 4, (rows, columns))
    return image * (rng.random((rows, columns)) < 0.7)


@inputs("image_gradients")
def image_gradients_inputs(rng):
    while True:
        yield (_image(rng, *(int(n) for n in rng.integers(2, 6, 2))),)


@inputs("hog")
def hog_inputs(rng):
    while True:
        cell = int(rng.integers(2, 4))
        image = _image(rng, cell * int(rng.integers(1, 4)), cell * int(rng.integers(1, 4)))
        args = image, cell, int(rng.choice([1, 3, 5, 7, 9]))
        yield args if rng.random() < 0.3 else (*args, float(rng.choice([0.3, 0.01, 1.0, 4.0])))


@inputs("visual_words")
def visual_words_inputs(rng):
    while True:
        M, K, D = _shape(rng, 3)
        yield rng.integers(-2, 3, (M, D)) * 1.0 + 0.0, rng.integers(-2, 3, (K, D))


@inputs("bag_of_words")
def bag_of_words_inputs(rng):
    yield from visual_words_inputs(rng)


@inputs("products")
def products_inputs(rng):
    while True:
        yield (some(rng, _shape(rng, 2)),)


@inputs("soft_cross_entropy")
def soft_cross_entropy_inputs(rng):
    while True:
        scores = _scores(rng)
        yield scores, rng.dirichlet(np.ones(scores.shape[1]), len(scores))


@inputs("kmeans_step")
def kmeans_step_inputs(rng):
    yield from visual_words_inputs(rng)


# -- 1.1 linear_scores, accuracy --------------------------------------------------------------


@variant("linear_scores")
def scores_by_loops(X, W, b):
    scores = np.zeros((len(X), W.shape[1]))
    for n in range(len(X)):
        for k in range(W.shape[1]):
            scores[n, k] = b[k] + sum(X[n, d] * W[d, k] for d in range(X.shape[1]))
    return scores


@variant("linear_scores")
def scores_by_dot(X, W, b):
    return np.array([np.dot(x, W) + b for x in X])


@variant("linear_scores")
def scores_with_a_column_of_ones(X, W, b):
    return np.hstack([X, np.ones((len(X), 1))]) @ np.vstack([W, b])


@variant("linear_scores", of="accuracy")
def accuracy_by_loop(scores, y):
    right = 0
    for row, k in zip(scores, y):
        best = 0
        for j in range(len(row)):
            if row[j] > row[best]:
                best = j
        right += best == k
    return right / len(y)


@variant("linear_scores", of="accuracy")
def accuracy_by_count(scores, y):
    return np.count_nonzero(scores.argmax(-1) == y) / y.size


@variant("linear_scores", of="accuracy")
def accuracy_as_float(scores, y):
    return float((np.argmax(scores, 1) == y).astype(float).sum() / len(scores))


# -- 1.2 softmax ------------------------------------------------------------------------------


@variant("softmax")
def softmax_by_rows(scores):
    out = np.zeros(scores.shape)
    for n, row in enumerate(scores):
        e = [math.exp(value - max(row)) for value in row]
        out[n] = [value / sum(e) for value in e]
    return out


@variant("softmax")
def softmax_transposed(scores):
    e = np.exp(scores.T - scores.max(axis=1))
    return (e / e.sum(axis=0)).T


@variant("softmax")
def softmax_by_logarithm(scores):
    scores = np.asarray(scores, dtype=float)
    return np.exp(scores - np.logaddexp.reduce(scores, axis=1)[:, None])


@variant("softmax")
def softmax_in_place_of_a_copy(scores):
    e = np.array(scores, dtype=np.float64)
    e -= e.max(axis=1)[:, np.newaxis]
    np.exp(e, out=e)
    e /= e.sum(axis=1)[:, np.newaxis]
    return e


# -- 1.3 softmax_cross_entropy ----------------------------------------------------------------


@variant("softmax_cross_entropy")
def cross_entropy_by_rows(scores, y):
    losses, gradients = [], []
    for row, k in zip(scores, y):
        m = max(row)
        e = [math.exp(value - m) for value in row]
        losses.append(m - row[k] + math.log(sum(e)))
        gradients.append([value / sum(e) - (j == k) for j, value in enumerate(e)])
    return sum(losses) / len(y), np.array(gradients) / len(y)


@variant("softmax_cross_entropy")
def cross_entropy_by_one_hot(scores, y):
    one_hot = np.eye(scores.shape[1])[y]
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.sum(one_hot * log_p) / len(scores), (np.exp(log_p) - one_hot) / len(scores)


@variant("softmax_cross_entropy")
def cross_entropy_by_logaddexp(scores, y):
    scores = np.asarray(scores, dtype=np.float64)
    total = np.logaddexp.reduce(scores, axis=1)
    rows = np.arange(scores.shape[0])
    loss = float(np.mean(total - scores[rows, y]))
    dscores = np.exp(scores - total[:, None])
    dscores[rows, y] -= 1.0
    dscores /= scores.shape[0]
    return loss, dscores


# -- 1.4 minibatches, sgd_step ----------------------------------------------------------------


@variant("sgd_step")
def step_by_loops(W, b, X, dscores, lr):
    new_W, new_b = np.array(W, dtype=float), np.array(b, dtype=float)
    for x, d in zip(X, dscores):
        new_W -= lr * np.outer(x, d)
        new_b -= lr * d
    return new_W, new_b


@variant("sgd_step")
def step_by_einsum(W, b, X, dscores, lr):
    return W - lr * np.einsum("nd,nc->dc", X, dscores), b - lr * dscores.sum(0)


@variant("sgd_step")
def step_by_ones(W, b, X, dscores, lr):
    return W - np.dot(np.transpose(X), lr * dscores), b - lr * (np.ones(len(X)) @ dscores)


@variant("sgd_step", of="minibatches")
def batches_by_shuffle(N, size, rng):
    order = np.arange(N)
    rng.shuffle(order)
    return np.split(order, range(size, N, size))


@variant("sgd_step", of="minibatches")
def batches_by_sorting(N, size, rng):
    order, batches = np.argsort(rng.random(N)), []
    while len(order):
        batches.append(order[:size])
        order = order[size:]
    return batches


@variant("sgd_step", of="minibatches")
def batches_by_choice(N, size, rng):
    order = rng.choice(N, N, replace=False)
    return [np.array(order[k * size : (k + 1) * size]) for k in range(math.ceil(N / size))]


@variant("sgd_step", of="minibatches")
def batches_by_sampling_what_is_left(N, size, rng):
    left, batches = np.arange(N), []
    while left.size:
        batch = rng.choice(left, min(size, left.size), replace=False)
        batches.append(batch)
        left = np.setdiff1d(left, batch)
    return batches


# -- 1.5 mse, mae -----------------------------------------------------------------------------


@variant("mse")
def mse_by_loop(prediction, target):
    n, total, gradient = prediction.size, 0.0, np.zeros(prediction.shape)
    for i in np.ndindex(prediction.shape):
        error = prediction[i] - target[i]
        total += error**2
        gradient[i] = 2 * error / n
    return total / n, gradient


@variant("mse")
def mse_by_dot(prediction, target):
    e = (prediction - target).astype(float)
    return float(e.ravel() @ e.ravel()) / e.size, e * (2 / e.size)


@variant("mse")
def mse_by_square(prediction, target):
    return np.square(np.subtract(prediction, target)).mean(), 2.0 * (prediction - target) / np.prod(prediction.shape)


@variant("mse", of="mae")
def mae_by_where(prediction, target):
    up, down = prediction > target, prediction < target
    slope = np.where(up, 1.0, np.where(down, -1.0, 0.0))
    return np.sum(slope * (prediction - target)) / slope.size, slope / slope.size


@variant("mse", of="mae")
def mae_by_comparisons(prediction, target):
    slope = (prediction > target) * 1.0 - (prediction < target) * 1.0
    return np.abs(prediction - target).mean(), slope / prediction.size


@variant("mse", of="mae")
def mae_by_loop(prediction, target):
    n = prediction.size
    pairs = list(zip(prediction.ravel().tolist(), target.ravel().tolist()))
    slopes = [0.0 if p == t else math.copysign(1 / n, p - t) for p, t in pairs]
    return sum(abs(p - t) for p, t in pairs) / n, np.array(slopes).reshape(prediction.shape)


# -- 1.6 log_loss, bce_with_logits ------------------------------------------------------------


@variant("bce_with_logits")
def bce_by_logaddexp(z, y):
    z = np.asarray(z, dtype=float)
    p = np.exp(-np.logaddexp(0, -z))
    return np.mean(np.logaddexp(0, z) - y * z), (p - y) / z.size


@variant("bce_with_logits")
def bce_by_loop(z, y):
    total, dz = 0.0, np.zeros(len(z))
    for n in range(len(z)):
        s = math.exp(-abs(z[n]))
        p = 1 / (1 + s) if z[n] >= 0 else s / (1 + s)
        total += max(z[n], 0) - z[n] * y[n] + math.log1p(s)
        dz[n] = (p - y[n]) / len(z)
    return total / len(z), dz


@variant("bce_with_logits")
def bce_by_signs(z, y):
    margin = np.where(y == 1, z, -1.0 * z)  # large is good
    loss = np.mean(np.maximum(-margin, 0) + np.log1p(np.exp(-np.abs(margin))))
    return loss, (0.5 * (1 + np.tanh(z / 2)) - y) / len(y)


@variant("bce_with_logits", of="log_loss")
def log_loss_by_loop(p, y):
    losses = []
    for one, yes in zip(p.tolist(), y.tolist()):
        given = one if yes == 1 else 1 - one
        losses.append(math.inf if given == 0 else -math.log(given))
    return sum(losses) / len(losses)


@variant("bce_with_logits", of="log_loss")
def log_loss_by_masks(p, y):
    with np.errstate(divide="ignore"):
        return -(np.log(p[y == 1]).sum() + np.log(1 - p[y == 0]).sum()) / len(p)


@variant("bce_with_logits", of="log_loss")
def log_loss_by_absolute(p, y):
    return np.mean(-np.log(np.abs(p - (1 - y))))


# -- 1.7 colour_histogram ---------------------------------------------------------------------


@variant("colour_histogram")
def colours_by_loop(image, bins):
    H = np.zeros((bins, bins, bins))
    rows, columns, _ = image.shape
    for i in range(rows):
        for j in range(columns):
            r, g, b = (min(int(value * bins), bins - 1) for value in image[i, j])
            H[r, g, b] += 1
    return H / (rows * columns)


@variant("colour_histogram")
def colours_by_histogramdd(image, bins):
    return np.histogramdd(image.reshape(-1, 3), bins=bins, range=[(0, 1)] * 3)[0] / (image.shape[0] * image.shape[1])


@variant("colour_histogram")
def colours_by_add_at(image, bins):
    k = np.clip(np.floor(image * bins), 0, bins - 1).astype(np.int64).reshape(-1, 3)
    H = np.zeros((bins, bins, bins))
    np.add.at(H, (k[:, 0], k[:, 1], k[:, 2]), 1 / len(k))
    return H


# -- 1.8 image_gradients, hog -----------------------------------------------------------------


@variant("hog", of="image_gradients")
def gradients_by_loop(image):
    H, W = image.shape
    magnitude, angle = np.zeros((H, W)), np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            gx = float(image[i, j + 1]) - float(image[i, j - 1]) if 0 < j < W - 1 else 0.0
            gy = float(image[i + 1, j]) - float(image[i - 1, j]) if 0 < i < H - 1 else 0.0
            magnitude[i, j] = math.sqrt(gx**2 + gy**2)
            angle[i, j] = math.atan2(gy, gx) % math.pi
    return magnitude, angle


@variant("hog", of="image_gradients")
def gradients_by_roll(image):
    image = np.asarray(image, dtype=float)
    gx = np.roll(image, -1, axis=1) - np.roll(image, 1, axis=1)
    gy = np.roll(image, -1, axis=0) - np.roll(image, 1, axis=0)
    gx[:, 0] = gx[:, -1] = 0
    gy[0] = gy[-1] = 0
    angle = np.arctan2(gy, gx)
    angle[angle < 0] += np.pi
    angle[angle >= np.pi] = 0
    return np.sqrt(gx**2 + gy**2), angle


@variant("hog", of="image_gradients")
def gradients_in_float32(image):
    image = image.astype(np.float32)
    gx, gy = np.zeros_like(image), np.zeros_like(image)
    gx[:, 1:-1] = image[:, 2:] - image[:, :-2]
    gy[1:-1, :] = image[2:, :] - image[:-2, :]
    return np.hypot(gx, gy), np.mod(np.arctan2(gy, gx), np.pi)


@variant("hog")
def hog_by_loops(image, cell, bins, eps=0.3):
    magnitude, angle = gradients_by_loop(image)
    h = np.zeros((image.shape[0] // cell, image.shape[1] // cell, bins))
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            h[i // cell, j // cell, int(angle[i, j] * bins / math.pi)] += magnitude[i, j]
    for i, j in np.ndindex(h.shape[:2]):
        h[i, j] = h[i, j] / math.sqrt(sum(h[i, j] ** 2) + eps**2)
    return h


@variant("hog")
def hog_by_histograms(image, cell, bins, eps=0.3):
    magnitude, angle = gradients_by_roll(image)
    rows = []
    for top in range(0, image.shape[0], cell):
        row = []
        for left in range(0, image.shape[1], cell):
            window = slice(top, top + cell), slice(left, left + cell)
            h = np.histogram(angle[window], bins=bins, range=(0, np.pi), weights=magnitude[window])[0]
            row.append(h / np.sqrt(h @ h + eps**2))
        rows.append(row)
    return np.array(rows)


@variant("hog")
def hog_by_masks(image, cell, bins, eps=0.3):
    magnitude, angle = gradients_by_roll(image)
    H, W = image.shape
    planes = []
    for k in range(bins):
        inside = (angle >= k * np.pi / bins) & (angle < (k + 1) * np.pi / bins)
        planes.append(np.where(inside, magnitude, 0).reshape(H // cell, cell, W // cell, cell).sum(axis=3).sum(axis=1))
    h = np.stack(planes, axis=-1)
    return h / np.linalg.norm(np.concatenate([h, np.full((*h.shape[:2], 1), eps)], axis=2), axis=2)[..., None]


@variant("hog")
def hog_by_bincount(image, cell, bins, eps=0.3):
    magnitude, angle = gradients_by_roll(image)
    i, j = np.indices(image.shape) // cell
    columns = image.shape[1] // cell
    number = ((i * columns + j) * bins + (angle // (np.pi / bins)).astype(int)).ravel()
    h = np.bincount(number, magnitude.ravel(), image.size // cell**2 * bins).reshape(-1, columns, bins)
    return h / np.sqrt((h * h).sum(axis=2, keepdims=True) + eps * eps)


# -- 1.9 visual_words, bag_of_words -----------------------------------------------------------


@variant("visual_words")
def words_by_loops(patches, codebook):
    found = []
    for patch in patches:
        distances = [sum((a - b) ** 2 for a, b in zip(patch, word)) for word in codebook]
        found.append(distances.index(min(distances)))
    return np.array(found)


@variant("visual_words")
def words_by_broadcasting(patches, codebook):
    return ((patches[:, None, :] - codebook[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)


@variant("visual_words")
def words_by_norm(patches, codebook):
    return np.array([np.argmin(np.linalg.norm(codebook - patch, axis=1)) for patch in patches])


@variant("visual_words", of="bag_of_words")
def bag_by_loop(patches, codebook):
    bag = np.zeros(len(codebook))
    for word in words_by_broadcasting(patches, codebook):
        bag[word] += 1 / len(patches)
    return bag


@variant("visual_words", of="bag_of_words")
def bag_by_comparison(patches, codebook):
    words = words_by_broadcasting(patches, codebook)
    return np.mean(words[:, None] == np.arange(len(codebook)), axis=0)


@variant("visual_words", of="bag_of_words")
def bag_by_histogram(patches, codebook):
    K = codebook.shape[0]
    return np.histogram(words_by_broadcasting(patches, codebook), bins=np.arange(K + 1))[0] / patches.shape[0]


# -- Further ----------------------------------------------------------------------------------


@variant("products")
def products_by_loops(X):
    columns = list(X.T)
    for i in range(X.shape[1]):
        for j in range(i, X.shape[1]):
            columns.append(X[:, i] * X[:, j])
    return np.stack(columns, axis=1)


@variant("products")
def products_row_by_row(X):
    D = X.shape[1]
    return np.array([list(x) + [x[i] * x[j] for i in range(D) for j in range(i, D)] for x in X])


@variant("products")
def products_of_blocks(X):
    return np.hstack([X] + [X[:, i : i + 1] * X[:, i:] for i in range(X.shape[1])])


@variant("soft_cross_entropy")
def soft_by_rows(scores, targets):
    total, gradient = 0.0, np.zeros(scores.shape)
    for n, (row, target) in enumerate(zip(scores, targets)):
        log_sum = max(row) + math.log(sum(math.exp(value - max(row)) for value in row))
        total += sum(t * (log_sum - value) for t, value in zip(target, row))
        gradient[n] = [math.exp(value - log_sum) - t for t, value in zip(target, row)]
    return total / len(scores), gradient / len(scores)


@variant("soft_cross_entropy")
def soft_by_logaddexp(scores, targets):
    log_p = scores - np.logaddexp.reduce(np.asarray(scores, float), axis=1, keepdims=True)
    return -np.mean(np.sum(targets * log_p, axis=1)), (np.exp(log_p) - targets) / scores.shape[0]


@variant("soft_cross_entropy")
def soft_by_mean_score(scores, targets):
    s = scores - scores.max(axis=1)[:, None]
    loss = np.mean(np.log(np.exp(s).sum(axis=1)) - (targets * s).sum(axis=1))
    p = np.exp(s)
    return float(loss), (p / p.sum(axis=1)[:, None] - targets) / len(s)


@variant("kmeans_step")
def means_by_loop(patches, codebook):
    words, out = words_by_broadcasting(patches, codebook), np.array(codebook, dtype=float)
    for k in range(len(codebook)):
        mine = patches[words == k]
        if len(mine):
            out[k] = np.mean(mine, axis=0)
    return out


@variant("kmeans_step")
def means_by_matrix(patches, codebook):
    belongs = words_by_broadcasting(patches, codebook)[:, None] == np.arange(len(codebook))
    count = belongs.sum(axis=0)[:, None]
    return np.where(count > 0, belongs.T @ patches / np.maximum(count, 1), codebook)


@variant("kmeans_step")
def means_by_add_at(patches, codebook):
    words, total = words_by_broadcasting(patches, codebook), np.zeros(codebook.shape)
    np.add.at(total, words, patches)
    count = np.bincount(words, minlength=len(codebook))
    return np.array([total[k] / count[k] if count[k] else codebook[k] * 1.0 for k in range(len(codebook))])
