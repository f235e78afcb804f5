"""Answers to 12.7, encode and decode: right and wrong ones, and inputs to compare functions on."""

import numpy as np

from chainrule_staff.authoring.alternatives import inputs, right, wrong

from ._shared import _centre, _corners, as_kind, boxes, maybe, turned

# -- inputs ----------------------------------------------------------------------------------------


@inputs
def encode_inputs(rng):
    while True:
        N = int(rng.integers(1, 6))
        a, b = (boxes(rng, N, degenerate=False, whole=maybe(rng, 0.6)) for _ in range(2))
        a, b = (np.concatenate([x[:, :2], x[:, :2] + np.maximum(x[:, 2:] - x[:, :2], 1)], axis=1) for x in (a, b))
        a, b = as_kind(rng, a), as_kind(rng, b)
        wide = all(np.all(x[:, 2:] > x[:, :2]) for x in (a, b))
        if wide:  # rounded to whole numbers, a narrow box may end where it began
            yield turned(rng, a), turned(rng, b)


@inputs(of="decode")
def decode_inputs(rng):
    while True:
        a, b = next(encode_inputs(rng))
        deltas = rng.normal(0, 0.7, b.shape)
        if maybe(rng, 0.2):
            deltas = np.clip(np.round(deltas * 2), -2, 2)
        elif maybe(rng, 0.15):
            deltas = np.clip(deltas * 6, -6, 6)
        yield a, turned(rng, as_kind(rng, deltas))


# -- right, written in other ways ------------------------------------------------------------------


@right
def by_names(anchors, boxes):
    ax1, ay1, ax2, ay2 = np.asarray(anchors, float).T
    x1, y1, x2, y2 = np.asarray(boxes, float).T
    wa, ha = ax2 - ax1, ay2 - ay1
    dx = ((x1 + x2) - (ax1 + ax2)) / 2 / wa
    dy = ((y1 + y2) - (ay1 + ay2)) / 2 / ha
    return np.stack([dx, dy, np.log((x2 - x1) / wa), np.log((y2 - y1) / ha)], axis=1)


@right
def by_two_logarithms(anchors, boxes):
    """The logarithm of a ratio is a difference of logarithms. Written so, the sizes of the
    anchors can be prepared once for all pictures: with log w stored, every picture costs one
    logarithm in the place of a division and a logarithm."""
    a, b = _centre(anchors), _centre(boxes)
    out = np.empty(np.shape(b), dtype=np.result_type(a, b))
    out[:, :2] = (b[:, :2] - a[:, :2]) / a[:, 2:]
    out[:, 2:] = np.log(b[:, 2:]) - np.log(a[:, 2:])
    return out


@right
def row_by_row(anchors, boxes):
    rows = []
    for a, b in zip(anchors, boxes):
        w, h = b[2] - b[0], b[3] - b[1]
        wa, ha = a[2] - a[0], a[3] - a[1]
        rows.append(
            [(b[0] + w / 2 - a[0] - wa / 2) / wa, (b[1] + h / 2 - a[1] - ha / 2) / ha, np.log(w / wa), np.log(h / ha)]
        )
    return np.array(rows)


@right(of="decode")
def decode_by_names(anchors, deltas):
    x1, y1, x2, y2 = np.asarray(anchors, float).T
    dx, dy, dw, dh = np.asarray(deltas, float).T
    w, h = x2 - x1, y2 - y1
    cx, cy, w, h = x1 + (0.5 + dx) * w, y1 + (0.5 + dy) * h, w * np.exp(dw), h * np.exp(dh)
    return np.stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2], axis=1)


@right(of="decode")
def decode_from_the_middle(anchors, deltas):
    size = np.asarray(anchors[:, 2:] - anchors[:, :2], float)
    middle = (anchors[:, :2] + anchors[:, 2:]) / 2.0 + size * deltas[:, :2]
    half = size * np.exp(deltas[:, 2:]) / 2
    return np.hstack([middle - half, middle + half])


# -- wrong, and told why ---------------------------------------------------------------------------


def _encode(a, b):
    a, b = _centre(a), _centre(b)
    return np.concatenate([(b[:, :2] - a[:, :2]) / a[:, 2:], np.log(b[:, 2:] / a[:, 2:])], axis=1)


def _decode(a, d, sizes=None, moves=None):
    a = _centre(a)
    size = a[:, 2:] * np.exp(d[:, 2:]) if sizes is None else sizes(a, d)
    middle = a[:, :2] + d[:, :2] * a[:, 2:] if moves is None else moves(a, d)
    return _corners(np.concatenate([middle, size], axis=1))


@wrong
def anchor_and_box_exchanged(anchors, boxes):
    """Anchor and box stand in each other's place: you tell how the anchor lies to the box."""
    return _encode(boxes, anchors)


@wrong
def in_widths_of_the_box(anchors, boxes):
    """You count the moves in widths and heights of the box. When the network's numbers are read back only the anchor is known."""
    a, b = _centre(anchors), _centre(boxes)
    return np.concatenate([(b[:, :2] - a[:, :2]) / b[:, 2:], np.log(b[:, 2:] / a[:, 2:])], axis=1)


@wrong
def no_logarithm(anchors, boxes):
    """The sizes are ratios without their logarithm. Twice and half as wide should be equally far from 0."""
    a, b = _centre(anchors), _centre(boxes)
    return np.concatenate([(b[:, :2] - a[:, :2]) / a[:, 2:], b[:, 2:] / a[:, 2:]], axis=1)


@wrong
def ratio_less_one(anchors, boxes):
    """For the sizes you return the ratio minus 1. The logarithm of the ratio is asked for; the two are alike near 0 only."""
    a, b = _centre(anchors), _centre(boxes)
    return np.concatenate([(b[:, :2] - a[:, :2]) / a[:, 2:], b[:, 2:] / a[:, 2:] - 1], axis=1)


@wrong
def upside_down_ratio(anchors, boxes):
    """The logarithms have the wrong sign: the ratio is that of the box to the anchor, and not the other way round."""
    out = _encode(anchors, boxes)
    return out * np.array([1, 1, -1, -1])


@wrong
def moves_the_other_way(anchors, boxes):
    """The moves have the wrong sign: from the anchor to the box is the box minus the anchor."""
    return _encode(anchors, boxes) * np.array([-1, -1, 1, 1])


@wrong
def moves_in_pixels(anchors, boxes):
    """The moves are in pixels. They should be counted in widths and heights of the anchor."""
    a, b = _centre(anchors), _centre(boxes)
    return np.concatenate([b[:, :2] - a[:, :2], np.log(b[:, 2:] / a[:, 2:])], axis=1)


@wrong
def moves_of_the_corner(anchors, boxes):
    """You compare the upper left corners. The formula compares the centres."""
    a, b = _centre(anchors), _centre(boxes)
    return np.concatenate([(boxes[:, :2] - anchors[:, :2]) / a[:, 2:], np.log(b[:, 2:] / a[:, 2:])], axis=1)


@wrong
def scaled_by_the_place(anchors, boxes):
    """You divide the moves by the coordinates of the anchor's centre. They are to be divided by its size: where an anchor lies does not matter."""
    a, b = _centre(anchors), _centre(boxes)
    with np.errstate(all="ignore"):
        moves = (b[:, :2] - a[:, :2]) / a[:, :2]
    return np.concatenate([moves, np.log(b[:, 2:] / a[:, 2:])], axis=1)


@wrong
def width_for_both(anchors, boxes):
    """You count both moves in widths of the anchor. The second is counted in heights."""
    a, b = _centre(anchors), _centre(boxes)
    return np.concatenate([(b[:, :2] - a[:, :2]) / a[:, 2:3], np.log(b[:, 2:] / a[:, 2:])], axis=1)


@wrong
def logarithm_to_base_2(anchors, boxes):
    """Your logarithm has the base 2. Reading back is by exp, so that the natural one is asked for."""
    a, b = _centre(anchors), _centre(boxes)
    return np.concatenate([(b[:, :2] - a[:, :2]) / a[:, 2:], np.log2(b[:, 2:] / a[:, 2:])], axis=1)


@wrong
def logarithm_of_one_more(anchors, boxes):
    """Your logarithm is that of 1 + the ratio, as np.log1p gives it. A box as wide as its anchor should have 0."""
    a, b = _centre(anchors), _centre(boxes)
    return np.concatenate([(b[:, :2] - a[:, :2]) / a[:, 2:], np.log1p(b[:, 2:] / a[:, 2:])], axis=1)


@wrong
def divided_by_variances(anchors, boxes):
    """Your numbers are divided by 0.1 and 0.2, as some programs do and call them variances. Here they are not."""
    return _encode(anchors, boxes) / np.array([0.1, 0.1, 0.2, 0.2])


@wrong
def differences_of_sizes(anchors, boxes):
    """For the sizes you return a difference, divided by the anchor's size or not at all. The logarithm of the ratio is asked for."""
    a, b = _centre(anchors), _centre(boxes)
    return np.concatenate([(b[:, :2] - a[:, :2]) / a[:, 2:], b[:, 2:] - a[:, 2:]], axis=1)


@wrong
def read_by_centre(anchors, boxes):
    """You take the four numbers of anchor and box for centre and size. They are two corners: centre and size come from them first, as in 12.1."""
    with np.errstate(all="ignore"):
        sizes = np.log(boxes[:, 2:] / anchors[:, 2:])
        return np.concatenate([(boxes[:, :2] - anchors[:, :2]) / anchors[:, 2:], sizes], axis=1)


@wrong
def one_more_pixel(anchors, boxes):
    """You add 1 to the sizes, as for boxes whose x2 and y2 are their last column and row. Here boxes are half-open: x2 − x1 is the width."""
    a, b = (_centre(x) + np.array([0.5, 0.5, 1, 1]) for x in (anchors, boxes))
    return np.concatenate([(b[:, :2] - a[:, :2]) / a[:, 2:], np.log(b[:, 2:] / a[:, 2:])], axis=1)


@wrong
def sizes_first(anchors, boxes):
    return _encode(anchors, boxes)[:, [2, 3, 0, 1]]


@wrong
def log_of_one_more(anchors, boxes):
    a, b = _centre(anchors), _centre(boxes)
    return np.concatenate([(b[:, :2] - a[:, :2]) / a[:, 2:], np.log(b[:, 2:] / a[:, 2:] + 1e-3)], axis=1)


@wrong(of="decode")
def no_exponential(anchors, deltas):
    """You multiply the sizes by the numbers themselves. They are logarithms: 0 means as wide as the anchor."""
    return _decode(anchors, deltas, sizes=lambda a, d: a[:, 2:] * d[:, 2:])


@wrong(of="decode")
def one_more_for_exponential(anchors, deltas):
    """You take 1 + t for exp(t). The two are alike near 0 only, and 1 + t can be negative."""
    return _decode(anchors, deltas, sizes=lambda a, d: a[:, 2:] * (1 + d[:, 2:]))


@wrong(of="decode")
def anchors_size_kept(anchors, deltas):
    """Your boxes have the size of their anchors: the last two numbers are not used."""
    return _decode(anchors, deltas, sizes=lambda a, d: a[:, 2:])


@wrong(of="decode")
def moved_in_pixels(anchors, deltas):
    """You take the moves for pixels. They are counted in widths and heights of the anchor."""
    return _decode(anchors, deltas, moves=lambda a, d: a[:, :2] + d[:, :2])


@wrong(of="decode")
def centre_scaled(anchors, deltas):
    """You multiply the centre by 1 + t. An anchor far to the right would then move further than one on the left: the move is t times the width."""
    return _decode(anchors, deltas, moves=lambda a, d: a[:, :2] * (1 + d[:, :2]))


@wrong(of="decode")
def moved_by_the_new_size(anchors, deltas):
    """You count the moves in widths and heights of the new box. They are those of the anchor."""
    return _decode(anchors, deltas, moves=lambda a, d: a[:, :2] + d[:, :2] * a[:, 2:] * np.exp(d[:, 2:]))


@wrong(of="decode")
def moved_the_other_way(anchors, deltas):
    """Your boxes move the wrong way: the moves are added, not taken away."""
    return _decode(anchors, deltas, moves=lambda a, d: a[:, :2] - d[:, :2] * a[:, 2:])


@wrong(of="decode")
def not_moved(anchors, deltas):
    """Your boxes stay around the centres of their anchors: the first two numbers are not used."""
    return _decode(anchors, deltas, moves=lambda a, d: a[:, :2])


@wrong(of="decode")
def by_centre(anchors, deltas):
    """You return centre and size. Corners are asked for."""
    return _centre(_decode(anchors, deltas))


@wrong(of="decode")
def from_the_corner(anchors, deltas):
    """You move the upper left corner and let the box grow from there. It is the centre that moves, and the box grows to all sides."""
    a = _centre(anchors)
    first = anchors[:, :2] + deltas[:, :2] * a[:, 2:]
    return np.concatenate([first, first + a[:, 2:] * np.exp(deltas[:, 2:])], axis=1)


@wrong(of="decode")
def whole_size_each_way(anchors, deltas):
    """You go the whole width and height from the centre, each way: your boxes are twice as large as they should be."""
    out = _centre(_decode(anchors, deltas))
    return np.concatenate([out[:, :2] - out[:, 2:], out[:, :2] + out[:, 2:]], axis=1)


@wrong(of="decode")
def times_variances(anchors, deltas):
    """You multiply the numbers by 0.1 and 0.2 first. `encode` does not divide by them here."""
    return _decode(anchors, deltas * np.array([0.1, 0.1, 0.2, 0.2]))


@wrong(of="decode")
def power_of_two(anchors, deltas):
    """You take powers of 2. What undoes the natural logarithm is exp."""
    return _decode(anchors, deltas, sizes=lambda a, d: a[:, 2:] * 2.0 ** d[:, 2:])


@wrong(of="decode")
def anchors_read_by_centre(anchors, deltas):
    """You take the four numbers of an anchor for its centre and its size. They are two corners: centre and size come from them first, as in 12.1."""
    middle, size = anchors[:, :2] + deltas[:, :2] * anchors[:, 2:], anchors[:, 2:] * np.exp(deltas[:, 2:])
    return np.concatenate([middle - size / 2, middle + size / 2], axis=1)


@wrong(of="decode")
def one_more_and_one_less(anchors, deltas):
    """You add 1 to the anchor's sides, and take 1 away from x2 and y2 in the end. That is for boxes whose x2 and y2 are their last column and row; here they are half-open."""
    size = anchors[:, 2:] - anchors[:, :2] + 1
    middle, new = anchors[:, :2] + size / 2 + deltas[:, :2] * size, size * np.exp(deltas[:, 2:])
    return np.concatenate([middle - new / 2, middle + new / 2 - 1], axis=1)


@wrong(of="decode")
def sizes_exchanged(anchors, deltas):
    return _decode(anchors, deltas[:, [0, 1, 3, 2]])


@wrong(of="decode")
def growth_limited_as_in_libraries(anchors, deltas):
    return _decode(anchors, np.minimum(deltas, np.array([np.inf, np.inf, 4.135, 4.135])))


@wrong(of="decode")
def limited_growth(anchors, deltas):
    return _decode(anchors, np.clip(deltas, -1, 1))


@wrong(of="decode")
def whole_pixels(anchors, deltas):
    return np.round(_decode(anchors, deltas))
