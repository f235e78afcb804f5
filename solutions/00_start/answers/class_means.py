"""Answers to 0.9, class_means: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import Numbers, pick, summable

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def means_inputs(rng):
    while True:
        C = int(rng.integers(1, 6))
        y = rng.permutation(np.concatenate([np.arange(C), rng.integers(0, C, int(rng.integers(0, 9)))]))
        X = summable(Numbers(tiny=False).draw(rng, (len(y), int(rng.integers(1, 5)))))
        yield X, y.astype(pick(rng, ("int64", "int64", "uint8"))), C


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_one_hot(X, y, C):
    """The transposed one-hot array times X adds up the samples of all classes in one matrix product, and the sums of
    its columns are how many there are of each. No loop over the classes is left, but C − 1 of every C multiplications
    are by 0."""
    belongs = np.eye(C)[y]  # (N, C): 1 where sample n is of class k
    return belongs.T @ X / belongs.sum(axis=0)[:, None]


@right
def added_up(X, y, C):
    total, count = np.zeros((C, X.shape[1])), np.zeros(C)
    for x, label in zip(X, y):
        total[label] += x
        count[label] += 1
    return total / count[:, None]


@right
def added_at(X, y, C):
    total = np.zeros((C, X.shape[1]), dtype=np.float64)
    np.add.at(total, y, X)
    return total / np.bincount(y, minlength=C).reshape(-1, 1)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def sums(X, y, C):
    """These are the sums of each class, which depend on how many samples it has. Divide each by its own number of
    samples."""
    return np.stack([X[y == k].sum(axis=0) for k in range(C)])


@wrong
def by_all_samples(X, y, C):
    """You divide every class by the number of all samples. Each class has its own number."""
    return np.stack([X[y == k].sum(axis=0) / len(X) for k in range(C)])


@wrong
def by_all_classes(X, y, C):
    """You divide by the number of classes. What has to be counted is the samples of each class."""
    return np.stack([X[y == k].sum(axis=0) / C for k in range(C)])


@wrong
def over_the_features(X, y, C):
    """You average over the features too: one number is left of each class. Which axis holds the samples?"""
    return np.array([X[y == k].mean() for k in range(C)])


@wrong
def counts_across(X, y, C):
    """Your sums are right, but the numbers of samples are divided into the columns in place of the rows: (C, D) divided by (C,) is (C, D) by (1, C). Which shape must the counts have, to belong to rows?"""
    return np.stack([X[y == k].sum(axis=0) for k in range(C)]) / np.bincount(y, minlength=C)


@wrong
def only_the_last(X, y, C):
    """Of each class only the last sample is left in your sums, as if each one overwrote those before it: with an array
    of labels as the index, for instance, `+=` adds once where a label comes several times. How do all samples of a
    class get into its sum?"""
    total = np.zeros((C, X.shape[1]))
    total[y] += X
    return total / np.bincount(y, minlength=C)[:, None]


@wrong
def halved_again(X, y, C):
    """You take the middle between the mean so far and the next sample. That is right for two samples; with three, the last one counts as much as the two others together."""
    means = {}
    for x, label in zip(X, y):
        means[int(label)] = (means[int(label)] + x) / 2 if int(label) in means else x
    return np.array([means[k] for k in range(C)])


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def medians(X, y, C):
    return np.array([np.median(X[y == k], axis=0) for k in range(C)])
