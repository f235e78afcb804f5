"""Answers to 1.12, kmeans_step: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _words
from .visual_words import search_begins_at_1000, visual_words_inputs, words_by_broadcasting

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def kmeans_step_inputs(rng):
    yield from visual_words_inputs(rng)


# -- right, written in other ways ------------------------------------------------------------------


@right
def means_by_loop(patches, codebook):
    words, out = words_by_broadcasting(patches, codebook), np.array(codebook, dtype=float)
    for k in range(len(codebook)):
        mine = patches[words == k]
        if len(mine):
            out[k] = np.mean(mine, axis=0)
    return out


@right
def means_by_matrix(patches, codebook):
    """Which patch belongs to which word is a table (M, K) of truth values, and its transpose times the patches adds
    up the patches of all words in one matrix product. There is no loop over words, but every patch is multiplied with
    every word's column, mostly by 0, and finding the nearest words by broadcasting needs an array of M · K · D
    numbers."""
    distance = np.sum((patches[:, None] - codebook) ** 2, axis=2)  # (M, K)
    belongs = np.argmin(distance, axis=1)[:, None] == np.arange(len(codebook))
    count = belongs.sum(axis=0)[:, None]  # patches of each word
    return np.where(count > 0, belongs.T @ patches / np.maximum(count, 1), codebook)


@right
def means_by_add_at(patches, codebook):
    words, total = words_by_broadcasting(patches, codebook), np.zeros(codebook.shape)
    np.add.at(total, words, patches)
    count = np.bincount(words, minlength=len(codebook))
    return np.array([total[k] / count[k] if count[k] else codebook[k] * 1.0 for k in range(len(codebook))])


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def empty_word_is_nan(patches, codebook):
    """The mean of no patches is NaN. A word that nothing is nearest to stays where it is."""
    words = _words(patches, codebook)
    return np.array(
        [np.sum(patches[words == k], axis=0) / (np.sum(words == k) or np.nan) for k in range(len(codebook))]
    )


@wrong
def empty_word_to_zero(patches, codebook):
    """A word that nothing is nearest to goes to 0 in your answer. It stays where it is."""
    words = _words(patches, codebook)
    return np.array([np.sum(patches[words == k], axis=0) / max(np.sum(words == k), 1) for k in range(len(codebook))])


@wrong
def sum_of_the_patches(patches, codebook):
    """You move each word to the sum of its patches. It belongs in their middle."""
    words = _words(patches, codebook)
    return np.array(
        [np.sum(patches[words == k], axis=0) if np.any(words == k) else word for k, word in enumerate(codebook)]
    )


@wrong
def whole_numbers(patches, codebook):
    """You write the means into an array of whole numbers, a copy of the codebook, and their fractions are cut off."""
    words, out = _words(patches, codebook), codebook.copy()
    for k in range(len(codebook)):
        if np.any(words == k):
            out[k] = patches[words == k].mean(axis=0)
    return out


@wrong
def one_word_after_the_other(patches, codebook):
    """Your words move one after the other, and each move changes which patches belong to the next. Decide first, for all patches, then move."""
    new = np.array(codebook, dtype=float)
    for k in range(len(new)):
        mine = patches[_words(patches, new) == k]
        if len(mine):
            new[k] = mine.mean(axis=0)
    return new


@wrong
def many_rounds(patches, codebook):
    """You repeat the round until nothing changes. The contract asks for one round."""
    new = np.array(codebook, dtype=float)
    for _ in range(20):
        words = _words(patches, new)
        new = np.array([patches[words == k].mean(axis=0) if np.any(words == k) else word for k, word in enumerate(new)])
    return new


@wrong
def medians(patches, codebook):
    """You move each word to the median of its patches. k-means, as its name says, takes the mean."""
    words = _words(patches, codebook)
    return np.array(
        [np.median(patches[words == k], axis=0) if np.any(words == k) else word for k, word in enumerate(codebook)]
    )


def _round(words, patches, codebook, least=1):
    """Each word moves to the mean of its patches, where it has `least` of them."""
    new = np.array(codebook, dtype=float)
    for k in range(len(new)):
        mine = patches[words == k]
        if len(mine) >= least:
            new[k] = mine.mean(axis=0)
    return new


@wrong
def old_word_among_its_patches(patches, codebook):
    """The place where a word stands counts in your mean as if it were one more patch, so the word stops on its way. Of which vectors, and of how many, is the
    mean to be taken?"""
    words, new = _words(patches, codebook), np.array(codebook, dtype=float)
    for k in range(len(new)):
        new[k] = np.mean([new[k], *patches[words == k]], axis=0)
    return new


@wrong
def one_patch_is_not_enough(patches, codebook):
    """A word with a single patch stays where it is in your answer. The mean of one patch is that patch; only a word without any patch stays."""
    return _round(_words(patches, codebook), patches, codebook, least=2)


@wrong
def nearest_by_steps(patches, codebook):
    """Your words move to the means of their patches, but you give a patch to the word whose differences have the smallest sum of sizes. That is another
    distance; the Euclidean one sums their squares."""
    words = np.argmin(np.sum(np.abs(patches[:, None] - codebook), axis=2), axis=1)
    return _round(words, patches, codebook)


@wrong
def nearest_within_a_thousand(patches, codebook):
    """A patch that is far from all words is given to the first word, whichever is nearest: your search for the smallest distance begins at a fixed number.
    Which distance can be the first one to compare with?"""
    return _round(search_begins_at_1000(patches, codebook), patches, codebook)
