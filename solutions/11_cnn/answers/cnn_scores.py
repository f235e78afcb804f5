"""Answers to 11.1, cnn_scores: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import kinds_of, maybe, pick

from ._shared import _relu, array, pictures

# -- inputs ----------------------------------------------------------------------------------------


@inputs(without=("x: H = 1", "x: width = 1"))
def cnn_scores_inputs(rng):
    while True:
        kinds = kinds_of(rng)
        x = pictures(rng, kinds, even=True)
        N, C, H, width = x.shape
        F, K, k = int(rng.integers(1, 4)), int(rng.integers(1, 4)), int(pick(rng, (1, 3, 3, 5)))
        D = F * H * width // 4
        params = {"W1": array(rng, (F, C, k, k), kinds, limit=20.0), "b1": array(rng, (F,), kinds)}
        params |= {"W2": array(rng, (D, K), kinds, limit=20.0), "b2": array(rng, (K,), kinds)}
        if maybe(rng, 0.2):  # maps without a positive number
            params["b1"] = params["b1"] - params["b1"].dtype.type(200)
        yield x, {name: params[name] for name in rng.permutation(list(params)).tolist()}


# -- right, written in other ways ------------------------------------------------------------------


def _conv(x, W, b):
    F, C, k, _ = W.shape
    N, _, H, width = x.shape
    padded = np.zeros((N, C, H + k - 1, width + k - 1), x.dtype)
    padded[:, :, k // 2 : k // 2 + H, k // 2 : k // 2 + width] = x
    out = np.zeros((N, F, H, width), np.result_type(x, W, b))
    for i in range(k):
        for j in range(k):
            out += np.einsum("nchw,fc->nfhw", padded[:, :, i : i + H, j : j + width], W[:, :, i, j])
    return out + b[:, None, None]


def _pool(a):
    return np.maximum(
        np.maximum(a[:, :, ::2, ::2], a[:, :, 1::2, ::2]), np.maximum(a[:, :, ::2, 1::2], a[:, :, 1::2, 1::2])
    )


@right
def pooled_before_relu(x, params):
    """It pools first and lets ReLU follow. The largest of four numbers, cut off at 0, is the
    largest of the four that were cut off, so the scores are the same; and ReLU has a quarter of
    the numbers to look at."""
    maps = _relu(_pool(_conv(x, params["W1"], params["b1"])))
    return maps.reshape(maps.shape[0], -1) @ params["W2"] + params["b2"]


@right
def picture_by_picture(x, params):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    return np.array([_pool(_relu(_conv(one[None], W1, b1))).ravel() @ W2 + b2 for one in x])


@right
def map_by_map(x, params):
    maps = _pool(_relu(_conv(x, params["W1"], params["b1"])))
    flat = np.concatenate([maps[:, f].reshape(len(x), -1) for f in range(maps.shape[1])], axis=1)
    return np.dot(flat, params["W2"]) + params["b2"]


@right
def by_loops(x, params):
    maps = np.maximum(0, _pool(_conv(x, params["W1"], params["b1"])))
    N, F, H, width = maps.shape
    scores = np.zeros((N, len(params["b2"])), np.result_type(maps, params["W2"], params["b2"]))
    for n in range(N):
        for k in range(len(params["b2"])):
            scores[n, k] = params["b2"][k]
            row = 0
            for f in range(F):
                for i in range(H):
                    for j in range(width):
                        scores[n, k] += maps[n, f, i, j] * params["W2"][row, k]
                        row += 1
    return scores


# -- wrong, and told why ---------------------------------------------------------------------------


def _scores(x, params, act=_relu, pool=_pool, flat=lambda maps: maps.reshape(len(maps), -1), conv=_conv):
    return flat(pool(act(conv(x, params["W1"], params["b1"])))) @ params["W2"] + params["b2"]


@wrong
def no_relu(x, params):
    """Negative numbers of the feature maps reach the head. What stands between convolution and pooling?"""
    return _scores(x, params, act=lambda z: z)


@wrong
def relu_on_the_scores(x, params):
    """Your scores are cut off at 0 as well. Scores may be negative: what the loss needs of them is which is larger, and by how much."""
    return _relu(_scores(x, params))


@wrong
def probabilities(x, params):
    """You return probabilities: each row sums to 1. Scores are asked for; the loss has a softmax of its own, and with two of them the loss
    cannot come near 0."""
    scores = _scores(x, params).astype(float)
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@wrong
def mean_pooling(x, params):
    """You pool by the mean of each 2 × 2 pixels. It is their largest number that is asked for."""
    return _scores(
        x,
        params,
        pool=lambda a: (a[:, :, ::2, ::2] + a[:, :, 1::2, ::2] + a[:, :, ::2, 1::2] + a[:, :, 1::2, 1::2]) / 4,
    )


@wrong
def first_of_four(x, params):
    """You keep the upper left of each 2 × 2 pixels and drop the others. Pooling keeps the largest of the four."""
    return _scores(x, params, pool=lambda a: a[:, :, ::2, ::2])


@wrong
def channels_last(x, params):
    """Your rows go through the pixels first, and through the feature maps at each pixel. It is map by map that is asked for: the rows of W2 are in
    that order."""
    return _scores(x, params, flat=lambda maps: maps.transpose(0, 2, 3, 1).reshape(len(maps), -1))


@wrong
def column_by_column(x, params):
    """You walk through each map column by column. Row by row is asked for: the rows of W2 are in that order."""
    return _scores(x, params, flat=lambda maps: maps.transpose(0, 1, 3, 2).reshape(len(maps), -1))


@wrong
def mixed_examples(x, params):
    """Numbers of different pictures get into one row. The axis of the pictures must be the first, before and after flattening."""
    return _scores(x, params, flat=lambda maps: maps.reshape(-1, len(maps)).T)


@wrong
def no_first_bias(x, params):
    """The biases of the convolution, b1, have no influence."""
    return _scores(x, {**params, "b1": 0 * params["b1"]})


@wrong
def no_second_bias(x, params):
    """The biases of the head, b2, are missing."""
    return _scores(x, {**params, "b2": 0 * params["b2"]})


@wrong
def flipped_kernels(x, params):
    """Your kernels are turned by 180° before they slide. The convolution above does not turn them."""
    return _scores(x, {**params, "W1": params["W1"][:, :, ::-1, ::-1]})


@wrong
def relu_before_the_convolution(x, params):
    """You cut off the picture's negative numbers, before the convolution. ReLU belongs behind it."""
    return _scores(_relu(x), params, act=lambda z: z)


@wrong
def relu_on_both_sides(x, params):
    """ReLU is right where it is; but the picture itself is cut off at 0 as well, before the convolution."""
    return _scores(_relu(x), params)


@wrong
def absolute_values(x, params):
    """You take the size of the numbers, where ReLU makes 0 of the negative ones."""
    return _scores(x, params, act=np.abs)


@wrong
def bias_after_the_pooling_and_relu(x, params):
    """b1 is added behind ReLU. It belongs to the convolution, so it decides what ReLU cuts off."""
    maps = _pool(_relu(_conv(x, params["W1"], 0 * params["b1"]))) + params["b1"][:, None, None]
    return maps.reshape(len(x), -1) @ params["W2"] + params["b2"]


@wrong
def smallest_of_four(x, params):
    """You keep the smallest of each 2 × 2 pixels. Pooling keeps the largest."""
    return _scores(x, params, pool=lambda a: -_pool(-a))


@wrong
def sums_of_four(x, params):
    """You pool by the sum of each 2 × 2 pixels. It is their largest number that is asked for."""
    return _scores(
        x, params, pool=lambda a: a[:, :, ::2, ::2] + a[:, :, 1::2, ::2] + a[:, :, ::2, 1::2] + a[:, :, 1::2, 1::2]
    )


@wrong
def first_channel_only(x, params):
    """Only the picture's first channel has an influence. A kernel adds up what it finds in all of them."""
    return _scores(x[:, :1], {**params, "W1": params["W1"][:, :1]})


@wrong
def in_single_precision(x, params):
    """You compute in 32 bits, which keep seven digits, also where all arrays have 64."""
    return _scores(x.astype("float32"), {name: value.astype("float32") for name, value in params.items()})


@wrong
def pooled_first(x, params):
    """You pool the picture, and the convolution comes after that. Pooling stands behind convolution and ReLU."""
    return _scores(_pool(x), params, pool=lambda a: a)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def one_kernel_for_all(x, params):
    return _scores(x, {**params, "W1": np.repeat(params["W1"][:1], len(params["W1"]), axis=0)})


@wrong
def first_picture_only(x, params):
    return np.repeat(_scores(x[:1], params), len(x), axis=0)


@wrong
def log_probabilities(x, params):
    scores = _scores(x, params).astype(float)
    scores = scores - scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


@wrong
def clipped_at_six(x, params):
    return _scores(x, params, act=lambda z: np.clip(z, 0, 6))


@wrong
def centred_maps(x, params):
    return _scores(x, params, flat=lambda maps: (maps - maps.mean()).reshape(len(maps), -1))


@wrong
def tanh_for_relu(x, params):
    return _scores(x, params, act=np.tanh)
