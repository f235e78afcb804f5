"""Answers to 9.6, ensemble: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def ensemble_inputs(rng):
    while True:
        M = int(pick(rng, (1, 2, 3, 4, 5, 7)))
        N, C = int(rng.integers(1, 5)), int(rng.integers(1, 5))
        P = rng.dirichlet(np.full(C, pick(rng, (0.3, 1.0, 1.0, 5.0))), (M, N))
        P = np.maximum(P, 1e-12)
        if maybe(rng, 0.1) and C > 1:  # nearly certain
            P = np.full((M, N, C), pick(rng, (1e-200, 1e-30, 1e-9)))
            np.put_along_axis(P, rng.integers(0, C, (M, N, 1)), 1.0, axis=2)
        P = P / P.sum(axis=2, keepdims=True)
        if maybe(rng, 0.12):  # many networks of small probabilities
            P = np.tile(rng.dirichlet(np.ones(3), (1, 2, 1))[:, :, 0], (int(pick(rng, (700, 1100))), 1, 1))
            P = np.maximum(P[:, :1], 1e-3)
            P = P / P.sum(axis=2, keepdims=True)
        if maybe(rng, 0.25) and P.min() > 1e-6:
            P = P.astype("float32")
        yield (turned(rng, P),)


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_log_softmax(P):
    """It takes the mean of the logarithms for scores and puts them through a stable softmax, where the reference exponentiates and divides. Subtracting the largest
    score first keeps it right even where every class is improbable to some network and all the roots would come out as 0."""
    scores = np.mean(np.log(P), axis=0)
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return P.mean(axis=0), e / e.sum(axis=1, keepdims=True)


@right
def by_roots(P):
    M = len(P)
    product = np.prod(np.asarray(P, dtype=float) ** (1.0 / M), axis=0)
    return np.sum(P, axis=0) / M, product / product.sum(axis=1)[:, None]


@right
def one_by_one(P):
    M, N, C = P.shape
    arithmetic, geometric = np.zeros((N, C)), np.zeros((N, C))
    for n in range(N):
        for k in range(C):
            arithmetic[n, k] = sum(float(P[m, n, k]) for m in range(M)) / M
            geometric[n, k] = math.exp(sum(math.log(P[m, n, k]) for m in range(M)) / M)
        geometric[n] /= geometric[n].sum()
    return arithmetic, geometric


@right
def a_list_of_two(P):
    logs = np.sum(np.log2(P), axis=0) / P.shape[0]
    g = 2.0**logs
    return [np.average(P, axis=0), np.divide(g, np.sum(g, axis=-1, keepdims=True))]


# -- wrong, and told why ---------------------------------------------------------------------------


def _means(P):
    return np.mean(P, axis=0), np.exp(np.mean(np.log(P), axis=0))


def _to_one(G):
    return G / np.sum(G, axis=1, keepdims=True)


@wrong
def not_to_one(P):
    """The rows of your geometric mean do not add up to 1. Means of this kind are smaller than arithmetic ones; what has to be done with each row?"""
    return _means(P)


@wrong
def product_first(P):
    """You multiply the probabilities and take the root afterwards. For a thousand networks the product is 0 before you get to the root."""
    with np.errstate(all="ignore"):
        product = np.prod(P, axis=0) ** (1 / len(P))
        return np.mean(P, axis=0), _to_one(product)


@wrong
def product_without_root(P):
    """You multiply the probabilities and take no root. It is the M-th root of the product."""
    with np.errstate(all="ignore"):
        logs = np.sum(np.log(P), axis=0)
        return np.mean(P, axis=0), _to_one(np.exp(logs - np.max(logs, axis=1, keepdims=True)))


@wrong
def root_of_classes(P):
    """You take the C-th root, with C the number of classes. The product has a factor for each network."""
    logs = np.sum(np.log(P), axis=0) / P.shape[2]
    return np.mean(P, axis=0), _to_one(np.exp(logs - np.max(logs, axis=1, keepdims=True)))


@wrong
def logs_not_undone(P):
    """Your second result is a mean of logarithms. How do you come back from a logarithm?"""
    return np.mean(P, axis=0), np.mean(np.log(P), axis=0)


@wrong
def both_arithmetic(P):
    """Both of your results are arithmetic means."""
    return np.mean(P, axis=0), np.mean(P, axis=0)


@wrong
def both_geometric(P):
    """Both of your results are geometric means."""
    G = _to_one(_means(P)[1])
    return G, G


@wrong
def exchanged(P):
    """You return the two means in the other order: the arithmetic one comes first."""
    A, G = _means(P)
    return _to_one(G), A


@wrong
def over_the_examples(P):
    """You average over the examples. The networks are counted by the first axis."""
    A, G = np.mean(P, axis=1), np.exp(np.mean(np.log(P), axis=1))
    return A, _to_one(G)


@wrong
def over_the_classes(P):
    """You average over the classes. The networks are counted by the first axis."""
    A, G = np.mean(P, axis=2), np.exp(np.mean(np.log(P), axis=2))
    return A, _to_one(G)


@wrong
def columns_to_one(P):
    """You divide by the sum over the examples. For each example the classes add up to 1."""
    A, G = _means(P)
    return A, G / np.sum(G, axis=0, keepdims=True)


@wrong
def all_to_one(P):
    """You divide by the sum over everything. For each example the classes add up to 1: each row has a sum of its own."""
    A, G = _means(P)
    return A, G / np.sum(G)


@wrong
def harmonic(P):
    """Your second mean is the harmonic one, made of reciprocals. The geometric mean is made of logarithms."""
    return np.mean(P, axis=0), _to_one(1 / np.mean(1 / P, axis=0))


@wrong
def square_root_of_two_networks(P):
    """You take the square root, whatever the number of networks. It is the M-th root."""
    logs = np.sum(np.log(P), axis=0) / 2
    return np.mean(P, axis=0), _to_one(np.exp(logs - np.max(logs, axis=1, keepdims=True)))


@wrong
def sums(P):
    """You add the probabilities up and do not divide by the number of networks."""
    return np.sum(P, axis=0), _to_one(_means(P)[1])


@wrong
def most_votes(P):
    """Your first result counts votes: how many networks hold a class for the most probable. The mean of the probabilities is asked for."""
    votes = np.mean(np.argmax(P, axis=2)[:, :, None] == np.arange(P.shape[2]), axis=0)
    return votes, _to_one(_means(P)[1])


@wrong
def logs_of_small_numbers_cut(P):
    """You add a small number before the logarithm. That changes probabilities that are smaller still, and the contract says that none is 0."""
    G = np.exp(np.mean(np.log(P + 1e-8), axis=0))
    return np.mean(P, axis=0), _to_one(G)


@wrong
def clipped_logs(P):
    G = np.exp(np.mean(np.log(np.clip(P, 1e-6, 1)), axis=0))
    return np.mean(P, axis=0), _to_one(G)


@wrong
def softmax_of_the_mean(P):
    A, _ = _means(P)
    return A, _to_one(np.exp(A))


@wrong
def medians(P):
    return np.median(P, axis=0), _to_one(_means(P)[1])


@wrong
def first_two_networks(P):
    A, G = _means(P[:2])
    return A, _to_one(G)


@wrong
def without_the_last(P):
    A, G = _means(P[:-1] if len(P) > 1 else P)
    return A, _to_one(G)


@wrong
def stacked(P):
    A, G = _means(P)
    return np.stack([A, _to_one(G)])[None]


@wrong
def unbiased(P):
    return np.sum(P, axis=0) / max(len(P) - 1, 1), _to_one(_means(P)[1])
