"""Answers to 12.5, anchors: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import as_kind, pick, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def anchors_inputs(rng):
    while True:
        H, W, K = int(rng.integers(1, 5)), int(rng.integers(1, 5)), int(rng.integers(1, 4))
        sizes = rng.uniform(1, 12, (K, 2)) if pick(rng, (True, False)) else rng.integers(1, 20, (K, 2)).astype(float)
        yield H, W, int(pick(rng, (1, 2, 3, 4, 5, 7, 8, 16))), turned(rng, as_kind(rng, sizes))


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_three_loops(H, W, stride, sizes):
    found = []
    for i in range(H):
        for j in range(W):
            x, y = stride * j + stride / 2, stride * i + stride / 2
            for w, h in sizes:
                found.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
    return np.array(found)


@right
def by_adding_shapes(H, W, stride, sizes):
    """It makes the K boxes around (0, 0) once, and all the middles once, and adds the two with an
    axis for each. There is no index to be mixed up: the order of the axes is the order of the
    result. Most libraries do it in this way."""
    around = np.concatenate([-sizes, sizes], axis=1) / 2
    y, x = np.mgrid[:H, :W] + 0.5
    middles = np.stack([x, y, x, y], axis=-1) * stride
    return (middles[:, :, None] + around).reshape(-1, 4)


@right
def by_repeating(H, W, stride, sizes):
    K = len(sizes)
    x = np.tile(np.repeat((np.arange(W) + 0.5) * stride, K), H)
    y = np.repeat((np.arange(H) + 0.5) * stride, W * K)
    w, h = np.tile(np.asarray(sizes, float), (H * W, 1)).T
    return np.column_stack([x - w / 2, y - h / 2, x + w / 2, y + h / 2])


# -- wrong, and told why ---------------------------------------------------------------------------


def _made(H, W, stride, sizes, shift=0.5, order="ijk"):
    """The anchors with another place in the cell, or in another order."""
    axes = {"i": np.arange(H), "j": np.arange(W), "k": np.arange(len(sizes))}
    index = dict(zip(order, np.meshgrid(*(axes[name] for name in order), indexing="ij")))
    cx, cy = ((index[name].ravel() + shift) * stride for name in "ji")
    w, h = np.asarray(sizes, float)[index["k"].ravel()].T
    return np.stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2], axis=1)


@wrong
def at_the_corner(H, W, stride, sizes):
    """Your anchors lie around the upper left corner of each cell: half a stride too far to the left and up."""
    return _made(H, W, stride, sizes, shift=0)


@wrong
def at_the_far_corner(H, W, stride, sizes):
    """Your anchors lie around the lower right corner of each cell: half a stride too far to the right and down."""
    return _made(H, W, stride, sizes, shift=1)


@wrong
def in_a_middle_pixel(H, W, stride, sizes):
    """Your middles are half a pixel too far to the left and up, as if they were the index of a pixel. In half-open boxes a cell from 0 to 8 has its middle at 4, not at 3.5."""
    return _made(H, W, stride, sizes) - 0.5


@wrong
def rows_for_x(H, W, stride, sizes):
    """You take the row for x and the column for y. Rows count downwards: they belong to y."""
    out = _made(H, W, stride, sizes)
    w, h = (out[:, 2] - out[:, 0]) / 2, (out[:, 3] - out[:, 1]) / 2
    cy, cx = out[:, 0] + w, out[:, 1] + h
    return np.stack([cx - w, cy - h, cx + w, cy + h], axis=1)


@wrong
def height_first(H, W, stride, sizes):
    """You take the first number of a size for the height. It is the width."""
    return _made(H, W, stride, np.asarray(sizes)[:, ::-1])


@wrong
def size_by_size(H, W, stride, sizes):
    """Your boxes are right and in another order: first all of the first size, then all of the second. In each cell all sizes should follow each other."""
    return _made(H, W, stride, sizes, order="kij")


@wrong
def column_by_column(H, W, stride, sizes):
    """Your boxes are right and in another order: you go down the columns. Go row after row, as a feature map is laid out."""
    return _made(H, W, stride, sizes, order="jik")


@wrong
def rows_and_columns_exchanged(H, W, stride, sizes):
    """Your grid has W rows and H columns. H is the number of rows."""
    return _made(W, H, stride, sizes)


@wrong
def whole_size_each_way(H, W, stride, sizes):
    """You go the whole width and height from the middle, each way: your anchors are twice as large as they should be."""
    return _made(H, W, stride, 2 * np.asarray(sizes))


@wrong
def from_the_middle_on(H, W, stride, sizes):
    """Your anchors begin in the middle of the cell, where they should have their own middle."""
    out = _made(H, W, stride, sizes)
    half = (out[:, 2:] - out[:, :2]) / 2
    return out + np.tile(half, 2)


@wrong
def by_centre(H, W, stride, sizes):
    """You return the anchors by centre and size. Corners are asked for."""
    out = _made(H, W, stride, sizes)
    return np.concatenate([(out[:, :2] + out[:, 2:]) / 2, out[:, 2:] - out[:, :2]], axis=1)


@wrong
def cut_to_the_picture(H, W, stride, sizes):
    """You cut the anchors at the edges of the picture. They stay as they are: their size and their middle matter when boxes are read back."""
    return np.clip(_made(H, W, stride, sizes), 0, np.array([W, H, W, H]) * stride)


@wrong
def whole_middles(H, W, stride, sizes):
    """Your middles are whole numbers. With an odd stride a cell has its middle in the middle of a pixel, at a half."""
    return _made(H, W, stride, sizes) + stride // 2 - stride / 2


@wrong
def whole_halves(H, W, stride, sizes):
    """You cut half of each size to a whole number. A width of 3 goes 1.5 to either side."""
    return _made(H, W, stride, 2 * (np.asarray(sizes) // 2))


@wrong
def without_the_stride(H, W, stride, sizes):
    """You count in cells, not in pixels: the stride is missing in the middles."""
    return _made(H, W, 1, sizes)


@wrong
def sizes_in_cells(H, W, stride, sizes):
    """You multiply the sizes by the stride. They are in pixels already; only the middles are counted in cells."""
    return _made(H, W, stride, stride * np.asarray(sizes))


@wrong
def one_size_only(H, W, stride, sizes):
    """You use the first size only. Every cell has an anchor of each size."""
    return _made(H, W, stride, np.asarray(sizes)[:1])


@wrong
def truncated(H, W, stride, sizes):
    return np.trunc(_made(H, W, stride, sizes))


@wrong
def one_axis_for_each(H, W, stride, sizes):
    return _made(H, W, stride, sizes).reshape(H, W, -1, 4)


@wrong
def spread_to_the_edges(H, W, stride, sizes):
    out = _made(H, W, stride, sizes)
    return out * np.array([1, 1, 1, 1]) + (stride / 2 if H == W else 0)
