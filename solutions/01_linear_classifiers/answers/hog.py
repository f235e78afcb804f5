"""Answers to 1.8, hog: right and wrong ones, and inputs to compare functions on."""

import math

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import addends, maybe, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


def _image(rng, rows, columns):
    """Pictures without tiny changes: their angle may be rounded to 0 or to π."""
    image = addends(rng, (rows, columns), special=(0.0, 1.0), tiny=False, limit=pick(rng, (4, 300)))
    return turned(rng, (image * (rng.random((rows, columns)) < 0.7)).astype(image.dtype))


@inputs(of="image_gradients")
def image_gradients_inputs(rng):
    while True:
        yield (_image(rng, *(int(n) for n in rng.integers(1, 8, 2))),)


@inputs
def hog_inputs(rng):
    while True:
        cell = int(rng.integers(1, 5))
        rows, columns = (cell * int(rng.integers(1, 4)) for _ in range(2))
        # no even number of bins: its borders at 45° and 90° would be met by rounded angles
        bins = int(pick(rng, (1, 3, 5, 7, 9)))
        eps = pick(rng, (0.3, 0.3, 0.01, 1.0, 4.0))
        image = _image(rng, rows, columns)
        yield (image, cell, bins) if eps == 0.3 and maybe(rng, 0.7) else (image, cell, bins, eps)


# -- right, written in other ways ------------------------------------------------------------------


@right(of="image_gradients")
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


@right(of="image_gradients")
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


@right(of="image_gradients")
def gradients_in_the_images_type(image):
    image = image if image.dtype == np.float32 else image.astype(float)
    gx, gy = np.zeros_like(image), np.zeros_like(image)
    gx[:, 1:-1] = image[:, 2:] - image[:, :-2]
    gy[1:-1, :] = image[2:, :] - image[:-2, :]
    return np.hypot(gx, gy), np.mod(np.arctan2(gy, gx), np.pi)


@right
def hog_by_loops(image, cell, bins, eps=0.3):
    magnitude, angle = gradients_by_loop(image)
    h = np.zeros((image.shape[0] // cell, image.shape[1] // cell, bins))
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            h[i // cell, j // cell, int(angle[i, j] * bins / math.pi)] += magnitude[i, j]
    for i, j in np.ndindex(h.shape[:2]):
        h[i, j] = h[i, j] / math.sqrt(sum(h[i, j] ** 2) + eps**2)
    return h


@right
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


@right
def hog_by_masks(image, cell, bins, eps=0.3):
    magnitude, angle = gradients_by_roll(image)
    H, W = image.shape
    planes = []
    for k in range(bins):
        inside = (angle >= k * np.pi / bins) & (angle < (k + 1) * np.pi / bins)
        planes.append(np.where(inside, magnitude, 0).reshape(H // cell, cell, W // cell, cell).sum(axis=3).sum(axis=1))
    h = np.stack(planes, axis=-1)
    return h / np.linalg.norm(np.concatenate([h, np.full((*h.shape[:2], 1), eps)], axis=2), axis=2)[..., None]


@right
def hog_by_bincount(image, cell, bins, eps=0.3):
    """It numbers all pairs of a cell and a direction, and np.bincount adds up the magnitudes by number, where the
    reference spreads them over an array (H, W, bins) that is mostly zeros and sums blocks of it. That array, `bins`
    times as large as the picture, is never made, but the numbering and the shape of the result have to agree."""
    gx, gy = _differences(image)
    magnitude, angle = np.hypot(gx, gy), np.arctan2(gy, gx) % np.pi
    k = np.floor(angle / (np.pi / bins)).astype(int) % bins
    i, j = np.indices(image.shape) // cell  # the cell of each pixel
    rows, columns = image.shape[0] // cell, image.shape[1] // cell
    number = (i * columns + j) * bins + k
    h = np.bincount(number.ravel(), magnitude.ravel(), minlength=rows * columns * bins)
    h = h.reshape(rows, columns, bins)
    return h / np.sqrt(np.sum(h**2, axis=2, keepdims=True) + eps**2)


# -- wrong, and told why ---------------------------------------------------------------------------


def _differences(image):
    gx, gy = np.zeros(image.shape), np.zeros(image.shape)
    gx[:, 1:-1] = image[:, 2:] - image[:, :-2]
    gy[1:-1] = image[2:] - image[:-2]
    return gx, gy


@wrong(of="image_gradients")
def signed(image):
    """Your angles run through the full circle, from −π to π. Opposite directions should count as one: at least 0, below π."""
    gx, gy = _differences(image)
    return np.hypot(gx, gy), np.arctan2(gy, gx)


@wrong(of="image_gradients")
def full_turn(image):
    """Your angles are taken modulo 2π, a full turn. Opposite directions, half a turn apart, should count as one."""
    gx, gy = _differences(image)
    return np.hypot(gx, gy), np.arctan2(gy, gx) % (2 * np.pi)


@wrong(of="image_gradients")
def pi_is_left(image):
    """A change to the left gives the angle π in your answer. It is the same direction as 0, and the contract says: below π."""
    gx, gy = _differences(image)
    angle = np.arctan2(gy, gx)
    return np.hypot(gx, gy), np.where(angle < 0, angle + np.pi, angle)


@wrong(of="image_gradients")
def sign_dropped(image):
    """You drop the sign of the angle. Then −45° becomes 45°, a different direction. Half a turn has to be added to it instead."""
    gx, gy = _differences(image)
    return np.hypot(gx, gy), np.abs(np.arctan2(gy, gx)) % np.pi


@wrong(of="image_gradients")
def size_of_the_angle(image):
    """You drop the sign of the angle. Then −45° becomes 45°, a different direction, and a change to the left is π, not 0. Half a turn has to be added to a
    negative angle instead."""
    gx, gy = _differences(image)
    return np.hypot(gx, gy), np.abs(np.arctan2(gy, gx))


@wrong(of="image_gradients")
def square_of_the_magnitude(image):
    """Your magnitude lacks its root."""
    gx, gy = _differences(image)
    return gx**2 + gy**2, np.arctan2(gy, gx) % np.pi


@wrong(of="image_gradients")
def axes_exchanged(image):
    """x and y are exchanged in your angles. x runs along a row, from column to column."""
    gx, gy = _differences(image)
    return np.hypot(gx, gy), np.arctan2(gx, gy) % np.pi


@wrong(of="image_gradients")
def rows_run_upward(image):
    """One of your two differences has the wrong sign, so slanted directions are mirrored: 45° becomes 135°. In the contract gx is
    right neighbour − left neighbour, and gy is neighbour below − neighbour above."""
    gx, gy = _differences(image)
    return np.hypot(gx, gy), np.arctan2(-gy, gx) % np.pi


def _gradients(image):
    gx, gy = _differences(image)
    return np.hypot(gx, gy), np.arctan2(gy, gx) % np.pi


@wrong(of="image_gradients")
def in_degrees(image):
    """Your angles are in degrees. The contract asks for radians."""
    magnitude, angle = _gradients(image)
    return magnitude, np.degrees(angle)


@wrong(of="image_gradients")
def one_sided_edges(image):
    """Your differences are those of `np.gradient`: one-sided at the border, and halved elsewhere. The contract has 0 at the border,
    and does not halve anywhere."""
    gy = np.gradient(np.asarray(image, dtype=float), axis=0)
    gx = np.gradient(np.asarray(image, dtype=float), axis=1)
    return np.hypot(gx, gy), np.arctan2(gy, gx) % np.pi


@wrong(of="image_gradients")
def halved(image):
    """You halve the differences. That is the better estimate of a derivative, but the contract asks for right neighbour − left neighbour."""
    magnitude, angle = _gradients(image)
    return magnitude / 2, angle


@wrong(of="image_gradients")
def one_sided_border(image):
    """At the border you have values where the contract has 0 (as from `np.gradient`, which takes one-sided differences there)."""
    gy = 2 * np.gradient(np.asarray(image, dtype=float), axis=0)
    gx = 2 * np.gradient(np.asarray(image, dtype=float), axis=1)
    return np.hypot(gx, gy), np.arctan2(gy, gx) % np.pi


@wrong(of="image_gradients")
def next_neighbour(image):
    """You subtract the pixel itself from its neighbour. Centred differences leave the pixel itself out: they compare its two neighbours."""
    gx, gy = np.zeros(image.shape), np.zeros(image.shape)
    gx[:, :-1] = image[:, 1:] - image[:, :-1]
    gy[:-1] = image[1:] - image[:-1]
    return np.hypot(gx, gy), np.arctan2(gy, gx) % np.pi


@wrong(of="image_gradients")
def frame_left_out(image):
    """Your whole border is 0. In the first and last column only gx is, in the first and last row only gy: the other one is needed there."""
    gx, gy = _differences(image)
    gx[[0, -1]], gy[:, [0, -1]] = 0, 0
    return np.hypot(gx, gy), np.arctan2(gy, gx) % np.pi


@wrong(of="image_gradients")
def around_the_corner(image):
    """At the border you take the neighbour from the opposite side of the picture (as `np.roll` does). The contract has 0 there."""
    gx = np.roll(image, -1, axis=1) - np.roll(image, 1, axis=1)
    gy = np.roll(image, -1, axis=0) - np.roll(image, 1, axis=0)
    return np.hypot(gx, gy), np.arctan2(gy, gx) % np.pi


@wrong(of="image_gradients")
def sum_of_sizes_of_both(image):
    """Your magnitude is |gx| + |gy|. The length of (gx, gy) comes from the squares (Pythagoras)."""
    gx, gy = _differences(image)
    return np.abs(gx) + np.abs(gy), np.arctan2(gy, gx) % np.pi


@wrong(of="image_gradients")
def division_by_zero(image):
    """You divide gy by gx. Where both are 0 that is NaN. The arctangent with two arguments needs no division."""
    gx, gy = _differences(image)
    with np.errstate(all="ignore"):
        return np.hypot(gx, gy), np.arctan(gy / gx) % np.pi


def _cells(values, cell, k, bins):
    H, W = values.shape
    votes = values[..., None] * (k[..., None] == np.arange(bins))
    return votes.reshape(H // cell, cell, W // cell, cell, bins).sum(axis=(1, 3))


def _normalized(h, eps):
    return h / np.sqrt(np.sum(h**2, axis=-1, keepdims=True) + eps**2)


@wrong
def pixels_counted(image, cell, bins, eps=0.3):
    """Every pixel votes with weight 1 in your histograms, also where nothing changes. The weight is its magnitude."""
    _, angle = _gradients(image)
    return _normalized(_cells(np.ones(image.shape), cell, np.floor(angle / (np.pi / bins)).astype(int), bins), eps)


def _histograms(image, cell, bins):
    magnitude, angle = _gradients(image)
    return _cells(magnitude, cell, np.floor(angle / (np.pi / bins)).astype(int), bins)


@wrong
def not_normalized(image, cell, bins, eps=0.3):
    """Your histograms are the plain sums of the magnitudes. They have still to be normalized, each cell by itself."""
    return _histograms(image, cell, bins)


@wrong
def normalized_as_a_whole(image, cell, bins, eps=0.3):
    """You divide all cells by one number, made from the whole picture. Each cell is normalized by its own histogram."""
    h = _histograms(image, cell, bins)
    return h / np.sqrt(np.sum(h**2) + eps**2)


@wrong
def shares_of_the_cell(image, cell, bins, eps=0.3):
    """You divide by the sum of the histogram. The contract divides by the root of the sum of squares."""
    h = _histograms(image, cell, bins)
    return h / (np.sum(h, axis=-1, keepdims=True) + eps)


@wrong
def eps_outside(image, cell, bins, eps=0.3):
    """You add eps to the length. In the contract it stands, squared, under the root."""
    h = _histograms(image, cell, bins)
    return h / (np.sqrt(np.sum(h**2, axis=-1, keepdims=True)) + eps)


@wrong
def eps_not_squared(image, cell, bins, eps=0.3):
    """Under the root you add eps, not its square."""
    h = _histograms(image, cell, bins)
    return h / np.sqrt(np.sum(h**2, axis=-1, keepdims=True) + eps)


@wrong
def eps_ignored(image, cell, bins, eps=0.3):
    """Your eps is always 0.3, whatever the caller says."""
    return _normalized(_histograms(image, cell, bins), 0.3)


@wrong
def eps_left_out(image, cell, bins, eps=0.3):
    """You divide by the length alone. In a cell where nothing changes that is 0 / 0; what is eps for?"""
    h = _histograms(image, cell, bins)
    with np.errstate(all="ignore"):
        return h / np.sqrt(np.sum(h**2, axis=-1, keepdims=True))


@wrong
def root_of_the_result(image, cell, bins, eps=0.3):
    """You take the root of the normalized histogram. (Some versions of HOG do; this contract does not.)"""
    return np.sqrt(_normalized(_histograms(image, cell, bins), eps))


@wrong
def bins_backwards(image, cell, bins, eps=0.3):
    """Your bins are in the reverse order. Bin 0 holds the smallest angles."""
    return _normalized(_histograms(image, cell, bins), eps)[..., ::-1]


@wrong
def border_in_the_lower_bin(image, cell, bins, eps=0.3):
    """An angle on the border between two bins falls into the lower one in your answer. Bin k begins with k · π/bins."""
    magnitude, angle = _gradients(image)
    k = np.maximum(np.ceil(angle / (np.pi / bins)) - 1, 0).astype(int)
    return _normalized(_cells(magnitude, cell, k, bins), eps)


@wrong
def border_in_both_bins(image, cell, bins, eps=0.3):
    """An angle on the border between two bins votes in both. Bin k begins with k · π/bins, and ends before the next."""
    magnitude, angle = _gradients(image)
    h = _cells(magnitude, cell, np.floor(angle / (np.pi / bins)).astype(int), bins)
    edge = (angle > 0) & (angle % (np.pi / bins) == 0)
    return _normalized(h + _cells(magnitude * edge, cell, np.floor(angle / (np.pi / bins)).astype(int) - 1, bins), eps)


@wrong
def nearest_bin(image, cell, bins, eps=0.3):
    """You round to the nearest bin border. Bin k holds the angles from k widths up to k + 1 widths: round down."""
    magnitude, angle = _gradients(image)
    return _normalized(_cells(magnitude, cell, np.rint(angle / (np.pi / bins)).astype(int) % bins, bins), eps)


@wrong
def bins_of_a_full_turn(image, cell, bins, eps=0.3):
    """Your bins divide a full turn, 2π, so the upper ones stay empty. The angles run from 0 to π."""
    magnitude, angle = _gradients(image)
    return _normalized(_cells(magnitude, cell, np.floor(angle / (2 * np.pi / bins)).astype(int), bins), eps)


@wrong
def one_row_of_numbers(image, cell, bins, eps=0.3):
    """The numbers are right, but in one row. The contract asks for the shape (H / cell, W / cell, bins)."""
    return _normalized(_histograms(image, cell, bins), eps).ravel()


@wrong
def means_of_the_cell(image, cell, bins, eps=0.3):
    """You divide the sums by the number of pixels in a cell before you normalize. Then eps counts for more."""
    return _normalized(_histograms(image, cell, bins) / cell**2, eps)


@wrong
def cells_cut_out_first(image, cell, bins, eps=0.3):
    """You compute the gradients of each cell by itself, so that every cell has a border of its own. The neighbours of a pixel may lie in the
    next cell: compute the gradients of the whole picture first."""
    rows, columns = image.shape[0] // cell, image.shape[1] // cell
    out = np.zeros((rows, columns, bins))
    for i in range(rows):
        for j in range(columns):
            out[i, j] = _histograms(image[i * cell : (i + 1) * cell, j * cell : (j + 1) * cell], cell, bins)[0, 0]
    return _normalized(out, eps)


@wrong
def changing_pixels_counted(image, cell, bins, eps=0.3):
    """Every pixel in which something changes votes with weight 1, however strong its edge is. Its vote is its magnitude."""
    magnitude, angle = _gradients(image)
    return _normalized(_cells(np.sign(magnitude), cell, np.floor(angle / (np.pi / bins)).astype(int), bins), eps)
