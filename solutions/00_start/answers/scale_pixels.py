"""Answers to 0.1, scale_pixels: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick, shape, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def pixel_inputs(rng):
    while True:
        sides = shape(rng, (1, 2, 3))
        pixels = rng.choice([0, 1, 2, 128, 254, 255, int(rng.integers(0, 256))], size=sides)
        if maybe(rng, 0.3):  # a dark picture
            pixels = pixels // 8
        kind = pick(rng, ("uint8", "int64", "int16", "float32", "float64"))
        fractions = rng.random(sides) * (pixels < 255) if kind.startswith("float") and maybe(rng, 0.5) else 0
        yield (turned(rng, np.asarray(pixels + fractions).astype(kind)),)


# -- right, written in other ways ------------------------------------------------------------------


@right
def multiplied(X):
    return X * (1 / 255.0)


@right
def single_precision(X):
    """This divides in float32, where the reference makes float64 of whole-number pixels. The result takes half the
    memory, which is why networks are usually fed float32, and holds about seven digits instead of sixteen: more than
    enough for pixels of 256 values."""
    return X.astype(np.float32) / np.float32(255)


@right
def pixel_by_pixel(X):
    out = np.empty(X.shape)
    for i in np.ndindex(X.shape):
        out[i] = float(X[i]) / 255
    return out


@right
def divided_by_function(X):
    return np.true_divide(X, 255.0)


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def by_its_own_maximum(X):
    """You divide by the largest pixel of the array that you were given. A faint picture then comes out as strong as any
    other, and the same pixel value means something else in each array: which number must 255, and only 255, become?"""
    return X / X.max()


@wrong
def stretched(X):
    """You stretch each array from its own smallest to its own largest value. The result depends on which pixels happen to come together; here one fixed rule holds for every pixel."""
    return (X - X.min()) / (X.max() - X.min())


@wrong
def by_256(X):
    """There are 256 pixel values, but the largest of them is 255: with your division, 255 does not quite become 1."""
    return X / 256


@wrong
def whole_division(X):
    """Every pixel below 255 becomes 0, and the picture is gone: you divide whole by whole, or cut the fraction off
    afterwards. Which division keeps it?"""
    return X // 255


@wrong
def around_zero(X):
    """Your values run from −1 to 1. That is a good scale for other purposes; here 0 must stay 0."""
    return X / 127.5 - 1


@wrong
def whole_number_result(X):
    """Where the input holds whole numbers, so does your array of results, and every fraction is cut off. Which type
    must it have, whatever comes in?"""
    out = np.zeros_like(X)
    out[...] = X / 255
    return out


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def rounded(X):
    return np.round(X / 255, 1)
