"""Answers to 1.7, colour_histogram: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def colour_histogram_inputs(rng):
    while True:
        bins = int(rng.integers(1, 9))
        form = (*(int(n) for n in rng.integers(1, pick(rng, (3, 8)), 2)), 3)
        edges = [0.0, 1.0, 1e-200, np.nextafter(1.0, 0.0)]
        if bins in (2, 4, 8):  # times a power of 2 an edge is exact, and so is its neighbour
            edges += [x for k in range(1, bins) for x in (k / bins, np.nextafter(k / bins, 0), k / bins + 1e-9)]
        image = np.where(rng.random(form) < 0.3, rng.choice(edges, form), rng.random(form) ** pick(rng, (1, 4)))
        if maybe(rng, 0.2):
            image = (np.round(image * 64) / 64 if bins in (1, 2, 4, 8) else rng.random(form)).astype(np.float32)
        yield turned(rng, image), bins


# -- right, written in other ways ------------------------------------------------------------------


@right
def colours_by_loop(image, bins):
    H = np.zeros((bins, bins, bins))
    rows, columns, _ = image.shape
    for i in range(rows):
        for j in range(columns):
            r, g, b = (min(int(value * bins), bins - 1) for value in image[i, j])
            H[r, g, b] += 1
    return H / (rows * columns)


@right
def colours_by_histogramdd(image, bins):
    return np.histogramdd(image.reshape(-1, 3), bins=bins, range=[(0, 1)] * 3)[0] / (image.shape[0] * image.shape[1])


@right
def colours_by_add_at(image, bins):
    """np.add.at counts each pixel in its place of the three-dimensional array, where the reference turns red, green
    and blue into one number, counts with np.bincount and unfolds the result. No such numbering can go wrong here, but
    np.bincount is usually faster; H[r, g, b] += 1 would not do, since it counts a place that occurs several times
    only once."""
    k = np.clip(np.floor(image * bins), 0, bins - 1).astype(int)
    r, g, b = k.reshape(-1, 3).T
    H = np.zeros((bins, bins, bins))
    np.add.at(H, (r, g, b), 1)
    return H / len(r)


# -- wrong, and told why ---------------------------------------------------------------------------


def _cube(image, bins):
    k = np.minimum((image * bins).astype(int), bins - 1)
    H = np.zeros((bins, bins, bins))
    np.add.at(H, tuple(k.reshape(-1, 3).T), 1.0)
    return H


@wrong
def counted(image, bins):
    """You return counts. A share is a count divided by the number of pixels."""
    return _cube(image, bins)


@wrong
def divided_by_all_numbers(image, bins):
    """Your shares sum to 1/3: you divide by the number of entries of the image, and each pixel has three of them."""
    return _cube(image, bins) / image.size


@wrong
def ones_fall_out(image, bins):
    """A value of exactly 1 makes interval number `bins`, one too many. The last interval includes its end."""
    H = np.zeros((bins, bins, bins))
    for pixel in image.reshape(-1, 3):
        H[tuple((pixel * bins).astype(int))] += 1
    return H / (image.size // 3)


@wrong
def ones_begin_again(image, bins):
    """A value of exactly 1 falls into interval 0 in your answer, as if the scale were a circle. The last interval includes its end."""
    k = (image * bins).astype(int) % bins
    H = np.zeros((bins, bins, bins))
    np.add.at(H, tuple(k.reshape(-1, 3).T), 1.0)
    return H * 3 / image.size


@wrong
def border_below(image, bins):
    """A value on the border between two intervals falls into the lower one in your answer. v · bins without its fraction puts it into the upper one.
    (Rounding to bytes first has the same effect: 0.5 becomes 127, which lies below the middle.)"""
    k = np.clip(np.ceil(image * bins).astype(int) - 1, 0, bins - 1)
    H = np.zeros((bins, bins, bins))
    np.add.at(H, tuple(k.reshape(-1, 3).T), 1.0)
    return H * 3 / image.size


@wrong
def one_each_rescaled(image, bins):
    """Every box that occurs has the same share in your result, however many pixels fall into it. (`H[i, j, k] += 1` with index arrays adds only once
    for equal indices.)"""
    k = np.minimum((image * bins).astype(int), bins - 1)
    H = np.zeros((bins, bins, bins))
    H[k[..., 0], k[..., 1], k[..., 2]] += 1
    return H / H.sum()


@wrong
def stretched_to_the_brightest(image, bins):
    """You divide by the largest value of the picture (or let the intervals end there). A dark picture has to stay dark: the intervals run from 0 to 1."""
    return _cube(image / image.max(), bins) * 3 / image.size


@wrong
def box_numbers_in_bytes(image, bins):
    """Your box numbers are bytes, and 255 is the largest byte. With many bins they wrap around."""
    k = np.minimum((image * bins).astype(np.uint8), bins - 1)
    box = (k[..., 0] * np.uint8(bins) + k[..., 1]) * np.uint8(bins) + k[..., 2]
    return np.bincount(box.ravel(), minlength=bins**3).reshape(bins, bins, bins) / box.size


@wrong
def rounded_up_or_down(image, bins):
    """You round v · bins to the nearest whole number. Its fraction is dropped: 1.9 is interval 1."""
    k = np.minimum(np.rint(image * bins).astype(int), bins - 1)
    H = np.zeros((bins, bins, bins))
    np.add.at(H, tuple(k.reshape(-1, 3).T), 1.0)
    return H * 3 / image.size


@wrong
def blue_first(image, bins):
    """Your axes are in the order blue, green, red. The contract says [r, g, b]."""
    return _cube(image, bins).transpose(2, 1, 0) * 3 / image.size


@wrong
def rounded(image, bins):
    """You round to the nearest of `bins` levels. Interval k runs from k / bins to (k + 1) / bins: v · bins without its fraction."""
    H = np.zeros((bins, bins, bins))
    np.add.at(H, tuple(np.rint(image * (bins - 1)).astype(int).reshape(-1, 3).T), 1.0)
    return H * 3 / image.size


@wrong
def one_interval_short(image, bins):
    """You multiply by bins − 1, so that only a value of exactly 1 reaches the last interval. All intervals are equally wide."""
    H = np.zeros((bins, bins, bins))
    np.add.at(H, tuple((image * (bins - 1)).astype(int).reshape(-1, 3).T), 1.0)
    return H * 3 / image.size


@wrong
def three_histograms(image, bins):
    """You make one histogram for each channel. From those nobody can tell whether red and green occur in the same pixel: count the boxes of
    all three together."""
    k = np.minimum((image * bins).astype(int), bins - 1)
    return np.stack([np.bincount(k[..., c].ravel(), minlength=bins) for c in range(3)]) * 3 / image.size


@wrong
def one_each(image, bins):
    """Your entries are written once, however many pixels fall into the box. (`H[i, j, k] += 1` with index arrays adds only once for equal
    indices.)"""
    k = np.minimum((image * bins).astype(int), bins - 1)
    H = np.zeros((bins, bins, bins))
    H[k[..., 0], k[..., 1], k[..., 2]] += 1
    return H * 3 / image.size


@wrong
def tallest_is_one(image, bins):
    """You divide by the largest count. Shares are divided by the number of pixels, so that they sum to 1."""
    H = _cube(image, bins)
    return H / H.max()


@wrong
def pixels_with_a_one_left_out(image, bins):
    """You leave out the pixels that hold a value of exactly 1, and divide by the number of the others. Every pixel counts: into which interval does 1
    belong?"""
    k = (image * bins).astype(int).reshape(-1, 3)
    k = k[np.all(k < bins, axis=1)]
    H = np.zeros((bins, bins, bins))
    np.add.at(H, tuple(k.T), 1.0)
    return H / max(len(k), 1)


@wrong
def first_made_bytes(image, bins):
    """You turn the values into whole numbers from 0 to 255 first, and divide those into intervals. That cuts something off: 0.5 becomes 127, which lies below
    the middle, and other values just above an edge fall below it, too. Which product does the contract name?"""
    k = (image * 255).astype(int) * bins // 256
    H = np.zeros((bins, bins, bins))
    np.add.at(H, tuple(k.reshape(-1, 3).T), 1.0)
    return H * 3 / image.size


@wrong
def channels_multiplied(image, bins):
    """You count each channel by itself and multiply the three shares, as if the channels had nothing to do with each other. Of a picture that is half red and
    half blue this makes a quarter violet. Count each pixel once, by all three of its values."""
    k = np.minimum((image * bins).astype(int), bins - 1).reshape(-1, 3)
    r, g, b = ((k[:, channel, None] == np.arange(bins)).mean(axis=0) for channel in range(3))
    return np.einsum("r,g,b->rgb", r, g, b)


@wrong
def height_for_the_width(image, bins):
    """You take the picture for square: you visit as many columns as there are rows. A picture may be wider than it is high, or higher than it is wide. Which
    number of its shape counts the columns?"""
    side, H = len(image), np.zeros((bins, bins, bins))
    for i, j in np.ndindex(side, side):
        H[tuple(np.minimum((image[i, j] * bins).astype(int), bins - 1))] += 1
    return H / side**2
