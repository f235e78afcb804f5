"""Answers to 1.9, visual_words: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import addends, kinds_of, maybe, pick

from ._shared import _words

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def visual_words_inputs(rng):
    while True:
        M, K, D = int(rng.integers(1, pick(rng, (5, 20)))), int(rng.integers(1, 9)), int(rng.integers(1, 6))
        kinds = kinds_of(rng)
        # no tiny numbers: their squares are lost, and what is a tie in one formula is none in another
        patches, codebook = (addends(rng, (n, D), kinds, tiny=False, limit=30) for n in (M, K))
        if maybe(rng, 0.3):  # words that occur twice
            codebook = codebook[rng.integers(0, K, K)]
        yield _far(rng, patches, codebook) if maybe(rng, 0.25) else (patches, codebook)


def _far(rng, *arrays):
    """The same, far apart, by a power of 2, so that ties stay ties: around 1e30; around 1e6 where integers must stay exact."""
    kinds = {array.dtype.kind for array in arrays}
    if any(array.dtype == np.float32 for array in arrays):
        return tuple(array * array.dtype.type(2**15) for array in arrays)
    power = 2.0 ** pick(rng, (20, 100)) if kinds == {"f"} else 2**15
    return tuple(array * array.dtype.type(power) for array in arrays)


@inputs(of="bag_of_words")
def bag_of_words_inputs(rng):
    yield from visual_words_inputs(rng)


# -- right, written in other ways ------------------------------------------------------------------


@right
def words_by_loops(patches, codebook):
    found = []
    for patch in patches:
        distances = [sum((a - b) ** 2 for a, b in zip(patch, word)) for word in codebook]
        found.append(distances.index(min(distances)))
    return np.array(found)


@right
def words_by_broadcasting(patches, codebook):
    """It squares the differences themselves, where the reference multiplies the square out and leaves away the
    patch's own part, which is the same for all words. The distances keep their digits even if patches and words are
    far from 0 and close together, but the array of differences has M · K · D numbers, D times as many as the
    reference's."""
    difference = patches[:, None, :] - codebook[None, :, :]  # (M, K, D)
    return np.argmin(np.sum(difference**2, axis=2), axis=1)


@right
def words_by_norm(patches, codebook):
    return np.array([np.argmin(np.linalg.norm(codebook - patch, axis=1)) for patch in patches])


@right(of="bag_of_words")
def bag_by_loop(patches, codebook):
    bag = np.zeros(len(codebook))
    for word in words_by_broadcasting(patches, codebook):
        bag[word] += 1 / len(patches)
    return bag


@right(of="bag_of_words")
def bag_by_comparison(patches, codebook):
    words = words_by_broadcasting(patches, codebook)
    return np.mean(words[:, None] == np.arange(len(codebook)), axis=0)


@right(of="bag_of_words")
def bag_by_histogram(patches, codebook):
    K = codebook.shape[0]
    return np.histogram(words_by_broadcasting(patches, codebook), bins=np.arange(K + 1))[0] / patches.shape[0]


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def largest_product(patches, codebook):
    """You take the word with the largest product. A long word wins that way, even if it is far off. What is wanted is the smallest distance."""
    return np.argmax(patches @ codebook.T, axis=1)


@wrong
def farthest_word(patches, codebook):
    """You take the word that is farthest away."""
    return np.argmax(np.sum((patches[:, None] - codebook) ** 2, axis=2), axis=1)


@wrong
def sum_of_steps(patches, codebook):
    """You sum the sizes of the differences. That is another distance; the Euclidean one sums their squares."""
    return np.argmin(np.sum(np.abs(patches[:, None] - codebook), axis=2), axis=1)


@wrong
def largest_step(patches, codebook):
    """You take the largest of the differences as the distance. The Euclidean distance adds the squares of all of them."""
    return np.argmin(np.max(np.abs(patches[:, None] - codebook), axis=2), axis=1)


@wrong
def smallest_angle(patches, codebook):
    """You compare directions, not distances: words that are too long or too short count as near. What is wanted is the smallest distance."""
    lengths = np.linalg.norm(codebook, axis=1)
    return np.argmax(patches @ codebook.T / np.where(lengths > 0, lengths, 1), axis=1)


@wrong
def cubes_of_steps(patches, codebook):
    """You raise the differences to a higher power than the second. The Euclidean distance sums squares."""
    return np.argmin(np.sum(np.abs(patches[:, None] - codebook) ** 3, axis=2), axis=1)


@wrong
def patches_cut_off(patches, codebook):
    """You turn the patches into whole numbers, and their fractions are cut off."""
    return np.argmin(np.sum((np.asarray(patches).astype(int)[:, None] - codebook) ** 2, axis=2), axis=1)


@wrong
def everything_cut_off(patches, codebook):
    """You turn patches and words into whole numbers, and their fractions are cut off."""
    return np.argmin(
        np.sum((np.asarray(patches).astype(int)[:, None] - np.asarray(codebook).astype(int)) ** 2, axis=2), axis=1
    )


@wrong
def search_begins_at_100(patches, codebook):
    """Your search for the smallest distance begins at a fixed number, and nothing farther away is found. Begin with the first word, or at infinity."""
    out = []
    for patch in patches:
        best, place = 100, 0
        for k, word in enumerate(codebook):
            distance = np.sum((patch - word) ** 2)
            if distance < best:
                best, place = distance, k
        out.append(place)
    return np.array(out)


@wrong
def differences_cancel(patches, codebook):
    """In your sum, differences of opposite signs cancel. Square them first."""
    return np.argmin(np.abs(np.sum(patches[:, None] - codebook, axis=2)), axis=1)


@wrong
def patch_of_each_word(patches, codebook):
    """You look for the nearest patch of each word: one number for each word. It should be the nearest word of each patch."""
    return np.argmin(np.sum((patches[:, None] - codebook) ** 2, axis=2), axis=0)


@wrong
def last_of_equally_near(patches, codebook):
    """Of equally near words you take the last; the contract says: the first."""
    distance = np.sum((patches[:, None] - codebook) ** 2, axis=2)
    return distance.shape[1] - 1 - np.argmin(distance[:, ::-1], axis=1)


@wrong
def product_not_doubled(patches, codebook):
    """You expand the square, but the mixed term lacks its factor 2."""
    return np.argmin(np.sum(codebook**2, axis=1) - patches @ codebook.T, axis=1)


@wrong
def distances_returned(patches, codebook):
    """You return how far the nearest word is. The contract asks which one it is."""
    return np.sqrt(np.min(np.sum((patches[:, None] - codebook) ** 2, axis=2), axis=1))


@wrong(of="bag_of_words")
def ends_at_the_last_word(patches, codebook):
    """Your bag ends at the last word that occurs. It has one entry for each word of the codebook, whether it occurs or not."""
    return np.bincount(_words(patches, codebook)) / len(patches)


@wrong(of="bag_of_words")
def occurrences(patches, codebook):
    """You return counts. A share is a count divided by the number of patches."""
    return np.bincount(_words(patches, codebook), minlength=len(codebook))


@wrong(of="bag_of_words")
def divided_by_the_words(patches, codebook):
    """You divide by the number of words in the codebook. The shares are of the patches."""
    return np.bincount(_words(patches, codebook), minlength=len(codebook)) / len(codebook)


@wrong(of="bag_of_words")
def yes_or_no(patches, codebook):
    """You say only whether a word occurs. How often it does is what counts."""
    return (np.bincount(_words(patches, codebook), minlength=len(codebook)) > 0) * 1.0


@wrong(of="bag_of_words")
def only_words_that_occur(patches, codebook):
    """You leave out the words that do not occur, so nobody can tell which entry is which word. Every word has its place."""
    return np.unique(_words(patches, codebook), return_counts=True)[1] / len(patches)


@wrong(of="bag_of_words")
def stretched_bins(patches, codebook):
    """Your bins run from the smallest to the largest word that occurs, instead of being one for each word 0 … K − 1."""
    return np.histogram(_words(patches, codebook), bins=len(codebook))[0] / len(patches)


@wrong(of="bag_of_words")
def length_one(patches, codebook):
    """Your bag has length 1 (the squares sum to 1). Shares sum to 1 themselves."""
    counts = np.bincount(_words(patches, codebook), minlength=len(codebook))
    return counts / np.linalg.norm(counts)


def _searched(patches, codebook, best_at_first):
    found = []
    for patch in patches:
        best, place = best_at_first, 0
        for k, word in enumerate(codebook):
            distance = np.sqrt(np.sum((patch - word) ** 2))
            if distance < best:
                best, place = distance, k
        found.append(place)
    return np.array(found)


@wrong
def search_begins_at_1000(patches, codebook):
    """A patch that is very far from all words gets the first word, whichever is nearest: your search for the smallest distance begins at a fixed number.
    Begin with the first word, or at infinity."""
    return _searched(patches, codebook, 1000.0)


@wrong
def distances_cut_off(patches, codebook):
    """You store the distances as whole numbers, so that 0.3 and 0.9 become equal, and the first word wins. What must you say when you make that array?"""
    return np.argmin(np.sqrt(np.sum((patches[:, None] - codebook) ** 2, axis=2)).astype(int), axis=1)


@wrong
def squares_cut_off(patches, codebook):
    """You store the squared distances as whole numbers, so that 0.3 and 0.9 become equal, and the first word wins. What must you say when you make that
    array?"""
    return np.argmin(np.sum((patches[:, None] - codebook) ** 2, axis=2).astype(int), axis=1)


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def dtype_of_the_codebook(patches, codebook):
    """You turn the patches into the codebook's type. If that holds integers, the fractions of the patches are cut off. Must they have one type to be
    subtracted?"""
    return ((patches.astype(codebook.dtype)[:, None] - codebook[None]) ** 2).sum(-1).argmin(1)


@wrong
def cosines(patches, codebook):
    p = patches / (np.linalg.norm(patches, axis=1, keepdims=True) + 1e-12)
    w = codebook / (np.linalg.norm(codebook, axis=1, keepdims=True) + 1e-12)
    return np.argmax(p @ w.T, axis=1)


@wrong
def search_begins_at_a_billion(patches, codebook):
    return _searched(patches, codebook, 1e9)
