"""Answers to 12.1, to_centre and to_corners: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _centre, _corners, as_kind, boxes, maybe, turned

# -- inputs ----------------------------------------------------------------------------------------


def _scaled(rng, rows, far=(1e6, 1e6, 1e6, 1e6)):
    if maybe(rng, 0.15):  # far away: in 32 bits, a small box would lose its size
        return rows + np.array(far)
    return as_kind(rng, rows * 1e4) if maybe(rng, 0.1) else as_kind(rng, rows)


@inputs
def to_centre_inputs(rng):
    while True:
        yield (turned(rng, _scaled(rng, boxes(rng, int(rng.integers(1, 6))))),)


@inputs(of="to_corners")
def to_corners_inputs(rng):
    while True:
        rows = boxes(rng, int(rng.integers(1, 6)), degenerate=False)
        rows = _centre(rows)
        if maybe(rng, 0.1):
            rows[0, 2 + int(rng.integers(2))] = 0
        yield (turned(rng, _scaled(rng, rows, (1e6, 1e6, 0, 0))),)


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_columns(boxes):
    x1, y1, x2, y2 = boxes.T
    return np.stack([(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1], axis=1)


@right
def by_a_matrix(boxes):
    """Each of the four new numbers is a weighted sum of the four old ones, so one matrix of
    4 × 4 does it, and its inverse leads back. That shows why the two undo each other; it also
    computes with many zeros."""
    M = np.array([[0.5, 0, -1, 0], [0, 0.5, 0, -1], [0.5, 0, 1, 0], [0, 0.5, 0, 1]])
    return boxes @ M


@right
def by_rows(boxes):
    out = np.empty(boxes.shape)
    for n in range(len(boxes)):
        out[n, 2:] = boxes[n, 2:] - boxes[n, :2]
        out[n, :2] = boxes[n, :2] + out[n, 2:] / 2
    return out


@right(of="to_corners")
def corners_by_columns(boxes):
    cx, cy, w, h = np.asarray(boxes, float).T
    return np.column_stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2])


@right(of="to_corners")
def corners_by_the_first(boxes):
    first = boxes[:, :2] - 0.5 * boxes[:, 2:]
    return np.hstack([first, first + boxes[:, 2:]])


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def one_more_pixel(boxes):
    """Your width and height are 1 too large. In a half-open box x2 is not part of it: columns 2, 3, 4 are the box from 2 to 5, and 5 − 2 = 3."""
    out = _centre(boxes)
    return np.concatenate([out[:, :2], out[:, 2:] + 1], axis=1)


@wrong
def centre_of_the_last_pixel(boxes):
    """Your centre is half a pixel off to the left and up, as if x2 and y2 were the last column and row. They are the first that do not belong to the box."""
    out = _centre(boxes)
    return np.concatenate([out[:, :2] - 0.5, out[:, 2:]], axis=1)


@wrong
def corner_and_size(boxes):
    """You return the upper left corner and the size. The first two numbers should be the centre."""
    return np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], axis=1)


@wrong
def sum_not_mean(boxes):
    """Your centre is the sum of the two edges, which is twice their middle."""
    return np.concatenate([boxes[:, :2] + boxes[:, 2:], boxes[:, 2:] - boxes[:, :2]], axis=1)


@wrong
def half_the_size(boxes):
    """Your centres are right, but the last two numbers are half the width and half the height."""
    out = _centre(boxes)
    return np.concatenate([out[:, :2], out[:, 2:] / 2], axis=1)


@wrong
def half_the_difference(boxes):
    """Your centre is half the width and half the height. That is how far the centre is from the corner, and the corner is missing."""
    size = boxes[:, 2:] - boxes[:, :2]
    return np.concatenate([size / 2, size], axis=1)


@wrong
def rows_first(boxes):
    """You return cy before cx, and the height before the width. In boxes x comes first, other than in arrays."""
    return _centre(boxes)[:, [1, 0, 3, 2]]


@wrong
def size_first(boxes):
    """You return the size first and the centre last."""
    return _centre(boxes)[:, [2, 3, 0, 1]]


@wrong
def pairs_of_neighbours(boxes):
    """You put x1 with y1, and x2 with y2, as if a row held x1, x2, y1, y2. The two ends of a side are two places apart."""
    a, b, c, d = boxes.T
    return np.stack([(a + b) / 2, (c + d) / 2, b - a, d - c], axis=1)


@wrong
def whole_centres(boxes):
    """Your centres are cut to whole numbers. A box of odd width has its centre in the middle of a pixel, at a half."""
    out = _centre(boxes)
    return np.concatenate([np.floor(out[:, :2]), out[:, 2:]], axis=1)


@wrong
def in_the_boxes_type(boxes):
    """Whole numbers go in, and your centres come out as whole numbers, without their halves: the array that you fill has the type of the input."""
    out = np.zeros_like(boxes)
    out[...] = _centre(boxes)
    return out


@wrong
def sign_of_the_size(boxes):
    """Your width and height have the wrong sign: the second corner minus the first is asked for."""
    out = _centre(boxes)
    return np.concatenate([out[:, :2], -out[:, 2:]], axis=1)


@wrong
def as_columns(boxes):
    """You return one row for each of the four numbers, (4, N). A row for each box is asked for."""
    return _centre(boxes).T


@wrong
def size_of_a_size(boxes):
    out = np.array(boxes, float)
    out[:, :2] = (out[:, :2] + out[:, 2:]) / 2
    out[:, 2:] = out[:, 2:] - out[:, :2]  # the corner is gone already
    return out


@wrong
def in_place(boxes):
    if boxes.dtype.kind == "f":
        boxes[:, 2:] -= boxes[:, :2]
        boxes[:, :2] += boxes[:, 2:] / 2
        return boxes
    return _centre(boxes)


@wrong
def in_32_bits(boxes):
    return _centre(boxes.astype(np.float32))


@wrong
def without_sign(boxes):
    out = _centre(boxes)
    return np.concatenate([out[:, :2], np.abs(out[:, 2:])], axis=1)


@wrong(of="to_corners")
def whole_size(boxes):
    """You go the whole width, and the whole height, to either side of the centre. Your boxes are twice as wide and twice as high."""
    return np.concatenate([boxes[:, :2] - boxes[:, 2:], boxes[:, :2] + boxes[:, 2:]], axis=1)


@wrong(of="to_corners")
def centre_taken_for_corner(boxes):
    """You take the centre for the upper left corner: your boxes start where they should have their middle."""
    corner, size = np.split(boxes, 2, axis=1)
    return np.hstack([corner, corner + size])


@wrong(of="to_corners")
def size_as_second_corner(boxes):
    """Your first corner is right. As the second you return the size."""
    return np.concatenate([_corners(boxes)[:, :2], boxes[:, 2:]], axis=1)


@wrong(of="to_corners")
def inclusive_end(boxes):
    """Your x2 and y2 are 1 too small: they are the last column and row. In a half-open box they are the first that do not belong to it."""
    return _corners(boxes) - np.array([0, 0, 1, 1])


@wrong(of="to_corners")
def lower_left_first(boxes):
    """Your boxes stand on their heads: y1 is larger than y2. y runs down in a picture, so that the upper edge has the smaller y."""
    return _corners(boxes)[:, [0, 3, 2, 1]]


@wrong(of="to_corners")
def corners_in_place_of_the_centre(boxes):
    """Your first corner is right, the second is not: the centre was overwritten by the first corner before it was used for the second."""
    first = boxes[:, :2] - boxes[:, 2:] / 2
    return np.concatenate([first, first + boxes[:, 2:] / 2], axis=1)


@wrong(of="to_corners")
def halved_as_whole_numbers(boxes):
    """Half of an odd side is cut to a whole number. Divide with /, not with //."""
    half = boxes[:, 2:] // 2
    return np.concatenate([boxes[:, :2] - half, boxes[:, :2] + half], axis=1)


@wrong(of="to_corners")
def corners_in_the_boxes_type(boxes):
    """Whole numbers go in, and your corners come out as whole numbers, without their halves: the array that you fill has the type of the input."""
    out = np.zeros_like(boxes)
    out[...] = _corners(boxes)
    return out


@wrong(of="to_corners")
def corners_side_by_side(boxes):
    """You return x1, x2, y1, y2. Asked for are x1, y1, x2, y2: one corner, then the other."""
    return _corners(boxes)[:, [0, 2, 1, 3]]


@wrong(of="to_corners")
def the_other_way_again(boxes):
    return _centre(boxes)


@wrong(of="to_corners")
def height_for_width(boxes):
    half = boxes[:, [3, 2]] / 2
    return np.concatenate([boxes[:, :2] - half, boxes[:, :2] + half], axis=1)


@wrong(of="to_corners")
def rounded(boxes):
    return np.round(_corners(boxes))
