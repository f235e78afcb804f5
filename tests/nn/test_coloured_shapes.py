"""The coloured shapes: balance, boxes, colours, and that shapes, flips and colours can be told apart."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule.data import COLOUR_NAMES, SHAPE_NAMES, scenes, shapes
from chainrule.data import coloured_shapes as module


def rng(seed=0):
    return np.random.default_rng(seed)


@settings(max_examples=20, deadline=None)
@given(N=st.integers(1, 130), seed=st.integers(0, 2**32 - 1), size=st.sampled_from([20, 32, 41]))
def test_shapes_have_the_promised_form(N, seed, size):
    X, y, colour, boxes = shapes(N, rng(seed), size=size)
    assert X.shape == (N, size, size, 3) and X.dtype == np.float32 and X.min() >= 0 and X.max() <= 1
    assert y.shape == colour.shape == (N,) and y.dtype.kind == colour.dtype.kind == "i"
    assert boxes.shape == (N, 4) and boxes.dtype == np.float64
    assert np.all(boxes[:, :2] >= 1) and np.all(boxes[:, :2] + boxes[:, 2:] <= size - 1 + 1e-9)
    for again, first in zip(shapes(N, rng(seed), size=size), (X, y, colour, boxes)):
        np.testing.assert_array_equal(again, first)


@given(N=st.integers(1, 400))
def test_shapes_colours_and_their_combinations_are_balanced(N):
    y, colour = module._balanced(N)
    for labels, classes in [(y, 6), (colour, 5), (y * 5 + colour, 30)]:
        assert np.ptp(np.bincount(labels, minlength=classes)) <= 1
    assert (len(SHAPE_NAMES), len(COLOUR_NAMES)) == (6, 5)


@settings(max_examples=15, deadline=None)
@given(
    N=st.integers(1, 40),
    seed=st.integers(0, 2**32 - 1),
    limits=st.tuples(st.integers(1, 9), st.integers(1, 9)).map(sorted),
)
def test_scenes_have_the_promised_form(N, seed, limits):
    least, most = limits
    X, y, colour, boxes = scenes(N, rng(seed), least=least, most=most)
    assert X.shape == (N, 64, 64, 3) and X.dtype == np.float32 and X.min() >= 0 and X.max() <= 1
    assert len(y) == len(colour) == len(boxes) == N
    for y_n, colour_n, boxes_n in zip(y, colour, boxes):
        assert least <= len(y_n) == len(colour_n) == len(boxes_n) <= most and boxes_n.shape[1] == 4
        assert np.all(boxes_n[:, :2] >= 1) and np.all(boxes_n[:, :2] + boxes_n[:, 2:] <= 63 + 1e-9)
        for (x0, y0, w0, h0), (x1, y1, w1, h1) in itertools.combinations(boxes_n.tolist(), 2):
            width, height = min(x0 + w0, x1 + w1) - max(x0, x1), min(y0 + h0, y1 + h1) - max(y0, y1)
            assert min(width, height) <= 0 or width * height <= 0.1 * min(w0 * h0, w1 * h1) + 1e-9
    for labels, classes in [(y, 6), (colour, 5)]:
        assert np.ptp(np.bincount(np.concatenate(labels), minlength=classes)) <= 1
    again = scenes(N, rng(seed), least=least, most=most)
    for one, other in zip([X, *y, *colour, *boxes], [again[0], *again[1], *again[2], *again[3]]):
        np.testing.assert_array_equal(one, other)


def test_scenes_have_every_number_of_shapes_and_some_that_touch():
    _, y, _, boxes = scenes(400, rng(), least=2, most=5)
    counts = np.bincount([len(labels) for labels in y], minlength=6)
    assert np.all(counts[2:] > 60) and counts.sum() == counts[2:].sum()  # 100 each are expected, ± 9
    pairs = [pair for picture in boxes for pair in itertools.combinations(picture, 2)]
    assert any(overlap(a, b) for a, b in pairs)


@pytest.mark.parametrize("draw", [shapes, scenes])
def test_without_noise_the_generator_draws_the_same_shapes(draw):
    X, *labels = draw(30, rng())
    X_clean, *labels_clean = draw(30, rng(), noise=0)
    for one, other in zip(labels, labels_clean):
        for a, b in zip(one, other):
            np.testing.assert_array_equal(a, b)
    inner = (X_clean > 0.25) & (X_clean < 0.75)  # where the limits 0 and 1 are five standard deviations away
    assert np.isclose((X - X_clean)[inner].std(), 0.05, rtol=0.02)


@pytest.fixture
def white_on_black(monkeypatch):
    """Makes every value of a picture without noise the part of the pixel that shapes cover."""
    monkeypatch.setattr(module, "_backgrounds", lambda N, size, rng: np.zeros((N, size, size, 3), np.float32))
    monkeypatch.setattr(module, "_paint", lambda colour, rng: np.ones((len(colour), 3), np.float32))


def outline(mask):
    """The edges of what is set: left, top, right, bottom."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1])


def are_tight(X, boxes):
    """Is every box, to within the size of a pixel, where the drawing ends?

    A pixel is drawn if its centre is less than half a pixel from the shape: its far edge is at most one pixel outside.
    At a thin tip the last pixel that is drawn may end inside the box: by a third of a pixel, in 18,000 pictures.
    """
    ends = np.array([outline(picture[..., 0] > 0) for picture in X])
    outside = (ends - np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]], axis=1)) * [-1, -1, 1, 1]
    return bool(outside.max() <= 1 + 1e-6 and outside.min() >= -0.5)


@pytest.mark.parametrize(
    "draw", [lambda: shapes(900, rng(), noise=0)[::3], lambda: scenes(900, rng(), most=1, noise=0)[::3]]
)
def test_boxes_are_tight(white_on_black, draw):
    X, boxes = draw()
    boxes = np.concatenate(boxes).reshape(-1, 4)
    assert are_tight(X, boxes)
    for error in itertools.product([-0.6, 0, 0.6], repeat=4):
        assert not any(error) or not are_tight(X, boxes + error)


def test_the_centre_of_a_box_is_the_centre_of_its_shape(white_on_black):
    X, y, _, boxes = shapes(300, rng(), noise=0)
    for n in np.flatnonzero(np.isin(y, [0, 1, 3])):  # the symmetric ones
        for axis in (0, 1):
            weights = X[n, :, :, 0].sum(axis)
            centre = np.sum(weights * (np.arange(32) + 0.5)) / weights.sum()
            assert abs(centre - (boxes[n, axis] + boxes[n, axis + 2] / 2)) < 0.05  # a wrong convention: half a pixel


def test_edges_are_antialiased_so_that_areas_are_right(white_on_black):
    X, y, _, boxes = shapes(300, rng(), noise=0)
    part = X[..., 0].sum(axis=(1, 2)) / np.prod(boxes[:, 2:], axis=1)
    np.testing.assert_allclose(part[y == 0], np.pi / 4, rtol=0.01)
    assert np.all(np.abs(part[y == 2] - 0.485) < 0.025)  # half of an upright triangle's box, and less of a tilted one's
    mixed = ((X[..., 0] > 0.1) & (X[..., 0] < 0.9)).sum(axis=(1, 2)) / (np.pi * boxes[:, 2])
    assert np.all(mixed[y == 0] > 0.6)  # all around a circle: about one for each pixel of its length


def test_all_that_a_scene_shows_is_in_a_box_and_every_box_has_its_shape(white_on_black):
    X, _, _, boxes = scenes(200, rng(), least=4, noise=0)
    for picture, its_boxes in zip(X[..., 0], boxes):
        outside = picture > 0
        for x, y, w, h in its_boxes:
            window = np.s_[int(y - 1) : int(np.ceil(y + h + 1)), int(x - 1) : int(np.ceil(x + w + 1))]
            assert picture[window].sum() > 0.4 * w * h  # the least is an arrow's, tilted
            outside[window] = False
        assert not outside.any()


def test_a_later_shape_of_a_scene_lies_on_top(monkeypatch):
    monkeypatch.setattr(module, "_heavily_overlap", lambda box, other: np.zeros((box - other).shape[:-1], dtype=bool))
    X, _, colour, boxes = scenes(100, rng(), size=48, least=4, noise=0)
    for picture, its_colours, its_boxes in zip(X, colour, boxes):
        x, y, w, h = its_boxes[-1]
        seen = picture[int(y + h / 2), int(x + w / 2)]
        assert np.argmin(np.linalg.norm(module._COLOURS - seen, axis=1)) == its_colours[-1]
    hidden = [np.all(np.abs(b[0] - b[-1])[:2] < 4) and c[0] != c[-1] for b, c in zip(boxes, colour)]
    assert any(hidden)  # in these the first one's colour would be seen if it lay on top


def overlap(box, other):
    return np.all(np.minimum(box[:2] + box[2:], other[:2] + other[2:]) > np.maximum(box[:2], other[:2]))


def crops(X, boxes, side=12):
    """What is in each box, as (side, side) values of brightness, scaled to spread 1."""
    out = []
    for picture, (x, y, w, h) in zip(X, boxes):
        rows = (y + (np.arange(side) + 0.5) / side * h).astype(int)
        columns = (x + (np.arange(side) + 0.5) / side * w).astype(int)
        crop = picture.max(axis=-1)[rows][:, columns]
        out.append((crop - crop.mean()) / crop.std())
    return np.array(out)


def nearest_centroid(train, y, test):
    """The class whose mean is nearest."""
    centroids = np.stack([train[y == label].mean(axis=0) for label in range(len(SHAPE_NAMES))])
    return ((test[:, None] - centroids) ** 2).reshape(len(test), len(centroids), -1).sum(axis=-1).argmin(axis=1)


@pytest.fixture(scope="module")
def cropped():
    X, y, _, boxes = shapes(600, rng(0))
    X_test, y_test, _, boxes_test = shapes(300, rng(1))
    return crops(X, boxes), y, crops(X_test, boxes_test), y_test


def test_the_nearest_centroid_tells_the_shapes_apart(cropped):
    train, y, test, y_test = cropped
    assert np.mean(nearest_centroid(train, y, test) == y_test) > 0.9  # chance: 1/6
    mixed = rng().permutation(y)
    assert np.mean(nearest_centroid(train, mixed, test) == y_test) < 0.5  # it is the shape that decides


def test_a_flip_turns_the_arrows_into_each_other_and_leaves_the_others(cropped):
    train, y, test, y_test = cropped
    left, right = SHAPE_NAMES.index("arrow_left"), SHAPE_NAMES.index("arrow_right")
    flipped = np.where(y_test == left, right, np.where(y_test == right, left, y_test))
    found = nearest_centroid(train, y, test[:, :, ::-1])
    for label in range(len(SHAPE_NAMES)):
        assert np.mean(found[y_test == label] == flipped[y_test == label]) > 0.85


def test_an_arrow_ends_in_a_point_on_the_side_of_its_name(white_on_black):
    X, y, _, boxes = shapes(240, rng(), noise=0)
    for n in np.flatnonzero(y >= 4):
        x, _, w, _ = boxes[n]
        columns, pixel = X[n, :, :, 0].sum(axis=0), np.arange(32) + 0.5
        first, last = columns[pixel < x + w / 8].sum(), columns[pixel > x + 7 * w / 8].sum()
        point, tail = (first, last) if SHAPE_NAMES[y[n]] == "arrow_left" else (last, first)
        assert point < tail  # a third, but for the tilt and the size of the pixels


# Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision deficiency" (2009):
# what is seen of linear red, green and blue, at full severity.
SIGHTS = {
    "full": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}


def lab(rgb, sight):
    """CIELAB (1976) of sRGB colours (N, 3), D65."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(linear @ np.transpose(sight), 0, 1)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = linear @ to_xyz.T / [0.9505, 1, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=1)


def closest(colours, sight):
    seen = lab(np.asarray(colours), sight)
    return min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2))


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_colours_differ_in_every_kind_of_colour_blindness(sight):
    # A difference of 2.3 is just noticeable (Mahy, Van Eycken and Oosterlinck, 1994). Ten times that is plain.
    for background in (0.08, 0.25):
        assert closest([*module._COLOURS, [background] * 3], SIGHTS[sight]) > 23


def test_colours_that_differ_only_for_full_sight_are_noticed():
    red_and_olive = [[0.8, 0.2, 0.2], [0.45, 0.45, 0.1]]
    assert closest(red_and_olive, SIGHTS["full"]) > 23 > closest(red_and_olive, SIGHTS["deuteranopia"])


def test_the_nearest_colour_is_the_named_one():
    X, _, colour, boxes = shapes(300, rng())
    for n in range(len(X)):
        x, y, w, h = boxes[n]
        seen = X[n, int(y + 0.5 * h) : int(y + 0.7 * h), int(x + 0.4 * w) : int(x + 0.6 * w)].mean(axis=(0, 1))
        assert np.argmin(np.linalg.norm(module._COLOURS - seen, axis=1)) == colour[n]


@pytest.mark.parametrize(
    "draw, options, message",
    [
        (shapes, dict(N=0), "at least one picture"),
        (shapes, dict(N=1, size=19), "at least 20 pixels"),
        (shapes, dict(N=1, noise=-0.1), "standard deviation"),
        (shapes, dict(N=1, noise=float("nan")), "standard deviation"),
        (scenes, dict(N=0), "at least one picture"),
        (scenes, dict(N=1, size=39), "at least 40 pixels"),
        (scenes, dict(N=1, least=0), "at least one shape"),
        (scenes, dict(N=1, least=3, most=2), "least ≤ most"),
        (scenes, dict(N=1, most=11), "room for 10 shapes, not most=11; use a larger size"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, options, message):
    with pytest.raises(ValueError, match=message):
        draw(rng=rng(), **options)


def test_the_smallest_and_the_fullest_pictures_can_be_drawn():
    shapes(30, rng(), size=20)
    scenes(30, rng(), size=40, least=4, most=4)
    scenes(30, rng(), size=64, least=10, most=10)


def test_pictures_do_not_depend_on_how_many_are_drawn_at_a_time(monkeypatch):
    X = shapes(100, rng(), noise=0)[0]
    monkeypatch.setattr(module, "_CHUNK", 7)
    # The window around a shape may differ, and with it the last digits of its edge: float32 has seven.
    np.testing.assert_allclose(shapes(100, rng(), noise=0)[0], X, atol=1e-5)
