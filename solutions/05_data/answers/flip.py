"""Answers to 5.6, flip: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong
from chainrule_staff.authoring.vocabulary import maybe, turned

from ._shared import pictures

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def flip_inputs(rng):
    """Boxes inside the pictures, at their edges too, of whole pixels or of parts of them; an empty one now and then."""
    while True:
        X = pictures(rng)
        N, H, W = X.shape[:3]
        x, y = rng.integers(0, W + 1, (N, 2)), rng.integers(0, H + 1, (N, 2))
        if maybe(rng, 0.4):
            x, y = rng.uniform(0, W, (N, 2)), rng.uniform(0, H, (N, 2))
        x, y = np.sort(x, axis=1), np.sort(y, axis=1)
        boxes = np.stack([x[:, 0], y[:, 0], x[:, 1], y[:, 1]], axis=1)
        if boxes.dtype.kind == "f" and maybe(rng, 0.3):
            boxes = (np.round(boxes * 8) / 8).astype("float32")
        yield X, turned(rng, boxes)


# -- right, written in other ways ------------------------------------------------------------------


@right
def about_the_middle(X, boxes):
    """The four numbers of a box are two corners, and the flip takes each corner's x to W − x; then the two x trade places,
    by an index [2, 1, 0, 3] instead of by names. Written as one product and one sum it serves any number of boxes at
    once, and reads less well."""
    W = X.shape[2]
    mirrored = boxes * np.array([-1, 1, -1, 1]) + np.array([W, 0, W, 0])
    return np.flip(X, axis=2).copy(), mirrored[:, [2, 1, 0, 3]]


@right
def picture_by_picture(X, boxes):
    W = X.shape[2]
    flipped = np.array([np.fliplr(picture) for picture in X])
    return flipped, np.array([[W - x2, y1, W - x1, y2] for x1, y1, x2, y2 in boxes])


@right
def from_the_width(X, boxes):
    new = boxes.copy()
    width = boxes[:, 2] - boxes[:, 0]
    new[:, 0] = X.shape[2] - boxes[:, 0] - width
    new[:, 2] = new[:, 0] + width
    return X[:, :, ::-1], new


@right
def by_columns(X, boxes):
    columns = np.arange(X.shape[2])[::-1]
    new = np.empty(boxes.shape)
    new[:, [0, 2]] = X.shape[2] - boxes[:, [2, 0]]
    new[:, [1, 3]] = boxes[:, [1, 3]]
    return np.take(X, columns, axis=2), new


# -- wrong, and told why ---------------------------------------------------------------------------


@wrong
def box_stays(X, boxes):
    """The pictures are turned over, the boxes are where they were. A box on the left has to be on the right now."""
    return X[:, :, ::-1].copy(), boxes.copy()


@wrong
def edges_not_exchanged(X, boxes):
    """Your boxes have x1 > x2, and so a negative width. What was the right edge is now the left one: which of the two new numbers has to
    come first?"""
    x1, y1, x2, y2 = boxes.T
    W = X.shape[2]
    return X[:, :, ::-1].copy(), np.stack([W - x1, y1, W - x2, y2], axis=1)


@wrong
def one_pixel_off(X, boxes):
    """Your boxes are one pixel too far to the left. W − 1 − x is the new number of a pixel; a half-open box is given by edges between
    pixels. Where is the edge x = 0 after the flip?"""
    x1, y1, x2, y2 = boxes.T
    W = X.shape[2]
    return X[:, :, ::-1].copy(), np.stack([W - 1 - x2, y1, W - 1 - x1, y2], axis=1)


@wrong
def height_for_width(X, boxes):
    """You mirror the boxes about the picture's height. It runs from left to right, so the other side length counts: which entry of the
    shape is it?"""
    x1, y1, x2, y2 = boxes.T
    H = X.shape[1]
    return X[:, :, ::-1].copy(), np.stack([H - x2, y1, H - x1, y2], axis=1)


@wrong
def upside_down(X, boxes):
    """Your pictures stand on their heads. The axis with the rows was reversed, not the one with the columns."""
    x1, y1, x2, y2 = boxes.T
    W = X.shape[2]
    return X[:, ::-1].copy(), np.stack([W - x2, y1, W - x1, y2], axis=1)


@wrong
def upside_down_with_the_box(X, boxes):
    """You turn everything upside down, pictures and boxes. Left and right are to change places, not top and bottom."""
    x1, y1, x2, y2 = boxes.T
    H = X.shape[1]
    return X[:, ::-1].copy(), np.stack([x1, H - y2, x2, H - y1], axis=1)


@wrong
def last_axis(X, boxes):
    """You reverse the last axis. In grey pictures that is the one with the columns; in colour pictures it holds the colours, and red
    becomes blue. Count the axes from the front."""
    x1, y1, x2, y2 = boxes.T
    W = X.shape[2]
    return X[..., ::-1].copy(), np.stack([W - x2, y1, W - x1, y2], axis=1)


@wrong
def pictures_stay(X, boxes):
    """The boxes are turned over, the pictures are as they were."""
    x1, y1, x2, y2 = boxes.T
    W = X.shape[2]
    return X.copy(), np.stack([W - x2, y1, W - x1, y2], axis=1)


@wrong
def order_of_pictures(X, boxes):
    """You reverse the order of the pictures: the last comes first. Axis 0 counts them."""
    x1, y1, x2, y2 = boxes.T
    W = X.shape[2]
    return X[::-1].copy(), np.stack([W - x2, y1, W - x1, y2], axis=1)


@wrong
def closed_box(X, boxes):
    """Your boxes are one pixel too narrow on the right: your new x2 is the last column that belongs to the box. It has to be the first one
    that does not."""
    x1, y1, x2, y2 = boxes.T
    W = X.shape[2]
    return X[:, :, ::-1].copy(), np.stack([W - x2, y1, W - x1 - 1, y2], axis=1)


@wrong
def boxes_in_place(X, boxes):
    """The values are right, but you write them into the caller's own boxes. In the second epoch they would be turned over twice."""
    W = X.shape[2]
    x1 = boxes[:, 0].copy()
    boxes[:, 0] = W - boxes[:, 2]
    boxes[:, 2] = W - x1
    return X[:, :, ::-1].copy(), boxes


@wrong
def both_edges_of_the_new(X, boxes):
    """You overwrite x1, and then compute the new x2 from the x1 that you have just written. Keep the old one until both are computed."""
    new = boxes.copy()
    new[:, 0] = X.shape[2] - new[:, 2]
    new[:, 2] = X.shape[2] - new[:, 0]
    return X[:, :, ::-1].copy(), new


@wrong
def only_the_first_box(X, boxes):
    """All your boxes are that of the first picture. Each picture has its own."""
    x1, y1, x2, y2 = boxes[0]
    W = X.shape[2]
    return X[:, :, ::-1].copy(), np.tile([W - x2, y1, W - x1, y2], (len(X), 1))


@wrong
def half_a_turn(X, boxes):
    """Your pictures are turned by half a turn: both axes are reversed. Up and down are to stay where they are."""
    x1, y1, x2, y2 = boxes.T
    W = X.shape[2]
    return X[:, ::-1, ::-1].copy(), np.stack([W - x2, y1, W - x1, y2], axis=1)


@wrong
def box_by_half_a_turn(X, boxes):
    """You mirror the boxes from top to bottom, too. Rows stay where they are, and y1 and y2 with them."""
    x1, y1, x2, y2 = boxes.T
    H, W = X.shape[1:3]
    return X[:, :, ::-1].copy(), np.stack([W - x2, H - y2, W - x1, H - y1], axis=1)


@wrong
def colours_for_width(X, boxes):
    """In colour you take the number of colours for the width. The width is the third entry of the shape, not the last."""
    x1, y1, x2, y2 = boxes.T
    W = X.shape[-1]
    return X[:, :, ::-1].copy(), np.stack([W - x2, y1, W - x1, y2], axis=1)


@wrong
def read_as_width_and_height(X, boxes):
    """You read the last two numbers of a box as its width and height. They are x2 and y2, its right and its lower edge."""
    x, y, w, h = boxes.T
    return X[:, :, ::-1].copy(), np.stack([X.shape[2] - x - w, y, w, h], axis=1)


@wrong
def one_edge_as_a_pixel(X, boxes):
    """Your boxes are one pixel too wide on the left. W − 1 − x is the new number of a pixel; x2 is an edge between pixels, as x1 is."""
    x1, y1, x2, y2 = boxes.T
    W = X.shape[2]
    return X[:, :, ::-1].copy(), np.stack([W - 1 - x2, y1, W - x1, y2], axis=1)


@wrong
def boxes_in_columns(X, boxes):
    """Your boxes are right, but each stands in a column, (4, N). One box in each row is asked for."""
    x1, y1, x2, y2 = boxes.T
    W = X.shape[2]
    return X[:, :, ::-1].copy(), np.stack([W - x2, y1, W - x1, y2])


# -- wrong, refused without a name -----------------------------------------------------------------


@wrong
def whole_boxes(X, boxes):
    x1, y1, x2, y2 = boxes.T
    W = X.shape[2]
    return X[:, :, ::-1].copy(), np.stack([W - x2, y1, W - x1, y2], axis=1).astype(int)


@wrong
def squares_only(X, boxes):
    x1, y1, x2, y2 = boxes.T
    return np.rot90(np.swapaxes(X, 1, 2), axes=(1, 2)).copy(), np.stack(
        [X.shape[2] - x2, y1, X.shape[2] - x1, y2], axis=1
    )


@wrong
def largest_x_for_the_width(X, boxes):
    x1, y1, x2, y2 = boxes.T
    W = boxes[:, 2].max()
    return X[:, :, ::-1].copy(), np.stack([W - x2, y1, W - x1, y2], axis=1)


@wrong
def swapped_only(X, boxes):
    return X[:, :, ::-1].copy(), boxes[:, [2, 1, 0, 3]]


@wrong
def as_width_and_height(X, boxes):
    x1, y1, x2, y2 = boxes.T
    W = X.shape[2]
    return X[:, :, ::-1].copy(), np.stack([W - x2, y1, x2 - x1, y2 - y1], axis=1)
